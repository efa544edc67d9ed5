/* fast.c -- the class of millions of interviews straight from the columns of one form.
 *
 * Holds where every fact of a service stands in one record of one form (key: interview and service), every
 * record counts, and a service without a record is "no": then the bits of a record depend on its two or three
 * codes only, are tabulated, and an interview's class is a look-up with the bits of its records joined.  No
 * memory but the column's. Records that leave something open take the slow way, interview by interview. */
#include <config.h>

#include "assess/column.h"

#include <stdatomic.h>
#include <string.h>

enum { OPEN = 0x8000 }; /* in place of the bits of a record: several are possible */

typedef struct fact {
    const reinti_reading *reading; /* NULL: the rule set does not read it */
    const reinti_column *column;
    size_t n_categories;
} fact;

enum { NEED, DUE, SUPPORT, N_FACTS };

/* Is FORM keyed by the interview and the service, and by nothing else? */
static bool
is_child(const reint_codebook *cb, const reinti_ruleset *r, const reinti_reading *reading)
{
    const reinti_form *unit = &cb->form[r->unit_form], *form = &cb->form[reading->form];

    if (form->n_key != unit->n_key + 1 || reading->service != unit->n_key)
        return false;
    for (size_t i = 0; i < unit->n_key; i++)
        if (strcmp(unit->variable[i].name, form->variable[i].name) != 0)
            return false;
    return true;
}

static bool
is_simple(const reinti_dossier *d)
{
    const reinti_ruleset *r = d->r;
    const reinti_readings *all[N_FACTS] = { &r->need, &r->due, &r->support };

    if (r->unit != REINTI_UNIT_INTERVIEW || !r->absent_is_no || r->due_from_entitlements || !r->support.n ||
        reinti_engine_uses_circumstances(d->engine) || reinti_engine_n_bits(d->engine) > 15 || d->n_overrides)
        return false;
    for (size_t c = 0; c < d->cb->list[r->service_list].n; c++)
        if (r->service_of[c] != c) /* left out or rolled up */
            return false;
    for (size_t k = 0; k < N_FACTS; k++) {
        if (all[k]->n > 1)
            return false;
        if (all[k]->n == 0)
            continue;
        const reinti_reading *reading = all[k]->item;
        if (reading->form != r->support.item->form || reading->when || reading->often != REINTI_NONE ||
            reading->source != REINTI_NONE || !is_child(d->cb, r, reading))
            return false;
    }
    return true;
}

static reinti_state
state_of(const fact *f, const size_t *category)
{
    reinti_state s = { REINTI_NEED_NO, REINTI_DUE_SILENT, REINTI_RECEIPT_NONE, 0, 0 };

    if (f[NEED].reading)
        s.need = f[NEED].reading->mask[category[NEED]];
    if (f[DUE].reading)
        s.due = f[DUE].reading->mask[category[DUE]];
    s.receipt = f[SUPPORT].reading->mask[category[SUPPORT]];
    s.marks = f[SUPPORT].reading->marks[category[SUPPORT]];
    s.open_marks = f[SUPPORT].reading->open_marks[category[SUPPORT]];
    return s;
}

/* Bits of every combination of categories. */
static uint16_t *
tabulate(const reinti_dossier *d, const fact *f, reinti_arena *a)
{
    size_t n = f[NEED].n_categories * f[DUE].n_categories * f[SUPPORT].n_categories;
    uint16_t *bits = reinti_arena_alloc(a, n * sizeof *bits);

    for (size_t i = 0; bits && i < n; i++) {
        const size_t category[N_FACTS] = { i % f[NEED].n_categories,
                                           i / f[NEED].n_categories % f[DUE].n_categories,
                                           i / f[NEED].n_categories / f[DUE].n_categories };
        const reinti_state s = state_of(f, category);
        if (!reinti_engine_bits(d->engine, &s, &bits[i]))
            bits[i] = OPEN;
    }
    return bits;
}

/* Raw value -> its share of the index into the table; all of it zero for a fact that is not read. */
static void
shares(const fact *f, size_t stride, uint32_t share[256])
{
    for (size_t i = 0; i < 256; i++)
        share[i] = f->column ? (uint32_t)(f->column->map[i] * stride) : 0;
}

static reint_status
judge_slowly(reinti_dossier *d, const fact *f, uint32_t first, uint32_t last, reinti_verdict *v,
             reint_error *err)
{
    reinti_state state[REINTI_MAX_SERVICES];
    const uint8_t none[REINTI_MAX_CIRCUMSTANCES] = { 0 };
    size_t n = 0;

    for (uint32_t row = first; row < last && n < REINTI_MAX_SERVICES; row++) {
        size_t category[N_FACTS] = { 0 };
        for (size_t k = 0; k < N_FACTS; k++)
            if (f[k].column)
                category[k] = reinti_column_category(f[k].column, row);
        state[n++] = state_of(f, category);
    }
    return reinti_engine_judge(d->engine, state, n, none, v, err);
}

static reint_status
fill_open(reinti_dossier *d, const fact *f, const uint32_t *first, const uint32_t *end, uint8_t *raw,
          uint16_t *possible, size_t n, reint_error *err)
{
    size_t undetermined = reinti_column_undetermined(d->cb, d->r->n_classes);
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < n; i++) {
        reinti_verdict v = { .possible = raw[i] == 255 ? 0 : (uint16_t)(1u << raw[i]) };
        if (raw[i] == 255) {
            status = judge_slowly(d, f, first[i], end[i], &v, err);
            raw[i] = (uint8_t)undetermined;
            for (size_t k = 0; k < d->r->n_classes; k++)
                if (v.possible == 1u << k)
                    raw[i] = (uint8_t)k;
        }
        possible[i] = v.possible;
    }
    return status;
}

