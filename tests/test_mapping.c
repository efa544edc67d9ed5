/* Maps: what they make of a sheet, where what is wrong is said to stand, and that their manual page is true. */
#include <config.h>

#include "check.h"

#include "ingest_study.h"
#include "manual.h"
#include "sheet_file.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, sampling: purposive}\n"
    "waves: [{id: w1, label: One}, {id: w2, label: Two}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists:\n"
    "  sex: {male: Male, female: {en: Female, id: Perempuan}}\n"
    "  service: {housing: Housing, medical: Medical care, legal_aid: Legal aid}\n"
    "  country: {MY: Malaysia, SA: Saudi Arabia}\n"
    "  yesno: {\"1\": \"yes\", \"0\": \"no\"}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person, pattern: \"SYN-[A-Z]+-[0-9]{3}\"}\n"
    "      sex: {label: Sex, list: sex}\n"
    "      born: {label: Date of birth, type: date, missing: {not_stated: [\"\"]}}\n"
    "      been: {label: Countries, list: country, multiple: true}\n"
    "  need:\n"
    "    key: [person, wave, service]\n"
    "    variables:\n"
    "      service: {label: Service, list: service}\n"
    "      needed: {label: Needed, list: yesno}\n"
    "      hours: {label: Hours, type: integer, min: 0, max: 100, missing: {not_stated: "
    "[\"\"]}}\n";

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

