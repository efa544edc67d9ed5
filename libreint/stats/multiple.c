/* multiple.c -- counts of multiple-response sets.
 *
 * Reads:    options chosen (dichotomies) or mentions (categories), weights.
 * Missing:  NaN is a missing item; a case with no item answered is in no base.
 * Sources:  the bases of SPSS MULT RESPONSE, and every case that answered an item. */
#include <config.h>

#include "stats/descriptive.h"

#include <string.h>

#include "stats/internal.h"

static bool
weights_valid(const double *w, size_t n)
{
    return !w || reinti_counts_valid(w, n, false);
}

reint_status
reint_multiple_dichotomies(const double *x, size_t n, size_t k, const double *w, double *count,
                           reint_multiple *out)
{
    *out = (reint_multiple){ 0, 0, 0 };
    memset(count, 0, k * sizeof *count);
    if (!weights_valid(w, n))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        double weight = w ? w[i] : 1;
        bool chosen = false, answered = false;
        for (size_t j = 0; j < k; j++) {
            answered = answered || !isnan(x[i * k + j]);
            if (x[i * k + j] != 1)
                continue;
            chosen = true;
            count[j] += weight;
            out->responses += weight;
        }
        out->cases += chosen ? weight : 0;
        out->answered += answered ? weight : 0;
    }
    return REINT_OK;
}

reint_status
reint_multiple_categories(const double *x, size_t n, size_t k, const double *w, const double *category,
                          size_t m, double *count_cases, double *count_responses, reint_multiple *out)
{
    *out = (reint_multiple){ 0, 0, 0 };
    memset(count_cases, 0, m * sizeof *count_cases);
    memset(count_responses, 0, m * sizeof *count_responses);
    if (!weights_valid(w, n))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        double weight = w ? w[i] : 1;
        bool answered = false;
        for (size_t j = 0; j < k; j++)
            answered = answered || !isnan(x[i * k + j]);
        for (size_t c = 0; c < m; c++) {
            size_t named = 0;
            for (size_t j = 0; j < k; j++)
                named += x[i * k + j] == category[c];
            count_responses[c] += weight * (double)named;
            count_cases[c] += named ? weight : 0;
            out->responses += weight * (double)named;
        }
        out->cases += answered ? weight : 0;
    }
    out->answered = out->cases;
    return REINT_OK;
}
