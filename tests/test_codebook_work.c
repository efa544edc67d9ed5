/* test_codebook_work.c -- codebooks written out again: as YAML and as a spreadsheet without loss, as a document; and
 * what changes from one to another. */
#include <config.h>

#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "codebook/diff.h"
#include "codebook/emit.h"
#include "run/codebook_work.h"
#include "run/run.h"
#include "write/book.h"

/* Everything that is hard to write: quotes, bars, line ends, empty texts, codes that look like something else. */
static const char nasty[] =
    "reint: 1\n"
    "study: {id: n-1, title: {en: \"A \\\"quoted\\\" title\", id: Judul}, notice: \"line one\\nline two\", "
    "languages: [en, id],\n"
    "  sampling: census, sampled_on: [assistance, q], small_base: 0, person: who, wave: round,\n"
    "  consent: {require: {analysis: \"yes\"}}, base: \"q = 'no' OR q IS NULL\"}\n"
    "waves: [{id: \"1\", from: 2014}, {id: \"2\", label: {en: Two, id: Dua}, to: 2016-02-29}]\n"
    "periods: [{id: g, label: \"\\\"g\\\"\", from: 2014-01, to: 2014-06}]\n"
    "missing: {refused: {label: No, codes: [\"97\", \"a | b\", \"\\\"\", \"\", \" x\", \"a\\\\b\"]}, lost: "
    "[]}\n"
    "lists:\n"
    "  yn: {\"no\": \"No\", \"yes\": {label: {en: \"Yes\", id: Ya}, retired: true}}\n"
    "  code: {\"007\": \"=1+1\", \"1e5\": \"\\\"\\\"\", x.1: {label: Part, parent: \"007\", kind: \"true\"}, "
    "\"null\": {label: \"#\", kind: big}}\n"
    "  kind: {\"true\": T, big: B}\n"
    "attributes: {code.kind: kind}\n"
    "forms:\n"
    "  person:\n"
    "    label: \"| bar\"\n"
    "    key: [who]\n"
    "    variables:\n"
    "      who: {type: person, pattern: \"[A-Z]{2}\\\\|[0-9]+\"}\n"
    "      q: {list: yn, question: {en: \"Really?\", id: Sungguh?}, note: \"a: b\", sensitive: true}\n"
    "      s: {list: code, multiple: true, separator: \"|\", ordered: true, repeats: true, min_codes: 1, "
    "max_codes: 9}\n"
    "      d: {type: date, min: 2014-03, max: 2015, missing: {lost: [\"\", \"-\"], refused: [\"never | "
    "ever\"]}}\n"
    "      n: {type: decimal, min: -0.5, max: 1e30, missing: {refused: [\"\"]}}\n"
    "      t: {type: text, required: true, late: true, asked_when: \"q = 'no' -- \\\"why\\\"\", missing: "
    "{lost: [\"\"]}}\n"
    "      a: {type: age, max: 99, missing: {lost: [\"\"]}}\n"
    "  consent: {key: [who, purpose], variables: {purpose: {list: purpose}, given: {list: yn}}}\n"
    "  visit: {key: [who, round], persons: no, variables: {round: {label: Round}, w: {list: yn, waves: "
    "[\"2\"]}}}\n"
    "  group: {key: [g], variables: {g: {type: integer, min: 1, max: 9}, v: {type: integer, missing: {lost: "
    "[\"\"]}}}}\n"
    "rules:\n"
    "  - {id: R.1, form: visit, when: \"w = 'no'\", require: \"round = '2'\", severity: note, message: {en: "
    "\"x\", id: \"y\"}}\n"
    "  - {id: R2, form: person, require: \"n > 0\"}\n";

