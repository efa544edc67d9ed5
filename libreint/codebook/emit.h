/* emit.h -- a codebook written out again.  Private. */
#ifndef REINTI_EMIT_H
#define REINTI_EMIT_H

#include "codebook/model.h"

/* The codebook as YAML, one way for each thing that can be said: two codebooks that mean the same have the
 * same text.  What the parser makes by itself (the list of waves, lists of attributes) is left out; lists of
 * other files stand among the rest.  Rule sets, packs and entitlements are named as before. */
void reinti_codebook_emit(const reint_codebook *cb, reinti_str *out);

/* TEXT as a YAML scalar: plain where nothing else can be meant, else in double quotes. */
void reinti_emit_scalar(reinti_str *out, const char *text);

/* Whether LIST was made by the parser, not by its author. */
bool reinti_list_is_made(const reint_codebook *cb, size_t list);
/* Whether the variable says no more than the key does: the respondent or wave, without a word about it. */
bool reinti_variable_is_bare(const reint_codebook *cb, const reinti_form *form, size_t variable);
/* min (HIGH false) or max of a number, age or date as it would be written. */
void reinti_emit_limit(const reinti_variable *v, bool high, reinti_str *out);

extern const char *const reinti_type_words[]; /* by reinti_type */
extern const char *const reinti_sampling_words[];
extern const char *const reinti_severity_words[];

#endif
