/* test_frame.c -- columns of a small study, worked out by hand: own, joined, across waves, recoded. */
#include <config.h>

#include "frame_study.h"

static const char codebook[] =
    "reint: 1\n"
    "study:\n"
    "  id: t\n"
    "  title: T\n"
    "  population: {en: \"Nobody\"}\n"
    "  languages: [en]\n"
    "  sampling: purposive\n"
    "  consent: {require: {analysis: given}}\n"
    "waves: [{id: w1, label: First}, {id: w2, label: Second}, {id: w3, label: Third}]\n"
    "missing: {refused: [97], dont_know: [98], not_asked: [99], not_stated: [\"\"]}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  region: {asia: {label: Asia, side: east}, africa: {label: Africa, side: west}}\n"
    "  country:\n"
    "    malaysia: {label: Malaysia, area: asia}\n"
    "    taiwan: {label: Taiwan, area: asia}\n"
    "    ghana: {label: Ghana, area: africa}\n"
    "    sea: {label: At sea}\n"
    "  status: {complete: Complete, partial: Partial}\n"
    "  purpose: {interview: Interview, analysis: Analysis}\n"
    "  answer: {given: Given, withdrawn: Withdrawn}\n"
    "  stage: {destination: Destination, home: Home}\n"
    "  service: {housing: Housing, medical: Medical}\n"
    "  source: {own: Own, relative: A relative}\n"
    "attributes: {country.area: region}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person}\n"
    "      sex: {label: Sex, list: sex}\n"
    "      age: {label: Age, type: age}\n"
    "      children: {label: Children, type: integer, min: 0, max: 20}\n"
    "      destinations: {label: Destinations, list: country, multiple: true, ordered: true}\n"
    "      note: {label: Note, type: text}\n"
    "  consent:\n"
    "    key: [person, purpose, date]\n"
    "    variables:\n"
    "      purpose: {label: Purpose, list: purpose}\n"
    "      date: {label: Date, type: date}\n"
    "      answer: {label: Answer, list: answer}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      status: {label: Status, list: status}\n"
    "      country: {label: Country, list: country}\n"
    "      score: {label: Score, type: decimal}\n"
    "  episode:\n"
    "    key: [person, episode]\n"
    "    variables:\n"
    "      episode: {label: Episode, type: integer}\n"
    "      start: {label: Start, type: date}\n"
    "  stage:\n"
    "    key: [person, episode, stage, source]\n"
    "    variables:\n"
    "      stage: {label: Stage, list: stage}\n"
    "      source: {label: Source, list: source}\n"
    "      told: {label: Told, list: status}\n"
    "  need:\n"
    "    key: [person, episode, stage, service, source]\n"
    "    variables:\n"
    "      service: {label: Service, list: service}\n"
    "      met: {label: Met, list: status}\n";

/* D has no row of its own, only interviews; C was never interviewed. */
static const char *const persons[] = {
    "A|female|17|0|malaysia;ghana|she said so",
    "B|male|16-20|!refused|taiwan;malaysia;taiwan|!not_stated",
    "C|!not_asked|!dont_know|3|!refused|~",
    "E|~|30|2|sea|one line",
    "F|female|40|5||~",
};
static const char *const consents[] = {
    "A|interview|2015-01-01|given", "A|analysis|2015-01-01|withdrawn", "A|analysis|2015-02-01|given",
    "B|analysis|2015-01-01|given",  "B|analysis|2015-03-01|withdrawn", "C|interview|2015-01-01|given",
    "D|analysis|2015-01-01|given",  "E|analysis|2015-01-01|given",
};
/* Not in the order of keys: the store sorts. */
static const char *const interviews[] = {
    "B|w1|complete|taiwan|1.5", "A|w1|complete|malaysia|2.5",   "A|w3|partial|!refused|~",
    "D|w2|complete|ghana|4",    "B|w2|!refused|sea|!dont_know", "E|w3|partial|~|0",
};
static const char *const episodes[] = { "A|1|2014", "A|2|2014-05-01", "B|1|!dont_know" };
static const char *const stages[] = {
    "A|1|destination|own|complete", "A|1|destination|relative|partial",
    "A|1|home|own|partial",         "B|1|home|own|complete",
    "D|1|home|own|complete",
};
/* The service stands between the parts that make a stage's key. */
static const char *const needs[] = {
    "A|1|destination|housing|own|complete", "A|1|destination|housing|relative|partial",
    "A|1|destination|medical|own|partial",  "A|1|destination|medical|relative|complete",
    "A|1|home|medical|own|complete",        "A|2|home|medical|own|complete",
    "B|1|home|housing|own|partial",         "D|1|home|medical|own|complete",
};

