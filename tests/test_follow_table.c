/* test_follow_table.c -- tables of people over time: what they show, test and say.
 *
 * Expected values of tests are R's: mcnemar.test(t, correct = FALSE), binom.test(6, 8), the mid-p by dbinom;
 * Bowker by mcnemar.test of the 3 x 3 table; Stuart-Maxwell by its definition in R's linear algebra. */
#include <config.h>

#include "follow_study.h"

#include "table/cells.h"
#include "write/write.h"

/* A study of pairs: COUNT persons for each cell of a k x k table of CODES at two waves. */
static void
pairs_study(struct study *s, const char *variable, const char *const *codes, size_t k, const int *count)
{
    static char person[600][16], row[1200][80];
    const char *persons[600], *rows[1200];
    size_t n = 0;

    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            for (int i = 0; i < count[a * k + b]; i++, n++)
                for (int w = 0; w < 2; w++) {
                    const char *code = codes[w ? b : a];
                    snprintf(person[n], sizeof person[n], "P%03zu|female", n);
                    persons[n] = person[n];
                    snprintf(row[2 * n + (size_t)w], sizeof row[0],
                             "P%03zu|w%d|complete|2020-0%d-01|%s|~|%s|~|~", n, w + 1, w ? 7 : 1,
                             strcmp(variable, "work") ? "~" : code, strcmp(variable, "yes") ? "~" : code);
                    rows[2 * n + (size_t)w] = row[2 * n + (size_t)w];
                }
    study_create(s, follow_codebook);
    study_fill(s, "person", persons, n);
    study_fill(s, "interview", rows, 2 * n);
}

static reint_report *
report_of(struct study *s, const reint_follow_request *request)
{
    reint_report *r = NULL;

    assert_ok(reint_follow_report(s->study, request, &r, ERR));
    return r;
}

static double
test_value(const reinti_table *t, size_t layer, const char *id)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (t->test[i].layer == layer && !strcmp(t->test[i].id, id)) {
            assert_true(isfinite(t->test[i].value) || t->test[i].reason); /* never empty without a reason */
            return t->test[i].value;
        }
    fail_msg("no test %s", id);
    return 0;
}

static const reinti_cell *
cell_at(const reinti_table *t, size_t layer, const char *row, const char *column, size_t stat)
{
    for (size_t r = 0; r < t->n_rows; r++)
        for (size_t c = 0; c < t->n_columns; c++)
            if (!strcmp(t->row[r].code, row) && !strcmp(t->column[c].code, column))
                return reinti_table_cell(t, layer, r, c, stat);
    fail_msg("no cell %s, %s", row, column);
    return NULL;
}

static bool
has_note(const reinti_table *t, const char *words)
{
    for (size_t i = 0; i < t->n_notes; i++)
        if (strstr(t->note[i], words))
            return true;
    return false;
}

static const char *const yesno[] = { "no", "yes" }, *const works[] = { "none", "casual", "job" };
#define TWO_WAVES .size = sizeof(reint_follow_request), .what = "transitions", .waves = "w1,w2"

