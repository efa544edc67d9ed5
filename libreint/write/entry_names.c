/* entry_names.c -- names of people from the team's own list, for the eyes of whoever fills in the workbook.
 *
 * A study knows nobody's name, and this does not change it: names go from the file into the workbook, into a column of the
 * sheet of known people and into the little window over an id that is there beforehand, neither of which ingest reads.
 * The file is a CSV with a header: the column named like the variable of persons has the ids (else the first one), the one
 * that is called name or nama the names (else the next one).  Ids that the study does not know are passed over; a file
 * none of whose ids it knows is refused.  No name stands in any message. */
#include <config.h>

#include "write/entry.h"

#include <string.h>
#include <strings.h>

#include "ingest/csv.h"

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

/* The people of the workbook by their id. */
static reinti_map *
index_people(const reinti_entry *e)
{
    reinti_map *by_id = reinti_map_create();

    for (size_t i = 0; by_id && i < e->n_people; i++)
        if (reinti_map_put(by_id, e->person[i].key, strlen(e->person[i].key), (int64_t)i, NULL) < 0) {
            reinti_map_free(by_id);
            by_id = NULL;
        }
    return by_id;
}

static reint_status
read_names(reinti_entry *e, reinti_csv *csv, const reinti_map *by_id, reint_error *err)
{
    const reinti_form *form = &e->cb->form[e->cb->person_form];
    const char *variable = form->variable[form->person].name;
    reinti_csv_result result = reinti_csv_next(csv, err);
    size_t found = 0;

    if (result == REINTI_CSV_FAILED)
        return REINT_INPUT;
    size_t n_heads = result == REINTI_CSV_RECORD ? csv->n_fields : 0;
    size_t id = find_column(csv, variable, variable, REINTI_NONE),
           name = find_column(csv, "name", "nama", id);
    if (n_heads < 2)
        return reinti_fail(err, REINT_INPUT, csv->name, 1,
                           "a list of names has two columns: \"%s\" and \"name\"", variable);
    while ((result = reinti_csv_next(csv, err)) == REINTI_CSV_RECORD) {
        if (csv->n_fields <= id || csv->n_fields <= name)
            continue;
        int64_t at = reinti_map_find(by_id, csv->field[id].text, csv->field[id].length);
        if (at < 0)
            continue;
        e->person[at].name = reinti_arena_text_n(e->arena, csv->field[name].text, csv->field[name].length);
        if (!e->person[at].name)
            return reinti_no_memory(err);
        found++;
    }
    if (result == REINTI_CSV_FAILED)
        return REINT_INPUT;
    e->has_names = found > 0;
    return found ? REINT_OK
                 : reinti_fail(
                       err, REINT_INPUT, csv->name, 0,
                       "nobody in this list of names is known to the study: its column \"%s\" has the ids",
                       variable);
}

reint_status
reinti_entry_names(reinti_entry *e, const char *path, reint_error *err)
{
    reinti_bytes bytes = { 0 };
    reinti_map *by_id = index_people(e);
    reinti_csv csv;
    reint_status status = by_id ? reinti_bytes_read(path, 0, &bytes, err) : reinti_no_memory(err);

    if (!status) {
        status = reinti_csv_open(&csv, reinti_path_last(path), bytes.data, bytes.size, 0, err);
        if (!status) {
            status = read_names(e, &csv, by_id, err);
            reinti_csv_close(&csv);
        }
    }
    reinti_bytes_free(&bytes);
    reinti_map_free(by_id);
    return status;
}
