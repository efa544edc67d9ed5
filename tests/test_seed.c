/* test_seed.c -- the codebook of going-home against the report, line by line: every category of every attribute of the
 * respondents, every code of the nine challenges, the ten services and the other support, every row of Table 3.  The
 * report's side is in tests/data/seed, transcribed by hand. */
#include <config.h>

#include "check.h"

#include <ctype.h>

#include "codebook/entitlement.h"
#include "codebook/ruleset.h"

/* ---- CSV (RFC 4180), whole and small ------------------------------------------------------------------- */

enum { MOST_ROWS = 600, MOST_CELLS = 9 };

typedef struct table {
    char *data;
    size_t n;
    char *cell[MOST_ROWS][MOST_CELLS]; /* without the header */
} table;

/* The cell at *AT, unquoted in place; *AT stands behind its comma or line end, *LAST tells which it was. */
static char *
read_cell(char **at, bool *last)
{
    char *from = *at, *to = *at, *p = *at;

    if (*p == '"') {
        for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
            p += *p == '"';
            *to++ = *p;
        }
        p += *p != 0;
    } else {
        p += strcspn(p, ",\n");
        to = p;
    }
    *last = *p != ',';
    *at = p + (*p != 0);
    *to = 0;
    return from;
}

static void
read_table(const char *name, table *t)
{
    char path[100];
    reinti_bytes bytes;

    snprintf(path, sizeof path, "tests/data/seed/%s.csv", name);
    assert_int_equal(reinti_bytes_read(source_path(path), 0, &bytes, NULL), REINT_OK);
    *t = (table){ .data = strndup(bytes.data, bytes.size) };
    reinti_bytes_free(&bytes);
    char *at = t->data + strcspn(t->data, "\n") + 1;
    for (; *at; t->n++) {
        bool last = false;
        assert_true(t->n < MOST_ROWS);
        for (size_t k = 0; !last; k++) {
            assert_true(k < MOST_CELLS);
            t->cell[t->n][k] = read_cell(&at, &last);
        }
    }
}

static reint_codebook *
going_home(void)
{
    reint_codebook *cb = NULL;
    reint_error err;

    if (reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, NULL, &err))
        fail_msg("%s", err.text);
    return cb;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

/* Where an attribute is kept.  A category is a code of LIST with that name or English label (case, blanks and signs
 * apart), or as CATEGORY says in a later line: `code+code` when one category names several.  LIST "": the variable
 * itself holds it, as a number, date or set. */
