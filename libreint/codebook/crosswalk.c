/* crosswalk.c -- codes whose meaning changed between waves, and what was recorded before then under them.
 *
 * `changed: w2` at a code: from that wave on it means something else.  `before` says what records of earlier waves that have
 * it mean in the codes of today: `same` (only the wording changed), another code (recoded), several ("a; b": split), or
 * `not_comparable`.  Without `before` nobody knows, and that is as good as not comparable: whoever compares is refused. */
#include <config.h>

#include <string.h>

#include "codebook/model.h"

static const char between[] = " ;,";

size_t
reinti_code_changed(const reint_codebook *cb, const reinti_code *code)
{
    const char *wave = reinti_code_attribute(code, "changed");

    return wave ? reinti_codebook_find_wave(cb, wave) : REINTI_NONE;
}

bool
reinti_list_changes(const reint_codebook *cb, const reinti_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (reinti_code_changed(cb, &list->code[i]) != REINTI_NONE)
            return true;
    return false;
}

size_t
reinti_code_before(const reinti_list *list, size_t code, size_t *meant)
{
    const char *before = reinti_code_attribute(&list->code[code], "before");
    size_t n = 0;

    if (!before || !strcmp(before, "not_comparable"))
        return 0;
    if (!strcmp(before, "same")) {
        meant[0] = code;
        return 1;
    }
    for (const char *p = before + strspn(before, between); *p && n < REINTI_MOST_MEANT;
         p += strspn(p, between)) {
        size_t length = strcspn(p, between);
        int64_t at = reinti_map_find(list->index, p, length);
        meant[n++] = at < 0 ? REINTI_NONE : (size_t)at;
        p += length;
    }
    return n;
}
