/* test_follow_model.c -- models of change, what those lost could change, groups of sequences: what is refused, and why;
 * small cases by hand.
 *
 * The estimates themselves are compared with R in test_follow_panel.c. */
#include <config.h>

#include "follow_study.h"

#include "table/cells.h"

/* One kind of person: answers at two waves ("" = not interviewed), and how many of them. */
typedef struct kind {
    const char *sex, *first, *second;
    int n;
} kind;

static const char *codebook_text = follow_codebook;

static void
make_study(struct study *s, const kind *kinds, size_t n_kinds)
{
    static char person[300][24], row[600][64];
    const char *persons[300], *rows[600];
    size_t n = 0, n_rows = 0;

    for (size_t k = 0; k < n_kinds; k++)
        for (int i = 0; i < kinds[k].n; i++, n++) {
            snprintf(person[n], sizeof person[n], "P%03zu|%s", n, kinds[k].sex);
            persons[n] = person[n];
            for (int w = 0; w < 2; w++) {
                const char *answer = w ? kinds[k].second : kinds[k].first;
                snprintf(row[n_rows], sizeof row[0], "P%03zu|w%d|%s|%s|~|~|%s|%zu|~", n, w + 1,
                         *answer ? "complete" : "lost",
                         !*answer ? "~"
                         : w      ? "2020-07-01"
                                  : "2020-01-01",
                         *answer ? answer : "~", 10 + (n * 7) % 5);
                rows[n_rows] = row[n_rows];
                n_rows++;
            }
        }
    study_create(s, codebook_text);
    study_fill(s, "person", persons, n);
    study_fill(s, "interview", rows, n_rows);
    study_frames(s);
}

static const char *const wave[] = { "wave" }, *const sex[] = { "sex" };

static reint_follow_fit
fit_of(const kind *kinds, size_t n, const reint_follow_regression *m)
{
    struct study s;
    reint_follow_fit fit;

    make_study(&s, kinds, n);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_regress(f, m, &fit, ERR));
    for (size_t j = 0; j < fit.n_terms && fit.refused; j++) /* no number that looks like an estimate */
        assert_close(fit.term[j].beta, NAN, 0);
    static reint_follow_term kept[4]; /* the terms go with the panel */
    assert_true(fit.n_terms <= REINTI_LENGTH(kept));
    if (fit.n_terms)
        memcpy(kept, fit.term, fit.n_terms * sizeof *kept);
    fit.term = kept;
    reint_follow_free(f);
    study_free(&s);
    return fit;
}

static void
a_model_that_the_data_cannot_bear_is_refused_with_the_reason(void **state)
{
    static const struct {
        kind kinds[3];
        const char *const *on;
        int conditional;
        const char *why;
    } cases[] = {
        { { { "male", "no", "yes", 4 }, { "female", "no", "no", 4 } }, wave, 0, "too few persons" },
        { { { "male", "no", "no", 20 }, { "female", "no", "no", 20 } }, wave, 0, "always the same" },
        { { { "male", "yes", "no", 20 }, { "male", "no", "no", 20 } }, sex, 0, "do not vary" },
        { { { "male", "no", "yes", 3 }, { "female", "no", "no", 20 } }, wave, 0, "so many parameters" },
        { { { "male", "yes", "yes", 20 }, { "female", "no", "no", 20 } }, sex, 0, "separated" },
        /* nobody at the first wave, some at the second */
        { { { "male", "no", "yes", 12 }, { "female", "no", "no", 12 } }, wave, 0, "separated" },
        { { { "male", "no", "yes", 15 }, { "female", "yes", "yes", 12 } }, wave, 1, "separated" },
        { { { "male", "no", "yes", 6 }, { "female", "yes", "yes", 40 } }, wave, 1, "whose answers differ" },
        { { { "male", "no", "yes", 15 }, { "female", "yes", "no", 15 } }, sex, 1, "do not vary within" },
        { { { "!refused", "no", "yes", 15 }, { "!refused", "yes", "no", 15 } }, sex, 0, "no record has" },
    };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const reint_follow_regression m = { .size = sizeof m,
                                            .outcome = "yes",
                                            .n_variables = 1,
                                            .variable = cases[i].on,
                                            .conditional = cases[i].conditional };
        reint_follow_fit fit = fit_of(cases[i].kinds, cases[i].kinds[1].sex ? 2 : 1, &m);
        print_message("  %s: %s\n", cases[i].why, fit.refused ? fit.refused : "fitted");
        assert_non_null(fit.refused);
        assert_non_null(strstr(fit.refused, cases[i].why));
    }
}

