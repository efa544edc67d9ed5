/* lifetable.c -- the restricted mean of a survival curve, and life tables over intervals.
 *
 * Reads:    times, and whether each ends with the event or is censored.
 * Missing:  a record with a NaN is dropped; a mean beyond the known curve, an interval without anybody at
 *           risk: NaN.
 * Sources:  at the declarations in survival.h. */
#include <config.h>

#include "stats/survival.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

static bool
spells_valid(const double *time, const double *status, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(time[i]) || isnan(status[i]))
            continue;
        if (!(time[i] >= 0) || isinf(time[i]) || (status[i] != 0 && status[i] != 1))
            return false;
    }
    return true;
}

static double
largest_time(const double *time, const double *status, size_t n)
{
    double last = NAN;

    for (size_t i = 0; i < n; i++)
        if (!isnan(time[i]) && !isnan(status[i]))
            last = fmax(last, time[i]); /* fmax passes a NaN over */
    return last;
}

/* ---- restricted mean ----------------------------------------------------------------------------------- */

/* Area under the curve from the event time I to TAU. */
static double
area_after(const reint_km *km, size_t i, double tau)
{
    double area = 0;

    for (; i < km->n_points && km->point[i].time < tau; i++) {
        double end = i + 1 < km->n_points ? fmin(tau, km->point[i + 1].time) : tau;
        area += km->point[i].surv * (end - km->point[i].time);
    }
    return area;
}

reint_status
reint_restricted_mean(const double *time, const double *status, size_t n, double tau, double confidence,
                      reint_rmean *out)
{
    double last = largest_time(time, status, n), variance = 0, z, lowest;
    reint_km km;
    reint_status result;

    *out = (reint_rmean){ NAN, NAN, NAN, NAN, NAN, "no case" };
    if (!(confidence > 0 && confidence < 1) || (!isnan(tau) && !(tau > 0 && isfinite(tau))))
        return REINT_ARGUMENT;
    result = reint_km_estimate(time, status, n, confidence, &km);
    if (result || isnan(last))
        goto done;
    out->tau = isnan(tau) ? last : tau;
    lowest = km.n_points ? km.point[km.n_points - 1].surv : 1;
    out->undefined = "the curve is not known up to there";
    if (out->tau > last && lowest > 0)
        goto done;
    out->undefined = NULL;
    out->value = (km.n_points ? fmin(km.point[0].time, out->tau) : out->tau) + area_after(&km, 0, out->tau);
    for (size_t i = 0; i < km.n_points && km.point[i].time <= out->tau; i++) {
        double r = km.point[i].n_risk, d = km.point[i].n_event;
        if (r > d)
            variance += reinti_square(area_after(&km, i, out->tau)) * d / (r * (r - d));
    }
    z = -reint_normal_quantile((1 - confidence) / 2);
    out->se = sqrt(variance);
    out->lower = out->value - z * out->se;
    out->upper = out->value + z * out->se;
done:
    reint_km_free(&km);
    return result;
}

/* ---- life table ---------------------------------------------------------------------------------------- */

static bool
breaks_valid(const double *breaks, size_t n)
{
    if (!n || breaks[0] != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(breaks[i]) || (i && !(breaks[i] > breaks[i - 1])))
            return false;
    return true;
}

/* The interval of TIME: the last break that is not above it. */
static size_t
interval_of(const double *breaks, size_t n, double time)
{
    size_t low = 0, high = n;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (breaks[middle] <= time)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* From the counts of ROW; SURV and GREENWOOD are those before it and become those after it. */
static void
fill_row(reint_life_row *row, double *surv, double *greenwood)
{
    double width = row->end - row->start, q, before = *greenwood;

    row->exposed = row->entering - row->withdrawn / 2;
    q = row->q = reinti_ratio(row->events, row->exposed);
    row->density = *surv * q / width;
    row->density_se = row->density * sqrt(before + (1 - q) / (row->exposed * q));
    row->hazard = 2 * q / (width * (2 - q));
    row->hazard_se = row->hazard * sqrt((1 - reinti_square(row->hazard * width / 2)) / (row->exposed * q));
    if (isinf(width))
        row->density = row->hazard = NAN;
    if (isinf(width) || q == 0)
        row->density_se = row->hazard_se = NAN;
    *greenwood += q / (row->exposed * (1 - q));
    *surv *= 1 - q;
    row->surv = *surv;
    row->se = *surv * sqrt(*greenwood); /* 0 x Inf where nobody is left: NaN */
}

reint_status
reint_life_table(const double *time, const double *status, size_t n, const double *breaks, size_t n_breaks,
                 reint_life_row *row)
{
    double at_risk = 0, surv = 1, greenwood = 0;

    if (!breaks_valid(breaks, n_breaks) || !spells_valid(time, status, n))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < n_breaks; i++)
        row[i] = (reint_life_row){ .start = breaks[i], .end = i + 1 < n_breaks ? breaks[i + 1] : INFINITY };
    for (size_t i = 0; i < n; i++) {
        reint_life_row *r;
        if (isnan(time[i]) || isnan(status[i]))
            continue;
        r = &row[interval_of(breaks, n_breaks, time[i])];
        r->events += status[i];
        r->withdrawn += 1 - status[i];
        at_risk++;
    }
    for (size_t i = 0; i < n_breaks; i++) {
        row[i].entering = at_risk;
        at_risk -= row[i].events + row[i].withdrawn;
        fill_row(&row[i], &surv, &greenwood);
    }
    return REINT_OK;
}