static char *
write_file(const test_study *t, const char *name, const char *text, size_t n)
{
    char *path = malloc(sizeof t->folder + 32);
    FILE *f;

    sprintf(path, "%s/%s", t->folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static int
tell(const reint_batch *b, reint_status status, void *user)
{
    (void)status;
    reinti_str_format(user, "%s %s %d=%d+%d+%d+%d\n", b->input, b->form, (int)b->read, (int)b->accepted,
                      (int)b->changed, (int)b->unchanged, (int)b->rejected);
    return 0;
}

/* All findings as "file place code". */
static void
assert_places(const reint_findings *findings, const char *want)
{
    reinti_str out = REINTI_STR_EMPTY;

    for (size_t i = 0; i < reint_findings_count(findings); i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        char place[200];
        reint_place_format(place, sizeof place, f->sheet, f->line, f->column);
        reinti_str_format(&out, "%s %s %s\n", reinti_path_last(f->file), place, f->code);
    }
    if (strcmp(out.text, want))
        fail_msg("findings are\n%swant\n%s", out.text, want);
    reinti_str_free(&out);
}

/* Reads FILE by MAP; PARTS is what the parts are said to be.  The findings are in t->findings. */
static reint_status
ingest(test_study *t, const char *map_text, const char *path, const char *parts)
{
    reint_ingest_options options = { .size = sizeof options, .correct = 2 };
    reinti_str out = REINTI_STR_EMPTY;
    reint_map *map = NULL;
    reint_status status;

    reint_findings_free(t->findings);
    t->findings = reint_findings_create();
    status = reint_map_parse("map.yaml", map_text, strlen(map_text), &map, t->findings, &t->err);
    options.map = map;
    if (!status)
        status = reint_ingest_each(t->study, path, &options, tell, &out, t->findings, &t->err);
    if (strcmp(out.text, parts))
        fail_msg("parts are\n%swant\n%s%s", out.text, parts, t->err.text);
    reinti_str_free(&out);
    reint_map_free(map);
    return status;
}

/* ---- a wide list ----------------------------------------------------------------------------------------- */

static const char list[] =
    "Village,No,Gender,Date of birth,Countries,Name,medical_needed_w1,medical_hours_w1,legal_aid_needed_w1,"
    "legal_aid_needed_w2,\"remarks, \"\"all\"\"\"\r\n"
    "BDG,1, Female ,14/3/1990,\"MY, SA\",X,yes,7,no,,\"two\nlines\"\r\n"
    "BDG,2,L,1985,MY,Y,no,,yes,yes,\r\n"
    "CJR,1,perempuan,31/2/1991,Mars,Z,yes,700,n/a,yes,\r\n"
    "Total,,,,,,3,,,,\r\n";

static const char list_map[] = "reint: 1\n"
                               "case: ignore\n"
                               "labels: true\n"
                               "empty: [n/a]\n"
                               "records:\n"
                               "  - form: person\n"
                               "    skip: {Village: total}\n"
                               "    columns:\n"
                               "      person: {join: \"SYN-{Village}-{No:03}\"}\n"
                               "      sex: {from: Gender, recode: {L: male}}\n"
                               "      born: {from: Date of birth, dates: dmy}\n"
                               "      been: {from: Countries, split: \",\"}\n"
                               "  - form: need\n"
                               "    skip: {Village: Total}\n"
                               "    unpivot: \"{service}_{fact}_{wave}\"\n"
                               "    columns:\n"
                               "      person: {join: \"SYN-{Village}-{No:03}\"}\n"
                               "      wave: {part: wave}\n"
                               "      service: {part: service}\n"
                               "      needed: {fact: needed, recode: {yes: \"1\", no: \"0\"}}\n"
                               "      hours: {fact: hours}\n"
                               "ignore: [Name, 'remarks, \"all\"']\n";

static void
a_wide_list_becomes_persons_and_needs(void **state)
{
    test_study *t = *state;
    char *path = write_file(t, "list.csv", list, sizeof list - 1);

    assert_int_equal(
        ingest(t, list_map, path, "list.csv>person person 3=2+0+0+1\nlist.csv>need need 7=6+0+0+1\n"),
        REINT_DATA);
    /* the third record stands in line 5, since a cell of the first has a line break */
    assert_places(t->findings,
                  "list.csv  left_out\nlist.csv  left_out\nlist.csv 5:27 illegal_code\nlist.csv 5:38 "
                  "illegal_code\n");
    assert_query(t, "SELECT person, sex, been FROM person_labels ORDER BY 1",
                 "SYN-BDG-001|Female|Malaysia;Saudi Arabia/SYN-BDG-002|Male|Malaysia");
    assert_query(t, "SELECT person, wave, service, needed, hours FROM need ORDER BY 1, 2, 3",
                 "SYN-BDG-001|w1|legal_aid|0|-/SYN-BDG-001|w1|medical|1|7/SYN-BDG-002|w1|legal_aid|1|-/"
                 "SYN-BDG-002|w1|medical|0|-/SYN-BDG-002|w2|legal_aid|1|-/SYN-CJR-001|w2|legal_aid|1|-");
    unlink(path);
    free(path);
}

static void
the_same_file_by_the_same_map_is_not_read_twice(void **state)
{
    test_study *t = *state;
    static const char csv[] = "id,s\nSYN-A-001,male\n";
    static const char one[] = "reint: 1\nrecords:\n  - {form: person, columns: {person: id, sex: s}}\n";
    static const char other[] =
        "reint: 1\nrecords:\n  - {form: person, columns: {person: id, sex: {constant: female}}}\n"
        "ignore: [s]\n";
    char *path = write_file(t, "p.csv", csv, sizeof csv - 1);

    assert_int_equal(ingest(t, one, path, "p.csv>person person 1=1+0+0+0\n"), REINT_OK);
    assert_int_equal(ingest(t, one, path, "p.csv>person person 1=1+0+0+0\n"), REINT_OK);
    assert_places(t->findings, "p.csv  unchanged_input\n");
    assert_int_equal(ingest(t, other, path, "p.csv>person person 1=0+1+0+0\n"), REINT_OK);
    assert_query(t, "SELECT sex FROM person", "female");
    unlink(path);
    free(path);
}

/* ---- workbooks ------------------------------------------------------------------------------------------- */

#define T(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

static void
findings_on_sheets_name_the_users_cell(void **state)
{
    test_study *t = *state;
    static const char sheet[] = "<sheetData><row r=\"2\">" T("Title") "</row><row r=\"4\">" T("code")
        T("w1 housing") T("w2 housing") "</row><row r=\"5\">" T("SYN-A-001") "<c t=\"e\"><v>#N/A</v></c>" T(
            "x") "</row></sheetData>";
    static const char map[] =
        "reint: 1\nrecords:\n"
        "  - {form: person, columns: {person: code}}\n"
        "  - form: need\n"
        "    unpivot: \"{wave} {service}\"\n"
        "    columns: {person: code, wave: {part: wave}, service: {part: service}, needed: {fact: v}}\n";
    size_t size;
    char *bytes = test_xlsx(sheet, "", &size), *path = write_file(t, "b.xlsx", bytes, size);

    assert_int_equal(
        ingest(t, map, path, "b.xlsx!need>person person 1=1+0+0+0\nb.xlsx!need>need need 2=0+0+0+2\n"),
        REINT_DATA);
    assert_places(t->findings, "b.xlsx need!B5 error_value\nb.xlsx need!C5 illegal_code\n");
    unlink(path);
    free(path);
    free(bytes);
}

static void
values_come_from_flags_lookups_and_the_first_filled_column(void **state)
{
    test_study *t = *state;
    static const char csv[] = "no,a,b,MY,SA,place,x,x\n1,,2,1,0,7,p,q\n2,3,,0,0,8,p,q\n3,,,,,9,p,q\n";
    static const char places[] = "n,sex\n7,male\n8,female\n";
    static const char map[] = "reint: 1\nrecords:\n"
                              "  - form: person\n"
                              "    columns:\n"
                              "      person: {join: \"SYN-A-{no:03}\"}\n"
                              "      been: {flags: {MY: MY, SA: SA}, none: 97}\n"
                              "      born: {from: [a, b], recode: {\"2\": \"2002\", \"3\": \"2003\"}}\n"
                              "      sex: {lookup: {file: places.csv, key: n, by: place, take: sex}}\n"
                              "ignore: [\"x#1\", \"x#2\"]\n";
    char *path = write_file(t, "p.csv", csv, sizeof csv - 1);
    char *other = write_file(t, "places.csv", places, sizeof places - 1);

    assert_int_equal(ingest(t, map, path, "p.csv>person person 3=3+0+0+0\n"), REINT_OK);
    assert_places(t->findings, "p.csv 4 no_match\n");
    assert_query(t, "SELECT person, been, been__why, born, sex FROM person ORDER BY 1",
                 "SYN-A-001|MY|-|2002-01-01..2002-12-31|male/"
                 "SYN-A-002|-|refused|2003-01-01..2003-12-31|female/SYN-A-003|-|not_stated|-|-");
    unlink(path);
    unlink(other);
    free(path);
    free(other);
}

/* ---- what is wrong --------------------------------------------------------------------------------------- */

static void
a_map_that_does_not_fit_stores_nothing_and_says_where(void **state)
{
    test_study *t = *state;
    static const char csv[] = "id,s,t,t\nSYN-A-001,male,1,2\n";
    static const struct {
        const char *map, *want;
    } cases[] = {
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: idd}}\nignore: [\"*\"]\n",
          "map.yaml 3:38 unknown_column\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: id, sexx: s}}\nignore: [\"*\"]\n",
          "map.yaml 3:48 unknown_variable\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {sex: s}}\nignore: [\"*\"]\n",
          "map.yaml 3:5 missing_variable\n" },
        { "reint: 1\nrecords:\n  - {form: persons, columns: {person: id}}\nignore: [\"*\"]\n",
          "map.yaml 3:5 unknown_form\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: id}}\nignore: [\"t#1\", \"t#2\"]\n",
          "map.yaml 1:1 unmapped_column\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: t}}\nignore: [\"*\"]\n",
          "map.yaml 3:38 ambiguous_column\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: {part: x}}}\nignore: [\"*\"]\n",
          "map.yaml 3:38 no_unpivot\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: id, sex: {fact: \"\"}}}\nignore: "
          "[\"*\"]\n",
          "map.yaml 3:47 no_unpivot\n" },
        { "reint: 1\nrecords:\n  - {form: person, unpivot: \"{a}_{b}\", columns: {person: {part: "
          "c}}}\nignore: [\"*\"]\n",
          "map.yaml 3:58 unknown_part\nmap.yaml 3:5 no_columns\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: {from: id, constant: x}}}\n",
          "map.yaml 3:38 bad_value\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: {number: line}}}\nignore: [\"*\"]\n",
          "map.yaml 3:47 bad_value\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: {join: \"{id\"}}}\n",
          "map.yaml 3:45 bad_join\n" },
        { "reint: 1\nrecord: []\n", "map.yaml 2:1 unknown_key\nmap.yaml 1:1 missing_key\n" },
        { "reint: 1\nrecords:\n  - {form: person, columns: {person: id}}\n  - {form: person, columns: "
          "{person: id}}\n",
          "map.yaml 4:5 duplicate_records\n" },
    };
    char *path = write_file(t, "p.csv", csv, sizeof csv - 1);

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        assert_int_equal(ingest(t, cases[i].map, path, ""), REINT_INPUT);
        assert_places(t->findings, cases[i].want);
    }
    assert_query(t, "SELECT count(*) FROM person", "0");
    unlink(path);
    free(path);
}