static void
paired_tests_are_those_of_r(void **state)
{
    static const int two[] = { 12, 6, 2, 10 }, three[] = { 8, 5, 1, 2, 6, 3, 1, 0, 4 };
    struct study s;
    (void)state;

    pairs_study(&s, "yes", yesno, 2, two);
    reint_report *r =
        report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "yes", .tests = "mcnemar" });
    const reinti_table *t = r->table[0];
    assert_close(test_value(t, 0, "pairs"), 30, 0);
    assert_close(test_value(t, 0, "mcnemar"), 2, 1e-12);
    assert_close(test_value(t, 0, "mcnemar_p"), 0.157299207050284, 1e-12);
    assert_close(test_value(t, 0, "mcnemar_exact_p"), 0.2890625, 1e-12);
    assert_close(test_value(t, 0, "mcnemar_mid_p"), 0.1796875, 1e-12);
    assert_close(test_value(t, 0, "moved"), 8, 0); /* gross */
    assert_close(test_value(t, 0, "net"), 4, 0);
    assert_close(test_value(t, 0, "gap_median"), 182 / 30.4375, 1e-12);
    assert_close(cell_at(t, 0, "no", "yes", 0)->value, 6, 0);
    assert_close(cell_at(t, 0, "no", "yes", 1)->value, 6.0 / 18, 1e-15);
    assert_close(cell_at(t, 0, "total", "yes", 1)->value, 16.0 / 30, 1e-15);
    const reinti_table *balance = r->table[1];
    assert_close(cell_at(balance, 0, "yes", "net", 0)->value, 4, 0);
    assert_close(cell_at(balance, 0, "yes", "entered", 0)->value, 6, 0);
    assert_close(cell_at(balance, 0, "yes", "left", 0)->value, 2, 0);
    reint_report_free(r);
    study_free(&s);

    pairs_study(&s, "work", works, 3, three);
    r = report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "work",
                                               .tests = "bowker,stuart_maxwell,mcnemar" });
    t = r->table[0];
    assert_close(test_value(t, 0, "bowker"), 4.285714285714286, 1e-12);
    assert_close(test_value(t, 0, "bowker_df"), 3, 0);
    assert_close(test_value(t, 0, "bowker_p"), 0.232219143924261, 1e-12);
    assert_close(test_value(t, 0, "stuart_maxwell"), 2.19512195121951, 1e-12);
    assert_close(test_value(t, 0, "stuart_maxwell_p"), 0.33368395529388, 1e-12);
    assert_close(test_value(t, 0, "mcnemar"), NAN, 0); /* of two states, not of three */
    reint_report_free(r);
    study_free(&s);
}

static void
extreme_pairs_are_undefined_with_a_reason_and_never_0(void **state)
{
    static const struct {
        const char *label;
        int count[4];
        double chisq, exact, moved, net;
    } cases[] = {
        /* exact p: 2 P(X = 0) of binomial(m, 1/2) */
        { "one pair only, moved", { 0, 1, 0, 0 }, 1, 1, 1, 1 },
        { "one pair only, stayed", { 1, 0, 0, 0 }, NAN, 1, 0, 0 },
        { "all discordant, one way", { 0, 7, 0, 0 }, 7, 2 * 0.0078125, 7, 7 },
        { "all discordant, both ways", { 0, 4, 4, 0 }, 0, 1, 8, 0 },
        { "all concordant", { 9, 0, 0, 6 }, NAN, 1, 0, 0 },
    };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        struct study s;
        print_message("  %s\n", cases[i].label);
        pairs_study(&s, "yes", yesno, 2, cases[i].count);
        reint_report *r = report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "yes",
                                                                 .tests = "mcnemar,bowker,stuart_maxwell" });
        const reinti_table *t = r->table[0];
        assert_close(test_value(t, 0, "mcnemar"), cases[i].chisq, 1e-12);
        assert_close(test_value(t, 0, "mcnemar_exact_p"), cases[i].exact, 1e-12);
        assert_close(test_value(t, 0, "bowker"), cases[i].chisq, 1e-12);
        assert_close(test_value(t, 0, "moved"), cases[i].moved, 0);
        assert_close(test_value(t, 0, "net"), cases[i].net, 0);
        reint_report_free(r);
        study_free(&s);
    }
}

static void
the_base_line_names_the_base(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    reint_report *r = report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "work" });
    assert_string_equal(r->table[0]->base,
                        "all available: 6 persons, whoever was interviewed among First, Second (Result: "
                        "Complete or Partial)");
    reint_report_free(r);
    r = report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "work", .same_people = 1,
                                               .base = "sex = 'female'" });
    assert_string_equal(r->table[0]->base,
                        "the same people: 1 of 3 persons, interviewed at every one of First, Second "
                        "(Result: Complete or Partial); Sex: Female");
    reint_report_free(r);
    study_free(&s);
}

static void
pooled_steps_are_said_and_not_tested(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    reint_report *r = report_of(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                             .what = "transitions",
                                                             .variable = "yes",
                                                             .waves = "w1,w2,w3",
                                                             .tests = "mcnemar" });
    const reinti_table *t = r->table[0];
    assert_int_equal(t->n_layers, 3);
    assert_string_equal(t->layer[0].code, "w1>w2");
    assert_string_equal(t->layer[2].code, "all");
    for (size_t i = 0; i < t->n_tests; i++)
        assert_false(t->test[i].layer == 2 && strstr(t->test[i].id, "mcnemar"));
    assert_true(has_note(t, "a person counts once a step"));
    assert_true(has_note(t, "dated against the order"));
    assert_close(cell_at(t, 2, "total", "total", 0)->value, 3, 0);
    reint_report_free(r);
    study_free(&s);
}

