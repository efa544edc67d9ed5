/* mapped.c -- an input that goes through a map: its tables are opened, the map is fitted, records are made,
 * and each kind of record is loaded as a part of its own, in the order of the map.
 *
 * Everything is made before anything is loaded: a map that does not fit one of the sheets stores nothing at
 * all.  The id of a part is that of the file, of a sheet '!' and its name, then '>' and the name of the
 * records, so that a file read by its map again replaces what it brought; its checksum covers the map,
 * too. */
#include <config.h>

#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/parts.h"

/* A table of the input: a sheet, or the text itself. */
typedef struct table {
    reinti_bytes bytes; /* of another file, for lookups */
    reinti_flat flat;
    bool is_sheet;
    char *decoded;
    reinti_origin origin;
    reinti_csv csv;
} table;

typedef struct part {
    const table *of;
    reinti_making making;
    reinti_bytes text;
} part;

typedef struct mapping_run {
    reinti_input *in;
    const reint_map *map;
    reinti_arena *arena;
    reinti_workbook *w; /* NULL: the input is a text */
    size_t n_tables, n_parts;
    table *table;
    part *part;
    reinti_fitted *fitted;
} mapping_run;

/* ---- tables ---------------------------------------------------------------------------------------- */

static void
free_table(table *t)
{
    reinti_csv_close(&t->csv);
    if (t->is_sheet)
        reinti_flat_free(&t->flat);
    free(t->decoded);
    reinti_bytes_free(&t->bytes);
}

/* Reads the header, so that the next record is the first one. */
static reint_status
read_header(table *t, const char *name, reint_error *err)
{
    switch (reinti_csv_next(&t->csv, err)) {
    case REINTI_CSV_FAILED:
        return err->status;
    case REINTI_CSV_END:
        return reinti_fail(err, REINT_INPUT, name, 0,
                           "the file is empty; its first line must name the columns");
    default:
        return REINT_OK;
    }
}

static reint_status
open_text(mapping_run *r, const char *name, const char *data, size_t size, table *t, reint_error *err)
{
    const reint_ingest_options *o = &r->in->options;
    reint_status status = reinti_csv_decode(name, o->encoding, &data, &size, &t->decoded, err);

    if (!status)
        status = reinti_csv_open(&t->csv, name, data, size, o->separator, err);
    return status ? status : read_header(t, name, err);
}

typedef struct wanted { /* the names that a map uses tell its header */
    const reinti_mapping_sheet *sheet;
    const reinti_mapped *lookup;
} wanted;

static bool
is_word(const char *word, const char *name, size_t n)
{
    return strlen(word) == n && !memcmp(word, name, n);
}

static bool
is_used(const char *name, size_t n, void *user)
{
    const wanted *u = user;

    if (u->lookup)
        return is_word(u->lookup->key, name, n) || is_word(u->lookup->take, name, n);
    for (size_t i = 0; i < u->sheet->n; i++)
        for (size_t k = 0; k < u->sheet->records[i].n; k++)
            for (size_t a = 0; a < u->sheet->records[i].mapped[k].n; a++)
                if (is_word(u->sheet->records[i].mapped[k].name[a], name, n))
                    return true;
    for (size_t i = 0; i < u->sheet->n_ignored; i++)
        if (is_word(u->sheet->ignored[i], name, n))
            return true;
    return false;
}

static reint_status
open_sheet(mapping_run *r, const char *name, long header, wanted *used, table *t, reint_error *err)
{
    reinti_flat_options how = { header, is_used, used, r->in->folder };
    size_t i = name ? reinti_workbook_find(r->w, name) : reinti_input_only_sheet(r->w);
    char what[160];
    reint_status status;

    if (i == REINTI_NO_SHEET) {
        snprintf(what, sizeof what,
                 name ? reinti_words("there is no sheet \"%.100s\"")
                      : reinti_words("the map does not say which sheet it is for"),
                 name);
        return reinti_input_no_sheet(r->in, r->w, what, err);
    }
    status = reinti_sheet_flatten(r->w, i, &how, &t->flat, err);
    if (status)
        return status;
    t->is_sheet = true;
    t->origin = (reinti_origin){ .sheet = reinti_workbook_sheet(r->w, i),
                                 .header_row = t->flat.header_row,
                                 .first_column = t->flat.first_column,
                                 .flat = &t->flat };
    if (!used->lookup) {
        reinti_findings_sheet(r->in->findings, t->origin.sheet);
        reinti_input_tell_facts(r->in, &t->flat, reinti_workbook_hidden(r->w, i), header > 0);
        reinti_findings_sheet(r->in->findings, NULL);
    }
    status = reinti_csv_open(&t->csv, r->in->name, t->flat.bytes.data, t->flat.bytes.size, ',', err);
    t->csv.origin = &t->origin;
    t->csv.line = t->flat.header_row;
    return status ? status : read_header(t, r->in->name, err);
}

