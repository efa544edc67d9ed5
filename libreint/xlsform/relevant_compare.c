/* relevant_compare.c -- what a comparison of a form is in the codebook.
 *
 * A form compares by what stands there: numbers, or an order, make numbers of names of choices, dates are dates, all
 * else are texts.  A codebook knows the kind of every variable, and codes are texts: so a choice that is compared as a
 * number becomes the choices whose names are such numbers, and what would put texts in an order, compare different kinds,
 * or name a choice that is not there is refused.  An answer that stands for a missing reason is that reason. */
#include <config.h>

#include "xlsform/relevant.h"

#include <string.h>

#include "xlsform/make.h"

static bool
is_number(reinti_item_kind kind)
{
    return kind == REINTI_ITEM_INTEGER || kind == REINTI_ITEM_DECIMAL;
}

const char *
reinti_relevant_reason(const reinti_relevant *t, size_t item, const char *value, size_t *n)
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
static bool
pass_missing(reinti_relevant *t, const reinti_operand *question)
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
            reinti_str_format(&text, !is_number(it->kind) ? " and %.*s != '%.*s'" : " and %.*s != %.*s",
                              (int)question->n_written, question->written, (int)n_answer, answer);
    reinti_relevant_blanks(t); /* the text begins with one */
    bool passed = !text.failed && text.length && !strncmp(t->p, text.text + 1, text.length - 1);
    if (passed)
        t->p += text.length - 1;
    reinti_str_free(&text);
    return passed;
}

/* `${q} = ''` or not: an answer that stands for a missing reason is an answer in the form, and none in the codebook. */
static void
compare_empty(reinti_relevant *t, const reinti_operand *question, bool equal, reinti_operand *out)
{
    const char *name = question->sql.text;
    reinti_str reasons = REINTI_STR_EMPTY;

    if (!reinti_relevant_has_reasons(t, question->item, &reasons) || (!equal && pass_missing(t, question)))
        reinti_str_format(&out->sql, "%s IS %sNULL", name, equal ? "" : "NOT ");
    else
        reinti_str_format(
            &out->sql, equal ? "(%s IS NULL AND %s__why NOT IN (%s))" : "(%s IS NOT NULL OR %s__why IN (%s))",
            name, name, reasons.text);
    out->sql.failed = out->sql.failed || reasons.failed;
    reinti_str_free(&reasons);
}

bool
reinti_relevant_has_reasons(const reinti_relevant *t, size_t item, reinti_str *reasons)
{
    const reinti_item *it = &t->form->item[item];
    const char *reason, *answer;
    size_t n, n_answer, found = 0;

    for (size_t k = 0; it->list < t->form->n_lists && k < t->form->list[it->list].n; k++) {
        const char *missing = t->form->list[it->list].choice[k].missing;
        if (missing && reasons)
            reinti_str_format(reasons, "%s'%s'", found ? ", " : "", missing);
        found += missing != NULL;
    }
    for (const char *at = reinti_text_or(it->answers, "");
         (at = reinti_missing_next(at, &reason, &n, &answer, &n_answer));) {
        if (n_answer && reasons)
            reinti_str_format(reasons, "%s'%.*s'", found ? ", " : "", (int)n, reason);
        found += n_answer != 0;
    }
    return found != 0;
}

static const char no_choice[] = REINTI_WORDS("it names a choice that the list does not have");

bool
reinti_relevant_has_choice(reinti_relevant *t, size_t item, const reinti_str *quoted)
{
    const reinti_item *it = &t->form->item[item];
    reinti_str one = REINTI_STR_EMPTY;
    bool has = it->list >= t->form->n_lists ||
               (t->form->list[it->list].or_other && !strcmp(quoted->text, "'other'"));

    for (size_t k = 0; !has && k < t->form->list[it->list].n; k++) {
        const char *name = t->form->list[it->list].choice[k].name;
        reinti_str_clear(&one);
        reinti_relevant_add_text(&one, name, strlen(name));
        has = !one.failed && !strcmp(one.text, quoted->text);
    }
    reinti_str_free(&one);
    return has || reinti_relevant_give_up(t, no_choice);
}

