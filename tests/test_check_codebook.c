/* test_check_codebook.c -- what `reint check` says of a codebook beyond its own parser: decision tables that are
 * not complete, rows that are never reached, conditions that cannot hold, in whichever file they stand. */
#include <config.h>

#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "manual.h"
#include "run/run.h"

/* The study of the manual pages, in a folder of its own. */
static const char *const files[][2] = {
    { "reint-codebook.5", "codebook.yaml" },    { "reint-codebook.5", "countries.yaml" },
    { "reint-ruleset.5", "small-rules.yaml" },  { "reint-ruleset.5", "small-domains.yaml" },
    { "reint-ruleset.5", "small-scores.yaml" }, { "reint-ruleset.5", "small-rights.yaml" },
};
enum { N_FILES = sizeof files / sizeof *files };

typedef struct fixture {
    char folder[64];
    char *text[N_FILES];
} fixture;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    snprintf(f->folder, sizeof f->folder, "test_check_codebook-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    for (size_t i = 0; i < N_FILES; i++) {
        char *page = manual_page(files[i][0]);
        f->text[i] = manual_example(page, files[i][1]);
        free(page);
    }
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    char path[128];

    for (size_t i = 0; i < N_FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", f->folder, files[i][1]);
        remove(path);
        free(f->text[i]);
    }
    rmdir(f->folder);
    free(f);
    return 0;
}

/* Writes file I, with OLD replaced by NEW in it; answers the line of WHAT in it. */
static long
write_file(const fixture *f, size_t i, const char *old, const char *new, const char *what)
{
    const char *at = old ? strstr(f->text[i], old) : f->text[i];
    char path[128], *text = NULL;
    size_t n = strlen(f->text[i]) + strlen(new) + 1;
    long line = 1;

    assert_non_null(at);
    assert_non_null(text = malloc(n));
    snprintf(text, n, "%.*s%s%s", (int)(at - f->text[i]), f->text[i], new, at + strlen(old ? old : ""));
    snprintf(path, sizeof path, "%s/%s", f->folder, files[i][1]);
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
    const char *stands = strstr(text, what);
    assert_non_null(stands);
    for (const char *c = text; c < stands; c++)
        line += *c == '\n';
    free(text);
    return line;
}

static reint_status
check(const fixture *f, reint_findings *findings)
{
    char path[128];

    snprintf(path, sizeof path, "%s/codebook.yaml", f->folder);
    return reint_check(path, findings, NULL);
}