static reint_status
open_table(mapping_run *r, const reinti_mapping_sheet *s, table *t, reint_error *err)
{
    wanted used = { .sheet = s };

    if (r->w)
        return open_sheet(r, s->sheet, s->header, &used, t, err);
    if (s->sheet || r->map->n > 1)
        return reinti_fail_at(err, REINT_INPUT, r->map->name, NULL, s->line, s->column,
                              "the map is for sheets of a workbook, and %s is none",
                              reinti_path_last(r->in->name));
    return open_text(r, r->in->name, r->in->data, r->in->size, t, err);
}

/* ---- lookups --------------------------------------------------------------------------------------- */

static reint_status
open_lookup(mapping_run *r, const reinti_mapped *m, table *t, reint_error *err)
{
    wanted used = { .lookup = m };
    char *path;
    reint_status status;

    if (m->sheet && !r->w)
        return reinti_fail_at(err, REINT_INPUT, r->map->name, NULL, m->line, m->column,
                              "the lookup names a sheet, and %s is no workbook",
                              reinti_path_last(r->in->name));
    if (m->sheet)
        return open_sheet(r, m->sheet, 0, &used, t, err);
    path = reinti_path_beside(r->in->name, m->file);
    status = path ? reinti_bytes_read(path, 0, &t->bytes, err) : reinti_no_memory(err);
    if (!status)
        status = open_text(r, reinti_text_or(reinti_arena_text(r->arena, path), m->file), t->bytes.data,
                           t->bytes.size, t, err);
    free(path);
    return status;
}

static size_t
column_named(const char *const *name, size_t n, const char *word)
{
    for (size_t c = 0; c < n; c++)
        if (!strcmp(name[c], word))
            return c;
    return REINTI_NONE;
}

static reint_status
fill_lookup(mapping_run *r, const reinti_mapped *m, reinti_lookup *l, reint_error *err)
{
    table t = { 0 };
    const char **name, **alias;
    size_t key = REINTI_NONE, take = REINTI_NONE;
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status = open_lookup(r, m, &t, err);

    l->table = reinti_map_create();
    if (!status && (!l->table || !reinti_mapping_names(&t.csv, r->arena, &name, &alias)))
        status = reinti_no_memory(err);
    if (!status) {
        key = column_named((const char *const *)name, t.csv.n_fields, m->key);
        take = column_named((const char *const *)name, t.csv.n_fields, m->take);
        if (key == REINTI_NONE || take == REINTI_NONE)
            status = reinti_fail_at(err, REINT_INPUT, r->map->name, NULL, m->line, m->column,
                                    "the lookup's table has no column \"%.100s\"",
                                    key == REINTI_NONE ? m->key : m->take);
    }
    while (!status && (result = reinti_csv_next(&t.csv, err)) == REINTI_CSV_RECORD) {
        const reinti_csv_field *k = &t.csv.field[key], *v = &t.csv.field[take];
        if (t.csv.n_fields <= key || t.csv.n_fields <= take || !k->length)
            continue;
        if (!reinti_arena_grow(r->arena, &l->entry, &l->capacity, l->n, sizeof *l->entry) ||
            !(l->entry[l->n] = reinti_arena_text_n(r->arena, v->text, v->length)) ||
            reinti_map_put(l->table, k->text, k->length, (int64_t)l->n++, NULL) < 0)
            status = reinti_no_memory(err);
    }
    if (!status && result == REINTI_CSV_FAILED)
        status = err->status;
    free_table(&t);
    return status;
}

