/* letters.c -- which columns of a table differ, or which cells from the rest of their row: letters and signs.
 *
 * The columns of one break of the banner are compared in every row; totals (but of means), what is missing and
 * computed columns take no part.  The test is that of the data:
 *   shares                                       z of two shares, less what columns share (stats/letters.h)
 *   means                                        Welch's t
 *   weights of a sample, strata, clusters        t by linearisation within the whole design (stats/survey.h)
 *   overlapping columns: means, cell and rest    the same, every record a unit
 * Comparisons wait until all of their family are made (letters_write.c).  Nothing is compared where no test
 * would be made; the reason is a note. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "stats/stats.h"
#include "table/letters.h"

typedef struct comparer {
    reinti_build *b;
    struct reinti_comparisons *out;
    const reint_design *design; /* of comparisons by records */
    size_t stat, layer;
    bool of_means, overlap, by_records; /* by records: sums are not enough */
    size_t n_columns, n_groups;         /* of what is compared */
    size_t *column, *group;
    size_t n_rows, *row;
    char **letters; /* per column, of the row at work */
    double *count, *w, *w2, *n, *shared;
    double *x;       /* by records: the value in the row at work */
    bool *in, *rest; /* by records: [column][record] who is in it; who is in the others of its break */
    bool *left_out;  /* per column of the table */
} comparer;

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
choose_columns(comparer *k)
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
choose_rows(comparer *k, size_t shown)
{
    const reinti_axis *rows = &k->b->rows;

    k->n_rows = 0;
    for (size_t r = 0; r < rows->n; r++)
        if (rows->part[rows->key[r].part].shown == shown && (k->of_means || !rows->entry[r].total) &&
            !rows->entry[r].missing)
            k->row[k->n_rows++] = r;
}

/* ---- families ------------------------------------------------------------------------------------------ */

static size_t
family_of(comparer *k, size_t first, size_t group)
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
letters_of(comparer *k, size_t row, size_t column)
{
    size_t room = 5 * k->n_columns + 4; /* a name of three letters and a blank for every other column */

    if (!k->letters[column]) {
        k->letters[column] = reinti_arena_alloc(k->b->arena, room);
        reinti_table_cell(k->b->table, k->layer, k->row[row], k->column[column], k->stat)->letters =
            k->letters[column];
    }
    return k->letters[column];
}

/* B REINTI_NONE: against the rest of the row. */
static void
add(comparer *k, size_t row, size_t a, size_t b, double z, double p, size_t family)
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

/* ---- shares, from sums --------------------------------------------------------------------------------- */

/* Sums of squared weights of the cases that two columns share. */
static reint_status
find_shared(comparer *k, size_t shown, reint_error *err)
{
    reinti_build *b = k->b;
    const reinti_axis_part *rows = &b->rows.part[shown];
    bool *in = reinti_arena_alloc(b->arena, k->n_columns + 1);

    memset(k->shared, 0, k->n_columns * k->n_columns * sizeof *k->shared);
    if (!in)
        return reinti_no_memory(err);
    for (size_t i = 0; i < b->n_rows; i++) {
        double w = b->weight ? b->weight[i] : 1; /* weights that are frequencies: so many cases of weight 1 */
        if (!reinti_layer_holds(b, k->layer, i) || !reinti_row_matches(rows->column, NULL, rows->n, i))
            continue;
        for (size_t c = 0; c < k->n_columns; c++)
            in[c] = reinti_entry_holds(&b->columns, k->column[c], false, i);
        for (size_t c = 0; c < k->n_columns; c++)
            for (size_t e = 0; in[c] && e < k->n_columns; e++)
                k->shared[c * k->n_columns + e] += in[e] && e != c ? w : 0;
    }
    return REINT_OK;
}

static reint_status
compare_sums(comparer *k, const reint_shares *s, reint_error *err)
{
    reint_letters_rule rule = reint_letters_rule_usual();
    size_t first = k->out->n_families;
    reint_letters *l = NULL;

    rule.adjust = REINT_LETTERS_PLAIN;
    rule.min_base = k->b->plan->letters.min_base;
    reint_status status = reint_letters_compare(s, &rule, &l, err);
    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups) {
        memset(k->letters, 0, k->n_columns * sizeof(char *));
        for (size_t x = 0; x < k->n_columns; x++)
            for (size_t y = x + 1; y < k->n_columns; y++) {
                reint_letters_pair pair = reint_letters_pair_at(l, r, x, y);
                add(k, r, x, y, pair.z, pair.p, family_of(k, first, k->group[x]));
            }
    }
    for (size_t c = 0; !status && c < k->n_columns; c++)
        if (reint_letters_left_out(l, c))
            k->left_out[k->column[c]] = true;
    reint_letters_free(l);
    return status;
}

