/* engine.c -- tabulates a decision table, proves it complete, and judges units with unknown facts.  See
 * engine.h.
 *
 * Cost: the table has 2^(properties asked for) x (values of the circumstances asked for) entries, refused
 * beyond 2^20.  Judging is one look-up a service once a step is known; a new step costs |reach| x
 * |possibilities|. */
#include <config.h>

#include "assess/engine.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BITS = 16, MAX_COMBINATIONS = 1 << 20, NO_ROW = 255 };

typedef struct reached { /* an interned set of bit vectors, ascending */
    size_t n;
    uint16_t *bits;
} reached;

struct reinti_engine {
    const reinti_ruleset *r;
    uint32_t asked; /* properties the table or a reason asks for */
    size_t n_bits;
    uint8_t property[MAX_BITS]; /* bit -> property */
    bool uses[REINTI_MAX_CIRCUMSTANCES];
    size_t radix[REINTI_MAX_CIRCUMSTANCES]; /* distance of the circumstance's values in the table */
    size_t n_vectors, n_combinations;
    uint8_t *row; /* per combination */
    uint32_t *reasons;
    uint8_t *class_of; /* per bit vector, when no circumstance is asked for */
    bool *occurs;      /* per bit vector */

    reached *set;
    size_t n_sets, set_capacity;
    reinti_map *set_index;    /* bytes of the vectors -> set */
    reinti_map *option_index; /* packed state -> set (its possibilities) */
    reinti_map *step;         /* (set, options) -> set */
    bool *mark;               /* scratch: one a vector */
    uint16_t *scratch;
};

/* ---- properties ---------------------------------------------------------------------------------------- */

uint32_t
reinti_state_properties(const reinti_ruleset *r, unsigned need, unsigned due, unsigned receipt,
                        unsigned marks)
{
    bool needed = need != REINTI_NEED_NO, going_on = need == REINTI_NEED_CONTINUING;
    bool got = receipt != REINTI_RECEIPT_NONE;
    bool once = receipt == REINTI_RECEIPT_PART_ONCE || receipt == REINTI_RECEIPT_FULL_ONCE;
    bool whole = receipt == REINTI_RECEIPT_FULL ||
                 (receipt == REINTI_RECEIPT_FULL_ONCE && (r->one_off_is_full || !going_on));
    bool is_due = due == REINTI_DUE_YES, required = needed && is_due;
    const bool holds[REINTI_N_PROPERTIES] = {
        [REINTI_IS_received] = got,
        [REINTI_IS_received_full] = whole,
        [REINTI_IS_received_part] = got && !whole,
        [REINTI_IS_needed] = needed,
        [REINTI_IS_needed_received] = needed && got,
        [REINTI_IS_needed_missing] = needed && !got,
        [REINTI_IS_needed_short] = needed && !whole,
        [REINTI_IS_required] = required,
        [REINTI_IS_required_received] = required && got,
        [REINTI_IS_required_missing] = required && !got,
        [REINTI_IS_required_short] = required && !whole,
        [REINTI_IS_due] = is_due,
        [REINTI_IS_due_received] = is_due && got,
        [REINTI_IS_undue_short] = needed && due == REINTI_DUE_NO && !whole,
        [REINTI_IS_silent_short] = needed && due == REINTI_DUE_SILENT && !whole,
        [REINTI_IS_continuing] = going_on,
        [REINTI_IS_one_off_only] = going_on && got && once,
        [REINTI_IS_repeated] = got && !once,
        [REINTI_IS_offered] = got || (marks >> REINTI_MARK_OFFERED & 1),
        [REINTI_IS_declined] = marks >> REINTI_MARK_DECLINED & 1,
        [REINTI_IS_refused] = marks >> REINTI_MARK_REFUSED & 1,
        [REINTI_IS_promised] = marks >> REINTI_MARK_PROMISED & 1,
        [REINTI_IS_withdrawn] = marks >> REINTI_MARK_WITHDRAWN & 1,
    };
    uint32_t bits = 0;

    for (size_t i = 0; i < REINTI_N_PROPERTIES; i++)
        bits |= (uint32_t)holds[i] << i;
    return bits;
}

