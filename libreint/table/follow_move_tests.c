/* follow_move_tests.c -- what stands under a table of movement: pairs, gross and net change, gaps, tests of paired records.
 *
 * Tests are of one pair of waves only: in all of them together a person counts several times.  They take the persons
 * who are determined at both waves; how many they are is printed. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

static void
mcnemar(reinti_grid *g, size_t layer, const char *label, const double *count, size_t k)
{
    reint_mcnemar r = { .undefined =
                            SAY(g, "McNemar's test is of two states", "Uji McNemar untuk dua keadaan"),
                        .chisq = NAN,
                        .p = NAN,
                        .exact_p = NAN,
                        .mid_p = NAN };

    if (k == 2)
        reint_mcnemar_test(count, 0.95, &r);
    reinti_grid_test(g, layer, "mcnemar", label, r.chisq, r.undefined);
    reinti_grid_test(g, layer, "mcnemar_p", "p", r.p, r.undefined);
    reinti_grid_test(g, layer, "mcnemar_exact_p", SAY(g, "exact p", "p eksak"), r.exact_p, r.undefined);
    reinti_grid_test(g, layer, "mcnemar_mid_p", SAY(g, "mid-p", "mid-p"), r.mid_p, r.undefined);
}

static void
bowker(reinti_grid *g, size_t layer, const char *label, const double *count, size_t k)
{
    reint_bowker r;

    reint_bowker_test(count, k, &r);
    reinti_grid_test(g, layer, "bowker", label, r.chisq, r.undefined);
    reinti_grid_test(g, layer, "bowker_df", SAY(g, "df", "df"), r.df_nonempty, r.undefined);
    reinti_grid_test(g, layer, "bowker_p", "p", r.p_nonempty, r.undefined);
}

static void
stuart_maxwell(reinti_grid *g, size_t layer, const char *label, const double *count, size_t k)
{
    reint_margins r;

    reint_margins_test(count, k, &r);
    reinti_grid_test(g, layer, "stuart_maxwell", label, r.chisq, r.undefined);
    reinti_grid_test(g, layer, "stuart_maxwell_df", "df", r.df, r.undefined);
    reinti_grid_test(g, layer, "stuart_maxwell_p", "p", r.p, r.undefined);
}

static const struct {
    const char *word, *en, *id;
    void (*make)(reinti_grid *g, size_t layer, const char *label, const double *count, size_t k);
} tests[] = {
    { "mcnemar", "McNemar's chi-square", "Khi-kuadrat McNemar", mcnemar },
    { "bowker", "Bowker's symmetry chi-square", "Khi-kuadrat simetri Bowker", bowker },
    { "stuart_maxwell", "Stuart-Maxwell chi-square", "Khi-kuadrat Stuart-Maxwell", stuart_maxwell },
};

/* The tests that are asked for, of the PAIRS in COUNT; of no pair they are undefined, their exact p too. */
static void
make_tests(reinti_grid *g, size_t layer, const double *count, size_t k, double pairs)
{
    for (size_t i = 0; i < g->follow->n_tests; i++)
        for (size_t n = 0; n < REINTI_LENGTH(tests); n++) {
            if (strcmp(tests[n].word, g->follow->tests[i]))
                continue;
            const char *label = SAY(g, tests[n].en, tests[n].id);
            if (pairs > 0)
                tests[n].make(g, layer, label, count, k);
            else
                reinti_grid_test(g, layer, tests[n].word, label, NAN,
                                 SAY(g, "no pair", "tidak ada pasangan"));
        }
}

static reint_status
test_pairs(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    size_t k = m->t.k;
    double *count = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *count);
    const char *refused = reinti_grid_untested(g);

    if (!count)
        return reinti_no_memory(err);
    if (refused && g->follow->n_tests)
        reinti_grid_note(g, "%s", refused);
    for (size_t layer = 0; layer < m->t.n_steps; layer++) {
        const reint_follow_step *s = &m->t.step[layer];
        double pairs = 0;
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b < k; b++)
                pairs += count[a * k + b] = s->count[a * (k + 1) + b];
        reinti_grid_test(g, layer, "pairs",
                         SAY(g, "Pairs determined at both", "Pasangan yang dapat ditentukan"), pairs, NULL);
        reinti_grid_test(g, layer, "stayed", SAY(g, "Stayed", "Tetap"), s->stayed, NULL);
        reinti_grid_test(g, layer, "moved", SAY(g, "Moved (gross change)", "Berpindah (perubahan kotor)"),
                         pairs - s->stayed, NULL);
        reinti_grid_test(g, layer, "net", SAY(g, "Net change", "Perubahan bersih"), s->net, NULL);
        reinti_follow_add_gaps(g, layer, s);
        if (!refused && !reinti_follow_is_pooled(s))
            make_tests(g, layer, count, k, pairs);
    }
    return REINT_OK;
}

/* Cochran's Q over all waves, of those whose state of two is known at every one; under the last pair of waves. */
static reint_status
add_cochran(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    const reint_follow *f = g->f;
    reinti_states s;
    reint_cochran r = { .q = NAN };

    if (!reinti_grid_asked(g, "cochran_q") || reinti_grid_untested(g))
        return REINT_OK;
    size_t layer = m->t.n_steps - 1;
    layer -= layer && !g->follow->n_gaps && reinti_follow_is_pooled(&m->t.step[layer]);
    if (m->t.k != 2 || m->from != m->to) {
        reinti_grid_test(
            g, layer, "cochran_q", SAY(g, "Cochran's Q", "Q Cochran"), NAN,
            SAY(g, "Cochran's Q is of one variable with two states", "Q Cochran untuk dua keadaan"));
        return REINT_OK;
    }
    reint_status status = reinti_follow_states(g->f, m->to->name, &s, err);
    double *x = reinti_arena_alloc(g->arena, (f->n * f->n_waves + 1) * sizeof *x);
    if (status || !x)
        return status ? status : reinti_no_memory(err);
    for (size_t i = 0; i < f->n * f->n_waves; i++)
        x[i] = s.at[i].code < 2 && !reinti_follow_is_reversed(f, i / f->n_waves) ? s.at[i].code : NAN;
    reint_cochran_test(x, f->n, f->n_waves, &r);
    reinti_grid_test(g, layer, "cochran_n", SAY(g, "Persons at every wave", "Orang pada setiap gelombang"),
                     r.n, NULL);
    reinti_grid_test(g, layer, "cochran_q", SAY(g, "Cochran's Q", "Q Cochran"), r.q, r.undefined);
    reinti_grid_test(g, layer, "cochran_df", "df", r.df, r.undefined);
    reinti_grid_test(g, layer, "cochran_p", "p", r.p, r.undefined);
    return REINT_OK;
}

reint_status
reinti_follow_move_tests(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    reint_status status = test_pairs(g, m, err);

    return status ? status : add_cochran(g, m, err);
}
