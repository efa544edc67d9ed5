/* cmd_rejects.c -- reint rejects: the rows that the codebook did not allow, to be corrected and fed back. */
#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct printer {
    const struct cli *cli;
    FILE *out;
    const char *input, *reason, *form;
    size_t n;
    char *header, *first_input; /* CSV: of the first row, as it is kept */
    char separator;
    bool fed_back; /* the header has our columns already */
    bool several;  /* inputs with different headers */
    bool no_memory;
};

static bool
is_wanted(const struct printer *p, const reint_rejected *r)
{
    if (p->input && strcmp(p->input, r->input))
        return false;
    if (p->form && strcmp(p->form, r->form))
        return false;
    return !p->reason || !strcmp(p->reason, r->reason);
}

/* ---- lists
 * -------------------------------------------------------------------------------------------------- */

static int
print_row(const reint_rejected *r, void *user)
{
    struct printer *p = user;

    if (!is_wanted(p, r))
        return 0;
    /* the id of a part ends with "!SHEET" when it came from a workbook, and with ">RECORDS" when a map made it */
    const char *made = strrchr(r->input, '>'), *sheet = strrchr(r->input, '!');
    const char *end = made ? made : r->input + strlen(r->input);
    char name[128] = "", place[256];
    if (sheet && sheet < end)
        snprintf(name, sizeof name, "%.*s", (int)(end - sheet - 1), sheet + 1);
    reint_place_format(place, sizeof place, name, r->line, r->column);
    fprintf(p->out, "%.*s:%s: %s: %s\n", (int)((*name ? sheet : end) - r->input), r->input, place, r->reason,
            r->text);
    p->n++;
    return 0;
}

static int
print_json(const reint_rejected *r, void *user)
{
    struct printer *p = user;

    if (!is_wanted(p, r))
        return 0;
    fprintf(p->out, "%s\n  {\"batch\": %" PRId64 ", \"input\": ", p->n++ ? "," : "", r->batch);
    cli_json_text(p->out, r->input);
    fprintf(p->out, ", \"form\": ");
    cli_json_text(p->out, r->form);
    fprintf(p->out, ", \"line\": %ld, \"column\": %ld, \"variable\": ", r->line, r->column);
    cli_json_text(p->out, r->variable);
    fprintf(p->out, ", \"reason\": ");
    cli_json_text(p->out, r->reason);
    fprintf(p->out, ", \"text\": ");
    cli_json_text(p->out, r->text);
    fprintf(p->out, "}");
    return 0;
}

/* ---- CSV, as it came
 * ------------------------------------------------------------------------------------------ */

static char
separator_of(const char *header)
{
    static const char candidates[] = ",;\t";
    size_t count[3] = { 0 }, best = 0;
    bool quoted = false;

    for (; *header; header++) {
        if (*header == '"')
            quoted = !quoted;
        for (size_t i = 0; i < 3 && !quoted; i++)
            count[i] += *header == candidates[i];
    }
    for (size_t i = 1; i < 3; i++)
        if (count[i] > count[best])
            best = i;
    return candidates[best];
}

/* Length of TEXT without its last two fields: those that this command had added to it. */
static size_t
without_ours(const char *text, char separator)
{
    size_t n = strlen(text), found = 0;

    while (n > 0)
        if (text[--n] == separator && ++found == 2)
            return n;
    return strlen(text);
}

static int
print_csv(const reint_rejected *r, void *user)
{
    struct printer *p = user;
    size_t length;

    if (!is_wanted(p, r))
        return 0;
    if (!p->header) {
        char ours[64];
        p->header = strdup(r->header);
        p->first_input = strdup(r->input);
        if (!p->header || !p->first_input) {
            p->no_memory = true;
            return 1;
        }
        p->separator = separator_of(r->header);
        snprintf(ours, sizeof ours, "%creint_reason%creint_line", p->separator, p->separator);
        size_t n = strlen(p->header), m = strlen(ours);
        p->fed_back = n >= m && !strcmp(p->header + n - m, ours);
        fprintf(p->out, "%s%s\r\n", p->header, p->fed_back ? "" : ours);
    } else if (strcmp(p->header, r->header)) {
        p->several = true;
        return 1;
    }
    length = p->fed_back ? without_ours(r->row, p->separator) : strlen(r->row);
    fprintf(p->out, "%.*s%c%s%c%ld\r\n", (int)length, r->row, p->separator, r->reason, p->separator, r->line);
    p->n++;
    return 0;
}

/* ---------------------------------------------------------------------------------------------------------------
 */

static reint_status
print(const struct cli *cli, reint_study *study, struct printer *p, reint_error *err)
{
    reint_status status;

    if (cli_flag(cli, "csv"))
        return reint_study_rejected(study, print_csv, p, err);
    if (!cli->json)
        return reint_study_rejected(study, print_row, p, err);
    fputc('[', p->out);
    status = reint_study_rejected(study, print_json, p, err);
    fprintf(p->out, "\n]\n");
    return status;
}

static int
run(struct cli *cli)
{
    struct printer p = { .cli = cli,
                         .input = cli_text(cli, "input", NULL),
                         .reason = cli_text(cli, "reason", NULL),
                         .form = cli_text(cli, "form", NULL) };
    reint_error err = { .status = REINT_OK };
    struct cli_output output = { NULL, NULL, NULL };
    reint_study *study = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err), closed;
    int code = 0;

    if (!status)
        status = cli_output_open(cli, &output, &err);
    if (!status) {
        p.out = output.stream;
        status = print(cli, study, &p, &err);
        closed = cli_output_close(&output, !status && !p.several && !p.no_memory, status ? NULL : &err);
        status = status ? status : closed;
    }
    if (p.several)
        code = cli_usage(cli,
                         "rows of several files with different columns were rejected; say which with --input "
                         "(%s is one)",
                         p.first_input);
    else if (p.no_memory)
        code = cli_fail(cli, REINT_NO_MEMORY, NULL);
    else if (status)
        code = cli_fail(cli, status, &err);
    else if (!p.n && !cli->json)
        cli_say(cli, "No row waits for correction.");
    reint_study_free(study);
    free(p.header);
    free(p.first_input);
    return code;
}

static const struct cli_option options[] = {
    { "csv", 0, NULL, "the rows as they came, with the columns reint_reason and reint_line added", false },
    { "input", 'i', "NAME", "only rows of this file", false },
    { "form", 'f', "FORM", "only rows of this form", false },
    { "reason", 0, "CODE", "only rows rejected for this reason", false },
    CLI_OUTPUT,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_rejects = {
    .name = "rejects",
    .arguments = "STUDY",
    .summary = "list rejected rows, or give them back to be corrected",
    .examples = "What was wrong?\n  reint rejects study.reint\n"
                "Correct the rows of one file and feed them back:\n"
                "  reint rejects --csv --input interview.csv -o fix.csv study.reint\n"
                "  reint ingest --form interview --input interview.csv study.reint fix.csv\n",
    .description = "Rejected rows are kept whole until a later file of the same name (ingest --input) "
                   "settles them. The columns "
                   "reint_reason and reint_line need not be removed before a corrected file is fed back: "
                   "they are left out. "
                   "The file holds what the records hold: treat it as the study itself.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
