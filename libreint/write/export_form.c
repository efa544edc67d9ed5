/* export_form.c -- the records of one form as CSV, and what its columns are.
 *
 * Reads:    the frame of the form: so a code, a reason and a base mean here what they mean in a table.
 * Missing:  an empty field, and the reason in x__missing; "absent" where the record's instrument has no such question.
 * Not here: free text, unless it was asked for. */
#include <config.h>

#include "write/export_private.h"

#include <stdlib.h>
#include <string.h>

#include "assess/provide.h"
#include "table/build.h"
#include "write/writer.h"

/* One variable or derived column on its way out. */
typedef struct field {
    const char *name;
    const reinti_variable *variable; /* NULL: derived */
    const reinti_column *column;     /* NULL: text or person, read from the store */
    size_t key;                      /* component of the key, or REINTI_NONE */
    reinti_raw value, why;           /* text and person */
    size_t slot;
} field;

typedef struct writer {
    reinti_export *x;
    size_t form;
    const reinti_form *f;
    const reinti_layout *layout;
    reinti_frame *frame;
    const int64_t *key;
    size_t n, n_fields;
    field *field;
    const int8_t *may, *in_base;
} writer;

/* ---- values -------------------------------------------------------------------------------------------- */

/* A line of CSV: a comma before every field but the first. */
typedef struct line {
    FILE *stream;
    size_t n;
} line;

static FILE *
next(line *out)
{
    if (out->n++)
        fputc(',', out->stream);
    return out->stream;
}

static void
put_text(line *out, const char *text)
{
    reinti_put_csv(next(out), text);
}

static void
put_end(line *out, const reinti_variable *v, int32_t end)
{
    reinti_str s = REINTI_STR_EMPTY;

    if (end == REINTI_OPEN_LOW || end == REINTI_OPEN_HIGH)
        reinti_str_add(&s, end == REINTI_OPEN_LOW ? "-Inf" : "Inf");
    else if (v && v->type == REINTI_DATE)
        reinti_format_date(&s, (reinti_interval){ end, end });
    else
        reinti_format_shortest(&s, end);
    put_text(out, s.text);
    reinti_str_free(&s);
}

static void
put_interval(line *out, const field *c, size_t row, bool missing)
{
    reinti_interval i = { c->column->low[row], c->column->high[row] };
    reinti_str s = REINTI_STR_EMPTY;

    for (int k = 0; missing && k < 3; k++)
        put_text(out, NULL);
    if (missing)
        return;
    (c->variable && c->variable->type == REINTI_DATE ? reinti_format_date : reinti_format_age)(&s, i);
    put_text(out, s.text);
    reinti_str_free(&s);
    put_end(out, c->variable, i.low);
    put_end(out, c->variable, i.high);
}

static void
put_codes(line *out, const reinti_column *c, size_t row)
{
    FILE *stream = next(out);

    for (uint32_t k = c->offset[row]; k < c->offset[row + 1];
         k++) /* a code has no comma, quote or semicolon */
        fprintf(stream, "%s%s", k > c->offset[row] ? ";" : "", c->category[c->code[k]].code);
}

static void
put_possible(line *out, const reinti_column *c, size_t row)
{
    FILE *stream = next(out);
    bool first = true;

    for (size_t k = 0; k < c->n_valid && k < 16; k++)
        if (c->possible[row] >> k & 1) {
            fprintf(stream, "%s%s", first ? "" : ";", c->category[k].code);
            first = false;
        }
}

static void
put_column(line *out, const field *f, size_t row)
{
    const reinti_column *c = f->column;
    size_t category = c->kind == REINTI_COLUMN_SET || c->kind == REINTI_COLUMN_CODED || c->map
                          ? reinti_column_category(c, row)
                          : 0;
    bool missing = category >= c->n_valid;

    /* a set that was answered has category 0 */
    if (c->kind == REINTI_COLUMN_CODED)
        put_text(out, missing ? NULL : c->category[category].code);
    else if (c->kind == REINTI_COLUMN_SET)
        put_codes(out, c, row);
    else if (c->kind == REINTI_COLUMN_NUMBER)
        reinti_put_number(next(out), c->number[row]);
    else
        put_interval(out, f, row, missing);
    if (f->key == REINTI_NONE)
        put_text(out, missing ? c->category[category].code : NULL);
    if (c->possible)
        put_possible(out, c, row);
}

static int64_t
raw_at(const reinti_raw *r, size_t i)
{
    switch (r->width) {
    case REINTI_I8:
        return ((const int8_t *)r->data)[i];
    case REINTI_I16:
        return ((const int16_t *)r->data)[i];
    case REINTI_I32:
        return ((const int32_t *)r->data)[i] == INT32_MIN ? 0 : ((const int32_t *)r->data)[i];
    case REINTI_I64:
    case REINTI_F64:
        break;
    }
    return r->width == REINTI_I64 && ((const int64_t *)r->data)[i] != INT64_MIN
               ? ((const int64_t *)r->data)[i]
               : 0;
}

