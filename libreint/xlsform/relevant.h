/* relevant.h -- what the files that read conditions of a form share: relevant.c takes a condition to pieces,
 * relevant_compare.c says what a comparison is in the codebook, relevant_compute.c what a computed number is.  Private to xlsform/. */
#ifndef REINTI_RELEVANT_H
#define REINTI_RELEVANT_H

#include "xlsform/xlsform.h"

typedef enum reinti_operand_kind {
    REINTI_OPERAND_CONDITION,
    REINTI_OPERAND_QUESTION,
    REINTI_OPERAND_TEXT,
    REINTI_OPERAND_NUMBER,
    REINTI_OPERAND_COMPUTED /* a number; NULL where the form has none (NaN) */
} reinti_operand_kind;

typedef struct reinti_operand {
    reinti_operand_kind kind;
    reinti_str sql;
    size_t item;         /* of a question */
    bool whole;          /* a number that is an integer */
    bool self;           /* a question that is `.` */
    const char *written; /* a question as it stands in the condition; NULL: `.` */
    size_t n_written;
} reinti_operand;

typedef struct reinti_relevant {
    const reinti_xlsform *form;
    size_t item;
    const char *p, *self;
    unsigned depth;
    bool exact; /* within the condition of an if(): what is not true is false, and never unknown */
    const char *why;
} reinti_relevant;

/* Keeps the first reason WHY in T; always false. */
bool reinti_relevant_give_up(reinti_relevant *t, const char *why);
void reinti_relevant_blanks(reinti_relevant *t); /* skips them */
bool reinti_relevant_take(reinti_relevant *t, const char *sign);
/* WORD as a whole word. */
bool reinti_relevant_take_word(reinti_relevant *t, const char *word);
/* One more bracket around what comes; false, and why is told: too many. */
bool reinti_relevant_deeper(reinti_relevant *t);
/* What stands between brackets: or, and, comparisons. */
bool reinti_relevant_parse(reinti_relevant *t, reinti_operand *out);
/* A question, text, number, function, or something in brackets. */
bool reinti_relevant_operand(reinti_relevant *t, reinti_operand *out);
/* The question that comes next; false, and why is told: something else does. */
bool reinti_relevant_question(reinti_relevant *t, reinti_operand *out);

/* relevant_compute.c: operands joined by + - * div mod, or one alone; what a function computes, *KNOWN: there was one. */
bool reinti_relevant_sum(reinti_relevant *t, reinti_operand *out);
bool reinti_relevant_function(reinti_relevant *t, reinti_operand *out, bool *known);
bool reinti_relevant_is_number(const reinti_relevant *t, const reinti_operand *o);
/* Whether some answer of ITEM stands for a missing reason; adds their names to REASONS ('refused', ...), if it is wanted. */
bool reinti_relevant_has_reasons(const reinti_relevant *t, size_t item, reinti_str *reasons);

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
