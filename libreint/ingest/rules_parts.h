/* rules_parts.h -- what rules.c and routing.c share.  Private to them. */
#ifndef REINTI_RULES_PARTS_H
#define REINTI_RULES_PARTS_H

#include "ingest/condition.h"
#include "ingest/rules.h"

typedef struct reinti_routing {
    const reinti_decoder *decoder;
    reinti_condition condition;
    size_t n_unknown;
} reinti_routing;

typedef struct reinti_rule_check {
    const reinti_rule *rule;
    char *reason; /* "rule:R12" */
    const char *message;
    bool has_when;
    reinti_condition when, require;
    size_t n_unknown, n_warnings;
} reinti_rule_check;

struct reinti_rules {
    reinti_decoding *d;
    reinti_view *view;
    reinti_arena *arena;
    size_t n_routings;
    reinti_routing *routing;
    size_t n_rules;
    reinti_rule_check *rule;
    const reinti_decoder *date; /* to be compared with the wave's window; NULL */
    size_t n_windows;           /* warnings about it */
    size_t capacity;            /* of the arrays below: rows of a block */
    bool *active;
    int8_t *result;
    uint16_t *held;        /* which rule holds a row */
    reinti_rules_fn watch; /* NULL: rows are on their way in */
    void *watch_user;
};

/* A remark about the cell of V (NULL: the row), which LOOK reads again. */
void reinti_rules_say(reinti_remarks *remarks, const reinti_rules *r, const reinti_rows *rows, size_t row,
                      reinti_csv *look, const reinti_decoder *v, reint_severity severity, const char *reason,
                      const char *code, reinti_tell_fn tell, const void *about);
reint_status reinti_routing_check(reinti_rules *r, reinti_rows *rows, reinti_csv *look, reinti_routing *u,
                                  reinti_remarks *remarks, reint_error *err);

#endif
