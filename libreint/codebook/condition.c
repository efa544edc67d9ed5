/* condition.c -- looks for comparisons that can never hold, and for parts that are none, in the text of a condition.
 *
 * A condition is SQL, and SQL itself is SQLite's business.  But SQLite does not know that `q01` has the codes
 * '01' to '05': `q01 = 1` is false for everybody and `q01 < 3` true for nobody, without a word.  So the text is cut
 * into tokens, and where a name stands beside a literal (=, <>, <, IS, IN, BETWEEN, has) the two are compared by
 * what the codebook says of the name.  A name that is part of a larger expression, or is unknown here, is left
 * alone: nothing is reported that may be right. */
#include <config.h>

#include "codebook/condition.h"
#include "codebook/part.h"
#include "codebook/token.h"

#include <ctype.h>
#include <string.h>

enum { SHOWN = 40 };

typedef struct reader {
    const reint_codebook *cb;
    size_t form;
    reinti_codes_fn codes; /* of what is derived; NULL: none are known */
    void *user;
    const char *file;
    reinti_place place;
    reint_findings *findings;
    reinti_arena *arena;
    size_t n;
    const reinti_token *token; /* some END behind */
} reader;

static bool
is_sign(const reader *r, size_t i, const char *text)
{
    return i < r->n && reinti_token_is_sign(&r->token[i], text);
}

static bool
is_word(const reader *r, size_t i, const char *text)
{
    return i < r->n && reinti_token_is_word(&r->token[i], text);
}

/* Whether token I binds its neighbours closer than a comparison does. */
static bool
binds(const reader *r, size_t i)
{
    return i < r->n && ((r->token[i].kind == REINTI_TOKEN_SIGN && !strchr("(),=<>!", r->token[i].text[0])) ||
                        is_word(r, i, "COLLATE"));
}

/* ---- names --------------------------------------------------------------------------------------------- */

typedef struct subject {
    const reinti_variable *variable; /* NULL: no variable */
    size_t n_codes;                  /* of what is derived, such as a class */
    const char *const *code;
    bool why;         /* x__why: its missing reason */
    const char *name; /* as written */
} subject;

static const reinti_variable *
variable_of(const reint_codebook *cb, size_t form, const char *name, size_t n)
{
    int64_t at = form == REINTI_NONE ? -1 : reinti_map_find(cb->form[form].index, name, n);

    return at < 0 ? NULL : &cb->form[form].variable[at];
}

const reinti_variable *
reinti_variable_near(const reint_codebook *cb, size_t form, const char *name, size_t n)
{
    const reinti_variable *v = NULL;

    for (size_t f = form; !v && f != REINTI_NONE; f = cb->form[f].parent)
        v = variable_of(cb, f, name, n);
    return v ? v : variable_of(cb, cb->person_form, name, n);
}

/* w1_x and prev_x: a variable of a form with waves.  Forms that disagree about x make it unknown. */
static const reinti_variable *
find_of_wave(const reint_codebook *cb, const char *name, size_t n)
{
    const reinti_variable *found = NULL;

    for (size_t w = 0; w <= cb->n_waves; w++) {
        const char *wave = w < cb->n_waves ? cb->wave[w].id : "prev";
        size_t k = strlen(wave);
        if (n <= k + 1 || strncmp(name, wave, k) || name[k] != '_')
            continue;
        for (size_t f = 0; f < cb->n_forms; f++) {
            const reinti_variable *v =
                cb->form[f].wave == REINTI_NONE ? NULL : variable_of(cb, f, name + k + 1, n - k - 1);
            if (v && found && (v->type != found->type || v->list != found->list))
                return NULL;
            found = v ? v : found;
        }
    }
    return found;
}

/* The variable that token I names, alone. */
static subject
subject_at(const reader *r, size_t i)
{
    subject s = { .name = i < r->n ? r->token[i].text : "" };
    size_t n = strlen(s.name);

    if (i >= r->n || r->token[i].kind != REINTI_TOKEN_WORD || is_sign(r, i + 1, "(") ||
        is_sign(r, i + 1, ".") || (i && (is_sign(r, i - 1, ".") || binds(r, i - 1))) || binds(r, i + 1))
        return s;
    s.why = n > 5 && !strcmp(s.name + n - 5, "__why");
    n -= s.why ? 5 : 0;
    s.variable = reinti_variable_near(r->cb, r->form, s.name, n);
    if (!s.variable)
        s.variable = find_of_wave(r->cb, s.name, n);
    if (!s.variable && !s.why && r->codes)
        s.n_codes = r->codes(r->user, s.name, &s.code);
    return s;
}

