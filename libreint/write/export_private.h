/* export_private.h -- the parts of an export.  Private to write/. */
#ifndef REINTI_EXPORT_PRIVATE_H
#define REINTI_EXPORT_PRIVATE_H

#include "frame/frame.h"
#include "write/export.h"

typedef struct reinti_export {
    reint_study *study;
    const reint_codebook *cb;
    reinti_frames *frames;
    const char *folder;
    reint_export_options options;
    reint_findings *findings;
    FILE *variables, *codes; /* dictionaries, filled while the forms go by */
} reinti_export;

/* FOLDER/<id>-INTERNAL-<NAME>; malloc'ed, NULL when memory runs out. */
char *reinti_export_path(const reinti_export *x, const char *name);
/* Begins that file with mode 0600. */
reint_status reinti_export_begin(const reinti_export *x, const char *name, reinti_output *out,
                                 reint_error *err);

/* One form: its records, and its lines in the dictionaries. */
reint_status reinti_export_form(reinti_export *x, size_t form, reint_error *err);
/* What the rule set reads, by unit and service; nothing where the codebook has no rule set. */
reint_status reinti_export_facts(reinti_export *x, reint_error *err);

#endif
