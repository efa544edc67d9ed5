/* view.c -- form tables hold integers, so that they are small and fast; the views beside them hold what the
 * integers mean, so that anyone with any SQLite tool reads the study, and no average can count a refusal: a
 * missing value is NULL in a view and its reason stands beside it in x__why.  "F" has codes, "F_labels" the
 * words for them. */
#include <config.h>

#include <string.h>

#include "study/internal.h"

/* The code with id EXPRESSION of a list, as name or label. */
static void
add_code(reinti_str *sql, const reint_codebook *cb, size_t list, const char *expression, bool labels)
{
    reinti_str_format(
        sql,
        "(SELECT %s FROM reint_code c JOIN reint_list l ON l.id = c.list WHERE l.name = '%s' AND c.id = %s)",
        labels ? "coalesce(c.label, c.name)" : "c.name", cb->list[list].name, expression);
}

static void
add_why(reinti_str *sql, const char *expression, const char *name)
{
    reinti_str_format(sql, ", (SELECT name FROM reint_missing WHERE id = %s) AS \"%s__why\"", expression,
                      name);
}

static void
add_key(reinti_str *sql, const reint_codebook *cb, const reinti_layout *layout, size_t k, bool labels)
{
    const reinti_variable *v = &layout->form->variable[k];
    char part[96];

    snprintf(part, sizeof part, "(t._id >> %u & %lld)", layout->key_shift[k],
             (1LL << layout->key_bits[k]) - 1);
    reinti_str_add(sql, k ? ", " : "");
    if (v->type == REINTI_PERSON)
        reinti_str_format(sql, "(SELECT key FROM reint_person WHERE id = %s)", part);
    else if (v->type == REINTI_CODE)
        add_code(sql, cb, v->list, part, labels);
    else if (v->type == REINTI_TEXT)
        reinti_str_format(sql, "(SELECT text FROM reint_word WHERE id = %s)", part);
    else if (v->type == REINTI_DATE)
        reinti_str_format(sql, "date(%s * 86400, 'unixepoch')", part);
    else
        reinti_str_add(sql, part);
    reinti_str_format(sql, " AS \"%s\"", v->name);
}

static void
add_point(reinti_str *sql, const reinti_variable *v, const char *end, int shift)
{
    if (v->type == REINTI_DATE)
        reinti_str_format(sql, "date((t.\"%s%s\" + %d) * 86400, 'unixepoch')", v->name, end, shift);
    else
        reinti_str_format(sql, "(t.\"%s%s\" + %d)", v->name, end, shift);
}

/* As written, else as one value or two, or with an open end. */
static void
add_interval(reinti_str *sql, const reinti_variable *v)
{
    reinti_str_format(sql,
                      "CASE WHEN t.\"%s__written\" IS NOT NULL THEN t.\"%s__written\" WHEN t.\"%s\" <= %d "
                      "THEN 'before ' || ",
                      v->name, v->name, v->name, REINTI_OPEN_LOW);
    add_point(sql, v, "__high", 1);
    reinti_str_format(sql, " WHEN t.\"%s__high\" >= %d THEN 'after ' || ", v->name, REINTI_OPEN_HIGH);
    add_point(sql, v, "", -1);
    reinti_str_format(sql, " WHEN t.\"%s__high\" IS NULL THEN CAST(", v->name);
    add_point(sql, v, "", 0);
    reinti_str_add(sql, " AS TEXT) ELSE ");
    add_point(sql, v, "", 0);
    reinti_str_add(sql, v->type == REINTI_DATE ? " || '..' || " : " || '-' || ");
    add_point(sql, v, "__high", 0);
    reinti_str_add(sql, " END");
}

static void
add_variable(reinti_str *sql, const reint_codebook *cb, const reinti_form_store *store, size_t variable,
             bool labels)
{
    const reinti_variable *v = &store->layout.form->variable[variable];
    char column[160], why[160];

    snprintf(column, sizeof column, "t.\"%s\"", v->name);
    snprintf(why, sizeof why, "t.\"%s__why\"", v->name);
    reinti_str_add(sql, ", ");
    if (v->type == REINTI_CODE && v->multiple) {
        reinti_str_format(sql,
                          "CASE WHEN %s >= 0 THEN coalesce((SELECT group_concat(n, char(%d)) FROM (SELECT ",
                          column, v->separator);
        add_code(sql, cb, v->list, "x.code", labels);
        reinti_str_format(
            sql, " AS n FROM \"%s__%s\" x WHERE x.record = t._id ORDER BY x.position)), '') END AS \"%s\"",
            store->table, v->name, v->name);
        add_why(sql, column, v->name);
    } else if (v->type == REINTI_CODE) {
        add_code(sql, cb, v->list, column, labels);
        reinti_str_format(sql, " AS \"%s\"", v->name);
        add_why(sql, column, v->name);
    } else if (v->type == REINTI_DATE || v->type == REINTI_AGE) {
        add_interval(sql, v);
        reinti_str_format(sql, " AS \"%s\"", v->name);
        add_why(sql, why, v->name);
    } else if (v->type == REINTI_PERSON) {
        reinti_str_format(sql, "(SELECT key FROM reint_person WHERE id = %s) AS \"%s\"", column, v->name);
        add_why(sql, why, v->name);
    } else {
        reinti_str_format(sql, "%s AS \"%s\"", column, v->name);
        add_why(sql, why, v->name);
    }
}

reint_status
reinti_schema_views(reint_study *s, size_t form, reint_error *err)
{
    const reinti_form_store *store = &s->form[form];
    const reinti_form *f = store->layout.form;
    reint_status status = REINT_OK;

    for (int labels = 0; !status && labels < 2; labels++) {
        reinti_str sql = REINTI_STR_EMPTY;
        for (size_t v = 0; v < f->n; v++)
            if (v < f->n_key)
                add_key(&sql, s->cb, &store->layout, v, labels);
            else
                add_variable(&sql, s->cb, store, v, labels);
        status =
            sql.failed
                ? reinti_no_memory(err)
                : reinti_sql_exec(
                      s, err, "DROP VIEW IF EXISTS \"%w%s\"; CREATE VIEW \"%w%s\" AS SELECT %s FROM \"%w\" t",
                      f->name, labels ? "_labels" : "", f->name, labels ? "_labels" : "", sql.text,
                      store->table);
        reinti_str_free(&sql);
    }
    return status;
}
