/* test_follow_panel.c -- the example "panel" beside R: every number that its README compares.
 *
 * Expected values are those of examples/panel/recompute.R (R 4.2.2, survival 3.5-3). */
#include <config.h>

#include "check.h"

#include <stdbool.h>
#include <unistd.h>

#include "base/base.h"
#include "ingest/ingest.h"
#include "table/cells.h"

typedef struct example {
    char path[64];
    reint_codebook *cb;
    reint_study *study;
    reint_report *report;
} example;

static reint_error err;

static void
assert_done(reint_status status, const char *what)
{
    if (status)
        fail_msg("%s: %s:%ld %s", what, err.file, err.line, err.text);
}

static int
setup(void **state)
{
    static const char *const forms[][2] = {
        { "person", "person" }, { "visit", "visit" }, { "outcome", "outcome" }, { "contact", "contact" }
    };
    example *x = calloc(1, sizeof *x);
    reint_findings *findings = reint_findings_create();

    snprintf(x->path, sizeof x->path, "test-panel-%ld.reint", (long)getpid());
    unlink(x->path);
    assert_done(reint_codebook_open(source_path("examples/panel/codebook.yaml"), &x->cb, findings, &err),
                "codebook");
    assert_done(reint_study_create(x->path, x->cb, &x->study, &err), "study");
    for (size_t i = 0; i < REINTI_LENGTH(forms); i++) {
        reint_ingest_options options = { .size = sizeof options, .form = forms[i][1] };
        reint_batch batch = { 0 };
        char file[64];
        snprintf(file, sizeof file, "examples/panel/%s.csv", forms[i][0]);
        assert_done(reint_ingest_file(x->study, source_path(file), &options, &batch, findings, &err), file);
        assert_int_equal(batch.accepted, batch.read);
    }
    assert_done(
        reint_tables(x->study, source_path("examples/panel/plan.yaml"), "en", &x->report, findings, &err),
        "plan");
    assert_int_equal(reint_findings_count(findings), 0);
    reint_findings_free(findings);
    *state = x;
    return 0;
}

static int
teardown(void **state)
{
    example *x = *state;
    char cache[80];

    reint_report_free(x->report);
    reint_study_free(x->study);
    reint_codebook_free(x->cb);
    snprintf(cache, sizeof cache, "%s-cache", x->path);
    unlink(cache);
    unlink(x->path);
    free(x);
    return 0;
}

static const reinti_table *
table(void **state, const char *id)
{
    const example *x = *state;

    for (size_t i = 0; i < x->report->n_tables; i++)
        if (!strcmp(x->report->table[i]->id, id))
            return x->report->table[i];
    fail_msg("no table %s", id);
    return NULL;
}

static size_t
place(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(entry[i].code, code))
            return i;
    fail_msg("no entry %s", code);
    return 0;
}

static double
value(const reinti_table *t, size_t layer, const char *row, const char *column, size_t stat)
{
    return reinti_table_cell(t, layer, place(t->row, t->n_rows, row), place(t->column, t->n_columns, column),
                             stat)
        ->value;
}

static double
number(const reinti_table *t, size_t layer, const char *id)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (t->test[i].layer == layer && !strcmp(t->test[i].id, id))
            return t->test[i].value;
    fail_msg("no %s", id);
    return 0;
}

static size_t
layer(const reinti_table *t, const char *code)
{
    for (size_t i = 0; i < t->n_layers; i++)
        if (!strcmp(t->layer[i].code, code))
            return i;
    fail_msg("no layer %s", code);
    return 0;
}

static void
participation_is_that_of_r(void **state)
{
    const reinti_table *t = table(state, "patterns"), *gaps = table(state, "intervals");

    assert_close(value(t, 0, "11111", "persons", 0), 147, 0);
    assert_close(value(t, 0, "11110", "persons", 0), 42, 0);
    assert_close(value(t, 0, "11100", "persons", 0), 28, 0);
    assert_close(value(gaps, 0, "v0>v6", "months", 2), 6.078028747, 1e-9);
    assert_close(value(gaps, 0, "v0>v6", "months", 3), 6.185574949, 1e-9);
}