static const struct {
    const char *attribute, *variable, *list, *category, *codes;
} places[] = {
    { "sex", "person.sex", "sex", NULL, NULL },
    { "age_group_at_trafficking", "episode.age", "", NULL, NULL },
    { "age_at_trafficking_years", "episode.age", "", NULL, NULL },
    { "form_of_exploitation", "episode.main_form", "exploitation", NULL, NULL },
    { "multiple_forms", "episode.forms", "", NULL, NULL },
    { "trafficking_scope", "episode.scope", "scope", NULL, NULL },
    { "destination_region", "episode.destinations", "destination_region", NULL, NULL },
    { "destination_country", "episode.destinations", "country", NULL, NULL },
    { "destination_multiplicity", "episode.destinations", "", NULL, NULL },
    { "marital_status_at_trafficking", "episode.marital", "marital", NULL, NULL },
    { "marital_status_later", "interview.marital_now", "marital", "same categories",
      "married+single+divorced+widowed" },
    { "marriage_kind", "interview.marriage_kind", "marriage_kind",
      "second or informal wife, left first wife, polygynous",
      "second_or_informal+left_first_wife+polygynous" },
    { "number_of_children", "episode.children", "", NULL, NULL },
    { "ethnicity", "person.ethnicity", "ethnicity", NULL, NULL },
    { "interview_site", "person.site", "district", NULL, NULL },
    { "origin_district", "person.origin", "", NULL, NULL },
    { "residence_after_return", "interview.residence", "setting", NULL, NULL },
    { "residence_after_return", "interview.residence", "setting", "new village in province or district",
      "moved_nearby" },
    { "interview_place", "interview.place", "interview_place", NULL, NULL },
    { "interview_place", "interview.place", "interview_place", "home of respondent", "home" },
    { "interview_place", "interview.place", "interview_place", "NGO or migrant association office",
      "office" },
    { "interview_place", "interview.place", "interview_place", "home of community activist",
      "activist_home" },
    { "identification_status", "stage.identification", "identification", NULL, NULL },
    { "identification_status", "stage.identification", "identification", "not identified abroad",
      "missed_abroad" },
    { "identification_status", "stage.identification", "identification", "not identified at home",
      "missed_at_home" },
    { "identification_status", "stage.identification", "identification", "classified as irregular migrant",
      "irregular_migrant" },
    { "identification_status", "stage.identification", "identification", "classified as TKIB", "tkib" },
    { "screened_on_entry", "episode.screened_on_entry", "yesno", NULL, NULL },
    { "assistance_class", "stage.team_class", "", NULL, NULL }, /* compared with the rule set below */
    { "formal_assistance_men", "support.formal", "formality", "none", "informal" },
    { "formal_assistance_men", "support.duration", "duration", "some, short-term or one-off",
      "short+one_off" },
    { "reason_unassisted", "stage.team_reason", "reason", NULL, NULL },
    { "reason_unassisted", "stage.team_reason", "reason", "identified: not accepted", "not_accepted" },
    { "reason_unassisted", "stage.team_reason", "reason", "identified: not offered", "not_offered" },
    { "reason_unassisted", "stage.team_reason", "reason", "identified: not needed", "not_needed" },
    { "reason_unassisted", "stage.team_reason", "reason", "identified: declined", "declined" },
    { "stage", "stage.stage", "stage", NULL, NULL },
    { "stage", "stage.stage", "stage", "destination", "exploitation+exit" },
    { "stage", "stage.stage", "stage", "home, early", "early_home" },
    { "stage", "stage.stage", "stage", "home, later", "later_home" },
    { "service_phase", "interview.months_since_return", "", NULL, NULL },
    { "assistance_channel", "stage.channel", "channel", NULL, NULL },
    { "assistance_channel", "stage.channel", "channel", "migrant-worker", "migrant" },
    { "assistance_channel", "stage.channel", "channel", "violence victim", "violence" },
    { "assistance_channel", "support.formal", "formality", "informal only", "informal" },
    { "provider_kind", "support.provider_kind", "provider_kind", NULL, NULL },
    { "return_path", "episode.return_path", "return_path", NULL, NULL },
    { "return_path", "episode.return_path", "return_path", "embassy-assisted", "embassy" },
    { "return_path", "episode.return_path", "return_path", "organisation-assisted", "organisation" },
    { "documents", "interview.documents", "documents", NULL, NULL },
    { "contact_type", "stage.source", "source", NULL, NULL },
    { "contact_type", "contact.kind", "contact_type", "informal contact by team",
      "team_problem+team_referral" },
    { "contact_type", "contact.kind", "contact_type", "informal contact by respondent",
      "respondent_question+respondent_touch" },
    { "contact_type", "interview.instrument", "instrument", "family interview", "family" },
    { "family_interviewed", "person.type", "respondent_type", "yes", "relative" },
    { "participation", "interview.agreed_to_repeat", "yesno", "agreed to repeat interview", "yes" },
    { "relative_interviewed", "person.kinship", "kinship", NULL, NULL },
    { "consent", "consent.purpose", "purpose",
      "interview, recording, family contact, referral, provider follow-up",
      "interview+recording+family_contact+referral+provider_follow_up" },
    { "work_before_or_after", "person.work_before", "work",
      "unemployed, casual work, small business, farming", "unemployed+casual+small_business+farming" },
    { "work_before_or_after", "interview.work_now", "work", NULL, NULL },
};

/* Whether A and B have the same letters and digits. */
static bool
same_words(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !isalnum((unsigned char)*a))
            a++;
        while (*b && !isalnum((unsigned char)*b))
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
    }
}