static reint_status
compare_sums_with_rest(comparer *k, const reint_shares *s, reint_error *err)
{
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters_pair *pair = reinti_arena_alloc(k->b->arena, (k->n_rows * k->n_columns + 1) * sizeof *pair);
    size_t n = 0, first = k->out->n_families;

    rule.adjust = REINT_LETTERS_PLAIN;
    rule.min_base = k->b->plan->letters.min_base;
    reint_status status = pair ? reint_cells_against_rest(s, &rule, pair, &n, err) : reinti_no_memory(err);
    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups) {
        memset(k->letters, 0, k->n_columns * sizeof(char *));
        for (size_t c = 0; c < k->n_columns; c++) {
            const reint_letters_pair *p = &pair[r * k->n_columns + c];
            add(k, r, c, REINTI_NONE, p->z, p->p, family_of(k, first, k->group[c]));
        }
    }
    return status;
}

static reint_status
compare_part_by_sums(comparer *k, size_t shown, reint_error *err)
{
    reinti_build *b = k->b;

    for (size_t c = 0; c < k->n_columns; c++)
        for (size_t r = 0; r < k->n_rows; r++) {
            const reinti_cell *cell = reinti_table_cell(b->table, k->layer, k->row[r], k->column[c], k->stat);
            bool based = cell->base > 0;
            k->count[r * k->n_columns + c] = based ? cell->weighted : 0;
            k->w[c] = based ? cell->base : 0;
            k->w2[c] = based ? cell->base_w2 : 0;
            k->n[c] = based ? cell->base_n : 0;
        }
    reint_status status = k->overlap ? find_shared(k, shown, err) : REINT_OK;
    reint_shares s = { .rows = k->n_rows,
                       .cols = k->n_columns,
                       .count = k->count,
                       .w = k->w,
                       .w2 = k->w2,
                       .n = k->n,
                       .group = k->group,
                       .shared = k->overlap ? k->shared : NULL };
    if (status)
        return status;
    return b->plan->letters.against_rest ? compare_sums_with_rest(k, &s, err) : compare_sums(k, &s, err);
}

/* ---- by records ---------------------------------------------------------------------------------------- */

/* Who is in which column, and the value of each: of a share whether the record is in ROW. */
static void
mark_records(comparer *k, size_t row)
{
    const reinti_build *b = k->b;
    size_t n = b->n_rows;

    for (size_t i = 0; i < n; i++) {
        bool based = reinti_layer_holds(b, k->layer, i) &&
                     reinti_entry_holds(&b->rows, k->row[row], !k->of_means, i) &&
                     !(k->of_means && isnan(b->x[i]));
        k->x[i] = !based ? NAN : k->of_means ? b->x[i] : reinti_entry_holds(&b->rows, k->row[row], false, i);
        for (size_t c = 0; c < k->n_columns; c++)
            k->in[c * n + i] = based && reinti_entry_holds(&b->columns, k->column[c], false, i);
    }
}

typedef struct moments {
    double n, mean, sd; /* N: of frequencies their sum */
} moments;

static moments
moments_of(const comparer *k, const bool *in)
{
    const reinti_build *b = k->b;
    double n = 0, sum = 0, squares = 0;
    bool frequencies = b->weight && b->plan->frequencies;

    for (size_t i = 0; i < b->n_rows; i++)
        if (in[i]) {
            double w = frequencies ? b->weight[i] : 1;
            n += w;
            sum += w * k->x[i];
        }
    for (size_t i = 0; i < b->n_rows; i++)
        if (in[i])
            squares += (frequencies ? b->weight[i] : 1) * (k->x[i] - sum / n) * (k->x[i] - sum / n);
    return (moments){ n, n > 0 ? sum / n : NAN, n > 1 ? sqrt(squares / (n - 1)) : NAN };
}

/* As in stats/letters.h: a share of 0 or 1 has no variance of its own. */
static bool
is_fit(const comparer *k, const moments *m)
{
    return m->n > 0 && m->n >= k->b->plan->letters.min_base && (k->of_means || (m->mean > 0 && m->mean < 1));
}

