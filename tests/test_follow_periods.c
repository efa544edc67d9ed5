/* test_follow_periods.c -- persons by grant periods, worked out by hand; and the bounds beside a count of every way in which
 * partial dates can turn out. */
#include <config.h>

#include "frame_study.h"

#include "follow/panel.h"
#include "table/cells.h"

/* No waves anywhere.  Half a year of 2021 is in no period. */
static const char codebook[] = "reint: 1\n"
                               "study: {id: t, title: T, sampling: census, small_base: 5}\n"
                               "periods:\n"
                               "  - {id: p1, label: First, from: 2020-01, to: 2020-06}\n"
                               "  - {id: p2, label: Second, from: 2020-07, to: 2020-12}\n"
                               "  - {id: p3, label: Third, from: 2021-07, to: 2021-12}\n"
                               "missing: {refused: [97], not_stated: [\"\"]}\n"
                               "lists:\n"
                               "  sex: {male: Male, female: Female}\n"
                               "  kind: {care: Care, work: Work}\n"
                               "  source: {self: The person, relative: {label: A relative, own: no}}\n"
                               "forms:\n"
                               "  person:\n"
                               "    key: [person]\n"
                               "    variables: {person: {type: person}, sex: {label: Sex, list: sex}}\n"
                               "  help:\n"
                               "    key: [person, event]\n"
                               "    variables:\n"
                               "      event: {type: integer, min: 1, max: 99}\n"
                               "      started: {label: Start, type: date}\n"
                               "      ended: {label: End, type: date}\n"
                               "      kind: {label: Kind, list: kind}\n"
                               "      source: {label: Source, list: source}\n"
                               "  note:\n"
                               "    key: [person, event, line]\n"
                               "    variables: {event: {type: integer, min: 1, max: 99}, line: {type: "
                               "integer, min: 1, max: 9}, kind: {list: kind}}\n";

static const char *const persons[] = { "A|male", "B|female", "C|female", "D|male", "E|female", "F|!refused" };
/* A in the first and second; B once, April or later of 2020: first or second; C in the second and before all of them; D
 * without a date; E in the third, whether it counts cannot be told; a relative of B tells of a third; F has no sex. */
static const char *const helps[] = {
    "A|1|2020-02-01|~|care|self",       "A|2|2020-08|~|care|self",     "A|3|2020-09-30|~|work|self",
    "B|1|2020-04..2020-08|~|care|self", "B|2|2021-08|~|care|relative", "C|1|2019|~|care|self",
    "C|2|2020-12-31|~|care|self",       "D|1|!not_stated|~|care|self", "E|1|2021-07-01|~|!refused|self",
    "F|1|2020-01-01|2020-07|care|self",
};

static void
open_study(struct study *s)
{
    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "help", helps, REINTI_LENGTH(helps));
    study_frames(s);
}

static reint_follow *
open_panel(struct study *s)
{
    const reint_follow_options options = { .size = sizeof options, .by_period = 1 };
    reint_follow *f = NULL;

    assert_ok(reinti_follow_on(s->frames, &options, &f, ERR));
    return f;
}

static void
check(const char *what, size_t period, reint_follow_bounds got, size_t low, size_t high)
{
    if (got.low != low || got.high != high)
        fail_msg("%s in period %zu: %zu to %zu, want %zu to %zu", what, period + 1, got.low, got.high, low,
                 high);
}

