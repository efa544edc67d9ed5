/* test_plan.c -- the reader of plans: each key good and bad, findings at their line and column, what cannot be
 * together, and the manual page's own example and keys. */
#include <config.h>

#include "check.h"

#include <unistd.h>

#include "table/plan.h"

typedef struct plan_file {
    char path[64];
    reinti_arena *arena;
    reint_findings *findings;
    reinti_plan plan;
    reint_status status;
    reint_error err;
} plan_file;

static void
read_plan(plan_file *f, const char *text)
{
    *f = (plan_file){ .arena = reinti_arena_create(), .findings = reint_findings_create() };
    snprintf(f->path, sizeof f->path, "test-plan-%ld.yaml", (long)getpid());
    FILE *stream = fopen(f->path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
    f->status = reinti_plan_read(f->path, f->arena, &f->plan, f->findings, &f->err);
    unlink(f->path);
}

static void
close_plan(plan_file *f)
{
    reint_findings_free(f->findings);
    reinti_arena_free(f->arena);
}

static void
print_findings(const reint_findings *f)
{
    for (size_t i = 0; i < reint_findings_count(f); i++) {
        const reint_finding *x = reint_findings_get(f, i);
        print_message("    %ld:%ld %s %s\n", x->line, x->column, x->code, x->text);
    }
}

/* A plan of one table, its keys after `id` as given; they begin on line 3, column 4. */
static void
read_table(plan_file *f, const char *keys)
{
    char text[2000];

    snprintf(text, sizeof text, "reint: 1\ntables:\n - id: t\n   %s\n", keys);
    read_plan(f, text);
}

static const reinti_plan_table *
only_table(plan_file *f, const char *keys)
{
    read_table(f, keys);
    if (f->status)
        print_findings(f->findings);
    assert_int_equal(f->status, REINT_OK);
    assert_int_equal(f->plan.n_tables, 1);
    return &f->plan.table[0];
}

/* ---- good keys ----------------------------------------------------------------------------------------- */

static void
expressions_are_parts_of_chains(void **state)
{
    plan_file f;
    const reinti_plan_table *t;
    (void)state;
    t = only_table(&f, "rows: \"sex + age_group > form.kind\"\n   columns: w1_class");
    assert_int_equal(t->rows.n, 2);
    assert_int_equal(t->rows.part[0].n, 1);
    assert_string_equal(t->rows.part[0].name[0], "sex");
    assert_int_equal(t->rows.part[1].n, 2);
    assert_string_equal(t->rows.part[1].name[0], "age_group");
    assert_string_equal(t->rows.part[1].name[1], "form.kind");
    assert_string_equal(t->columns.part[0].name[0], "w1_class");
    close_plan(&f);
}

static void
banners_stand_for_their_expressions_within_each_other(void **state)
{
    plan_file f;
    (void)state;
    read_plan(
        &f, "reint: 1\nbanners: {who: \"sex + @where\", where: site}\n"
            "tables: [{id: a, rows: q1, columns: \"@who\"}, {id: b, rows: q2, columns: \"@who + wave\"}]\n");
    assert_int_equal(f.status, REINT_OK);
    assert_int_equal(f.plan.table[0].columns.n, 2);
    assert_string_equal(f.plan.table[0].columns.part[1].name[0], "site");
    assert_int_equal(f.plan.table[1].columns.n, 3);
    assert_string_equal(f.plan.table[1].columns.part[2].name[0], "wave");
    close_plan(&f);
}

static void
grids_take_names_ranges_and_codes(void **state)
{
    static const char *const want[] = { "q08", "q09", "q10", "z" };
    plan_file f;
    const reinti_plan_table *t;
    (void)state;
    t = only_table(&f, "rows: item\n   grid: {item: [q08..q10, z]}");
    assert_int_equal(t->n_grid, 4);
    assert_string_equal(t->grid_name, "item");
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        assert_string_equal(t->grid[i], want[i]);
        assert_string_equal(t->grid_code[i], want[i]);
    }
    close_plan(&f);
    t = only_table(&f, "rows: item\n   grid: {item: {d1: d1_band, d2: d2_band}}");
    assert_int_equal(t->n_grid, 2);
    assert_string_equal(t->grid[1], "d2_band");
    assert_string_equal(t->grid_code[1], "d2");
    close_plan(&f);
}

