/* test_export.c -- exports of KoboToolbox, ODK Central and Ona into a study.
 *
 * The exports under tests/data/xlsform are other people's (PROVENANCE.md there); their numbers of rows were counted
 * with python3-openpyxl and Python's csv module. */
#include <config.h>

#include "folder.h"

#include <sqlite3.h>
#include <unistd.h>

#include "base/base.h"
#include "reint.h"
#include "sheet_file.h"

static const char *
sample(const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "tests/data/xlsform/%s", name);
    return source_path(path);
}

static const char *
write_file(const char *name, const char *text)
{
    static char path[8][4400];
    static int turn;
    char *p = path[turn++ % 8];

    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    FILE *f = fopen(p, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return p;
}

/* A study of its own for FORM; its path in PATH. */
static reint_study *
study_of(const char *form, const reint_xlsform_options *options, char path[4400])
{
    static int n;
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;
    reint_study *study = NULL;
    char *text = NULL;

    assert_int_equal(reint_xlsform_codebook(sample(form), options, &text, NULL, &err), REINT_OK);
    assert_int_equal(reint_codebook_open(write_file("codebook.yaml", text), &cb, NULL, &err), REINT_OK);
    snprintf(path, 4400, "%s/s%d.reint", folder, ++n);
    assert_int_equal(reint_study_create(path, cb, &study, &err), REINT_OK);
    reint_codebook_free(cb);
    free(text);
    return study;
}

/* The rows that SQL gives on the study file, fields by '|', rows by ';'. */
static const char *
rows(const char *path, const char *sql)
{
    static char out[4096];
    sqlite3 *db;
    sqlite3_stmt *s;

    *out = '\0';
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        strcat(out, *out ? ";" : "");
        for (int c = 0; c < sqlite3_column_count(s); c++) {
            const char *text = (const char *)sqlite3_column_text(s, c);
            strcat(strcat(out, c ? "|" : ""), text ? text : "");
        }
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return out;
}

static reint_status
collect(reint_study *study, const char *form, const reint_xlsform_options *options, const char *a,
        const char *b, const char *c, reint_findings *findings, reint_error *err)
{
    const char *const path[] = { a, b, c };

    memset(err, 0, sizeof *err);
    return reint_ingest_export(study, sample(form), path,
                               c   ? 3
                               : b ? 2
                                   : 1,
                               options, NULL, NULL, NULL, findings, err);
}

static void
names_labels_and_columns_of_choices_give_the_same_records(void **state)
{
    static const char *const exports[] = {
        "kobo/grouped_translated__export_xml_both.csv",          /* names, summary and choices */
        "kobo/grouped_translated__export_english_both_hier.csv", /* labels with those of groups */
        "kobo/grouped_translated__export_espanol_details.csv",   /* Spanish, choices only */
        "kobo/grouped_translated__export_xml_summary.xlsx",      /* a workbook, summary only */
    };
    static const char wanted[] = "2017-12-28|spherical radial bilateral||7|yes__and_some_|no;"
                                 "2017-12-28|bilateral||1|yes|no;2017-12-28||not_stated||no___unsure|";

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(exports); i++) {
        char path[4400];
        reint_error err;
        reint_study *study = study_of("kobo/grouped_translated__form.xlsx", NULL, path);
        if (collect(study, "kobo/grouped_translated__form.xlsx", NULL, sample(exports[i]), NULL, NULL, NULL,
                    &err))
            fail_msg("%s: %s", exports[i], err.text);
        reint_study_free(study);
        assert_string_equal(
            rows(path,
                 "SELECT start, what_kind_of_symmetry_do_you_have, what_kind_of_symmetry_do_you_have__why, "
                 "how_many_segments_does_your_body_have, do_you_have_body_flu_intracellular_space, "
                 "do_you_descend_from_unicellular_organism FROM person ORDER BY person"),
            wanted);
    }
}

static void
a_repeat_in_a_sheet_of_its_own_is_numbered_within_its_parents(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("kobo/grouped_repeatable__form.xlsx", NULL, path);

    (void)state;
    assert_int_equal(collect(study, "kobo/grouped_repeatable__form.xlsx", NULL,
                             sample("kobo/grouped_repeatable__export_xml.xlsx"), NULL, NULL, NULL, &err),
                     REINT_OK);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT count(*) FROM person"), "6");
    assert_string_equal(rows(path, "SELECT count(*) FROM houshold_member_repeat"), "13");
    assert_string_equal(
        rows(path, "SELECT max(houshold_member_repeat_no) FROM houshold_member_repeat WHERE person = '2'"),
        "2"); /* kyle and linda of the second household */
}

