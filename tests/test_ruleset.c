/* test_ruleset.c -- rule sets, packs and entitlements: the shipped ones are read as they are meant, and every
 * kind of mistake in one is reported at its line. */
#include <config.h>

#include "check.h"

#include "codebook/entitlement.h"
#include "codebook/pack.h"
#include "codebook/ruleset.h"

/* A codebook large enough for everything that a rule set can name. */
static const char codebook_text[] =
    "reint: 1\n"
    "study: {id: small, sampling: purposive, languages: [en, id]}\n"
    "waves: [{id: w1, label: First}, {id: w2, label: Second}]\n"
    "missing: {refused: [97], dont_know: [98], not_stated: [\"\"]}\n"
    "lists:\n"
    "  yesno: {no: No, yes: Yes}\n"
    "  asked: {all: All, some: Some}\n"
    "  service: {S1: {label: One}, S1.1: {label: Part of one, parent: S1}, S2: {label: Two}}\n"
    "  stage: {away: Away, home: Home}\n"
    "  identification: {found: {label: Found}, found_abroad: {label: Abroad, parent: found}, missed: "
    "Missed}\n"
    "  outcome: {offered: Offered, got: Got}\n"
    "  state: {problem: Problem, success: Success}\n"
    "  five: {\"1\": a, \"2\": b, \"3\": c}\n"
    "forms:\n"
    "  person: {key: [person], variables: {sex: {list: yesno}}}\n"
    "  interview: {key: [person, wave], variables: {now: {list: stage}, a1: {list: five}, a2: {list: five},"
    " n1: {type: integer, min: 0, max: 10, missing: {refused: [97]}}}}\n"
    "  stage: {key: [person, stage], variables: {stage: {list: stage}, found: {list: identification},"
    " asked: {list: asked}, note: {type: text}}}\n"
    "  need: {key: [person, stage, service], variables: {stage: {list: stage}, service: {list: service},"
    " open: {list: yesno}}}\n"
    "  help: {key: [person, stage, service], variables: {stage: {list: stage}, service: {list: service},"
    " outcome: {list: outcome}}}\n"
    "  domain: {key: [person, wave, stage], variables: {stage: {list: stage}, state: {list: state}}}\n";

static const char ruleset_text[] =
    "reint: 1\n"                                                              /* 1 */
    "ruleset: {id: demo, title: Demo, unit: stage, absent_row: unknown}\n"    /* 2 */
    "facts:\n"                                                                /* 3 */
    "  services: {list: service}\n"                                           /* 4 */
    "  unit: {form: stage, current: {form: interview, stage: now}}\n"         /* 5 */
    "  asked: {variable: asked, codes: {all: all, some: some}}\n"             /* 6 */
    "  need: [{form: need, value: open, codes: {no: no, yes: continuing}}]\n" /* 7 */
    "  support: [{form: help, value: outcome, codes: {offered: offered, got: full, refused: "
    "unknown}}]\n"                                                                       /* 8 */
    "  circumstances: {seen: {variable: found, values: {yes: [found], no: [missed]}}}\n" /* 9 */
    "classes: {helped: Helped, unhelped: Not helped}\n"                                  /* 10 */
    "decisions:\n"                                                                       /* 11 */
    "  - {id: A, class: helped, if: {received: yes}}\n"                                  /* 12 */
    "  - {id: B, class: unhelped}\n"                                                     /* 13 */
    "reasons:\n"                                                                         /* 14 */
    "  unseen: {label: Not seen, class: unhelped, if: {seen: no}}\n";                    /* 15 */

typedef struct fixture {
    reint_codebook *cb;
    reinti_arena *arena;
    reint_findings *findings;
} fixture;

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    reinti_codebook_file file = { "small.yaml", "codebook", codebook_text, sizeof codebook_text - 1 };
    reint_error err = { .status = REINT_OK };

    if (!f)
        return -1;
    f->arena = reinti_arena_create();
    f->findings = reint_findings_create();
    if (reinti_codebook_parse(&file, 1, &f->cb, NULL, &err)) {
        print_error("%s:%ld: %s\n", err.file, err.line, err.text);
        return -1;
    }
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;

    reint_codebook_free(f->cb);
    reinti_arena_free(f->arena);
    reint_findings_free(f->findings);
    free(f);
    return 0;
}

