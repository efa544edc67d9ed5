/* test_xlsform_make.c -- codebooks as forms of KoboToolbox and ODK, and back.
 *
 * The rules that a form must obey are those that XLSForm's documentation and pyxform's error messages state; they are
 * checked on the cells of the workbook itself.  What a condition means is decided by SQLite for the codebook and by
 * libxml2's XPath for the form, over every combination of answers: neither is our own. */
#include <config.h>

#include "folder.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <sqlite3.h>
#include <unistd.h>

#include "codebook/model.h"
#include "reint.h"
#include "sheet/sheet.h"
#include "xlsform/outline.h"
#include "xlsform/xlsform.h"

/* Every codebook that is shipped, but the one that is a duplicate of the template blank. */
static const char *const shipped[] = {
    "codebooks/going-home/codebook.yaml", "codebooks/htcds/codebook.yaml",
    "codebooks/bench/codebook.yaml",      "codebooks/templates/blank/codebook.yaml",
    "examples/panel/codebook.yaml",       "examples/afternoon/codebook.yaml"
};

static reint_codebook *
open_codebook(const char *path)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;

    if (reint_codebook_open(path, &cb, findings, &err))
        fail_msg("%s:%ld: %s", path, err.line, err.text);
    reint_findings_free(findings);
    return cb;
}

/* CB as a form; its path. */
static const char *
form_of(const reint_codebook *cb, reint_findings *findings)
{
    static char path[4400];
    reint_error err = { .status = REINT_OK };

    snprintf(path, sizeof path, "%s/form.xlsx", folder);
    if (reint_codebook_write_xlsform(cb, NULL, 0, path, findings, &err))
        fail_msg("%s", err.text);
    return path;
}

