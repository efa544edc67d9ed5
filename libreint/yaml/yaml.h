/* yaml.h -- the one reader of YAML: libyaml's events into a tree that remembers where each thing stood,
 * and a strict binder over it.
 *
 * What a user writes (codebooks, plans, jobs, maps, packs, rule sets) is UTF-8; a scalar is text unless the
 * schema asks for a number, so `no` and `010` stay what they are.  Duplicate keys, aliases, anchors, tags,
 * nesting deeper than 64, a second document, invalid UTF-8 and files over 16 MiB are refused, each with file,
 * line and column.  All errors of a file are reported in one run, as findings. */
#ifndef REINTI_YAML_H
#define REINTI_YAML_H

#include "base/base.h"

typedef enum reinti_yaml_kind { REINTI_YAML_SCALAR, REINTI_YAML_LIST, REINTI_YAML_MAP } reinti_yaml_kind;

typedef struct reinti_yaml {
    reinti_yaml_kind kind;
    long line, column;         /* 1-based, where the node starts */
    const char *text;          /* scalar: its text ("" for an empty or `~` plain scalar) */
    bool quoted;               /* scalar: written with quotes or as a block */
    size_t n;                  /* list: items; map: pairs */
    struct reinti_yaml **item; /* list: n items; map: n values */
    struct reinti_yaml **key;  /* map: n keys (always scalars), in file order */
} reinti_yaml;

/* The file being bound and where its problems go. */
typedef struct reinti_yaml_file {
    const char *name; /* as shown in findings */
    reinti_arena *arena;
    reint_findings *findings;
} reinti_yaml_file;

/* When anything at all was wrong in form the answer is REINT_INPUT, the findings tell all of it and ERR the first.  *ROOT
 * is NULL then, but where only keys are said twice: the tree is whole (the first of them counts), so that whoever
 * binds it finds the other errors of the file in the same run.  An empty file is an error.  A file that cannot be read
 * is a finding, too ("unreadable"). */
reint_status reinti_yaml_read(reinti_yaml_file *file, const char *path, reinti_yaml **root, reint_error *err);
reint_status reinti_yaml_parse(reinti_yaml_file *file, const char *data, size_t size, reinti_yaml **root,
                               reint_error *err);

/* ---- the binder: each adds a finding and answers a neutral value when the node is not what is asked for.
 * NODE may be NULL (absent): then the neutral value, silently. -------------------------------------------- */

reinti_yaml *reinti_yaml_get(const reinti_yaml *map, const char *key); /* NULL when absent or not a map */
/* The same, with a finding "missing_key" at the map when absent. */
reinti_yaml *reinti_yaml_need(reinti_yaml_file *file, const reinti_yaml *map, const char *key);

/* A finding "unknown_key" with did-you-mean for every key of MAP not among ALLOWED (ends with NULL);
 * "not_a_map" if it is none.  Answers whether it is a map. */
bool reinti_yaml_keys(reinti_yaml_file *file, const reinti_yaml *map, const char *what,
                      const char *const *allowed);

bool reinti_yaml_is_map(reinti_yaml_file *file, const reinti_yaml *node, const char *what);
bool reinti_yaml_is_list(reinti_yaml_file *file, const reinti_yaml *node, const char *what);
const char *reinti_yaml_text(reinti_yaml_file *file, const reinti_yaml *node, const char *what); /* NULL */
bool reinti_yaml_integer(reinti_yaml_file *file, const reinti_yaml *node, const char *what, int64_t low,
                         int64_t high, int64_t *out);
bool reinti_yaml_decimal(reinti_yaml_file *file, const reinti_yaml *node, const char *what, double *out);
/* true/false/yes/no; *out untouched and false answered otherwise */
bool reinti_yaml_flag(reinti_yaml_file *file, const reinti_yaml *node, const char *what, bool *out);
/* One of WORDS (ends with NULL): its index, or -1 with a finding that lists what is allowed. */
int reinti_yaml_word(reinti_yaml_file *file, const reinti_yaml *node, const char *what,
                     const char *const *words);
/* A scalar or a list of scalars as an array of texts in the arena: `a` and `[a]` and `[a, b]`. */
size_t reinti_yaml_texts(reinti_yaml_file *file, const reinti_yaml *node, const char *what,
                         const char *const **out);

void reinti_yaml_find(reinti_yaml_file *file, const reinti_yaml *node, reint_severity severity,
                      const char *code, const char *format, ...) REINTI_PRINTF(5, 6);

/* ---- texts in several languages ------------------------------------------------------------------------- */

/* `Sex` or `{en: Sex, id: Jenis kelamin}`. */
typedef struct reinti_label {
    size_t n;
    const char **language; /* "" for a label without language */
    const char **text;
} reinti_label;
reinti_label reinti_yaml_label(reinti_yaml_file *file, const reinti_yaml *node, const char *what);
/* The text in LANGUAGE, else the one without language, else English, else the first; NULL if there is none. */
const char *reinti_label_text(const reinti_label *label, const char *language);

#endif
