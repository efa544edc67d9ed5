/* test_view.c -- what people may tell of late, as known now, as told then and as told by a wave; worked out by hand. */
#include <config.h>

#include "frame_study.h"

#include "follow/follow.h"
#include "table/cells.h"

/* "harm" may be told late of an episode, "fear" of a person; what is told says "nothing" for "none". */
static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, sampling: census, small_base: 5}\n"
    "waves: [{id: w1, label: First}, {id: w2, label: Second}, {id: w3, label: Third}]\n"
    "missing: {refused: [97], not_asked: [99], not_stated: [\"\"]}\n"
    "lists:\n"
    "  harm: {none: None, some: {label: Some, grave: lower}, worst: {label: The worst, grave: higher}}\n"
    "  told: {nothing: {label: Nothing, means: none}, some: Some, worst: The worst, not_raised: Not raised, "
    "odd: Odd}\n"
    "  fact: {harm: Harm, fear: Fear}\n"
    "  work: {none: None, some: Some}\n"
    "  source:\n"
    "    i1: {label: First interview, wave: w1}\n"
    "    c1: {label: A call, after: w1}\n"
    "    i2: {label: Second interview, wave: w2}\n"
    "    note: Undated note\n"
    "    relative: {label: A relative, own: no}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables: {person: {type: person}, fear: {label: Fear, list: harm, late: true}, several: {list: "
    "harm, "
    "multiple: true, late: true}, alone: {list: harm, late: true}}\n"
    "  episode:\n"
    "    key: [person, episode]\n"
    "    variables: {episode: {type: integer, min: 1, max: 9}, harm: {label: Harm, list: harm, late: true}}\n"
    "  stage:\n"
    "    key: [person, episode, source]\n"
    "    variables: {episode: {type: integer, min: 1, max: 9}, source: {list: source}, work: {list: work}}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables: {work: {list: work}}\n"
    "  told:\n"
    "    key: [person, episode, variable, source]\n"
    "    variables:\n"
    "      episode: {type: integer, min: 1, max: 9}\n"
    "      variable: {list: fact}\n"
    "      source: {list: source}\n"
    "      value: {list: told}\n";

static const char *const persons[] = { "A|some|~|~", "B|none|~|~", "C|!refused|~|~" };
static const char *const episodes[] = { "A|1|worst", "A|2|none", "B|1|some", "C|1|!not_asked" };
static const char *const stages[] = { "A|1|i1|none",       "A|1|c1|none", "A|1|i2|some", "A|1|note|some",
                                      "A|1|relative|some", "B|1|i1|none", "B|1|i2|none", "C|1|i1|none" };
static const char *const interviews[] = { "A|w1|none", "A|w2|some", "B|w1|none", "B|w3|none", "C|w2|none" };
/* A: denied at first, told some in the call, the worst in the second interview; a relative knew from the start.  B: it was not
 * raised, then told, then denied again in an undated note.  C: nothing of harm; fear only later. */
static const char *const tellings[] = {
    "A|1|harm|i1|nothing", "A|1|harm|c1|some",       "A|1|harm|i2|worst", "A|1|harm|relative|worst",
    "A|1|fear|i2|some",    "B|1|harm|i1|not_raised", "B|1|harm|i2|some",  "B|1|harm|note|nothing",
    "B|1|fear|i1|nothing", "C|1|fear|i2|worst",
};

static void
open_study(struct study *s, const char *const *told, size_t n)
{
    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "episode", episodes, REINTI_LENGTH(episodes));
    study_fill(s, "stage", stages, REINTI_LENGTH(stages));
    study_fill(s, "interview", interviews, REINTI_LENGTH(interviews));
    study_fill(s, "told", told, n);
    study_frames(s);
}

