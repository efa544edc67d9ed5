/* engine_table.c -- the truth table of a decision table: laid out, proved complete, looked into.
 *
 * It has 2^(properties asked for) x (values of the circumstances asked for) entries, refused beyond 2^20. */
#include <config.h>

#include "assess/engine_private.h"

enum { MAX_COMBINATIONS = 1 << 20 };

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

reint_status
reinti_engine_lay_out(reinti_engine *e, reint_error *err)
{
    const reinti_ruleset *r = e->r;

    for (size_t i = 0; i < r->n_decisions; i++)
        note_use(e, &r->decision[i].when);
    for (size_t i = 0; i < r->n_reasons; i++)
        note_use(e, &r->reason[i].when);
    for (size_t i = 0; i < REINTI_N_PROPERTIES; i++)
        if (e->asked >> i & 1) {
            if (e->n_bits == REINTI_ENGINE_MAX_BITS)
                return reinti_fail(err, REINT_INPUT, r->file, 0,
                                   "the rule set asks for more than %d properties", REINTI_ENGINE_MAX_BITS);
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
                    uint16_t p =
                        reinti_engine_pack(e, reinti_state_properties(e->r, need, due, receipts[i], marks));
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

reint_status
reinti_engine_tabulate(reinti_engine *e, reint_error *err)
{
    const reinti_ruleset *r = e->r;
    uint8_t value[REINTI_MAX_CIRCUMSTANCES];

    find_occurring(e);
    for (size_t i = 0; i < e->n_combinations; i++) {
        size_t vector = i % e->n_vectors, row = 0;
        uint32_t properties = unpack(e, vector);
        values_of(e, i, value);
        while (row < r->n_decisions && !matches(e, &r->decision[row].when, properties, value))
            row++;
        if (row == r->n_decisions && e->occurs[vector])
            return incomplete(e, properties, value, err);
        e->row[i] = row == r->n_decisions ? REINTI_ENGINE_NO_ROW : (uint8_t)row;
        for (size_t k = 0; k < r->n_reasons && e->row[i] != REINTI_ENGINE_NO_ROW; k++)
            if ((r->reason[k].classes >> r->decision[row].class_index & 1) &&
                matches(e, &r->reason[k].when, properties, value))
                e->reasons[i] |= UINT32_C(1) << k;
        if (i < e->n_vectors)
            e->class_of[i] = e->row[i] == REINTI_ENGINE_NO_ROW ? 255 : (uint8_t)r->decision[row].class_index;
    }
    return REINT_OK;
}

/* ---- looking in ---------------------------------------------------------------------------------------- */

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
                                 .row = e->row[i] == REINTI_ENGINE_NO_ROW ? REINTI_NONE : e->row[i],
                                 .reasons = e->reasons[i] };
    values_of(e, i, out->value);
}