static void
an_empty_wave_and_everyone_lost_give_marks_not_numbers(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    reint_report *r = report_of(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                             .what = "transitions",
                                                             .variable = "yes",
                                                             .waves = "w3,w4",
                                                             .tests = "mcnemar" });
    const reinti_table *t = r->table[0];
    assert_close(test_value(t, 0, "pairs"), 0, 0);
    assert_close(test_value(t, 0, "gap_median"), NAN, 0);
    assert_close(test_value(t, 0, "mcnemar"), NAN, 0);
    assert_int_equal(cell_at(t, 0, "yes", "no", 1)->state, REINTI_CELL_UNDEFINED);
    reint_report_free(r);
    r = report_of(&s,
                  &(reint_follow_request){ .size = sizeof(reint_follow_request), .what = "participation" });
    assert_close(cell_at(r->table[0], 0, "w4.lost", "persons", 0)->value, 6, 0);
    assert_close(cell_at(r->table[0], 0, "w4", "persons", 0)->value, 0, 0);
    assert_true(has_note(r->table[0], "no record of consent"));
    assert_true(has_note(r->table[0], "outside the window"));
    reint_report_free(r);
    study_free(&s);
}

static void
tests_of_people_chosen_on_purpose_are_refused_with_the_reason(void **state)
{
    static char text[sizeof follow_codebook + 20];
    struct study s;
    (void)state;

    strcpy(text, follow_codebook);
    char *at = strstr(text, "probability");
    memmove(at + 9, at + 11, strlen(at + 11) + 1);
    memcpy(at, "purposive", 9);
    study_create(&s, text);
    study_fill(&s, "person", follow_persons, 6);
    study_fill(&s, "interview", follow_interviews, REINTI_LENGTH(follow_interviews));
    reint_report *r =
        report_of(&s, &(reint_follow_request){ TWO_WAVES, .variable = "yes", .tests = "mcnemar" });
    assert_true(has_note(r->table[0], "chosen on purpose"));
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        assert_null(strstr(r->table[0]->test[i].id, "mcnemar"));
    reint_report_free(r);
    r = report_of(
        &s, &(reint_follow_request){ TWO_WAVES, .variable = "yes", .tests = "mcnemar", .exploratory = 1 });
    test_value(r->table[0], 0, "mcnemar");
    reint_report_free(r);
    study_free(&s);
}

static void
wrong_words_are_refused_with_a_hint(void **state)
{
    reint_follow_request q = { .size = sizeof q, .what = "transition" };
    reint_report *r = NULL;
    struct study s;
    (void)state;

    follow_study(&s);
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    assert_null(r);
    assert_non_null(strstr(ERR->text, "did you mean \"transitions\""));
    q = (reint_follow_request){ .size = sizeof q, .what = "transitions", .tests = "chi2" };
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q = (reint_follow_request){ .size = sizeof q, .what = "transitions", .variable = "yes + work" };
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q = (reint_follow_request){ .size = sizeof q, .what = "domains" };
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q = (reint_follow_request){ .size = sizeof q, .what = "told" };
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q = (reint_follow_request){ .size = sizeof q, .what = "referral", .variable = "work" };
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "referral"));
    study_free(&s);
}

static void
a_time_line_counts_months_and_contacts(void **state)
{
    static const char *const contacts[] = { "A|1|2020-02-01|call", "A|2|2020-08|visit", "A|3|2020-08-15|call",
                                            "D|1|2020-11-01|call" };
    struct study s;
    (void)state;

    study_create(&s, follow_codebook);
    study_fill(&s, "person", follow_persons, 6);
    study_fill(&s, "interview", follow_interviews, REINTI_LENGTH(follow_interviews));
    study_fill(&s, "contact", contacts, 4);
    reint_report *r =
        report_of(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request), .what = "timeline" });
    const reinti_table *t = r->table[0];
    assert_close(cell_at(t, 0, "A", "w2", 0)->value, 182 / 30.4375, 1e-12);
    assert_close(cell_at(t, 0, "A", "w1.contacts", 0)->value, 1, 0);
    assert_close(cell_at(t, 0, "A", "w2.contacts", 0)->value, 2, 0);
    assert_close(cell_at(t, 0, "A", "contact.2", 0)->value, 227 / 30.4375, 1e-12); /* 15 August */
    assert_close(cell_at(t, 0, "A", "contact.3", 0)->value, 228 / 30.4375, 1e-12); /* the middle of August */
    assert_int_equal(cell_at(t, 0, "D", "contact.2", 0)->state, REINTI_CELL_NOT_APPLICABLE);
    assert_string_equal(t->picture.kind, "timeline");
    assert_close(cell_at(t, 0, "D", "last", 0)->value, 184 / 30.4375,
                 1e-12); /* heard of after the interview */
    assert_int_equal(cell_at(t, 0, "D", "w2", 0)->state, REINTI_CELL_NOT_APPLICABLE);
    reint_report_free(r);
    study_free(&s);
}

