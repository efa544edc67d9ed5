/* design.h -- columns of a frame as the explanatory variables of a model.  Private to follow/. */
#ifndef REINTI_FOLLOW_DESIGN_H
#define REINTI_FOLLOW_DESIGN_H

#include "follow/panel.h"

typedef struct reinti_covariate {
    const reinti_column *column;
    bool coded;
    size_t k; /* categories; 1 for a number */
} reinti_covariate;

/* A column of the model matrix: the constant (ATTRIBUTE is SIZE_MAX), a number, or a category against the REFERENCE,
 * the first of its list that any row of the model has. */
typedef struct reinti_model_term {
    size_t attribute, category, reference;
} reinti_model_term;

typedef struct reinti_design {
    size_t n, p;             /* rows, columns */
    size_t incomplete;       /* rows left out because an attribute is missing */
    size_t *at;              /* [n]: place of each row among those that were given */
    double *x;               /* n x p */
    reinti_model_term *term; /* [p] */
} reinti_design;

/* The columns NAME of FRAME.  ARGUMENT: none is named, one is unknown or holds several codes at once. */
reint_status reinti_covariates_open(reint_follow *f, reinti_frame *frame, const char *const *name, size_t n,
                                    reinti_covariate **out, reint_error *err);
/* The number in ROW, the middle of a date or age, or the category; NaN when missing. */
double reinti_covariate_value(const reinti_covariate *a, size_t row);
/* The model matrix of the rows ROW (N of them) of the attributes' frame, with or without a constant.  A category that
 * no complete row has gets no column. */
reint_status reinti_design_matrix(reint_follow *f, const reinti_covariate *a, size_t n_attributes,
                                  const size_t *row, size_t n, bool constant, reinti_design *out,
                                  reint_error *err);

#endif