static void
totals_are_both_unless_said_otherwise(void **state)
{
    static const struct {
        const char *keys;
        bool row, column, first;
    } cases[] = {
        { "rows: a", true, true, false },
        { "rows: a\n   totals: row", true, false, false },
        { "rows: a\n   totals: column", false, true, false },
        { "rows: a\n   totals: [row, column]", true, true, false },
        { "rows: a\n   totals: both", true, true, false },
        { "rows: a\n   totals: none", false, false, false },
        { "rows: a\n   totals: first", true, true, true },
        { "rows: a\n   totals: [row, first]", true, false, true },
    };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        plan_file f;
        const reinti_plan_table *t = only_table(&f, cases[i].keys);
        print_message("  %s\n", cases[i].keys);
        assert_int_equal(t->total_row, cases[i].row);
        assert_int_equal(t->total_column, cases[i].column);
        assert_int_equal(t->totals_first, cases[i].first);
        close_plan(&f);
    }
}

static void
every_other_key_is_taken(void **state)
{
    plan_file f;
    const reinti_plan_table *t;
    (void)state;
    t = only_table(
        &f, "title: {en: A title, id: Judul}\n   subtitle: Below\n   group: G\n   unit: interview\n"
            "   base: \"sex = 'female'\"\n   rows: q1\n   columns: sex\n   by: [wave, site]\n   weight: w\n"
            "   mean: score\n   cells: [n, mean, median]\n   tests: [chi2, cramer_v]\n   missing: each\n"
            "   hide_empty: both\n   chart: stacked100\n   notes: [one, two]\n   ruleset: strict\n"
            "   inference: exploratory\n   assume: [independent_records, frequency_weights]\n"
            "   everybody: true\n   rename: {x: y}\n   subtotals: rows\n   cells_in: rows\n"
            "   in_base: [refused]\n   sort: {by: mean, column: male, order: ascending}\n"
            "   letters: {levels: [0.1], min_base: 20, adjust: bh, family: table, against: rest}\n"
            "   adjust: {method: holm, family: plan}\n   precision: {min_n: 30, max_rse: 0.3}\n"
            "   design: {strata: region, psu: village, population: big, lonely_psu: adjust}\n"
            "   nets: {q1: {top: {label: Top, codes: [\"4\", \"5\"], members: hidden}, low: [\"1\"]}}\n"
            "   computed: {gap: {label: Gap, difference: [male, female]}}");
    assert_string_equal(t->title, "A title");
    assert_string_equal(t->subtitle, "Below");
    assert_string_equal(t->group, "G");
    assert_string_equal(t->unit, "interview");
    assert_string_equal(t->base, "sex = 'female'");
    assert_int_equal(t->by.n, 2);
    assert_string_equal(t->weight, "w");
    assert_int_equal(t->n_measures, 1);
    assert_string_equal(t->measure[0].name, "score");
    assert_int_equal(t->n_cells, 3);
    assert_int_equal(t->n_tests, 2);
    assert_int_equal(t->missing, REINTI_MISSING_EACH);
    assert_true(t->hide_empty_rows && t->hide_empty_columns);
    assert_string_equal(t->chart, "stacked100");
    assert_int_equal(t->n_notes, 2);
    assert_string_equal(t->ruleset, "strict");
    assert_true(t->exploratory && t->independent && t->frequencies && t->everybody && !t->clustered);
    assert_int_equal(t->n_renamed, 1);
    assert_true(t->subtotal_rows && !t->subtotal_columns && t->stats_in_rows);
    assert_string_equal(t->counted[0], "refused");
    assert_string_equal(t->sort_stat, "mean");
    assert_string_equal(t->sort_column, "male");
    assert_true(t->sort_ascending && t->letters.on && t->letters.against_rest);
    assert_close(t->letters.level[0], 0.1, 0);
    assert_close(t->letters.level[1], 0, 0);
    assert_close(t->letters.min_base, 20, 0);
    assert_int_equal(t->letters.adjust, REINTI_ADJUST_BH);
    assert_int_equal(t->letters.family, REINTI_FAMILY_TABLE);
    assert_int_equal(t->adjust, REINTI_ADJUST_HOLM);
    assert_int_equal(t->adjust_family, REINTI_FAMILY_PLAN);
    assert_close(t->precision.min_n, 30, 0);
    assert_close(t->precision.max_rse, 0.3, 0);
    assert_string_equal(t->design.psu, "village");
    assert_string_equal(t->design.lonely, "adjust");
    assert_int_equal(t->n_nets, 2);
    assert_true(t->net[0].hide_members && !t->net[1].hide_members);
    assert_int_equal(t->net[0].n_members, 2);
    assert_int_equal(t->n_computed, 1);
    assert_int_equal(t->computed[0].how, REINTI_DIFFERENCE);
    close_plan(&f);
}

