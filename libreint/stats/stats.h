/* stats.h -- statistics on plain numbers.  Public, installed as reint/stats/stats.h.
 *
 * Pure functions on arrays of double: no study, no file, no state, no locale.  Each fills a small struct.
 *   - a number that does not exist is NaN, never 0, and the `undefined` of the struct says why (a constant
 *     text; NULL when all is defined); NaN in an input is a missing value where the function says so;
 *   - the status is OK also then: ARGUMENT means that an input lies outside its documented domain;
 *   - formulas, sources and the R call that gives the same number stand at each declaration. */
#ifndef REINT_STATS_H
#define REINT_STATS_H

#include "stats/agreement.h"
#include "stats/balance.h"
#include "stats/crosstab.h"
#include "stats/descriptive.h"
#include "stats/letters.h"
#include "stats/missing.h"
#include "stats/model.h"
#include "stats/paired.h"
#include "stats/proportion.h"
#include "stats/registry.h"
#include "stats/sequence.h"
#include "stats/survey.h"
#include "stats/survival.h"
#include "stats/tail.h"

#endif