/* Two questions: numbers and dates in any order, codes of one list and texts only as the same or another. */
static bool
compare_questions(reinti_relevant *t, const reinti_operand *left, const char *sign,
                  const reinti_operand *right, reinti_operand *out)
{
    const reinti_item *a = &t->form->item[left->item], *b = &t->form->item[right->item];
    bool unequal = !strcmp(sign, "!="), ordered = !unequal && strcmp(sign, "=") != 0;

    if (!(is_number(a->kind) && is_number(b->kind)) &&
        !(a->kind == REINTI_ITEM_DATE && b->kind == REINTI_ITEM_DATE)) {
        if (ordered)
            return reinti_relevant_give_up(t, "it puts what is no number and no date in an order");
        if (a->kind != b->kind || (a->kind == REINTI_ITEM_ONE && a->list != b->list))
            return reinti_relevant_give_up(t, "it compares two questions of different kinds");
    }
    reinti_str_format(&out->sql, "%s %s %s", left->sql.text, unequal ? "IS NOT" : sign, right->sql.text);
    return true;
}

static bool
holds(double a, const char *sign, double b)
{
    return *sign == '<' ? (sign[1] ? a <= b : a < b) : *sign == '>' ? (sign[1] ? a >= b : a > b) : a == b;
}

/* The choices that a comparison of a select_one allows: in a form their names are numbers wherever a number or an order
 * stands, in a codebook codes are texts and have none. */
static bool
compare_choices(reinti_relevant *t, const reinti_operand *question, const char *sign,
                const reinti_operand *value, reinti_operand *out)
{
    static const char or [] = " OR ";
    const reinti_choices *list = &t->form->list[t->form->item[question->item].list];
    bool quoted = value->kind == REINTI_OPERAND_TEXT, unequal = !strcmp(sign, "!="),
         numbers = !quoted || (!unequal && strcmp(sign, "=") != 0);
    const char *text = value->sql.text + quoted;
    size_t length = value->sql.length - 2 * quoted, n = 0;
    double limit = 0, name;
    reinti_str codes = REINTI_STR_EMPTY, reasons = REINTI_STR_EMPTY, one = REINTI_STR_EMPTY;

    if (numbers && !reinti_parse_decimal(text, length, &limit))
        return reinti_relevant_give_up(t, "it puts what is no number and no date in an order");
    for (size_t k = 0; k < list->n; k++) {
        const reinti_choice *c = &list->choice[k];
        reinti_str_clear(&one);
        reinti_relevant_add_text(&one, c->name, strlen(c->name));
        if (numbers ? !reinti_parse_decimal(c->name, strlen(c->name), &name) || !holds(name, sign, limit)
                    : strcmp(one.text, value->sql.text) != 0)
            continue;
        if (c->missing)
            reinti_str_format(&reasons, "%s%s__why IS '%s'", or, question->sql.text, c->missing);
        else
            reinti_str_format(&codes, "%s%s", n++ ? ", " : "", one.text);
    }
    if (!n && !numbers && list->or_other && !strcmp(value->sql.text, "'other'"))
        n++, reinti_str_add(&codes, "'other'");
    bool good = (n || reasons.length) && (n == 1 || !unequal);
    if (good && !n)
        reinti_str_format(&out->sql, "(%s)", reasons.text + strlen(or));
    else if (good && n == 1 && !reasons.length)
        reinti_str_format(&out->sql, "%s %s %s", question->sql.text, unequal ? "IS NOT" : "=", codes.text);
    else if (good)
        reinti_str_format(&out->sql, reasons.length ? "(%s IN (%s)%s)" : "%s IN (%s)%s", question->sql.text,
                          codes.text, reinti_text_or(reasons.text, ""));
    reinti_str_free(&codes);
    reinti_str_free(&reasons);
    reinti_str_free(&one);
    return good || reinti_relevant_give_up(t, no_choice);
}

/* Numbers are numbers: `${age} > '17'` is age > 17; texts are texts: `${why} = 1` is why = '1'; of a moment only the
 * date is kept, which tells no more than whether it is before a day. */
static bool
fit(reinti_relevant *t, const reinti_operand *question, const char *sign, reinti_operand *value)
{
    reinti_item_kind kind = t->form->item[question->item].kind;
    reinti_str sql = REINTI_STR_EMPTY;
    double number;
    reinti_interval day;
    size_t n = value->sql.length;
    bool text = value->kind == REINTI_OPERAND_TEXT;

    if (kind == REINTI_ITEM_DATE || kind == REINTI_ITEM_MOMENT) {
        if (!text || reinti_parse_date(value->sql.text + 1, n - 2, &day) != REINTI_PARSED)
            return reinti_relevant_give_up(t, "it compares a date with what is no day");
        if (kind == REINTI_ITEM_MOMENT && strcmp(sign, "<") != 0 && strcmp(sign, ">=") != 0)
            return reinti_relevant_give_up(t, "it asks for the time of day, which is not kept");
        return true;
    }
    if (is_number(kind)) {
        if (!text)
            return true;
        if (!reinti_parse_decimal(value->sql.text + 1, n - 2, &number))
            return reinti_relevant_give_up(t, "it compares a number with a text");
        reinti_str_add_n(&sql, value->sql.text + 1, n - 2);
    } else if (*sign == '<' || *sign == '>') {
        return reinti_relevant_give_up(t, "it puts what is no number and no date in an order");
    } else if (text) {
        return true;
    } else {
        reinti_str_format(&sql, "'%s'", value->sql.text);
    }
    reinti_str_free(&value->sql);
    value->sql = sql;
    return true;
}

