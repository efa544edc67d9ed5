/* test_follow.c -- who was seen when and who moved where, worked out by hand on six invented persons. */
#include <config.h>

#include "follow_study.h"

/* ---- participation -------------------------------------------------------------------------------------- */

static void
every_person_is_in_one_place_at_each_wave(void **state)
{
    struct study s;
    reint_follow_participation p;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reint_follow_participate(f, &p, ERR));
    assert_int_equal(p.approached, 6);
    assert_true(p.consented == SIZE_MAX); /* no record of consent: not 0 */
    static const size_t want[4][8] = {
        /* interviewed first again returned missed lost not_due not_yet */
        { 5, 5, 0, 0, 0, 0, 0, 1 },
        { 3, 1, 2, 0, 2, 1, 1, 0 },
        { 3, 0, 2, 1, 3, 3, 0, 0 },
        { 0, 0, 0, 0, 6, 6, 0, 0 }, /* an empty wave */
    };
    for (size_t w = 0; w < 4; w++) {
        const reint_follow_wave *x = &p.wave[w];
        const size_t got[8] = { x->interviewed, x->first, x->again,   x->returned,
                                x->missed,      x->lost,  x->not_due, x->not_yet };
        for (size_t k = 0; k < 8; k++)
            if (got[k] != want[w][k])
                fail_msg("wave %zu, number %zu is %zu, want %zu", w, k, got[k], want[w][k]);
        assert_int_equal(x->interviewed + x->missed + x->not_due + x->not_yet, 6);
        assert_int_equal(x->first + x->again + x->returned, x->interviewed);
    }
    reint_follow_free(f);
    study_free(&s);
}

static void
patterns_come_by_frequency_and_sum_to_all(void **state)
{
    static const char *const want[] = { "1000", "1110", "1100", "1010", "0110" };
    static const size_t n[] = { 2, 1, 1, 1, 1 };
    struct study s;
    reint_follow_participation p;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reint_follow_participate(f, &p, ERR));
    assert_int_equal(p.n_patterns, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(p.pattern[i].pattern, want[i]);
        assert_int_equal(p.pattern[i].n, n[i]);
    }
    reint_follow_free(f);
    study_free(&s);
}

static void
dates_against_the_waves_make_no_interval(void **state)
{
    struct study s;
    reint_follow_participation p;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reint_follow_participate(f, &p, ERR));
    assert_int_equal(p.reversed, 1); /* E */
    assert_int_equal(p.outside, 1);  /* D: May, in a wave that ended in March */
    assert_int_equal(p.n_intervals, 3);
    /* w1 to w2: A 182 days, B 1 February to the middle of June, 135.5 days */
    assert_int_equal(p.interval[0].n, 2);
    assert_close(p.interval[0].min, 135.5 / 30.4375, 1e-12);
    assert_close(p.interval[0].median, (135.5 + 182) / 2 / 30.4375, 1e-12);
    assert_close(p.interval[0].max, 182 / 30.4375, 1e-12);
    /* w1 to w3 is C's next interview; w2 to w3 is A's, and E's is reversed */
    assert_int_equal(p.interval[1].from, 0);
    assert_int_equal(p.interval[1].to, 2);
    assert_close(p.interval[1].mean, 366 / 30.4375, 1e-12);
    assert_int_equal(p.interval[2].n, 1);
    assert_int_equal(p.interval[2].reversed, 1);
    assert_close(p.interval[2].mean, 183 / 30.4375, 1e-12);
    reint_follow_free(f);
    study_free(&s);
}

static void
reasons_for_loss_tell_silence_from_refusal(void **state)
{
    struct study s;
    reinti_reasons r;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reinti_follow_reasons(f, &r, ERR));
    size_t seen = 0;
    for (size_t k = 0; k < r.n; k++)
        for (size_t w = 0; w < 4; w++) {
            size_t n = r.count[k * 4 + w];
            const char *code = r.category[k].code;
            size_t want = !strcmp(code, "lost")               ? (w == 1 || w == 2)
                          : !strcmp(code, "refused") && k < 5 ? w == 2
                          : !strcmp(code, "not_due")          ? w == 1
                          : !strcmp(code, "no_record")        ? (w == 0   ? 1
                                                                 : w == 1 ? 1
                                                                 : w == 2 ? 1
                                                                          : 6)
                                                              : 0;
            assert_int_equal(n, want);
            seen += n;
        }
    assert_int_equal(seen + 5 + 3 + 3 + 0, 24);
    reint_follow_free(f);
    study_free(&s);
}

