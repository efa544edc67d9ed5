/* test_table.c -- the builder of tables: counts, shares, layout, bases, several answers, bounds, tests, weights.
 *
 * The study is tests/data/table-study.psv, invented records; statistics are R's (tests/data/table-golden.R), counts are
 * taken from the file by the test itself, or by hand on the few records of `small`. */
#include <config.h>

#include "frame_study.h"

#include "table/cells.h"

static const char codebook[] = "reint: 1\n"
                               "study: {id: t, title: T, population: {en: \"Nobody\"}, languages: [en], "
                               "sampling: %s, consent: not_recorded, "
                               "small_base: 5%s}\n"
                               "waves: [{id: w1, label: First}, {id: w2, label: Second}]\n"
                               "missing: {refused: [97], dont_know: [98], not_asked: [99]}\n"
                               "lists:\n"
                               "  sex: {male: Male, female: Female}\n"
                               "  work: {fishing: Fishing, factory: Factory, farm: Farm, other: Other}\n"
                               "  region: {north: North, south: South}\n"
                               "  country: {malaysia: {label: Malaysia, area: asia}, taiwan: {label: Taiwan, "
                               "area: asia}, oman: {label: Oman, area: "
                               "gulf}, ghana: {label: Ghana, area: africa}}\n"
                               "  kind: {%s}\n"
                               "  yesno: {\"no\": \"No\", \"yes\": \"Yes\"}\n"
                               "forms:\n"
                               "  person:\n"
                               "    key: [person]\n"
                               "    variables:\n"
                               "      sex: {label: Sex, list: sex}\n"
                               "      work: {label: Work, list: work}\n"
                               "      region: {label: Region, list: region}\n"
                               "      village: {label: Village, type: integer, min: 1, max: 99}\n"
                               "      w: {label: Weight, type: decimal}\n"
                               "      income: {label: Income, type: integer, min: 0, max: 9999}\n"
                               "      places: {label: Places, list: country, multiple: true, ordered: true}\n"
                               "      kind: {label: Kind, list: kind}\n"
                               "      debt: {label: Debt, type: decimal}\n"
                               "      share: {label: Share, type: decimal}\n"
                               "  interview:\n"
                               "    key: [person, wave]\n"
                               "    variables:\n"
                               "      agrees: {label: Agrees, list: yesno}\n"
                               "      helped: {label: Helped, list: yesno}\n";

typedef struct table_study {
    struct study s;
    char *text, *line[64];
    size_t n;
} table_study;

static void
read_rows(table_study *x)
{
    reinti_bytes file;

    assert_int_equal(reinti_bytes_read(source_path("tests/data/table-study.psv"), 0, &file, NULL), REINT_OK);
    x->text = strndup(file.data, file.size);
    reinti_bytes_free(&file);
    assert_non_null(x->text);
    for (char *p = strchr(x->text, '\n') + 1; *p; p = strchr(p, '\0') + 1) {
        char *end = strchr(p, '\n');
        *end = '\0';
        x->line[x->n++] = p;
    }
    assert_int_equal(x->n, 60);
}

static const char *const interviews[] = {
    "P01|w1|yes|no", "P01|w2|yes|yes", "P02|w1|no|no",        "P02|w2|yes|no", "P03|w1|yes|yes",
    "P03|w2|no|~",   "P04|w1|no|yes",  "P04|w2|!refused|yes", "P05|w1|yes|no", "P06|w1|no|!not_asked",
};

static void
make_study(table_study *x, const char *sampling, const char *more)
{
    char yaml[sizeof codebook + 1000], kinds[600] = "";

    *x = (table_study){ 0 };
    read_rows(x);
    for (unsigned i = 0; i < 40; i++) /* a long list, for tables that are too large */
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%sk%02u: K", i ? ", " : "", i);
    snprintf(yaml, sizeof yaml, codebook, sampling, more, kinds);
    study_create(&x->s, yaml);
    char row[60][200];
    const char *rows[60];
    for (size_t i = 0; i < x->n; i++) { /* two have a debt and a share, nobody a kind */
        snprintf(row[i], sizeof row[i], "%s|~|%s", x->line[i], i == 0 ? "-1|1" : i == 1 ? "2|1.5" : "~|~");
        rows[i] = row[i];
    }
    study_fill(&x->s, "person", rows, x->n);
    study_fill(&x->s, "interview", interviews, REINTI_LENGTH(interviews));
}

static int
setup(void **state)
{
    table_study *x = calloc(1, sizeof *x);

    make_study(x, "probability", "");
    *state = x;
    return 0;
}

static int
setup_purposive(void **state)
{
    table_study *x = calloc(1, sizeof *x);

    make_study(x, "purposive", ", sampled_on: [sex], base: \"region = 'north'\"");
    *state = x;
    return 0;
}

static int
teardown(void **state)
{
    table_study *x = *state;

    study_free(&x->s);
    free(x->text);
    free(x);
    return 0;
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static reint_findings *findings;

static reint_status
try_plan(const table_study *x, const char *text, reint_report **out)
{
    char path[64];

    snprintf(path, sizeof path, "test-table-%ld.yaml", (long)getpid());
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    reint_findings_free(findings);
    findings = reint_findings_create();
    reint_status status = reint_tables(x->s.study, path, "en", out, findings, ERR);
    unlink(path);
    return status;
}

/* A plan whose one table has these keys, in flow style, and what stands around it. */
static reint_report *
make_with(const table_study *x, const char *around, const char *keys)
{
    char text[3000];
    reint_report *r = NULL;

    snprintf(text, sizeof text, "reint: 1\n%stables:\n - {id: t, %s}\n", around, keys);
    if (try_plan(x, text, &r)) {
        for (size_t i = 0; i < reint_findings_count(findings); i++)
            print_message("%ld:%ld %s\n", reint_findings_get(findings, i)->line,
                          reint_findings_get(findings, i)->column, reint_findings_get(findings, i)->text);
        fail_msg("%s: %s", keys, study_error.text);
    }
    return r;
}

static reint_report *
make(const table_study *x, const char *keys)
{
    return make_with(x, "", keys);
}

static size_t
find(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(entry[i].code, code))
            return i;
    return REINTI_NONE;
}

