/* export_make.h -- making records of the rows of an export.  Private to export*.c. */
#ifndef REINTI_EXPORT_MAKE_H
#define REINTI_EXPORT_MAKE_H

#include "codebook/model.h"
#include "ingest/export_table.h"

/* What a part of the key of a record is. */
typedef enum reinti_key_kind {
    REINTI_KEY_PERSON,
    REINTI_KEY_WAVE,
    REINTI_KEY_ANSWER, /* to a question of the record */
    REINTI_KEY_PARENT, /* of the record above */
    REINTI_KEY_NUMBER  /* of the record within the one above */
} reinti_key_kind;

typedef struct reinti_key_part {
    const char *name; /* of the variable */
    reinti_key_kind kind;
    size_t of; /* ANSWER: item; PARENT: part of its key */
} reinti_key_part;

/* Makes the records of one form of the codebook: of the table's repeat, of the questionnaire, or of a group NAME_form
 * in it. */
typedef struct reinti_maker {
    reinti_xlsform *form;
    const reinti_form *of; /* in the codebook */
    size_t holder;         /* of its questions: repeat, group, or REINTI_TOP */
    reint_findings *findings;
    reinti_export_table *table, *parent; /* PARENT: NULL for the questionnaire, or when it is not there */
    /* made */
    reinti_str csv;
    size_t n_without_id; /* submissions that are known by their place in the export only */
    size_t n_made, made_capacity;
    reinti_made *made;
    size_t n_columns, columns_capacity;
    size_t *from; /* per instance (else once) and column of the records: the export's; SIZE_MAX: none */
    /* inside */
    size_t n_key, n_questions, n_variables; /* n_variables: questions that the codebook knows */
    reinti_key_part *key;
    const reinti_variable **variable; /* per item: of OF; NULL: none, or part of the key */
    bool *has_other;                  /* per item: a variable stands beside its choice "other" */
    size_t at, n_named;               /* instance at work; columns that it has so far */
    size_t *columns;                  /* ANSWER and OTHER of all instances */
    size_t *answer, *other;           /* per item, of the instance at work: its columns; SIZE_MAX: none */
    size_t person_column, wave_column, parent_column;
    reinti_map *places; /* where the children of a parent are counted */
    size_t n_counts, counts_capacity;
    int64_t *counts;
} reinti_maker;

reint_status reinti_export_make(reinti_maker *m, reint_error *err);
void reinti_maker_free(reinti_maker *m);

/* ---- export_answer.c ----------------------------------------------------------------------------------------- */

/* The text of column C (SIZE_MAX: none) in the current row, trimmed; "n/a" is no answer. */
const char *reinti_export_cell(const reinti_export_table *t, size_t c, size_t *n);
/* A field of CSV, in quotes where it needs them. */
void reinti_export_field(reinti_str *out, const char *text, size_t n);
/* The answer to ITEM in the current row as a field: choices by their names, several with the codebook's separator. */
void reinti_export_answer(const reinti_maker *m, size_t item, reinti_str *out);

#endif
