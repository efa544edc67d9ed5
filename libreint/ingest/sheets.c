/* sheets.c -- the parts of a workbook: one a sheet.
 *
 * Decides  which sheets are read, in which order, and which form each holds (see reint_ingest_each).
 * Tells    what of a sheet does not show in its cells, as findings: a header below other rows, merged cells
 *          (only the first of them holds the value), hidden rows, columns and sheets (read like the others),
 *          percentages (read as stored).
 * Refuses  a workbook of several sheets none of which is named like a form, unless it is told which. */
#include <config.h>

#include "ingest/parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- which sheets ---------------------------------------------------------------------------------- */

static bool
is_form_name(const char *sheet, const char *form)
{
    size_t n = strlen(sheet);

    while (n && sheet[n - 1] == ' ')
        n--;
    return strlen(form) == n && !strncasecmp(sheet, form, n);
}

/* The form that a sheet is named like; REINTI_NONE. */
static size_t
form_of_sheet(const reint_codebook *cb, const char *sheet)
{
    for (size_t i = 0; i < cb->n_forms; i++)
        if (is_form_name(sheet, cb->form[i].name))
            return i;
    return REINTI_NONE;
}

static void
add_names(reinti_str *out, const reinti_workbook *w)
{
    for (size_t i = 0; i < reinti_workbook_n(w) && i < 12; i++)
        reinti_str_format(out, "%s\"%s\"", i ? ", " : "", reinti_workbook_sheet(w, i));
    if (reinti_workbook_n(w) > 12)
        reinti_str_add(out, ", ...");
}

reint_status
reinti_input_no_sheet(const reinti_input *in, const reinti_workbook *w, const char *what, reint_error *err)
{
    reinti_str names = REINTI_STR_EMPTY;
    reint_status status;

    add_names(&names, w);
    status =
        reinti_fail(err, REINT_INPUT, in->name, 0, "%s; the workbook has the sheets %s", what, names.text);
    reinti_str_free(&names);
    return status;
}

/* The only sheet, or the only one that is not hidden; REINTI_NO_SHEET. */
size_t
reinti_input_only_sheet(const reinti_workbook *w)
{
    size_t found = REINTI_NO_SHEET;

    if (reinti_workbook_n(w) == 1)
        return 0;
    for (size_t i = 0; i < reinti_workbook_n(w); i++) {
        if (reinti_workbook_hidden(w, i))
            continue;
        if (found != REINTI_NO_SHEET)
            return REINTI_NO_SHEET;
        found = i;
    }
    return found;
}

typedef struct chosen {
    size_t n;
    struct {
        size_t sheet, form; /* form REINTI_NONE: to be found by its columns */
    } * part;
} chosen;

static void
choose(chosen *c, size_t sheet, size_t form)
{
    c->part[c->n].sheet = sheet;
    c->part[c->n++].form = form;
}

/* All sheets that are named like forms: persons first, since all records refer to them. */
static void
choose_by_name(const reint_codebook *cb, const reinti_workbook *w, chosen *c)
{
    size_t persons = cb->person_form;

    for (size_t pass = 0; pass < 2; pass++)
        for (size_t f = 0; f < cb->n_forms; f++)
            for (size_t i = 0; (f == persons) == !pass && i < reinti_workbook_n(w); i++)
                if (is_form_name(reinti_workbook_sheet(w, i), cb->form[f].name))
                    choose(c, i, f);
}

static reint_status
choose_one(const reinti_input *in, const reinti_workbook *w, chosen *c, reint_error *err)
{
    const char *name = in->options.sheet;
    size_t i = reinti_workbook_find(w, name ? name : in->options.form);
    char what[160];

    if (i == REINTI_NO_SHEET && !name)
        i = reinti_input_only_sheet(w);
    if (i == REINTI_NO_SHEET) {
        snprintf(what, sizeof what, reinti_words("there is no sheet \"%.100s\""),
                 name ? name : in->options.form);
        return reinti_input_no_sheet(in, w, what, err);
    }
    choose(c, i, in->options.form ? REINTI_NONE : form_of_sheet(in->cb, reinti_workbook_sheet(w, i)));
    return REINT_OK;
}

