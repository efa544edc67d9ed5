/* survival.c -- Kaplan-Meier curves and log-rank tests.
 *
 * Reads:    times, and whether each ends with the event or is censored.
 * Missing:  a record with a NaN is dropped; a quantile that is not reached, limits where the curve is 0,
 *           a curve without an event: NaN.
 * Sources:  at the declarations in survival.h. */
#include <config.h>

#include "stats/survival.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/tail.h"

#define TIE_SLACK                                                                                            \
    1.4901161193847656e-08 /* sqrt(epsilon): S(t) this near to 1/2 is 1/2, as in R's survival                \
                            */

struct spell {
    double time;
    bool event;
    size_t group;
};

static int
by_time(const void *a, const void *b)
{
    double x = ((const struct spell *)a)->time, y = ((const struct spell *)b)->time;

    return (x > y) - (x < y);
}

/* Complete spells in the order of their times. */
static reint_status
sort_spells(const double *time, const double *status, const size_t *group, size_t n, struct spell **out,
            size_t *m)
{
    struct spell *s = reinti_room(n, sizeof *s);

    *out = s;
    *m = 0;
    if (!s)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (isnan(time[i]) || isnan(status[i]))
            continue;
        if (!(time[i] >= 0) || isinf(time[i]) || (status[i] != 0 && status[i] != 1))
            return REINT_ARGUMENT;
        s[(*m)++] = (struct spell){ time[i], status[i] == 1, group ? group[i] : 0 };
    }
    qsort(s, *m, sizeof *s, by_time);
    return REINT_OK;
}

static void
limits_of(double surv, double se, reint_survival_limit how, double z, double *lower, double *upper)
{
    double s = se / surv, depth = log(surv); /* of log S */

    *lower = *upper = surv == 1 ? 1 : NAN;
    if (!(surv > 0 && surv < 1))
        return;
    if (how == REINT_LIMIT_PLAIN) {
        *lower = fmax(0, surv - z * se);
        *upper = fmin(1, surv + z * se);
    } else if (how == REINT_LIMIT_LOG) {
        *lower = exp(depth - z * s);
        *upper = fmin(1, exp(depth + z * s));
    } else {
        *lower = exp(-exp(log(-depth) + z * s / fabs(depth)));
        *upper = exp(-exp(log(-depth) - z * s / fabs(depth)));
    }
}

reint_status
reint_survival_limits(double surv, double se, reint_survival_limit how, double confidence, double *lower,
                      double *upper)
{
    *lower = *upper = NAN;
    if (!(confidence > 0 && confidence < 1) || surv < 0 || surv > 1 || se < 0)
        return REINT_ARGUMENT;
    limits_of(surv, se, how, -reint_normal_quantile((1 - confidence) / 2), lower, upper);
    return REINT_OK;
}

static void
limits(reint_km_point *p, double greenwood, double z)
{
    p->se = p->surv > 0 ? p->surv * sqrt(greenwood) : (double)NAN;
    limits_of(p->surv, p->se, REINT_LIMIT_PLAIN, z, &p->plain_lower, &p->plain_upper);
    limits_of(p->surv, p->se, REINT_LIMIT_LOG, z, &p->log_lower, &p->log_upper);
    limits_of(p->surv, p->se, REINT_LIMIT_LOG_LOG, z, &p->loglog_lower, &p->loglog_upper);
}

/* Which curve a quantile is taken from. */
enum curve { SURV, LOWER, UPPER };

static double
height(const reint_km_point *p, enum curve which)
{
    return 1 - (which == SURV ? p->surv : which == LOWER ? p->loglog_lower : p->loglog_upper);
}

/* Smallest time at which the curve has fallen by Q; the middle of the step when it stays exactly there. */
static double
curve_quantile(const reint_km *km, enum curve which, double q, double last_time)
{
    double near = NAN, beyond = NAN, near_y = INFINITY, beyond_y = INFINITY, top = 0;

    for (size_t i = 0; i < km->n_points; i++) {
        double y = height(&km->point[i], which);
        if (isnan(y))
            continue;
        top = fmax(top, y);
        if (y + TIE_SLACK >= q && y < near_y) {
            near_y = y;
            near = km->point[i].time;
        }
        if (y - TIE_SLACK >= q && y < beyond_y) {
            beyond_y = y;
            beyond = km->point[i].time;
        }
    }
    if (isnan(beyond) && fabs(top - q) < TIE_SLACK) /* the curve ends there */
        beyond = last_time;
    return 0.5 * (near + beyond);
}

