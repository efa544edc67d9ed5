/* test_follow_time.c -- time to an event: what becomes of every person, by hand; the curves by R (survival). */
#include <config.h>

#include "follow_study.h"

#include "table/cells.h"

#define MONTHS(days) ((days) / 30.4375)

static void
fill(struct study *s, const char *const *contacts, size_t n)
{
    study_create(s, follow_codebook);
    study_fill(s, "person", follow_persons, 6);
    study_fill(s, "interview", follow_interviews, REINTI_LENGTH(follow_interviews));
    if (n)
        study_fill(s, "contact", contacts, n);
    study_frames(s);
}

static void
assert_time(const reint_follow_times *t, size_t i, double left, double right)
{
    assert_true(i < t->n);
    assert_close(t->left[i], MONTHS(left), 1e-12);
    assert_close(t->right[i], MONTHS(right), 1e-12);
}

static void
a_record_is_an_event_at_its_date(void **state)
{
    static const char *const contacts[] = {
        "A|1|2020-03-01|visit",    "A|2|2020-02-01|call",
        "A|3|2020-04-01|visit",    /* the earliest visit: 60 days */
        "C|1|2020-05|visit",       /* some day in May */
        "D|1|2019-12-01|visit",    /* before it begins */
        "F|1|2020-04-01|!refused", /* a visit or not */
    };
    struct study s;
    reint_follow_times t;
    const reint_follow_event q = { .size = sizeof q, .form = "contact", .event = "kind = 'visit'" };
    (void)state;

    fill(&s, contacts, REINTI_LENGTH(contacts));
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_time(f, &q, &t, ERR));
    assert_int_equal(t.n, 4);
    assert_int_equal(t.events, 2);
    assert_int_equal(t.intervals, 1);
    assert_int_equal(t.already, 1);
    assert_int_equal(t.untold, 1);
    assert_time(&t, 0, 60, 60);
    assert_time(&t, 1, 135.5, INFINITY); /* B: watched until the middle of June */
    assert_time(&t, 2, 120, 151);        /* C: after 30 April, on 31 May at the latest */
    assert_time(&t, 3, 31,
                INFINITY); /* E: from the first to the last date, whatever the order of the waves */
    reint_follow_free(f);
    study_free(&s);
}

static void
an_uncertain_record_matters_only_if_it_may_come_first(void **state)
{
    static const char *const contacts[] = { "A|1|2020-03-01|visit", "A|2|2020-06-01|!refused",
                                            "B|1|2020-05-01|visit", "B|2|2020-04-01|!refused" };
    struct study s;
    reint_follow_times t;
    const reint_follow_event q = { .size = sizeof q, .form = "contact", .event = "kind = 'visit'" };
    (void)state;

    fill(&s, contacts, REINTI_LENGTH(contacts));
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_time(f, &q, &t, ERR));
    assert_int_equal(t.untold, 1); /* B */
    assert_time(&t, 0, 60, 60);
    reint_follow_free(f);
    study_free(&s);
}

static void
a_state_came_between_two_interviews(void **state)
{
    struct study s;
    reint_follow_times t;
    const reint_follow_event q = { .size = sizeof q, .event = "work = 'job'" };
    (void)state;

    fill(&s, NULL, 0);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_time(f, &q, &t, ERR));
    assert_int_equal(t.n, 3);
    assert_time(&t, 0, 182, 365);        /* A: casual in July, a job at the end of December */
    assert_time(&t, 1, 135.5, INFINITY); /* B */
    assert_time(&t, 2, 0, INFINITY);     /* D: seen once */
    assert_int_equal(t.already, 1);      /* C had one at the first interview */
    assert_int_equal(t.reversed, 1);     /* E */
    assert_int_equal(t.untold, 1);       /* F refused to say */
    reint_follow_free(f);
    study_free(&s);
}

static void
contact_is_lost_by_the_time_of_the_next_wave(void **state)
{
    static const char *const contacts[] = { "D|1|2020-09-01|call" };
    struct study s;
    reint_follow_times t;
    const reint_follow_event q = { .size = sizeof q, .event = "loss" };
    (void)state;

    fill(&s, contacts, 1);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_time(f, &q, &t, ERR));
    assert_int_equal(t.n, 6);
    assert_int_equal(t.events, 3);
    assert_time(&t, 0, 365, INFINITY); /* A */
    assert_time(&t, 1, 135.5, 334);    /* B: by 31 December, the median of the third wave */
    assert_time(&t, 2, 366, INFINITY); /* C came back */
    assert_time(&t, 3, 123, 244);      /* D: heard of in September, after the second wave: by the third */
    assert_time(&t, 4, 31, INFINITY);  /* E */
    assert_time(&t, 5, 0, 305);        /* F: the second was not yet due */
    reint_follow_free(f);
    study_free(&s);
}