static void
repeats_within_repeats_find_their_parents_across_files(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("childrens_survey_sw.xlsx", NULL, path);

    (void)state;
    /* the order of the files does not matter */
    assert_int_equal(collect(study, "childrens_survey_sw.xlsx", NULL, sample("children_cartoons.csv"),
                             sample("children.csv"), sample("childrens_survey.csv"), NULL, &err),
                     REINT_OK);
    reint_study_free(study);
    assert_string_equal(
        rows(path, "SELECT person, children_no, age, fav_colors FROM children ORDER BY children_no"),
        "1|1|5|red blue;1|2|2|;1|3|3|");
    assert_string_equal(
        rows(path, "SELECT children_no, cartoons_no, why FROM cartoons ORDER BY 1, 2"),
        "1|1|Tom is silly;1|2|I like bam bam\xC4\x87;3|1|He's so funny;3|2|He thinks hes smart");
}

static void
records_of_a_repeat_without_those_above_are_refused_with_advice(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("childrens_survey_sw.xlsx", NULL, path);

    (void)state;
    assert_int_equal(
        collect(study, "childrens_survey_sw.xlsx", NULL, sample("children.csv"), NULL, NULL, NULL, &err),
        REINT_INPUT);
    assert_non_null(strstr(err.text, "name that file too"));
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT count(*) FROM children"), "0");
}

static void
a_child_without_its_parent_is_kept_apart_and_not_lost(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("childrens_survey_sw.xlsx", NULL, path);
    const char *main_table = write_file("main.csv", "age,_index\n35,1\n");
    const char *children = write_file("children.csv", "children/age,_index,_parent_index\n5,1,1\n6,2,9\n");

    (void)state;
    assert_int_equal(collect(study, "childrens_survey_sw.xlsx", NULL, main_table, children, NULL, NULL, &err),
                     REINT_DATA);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT count(*) FROM children"), "1");
    assert_string_equal(rows(path, "SELECT count(*) FROM reint_rejected"), "1");
}

static void
an_empty_summary_is_no_answer_whatever_the_columns_of_choices_say(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("kobo/grouped_translated__form.xlsx", NULL, path);
    /* ODK Central: 0 in every split column of a question that was not asked; without a summary nobody can tell */
    const char *odk =
        write_file("odk.csv", "KEY,external_characteristics-What_kind_of_symmetry_do_you_have,"
                              "external_characteristics-What_kind_of_symmetry_do_you_have/spherical,"
                              "external_characteristics-What_kind_of_symmetry_do_you_have/radial,"
                              "external_characteristics-What_kind_of_symmetry_do_you_have/bilateral\n"
                              "uuid:a,,0,0,0\nuuid:b,radial,0,1,0\n");

    (void)state;
    assert_int_equal(collect(study, "kobo/grouped_translated__form.xlsx", NULL, odk, NULL, NULL, NULL, &err),
                     REINT_OK);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT person, what_kind_of_symmetry_do_you_have, "
                                   "what_kind_of_symmetry_do_you_have__why FROM person ORDER BY person"),
                        "uuid:a||not_stated;uuid:b|radial|");
}

static void
labels_in_one_column_are_split_the_longest_first_and_what_is_left_over_is_rejected(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("kobo/or_other__form.xlsx", NULL, path);
    const char *labels =
        write_file("labels.csv", "_id,fav_emperors\n"
                                 "1,Julius Caesar Tiberius\n2,Julius Tiberius\n3,Tiberius\n");
    reint_findings *findings = reint_findings_create();

    (void)state;
    assert_int_equal(collect(study, "kobo/or_other__form.xlsx", NULL, labels, NULL, NULL, findings, &err),
                     REINT_DATA);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT person, fav_emperors FROM person ORDER BY person"),
                        "1|julius tiberius;3|tiberius");
    assert_int_equal(reint_findings_count_severity(findings, REINT_ERROR), 1);
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        if (reint_findings_get(findings, i)->severity == REINT_ERROR) {
            assert_int_equal(reint_findings_get(findings, i)->line, 3);
            assert_string_equal(reint_findings_get(findings, i)->file, "labels.csv");
        }
    reint_findings_free(findings);
}

