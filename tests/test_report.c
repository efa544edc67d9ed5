/* test_report.c -- the standard report and what stands around the tables, on the example study.
 *
 * Numbers are counted by the test itself from the example's CSV files, with rules written here a second time: who was
 * helped, what was told, what is open.  No number of the program is taken over. */
#include <config.h>

#include "check.h"

#include <unistd.h>

#include "frame_study.h"
#include "ingest/ingest.h"
#include "table/cells.h"

/* ---- the files, read plainly: none of them has quotes ---------------------------------------------------- */

enum { MOST_FIELDS = 24 };

typedef struct csv {
    char *text;
    size_t n, n_fields;
    char *name[MOST_FIELDS];
    char *(*row)[MOST_FIELDS];
} csv;

static size_t
split(char *line, char **field)
{
    size_t n = 0;

    for (char *p = line; p && n < MOST_FIELDS; n++) {
        field[n] = p;
        p = strchr(p, ',');
        if (p)
            *p++ = '\0';
    }
    return n;
}

static csv
read_csv(const char *name)
{
    char path[200];
    reinti_bytes file;
    csv c = { 0 };

    snprintf(path, sizeof path, "examples/going-home/%s", name);
    assert_int_equal(reinti_bytes_read(source_path(path), 0, &file, NULL), REINT_OK);
    c.text = strndup(file.data, file.size);
    reinti_bytes_free(&file);
    assert_non_null(c.text);
    assert_null(strchr(c.text, '"'));
    size_t lines = 0;
    for (const char *p = c.text; *p; p++)
        lines += *p == '\n';
    c.row = calloc(lines + 1, sizeof *c.row);
    assert_non_null(c.row);
    for (char *p = c.text; *p;) {
        char *end = strchr(p, '\n');
        if (end)
            *end = '\0';
        p[strcspn(p, "\r")] = '\0';
        char *next = end ? end + 1 : p + strlen(p);
        if (!c.n_fields)
            c.n_fields = split(p, c.name);
        else if (*p)
            assert_int_equal(split(p, c.row[c.n++]), c.n_fields);
        p = next;
    }
    return c;
}

static void
free_csv(csv *c)
{
    free(c->row);
    free(c->text);
}

static const char *
get(const csv *c, size_t row, const char *name)
{
    for (size_t k = 0; k < c->n_fields; k++)
        if (!strcmp(c->name[k], name))
            return c->row[row][k];
    fail_msg("no column %s", name);
    return "";
}

static bool
is(const csv *c, size_t row, const char *name, const char *value)
{
    return !strcmp(get(c, row, name), value);
}

/* ---- what they say --------------------------------------------------------------------------------------- */

enum { MOST_PERSONS = 250 };

typedef struct person {
    const char *id;
    bool trafficked, male;
    bool helped;    /* formal help received at home, as told by the last interview */
    bool closed[3]; /* shelter, early_home, later_home: everything was asked about */
    bool stage[3];
    char last[3]; /* wave of the last interview */
    bool needs_medical, got_medical;
} person;

typedef struct facts {
    csv people, stage, support, need, referral, w1, w2;
    size_t n;
    person who[MOST_PERSONS];
} facts;

static person *
find(facts *f, const char *id)
{
    for (size_t i = 0; i < f->n; i++)
        if (!strcmp(f->who[i].id, id))
            return &f->who[i];
    fail_msg("nobody is %s", id);
    return NULL;
}

static int
home_stage(const char *stage)
{
    static const char *const stages[] = { "shelter", "early_home", "later_home" };

    for (int i = 0; i < 3; i++)
        if (!strcmp(stages[i], stage))
            return i;
    return -1;
}

static bool
is_received(const csv *c, size_t i)
{
    return is(c, i, "formal", "formal") && strcmp(get(c, i, "provider_kind"), "research_team") &&
           (is(c, i, "outcome", "received_part") || is(c, i, "outcome", "received_full"));
}