static char *
with(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    size_t n = strlen(text) + strlen(new) + 1;
    char *out = malloc(n);

    assert_non_null(at);
    snprintf(out, n, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    return out;
}

/* The sound text of this test, with the list that consent needs. */
static char *
nasty_text(void)
{
    return with(nasty, "lists:\n", "lists:\n  purpose: {analysis: Analysis}\n");
}

static reint_codebook *
parse(const char *text)
{
    reinti_codebook_file file = { "cb.yaml", "codebook", text, strlen(text) };
    reint_codebook *cb = NULL;
    reint_error err;

    if (reinti_codebook_parse(&file, 1, &cb, NULL, &err))
        fail_msg("%ld:%ld: %s", err.line, err.column, err.text);
    return cb;
}

static char *
yaml_of(const reint_codebook *cb)
{
    char *text = NULL;

    assert_int_equal(reint_codebook_yaml(cb, &text, NULL), REINT_OK);
    return text;
}

static const char *
temporary(const char *suffix)
{
    static char path[4][80];
    static int turn;
    char *p = path[turn++ % 4];

    snprintf(p, 80, "test_codebook_work-%ld%s", (long)getpid(), suffix);
    return p;
}

static void
check_round_trip(const reint_codebook *cb)
{
    char *first = yaml_of(cb), path[100];
    reint_error err = { .status = REINT_OK };
    reint_codebook *again = NULL;

    snprintf(path, sizeof path, "%s", temporary(".xlsx"));
    assert_int_equal(reint_codebook_write_workbook(cb, path, &err), REINT_OK);
    if (reint_codebook_open(path, &again, NULL, &err))
        fail_msg("%s: %s!%ld:%ld: %s", path, err.form, err.line, err.column, err.text);
    char *second = yaml_of(again);
    assert_string_equal(first, second);
    reint_codebook_free(again);
    free(second);
    remove(path);
    free(first);
}

static void
a_codebook_survives_yaml_and_the_spreadsheet(void **state)
{
    char *text = nasty_text();
    reint_codebook *cb = parse(text);
    char *first = yaml_of(cb);
    reint_codebook *again = parse(first);
    char *second = yaml_of(again);

    (void)state;
    assert_string_equal(first, second);
    assert_int_equal(again->n_missing, cb->n_missing);
    assert_string_equal(again->missing[0].raw[1], "a | b");
    assert_string_equal(again->missing[0].raw[5], "a\\b");
    assert_string_equal(reint_codebook_title(again, "en"), "A \"quoted\" title");
    const reinti_form *visit = &again->form[reinti_codebook_find_form(again, "visit")];
    assert_false(visit->persons);
    assert_int_equal(visit->wave, 1);
    check_round_trip(cb);
    reint_codebook_free(again);
    reint_codebook_free(cb);
    free(second);
    free(first);
    free(text);
}

/* The study's own codebook, beside its rule sets: nothing is lost, and diff says so. */
static int
any_change(const reint_codebook_change *change, void *user)
{
    print_error("%s: %s\n", change->where, change->what);
    ++*(int *)user;
    return 0;
}

static void
check_shipped(const char *shipped)
{
    reint_codebook *cb = NULL, *again = NULL;
    reint_error err = { .status = REINT_OK };
    char path[200];
    int n = 0;

    assert_int_equal(reint_codebook_open(source_path(shipped), &cb, NULL, NULL), REINT_OK);
    snprintf(path, sizeof path, "%s", temporary(".d"));
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 1; i < cb->n_files; i++) { /* rule sets and their like stay files beside it */
        snprintf(path, sizeof path, "%s/%s", temporary(".d"), cb->file[i].name);
        FILE *stream = fopen(path, "w");
        assert_non_null(stream);
        assert_int_equal(fwrite(cb->file[i].data, 1, cb->file[i].size, stream), cb->file[i].size);
        assert_int_equal(fclose(stream), 0);
    }
    snprintf(path, sizeof path, "%s/cb.xlsx", temporary(".d"));
    assert_int_equal(reint_codebook_write_workbook(cb, path, NULL), REINT_OK);
    if (reint_codebook_open(path, &again, NULL, &err))
        fail_msg("%s!%ld:%ld: %s", err.form, err.line, err.column, err.text);
    assert_int_equal(reint_codebook_diff(cb, again, any_change, &n, NULL), REINT_OK);
    assert_int_equal(n, 0);
    char *first = yaml_of(cb), *second = yaml_of(again);
    assert_string_equal(first, second);
    free(first);
    free(second);
    remove(path);
    for (size_t i = 1; i < cb->n_files; i++) {
        snprintf(path, sizeof path, "%s/%s", temporary(".d"), cb->file[i].name);
        remove(path);
    }
    rmdir(temporary(".d"));
    reint_codebook_free(again);
    reint_codebook_free(cb);
}

