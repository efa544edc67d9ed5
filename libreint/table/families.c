/* families.c -- p-values that are judged together: adjusted for how many there are, and their number printed.
 *
 * The family is all p-values of a break of the banner, of a table, or of all tables of a plan.  Each adjusted p stands behind the p that it is
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
    for (size_t i = 0; i < t->n_notes; i++)
        if (!strcmp(t->note[i], text))
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
                                   .strata = t->test[i].strata,
                                   .over = t->test[i].over,
                                   .label = reinti_say(language, ways[how].en, ways[how].indonesian),
                                   .value = adjusted[(*at)++] };
    }
    t->test = test;
    t->n_tests = n;
    return true;
}

/* The p-values of a break of a table, or of all; answers how many. */
static size_t
collect(const reinti_table *t, size_t banner, double *p)
{
    size_t n = 0;

    for (size_t k = 0; k < t->n_tests; k++)
        if (is_p(&t->test[k]) && (banner == REINTI_NONE || t->test[k].banner == banner))
            p[n++] = t->test[k].value;
    return n;
}

/* Each break of T by itself. */
static reint_status
adjust_breaks(const reinti_table *t, reinti_adjust how, double *p)
{
    size_t n_breaks = 0;
    double *own = malloc((t->n_tests + 1) * sizeof *own);
    reint_status status = own ? REINT_OK : REINT_NO_MEMORY;

    for (size_t k = 0; k < t->n_tests; k++)
        n_breaks = t->test[k].banner >= n_breaks ? t->test[k].banner + 1 : n_breaks;
    for (size_t banner = 0; !status && banner < n_breaks; banner++) {
        size_t n = collect(t, banner, own), at = 0, from = 0;
        status = reint_adjust_p(own, n, ways[how].how, own);
        for (size_t k = 0; k < t->n_tests; k++) { /* back to their places among all */
            if (!is_p(&t->test[k]))
                continue;
            if (t->test[k].banner == banner)
                p[at] = own[from++];
            at++;
        }
    }
    free(own);
    return status;
}

static void
note_unadjusted(reinti_table *t, const char *language)
{
    char text[100];
    size_t n = 0;

    for (size_t k = 0; k < t->n_tests; k++)
        n += is_p(&t->test[k]);
    snprintf(text, sizeof text,
             reinti_say(language, "%zu tests; their p-values are not adjusted.",
                        "%zu uji; nilai p tidak disesuaikan."),
             n);
    if (n > 1)
        reinti_table_note(t, text);
}

reint_status
reinti_tests_adjust(reinti_table *const *t, size_t n, reinti_adjust how, reinti_family family,
                    const char *language, reint_error *err)
{
    size_t n_p = 0, at = 0;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < t[i]->n_tests; k++)
            n_p += is_p(&t[i]->test[k]);
    if (how == REINTI_ADJUST_NONE) {
        for (size_t i = 0; i < n && n_p > 1; i++)
            note_unadjusted(t[i], language);
        return REINT_OK;
    }
    double *p = malloc((n_p + 1) * sizeof *p);
    if (!p)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        at += collect(t[i], REINTI_NONE, p + at);
    if (family == REINTI_FAMILY_BANNER) /* of one table */
        status = adjust_breaks(t[0], how, p);
    else
        status = reint_adjust_p(p, n_p, ways[how].how, p);
    if (status)
        status = reinti_no_memory(err);
    at = 0;
    for (size_t i = 0; !status && i < n; i++) {
        char text[240];
        size_t before = at;
        if (!insert(t[i], how, language, p, &at))
            status = reinti_no_memory(err);
        snprintf(
            text, sizeof text,
            family == REINTI_FAMILY_BANNER
                ? reinti_say(language,
                             "p-values adjusted by %s within each break of the banner (%zu tests; %zu here).",
                             "Nilai p disesuaikan dengan %s dalam setiap jeda (%zu uji, %zu di sini).")
                : reinti_say(language, "p-values adjusted by %s over %zu tests (%zu of them here).",
                             "Nilai p disesuaikan dengan %s atas %zu uji (%zu di tabel ini)."),
            ways[how].name, n_p, at - before);
        if (at > before)
            reinti_table_note(t[i], text);
    }
    free(p);
    return status;
}