static reint_status
choose_sheets(const reinti_input *in, const reinti_workbook *w, chosen *c, reint_error *err)
{
    size_t only;

    c->part = malloc((reinti_workbook_n(w) + 1) * sizeof *c->part);
    if (!c->part)
        return reinti_no_memory(err);
    if (in->options.sheet || in->options.form)
        return choose_one(in, w, c, err);
    choose_by_name(in->cb, w, c);
    if (in->one && c->n > 1)
        return reinti_input_no_sheet(
            in, w, reinti_words("several sheets are named like forms, and one is wanted; say which"), err);
    if (c->n)
        return REINT_OK;
    only = reinti_input_only_sheet(w);
    if (only == REINTI_NO_SHEET)
        return reinti_input_no_sheet(
            in, w,
            reinti_words("no sheet is named like a form of the codebook; say which sheet is to be read"),
            err);
    choose(c, only, REINTI_NONE);
    return REINT_OK;
}

/* Of the workbook that we write ourselves to be filled in. */
static bool
is_to_read_only(const char *sheet)
{
#define X(name, en, id) en, id,
    static const char *const names[] = { REINTI_SHEETS_TO_READ(X) };
#undef X
    size_t i = 0;

    while (i < REINTI_LENGTH(names) && strcmp(names[i], sheet))
        i++;
    return i < REINTI_LENGTH(names);
}

static void
tell_left_out(const reinti_input *in, const reinti_workbook *w, const chosen *c)
{
    reinti_str names = REINTI_STR_EMPTY;
    size_t n = 0;

    for (size_t i = 0; i < reinti_workbook_n(w); i++) {
        bool read = false;
        for (size_t k = 0; k < c->n; k++)
            read |= c->part[k].sheet == i;
        if (!read && !is_to_read_only(reinti_workbook_sheet(w, i)))
            reinti_str_format(&names, "%s\"%s\"", n++ ? ", " : "", reinti_workbook_sheet(w, i));
    }
    if (n && !in->options.sheet)
        reinti_find(in->findings, REINT_NOTE, "sheets_left_out", in->name, NULL, 0, 0,
                    reinti_words_n("one sheet is not read: %s", "these sheets are not read: %s", n),
                    names.text);
    reinti_str_free(&names);
}

/* ---- what a sheet does not show in its cells ------------------------------------------------------- */

static void
tell_merges(const reinti_input *in, const reinti_flat *flat)
{
    for (size_t i = 0; i < flat->facts.n_merges && i < REINTI_SHEET_MERGES_KEPT; i++) {
        const reinti_sheet_merge *m = &flat->facts.merge[i];
        char first[REINTI_CELL_NAME], last[REINTI_CELL_NAME];
        bool header = m->first_row <= flat->header_row;
        if (m->last_row < flat->header_row)
            continue;
        reinti_find(
            in->findings, REINT_WARNING, header ? "merged_header" : "merged_cells", in->name, NULL,
            m->first_row, (long)m->first_column + 1,
            header ? "the header's cells %s:%s are merged: only the first one names a column"
                   : "the cells %s:%s are merged: only the first one holds the value, the others are empty",
            reinti_cell_name(first, m->first_row, m->first_column),
            reinti_cell_name(last, m->last_row, m->last_column));
    }
}

static void
tell_hidden_columns(const reinti_input *in, const reinti_flat *flat)
{
    reinti_str names = REINTI_STR_EMPTY;
    size_t n = 0;

    for (size_t i = 0; i < flat->n_columns; i++) {
        size_t c = flat->first_column + i;
        char name[REINTI_CELL_NAME];
        if (flat->facts.hidden_column[c / 8] & 1U << c % 8 && n++ < 12)
            reinti_str_format(&names, "%s%s", n == 1 ? "" : ", ", reinti_cell_name(name, 0, c));
    }
    if (n)
        reinti_find(in->findings, REINT_NOTE, "hidden_columns", in->name, NULL, 0, 0,
                    reinti_words_n("%zu column is hidden and read like the others: %s%s",
                                   "%zu columns are hidden and read like the others: %s%s", n),
                    n, names.text, n > 12 ? ", ..." : "");
    reinti_str_free(&names);
}