static const char *
write_file(const char *name, const char *text)
{
    static char path[4][4400];
    static int turn;
    char *p = path[turn++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    FILE *f = fopen(p, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return p;
}

/* ---- what a form must be ----------------------------------------------------------------------------------- */

enum { HEADS = 40, ROWS = 3000 };

typedef struct sheet {
    size_t n_heads, n;
    char *head[HEADS];
    char *cell[ROWS][HEADS]; /* NULL: empty */
} sheet;

static char *
copy(const reinti_sheet_cell *cell)
{
    return strndup(cell->text, cell->length);
}

static bool
on_row(const reinti_sheet_row *row, void *user)
{
    sheet *s = user;

    for (size_t i = 0; i < row->n; i++) {
        assert_true(row->cell[i].column < HEADS && s->n < ROWS);
        if (row->number == 1) {
            s->head[row->cell[i].column] = copy(&row->cell[i]);
            s->n_heads = row->cell[i].column + 1;
        } else {
            s->cell[s->n][row->cell[i].column] = copy(&row->cell[i]);
        }
    }
    s->n += row->number > 1;
    return true;
}

static sheet *
read_sheet(const char *path, const char *name)
{
    sheet *s = calloc(1, sizeof *s);
    reinti_bytes bytes = { 0 };
    reinti_workbook *w = NULL;

    assert_int_equal(reinti_bytes_read(path, 0, &bytes, NULL), REINT_OK);
    assert_int_equal(reinti_workbook_open("form", bytes.data, bytes.size, &w, NULL), REINT_OK);
    size_t at = reinti_workbook_find(w, name);
    assert_int_not_equal(at, REINTI_NO_SHEET);
    assert_int_equal(reinti_sheet_read(w, at, on_row, s, NULL, NULL), REINT_OK);
    reinti_workbook_free(w);
    reinti_bytes_free(&bytes);
    return s;
}

static void
free_sheet(sheet *s)
{
    for (size_t c = 0; c < HEADS; c++) {
        free(s->head[c]);
        for (size_t r = 0; r < s->n; r++)
            free(s->cell[r][c]);
    }
    free(s);
}

static const char *
at(const sheet *s, size_t row, const char *head)
{
    for (size_t c = 0; c < s->n_heads; c++)
        if (!strcmp(s->head[c], head))
            return s->cell[row][c] ? s->cell[row][c] : "";
    return "";
}

/* "An XLSForm name must begin with a letter or underscore, and hold letters, digits, -, _ and . only." */
static bool
is_name(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_')
        return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && !strchr("_-.", *text))
            return false;
    return true;
}

static size_t
count_of(const sheet *survey, const char *name, size_t n)
{
    size_t count = 0;

    for (size_t r = 0; r < survey->n; r++)
        count += strncmp(at(survey, r, "type"), "end_", 4) && strlen(at(survey, r, "name")) == n &&
                 !memcmp(at(survey, r, "name"), name, n);
    return count;
}

/* Each ${name} is one question of the form; brackets and quotes are closed. */
static void
check_expression(const sheet *survey, size_t row, const char *head)
{
    const char *text = at(survey, row, head);
    int depth = 0;
    char quote = '\0';

    for (const char *p = text; *p; p++) {
        if (!quote && !strncmp(p, "${", 2)) {
            size_t n = strcspn(p + 2, "}");
            if (count_of(survey, p + 2, n) != 1)
                fail_msg("row %zu, %s: %s", row + 2, head, text);
        }
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        depth += quote ? 0 : *p == '(' ? 1 : *p == ')' ? -1 : 0;
        assert_true(depth >= 0);
    }
    assert_true(!quote && !depth);
}

static void
check_labels(const sheet *s, size_t row)
{
    for (size_t c = 0; c < s->n_heads; c++)
        if (!strncmp(s->head[c], "label", 5) && !s->cell[row][c])
            fail_msg("row %zu has no %s", row + 2, s->head[c]);
}

/* Lists exist, choices differ, none holds a blank. */
static void
check_lists(const sheet *survey, const sheet *choices)
{
    for (size_t r = 0; r < survey->n; r++) {
        const char *type = at(survey, r, "type"), *list = strchr(type, ' ');
        bool found = false;
        if (strncmp(type, "select_", 7))
            continue;
        assert_non_null(list);
        for (size_t k = 0; k < choices->n; k++)
            found = found || !strcmp(at(choices, k, "list_name"), list + 1);
        if (!found)
            fail_msg("there is no list for %s", type);
    }
    for (size_t r = 0; r < choices->n; r++) {
        assert_null(strchr(at(choices, r, "list_name"), ' '));
        check_labels(choices, r);
        for (size_t k = 0; k < r; k++)
            if (!strcmp(at(choices, k, "list_name"), at(choices, r, "list_name")) &&
                !strcmp(at(choices, k, "name"), at(choices, r, "name")))
                fail_msg("%s has %s twice", at(choices, r, "list_name"), at(choices, r, "name"));
    }
}

/* Names that may stand once within their group; groups that are closed, and hold something. */
static void
check_survey(const sheet *s)
{
    size_t open[32], depth = 0, children[32] = { 0 };
    size_t parent[ROWS];

    for (size_t r = 0; r < s->n; r++) {
        const char *type = at(s, r, "type"), *name = at(s, r, "name");
        if (!is_name(name))
            fail_msg("row %zu: \"%s\" is no name", r + 2, name);
        if (!strncmp(type, "end_", 4)) {
            assert_true(depth > 0 && children[depth] > 0);
            depth--;
            assert_string_equal(at(s, open[depth], "name"), name);
            assert_string_equal(at(s, open[depth], "type") + strlen("begin_"), type + strlen("end_"));
            parent[r] = SIZE_MAX;
            continue;
        }
        children[depth]++;
        parent[r] = depth ? open[depth - 1] : SIZE_MAX - 1;
        for (size_t k = 0; k < r; k++)
            if (parent[k] == parent[r] && !strcmp(at(s, k, "name"), name))
                fail_msg("rows %zu and %zu of one group are both \"%s\"", k + 2, r + 2, name);
        if (!strncmp(type, "begin_", 6)) {
            assert_true(depth + 1 < REINTI_LENGTH(open));
            open[depth++] = r;
            children[depth] = 0;
        }
        if (strcmp(type, "calculate"))
            check_labels(s, r);
        check_expression(s, r, "relevant");
        check_expression(s, r, "constraint");
    }
    assert_int_equal(depth, 0);
}

static void
every_shipped_codebook_makes_a_form_that_obeys_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(shipped); i++) {
        reint_codebook *cb = open_codebook(source_path(shipped[i]));
        const char *path = form_of(cb, NULL);
        sheet *survey = read_sheet(path, "survey"), *choices = read_sheet(path, "choices");
        sheet *settings = read_sheet(path, "settings");
        check_survey(survey);
        check_lists(survey, choices);
        assert_int_equal(settings->n, 1);
        assert_true(*at(settings, 0, "form_title") && is_name(at(settings, 0, "form_id")));
        if (cb->n_languages > 1) { /* the default language is one that has labels */
            char head[80];
            bool found = false;
            snprintf(head, sizeof head, "label::%s", at(settings, 0, "default_language"));
            for (size_t c = 0; c < survey->n_heads; c++)
                found = found || !strcmp(survey->head[c], head);
            assert_true(found);
        }
        free_sheet(survey);
        free_sheet(choices);
        free_sheet(settings);
        reint_codebook_free(cb);
    }
}

/* ---- there and back ---------------------------------------------------------------------------------------- */

static const char *
label_in(const reinti_label *label, const char *language)
{
    return reinti_text_or(reinti_label_text(label, language), "");
}

