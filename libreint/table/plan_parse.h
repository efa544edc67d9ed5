/* plan_parse.h -- what the parts of the plan's reader share.  Private to table/. */
#ifndef REINTI_PLAN_PARSE_H
#define REINTI_PLAN_PARSE_H

#include "table/plan.h"

/* What holds for the whole plan while its tables are read. */
typedef struct reinti_plan_reader {
    reinti_yaml_file *file;
    const reinti_yaml *banners; /* a map, or NULL */
    const reinti_plan *plan;
    reinti_plan_table defaults;
} reinti_plan_reader;

/* plan_derive.c */
void reinti_plan_derive(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan *plan);
/* raking.c */
void reinti_plan_raking(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan *plan);
/* plan_table.c */
void reinti_plan_bind_table(const reinti_plan_reader *r, const reinti_yaml *node, reinti_plan_table *out);
/* plan_contradictions.c: a finding for each. */
void reinti_plan_check_table(const reinti_plan_reader *r, const reinti_yaml *node,
                             const reinti_plan_table *t);
/* Keys that a table and the whole plan have in common: inference, assume, letters, adjust, precision, design,
 * weight. */
void reinti_plan_bind_common(const reinti_plan_reader *r, const reinti_yaml *node, reinti_plan_table *out);
/* plan_layout.c: nets of a plan or table (added to those that OUT has), computed, sort. */
void reinti_plan_bind_nets(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out);
void reinti_plan_bind_computed(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out);
void reinti_plan_bind_sort(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out);
void reinti_plan_bind_letters(reinti_yaml_file *file, const reinti_yaml *node, reinti_letters_plan *out);
void reinti_plan_bind_adjust(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out);
void reinti_plan_bind_precision(reinti_yaml_file *file, const reinti_yaml *node, reinti_precision_plan *out);
void reinti_plan_bind_design(reinti_yaml_file *file, const reinti_yaml *node, reinti_design_plan *out);

static inline const char *
reinti_plan_text(reinti_yaml_file *file, const reinti_yaml *node, const char *key)
{
    return reinti_yaml_text(file, reinti_yaml_get(node, key), key);
}

/* Words of a list, each one of ALLOWED. */
size_t reinti_plan_words(reinti_yaml_file *file, const reinti_yaml *node, const char *what,
                         const char *const *allowed, const char *const **out);

#endif
