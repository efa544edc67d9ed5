/* propose_wide.c -- names of columns that are made of parts: "S01_state_w1", "medical w1".
 *
 * They become an unpivot when every part is a code of one of the form's key lists, or, one of them, the name of a
 * variable.  Without such a one the cells are one variable, the first that is no part of the key. */
#include <config.h>

#include "ingest/propose.h"

#include <string.h>
#include <strings.h>

static size_t
fact_of(const reinti_form *form, const char *text, size_t n)
{
    for (size_t i = form->n_key; i < form->n; i++)
        if (strlen(form->variable[i].name) == n && !strncasecmp(form->variable[i].name, text, n))
            return i;
    return REINTI_NONE;
}

/* The key variable, not yet taken, of whose list the token is a code. */
static size_t
part_of(const reint_codebook *cb, const reinti_form *form, const reinti_unpivot *s, size_t upto,
        const char *text, size_t n)
{
    for (size_t i = 0; i < form->n_key; i++) {
        const reinti_variable *v = &form->variable[i];
        bool taken = false;
        for (size_t k = 0; k < upto; k++)
            taken |= s->token[k].variable == i;
        for (size_t c = 0; v->type == REINTI_CODE && !taken && c < cb->list[v->list].n; c++)
            if (strlen(cb->list[v->list].code[c].name) == n &&
                !strncasecmp(cb->list[v->list].code[c].name, text, n))
                return i;
    }
    return REINTI_NONE;
}

/* Whether every part of the name is a code of the key or, one of them at most, a fact. */
static bool
split_at(const reint_codebook *cb, const reinti_form *form, const char *name, char separator,
         reinti_unpivot *s)
{
    size_t parts = 0, length = strlen(name);

    while (length && name[length - 1] == ' ')
        length--;
    *s = (reinti_unpivot){ .separator = separator };
    for (const char *p = name;; p++) {
        const char *stop = memchr(p, separator, (size_t)(name + length - p));
        size_t n = stop ? (size_t)(stop - p) : (size_t)(name + length - p);
        if (!n || s->n == REINTI_UNPIVOT_TOKENS)
            return false;
        size_t part = part_of(cb, form, s, s->n, p, n);
        size_t fact = part == REINTI_NONE ? fact_of(form, p, n) : REINTI_NONE;
        if (part == REINTI_NONE && (fact == REINTI_NONE || s->has_fact))
            return false;
        s->token[s->n].variable = part;
        s->token[s->n++].fact = fact;
        s->has_fact = s->has_fact || part == REINTI_NONE;
        parts += part != REINTI_NONE;
        if (!stop)
            return s->n > 1 && parts > (s->has_fact ? 0 : 1);
        p = stop;
    }
}

static bool
split_name(const reint_codebook *cb, const reinti_form *form, const char *name, reinti_unpivot *s)
{
    for (const char *separator = "_ -."; *separator; separator++)
        if (split_at(cb, form, name, *separator, s))
            return true;
    return false;
}

static bool
same_pattern(const reinti_unpivot *a, const reinti_unpivot *b)
{
    if (a->n != b->n || a->separator != b->separator)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->token[i].variable != b->token[i].variable)
            return false;
    return true;
}

/* The pattern of at least two columns. */
bool
reinti_propose_find_pattern(const reinti_proposal *p, const reinti_form *form, reinti_unpivot *found)
{
    reinti_unpivot other;

    for (size_t c = 0; c < p->t->n; c++) {
        size_t n = 1;
        if (!split_name(p->cb, form, p->t->name[c], found))
            continue;
        for (size_t d = c + 1; d < p->t->n; d++)
            n += split_name(p->cb, form, p->t->name[d], &other) && same_pattern(found, &other);
        if (n > 1 && (found->has_fact || form->n > form->n_key))
            return true;
    }
    *found = (reinti_unpivot){ 0 };
    return false;
}

void
reinti_propose_unpivot(reinti_proposal *p, const reinti_form *form, const reinti_unpivot *pattern)
{
    bool *fact = reinti_arena_alloc(p->arena, form->n * sizeof *fact);
    reinti_unpivot s;

    for (size_t c = 0; fact && c < p->t->n; c++)
        if (split_name(p->cb, form, p->t->name[c], &s) && same_pattern(pattern, &s)) {
            p->used[c] = true;
            for (size_t i = 0; i < s.n; i++)
                if (s.token[i].fact != REINTI_NONE)
                    fact[s.token[i].fact] = true;
        }
    reinti_str_add(&p->out, "        unpivot: \"");
    for (size_t i = 0; i < pattern->n; i++)
        reinti_str_format(&p->out, "%.*s{%s}", i ? 1 : 0, &pattern->separator,
                          pattern->token[i].variable == REINTI_NONE
                              ? "fact"
                              : form->variable[pattern->token[i].variable].name);
    reinti_str_add(&p->out, "\"\n        columns:\n");
    for (size_t i = 0; i < pattern->n; i++)
        if (pattern->token[i].variable != REINTI_NONE) {
            const char *name = form->variable[pattern->token[i].variable].name;
            reinti_str_format(&p->out, "          %s: {part: %s}\n", name, name);
        }
    if (!pattern->has_fact) /* the cells are one thing: of several the first, to be looked at */
        reinti_str_format(&p->out, "          %s: {fact: \"\"}%s\n", form->variable[form->n_key].name,
                          form->n > form->n_key + 1 ? "   # is this what the cells say?" : "");
    for (size_t v = 0; fact && v < form->n; v++)
        if (fact[v])
            reinti_str_format(&p->out, "          %s: {fact: %s}\n", form->variable[v].name,
                              form->variable[v].name);
}

bool
reinti_propose_is_part(const reinti_unpivot *pattern, size_t variable)
{
    for (size_t i = 0; i < pattern->n; i++)
        if (pattern->token[i].variable == variable)
            return true;
    return false;
}
