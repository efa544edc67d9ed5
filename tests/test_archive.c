/* test_archive.c -- a ZIP of CSV files is read as if it had been unpacked, and one that is meant to hurt is refused. */
#include <config.h>

#include "check.h"

#include "ingest_study.h"
#include "sheet_file.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, sampling: purposive}\n"
    "waves: [{id: w1, label: One}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists: {sex: {male: Male, female: Female}}\n"
    "forms:\n"
    "  person: {key: [person], variables: {sex: {label: Sex, list: sex}}}\n"
    "  visit: {key: [person, wave], variables: {hours: {label: Hours, type: integer, "
    "min: 0, max: 100}}}\n";

static int
setup(void **state)
{
    *state = test_study_create(codebook);
    return *state ? 0 : -1;
}

static int
teardown(void **state)
{
    test_study_free(*state);
    return 0;
}

/* The archive of PART as a file in the folder of the study; to be removed. */
static const char *
write_archive(const test_study *t, const test_part *part, size_t n)
{
    static char path[128];
    size_t size;
    char *bytes = test_zip(part, n, &size);

    snprintf(path, sizeof path, "%s/export.zip", t->folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    free(bytes);
    return path;
}

static int
note_part(const reint_batch *b, reint_status status, void *user)
{
    reinti_str_format(user, "%s %s %d %d/%d\n", b->input, b->form, (int)status, (int)b->accepted,
                      (int)b->read);
    return 0;
}

/* What is told of the parts when the archive is read. */
static reint_status
read_parts(test_study *t, const test_part *part, size_t n, const reint_ingest_options *options,
           reinti_str *told)
{
    const char *path = write_archive(t, part, n);

    reint_findings_free(t->findings);
    t->findings = reint_findings_create();
    reint_status status = reint_ingest_each(t->study, path, options, note_part, told, t->findings, &t->err);
    unlink(path);
    return status;
}

static const test_part two_files[] = {
    { "data/visit.csv", "person,wave,hours\nP1,w1,3\nP2,w1,5\nP9,w1,5\n", 0 },
    { "media/person.csv", "person,sex\nP7,male\n", 0 },
    { "media/1519.jpg", "JFIF", 0 },
    { "__MACOSX/._visit.csv", "person,wave,hours\n", 0 },
    { "data/Person.CSV", "person,sex\nP1,male\nP2,female\n", 0 },
};

static void
the_files_are_read_as_if_unpacked_persons_first_and_pictures_are_told(void **state)
{
    test_study *t = *state;
    reinti_str told = REINTI_STR_EMPTY;
    bool noted = false;

    assert_int_equal(read_parts(t, two_files, REINTI_LENGTH(two_files), NULL, &told), REINT_DATA);
    assert_string_equal(told.text, "Person.CSV person 0 2/2\nvisit.csv visit 1 2/3\n"); /* P9 is nobody */
    for (size_t i = 0; i < reint_findings_count(t->findings); i++) {
        const reint_finding *f = reint_findings_get(t->findings, i);
        noted = noted || (!strcmp(f->code, "archive_left_out") && strstr(f->text, "3 files"));
        if (f->severity < REINT_ERROR)
            continue;
        assert_string_equal(f->file, "visit.csv");
        assert_int_equal(f->line, 4);
    }
    assert_true(noted);
    reinti_str_free(&told);
    /* the same files, unpacked by hand, were read before */
    assert_int_equal(test_ingest(t, "Person.CSV", two_files[4].text, NULL), REINT_OK);
    assert_int_equal(t->batch.id, 1);
}

static void
what_is_said_of_one_file_is_refused_for_an_archive_of_several(void **state)
{
    test_study *t = *state;
    const reint_ingest_options named = { .size = sizeof named, .form = "visit" };
    reinti_str told = REINTI_STR_EMPTY;

    assert_int_equal(read_parts(t, two_files, REINTI_LENGTH(two_files), &named, &told), REINT_INPUT);
    assert_non_null(strstr(t->err.text, "2 CSV files"));
    assert_int_equal(read_parts(t, two_files + 4, 1,
                                &(reint_ingest_options){ .size = sizeof named, .form = "person" }, &told),
                     REINT_OK);
    reinti_str_free(&told);
}

static void
an_archive_is_known_by_what_it_holds(void **state)
{
    static const struct {
        const char *name;
        bool is;
    } cases[] = {
        { "a.csv", true },           { "x/y/A.CSV", true },  { "media/a.csv", false }, { ".csv", false },
        { "__MACOSX/a.csv", false }, { "a.csv/", false },    { "a.txt", false },       { "x/.a.csv", false },
        { "Media/x/a.csv", false },  { "a.csv.txt", false },
    };
    size_t size;

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const test_part part[] = { { "read.me", "x", 0 }, { cases[i].name, "x", 0 } };
        char *bytes = test_zip(part, 2, &size);
        if (reinti_archive_is(bytes, size) != cases[i].is)
            fail_msg("%s", cases[i].name);
        assert_false(reinti_archive_is(bytes, size / 2)); /* cut short */
        free(bytes);
    }
    const test_part book[] = { { "a.csv", "x", 0 }, { "_rels/.rels", "x", 0 } };
    char *bytes = test_zip(book, 2, &size);
    assert_false(reinti_archive_is(bytes, size));
    free(bytes);
    assert_false(reinti_archive_is("a,b\n1,2\n", 8));
}

