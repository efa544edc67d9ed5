/* xlsx_rows.c -- the shared texts of an .xlsx, and the rows of one of its sheets.
 *
 * A cell says its type (shared text, text of a formula, text in place, truth value, error, date, number) and
 * its format; the value of a formula is the one that was stored with it, and a formula without one is an
 * error value, since an empty cell would be taken for an answer not given.  Texts in several pieces are put
 * together, phonetic guides left out, `_x000D_` escapes resolved.  Places may be left out by the writer: then
 * a cell follows its neighbour, a row the row above.  Source: ECMA-376 part 1, 18.3.1, 18.4, 22.4.2.4. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- escapes ------------------------------------------------------------------------------------------- */

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The character that "_x000D_" at P stands for, -1 when nothing like that is there. */
static int
escaped(const char *p, const char *end)
{
    int c = 0;

    if (end - p < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (hex_digit(p[i]) < 0)
            return -1;
        c = c * 16 + hex_digit(p[i]);
    }
    return c;
}

/* In place: control characters that XML cannot hold, and an underscore that would look like one.  Others stay
 * as written, and NUL, which no text may hold, goes. */
static size_t
unescape(char *text, size_t n)
{
    char *out = memchr(text, '_', n);
    const char *p = out, *end = text + n;

    if (!p)
        return n;
    while (p < end) {
        int c = escaped(p, end);
        if (c >= 0 && c < 0x80) {
            if (c)
                *out++ = (char)c;
            p += 7;
        } else {
            *out++ = *p++;
        }
    }
    return (size_t)(out - text);
}

/* ---- shared texts -------------------------------------------------------------------------------------- */

typedef struct strings {
    reinti_shared *s;
    bool open;         /* inside <si> */
    bool wanted;       /* inside a <t> that counts */
    unsigned phonetic; /* inside <rPh> */
    size_t begin;
} strings;

static void
start_string(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    strings *r = x->user;

    (void)a;
    if (!strcmp(name, "si")) {
        r->open = true;
        r->begin = r->s->length;
    } else if (!strcmp(name, "rPh")) {
        r->phonetic++;
    } else if (!strcmp(name, "t")) {
        r->wanted = r->open && !r->phonetic;
    }
}

static void
text_of_string(reinti_xml *x, const char *text, size_t n)
{
    strings *r = x->user;
    reinti_shared *s = r->s;

    if (!r->wanted)
        return;
    if (s->length + n > REINTI_STRINGS_LIMIT) {
        reinti_xml_fail(x, REINT_INPUT, "the workbook holds more than %d MiB of texts; it is refused",
                        REINTI_STRINGS_LIMIT >> 20);
        return;
    }
    while (s->capacity - s->length < n) {
        size_t capacity = s->capacity ? s->capacity * 2 : 64 << 10;
        char *more = realloc(s->text, capacity);
        if (!more) {
            reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
            return;
        }
        s->text = more;
        s->capacity = capacity;
    }
    memcpy(s->text + s->length, text, n);
    s->length += n;
}

static void
end_string(reinti_xml *x, const char *name)
{
    strings *r = x->user;
    reinti_shared *s = r->s;

    if (!strcmp(name, "t")) {
        r->wanted = false;
    } else if (!strcmp(name, "rPh")) {
        r->phonetic -= r->phonetic > 0;
    } else if (!strcmp(name, "si") && r->open) {
        r->open = false;
        if (s->length > r->begin)
            s->length = r->begin + unescape(s->text + r->begin, s->length - r->begin);
        if (s->n == REINTI_STRINGS_COUNT)
            reinti_xml_fail(x, REINT_INPUT, "the workbook holds more than %d texts; it is refused",
                            REINTI_STRINGS_COUNT);
        else if (!reinti_grow(&s->end, &s->n_capacity, s->n, sizeof *s->end))
            reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        else
            s->end[s->n++] = s->length;
    }
}

reint_status
reinti_xlsx_strings(reinti_workbook *w, reint_error *err)
{
    static const reinti_xml_handler handler = { start_string, end_string, text_of_string };
    strings r = { .s = &w->shared };
    reint_status status = REINT_OK;

    if (w->shared.loaded)
        return REINT_OK;
    if (w->strings_part)
        status = reinti_xml_parse(w, w->strings_part, NULL, REINTI_PART_LARGE, &handler, &r, err);
    if (status)
        reinti_shared_free(&w->shared);
    else
        w->shared.loaded = true;
    return status;
}

