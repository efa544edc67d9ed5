/* codebook.h -- what a study's records may hold.  Public, installed as reint/codebook/codebook.h.
 *
 * A codebook declares waves, missing reasons, code lists, forms with their keys and variables, and rules; it
 * names the files of its rule sets, packs and entitlements.  Read once, never changed. */
#ifndef REINT_CODEBOOK_H
#define REINT_CODEBOOK_H

#include "base/error.h"

typedef struct reint_codebook reint_codebook;

/* Reads PATH and every file it names (rulesets, packs, entitlements, lists).  All problems are added to
 * FINDINGS (may be NULL); if any is an error, INPUT is answered and *OUT is NULL.  A file that cannot be read is INPUT, too. */
reint_status reint_codebook_open(const char *path, reint_codebook **out, reint_findings *findings,
                                 reint_error *err);
void reint_codebook_free(reint_codebook *cb);

/* Names live as long as the codebook.  FORM is below _n_forms, VARIABLE below _n_variables of its form. */
const char *reint_codebook_id(const reint_codebook *cb);
const char *reint_codebook_title(const reint_codebook *cb,
                                 const char *language); /* NULL: the first language */
size_t reint_codebook_n_forms(const reint_codebook *cb);
const char *reint_codebook_form(const reint_codebook *cb, size_t form);
size_t reint_codebook_n_variables(const reint_codebook *cb, size_t form); /* those of the key come first */
const char *reint_codebook_variable(const reint_codebook *cb, size_t form, size_t variable);
/* SHA-256 over all of its files, in the order they are named: what a result was made with. */
const char *reint_codebook_digest(const reint_codebook *cb);

#endif