static int
setup(void **state)
{
    struct study *s = calloc(1, sizeof *s);

    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "consent", consents, REINTI_LENGTH(consents));
    study_fill(s, "interview", interviews, REINTI_LENGTH(interviews));
    study_fill(s, "episode", episodes, REINTI_LENGTH(episodes));
    study_fill(s, "stage", stages, REINTI_LENGTH(stages));
    study_fill(s, "need", needs, REINTI_LENGTH(needs));
    study_frames(s);
    *state = s;
    return 0;
}

static int
teardown(void **state)
{
    study_free(*state);
    free(*state);
    return 0;
}

/* ---- own columns --------------------------------------------------------------------------------------- */

static void
every_missing_reason_stays_apart(void **state)
{
    reinti_frame *person = study_frame(*state, "person");
    const reinti_column *sex = study_column(person, "sex");

    assert_values(person, "sex", "female male !not_asked !absent female");
    assert_values(person, "age", "17 16..20 !dont_know 30 40");
    assert_values(person, "children", "0 !refused 3 2 5");
    assert_values(person, "destinations", "malaysia;ghana taiwan;malaysia;taiwan !refused sea ");
    assert_int_equal(sex->n_valid, 2);
    assert_string_equal(sex->category[0].code, "male");
    assert_string_equal(sex->category[2].code, "refused");
    assert_string_equal(sex->category[sex->n_categories - 1].code, "absent");
    assert_int_equal(sex->n_categories, 2 + 4 + 1 + 1); /* undetermined is a reason of every codebook */
    assert_string_equal(reinti_label_text(&sex->label, "en"), "Sex");
    assert_string_equal(sex->variable->name, "sex");
    assert_true(isnan(study_column(person, "children")->number[1]));
    assert_int_equal(study_column(person, "age")->low[2], REINTI_OPEN_LOW);
    assert_int_equal(study_column(person, "age")->high[2], REINTI_OPEN_HIGH);
}

static void
a_column_is_made_once(void **state)
{
    reinti_frame *person = study_frame(*state, "person");

    assert_ptr_equal(study_column(person, "sex"), study_column(person, "sex"));
    assert_ptr_equal(person, study_frame(*state, "person"));
}

static void
raw_values_lie_within_what_the_column_says(void **state)
{
    static const char *const names[][2] = { { "person", "sex" },      { "person", "destinations" },
                                            { "person", "age" },      { "person", "children" },
                                            { "interview", "wave" },  { "interview", "sex" },
                                            { "interview", "score" }, { "need", "told" } };

    for (size_t i = 0; i < REINTI_LENGTH(names); i++) {
        const reinti_column *c = study_column(study_frame(*state, names[i][0]), names[i][1]);
        assert_true(c->raw_limit > 0);
        print_message("  %s\n", names[i][1]);
        for (size_t row = 0; row < c->n; row++)
            assert_true((c->raw8 ? (uint8_t)(c->raw8[row] + c->raw_bias)
                                 : (uint16_t)(c->raw16[row] + c->raw_bias)) < c->raw_limit);
    }
}

static void
components_of_the_key_are_columns(void **state)
{
    assert_values(study_frame(*state, "interview"), "wave", "w1 w3 w1 w2 w3 w2");
    assert_values(study_frame(*state, "need"), "service",
                  "housing housing medical medical medical medical housing medical");
    assert_values(study_frame(*state, "need"), "episode", "1 1 1 1 1 2 1 1");
    assert_values(study_frame(*state, "consent"), "answer",
                  "given withdrawn given given withdrawn given given given");
    assert_int_equal(study_column(study_frame(*state, "consent"), "date")->low[0],
                     reinti_date_days(2015, 1, 1));
}

