/* decode.c -- from the cells of a record to what the study stores: the compiled form of a file's columns, and
 * the loop over the cells of a row.
 *
 * It reads the columns found (bind.c), the codebook's variables and the study's permanent ids, and gives a
 * row of slots and a packed key, or the list of its faults.
 *
 * A cell without text is a fault unless the codebook gives it a meaning; where a variable has a routing
 * condition it waits for that (routing.c).  A column that the file does not have gives NULL: no such
 * question.
 *
 * A variable that is not asked in the row's wave must be empty or `not_asked`, and is NULL then. */
#include <config.h>

#include "ingest/decode.h"
#include "ingest/origin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- faults ---------------------------------------------------------------------------------------- */

static const struct {
    unsigned rank;
    const char *reason, *code;
} faults[] = {
    [REINTI_FINE] = { 99, "", "" },
    [REINTI_FAULT_FIELDS] = { 0, "wrong_field_count", "wrong_field_count" },
    [REINTI_FAULT_VALUE] = { 1, "error_value", "error_value" },
    [REINTI_FAULT_CODE] = { 1, "illegal_code", "illegal_code" },
    [REINTI_FAULT_EMPTY] = { 1, "illegal_code", "empty_cell" },
    [REINTI_FAULT_DATE] = { 2, "bad_date", "bad_date" },
    [REINTI_FAULT_EMPTY_DATE] = { 2, "bad_date", "empty_cell" },
    [REINTI_FAULT_PERSON] = { 3, "unknown_person", "unknown_person" },
    [REINTI_FAULT_ROUTING] = { 4, "routing", "routing" },
    [REINTI_FAULT_REQUIRED] = { 4, "missing_required", "missing_required" },
    [REINTI_FAULT_DUPLICATE] = { 5, "duplicate_key", "duplicate_key" },
    [REINTI_FAULT_RULE] = { 6, "rule", "rule" },
};

const char *
reinti_fault_reason(reinti_fault fault)
{
    return faults[fault].reason;
}

const char *
reinti_fault_code(reinti_fault fault)
{
    return faults[fault].code;
}

unsigned
reinti_fault_rank(reinti_fault fault)
{
    return faults[fault].rank;
}

/* ---- compiling ------------------------------------------------------------------------------------- */

static bool
add_codes(reinti_decoding *d, reinti_decoder *v)
{
    const reinti_list *list = &d->cb->list[v->variable->list];

    for (size_t i = 0; i < list->n; i++)
        if (!list->code[i].retired &&
            !reinti_codes_add(&v->codes, list->code[i].name,
                              (int32_t)reinti_store_code_id(d->study, v->variable->list, i), i))
            return false;
    if (v->set == REINTI_NONE)
        return true;
    v->last_row = calloc(list->n ? list->n : 1, sizeof *v->last_row);
    return v->last_row != NULL;
}

/* The variable's own raw codes first, then the study's for coded lists.  A key is never missing. */
static bool
add_missing(reinti_decoding *d, reinti_decoder *v)
{
    const reinti_variable *variable = v->variable;

    if (variable->key)
        return true;
    for (size_t i = 0; i < variable->n_missing; i++)
        for (size_t k = 0; k < variable->missing[i].n_raw; k++)
            if (!reinti_codes_add(&v->codes, variable->missing[i].raw[k],
                                  -(int32_t)(variable->missing[i].reason + 1), 0))
                return false;
    for (size_t i = 0; variable->type == REINTI_CODE && i < d->cb->n_missing; i++)
        for (size_t k = 0; k < d->cb->missing[i].n_raw; k++)
            if (!reinti_codes_add(&v->codes, d->cb->missing[i].raw[k], -(int32_t)(i + 1), 0))
                return false;
    return true;
}

static void
set_limits(const reinti_decoding *d, reinti_decoder *v)
{
    const reinti_variable *variable = v->variable;

    v->low = variable->has_min && variable->min > -9e18 ? (int64_t)ceil(variable->min) : INT64_MIN + 1;
    v->high = variable->has_max && variable->max < 9e18 ? (int64_t)floor(variable->max) : INT64_MAX;
    if (!variable->key)
        return;
    v->component = v->position;
    v->shift = d->layout->key_shift[v->position];
    v->limit = (INT64_C(1) << d->layout->key_bits[v->position]) - 1;
    if (variable->type == REINTI_INTEGER) {
        v->low = v->low > 1 ? v->low : 1;
        v->high = v->high < v->limit ? v->high : v->limit;
    }
}

