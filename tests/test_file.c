#include <config.h>

#include "check.h"

#include "base/base.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of its own for each test; *state is its path. */
static int
make_folder(void **state)
{
    char *folder = strdup("/tmp/reint-test-XXXXXX");
    const char *base = getenv("TMPDIR");

    if (base) {
        free(folder);
        folder = malloc(strlen(base) + 32);
        sprintf(folder, "%s/reint-test-XXXXXX", base);
    }
    *state = folder;
    return folder && mkdtemp(folder) ? 0 : -1;
}

/* Answers how many entries FOLDER has, and removes them on request. */
static int
count_entries(const char *folder, bool remove_them)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    int n = 0;

    while ((entry = readdir(dir))) {
        char path[4096];
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        n++;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (remove_them && unlink(path) != 0)
            rmdir(path);
    }
    closedir(dir);
    return n;
}

static int
remove_folder(void **state)
{
    count_entries(*state, true);
    rmdir(*state);
    free(*state);
    return 0;
}

static const char *
in_folder(void **state, const char *name)
{
    static char path[4][4096];
    static int turn;
    char *p = path[turn++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", (const char *)*state, name);
    return p;
}

static void
write_file(const char *path, const void *data, size_t size)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static void
assert_file_is(const char *path, const char *want)
{
    reinti_bytes b;

    assert_int_equal(reinti_bytes_read(path, 0, &b, NULL), REINT_OK);
    assert_int_equal(b.size, strlen(want));
    if (b.size)
        assert_memory_equal(b.data, want, b.size);
    reinti_bytes_free(&b);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static void
files_of_every_size_are_read_whole(void **state)
{
    static const size_t sizes[] = {
        0, 1, 65535, 65536, 65537, 200000, (1 << 20) - 1, 1 << 20, (3 << 20) + 17
    };
    char *data = malloc(4 << 20);
    const char *path = in_folder(state, "data");

    for (size_t i = 0; i < 4 << 20; i++)
        data[i] = (char)(i * 31 % 251);
    for (size_t i = 0; i < REINTI_LENGTH(sizes); i++) {
        reinti_bytes b;
        write_file(path, data, sizes[i]);
        assert_int_equal(reinti_bytes_read(path, 0, &b, NULL), REINT_OK);
        assert_int_equal(b.size, sizes[i]);
        assert_int_equal(b.mapped, sizes[i] >= 1 << 20);
        if (b.size)
            assert_memory_equal(b.data, data, b.size);
        reinti_bytes_free(&b);
        assert_null(b.data);
        reinti_bytes_free(&b);
    }
    free(data);
}

static void
a_pipe_is_read_to_its_end(void **state)
{
    char path[64];
    int ends[2];
    reinti_bytes b;
    reint_error err;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "through a pipe", 14), 14);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(reinti_bytes_read(path, 0, &b, NULL), REINT_OK);
    assert_int_equal(b.size, 14);
    assert_memory_equal(b.data, "through a pipe", 14);
    assert_false(b.mapped);
    reinti_bytes_free(&b);
    close(ends[0]);

    assert_int_equal(reinti_bytes_read("/dev/zero", 100000, &b, &err),
                     REINT_INPUT); /* endless, but for the limit */
    assert_string_equal(err.text, "the file is larger than 100000 bytes");
}

