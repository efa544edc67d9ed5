/* token.h -- a condition, SQL text, cut into its parts.  Private. */
#ifndef REINTI_TOKEN_H
#define REINTI_TOKEN_H

#include "base/base.h"

typedef enum reinti_token_kind {
    REINTI_TOKEN_END,
    REINTI_TOKEN_WORD,
    REINTI_TOKEN_TEXT,
    REINTI_TOKEN_NUMBER,
    REINTI_TOKEN_SIGN
} reinti_token_kind;

typedef struct reinti_token {
    reinti_token_kind kind;
    const char *text; /* WORD, TEXT: without quotes, '' already one ' */
} reinti_token;

/* The tokens of CONDITION in ARENA, *N of them, with some END behind; a sign before a number is part of it where it
 * can be nothing else.  NULL: the condition has more than 2,000, or there is no memory. */
const reinti_token *reinti_tokens_read(reinti_arena *arena, const char *condition, size_t *n);

bool reinti_token_is_sign(const reinti_token *t, const char *sign);
/* WORD in capitals; the token in any case. */
bool reinti_token_is_word(const reinti_token *t, const char *word);

#endif