/* `5 < ${q}` is `${q} > 5`. */
static const char *
turned(const char *sign)
{
    return *sign == '<' ? (sign[1] ? ">=" : ">") : *sign == '>' ? (sign[1] ? "<=" : "<") : sign;
}

bool
reinti_relevant_is_number(const reinti_relevant *t, const reinti_operand *o)
{
    return o->kind == REINTI_OPERAND_NUMBER || o->kind == REINTI_OPERAND_COMPUTED ||
           (o->kind == REINTI_OPERAND_QUESTION && is_number(t->form->item[o->item].kind));
}

/* A number that is computed: not-a-number is NULL, which no order and no equality holds of, and != does. */
static bool
compare_computed(reinti_relevant *t, const reinti_operand *left, const char *sign,
                 const reinti_operand *right, reinti_operand *out)
{
    if (!reinti_relevant_is_number(t, left) || !reinti_relevant_is_number(t, right))
        return reinti_relevant_give_up(t, "it compares what it computes with what is no number");
    if (!strcmp(sign, "!="))
        reinti_str_format(&out->sql, "(%s <> %s) IS NOT 0", left->sql.text, right->sql.text);
    else
        reinti_str_format(&out->sql, "%s %s %s", left->sql.text, sign, right->sql.text);
    return true;
}

bool
reinti_relevant_compare(reinti_relevant *t, reinti_operand *left, const char *sign, reinti_operand *right,
                        reinti_operand *out)
{
    bool equal = !strcmp(sign, "="), unequal = !strcmp(sign, "!=");

    if (left->kind == REINTI_OPERAND_CONDITION || right->kind == REINTI_OPERAND_CONDITION)
        return reinti_relevant_give_up(t, "it compares conditions");
    if (left->kind == REINTI_OPERAND_COMPUTED || right->kind == REINTI_OPERAND_COMPUTED)
        return compare_computed(t, left, sign, right, out);
    if (left->kind != REINTI_OPERAND_QUESTION && right->kind != REINTI_OPERAND_QUESTION)
        return reinti_relevant_give_up(t, "it compares two constants");
    reinti_operand *question = left->kind == REINTI_OPERAND_QUESTION ? left : right,
                   *value = question == left ? right : left;
    reinti_item_kind kind = t->form->item[question->item].kind;
    if (value->kind == REINTI_OPERAND_TEXT && value->sql.length == 2) { /* '' */
        if (!equal && !unequal)
            return reinti_relevant_give_up(t, "it orders an empty text");
        compare_empty(t, question, equal, out);
        return true;
    }
    size_t n_reason;
    const char *reason = value->kind == REINTI_OPERAND_QUESTION
                             ? NULL
                             : reinti_relevant_reason(t, question->item, value->sql.text, &n_reason);
    if (reason && (equal || unequal)) {
        reinti_str_format(&out->sql, "%s__why IS %s'%.*s'", question->sql.text, equal ? "" : "NOT ",
                          (int)n_reason, reason);
        return true;
    }
    if (kind == REINTI_ITEM_MULTIPLE || kind == REINTI_ITEM_RANK)
        return reinti_relevant_give_up(
            t, "it compares all answers of a question with several answers; selected() can be taken over");
    if (value->kind == REINTI_OPERAND_QUESTION)
        return compare_questions(t, left, sign, right, out);
    const char *of_question = question == left ? sign : turned(sign);
    if (kind == REINTI_ITEM_ONE && t->form->item[question->item].list < t->form->n_lists)
        return compare_choices(t, question, of_question, value, out);
    if (!fit(t, question, of_question, value))
        return false;
    reinti_str_format(&out->sql, "%s %s %s", left->sql.text, unequal ? "IS NOT" : sign, right->sql.text);
    return true;
}
