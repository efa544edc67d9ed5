/* condition_words.c -- a condition as a reader of tables would say it.
 *
 * Comparisons of variables with codes, numbers, dates and missing values, joined by AND and OR, are put into words; a condition
 * with anything else stands as it was written, since half a translation may say what it does not mean. */
#include <config.h>

#include "codebook/condition.h"
#include "codebook/token.h"
#include "table/build.h"

#include <string.h>

/* What a comparison is about: a variable of the codebook, or a column that is derived or of another wave. */
typedef struct subject {
    const char *label;
    const reinti_list *list;     /* of a variable with codes */
    const reinti_column *column; /* with categories */
    bool multiple, why;          /* why: the reason why it is missing */
} subject;

typedef struct speaker {
    const reint_codebook *cb;
    reinti_frames *frames; /* NULL: the codebook's variables only */
    size_t form;
    subject of; /* the comparison at hand */
    const char *language;
    reinti_arena *arena;
    const reinti_token *at;
    reinti_str *out;
} speaker;

static bool
take_word(speaker *s, const char *word)
{
    bool is = reinti_token_is_word(s->at, word);

    s->at += is;
    return is;
}

static bool
take_sign(speaker *s, const char *sign)
{
    bool is = reinti_token_is_sign(s->at, sign);

    s->at += is;
    return is;
}

/* ---- names --------------------------------------------------------------------------------------------- */

/* Whether there is a column NAME, of one wave or derived. */
static bool
find_column(speaker *s, const char *name)
{
    reinti_frame *frame;
    const reinti_column *column;

    if (!s->frames || reinti_frames_get(s->frames, s->form, &frame, NULL) ||
        reinti_frame_column(frame, name, &column, NULL))
        return false;
    s->of.label = reinti_text_or(reinti_label_text(&column->label, s->language), column->name);
    s->of.multiple = column->kind == REINTI_COLUMN_SET;
    s->of.column = s->of.multiple || column->kind == REINTI_COLUMN_CODED ? column : NULL;
    return true;
}

static bool
take_name(speaker *s)
{
    const char *name = s->at->text;
    size_t n = s->at->kind == REINTI_TOKEN_WORD ? strlen(name) : 0;

    s->of = (subject){ .why = n > 5 && !strcmp(name + n - 5, "__why") };
    if (s->of.why)
        name = reinti_text_or(reinti_arena_text_n(s->arena, name, n -= 5), name);
    const reinti_variable *v = n ? reinti_variable_near(s->cb, s->form, name, n) : NULL;
    if (v) {
        s->of.label = reinti_text_or(reinti_label_text(&v->shown, s->language), v->name);
        s->of.list = v->type == REINTI_CODE ? &s->cb->list[v->list] : NULL;
        s->of.multiple = v->multiple;
    } else if (!n || !find_column(s, name)) {
        return false;
    }
    s->at++;
    return true;
}

/* NULL: CODE is none of those that the subject has. */
static const char *
label_of_code(const speaker *s, const char *code)
{
    const reinti_label *label = NULL;
    size_t i;

    if (s->of.why) {
        i = reinti_codebook_find_missing(s->cb, code);
        label = i == REINTI_NONE ? NULL : &s->cb->missing[i].label;
    } else if (s->of.list) {
        i = reinti_list_find(s->of.list, code);
        label = i == REINTI_NONE ? NULL : &s->of.list->code[i].label;
    } else {
        i = reinti_column_find(s->of.column, code);
        label = i == REINTI_NONE ? NULL : &s->of.column->category[i].label;
    }
    return label ? reinti_text_or(reinti_label_text(label, s->language), code) : NULL;
}

/* ---- values -------------------------------------------------------------------------------------------- */

/* A code by its label, a number or a date as it is. */
static bool
say_value(speaker *s)
{
    const char *text = s->at->text;

    if (s->at->kind != REINTI_TOKEN_TEXT && s->at->kind != REINTI_TOKEN_NUMBER)
        return false;
    if (s->of.why || s->of.list || s->of.column)
        text = s->at->kind == REINTI_TOKEN_TEXT ? label_of_code(s, text) : NULL;
    if (!text)
        return false;
    reinti_str_add(s->out, text);
    s->at++;
    return true;
}

/* "('a', 'b')": "A or B". */
static bool
say_values(speaker *s)
{
    bool more = take_sign(s, "(");

    if (!more)
        return false;
    while (more) {
        if (!say_value(s))
            return false;
        more = take_sign(s, ",");
        if (more)
            reinti_str_format(s->out, " %s ", reinti_say(s->language, "or", "atau"));
    }
    return take_sign(s, ")");
}

/* "3 AND 5": "3 to 5". */
static bool
say_between(speaker *s)
{
    if (!say_value(s) || !take_word(s, "AND"))
        return false;
    reinti_str_format(s->out, " %s ", reinti_say(s->language, "to", "sampai"));
    return say_value(s);
}

/* "NULL", or "NOT NULL". */
static bool
say_missing(speaker *s)
{
    bool is_not = take_word(s, "NOT");

    reinti_str_add(s->out, is_not ? reinti_say(s->language, "with a value", "dengan nilai")
                                  : reinti_say(s->language, "without a value", "tanpa nilai"));
    return take_word(s, "NULL");
}