static void
the_origin_may_be_another_date_and_groups_are_of_persons(void **state)
{
    static const char *const contacts[] = { "A|1|2019-12-02|call", "B|1|2020-01-02|call",
                                            "B|2|2020-03-02|call" };
    struct study s;
    reint_follow_times t;
    reint_follow_event q = {
        .size = sizeof q, .event = "work = 'job'", .origin = "contact.date", .group = "sex"
    };
    (void)state;

    fill(&s, contacts, 3);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_time(f, &q, &t, ERR));
    assert_int_equal(t.n, 2);
    assert_int_equal(t.no_origin, 4);
    assert_int_equal(t.n_groups, 2);
    assert_time(&t, 0, 212, 395);
    assert_time(&t, 1, 165.5, INFINITY); /* from the earlier of the two */
    assert_string_equal(t.code[t.group[0]], "male");
    assert_string_equal(t.code[t.group[1]], "female");
    q.group = "years";
    assert_int_equal(reint_follow_time(f, &q, &t, ERR), REINT_ARGUMENT);
    q = (reint_follow_event){ .size = sizeof q, .form = "cantact" };
    assert_int_equal(reint_follow_time(f, &q, &t, ERR), REINT_ARGUMENT);
    q = (reint_follow_event){ .size = sizeof q, .form = "contact", .date = "kind" };
    assert_int_equal(reint_follow_time(f, &q, &t, ERR), REINT_ARGUMENT);
    q = (reint_follow_event){ .size = sizeof q };
    assert_int_equal(reint_follow_time(f, &q, &t, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static double
number(const reinti_table *t, size_t layer, const char *id)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (t->test[i].layer == layer && !strcmp(t->test[i].id, id))
            return t->test[i].value;
    fail_msg("no %s", id);
    return 0;
}

/* Eight people seen on 1 January 2020 and again on 31 December (365 days), with visits by the numbers below.
 * R: time <- c(30, 90, 90, 200, 365, 40, 300, 365); status <- c(1, 1, 1, 1, 0, 1, 1, 0); sex <- rep(1:2, c(5, 3))
 *    survfit(Surv(time / 30.4375, status) ~ sex); survdiff(...) */
static void
curves_and_their_comparison_are_those_of_r(void **state)
{
    static const char *const persons[] = { "A|male", "B|male",   "C|male",   "D|male",
                                           "E|male", "F|female", "G|female", "H|female" };
    static const char *const visits[] = { "A|1|2020-01-31|visit", "B|1|2020-03-31|visit",
                                          "C|1|2020-03-31|visit", "D|1|2020-07-19|visit",
                                          "F|1|2020-02-10|visit", "G|1|2020-10-27|visit" };
    static char row[16][64];
    const char *rows[16];
    struct study s;
    reint_report *r = NULL;
    (void)state;

    for (size_t i = 0; i < 16; i++) {
        snprintf(row[i], sizeof row[i], "%c|w%zu|complete|%s|~|~|~|~|~", (char)('A' + i / 2), 1 + i % 2,
                 i % 2 ? "2020-12-31" : "2020-01-01");
        rows[i] = row[i];
    }
    study_create(&s, follow_codebook);
    study_fill(&s, "person", persons, 8);
    study_fill(&s, "interview", rows, 16);
    study_fill(&s, "contact", visits, 6);
    const reint_follow_request q = { .size = sizeof q,
                                     .what = "time",
                                     .waves = "w1,w2",
                                     .form = "contact",
                                     .event = "kind = 'visit'",
                                     .by = "sex",
                                     .tests = "logrank" };
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    const reinti_table *t = r->table[1]; /* at every time */
    assert_int_equal(t->n_layers, 2);
    static const double want[2][7] = {
        /* 0, 30, 40, 90, 200, 300 (, no fall at 365) */
        { 1, 0.8, 0.8, 0.4, 0.2, 0.2 },
        { 1, 1, 2.0 / 3, 2.0 / 3, 2.0 / 3, 1.0 / 3 },
    };
    assert_int_equal(t->n_rows, 6);
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < 6; i++)
            assert_close(reinti_table_cell(t, g, i, 0, 2)->value, want[g][i], 1e-12);
    assert_close(reinti_table_cell(t, 0, 3, 0, 0)->value, 2, 0); /* D and E are watched after 90 days */
    assert_close(reinti_table_cell(t, 0, 3, 0, 1)->value, 3, 0);
    assert_close(reinti_table_cell(t, 0, 3, 0, 3)->value, 0.1367217803890508, 1e-9);
    assert_close(reinti_table_cell(t, 0, 3, 0, 4)->value, 1, 1e-9);
    assert_close(number(t, 0, "median"), 90 / 30.4375, 1e-12);
    assert_close(number(t, 1, "median"), 300 / 30.4375, 1e-12);
    assert_close(number(t, 0, "rmean"), 5.092402464065708, 1e-9);
    assert_close(number(t, 1, "logrank"), 0.3103534271974666, 1e-9);
    assert_close(number(t, 1, "logrank_p"), 0.5774633892525424, 1e-9);
    const reinti_table *round = r->table[0];
    assert_string_equal(round->chart.kind, "line");
    assert_close(reinti_table_cell(round, 0, 3, 0, 2)->value, 0.4, 1e-12); /* after three months */
    assert_string_equal(r->table[2]->id, "follow-lifetable");
    reint_report_free(r);
    /* R: survfit(..., conf.type = "plain"), at 90 days 0.4 with standard error 0.4 sqrt(1/20 + 2/8) */
    reint_follow_request plain = q;
    plain.limits = "plain";
    plain.horizon = 5; /* area by hand: 30 days of 1, 60 of 0.8, the rest of 0.4 */
    assert_ok(reint_follow_report(s.study, &plain, &r, ERR));
    t = r->table[1];
    assert_close(reinti_table_cell(t, 0, 3, 0, 3)->value, 0, 1e-12);
    assert_close(reinti_table_cell(t, 0, 3, 0, 4)->value, 0.4 + 1.959963984540054 * 0.4 * sqrt(0.3), 1e-9);
    assert_close(number(t, 0, "rmean_tau"), 5, 0);
    assert_close(number(t, 0, "rmean"), (30 + 0.8 * 60 + 0.4 * (5 * 30.4375 - 90)) / 30.4375, 1e-9);
    reint_report_free(r);
    study_free(&s);
}