static reint_status
fill_lookups(mapping_run *r, const reinti_fitted *f, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; i < f->records->n && !status; i++)
        if (f->records->mapped[i].kind == REINTI_VALUE_LOOKUP)
            status = fill_lookup(r, &f->records->mapped[i], &f->lookup[i], err);
    return status;
}

/* ---- records --------------------------------------------------------------------------------------- */

static void
tell_made(const mapping_run *r, const part *p)
{
    const reinti_making *m = &p->making;
    const char *name = m->fitted->records->name;

    reinti_findings_sheet(r->in->findings, p->of->origin.sheet);
    if (m->n_skipped)
        reinti_find(r->in->findings, REINT_NOTE, "left_out", r->in->name, NULL, 0, 0,
                    reinti_words_n("%s: %zu row is left out, as the map says (only, skip)",
                                   "%s: %zu rows are left out, as the map says (only, skip)", m->n_skipped),
                    name, m->n_skipped);
    if (m->n_unmatched)
        reinti_find(r->in->findings, REINT_WARNING, "no_match", r->in->name, NULL, m->first_unmatched, 0,
                    reinti_words_n("%s: %zu value has an index that the other table does not have",
                                   "%s: %zu values have an index that the other table does not have",
                                   m->n_unmatched),
                    name, m->n_unmatched);
    reinti_findings_sheet(r->in->findings, NULL);
}

/* All records of a sheet, in one pass over it. */
static reint_status
make_records(mapping_run *r, const reinti_mapping_sheet *s, table *t, reint_error *err)
{
    part *first = &r->part[r->n_parts];
    reinti_fitted *fitted = &r->fitted[r->n_parts];
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status =
        reinti_mapping_fit(r->map, s, r->in->cb, &t->csv, r->arena, fitted, r->in->findings, err);

    for (size_t i = 0; i < s->n && !status; i++) {
        first[i].of = t;
        reinti_making_begin(&first[i].making, &fitted[i], r->in->folder);
        r->n_parts++;
        status = fill_lookups(r, &fitted[i], err);
    }
    while (!status && (result = reinti_csv_next(&t->csv, err)) == REINTI_CSV_RECORD)
        for (size_t i = 0; i < s->n && !status; i++)
            status = reinti_making_row(&first[i].making, &t->csv, err);
    if (!status && result == REINTI_CSV_FAILED)
        status = err->status;
    for (size_t i = 0; i < s->n && !status; i++) {
        status = reinti_spool_end(&first[i].making.spool, r->in->name, &first[i].text, err);
        if (!status)
            tell_made(r, &first[i]);
    }
    return status;
}

static reint_status
make_all(mapping_run *r, reint_error *err)
{
    size_t n = 0;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < r->map->n; i++)
        n += r->map->sheet[i].n;
    r->table = calloc(r->map->n + 1, sizeof *r->table);
    r->part = calloc(n + 1, sizeof *r->part);
    r->fitted = calloc(n + 1, sizeof *r->fitted);
    if (!r->table || !r->part || !r->fitted)
        return reinti_no_memory(err);
    for (size_t i = 0; i < r->map->n && !status; i++) {
        table *t = &r->table[r->n_tables++];
        status = open_table(r, &r->map->sheet[i], t, err);
        if (!status)
            status = make_records(r, &r->map->sheet[i], t, err);
    }
    return status;
}

static void
free_run(mapping_run *r)
{
    for (size_t i = 0; i < r->n_parts; i++) {
        const reinti_fitted *f = &r->fitted[i];
        for (size_t k = 0; f->lookup && k < f->records->n; k++)
            reinti_map_free(f->lookup[k].table);
        reinti_making_free(&r->part[i].making);
        reinti_bytes_free(&r->part[i].text);
    }
    for (size_t i = 0; i < r->n_tables; i++)
        free_table(&r->table[i]);
    free(r->table);
    free(r->part);
    free(r->fitted);
    reinti_workbook_free(r->w);
    reinti_arena_free(r->arena);
}

/* ---- out ------------------------------------------------------------------------------------------- */

static reinti_origin
origin_of(const part *p)
{
    const reinti_fitted *f = p->making.fitted;
    reinti_origin o = p->of->origin;

    o.source = &p->of->csv;
    o.made = p->making.made;
    o.n_made = p->making.n_made;
    o.n_columns = f->records->n;
    o.from = f->from;
    return o;
}

