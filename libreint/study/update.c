/* update.c -- a study takes a changed codebook: what is new is added, what is stored is checked again.
 *
 * Nothing stored is changed.  A change that would give stored records another meaning (type, list, key or
 * multiplicity of a variable, the order of the missing reasons) is refused; a variable or a code that the new
 * codebook no longer has stays stored, and is listed if records use it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

static bool
same_key(const reinti_form *a, const reinti_form *b, const reint_codebook *cb_a, const reint_codebook *cb_b)
{
    if (a->n_key != b->n_key)
        return false;
    for (size_t i = 0; i < a->n_key; i++)
        if (strcmp(a->variable[i].name, b->variable[i].name) || a->variable[i].type != b->variable[i].type ||
            (a->variable[i].type == REINTI_CODE &&
             strcmp(cb_a->list[a->variable[i].list].name, cb_b->list[b->variable[i].list].name)))
            return false;
    return true;
}

/* "WHAT "NAME" BECAME; stored records would mean something else" */
static void
refuse(reint_findings *findings, const reint_codebook *cb, const char *form, long line, const char *what,
       const char *name, const char *became)
{
    reinti_find(findings, REINT_ERROR, "meaning_changes", reinti_path_last(cb->path), form, line, 0,
                "%s \"%s\" %s; stored records would mean something else. Give the new thing a new name", what,
                name, became);
}

/* What may not change, against the codebook that the study has. */
static void
check_meaning(const reint_codebook *old, const reint_codebook *new, reint_findings *findings)
{
    for (size_t m = 0; m < old->n_missing; m++)
        if (strcmp(old->missing[m].name, "undetermined") &&
            (m >= new->n_missing || strcmp(old->missing[m].name, new->missing[m].name)))
            refuse(findings, new, "", 0, "missing reason", old->missing[m].name,
                   "has moved or gone (new reasons come after all others)");
    for (size_t f = 0; f < old->n_forms; f++) {
        size_t g = reinti_codebook_find_form(new, old->form[f].name);
        if (g == REINTI_NONE) {
            refuse(findings, new, old->form[f].name, 0, "form", old->form[f].name, "is gone");
            continue;
        }
        const reinti_form *form = &new->form[g];
        if (!same_key(&old->form[f], form, old, new))
            refuse(findings, new, form->name, form->line, "the key of form", form->name, "has changed");
        for (size_t v = old->form[f].n_key; v < old->form[f].n; v++) {
            const reinti_variable *a = &old->form[f].variable[v];
            size_t w = reinti_form_find(form, a->name);
            if (w == REINTI_NONE) {
                refuse(findings, new, form->name, form->line, "variable", a->name,
                       "is gone (keep it, even if it is no longer asked)");
                continue;
            }
            const reinti_variable *b = &form->variable[w];
            if (a->type != b->type || a->multiple != b->multiple ||
                (a->type == REINTI_CODE && strcmp(old->list[a->list].name, new->list[b->list].name)))
                refuse(findings, new, form->name, b->line, "variable", a->name, "has another type or list");
        }
    }
}

/* ---- adding
 * -----------------------------------------------------------------------------------------------------------------
 */

static reint_status
add_new(reint_study *s, const reint_codebook *old, reint_error *err)
{
    reint_status status = reinti_digest_load(s, err);

    for (size_t f = 0; !status && f < s->cb->n_forms; f++) {
        size_t g = reinti_codebook_find_form(old, s->cb->form[f].name);
        if (g == REINTI_NONE) {
            status = reinti_schema_form(s, f, err);
            continue;
        }
        bool added = false;
        for (size_t v = s->cb->form[f].n_key; !status && v < s->cb->form[f].n; v++)
            if (reinti_form_find(&old->form[g], s->cb->form[f].variable[v].name) == REINTI_NONE) {
                status = reinti_schema_add_variable(s, f, v, err);
                added = true;
            }
        if (!status && added) /* every row has grown, and so has its digest */
            status = reinti_digest_sum(s, f, &s->form[f].digest, &s->form[f].n_rows, err);
        if (!status)
            status = reinti_schema_triggers(s, f, err);
        if (!status)
            status = reinti_schema_views(s, f, err);
    }
    return status;
}

/* ---- checking what is stored
 * ------------------------------------------------------------------------------------------------ */

