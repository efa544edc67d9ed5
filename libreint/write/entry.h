/* entry.h -- the parts of a workbook to be filled in.  Private to write/entry*.c. */
#ifndef REINTI_ENTRY_H
#define REINTI_ENTRY_H

#include "codebook/model.h"
#include "study/study.h"
#include "write/book.h"

typedef enum reinti_entry_word {
    REINTI_ENTRY_HELP_SHEET,
    REINTI_ENTRY_CODES_SHEET,
    REINTI_ENTRY_PEOPLE_SHEET,
    REINTI_ENTRY_PAPER_SHEET,
    REINTI_ENTRY_HELP_TITLE,
    REINTI_ENTRY_HELP, /* paragraphs, one a line */
    REINTI_ENTRY_FORM,
    REINTI_ENTRY_RECORD, /* what a record of a form is known by */
    REINTI_ENTRY_REQUIRED,
    REINTI_ENTRY_KEY,
    REINTI_ENTRY_CODES,
    REINTI_ENTRY_MORE_CODES, /* on the sheet of codes */
    REINTI_ENTRY_SEVERAL,    /* several codes, separated by %c */
    REINTI_ENTRY_IN_ORDER,
    REINTI_ENTRY_MISSING,
    REINTI_ENTRY_ONLY_WHEN,
    REINTI_ENTRY_NUMBER,
    REINTI_ENTRY_WHOLE_NUMBER,
    REINTI_ENTRY_FROM_TO,
    REINTI_ENTRY_DATE,
    REINTI_ENTRY_AGE,
    REINTI_ENTRY_PERSON,
    REINTI_ENTRY_TEXT,
    REINTI_ENTRY_EMPTY, /* an empty cell */
    REINTI_ENTRY_NOT_ALLOWED,
    REINTI_ENTRY_PAPER_TITLE,
    REINTI_ENTRY_PAPER_PERSON,
    REINTI_ENTRY_PAPER_WAVE,
    REINTI_ENTRY_PAPER_NO_NAME,
    REINTI_ENTRY_PEOPLE_TITLE,
    REINTI_ENTRY_SEEN, /* waves with a record */
    REINTI_ENTRY_NAME,
    REINTI_ENTRY_NAMES_ARE_PRIVATE,
    REINTI_ENTRY_PATTERN,
    REINTI_ENTRY_WORDS
} reinti_entry_word;
const char *reinti_entry_text(const char *language, reinti_entry_word word);

/* A person who is known to the study, and whether a record of the wave is still to come. */
typedef struct reinti_entry_person {
    const char *key, *seen;  /* "w1, w2" */
    const char *name;        /* NULL: the team's list has none, or there is no list */
    const char *const *fact; /* labels of the columns in reinti_entry.fact */
    bool due;
} reinti_entry_person;

typedef struct reinti_entry {
    const reint_codebook *cb;
    const char *language;
    unsigned rows; /* to be filled in, on every sheet */
    size_t wave;   /* REINTI_NONE: no wave was named */
    reinti_arena *arena;
    size_t n_people; /* 0 without a study */
    reinti_entry_person *person;
    bool has_names;
    size_t n_facts; /* variables of the person form that tell people apart */
    const size_t *fact;
    reinti_sheet *codes, *people;
    unsigned *code_column; /* per list: its column on the sheet of codes */
    unsigned *code_last;   /* per list: its last row there */
} reinti_entry;

/* What the little window over a column says: label, what is allowed, what stands for a missing answer. */
void reinti_entry_explain(const reinti_entry *e, const reinti_variable *v, reinti_str *out);
const char *reinti_entry_label(const reinti_entry *e, const reinti_variable *v);

/* The known people of a study, who of them is due in the wave.  Fills n_people, person, n_facts, fact. */
reint_status reinti_entry_people(reinti_entry *e, reint_study *study, reint_error *err);

/* The interview on paper: the questions of every form with boxes, for one person. */
void reinti_entry_paper(const reinti_entry *e, reinti_sheet *sheet);

#endif