static const reinti_cell *
at(const reint_report *r, size_t layer, const char *row, const char *column, const char *stat)
{
    const reinti_table *t = r->table[0];
    size_t i = find(t->row, t->n_rows, row), k = find(t->column, t->n_columns, column), s = 0;

    while (s < t->n_stats && strcmp(t->stat[s].cells_id, stat))
        s++;
    if (i == REINTI_NONE || k == REINTI_NONE || s == t->n_stats)
        fail_msg("no cell %s, %s, %s", row, column, stat);
    return reinti_table_cell(t, layer, i, k, s);
}

#define value(r, row, column, stat) (at(r, 0, row, column, stat)->value)

static double
test_value(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        if (!strcmp(r->table[0]->test[i].id, id))
            return r->table[0]->test[i].value;
    fail_msg("no test %s", id);
    return NAN;
}

static bool
has_test(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        if (!strcmp(r->table[0]->test[i].id, id))
            return true;
    return false;
}

static bool
has_note(const reint_report *r, const char *words)
{
    for (size_t i = 0; i < r->table[0]->n_notes; i++)
        if (strstr(r->table[0]->note[i], words))
            return true;
    return false;
}

/* Codes in order, joined by blanks. */
static void
assert_codes(const reinti_entry *entry, size_t n, const char *want)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? " " : "", entry[i].code);
    assert_string_equal(s.text, want);
    reinti_str_free(&s);
}
#define assert_rows(r, want)    assert_codes((r)->table[0]->row, (r)->table[0]->n_rows, want)
#define assert_columns(r, want) assert_codes((r)->table[0]->column, (r)->table[0]->n_columns, want)

/* Lines of the file whose fields are as asked: NULL any; "" answered without a code; places: holds the code. */
static size_t
lines(const table_study *x, const char *sex, const char *work, const char *place)
{
    size_t n = 0;

    for (size_t i = 0; i < x->n; i++) {
        char copy[200], *field[8] = { 0 }, *p = copy;
        snprintf(copy, sizeof copy, "%s", x->line[i]);
        for (size_t k = 0; k < 8; k++) {
            field[k] = p;
            p = strchr(p, '|');
            if (p)
                *p++ = '\0';
        }
        bool placed = !place || (*place ? strstr(field[7], place) != NULL : !*field[7]);
        n += (!sex || !strcmp(field[1], sex)) && (!work || !strcmp(field[2], work)) && placed;
    }
    return n;
}

/* ---- counts, shares ------------------------------------------------------------------------------------ */

static void
counts_are_those_of_the_file(void **state)
{
    static const char *const works[] = { "fishing", "factory", "farm", "other" }, *const sexes[] = {
        "male", "female"
    };
    const table_study *x = *state;
    reint_report *r = make(x, "rows: work, columns: sex");
    size_t total = 0;

    for (size_t i = 0; i < REINTI_LENGTH(works); i++)
        for (size_t k = 0; k < REINTI_LENGTH(sexes); k++) {
            size_t n = lines(x, sexes[k], works[i], NULL);
            assert_close(value(r, works[i], sexes[k], "count"), (double)n, 0);
            total += n;
        }
    assert_close(value(r, "total", "total", "count"), (double)total, 0);
    assert_rows(r, "fishing factory farm other total");
    assert_columns(r, "male female total");
    reint_report_free(r);
}

static void
shares_are_of_the_base_that_they_name(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, cells: [count, col_pct, row_pct, total_pct]");

    /* 12 of 20 men, 12 of 13 fishers, 12 of 50 */
    assert_close(value(r, "fishing", "male", "col_pct"), 12.0 / 20, 1e-15);
    assert_close(value(r, "fishing", "male", "row_pct"), 12.0 / 13, 1e-15);
    assert_close(value(r, "fishing", "male", "total_pct"), 12.0 / 50, 1e-15);
    assert_close(value(r, "total", "male", "col_pct"), 1, 0);
    assert_int_equal(at(r, 0, "total", "male", "col_pct")->whole, 1);
    reint_report_free(r);
}

static void
a_share_of_fewer_than_the_small_base_is_not_shown(void **state)
{
    reint_report *r = make(*state, "rows: sex, columns: work, base: \"region = 'south' AND sex = 'male'\"");
    const reinti_cell *c = at(r, 0, "male", "other", "col_pct");

    assert_true(c->base_n < 5);
    assert_int_equal(c->state, c->base_n > 0 ? REINTI_CELL_BELOW_BASE : REINTI_CELL_UNDEFINED);
    reint_report_free(r);
}

static void
a_share_of_nobody_is_undefined_and_not_zero(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"sex = 'male'\"");

    assert_close(value(r, "farm", "female", "count"), 0, 0);
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(value(r, "farm", "female", "col_pct"), NAN, 0);
    reint_report_free(r);
}

/* ---- layout -------------------------------------------------------------------------------------------- */

