/* cmd_ingest.c -- reint ingest: files of coded records into the study. */
#include <config.h>

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- options ----------------------------------------------------------------------------------------------
 */

/* What the repeatable options say, in the form the library takes. */
struct lists {
    const char *(*rename)[2];
    char **copy; /* of "column=variable", cut in two */
    const char **ignore;
    size_t n_renames;
};

static size_t
count_values(const struct cli *cli, const char *name)
{
    size_t n = 0;

    while (cli_text_at(cli, name, n))
        n++;
    return n;
}

static void
free_lists(struct lists *l)
{
    for (size_t i = 0; l->copy && i < l->n_renames; i++)
        free(l->copy[i]);
    free(l->copy);
    free(l->rename);
    free(l->ignore);
}

/* -1 to go on, else the exit code. */
static int
read_lists(const struct cli *cli, struct lists *l)
{
    size_t n_ignores = count_values(cli, "ignore");

    l->n_renames = count_values(cli, "rename");
    l->rename = calloc(l->n_renames + 1, sizeof *l->rename);
    l->copy = calloc(l->n_renames + 1, sizeof *l->copy);
    l->ignore = calloc(n_ignores + 1, sizeof *l->ignore);
    if (!l->rename || !l->copy || !l->ignore)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    for (size_t i = 0; i < n_ignores; i++)
        l->ignore[i] = cli_text_at(cli, "ignore", i);
    for (size_t i = 0; i < l->n_renames; i++) {
        l->copy[i] = strdup(cli_text_at(cli, "rename", i));
        char *equal = l->copy[i] ? strchr(l->copy[i], '=') : NULL;
        if (!l->copy[i])
            return cli_fail(cli, REINT_NO_MEMORY, NULL);
        if (!equal || equal == l->copy[i] || !equal[1])
            return cli_usage(cli, "--rename takes COLUMN=VARIABLE");
        *equal = '\0';
        l->rename[i][0] = l->copy[i];
        l->rename[i][1] = equal + 1;
    }
    return -1;
}

static int
read_separator(const struct cli *cli, char *separator)
{
    const char *text = cli_text(cli, "separator", "");

    if (!strcmp(text, "tab") || !strcmp(text, "\\t"))
        text = "\t";
    if (strlen(text) > 1)
        return cli_usage(cli, "--separator takes one character, or the word tab");
    *separator = text[0];
    return -1;
}

/* ---- results ----------------------------------------------------------------------------------------------
 */

/* A part of a file that was read: all of a CSV file, or one sheet. */
struct part {
    reint_batch batch;
    reint_status status;
    size_t n_findings; /* of the file, when the part was done */
};

struct parts {
    const reint_findings *findings;
    size_t n, capacity;
    struct part *part;
    bool no_memory;
};

static int
take_part(const reint_batch *batch, reint_status status, void *user)
{
    struct parts *p = user;

    if (p->n == p->capacity) {
        size_t capacity = p->capacity ? p->capacity * 2 : 8;
        struct part *more = realloc(p->part, capacity * sizeof *more);
        if (!more) {
            p->no_memory = true;
            return 1;
        }
        p->part = more;
        p->capacity = capacity;
    }
    p->part[p->n++] = (struct part){ *batch, status, reint_findings_count(p->findings) };
    return 0;
}

static void
print_json(const char *file, const struct part *part, const reint_findings *f, size_t from, bool first)
{
    const reint_batch *b = &part->batch;

    printf("%s\n  {\"file\": ", first ? "" : ",");
    cli_json_text(stdout, file);
    printf(", \"input\": ");
    cli_json_text(stdout, b->input);
    printf(", \"form\": ");
    cli_json_text(stdout, b->form);
    printf(", \"batch\": %" PRId64 ", \"sha256\": ", b->id);
    cli_json_text(stdout, b->sha256);
    printf(",\n   \"read\": %" PRId64 ", \"accepted\": %" PRId64 ", \"changed\": %" PRId64
           ", \"unchanged\": %" PRId64 ", \"rejected\": %" PRId64 ", \"status\": ",
           b->read, b->accepted, b->changed, b->unchanged, b->rejected);
    cli_json_text(stdout, reint_status_text(part->status));
    printf(",\n   \"findings\": [");
    cli_findings_json(f, from, part->n_findings, false);
    printf("]}");
}

