/* relevant.c -- conditions of a form (XPath) as conditions of a codebook (SQL).
 *
 * Taken over: questions, texts, numbers, true() and false(), comparisons, and, or, not(), selected(), brackets.
 * Whatever else a condition says makes the whole of it untranslatable, and why is told: half a condition would
 * ask other people than the form did.
 *
 * In a form a question without an answer is an empty text, in a codebook it is NULL.  So `${q} = ''` is
 * `q IS NULL`, and `${q} != 'a'`, which holds for an empty answer, is `q IS NOT 'a'`.  A comparison of order
 * with an empty answer is false there and unknown here: both mean "not asked". */
#include <config.h>

#include "xlsform/make.h"
#include "xlsform/xlsform.h"

#include <ctype.h>
#include <string.h>

#define DEPTH_MOST 50

typedef enum operand_kind { OPERAND_CONDITION, OPERAND_QUESTION, OPERAND_TEXT, OPERAND_NUMBER } operand_kind;

typedef struct operand {
    operand_kind kind;
    reinti_str sql;
    size_t item;         /* of a question */
    bool self;           /* a question that is `.` */
    const char *written; /* a question as it stands in the condition; NULL: `.` */
    size_t n_written;
} operand;

typedef struct translator {
    const reinti_xlsform *form;
    size_t item;
    const char *p, *self;
    unsigned depth;
    const char *why;
} translator;

static bool parse_or(translator *t, operand *out);

static void
skip_blanks(translator *t)
{
    while (isspace((unsigned char)*t->p) || !strncmp(t->p, "\xC2\xA0", 2))
        t->p += isspace((unsigned char)*t->p) ? 1 : 2;
}

static bool
give_up(translator *t, const char *why)
{
    if (!t->why)
        t->why = why;
    return false;
}

static void
drop(operand *o)
{
    reinti_str_free(&o->sql);
}

/* WORD as a whole word that is followed by a blank or a bracket. */
static bool
take_word(translator *t, const char *word)
{
    size_t n = strlen(word);

    skip_blanks(t);
    if (strncmp(t->p, word, n) || isalnum((unsigned char)t->p[n]) || t->p[n] == '-' || t->p[n] == '_')
        return false;
    t->p += n;
    return true;
}

static bool
take(translator *t, const char *sign)
{
    skip_blanks(t);
    if (strncmp(t->p, sign, strlen(sign)))
        return false;
    t->p += strlen(sign);
    return true;
}

static void
add_text(reinti_str *out, const char *text, size_t n)
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
question_at(const translator *t, size_t *n)
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
take_question(translator *t, operand *out)
{
    if (t->self && *t->p == '.' && !isdigit((unsigned char)t->p[1]) && !is_reference(t->p)) {
        t->p++;
        out->kind = OPERAND_QUESTION;
        out->item = t->item;
        out->self = true;
        reinti_str_add(&out->sql, t->self);
        return true;
    }
    size_t n = 0;
    out->item = question_at(t, &n);
    if (!n)
        return give_up(t, "a question in it has no closing bracket");
    if (out->item == REINTI_TOP)
        return give_up(t, "it names a question that the form does not have");
    const reinti_item *asked = &t->form->item[out->item], *self = &t->form->item[t->item];
    if (!asked->variable)
        return give_up(t, "it names a question that is left out of the codebook");
    if (!reinti_xlsform_sees(t->form,
                             self->kind == REINTI_ITEM_REPEAT ? t->item : reinti_xlsform_holder(self),
                             reinti_xlsform_holder(asked)))
        return give_up(t, "it names a question of a repeat that this question does not belong to");
    out->kind = OPERAND_QUESTION;
    out->written = t->p;
    out->n_written = n;
    t->p += n;
    reinti_str_add(&out->sql, out->item == t->form->wave     ? "wave"
                              : out->item == t->form->person ? "person"
                                                             : asked->variable);
    return true;
}

static bool
is_coded(const translator *t, const operand *o)
{
    reinti_item_kind kind = o->kind == OPERAND_QUESTION ? t->form->item[o->item].kind : REINTI_ITEM_TEXT;

    return o->kind == OPERAND_QUESTION && kind != REINTI_ITEM_INTEGER && kind != REINTI_ITEM_DECIMAL;
}