static void
same_label(const reint_codebook *cb, const reinti_label *a, const reinti_label *b, const char *what)
{
    for (size_t l = 0; a->n && l < cb->n_languages; l++)
        if (strcmp(label_in(a, cb->language[l]), label_in(b, cb->language[l])))
            fail_msg("%s: \"%s\" became \"%s\"", what, label_in(a, cb->language[l]),
                     label_in(b, cb->language[l]));
}

static void
same_codes(const reint_codebook *cb, const reinti_list *a, const reinti_list *b)
{
    size_t n = 0;

    for (size_t i = 0; i < a->n; i++) {
        if (a->code[i].retired)
            continue;
        assert_true(n < b->n);
        assert_string_equal(a->code[i].name, b->code[n].name);
        same_label(cb, &a->code[i].label, &b->code[n++].label, a->name);
    }
    assert_int_equal(b->n, n); /* missing reasons did not become codes */
}

static bool
told(const reint_findings *findings, const char *form, const char *variable)
{
    char name[200];

    snprintf(name, sizeof name, "%s.%s: ", form, variable);
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        if (!strncmp(reint_findings_get(findings, i)->text, name, strlen(name)))
            return true;
    return false;
}

static void
same_missing(const reint_codebook *a, const reinti_variable *v, const reint_codebook *b,
             const reinti_variable *back)
{
    for (size_t i = 0; i < v->n_missing; i++)
        for (size_t k = 0; k < v->missing[i].n_raw; k++) {
            const char *raw = v->missing[i].raw[k];
            double number;
            if (v->type == REINTI_DATE && *raw) /* no date picker takes it */
                continue;
            if (v->type == REINTI_CODE && *raw)
                continue;
            if (v->type != REINTI_DATE && v->type != REINTI_CODE && v->type != REINTI_TEXT && *raw &&
                !reinti_parse_decimal(raw, strlen(raw), &number))
                continue;
            size_t reason = reinti_variable_missing_reason(b, back, raw, strlen(raw));
            assert_int_not_equal(reason, REINTI_NONE);
            assert_string_equal(a->missing[v->missing[i].reason].name, b->missing[reason].name);
        }
}

static void
same_variable(const reint_codebook *a, const reinti_form *form, const reinti_variable *v,
              const reint_codebook *b, const reinti_variable *back, const reint_findings *findings)
{
    static const reinti_type becomes[] = {
        [REINTI_CODE] = REINTI_CODE,  [REINTI_INTEGER] = REINTI_INTEGER, [REINTI_DECIMAL] = REINTI_DECIMAL,
        [REINTI_DATE] = REINTI_DATE,  [REINTI_AGE] = REINTI_INTEGER,     [REINTI_TEXT] = REINTI_TEXT,
        [REINTI_PERSON] = REINTI_TEXT
    };

    same_label(a, v->question.n ? &v->question : &v->label, &back->label, v->name);
    same_label(a, &v->note, &back->note, v->name);
    assert_int_equal(back->type, becomes[v->type]);
    if (back->type != v->type)
        assert_true(told(findings, form->name, v->name));
    if (v->type == REINTI_CODE) {
        assert_string_equal(a->list[v->list].name, b->list[back->list].name);
        same_codes(a, &a->list[v->list], &b->list[back->list]);
    }
    assert_int_equal(back->multiple, v->multiple);
    assert_int_equal(back->min_codes, v->min_codes);
    assert_int_equal(back->max_codes, v->max_codes);
    assert_int_equal(back->has_min, v->has_min);
    assert_int_equal(back->has_max, v->has_max);
    assert_true(back->min == v->min && back->max == v->max);
    assert_true(reinti_equal(v->pattern, back->pattern) || told(findings, form->name, v->name));
    assert_true(!v->required || back->required);
    if (!v->key)
        same_missing(a, v, b, back);
    assert_true(!back->asked_when == !v->asked_when || told(findings, form->name, v->name));
}