/* What part it is stands at the end of its id: "entry.xlsx!need", "team.xlsx!List>need", "team.csv>need". */
static void
print_line(const char *file, const reint_batch *b)
{
    const char *sheet = strrchr(b->input, '!'), *part = sheet ? sheet : strrchr(b->input, '>');

    cli_tell(stdout,
             "%s%s: %s: read %" PRId64 " = accepted %" PRId64 " + changed %" PRId64 " + unchanged %" PRId64
             " + rejected %" PRId64 "\n",
             file, part ? part : "", b->form, b->read, b->accepted, b->changed, b->unchanged, b->rejected);
}

/* Every part of a file; of one that was refused as a whole at least one entry. */
static void
print_parts_json(const char *file, struct parts *p, reint_status status, bool first)
{
    size_t from = 0;

    if (status && !p->n)
        take_part(&(reint_batch){ 0 }, status, p);
    for (size_t i = 0; i < p->n; i++) {
        if (i + 1 == p->n)
            p->part[i].n_findings = reint_findings_count(p->findings);
        print_json(file, &p->part[i], p->findings, from, first && !i);
        from = p->part[i].n_findings;
    }
}

/* Whether what ERR says stands among the findings already: a file that is wrong in form.  What stops a file whose
 * rows are wrong (a full disk) does not. */
static bool
is_told(const reint_findings *f, const reint_error *err)
{
    for (size_t i = 0; i < reint_findings_count(f); i++) {
        const reint_finding *one = reint_findings_get(f, i);
        if (one->severity == REINT_ERROR && one->line == err->line && one->column == err->column &&
            !strncmp(one->text, err->text, 40))
            return true;
    }
    return false;
}

/* One file; *GO_ON is false when the next ones cannot be read on its top. */
static int
ingest_one(struct cli *cli, reint_study *study, const char *file, reint_ingest_options *options, bool first,
           bool *go_on)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    struct parts parts = { .findings = findings };

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    options->progress = cli_progress_step;
    cli_progress_begin(cli, file);
    reint_status status = reint_ingest_each(study, file, options, take_part, &parts, findings, &err);
    if (parts.no_memory)
        status = REINT_NO_MEMORY;
    cli_progress_end();
    *go_on = status == REINT_OK || status == REINT_DATA;
    if (cli->json) {
        print_parts_json(file, &parts, status, first);
    } else {
        cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
        for (size_t i = 0; i < parts.n; i++)
            if (parts.part[i].status == REINT_DATA || (!parts.part[i].status && !cli->quiet))
                print_line(file, &parts.part[i].batch);
    }
    free(parts.part);
    int code = cli_exit_code(status);
    if (!*go_on && (cli->json || !is_told(findings, &err)))
        code = cli_fail(cli, status, &err);
    reint_findings_free(findings);
    return code;
}

static int
ingest_all(struct cli *cli, reint_study *study, reint_ingest_options *options)
{
    bool go_on = true;
    int code = 0;

    if (cli->json)
        putchar('[');
    for (size_t i = 1; i < cli->n && go_on; i++) {
        int one = ingest_one(cli, study, cli->argument[i], options, i == 1, &go_on);
        if (one > code)
            code = one;
    }
    if (cli->json)
        printf("\n]\n");
    if (code == REINT_DATA && !cli->json)
        cli_say_rejected(cli, cli_flag(cli, "dry-run") || options->strict);
    return code;
}

/* ---- maps --------------------------------------------------------------------------------------------- */

static int
print_record(const reint_preview *r, void *user)
{
    const char *const *file = user;

    if (!r->i)
        printf(cli_words_n("%s: %s%s%s%s: %zu record\n", "%s: %s%s%s%s: %zu records\n", r->n), *file, r->form,
               strcmp(r->name, r->form) ? " (" : "", strcmp(r->name, r->form) ? r->name : "",
               strcmp(r->name, r->form) ? ")" : "", r->n);
    printf("  %s:", r->place);
    for (size_t i = 0; i < r->n_variables; i++)
        printf(" %s=%s", r->variable[i], r->value[i]);
    putchar('\n');
    return 0;
}