static const reinti_variable *
variable_of(const reint_codebook *cb, const char *name)
{
    const char *dot = strchr(name, '.');
    char form[40];

    snprintf(form, sizeof form, "%.*s", (int)(dot - name), name);
    size_t f = reinti_codebook_find_form(cb, form);
    size_t v = f == REINTI_NONE ? REINTI_NONE : reinti_form_find(&cb->form[f], dot + 1);
    return v == REINTI_NONE ? NULL : &cb->form[f].variable[v];
}

static bool
has_category(const reinti_list *list, const char *category)
{
    for (size_t c = 0; c < list->n; c++)
        if (same_words(list->code[c].name, category) ||
            same_words(reinti_text_or(reinti_label_text(&list->code[c].label, "en"), ""), category))
            return true;
    return false;
}

static bool
has_codes(const reinti_list *list, const char *codes)
{
    for (const char *at = codes; at; at = strchr(at, '+'), at += at != NULL) {
        char code[60];
        snprintf(code, sizeof code, "%.*s", (int)strcspn(at, "+"), at);
        if (reinti_list_find(list, code) == REINTI_NONE)
            return false;
    }
    return true;
}

/* Where CATEGORY of ATTRIBUTE is kept: a line of its own, else the attribute's first. */
static size_t
place_of(const char *attribute, const char *category)
{
    size_t general = REINTI_NONE;

    for (size_t i = 0; i < REINTI_LENGTH(places); i++) {
        if (strcmp(places[i].attribute, attribute))
            continue;
        if (places[i].category && !strcmp(places[i].category, category))
            return i;
        if (!places[i].category && general == REINTI_NONE)
            general = i;
    }
    return general;
}