/* 12 no-yes and 5 yes-no of 40: within persons exp(beta) is 12/5 (McNemar's), s.e. sqrt(1/12 + 1/5); in the equations,
 * saturated, the log odds ratio of 27 of 40 against 20 of 40, whatever the working correlation. */
static void
two_waves_have_closed_forms(void **state)
{
    static const kind kinds[] = {
        { "male", "no", "yes", 12 }, { "male", "yes", "no", 5 }, { "female", "yes", "yes", 15 },
        { "female", "no", "no", 8 }, { "female", "yes", "", 3 },
    };
    reint_follow_regression m = { .size = sizeof m, .outcome = "yes", .n_variables = 1, .variable = wave };
    (void)state;

    m.conditional = 1;
    reint_follow_fit fit = fit_of(kinds, 5, &m);
    assert_null(fit.refused);
    assert_int_equal(fit.informative, 17);
    assert_int_equal(fit.persons, 43);
    assert_int_equal(fit.records, 83);
    assert_close(fit.events_per_parameter, 17, 0);
    assert_close(fit.term[0].beta, log(12.0 / 5), 1e-12);
    assert_close(fit.term[0].se[REINT_ERRORS_NAIVE], sqrt(1.0 / 12 + 1.0 / 5), 1e-12);
    m.conditional = 0;
    fit = fit_of(kinds, 4, &m);
    assert_null(fit.refused);
    assert_int_equal(fit.events, 47);
    assert_close(fit.events_per_parameter, 33, 0); /* the rarer answer */
    assert_close(fit.term[1].beta, log(27.0 / 13) - log(20.0 / 20), 1e-10);
    m.exchangeable = 1;
    fit = fit_of(kinds, 4, &m);
    assert_close(fit.term[1].beta, log(27.0 / 13), 1e-10);
    /* delta method, by hand: var = 1/(n p1 q1) + 1/(n p2 q2) - 2 cov/(n p1 q1 p2 q2), cov = p11 - p1 p2 */
    double p1 = 20.0 / 40, p2 = 27.0 / 40, v1 = p1 * (1 - p1), v2 = p2 * (1 - p2), cov = 15.0 / 40 - p1 * p2;
    assert_close(fit.term[1].se[REINT_ERRORS_ROBUST], sqrt((1 / v1 + 1 / v2 - 2 * cov / (v1 * v2)) / 40),
                 1e-9);
    assert_true(fit.term[1].se[REINT_ERRORS_MANCL_DEROUEN] > fit.term[1].se[REINT_ERRORS_KAUERMANN_CARROLL]);
    assert_true(fit.term[1].se[REINT_ERRORS_KAUERMANN_CARROLL] > fit.term[1].se[REINT_ERRORS_ROBUST]);
}

