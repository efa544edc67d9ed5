/* relevant_compute.c -- what a form computes, as SQL: + - * div mod of numbers, count-selected(), if(), int(), number().
 *
 * A number of a form is a double, and what is computed of an empty answer is not-a-number; in SQL that is NULL, and
 * comparisons know it (relevant_compare.c).  Where SQL computes otherwise the whole condition is refused: 5 div 2 is 2.5,
 * so one side is made a decimal; what is divided by may not be an answer, which may be 0; mod is that of whole numbers,
 * which have the sign of the dividend in both.  if() takes what is not true for false, so within its condition nothing
 * may be unknown (make_exact). */
#include <config.h>

#include "xlsform/relevant.h"

#include <string.h>

static void
drop(reinti_operand *o)
{
    reinti_str_free(&o->sql);
}

/* ---- + - * div mod ----------------------------------------------------------------------------------------- */

/* What is divided by is a number other than 0. */
static bool
is_divisor(const reinti_operand *o)
{
    double value;

    return o->kind == REINTI_OPERAND_NUMBER && reinti_parse_decimal(o->sql.text, o->sql.length, &value) &&
           value;
}

/* LEFT SIGN RIGHT takes the place of LEFT; RIGHT is given back. */
static bool
join(reinti_relevant *t, reinti_operand *left, const char *sign, reinti_operand *right)
{
    bool division = !strcmp(sign, "/"), rest = !strcmp(sign, "%"), good = true;
    reinti_operand made = { .kind = REINTI_OPERAND_COMPUTED, .sql = REINTI_STR_EMPTY };

    if (!reinti_relevant_is_number(t, left) || !reinti_relevant_is_number(t, right))
        good = reinti_relevant_give_up(t, "it computes with what is no number");
    else if ((division || rest) && !is_divisor(right))
        good = reinti_relevant_give_up(t, "it divides by what may be 0");
    else if (rest && (!left->whole || !right->whole))
        good = reinti_relevant_give_up(t, "it takes the rest of a division of what may be no whole number");
    made.whole = !division && left->whole && right->whole;
    if (good)
        reinti_str_format(&made.sql, division ? "(1.0 * %s %s %s)" : "(%s %s %s)", left->sql.text, sign,
                          right->sql.text);
    drop(right);
    if (!good)
        return false;
    drop(left);
    *left = made;
    return true;
}

static bool
take_signed(reinti_relevant *t, reinti_operand *out)
{
    bool minus = false;

    for (reinti_relevant_blanks(t); reinti_relevant_take(t, "-"); reinti_relevant_blanks(t))
        minus = !minus;
    if (!reinti_relevant_operand(t, out))
        return false;
    if (!minus)
        return true;
    if (!reinti_relevant_is_number(t, out))
        return reinti_relevant_give_up(t, "it computes with what is no number");
    bool literal = out->kind == REINTI_OPERAND_NUMBER && *out->sql.text != '-';
    reinti_operand made = { .kind = literal ? REINTI_OPERAND_NUMBER : REINTI_OPERAND_COMPUTED,
                            .whole = out->whole,
                            .sql = REINTI_STR_EMPTY };
    reinti_str_format(&made.sql, literal ? "-%s" : "(-%s)", out->sql.text);
    drop(out);
    *out = made;
    return true;
}

static bool
take_product(reinti_relevant *t, reinti_operand *out)
{
    if (!take_signed(t, out))
        return false;
    for (;;) {
        const char *sign = reinti_relevant_take(t, "*")          ? "*"
                           : reinti_relevant_take_word(t, "div") ? "/"
                           : reinti_relevant_take_word(t, "mod") ? "%"
                                                                 : NULL;
        reinti_operand next = { .sql = REINTI_STR_EMPTY };
        if (!sign)
            return true;
        if (!take_signed(t, &next)) {
            drop(&next);
            return false;
        }
        if (!join(t, out, sign, &next))
            return false;
    }
}

bool
reinti_relevant_sum(reinti_relevant *t, reinti_operand *out)
{
    if (!take_product(t, out))
        return false;
    for (;;) {
        const char *sign = reinti_relevant_take(t, "+") ? "+" : reinti_relevant_take(t, "-") ? "-" : NULL;
        reinti_operand next = { .sql = REINTI_STR_EMPTY };
        if (!sign)
            return true;
        if (!take_product(t, &next)) {
            drop(&next);
            return false;
        }
        if (!join(t, out, sign, &next))
            return false;
    }
}

/* ---- functions --------------------------------------------------------------------------------------------- */