static reint_status
open_facts(reinti_dossier *d, reinti_frame *child, fact *f, bool *bytes, reint_error *err)
{
    const reinti_ruleset *r = d->r;
    const reinti_readings *all[N_FACTS] = { &r->need, &r->due, &r->support };
    reint_status status = REINT_OK;

    *bytes = true;
    for (size_t k = 0; !status && k < N_FACTS; k++) {
        f[k] = (fact){ all[k]->n ? all[k]->item : NULL, NULL, 1 };
        if (!f[k].reading)
            continue;
        const reinti_form *form = &d->cb->form[f[k].reading->form];
        status = reinti_frame_column(child, form->variable[f[k].reading->value].name, &f[k].column, err);
        if (status)
            continue;
        f[k].n_categories = f[k].column->n_categories;
        *bytes = *bytes && f[k].column->raw8 && f[k].column->kind == REINTI_COLUMN_CODED;
    }
    return status;
}

typedef struct sorting {
    const reinti_brood *brood;
    const uint16_t *bits;
    const uint8_t *class_of, *need, *due, *support;
    size_t need_step, due_step; /* 0: not read */
    uint32_t need_share[256], due_share[256], support_share[256];
    uint8_t *raw; /* 255: to be judged slowly */
    atomic_bool open;
} sorting;

/* The hot loop: three loads and a look-up a record. */
static void
sort_rows(void *user, size_t from, size_t to)
{
    enum { STRETCH = 512 };
    sorting *s = user;
    reinti_brood brood = *s->brood;
    uint32_t first[STRETCH], end[STRETCH];
    unsigned open = 0;

    for (; from < to; from += STRETCH) {
        size_t n = to - from < STRETCH ? to - from : STRETCH;
        reinti_brood_next(&brood, from, n, first, end);
        for (size_t i = 0; i < n; i++) {
            unsigned all = 0;
            for (size_t row = first[i]; row < end[i]; row++)
                all |= s->bits[s->need_share[s->need[row * s->need_step]] +
                               s->due_share[s->due[row * s->due_step]] + s->support_share[s->support[row]]];
            s->raw[from + i] = all & OPEN ? 255 : s->class_of[all];
            open |= all & OPEN;
        }
    }
    if (open)
        s->open = true;
}

/* True if some row is to be judged slowly. */
static bool
classify(const fact *f, const uint16_t *bits, const uint8_t *class_of, const reinti_brood *brood,
         uint8_t *raw, size_t n)
{
    static const uint8_t nothing[1] = { 0 };
    sorting s = { .brood = brood,
                  .bits = bits,
                  .class_of = class_of,
                  .need = f[NEED].column ? f[NEED].column->raw8 : nothing,
                  .due = f[DUE].column ? f[DUE].column->raw8 : nothing,
                  .support = f[SUPPORT].column->raw8,
                  .need_step = f[NEED].column != NULL,
                  .due_step = f[DUE].column != NULL,
                  .raw = raw };

    shares(&f[NEED], 1, s.need_share);
    shares(&f[DUE], f[NEED].n_categories, s.due_share);
    shares(&f[SUPPORT], f[NEED].n_categories * f[DUE].n_categories, s.support_share);
    reinti_parallel(n, sort_rows, &s);
    return s.open;
}

/* Interviews of people whom the rule set is not about. */
static reint_status
leave_out_others(reinti_dossier *d, reinti_frame *frame, uint8_t *raw, uint16_t *possible, reint_error *err)
{
    const uint32_t *person = NULL;
    reint_status status = d->about ? reinti_frame_persons(frame, &person, err) : REINT_OK;

    for (size_t i = 0; person && i < reinti_frame_n(frame); i++)
        if (!reinti_dossier_is_about(d, person[i])) {
            raw[i] = (uint8_t)reinti_column_absent(d->cb, d->r->n_classes);
            if (possible)
                possible[i] = 0;
        }
    return status;
}

reint_status
reinti_class_fast(reinti_dossier *d, reinti_frame *frame, reinti_column *out, bool *done, reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    reinti_frame *child = NULL;
    reinti_brood brood;
    fact f[N_FACTS];
    bool bytes = false;
    uint8_t *raw;
    uint16_t *possible = NULL;
    reinti_category *category;

    *done = false;
    if (!is_simple(d))
        return REINT_OK;
    reint_status status = reinti_frames_get(d->frames, d->r->support.item->form, &child, err);
    if (!status)
        status = open_facts(d, child, f, &bytes, err);
    if (status || !bytes)
        return status;
    status = reinti_frame_brood(frame, child, &brood, err);
    if (status)
        return status;
    uint16_t *bits = tabulate(d, f, a);
    if (!bits || !reinti_column_make(frame, out, d->r->n_classes, &raw, &category))
        return reinti_no_memory(err);
    for (size_t k = 0; k < d->r->n_classes; k++)
        category[k] = (reinti_category){ d->r->class_[k].id, d->r->class_[k].label };
    out->kind = REINTI_COLUMN_CODED;
    out->label = d->r->title;
    if (classify(f, bits, reinti_engine_classes(d->engine), &brood, raw, out->n)) {
        const uint32_t *first, *end;
        possible = reinti_arena_alloc(a, (out->n + 1) * sizeof *possible);
        if (!possible)
            return reinti_no_memory(err);
        status = reinti_frame_children(frame, child, &first, &end, err);
        if (!status)
            status = fill_open(d, f, first, end, raw, possible, out->n, err);
        out->possible = possible;
    }
    if (!status)
        status = reinti_dossier_base(d, err);
    if (!status)
        status = leave_out_others(d, frame, raw, possible, err);
    *done = !status;
    return status;
}
