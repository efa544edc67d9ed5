/* ruleset_parse.h -- what the two halves of the rule-set parser share.  Private to ruleset.c and
 * ruleset_facts.c. */
#ifndef REINTI_RULESET_PARSE_H
#define REINTI_RULESET_PARSE_H

#include "codebook/part.h"
#include "codebook/ruleset.h"

typedef struct reinti_ruleset_parser {
    reinti_part part;
    reinti_ruleset *r;
} reinti_ruleset_parser;

/* `facts:`; needs r->unit. */
void reinti_ruleset_facts(reinti_ruleset_parser *p, const reinti_yaml *node);

/* `circumstances:` of the unit's form. */
void reinti_ruleset_circumstances(reinti_ruleset_parser *p, const reinti_yaml *node);

/* `codes:` and `otherwise:` of NODE as bytes per code of the list, then per missing reason, then "absent".
 * MARKS and OPEN_MARKS may be NULL. */
typedef enum reinti_vocabulary {
    REINTI_WORDS_NEED,
    REINTI_WORDS_DUE,
    REINTI_WORDS_SUPPORT,
    REINTI_WORDS_OFTEN,
    REINTI_WORDS_ASKED
} reinti_vocabulary;
void reinti_ruleset_meanings(reinti_ruleset_parser *p, const reinti_yaml *node, size_t list,
                             reinti_vocabulary words, uint8_t **mask, uint8_t **marks, uint8_t **open_marks);

bool reinti_ruleset_is_coded(reinti_ruleset_parser *p, const reinti_yaml *node, size_t form, size_t variable);

/* Index of the variable that NODE (or, if absent, OTHERWISE) names in FORM; REINTI_NONE with a finding if the
 * node names none, silently if only OTHERWISE does. */
size_t reinti_ruleset_variable(reinti_ruleset_parser *p, size_t form, const reinti_yaml *node,
                               const char *what, const char *otherwise);

#endif
