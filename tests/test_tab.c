/* test_tab.c -- what `reint tab` asks for: every option is a key of a plan, and gives the table that the plan gives. */
#include <config.h>

#include "table_study.h"
#include "write/write.h"

static reint_status
try_request(const table_study *x, reint_table_request q, reint_report **out)
{
    q.size = sizeof q;
    return reint_tabulate(x->s.study, &q, out, ERR);
}

static reint_report *
ask(const table_study *x, reint_table_request q)
{
    reint_report *r = NULL;

    if (try_request(x, q, &r))
        fail_msg("%s: %s", q.rows, study_error.text);
    return r;
}

/* All cells with their bases, letters and marks, the tests and the notes, as one text. */
static char *
as_text(const reint_report *r)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    const reinti_table *t = r->table[0];

    assert_non_null(f);
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t i = 0; i < t->n_rows; i++)
            for (size_t k = 0; k < t->n_columns; k++)
                for (size_t s = 0; s < t->n_stats; s++) {
                    const reinti_cell *c = reinti_table_cell(t, l, i, k, s);
                    fprintf(f, "%s %s %s %s %.17g %.17g %d %d %s\n", t->layer[l].code, t->row[i].code,
                            t->column[k].code, t->stat[s].id, c->value, c->base, c->state, c->flag,
                            c->letters ? c->letters : "");
                }
    for (size_t i = 0; i < t->n_tests; i++)
        fprintf(f, "%zu %s %.17g\n", t->test[i].layer, t->test[i].id, t->test[i].value);
    for (size_t i = 0; i < t->n_notes; i++)
        fprintf(f, "%s\n", t->note[i]);
    fprintf(f, "%s\n%s\n", t->base, t->title);
    fclose(f);
    return text;
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
an_option_means_what_the_key_of_a_plan_means(void **state)
{
    const struct {
        reint_table_request q;
        const char *keys;
    } cases[] = {
        { { .rows = "work", .columns = "sex" }, "rows: work, columns: sex" },
        { { .rows = "work", .columns = "sex + region", .by = "region,sex" },
          "rows: work, columns: \"sex + region\", by: [region, sex]" },
        { { .rows = "work", .base = "sex = 'male'", .everybody = 1 },
          "rows: work, base: \"sex = 'male'\", everybody: true" },
        { { .rows = "work", .base = "" }, "rows: work, base: \"\"" },
        { { .rows = "work", .columns = "sex", .weight = "w", .cells = "count, col_pct,effective_n" },
          "rows: work, columns: sex, weight: w, cells: [count, col_pct, effective_n]" },
        { { .rows = "sex", .mean = "income", .cells = "median,q05,q95", .weight = "w" },
          "rows: sex, mean: income, cells: [median, q05, q95], weight: w" },
        { { .rows = "work", .missing = 1, .in_base = "dont_know" },
          "rows: work, missing: each, in_base: [dont_know]" },
        { { .rows = "sex > work", .sort = "count", .subtotals = 1, .hide_empty = 1 },
          "rows: \"sex > work\", sort: count, subtotals: both, hide_empty: both" },
        { { .rows = "work", .columns = "sex", .tests = "chi2,gamma", .adjust = "holm" },
          "rows: work, columns: sex, tests: [chi2, gamma], adjust: holm" },
        { { .rows = "work", .columns = "sex", .letters = 1, .min_base = 10, .adjust = "bh" },
          "rows: work, columns: sex, letters: {min_base: 10, adjust: bh}, adjust: bh" },
        { { .rows = "work",
            .columns = "sex",
            .tests = "chi2",
            .strata = "region",
            .psu = "village",
            .population = "units",
            .weight = "w",
            .letters = 1,
            .min_base = 5 },
          "rows: work, columns: sex, tests: chi2, design: {strata: region, psu: village, population: units}, "
          "weight: w, letters: {min_base: 5}" },
        { { .rows = "sex", .mean = "income,village", .cells = "n,mean", .weight = "w" },
          "rows: sex, mean: [income, village], cells: [n, mean], weight: w" },
        { { .rows = "sex", .mean = "income", .cells = "se", .strata = "pair", .lonely_psu = "remove" },
          "rows: sex, mean: income, cells: se, design: {strata: pair, lonely_psu: remove}" },
        { { .rows = "work", .columns = "sex", .tests = "chi2", .weight = "times", .frequencies = 1 },
          "rows: work, columns: sex, tests: chi2, weight: times, assume: frequency_weights" },
        { { .unit = "interview", .rows = "agrees", .columns = "wave", .tests = "chi2", .clustered = 1 },
          "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: clustered_records" },
        { { .unit = "interview", .rows = "agrees", .columns = "wave", .tests = "chi2", .independent = 1 },
          "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: independent_records" },
        { { .rows = "work", .columns = "sex", .precision = "min_n=25,max_rse=0.3, max_width=0.2" },
          "rows: work, columns: sex, precision: {min_n: 25, max_rse: 0.3, max_width: 0.2}" },
        { { .rows = "work", .columns = "sex", .nets = LIST("land=factory,farm", "most = land,other") },
          "rows: work, columns: sex, nets: {work: {land: [factory, farm], most: [land, other]}}" },
        { { .rows = "sex > work",
            .columns = "region",
            .nets = LIST("land=factory,farm", "region:all=north,south") },
          "rows: \"sex > work\", columns: region, nets: {work: {land: [factory, farm]}, region: {all: "
          "[north, "
          "south]}}" },
        { { .rows = "work", .columns = "sex", .differences = LIST("male,female", "of land=farm,factory") },
          "rows: work, columns: sex, computed: {male-female: {difference: [male, female]}, of land: "
          "{difference: "
          "[farm, factory], on: rows}}" },
        { { .rows = "work",
            .title = "Work",
            .keys = LIST("totals: none", "letters: {against: rest, min_base: 5}"),
            .columns = "sex" },
          "rows: work, columns: sex, title: Work, totals: none, letters: {against: rest, min_base: 5}" },
        { { .unit = "interview",
            .rows = "item",
            .columns = "wave",
            .keys = LIST("grid: {item: [agrees, helped]}") },
          "unit: interview, rows: item, columns: wave, grid: {item: [agrees, helped]}" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_report *r = ask(*state, cases[i].q), *of_plan = make(*state, cases[i].keys);
        char *got = as_text(r), *want = as_text(of_plan);
        print_message("  %s\n", cases[i].keys);
        assert_string_equal(got, want);
        free(got);
        free(want);
        reint_report_free(r);
        reint_report_free(of_plan);
    }
}

static void
bands_stand_for_the_number_that_is_cut(void **state)
{
    reint_report *r =
        ask(*state,
            (reint_table_request){ .rows = "income", .columns = "sex", .cuts = LIST("income=200,300.5") });
    size_t n = 0;

    assert_rows(r, "under_200 200_to_300.5 from_300.5 total");
    assert_string_equal(r->table[0]->row[1].label, "200 to under 300.5");
    assert_string_equal(r->table[0]->row[0].label, "under 200");
    assert_string_equal(r->table[0]->row[2].label, "300.5 and over");
    assert_string_equal(r->table[0]->row_title, "Income");
    for (size_t i = 0; i < ((const table_study *)*state)->n; i++) {
        const char *p = ((const table_study *)*state)->line[i];
        for (int k = 0; k < 6; k++)
            p = strchr(p, '|') + 1;
        n += *p != '!' && atof(p) < 200;
    }
    assert_close(value(r, "under_200", "total", "count"), (double)n, 0);
    reint_report_free(r);
    /* the mean is of the number itself, in a banner of its bands */
    r = ask(*state, (reint_table_request){
                        .rows = "sex", .columns = "income", .mean = "income", .cuts = LIST("income=200") });
    assert_true(value(r, "male", "under_200", "mean") < 200);
    reint_report_free(r);
    r = ask(*state, (reint_table_request){
                        .rows = "side",
                        .derive = LIST("side: {from: work, groups: {sea: [fishing], land: [factory, "
                                       "farm, other]}}") });
    assert_rows(r, "sea land total");
    assert_close(value(r, "sea", "total", "count"), 13, 0);
    reint_report_free(r);
}

/* Counted by hand from the ten interviews of table_study.h: agrees and helped are yes, no, refused, not asked or absent. */
static void
variables_asked_one_by_one_make_a_set(void **state)
{
    reint_report *r =
        ask(*state, (reint_table_request){ .unit = "interview",
                                           .rows = "said",
                                           .cells = "count,pct_cases,pct_responses",
                                           .derive = LIST("said: {label: Said yes, set: [agrees, helped], "
                                                          "chosen: yes}") });

    assert_rows(r, "agrees helped none cases responses");
    assert_close(value(r, "agrees", "total", "count"), 5, 0);
    assert_close(value(r, "helped", "total", "count"), 4, 0);
    assert_close(value(r, "none", "total", "count"), 3, 0); /* two of them have no answer to helped */
    assert_close(value(r, "cases", "total", "count"), 10, 0);
    assert_close(value(r, "helped", "total", "pct_cases"), 0.4, 1e-15);
    assert_close(value(r, "helped", "total", "pct_responses"), 4. / 9, 1e-15);
    reint_report_free(r);
    r = ask(*state, (reint_table_request){ .unit = "interview",
                                           .rows = "said",
                                           .columns = "wave",
                                           .derive = LIST("said: {set: [helped], chosen: [yes]}") });
    assert_string_equal(r->table[0]->base, "10 records of \"interview\"; asked 8, answered 8");
    assert_close(value(r, "helped", "w2", "count"), 2, 0);
    assert_close(value(r, "none", "w1", "count"), 3, 0);
    reint_report_free(r);
}

static void
weights_are_raked_at_the_shell_as_in_a_plan(void **state)
{
    reint_report *r = ask(*state, (reint_table_request){ .rows = "work",
                                                         .columns = "sex",
                                                         .weight = "w",
                                                         .rake = LIST("sex:male=52,female=48",
                                                                      "region:north=60, south=40") }),
                 *of_plan = make_with(
                     *state,
                     "raking: {raked: {from: w, margins: {sex: {male: 52, female: 48}, region: {north: "
                     "60, south: 40}}}}\n",
                     "rows: work, columns: sex, weight: raked");
    char *got = as_text(r), *want = as_text(of_plan);

    assert_string_equal(got, want);
    free(got);
    free(want);
    reint_report_free(r);
    reint_report_free(of_plan);
}

/* Columns that LINE takes, by what stands in these tests: two for CJK, none for a combining accent, else one. */
static size_t
columns_of(const char *line, size_t n)
{
    size_t width = 0;

    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)line[i];
        size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        bool wide = c >= 0xe3 && c <= 0xe9, accent = c == 0xcc && (unsigned char)line[i + 1] == 0x81;
        width += wide ? 2 : accent ? 0 : 1;
        i += bytes;
    }
    return width;
}

