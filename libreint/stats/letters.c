/* letters.c -- which columns of a table differ: letters at two levels, and a cell against the rest of its row.
 *
 * Reads:    sums of weights of cells and bases, sums of squared weights, cases in two columns at once.
 * Gives:    z, p, adjusted p and level of each pair; the letters of a cell.
 * Missing:  an empty or small base, a share of 0 or 1, no variance: no test, with the reason; such a pair
 *           does not count in a family.
 * Sources:  SPSS CTABLES (pairs left out); Kish (1965) for the effective base; letters.h has the formula. */
#include <config.h>

#include "stats/letters.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/proportion.h"
#include "stats/tail.h"

struct reint_letters {
    size_t rows, cols, pairs, n_tests;
    const char **left_out; /* cols */
    reint_letters_pair *pair;
};

reint_letters_rule
reint_letters_rule_usual(void)
{
    return (reint_letters_rule){ .size = sizeof(reint_letters_rule),
                                 .alpha = { 0.05, 0.01 },
                                 .min_base = 30,
                                 .adjust = REINT_LETTERS_HOLM,
                                 .family = REINT_FAMILY_ROW };
}

/* ---- one comparison ------------------------------------------------------------------------------------ */

/* A share: sum of weights in the row, of the base and of its squares. */
struct share {
    double x, w, w2;
};

static reint_letters_pair
untested(const char *why)
{
    return (reint_letters_pair){ NAN, NAN, NAN, 0, why };
}

/* SHARED: sum of w^2 of the cases in both. */
static reint_letters_pair
compare(struct share a, struct share b, double shared)
{
    double p = a.x / a.w, q = b.x / b.w, na = a.w * a.w / a.w2, nb = b.w * b.w / b.w2, both, variance;
    reint_letters_pair out = { .level = 0 };

    if (!(a.w > 0) || !(b.w > 0))
        return untested("an empty base");
    if (a.x <= 0 || b.x <= 0 || a.x >= a.w || b.x >= b.w)
        return untested("a share of 0 or 1");
    both = (na * p + nb * q) / (na + nb);
    variance = 1 / na + 1 / nb - 2 * shared / (a.w * b.w);
    /* the same cases in both columns leave only rounding */
    if (!(variance > 1e-12 * (1 / na + 1 / nb)))
        return untested("no variance: the columns hold the same cases");
    out.z = (p - q) / sqrt(both * (1 - both) * variance);
    out.p = out.p_adjusted = reint_normal_two_sided(out.z);
    return out;
}

/* ---- families ------------------------------------------------------------------------------------------ */

static int
level(const reint_letters_rule *rule, double p, double z)
{
    int at = p <= rule->alpha[1] ? 2 : p <= rule->alpha[0] ? 1 : 0;

    return z < 0 ? -at : at;
}

/* Adjusts the N pairs together, and gives each its level. */
static reint_status
settle(const reint_letters_rule *rule, reint_letters_pair *pair, size_t n, double *p)
{
    static const reint_adjustment how[] = { [REINT_LETTERS_BONFERRONI] = REINT_BONFERRONI,
                                            [REINT_LETTERS_HOLM] = REINT_HOLM,
                                            [REINT_LETTERS_BH] = REINT_BENJAMINI_HOCHBERG };

    for (size_t i = 0; i < n; i++)
        p[i] = pair[i].p;
    if (rule->adjust != REINT_LETTERS_PLAIN) {
        reint_status status = reint_adjust_p(p, n, how[rule->adjust], p);
        if (status)
            return status;
    }
    for (size_t i = 0; i < n; i++) {
        pair[i].p_adjusted = p[i];
        pair[i].level = isnan(p[i]) ? 0 : level(rule, p[i], pair[i].z);
    }
    return REINT_OK;
}

/* ---- input --------------------------------------------------------------------------------------------- */

static bool
rule_valid(const reint_letters_rule *rule)
{
    return rule->size == sizeof *rule && rule->alpha[0] >= 0 && rule->alpha[0] < 1 && rule->alpha[1] >= 0 &&
           rule->alpha[1] < 1 && rule->min_base >= 0 && (unsigned)rule->adjust <= REINT_LETTERS_BH &&
           (unsigned)rule->family <= REINT_FAMILY_TABLE;
}

