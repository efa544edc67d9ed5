/* base.c -- the line under a table that says who is in it: asked, answered, and why the others are not. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"

static void
add_count(reinti_str *out, double n)
{
    reinti_format_fixed(out, n, 0);
}

/* Rows of the base by the reason of the first variable that is missing; not_asked and absent were never
 * asked. */
void
reinti_base_line(reinti_build *b, const reinti_cube *cube, reinti_str *out)
{
    const reinti_column *column[8];
    uint16_t key[8];
    size_t n = 0, n_reasons = b->cb->n_missing + 1;
    double *lost = reinti_arena_alloc(b->arena, n_reasons * sizeof *lost), total, asked, answered;

    if (!lost)
        return;
    for (size_t d = 0; d < b->n_by; d++)
        column[n++] = b->by[d];
    for (size_t d = 0; d < b->rows.part[0].n; d++)
        column[n++] = b->rows.part[0].column[d];
    for (size_t d = 0; d < b->columns.part[0].n; d++)
        column[n++] = b->columns.part[0].column[d];
    for (size_t d = 0; d < n; d++)
        key[d] = REINTI_ANY;
    total = asked = answered = reinti_cube_sum_n(cube, column, key);
    for (size_t d = 0; d < n; d++) {
        for (size_t k = column[d]->n_valid; k < column[d]->n_categories; k++) {
            size_t reason = reinti_codebook_find_missing(b->cb, column[d]->category[k].code);
            if (k == reinti_undetermined(column[d])) /* stays in the base */
                continue;
            key[d] = (uint16_t)k;
            double here = reinti_cube_sum_n(cube, column, key);
            lost[reason == REINTI_NONE ? n_reasons - 1 : reason] += here;
            answered -= here;
        }
        key[d] = REINTI_ALL;
    }
    asked -= lost[n_reasons - 1];
    size_t not_asked = reinti_codebook_find_missing(b->cb, "not_asked");
    if (not_asked != REINTI_NONE)
        asked -= lost[not_asked];
    add_count(out, total);
    reinti_str_format(out, " %s; %s ", b->table->unit, reinti_say(b->language, "asked", "ditanya"));
    add_count(out, asked);
    reinti_str_format(out, ", %s ", reinti_say(b->language, "answered", "menjawab"));
    add_count(out, answered);
    bool first = true;
    for (size_t r = 0; r + 1 < n_reasons; r++)
        if (lost[r] > 0 && r != not_asked) {
            const char *label = reinti_label_text(&b->cb->missing[r].label, b->language);
            reinti_str_add(out, first ? ": " : ", ");
            add_count(out, lost[r]);
            reinti_str_format(out, " %s", label ? label : b->cb->missing[r].name);
            first = false;
        }
    if (b->weight) {
        reinti_str_format(out, "; %s ", reinti_say(b->language, "weighted", "tertimbang"));
        for (size_t d = 0; d < n; d++)
            key[d] = REINTI_ALL;
        reinti_format_fixed(out, reinti_cube_sum_w(cube, column, key), 1);
    }
}
