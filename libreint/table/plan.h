/* plan.h -- a plan of tables, read; and the expressions that tables are made of.  Private.
 *
 * The format is specified in reint-plan(5). */
#ifndef REINTI_PLAN_H
#define REINTI_PLAN_H

#include "codebook/model.h"
#include "cube/cube.h"
#include "stats/survey.h"
#include "table/table.h"

/* "sex + age > form": parts side by side, each a chain of variables from the outermost in. */
typedef struct reinti_part {
    size_t n;
    const char *name[REINTI_MOST_DIMENSIONS];
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
    size_t n_set, n_chosen;     /* a set: variables that are its codes, and their codes that mean so */
    const char *const *set, *const *chosen;
    const reinti_yaml *node;
} reinti_derived;

/* Categories of a variable taken together, beside them; may overlap, and may hold other nets. */
typedef struct reinti_net {
    const char *variable, *code;
    reinti_label label;
    size_t n_members;
    const char *const *member; /* codes of the variable only: nets within nets are resolved */
    bool hide_members;
} reinti_net;

/* A row or column that is computed from others. */
typedef enum reinti_compute { REINTI_DIFFERENCE, REINTI_RATIO, REINTI_SUM } reinti_compute;
typedef struct reinti_computed {
    const char *code;
    reinti_label label;
    bool of_rows, any_side; /* any: of columns, or else of rows, whichever has the codes */
    reinti_compute how;
    size_t n;
    const char *const *of; /* codes of rows or columns */
    const reinti_yaml *node;
} reinti_computed;

typedef enum reinti_adjust {
    REINTI_ADJUST_NONE,
    REINTI_ADJUST_HOLM,
    REINTI_ADJUST_BONFERRONI,
    REINTI_ADJUST_BH
} reinti_adjust;
/* p-values that are adjusted together: of a row (letters only), a break of the banner, the table, the whole plan. */
typedef enum reinti_family {
    REINTI_FAMILY_ROW,
    REINTI_FAMILY_BANNER,
    REINTI_FAMILY_TABLE,
    REINTI_FAMILY_PLAN
} reinti_family;

typedef struct reinti_letters_plan {
    bool on, against_rest;
    double level[2]; /* 0.05, 0.01 */
    double min_base;
    reinti_adjust adjust;
    reinti_family family;
} reinti_letters_plan;

/* Shares and means that are less precise than this are marked; 0 = no such limit. */
typedef struct reinti_precision_plan {
    bool on;
    double min_n, max_rse, max_width;
} reinti_precision_plan;

/* How the sample was drawn: variables of the unit. */
typedef struct reinti_design_plan {
    const char *strata, *psu, *population; /* PSUs of the stratum in the population */
    const char *lonely;                    /* fail, adjust, remove, certainty */
} reinti_design_plan;

/* A number that is measured; of several, one can have statistics of its own. */
typedef struct reinti_measure {
    const char *name;
    size_t n_cells;
    const char *const *cells; /* words of statistics of a number; none: as the table's cells say */
} reinti_measure;

