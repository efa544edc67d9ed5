/* standard.h -- what the makers of the standard report share.  Private to table/. */
#ifndef REINTI_STANDARD_H
#define REINTI_STANDARD_H

#include "codebook/ruleset.h"
#include "table/build.h"

typedef struct reinti_standard {
    const reint_codebook *cb;
    reinti_arena *arena;
    reinti_plan *plan;
    const char *language;
    reint_error *err;
    reint_status status;
    const char *breakdown; /* the person's attribute that others are shown by */
    size_t interview;      /* form keyed by person and wave, or REINTI_NONE */
} reinti_standard;

typedef struct reinti_request {
    const char *id, *title, *group, *unit, *rows, *columns, *base, *by, *chart;
    const char *const *cells;
    bool hide_empty, no_totals;
} reinti_request;

extern const char *const reinti_share_of_column[], *const reinti_share_of_row[]; /* end with NULL */

/* An optional table; NULL when there is no more room or something went wrong before. */
reinti_plan_table *reinti_standard_add(reinti_standard *m, const char *id, const char *title,
                                       const char *group);
void reinti_standard_cross(reinti_standard *m, const reinti_request *q);
/* "S3" */
const char *reinti_standard_numbered(reinti_standard *m, const char *letter, size_t i);

static inline const char *
reinti_standard_label(const reinti_standard *m, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, m->language);
    return text ? text : otherwise;
}

static inline const char *reinti_standard_say(const reinti_standard *m, const char *en, const char *id)
    REINTI_FORMAT_ARG(2) REINTI_FORMAT_ARG(3);
static inline const char *
reinti_standard_say(const reinti_standard *m, const char *en, const char *id)
{
    return reinti_say(m->language, en, id);
}

/* standard_help.c: classes, movement between waves, need and help. */
void reinti_standard_assistance(reinti_standard *m);

#endif