static void
families_are_of_a_row_a_break_the_table_or_the_plan(void **state)
{
    static const struct {
        const char *word;
        reinti_family family;
    } cases[] = { { "row", REINTI_FAMILY_ROW },
                  { "banner", REINTI_FAMILY_BANNER },
                  { "table", REINTI_FAMILY_TABLE },
                  { "plan", REINTI_FAMILY_PLAN } };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        plan_file f;
        char keys[200];
        snprintf(keys, sizeof keys,
                 "rows: a\n   columns: b\n   letters: {family: %s}\n   adjust: {method: bh, family: %s}",
                 cases[i].word, i ? cases[i].word : "table"); /* of tests there is no family of a row */
        const reinti_plan_table *t = only_table(&f, keys);
        assert_int_equal(t->letters.family, cases[i].family);
        assert_int_equal(t->adjust_family, i ? cases[i].family : REINTI_FAMILY_TABLE);
        close_plan(&f);
    }
}

static void
missing_can_be_named(void **state)
{
    plan_file f;
    const reinti_plan_table *t;
    (void)state;
    t = only_table(&f, "rows: a\n   missing: {refused: no_answer, lost: gone}");
    assert_int_equal(t->missing, REINTI_MISSING_NAMED);
    assert_int_equal(t->n_missing, 2);
    assert_string_equal(t->missing_reason[1], "lost");
    assert_string_equal(t->missing_code[1], "gone");
    close_plan(&f);
}

static void
what_the_plan_says_holds_for_tables_that_say_nothing(void **state)
{
    plan_file f;
    (void)state;
    read_plan(
        &f, "reint: 1\nplan: {title: P, ruleset: strict, inference: exploratory, weight: w, letters: yes}\n"
            "nets: {q: {n: [a]}}\ntables:\n"
            " - {id: a, rows: q}\n - {id: b, rows: q, ruleset: tree, weight: v, letters: no, nets: none}\n");
    assert_int_equal(f.status, REINT_OK);
    assert_string_equal(f.plan.title, "P");
    assert_string_equal(f.plan.table[0].ruleset, "strict");
    assert_string_equal(f.plan.table[0].weight, "w");
    assert_true(f.plan.table[0].exploratory && f.plan.table[0].letters.on);
    assert_int_equal(f.plan.table[0].n_nets, 1);
    assert_string_equal(f.plan.table[1].ruleset, "tree");
    assert_string_equal(f.plan.table[1].weight, "v");
    assert_false(f.plan.table[1].letters.on);
    assert_int_equal(f.plan.table[1].n_nets, 0);
    close_plan(&f);
}

static void
nets_of_nets_hold_the_codes_of_all_once(void **state)
{
    static const char *const want[] = { "a", "b", "c" };
    plan_file f;
    const reinti_plan_table *t;
    (void)state;
    t = only_table(&f, "rows: q\n   nets: {q: {all: [first, b, c], first: [a, b]}}");
    assert_int_equal(t->net[0].n_members, 3);
    for (size_t i = 0; i < REINTI_LENGTH(want); i++)
        assert_string_equal(t->net[0].member[i], want[i]);
    close_plan(&f);
}

static void
derived_columns_are_bands_or_groups(void **state)
{
    plan_file f;
    (void)state;
    read_plan(&f, "reint: 1\nderive:\n"
                  "  age: {from: years, unit: person, cuts: [18, 30.5], bands: {child: Child, young: "
                  "\"18-30\", old: Old}}\n"
                  "  side: {from: form, label: Side, groups: {a: [x, y], b: {label: Bee, codes: z}}}\n"
                  "tables: [{id: t, rows: age}]\n");
    assert_int_equal(f.status, REINT_OK);
    assert_int_equal(f.plan.n_derived, 2);
    assert_close(f.plan.derived[0].cut[1], 30.5, 0);
    assert_int_equal(f.plan.derived[0].n_groups, 3);
    assert_string_equal(f.plan.derived[1].code[1], "b");
    assert_int_equal(f.plan.derived[1].n_members[0], 2);
    assert_string_equal(reinti_label_text(&f.plan.derived[1].group_label[1], "en"), "Bee");
    close_plan(&f);
}

