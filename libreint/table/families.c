/* families.c -- p-values that are judged together: adjusted for how many there are, and their number printed.
 *
 * The family is all p-values of a table, or of all tables of a plan.  Each adjusted p stands behind the p that it is
 * of.  A p that is undefined is no test. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

/* What stands beside a test because of what that is worth is the same test again. */
static bool
is_p(const reinti_test *t)
{
    return isfinite(t->value) && !t->beside && reinti_is_probability(t->id);
}

static const struct {
    const char *name, *id, *en, *indonesian;
    reint_adjustment how;
} ways[] = {
    [REINTI_ADJUST_HOLM] = { "Holm", "holm", "p, Holm", "p, Holm", REINT_HOLM },
    [REINTI_ADJUST_BONFERRONI] = { "Bonferroni", "bonferroni", "p, Bonferroni", "p, Bonferroni",
                                   REINT_BONFERRONI },
    [REINTI_ADJUST_BH] = { "Benjamini-Hochberg", "bh", "p, Benjamini-Hochberg", "p, Benjamini-Hochberg",
                           REINT_BENJAMINI_HOCHBERG },
};

void
reinti_table_note(reinti_table *t, const char *text)
{
    const char **note = reinti_arena_alloc(t->arena, (t->n_notes + 1) * sizeof *note);

    if (!note)
        return;
    if (t->n_notes)
        memcpy(note, t->note, t->n_notes * sizeof *note);
    note[t->n_notes] = reinti_arena_text(t->arena, text);
    t->note = note;
    t->n_notes += note[t->n_notes] != NULL;
}

/* The table's tests with an adjusted one behind each p, from ADJUSTED on; answers how many there were. */
static bool
insert(reinti_table *t, reinti_adjust how, const char *language, const double *adjusted, size_t *at)
{
    reinti_test *test = reinti_arena_alloc(t->arena, (2 * t->n_tests + 1) * sizeof *test);
    size_t n = 0;

    if (!test)
        return false;
    for (size_t i = 0; i < t->n_tests; i++) {
        test[n++] = t->test[i];
        if (!is_p(&t->test[i]))
            continue;
        const char *id = reinti_arena_format(t->arena, "%s_%s", t->test[i].id, ways[how].id);
        test[n++] = (reinti_test){ .layer = t->test[i].layer,
                                   .id = reinti_text_or(id, ways[how].id),
                                   .label = reinti_say(language, ways[how].en, ways[how].indonesian),
                                   .value = adjusted[(*at)++] };
    }
    t->test = test;
    t->n_tests = n;
    return true;
}

reint_status
reinti_tests_adjust(reinti_table *const *t, size_t n, reinti_adjust how, const char *language,
                    reint_error *err)
{
    size_t n_p = 0, at = 0;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < t[i]->n_tests; k++)
            n_p += is_p(&t[i]->test[k]);
    if (!n_p || how == REINTI_ADJUST_NONE)
        return REINT_OK;
    double *p = malloc(n_p * sizeof *p);
    if (!p)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < t[i]->n_tests; k++)
            if (is_p(&t[i]->test[k]))
                p[at++] = t[i]->test[k].value;
    status = reint_adjust_p(p, n_p, ways[how].how, p);
    at = 0;
    for (size_t i = 0; !status && i < n; i++) {
        char text[200];
        size_t before = at;
        if (!insert(t[i], how, language, p, &at))
            status = reinti_no_memory(err);
        snprintf(text, sizeof text,
                 reinti_say(language, "p-values adjusted by %s over %zu tests (%zu of them here).",
                            "Nilai p disesuaikan dengan %s atas %zu uji (%zu di tabel ini)."),
                 ways[how].name, n_p, at - before);
        if (at > before)
            reinti_table_note(t[i], text);
    }
    free(p);
    return status;
}