static bool
is_literal(const reader *r, size_t i)
{
    return i < r->n && (r->token[i].kind == REINTI_TOKEN_TEXT || r->token[i].kind == REINTI_TOKEN_NUMBER) &&
           !binds(r, i + 1) && !(i && binds(r, i - 1));
}

/* ---- what can never be --------------------------------------------------------------------------------- */

static void
say(const reader *r, const char *code, const char *what, const char *hint)
{
    reinti_find(r->findings, REINT_ERROR, code, reinti_path_last(r->file), r->cb->form[r->form].name,
                r->place.line, r->place.column, "%s%s", what, hint);
}

static const char *
shown(const reader *r, const char *text)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_utf8_cut(&s, text, SHOWN);
    const char *copy = reinti_arena_text(r->arena, s.text);
    reinti_str_free(&s);
    return reinti_text_or(copy, "");
}

/* The code that NUMBER may stand for: spelt so, or read as the same number ("01"). */
static const char *
code_of_number(const reinti_list *list, const char *number)
{
    double wanted, value;

    if (reinti_list_find(list, number) != REINTI_NONE)
        return number;
    for (size_t c = 0; reinti_parse_decimal(number, strlen(number), &wanted) && c < list->n; c++) {
        const char *name = list->code[c].name;
        name += strspn(name, "0");
        if (reinti_parse_decimal(*name ? name : "0", strlen(*name ? name : "0"), &value) && value == wanted)
            return list->code[c].name;
    }
    return NULL;
}

/* LIST is NULL for what is derived. */
static void
number_for_code(const reader *r, const subject *s, const reinti_list *list, const char *number)
{
    const char *code = list ? code_of_number(list, number) : NULL;
    const char *what = reinti_arena_format(
        r->arena, "%s is compared with the number %s, but codes are texts: it never holds", shown(r, s->name),
        shown(r, number));
    const char *hint =
        code    ? reinti_arena_format(r->arena, " (write '%s')", code)
        : !list ? ""
                : reinti_arena_format(r->arena, ", and list \"%s\" has no code that is spelt so", list->name);

    say(r, "code_is_text", reinti_text_or(what, "a code is compared with a number"),
        reinti_text_or(hint, ""));
}

static void
unknown_text(const reader *r, const subject *s, const char *text, const char *what, reinti_name_fn name,
             const void *of, size_t n)
{
    const char **candidate = reinti_arena_alloc(r->arena, (n + 1) * sizeof *candidate);
    reinti_str hint = REINTI_STR_EMPTY;

    for (size_t i = 0; candidate && i < n; i++)
        candidate[i] = name(of, i);
    if (!s->why && reinti_codebook_find_missing(r->cb, text) != REINTI_NONE)
        reinti_str_format(&hint, " (a missing value is NULL; its reason is in %s__why)", s->name);
    else if (candidate)
        reinti_did_you_mean(&hint, text, candidate, n);
    const char *sentence = reinti_arena_format(r->arena, "%s is compared with '%s', which is no %s",
                                               shown(r, s->name), shown(r, text), what);
    say(r, s->why ? "unknown_missing" : "unknown_code", reinti_text_or(sentence, "an unknown code"),
        hint.text);
    reinti_str_free(&hint);
}

/* TEXT, or each part of it where the variable is a set, must be a code. */
static void
check_codes(const reader *r, const subject *s, const char *text, bool whole_set)
{
    const reinti_list *list = &r->cb->list[s->variable->list];
    const char *what = reinti_arena_format(r->arena, "code of list \"%s\"", list->name);

    for (const char *at = text; at;) {
        size_t n = whole_set ? strcspn(at, ";") : strlen(at);
        const char *code = reinti_arena_text_n(r->arena, at, n);
        if (code && *code && reinti_list_find(list, code) == REINTI_NONE)
            unknown_text(r, s, code, reinti_text_or(what, "code"), reinti_name_of_code, list, list->n);
        at = at[n] ? at + n + 1 : NULL;
    }
}

