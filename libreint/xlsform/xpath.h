/* xpath.h -- a condition of a codebook (SQL) as a condition of a form (XPath).  Private. */
#ifndef REINTI_XPATH_H
#define REINTI_XPATH_H

#include "codebook/model.h"

/* A variable as a question of the form. */
typedef struct reinti_xpath_question {
    const reinti_variable *variable;
    const reinti_list *list; /* of its codes; NULL: it has none */
    const char *name;        /* as XPath has it: "${scope}", "../date"; "." where the condition is its own */
    size_t n_missing;        /* answers that say why there is none: 97 */
    const char *const *missing, *const *reason;
} reinti_xpath_question;

/* What the variable NAME is in the form; false, and WHY, where it is nothing there. */
typedef bool (*reinti_xpath_find)(void *user, const char *name, reinti_xpath_question *out, const char **why);

/* Adds to OUT what holds in the form exactly if CONDITION is true of the record: not if it is false, and not if it is
 * NULL.  False, with nothing added: it says more than XPath can be made of; WHY tells what. */
bool reinti_xpath_condition(const char *condition, reinti_xpath_find find, void *user, reinti_str *out,
                            const char **why);

/* The same for a rule, as a constraint: it fails exactly if WHEN (NULL: always) is true and REQUIRE false.  What can be
 * told only of a question without an answer (".") is refused: a form does not look at the constraint of such a one. */
bool reinti_xpath_rule(const char *when, const char *require, reinti_xpath_find find, void *user,
                       reinti_str *out, const char **why);

/* TEXT as a literal of XPath; false: it holds both kinds of quotes, and XPath has no way to write it. */
bool reinti_xpath_text(reinti_str *out, const char *text);

#endif
