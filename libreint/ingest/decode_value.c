/* decode_value.c -- one cell: what its text stands for, or what is wrong with it.
 *
 * A cell is first looked up among the texts that mean something by themselves (codes of a list, raw codes of
 * missing reasons); since the codebook allows no overlap with a range, the order does not matter.  What is
 * none of them is read by the type.  Nothing is trimmed or converted: " 1" is not 1. */
#include <config.h>

#include "ingest/decode.h"

#include <string.h>

typedef reinti_fault (*decode_fn)(reinti_decoding *, reinti_decoder *, const reinti_csv_field *,
                                  reinti_rows *, reinti_cell *);

/* ---- numbers --------------------------------------------------------------------------------------- */

static reinti_fault
decode_integer(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
               reinti_cell *cell)
{
    (void)d;
    (void)rows;
    if (f->length == 1 && f->text[0] >= '0' && f->text[0] <= '9')
        cell->value = f->text[0] - '0';
    else if (!reinti_parse_integer(f->text, f->length, false, &cell->value))
        return REINTI_FAULT_CODE;
    return cell->value >= v->low && cell->value <= v->high ? REINTI_FINE : REINTI_FAULT_CODE;
}

/* "12.25": up to 15 digits are exact in a double, as are the powers of ten, so that one division rounds
 * correctly. */
static bool
parse_short_decimal(const char *text, size_t n, double *out)
{
    static const double power[] = { 1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6, 1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };
    int64_t whole = 0;
    size_t point = 0;

    if (!n || n > 15 || text[0] == '.' || text[n - 1] == '.')
        return false;
    if (n > 1 && text[0] == '0' && text[1] != '.') /* one rule for odd spellings: that of base/ */
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '.' && !point)
            point = i;
        else if (text[i] >= '0' && text[i] <= '9')
            whole = whole * 10 + (text[i] - '0');
        else
            return false;
    }
    *out = (double)whole / power[point ? n - 1 - point : 0];
    return true;
}

static reinti_fault
decode_decimal(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
               reinti_cell *cell)
{
    const reinti_variable *variable = v->variable;
    double x;

    (void)d;
    (void)rows;
    if (!parse_short_decimal(f->text, f->length, &x) && !reinti_parse_decimal(f->text, f->length, &x))
        return REINTI_FAULT_CODE;
    if ((variable->has_min && x < variable->min) || (variable->has_max && x > variable->max))
        return REINTI_FAULT_CODE;
    if (x == 0)
        x = 0; /* no negative zero in a study */
    memcpy(&cell->value, &x, sizeof x);
    return REINTI_FINE;
}

/* ---- dates and ages -------------------------------------------------------------------------------- */

/* Outside the range only if no day (or year) of the interval lies inside: "2015" may well be after May. */
static bool
interval_in_range(const reinti_variable *v, reinti_interval i)
{
    return !(v->has_min && i.high < v->min) && !(v->has_max && i.low > v->max);
}

static reinti_fault
take_interval(reinti_decoding *d, reinti_interval i, void (*format)(reinti_str *, reinti_interval),
              const reinti_csv_field *f, reinti_cell *cell)
{
    cell->value = i.low == REINTI_OPEN_LOW ? REINTI_NULL : i.low;
    cell->high = i.low == i.high ? REINTI_NULL : i.high;
    reinti_str_clear(&d->buffer);
    format(&d->buffer, i);
    if (d->buffer.failed)
        d->no_memory = true;
    cell->written = d->buffer.length != f->length || memcmp(d->buffer.text, f->text, f->length) != 0;
    return REINTI_FINE;
}

static reinti_fault
decode_date(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
            reinti_cell *cell)
{
    reinti_interval i;

    (void)rows;
    if (reinti_parse_date(f->text, f->length, &i) != REINTI_PARSED)
        return REINTI_FAULT_DATE;
    if (v->variable->key && i.low != i.high) /* a key names one day */
        return REINTI_FAULT_DATE;
    if (!interval_in_range(v->variable, i) || (v->variable->key && (i.low < 0 || i.low > v->limit)))
        return REINTI_FAULT_CODE;
    if (i.low == i.high && f->length == 10) { /* "2015-03-14" says it all */
        cell->value = i.low;
        return REINTI_FINE;
    }
    return take_interval(d, i, reinti_format_date, f, cell);
}

static reinti_fault
decode_age(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
           reinti_cell *cell)
{
    reinti_interval i;

    (void)rows;
    if (reinti_parse_age(f->text, f->length, &i) != REINTI_PARSED || !interval_in_range(v->variable, i))
        return REINTI_FAULT_CODE;
    return take_interval(d, i, reinti_format_age, f, cell);
}

/* ---- texts and persons ----------------------------------------------------------------------------- */

static bool
has_control(const char *text, size_t n, bool lines_allowed)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && !(lines_allowed && (c == '\n' || c == '\r' || c == '\t'))) || c == 0x7F)
            return true;
    }
    return false;
}

static reinti_fault
decode_text(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
            reinti_cell *cell)
{
    (void)d;
    (void)rows;
    (void)cell; /* the row takes the text itself */
    if (has_control(f->text, f->length, !v->variable->key))
        return REINTI_FAULT_CODE;
    return v->pattern && !reinti_pattern_fits(v->pattern, f->text, f->length) ? REINTI_FAULT_CODE
                                                                              : REINTI_FINE;
}

