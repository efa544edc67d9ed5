/* rows.c -- a block of decoded rows on their way into the study.
 *
 * Memory is taken once and used again for every block.  Texts point into the file where they can; those with
 * doubled quotes, and those near its end, are copied. */
#include <config.h>

#include "ingest/rows.h"

#include <stdlib.h>
#include <string.h>

static bool
create_sets(reinti_rows *rows)
{
    const reinti_form *form = rows->layout->form;

    for (size_t v = 0; v < form->n; v++)
        rows->n_sets += form->variable[v].type == REINTI_CODE && form->variable[v].multiple;
    rows->set = calloc(rows->n_sets ? rows->n_sets : 1, sizeof *rows->set);
    if (!rows->set)
        return false;
    for (size_t v = 0, k = 0; v < form->n; v++) {
        if (form->variable[v].type != REINTI_CODE || !form->variable[v].multiple)
            continue;
        rows->set[k].variable = v;
        rows->set[k].offset = calloc(rows->capacity + 1, sizeof *rows->set[k].offset);
        if (!rows->set[k++].offset)
            return false;
    }
    return true;
}

bool
reinti_rows_create(reinti_rows *rows, const reinti_layout *layout, size_t capacity)
{
    size_t slots = capacity * (layout->n_slots ? layout->n_slots : 1);

    memset(rows, 0, sizeof *rows);
    rows->layout = layout;
    rows->capacity = capacity;
    for (size_t c = 0; c < layout->form->n_key; c++)
        if (layout->form->variable[c].type == REINTI_TEXT)
            rows->word_component[rows->n_words++] = c;
    rows->key = malloc(capacity * sizeof *rows->key);
    rows->slot = malloc(slots * sizeof *rows->slot);
    rows->source = malloc(capacity * sizeof *rows->source);
    rows->origin = malloc(capacity * sizeof *rows->origin);
    rows->state = malloc(capacity * sizeof *rows->state);
    rows->word = malloc(capacity * (rows->n_words ? rows->n_words : 1) * sizeof *rows->word);
    if (rows->key && rows->slot && rows->source && rows->origin && rows->state && rows->word &&
        create_sets(rows))
        return true;
    reinti_rows_free(rows);
    return false;
}

static void
free_copies(reinti_rows *rows)
{
    for (size_t i = 0; i < rows->n_copies; i++)
        free(rows->copy[i]);
    rows->n_copies = 0;
}

void
reinti_rows_free(reinti_rows *rows)
{
    free_copies(rows);
    free(rows->copy);
    free(rows->key);
    free(rows->slot);
    free(rows->source);
    free(rows->origin);
    free(rows->state);
    free(rows->text);
    free(rows->text_length);
    free(rows->word);
    for (size_t k = 0; rows->set && k < rows->n_sets; k++) {
        free(rows->set[k].offset);
        free(rows->set[k].code);
    }
    free(rows->set);
    memset(rows, 0, sizeof *rows);
}

void
reinti_rows_clear(reinti_rows *rows)
{
    free_copies(rows);
    rows->n = rows->n_text = rows->n_read = 0;
    for (size_t k = 0; k < rows->n_sets; k++)
        rows->set[k].offset[0] = 0;
}

size_t
reinti_rows_text(reinti_rows *rows, const char *text, size_t n, bool lasting)
{
    if (!reinti_grow(&rows->text, &rows->text_capacity, rows->n_text, sizeof *rows->text) ||
        !reinti_grow(&rows->text_length, &rows->length_capacity, rows->n_text, sizeof *rows->text_length))
        return SIZE_MAX;
    if (!lasting) {
        char *copy = malloc(n + 1);
        if (!copy || !reinti_grow(&rows->copy, &rows->copy_capacity, rows->n_copies, sizeof *rows->copy)) {
            free(copy);
            return SIZE_MAX;
        }
        if (n)
            memcpy(copy, text, n);
        copy[n] = '\0';
        rows->copy[rows->n_copies++] = copy;
        text = copy;
    }
    rows->text[rows->n_text] = text;
    rows->text_length[rows->n_text] = (uint32_t)n;
    return rows->n_text++;
}

bool
reinti_rows_code(reinti_rows *rows, size_t k, int16_t code)
{
    reinti_rows_set *set = &rows->set[k];
    uint32_t end = set->offset[rows->n + 1];

    if (!reinti_grow(&set->code, &set->capacity, end, sizeof *set->code))
        return false;
    set->code[end] = code;
    set->offset[rows->n + 1] = end + 1;
    return true;
}

static void
move_row(reinti_rows *rows, size_t to, size_t from)
{
    size_t n_slots = rows->layout->n_slots;

    rows->key[to] = rows->key[from];
    rows->source[to] = rows->source[from];
    rows->origin[to] = rows->origin[from];
    rows->state[to] = rows->state[from];
    if (n_slots)
        memcpy(reinti_rows_slots(rows, to), reinti_rows_slots(rows, from), n_slots * sizeof(int64_t));
    if (rows->n_words)
        memcpy(rows->word + to * rows->n_words, rows->word + from * rows->n_words,
               rows->n_words * sizeof *rows->word);
    for (size_t k = 0; k < rows->n_sets; k++) { /* the codes move down over those of dropped rows */
        reinti_rows_set *set = &rows->set[k];
        uint32_t begin = set->offset[from], n = set->offset[from + 1] - begin;
        if (n)
            memmove(set->code + set->offset[to], set->code + begin, n * sizeof *set->code);
        set->offset[to + 1] = set->offset[to] + n;
    }
}

void
reinti_rows_compact(reinti_rows *rows)
{
    size_t to = 0;

    for (size_t from = 0; from < rows->n; from++) {
        if (rows->state[from] == REINTI_ROW_DROPPED)
            continue;
        if (to != from)
            move_row(rows, to, from);
        to++;
    }
    rows->n = to;
}

reinti_block
reinti_rows_block(const reinti_rows *rows, reinti_block_set *view)
{
    for (size_t k = 0; k < rows->n_sets; k++)
        view[k] = (reinti_block_set){ rows->set[k].variable, rows->set[k].offset, rows->set[k].code };
    return (reinti_block){ .n_rows = rows->n,
                           .key = rows->key,
                           .slot = rows->slot,
                           .source = rows->source,
                           .text = rows->text,
                           .text_length = rows->text_length,
                           .n_sets = rows->n_sets,
                           .set = view };
}
