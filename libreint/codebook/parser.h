/* parser.h -- what the files of the codebook's parser share.  Private to codebook/. */
#ifndef REINTI_PARSER_H
#define REINTI_PARSER_H

#include "codebook/model.h"

typedef struct reinti_parser {
    reint_codebook *cb;
    reinti_yaml_file *file; /* the file being bound now */
    size_t list_capacity, form_capacity, file_capacity;
    const char *person, *wave;     /* names of the key variables that are the respondent and the wave */
    const reinti_yaml *attributes; /* `attributes: {country.region: destination_region}` */
} reinti_parser;

/* lists.c */
void reinti_parse_missing(reinti_parser *p, const reinti_yaml *node);
void reinti_parse_waves(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *periods);
void reinti_parse_lists(reinti_parser *p, const reinti_yaml *node);
/* After all lists are read: recodes by attribute, parents, and missing codes that collide with codes. */
void reinti_finish_lists(reinti_parser *p);

/* forms.c */
void reinti_parse_forms(reinti_parser *p, const reinti_yaml *node);
void reinti_parse_rules(reinti_parser *p, const reinti_yaml *node);

/* check.c: what can be seen only when everything is read */
void reinti_check_forms(reinti_parser *p, const reinti_yaml *forms);

/* A name that SQL and plans can hold: [a-z][a-z0-9_]*, at most 64 bytes, no "__". */
bool reinti_is_name(const char *text);
/* Finding "unknown_..." with did-you-mean among NAMES. */
void reinti_unknown(reinti_parser *p, const reinti_yaml *node, const char *code, const char *what,
                    const char *word, const char *const *names, size_t n);

#endif