static void
every_shipped_codebook_survives_the_spreadsheet(void **state)
{
    static const char *const shipped[] = {
        "codebooks/going-home/codebook.yaml", "codebooks/htcds/codebook.yaml",
        "codebooks/bench/codebook.yaml",      "codebooks/templates/blank/codebook.yaml",
        "examples/panel/codebook.yaml",       "examples/afternoon/codebook.yaml"
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(shipped); i++)
        check_shipped(shipped[i]);
}

/* ---- findings in a spreadsheet ------------------------------------------------------------------------- */

typedef struct cell_text {
    const char *sheet;
    unsigned row, column; /* from 0 */
    const char *text;
} cell_text;

static const cell_text small_book[] = {
    { "settings", 0, 0, "key" },      { "settings", 0, 1, "value" },
    { "settings", 1, 0, "reint" },    { "settings", 1, 1, "1" },
    { "settings", 2, 0, "id" },       { "settings", 2, 1, "small" },
    { "settings", 3, 0, "sampling" }, { "settings", 3, 1, "census" },
    { "settings", 4, 0, "base" },     { "settings", 4, 1, "sex = 'm'" },
    { "survey", 0, 0, "form" },       { "survey", 0, 1, "name" },
    { "survey", 0, 2, "type" },       { "survey", 0, 3, "key" },
    { "survey", 0, 4, "label::en" },  { "survey", 1, 0, "person" },
    { "survey", 1, 3, "person" },     { "survey", 2, 0, "person" },
    { "survey", 2, 1, "sex" },        { "survey", 2, 2, "select_one sex" },
    { "survey", 2, 4, "Sex" },        { "choices", 0, 0, "list" },
    { "choices", 0, 1, "name" },      { "choices", 0, 2, "label" },
    { "choices", 1, 0, "sex" },       { "choices", 1, 1, "m" },
    { "choices", 1, 2, "Male" },      { "choices", 2, 0, "sex" },
    { "choices", 2, 1, "f" },         { "choices", 2, 2, "Female" },
};

/* The small workbook with one cell of another text (or an empty one: NULL). */
static void
write_small(const char *path, const cell_text *other)
{
    static const char *const sheets[] = { "settings", "survey", "choices" };
    reinti_book_options options = { "t", "s", "f", NULL };
    reinti_book *book = NULL;

    assert_int_equal(reinti_book_create(path, &options, &book, NULL), REINT_OK);
    for (size_t s = 0; s < REINTI_LENGTH(sheets); s++) {
        bool gone = other && !strcmp(other->sheet, sheets[s]) && other->row == 999;
        reinti_sheet *sheet = gone ? NULL : reinti_sheet_add(book, sheets[s]);
        for (size_t i = 0; !gone && i < REINTI_LENGTH(small_book); i++) {
            const cell_text *c = &small_book[i];
            bool changed = other && !strcmp(other->sheet, c->sheet) && other->row == c->row &&
                           other->column == c->column;
            if (!strcmp(c->sheet, sheets[s]) && !changed)
                reinti_sheet_text(sheet, c->row, c->column, c->text, REINTI_LOOK_TEXT);
        }
        if (other && !gone && other->text && !strcmp(other->sheet, sheets[s]))
            reinti_sheet_text(sheet, other->row, other->column, other->text, REINTI_LOOK_TEXT);
    }
    assert_int_equal(reinti_book_close(book, true, NULL), REINT_OK);
}