static void
read_facts(facts *f)
{
    *f = (facts){ .people = read_csv("person.csv"),
                  .stage = read_csv("stage.csv"),
                  .support = read_csv("support.csv"),
                  .need = read_csv("need.csv"),
                  .referral = read_csv("referral.csv"),
                  .w1 = read_csv("interview-w1.csv"),
                  .w2 = read_csv("interview-w2.csv") };
    for (size_t i = 0; i < f->people.n; i++)
        f->who[f->n++] = (person){ .id = get(&f->people, i, "person"),
                                   .trafficked = is(&f->people, i, "type", "trafficked"),
                                   .male = is(&f->people, i, "sex", "male") };
    for (size_t i = 0; i < f->w1.n; i++)
        strcpy(find(f, get(&f->w1, i, "person"))->last, "w1");
    for (size_t i = 0; i < f->w2.n; i++)
        strcpy(find(f, get(&f->w2, i, "person"))->last, "w2");
    for (size_t i = 0; i < f->stage.n; i++) {
        int at = home_stage(get(&f->stage, i, "stage"));
        person *p = find(f, get(&f->stage, i, "person"));
        if (at < 0 || is(&f->stage, i, "source", "relative") ||
            strcmp(get(&f->stage, i, "source"), p->last) > 0)
            continue;
        p->stage[at] = true;
        p->closed[at] = p->closed[at] || is(&f->stage, i, "services_asked", "all");
    }
    for (size_t i = 0; i < f->support.n; i++) {
        person *p = find(f, get(&f->support, i, "person"));
        if (home_stage(get(&f->support, i, "stage")) < 0 || !is_received(&f->support, i))
            continue;
        p->helped = p->helped || strcmp(get(&f->support, i, "source"), p->last) <= 0;
        p->got_medical = p->got_medical || is(&f->support, i, "service", "S02");
    }
    for (size_t i = 0; i < f->need.n; i++)
        if (home_stage(get(&f->need, i, "stage")) >= 0 && is(&f->need, i, "service", "S02") &&
            !is(&f->need, i, "source", "relative"))
            find(f, get(&f->need, i, "person"))->needs_medical = true;
}

static void
free_facts(facts *f)
{
    csv *all[] = { &f->people, &f->stage, &f->support, &f->need, &f->referral, &f->w1, &f->w2 };

    for (size_t i = 0; i < REINTI_LENGTH(all); i++)
        free_csv(all[i]);
}

/* Everything was asked about at every stage at home that is told of. */
static bool
is_closed(const person *p)
{
    bool any = false;

    for (int i = 0; i < 3; i++) {
        any = any || p->stage[i];
        if (p->stage[i] && !p->closed[i])
            return false;
    }
    return any;
}

/* ---- the study ------------------------------------------------------------------------------------------- */

static const struct {
    const char *file, *form;
} inputs[] = { { "person.csv", "person" },
               { "consent.csv", "consent" },
               { "episode.csv", "episode" },
               { "interview-w1.csv", "interview" },
               { "interview-w2.csv", "interview" },
               { "contact.csv", "contact" },
               { "stage.csv", "stage" },
               { "need.csv", "need" },
               { "support.csv", "support" },
               { "referral.csv", "referral" },
               { "domain.csv", "domain" },
               { "told.csv", "told" },
               { "coding_session.csv", "coding_session" },
               { "coding.csv", "coding" } };

typedef struct example {
    char path[64];
    reint_codebook *cb;
    reint_study *study;
    reint_report *standard, *planned, *indonesian;
    facts facts;
} example;

static void
make_report(example *x, const char *plan, const char *language, reint_report **out)
{
    if (reint_tables(x->study, plan, language, out, NULL, ERR))
        fail_msg("%s: %s", plan ? plan : "standard", study_error.text);
}

