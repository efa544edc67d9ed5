/* relevant.c -- conditions of a form (XPath) as conditions of a codebook (SQL).
 *
 * Taken over: questions, texts, numbers, true() and false(), comparisons, and, or, not(), selected(), brackets, and what
 * relevant_compute.c can compute.
 * Whatever else a condition says makes the whole of it untranslatable, and why is told: half a condition would
 * ask other people than the form did.
 *
 * In a form a question without an answer is an empty text, in a codebook it is NULL.  So `${q} = ''` is
 * `q IS NULL`, and `${q} != 'a'`, which holds for an empty answer, is `q IS NOT 'a'`.  A comparison of order
 * with an empty answer is false there and unknown here: both mean "not asked".  What a comparison becomes is in
 * relevant_compare.c. */
#include <config.h>

#include "xlsform/relevant.h"

#include <ctype.h>
#include <string.h>

#define DEPTH_MOST 50

void
reinti_relevant_blanks(reinti_relevant *t)
{
    while (isspace((unsigned char)*t->p) || !strncmp(t->p, "\xC2\xA0", 2))
        t->p += isspace((unsigned char)*t->p) ? 1 : 2;
}

bool
reinti_relevant_give_up(reinti_relevant *t, const char *why)
{
    if (!t->why)
        t->why = why;
    return false;
}

static void
drop(reinti_operand *o)
{
    reinti_str_free(&o->sql);
}

bool
reinti_relevant_take_word(reinti_relevant *t, const char *word)
{
    size_t n = strlen(word);

    reinti_relevant_blanks(t);
    if (strncmp(t->p, word, n) || isalnum((unsigned char)t->p[n]) || t->p[n] == '-' || t->p[n] == '_')
        return false;
    t->p += n;
    return true;
}

bool
reinti_relevant_take(reinti_relevant *t, const char *sign)
{
    reinti_relevant_blanks(t);
    if (strncmp(t->p, sign, strlen(sign)))
        return false;
    t->p += strlen(sign);
    return true;
}

void
reinti_relevant_add_text(reinti_str *out, const char *text, size_t n)
{
    reinti_str_add_char(out, '\'');
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'')
            reinti_str_add_char(out, '\'');
        reinti_str_add_char(out, text[i]);
    }
    reinti_str_add_char(out, '\'');
}

/* ---- operands ---------------------------------------------------------------------------------------------- */

