/* record_tests.c -- tests that counts are not enough for, from the records themselves.
 *
 * Weights of a sample, strata and clusters: chi-square becomes the Rao-Scott test; nothing else is made.
 * Answers with several codes overlap: every code is tested against the columns (or the codes of another set),
 * and the sum of the chi-squares by Rao & Scott's corrections, which allow for what the codes of a person
 * have in common, and for the sample's design.  Beside it stands the first-order correction and, without a
 * design, the smallest p of a code times their number (Bonferroni), as Bilder & Loughin, Biometrics 60 (2004)
 * 241, compare them. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/pair.h"

/* ---- Rao-Scott ----------------------------------------------------------------------------------------- */

size_t
reinti_joint_category(const reinti_axis_part *part, size_t row)
{
    size_t at = 0;

    for (size_t d = 0; d < part->n; d++) {
        size_t category = reinti_column_category(part->column[d], row);
        if (category >= part->column[d]->n_valid)
            return REINTI_NONE;
        at = at * part->column[d]->n_valid + category;
    }
    return at;
}

/* Numbers the categories that occur, in their order: an empty row or column has no degrees of freedom. */
static size_t
renumber(size_t *at, const double *weight, size_t n, size_t n_categories, reinti_arena *arena)
{
    size_t *number = reinti_arena_alloc(arena, (n_categories + 1) * sizeof *number), used = 0;

    if (!number)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (weight[i] > 0)
            number[at[i]] = 1;
    for (size_t k = 0; k < n_categories; k++)
        number[k] = number[k] ? used++ : 0;
    for (size_t i = 0; i < n; i++)
        at[i] = number[at[i]];
    return used;
}

/* Test I is none that can be made here, and WHY; those over strata tell of themselves. */
static void
put_not_made(reinti_build *b, size_t layer, size_t i, const char *why)
{
    if (!reinti_is_strata_test(b->plan->tests[i]))
        reinti_test_put(b, layer, b->plan->tests[i], b->plan->tests[i], NAN, why);
}

/* Whether none of the tests is chi-square: then nothing is estimated, and all are told not to be made. */
static bool
none_is_made(reinti_build *b, size_t layer, const char *why)
{
    for (size_t i = 0; i < b->plan->n_tests; i++)
        if (!strcmp(b->plan->tests[i], "chi2"))
            return false;
    for (size_t i = 0; i < b->plan->n_tests; i++)
        put_not_made(b, layer, i, why);
    return true;
}

