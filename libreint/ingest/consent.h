/* consent.h -- what people consented to: read from the form `consent`, and added to it.  Public, installed as
 * reint/ingest/consent.h.
 *
 * The form is the codebook's: `consent`, with the person and a coded purpose in its key, a date there too if consent can
 * change, and the answer as its first coded variable.  Of several answers the latest one holds. */
#ifndef REINT_CONSENT_H
#define REINT_CONSENT_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_consent {
    const char *person, *purpose;
    const char *state; /* code of the answer or missing reason; NULL: nothing is recorded */
    const char *date;  /* of the answer; "" without one */
} reint_consent;

/* Calls FN for every purpose of the list, and in it for every person (PERSON alone, if it is not NULL) with a record or
 * a consent, in the order in which they became known; stops when it answers non-zero.  STUDY when the codebook has no
 * such form, DATA when nobody with the key PERSON is known. */
reint_status reint_study_consents(reint_study *study, const char *person,
                                  int (*fn)(const reint_consent *consent, void *user), void *user,
                                  reint_error *err);

/* What the codebook requires for a person to be counted; *PURPOSE is NULL when nothing.  Whatever it requires, who says
 * `withdrawn` or `not_given` to the purpose `analysis` is not. */
void reint_study_consent_required(const reint_study *study, const char **purpose, const char **state);
/* What an answer means for that, as long as it is the latest: 1 counted, 0 left out, -1 nothing. */
int reint_study_consent_counts(const reint_study *study, const char *purpose, const char *state);

/* Adds an answer, under all checks of the codebook; one of the same day is corrected, with history.  DATE is needed
 * where the form has one: nothing is dated by a clock. */
reint_status reint_study_record_consent(reint_study *study, const reint_consent *consent, const char *who,
                                        const char *why, reint_findings *findings, reint_error *err);

#endif