/* Keys of persons look alike wherever they stand: the person form tells how. */
static const char *
pattern_of(const reint_codebook *cb, const reinti_variable *v)
{
    if (v->pattern || v->type != REINTI_PERSON || cb->person_form == REINTI_NONE)
        return v->pattern;
    return cb->form[cb->person_form].variable[0].pattern;
}

bool
reinti_decode_key_shows(const reint_codebook *cb, const reinti_form *form)
{
    for (size_t i = 0; i < form->n_key; i++) {
        const reinti_variable *v = &form->variable[i];
        if (v->type == REINTI_TEXT || (v->type == REINTI_PERSON && !pattern_of(cb, v)))
            return false;
    }
    return true;
}

static reint_status
compile_variable(reinti_decoding *d, size_t position, size_t *n_sets, reint_error *err)
{
    reinti_decoder *v = &d->decoder[position];
    const reinti_variable *variable = &d->form->variable[position];

    v->variable = variable;
    v->position = position;
    v->column = v->component = v->set = REINTI_NONE;
    v->slot = variable->key ? REINTI_NONE : d->layout->first_slot[position];
    v->coded = variable->type == REINTI_CODE && !variable->multiple;
    v->routed = variable->asked_when && !variable->key;
    v->wave_bound = variable->n_waves && !variable->key && d->wave_component != REINTI_NONE;
    d->any_wave_bound |= v->wave_bound;
    if (variable->type == REINTI_CODE && variable->multiple)
        v->set = (*n_sets)++;
    set_limits(d, v);
    if (variable->type == REINTI_CODE && !add_codes(d, v))
        return reinti_no_memory(err);
    if (!add_missing(d, v) || !reinti_codes_build(&v->codes))
        return reinti_no_memory(err);
    v->pattern_text = pattern_of(d->cb, variable);
    return v->pattern_text ? reinti_pattern_create(v->pattern_text, &v->pattern, err) : REINT_OK;
}

reint_status
reinti_decoding_create(reint_study *study, size_t form, const size_t *variable_of, size_t n_columns,
                       reinti_decoding *d, reint_error *err)
{
    size_t n_sets = 0, n_slots;
    reint_status status = REINT_OK;

    memset(d, 0, sizeof *d);
    d->study = study;
    d->cb = reint_study_codebook(study);
    d->form = &d->cb->form[form];
    d->form_index = form;
    d->layout = reinti_store_layout(study, form);
    d->n = d->form->n;
    d->n_columns = n_columns;
    d->buffer = (reinti_str)REINTI_STR_EMPTY;
    d->not_asked = -(int64_t)(reinti_codebook_find_missing(d->cb, "not_asked") + 1);
    d->not_stated = -(int64_t)(reinti_codebook_find_missing(d->cb, "not_stated") + 1);
    d->wave_component = d->form->wave;
    n_slots = d->layout->n_slots;
    d->decoder = calloc(d->n ? d->n : 1, sizeof *d->decoder);
    d->by_column = calloc(n_columns ? n_columns : 1, sizeof *d->by_column);
    d->template_slots = malloc((n_slots ? n_slots : 1) * sizeof *d->template_slots);
    if (!d->decoder || !d->by_column || !d->template_slots) {
        reinti_decoding_free(d);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < n_slots; i++)
        d->template_slots[i] = REINTI_NULL;
    for (size_t i = 0; i < d->n && !status; i++)
        status = compile_variable(d, i, &n_sets, err);
    for (size_t c = 0; c < n_columns && !status; c++)
        if (variable_of[c] != REINTI_NONE) {
            d->by_column[c] = &d->decoder[variable_of[c]];
            d->by_column[c]->column = c;
        }
    if (status)
        reinti_decoding_free(d);
    return status;
}

void
reinti_decoding_free(reinti_decoding *d)
{
    for (size_t i = 0; d->decoder && i < d->n; i++) {
        reinti_codes_free(&d->decoder[i].codes);
        reinti_pattern_free(d->decoder[i].pattern);
        free(d->decoder[i].last_row);
    }
    free(d->decoder);
    free(d->by_column);
    free(d->template_slots);
    reinti_str_free(&d->buffer);
    memset(d, 0, sizeof *d);
    d->buffer = (reinti_str)REINTI_STR_EMPTY;
}

