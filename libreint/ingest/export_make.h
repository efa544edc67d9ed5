/* export_make.h -- making records of the rows of an export.  Private to export*.c. */
#ifndef REINTI_EXPORT_MAKE_H
#define REINTI_EXPORT_MAKE_H

#include "ingest/export_table.h"

typedef struct reinti_maker {
    reinti_xlsform *form;
    reinti_export_table *table, *parent; /* PARENT: NULL for the questionnaire, or when it is not there */
    /* made */
    reinti_str csv;
    size_t n_without_id; /* submissions that are known by their place in the export only */
    size_t n_made, made_capacity;
    reinti_made *made;
    size_t n_columns, columns_capacity, n_key;
    size_t *from; /* per column of the records: the export's; SIZE_MAX: none */
    /* inside */
    size_t *answer, *other; /* per item of the table's form: its columns; SIZE_MAX: none */
    size_t person_column, wave_column, parent_column;
    reinti_map *places; /* where the children of a parent are counted */
    size_t n_counts, counts_capacity;
    int64_t *counts;
} reinti_maker;

reint_status reinti_export_make(reinti_maker *m, reint_error *err);
void reinti_maker_free(reinti_maker *m);

#endif