static reinti_ruleset *
parse(fixture *f, const char *text)
{
    reinti_codebook_file file = { "demo.yaml", "ruleset", text, strlen(text) };
    reinti_ruleset *r = NULL;
    reint_status status = reinti_ruleset_parse(f->cb, &file, f->arena, &r, f->findings, NULL);

    assert_int_equal(!status, r != NULL);
    return r;
}

static void
a_small_rule_set_is_read_as_written(void **state)
{
    fixture *f = *state;
    reinti_ruleset *r = parse(f, ruleset_text);

    for (size_t i = 0; i < reint_findings_count(f->findings); i++)
        print_message("  %ld: %s\n", reint_findings_get(f->findings, i)->line,
                      reint_findings_get(f->findings, i)->text);
    assert_non_null(r);
    assert_string_equal(r->column, "class_demo");
    assert_int_equal(r->n_services, 2);
    assert_int_equal(r->service_of[1], 0); /* S1.1 counts as S1 */
    assert_int_equal(r->service_of[2], 1);
    assert_int_equal(r->need.n, 1);
    assert_int_equal(r->need.item[0].mask[0], REINTI_NEED_NO);
    assert_int_equal(r->need.item[0].mask[1], REINTI_NEED_CONTINUING);
    assert_int_equal(r->need.item[0].mask[2], REINTI_NEED_YES | REINTI_NEED_CONTINUING); /* refused */
    assert_int_equal(r->support.item[0].mask[0], REINTI_RECEIPT_NONE);
    assert_int_equal(r->support.item[0].marks[0], 1 << REINTI_MARK_OFFERED);
    assert_int_equal(r->support.item[0].mask[1], REINTI_RECEIPT_FULL);
    assert_int_equal(r->support.item[0].open_marks[2], (1 << REINTI_N_MARKS) - 1); /* refused: unknown */
    assert_int_equal(r->circumstance[0].mask[0], 1);
    assert_int_equal(r->circumstance[0].mask[1], 1); /* found_abroad, from its parent */
    assert_int_equal(r->circumstance[0].mask[2], 2);
    assert_int_equal(r->circumstance[0].mask[3], 3); /* missing: either */
    assert_int_equal(r->decision[0].when.yes, 1u << REINTI_IS_received);
    assert_int_equal(r->decision[0].when.allowed[0], 0xff);
    assert_int_equal(r->reason[0].when.allowed[0], 2);
    assert_int_equal(r->reason[0].classes, 2);
    assert_int_equal(r->asked_all[0], 1);
    assert_int_equal(r->asked_all[1], 0);
}

