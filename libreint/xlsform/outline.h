/* outline.h -- which questions a form that is made of a codebook has, and where each stands.  Private to xlsform/. */
#ifndef REINTI_OUTLINE_H
#define REINTI_OUTLINE_H

#include "xlsform/make.h"
#include "xlsform/xpath.h"

typedef struct reinti_outline_question {
    bool asked;     /* it stands in the form here */
    bool inherited; /* part of the key that a form around this one asks */
    bool counted;   /* part of the key that the form counts by itself */
    bool must;      /* an answer is needed, and no missing reason is one */
    bool filled;    /* an answer is needed, which may be a missing reason: an empty one has no meaning */
    size_t place;   /* in the order in which it is asked */
    size_t n_missing;
    const char **missing, **reason; /* answers that stand for missing reasons */
    const char *constraint;         /* of rules; NULL */
    reinti_label message;
} reinti_outline_question;

typedef struct reinti_outline_form {
    bool chosen, section; /* a group at the top: known by the person, or the person and the wave */
    size_t holder;        /* form in whose repeat its own stands; REINTI_NONE: the top */
    reinti_outline_question *question;
} reinti_outline_form;

/* Missing reasons among the choices of a list. */
typedef struct reinti_outline_list {
    bool used, with_missing; /* some question has it; some of these may be left without an answer */
    size_t n_missing;
    const char **missing, **reason;
} reinti_outline_list;

typedef struct reinti_outline {
    const reint_codebook *cb;
    reinti_arena *arena;
    reint_findings *findings;
    reinti_map *names; /* of questions, groups and repeats; the value tells how many there are (counted) */
    size_t *count;
    size_t n_placed;
    bool wave; /* is asked */
    reinti_outline_form *form;
    reinti_outline_list *list;
    bool no_memory;
} reinti_outline;

reint_status reinti_outline_make(reinti_outline *o, const reint_codebook *cb, const char *const *form,
                                 size_t n, reint_findings *findings, reint_error *err);
void reinti_outline_free(reinti_outline *o);

/* A note that something of FORM (its VARIABLE; NULL: itself) cannot stand in a form as it is. */
void reinti_outline_note(reinti_outline *o, const char *code, size_t form, const char *variable,
                         const char *what, const char *why);

/* CONDITION of FORM as the `relevant` of its variable; NULL, and a note, where it cannot be translated. */
const char *reinti_outline_relevant(reinti_outline *o, size_t form, size_t variable, const char *condition);

/* The key variables that every form has: the respondent, the wave; label and all are those of the first form that
 * says something about them. */
const reinti_variable *reinti_outline_person(const reint_codebook *cb);
const reinti_variable *reinti_outline_wave(const reint_codebook *cb);

#endif
