/* consent.c -- what people consented to, person by person and purpose by purpose.
 *
 * Who is counted is decided by frame/, from the same records and by the same rule: the latest answer holds.  Nothing
 * recorded is not a "no" and not a "yes": it is told apart. */
#include <config.h>

#include "ingest/consent.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/model.h"
#include "ingest/correct.h"
#include "ingest/ingest.h"
#include "study/store.h"

typedef struct consent_form {
    reint_study *study;
    const reint_codebook *cb;
    size_t f;
    const reinti_form *form;
    const reinti_layout *layout;
    size_t purpose, date, answer; /* variables of the form; date may be REINTI_NONE */
} consent_form;

static size_t
find_variable(const reinti_form *form, size_t from, size_t to, reinti_type type)
{
    for (size_t v = from; v < to; v++)
        if (form->variable[v].type == type && !form->variable[v].multiple && v != form->wave)
            return v;
    return REINTI_NONE;
}

static reint_status
find_form(reint_study *study, consent_form *c, reint_error *err)
{
    *c = (consent_form){ .study = study, .cb = reint_study_codebook(study) };
    c->f = reinti_codebook_find_form(c->cb, "consent");
    if (c->f != REINTI_NONE) {
        c->form = &c->cb->form[c->f];
        c->layout = reinti_store_layout(study, c->f);
        c->purpose = find_variable(c->form, 0, c->form->n_key, REINTI_CODE);
        c->date = find_variable(c->form, 0, c->form->n_key, REINTI_DATE);
        c->answer = find_variable(c->form, c->form->n_key, c->form->n, REINTI_CODE);
    }
    if (c->f == REINTI_NONE || c->form->person == REINTI_NONE || c->purpose == REINTI_NONE ||
        c->answer == REINTI_NONE)
        return reinti_fail(
            err, REINT_STUDY, reint_study_path(study), 0,
            "the codebook has no form consent with a person and a purpose in its key and an answer; see "
            "reint-codebook(5)");
    return REINT_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

typedef struct latest {
    int64_t day;
    int32_t state; /* permanent id, or -(reason + 1); 0: nothing recorded */
} latest;

static int64_t
stored_state(const reinti_raw *raw, size_t row)
{
    switch (raw->width) {
    case REINTI_I8:
        return ((const int8_t *)raw->data)[row];
    case REINTI_I16:
        return ((const int16_t *)raw->data)[row];
    default:
        return ((const int32_t *)raw->data)[row];
    }
}

/* The latest answer of each person (by id) to each purpose (by its place in the list), row by person. */
static reint_status
read_answers(const consent_form *c, latest *all, size_t n_persons, reint_error *err)
{
    const reinti_variable *purpose = &c->form->variable[c->purpose];
    size_t n_purposes = c->cb->list[purpose->list].n, n = 0;
    const int64_t *key;
    reinti_raw raw;
    reint_status status = reinti_store_keys(c->study, c->f, &key, &n, err);

    if (!status)
        status = reinti_store_column(c->study, c->f, c->layout->first_slot[c->answer], &raw, err);
    for (size_t i = 0; !status && i < n; i++) {
        size_t person = (size_t)reinti_store_key_part(c->layout, key[i], c->form->person);
        size_t at = reinti_store_code_of(c->study, purpose->list,
                                         reinti_store_key_part(c->layout, key[i], c->purpose));
        int64_t day = c->date == REINTI_NONE ? 0 : reinti_store_key_part(c->layout, key[i], c->date);
        if (person > n_persons || at >= n_purposes)
            continue;
        latest *l = &all[person * n_purposes + at];
        if (!l->state || day >= l->day)
            *l = (latest){ day, (int32_t)stored_state(&raw, i) };
    }
    return status;
}

static const char *
state_name(const consent_form *c, int32_t state)
{
    size_t list = c->form->variable[c->answer].list, code = reinti_store_code_of(c->study, list, state);

    if (state < 0 && (size_t)-state <= c->cb->n_missing)
        return c->cb->missing[-state - 1].name;
    return code == REINTI_NONE ? NULL : c->cb->list[list].code[code].name;
}

/* Persons with a record of their own. */
static reint_status
mark_recorded(const consent_form *c, bool *recorded, size_t n_persons, reint_error *err)
{
    const int64_t *key;
    size_t n, f = c->cb->person_form;
    reint_status status;

    if (f == REINTI_NONE)
        return REINT_OK;
    status = reinti_store_keys(c->study, f, &key, &n, err);
    for (size_t i = 0; !status && i < n; i++) {
        size_t person =
            (size_t)reinti_store_key_part(reinti_store_layout(c->study, f), key[i], c->cb->form[f].person);
        if (person <= n_persons)
            recorded[person] = true;
    }
    return status;
}

/* FN for one purpose; *STOP: it wants no more. */
static reint_status
tell_purpose(const consent_form *c, const latest *all, const bool *recorded, size_t n_persons, size_t only,
             size_t at, int (*fn)(const reint_consent *, void *), void *user, bool *stop)
{
    const reinti_list *purposes = &c->cb->list[c->form->variable[c->purpose].list];
    reinti_str date = REINTI_STR_EMPTY;

    for (size_t p = only ? only : 1; !*stop && p <= (only ? only : n_persons); p++) {
        const latest *l = &all[p * purposes->n + at];
        const char *key =
            recorded[p] || l->state || only ? reinti_store_person_key(c->study, (int64_t)p) : NULL;
        if (!key)
            continue;
        reinti_str_clear(&date);
        if (l->state && c->date != REINTI_NONE)
            reinti_format_date(&date, (reinti_interval){ (int32_t)l->day, (int32_t)l->day });
        reint_consent consent = { key, purposes->code[at].name, l->state ? state_name(c, l->state) : NULL,
                                  reinti_text_or(date.text, "") };
        *stop = date.failed || fn(&consent, user);
    }
    bool failed = date.failed;
    reinti_str_free(&date);
    return failed ? REINT_NO_MEMORY : REINT_OK;
}

reint_status
reint_study_consents(reint_study *study, const char *person,
                     int (*fn)(const reint_consent *consent, void *user), void *user, reint_error *err)
{
    consent_form c;
    latest *all = NULL;
    bool *recorded = NULL, stop = false;
    size_t n_persons = reinti_store_n_persons(study), n_purposes = 0, only = 0;
    reint_status status = find_form(study, &c, err);

    if (!status && person) {
        only = (size_t)reinti_store_person(study, person, strlen(person));
        if (!only)
            status =
                reinti_fail(err, REINT_DATA, reint_study_path(study), 0, "nobody with this key is known");
    }
    if (!status) {
        n_purposes = c.cb->list[c.form->variable[c.purpose].list].n;
        all = calloc((n_persons + 1) * (n_purposes + 1), sizeof *all);
        recorded = calloc(n_persons + 1, sizeof *recorded);
        status = all && recorded ? read_answers(&c, all, n_persons, err) : reinti_no_memory(err);
    }
    if (!status)
        status = mark_recorded(&c, recorded, n_persons, err);
    for (size_t at = 0; !status && !stop && at < n_purposes; at++)
        if (tell_purpose(&c, all, recorded, n_persons, only, at, fn, user, &stop))
            status = reinti_no_memory(err);
    free(all);
    free(recorded);
    return status;
}

void
reint_study_consent_required(const reint_study *study, const char **purpose, const char **state)
{
    const reint_codebook *cb = reint_study_codebook(study);

    *purpose = cb->consent_required ? cb->consent_purpose : NULL;
    *state = cb->consent_required ? cb->consent_value : NULL;
}

int
reint_study_consent_counts(const reint_study *study, const char *purpose, const char *state)
{
    const reint_codebook *cb = reint_study_codebook(study);
    bool analysis = !strcmp(purpose, REINTI_CONSENT_ANALYSIS);

    for (size_t k = 0; analysis && k < REINTI_CONSENT_NOS; k++)
        if (!strcmp(state, reinti_consent_no[k]))
            return 0;
    if (cb->consent_required)
        return strcmp(purpose, cb->consent_purpose) ? -1 : !strcmp(state, cb->consent_value);
    return analysis ? 1 : -1;
}

/* ---- recording ---------------------------------------------------------------------------------------------------- */

/* What CONSENT says of variable V of the form. */
static const char *
value_of(const consent_form *c, const reint_consent *consent, size_t v)
{
    return v == c->form->person ? consent->person
           : v == c->purpose    ? consent->purpose
           : v == c->date       ? reinti_text_or(consent->date, "")
           : v == c->answer     ? consent->state
                                : NULL;
}

/* The values of the key as one line of a file, and as the words that name the record. */
static reint_status
write_row(const consent_form *c, const reint_consent *consent, reinti_str *row, reinti_str *words,
          reint_error *err)
{
    for (int line = 0; line < 2; line++) {
        for (size_t k = 0; k <= c->form->n_key; k++) {
            size_t v = k < c->form->n_key ? k : c->answer;
            const char *value = line ? value_of(c, consent, v) : c->form->variable[v].name;
            if (!value)
                return reinti_fail(
                    err, REINT_ARGUMENT, NULL, 0,
                    "the key of form consent has \"%s\" as well: read such records from a file",
                    c->form->variable[v].name);
            if (strpbrk(value, "\",\r\n"))
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                   "%s may not hold quotes, commas or line ends", c->form->variable[v].name);
            reinti_str_format(row, "%s%s", k ? "," : "", value);
            if (line && k < c->form->n_key)
                reinti_str_format(words, "%s%s", k ? " " : "", value);
        }
        reinti_str_add_char(row, '\n');
    }
    return row->failed || words->failed ? reinti_no_memory(err) : REINT_OK;
}

