/* plan_contradictions.c -- keys of a table that cannot be together, or that nothing asks for. */
#include <config.h>

#include <string.h>

#include "table/plan_parse.h"

static void
contradiction(reinti_yaml_file *file, const reinti_yaml *node, const char *key, const char *why)
{
    const reinti_yaml *at = reinti_yaml_get(node, key);
    reinti_yaml_find(file, at ? at : node, REINT_ERROR, "contradiction", "%s: %s", key, reinti_words(why));
}

static bool
names_grid(const reinti_plan_table *t)
{
    for (size_t p = 0; p < t->rows.n; p++)
        for (size_t d = 0; d < t->rows.part[p].n; d++)
            if (!strcmp(t->rows.part[p].name[d], t->grid_name))
                return true;
    return false;
}

static bool
has_strata_test(const reinti_plan_table *t)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (reinti_is_strata_test(t->tests[i]))
            return true;
    return false;
}

/* What a frequency weight says does not hold of weights that are fitted, nor where a record is a unit of the sample. */
static void
check_frequencies(const reinti_plan_reader *r, const reinti_yaml *node, const reinti_plan_table *t)
{
    const reinti_plan *plan = r->plan;
    bool fitted = t->weight && plan->attrition && !strcmp(t->weight, "attrition");

    for (size_t i = 0; t->weight && i < plan->n_raking; i++)
        fitted = fitted || !strcmp(t->weight, plan->raking[i].name);
    if (!t->weight)
        contradiction(r->file, node, "assume", "frequency_weights needs a weight");
    else if (fitted)
        contradiction(
            r->file, node, "assume",
            "weights that are fitted (raking, attrition) do not say how many there were: they are no "
            "frequency_weights");
    if (t->design.strata && !t->design.psu)
        contradiction(r->file, node, "assume",
                      "with frequency_weights a record stands for several units of the sample: a design "
                      "needs their psu");
}

/* A reason is in the base or out of it: in_base has given it a row. */
static void
check_reasons(const reinti_plan_reader *r, const reinti_plan_table *t)
{
    for (size_t i = 0; i < t->n_missing; i++)
        for (size_t k = 0; k < t->n_counted; k++)
            if (!strcmp(t->missing_reason[i], t->counted[k]))
                reinti_yaml_find(
                    r->file, reinti_yaml_get(t->node, "missing"), REINT_ERROR, "contradiction",
                    "missing: \"%s\" is in the base, where it has a row (in_base); its row is named "
                    "by rename",
                    t->counted[k]);
}

static void
check_content(reinti_yaml_file *file, const reinti_yaml *node, const reinti_plan_table *t)
{
    static const char *const of_cross[] = { "rows",   "columns", "by",      "grid",     "mean",      "cells",
                                            "tests",  "totals",  "sort",    "computed", "subtotals", "unit",
                                            "weight", "letters", "in_base", "strata",   NULL };

    bool followed = t->content && !strncmp(t->content, "follow-", 7); /* its rows name the state */
    for (size_t i = followed ? 2 : 0; t->content && of_cross[i]; i++) {
        if (!reinti_yaml_get(node, of_cross[i]))
            continue;
        if (followed && !strcmp(of_cross[i], "weight"))
            contradiction(file, node, of_cross[i],
                          "people over time are counted, not weighted; movement as rows: w1_x and "
                          "columns: w2_x can be weighted");
        else
            contradiction(file, node, of_cross[i], "a table with `content` has none");
    }
}

void
reinti_plan_check_table(const reinti_plan_reader *r, const reinti_yaml *node, const reinti_plan_table *t)
{
    reinti_yaml_file *file = r->file;

    check_content(file, node, t);
    if (!t->content && !reinti_yaml_get(node, "rows"))
        reinti_yaml_find(file, node, REINT_ERROR, "no_rows", "a table needs rows, or content");
    bool own = t->n_measures && t->measure[0].n_cells;
    for (size_t i = 0; (own || !t->n_measures) && i < t->n_cells; i++)
        if (reinti_is_of_number(t->cells[i])) {
            contradiction(file, node, "cells",
                          own ? "statistics of a number stand at the number (mean: {...})"
                              : "statistics of a number need the number (mean: ...)");
            break;
        }
    if (t->grid_name && t->rows.n && !names_grid(t))
        contradiction(file, node, "grid", "its name must stand in rows");
    if (!t->columns.n && reinti_yaml_get(node, "letters") && t->letters.on)
        contradiction(file, node, "letters", "without columns there is nothing to compare");
    if (!t->columns.n && t->n_tests)
        contradiction(file, node, "tests", "a test needs rows and columns");
    if (has_strata_test(t) && !t->strata.n && !t->by.n)
        contradiction(file, node, "tests", "a test over strata needs strata, or layers (by)");
    if (t->clustered && t->independent)
        contradiction(file, node, "assume", "records are of clusters, or independent, not both");
    if (t->frequencies)
        check_frequencies(r, node, t);
    check_reasons(r, t);
    if (reinti_yaml_get(node, "adjust") && t->adjust && !t->n_tests && !t->letters.on && !t->content)
        contradiction(file, node, "adjust", "no test is asked for");
    if (t->strata.n && !has_strata_test(t))
        contradiction(file, node, "strata", "no test over strata is asked for (tests: cmh)");
}