/* ---- bad keys ------------------------------------------------------------------------------------------ */

typedef struct bad {
    const char *text;
    long line, column;
    const char *code, *words; /* words: in the finding's text */
} bad;

static void
check_bad(const bad *cases, size_t n, void (*read)(plan_file *, const char *))
{
    size_t lost = 0;

    for (size_t i = 0; i < n; i++) {
        plan_file f;
        bool found = false;
        read(&f, cases[i].text);
        for (size_t k = 0; k < reint_findings_count(f.findings); k++) {
            const reint_finding *x = reint_findings_get(f.findings, k);
            found = found || (x->line == cases[i].line && x->column == cases[i].column &&
                              !strcmp(x->code, cases[i].code) && strstr(x->text, cases[i].words));
        }
        if (!found || f.status != REINT_INPUT) {
            print_message("  %s\n", cases[i].text);
            print_findings(f.findings);
            print_message("  no finding %ld:%ld %s \"%s\"; status %d\n", cases[i].line, cases[i].column,
                          cases[i].code, cases[i].words, (int)f.status);
            lost++;
        }
        close_plan(&f);
    }
    assert_int_equal(lost, 0);
}

static void
a_bad_key_is_found_at_its_place(void **state)
{
    static const bad cases[] = {
        { "rwos: a", 4, 4, "unknown_key", "did you mean \"rows\"" },
        { "rows: a\n   titel: x", 5, 4, "unknown_key", "did you mean \"title\"" },
        { "rows: \"a ++ b\"", 4, 10, "bad_expression", "cannot be read at \"+ b\"" },
        { "rows: \"a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a > a "
          "> a > a > a > a > a\"",
          4, 10, "bad_expression", "nests more than 27" },
        { "rows: \"@nobody\"", 4, 10, "bad_expression", "there is no banner \"nobody\"" },
        { "rows: [a, b]", 4, 10, "not_a_scalar", "rows" },
        { "rows: a\n   columns: \"b >\"", 5, 13, "bad_expression", "columns" },
        { "rows: a\n   by: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, "
          "a]",
          5, 8, "too_many", "at most 27" },
        { "rows: a\n   cells: [count, percent]", 5, 19, "unknown_word", "percent" },
        { "rows: a\n   columns: b\n   tests: [chi]", 6, 12, "unknown_word", "did you mean \"chi2\"" },
        { "rows: a\n   totals: total", 5, 12, "unknown_word", "total" },
        { "rows: a\n   missing: every", 5, 13, "unknown_word", "each" },
        { "rows: a\n   chart: pie", 5, 11, "unknown_word", "bar" },
        { "content: gaps", 4, 13, "unknown_word", "did you mean \"gap\"" },
        { "rows: a\n   inference: yes", 5, 15, "unknown_word", "exploratory" },
        { "rows: a\n   assume: independent", 5, 12, "unknown_word", "independent_records" },
        { "rows: a\n   everybody: maybe", 5, 15, "not_a_flag", "everybody" },
        { "rows: a\n   hide_empty: some", 5, 16, "unknown_word", "rows" },
        { "rows: i\n   grid: {i: [q1..q0]}", 5, 14, "bad_grid", "no range" },
        { "rows: i\n   grid: {i: [q1..r9]}", 5, 14, "bad_grid", "no range" },
        { "rows: i\n   grid: {i: [q1], k: [q2]}", 5, 10, "bad_grid", "one name" },
        { "rows: a\n   letters: {levels: [0.01, 0.05]}", 5, 22, "bad_levels", "stricter" },
        { "rows: a\n   letters: {levels: [5]}", 5, 23, "out_of_range", "a level" },
        { "rows: a\n   letters: {level: [0.05]}", 5, 14, "unknown_key", "did you mean \"levels\"" },
        { "rows: a\n   adjust: {method: holm, family: row}", 5, 35, "unknown_word", "banner" },
        { "rows: a\n   letters: {family: tables}", 5, 22, "unknown_word", "did you mean \"table\"" },
        { "rows: a\n   adjust: hulm", 5, 12, "unknown_word", "did you mean \"holm\"" },
        { "rows: a\n   precision: {}", 5, 15, "empty", "min_n" },
        { "rows: a\n   precision: {min_n: -1}", 5, 23, "out_of_range", "min_n" },
        { "rows: a\n   design: {lonely_psu: fail}", 5, 12, "empty", "strata or psu" },
        { "rows: a\n   sort: counts", 5, 10, "unknown_word", "did you mean \"count\"" },
        { "rows: a\n   sort: {column: x}", 5, 10, "missing_key", "by" },
        { "rows: a\n   computed: {d: {difference: [a]}}", 5, 31, "bad_computed", "two codes" },
        { "rows: a\n   computed: {d: {difference: [a, b], sum: [a]}}", 5, 18, "bad_computed", "one of" },
        { "rows: a\n   nets: {q: {x: [y], y: [x]}}", 5, 18, "circle", "x > y > x" },
        { "rows: a\n   nets: {q: {x: [x]}}", 5, 18, "circle", "x > x" },
        { "rows: a\n   nets: {q: {x: {label: X}}}", 5, 18, "missing_key", "codes" },
        { "rows: a\n   nets: {q: [x]}", 5, 14, "not_a_map", "nets" },
        { "title: x", 3, 4, "no_rows", "rows" },
    };
    (void)state;
    check_bad(cases, REINTI_LENGTH(cases), read_table);
}

