/* draft_read.c -- reads tables of data for a first codebook: what each column holds, without keeping the rows. */
#include <config.h>

#include "run/draft.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv.h"
#include "ingest/mapping.h"
#include "ingest/propose.h"
#include "sheet/sheet.h"

const char *
reinti_draft_name(reinti_draft *d, const char *text, const char *otherwise)
{
    char *out = reinti_arena_alloc(d->arena, strlen(text) + strlen(otherwise) + 8);
    size_t n = 0;

    if (!out) {
        d->no_memory = true;
        return otherwise;
    }
    for (const unsigned char *c = (const unsigned char *)text; *c && n < 48; c++) {
        if (isalnum(*c) && *c < 0x80)
            out[n++] = (char)tolower(*c);
        else if (n && out[n - 1] != '_')
            out[n++] = '_';
    }
    while (n && out[n - 1] == '_')
        n--;
    out[n] = '\0';
    if (!n || !isalpha((unsigned char)out[0])) {
        char *longer = reinti_arena_format(d->arena, "%s%s%s", otherwise, n ? "_" : "", out);
        d->no_memory = d->no_memory || !longer;
        return reinti_text_or(longer, otherwise);
    }
    return out;
}

/* ---- cells --------------------------------------------------------------------------------------------- */

static void
count_value(reinti_draft *d, reinti_draft_column *c, const char *text, size_t n)
{
    for (size_t i = 0; i < c->n_values; i++)
        if (strlen(c->value[i].text) == n && !memcmp(c->value[i].text, text, n)) {
            c->value[i].n++;
            return;
        }
    if (c->n_values == REINTI_DRAFT_CODES) {
        c->many = true;
        return;
    }
    const char *copy = reinti_arena_text_n(d->arena, text, n);
    if (copy)
        c->value[c->n_values++] = (reinti_draft_value){ copy, 1, NULL };
    else
        d->no_memory = true;
}

static void
take_number(reinti_draft_column *c, double x)
{
    c->low = c->n_decimal == 1 || x < c->low ? x : c->low;
    c->high = c->n_decimal == 1 || x > c->high ? x : c->high;
}

/* 14/3/1985, 3.14.1985: ingest does not take it, a map does. */
static void
take_slashed(reinti_draft_column *c, const char *text, size_t n)
{
    int first, second, year, end = 0;
    char copy[16];

    if (n >= sizeof copy)
        return;
    memcpy(copy, text, n);
    copy[n] = '\0';
    if ((sscanf(copy, "%2d/%2d/%4d%n", &first, &second, &year, &end) != 3 &&
         sscanf(copy, "%2d.%2d.%4d%n", &first, &second, &year, &end) != 3 &&
         sscanf(copy, "%2d-%2d-%4d%n", &first, &second, &year, &end) != 3) ||
        (size_t)end != n || year < 1000)
        return;
    c->n_slashed++;
    c->day_first = c->day_first || first > 12;
    c->month_first = c->month_first || second > 12;
}

/* What spreadsheet programs show in place of a value, also in the CSV that they save. */
static bool
is_error_value(const char *text, size_t n)
{
    static const char *const values[] = { "#DIV/0!", "#N/A",    "#NAME?",     "#NULL!",       "#NUM!",
                                          "#REF!",   "#VALUE!", "#NO-VALUE!", "#GETTING_DATA" };

    for (size_t i = 0; i < REINTI_LENGTH(values); i++)
        if (strlen(values[i]) == n && !memcmp(values[i], text, n))
            return true;
    return n == 7 && !memcmp(text, "Err:", 4); /* Err:502 of LibreOffice */
}

/* 0812, 007: a number that begins so is a name, and loses it as a number. */
static bool
has_leading_zero(const char *text, size_t n)
{
    return n > 1 && text[0] == '0' && isdigit((unsigned char)text[1]);
}