static void
wide_letters_keep_columns_straight_and_lines_within_80(void **state)
{
    reint_report *r = make(
        *state,
        "title: "
        "\"農村で働いていた人たち、工場で働いていた人たち、海で働いていた人たち、その他の人たち、また別の人た"
        "ち\", "
        "rows: work, columns: \"sex > region\", subtotals: columns, nets: {work: {land: {label: "
        "\"農村と工場で働いていた人たち\", codes: [factory, farm]}, sea: {label: \"Le travail a\xcc\x81 la "
        "mer\", codes: [fishing]}}}, letters: {min_base: 2}");
    char *text = NULL;
    size_t size = 0, numbers = 0, edge = 0;
    FILE *f = open_memstream(&text, &size);
    reint_write_options how = { .size = sizeof how, .width = 80 };

    assert_non_null(f);
    assert_int_equal(reint_write_stream(r, REINT_TEXT, f, &how, ERR), REINT_OK);
    fclose(f);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        if (columns_of(p, n) > 80)
            fail_msg("%zu columns: %.*s", columns_of(p, n), (int)n, p);
        /* every row of a block of columns ends where its rule ends */
        if (!strncmp(p, "──", 6))
            edge = columns_of(p, n);
        bool row = !strncmp(p, "農村と", 9) || !strncmp(p, "Le travail", 10) || !strncmp(p, "Other", 5);
        if (row && edge && n && p[n - 1] == '%') {
            assert_int_equal(columns_of(p, n), edge);
            numbers++;
        }
        p += n + (p[n] != '\0');
    }
    assert_true(numbers >= 4);
    free(text);
    reint_report_free(r);
}