static void
a_mistake_in_a_spreadsheet_is_told_at_its_cell(void **state)
{
    static const struct {
        cell_text other;
        const char *code, *says, *place; /* "survey!C3" */
    } cases[] = {
        { { "survey", 2, 2, "select_one sax" }, "unknown_list", "did you mean \"sex\"", "survey!C3" },
        { { "survey", 2, 2, "integr" }, "unknown_word", "did you mean \"integer\"", "survey!C3" },
        { { "survey", 2, 1, "Sex" }, "bad_name", "\"Sex\" cannot name a variable", "survey!B3" },
        { { "survey", 0, 4, "lable" }, "unknown_column", "unknown column \"lable\"", "survey!E1" },
        { { "survey", 1, 3, "persn" }, "unknown_key_variable", "persn", "survey!D2" },
        { { "settings", 3, 1, "random" }, "unknown_word", "allowed: purposive", "settings!B4" },
        { { "settings", 3, 0, "samplng" },
          "unknown_key",
          "unknown setting \"samplng\" (did you mean \"sampling\"?)",
          "settings!A4" },
        { { "settings", 4, 1, "sex = 'x'" }, "unknown_code", "sex is compared with 'x'", "settings!B5" },
        { { "settings", 4, 1, "sox = 'm'" }, "bad_condition", "did you mean \"sex\"", "settings!B5" },
        { { "choices", 2, 1, "m" }, "duplicate_key", "", "choices!B3" },
        { { "choices", 2, 1, NULL }, "missing_cell", "the cell in column \"name\" is empty", "choices!3" },
        { { "choices", 2, 4, "loose" }, "no_head", "this column has no name in the first row", "choices!E3" },
        { { "survey", 999, 0, NULL }, "no_sheet", "a sheet \"survey\"", "survey" },
    };
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_findings *findings = reint_findings_create();
        const char *path = temporary(".xlsx");
        char place[80] = "";
        write_small(path, &cases[i].other);
        reint_status status = reint_check(path, findings, NULL);
        const reint_finding *f = reint_findings_count(findings) ? reint_findings_get(findings, 0) : NULL;
        if (f)
            reint_place_format(place, sizeof place, f->sheet, f->line, f->column);
        if (status != REINT_INPUT || !f || strcmp(f->code, cases[i].code) ||
            !strstr(f->text, cases[i].says) || strcmp(place, cases[i].place) || strcmp(f->file, path)) {
            print_error("case %zu wants %s %s; found %s %s %s: %s\n", i, cases[i].place, cases[i].code,
                        f ? f->file : "", place, f ? f->code : "nothing", f ? f->text : "");
            wrong++;
        }
        reint_findings_free(findings);
        remove(path);
    }
    assert_int_equal(wrong, 0);
    const char *path = temporary(".xlsx");
    write_small(path, NULL);
    assert_int_equal(reint_check(path, NULL, NULL), REINT_OK);
    remove(path);
}

/* ---- diff ---------------------------------------------------------------------------------------------- */

typedef struct seen {
    size_t n;
    reint_effect effect;
    char kind[20], where[100], what[300];
} seen;

static int
note(const reint_codebook_change *change, void *user)
{
    seen *s = user;

    if (!s->n++) {
        s->effect = change->effect;
        snprintf(s->kind, sizeof s->kind, "%s", change->kind);
        snprintf(s->where, sizeof s->where, "%s", change->where);
        snprintf(s->what, sizeof s->what, "%s", change->what);
    }
    return 0;
}

