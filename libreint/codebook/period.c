/* period.c -- in which grant or calendar periods a date can lie.
 *
 * Periods stand in the order of time and do not overlap (waves.c refuses others), so a day lies in one of them or in
 * none.  A partial date is an interval of days: whatever one of them allows is possible. */
#include <config.h>

#include "codebook/model.h"

uint64_t
reinti_periods_of(const reint_codebook *cb, reinti_interval days, bool *outside)
{
    int64_t next = days.low; /* the first day not looked at so far */
    uint64_t periods = 0;

    *outside = false;
    for (size_t i = 0; i < cb->n_periods; i++) {
        const reinti_interval *window = &cb->period[i].window;
        if (window->high < days.low || window->low > days.high)
            continue;
        periods |= UINT64_C(1) << i;
        *outside = *outside || window->low > next;
        next = (int64_t)window->high + 1;
    }
    *outside = *outside || next <= days.high;
    return periods;
}

size_t
reinti_form_date(const reinti_form *form)
{
    size_t named = reinti_form_find(form, "date"), v = 0;

    if (named != REINTI_NONE && form->variable[named].type == REINTI_DATE)
        return named;
    while (v < form->n && form->variable[v].type != REINTI_DATE)
        v++;
    return v < form->n ? v : REINTI_NONE;
}
