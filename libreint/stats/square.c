/* square.c -- tests of a square table: first occasion in the rows, second in the columns.
 *
 * Reads:    counts.
 * Missing:  pairs of two empty cells say nothing about change and contribute 0; nobody changed: NaN.
 * Sources:  at each function in paired.h. */
#include <config.h>

#include "stats/paired.h"

#include "stats/internal.h"
#include "stats/tail.h"

reint_status
reint_bowker_test(const double *count, size_t k, reint_bowker *out)
{
    double chisq = 0, pairs = 0;

    *out = (reint_bowker){ NAN, NAN, NAN, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, k * k, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            double u = count[i * k + j], l = count[j * k + i];
            if (u + l > 0) {
                chisq += (u - l) * (u - l) / (u + l);
                pairs++;
            }
        }
    out->df_full = (double)k * ((double)k - 1) / 2;
    out->df_nonempty = pairs;
    out->undefined = pairs > 0 ? NULL : "nobody changed";
    if (pairs > 0) {
        out->chisq = chisq;
        out->p_full = reint_chi2_upper(chisq, out->df_full);
        out->p_nonempty = reint_chi2_upper(chisq, pairs);
    }
    return REINT_OK;
}