static void
what_is_asked_for_wrongly_is_said(void **state)
{
    const struct {
        reint_table_request q;
        const char *words;
    } cases[] = {
        { { .rows = NULL }, "needs a variable for its rows" },
        { { .rows = "wrok" }, "did you mean \"work\"" },
        { { .rows = "work ++ sex" }, "cannot be read" },
        { { .rows = "work", .cells = "cuont" }, "did you mean \"count\"" },
        { { .rows = "work", .columns = "sex", .tests = "chi" }, "did you mean \"chi2\"" },
        { { .rows = "work", .tests = "chi2" }, "a test needs rows and columns" },
        { { .rows = "work", .letters = 1 }, "without columns there is nothing to compare" },
        { { .rows = "work", .columns = "sex", .min_base = 5 }, "letters, which are not asked for" },
        { { .rows = "work", .adjust = "hulm" }, "did you mean \"holm\"" },
        { { .rows = "work",
            .by = "sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,"
                  "sex,sex,sex,sex,sex,sex" },
          "at most 27" },
        { { .rows = "work", .cells = "median" }, "need the number" },
        { { .rows = "work", .population = "units" }, "needs strata or psu" },
        { { .rows = "work", .strata = "region", .lonely_psu = "average" }, "lonely_psu" },
        { { .rows = "work", .precision = "min_n" }, "NAME=NUMBER" },
        { { .rows = "work", .precision = "min=30" }, "allowed: min_n" },
        { { .rows = "work", .precision = "max_rse=much" }, "max_rse" },
        { { .rows = "work", .nets = LIST("land") }, "NAME=CODE,CODE" },
        { { .rows = "work", .nets = LIST("=farm") }, "NAME=CODE,CODE" },
        { { .rows = "work", .nets = LIST("land=") }, "NAME=CODE,CODE" },
        { { .rows = "work", .nets = LIST("land=fram") }, "did you mean \"farm\"" },
        { { .rows = "work", .nets = LIST("a=b", "b=a") }, "nets go in a circle: a > b > a" },
        { { .rows = "work", .columns = "sex", .differences = LIST("male") }, "NAME=A,B" },
        { { .rows = "work", .columns = "sex", .differences = LIST("male,woman") }, "no column \"woman\"" },
        { { .rows = "income" }, "cut" },
        { { .rows = "income", .cuts = LIST("income") }, "VARIABLE=18,30" },
        { { .rows = "income", .cuts = LIST("income=300,200") }, "cuts must rise" },
        { { .rows = "income", .cuts = LIST("income=low") }, "a cut" },
        { { .rows = "work", .cuts = LIST("wrok=1") }, "\"wrok\"" },
        { { .rows = "work", .keys = LIST("totls: none") }, "did you mean \"totals\"" },
        { { .rows = "work", .keys = LIST("rows: sex") }, "said twice" },
        { { .rows = "work", .keys = LIST("totals: [none") }, "flow sequence" },
        { { .rows = "work", .keys = LIST("content: gap") }, "a table with `content` has none" },
        { { .rows = "work", .derive = LIST("x: {form: work}") }, "did you mean \"from\"" },
        { { .rows = "x", .derive = LIST("x: {set: [sex, work]}") }, "chosen" },
        { { .rows = "x", .derive = LIST("x: {set: [], chosen: yes}") }, "at least one variable" },
        { { .rows = "x", .derive = LIST("x: {set: [sex, sex], chosen: male}") }, "in the set twice" },
        { { .rows = "x", .derive = LIST("x: {set: [sex], from: work, chosen: male}") }, "it is either" },
        { { .rows = "x", .derive = LIST("x: {from: income, cuts: [3], chosen: male}") },
          "chosen goes with set" },
        { { .rows = "x", .derive = LIST("x: {set: [sex, work], chosen: male}") },
          "\"male\" is no code of \"work\"" },
        { { .rows = "x", .derive = LIST("x: {set: [sex, income], chosen: male}") }, "income is not coded" },
        { { .rows = "work", .rake = LIST("sex") }, "VARIABLE:CODE=TARGET" },
        { { .rows = "work", .rake = LIST("sex:male=52,female") }, "NAME=NUMBER" },
        { { .rows = "work", .rake = LIST("sex:male=52,female=x") }, "a target" },
        { { .rows = "work", .rake = LIST("sex:male=52") }, "has records and no target" },
        { { .rows = "work", .ruleset = "none_such" }, "no rule set \"none_such\"" },
        { { .rows = "work", .base = "sexx = 'male'" }, "did you mean \"sex\"" },
        { { .rows = "work", .unit = "persn" }, "did you mean \"person\"" },
        { { .rows = "work", .weight = "debt" }, "negative in 1 records" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_report *r = NULL;
        reint_status status = try_request(*state, cases[i].q, &r);
        if (status != REINT_ARGUMENT || !strstr(study_error.text, cases[i].words))
            fail_msg("case %zu: status %d, \"%s\" has not \"%s\"", i, (int)status, study_error.text,
                     cases[i].words);
        assert_null(r);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_means_what_the_key_of_a_plan_means),
        cmocka_unit_test(bands_stand_for_the_number_that_is_cut),
        cmocka_unit_test(variables_asked_one_by_one_make_a_set),
        cmocka_unit_test(weights_are_raked_at_the_shell_as_in_a_plan),
        cmocka_unit_test(wide_letters_keep_columns_straight_and_lines_within_80),
        cmocka_unit_test(what_is_asked_for_wrongly_is_said),
    };
    int failed = cmocka_run_group_tests(tests, setup, teardown);

    reint_findings_free(findings);
    return failed;
}
