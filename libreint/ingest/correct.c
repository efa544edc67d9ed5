/* correct.c -- corrects one stored record, by hand.
 *
 * The record is written out as the row of a file that it could have come from (stored.c), takes the new values, and goes
 * through the same checks and the same loader as any file that corrects.  So a correction can store nothing that a file could
 * not, and a rule sees the whole record.  A value that no file could say (a reason without a raw code, a variable that
 * the record's instrument did not have) has no column in that row: it stays as it is. */
#include <config.h>

#include "ingest/correct.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "ingest/stored.h"

typedef struct correction {
    reint_study *study;
    const reint_codebook *cb;
    size_t f;
    const reinti_form *form;
    reinti_stored stored;
    const char **given; /* per variable; NULL: none */
    reinti_str header, row, cell;
} correction;

/* ---- the row ------------------------------------------------------------------------------------------------------ */

static void
add_field(reinti_str *line, const char *text, size_t n)
{
    reinti_str_add(line, line->length ? ",\"" : "\"");
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"')
            reinti_str_add_char(line, '"');
        reinti_str_add_char(line, text[i]);
    }
    reinti_str_add_char(line, '"');
}

static bool
write_row(correction *c)
{
    for (size_t v = 0; v < c->form->n; v++) {
        const char *name = c->form->variable[v].name;
        reinti_stored_state state = reinti_stored_cell(&c->stored, 0, v, &c->cell);
        if (c->given[v]) {
            reinti_str_clear(&c->cell);
            reinti_str_add(&c->cell, c->given[v]);
        } else if (state != REINTI_STORED_SAID && v >= c->form->n_key) {
            continue;
        }
        add_field(&c->header, name, strlen(name));
        add_field(&c->row, c->cell.text, c->cell.length);
    }
    reinti_str_add_char(&c->header, '\n');
    reinti_str_add_n(&c->header, c->row.text, c->row.length);
    reinti_str_add_char(&c->header, '\n');
    return !c->header.failed && !c->row.failed && !c->cell.failed;
}

/* ---- what is asked for -------------------------------------------------------------------------------------------- */

/* The name of a missing reason stands for its raw code, unless it is a code of the list itself. */
static const char *
given_value(const correction *c, const reinti_variable *v, const char *text)
{
    size_t reason = reinti_codebook_find_missing(c->cb, text);
    const char *raw;

    if (reason == REINTI_NONE ||
        (v->type == REINTI_CODE && reinti_list_find(&c->cb->list[v->list], text) != REINTI_NONE))
        return text;
    raw = reinti_stored_reason(c->cb, v, reason);
    return raw ? raw : text;
}

static reint_status
unknown(const char *what, const char *name, const char *const *names, size_t n, reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;
    reint_status status;

    reinti_did_you_mean(&hint, name, names, n);
    status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no %s \"%.64s\"%s", what, name, hint.text);
    reinti_str_free(&hint);
    return status;
}

static reint_status
find_form(correction *c, const char *name, reint_error *err)
{
    const char **names;
    reint_status status;

    c->f = reinti_codebook_find_form(c->cb, name);
    if (c->f != REINTI_NONE) {
        c->form = &c->cb->form[c->f];
        c->stored = (reinti_stored){ c->study, c->cb, c->form, reinti_store_layout(c->study, c->f), NULL };
        c->given = calloc(c->form->n + 1, sizeof *c->given);
        return c->given ? REINT_OK : reinti_no_memory(err);
    }
    names = calloc(c->cb->n_forms + 1, sizeof *names);
    for (size_t i = 0; names && i < c->cb->n_forms; i++)
        names[i] = c->cb->form[i].name;
    status = names ? unknown("form", name, names, c->cb->n_forms, err) : reinti_no_memory(err);
    free(names);
    return status;
}

static reint_status
find_variables(correction *c, const char *const (*set)[2], reint_error *err)
{
    for (; set && (*set)[0]; set++) {
        size_t v = reinti_form_find(c->form, (*set)[0]);
        if (v == REINTI_NONE) {
            const char **names = calloc(c->form->n + 1, sizeof *names);
            for (size_t i = 0; names && i < c->form->n; i++)
                names[i] = c->form->variable[i].name;
            reint_status status =
                names ? unknown("variable", (*set)[0], names, c->form->n, err) : reinti_no_memory(err);
            free(names);
            return status;
        }
        if (v < c->form->n_key)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "%s is part of the key: a record with a wrong key is another record",
                               (*set)[0]);
        if (c->given[v])
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s is given twice", (*set)[0]);
        c->given[v] = given_value(c, &c->form->variable[v], (*set)[1]);
    }
    return REINT_OK;
}

/* ---- public ------------------------------------------------------------------------------------------------------- */

static int
count_change(const reint_change *change, void *user)
{
    (void)change;
    ++*(size_t *)user;
    return 0;
}

/* As the row of a file; places in that row mean nothing to anybody. */
static reint_status
load_row(correction *c, const reint_correction *wanted, reint_findings *findings, reint_error *err)
{
    reint_ingest_options options = { .size = sizeof options,
                                     .form = c->form->name,
                                     .input = "correction",
                                     .separator = ',',
                                     .strict = 1,
                                     .correct = 1,
                                     .by_hand = 1,
                                     .who = wanted->who,
                                     .why = wanted->why };
    reint_findings *own = reint_findings_create();
    reint_status status;

    if (!own)
        return reinti_no_memory(err);
    status = reint_ingest_memory(c->study, "correction", c->header.text, c->header.length, &options, NULL,
                                 own, err);
    for (size_t i = 0; i < reint_findings_count(own); i++) {
        const reint_finding *f = reint_findings_get(own, i);
        if (findings && strcmp(f->code, "strict"))
            reinti_find(findings, f->severity, f->code, NULL, f->form, 0, 0, "%s", f->text);
    }
    if (status == REINT_DATA && reint_findings_count_severity(own, REINT_ERROR)) /* not "1 of 1 rows" */
        status = reinti_fail(err, REINT_DATA, NULL, 0,
                             "the codebook does not allow it; the record stays as it was");
    reint_findings_free(own);
    return status;
}

reint_status
reint_study_correct(reint_study *study, const reint_correction *wanted, size_t *changed,
                    reint_findings *findings, reint_error *err)
{
    correction c = { .study = study,
                     .cb = reint_study_codebook(study),
                     .header = REINTI_STR_EMPTY,
                     .row = REINTI_STR_EMPTY,
                     .cell = REINTI_STR_EMPTY };
    reinti_scan *scan = NULL;
    size_t before = 0, after = 0;
    int64_t key = 0;
    reint_status status = find_form(&c, wanted->form, err);

    if (!status)
        status = find_variables(&c, wanted->set, err);
    if (!status)
        status = reinti_store_find_record(study, c.f, wanted->key, &key, err);
    if (!status)
        status = reinti_store_read(study, c.f, key, &scan, &c.stored.block, err);
    if (!status && !write_row(&c))
        status = reinti_no_memory(err);
    if (!status)
        status = reint_study_history(study, count_change, &before, err);
    if (!status)
        status = load_row(&c, wanted, findings, err);
    if (!status)
        status = reint_study_history(study, count_change, &after, err);
    if (changed)
        *changed = after - before;
    reinti_scan_free(scan);
    free(c.given);
    reinti_str_free(&c.header);
    reinti_str_free(&c.row);
    reinti_str_free(&c.cell);
    return status;
}