/* ---- preview and proposal -------------------------------------------------------------------------------- */

static int
show(const reint_preview *r, void *user)
{
    reinti_str_format(user, "%s %s %zu/%zu %s=%s\n", r->name, r->place, r->i + 1, r->n, r->variable[0],
                      r->value[0]);
    return 0;
}

static void
a_preview_shows_the_first_records_and_stores_nothing(void **state)
{
    test_study *t = *state;
    char *path = write_file(t, "list.csv", list, sizeof list - 1);
    reint_ingest_options options = { .size = sizeof options };
    reinti_str out = REINTI_STR_EMPTY;
    reint_map *map = NULL;

    assert_int_equal(reint_map_parse("m", list_map, strlen(list_map), &map, NULL, &t->err), REINT_OK);
    options.map = map;
    assert_int_equal(reint_ingest_preview(t->study, path, &options, 2, show, &out, NULL, &t->err), REINT_OK);
    assert_string_equal(out.text, "person 2 1/3 person=SYN-BDG-001\nperson 4 2/3 person=SYN-BDG-002\n"
                                  "need 2 1/7 person=SYN-BDG-001\nneed 2 2/7 person=SYN-BDG-001\n");
    assert_query(t, "SELECT count(*) FROM person", "0");
    options.map = NULL;
    assert_int_equal(reint_ingest_preview(t->study, path, &options, 2, show, &out, NULL, &t->err),
                     REINT_ARGUMENT);
    reint_map_free(map);
    reinti_str_free(&out);
    unlink(path);
    free(path);
}

