/* make.h -- a form of KoboToolbox or ODK made of a codebook: its rows, sheet by sheet.  Private. */
#ifndef REINTI_XLSFORM_MAKE_H
#define REINTI_XLSFORM_MAKE_H

#include "codebook/model.h"

/* Where the rows go.  Heads of columns are told in the order in which they should stand. */
typedef struct reinti_form_sink {
    void *user;
    void (*sheet)(void *user, const char *name);
    void (*row)(void *user);
    void (*cell)(void *user, const char *head, const char *text);
} reinti_form_sink;

/* The forms FORM[0..N) of the codebook (N 0: all that are about people) as an XLSForm.  A form that is known by the
 * person and the wave is a group NAME_form at the top, every other a repeat within the form above it.  What a form
 * cannot hold is a note in FINDINGS.  ARGUMENT: no such form, or none that is about people. */
reint_status reinti_xlsform_make(const reint_codebook *cb, const char *const *form, size_t n,
                                 const reinti_form_sink *sink, reint_findings *findings, reint_error *err);

/* ---- what both ways share (missing.c) ------------------------------------------------------------------------ */

/* The column of both sheets that says which answers stand for a missing reason; other programs pass it over. */
#define REINTI_FORM_MISSING "missing"
/* A group at the top that holds a form of the codebook is called so: interview_form. */
#define REINTI_FORM_GROUP "_form"

/* Part of the constraint of a question with choices, of which MISSING[0..N) stand for reasons: none of them where an
 * answer is REQUIRED, none beside another answer in a question with several.  "" where there is nothing to say. */
void reinti_missing_guard(bool multiple, bool required, const char *const *missing, size_t n,
                          reinti_str *out);

/* One "reason=answer" of the column missing of a question without choices; the next one, NULL at the end. */
const char *reinti_missing_next(const char *at, const char **reason, size_t *n_reason, const char **answer,
                                size_t *n_answer);

#endif
