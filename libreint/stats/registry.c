/* registry.c -- every statistic by its name: one table for `reint calc`, its list, the manual and the oracle.
 *
 * The entries stand in statistics.def.  A statistic is computed only from a layout that its entry names. */
#include <config.h>

#include "stats/registry.h"

#include <string.h>

#include "base/base.h"
#include "stats/calc.h"

static const struct entry {
    reint_statistic s;
    reinti_compute compute;
} entries[] = {
#define STATISTIC(key, layouts, summary, undefined, source, r, compute)                                      \
    { { key, layouts, summary, undefined, source, r }, compute },
#include "stats/statistics.def"
#undef STATISTIC
};

size_t
reint_statistic_count(void)
{
    return REINTI_LENGTH(entries);
}

const reint_statistic *
reint_statistic_get(size_t i)
{
    return i < REINTI_LENGTH(entries) ? &entries[i].s : NULL;
}

const reint_statistic *
reint_statistic_find(const char *key)
{
    for (size_t i = 0; i < REINTI_LENGTH(entries); i++)
        if (strcmp(entries[i].s.key, key) == 0)
            return &entries[i].s;
    return NULL;
}

static bool
takes(const reint_statistic *s, const char *layout)
{
    size_t n = strlen(layout);

    for (const char *p = s->layouts; *p;) {
        size_t m = strcspn(p, " ");
        if (m == n && memcmp(p, layout, n) == 0)
            return true;
        p += m + (p[m] == ' ');
    }
    return false;
}

reint_status
reint_statistic_compute(const reint_statistic *statistic, const reint_input *in, reint_value_fn fn,
                        void *user, reint_error *err)
{
    reinti_sink sink = { fn, user, statistic->undefined };

    for (size_t i = 0; i < REINTI_LENGTH(entries); i++)
        if (&entries[i].s == statistic || strcmp(entries[i].s.key, statistic->key) == 0) {
            if (!takes(&entries[i].s, in->layout))
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s does not take the layout %s, but %s",
                                   statistic->key, in->layout, entries[i].s.layouts);
            return entries[i].compute(in, &sink, err);
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no such statistic");
}