static void
nested_rows_have_paths_codes_and_subtotals(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: \"sex > region\", subtotals: rows");
    const reinti_table *t = r->table[0];

    assert_rows(r, "male>north male>south male>total female>north female>south female>total total");
    assert_string_equal(t->row[0].path[0], "Male");
    assert_int_equal(t->row[0].depth, 1);
    assert_true(t->row[2].total);
    assert_close(value(r, "male>total", "total", "count"), (double)lines(x, "male", NULL, NULL), 0);
    assert_close(value(r, "male>north", "total", "count") + value(r, "male>south", "total", "count"),
                 value(r, "male>total", "total", "count"), 0);
    reint_report_free(r);
    r = make(x, "rows: \"sex > region\", subtotals: rows, totals: first");
    assert_rows(r, "total male>total male>north male>south female>total female>north female>south");
    reint_report_free(r);
    r = make(x, "rows: region, columns: \"sex > work\", subtotals: columns, totals: none");
    assert_columns(r,
                   "male>fishing male>factory male>farm male>other male>total female>fishing female>factory "
                   "female>farm female>other female>total");
    reint_report_free(r);
}

static void
stacked_parts_have_groups_and_bases_of_their_own(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: \"work + region\", columns: \"sex + region\"");

    assert_rows(r, "fishing factory farm other total north south total");
    assert_columns(r, "male female north south total");
    assert_string_equal(r->table[0]->row[0].group, "Work");
    assert_true(r->table[0]->row[0].first_of_group && r->table[0]->row[5].first_of_group);
    assert_close(at(r, 0, "fishing", "male", "col_pct")->base, 20, 0);
    assert_close(at(r, 0, "north", "male", "col_pct")->base, 24, 0); /* everybody has a region */
    reint_report_free(r);
}

static void
layers_part_the_table(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, by: region");

    assert_int_equal(r->table[0]->n_layers, 2);
    assert_string_equal(r->table[0]->layer[0].code, "region=north");
    assert_close(at(r, 0, "total", "total", "count")->value + at(r, 1, "total", "total", "count")->value, 50,
                 0);
    reint_report_free(r);
}

static void
nets_count_people_once_and_may_overlap(void **state)
{
    const table_study *x = *state;
    reint_report *r =
        make(x, "rows: work, columns: sex, nets: {work: {land: [factory, farm], hands: {label: By hand, "
                "codes: [fishing, land]}, odd: {codes: [other, farm], members: hidden}}}");
    const reinti_table *t = r->table[0];

    assert_rows(r, "land factory farm hands fishing odd total");
    assert_true(t->row[0].net);
    assert_int_equal(t->row[1].indent, 1);
    assert_string_equal(t->row[3].label, "By hand");
    assert_close(value(r, "land", "female", "count"), 8 + 10, 0);
    assert_close(value(r, "hands", "female", "count"), 1 + 8 + 10, 0);
    assert_close(value(r, "odd", "female", "count"), 11 + 10, 0);
    assert_close(value(r, "hands", "female", "col_pct"), 19.0 / 30,
                 1e-15); /* the base is that of its members */
    assert_close(value(r, "total", "female", "count"), 30, 0);
    reint_report_free(r);
    /* of a set: named in either, not the sum of both */
    size_t either = 0;
    for (size_t i = 0; i < x->n; i++)
        either += strstr(x->line[i], "malaysia") || strstr(x->line[i], "taiwan");
    r = make(x, "rows: places, nets: {places: {asia: [malaysia, taiwan]}}");
    assert_close(value(r, "asia", "total", "count"), (double)either, 0);
    assert_true(value(r, "malaysia", "total", "count") + value(r, "taiwan", "total", "count") >
                (double)either);
    assert_close(at(r, 0, "asia", "total", "pct_cases")->base, at(r, 0, "ghana", "total", "pct_cases")->base,
                 0);
    reint_report_free(r);
}

static void
nets_stand_within_nested_variables(void **state)
{
    reint_report *r =
        make(*state, "rows: \"sex > work\", nets: {work: {land: {codes: [factory, farm], members: hidden}}}");

    assert_rows(r, "male>land male>fishing male>other female>land female>fishing female>other total");
    assert_close(value(r, "male>land", "total", "count"), 2 + 4, 0);
    assert_close(value(r, "female>land", "total", "count"), 8 + 10, 0);
    reint_report_free(r);
}

static void
computed_columns_and_rows_are_made_of_cells(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, computed: {gap: {label: Men less women, difference: [male, "
                     "female]}, odds: {ratio: [male, female]}, land: {on: rows, sum: [factory, farm]}}");
    const reinti_cell *c = at(r, 0, "fishing", "gap", "col_pct");

    assert_columns(r, "male female total gap odds");
    assert_rows(r, "fishing factory farm other total land");
    assert_close(value(r, "fishing", "gap", "count"), 11, 0);
    assert_close(c->value, 12.0 / 20 - 1.0 / 30, 1e-15);
    assert_close(value(r, "other", "odds", "count"), 2.0 / 11, 1e-15);
    assert_close(value(r, "land", "female", "count"), 18, 0);
    assert_close(value(r, "land", "gap", "count"), 6 - 18, 0);
    reint_report_free(r);
}

static void
rows_are_sorted_within_their_place(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, sort: count"); /* 13 10 14 13 */

    assert_rows(r, "farm fishing other factory total");
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, sort: {by: col_pct, column: female, order: ascending}");
    assert_rows(r, "fishing factory farm other total");
    reint_report_free(r);
    r = make(*state,
             "rows: work, sort: count, nets: {work: {land: [factory, farm]}}"); /* 24: 10 14; 13; 13 */
    assert_rows(r, "land farm factory fishing other total");
    reint_report_free(r);
    r = make(*state, "rows: \"sex > work\", sort: count");
    assert_rows(r, "male>fishing male>farm male>factory male>other female>other female>farm female>factory "
                   "female>fishing total");
    reint_report_free(r);
}

static void
empty_rows_and_columns_can_be_left_out(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"sex = 'male' AND work <> 'farm'\"");

    assert_rows(r, "fishing factory farm other total");
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, base: \"sex = 'male' AND work <> 'farm'\", hide_empty: rows");
    assert_rows(r, "fishing factory other total");
    assert_columns(r, "male female total");
    assert_close(value(r, "fishing", "male", "count"), 12, 0);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, base: \"sex = 'male'\", hide_empty: columns");
    assert_rows(r, "fishing factory farm other total");
    assert_columns(r, "male total");
    reint_report_free(r);
}

