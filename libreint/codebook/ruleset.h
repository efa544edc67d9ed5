/* ruleset.h -- rule sets: how facts become a class of assistance, as data.  Private.
 *
 * A rule set says which records are facts about a service (needed, due, received ...) and about the unit
 * (identified, barriers ...), and has a decision table over them: ordered rows, first match wins; reasons are
 * collected from independent rows.  The format is specified in reint-ruleset(5).  Everything lives in the
 * arena it was parsed into; indices of lists, forms and variables are those of the codebook (model.h). */
#ifndef REINTI_RULESET_H
#define REINTI_RULESET_H

#include "codebook/model.h"

/* What some service of a unit may be: every condition of a decision table asks whether there is a service
 * like that. short = not received in full; one-off help for a need that goes on is not full unless the rule
 * set says so. */
#define REINTI_PROPERTY_LIST(X)                                                                              \
    X(received, "received, in part or in full")                                                              \
    X(received_full, "received in full")                                                                     \
    X(received_part, "received, but not in full")                                                            \
    X(needed, "needed")                                                                                      \
    X(needed_received, "needed and received, in part or in full")                                            \
    X(needed_missing, "needed and not received at all")                                                      \
    X(needed_short, "needed and not received in full")                                                       \
    X(required, "needed and due by law")                                                                     \
    X(required_received, "needed, due and received, in part or in full")                                     \
    X(required_missing, "needed, due and not received at all")                                               \
    X(required_short, "needed, due and not received in full")                                                \
    X(due, "due by law, needed or not")                                                                      \
    X(due_received, "due by law and received, in part or in full")                                           \
    X(undue_short, "needed, not due by law, and not received in full")                                       \
    X(silent_short, "needed, without any word of the law, and not received in full")                         \
    X(continuing, "needed still")                                                                            \
    X(one_off_only, "needed still, and received once only")                                                  \
    X(repeated, "received more than once")                                                                   \
    X(offered, "offered or received")                                                                        \
    X(declined, "declined by the person")                                                                    \
    X(refused, "refused by a provider")                                                                      \
    X(promised, "promised")                                                                                  \
    X(withdrawn, "withdrawn after an offer")

typedef enum reinti_property {
#define X(name, text) REINTI_IS_##name,
    REINTI_PROPERTY_LIST(X)
#undef X
        REINTI_N_PROPERTIES
} reinti_property;

extern const char *const reinti_property_names[REINTI_N_PROPERTIES + 1]; /* ends with NULL */
extern const char *const reinti_property_texts[REINTI_N_PROPERTIES];

/* The state of one service, dimension by dimension; a fact is the set of values it leaves open, as bits. */
enum { REINTI_NEED_NO = 1, REINTI_NEED_YES = 2, REINTI_NEED_CONTINUING = 4, REINTI_NEED_ANY = 7 };
enum { REINTI_DUE_NO = 1, REINTI_DUE_YES = 2, REINTI_DUE_SILENT = 4, REINTI_DUE_ANY = 7 };
enum {
    REINTI_RECEIPT_NONE = 1,
    REINTI_RECEIPT_PART_ONCE = 2,
    REINTI_RECEIPT_PART = 4, /* more than once, or how often is not in question */
    REINTI_RECEIPT_FULL_ONCE = 8,
    REINTI_RECEIPT_FULL = 16,
    REINTI_RECEIPT_ANY = 31
};
/* What happened beside receipt: bit I of a set of marks. */
enum {
    REINTI_MARK_OFFERED,
    REINTI_MARK_DECLINED,
    REINTI_MARK_REFUSED,
    REINTI_MARK_PROMISED,
    REINTI_MARK_WITHDRAWN,
    REINTI_N_MARKS
};

enum {
    REINTI_MAX_CLASSES = 16, /* bits of a class column */
    REINTI_MAX_REASONS = 32,
    REINTI_MAX_ROWS = 250,
    REINTI_MAX_CIRCUMSTANCES = 8,
    REINTI_MAX_VALUES = 8, /* of a circumstance */
    REINTI_MAX_SERVICES = 250
};

typedef struct reinti_class {
    const char *id;
    reinti_label label, note;
    const char *group; /* a wider class that holds it ("assisted"); NULL = none */
    long line;
} reinti_class;

typedef struct reinti_rule_condition {
    uint32_t yes, no;                          /* properties that some service / no service must have */
    uint8_t allowed[REINTI_MAX_CIRCUMSTANCES]; /* values that will do; 0xff = any */
} reinti_rule_condition;

typedef struct reinti_decision {
    const char *id;
    reinti_rule_condition when;
    size_t class_index;
    reinti_label note; /* why: what the row reads from its source */
    reinti_place at;
} reinti_decision;

