/* missing.c -- pooling of imputed analyses, and bounds of a share under what the missing might have said.
 *
 * Reads:    estimates and their standard errors; or counts.
 * Missing:  fewer than two analyses cannot be pooled; without any person there is no share: NaN with a
 * reason. Sources:  at the declarations in missing.h. */
#include <config.h>

#include "stats/missing.h"

#include "stats/internal.h"
#include "stats/tail.h"

/* Degrees of freedom from the share LAMBDA of the variance that is due to missing answers. */
static double
pooled_df(double m, double lambda, double complete)
{
    double old = (m - 1) / (lambda * lambda), seen; /* 1 + 1/r is 1/lambda */

    if (isinf(complete))
        return old;
    seen = (complete + 1) / (complete + 3) * complete * (1 - lambda);
    return isinf(old) ? seen : old * seen / (old + seen);
}

reint_status
reint_pool(const double *estimate, const double *se, size_t m, double df_complete, double confidence,
           reint_pooled *out)
{
    double mm = (double)m, r, total, half, mean = 0, within = 0, between = 0;

    *out = (reint_pooled){ mm, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "fewer than two analyses" };
    if (!(df_complete > 0) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < m; i++)
        if (!isfinite(estimate[i]) || !(se[i] >= 0) || isinf(se[i]))
            return REINT_ARGUMENT;
    if (m < 2)
        return REINT_OK;
    for (size_t i = 0; i < m; i++) {
        mean += estimate[i] / mm;
        within += se[i] * se[i] / mm;
    }
    for (size_t i = 0; i < m; i++)
        between += reinti_square(estimate[i] - mean) / (mm - 1);
    total = within + (1 + 1 / mm) * between;
    out->value = mean;
    out->within = within;
    out->between = between;
    out->se = sqrt(total);
    out->undefined = total > 0 ? NULL : "no variance within or between the analyses";
    if (!(total > 0))
        return REINT_OK;
    r = (1 + 1 / mm) * between / within;
    out->df = pooled_df(mm, (1 + 1 / mm) * between / total, df_complete);
    out->missing = isinf(r) ? 1 : (r + 2 / (out->df + 3)) / (r + 1);
    half = reint_t_quantile(1 - (1 - confidence) / 2, out->df) * out->se;
    out->lower = mean - half;
    out->upper = mean + half;
    return REINT_OK;
}

reint_status
reint_missing_bounds(double x, double n, double missing, double delta, double target, reint_bounds *out)
{
    double all = n + missing, share;

    *out = (reint_bounds){ NAN, NAN, NAN, NAN, NAN, "not counts" };
    if (!(x >= 0 && x <= n) || !isfinite(n) || !(missing >= 0) || isinf(missing) || isnan(delta) ||
        !(target >= 0 && target <= 1))
        return REINT_ARGUMENT;
    out->undefined = all > 0 ? n > 0 ? NULL : "nobody answered" : "nobody at all";
    if (!(all > 0))
        return REINT_OK;
    out->lower = x / all;
    out->upper = (x + missing) / all;
    if (!(n > 0))
        return REINT_OK;
    out->observed = x / n;
    out->shifted = (x + missing * fmin(1, fmax(0, x / n + delta))) / all;
    share = missing > 0 ? (target * all - x) / missing : NAN; /* what the missing would have to say */
    if (share >= 0 && share <= 1)
        out->flip = share - x / n;
    return REINT_OK;
}
