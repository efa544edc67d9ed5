/* mapping_bind.c -- a map, fitted to the columns of a file and the forms of a codebook.
 *
 * Every name is looked up: forms, variables, columns, the parts of an unpivot.  What is not there is an error
 * at its place in the map, with the nearest name that there is.  A column that the map neither uses nor
 * ignores is an error, too: data must not be left behind unnoticed.  A name that stands twice in the header
 * is addressed as "name#1", "name#2".
 *
 * Unpivot: "{service}_{fact}_{wave}" is matched against each column's name from the left, every part as short
 * as it can be; {fact} is one of the facts that the map uses, a part with `values` one of them.  Columns that
 * differ in their fact only belong to one record of each source row. */
#include <config.h>

#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/bind.h"

enum { PARTS_MOST = 16, COMBINATIONS_MOST = 100000 };

typedef struct fitting {
    const reint_map *map;
    const reint_codebook *cb;
    const reinti_csv *csv;
    reinti_arena *arena;
    reint_findings *findings;
    size_t n_columns;
    const char **name, **alias;
    bool *used;
    bool no_memory;
} fitting;

static void find_at(const fitting *f, long line, long column, const char *code, const char *format, ...)
    REINTI_PRINTF(5, 6);
static void
find_at(const fitting *f, long line, long column, const char *code, const char *format, ...)
{
    char text[512];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof text, reinti_words(format), ap);
    va_end(ap);
    reinti_find(f->findings, REINT_ERROR, code, f->map->name, NULL, line, column, "%s", text);
}

static void *
room(fitting *f, size_t n, size_t size)
{
    void *p = reinti_arena_alloc(f->arena, (n ? n : 1) * size);

    f->no_memory |= !p;
    return p;
}

/* ---- columns --------------------------------------------------------------------------------------- */

bool
reinti_mapping_names(const reinti_csv *csv, reinti_arena *arena, const char ***name, const char ***alias)
{
    size_t n = csv->n_fields;

    *name = reinti_arena_alloc(arena, (n + 1) * sizeof **name);
    *alias = reinti_arena_alloc(arena, (n + 1) * sizeof **alias);
    if (!*name || !*alias)
        return false;
    for (size_t c = 0; c < n; c++) {
        const char *from = csv->field[c].text, *to = from + csv->field[c].length;
        size_t same = 0;
        while (from < to && (*from == ' ' || *from == '\t'))
            from++;
        while (from < to && (to[-1] == ' ' || to[-1] == '\t'))
            to--;
        (*name)[c] = reinti_arena_text_n(arena, from, (size_t)(to - from));
        if (!(*name)[c])
            return false;
        for (size_t k = 0; k < c && *(*name)[c]; k++)
            if (!strcmp((*name)[k], (*name)[c])) {
                same++;
                if (!(*alias)[k] && !((*alias)[k] = reinti_arena_format(arena, "%s#%zu", (*name)[k], same)))
                    return false;
            }
        if (same && !((*alias)[c] = reinti_arena_format(arena, "%s#%zu", (*name)[c], same + 1)))
            return false;
    }
    return true;
}

static void
unknown_column(const fitting *f, const char *name, long line, long column)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, name, f->name, f->n_columns);
    find_at(f, line, column, "unknown_column", "the file has no column \"%.100s\"%s", name, hint.text);
    reinti_str_free(&hint);
}

/* The column of that name; REINTI_NONE with a finding. */
static size_t
column_of(fitting *f, const char *name, long line, long column)
{
    size_t found = REINTI_NONE;

    for (size_t c = 0; c < f->n_columns; c++) {
        if (f->alias[c] && !strcmp(f->alias[c], name)) {
            f->used[c] = true;
            return c;
        }
        if (strcmp(f->name[c], name))
            continue;
        if (f->alias[c]) {
            find_at(f, line, column, "ambiguous_column",
                    "the column \"%.100s\" stands there several times; say which: "
                    "\"%.100s#1\", \"%.100s#2\"",
                    name, name, name);
            return REINTI_NONE;
        }
        found = c;
    }
    if (found == REINTI_NONE)
        unknown_column(f, name, line, column);
    else
        f->used[found] = true;
    return found;
}

/* ---- variables ------------------------------------------------------------------------------------- */