static void
each_person_counts_once_and_is_new_once(void **state)
{
    static const size_t want[3][10] = {
        /* facts    persons  new      continuing cumulative */
        { 1, 3, 1, 3, 1, 3, 0, 0, 1, 3 }, /* A; perhaps B, D */
        { 2, 4, 2, 4, 1, 3, 1, 1, 3, 4 }, /* A again; C; B or D */
        { 0, 2, 0, 2, 0, 2, 0, 0, 3, 5 }, /* perhaps D, E */
    };
    struct study s;
    reint_follow_periods p;
    (void)state;

    open_study(&s);
    reint_follow *f = open_panel(&s);
    const reint_follow_happened q = {
        .size = sizeof q, .form = "help", .condition = "kind = 'care'", .group = "sex"
    };
    assert_ok(reint_follow_by_period(f, &q, &p, ERR));
    assert_int_equal(p.n_groups, 2);
    assert_int_equal(p.no_group, 1); /* F */
    assert_int_equal(p.n_others, 1); /* the relative's word of B */
    const reint_follow_happened all = { .size = sizeof all,
                                        .form = "help",
                                        .condition = "kind = 'care' AND person <> 'F'" };
    assert_ok(reint_follow_by_period(f, &all, &p, ERR));
    for (size_t i = 0; i < 3; i++) {
        check("facts", i, p.period[i].facts, want[i][0], want[i][1]);
        check("persons", i, p.period[i].persons, want[i][2], want[i][3]);
        check("new", i, p.period[i].first, want[i][4], want[i][5]);
        check("continuing", i, p.period[i].continuing, want[i][6], want[i][7]);
        check("cumulative", i, p.period[i].cumulative, want[i][8], want[i][9]);
    }
    static const size_t kinds[REINT_N_FACT_KINDS] = { [REINT_FACT_PLACED] = 3,
                                                      [REINT_FACT_OUTSIDE] = 1,
                                                      [REINT_FACT_UNPLACED] = 1,
                                                      [REINT_FACT_UNDATED] = 1,
                                                      [REINT_FACT_UNTOLD] = 1 };
    for (size_t k = 0; k < REINT_N_FACT_KINDS; k++)
        assert_int_equal(p.placed[k].facts, kinds[k]);
    assert_int_equal(p.placed[REINT_FACT_PLACED].persons, 2);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- every way in which it can turn out ------------------------------------------------------------------- */

enum { WAYS = 4, MOST_FACTS = 4, CASES = 300 }; /* three periods, or none */

static const struct {
    const char *date;
    unsigned may; /* bits of the periods, 8: in none */
} dates[] = {
    { "2020-03-01", 1 },
    { "2020-08", 2 },
    { "2021-09", 4 },
    { "2019", 8 },
    { "2020", 1 | 2 },
    { "2020-05..2021-07", 15 },
    { "2020-12..2021-08", 2 | 4 | 8 },
    { "2021", 4 | 8 },
    { "2019-12..2020-02", 1 | 8 },
    { "!not_stated", 15 },
};

/* Least and greatest of each of the four over all ways. */
static void
try_all(const size_t *date, size_t n, size_t low[3][4], size_t high[3][4])
{
    for (size_t i = 0; i < 12; i++) {
        low[i / 4][i % 4] = 1;
        high[i / 4][i % 4] = 0;
    }
    for (size_t way = 0; way < (size_t)1 << 2 * n; way++) {
        unsigned in = 0;
        bool allowed = true;
        for (size_t k = 0; k < n; k++) {
            unsigned at = way >> 2 * k & 3;
            allowed = allowed && dates[date[k]].may >> at & 1;
            in |= at < 3 ? 1u << at : 0;
        }
        for (size_t p = 0; allowed && p < 3; p++) {
            bool here = in >> p & 1, before = in & ((1u << p) - 1);
            const size_t is[4] = { here, here && !before, here && before, here || before };
            for (size_t c = 0; c < 4; c++) {
                low[p][c] = is[c] < low[p][c] ? is[c] : low[p][c];
                high[p][c] = is[c] > high[p][c] ? is[c] : high[p][c];
            }
        }
    }
}

static void
bounds_are_those_of_every_way_it_can_turn_out(void **state)
{
    static char row[CASES * MOST_FACTS][64], person[CASES][16];
    const char *rows[CASES * MOST_FACTS], *people[CASES];
    size_t n_rows = 0, sum[3][4][2] = { 0 };
    unsigned random = 12345;
    struct study s;
    reint_follow_periods p;
    (void)state;

    for (size_t i = 0; i < CASES; i++) {
        size_t date[MOST_FACTS], low[3][4], high[3][4], n = 1 + i % MOST_FACTS;
        snprintf(person[i], sizeof person[i], "P%03zu|male", i);
        people[i] = person[i];
        for (size_t k = 0; k < n; k++, n_rows++) {
            random = random * 1103515245u + 12345u;
            date[k] = (random >> 16) % REINTI_LENGTH(dates);
            snprintf(row[n_rows], sizeof row[0], "P%03zu|%zu|%s|~|care|self", i, k + 1, dates[date[k]].date);
            rows[n_rows] = row[n_rows];
        }
        try_all(date, n, low, high);
        for (size_t c = 0; c < 12; c++) {
            sum[c / 4][c % 4][0] += low[c / 4][c % 4];
            sum[c / 4][c % 4][1] += high[c / 4][c % 4];
        }
    }
    study_create(&s, codebook);
    study_fill(&s, "person", people, CASES);
    study_fill(&s, "help", rows, n_rows);
    study_frames(&s);
    reint_follow *f = open_panel(&s);
    assert_ok(reint_follow_by_period(
        f, &(reint_follow_happened){ .size = sizeof(reint_follow_happened), .form = "help" }, &p, ERR));
    for (size_t i = 0; i < 3; i++) {
        check("persons", i, p.period[i].persons, sum[i][0][0], sum[i][0][1]);
        check("new", i, p.period[i].first, sum[i][1][0], sum[i][1][1]);
        check("continuing", i, p.period[i].continuing, sum[i][2][0], sum[i][2][1]);
        check("cumulative", i, p.period[i].cumulative, sum[i][3][0], sum[i][3][1]);
    }
    reint_follow_free(f);
    study_free(&s);
}

/* ---- the column ------------------------------------------------------------------------------------------- */

static const char *
code_at(const reinti_column *c, size_t row)
{
    return c->category[reinti_column_category(c, row)].code;
}

static void
a_date_has_its_period_in_any_table(void **state)
{
    static const struct {
        const char *code;
        unsigned possible;
    } want[] = { { "p1", 1 },      { "p2", 2 }, { "p2", 2 },         { "undetermined", 3 }, { "p3", 4 },
                 { "outside", 8 }, { "p2", 2 }, { "not_stated", 0 }, { "p3", 4 },           { "p1", 1 } };
    const reinti_column *c = NULL;
    const int8_t *holds = NULL;
    struct study s;
    (void)state;

    open_study(&s);
    reinti_frame *help = study_frame(&s, "help");
    c = study_column(help, "started.period");
    assert_int_equal(c->n_valid, 4);
    assert_string_equal(reinti_label_text(&c->label, NULL), "Start: period");
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        assert_string_equal(code_at(c, i), want[i].code);
        assert_int_equal(c->possible[i], want[i].possible);
        assert_string_equal(code_at(study_column(help, "period"), i), want[i].code); /* the first date */
    }
    assert_string_equal(code_at(study_column(help, "ended_period"), 9), "p2");
    assert_string_equal(code_at(study_column(help, "ended_period"), 0), "absent"); /* nothing stored */
    assert_ok(reinti_frame_condition(help, "started_period = 'p2'", &holds, ERR));
    assert_int_equal(holds[1], 1);
    assert_int_equal(holds[0], 0);
    assert_int_equal(holds[3], -1); /* the first or the second */

    /* a parent's date is carried over only when it is named */
    reinti_frame *note = study_frame(&s, "note");
    assert_int_equal(reinti_frame_column(note, "period", &c, ERR), REINT_ARGUMENT);
    assert_ok(reinti_frame_column(note, "started_period", &c, ERR));
    assert_int_equal(reinti_frame_column(help, "kind_period", &c, ERR), REINT_ARGUMENT); /* no date */
    study_free(&s);
}