/* The missing reason that the answer VALUE (as SQL has it) of ITEM stands for; NULL: it is an answer. */
static const char *
reason_of(const translator *t, size_t item, const char *value, size_t *n)
{
    const reinti_item *it = &t->form->item[item];
    const char *reason, *answer;
    size_t n_answer, length = strlen(value);

    if (*value == '\'' && length > 1)
        value++, length -= 2;
    for (size_t k = 0; it->list < t->form->n_lists && k < t->form->list[it->list].n; k++) {
        const reinti_choice *choice = &t->form->list[it->list].choice[k];
        if (choice->missing && strlen(choice->name) == length && !memcmp(choice->name, value, length)) {
            *n = strlen(choice->missing);
            return choice->missing;
        }
    }
    for (const char *at = reinti_text_or(it->answers, "");
         (at = reinti_missing_next(at, &reason, n, &answer, &n_answer));)
        if (length && n_answer == length && !memcmp(answer, value, length))
            return reason;
    return NULL;
}

/* Behind `${q} != ''`: that it is none of the answers that stand for missing reasons, as to-xlsform writes it.  Both
 * together are `q IS NOT NULL`. */
static void
pass_missing(translator *t, const operand *question)
{
    const reinti_item *it = &t->form->item[question->item];
    bool several = it->kind == REINTI_ITEM_MULTIPLE;
    size_t n, n_answer;
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t k = 0; question->written && it->list < t->form->n_lists && k < t->form->list[it->list].n; k++)
        if (t->form->list[it->list].choice[k].missing)
            reinti_str_format(&text, several ? " and not(selected(%.*s, '%s'))" : " and %.*s != '%s'",
                              (int)question->n_written, question->written,
                              t->form->list[it->list].choice[k].name);
    for (const char *at = reinti_text_or(it->answers, ""), *reason, *answer;
         question->written && (at = reinti_missing_next(at, &reason, &n, &answer, &n_answer));)
        if (n_answer)
            reinti_str_format(&text, is_coded(t, question) ? " and %.*s != '%.*s'" : " and %.*s != %.*s",
                              (int)question->n_written, question->written, (int)n_answer, answer);
    if (!text.failed && !strncmp(t->p, text.text, text.length))
        t->p += text.length;
    reinti_str_free(&text);
}

static bool
take_quoted(translator *t, operand *out)
{
    char quote = *t->p++;
    const char *end = strchr(t->p, quote);

    if (!end)
        return give_up(t, "a text in it has no closing quote");
    out->kind = OPERAND_TEXT;
    add_text(&out->sql, t->p, (size_t)(end - t->p));
    t->p = end + 1;
    return true;
}

static bool
take_number(translator *t, operand *out)
{
    size_t n = strspn(t->p, "+-0123456789.");
    double value;

    if (!reinti_parse_decimal(t->p, n, &value))
        return give_up(t, "a number in it cannot be read");
    out->kind = OPERAND_NUMBER;
    reinti_str_add_n(&out->sql, t->p, n);
    t->p += n;
    return true;
}

/* selected(${q}, 'a') */
static bool
take_selected(translator *t, operand *out)
{
    operand question = { .sql = REINTI_STR_EMPTY }, code = { .sql = REINTI_STR_EMPTY };
    bool good = take(t, "(");

    skip_blanks(t);
    good = good && (is_reference(t->p) || *t->p == '.') && take_question(t, &question) && take(t, ",");
    skip_blanks(t);
    good = good && (*t->p == '\'' || *t->p == '"') && take_quoted(t, &code) && take(t, ")");
    if (good) {
        reinti_item_kind kind = t->form->item[question.item].kind;
        size_t n;
        const char *reason = reason_of(t, question.item, code.sql.text, &n);
        out->kind = OPERAND_CONDITION;
        if (reason)
            reinti_str_format(&out->sql, "%s__why IS '%.*s'", question.sql.text, (int)n, reason);
        else if (kind == REINTI_ITEM_MULTIPLE || kind == REINTI_ITEM_RANK)
            reinti_str_format(&out->sql, "has(%s, %s)", question.sql.text, code.sql.text);
        else
            reinti_str_format(&out->sql, "%s = %s", question.sql.text, code.sql.text);
    }
    drop(&question);
    drop(&code);
    return good ? true : give_up(t, "selected() takes a question and a code");
}

