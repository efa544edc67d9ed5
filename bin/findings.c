/* findings.c -- what was wrong, grouped and counted, worst first. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Findings of one severity, kind, file and form stand together, in the order of their first one; so do those that say the
 * same of several sheets, and notes that say the same of several files. */
struct group {
    const reint_finding *first;
    size_t n;
};

/* A note about a file as a whole, and not a place in it. */
static bool
of_file(const reint_finding *f)
{
    return f->severity == REINT_NOTE && f->file[0] && !f->sheet[0] && !f->line;
}

/* About a sheet as a whole, and not a cell in it. */
static bool
of_sheet(const reint_finding *f)
{
    return f->sheet[0] && !f->line;
}

static bool
same_group(const reint_finding *a, const reint_finding *b)
{
    if (a->severity != b->severity || strcmp(a->code, b->code))
        return false;
    if (of_file(a) && of_file(b) && !strcmp(a->text, b->text))
        return true;
    if (strcmp(a->file, b->file))
        return false;
    if (of_sheet(a) && of_sheet(b))
        return !strcmp(a->text, b->text);
    return !strcmp(a->form, b->form) && !strcmp(a->sheet, b->sheet);
}

/* For programs as they are, for people in their language. */
static const char *const word[] = { [REINT_NOTE] = CLI_WORDS("note"),
                                    [REINT_WARNING] = CLI_WORDS("warning"),
                                    [REINT_ERROR] = CLI_WORDS("error") };

/* PLACE is where in the file ("" the file itself), after BETWEEN; FILE "" for what is said of several; AFTER: what follows
 * the text. */
static void
print_finding(const struct cli *cli, const reint_finding *f, const char *file, const char *between,
              const char *place, const char *after)
{
    static const char *const color[] = {
        [REINT_NOTE] = "", [REINT_WARNING] = "\033[33m", [REINT_ERROR] = "\033[31m"
    };
    const char *kind = cli_words(word[f->severity]);
    int at = 0;

    if (file[0])
        at = fprintf(stderr, "%s%s%s: ", file, *place ? between : "", place);
    fprintf(stderr, "%s%s%s: ", cli->color_err ? color[f->severity] : "", kind,
            cli->color_err && *color[f->severity] ? "\033[0m" : "");
    cli_message((at > 0 ? (size_t)at : 0) + strlen(kind) + 2, f->text, after);
}

/* One line for all sheets or files of which the same is said. */
static void
print_many(const struct cli *cli, const reint_findings *f, const struct group *g)
{
    enum { NAMES = 6 };
    bool sheets = of_sheet(g->first);
    char after[1024];
    size_t n = 0;
    int at = snprintf(after, sizeof after,
                      sheets ? cli_words_n(" (%zu sheet: ", " (%zu sheets: ", g->n)
                             : cli_words_n(" (%zu file: ", " (%zu files: ", g->n),
                      g->n);

    for (size_t i = 0; i < reint_findings_count(f) && n < NAMES; i++) {
        const reint_finding *one = reint_findings_get(f, i);
        const char *slash = strrchr(one->file, '/');
        if (same_group(one, g->first))
            at += snprintf(after + at, sizeof after - (size_t)at, "%s%.128s", n++ ? ", " : "",
                           sheets  ? one->sheet
                           : slash ? slash + 1
                                   : one->file);
    }
    snprintf(after + at, sizeof after - (size_t)at, "%s)", g->n > n ? ", ..." : "");
    print_finding(cli, g->first, sheets ? g->first->file : "", "", "", after);
}

static void
print_group(const struct cli *cli, const reint_findings *f, const struct group *g, size_t show)
{
    size_t shown = 0;

    if (g->n > 1 && (of_sheet(g->first) || (of_file(g->first) && g->n > show))) {
        print_many(cli, f, g);
        return;
    }
    for (size_t i = 0; i < reint_findings_count(f) && shown < show; i++) {
        const reint_finding *one = reint_findings_get(f, i);
        if (same_group(one, g->first)) {
            char place[256];
            reint_place_format(place, sizeof place, one->sheet, one->line, one->column);
            print_finding(cli, one, one->file, of_sheet(one) ? "!" : ":", place,
                          ""); /* "entry.xlsx!need", "entry.xlsx:need!D14" */
            shown++;
        }
    }
    if (g->n > shown)
        cli_tell(stderr, "    and %zu more like this (%s)\n", g->n - shown, g->first->code);
}

size_t
cli_input_file(const char *input, char *sheet, size_t size)
{
    const char *made = strrchr(input, '>'), *end = made ? made : input + strlen(input);
    const char *mark = strrchr(input, '!');
    bool of_workbook = mark && mark < end && mark + 1 < end;

    snprintf(sheet, size, "%.*s", of_workbook ? (int)(end - mark - 1) : 0, of_workbook ? mark + 1 : "");
    return (size_t)((of_workbook ? mark : end) - input);
}

void
cli_say_rejected(const struct cli *cli, bool kept_none)
{
    if (kept_none)
        cli_say(cli, "Nothing was kept, not even the rejected rows.");
    else
        cli_say(cli, "The rejected rows are kept. See: reint rejects %s", cli->argument[0]);
}

void
cli_findings(const struct cli *cli, const reint_findings *f, size_t show)
{
    size_t n = reint_findings_count(f), n_groups = 0;
    struct group *group = calloc(n ? n : 1, sizeof *group);

    if (!group)
        return;
    cli_progress_end();
    for (size_t i = 0; i < n; i++) {
        const reint_finding *one = reint_findings_get(f, i);
        size_t g = n_groups; /* the latest group fits most often: files report in runs */
        while (g > 0 && !same_group(group[g - 1].first, one))
            g--;
        if (g == 0) {
            group[n_groups++] = (struct group){ one, 1 };
        } else {
            group[g - 1].n++;
        }
    }
    for (int severity = REINT_ERROR; severity >= REINT_NOTE; severity--) {
        if (severity == REINT_NOTE && cli->quiet)
            break;
        for (size_t g = 0; g < n_groups; g++)
            if ((int)group[g].first->severity == severity)
                print_group(cli, f, &group[g], show);
    }
    free(group);
}

/* ---- for programs ------------------------------------------------------------------------------------------ */

void
cli_findings_json(const reint_findings *f, size_t from, size_t to, bool files)
{
    for (size_t i = from; i < to; i++) {
        const reint_finding *one = reint_findings_get(f, i);
        printf("%s\n      {\"severity\": \"%s\", \"code\": ", i > from ? "," : "", word[one->severity]);
        cli_json_text(stdout, one->code);
        if (files) {
            printf(", \"file\": ");
            cli_json_text(stdout, one->file);
        }
        printf(", \"line\": %ld, \"column\": %ld, ", one->line, one->column);
        if (one->sheet[0]) {
            char place[256];
            reint_place_format(place, sizeof place, one->sheet, one->line, one->column);
            printf("\"cell\": ");
            cli_json_text(stdout, place);
            printf(", ");
        }
        printf("\"text\": ");
        cli_json_text(stdout, one->text);
        putchar('}');
    }
}
