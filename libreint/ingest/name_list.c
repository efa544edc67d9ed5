/* name_list.c -- names of people from the team's own list, for the eyes of whoever interviews.
 *
 * A study knows nobody's name, and this does not change it: names go from the file onto a sheet that no reader of records
 * reads. */
#include <config.h>

#include "ingest/name_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "codebook/model.h"
#include "ingest/csv.h"

struct reint_name_list {
    reinti_arena *arena;
    const char *file, *variable; /* of persons */
    reinti_map *by_id;           /* position in name[] */
    size_t n, capacity;
    const char **name;
};

static bool
is_called(const reinti_csv_field *f, const char *name)
{
    return f->length == strlen(name) && !strncasecmp(f->text, name, f->length);
}

/* The column called ONE or OTHER; else the first that is not TAKEN. */
static size_t
find_column(const reinti_csv *csv, const char *one, const char *other, size_t taken)
{
    for (size_t i = 0; i < csv->n_fields; i++)
        if (is_called(&csv->field[i], one) || is_called(&csv->field[i], other))
            return i;
    return taken == 0;
}

/* Of an id that stands there twice the last name counts. */
static reint_status
add(reint_name_list *l, const reinti_csv_field *id, const reinti_csv_field *name, reint_error *err)
{
    const char *copy = reinti_arena_text_n(l->arena, name->text, name->length);

    if (!copy || !reinti_arena_grow(l->arena, &l->name, &l->capacity, l->n, sizeof *l->name) ||
        reinti_map_put(l->by_id, id->text, id->length, (int64_t)l->n, NULL) < 0)
        return reinti_no_memory(err);
    l->name[l->n++] = copy;
    return REINT_OK;
}

static reint_status
read_names(reint_name_list *l, reinti_csv *csv, reint_error *err)
{
    reinti_csv_result result = reinti_csv_next(csv, err);
    reint_status status = REINT_OK;

    if (result == REINTI_CSV_FAILED)
        return REINT_INPUT;
    size_t id = find_column(csv, l->variable, l->variable, REINTI_NONE),
           name = find_column(csv, "name", "nama", id);
    if (result == REINTI_CSV_END || csv->n_fields < 2)
        return reinti_fail(err, REINT_INPUT, csv->name, 1,
                           "a list of names has two columns: \"%s\" and \"name\"", l->variable);
    while (!status && (result = reinti_csv_next(csv, err)) == REINTI_CSV_RECORD)
        if (csv->n_fields > id && csv->n_fields > name)
            status = add(l, &csv->field[id], &csv->field[name], err);
    return !status && result == REINTI_CSV_FAILED ? REINT_INPUT : status;
}

reint_status
reint_name_list_open(const reint_codebook *cb, const char *path, reint_name_list **out, reint_error *err)
{
    const reinti_form *form = &cb->form[cb->person_form];
    reint_name_list *l = calloc(1, sizeof *l);
    reinti_bytes bytes = { 0 };
    reinti_csv csv;

    *out = NULL;
    if (!l)
        return reinti_no_memory(err);
    l->arena = reinti_arena_create();
    l->by_id = reinti_map_create();
    l->variable = l->arena ? reinti_arena_text(l->arena, form->variable[form->person].name) : NULL;
    l->file = l->arena ? reinti_arena_text(l->arena, reinti_path_last(path)) : NULL;
    reint_status status =
        l->by_id && l->variable && l->file ? reinti_bytes_read(path, 0, &bytes, err) : reinti_no_memory(err);
    if (!status) {
        status = reinti_csv_open(&csv, l->file, bytes.data, bytes.size, 0, err);
        if (!status) {
            status = read_names(l, &csv, err);
            reinti_csv_close(&csv);
        }
    }
    reinti_bytes_free(&bytes);
    if (status)
        reint_name_list_free(l);
    else
        *out = l;
    return status;
}

void
reint_name_list_free(reint_name_list *list)
{
    if (!list)
        return;
    reinti_map_free(list->by_id);
    reinti_arena_free(list->arena);
    free(list);
}

const char *
reint_name_list_find(const reint_name_list *list, const char *id)
{
    int64_t at = reinti_map_find(list->by_id, id, strlen(id));

    return at < 0 ? NULL : list->name[at];
}

reint_status
reint_name_list_knows_nobody(const reint_name_list *list, reint_error *err)
{
    return reinti_fail(err, REINT_INPUT, list->file, 0,
                       "nobody in this list of names is known to the study: its column \"%s\" has the ids",
                       list->variable);
}
