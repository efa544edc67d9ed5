/* xpath.c -- conditions of a codebook (SQL) as conditions of a form (XPath): the way back of relevant.c.
 *
 * Taken over: variables of the record and of those above it, codes, texts, numbers and whole dates, =, <>, the orders,
 * IS, IN, BETWEEN, has(), x__why, AND, OR, NOT, brackets.  Whatever else a condition says makes the whole of it
 * untranslatable, and why is told.
 *
 * SQL knows a third truth, NULL, and XPath does not: `sex <> 'male'` is NULL of somebody whose sex is missing, and
 * `${sex} != 'male'` is true.  So a condition is read into a tree (here), and of the tree is written what makes it true,
 * or what makes it false (xpath_write.c), NOT being the step from one to the other.  A question that is answered with a
 * missing reason (97, refused) has a value in the form and none in the codebook, so that reason is named wherever it
 * matters. */
#include <config.h>

#include "xlsform/xpath.h"

#include <string.h>

#include "xlsform/xpath_node.h"

#define DEPTH_MOST 50

typedef struct translator {
    reinti_arena *arena;
    reinti_xpath_find find;
    void *user;
    size_t n, at, depth;
    const reinti_token *token;
    const char *why;
} translator;

static const reinti_node *parse_or(translator *t);

static const void *
give_up(translator *t, const char *why)
{
    t->why = t->why ? t->why : why;
    return NULL;
}

static const char beyond[] = REINTI_WORDS("it computes more than comparisons and has()");

/* ---- reading ----------------------------------------------------------------------------------------------- */

static const reinti_token *
now(const translator *t)
{
    return &t->token[t->at];
}

static bool
take_word(translator *t, const char *word)
{
    bool is = reinti_token_is_word(now(t), word);

    t->at += is;
    return is;
}

static bool
take_sign(translator *t, const char *sign)
{
    bool is = reinti_token_is_sign(now(t), sign);

    t->at += is;
    return is;
}

static bool
is_literal(const reinti_token *token)
{
    return token->kind == REINTI_TOKEN_TEXT || token->kind == REINTI_TOKEN_NUMBER;
}

static reinti_node *
make(translator *t, reinti_node_kind kind, const reinti_node *left, const reinti_node *right)
{
    reinti_node *made = reinti_arena_alloc(t->arena, sizeof *made);

    if (!made) {
        give_up(t, "there is no memory");
        return NULL;
    }
    *made = (reinti_node){ .kind = kind, .left = left, .right = right };
    return made;
}

static const reinti_node *
negate(translator *t, const reinti_node *of, bool negated)
{
    return of && negated ? make(t, REINTI_NODE_NOT, of, NULL) : of;
}

/* The variable at the current token; *WHY: its missing reason is meant. */
static bool
take_variable(translator *t, reinti_xpath_question *out, bool *why)
{
    const char *name = now(t)->text, *reason = NULL;
    size_t n = now(t)->kind == REINTI_TOKEN_WORD ? strlen(name) : 0;

    *why = n > 5 && !strcmp(name + n - 5, "__why");
    if (*why)
        name = reinti_arena_text_n(t->arena, name, n - 5);
    if (!n || !name || reinti_token_is_sign(now(t) + 1, "("))
        return give_up(t, beyond) != NULL;
    if (!t->find(t->user, name, out, &reason))
        return give_up(t, reason) != NULL;
    t->at++;
    return true;
}

/* Whether LITERAL can be compared with X (the codebook checked codes and types; a date must be a whole one). */
static bool
fits(translator *t, const reinti_xpath_question *x, bool why, const reinti_token *literal)
{
    reinti_interval day;

    if (!is_literal(literal))
        return give_up(t, beyond) != NULL;
    if (why)
        return true;
    if (x->variable->multiple)
        return give_up(t, "it compares all answers of a question with several answers") != NULL;
    if (x->variable->type == REINTI_DATE &&
        (reinti_parse_date(literal->text, strlen(literal->text), &day) != REINTI_PARSED ||
         day.low != day.high))
        return give_up(t, "it names a date that is no single day") != NULL;
    if (literal->kind == REINTI_TOKEN_TEXT && strchr(literal->text, '\'') && strchr(literal->text, '"'))
        return give_up(t, "a text in it has both kinds of quotes") != NULL;
    return true;
}