/* Every variable of every form that is about people comes back as it was, or its loss was told. */
static void
a_codebook_comes_back_from_its_form_with_all_that_a_form_can_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(shipped); i++) {
        reint_codebook *cb = open_codebook(source_path(shipped[i]));
        reint_findings *findings = reint_findings_create();
        const char *path = form_of(cb, findings);
        reint_xlsform_options options = { .size = sizeof options,
                                          .person = reinti_outline_person(cb)->name,
                                          .wave = cb->n_waves ? reinti_outline_wave(cb)->name : NULL };
        reint_error err = { .status = REINT_OK };
        char *text = NULL;
        size_t compared = 0;
        if (reint_xlsform_codebook(path, &options, &text, NULL, &err))
            fail_msg("%s: %s", shipped[i], err.text);
        reint_codebook *back = open_codebook(write_file("back.yaml", text));
        for (size_t f = 0; f < cb->n_forms; f++) {
            const reinti_form *form = &cb->form[f];
            if (form->person == REINTI_NONE)
                continue;
            for (size_t v = 0; v < form->n; v++) {
                const char *name = form->variable[v].name;
                size_t other = reinti_codebook_find_form(back, form->name);
                size_t at_back =
                    other == REINTI_NONE ? REINTI_NONE : reinti_form_find(&back->form[other], name);
                if (v == form->person || v == form->wave || (v < form->n_key && at_back == REINTI_NONE))
                    continue; /* its parents ask it */
                if (at_back == REINTI_NONE && told(findings, form->name, name))
                    continue;
                if (at_back == REINTI_NONE)
                    fail_msg("%s: %s.%s is lost", shipped[i], form->name, name);
                same_variable(cb, form, &form->variable[v], back, &back->form[other].variable[at_back],
                              findings);
                compared++;
            }
        }
        for (size_t w = 0; w < cb->n_waves; w++) {
            assert_string_equal(cb->wave[w].id, back->wave[w].id);
            same_label(cb, &cb->wave[w].label, &back->wave[w].label, "wave");
        }
        assert_true(compared > 4);
        reint_codebook_free(cb);
        reint_codebook_free(back);
        reint_findings_free(findings);
        free(text);
    }
}

/* ---- what conditions mean ---------------------------------------------------------------------------------- */

static const char answers_codebook[] =
    "reint: 1\nstudy: {id: t, sampling: purposive, consent: not_recorded}\nmissing: {refused: [97], "
    "not_stated: [\"\"]}\n"
    "lists:\n  sex: {m: M, f: F}\n  need: {a: A, b: B}\n"
    "forms:\n  person:\n    key: [person]\n    variables:\n"
    "      person: {type: person}\n"
    "      sex: {list: sex}\n"
    "      needs: {list: need, multiple: true}\n"
    "      age: {type: integer, min: 0, max: 120, missing: {refused: [\"-8\"], not_stated: [\"\"]}}\n"
    "      n: {type: integer, missing: {not_stated: [\"\"]}}\n"
    "      why: {type: text, missing: {not_stated: [\"\"]}}\n"
    "      kind: {list: sex, required: true}\n"
    "      last: {type: text, missing: {not_stated: [\"\"]}}\n";

/* An answer: as the form has it, as SQL has it, and why it is missing. */
typedef struct answer {
    const char *form, *sql, *why;
} answer;
static const struct {
    const char *name;
    size_t n;
    answer answer[4];
} questions[] = {
    { "sex",
      4,
      { { "", "NULL", "not_stated" },
        { "m", "'m'", NULL },
        { "f", "'f'", NULL },
        { "97", "NULL", "refused" } } },
    { "needs",
      4,
      { { "", "NULL", "not_stated" },
        { "a", "'a'", NULL },
        { "a b", "'a;b'", NULL },
        { "97", "NULL", "refused" } } },
    { "age",
      4,
      { { "", "NULL", "not_stated" },
        { "5", "5", NULL },
        { "18", "18", NULL },
        { "-8", "NULL", "refused" } } },
    { "n", 3, { { "", "NULL", "not_stated" }, { "5", "5", NULL }, { "30", "30", NULL } } },
    { "why", 2, { { "", "NULL", "not_stated" }, { "it's", "'it''s'", NULL } } },
    { "kind", 2, { { "m", "'m'", NULL }, { "f", "'f'", NULL } } },
};
enum { QUESTIONS = REINTI_LENGTH(questions) };

static void
sql_has(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const char *set = (const char *)sqlite3_value_text(argv[0]);

    (void)argc;
    if (set)
        sqlite3_result_int(context, strchr(set, *(const char *)sqlite3_value_text(argv[1])) != NULL);
}

static void
xpath_selected(xmlXPathParserContextPtr context, int n)
{
    xmlChar *code = xmlXPathPopString(context), *set = xmlXPathPopString(context);
    char padded[64], wanted[64];

    (void)n;
    snprintf(padded, sizeof padded, " %s ", (const char *)set);
    snprintf(wanted, sizeof wanted, " %s ", (const char *)code);
    xmlXPathReturnBoolean(context, strstr(padded, wanted) != NULL);
    xmlFree(code);
    xmlFree(set);
}

/* 1 true, 0 false, -1 NULL. */
static int
sql_value(sqlite3 *db, const size_t *chosen, const char *condition)
{
    char sql[4096];
    sqlite3_stmt *s;

    strcpy(sql, "WITH d AS (SELECT ");
    for (size_t q = 0; q < QUESTIONS; q++) {
        const answer *a = &questions[q].answer[chosen[q]];
        snprintf(sql + strlen(sql), sizeof sql - strlen(sql), "%s%s AS %s, %s%s%s AS %s__why", q ? ", " : "",
                 a->sql, questions[q].name, a->why ? "'" : "", a->why ? a->why : "NULL", a->why ? "'" : "",
                 questions[q].name);
    }
    snprintf(sql + strlen(sql), sizeof sql - strlen(sql), ") SELECT %s FROM d", condition);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", condition, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int value = sqlite3_column_type(s, 0) == SQLITE_NULL ? -1 : sqlite3_column_int(s, 0) != 0;
    sqlite3_finalize(s);
    return value;
}

