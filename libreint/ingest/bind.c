/* bind.c -- which form a file holds, and which variable each of its columns is.
 *
 * Columns are known by name, in any order, exactly as the codebook spells them (blanks around a name do not
 * count). Form errors stop a file before anything of it is stored, all of them are reported in one run: a
 * column that the form does not know, one that stands twice or has no name, a key or required variable
 * without a column.  A variable that is neither may be absent: its records then say that there was no such
 * question.  When no column at all is known, the file has probably no header, and its first line, which may
 * hold names of people, is not shown. */
#include <config.h>

#include "ingest/bind.h"
#include "ingest/origin.h"

#include <stdlib.h>
#include <string.h>

typedef struct header {
    reinti_arena *arena;
    size_t n;
    const char **name; /* as the form's variables are named: trimmed, renamed */
    bool *left_out;
} header;

/* ---- the names of the columns ---------------------------------------------------------------------- */

static const char *
trimmed(reinti_arena *arena, const reinti_csv_field *f)
{
    const char *from = f->text, *to = f->text + f->length;

    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (from < to && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    return reinti_arena_text_n(arena, from, (size_t)(to - from));
}

static const char *
renamed(const char *name, const reint_ingest_options *options)
{
    for (size_t i = 0; options->rename && options->rename[i][0]; i++)
        if (!strcmp(options->rename[i][0], name))
            return options->rename[i][1];
    return name;
}

bool
reinti_ingest_is_added(const char *name)
{
    return !strcmp(name, REINTI_COLUMN_REASON) || !strcmp(name, REINTI_COLUMN_LINE) ||
           !strcmp(name, REINTI_COLUMN_ROW);
}

static bool
is_left_out(const char *name, const reint_ingest_options *options)
{
    if (reinti_ingest_is_added(name))
        return true;
    for (size_t i = 0; options->ignore && options->ignore[i]; i++)
        if (!strcmp(options->ignore[i], name))
            return true;
    return false;
}

/* A column of a sheet that has neither a name nor any value. */
static bool
is_spacing(const reinti_csv *csv, size_t c)
{
    const reinti_flat *flat = csv->origin && !csv->origin->made ? csv->origin->flat : NULL;

    return flat && c < flat->n_columns && flat->without_data[c];
}

static bool
read_header(const reinti_csv *csv, const reint_ingest_options *options, header *h)
{
    h->n = csv->n_fields;
    h->arena = reinti_arena_create();
    h->name = h->arena ? reinti_arena_alloc(h->arena, h->n * sizeof *h->name) : NULL;
    h->left_out = h->name ? reinti_arena_alloc(h->arena, h->n) : NULL;
    if (!h->left_out)
        return false;
    for (size_t c = 0; c < h->n; c++) {
        const char *name = trimmed(h->arena, &csv->field[c]);
        if (!name)
            return false;
        h->left_out[c] = is_left_out(name, options) || (!*name && is_spacing(csv, c));
        h->name[c] = renamed(name, options);
    }
    return true;
}

/* ---- the form -------------------------------------------------------------------------------------- */

static bool
has_column(const header *h, const char *name)
{
    for (size_t c = 0; c < h->n; c++)
        if (!h->left_out[c] && !strcmp(h->name[c], name))
            return true;
    return false;
}

/* All columns are variables of FORM, and its key and required variables are all there. */
static bool
form_fits(const reinti_form *form, const header *h)
{
    for (size_t c = 0; c < h->n; c++)
        if (!h->left_out[c] && reinti_form_find(form, h->name[c]) == REINTI_NONE)
            return false;
    for (size_t i = 0; i < form->n; i++)
        if ((form->variable[i].key || form->variable[i].required) && !has_column(h, form->variable[i].name))
            return false;
    return true;
}

static size_t
form_of_file_name(const reint_codebook *cb, const char *file)
{
    const char *name = reinti_path_last(file), *dot = strrchr(name, '.');
    size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);

    for (size_t i = 0; i < cb->n_forms; i++)
        if (strlen(cb->form[i].name) == n && !memcmp(cb->form[i].name, name, n))
            return i;
    return REINTI_NONE;
}