static void
what_a_model_names_must_exist(void **state)
{
    static const kind kinds[] = { { "male", "no", "yes", 12 } };
    static const char *const maybe[] = { "maybe" }, *const nothing[] = { "nothing" },
                             *const set[] = { "harms" };
    const reint_follow_regression cases[] = {
        { .outcome = "yes", .n_variables = 1, .variable = nothing },
        { .outcome = "yes", .n_variables = 1, .variable = set },
        { .outcome = "yes", .n_variables = 0 },
        { .outcome = "nothing", .n_variables = 1, .variable = wave },
        { .outcome = "work", .n_variables = 1, .variable = wave }, /* three codes, none named */
        { .outcome = "harms", .n_variables = 1, .variable = wave },
        { .outcome = "yes", .n_codes = 1, .code = maybe, .n_variables = 1, .variable = wave },
        { .outcome = "years", .conditional = 1, .n_variables = 1, .variable = wave },
    };
    struct study s;
    reint_follow_fit fit;
    (void)state;

    make_study(&s, kinds, 1);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++)
        assert_int_equal(reint_follow_regress(f, &cases[i], &fit, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static const kind purposive[] = { { "male", "no", "yes", 12 },
                                  { "male", "yes", "no", 6 },
                                  { "female", "yes", "yes", 9 },
                                  { "female", "no", "no", 9 } };

static reint_report *
report_of(struct study *s, const reint_follow_request *request)
{
    reint_report *r = NULL;

    assert_ok(reint_follow_report(s->study, request, &r, ERR));
    return r;
}

static bool
has_note(const reinti_table *t, const char *words)
{
    for (size_t i = 0; i < t->n_notes; i++)
        if (strstr(t->note[i], words))
            return true;
    return false;
}

static void
of_people_chosen_on_purpose_estimates_only_are_shown(void **state)
{
    static char text[sizeof follow_codebook];
    struct study s;
    reint_follow_request q = {
        .size = sizeof q, .what = "model", .variable = "yes", .on = "wave + sex", .waves = "w1,w2"
    };
    (void)state;

    memcpy(text, follow_codebook, sizeof text);
    memcpy(strstr(text, "probability\n"), "purposive  \n", 12);
    codebook_text = text;
    make_study(&s, purposive, 4);
    codebook_text = follow_codebook;
    reint_report *r = report_of(&s, &q);
    assert_int_equal(r->table[0]->n_stats, 2); /* log odds, odds ratio */
    assert_true(has_note(r->table[0], "No limits are given"));
    reint_report_free(r);
    q.exploratory = 1;
    r = report_of(&s, &q);
    assert_int_equal(r->table[0]->n_stats, 6);
    assert_true(has_note(r->table[0], "Mancl"));
    reint_report_free(r);
    q = (reint_follow_request){ .size = sizeof q, .what = "change", .variable = "yes", .waves = "w1,w2" };
    r = report_of(&s, &q);
    assert_int_equal(r->table[0]->n_stats, 2); /* n, probability */
    reint_report_free(r);
    study_free(&s);
}

static void
a_refused_model_is_a_table_that_says_why(void **state)
{
    static const kind separated[] = { { "male", "no", "yes", 12 }, { "female", "no", "no", 12 } };
    struct study s;
    (void)state;

    make_study(&s, separated, 2);
    reint_report *r = report_of(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                             .what = "model",
                                                             .variable = "yes",
                                                             .on = "wave",
                                                             .waves = "w1,w2" });
    const reinti_table *t = r->table[0];
    assert_true(has_note(t, "There are no estimates"));
    assert_true(has_note(t, "separated"));
    for (size_t i = 0; i < t->n_rows * t->n_stats; i++)
        assert_int_equal(t->cell[i].state, REINTI_CELL_UNDEFINED);
    reint_report_free(r);
    study_free(&s);
}

static void
words_that_do_not_exist_are_refused_with_the_nearest(void **state)
{
    const reint_follow_request cases[] = {
        { .what = "model", .variable = "yes", .on = "wave", .model = "gea" },
        { .what = "model", .variable = "yes", .on = "wave", .correlation = "exchangable" },
        { .what = "model", .variable = "yes", .on = "wave", .errors = "mancl" },
        { .what = "model", .variable = "yes" },
        { .what = "change", .variable = "yes", .gaps = "12,6" },
        { .what = "change", .variable = "yes", .gaps = "0" },
        { .what = "change", .variable = "yes", .gaps = "six" },
        { .what = "change", .variable = "yes", .tests = "homogenity" },
        { .what = "time", .event = "loss", .limits = "logs" },
        { .what = "time", .event = "loss", .breaks = "6,12" },
        { .what = "attrition", .variable = "sex", .sensitivity = "years" }, /* no code */
        { .what = "attrition", .variable = "sex", .sensitivity = "yes > work" },
    };
    struct study s;
    (void)state;

    make_study(&s, purposive, 4);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_follow_request q = cases[i];
        reint_report *r = NULL;
        q.size = sizeof q;
        q.waves = "w1,w2";
        print_message("  %zu\n", i);
        assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
        assert_null(r);
    }
    study_free(&s);
}