static void
movement_and_its_tests_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "liver"), *same = table(state, "liver_same"),
                       *stage = table(state, "stage");
    size_t l = layer(t, "v12>v24");

    assert_close(value(t, l, "no", "no", 0), 88, 0);
    assert_close(value(t, l, "no", "yes", 0), 24, 0);
    assert_close(value(t, l, "yes", "no", 0), 20, 0);
    assert_close(value(t, l, "yes", "yes", 0), 72, 0);
    assert_close(number(t, l, "mcnemar"), 0.3636363636, 1e-9);
    assert_close(number(t, l, "mcnemar_p"), 0.5464935954, 1e-9);
    assert_close(number(t, l, "mcnemar_exact_p"), 0.6515878272, 1e-9);
    assert_close(number(same, layer(same, "v6>v12"), "mcnemar"), 4.5, 1e-12);
    assert_close(number(stage, 0, "pairs"), 250, 0);
    assert_close(number(stage, 0, "bowker"), 39.34358431, 1e-9);
    assert_close(number(stage, 0, "stuart_maxwell"), 38.34804936, 1e-9);
}

static void
steps_taken_together_have_no_limits_and_no_chain(void **state)
{
    const reinti_table *t = table(state, "liver_two_steps");
    size_t all = layer(t, "all"), one = layer(t, "v0>v12");

    assert_int_equal(t->n_stats, 5); /* count, probability, from_chain, lower, upper */
    for (size_t stat = 0; stat < 5; stat++) {
        assert_int_equal(reinti_table_cell(t, one, 0, 1, stat)->state, REINTI_CELL_SHOWN);
        assert_int_equal(reinti_table_cell(t, all, 0, 1, stat)->state,
                         stat < 2 ? REINTI_CELL_SHOWN : REINTI_CELL_NOT_APPLICABLE);
    }
}

static void
attrition_and_its_weights_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "attrition"), *w = table(state, "weights"),
                       *plain = table(state, "spiders"), *weighted = table(state, "spiders_weighted");

    assert_close(value(t, 0, "age", "difference", 3), -0.2708887079, 1e-9);
    assert_close(number(w, 0, "effective_n"), 168.0645200578, 1e-9);
    assert_close(number(w, 0, "smallest_weight"), 0.6897250777, 1e-8);
    assert_close(number(w, 0, "largest_weight"), 1.6596318030, 1e-8);
    assert_close(value(plain, 0, "yes", "total", 1), 0.3099415205, 1e-9);
    assert_close(value(weighted, 0, "yes", "total", 1), 0.3128429346, 1e-8);
}

static void
curves_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "death"), *liver = table(state, "liver_time");

    assert_close(value(t, 0, "60", "months", 2), 0.7031323595, 1e-9);
    assert_close(value(t, 1, "60", "months", 2), 0.7198450964, 1e-9);
    assert_close(value(t, 0, "60", "months", 3), 0.6338633203, 1e-9);
    assert_close(value(t, 1, "60", "months", 3), 0.6520221674, 1e-9);
    assert_close(number(t, 0, "median"), 113.1827515, 1e-9);
    assert_close(number(t, 1, "median"), 117.4209446, 1e-9);
    assert_close(number(t, 1, "logrank"), 0.0001122901497, 1e-9);
    assert_close(number(liver, 0, "persons"), 152, 0);
    assert_close(number(liver, 0, "events"), 70, 0);
    /* R's Turnbull stops its iteration early: 0.6677 and 0.5035 */
    assert_close(value(liver, 0, "12.45", "months", 2), 0.6677, 2e-3);
    assert_close(value(liver, 0, "24.38", "months", 2), 0.5035, 2e-3);
}

static void
repeated_numbers_and_sequences_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "bilirubin"), *liver = table(state, "liver_all"),
                       *states = table(state, "liver_states"), *sequences = table(state, "liver_sequences");
    size_t last = t->n_layers - 1;

    assert_close(value(t, 0, "difference", "value", 0), 256, 0);
    assert_close(value(t, 0, "difference", "value", 1), 0.17265625, 1e-9);
    assert_close(number(t, 0, "paired_t"), 0.9559714344, 1e-9);
    assert_close(number(t, 0, "paired_t_p"), 0.3399920655, 1e-9);
    assert_close(number(t, 0, "wilcoxon_w"), 12363.5, 1e-12);
    assert_close(number(t, 0, "wilcoxon_p"), 0.638105057, 1e-8);
    assert_close(number(t, last, "friedman_n"), 147, 0);
    assert_close(number(t, last, "friedman"), 41.68029197, 1e-9);
    assert_close(number(liver, 0, "cochran_n"), 144, 0);
    assert_close(number(liver, 0, "cochran_q"), 9.090909091, 1e-9);
    assert_close(number(states, 0, "transitions"), 0.6926229508, 1e-9);
    assert_close(number(states, 0, "entropy"), 0.3673885142, 1e-9);
    assert_close(number(states, 0, "entropy.v0"), 0.9995256893, 1e-9);
    assert_close(number(states, 0, "entropy.v36"), 0.9958269063, 1e-9);
    assert_close(value(sequences, 0, "no>no>no>no>no", "persons", 0), 42, 0);
    assert_close(value(sequences, 0, "yes>yes>yes>yes>yes", "persons", 0), 25, 0);
}

