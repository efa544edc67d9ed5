/* rename.c -- what `ruleset:` of a plan or a table means: `class` is that rule set's class.
 *
 * Every name in a table that is `class`, `class_reason`, `w1_class`, `prev_class_group` ... is written as the
 * column of the rule set (`class_strict_reason`), in expressions and in conditions, before anything is looked
 * up; so two tables of one report can go by different rule sets.  A study that has a variable of that name keeps
 * it: its own variables come first everywhere. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "assess/provide.h"
#include "codebook/ruleset.h"
#include "table/follow.h"

static bool
is_own_variable(const reint_codebook *cb, const char *name)
{
    for (size_t f = 0; f < cb->n_forms; f++)
        if (reinti_form_find(&cb->form[f], name) != REINTI_NONE)
            return true;
    return false;
}

/* Whether the N bytes before a class's name say of which wave: nothing, "prev_", "w1_", "w" and an id that
 * begins with a digit. */
static bool
is_wave_prefix(const reinti_renamer *r, const char *name, size_t n)
{
    if (!n || (n == 5 && !strncmp(name, "prev_", n)))
        return true;
    for (size_t w = 0; w < r->cb->n_waves; w++) {
        const char *rest = reinti_after_wave(name, r->cb->wave[w].id);
        if (rest == name + n)
            return true;
    }
    return false;
}

/* NAME as a column of the rule set whose column is WORD, or NAME itself. */
static const char *
as_ruleset(reinti_renamer *r, const char *name)
{
    for (const char *p = strstr(name, "class"); p; p = strstr(p + 1, "class"))
        if (reinti_is_class_name(p) && is_wave_prefix(r, name, (size_t)(p - name)) &&
            !is_own_variable(r->cb, p)) {
            const char *text = reinti_arena_format(r->arena, "%.*s%s%s", (int)(p - name), name, r->word,
                                                   p + strlen("class"));
            r->failed = r->failed || !text;
            return text ? text : name;
        }
    return name;
}

size_t
reinti_condition_token(const char *p, bool *word)
{
    size_t n = 1;

    *word = isalpha((unsigned char)*p) || *p == '_';
    if (*p == '\'' || *p == '"') {
        const char *end = strchr(p + 1, *p);
        return end ? (size_t)(end - p) + 1 : strlen(p);
    }
    while (*word && (isalnum((unsigned char)p[n]) || p[n] == '_'))
        n++;
    return n;
}

/* Every name in an SQL condition; texts in quotes stay. */
static const char *
condition_of(reinti_renamer *r, const char *condition)
{
    reinti_str out = REINTI_STR_EMPTY;

    r->condition = true;
    for (const char *p = condition; *p;) {
        bool word;
        size_t n = reinti_condition_token(p, &word);
        if (word) {
            const char *name = reinti_arena_text_n(r->arena, p, n);
            reinti_str_add(&out, name ? r->name(r, name) : "");
            r->failed = r->failed || !name;
        } else {
            reinti_str_add_n(&out, p, n);
        }
        p += n;
    }
    r->condition = false;
    const char *text = out.failed ? NULL : reinti_arena_text(r->arena, out.text);
    r->failed = r->failed || !text;
    reinti_str_free(&out);
    return text;
}

static void
rename_parts(reinti_renamer *r, reinti_parts *parts)
{
    reinti_part *part = reinti_arena_alloc(r->arena, (parts->n + 1) * sizeof *part);

    if (!part) {
        r->failed = true;
        return;
    }
    for (size_t p = 0; p < parts->n; p++) {
        part[p] = parts->part[p];
        for (size_t d = 0; d < part[p].n; d++)
            part[p].name[d] = r->name(r, part[p].name[d]);
    }
    parts->part = part;
}

static reint_status
find_column(const reint_codebook *cb, const char *ruleset, reinti_arena *arena, const char **column,
            reint_error *err)
{
    size_t i = 0;
    reint_status status = REINT_OK;

    while (i < cb->n_rulesets && strcmp(cb->ruleset[i], ruleset))
        i++;
    if (i == cb->n_rulesets) {
        reinti_str hint = REINTI_STR_EMPTY;
        reinti_did_you_mean(&hint, ruleset, cb->ruleset, cb->n_rulesets);
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no rule set \"%s\"%s", ruleset,
                             hint.text);
        reinti_str_free(&hint);
    }
    if (!status && !(*column = reinti_ruleset_column(ruleset, arena)))
        status = reinti_no_memory(err);
    return status;
}

/* What stands under `follow:`. */
static void
rename_follow(reinti_renamer *r, reinti_plan_table *t)
{
    reinti_follow_plan *f = reinti_arena_alloc(r->arena, sizeof *f);
    const char **on = reinti_arena_alloc(r->arena, (t->follow->n_on + 1) * sizeof *on);

    if (!f || !on) {
        r->failed = true;
        return;
    }
    *f = *t->follow;
    const char **const conditions[] = { &f->event, &f->seen, &f->referral, &f->receipt };
    for (size_t i = 0; i < REINTI_LENGTH(conditions); i++)
        if (*conditions[i])
            *conditions[i] = condition_of(r, *conditions[i]);
    if (f->by)
        f->by = r->name(r, f->by);
    for (size_t i = 0; i < f->n_on; i++)
        on[i] = r->name(r, f->on[i]);
    f->on = on;
    t->follow = f;
}

bool
reinti_rename_table(reinti_renamer *r, reinti_plan_table *t)
{
    const char **grid = reinti_arena_alloc(r->arena, (t->n_grid + 1) * sizeof *grid);

    rename_parts(r, &t->rows);
    rename_parts(r, &t->columns);
    for (size_t d = 0; d < t->by.n; d++)
        t->by.name[d] = r->name(r, t->by.name[d]);
    for (size_t d = 0; d < t->strata.n; d++)
        t->strata.name[d] = r->name(r, t->strata.name[d]);
    for (size_t i = 0; grid && i < t->n_grid; i++)
        grid[i] = r->name(r, t->grid[i]);
    t->grid = grid;
    if (t->base)
        t->base = condition_of(r, t->base);
    if (t->follow)
        rename_follow(r, t);
    return grid && !r->failed;
}

reint_status
reinti_rename_classes(const reint_codebook *cb, reinti_arena *arena, reinti_plan_table *t, reint_error *err)
{
    const char *column = NULL;

    if (!t->ruleset)
        return REINT_OK;
    reint_status status = find_column(cb, t->ruleset, arena, &column, err);
    reinti_renamer r = { .cb = cb, .arena = arena, .name = as_ruleset, .word = column };
    if (!status && !reinti_rename_table(&r, t))
        status = reinti_no_memory(err);
    return status;
}

reint_status
reinti_rename_source(const reint_codebook *cb, reinti_arena *arena, const char *ruleset, const char **name,
                     reint_error *err)
{
    const char *column = NULL;

    if (!ruleset)
        return REINT_OK;
    reint_status status = find_column(cb, ruleset, arena, &column, err);
    reinti_renamer r = { .cb = cb, .arena = arena, .name = as_ruleset, .word = column };
    if (!status)
        *name = as_ruleset(&r, *name);
    return status || !r.failed ? status : reinti_no_memory(err);
}