static void
what_cannot_be_read_is_told(void **state)
{
    reinti_bytes b = { "x", 1, true };
    reint_error err;

    assert_int_equal(reinti_bytes_read(in_folder(state, "absent"), 0, &b, &err), REINT_INPUT);
    assert_string_equal(err.text, "cannot be read: No such file or directory");
    assert_string_equal(reinti_path_last(err.file), "absent");
    assert_null(b.data);
    assert_false(b.mapped);
    assert_int_equal(reinti_bytes_read(*state, 0, &b, &err), REINT_INPUT);
    assert_string_equal(err.text, "is a folder, not a file");
    write_file(in_folder(state, "ten"), "0123456789", 10);
    assert_int_equal(reinti_bytes_read(in_folder(state, "ten"), 9, &b, &err), REINT_INPUT);
    assert_string_equal(err.text, "the file is larger than 9 bytes");
    assert_int_equal(reinti_bytes_read(in_folder(state, "ten"), 10, &b, &err), REINT_OK);
    reinti_bytes_free(&b);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static unsigned
mode_of(const char *path)
{
    struct stat st;

    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode & 0777;
}

static void
a_committed_output_is_there_whole_and_alone(void **state)
{
    const char *path = in_folder(state, "out.csv");
    reinti_output o;
    mode_t umask_before = umask(022);

    assert_int_equal(reinti_output_begin(&o, path, 0666, NULL), REINT_OK);
    fputs("a,b\n", o.stream);
    assert_int_equal(access(path, F_OK), -1); /* not before it is whole */
    assert_int_equal(reinti_output_commit(&o, NULL), REINT_OK);
    assert_null(o.stream);
    reinti_output_abort(&o); /* nothing to do any more */
    assert_file_is(path, "a,b\n");
    assert_int_equal(mode_of(path), 0644); /* the umask holds */
    assert_int_equal(count_entries(*state, false), 1);
    assert_int_equal(reinti_output_begin(&o, in_folder(state, "private"), 0600, NULL), REINT_OK);
    assert_int_equal(reinti_output_commit(&o, NULL), REINT_OK);
    assert_int_equal(mode_of(in_folder(state, "private")), 0600);
    umask(umask_before);
}

static void
an_aborted_output_leaves_nothing_and_the_old_file(void **state)
{
    const char *path = in_folder(state, "out.csv");
    reinti_output o;

    assert_int_equal(reinti_output_begin(&o, path, 0644, NULL), REINT_OK);
    fputs("half", o.stream);
    reinti_output_abort(&o);
    assert_int_equal(count_entries(*state, false), 0);
    reinti_output_abort(&o);

    write_file(path, "old", 3);
    assert_int_equal(reinti_output_begin(&o, path, 0644, NULL), REINT_OK);
    fputs("half", o.stream);
    reinti_output_abort(&o);
    assert_file_is(path, "old");
    assert_int_equal(count_entries(*state, false), 1);
}

static void
a_replaced_file_never_becomes_readable_to_more_people(void **state)
{
    const char *path = in_folder(state, "out.csv");
    reinti_output o;

    write_file(path, "old", 3);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(reinti_output_begin(&o, path, 0644, NULL), REINT_OK);
    fputs("new", o.stream);
    assert_int_equal(reinti_output_commit(&o, NULL), REINT_OK);
    assert_file_is(path, "new");
    assert_int_equal(mode_of(path), 0600);
}

static void
two_outputs_beside_each_other_do_not_meet(void **state)
{
    reinti_output a, b;

    assert_int_equal(reinti_output_begin(&a, in_folder(state, "a"), 0644, NULL), REINT_OK);
    assert_int_equal(reinti_output_begin(&b, in_folder(state, "b"), 0644, NULL), REINT_OK);
    assert_string_not_equal(a.temporary, b.temporary);
    fputs("A", a.stream);
    fputs("B", b.stream);
    assert_int_equal(reinti_output_commit(&b, NULL), REINT_OK);
    assert_int_equal(reinti_output_commit(&a, NULL), REINT_OK);
    assert_file_is(in_folder(state, "a"), "A");
    assert_file_is(in_folder(state, "b"), "B");
}

static void
a_link_is_followed_not_replaced(void **state)
{
    reinti_output o;
    struct stat st;

    write_file(in_folder(state, "target"), "old", 3);
    assert_int_equal(symlink("target", in_folder(state, "link")), 0);
    assert_int_equal(reinti_output_begin(&o, in_folder(state, "link"), 0644, NULL), REINT_OK);
    fputs("new", o.stream);
    assert_int_equal(reinti_output_commit(&o, NULL), REINT_OK);
    assert_file_is(in_folder(state, "target"), "new");
    assert_int_equal(lstat(in_folder(state, "link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void
a_device_is_written_and_stays_a_device(void **state)
{
    reinti_output o;
    struct stat st;

    (void)state;
    assert_int_equal(reinti_output_begin(&o, "/dev/null", 0644, NULL), REINT_OK);
    assert_null(o.temporary);
    fputs("gone", o.stream);
    assert_int_equal(reinti_output_commit(&o, NULL), REINT_OK);
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
}

static void
a_full_disk_is_told_and_leaves_nothing(void **state)
{
    reinti_output o;
    reint_error err;

    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(reinti_output_begin(&o, "/dev/full", 0644, &err), REINT_OK);
    fputs("does not fit", o.stream);
    assert_int_equal(reinti_output_commit(&o, &err), REINT_OUTPUT);
    assert_string_equal(err.text, "cannot be written: No space left on device");
    assert_null(o.stream);

    /* the stream had failed before _commit was called */
    assert_int_equal(reinti_output_begin(&o, in_folder(state, "out"), 0644, &err), REINT_OK);
    assert_non_null(freopen("/dev/full", "w", o.stream));
    fputs("does not fit", o.stream);
    assert_int_not_equal(fflush(o.stream), 0);
    assert_int_equal(reinti_output_commit(&o, &err), REINT_OUTPUT);
    assert_int_equal(count_entries(*state, false), 0);
}

static void
what_cannot_be_written_is_told_at_once(void **state)
{
    char long_name[400];
    reinti_output o;
    reint_error err;

    assert_int_equal(reinti_output_begin(&o, in_folder(state, "no/such/folder"), 0644, &err), REINT_OUTPUT);
    assert_string_equal(err.text, "cannot be written: No such file or directory");
    assert_null(o.stream);
    assert_int_equal(reinti_output_begin(&o, *state, 0644, &err), REINT_OUTPUT);
    assert_string_equal(err.text, "cannot be written: Is a directory");
    assert_int_equal(reinti_output_begin(&o, "", 0644, &err), REINT_OUTPUT);
    assert_int_equal(reinti_output_commit(&o, &err), REINT_OUTPUT); /* never begun */
    memset(long_name, 'n', sizeof long_name);
    long_name[250] = '\0'; /* as long as file systems allow, nearly: the temporary name still fits */
    assert_int_equal(reinti_output_begin(&o, in_folder(state, long_name), 0644, &err), REINT_OK);
    assert_int_equal(reinti_output_commit(&o, &err), REINT_OK);
    assert_int_equal(count_entries(*state, false), 1);
}

static void
a_folder_that_goes_away_meanwhile_is_an_error(void **state)
{
    reinti_output o;
    reint_error err;

    assert_int_equal(mkdir(in_folder(state, "sub"), 0700), 0);
    assert_int_equal(reinti_output_begin(&o, in_folder(state, "sub/out"), 0644, &err), REINT_OK);
    assert_int_equal(unlink(o.temporary), 0);
    assert_int_equal(rmdir(in_folder(state, "sub")), 0);
    assert_int_equal(reinti_output_commit(&o, &err), REINT_OUTPUT);
    assert_null(o.path);
}

static void
a_protected_file_is_not_replaced(void **state)
{
    const char *path = in_folder(state, "out");
    reinti_output o;
    reint_error err;

    write_file(path, "old", 3);
    assert_int_equal(chmod(path, 0400), 0);
    if (access(path, W_OK) == 0)
        skip(); /* to the superuser nothing is protected */
    assert_int_equal(reinti_output_begin(&o, path, 0644, &err), REINT_OUTPUT);
    assert_string_equal(err.text, "cannot be written: Permission denied");
}

/* ---- paths and digests --------------------------------------------------------------------------------- */

static void
paths_are_taken_apart_and_put_together(void **state)
{
    static const struct {
        const char *base, *name, *want;
    } cases[] = {
        { "study/job.yaml", "w1.csv", "study/w1.csv" },
        { "job.yaml", "w1.csv", "w1.csv" },
        { "/a/b/job.yaml", "../w1.csv", "/a/b/../w1.csv" },
        { "/job.yaml", "w1.csv", "/w1.csv" },
        { "study/job.yaml", "/abs/w1.csv", "/abs/w1.csv" },
        { "study/", "w1.csv", "study/w1.csv" },
        { "", "w1.csv", "w1.csv" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char *got = reinti_path_beside(cases[i].base, cases[i].name);
        assert_string_equal(got, cases[i].want);
        free(got);
    }
    assert_string_equal(reinti_path_last("a/b/c.csv"), "c.csv");
    assert_string_equal(reinti_path_last("c.csv"), "c.csv");
    assert_string_equal(reinti_path_last("a/"), "");
}

static void
sha256_is_that_of_fips_180(void **state)
{
    /* FIPS 180-4 examples (csrc.nist.gov, "SHA256.pdf") and its digest of nothing */
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };
    char got[REINTI_SHA256_TEXT], *million = malloc(1000000);

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_sha256(cases[i].text, strlen(cases[i].text), got);
        assert_string_equal(got, cases[i].want);
    }
    reinti_sha256(NULL, 0, got);
    assert_string_equal(got, cases[0].want);
    memset(million, 'a', 1000000);
    reinti_sha256(million, 1000000, got);
    assert_string_equal(got, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(files_of_every_size_are_read_whole),
        cmocka_unit_test(a_pipe_is_read_to_its_end),
        in_a_folder(what_cannot_be_read_is_told),
        in_a_folder(a_committed_output_is_there_whole_and_alone),
        in_a_folder(an_aborted_output_leaves_nothing_and_the_old_file),
        in_a_folder(a_replaced_file_never_becomes_readable_to_more_people),
        in_a_folder(two_outputs_beside_each_other_do_not_meet),
        in_a_folder(a_link_is_followed_not_replaced),
        cmocka_unit_test(a_device_is_written_and_stays_a_device),
        in_a_folder(a_full_disk_is_told_and_leaves_nothing),
        in_a_folder(what_cannot_be_written_is_told_at_once),
        in_a_folder(a_folder_that_goes_away_meanwhile_is_an_error),
        in_a_folder(a_protected_file_is_not_replaced),
        cmocka_unit_test(paths_are_taken_apart_and_put_together),
        cmocka_unit_test(sha256_is_that_of_fips_180),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