static void
a_first_map_is_made_of_names_labels_and_parts(void **state)
{
    test_study *t = *state;
    static const char csv[] =
        "PERSON,sex:,Date of Birth,medical_needed_w1,housing_hours_w2,housing_needed_w2,Name\n"
        "SYN-A-001,Female,14/3/1990,1,2,1,X\n";
    char *path = write_file(t, "list.csv", csv, sizeof csv - 1), *text = NULL;

    assert_int_equal(reint_map_propose(t->cb, path, NULL, &text, &t->err), REINT_OK);
    const char *body = strstr(text, "sheets:");
    assert_non_null(body);
    assert_string_equal(
        body, "sheets:\n"
              "  -\n"
              "    records:\n"
              "      - form: person\n"
              "        once: true   # rows that say the same are one record\n"
              "        columns:\n"
              "          person: {from: \"PERSON\"}\n"
              "          sex: {from: \"sex:\", recode: {\"Female\": \"female\"}}\n"
              "          born: {from: \"Date of Birth\", dates: dmy}\n"
              "      - form: need\n"
              "        unpivot: \"{service}_{fact}_{wave}\"\n"
              "        columns:\n"
              "          service: {part: service}\n"
              "          wave: {part: wave}\n"
              "          needed: {fact: needed}\n"
              "          hours: {fact: hours}\n"
              "          person: {from: \"PERSON\"}\n"
              "    ignore:   # nothing is made of these columns: map them above, or leave them here\n"
              "      - \"Name\"\n");
    assert_int_equal(
        ingest(t, text, path, "list.csv>person person 1=1+0+0+0\nlist.csv>need need 2=2+0+0+0\n"), REINT_OK);
    free(text);
    unlink(path);
    free(path);
}

