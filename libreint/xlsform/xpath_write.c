/* xpath_write.c -- writes a condition, read by xpath.c into a tree, as XPath: what makes it true, and what makes it
 * false, NOT being the step from one to the other. */
#include <config.h>

#include "xlsform/xpath_node.h"

#include <string.h>

typedef struct writer {
    const char *why;
    bool needs_empty;
} writer;

static void
refuse(writer *w, const char *why)
{
    w->why = w->why ? w->why : why;
}

bool
reinti_xpath_is_ordered(const reinti_xpath_question *x)
{
    reinti_type type = x->variable->type;

    return type == REINTI_INTEGER || type == REINTI_DECIMAL || type == REINTI_AGE || type == REINTI_DATE;
}

/* How close what stands around binds: brackets are needed for `or` within `and` only. */
typedef enum binding { LOOSE, IN_OR, IN_AND } binding;

/* Parts joined by one word. */
typedef struct parts {
    reinti_str text;
    size_t n;
    const char *word;
} parts;

static reinti_str *
next(parts *p)
{
    if (p->n++)
        reinti_str_format(&p->text, " %s ", p->word);
    return &p->text;
}

static void
finish(parts *p, binding around, reinti_str *out)
{
    bool brackets = p->n > 1 && around == IN_AND && !strcmp(p->word, "or");

    reinti_str_format(out, brackets ? "(%s)" : "%s", p->text.text);
    out->failed = out->failed || p->text.failed;
    reinti_str_free(&p->text);
}

bool
reinti_xpath_text(reinti_str *out, const char *text)
{
    char quote = strchr(text, '\'') ? '"' : '\'';

    if (strchr(text, quote))
        return false;
    reinti_str_add_char(out, quote);
    reinti_str_add(out, text);
    reinti_str_add_char(out, quote);
    return true;
}

/* VALUE of the question X: a number, a day, or a text. */
static void
add_value(const reinti_xpath_question *x, const char *value, reinti_str *out)
{
    bool number = reinti_xpath_is_ordered(x) && x->variable->type != REINTI_DATE;

    if (number) {
        reinti_str_add(out, value);
        return;
    }
    if (x->variable->type == REINTI_DATE)
        reinti_str_add(out, "date(");
    reinti_xpath_text(out, value);
    if (x->variable->type == REINTI_DATE)
        reinti_str_add_char(out, ')');
}

/* X has (IS) or has not the answer VALUE. */
static void
add_answer(const reinti_xpath_question *x, bool is, const char *value, parts *p)
{
    reinti_str *out = next(p);

    if (x->variable->multiple) {
        reinti_str_format(out, is ? "selected(%s, '%s')" : "not(selected(%s, '%s'))", x->name, value);
        return;
    }
    reinti_str_format(out, is ? "%s = " : "%s != ", x->name);
    add_value(x, value, out);
}

/* X has none of the answers that stand for a missing reason. */
static void
exclude_missing(const reinti_xpath_question *x, parts *p)
{
    for (size_t i = 0; i < x->n_missing; i++)
        add_answer(x, false, x->missing[i], p);
}

static void
require_value(const reinti_xpath_question *x, parts *p)
{
    if (strcmp(x->name, "."))
        reinti_str_format(next(p), "%s != ''", x->name);
    exclude_missing(x, p);
}

/* x__why: only reasons that are answers can be told; an empty answer tells none. */
static bool
write_why(writer *t, const reinti_node *of, bool truth, parts *p)
{
    if (!truth && of->kind != REINTI_NODE_IS) {
        refuse(t, "it asks that a missing reason be another one");
        return false;
    }
    p->word = truth ? "or" : "and";
    for (size_t k = 0; k < of->n; k++) {
        size_t before = p->n;
        for (size_t i = 0; i < of->x.n_missing; i++)
            if (!strcmp(of->x.reason[i], of->literal[2 * k].text))
                add_answer(&of->x, truth, of->x.missing[i], p);
        if (p->n == before) {
            refuse(t, "it asks for a missing reason that is no answer in the form");
            return false;
        }
    }
    return true;
}