/* Each circle once, at the first of its nets; nothing is said of nets that only lead into one, or that would be empty. */
static void
a_circle_of_nets_is_told_once_and_nothing_beside_it(void **state)
{
    static const struct {
        const char *nets;
        size_t n;
        const char *circle[2];
    } cases[] = {
        { "x: [y], y: [x]", 1, { "x > y > x" } },
        { "x: [x]", 1, { "x > x" } },
        { "x: [y], y: [z], z: [y], w: [x, a]", 1, { "y > z > y" } },
        { "x: [y], y: [x, z], z: [y]", 2, { "x > y > x", "y > z > y" } },
        { "x: [y, z], y: [a], z: [y, a]", 0, { NULL } },
    };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char keys[200];
        plan_file f;
        snprintf(keys, sizeof keys, "rows: q\n   nets: {q: {%s}}", cases[i].nets);
        read_table(&f, keys);
        print_message("  %s\n", cases[i].nets);
        print_findings(f.findings);
        assert_int_equal(reint_findings_count(f.findings), cases[i].n);
        for (size_t k = 0; k < cases[i].n; k++) {
            assert_string_equal(reint_findings_get(f.findings, k)->code, "circle");
            assert_non_null(strstr(reint_findings_get(f.findings, k)->text, cases[i].circle[k]));
        }
        close_plan(&f);
    }
}

static void
what_cannot_be_together_is_refused(void **state)
{
    static const bad cases[] = {
        { "content: gap\n   rows: a", 5, 10, "contradiction", "content" },
        { "content: missing\n   tests: [chi2]", 5, 11, "contradiction", "content" },
        { "rows: a\n   totals: [none, row]", 5, 12, "contradiction", "none" },
        { "rows: a\n   cells: [median]", 5, 11, "contradiction", "mean" },
        { "rows: a\n   mean: [b, c, b]", 5, 10, "duplicate", "\"b\" is named twice" },
        { "rows: a\n   mean: {b: [mean, count]}", 5, 14, "bad_word",
          "\"count\" is no statistic of a number" },
        { "rows: a\n   mean: {b: []}", 5, 14, "empty", "has no statistic" },
        { "rows: a\n   mean: {b: mean}\n   cells: [sd]", 6, 11, "contradiction", "stand at the number" },
        { "rows: a\n   mean: [b, c]\n   sort: b.maen", 6, 10, "unknown_word", "did you mean \"mean\"" },
        { "rows: a\n   grid: {item: [q1]}", 5, 10, "contradiction", "rows" },
        { "rows: a\n   letters: true", 5, 13, "contradiction", "columns" },
        { "rows: a\n   tests: [chi2]", 5, 11, "contradiction", "columns" },
        { "rows: a\n   columns: b\n   tests: cmh", 6, 11, "contradiction", "strata, or layers (by)" },
        { "rows: a\n   columns: b\n   tests: chi2\n   strata: c", 7, 12, "contradiction", "over strata" },
        { "rows: a\n   columns: b\n   tests: chi2\n   assume: [clustered_records, independent_records]", 7,
          12, "contradiction", "not both" },
        { "rows: a\n   assume: frequency_weights", 5, 12, "contradiction", "needs a weight" },
        { "rows: a\n   weight: w\n   design: {strata: s}\n   assume: frequency_weights", 7, 12,
          "contradiction", "needs their psu" },
        { "rows: a\n   in_base: [x, y]\n   missing: {z: Z, y: Y}", 6, 13, "contradiction",
          "\"y\" is in the base" },
        { "rows: a\n   columns: b\n   adjust: holm", 6, 12, "contradiction", "no test" },
        { "rows: a\n   columns: b\n   tests: [chi2, fisher, chi2]", 6, 26, "duplicate_word",
          "twice in tests" },
        { "rows: a\n   cells: [count, count]", 5, 19, "duplicate_word", "twice in cells" },
    };
    (void)state;
    check_bad(cases, REINTI_LENGTH(cases), read_table);
}