static void
grids_make_a_layer_of_each_variable(void **state)
{
    reint_report *r =
        make(*state, "unit: interview, rows: item, columns: wave, grid: {item: {a: agrees, h: helped}}, "
                     "missing: each");

    assert_int_equal(r->table[0]->n_layers, 2);
    assert_string_equal(r->table[0]->layer[1].code, "item=h");
    assert_rows(
        r,
        "no yes refused not_asked total"); /* refused in one, not_asked in the other: the same rows in both */
    assert_close(at(r, 0, "yes", "w1", "count")->value, 3, 0);
    assert_close(at(r, 1, "yes", "w1", "count")->value, 2, 0);
    assert_close(at(r, 1, "not_asked", "w1", "count")->value, 1, 0);
    assert_close(at(r, 0, "not_asked", "w1", "count")->value, 0, 0);
    reint_report_free(r);
}

static void
codes_can_be_renamed_and_a_name_that_nothing_has_is_an_error(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, rename: {fishing: sea, total: all}");

    assert_rows(r, "sea factory farm other all");
    assert_columns(r, "male female all");
    reint_report_free(r);
    assert_int_equal(try_plan(*state, "reint: 1\ntables: [{id: t, rows: work, rename: {fishes: sea}}]\n", &r),
                     REINT_INPUT);
    assert_non_null(strstr(study_error.text, "fishes"));
}

/* ---- bases --------------------------------------------------------------------------------------------- */

static void
the_base_tells_who_was_asked_and_why_others_did_not_answer(void **state)
{
    reint_report *r = make(*state, "rows: work");

    assert_string_equal(r->table[0]->base, "60 persons; asked 60, answered 50: 7 Refused, 3 Does not know");
    reint_report_free(r);
    r = make(*state, "rows: work, weight: w");
    assert_non_null(strstr(r->table[0]->base, "; weighted 66.8, effective 39.9"));
    reint_report_free(r);
    r = make(*state, "unit: interview, rows: helped");
    assert_string_equal(r->table[0]->base, "10 records of \"interview\"; asked 8, answered 8");
    reint_report_free(r);
}

static void
reasons_can_be_in_the_base(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, in_base: [dont_know], missing: each");

    assert_rows(r, "fishing factory farm other dont_know refused total");
    assert_false(r->table[0]->row[4].missing);
    assert_close(value(r, "dont_know", "female", "count"), 3, 0);
    assert_close(value(r, "fishing", "female", "col_pct"), 1.0 / 33, 1e-15);
    assert_int_equal(at(r, 0, "refused", "female", "col_pct")->state, REINTI_CELL_NOT_APPLICABLE);
    assert_string_equal(r->table[0]->base, "60 persons; asked 60, answered 53: 7 Refused");
    reint_report_free(r);
    /* of a set: who gave no places is one more answer */
    size_t unknown = lines(*state, NULL, NULL, "!not_stated");
    r = make(*state, "rows: places, in_base: [not_stated]");
    assert_close(value(r, "not_stated", "total", "count"), (double)unknown, 0);
    assert_close(value(r, "cases", "total", "count"), 60, 0);
    reint_report_free(r);
}

