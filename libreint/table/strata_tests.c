/* strata_tests.c -- tests over strata: whether rows and columns are associated within the strata, all of them together.
 *
 * Strata are the categories of the plan's `strata` (a test in each layer), or else the layers themselves (one test beside
 * those of each layer).  Counts are of the records; whoever lacks a variable of rows, columns or strata is in none.
 * cmh          2 x 2 tables: Cochran-Mantel-Haenszel, 1 df, beside it the same with continuity correction, and the common
 *              odds ratio (Mantel-Haenszel) with 95% limits (Robins, Breslow and Greenland); larger tables: general
 *              association (Landis, Heyman and Koch).  Rows and columns that nobody is in are left out.
 * breslow_day  whether the odds ratio is the same in all strata, with Tarone's correction; beside it the uncorrected one.
 * Others are those of the registry (stats/).
 * Not made:    of weighted or clustered records, of answers with several codes: the reason stands in place of the value. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/crosstab.h"
#include "stats/stats.h"
#include "table/pair.h"

enum { MOST_COUNTS = 20000000 };

/* Stratum after stratum over the same rows and columns. */
typedef struct strata {
    size_t k, rows, columns, telling; /* TELLING: strata with two cases, rows and columns at least */
    double *count, n;                 /* N: cases in those */
    const char *reason;               /* why no test is made of them; NULL = none */
} strata;

/* ---- counts -------------------------------------------------------------------------------------------- */

static size_t
n_categories(const reinti_axis_part *part)
{
    size_t n = 1;

    for (size_t d = 0; d < part->n; d++)
        n = part->column[d]->n_valid && n > MOST_COUNTS / part->column[d]->n_valid
                ? MOST_COUNTS + 1
                : n * part->column[d]->n_valid;
    return n;
}

static bool
is_counted(const reinti_build *b, size_t layer, size_t row)
{
    return layer == REINTI_NONE ? b->filter[row] == 1 && (!b->weight || b->weight[row] > 0)
                                : reinti_layer_holds(b, layer, row);
}

/* Keeps the rows (or columns) that anybody is in. */
static void
drop_empty(strata *s, bool of_rows)
{
    size_t n = of_rows ? s->rows : s->columns, used = 0, at = 0, all = s->k * s->rows * s->columns;
    bool *in = calloc(n + 1, 1);

    if (!in)
        return; /* an empty row has no effect but on the degrees of freedom, which are undefined then */
    for (size_t i = 0; i < all; i++)
        if (s->count[i] > 0)
            in[of_rows ? i / s->columns % s->rows : i % s->columns] = true;
    for (size_t i = 0; i < all; i++)
        if (in[of_rows ? i / s->columns % s->rows : i % s->columns])
            s->count[at++] = s->count[i];
    for (size_t i = 0; i < n; i++)
        used += in[i];
    *(of_rows ? &s->rows : &s->columns) = used;
    free(in);
}

static void
find_telling(strata *s)
{
    for (size_t k = 0; k < s->k; k++) {
        const double *t = s->count + k * s->rows * s->columns;
        size_t rows = 0, columns = 0;
        double n = 0;
        for (size_t r = 0; r < s->rows; r++) {
            double sum = 0;
            for (size_t c = 0; c < s->columns; c++)
                sum += t[r * s->columns + c];
            rows += sum > 0;
            n += sum;
        }
        for (size_t c = 0; c < s->columns; c++) {
            double sum = 0;
            for (size_t r = 0; r < s->rows; r++)
                sum += t[r * s->columns + c];
            columns += sum > 0;
        }
        if (n > 1 && rows > 1 && columns > 1) {
            s->telling++;
            s->n += n;
        }
    }
}

/* LAYER REINTI_NONE: of all layers. */
static reint_status
count_strata(const reinti_pair *p, const reinti_axis_part *by, size_t layer, strata *s, reint_error *err)
{
    const reinti_build *b = p->b;
    const reinti_axis_part *rows = &b->rows.part[p->row_part], *columns = &b->columns.part[p->column_part];
    double cells;

    s->k = n_categories(by);
    s->rows = n_categories(rows);
    s->columns = n_categories(columns);
    cells = (double)s->k * (double)s->rows * (double)s->columns;
    if (cells > MOST_COUNTS)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the tables of all strata would have %.0f cells; at most %d are counted", cells,
                           MOST_COUNTS);
    s->count = calloc((size_t)cells + 1, sizeof *s->count);
    if (!s->count)
        return reinti_no_memory(err);
    for (size_t i = 0; i < b->n_rows; i++) {
        if (!is_counted(b, layer, i))
            continue;
        size_t k = reinti_joint_category(by, i), r = reinti_joint_category(rows, i),
               c = reinti_joint_category(columns, i);
        if (k != REINTI_NONE && r != REINTI_NONE && c != REINTI_NONE)
            s->count[(k * s->rows + r) * s->columns + c] += b->weight ? b->weight[i] : 1;
    }
    drop_empty(s, true);
    drop_empty(s, false);
    find_telling(s);
    if (s->rows < 2 || s->columns < 2)
        s->reason = "fewer than two rows or columns are used";
    else if (!s->telling)
        s->reason = "no stratum has two cases in two rows and two columns";
    return REINT_OK;
}

