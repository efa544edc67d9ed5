/* recheck.h -- a study takes a changed codebook.  Public, installed as reint/ingest/recheck.h. */
#ifndef REINT_RECHECK_H
#define REINT_RECHECK_H

#include "base/error.h"
#include "study/study.h"

/* Takes a changed codebook: new variables, codes, lists, forms are added, stored records go through the checks of the
 * loader once more (types, codes, ranges, patterns, sets, routing, rules), and what no longer fits is listed in
 * FINDINGS (WARNING "stored_does_not_fit", one a variable or rule and kind of misfit, with the number of records and
 * the first of them); nothing stored is changed.  A change that would alter the meaning of what is stored (type, list
 * or key of a variable, a code in use that is gone) is refused with DATA; STUDY when a condition of the new codebook
 * cannot be worked out.  Then the study is what it was.
 * Cost: reads every record twice, but only when something changed that records are checked by. */
reint_status reint_study_update_codebook(reint_study *study, const reint_codebook *cb,
                                         reint_findings *findings, reint_error *err);

#endif