/* XPATH of the form, ${q} being /d/q and . the question SELF. */
static bool
xpath_value(const size_t *chosen, const char *xpath, const char *self)
{
    char document[1024] = "<d>", expression[4096];
    size_t n = 0;

    for (size_t q = 0; q < QUESTIONS; q++)
        snprintf(document + strlen(document), sizeof document - strlen(document), "<%s>%s</%s>",
                 questions[q].name, questions[q].answer[chosen[q]].form, questions[q].name);
    strcat(document, "</d>");
    for (const char *p = xpath; *p && n + 80 < sizeof expression; p++) {
        if (!strncmp(p, "${", 2)) {
            n += (size_t)snprintf(expression + n, 80, "/d/%.*s", (int)strcspn(p + 2, "}"), p + 2);
            p += 2 + strcspn(p + 2, "}");
        } else {
            expression[n++] = *p;
        }
    }
    expression[n] = '\0';
    xmlDocPtr doc = xmlReadMemory(document, (int)strlen(document), NULL, NULL, 0);
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    xmlXPathRegisterFunc(context, (const xmlChar *)"selected", xpath_selected);
    if (self) {
        char path[80];
        snprintf(path, sizeof path, "/d/%s", self);
        xmlXPathObjectPtr node = xmlXPathEvalExpression((const xmlChar *)path, context);
        context->node = node->nodesetval->nodeTab[0];
        xmlXPathFreeObject(node);
    }
    xmlXPathObjectPtr result = xmlXPathEvalExpression((const xmlChar *)expression, context);
    if (!result)
        fail_msg("libxml2 cannot read %s", expression);
    bool value = xmlXPathCastToBoolean(result);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
    return value;
}

/* The next combination of answers; false: that was the last. */
static bool
next_combination(size_t *chosen)
{
    for (size_t q = 0; q < QUESTIONS; q++) {
        if (++chosen[q] < questions[q].n)
            return true;
        chosen[q] = 0;
    }
    return false;
}

static reint_codebook *
parse(const char *text)
{
    reinti_codebook_file file = { "test.yaml", "codebook", text, strlen(text) };
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;

    if (reinti_codebook_parse(&file, 1, &cb, findings, &err))
        fail_msg("%ld: %s", err.line, err.text);
    reint_findings_free(findings);
    return cb;
}

static sqlite3 *
open_sql(void)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    sqlite3_create_function(db, "has", 2, SQLITE_UTF8, NULL, sql_has, NULL, NULL);
    return db;
}

static const char *const conditions[] = {
    "sex = 'm'",
    "sex <> 'm'",
    "NOT sex = 'm'",
    "NOT (sex = 'm' AND n > 5)",
    "NOT (sex = 'm' OR n > 5)",
    "NOT NOT sex = 'f'",
    "sex IS 'm'",
    "sex IS NOT 'm'",
    "sex IS NULL",
    "sex IS NOT NULL",
    "sex IN ('m', 'f')",
    "sex NOT IN ('m')",
    "'m' = sex",
    "sex__why = 'refused'",
    "sex__why IS 'refused'",
    "sex__why IS NOT 'refused'",
    "kind <> 'm'",
    "has(needs, 'a')",
    "NOT has(needs, 'b')",
    "needs IS NULL OR NOT (has(needs, 'a') OR has(needs, 'b'))",
    "needs IS NOT NULL",
    "age > 10",
    "10 >= age",
    "NOT age < -10",
    "age = 5",
    "age <> 5",
    "age BETWEEN 1 AND 10",
    "age NOT BETWEEN 1 AND 10",
    "age < n",
    "NOT age < n",
    "age = n",
    "age <> n",
    "age__why = 'refused' AND sex = 'f'",
    "n IS NULL",
    "why = 'it''s'",
    "why <> 'it''s' OR sex = 'm' AND n >= 30",
    "(sex = 'm' OR sex = 'f') AND (n = 5 OR age = 18)",
    "1",
    "0 OR sex = 'm'",
};

