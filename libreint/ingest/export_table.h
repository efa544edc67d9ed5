/* export_table.h -- one table of an export, and what its columns are.  Private to export*.c. */
#ifndef REINTI_EXPORT_TABLE_H
#define REINTI_EXPORT_TABLE_H

#include "ingest/origin.h"
#include "xlsform/xlsform.h"

typedef enum reinti_role {
    REINTI_ROLE_NONE,     /* beside the answers */
    REINTI_ROLE_LEFT_OUT, /* of an item that the codebook does not keep */
    REINTI_ROLE_UNKNOWN,  /* no question of the form */
    REINTI_ROLE_ANSWER,   /* of an item */
    REINTI_ROLE_CHOICE,   /* marks one choice of an item */
    REINTI_ROLE_OTHER,    /* the text beside the choice "other" of an item */
    REINTI_ROLE_ID,       /* of the submission; lower rank is better */
    REINTI_ROLE_LINK,     /* by which the records of a repeat find this one: _index, KEY */
    REINTI_ROLE_PARENT,   /* the parent's: _parent_index, PARENT_KEY */
} reinti_role;

typedef struct reinti_role_of {
    reinti_role role;
    size_t item, choice; /* CHOICE: position in the list; list->n: "other" */
    unsigned rank;
} reinti_role_of;

/* One of the records that a row holds of a repeat in columns: "child[2]/toy[1]/...". */
typedef struct reinti_instance {
    size_t n;
    long *number;         /* 2, 1 */
    reinti_role_of *role; /* by column */
} reinti_instance;

typedef struct reinti_export_table {
    const char *file, *sheet; /* as in messages; SHEET NULL for a CSV file */
    bool borrows;             /* FLAT is another table's */
    size_t n_instances, instance_capacity;
    reinti_instance *instance; /* by their numbers; none: a row is a record */
    reinti_csv csv;
    reinti_flat flat;
    bool is_flat;
    size_t repeat; /* the form its rows are records of; REINTI_TOP: the questionnaire */
    size_t n;
    reinti_role_of *role; /* by column */
    size_t matched;
    reinti_map *link; /* value of the link -> record, for the tables below */
    size_t n_records, capacity;
    const char ***key; /* per record: its key, each part as a field of CSV */
    size_t n_key;
    const char **key_name; /* of each part, as the codebook calls it: person, wave, child_no */
} reinti_export_table;

/* Whether the head PATH, spelt from the top, is of a question of REPEAT, or of a choice or text beside it. */
bool reinti_export_match_path(const reinti_xlsform *form, size_t repeat, const char *path,
                              reinti_role_of *out);
/* The names of the groups around ITEM and its own, joined by slashes. */
void reinti_export_path_of(const reinti_xlsform *form, size_t item, reinti_str *out);
/* The tables of the repeats that T, whose head was just read, has in columns (export_flat.c): FOUND has room for all
 * repeats of the form; their `csv` is still to be opened.  None, where one of these columns cannot be told. */
reint_status reinti_export_unflatten(const reinti_xlsform *form, reinti_export_table *t,
                                     reinti_export_table *found, size_t *n, reint_error *err);

/* Reads the head of T and decides what its columns are.  Tells columns that no question has.  FOUND and N_FOUND as in
 * _unflatten. */
reint_status reinti_export_match(const reinti_xlsform *form, reinti_export_table *t,
                                 reinti_export_table *found, size_t *n_found, reint_findings *findings,
                                 reint_error *err);

/* The name of the choice that TEXT is, by name or label; NULL. */
const char *reinti_export_choice(const reinti_choices *list, const char *text, size_t n);

#endif
