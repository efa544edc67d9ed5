/* test_classify_shipped.c -- the rule sets that are shipped: their whole truth tables equal tables written by
 * hand (data/classify-truth.csv), and on generated units they agree with the brute force over all
 * completions. */
#include <config.h>

#include "check.h"

#include "base/base.h"
#include "oracle-classify/brute.h"

static const char bench_codebook[] = "reint: 1\n"
                                     "study: {id: bench, sampling: probability, person: respondent}\n"
                                     "waves: [{id: \"1\", label: One}]\n"
                                     "lists:\n"
                                     "  service: {housing: a, medical: b, education: c}\n"
                                     "  flag: {\"0\": \"no\", \"1\": \"yes\"}\n"
                                     "  received: {none: a, partial: b, full: c}\n"
                                     "forms:\n"
                                     "  people: {key: [respondent]}\n"
                                     "  interviews: {key: [respondent, wave]}\n"
                                     "  services: {key: [respondent, wave, service], variables: {service: "
                                     "{list: service}, needed: {list: flag},"
                                     " entitled: {list: flag}, received: {list: received}}}\n";

typedef struct shipped {
    const char *id;
    reint_codebook *cb;
    reinti_arena *arena;
    reinti_ruleset *r;
    reinti_engine *e;
} shipped;

static void
open_bench(shipped *s)
{
    reinti_bytes rules;
    reint_error err = { .status = REINT_OK };

    assert_int_equal(reinti_bytes_read(source_path("codebooks/bench/bench-ruleset.yaml"), 0, &rules, &err),
                     REINT_OK);
    reinti_codebook_file file[1] = { { "bench.yaml", "codebook", bench_codebook,
                                       sizeof bench_codebook - 1 } };
    if (reinti_codebook_parse(file, 1, &s->cb, NULL, &err))
        fail_msg("%ld: %s", err.line, err.text);
    reinti_codebook_file ruleset = { "bench-ruleset.yaml", "ruleset", rules.data, rules.size };
    if (reinti_ruleset_parse(s->cb, &ruleset, s->arena, &s->r, NULL, &err))
        fail_msg("%ld: %s", err.line, err.text);
    reinti_bytes_free(&rules);
}

static shipped
open_shipped(const char *id)
{
    shipped s = { .id = id, .arena = reinti_arena_create() };
    reint_error err = { .status = REINT_OK };

    if (!strcmp(id, "bench")) {
        open_bench(&s);
    } else {
        if (reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &s.cb, NULL, &err) ||
            reinti_ruleset_open(s.cb, id, s.arena, &s.r, &err))
            fail_msg("%s:%ld: %s", err.file, err.line, err.text);
    }
    if (reinti_engine_create(s.r, &s.e, &err))
        fail_msg("%s: %s", err.file, err.text);
    return s;
}

static void
close_shipped(shipped *s)
{
    reinti_engine_free(s->e);
    reinti_arena_free(s->arena);
    reint_codebook_free(s->cb);
}

/* ---- truth tables -------------------------------------------------------------------------------------- */

typedef struct truth {
    char ruleset[32], properties[80], values[8], row[4], class_id[32];
    size_t combinations; /* of the engine's table that fall on this line */
} truth;

static size_t
read_truth(truth *line, size_t room)
{
    FILE *f = fopen(source_path("tests/data/classify-truth.csv"), "r");
    char text[256];
    size_t n = 0;

    assert_non_null(f);
    while (fgets(text, sizeof text, f)) {
        if (text[0] == '#' || !strncmp(text, "ruleset,", 8))
            continue;
        assert_true(n < room);
        line[n].combinations = 0;
        assert_int_equal(sscanf(text, "%31[^,],%79[^,],%7[^,],%3[^,],%31[^,\n]", line[n].ruleset,
                                line[n].properties, line[n].values, line[n].row, line[n].class_id),
                         5);
        n++;
    }
    fclose(f);
    return n;
}

static size_t
property_of(const char *name, size_t length)
{
    for (size_t p = 0; p < REINTI_N_PROPERTIES; p++)
        if (strlen(reinti_property_names[p]) == length && !strncmp(reinti_property_names[p], name, length))
            return p;
    fail_msg("the hand table names \"%.*s\"", (int)length, name);
    return 0;
}

static bool
falls_on(const reinti_combination *c, const truth *line)
{
    const char *name = line->properties;

    for (size_t i = 0; line->values[i]; i++) {
        size_t length = strcspn(name, " ");
        size_t p = property_of(name, length);
        assert_true(c->asked >> p & 1);
        if ((c->properties >> p & 1) != (uint32_t)(line->values[i] - '0'))
            return false;
        name += length + (name[length] == ' ');
    }
    return true;
}

