/* plan_parts.c -- expressions of a plan: "sex + age > form".
 *
 * Parts stand side by side, joined by +; each is a chain of variables from the outermost in, joined by >.
 * "@name" stands for a banner of the plan, which may name others, four deep. */
#include <config.h>

#include "table/plan.h"

#include <ctype.h>
#include <string.h>

enum { MAX_BANNERS = 4 }; /* within each other */

static size_t
word_length(const char *text)
{
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || text[n] == '_' || text[n] == '.' || text[n] == '-')
        n++;
    return n;
}

static reint_status
bad_expression(reint_error *err, const char *text, const char *at)
{
    return reinti_fail(
        err, REINT_ARGUMENT, NULL, 0,
        "\"%s\" cannot be read at \"%s\"; variables are joined by + (side by side) and > (nested)", text, at);
}

static reint_status
no_banner(reinti_arena *arena, const reinti_yaml *banners, const char *name, reint_error *err)
{
    size_t n = banners ? banners->n : 0;
    const char **names = reinti_arena_alloc(arena, (n + 1) * sizeof *names);
    reinti_str hint = REINTI_STR_EMPTY;

    for (size_t i = 0; names && i < n; i++)
        names[i] = banners->key[i]->text;
    reinti_did_you_mean(&hint, name, names, names ? n : 0);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no banner \"%s\"%s", name, hint.text);
    reinti_str_free(&hint);
    return status;
}

static reint_status
parse_parts(reinti_arena *arena, const char *text, const reinti_yaml *banners, reinti_parts *out,
            size_t *capacity, unsigned depth, reint_error *err)
{
    const char *p = text;
    bool new_part = true;

    for (;;) {
        p += strspn(p, " \t");
        if (*p == '@' && new_part) {
            size_t n = word_length(p + 1);
            char *name = reinti_arena_text_n(arena, p + 1, n);
            const reinti_yaml *banner = name ? reinti_yaml_get(banners, name) : NULL;
            if (!banner || banner->kind != REINTI_YAML_SCALAR)
                return no_banner(arena, banners, reinti_text_or(name, ""), err);
            if (depth == MAX_BANNERS)
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "banner \"%s\" leads back to itself", name);
            reint_status status = parse_parts(arena, banner->text, banners, out, capacity, depth + 1, err);
            if (status)
                return status;
            p += n + 1;
        } else {
            size_t n = word_length(p);
            if (!n)
                return bad_expression(err, text, p);
            if (new_part) {
                if (!reinti_arena_grow(arena, &out->part, capacity, out->n, sizeof *out->part))
                    return reinti_no_memory(err);
                out->part[out->n++] = (reinti_part){ 0 };
            }
            reinti_part *part = &out->part[out->n - 1];
            if (part->n == REINTI_MOST_DIMENSIONS)
                return reinti_fail(
                    err, REINT_ARGUMENT, NULL, 0,
                    "\"%s\" nests more than %d variables: of more, no table could have all cells", text,
                    REINTI_MOST_DIMENSIONS);
            part->name[part->n] = reinti_arena_text_n(arena, p, n);
            if (!part->name[part->n++])
                return reinti_no_memory(err);
            p += n;
        }
        p += strspn(p, " \t");
        if (!*p)
            return REINT_OK;
        if (*p != '+' && *p != '>')
            return bad_expression(err, text, p);
        new_part = *p++ == '+';
    }
}

reint_status
reinti_parts_parse(reinti_arena *arena, const char *text, const reinti_yaml *banners, reinti_parts *out,
                   reint_error *err)
{
    size_t capacity = 0;

    *out = (reinti_parts){ 0 };
    return parse_parts(arena, text, banners, out, &capacity, 0, err);
}
