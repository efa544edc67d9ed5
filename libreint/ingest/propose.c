/* propose.c -- a first map for somebody else's sheet, to be looked through.
 *
 * A column is mapped when its name is the label of a variable, letter by letter (a draft's labels are the names of
 * columns), else its name, or else its name or label in any language whatever its case and marks ("Jenis kelamin:" is
 * jenis kelamin).  Where the cells of a list hold labels a recode is written.
 * Names of parts become an unpivot (propose_wide.c).  A form is proposed when at least one column that is not part of its key is
 * found; key variables that no column gives are written with what is to be filled in, which the map's own
 * checks insist on.  What is left is listed under `ignore`, so that nothing is left out unseen.  Of the data
 * only texts that are labels of a code list are shown. */
#include <config.h>

#include "ingest/propose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROWS_LOOKED_AT = 1000, VALUES_MOST = 200 };

/* ---- words ----------------------------------------------------------------------------------------- */

/* The next letter or digit of a name, in lower case (ASCII; other bytes as they are); marks and blanks do not
 * count. */
static int
next_letter(const char **p, const char *end)
{
    while (*p < end) {
        unsigned char c = (unsigned char)*(*p)++;
        if (c >= 'A' && c <= 'Z')
            return c + 32;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            return c;
    }
    return 0;
}

static bool
alike_n(const char *a, size_t n, const char *b)
{
    const char *p = a, *q = b, *end = a + n, *stop = b + strlen(b);
    int x, y;

    do {
        x = next_letter(&p, end);
        y = next_letter(&q, stop);
        if (x != y)
            return false;
    } while (x);
    return n > 0;
}

static bool
alike(const char *a, const char *b)
{
    return alike_n(a, strlen(a), b);
}

static bool
label_alike(const reinti_label *label, const char *text)
{
    for (size_t i = 0; i < label->n; i++)
        if (alike(text, label->text[i]))
            return true;
    return false;
}

/* A double-quoted scalar. */
static void
add_quoted(reinti_str *out, const char *text)
{
    reinti_str_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            reinti_str_add_char(out, '\\');
        if (*text == '\n')
            reinti_str_add(out, "\\n");
        else if ((unsigned char)*text >= 0x20)
            reinti_str_add_char(out, *text);
        else
            reinti_str_add_char(out, ' ');
    }
    reinti_str_add_char(out, '"');
}

/* ---- columns --------------------------------------------------------------------------------------- */

static bool
is_label(const reinti_label *label, const char *text)
{
    for (size_t i = 0; i < label->n; i++)
        if (!strcmp(text, label->text[i]))
            return true;
    return false;
}

/* The column of a variable.  The label as it stands comes first: of "q/other" and "q_other", which are alike, a draft
 * has made q_other and q_other_2, and only their labels tell which is which. */
static size_t
column_of(const reinti_proposal_table *t, const reinti_variable *v)
{
    for (size_t c = 0; c < t->n; c++)
        if (*t->name[c] && is_label(&v->label, t->name[c]))
            return c;
    for (size_t c = 0; c < t->n; c++)
        if (!strcmp(t->name[c], v->name))
            return c;
    for (size_t c = 0; c < t->n; c++)
        if (alike(t->name[c], v->name))
            return c;
    for (size_t c = 0; c < t->n; c++)
        if (*t->name[c] && (label_alike(&v->label, t->name[c]) || label_alike(&v->question, t->name[c])))
            return c;
    return REINTI_NONE;
}

static const char *
address_of(const reinti_proposal_table *t, size_t c)
{
    return t->alias[c] ? t->alias[c] : t->name[c];
}