static void
the_plan_around_the_tables_is_checked_too(void **state)
{
    static const bad cases[] = {
        { "reint: 2\ntables: [{id: a, rows: b}]\n", 1, 8, "not_an_integer", "from 1 to 1" },
        { "tables: [{id: a, rows: b}]\n", 1, 1, "missing_key", "reint" },
        { "reint: 1\n", 1, 1, "missing_key", "tables" },
        { "reint: 1\ntables: []\n", 2, 9, "empty", "table" },
        { "reint: 1\ntables: {id: a}\n", 2, 9, "not_a_list", "tables" },
        { "reint: 1\ntables: [{rows: b}]\n", 2, 10, "missing_key", "id" },
        { "reint: 1\ntables: [{id: a, rows: b}, {id: a, rows: c}]\n", 2, 33, "duplicate_id", "two tables" },
        { "reint: 1\nplan: {tilte: x}\ntables: [{id: a, rows: b}]\n", 2, 8, "unknown_key",
          "did you mean \"title\"" },
        { "reint: 1\nbaners: {}\ntables: [{id: a, rows: b}]\n", 2, 1, "unknown_key",
          "did you mean \"banners\"" },
        { "reint: 1\nbanners: {a: \"@b\", b: \"@a\"}\ntables: [{id: a, rows: \"@a\"}]\n", 3, 24,
          "bad_expression", "leads back to itself" },
        { "reint: 1\nbanners: {who: sex}\ntables: [{id: a, rows: \"@whom\"}]\n", 3, 24, "bad_expression",
          "did you mean \"who\"" },
        { "reint: 1\nderive: {x: {from: y, cuts: [3, 2], bands: {a: A, b: B, c: C}}}\ntables: [{id: a, rows: "
          "x}]\n",
          2, 33, "bad_cuts", "rise" },
        { "reint: 1\nderive: {x: {from: y, cuts: []}}\ntables: [{id: a, rows: x}]\n", 2, 29, "bad_cuts",
          "at least one" },
        { "reint: 1\nderive: {x: {from: y, cuts: [3], bands: {a: A}}}\ntables: [{id: a, rows: x}]\n", 2, 41,
          "bad_bands", "1 cuts make 2 bands" },
        { "reint: 1\nderive: {x: {cuts: [3], bands: {a: A, b: B}}}\ntables: [{id: a, rows: x}]\n", 2, 13,
          "missing_key", "from" },
        { "reint: 1\nderive: {x: {from: y, cuts: [3], groups: {a: [b]}}}\ntables: [{id: a, rows: x}]\n", 2,
          13, "contradiction", "one of them" },
        { "reint: 1\nraking: {x: {margins: {s: {m: 1}}}}\ntables: [{id: a, rows: b, weight: x, assume: "
          "frequency_weights}]\n",
          3, 46, "contradiction", "they are no frequency_weights" },
        { "reint: 1\nattrition: {variables: [s]}\ntables: [{id: a, rows: b, weight: attrition, assume: "
          "frequency_weights}]\n",
          3, 54, "contradiction", "they are no frequency_weights" },
        { "reint: 1\nraking: {x: {margin: {}}}\ntables: [{id: a, rows: x}]\n", 2, 14, "unknown_key",
          "did you mean \"margins\"" },
        { "reint: 1\nraking: {x: {}}\ntables: [{id: a, rows: x}]\n", 2, 13, "missing_key", "margins" },
        { "reint: 1\nraking: {x: {margins: {}}}\ntables: [{id: a, rows: x}]\n", 2, 23, "empty", "a margin" },
        { "reint: 1\nraking: {x: {margins: {s: {m: few}}}}\ntables: [{id: a, rows: x}]\n", 2, 31,
          "not_a_number", "a target" },
        { "reint: 1\nraking: {x: {margins: {s: {m: -1}}}}\ntables: [{id: a, rows: x}]\n", 2, 31,
          "out_of_range", "at least 0" },
        { "reint: 1\nraking: {x: {rounds: 0, margins: {s: {m: 1}}}}\ntables: [{id: a, rows: x}]\n", 2, 22,
          "not_an_integer", "from 1" },
        { "reint: 1\nderive: {x: {form: y, groups: {a: [b]}}}\ntables: [{id: a, rows: x}]\n", 2, 14,
          "unknown_key", "did you mean \"from\"" },
    };
    (void)state;
    check_bad(cases, REINTI_LENGTH(cases), read_plan);
}

