/* cell_text.c -- what a person reads in a cell, so that every writer says the same.
 *
 * Counts first: a share of fewer records than the codebook's small base is no percentage but "5 of 12".  One
 * decimal only above a base of 200, where a tenth of a percent is at least a fifth of a record.  Where
 * unknown facts leave room the text is the range.  A cell without a value has the mark of its state,
 * the legend tells the reasons of those that are undefined. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

#define ONE_DECIMAL_ABOVE 200.0

reinti_table *
reinti_cells_create(void)
{
    reinti_arena *arena = reinti_arena_create();
    reinti_table *t = arena ? reinti_arena_alloc(arena, sizeof *t) : NULL;

    if (!t) {
        reinti_arena_free(arena);
        return NULL;
    }
    t->arena = arena;
    t->id = t->title = "";
    return t;
}

void
reinti_cells_free(reinti_table *t)
{
    if (t)
        reinti_arena_free(t->arena); /* T itself lives there */
}

bool
reinti_table_applies(const reinti_table *t, size_t column, size_t stat)
{
    for (size_t a = 0; a < t->n_layers; a++)
        for (size_t r = 0; r < t->n_rows; r++)
            if (reinti_table_cell(t, a, r, column, stat)->state != REINTI_CELL_NOT_APPLICABLE)
                return true;
    return false;
}

unsigned
reinti_levels_said(const reinti_entry *before, const reinti_entry *e)
{
    unsigned n = 0;

    if (!before || e->first_of_group || !reinti_equal(before->group, e->group))
        return 0;
    while (n < e->depth && n < before->depth && reinti_equal(before->path[n], e->path[n]))
        n++;
    return n;
}

/* ---- marks --------------------------------------------------------------------------------------------- */

static const struct {
    const char *mark, *en, *id;
} marks[] = {
    [REINTI_CELL_SHOWN] = { "", NULL, NULL },
    [REINTI_CELL_UNDEFINED] = { "–", "– undefined", "– tidak terdefinisi" }, /* and why */
    [REINTI_CELL_NOT_APPLICABLE] = { ".", ". does not apply", ". tidak berlaku" },
    [REINTI_CELL_BELOW_BASE] = { "(n)", "\"5 of 12\": too few for a percentage",
                                 "\"5 dari 12\": terlalu sedikit untuk persentase" },
    [REINTI_CELL_PRIMARY] = { "x", "x withheld to protect people", "x ditahan untuk melindungi orang" },
    [REINTI_CELL_SECONDARY] = { "x", "x withheld to protect people", "x ditahan untuk melindungi orang" },
    [REINTI_CELL_ROUNDED] = { "", NULL, NULL },
};

/* Why a cell is undefined, as it is told in Indonesian; a reason that is not here was made in the table's language. */
static const struct {
    const char *en, *id;
} reasons[] = {
    { "a share of nobody", "bagian dari nol orang" },
    { "a mean of nobody", "rata-rata dari nol orang" },
    { "a statistic of nobody", "statistik dari nol orang" },
    { "a spread needs two values", "sebaran memerlukan dua nilai" },
    { "it has no variance", "variansnya nol" },
    { "the base is too small for a share", "basis terlalu kecil untuk persentase" },
    { "there is nothing to divide by", "tidak ada pembagi" },
    { "the share is 0 or 1", "bagiannya 0 atau 1" },
    { "no degrees of freedom", "tidak ada derajat bebas" },
    { "a stratum has a single sampling unit: declare what to do",
      "suatu strata hanya mempunyai satu unit sampel: nyatakan apa yang dilakukan" },
};

static bool
is_indonesian(const reinti_table *t)
{
    return t->language && !strcmp(t->language, "id");
}

const char *
reinti_cell_mark(const reinti_cell *cell)
{
    return cell->state < REINTI_LENGTH(marks) ? marks[cell->state].mark : "–";
}