static int
add_part(const reint_batch *b, reint_status status, void *user)
{
    char line[200];

    (void)status;
    if (b->form && !strstr(b->input, "!people")) {
        snprintf(line, sizeof line, "%s%s %ld/%ld", *(char *)user ? " " : "", b->form, (long)b->accepted,
                 (long)b->read);
        strcat(user, line);
    }
    return 0;
}

/* Rows of each file or sheet as Python's csv module and zipfile (every <row> behind the first) count them; of the
 * repeats in columns, the numbers that have an answer. */
static void
every_sample_export_gives_as_many_records_as_it_has_rows(void **state)
{
    static const struct {
        const char *form, *file[3], *records; /* form accepted/read */
    } samples[] = {
        { "childrens_survey_sw.xlsx",
          { "childrens_survey.csv", "children.csv", "children_cartoons.csv" },
          "person 2/2 children 3/3 cartoons 4/4" },
        { "transportation.xlsx", { "transportation_all.csv" }, "person 4/4" },
        { "transportation.xlsx", { "transportation_labels_only.csv" }, "person 1/1" },
        { "nested_repeats.xlsx",
          { "nested_repeats.csv" },
          "person 2/2 kids_details 5/5 kids_immunization 11/11" },
        { "kobo/grouped_repeatable__form.xlsx",
          { "kobo/grouped_repeatable__export_english.xlsx" },
          "person 6/6 houshold_member_repeat 13/13" },
        { "kobo/grouped_repeatable__form.xlsx",
          { "kobo/grouped_repeatable__export_xml.xlsx" },
          "person 6/6 houshold_member_repeat 13/13" },
        { "kobo/grouped_translated__form.xlsx",
          { "kobo/grouped_translated__export_english_both_hier.csv" },
          "person 3/3" },
        { "kobo/grouped_translated__form.xlsx",
          { "kobo/grouped_translated__export_espanol_details.csv" },
          "person 3/3" },
        { "kobo/grouped_translated__form.xlsx",
          { "kobo/grouped_translated__export_xml_both.csv" },
          "person 3/3" },
        { "kobo/grouped_translated__form.xlsx",
          { "kobo/grouped_translated__export_xml_summary.xlsx" },
          "person 3/3" },
        { "kobo/or_other__form.xlsx", { "kobo/or_other__export_xml_both.csv" }, "person 3/3" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(samples); i++) {
        char path[4400], file[3][4400], got[400] = "";
        const char *files[3];
        size_t n = 0;
        reint_error err = { .status = REINT_OK };
        reint_study *study = study_of(samples[i].form, NULL, path);
        for (; n < 3 && samples[i].file[n]; n++) {
            snprintf(file[n], sizeof file[n], "%s", sample(samples[i].file[n]));
            files[n] = file[n];
        }
        if (reint_ingest_export(study, sample(samples[i].form), files, n, NULL, NULL, add_part, got, NULL,
                                &err))
            fail_msg("%s: %s", samples[i].file[0], err.text);
        if (strcmp(got, samples[i].records))
            fail_msg("%s: %s, not %s", samples[i].file[0], got, samples[i].records);
        reint_study_free(study);
    }
}

/* The sample has 5 children and 11 immunizations in 35 columns; both were counted with Python's csv module. */
static void
repeats_in_columns_are_taken_apart_where_every_head_spells_its_path(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("nested_repeats.xlsx", NULL, path);

    (void)state;
    if (collect(study, "nested_repeats.xlsx", NULL, sample("nested_repeats.csv"), NULL, NULL, NULL, &err))
        fail_msg("%s", err.text);
    reint_study_free(study);
    assert_string_equal(
        rows(path, "SELECT has_kids, nested_age, web_browsers FROM person ORDER BY nested_age DESC"),
        "1|45|ie safari;1|38|firefox chrome ie");
    assert_string_equal(
        rows(path, "SELECT kids_details_no, kids_age FROM kids_details ORDER BY substr(person, 1, 5), 1"),
        "1|2;2|1;1|8;2|5;3|3");
    assert_string_equal(
        rows(path, "SELECT kids_details_no, group_concat(immunization_info, '+') FROM "
                   "(SELECT * FROM kids_immunization ORDER BY person, kids_details_no, "
                   "kids_immunization_no) GROUP BY substr(person, 1, 5), 1"),
        "1|Polio+Measles+Malaria;2|TB+Rickets;1|Berry Berry+Scurvy;2|Measles+Flu+Anemia;3|Polio 2");
}

/* Both files have a first row: their children belong to different people. */
static void
repeats_in_columns_of_two_files_stay_with_the_people_of_their_own_file(void **state)
{
    static const char head[] = "_uuid,kids/kids_details[1]/kids_age\n";
    char path[4400], text[200];
    reint_error err;
    reint_study *study = study_of("nested_repeats.xlsx", NULL, path);

    (void)state;
    snprintf(text, sizeof text, "%sa,4\nb,5\n", head);
    const char *first = write_file("first.csv", text);
    snprintf(text, sizeof text, "%sc,6\nd,7\n", head);
    const char *second = write_file("second.csv", text);
    if (collect(study, "nested_repeats.xlsx", NULL, first, second, NULL, NULL, &err))
        fail_msg("%s", err.text);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT person, kids_details_no, kids_age FROM kids_details ORDER BY 1"),
                        "a|1|4;b|1|5;c|1|6;d|1|7");
}

