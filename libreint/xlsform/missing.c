/* missing.c -- missing reasons in a form, said the same way by whoever writes it and whoever reads it.
 *
 * A form has no missing values: "refused" is a choice like any other, or a number like -8.  The column `missing` says
 * which are none; without it a form that was made of a codebook would come back with refusals as answers. */
#include <config.h>

#include "xlsform/make.h"

#include <string.h>

void
reinti_missing_guard(bool multiple, bool required, const char *const *missing, size_t n, reinti_str *out)
{
    if (!n || (!multiple && !required))
        return;
    if (multiple)
        reinti_str_add(out, required ? "not(" : "(count-selected(.) = 1 or not(");
    for (size_t i = 0; i < n; i++)
        reinti_str_format(out, multiple ? "%sselected(., '%s')" : "%s. != '%s'",
                          !i         ? ""
                          : multiple ? " or "
                                     : " and ",
                          missing[i]);
    if (multiple)
        reinti_str_add(out, required ? ")" : "))");
}

const char *
reinti_missing_next(const char *at, const char **reason, size_t *n_reason, const char **answer,
                    size_t *n_answer)
{
    at += strspn(at, "; ");
    if (!*at)
        return NULL;
    size_t whole = strcspn(at, ";"), n = strcspn(at, "=");

    *reason = at;
    *n_reason = n < whole ? n : whole;
    *answer = n < whole ? at + n + 1 : at + whole;
    *n_answer = n < whole ? whole - n - 1 : 0;
    return at + whole;
}