static void
whole_truth_tables_equal_the_ones_written_by_hand(void **state)
{
    static const char *const ids[] = { "nexus-tree", "nexus-chapter5", "strict", "bench" };
    truth line[64];
    size_t n = read_truth(line, REINTI_LENGTH(line));

    (void)state;
    assert_int_equal(n, 36);
    for (size_t k = 0; k < REINTI_LENGTH(ids); k++) {
        shipped s = open_shipped(ids[k]);
        for (size_t i = 0; i < reinti_engine_n_combinations(s.e); i++) {
            reinti_combination c;
            size_t hits = 0;
            reinti_engine_combination(s.e, i, &c);
            for (size_t j = 0; j < n; j++) {
                if (strcmp(line[j].ruleset, ids[k]) || !falls_on(&c, &line[j]))
                    continue;
                hits++;
                if (!c.can_occur)
                    continue;
                line[j].combinations++;
                assert_true(c.row != REINTI_NONE);
                assert_string_equal(s.r->decision[c.row].id, line[j].row);
                assert_string_equal(s.r->class_[s.r->decision[c.row].class_index].id, line[j].class_id);
            }
            assert_int_equal(hits, 1); /* the hand table is complete and has no line twice */
        }
        close_shipped(&s);
    }
    for (size_t j = 0; j < n; j++) /* what the hand table calls impossible never occurs, all else does */
        assert_int_equal(line[j].combinations > 0, line[j].row[0] != '-');
}

static void
every_row_and_reason_of_a_shipped_rule_set_can_hold(void **state)
{
    static const char *const ids[] = { "nexus-tree", "nexus-chapter5", "strict", "bench" };

    (void)state;
    for (size_t k = 0; k < REINTI_LENGTH(ids); k++) {
        shipped s = open_shipped(ids[k]);
        uint32_t rows = 0, reasons = 0;
        for (size_t i = 0; i < reinti_engine_n_combinations(s.e); i++) {
            reinti_combination c;
            reinti_engine_combination(s.e, i, &c);
            if (!c.can_occur)
                continue;
            rows |= UINT32_C(1) << c.row;
            reasons |= c.reasons;
        }
        assert_int_equal(rows, (UINT32_C(1) << s.r->n_decisions) - 1);
        assert_int_equal(reasons, (UINT32_C(1) << s.r->n_reasons) - 1);
        close_shipped(&s);
    }
}

/* ---- generated units ----------------------------------------------------------------------------------- */

static uint32_t seed;

static unsigned
draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % below;
}

static reinti_state
draw_service(void)
{
    reinti_state s = { (uint8_t)(1u << draw(3)), (uint8_t)(1u << draw(3)), (uint8_t)(1u << draw(5)), 0, 0 };

    if (!draw(4))
        s.need = (uint8_t)(1 + draw(7));
    if (!draw(4))
        s.due = (uint8_t)(1 + draw(7));
    if (!draw(3))
        s.receipt = (uint8_t)(1 + draw(31));
    if (!draw(4)) /* nothing known at all: a service that was never asked about */
        s = (reinti_state){ REINTI_NEED_ANY, s.due, REINTI_RECEIPT_ANY, 0, 3 };
    if (!draw(3))
        s.marks |= (uint8_t)draw(4);
    return s;
}

static void
shipped_rule_sets_agree_with_brute_force(void **state)
{
    static const char *const ids[] = { "nexus-tree", "nexus-chapter5", "strict", "bench" };

    (void)state;
    seed = 61;
    for (size_t k = 0; k < REINTI_LENGTH(ids); k++) {
        shipped s = open_shipped(ids[k]);
        size_t compared = 0, open = 0;
        for (int i = 0; i < 700; i++) {
            reinti_state service[BRUTE_MAX_SERVICES];
            uint8_t circumstance[REINTI_MAX_CIRCUMSTANCES] = { 0 };
            reinti_verdict got, want;
            size_t n = draw(4);
            for (size_t j = 0; j < n; j++)
                service[j] = draw_service();
            for (size_t j = 0; j < s.r->n_circumstances; j++)
                circumstance[j] = (uint8_t)(draw(2) ? 1u << draw((unsigned)s.r->circumstance[j].n_values)
                                                    : (1u << s.r->circumstance[j].n_values) - 1);
            size_t completions = brute_completions(s.r, service, n, circumstance);
            if (!completions || completions > 8000)
                continue;
            assert_true(brute_judge(s.r, service, n, circumstance, &want));
            assert_int_equal(reinti_engine_judge(s.e, service, n, circumstance, &got, NULL), REINT_OK);
            assert_int_equal(got.possible, want.possible);
            assert_int_equal(got.sure, want.sure);
            assert_int_equal(got.maybe, want.maybe);
            assert_true(got.row == want.row);
            compared++;
            open += (want.possible & (want.possible - 1)) != 0;
        }
        print_message("  %s: %zu units, %zu undetermined\n", ids[k], compared, open);
        assert_true(compared > 400 && open > 50);
        close_shipped(&s);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_truth_tables_equal_the_ones_written_by_hand),
        cmocka_unit_test(every_row_and_reason_of_a_shipped_rule_set_can_hold),
        cmocka_unit_test(shipped_rule_sets_agree_with_brute_force),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
