/* test_follow_paths.c -- stage paths, the study's own referral, domains over time, facts told late and one person's
 * lines, by the codebook of Going Home; every number is worked out by hand from the rows beside it. */
#include <config.h>

#include "frame_study.h"

#include "assess/provide.h"
#include "follow/panel.h"
#include "table/cells.h"

#define PERSON(who)                      who "|trafficked|female|~|~|~|!not_stated|~|~|~|~"
#define EPISODE(who)                     who "|1|domestic_work|domestic_work|abroad|~|25|~|~|~|~|~|~|~|~"
#define INTERVIEW(who, wave, date, work) who "|" wave "|" date "|~|complete|~|later_home|1|~|~|~|" work "|~|~"
#define STAGE(who, stage, source, asked)                                                                     \
    who "|1|" stage "|" source "|identified|none|yes|victim_of_trafficking|~|~|" asked "|~|~|~"
#define NEED(who, stage, service, source, state) who "|1|" stage "|" service "|" source "|" state
#define SUPPORT(who, event, stage, service, source, formal, through, outcome, often, started)                \
    who "|" event "|1|" stage "|" service "|" source "|ngo|" formal "|~|" through "|" outcome "|~|" often    \
        "|~|" started "|~|~|~"
#define REFERRAL(who, n, by, service, date) who "|" n "|" by "|ngo|" service "|yes|completed|" date "|~"
#define DOMAIN(who, wave, rater, state)     who "|" wave "|later_home|DOM01|" rater "|" state "|~|~"
#define TOLD(who, source, value)            who "|1|sexual_violence|" source "|" value

static const char *const persons[] = { PERSON("SYN-001"), PERSON("SYN-002"), PERSON("SYN-003"),
                                       PERSON("SYN-004"), PERSON("SYN-005"), PERSON("SYN-006"),
                                       PERSON("SYN-007"), PERSON("SYN-008") };
static const char *const episodes[] = { EPISODE("SYN-001"), EPISODE("SYN-002"), EPISODE("SYN-003"),
                                        EPISODE("SYN-004"), EPISODE("SYN-005"), EPISODE("SYN-006"),
                                        EPISODE("SYN-007"), EPISODE("SYN-008") };
#define BOTH(who) INTERVIEW(who, "w1", "2014-12-01", "casual"), INTERVIEW(who, "w2", "2015-06-01", "farming")
static const char *const interviews[] = {
    BOTH("SYN-001"), BOTH("SYN-002"), BOTH("SYN-003"), BOTH("SYN-004"),
    BOTH("SYN-005"), BOTH("SYN-006"), BOTH("SYN-007"), BOTH("SYN-008")
};
static const char *const stages[] = {
    STAGE("SYN-001", "early_home", "w1", "all"),  STAGE("SYN-001", "later_home", "w2", "all"),
    STAGE("SYN-002", "early_home", "w1", "all"),  STAGE("SYN-002", "later_home", "w2", "all"),
    STAGE("SYN-003", "later_home", "w1", "some"),
};
static const char *const needs[] = {
    /* medical care and work, both due; care comes once: under-assisted, then all of it: other assisted */
    NEED("SYN-001", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-001", "early_home", "S05", "w1", "continuing"),
    NEED("SYN-001", "later_home", "S02", "w2", "met"),
    /* nothing came at either stage: unassisted, one stop */
    NEED("SYN-002", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-002", "later_home", "S02", "w2", "continuing"),
    /* not all was asked about: other assisted, under-assisted or unassisted */
    NEED("SYN-003", "later_home", "S05", "w1", "continuing"),
};
static const char *const supports[] = {
    SUPPORT("SYN-001", "1", "early_home", "S02", "w1", "formal", "no", "received_full", "once", "2014-11-01"),
    SUPPORT("SYN-001", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "repeated",
            "2015-02-01"),
};
enum { N_PERSONS = 8 };

static void
open_with(struct study *s, const char *form, const char *const *rows, size_t n)
{
    *s = (struct study){ 0 };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-follow-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    assert_ok(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &s->cb, NULL, ERR));
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
    study_fill_padded(s, "person", persons, N_PERSONS);
    study_fill_padded(s, "episode", episodes, N_PERSONS);
    study_fill_padded(s, "interview", interviews, 2 * N_PERSONS);
    study_fill_padded(s, "stage", stages, REINTI_LENGTH(stages));
    study_fill_padded(s, "need", needs, REINTI_LENGTH(needs));
    if (!form || strcmp(form, "referral"))
        study_fill_padded(s, "support", supports, REINTI_LENGTH(supports));
    if (form)
        study_fill_padded(s, form, rows, n);
    study_frames(s);
    assert_ok(reinti_assess_provide(s->frames, ERR));
}

static reint_follow *
follow(struct study *s)
{
    reint_follow *f = NULL;

    assert_ok(reinti_follow_on(s->frames, NULL, &f, ERR));
    return f;
}

/* ---- paths ---------------------------------------------------------------------------------------------- */

static size_t
place(const reint_follow_paths *p, const char *code)
{
    size_t k = 0;

    while (k < p->k && strcmp(p->code[k], code))
        k++;
    assert_true(k < p->k);
    return k;
}

static void
equal_neighbours_are_one_stop_and_open_ones_are_marked(void **state)
{
    static const char *const want[] = { "?", "unassisted", "under_assisted>other_assisted" };
    struct study s;
    reint_follow_paths p;
    (void)state;

    open_with(&s, NULL, NULL, 0);
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_walk(f, NULL, &p, ERR));
    /* a person with an interview alone has a case at its stage of which nothing is told: open */
    assert_int_equal(p.n_persons, 8);
    assert_int_equal(p.n_units, 8);
    assert_int_equal(p.n_paths, 3);
    static const size_t n[] = { 6, 1, 1 };
    for (size_t i = 0; i < 3; i++) {
        size_t k = 0;
        while (k < p.n_paths && strcmp(p.path[k].path, want[i]))
            k++;
        assert_true(k < p.n_paths);
        assert_int_equal(p.path[k].n, n[i]);
    }
    assert_string_equal(p.path[0].path, "?"); /* the most frequent first */
    reint_follow_free(f);
    study_free(&s);
}

