/* part.h -- what the parsers of a codebook's parts (rule set, pack, entitlements) share.  Private to codebook/.
 *
 * A parser begins with a reinti_part, so that a pointer to the one is a pointer to the other. */
#ifndef REINTI_PART_H
#define REINTI_PART_H

#include "codebook/model.h"

/* The I-th name of OF, for did-you-mean (parser.c). */
typedef const char *(*reinti_name_fn)(const void *of, size_t i);
const char *reinti_name_of_list(const void *cb, size_t i);
const char *reinti_name_of_form(const void *cb, size_t i);
const char *reinti_name_of_missing(const void *cb, size_t i);
const char *reinti_name_of_wave(const void *cb, size_t i);
const char *reinti_name_of_code(const void *list, size_t i);
const char *reinti_name_of_variable(const void *form, size_t i);
const char *reinti_name_at(const void *names, size_t i); /* of an array of texts */
/* The I-th scalar of `a` or `[a, b]`, to point at. */
const reinti_yaml *reinti_yaml_item_at(const reinti_yaml *node, size_t i);

typedef struct reinti_part {
    const reint_codebook *cb;
    reinti_yaml_file file;
    bool no_memory; /* something is missing for want of memory: the part is worth nothing */
} reinti_part;

typedef void (*reinti_part_fn)(reinti_part *part, const reinti_yaml *root);

/* Opens FILE, takes its digest and name, has BIND read it and closes it.  PART needs nothing but room; what
 * BIND makes of it lives in ARENA.  INPUT if anything in the file is an error; FINDINGS may be NULL. */
reint_status reinti_part_parse(reinti_part *part, const reint_codebook *cb, const reinti_codebook_file *file,
                               reinti_arena *arena, reinti_part_fn bind, char digest[REINTI_SHA256_TEXT],
                               const char **name, reint_findings *findings, reint_error *err);

/* Where NODE stands; nowhere for NULL. */
reinti_place reinti_part_place(const reinti_yaml *node);

/* Zeroed room in the arena; notes a failure and answers NULL. */
void *reinti_part_room(reinti_part *part, size_t n, size_t size);

/* A label; a text that lacks one of the languages that the study names is a warning. */
reinti_label reinti_part_label(reinti_part *part, const reinti_yaml *node, const char *what);
reinti_label reinti_label_in_languages(reinti_yaml_file *file, const reint_codebook *cb,
                                       const reinti_yaml *node, const char *what);

/* A finding CODE: there is no WHAT called WORD, with did-you-mean among the N names of OF. */
void reinti_part_unknown(reinti_part *part, const reinti_yaml *node, const char *code, const char *what,
                         const char *word, reinti_name_fn name, const void *of, size_t n);

/* Names of the codebook, each with its finding; REINTI_NONE when NODE names nothing that is there. */
size_t reinti_part_form(reinti_part *part, const reinti_yaml *node);
size_t reinti_part_list(reinti_part *part, const reinti_yaml *node, const char *what);
size_t reinti_part_variable(reinti_part *part, const reinti_yaml *node, const char *what, size_t form);
size_t reinti_part_code(reinti_part *part, const reinti_yaml *node, const char *text, size_t list);

#endif
