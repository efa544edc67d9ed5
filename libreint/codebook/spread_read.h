/* spread_read.h -- what the parts of the reader of spreadsheets share.  Private to codebook/. */
#ifndef REINTI_SPREAD_READ_H
#define REINTI_SPREAD_READ_H

#include "codebook/spread.h"
#include "sheet/sheet.h"

/* A sheet in memory: its first row names the columns. */
typedef struct reinti_spread_row {
    long number;
    const char **text; /* per column; NULL: empty */
} reinti_spread_row;

typedef struct reinti_spread_grid {
    const char *sheet;
    size_t n_columns, n, capacity;
    const char **head; /* NULL: a column without a name */
    uint32_t *place;   /* of the column in the sheet */
    reinti_spread_row *row;
} reinti_spread_grid;

typedef struct reinti_spread_reader {
    reinti_spread *out;
    const char *file;
    reint_findings *findings;
    bool no_memory, failed;
    reinti_spread_grid *g; /* being read */
} reinti_spread_reader;

/* An error at a cell (ROW and COLUMN from 1, 0: unknown). */
void reinti_spread_find(reinti_spread_reader *r, const reinti_spread_grid *g, long row, long column,
                        const char *code, const char *format, ...) REINTI_PRINTF(6, 7);
/* The sheet NAME of W; an empty grid where there is none. */
reint_status reinti_spread_sheet(reinti_spread_reader *r, reinti_workbook *w, const char *name,
                                 reinti_spread_grid *g, reint_error *err);
size_t reinti_spread_column(const reinti_spread_grid *g, const char *name); /* SIZE_MAX: none */
/* NULL: empty. */
const char *reinti_spread_text(const reinti_spread_grid *g, size_t row, size_t column);
/* A head that is none of NAMES, nor one of PREFIXES with or without "::...", is a slip. */
void reinti_spread_heads(reinti_spread_reader *r, const reinti_spread_grid *g, const char *const *names,
                         const char *const *prefixes);

/* spread_yaml.c: a sheet as part of the codebook's YAML. */
void reinti_spread_settings(reinti_spread_reader *r, const reinti_spread_grid *g);
void reinti_spread_waves(reinti_spread_reader *r, const reinti_spread_grid *g);
void reinti_spread_missing(reinti_spread_reader *r, const reinti_spread_grid *g);
void reinti_spread_choices(reinti_spread_reader *r, const reinti_spread_grid *g);
void reinti_spread_survey(reinti_spread_reader *r, const reinti_spread_grid *g);
void reinti_spread_rules(reinti_spread_reader *r, const reinti_spread_grid *g);

#endif