static reint_status
load_part(mapping_run *r, part *p, reint_error *err)
{
    reinti_input *in = r->in;
    const reinti_records *records = p->making.fitted->records;
    reint_ingest_options options = in->options;
    reinti_origin origin = origin_of(p);
    reinti_str id = REINTI_STR_EMPTY;
    static const reinti_made none;
    reint_status status;

    if (!origin.made)
        origin.made = &none; /* a header and no records */
    reinti_str_format(&id, "%s%s%s>%s", in->options.input ? in->options.input : reinti_path_last(in->name),
                      origin.sheet ? "!" : "", reinti_text_or(origin.sheet, ""), records->name);
    options.form = records->form;
    options.rename = NULL;
    options.ignore = NULL;
    reinti_source source = { .name = in->name,
                             .input = id.text,
                             .file = in->data,
                             .file_size = in->size,
                             .map = r->map->text,
                             .map_size = r->map->size,
                             .text = p->text.data,
                             .text_size = p->text.size,
                             .origin = &origin };
    status = id.failed ? reinti_no_memory(err) : reinti_input_load(in, &source, &options, err);
    reinti_str_free(&id);
    return status;
}

static reint_status
show_record(mapping_run *r, const part *p, const reinti_csv *csv, size_t i, reint_error *err)
{
    size_t n = p->making.fitted->records->n;
    const char **variable = reinti_arena_alloc(r->arena, (n + 1) * sizeof *variable);
    const char **value = reinti_arena_alloc(r->arena, (n + 1) * sizeof *value);
    char place[200];
    long line, column;

    if (!variable || !value)
        return reinti_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        variable[k] = p->making.fitted->records->mapped[k].variable;
        value[k] = reinti_arena_text_n(r->arena, csv->field[k].text, csv->field[k].length);
        if (!value[k])
            return reinti_no_memory(err);
    }
    reinti_csv_place(csv, SIZE_MAX, &line, &column);
    reint_place_format(place, sizeof place, p->of->origin.sheet, line, 0);
    reint_preview record = { p->making.fitted->records->name,
                             p->making.fitted->records->form,
                             place,
                             i,
                             p->making.n_made,
                             n,
                             variable,
                             value };
    return r->in->preview(&record, r->in->preview_user) ? REINT_CANCELLED : REINT_OK;
}

static reint_status
show_part(mapping_run *r, const part *p, reint_error *err)
{
    reinti_origin origin = origin_of(p);
    reinti_csv csv;
    reint_status status = reinti_csv_open(&csv, r->in->name, p->text.data, p->text.size, ',', err);

    csv.origin = &origin;
    if (!status && reinti_csv_next(&csv, err) != REINTI_CSV_RECORD)
        status = err->status;
    for (size_t i = 0; i < r->in->n_shown && !status && reinti_csv_next(&csv, err) == REINTI_CSV_RECORD; i++)
        status = show_record(r, p, &csv, i, err);
    reinti_csv_close(&csv);
    return status == REINT_CANCELLED ? REINT_OK : status;
}

reint_status
reinti_input_map(reinti_input *in, reint_error *err)
{
    mapping_run r = { .in = in, .map = in->options.map, .arena = reinti_arena_create() };
    reint_error of_part = { .status = REINT_OK };
    reint_status status = r.arena ? REINT_OK : reinti_no_memory(err);

    if (!status && reinti_workbook_is(in->data, in->size))
        status = reinti_workbook_open(in->name, in->data, in->size, &r.w, err);
    if (!status)
        status = make_all(&r, err);
    if (!status && in->one && r.n_parts > 1)
        status = reinti_fail(err, REINT_INPUT, in->name, 0,
                             "the map makes several kinds of records, and one is wanted");
    for (size_t i = 0; i < r.n_parts && reinti_input_goes_on(in, status); i++) {
        reint_status one =
            in->preview ? show_part(&r, &r.part[i], &of_part) : load_part(&r, &r.part[i], &of_part);
        status = reinti_input_worse(status, one, &of_part, err);
    }
    free_run(&r);
    return status;
}