static const char *
reason_name(const writer *w, int64_t why)
{
    return why < 0 && (size_t)-why <= w->x->cb->n_missing ? w->x->cb->missing[-why - 1].name : "absent";
}

/* Free text or a person's key, from the store. */
static reint_status
put_stored(line *out, const writer *w, const field *c, size_t row, reint_error *err)
{
    reint_study *study = w->x->study;
    char *text = NULL;
    const char *shown = NULL;
    reint_status status = REINT_OK;

    if (c->key != REINTI_NONE) {
        int64_t part = reinti_store_key_part(w->layout, w->key[row], c->key);
        shown = c->variable->type == REINTI_PERSON ? reinti_store_person_key(study, part)
                                                   : reinti_store_word_text(study, part);
        put_text(out, shown);
        return REINT_OK;
    }
    if (c->variable->type == REINTI_TEXT) {
        status = reinti_store_text(study, w->form, w->key[row], c->slot, &text, err);
        shown = text;
    } else if (raw_at(&c->value, row)) {
        shown = reinti_store_person_key(study, raw_at(&c->value, row));
    }
    put_text(out, shown);
    put_text(out, shown ? NULL : reason_name(w, raw_at(&c->why, row)));
    free(text);
    return status;
}

/* ---- which columns ------------------------------------------------------------------------------------- */

static bool
is_stored(const reinti_variable *v)
{
    return v->type == REINTI_TEXT || v->type == REINTI_PERSON;
}

static reint_status
add_variable(writer *w, size_t v, reint_error *err)
{
    const reinti_variable *variable = &w->f->variable[v];
    field *c = &w->field[w->n_fields];
    reint_status status = REINT_OK;

    *c = (field){ .name = variable->name, .variable = variable, .key = v < w->f->n_key ? v : REINTI_NONE };
    if (variable->type == REINTI_TEXT && c->key == REINTI_NONE && !w->x->options.texts)
        return REINT_OK;
    if (!is_stored(variable)) {
        status = reinti_frame_column(w->frame, variable->name, &c->column, err);
    } else if (c->key == REINTI_NONE) {
        c->slot = w->layout->first_slot[v];
        if (variable->type == REINTI_PERSON)
            status = reinti_store_column(w->x->study, w->form, c->slot, &c->value, err);
        if (!status) /* x__why follows x */
            status = reinti_store_column(w->x->study, w->form, c->slot + 1, &c->why, err);
    }
    w->n_fields += !status;
    return status;
}

static reint_status
add_derived(writer *w, const char *name, reint_error *err)
{
    field *c = &w->field[w->n_fields];
    reint_status status;

    *c = (field){ .name = name, .key = REINTI_NONE };
    status = reinti_frame_column(w->frame, name, &c->column, err);
    if (!status && !c->column->variable) /* a variable of this name goes before */
        w->n_fields++;
    return status;
}

static reint_status
choose(writer *w, reint_error *err)
{
    const char *const *derived = NULL;
    size_t n_derived = 0;
    reint_status status = reinti_frame_provided(w->frame, &derived, &n_derived, err);

    w->field = calloc(w->f->n + n_derived + 1, sizeof *w->field);
    if (!status && !w->field)
        status = reinti_no_memory(err);
    for (size_t v = 0; v < w->f->n && !status; v++)
        status = add_variable(w, v, err);
    for (size_t i = 0; i < n_derived && !status; i++)
        if (!reinti_is_class_name(derived[i])) /* another name for the class of the default rule set */
            status = add_derived(w, derived[i], err);
    return status;
}

/* ---- dictionaries -------------------------------------------------------------------------------------- */

static const char *
type_word(const field *c)
{
    static const char *const types[] = {
        [REINTI_CODE] = "code",    [REINTI_INTEGER] = "integer", [REINTI_DECIMAL] = "decimal",
        [REINTI_DATE] = "date",    [REINTI_AGE] = "age",         [REINTI_TEXT] = "text",
        [REINTI_PERSON] = "person"
    };
    static const char *const kinds[] = { [REINTI_COLUMN_CODED] = "code",
                                         [REINTI_COLUMN_SET] = "set",
                                         [REINTI_COLUMN_NUMBER] = "decimal",
                                         [REINTI_COLUMN_INTERVAL] = "age" };

    if (!c->variable)
        return kinds[c->column->kind];
    return c->variable->type == REINTI_CODE && c->variable->multiple ? "set" : types[c->variable->type];
}

