/* test_follow_panel.c -- the example "panel" beside R: every number that its README compares.
 *
 * Expected values are what examples/panel/compare.R prints (R 4.2.2, survival 3.5-3). */
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
    assert_close(number(states, 0, "transitions"), 0.6213235294, 1e-9);
    assert_close(number(states, 0, "entropy"), 0.3214444463, 1e-9);
    assert_close(value(sequences, 0, "no>no>no>no>no", "persons", 0), 42, 0);
    assert_close(value(sequences, 0, "yes>yes>yes>yes>yes", "persons", 0), 25, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(participation_is_that_of_r),
        cmocka_unit_test(movement_and_its_tests_are_those_of_r),
        cmocka_unit_test(attrition_and_its_weights_are_those_of_r),
        cmocka_unit_test(curves_are_those_of_r),
        cmocka_unit_test(repeated_numbers_and_sequences_are_those_of_r),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