static const reinti_node *
parse_in(translator *t, const reinti_xpath_question *x, bool why)
{
    if (!take_sign(t, "("))
        return give_up(t, beyond);
    reinti_node *made = make(t, REINTI_NODE_IN, NULL, NULL);
    if (!made)
        return NULL;
    made->x = *x;
    made->why = why;
    made->literal = now(t);
    do {
        if (!fits(t, x, why, now(t)))
            return NULL;
        t->at++;
        made->n++;
    } while (take_sign(t, ","));
    return take_sign(t, ")") ? made : give_up(t, beyond);
}

static const reinti_node *
parse_is(translator *t, const reinti_xpath_question *x, bool why)
{
    bool negated = take_word(t, "NOT");
    reinti_node *made = make(t, REINTI_NODE_IS, NULL, NULL);

    if (!made)
        return NULL;
    made->x = *x;
    made->why = why;
    if (!take_word(t, "NULL")) {
        if (!fits(t, x, why, now(t)))
            return NULL;
        made->n = 1;
        made->literal = &t->token[t->at++];
    } else if (why) {
        return give_up(t, "it asks whether there is a missing reason");
    }
    return negate(t, made, negated);
}

/* X SIGN (a literal or a question), now behind the sign. */
static const reinti_node *
parse_against(translator *t, const reinti_xpath_question *x, bool why, const char *sign)
{
    bool equal = !strcmp(sign, "=") || !strcmp(sign, "=="),
         unequal = !strcmp(sign, "<>") || !strcmp(sign, "!=");
    bool of_why = false;
    reinti_node *made = make(t, equal || unequal ? REINTI_NODE_IN : REINTI_NODE_ORDER, NULL, NULL);

    if (!made)
        return NULL;
    made->x = *x;
    made->why = why;
    made->sign = sign;
    if (is_literal(now(t))) {
        if (!fits(t, x, why, now(t)))
            return NULL;
        made->n = 1;
        made->literal = &t->token[t->at++];
    } else if (!take_variable(t, &made->y, &of_why)) {
        return NULL;
    }
    if (!made->n) { /* of two questions */
        made->kind = REINTI_NODE_ORDER;
        made->sign = equal || unequal ? "=" : sign;
        if (why || of_why || !reinti_xpath_is_ordered(&made->y))
            return give_up(t, "it compares two questions that are no numbers and no dates");
    }
    if (made->kind == REINTI_NODE_ORDER && (why || !reinti_xpath_is_ordered(x)))
        return give_up(t, "it puts what is no number and no date in an order");
    return negate(t, made, unequal);
}

static const char *
take_comparison(translator *t)
{
    static const char *const signs[] = { "=", "==", "<>", "!=", "<=", ">=", "<", ">" };

    for (size_t i = 0; i < REINTI_LENGTH(signs); i++)
        if (take_sign(t, signs[i]))
            return signs[i];
    return NULL;
}

/* 18 <= age */
static const reinti_node *
parse_turned(translator *t)
{
    static const char *const turned[][2] = { { "<", ">" }, { ">", "<" }, { "<=", ">=" }, { ">=", "<=" } };
    size_t literal = t->at++;
    const char *sign = take_comparison(t);
    reinti_xpath_question x;
    bool why;

    if (!sign) { /* true and false are numbers */
        const char *number = t->token[literal].kind == REINTI_TOKEN_NUMBER ? t->token[literal].text : "";
        if (strcmp(number, "0") && strcmp(number, "1"))
            return give_up(t, beyond);
        reinti_node *made = make(t, REINTI_NODE_TRUTH, NULL, NULL);
        if (made)
            made->holds = *number == '1';
        return made;
    }
    if (!take_variable(t, &x, &why))
        return NULL;
    for (size_t i = 0; i < REINTI_LENGTH(turned); i++)
        if (!strcmp(sign, turned[i][0])) {
            sign = turned[i][1];
            break;
        }
    size_t behind = t->at;
    t->at = literal;
    const reinti_node *made = parse_against(t, &x, why, sign);
    t->at = behind;
    return made;
}

static const reinti_node *
parse_has(translator *t)
{
    bool why;
    reinti_node *made = make(t, REINTI_NODE_HAS, NULL, NULL);

    if (!made || !take_variable(t, &made->x, &why))
        return NULL;
    if (why || !made->x.variable->multiple || !take_sign(t, ",") || now(t)->kind != REINTI_TOKEN_TEXT)
        return give_up(t, "has() takes a question with several answers and a code");
    made->literal = &t->token[t->at++];
    return take_sign(t, ")") ? made : give_up(t, beyond);
}