static int
preview_all(struct cli *cli, reint_study *study, const reint_ingest_options *options)
{
    int code = 0;

    for (size_t i = 1; i < cli->n && !code; i++) {
        reint_findings *findings = reint_findings_create();
        const char *file = cli->argument[i];
        reint_error err = { .status = REINT_OK };
        reint_status status =
            reint_ingest_preview(study, file, options, 5, print_record, &file, findings, &err);
        cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
        if (status)
            code = is_told(findings, &err) ? cli_exit_code(status) : cli_fail(cli, status, &err);
        reint_findings_free(findings);
    }
    return code;
}

static int
propose(struct cli *cli, reint_study *study, const reint_ingest_options *options)
{
    struct cli_output output = { NULL, NULL, NULL };
    reint_error err = { .status = REINT_OK };
    char *text = NULL;
    reint_status status, closed;

    if (cli->n != 2)
        return cli_usage(cli, "--propose-map looks at one file, and there are %zu", cli->n - 1);
    status = reint_map_propose(reint_study_codebook(study), cli->argument[1], options, &text, &err);
    if (!status)
        status = cli_output_open(cli, &output, &err);
    if (!status) {
        fputs(text, output.stream);
        closed = cli_output_close(&output, true, &err);
        status = closed;
    }
    free(text);
    return status ? cli_fail(cli, status, &err) : 0;
}

/* -1 to go on, else the exit code. */
static int
open_map(struct cli *cli, reint_map **map)
{
    const char *path = cli_text(cli, "map", NULL);
    reint_findings *findings = path ? reint_findings_create() : NULL;
    reint_error err = { .status = REINT_OK };
    int code = -1;

    if (!path)
        return cli_flag(cli, "preview")
                   ? cli_usage(cli, "--preview shows what a map makes; say which with --map")
                   : -1;
    if (cli_text(cli, "sheet", NULL) || cli_text(cli, "form", NULL) || cli_text(cli, "rename", NULL))
        return cli_usage(cli, "with --map, the map says which sheet, form and columns are meant");
    if (reint_map_open(path, map, findings, &err)) {
        cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
        code = is_told(findings, &err) ? cli_exit_code(err.status) : cli_fail(cli, err.status, &err);
    }
    reint_findings_free(findings);
    return code;
}

static int
act(struct cli *cli, reint_study *study, reint_ingest_options *options)
{
    if (cli_flag(cli, "propose-map"))
        return propose(cli, study, options);
    if (cli_flag(cli, "preview"))
        return preview_all(cli, study, options);
    return ingest_all(cli, study, options);
}

static int
run(struct cli *cli)
{
    reint_ingest_options options = {
        .size = sizeof options,
        .form = cli_text(cli, "form", NULL),
        .input = cli_text(cli, "input", NULL),
        .encoding = cli_text(cli, "encoding", NULL),
        .strict = cli_flag(cli, "strict"),
        .correct = cli_flag(cli, "correct"),
        .who = cli_text(cli, "who", NULL),
        .why = cli_text(cli, "why", NULL),
        .sheet = cli_text(cli, "sheet", NULL),
    };
    reint_error err = { .status = REINT_OK };
    struct lists lists = { 0 };
    reint_study *study = NULL;
    reint_map *map = NULL;
    int code = read_separator(cli, &options.separator);

    if (code < 0 && !cli_integer(cli, "header", 1, 1048576, &options.header_row))
        code = REINT_ARGUMENT;
    if (code < 0 && options.input && cli->n > 2)
        code = cli_usage(cli, "--input names one file, and there are %zu", cli->n - 1);
    if (code < 0)
        code = read_lists(cli, &lists);
    if (code < 0)
        code = open_map(cli, &map);
    if (code < 0) {
        options.map = map;
        options.rename = (const char *const(*)[2])lists.rename;
        options.ignore = lists.ignore;
        reint_status status = cli_open_study(
            cli, cli->argument[0], !cli_flag(cli, "preview") && !cli_flag(cli, "propose-map"), &study, &err);
        if (!status && cli_flag(cli, "dry-run")) /* later files are tried on top of earlier ones */
            status = reint_study_rehearse(study, &err);
        code = status ? cli_fail(cli, status, &err) : act(cli, study, &options);
    }
    reint_study_free(study);
    reint_map_free(map);
    free_lists(&lists);
    return code;
}

