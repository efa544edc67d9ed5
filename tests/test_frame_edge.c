/* test_frame_edge.c -- frames at their limits: long lists, waves added later, damaged files, no memory. */
#include <config.h>

#include "frame_study.h"

#include <sqlite3.h>

#include "cube/cube.h"
#include "ingest/recheck.h"

/* ---- allocation that fails on demand ------------------------------------------------------------------- */

static long allocations_left = -1; /* -1: all are granted */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool
granted(void)
{
    if (allocations_left > 0)
        allocations_left--;
    return allocations_left != 0;
}

void *
__wrap_malloc(size_t size)
{
    return granted() ? __real_malloc(size) : NULL;
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return granted() ? __real_calloc(n, size) : NULL;
}

void *
__wrap_realloc(void *p, size_t size)
{
    return granted() ? __real_realloc(p, size) : NULL;
}

#define START                                                                                                \
    "reint: 1\n"                                                                                             \
    "study: {id: t, title: T, population: {en: \"Nobody\"}, languages: [en], sampling: purposive, "          \
    "consent: not_recorded}\n"                                                                               \
    "missing: {refused: [R]}\n"

/* ---- long lists ---------------------------------------------------------------------------------------- */

/* Lists of N codes c0 .. and attributes c / 2, and of four long columns. */
static char *
long_codebook(size_t n)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_add(&s, START "lists:\n  village:\n");
    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "    c%zu: {label: Village, district: d%zu}\n", i, i / 2);
    reinti_str_add(&s, "forms:\n"
                       "  person:\n"
                       "    key: [person]\n"
                       "    variables:\n"
                       "      person: {type: person}\n"
                       "      home: {label: Home, list: village}\n"
                       "      lived: {label: Lived in, list: village, multiple: true}\n"
                       "  move:\n"
                       "    key: [person, move]\n"
                       "    variables:\n"
                       "      move: {label: Move, type: integer}\n"
                       "      place: {label: Place, list: village}\n");
    assert_false(s.failed);
    return s.text;
}

static void
lists_of_any_length_are_counted(void **state)
{
    static const char *const persons[] = { "A|c0|c299;c120", "B|c299|", "C|!refused|c1", "D|~|!refused" };
    static const char *const moves[] = { "A|1|c126", "A|2|c127", "B|1|c128", "D|1|!refused", "E|1|c256" };
    char *yaml = long_codebook(300);
    struct study s;

    (void)state;
    study_create(&s, yaml);
    study_fill(&s, "person", persons, REINTI_LENGTH(persons));
    study_fill(&s, "move", moves, REINTI_LENGTH(moves));
    study_frames(&s);
    reinti_frame *person = study_frame(&s, "person"), *move = study_frame(&s, "move");
    assert_values(person, "home", "c0 c299 !refused !absent");
    assert_values(person, "lived", "c299;c120  c1 !refused");
    assert_values(move, "place", "c126 c127 c128 !refused c256");
    assert_values(move, "home", "c0 c0 c299 !absent !absent");
    assert_values(move, "lived", "c299;c120 c299;c120  !refused !absent");
    assert_values(person, "home.district", "d0 d149 !refused !absent");
    assert_values(person, "lived.district", "d149;d60  d0 !refused");
    assert_values(move, "home.district", "d0 d0 d149 !absent !absent");
    assert_condition(move, "place IN ('c127', 'c256') OR home = 'c299'", "-++.+");
    const char *const names[] = { "home", "place" };
    reinti_cube_spec spec = { .n_rows = 5, .n_dimensions = 2, .bounded = REINTI_NONE };
    reinti_cube cube;
    for (size_t d = 0; d < 2; d++)
        spec.dimension[d].column = study_column(move, names[d]);
    assert_ok(reinti_cube_count(&spec, &cube, ERR));
    assert_int_equal(cube.n[reinti_cube_at(&cube, (size_t[]){ 0, 127 })], 1);
    assert_int_equal(cube.n[reinti_cube_at(&cube, (size_t[]){ 299, 128 })], 1);
    reinti_cube_free(&cube);
    study_free(&s);
    free(yaml);
}

/* ---- waves --------------------------------------------------------------------------------------------- */

#define WAVES(waves)                                                                                         \
    START "waves: " waves "\n"                                                                               \
          "lists: {status: {complete: Complete, partial: Partial}}\n"                                        \
          "forms:\n"                                                                                         \
          "  person: {key: [person], variables: {person: {type: person}}}\n"                                 \
          "  interview: {key: [person, wave], variables: {status: {label: Status, list: status}}}\n"         \
          "  help:\n"                                                                                        \
          "    key: [person, wave, number]\n"                                                                \
          "    variables: {number: {label: Number, type: integer}, got: {label: Got, type: integer}}\n"