/* `${name}`, or `../name` beside the question whose condition it is; N: how long it is, REINTI_TOP: no such. */
static size_t
question_at(const reinti_relevant *t, size_t *n)
{
    if (!strncmp(t->p, "../", 3)) {
        size_t length = strspn(t->p + 3, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
        *n = 3 + length;
        return reinti_xlsform_beside(t->form, t->item, t->p + 3, length);
    }
    const char *name = t->p + 2, *end = strchr(name, '}');
    if (!end)
        return REINTI_TOP;
    *n = (size_t)(end + 1 - t->p);
    size_t length = (size_t)(end - name);
    while (length && *name == ' ')
        name++, length--;
    while (length && name[length - 1] == ' ')
        length--;
    return reinti_xlsform_find(t->form, t->item, name, length);
}

static bool
is_reference(const char *text)
{
    return !strncmp(text, "${", 2) || !strncmp(text, "../", 3);
}

static bool
take_question(reinti_relevant *t, reinti_operand *out)
{
    if (t->self && *t->p == '.' && !isdigit((unsigned char)t->p[1]) && !is_reference(t->p)) {
        t->p++;
        out->kind = REINTI_OPERAND_QUESTION;
        out->item = t->item;
        out->self = true;
        out->whole = t->form->item[t->item].kind == REINTI_ITEM_INTEGER;
        reinti_str_add(&out->sql, t->self);
        return true;
    }
    size_t n = 0;
    out->item = question_at(t, &n);
    if (!n)
        return reinti_relevant_give_up(t, "a question in it has no closing bracket");
    if (out->item == REINTI_TOP)
        return reinti_relevant_give_up(t, "it names a question that the form does not have");
    const reinti_item *asked = &t->form->item[out->item], *self = &t->form->item[t->item];
    if (!asked->variable)
        return reinti_relevant_give_up(t, "it names a question that is left out of the codebook");
    if (!reinti_xlsform_sees(t->form,
                             self->kind == REINTI_ITEM_REPEAT ? t->item : reinti_xlsform_holder(self),
                             reinti_xlsform_holder(asked)))
        return reinti_relevant_give_up(
            t, "it names a question of a repeat that this question does not belong to");
    if (t->exact && reinti_relevant_has_reasons(t, out->item, NULL))
        return reinti_relevant_give_up(
            t, "its if() depends on a question of which an answer stands for a missing reason");
    out->kind = REINTI_OPERAND_QUESTION;
    out->whole = asked->kind == REINTI_ITEM_INTEGER;
    out->written = t->p;
    out->n_written = n;
    t->p += n;
    reinti_str_add(&out->sql, out->item == t->form->wave     ? "wave"
                              : out->item == t->form->person ? "person"
                                                             : asked->variable);
    return true;
}

static bool
take_quoted(reinti_relevant *t, reinti_operand *out)
{
    char quote = *t->p++;
    const char *end = strchr(t->p, quote);

    if (!end)
        return reinti_relevant_give_up(t, "a text in it has no closing quote");
    out->kind = REINTI_OPERAND_TEXT;
    reinti_relevant_add_text(&out->sql, t->p, (size_t)(end - t->p));
    t->p = end + 1;
    return true;
}

static bool
take_number(reinti_relevant *t, reinti_operand *out)
{
    size_t n = strspn(t->p, "0123456789.");
    double value;

    if (!reinti_parse_decimal(t->p, n, &value))
        return reinti_relevant_give_up(t, "a number in it cannot be read");
    out->kind = REINTI_OPERAND_NUMBER;
    out->whole = !memchr(t->p, '.', n);
    reinti_str_add_n(&out->sql, t->p, n);
    t->p += n;
    return true;
}

/* In an exact place a condition that is unknown (NULL) is false, as in the form. */
static void
make_exact(const reinti_relevant *t, reinti_operand *o)
{
    reinti_str sql = REINTI_STR_EMPTY;

    if (!t->exact)
        return;
    reinti_str_format(&sql, "((%s) IS 1)", o->sql.text);
    sql.failed = sql.failed || o->sql.failed;
    reinti_str_free(&o->sql);
    o->sql = sql;
}

bool
reinti_relevant_question(reinti_relevant *t, reinti_operand *out)
{
    reinti_relevant_blanks(t);
    return (is_reference(t->p) || (t->self && *t->p == '.')) && take_question(t, out);
}

bool
reinti_relevant_deeper(reinti_relevant *t)
{
    return ++t->depth <= DEPTH_MOST ? true : reinti_relevant_give_up(t, "it is nested too deeply");
}

/* selected(${q}, 'a') */
static bool
take_selected(reinti_relevant *t, reinti_operand *out)
{
    reinti_operand question = { .sql = REINTI_STR_EMPTY }, code = { .sql = REINTI_STR_EMPTY };
    bool good = reinti_relevant_take(t, "(");

    good = good && reinti_relevant_question(t, &question) && reinti_relevant_take(t, ",");
    reinti_relevant_blanks(t);
    good = good && (*t->p == '\'' || *t->p == '"') && take_quoted(t, &code) && reinti_relevant_take(t, ")");
    if (good) {
        reinti_item_kind kind = t->form->item[question.item].kind;
        size_t n;
        const char *reason = reinti_relevant_reason(t, question.item, code.sql.text, &n);
        good = reason || reinti_relevant_has_choice(t, question.item, &code.sql);
        out->kind = REINTI_OPERAND_CONDITION;
        if (reason)
            reinti_str_format(&out->sql, "%s__why IS '%.*s'", question.sql.text, (int)n, reason);
        else if (kind == REINTI_ITEM_MULTIPLE || kind == REINTI_ITEM_RANK)
            reinti_str_format(&out->sql, "has(%s, %s)", question.sql.text, code.sql.text);
        else
            reinti_str_format(&out->sql, "%s = %s", question.sql.text, code.sql.text);
        make_exact(t, out);
    }
    drop(&question);
    drop(&code);
    return good ? true : reinti_relevant_give_up(t, "selected() takes a question and a code");
}

bool
reinti_relevant_operand(reinti_relevant *t, reinti_operand *out)
{
    reinti_relevant_blanks(t);
    if (is_reference(t->p) || (t->self && *t->p == '.' && !isdigit((unsigned char)t->p[1])))
        return take_question(t, out);
    if (*t->p == '\'' || *t->p == '"')
        return take_quoted(t, out);
    if (isdigit((unsigned char)*t->p) || (*t->p == '.' && isdigit((unsigned char)t->p[1])))
        return take_number(t, out);
    if (reinti_relevant_take(t, "(")) {
        reinti_operand inner = { .sql = REINTI_STR_EMPTY };
        bool good =
            reinti_relevant_deeper(t) && reinti_relevant_parse(t, &inner) &&
            (reinti_relevant_take(t, ")") || reinti_relevant_give_up(t, "a bracket in it is not closed"));
        t->depth--;
        if (good && inner.kind != REINTI_OPERAND_CONDITION) {
            *out = inner;
            return true;
        }
        if (good) {
            out->kind = REINTI_OPERAND_CONDITION;
            reinti_str_format(&out->sql, "(%s)", inner.sql.text);
        }
        drop(&inner);
        return good;
    }
    if (reinti_relevant_take_word(t, "not")) {
        reinti_operand inner = { .sql = REINTI_STR_EMPTY };
        bool good = reinti_relevant_deeper(t) && reinti_relevant_take(t, "(") &&
                    reinti_relevant_parse(t, &inner) && inner.kind == REINTI_OPERAND_CONDITION &&
                    reinti_relevant_take(t, ")");
        if (good) {
            out->kind = REINTI_OPERAND_CONDITION;
            reinti_str_format(&out->sql, "NOT (%s)", inner.sql.text);
        }
        t->depth--;
        drop(&inner);
        return good ? true : reinti_relevant_give_up(t, "not() takes a condition");
    }
    if (reinti_relevant_take_word(t, "selected"))
        return take_selected(t, out);
    if (reinti_relevant_take_word(t, "date")) {
        reinti_interval day;
        bool good = reinti_relevant_take(t, "(");
        reinti_relevant_blanks(t);
        good = good && (*t->p == '\'' || *t->p == '"') && take_quoted(t, out) &&
               reinti_relevant_take(t, ")") &&
               reinti_parse_date(out->sql.text + 1, out->sql.length - 2, &day) == REINTI_PARSED;
        return good ? true : reinti_relevant_give_up(t, "date() takes a day as text");
    }
    bool known, computed = reinti_relevant_function(t, out, &known);
    if (known)
        return computed;
    bool yes = reinti_relevant_take_word(t, "true");
    if (yes || reinti_relevant_take_word(t, "false")) {
        out->kind = REINTI_OPERAND_CONDITION;
        reinti_str_add(&out->sql, yes ? "1" : "0");
        return reinti_relevant_take(t, "(") && reinti_relevant_take(t, ")")
                   ? true
                   : reinti_relevant_give_up(t, "true and false are written true() and false()");
    }
    return reinti_relevant_give_up(t, "it computes more than comparisons, sums and selected()");
}

/* ---- comparisons ------------------------------------------------------------------------------------------- */

static bool
parse_comparison(reinti_relevant *t, reinti_operand *out)
{
    static const char *const signs[] = { "!=", "<=", ">=", "=", "<", ">" };
    reinti_operand left = { .sql = REINTI_STR_EMPTY }, right = { .sql = REINTI_STR_EMPTY };
    const char *sign = NULL;

    if (!reinti_relevant_sum(t, &left)) {
        drop(&left);
        return false;
    }
    for (size_t i = 0; !sign && i < REINTI_LENGTH(signs); i++)
        if (reinti_relevant_take(t, signs[i]))
            sign = signs[i];
    if (!sign) {
        *out = left;
        return true;
    }
    out->kind = REINTI_OPERAND_CONDITION;
    bool good = reinti_relevant_sum(t, &right) && reinti_relevant_compare(t, &left, sign, &right, out);
    if (good)
        make_exact(t, out);
    drop(&left);
    drop(&right);
    return good;
}

/* A B and B ..., or-ed the same way: LOWER parses the parts. */
static bool
parse_chain(reinti_relevant *t, const char *word, const char *sql,
            bool (*lower)(reinti_relevant *t, reinti_operand *out), reinti_operand *out)
{
    if (!lower(t, out))
        return false;
    while (reinti_relevant_take_word(t, word)) {
        reinti_operand next = { .sql = REINTI_STR_EMPTY };
        bool good = lower(t, &next);
        if (good && (out->kind != REINTI_OPERAND_CONDITION || next.kind != REINTI_OPERAND_CONDITION))
            good = reinti_relevant_give_up(t, "it joins what is no condition");
        if (good)
            reinti_str_format(&out->sql, " %s %s", sql, next.sql.text);
        drop(&next);
        if (!good)
            return false;
    }
    return true;
}

static bool
parse_and(reinti_relevant *t, reinti_operand *out)
{
    return parse_chain(t, "and", "AND", parse_comparison, out);
}

bool
reinti_relevant_parse(reinti_relevant *t, reinti_operand *out)
{
    return parse_chain(t, "or", "OR", parse_and, out);
}

bool
reinti_xlsform_condition(const reinti_xlsform *form, size_t item, const char *xpath, const char *self,
                         reinti_str *sql, const char **why)
{
    reinti_relevant t = { .form = form, .item = item, .p = xpath, .self = self };
    reinti_operand out = { .sql = REINTI_STR_EMPTY };
    bool good = reinti_relevant_parse(&t, &out);

    reinti_relevant_blanks(&t);
    if (good && *t.p)
        good = reinti_relevant_give_up(&t, "it computes more than comparisons, sums and selected()");
    if (good && out.kind != REINTI_OPERAND_CONDITION)
        good = reinti_relevant_give_up(&t, "it is a value and no condition");
    if (good && out.sql.failed)
        sql->failed = true;
    else if (good)
        reinti_str_add(sql, out.sql.text);
    drop(&out);
    *why = t.why;
    return good;
}
