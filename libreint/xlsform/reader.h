/* reader.h -- a sheet of an XLSForm being read, row by row.  Private to xlsform/read.c and survey.c. */
#ifndef REINTI_XLSFORM_READER_H
#define REINTI_XLSFORM_READER_H

#include "xlsform/xlsform.h"

#define DEPTH_MOST 64

typedef enum reinti_form_column_kind {
    REINTI_FORM_OTHER,
    REINTI_FORM_TYPE,
    REINTI_FORM_NAME,
    REINTI_FORM_LIST,
    REINTI_FORM_LABEL,
    REINTI_FORM_HINT,
    REINTI_FORM_RELEVANT,
    REINTI_FORM_CONSTRAINT,
    REINTI_FORM_MESSAGE,
    REINTI_FORM_REQUIRED,
    REINTI_FORM_TITLE,
    REINTI_FORM_ID,
    REINTI_FORM_VERSION,
    REINTI_FORM_DEFAULT_LANGUAGE,
    REINTI_FORM_DUPLICATES, /* allow_choice_duplicates */
    REINTI_FORM_ANSWERS,    /* `missing`: which answers are missing reasons */
    REINTI_FORM_CALCULATION,
    REINTI_FORM_FILTER,  /* which choices are offered */
    REINTI_FORM_FILLED,  /* an answer to begin with */
    REINTI_FORM_REPEATS, /* how many records a repeat has */
    REINTI_FORM_SHOWN,   /* how it looks: nothing that a codebook could keep */
    REINTI_FORM_KINDS
} reinti_form_column_kind;

typedef struct reinti_form_column {
    reinti_form_column_kind kind;
    const char *language; /* of a label; "" = without */
} reinti_form_column;

#define COLUMNS_MOST 512

/* A sheet being read. */
typedef struct reinti_reader {
    reinti_xlsform *form;
    const char *sheet;
    void (*row)(struct reinti_reader *r);
    bool have_head;
    reinti_form_column column[COLUMNS_MOST];
    long number;
    const char *text[REINTI_FORM_KINDS]; /* of the row, by kind; "" = empty; labels apart */
    uint32_t at[REINTI_FORM_KINDS];
    reinti_label label, hint, message;
    size_t depth;
    size_t around[DEPTH_MOST]; /* groups and repeats that are open */
} reinti_reader;

/* A finding at the cell of column AT in the current row. */
void reinti_reader_find(reinti_reader *r, reint_severity severity, const char *code, uint32_t at,
                        const char *format, ...) REINTI_PRINTF(5, 6);
bool reinti_xlsform_yes(const char *text); /* yes, true, true(), 1 in any case */
/* The list of that name; REINTI_NO_LIST. */
size_t reinti_xlsform_list(const reinti_xlsform *form, const char *name, size_t n);

/* survey.c: a row of the sheet survey */
void reinti_survey_row(reinti_reader *r);

#endif