/* A value that the codebook does not allow is told at its own column; an empty number makes no record and no gap. */
static void
a_fault_in_a_repeat_in_columns_is_told_at_its_column(void **state)
{
    char path[4400];
    reint_error err;
    reint_findings *findings = reint_findings_create();
    reint_study *study = study_of("nested_repeats.xlsx", NULL, path);
    const char *csv =
        write_file("wide.csv", "_uuid,kids/kids_details[2]/kids_age,kids/kids_details[1]/kids_age,"
                               "kids/kids_details[3]/kids_age\na,old,4,\nb,,n/a,7\n");

    (void)state;
    assert_int_equal(collect(study, "nested_repeats.xlsx", NULL, csv, NULL, NULL, findings, &err),
                     REINT_DATA);
    reint_study_free(study);
    assert_string_equal(
        rows(path, "SELECT person, kids_details_no, kids_age FROM kids_details ORDER BY 1, 2"),
        "a|1|4;b|3|7");
    size_t errors = 0;
    for (size_t i = 0; i < reint_findings_count(findings); i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        if (f->severity != REINT_ERROR)
            continue;
        errors++;
        assert_int_equal(f->line, 2);
        assert_int_equal(f->column, 3); /* "a,old": where the field begins */
    }
    assert_int_equal(errors, 1);
    reint_findings_free(findings);
}

/* The files under odk/ are laid out by hand as ODK Central writes them: paths joined by a hyphen in the main table and left
 * out of the others, KEY and PARENT_KEY, places in four columns, two versions of the form, and 0 in every column of
 * choices of a question that was not asked, which is no answer. */
static const char *const odk_files[] = { "odk/nested_repeats-kids_immunization.csv", "odk/nested_repeats.csv",
                                         "odk/nested_repeats-kids_details.csv" };

static void
assert_odk_records(const char *path)
{
    assert_string_equal(
        rows(path,
             "SELECT person, has_kids, nested_age, web_browsers, web_browsers__why FROM person ORDER BY 1"),
        "uuid:aaaa-1|1|45|ie safari|;uuid:bbbb-2|0|38||not_stated;uuid:cccc-3|1||chrome|");
    assert_string_equal(
        rows(path, "SELECT person, kids_details_no, kids_age FROM kids_details ORDER BY 1, 2"),
        "uuid:aaaa-1|1|2;uuid:aaaa-1|2|1;uuid:cccc-3|1|8");
    assert_string_equal(rows(path,
                             "SELECT person, kids_details_no, kids_immunization_no, immunization_info FROM "
                             "kids_immunization ORDER BY 1, 2, 3"),
                        "uuid:aaaa-1|1|1|Polio;uuid:aaaa-1|1|2|Measles;uuid:cccc-3|1|1|TB");
}

static void
the_tables_of_odk_central_are_joined_by_their_keys(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("nested_repeats.xlsx", NULL, path);
    char file[3][4400];

    (void)state;
    for (size_t i = 0; i < 3; i++)
        snprintf(file[i], sizeof file[i], "%s", sample(odk_files[i]));
    if (collect(study, "nested_repeats.xlsx", NULL, file[0], file[1], file[2], NULL, &err))
        fail_msg("%s", err.text);
    reint_study_free(study);
    assert_odk_records(path);
}

