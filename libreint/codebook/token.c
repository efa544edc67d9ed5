/* token.c -- cuts a condition into words, texts, numbers and signs, as SQLite does; comments are blanks. */
#include <config.h>

#include "codebook/token.h"

#include <ctype.h>
#include <string.h>

enum { MOST_TOKENS = 2000, MARGIN = 8 };

/* What stands between quotes from AT to CLOSE, doubled ones made one; the place behind it. */
static const char *
read_quoted(reinti_arena *arena, const char *at, char close, const char **out)
{
    char *text = reinti_arena_alloc(arena, strlen(at) + 1);
    size_t n = 0;

    for (at++; *at && (*at != close || (at[1] == close && close != ']')); at++) {
        at += *at == close;
        if (text)
            text[n++] = *at;
    }
    *out = text;
    return *at ? at + 1 : at;
}

static const char *
skip_blanks(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\r\n");
        if (!strncmp(at, "--", 2)) {
            at += strcspn(at, "\n");
        } else if (!strncmp(at, "/*", 2)) {
            const char *end = strstr(at, "*/");
            at = end ? end + 2 : at + strlen(at);
        } else {
            return at;
        }
    }
}

static const char *
read_token(reinti_arena *arena, const char *at, reinti_token *out)
{
    static const char *const signs[] = { "<=", ">=", "<>", "!=", "==", "||", "<<", ">>", "->" };
    const unsigned char c = (unsigned char)*at;
    size_t n = 1;

    out->kind = REINTI_TOKEN_SIGN;
    if (c == '\'' || c == '"' || c == '`' || c == '[') {
        out->kind = c == '\'' ? REINTI_TOKEN_TEXT : REINTI_TOKEN_WORD;
        return read_quoted(arena, at, c == '[' ? ']' : (char)c, &out->text);
    }
    if (isalpha(c) || c == '_' || c >= 0x80) {
        out->kind = REINTI_TOKEN_WORD;
        while (isalnum((unsigned char)at[n]) || at[n] == '_' || (unsigned char)at[n] >= 0x80)
            n++;
    } else if (isdigit(c) || (c == '.' && isdigit((unsigned char)at[1]))) {
        out->kind = REINTI_TOKEN_NUMBER;
        while (isalnum((unsigned char)at[n]) || at[n] == '.')
            n++;
    } else {
        for (size_t i = 0; i < REINTI_LENGTH(signs); i++)
            n = strncmp(at, signs[i], 2) ? n : 2;
    }
    out->text = reinti_arena_text_n(arena, at, n);
    return at + n;
}

/* The minus before the last token, where it can only be its sign. */
static bool
join_sign(reinti_arena *arena, reinti_token *token, size_t *n)
{
    reinti_token *last = &token[*n - 1];

    if (*n < 3 || last->kind != REINTI_TOKEN_NUMBER || !reinti_token_is_sign(last - 1, "-") ||
        last[-2].kind != REINTI_TOKEN_SIGN || !strchr("(,=<>!", last[-2].text[0]))
        return true;
    last[-1].text = reinti_arena_format(arena, "-%s", last->text);
    last[-1].kind = REINTI_TOKEN_NUMBER;
    *last = (reinti_token){ REINTI_TOKEN_END, NULL };
    --*n;
    return last[-1].text != NULL;
}

const reinti_token *
reinti_tokens_read(reinti_arena *arena, const char *condition, size_t *n)
{
    reinti_token *token = reinti_arena_alloc(arena, (MOST_TOKENS + MARGIN) * sizeof *token);
    const char *at = skip_blanks(condition);

    for (*n = 0; token && *at; at = skip_blanks(at)) {
        if (*n == MOST_TOKENS)
            return NULL;
        at = read_token(arena, at, &token[*n]);
        if (!token[(*n)++].text || !join_sign(arena, token, n))
            return NULL;
    }
    return token;
}

bool
reinti_token_is_sign(const reinti_token *t, const char *sign)
{
    return t->kind == REINTI_TOKEN_SIGN && !strcmp(t->text, sign);
}

bool
reinti_token_is_word(const reinti_token *t, const char *word)
{
    if (t->kind != REINTI_TOKEN_WORD || strlen(t->text) != strlen(word))
        return false;
    for (const char *a = t->text; *a; a++, word++)
        if (toupper((unsigned char)*a) != *word)
            return false;
    return true;
}
