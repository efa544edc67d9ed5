/* tests.c -- statistics of a whole table, and when they are not made.
 *
 * A purposive sample has no sampling error: tests are made only where the plan says `inference: exploratory`.
 * A test over several records of one person would count that person twice: it is refused unless the plan says
 * `assume: independent_records`, or `clustered_records`, when persons are taken as clusters.
 * Weights of a sample, strata, clusters and answers with several codes: by the records (record_tests.c).
 * Where expected counts are small the exact p stands beside chi-square. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

/* In a table of several breaks or stubs the id says of which the test is ("work:sex.p"), and so does the label of the
 * first statistic of each. */
void
reinti_test_put(reinti_build *b, size_t layer, const char *id, const char *label, double value,
                const char *reason)
{
    reinti_table *t = b->table;
    bool heads = b->tested.told != layer;

    b->tested.told = layer;
    if (b->tested.id)
        id = reinti_arena_format(b->arena, "%s.%s", b->tested.id, id);
    if (b->tested.label && heads)
        label = reinti_arena_format(b->arena, "%s: %s", b->tested.label, label);
    if (!id || !label ||
        !reinti_arena_grow(b->arena, &t->test, &b->test_capacity, t->n_tests, sizeof *t->test)) {
        b->failed = true;
        return;
    }
    t->test[t->n_tests++] = (reinti_test){ .layer = layer,
                                           .id = id,
                                           .label = label,
                                           .value = value,
                                           .reason = reason,
                                           .banner = b->tested.banner,
                                           .strata = b->tested.strata,
                                           .over = b->tested.over,
                                           .heads = heads };
}

#define put reinti_test_put

/* ---- chi-square ---------------------------------------------------------------------------------------- */

static bool
is_whole(const double *count, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (count[i] != floor(count[i]))
            return false;
    return true;
}

/* Cochran's rule: an expected count below 1, or more than a fifth of them below 5. */
static bool
is_sparse(const reint_chisq *r)
{
    return r->min_expected < 1 || r->n_expected_below_5 > 0.2 * (double)(r->rows * r->cols);
}

enum { DRAWS = 100000 };
#define SEED 20161u /* any number, as long as it is always this one */

