/* test_store.c -- a study is made, written, closed, opened, read; by us and, in some tests, by another SQLite program. */
#include <config.h>

#include "check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ingest/recheck.h"
#include "study/store.h"

static const char codebook_text[] = "reint: 1\n"
                                    "study: {id: small, sampling: purposive}\n"
                                    "waves: [{id: w1}, {id: w2}]\n"
                                    "missing: {refused: [97], not_stated: [\"\"]}\n"
                                    "lists:\n"
                                    "  sex: {male: Male, female: Female}\n"
                                    "  place: {a: A, b: B, c: C}\n"
                                    "forms:\n"
                                    "  person:\n"
                                    "    key: [person]\n"
                                    "    variables:\n"
                                    "      sex: {list: sex}\n"
                                    "      places: {list: place, multiple: true, ordered: true}\n"
                                    "      weight: {type: decimal}\n"
                                    "      note: {type: text}\n"
                                    "  interview:\n"
                                    "    key: [person, wave]\n"
                                    "    variables:\n"
                                    "      date: {type: date}\n"
                                    "      score: {type: integer, min: 0, max: 99}\n";

typedef struct fixture {
    char folder[64], path[96], cache[112];
    reint_codebook *cb;
    reint_study *study;
} fixture;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    reinti_codebook_file file = { "small.yaml", "codebook", codebook_text, sizeof codebook_text - 1 };
    reint_error err = { .status = REINT_OK };

    strcpy(f->folder, "/tmp/reint-store-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/s.reint", f->folder);
    snprintf(f->cache, sizeof f->cache, "%s-cache", f->path);
    if (reinti_codebook_parse(&file, 1, &f->cb, NULL, &err) ||
        reint_study_create(f->path, f->cb, &f->study, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;

    reint_study_free(f->study);
    reint_codebook_free(f->cb);
    unlink(f->cache);
    unlink(f->path);
    rmdir(f->folder);
    free(f);
    return 0;
}

/* Two persons: sex male with places c, a; sex refused, no places. */
static void
write_persons(fixture *f, bool correct, uint8_t outcome[2])
{
    const reinti_layout *layout = reinti_store_layout(f->study, 0);
    double weight = 1.25;
    int64_t key[2], slot[2][8], source[2] = { 1LL << 32 | 2, 1LL << 32 | 3 }, batch;
    uint32_t offset[3] = { 0, 2, 2 }, length[1] = { 5 };
    int16_t code[2] = { 3, 1 };
    const char *text[1] = { "hello" };
    reinti_block_set set = { 2, offset, code };
    reint_error err = { .status = REINT_OK };

    assert_int_equal(layout->n_slots, 6); /* sex, places, weight + why, note + why */
    assert_int_equal(reinti_store_begin(f->study, "RS", "test", &err), REINT_OK);
    assert_int_equal(reinti_store_batch_begin(f->study, "p.csv", 0, "00", &batch, &err), REINT_OK);
    source[0] = batch << 32 | 2;
    source[1] = batch << 32 | 3;
    key[0] = reinti_store_add_person(f->study, "A-1", 3);
    key[1] = reinti_store_add_person(f->study, "A-2", 3);
    for (int r = 0; r < 2; r++)
        for (int i = 0; i < 8; i++)
            slot[r][i] = REINTI_NULL;
    int64_t flat[12];
    slot[0][0] = correct ? 2 : 1;
    slot[0][1] = 2;
    memcpy(&slot[0][2], &weight, sizeof weight);
    slot[0][4] = 0;
    slot[1][0] = -1;
    slot[1][1] = 0;
    slot[1][3] = -2;
    slot[1][5] = -2;
    memcpy(flat, slot[0], 6 * sizeof *flat);
    memcpy(flat + 6, slot[1], 6 * sizeof *flat);
    reinti_block b = { 2, key, flat, source, text, length, 1, &set };
    if (reinti_store_insert(f->study, 0, &b, correct, outcome, &err))
        fail_msg("%s", err.text);
    assert_int_equal(reinti_store_commit(f->study, &err), REINT_OK);
}

static void
reopen(fixture *f, int write)
{
    reint_error err = { .status = REINT_OK };

    reint_study_free(f->study);
    f->study = NULL;
    if (reint_study_open(f->path, write, &f->study, &err))
        fail_msg("%s", err.text);
}

static void
check_columns(fixture *f)
{
    reinti_raw raw;
    const int64_t *key;
    const uint32_t *offset;
    const int16_t *code;
    size_t n;

    assert_int_equal(reinti_store_keys(f->study, 0, &key, &n, NULL), REINT_OK);
    assert_int_equal(n, 2);
    assert_int_equal(reinti_store_column(f->study, 0, 0, &raw, NULL), REINT_OK);
    assert_int_equal(raw.width, REINTI_I8);
    assert_int_equal(((const int8_t *)raw.data)[0], 1);
    assert_int_equal(((const int8_t *)raw.data)[1], -1);
    assert_int_equal(reinti_store_column(f->study, 0, 2, &raw, NULL), REINT_OK);
    assert_close(((const double *)raw.data)[0], 1.25, 1e-15);
    assert_close(((const double *)raw.data)[1], NAN, 0);
    assert_int_equal(reinti_store_set(f->study, 0, 2, &offset, &code, NULL), REINT_OK);
    assert_int_equal(offset[1], 2);
    assert_int_equal(offset[2], 2);
    assert_int_equal(code[0], 3);
    assert_int_equal(code[1], 1);
}

static void
what_was_written_is_read_from_memory_cache_and_tables(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    struct stat st;

    write_persons(f, false, outcome);
    assert_int_equal(outcome[0], REINTI_ACCEPTED);
    assert_int_equal(outcome[1], REINTI_ACCEPTED);
    check_columns(f);
    reopen(f, 0);
    assert_int_equal(stat(f->cache, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    check_columns(f);
    reint_study_free(f->study);
    f->study = NULL;
    assert_int_equal(truncate(f->cache, 100), 0);
    assert_int_equal(reint_study_open(f->path, 0, &f->study, NULL), REINT_OK);
    check_columns(f);
}

/* A column is looked at when it is asked for: whatever byte of the cache is wrong, the answer is the tables'. */
static void
a_damaged_byte_of_the_cache_changes_no_value(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    struct stat st;

    write_persons(f, false, outcome);
    reopen(f, 0);
    assert_int_equal(stat(f->cache, &st), 0);
    reint_study_free(f->study);
    f->study = NULL;
    for (off_t at = 0; at < st.st_size; at += 8) {
        FILE *stream = fopen(f->cache, "r+b");
        assert_non_null(stream);
        assert_int_equal(fseek(stream, (long)at, SEEK_SET), 0);
        int byte = fgetc(stream);
        assert_int_equal(fseek(stream, (long)at, SEEK_SET), 0);
        assert_int_not_equal(fputc(byte ^ 0x41, stream), EOF);
        assert_int_equal(fclose(stream), 0);
        assert_int_equal(reint_study_open(f->path, 0, &f->study, NULL), REINT_OK);
        check_columns(f);
        reint_study_free(f->study); /* writes the cache anew */
        f->study = NULL;
        assert_int_equal(stat(f->cache, &st), 0);
    }
    assert_int_equal(reint_study_open(f->path, 0, &f->study, NULL), REINT_OK);
}

static void
a_known_key_is_a_duplicate_or_a_correction_with_history(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    reint_findings *findings = reint_findings_create();

    write_persons(f, false, outcome);
    write_persons(f, false, outcome);
    assert_int_equal(outcome[0], REINTI_DUPLICATE);
    write_persons(f, true, outcome);
    assert_int_equal(outcome[0], REINTI_CHANGED);
    assert_int_equal(outcome[1], REINTI_UNCHANGED);
    assert_int_equal(reint_study_check(f->study, findings, NULL), REINT_OK);
    assert_int_equal(reint_findings_count(findings), 0);
    reint_findings_free(findings);
}

static int
see_change(const reint_change *c, void *user)
{
    snprintf(user, 200, "%s %s %s: %s -> %s (%s)", c->form, c->key, c->variable, c->before, c->after, c->who);
    return 0;
}

static void
history_tells_who_changed_what(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    char seen[200] = "";
    sqlite3 *db;

    write_persons(f, false, outcome);
    write_persons(f, true, outcome);
    assert_int_equal(reint_study_history(f->study, see_change, seen, NULL), REINT_OK);
    assert_non_null(strstr(seen, "person A-1"));
    assert_non_null(strstr(seen, "(RS)"));
    reopen(f, 0);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE f_person SET sex = 2 WHERE _id = 2", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    reopen(f, 0);
    assert_int_equal(reint_study_history(f->study, see_change, seen, NULL), REINT_OK);
    assert_string_equal(seen, "person A-2 sex: refused -> female (outside reint)");
}

static void
a_change_by_another_program_is_seen_and_the_cache_is_not_trusted(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    reint_findings *findings = reint_findings_create();
    reint_error err;
    reinti_raw raw;
    sqlite3 *db;

    write_persons(f, false, outcome);
    reopen(f, 0);
    reint_study_free(f->study);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DROP TRIGGER h_person__sex; UPDATE f_person SET sex = 2 WHERE _id = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(reint_study_open(f->path, 0, &f->study, &err), REINT_OK);
    assert_int_equal(reinti_store_column(f->study, 0, 0, &raw, NULL), REINT_OK);
    assert_int_equal(((const int8_t *)raw.data)[0], 2);
    assert_int_equal(reint_study_check(f->study, findings, &err), REINT_DATA);
    assert_string_equal(reint_findings_get(findings, 0)->code, "changed_outside");
    reint_findings_free(findings);
}

static void
views_read_in_any_sqlite_program(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    sqlite3 *db;
    sqlite3_stmt *s;

    write_persons(f, false, outcome);
    reopen(f, 0);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(
                         db, "SELECT person, sex, sex__why, places, weight, note FROM person ORDER BY person",
                         -1, &s, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "A-1");
    assert_string_equal(sqlite3_column_text(s, 1), "male");
    assert_int_equal(sqlite3_column_type(s, 2), SQLITE_NULL);
    assert_string_equal(sqlite3_column_text(s, 3), "c;a");
    assert_string_equal(sqlite3_column_text(s, 5), "hello");
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(s, 1), SQLITE_NULL);
    assert_string_equal(sqlite3_column_text(s, 2), "refused");
    assert_string_equal(sqlite3_column_text(s, 3), "");
    sqlite3_finalize(s);
    sqlite3_close(db);
}

static void
a_second_writer_is_told_and_loses_nothing(void **state)
{
    fixture *f = *state;
    reint_study *other = NULL;
    reint_error err = { .status = REINT_OK };

    assert_int_equal(reinti_store_begin(f->study, "", "", NULL), REINT_OK);
    assert_int_equal(reint_study_open(f->path, 1, &other, &err), REINT_OK);
    assert_int_equal(reinti_store_begin(other, "", "", &err), REINT_STUDY);
    assert_non_null(strstr(err.text, "in use by another program"));
    reint_study_free(other);
    assert_int_equal(reinti_store_commit(f->study, NULL), REINT_OK);
}

/* The cache beside a study is looked at when a writer begins: opening and closing the study file for that would give back the
 * locks that SQLite holds on it (POSIX locks are the process's), and a second writer could get in. */
static void
a_writer_keeps_its_lock_when_there_is_a_cache(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    struct stat st;

    write_persons(f, false, outcome);
    reopen(f, 1); /* closing wrote the cache */
    assert_int_equal(stat(f->cache, &st), 0);
    assert_int_equal(reinti_store_begin(f->study, "", "", NULL), REINT_OK);
    fflush(NULL);
    /* Another process asks the kernel for the byte that a writer holds (SQLite's RESERVED).  It does not go through SQLite: a
     * forked copy would answer from the table of locks that it inherited. */
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000001, .l_len = 1 };
        int fd = open(f->path, O_RDWR);
        _exit(fd >= 0 && !fcntl(fd, F_GETLK, &lock) && lock.l_type != F_UNLCK ? 0 : 1);
    }
    int result = -1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
    assert_int_equal(reinti_store_commit(f->study, NULL), REINT_OK);
}

