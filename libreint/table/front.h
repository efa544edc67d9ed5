/* front.h -- what the makers of a report's first pages share.  Private to table/. */
#ifndef REINTI_FRONT_H
#define REINTI_FRONT_H

#include "codebook/ruleset.h"
#include "table/build.h"

typedef struct reinti_front {
    reint_report *r;
    reinti_frames *frames;
    const reint_codebook *cb;
    reinti_ruleset *ruleset; /* NULL = the study has none */
    size_t n_used;           /* rule sets that the tables go by */
    reinti_ruleset **used;
    const char *language;
    bool failed;
} reinti_front;

static inline const char *reinti_front_say(const reinti_front *w, const char *en, const char *id)
    REINTI_FORMAT_ARG(2) REINTI_FORMAT_ARG(3);
static inline const char *
reinti_front_say(const reinti_front *w, const char *en, const char *id)
{
    return reinti_say(w->language, en, id);
}

static inline const char *
reinti_front_label(const reinti_front *w, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, w->language);
    return text ? text : otherwise;
}

/* Label of class K of the rule set. */
static inline const char *
reinti_front_class(const reinti_front *w, size_t k)
{
    return reinti_front_label(w, &w->ruleset->class_[k].label, w->ruleset->class_[k].id);
}

/* sentences.c: adds the sentences to the report. */
void reinti_front_sentences(reinti_front *w);

#endif
