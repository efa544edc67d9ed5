/* cells.h -- a finished table: cells, not strings.  Private; read by every writer.
 *
 * A table has layers (one page each), a stub (rows) and a banner (columns).  Rows and columns are flat lists
 * of entries with a depth and a group, made from the plan's nesting and stacking.  Each (layer, row, column)
 * has one cell for each statistic of the table; text for people is made by reinti_cell_text so that every
 * writer says the same. */
#ifndef REINTI_CELLS_H
#define REINTI_CELLS_H

#include "base/base.h"
#include "codebook/model.h"
#include "table/table.h"

typedef enum reinti_cell_kind {
    REINTI_CELL_COUNT,
    REINTI_CELL_SHARE,
    REINTI_CELL_MEAN,
    REINTI_CELL_STATISTIC
} reinti_cell_kind;

typedef enum reinti_cell_state {
    REINTI_CELL_SHOWN,
    REINTI_CELL_UNDEFINED,      /* a share of nothing, a mean of nobody: mark "–" */
    REINTI_CELL_NOT_APPLICABLE, /* structurally empty: mark "." */
    REINTI_CELL_BELOW_BASE,     /* base under the small-base rule: the share is not shown, "5 of 12" is: mark
                                   "(n)" */
    REINTI_CELL_PRIMARY,        /* suppressed: mark "x" */
    REINTI_CELL_SECONDARY,      /* suppressed to protect another: mark "x" */
    REINTI_CELL_ROUNDED
} reinti_cell_state;

typedef struct reinti_cell {
    double value;                  /* full precision; a share is 0..1; NaN only when state is not SHOWN */
    double low, high;              /* where unknowns leave room; equal to value otherwise */
    double base;                   /* what a share or mean is of (weighted if weighted) */
    double base_n;                 /* the same, unweighted: what the small-base rule looks at */
    double n, weighted, effective; /* unweighted count behind the cell, sum of weights, Kish's effective n */
    double base_w2, se; /* squared weights of the base; standard error of a share or mean, 0 = none */
    uint8_t kind, state;
    uint8_t flag;        /* less precise than the plan's standard: mark "*" */
    uint8_t whole;       /* a share of itself (the share of a total): always 1 */
    const char *reason;  /* why it is not shown; NULL = no reason given */
    const char *letters; /* column letters, NULL = none */
} reinti_cell;

typedef struct reinti_entry { /* a row or a column */
    const char *code;         /* joined by '>' when nested: "female>18-29"; "total", "cases", "responses" */
    const char *variable;     /* what CODE is of: "sex>age"; NULL = no other entry has this code */
    const char *label;        /* of the last level */
    const char *group;        /* label of the variable it belongs to; shown once above its entries */
    unsigned depth;           /* 0 = top level of its stack part */
    unsigned indent;          /* further in, without a level of its own: the member of a net */
    const char *const *path;  /* labels of outer levels, depth of them */
    bool total, net, missing, computed, first_of_group;
} reinti_entry;

typedef struct reinti_layer {
    const char *code; /* "wave=1|exploitation=fishing"; "" when the table has no layers */
    const char *label;
} reinti_layer;

typedef struct reinti_stat { /* a statistic of every cell */
    const char *id;          /* count, row_share, column_share, total_share, mean, sd, n ... */
    const char *cells_id;    /* name in cells.csv: count, row_pct, col_pct, valid_pct, pct_cases ... */
    const char *label;
    reinti_cell_kind kind;
    unsigned decimals;
} reinti_stat;

typedef struct reinti_test { /* a statistic of a whole table, by layer */
    size_t layer;
    const char *id; /* chi2, df, p, cramers_v, n, fisher_p, bowker */
    const char *label;
    double value; /* NaN = undefined, then reason */
    const char *reason;
    size_t banner; /* break of the banner that it is of */
    bool heads;    /* the first statistic of a test */
    bool strata;   /* over strata, beside the test of the layer */
    const char *
        over; /* where the strata are the layers: code of what they are layers of, "" the table; LAYER is the last of
                         them.  NULL: of LAYER */
    bool beside; /* nobody asked for it: it stands beside another one because of what that one is worth */
} reinti_test;

typedef struct reinti_chart {
    const char *kind; /* "bar", "stacked", "stacked100", "line"; NULL = none */
    size_t stat;
    bool asked;  /* by the plan: stands beside a picture, too */
    double most; /* where its axis of values ends; 0: where they do */
} reinti_chart;