reint_status
reint_km_estimate(const double *time, const double *status, size_t n, double confidence, reint_km *out)
{
    struct spell *s = NULL;
    size_t m;
    double z, surv = 1, greenwood = 0, hazard = 0, hazard_variance = 0, area = 0, before = 0;
    reint_status result = sort_spells(time, status, NULL, n, &s, &m);

    *out = (reint_km){ NULL, 0, 0, 0, { NAN, NAN, NAN }, NAN, NAN, NAN, "no event" };
    if (!result && !(confidence > 0 && confidence < 1))
        result = REINT_ARGUMENT;
    if (result)
        goto done;
    out->point = reinti_room(m, sizeof *out->point);
    if (!out->point) {
        result = REINT_NO_MEMORY;
        goto done;
    }
    z = -reint_normal_quantile((1 - confidence) / 2);
    out->n = (double)m;
    for (size_t i = 0, j; i < m; i = j) {
        double risk = (double)(m - i), events = 0;
        reint_km_point *p = &out->point[out->n_points];
        for (j = i; j < m && s[j].time == s[i].time; j++)
            events += s[j].event;
        if (events == 0)
            continue;
        area += surv * (s[i].time - before);
        before = s[i].time;
        surv *= 1 - events / risk;
        greenwood += events / (risk * (risk - events));
        hazard += events / risk;
        hazard_variance += events / (risk * risk);
        *p = (reint_km_point){ .time = s[i].time,
                               .n_risk = risk,
                               .n_event = events,
                               .surv = surv,
                               .nelson_aalen = hazard,
                               .nelson_aalen_se = sqrt(hazard_variance) };
        limits(p, greenwood, z);
        out->n_points++;
        out->n_events += events;
    }
    if (!out->n_points)
        goto done;
    out->undefined = NULL;
    out->rmean = area + surv * (s[m - 1].time - before);
    for (int k = 0; k < 3; k++)
        out->quantile[k] = curve_quantile(out, SURV, 0.25 * (k + 1), s[m - 1].time);
    out->median_lower = curve_quantile(out, LOWER, 0.5, s[m - 1].time);
    out->median_upper = curve_quantile(out, UPPER, 0.5, s[m - 1].time);
done:
    free(s);
    return result;
}

void
reint_km_free(reint_km *km)
{
    free(km->point);
    km->point = NULL;
    km->n_points = 0;
}

static double
weight(reint_logrank_kind kind, double at_risk, double surv)
{
    switch (kind) {
    case REINT_GEHAN:
        return at_risk;
    case REINT_PETO:
        return surv;
    case REINT_TARONE_WARE:
        return sqrt(at_risk);
    default:
        return 1;
    }
}

/* Adds one event time: DEATHS of each group among those AT_RISK. */
static void
add_time(const double *at_risk, const double *deaths, size_t k, double w, double *u, double *v)
{
    double n = 0, e = 0;

    for (size_t g = 0; g < k; g++) {
        n += at_risk[g];
        e += deaths[g];
    }
    for (size_t a = 0; a + 1 < k; a++) {
        u[a] += w * (deaths[a] - e * at_risk[a] / n);
        for (size_t b = 0; b + 1 < k && n > 1; b++)
            v[a * (k - 1) + b] += w * w * e * (n - e) / (n - 1) *
                                  ((a == b ? at_risk[a] / n : 0) - at_risk[a] * at_risk[b] / (n * n));
    }
}

/* Runs through the sorted spells; ROOM: at risk, deaths (k each), u, x (k), v ((k-1)^2). */
static void
logrank(const struct spell *s, size_t m, size_t k, reint_logrank_kind kind, double *room, double *observed,
        double *expected, reint_logrank *out)
{
    double *at_risk = room, *deaths = at_risk + k, *u = deaths + k, *x = u + k, *v = x + k, surv = 1,
           chisq = 0;

    for (size_t i = 0; i < m; i++)
        at_risk[s[i].group]++;
    for (size_t i = 0, j; i < m; i = j) {
        double e = 0, n = (double)(m - i);
        memset(deaths, 0, k * sizeof *deaths);
        for (j = i; j < m && s[j].time == s[i].time; j++) {
            deaths[s[j].group] += s[j].event;
            e += s[j].event;
        }
        if (e > 0)
            add_time(at_risk, deaths, k, weight(kind, n, surv), u, v);
        for (size_t g = 0; g < k; g++) {
            if (observed)
                observed[g] += deaths[g];
            if (expected)
                expected[g] += e * at_risk[g] / n;
        }
        surv *= 1 - e / n;
        for (; i < j; i++)
            at_risk[s[i].group]--;
    }
    memcpy(x, u, (k - 1) * sizeof *x);
    if (!reinti_solve_spd(v, x, k - 1, 1, 1e-10))
        return;
    for (size_t g = 0; g + 1 < k; g++)
        chisq += u[g] * x[g];
    *out = (reint_logrank){ chisq, (double)(k - 1), reint_chi2_upper(chisq, (double)(k - 1)), NULL };
}

reint_status
reint_logrank_test(const double *time, const double *status, const size_t *group, size_t n, size_t k,
                   reint_logrank_kind kind, double *observed, double *expected, reint_logrank *out)
{
    struct spell *s = NULL;
    double *room = NULL;
    size_t m;
    reint_status result = sort_spells(time, status, group, n, &s, &m);

    *out = (reint_logrank){ NAN, NAN, NAN, "one group, no event, or a group never at risk" };
    for (size_t g = 0; g < k; g++) {
        if (observed)
            observed[g] = 0;
        if (expected)
            expected[g] = 0;
    }
    for (size_t i = 0; i < m && !result; i++)
        if (s[i].group >= k)
            result = REINT_ARGUMENT;
    if (result || k < 2)
        goto done;
    room = reinti_room(4 * k + (k - 1) * (k - 1), sizeof *room);
    if (room)
        logrank(s, m, k, kind, room, observed, expected, out);
    else
        result = REINT_NO_MEMORY;
done:
    free(room);
    free(s);
    return result;
}
