/* crosswalk.c -- codes whose meaning changed between waves, and what was recorded before then under them.
 *
 * `changed: w2` at a code: from that wave on it means something else.  `before` says what records of earlier waves that have
 * it mean in the codes of that wave: `same` (only the wording changed), another code (recoded), several ("a; b": split), or
 * `not_comparable`.  A code that changed again (`changed: "w2; w3"`) says so for each wave ("a; b | c").  Changes follow one
 * another: what a code of the first wave meant in those of the second is carried on by whatever changed at the third.
 * Without `before` nobody knows, and that is as good as not comparable: whoever compares is refused. */
#include <config.h>

#include <string.h>

#include "codebook/model.h"

static const char between[] = " ;,";

/* What the N bytes at TEXT say of code K before a change. */
static void
read_before(const reinti_list *list, size_t k, const char *text, size_t n, reinti_change *out)
{
    const char *end = text + n, *p = text + strspn(text, between);

    while (end > p && strchr(between, end[-1]))
        end--;
    out->said = p < end;
    if (end - p == 14 && !memcmp(p, "not_comparable", 14))
        return;
    if (end - p == 4 && !memcmp(p, "same", 4)) {
        out->code[out->n++] = k;
        return;
    }
    while (p < end && out->n < REINTI_MOST_MEANT) {
        size_t length = strcspn(p, " ;,|");
        int64_t at = reinti_map_find(list->index, p, length);
        out->code[out->n++] = at < 0 ? REINTI_NONE : (size_t)at;
        p += length;
        p += strspn(p, between);
    }
}

size_t
reinti_code_changes(const reint_codebook *cb, const reinti_list *list, size_t k, reinti_change *out,
                    size_t *n_said)
{
    const char *changed = reinti_text_or(reinti_code_attribute(&list->code[k], "changed"), ""),
               *before = reinti_code_attribute(&list->code[k], "before");
    size_t n = 0;

    for (const char *p = changed + strspn(changed, between); *p && n < REINTI_MOST_CHANGES;) {
        char wave[80];
        size_t length = strcspn(p, between);
        snprintf(wave, sizeof wave, "%.*s", (int)length, p);
        out[n++] = (reinti_change){ .wave = reinti_codebook_find_wave(cb, wave) };
        p += length;
        p += strspn(p, between);
    }
    *n_said = 0;
    for (const char *p = before; p;) {
        size_t length = strcspn(p, "|");
        if (*n_said < n)
            read_before(list, k, p, length, &out[*n_said]);
        ++*n_said;
        p = p[length] ? p + length + 1 : NULL;
    }
    return n;
}

bool
reinti_list_changes(const reinti_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (reinti_code_attribute(&list->code[i], "changed"))
            return true;
    return false;
}

bool
reinti_change_is_same(const reinti_change *c, size_t k)
{
    return c->n == 1 && c->code[0] == k;
}

/* ---- all of a list ------------------------------------------------------------------------------------------- */

enum { MOST_CARRIED = 64 }; /* codes that one may come to mean, change after change */

typedef struct all_changes {
    size_t n;
    reinti_change *change;
} all_changes;

static all_changes *
read_all(const reint_codebook *cb, const reinti_list *list, reinti_arena *arena)
{
    all_changes *all = reinti_arena_alloc(arena, (list->n + 1) * sizeof *all);
    reinti_change change[REINTI_MOST_CHANGES];
    size_t n_said;

    for (size_t k = 0; all && k < list->n; k++) {
        size_t n = reinti_code_changes(cb, list, k, change, &n_said);
        all[k].change = n ? reinti_arena_alloc(arena, n * sizeof *change) : NULL;
        if (n && !all[k].change)
            return NULL;
        if (n)
            memcpy(all[k].change, change, n * sizeof *change);
        all[k].n = n;
    }
    return all;
}

static const reinti_change *
change_at(const all_changes *of, size_t wave)
{
    for (size_t i = 0; i < of->n; i++)
        if (of->change[i].wave == wave)
            return &of->change[i];
    return NULL;
}

/* Adds the N codes of MEANT to the set; false: it does not hold them. */
static bool
add_codes(size_t *set, size_t *n_set, const size_t *meant, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < *n_set && set[at] != meant[i])
            at++;
        if (at == *n_set && *n_set == MOST_CARRIED)
            return false;
        if (at == *n_set)
            set[(*n_set)++] = meant[i];
    }
    return true;
}

/* The codes SET at the wave before WAVE, in those of WAVE.  False: *OUT says at which code it cannot be told. */
static bool
carry(const all_changes *all, size_t wave, size_t *set, size_t *n, reinti_meant *out)
{
    size_t next[MOST_CARRIED] = { 0 }, n_next = 0;

    for (size_t i = 0; i < *n; i++) {
        const reinti_change *c = change_at(&all[set[i]], wave);
        const size_t *meant = c ? c->code : &set[i];
        bool known = !c || c->n > 0;
        for (size_t m = 0; c && m < c->n; m++)
            known = known && c->code[m] != REINTI_NONE;
        if (!known || !add_codes(next, &n_next, meant, c ? c->n : 1)) {
            *out = (reinti_meant){ .wave = wave, .lost = set[i], .said = c && c->said };
            return false;
        }
    }
    memcpy(set, next, n_next * sizeof *set);
    *n = n_next;
    return true;
}

const reinti_meant *
reinti_crosswalk(const reint_codebook *cb, const reinti_list *list, reinti_arena *arena)
{
    size_t waves = cb->n_waves;
    const all_changes *all = read_all(cb, list, arena);
    reinti_meant *meant = reinti_arena_alloc(arena, (list->n * waves + 1) * sizeof *meant);

    for (size_t i = 0; all && meant && i < list->n * waves; i++) {
        size_t set[MOST_CARRIED] = { i / waves }, n = 1, wave = i % waves + 1;
        while (wave < waves && carry(all, wave, set, &n, &meant[i]))
            wave++;
        if (wave < waves)
            continue;
        size_t *code = reinti_arena_alloc(arena, n * sizeof *code);
        if (!code)
            return NULL;
        memcpy(code, set, n * sizeof *code);
        meant[i] = (reinti_meant){ .n = n, .code = code };
    }
    return all ? meant : NULL;
}