static void
check(struct study *s, const char *form, const char *column, const char *const *want, size_t n)
{
    const reinti_column *c = study_column(study_frame(s, form), column);

    assert_int_equal(c->n, n);
    for (size_t i = 0; i < n; i++) {
        const char *code = c->category[reinti_column_category(c, i)].code;
        if (strcmp(code, want[i]))
            fail_msg("%s, row %zu of %s: \"%s\", want \"%s\"", column, i, form, code, want[i]);
    }
}
#define CHECK(form, column, ...)                                                                             \
    check(&s, form, column, (const char *const[]){ __VA_ARGS__ },                                            \
          sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void
each_record_sees_what_was_told_by_then(void **state)
{
    struct study s;
    (void)state;

    open_study(&s, tellings, REINTI_LENGTH(tellings));
    CHECK("episode", "harm", "worst", "none", "some", "not_asked");
    /* by wave: silence is not stated, whatever is known now; of C nothing was ever told, and the reason stays */
    CHECK("episode", "harm.told_w1", "none", "not_stated", "not_stated", "not_asked");
    CHECK("episode", "harm_told_w2", "worst", "not_stated", "some", "not_asked");
    CHECK("episode", "harm.told_now", "worst", "not_stated", "none", "not_asked"); /* B's note comes last */
    /* by the source of the record: the call stands between the interviews, a relative's word has no place in time */
    CHECK("stage", "harm.told", "none", "some", "worst", "worst", "undetermined", "not_stated", "some",
          "not_asked");
    /* by the wave of the record, of the person whatever the episode */
    CHECK("interview", "fear.told", "not_stated", "some", "none", "none", "worst");
    CHECK("person", "fear.told_w1", "not_stated", "none", "not_stated"); /* C refused then, told later */
    CHECK("person", "fear.told_w3", "some", "none", "worst");
    CHECK("stage", "fear.told", "not_stated", "not_stated", "some", "some", "undetermined", "none", "none",
          "not_stated");
    /* recodes and conditions see it as they see any other variable */
    CHECK("episode", "harm.told_w2.grave", "higher", "not_stated", "lower", "not_asked");
    const int8_t *holds = NULL;
    assert_ok(reinti_frame_condition(study_frame(&s, "stage"), "harm_told = 'worst'", &holds, ERR));
    static const int8_t want[] = { 0, 0, 1, 1, -1, -1, 0, -1 };
    for (size_t i = 0; i < REINTI_LENGTH(want); i++)
        assert_int_equal(holds[i], want[i]);
    study_free(&s);
}

static void
what_cannot_be_seen_as_told_is_refused_with_the_reason(void **state)
{
    static const char *const odd[] = { "A|1|harm|i1|odd" };
    static const struct {
        const char *form, *column, *says;
    } cases[] = {
        { "episode", "harm.told", "view: w1" },
        { "person", "several.told_w1", "it is not one code" },
        { "person", "alone.told_w1", "no code of \"variable\"" },
        { "person", "harm.told_w1", "no column" }, /* of the episode, of which a person has many */
        { "interview", "work.told", "no column" }, /* not marked late */
        { "episode", "harm.told_w9", "no column" },
    };
    const reinti_column *c = NULL;
    struct study s;
    (void)state;

    open_study(&s, tellings, REINTI_LENGTH(tellings));
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        assert_int_equal(reinti_frame_column(study_frame(&s, cases[i].form), cases[i].column, &c, ERR),
                         REINT_ARGUMENT);
        if (!strstr(ERR->text, cases[i].says))
            fail_msg("\"%s\" is not in: %s", cases[i].says, ERR->text);
    }
    study_free(&s);
    open_study(&s, odd, 1);
    assert_int_equal(reinti_frame_column(study_frame(&s, "episode"), "harm.told_w1", &c, ERR),
                     REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "\"odd\", is none of its codes: give that code the attribute means"));
    study_free(&s);
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static double
count(const reinti_table *t, const char *row)
{
    for (size_t r = 0; r < t->n_rows; r++)
        if (!strcmp(t->row[r].code, row))
            return reinti_table_cell(t, 0, r, 0, 0)->value;
    fail_msg("no row %s", row);
    return 0;
}

