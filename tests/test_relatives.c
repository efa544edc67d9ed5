/* test_relatives.c -- what a relative told beside what the person told, worked out by hand.
 *
 * Kappa of the larger table, 12 3 / 2 8, by its definition: (20/25 - pe) / (1 - pe)
 * with pe = (15 * 14 + 10 * 11) / 625. */
#include <config.h>

#include "frame_study.h"

#include "follow/panel.h"
#include "table/cells.h"

/* No waves: concordance needs none. */
static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, sampling: purposive, small_base: 20}\n"
    "waves: [{id: w1}, {id: w2}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists:\n"
    "  yesno: {no: \"No\", yes: \"Yes\"}\n"
    "  purpose: {family_contact: Contact with the family, analysis: Analysis}\n"
    "  answer: {given: Given, withdrawn: Withdrawn}\n"
    "  service: {care: Care, work: Work}\n"
    "  source: {i1: {label: First, wave: w1}, i2: {label: Second, wave: w2}, relative: {label: A relative, "
    "own: no}, "
    "provider: {label: A provider, own: no}}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables: {person: {type: person}}\n"
    "  consent:\n"
    "    key: [person, purpose, date]\n"
    "    variables: {purpose: {list: purpose}, date: {type: date}, answer: {list: answer}}\n"
    "  need:\n"
    "    key: [person, source, service]\n" /* the source need not come last */
    "    variables: {source: {list: source}, service: {list: service}, open: {label: Open, list: yesno}, "
    "sure: {label: Sure, "
    "list: yesno}, note: {type: text}}\n";

/* A, B and F consent; C withdrew it later, D never answered, E was not spoken of. */
static const char *const persons[] = { "A", "B", "C", "D", "E", "F" };
static const char *const consents[] = {
    "A|family_contact|2020-01-01|given",     "B|family_contact|2020-01-01|withdrawn",
    "B|family_contact|2020-02-01|given",     "C|family_contact|2020-01-01|given",
    "C|family_contact|2020-03-01|withdrawn", "D|analysis|2020-01-01|given",
    "E|family_contact|2020-01-01|given",     "F|family_contact|2020-01-01|given",
};
static const char *const needs[] = {
    /* care: no at first, yes later, yes by the relative: agree.  work: told by the relative alone */
    "A|i1|care|no|yes|~", "A|i2|care|yes|yes|~", "A|relative|care|yes|no|~", "A|relative|work|no|!refused|~",
    /* the later answer is missing: the earlier one stands; differ.  A provider's word is nobody's here */
    "B|i1|care|no|~|~", "B|i2|care|!refused|~|~", "B|relative|care|yes|~|~", "B|provider|work|yes|~|~",
    /* told by the person alone, of whom the relative told something else */
    "B|i1|work|yes|~|~", "C|i1|care|no|~|~", "C|relative|care|no|~|~", /* withdrawn */
    "D|i1|care|no|~|~", "D|relative|care|no|~|~",                      /* not recorded */
    "E|i1|care|no|~|~",                                                /* no relative spoke */
    "F|i1|care|yes|~|~", "F|provider|care|no|~|~",                     /* another than the relative */
};

static void
open_study(struct study *s)
{
    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "consent", consents, REINTI_LENGTH(consents));
    study_fill(s, "need", needs, REINTI_LENGTH(needs));
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
only_who_consents_is_compared_and_each_fact_once(void **state)
{
    struct study s;
    reint_follow_concordance c;
    (void)state;

    open_study(&s);
    reint_follow *f = open_panel(&s);
    assert_ok(reint_follow_concord(f, NULL, &c, ERR));
    assert_string_equal(c.source, "relative");
    assert_int_equal(c.given, 2);        /* A, B */
    assert_int_equal(c.not_given, 1);    /* C */
    assert_int_equal(c.not_recorded, 1); /* D */
    assert_int_equal(c.n, 2);            /* open, sure: no text */
    assert_string_equal(c.pair[0].form, "need");
    assert_string_equal(c.pair[0].variable, "open");
    assert_int_equal(c.pair[0].persons, 2);
    assert_int_equal(c.pair[0].agree, 1);
    assert_int_equal(c.pair[0].differ, 1);
    assert_int_equal(c.pair[0].only_person, 1);
    assert_int_equal(c.pair[0].only_other, 1);
    assert_close(c.pair[0].kappa, 0, 1e-12); /* po 1/2, pe 1/2 */
    assert_int_equal(c.pair[1].persons, 1);
    assert_int_equal(c.pair[1].differ, 1);
    assert_int_equal(c.pair[1].only_other, 0); /* refused is no answer */
    assert_ok(reint_follow_concord(f, "provider", &c, ERR));
    assert_int_equal(c.given, 2); /* B and F */
    assert_int_equal(c.pair[0].differ, 1);
    assert_int_equal(c.pair[0].agree, 1);
    reint_follow_free(f);
    study_free(&s);
}