/* A picture is drawn from the cells (picture.h). */
struct reinti_table;
typedef struct reinti_table_picture {
    const char *kind;              /* "flow", "alluvial" ...; NULL = none */
    const char *title;             /* where the table's speaks of rows and columns; NULL = the table's */
    const struct reinti_table *of; /* drawn in place of the table itself; NULL = the table */
    bool personal;                 /* shows individual people: never for release */
    size_t n_states, n_waves;      /* of sequences: what their codes are, and the labels of the waves */
    const reinti_entry *state;
    const char *const *wave;
} reinti_table_picture;

typedef struct reinti_table {
    reinti_arena *arena;
    const char *id, *title, *subtitle,
        *group;       /* group: tables of one group share a sheet; NULL = own sheet */
    const char *unit; /* "persons", "interviews", "answers" as words */
    const char *base; /* lineage: "asked 84, answered 79: 3 refused, 2 not reached" */
    size_t n_layers;
    reinti_layer *layer;
    size_t n_rows;
    reinti_entry *row;
    size_t n_columns;
    reinti_entry *column;
    size_t n_stats;
    reinti_stat *stat;
    reinti_cell *cell; /* [layer][row][column][stat] */
    size_t n_tests;
    reinti_test *test;
    size_t n_notes;
    const char **note;
    struct reinti_comparisons *compared; /* of its columns, until their letters are written; NULL = none */
    reinti_chart chart;
    reinti_table_picture picture;
    bool stats_in_rows; /* statistics under each other rather than side by side */
    bool show_bounds;
    const char *row_title, *column_title; /* names of the variables of stub and banner */
    const char *language;                 /* of the words in a cell ("5 of 12"); NULL = English */
} reinti_table;

static inline reinti_cell *
reinti_table_cell(const reinti_table *t, size_t layer, size_t row, size_t column, size_t stat)
{
    return &t->cell[((layer * t->n_rows + row) * t->n_columns + column) * t->n_stats + stat];
}

/* Whether STAT is of any row of COLUMN; beside statistics that are, one of no row is left out where a table is looked at. */
bool reinti_table_applies(const reinti_table *t, size_t column, size_t stat);

/* An empty table in an arena of its own; NULL when memory runs out. */
reinti_table *reinti_cells_create(void);
void reinti_cells_free(reinti_table *t); /* NULL is fine */
/* How many of the outer labels of E, from the outermost on, BEFORE (NULL: nothing) has over it already: those that follow are
 * said anew. */
unsigned reinti_levels_said(const reinti_entry *before, const reinti_entry *e);
/* What a person reads: "31", "45%", "45.2%" above a base of 200, "5 of 12" below the small base, a mark
 * otherwise. With bounds: "12–15". */
void reinti_cell_text(reinti_str *out, const reinti_table *t, const reinti_cell *cell,
                      const reinti_stat *stat);
/* Letters and "*" of a cell, BEFORE in front of letters; nothing when it has none. */
void reinti_cell_marks(reinti_str *out, const reinti_cell *cell, const char *before);
/* "–", ".", "(n)", "x", or "" for a cell that shows its value. */
const char *reinti_cell_mark(const reinti_cell *cell);
/* What the marks that T uses mean, in T's language, one after the other, with why cells are undefined; "" when it uses none.
 * IN_ROWS: its statistics stand under each other, where none is left out. */
void reinti_table_legend(reinti_str *out, const reinti_table *t, bool in_rows);
/* Whether the test ID is a p-value: shown with three decimals, "< 0.001" below. */
bool reinti_is_probability(const char *id);
/* What a test is of: its layer, or all of them. */
reinti_layer reinti_test_layer(const reinti_table *t, const reinti_test *test);
/* The value of a test as a person reads it: "63.11", "4", "< 0.001". */
void reinti_test_text(reinti_str *out, const reinti_test *test);
/* One test of LAYER, all its statistics: "Chi-square 63.11; df 4; p < 0.001", from the test FROM on; answers where the
 * next begins, n_tests behind the last. */
size_t reinti_test_line(reinti_str *out, const reinti_table *t, size_t layer, size_t from);

/* All tables of a plan, with what a report needs around them. */
typedef struct reinti_sentence {
    const char *text;
    const char *table; /* id of the table its numbers come from */
} reinti_sentence;
struct reint_report {
    reinti_arena *arena;
    const char *title, *study, *population, *sampling, *notice, *codebook_digest, *rulesets, *data_as_of;
    bool internal; /* not a release: INTERNAL stands on every sheet, page and file name */
    size_t n_warnings;
    const char **warning;
    size_t n_sentences;
    reinti_sentence *sentence;
    size_t n_glossary;
    struct reinti_term {
        const char *term, *meaning;
    } * glossary;
    size_t n_methods;
    const char **method;
    size_t n_tables;
    reinti_table **table;
    const reint_codebook *codebook;
    const char *language;
};

#endif