static void
all_problems_are_told_in_one_run(void **state)
{
    plan_file f;
    (void)state;
    read_plan(&f, "reint: 1\ntables:\n - {id: a, rows: b, cells: [cuont]}\n - {id: b, rowz: b}\n - {id: c, "
                  "rows: \"x+\"}\n");
    assert_int_equal(f.status, REINT_INPUT);
    assert_int_equal(reint_findings_count_severity(f.findings, REINT_ERROR), 4); /* b has no rows, either */
    assert_non_null(strstr(f.err.text, "3 more"));
    close_plan(&f);
}

/* ---- the manual page ----------------------------------------------------------------------------------- */

static char *
read_page(void)
{
    reinti_bytes page;

    assert_int_equal(reinti_bytes_read(source_path("man/reint-plan.5"), 0, &page, NULL), REINT_OK);
    char *text = strndup(page.data, page.size);
    reinti_bytes_free(&page);
    assert_non_null(text);
    return text;
}

/* The lines between .nf and .fi behind the heading EXAMPLE, as a reader sees them. */
static char *
example_of(const char *page)
{
    const char *from = strstr(page, ".SH EXAMPLE");
    assert_non_null(from);
    from = strstr(from, ".nf\n");
    assert_non_null(from);
    from += 4;
    const char *to = strstr(from, "\n.fi");
    assert_non_null(to);
    char *out = calloc(1, (size_t)(to - from) + 2), *p = out;
    assert_non_null(out);
    for (const char *q = from; q < to; q++) {
        if (q[0] == '\\' && q[1] == '&')
            q++;
        else if (q[0] == '\\' && (q[1] == '-' || q[1] == 'e'))
            *p++ = *++q == '-' ? '-' : '\\';
        else
            *p++ = *q;
    }
    *p = '\n';
    return out;
}

static void
the_example_of_the_manual_page_is_a_plan(void **state)
{
    plan_file f;
    char *page = read_page(), *example = example_of(page);
    (void)state;
    read_plan(&f, example);
    if (f.status) {
        print_message("%s\n", example);
        print_findings(f.findings);
    }
    assert_int_equal(f.status, REINT_OK);
    assert_true(f.plan.n_tables >= 3);
    close_plan(&f);
    free(example);
    free(page);
}

/* Every word that the reader allows in a place stands in the manual page: asked for by giving a wrong one, which
 * lists what is allowed. */
