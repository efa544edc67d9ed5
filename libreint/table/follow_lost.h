/* follow_lost.h -- a table that is asked of those lost: its base apart from the rest.  Private to follow_lost*.c. */
#ifndef REINTI_FOLLOW_LOST_H
#define REINTI_FOLLOW_LOST_H

#include "table/follow.h"

typedef struct reinti_declaring {
    reinti_grid *g;
    reint_follow *f;
    reinti_declared *out;
    const char *base;   /* of the records or persons; NULL: none, or it was that of the panel */
    bool of_persons;    /* the unit is the person */
    const int8_t *own;  /* BASE of each row of the unit; NULL: every row */
    const int8_t *lost; /* BASE of each person had they been seen; NULL: in it */
    bool by_wave;
} reinti_declaring;

/* Whose a name is: of no one, of the person, of the record of an interview, of its wave or result. */
typedef enum reinti_owner {
    REINTI_NOBODYS,
    REINTI_OF_PERSON,
    REINTI_OF_RECORD,
    REINTI_OF_RESULT
} reinti_owner;
reinti_owner reinti_lost_owner(const reinti_declaring *d, const char *name);
/* D->own and D->lost. */
reint_status reinti_lost_read_base(reinti_declaring *d, reint_error *err);
bool reinti_lost_is_in_base(const reinti_declaring *d, size_t person, size_t wave);
/* *OUT: the base at wave TARGET person by person, as in reinti_slice. */
reint_status reinti_lost_base_at(const reinti_declaring *d, size_t target, const int8_t **out,
                                 reint_error *err);

static inline const reinti_variable *
reinti_lost_wave_variable(const reint_follow *f)
{
    const reinti_form *form = &f->cb->form[f->form];
    return &form->variable[form->wave];
}

#endif