/* ---- what cannot be answered ------------------------------------------------------------------------------ */

static void
what_has_no_period_is_refused_with_the_reason(void **state)
{
    static const struct {
        reint_follow_happened q;
        const char *says;
    } cases[] = {
        { { .form = "hepl" }, "no form \"hepl\"" },
        { { .form = "person" }, "form \"person\" has no date" },
        { { .form = "help", .date = "kind" }, "form \"help\" has no date \"kind\"" },
        { { .form = "help", .condition = "knd = 'care'" }, "knd" },
        { { .form = "help", .group = "person" }, "person is text" },
        { { .form = NULL }, "name the form" },
    };
    static const reint_follow_options wrong[] = { { .by_period = 1, .waves = "w1" },
                                                  { .by_period = 1, .same_people = 1 },
                                                  { .by_period = 1, .seen = "1" },
                                                  { .by_period = 0 } };
    reint_follow_periods p;
    struct study s;
    (void)state;

    open_study(&s);
    reint_follow *f = open_panel(&s);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_follow_happened q = cases[i].q;
        q.size = sizeof q;
        assert_int_equal(reint_follow_by_period(f, &q, &p, ERR), REINT_ARGUMENT);
        if (!strstr(ERR->text, cases[i].says))
            fail_msg("\"%s\" is not in: %s", cases[i].says, ERR->text);
    }
    reint_follow_free(f);
    for (size_t i = 0; i < REINTI_LENGTH(wrong); i++) {
        reint_follow_options o = wrong[i];
        o.size = sizeof o;
        assert_int_equal(reinti_follow_on(s.frames, &o, &f, ERR), REINT_ARGUMENT);
        assert_null(f);
    }
    study_free(&s);

    study_create(
        &s,
        "reint: 1\nstudy: {id: t, sampling: census}\nforms: {person: {key: [person]}, help: {key: [person, "
        "event], variables: {event: {type: integer, max: 9}, date: {type: date}}}}\n");
    study_fill(&s, "person", (const char *const[]){ "A" }, 1);
    study_frames(&s);
    f = open_panel(&s);
    assert_int_equal(
        reint_follow_by_period(
            f, &(reint_follow_happened){ .size = sizeof(reint_follow_happened), .form = "help" }, &p, ERR),
        REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "the codebook has no periods"));
    reint_follow_free(f);
    study_free(&s);
}

