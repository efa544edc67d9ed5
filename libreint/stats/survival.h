/* survival.h -- time until an event, and changes of state.  Public, installed as reint/stats/survival.h.
 *
 * TIME >= 0, STATUS 1 = event, 0 = censored; a record with a NaN is dropped.  At equal times events come
 * before censorings.  Status: OK; ARGUMENT, a value outside its domain; NO_MEMORY. */
#ifndef REINT_STATS_SURVIVAL_H
#define REINT_STATS_SURVIVAL_H

#include <stddef.h>

#include "base/error.h"

/* The Kaplan-Meier curve at one event time.  Limits: plain and log clipped to 0..1, and log-log; Greenwood's
 * standard error.  Where surv is 0 standard error and limits are NaN.  Nelson-Aalen: variance sum d/n^2. */
typedef struct reint_km_point {
    double time, n_risk, n_event, surv, se, plain_lower, plain_upper, log_lower, log_upper, loglog_lower,
        loglog_upper, nelson_aalen, nelson_aalen_se;
} reint_km_point;

/*   quantile               times by which 25, 50, 75 per cent had the event: smallest t with S(t) <= 1 -
 *                          q, the middle of the step where S is exactly that on an interval; NaN when
 *                          not reached
 *   median_lower, _upper   from the log-log limits;  rmean: area up to the largest time
 * Kaplan & Meier, JASA 53 (1958) 457; Brookmeyer & Crowley (1982).  R: survfit(Surv(time, status) ~ 1). */
typedef struct reint_km {
    reint_km_point *point; /* one an event time; give back to reint_km_free */
    size_t n_points;
    double n, n_events, quantile[3], median_lower, median_upper, rmean;
    const char *undefined; /* "no event" */
} reint_km;
reint_status reint_km_estimate(const double *time, const double *status, size_t n, double confidence,
                               reint_km *out);
void reint_km_free(reint_km *km);

/* Limits of a height SURV of a curve with standard error SE (Greenwood's): PLAIN and LOG clipped to 0..1; 1 and 1
 * where SURV is 1.  Undefined: SURV 0 or not known.
 *   PLAIN    S -+ z se;   LOG  exp(log S -+ z se/S);   LOG_LOG  exp(-exp(log(-log S) +- z se/(S log S)))
 * R: survfit(..., conf.type = "plain", "log", "log-log"). */
typedef enum reint_survival_limit {
    REINT_LIMIT_LOG, /* R's own choice */
    REINT_LIMIT_PLAIN,
    REINT_LIMIT_LOG_LOG
} reint_survival_limit;
reint_status reint_survival_limits(double surv, double se, reint_survival_limit how, double confidence,
                                   double *lower, double *upper);

/* The area under the curve up to TAU, NaN = the largest time: the mean time to the event within TAU.
 *   se  root of the sum over event times of (area from there to TAU)^2 d/(n (n-d)); limits by the normal
 * Undefined: no case; a TAU beyond the largest time while the curve is above 0 (R goes on at its last height).
 * R: summary(survfit(Surv(time, status) ~ 1), rmean = tau)$table. */
typedef struct reint_rmean {
    double tau, value, se, lower, upper;
    const char *undefined;
} reint_rmean;
reint_status reint_restricted_mean(const double *time, const double *status, size_t n, double tau,
                                   double confidence, reint_rmean *out);

/* Life table of the actuaries over [BREAK[i], BREAK[i+1]), the last one open; BREAK ascending, BREAK[0] = 0.
 *   exposed     entering - withdrawn/2: those censored are at risk for half of the interval
 *   q           events / exposed;  surv  at the end of the interval, product of 1 - q;  se by Greenwood
 *   density     share of all that have the event, a unit of time;  hazard  2 q / (width (2 - q))
 * q is NaN where nobody is exposed and surv from there on; density and hazard are NaN for the open interval,
 * their errors also where q = 0.  ROW has room for n_breaks.
 * Cutler & Ederer, J. Chron. Dis. 8 (1958) 699; Gehan, J. Chron. Dis. 21 (1969) 629.  SPSS: SURVIVAL;
 * R: KMsurv::lifetab, whose surv is that at the beginning. */