static int
setup(void **state)
{
    example *x = calloc(1, sizeof *x);
    char file[200];

    read_facts(&x->facts);
    snprintf(x->path, sizeof x->path, "test-report-%ld.reint", (long)getpid());
    assert_ok(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &x->cb, NULL, ERR));
    assert_ok(reint_study_create(x->path, x->cb, &x->study, ERR));
    for (size_t i = 0; i < REINTI_LENGTH(inputs); i++) {
        reint_ingest_options options = { .size = sizeof options, .form = inputs[i].form };
        reint_batch batch = { 0 };
        snprintf(file, sizeof file, "examples/going-home/%s", inputs[i].file);
        assert_ok(reint_ingest_file(x->study, source_path(file), &options, &batch, NULL, ERR));
    }
    make_report(x, NULL, "en", &x->standard);
    make_report(x, NULL, "id", &x->indonesian);
    make_report(x, source_path("examples/going-home/plan.yaml"), "en", &x->planned);
    *state = x;
    return 0;
}

static int
teardown(void **state)
{
    example *x = *state;
    char cache[80];

    reint_report_free(x->standard);
    reint_report_free(x->indonesian);
    reint_report_free(x->planned);
    reint_study_free(x->study);
    reint_codebook_free(x->cb);
    snprintf(cache, sizeof cache, "%s-cache", x->path);
    unlink(cache);
    unlink(x->path);
    free_facts(&x->facts);
    free(x);
    return 0;
}

static const reinti_table *
table(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->n_tables; i++)
        if (!strcmp(r->table[i]->id, id))
            return r->table[i];
    fail_msg("there is no table %s", id);
    return NULL;
}

static const reinti_cell *
cell(const reinti_table *t, size_t layer, const char *row, const char *column)
{
    size_t r = 0, c = 0;

    while (r < t->n_rows && strcmp(t->row[r].code, row))
        r++;
    while (c < t->n_columns && strcmp(t->column[c].code, column))
        c++;
    if (r == t->n_rows || c == t->n_columns)
        fail_msg("table %s has no cell %s, %s", t->id, row, column);
    return reinti_table_cell(t, layer, r, c, 0);
}

