/* methods.c -- how each statistic is computed, in words: methods.def joined with the index of the reference values.
 *
 * A statistic that the registry has and methods.def has not, or the reverse, fails tests/test_methods.sh. */
#include <config.h>

#include <string.h>

#include "base/base.h"
#include "stats/registry.h"

/* The lines of methods.def: a section, or a method of the section above it.  No section is empty. */
static const struct line {
    const char *section, *text, *key, *formula, *conditions, *differences;
} lines[] = {
#define SECTION(title, text)                          { title, text, NULL, NULL, NULL, NULL },
#define METHOD(key, formula, conditions, differences) { NULL, NULL, key, formula, conditions, differences },
#include "stats/methods.def"
#undef SECTION
#undef METHOD
};

static const struct cases {
    const char *key;
    size_t n;
    const char *text;
} cases[] = {
#define ORACLE(key, n, text) { key, n, text },
#include "stats/oracle.def"
#undef ORACLE
};

size_t
reint_method_count(void)
{
    size_t n = 0;

    for (size_t i = 0; i < REINTI_LENGTH(lines); i++)
        n += lines[i].key != NULL;
    return n;
}

static void
fill(size_t at, reint_method *out)
{
    const struct line *l = &lines[at];

    *out = (reint_method){ NULL, NULL, l->key, l->formula, l->conditions, l->differences, "", 0 };
    if (at > 0 && lines[at - 1].section) {
        out->section = lines[at - 1].section;
        out->section_text = lines[at - 1].text;
    }
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++)
        if (!strcmp(cases[i].key, l->key)) {
            out->cases = cases[i].text;
            out->n_values = cases[i].n;
        }
}

bool
reint_method_get(size_t i, reint_method *out)
{
    for (size_t at = 0; at < REINTI_LENGTH(lines); at++)
        if (lines[at].key && i-- == 0) {
            fill(at, out);
            return true;
        }
    return false;
}

bool
reint_method_find(const char *key, reint_method *out)
{
    for (size_t at = 0; at < REINTI_LENGTH(lines); at++)
        if (lines[at].key && !strcmp(lines[at].key, key)) {
            fill(at, out);
            return true;
        }
    return false;
}