static const char *
class_at(struct study *s, const char *column, size_t row)
{
    const reinti_column *c = study_column(study_frame(s, "stage"), column);

    return c->category[reinti_column_category(c, row)].code;
}

static void
the_class_of_a_stage_is_as_told_then_or_as_known_now(void **state)
{
    /* of the time before the first interview, told in the second one */
    static const char *const late[] = { SUPPORT("SYN-002", "1", "early_home", "S02", "w2", "formal", "no",
                                                "received_full", "repeated", "2014-11-01") };
    const reinti_column *c = NULL;
    struct study s;
    (void)state;

    open_with(&s, "support", late, 1);
    /* rows 2 and 3: SYN-002 at first (w1) and later (w2) */
    assert_string_equal(class_at(&s, "class", 2), "other_assisted");
    assert_string_equal(class_at(&s, "class_told", 2), "unassisted");
    assert_string_equal(class_at(&s, "class_told_w1", 2), "unassisted");
    assert_string_equal(class_at(&s, "class_told_w2", 2), "other_assisted");
    assert_string_equal(class_at(&s, "class_told", 3), class_at(&s, "class", 3));
    /* the first interview says that she is there, and nothing was told of it by then */
    assert_string_equal(class_at(&s, "class_told_w1", 3), "undetermined");
    /* one class a person sums up interviews: as told by the latest of them, not by any other */
    reinti_frame *persons_frame = study_frame(&s, "person");
    assert_ok(reinti_frame_column(persons_frame, "class_told", &c, ERR));
    assert_int_equal(reinti_frame_column(persons_frame, "class_told_w1", &c, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "w1_class"));
    assert_int_equal(reinti_frame_column(persons_frame, "class_told_w9", &c, ERR), REINT_ARGUMENT);

    /* paths and gap by the first interview; what has no view says so */
    static const struct {
        const char *what, *view, *says;
    } wrong[] = { { "paths", "told", "say by which wave" }, { "participation", "w1", "has no view" } };
    reint_follow_request q = { .size = sizeof q, .what = "paths", .view = "w1" };
    reint_report *r = NULL;
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_non_null(strstr(r->table[0]->base, "facts: as told by: First interview"));
    size_t k = 0;
    while (k < r->table[0]->n_rows && strcmp(r->table[0]->row[k].code, "unassisted>?"))
        k++;
    assert_true(k <
                r->table[0]->n_rows); /* SYN-002: nothing had come, and of the later time nothing was told */
    reint_report_free(r);
    for (size_t i = 0; i < REINTI_LENGTH(wrong); i++) {
        q.what = wrong[i].what;
        q.view = wrong[i].view;
        assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
        assert_non_null(strstr(ERR->text, wrong[i].says));
    }
    study_free(&s);
}

