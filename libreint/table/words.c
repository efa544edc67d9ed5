/* words.c -- lists of words that a request gives in one text. */
#include <config.h>

#include <string.h>

#include "table/build.h"

reint_status
reinti_words_split(reinti_arena *arena, const char *text, const char *const **out, size_t *n,
                   reint_error *err)
{
    const char **word = reinti_arena_alloc(arena, (strlen(reinti_text_or(text, "")) / 2 + 2) * sizeof *word);

    *n = 0;
    *out = word;
    if (!word)
        return reinti_no_memory(err);
    while (text && *text) {
        size_t length = strcspn(text, ", +");
        if (length && !(word[(*n)++] = reinti_arena_text_n(arena, text, length)))
            return reinti_no_memory(err);
        text += length + (text[length] != '\0');
    }
    return REINT_OK;
}

reint_status
reinti_words_place(const char *word, const char *const *allowed, const char *what, size_t *out,
                   reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n = 0;

    for (*out = 0; word && allowed[*out] && strcmp(allowed[*out], word);)
        ++*out;
    if (!word || allowed[*out])
        return REINT_OK;
    while (allowed[n])
        n++;
    reinti_did_you_mean(&hint, word, allowed, n);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no %s \"%.40s\"%s", what, word, hint.text);
    reinti_str_free(&hint);
    return status;
}

reint_status
reinti_words_read(reinti_arena *arena, const char *text, const char *const *allowed, const char *what,
                  const char *const **out, size_t *n, reint_error *err)
{
    size_t place;
    reint_status status = reinti_words_split(arena, text, out, n, err);

    for (size_t i = 0; !status && i < *n; i++)
        status = reinti_words_place((*out)[i], allowed, what, &place, err);
    return status;
}