static void
an_unknown_name_is_answered_with_the_nearest(void **state)
{
    static const char *const cases[][3] = {
        { "person", "destination",
          "there is no column \"destination\" on form person (did you mean \"destinations\"?)" },
        { "interview", "chidlren",
          "there is no column \"chidlren\" on form interview (did you mean \"children\"?)" },
        { "person", "w1_statsu",
          "there is no column \"w1_statsu\" on form person (did you mean \"w1_status\"?)" },
        { "person", "nothing_like_it", "there is no column \"nothing_like_it\" on form person" },
        { "person", "sex.area", "there is no column \"sex.area\" on form person" },
        { "person", "note", "note is text: it can stand in a condition, but not be counted or summed" },
        { "person", "w9_status", "there is no column \"w9_status\" on form person" },
        { "person", "", "there is no column \"\" on form person" },
    };
    const reinti_column *column = NULL;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_error err;
        assert_int_equal(reinti_frame_column(study_frame(*state, cases[i][0]), cases[i][1], &column, &err),
                         REINT_ARGUMENT);
        assert_string_equal(err.text, cases[i][2]);
        assert_null(column);
    }
}

/* ---- joins --------------------------------------------------------------------------------------------- */

static void
a_parents_column_is_joined_by_key(void **state)
{
    reinti_frame *interview = study_frame(*state, "interview");

    /* interviews in key order: A w1, A w3, B w1, B w2, E w3, D w2: ids are in the order persons were first
     * seen */
    assert_values(interview, "status", "complete partial complete !refused partial complete");
    assert_values(interview, "sex", "female female male male !absent !absent");
    assert_values(interview, "age", "17 17 16..20 16..20 30 !absent");
    assert_values(interview, "children", "0 0 !refused !refused 2 !absent");
    assert_values(interview, "destinations",
                  "malaysia;ghana malaysia;ghana taiwan;malaysia;taiwan taiwan;malaysia;taiwan sea !absent");
}

static void
the_nearest_parent_is_asked_first(void **state)
{
    reinti_frame *need = study_frame(*state, "need");

    assert_values(need, "told", "complete partial complete partial partial !absent complete complete");
    assert_int_equal(study_column(need, "start")->low[0], reinti_date_days(2014, 1, 1));
    assert_int_equal(study_column(need, "start")->high[0], reinti_date_days(2014, 12, 31));
    assert_string_equal(study_value(study_column(need, "start"), 6), "!dont_know");
    assert_string_equal(study_value(study_column(need, "start"), 7), "!absent");
    /* a need without a stage record still has its person */
    assert_values(need, "sex", "female female female female female female male !absent");
}

/* A column that a stage had from its person is no stage's column for a need: asking the stage first changes
 * nothing. */
static void
the_order_of_asking_does_not_matter(void **state)
{
    assert_values(study_frame(*state, "stage"), "age", "17 17 17 16..20 !absent");
    assert_values(study_frame(*state, "need"), "age", "17 17 17 17 17 17 16..20 !absent");
}

static void
parents_and_children_are_found_by_row(void **state)
{
    struct study *s = *state;
    reinti_frame *person = study_frame(s, "person"), *need = study_frame(s, "need"),
                 *stage = study_frame(s, "stage");
    const uint32_t *row = NULL, *first = NULL, *end = NULL;
    const uint32_t stage_rows[] = { 0, 1, 0, 1, 2, UINT32_MAX, 3, 4 };
    const uint32_t person_needs[] = { 0, 6, 7, 7, 7 }, person_ends[] = { 6, 7, 7, 7, 7 };
    reint_error err;

    assert_ok(reinti_frame_parent(need, reinti_frame_form(stage), &row, ERR));
    assert_memory_equal(row, stage_rows, sizeof stage_rows);
    assert_ok(reinti_frame_children(person, need, &first, &end, ERR));
    assert_memory_equal(first, person_needs, sizeof person_needs);
    assert_memory_equal(end, person_ends, sizeof person_ends);
    assert_int_equal(reinti_frame_parent(person, reinti_frame_form(need), &row, &err), REINT_ARGUMENT);
    assert_string_equal(err.text, "the key of form need is no part of that of form person");
    assert_int_equal(reinti_frame_children(stage, need, &first, &end, &err), REINT_ARGUMENT);
    assert_string_equal(err.text, "the key of form need does not begin with that of form stage");
    assert_int_equal(reinti_frame_children(person, person, &first, &end, &err), REINT_ARGUMENT);
}

