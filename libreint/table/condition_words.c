/* condition_words.c -- a condition as a reader of tables would say it.
 *
 * Comparisons of variables with codes, numbers and dates that AND joins are put into words; a condition with anything else
 * stands as it was written, since half a translation may say what it does not mean. */
#include <config.h>

#include "codebook/condition.h"
#include "codebook/token.h"
#include "table/build.h"

#include <string.h>

typedef struct speaker {
    const reint_codebook *cb;
    const reinti_variable *variable; /* that the comparison at hand is about */
    const char *language;
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

/* A code by its label, a number or a date as it is. */
static bool
say_value(speaker *s)
{
    const reinti_variable *v = s->variable;
    const char *text = s->at->text;

    if (s->at->kind != REINTI_TOKEN_TEXT && s->at->kind != REINTI_TOKEN_NUMBER)
        return false;
    if (v->type == REINTI_CODE) {
        const reinti_list *list = &s->cb->list[v->list];
        int64_t code =
            s->at->kind == REINTI_TOKEN_TEXT ? reinti_map_find(list->index, text, strlen(text)) : -1;
        if (code < 0)
            return false;
        const char *label = reinti_label_text(&list->code[code].label, s->language);
        text = label ? label : text;
    }
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

static bool
say_comparison(speaker *s, size_t form)
{
    static const struct {
        const char *sign, *said;
    } signs[] = { { "<=", "\u2264" }, { ">=", "\u2265" }, { "<", "<" }, { ">", ">" } };
    const char *name = s->at->text;

    if (s->at->kind != REINTI_TOKEN_WORD)
        return false;
    s->variable = reinti_variable_near(s->cb, form, name, strlen(name));
    if (!s->variable || s->variable->multiple)
        return false;
    const char *label = reinti_label_text(&s->variable->shown, s->language);
    reinti_str_add(s->out, label ? label : name);
    s->at++;
    if (s->variable->type != REINTI_CODE)
        for (size_t i = 0; i < REINTI_LENGTH(signs); i++)
            if (take_sign(s, signs[i].sign)) {
                reinti_str_format(s->out, " %s ", signs[i].said);
                return say_value(s);
            }
    reinti_str_add(s->out, ": ");
    if (take_sign(s, "=") || take_sign(s, "=="))
        return say_value(s);
    bool unlike = take_sign(s, "<>") || take_sign(s, "!=");
    bool not_in = !unlike && take_word(s, "NOT");
    if (unlike || not_in)
        reinti_str_format(s->out, "%s ", reinti_say(s->language, "not", "bukan"));
    if (unlike)
        return say_value(s);
    return take_word(s, "IN") && say_values(s);
}

const char *
reinti_condition_words(const reint_codebook *cb, size_t form, const char *condition, const char *language,
                       reinti_arena *arena)
{
    reinti_str words = REINTI_STR_EMPTY;
    size_t n = 0;
    speaker s = {
        .cb = cb, .language = language, .at = reinti_tokens_read(arena, condition, &n), .out = &words
    };
    bool said = s.at && n;

    while (said) {
        said = say_comparison(&s, form);
        if (!said || !take_word(&s, "AND"))
            break;
        reinti_str_add(&words, "; ");
    }
    said = said && s.at->kind == REINTI_TOKEN_END;
    const char *text = said && !words.failed ? reinti_arena_text(arena, words.text) : condition;
    reinti_str_free(&words);
    return text;
}