/* Labels of the list that stand in the column, as a recode. */
static size_t
add_recode(reinti_proposal *p, const reinti_list *list, size_t c)
{
    size_t n = 0;

    for (size_t k = 0; k < reinti_map_count(p->t->values[c]); k++) {
        size_t length;
        int64_t value;
        const char *text = reinti_map_key(p->t->values[c], k, &length, &value);
        const char *copy = reinti_arena_text_n(p->arena, text, length);
        if (!copy || !length || reinti_map_find(list->index, text, length) >= 0)
            continue;
        for (size_t i = 0; i < list->n; i++)
            if (label_alike(&list->code[i].label, copy)) {
                reinti_str_add(&p->out, n++ ? ", " : ", recode: {");
                add_quoted(&p->out, copy);
                reinti_str_add(&p->out, ": ");
                add_quoted(&p->out, list->code[i].name);
                break;
            }
    }
    if (n)
        reinti_str_add_char(&p->out, '}');
    return n;
}

static void
add_column(reinti_proposal *p, const reinti_variable *v, size_t c)
{
    p->used[c] = true;
    reinti_str_format(&p->out, "          %s: {from: ", v->name);
    add_quoted(&p->out, address_of(p->t, c));
    if (v->type == REINTI_CODE)
        add_recode(p, &p->cb->list[v->list], c);
    else if (v->type == REINTI_DATE)
        reinti_str_add(&p->out, ", dates: dmy");
    reinti_str_add(&p->out, "}\n");
}

/* A key variable without a column: what the person at the keyboard has to say. */
static void
add_open(reinti_proposal *p, const reinti_form *form, const reinti_variable *v)
{
    size_t position = (size_t)(v - form->variable);

    if (position == form->wave && p->cb->n_waves)
        reinti_str_format(&p->out, "          %s: {constant: \"%s\"}   # which wave does the file hold?\n",
                          v->name, p->cb->wave[0].id);
    else
        reinti_str_format(
            &p->out,
            "          %s: \"?\"   # which column is it? or {constant: ...}, {join: \"{A}-{B:03}\"}\n",
            v->name);
}

/* ---- forms ----------------------------------------------------------------------------------------- */

bool
reinti_is_total(const char *text, size_t n)
{
    static const char *const words[] = { "total", "totals", "grand total", "subtotal", "sum", "jumlah" };

    for (; n && *text == ' '; n--)
        text++;
    while (n && (text[n - 1] == ' ' || text[n - 1] == ':'))
        n--;
    for (size_t k = 0; k < REINTI_LENGTH(words); k++)
        if (strlen(words[k]) == n && !strncasecmp(words[k], text, n))
            return true;
    return false;
}

/* Rows that begin with "Total" are sums, and no records. */
static void
add_skip(reinti_proposal *p)
{
    bool any = false;

    for (size_t k = 0; p->t->n && k < reinti_map_count(p->t->values[0]); k++) {
        size_t length;
        int64_t value;
        const char *text = reinti_map_key(p->t->values[0], k, &length, &value);
        const char *copy = reinti_is_total(text, length) ? reinti_arena_text_n(p->arena, text, length) : NULL;
        if (!copy)
            continue;
        reinti_str_add(&p->out, any ? ", " : "        skip: {");
        if (!any)
            add_quoted(&p->out, address_of(p->t, 0));
        reinti_str_add(&p->out, any ? "" : ": [");
        add_quoted(&p->out, copy);
        any = true;
    }
    reinti_str_add(&p->out, any ? "]}   # sums are no records\n" : "");
}

static void
propose_form(reinti_proposal *p, const reinti_form *form)
{
    reinti_unpivot pattern = { 0 };
    bool wide = reinti_propose_find_pattern(p, form, &pattern);
    size_t n = 0;

    for (size_t v = form->n_key; v < form->n; v++)
        n += column_of(p->t, &form->variable[v]) != REINTI_NONE;
    if (!wide && (!n || (form->n > form->n_key && n * 4 < form->n - form->n_key && n < 3)))
        return;
    reinti_str_format(&p->out, "      - form: %s\n", form->name);
    add_skip(p);
    if (wide)
        reinti_propose_unpivot(p, form, &pattern);
    else if (form->person != REINTI_NONE && form->n_key == 1)
        reinti_str_add(&p->out,
                       "        once: true   # rows that say the same are one record\n        columns:\n");
    else
        reinti_str_add(&p->out, "        columns:\n");
    for (size_t v = 0; v < form->n; v++) {
        size_t c = column_of(p->t, &form->variable[v]);
        if (wide && (v >= form->n_key || reinti_propose_is_part(&pattern, v)))
            continue;
        if (c != REINTI_NONE)
            add_column(p, &form->variable[v], c);
        else if (v < form->n_key || form->variable[v].required)
            add_open(p, form, &form->variable[v]);
    }
}

