/* entitlement.h -- what is due to whom by which law, as data.  Private.
 *
 * One row per form of assistance x population x law.  Who belongs to a population and whether a condition is
 * met are SQL conditions over the unit's frame, three-valued; a person may belong to several populations and
 * has the rights of all.  Where no row speaks of a service the answer is "silent", not "no".  Format:
 * reint-ruleset(5). */
#ifndef REINTI_ENTITLEMENT_H
#define REINTI_ENTITLEMENT_H

#include "codebook/model.h"

typedef struct reinti_population {
    const char *id;
    reinti_label label;
    const char *when;
    reinti_place at; /* of the condition */
} reinti_population;

typedef struct reinti_assistance { /* a form of assistance, and the services it answers */
    const char *id;
    reinti_label label;
    size_t n_services;
    const size_t *service; /* codes of the service list */
    long line;
} reinti_assistance;

typedef struct reinti_legal_condition {
    const char *id;
    reinti_label label;
    const char *when; /* NULL: not recorded, then `assumed` holds */
    int8_t assumed;   /* 1 met, 0 not met, -1 unknown */
    reinti_place at;  /* of the condition */
} reinti_legal_condition;

typedef enum reinti_entitled { REINTI_NOT_ENTITLED, REINTI_ENTITLED, REINTI_CONDITIONAL } reinti_entitled;
typedef enum reinti_confidence { REINTI_HIGH, REINTI_MEDIUM, REINTI_LOW } reinti_confidence;

typedef struct reinti_entitlement {
    size_t assistance, population;
    size_t n_services;
    const size_t *service; /* those of the form of assistance, unless the row names some */
    reinti_entitled entitled;
    const char *law; /* NULL: none is printed */
    size_t n_providers;
    const char *const *provider;
    size_t n_conditions;
    const size_t *condition; /* all must be met */
    size_t n_stages;
    const size_t *stage;               /* codes of the stage list; none: it binds at every stage */
    const char *territory, *from, *to; /* NULL: everywhere, always; for people, never evaluated */
    const char *page;
    reinti_confidence confidence;
    const char *note;
    long line;
} reinti_entitlement;

typedef struct reinti_entitlements {
    const char *id, *version, *citation;
    reinti_label title, note;
    size_t service_list, stage_list; /* stage_list REINTI_NONE: no row names stages */
    size_t n_populations;
    reinti_population *population;
    size_t n_assistances;
    reinti_assistance *assistance;
    size_t n_conditions;
    reinti_legal_condition *condition;
    size_t n;
    reinti_entitlement *row;
    char digest[REINTI_SHA256_TEXT];
    const char *file;
} reinti_entitlements;

reint_status reinti_entitlements_parse(const reint_codebook *cb, const reinti_codebook_file *file,
                                       reinti_arena *arena, reinti_entitlements **out,
                                       reint_findings *findings, reint_error *err);
/* *OUT = NULL when the codebook names none. */
reint_status reinti_entitlements_open(const reint_codebook *cb, reinti_arena *arena,
                                      reinti_entitlements **out, reint_error *err);

#endif