/* ---- rows ------------------------------------------------------------------------------------------ */

static void
add_fault(reinti_decoding *d, const reinti_decoder *v, reinti_fault fault)
{
    size_t at = d->n_faults;

    if (at == REINTI_FAULTS_KEPT) { /* never at the price of the one that is reported */
        at--;
        if (reinti_fault_rank(fault) >= reinti_fault_rank(d->row_fault[at].fault))
            return;
    } else {
        d->n_faults++;
    }
    d->row_fault[at].decoder = v;
    d->row_fault[at].fault = fault;
}

/* Puts a cell where its type is stored (study/store.h); texts and texts "as written" come into the block. */
static bool
put_cell(const reinti_csv *csv, const reinti_decoder *v, const reinti_csv_field *f, const reinti_cell *cell,
         reinti_rows *rows, int64_t *slot)
{
    bool lasting = f->text >= csv->data && f->text < csv->end, present = cell->why == REINTI_NULL;
    size_t text = 0;

    slot += v->slot;
    if ((v->variable->type == REINTI_TEXT && present) || cell->written) {
        text = reinti_rows_text(rows, f->text, f->length, lasting);
        if (text == SIZE_MAX)
            return false;
    }
    switch (v->variable->type) {
    case REINTI_CODE:
        slot[0] = present ? cell->value : cell->why;
        return true;
    case REINTI_DATE:
    case REINTI_AGE:
        slot[0] = cell->value;
        slot[1] = cell->high;
        slot[2] = cell->written ? (int64_t)text : REINTI_NULL;
        slot[3] = cell->why;
        return true;
    case REINTI_TEXT:
        slot[0] = present ? (int64_t)text : REINTI_NULL;
        slot[1] = cell->why;
        return true;
    default:
        slot[0] = cell->value;
        slot[1] = cell->why;
        return true;
    }
}

/* A text is interned where SQL may run (load.c); until then the key has 0 there. */
static bool
put_key(const reinti_csv *csv, const reinti_decoder *v, const reinti_csv_field *f, const reinti_cell *cell,
        reinti_rows *rows, int64_t *key)
{
    if (v->variable->type == REINTI_TEXT) {
        bool lasting = f->text >= csv->data && f->text < csv->end;
        size_t text = reinti_rows_text(rows, f->text, f->length, lasting);
        if (text == SIZE_MAX)
            return false;
        for (size_t w = 0; w < rows->n_words; w++)
            if (rows->word_component[w] == v->component)
                rows->word[rows->n * rows->n_words + w] = (uint32_t)text;
        return true;
    }
    *key |= cell->value << v->shift;
    return true;
}

bool
reinti_decode_is_asked(const reinti_decoding *d, const reinti_decoder *v, int64_t key)
{
    size_t wave = reinti_store_code_of(d->study, d->cb->wave_list,
                                       reinti_store_key_part(d->layout, key, d->wave_component));

    for (size_t i = 0; i < v->variable->n_waves; i++)
        if (v->variable->wave[i] == wave)
            return true;
    return false;
}

static size_t
n_slots_of(const reinti_decoder *v)
{
    return v->variable->type == REINTI_CODE                                      ? 1
           : v->variable->type == REINTI_DATE || v->variable->type == REINTI_AGE ? 4
                                                                                 : 2;
}

int64_t *
reinti_decode_why(const reinti_decoder *v, int64_t *slot)
{
    return slot + n_slots_of(v) - 1;
}

/* Cells of variables that are not asked in this wave: whatever says "nothing here" becomes NULL, an answer is
 * a fault. */
static void
settle_waves(reinti_decoding *d, const reinti_csv *csv, int64_t key, int64_t *slot)
{
    if (!reinti_store_key_part(d->layout, key, d->wave_component)) /* a wrong wave is a fault of its own */
        return;
    for (size_t i = 0; i < d->n; i++) {
        reinti_decoder *v = &d->decoder[i];
        int64_t why;
        size_t kept = 0;
        if (!v->wave_bound || v->column == REINTI_NONE || reinti_decode_is_asked(d, v, key))
            continue;
        for (size_t k = 0; k < d->n_faults; k++) { /* it need not be right either */
            bool empty = d->row_fault[k].decoder == v && !csv->field[v->column].length;
            if (!empty)
                d->row_fault[kept++] = d->row_fault[k];
        }
        d->n_faults = kept;
        why = *reinti_decode_why(v, slot + v->slot);
        if (csv->field[v->column].length && why != d->not_asked)
            add_fault(d, v, REINTI_FAULT_ROUTING);
        for (size_t k = 0; k < n_slots_of(v); k++)
            slot[v->slot + k] = REINTI_NULL;
    }
}