/* As ODK Central hands it out: the tables, what was done when, what people sent. */
static void
an_archive_of_odk_central_is_read_as_its_tables(void **state)
{
    char path[4400], archive[4400];
    reint_error err;
    reint_study *study = study_of("nested_repeats.xlsx", NULL, path);
    reint_findings *findings = reint_findings_create();
    reinti_bytes bytes[3];
    test_part part[5] = { { "nested_repeats - audit.csv",
                            "instance ID,event,node,start,end\nuuid:aaaa-1,form start,,1,2\n", 0 },
                          { "media/1.jpg", "JFIF", 0 } };
    size_t size;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(reinti_bytes_read(sample(odk_files[i]), 0, &bytes[i], &err), REINT_OK);
        part[2 + i] = (test_part){ odk_files[i] + 4, bytes[i].data, bytes[i].size };
    }
    char *zip = test_zip(part, 5, &size);
    snprintf(archive, sizeof archive, "%s/export.zip", folder);
    FILE *f = fopen(archive, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(zip, 1, size, f), size);
    fclose(f);
    free(zip);
    for (size_t i = 0; i < 3; i++)
        reinti_bytes_free(&bytes[i]);
    if (collect(study, "nested_repeats.xlsx", NULL, archive, NULL, NULL, findings, &err))
        fail_msg("%s", err.text);
    reint_study_free(study);
    bool told = false;
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        told = told || !strcmp(reint_findings_get(findings, i)->code, "archive_left_out");
    assert_true(told);
    reint_findings_free(findings);
    assert_odk_records(path);
}