static void
fit_variable(fitting *f, reinti_fitted *t, size_t i)
{
    const reinti_mapped *m = &t->records->mapped[i];
    const reinti_form *form = t->form;

    if (reinti_form_find(form, m->variable) == REINTI_NONE) {
        const char **names = room(f, form->n, sizeof *names);
        reinti_str hint = REINTI_STR_EMPTY;
        for (size_t k = 0; names && k < form->n; k++)
            names[k] = form->variable[k].name;
        if (names)
            reinti_did_you_mean(&hint, m->variable, names, form->n);
        find_at(f, m->line, m->column, "unknown_variable", "form %s has no variable \"%.64s\"%s", form->name,
                m->variable, hint.text);
        reinti_str_free(&hint);
    }
    t->column[i] = room(f, m->n, sizeof **t->column);
    for (size_t k = 0; t->column[i] && k < m->n; k++)
        t->column[i][k] = column_of(f, m->name[k], m->line, m->column);
    if ((m->kind == REINTI_VALUE_PART || m->kind == REINTI_VALUE_FACT) && !t->records->unpivot)
        find_at(f, m->line, m->column, "no_unpivot", "%s: part and fact need an `unpivot`", m->variable);
}

static void
find_absent(fitting *f, const reinti_fitted *t)
{
    for (size_t v = 0; v < t->form->n; v++) {
        const reinti_variable *variable = &t->form->variable[v];
        bool there = false;
        for (size_t i = 0; i < t->records->n; i++)
            there |= !strcmp(t->records->mapped[i].variable, variable->name);
        if (!there && (variable->key || variable->required))
            find_at(f, t->records->line, t->records->column, "missing_variable",
                    "form %s needs the variable \"%s\" (%s)", t->form->name, variable->name,
                    variable->key ? reinti_words("part of its key") : reinti_words("it is required"));
    }
}

/* ---- unpivot --------------------------------------------------------------------------------------- */

typedef struct pattern {
    size_t n; /* pieces: texts and parts in turn */
    struct {
        const char *text; /* of a part: its name */
        size_t length, part;
    } piece[2 * PARTS_MOST];
} pattern;

static bool
read_pattern(fitting *f, reinti_fitted *t, pattern *p)
{
    const char *text = t->records->unpivot;

    t->part = room(f, PARTS_MOST, sizeof *t->part);
    p->n = 0;
    while (t->part && *text) {
        const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
        size_t n = open ? (size_t)(open - text) : strlen(text);
        if (p->n + 2 > REINTI_LENGTH(p->piece) || t->n_parts == PARTS_MOST ||
            (open && (!close || close == open + 1)))
            return false;
        if (n) {
            p->piece[p->n].text = text;
            p->piece[p->n].part = REINTI_NONE;
            p->piece[p->n++].length = n;
        }
        if (!open)
            break;
        p->piece[p->n].part = t->n_parts;
        p->piece[p->n++].text = t->part[t->n_parts++] =
            reinti_arena_text_n(f->arena, open + 1, (size_t)(close - open - 1));
        text = close + 1;
    }
    return t->n_parts > 0;
}

static bool
is_one_of(const char *text, size_t n, size_t n_words, const char *const *word)
{
    for (size_t i = 0; i < n_words; i++)
        if (strlen(word[i]) == n && !memcmp(word[i], text, n))
            return true;
    return false;
}

/* May the part be TEXT? */
static bool
part_allows(const reinti_fitted *t, size_t part, const char *text, size_t n)
{
    const reinti_records *r = t->records;

    for (size_t i = 0; i < r->n_values; i++)
        if (!strcmp(r->values[i].part, t->part[part]))
            return is_one_of(text, n, r->values[i].n, r->values[i].text);
    if (strcmp(t->part[part], "fact"))
        return true;
    for (size_t i = 0; i < r->n; i++)
        if (r->mapped[i].kind == REINTI_VALUE_FACT && strlen(r->mapped[i].text) == n &&
            !memcmp(r->mapped[i].text, text, n))
            return true;
    return false;
}

/* Matches pieces from I on; BEGIN and LENGTH per part. */
static bool
match(const reinti_fitted *t, const pattern *p, size_t i, const char *text, const char **begin,
      size_t *length)
{
    size_t left = strlen(text);

    if (i == p->n)
        return !left;
    if (p->piece[i].part == REINTI_NONE)
        return left >= p->piece[i].length && !memcmp(text, p->piece[i].text, p->piece[i].length) &&
               match(t, p, i + 1, text + p->piece[i].length, begin, length);
    for (size_t n = 1; n <= left; n++) {
        size_t part = p->piece[i].part;
        if (!part_allows(t, part, text, n) || !match(t, p, i + 1, text + n, begin, length))
            continue;
        begin[part] = text;
        length[part] = n;
        return true;
    }
    return false;
}