static void
propose_table(reinti_proposal *p, bool several)
{
    size_t begin, left = 0;

    if (several) {
        reinti_str_add(&p->out, "  - sheet: ");
        add_quoted(&p->out, p->t->sheet);
        reinti_str_add_char(&p->out, '\n');
    }
    reinti_str_add(&p->out, "    records:\n");
    begin = p->out.length;
    for (size_t f = 0; f < p->cb->n_forms; f++)
        propose_form(p, &p->cb->form[f]);
    if (p->out.length == begin)
        reinti_str_add(&p->out,
                       "      []   # no column is named like a variable or its label: see reint-map(5)\n");
    for (size_t c = 0; c < p->t->n; c++) {
        if (p->used[c] || !*p->t->name[c])
            continue;
        if (!left++)
            reinti_str_add(
                &p->out,
                "    ignore:   # nothing is made of these columns: map them above, or leave them here\n");
        reinti_str_add(&p->out, "      - ");
        add_quoted(&p->out, address_of(p->t, c));
        reinti_str_add_char(&p->out, '\n');
    }
}

/* ---- the file -------------------------------------------------------------------------------------- */

static reint_status
read_table(reinti_proposal *p, reinti_csv *csv, reinti_proposal_table *t, reint_error *err)
{
    reinti_csv_result result = reinti_csv_next(csv, err);

    if (result == REINTI_CSV_FAILED)
        return err->status;
    if (result == REINTI_CSV_END)
        return reinti_fail(err, REINT_INPUT, csv->name, 0,
                           "the file is empty; its first line must name the columns");
    t->n = csv->n_fields;
    t->values = reinti_arena_alloc(p->arena, t->n * sizeof *t->values);
    if (!t->values || !reinti_mapping_names(csv, p->arena, &t->name, &t->alias))
        return reinti_no_memory(err);
    for (size_t c = 0; c < t->n; c++)
        if (!(t->values[c] = reinti_map_create()))
            return reinti_no_memory(err);
    for (size_t row = 0; row < ROWS_LOOKED_AT && (result = reinti_csv_next(csv, err)) == REINTI_CSV_RECORD;
         row++)
        for (size_t c = 0; c < t->n && c < csv->n_fields; c++)
            if (reinti_map_count(t->values[c]) < VALUES_MOST &&
                reinti_map_put(t->values[c], csv->field[c].text, csv->field[c].length, 0, NULL) < 0)
                return reinti_no_memory(err);
    return result == REINTI_CSV_FAILED ? err->status : REINT_OK;
}

static reint_status
propose(reinti_proposal *p, reinti_csv *csv, const char *sheet, bool several, reint_error *err)
{
    reinti_proposal_table t = { .sheet = sheet };
    reint_status status = read_table(p, csv, &t, err);

    if (!status) {
        p->t = &t; /* cppcheck-suppress autoVariables ; taken back below */
        p->used = reinti_arena_alloc(p->arena, t.n + 1);
        if (p->used)
            propose_table(p, several);
        else
            status = reinti_no_memory(err);
    }
    for (size_t c = 0; t.values && c < t.n; c++)
        reinti_map_free(t.values[c]);
    p->t = NULL;
    return status;
}

static bool
names_variable(const char *name, size_t n, void *user)
{
    const reint_codebook *cb = user;

    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++)
            if (alike_n(name, n, cb->form[f].variable[v].name))
                return true;
    return false;
}