static bool
says(const reint_report *r, const char *sentence)
{
    for (size_t i = 0; i < r->n_sentences; i++)
        if (!strcmp(r->sentence[i].text, sentence))
            return true;
    for (size_t i = 0; i < r->n_sentences; i++)
        print_message("    %s\n", r->sentence[i].text);
    return false;
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static void
the_standard_report_has_every_table_of_its_kind(void **state)
{
    static const char *const ids[] = { "S1",                                  /* sample */
                                       "P1",                                  /* what happened */
                                       "W1",                                  /* interviews */
                                       "A0",  "A1",  "A2",  "A3", "A4", "A5", /* assistance */
                                       "AR1", "AR2", "AR3",                   /* by rule set */
                                       "M1",                                  /* movement */
                                       "G1",  "N1",  "H1",                    /* need, due, received */
                                       "D1",                                  /* domains */
                                       "R1",  "R2",  "R3",                    /* referrals */
                                       "H9",  "C1",  "T1",  "Q1", "Q2" };
    const example *x = *state;

    for (size_t i = 0; i < REINTI_LENGTH(ids); i++)
        if (strcmp(ids[i], "T1"))
            assert_true(table(x->standard, ids[i])->n_rows > 0);
    for (size_t i = 0; i < x->standard->n_tables; i++) {
        const reinti_table *t = x->standard->table[i];
        assert_non_null(t->title);
        assert_true(*t->title && t->base && *t->base && t->unit);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(x->standard->table[k]->id, t->id);
    }
}

static void
its_numbers_are_those_of_the_files(void **state)
{
    const example *x = *state;
    const facts *f = &x->facts;
    size_t trafficked = 0, men = 0, interviews[2] = { 0 }, referrals = 0, completed = 0;

    for (size_t i = 0; i < f->n; i++) {
        trafficked += f->who[i].trafficked;
        men += f->who[i].trafficked && f->who[i].male;
    }
    assert_int_equal(trafficked, 75);
    assert_close(cell(table(x->standard, "A1"), 0, "total", "total")->value, (double)trafficked, 0);
    assert_close(cell(table(x->standard, "A1"), 0, "total", "male")->value, (double)men, 0);
    const csv *waves[] = { &f->w1, &f->w2 };
    for (size_t w = 0; w < 2; w++)
        for (size_t i = 0; i < waves[w]->n; i++)
            interviews[w] += find((facts *)(uintptr_t)f, get(waves[w], i, "person"))->trafficked;
    assert_close(cell(table(x->standard, "W1"), 0, "total", "w1")->value, (double)interviews[0], 0);
    assert_close(cell(table(x->standard, "W1"), 0, "total", "w2")->value, (double)interviews[1], 0);
    for (size_t i = 0; i < f->referral.n; i++)
        if (find((facts *)(uintptr_t)f, get(&f->referral, i, "person"))->trafficked) {
            referrals++;
            completed += is(&f->referral, i, "result", "completed");
        }
    assert_close(cell(table(x->standard, "R1"), 0, "total", "total")->value, (double)referrals, 0);
    assert_close(cell(table(x->standard, "R1"), 0, "total", "completed")->value, (double)completed, 0);
    char sentence[100];
    snprintf(sentence, sizeof sentence, "Of %zu referrals, %zu were completed.", referrals, completed);
    assert_true(says(x->standard, sentence));
}

static void
the_first_sentence_is_who_had_no_formal_help_and_of_whom_it_is_open(void **state)
{
    const example *x = *state;
    size_t all = 0, none = 0, open = 0;
    char sentence[200];

    for (size_t i = 0; i < x->facts.n; i++) {
        const person *p = &x->facts.who[i];
        if (!p->trafficked)
            continue;
        all++;
        none += !p->helped && is_closed(p);
        open += !p->helped && !is_closed(p);
    }
    assert_true(none > 0 && open > 0); /* else the test would test less */
    snprintf(sentence, sizeof sentence,
             "Of %zu people interviewed, %zu had no formal help at home by their last interview; for %zu we "
             "could not "
             "tell.",
             all, none, open);
    assert_string_equal(x->standard->sentence[0].text, sentence);
    assert_string_equal(x->planned->sentence[0].text, sentence);
    assert_string_equal(x->planned->sentence[0].table, "help");
    snprintf(sentence, sizeof sentence,
             "Dari %zu orang yang diwawancarai, %zu tidak mendapat bantuan formal di rumah hingga wawancara "
             "terakhir; "
             "untuk %zu orang tidak dapat dipastikan.",
             all, none, open);
    assert_string_equal(x->indonesian->sentence[0].text, sentence);
    const reinti_table *t = table(x->standard, "A0");
    assert_close(cell(t, 0, "no_formal_help", "total")->low, (double)none, 0);
    assert_close(cell(t, 0, "no_formal_help", "total")->high, (double)(none + open), 0);
    assert_close(cell(t, 0, "formal_help", "total")->low, (double)(all - none - open), 0);
    assert_close(cell(t, 0, "undetermined", "total")->value, (double)open, 0);
}

static void
every_sentence_comes_from_a_table_of_the_report(void **state)
{
    const example *x = *state;
    const reint_report *reports[] = { x->standard, x->planned, x->indonesian };

    for (size_t k = 0; k < REINTI_LENGTH(reports); k++) {
        assert_true(reports[k]->n_sentences >= 5);
        for (size_t i = 0; i < reports[k]->n_sentences; i++)
            assert_non_null(table(reports[k], reports[k]->sentence[i].table));
        for (size_t i = 0; i < reports[k]->n_sentences; i++) /* two tables of movement say the same */
            for (size_t j = 0; j < i; j++)
                assert_string_not_equal(reports[k]->sentence[i].text, reports[k]->sentence[j].text);
    }
    assert_true(
        says(x->standard,
             "Of 75 people interviewed, 15 are counted as \"other assisted, undefined\": received help "
             "and nothing that was needed and due is missing; the report does not name this group."));
    /* "almost half" and "about a third": as the example chooses them (its README) */
    assert_true(
        says(x->standard,
             "Of 75 people interviewed, 35 are counted as unassisted: received nothing of the support "
             "that is due under Indonesian law; it does not mean failed."));
    assert_true(
        says(x->standard,
             "Of 52 people seen at two successive interviews, 37 were in the same class both times and "
             "13 had moved to another; for 2 we could not tell."));
}

/* ---- need, due, received --------------------------------------------------------------------------------- */

static void
the_gap_of_medical_care_is_that_of_the_files(void **state)
{
    const example *x = *state;
    const reinti_table *t = table(x->standard, "G1");
    size_t needed = 0, sure = 0, possible = 0;

    for (size_t i = 0; i < x->facts.n; i++) {
        const person *p = &x->facts.who[i];
        if (!p->trafficked || !p->needs_medical)
            continue;
        needed++;
        possible += !p->got_medical;
        sure += !p->got_medical && is_closed(p);
    }
    assert_string_equal(t->layer[0].code, "home");
    assert_close(cell(t, 0, "S02", "persons")->value, 75, 0);
    assert_close(cell(t, 0, "S02", "needed")->low, (double)needed, 0);
    assert_close(cell(t, 0, "S02", "required")->low, (double)needed,
                 0); /* medical care is due to everybody */
    assert_close(cell(t, 0, "S02", "gap")->low, (double)sure, 0);
    assert_close(cell(t, 0, "S02", "gap")->high, (double)possible, 0);
    assert_close(cell(t, 0, "S02", "gap_open")->value, (double)(possible - sure), 0);
    char sentence[250];
    snprintf(sentence, sizeof sentence,
             "At home, all stages together: the help most often needed, due by law and not received at all "
             "is medical "
             "assistance: %zu to %zu people of %zu who needed it and to whom it was due.",
             sure, possible, needed);
    assert_true(says(x->standard, sentence));
}

static void
bounds_of_the_gap_hold_together(void **state)
{
    static const char *const facts_of[] = { "needed",  "due",      "needed_silent", "required",
                                            "offered", "declined", "received",      "gap" };
    const example *x = *state;
    const reinti_table *t = table(x->standard, "G1");

    assert_true(t->n_layers > 2);
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++) {
            const char *code = t->row[r].code;
            double persons = cell(t, l, code, "persons")->value;
            for (size_t k = 0; k < REINTI_LENGTH(facts_of); k++) {
                const reinti_cell *c = cell(t, l, code, facts_of[k]);
                assert_true(c->low <= c->high && c->high <= persons);
                assert_close(c->value, c->low, 0); /* the number is what is sure */
            }
            assert_true(cell(t, l, code, "required")->high <= cell(t, l, code, "needed")->high);
            assert_true(cell(t, l, code, "gap")->high <= cell(t, l, code, "required")->high);
            assert_true(cell(t, l, code, "received")->low <= cell(t, l, code, "offered")->low);
            if (strcmp(code, "any"))
                assert_true(cell(t, l, code, "gap")->low + cell(t, l, code, "received")->low <= persons);
        }
    /* the law says nothing of family mediation, case management, help to the family: silent is not "no" */
    assert_close(cell(t, 0, "S08", "due")->high, 0, 0);
    assert_true(cell(t, 0, "S08", "needed_silent")->low > 0);
}