static void
what_is_no_study_is_refused_with_the_reason(void **state)
{
    fixture *f = *state;
    char other[128];
    reint_study *study = NULL;
    reint_error err = { .status = REINT_OK };
    sqlite3 *db;
    FILE *stream;

    assert_int_equal(reint_study_open("/nonexistent/x.reint", 0, &study, &err), REINT_STUDY);
    snprintf(other, sizeof other, "%s/other", f->folder);
    stream = fopen(other, "w");
    for (int i = 0; i < 2000; i++)
        fputs("not a database ", stream);
    fclose(stream);
    assert_int_equal(reint_study_open(other, 0, &study, &err), REINT_STUDY);
    assert_non_null(strstr(err.text, "not a study file"));
    unlink(other);
    assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(reint_study_open(other, 0, &study, &err), REINT_STUDY);
    assert_non_null(strstr(err.text, "another program"));
    unlink(other);
    reopen(f, 0);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(reint_study_open(f->path, 0, &study, &err), REINT_STUDY);
    assert_non_null(strstr(err.text, "newer reint"));
    assert_int_equal(reint_study_create(f->path, f->cb, &study, &err), REINT_OUTPUT);
    assert_null(study);
}

static void
a_changed_codebook_adds_and_refuses(void **state)
{
    fixture *f = *state;
    uint8_t outcome[2];
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();
    reinti_str text = REINTI_STR_EMPTY;
    reint_error err = { .status = REINT_OK };

    write_persons(f, false, outcome);
    reinti_str_add(&text, codebook_text);
    reinti_str_add(&text, "      extra: {list: place}\n  contact:\n    key: [person, contact]\n    "
                          "variables:\n      contact: {type: integer}\n");
    reinti_codebook_file file = { "small.yaml", "codebook", text.text, text.length };
    assert_int_equal(reinti_codebook_parse(&file, 1, &cb, NULL, &err), REINT_OK);
    assert_int_equal(reint_study_update_codebook(f->study, cb, findings, &err), REINT_OK);
    reint_codebook_free(cb);
    assert_int_equal(reint_study_check(f->study, findings, NULL), REINT_OK);
    check_columns(f);
    reopen(f, 1);
    assert_int_equal(reint_codebook_n_forms(reint_study_codebook(f->study)), 3);
    check_columns(f);
    reinti_str_clear(&text);
    reinti_str_add(&text, codebook_text);
    *strstr(text.text, "list: sex") = 'X';
    memcpy(strstr(text.text, "Xist: sex"), "type: age", 9);
    file = (reinti_codebook_file){ "small.yaml", "codebook", text.text, text.length };
    assert_int_equal(reinti_codebook_parse(&file, 1, &cb, NULL, &err), REINT_OK);
    assert_int_equal(reint_study_update_codebook(f->study, cb, findings, &err), REINT_DATA);
    bool gone = false;
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        gone = gone || strstr(reint_findings_get(findings, i)->text, "form \"contact\" is gone");
    assert_true(gone);
    reint_codebook_free(cb);
    reint_findings_free(findings);
    reinti_str_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_damaged_byte_of_the_cache_changes_no_value, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_written_is_read_from_memory_cache_and_tables, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_known_key_is_a_duplicate_or_a_correction_with_history, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(history_tells_who_changed_what, setup, teardown),
        cmocka_unit_test_setup_teardown(a_change_by_another_program_is_seen_and_the_cache_is_not_trusted,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(views_read_in_any_sqlite_program, setup, teardown),
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_and_loses_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_writer_keeps_its_lock_when_there_is_a_cache, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_study_is_refused_with_the_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(a_changed_codebook_adds_and_refuses, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