static bool
take_operand(translator *t, operand *out)
{
    skip_blanks(t);
    if (is_reference(t->p) || (t->self && *t->p == '.' && !isdigit((unsigned char)t->p[1])))
        return take_question(t, out);
    if (*t->p == '\'' || *t->p == '"')
        return take_quoted(t, out);
    if (isdigit((unsigned char)*t->p) || *t->p == '-' || *t->p == '+' ||
        (*t->p == '.' && isdigit((unsigned char)t->p[1])))
        return take_number(t, out);
    if (take(t, "(")) {
        if (++t->depth > DEPTH_MOST)
            return give_up(t, "it is nested too deeply");
        operand inner = { .sql = REINTI_STR_EMPTY };
        bool good = parse_or(t, &inner) && (take(t, ")") || give_up(t, "a bracket in it is not closed"));
        if (good && inner.kind == OPERAND_CONDITION) {
            out->kind = OPERAND_CONDITION;
            reinti_str_format(&out->sql, "(%s)", inner.sql.text);
        } else if (good) {
            *out = inner;
            return true;
        }
        drop(&inner);
        t->depth--;
        return good;
    }
    if (take_word(t, "not")) {
        operand inner = { .sql = REINTI_STR_EMPTY };
        bool good = ++t->depth <= DEPTH_MOST && take(t, "(") && parse_or(t, &inner) &&
                    inner.kind == OPERAND_CONDITION && take(t, ")");
        if (good) {
            out->kind = OPERAND_CONDITION;
            reinti_str_format(&out->sql, "NOT (%s)", inner.sql.text);
        }
        t->depth--;
        drop(&inner);
        return good ? true : give_up(t, "not() takes a condition");
    }
    if (take_word(t, "selected"))
        return take_selected(t, out);
    if (take_word(t, "date")) {
        reinti_interval day;
        bool good = take(t, "(");
        skip_blanks(t);
        good = good && (*t->p == '\'' || *t->p == '"') && take_quoted(t, out) && take(t, ")") &&
               reinti_parse_date(out->sql.text + 1, out->sql.length - 2, &day) == REINTI_PARSED;
        return good ? true : give_up(t, "date() takes a day as text");
    }
    bool yes = take_word(t, "true");
    if (yes || take_word(t, "false")) {
        out->kind = OPERAND_CONDITION;
        reinti_str_add(&out->sql, yes ? "1" : "0");
        return take(t, "(") && take(t, ")") ? true
                                            : give_up(t, "true and false are written true() and false()");
    }
    return give_up(t, "it computes more than comparisons and selected()");
}

/* ---- comparisons ------------------------------------------------------------------------------------------- */

/* Codes are texts: `${q} = 1` is q = '1'.  Numbers are numbers: `${age} > '17'` is age > 17. */
static bool
fit(translator *t, const operand *question, operand *value)
{
    reinti_str sql = REINTI_STR_EMPTY;
    double number;
    size_t n = value->sql.length;

    if (is_coded(t, question) && value->kind == OPERAND_NUMBER) {
        reinti_str_format(&sql, "'%s'", value->sql.text);
    } else if (!is_coded(t, question) && value->kind == OPERAND_TEXT && n > 2) {
        if (!reinti_parse_decimal(value->sql.text + 1, n - 2, &number))
            return give_up(t, "it compares a number with a text");
        reinti_str_add_n(&sql, value->sql.text + 1, n - 2);
    } else {
        return true;
    }
    drop(value);
    value->sql = sql;
    return true;
}