/* Only the properties asked for, packed together. */
static uint16_t
pack(const reinti_engine *e, uint32_t properties)
{
    uint16_t bits = 0;

    for (size_t i = 0; i < e->n_bits; i++)
        bits |= (uint16_t)((properties >> e->property[i] & 1) << i);
    return bits;
}

static uint32_t
unpack(const reinti_engine *e, size_t bits)
{
    uint32_t properties = 0;

    for (size_t i = 0; i < e->n_bits; i++)
        properties |= (uint32_t)(bits >> i & 1) << e->property[i];
    return properties;
}

/* ---- the truth table ----------------------------------------------------------------------------------- */

static void
values_of(const reinti_engine *e, size_t combination, uint8_t *value)
{
    size_t rest = combination / e->n_vectors;

    for (size_t k = 0; k < e->r->n_circumstances; k++) {
        value[k] = 0;
        if (e->uses[k]) {
            value[k] = (uint8_t)(rest % e->r->circumstance[k].n_values);
            rest /= e->r->circumstance[k].n_values;
        }
    }
}

static bool
matches(const reinti_engine *e, const reinti_rule_condition *c, uint32_t properties, const uint8_t *value)
{
    if ((properties & c->yes) != c->yes || (properties & c->no))
        return false;
    for (size_t k = 0; k < e->r->n_circumstances; k++)
        if (c->allowed[k] != 0xff && !(c->allowed[k] >> value[k] & 1))
            return false;
    return true;
}

static void
note_use(reinti_engine *e, const reinti_rule_condition *c)
{
    e->asked |= c->yes | c->no;
    for (size_t k = 0; k < e->r->n_circumstances; k++)
        e->uses[k] |= c->allowed[k] != 0xff;
}

static reint_status
lay_out(reinti_engine *e, reint_error *err)
{
    const reinti_ruleset *r = e->r;

    for (size_t i = 0; i < r->n_decisions; i++)
        note_use(e, &r->decision[i].when);
    for (size_t i = 0; i < r->n_reasons; i++)
        note_use(e, &r->reason[i].when);
    for (size_t i = 0; i < REINTI_N_PROPERTIES; i++)
        if (e->asked >> i & 1) {
            if (e->n_bits == MAX_BITS)
                return reinti_fail(err, REINT_INPUT, r->file, 0,
                                   "the rule set asks for more than %d properties", MAX_BITS);
            e->property[e->n_bits++] = (uint8_t)i;
        }
    e->n_vectors = (size_t)1 << e->n_bits;
    e->n_combinations = e->n_vectors;
    for (size_t k = 0; k < r->n_circumstances; k++)
        if (e->uses[k]) {
            e->radix[k] = e->n_combinations;
            e->n_combinations *= r->circumstance[k].n_values;
            if (e->n_combinations > MAX_COMBINATIONS)
                return reinti_fail(err, REINT_INPUT, r->file, 0,
                                   "the rule set has too many combinations of properties and circumstances");
        }
    return REINT_OK;
}

/* Which bit vectors can occur, whatever the services of a unit are: the possible bits of one service, closed
 * under OR. */
static void
find_occurring(reinti_engine *e)
{
    static const uint8_t receipts[] = { 1, 2, 4, 8, 16 };

    e->occurs[0] = true;
    for (unsigned need = 1; need <= 4; need <<= 1)
        for (unsigned due = 1; due <= 4; due <<= 1)
            for (size_t i = 0; i < REINTI_LENGTH(receipts); i++)
                for (unsigned marks = 0; marks < 1u << REINTI_N_MARKS; marks++) {
                    uint16_t p = pack(e, reinti_state_properties(e->r, need, due, receipts[i], marks));
                    if (p && !e->occurs[p]) /* else its joins are in already: it is a join of earlier ones */
                        for (size_t v = 0; v < e->n_vectors; v++)
                            if (e->occurs[v])
                                e->occurs[v | p] = true;
                }
}