static void
exports_that_cannot_be_told_apart_are_refused_with_advice(void **state)
{
    static const struct {
        const char *form, *csv, *says;
    } cases[] = {
        { "transportation.xlsx", NULL, "names of groups" },
        { "nested_repeats.xlsx", "kids/has_kids,kids/kids_details[1]/kids_agee\n1,2\n",
          "a table or sheet of its own" },
        { "nested_repeats.xlsx", "kids/has_kids,kids_age[1]\n1,2\n", "a table or sheet of its own" },
        { "nested_repeats.xlsx", "kids/has_kids,kids[1]/kids_details/kids_age\n1,2\n",
          "a table or sheet of its own" },
        { "nested_repeats.xlsx", "kids/has_kids,kids/kids_details[x]/kids_age\n1,2\n",
          "a table or sheet of its own" },
        { "nested_repeats.xlsx",
          "kids/has_kids,kids/kids_details/kids_immunization[1]/immunization_info\n1,2\n",
          "a table or sheet of its own" },
        { "or_other.xlsx", "fav_color,fav_color\nred,red\n", "two columns" },
        { "or_other.xlsx", "", "empty" },
        { "or_other.xlsx", "nobody,asked\n1,2\n", "no column of a question" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char path[4400];
        reint_error err;
        reint_study *study = study_of(cases[i].form, NULL, path);
        const char *csv = cases[i].csv ? write_file("refused.csv", cases[i].csv)
                                       : sample("transportation_no_group_names.csv");
        assert_int_equal(collect(study, cases[i].form, NULL, csv, NULL, NULL, NULL, &err), REINT_INPUT);
        if (!strstr(err.text, cases[i].says))
            fail_msg("%s, not %s", err.text, cases[i].says);
        reint_study_free(study);
        assert_string_equal(rows(path, "SELECT count(*) FROM person"), "0");
    }
}

static void
a_loop_of_an_old_form_and_other_texts_are_read(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("transportation.xlsx", NULL, path);

    (void)state;
    assert_int_equal(
        collect(study, "transportation.xlsx", NULL, sample("transportation_all.csv"), NULL, NULL, NULL, &err),
        REINT_OK);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT count(*) FROM person"), "4");
    assert_string_equal(
        rows(path, "SELECT ambulance_frequency_to_referral_facility, bicycle_frequency_to_referral_facility "
                   "FROM person WHERE person LIKE 'f3d8%'"),
        "daily|weekly");
    assert_string_equal(rows(path, "SELECT available_transportation_types_to_referral_facility, "
                                   "available_transportation_types_to_referral_facility_other FROM person "
                                   "WHERE person LIKE '9f0a%'"),
                        "taxi other|camel");
}

static void
a_question_can_be_the_person_and_another_the_wave(void **state)
{
    char path[4400];
    reint_error err;
    reint_xlsform_options options = { .size = sizeof options };
    const char *csv = write_file(
        "waves.csv", "How_many_segments_does_your_body_have,Do_you_have_body_flu_intracellular_space,"
                     "Do_you_descend_from_unicellular_organism\n"
                     "11,yes,yes\n11,no___unsure,no\n12,yes,yes\n");

    (void)state;
    options.person = "How_many_segments_does_your_body_have";
    options.wave = "Do_you_descend_from_unicellular_organism";
    reint_study *study = study_of("kobo/grouped_translated__form.xlsx", &options, path);
    assert_int_equal(
        collect(study, "kobo/grouped_translated__form.xlsx", &options, csv, NULL, NULL, NULL, &err),
        REINT_OK);
    /* the same export with one more row: what is there stays, what is new comes in */
    csv = write_file("waves.csv",
                     "How_many_segments_does_your_body_have,Do_you_have_body_flu_intracellular_space,"
                     "Do_you_descend_from_unicellular_organism\n"
                     "11,yes,yes\n11,no___unsure,no\n12,yes,yes\n12,yes,no\n");
    reint_ingest_options again = { .size = sizeof again, .correct = 1 };
    assert_int_equal(reint_ingest_export(study, sample("kobo/grouped_translated__form.xlsx"), &csv, 1,
                                         &options, &again, NULL, NULL, NULL, &err),
                     REINT_OK);
    reint_study_free(study);
    assert_string_equal(rows(path, "SELECT person FROM person ORDER BY 1"), "11;12");
    assert_string_equal(rows(path,
                             "SELECT person, wave, do_you_have_body_flu_intracellular_space FROM interview "
                             "ORDER BY person, wave DESC"),
                        "11|yes|yes;11|no|no___unsure;12|yes|yes;12|no|yes");
}

static void
a_study_of_another_form_is_told_so(void **state)
{
    char path[4400];
    reint_error err;
    reint_study *study = study_of("or_other.xlsx", NULL, path);
    reint_xlsform_options options = { .size = sizeof options, .wave = "fav_emperor" };
    const char *csv = write_file("x.csv", "fav_emperor,fav_emperors\njulius,julius\n");

    (void)state;
    assert_int_equal(collect(study, "kobo/or_other__form.xlsx", &options, csv, NULL, NULL, NULL, &err),
                     REINT_STUDY);
    assert_non_null(strstr(err.text, "from-xlsform"));
    reint_study_free(study);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_labels_and_columns_of_choices_give_the_same_records),
        cmocka_unit_test(a_repeat_in_a_sheet_of_its_own_is_numbered_within_its_parents),
        cmocka_unit_test(repeats_within_repeats_find_their_parents_across_files),
        cmocka_unit_test(records_of_a_repeat_without_those_above_are_refused_with_advice),
        cmocka_unit_test(a_child_without_its_parent_is_kept_apart_and_not_lost),
        cmocka_unit_test(an_empty_summary_is_no_answer_whatever_the_columns_of_choices_say),
        cmocka_unit_test(labels_in_one_column_are_split_the_longest_first_and_what_is_left_over_is_rejected),
        cmocka_unit_test(every_sample_export_gives_as_many_records_as_it_has_rows),
        cmocka_unit_test(repeats_in_columns_are_taken_apart_where_every_head_spells_its_path),
        cmocka_unit_test(repeats_in_columns_of_two_files_stay_with_the_people_of_their_own_file),
        cmocka_unit_test(a_fault_in_a_repeat_in_columns_is_told_at_its_column),
        cmocka_unit_test(the_tables_of_odk_central_are_joined_by_their_keys),
        cmocka_unit_test(an_archive_of_odk_central_is_read_as_its_tables),
        cmocka_unit_test(exports_that_cannot_be_told_apart_are_refused_with_advice),
        cmocka_unit_test(a_loop_of_an_old_form_and_other_texts_are_read),
        cmocka_unit_test(a_question_can_be_the_person_and_another_the_wave),
        cmocka_unit_test(a_study_of_another_form_is_told_so),
    };

    return cmocka_run_group_tests_name("export", tests, make_folder, remove_folder);
}