static void
records_without_a_person_are_told(void **state)
{
    struct study *s = *state;
    const int8_t *recorded = NULL;
    const uint32_t *person = NULL, *row = NULL;
    size_t n = 0;

    assert_ok(reinti_frame_recorded(study_frame(s, "interview"), &recorded, ERR));
    assert_memory_equal(recorded, ((int8_t[]){ 1, 1, 1, 1, 1, 0 }), 6);
    assert_ok(reinti_frame_recorded(study_frame(s, "person"), &recorded, ERR));
    assert_memory_equal(recorded, ((int8_t[]){ 1, 1, 1, 1, 1 }), 5);
    assert_ok(reinti_frame_persons(study_frame(s, "interview"), &person, ERR));
    assert_string_equal(reinti_store_person_key(s->study, person[0]), "A");
    assert_string_equal(reinti_store_person_key(s->study, person[5]), "D");
    assert_ok(reinti_frames_person_rows(s->frames, &row, &n, ERR));
    assert_int_equal(n, 7); /* A, B, C, E, F, D and 0, nobody */
    assert_int_equal(row[0], UINT32_MAX);
    assert_int_equal(row[person[0]], 0);
    assert_int_equal(row[person[5]], UINT32_MAX);
}

static void
the_latest_consent_decides(void **state)
{
    struct study *s = *state;
    const int8_t *consent = NULL;
    size_t left_out = 99;

    /* A gave it again, B withdrew it, C gave another one, E gave it, F said nothing */
    assert_ok(reinti_frame_consent(study_frame(s, "person"), &consent, &left_out, ERR));
    assert_memory_equal(consent, ((int8_t[]){ 1, -1, 0, 1, 0 }), 5);
    assert_int_equal(left_out, 3);
    assert_ok(reinti_frame_consent(study_frame(s, "interview"), &consent, &left_out, ERR));
    assert_memory_equal(consent, ((int8_t[]){ 1, 1, -1, -1, 1, 1 }), 6);
    assert_int_equal(left_out, 1); /* B, counted once */
}

/* ---- waves --------------------------------------------------------------------------------------------- */

static void
a_wave_is_named_by_its_prefix(void **state)
{
    reinti_frame *person = study_frame(*state, "person");

    assert_values(person, "w1_status", "complete complete !absent !absent !absent");
    assert_values(person, "w2_status", "!absent !refused !absent !absent !absent");
    assert_values(person, "w3_status", "partial !absent !absent partial !absent");
    assert_values(person, "w3_country", "!refused !absent !absent !absent !absent");
    assert_values(person, "w1_score", "2.5 1.5 !absent !absent !absent");
    assert_string_equal(reinti_label_text(&study_column(person, "w1_status")->label, "en"), "First: Status");
}

static void
the_previous_wave_is_the_latest_with_a_record(void **state)
{
    reinti_frame *interview = study_frame(*state, "interview");

    assert_values(interview, "prev_status", "!absent complete !absent complete !absent !absent");
    assert_values(interview, "prev_wave", "!absent w1 !absent w1 !absent !absent");
    assert_values(interview, "prev_score", "!absent 2.5 !absent 1.5 !absent !absent");
    assert_string_equal(reinti_label_text(&study_column(interview, "prev_status")->label, "en"),
                        "Previous wave: Status");
}

/* ---- recodes ------------------------------------------------------------------------------------------- */

static void
an_attribute_is_a_recode(void **state)
{
    reinti_frame *person = study_frame(*state, "person"), *interview = study_frame(*state, "interview");

    assert_values(interview, "country.area", "asia !refused asia !undetermined !absent africa");
    assert_values(interview, "country_area", "asia !refused asia !undetermined !absent africa");
    assert_values(person, "w1_country.area", "asia asia !absent !absent !absent");
    assert_values(person, "destinations.area", "asia;africa asia !refused !undetermined ");
    assert_values(person, "destinations.area.side", "east;west east !refused !undetermined ");
    assert_values(interview, "destinations_area", "asia;africa asia;africa asia asia !undetermined !absent");
}

