/* export_make.c -- the rows of one table of an export as records of one form of the codebook.
 *
 * The record's key comes first: the person (the answer to its question, else the id of the submission), the wave, and
 * for a repeat what the record above is known by, and answers of its own or its number there: whatever the codebook's
 * key asks for.  Then every variable that the form has a question for, empty where this export has none. */
#include <config.h>

#include "ingest/export_make.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        const char *text = reinti_export_cell(t, c, &length);
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

/* What each part of the key is, by what the codebook calls it: so a form that was made of a codebook finds back into
 * it, and a codebook that was made of a form has its records numbered. */
static reinti_key_part
part_of(const reinti_maker *m, size_t k)
{
    const reinti_variable *v = &m->of->variable[k];
    reinti_key_part part = { v->name, REINTI_KEY_NUMBER, 0 };

    for (size_t i = 0; m->parent && i < m->parent->n_key; i++)
        if (!strcmp(m->parent->key_name[i], v->name)) {
            part.kind = REINTI_KEY_PARENT;
            part.of = i;
            return part;
        }
    if (k == m->of->person || k == m->of->wave) {
        part.kind = k == m->of->person ? REINTI_KEY_PERSON : REINTI_KEY_WAVE;
        return part;
    }
    for (size_t i = 0; i < m->form->n; i++)
        if (m->variable[i] == v &&
            (m->form->item[i].kind != REINTI_ITEM_NUMBER || m->answer[i] != SIZE_MAX)) {
            part.kind = REINTI_KEY_ANSWER;
            part.of = i;
            return part;
        }
    return part;
}

static void
add_root_part(reinti_maker *m, const reinti_key_part *part, reinti_str *out)
{
    const reinti_export_table *t = m->table;
    char row[32];
    size_t n;
    const char *text, *name = NULL;

    if (part->kind == REINTI_KEY_PERSON) {
        text = m->form->person == REINTI_TOP ? submission(m, &n, row)
                                             : reinti_export_cell(t, m->person_column, &n);
    } else {
        text = reinti_export_cell(t, m->wave_column, &n);
        if (n && m->form->wave != REINTI_TOP)
            name = reinti_export_choice(&m->form->list[m->form->item[m->form->wave].list], text, n);
    }
    reinti_export_field(out, name ? name : text, name ? strlen(name) : n);
}

/* "@12/2": what the records below know row 12, or its second record, by, where the export has all in one table. */
static const char *
own_link(const reinti_maker *m, bool above)
{
    const reinti_instance *instance = m->table->n_instances ? &m->table->instance[m->at] : NULL;
    reinti_str link = REINTI_STR_EMPTY;

    reinti_str_format(&link, "@%ld", m->table->csv.record_line);
    for (size_t i = 0; instance && i + above < instance->n; i++)
        reinti_str_format(&link, "/%ld", instance->number[i]);
    const char *text = link.failed ? NULL : reinti_arena_text(m->form->arena, link.text);
    reinti_str_free(&link);
    return text;
}

/* The record above the current row, and the number of this one within it; -1: it cannot be found. */
static int64_t
find_parent(reinti_maker *m, int64_t *number, reint_error *err)
{
    size_t n;
    const char *text = reinti_export_cell(m->table, m->parent_column, &n);
    bool added = false;

    if (m->table->n_instances) {
        const reinti_instance *instance = &m->table->instance[m->at];
        text = own_link(m, true);
        *number = instance->number[instance->n - 1];
        return text && m->parent ? reinti_map_find(m->parent->link, text, strlen(text)) : -1;
    }
    int64_t at = m->parent && n ? reinti_map_find(m->parent->link, text, n) : -1;
    if (at < 0)
        return -1;
    int64_t place = reinti_map_put(m->places, text, n, (int64_t)m->n_counts, &added);
    if (place == -2 || (added && !reinti_arena_grow(m->form->arena, &m->counts, &m->counts_capacity,
                                                    m->n_counts, sizeof *m->counts))) {
        reinti_no_memory(err);
        return -2;
    }
    if (added)
        m->counts[m->n_counts++] = 0;
    *number = ++m->counts[place];
    return at;
}

