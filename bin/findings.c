/* findings.c -- what was wrong, grouped and counted, worst first. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Findings of one severity, kind, file and form stand together, in the order of their first one. */
struct group {
    const reint_finding *first;
    size_t n;
};

static bool
same_group(const reint_finding *a, const reint_finding *b)
{
    return a->severity == b->severity && !strcmp(a->code, b->code) && !strcmp(a->file, b->file) &&
           !strcmp(a->form, b->form) && !strcmp(a->sheet, b->sheet);
}

static void
print_finding(const struct cli *cli, const reint_finding *f)
{
    static const char *const word[] = { [REINT_NOTE] = CLI_WORDS("note"),
                                        [REINT_WARNING] = CLI_WORDS("warning"),
                                        [REINT_ERROR] = CLI_WORDS("error") };
    static const char *const color[] = {
        [REINT_NOTE] = "", [REINT_WARNING] = "\033[33m", [REINT_ERROR] = "\033[31m"
    };

    if (f->file[0]) {
        char place[256];
        reint_place_format(place, sizeof place, f->sheet, f->line, f->column);
        fprintf(stderr, "%s:%s%s ", f->file, place, *place ? ":" : "");
    }
    fprintf(stderr, "%s%s%s: %s\n", cli->color_err ? color[f->severity] : "", cli_words(word[f->severity]),
            cli->color_err && *color[f->severity] ? "\033[0m" : "", f->text);
}

static void
print_group(const struct cli *cli, const reint_findings *f, const struct group *g, size_t show)
{
    size_t shown = 0;

    for (size_t i = 0; i < reint_findings_count(f) && shown < show; i++) {
        const reint_finding *one = reint_findings_get(f, i);
        if (same_group(one, g->first)) {
            print_finding(cli, one);
            shown++;
        }
    }
    if (g->n > shown)
        cli_tell(stderr, "    and %zu more like this (%s)\n", g->n - shown, g->first->code);
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