static void
categories_are_joined(void **state)
{
    reinti_frame *person = study_frame(*state, "person"), *interview = study_frame(*state, "interview");
    const size_t near[] = { 0, 0, 1, REINTI_NONE }, all[] = { 1, 1, 0, 0 };
    const char *const code[] = { "near", "far" }, *const land[] = { "other", "asia" };
    reint_error err;

    assert_ok(reinti_frame_recode(person, "how_far", "destinations", near, 2, code, NULL, ERR));
    assert_values(person, "how_far", "near;far near !refused !undetermined ");
    assert_ok(reinti_frame_recode(interview, "land", "country", all, 2, land, NULL, ERR));
    assert_values(interview, "land", "asia !refused asia other !absent other");
    assert_int_equal(reinti_frame_recode(interview, "far", "country", near, 2, code, NULL, &err),
                     REINT_ARGUMENT);
    assert_string_equal(err.text,
                        "far: category sea of country is in no group; the rest needs a group of its own");
    assert_int_equal(reinti_frame_recode(interview, "land", "country", all, 2, land, NULL, &err),
                     REINT_ARGUMENT);
    assert_string_equal(err.text, "there is a column land already: name the new one otherwise");
    assert_int_equal(reinti_frame_recode(person, "note", "destinations", all, 2, land, NULL, &err),
                     REINT_ARGUMENT);
    assert_int_equal(reinti_frame_recode(interview, "x", "score", all, 2, land, NULL, &err), REINT_ARGUMENT);
    assert_int_equal(reinti_frame_recode(interview, "x", "contry", all, 2, land, NULL, &err), REINT_ARGUMENT);
    assert_string_equal(err.text,
                        "there is no column \"contry\" on form interview (did you mean \"country\"?)");
}

static void
bands_leave_open_what_reaches_over_a_cut(void **state)
{
    reinti_frame *person = study_frame(*state, "person");
    const char *const code[] = { "child", "young", "adult" };
    const double cut[] = { 18, 25 }, bad[] = { 25, 18 };
    const reinti_column *group;
    reint_error err;

    assert_ok(reinti_frame_bands(person, "age_group", "age", cut, 2, code, NULL, ERR));
    assert_values(person, "age_group", "child !undetermined !dont_know adult adult");
    group = study_column(person, "age_group");
    assert_memory_equal(group->possible, ((uint16_t[]){ 1, 3, 0, 4, 4 }), 5 * sizeof(uint16_t));
    assert_ok(reinti_frame_bands(person, "family", "children", (double[]){ 1, 3 }, 2, code, NULL, ERR));
    assert_values(person, "family", "child !refused adult young adult");
    assert_null(study_column(person, "family")->possible);
    assert_int_equal(reinti_frame_bands(person, "x", "age", bad, 2, code, NULL, &err), REINT_ARGUMENT);
    assert_string_equal(err.text, "x: the limits of bands must ascend");
    assert_int_equal(reinti_frame_bands(person, "x", "sex", cut, 2, code, NULL, &err), REINT_ARGUMENT);
}

/* What is open within one new category is settled by joining. */
static void
joining_settles_what_it_does_not_tell_apart(void **state)
{
    reinti_frame *person = study_frame(*state, "person"), *interview = study_frame(*state, "interview");
    const char *const code[] = { "under 25", "over" }, *const three[] = { "a", "b", "c" };
    const size_t group[] = { 0, 0, 1 };

    assert_ok(reinti_frame_bands(person, "band", "age", (double[]){ 18, 25 }, 2, three, NULL, ERR));
    assert_ok(reinti_frame_recode(person, "half", "band", group, 2, code, NULL, ERR));
    assert_values(person, "half", "under 25 under 25 !dont_know over over");
    assert_memory_equal(study_column(person, "half")->possible, ((uint16_t[]){ 1, 1, 0, 2, 2 }),
                        5 * sizeof(uint16_t));
    assert_values(interview, "band", "a a !undetermined !undetermined c !absent");
    assert_memory_equal(study_column(interview, "band")->possible, ((uint16_t[]){ 1, 1, 3, 3, 4, 0 }),
                        6 * sizeof(uint16_t));
}