static const char *
label_of(const writer *w, const reinti_label *label)
{
    return label ? reinti_label_text(label, w->x->options.language) : NULL;
}

/* A derived column has a list of its own, named "form.column". */
static void
describe(const writer *w, const field *c)
{
    line out = { w->x->variables, 0 };
    bool coded =
        c->column && (c->column->kind == REINTI_COLUMN_CODED || c->column->kind == REINTI_COLUMN_SET);
    char list[256] = "";

    if (coded && c->variable)
        snprintf(list, sizeof list, "%s", w->x->cb->list[c->variable->list].name);
    else if (coded)
        snprintf(list, sizeof list, "%s.%s", w->f->name, c->name);
    put_text(&out, w->f->name);
    put_text(&out, c->name);
    put_text(&out, label_of(w, c->variable ? &c->variable->shown : &c->column->label));
    put_text(&out, type_word(c));
    put_text(&out, list);
    fprintf(out.stream, ",%d,%d,%d,%d\n", c->key != REINTI_NONE, c->variable && c->variable->ordered,
            !c->variable, c->column && c->column->possible);
    for (size_t k = 0; coded && !c->variable && k < c->column->n_valid; k++) {
        line code = { w->x->codes, 0 };
        put_text(&code, list);
        put_text(&code, c->column->category[k].code);
        put_text(&code, label_of(w, &c->column->category[k].label));
        put_text(&code, NULL);
        fputc('\n', code.stream);
    }
}

static void
put_header(FILE *out, const writer *w)
{
    for (size_t k = 0; k < w->n_fields; k++) {
        const field *c = &w->field[k];
        bool interval = c->column && c->column->kind == REINTI_COLUMN_INTERVAL;
        fprintf(out, "%s%s", k ? "," : "", c->name);
        if (interval)
            fprintf(out, ",%s_low,%s_high", c->name, c->name);
        if (c->key == REINTI_NONE)
            fprintf(out, ",%s__missing", c->name);
        if (c->column && c->column->possible)
            fprintf(out, ",%s__possible", c->name);
    }
    fputs(",in_base\n", out);
}

/* ---- the form ------------------------------------------------------------------------------------------ */

static reint_status
put_row(FILE *stream, const writer *w, size_t row, reint_error *err)
{
    line out = { stream, 0 };
    reint_status status = REINT_OK;

    for (size_t k = 0; k < w->n_fields && !status; k++)
        if (w->field[k].column)
            put_column(&out, &w->field[k], row);
        else
            status = put_stored(&out, w, &w->field[k], row, err);
    fprintf(stream, ",%d\n", w->in_base[row] == 1);
    return status;
}

static reint_status
write_rows(writer *w, reint_error *err)
{
    char *name = malloc(strlen(w->f->name) + sizeof ".csv");
    reinti_output out;
    reint_status status;

    if (!name)
        return reinti_no_memory(err);
    strcpy(name, w->f->name);
    strcat(name, ".csv");
    status = reinti_export_begin(w->x, name, &out, err);
    free(name);
    if (status)
        return status;
    put_header(out.stream, w);
    for (size_t i = 0; i < w->n && !status; i++)
        if (w->may[i] == 1)
            status = put_row(out.stream, w, i, err);
    if (!status)
        return reinti_output_commit(&out, err);
    reinti_output_abort(&out);
    return status;
}

static void
tell_left_out(const writer *w, const reinti_left_out *left)
{
    if (left->no_consent)
        reinti_find(w->x->findings, REINT_NOTE, "no_consent", NULL, w->f->name, 0, 0,
                    "%zu persons without consent to analysis are left out", left->no_consent);
    if (left->not_recorded)
        reinti_find(w->x->findings, REINT_NOTE, "not_recorded", NULL, w->f->name, 0, 0,
                    "%zu records of persons whose own record was not accepted are left out",
                    left->not_recorded);
}

reint_status
reinti_export_form(reinti_export *x, size_t form, reint_error *err)
{
    writer w = { .x = x, .form = form, .f = &x->cb->form[form] };
    reinti_left_out left, base;
    reint_status status = reinti_frames_get(x->frames, form, &w.frame, err);

    if (status)
        return status;
    w.layout = reinti_store_layout(x->study, form);
    w.key = reinti_frame_keys(w.frame);
    w.n = reinti_frame_n(w.frame);
    status = reinti_base_rows(w.frame, NULL, true, &w.may, &left, err);
    if (!status)
        status = reinti_base_rows(w.frame, NULL, false, &w.in_base, &base, err);
    if (!status)
        status = choose(&w, err);
    for (size_t k = 0; k < w.n_fields && !status; k++)
        describe(&w, &w.field[k]);
    if (!status)
        status = write_rows(&w, err);
    if (!status)
        tell_left_out(&w, &left);
    free(w.field);
    return status;
}