/* count-selected(${q}): a missing reason that is chosen counts as the choice it is in the form. */
static bool
take_count(reinti_relevant *t, reinti_operand *out)
{
    reinti_operand question = { .sql = REINTI_STR_EMPTY };
    reinti_str reasons = REINTI_STR_EMPTY;
    bool good = reinti_relevant_take(t, "(") && reinti_relevant_question(t, &question) &&
                reinti_relevant_take(t, ")");
    reinti_item_kind kind = good ? t->form->item[question.item].kind : REINTI_ITEM_TEXT;

    good = good && (kind == REINTI_ITEM_MULTIPLE || kind == REINTI_ITEM_RANK);
    if (good && reinti_relevant_has_reasons(t, question.item, &reasons))
        reinti_str_format(&out->sql, "coalesce(chosen(%s), %s__why IN (%s))", question.sql.text,
                          question.sql.text, reasons.text);
    else if (good)
        reinti_str_format(&out->sql, "coalesce(chosen(%s), 0)", question.sql.text);
    out->kind = REINTI_OPERAND_COMPUTED;
    out->whole = true;
    out->sql.failed = out->sql.failed || reasons.failed;
    reinti_str_free(&reasons);
    drop(&question);
    return good ? true : reinti_relevant_give_up(t, "count-selected() takes a question with several answers");
}

/* if(CONDITION, A, B) of numbers or of conditions. */
static bool
take_if(reinti_relevant *t, reinti_operand *out)
{
    reinti_operand part[3] = { { .sql = REINTI_STR_EMPTY },
                               { .sql = REINTI_STR_EMPTY },
                               { .sql = REINTI_STR_EMPTY } };
    bool good = reinti_relevant_deeper(t), exact = t->exact;

    for (size_t i = 0; i < 3 && good; i++) {
        t->exact = exact || !i;
        good = reinti_relevant_take(t, i ? "," : "(") && reinti_relevant_parse(t, &part[i]);
        t->exact = exact;
    }
    good = good && reinti_relevant_take(t, ")") && part[0].kind == REINTI_OPERAND_CONDITION;
    t->depth--;
    bool conditions = part[1].kind == REINTI_OPERAND_CONDITION && part[2].kind == REINTI_OPERAND_CONDITION;
    if (!good)
        reinti_relevant_give_up(t, "if() takes a condition and two values");
    else if (!conditions &&
             (!reinti_relevant_is_number(t, &part[1]) || !reinti_relevant_is_number(t, &part[2])))
        good = reinti_relevant_give_up(t, "its if() gives neither numbers nor conditions");
    out->kind = conditions ? REINTI_OPERAND_CONDITION : REINTI_OPERAND_COMPUTED;
    out->whole = part[1].whole && part[2].whole;
    if (good)
        reinti_str_format(&out->sql, "(CASE WHEN %s THEN %s ELSE %s END)", part[0].sql.text, part[1].sql.text,
                          part[2].sql.text);
    for (size_t i = 0; i < 3; i++)
        drop(&part[i]);
    return good;
}

/* int(A), number(A) */
static bool
take_cast(reinti_relevant *t, bool whole, reinti_operand *out)
{
    reinti_operand inner = { .sql = REINTI_STR_EMPTY };
    bool good = reinti_relevant_deeper(t) && reinti_relevant_take(t, "(") && reinti_relevant_sum(t, &inner) &&
                reinti_relevant_take(t, ")") && reinti_relevant_is_number(t, &inner);

    t->depth--;
    out->kind = REINTI_OPERAND_COMPUTED;
    out->whole = whole || inner.whole;
    if (good)
        reinti_str_format(&out->sql, whole ? "CAST(%s AS INTEGER)" : "(%s)", inner.sql.text);
    drop(&inner);
    return good ? true : reinti_relevant_give_up(t, "it computes with what is no number");
}

bool
reinti_relevant_function(reinti_relevant *t, reinti_operand *out, bool *known)
{
    static const struct {
        const char *name, *why;
    } beyond[] = {
        { "today",
          REINTI_WORDS("it asks for the day on which the form is filled in, which no answer holds") },
        { "now",
          REINTI_WORDS("it asks for the moment at which the form is filled in, which no answer holds") },
        { "pulldata", REINTI_WORDS("it looks into another file") },
        { "instance", REINTI_WORDS("it looks into another file") },
        { "random", REINTI_WORDS("it is decided by chance") },
    };

    *known = true;
    if (reinti_relevant_take_word(t, "count-selected"))
        return take_count(t, out);
    if (reinti_relevant_take_word(t, "if"))
        return take_if(t, out);
    if (reinti_relevant_take_word(t, "int"))
        return take_cast(t, true, out);
    if (reinti_relevant_take_word(t, "number"))
        return take_cast(t, false, out);
    for (size_t i = 0; i < REINTI_LENGTH(beyond); i++)
        if (reinti_relevant_take_word(t, beyond[i].name))
            return reinti_relevant_give_up(t, beyond[i].why);
    *known = false;
    return false;
}