static void
missing_values_have_the_rows_that_the_plan_wants(void **state)
{
    static const struct {
        const char *missing, *rows;
    } cases[] = {
        { "hidden", "fishing factory farm other total" },
        { "each", "fishing factory farm other refused dont_know total" }, /* not_asked does not occur */
        { "together", "fishing factory farm other missing total" },
        { "{refused: nein, not_asked: na}", "fishing factory farm other nein na total" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char keys[200];
        snprintf(keys, sizeof keys, "rows: work, missing: %s", cases[i].missing);
        reint_report *r = make(*state, keys);
        assert_rows(r, cases[i].rows);
        assert_close(value(r, "total", "total", "count"), 50, 0); /* missing is in no total */
        reint_report_free(r);
    }
}

static void
a_condition_that_cannot_be_told_leaves_records_out_and_says_so(void **state)
{
    reint_report *r = make(*state, "rows: sex, base: \"work <> 'fishing'\"");

    assert_close(value(r, "total", "total", "count"), 37, 0);
    assert_true(has_note(r, "10 records are left out because the base condition cannot be told"));
    reint_report_free(r);
}

/* ---- several answers ----------------------------------------------------------------------------------- */

static void
sets_count_cases_and_responses(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places, columns: sex, cells: [count, pct_cases, pct_responses]");
    size_t responses = 0, cases = 60 - lines(x, NULL, NULL, "!not_stated");
    static const char *const codes[] = { "malaysia", "taiwan", "oman", "ghana" };

    assert_rows(r, "malaysia taiwan oman ghana none cases responses");
    for (size_t i = 0; i < REINTI_LENGTH(codes); i++) {
        size_t n = lines(x, NULL, NULL, codes[i]);
        assert_close(value(r, codes[i], "total", "count"), (double)n, 0);
        assert_close(value(r, codes[i], "total", "pct_cases"), (double)n / (double)cases, 1e-15);
        responses += n;
    }
    assert_close(value(r, "cases", "total", "count"), (double)cases, 0);
    assert_close(value(r, "responses", "total", "count"), (double)responses, 0);
    assert_close(value(r, "ghana", "total", "pct_responses"),
                 (double)lines(x, NULL, NULL, "ghana") / (double)responses, 1e-15);
    /* answered with none of the codes: apart from those who did not answer */
    assert_close(value(r, "none", "total", "count"), (double)lines(x, NULL, NULL, ""), 0);
    reint_report_free(r);
}

static void
sets_cross_with_sets(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places, columns: places, totals: none");
    size_t both = 0;

    for (size_t i = 0; i < x->n; i++)
        both += strstr(x->line[i], "oman") && strstr(x->line[i], "taiwan");
    assert_close(value(r, "oman", "taiwan", "count"), (double)both, 0);
    assert_close(value(r, "taiwan", "oman", "count"), (double)both, 0);
    assert_close(value(r, "oman", "oman", "count"), (double)lines(x, NULL, NULL, "oman"), 0);
    assert_close(value(r, "oman", "taiwan", "pct_cases"),
                 (double)both / (double)lines(x, NULL, NULL, "taiwan"), 1e-15);
    reint_report_free(r);
}

static void
ordered_sets_have_a_first_and_a_second(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places.1, columns: places.2");
    size_t n = 0, first = 0;

    for (size_t i = 0; i < x->n; i++) {
        const char *last = strrchr(x->line[i], '|') + 1;
        n += !strncmp(last, "ghana;taiwan", 12);
        first += !strncmp(last, "ghana", 5) && strchr(last, ';');
    }
    assert_close(value(r, "ghana", "taiwan", "count"), (double)n, 0);
    assert_close(value(r, "ghana", "total", "count"), (double)first, 0); /* those with a second one */
    assert_string_equal(r->table[0]->row_title, "Places, 1");
    reint_report_free(r);
    assert_int_equal(try_plan(x, "reint: 1\ntables: [{id: t, rows: sex.2}]\n", &r), REINT_INPUT);
    assert_non_null(strstr(study_error.text, "has one answer"));
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void
statistics_of_a_number_are_those_of_R(void **state)
{
    static const struct {
        const char *stat;
        double male, female;
    } want[] = {
        { "n", 21, 33 },
        { "mean", 324.4761904761905, 226.4545454545455 },
        { "sd", 109.6565634367679, 80.9734103383214 },
        { "se", 23.9290239237008, 14.0956614664339 },
        { "median", 299, 223 },
        { "q25", 236, 172 },
    };
    reint_report *r = make(*state, "rows: sex, mean: income, cells: [n, mean, sd, se, median, q25]");

    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        print_message("  %s\n", want[i].stat);
        assert_close(value(r, "male", "total", want[i].stat), want[i].male, 1e-13);
        assert_close(value(r, "female", "total", want[i].stat), want[i].female, 1e-13);
    }
    reint_report_free(r);
}

static void
weighted_statistics_are_those_of_survey(void **state)
{
    reint_report *r = make(*state, "rows: sex, mean: income, weight: w, cells: [mean, sd, se]");

    assert_close(value(r, "male", "total", "mean"), 327.4724785237034, 1e-13);
    assert_close(value(r, "male", "total", "sd"), 98.702321865637, 1e-12);
    assert_close(value(r, "male", "total", "se"), 21.6883286831567, 1e-12);
    assert_close(value(r, "female", "total", "mean"), 216.5441110613525, 1e-13);
    assert_close(value(r, "female", "total", "sd"), 78.389704483195, 1e-12);
    reint_report_free(r);
    r = make(*state,
             "rows: sex, mean: income, weight: w, cells: [mean, se], design: {strata: region, psu: village}");
    assert_close(value(r, "male", "total", "se"), 16.988617273543, 1e-12);
    assert_close(value(r, "female", "total", "se"), 9.34928138780166, 1e-12);
    reint_report_free(r);
}

static void
a_spread_of_one_value_is_undefined(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, mean: income, base: \"person = 'P02'\", cells: [n, sd, se, median]");

    assert_close(value(r, "male", "total", "median"), 546, 0);
    assert_int_equal(at(r, 0, "male", "total", "sd")->state, REINTI_CELL_UNDEFINED);
    assert_int_equal(at(r, 0, "male", "total", "se")->state, REINTI_CELL_UNDEFINED);
    assert_int_equal(at(r, 0, "female", "total", "median")->state, REINTI_CELL_UNDEFINED);
    assert_close(value(r, "female", "total", "n"), 0, 0);
    reint_report_free(r);
}

static void
weighted_counts_are_sums_of_weights(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, weight: w, cells: [count, unweighted_n, effective_n]");

    assert_close(value(r, "fishing", "male", "count"), 16.92, 1e-12);
    assert_close(value(r, "other", "female", "count"), 15.62, 1e-12);
    assert_close(value(r, "fishing", "male", "unweighted_n"), 12, 0);
    assert_close(value(r, "total", "total", "effective_n"), 39.8503030973372, 1e-12);
    reint_report_free(r);
}

/* ---- tests --------------------------------------------------------------------------------------------- */