/* Sums of weighted cells may pass the sum of the base by rounding only. */
static bool
shares_valid(const reint_shares *s)
{
    size_t cells;

    if (__builtin_mul_overflow(s->rows, s->cols, &cells) || !reinti_counts_valid(s->w, s->cols, false) ||
        !reinti_counts_valid(s->count, cells, false) ||
        (s->w2 && !reinti_counts_valid(s->w2, s->cols, false)) ||
        (s->n && !reinti_counts_valid(s->n, s->cols, false)) ||
        (s->shared && !reinti_counts_valid(s->shared, s->cols * s->cols, false)))
        return false;
    for (size_t i = 0; i < cells; i++)
        if (s->count[i] > s->w[i % s->cols] * (1 + 1e-9))
            return false;
    for (size_t j = 0; s->w2 && j < s->cols; j++)
        if (s->w[j] > 0 && !(s->w2[j] > 0))
            return false;
    return true;
}

static struct share
share_at(const reint_shares *s, size_t row, size_t col)
{
    return (struct share){ s->count[row * s->cols + col], s->w[col], s->w2 ? s->w2[col] : s->w[col] };
}

static const char *
unfit(const reint_shares *s, const reint_letters_rule *rule, size_t col)
{
    if (!(s->w[col] > 0))
        return "an empty base";
    return (s->n ? s->n[col] : s->w[col]) < rule->min_base ? "below the smallest base" : NULL;
}

static bool
together(const reint_shares *s, size_t a, size_t b)
{
    return !s->group || s->group[a] == s->group[b];
}

static reint_status
refuse(reint_status status, reint_error *err)
{
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    return reinti_fail(err, status, NULL, 0,
                       "shares to compare must be counts within their base, levels 0..1");
}

/* ---- pairs of columns ---------------------------------------------------------------------------------- */

/* The place of A < B among the pairs of COLS columns: (0,1), (0,2) ... (1,2) ... */
static size_t
place(size_t cols, size_t a, size_t b)
{
    return a * cols - a * (a + 1) / 2 + (b - a - 1);
}

static void
compare_row(const reint_shares *s, size_t row, reint_letters *l)
{
    for (size_t a = 0; a < s->cols; a++)
        for (size_t b = a + 1; b < s->cols; b++) {
            reint_letters_pair *to = &l->pair[row * l->pairs + place(s->cols, a, b)];
            const char *why = l->left_out[a] ? l->left_out[a] : l->left_out[b];
            if (!together(s, a, b))
                why = "columns of different groups";
            *to = why ? untested(why)
                      : compare(share_at(s, row, a), share_at(s, row, b),
                                s->shared ? s->shared[a * s->cols + b] : 0);
            l->n_tests += !to->undefined;
        }
}

/* The pairs of each row and group are a family, or all of the table. */
static reint_status
settle_all(const reint_shares *s, const reint_letters_rule *rule, reint_letters *l)
{
    size_t most = rule->family == REINT_FAMILY_TABLE ? l->rows * l->pairs : l->pairs;
    double *p = reinti_room(most, sizeof *p);
    reint_letters_pair *some = reinti_room(l->pairs, sizeof *some);
    size_t *from = reinti_room(l->pairs, sizeof *from);
    reint_status status = p && some && from ? REINT_OK : REINT_NO_MEMORY;

    if (!status && rule->family == REINT_FAMILY_TABLE) {
        status = settle(rule, l->pair, most, p);
        goto done;
    }
    for (size_t row = 0; row < l->rows && !status; row++) {
        reint_letters_pair *pair = l->pair + row * l->pairs;
        for (size_t first = 0; first < s->cols && !status; first++) { /* FIRST stands for its group */
            size_t n = 0;
            bool seen = false;
            for (size_t a = 0; a < first; a++)
                seen = seen || together(s, a, first);
            if (seen)
                continue;
            for (size_t a = first; a < s->cols; a++)
                for (size_t b = a + 1; b < s->cols && together(s, a, first); b++)
                    if (together(s, a, b))
                        from[n++] = place(s->cols, a, b);
            for (size_t i = 0; i < n; i++)
                some[i] = pair[from[i]];
            status = settle(rule, some, n, p);
            for (size_t i = 0; i < n; i++)
                pair[from[i]] = some[i];
        }
    }
done:
    free(p);
    free(some);
    free(from);
    return status;
}

reint_status
reint_letters_compare(const reint_shares *s, const reint_letters_rule *rule, reint_letters **out,
                      reint_error *err)
{
    reint_letters *l = NULL;
    size_t all;
    reint_status status = REINT_ARGUMENT;

    *out = NULL;
    if (!rule_valid(rule) || s->cols > 100000 || !shares_valid(s))
        return refuse(status, err);
    l = reinti_room(1, sizeof *l);
    status = REINT_NO_MEMORY;
    if (!l)
        goto fail;
    l->rows = s->rows;
    l->cols = s->cols;
    l->pairs = s->cols ? s->cols * (s->cols - 1) / 2 : 0;
    l->left_out = reinti_room(s->cols, sizeof *l->left_out);
    if (!l->left_out || __builtin_mul_overflow(l->rows, l->pairs, &all))
        goto fail;
    l->pair = reinti_room(all, sizeof *l->pair);
    if (!l->pair)
        goto fail;
    for (size_t j = 0; j < s->cols; j++)
        l->left_out[j] = unfit(s, rule, j);
    for (size_t i = 0; i < s->rows; i++)
        compare_row(s, i, l);
    status = settle_all(s, rule, l);
    if (status)
        goto fail;
    *out = l;
    return REINT_OK;
fail:
    reint_letters_free(l);
    return refuse(status, err);
}