typedef struct term {
    const char *row;
    double beta, se;
} term;

/* Estimates and errors of a model's table: statistic SE is the one of the standard errors. */
static void
assert_terms(const reinti_table *t, const term *want, size_t n, size_t se)
{
    assert_int_equal(t->n_rows, n);
    for (size_t i = 0; i < n; i++) {
        print_message("  %s\n", want[i].row);
        assert_close(value(t, 0, want[i].row, "estimate", 0), want[i].beta, 1e-9);
        assert_close(value(t, 0, want[i].row, "estimate", se), want[i].se, 1e-9);
    }
}

/* geepack 1.3.9; corrected errors by their definitions in R; survival::clogit */
static void
models_of_change_are_those_of_r(void **state)
{
    static const term liver[] = { { "constant", -0.243925028185, 0.472648506974 },
                                  { "wave=v6", -0.066799690432, 0.114207757987 },
                                  { "wave=v12", 0.048177606122, 0.121214941399 },
                                  { "wave=v24", 0.081675764320, 0.135220328074 },
                                  { "wave=v36", 0.188131366132, 0.159032412734 },
                                  { "sex=male", 0.555663348126, 0.323895205104 },
                                  { "treatment=d_penicillamine", -0.352687655871, 0.194217147872 },
                                  { "age", 0.008251189759, 0.009411151377 } };
    static const term before[] = { { "constant", -1.40351979458, 0.1877768661 },
                                   { "wave=v12", 0.20624689854, 0.2397297771 },
                                   { "wave=v24", 0.03320921223, 0.2186085740 },
                                   { "wave=v36", 0.14678266391, 0.2301803233 },
                                   { "prev_hepatomegaly=yes", 2.61835922054, 0.2018746586 },
                                   { "sex=male", 0.48223501120, 0.2788432885 } };
    static const term bilirubin[] = {
        { "constant", 3.17811167433, 0.2839749633 }, { "wave=v6", 0.09870317116, 0.1811298508 },
        { "wave=v12", 0.34124388115, 0.2030758714 }, { "wave=v24", 1.46527950854, 0.3022068450 },
        { "wave=v36", 1.69052310127, 0.3018401494 }, { "sex=male", 0.33136548914, 0.6119236831 }
    };
    static const term within[] = { { "wave=v6", -0.07576535521, 0.26989275663 },
                                   { "wave=v12", 0.15305023087, 0.26510706512 },
                                   { "wave=v24", 0.15635108313, 0.28435210626 },
                                   { "wave=v36", 0.35296610953, 0.30535151761 },
                                   { "bilirubin", 0.19620725464, 0.06743900643 } };
    const reinti_table *t = table(state, "liver_model");

    assert_terms(t, liver, REINTI_LENGTH(liver), 2);
    assert_close(number(t, 0, "records"), 1197, 0);
    assert_close(number(t, 0, "persons"), 312, 0);
    assert_close(number(t, 0, "alpha"), 0.5195681511, 1e-9);
    assert_close(number(t, 0, "phi"), 1.0114933303, 1e-9);
    assert_close(number(t, 0, "df"), 304, 0);
    /* R: exp(b + qt(.975, 304) se), 2 pt(-b/se, 304) of sex */
    assert_close(value(t, 0, "sex=male", "estimate", 1), 1.743096881, 1e-9);
    assert_close(value(t, 0, "sex=male", "estimate", 3), 0.921551115, 1e-8);
    assert_close(value(t, 0, "sex=male", "estimate", 4), 3.297035497, 1e-8);
    assert_close(value(t, 0, "sex=male", "estimate", 5), 0.087260540, 1e-8);
    t = table(state, "liver_before");
    assert_terms(t, before, REINTI_LENGTH(before), 2);
    assert_close(number(t, 0, "records"), 842, 0);
    assert_close(number(t, 0, "persons"), 274, 0);
    t = table(state, "bilirubin_model");
    assert_terms(t, bilirubin, REINTI_LENGTH(bilirubin), 1);
    assert_close(number(t, 0, "phi"), 24.5372539001, 1e-9);
    assert_close(number(t, 0, "alpha"), 0.6279533515, 1e-9);
    t = table(state, "liver_within");
    assert_terms(t, within, REINTI_LENGTH(within), 2);
    assert_close(number(t, 0, "informative"), 118, 0);
}