static reint_status
incomplete(const reinti_engine *e, uint32_t properties, const uint8_t *value, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t i = 0; i < e->n_bits; i++)
        reinti_str_format(&text, "%s%s: %s", i ? ", " : "", reinti_property_names[e->property[i]],
                          properties >> e->property[i] & 1 ? "yes" : "no");
    for (size_t k = 0; k < e->r->n_circumstances; k++)
        if (e->uses[k])
            reinti_str_format(&text, "%s%s: %s", text.length ? ", " : "", e->r->circumstance[k].id,
                              e->r->circumstance[k].value[value[k]]);
    reint_status status =
        reinti_fail(err, REINT_INPUT, e->r->file, 0, "no row of the decision table matches {%s}", text.text);
    reinti_str_free(&text);
    return status;
}

static reint_status
tabulate(reinti_engine *e, reint_error *err)
{
    const reinti_ruleset *r = e->r;
    uint8_t value[REINTI_MAX_CIRCUMSTANCES];

    for (size_t i = 0; i < e->n_combinations; i++) {
        size_t vector = i % e->n_vectors, row = 0;
        uint32_t properties = unpack(e, vector);
        values_of(e, i, value);
        while (row < r->n_decisions && !matches(e, &r->decision[row].when, properties, value))
            row++;
        if (row == r->n_decisions && e->occurs[vector])
            return incomplete(e, properties, value, err);
        e->row[i] = row == r->n_decisions ? NO_ROW : (uint8_t)row;
        for (size_t k = 0; k < r->n_reasons && e->row[i] != NO_ROW; k++)
            if ((r->reason[k].classes >> r->decision[row].class_index & 1) &&
                matches(e, &r->reason[k].when, properties, value))
                e->reasons[i] |= UINT32_C(1) << k;
        if (i < e->n_vectors)
            e->class_of[i] = e->row[i] == NO_ROW ? 255 : (uint8_t)r->decision[row].class_index;
    }
    return REINT_OK;
}

bool
reinti_engine_reaches_row(const reinti_engine *e, size_t row)
{
    for (size_t i = 0; i < e->n_combinations; i++)
        if (e->occurs[i % e->n_vectors] && e->row[i] == row)
            return true;
    return false;
}

bool
reinti_engine_reaches_reason(const reinti_engine *e, size_t reason)
{
    for (size_t i = 0; i < e->n_combinations; i++)
        if (e->occurs[i % e->n_vectors] && (e->reasons[i] >> reason & 1))
            return true;
    return false;
}

reint_status
reinti_engine_create(const reinti_ruleset *r, reinti_engine **out, reint_error *err)
{
    reinti_engine *e = calloc(1, sizeof *e);
    reint_status status;

    *out = NULL;
    if (!e)
        return reinti_no_memory(err);
    e->r = r;
    status = lay_out(e, err);
    if (!status) {
        e->row = malloc(e->n_combinations);
        e->reasons = calloc(e->n_combinations, sizeof *e->reasons);
        e->class_of = malloc(e->n_vectors);
        e->occurs = calloc(e->n_vectors, sizeof *e->occurs);
        e->mark = calloc(e->n_vectors, sizeof *e->mark);
        e->scratch = malloc(e->n_vectors * sizeof *e->scratch);
        e->set_index = reinti_map_create();
        e->option_index = reinti_map_create();
        e->step = reinti_map_create();
        if (!e->row || !e->reasons || !e->class_of || !e->occurs || !e->mark || !e->scratch ||
            !e->set_index || !e->option_index || !e->step)
            status = reinti_no_memory(err);
    }
    if (!status) {
        find_occurring(e);
        status = tabulate(e, err);
    }
    if (status)
        reinti_engine_free(e);
    else
        *out = e;
    return status;
}

void
reinti_engine_free(reinti_engine *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->n_sets; i++)
        free(e->set[i].bits);
    free(e->set);
    reinti_map_free(e->set_index);
    reinti_map_free(e->option_index);
    reinti_map_free(e->step);
    free(e->row);
    free(e->reasons);
    free(e->class_of);
    free(e->occurs);
    free(e->mark);
    free(e->scratch);
    free(e);
}

