/* letters.c -- which columns of a table differ, or which cells from the rest of their row: letters and signs.
 *
 * The columns of one break of the banner are compared in every row; totals (but of means), what is missing and
 * computed columns take no part.  The test is that of the data:
 *   shares                                       z of two shares, less what columns share (stats/letters.h)
 *   means                                        Welch's t
 *   weights of a sample, strata, clusters        t by linearisation within the whole design (stats/survey.h)
 *   overlapping columns: means, cell and rest    the same, every record a unit
 * Shares of a simple sample are compared by their sums (letters_sums.c), all else by records (letters_records.c).
 * Comparisons wait until all of their family are made (letters_write.c).  Nothing is compared where no test
 * would be made; the reason is a note. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "stats/stats.h"
#include "table/letters.h"

/* ---- what is compared ---------------------------------------------------------------------------------- */

static size_t
find_stat(const reinti_build *b, const char *const *words, size_t n)
{
    for (size_t s = 0; s < b->table->n_stats; s++)
        for (size_t k = 0; k < n; k++)
            if (!strcmp(words[k], b->of[s].word))
                return s;
    return REINTI_NONE;
}

/* Columns with the same outer categories in the same part are one break. */
static bool
same_break(const reinti_build *b, size_t x, size_t y)
{
    const reinti_entry *p = &b->columns.entry[x], *q = &b->columns.entry[y];

    if (b->columns.part[b->columns.key[x].part].shown != b->columns.part[b->columns.key[y].part].shown ||
        p->depth != q->depth)
        return false;
    for (unsigned d = 0; d < p->depth; d++)
        if (!reinti_equal(p->path[d], q->path[d]))
            return false;
    return true;
}

/* The columns that are compared, by break; whether a record can stand in several: a set, nets beside members. */
static void
choose_columns(reinti_comparer *k)
{
    const reinti_build *b = k->b;

    k->overlap = b->columns.sets;
    for (size_t c = 0; c < b->columns.n; c++) {
        if (b->columns.entry[c].total || b->columns.entry[c].missing)
            continue;
        size_t same = 0;
        while (same < k->n_columns && !same_break(b, k->column[same], c))
            same++;
        k->group[k->n_columns] = same < k->n_columns ? k->group[same] : k->n_groups++;
        k->column[k->n_columns++] = c;
        k->overlap = k->overlap || b->columns.entry[c].net;
    }
}

/* The rows of one part of the stub that have one base; the mean of everybody is worth a comparison, their
 * share (100%) is not. */
static void
choose_rows(reinti_comparer *k, size_t shown)
{
    const reinti_axis *rows = &k->b->rows;

    k->n_rows = 0;
    for (size_t r = 0; r < rows->n; r++)
        if (rows->part[rows->key[r].part].shown == shown && (k->of_means || !rows->entry[r].total) &&
            !rows->entry[r].missing)
            k->row[k->n_rows++] = r;
}

/* ---- families ------------------------------------------------------------------------------------------ */

size_t
reinti_letters_family(const reinti_comparer *k, size_t first, size_t group)
{
    switch (k->b->plan->letters.family) {
    case REINTI_FAMILY_ROW:
        return first + group;
    case REINTI_FAMILY_BANNER:
        return group;
    case REINTI_FAMILY_TABLE:
    case REINTI_FAMILY_PLAN:
        break;
    }
    return 0;
}

/* Room for the letters of a cell, at its first comparison. */
static char *
letters_of(reinti_comparer *k, size_t row, size_t column)
{
    size_t room = 5 * k->n_columns + 4; /* a name of three letters and a blank for every other column */

    if (!k->letters[column]) {
        k->letters[column] = reinti_arena_alloc(k->b->arena, room);
        reinti_table_cell(k->b->table, k->layer, k->row[row], k->column[column], k->stat)->letters =
            k->letters[column];
    }
    return k->letters[column];
}

void
reinti_letters_add(reinti_comparer *k, size_t row, size_t a, size_t b, double z, double p, size_t family)
{
    struct reinti_comparisons *out = k->out;
    bool rest = b == REINTI_NONE;

    if (isnan(p))
        return;
    char *of_a = letters_of(k, row, a), *of_b = rest ? NULL : letters_of(k, row, b);
    if (!of_a || (!rest && !of_b) ||
        !reinti_arena_grow(k->b->arena, &out->pair, &out->capacity, out->n, sizeof *out->pair)) {
        k->b->failed = true;
        return;
    }
    out->pair[out->n++] = (reinti_comparison){
        .family = family, .z = z, .p = p, .a = of_a, .b = of_b, .column_a = a, .column_b = b
    };
}

/* ---- a table ------------------------------------------------------------------------------------------- */

