/* plan.h -- a plan of tables, read; and the expressions that tables are made of.  Private.
 *
 * The format is specified in reint-plan(5). */
#ifndef REINTI_PLAN_H
#define REINTI_PLAN_H

#include "codebook/model.h"
#include "table/table.h"

/* "sex + age > form": parts side by side, each a chain of variables from the outermost in. */
#define REINTI_MAX_DEPTH 4
typedef struct reinti_part {
    size_t n;
    const char *name[REINTI_MAX_DEPTH];
} reinti_part;

typedef struct reinti_parts {
    size_t n;
    reinti_part *part;
} reinti_parts;

/* BANNERS: a map of `name: expression` for @name; NULL = none.  ARGUMENT with the reason for a bad
 * expression. */
reint_status reinti_parts_parse(reinti_arena *arena, const char *text, const reinti_yaml *banners,
                                reinti_parts *out, reint_error *err);

typedef enum reinti_show_missing {
    REINTI_MISSING_HIDDEN,   /* in the base line only */
    REINTI_MISSING_EACH,     /* a row or column for each reason that occurs */
    REINTI_MISSING_TOGETHER, /* one, "missing" */
    REINTI_MISSING_NAMED     /* those named, under the codes given */
} reinti_show_missing;

/* A column that the plan makes: bands of a number, or categories joined. */
typedef struct reinti_derived {
    const char *name, *source, *unit;
    reinti_label label;
    size_t n_cuts;
    double *cut;
    size_t n_groups;
    const char **code;
    reinti_label *group_label;
    size_t *n_members;
    const char *const **member; /* per group, codes of the source */
    long line;
} reinti_derived;

typedef struct reinti_plan_table {
    const char *id, *title, *subtitle, *group, *unit, *base, *weight, *mean, *ruleset, *content;
    reinti_parts rows, columns;
    reinti_part by;        /* layers, outermost first */
    const char *grid_name; /* layer whose categories are variables; stands for them in rows */
    size_t n_grid;
    const char *const *grid, *const *grid_code; /* columns, and the codes of their layers */
    size_t n_cells, n_tests, n_notes;
    const char *const *cells, *const *tests, *const *notes;
    bool total_row, total_column, hide_empty;
    reinti_show_missing missing;
    size_t n_missing;
    const char *const *missing_reason, *const *missing_code; /* NAMED */
    size_t n_renamed;
    const char *const *renamed, *const *new_code; /* codes of rows and columns, as they are to be written */
    bool exploratory;                             /* inference: exploratory */
    bool independent, frequencies;                /* assume: independent_records, frequency_weights */
    bool everybody;                               /* without the codebook's own base */
    bool optional; /* of the standard report: left out when the study has nothing for it */
    const char *chart;
    const struct reinti_follow_plan *follow; /* of contents follow-...; NULL = nothing said */
    long line;
} reinti_plan_table;

typedef struct reinti_plan {
    const char *name; /* of its file, for messages */
    const char *title, *language, *ruleset;
    size_t n_derived;
    reinti_derived *derived;
    size_t n_tables;
    reinti_plan_table *table;
} reinti_plan;

/* Everything in ARENA.  INPUT when anything is wrong, with findings. */
reint_status reinti_plan_read(const char *path, reinti_arena *arena, reinti_plan *out,
                              reint_findings *findings, reint_error *err);
/* The standard report for a study, from what its codebook has. */
reint_status reinti_plan_standard(const reint_codebook *cb, const char *language, reinti_arena *arena,
                                  reinti_plan *out, reint_error *err);

extern const char *const reinti_cell_words[], *const reinti_test_words[]; /* end with NULL */

#endif
