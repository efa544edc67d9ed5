/* decode.h -- from the cells of a record to what the study stores.  Private. */
#ifndef REINTI_DECODE_H
#define REINTI_DECODE_H

#include "codebook/model.h"
#include "ingest/codes.h"
#include "ingest/csv.h"
#include "ingest/pattern.h"
#include "ingest/rows.h"
#include "study/store.h"

/* What is wrong with a row.  The order is that of the reasons: a row is reported for the first that holds. */
typedef enum reinti_fault {
    REINTI_FINE,
    REINTI_FAULT_FIELDS,
    REINTI_FAULT_VALUE, /* an error value of a spreadsheet */
    REINTI_FAULT_CODE,
    REINTI_FAULT_EMPTY,
    REINTI_FAULT_DATE,
    REINTI_FAULT_EMPTY_DATE,
    REINTI_FAULT_PERSON,
    REINTI_FAULT_ROUTING,
    REINTI_FAULT_REQUIRED,
    REINTI_FAULT_DUPLICATE,
    REINTI_FAULT_RULE
} reinti_fault;

/* "illegal_code": the reason of a rejected row; rules are not in this table. */
const char *reinti_fault_reason(reinti_fault fault);
/* The code of the finding, which tells an empty cell from a wrong one. */
const char *reinti_fault_code(reinti_fault fault);
/* Smaller is reported first. */
unsigned reinti_fault_rank(reinti_fault fault);

typedef struct reinti_decoder {
    const reinti_variable *variable;
    size_t position;          /* in the form */
    size_t column;            /* in the file; REINTI_NONE: it has none */
    size_t slot;              /* the first of the variable's; REINTI_NONE for a key component */
    size_t component;         /* of the key; REINTI_NONE for others */
    unsigned shift;           /* of the component */
    int64_t limit;            /* highest value of the component */
    size_t set;               /* position among the sets; REINTI_NONE for others */
    int64_t low, high;        /* integers: what is allowed */
    bool coded;               /* one code of a list, the common case */
    bool routed;              /* has an asked_when: an empty cell is settled later */
    bool wave_bound;          /* asked in some waves only */
    uint32_t *last_row;       /* sets: row in which a code stood last, by its position in the list */
    reinti_codes codes;       /* its codes and missing codes */
    const char *pattern_text; /* its own, or for persons that of the person form; NULL */
    reinti_pattern *pattern;
} reinti_decoder;

enum { REINTI_FAULTS_KEPT = 32 };

typedef struct reinti_decoding {
    reint_study *study;
    const reint_codebook *cb;
    const reinti_form *form;
    size_t form_index;
    const reinti_layout *layout;
    size_t n;
    reinti_decoder *decoder; /* one a variable of the form */
    size_t n_columns;
    reinti_decoder **by_column; /* NULL: the column is left out */
    int64_t *template_slots;    /* a row without any column */
    int64_t not_asked, not_stated;
    size_t wave_component; /* REINTI_NONE: the form has no wave */
    bool any_wave_bound, no_memory;
    bool passes_unfilled; /* rows of which only the key is filled in are no records yet */
    size_t n_unfilled;    /* how many were passed over */
    long first_unfilled;
    uint32_t row_number; /* counts rows for last_row */

    /* the person of the row before */
    const char *person_text;
    char person_copy[64];
    size_t person_length;
    int64_t person;

    /* of the row decoded last */
    size_t n_faults;
    struct reinti_row_fault {
        const reinti_decoder *decoder;
        reinti_fault fault;
    } row_fault[REINTI_FAULTS_KEPT];
    reinti_str buffer;
} reinti_decoding;

/* VARIABLE_OF[column] is a position in the form or REINTI_NONE. */
reint_status reinti_decoding_create(reint_study *study, size_t form, const size_t *variable_of,
                                    size_t n_columns, reinti_decoding *d, reint_error *err);
void reinti_decoding_free(reinti_decoding *d);

/* Whether the current record is a row prepared by `reint entry` and not filled in. */
bool reinti_decode_is_unfilled(const reinti_decoding *d, const reinti_csv *csv);
/* Decodes the current record of CSV into row ROWS->n, which is kept (ROWS->n grows) when nothing is wrong
 * with it. Otherwise row_fault[] tells.  Touches no SQL, so that it may run beside an insertion. */
bool reinti_decode_row(reinti_decoding *d, const reinti_csv *csv, reinti_rows *rows);
/* The person that the row's key names, if that part is well formed: its text, else NULL. */
const reinti_csv_field *reinti_decode_person_field(const reinti_decoding *d, const reinti_csv *csv);

/* Is the variable asked in the wave of the row with this key? */
bool reinti_decode_is_asked(const reinti_decoding *d, const reinti_decoder *v, int64_t key);
/* The slot that says why a value is missing; of a coded variable the one of its value.  SLOT: the variable's first. */
int64_t *reinti_decode_why(const reinti_decoder *v, int64_t *slot);
/* Whether keys of the form may stand in messages: a text, or a person without a pattern, may be a name. */
bool reinti_decode_key_shows(const reint_codebook *cb, const reinti_form *form);

/* ---- decode_value.c: one cell ---------------------------------------------------------------------- */

typedef struct reinti_cell {
    int64_t value; /* id, integer, bits of a double, low end */
    int64_t high;  /* REINTI_NULL: exact */
    int64_t why;   /* REINTI_NULL: there is a value */
    bool written;  /* a date or age that the interval does not tell completely */
} reinti_cell;

reinti_fault reinti_decode_cell(reinti_decoding *d, reinti_decoder *v, const reinti_csv_field *f,
                                reinti_rows *rows, reinti_cell *cell);
/* A value is missing for reason ID (negative): may it be? */
reinti_fault reinti_decode_missing(const reinti_decoding *d, const reinti_decoder *v, int64_t id);
/* Whether TEXT can be a person's key by its form. */
bool reinti_decode_person_form(const reinti_decoder *v, const char *text, size_t n);

/* ---- decode_text.c: what is said about it ---------------------------------------------------------- */

/* `q14 is "8"; the codebook allows 1-5, 97 (refused)`; the value only for lists, numbers and dates. */
void reinti_decode_message(const reinti_decoding *d, const reinti_decoder *v, reinti_fault fault,
                           const reinti_csv_field *f, reinti_str *out);
/* "1-5, 97 (refused), 98 (dont_know)" */
void reinti_decode_allowed(const reinti_decoding *d, const reinti_decoder *v, reinti_str *out);

#endif