/* ---- the table -------------------------------------------------------------------------------------------- */

static void
the_table_says_where_every_fact_lies(void **state)
{
    const reint_follow_request q = {
        .size = sizeof q, .what = "periods", .variable = "help", .date = "started", .event = "kind = 'care'"
    };
    static const struct {
        const char *row;
        double value, low, high; /* facts */
    } want[] = { { "p1", 2, 2, 4 },      { "p2", 2, 2, 4 },       { "p3", 0, 0, 2 },
                 { "outside", 1, 1, 1 }, { "unplaced", 1, 1, 1 }, { "undated", 1, 1, 1 },
                 { "untold", 1, 1, 1 } };
    reint_report *r = NULL;
    struct study s;
    (void)state;

    open_study(&s);
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    const reinti_table *t = r->table[0];
    assert_int_equal(t->n_rows, REINTI_LENGTH(want));
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        const reinti_cell *cell = reinti_table_cell(t, 0, i, 0, 0);
        assert_string_equal(t->row[i].code, want[i].row);
        assert_close(cell->value, want[i].value, 0);
        assert_close(cell->low, want[i].low, 0);
        assert_close(cell->high, want[i].high, 0);
    }
    assert_int_equal(reinti_table_cell(t, 0, 3, 2, 0)->state,
                     REINTI_CELL_NOT_APPLICABLE); /* nobody is new outside */
    assert_string_equal(t->base,
                        "all available: 6 persons; records of \"help\" by the date \"Start\"; Kind: Care");
    reint_report_free(r);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_person_counts_once_and_is_new_once),
        cmocka_unit_test(bounds_are_those_of_every_way_it_can_turn_out),
        cmocka_unit_test(a_date_has_its_period_in_any_table),
        cmocka_unit_test(what_has_no_period_is_refused_with_the_reason),
        cmocka_unit_test(the_table_says_where_every_fact_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