/* ---- the tests ----------------------------------------------------------------------------------------- */

#define put reinti_test_put

/* The statistics from FROM on stand beside those before. */
static void
beside(reinti_build *b, size_t from)
{
    for (size_t i = from; i < b->table->n_tests; i++)
        b->table->test[i].beside = true;
}

static void
put_strata(reinti_build *b, size_t layer, const strata *s)
{
    put(b, layer, "strata", reinti_say(b->language, "strata that tell", "strata yang memberi informasi"),
        (double)s->telling, NULL);
    put(b, layer, "strata_n", reinti_say(b->language, "n in them", "n di dalamnya"), s->n, NULL);
}

static void
common_odds(reinti_build *b, size_t layer, const strata *s)
{
    reint_stratified r;
    const char *label =
        reinti_say(b->language, "Cochran-Mantel-Haenszel chi-square", "Khi-kuadrat Cochran-Mantel-Haenszel");

    if (reint_stratified_2x2(s->count, s->k, 0.95, &r))
        r.undefined = "the counts are no numbers of at least 0";
    put(b, layer, "cmh", label, r.cmh, r.undefined);
    if (r.undefined)
        return;
    put(b, layer, "cmh_df", reinti_say(b->language, "df", "db"), 1, NULL);
    put(b, layer, "cmh_p", "p", r.cmh_p, NULL);
    size_t from = b->table->n_tests;
    put(b, layer, "cmh_cc",
        reinti_say(b->language, "with continuity correction", "dengan koreksi kontinuitas"), r.cmh_cc, NULL);
    put(b, layer, "cmh_cc_p", "p", r.cmh_cc_p, NULL);
    beside(b, from);
    const char *why = isfinite(r.odds_ratio.value) && r.odds_ratio.value > 0
                          ? NULL
                          : "a diagonal is empty in every stratum: the odds ratio is 0 or infinite";
    put(b, layer, "common_or", reinti_say(b->language, "common odds ratio", "rasio odds bersama"),
        why ? NAN : r.odds_ratio.value, why);
    if (!why) {
        put(b, layer, "common_or_low", reinti_say(b->language, "95% limits from", "batas 95% dari"),
            r.odds_ratio.lower, NULL);
        put(b, layer, "common_or_high", reinti_say(b->language, "to", "sampai"), r.odds_ratio.upper, NULL);
    }
    put_strata(b, layer, s);
}

static void
cmh(reinti_build *b, size_t layer, const strata *s)
{
    reint_cmh r;

    if (s->rows == 2 && s->columns == 2) {
        common_odds(b, layer, s);
        return;
    }
    reint_status status = reint_cmh_tests(s->count, s->k, s->rows, s->columns, &r);
    b->failed = b->failed || status == REINT_NO_MEMORY;
    const char *why = status             ? "the counts are no numbers of at least 0"
                      : isnan(r.general) ? r.undefined
                                         : NULL;
    put(b, layer, "cmh",
        reinti_say(b->language, "Cochran-Mantel-Haenszel chi-square, general association",
                   "Khi-kuadrat Cochran-Mantel-Haenszel, asosiasi umum"),
        why ? NAN : r.general, why);
    if (why)
        return;
    put(b, layer, "cmh_df", reinti_say(b->language, "df", "db"), r.general_df, NULL);
    put(b, layer, "cmh_p", "p", r.general_p, NULL);
    put_strata(b, layer, s);
}

static void
breslow_day(reinti_build *b, size_t layer, const strata *s)
{
    reint_stratified r = { .tarone = NAN };
    const char *why = s->rows != 2 || s->columns != 2 ? "it is of 2 x 2 tables" : NULL;

    if (!why && reint_stratified_2x2(s->count, s->k, 0.95, &r))
        why = "the counts are no numbers of at least 0";
    if (!why && !isfinite(r.tarone))
        why = s->telling < 2 ? "fewer than two strata tell" : "the common odds ratio is 0 or infinite";
    put(b, layer, "tarone",
        reinti_say(b->language, "Breslow-Day chi-square, Tarone's correction",
                   "Khi-kuadrat Breslow-Day, koreksi Tarone"),
        why ? NAN : r.tarone, why);
    if (why)
        return;
    put(b, layer, "breslow_day_df", reinti_say(b->language, "df", "db"), r.breslow_day_df, NULL);
    put(b, layer, "tarone_p", "p", r.tarone_p, NULL);
    size_t from = b->table->n_tests;
    put(b, layer, "breslow_day", reinti_say(b->language, "uncorrected", "tanpa koreksi"), r.breslow_day,
        NULL);
    put(b, layer, "breslow_day_p", "p", r.breslow_day_p, NULL);
    beside(b, from);
}

static const struct {
    const char *word;
    void (*make)(reinti_build *b, size_t layer, const strata *s);
} makers[] = { { "cmh", cmh }, { "breslow_day", breslow_day } };