typedef struct reinti_reason {
    const char *id;
    reinti_label label, note;
    reinti_rule_condition when;
    uint32_t classes; /* bits: classes it is a reason for */
    reinti_place at;
} reinti_reason;

/* A fact of the unit's own record: one of a few values. */
typedef struct reinti_circumstance {
    const char *id;
    reinti_label label;
    size_t variable; /* of the unit's form */
    size_t n_values;
    const char *value[REINTI_MAX_VALUES];
    uint8_t *mask; /* per code of the list, then per missing reason: values left open */
    uint8_t none;  /* multiple response, answered without any code that is mapped */
    long line;
} reinti_circumstance;

/* One form whose records say something of a service. */
typedef struct reinti_reading {
    size_t form;
    size_t service, stage, episode, wave, source; /* variables of the form; REINTI_NONE where it has none */
    const char *when;                             /* SQL: records that count; NULL = all */
    size_t value;                                 /* variable */
    uint8_t *mask;       /* per code, then per missing reason: need, due or receipt values left open */
    uint8_t *marks;      /* support: marks it sets */
    uint8_t *open_marks; /* support: marks it leaves open (a missing outcome) */
    size_t often;        /* support: variable of once / repeated, or REINTI_NONE */
    uint8_t *often_mask; /* per code, then per missing reason: bit 0 once, bit 1 repeated */
    reinti_place at;     /* of the condition */
} reinti_reading;

typedef struct reinti_readings {
    size_t n;
    reinti_reading *item;
} reinti_readings;

typedef enum reinti_unit { REINTI_UNIT_STAGE, REINTI_UNIT_INTERVIEW } reinti_unit;
typedef enum reinti_summary { REINTI_LATEST, REINTI_HOME_STAGES, REINTI_WORST, REINTI_EVER } reinti_summary;

typedef struct reinti_ruleset {
    const char *id, *version, *citation;
    reinti_label title, note;
    const char *column; /* name of its column: class_<id with _ for -> */
    bool internal;      /* a benchmark's own: never offered to a study */
    const char *base;   /* whom it classifies: SQL over the person form; NULL = everybody */
    reinti_place base_at;
    reinti_unit unit;
    bool absent_is_no; /* absent_row: no */
    bool cumulative;   /* carry: help of earlier stages of the episode counts on */
    bool one_off_is_full;
    reinti_summary person_summary;
    size_t n_home_stages;
    const size_t *home_stage; /* codes of the stage list */

    size_t service_list;
    size_t n_services;
    const size_t *service; /* codes of the list that are services here */
    uint8_t *service_of;   /* per code of the list: position in service[], 255 = none (see `services`) */

    size_t unit_form;                             /* form whose records are the units */
    size_t unit_stage, unit_episode, unit_source; /* its variables; REINTI_NONE where it has none */
    size_t stage_list;                            /* REINTI_NONE for interviews */
    size_t asked;       /* variable that says which services were asked about, or REINTI_NONE */
    uint8_t *asked_all; /* per code, then per missing reason: 1 = silence is closed */
    size_t current_form, current_stage,
        current_episode; /* where an interview stands; REINTI_NONE if not said */

    reinti_readings need, due, support;
    bool due_from_entitlements;
    size_t n_circumstances;
    reinti_circumstance circumstance[REINTI_MAX_CIRCUMSTANCES];

    size_t n_classes;
    reinti_class *class_;
    size_t n_decisions;
    reinti_decision *decision;
    size_t n_reasons;
    reinti_reason *reason;
    char digest[REINTI_SHA256_TEXT];
    const char *file;
} reinti_ruleset;

/* All problems are findings; INPUT if any is an error.  CB must be complete but for its rule sets. */
reint_status reinti_ruleset_parse(const reint_codebook *cb, const reinti_codebook_file *file,
                                  reinti_arena *arena, reinti_ruleset **out, reint_findings *findings,
                                  reint_error *err);

/* The rule sets, packs and entitlements that CB names: each parsed and forgotten, for `reint check`. */
reint_status reinti_codebook_check_files(const reint_codebook *cb, reint_findings *findings,
                                         reint_error *err);

/* The rule set with this id (NULL: the codebook's default); ARGUMENT with did-you-mean if there is none. */
reint_status reinti_ruleset_open(const reint_codebook *cb, const char *id, reinti_arena *arena,
                                 reinti_ruleset **out, reint_error *err);
/* "nexus-tree" -> "class_nexus_tree"; NULL = no memory. */
char *reinti_ruleset_column(const char *id, reinti_arena *arena);
/* What the file of a rule set calls it: in ARENA, "" when that cannot be told; NULL = no memory. */
const char *reinti_ruleset_id(const reinti_codebook_file *file, reinti_arena *arena);

#endif