static void
tests_are_those_of_R(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, tests: [chi2, gamma]");

    assert_close(test_value(r, "chi2"), 20.5311355311355, 1e-13);
    assert_close(test_value(r, "df"), 3, 0);
    assert_close(test_value(r, "p"), 1.31720938658849e-04, 1e-12);
    assert_close(test_value(r, "cramers_v"), 0.640798494554029, 1e-13);
    assert_close(test_value(r, "n"), 50, 0);
    assert_false(has_test(r, "exact_p")); /* one expected count of eight below 5 is not many */
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: exact");
    assert_close(test_value(r, "exact_p"), 8.31432888739238e-05, 1e-10);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: fisher, base: \"work IN ('fishing', 'other')\"");
    assert_close(test_value(r, "fisher_p"), NAN, 0); /* 4 x 2: two rows are empty, and the plan shows them */
    reint_report_free(r);
    r = make(*state, "rows: places.1, columns: places.2, tests: bowker");
    assert_close(test_value(r, "bowker"), 3.809523809523809, 1e-12);
    assert_close(test_value(r, "df"), 6, 0);
    assert_close(test_value(r, "p"), 0.702434617124119, 1e-12);
    reint_report_free(r);
}

static void
the_exact_p_stands_beside_a_sparse_chi_square(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"region = 'south'\", tests: chi2");

    assert_true(test_value(r, "n_expected_lt5") > 1);
    assert_true(has_test(r, "exact_p"));
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        assert_int_equal(r->table[0]->test[i].beside, i >= 5);
    reint_report_free(r);
}

static void
families_of_tests_are_adjusted_and_counted(void **state)
{
    reint_report *r = NULL;

    assert_int_equal(try_plan(*state,
                              "reint: 1\nplan: {adjust: {method: holm, family: plan}}\ntables:\n"
                              " - {id: a, rows: work, columns: sex, tests: chi2}\n"
                              " - {id: b, rows: region, columns: sex, tests: chi2}\n",
                              &r),
                     REINT_OK);
    assert_close(test_value(r, "p_holm"), 2.63441877317698e-04, 1e-12);
    assert_true(has_note(r, "adjusted by Holm over 2 tests"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: chi2, adjust: bonferroni");
    assert_close(test_value(r, "p_bonferroni"), 1.31720938658849e-04, 1e-12);
    reint_report_free(r);
}

static void
sets_are_tested_code_by_code(void **state)
{
    reint_report *r = make(*state, "rows: places, columns: sex, tests: chi2");

    assert_close(test_value(r, "chi2_max"), 1.077631578947368, 1e-12); /* oman */
    assert_close(test_value(r, "tests"), 4, 0);
    assert_close(test_value(r, "p"), 1, 0); /* 4 x 0.299 */
    reint_report_free(r);
}

static void
samples_are_tested_by_their_design(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, weight: w, tests: chi2");

    assert_close(test_value(r, "rao_scott_f"), 9.85592219631676, 1e-11);
    assert_close(test_value(r, "ndf"), 2.82503503097531, 1e-11);
    assert_close(test_value(r, "p"), 9.91051134973199e-06, 1e-9);
    reint_report_free(r);
    r = make(
        *state,
        "rows: work, columns: sex, weight: w, tests: [chi2, fisher], design: {strata: region, psu: village}");
    assert_close(test_value(r, "rao_scott_f"), 8.91701015902178, 1e-11);
    assert_close(test_value(r, "ndf"), 2.13294971570663, 1e-11);
    assert_close(test_value(r, "ddf"), 8.53179886282651, 1e-11);
    assert_close(test_value(r, "p"), 0.00759093992381864, 1e-10);
    assert_close(test_value(r, "fisher"), NAN, 0);
    reint_report_free(r);
}

static void
repeated_records_are_refused_clustered_or_assumed_independent(void **state)
{
    reint_report *r = make(*state, "unit: interview, rows: agrees, columns: wave, tests: chi2");

    assert_int_equal(r->table[0]->n_tests, 0);
    assert_true(has_note(r, "the same person can be in the table several times"));
    reint_report_free(r);
    r = make(*state,
             "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: independent_records");
    assert_true(has_test(r, "chi2"));
    assert_true(has_note(r, "Records are taken as independent"));
    reint_report_free(r);
    r = make(*state, "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: clustered_records");
    assert_true(has_test(r, "rao_scott_f"));
    assert_true(has_note(r, "The records of a person are a cluster"));
    reint_report_free(r);
    /* nobody twice: nothing to refuse */
    r = make(*state, "unit: interview, rows: agrees, columns: helped, base: \"wave = 'w1'\", tests: chi2");
    assert_true(has_test(r, "chi2"));
    reint_report_free(r);
}

static void
people_chosen_on_purpose_are_not_tested(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, tests: chi2, letters: true");

    assert_int_equal(r->table[0]->n_tests, 0);
    assert_true(has_note(r, "people were chosen on purpose"));
    for (size_t i = 0; i < 10; i++)
        assert_null(r->table[0]->cell[i].letters);
    reint_report_free(r);
    r = make(*state, "rows: sex, columns: work, tests: chi2, inference: exploratory");
    assert_true(has_test(r, "chi2"));
    assert_true(has_note(r, "Exploratory inference"));
    assert_true(has_note(r, "People were chosen by sex")); /* its shares were chosen */
    assert_close(value(r, "total", "total", "count"), (double)(r->table[0]->test[4].value), 0);
    reint_report_free(r);
}

static void
the_codebooks_own_base_holds_unless_everybody_is_asked_for(void **state)
{
    reint_report *r = make(*state, "rows: region");

    assert_close(value(r, "total", "total", "count"), 40, 0); /* two thirds live in the north */
    assert_close(value(r, "south", "total", "count"), 0, 0);
    reint_report_free(r);
    r = make(*state, "rows: region, everybody: true");
    assert_close(value(r, "south", "total", "count"), 20, 0);
    reint_report_free(r);
    r = make(*state, "rows: region, base: \"\"");
    assert_close(value(r, "south", "total", "count"), 20, 0);
    reint_report_free(r);
}

/* ---- letters, precision -------------------------------------------------------------------------------- */

static void
letters_mark_the_higher_share(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: none}");

    /* prop.test: fishing 7.6e-06, other 0.035, farm 0.30, factory 0.15 */
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "B");
    assert_null(at(r, 0, "fishing", "female", "col_pct")->letters);
    assert_string_equal(at(r, 0, "other", "female", "col_pct")->letters, "a");
    assert_null(at(r, 0, "farm", "female", "col_pct")->letters);
    assert_string_equal(r->table[0]->column[0].label, "Male (A)");
    assert_string_equal(r->table[0]->column[2].label, "Total");
    assert_true(has_note(r, "4 tests, not adjusted"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: bonferroni, family: table}");
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "B");
    assert_null(at(r, 0, "other", "female", "col_pct")->letters); /* 4 x 0.035 */
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 25}");
    assert_null(at(r, 0, "fishing", "male", "col_pct")->letters);
    assert_true(has_note(r, "Not compared, with a base below 25: Male (A)"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: none, against: rest}");
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "++");
    assert_string_equal(at(r, 0, "fishing", "female", "col_pct")->letters, "--");
    assert_string_equal(at(r, 0, "other", "female", "col_pct")->letters, "+");
    reint_report_free(r);
}

