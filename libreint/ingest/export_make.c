/* export_make.c -- the rows of one table of an export as records of its form.
 *
 * The record's key comes first: the person (the answer to its question, else the id of the submission), the wave, and
 * for a repeat the numbers within its parents.  Then every variable of the form, empty where this export has none. */
#include <config.h>

#include "ingest/export_make.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void
add_field(reinti_str *out, const char *text, size_t n)
{
    bool quoted = false;

    for (size_t i = 0; i < n; i++)
        quoted = quoted || strchr(",\"\r\n", text[i]);
    if (!quoted) {
        reinti_str_add_n(out, text, n);
        return;
    }
    reinti_str_add_char(out, '"');
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"')
            reinti_str_add_char(out, '"');
        reinti_str_add_char(out, text[i]);
    }
    reinti_str_add_char(out, '"');
}

/* The text of column C in the current row, trimmed; "n/a" is no answer. */
static const char *
cell(const reinti_export_table *t, size_t c, size_t *n)
{
    *n = 0;
    if (c == SIZE_MAX || c >= t->csv.n_fields)
        return "";
    const char *text = t->csv.field[c].text;
    size_t length = t->csv.field[c].length;
    while (length && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (length == 3 && !strncasecmp(text, "n/a", 3))
        return "";
    *n = length;
    return text;
}

static size_t
column_of(const reinti_export_table *t, reinti_role role, size_t item)
{
    size_t best = SIZE_MAX;

    for (size_t c = 0; c < t->n; c++)
        if (t->role[c].role == role && (item == SIZE_MAX || t->role[c].item == item) &&
            (best == SIZE_MAX || t->role[c].rank < t->role[best].rank))
            best = c;
    return best;
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

/* What the submission is known by: its id, the best of those that are not empty; else its number in the export. */
static const char *
submission(reinti_maker *m, size_t *n, char row[32])
{
    const reinti_export_table *t = m->table;
    const char *best = NULL;
    unsigned best_rank = UINT_MAX;

    for (size_t c = 0; c < t->n; c++) {
        bool link = t->role[c].role == REINTI_ROLE_LINK;
        unsigned rank = t->role[c].rank + (link ? 100 : 0);
        size_t length;
        if ((t->role[c].role != REINTI_ROLE_ID && !link) || rank >= best_rank)
            continue;
        const char *text = cell(t, c, &length);
        if (length) {
            best = text;
            best_rank = rank;
            *n = length;
        }
    }
    m->n_without_id += best_rank >= 100;
    if (best)
        return best;
    snprintf(row, 32, "%ld", reinti_csv_line(&t->csv));
    *n = strlen(row);
    return row;
}

static void
add_root_key(reinti_maker *m, reinti_str *out)
{
    const reinti_export_table *t = m->table;
    char row[32];
    size_t n;
    const char *text = m->form->person == REINTI_TOP ? submission(m, &n, row) : cell(t, m->person_column, &n);

    add_field(out, text, n);
    if (m->form->wave == REINTI_TOP)
        return;
    text = cell(t, m->wave_column, &n);
    const char *name =
        n ? reinti_export_choice(&m->form->list[m->form->item[m->form->wave].list], text, n) : NULL;
    reinti_str_add_char(out, ',');
    add_field(out, name ? name : text, name ? strlen(name) : n);
}

/* The parent's key and the number within it; without a parent the key is left empty, and the row rejected for it. */
static reint_status
add_child_key(reinti_maker *m, reinti_str *out, reint_error *err)
{
    const reinti_export_table *t = m->table, *parent = m->parent;
    size_t n;
    const char *text = cell(t, m->parent_column, &n);
    int64_t at = parent && n ? reinti_map_find(parent->link, text, n) : -1;
    bool added = false;

    if (at < 0) {
        for (size_t k = 0; k < m->n_key - 1; k++)
            reinti_str_add_char(out, ',');
        return REINT_OK;
    }
    int64_t place = reinti_map_put(m->places, text, n, (int64_t)m->n_counts, &added);
    if (place == -2 || (added && !reinti_arena_grow(m->form->arena, &m->counts, &m->counts_capacity,
                                                    m->n_counts, sizeof *m->counts)))
        return reinti_no_memory(err);
    if (added)
        m->counts[m->n_counts++] = 0;
    int64_t number = ++m->counts[place];
    reinti_str_format(out, "%s,%lld", parent->key[at], (long long)number);
    return REINT_OK;
}

/* So that the tables below find this record. */
static reint_status
keep_link(reinti_maker *m, const char *key, reint_error *err)
{
    reinti_export_table *t = m->table;

    if (!reinti_arena_grow(m->form->arena, &t->key, &t->capacity, t->n_records, sizeof *t->key))
        return reinti_no_memory(err);
    t->key[t->n_records] = reinti_arena_text(m->form->arena, key);
    if (!t->key[t->n_records])
        return reinti_no_memory(err);
    for (size_t c = 0; c < t->n; c++) {
        size_t n;
        bool key_of_odk = t->role[c].role == REINTI_ROLE_ID && t->role[c].rank == 2;
        if (t->role[c].role != REINTI_ROLE_LINK && !key_of_odk)
            continue;
        const char *text = cell(t, c, &n);
        if (n && reinti_map_put(t->link, text, n, (int64_t)t->n_records, NULL) == -2)
            return reinti_no_memory(err);
    }
    t->n_records++;
    return REINT_OK;
}

/* ---- answers ----------------------------------------------------------------------------------------------- */

static bool
is_marked(const char *text, size_t n)
{
    return (n == 1 && *text == '1') || (n == 4 && !strncasecmp(text, "true", 4)) ||
           (n == 3 && !strncasecmp(text, "yes", 3)) || (n == 3 && !memcmp(text, "1.0", 3));
}

/* A summary of labels, the longest that fits first: "Roman Catholic None".  What is left over is kept as it is, so
 * that the row is rejected and not read wrongly. */
static void
split_summary(const reinti_choices *list, const char *text, size_t n, reinti_str *out)
{
    size_t begin = out->length;

    for (size_t at = 0; at < n;) {
        size_t best = 0;
        const char *name = NULL;
        for (size_t end = n; end > at && !name; end--) {
            if (end < n && text[end] != ' ')
                continue;
            name = reinti_export_choice(list, text + at, end - at);
            best = end;
        }
        if (!name) {
            best = at + strcspn(text + at, " ");
            best = best < n ? best : n;
        }
        if (out->length > begin)
            reinti_str_add_char(out, ' ');
        if (name)
            reinti_str_add(out, name);
        else
            reinti_str_add_n(out, text + at, best - at);
        at = best + (best < n);
    }
}

static void
add_set(const reinti_maker *m, size_t item, reinti_str *out)
{
    const reinti_export_table *t = m->table;
    const reinti_choices *list = &m->form->list[m->form->item[item].list];
    size_t summary = m->answer[item], n, choices = 0;
    const char *text = cell(t, summary, &n);
    reinti_str codes = REINTI_STR_EMPTY;

    if (summary != SIZE_MAX && !n)
        return; /* no answer, whatever the columns of the choices say */
    for (size_t c = 0; c < t->n; c++) {
        size_t length;
        if (t->role[c].role != REINTI_ROLE_CHOICE || t->role[c].item != item)
            continue;
        choices++;
        const char *mark = cell(t, c, &length);
        if (is_marked(mark, length))
            reinti_str_format(&codes, "%s%s", codes.length ? " " : "",
                              t->role[c].choice < list->n ? list->choice[t->role[c].choice].name : "other");
    }
    if (!choices)
        split_summary(list, text, n, &codes);
    add_field(out, reinti_text_or(codes.text, ""), codes.length);
    out->failed = out->failed || codes.failed;
    reinti_str_free(&codes);
}

static void
add_answer(const reinti_maker *m, size_t item, reinti_str *out)
{
    const reinti_item *it = &m->form->item[item];
    size_t n;
    const char *text, *name;

    if (it->kind == REINTI_ITEM_MULTIPLE || it->kind == REINTI_ITEM_RANK) {
        add_set(m, item, out);
        return;
    }
    text = cell(m->table, m->answer[item], &n);
    if (it->kind == REINTI_ITEM_ONE && n && (name = reinti_export_choice(&m->form->list[it->list], text, n)))
        add_field(out, name, strlen(name));
    else if (it->kind == REINTI_ITEM_MOMENT && n > 10 && text[4] == '-')
        add_field(out, text, 10); /* the day */
    else
        add_field(out, text, n);
}

/* ---- records ----------------------------------------------------------------------------------------------- */

static void
add_name(reinti_maker *m, const char *name, size_t column, bool other)
{
    reinti_str_format(&m->csv, "%s%s%s", m->n_columns ? "," : "", name, other ? "_other" : "");
    if (m->n_columns < m->columns_capacity)
        m->from[m->n_columns] = column;
    m->n_columns++;
}

static void
add_key_names(reinti_maker *m, size_t repeat)
{
    if (repeat == REINTI_TOP) {
        add_name(m, "person", m->person_column, false);
        if (m->form->wave != REINTI_TOP)
            add_name(m, "wave", m->wave_column, false);
        return;
    }
    add_key_names(m, m->form->item[repeat].repeat);
    const char *name = reinti_arena_format(m->form->arena, "%s_no", m->form->item[repeat].variable);
    add_name(m, name ? name : "", m->parent_column, false);
}

static bool
is_variable(const reinti_maker *m, size_t item)
{
    return m->form->item[item].variable && m->form->item[item].kind != REINTI_ITEM_REPEAT &&
           m->form->item[item].repeat == m->table->repeat && item != m->form->person && item != m->form->wave;
}

static void
add_header(reinti_maker *m)
{
    add_key_names(m, m->table->repeat);
    m->n_key = m->n_columns;
    for (size_t i = 0; i < m->form->n; i++) {
        if (!is_variable(m, i))
            continue;
        size_t c = m->answer[i] = column_of(m->table, REINTI_ROLE_ANSWER, i);
        add_name(m, m->form->item[i].variable, c != SIZE_MAX ? c : column_of(m->table, REINTI_ROLE_CHOICE, i),
                 false);
        m->other[i] = column_of(m->table, REINTI_ROLE_OTHER, i);
        if (m->form->item[i].or_other)
            add_name(m, m->form->item[i].variable, m->other[i], true);
    }
    reinti_str_add_char(&m->csv, '\n');
}

static reint_status
add_record(reinti_maker *m, reint_error *err)
{
    reinti_str key = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    if (m->table->repeat == REINTI_TOP)
        add_root_key(m, &key);
    else
        status = add_child_key(m, &key, err);
    if (!status && key.failed)
        status = reinti_no_memory(err);
    if (!status)
        status = keep_link(m, reinti_text_or(key.text, ""), err);
    reinti_str_add(&m->csv, reinti_text_or(key.text, ""));
    reinti_str_free(&key);
    for (size_t i = 0; !status && i < m->form->n; i++) {
        size_t n;
        if (!is_variable(m, i))
            continue;
        reinti_str_add_char(&m->csv, ',');
        add_answer(m, i, &m->csv);
        if (!m->form->item[i].or_other)
            continue;
        const char *text = cell(m->table, m->other[i], &n);
        reinti_str_add_char(&m->csv, ',');
        add_field(&m->csv, text, n);
    }
    reinti_str_add_char(&m->csv, '\n');
    if (!status && !reinti_grow(&m->made, &m->made_capacity, m->n_made, sizeof *m->made))
        status = reinti_no_memory(err);
    if (!status)
        m->made[m->n_made++] = (reinti_made){ .at = (size_t)(m->table->csv.record - m->table->csv.data),
                                              .line = m->table->csv.record_line };
    return status;
}

reint_status
reinti_export_make(reinti_maker *m, reint_error *err)
{
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status = REINT_OK;

    m->person_column = m->form->person != REINTI_TOP
                           ? column_of(m->table, REINTI_ROLE_ANSWER, m->form->person)
                           : column_of(m->table, REINTI_ROLE_ID, SIZE_MAX);
    m->wave_column =
        m->form->wave != REINTI_TOP ? column_of(m->table, REINTI_ROLE_ANSWER, m->form->wave) : SIZE_MAX;
    m->parent_column = column_of(m->table, REINTI_ROLE_PARENT, SIZE_MAX);
    m->columns_capacity = 2 * m->form->n + 16;
    m->from = reinti_arena_alloc(m->form->arena, m->columns_capacity * sizeof *m->from);
    m->answer = reinti_arena_alloc(m->form->arena, (m->form->n + 1) * sizeof *m->answer);
    m->other = reinti_arena_alloc(m->form->arena, (m->form->n + 1) * sizeof *m->other);
    m->places = reinti_map_create();
    m->table->link = reinti_map_create();
    if (!m->from || !m->answer || !m->other || !m->places || !m->table->link)
        return reinti_no_memory(err);
    add_header(m);
    while (!status && (result = reinti_csv_next(&m->table->csv, err)) == REINTI_CSV_RECORD)
        status = add_record(m, err);
    if (!status && result == REINTI_CSV_FAILED)
        status = err ? err->status : REINT_INPUT;
    if (!status && m->csv.failed)
        status = reinti_no_memory(err);
    return status;
}

void
reinti_maker_free(reinti_maker *m)
{
    reinti_str_free(&m->csv);
    reinti_map_free(m->places);
    free(m->made);
}