static void
what_ever_held_overlaps_and_has_bounds(void **state)
{
    struct study s;
    reint_follow_paths p;
    reint_follow *f = NULL;
    const reint_follow_options options = { .size = sizeof options,
                                           .base = "person IN ('SYN-001', 'SYN-002', 'SYN-003')" };
    (void)state;

    open_with(&s, NULL, NULL, 0);
    assert_ok(reinti_follow_on(s.frames, &options, &f, ERR));
    assert_ok(reint_follow_walk(f, NULL, &p, ERR));
    size_t u = place(&p, "unassisted"), n = place(&p, "under_assisted"), o = place(&p, "other_assisted");
    assert_close(p.ever_low[u], 1, 0);
    assert_close(p.ever_high[u], 2, 0); /* 002; 003 perhaps */
    assert_close(p.ever_low[n], 1, 0);
    assert_close(p.ever_high[n], 2, 0);
    assert_close(p.first_low[n], 1, 0);
    assert_close(p.last_low[n], 0, 0);
    assert_close(p.last_high[n], 1, 0); /* 003 */
    assert_close(p.always_low[u], 1, 0);
    assert_close(p.always_high[u], 2, 0);
    assert_close(p.both_low[n * p.k + o], 1, 0);  /* 001 */
    assert_close(p.both_high[n * p.k + o], 1, 0); /* 003 has one stage: not in two classes at once */
    assert_close(p.both_high[u * p.k + n], 0, 0);
    assert_close(p.both_low[u * p.k + u], p.ever_low[u], 0);
    assert_close(p.both_high[u * p.k + u], p.ever_high[u], 0);
    assert_int_equal(reint_follow_walk(f, "no-such", &p, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

/* Where interviews are the units the classes come from a column, without any evidence; the numbers are the same. */
static void
paths_of_interviews_are_their_classes_in_the_order_of_waves(void **state)
{
    static const char head[] =
        "reint: 1\n"
        "study: {id: bench, sampling: probability, person: respondent, ruleset: bench}\n"
        "waves: [{id: \"1\", label: One}, {id: \"2\", label: Two}, {id: \"3\", label: Three}]\n"
        "missing: {refused: [\"97\"]}\n"
        "lists:\n"
        "  service: {housing: a, medical: b}\n"
        "  flag: {\"0\": \"no\", \"1\": \"yes\"}\n"
        "  received: {none: a, partial: b, full: c}\n"
        "rulesets: [bench-ruleset.yaml]\n"
        "forms:\n"
        "  people: {key: [respondent]}\n"
        "  interviews: {key: [respondent, wave], variables: {q: {list: flag}}}\n"
        "  services: {key: [respondent, wave, service], variables: {service: {list: service}, needed: {list: "
        "flag},"
        " entitled: {list: flag}, received: {list: received}}}\n";
    static const char *const people[] = { "R1", "R2", "R3", "R4", "R5" };
    static const char *const held[] = { "R1|1|1", "R1|2|1", "R1|3|1", "R2|1|1",
                                        "R2|3|1", "R3|1|1", "R3|2|1", "R4|1|1" };
    static const char *const rows[] = {
        "R1|1|housing|1|1|none",     /* unassisted */
        "R1|2|housing|1|1|partial",  /* under-assisted */
        "R1|3|housing|1|1|partial",  /* the same: one stop */
        "R2|1|housing|1|1|full",     /* assisted */
        "R2|2|housing|1|1|partial",  /* of an interview that is not there: no stop */
        "R3|1|housing|1|1|!refused", /* any class */
        "R3|2|medical|1|1|full",     /* assisted */
        "R4|1|medical|1|1|full",     /* assisted; R2 at the third wave has no row: unassisted */
    };
    static const char *const want[] = { "?>assisted", "assisted", "assisted>unassisted",
                                        "unassisted>under_assisted" };
    reinti_bytes rules;
    struct study s = { 0 };
    reint_follow_paths p;

    (void)state;
    assert_ok(reinti_bytes_read(source_path("codebooks/bench/bench-ruleset.yaml"), 0, &rules, ERR));
    reinti_codebook_file files[2] = { { "codebook.yaml", "codebook", head, sizeof head - 1 },
                                      { "bench-ruleset.yaml", "ruleset", rules.data, rules.size } };
    snprintf(s.folder, sizeof s.folder, "/tmp/reint-follow-XXXXXX");
    assert_non_null(mkdtemp(s.folder));
    snprintf(s.path, sizeof s.path, "%s/t.reint", s.folder);
    assert_ok(reinti_codebook_parse(files, 2, &s.cb, NULL, ERR));
    assert_ok(reint_study_create(s.path, s.cb, &s.study, ERR));
    study_fill(&s, "people", people, REINTI_LENGTH(people));
    study_fill(&s, "interviews", held, REINTI_LENGTH(held));
    study_fill(&s, "services", rows, REINTI_LENGTH(rows));
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_walk(f, NULL, &p, ERR));
    assert_int_equal(p.n_persons, 4); /* R5 has no interview */
    assert_int_equal(p.n_units, 4);
    assert_int_equal(p.n_paths, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(p.path[i].path, want[i]);
        assert_int_equal(p.path[i].n, 1);
    }
    size_t a = place(&p, "assisted"), n = place(&p, "under_assisted"), u = place(&p, "unassisted");
    assert_close(p.ever_low[a], 3, 0);
    assert_close(p.ever_high[a], 3, 0);
    assert_close(p.ever_low[u], 2, 0);
    assert_close(p.ever_high[u], 3, 0); /* R3 perhaps */
    assert_close(p.ever_low[n], 1, 0);
    assert_close(p.ever_high[n], 2, 0);
    assert_close(p.first_low[a], 2, 0);
    assert_close(p.first_high[a], 3, 0);
    assert_close(p.last_low[a], 2, 0);
    assert_close(p.last_high[a], 2, 0);
    assert_close(p.always_low[a], 1, 0); /* R4 */
    assert_close(p.always_high[a], 2, 0);
    assert_close(p.both_low[a * p.k + u], 1, 0);  /* R2 */
    assert_close(p.both_high[a * p.k + u], 2, 0); /* R3: unassisted, then assisted */
    reint_follow_free(f);
    study_free(&s);
    reinti_bytes_free(&rules);
}

/* ---- referral ------------------------------------------------------------------------------------------- */

static void
referral_comes_before_receipt_by_date(void **state)
{
    static const char *const referrals[] = {
        REFERRAL("SYN-001", "1", "study", "S02", "2015-01-10"), /* before the receipt of 1 February */
        REFERRAL("SYN-002", "1", "study", "S02", "2015-01-10"), /* help came a month before */
        REFERRAL("SYN-003", "1", "study", "S02", "2015-02"),    /* the month only: perhaps after the 10th */
        REFERRAL("SYN-004", "1", "study", "S02", "2015-01-10"), /* help came, but by another way */
        REFERRAL("SYN-005", "1", "study", "S05", "2015-01-10"), /* for another service */
        REFERRAL("SYN-006", "1", "study", "S02", "2015-01-10"), /* help without a date */
        REFERRAL("SYN-007", "1", "ngo", "S02", "2015-01-10"),   /* not the study's */
        REFERRAL("SYN-008", "1", "study", "S02", "2014-10-10"), /* help came before the first interview */
    };
    static const char *const received[] = {
        SUPPORT("SYN-001", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "2015-02-01"),
        SUPPORT("SYN-002", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "2014-12-10"),
        SUPPORT("SYN-003", "2", "later_home", "S02", "w2", "formal", "yes", "received_part", "once",
                "2015-02-10"),
        SUPPORT("SYN-004", "2", "later_home", "S02", "w2", "formal", "no", "received_full", "once",
                "2015-02-01"),
        SUPPORT("SYN-005", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "2015-02-01"),
        SUPPORT("SYN-006", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "!not_stated"),
        SUPPORT("SYN-007", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "2015-02-01"),
        SUPPORT("SYN-008", "2", "later_home", "S02", "w2", "formal", "yes", "received_full", "once",
                "2014-11-01"),
    };
    struct study s;
    reint_follow_transitions t;
    const reint_follow_referral other = { "by = 'ngo'", NULL };
    (void)state;

    open_with(&s, "referral", referrals, N_PERSONS);
    reinti_frames_free(s.frames); /* rows after the frames were opened: open them again */
    study_fill_padded(&s, "support", received, N_PERSONS);
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_referred(f, "work_now", NULL, &t, ERR));
    assert_int_equal(t.n_steps, 3);
    assert_int_equal(t.step[REINT_REFERRED].n, 1);      /* 001 */
    assert_int_equal(t.step[REINT_NOT_REFERRED].n, 5);  /* 002, 004, 005, 007, 008 */
    assert_int_equal(t.step[REINT_REFERRAL_OPEN].n, 2); /* 003, 006 */
    assert_ok(reint_follow_referred(f, "work_now", &other, &t, ERR));
    assert_int_equal(t.step[REINT_REFERRED].n, 1); /* 007 */
    reint_follow_free(f);
    study_free(&s);
}

/* ---- domains -------------------------------------------------------------------------------------------- */

static void
domains_improve_stay_fall_back_or_cannot_be_compared(void **state)
{
    static const char *const domains[] = {
        DOMAIN("SYN-001", "w1", "AR", "problem"),       DOMAIN("SYN-001", "w2", "AR", "success"),
        DOMAIN("SYN-002", "w1", "AR", "success"),       DOMAIN("SYN-002", "w2", "AR", "mixed"),
        DOMAIN("SYN-003", "w1", "AR", "mixed"),         DOMAIN("SYN-003", "w2", "AR", "mixed"),
        DOMAIN("SYN-004", "w1", "AR", "not_discussed"), DOMAIN("SYN-004", "w2", "AR", "success"),
        DOMAIN("SYN-005", "w1", "AR", "problem"),       DOMAIN("SYN-005", "w1", "DW", "success"),
        DOMAIN("SYN-005", "w2", "AR", "mixed"), /* raters disagreed: better or worse */
        DOMAIN("SYN-006", "w1", "AR", "problem"),
    };
    struct study s;
    reint_follow_domains d;
    (void)state;

    open_with(&s, "domain", domains, REINTI_LENGTH(domains));
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_domain_changes(f, NULL, 1, &d, ERR));
    assert_int_equal(d.n, 10);
    const reint_follow_domain *x = &d.item[0];
    assert_string_equal(x->domain, "d_place_to_live");
    assert_int_equal(x->n, 5);
    assert_int_equal(x->low[REINT_IMPROVED], 1);
    assert_int_equal(x->high[REINT_IMPROVED], 2);
    assert_int_equal(x->low[REINT_FELL_BACK], 1);
    assert_int_equal(x->high[REINT_FELL_BACK], 2);
    assert_int_equal(x->low[REINT_SAME], 1);
    assert_int_equal(x->high[REINT_SAME], 1);
    assert_int_equal(x->low[REINT_NOT_COMPARED], 1);
    assert_int_equal(x->high[REINT_NOT_COMPARED], 1);
    assert_int_equal(d.item[1].n, 0); /* nobody was asked of another domain */
    assert_int_equal(reint_follow_domain_changes(f, "no-such", 1, &d, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_follow_domain_changes(f, NULL, 2, &d, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

static void
scores_change_in_the_direction_of_their_pack(void **state)
{
    static const char codebook[] = "reint: 1\n"
                                   "study: {id: small, sampling: census}\n"
                                   "waves: [{id: w1, label: First}, {id: w2, label: Second}]\n"
                                   "missing: {refused: [97]}\n"
                                   "lists: {three: {\"1\": a, \"2\": b, \"3\": c}}\n"
                                   "packs: [pack.yaml]\n"
                                   "forms:\n"
                                   "  person: {key: [person]}\n"
                                   "  interview: {key: [person, wave], variables: {a: {list: three}}}\n";
    static const char pack[] =
        "reint: 1\n"
        "pack: {id: p, title: P, kind: scores, form: interview, direction: lower_is_better, "
        "invented: yes, missing_rule: no_score, values: v}\n"
        "values: {v: {\"1\": 1, \"2\": 2, \"3\": 3}}\n"
        "domains: {dom: {label: D, items: [a], minimum: 1}}\n";
    static const char *const people[] = { "A", "B", "C", "D" };
    static const char *const rows[] = { "A|w1|3", "A|w2|1", "B|w1|1", "B|w2|2",
                                        "C|w1|2", "C|w2|2", "D|w1|2", "D|w2|!refused" };
    reinti_codebook_file files[2] = { { "codebook.yaml", "codebook", codebook, sizeof codebook - 1 },
                                      { "pack.yaml", "pack", pack, sizeof pack - 1 } };
    struct study s = { 0 };
    reint_follow_domains d;
    (void)state;

    snprintf(s.folder, sizeof s.folder, "/tmp/reint-follow-XXXXXX");
    assert_non_null(mkdtemp(s.folder));
    snprintf(s.path, sizeof s.path, "%s/t.reint", s.folder);
    assert_ok(reinti_codebook_parse(files, 2, &s.cb, NULL, ERR));
    assert_ok(reint_study_create(s.path, s.cb, &s.study, ERR));
    study_fill(&s, "person", people, 4);
    study_fill(&s, "interview", rows, 8);
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_domain_changes(f, "p", 1, &d, ERR));
    assert_int_equal(d.n, 1);
    for (size_t c = 0; c < REINT_N_CHANGES; c++) { /* one of each: A, C, B, D */
        assert_int_equal(d.item[0].low[c], 1);
        assert_int_equal(d.item[0].high[c], 1);
    }
    reint_follow_free(f);
    study_free(&s);
}

/* ---- told late ------------------------------------------------------------------------------------------ */

static void
an_early_no_is_kept_and_a_later_yes_is_known_now(void **state)
{
    static const char *const told[] = {
        TOLD("SYN-001", "w1", "no"),         TOLD("SYN-001", "w2", "rape"),
        TOLD("SYN-002", "w2", "not_raised"), TOLD("SYN-002", "c1", "attempted"), /* between the interviews */
        TOLD("SYN-003", "relative", "rape"),                                     /* not her own word */
        TOLD("SYN-004", "w1", "rape"),       TOLD("SYN-004", "w2", "rape"),
        TOLD("SYN-005", "w1", "not_raised"),
    };
    struct study s;
    reint_follow_facts facts;
    (void)state;

    open_with(&s, "told", told, REINTI_LENGTH(told));
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_told(f, &facts, ERR));
    assert_int_equal(facts.n, 1);
    assert_int_equal(facts.n_others, 1);
    const reint_follow_fact *x = &facts.fact[0];
    size_t no = 0, attempted = 1, rape = 2;
    assert_string_equal(x->code[no], "no");
    assert_string_equal(x->code[attempted], "attempted");
    assert_string_equal(x->code[rape], "rape");
    static const size_t want[3][3] = { { 1, 0, 0 }, { 0, 1, 1 }, { 1, 2, 2 } };
    static const size_t silent[3] = { 6, 5, 5 };
    for (size_t w = 0; w < 3; w++) {
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(x->known[k * 3 + w], want[k][w]);
        assert_int_equal(x->silent[w], silent[w]);
    }
    size_t w1 = 0, w2 = 1, c1 = 2;
    assert_string_equal(x->source[c1], "c1");
    assert_int_equal(x->first[w2 * x->k + rape], 1);      /* 001: told in the second */
    assert_int_equal(x->first[w1 * x->k + rape], 1);      /* 004: told in the first already */
    assert_int_equal(x->first[c1 * x->k + attempted], 1); /* 002 */
    assert_int_equal(x->first[w1 * x->k + no], 0);        /* what was unsaid later is not known now */
    reint_follow_free(f);
    study_free(&s);
}

static double
count_at(const reinti_table *t, const char *row, size_t wave)
{
    for (size_t r = 0; r < t->n_rows; r++)
        if (!strcmp(t->row[r].code, row))
            return reinti_table_cell(t, 0, r, wave, 0)->value;
    fail_msg("there is no row %s", row);
    return 0;
}

static void
the_states_of_a_domain_are_counted_wave_by_wave_and_of_one_person(void **state)
{
    static const char *const domains[] = {
        DOMAIN("SYN-001", "w1", "AR", "problem"),
        DOMAIN("SYN-001", "w2", "AR", "success"),
        DOMAIN("SYN-002", "w1", "AR", "success"),
        DOMAIN("SYN-002", "w2", "AR", "mixed"),
        DOMAIN("SYN-003", "w1", "AR", "problem"),
        DOMAIN("SYN-004", "w1", "AR", "not_discussed"),
        DOMAIN("SYN-005", "w1", "AR", "problem"),
        DOMAIN("SYN-005", "w1", "DW", "success"), /* raters disagree */
    };
    static const struct {
        const char *row;
        double n[2];
    } want[] = { { "d_place_to_live.problem", { 2, 0 } },
                 { "d_place_to_live.mixed", { 0, 1 } },
                 { "d_place_to_live.success", { 1, 1 } },
                 { "d_place_to_live.not_discussed", { 1, 0 } },
                 { "d_place_to_live.undetermined", { 1, 0 } },
                 { "d_place_to_live.total", { 5, 2 } },
                 { "d_physical.total", { 0, 0 } } };
    struct study s;
    reint_report *r = NULL;
    (void)state;

    open_with(&s, "domain", domains, REINTI_LENGTH(domains));
    reint_follow_request q = { .size = sizeof q, .what = "domains" };
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_int_equal(r->n_tables, 2);
    for (size_t i = 0; i < REINTI_LENGTH(want); i++)
        for (size_t w = 0; w < 2; w++)
            assert_close(count_at(r->table[1], want[i].row, w), want[i].n[w], 0);
    reint_report_free(r);
    q = (reint_follow_request){ .size = sizeof q, .what = "person", .person = "SYN-002" };
    assert_ok(reint_follow_report(s.study, &q, &r, ERR));
    assert_close(count_at(r->table[0], "d_place_to_live.success", 0), 1, 0);
    assert_close(count_at(r->table[0], "d_place_to_live.mixed", 1), 1, 0);
    assert_close(count_at(r->table[0], "d_place_to_live.total", 1), 1, 0);
    assert_true(r->table[0]->picture.personal);
    reint_report_free(r);
    q.person = "SYN-999";
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q.person = NULL;
    assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
    study_free(&s);
}

/* ---- one person ----------------------------------------------------------------------------------------- */

static void
one_person_is_told_in_lines_by_date(void **state)
{
    static const char *const contacts[] = { "SYN-001|1|2015-02-03|team_referral|~|~",
                                            "SYN-001|2|2014-11|respondent_touch|~|~",
                                            "SYN-002|1|2015-01-01|team_problem|~|~" };
    struct study s;
    char *text = NULL;
    (void)state;

    open_with(&s, "contact", contacts, 3);
    reint_follow *f = follow(&s);
    assert_ok(reint_follow_person(f, "SYN-001", "en", &text, ERR));
    assert_non_null(strstr(text, "SYN-001\n"
                                 "  2014-11      Contact: Begun by the respondent, to stay in touch\n"
                                 "  2014-12-01   First interview: Complete\n"
                                 "  2015-02-03   Contact: Begun by the team, about a referral\n"
                                 "  2015-06-01   Second interview: Complete\n"));
    assert_null(strstr(text, "team, about a problem"));
    free(text);
    assert_int_equal(reint_follow_person(f, "SYN-999", "en", &text, ERR), REINT_ARGUMENT);
    assert_null(text);
    assert_null(strstr(ERR->text, "SYN-999")); /* what is no key of this study is not printed */
    reint_follow_free(f);
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_neighbours_are_one_stop_and_open_ones_are_marked),
        cmocka_unit_test(paths_of_interviews_are_their_classes_in_the_order_of_waves),
        cmocka_unit_test(the_class_of_a_stage_is_as_told_then_or_as_known_now),
        cmocka_unit_test(what_ever_held_overlaps_and_has_bounds),
        cmocka_unit_test(referral_comes_before_receipt_by_date),
        cmocka_unit_test(domains_improve_stay_fall_back_or_cannot_be_compared),
        cmocka_unit_test(scores_change_in_the_direction_of_their_pack),
        cmocka_unit_test(an_early_no_is_kept_and_a_later_yes_is_known_now),
        cmocka_unit_test(the_states_of_a_domain_are_counted_wave_by_wave_and_of_one_person),
        cmocka_unit_test(one_person_is_told_in_lines_by_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
