/* test_score.c -- domain scores and the class of the benchmark, on studies made from texts.  Scores are
 * worked out by hand beside the rows; the class on many generated interviews by the definition in JOB.md,
 * written out again here. */
#include <config.h>

#include "frame_study.h"

#include "assess/provide.h"
#include "base/base.h"

static const char scored_codebook[] =
    "reint: 1\n"
    "study: {id: small, sampling: purposive}\n"
    "waves: [{id: w1, label: First}, {id: w2, label: Second}]\n"
    "missing: {refused: [97], dont_know: [98]}\n"
    "lists: {five: {\"1\": a, \"2\": b, \"3\": c, \"4\": d, \"5\": e, \"9\": no opinion}}\n"
    "packs: [pack.yaml]\n"
    "forms:\n"
    "  person: {key: [person]}\n"
    "  interview: {key: [person, wave], variables: {a: {list: five}, b: {list: five}, c: {list: five},"
    " n: {type: integer, min: 0, max: 10, missing: {refused: [97]}}}}\n";

#define PACK(rule, items, minimum)                                                                           \
    "reint: 1\n"                                                                                             \
    "pack: {id: p, title: P, kind: scores, form: interview, direction: higher_is_better, invented: yes, "    \
    "missing_rule: " rule ", values: v, subtract: 1, times: 25}\n"                                           \
    "values: {v: {\"1\": 1, \"2\": 2, \"3\": 3, \"4\": 4, \"5\": 5, \"9\": none}}\n"                         \
    "bands: [{id: low, below: 40}, {id: middle, below: 70}, {id: high}]\n"                                   \
    "domains:\n"                                                                                             \
    "  dom: {label: D, items: " items ", minimum: " minimum "}\n"                                            \
    "  other: {label: O, items: [c], minimum: 1}\n"                                                          \
    "composites: {total: {label: T, domains: [dom, other], weights: {dom: 3}, minimum: 2}}\n"

static void
open_scored(struct study *s, const char *pack, const char *const *rows, size_t n)
{
    static const char *const people[] = { "A", "B", "C", "D" };
    reinti_codebook_file files[2] = { { "codebook.yaml", "codebook", scored_codebook,
                                        sizeof scored_codebook - 1 },
                                      { "pack.yaml", "pack", pack, strlen(pack) } };

    *s = (struct study){ 0 };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-score-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    assert_ok(reinti_codebook_parse(files, 2, &s->cb, NULL, ERR));
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
    study_fill(s, "person", people, 4);
    study_fill(s, "interview", rows, n);
    study_frames(s);
    assert_ok(reinti_assess_provide(s->frames, ERR));
}

static const char *const answers[] = {
    /* a, b, c, n */
    "A|w1|1|5|3|0", "A|w2|5|!refused|4|10", "B|w1|!refused|!dont_know|2|!refused",
    "B|w2|9|2|1|5", "C|w1|~|~|~|~",         "C|w2|4|4|!refused|5",
};
enum { N_ANSWERS = 6 };

static void
check_values(struct study *s, const char *name, const double *want)
{
    const reinti_column *c = study_column(study_frame(s, "interview"), name);

    assert_int_equal(c->kind, REINTI_COLUMN_NUMBER);
    for (size_t i = 0; i < N_ANSWERS; i++) {
        print_message("  %s row %zu\n", name, i);
        assert_close(c->number[i], want[i], 1e-12);
        assert_int_equal(reinti_column_category(c, i) == 0, !isnan(want[i]));
    }
}

static void
check_codes(struct study *s, const char *name, const char *const *want)
{
    const reinti_column *c = study_column(study_frame(s, "interview"), name);

    for (size_t i = 0; i < N_ANSWERS; i++)
        assert_string_equal(study_value(c, i), want[i]);
}