static reinti_combination *
combination_of(fitting *f, reinti_fitted *t, reinti_map *known, size_t *capacity, const char **begin,
               const size_t *length)
{
    reinti_str key = REINTI_STR_EMPTY;
    reinti_combination *c = NULL;
    bool added = false;
    int64_t at;

    for (size_t i = 0; i < t->n_parts; i++) {
        if (strcmp(t->part[i], "fact"))
            reinti_str_add_n(&key, begin[i], length[i]);
        reinti_str_add_char(&key, '\n');
    }
    at = key.failed ? -2 : reinti_map_put(known, key.text, key.length, (int64_t)t->n_combinations, &added);
    reinti_str_free(&key);
    if (at >= 0 && added) {
        if (t->n_combinations < COMBINATIONS_MOST &&
            reinti_arena_grow(f->arena, &t->combination, capacity, t->n_combinations,
                              sizeof *t->combination)) {
            c = &t->combination[t->n_combinations++];
            c->part = room(f, t->n_parts, sizeof *c->part);
            c->fact = room(f, t->records->n, sizeof *c->fact);
            for (size_t i = 0; c->fact && i < t->records->n; i++)
                c->fact[i] = REINTI_NONE;
            for (size_t i = 0; c->part && i < t->n_parts; i++)
                c->part[i] =
                    strcmp(t->part[i], "fact") ? reinti_arena_text_n(f->arena, begin[i], length[i]) : NULL;
        }
    } else if (at >= 0) {
        c = &t->combination[at];
    }
    f->no_memory |= !c || !c->part || !c->fact;
    return f->no_memory ? NULL : c;
}

/* The column is one fact of one combination. */
static void
take_column(fitting *f, reinti_fitted *t, reinti_map *known, size_t *capacity, size_t column,
            const char **begin, const size_t *length)
{
    size_t fact = REINTI_NONE;
    reinti_combination *c = combination_of(f, t, known, capacity, begin, length);

    for (size_t i = 0; i < t->n_parts; i++)
        if (!strcmp(t->part[i], "fact"))
            fact = i;
    for (size_t i = 0; c && i < t->records->n; i++) {
        const reinti_mapped *m = &t->records->mapped[i];
        if (m->kind == REINTI_VALUE_FACT &&
            (fact == REINTI_NONE ||
             (strlen(m->text) == length[fact] && !memcmp(m->text, begin[fact], length[fact]))))
            c->fact[i] = column;
    }
    f->used[column] = true;
}

static void
fit_unpivot(fitting *f, reinti_fitted *t)
{
    const reinti_records *r = t->records;
    const char *begin[PARTS_MOST];
    size_t length[PARTS_MOST], capacity = 0;
    reinti_map *known = reinti_map_create();
    pattern p;

    if (!known || !read_pattern(f, t, &p)) {
        f->no_memory |= !known;
        find_at(f, r->line, r->column, "bad_unpivot",
                "unpivot names the parts of a column's name in braces: \"{service}_{fact}_{wave}\"");
        reinti_map_free(known);
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        if (r->mapped[i].kind != REINTI_VALUE_PART)
            continue;
        t->part_of[i] = REINTI_NONE;
        for (size_t k = 0; k < t->n_parts; k++)
            if (!strcmp(t->part[k], r->mapped[i].text) && strcmp(t->part[k], "fact"))
                t->part_of[i] = k;
        if (t->part_of[i] == REINTI_NONE)
            find_at(f, r->mapped[i].line, r->mapped[i].column, "unknown_part", "unpivot has no part {%.64s}",
                    r->mapped[i].text);
    }
    for (size_t c = 0; c < f->n_columns && !f->no_memory; c++)
        if (match(t, &p, 0, f->name[c], begin, length))
            take_column(f, t, known, &capacity, c, begin, length);
    if (!t->n_combinations)
        find_at(f, r->line, r->column, "no_columns", "no column of the file is named like \"%.100s\"",
                r->unpivot);
    reinti_map_free(known);
}

/* ---- records --------------------------------------------------------------------------------------- */

static size_t *
fit_filters(fitting *f, const reinti_records *r, const reinti_filter *filter, size_t n)
{
    size_t *column = room(f, n, sizeof *column);

    for (size_t i = 0; column && i < n; i++)
        column[i] = column_of(f, filter[i].column, r->line, r->column);
    return column;
}