static void
check_type(const reader *r, const subject *s, const reinti_token *literal, const char *is, const char *write)
{
    const char *what =
        reinti_arena_format(r->arena, "%s is %s and is compared with %s%s%s: write %s", shown(r, s->name), is,
                            literal->kind == REINTI_TOKEN_TEXT ? "'" : "", shown(r, literal->text),
                            literal->kind == REINTI_TOKEN_TEXT ? "'" : "", write);

    say(r, "type_differs", reinti_text_or(what, "a variable is compared with what it can never be"), "");
}

static const char *
name_of_derived(const void *of, size_t i)
{
    return ((const subject *)of)->code[i];
}

static void
check_derived(const reader *r, const subject *s, const reinti_token *literal)
{
    if (literal->kind != REINTI_TOKEN_TEXT) {
        number_for_code(r, s, NULL, literal->text);
        return;
    }
    for (size_t i = 0; i < s->n_codes; i++)
        if (!strcmp(s->code[i], literal->text))
            return;
    unknown_text(r, s, literal->text, "category of it", name_of_derived, s, s->n_codes);
}

static void
check_pair(const reader *r, const subject *s, const reinti_token *literal, bool of_set)
{
    reinti_interval day;
    bool text = literal->kind == REINTI_TOKEN_TEXT;

    if (s->n_codes)
        check_derived(r, s, literal);
    if (!s->variable)
        return;
    if (s->why) {
        if (!text)
            check_type(r, s, literal, "the name of a missing reason", "a text in '...'");
        else if (reinti_codebook_find_missing(r->cb, literal->text) == REINTI_NONE &&
                 strcmp(literal->text, "absent"))
            unknown_text(r, s, literal->text, "missing reason", reinti_name_of_missing, r->cb,
                         r->cb->n_missing);
        return;
    }
    switch (s->variable->type) {
    case REINTI_CODE:
        if (text)
            check_codes(r, s, literal->text, s->variable->multiple && !of_set);
        else
            number_for_code(r, s, &r->cb->list[s->variable->list], literal->text);
        break;
    case REINTI_INTEGER:
    case REINTI_DECIMAL:
    case REINTI_AGE:
        if (text)
            check_type(r, s, literal, "a number", "it without quotes");
        break;
    case REINTI_DATE:
        if (!text || reinti_parse_date(literal->text, strlen(literal->text), &day) != REINTI_PARSED)
            check_type(r, s, literal, "a date", "one as '2015-03-14'");
        break;
    case REINTI_TEXT:
    case REINTI_PERSON:
        if (!text)
            check_type(r, s, literal, "a text", "it in '...'");
        break;
    }
}

/* ---- comparisons --------------------------------------------------------------------------------------- */

static bool
is_comparison(const reader *r, size_t i)
{
    static const char *const signs[] = { "=", "==", "<>", "!=", "<", ">", "<=", ">=" };

    for (size_t k = 0; k < REINTI_LENGTH(signs); k++)
        if (is_sign(r, i, signs[k]))
            return true;
    return false;
}

/* x IN ('a', 'b'): I is behind IN. */
static void
check_in(const reader *r, const subject *s, size_t i)
{
    if (!is_sign(r, i, "("))
        return;
    for (i++; is_literal(r, i); i += 2) {
        check_pair(r, s, &r->token[i], false);
        if (!is_sign(r, i + 1, ","))
            return;
    }
}

/* What follows the name at token I. */
static void
check_after(const reader *r, size_t i)
{
    subject s = subject_at(r, i);
    size_t at = i + 1;

    if (!s.variable && !s.n_codes)
        return;
    if (is_comparison(r, at) && is_literal(r, at + 1))
        check_pair(r, &s, &r->token[at + 1], false);
    bool is = is_word(r, at, "IS");
    at += is;
    at += is_word(r, at, "NOT");
    if (is && is_literal(r, at))
        check_pair(r, &s, &r->token[at], false);
    else if (is_word(r, at, "IN"))
        check_in(r, &s, at + 1);
    else if (is_word(r, at, "BETWEEN") && is_literal(r, at + 1)) {
        check_pair(r, &s, &r->token[at + 1], false);
        if (is_word(r, at + 2, "AND") && is_literal(r, at + 3))
            check_pair(r, &s, &r->token[at + 3], false);
    }
}

/* 'a' = x, and has(x, 'a'): token I is the literal. */
static void
check_before(const reader *r, size_t i)
{
    if (is_comparison(r, i + 1) && !(i && is_comparison(r, i - 1))) {
        subject s = subject_at(r, i + 2);
        check_pair(r, &s, &r->token[i], false);
    }
    if (i >= 4 && is_word(r, i - 4, "HAS") && is_sign(r, i - 3, "(") && is_sign(r, i - 1, ",")) {
        subject s = subject_at(r, i - 2);
        if (s.variable && s.variable->type == REINTI_CODE && !s.why)
            check_pair(r, &s, &r->token[i], true);
    }
}