static void
breaks_of_a_banner_are_compared_within_themselves(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: \"sex + region\", letters: {min_base: 5, adjust: none}");

    assert_true(has_note(r, "8 tests")); /* four rows, one pair in each of two breaks */
    reint_report_free(r);
}

static void
what_is_less_precise_than_the_plan_wants_is_marked(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, precision: {min_n: 25}");

    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 1); /* 20 men */
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->flag, 0);  /* 30 women */
    assert_true(has_note(r, "a base below 25"));
    reint_report_free(r);
    /* sqrt(.6 .4/20) / .6 = .18 and sqrt(.1 .9/20) / .1 = .67 */
    r = make(*state, "rows: work, columns: sex, precision: {max_rse: 0.3}");
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 0);
    assert_int_equal(at(r, 0, "factory", "male", "col_pct")->flag, 1);
    reint_report_free(r);
    /* 2 x 1.96 x sqrt(.6 .4/20) = .43; sqrt(1/30 29/30 /30): .13 */
    r = make(*state, "rows: work, columns: sex, precision: {max_width: 0.2}");
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 1);
    assert_int_equal(at(r, 0, "fishing", "female", "col_pct")->flag, 0);
    reint_report_free(r);
}

/* ---- what does not fit --------------------------------------------------------------------------------- */

static void
what_a_plan_gets_wrong_is_told_for_all_tables_with_its_place(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "tables:\n"
                               " - {id: a, rows: wrok, columns: sex}\n"
                               " - {id: b, rows: work, columns: \"sex > regoin\"}\n"
                               " - {id: c, rows: work, base: \"sexx = 'male'\"}\n"
                               " - {id: d, unit: persn, rows: work}\n"
                               " - {id: e, rows: income}\n"
                               " - {id: f, rows: work, weight: sex}\n"
                               " - {id: g, rows: work, missing: {refusd: x}}\n"
                               " - {id: h, rows: work, in_base: [dontknow]}\n"
                               " - {id: i, rows: work, nets: {work: {n: [fishin]}}}\n"
                               " - {id: j, rows: work, computed: {d: {difference: [male, female]}}}\n"
                               " - {id: k, rows: work, sort: {by: count, column: men}}\n"
                               " - {id: l, rows: work, columns: sex, ruleset: none_such}\n"
                               " - {id: m, rows: work, columns: sex}\n";
    static const struct {
        long line;
        const char *place, *words; /* what stands at the finding's column */
    } want[] = {
        { 3, "wrok", "did you mean \"work\"" },        { 4, "regoin", "did you mean \"region\"" },
        { 5, "sexx", "did you mean \"sex\"" },         { 6, "persn", "did you mean \"person\"" },
        { 7, "income", "has no categories" },          { 8, "sex}", "is not a number" },
        { 9, "refusd", "did you mean \"refused\"" },   { 10, "dontknow", "did you mean \"dont_know\"" },
        { 11, "fishin]", "did you mean \"fishing\"" }, { 12, "male", "no column \"male\"" },
        { 13, "men}", "no column \"men\"" },           { 14, "none_such", "no rule set \"none_such\"" },
    };
    reint_report *r = NULL;

    assert_int_equal(try_plan(*state, plan, &r), REINT_INPUT);
    assert_null(r);
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        print_message("  %ld:%ld %s\n", reint_findings_get(findings, i)->line,
                      reint_findings_get(findings, i)->column, reint_findings_get(findings, i)->text);
    assert_int_equal(reint_findings_count(findings), REINTI_LENGTH(want));
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        const char *p = plan;
        assert_int_equal(f->line, want[i].line);
        for (long k = 1; k < f->line; k++)
            p = strchr(p, '\n') + 1;
        assert_memory_equal(p + f->column - 1, want[i].place, strlen(want[i].place));
        assert_non_null(strstr(f->text, want[i].words));
    }
}

static void
a_table_of_a_thousand_million_cells_is_refused_with_its_size(void **state)
{
    reint_report *r = NULL;

    /* (40^3 + 1) x (40^3 + 1): nothing of it is held in memory */
    assert_int_equal(
        try_plan(*state,
                 "reint: 1\ntables: [{id: t, rows: \"kind > kind > kind\", columns: \"kind > kind > kind\", "
                 "cells: [count]}]\n",
                 &r),
        REINT_INPUT);
    print_message("  %s\n", study_error.text);
    assert_non_null(strstr(study_error.text, "4096128001 cells; at most"));
}