static void
a_condition_holds_in_the_form_exactly_when_it_is_true_of_the_record(void **state)
{
    reint_codebook *cb = parse(answers_codebook);
    sqlite3 *db = open_sql();
    reinti_outline o;

    (void)state;
    assert_int_equal(reinti_outline_make(&o, cb, NULL, 0, NULL, NULL), REINT_OK);
    size_t last = reinti_form_find(&cb->form[0], "last");
    for (size_t i = 0; i < REINTI_LENGTH(conditions); i++) {
        const char *xpath = reinti_outline_relevant(&o, 0, last, conditions[i]);
        size_t chosen[QUESTIONS] = { 0 };
        if (!xpath)
            fail_msg("%s is not translated", conditions[i]);
        do {
            bool wanted = sql_value(db, chosen, conditions[i]) == 1;
            if (xpath_value(chosen, xpath, NULL) != wanted)
                fail_msg("%s became %s: sex=%s needs=%s age=%s n=%s why=%s", conditions[i], xpath,
                         questions[0].answer[chosen[0]].form, questions[1].answer[chosen[1]].form,
                         questions[2].answer[chosen[2]].form, questions[3].answer[chosen[3]].form,
                         questions[4].answer[chosen[4]].form);
        } while (next_combination(chosen));
    }
    reinti_outline_free(&o);
    sqlite3_close(db);
    reint_codebook_free(cb);
}

/* The condition as it comes back from the form; freed by the caller. */
static char *
back_again(const char *condition)
{
    char text[4096], *yaml = NULL;
    reint_xlsform_options options = { .size = sizeof options, .person = "person" };
    reint_error err = { .status = REINT_OK };

    snprintf(text, sizeof text, "%.*s%s, asked_when: \"%s\"}\n", (int)(sizeof answers_codebook - 3),
             answers_codebook, "", condition);
    reint_codebook *cb = parse(text);
    if (reint_xlsform_codebook(form_of(cb, NULL), &options, &yaml, NULL, &err))
        fail_msg("%s: %s", condition, err.text);
    reint_codebook *back = open_codebook(write_file("back.yaml", yaml));
    size_t last = reinti_form_find(&back->form[0], "last");
    assert_int_not_equal(last, REINTI_NONE);
    char *copy_of = strdup(reinti_text_or(back->form[0].variable[last].asked_when, "NULL"));
    reint_codebook_free(cb);
    reint_codebook_free(back);
    free(yaml);
    return copy_of;
}

/* from-xlsform reads what to-xlsform wrote: true of the same records. */
static void
a_condition_comes_back_from_the_form_with_its_meaning(void **state)
{
    sqlite3 *db = open_sql();

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(conditions); i++) {
        char *back = back_again(conditions[i]);
        size_t chosen[QUESTIONS] = { 0 };
        do {
            if ((sql_value(db, chosen, conditions[i]) == 1) != (sql_value(db, chosen, back) == 1))
                fail_msg("%s became %s: sex=%s needs=%s age=%s n=%s why=%s", conditions[i], back,
                         questions[0].answer[chosen[0]].form, questions[1].answer[chosen[1]].form,
                         questions[2].answer[chosen[2]].form, questions[3].answer[chosen[3]].form,
                         questions[4].answer[chosen[4]].form);
        } while (next_combination(chosen));
        free(back);
    }
    sqlite3_close(db);
}

static void
a_rule_forbids_in_the_form_exactly_what_breaks_it_in_the_codebook(void **state)
{
    static const struct {
        const char *when, *require, *target;
    } rules[] = {
        { NULL, "n > age", "n" },
        { "sex = 'm'", "n = 5", "n" },
        { "sex = 'm'", "n <> 5 OR has(needs, 'a')", "n" },
        { "sex IN ('m', 'f') AND n > 5", "kind = sex OR kind = 'm'", NULL }, /* compares two codes */
        { "age >= 18", "kind = 'f'", "kind" },
        { "n = 30", "age IS NULL", "n" },
        { "age__why = 'refused'", "kind IS 'm'", "kind" },
    };
    sqlite3 *db = open_sql();

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(rules); i++) {
        char text[2048];
        size_t chosen[QUESTIONS] = { 0 };
        reinti_outline o;
        snprintf(text, sizeof text,
                 "%srules:\n  - {id: R, form: person, %s%s%srequire: \"%s\", severity: error}\n",
                 answers_codebook, rules[i].when ? "when: \"" : "", rules[i].when ? rules[i].when : "",
                 rules[i].when ? "\", " : "", rules[i].require);
        reint_codebook *cb = parse(text);
        assert_int_equal(reinti_outline_make(&o, cb, NULL, 0, NULL, NULL), REINT_OK);
        const char *constraint = NULL, *target = NULL;
        for (size_t v = 0; v < cb->form[0].n; v++)
            if (o.form[0].question[v].constraint) {
                constraint = o.form[0].question[v].constraint;
                target = cb->form[0].variable[v].name;
            }
        assert_true(reinti_equal(target, rules[i].target));
        size_t self = 0;
        while (target && strcmp(questions[self].name, target))
            self++;
        do {
            if (!target || !*questions[self].answer[chosen[self]].form)
                continue; /* a form looks at no constraint of an empty answer */
            bool broken = (!rules[i].when || sql_value(db, chosen, rules[i].when) == 1) &&
                          sql_value(db, chosen, rules[i].require) == 0;
            if (xpath_value(chosen, constraint, target) == broken)
                fail_msg("%s / %s became %s", rules[i].when, rules[i].require, constraint);
        } while (next_combination(chosen));
        reinti_outline_free(&o);
        reint_codebook_free(cb);
    }
    sqlite3_close(db);
}

