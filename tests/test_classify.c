/* test_classify.c -- the engine against the brute force over all completions (oracle-classify/), on generated
 * rule sets and generated units; and what it refuses. */
#include <config.h>

#include "check.h"

#include "base/base.h"
#include "oracle-classify/brute.h"

static uint32_t seed;

static unsigned
draw(unsigned below) /* a small generator of our own: the same cases on every machine */
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % below;
}

enum { MAX_ROWS = 6, MAX_REASONS = 4 };

typedef struct made {
    reinti_ruleset r;
    reinti_class classes[4];
    reinti_decision row[MAX_ROWS];
    reinti_reason reason[MAX_REASONS];
} made;

static void
draw_condition(const reinti_ruleset *r, reinti_rule_condition *c)
{
    *c = (reinti_rule_condition){ 0, 0, { 0 } };
    memset(c->allowed, 0xff, sizeof c->allowed);
    for (unsigned i = draw(3) + 1; i > 0; i--) {
        uint32_t bit = UINT32_C(1) << draw(REINTI_N_PROPERTIES);
        if (bit & (c->yes | c->no))
            continue;
        *(draw(2) ? &c->yes : &c->no) |= bit;
    }
    if (r->n_circumstances && !draw(3)) {
        unsigned k = draw((unsigned)r->n_circumstances);
        c->allowed[k] = (uint8_t)(1 + draw((1u << r->circumstance[k].n_values) - 2));
    }
}

static void
make_ruleset(made *m)
{
    static const char *const ids[] = { "a", "b", "c", "d" };

    memset(m, 0, sizeof *m);
    m->r.id = m->r.file = "generated";
    m->r.one_off_is_full = draw(2);
    m->r.n_circumstances = draw(3);
    for (size_t k = 0; k < m->r.n_circumstances; k++) {
        m->r.circumstance[k].id = k ? "second" : "first";
        m->r.circumstance[k].n_values = 2 + draw(3);
        for (size_t v = 0; v < m->r.circumstance[k].n_values; v++)
            m->r.circumstance[k].value[v] = ids[v];
    }
    m->r.n_classes = 4;
    m->r.class_ = m->classes;
    for (size_t i = 0; i < 4; i++)
        m->classes[i].id = ids[i];
    m->r.n_decisions = 2 + draw(MAX_ROWS - 1);
    m->r.decision = m->row;
    for (size_t i = 0; i < m->r.n_decisions; i++) {
        m->row[i].id = "row";
        m->row[i].class_index = draw(4);
        draw_condition(&m->r, &m->row[i].when);
    }
    memset(&m->row[m->r.n_decisions - 1].when, 0, sizeof m->row[0].when); /* the last row takes the rest */
    memset(m->row[m->r.n_decisions - 1].when.allowed, 0xff, REINTI_MAX_CIRCUMSTANCES);
    m->r.n_reasons = draw(MAX_REASONS + 1);
    m->r.reason = m->reason;
    for (size_t i = 0; i < m->r.n_reasons; i++) {
        m->reason[i].id = ids[i];
        m->reason[i].classes = 1 + draw(15);
        draw_condition(&m->r, &m->reason[i].when);
    }
}

/* Mostly known facts, some open. */
static uint8_t
draw_set(unsigned n_bits)
{
    if (draw(3))
        return (uint8_t)(1u << draw(n_bits));
    return (uint8_t)(1 + draw((1u << n_bits) - 1));
}

static size_t
draw_unit(const reinti_ruleset *r, reinti_state *service, uint8_t *circumstance)
{
    size_t n = draw(BRUTE_MAX_SERVICES);

    for (size_t i = 0; i < n; i++) {
        service[i] = (reinti_state){ draw_set(3), draw_set(3), draw_set(5), 0, 0 };
        if (!draw(3))
            service[i].marks = (uint8_t)draw(32);
        if (!draw(4))
            service[i].open_marks = (uint8_t)draw(32);
    }
    for (size_t k = 0; k < r->n_circumstances; k++)
        circumstance[k] = draw(2) ? (uint8_t)(1u << draw((unsigned)r->circumstance[k].n_values))
                                  : (uint8_t)(1 + draw((1u << r->circumstance[k].n_values) - 1));
    return n;
}

static void
engine_agrees_with_brute_force_on_generated_rule_sets_and_units(void **state)
{
    size_t compared = 0, open = 0;

    (void)state;
    seed = 20161125;
    for (int i = 0; i < 150; i++) {
        made m;
        reinti_engine *engine;
        reint_error err;
        make_ruleset(&m);
        assert_int_equal(reinti_engine_create(&m.r, &engine, &err), REINT_OK);
        for (int j = 0; j < 60; j++) {
            reinti_state service[BRUTE_MAX_SERVICES];
            uint8_t circumstance[REINTI_MAX_CIRCUMSTANCES] = { 0 };
            size_t n = draw_unit(&m.r, service, circumstance);
            reinti_verdict got, want;
            size_t completions = brute_completions(&m.r, service, n, circumstance);
            if (!completions || completions > 4000)
                continue;
            assert_true(brute_judge(&m.r, service, n, circumstance, &want));
            assert_int_equal(reinti_engine_judge(engine, service, n, circumstance, &got, &err), REINT_OK);
            if (got.possible != want.possible || got.sure != want.sure || got.maybe != want.maybe ||
                got.row != want.row)
                fail_msg("rule set %d, unit %d: possible %x want %x, sure %x want %x, maybe %x want %x, row "
                         "%zd want %zd",
                         i, j, got.possible, want.possible, got.sure, want.sure, got.maybe, want.maybe,
                         (ssize_t)got.row, (ssize_t)want.row);
            compared++;
            open += (want.possible & (want.possible - 1)) != 0;
        }
        reinti_engine_free(engine);
    }
    print_message("  %zu units compared, %zu of them undetermined\n", compared, open);
    assert_true(compared > 5000); /* else the generator makes no cases worth the name */
    assert_true(open > 500 && open < compared);
}