static reint_status
compare_records(comparer *k, size_t row, size_t a, size_t b, const bool *in_b, size_t family,
                reint_error *err)
{
    const bool *in_a = k->in + a * k->b->n_rows;
    moments one = moments_of(k, in_a), two = moments_of(k, in_b);
    reint_contrast r = { .p = NAN };
    reint_status status = REINT_OK;

    if (!is_fit(k, &one) || !is_fit(k, &two))
        return REINT_OK;
    if (k->of_means && !k->b->design && !k->overlap)
        status = reint_two_means(one.n, one.mean, one.sd, two.n, two.mean, two.sd, &r);
    else
        status = reint_survey_difference(k->design, k->x, in_a, in_b, &r);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    if (status)
        return reinti_fail(err, status, NULL, 0, "letters: the columns cannot be compared");
    if (r.undefined)
        k->out->reason = r.undefined;
    add(k, row, a, b, r.t, r.p, family);
    return REINT_OK;
}

/* Whoever of the break is not in column A, but in another one. */
static void
mark_rest(comparer *k, size_t a)
{
    size_t n = k->b->n_rows;

    memset(k->rest, 0, n);
    for (size_t c = 0; c < k->n_columns; c++)
        for (size_t i = 0; c != a && k->group[c] == k->group[a] && i < n; i++)
            k->rest[i] = k->rest[i] || (k->in[c * n + i] && !k->in[a * n + i]);
}

static reint_status
compare_row_by_records(comparer *k, size_t row, size_t first, reint_error *err)
{
    const reinti_letters_plan *plan = &k->b->plan->letters;
    size_t n = k->b->n_rows;
    reint_status status = REINT_OK;

    mark_records(k, row);
    memset(k->letters, 0, k->n_columns * sizeof(char *));
    for (size_t a = 0; !status && a < k->n_columns; a++) {
        size_t family = family_of(k, first, k->group[a]);
        double base = moments_of(k, k->in + a * n).n;
        if (!(base > 0) || base < plan->min_base)
            k->left_out[k->column[a]] = true;
        if (plan->against_rest) {
            mark_rest(k, a);
            status = compare_records(k, row, a, REINTI_NONE, k->rest, family, err);
        }
        for (size_t b = a + 1; !plan->against_rest && !status && b < k->n_columns; b++)
            if (k->group[a] == k->group[b])
                status = compare_records(k, row, a, b, k->in + b * n, family, err);
    }
    return status;
}

static reint_status
compare_part_by_records(comparer *k, reint_error *err)
{
    size_t first = k->out->n_families;
    reint_status status = REINT_OK;

    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups)
        status = compare_row_by_records(k, r, first, err);
    return status;
}

static reint_status
prepare_records(comparer *k, reint_error *err)
{
    size_t n = k->b->n_rows, room;

    if (__builtin_mul_overflow(n + 1, k->n_columns + 1, &room))
        return reinti_no_memory(err);
    k->design = k->b->design;
    k->x = malloc((n + 1) * sizeof *k->x);
    k->in = malloc(room);
    k->rest = malloc(n + 1);
    if (!k->x || !k->in || !k->rest)
        return reinti_no_memory(err);
    return k->design ? REINT_OK : reinti_simple_design(k->b, &k->design, err);
}

/* ---- a table ------------------------------------------------------------------------------------------- */

static reint_status
prepare(comparer *k, reint_error *err)
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
compare_stat(comparer *k, size_t stat, bool of_means, reint_error *err)
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
        status = prepare_records(k, err);
    k->out->test = b->design     ? reinti_say(b->language, "design-based t", "t menurut rancangan")
                   : !by_records ? "z"
                   : k->overlap  ? reinti_say(b->language, "linearised t", "t linearisasi")
                                 : "Welch t";
    for (k->layer = 0; !status && k->layer < b->table->n_layers; k->layer++) {
        status = reinti_axes_of_layer(b, k->layer, err);
        for (size_t p = 0; !status && p < b->rows.n_shown; p++) {
            choose_rows(k, p);
            if (k->n_rows && k->n_columns > 1)
                status = by_records ? compare_part_by_records(k, err) : compare_part_by_sums(k, p, err);
            k->out->n_families += k->n_rows * k->n_groups;
        }
    }
    return status || !b->failed ? status : reinti_no_memory(err);
}

/* "Male (A)" */
static void
name_columns(const comparer *k)
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
name_left_out(const comparer *k)
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
    comparer k = { .b = b, .out = out };
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