/* Opens and reads what is in the archive of PART; the error's text, "" for none. */
static const char *
refusal(const test_part *part, size_t n, bool spoil)
{
    static reint_error err;
    reinti_archive *a = NULL;
    size_t size;
    char *bytes = test_zip(part, n, &size);

    err = (reint_error){ .status = REINT_OK };
    if (spoil)
        bytes[60] ^= 0x55; /* within the packed bytes of the first file */
    if (!reinti_archive_open("t.zip", bytes, size, &a, &err))
        for (size_t i = 0; i < reinti_archive_n(a) && !err.status; i++) {
            reinti_bytes out;
            if (!reinti_archive_read(a, i, NULL, &out, &err))
                reinti_bytes_free(&out);
        }
    reinti_archive_free(a);
    free(bytes);
    assert_true(!err.status || err.status == REINT_INPUT);
    return err.text;
}

static void
what_is_meant_to_hurt_is_refused(void **state)
{
    enum { BOMB = (256 << 20) + 1 }; /* what comes out of a small file at most is 256 MiB */
    char *blanks = malloc(BOMB), noise[4000];
    unsigned seed = 7;

    (void)state;
    assert_non_null(blanks);
    memset(blanks, ' ', BOMB);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)('a' + ((seed = seed * 1103515245 + 12345) >> 16) % 26);
    const test_part fine[] = { { "a.csv", noise, sizeof noise } };
    const test_part up[] = { { "a.csv", "x", 0 }, { "../../etc/b.csv", "x", 0 } };
    const test_part twice[] = { { "x/a.csv", "1", 0 }, { "y/a.csv", "2", 0 } };
    const test_part bomb[] = { { "a.csv", "x", 0 }, { "b.csv", blanks, BOMB } };
    assert_string_equal(refusal(fine, 1, false), "");
    assert_non_null(strstr(refusal(fine, 1, true), "a.csv in the archive cannot be unpacked"));
    assert_non_null(strstr(refusal(up, 2, false), "leads out of it"));
    assert_non_null(strstr(refusal(twice, 2, false), "two files named a.csv"));
    assert_non_null(
        strstr(refusal(bomb, 2, false), "b.csv in the archive cannot be unpacked (it unpacks to more than"));
    free(blanks);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_files_are_read_as_if_unpacked_persons_first_and_pictures_are_told,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_said_of_one_file_is_refused_for_an_archive_of_several, setup,
                                        teardown),
        cmocka_unit_test(an_archive_is_known_by_what_it_holds),
        cmocka_unit_test(what_is_meant_to_hurt_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
