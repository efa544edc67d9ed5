/* check.c -- is the study file sound, was it changed outside reint, who may read it, and does it fit its
 * codebook. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

static reint_status
check_file(reint_study *s, reint_findings *findings, reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status = reinti_sql_prepare(s, &statement, err, "PRAGMA quick_check(20)");

    if (status)
        return status;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        if (text && strcmp(text, "ok"))
            reinti_find(findings, REINT_ERROR, "damaged", s->path, NULL, 0, 0, "the file is damaged: %s",
                        text);
    }
    sqlite3_finalize(statement);
    reinti_study_check_place(s->path, findings);
    return REINT_OK;
}

/* ---- what stands in the tables ------------------------------------------------------------------------- */

/* A finding if QUERY counts any. */
static reint_status
count(reint_study *s, reint_findings *findings, reint_severity severity, const char *code, const char *form,
      const char *text, char *query, reint_error *err)
{
    int64_t n = 0;
    reint_status status = query ? reinti_sql_integer(s, &n, err, "%s", query) : reinti_no_memory(err);

    sqlite3_free(query);
    if (!status && n)
        reinti_find(findings, severity, code, s->path, form, 0, 0, "%lld %s", (long long)n, text);
    return status;
}

static reint_status
check_dictionaries(reint_study *s, reint_findings *findings, reint_error *err)
{
    reint_status status =
        count(s, findings, REINT_ERROR, "damaged", NULL, "respondents share their key with another one",
              sqlite3_mprintf("SELECT count(*) - count(DISTINCT key) FROM reint_person"), err);
    if (!status)
        status =
            count(s, findings, REINT_ERROR, "damaged", NULL, "contexts of a transaction were left behind",
                  sqlite3_mprintf("SELECT count(*) FROM reint_context"), err);
    return status;
}

/* Codes that no list has, codes of no record. */
static reint_status
check_codes(reint_study *s, size_t f, reint_findings *findings, reint_error *err)
{
    const reinti_form_store *store = &s->form[f];
    const reinti_form *form = store->layout.form;
    reint_status status = REINT_OK;

    for (size_t v = form->n_key; !status && v < form->n; v++) {
        const reinti_variable *variable = &form->variable[v];
        char *table = variable->multiple ? sqlite3_mprintf("%s__%s", store->table, variable->name)
                                         : sqlite3_mprintf("%s", store->table);
        const char *column = variable->multiple ? "code" : variable->name;
        if (variable->type == REINTI_CODE)
            status = count(
                s, findings, REINT_ERROR, "unknown_code", form->name,
                "values are of no code that the study ever had; another program wrote them",
                table
                    ? sqlite3_mprintf(
                          "SELECT count(*) FROM \"%w\" WHERE \"%w\" > 0 AND \"%w\" NOT IN (SELECT c.id FROM "
                          "reint_code c JOIN reint_list l ON l.id = c.list WHERE l.name = %Q)",
                          table, column, column, s->cb->list[variable->list].name)
                    : NULL,
                err);
        if (!status && variable->multiple)
            status =
                count(s, findings, REINT_ERROR, "dangling_codes", form->name,
                      "codes of a multiple-response set belong to no record",
                      table ? sqlite3_mprintf(
                                  "SELECT count(*) FROM \"%w\" WHERE record NOT IN (SELECT _id FROM \"%w\")",
                                  table, store->table)
                            : NULL,
                      err);
        sqlite3_free(table);
    }
    return status;
}

static reint_status
check_form(reint_study *s, size_t f, reint_findings *findings, reint_error *err)
{
    uint64_t sum;
    int64_t n, outside = 0, lost = 0;
    const char *name = s->cb->form[f].name;
    reint_status status = reinti_digest_sum(s, f, &sum, &n, err);

    if (!status)
        status = reinti_sql_integer(
            s, &outside, err, "SELECT count(*) FROM reint_history WHERE form = %Q AND who = 'outside reint'",
            name);
    if (status)
        return status;
    if (sum != s->form[f].digest || n != s->form[f].n_rows)
        reinti_find(findings, REINT_ERROR, "changed_outside", s->path, name, 0, 0,
                    "records of form \"%s\" were changed by another program (%lld stored, %lld known to "
                    "reint; %lld changes are in the"
                    " history as \"outside reint\")",
                    name, (long long)n, (long long)s->form[f].n_rows, (long long)outside);
    status = check_codes(s, f, findings, err);
    if (status || s->cb->form[f].person == REINTI_NONE || f == s->cb->person_form)
        return status;
    const reinti_layout *layout = &s->form[f].layout;
    size_t k = s->cb->form[f].person;
    status = reinti_sql_integer(
        s, &lost, err, "SELECT count(*) FROM \"%w\" WHERE (_id >> %d & %lld) NOT IN (SELECT _id FROM \"%w\")",
        s->form[f].table, (int)layout->key_shift[k], ((long long)1 << layout->key_bits[k]) - 1,
        s->form[s->cb->person_form].table);
    if (!status && lost)
        reinti_find(findings, REINT_WARNING, "no_person_record", s->path, name, 0, 0,
                    "%lld records of form \"%s\" belong to respondents without a record of their own; they "
                    "are in no base",
                    (long long)lost, name);
    return status;
}

reint_status
reint_study_check(reint_study *s, reint_findings *findings, reint_error *err)
{
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    reint_status status = reinti_read_begin(s, err); /* all of it about one state of the file */

    if (status)
        return status;
    status = check_file(s, findings, err);
    if (!status)
        status = check_dictionaries(s, findings, err);
    for (size_t f = 0; !status && f < s->n_forms; f++)
        status = check_form(s, f, findings, err);
    reinti_read_end(s);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_DATA, findings, from);
    return status;
}
