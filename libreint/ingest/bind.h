/* bind.h -- the columns of a file and the variables of a form.  Private. */
#ifndef REINTI_BIND_H
#define REINTI_BIND_H

#include "codebook/model.h"
#include "ingest/csv.h"
#include "ingest/ingest.h"

/* The columns that `reint rejects --csv` adds: no variables when a corrected file is fed back.  Together they tell
 * which rejected row a row corrects. */
#define REINTI_COLUMN_REASON "reint_reason"
#define REINTI_COLUMN_LINE   "reint_line"
#define REINTI_COLUMN_ROW    "reint_row"

typedef struct reinti_ingest_columns {
    size_t form;
    size_t n_columns;
    size_t *variable_of; /* per column: position in the form, or REINTI_NONE when left out */
    const char *header;  /* raw */
    size_t header_length;
    size_t reason, line, row; /* columns that were added to rejected rows; REINTI_NONE */
} reinti_ingest_columns;

/* CSV stands at its header.  FORM is a name, or NULL: see ingest.h.  All that is wrong is added to FINDINGS;
 * then the answer is INPUT (ARGUMENT for a form that the codebook does not have) and ERR tells the first. */
reint_status reinti_ingest_bind(const reint_codebook *cb, const reinti_csv *csv,
                                const reint_ingest_options *options, reinti_ingest_columns *out,
                                reint_findings *findings, reint_error *err);
/* Whether NAME is a column that `reint rejects --csv` adds. */
bool reinti_ingest_is_added(const char *name);
void reinti_ingest_columns_free(reinti_ingest_columns *b);

#endif