static void
the_gap_goes_by_the_rule_set_that_is_asked_for(void **state)
{
    const example *x = *state;
    char path[64];
    reint_report *r = NULL;
    FILE *f;

    snprintf(path, sizeof path, "test-report-plan-%ld.yaml", (long)getpid());
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(
        "reint: 1\ntables:\n - {id: a, content: gap}\n - {id: b, content: gap, ruleset: strict}\n"
        " - {id: c, rows: class, ruleset: strict}\n - {id: d, rows: class_strict}\n - {id: e, rows: class}\n",
        f);
    fclose(f);
    assert_ok(reint_tables(x->study, path, "en", &r, NULL, ERR));
    unlink(path);
    /* strictly counted, partial help alone is not receipt */
    assert_true(cell(table(r, "b"), 0, "any", "received")->low <
                cell(table(r, "a"), 0, "any", "received")->low);
    const reinti_table *c = table(r, "c"), *d = table(r, "d"), *e = table(r, "e");
    assert_int_equal(c->n_rows, d->n_rows);
    bool differs = c->n_rows != e->n_rows;
    for (size_t i = 0; i < c->n_rows; i++) {
        assert_string_equal(c->row[i].code, d->row[i].code);
        assert_close(reinti_table_cell(c, 0, i, 0, 0)->value, reinti_table_cell(d, 0, i, 0, 0)->value, 0);
        differs = differs || strcmp(c->row[i].code, e->row[i].code);
    }
    assert_true(differs);
    assert_non_null(strstr(r->rulesets, "nexus-chapter5 "));
    assert_non_null(strstr(r->rulesets, "strict "));
    reint_report_free(r);
}

