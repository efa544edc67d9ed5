/* sequence.h -- sequences of states of persons over times.  Public, installed as reint/stats/sequence.h.
 *
 * A sequence is an array of states 0..k-1, one an occasion, REINT_SEQUENCE_GAP where the person was not seen.
 * Occasions before the first and after the last state are left out: what was not seen is no state.  A gap
 * within makes every measure that needs neighbours undefined.
 * Status: OK; ARGUMENT, a state that is not below k, a cost below 0; NO_MEMORY. */
#ifndef REINT_STATS_SEQUENCE_H
#define REINT_STATS_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define REINT_SEQUENCE_GAP SIZE_MAX

/* One sequence of N occasions over K possible states.
 *   length       states seen;  transitions  changes between neighbours, 0 .. length-1
 *   entropy      -sum p log p / log k of the shares of time in each state, 0..1; NaN with one possible state
 *   complexity   sqrt(transitions/(length-1) * entropy), 0..1; NaN below two states
 *   turbulence   log2(phi (s2max + 1)/(s2 + 1)), >= 1: phi distinct subsequences of the successive different
 *                states (the empty one included), s2 variance of the times spent (divisor: number of spells),
 *                s2max = (spells-1)(1-mean)^2 its largest value
 * Gabadinho, Ritschard, Studer & Mueller, Extracting and rendering representative sequences (2010);
 * Elzinga & Liefbroer, Eur. J. Population 23 (2007) 225.
 * R: TraMineR::seqient, seqici, seqST (its older form), seqtransn. */
typedef struct reint_sequence {
    double length, transitions, entropy, complexity, turbulence;
    const char *undefined; /* why transitions, complexity and turbulence are NaN; NULL when they are not */
} reint_sequence;
reint_status reint_sequence_measure(const size_t *state, size_t n, size_t k, reint_sequence *out);

/* Costs of substitution, k x k, symmetric, 0 on the diagonal: 2 - p(a to b) - p(b to a) from the shares
 * PROBABILITY (k x k, NaN = never left counts as 0) of reint_transition_analysis.
 * R: TraMineR::seqcost(method = "TRATE"). */
reint_status reint_sequence_costs(const double *probability, size_t k, double *cost);

/* Optimal matching: the cheapest way from A to B by substitution (COST, k x k) and insertion or deletion (INDEL,
 * > 0).  Gaps are not allowed: NaN for a sequence with one.
 * Needleman & Wunsch (1970); Abbott & Forrest, J. Interdisc. Hist. 16 (1986) 471.
 * R: TraMineR::seqdist(method = "OM", norm = "none"). */
reint_status reint_sequence_distance(const size_t *a, size_t na, const size_t *b, size_t nb,
                                     const double *cost, size_t k, double indel, double *out);

/* Agglomerative clustering of N objects by their DISTANCE (n x n, symmetric, finite).
 *   WARD      distances are squared and the heights rooted (R's "ward.D2")
 *   MERGE     (n-1) x 2, as R's hclust: -i an object (from 1), +j the cluster of step j
 *   HEIGHT    n-1, ascending
 * Among equal distances the pair that begins with the lowest object is joined first, and with the lowest one that was near
 * it before a cluster came to be as near: the rule of R's hclust (its list of nearest neighbours takes only what is
 * nearer), so that trees are the same where many distances tie, and on every machine.
 * Lance & Williams (1967).  R: hclust(as.dist(d), "ward.D2" | "average" | "complete" | "single"). */
typedef enum reint_linkage {
    REINT_LINKAGE_WARD,
    REINT_LINKAGE_AVERAGE,
    REINT_LINKAGE_COMPLETE,
    REINT_LINKAGE_SINGLE
} reint_linkage;
reint_status reint_cluster_join(const double *distance, size_t n, reint_linkage how, long *merge,
                                double *height);
/* CLUSTER[i] in 0..k-1, numbered by the first object of each, from the first n - k steps of MERGE.
 * R: cutree(h, k) - 1. */
reint_status reint_cluster_cut(const long *merge, size_t n, size_t k, size_t *cluster);
/* Mean silhouette width, -1..1: (b - a)/max(a, b) with a the mean distance to the own, b to the nearest other
 * cluster; an object alone has 0.  WIDTH (may be NULL) has room for n.  NaN with one cluster.
 * Rousseeuw, J. Comput. Appl. Math. 20 (1987) 53.  R: cluster::silhouette(cluster, d). */
reint_status reint_cluster_silhouette(const double *distance, size_t n, const size_t *cluster, size_t k,
                                      double *width, double *mean);

/* The object of each cluster that is nearest to all others of it: the least sum of DISTANCE, the first among equals.
 *   MEDOID (k)  index of the object, SIZE_MAX for a cluster without one
 *   MEAN (k, may be NULL)  its mean distance to the others; NaN where there are none
 * Kaufman & Rousseeuw, Finding Groups in Data (1990) ch. 2.  R: which.min(rowSums(d[group == g, group == g])). */
reint_status reint_cluster_medoids(const double *distance, size_t n, const size_t *cluster, size_t k,
                                   size_t *medoid, double *mean);

/* The most frequent state at each of T occasions, STATE n x t: the lowest among equals, REINT_SEQUENCE_GAP where
 * nobody was seen.  It need not be anybody's sequence.
 *   SHARE (t, may be NULL)  of those seen who have it; NaN where nobody was
 * Gabadinho, Ritschard, Studer & Mueller, Extracting and rendering representative sequences (2010).
 * R: TraMineR::seqmodst. */
reint_status reint_sequence_modal(const size_t *state, size_t n, size_t t, size_t k, size_t *modal,
                                  double *share);

#endif
