/* test_place.c -- warnings about where a study lies and who may use it. */
#include <config.h>

#include "folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "reint.h"

/* Makes a study in the folder NAME (made with MODE); answers the codes of what a check finds there, joined. */
static const char *
findings_in(const char *name, unsigned mode, unsigned file_mode, const char *mark)
{
    static char codes[512];
    char in[4600], path[4700];
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;
    reint_study *study = NULL;
    reint_findings *findings = reint_findings_create();

    snprintf(in, sizeof in, "%s/%s", folder, name);
    assert_int_equal(mkdir(in, 0700), 0);
    if (mark) {
        snprintf(path, sizeof path, "%s/%s", in, mark);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fclose(f);
    }
    snprintf(path, sizeof path, "%s/s.reint", in);
    assert_int_equal(
        reint_codebook_open(source_path("codebooks/templates/blank/codebook.yaml"), &cb, NULL, &err),
        REINT_OK);
    assert_int_equal(reint_study_create(path, cb, &study, &err), REINT_OK);
    assert_int_equal(chmod(in, mode), 0);
    if (file_mode)
        assert_int_equal(chmod(path, file_mode), 0);
    assert_int_equal(reint_study_check(study, findings, &err), REINT_OK);
    *codes = '\0';
    for (size_t i = 0; i < reint_findings_count(findings); i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        assert_int_equal(f->severity, REINT_WARNING);
        strcat(strcat(codes, *codes ? " " : ""), f->code);
    }
    reint_findings_free(findings);
    reint_study_free(study);
    reint_codebook_free(cb);
    return codes;
}

static void
a_study_in_a_folder_of_its_owner_alone_is_well(void **state)
{
    (void)state;
    assert_string_equal(findings_in("private", 0700, 0, NULL), "");
}

static void
a_file_that_others_may_use_and_a_folder_that_all_may_see_are_told(void **state)
{
    (void)state;
    assert_string_equal(findings_in("file", 0700, 0644, NULL), "readable_by_others");
    assert_string_equal(findings_in("open", 0755, 0, NULL), "folder_open_to_others");
    assert_string_equal(findings_in("team", 0750, 0, NULL), ""); /* a group may be the team */
}

static void
a_folder_that_a_program_copies_elsewhere_is_told_by_its_name_or_its_mark(void **state)
{
    (void)state;
    assert_string_equal(findings_in("OneDrive - Office", 0700, 0, NULL), "synced_folder");
    assert_string_equal(findings_in("iCloudDrive", 0700, 0, NULL), "synced_folder");
    assert_string_equal(findings_in("dropbox", 0700, 0, NULL), "synced_folder");
    assert_string_equal(findings_in("shared", 0700, 0, ".stfolder"), "synced_folder");
}

static void
a_folder_whose_name_only_resembles_such_a_program_is_not(void **state)
{
    (void)state;
    assert_string_equal(findings_in("Megaphones", 0700, 0, NULL), "");
    assert_string_equal(findings_in("drop", 0700, 0, NULL), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_study_in_a_folder_of_its_owner_alone_is_well),
        cmocka_unit_test(a_file_that_others_may_use_and_a_folder_that_all_may_see_are_told),
        cmocka_unit_test(a_folder_that_a_program_copies_elsewhere_is_told_by_its_name_or_its_mark),
        cmocka_unit_test(a_folder_whose_name_only_resembles_such_a_program_is_not),
    };

    return cmocka_run_group_tests_name("place", tests, make_folder, remove_folder);
}