/* ---- providers ----------------------------------------------------------------------------------------- */

/* "plus_one" on any frame with children, "loop" from itself, "short" with too few rows. */
static reint_status
provide(void *user, reinti_frame *frame, const char *name, reinti_column *column, bool *found,
        reint_error *err)
{
    const reinti_column *source = NULL;
    int *calls = user;

    if (strcmp(name, "loop") == 0)
        return reinti_frame_column(frame, "loop", &source, err);
    if (strcmp(name, "plus_one") != 0 && strcmp(name, "short") != 0)
        return REINT_OK;
    if (strcmp(name, "plus_one") == 0 &&
        reinti_form_find(reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)))->form +
                             reinti_frame_form(frame),
                         "children") == REINTI_NONE)
        return REINT_OK;
    ++*calls;
    reint_status status = reinti_frame_column(frame, "children", &source, err);
    double *number = reinti_arena_alloc(reinti_frame_arena(frame), (source->n + 1) * sizeof *number);
    for (size_t i = 0; i < source->n; i++)
        number[i] = source->number[i] + 1;
    *column = *source;
    column->number = number;
    column->variable = NULL;
    column->n -= strcmp(name, "short") == 0;
    *found = true;
    return status;
}

static size_t
provided_names(void *user, size_t form, const char *const **names)
{
    static const char *const all[] = { "plus_one" };

    (void)user;
    (void)form;
    *names = all;
    return 1;
}

static void
providers_give_further_columns(void **state)
{
    struct study *s = *state;
    reinti_frame *person = study_frame(s, "person"), *interview = study_frame(s, "interview");
    const reinti_column *column;
    int calls = 0;
    reint_error err;

    assert_ok(reinti_frames_provide(s->frames, provide, provided_names, &calls, ERR));
    assert_values(person, "plus_one", "1 !refused 4 3 6");
    assert_values(interview, "plus_one", "1 1 !refused !refused 3 !absent"); /* as the person's */
    assert_values(interview, "prev_plus_one", "!absent 1 !absent !refused !absent !absent");
    assert_int_equal(calls, 1);
    assert_int_equal(reinti_frame_column(person, "loop", &column, &err), REINT_ARGUMENT);
    assert_string_equal(err.text, "column loop is made from itself");
    assert_int_equal(reinti_frame_column(person, "short", &column, &err), REINT_ARGUMENT);
    assert_int_equal(reinti_frame_column(person, "plus_oen", &column, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "plus_one"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_missing_reason_stays_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(a_column_is_made_once, setup, teardown),
        cmocka_unit_test_setup_teardown(raw_values_lie_within_what_the_column_says, setup, teardown),
        cmocka_unit_test_setup_teardown(components_of_the_key_are_columns, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unknown_name_is_answered_with_the_nearest, setup, teardown),
        cmocka_unit_test_setup_teardown(a_parents_column_is_joined_by_key, setup, teardown),
        cmocka_unit_test_setup_teardown(the_nearest_parent_is_asked_first, setup, teardown),
        cmocka_unit_test_setup_teardown(the_order_of_asking_does_not_matter, setup, teardown),
        cmocka_unit_test_setup_teardown(parents_and_children_are_found_by_row, setup, teardown),
        cmocka_unit_test_setup_teardown(records_without_a_person_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(the_latest_consent_decides, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wave_is_named_by_its_prefix, setup, teardown),
        cmocka_unit_test_setup_teardown(the_previous_wave_is_the_latest_with_a_record, setup, teardown),
        cmocka_unit_test_setup_teardown(an_attribute_is_a_recode, setup, teardown),
        cmocka_unit_test_setup_teardown(categories_are_joined, setup, teardown),
        cmocka_unit_test_setup_teardown(bands_leave_open_what_reaches_over_a_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(joining_settles_what_it_does_not_tell_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(providers_give_further_columns, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