static const reinti_node *
parse_between(translator *t, const reinti_xpath_question *x, bool why)
{
    const reinti_node *low = parse_against(t, x, why, ">=");

    if (!low || !take_word(t, "AND"))
        return low ? give_up(t, beyond) : NULL;
    const reinti_node *high = parse_against(t, x, why, "<=");
    return high ? make(t, REINTI_NODE_AND, low, high) : NULL;
}

static const reinti_node *
parse_primary(translator *t)
{
    reinti_xpath_question x;
    bool why;

    if (take_sign(t, "(")) {
        const reinti_node *inner =
            ++t->depth > DEPTH_MOST ? give_up(t, "it is nested too deeply") : parse_or(t);
        t->depth--;
        return inner && !take_sign(t, ")") ? give_up(t, beyond) : inner;
    }
    if (is_literal(now(t)))
        return parse_turned(t);
    if (reinti_token_is_word(now(t), "HAS") && reinti_token_is_sign(now(t) + 1, "(")) {
        t->at += 2;
        return parse_has(t);
    }
    if (!take_variable(t, &x, &why))
        return NULL;
    if (take_word(t, "IS"))
        return parse_is(t, &x, why);
    bool negated = take_word(t, "NOT");
    if (take_word(t, "IN"))
        return negate(t, parse_in(t, &x, why), negated);
    if (take_word(t, "BETWEEN"))
        return negate(t, parse_between(t, &x, why), negated);
    const char *sign = negated ? NULL : take_comparison(t);
    return sign ? parse_against(t, &x, why, sign) : give_up(t, beyond);
}

static const reinti_node *
parse_not(translator *t)
{
    bool negated = false;
    size_t nots = 0;

    for (; take_word(t, "NOT"); nots++)
        negated = !negated;
    if (nots > DEPTH_MOST)
        return give_up(t, "it is nested too deeply");
    return negate(t, parse_primary(t), negated);
}

/* What PART reads, joined by WORD. */
static const reinti_node *
parse_joined(translator *t, const reinti_node *(*part)(translator *), const char *word, reinti_node_kind kind)
{
    const reinti_node *left = part(t);

    while (left && take_word(t, word)) {
        const reinti_node *right = part(t);
        left = right ? make(t, kind, left, right) : NULL;
    }
    return left;
}

static const reinti_node *
parse_and(translator *t)
{
    return parse_joined(t, parse_not, "AND", REINTI_NODE_AND);
}

static const reinti_node *
parse_or(translator *t)
{
    return parse_joined(t, parse_and, "OR", REINTI_NODE_OR);
}

static const reinti_node *
parse(translator *t, const char *condition)
{
    t->at = 0;
    t->token = reinti_tokens_read(t->arena, condition, &t->n);
    if (!t->token)
        return give_up(t, "it is too long");
    const reinti_node *whole = parse_or(t);
    return whole && t->at < t->n ? give_up(t, beyond) : whole;
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

/* WHOLE as true; NEGATED: as what must not be. */
static bool
translate(translator *t, const reinti_node *whole, bool negated, reinti_str *out, const char **why)
{
    reinti_str text = REINTI_STR_EMPTY;
    bool needs_empty = false;
    bool good = whole && reinti_xpath_write(whole, &text, &t->why, &needs_empty);

    if (good && needs_empty)
        good = give_up(
                   t, "it is about a question without an answer, whose constraint a form does not look at") !=
               NULL;
    if (good && !text.failed)
        reinti_str_format(out, negated ? "not(%s)" : "%s", text.text);
    out->failed = out->failed || text.failed;
    reinti_str_free(&text);
    *why = t->why;
    return good;
}

bool
reinti_xpath_condition(const char *condition, reinti_xpath_find find, void *user, reinti_str *out,
                       const char **why)
{
    translator t = { .arena = reinti_arena_create(), .find = find, .user = user };
    bool good = t.arena && translate(&t, parse(&t, condition), false, out, why);

    out->failed = out->failed || !t.arena;
    reinti_arena_free(t.arena);
    return good;
}

bool
reinti_xpath_rule(const char *when, const char *require, reinti_xpath_find find, void *user, reinti_str *out,
                  const char **why)
{
    translator t = { .arena = reinti_arena_create(), .find = find, .user = user };
    const reinti_node *first = t.arena && when ? parse(&t, when) : NULL;
    const reinti_node *broken = t.arena && (first || !when) ? negate(&t, parse(&t, require), true) : NULL;
    bool good = t.arena && translate(&t, broken && first ? make(&t, REINTI_NODE_AND, first, broken) : broken,
                                     true, out, why);

    out->failed = out->failed || !t.arena;
    reinti_arena_free(t.arena);
    return good;
}