/* Whether there is an answer of that day already. */
static bool
is_recorded(const consent_form *c, const char *words)
{
    const reinti_block *record;
    reinti_scan *scan = NULL;
    int64_t key;
    bool there = !reinti_store_find_record(c->study, c->f, words, &key, NULL) &&
                 !reinti_store_read(c->study, c->f, key, &scan, &record, NULL);

    reinti_scan_free(scan);
    return there;
}

static reint_status
add_answer(const consent_form *c, const reinti_str *row, const char *who, const char *why,
           reint_findings *findings, reint_error *err)
{
    reint_ingest_options options = { .size = sizeof options,
                                     .form = "consent",
                                     .input = "consent",
                                     .separator = ',',
                                     .strict = 1,
                                     .who = who,
                                     .why = why };
    reint_findings *own = reint_findings_create();
    reint_status status = own ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reint_ingest_memory(c->study, "consent", row->text, row->length, &options, NULL, own, err);
    for (size_t i = 0; own && i < reint_findings_count(own); i++) {
        const reint_finding *f = reint_findings_get(own, i);
        if (findings && f->severity > REINT_NOTE)
            reinti_find(findings, f->severity, f->code, NULL, f->form, 0, 0, "%s", f->text);
    }
    if (status == REINT_DATA)
        status =
            reinti_fail(err, REINT_DATA, NULL, 0, "the codebook does not allow it; nothing was recorded");
    reint_findings_free(own);
    return status;
}

reint_status
reint_study_record_consent(reint_study *study, const reint_consent *consent, const char *who, const char *why,
                           reint_findings *findings, reint_error *err)
{
    reinti_str row = REINTI_STR_EMPTY, words = REINTI_STR_EMPTY;
    consent_form c;
    reint_status status = find_form(study, &c, err);

    if (!status && c.date != REINTI_NONE && !*reinti_text_or(consent->date, ""))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the day of the answer is missing");
    if (!status)
        status = write_row(&c, consent, &row, &words, err);
    if (!status && is_recorded(&c, words.text)) {
        const char *const set[][2] = { { c.form->variable[c.answer].name, consent->state }, { NULL, NULL } };
        reint_correction correction = { .size = sizeof correction,
                                        .form = "consent",
                                        .key = words.text,
                                        .set = set,
                                        .who = who,
                                        .why = why };
        status = reint_study_correct(study, &correction, NULL, findings, err);
    } else if (!status) {
        status = add_answer(&c, &row, who, why, findings, err);
    }
    reinti_str_free(&row);
    reinti_str_free(&words);
    return status;
}
