/* convert_constraint.c -- what a form demands of an answer, as the codebook says it.
 *
 * A constraint is cut at its `and`s: limits become min and max, regex() the pattern, limits of count-selected() the
 * number of codes, and what remains rules, as far as SQL can say it; each part is a demand of its own, so that one that
 * is beyond SQL is told and left out.  What to-xlsform says of missing reasons (missing.c) is known, and is no rule. */
#include <config.h>

#include "xlsform/converter.h"

#include <string.h>

#include "xlsform/make.h"

enum { MISSING_MOST = 200, DEPTH_MOST = 20 };

typedef struct parts {
    reinti_converter *c;
    size_t item;
    const char *low, *high, *pattern, *few, *many; /* NULL: not said */
    bool needed;                                   /* a missing reason is no answer */
    reinti_str rule;
    size_t n_missing;
    const char *missing[MISSING_MOST]; /* choices that stand for reasons */
} parts;

static bool
is_number(const reinti_item *item)
{
    return item->kind == REINTI_ITEM_INTEGER || item->kind == REINTI_ITEM_DECIMAL;
}

/* TEXT, N bytes, is a copy without blanks at its ends. */
static const char *
trimmed(parts *p, const char *text, size_t n)
{
    while (n && *text == ' ')
        text++, n--;
    while (n && text[n - 1] == ' ')
        n--;
    const char *copy = reinti_arena_text_n(p->c->form->arena, text, n);
    p->c->form->no_memory = p->c->form->no_memory || !copy;
    return reinti_text_or(copy, "");
}

/* How many bytes up to the next `and` that is in no bracket and no quotes; all of them if there is none. */
static size_t
up_to_and(const char *text)
{
    int depth = 0;
    char quote = '\0';

    for (const char *p = text; *p; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        else if (*p == '(')
            depth++;
        else if (*p == ')')
            depth--;
        else if (!depth && p > text && (p[-1] == ' ' || p[-1] == ')') && !strncmp(p, "and", 3) &&
                 (p[3] == ' ' || p[3] == '('))
            return (size_t)(p - text);
    }
    return strlen(text);
}

/* TEXT without brackets around all of it; NULL: there are none. */
static const char *
unwrapped(parts *p, const char *text)
{
    size_t n = strlen(text);
    int depth = 0;
    char quote = '\0';

    if (n < 2 || *text != '(')
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (quote)
            quote = text[i] == quote ? '\0' : quote;
        else if (text[i] == '\'' || text[i] == '"')
            quote = text[i];
        else if (text[i] == '(' || text[i] == ')')
            depth += text[i] == '(' ? 1 : -1;
        if (!depth && i + 1 < n)
            return NULL;
    }
    return depth ? NULL : trimmed(p, text + 1, n - 2);
}

const char *
reinti_xlsform_limit(const char *xpath, const char *self, bool day, bool *high, size_t *n)
{
    const char *p = xpath + strspn(xpath, " ");
    size_t length = strlen(self);
    reinti_interval date;
    double number;

    if (strncmp(p, self, length))
        return NULL;
    p += length + strspn(p + length, " ");
    if (strncmp(p, ">=", 2) && strncmp(p, "<=", 2))
        return NULL;
    *high = *p == '<';
    p += 2 + strspn(p + 2, " ");
    if (day) {
        if (strncmp(p, "date('", 6))
            return NULL;
        p += 6;
        *n = strcspn(p, "'");
        return reinti_parse_date(p, *n, &date) == REINTI_PARSED && !strcmp(p + *n, "')") ? p : NULL;
    }
    *n = strlen(p);
    return reinti_parse_decimal(p, *n, &number) ? p : NULL;
}

/* TEXT is a limit of SELF that has not been said yet. */
static bool
take_limit(parts *p, const char *text, const char *self, bool day, const char **low, const char **high)
{
    bool is_high = false;
    size_t n;
    const char *limit = reinti_xlsform_limit(text, self, day, &is_high, &n);
    const char **which = is_high ? high : low;

    if (!limit || *which)
        return false;
    *which = trimmed(p, limit, n);
    return true;
}

/* `regex(., '[0-9]{3}')` alone: its pattern, if POSIX has the same. */
static const char *
pattern_of(parts *of, const char *xpath)
{
    const char *p = xpath + strspn(xpath, " ");
    reinti_str out = REINTI_STR_EMPTY;

    if (strncmp(p, "regex(", 6))
        return NULL;
    p += 6 + strspn(p + 6, " ");
    if (*p++ != '.')
        return NULL;
    p += strspn(p, " ,");
    char quote = *p;
    const char *end = quote == '\'' || quote == '"' ? strchr(++p, quote) : NULL;
    if (!end || strspn(end + 1, " )") != strlen(end + 1))
        return NULL;
    for (; p < end; p++) {
        if (*p == '\\' && p[1] == 'd')
            reinti_str_add(&out, "[0-9]"), p++;
        else if (*p == '\\' && p[1] && strchr(".[]()*+?{}|^$\\/-", p[1]))
            reinti_str_add_n(&out, p++, 2);
        else if (*p == '\\' || (*p == '(' && p[1] == '?'))
            break;
        else
            reinti_str_add_char(&out, *p);
    }
    const char *pattern = p == end && !out.failed ? trimmed(of, out.text, out.length) : NULL;
    reinti_str_free(&out);
    return pattern;
}

