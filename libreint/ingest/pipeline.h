/* pipeline.h -- reading and decoding on a thread of its own, beside the insertion.  Private. */
#ifndef REINTI_PIPELINE_H
#define REINTI_PIPELINE_H

#include "ingest/decode.h"
#include "ingest/reject.h"

typedef struct reinti_pipeline reinti_pipeline;

/* Reads CSV, which stands behind its header, to the end.  CSV, DECODING and REMARKS belong to the other
 * thread until _free. */
reint_status reinti_pipeline_create(reinti_csv *csv, reinti_decoding *decoding, reinti_remarks *remarks,
                                    int64_t batch, reinti_pipeline **out, reint_error *err);
/* The next block, which goes back with the next call; *ROWS is NULL at the end. */
reint_status reinti_pipeline_next(reinti_pipeline *p, reinti_rows **rows, reint_error *err);
/* Stops the thread wherever it is. */
void reinti_pipeline_free(reinti_pipeline *p);

#endif
