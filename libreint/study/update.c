/* update.c -- a study takes a changed codebook: what is new is added and told.
 *
 * Nothing stored is changed.  A change that would give stored records another meaning (type, list, key or
 * multiplicity of a variable) or none (a variable, form or missing reason that is gone, a code that is gone
 * and in use) is refused, and the study stays as it was.  A new variable has no answer in stored records.
 * Whether stored records still fit is for the checks of the loader to say (ingest/recheck.c), which are called
 * inside the transaction. */
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
        if (reinti_codebook_find_missing(new, old->missing[m].name) == REINTI_NONE)
            refuse(findings, new, "", 0, "missing reason", old->missing[m].name,
                   "is gone (keep it, even if it is no longer used)");
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
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < s->n_forms; f++) {
        size_t g = reinti_codebook_find_form(old, s->cb->form[f].name);
        if (g == REINTI_NONE) {
            status = reinti_schema_form(s, f, err);
            continue;
        }
        for (size_t v = s->cb->form[f].n_key; !status && v < s->cb->form[f].n; v++)
            if (reinti_form_find(&old->form[g], s->cb->form[f].variable[v].name) == REINTI_NONE)
                status = reinti_schema_add_variable(s, f, v, err);
        if (!status)
            status = reinti_schema_triggers(s, f, err);
        if (!status)
            status = reinti_schema_views(s, f, err);
    }
    return status ? status : reinti_digest_load(s, err);
}

/* ---- codes that are gone
 * ------------------------------------------------------------------------------------------------ */

/* Records whose code the list no longer has. */
static reint_status
check_gone(reint_study *s, reint_findings *findings, size_t f, size_t variable, reint_error *err)
{
    const reinti_form_store *store = &s->form[f];
    const reinti_variable *v = &s->cb->form[f].variable[variable];
    const reinti_list *list = &s->cb->list[v->list];
    reinti_str where = REINTI_STR_EMPTY;
    int64_t n = 0;
    reint_status status;

    if (v->key)
        reinti_str_format(&where, "((_id >> %u & %lld)", store->layout.key_shift[variable],
                          (long long)((INT64_C(1) << store->layout.key_bits[variable]) - 1));
    else if (v->multiple)
        reinti_str_format(&where, "_id IN (SELECT record FROM \"%s__%s\" WHERE code", store->table, v->name);
    else
        reinti_str_format(&where, "(\"%s\" > 0 AND \"%s\"", v->name, v->name);
    reinti_str_add(&where, " NOT IN (0");
    for (size_t c = 0; c < list->n; c++)
        reinti_str_format(&where, ", %lld", (long long)reinti_store_code_id(s, v->list, c));
    reinti_str_add(&where, "))");
    status = where.failed ? reinti_no_memory(err)
                          : reinti_sql_integer(s, &n, err, "SELECT count(*) FROM \"%w\" WHERE %s",
                                               store->table, where.text);
    reinti_str_free(&where);
    if (!status && n)
        reinti_find(findings, REINT_ERROR, "meaning_changes", s->cb->file[0].name, s->cb->form[f].name,
                    v->line, 0,
                    reinti_words_n(
                        "%lld stored record: \"%s\" has a code that is gone from its list; keep the code and "
                        "say `retired: yes`",
                        "%lld stored records: \"%s\" has a code that is gone from its list; keep the code "
                        "and say `retired: yes`",
                        (size_t)n),
                    (long long)n, v->name);
    return status;
}

/* ---- what is new --------------------------------------------------------------------------------------- */

static void
tell(reint_study *s, reint_findings *findings, const char *form, long line, const char *text)
{
    reinti_find(findings, REINT_NOTE, "codebook_changed", s->cb->file[0].name, form, line, 0, "%s", text);
}

/* "list "sex": new codes a, b": the first few of those in LIST that OTHER does not have. */
static void
tell_codes(reint_study *s, reint_findings *findings, const reinti_list *list, const reinti_list *other,
           const char *what, long line)
{
    enum { SHOWN = 10 };
    reinti_str text = REINTI_STR_EMPTY;
    size_t n = 0;

    for (size_t c = 0; c < list->n; c++)
        if (reinti_list_find(other, list->code[c].name) == REINTI_NONE && ++n <= SHOWN)
            reinti_str_format(&text, "%s%s", n > 1 ? ", " : "", list->code[c].name);
    reinti_str whole = REINTI_STR_EMPTY;
    reinti_str_format(&whole, reinti_words("list \"%s\": %s %s%s"), list->name, reinti_words(what), text.text,
                      n > SHOWN ? ", ..." : "");
    if (n)
        tell(s, findings, "", line, whole.text);
    reinti_str_free(&whole);
    reinti_str_free(&text);
}

static reint_status
tell_variable(reint_study *s, reint_findings *findings, size_t f, const reinti_variable *v, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;
    int64_t n = 0;
    reint_status status = reinti_sql_integer(s, &n, err, "SELECT count(*) FROM \"%w\"", s->form[f].table);

    reinti_str_format(&text,
                      reinti_words_n("variable \"%s\" is new: %lld stored record has no answer to it",
                                     "variable \"%s\" is new: %lld stored records have no answer to it",
                                     (size_t)n),
                      v->name, (long long)n);
    if (!status)
        tell(s, findings, s->cb->form[f].name, v->line, text.text);
    reinti_str_free(&text);
    return status;
}

