/* sample.h -- a complex sample from an input: its design and its variables.  Private to stats/. */
#ifndef REINTI_STATS_SAMPLE_H
#define REINTI_STATS_SAMPLE_H

#include "stats/input.h"
#include "stats/survey.h"

typedef struct reinti_sample {
    const reint_input *in;
    reint_design d;
    double *weight, *population, *x;
    size_t *stratum, *psu;
    bool *domain;
    char design[4][64]; /* names of the columns of the design; "" = none */
    const reinti_column *variable[512];
    size_t n_variables;
} reinti_sample;

/* The options name the columns of the design: "strata=h psu=p weights=w fpc=N lonely.psu=adjust"; a
 * column called domain, 1 = inside, gives the domain; "variables=a,b" picks the variables, else all
 * other columns are analysed.  fpc: PSUs of the stratum in the population, or, up to 1, the share of
 * them that was sampled.
 * INPUT, ARGUMENT: a column that is not there, a weight, stratum or unit missing, an fpc that cannot be. */
reint_status reinti_sample_read(const reint_input *in, reinti_sample *s, reint_error *err);
void reinti_sample_free(reinti_sample *s); /* also after a failure */

#endif