static void
an_empty_base_gives_a_table_of_zeros_and_undefined_shares(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, base: \"work = 'fishing' AND work = 'farm'\", tests: chi2, "
                     "letters: true");

    assert_close(value(r, "total", "total", "count"), 0, 0);
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(test_value(r, "chi2"), NAN, 0);
    assert_string_equal(r->table[0]->base, "0 persons; asked 0, answered 0");
    reint_report_free(r);
}

static void
weights_below_nothing_are_refused_and_missing_ones_left_out(void **state)
{
    const table_study *x = *state;
    reint_report *r = NULL;

    assert_int_equal(try_plan(x, "reint: 1\ntables: [{id: t, rows: sex, weight: debt}]\n", &r), REINT_INPUT);
    assert_non_null(strstr(study_error.text, "\"debt\" is negative in 1 records"));
    r = make(x, "rows: sex, weight: share");
    assert_close(value(r, "total", "total", "count"), 2.5, 0); /* two records have one */
    assert_true(has_note(r, "58 records without a weight are left out"));
    reint_report_free(r);
}

static void
a_variable_that_nobody_answered_makes_a_table_of_nobody(void **state)
{
    reint_report *r = make(*state, "rows: kind, columns: sex, tests: chi2, missing: each");

    assert_close(value(r, "total", "total", "count"), 0, 0);
    assert_int_equal(at(r, 0, "k00", "male", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(test_value(r, "chi2"), NAN, 0);
    reint_report_free(r);
}

static void
a_table_of_one_category_is_no_test(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"work = 'fishing'\", tests: chi2");

    assert_close(test_value(r, "chi2"), NAN, 0);
    assert_non_null(r->table[0]->test[0].reason);
    reint_report_free(r);
}

int
main(void)
{
    const struct CMUnitTest random_sample[] = {
        cmocka_unit_test(counts_are_those_of_the_file),
        cmocka_unit_test(shares_are_of_the_base_that_they_name),
        cmocka_unit_test(a_share_of_fewer_than_the_small_base_is_not_shown),
        cmocka_unit_test(a_share_of_nobody_is_undefined_and_not_zero),
        cmocka_unit_test(nested_rows_have_paths_codes_and_subtotals),
        cmocka_unit_test(stacked_parts_have_groups_and_bases_of_their_own),
        cmocka_unit_test(layers_part_the_table),
        cmocka_unit_test(nets_count_people_once_and_may_overlap),
        cmocka_unit_test(nets_stand_within_nested_variables),
        cmocka_unit_test(computed_columns_and_rows_are_made_of_cells),
        cmocka_unit_test(rows_are_sorted_within_their_place),
        cmocka_unit_test(empty_rows_and_columns_can_be_left_out),
        cmocka_unit_test(grids_make_a_layer_of_each_variable),
        cmocka_unit_test(codes_can_be_renamed_and_a_name_that_nothing_has_is_an_error),
        cmocka_unit_test(the_base_tells_who_was_asked_and_why_others_did_not_answer),
        cmocka_unit_test(reasons_can_be_in_the_base),
        cmocka_unit_test(missing_values_have_the_rows_that_the_plan_wants),
        cmocka_unit_test(a_condition_that_cannot_be_told_leaves_records_out_and_says_so),
        cmocka_unit_test(sets_count_cases_and_responses),
        cmocka_unit_test(sets_cross_with_sets),
        cmocka_unit_test(ordered_sets_have_a_first_and_a_second),
        cmocka_unit_test(statistics_of_a_number_are_those_of_R),
        cmocka_unit_test(weighted_statistics_are_those_of_survey),
        cmocka_unit_test(a_spread_of_one_value_is_undefined),
        cmocka_unit_test(weighted_counts_are_sums_of_weights),
        cmocka_unit_test(tests_are_those_of_R),
        cmocka_unit_test(the_exact_p_stands_beside_a_sparse_chi_square),
        cmocka_unit_test(families_of_tests_are_adjusted_and_counted),
        cmocka_unit_test(sets_are_tested_code_by_code),
        cmocka_unit_test(samples_are_tested_by_their_design),
        cmocka_unit_test(repeated_records_are_refused_clustered_or_assumed_independent),
        cmocka_unit_test(letters_mark_the_higher_share),
        cmocka_unit_test(breaks_of_a_banner_are_compared_within_themselves),
        cmocka_unit_test(what_is_less_precise_than_the_plan_wants_is_marked),
        cmocka_unit_test(what_a_plan_gets_wrong_is_told_for_all_tables_with_its_place),
        cmocka_unit_test(a_table_of_a_thousand_million_cells_is_refused_with_its_size),
        cmocka_unit_test(an_empty_base_gives_a_table_of_zeros_and_undefined_shares),
        cmocka_unit_test(weights_below_nothing_are_refused_and_missing_ones_left_out),
        cmocka_unit_test(a_variable_that_nobody_answered_makes_a_table_of_nobody),
        cmocka_unit_test(a_table_of_one_category_is_no_test),
    };
    const struct CMUnitTest purposive_sample[] = {
        cmocka_unit_test(people_chosen_on_purpose_are_not_tested),
        cmocka_unit_test(the_codebooks_own_base_holds_unless_everybody_is_asked_for),
    };
    int failed = cmocka_run_group_tests(random_sample, setup, teardown);

    failed += cmocka_run_group_tests(purposive_sample, setup_purposive, teardown);
    reint_findings_free(findings);
    return failed;
}