static const struct cli_option options[] = {
    { "form", 'f', "FORM", "the form that the files hold (default: by file name, else by columns)", false },
    { "correct", 'c', NULL, "known keys with other values are corrections, not duplicates", false },
    { "strict", 's', NULL, "all rows of a file or none", false },
    CLI_DRY_RUN,
    { "sheet", 0, "NAME", "the sheet of a workbook to be read (default: all that are named like forms)",
      false },
    { "header", 0, "ROW", "the row of a sheet that names the columns (default: it is looked for)", false },
    { "map", 'm', "FILE", "how records are made of somebody else's sheet (reint-map(5))", false },
    { "preview", 'p', NULL, "show the first five records of each form that the map makes, and store nothing",
      false },
    { "propose-map", 0, NULL, "write a first map for the file, from the names of its columns", false },
    CLI_OUTPUT,
    { "input", 'i', "NAME", "the name the file is known by (default: its own, without folder)", false },
    { "encoding", 0, "NAME", "utf-8 or windows-1252 (default: utf-8)", false },
    { "separator", 0, "CHARACTER", "between columns: , ; or tab (default: found in the first line)", false },
    { "rename", 0, "COLUMN=VARIABLE", "which variable a column of another name is", true },
    { "ignore", 0, "COLUMN", "leave a column out", true },
    { "all", 'a', NULL, "show every finding, not the first five of each kind", false },
    CLI_WHO,
    CLI_WHY,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_ingest = {
    .name = "ingest",
    .arguments = "STUDY FILE...",
    .summary = "read coded records (CSV, .xlsx, .ods, .zip) into the study",
    .examples =
        "The first wave:\n  reint ingest study.reint person.csv interview.csv\n"
        "A workbook with a sheet for each form, or one sheet of another:\n"
        "  reint ingest study.reint entry.xlsx\n"
        "  reint ingest --sheet \"Wave 1\" --form interview study.reint team.xlsx\n"
        "Somebody else's sheet: a first map, a look at what it makes, and in:\n"
        "  reint ingest --propose-map -o team-map.yaml study.reint team.xlsx\n"
        "  reint ingest --map team-map.yaml --preview study.reint team.xlsx\n"
        "  reint ingest --map team-map.yaml study.reint team.xlsx\n"
        "Would everything be accepted?\n  reint ingest --dry-run study.reint interview.csv\n"
        "A file that replaces an earlier one:\n  reint ingest --correct --who AB --why \"double entry\" \\\n"
        "      study.reint interview.csv\n"
        "A file from a spreadsheet under Windows, with another name for a column:\n"
        "  reint ingest --encoding windows-1252 --rename resp_no=person \\\n"
        "      study.reint person.csv\n",
    .description =
        "Every cell is checked against the codebook: type, range, code, missing reason, key, known "
        "respondent, "
        "routing, rules. Good rows are stored, the others are kept apart with the reason (reint rejects) and "
        "the "
        "exit code is 1. A file with an unknown column, or that is no CSV or workbook, is refused as a "
        "whole.\n\n"
        "Of a workbook (.xlsx, .ods) every sheet that is named like a form is read, that of respondents "
        "first; "
        "where none is, its only sheet, or the one of --sheet. The header may stand below a title. Findings "
        "name "
        "sheet and cell (need!D14), dates are dates, formulas count with the value that was stored with "
        "them, an "
        "error value (#N/A) rejects its row, and merged or hidden cells are told. Of an archive (.zip) every "
        "CSV "
        "file is read, that of respondents first, as if it had been unpacked.\n\n"
        "Files are read in the order given: those of respondents come before those that refer to them. With "
        "--dry-run later files are tried on top of earlier ones, and nothing is kept.\n\n"
        "A file that was read before, byte for byte, is not read again, unless some of its rows were "
        "rejected: "
        "then those are tried once more and what is stored stays as it is.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = SIZE_MAX,
    .run = run,
};