static bool
compare(translator *t, operand *left, const char *sign, operand *right, operand *out)
{
    bool equal = !strcmp(sign, "="), unequal = !strcmp(sign, "!=");

    if (left->kind == OPERAND_CONDITION || right->kind == OPERAND_CONDITION)
        return give_up(t, "it compares conditions");
    if (left->kind != OPERAND_QUESTION && right->kind != OPERAND_QUESTION)
        return give_up(t, "it compares two constants");
    operand *question = left->kind == OPERAND_QUESTION ? left : right,
            *value = question == left ? right : left;
    reinti_item_kind kind = t->form->item[question->item].kind;
    if (value->kind == OPERAND_TEXT && value->sql.length == 2) { /* '' */
        if (!equal && !unequal)
            return give_up(t, "it orders an empty text");
        reinti_str_format(&out->sql, "%s IS %sNULL", question->sql.text, equal ? "" : "NOT ");
        if (unequal)
            pass_missing(t, question);
        return true;
    }
    size_t n_reason;
    const char *reason =
        value->kind == OPERAND_QUESTION ? NULL : reason_of(t, question->item, value->sql.text, &n_reason);
    if (reason && (equal || unequal)) {
        reinti_str_format(&out->sql, "%s__why IS %s'%.*s'", question->sql.text, equal ? "" : "NOT ",
                          (int)n_reason, reason);
        return true;
    }
    if (kind == REINTI_ITEM_MULTIPLE || kind == REINTI_ITEM_RANK)
        return give_up(
            t, "it compares all answers of a question with several answers; selected() can be taken over");
    if (value->kind != OPERAND_QUESTION && !fit(t, question, value))
        return false;
    reinti_str_format(&out->sql, "%s %s %s", left->sql.text, unequal ? "IS NOT" : sign, right->sql.text);
    return true;
}

static bool
parse_comparison(translator *t, operand *out)
{
    static const char *const signs[] = { "!=", "<=", ">=", "=", "<", ">" };
    operand left = { .sql = REINTI_STR_EMPTY }, right = { .sql = REINTI_STR_EMPTY };
    const char *sign = NULL;

    if (!take_operand(t, &left)) {
        drop(&left);
        return false;
    }
    for (size_t i = 0; !sign && i < REINTI_LENGTH(signs); i++)
        if (take(t, signs[i]))
            sign = signs[i];
    if (!sign) {
        *out = left;
        return true;
    }
    out->kind = OPERAND_CONDITION;
    bool good = take_operand(t, &right) && compare(t, &left, sign, &right, out);
    drop(&left);
    drop(&right);
    return good;
}

/* A B and B ..., or-ed the same way: LOWER parses the parts. */
static bool
parse_chain(translator *t, const char *word, const char *sql, bool (*lower)(translator *t, operand *out),
            operand *out)
{
    if (!lower(t, out))
        return false;
    while (take_word(t, word)) {
        operand next = { .sql = REINTI_STR_EMPTY };
        bool good = lower(t, &next);
        if (good && (out->kind != OPERAND_CONDITION || next.kind != OPERAND_CONDITION))
            good = give_up(t, "it joins what is no condition");
        if (good)
            reinti_str_format(&out->sql, " %s %s", sql, next.sql.text);
        drop(&next);
        if (!good)
            return false;
    }
    return true;
}

static bool
parse_and(translator *t, operand *out)
{
    return parse_chain(t, "and", "AND", parse_comparison, out);
}

static bool
parse_or(translator *t, operand *out)
{
    return parse_chain(t, "or", "OR", parse_and, out);
}

bool
reinti_xlsform_condition(const reinti_xlsform *form, size_t item, const char *xpath, const char *self,
                         reinti_str *sql, const char **why)
{
    translator t = { .form = form, .item = item, .p = xpath, .self = self };
    operand out = { .sql = REINTI_STR_EMPTY };
    bool good = parse_or(&t, &out);

    skip_blanks(&t);
    if (good && *t.p)
        good = give_up(&t, "it computes more than comparisons and selected()");
    if (good && out.kind != OPERAND_CONDITION)
        good = give_up(&t, "it is a value and no condition");
    if (good && out.sql.failed)
        sql->failed = true;
    else if (good)
        reinti_str_add(sql, out.sql.text);
    drop(&out);
    *why = t.why;
    return good;
}
