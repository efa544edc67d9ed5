/* mapping.h -- a map: how the records of forms are made of somebody else's sheet.  Private.
 *
 * The format is reint-map(5).  Read once (mapping_read.c), fitted to the columns of a file (mapping_bind.c),
 * applied record by record (mapping_make.c); what comes out is CSV with an origin, for the checks and loader
 * of all input. */
#ifndef REINTI_MAPPING_H
#define REINTI_MAPPING_H

#include "codebook/model.h"
#include "ingest/ingest.h"
#include "ingest/origin.h"
#include "yaml/yaml.h"

typedef enum reinti_value_kind {
    REINTI_VALUE_FROM,     /* a column, or the first of several that is not empty */
    REINTI_VALUE_CONSTANT, /* the same in every record */
    REINTI_VALUE_JOIN,     /* put together of several: "SYN-{Village}-{No:03}" */
    REINTI_VALUE_FLAGS,    /* codes, each with a column that says whether it was chosen */
    REINTI_VALUE_PART,     /* unpivot: what stands in a column's name */
    REINTI_VALUE_FACT,     /* unpivot: the column of that fact */
    REINTI_VALUE_NUMBER,   /* of the row in the file */
    REINTI_VALUE_LOOKUP    /* from the row of another sheet or file that has the same index */
} reinti_value_kind;

typedef enum reinti_day_order {
    REINTI_DAYS_ISO,
    REINTI_DAYS_DMY,
    REINTI_DAYS_MDY,
    REINTI_DAYS_YMD
} reinti_day_order;

typedef struct reinti_piece { /* of a JOIN: a text, or a column padded with zeros */
    const char *text;
    size_t column; /* position in name[]; REINTI_NONE: TEXT itself */
    int width;
} reinti_piece;

typedef struct reinti_recode {
    const char *from, *to;
} reinti_recode;

typedef struct reinti_mapped {
    const char *variable;
    size_t position; /* in the form, once bound */
    long line, column;
    reinti_value_kind kind;
    const char *text; /* constant, part, fact */
    size_t n;         /* source columns */
    const char *const *name;
    const char *const *code; /* FLAGS: of each column */
    size_t n_pieces;
    const reinti_piece *piece;
    size_t n_yes;
    const char *const *yes; /* FLAGS: what says that it was chosen */
    const char *none; /* FLAGS: the code when the question was answered and nothing chosen; NULL: empty */
    size_t n_recodes;
    const reinti_recode *recode;
    const char *otherwise; /* for texts that recode does not have; NULL: they stay */
    const char *split;     /* between the values of one cell; NULL: there is one */
    reinti_day_order days;
    const char *sheet, *file, *key, *take; /* LOOKUP: where, its index column, the column wanted */
} reinti_mapped;

typedef struct reinti_filter {
    const char *column;
    size_t n;
    const char *const *text;
} reinti_filter;

typedef struct reinti_records {
    const char *name, *form; /* NAME: of the input's part */
    size_t form_index;
    long line, column;
    bool once;  /* equal records are one */
    bool empty; /* unpivot: records without any fact are made, too */
    const char *unpivot;
    size_t n_values; /* unpivot: what a part may be, to tell "a_b_c" apart */
    struct {
        const char *part;
        size_t n;
        const char *const *text;
    } * values;
    size_t n, n_only, n_skip;
    reinti_mapped *mapped;
    reinti_filter *only, *skip;
} reinti_records;

typedef struct reinti_mapping_sheet {
    const char *sheet; /* NULL: the only one, or CSV */
    long header;       /* 0: looked for */
    long line, column;
    bool ignore_rest;
    size_t n_ignored, n;
    const char *const *ignored;
    reinti_records *records;
} reinti_mapping_sheet;

struct reint_map {
    reinti_arena *arena;
    const char *name; /* of the file, in findings */
    const char *path; /* files of lookups are beside the input, not here */
    const char *text; /* its bytes, for the checksum */
    size_t size;
    bool keep_blanks, fold; /* blanks around a value stay; case does not count */
    bool labels;            /* labels of code lists stand for their codes */
    size_t n_empty;
    const char *const *empty; /* texts that mean an empty cell */
    size_t n;
    reinti_mapping_sheet *sheet;
};

/* ---- mapping_bind.c: fitted to a file ------------------------------------------------------------------ */

typedef struct reinti_combination { /* unpivot: one record a source row */
    const char **part;              /* per part of the pattern; NULL for the fact */
    size_t *fact;                   /* per mapped variable of kind FACT: its column; REINTI_NONE */
} reinti_combination;

typedef struct reinti_lookup { /* index -> position in entry[] */
    reinti_map *table;
    size_t n, capacity;
    const char **entry;
} reinti_lookup;

typedef struct reinti_fitted {
    const reint_map *map;
    const reint_codebook *cb;
    const reinti_mapping_sheet *sheet;
    const reinti_records *records;
    const reinti_form *form;
    reinti_arena *arena;
    size_t **column;       /* per mapped variable: of the source, as name[] */
    size_t n_parts;        /* of the pattern */
    const char **part;     /* their names */
    size_t *part_of;       /* per mapped variable of kind PART */
    size_t n_combinations; /* 1 without unpivot */
    reinti_combination *combination;
    size_t *only, *skip;   /* columns of the filters */
    size_t *from;          /* for reinti_origin */
    reinti_lookup *lookup; /* per mapped variable; filled by mapped.c */
} reinti_fitted;

/* CSV stands at its header.  What does not fit is added to FINDINGS, at its place in the map; then INPUT.
 * FITTED has room for each of SHEET's records. */
reint_status reinti_mapping_fit(const reint_map *map, const reinti_mapping_sheet *sheet,
                                const reint_codebook *cb, const reinti_csv *csv, reinti_arena *arena,
                                reinti_fitted *fitted, reint_findings *findings, reint_error *err);
/* The names of the columns, trimmed; those that stand twice as "name#1", "name#2" as well (*ALIAS, else
 * NULL). */
bool reinti_mapping_names(const reinti_csv *csv, reinti_arena *arena, const char ***name,
                          const char ***alias);

/* ---- mapping_make.c: record by record ------------------------------------------------------------------ */

typedef struct reinti_making {
    const reinti_fitted *fitted;
    reinti_spool spool;
    reinti_made *made;
    size_t n_made, capacity;
    reinti_map *seen;   /* ONCE */
    size_t n_skipped;   /* source rows that the filters leave out */
    size_t n_unmatched; /* values whose index no row of the other sheet has */
    long first_unmatched;
    reinti_str value, other, record;
} reinti_making;

/* The header, the variables' names, as the first line. */
void reinti_making_begin(reinti_making *m, const reinti_fitted *fitted, const char *folder);
/* The records of CSV's current one. */
reint_status reinti_making_row(reinti_making *m, const reinti_csv *csv, reint_error *err);
void reinti_making_free(reinti_making *m);

#endif