/* ---- what those lost could change ------------------------------------------------------------------------- */

/* 20 men, 10 women at first; of the men 4 yes, 8 no, 8 lost, of the women 6 yes, 2 no, 1 lost, 1 without an answer. */
static const kind losing[] = {
    { "male", "no", "yes", 4 },        { "male", "no", "no", 8 },   { "male", "yes", "", 8 },
    { "female", "yes", "yes", 6 },     { "female", "no", "no", 2 }, { "female", "no", "", 1 },
    { "female", "no", "!refused", 1 },
};

static void
what_the_lost_could_change_is_bounded_without_assumptions(void **state)
{
    struct study s;
    reint_follow_sensitivity r;
    reint_follow_what_if q = {
        .size = sizeof q, .variable = "yes", .model = { .size = sizeof q.model }, .reference = NAN
    };
    (void)state;

    make_study(&s, losing, REINTI_LENGTH(losing));
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_sensitive(f, &q, &r, ERR));
    const reint_follow_possible *yes = &r.possible[1];
    assert_close(r.answered[0], 20, 0);
    assert_close(r.lost[0], 9, 0);
    assert_close(r.silent[0], 1, 0);
    assert_close(yes->answered, 0.5, 1e-12);
    assert_close(yes->expected, 0.5, 1e-12);
    assert_close(yes->without, 0.5, 1e-12);
    assert_close(yes->least, 10.0 / 30, 1e-12);
    assert_close(yes->most, 20.0 / 30, 1e-12);
    assert_close(yes->reference, 14.0 / 30, 1e-12); /* 8 + 6 at the first wave */
    assert_close(yes->turning, 4.0 / 10, 1e-12);    /* 10 + 4 of 30 */
    assert_close(reint_follow_shifted(&r, 0, 1, 0.2), (10 + 7.0) / 30, 1e-12);
    assert_close(reint_follow_shifted(&r, 0, 1, -0.9), 10.0 / 30, 1e-12); /* not below nobody */
    /* weighted by sex: 12 of 20 men, 9 of 10 women are kept (the woman who is silent is kept) */
    q.model.n_variables = 1;
    q.model.variable = sex;
    q.model.min_events = 1;
    q.reference = 0.9;
    assert_ok(reint_follow_sensitive(f, &q, &r, ERR));
    yes = &r.possible[1];
    double man = 20.0 / 12, woman = 10.0 / 9, expected = (4 * man + 6 * woman) / (12 * man + 8 * woman);
    assert_int_equal(r.weighted, 1);
    assert_close(yes->expected, expected, 1e-9);
    assert_close(yes->without, (30 * expected - 10) / 10, 1e-9);
    assert_close(reint_follow_shifted(&r, 0, 1, 0), expected, 1e-9);
    assert_close(yes->reference, 0.9, 0);
    assert_close(yes->turning, NAN, 0); /* even all of the ten would not do */
    q.by = "sex";
    assert_ok(reint_follow_sensitive(f, &q, &r, ERR));
    assert_int_equal(r.n_groups, 2);
    assert_close(r.possible[0 * 2 + 1].answered, 4.0 / 12, 1e-12);
    assert_close(r.possible[1 * 2 + 1].answered, 6.0 / 8, 1e-12);
    assert_close(r.lost[0], 8, 0);
    assert_close(r.silent[1], 1, 0);
    q.by = "nothing";
    assert_int_equal(reint_follow_sensitive(f, &q, &r, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

static void
the_table_of_what_the_lost_could_change_is_in_words(void **state)
{
    struct study s;
    (void)state;

    make_study(&s, losing, REINTI_LENGTH(losing));
    reint_report *r = report_of(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                             .what = "attrition",
                                                             .variable = "sex",
                                                             .sensitivity = "yes",
                                                             .waves = "w1,w2" });
    assert_int_equal(r->n_tables, 3);
    const reinti_table *t = r->table[2];
    assert_int_equal(t->n_columns, 2);
    assert_true(has_note(t, "nobody knows what they would have said"));
    /* 9 lost, one attribute of two categories: 9 events a parameter are enough */
    assert_true(has_note(t, "share the attributes of the weights"));
    reint_report_free(r);
    study_free(&s);
}

/* The only table of two that is of those lost: that of the plan entry ENTRY with `sensitivity: true`. */
static const reinti_table *
lost_of(struct study *s, const char *entry, reint_report **r, reint_status want)
{
    char plan[600];

    snprintf(plan, sizeof plan, "reint: 1\ntables:\n  - {id: T, sensitivity: true, %s}\n", entry);
    print_message("  %s\n", entry);
    assert_int_equal(tables_of(s, plan, r), want);
    if (want) {
        assert_null(*r);
        return NULL;
    }
    assert_int_equal((*r)->n_tables, 2);
    return (*r)->table[1];
}

static double
line_of(const reinti_table *t, size_t layer, const char *id)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (t->test[i].layer == layer && !strcmp(t->test[i].id, id))
            return t->test[i].value;
    fail_msg("no line %s", id);
    return NAN;
}