/* TEXT with the first OLD replaced. */
static const char *
with(fixture *f, const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);

    assert_non_null(at);
    return reinti_arena_format(f->arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void
every_kind_of_mistake_is_found_at_its_line(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *old, *new, *code, *text;
        long line;
    } cases[] = {
        { "reint: 1", "reint: 2", "not_an_integer", "", 1 },
        { "absent_row: unknown", "absent_rows: unknown", "unknown_key", "absent_row", 2 },
        { ", absent_row: unknown", "", "missing_key", "absent_row", 2 },
        { "unit: stage", "unit: stages", "unknown_word", "interview", 2 },
        { "id: demo", "id: \"de mo\"", "bad_id", "", 2 },
        { "list: service", "list: services", "unknown_name", "services", 4 },
        { "form: stage", "form: stagge", "unknown_name", "did you mean \"stage\"", 5 },
        { "stage: now", "stage: a1", "no_stage", "", 5 },
        { "variable: asked", "variable: note", "not_coded", "", 6 },
        { "some: some}", "some: al}", "unknown_word", "did you mean \"all\"", 6 },
        { ", yes: continuing", "", "code_without_meaning", "yes", 7 },
        { "no: no, yes: continuing", "no: no, yess: yes", "unknown_name", "did you mean \"yes\"", 7 },
        { "form: need", "form: person", "no_service", "", 7 },
        { "value: outcome", "value: outcomes", "unknown_name", "did you mean \"outcome\"", 8 },
        { "got: full", "got: fully", "unknown_word", "did you mean \"full\"", 8 },
        { "variable: found", "variable: fond", "unknown_name", "did you mean \"found\"", 9 },
        { "no: [missed]", "no: [found]", "code_without_meaning", "missed", 9 },
        { "{seen: {variable", "{needed: {variable", "reserved_name", "", 9 },
        { "class: helped", "class: helpt", "unknown_class", "did you mean \"helped\"", 12 },
        { "received: yes", "recieved: yes", "unknown_condition", "did you mean \"received\"", 12 },
        { "received: yes", "received: maybe", "unknown_word", "all_needed", 12 },
        { "{received: yes}", "{received: yes, offered: perhaps}", "not_a_flag", "", 12 },
        { "{received: yes}", "{received: all_needed, needed_short: yes}", "contradiction", "", 12 },
        { "id: B", "id: A", "duplicate_id", "", 13 },
        { "seen: no", "seen: not", "unknown_value", "", 15 },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_findings *findings = reint_findings_create();
        const char *text = with(f, ruleset_text, cases[i].old, cases[i].new);
        reinti_codebook_file file = { "demo.yaml", "ruleset", text, strlen(text) };
        reinti_ruleset *r;
        reint_error err;
        bool found = false;
        assert_int_equal(reinti_ruleset_parse(f->cb, &file, f->arena, &r, findings, &err), REINT_INPUT);
        assert_null(r);
        for (size_t k = 0; k < reint_findings_count(findings); k++) {
            const reint_finding *g = reint_findings_get(findings, k);
            found |=
                !strcmp(g->code, cases[i].code) && g->line == cases[i].line && strstr(g->text, cases[i].text);
        }
        if (!found) {
            for (size_t k = 0; k < reint_findings_count(findings); k++)
                print_error("%ld %s: %s\n", reint_findings_get(findings, k)->line,
                            reint_findings_get(findings, k)->code, reint_findings_get(findings, k)->text);
            fail_msg("case %zu (%s): no finding %s at line %ld", i, cases[i].new, cases[i].code,
                     cases[i].line);
        }
        reint_findings_free(findings);
    }
}

static void
a_file_that_is_no_rule_set_is_refused(void **state)
{
    fixture *f = *state;

    assert_null(parse(f, ""));
    assert_null(parse(f, "[1, 2]\n"));
    assert_null(parse(f, "reint: 1\n"));
    assert_null(parse(f, "\x01\x02\xff"));
    assert_null(parse(f, "reint: 1\nruleset: x\nfacts: y\nclasses: z\ndecisions: {}\n"));
    assert_true(reint_findings_count(f->findings) >= 5);
}

/* ---- shipped files ------------------------------------------------------------------------------------- */

static reint_codebook *
going_home(void)
{
    reint_findings *findings = reint_findings_create();
    reint_codebook *cb = NULL;
    reint_error err = { .status = REINT_OK };

    if (reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, findings, &err))
        for (size_t i = 0; i < reint_findings_count(findings); i++)
            print_error("%s:%ld: %s\n", reint_findings_get(findings, i)->file,
                        reint_findings_get(findings, i)->line, reint_findings_get(findings, i)->text);
    if (!cb)
        fail_msg("%s: %s", err.file, err.text);
    assert_int_equal(reint_findings_count_severity(findings, REINT_ERROR), 0);
    reint_findings_free(findings);
    return cb;
}

static void
the_shipped_codebook_has_three_rule_sets_found_by_id(void **state)
{
    fixture *f = *state;
    reint_codebook *cb = going_home();
    reinti_ruleset *r;
    reint_error err;

    assert_int_equal(reinti_ruleset_open(cb, NULL, f->arena, &r, &err), REINT_OK);
    assert_string_equal(r->id, "nexus-chapter5");
    assert_int_equal(reinti_ruleset_open(cb, "strict", f->arena, &r, &err), REINT_OK);
    assert_string_equal(r->column, "class_strict");
    assert_int_equal(reinti_ruleset_open(cb, "nexus-tree", f->arena, &r, &err), REINT_OK);
    assert_int_equal(r->n_services, 20);
    assert_int_equal(reinti_ruleset_open(cb, "nexus-three", f->arena, &r, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "nexus-tree"));
    reint_codebook_free(cb);
}

