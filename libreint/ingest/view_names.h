/* view_names.h -- the names that a condition on a form may use.  Private to ingest/view*.c. */
#ifndef REINTI_VIEW_NAMES_H
#define REINTI_VIEW_NAMES_H

#include "ingest/view.h"

/* Fills text[], name[] and n_names of V; false when memory runs out. */
bool reinti_view_names(reinti_view *v);

#endif
