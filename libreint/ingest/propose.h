/* propose.h -- what the parts of a proposed map share.  Private. */
#ifndef REINTI_PROPOSE_H
#define REINTI_PROPOSE_H

#include "ingest/mapping.h"

typedef struct reinti_proposal_table { /* one sheet, or the text */
    const char *sheet;
    size_t n;
    const char **name, **alias;
    reinti_map **values; /* per column: distinct texts, some hundred at most */
} reinti_proposal_table;

typedef struct reinti_proposal {
    const reint_codebook *cb;
    reinti_arena *arena;
    reinti_str out;
    const reinti_proposal_table *t;
    bool *used; /* by column */
} reinti_proposal;

enum { REINTI_UNPIVOT_TOKENS = 8 };

/* A name of a column in its parts. */
typedef struct reinti_unpivot {
    char separator;
    bool has_fact;
    size_t n;
    struct {
        size_t variable; /* of the key whose code it is; REINTI_NONE: the fact */
        size_t fact;     /* variable */
    } token[REINTI_UNPIVOT_TOKENS];
} reinti_unpivot;

/* The pattern that at least two columns have; else none, and false (propose_wide.c). */
bool reinti_propose_find_pattern(const reinti_proposal *p, const reinti_form *form, reinti_unpivot *found);
/* `unpivot:` and what comes of it, of the columns of that pattern. */
void reinti_propose_unpivot(reinti_proposal *p, const reinti_form *form, const reinti_unpivot *pattern);
bool reinti_propose_is_part(const reinti_unpivot *pattern, size_t variable);

/* "Total", "Jumlah:": what a row of sums begins with. */
bool reinti_is_total(const char *text, size_t n);

#endif