static void
what_cannot_be_compared_is_refused(void **state)
{
    static const char plain[] =
        "reint: 1\nstudy: {id: t, sampling: census}\nlists: {source: {self: S, relative: {label: R, own: "
        "no}}}\nforms: {person: {key: [person]}, need: {key: [person, source], variables: {source: "
        "{list: source}}}}\n";
    struct study s;
    reint_follow_concordance c;
    (void)state;

    open_study(&s);
    reint_follow *f = open_panel(&s);
    assert_int_equal(reint_follow_concord(f, "i1", &c, ERR), REINT_ARGUMENT); /* the person's own */
    assert_non_null(strstr(ERR->text, "no form has a source \"i1\""));
    assert_int_equal(reint_follow_concord(f, "neighbour", &c, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
    study_create(&s, plain);
    study_fill(&s, "person", persons, 1);
    study_frames(&s);
    f = open_panel(&s);
    assert_int_equal(reint_follow_concord(f, NULL, &c, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "purpose family_contact"));
    reint_follow_free(f);
    study_free(&s);
}

/* ---- the table -------------------------------------------------------------------------------------------- */

static bool
has_note(const reinti_table *t, const char *words)
{
    for (size_t i = 0; i < t->n_notes; i++)
        if (strstr(t->note[i], words))
            return true;
    return false;
}

static void
kappa_is_given_where_both_told_enough_and_it_was_asked_for_as_exploratory(void **state)
{
    static const int count[4] = { 12, 3, 2, 8 }; /* person no/yes by relative no/yes */
    static const char *const word[] = { "no", "yes" };
    static char text[25][16], consent[25][64], row[50][64];
    const char *people[25], *consented[25], *rows[50];
    reint_follow_request q = { .size = sizeof q, .what = "relatives", .tests = "kappa", .variable = "open" };
    reint_report *r = NULL;
    struct study s;
    size_t n = 0;
    (void)state;

    for (size_t cell = 0; cell < 4; cell++)
        for (int i = 0; i < count[cell]; i++, n++) {
            snprintf(text[n], sizeof text[0], "P%02zu", n);
            snprintf(consent[n], sizeof consent[0], "P%02zu|family_contact|2020-01-01|given", n);
            snprintf(row[2 * n], sizeof row[0], "P%02zu|i1|care|%s|~|~", n, word[cell / 2]);
            snprintf(row[2 * n + 1], sizeof row[0], "P%02zu|relative|care|%s|~|~", n, word[cell % 2]);
            people[n] = text[n];
            consented[n] = consent[n];
            rows[2 * n] = row[2 * n];
            rows[2 * n + 1] = row[2 * n + 1];
        }
    study_create(&s, codebook);
    study_fill(&s, "person", people, n);
    study_fill(&s, "consent", consented, n);
    study_fill(&s, "need", rows, 2 * n);
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_int_equal(r->table[0]->n_rows, 1);
    assert_int_equal(r->table[0]->n_tests, 0); /* people were chosen */
    assert_true(has_note(r->table[0], "inference: exploratory"));
    reint_report_free(r);
    q.exploratory = 1;
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_int_equal(r->table[0]->n_tests, 1);
    assert_string_equal(r->table[0]->test[0].id, "kappa.need.open");
    double pe = (15.0 * 14 + 10 * 11) / 625;
    assert_close(r->table[0]->test[0].value, (0.8 - pe) / (1 - pe), 1e-12);
    assert_close(reinti_table_cell(r->table[0], 0, 0, 1, 0)->value, 20, 0); /* agree */
    assert_non_null(strstr(r->table[0]->base,
                           "all available: 25 persons; 25 of them consent to contact with their family"));
    reint_report_free(r);
    q.variable = "note"; /* a text */
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q.variable = "need.open";
    q.waves = "w1";
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    study_free(&s);

    open_study(&s); /* two facts of both */
    q.waves = NULL;
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_true(isnan(r->table[0]->test[0].value));
    assert_string_equal(r->table[0]->test[0].reason, "fewer than 20 facts told by both");
    assert_true(
        has_note(r->table[0], "2 people are left out although somebody spoke of them: 1 did not consent"));
    reint_report_free(r);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_who_consents_is_compared_and_each_fact_once),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
        cmocka_unit_test(kappa_is_given_where_both_told_enough_and_it_was_asked_for_as_exploratory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