static reint_status
unknown_form(const reint_codebook *cb, const char *name, reint_error *err)
{
    const char **names = malloc((cb->n_forms ? cb->n_forms : 1) * sizeof *names);
    reinti_str hint = REINTI_STR_EMPTY;
    reint_status status;

    for (size_t i = 0; names && i < cb->n_forms; i++)
        names[i] = cb->form[i].name;
    if (names)
        reinti_did_you_mean(&hint, name, names, cb->n_forms);
    status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no form \"%s\"%s", name, hint.text);
    reinti_str_free(&hint);
    free(names);
    return status;
}

static reint_status
find_form(const reint_codebook *cb, const reinti_csv *csv, const header *h, const char *wanted, size_t *form,
          reint_error *err)
{
    reinti_str fitting = REINTI_STR_EMPTY;
    size_t n = 0;
    reint_status status = REINT_OK;

    if (wanted) {
        *form = reinti_codebook_find_form(cb, wanted);
        return *form == REINTI_NONE ? unknown_form(cb, wanted, err) : REINT_OK;
    }
    *form = form_of_file_name(cb, csv->name);
    if (*form != REINTI_NONE)
        return REINT_OK;
    for (size_t i = 0; i < cb->n_forms; i++) {
        if (!form_fits(&cb->form[i], h))
            continue;
        *form = i;
        reinti_str_format(&fitting, "%s%s", n++ ? ", " : "", cb->form[i].name);
    }
    if (n != 1)
        status =
            n ? reinti_fail(err, REINT_INPUT, csv->name, 0,
                            "the columns fit several forms: %s; say which form the file holds", fitting.text)
              : reinti_fail(err, REINT_INPUT, csv->name, 0,
                            "neither name nor columns tell a form; say which form the file holds");
    reinti_str_free(&fitting);
    return status;
}

/* ---- columns to variables -------------------------------------------------------------------------- */

static void
find_unknown(const reinti_form *form, const reinti_csv *csv, const header *h, size_t c,
             reint_findings *findings)
{
    const char **names = malloc((form->n ? form->n : 1) * sizeof *names);
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n = 0;
    long line, column;

    for (size_t i = 0; names && i < form->n; i++)
        if (!has_column(h, form->variable[i].name))
            names[n++] = form->variable[i].name;
    if (names)
        reinti_did_you_mean(&hint, h->name[c], names, n);
    reinti_csv_place(csv, c, &line, &column);
    reinti_find(findings, REINT_ERROR, "unknown_column", csv->name, form->name, line, column,
                "form %s has no variable \"%.64s\"%s; rename the column or leave it out", form->name,
                h->name[c], hint.text);
    reinti_str_free(&hint);
    free(names);
}

static bool
bind_columns(const reinti_form *form, const reinti_csv *csv, const header *h, size_t *variable_of,
             reint_findings *findings)
{
    size_t *first = reinti_arena_alloc(h->arena, form->n * sizeof *first); /* column + 1 */

    if (!first)
        return false;
    for (size_t c = 0; c < h->n; c++) {
        long line, column;
        variable_of[c] = REINTI_NONE;
        if (h->left_out[c])
            continue;
        reinti_csv_place(csv, c, &line, &column);
        if (!*h->name[c]) {
            reinti_find(findings, REINT_ERROR, "unnamed_column", csv->name, form->name, line, column,
                        "column %zu has no name", c + 1);
            continue;
        }
        variable_of[c] = reinti_form_find(form, h->name[c]);
        if (variable_of[c] == REINTI_NONE) {
            find_unknown(form, csv, h, c, findings);
        } else if (first[variable_of[c]]) {
            reinti_find(findings, REINT_ERROR, "duplicate_column", csv->name, form->name, line, column,
                        "\"%s\" stands twice, in columns %zu and %zu", h->name[c], first[variable_of[c]],
                        c + 1);
        } else {
            first[variable_of[c]] = c + 1;
        }
    }
    return true;
}