/* Wave w2 comes between w1 and w3, though its id and so its keys come after theirs. */
static void
the_codebook_orders_the_waves(void **state)
{
    static const char later[] = WAVES("[{id: w1}, {id: w2}, {id: w3}]");
    static const char *const persons[] = { "A", "B" };
    static const char *const before[] = { "A|w1|complete", "A|w3|partial", "B|w3|complete" };
    static const char *const after[] = { "A|w2|!refused", "B|w2|partial" };
    static const char *const help[] = { "A|w1|1|10", "A|w3|1|30", "A|w3|2|31", "A|w2|2|20" };
    reinti_codebook_file file = { "codebook.yaml", "codebook", later, sizeof later - 1 };
    reint_codebook *cb = NULL;
    struct study s;

    (void)state;
    study_create(&s, WAVES("[{id: w1}, {id: w3}]"));
    study_fill(&s, "person", persons, 2);
    study_fill(&s, "interview", before, 3);
    assert_ok(reinti_codebook_parse(&file, 1, &cb, NULL, ERR));
    assert_ok(reint_study_update_codebook(s.study, cb, NULL, ERR));
    reint_codebook_free(s.cb);
    s.cb = cb;
    study_fill(&s, "interview", after, 2);
    study_fill(&s, "help", help, 4);
    study_frames(&s);
    assert_values(study_frame(&s, "interview"), "wave", "w1 w3 w2 w3 w2");
    assert_values(study_frame(&s, "interview"), "prev_wave", "!absent w2 w1 w2 !absent");
    assert_values(study_frame(&s, "interview"), "prev_status", "!absent !refused complete partial !absent");
    assert_values(study_frame(&s, "person"), "w2_status", "!refused partial");
    /* the same number of help in the wave before: a key with a part after the wave */
    assert_values(study_frame(&s, "help"), "got", "10 30 31 20");
    assert_values(study_frame(&s, "help"), "prev_got", "!absent 10 20 !absent");
    assert_values(study_frame(&s, "help"), "status", "complete partial partial !refused");
    study_free(&s);
}

static void
a_study_without_waves_or_records_has_frames(void **state)
{
    struct study s;
    const uint32_t *first = NULL, *end = NULL, *rows = NULL;
    const int8_t *consent = NULL;
    size_t n = 0, left_out = 9;
    char *yaml = long_codebook(3);

    (void)state;
    study_create(&s, yaml);
    study_frames(&s);
    reinti_frame *person = study_frame(&s, "person"), *move = study_frame(&s, "move");
    assert_int_equal(reinti_frame_n(person), 0);
    assert_values(move, "home", "");
    assert_values(person, "lived.district", "");
    assert_condition(person, "home = 'c1' AND has(lived, 'c2')", "");
    assert_ok(reinti_frame_children(person, move, &first, &end, ERR));
    assert_non_null(first); /* no record, so no range to look at */
    assert_non_null(end);
    assert_ok(reinti_frames_person_rows(s.frames, &rows, &n, ERR));
    assert_int_equal(n, 1);
    assert_ok(reinti_frame_consent(person, &consent, &left_out, ERR));
    assert_null(consent); /* none is required */
    assert_int_equal(left_out, 0);
    study_free(&s);
    free(yaml);
}

/* ---- damage -------------------------------------------------------------------------------------------- */