static void
the_manual_page_names_every_key_and_word(void **state)
{
    static const char *const asks[] = {
        "reint: 1\nxx: 1\ntables: [{id: a, rows: b}]\n",
        "reint: 1\nplan: {xx: 1}\ntables: [{id: a, rows: b}]\n",
        "reint: 1\nderive: {d: {xx: 1}}\ntables: [{id: a, rows: b}]\n",
        "reint: 1\ntables: [{id: a, rows: b, xx: 1}]\n",
        "reint: 1\ntables: [{id: a, rows: b, cells: xx}]\n",
        "reint: 1\ntables: [{id: a, rows: b, totals: xx}]\n",
        "reint: 1\ntables: [{id: a, rows: b, missing: xx}]\n",
        "reint: 1\ntables: [{id: a, rows: b, chart: xx}]\n",
        "reint: 1\ntables: [{id: a, content: xx}]\n",
        "reint: 1\ntables: [{id: a, rows: b, assume: xx}]\n",
        "reint: 1\ntables: [{id: a, rows: b, letters: {xx: 1}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, letters: {adjust: xx}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, precision: {xx: 1}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, design: {xx: 1}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, design: {lonely_psu: xx}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, sort: {xx: 1}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, computed: {c: {xx: 1}}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, nets: {v: {n: {xx: 1}}}}]\n",
        "reint: 1\ntables: [{id: a, rows: b, adjust: {xx: 1}}]\n",
    };
    char *page = read_page();
    size_t n_words = 0;
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(asks); i++) {
        plan_file f;
        read_plan(&f, asks[i]);
        const char *list = NULL;
        for (size_t k = 0; !list && k < reint_findings_count(f.findings); k++)
            list = strstr(reint_findings_get(f.findings, k)->text, "allowed");
        if (!list) {
            print_findings(f.findings);
            fail_msg("%s: no list of what is allowed", asks[i]);
        }
        for (list += strlen("allowed"); *list;) {
            size_t n = strspn(list, "abcdefghijklmnopqrstuvwxyz0123456789_");
            char word[64];
            snprintf(word, sizeof word, "%.*s", (int)n, list);
            if (n > 1 && !strstr(page, word))
                fail_msg("reint-plan(5) does not tell of \"%s\" (%s)", word, asks[i]);
            n_words += n > 1;
            list += n ? n : 1;
        }
        close_plan(&f);
    }
    assert_true(n_words > 100);
    free(page);
}

/* The other way round: what the page sets as a key at the top of a paragraph is a key. */
static void
every_key_of_the_manual_page_is_one(void **state)
{
    char *page = read_page();
    const char *section = strstr(page, ".SH TABLES"), *end = section ? strstr(section, ".SH WHAT IS") : NULL;
    size_t n = 0;
    (void)state;
    assert_true(section && end);
    for (const char *p = strstr(section, ".TP\n"); p && p < end; p = strstr(p + 1, ".TP\n")) {
        char line[200];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(p + 4, "\n"), p + 4);
        for (const char *w = strchr(line, ' '); w && *w;) {
            w += strspn(w, " \",");
            size_t length = strcspn(w, " \",");
            plan_file f;
            char text[200];
            if (!length)
                break;
            snprintf(text, sizeof text, "reint: 1\ntables: [{id: a, rows: b, %.*s: xx}]\n", (int)length, w);
            read_plan(&f, text);
            for (size_t k = 0; k < reint_findings_count(f.findings); k++)
                if (!strcmp(reint_findings_get(f.findings, k)->code, "unknown_key"))
                    fail_msg("the page tells of \"%.*s\", which is no key of a table", (int)length, w);
            n++;
            close_plan(&f);
            w += length;
        }
    }
    assert_true(n >= 30);
    free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_parts_of_chains),
        cmocka_unit_test(banners_stand_for_their_expressions_within_each_other),
        cmocka_unit_test(grids_take_names_ranges_and_codes),
        cmocka_unit_test(totals_are_both_unless_said_otherwise),
        cmocka_unit_test(every_other_key_is_taken),
        cmocka_unit_test(families_are_of_a_row_a_break_the_table_or_the_plan),
        cmocka_unit_test(missing_can_be_named),
        cmocka_unit_test(what_the_plan_says_holds_for_tables_that_say_nothing),
        cmocka_unit_test(nets_of_nets_hold_the_codes_of_all_once),
        cmocka_unit_test(derived_columns_are_bands_or_groups),
        cmocka_unit_test(a_bad_key_is_found_at_its_place),
        cmocka_unit_test(a_circle_of_nets_is_told_once_and_nothing_beside_it),
        cmocka_unit_test(what_cannot_be_together_is_refused),
        cmocka_unit_test(the_plan_around_the_tables_is_checked_too),
        cmocka_unit_test(all_problems_are_told_in_one_run),
        cmocka_unit_test(the_example_of_the_manual_page_is_a_plan),
        cmocka_unit_test(the_manual_page_names_every_key_and_word),
        cmocka_unit_test(every_key_of_the_manual_page_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