static void
consent_to_an_interview_is_the_latest_record(void **state)
{
    static const char *const consents[] = { "A|interview|2020-01-01|given",
                                            "A|interview|2020-02-01|withdrawn",
                                            "B|interview|2020-01-01|given", "C|analysis|2020-01-01|given" };
    struct study s;
    reint_follow_participation p;
    (void)state;

    study_create(&s, follow_codebook);
    study_fill(&s, "person", follow_persons, 6);
    study_fill(&s, "interview", follow_interviews, REINTI_LENGTH(follow_interviews));
    study_fill(&s, "consent", consents, 4);
    study_frames(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reint_follow_participate(f, &p, ERR));
    assert_int_equal(p.consented, 1);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- bases ---------------------------------------------------------------------------------------------- */

static void
the_same_people_are_those_seen_at_every_wave(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2", 1);
    assert_int_equal(reint_follow_n_persons(f), 2);
    assert_int_equal(f->n_base, 6);
    reint_follow_free(f);
    f = follow_open(&s, "w3, w1", 1); /* whatever the order they are named in */
    assert_int_equal(reint_follow_n_persons(f), 2);
    assert_string_equal(reint_follow_wave_id(f, 0), "w1");
    reint_follow_free(f);
    f = follow_open(&s, NULL, 1);
    assert_int_equal(reint_follow_n_persons(f), 0); /* nobody at the empty wave */
    reint_follow_free(f);
    study_free(&s);
}

static void
a_condition_decides_who_was_interviewed(void **state)
{
    struct study s;
    reint_follow *f = NULL;
    reint_follow_options options = { .size = sizeof options, .seen = "status = 'complete'" };
    (void)state;

    follow_study(&s);
    assert_ok(reinti_follow_on(s.frames, &options, &f, ERR));
    assert_int_equal(reint_follow_seen(f, 0, 1), 1);
    assert_int_equal(reint_follow_seen(f, 0, 2), 0); /* A's third was partial */
    reint_follow_free(f);
    options.seen = "work = 'job'"; /* F refused to say: cannot be told, and is no interview */
    assert_ok(reinti_follow_on(s.frames, &options, &f, ERR));
    assert_int_equal(reint_follow_seen(f, 5, 0), 0);
    assert_true(f->unsure > 0);
    reint_follow_free(f);
    options = (reint_follow_options){ .size = sizeof options, .base = "sex = 'female'" };
    assert_ok(reinti_follow_on(s.frames, &options, &f, ERR));
    assert_int_equal(reint_follow_n_persons(f), 3);
    reint_follow_free(f);
    study_free(&s);
}

static void
wrong_requests_are_refused_with_the_reason(void **state)
{
    struct study s;
    reint_follow *f = NULL;
    reint_follow_options options = { .size = sizeof options, .waves = "w1,w9" };
    (void)state;

    follow_study(&s);
    assert_int_equal(reinti_follow_on(s.frames, &options, &f, ERR), REINT_ARGUMENT);
    assert_null(f);
    assert_non_null(strstr(ERR->text, "w9"));
    options.waves = " ";
    assert_int_equal(reinti_follow_on(s.frames, &options, &f, ERR), REINT_ARGUMENT);
    options = (reint_follow_options){ .size = sizeof options, .seen = "no such" };
    assert_int_not_equal(reinti_follow_on(s.frames, &options, &f, ERR), REINT_OK);
    assert_null(f);
    study_free(&s);
}

static void
a_study_without_waves_cannot_be_followed(void **state)
{
    static const char text[] =
        "reint: 1\n"
        "study: {id: t, title: T, population: Nobody, languages: [en], sampling: census, "
        "consent: not_recorded}\n"
        "waves: [{id: w1, label: First}]\n"
        "missing: {refused: [97]}\n"
        "lists: {sex: {male: Male, female: Female}}\n"
        "forms:\n"
        "  person:\n"
        "    key: [person]\n"
        "    variables: {person: {type: person}, sex: {label: Sex, list: sex}}\n";
    struct study s;
    reint_follow *f = NULL;
    (void)state;

    study_create(&s, text);
    study_frames(&s);
    assert_int_equal(reinti_follow_on(s.frames, NULL, &f, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "person and wave"));
    study_free(&s);
}

/* ---- transitions ---------------------------------------------------------------------------------------- */

static double
moved(const reint_follow_transitions *t, const reint_follow_step *s, const char *from, const char *to)
{
    size_t a = 0, b = 0;

    while (a < t->k && strcmp(t->code[a], from))
        a++;
    while (b < t->k && strcmp(t->code[b], to))
        b++;
    return s->count[a * (t->k + 1) + b];
}

static void
persons_move_between_codes(void **state)
{
    struct study s;
    reint_follow_transitions t;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_move(f, "work", NULL, 1, &t, ERR));
    assert_int_equal(t.n_steps, 3);
    /* A none to casual, B none to none */
    assert_int_equal(t.step[0].n, 2);
    assert_close(moved(&t, &t.step[0], "none", "casual"), 1, 0);
    assert_close(moved(&t, &t.step[0], "none", "none"), 1, 0);
    assert_close(t.step[0].stayed, 1, 0);
    assert_close(t.step[0].net, 1, 0);
    /* A casual to job; E is dated against the order */
    assert_int_equal(t.step[1].n, 1);
    assert_int_equal(t.step[1].reversed, 1);
    assert_close(moved(&t, &t.step[1], "casual", "job"), 1, 0);
    /* all steps together */
    assert_true(t.step[2].from == SIZE_MAX);
    assert_int_equal(t.step[2].n, 3);
    assert_int_equal(t.step[2].n_gaps, 3);
    assert_close(t.step[2].gap_max, 183 / 30.4375, 1e-12);
    assert_int_equal(t.uneven, 0);
    /* two waves apart: A none to job, C job to none; F's answer is missing at w1, but F was not seen at w3 */
    assert_ok(reint_follow_move(f, "work", NULL, 2, &t, ERR));
    assert_int_equal(t.n_steps, 1);
    assert_int_equal(t.step[0].n, 2);
    assert_close(moved(&t, &t.step[0], "none", "job"), 1, 0);
    assert_close(moved(&t, &t.step[0], "job", "none"), 1, 0);
    assert_close(t.step[0].net, 0, 0); /* all moved, nothing changed */
    assert_close(t.step[0].stayed, 0, 0);
    assert_int_equal(reint_follow_move(f, "work", NULL, 3, &t, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_follow_move(f, "work", NULL, 0, &t, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

static void
nobody_at_a_wave_makes_no_pair_and_no_number(void **state)
{
    struct study s;
    reint_follow_transitions t;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w3,w4", 0);
    assert_ok(reint_follow_move(f, "work", NULL, 1, &t, ERR));
    assert_int_equal(t.n_steps, 1);
    assert_int_equal(t.step[0].n, 0);
    assert_close(t.step[0].gap_median, NAN, 0);
    for (size_t i = 0; i < t.k * t.k; i++) {
        assert_close(t.step[0].share_low[i], NAN, 0); /* a share of nobody is none */
        assert_close(t.step[0].share_high[i], NAN, 0);
    }
    reint_follow_free(f);
    study_free(&s);
}

static void
codes_are_matched_by_name_and_lists_are_not_mixed(void **state)
{
    static const char *const code[] = { "job", "none", "casual" }, *const other[] = { "job", "idle",
                                                                                      "casual" };
    static const size_t group[] = { 1, 2, 0 }; /* none, casual, job of `work` */
    static const reinti_label label[3] = { { 0 } };
    struct study s;
    reint_follow_transitions t;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    /* the lists have the same codes, but nothing says that they mean the same */
    assert_int_equal(reint_follow_move(f, "work_then", "work", 1, &t, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "derive"));
    /* a derived column says so: its order is another one, and codes find each other by name */
    assert_ok(reinti_frame_recode(f->records, "work_again", "work", group, 3, code, label, ERR));
    assert_ok(reint_follow_move(f, "work_then", "work_again", 1, &t, ERR));
    assert_int_equal(t.step[0].n, 2);
    assert_close(moved(&t, &t.step[0], "none", "casual"), 1, 0);
    assert_close(moved(&t, &t.step[0], "none", "none"), 1, 0);
    /* a code without a counterpart is refused by name */
    assert_ok(reinti_frame_recode(f->records, "work_idle", "work", group, 3, other, label, ERR));
    assert_int_equal(reint_follow_move(f, "work_then", "work_idle", 1, &t, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "\"none\""));
    assert_int_equal(reint_follow_move(f, "harms", NULL, 1, &t, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_follow_move(f, "years", NULL, 1, &t, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_follow_move(f, "wrok", NULL, 1, &t, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

static void
what_cannot_be_told_gives_bounds(void **state)
{
    static const double cut[] = { 10, 12 };
    static const char *const code[] = { "short", "middle", "long" };
    static const reinti_label label[3] = { { 0 } };
    struct study s;
    reint_follow_transitions t;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reinti_frame_bands(f->records, "years_band", "years", cut, 2, code, label, ERR));
    /* w1 to w2: A middle to middle; B short to anything (8-12) */
    assert_ok(reint_follow_move(f, "years_band", NULL, 1, &t, ERR));
    const reint_follow_step *x = &t.step[0];
    assert_int_equal(x->n, 2);
    assert_close(x->count[0 * 4 + 3], 1, 0); /* short to undetermined */
    assert_close(x->low[0], 0, 0);
    assert_close(x->high[0], 1, 0);
    assert_close(x->high[2], 1, 0);
    assert_close(x->share_low[0], 0, 0);
    assert_close(x->share_high[0], 1, 0);
    assert_close(x->share_low[4], 1, 0); /* middle stays middle, surely */
    assert_close(x->share_high[4], 1, 0);
    assert_close(x->stayed_low, 1, 0);
    assert_close(x->stayed_high, 2, 0);
    /* two apart: A middle to long; C middle or long (11-12) to long */
    assert_ok(reint_follow_move(f, "years_band", NULL, 2, &t, ERR));
    x = &t.step[0];
    assert_close(x->low[1 * 3 + 2], 1, 0);
    assert_close(x->high[1 * 3 + 2], 2, 0);
    assert_close(x->share_low[1 * 3 + 2], 1, 0); /* wherever C stands, all of the row is here */
    assert_close(x->low[2 * 3 + 2], 0, 0);
    assert_close(x->high[2 * 3 + 2], 1, 0);
    assert_close(x->share_low[2 * 3 + 2], 1, 0); /* if anybody is in the row at all */
    assert_close(x->share_low[0], NAN, 0);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- one wave, person by person --------------------------------------------------------------------------- */

static void
each_person_of_a_wave_is_seen_due_or_missed_with_the_reason(void **state)
{
    struct study s;
    reint_follow_visits_of v;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, NULL, 0);
    assert_ok(reint_follow_visits(f, "w2", "en", &v, ERR));
    assert_string_equal(v.wave, "w2");
    assert_string_equal(v.label, "Second");
    assert_int_equal(v.n, 6);
    static const struct {
        int state;
        const char *why, *last_wave, *last_date;
    } want[] = {
        { REINT_VISIT_SEEN, "complete", "w1", "2020-01-01" },
        { REINT_VISIT_SEEN, "complete", "w1", "2020-02-01" },
        { REINT_VISIT_MISSED, "lost", "w1", "2020-01-01" },
        { REINT_VISIT_DUE, "", "w1", "2020-05-01" },
        { REINT_VISIT_SEEN, "complete", "", "" },
        { REINT_VISIT_NOT_DUE, "not_due", "w1", "2020-03-01" },
    };
    for (size_t i = 0; i < v.n; i++) {
        assert_int_equal(v.visit[i].state, want[i].state);
        assert_string_equal(v.visit[i].why, want[i].why);
        assert_string_equal(v.visit[i].last_wave, want[i].last_wave);
        assert_string_equal(v.visit[i].last_date, want[i].last_date);
    }
    assert_string_equal(v.visit[5].why_label, "Not yet due");
    assert_ok(reint_follow_visits(f, NULL, "en", &v, ERR));
    assert_string_equal(v.wave, "w3"); /* nothing is recorded of w4 yet */
    assert_ok(reint_follow_visits(f, "w4", "en", &v, ERR));
    for (size_t i = 0; i < v.n; i++) {
        assert_int_equal(v.visit[i].state, REINT_VISIT_DUE);
        assert_true(*v.visit[i].last_wave);
    }
    assert_int_equal(reint_follow_visits(f, "w5", "en", &v, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "w1, w2, w3, w4"));
    reint_follow_free(f);
    study_free(&s);
}

/* ---- numbers and sequences -------------------------------------------------------------------------------- */

static void
numbers_are_the_middle_of_what_is_known(void **state)
{
    struct study s;
    const double *x;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_values(f, "years", &x, ERR));
    assert_close(x[0], 10, 0);
    assert_close(x[3 + 1], 10, 0);  /* B: 8-12 */
    assert_close(x[3 + 2], NAN, 0); /* lost */
    assert_close(x[6], 11.5, 0);    /* C: 11-12 */
    assert_int_equal(reint_follow_values(f, "work", &x, ERR), REINT_ARGUMENT);
    assert_null(x);
    reint_follow_free(f);
    study_free(&s);
}

static void
sequences_keep_gaps_and_are_measured_without_them(void **state)
{
    struct study s;
    reint_follow_sequences q;
    (void)state;

    follow_study(&s);
    reint_follow *f = follow_open(&s, "w1,w2,w3", 0);
    assert_ok(reint_follow_sequence(f, "work", &q, ERR));
    assert_int_equal(q.n, 4);        /* F refused to say */
    assert_int_equal(q.reversed, 1); /* E, whose second interview is dated after her third */
    assert_int_equal(q.whole, 2);    /* A, B; C has a gap, D one state */
    assert_int_equal(q.n_sequences, 4);
    assert_string_equal(q.sequence[0].path, "casual>->-");
    assert_int_equal(q.count[0 * 3 + 0], 2); /* none at w1: A, B */
    assert_int_equal(q.count[2 * 3 + 2], 1); /* job at w3: A */
    /* changes: A 2, B 0; D, who was seen once, is none of them */
    assert_close(q.transitions, 1, 1e-12);
    /* entropy by log 3: A 1, B 0 */
    assert_close(q.entropy, 0.5, 1e-12);
    assert_int_equal(reint_follow_sequence(f, "years", &q, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_person_is_in_one_place_at_each_wave),
        cmocka_unit_test(patterns_come_by_frequency_and_sum_to_all),
        cmocka_unit_test(dates_against_the_waves_make_no_interval),
        cmocka_unit_test(reasons_for_loss_tell_silence_from_refusal),
        cmocka_unit_test(consent_to_an_interview_is_the_latest_record),
        cmocka_unit_test(the_same_people_are_those_seen_at_every_wave),
        cmocka_unit_test(a_condition_decides_who_was_interviewed),
        cmocka_unit_test(wrong_requests_are_refused_with_the_reason),
        cmocka_unit_test(a_study_without_waves_cannot_be_followed),
        cmocka_unit_test(persons_move_between_codes),
        cmocka_unit_test(nobody_at_a_wave_makes_no_pair_and_no_number),
        cmocka_unit_test(codes_are_matched_by_name_and_lists_are_not_mixed),
        cmocka_unit_test(what_cannot_be_told_gives_bounds),
        cmocka_unit_test(numbers_are_the_middle_of_what_is_known),
        cmocka_unit_test(sequences_keep_gaps_and_are_measured_without_them),
        cmocka_unit_test(each_person_of_a_wave_is_seen_due_or_missed_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