static void
take_cell(reinti_draft *d, reinti_draft_column *c, const char *text, size_t n)
{
    reinti_interval day;
    int64_t whole;
    double number;
    bool added = true;

    size_t whole_length = n;
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    while (n && (*text == ' ' || *text == '\t')) {
        text++;
        n--;
    }
    c->n_blanks += n != whole_length;
    if (!n) {
        c->n_empty++;
        return;
    }
    if (is_error_value(text, n)) {
        if (!c->n_errors++)
            c->error = reinti_text_or(reinti_arena_text_n(d->arena, text, n), "");
        return;
    }
    c->n_filled++;
    if (!c->many)
        count_value(d, c, text, n);
    if (c->distinct) {
        if (reinti_map_put(c->seen, text, n, 0, &added) == -2)
            d->no_memory = true;
        c->distinct = added;
    }
    if (!has_leading_zero(text, n) && reinti_parse_decimal(text, n, &number)) {
        c->n_decimal++;
        bool integer = reinti_parse_integer(text, n, false, &whole);
        c->n_integer += integer;
        c->n_years += integer && n == 4 && whole >= 1900 && whole <= 2100;
        take_number(c, number);
    } else if (memchr(text, '-', n) && reinti_parse_date(text, n, &day) == REINTI_PARSED) {
        c->first = !c->n_date || day.low < c->first ? day.low : c->first;
        c->last = !c->n_date || day.high > c->last ? day.high : c->last;
        c->n_date++;
    } else {
        take_slashed(c, text, n);
    }
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static bool
name_is_taken(const reinti_draft_form *f, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(f->column[i].name, name))
            return true;
    return false;
}

static void
name_column(reinti_draft *d, reinti_draft_form *f, size_t i)
{
    static const char *const reserved[] = { "id", "rowid", "oid" }; /* what SQLite calls a record */
    reinti_draft_column *c = &f->column[i];
    const char *name = reinti_draft_name(d, c->head, "v");
    bool taken = false;

    for (size_t k = 0; k < REINTI_LENGTH(reserved); k++)
        taken = taken || !strcmp(name, reserved[k]);
    if (taken)
        name =
            reinti_draft_name(d, reinti_text_or(reinti_arena_format(d->arena, "record_%s", name), ""), "v");
    c->name = name;
    for (size_t k = 2; name_is_taken(f, i, c->name); k++) {
        c->name = reinti_text_or(reinti_arena_format(d->arena, "%s_%zu", name, k), name);
        if (d->no_memory || k > REINTI_DRAFT_COLUMNS)
            return;
    }
}

static bool
form_name_is_taken(const reinti_draft *d, const char *name)
{
    for (size_t i = 0; i < d->n_forms; i++)
        if (!strcmp(d->form[i].name, name))
            return true;
    return false;
}

static const char *
name_form(reinti_draft *d, const char *label)
{
    static const char *const taken[] = { "f_", "reint_", "sqlite_" };
    const char *name = reinti_draft_name(d, label, "form");
    size_t n = strlen(name);
    bool bad = n > 7 && !strcmp(name + n - 7, "_labels");

    for (size_t i = 0; i < REINTI_LENGTH(taken); i++)
        bad = bad || !strncmp(name, taken[i], strlen(taken[i]));
    if (bad)
        name = reinti_text_or(reinti_arena_format(d->arena, "form_%s_", name), name);
    if (bad)
        name = reinti_draft_name(d, name, "form");
    const char *first = name;
    for (size_t k = 2; form_name_is_taken(d, name) && !d->no_memory; k++)
        name = reinti_draft_name(d, reinti_text_or(reinti_arena_format(d->arena, "%s_%zu", first, k), first),
                                 "form");
    return name;
}

static void
take_head(reinti_draft *d, reinti_draft_form *f, const reinti_csv *csv)
{
    f->n = csv->n_fields;
    f->column = reinti_arena_alloc(d->arena, (f->n + 1) * sizeof *f->column);
    if (!f->column) {
        d->no_memory = true;
        f->n = 0;
        return;
    }
    const char **name = NULL, **alias = NULL;
    f->n_heads = f->n;
    f->heads = reinti_arena_alloc(d->arena, (f->n + 1) * sizeof *f->heads);
    d->no_memory = d->no_memory || !f->heads || !reinti_mapping_names(csv, d->arena, &name, &alias);
    for (size_t i = 0; i < f->n; i++) {
        reinti_draft_column *c = &f->column[i];
        c->head = reinti_text_or(reinti_arena_text_n(d->arena, csv->field[i].text, csv->field[i].length), "");
        if (!d->no_memory)
            f->heads[i] = c->address = !*name[i] ? NULL : alias[i] ? alias[i] : name[i];
        c->seen = reinti_map_create();
        c->distinct = c->seen != NULL;
        d->no_memory = d->no_memory || !c->seen;
        name_column(d, f, i);
    }
}

