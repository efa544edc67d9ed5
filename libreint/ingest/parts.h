/* parts.h -- an input on its way to its parts: what parts.c, sheets.c and mapped.c share.  Private. */
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
/* The folder of the study, for what is too large for memory; malloc'ed. */
char *reinti_input_folder(const reint_study *study);
/* How many files of the archive are left out, as a note, if there are any. */
void reinti_input_tell_others(const reinti_archive *a, const char *name, reint_findings *findings);
/* Whether another part is to be read. */
bool reinti_input_goes_on(const reinti_input *in, reint_status status);
/* The worse of two answers, of which DATA is better than what ends the work; *ERR becomes that of the part, if its is. */
reint_status reinti_input_worse(reint_status status, reint_status one, const reint_error *of_part,
                                reint_error *err);

/* ---- sheets.c ------------------------------------------------------------------------------------------ */

/* The sheets of a workbook that are named like forms, or the one that is wanted. */
reint_status reinti_input_sheets(reinti_input *in, reint_error *err);
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