/* The key of the current row, part by part; without its parent it stays empty, and the row is rejected for it. */
static reint_status
make_key(reinti_maker *m, const char **out, reint_error *err)
{
    int64_t number = 0, above = m->table->repeat == REINTI_TOP ? -1 : find_parent(m, &number, err);
    bool lost = m->table->repeat != REINTI_TOP && above < 0;

    if (above == -2)
        return REINT_NO_MEMORY;
    for (size_t k = 0; k < m->n_key; k++) {
        const reinti_key_part *part = &m->key[k];
        reinti_str field = REINTI_STR_EMPTY;
        if (part->kind == REINTI_KEY_ANSWER)
            reinti_export_answer(m, part->of, &field);
        else if (part->kind == REINTI_KEY_PARENT && !lost)
            reinti_str_add(&field, m->parent->key[above][part->of]);
        else if (part->kind == REINTI_KEY_NUMBER && !lost && m->table->repeat != REINTI_TOP)
            reinti_str_format(&field, "%lld", (long long)number);
        else if (part->kind < REINTI_KEY_ANSWER && m->table->repeat == REINTI_TOP)
            add_root_part(m, part, &field);
        out[k] = field.failed ? NULL : reinti_arena_text(m->form->arena, reinti_text_or(field.text, ""));
        reinti_str_free(&field);
        if (!out[k])
            return reinti_no_memory(err);
    }
    return REINT_OK;
}

/* So that the tables below find this record. */
static reint_status
keep_link(reinti_maker *m, const char **key, reint_error *err)
{
    reinti_export_table *t = m->table;

    if (!reinti_arena_grow(m->form->arena, &t->key, &t->capacity, t->n_records, sizeof *t->key))
        return reinti_no_memory(err);
    t->key[t->n_records] = key;
    const char *own = own_link(m, false);
    if (!own || reinti_map_put(t->link, own, strlen(own), (int64_t)t->n_records, NULL) == -2)
        return reinti_no_memory(err);
    for (size_t c = 0; c < t->n; c++) {
        size_t n;
        bool key_of_odk = t->role[c].role == REINTI_ROLE_ID && t->role[c].rank == 2;
        if (t->role[c].role != REINTI_ROLE_LINK && !key_of_odk)
            continue;
        const char *text = reinti_export_cell(t, c, &n);
        if (n && reinti_map_put(t->link, text, n, (int64_t)t->n_records, NULL) == -2)
            return reinti_no_memory(err);
    }
    t->n_records++;
    return REINT_OK;
}

/* ---- records ----------------------------------------------------------------------------------------------- */

static void
add_name(reinti_maker *m, const char *name, size_t column, bool other)
{
    size_t first = m->at * m->n_columns; /* of the instances before, which have all columns by now */

    if (!m->at)
        reinti_str_format(&m->csv, "%s%s%s", m->n_columns ? "," : "", name, other ? "_other" : "");
    if (m->n_named < m->columns_capacity)
        m->from[first + m->n_named] = column;
    m->n_named++;
    m->n_columns = m->at ? m->n_columns : m->n_named;
}

static bool
is_key(const reinti_maker *m, size_t item)
{
    return m->variable[item] && m->variable[item] < m->of->variable + m->of->n_key;
}

/* Whether question I is asked in the form at work, and kept. */
static bool
is_question(const reinti_maker *m, size_t i)
{
    const reinti_item *item = &m->form->item[i];

    return item->variable && item->kind > REINTI_ITEM_REPEAT && i != m->form->person && i != m->form->wave &&
           reinti_xlsform_holder(item) == m->holder;
}

/* Whether another question is V already. */
static bool
is_taken(const reinti_maker *m, const reinti_variable *v)
{
    for (size_t i = 0; i < m->form->n; i++)
        if (m->variable[i] == v)
            return true;
    return false;
}

/* What each question is in the codebook: its variable, else the one that has its very name, for two questions of one
 * name in the form may be none in the codebook.  One that is nothing there is told: it was added to the form later. */
