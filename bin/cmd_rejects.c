/* cmd_rejects.c -- reint rejects: the rows that the codebook did not allow, to be corrected and fed back.
 *
 * For people rows of one kind (file, form, reason and variable) stand together, those of the most frequent kind first, and
 * of each kind the first few; programs and --all get every row. */
#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { ROWS_SHOWN = 5 }; /* of a kind */

/* A row as it is printed, and the kind that it is of. */
struct line {
    char *text;
    size_t kind;
};

struct kind {
    char *input, *form, *reason, *variable;
    size_t n;
};

struct printer {
    const struct cli *cli;
    FILE *out;
    const char *input, *reason, *form;
    size_t n;
    struct line *line;
    size_t n_lines, line_capacity;
    struct kind *kind;
    size_t n_kinds, kind_capacity;
    char *header, *first_input; /* CSV: of the first row, as it is kept */
    char separator;
    size_t n_ours; /* columns at the end of the header that are ours already */
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

/* ---- lists ------------------------------------------------------------------------------------------------- */

/* Room for one more member of SIZE bytes. */
static bool
grow(void *array, size_t *capacity, size_t n, size_t size)
{
    void **members = array;

    if (n < *capacity)
        return true;
    size_t wanted = *capacity ? 2 * *capacity : 64;
    void *more = wanted > SIZE_MAX / size ? NULL : realloc(*members, wanted * size);
    if (!more)
        return false;
    *members = more;
    *capacity = wanted;
    return true;
}

static bool
is_of_kind(const struct kind *k, const reint_rejected *r)
{
    return !strcmp(k->input, r->input) && !strcmp(k->form, r->form) && !strcmp(k->reason, r->reason) &&
           !strcmp(k->variable, r->variable);
}

/* The kind that R is of, made if it is the first of it; SIZE_MAX: no memory.  Rows of a kind come in runs. */
static size_t
kind_of(struct printer *p, const reint_rejected *r)
{
    for (size_t k = p->n_kinds; k > 0; k--)
        if (is_of_kind(&p->kind[k - 1], r))
            return k - 1;
    if (!grow(&p->kind, &p->kind_capacity, p->n_kinds, sizeof *p->kind))
        return SIZE_MAX;
    struct kind *new = &p->kind[p->n_kinds++];
    *new = (struct kind){ strdup(r->input), strdup(r->form), strdup(r->reason), strdup(r->variable), 0 };
    return new->input &&new->form &&new->reason &&new->variable ? p->n_kinds - 1 : SIZE_MAX;
}

/* "entry.xlsx:need!D14: illegal_code: ..." */
static char *
row_text(const reint_rejected *r)
{
    char sheet[128], place[256], *text = reint_rejected_text(r), *line = NULL;
    int file = (int)cli_input_file(r->input, sheet, sizeof sheet);

    reint_place_format(place, sizeof place, sheet, r->line, r->column);
    int n = text ? snprintf(NULL, 0, "%.*s:%s: %s: %s", file, r->input, place, r->reason, text) : -1;
    if (n >= 0 && (line = malloc((size_t)n + 1)))
        snprintf(line, (size_t)n + 1, "%.*s:%s: %s: %s", file, r->input, place, r->reason, text);
    free(text);
    return line;
}

static int
keep_row(const reint_rejected *r, void *user)
{
    struct printer *p = user;

    if (!is_wanted(p, r))
        return 0;
    size_t kind = kind_of(p, r);
    p->no_memory = kind == SIZE_MAX || !grow(&p->line, &p->line_capacity, p->n_lines, sizeof *p->line);
    if (p->no_memory)
        return 1;
    p->kind[kind].n++;
    p->line[p->n_lines] = (struct line){ row_text(r), kind };
    p->no_memory = !p->line[p->n_lines].text;
    p->n += !p->no_memory;
    p->n_lines += !p->no_memory;
    return p->no_memory;
}

static void
print_kind(const struct printer *p, size_t kind, size_t show)
{
    size_t shown = 0;

    for (size_t i = 0; i < p->n_lines && shown < show; i++)
        if (p->line[i].kind == kind) {
            fprintf(p->out, "%s\n", p->line[i].text);
            shown++;
        }
    if (p->kind[kind].n > shown)
        cli_tell(p->out, "    and %zu more like this (%s)\n", p->kind[kind].n - shown, p->kind[kind].reason);
}

/* The most frequent kind first; of equally frequent ones, the one that was met first. */
static void
print_lines(const struct printer *p)
{
    size_t show = cli_flag(p->cli, "all") ? SIZE_MAX : ROWS_SHOWN, most = 0, hidden = 0;

    for (size_t k = 0; k < p->n_kinds; k++) {
        most = p->kind[k].n > most ? p->kind[k].n : most;
        hidden += p->kind[k].n > show;
    }
    while (most) {
        size_t next = 0;
        for (size_t k = 0; k < p->n_kinds; k++) {
            if (p->kind[k].n == most)
                print_kind(p, k, show);
            else if (p->kind[k].n < most && p->kind[k].n > next)
                next = p->kind[k].n;
        }
        most = next;
    }
    if (hidden)
        cli_say(p->cli, "Every row: reint rejects --all %s", p->cli->argument[0]);
}

static void
free_lines(struct printer *p)
{
    for (size_t i = 0; i < p->n_lines; i++)
        free(p->line[i].text);
    for (size_t k = 0; k < p->n_kinds; k++) {
        free(p->kind[k].input);
        free(p->kind[k].form);
        free(p->kind[k].reason);
        free(p->kind[k].variable);
    }
    free(p->line);
    free(p->kind);
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

/* ---- CSV, as it came --------------------------------------------------------------------------------------- */

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

/* The columns that are added; files that were given back before there was the third have the first two. */
static const char *const ours[] = { "reint_reason", "reint_line", "reint_row" };
enum { OURS = sizeof ours / sizeof *ours };

/* How many of them stand at the end of HEADER. */
static size_t
count_ours(const char *header, char separator)
{
    for (size_t n = OURS; n >= 2; n--) {
        char end[64] = "";
        size_t at = 0;
        for (size_t i = 0; i < n; i++)
            at += (size_t)snprintf(end + at, sizeof end - at, "%c%s", separator, ours[i]);
        if (strlen(header) >= at && !strcmp(header + strlen(header) - at, end))
            return n;
    }
    return 0;
}

/* Length of TEXT without its last N fields: those that this command had added to it. */
static int
without_ours(const char *text, char separator, size_t n)
{
    size_t length = strlen(text), at = length;

    while (n && at > 0)
        if (text[--at] == separator && !--n)
            return (int)at;
    return (int)length;
}

static int
print_csv(const reint_rejected *r, void *user)
{
    struct printer *p = user;

    if (!is_wanted(p, r))
        return 0;
    if (!p->header) {
        p->header = strdup(r->header);
        p->first_input = strdup(r->input);
        if (!p->header || !p->first_input) {
            p->no_memory = true;
            return 1;
        }
        p->separator = separator_of(r->header);
        p->n_ours = count_ours(p->header, p->separator);
        fprintf(p->out, "%.*s", without_ours(p->header, p->separator, p->n_ours), p->header);
        for (size_t i = 0; i < OURS; i++)
            fprintf(p->out, "%c%s", p->separator, ours[i]);
        fprintf(p->out, "\r\n");
    } else if (strcmp(p->header, r->header)) {
        p->several = true;
        return 1;
    }
    fprintf(p->out, "%.*s%c%s%c%ld%c%" PRId64 "\r\n", without_ours(r->row, p->separator, p->n_ours), r->row,
            p->separator, r->reason, p->separator, r->line, p->separator, r->id);
    p->n++;
    return 0;
}

/* ------------------------------------------------------------------------------------------------------------ */

static reint_status
print(const struct cli *cli, reint_study *study, struct printer *p, reint_error *err)
{
    reint_status status;

    if (cli_flag(cli, "csv"))
        return reint_study_rejected(study, print_csv, p, err);
    if (!cli->json) {
        status = reint_study_rejected(study, keep_row, p, err);
        if (!status && !p->no_memory)
            print_lines(p);
        return status;
    }
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
    free_lines(&p);
    free(p.header);
    free(p.first_input);
    return code;
}

static const struct cli_option options[] = {
    { "all", 'a', NULL, "every row, not the first five of each kind", false },
    { "csv", 0, NULL, "the rows as they came, with reint_reason, reint_line and reint_row added", false },
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
                "  reint ingest --form interview study.reint fix.csv\n",
    .description =
        "Rows with the same fault stand together, the most frequent fault first. They are kept whole "
        "until a later file of the same name (ingest --input) settles them, or until they come back "
        "themselves: the columns reint_reason, reint_line and reint_row tell which row is corrected, "
        "under whatever name the file is read. Rows that do not come back wait on. "
        "The file holds what the records hold: treat it as the study itself.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