/* ---- sets of bit vectors ------------------------------------------------------------------------------- */

static int
ascending(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* The set of the N vectors in e->scratch (unsorted, distinct); -1 = no memory. */
static int64_t
intern(reinti_engine *e, size_t n)
{
    bool added;

    qsort(e->scratch, n, sizeof *e->scratch, ascending);
    int64_t found = reinti_map_put(e->set_index, (const char *)e->scratch, n * sizeof *e->scratch,
                                   (int64_t)e->n_sets, &added);
    if (found < 0 || !added)
        return found < 0 ? -1 : found;
    uint16_t *bits = malloc(n * sizeof *bits);
    if (!bits || !reinti_grow(&e->set, &e->set_capacity, e->n_sets, sizeof *e->set)) {
        free(bits);
        return -1;
    }
    memcpy(bits, e->scratch, n * sizeof *bits);
    e->set[e->n_sets] = (reached){ n, bits };
    /* cppcheck-suppress memleak ; the set keeps BITS */
    return (int64_t)e->n_sets++;
}

static void
collect(reinti_engine *e, size_t *n, uint16_t bits)
{
    if (!e->mark[bits]) {
        e->mark[bits] = true;
        e->scratch[(*n)++] = bits;
    }
}

static void
unmark(reinti_engine *e, size_t n)
{
    for (size_t i = 0; i < n; i++)
        e->mark[e->scratch[i]] = false;
}

/* The possible bits of one service. */
static int64_t
options(reinti_engine *e, const reinti_state *s)
{
    const uint8_t key[5] = { s->need, s->due, s->receipt, s->marks, s->open_marks };
    int64_t found = reinti_map_find(e->option_index, (const char *)key, sizeof key);
    unsigned open = s->open_marks & ~s->marks;
    size_t n = 0;

    if (found >= 0)
        return found;
    for (unsigned need = 1; need <= 4; need <<= 1)
        for (unsigned due = 1; due <= 4; due <<= 1)
            for (unsigned receipt = 1; receipt <= 16; receipt <<= 1) {
                if (!(s->need & need) || !(s->due & due) || !(s->receipt & receipt))
                    continue;
                unsigned some = 0;
                do { /* every subset of the open marks */
                    collect(e, &n,
                            pack(e, reinti_state_properties(e->r, need, due, receipt, s->marks | some)));
                    some = (some - open) & open;
                } while (some);
            }
    unmark(e, n);
    found = intern(e, n);
    if (found >= 0 && reinti_map_put(e->option_index, (const char *)key, sizeof key, found, NULL) < 0)
        return -1;
    return found;
}

static int64_t
step(reinti_engine *e, int64_t set, int64_t option)
{
    const uint32_t key[2] = { (uint32_t)set, (uint32_t)option };
    int64_t found = reinti_map_find(e->step, (const char *)key, sizeof key);
    size_t n = 0;

    if (found >= 0)
        return found;
    for (size_t i = 0; i < e->set[set].n; i++)
        for (size_t j = 0; j < e->set[option].n; j++)
            collect(e, &n, e->set[set].bits[i] | e->set[option].bits[j]);
    unmark(e, n);
    found = intern(e, n);
    if (found >= 0 && reinti_map_put(e->step, (const char *)key, sizeof key, found, NULL) < 0)
        return -1;
    return found;
}

/* ---- judging ------------------------------------------------------------------------------------------- */

typedef struct tally {
    reinti_verdict *v;
    size_t row;
    bool rows_differ;
} tally;

static void
count_combination(const reinti_engine *e, size_t i, tally *t)
{
    uint8_t row = e->row[i];

    if (row == NO_ROW)
        return; /* proved not to occur */
    t->v->possible |= (uint16_t)(1u << e->r->decision[row].class_index);
    t->v->sure &= e->reasons[i];
    t->v->maybe |= e->reasons[i];
    t->rows_differ |= t->row != REINTI_NONE && t->row != row;
    t->row = row;
}

/* Every combination of the values that the circumstances from K on leave open. */
static void
count_circumstances(const reinti_engine *e, size_t k, size_t base, const uint8_t *circumstance,
                    const reached *set, tally *t)
{
    while (k < e->r->n_circumstances && !e->uses[k])
        k++;
    if (k == e->r->n_circumstances) {
        for (size_t i = 0; i < set->n; i++)
            count_combination(e, base + set->bits[i], t);
        return;
    }
    for (size_t v = 0; v < e->r->circumstance[k].n_values; v++)
        if (circumstance[k] >> v & 1)
            count_circumstances(e, k + 1, base + v * e->radix[k], circumstance, set, t);
}

reint_status
reinti_engine_judge(reinti_engine *e, const reinti_state *service, size_t n, const uint8_t *circumstance,
                    reinti_verdict *out, reint_error *err)
{
    /* cppcheck-suppress ctuuninitvar ; *OUT is filled before T is used */
    tally t = { out, REINTI_NONE, false };
    int64_t set, option;

    *out = (reinti_verdict){ 0, UINT32_MAX, 0, REINTI_NONE };
    e->scratch[0] = 0;
    set = intern(e, 1);
    for (size_t i = 0; i < n && set >= 0; i++) {
        option = options(e, &service[i]);
        set = option < 0 ? -1 : step(e, set, option);
    }
    if (set < 0)
        return reinti_no_memory(err);
    count_circumstances(e, 0, 0, circumstance, &e->set[set], &t);
    out->sure &= out->maybe;
    out->row = t.rows_differ ? REINTI_NONE : t.row;
    return REINT_OK;
}

bool
reinti_engine_bits(const reinti_engine *e, const reinti_state *s, uint16_t *bits)
{
    unsigned one = (s->need & (s->need - 1)) | (s->due & (s->due - 1)) | (s->receipt & (s->receipt - 1));

    if (one || (s->open_marks & ~s->marks)) { /* open, but perhaps nothing that is asked for differs */
        bool first = true;
        for (unsigned need = 1; need <= 4; need <<= 1)
            for (unsigned due = 1; due <= 4; due <<= 1)
                for (unsigned receipt = 1; receipt <= 16; receipt <<= 1)
                    for (unsigned m = 0; m < 1u << REINTI_N_MARKS; m++) {
                        if (!(s->need & need) || !(s->due & due) || !(s->receipt & receipt) ||
                            (m & ~(unsigned)(s->marks | s->open_marks)) || (s->marks & ~m))
                            continue;
                        uint16_t b = pack(e, reinti_state_properties(e->r, need, due, receipt, m));
                        if (!first && b != *bits)
                            return false;
                        *bits = b;
                        first = false;
                    }
        return !first;
    }
    *bits = pack(e, reinti_state_properties(e->r, s->need, s->due, s->receipt, s->marks));
    return true;
}

/* ---- looking in ---------------------------------------------------------------------------------------- */

size_t
reinti_engine_n_bits(const reinti_engine *e)
{
    return e->n_bits;
}

const uint8_t *
reinti_engine_classes(const reinti_engine *e)
{
    return e->class_of;
}

bool
reinti_engine_uses_circumstance(const reinti_engine *e, size_t k)
{
    return e->uses[k];
}

bool
reinti_engine_uses_circumstances(const reinti_engine *e)
{
    return e->n_combinations > e->n_vectors;
}

size_t
reinti_engine_n_combinations(const reinti_engine *e)
{
    return e->n_combinations;
}

void
reinti_engine_combination(const reinti_engine *e, size_t i, reinti_combination *out)
{
    *out = (reinti_combination){ .asked = e->asked,
                                 .properties = unpack(e, i % e->n_vectors),
                                 .can_occur = e->occurs[i % e->n_vectors],
                                 .row = e->row[i] == NO_ROW ? REINTI_NONE : e->row[i],
                                 .reasons = e->reasons[i] };
    values_of(e, i, out->value);
}