/* ---- comparisons --------------------------------------------------------------------------------------- */

/* has(set, 'code') */
static bool
say_has(speaker *s, bool negated)
{
    if (!take_word(s, "HAS") || !take_sign(s, "(") || !take_name(s) || !s->of.multiple || s->of.why)
        return false;
    reinti_str_format(s->out, "%s: %s ", s->of.label,
                      negated ? reinti_say(s->language, "without", "tanpa")
                              : reinti_say(s->language, "with", "dengan"));
    return take_sign(s, ",") && say_value(s) && take_sign(s, ")");
}

static bool
say_comparison(speaker *s)
{
    static const struct {
        const char *sign, *said;
    } signs[] = { { "<=", "\u2264" }, { ">=", "\u2265" }, { "<", "<" }, { ">", ">" } };

    if (!take_name(s))
        return false;
    bool ordered = !s->of.list && !s->of.column && !s->of.why, is = take_word(s, "IS");
    reinti_str_add(s->out, s->of.label);
    for (size_t i = 0; ordered && i < REINTI_LENGTH(signs); i++)
        if (!is && take_sign(s, signs[i].sign)) {
            reinti_str_format(s->out, " %s ", signs[i].said);
            return say_value(s);
        }
    reinti_str_add(s->out, ": ");
    if (is)
        return !s->of.why && say_missing(s);
    if (s->of.multiple && !s->of.why) /* a set is no single code */
        return false;
    if (take_sign(s, "=") || take_sign(s, "=="))
        return say_value(s);
    if (take_word(s, "IN"))
        return say_values(s);
    if (ordered && take_word(s, "BETWEEN"))
        return say_between(s);
    if (s->of.why) /* another reason, but no answer */
        return false;
    bool unlike = take_sign(s, "<>") || take_sign(s, "!=");
    if (!unlike && !take_word(s, "NOT"))
        return false;
    reinti_str_format(s->out, "%s ", reinti_say(s->language, "not", "bukan"));
    return unlike ? say_value(s) : take_word(s, "IN") && say_values(s);
}

/* ---- what joins them ----------------------------------------------------------------------------------- */

static bool say_any(speaker *s, size_t depth, size_t *n);

/* One comparison; or several in parentheses, which stay where they are needed. */
static bool
say_one(speaker *s, size_t depth)
{
    reinti_str inside = REINTI_STR_EMPTY, *out = s->out;
    size_t n = 0;

    if (!take_sign(s, "("))
        return reinti_token_is_word(s->at, "HAS") ? say_has(s, false)
               : take_word(s, "NOT")              ? say_has(s, true)
                                                  : say_comparison(s);
    s->out = &inside;
    bool said = say_any(s, depth + 1, &n) && take_sign(s, ")");
    s->out = out;
    reinti_str_format(out, n > 1 ? "(%s)" : "%s", inside.text);
    out->failed = out->failed || inside.failed;
    reinti_str_free(&inside);
    return said;
}

/* Parts that AND joins; *N of them. */
static bool
say_all(speaker *s, size_t depth, size_t *n)
{
    bool said = say_one(s, depth);

    for (*n = 1; said && take_word(s, "AND"); ++*n) {
        reinti_str_add(s->out, "; ");
        said = say_one(s, depth);
    }
    return said;
}

/* Parts that OR joins; *N is how many parts there are at all.  AND binds closer, which parentheses say. */
static bool
say_any(speaker *s, size_t depth, size_t *n)
{
    enum { DEEPEST = 20 };
    reinti_str part = REINTI_STR_EMPTY, *out = s->out;
    bool said = depth < DEEPEST, more = said;
    size_t n_ors = 0;

    for (*n = 0; said && more; n_ors++) {
        size_t n_ands;
        s->out = &part;
        reinti_str_clear(&part);
        said = say_all(s, depth, &n_ands);
        more = take_word(s, "OR");
        if (n_ors)
            reinti_str_format(out, ", %s ", reinti_say(s->language, "or", "atau"));
        reinti_str_format(out, n_ands > 1 && (n_ors || more) ? "(%s)" : "%s", part.text);
        *n += n_ands;
    }
    s->out = out;
    out->failed = out->failed || part.failed;
    reinti_str_free(&part);
    return said;
}

const char *
reinti_condition_words(const reint_codebook *cb, reinti_frames *frames, size_t form, const char *condition,
                       const char *language, reinti_arena *arena)
{
    reinti_str words = REINTI_STR_EMPTY;
    size_t n = 0;
    speaker s = { .cb = cb,
                  .frames = frames,
                  .form = form,
                  .language = language,
                  .arena = arena,
                  .at = reinti_tokens_read(arena, condition, &n),
                  .out = &words };
    bool said = s.at && n && say_any(&s, 0, &n) && s.at->kind == REINTI_TOKEN_END && !words.failed;
    const char *text = said ? reinti_arena_text(arena, words.text) : condition;

    reinti_str_free(&words);
    return text;
}