static void
the_shipped_entitlements_hold_every_cell_of_table_3(void **state)
{
    fixture *f = *state;
    reint_codebook *cb = going_home();
    reinti_entitlements *e;
    size_t cells[3] = { 0 }, low = 0;

    /* 15 forms x 8 groups: 70 cells yes, 7 conditional, 43 no (Table 3, p. 57-60, as rebuilt). */
    assert_int_equal(reinti_entitlements_open(cb, f->arena, &e, NULL), REINT_OK);
    for (size_t a = 0; a < 15; a++)
        for (size_t q = 0; q < 8; q++) {
            int says = -1;
            for (size_t i = 0; i < e->n; i++)
                if (e->row[i].assistance == a && e->row[i].population == q) {
                    assert_true(says < 0 || says == (int)e->row[i].entitled);
                    says = (int)e->row[i].entitled;
                    low += e->row[i].confidence == REINTI_LOW;
                }
            assert_true(says >= 0);
            cells[says]++;
        }
    assert_int_equal(cells[REINTI_ENTITLED], 70);
    assert_int_equal(cells[REINTI_CONDITIONAL], 7);
    assert_int_equal(cells[REINTI_NOT_ENTITLED], 43);
    assert_int_equal(low, 1);
    for (size_t i = 0; i < e->n; i++) /* fishers are outside Law 39/2004 wherever it is the ground */
        if (e->row[i].law && !strcmp(e->row[i].law, "Law 39/2004"))
            assert_string_equal(e->condition[e->row[i].condition[0]].id, "under_law_39");
    reint_codebook_free(cb);
}

static void
mistakes_in_entitlements_are_found(void **state)
{
    fixture *f = *state;
    static const char good[] = "reint: 1\n"
                               "entitlements: {id: e, title: E, service_list: service, stage_list: stage}\n"
                               "populations: {all: {label: All, when: \"sex = 'yes'\"}}\n"
                               "assistance: {care: {label: Care, services: [S1]}}\n"
                               "conditions: {poor: {label: Poor, assume: unknown}}\n"
                               "rows: [{assistance: care, population: all, entitled: conditional, only_if: "
                               "[poor], stages: [home], confidence: high}]\n";
    static const struct {
        const char *old, *new, *code;
        long line;
    } cases[] = {
        { "service_list: service", "service_list: servise", "unknown_name", 2 },
        { "services: [S1]", "services: [S9]", "unknown_name", 4 },
        { "assume: unknown", "assume: perhaps", "unknown_word", 5 },
        { ", assume: unknown", "", "when_or_assume", 5 },
        { "only_if: [poor]", "only_if: [por]", "unknown_name", 6 },
        { "only_if: [poor], ", "", "no_condition", 6 },
        { "assistance: care,", "assistance: car,", "unknown_name", 6 },
        { "population: all", "population: everybody", "unknown_name", 6 },
        { "stages: [home]", "stages: [hme]", "unknown_name", 6 },
        { "confidence: high", "confidence: sure", "unknown_word", 6 },
        { ", stage_list: stage", "", "no_stages", 6 },
    };
    reinti_codebook_file file = { "e.yaml", "entitlements", good, sizeof good - 1 };
    reinti_entitlements *e;

    assert_int_equal(reinti_entitlements_parse(f->cb, &file, f->arena, &e, NULL, NULL), REINT_OK);
    assert_int_equal(e->row[0].n_services, 1);
    assert_int_equal(e->condition[0].assumed, -1);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_findings *findings = reint_findings_create();
        const char *text = with(f, good, cases[i].old, cases[i].new);
        bool found = false;
        file.data = text;
        file.size = strlen(text);
        assert_int_equal(reinti_entitlements_parse(f->cb, &file, f->arena, &e, findings, NULL), REINT_INPUT);
        for (size_t k = 0; k < reint_findings_count(findings); k++)
            found |= !strcmp(reint_findings_get(findings, k)->code, cases[i].code) &&
                     reint_findings_get(findings, k)->line == cases[i].line;
        if (!found)
            fail_msg("case %zu (%s): no finding %s", i, cases[i].new, cases[i].code);
        reint_findings_free(findings);
    }
}

