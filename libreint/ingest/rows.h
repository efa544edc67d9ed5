/* rows.h -- a block of decoded rows on their way into the study.  Private. */
#ifndef REINTI_ROWS_H
#define REINTI_ROWS_H

#include "study/store.h"

/* In a slot that says why (or in the slot of a coded variable): the cell is empty, and whether that is
 * `not_asked` depends on the routing, which is evaluated later. */
#define REINTI_EMPTY (-INT64_C(1000000000000))

typedef enum reinti_row_state { REINTI_ROW_GOOD, REINTI_ROW_DROPPED, REINTI_ROW_HELD } reinti_row_state;

typedef struct reinti_rows_set {
    size_t variable;
    uint32_t *offset; /* capacity + 1 */
    int16_t *code;
    size_t capacity;
} reinti_rows_set;

/* Where a row stood in the file, to reject it later. */
typedef struct reinti_row_origin {
    const char *record;
    long line;
} reinti_row_origin;

typedef struct reinti_rows {
    const reinti_layout *layout;
    size_t n, capacity;
    int64_t *key;
    int64_t *slot; /* row-major */
    int64_t *source;
    reinti_row_origin *origin;
    uint8_t *state; /* reinti_row_state, or the rule that failed */
    const char **text;
    uint32_t *text_length;
    size_t n_text, text_capacity, length_capacity;
    char **copy; /* texts that do not lie in the file */
    size_t n_copies, copy_capacity;
    size_t n_sets;
    reinti_rows_set *set;
    size_t n_words; /* text components of the key: an index into text[] a row, row-major */
    size_t word_component[16];
    uint32_t *word;
    size_t bytes_read; /* of the file, when the block was full: for progress */
    size_t n_read;     /* records of the file that this block covers, rejected ones included */
} reinti_rows;

bool reinti_rows_create(reinti_rows *rows, const reinti_layout *layout, size_t capacity);
void reinti_rows_free(reinti_rows *rows);
void reinti_rows_clear(reinti_rows *rows);
/* Takes the rows out that are REINTI_ROW_DROPPED; the others keep their order. */
void reinti_rows_compact(reinti_rows *rows);
/* The index of a text, which is copied unless LASTING; SIZE_MAX: no memory. */
size_t reinti_rows_text(reinti_rows *rows, const char *text, size_t n, bool lasting);
/* One more code at the end of set K (of the row being made). */
bool reinti_rows_code(reinti_rows *rows, size_t k, int16_t code);
/* The sets as the store wants them; VIEW has room for n_sets. */
reinti_block reinti_rows_block(const reinti_rows *rows, reinti_block_set *view);

static inline int64_t *
reinti_rows_slots(const reinti_rows *rows, size_t row)
{
    return rows->slot + row * rows->layout->n_slots;
}

#endif