/* ---- around the tables ----------------------------------------------------------------------------------- */

static bool
among(const char **text, size_t n, const char *words)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(text[i], words))
            return true;
    return false;
}

static void
the_front_tells_who_how_when_and_by_which_rules(void **state)
{
    const example *x = *state;
    const reint_report *r = x->standard;
    const char *last = "";
    const csv *waves[] = { &x->facts.w1, &x->facts.w2 };

    for (size_t w = 0; w < 2; w++)
        for (size_t i = 0; i < waves[w]->n; i++)
            if (strlen(get(waves[w], i, "date")) == 10 && strcmp(get(waves[w], i, "date"), last) > 0)
                last = get(waves[w], i, "date");
    assert_string_equal(r->data_as_of, last);
    assert_true(r->internal);
    assert_non_null(strstr(r->population, "Trafficked people who came back to Indonesia"));
    assert_non_null(strstr(r->sampling, "on purpose"));
    assert_int_equal(strlen(r->codebook_digest), 64);
    assert_non_null(strstr(r->rulesets, "nexus-chapter5 1 (SHA-256 "));
    assert_non_null(strstr(r->rulesets, "nexus-tree 1 (SHA-256 "));
    assert_true(among(r->warning, r->n_warnings, "The codebook requires no consent to analysis"));
    assert_true(among(r->method, r->n_methods, "Missing answers are never counted as \"no\""));
    assert_true(among(r->method, r->n_methods, "nexus-tree, version 1"));
    assert_true(among(r->method, r->n_methods, "Shares of fewer than 20"));
    bool told = false;
    for (size_t i = 0; i < r->n_glossary; i++)
        told = told || (!strcmp(r->glossary[i].term, "Unassisted") &&
                        strstr(r->glossary[i].meaning, "Unassisted does not mean failed"));
    assert_true(told);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standard_report_has_every_table_of_its_kind),
        cmocka_unit_test(its_numbers_are_those_of_the_files),
        cmocka_unit_test(the_first_sentence_is_who_had_no_formal_help_and_of_whom_it_is_open),
        cmocka_unit_test(every_sentence_comes_from_a_table_of_the_report),
        cmocka_unit_test(the_gap_of_medical_care_is_that_of_the_files),
        cmocka_unit_test(bounds_of_the_gap_hold_together),
        cmocka_unit_test(the_gap_goes_by_the_rule_set_that_is_asked_for),
        cmocka_unit_test(the_front_tells_who_how_when_and_by_which_rules),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