/* TEXT is what to-xlsform says of missing reasons among the choices. */
static bool
is_guard(parts *p, const char *text, bool several)
{
    bool is = false;

    for (int needed = 0; p->n_missing && several && needed < 2 && !is; needed++) {
        reinti_str guard = REINTI_STR_EMPTY;
        reinti_missing_guard(true, needed, p->missing, p->n_missing, &guard);
        is = !strcmp(guard.text, text);
        p->needed = p->needed || (is && needed);
        reinti_str_free(&guard);
    }
    for (size_t i = 0; i < p->n_missing && !several && !is; i++) {
        reinti_str guard = REINTI_STR_EMPTY;
        reinti_missing_guard(false, true, &p->missing[i], 1, &guard);
        is = p->needed = !strcmp(guard.text, text);
        reinti_str_free(&guard);
    }
    return is;
}

static void
add_rule(parts *p, const char *text)
{
    const reinti_item *item = &p->c->form->item[p->item];
    reinti_str sql = REINTI_STR_EMPTY;
    const char *why = NULL;

    if (reinti_xlsform_condition(p->c->form, p->item, text, item->variable, &sql, &why)) {
        bool brackets = strstr(sql.text, " OR ") != NULL;
        reinti_str_add(&p->rule, p->rule.length ? " AND " : "");
        reinti_str_format(&p->rule, brackets ? "(%s)" : "%s", sql.text);
        p->rule.failed = p->rule.failed || sql.failed;
    } else {
        reinti_converter_note_condition(p->c, item, "constraint_left_out",
                                        REINTI_WORDS("its constraint is not taken over"), why, text);
    }
    reinti_str_free(&sql);
}

static void
take_apart(parts *p, const char *text, unsigned depth)
{
    const reinti_item *item = &p->c->form->item[p->item];
    bool several = item->kind == REINTI_ITEM_MULTIPLE, day = item->kind == REINTI_ITEM_DATE;

    while (*text) {
        size_t n = up_to_and(text);
        const char *part = trimmed(p, text, n), *inner, *pattern;
        text += n + (text[n] ? 3 : 0);
        if (is_guard(p, part, several))
            continue;
        if ((is_number(item) || day) && take_limit(p, part, ".", day, &p->low, &p->high))
            continue;
        if (several && take_limit(p, part, "count-selected(.)", false, &p->few, &p->many))
            continue;
        if (item->kind == REINTI_ITEM_TEXT && !p->pattern && (pattern = pattern_of(p, part)))
            p->pattern = pattern;
        else if (depth < DEPTH_MOST && (inner = unwrapped(p, part)))
            take_apart(p, inner, depth + 1);
        else
            add_rule(p, part);
    }
}

/* The constraint without " or . = 97" for every answer that stands for a missing reason. */
static const char *
without_missing(parts *p)
{
    const reinti_item *item = &p->c->form->item[p->item];
    const char *reason, *answer, *text = item->constraint;
    size_t n_reason, n_answer;
    reinti_str end = REINTI_STR_EMPTY;

    for (const char *at = item->answers;
         (at = reinti_missing_next(at, &reason, &n_reason, &answer, &n_answer));)
        if (n_answer)
            reinti_str_format(&end, is_number(item) ? " or . = %.*s" : " or . = '%.*s'", (int)n_answer,
                              answer);
    size_t n = strlen(text);
    if (end.length && n > end.length && !strcmp(text + n - end.length, end.text)) {
        text = trimmed(p, text, n - end.length);
        text = reinti_text_or(unwrapped(p, text), text);
    }
    reinti_str_free(&end);
    return text;
}

static void
add_limit(parts *p, const char *key, const char *limit)
{
    double number;

    if (!limit)
        return;
    reinti_str_format(&p->c->yaml, ", %s: ", key);
    if (reinti_parse_decimal(limit, strlen(limit), &number))
        reinti_format_shortest(&p->c->yaml, number);
    else
        reinti_converter_quote(&p->c->yaml, limit);
}

bool
reinti_converter_constraint(reinti_converter *c, size_t i, const char *form_name)
{
    const reinti_item *item = &c->form->item[i];
    parts p = { .c = c, .item = i, .rule = REINTI_STR_EMPTY };

    if (!*item->constraint)
        return false;
    for (size_t k = 0; item->list != REINTI_NO_LIST && k < c->form->list[item->list].n; k++)
        if (c->form->list[item->list].choice[k].missing && p.n_missing < MISSING_MOST)
            p.missing[p.n_missing++] = c->form->list[item->list].choice[k].name;
    take_apart(&p, without_missing(&p), 0);
    add_limit(&p, "min", p.low);
    add_limit(&p, "max", p.high);
    add_limit(&p, "min_codes", p.few);
    add_limit(&p, "max_codes", p.many);
    if (p.pattern) {
        reinti_str_add(&c->yaml, ", pattern: ");
        reinti_converter_quote(&c->yaml, p.pattern);
    }
    if (p.rule.length) {
        reinti_str_format(&c->rules,
                          "  - {id: C%ld, form: %s, when: \"%s IS NOT NULL\", require: ", item->row,
                          form_name, item->variable);
        reinti_converter_quote(&c->rules, p.rule.text);
        reinti_str_add(&c->rules, ", severity: error, message: ");
        reinti_converter_label(c, &c->rules, item->message.n ? &item->message : &item->label, item->name);
        reinti_str_add(&c->rules, "}\n");
    }
    c->rules.failed = c->rules.failed || p.rule.failed;
    reinti_str_free(&p.rule);
    return p.needed;
}