static void
each_mistake_is_found_in_its_file_at_its_line(void **state)
{
    static const struct {
        size_t file;
        const char *old, *new, *code, *says;
        reint_severity severity;
        const char *at; /* stands in the line that the finding names; "": unknown line */
    } cases[] = {
        /* decision tables */
        { 2, "  - {id: N, class: under_assisted}\n", "\n", "incomplete_table",
          "no row of the decision table matches {", REINT_ERROR, "{id: A, class" },
        { 2, "  - {id: N, class: under_assisted}\n",
          "  - {id: N, class: under_assisted, if: {received: yes, needed_short: yes}}\n", NULL, NULL,
          REINT_NOTE, "" },
        { 2, "  - {id: N, class: under_assisted}\n",
          "  - {id: N, class: under_assisted}\n  - {id: L, class: assisted, if: {received: yes}}\n",
          "unreachable_row", "row \"L\" is never reached", REINT_WARNING, "{id: L, class" },
        { 2, "{needed_short: no}", "{needed_short: no, needed_missing: yes}", "unreachable_row",
          "row \"A\" is never reached", REINT_WARNING, "{id: A, class" }, /* what is missing is short */
        { 2, "class: [unassisted], if: {offered: no}", "class: [assisted], if: {offered: no, received: yes}",
          "unreachable_reason", "reason \"not_offered\" can never hold", REINT_WARNING, "not_offered:" },
        /* conditions of the codebook */
        { 0, "base: \"type = 'trafficked'\"", "base: \"type = 'traficked'\"", "unknown_code",
          "did you mean \"trafficked\"", REINT_ERROR, "base: " },
        { 0, "asked_when: \"status = 'complete'\"", "asked_when: \"status = 1\"", "code_is_text",
          "codes are texts", REINT_ERROR, "asked_when: " },
        { 0, "wave = 'w2' AND", "wave = 'w9' AND", "unknown_code", "'w9'", REINT_ERROR, "wave = 'w9'" },
        { 0, "require: \"date > w1_date\"", "require: \"dat > w1_date\"", "bad_condition",
          "did you mean \"date\"", REINT_ERROR, "require: \"dat" },
        /* of the rule set and the entitlements */
        { 2, "provider <> 'family'", "provider <> 'famly'", "unknown_code", "did you mean \"family\"",
          REINT_ERROR, "provider <> 'famly'" },
        { 2, "base: \"type = 'trafficked'\"", "base: \"type = 'x'\"", "unknown_code", "'x'", REINT_ERROR,
          "base: " },
        { 2, "when: \"episode = 1\"", "when: \"episod = 1\"", "bad_condition", "did you mean \"episode\"",
          REINT_ERROR, "when: \"episod = 1" },
        { 5, "when: \"sex = 'female'\"", "when: \"sex = 'femal'\"", "unknown_code", "did you mean \"female\"",
          REINT_ERROR, "  women: " },
        { 5, "when: \"age < 18\"", "when: \"age < '18'\"", "type_differs", "age is a number", REINT_ERROR,
          "  children: " },
        { 5, "identification = 'identified'", "identificatn = 'identified'", "bad_condition",
          "did you mean \"identification\"", REINT_ERROR, "  identified: " },
    };
    fixture *f = *state;
    size_t wrong = 0;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reint_findings *findings = reint_findings_create();
        for (size_t k = 0; k < N_FILES; k++)
            write_file(f, k, NULL, "", "");
        long line = write_file(f, cases[i].file, cases[i].old, cases[i].new, cases[i].at);
        reint_status status = check(f, findings);
        size_t n = reint_findings_count(findings);
        const reint_finding *one = n ? reint_findings_get(findings, 0) : NULL;
        bool good = !cases[i].code
                        ? !n && !status
                        : n == 1 && !strcmp(one->code, cases[i].code) && strstr(one->text, cases[i].says) &&
                              one->severity == cases[i].severity &&
                              !strcmp(one->file, files[cases[i].file][1]) &&
                              (status == REINT_INPUT) == (one->severity == REINT_ERROR);
        good = good && (!one || (one->line == line && one->column > 0));
        if (!good) {
            print_error("case %zu (%s): %zu findings; %s:%ld %s: %s\n", i, cases[i].new, n,
                        one ? one->file : "", one ? one->line : 0, one ? one->code : "",
                        one ? one->text : "");
            wrong++;
        }
        reint_findings_free(findings);
    }
    assert_int_equal(wrong, 0);
}

/* Two columns of one name would hide each other. */
static void
a_column_is_made_once(void **state)
{
    fixture *f = *state;
    reint_findings *findings = reint_findings_create();

    for (size_t k = 0; k < N_FILES; k++)
        write_file(f, k, NULL, "", "");
    long line = write_file(f, 4, "  wellbeing:\n", "  d_work:\n", "  d_work:");
    assert_int_equal(check(f, findings), REINT_INPUT);
    assert_int_equal(reint_findings_count(findings), 1);
    const reint_finding *one = reint_findings_get(findings, 0);
    assert_int_equal(one->line, line);
    assert_string_equal(one->code, "duplicate_id");
    assert_string_equal(one->file, "small-scores.yaml");
    assert_non_null(strstr(one->text, "\"d_work\" is made twice: here and in \"small-domains.yaml\""));
    reint_findings_free(findings);
}

/* The study's own codebook is whole: no finding of any kind, in any of its files. */
static void
the_shipped_codebooks_have_no_finding(void **state)
{
    static const char *const shipped[] = { "codebooks/going-home/codebook.yaml",
                                           "codebooks/bench/codebook.yaml" };

    (void)state;
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        reint_findings *findings = reint_findings_create();
        assert_int_equal(reint_check(source_path(shipped[i]), findings, NULL), REINT_OK);
        if (reint_findings_count(findings))
            fail_msg("%s: %s", shipped[i], reint_findings_get(findings, 0)->text);
        reint_findings_free(findings);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_mistake_is_found_in_its_file_at_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_column_is_made_once, setup, teardown),
        cmocka_unit_test(the_shipped_codebooks_have_no_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