static void
what_another_program_wrote_is_not_counted(void **state)
{
    static const char *const persons[] = { "A|c0|c1", "B|c2|c1;c2" };
    static const struct {
        const char *sql, *column;
    } cases[] = {
        { "UPDATE f_person SET home = 77", "home" },
        { "UPDATE f_person SET home = -77", "home" },
        { "UPDATE f_person__lived SET code = 77", "lived" },
        { "UPDATE f_person SET lived = -77", "lived" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char *yaml = long_codebook(3);
        const reinti_column *column = NULL;
        reint_error err = { 0 };
        sqlite3 *db = NULL;
        struct study s;
        study_create(&s, yaml);
        study_fill(&s, "person", persons, 2);
        reint_study_free(s.study);
        s.study = NULL;
        assert_int_equal(sqlite3_open(s.path, &db), SQLITE_OK);
        if (sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", cases[i].sql, sqlite3_errmsg(db));
        sqlite3_close(db);
        assert_ok(reint_study_open(s.path, 0, &s.study, ERR));
        study_frames(&s);
        assert_int_equal(reinti_frame_column(study_frame(&s, "person"), cases[i].column, &column, &err),
                         REINT_STUDY);
        print_message("  %s: %s\n", cases[i].sql, err.text);
        assert_non_null(strstr(err.text, "run reint check"));
        assert_null(column);
        study_free(&s);
        free(yaml);
    }
}

/* ---- no memory ----------------------------------------------------------------------------------------- */

/* Everything that frames can do, once; the first failure stops it. */
static reint_status
use_frames(reint_study *study, reint_error *err)
{
    static const char *const columns[][2] = { { "move", "place" },           { "move", "home" },
                                              { "move", "lived" },           { "person", "lived.district" },
                                              { "person", "home_district" }, { "move", "move" } };
    static const char *const conditions[] = { "home = 'c1' OR has(lived, 'c2')", "person = 'A'",
                                              "home__why IS NULL" };
    const char *const code[] = { "one", "two" };
    const reint_codebook *cb = reint_study_codebook(study);
    reinti_frames *frames = NULL;
    reinti_frame *frame = NULL, *move = NULL;
    const reinti_column *column = NULL;
    const int8_t *trit;
    const uint32_t *rows, *end;
    reint_status status = reinti_frames_open(study, &frames, err);

    for (size_t i = 0; i < REINTI_LENGTH(columns) && status == REINT_OK; i++) {
        status = reinti_frames_get(frames, reinti_codebook_find_form(cb, columns[i][0]), &frame, err);
        if (status == REINT_OK)
            status = reinti_frame_column(frame, columns[i][1], &column, err);
    }
    move = frame;
    if (status == REINT_OK)
        status = reinti_frames_get(frames, cb->person_form, &frame, err);
    if (status == REINT_OK)
        status = reinti_frame_children(frame, move, &rows, &end, err);
    if (status == REINT_OK)
        status = reinti_frame_recorded(move, &trit, err);
    for (size_t i = 0; i < REINTI_LENGTH(conditions) && status == REINT_OK; i++)
        status = reinti_frame_condition(frame, conditions[i], &trit, err);
    if (status == REINT_OK)
        status = reinti_frame_bands(move, "late", "move", (double[]){ 2 }, 1, code, NULL, err);
    if (status == REINT_OK)
        status = reinti_frame_recode(move, "joined", "place", (size_t[]){ 0, 0, 1 }, 2, code, NULL, err);
    if (status == REINT_OK)
        status = reinti_frame_column(move, "joined", &column, err);
    if (status == REINT_OK) {
        reinti_cube cube;
        reinti_cube_spec spec = { .n_rows = column->n,
                                  .n_dimensions = 1,
                                  .dimension[0].column = column,
                                  .weight = (double[]){ 1, 2, 3 },
                                  .bounded = REINTI_NONE,
                                  .threads = 1 };
        status = reinti_cube_count(&spec, &cube, err);
        if (status == REINT_OK)
            reinti_cube_free(&cube);
    }
    reinti_frames_free(frames);
    return status;
}

/* Whichever allocation fails, the answer is an error and nothing is lost or broken (see under the sanitizer).
 */
static void
any_allocation_may_fail(void **state)
{
    static const char *const persons[] = { "A|c0|c1", "B|c2|c1;c2" };
    static const char *const moves[] = { "A|1|c0", "A|2|c1", "C|1|!refused" };
    char *yaml = long_codebook(3);
    long k = 0;
    reint_status status = REINT_NO_MEMORY;
    struct study s;

    (void)state;
    study_create(&s, yaml);
    study_fill(&s, "person", persons, 2);
    study_fill(&s, "move", moves, 3);
    assert_ok(use_frames(s.study, ERR)); /* SQLite's own first allocations are done */
    while (status != REINT_OK && k < 100000) {
        reint_error err = { 0 };
        allocations_left = ++k;
        status = use_frames(s.study, &err);
        bool failed = allocations_left == 0;
        allocations_left = -1;
        if (status != REINT_OK && !failed)
            fail_msg("allocation %ld: %s", k, err.text);
    }
    assert_int_equal(status, REINT_OK);
    print_message("  %ld allocations failed in turn\n", k - 1);
    assert_true(k > 50);
    study_free(&s);
    free(yaml);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_any_length_are_counted),
        cmocka_unit_test(the_codebook_orders_the_waves),
        cmocka_unit_test(a_study_without_waves_or_records_has_frames),
        cmocka_unit_test(what_another_program_wrote_is_not_counted),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