static void
each_change_is_told_with_its_effect(void **state)
{
    static const struct {
        const char *old, *new;
        reint_effect effect;
        const char *kind, *where, *what;
    } cases[] = {
        { "id: n-1", "id: n-2", REINT_HARMLESS, "changed", "study", "id: \"n-1\" becomes \"n-2\"" },
        { "id: Judul", "id: Nama", REINT_HARMLESS, "changed", "study",
          "title: other texts in some language" },
        { "sampling: census", "sampling: purposive", REINT_RECHECK, "changed", "study", "sampling" },
        { "q = 'no' OR q IS NULL", "q = 'no'", REINT_RECHECK, "changed", "study", "base of all tables" },
        { "{id: \"1\", from: 2014}", "{id: \"1\", from: 2013}", REINT_RECHECK, "changed", "wave 1", "from" },
        { "lost: []", "lost: [], gone: []", REINT_HARMLESS, "added", "missing reason gone", "a new reason" },
        { "\"a\\\\b\"]", "\"a\\\\b\", \"98\"]", REINT_RECHECK, "changed", "missing reason refused",
          "other raw codes" },
        { "big: B", "big: B, small: S", REINT_HARMLESS, "added", "list kind, code small",
          "a new code: \"S\"" },
        { "\"1e5\": \"\\\"\\\"\", ", "", REINT_CROSSWALK, "removed", "list code, code 1e5", "retired" },
        { "\"1e5\": \"\\\"\\\"\"", "\"2e5\": \"\\\"\\\"\"", REINT_CROSSWALK, "renamed", "list code, code 1e5",
          "it seems to be 2e5 now" },
        { "\"007\": \"=1+1\"", "\"007\": {label: \"=1+1\", retired: true}", REINT_RECHECK, "changed",
          "list code, code 007", "now retired" },
        { "label: Part", "label: Piece", REINT_HARMLESS, "changed", "list code, code x.1",
          "\"Part\" becomes \"Piece\"" },
        { ", parent: \"007\"", "", REINT_RECHECK, "changed", "list code, code x.1",
          "parent: no longer \"007\"" },
        { "kind: \"true\"", "kind: big", REINT_RECHECK, "changed", "list code, code x.1",
          "kind: \"true\" becomes \"big\"" },
        { "      a: {type: age, max: 99,", "      b: {label: B, list: yn}\n      a: {type: age, max: 99,",
          REINT_HARMLESS, "added", "form person, variable b", "no answer to it" },
        { "      a: {type: age, max: 99,",
          "      b: {list: yn, required: true}\n      a: {type: age, max: 99,", REINT_RECHECK, "added",
          "form person, variable b", "required" },
        { "      a: {type: age, max: 99, missing: {lost: [\"\"]}}\n", "", REINT_CROSSWALK, "removed",
          "form person, variable a", "gone" },
        { "      a: {type: age", "      a: {type: integer", REINT_CROSSWALK, "changed",
          "form person, variable a", "type: \"age\" becomes \"integer\"" },
        { "max: 99", "max: 100", REINT_HARMLESS, "changed", "form person, variable a", "..99 becomes ..100" },
        { "max: 99", "max: 60", REINT_RECHECK, "changed", "form person, variable a", "which is narrower" },
        { "max: 2015", "max: 2014-12-31", REINT_RECHECK, "changed", "form person, variable d",
          "2014-03-01..2015-12-31 becomes 2014-03-01..2014-12-31, which is narrower" },
        { "Sungguh?", "Benarkah?", REINT_RECHECK, "changed", "form person, variable q", "question" },
        { "required: true", "required: false", REINT_HARMLESS, "changed", "form person, variable t",
          "no longer required" },
        { "asked_when: \"q = 'no'", "asked_when: \"q = 'yes'", REINT_RECHECK, "changed",
          "form person, variable t", "routing" },
        { "separator: \"|\"", "separator: \"/\"", REINT_RECHECK, "changed", "form person, variable s",
          "separator" },
        { "waves: [\"2\"]", "waves: [\"1\"]", REINT_RECHECK, "changed", "form visit, variable w",
          "asked in waves: \"2\" becomes \"1\"" },
        { "key: [g]", "key: [v]", REINT_CROSSWALK, "changed", "form group", "another key" },
        { "  group: {key: [g], ", "  band: {key: [g], ", REINT_HARMLESS, "added", "form band", "a new form" },
        { "n > 0", "n >= 0", REINT_RECHECK, "changed", "rule R2", "require: \"n > 0\" becomes \"n >= 0\"" },
        { "severity: note", "severity: error", REINT_RECHECK, "changed", "rule R.1", "severity" },
    };
    char *before = nasty_text();
    reint_codebook *old = parse(before);
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char *after = with(before, cases[i].old, cases[i].new);
        if (strstr(cases[i].new, "key: [v]")) { /* a key is never missing */
            char *more = with(after, "v: {type: integer, missing: {lost: [\"\"]}}",
                              "v: {type: integer, min: 0, max: 9}");
            free(after);
            after = with(more, "g: {type: integer, min: 1, max: 9}",
                         "g: {type: integer, missing: {lost: [\"\"]}}");
            free(more);
        }
        reint_codebook *new = parse(after);
        seen s = { 0 };
        assert_int_equal(reint_codebook_diff(old, new, note, &s, NULL), REINT_OK);
        if (!s.n || s.effect != cases[i].effect || strcmp(s.kind, cases[i].kind) ||
            strcmp(s.where, cases[i].where) || !strstr(s.what, cases[i].what)) {
            print_error("case %zu (%s): %zu changes, %s %s, %s: %s\n", i, cases[i].new, s.n,
                        reint_effect_text(s.effect), s.kind, s.where, s.what);
            wrong++;
        }
        seen same = { 0 };
        assert_int_equal(reint_codebook_diff(new, new, note, &same, NULL), REINT_OK);
        assert_int_equal(same.n, 0);
        reint_codebook_free(new);
        free(after);
    }
    assert_int_equal(wrong, 0);
    reint_codebook_free(old);
    free(before);
}

