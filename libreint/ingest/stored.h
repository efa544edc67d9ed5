/* stored.h -- a stored record as the row of a file that it could have come from.  Private. */
#ifndef REINTI_STORED_H
#define REINTI_STORED_H

#include "study/store.h"

/* A block of records of one form, as scans hand them out. */
typedef struct reinti_stored {
    reint_study *study;
    const reint_codebook *cb;
    const reinti_form *form;
    const reinti_layout *layout;
    const reinti_block *block;
} reinti_stored;

typedef enum reinti_stored_state {
    REINTI_STORED_SAID,   /* a file would say it so */
    REINTI_STORED_ABSENT, /* no such question in the record's instrument */
    REINTI_STORED_UNSAID  /* no file could say it: a reason without raw code, a retired code */
} reinti_stored_state;

/* The cell of VARIABLE (of the key, too) in record ROW of the block is put into CELL, which is emptied first. */
reinti_stored_state reinti_stored_cell(const reinti_stored *s, size_t row, size_t variable, reinti_str *cell);
/* Why the value is missing, as it is stored: -(reason + 1); REINTI_NULL when there is one, or no such question. */
int64_t reinti_stored_why(const reinti_stored *s, size_t row, size_t variable);
/* The raw code by which a file gives REASON for V; "": an empty cell; NULL: none does. */
const char *reinti_stored_reason(const reint_codebook *cb, const reinti_variable *v, size_t reason);

#endif