static void
a_table_takes_a_view_and_says_which(void **state)
{
    static const struct {
        reint_table_request q;
        double some, worst;
        const char *base;
    } cases[] = {
        { { .unit = "episode", .rows = "harm" }, 1, 1, "; Harm: as known now" },
        { { .unit = "episode", .rows = "harm", .view = "now" }, 1, 1, "; Harm: as known now" },
        { { .unit = "episode", .rows = "harm", .view = "w1" }, 0, 0, "; Harm: as told by: First" },
        { { .unit = "stage", .rows = "harm", .view = "told" },
          2,
          2,
          "; Harm: as told then, by the interview or source of each record" },
        /* in the base alone it is seen so, too */
        { { .unit = "episode", .rows = "fear", .base = "harm = 'worst'", .view = "w2" },
          1,
          0,
          "; Fear: as told by: Second; Harm: as told by: Second" },
    };
    static const char *const wrong[] = { "then", "w4" };
    reint_report *r = NULL;
    struct study s;
    (void)state;

    open_study(&s, tellings, REINTI_LENGTH(tellings));
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_table_request q = cases[i].q;
        q.size = sizeof q;
        assert_ok(reint_tabulate(s.study, &q, &r, ERR));
        const reinti_table *t = r->table[0];
        assert_close(count(t, "some"), cases[i].some, 0);
        assert_close(count(t, "worst"), cases[i].worst, 0);
        if (!strstr(t->base, cases[i].base))
            fail_msg("\"%s\" is not in: %s", cases[i].base, t->base);
        reint_report_free(r);
    }
    /* what nobody tells late needs no such words */
    assert_ok(reint_tabulate(
        s.study,
        &(reint_table_request){ .size = sizeof(reint_table_request), .unit = "interview", .rows = "work" },
        &r, ERR));
    assert_null(strstr(r->table[0]->base, "as known now"));
    reint_report_free(r);
    for (size_t i = 0; i < REINTI_LENGTH(wrong); i++) {
        const reint_table_request q = {
            .size = sizeof q, .unit = "episode", .rows = "harm", .view = wrong[i]
        };
        assert_int_equal(reint_tabulate(s.study, &q, &r, ERR), REINT_ARGUMENT);
        assert_non_null(strstr(ERR->text, "a view is now, told or the id of a wave"));
    }
    study_free(&s);
}

static void
people_are_followed_by_what_they_had_told(void **state)
{
    const reint_follow_request q = {
        .size = sizeof q, .what = "transitions", .variable = "fear", .waves = "w1,w2", .view = "told"
    };
    reint_report *r = NULL;
    struct study s;
    (void)state;

    open_study(&s, tellings, REINTI_LENGTH(tellings));
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    /* A had told nothing at the first, B was not there at the second, C not at the first: no pair */
    assert_non_null(strstr(r->table[0]->base, "Fear: as told then"));
    assert_close(
        reinti_table_cell(r->table[0], 0, r->table[0]->n_rows - 1, r->table[0]->n_columns - 1, 0)->value, 0,
        0);
    reint_report_free(r);
    study_free(&s);
}

/* C told only in the second interview what was refused at first: a base, attributes of a model. */
static void
every_table_of_people_over_time_takes_a_view_of_what_it_names(void **state)
{
    static const struct {
        reint_follow_request q;
        double first; /* cell */
        const char *base;
    } cases[] = {
        { { .what = "participation", .base = "fear = 'worst'", .view = "w2" },
          1,
          "; Fear: as told by: Second" },
        { { .what = "participation", .base = "fear = 'worst'", .view = "w1" },
          0,
          "; Fear: as told by: First" },
        { { .what = "participation", .base = "fear = 'some'" }, 1, "; Fear: as known now" },
        { { .what = "model", .variable = "work", .on = "fear", .codes = "some", .view = "told" },
          NAN,
          "; Fear: as told then" },
    };
    reint_report *r = NULL;
    struct study s;
    (void)state;

    open_study(&s, tellings, REINTI_LENGTH(tellings));
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_follow_request q = cases[i].q;
        q.size = sizeof q;
        assert_ok(reint_follow_report(s.study, &q, &r, ERR));
        const reinti_table *t = r->table[0];
        if (!isnan(cases[i].first))
            assert_close(reinti_table_cell(t, 0, 0, 0, 0)->value, cases[i].first, 0);
        if (!strstr(t->base, cases[i].base))
            fail_msg("\"%s\" is not in: %s", cases[i].base, t->base);
        reint_report_free(r);
    }
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_record_sees_what_was_told_by_then),
        cmocka_unit_test(what_cannot_be_seen_as_told_is_refused_with_the_reason),
        cmocka_unit_test(a_table_takes_a_view_and_says_which),
        cmocka_unit_test(people_are_followed_by_what_they_had_told),
        cmocka_unit_test(every_table_of_people_over_time_takes_a_view_of_what_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
