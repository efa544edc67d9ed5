/* pair_tests.c -- which counts the tests of a table are of: each variable of the stub against each break of the banner,
 * valid categories only; sets, weighted and clustered samples from their records (record_tests.c). */
#include <config.h>

#include <math.h>
#include <string.h>

#include "stats/stats.h"
#include "table/pair.h"

bool
reinti_is_tested(const reinti_axis *axis, size_t part, size_t i)
{
    const reinti_entry *e = &axis->entry[i];

    return axis->key[i].part == part && !e->total && !e->missing && !e->net;
}

static reint_status
test_pair(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;
    uint16_t key[REINTI_MOST_DIMENSIONS];
    double *count = reinti_arena_alloc(b->arena, (b->rows.n * b->columns.n + 1) * sizeof *count);

    if (!count)
        return reinti_no_memory(err);
    for (size_t l = 0; !status && l < b->layers_per_item; l++) {
        size_t n = 0, n_rows = 0, n_columns = 0;
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            if (!reinti_is_tested(&b->rows, p->row_part, r))
                continue;
            n_rows++;
            n_columns = 0;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (!reinti_is_tested(&b->columns, p->column_part, c))
                    continue;
                n_columns++;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                count[n++] = reinti_pair_sum(p, key, REINTI_FIELD_W);
            }
        }
        status = reinti_tests_add(b, first_layer + l, count, n_rows, n_columns, err);
    }
    return status;
}

/* "work:sex" and "Work by Sex": what the tests are of, where a table has several stubs or breaks. */
static bool
name_pair(const reinti_pair *p)
{
    reinti_build *b = p->b;
    reinti_str id = REINTI_STR_EMPTY, label = REINTI_STR_EMPTY;

    b->tested.banner = p->column_part;
    b->tested.told = REINTI_NONE;
    b->tested.id = b->tested.label = NULL;
    if (b->rows.n_shown == 1 && b->columns.n_shown == 1)
        return true;
    for (size_t d = p->n_by; d < p->n_by + p->n_rows + p->n_columns; d++) {
        const reinti_column *c = p->column[d];
        const char *text = reinti_label_text(&c->label, b->language);
        bool first = d == p->n_by, turn = d == p->n_by + p->n_rows;
        reinti_str_format(&id, "%s%s", first ? "" : turn ? ":" : ">", c->name);
        reinti_str_format(&label, "%s%s",
                          first  ? ""
                          : turn ? reinti_say(b->language, " by ", " menurut ")
                                 : " > ",
                          text ? text : c->name);
    }
    b->tested.id = id.failed ? NULL : reinti_arena_text(b->arena, id.text);
    b->tested.label = label.failed ? NULL : reinti_arena_text(b->arena, label.text);
    reinti_str_free(&id);
    reinti_str_free(&label);
    return b->tested.id && b->tested.label;
}

/* A variable against itself is no question. */
static bool
is_itself(const reinti_pair *p)
{
    for (size_t r = 0; r < p->n_rows; r++)
        for (size_t c = 0; c < p->n_columns; c++)
            if (!strcmp(p->column[p->n_by + r]->name, p->column[p->n_by + p->n_rows + c]->name))
                return true;
    return false;
}

reint_status
reinti_pair_tests(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;
    bool sets = reinti_pair_has_set(p);

    if (!p->n_columns || (is_itself(p) && b->rows.n_shown + b->columns.n_shown > 2))
        return REINT_OK;
    if (!name_pair(p))
        return reinti_no_memory(err);
    if (!sets && !b->design)
        status = test_pair(p, first_layer, err);
    else
        for (size_t l = 0; !status && l < b->layers_per_item; l++)
            status = sets ? reinti_tests_add_sets(p, first_layer + l, err)
                          : reinti_tests_add_survey(p, first_layer + l, err);
    return status ? status : reinti_tests_add_strata(p, first_layer, err);
}
