/* profile.h -- profile-likelihood limits of a share.  Private to stats/. */
#ifndef REINTI_STATS_PROFILE_H
#define REINTI_STATS_PROFILE_H

/* The share P (0 < P < 1) of N cases with design-based standard error SE; T: quantile of the design's t. */
void reinti_profile_share(double p, double se, double n, double t, double *lower, double *upper);

#endif