static reint_status
count_misfits(reint_study *s, reint_findings *findings, size_t f, const reinti_variable *v, const char *what,
              const char *where, reint_error *err)
{
    int64_t n = 0;
    reint_status status =
        reinti_sql_integer(s, &n, err, "SELECT count(*) FROM \"%w\" WHERE %s", s->form[f].table, where);

    if (!status && n)
        reinti_find(findings, REINT_WARNING, "stored_does_not_fit", s->path, s->cb->form[f].name, v->line, 0,
                    "%lld stored records: \"%s\" %s", (long long)n, v->name, what);
    return status;
}

static reint_status
recheck_variable(reint_study *s, reint_findings *findings, size_t f, const reinti_variable *v,
                 reint_error *err)
{
    reinti_str where = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    if (v->has_min || v->has_max) {
        const char *high = v->type == REINTI_DATE || v->type == REINTI_AGE ? "__high" : "";
        if (v->has_min)
            reinti_str_format(&where, "\"%s\" < %.17g", v->name, v->min);
        if (v->has_max)
            reinti_str_format(&where, "%scoalesce(\"%s%s\", \"%s\") > %.17g", v->has_min ? " OR " : "",
                              v->name, high, v->name, v->max);
        status = count_misfits(s, findings, f, v, "is outside the range that the codebook now allows",
                               where.text, err);
    } else if (v->type == REINTI_CODE && !v->multiple) {
        reinti_str_format(&where, "\"%s\" > 0 AND \"%s\" NOT IN (0", v->name, v->name);
        for (size_t c = 0; c < s->cb->list[v->list].n; c++)
            if (!s->cb->list[v->list].code[c].retired)
                reinti_str_format(&where, ", %lld", (long long)reinti_store_code_id(s, v->list, c));
        reinti_str_add(&where, ")");
        status = count_misfits(s, findings, f, v, "has a code that the codebook no longer allows", where.text,
                               err);
    }
    if (!status && v->required && !v->key) {
        reinti_str_clear(&where);
        if (v->type == REINTI_CODE)
            reinti_str_format(&where, "\"%s\" IS NULL OR \"%s\" < 0", v->name, v->name);
        else
            reinti_str_format(&where, "\"%s\" IS NULL", v->name);
        status =
            count_misfits(s, findings, f, v, "is missing, and the codebook now requires it", where.text, err);
    }
    if (where.failed)
        status = reinti_no_memory(err);
    reinti_str_free(&where);
    return status;
}

/* The codebook as the study will keep it: its own copy, with its own layout. */
static reint_status
switch_codebook(reint_study *s, const reint_codebook *cb, reint_codebook **old, reint_error *err)
{
    reint_codebook *copy = NULL;
    reint_status status = reinti_codebook_parse(cb->file, cb->n_files, &copy, NULL, err);

    if (status)
        return status;
    reinti_layout_free(s);
    reinti_dict_forget(s);
    *old = s->cb;
    s->cb = copy;
    s->list = NULL;
    status = reinti_dict_load_codes(s, err);
    return status ? status : reinti_layout_build(s, err);
}

reint_status
reint_study_update_codebook(reint_study *s, const reint_codebook *cb, reint_findings *findings,
                            reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_codebook *old = NULL;
    reinti_list_ids *old_list = s->list;
    size_t n_old_lists = s->cb->n_lists;

    findings = findings ? findings : own;
    if (!findings)
        return reinti_no_memory(err);
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    check_meaning(s->cb, cb, findings);
    if (reint_findings_count_severity(findings, REINT_ERROR) > errors) {
        reint_status refused = reinti_fail_findings(err, REINT_DATA, findings, from);
        reint_findings_free(own);
        return refused;
    }
    reint_status status = reinti_store_begin(s, "", "codebook", err);
    if (!status)
        status = reinti_schema_store_codebook(s, cb, err);
    if (!status)
        status = reinti_schema_store_codes(s, cb, err);
    if (!status)
        status = switch_codebook(s, cb, &old, err);
    if (!status)
        status = add_new(s, old, err);
    for (size_t f = 0; !status && f < s->cb->n_forms; f++)
        for (size_t v = s->cb->form[f].n_key; !status && v < s->cb->form[f].n; v++)
            status = recheck_variable(s, findings, f, &s->cb->form[f].variable[v], err);
    if (!status)
        status = reinti_store_commit(s, err);
    else
        reinti_store_rollback(s);
    if (old) {
        for (size_t l = 0; l < n_old_lists; l++) {
            free(old_list[l].id_of);
            free(old_list[l].code_of);
        }
        free(old_list);
        reint_codebook_free(old);
    }
    reint_findings_free(own);
    return status;
}