static void
what_a_form_cannot_say_is_left_out_and_told_why(void **state)
{
    static const struct {
        const char *condition, *why;
    } cases[] = {
        { "age + 1 > n", "more than comparisons" },
        { "length(why) > 3", "more than comparisons" },
        { "sex__why = 'not_stated'", "no answer in the form" },
        { "sex__why IS NULL", "whether there is a missing reason" },
        { "NOT sex__why = 'refused'", "another one" },
        { "nobody = 'x'", "beyond the record" },
        { "prev_sex = 'm'", "beyond the record" },
        { "needs = 'a'", "several answers" },
        { "why = 'it''s \"so\"'", "both kinds of quotes" },
        { "sex LIKE 'm%'", "more than comparisons" },
        { "CASE WHEN n > 3 THEN 1 ELSE 0 END", "beyond the record" },
    };
    reint_codebook *cb = parse(answers_codebook);
    reint_findings *findings = reint_findings_create();
    reinti_outline o;

    (void)state;
    assert_int_equal(reinti_outline_make(&o, cb, NULL, 0, findings, NULL), REINT_OK);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        size_t n = reint_findings_count(findings);
        const char *xpath = reinti_outline_relevant(&o, 0, 1, cases[i].condition);
        if (xpath)
            fail_msg("%s became %s", cases[i].condition, xpath);
        assert_int_equal(reint_findings_count(findings), n + 1);
        const char *text = reint_findings_get(findings, n)->text;
        if (!strstr(text, cases[i].why))
            fail_msg("%s: %s", cases[i].condition, text);
    }
    char deep[4096];
    memset(deep, '(', 1000);
    strcpy(deep + 1000, "n = 5");
    assert_null(reinti_outline_relevant(&o, 0, 1, deep));
    reinti_outline_free(&o);
    reint_findings_free(findings);
    reint_codebook_free(cb);
}

/* ---- collected ----------------------------------------------------------------------------------------------- */

