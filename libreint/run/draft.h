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
    size_t n_slashed, n_years;           /* dates as 14/3/1985, a year alone; not among N_DATE */
    bool day_first, month_first;         /* some of these can only be so */
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
    size_t n_totals; /* rows of sums, which are no records */
    bool recoded;    /* from windows-1252 */
    reinti_draft_column *column;
    size_t n_key, key[4]; /* columns; none: no key was found */
    const char *unpivot;  /* the heads that records were made of: "{item} {wave}"; NULL: a row is a record */
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
/* draft_wide.c: several records in a row. */
void reinti_draft_widen(reinti_draft *d);
/* draft_judge.c: keys, types, lists, likely missing codes. */
void reinti_draft_judge(reinti_draft *d);
/* draft_write.c: comments and YAML. */
void reinti_draft_write(reinti_draft *d, reinti_str *out);

bool reinti_draft_is_wave(const char *name); /* a word for waves stands in it */
bool reinti_draft_points_at_person(const char *name);
/* Small letters without blanks, signs and accents. */
void reinti_draft_fold(const char *text, reinti_str *out);

/* TEXT as a name for SQL and plans: small letters, digits, single _. */
const char *reinti_draft_name(reinti_draft *d, const char *text, const char *otherwise);

#endif
