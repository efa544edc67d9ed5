/* error.c -- status texts, the error object, the list of findings. */
#include <config.h>

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

const char *
reint_status_text(reint_status status)
{
    static const char *const text[] = {
#define X(name, value, words) [value] = words,
        REINT_STATUS_LIST(X)
#undef X
    };
    return (size_t)status < REINTI_LENGTH(text) ? text[status] : "unknown status";
}