typedef struct reinti_plan_table {
    const char *id, *title, *subtitle, *group, *unit, *base, *weight, *ruleset, *content;
    const char *view; /* now, told, or the id of a wave; NULL: now */
    reinti_parts rows, columns;
    reinti_part by;        /* layers, outermost first */
    reinti_part strata;    /* of tests over strata; none: the layers */
    const char *grid_name; /* layer whose categories are variables; stands for them in rows */
    size_t n_grid;
    const char *const *grid, *const *grid_code; /* columns, and the codes of their layers */
    size_t n_measures;
    const reinti_measure *measure; /* mean */
    size_t n_cells, n_tests, n_notes;
    const char *const *cells, *const *tests, *const *notes;
    bool total_row, total_column, totals_first, subtotal_rows, subtotal_columns;
    bool hide_empty_rows, hide_empty_columns, stats_in_rows;
    reinti_show_missing missing;
    size_t n_missing;
    const char *const *missing_reason, *const *missing_code; /* NAMED */
    size_t n_counted;
    const char *const *counted; /* missing reasons that are in the base of shares */
    size_t n_renamed;
    const char *const *renamed, *const *new_code; /* codes of rows and columns, as they are to be written */
    size_t n_nets;
    const reinti_net *net;
    size_t n_computed;
    const reinti_computed *computed;
    const char *sort_stat, *sort_column; /* NULL = in the order of the codebook */
    bool sort_ascending;
    reinti_letters_plan letters;
    reinti_precision_plan precision;
    reinti_design_plan design;
    reinti_adjust adjust; /* of the p-values of tests */
    reinti_family adjust_family;
    bool exploratory;              /* inference: exploratory */
    bool independent, frequencies; /* assume: independent_records, frequency_weights */
    bool clustered;                /* assume: clustered_records */
    bool everybody;                /* without the codebook's own base */
    bool no_picture;               /* picture: false */
    bool optional;                 /* of the standard report: left out when the study has nothing for it */
    const char *chart;
    bool sensitivity;                        /* with a table of what those lost could change */
    const struct reinti_follow_plan *follow; /* of contents follow-...; NULL = nothing said */
    struct reinti_follow_weights *attrition; /* the plan's; NULL = none */
    const reinti_yaml *node;                 /* NULL: of no file */
} reinti_plan_table;

/* Weights that are fitted to margins, and what came of it (raking.c). */
typedef struct reinti_margin_plan {
    const char *variable;
    size_t n;
    const char **code;
    double *target;
} reinti_margin_plan;
typedef struct reinti_raking_plan {
    const char *name, *unit, *from; /* UNIT NULL: persons; FROM NULL: all alike */
    size_t n_margins, rounds;
    reinti_margin_plan *margin;
    const reinti_yaml *node;
    reint_raking result;
    size_t n; /* records with a weight */
} reinti_raking_plan;

typedef struct reinti_plan {
    const char *name; /* of its file, for messages; NULL: of no file */
    const char *title, *language, *ruleset;
    struct reinti_follow_weights *attrition; /* what `weight: attrition` means; NULL = not declared */
    size_t n_derived;
    reinti_derived *derived;
    size_t n_raking;
    reinti_raking_plan *raking;
    size_t n_tables;
    reinti_plan_table *table;
    const reinti_yaml *root; /* of its file; NULL: of no file */
} reinti_plan;

/* Everything in ARENA.  INPUT when anything is wrong, with findings. */
reint_status reinti_plan_read(const char *path, reinti_arena *arena, reinti_plan *out,
                              reint_findings *findings, reint_error *err);
/* The same of SIZE bytes of DATA; NAME is for messages. */
reint_status reinti_plan_parse(const char *name, const char *data, size_t size, reinti_arena *arena,
                               reinti_plan *out, reint_findings *findings, reint_error *err);
/* The standard report for a study, from what its codebook has. */
reint_status reinti_plan_standard(const reint_codebook *cb, const char *language, reinti_arena *arena,
                                  reinti_plan *out, reint_error *err);
/* A finding at the place in NODE (or else in the plan) that ERR speaks of: the first text there that holds what ERR quotes,
 * but for NOT (NULL = nothing), such as the table's id. */
void reinti_plan_find(const reinti_plan *plan, reinti_arena *arena, reint_findings *findings,
                      const reinti_yaml *node, const char * not, const reint_error *err);

extern const char *const reinti_cell_words[]; /* end with NULL */
/* Whether the cell word WORD needs a number (describe.c). */
bool reinti_is_of_number(const char *word);
/* Whether a test is over strata (strata_tests.c). */
bool reinti_is_strata_test(const char *word);
/* Whether there is a test of that name; all names, for did-you-mean, end with NULL (tests.c). */
const char *const *reinti_test_names(reinti_arena *arena);

#endif
