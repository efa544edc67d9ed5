/* tests.c -- statistics of a whole table, and when they are not made.
 *
 * A purposive sample has no sampling error: tests are made only where the plan says `inference: exploratory`.
 * A test over several records of one person would count that person twice: it is refused unless the plan says
 * `assume: independent_records`. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

static void
put(reinti_build *b, size_t layer, const char *id, const char *label, double value, const char *reason)
{
    reinti_test *test = &b->table->test[b->table->n_tests++];

    *test = (reinti_test){ .layer = layer, .id = id, .label = label, .value = value, .reason = reason };
}

static void
chi2(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns)
{
    reint_chisq r;

    reint_chisq_test(count, n_rows, n_columns, &r);
    put(b, layer, "chi2", reinti_say(b->language, "Chi-square", "Khi-kuadrat"), r.chisq, r.undefined);
    if (r.undefined) /* said once */
        return;
    put(b, layer, "df", reinti_say(b->language, "Degrees of freedom", "Derajat bebas"), r.df, r.undefined);
    put(b, layer, "p", reinti_say(b->language, "p", "p"), r.p, r.undefined);
    put(b, layer, "cramers_v", reinti_say(b->language, "Cramér's V", "V Cramér"), r.cramers_v, r.undefined);
    put(b, layer, "n", reinti_say(b->language, "n of the test", "n uji"), r.n, NULL);
}

static void
fisher(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns)
{
    reint_fisher r = { .p_two_sided = NAN, .undefined = "Fisher's test is of a 2 x 2 table" };

    if (n_rows == 2 && n_columns == 2)
        reint_fisher_test(count, 0.95, &r);
    put(b, layer, "fisher_p", reinti_say(b->language, "Fisher's exact p", "p eksak Fisher"), r.p_two_sided,
        r.undefined);
}

static void
bowker(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns)
{
    reint_bowker r = { .chisq = NAN, .df_nonempty = NAN, .p_nonempty = NAN };
    const char *reason = n_rows == n_columns ? NULL : "Bowker's test is of a square table";

    if (!reason)
        reint_bowker_test(count, n_rows, &r);
    put(b, layer, "bowker",
        reinti_say(b->language, "Bowker's symmetry chi-square", "Khi-kuadrat simetri Bowker"), r.chisq,
        reason);
    put(b, layer, "df", reinti_say(b->language, "Degrees of freedom", "Derajat bebas"), r.df_nonempty,
        reason);
    put(b, layer, "p", "p", r.p_nonempty, reason);
}

static const struct {
    const char *word;
    size_t n; /* statistics it gives */
    void (*make)(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns);
} makers[] = { { "chi2", 5, chi2 }, { "fisher", 1, fisher }, { "bowker", 3, bowker } };

reint_status
reinti_tests_add(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns,
                 reint_error *err)
{
    const reinti_plan_table *t = b->plan;

    if (!b->table->test) {
        size_t room = 0;
        for (size_t i = 0; i < t->n_tests; i++)
            for (size_t k = 0; k < REINTI_LENGTH(makers); k++)
                room += strcmp(makers[k].word, t->tests[i]) ? 0 : makers[k].n;
        b->table->test = reinti_arena_alloc(b->arena, room * b->table->n_layers * sizeof *b->table->test);
        if (!b->table->test)
            return reinti_no_memory(err);
    }
    for (size_t i = 0; i < t->n_tests; i++)
        for (size_t k = 0; k < REINTI_LENGTH(makers); k++)
            if (!strcmp(makers[k].word, t->tests[i]))
                makers[k].make(b, layer, count, n_rows, n_columns);
    return REINT_OK;
}

const char *
reinti_tests_refused(const reinti_build *b)
{
    const reinti_form *form = &b->cb->form[reinti_frame_form(b->frame)];
    bool repeated = form->person != REINTI_NONE && form->n_key > 1;

    if (b->cb->sampling == REINTI_PURPOSIVE && !b->plan->exploratory)
        return reinti_say(b->language,
                          "Tests were asked for and are not made: people were chosen on purpose, so chance "
                          "has no part in who is in the "
                          "table (a plan can say `inference: exploratory`).",
                          "Uji diminta tetapi tidak dilakukan: orang dipilih secara sengaja.");
    if (repeated && !b->plan->independent)
        return reinti_say(b->language,
                          "Tests were asked for and are not made: the same person can be in the table "
                          "several times (a plan can say "
                          "`assume: independent_records`).",
                          "Uji diminta tetapi tidak dilakukan: orang yang sama dapat muncul beberapa kali.");
    if (b->weight && !b->plan->frequencies)
        return reinti_say(
            b->language,
            "Tests were asked for and are not made: a test of weighted counts needs the design of the "
            "sample (a plan can say `assume: frequency_weights`).",
            "Uji diminta tetapi tidak dilakukan: uji dengan bobot memerlukan rancangan sampel.");
    if (b->rows.sets || b->columns.sets)
        return reinti_say(b->language,
                          "Tests were asked for and are not made: answers with several codes overlap.",
                          "Uji diminta tetapi tidak dilakukan: jawaban ganda saling tumpang tindih.");
    return NULL;
}