/* Two columns that together tell all rows apart; the file is read again for each pair that may. */
static bool
tells_apart(reinti_csv *csv, const reinti_draft_form *f, size_t a, size_t b, reinti_draft *d)
{
    reinti_map *seen = reinti_map_create();
    reinti_str both = REINTI_STR_EMPTY;
    bool distinct = seen != NULL, added = true;

    reinti_csv_next(csv, NULL); /* the head */
    while (distinct && reinti_csv_next(csv, NULL) == REINTI_CSV_RECORD) {
        if (csv->n_fields != f->n)
            continue;
        reinti_str_clear(&both);
        reinti_str_add_n(&both, csv->field[a].text, csv->field[a].length);
        reinti_str_add_char(&both, '\x1f');
        reinti_str_add_n(&both, csv->field[b].text, csv->field[b].length);
        if (both.failed || reinti_map_put(seen, both.text, both.length, 0, &added) == -2)
            d->no_memory = true;
        distinct = added && !d->no_memory;
    }
    reinti_str_free(&both);
    reinti_map_free(seen);
    return distinct;
}

/* Amounts and remarks differ from row to row, too: beyond the first column a key is called one. */
static bool
is_key_name(const char *name)
{
    static const char *const words[] = { "id",        "no",         "number", "code", "key",
                                         "person",    "respondent", "case",   "kode", "nomor",
                                         "responden", "kasus",      "uuid" };

    for (size_t i = 0; i < REINTI_LENGTH(words); i++) {
        size_t n = strlen(words[i]);
        for (const char *at = name; (at = strstr(at, words[i])); at++)
            if ((at == name || at[-1] == '_') && (!at[n] || at[n] == '_'))
                return true;
    }
    return false;
}

/* Never what points at a person: a study knows people by a pseudonym. */
static bool
can_be_key(const reinti_draft_column *c)
{
    return *c->head && !c->n_empty && !c->n_errors && c->n_filled && !reinti_draft_points_at_person(c->name);
}

/* Of a few rows any two columns tell one from the other: then one of them is to be called a key, or they are the first
 * column and a wave. */
static bool
can_be_pair(const reinti_draft_form *f, size_t a, size_t b)
{
    enum { FEW = 10 };
    const char *first = f->column[a].name, *second = f->column[b].name;

    return can_be_key(&f->column[a]) && can_be_key(&f->column[b]) &&
           (f->n_rows >= FEW || is_key_name(first) || is_key_name(second) ||
            (!a && reinti_draft_is_wave(second)));
}

static void
find_key(reinti_draft *d, reinti_draft_form *f, const char *name, const char *data, size_t size)
{
    enum { TRIED = 8 }; /* keys stand to the left */

    for (size_t i = 0; i < f->n; i++)
        if (f->column[i].distinct && can_be_key(&f->column[i]) && (!i || is_key_name(f->column[i].name))) {
            f->key[0] = i;
            f->n_key = 1;
            return;
        }
    for (size_t b = 1; b < f->n && b < TRIED; b++)
        for (size_t a = 0; a < b && !f->n_key; a++) {
            reinti_csv csv;
            if (!can_be_pair(f, a, b))
                continue;
            if (reinti_csv_open(&csv, name, data, size, 0, NULL))
                return;
            if (tells_apart(&csv, f, a, b, d)) {
                f->key[0] = a;
                f->key[1] = b;
                f->n_key = 2;
            }
            reinti_csv_close(&csv);
        }
}

/* How a row of sums was told, for the map. */
static void
keep_total(reinti_draft *d, reinti_draft_form *f, size_t column, const char *text, size_t n)
{
    const char *address = f->column[column].address;

    while (n && text[n - 1] == ' ')
        n--;
    for (; n && *text == ' '; n--)
        text++;
    for (size_t i = 0; i < f->n_total_words; i++)
        if (reinti_equal(f->total_word[i].address, address) && strlen(f->total_word[i].text) == n &&
            !memcmp(f->total_word[i].text, text, n))
            return;
    const char *copy = reinti_arena_text_n(d->arena, text, n);
    d->no_memory = d->no_memory || !copy;
    if (copy && address && f->n_total_words < REINTI_DRAFT_TOTALS) {
        f->total_word[f->n_total_words].address = address;
        f->total_word[f->n_total_words++].text = copy;
    }
}

/* A row that begins with "Total" is a sum of the others. */
static bool
is_total(reinti_draft *d, reinti_draft_form *f, const reinti_csv *csv)
{
    for (size_t i = 0; i < csv->n_fields; i++)
        if (strspn(csv->field[i].text, " ") < csv->field[i].length) {
            bool is = reinti_is_total(csv->field[i].text, csv->field[i].length);
            if (is)
                keep_total(d, f, i, csv->field[i].text, csv->field[i].length);
            return is;
        }
    return false;
}

