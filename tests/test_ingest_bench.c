/* test_ingest_bench.c -- the benchmark's dirty files (bench/JOB.md): every rejected row is one of errors.csv,
 * with its line, column and reason, and no other.  The files are made by bench/generate.c, which plants the
 * errors and writes down what it planted: the expectation is not ours. */
#include <config.h>

#include "check.h"

#include "ingest_study.h"

static void
add_list(reinti_str *s, const char *name, const char *codes)
{
    reinti_str_format(s, "  %s: {", name);
    for (const char *p = codes; *p;) {
        size_t n = strcspn(p, " ");
        reinti_str_format(s, "%s\"%.*s\": \"%.*s\"", p > codes ? ", " : "", (int)n, p, (int)n, p);
        p += n + (p[n] == ' ');
    }
    reinti_str_add(s, "}\n");
}

/* JOB.md, "Files", as a codebook. */
static void
make_codebook(reinti_str *s)
{
    static const char *const lists[][2] = {
        { "type", "victim family informant" },
        { "site",
          "bandung bogor cianjur cirebon indramayu karawang sukabumi jakarta banyumas tegal makassar other" },
        { "sex", "male female" },
        { "marital", "married single divorced widowed" },
        { "ethnicity", "sundanese javanese betawi bugis other" },
        { "exploitation", "domestic_work sexual fishing plantation factory construction other" },
        { "country", "bahrain jordan oman qatar saudi_arabia syria united_arab_emirates brunei malaysia "
                     "singapore taiwan "
                     "argentina ghana mauritius south_africa trinidad_tobago uruguay" },
        { "status", "complete partial refused" },
        { "service",
          "housing medical psychological education economic legal_admin legal_proceedings family_mediation "
          "case_management family_assistance" },
        { "received", "none partial full" },
        { "provider", "government ngo io community family" },
        { "answer", "1 2 3 4 5" },
        { "flag", "0 1" },
    };
    static const char person[] = "respondent: {type: person, pattern: \"R[0-9]{7}\"}";

    reinti_str_add(s, "reint: 1\nstudy: {id: bench, sampling: probability, person: respondent}\n"
                      "waves: [{id: \"1\"}, {id: \"2\"}, {id: \"3\"}]\n"
                      "missing: {refused: [97], dont_know: [98], not_asked: [99]}\nlists:\n");
    for (size_t i = 0; i < REINTI_LENGTH(lists); i++)
        add_list(s, lists[i][0], lists[i][1]);
    reinti_str_format(
        s,
        "forms:\n  person:\n    key: [respondent]\n    variables:\n      %s\n      type: {list: type}\n"
        "      site: {list: site}\n      sex: {list: sex}\n      age: {type: integer, min: 10, max: 69}\n"
        "      marital: {list: marital}\n      children: {type: integer, min: 0, max: 7}\n"
        "      ethnicity: {list: ethnicity}\n      exploitation: {list: exploitation}\n"
        "      destinations: {list: country, multiple: true, min_codes: 1, max_codes: 3}\n"
        "      weight: {type: decimal, min: 0.25, max: 4}\n",
        person);
    reinti_str_add(s, "  interview:\n    key: [respondent, wave]\n    variables:\n      date: {type: date}\n"
                      "      status: {list: status}\n");
    for (int q = 1; q <= 40; q++)
        reinti_str_format(s, "      q%02d: {list: answer}\n", q);
    reinti_str_add(
        s,
        "  service:\n    key: [respondent, wave, service]\n    variables:\n      service: {list: service}\n"
        "      needed: {list: flag}\n      entitled: {list: flag}\n      offered: {list: flag}\n"
        "      accepted: {list: flag}\n      received: {list: received}\n      provider: {list: provider}\n");
}

static int
add_row(const reint_rejected *r, void *user)
{
    const char *reason = strcmp(r->reason, "unknown_person") ? r->reason : "unknown_respondent";

    reinti_str_format(user, "%s,%ld,%s,%s\r\n", r->input, r->line, r->variable, reason);
    return 0;
}

/* Lines of TEXT, sorted: errors.csv has them in the order of respondents, the study in that of files. */
static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t
sorted_lines(char *text, char ***lines)
{
    size_t n = 0, capacity = 0;

    *lines = NULL;
    for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        assert_true(reinti_grow(lines, &capacity, n, sizeof **lines));
        (*lines)[n++] = line;
    }
    qsort(*lines, n, sizeof **lines, by_text);
    return n;
}

static char *
read_whole(const char *folder, const char *name)
{
    char path[200], *text;
    reinti_bytes bytes;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(reinti_bytes_read(path, 0, &bytes, NULL), REINT_OK);
    text = malloc(bytes.size + 1);
    memcpy(text, bytes.data, bytes.size);
    text[bytes.size] = '\0';
    reinti_bytes_free(&bytes);
    return text;
}

static void
rejected_rows_are_those_of_errors_csv(void **state)
{
    (void)state;
    static const char *const files[] = { "people.csv", "interviews.csv", "services.csv", "errors.csv" };
    const char *generate = getenv("REINT_BENCH_GENERATE");
    reinti_str codebook = REINTI_STR_EMPTY, got = REINTI_STR_EMPTY;
    char command[400], path[200], **got_line, **want_line, *errors;
    size_t n_got, n_want;

    make_codebook(&codebook);
    test_study *t = test_study_create(codebook.text);
    assert_non_null(t);
    snprintf(command, sizeof command, "'%s' 2000 7 '%s' --dirty 0.02",
             generate ? generate : "tests/bench/generate", t->folder);
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", t->folder, files[i]);
        assert_int_equal(reint_ingest_file(t->study, path, NULL, &t->batch, NULL, &t->err), REINT_DATA);
        check_sum(&t->batch);
    }
    assert_int_equal(reint_study_rejected(t->study, add_row, &got, NULL), REINT_OK);
    errors = read_whole(t->folder, "errors.csv");
    n_got = sorted_lines(got.text, &got_line);
    n_want = sorted_lines(strchr(errors, '\n'), &want_line);
    assert_int_equal(n_got, n_want);
    assert_true(n_want > 500);
    for (size_t i = 0; i < n_want; i++)
        assert_string_equal(got_line[i], want_line[i]);
    free(got_line);
    free(want_line);
    free(errors);
    reinti_str_free(&got);
    reinti_str_free(&codebook);
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", t->folder, files[i]);
        unlink(path);
    }
    test_study_free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rejected_rows_are_those_of_errors_csv),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
