/* export_flat.c -- repeats that an export has in columns: "child[2]/age".
 *
 * Such a table is read as several: its own, without these columns, and one more for each repeat, whose every row gives
 * as many records as it has numbers.  Taken apart only where nothing is left to guess: each head must spell the whole
 * path of a question with a number at each of its repeats, and nowhere else. */
#include <config.h>

#include "ingest/export_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 8

/* A head "a/child[2]/toy[1]/name". */
typedef struct numbered {
    reinti_str path; /* a/child/toy/name */
    size_t n;
    long number[DEEPEST];
    size_t end[DEEPEST]; /* of PATH, where the number stood */
} numbered;

static bool
read_numbers(const reinti_csv_field *head, numbered *out)
{
    const char *p = head->text, *end = head->text + head->length;

    reinti_str_clear(&out->path);
    for (out->n = 0; p < end; p++) {
        if (*p != '[') {
            reinti_str_add_char(&out->path, *p);
            continue;
        }
        long number = 0;
        for (p++; p < end && isdigit((unsigned char)*p) && number < 100000; p++)
            number = 10 * number + (*p - '0');
        if (p + 1 >= end || *p != ']' || p[1] != '/' || !number || out->n == DEEPEST)
            return false;
        out->end[out->n] = out->path.length;
        out->number[out->n++] = number;
    }
    return out->n > 0 && !out->path.failed;
}

/* The repeat whose path is the first N bytes of PATH; REINTI_TOP. */
static size_t
repeat_at(const reinti_xlsform *form, const char *path, size_t n)
{
    for (size_t i = 0; i < form->n; i++) {
        reinti_str whole = REINTI_STR_EMPTY;
        if (form->item[i].kind != REINTI_ITEM_REPEAT)
            continue;
        reinti_export_path_of(form, i, &whole);
        bool is = !whole.failed && whole.length == n && !memcmp(whole.text, path, n);
        reinti_str_free(&whole);
        if (is)
            return i;
    }
    return REINTI_TOP;
}

/* The repeat of the question that HEAD spells: each number stands behind a repeat around it, and behind each. */
static size_t
repeat_of(const reinti_xlsform *form, const numbered *head)
{
    size_t repeat = REINTI_TOP;

    for (size_t i = 0; i < head->n; i++) {
        size_t next = repeat_at(form, head->path.text, head->end[i]);
        if (next == REINTI_TOP || form->item[next].repeat != repeat)
            return REINTI_TOP;
        repeat = next;
    }
    return repeat;
}

/* The instance of T with the numbers of HEAD, made when it is new; NULL: no memory. */
static reinti_instance *
instance_of(const reinti_xlsform *form, reinti_export_table *t, const numbered *head)
{
    for (size_t i = 0; i < t->n_instances; i++)
        if (!memcmp(t->instance[i].number, head->number, head->n * sizeof *head->number))
            return &t->instance[i];
    if (!reinti_arena_grow(form->arena, &t->instance, &t->instance_capacity, t->n_instances,
                           sizeof *t->instance))
        return NULL;
    reinti_instance *made = &t->instance[t->n_instances];
    *made = (reinti_instance){ .n = head->n };
    made->number = reinti_arena_alloc(form->arena, head->n * sizeof *made->number);
    made->role = reinti_arena_alloc(form->arena, (t->n + 1) * sizeof *made->role);
    if (!made->number || !made->role)
        return NULL;
    memcpy(made->number, head->number, head->n * sizeof *head->number);
    t->n_instances++;
    return made;
}

static int
by_number(const void *a, const void *b)
{
    const reinti_instance *x = a, *y = b;

    for (size_t i = 0; i < x->n; i++)
        if (x->number[i] != y->number[i])
            return x->number[i] < y->number[i] ? -1 : 1;
    return 0;
}

/* The table of REPEAT among FOUND; a new one. */
static reinti_export_table *
table_of(const reinti_xlsform *form, const reinti_export_table *t, size_t repeat, reinti_export_table *found,
         size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        if (found[i].repeat == repeat)
            return &found[i];
    found[*n] = (reinti_export_table){ .file = t->file,
                                       .sheet = t->sheet,
                                       .flat = t->flat,
                                       .is_flat = t->is_flat,
                                       .borrows = true,
                                       .repeat = repeat,
                                       .n = t->n,
                                       .matched = 1 };
    found[*n].role = reinti_arena_alloc(form->arena, (t->n + 1) * sizeof *found[*n].role);
    return found[*n].role ? &found[(*n)++] : NULL;
}

/* Whether column C is one of these, and where it belongs then. */
static reint_status
take_column(const reinti_xlsform *form, reinti_export_table *t, size_t c, numbered *head,
            reinti_export_table *found, size_t *n, bool *good, reint_error *err)
{
    *good = read_numbers(&t->csv.field[c], head);
    size_t repeat = *good ? repeat_of(form, head) : REINTI_TOP;
    reinti_role_of role = { REINTI_ROLE_UNKNOWN, 0, 0, 0 };

    *good = repeat != REINTI_TOP && reinti_export_match_path(form, repeat, head->path.text, &role);
    if (!*good)
        return REINT_OK;
    reinti_export_table *of = table_of(form, t, repeat, found, n);
    reinti_instance *instance = of ? instance_of(form, of, head) : NULL;
    if (!instance)
        return reinti_no_memory(err);
    instance->role[c] = role;
    t->role[c] = (reinti_role_of){ REINTI_ROLE_NONE, 0, 0, 0 };
    return REINT_OK;
}

reint_status
reinti_export_unflatten(const reinti_xlsform *form, reinti_export_table *t, reinti_export_table *found,
                        size_t *n, reint_error *err)
{
    numbered head = { .path = REINTI_STR_EMPTY };
    reint_status status = REINT_OK;
    bool good = true;

    *n = 0;
    for (size_t c = 0; good && !status && c < t->n; c++)
        if (t->role[c].role == REINTI_ROLE_UNKNOWN &&
            memchr(t->csv.field[c].text, '[', t->csv.field[c].length))
            status = take_column(form, t, c, &head, found, n, &good, err);
    reinti_str_free(&head.path);
    if (!good)
        *n = 0; /* refused as it stands, by its heads */
    for (size_t i = 0; i < *n; i++)
        qsort(found[i].instance, found[i].n_instances, sizeof *found[i].instance, by_number);
    return status;
}
