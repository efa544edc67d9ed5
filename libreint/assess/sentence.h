/* sentence.h -- the phrases of explanations and questions, and where a fact comes from.  Private to assess/.
 */
#ifndef REINTI_SENTENCE_H
#define REINTI_SENTENCE_H

#include "assess/dossier.h"

typedef enum reinti_phrase {
    REINTI_SAY_NEEDED_NO,
    REINTI_SAY_NEEDED_YES,
    REINTI_SAY_NEEDED_ON,
    REINTI_SAY_NEEDED_PERHAPS_ON,
    REINTI_SAY_NEED_UNKNOWN,
    REINTI_SAY_RECEIVED_NONE,
    REINTI_SAY_RECEIVED_PART_ONCE,
    REINTI_SAY_RECEIVED_PART,
    REINTI_SAY_RECEIVED_FULL_ONCE,
    REINTI_SAY_RECEIVED_FULL,
    REINTI_SAY_RECEIPT_UNKNOWN,
    REINTI_SAY_OFFERED,
    REINTI_SAY_DECLINED,
    REINTI_SAY_REFUSED,
    REINTI_SAY_PROMISED,
    REINTI_SAY_WITHDRAWN,
    REINTI_SAY_DUE,
    REINTI_SAY_NOT_DUE,
    REINTI_SAY_SILENT,
    REINTI_SAY_DUE_UNKNOWN,
    REINTI_SAY_NOTHING_ELSE,
    REINTI_SAY_NOT_ASKED,
    REINTI_SAY_NOTHING_KNOWN,
    REINTI_SAY_CLASS,
    REINTI_SAY_CLASS_BECAUSE,
    REINTI_SAY_UNDETERMINED,
    REINTI_SAY_JUDGED,
    REINTI_SAY_REASONS,
    REINTI_SAY_WOULD_BE,
    REINTI_SAY_TOLD_HEAD,
    REINTI_SAY_AS_KNOWN_NOW,
    REINTI_SAY_OR,
    REINTI_SAY_AND,
    REINTI_SAY_LINE,
    REINTI_SAY_NO_UNIT,
    REINTI_SAY_EPISODE,
    REINTI_SAY_RULESET,
    REINTI_ASK_ALL,
    REINTI_ASK_RECEIPT,
    REINTI_ASK_NEED,
    REINTI_ASK_GOES_ON,
    REINTI_ASK_DUE,
    REINTI_ASK_CIRCUMSTANCE,
    REINTI_N_PHRASES
} reinti_phrase;

/* Appends the phrase in LANGUAGE (Indonesian for "id", else English) with {1} {2} {3} replaced. */
void reinti_phrase_say(reinti_str *out, reinti_phrase phrase, const char *language, const char *a,
                       const char *b, const char *c);

/* "a, b or c" */
void reinti_phrase_list(reinti_str *out, const char *const *item, size_t n, const char *language,
                        reinti_phrase last);

/* Names of inputs by batch. */
typedef struct reinti_sources {
    reinti_arena *arena;
    size_t n;
    struct {
        int64_t batch;
        const char *input;
    } * item;
    size_t capacity;
} reinti_sources;
reint_status reinti_sources_read(reint_study *study, reinti_arena *arena, reinti_sources *out,
                                 reint_error *err);

/* "First interview, support.csv line 12": who told E, and where it stands. */
reint_status reinti_phrase_source(const reinti_dossier *d, const reinti_sources *sources,
                                  const reinti_evidence *e, const char *language, reinti_str *out,
                                  reint_error *err);
const char *reinti_stage_label(const reinti_dossier *d, const reinti_case *c, const char *language);
const char *reinti_service_label(const reinti_dossier *d, size_t service, const char *language);
const char *reinti_class_label(const reinti_dossier *d, int class_index, const char *language);
/* "Assisted, Under-assisted or Unassisted" */
void reinti_phrase_classes(const reinti_dossier *d, uint16_t classes, const char *language, reinti_str *out);
int reinti_single(uint16_t bits); /* the only bit, or -1 */

#endif