/* Where each value of each combination is said to stand. */
static void
tell_places(fitting *f, reinti_fitted *t)
{
    size_t n = t->records->n;

    t->from = room(f, n * t->n_combinations, sizeof *t->from);
    for (size_t c = 0; t->from && c < t->n_combinations; c++) {
        const size_t *fact = t->combination[c].fact; /* NULL: without unpivot; a fact is told then */
        for (size_t i = 0; i < n; i++) {
            const reinti_mapped *m = &t->records->mapped[i];
            size_t at = REINTI_NONE;
            if (m->kind == REINTI_VALUE_FACT && fact)
                at = fact[i];
            else if (m->n)
                at = t->column[i][0];
            for (size_t k = 0; fact && m->kind == REINTI_VALUE_PART && k < n && at == REINTI_NONE; k++)
                if (t->records->mapped[k].kind == REINTI_VALUE_FACT)
                    at = fact[k];
            t->from[c * n + i] = at;
        }
    }
}

static void
fit_records(fitting *f, const reinti_records *r, reinti_fitted *t)
{
    size_t form = reinti_codebook_find_form(f->cb, r->form);

    t->records = r;
    t->arena = f->arena;
    if (form == REINTI_NONE) {
        find_at(f, r->line, r->column, "unknown_form", "the codebook has no form \"%.64s\"", r->form);
        return;
    }
    t->form = &f->cb->form[form];
    t->column = room(f, r->n, sizeof *t->column);
    t->part_of = room(f, r->n, sizeof *t->part_of);
    t->lookup = room(f, r->n, sizeof *t->lookup);
    if (f->no_memory)
        return;
    for (size_t i = 0; i < r->n; i++)
        fit_variable(f, t, i);
    find_absent(f, t);
    t->only = fit_filters(f, r, r->only, r->n_only);
    t->skip = fit_filters(f, r, r->skip, r->n_skip);
    if (r->unpivot)
        fit_unpivot(f, t);
    else if ((t->combination = room(f, 1, sizeof *t->combination)))
        t->n_combinations = 1;
    if (!f->no_memory)
        tell_places(f, t);
}

/* ---- what is left ---------------------------------------------------------------------------------- */

static void
find_unused(fitting *f, const reinti_mapping_sheet *sheet)
{
    const reinti_flat *flat = f->csv->origin ? f->csv->origin->flat : NULL;
    size_t n = 0;

    for (size_t i = 0; i < sheet->n_ignored; i++) {
        bool there = !strcmp(sheet->ignored[i], "*");
        for (size_t c = 0; c < f->n_columns; c++)
            if (!strcmp(f->name[c], sheet->ignored[i]) ||
                (f->alias[c] && !strcmp(f->alias[c], sheet->ignored[i])))
                f->used[c] = there = true;
        if (!there)
            unknown_column(f, sheet->ignored[i], sheet->line, sheet->column);
    }
    for (size_t c = 0; c < f->n_columns && !sheet->ignore_rest; c++) {
        char cell[REINTI_CELL_NAME];
        if (f->used[c] || reinti_ingest_is_added(f->name[c]) ||
            (flat && flat->without_data[c] && !*f->name[c]) || n++ >= 20)
            continue;
        find_at(f, sheet->line, sheet->column, "unmapped_column",
                "the map says nothing of column %s, \"%.64s\"; use it, or name it under `ignore` (\"*\": all "
                "others)",
                reinti_cell_name(cell, 0, c + (f->csv->origin ? f->csv->origin->first_column : 0)),
                f->name[c]);
    }
}

reint_status
reinti_mapping_fit(const reint_map *map, const reinti_mapping_sheet *sheet, const reint_codebook *cb,
                   const reinti_csv *csv, reinti_arena *arena, reinti_fitted *fitted,
                   reint_findings *findings, reint_error *err)
{
    fitting f = {
        .map = map, .cb = cb, .csv = csv, .arena = arena, .findings = findings, .n_columns = csv->n_fields
    };
    size_t from = reint_findings_count(findings);

    f.used = room(&f, csv->n_fields, sizeof *f.used);
    if (f.no_memory || !reinti_mapping_names(csv, arena, &f.name, &f.alias))
        return reinti_no_memory(err);
    for (size_t i = 0; i < sheet->n && !f.no_memory; i++) {
        fitted[i].map = map;
        fitted[i].cb = cb;
        fitted[i].sheet = sheet;
        fit_records(&f, &sheet->records[i], &fitted[i]);
    }
    if (f.no_memory)
        return reinti_no_memory(err);
    find_unused(&f, sheet);
    return reint_findings_count(findings) > from ? reinti_fail_findings(err, REINT_INPUT, findings, from)
                                                 : REINT_OK;
}
