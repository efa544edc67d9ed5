/* xpath_node.h -- a condition as a tree.  Private to xpath*.c. */
#ifndef REINTI_XPATH_NODE_H
#define REINTI_XPATH_NODE_H

#include "codebook/token.h"
#include "xlsform/xpath.h"

typedef enum reinti_node_kind {
    REINTI_NODE_AND,
    REINTI_NODE_OR,
    REINTI_NODE_NOT,
    REINTI_NODE_TRUTH,
    REINTI_NODE_IN,
    REINTI_NODE_IS,
    REINTI_NODE_ORDER,
    REINTI_NODE_HAS
} reinti_node_kind;

typedef struct reinti_node {
    reinti_node_kind kind;
    const struct reinti_node *left, *right; /* AND, OR; NOT: left */
    bool holds;                             /* TRUTH */
    reinti_xpath_question x, y;             /* y: ORDER of two questions */
    bool why;                               /* IN, IS: x__why is meant */
    const char *sign;                       /* ORDER */
    size_t n;                               /* IN: literals; IS NULL: none */
    const reinti_token *literal;            /* IN: every second token, for a comma stands between */
} reinti_node;

/* Adds to OUT what makes OF true.  False: XPath cannot say it, and *WHY tells; *NEEDS_EMPTY: only a question without an
 * answer whose own condition it is (".") can make it hold. */
bool reinti_xpath_write(const reinti_node *of, reinti_str *out, const char **why, bool *needs_empty);

/* Whether the answers to X have an order: numbers and days. */
bool reinti_xpath_is_ordered(const reinti_xpath_question *x);

#endif