static reint_status
propose_sheet(reinti_proposal *p, reinti_workbook *w, size_t i, long header, reint_error *err)
{
    reinti_flat_options how = { header, names_variable, (void *)(uintptr_t)p->cb, NULL };
    reinti_flat flat;
    reinti_csv csv;
    reint_status status = reinti_sheet_flatten(w, i, &how, &flat, err);

    if (status)
        return status;
    status = reinti_csv_open(&csv, reinti_workbook_name(w), flat.bytes.data, flat.bytes.size, ',', err);
    reinti_origin origin = { .header_row = flat.header_row, .flat = &flat };
    csv.origin = &origin;
    if (!status)
        status = propose(p, &csv, reinti_workbook_sheet(w, i), true, err);
    reinti_csv_close(&csv);
    reinti_flat_free(&flat);
    return status;
}

static reint_status
propose_workbook(reinti_proposal *p, const char *path, const reinti_bytes *bytes,
                 const reint_ingest_options *o, reint_error *err)
{
    reinti_workbook *w = NULL;
    size_t wanted = REINTI_NO_SHEET;
    reint_status status = reinti_workbook_open(path, bytes->data, bytes->size, &w, err);

    if (!status && o->sheet && (wanted = reinti_workbook_find(w, o->sheet)) == REINTI_NO_SHEET)
        status = reinti_fail(err, REINT_INPUT, path, 0, "there is no sheet \"%.100s\"", o->sheet);
    reinti_str_add(&p->out, "sheets:\n");
    for (size_t i = 0; !status && i < reinti_workbook_n(w); i++)
        if (wanted == i || (wanted == REINTI_NO_SHEET && !reinti_workbook_hidden(w, i)))
            status = propose_sheet(p, w, i, o->header_row, err);
    reinti_workbook_free(w);
    return status;
}

static reint_status
propose_text(reinti_proposal *p, const char *path, const reinti_bytes *bytes, const reint_ingest_options *o,
             reint_error *err)
{
    const char *data = bytes->data;
    size_t size = bytes->size;
    char *decoded = NULL;
    reinti_csv csv = { 0 };
    reint_status status = reinti_csv_decode(path, o->encoding, &data, &size, &decoded, err);

    if (!status)
        status = reinti_csv_open(&csv, path, data, size, o->separator, err);
    reinti_str_add(&p->out, "sheets:\n  -\n");
    if (!status)
        status = propose(p, &csv, NULL, false, err);
    reinti_csv_close(&csv);
    free(decoded);
    return status;
}

reint_status
reint_map_propose(const reint_codebook *cb, const char *path, const reint_ingest_options *options, char **out,
                  reint_error *err)
{
    reinti_proposal p = { .cb = cb, .arena = reinti_arena_create(), .out = REINTI_STR_EMPTY };
    reint_ingest_options none = { .size = sizeof none };
    const reint_ingest_options *o = options ? options : &none;
    reinti_bytes bytes = { 0 };
    reint_error local = { .status = REINT_OK };
    reint_status status;

    *out = NULL;
    err = err ? err : &local;
    status = p.arena ? reinti_bytes_read(path, 0, &bytes, err) : reinti_no_memory(err);
    if (!status) {
        reinti_str_format(
            &p.out,
            "# A first map for %s, made from the names of its columns: look through every line.\n"
            "# Then: reint ingest --map THIS --preview STUDY FILE        (see reint-map(5))\n"
            "reint: 1\n",
            reinti_path_last(path));
        status = reinti_workbook_is(bytes.data, bytes.size) ? propose_workbook(&p, path, &bytes, o, err)
                                                            : propose_text(&p, path, &bytes, o, err);
    }
    if (!status && p.out.failed)
        status = reinti_no_memory(err);
    if (!status)
        *out = p.out.text;
    else
        reinti_str_free(&p.out);
    reinti_bytes_free(&bytes);
    reinti_arena_free(p.arena);
    return status;
}
