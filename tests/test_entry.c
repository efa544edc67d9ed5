/* test_entry.c -- a new study from a template, and workbooks to be filled in. */
#include <config.h>

#include "folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "reint.h"
#include "sheet/sheet.h"
#include "zip_part.h"

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

/* A study of the small template with two people, seen at the first wave, in the folder NAME. */
static reint_study *
small_study(const char *name)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;
    reint_study *study = NULL;
    char path[4700];
    static const char people[] = "person,sex\nSYN-001,male\nSYN-002,female\n",
                      interviews[] = "person,wave,date,status,work,services_asked\n"
                                     "SYN-001,w1,2015-01-02,complete,casual,all\n"
                                     "SYN-002,w1,2015-01-03,complete,casual,all\n";
    static const reint_ingest_options of_people = { .size = sizeof of_people, .form = "person" },
                                      of_interviews = { .size = sizeof of_interviews, .form = "interview" };

    assert_int_equal(reint_new(in_folder(name), "blank", NULL, &err), REINT_OK);
    snprintf(path, sizeof path, "%s/codebook/codebook.yaml", in_folder(name));
    assert_int_equal(reint_codebook_open(path, &cb, NULL, &err), REINT_OK);
    snprintf(path, sizeof path, "%s/study.reint", in_folder(name));
    assert_int_equal(reint_study_create(path, cb, &study, &err), REINT_OK);
    reint_codebook_free(cb);
    assert_int_equal(
        reint_ingest_memory(study, "p.csv", people, sizeof people - 1, &of_people, NULL, NULL, &err),
        REINT_OK);
    assert_int_equal(reint_ingest_memory(study, "i.csv", interviews, sizeof interviews - 1, &of_interviews,
                                         NULL, NULL, &err),
                     REINT_OK);
    return study;
}

static void
write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* SHEET of the workbook PATH as CSV, to be freed. */
static char *
sheet_text(const char *path, const char *sheet)
{
    reint_error err = { .status = REINT_OK };
    reinti_flat_options options = { .header_row = 1 };
    reinti_workbook *w = NULL;
    reinti_bytes bytes = { 0 };
    reinti_flat flat = { 0 };

    assert_int_equal(reinti_bytes_read(path, 0, &bytes, &err), REINT_OK);
    assert_int_equal(reinti_workbook_open("w.xlsx", bytes.data, bytes.size, &w, &err), REINT_OK);
    assert_int_equal(reinti_sheet_flatten(w, reinti_workbook_find(w, sheet), &options, &flat, &err),
                     REINT_OK);
    char *text = strndup(flat.bytes.data, flat.bytes.size);
    assert_non_null(text);
    reinti_flat_free(&flat);
    reinti_workbook_free(w);
    reinti_bytes_free(&bytes);
    return text;
}

static void
names_stand_beside_the_ids_of_the_next_wave_and_are_never_read(void **state)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = small_study("named");
    char names[4700], path[4700];
    reint_entry_options options = { .size = sizeof options, .wave = "w2", .names = names };
    reint_ingest_options plain = { .size = sizeof plain };
    size_t size;

    (void)state;
    snprintf(names, sizeof names, "%s", in_folder("names.csv"));
    write_text(names, "Nama;person\nZebulon Quux;SYN-002\nNobody;SYN-777\n");
    snprintf(path, sizeof path, "%s/next.xlsx", in_folder("named"));
    assert_int_equal(reint_write_entry(reint_study_codebook(study), study, &options, path, &err), REINT_OK);
    assert_int_equal(mode_of(path), 0600);
    char *people = sheet_text(path, "known people"), *due = sheet_text(path, "interview"),
         *windows = read_part(path, "xl/comments2.xml", &size);
    assert_non_null(strstr(people, "Zebulon Quux"));
    assert_null(strstr(people, "Nobody")); /* nobody whom the study does not know */
    assert_non_null(strstr(due, "SYN-001,w2"));
    assert_non_null(strstr(due, "SYN-002,w2"));
    assert_null(strstr(due, "Zebulon"));
    assert_non_null(strstr(windows, "Zebulon Quux"));
    free(people);
    free(due);
    free(windows);

    assert_int_equal(reint_ingest_each(study, path, &plain, NULL, NULL, NULL, &err), REINT_OK);
    reint_study_free(study);
    reinti_bytes stored = { 0 };
    snprintf(path, sizeof path, "%s/study.reint", in_folder("named"));
    assert_int_equal(reinti_bytes_read(path, 0, &stored, &err), REINT_OK);
    assert_null(memmem(stored.data, stored.size, "Zebulon", 7));
    assert_non_null(memmem(stored.data, stored.size, "SYN-002", 7));
    reinti_bytes_free(&stored);
}

static void
a_list_of_names_that_fits_nobody_is_refused_and_no_name_is_told(void **state)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        { "person,name\nX-1,Zebulon\n", "nobody in this list" },
        { "person\nSYN-001\n", "two columns" },
        { "\n\n", "first line" },
        { "person,name\nSYN-001,\"Zebulon\n", "never closed" },
    };
    reint_study *study = small_study("refused");
    char names[4700];
    reint_entry_options options = { .size = sizeof options, .names = names };

    (void)state;
    snprintf(names, sizeof names, "%s", in_folder("bad.csv"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reint_error err = { .status = REINT_OK };
        write_text(names, bad[i].text);
        assert_int_equal(
            reint_write_entry(reint_study_codebook(study), study, &options, in_folder("bad.xlsx"), &err),
            REINT_INPUT);
        assert_non_null(strstr(err.text, bad[i].says));
        assert_null(strstr(err.text, "Zebulon"));
        assert_int_not_equal(access(in_folder("bad.xlsx"), F_OK), 0);
    }
    assert_int_equal(
        reint_write_entry(reint_study_codebook(study), NULL, &options, in_folder("bad.xlsx"), NULL),
        REINT_ARGUMENT);
    reint_study_free(study);
}

/* Typed into a cell of dates, 2014 becomes 1905-07-07 and 2014-10 becomes the first of October. */
static void
a_date_is_kept_as_it_is_typed_and_asked_back_when_it_is_written_otherwise(void **state)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = small_study("dates");
    size_t size;

    (void)state;
    assert_int_equal(reint_write_entry(reint_study_codebook(study), NULL, NULL, in_folder("d.xlsx"), &err),
                     REINT_OK);
    char *sheet = read_part(in_folder("d.xlsx"), "xl/worksheets/sheet3.xml", &size),
         *looks = read_part(in_folder("d.xlsx"), "xl/styles.xml", &size);
    assert_non_null(strstr(sheet, "<dataValidation type=\"custom\" errorStyle=\"warning\""));
    assert_non_null(strstr(sheet, "sqref=\"C3:C502\"")); /* interview: person, wave, date */
    assert_non_null(strstr(sheet, "LEFT(C3,7)=\"before \""));
    assert_null(strstr(looks, "yyyy"));
    free(sheet);
    free(looks);
    reint_study_free(study);
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
        cmocka_unit_test(names_stand_beside_the_ids_of_the_next_wave_and_are_never_read),
        cmocka_unit_test(a_list_of_names_that_fits_nobody_is_refused_and_no_name_is_told),
        cmocka_unit_test(a_date_is_kept_as_it_is_typed_and_asked_back_when_it_is_written_otherwise),
    };

    return cmocka_run_group_tests_name("entry", tests, make_folder, remove_folder);
}