#define LAYOUT "stratified_table"

bool
reinti_is_strata_test(const char *word)
{
    const reint_statistic *s = reint_statistic_find(word);

    return s && !strncmp(s->layouts, LAYOUT, strlen(LAYOUT));
}

/* The K-th test of the plan, which is of strata. */
static void
make(reinti_build *b, size_t layer, const char *word, const strata *s)
{
    const reint_statistic *statistic = reint_statistic_find(word);

    if (s->reason) {
        put(b, layer, word, word, NAN, s->reason);
        return;
    }
    for (size_t k = 0; k < REINTI_LENGTH(makers); k++)
        if (!strcmp(makers[k].word, word)) {
            makers[k].make(b, layer, s);
            return;
        }
    reinti_test_any(b, layer, statistic, LAYOUT, s->count, s->k, s->rows, s->columns);
}

static reint_status
test_layer(const reinti_pair *p, const reinti_axis_part *by, size_t layer, size_t shown_layer,
           const char *refused, reint_error *err)
{
    reinti_build *b = p->b;
    strata s = { .reason = refused };
    reint_status status = refused ? REINT_OK : count_strata(p, by, layer, &s, err);

    b->tested.told = REINTI_NONE; /* a line of its own */
    for (size_t i = 0; !status && i < b->plan->n_tests; i++)
        if (reinti_is_strata_test(b->plan->tests[i]))
            make(b, shown_layer, b->plan->tests[i], &s);
    free(s.count);
    return status || !b->failed ? status : reinti_no_memory(err);
}

/* ---- which strata -------------------------------------------------------------------------------------- */

/* "Work by Sex, within Region", or "Within Region" where the table has but one stub and break. */
static const char *
label_of(const reinti_build *b, const reinti_axis_part *by)
{
    const char *of = b->tested.label;
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_format(&s,
                      of ? reinti_say(b->language, "%s, within ", "%s, dalam ")
                         : reinti_say(b->language, "Within ", "Dalam "),
                      reinti_text_or(of, ""));
    for (size_t d = 0; d < by->n; d++) {
        const char *text = reinti_label_text(&by->column[d]->label, b->language);
        reinti_str_format(&s, "%s%s", d ? " > " : "", text ? text : by->column[d]->name);
    }
    const char *label = s.failed ? NULL : reinti_arena_text(b->arena, s.text);
    reinti_str_free(&s);
    return label;
}

static reint_status
find_strata(reinti_build *b, reinti_axis_part *out, reint_error *err)
{
    const reinti_part *named = &b->plan->strata;
    reint_status status = REINT_OK;

    *out = (reinti_axis_part){ .n = named->n ? named->n : b->n_by };
    for (size_t d = 0; !status && d < out->n; d++)
        if (named->n)
            status = reinti_strata_column(b, named->name[d], &out->column[d], err);
        else
            out->column[d] = b->by[d];
    return status;
}

static bool
any_of_strata(const reinti_plan_table *t)
{
    for (size_t i = 0; i < t->n_tests; i++)
        if (reinti_is_strata_test(t->tests[i]))
            return true;
    return false;
}

reint_status
reinti_strata_column(reinti_build *b, const char *name, const reinti_column **out, reint_error *err)
{
    reint_status status = reinti_table_column(b, name, false, out, err);

    if (!status && (*out)->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" cannot make strata: it has no single category", name);
    return status;
}

reint_status
reinti_tests_add_strata(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reinti_axis_part by;
    const char *of = b->tested.label, *refused = NULL;

    if (!any_of_strata(b->plan))
        return REINT_OK;
    reint_status status = find_strata(b, &by, err);
    if (status)
        return status;
    if (reinti_pair_has_set(p))
        refused = reinti_say(b->language, "not made for answers with several codes",
                             "tidak dilakukan untuk jawaban ganda");
    else if (b->design)
        refused = reinti_say(b->language, "not made for weighted or clustered records",
                             "tidak dilakukan untuk catatan berbobot atau berkelompok");
    b->tested.label = label_of(b, &by);
    b->tested.strata = true;
    if (!b->tested.label)
        status = reinti_no_memory(err);
    for (size_t l = 0; !status && b->plan->strata.n && l < b->layers_per_item; l++)
        status = test_layer(p, &by, first_layer + l, first_layer + l, refused, err);
    if (!status && !b->plan->strata.n && b->layers_per_item) {
        b->tested.over = b->plan->grid_name
                             ? reinti_arena_format(b->arena, "%s=%s", b->plan->grid_name,
                                                   b->plan->grid_code[first_layer / b->layers_per_item])
                             : "";
        status = b->tested.over
                     ? test_layer(p, &by, REINTI_NONE, first_layer + b->layers_per_item - 1, refused, err)
                     : reinti_no_memory(err);
    }
    b->tested.over = NULL;
    b->tested.strata = false;
    b->tested.label = of;
    b->tested.told = REINTI_NONE;
    return status;
}