static void
every_category_of_every_attribute_is_there(void **state)
{
    table *t = calloc(1, sizeof *t);
    reint_codebook *cb = going_home();
    size_t wrong = 0;

    (void)state;
    read_table("respondent-attributes", t);
    assert_int_equal(t->n, 147);
    for (size_t r = 0; r < t->n; r++) {
        const char *attribute = t->cell[r][0], *category = t->cell[r][1];
        size_t p = place_of(attribute, category);
        const reinti_variable *v = p == REINTI_NONE ? NULL : variable_of(cb, places[p].variable);
        size_t l = v && *places[p].list ? reinti_codebook_find_list(cb, places[p].list) : REINTI_NONE;
        bool good = v && (!*places[p].list ||
                          (l != REINTI_NONE && (places[p].codes ? has_codes(&cb->list[l], places[p].codes)
                                                                : has_category(&cb->list[l], category))));
        if (!good) {
            print_error("%s: \"%s\" has no place in the codebook\n", attribute, category);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    reint_codebook_free(cb);
    free(t->data);
    free(t);
}

/* Numbers and sets hold what the report groups. */
static void
numbers_ages_and_sets_hold_what_the_report_groups(void **state)
{
    reint_codebook *cb = going_home();
    const reinti_variable *age = variable_of(cb, "episode.age"),
                          *children = variable_of(cb, "episode.children"),
                          *months = variable_of(cb, "interview.months_since_return"),
                          *to = variable_of(cb, "episode.destinations"),
                          *forms = variable_of(cb, "episode.forms");

    (void)state;
    assert_true(age->type == REINTI_AGE && age->min <= 13 && age->max >= 49);
    assert_true(children->type == REINTI_INTEGER && children->min <= 0 && children->max >= 4);
    assert_true(months->type == REINTI_INTEGER && months->min <= 0 &&
                months->max >= 36); /* phases to 36 months */
    assert_true(to->multiple && to->ordered && to->repeats);
    assert_true(forms->multiple && !strcmp(cb->list[forms->list].name, "exploitation"));
    reint_codebook_free(cb);
}

/* The classes and reasons of the tree are those of the report; ours are marked as ours. */
static void
classes_and_reasons_are_those_of_the_report(void **state)
{
    static const char *const classes[] = { "fully_assisted", "partially_assisted", "under_assisted",
                                           "unassisted" };
    static const char *const reasons[] = { "not_identified", "not_accepted", "not_offered", "not_needed",
                                           "declined" };
    static const char *const ours[] = { "barrier", "no_information" };
    reint_codebook *cb = going_home();
    reinti_arena *arena = reinti_arena_create();
    const reinti_list *list = &cb->list[reinti_codebook_find_list(cb, "reason")];
    reinti_ruleset *r;

    (void)state;
    assert_int_equal(reinti_ruleset_open(cb, "nexus-tree", arena, &r, NULL), REINT_OK);
    assert_int_equal(r->n_classes, REINTI_LENGTH(classes));
    for (size_t i = 0; i < REINTI_LENGTH(classes); i++)
        assert_string_equal(r->class_[i].id, classes[i]);
    assert_int_equal(list->n, REINTI_LENGTH(reasons) + REINTI_LENGTH(ours));
    for (size_t i = 0; i < list->n; i++) {
        bool own = i >= REINTI_LENGTH(reasons);
        assert_string_equal(list->code[i].name, own ? ours[i - REINTI_LENGTH(reasons)] : reasons[i]);
        assert_string_equal(reinti_code_attribute(&list->code[i], "origin"), own ? "toolkit" : "report");
        size_t k = 0;
        while (k < r->n_reasons && strcmp(r->reason[k].id, list->code[i].name))
            k++;
        assert_true(k < r->n_reasons);
    }
    reinti_arena_free(arena);
    reint_codebook_free(cb);
}

/* ---- code trees ---------------------------------------------------------------------------------------- */

/* Codes of LIST against those of the tree whose id begins with one of PREFIXES and a digit; DEEP: below the first
 * level, too.  Parents and English labels are the same; a label may be a shorter form of the report's. */
static size_t
compare_tree(const table *t, const reinti_list *list, const char *const *prefixes, bool deep)
{
    size_t n = 0, wrong = 0;

    for (size_t r = 0; r < t->n; r++) {
        const char *id = t->cell[r][0], *parent = t->cell[r][1], *label = t->cell[r][2];
        bool ours = false;
        for (size_t i = 0; prefixes[i]; i++)
            ours = ours || (!strncmp(id, prefixes[i], strlen(prefixes[i])) &&
                            isdigit((unsigned char)id[strlen(prefixes[i])]));
        if (!ours || (!deep && strchr(id, '.')))
            continue;
        n++;
        size_t c = reinti_list_find(list, id);
        if (c == REINTI_NONE) {
            print_error("list %s has no code %s\n", list->name, id);
            wrong++;
            continue;
        }
        const char *have = reinti_label_text(&list->code[c].label, "en");
        size_t above = list->code[c].parent;
        if (strncmp(have, label, strlen(have)) ||
            (strchr(id, '.') ? above == REINTI_NONE || strcmp(list->code[above].name, parent)
                             : above != REINTI_NONE)) {
            print_error("code %s: \"%s\" below %s; the report has \"%s\" below %s\n", id, have,
                        above == REINTI_NONE ? "nothing" : list->code[above].name, label, parent);
            wrong++;
        }
    }
    if (n != list->n) {
        print_error("list %s has %zu codes, the report %zu\n", list->name, list->n, n);
        wrong++;
    }
    return wrong;
}

static void
challenges_services_and_domains_are_whole(void **state)
{
    static const char *const challenges[] = { "C", NULL }, *const services[] = { "S", "SVX", NULL },
                             *const domains[] = { "DOM", NULL };
    table *t = calloc(1, sizeof *t);
    reint_codebook *cb = going_home();
    const reinti_list *challenge = &cb->list[reinti_codebook_find_list(cb, "challenge")];

    (void)state;
    read_table("codeframe", t);
    assert_int_equal(t->n, 419);
    assert_int_equal(challenge->n, 117); /* nine challenges and what is below them */
    size_t wrong = compare_tree(t, challenge, challenges, true);
    wrong += compare_tree(t, &cb->list[reinti_codebook_find_list(cb, "service")], services, false);
    wrong += compare_tree(t, &cb->list[reinti_codebook_find_list(cb, "domain")], domains, false);
    assert_int_equal(wrong, 0);
    reint_codebook_free(cb);
    free(t->data);
    free(t);
}

/* ---- Table 3 ------------------------------------------------------------------------------------------- */

/* Whether the parts of CELL, joined by " | ", are the N texts. */
static bool
same_parts(const char *cell, const char *const *text, size_t n)
{
    size_t k = 0;

    for (const char *at = *cell ? cell : NULL; at; k++) {
        const char *end = strstr(at, " | ");
        size_t length = end ? (size_t)(end - at) : strlen(at);
        if (k == n || strlen(text[k]) != length || strncmp(at, text[k], length))
            return false;
        at = end ? end + 3 : NULL;
    }
    return k == n;
}

/* The rows for one cell of the printed table: one a law, in its order, or one without a law. */
static bool
compare_cell(const reinti_entitlements *e, size_t a, size_t q, char *const *cell, bool *seen)
{
    static const char *const words[] = { "no", "yes", "conditional" }, *const sure[] = { "high", "medium",
                                                                                         "low" };
    const char *law[20];
    size_t n_laws = 0, n = 0;

    for (size_t i = 0; i < e->n; i++) {
        const reinti_entitlement *row = &e->row[i];
        if (row->assistance != a || row->population != q)
            continue;
        n++;
        seen[i] = true;
        if (row->law && n_laws < REINTI_LENGTH(law))
            law[n_laws++] = row->law;
        if (strcmp(words[row->entitled], cell[2]) || strcmp(sure[row->confidence], cell[8]) ||
            strcmp(reinti_text_or(row->page, ""), cell[7]) ||
            !same_parts(cell[4], row->provider, row->n_providers))
            return false;
    }
    return n == (n_laws ? n_laws : 1) && same_parts(cell[3], law, n_laws);
}

static void
every_row_of_table_3_is_there_with_its_confidence(void **state)
{
    table *t = calloc(1, sizeof *t);
    reint_codebook *cb = going_home();
    reinti_arena *arena = reinti_arena_create();
    reinti_entitlements *e;
    size_t wrong = 0, others = 0;

    (void)state;
    read_table("table3-entitlements", t);
    assert_int_equal(t->n, 120); /* 15 forms of assistance x 8 groups */
    assert_int_equal(reinti_entitlements_open(cb, arena, &e, NULL), REINT_OK);
    bool *seen = calloc(e->n, sizeof *seen);
    for (size_t r = 0; r < t->n; r++) {
        size_t a = 0, q = 0;
        while (a < e->n_assistances &&
               strcmp(reinti_label_text(&e->assistance[a].label, "en"), t->cell[r][0]))
            a++;
        while (q < e->n_populations && strcmp(e->population[q].id, t->cell[r][1]))
            q++;
        if (a == e->n_assistances || q == e->n_populations || !compare_cell(e, a, q, t->cell[r], seen)) {
            print_error("%s, %s: not as in Table 3\n", t->cell[r][0], t->cell[r][1]);
            wrong++;
        }
    }
    for (size_t i = 0; i < e->n;
         i++) /* the rest is of chapter 4, whose populations have no column in the table */
        if (!seen[i]) {
            const char *id = e->population[e->row[i].population].id;
            others++;
            if (strcmp(id, "victims") && strcmp(id, "migrants") && strcmp(id, "victims_west_java")) {
                print_error("line %ld: a row for %s that the table does not have\n", e->row[i].line, id);
                wrong++;
            }
        }
    assert_true(others > 0);
    assert_int_equal(wrong, 0);
    free(seen);
    reinti_arena_free(arena);
    reint_codebook_free(cb);
    free(t->data);
    free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_category_of_every_attribute_is_there),
        cmocka_unit_test(numbers_ages_and_sets_hold_what_the_report_groups),
        cmocka_unit_test(classes_and_reasons_are_those_of_the_report),
        cmocka_unit_test(challenges_services_and_domains_are_whole),
        cmocka_unit_test(every_row_of_table_3_is_there_with_its_confidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