static void
find_variables(reinti_maker *m)
{
    for (int by_name = 0; by_name < 2; by_name++)
        for (size_t i = 0; i < m->form->n; i++) {
            const reinti_item *item = &m->form->item[i];
            if (!is_question(m, i) || m->variable[i])
                continue;
            size_t v = reinti_form_find(m->of, by_name ? reinti_xlsform_plain(m->form, item->name, "")
                                                       : item->variable);
            if (v != REINTI_NONE && !is_taken(m, &m->of->variable[v]))
                m->variable[i] = &m->of->variable[v];
            m->n_questions += !by_name;
            m->n_variables += m->variable[i] != NULL;
            if (by_name && !m->variable[i] && item->kind != REINTI_ITEM_NUMBER)
                reinti_find(
                    m->findings, REINT_WARNING, "unknown_question", m->form->file, NULL, item->row, 0,
                    "the question \"%.60s\" has no variable in form %s of the codebook: it is left out",
                    item->name, m->of->name);
        }
}

/* Which questions have a variable beside their choice "other". */
static reint_status
find_others(reinti_maker *m, reint_error *err)
{
    for (size_t i = 0; i < m->form->n; i++) {
        if (!m->variable[i] || !m->form->item[i].or_other)
            continue;
        const char *name = reinti_arena_format(m->form->arena, "%s_other", m->variable[i]->name);
        if (!name)
            return reinti_no_memory(err);
        m->has_other[i] = reinti_form_find(m->of, name) != REINTI_NONE;
    }
    return REINT_OK;
}

/* From now on the columns are those of instance AT. */
static void
select_instance(reinti_maker *m, size_t at)
{
    if (m->table->n_instances)
        m->table->role = m->table->instance[at].role;
    m->at = at;
    m->answer = m->columns + 2 * at * (m->form->n + 1);
    m->other = m->answer + m->form->n + 1;
}

static void
find_columns(reinti_maker *m)
{
    for (size_t i = 0; i < m->form->n; i++) {
        m->answer[i] = m->variable[i] ? column_of(m->table, REINTI_ROLE_ANSWER, i) : SIZE_MAX;
        m->other[i] = m->variable[i] ? column_of(m->table, REINTI_ROLE_OTHER, i) : SIZE_MAX;
    }
}

static void
add_header(reinti_maker *m)
{
    m->n_named = 0;
    for (size_t k = 0; k < m->n_key; k++) {
        reinti_key_kind kind = m->key[k].kind;
        add_name(m, m->key[k].name,
                 kind == REINTI_KEY_PERSON   ? m->person_column
                 : kind == REINTI_KEY_WAVE   ? m->wave_column
                 : kind == REINTI_KEY_ANSWER ? m->answer[m->key[k].of]
                                             : m->parent_column,
                 false);
    }
    for (size_t i = 0; i < m->form->n; i++) {
        if (!m->variable[i] || is_key(m, i))
            continue;
        size_t c = m->answer[i];
        add_name(m, m->variable[i]->name, c != SIZE_MAX ? c : column_of(m->table, REINTI_ROLE_CHOICE, i),
                 false);
        if (m->has_other[i])
            add_name(m, m->variable[i]->name, m->other[i], true);
    }
    if (!m->at)
        reinti_str_add_char(&m->csv, '\n');
}

/* The answers of the current row; *ANY: one of them is not empty. */
static void
add_answers(reinti_maker *m, reinti_str *out, bool *any)
{
    for (size_t i = 0; i < m->form->n; i++) {
        size_t n, before = out->length + 1;
        if (!m->variable[i] || is_key(m, i))
            continue;
        reinti_str_add_char(out, ',');
        reinti_export_answer(m, i, out);
        *any = *any || out->length > before;
        if (!m->has_other[i])
            continue;
        const char *text = reinti_export_cell(m->table, m->other[i], &n);
        reinti_str_add_char(out, ',');
        reinti_export_field(out, text, n);
    }
}

