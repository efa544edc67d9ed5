/* calc_descriptive.c -- one variable for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <string.h>

#include "stats/internal.h"
#include "stats/stats.h"

REINTI_COMPUTE(reinti_calc_n)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);

    if (status)
        return status;
    reinti_emit(out, t.valid, "valid");
    reinti_emit(out, t.missing, "missing");
    reinti_counted_free(&t);
    return REINT_OK;
}
