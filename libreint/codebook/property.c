/* property.c -- names and meanings of the properties that a decision table may ask for (the list: ruleset.h).
 */
#include <config.h>

#include "codebook/ruleset.h"

const char *const reinti_property_names[REINTI_N_PROPERTIES + 1] = {
#define X(name, text) #name,
    REINTI_PROPERTY_LIST(X)
#undef X
        NULL
};

const char *const reinti_property_texts[REINTI_N_PROPERTIES] = {
#define X(name, text) text,
    REINTI_PROPERTY_LIST(X)
#undef X
};
