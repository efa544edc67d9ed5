/* converter.h -- a codebook being written of a form.  Private to xlsform/convert*.c. */
#ifndef REINTI_CONVERTER_H
#define REINTI_CONVERTER_H

#include "xlsform/xlsform.h"

typedef struct reinti_converter {
    reinti_xlsform *form;
    reinti_str yaml, rules;
    reint_findings *findings;
} reinti_converter;

/* A note about a question: WHAT has become of it and (may be NULL) WHY. */
void reinti_converter_note(reinti_converter *c, const reinti_item *item, const char *code, const char *what,
                           const char *why);
/* The same of a CONDITION of the form: it is told with the reason, in one line, so that it can be written by hand. */
void reinti_converter_note_condition(reinti_converter *c, const reinti_item *item, const char *code,
                                     const char *what, const char *why, const char *condition);
/* TEXT in double quotes; line breaks and other controls become blanks. */
void reinti_converter_quote(reinti_str *out, const char *text);
/* A map of languages, or one text for all of them where the form has none. */
void reinti_converter_label(const reinti_converter *c, reinti_str *out, const reinti_label *label,
                            const char *otherwise);

/* The constraint of question I of the form FORM_NAME as range, pattern, number of answers (", min: 0" behind what the
 * YAML has) and rules.  True: it says that a missing reason is no answer here (convert_constraint.c). */
bool reinti_converter_constraint(reinti_converter *c, size_t i, const char *form_name);
/* Tells the questions whose condition leads back to themselves (circle.c). */
void reinti_converter_circles(reinti_converter *c);
/* `missing:` of the study, and of question ITEM (convert_missing.c). */
void reinti_converter_study_missing(reinti_converter *c);
void reinti_converter_missing(reinti_converter *c, const reinti_item *item, bool required);
/* The note of ITEM: its hint, without what it says about missing reasons. */
void reinti_converter_hint(reinti_converter *c, const reinti_item *item);

#endif