static reint_status
add_record(reinti_maker *m, reint_error *err)
{
    const char **key = reinti_arena_alloc(m->form->arena, (m->n_key + 1) * sizeof *key);
    reinti_str row = REINTI_STR_EMPTY;
    /* a group of which nothing was answered has no record, nor a repeat in columns */
    bool any = m->holder == m->table->repeat && !m->table->n_instances;
    reint_status status = key ? make_key(m, key, err) : reinti_no_memory(err);

    for (size_t k = 0; !status && k < m->n_key; k++)
        reinti_str_format(&row, "%s%s", k ? "," : "", key[k]);
    if (!status)
        add_answers(m, &row, &any);
    if (!status && row.failed)
        status = reinti_no_memory(err);
    if (!status && any && m->holder == m->table->repeat)
        status = keep_link(m, key, err);
    if (!status && any) {
        reinti_str_add(&m->csv, row.text);
        reinti_str_add_char(&m->csv, '\n');
        if (!reinti_grow(&m->made, &m->made_capacity, m->n_made, sizeof *m->made))
            status = reinti_no_memory(err);
        else
            m->made[m->n_made++] = (reinti_made){ .at = (size_t)(m->table->csv.record - m->table->csv.data),
                                                  .line = m->table->csv.record_line,
                                                  .variant = (uint32_t)m->at };
    }
    reinti_str_free(&row);
    return status;
}

static reint_status
prepare(reinti_maker *m, reint_error *err)
{
    reinti_arena *arena = m->form->arena;
    size_t items = m->form->n + 1, n = m->table->n_instances ? m->table->n_instances : 1;

    m->columns_capacity = 2 * m->form->n + m->of->n_key + 16;
    m->from = reinti_arena_alloc(arena, n * m->columns_capacity * sizeof *m->from);
    m->columns = reinti_arena_alloc(arena, 2 * n * items * sizeof *m->columns);
    m->variable = reinti_arena_alloc(arena, items * sizeof *m->variable);
    m->has_other = reinti_arena_alloc(arena, items * sizeof *m->has_other);
    m->key = reinti_arena_alloc(arena, (m->of->n_key + 1) * sizeof *m->key);
    m->places = reinti_map_create();
    if (!m->from || !m->columns || !m->variable || !m->has_other || !m->key || !m->places)
        return reinti_no_memory(err);
    m->person_column = m->form->person != REINTI_TOP
                           ? column_of(m->table, REINTI_ROLE_ANSWER, m->form->person)
                           : column_of(m->table, REINTI_ROLE_ID, SIZE_MAX);
    m->wave_column =
        m->form->wave != REINTI_TOP ? column_of(m->table, REINTI_ROLE_ANSWER, m->form->wave) : SIZE_MAX;
    m->parent_column = column_of(m->table, REINTI_ROLE_PARENT, SIZE_MAX);
    find_variables(m);
    reint_status status = find_others(m, err);
    if (status)
        return status;
    for (size_t k = n; k--;) {
        select_instance(m, k);
        find_columns(m);
    }
    for (m->n_key = 0; m->n_key < m->of->n_key; m->n_key++)
        m->key[m->n_key] = part_of(m, m->n_key);
    if (m->holder != m->table->repeat)
        return REINT_OK;
    reinti_export_table *t = m->table;
    t->link = reinti_map_create();
    t->n_key = m->n_key;
    t->key_name = reinti_arena_alloc(arena, (m->n_key + 1) * sizeof *t->key_name);
    for (size_t k = 0; t->key_name && k < m->n_key; k++)
        t->key_name[k] = m->key[k].name;
    return t->link && t->key_name ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_export_make(reinti_maker *m, reint_error *err)
{
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status = prepare(m, err);

    if (status)
        return status;
    size_t n = m->table->n_instances ? m->table->n_instances : 1;
    for (size_t k = 0; k < n; k++) {
        select_instance(m, k);
        add_header(m);
    }
    while (!status && (result = reinti_csv_next(&m->table->csv, err)) == REINTI_CSV_RECORD)
        for (size_t k = 0; k < n && !status; k++) {
            select_instance(m, k);
            status = add_record(m, err);
        }
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