typedef struct reint_life_row {
    double start, end, entering, withdrawn, exposed, events, q, surv, se, density, density_se, hazard,
        hazard_se;
} reint_life_row;
reint_status reint_life_table(const double *time, const double *status, size_t n, const double *breaks,
                              size_t n_breaks, reint_life_row *row);

/* Turnbull's estimate where only an interval is known: the event came after LEFT and at RIGHT at the latest.
 * LEFT = RIGHT: exactly then; LEFT 0 or NaN: at some time before RIGHT; RIGHT Inf or NaN: not until LEFT.
 * A record with neither is dropped.
 *   step    intervals (left, right] that can hold probability, those without left out; MASS in each, SURV
 *           after it.  Within an interval the curve is not known
 *   median  the interval in which it falls to one half
 *   loglik  at the maximum;  gap  largest excess of a gradient over n, relative: 0 is exactly the maximum
 * Undefined: no case, nobody with an event.  Errors are not given: they need a bootstrap.
 * Turnbull, J. R. Stat. Soc. B 38 (1976) 290; intervals of Peto, Appl. Stat. 22 (1973) 86.
 * R: survfit(Surv(left, right, type = "interval2") ~ 1), to about 4 digits; Icens::EMICM. */
typedef struct reint_turnbull_step {
    double left, right, mass, surv;
} reint_turnbull_step;
typedef struct reint_turnbull {
    reint_turnbull_step *step; /* give back to reint_turnbull_free */
    size_t n_steps;
    double n, n_events, loglik, gap, median_left, median_right;
    const char *undefined;
} reint_turnbull;
reint_status reint_turnbull_estimate(const double *left, const double *right, size_t n, reint_turnbull *out);
void reint_turnbull_free(reint_turnbull *t);

/* K groups compared, GROUP[i] in 0..k-1: weighted log-rank tests with k-1 df.
 *   LOGRANK      weight 1
 *   GEHAN        number at risk
 *   PETO         Kaplan-Meier just before
 *   TARONE_WARE  square root of the number at risk
 * OBSERVED and EXPECTED (room for k each, or NULL) are the log-rank's.  Undefined: one group, no event,
 * a group never at risk.
 * Mantel (1966); Gehan (1965); Peto & Peto (1972); Tarone & Ware (1977).  R: survdiff. */
typedef enum reint_logrank_kind {
    REINT_LOGRANK,
    REINT_GEHAN,
    REINT_PETO,
    REINT_TARONE_WARE
} reint_logrank_kind;
typedef struct reint_logrank {
    double chisq, df, p;
    const char *undefined;
} reint_logrank;
reint_status reint_logrank_test(const double *time, const double *status, const size_t *group, size_t n,
                                size_t k, reint_logrank_kind kind, double *observed, double *expected,
                                reint_logrank *out);

/* Changes between K states over P periods: COUNT p x k x k (from, to), row-major.  POOLED (k x k) takes
 * their sum.
 *   homogeneity  likelihood-ratio and chi-square test that every period has the same probabilities;
 *                empty rows and columns are removed per state of origin.  df 0: NaN
 *   probability  (k x k) shares of each row, NaN where a state is never left
 *   two_step     (k x k) their matrix squared; stationary (k) the solution of pi P = pi when it is the
 *                only one: both NaN unless every state is left.  Each of the three may be NULL
 * Anderson & Goodman, Ann. Math. Stat. 28 (1957) 89. */
typedef struct reint_transitions {
    double g2, g2_p, chisq, chisq_p, df;
    const char *undefined;
} reint_transitions;
reint_status reint_transition_analysis(const double *count, size_t p, size_t k, double *pooled,
                                       double *probability, double *two_step, double *stationary,
                                       reint_transitions *out);

/* The matrix of probabilities (k x k) to the power STEPS: after so many steps of the same kind, if they do not
 * depend on the past.  0 steps: nobody moves.  All NaN where a state is never left (a NaN in PROBABILITY).
 * R: Reduce("%*%", rep(list(P), steps)). */
reint_status reint_transition_power(const double *probability, size_t k, size_t steps, double *out);

#endif