/* DATA as one form; NAME is shown, LABEL names the form. */
static reint_status
read_csv(reinti_draft *d, const char *name, const char *label, const char *data, size_t size,
         reint_error *err)
{
    reinti_csv csv;
    reinti_draft_form form = { .file = reinti_arena_text(d->arena, name), .source = d->source };
    reint_status status = reinti_csv_open(&csv, name, data, size, 0, err);

    if (status)
        return status;
    reinti_csv_result result = reinti_csv_next(&csv, err);
    if (result == REINTI_CSV_RECORD && csv.n_fields <= REINTI_DRAFT_COLUMNS)
        take_head(d, &form, &csv);
    else if (result == REINTI_CSV_RECORD)
        status = reinti_fail(err, REINT_INPUT, name, 1, "%zu columns; a draft is made of %d at most",
                             csv.n_fields, REINTI_DRAFT_COLUMNS);
    while (!status && result == REINTI_CSV_RECORD && !d->no_memory &&
           (result = reinti_csv_next(&csv, err)) == REINTI_CSV_RECORD) {
        if (csv.n_fields != form.n) {
            status = reinti_fail(err, REINT_INPUT, name, reinti_csv_line(&csv),
                                 "%zu fields, but the first line has %zu", csv.n_fields, form.n);
            break;
        }
        if (is_total(d, &form, &csv)) {
            form.n_totals++;
            continue;
        }
        form.n_rows++;
        for (size_t i = 0; i < form.n; i++)
            take_cell(d, &form.column[i], csv.field[i].text, csv.field[i].length);
    }
    if (!status && result == REINTI_CSV_FAILED)
        status = REINT_INPUT;
    reinti_csv_close(&csv);
    if (!status)
        find_key(d, &form, name, data, size);
    for (size_t i = 0; i < form.n; i++) {
        reinti_map_free(form.column[i].seen);
        form.column[i].seen = NULL;
    }
    if (status)
        return status;
    form.name = name_form(d, label);
    form.no_key = !form.n_key;
    if (d->no_memory ||
        !reinti_arena_grow(d->arena, &d->form, &d->form_capacity, d->n_forms, sizeof *d->form))
        return reinti_no_memory(err);
    d->form[d->n_forms++] = form;
    return REINT_OK;
}

static reint_status
read_workbook(reinti_draft *d, const char *name, const char *data, size_t size, reint_error *err)
{
    reinti_workbook *w = NULL;
    reint_status status = reinti_workbook_open(name, data, size, &w, err);

    for (size_t i = 0; !status && i < reinti_workbook_n(w); i++) {
        const reinti_flat_options options = { 0 };
        reinti_flat flat;
        const char *sheet = reinti_workbook_sheet(w, i),
                   *shown = reinti_arena_format(d->arena, "%s!%s", name, sheet);
        if (reinti_workbook_hidden(w, i))
            continue;
        size_t n = d->n_forms;
        status = reinti_sheet_flatten(w, i, &options, &flat, err);
        if (!status && flat.bytes.size && flat.n_columns)
            status = shown ? read_csv(d, shown, sheet, flat.bytes.data, flat.bytes.size, err)
                           : reinti_no_memory(err);
        if (!status && d->n_forms > n) {
            d->form[n].sheet = reinti_arena_text(d->arena, sheet);
            d->form[n].header_row = flat.header_row;
            d->no_memory = d->no_memory || !d->form[n].sheet;
        }
        reinti_flat_free(&flat);
    }
    reinti_workbook_free(w);
    return status;
}

/* A file that is no UTF-8 comes from a spreadsheet program under Windows more often than from anywhere else. */
static reint_status
read_text(reinti_draft *d, const char *name, const char *label, const char *data, size_t size,
          reint_error *err)
{
    char *decoded = NULL;
    bool recoded = !reinti_utf8_valid(data, size, NULL);
    reint_status status =
        recoded ? reinti_csv_decode(name, "windows-1252", &data, &size, &decoded, err) : REINT_OK;

    if (!status)
        status = read_csv(d, name, label, data, size, err);
    if (!status)
        d->form[d->n_forms - 1].recoded = recoded;
    free(decoded);
    return status;
}

reint_status
reinti_draft_read(reinti_draft *d, const char *path, reint_error *err)
{
    reinti_bytes bytes;
    const char *name = reinti_path_last(path), *dot = strrchr(name, '.');
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    if (status)
        return status;
    const char *stem = reinti_arena_text_n(d->arena, name, dot ? (size_t)(dot - name) : strlen(name));
    if (!stem)
        status = reinti_no_memory(err);
    else if (reinti_workbook_is(bytes.data, bytes.size))
        status = read_workbook(d, name, bytes.data, bytes.size, err);
    else
        status = read_text(d, name, stem, bytes.data, bytes.size, err);
    reinti_bytes_free(&bytes);
    return status;
}