/* Counted by hand from the persons of `losing`: rows 0 answered, 2 none and 3 all of the others; column 1 is "yes". */
static void
what_the_lost_could_change_is_of_the_table_as_it_is_declared(void **state)
{
    static const struct {
        const char *entry;
        double answered, lost, silent, share, least, most;
        bool unsure;
    } cases[] = {
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND status IN ('complete', 'partial')\"", 20, 9, 1,
          10.0 / 20, 10.0 / 30, 20.0 / 30, false },
        /* what asks the person is asked of those lost, too */
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND sex = 'male'\"", 12, 8, 0, 4.0 / 12, 4.0 / 20,
          12.0 / 20, false },
        { "rows: w2_yes, base: \"sex = 'male'\"", 12, 8, 0, 4.0 / 12, 4.0 / 20, 12.0 / 20, false },
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND (sex = 'male' OR w1_yes = 'yes')\"", 18, 8, 0,
          10.0 / 18, 10.0 / 26, 18.0 / 26, false },
        /* what only an interview tells is not known of those lost: they may all belong to it */
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND years BETWEEN 0 AND 99 AND sex = 'female'\"",
          8, 1, 1, 6.0 / 8, 6.0 / 10, 8.0 / 10, true },
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND yes = 'yes'\"", 10, 9, 0, 1, 10.0 / 19, 1,
          true },
        { "unit: interview, rows: yes, base: \"wave = 'w2' AND sex = 'male' OR years < 0\"", 12, 9, 0,
          4.0 / 12, 4.0 / 21, 13.0 / 21, true },
        { "unit: interview, rows: yes, base: \"wave = 'w2'\", view: now", 20, 9, 1, 10.0 / 20, 10.0 / 30,
          20.0 / 30, false },
    };
    struct study s;
    (void)state;

    make_study(&s, losing, REINTI_LENGTH(losing));
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_report *r = NULL;
        const reinti_table *t = lost_of(&s, cases[i].entry, &r, REINT_OK);
        assert_close(line_of(t, 0, "answered"), cases[i].answered, 0);
        assert_close(line_of(t, 0, "lost"), cases[i].lost, 0);
        assert_close(line_of(t, 0, "silent"), cases[i].silent, 0);
        assert_close(reinti_table_cell(t, 0, 0, 1, 0)->value, cases[i].share, 1e-12);
        assert_close(reinti_table_cell(t, 0, 2, 1, 0)->value, cases[i].least, 1e-12);
        assert_close(reinti_table_cell(t, 0, 3, 1, 0)->value, cases[i].most, 1e-12);
        assert_int_equal(has_note(t, "would be in the base of the table cannot be told"), cases[i].unsure);
        assert_true(i || strstr(t->base, "; Wave: Second; Result: Complete or Partial"));
        reint_report_free(r);
    }
    study_free(&s);
}