reint_status
reinti_tests_add_survey(const reinti_pair *pair, size_t layer, reint_error *err)
{
    reinti_build *b = pair->b;
    const reinti_axis_part *rows = &b->rows.part[pair->row_part],
                           *columns = &b->columns.part[pair->column_part];
    const char *not_made = reinti_say(b->language, "not made for weighted or clustered records",
                                      "tidak dilakukan untuk catatan berbobot atau berkelompok");
    if (none_is_made(b, layer, not_made))
        return b->failed ? reinti_no_memory(err) : REINT_OK;
    size_t n = b->n_rows, n_row = 1, n_column = 1, left = 0;
    size_t *row = reinti_arena_alloc(b->arena, (n + 1) * sizeof *row),
           *column = reinti_arena_alloc(b->arena, (n + 1) * sizeof *column);
    double *weight = reinti_arena_alloc(b->arena, (n + 1) * sizeof *weight);
    reint_design d = { 0 };
    reint_survey_test r = { .f = NAN, .f_ndf = NAN, .f_ddf = NAN, .f_p = NAN };
    const char *reason = NULL;

    if (!row || !column || !weight)
        return reinti_no_memory(err);
    d = *b->design;
    for (size_t i = 0; i < rows->n; i++)
        n_row *= rows->column[i]->n_valid;
    for (size_t i = 0; i < columns->n; i++)
        n_column *= columns->column[i]->n_valid;
    for (size_t i = 0; i < n; i++) { /* whoever is outside keeps a place in the design, with weight 0 */
        double w = b->design->weight[i];
        size_t r_at = reinti_joint_category(rows, i), c_at = reinti_joint_category(columns, i);
        bool in = reinti_layer_holds(b, layer, i) && r_at != REINTI_NONE && c_at != REINTI_NONE && w > 0;
        row[i] = in ? r_at : 0;
        column[i] = in ? c_at : 0;
        weight[i] = in ? w : 0;
        left += in;
    }
    n_row = renumber(row, weight, n, n_row, b->arena);
    n_column = renumber(column, weight, n, n_column, b->arena);
    d.weight = weight;
    if (n_row < 2 || n_column < 2)
        reason = "fewer than two rows or columns are used";
    else if (reint_survey_chisq(&d, row, column, n_row, n_column, &r) == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    else
        reason = r.undefined;
    for (size_t i = 0; i < b->plan->n_tests; i++) {
        if (strcmp(b->plan->tests[i], "chi2")) {
            put_not_made(b, layer, i, not_made);
            continue;
        }
        reinti_test_put(b, layer, "rao_scott_f", reinti_say(b->language, "Rao-Scott F", "F Rao-Scott"), r.f,
                        reason);
        if (reason)
            continue;
        reinti_test_put(b, layer, "ndf", reinti_say(b->language, "Degrees of freedom", "Derajat bebas"),
                        r.f_ndf, NULL);
        reinti_test_put(b, layer, "ddf", reinti_say(b->language, "of the design", "rancangan"), r.f_ddf,
                        NULL);
        reinti_test_put(b, layer, "p", "p", r.f_p, NULL);
        reinti_test_put(b, layer, "n", reinti_say(b->language, "n of the test", "n uji"), (double)left, NULL);
    }
    return b->failed ? reinti_no_memory(err) : REINT_OK;
}

/* ---- answers with several codes ------------------------------------------------------------------------ */

/* Entries that are tested against each other, and which records each holds: [record][entry]. */
typedef struct side {
    const reinti_axis *axis;
    size_t n, *entry;
    bool *in, set;
} side;

bool
reinti_pair_has_set(const reinti_pair *p)
{
    return reinti_part_has_set(&p->b->rows.part[p->row_part]) ||
           reinti_part_has_set(&p->b->columns.part[p->column_part]);
}

static bool
find_side(reinti_build *b, const reinti_axis *axis, size_t part, side *s)
{
    *s = (side){ .axis = axis, .set = reinti_part_has_set(&axis->part[part]) };
    s->entry = reinti_arena_alloc(b->arena, (axis->n + 1) * sizeof *s->entry);
    for (size_t i = 0; s->entry && i < axis->n; i++)
        if (reinti_is_tested(axis, part, i))
            s->entry[s->n++] = i;
    size_t room;
    if (!s->entry || __builtin_mul_overflow(b->n_rows + 1, s->n + 1, &room))
        return false;
    s->in = malloc(room);
    return s->in != NULL;
}

/* Whether ROW belongs to the side at all: answered the set, or is in one of the categories. */
static bool
mark_side(const side *s, size_t part, size_t row)
{
    const reinti_axis_part *p = &s->axis->part[part];
    bool any = false;

    for (size_t e = 0; e < s->n; e++) {
        bool in = reinti_entry_holds(s->axis, s->entry[e], false, row);
        s->in[row * s->n + e] = in;
        any = any || in;
    }
    return s->set ? reinti_row_matches(p->column, NULL, p->n, row) : any;
}

/* How many chose each code, are in each column, and both: [code][column]. */
typedef struct tally {
    double n, *code, *column, *both;
} tally;

static bool
count_sides(const side *set, const side *other, const double *weight, size_t n, reinti_arena *arena, tally *t)
{
    *t = (tally){ .code = reinti_arena_alloc(arena, (set->n + 1) * sizeof *t->code),
                  .column = reinti_arena_alloc(arena, (other->n + 1) * sizeof *t->column),
                  .both = reinti_arena_alloc(arena, (set->n * other->n + 1) * sizeof *t->both) };
    if (!t->code || !t->column || !t->both)
        return false;
    for (size_t i = 0; i < n; i++) {
        const bool *in_set = &set->in[i * set->n], *in_other = &other->in[i * other->n];
        if (!(weight[i] > 0))
            continue;
        t->n += weight[i];
        for (size_t c = 0; c < other->n; c++)
            t->column[c] += in_other[c] ? weight[i] : 0;
        for (size_t j = 0; j < set->n; j++) {
            if (!in_set[j])
                continue;
            t->code[j] += weight[i];
            for (size_t c = 0; c < other->n; c++)
                t->both[j * other->n + c] += in_other[c] ? weight[i] : 0;
        }
    }
    return true;
}

/* Pearson's chi-square of one code of a set: chosen or not, against the M columns, or against a column of another set,
 * in it or not. */
static void
test_code(const tally *t, size_t code, size_t from, size_t m, bool set, reint_chisq *out)
{
    double count[2 * 256];
    const double *both = &t->both[code * m];

    *out = (reint_chisq){ .undefined = "too many columns" };
    if (set) {
        double in = both[from], chose = t->code[code], there = t->column[from];
        reint_chisq_test((const double[]){ in, chose - in, there - in, t->n - chose - there + in }, 2, 2,
                         out);
        return;
    }
    if (m > 256)
        return;
    for (size_t c = 0; c < m; c++) {
        count[c] = both[c];
        count[m + c] = t->column[c] - both[c];
    }
    reint_chisq_test(count, 2, m, out);
}

/* The smallest p, as often as there are tests: that of the largest chi-square, as all have the same degrees of freedom
 * (where several p are too small for a number, they are all 0). */
static void
put_bonferroni(reinti_build *b, size_t layer, const side *set, const side *other, const double *weight)
{
    double chisq = NAN, p = NAN, n = 0;
    tally t;

    if (!count_sides(set, other, weight, b->n_rows, b->arena, &t)) {
        b->failed = true;
        return;
    }
    for (size_t j = 0; j < set->n; j++)
        for (size_t c = 0; c < (other->set ? other->n : 1); c++) {
            reint_chisq r;
            test_code(&t, j, c, other->n, other->set, &r);
            if (r.undefined)
                continue;
            n++;
            if (!(r.chisq <= chisq)) {
                p = r.p;
                chisq = r.chisq;
            }
        }
    reinti_test_put(b, layer, "chi2_max",
                    reinti_say(b->language, "Largest chi-square of a code", "Khi-kuadrat terbesar"), chisq,
                    NULL);
    reinti_test_put(b, layer, "tests", reinti_say(b->language, "Codes tested", "Kode yang diuji"), n, NULL);
    reinti_test_put(b, layer, "p_codes",
                    reinti_say(b->language, "p (Bonferroni over the codes)", "p (Bonferroni antar kode)"),
                    fmin(1, p * n), NULL);
}

static void
put_marginal(reinti_build *b, size_t layer, const reint_marginal *r, const side *set, const side *other,
             const double *weight)
{
    double n = 0;

    reinti_test_put(b, layer, "chi2_codes",
                    reinti_say(b->language, "Chi-square of all codes", "Khi-kuadrat semua kode"), r->chisq,
                    r->undefined);
    if (r->undefined)
        return;
    reinti_test_put(b, layer, "df", reinti_say(b->language, "Degrees of freedom", "Derajat bebas"),
                    r->adjusted_df, NULL);
    if (b->design)
        reinti_test_put(b, layer, "ddf", reinti_say(b->language, "of the design", "rancangan"), r->ddf, NULL);
    reinti_test_put(b, layer, "p", reinti_say(b->language, "p (Rao-Scott)", "p (Rao-Scott)"), r->p, NULL);
    for (size_t i = 0; i < b->n_rows; i++)
        n += !(weight[i] > 0) ? 0 : b->design ? 1 : weight[i];
    reinti_test_put(b, layer, "n", reinti_say(b->language, "n of the test", "n uji"), n, NULL);
    size_t from = b->table->n_tests;
    reinti_test_put(b, layer, "p_first_order", reinti_say(b->language, "p, first order", "p, orde satu"),
                    r->first_p, NULL);
    if (!b->design)
        put_bonferroni(b, layer, set, other, weight);
    for (size_t i = from; i < b->table->n_tests; i++)
        b->table->test[i].beside = true;
}

reint_status
reinti_tests_add_sets(const reinti_pair *p, size_t layer, reint_error *err)
{
    reinti_build *b = p->b;
    const char *not_made = reinti_say(b->language, "not made for answers with several codes",
                                      "tidak dilakukan untuk jawaban ganda");
    if (none_is_made(b, layer, not_made))
        return b->failed ? reinti_no_memory(err) : REINT_OK;
    const reint_design *design = b->design;
    size_t n = b->n_rows;
    double *weight = malloc((n + 1) * sizeof *weight);
    side rows = { .n = 0 }, columns = { .n = 0 };
    reint_marginal r;
    reint_status status = weight && find_side(b, &b->rows, p->row_part, &rows) &&
                                  find_side(b, &b->columns, p->column_part, &columns)
                              ? REINT_OK
                              : reinti_no_memory(err);
    const side *set = rows.set ? &rows : &columns, *other = rows.set ? &columns : &rows;

    if (!status && !design)
        status = reinti_simple_design(b, &design, err);
    if (!status) {
        reint_design d = *design;
        for (size_t i = 0; i < n; i++) {
            bool in_rows = mark_side(&rows, p->row_part, i),
                 in_columns = mark_side(&columns, p->column_part, i);
            weight[i] = in_rows && in_columns && reinti_layer_holds(b, layer, i) ? design->weight[i] : 0;
        }
        d.weight = weight;
        status = reint_survey_marginal(&d, !b->design, set->in, set->n, other->in, other->n, !other->set, &r);
        if (status)
            status = status == REINT_NO_MEMORY
                         ? reinti_no_memory(err)
                         : reinti_fail(err, status, NULL, 0, "tests: the codes cannot be compared");
    }
    for (size_t i = 0; !status && i < b->plan->n_tests; i++)
        if (!strcmp(b->plan->tests[i], "chi2"))
            put_marginal(b, layer, &r, set, other, weight);
        else
            put_not_made(b, layer, i, not_made);
    free(weight);
    free(rows.in);
    free(columns.in);
    return status || !b->failed ? status : reinti_no_memory(err);
}