static void
probabilities_are_those_of_r(void **state)
{
    const reinti_table *two = table(state, "liver_two_steps"), *gap = table(state, "liver_by_gap");
    static const double n[] = { 226, 150, 7 }, back[] = { 45, 30, 3 };

    assert_close(value(two, 0, "no", "yes", 0), 33, 0);
    assert_close(value(two, 0, "no", "yes", 1), 0.2519083969, 1e-9);
    assert_close(value(two, 0, "no", "yes", 2), 0.354616683, 1e-9);
    const reinti_table *same = table(state, "liver_same_steps");
    assert_close(number(same, 1, "homogeneity"), 0.8640707780, 1e-9);
    assert_close(number(same, 1, "homogeneity_p"), 0.6491864022, 1e-9);
    assert_int_equal(gap->n_layers, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_close(value(gap, i, "yes", "no", 0), back[i], 0);
        assert_close(value(gap, i, "yes", "total", 0), n[i], 0);
        assert_close(value(gap, i, "yes", "no", 1), back[i] / n[i], 1e-15);
    }
}

static void
groups_of_like_sequences_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "stage_groups");

    assert_int_equal(t->n_rows, 4);
    assert_close(value(t, 0, "g1", "persons", 0), 64, 0);
    assert_close(value(t, 0, "g2", "persons", 0), 53, 0);
    assert_close(value(t, 0, "g3", "persons", 0), 30, 0);
    assert_close(number(t, 0, "silhouette.3"), 0.4570659874, 1e-9);
}

static void
what_the_lost_could_change_is_that_of_r(void **state)
{
    const reinti_table *t = table(state, "lost");

    assert_close(value(t, 0, "answered", "yes", 0), 0.4619883041, 1e-9);
    assert_close(value(t, 0, "expected", "yes", 0), 0.4918779989, 1e-8);
    assert_close(value(t, 0, "least", "yes", 0), 0.2532051282, 1e-9);
    assert_close(value(t, 0, "most", "yes", 0), 0.7051282051, 1e-9);
    assert_close(value(t, 0, "plus20", "yes", 0), 0.5822626143, 1e-8);
    assert_close(value(t, 0, "reference", "yes", 0), 0.5128205128, 1e-9);
    assert_close(value(t, 0, "turning", "yes", 0), 0.5744680851, 1e-9);
    assert_close(number(t, 0, "persons"), 312, 0);
    assert_close(number(t, 0, "lost") + number(t, 0, "silent"), 141, 0);
}

static void
the_life_table_and_the_mean_are_those_of_r(void **state)
{
    const reinti_table *t = table(state, "death_table"), *curve = table(state, "death");

    assert_close(value(t, 0, "36", "interval", 5), 0.7018125987, 1e-9);
    assert_close(value(t, 0, "36", "interval", 6), 0.6216752918, 1e-9);
    assert_close(value(t, 0, "36", "interval", 7), 0.7681515065, 1e-9);
    assert_close(value(t, 1, "36", "interval", 5), 0.7196546769, 1e-9);
    assert_close(value(t, 1, "36", "interval", 6), 0.6411226276, 1e-9);
    assert_close(value(t, 1, "36", "interval", 7), 0.7839038461, 1e-9);
    assert_close(value(curve, 0, "60", "months", 5), 0.3508138898, 1e-9);
    assert_close(value(curve, 1, "60", "months", 5), 0.3272958842, 1e-9);
    assert_close(number(curve, 0, "rmean_tau"), 170.579055441, 1e-8);
    assert_close(number(curve, 0, "rmean"), 107.386042109, 1e-8);
    assert_close(number(curve, 1, "rmean"), 107.724103218, 1e-8);
    /* R: 107.386042109 - qnorm(.975) 5.435985847 */
    assert_close(number(curve, 0, "rmean_lower"), 96.73170562, 1e-6);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_of_change_are_those_of_r),
        cmocka_unit_test(probabilities_are_those_of_r),
        cmocka_unit_test(groups_of_like_sequences_are_those_of_r),
        cmocka_unit_test(what_the_lost_could_change_is_that_of_r),
        cmocka_unit_test(the_life_table_and_the_mean_are_those_of_r),
        cmocka_unit_test(participation_is_that_of_r),
        cmocka_unit_test(movement_and_its_tests_are_those_of_r),
        cmocka_unit_test(steps_taken_together_have_no_limits_and_no_chain),
        cmocka_unit_test(attrition_and_its_weights_are_those_of_r),
        cmocka_unit_test(curves_are_those_of_r),
        cmocka_unit_test(repeated_numbers_and_sequences_are_those_of_r),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
