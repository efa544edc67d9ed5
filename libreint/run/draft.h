/* draft.h -- what the parts of `reint codebook draft` share.  Private to run/. */
#ifndef REINTI_DRAFT_H
#define REINTI_DRAFT_H

#include "base/base.h"
#include "codebook/model.h"

enum {
    REINTI_DRAFT_CODES = 60,     /* more different values are no code list */
    REINTI_DRAFT_COLUMNS = 1000, /* of a file */
    REINTI_DRAFT_TOTALS = 8      /* spellings of "total" */
};

typedef struct reinti_draft_value {
    const char *text;
    size_t n;
    const char *reason; /* it seems to say why a value is missing: the reason; NULL: it is a value */
} reinti_draft_value;

typedef struct reinti_draft_column {
    const char *head, *name;            /* as in the file; as a variable */
    const char *address;                /* what a map calls it: "Sex", "Sex#2"; NULL: it has no name */
    size_t n_filled, n_empty, n_blanks; /* n_blanks: cells with a blank at an end */
    size_t n_values;                    /* up to REINTI_DRAFT_CODES, then MANY */
    reinti_draft_value value[REINTI_DRAFT_CODES];
    bool many;
    reinti_map *seen; /* all values, while no two are the same */
    bool distinct;
    size_t n_integer, n_decimal, n_date; /* of the filled cells */
    size_t n_errors;                     /* #REF! and its like: neither filled nor empty */
    const char *error;                   /* the first of them */
    size_t n_slashed, n_years;           /* dates as 14/3/1985, a year alone; not among N_DATE */
    bool day_first, month_first;         /* some of these can only be so */
    double low, high;                    /* of numbers */
    int32_t first, last;                 /* of dates */

    /* judged */
    reinti_type type;
    bool left_out, only_errors, multiple, key;
    char separator;
    size_t list; /* REINTI_CODE */
} reinti_draft_column;

typedef struct reinti_draft_form {
    const char *name, *file; /* "answers.xlsx!wave 1" */
    size_t source;           /* of the files given */
    const char *sheet;       /* NULL: the file is no workbook */
    long header_row;
    size_t n_rows, n;
    size_t n_totals; /* rows of sums, which are no records */
    size_t n_total_words;
    struct {
        const char *address, *text; /* in which column they say so, and how */
    } total_word[REINTI_DRAFT_TOTALS];
    size_t n_heads; /* of all columns of the sheet, also of those that make records of a form of their own */
    const char **heads; /* addresses */
    size_t n_wide;
    const char **wide; /* addresses of the columns that UNPIVOT takes */
    bool recoded;      /* from windows-1252 */
    reinti_draft_column *column;
    size_t n_key, key[4]; /* columns; none: no key was found */
    const char *unpivot;  /* the heads that records were made of: "{item} {wave}"; NULL: a row is a record */
    bool no_key;          /* none was found: the number of the row is part of it */
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
    size_t source;      /* being read */
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
/* draft_map.c: how the records of the draft's forms are made of file SOURCE, as a map (reint-map(5)). */
void reinti_draft_map(const reinti_draft *d, size_t source, const char *title, reinti_str *out);
/* Whether some form has the respondent alone as its key; else the draft makes one up, REINTI_DRAFT_PEOPLE. */
bool reinti_draft_has_person_form(const reinti_draft *d);
/* Whether an earlier form is of the same sheet as form AT. */
bool reinti_draft_is_again(const reinti_draft *d, size_t at);
/* What the number of the row is called: no column is. */
const char *reinti_draft_row_name(const reinti_draft_form *f);
bool reinti_draft_is_person_form(const reinti_draft *d, const reinti_draft_form *f);
#define REINTI_DRAFT_PEOPLE "respondent"

bool reinti_draft_is_wave(const char *name); /* a word for waves stands in it */
bool reinti_draft_points_at_person(const char *name);
/* Small letters without blanks, signs and accents. */
void reinti_draft_fold(const char *text, reinti_str *out);

/* TEXT as a name for SQL and plans: small letters, digits, single _. */
const char *reinti_draft_name(reinti_draft *d, const char *text, const char *otherwise);

#endif