void
reinti_shared_free(reinti_shared *s)
{
    free(s->text);
    free(s->end);
    memset(s, 0, sizeof *s);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

typedef enum cell_type {
    OF_NUMBER,
    OF_SHARED,
    OF_FORMULA,
    OF_INLINE,
    OF_BOOLEAN,
    OF_ERROR,
    OF_DATE
} cell_type;

typedef struct reading {
    reinti_workbook *w;
    reinti_row *row;
    bool in_data; /* inside <sheetData> */
    long last_row;
    bool hidden;
    uint32_t next_column, column;
    bool in_cell, wanted, has_value, has_formula;
    unsigned phonetic;
    cell_type type;
    size_t style;
    reinti_str value, made;
} reading;

static cell_type
type_of(const char *t, size_t n)
{
    static const struct {
        const char *word;
        cell_type type;
    } types[] = { { "s", OF_SHARED },  { "n", OF_NUMBER }, { "str", OF_FORMULA }, { "inlineStr", OF_INLINE },
                  { "b", OF_BOOLEAN }, { "e", OF_ERROR },  { "d", OF_DATE } };

    for (size_t i = 0; t && i < REINTI_LENGTH(types); i++)
        if (strlen(types[i].word) == n && !memcmp(types[i].word, t, n))
            return types[i].type;
    return OF_NUMBER;
}

static void
start_row(reinti_xml *x, reading *r, const reinti_attributes *a)
{
    int64_t number = reinti_attribute_number(a, "r", REINTI_SHEET_ROWS, r->last_row + 1);

    if (number <= r->last_row || number > REINTI_SHEET_ROWS) {
        reinti_xml_fail(x, REINT_INPUT,
                        "a row behind row %ld is out of order or beyond the last one that a "
                        "sheet can have; the file is damaged",
                        r->last_row);
        return;
    }
    r->last_row = (long)number;
    r->next_column = 0;
    reinti_row_begin(r->row, r->last_row,
                     reinti_attribute_is(a, "hidden", "1") || reinti_attribute_is(a, "hidden", "true"));
}

static void
start_cell(reinti_xml *x, reading *r, const reinti_attributes *a)
{
    size_t n, n_type;
    const char *place = reinti_attribute(a, "r", &n), *type = reinti_attribute(a, "t", &n_type);
    long row = 0;

    r->column = r->next_column;
    if (place && (!reinti_cell_place(place, n, &row, &r->column) || (row && row != r->row->number))) {
        reinti_xml_fail_cell(
            x, r->row->number, r->next_column,
            "the place of a cell here cannot be read or is another row's; a sheet has %d columns "
            "and %d rows at most",
            REINTI_SHEET_COLUMNS, REINTI_SHEET_ROWS);
        return;
    }
    r->next_column = r->column + 1;
    int64_t style = reinti_attribute_number(a, "s", INT32_MAX, 0);
    r->style = style < 0 ? SIZE_MAX : (size_t)style;
    r->type = type_of(type, n_type);
    r->in_cell = true;
    r->has_value = r->has_formula = false;
    reinti_str_clear(&r->value);
}

static void
add_hidden_columns(reading *r, const reinti_attributes *a)
{
    int64_t from = reinti_attribute_number(a, "min", REINTI_SHEET_COLUMNS, -1);
    int64_t to = reinti_attribute_number(a, "max", REINTI_SHEET_COLUMNS, -1);

    if (!r->row->facts ||
        !(reinti_attribute_is(a, "hidden", "1") || reinti_attribute_is(a, "hidden", "true")))
        return;
    for (int64_t c = from; from > 0 && c <= to; c++)
        r->row->facts->hidden_column[(c - 1) / 8] |= (uint8_t)(1U << ((c - 1) % 8));
}

static void
add_merge(reading *r, const reinti_attributes *a)
{
    size_t n;
    const char *ref = reinti_attribute(a, "ref", &n), *colon = ref ? memchr(ref, ':', n) : NULL;
    reinti_sheet_merge m;

    if (colon && reinti_cell_place(ref, (size_t)(colon - ref), &m.first_row, &m.first_column) &&
        reinti_cell_place(colon + 1, (size_t)(ref + n - colon - 1), &m.last_row, &m.last_column))
        reinti_facts_merge(r->row->facts, m);
}

static void
start(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    reading *r = x->user;

    r->row->x = x;
    if (r->in_cell) {
        if (!strcmp(name, "v") || (!strcmp(name, "t") && !r->phonetic))
            r->wanted = r->has_value = true;
        else if (!strcmp(name, "f"))
            r->has_formula = true;
        else if (!strcmp(name, "rPh"))
            r->phonetic++;
    } else if (r->in_data) {
        if (!strcmp(name, "c") && r->row->number)
            start_cell(x, r, a);
        else if (!strcmp(name, "row"))
            start_row(x, r, a);
    } else if (!strcmp(name, "sheetData")) {
        r->in_data = true;
    } else if (!strcmp(name, "col")) {
        add_hidden_columns(r, a);
    } else if (!strcmp(name, "mergeCell")) {
        add_merge(r, a);
    }
}

static void
text(reinti_xml *x, const char *text, size_t n)
{
    reading *r = x->user;

    if (r->in_cell && r->wanted && r->value.length <= REINTI_SHEET_CELL_LIMIT)
        reinti_str_add_n(&r->value, text, n);
}

static void
add_shared(reinti_xml *x, reading *r)
{
    const reinti_shared *s = &r->w->shared;
    int64_t i;

    if (!reinti_parse_integer(r->value.text, r->value.length, true, &i) || i < 0 || (size_t)i >= s->n) {
        reinti_xml_fail_cell(
            x, r->row->number, r->column,
            "the cell refers to a text that the workbook does not have; the file is damaged");
        return;
    }
    size_t from = i ? s->end[i - 1] : 0;
    if (s->end[i] > from)
        reinti_row_add(r->row, r->column, REINTI_SHEET_TEXT, s->text + from, s->end[i] - from, true);
}

static void
add_number(reinti_xml *x, reading *r)
{
    static const reinti_sheet_style general = { .kind = REINTI_SHEET_NUMBER };
    reinti_sheet_style style = r->style < r->w->n_styles ? r->w->style[r->style] : general;

    reinti_str_clear(&r->made);
    reinti_sheet_kind kind =
        reinti_value_text(&r->made, r->value.text, r->value.length, style, r->w->from_1904);
    if (kind == REINTI_SHEET_EMPTY)
        reinti_xml_fail_cell(x, r->row->number, r->column,
                             "the cell's number cannot be read; the file is damaged");
    else
        reinti_row_add(r->row, r->column, kind, r->made.text, r->made.length, false);
}

static void
end_cell(reinti_xml *x, reading *r)
{
    static const char no_value[] = "#NO-VALUE!";
    reinti_str *v = &r->value;

    r->in_cell = r->wanted = false;
    r->phonetic = 0;
    if (v->failed || r->made.failed) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    if (r->has_formula && (!r->has_value || (!v->length && r->type == OF_NUMBER))) {
        reinti_row_add(r->row, r->column, REINTI_SHEET_ERROR, no_value, sizeof no_value - 1, true);
        return;
    }
    if (!v->length)
        return;
    switch (r->type) {
    case OF_SHARED:
        add_shared(x, r);
        break;
    case OF_NUMBER:
        add_number(x, r);
        break;
    case OF_BOOLEAN:
        reinti_row_add(r->row, r->column, REINTI_SHEET_BOOLEAN, *v->text == '0' ? "false" : "true",
                       *v->text == '0' ? 5 : 4, true);
        break;
    case OF_ERROR:
        reinti_row_add(r->row, r->column, REINTI_SHEET_ERROR, v->text, v->length, false);
        break;
    case OF_DATE:
        reinti_str_clear(&r->made);
        reinti_value_iso_date(&r->made, v->text, v->length);
        reinti_row_add(r->row, r->column, REINTI_SHEET_DATE, r->made.text, r->made.length, false);
        break;
    default:
        v->length = unescape(v->text, v->length);
        if (v->length)
            reinti_row_add(r->row, r->column, REINTI_SHEET_TEXT, v->text, v->length, false);
    }
}

static void
end(reinti_xml *x, const char *name)
{
    reading *r = x->user;

    if (r->in_cell) {
        if (!strcmp(name, "c"))
            end_cell(x, r);
        else if (!strcmp(name, "v") || !strcmp(name, "t"))
            r->wanted = false;
        else if (!strcmp(name, "rPh"))
            r->phonetic -= r->phonetic > 0;
    } else if (r->in_data && !strcmp(name, "row")) {
        reinti_row_end(r->row, 1);
    } else if (!strcmp(name, "sheetData")) {
        r->in_data = false;
    }
}

reint_status
reinti_xlsx_read(reinti_workbook *w, size_t sheet, reinti_row *row, reint_error *err)
{
    static const reinti_xml_handler handler = { start, end, text };
    reading r = { .w = w, .row = row, .value = REINTI_STR_EMPTY, .made = REINTI_STR_EMPTY };
    reint_status status = reinti_xlsx_strings(w, err);

    if (!status)
        status = reinti_xml_parse(w, w->sheet[sheet].part, w->sheet[sheet].name, REINTI_PART_LARGE, &handler,
                                  &r, err);
    reinti_str_free(&r.value);
    reinti_str_free(&r.made);
    return status;
}