static void
unanswered_items_are_dropped_down_to_the_minimum(void **state)
{
    struct study s;
    /* A w1: (1 + 5) / 2 = 3; A w2: 5 alone is enough; B w1: none; B w2: 2, "no opinion" is no answer; C w1:
     * no items in the record; C w2: 4.  Scale (mean - 1) * 25. */
    static const double dom[] = { 50, 100, NAN, 25, NAN, 75 };
    static const double other[] = { 50, 75, 25, 0, NAN, NAN };
    static const double total[] = { 50, 93.75, NAN, 18.75, NAN, NAN }; /* (3 dom + other) / 4, both needed */
    static const char *const band[] = { "middle", "high", "!undetermined", "low", "!absent", "high" };
    static const char *const total_band[] = { "middle", "high",    "!undetermined",
                                              "low",    "!absent", "!undetermined" };

    (void)state;
    open_scored(&s, PACK("drop_and_reweight", "[a, b]", "1"), answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    check_codes(&s, "dom_band", band);
    check_values(&s, "other", other);
    check_values(&s, "total", total);
    check_codes(&s, "total_band", total_band);
    study_free(&s);
}

static void
below_the_minimum_there_is_no_score(void **state)
{
    struct study s;
    static const double dom[] = { 50, NAN, NAN, NAN, NAN, 75 };

    (void)state;
    open_scored(&s, PACK("drop_and_reweight", "[a, b]", "2"), answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    study_free(&s);
}

static void
one_unanswered_item_undoes_a_score_without_rule(void **state)
{
    struct study s;
    static const double dom[] = { 50, NAN, NAN, NAN, NAN, 75 };

    (void)state;
    open_scored(&s, PACK("no_score", "[a, b]", "1"), answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    study_free(&s);
}

static void
a_fixed_value_stands_in_for_an_unanswered_item(void **state)
{
    struct study s;
    /* A w2: (5 + 3) / 2 = 4; B w2: (3 + 2) / 2 = 2.5; B w1 has no answer at all. */
    static const double dom[] = { 50, 75, NAN, 37.5, NAN, 75 };

    (void)state;
    open_scored(&s, PACK("fixed, missing_value: 3", "[a, b]", "1"), answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    study_free(&s);
}

static void
weights_and_reversal_hold_also_for_numbers(void **state)
{
    struct study s;
    /* a counts twice, b is reversed (6 - b), n is reversed (10 - n) with weight 1:
     * A w1: (2*1 + 1 + 10) / 4 = 3.25; A w2: (2*5 + 0) / 3 = 10/3; B w1: none; B w2: (4 + 5) / 2 = 4.5;
     * C w2: (2*4 + 2 + 5) / 4 = 3.75 */
    static const double dom[] = { 56.25, (10 / 3. - 1) * 25, NAN, 87.5, NAN, 68.75 };

    (void)state;
    open_scored(&s,
                PACK("drop_and_reweight",
                     "[{item: a, weight: 2}, {item: b, reverse: yes}, {item: n, reverse: yes}]", "1"),
                answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    study_free(&s);
}

static void
reversal_holds_where_sums_are_looked_up(void **state)
{
    struct study s;
    static const double dom[] = { 0, 100, NAN, 75, NAN, 50 }; /* A w1: (1 + 1) / 2; C w2: (4 + 2) / 2 */

    (void)state;
    open_scored(&s, PACK("drop_and_reweight", "[a, {item: b, reverse: yes}]", "1"), answers, N_ANSWERS);
    check_values(&s, "dom", dom);
    study_free(&s);
}

/* ---- states -------------------------------------------------------------------------------------------- */

static void
states_of_domains_fall_back_and_disagreeing_raters_leave_them_open(void **state)
{
    struct study s = { 0 };
    static const char *const people[] = { "SYN-001|trafficked|female|~|~|~|~|~|~|~|~",
                                          "SYN-002|trafficked|female|~|~|~|~|~|~|~|~" };
#define REST "|~|~|complete|~|~|~|~|~|~|~|~|~|~"
    static const char *const interviews[] = { "SYN-001|w1" REST, "SYN-001|w2" REST, "SYN-002|w1" REST,
                                              "SYN-002|w2" REST };
    static const char *const domains[] = {
        "SYN-001|w1|early_home|DOM07|RS|success|~|~", "SYN-001|w1|early_home|DOM02|RS|problem|~|~",
        "SYN-001|w2|later_home|DOM07|RS|problem|~|~", /* fell back */
        "SYN-001|w2|early_home|DOM02|RS|problem|~|~", /* of an earlier stage, told again */
        "SYN-001|w2|later_home|DOM02|RS|mixed|~|~",   "SYN-002|w1|early_home|DOM07|RS|problem|~|~",
        "SYN-002|w1|early_home|DOM07|AB|mixed|~|~",   "SYN-002|w2|early_home|DOM07|RS|not_discussed|~|~",
    };
    static const char *const economic[] = { "success", "problem", "!undetermined", "not_discussed" };
    static const char *const physical[] = { "problem", "mixed", "!absent", "!absent" };
    static const char *const economic_change[] = { "!absent", "worse", "!absent", "!undetermined" };
    static const char *const physical_change[] = { "!absent", "better", "!absent", "!absent" };

    (void)state;
    snprintf(s.folder, sizeof s.folder, "/tmp/reint-score-XXXXXX");
    assert_non_null(mkdtemp(s.folder));
    snprintf(s.path, sizeof s.path, "%s/t.reint", s.folder);
    assert_ok(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &s.cb, NULL, ERR));
    assert_ok(reint_study_create(s.path, s.cb, &s.study, ERR));
    study_fill_padded(&s, "person", people, 2);
    study_fill_padded(&s, "interview", interviews, 4);
    study_fill_padded(&s, "domain", domains, sizeof domains / sizeof *domains);
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    reinti_frame *frame = study_frame(&s, "interview");
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(study_value(study_column(frame, "d_economic"), i), economic[i]);
        assert_string_equal(study_value(study_column(frame, "d_physical"), i), physical[i]);
        assert_string_equal(study_value(study_column(frame, "d_economic_change"), i), economic_change[i]);
        assert_string_equal(study_value(study_column(frame, "d_physical_change"), i), physical_change[i]);
    }
    assert_int_equal(study_column(frame, "d_economic")->possible[2], 1 | 2); /* problem or mixed */
    study_free(&s);
}

/* ---- the benchmark ------------------------------------------------------------------------------------- */

static const char bench_head[] =
    "reint: 1\n"
    "study: {id: bench, sampling: probability, person: respondent, ruleset: bench}\n"
    "waves: [{id: \"1\", label: One}, {id: \"2\", label: Two}]\n"
    "missing: {refused: [\"97\"]}\n"
    "lists:\n"
    "  service: {housing: a, medical: b, education: c}\n"
    "  flag: {\"0\": \"no\", \"1\": \"yes\"}\n"
    "  received: {none: a, partial: b, full: c}\n"
    "rulesets: [bench-ruleset.yaml]\n"
    "forms:\n"
    "  people: {key: [respondent]}\n"
    "  interviews: {key: [respondent, wave], variables: {q: {list: flag}}}\n"
    "  services: {key: [respondent, wave, service], variables: {service: {list: service}, needed: {list: "
    "flag},"
    " entitled: {list: flag}, received: {list: received}}}\n";

enum { N_PEOPLE = 400 };

/* JOB.md: "required = needed is 1 and entitled is 1; some = any row received partial or full" */
static const char *
class_by_the_job(const int (*row)[4], size_t n)
{
    bool some = false, all = true;

    for (size_t i = 0; i < n; i++) {
        some |= row[i][3] > 0;
        if (row[i][1] && row[i][2] && row[i][3] != 2)
            all = false;
    }
    return !some ? "unassisted" : all ? "assisted" : "under_assisted";
}

static void
open_bench(struct study *s, reinti_bytes *rules)
{
    *s = (struct study){ 0 };
    assert_ok(reinti_bytes_read(source_path("codebooks/bench/bench-ruleset.yaml"), 0, rules, ERR));
    reinti_codebook_file files[2] = { { "codebook.yaml", "codebook", bench_head, sizeof bench_head - 1 },
                                      { "bench-ruleset.yaml", "ruleset", rules->data, rules->size } };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-score-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    assert_ok(reinti_codebook_parse(files, 2, &s->cb, NULL, ERR));
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
}

static void
the_class_of_the_benchmark_is_as_the_job_defines_it(void **state)
{
    static const char *const services[] = { "housing", "medical", "education" };
    static const char *const received[] = { "none", "partial", "full" };
    static char people[N_PEOPLE][16], interviews[2 * N_PEOPLE][24], rows[6 * N_PEOPLE][48];
    static const char *people_text[N_PEOPLE], *interview_text[2 * N_PEOPLE], *row_text[6 * N_PEOPLE];
    static const char *want[2 * N_PEOPLE], *latest[N_PEOPLE];
    size_t n_rows = 0, n_interviews = 0, seen[3] = { 0 };
    uint32_t seed = 11;
    reinti_bytes rules;
    struct study s;

    (void)state;
    for (size_t p = 0; p < N_PEOPLE; p++) {
        snprintf(people[p], sizeof people[p], "R%07zu", p);
        people_text[p] = people[p];
        for (size_t w = 0; w < 2; w++) {
            int row[3][4];
            size_t n = 0;
            bool held = w == 0 || p % 5 != 3; /* rows of an interview that is not there count nowhere */
            for (size_t k = 0; k < 3; k++) {
                seed = seed * 1664525u + 1013904223u;
                if (seed >> 30 == 0)
                    continue; /* no row of this service */
                row[n][0] = (int)k;
                row[n][1] = seed >> 20 & 1;
                row[n][2] = seed >> 21 & 1;
                row[n][3] = (int)((seed >> 12 & 255) % 5) - 2 < 0 ? 0 : (int)((seed >> 12 & 255) % 5) - 2;
                snprintf(rows[n_rows], sizeof rows[0], "R%07zu|%zu|%s|%d|%d|%s", p, w + 1, services[k],
                         row[n][1], row[n][2], received[row[n][3]]);
                row_text[n_rows] = rows[n_rows];
                n_rows++;
                n++;
            }
            if (!held)
                continue;
            snprintf(interviews[n_interviews], sizeof interviews[0], "R%07zu|%zu|1", p, w + 1);
            interview_text[n_interviews] = interviews[n_interviews];
            latest[p] = want[n_interviews++] = class_by_the_job(row, n);
            seen[!strcmp(latest[p], "assisted") + 2 * !strcmp(latest[p], "under_assisted")]++;
        }
    }
    assert_true(seen[0] > 20 && seen[1] > 20 && seen[2] > 20);
    open_bench(&s, &rules);
    study_fill(&s, "people", people_text, N_PEOPLE);
    study_fill(&s, "interviews", interview_text, n_interviews);
    study_fill(&s, "services", row_text, n_rows);
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    const reinti_column *c = study_column(study_frame(&s, "interviews"), "class");
    assert_null(c->possible); /* every fact is known: nothing is undetermined */
    for (size_t i = 0; i < n_interviews; i++)
        assert_string_equal(study_value(c, i), want[i]);
    c = study_column(study_frame(&s, "people"), "class"); /* of the latest interview */
    for (size_t i = 0; i < N_PEOPLE; i++)
        assert_string_equal(study_value(c, i), latest[i]);
    /* the general way gives the same classes */
    c = study_column(study_frame(&s, "interviews"), "class_group");
    for (size_t i = 0; i < n_interviews; i++)
        assert_string_equal(study_value(c, i), want[i]);
    study_free(&s);
    reinti_bytes_free(&rules);
}

static void
an_unknown_fact_of_the_benchmark_leaves_only_what_is_possible(void **state)
{
    static const char *const people[] = { "R1", "R2", "R3", "R4" };
    static const char *const interviews[] = { "R1|1|1", "R2|1|1", "R3|1|1", "R4|1|1" };
    static const char *const rows[] = {
        "R1|1|housing|1|1|!refused",    /* anything */
        "R2|1|housing|1|!refused|none", /* nothing received: due or not */
        "R3|1|housing|1|1|full",
        "R3|1|medical|1|!refused|none", /* due: under-assisted; not due: assisted */
        "R4|1|housing|!refused|1|full", /* full either way */
    };
    static const uint16_t possible[] = { 7, 4, 3, 1 };
    static const char *const want[] = { "!undetermined", "unassisted", "!undetermined", "assisted" };
    reinti_bytes rules;
    struct study s;

    (void)state;
    open_bench(&s, &rules);
    study_fill(&s, "people", people, 4);
    study_fill(&s, "interviews", interviews, 4);
    study_fill(&s, "services", rows, sizeof rows / sizeof *rows);
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    const reinti_column *c = study_column(study_frame(&s, "interviews"), "class");
    const reinti_column *slow = study_column(study_frame(&s, "interviews"), "class_group");
    assert_non_null(c->possible);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(study_value(c, i), want[i]);
        assert_int_equal(c->possible[i], possible[i]);
        assert_int_equal(slow->possible[i], possible[i]);
    }
    study_free(&s);
    reinti_bytes_free(&rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unanswered_items_are_dropped_down_to_the_minimum),
        cmocka_unit_test(below_the_minimum_there_is_no_score),
        cmocka_unit_test(one_unanswered_item_undoes_a_score_without_rule),
        cmocka_unit_test(a_fixed_value_stands_in_for_an_unanswered_item),
        cmocka_unit_test(weights_and_reversal_hold_also_for_numbers),
        cmocka_unit_test(reversal_holds_where_sums_are_looked_up),
        cmocka_unit_test(states_of_domains_fall_back_and_disagreeing_raters_leave_them_open),
        cmocka_unit_test(the_class_of_the_benchmark_is_as_the_job_defines_it),
        cmocka_unit_test(an_unknown_fact_of_the_benchmark_leaves_only_what_is_possible),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