static bool
begin_row(reinti_decoding *d, const reinti_csv *csv, reinti_rows *rows)
{
    for (size_t k = 0; k < rows->n_sets; k++)
        rows->set[k].offset[rows->n + 1] = rows->set[k].offset[rows->n];
    if (d->layout->n_slots)
        memcpy(reinti_rows_slots(rows, rows->n), d->template_slots, d->layout->n_slots * sizeof(int64_t));
    d->n_faults = 0;
    d->row_number++;
    if (csv->n_fields == d->n_columns)
        return true;
    add_fault(d, NULL, REINTI_FAULT_FIELDS);
    return false;
}

/* Error values of a spreadsheet are no answers, whatever else a text variable may hold. */
static void
find_error_values(reinti_decoding *d, const reinti_csv *csv)
{
    size_t kept = 0;

    for (size_t k = 0; k < d->n_faults; k++)
        if (!d->row_fault[k].decoder || !reinti_origin_is_fault(csv, d->row_fault[k].decoder->column))
            d->row_fault[kept++] = d->row_fault[k];
    d->n_faults = kept;
    for (size_t c = 0; c < d->n_columns; c++)
        if (d->by_column[c] && reinti_origin_is_fault(csv, c))
            add_fault(d, d->by_column[c], REINTI_FAULT_VALUE);
}

bool
reinti_decode_is_unfilled(const reinti_decoding *d, const reinti_csv *csv)
{
    if (!d->passes_unfilled || csv->n_fields != d->n_columns)
        return false;
    for (size_t c = 0; c < d->n_columns; c++)
        if (csv->field[c].length && (!d->by_column[c] || d->by_column[c]->component == REINTI_NONE))
            return false;
    return true;
}

bool
reinti_decode_row(reinti_decoding *d, const reinti_csv *csv, reinti_rows *rows)
{
    int64_t *slot = reinti_rows_slots(rows, rows->n), key = 0;

    if (!begin_row(d, csv, rows))
        return false;
    for (size_t c = 0; c < d->n_columns; c++) {
        reinti_decoder *v = d->by_column[c];
        const reinti_csv_field *f = &csv->field[c];
        reinti_cell cell;
        reinti_fault fault;
        if (!v)
            continue;
        if (v->coded && f->length) { /* nearly all cells of a survey */
            const reinti_code_entry *e = reinti_codes_find(&v->codes, f->text, f->length);
            if (e && (e->id > 0 || !v->variable->required)) {
                if (v->slot != REINTI_NONE)
                    slot[v->slot] = e->id;
                else
                    key |= (int64_t)e->id << v->shift;
                continue;
            }
        }
        fault = reinti_decode_cell(d, v, f, rows, &cell);
        if (fault)
            add_fault(d, v, fault);
        else if (!(v->slot != REINTI_NONE ? put_cell(csv, v, f, &cell, rows, slot)
                                          : put_key(csv, v, f, &cell, rows, &key)))
            d->no_memory = true;
    }
    if (d->any_wave_bound)
        settle_waves(d, csv, key, slot);
    if (csv->origin && reinti_origin_has_fault(csv))
        find_error_values(d, csv);
    if (d->n_faults || d->no_memory)
        return false;
    rows->key[rows->n] = key;
    rows->origin[rows->n] = (reinti_row_origin){ csv->record, csv->record_line };
    rows->state[rows->n++] = REINTI_ROW_GOOD;
    return true;
}

const reinti_csv_field *
reinti_decode_person_field(const reinti_decoding *d, const reinti_csv *csv)
{
    const reinti_decoder *v = d->form->person == REINTI_NONE ? NULL : &d->decoder[d->form->person];
    const reinti_csv_field *f;

    if (!v || v->column == REINTI_NONE || v->column >= csv->n_fields)
        return NULL;
    if (csv->n_fields != d->n_columns &&
        !v->pattern) /* the cells may be shifted: only a pattern could tell */
        return NULL;
    f = &csv->field[v->column];
    return reinti_decode_person_form(v, f->text, f->length) ? f : NULL;
}