static void
write_in(const reinti_node *of, bool truth, parts *p)
{
    p->word = truth ? "or" : "and";
    if (!truth && of->kind == REINTI_NODE_IN) /* IS is false for an empty answer, too */
        require_value(&of->x, p);
    for (size_t k = 0; k < of->n; k++)
        add_answer(&of->x, truth, of->literal[2 * k].text, p);
}

static void
write_null(writer *t, const reinti_node *of, bool truth, parts *p)
{
    if (!truth) {
        require_value(&of->x, p);
        if (!p->n) /* a form looks at the constraint of "." only when there is an answer */
            reinti_str_add(next(p), "true()");
        return;
    }
    p->word = "or";
    if (strcmp(of->x.name, "."))
        reinti_str_format(next(p), "%s = ''", of->x.name);
    for (size_t i = 0; i < of->x.n_missing; i++)
        add_answer(&of->x, true, of->x.missing[i], p);
    t->needs_empty = t->needs_empty || !p->n;
}

static void
write_order(const reinti_node *of, bool truth, parts *p)
{
    static const char *const opposite[][2] = {
        { "<", ">=" }, { ">", "<=" }, { "<=", ">" }, { ">=", "<" }, { "=", "!=" }
    };
    const char *sign = of->sign;
    bool two = !of->n;

    for (size_t i = 0; !truth && i < REINTI_LENGTH(opposite); i++)
        if (!strcmp(of->sign, opposite[i][0]))
            sign = opposite[i][1];
    bool equality = *sign == '=' || *sign == '!'; /* no order: it can hold of empty answers */
    for (int side = 0; side < (equality ? 1 + two : 0); side++)
        if (strcmp((side ? &of->y : &of->x)->name, "."))
            reinti_str_format(next(p), "%s != ''", (side ? &of->y : &of->x)->name);
    reinti_str *out = next(p);
    reinti_str_format(out, "%s %s ", of->x.name, sign);
    if (two)
        reinti_str_add(out, of->y.name);
    else
        add_value(&of->x, of->literal->text, out);
    exclude_missing(&of->x, p);
    if (two)
        exclude_missing(&of->y, p);
}

static bool write(writer *t, const reinti_node *of, bool truth, binding around, reinti_str *out);

static bool
write_joined(writer *t, const reinti_node *of, bool truth, binding around, reinti_str *out)
{
    bool both = (of->kind == REINTI_NODE_AND) == truth, brackets = !both && around == IN_AND;

    reinti_str_add(out, brackets ? "(" : "");
    if (!write(t, of->left, truth, both ? IN_AND : IN_OR, out))
        return false;
    reinti_str_add(out, both ? " and " : " or ");
    if (!write(t, of->right, truth, both ? IN_AND : IN_OR, out))
        return false;
    reinti_str_add(out, brackets ? ")" : "");
    return true;
}

/* What makes OF true (TRUTH) or false. */
static bool
write(writer *t, const reinti_node *of, bool truth, binding around, reinti_str *out)
{
    parts p = { REINTI_STR_EMPTY, 0, "and" };
    bool good = true;

    switch (of->kind) {
    case REINTI_NODE_AND:
    case REINTI_NODE_OR:
        return write_joined(t, of, truth, around, out);
    case REINTI_NODE_NOT:
        return write(t, of->left, !truth, around, out);
    case REINTI_NODE_TRUTH:
        reinti_str_add(next(&p), of->holds == truth ? "true()" : "false()");
        break;
    case REINTI_NODE_IN:
    case REINTI_NODE_IS:
        if (of->why)
            good = write_why(t, of, truth, &p);
        else if (of->n)
            write_in(of, truth, &p);
        else
            write_null(t, of, truth, &p);
        break;
    case REINTI_NODE_ORDER:
        write_order(of, truth, &p);
        break;
    case REINTI_NODE_HAS:
        if (!truth)
            require_value(&of->x, &p);
        add_answer(&of->x, truth, of->literal->text, &p);
        break;
    }
    finish(&p, around, out);
    return good;
}

bool
reinti_xpath_write(const reinti_node *of, reinti_str *out, const char **why, bool *needs_empty)
{
    writer w = { NULL, false };
    bool good = write(&w, of, true, LOOSE, out);

    *why = w.why;
    *needs_empty = w.needs_empty;
    return good;
}