static reint_status
prepare(reinti_comparer *k, reint_error *err)
{
    reinti_build *b = k->b;
    size_t n = b->columns.n + 1, m = b->rows.n + 1;

    k->row = reinti_arena_alloc(b->arena, m * sizeof *k->row);
    k->column = reinti_arena_alloc(b->arena, n * sizeof *k->column);
    k->group = reinti_arena_alloc(b->arena, n * sizeof *k->group);
    k->letters = reinti_arena_alloc(b->arena, n * sizeof(char *));
    k->count = reinti_arena_alloc(b->arena, n * m * sizeof *k->count);
    k->w = reinti_arena_alloc(b->arena, n * sizeof *k->w);
    k->w2 = reinti_arena_alloc(b->arena, n * sizeof *k->w2);
    k->n = reinti_arena_alloc(b->arena, n * sizeof *k->n);
    k->shared = reinti_arena_alloc(b->arena, n * n * sizeof *k->shared);
    k->left_out = reinti_arena_alloc(b->arena, n);
    if (!k->row || !k->column || !k->group || !k->letters || !k->count || !k->w || !k->w2 || !k->n ||
        !k->shared || !k->left_out)
        return reinti_no_memory(err);
    choose_columns(k);
    return REINT_OK;
}

/* All rows of all layers, of one statistic. */
static reint_status
compare_stat(reinti_comparer *k, size_t stat, bool of_means, reint_error *err)
{
    reinti_build *b = k->b;
    bool by_records = b->design || of_means || (k->overlap && b->plan->letters.against_rest);
    reint_status status = REINT_OK;

    k->stat = stat;
    k->of_means = of_means;
    if (by_records && k->overlap && !b->design && b->weight) {
        k->out->reason = "weights that are frequencies, and columns that overlap";
        return REINT_OK;
    }
    if (by_records && !k->in)
        status = reinti_letters_prepare_records(k, err);
    k->out->test = b->design     ? reinti_say(b->language, "design-based t", "t menurut rancangan")
                   : !by_records ? "z"
                   : k->overlap  ? reinti_say(b->language, "linearised t", "t linearisasi")
                                 : "Welch t";
    for (k->layer = 0; !status && k->layer < b->table->n_layers; k->layer++) {
        status = reinti_axes_of_layer(b, k->layer, err);
        for (size_t p = 0; !status && p < b->rows.n_shown; p++) {
            choose_rows(k, p);
            if (k->n_rows && k->n_columns > 1)
                status = by_records ? reinti_letters_by_records(k, err) : reinti_letters_by_sums(k, p, err);
            k->out->n_families += k->n_rows * k->n_groups;
        }
    }
    return status || !b->failed ? status : reinti_no_memory(err);
}

/* "Male (A)" */
static void
name_columns(const reinti_comparer *k)
{
    reinti_table *t = k->b->table;

    for (size_t c = 0; c < k->n_columns; c++) {
        char name[16];
        reint_letters_name(c, 1, name, sizeof name);
        const char *label = reinti_arena_format(t->arena, "%s (%s)", t->column[k->column[c]].label, name);
        if (label)
            t->column[k->column[c]].label = label;
    }
}

static void
name_left_out(const reinti_comparer *k)
{
    const reinti_table *t = k->b->table;
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t c = 0; c < t->n_columns; c++)
        if (k->left_out[c])
            reinti_str_format(&s, "%s%s", s.length ? ", " : "", t->column[c].label);
    k->out->left_out = reinti_arena_text(t->arena, s.length ? s.text : "");
    reinti_str_free(&s);
}

reint_status
reinti_letters_stats(const reinti_build *b, size_t *share, size_t *mean, reint_error *err)
{
    static const char *const shares[] = { "col_pct", "valid_pct", "pct_cases" }, *const means[] = { "mean" };

    *share = find_stat(b, shares, REINTI_LENGTH(shares));
    *mean = find_stat(b, means, REINTI_LENGTH(means));
    return *share == REINTI_NONE && *mean == REINTI_NONE
               ? reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "\"letters\" compare shares of columns, or means: cells needs col_pct or mean")
               : REINT_OK;
}

reint_status
reinti_letters_compare(reinti_build *b, reint_error *err)
{
    size_t share = REINTI_NONE, mean = REINTI_NONE;
    struct reinti_comparisons *out = reinti_arena_alloc(b->arena, sizeof *out);
    reinti_comparer k = { .b = b, .out = out };
    reint_status status = out ? prepare(&k, err) : reinti_no_memory(err);

    if (!status)
        status = reinti_letters_stats(b, &share, &mean, err);
    if (!status) {
        *out = (struct reinti_comparisons){ .rule = b->plan->letters,
                                            .language = reinti_arena_text(b->arena, b->language),
                                            .of_shares = share != REINTI_NONE,
                                            .of_means = mean != REINTI_NONE };
        b->table->compared = out;
    }
    if (!status && share != REINTI_NONE)
        status = compare_stat(&k, share, false, err);
    for (size_t s = mean; !status && s < b->table->n_stats; s++)
        if (!strcmp(b->of[s].word, "mean")) { /* of each number that is measured */
            reinti_measure_of(b, s);
            status = compare_stat(&k, s, true, err);
        }
    free(k.x);
    free(k.in);
    free(k.rest);
    if (status)
        return status;
    if (!b->plan->letters.against_rest)
        name_columns(&k);
    name_left_out(&k);
    return REINT_OK;
}