static void
find_absent(const reinti_form *form, const reinti_csv *csv, const header *h, bool by_hand,
            reint_findings *findings)
{
    for (size_t i = 0; i < form->n; i++) {
        const reinti_variable *v = &form->variable[i];
        if ((v->key || (v->required && !by_hand)) && !has_column(h, v->name))
            reinti_find(findings, REINT_ERROR, v->key ? "missing_key_column" : "missing_column", csv->name,
                        form->name, csv->record_line, 0, "there is no column \"%s\", %s of form %s", v->name,
                        v->key ? reinti_words("part of the key") : reinti_words("a required variable"),
                        form->name);
    }
}

static size_t
find_added(const header *h, const char *name)
{
    for (size_t c = 0; c < h->n; c++)
        if (!strcmp(h->name[c], name))
            return c;
    return REINTI_NONE;
}

/* Most probably a file whose first line is already a record. */
static bool
knows_no_column(const reinti_form *form, const header *h)
{
    for (size_t c = 0; c < h->n; c++)
        if (h->left_out[c] || reinti_form_find(form, h->name[c]) != REINTI_NONE)
            return false;
    return true;
}

static void
find_no_header(const reinti_form *form, const reinti_csv *csv, reint_findings *findings)
{
    reinti_str names = REINTI_STR_EMPTY;

    for (size_t i = 0; i < form->n && i < 8; i++)
        reinti_str_format(&names, "%s%s", i ? ", " : "", form->variable[i].name);
    reinti_find(findings, REINT_ERROR, "no_header", csv->name, form->name, csv->record_line, 0,
                "the first line names no variable of form %s (%s%s); is it a record, or is the separator not "
                "'%s'? For "
                "other people's columns --propose-map writes a first map",
                form->name, names.text, form->n > 8 ? ", ..." : "",
                csv->separator == '\t' ? reinti_words("tab") : (char[]){ csv->separator, '\0' });
    reinti_str_free(&names);
}

reint_status
reinti_ingest_bind(const reint_codebook *cb, const reinti_csv *csv, const reint_ingest_options *options,
                   reinti_ingest_columns *out, reint_findings *findings, reint_error *err)
{
    size_t from = findings ? reint_findings_count(findings) : 0;
    const reinti_form *form;
    header h = { 0 };
    reint_status status;

    memset(out, 0, sizeof *out);
    if (csv->n_fields > REINTI_CSV_COLUMNS_LIMIT)
        return reinti_fail(err, REINT_INPUT, csv->name, csv->record_line, "%zu columns; at most %d are read",
                           csv->n_fields, REINTI_CSV_COLUMNS_LIMIT);
    out->variable_of = malloc((csv->n_fields ? csv->n_fields : 1) * sizeof *out->variable_of);
    if (!out->variable_of || !read_header(csv, options, &h)) {
        status = reinti_no_memory(err);
        goto cleanup;
    }
    status = find_form(cb, csv, &h, options->form, &out->form, err);
    if (status)
        goto cleanup;
    form = &cb->form[out->form];
    out->n_columns = h.n;
    out->reason = find_added(&h, REINTI_COLUMN_REASON);
    out->line = find_added(&h, REINTI_COLUMN_LINE);
    out->row = find_added(&h, REINTI_COLUMN_ROW);
    out->header = csv->record;
    out->header_length = csv->record_length;
    if (knows_no_column(form, &h)) {
        find_no_header(form, csv, findings);
    } else {
        if (!bind_columns(form, csv, &h, out->variable_of, findings)) {
            status = reinti_no_memory(err);
            goto cleanup;
        }
        find_absent(form, csv, &h, options->by_hand, findings);
    }
    if (reint_findings_count(findings) > from)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
cleanup:
    reinti_arena_free(h.arena);
    if (status)
        reinti_ingest_columns_free(out);
    return status;
}

void
reinti_ingest_columns_free(reinti_ingest_columns *b)
{
    free(b->variable_of);
    memset(b, 0, sizeof *b);
}
