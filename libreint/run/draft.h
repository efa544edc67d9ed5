/* draft.h -- what the parts of `reint codebook draft` share.  Private to run/. */
#ifndef REINTI_DRAFT_H
#define REINTI_DRAFT_H

#include "base/base.h"
#include "codebook/model.h"

enum {
    REINTI_DRAFT_CODES = 60,    /* more different values are no code list */
    REINTI_DRAFT_COLUMNS = 1000 /* of a file */
};

typedef struct reinti_draft_value {
    const char *text;
    size_t n;
    const char *reason; /* it seems to say why a value is missing: the reason; NULL: it is a value */
} reinti_draft_value;

typedef struct reinti_draft_column {
    const char *head, *name;            /* as in the file; as a variable */
    size_t n_filled, n_empty, n_blanks; /* n_blanks: cells with a blank at an end */
    size_t n_values;                    /* up to REINTI_DRAFT_CODES, then MANY */
    reinti_draft_value value[REINTI_DRAFT_CODES];
    bool many;
    reinti_map *seen; /* all values, while no two are the same */
    bool distinct;
    size_t n_integer, n_decimal, n_date; /* of the filled cells */
    double low, high;                    /* of numbers */
    int32_t first, last;                 /* of dates */

    /* judged */
    reinti_type type;
    bool left_out, multiple, key;
    char separator;
    size_t list; /* REINTI_CODE */
} reinti_draft_column;

typedef struct reinti_draft_form {
    const char *name, *file; /* "answers.xlsx!wave 1" */
    size_t n_rows, n;
    reinti_draft_column *column;
    size_t n_key, key[2]; /* columns; none: no key was found */
    bool no_key;
} reinti_draft_form;

typedef struct reinti_draft_list {
    const char *name;
    size_t n, capacity;
    const char **code;
} reinti_draft_list;

typedef struct reinti_draft {
    reinti_arena *arena;
    reint_findings *findings;
    size_t n_forms, form_capacity, n_lists, list_capacity;
    reinti_draft_form *form;
    reinti_draft_list *list;
    const char *person; /* name of the key variable that is the respondent */
    const char *wave;   /* NULL: none */
    bool no_memory;
} reinti_draft;

/* draft_read.c: every file, column by column. */
reint_status reinti_draft_read(reinti_draft *d, const char *path, reint_error *err);
/* draft_judge.c: keys, types, lists, likely missing codes. */
void reinti_draft_judge(reinti_draft *d);
/* draft_write.c: comments and YAML. */
void reinti_draft_write(reinti_draft *d, reinti_str *out);

/* TEXT as a name for SQL and plans: small letters, digits, single _. */
const char *reinti_draft_name(reinti_draft *d, const char *text, const char *otherwise);

#endif
