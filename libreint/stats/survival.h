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

#endif