/* The rows that SQL gives on the study file, fields by '|', rows by ';'. */
static const char *
rows(const char *path, const char *sql)
{
    static char out[4096];
    sqlite3 *db;
    sqlite3_stmt *s;

    *out = '\0';
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
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

/* Submissions as KoboToolbox exports them: a file a repeat, groups in the heads, refusals as 97. */
static void
what_is_collected_with_the_form_of_a_codebook_goes_into_its_study(void **state)
{
    reint_codebook *cb = open_codebook(source_path("codebooks/going-home/codebook.yaml"));
    char form[4400], path[4400];
    reint_study *study = NULL;
    reint_error err = { .status = REINT_OK };
    reint_xlsform_options options = { .size = sizeof options, .person = "person", .wave = "wave" };
    reint_findings *findings = reint_findings_create();

    (void)state;
    strcpy(form, form_of(cb, NULL));
    snprintf(path, sizeof path, "%s/made.reint", folder);
    assert_int_equal(reint_study_create(path, cb, &study, &err), REINT_OK);
    const char *files[] = {
        write_file(
            "main.csv",
            "person;wave;person_form/type;person_form/sex;person_form/education;interview_form/date;"
            "interview_form/status;interview_form/documents;interview_form/documents/identity_card;"
            "interview_form/documents/family_card;interview_form/months_since_return;_id;_index\n"
            "SYN-001;w1;trafficked;female;97;2015-03-14;complete;identity_card family_card;1;1;-1;11;1\n"
            "SYN-001;w2;;;;2016-01-10;complete;97;0;0;5;12;2\n"
            "SYN-002;w1;trafficked;male;;2015-03-15;partial;;;;;13;3\n"),
        write_file("episode.csv", "episode/episode;episode/main_form;episode/age;_index;_parent_index\n"
                                  "1;97;17;1;1\n2;;-8;2;1\n1;;20;3;3\n"),
        write_file("stage.csv",
                   "episode/stage/stage;episode/stage/source;episode/stage/services_asked;_index;"
                   "_parent_index\n"
                   "early_home;w1;all;1;1\nexploitation;w1;some;2;1\nearly_home;w1;all;3;3\n"),
        write_file("need.csv", "episode/stage/need/service;episode/stage/need/state;_index;_parent_index\n"
                               "S01;met;1;1\nS02;98;2;3\n"),
    };
    reint_status status = reint_ingest_export(study, form, files, REINTI_LENGTH(files), &options, NULL, NULL,
                                              NULL, findings, &err);
    for (size_t i = 0; status && i < reint_findings_count(findings); i++)
        print_message("%s\n", reint_findings_get(findings, i)->text);
    if (status)
        fail_msg("%s", err.text);
    reint_study_free(study);
    assert_string_equal(
        rows(path, "SELECT person, type, sex, education, education__why FROM person ORDER BY 1"),
        "SYN-001|trafficked|female||refused;SYN-002|trafficked|male||not_stated");
    assert_string_equal(
        rows(path, "SELECT person, wave, date, documents, documents__why, months_since_return, "
                   "months_since_return__why FROM interview ORDER BY 1, 2"),
        "SYN-001|w1|2015-03-14|identity_card;family_card|||not_applicable;SYN-001|w2|2016-01-10||refused|5|;"
        "SYN-002|w1|2015-03-15||not_stated||not_stated");
    assert_string_equal(
        rows(path, "SELECT person, episode, main_form__why, age, age__why FROM episode ORDER BY 1, 2"),
        "SYN-001|1|refused|17|;SYN-001|2|not_stated||dont_know;SYN-002|1|not_stated|20|");
    assert_string_equal(rows(path, "SELECT person, episode, stage, source FROM stage ORDER BY 1, 2, 3"),
                        "SYN-001|1|early_home|w1;SYN-001|1|exploitation|w1;SYN-002|1|early_home|w1");
    assert_string_equal(rows(path,
                             "SELECT person, episode, stage, source, service, state, state__why FROM need "
                             "ORDER BY 1"),
                        "SYN-001|1|early_home|w1|S01|met|;SYN-002|1|early_home|w1|S02||dont_know");
    reint_codebook_free(cb);
    reint_findings_free(findings);
}

/* The row of the question NAME in a form of the codebook TEXT. */
static void
check_type(const char *text, const char *name, const char *type)
{
    reint_codebook *cb = parse(text);
    sheet *survey = read_sheet(form_of(cb, NULL), "survey");
    const char *found = "";

    for (size_t r = 0; r < survey->n; r++)
        if (!strcmp(at(survey, r, "name"), name))
            found = at(survey, r, "type");
    assert_string_equal(found, type);
    free_sheet(survey);
    reint_codebook_free(cb);
}

static void
a_record_is_numbered_by_the_form_only_where_nobody_is_seen_again(void **state)
{
    static const char once[] =
        "reint: 1\nstudy: {id: t, sampling: purposive, consent: not_recorded}\n"
        "forms:\n  person: {key: [person]}\n  help: {key: [person, event], variables: {event: "
        "{type: integer, min: 1, max: 99}, n: {type: integer, min: 0, max: 9}}}\n";
    char again[600];

    (void)state;
    check_type(once, "event", "calculate");
    snprintf(again, sizeof again, "waves: [{id: w1}, {id: w2}]\n%s", once);
    check_type(again, "event", "integer"); /* at w2 it goes on from that of w1 */
}

static void
a_form_that_is_not_there_or_about_nobody_is_refused(void **state)
{
    reint_codebook *cb = open_codebook(source_path("codebooks/going-home/codebook.yaml"));
    const char *misspelt[] = { "intervew" }, *nobody[] = { "coding" };
    char path[4400];
    reint_error err = { .status = REINT_OK };

    (void)state;
    snprintf(path, sizeof path, "%s/none.xlsx", folder);
    assert_int_equal(reint_codebook_write_xlsform(cb, misspelt, 1, path, NULL, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "did you mean \"interview\""));
    assert_int_equal(reint_codebook_write_xlsform(cb, nobody, 1, path, NULL, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "about people"));
    assert_int_equal(access(path, F_OK), -1);
    reint_codebook_free(cb);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_codebook_makes_a_form_that_obeys_the_rules),
        cmocka_unit_test(a_codebook_comes_back_from_its_form_with_all_that_a_form_can_hold),
        cmocka_unit_test(a_condition_holds_in_the_form_exactly_when_it_is_true_of_the_record),
        cmocka_unit_test(a_condition_comes_back_from_the_form_with_its_meaning),
        cmocka_unit_test(a_rule_forbids_in_the_form_exactly_what_breaks_it_in_the_codebook),
        cmocka_unit_test(what_a_form_cannot_say_is_left_out_and_told_why),
        cmocka_unit_test(what_is_collected_with_the_form_of_a_codebook_goes_into_its_study),
        cmocka_unit_test(a_record_is_numbered_by_the_form_only_where_nobody_is_seen_again),
        cmocka_unit_test(a_form_that_is_not_there_or_about_nobody_is_refused),
    };

    return cmocka_run_group_tests_name("xlsform_make", tests, make_folder, remove_folder);
}