static bool
is_shown(const reinti_cell *cell)
{
    return cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED;
}

/* The state that the mark of a cell stands for. */
static size_t
marked_state(const reinti_cell *cell)
{
    return is_shown(cell) && !isfinite(cell->value) ? REINTI_CELL_UNDEFINED : cell->state;
}

static const char *
reason_in(const reinti_table *t, const char *reason)
{
    for (size_t i = 0; is_indonesian(t) && i < REINTI_LENGTH(reasons); i++)
        if (!strcmp(reasons[i].en, reason))
            return reasons[i].id;
    return reason;
}

/* Why cells are undefined, each reason once, as they come; what a note says already is not said again. */
static void
add_reasons(reinti_str *out, const reinti_table *t)
{
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;
    reinti_map *told = reinti_map_create();
    bool added;

    out->failed = out->failed || !told;
    for (size_t i = 0; told && i < t->n_notes; i++)
        reinti_map_put(told, t->note[i], strlen(t->note[i]), 0, &added);
    size_t n_notes = reinti_map_count(told);
    for (size_t i = 0; told && i < n; i++)
        if (marked_state(&t->cell[i]) == REINTI_CELL_UNDEFINED && t->cell[i].reason)
            reinti_map_put(told, t->cell[i].reason, strlen(t->cell[i].reason), 0, &added);
    for (size_t i = n_notes; i < reinti_map_count(told); i++)
        reinti_str_format(out, "%s%s", i > n_notes ? ", " : ": ",
                          reason_in(t, reinti_map_key(told, i, NULL, NULL)));
    reinti_map_free(told);
}

/* Whether cell I stands anywhere: side by side, a statistic of no row is left out. */
static bool
stands(const reinti_table *t, size_t i, bool in_rows)
{
    return in_rows || t->n_stats == 1 || t->cell[i].state != REINTI_CELL_NOT_APPLICABLE ||
           reinti_table_applies(t, i / t->n_stats % t->n_columns, i % t->n_stats);
}