/* ---- what is no comparison ----------------------------------------------------------------------------- */

/* Whether a part of the condition begins at token I: at its beginning, or behind AND or OR; BETWEEN has an AND of its own. */
static bool
begins_part(const reader *r, size_t i)
{
    while (i && is_sign(r, i - 1, "("))
        i--;
    bool of_between = i >= 3 && (is_word(r, i - 3, "BETWEEN") || (i >= 4 && is_word(r, i - 4, "BETWEEN")));
    return !i || is_word(r, i - 1, "OR") || (is_word(r, i - 1, "AND") && !of_between);
}

static bool
ends_part(const reader *r, size_t i)
{
    return i + 1 >= r->n || is_sign(r, i + 1, ")") || is_word(r, i + 1, "OR") || is_word(r, i + 1, "AND");
}

/* A number is true but for 0, to SQLite, and so is a text that begins with one. */
static bool
is_number(const char *text)
{
    return *text >= '0' && *text <= '9';
}

/* Whether the name S alone may say yes or no. */
static bool
may_be_truth(const reader *r, const subject *s)
{
    const reinti_variable *v = s->variable;
    const reinti_list *list = v && v->type == REINTI_CODE ? &r->cb->list[v->list] : NULL;

    for (size_t i = 0; list && i < list->n; i++)
        if (is_number(list->code[i].name))
            return true;
    for (size_t i = 0; i < s->n_codes; i++)
        if (is_number(s->code[i]))
            return true;
    return v && !s->why && (v->type == REINTI_INTEGER || v->type == REINTI_DECIMAL || v->type == REINTI_AGE);
}

/* sex = 'male' OR 'female': a text, or the name of one, is no truth; SQLite takes it for false. */
static void
check_alone(const reader *r, size_t i)
{
    bool text = r->token[i].kind == REINTI_TOKEN_TEXT;
    subject s = { .name = r->token[i].text };

    if (!begins_part(r, i) || !ends_part(r, i))
        return;
    if (!text)
        s = subject_at(r, i);
    if (!text && ((!s.variable && !s.n_codes) || may_be_truth(r, &s)))
        return;
    const char *quote = text ? "'" : "";
    const char *what = reinti_arena_format(
        r->arena,
        reinti_words("%s%s%s stands alone and is compared with nothing: it is neither true nor false"), quote,
        shown(r, s.name), quote);
    say(r, "no_comparison", reinti_text_or(what, "a part of the condition is compared with nothing"),
        text ? reinti_words(" (write each comparison in full: x = 'a' OR x = 'b')") : "");
}

static bool
is_order(const reader *r, size_t i)
{
    return is_comparison(r, i) && strchr("<>", r->token[i].text[0]) && !is_sign(r, i, "<>");
}

/* 18 <= age < 30: SQLite compares the truth of the first with the last. */
static void
check_chain(const reader *r, size_t i)
{
    if (i && is_order(r, i - 1) && is_order(r, i + 1))
        say(r, "chained",
            reinti_words(
                "two comparisons stand in a chain: write each in full, such as age >= 18 AND age < 30"),
            "");
}

void
reinti_condition_check(const reint_codebook *cb, size_t form, const char *condition, reinti_codes_fn codes,
                       void *user, const char *file, reinti_place place, reint_findings *findings)
{
    reader r = { .cb = cb,
                 .form = form,
                 .codes = codes,
                 .user = user,
                 .file = file,
                 .place = place,
                 .findings = findings };

    r.arena = condition ? reinti_arena_create() : NULL;
    if (r.arena)
        r.token = reinti_tokens_read(r.arena, condition, &r.n);
    if (r.token)
        for (size_t i = 0; i < r.n; i++) {
            if (r.token[i].kind == REINTI_TOKEN_WORD)
                check_after(&r, i);
            else if (is_literal(&r, i))
                check_before(&r, i);
            if (r.token[i].kind == REINTI_TOKEN_WORD || r.token[i].kind == REINTI_TOKEN_TEXT)
                check_alone(&r, i);
            if (r.token[i].kind != REINTI_TOKEN_SIGN)
                check_chain(&r, i);
        }
    reinti_arena_free(r.arena);
}
