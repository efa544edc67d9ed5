/* test_entry.c -- a new study from a template, and workbooks to be filled in. */
#include <config.h>

#include "folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "reint.h"

static const char *
in_folder(const char *name)
{
    static char path[4][4608];
    static int turn;
    char *p = path[turn++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static unsigned
mode_of(const char *path)
{
    struct stat s;

    assert_int_equal(stat(path, &s), 0);
    return (unsigned)(s.st_mode & 0777);
}

static void
every_template_makes_a_folder_whose_codebook_and_plan_are_sound(void **state)
{
    (void)state;
    for (size_t i = 0; reint_template_name(i); i++) {
        reint_error err = { .status = REINT_OK };
        const char *to = in_folder(reint_template_name(i));
        char path[4700];

        assert_int_equal(reint_new(to, reint_template_name(i), NULL, &err), REINT_OK);
        assert_int_equal(mode_of(to), 0700);
        snprintf(path, sizeof path, "%s/entry.xlsx", to);
        assert_int_equal(mode_of(path), 0600);
        static const char *const sound[] = { "codebook/codebook.yaml", "plan.yaml", "job.yaml" };
        for (size_t k = 0; k < 3; k++) {
            reint_findings *findings = reint_findings_create();
            snprintf(path, sizeof path, "%s/%s", to, sound[k]);
            assert_int_equal(mode_of(path), 0600);
            assert_int_equal(reint_check(path, findings, &err), REINT_OK);
            assert_int_equal(reint_findings_count_severity(findings, REINT_ERROR), 0);
            assert_int_equal(reint_findings_count_severity(findings, REINT_WARNING), 0);
            reint_findings_free(findings);
        }
    }
}

static void
a_template_holds_the_very_files_of_the_shipped_codebook(void **state)
{
    static const char *const names[] = { "codebook.yaml",     "challenges.yaml",     "domains.yaml",
                                         "entitlements.yaml", "nexus-chapter5.yaml", "nexus-tree.yaml",
                                         "strict.yaml" };
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reint_new(in_folder("same"), "going-home", NULL, &err), REINT_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char shipped[256], made[256];
        reinti_bytes a = { 0 }, b = { 0 };
        snprintf(shipped, sizeof shipped, "codebooks/going-home/%s", names[i]);
        snprintf(made, sizeof made, "same/codebook/%s", names[i]);
        assert_int_equal(reinti_bytes_read(source_path(shipped), 0, &a, &err), REINT_OK);
        assert_int_equal(reinti_bytes_read(in_folder(made), 0, &b, &err), REINT_OK);
        assert_int_equal(a.size, b.size);
        assert_memory_equal(a.data, b.data, a.size);
        reinti_bytes_free(&a);
        reinti_bytes_free(&b);
    }
}

static void
a_folder_that_holds_anything_is_refused_and_left_as_it_was(void **state)
{
    reint_error err = { .status = REINT_OK };
    reinti_bytes bytes = { 0 };

    (void)state;
    assert_int_equal(mkdir(in_folder("full"), 0755), 0);
    FILE *f = fopen(in_folder("full/job.yaml"), "w");
    assert_non_null(f);
    fputs("mine", f);
    fclose(f);
    assert_int_equal(reint_new(in_folder("full"), "blank", NULL, &err), REINT_OUTPUT);
    assert_non_null(strstr(err.text, "not empty"));
    assert_int_equal(reinti_bytes_read(in_folder("full/job.yaml"), 0, &bytes, &err), REINT_OK);
    assert_int_equal(bytes.size, 4);
    reinti_bytes_free(&bytes);
    assert_int_not_equal(access(in_folder("full/entry.xlsx"), F_OK), 0);
    assert_int_equal(mkdir(in_folder("empty"), 0755), 0);
    assert_int_equal(reint_new(in_folder("empty"), "blank", NULL, &err), REINT_OK);
}

static void
a_template_or_wave_that_does_not_exist_is_named_with_the_nearest(void **state)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;
    reint_entry_options options = { .size = sizeof options, .wave = "w22" };

    (void)state;
    assert_int_equal(reint_new(in_folder("none"), "going-hom", NULL, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "going-home"));
    assert_int_not_equal(access(in_folder("none"), F_OK), 0);
    assert_int_equal(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, NULL, &err),
                     REINT_OK);
    assert_int_equal(reint_write_entry(cb, NULL, &options, in_folder("w.xlsx"), &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "did you mean"));
    assert_int_not_equal(access(in_folder("w.xlsx"), F_OK), 0);
    options.wave = NULL;
    assert_int_equal(reint_write_entry(cb, NULL, &options, in_folder("no/such/w.xlsx"), &err), REINT_OUTPUT);
    reint_codebook_free(cb);
}

static void
the_same_codebook_gives_the_same_bytes(void **state)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;
    reinti_bytes a = { 0 }, b = { 0 };

    (void)state;
    assert_int_equal(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, NULL, &err),
                     REINT_OK);
    assert_int_equal(reint_write_entry(cb, NULL, NULL, in_folder("a.xlsx"), &err), REINT_OK);
    assert_int_equal(reint_write_entry(cb, NULL, NULL, in_folder("b.xlsx"), &err), REINT_OK);
    assert_int_equal(reinti_bytes_read(in_folder("a.xlsx"), 0, &a, &err), REINT_OK);
    assert_int_equal(reinti_bytes_read(in_folder("b.xlsx"), 0, &b, &err), REINT_OK);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    reinti_bytes_free(&a);
    reinti_bytes_free(&b);
    reint_codebook_free(cb);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_template_makes_a_folder_whose_codebook_and_plan_are_sound),
        cmocka_unit_test(a_template_holds_the_very_files_of_the_shipped_codebook),
        cmocka_unit_test(a_folder_that_holds_anything_is_refused_and_left_as_it_was),
        cmocka_unit_test(a_template_or_wave_that_does_not_exist_is_named_with_the_nearest),
        cmocka_unit_test(the_same_codebook_gives_the_same_bytes),
    };

    return cmocka_run_group_tests_name("entry", tests, make_folder, remove_folder);
}