/* ---- the manual page ------------------------------------------------------------------------------------- */

/* Found by the fuzz test: what is no map has no name, and names are compared. */
static void
records_that_are_no_maps_are_told_and_compared_with_nothing(void **state)
{
    static const char *const texts[] = {
        "reint: 1\nrecords: [x, y]\n",
        "reint: 1\nrecords:\n  - x\n  - {form: person, columns: {person: No}}\n",
        "reint: 1\nrecords:\n  - {form: person, columns: {person: No}}\n  - [a]\n",
        "reint: 1\nsheets:\n  - {sheet: A, records: [x]}\n  - {sheet: B, records: [{form: person, columns: "
        "{a: b}}]}\n",
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(texts); i++) {
        reint_findings *findings = reint_findings_create();
        reint_map *map = NULL;
        assert_int_equal(reint_map_parse("m", texts[i], strlen(texts[i]), &map, findings, NULL), REINT_INPUT);
        for (size_t k = 0; k < reint_findings_count(findings); k++)
            assert_null(strstr(reint_findings_get(findings, k)->text, "made twice"));
        reint_findings_free(findings);
    }
}

static const manual_map maps[] = {
    { "a map", "KEYS", NULL },      { "map", "KEYS", "map" },      { "a sheet", "SHEETS", NULL },
    { "records", "RECORDS", NULL }, { "a value", "VALUES", NULL }, { "lookup", "VALUES", "lookup" },
    { NULL, NULL, NULL },
};

static void
parse(const char *text, reint_findings *findings, void *user)
{
    reint_map *map = NULL;

    (void)user;
    reint_map_parse("map.yaml", text, strlen(text), &map, findings, NULL);
    reint_map_free(map);
}

static void
the_page_of_maps_has_the_keys_of_the_parser(void **state)
{
    manual_keys *keys = manual_keys_create();
    char *page = manual_page("reint-map.5");
    static const char *const examples[] = { "map.yaml", "export.yaml" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *example = manual_example(page, examples[i]);
        reint_map *map = NULL;
        reint_error err;
        if (reint_map_parse("example", example, strlen(example), &map, NULL, &err))
            fail_msg("%s:%ld: %s", examples[i], err.line, err.text);
        reint_map_free(map);
        manual_collect(keys, example, parse, NULL);
        free(example);
    }
    manual_compare(keys, page, maps);
    manual_keys_free(keys);
    free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_wide_list_becomes_persons_and_needs, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_file_by_the_same_map_is_not_read_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(findings_on_sheets_name_the_users_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(values_come_from_flags_lookups_and_the_first_filled_column, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_map_that_does_not_fit_stores_nothing_and_says_where, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_preview_shows_the_first_records_and_stores_nothing, setup,
                                        teardown),
        cmocka_unit_test(records_that_are_no_maps_are_told_and_compared_with_nothing),
        cmocka_unit_test_setup_teardown(a_first_map_is_made_of_names_labels_and_parts, setup, teardown),
        cmocka_unit_test(the_page_of_maps_has_the_keys_of_the_parser),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