static void
exact(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns)
{
    reint_exact r = { .p = NAN };
    reint_simulated s = { .p = NAN };
    const char *reason = is_whole(count, n_rows * n_columns) ? NULL : "an exact test is of whole counts";

    if (!reason) {
        reint_exact_test(count, n_rows, n_columns, REINT_EXACT_PROBABILITY, 0, &r);
        reason = r.undefined;
    }
    if (!r.too_large) {
        put(b, layer, "exact_p", reinti_say(b->language, "Exact p (Fisher-Freeman-Halton)", "p eksak"), r.p,
            reason);
        return;
    }
    /* too large to be told exactly: drawn, with the limits that the exact one lies within */
    reint_simulated_test(count, n_rows, n_columns, REINT_EXACT_PROBABILITY, DRAWS, SEED, &s);
    put(b, layer, "simulated_p",
        reinti_say(b->language, "Exact p by 100000 random tables", "p eksak dari 100000 tabel acak"), s.p,
        s.undefined);
    put(b, layer, "simulated_low", reinti_say(b->language, "99% limits from", "batas 99% dari"), s.lower,
        s.undefined);
    put(b, layer, "simulated_high", reinti_say(b->language, "to", "sampai"), s.upper, s.undefined);
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
    put(b, layer, "p", "p", r.p, r.undefined);
    put(b, layer, "cramers_v", reinti_say(b->language, "Cramér's V", "V Cramér"), r.cramers_v, r.undefined);
    put(b, layer, "n", reinti_say(b->language, "n of the test", "n uji"), r.n, NULL);
    if (is_sparse(&r) && is_whole(count, n_rows * n_columns)) {
        size_t from = b->table->n_tests;
        put(b, layer, "n_expected_lt5",
            reinti_say(b->language, "Expected counts below 5", "Frekuensi harapan di bawah 5"),
            r.n_expected_below_5, NULL);
        exact(b, layer, count, n_rows, n_columns);
        for (size_t i = from; i < b->table->n_tests; i++)
            b->table->test[i].beside = true;
    }
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

/* ---- any statistic of a table of counts ---------------------------------------------------------------- */

/* "table" for the statistics of stats/ that are of one table of counts, "square_table" for those of a square one;
 * NULL for the others, and for those that are cells. */
static const char *
layout_of(const reint_statistic *s)
{
    static const char *const cells[] = { "n",        "count",    "row_pct",      "col_pct",     "total_pct",
                                         "expected", "residual", "std_residual", "adj_residual" };
    static const char *const layouts[] = { "table", "square_table" };

    for (size_t i = 0; i < REINTI_LENGTH(cells); i++)
        if (!strcmp(cells[i], s->key))
            return NULL;
    for (size_t i = 0; i < REINTI_LENGTH(layouts); i++)
        if (!strncmp(s->layouts, layouts[i], strlen(layouts[i])) &&
            (s->layouts[strlen(layouts[i])] == ' ' || !s->layouts[strlen(layouts[i])]))
            return layouts[i];
    return NULL;
}

typedef struct taker {
    reinti_build *b;
    size_t layer;
    const char *key, *undefined;
} taker;

static void
take(const char *parameter, double value, const char *undefined, void *user)
{
    taker *t = user;
    reinti_arena *a = t->b->arena;

    if (undefined && reinti_equal(undefined, t->undefined)) /* said once */
        return;
    t->undefined = undefined;
    put(t->b, t->layer, reinti_arena_format(a, "%s.%s", t->key, parameter),
        reinti_arena_format(a, "%s %s", t->key, parameter), value, undefined);
}

void
reinti_test_any(reinti_build *b, size_t layer, const reint_statistic *s, const char *layout,
                const double *count, size_t n_strata, size_t n_rows, size_t n_columns)
{
    taker t = { .b = b, .layer = layer, .key = s->key };
    reinti_str csv = REINTI_STR_EMPTY;
    reint_input *in = NULL;
    reint_error err = { .status = REINT_OK };
    size_t n = n_rows * n_columns;

    if (!strcmp(layout, "square_table") && n_rows != n_columns) {
        put(b, layer, s->key, s->key, NAN, "it is of a square table");
        return;
    }
    reinti_str_add(&csv, n_strata ? "stratum,row,col,count\n" : "row,col,count\n");
    for (size_t i = 0; i < n * (n_strata ? n_strata : 1); i++) {
        if (n_strata)
            reinti_str_format(&csv, "%zu,", i / n + 1);
        reinti_str_format(&csv, "%zu,%zu,", i % n / n_columns + 1, i % n_columns + 1);
        reinti_format_shortest(&csv, count[i]);
        reinti_str_add_char(&csv, '\n');
    }
    reint_status status =
        csv.failed ? REINT_NO_MEMORY : reint_input_read(csv.text, csv.length, layout, s, NULL, &in, &err);
    if (!status)
        status = reint_statistic_compute(s, in, take, &t, &err);
    if (status == REINT_NO_MEMORY)
        b->failed = true;
    else if (status)
        put(b, layer, s->key, s->key, NAN, reinti_arena_text(b->arena, err.text));
    reint_input_free(in);
    reinti_str_free(&csv);
}

static const struct {
    const char *word;
    void (*make)(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns);
} makers[] = { { "chi2", chi2 }, { "fisher", fisher }, { "bowker", bowker }, { "exact", exact } };

const char *const *
reinti_test_names(reinti_arena *arena)
{
    static const char *const none[] = { NULL };
    size_t n = 0, most = REINTI_LENGTH(makers) + reint_statistic_count();
    const char **name = reinti_arena_alloc(arena, (most + 1) * sizeof *name);

    for (size_t i = 0; name && i < REINTI_LENGTH(makers); i++)
        name[n++] = makers[i].word;
    for (size_t i = 0; name && i < reint_statistic_count(); i++)
        if (layout_of(reint_statistic_get(i)) || reinti_is_strata_test(reint_statistic_get(i)->key))
            name[n++] = reint_statistic_get(i)->key;
    return name ? name : none;
}

/* ---- by what is allowed -------------------------------------------------------------------------------- */

reint_status
reinti_tests_add(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns,
                 reint_error *err)
{
    const reinti_plan_table *t = b->plan;

    for (size_t i = 0; i < t->n_tests; i++) {
        size_t k = 0;
        while (k < REINTI_LENGTH(makers) && strcmp(makers[k].word, t->tests[i]))
            k++;
        const reint_statistic *s = reint_statistic_find(t->tests[i]);
        if (k < REINTI_LENGTH(makers))
            makers[k].make(b, layer, count, n_rows, n_columns);
        else if (s && layout_of(s))
            reinti_test_any(b, layer, s, layout_of(s), count, 0, n_rows, n_columns);
    }
    return b->failed ? reinti_no_memory(err) : REINT_OK;
}

/* Whether a person has several records in the base.  Records are in the order of their keys, in which the person
 * may stand anywhere: so all are looked at. */
static bool
is_repeated(const reinti_build *b)
{
    const reinti_form *form = &b->cb->form[reinti_frame_form(b->frame)];
    const uint32_t *person = NULL;
    size_t n_ids = 0;
    bool repeated = false;

    if (form->person == REINTI_NONE || form->n_key < 2)
        return false;
    if (reinti_frame_persons(b->frame, &person, NULL))
        return true; /* cannot be told: the careful answer */
    for (size_t i = 0; i < b->n_rows; i++)
        n_ids = person[i] >= n_ids ? (size_t)person[i] + 1 : n_ids;
    uint8_t *seen = calloc(n_ids + 1, 1);
    if (!seen)
        return true;
    for (size_t i = 0; i < b->n_rows && !repeated; i++) {
        if (b->filter[i] != 1 || !person[i])
            continue;
        repeated = seen[person[i]];
        seen[person[i]] = 1;
    }
    free(seen);
    return repeated;
}

static const char *
find_refused(const reinti_build *b)
{
    if (b->cb->sampling == REINTI_PURPOSIVE && !b->plan->exploratory)
        return reinti_say(b->language,
                          "Tests and limits are not made: people were chosen on purpose, so chance "
                          "has no part in who is in the table (a plan can say `inference: exploratory`).",
                          "Uji dan selang tidak dilakukan: orang dipilih secara sengaja.");
    if (!b->plan->independent && !b->plan->clustered && is_repeated(b))
        return reinti_say(
            b->language,
            "Tests and limits are not made: the same person can be in the table several times "
            "(a plan can say `assume: clustered_records`, which takes a person as a cluster, or "
            "`assume: independent_records`).",
            "Uji dan selang tidak dilakukan: orang yang sama dapat muncul beberapa kali.");
    return NULL;
}

const char *
reinti_tests_refused(reinti_build *b)
{
    if (!b->refused_known) {
        b->refused = find_refused(b);
        b->refused_known = true;
    }
    return b->refused;
}
