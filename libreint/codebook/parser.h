/* parser.h -- what the files of the codebook's parser share.  Private to codebook/. */
#ifndef REINTI_PARSER_H
#define REINTI_PARSER_H

#include "codebook/part.h"

/* More than any study needs, few enough that no file can keep the parser busy for long. */
enum {
    REINTI_MOST_MISSING = 100,
    REINTI_MOST_WAVES = 63, /* a wave takes 6 bits of a key */
    REINTI_MOST_LISTS = 2000,
    REINTI_MOST_CODES = 30000, /* permanent ids are 16 bits */
    REINTI_MOST_FORMS = 250,
    REINTI_MOST_RULES = 5000,
    REINTI_MOST_KEY = 8,
    REINTI_MOST_COLUMNS = 1900 /* of a form's table; SQLite allows 2000 */
};

/* Where a list was declared: findings about its codes point into that file. */
typedef struct reinti_list_place {
    reinti_yaml_file *file;
    const reinti_yaml *codes; /* one pair a code; NULL for lists that the parser made */
} reinti_list_place;

typedef struct reinti_parser {
    reint_codebook *cb;
    reinti_yaml_file *file; /* the file being bound now */
    size_t list_capacity, file_capacity, ruleset_capacity, place_capacity;
    reinti_list_place *place;      /* one a list */
    const char *person, *wave;     /* names of the key variables that are the respondent and the wave */
    const reinti_yaml *study;      /* the section of that name */
    const reinti_yaml *attributes; /* `attributes: {country.region: destination_region}` */
    size_t n_hints;                /* did-you-means given so far */
    bool no_memory; /* something is missing for want of memory: the codebook is worth nothing */
} reinti_parser;

/* parse.c */
void *reinti_parser_alloc(reinti_parser *p, size_t n, size_t size); /* zeroed; NULL: no_memory is set */
/* A name that SQL and plans can hold: [a-z][a-z0-9_]*, at most 64 bytes, no "__".  A finding at NODE
 * otherwise. */
bool reinti_check_name(reinti_parser *p, const reinti_yaml *node, const char *text, const char *what);
/* [A-Za-z0-9_.-]+, at most 64 bytes: ids of studies and rules. */
bool reinti_check_id(reinti_parser *p, const reinti_yaml *node, const char *text, const char *what);
/* Finding CODE "there is no WHAT "WORD"" with did-you-mean among the N names that NAME answers for OF. */
void reinti_unknown(reinti_parser *p, const reinti_yaml *node, const char *code, const char *what,
                    const char *word, reinti_name_fn name, const void *of, size_t n);
reinti_label reinti_plain_label(reinti_parser *p, const char *text);
/* reinti_label_in_languages in the file at hand. */
reinti_label reinti_parser_label(reinti_parser *p, const reinti_yaml *node, const char *what);

/* missing.c */
void reinti_parse_missing(reinti_parser *p, const reinti_yaml *node);

/* waves.c */
void reinti_parse_waves(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *periods);

/* lists.c */
reinti_list *reinti_new_list(reinti_parser *p, const char *name, size_t n); /* room for N codes */
void reinti_add_code(reinti_parser *p, reinti_list *list, const reinti_code *code);
void reinti_parse_lists(reinti_parser *p, const reinti_yaml *node);

/* attributes.c: after all lists are read, recodes by attribute */
void reinti_parse_attributes(reinti_parser *p);

/* forms.c */
void reinti_parse_forms(reinti_parser *p, const reinti_yaml *node);

/* variables.c */
void reinti_parse_variable(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node,
                           reinti_variable *v, bool implied);

/* rules.c */
void reinti_parse_rules(reinti_parser *p, const reinti_yaml *node);

/* check.c: what can be seen only when everything is read */
void reinti_check_forms(reinti_parser *p, const reinti_yaml *forms);
void reinti_check_study(reinti_parser *p);

#endif