static void
what_the_lost_could_change_has_the_layers_of_its_table(void **state)
{
    static const char *const refused[] = {
        "unit: interview, rows: yes, columns: years_group",  /* no such column */
        "unit: interview, rows: yes, columns: work",         /* not known of those lost */
        "unit: interview, rows: yes, base: \"wave = 'w1'\"", /* nobody is lost before it */
        "rows: sex",                                         /* of no wave */
        "unit: interview, rows: yes, weight: years",         /* not known of those lost */
        "unit: consent, rows: answer",                       /* not one a person and wave */
    };
    struct study s;
    reint_report *r = NULL;
    (void)state;

    make_study(&s, losing, REINTI_LENGTH(losing));
    const reinti_table *t =
        lost_of(&s, "unit: interview, rows: yes + work, columns: sex, by: wave", &r, REINT_OK);
    assert_int_equal(t->n_layers, 2); /* men and women at the second wave; nobody came to later ones */
    assert_string_equal(t->layer[1].code, "w2|female");
    assert_int_equal(t->n_columns, 2 + 3);
    assert_string_equal(t->column[1].code, "yes=yes");
    assert_string_equal(t->column[2].group, "Work");
    assert_close(reinti_table_cell(t, 0, 0, 1, 0)->value, 4.0 / 12, 1e-12);
    assert_close(reinti_table_cell(t, 1, 2, 1, 0)->value, 6.0 / 10, 1e-12);
    reint_report_free(r);
    t = lost_of(&s, "unit: interview, rows: yes, columns: sex + w1_yes", &r, REINT_OK);
    assert_int_equal(t->n_layers, 4);
    assert_close(reinti_table_cell(t, 3, 0, 1, 0)->value, 6.0 / 6, 1e-12); /* yes at first: six, 8 lost */
    assert_close(reinti_table_cell(t, 3, 2, 1, 0)->value, 6.0 / 14, 1e-12);
    assert_true(has_note(t, "records of other waves, too"));
    reint_report_free(r);
    r = NULL;
    for (size_t i = 0; i < REINTI_LENGTH(refused); i++)
        lost_of(&s, refused[i], &r, REINT_INPUT);
    study_free(&s);
}