static void
no_event_has_a_curve_at_1_and_no_median(void **state)
{
    struct study s;
    reint_report *r = NULL;
    const reint_follow_request q = { .size = sizeof q, .what = "time", .waves = "w1,w2", .form = "contact" };
    (void)state;

    fill(&s, NULL, 0);
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    const reinti_table *t = r->table[0];
    assert_close(number(t, 0, "events"), 0, 0);
    assert_close(number(t, 0, "median"), NAN, 0);
    assert_close(reinti_table_cell(t, 0, 1, 0, 2)->value, 1, 0);
    reint_report_free(r);
    study_free(&s);
}

static void
between_the_ends_of_an_interval_both_heights_are_given(void **state)
{
    struct study s;
    reint_report *r = NULL;
    const reint_follow_request q = {
        .size = sizeof q, .what = "time", .waves = "w1,w2,w3", .event = "work = 'job'"
    };
    (void)state;

    fill(&s, NULL, 0);
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    const reinti_table *t =
        r->table[0]; /* A's interval: months 5.98 to 11.99; the others are free of it till 4.5, 0 */
    assert_true(t->show_bounds);
    for (size_t i = 0; i < t->n_rows; i++) {
        const reinti_cell *c = reinti_table_cell(t, 0, i, 0, 2);
        double months = (double)i;
        assert_close(c->low, months < 182 / 30.4375 ? 1 : 0, 1e-9);
        assert_close(c->high, months < 365 / 30.4375 ? 1 : 0, 1e-9);
    }
    assert_close(number(t, 0, "median_from"), 182 / 30.4375, 1e-12);
    assert_close(number(t, 0, "median_to"), 365 / 30.4375, 1e-12);
    assert_int_equal(r->n_tables, 2); /* no life table: in which row A's event falls cannot be told */
    reint_report_free(r);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_an_event_at_its_date),
        cmocka_unit_test(an_uncertain_record_matters_only_if_it_may_come_first),
        cmocka_unit_test(a_state_came_between_two_interviews),
        cmocka_unit_test(contact_is_lost_by_the_time_of_the_next_wave),
        cmocka_unit_test(the_origin_may_be_another_date_and_groups_are_of_persons),
        cmocka_unit_test(curves_and_their_comparison_are_those_of_r),
        cmocka_unit_test(no_event_has_a_curve_at_1_and_no_median),
        cmocka_unit_test(between_the_ends_of_an_interval_both_heights_are_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