bool
reinti_decode_person_form(const reinti_decoder *v, const char *text, size_t n)
{
    if (!n || n > 64)
        return false;
    if (v->pattern)
        return reinti_pattern_fits(v->pattern, text, n);
    return text[0] != ' ' && text[n - 1] != ' ' && !has_control(text, n, false);
}

/* Records of one person follow each other in most files: the last answer is kept. */
static reinti_fault
decode_person(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
              reinti_cell *cell)
{
    (void)rows;
    if (v->component != REINTI_NONE && f->length && f->length == d->person_length &&
        !memcmp(f->text, d->person_copy, f->length)) {
        cell->value = d->person;
        return REINTI_FINE;
    }
    if (!reinti_decode_person_form(v, f->text, f->length))
        return REINTI_FAULT_CODE;
    cell->value = reinti_store_person(d->study, f->text, f->length);
    if (cell->value <= 0)
        return REINTI_FAULT_PERSON;
    if (v->component != REINTI_NONE) {
        memcpy(d->person_copy, f->text, f->length);
        d->person_length = f->length;
        d->person = cell->value;
    }
    return REINTI_FINE;
}

/* ---- sets ------------------------------------------------------------------------------------------ */

enum { SET_LIMIT = 4096 }; /* codes of one answer */

/* In the order of the list, unless the order is part of the answer. */
static void
sort_codes(const reinti_codes *codes, int16_t *code, size_t n)
{
    for (size_t i = 1; i < n; i++) { /* an answer has few codes: insertion sort */
        int16_t c = code[i];
        size_t k = i, position = 0, other = 0;
        for (size_t j = 0; j < codes->n; j++)
            if (codes->added[j].id == c)
                position = codes->added[j].position;
        for (; k > 0; k--) {
            for (size_t j = 0; j < codes->n; j++)
                if (codes->added[j].id == code[k - 1])
                    other = codes->added[j].position;
            if (other <= position)
                break;
            code[k] = code[k - 1];
        }
        code[k] = c;
    }
}

static reinti_fault
decode_set(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
           reinti_cell *cell)
{
    const reinti_variable *variable = v->variable;
    const char *p = f->text, *end = f->text + f->length;
    uint32_t begin = rows->set[v->set].offset[rows->n + 1];
    size_t n = 0;

    for (;; p++) {
        const char *stop = memchr(p, variable->separator, (size_t)(end - p)), *to = stop ? stop : end;
        const reinti_code_entry *e;
        while (n && p < to && *p == ' ') /* "a; b" */
            p++;
        e = reinti_codes_find_short(&v->codes, p, (size_t)(to - p));
        if (!e || e->id <= 0 || n >= SET_LIMIT)
            return REINTI_FAULT_CODE;
        if (!variable->repeats && v->last_row[e->position] == d->row_number)
            return REINTI_FAULT_CODE;
        v->last_row[e->position] = d->row_number;
        if (!reinti_rows_code(rows, v->set, (int16_t)e->id)) {
            d->no_memory = true;
            return REINTI_FAULT_CODE;
        }
        n++;
        if (!stop)
            break;
        p = stop;
    }
    if ((variable->max_codes && n > variable->max_codes) || n < variable->min_codes)
        return REINTI_FAULT_CODE;
    if (!variable->ordered)
        sort_codes(&v->codes, rows->set[v->set].code + begin, n);
    cell->value = (int64_t)n;
    return REINTI_FINE;
}

/* ---- any cell -------------------------------------------------------------------------------------- */

static reinti_fault
decode_code(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
            reinti_cell *cell)
{
    if (v->set != REINTI_NONE)
        return decode_set(d, v, f, rows, cell);
    return REINTI_FAULT_CODE; /* it stood not in the table */
}

static const decode_fn by_type[] = {
    [REINTI_CODE] = decode_code,     [REINTI_INTEGER] = decode_integer, [REINTI_DECIMAL] = decode_decimal,
    [REINTI_DATE] = decode_date,     [REINTI_AGE] = decode_age,         [REINTI_TEXT] = decode_text,
    [REINTI_PERSON] = decode_person,
};

reinti_fault
reinti_decode_missing(const reinti_decoding *d, const reinti_decoder *v, int64_t id)
{
    return v->variable->required && id != d->not_asked ? REINTI_FAULT_REQUIRED : REINTI_FINE;
}

reinti_fault
reinti_decode_cell(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f, reinti_rows *rows,
                   reinti_cell *cell)
{
    const reinti_code_entry *e = NULL;
    reinti_fault fault;

    *cell = (reinti_cell){ .value = REINTI_NULL, .high = REINTI_NULL, .why = REINTI_NULL };
    if (!f->length && v->routed) {
        cell->why = REINTI_EMPTY;
        return REINTI_FINE;
    }
    if (v->codes.n)
        e = reinti_codes_find(&v->codes, f->text, f->length);
    if (e && e->id < 0) {
        cell->why = e->id;
        return reinti_decode_missing(d, v, e->id);
    }
    if (e && v->coded) {
        cell->value = e->id;
        return REINTI_FINE;
    }
    if (!f->length)
        return v->variable->type == REINTI_DATE ? REINTI_FAULT_EMPTY_DATE : REINTI_FAULT_EMPTY;
    fault = by_type[v->variable->type](d, v, f, rows, cell);
    return fault;
}