/* ---- plans ---------------------------------------------------------------------------------------------- */

static void
a_plan_has_tables_of_people_over_time_and_every_writer_takes_them(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "tables:\n"
                               "  - {id: F1, content: follow-flow, title: Flow, base: \"sex = 'female'\"}\n"
                               "  - id: F2\n"
                               "    content: follow-transitions\n"
                               "    rows: yes\n"
                               "    follow: {people: same, waves: [w1, w2], tests: [mcnemar]}\n"
                               "    notes: [A line of ours.]\n"
                               "  - id: F3\n"
                               "    content: follow-time\n"
                               "    follow: {event: \"kind = 'call'\", form: contact, date: date, by: sex,\n"
                               "             tests: [logrank]}\n";
    struct study s;
    reint_report *r = NULL;
    (void)state;

    follow_study(&s);
    assert_ok(tables_of(&s, plan, &r));
    assert_int_equal(r->n_tables, 3);
    assert_string_equal(r->table[0]->title, "Flow");
    assert_close(cell_at(r->table[0], 0, "approached", "persons", 0)->value, 3, 0);
    assert_true(has_note(r->table[1], "A line of ours."));
    assert_non_null(strstr(r->table[1]->base, "the same people: 2 of 6"));
    for (int format = REINT_TEXT; format <= REINT_XLSX; format++) {
        char path[128];
        reint_write_options how = { .size = sizeof how, .width = 80 };
        snprintf(path, sizeof path, "%s/out.xlsx", s.folder);
        assert_ok(reint_write_file(r, (reint_format)format, path, &how, ERR));
        unlink(path);
    }
    reint_report_free(r);
    study_free(&s);
}

static void
a_wrong_plan_is_refused_at_its_line(void **state)
{
    static const char *const wrong[] = {
        "  - {id: F1, content: follow-flaw}\n",
        "  - {id: F1, content: follow-flow, follow: {people: both}}\n",
        "  - {id: F1, content: follow-flow, follow: {poeple: same}}\n",
        "  - {id: F1, content: follow-flow, follow: {tests: [chi2]}}\n",
        "  - {id: F1, content: follow-transitions, rows: yes, follow: {steps: 0}}\n",
    };
    struct study s;
    (void)state;

    follow_study(&s);
    for (size_t i = 0; i < REINTI_LENGTH(wrong); i++) {
        char plan[256];
        reint_report *r = NULL;
        print_message("  %s", wrong[i]);
        snprintf(plan, sizeof plan, "reint: 1\ntables:\n%s", wrong[i]);
        assert_int_equal(tables_of(&s, plan, &r), REINT_INPUT);
        assert_null(r);
        assert_int_equal(ERR->line, 3);
    }
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paired_tests_are_those_of_r),
        cmocka_unit_test(extreme_pairs_are_undefined_with_a_reason_and_never_0),
        cmocka_unit_test(the_base_line_names_the_base),
        cmocka_unit_test(pooled_steps_are_said_and_not_tested),
        cmocka_unit_test(an_empty_wave_and_everyone_lost_give_marks_not_numbers),
        cmocka_unit_test(tests_of_people_chosen_on_purpose_are_refused_with_the_reason),
        cmocka_unit_test(wrong_words_are_refused_with_a_hint),
        cmocka_unit_test(a_time_line_counts_months_and_contacts),
        cmocka_unit_test(a_plan_has_tables_of_people_over_time_and_every_writer_takes_them),
        cmocka_unit_test(a_wrong_plan_is_refused_at_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