void
reinti_table_legend(reinti_str *out, const reinti_table *t, bool in_rows)
{
    bool used[REINTI_LENGTH(marks)] = { false };
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;

    for (size_t i = 0; i < n; i++)
        if (t->cell[i].state < REINTI_LENGTH(marks) && stands(t, i, in_rows))
            used[marked_state(&t->cell[i])] = true;
    if (used[REINTI_CELL_PRIMARY]) /* the same mark and words: say it once */
        used[REINTI_CELL_SECONDARY] = false;
    for (size_t i = 0, told = 0; i < REINTI_LENGTH(marks); i++)
        if (used[i] && marks[i].en) {
            reinti_str_add(out, told++ ? "; " : "");
            reinti_str_add(out, is_indonesian(t) ? marks[i].id : marks[i].en);
            if (i == REINTI_CELL_UNDEFINED)
                add_reasons(out, t);
        }
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void
put_share(reinti_str *out, double share, int decimals)
{
    /* rounded as a share, so that 29 of 200 is 14.5 and not 14.499999999999998 */
    reinti_format_fixed(out, 100.0 * reinti_round(share, decimals + 2), decimals);
}

static void
put_number(reinti_str *out, const reinti_cell *cell, const reinti_stat *stat, double value)
{
    switch (stat->kind) {
    case REINTI_CELL_COUNT:
        reinti_format_fixed(out, value, value == floor(value) ? 0 : 1);
        break;
    case REINTI_CELL_SHARE:
        put_share(out, value, cell->base_n > ONE_DECIMAL_ABOVE ? 1 : 0);
        break;
    case REINTI_CELL_MEAN:
    case REINTI_CELL_STATISTIC:
        if (reinti_is_probability(stat->id) && value < 0.001)
            reinti_str_add(out, "< 0.001");
        else
            reinti_format_fixed(out, value, (int)stat->decimals);
        break;
    }
}

static bool
is_bounded(const reinti_table *t, const reinti_cell *cell)
{
    return t->show_bounds && isfinite(cell->low) && isfinite(cell->high) && cell->low < cell->high;
}

void
reinti_cell_marks(reinti_str *out, const reinti_cell *cell, const char *before)
{
    if (cell->letters && *cell->letters)
        reinti_str_format(out, "%s%s", before, cell->letters);
    if (cell->flag)
        reinti_str_add_char(out, '*');
}

void
reinti_cell_text(reinti_str *out, const reinti_table *t, const reinti_cell *cell, const reinti_stat *stat)
{
    if (cell->state == REINTI_CELL_BELOW_BASE && stat->kind == REINTI_CELL_SHARE) {
        reinti_format_fixed(out, cell->n, 0);
        reinti_str_add(out, is_indonesian(t) ? " dari " : " of ");
        reinti_format_fixed(out, cell->base_n, 0);
        return;
    }
    if (!is_shown(cell) || !isfinite(cell->value)) {
        reinti_str_add(out, is_shown(cell) ? marks[REINTI_CELL_UNDEFINED].mark : reinti_cell_mark(cell));
        return;
    }
    if (is_bounded(t, cell)) {
        reinti_str high = REINTI_STR_EMPTY;
        size_t before = out->length;
        put_number(out, cell, stat, cell->low);
        put_number(&high, cell, stat, cell->high);
        if (strcmp(out->text + before, high.text)) { /* "12–12" says less than "12" */
            reinti_str_add(out, "–");
            reinti_str_add(out, high.text);
        }
        out->failed = out->failed || high.failed;
        reinti_str_free(&high);
    } else {
        put_number(out, cell, stat, cell->value);
    }
    if (stat->kind == REINTI_CELL_SHARE)
        reinti_str_add_char(out, '%');
    reinti_cell_marks(out, cell, " ");
}

bool
reinti_is_probability(const char *id)
{
    static const char *const endings[] = { "_p", "_holm", "_bonferroni", "_bh" };
    const char *dot = strrchr(id, '.'),
               *name = dot ? dot + 1 : id; /* of a statistic of many: its parameter */
    size_t n = strlen(name);

    if (!strcmp(name, "p") || !strncmp(name, "p_", 2))
        return true;
    for (size_t i = 0; i < REINTI_LENGTH(endings); i++)
        if (n > strlen(endings[i]) && !strcmp(name + n - strlen(endings[i]), endings[i]))
            return true;
    return false;
}

reinti_layer
reinti_test_layer(const reinti_table *t, const reinti_test *test)
{
    return test->over ? (reinti_layer){ test->over, "" } : t->layer[test->layer];
}

void
reinti_test_text(reinti_str *out, const reinti_test *test)
{
    if (!isfinite(test->value))
        reinti_str_add(out, test->reason && *test->reason ? test->reason : marks[REINTI_CELL_UNDEFINED].mark);
    else if (reinti_is_probability(test->id) && test->value < 0.001)
        reinti_str_add(out, "< 0.001");
    else if (reinti_is_probability(test->id))
        reinti_format_fixed(out, test->value, 3);
    else
        reinti_format_fixed(out, test->value, test->value == floor(test->value) ? 0 : 2);
}

size_t
reinti_test_line(reinti_str *out, const reinti_table *t, size_t layer, size_t from)
{
    size_t i = from, told = 0;

    for (; i < t->n_tests && !(told && t->test[i].heads && t->test[i].layer == layer); i++)
        if (t->test[i].layer == layer) {
            bool shown = isfinite(t->test[i].value);
            reinti_str_format(out, "%s%s%s", told++ ? "; " : "", t->test[i].label, shown ? " " : ": ");
            if (!shown && t->test[i].reason)
                reinti_str_add(out, reinti_say(t->language, "undefined, ", "tidak terdefinisi, "));
            reinti_test_text(out, &t->test[i]);
        }
    return i;
}
