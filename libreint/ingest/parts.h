/* parts.h -- an input on its way to its parts: what parts.c and mapped.c share.  Private. */
#ifndef REINTI_PARTS_H
#define REINTI_PARTS_H

#include "codebook/model.h"
#include "ingest/ingest.h"
#include "ingest/load.h"

typedef struct reinti_input {
    reint_study *study;
    const reint_codebook *cb;
    const char *name; /* in messages */
    const char *data;
    size_t size;
    reint_ingest_options options;
    reint_findings *findings;
    reint_part_fn fn;
    void *user;
    bool one; /* a single part is wanted */
    bool stopped;
    const char *folder; /* where large parts are spooled */

    /* a preview: nothing is loaded */
    reint_preview_fn preview;
    void *preview_user;
    size_t n_shown;
} reinti_input;

reint_status reinti_input_load(reinti_input *in, const reinti_source *source,
                               const reint_ingest_options *options, reint_error *err);
/* INPUT: WHAT, and the sheets that there are. */
reint_status reinti_input_no_sheet(const reinti_input *in, const reinti_workbook *w, const char *what,
                                   reint_error *err);
/* The only sheet, or the only one that is not hidden; REINTI_NO_SHEET. */
size_t reinti_input_only_sheet(const reinti_workbook *w);
/* What a sheet does not show in its cells, as findings. */
void reinti_input_tell_facts(const reinti_input *in, const reinti_flat *flat, bool hidden, bool told_header);

/* ---- mapped.c ------------------------------------------------------------------------------------------ */

/* The records that the map of the options makes of the input: loaded part by part, or shown. */
reint_status reinti_input_map(reinti_input *in, reint_error *err);

#endif