/* ---- documents ----------------------------------------------------------------------------------------- */

static void
a_document_escapes_what_it_shows_and_needs_nothing_else(void **state)
{
    char *before = nasty_text(), *text = with(before, "label: \"| bar\"", "label: \"<b>&amp; | bar\"");
    reint_codebook *cb = parse(text);
    char *html = NULL, *markdown = NULL;

    (void)state;
    assert_int_equal(reint_codebook_document(cb, NULL, "id", REINT_DOCUMENT_HTML, &html, NULL), REINT_OK);
    assert_non_null(strstr(html, "<html lang=\"id\">"));
    assert_non_null(strstr(html, "<title>Judul</title>"));
    assert_non_null(strstr(html, "person: &lt;b&gt;&amp;amp; | bar"));
    assert_null(strstr(html, "http"));
    assert_null(strstr(html, "src="));
    assert_null(strstr(html, "INTERNAL"));
    assert_non_null(strstr(html, "</html>"));
    assert_int_equal(reint_codebook_document(cb, NULL, NULL, REINT_DOCUMENT_MARKDOWN, &markdown, NULL),
                     REINT_OK);
    assert_non_null(strstr(markdown, "## person: \\<b\\>&amp; \\| bar\n"));
    assert_non_null(strstr(markdown, "| d |  | date, 2014-03-01 to 2015-12-31 |"));
    free(markdown);
    free(html);
    reint_codebook_free(cb);
    free(text);
    free(before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_codebook_survives_yaml_and_the_spreadsheet),
        cmocka_unit_test(every_shipped_codebook_survives_the_spreadsheet),
        cmocka_unit_test(a_mistake_in_a_spreadsheet_is_told_at_its_cell),
        cmocka_unit_test(each_change_is_told_with_its_effect),
        cmocka_unit_test(a_document_escapes_what_it_shows_and_needs_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
