/* relevant.h -- what the two files that read conditions of a form share: relevant.c takes a condition to pieces,
 * relevant_compare.c says what a comparison is in the codebook.  Private to xlsform/. */
#ifndef REINTI_RELEVANT_H
#define REINTI_RELEVANT_H

#include "xlsform/xlsform.h"

typedef enum reinti_operand_kind {
    REINTI_OPERAND_CONDITION,
    REINTI_OPERAND_QUESTION,
    REINTI_OPERAND_TEXT,
    REINTI_OPERAND_NUMBER
} reinti_operand_kind;

typedef struct reinti_operand {
    reinti_operand_kind kind;
    reinti_str sql;
    size_t item;         /* of a question */
    bool self;           /* a question that is `.` */
    const char *written; /* a question as it stands in the condition; NULL: `.` */
    size_t n_written;
} reinti_operand;

typedef struct reinti_relevant {
    const reinti_xlsform *form;
    size_t item;
    const char *p, *self;
    unsigned depth;
    const char *why;
} reinti_relevant;

/* Keeps the first reason WHY in T; always false. */
bool reinti_relevant_give_up(reinti_relevant *t, const char *why);
/* TEXT as SQL writes it: 'it''s'. */
void reinti_relevant_add_text(reinti_str *out, const char *text, size_t n);

/* The missing reason that the answer VALUE (as SQL has it) of ITEM stands for; NULL: it is an answer. */
const char *reinti_relevant_reason(const reinti_relevant *t, size_t item, const char *value, size_t *n);
/* Whether the list of ITEM, if it has one, has the choice that QUOTED is as SQL; else why is told. */
bool reinti_relevant_has_choice(reinti_relevant *t, size_t item, const reinti_str *quoted);
/* LEFT SIGN RIGHT, one of them a question, in OUT.  False: it cannot be taken over. */
bool reinti_relevant_compare(reinti_relevant *t, reinti_operand *left, const char *sign,
                             reinti_operand *right, reinti_operand *out);

#endif