static void
a_scored_pack_is_read_and_its_mistakes_are_found(void **state)
{
    fixture *f = *state;
    static const char good[] = "reint: 1\n"
                               "pack: {id: p, title: P, kind: scores, form: interview, direction: "
                               "higher_is_better, missing_rule: no_score, "
                               "values: v}\n"
                               "values: {v: {\"1\": 0, \"2\": 5, \"3\": none}}\n"
                               "bands: [{id: low, below: 3}, {id: high}]\n"
                               "domains: {dom: {label: D, items: [a1, {item: a2, reverse: yes, weight: 2}, "
                               "{item: n1, reverse: yes}], minimum: 2}}\n"
                               "composites: {total: {label: T, domains: [dom], minimum: 1}}\n";
    static const struct {
        const char *old, *new, *code;
        long line;
    } cases[] = {
        { "form: interview", "form: interviews", "unknown_name", 2 },
        { "missing_rule: no_score", "missing_rule: none", "unknown_word", 2 },
        { "missing_rule: no_score", "missing_rule: fixed", "missing_key", 2 },
        { ", \"3\": none", "", "code_without_value", 5 },
        { "\"2\": 5", "\"2\": five", "not_a_number", 3 },
        { "below: 3", "belov: 3", "unknown_key", 4 },
        { "{id: low, below: 3}", "{id: low}", "bad_band", 4 },
        { "[a1,", "[a9,", "unknown_name", 5 },
        { "minimum: 2", "minimum: 4", "not_an_integer", 5 },
        { "weight: 2", "weight: 0", "bad_weight", 5 },
        { "dom: {label", "a1: {label", "bad_id", 5 },
        { "domains: [dom]", "domains: [dome]", "unknown_name", 6 },
        { "domains: [dom]", "domains: [dom], weights: {dum: 2}", "unknown_name", 6 },
    };
    reinti_codebook_file file = { "p.yaml", "pack", good, sizeof good - 1 };
    reinti_pack *k;

    assert_int_equal(reinti_pack_parse(f->cb, &file, f->arena, &k, NULL, NULL), REINT_OK);
    assert_int_equal(k->n_domains, 1);
    assert_int_equal(k->domain[0].n_items, 3);
    assert_close(k->domain[0].item[0].value[1], 5, 0);
    assert_true(isnan(k->domain[0].item[0].value[2]));
    assert_close(k->domain[0].item[1].weight, 2, 0);
    assert_true(k->domain[0].item[2].reversed && !k->domain[0].item[2].coded);
    assert_close(k->domain[0].item[2].high, 10, 0);
    assert_close(k->band[1].below, INFINITY, 0);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_findings *findings = reint_findings_create();
        const char *text = with(f, good, cases[i].old, cases[i].new);
        bool found = false;
        file.data = text;
        file.size = strlen(text);
        assert_int_equal(reinti_pack_parse(f->cb, &file, f->arena, &k, findings, NULL), REINT_INPUT);
        for (size_t j = 0; j < reint_findings_count(findings); j++)
            found |= !strcmp(reint_findings_get(findings, j)->code, cases[i].code) &&
                     reint_findings_get(findings, j)->line == cases[i].line;
        if (!found)
            fail_msg("case %zu (%s): no finding %s", i, cases[i].new, cases[i].code);
        reint_findings_free(findings);
    }
}

static void
the_shipped_domains_have_states_and_no_score(void **state)
{
    fixture *f = *state;
    reint_codebook *cb = going_home();
    reinti_pack **pack;
    size_t n;

    assert_int_equal(reinti_packs_open(cb, f->arena, &pack, &n, NULL), REINT_OK);
    assert_int_equal(n, 1);
    assert_true(pack[0]->states);
    assert_int_equal(pack[0]->n_domains, 10);
    assert_int_equal(pack[0]->n_composites, 0);
    assert_true(pack[0]->rank[0] < pack[0]->rank[1] && pack[0]->rank[1] < pack[0]->rank[2]);
    assert_int_equal(pack[0]->rank[3], INT8_MIN); /* not discussed cannot be compared */
    reint_codebook_free(cb);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_small_rule_set_is_read_as_written),
        TEST(every_kind_of_mistake_is_found_at_its_line),
        TEST(a_file_that_is_no_rule_set_is_refused),
        TEST(the_shipped_codebook_has_three_rule_sets_found_by_id),
        TEST(the_shipped_entitlements_hold_every_cell_of_table_3),
        TEST(mistakes_in_entitlements_are_found),
        TEST(a_scored_pack_is_read_and_its_mistakes_are_found),
        TEST(the_shipped_domains_have_states_and_no_score),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