void
reint_letters_free(reint_letters *l)
{
    if (!l)
        return;
    free(l->left_out);
    free(l->pair);
    free(l);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

reint_letters_pair
reint_letters_pair_at(const reint_letters *l, size_t row, size_t a, size_t b)
{
    reint_letters_pair x;

    if (row >= l->rows || a >= l->cols || b >= l->cols || a == b)
        return untested("not two columns");
    x = l->pair[row * l->pairs + (a < b ? place(l->cols, a, b) : place(l->cols, b, a))];
    if (a > b && !x.undefined) {
        x.z = -x.z;
        x.level = -x.level;
    }
    return x;
}

const char *
reint_letters_name(size_t col, int capital, char *buf, size_t size)
{
    char back[16];
    size_t n = 0, m = 0;

    for (size_t k = col + 1; k > 0 && n < sizeof back; k = (k - 1) / 26)
        back[n++] = (char)((capital ? 'A' : 'a') + (int)((k - 1) % 26));
    while (n > 0 && m + 1 < size)
        buf[m++] = back[--n];
    if (size)
        buf[m] = '\0';
    return buf;
}

size_t
reint_letters_text(const reint_letters *l, size_t row, size_t col, char *buf, size_t size)
{
    size_t length = 0;

    if (size)
        buf[0] = '\0';
    for (size_t b = 0; b < l->cols; b++) {
        int at = reint_letters_pair_at(l, row, col, b).level;
        char name[16];
        if (at <= 0)
            continue;
        if (length && l->cols > 26) {
            if (length + 1 < size)
                strcpy(buf + length, " ");
            length++;
        }
        reint_letters_name(b, at == 2, name, sizeof name);
        if (length + strlen(name) < size)
            strcpy(buf + length, name);
        length += strlen(name);
    }
    return length;
}

const char *
reint_letters_left_out(const reint_letters *l, size_t col)
{
    return col < l->cols ? l->left_out[col] : "no such column";
}

size_t
reint_letters_n_tests(const reint_letters *l)
{
    return l->n_tests;
}

/* ---- a cell against the rest ----------------------------------------------------------------------------- */

static reint_letters_pair
against_rest(const reint_shares *s, const reint_letters_rule *rule, size_t row, size_t col)
{
    struct share rest = { 0, 0, 0 };
    const char *why = unfit(s, rule, col);
    double n = 0;

    if (why)
        return untested(why);
    for (size_t j = 0; j < s->cols; j++) {
        struct share one = share_at(s, row, j);
        if (j == col || !together(s, j, col))
            continue;
        rest.x += one.x;
        rest.w += one.w;
        rest.w2 += one.w2;
        n += s->n ? s->n[j] : s->w[j];
    }
    if (rest.w > 0 && n < rule->min_base)
        return untested("the rest is below the smallest base");
    return compare(share_at(s, row, col), rest, 0);
}

reint_status
reint_cells_against_rest(const reint_shares *s, const reint_letters_rule *rule, reint_letters_pair *out,
                         size_t *n_tests, reint_error *err)
{
    bool whole = rule->family == REINT_FAMILY_TABLE;
    double *p;
    reint_status status = REINT_OK;

    *n_tests = 0;
    if (!rule_valid(rule) || !shares_valid(s) || s->shared)
        return refuse(REINT_ARGUMENT, err);
    p = reinti_room(whole ? s->rows * s->cols : s->cols, sizeof *p);
    if (!p)
        return reinti_no_memory(err);
    for (size_t i = 0; i < s->rows; i++)
        for (size_t j = 0; j < s->cols; j++) {
            out[i * s->cols + j] = against_rest(s, rule, i, j);
            *n_tests += !out[i * s->cols + j].undefined;
        }
    for (size_t i = 0; i < s->rows && !whole && !status; i++)
        status = settle(rule, out + i * s->cols, s->cols, p);
    if (whole)
        status = settle(rule, out, s->rows * s->cols, p);
    free(p);
    return status ? refuse(status, err) : REINT_OK;
}