static void
pairs_are_taken_by_how_far_apart_they_are(void **state)
{
    static const double gaps[] = { 4, 8 }, wrong[] = { 8, 4 };
    struct study s;
    reint_follow_transitions t;
    (void)state;

    follow_study(
        &s); /* A: 182 and 183 days; B: 135 to 152 of a month; C: 366; E: dated the wrong way round */
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_move_by_gap(f, "yes", NULL, 1, gaps, 2, &t, ERR));
    assert_int_equal(t.n_steps, 3);
    assert_int_equal(t.step[0].reversed, 1);
    assert_int_equal(t.step[0].n, 0);
    assert_int_equal(t.step[1].n, 3); /* A twice, B once */
    assert_int_equal(t.step[2].n, 0);
    assert_close(t.step[1].band_low, 4, 0);
    assert_close(t.step[1].band_high, 8, 0);
    assert_ok(reint_follow_move_by_gap(f, "yes", NULL, 2, gaps, 2, &t, ERR));
    assert_int_equal(t.step[2].n, 2); /* A and C, a year apart */
    assert_int_equal(reint_follow_move_by_gap(f, "yes", NULL, 1, wrong, 2, &t, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- sequences -------------------------------------------------------------------------------------------- */

static void
a_handful_is_not_grouped_and_the_table_says_why(void **state)
{
    static const struct {
        kind kinds[4];
        size_t min_persons, groups;
        const char *why;
    } cases[] = {
        { { { "male", "no", "yes", 20 }, { "male", "yes", "no", 20 }, { "male", "no", "no", 9 } },
          0,
          0,
          "too few persons" },
        { { { "male", "no", "yes", 40 }, { "male", "no", "no", 40 }, { "male", "no", "", 40 } },
          0,
          0,
          "fewer than three" },
        { { { "male", "no", "yes", 40 }, { "male", "no", "no", 20 }, { "male", "yes", "no", 20 } },
          0,
          3,
          "than groups" },
        { { { "male", "no", "yes", 5 }, { "male", "no", "no", 5 }, { "male", "yes", "no", 5 } },
          10,
          2,
          NULL },
    };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const reint_follow_clustering how = { .size = sizeof how,
                                              .variable = "yes",
                                              .groups = cases[i].groups,
                                              .min_persons = cases[i].min_persons };
        struct study s;
        reint_follow_clusters c;
        print_message("  %s\n", cases[i].why ? cases[i].why : "grouped");
        make_study(&s, cases[i].kinds, 3);
        reint_follow *f = follow_open(&s, "w1,w2", 0);
        assert_ok(reint_follow_cluster(f, &how, &c, ERR));
        assert_int_equal(c.refused == NULL, cases[i].why == NULL);
        if (cases[i].why) {
            assert_non_null(strstr(c.refused, cases[i].why));
            assert_int_equal(c.n_groups, 0);
        } else {
            assert_int_equal(c.n_groups, 2);
            assert_int_equal(c.group[0].n + c.group[1].n, 15);
        }
        reint_follow_free(f);
        study_free(&s);
    }
}

static void
the_most_frequent_state_is_no_one_where_two_are_alike(void **state)
{
    static const kind kinds[] = { { "male", "no", "yes", 3 },
                                  { "male", "yes", "yes", 3 },
                                  { "male", "no", "no", 2 } };
    struct study s;
    reint_follow_sequences q;
    (void)state;

    make_study(&s, kinds, 3);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_sequence(f, "yes", &q, ERR));
    assert_int_equal(q.modal[0], 0);        /* 5 no, 3 yes */
    assert_int_equal(q.modal[1], 1);        /* 2 no, 6 yes */
    assert_int_equal(q.modal[2], SIZE_MAX); /* nobody */
    assert_close(q.wave_entropy[0], -(5.0 / 8 * log(5.0 / 8) + 3.0 / 8 * log(3.0 / 8)) / log(2), 1e-12);
    assert_close(q.wave_entropy[2], NAN, 0);
    reint_follow_free(f);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_that_the_data_cannot_bear_is_refused_with_the_reason),
        cmocka_unit_test(two_waves_have_closed_forms),
        cmocka_unit_test(what_a_model_names_must_exist),
        cmocka_unit_test(of_people_chosen_on_purpose_estimates_only_are_shown),
        cmocka_unit_test(a_refused_model_is_a_table_that_says_why),
        cmocka_unit_test(words_that_do_not_exist_are_refused_with_the_nearest),
        cmocka_unit_test(what_the_lost_could_change_is_bounded_without_assumptions),
        cmocka_unit_test(the_table_of_what_the_lost_could_change_is_in_words),
        cmocka_unit_test(what_the_lost_could_change_is_of_the_table_as_it_is_declared),
        cmocka_unit_test(what_the_lost_could_change_has_the_layers_of_its_table),
        cmocka_unit_test(pairs_are_taken_by_how_far_apart_they_are),
        cmocka_unit_test(a_handful_is_not_grouped_and_the_table_says_why),
        cmocka_unit_test(the_most_frequent_state_is_no_one_where_two_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