static void
settled_states_give_the_bits_that_judging_finds(void **state)
{
    (void)state;
    seed = 7;
    for (int i = 0; i < 40; i++) {
        made m;
        reinti_engine *engine;
        make_ruleset(&m);
        m.r.n_circumstances = 0;
        for (size_t k = 0; k < m.r.n_decisions; k++)
            memset(m.row[k].when.allowed, 0xff, REINTI_MAX_CIRCUMSTANCES);
        for (size_t k = 0; k < m.r.n_reasons; k++)
            memset(m.reason[k].when.allowed, 0xff, REINTI_MAX_CIRCUMSTANCES);
        assert_int_equal(reinti_engine_create(&m.r, &engine, NULL), REINT_OK);
        assert_false(reinti_engine_uses_circumstances(engine));
        for (int j = 0; j < 50; j++) {
            reinti_state service[BRUTE_MAX_SERVICES];
            uint8_t none[REINTI_MAX_CIRCUMSTANCES] = { 0 };
            size_t n = draw_unit(&m.r, service, none);
            uint16_t all = 0, bits = 0;
            bool settled = true;
            reinti_verdict v;
            for (size_t k = 0; k < n; k++) {
                settled &= reinti_engine_bits(engine, &service[k], &bits);
                all |= bits;
            }
            if (!settled)
                continue;
            assert_int_equal(reinti_engine_judge(engine, service, n, none, &v, NULL), REINT_OK);
            assert_int_equal(v.possible, 1u << reinti_engine_classes(engine)[all]);
        }
        reinti_engine_free(engine);
    }
}

static void
set_condition(reinti_rule_condition *c, uint32_t yes, uint32_t no)
{
    *c = (reinti_rule_condition){ yes, no, { 0 } };
    memset(c->allowed, 0xff, sizeof c->allowed);
}

static void
a_combination_without_a_row_is_refused_and_spelt_out(void **state)
{
    made m = { 0 };
    reinti_engine *engine;
    reint_error err;

    (void)state;
    m.r = (reinti_ruleset){ .id = "gap",
                            .file = "gap.yaml",
                            .n_classes = 2,
                            .class_ = m.classes,
                            .n_decisions = 2,
                            .decision = m.row };
    set_condition(&m.row[0].when, 1u << REINTI_IS_received, 0);
    set_condition(&m.row[1].when, 0, 1u << REINTI_IS_received | 1u << REINTI_IS_needed);
    assert_int_equal(reinti_engine_create(&m.r, &engine, &err), REINT_INPUT);
    assert_null(engine);
    assert_string_equal(err.file, "gap.yaml");
    assert_non_null(strstr(err.text, "received: no, needed: yes"));
}

static void
a_combination_that_cannot_occur_needs_no_row(void **state)
{
    made m = { 0 };
    reinti_engine *engine;

    (void)state; /* required without needed, and required_short without required, do not exist */
    m.r = (reinti_ruleset){
        .id = "x", .file = "x", .n_classes = 2, .class_ = m.classes, .n_decisions = 3, .decision = m.row
    };
    set_condition(&m.row[0].when, 0, 1u << REINTI_IS_needed);
    set_condition(&m.row[1].when, 1u << REINTI_IS_needed | 1u << REINTI_IS_required, 0);
    set_condition(&m.row[2].when, 1u << REINTI_IS_needed, 1u << REINTI_IS_required);
    assert_int_equal(reinti_engine_create(&m.r, &engine, NULL), REINT_OK);
    reinti_combination c;
    size_t impossible = 0;
    for (size_t i = 0; i < reinti_engine_n_combinations(engine); i++) {
        reinti_engine_combination(engine, i, &c);
        impossible += !c.can_occur;
        assert_int_equal(c.can_occur, !((c.properties >> REINTI_IS_required & 1) &&
                                        !(c.properties >> REINTI_IS_needed & 1)));
    }
    assert_int_equal(impossible, 1);
    reinti_engine_free(engine);
}

static void
one_off_help_is_full_only_where_the_need_has_ended(void **state)
{
    reinti_ruleset r = { .one_off_is_full = false };
    uint32_t short_ = 1u << REINTI_IS_needed_short;

    (void)state;
    assert_true(
        reinti_state_properties(&r, REINTI_NEED_CONTINUING, REINTI_DUE_NO, REINTI_RECEIPT_FULL_ONCE, 0) &
        short_);
    assert_false(reinti_state_properties(&r, REINTI_NEED_YES, REINTI_DUE_NO, REINTI_RECEIPT_FULL_ONCE, 0) &
                 short_);
    assert_false(reinti_state_properties(&r, REINTI_NEED_CONTINUING, REINTI_DUE_NO, REINTI_RECEIPT_FULL, 0) &
                 short_);
    r.one_off_is_full = true;
    assert_false(
        reinti_state_properties(&r, REINTI_NEED_CONTINUING, REINTI_DUE_NO, REINTI_RECEIPT_FULL_ONCE, 0) &
        short_);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_agrees_with_brute_force_on_generated_rule_sets_and_units),
        cmocka_unit_test(settled_states_give_the_bits_that_judging_finds),
        cmocka_unit_test(a_combination_without_a_row_is_refused_and_spelt_out),
        cmocka_unit_test(a_combination_that_cannot_occur_needs_no_row),
        cmocka_unit_test(one_off_help_is_full_only_where_the_need_has_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