static reint_status
tell_what_is_new(reint_study *s, const reint_codebook *old, reint_findings *findings, reint_error *err)
{
    const reint_codebook *cb = s->cb;
    reint_status status = REINT_OK;

    for (size_t l = 0; l < cb->n_lists; l++) {
        size_t k = reinti_codebook_find_list(old, cb->list[l].name);
        if (k == REINTI_NONE)
            continue; /* a new list serves new variables */
        tell_codes(s, findings, &cb->list[l], &old->list[k], REINTI_WORDS("new codes"), cb->list[l].line);
        tell_codes(s, findings, &old->list[k], &cb->list[l], REINTI_WORDS("gone, and in no stored record:"),
                   cb->list[l].line);
    }
    for (size_t f = 0; !status && f < cb->n_forms; f++) {
        size_t g = reinti_codebook_find_form(old, cb->form[f].name);
        for (size_t v = cb->form[f].n_key; g != REINTI_NONE && !status && v < cb->form[f].n; v++)
            if (reinti_form_find(&old->form[g], cb->form[f].variable[v].name) == REINTI_NONE)
                status = tell_variable(s, findings, f, &cb->form[f].variable[v], err);
        if (g == REINTI_NONE) {
            reinti_str text = REINTI_STR_EMPTY;
            reinti_str_format(&text, reinti_words("form \"%s\" is new"), cb->form[f].name);
            tell(s, findings, cb->form[f].name, cb->form[f].line, text.text);
            reinti_str_free(&text);
        }
    }
    return status;
}

/* ---- taking it ----------------------------------------------------------------------------------------- */

/* What belongs to a codebook in an open study, to go back to when the new one is refused. */
typedef struct of_codebook {
    reint_codebook *cb;
    int64_t version;
    size_t n_forms;
    reinti_form_store *form;
    reinti_list_ids *list;
} of_codebook;

static of_codebook
take_out(reint_study *s)
{
    of_codebook old = { s->cb, s->codebook_version, s->n_forms, s->form, s->list };

    for (size_t f = 0; f < s->n_forms; f++) { /* the cache is of the old codebook */
        reinti_insert_finish(s, f);
        reinti_columns_drop(s, f);
        s->form[f].largest_known = false;
    }
    reinti_cache_unmap(s);
    s->cb = NULL;
    s->n_forms = 0;
    s->form = NULL;
    s->list = NULL;
    return old;
}

static void
release(of_codebook *old)
{
    free(old->form); /* statements and columns are gone since take_out */
    if (old->cb)
        reinti_dict_free_codes(old->list, old->cb->n_lists);
    reint_codebook_free(old->cb);
}

static void
put_back(reint_study *s, const of_codebook *old)
{
    of_codebook refused = take_out(s);

    release(&refused);
    s->cb = old->cb;
    s->codebook_version = old->version;
    s->n_forms = old->n_forms;
    s->form = old->form;
    s->list = old->list;
    reinti_digest_load(s, NULL);
}

static reint_status
switch_codebook(reint_study *s, const reint_codebook *old, reint_findings *findings, reint_error *err)
{
    reint_status status = reinti_codebook_load(s, &s->cb, err);

    if (!status)
        status = reinti_dict_load_codes(s, err);
    if (!status)
        status = reinti_layout_build(s, err);
    if (!status)
        status = add_new(s, old, err);
    for (size_t f = 0; !status && f < s->n_forms; f++)
        for (size_t v = 0; !status && v < s->cb->form[f].n; v++)
            if (s->cb->form[f].variable[v].type == REINTI_CODE &&
                reinti_codebook_find_form(old, s->cb->form[f].name) != REINTI_NONE)
                status = check_gone(s, findings, f, v, err);
    return status;
}

reint_status
reinti_store_update(reint_study *s, const reint_codebook *cb, reinti_store_check_fn check, void *user,
                    reint_findings *findings, reint_error *err)
{
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    reint_status status;

    check_meaning(s->cb, cb, findings);
    if (reint_findings_count_severity(findings, REINT_ERROR) > errors)
        return reinti_fail_findings(err, REINT_DATA, findings, from);
    status = reinti_store_begin(s, "", "codebook", err);
    if (status)
        return status;
    status = check(s, false, user, err);
    if (!status)
        status = reinti_schema_store_codebook(s, cb, err);
    if (!status)
        status = reinti_schema_store_codes(s, cb, err);
    of_codebook old = take_out(s);
    if (!status)
        status = switch_codebook(s, old.cb, findings, err);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_DATA, findings, from);
    if (!status)
        status = check(s, true, user, err);
    if (!status)
        status = tell_what_is_new(s, old.cb, findings, err);
    if (!status)
        status = reinti_store_commit(s, err);
    if (!status) {
        release(&old);
        return REINT_OK;
    }
    reinti_store_rollback(s);
    put_back(s, &old);
    return status;
}