void
reinti_input_tell_facts(const reinti_input *in, const reinti_flat *flat, bool hidden, bool told_header)
{
    char name[REINTI_CELL_NAME];

    if (hidden)
        reinti_find(in->findings, REINT_NOTE, "hidden_sheet", in->name, NULL, 0, 0,
                    "the sheet is hidden and read all the same");
    if (flat->header_row > 1 && !told_header && !flat->header_known)
        reinti_find(in->findings, REINT_NOTE, "header_row", in->name, NULL, flat->header_row, 0,
                    "row %ld is taken for the header; what stands above it is left out", flat->header_row);
    tell_merges(in, flat);
    if (flat->facts.n_hidden_rows)
        reinti_find(in->findings, REINT_NOTE, "hidden_rows", in->name, NULL, flat->facts.first_hidden_row, 0,
                    reinti_words_n("%zu row is hidden and read like the others",
                                   "%zu rows are hidden and read like the others", flat->facts.n_hidden_rows),
                    flat->facts.n_hidden_rows);
    tell_hidden_columns(in, flat);
    if (flat->n_percent)
        reinti_find(in->findings, REINT_NOTE, "percent", in->name, NULL, flat->header_row,
                    (long)flat->first_percent + 1,
                    reinti_words_n("%zu column holds percentages (the first is %s): they are read as they "
                                   "are stored, 50 %% as 0.5",
                                   "%zu columns hold percentages (the first is %s): they are read as they "
                                   "are stored, 50 %% as 0.5",
                                   flat->n_percent),
                    flat->n_percent, reinti_cell_name(name, 0, flat->first_percent));
}

/* ---- a sheet --------------------------------------------------------------------------------------- */

typedef struct names {
    const reinti_input *in;
    size_t form; /* REINTI_NONE: those of every form are known */
} names;

static bool
is_known(const char *name, size_t n, void *user)
{
    const names *k = user;
    const reint_ingest_options *o = &k->in->options;
    char copy[128];

    if (n >= sizeof copy)
        return false;
    memcpy(copy, name, n);
    copy[n] = '\0';
    for (size_t i = 0; o->rename && o->rename[i][0]; i++)
        if (!strcmp(o->rename[i][0], copy))
            return true;
    for (size_t f = 0; f < k->in->cb->n_forms; f++)
        if ((k->form == REINTI_NONE || k->form == f) &&
            reinti_form_find(&k->in->cb->form[f], copy) != REINTI_NONE)
            return true;
    return false;
}

static reint_status
read_sheet(reinti_input *in, reinti_workbook *w, size_t sheet, size_t form, reint_error *err)
{
    const char *name = reinti_workbook_sheet(w, sheet), *id = in->options.input;
    reint_ingest_options options = in->options;
    names known = { in, options.form ? reinti_codebook_find_form(in->cb, options.form) : form };
    reinti_flat_options how = { options.header_row, is_known, &known, in->folder };
    reinti_str input_id = REINTI_STR_EMPTY;
    reinti_flat flat;
    reint_status status = reinti_sheet_flatten(w, sheet, &how, &flat, err);

    if (status)
        return status;
    reinti_str_format(&input_id, "%s!%s", id ? id : reinti_path_last(in->name), name);
    if (!options.form && form != REINTI_NONE)
        options.form = in->cb->form[form].name;
    reinti_findings_sheet(in->findings, name);
    reinti_input_tell_facts(in, &flat, reinti_workbook_hidden(w, sheet), options.header_row > 0);
    reinti_findings_sheet(in->findings, NULL);
    reinti_origin origin = {
        .sheet = name, .header_row = flat.header_row, .first_column = flat.first_column, .flat = &flat
    };
    reinti_source source = { .name = in->name,
                             .input = input_id.text,
                             .file = in->data,
                             .file_size = in->size,
                             .text = flat.bytes.data,
                             .text_size = flat.bytes.size,
                             .origin = &origin };
    status = input_id.failed ? reinti_no_memory(err) : reinti_input_load(in, &source, &options, err);
    reinti_str_free(&input_id);
    reinti_flat_free(&flat);
    return status;
}

reint_status
reinti_input_sheets(reinti_input *in, reint_error *err)
{
    reinti_workbook *w = NULL;
    chosen c = { 0 };
    reint_error of_part = { .status = REINT_OK };
    reint_status status = reinti_workbook_open(in->name, in->data, in->size, &w, err);

    if (!status)
        status = choose_sheets(in, w, &c, err);
    if (!status)
        tell_left_out(in, w, &c);
    for (size_t i = 0; i < c.n && reinti_input_goes_on(in, status); i++)
        status = reinti_input_worse(status, read_sheet(in, w, c.part[i].sheet, c.part[i].form, &of_part),
                                    &of_part, err);
    free(c.part);
    reinti_workbook_free(w);
    return status;
}
