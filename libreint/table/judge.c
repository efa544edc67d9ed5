/* judge.c -- which columns of a table differ (letters), and which values are less precise than the plan wants.
 *
 * Letters: the columns of one break of the banner are compared in every row, within the rows of one variable (they
 * have one base); stats/letters.h has the test.  Totals and computed columns take no part.  Nothing is compared
 * where no test would be made; the reason is a note.
 * Marks:   "*" at a share or mean of too few cases, with too large a standard error or too wide an interval. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "table/build.h"

/* ---- letters ------------------------------------------------------------------------------------------- */

typedef struct comparer {
    reinti_build *b;
    size_t stat;              /* the share */
    size_t n_rows, n_columns; /* of what is compared */
    size_t *row, *column, *group;
    double *count, *w, *w2, *n, *shared;
    reint_letters_rule rule;
    size_t n_tests;
    bool *left_out; /* per column of the table: below the smallest base somewhere */
} comparer;

static size_t
share_stat(const reinti_table *t)
{
    static const char *const words[] = { "col_pct", "valid_pct", "pct_cases" };

    for (size_t s = 0; s < t->n_stats; s++)
        for (size_t k = 0; k < REINTI_LENGTH(words); k++)
            if (!strcmp(words[k], t->stat[s].cells_id))
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

static void
choose_columns(comparer *k)
{
    const reinti_build *b = k->b;
    size_t n_groups = 0;

    for (size_t c = 0; c < b->columns.n; c++) {
        if (b->columns.entry[c].total || b->columns.entry[c].missing)
            continue;
        size_t same = 0;
        while (same < k->n_columns && !same_break(b, k->column[same], c))
            same++;
        k->group[k->n_columns] = same < k->n_columns ? k->group[same] : n_groups++;
        k->column[k->n_columns++] = c;
    }
}

/* Sums of squared weights of the cases that two columns share. */
static reint_status
find_shared(comparer *k, size_t row_part, size_t layer, reint_error *err)
{
    reinti_build *b = k->b;
    const reinti_axis_part *rows = &b->rows.part[row_part];
    uint16_t all[REINTI_MAX_DEPTH], by[REINTI_MAX_DEPTH];
    bool *in = reinti_arena_alloc(b->arena, k->n_columns + 1);

    memset(k->shared, 0, k->n_columns * k->n_columns * sizeof *k->shared);
    if (!in)
        return reinti_no_memory(err);
    for (size_t d = 0; d < rows->n; d++)
        all[d] = REINTI_ALL;
    for (size_t d = 0; d < b->n_by; d++)
        by[d] = (uint16_t)b->layer_category[(layer % b->layers_per_item) * b->n_by + d];
    for (size_t i = 0; i < b->n_rows; i++) {
        double w = b->weight ? b->weight[i] : 1;
        if (b->filter[i] != 1 || !(w > 0) || !reinti_row_matches(rows->column, all, rows->n, i) ||
            !reinti_row_matches(b->by, by, b->n_by, i))
            continue;
        for (size_t c = 0; c < k->n_columns; c++) {
            const reinti_key *key = &b->columns.key[k->column[c]];
            const reinti_axis_part *part = &b->columns.part[key->part];
            in[c] = reinti_row_matches(part->column, key->category, part->n, i);
        }
        for (size_t c = 0; c < k->n_columns; c++)
            for (size_t e = 0; in[c] && e < k->n_columns; e++)
                k->shared[c * k->n_columns + e] += in[e] && e != c ? w * w : 0;
    }
    return REINT_OK;
}

/* Whether any column stands in several categories: a set, or nets beside their members. */
static bool
overlap(const comparer *k)
{
    if (k->b->columns.sets)
        return true;
    for (size_t c = 0; c < k->n_columns; c++)
        if (k->b->columns.entry[k->column[c]].net)
            return true;
    return false;
}

static void
add_letters(comparer *k, size_t layer, const reint_letters *l)
{
    reinti_table *t = k->b->table;

    for (size_t r = 0; r < k->n_rows; r++)
        for (size_t c = 0; c < k->n_columns; c++) {
            char text[256];
            size_t length = reint_letters_text(l, r, c, text, sizeof text);
            reinti_cell *cell = reinti_table_cell(t, layer, k->row[r], k->column[c], k->stat);
            if (length && length < sizeof text)
                cell->letters = reinti_arena_text(t->arena, text);
        }
    for (size_t c = 0; c < k->n_columns; c++)
        if (reint_letters_left_out(l, c))
            k->left_out[k->column[c]] = true;
    k->n_tests += reint_letters_n_tests(l);
}

/* "+" and "-": above and below the rest of the row; doubled at the stricter level. */
static reint_status
compare_with_rest(comparer *k, size_t layer, const reint_shares *s, reint_error *err)
{
    static const char *const marks[] = { "--", "-", NULL, "+", "++" };
    reint_letters_pair *pair = reinti_arena_alloc(k->b->arena, (k->n_rows * k->n_columns + 1) * sizeof *pair);
    size_t n = 0;
    reint_status status = pair ? reint_cells_against_rest(s, &k->rule, pair, &n, err) : reinti_no_memory(err);

    for (size_t i = 0; !status && i < k->n_rows * k->n_columns; i++) {
        int level = pair[i].z < 0 ? -pair[i].level : pair[i].level;
        if (pair[i].level < 0) /* the sign is told already */
            level = pair[i].level;
        reinti_table_cell(k->b->table, layer, k->row[i / k->n_columns], k->column[i % k->n_columns], k->stat)
            ->letters = marks[level + 2];
    }
    k->n_tests += n;
    return status;
}

/* The rows of one part of the stub against each other's columns, in one layer. */
static reint_status
compare_part(comparer *k, size_t shown, size_t layer, reint_error *err)
{
    reinti_build *b = k->b;
    reint_letters *l = NULL;
    reint_status status = REINT_OK;

    k->n_rows = 0;
    for (size_t r = 0; r < b->rows.n; r++)
        if (b->rows.part[b->rows.key[r].part].shown == shown && !b->rows.entry[r].total &&
            !b->rows.entry[r].missing)
            k->row[k->n_rows++] = r;
    if (!k->n_rows || k->n_columns < 2)
        return REINT_OK;
    for (size_t c = 0; c < k->n_columns; c++)
        for (size_t r = 0; r < k->n_rows; r++) {
            const reinti_cell *cell = reinti_table_cell(b->table, layer, k->row[r], k->column[c], k->stat);
            bool based = cell->base > 0;
            k->count[r * k->n_columns + c] = based ? cell->weighted : 0;
            k->w[c] = based ? cell->base : 0;
            k->w2[c] = based ? cell->base_w2 : 0;
            k->n[c] = based ? cell->base_n : 0;
        }
    if (overlap(k))
        status = find_shared(k, shown, layer, err);
    reint_shares s = { .rows = k->n_rows,
                       .cols = k->n_columns,
                       .count = k->count,
                       .w = k->w,
                       .w2 = k->w2,
                       .n = k->n,
                       .group = k->group,
                       .shared = overlap(k) ? k->shared : NULL };
    if (status)
        return status;
    if (b->plan->letters.against_rest)
        return compare_with_rest(k, layer, &s, err);
    status = reint_letters_compare(&s, &k->rule, &l, err);
    if (!status)
        add_letters(k, layer, l);
    reint_letters_free(l);
    return status;
}

/* "Male (A)" */
static void
name_columns(comparer *k)
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
note_letters(const comparer *k)
{
    static const char *const ways[] = { [REINTI_ADJUST_NONE] = "not adjusted",
                                        [REINTI_ADJUST_HOLM] = "adjusted by Holm",
                                        [REINTI_ADJUST_BONFERRONI] = "adjusted by Bonferroni",
                                        [REINTI_ADJUST_BH] = "adjusted by Benjamini-Hochberg" };
    const reinti_letters_plan *p = &k->b->plan->letters;
    reinti_str s = REINTI_STR_EMPTY;
    const char *language = k->b->language;
    size_t n_left_out = 0;

    reinti_str_add(
        &s, p->against_rest
                ? reinti_say(language, "+ and - mark shares above and below the rest of the row at ",
                             "+ dan - menandai proporsi di atas dan di bawah sisa baris pada ")
                : reinti_say(language, "A letter marks a share higher than that of the column it names, at ",
                             "Huruf menandai proporsi yang lebih tinggi dari kolom itu, pada "));
    reinti_format_shortest(&s, p->level[0]);
    if (p->level[1] > 0) {
        reinti_str_add(&s, p->against_rest ? reinti_say(language, "; doubled at ", "; ganda pada ")
                                           : reinti_say(language, " (small) and ", " (kecil) dan "));
        reinti_format_shortest(&s, p->level[1]);
        reinti_str_add(&s, p->against_rest ? "" : reinti_say(language, " (capital)", " (besar)"));
    }
    reinti_str_format(&s, reinti_say(language, "; %zu tests, %s", "; %zu uji, %s"), k->n_tests,
                      ways[p->adjust]);
    if (p->adjust)
        reinti_str_add(&s, p->family
                               ? reinti_say(language, " over the table's rows of a variable", " antar baris")
                               : reinti_say(language, " within the row", " dalam baris"));
    reinti_str_add_char(&s, '.');
    for (size_t c = 0; c < k->b->columns.n; c++)
        n_left_out += k->left_out[c];
    if (n_left_out) {
        reinti_str_format(&s, reinti_say(language, " Not compared, with a base below ",
                                         " Tidak dibandingkan, basis di bawah "));
        reinti_format_shortest(&s, p->min_base);
        for (size_t c = 0, told = 0; c < k->b->columns.n; c++)
            if (k->left_out[c])
                reinti_str_format(&s, "%s%s", told++ ? ", " : ": ", k->b->table->column[c].label);
        reinti_str_add_char(&s, '.');
    }
    reinti_note(k->b, "%s", s.text);
    reinti_str_free(&s);
}

static reint_status
compare(reinti_build *b, reint_error *err)
{
    static const reint_letters_adjust adjusts[] = { [REINTI_ADJUST_NONE] = REINT_LETTERS_PLAIN,
                                                    [REINTI_ADJUST_HOLM] = REINT_LETTERS_HOLM,
                                                    [REINTI_ADJUST_BONFERRONI] = REINT_LETTERS_BONFERRONI,
                                                    [REINTI_ADJUST_BH] = REINT_LETTERS_BH };
    size_t n = b->columns.n + 1, m = b->rows.n + 1;
    comparer k = { .b = b, .stat = share_stat(b->table), .rule = reint_letters_rule_usual() };
    reint_status status = REINT_OK;

    if (k.stat == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"letters\" compare shares of columns: cells needs col_pct");
    k.rule.alpha[0] = b->plan->letters.level[0];
    k.rule.alpha[1] = b->plan->letters.level[1];
    k.rule.min_base = b->plan->letters.min_base;
    k.rule.adjust = adjusts[b->plan->letters.adjust];
    k.rule.family = b->plan->letters.family == REINTI_FAMILY_TABLE ? REINT_FAMILY_TABLE : REINT_FAMILY_ROW;
    k.row = reinti_arena_alloc(b->arena, m * sizeof *k.row);
    k.column = reinti_arena_alloc(b->arena, n * sizeof *k.column);
    k.group = reinti_arena_alloc(b->arena, n * sizeof *k.group);
    k.count = reinti_arena_alloc(b->arena, n * m * sizeof *k.count);
    k.w = reinti_arena_alloc(b->arena, n * sizeof *k.w);
    k.w2 = reinti_arena_alloc(b->arena, n * sizeof *k.w2);
    k.n = reinti_arena_alloc(b->arena, n * sizeof *k.n);
    k.shared = reinti_arena_alloc(b->arena, n * n * sizeof *k.shared);
    k.left_out = reinti_arena_alloc(b->arena, n);
    if (!k.row || !k.column || !k.group || !k.count || !k.w || !k.w2 || !k.n || !k.shared || !k.left_out)
        return reinti_no_memory(err);
    choose_columns(&k);
    for (size_t l = 0; !status && l < b->table->n_layers; l++)
        for (size_t p = 0; !status && p < b->rows.n_shown; p++)
            status = compare_part(&k, p, l, err);
    if (status)
        return status;
    if (!b->plan->letters.against_rest)
        name_columns(&k);
    note_letters(&k);
    return REINT_OK;
}

/* ---- precision ----------------------------------------------------------------------------------------- */

#define NORMAL_975 1.959963984540054

static void
mark_imprecise(reinti_build *b)
{
    const reinti_precision_plan *p = &b->plan->precision;
    reinti_table *t = b->table;
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats, marked = 0;
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        reinti_cell *c = &t->cell[i];
        reinti_cell_kind kind = t->stat[i % t->n_stats].kind;
        if ((kind != REINTI_CELL_SHARE && kind != REINTI_CELL_MEAN) || c->whole ||
            c->state != REINTI_CELL_SHOWN)
            continue;
        c->flag = (p->min_n > 0 && c->base_n < p->min_n) ||
                  (p->max_rse > 0 && c->value != 0 && c->se / fabs(c->value) > p->max_rse) ||
                  (p->max_width > 0 && kind == REINTI_CELL_SHARE && 2 * NORMAL_975 * c->se > p->max_width);
        marked += c->flag;
    }
    if (!marked) {
        return;
    }
    reinti_str_add(&s,
                   reinti_say(b->language, "* marks what is imprecise:", "* menandai yang kurang tepat:"));
    const struct {
        double limit;
        const char *en, *id;
    } limits[] = { { p->min_n, " a base below ", " basis di bawah " },
                   { p->max_rse, " a relative standard error above ", " galat baku relatif di atas " },
                   { p->max_width, " a 95% interval wider than ", " selang 95% lebih lebar dari " } };
    for (size_t i = 0, told = 0; i < REINTI_LENGTH(limits); i++)
        if (limits[i].limit > 0) {
            reinti_str_add(&s, told++ ? "," : "");
            reinti_str_add(&s, reinti_say(b->language, limits[i].en, limits[i].id));
            reinti_format_shortest(&s, limits[i].limit);
        }
    reinti_str_format(&s, reinti_say(b->language, " (%zu values).", " (%zu nilai)."), marked);
    reinti_note(b, "%s", s.text);
    reinti_str_free(&s);
}

reint_status
reinti_table_judge(reinti_build *b, reint_error *err)
{
    reint_status status = REINT_OK;

    if (b->plan->precision.on)
        mark_imprecise(b);
    if (!b->plan->letters.on)
        return REINT_OK;
    const char *refused = reinti_tests_refused(b);
    if (!refused && !b->complex_design)
        status = compare(b, err);
    else if (!refused)
        reinti_note(b, "%s",
                    reinti_say(b->language, "Columns are not compared: letters know no strata and clusters.",
                               "Kolom tidak dibandingkan: huruf tidak mengenal strata dan kelompok."));
    else if (!b->plan->n_tests) /* else the tests' note says so */
        reinti_note(b, "%s", refused);
    return status;
}
