/* words.c -- messages in the language of the user, by gettext (the domain is the package's name).
 *
 * The library never calls setlocale: a program that wants messages in another language sets LC_MESSAGES and binds the
 * domain (bin/words.c does).  Otherwise, and where a catalogue has no such text, the English text of the source is
 * used.  Only messages are translated, where they are made (reinti_fail, reinti_find); what goes into a study or a
 * result is in English or in the study's languages, whatever the locale. */
#include <config.h>

#include "base/base.h"

#include <libintl.h>

const char *
reinti_words(const char *text)
{
    return *text ? dgettext(PACKAGE, text) : text; /* the text "" is the head of the catalogue */
}

const char *
reinti_words_n(const char *one, const char *many, size_t n)
{
    return dngettext(PACKAGE, one, many, (unsigned long)n);
}

bool
reinti_words_translate(void)
{
    return *dgettext(PACKAGE, "") != '\0'; /* the head of the catalogue, if there is one */
}

void
reinti_english_begin(reinti_english *e)
{
    locale_t copy = duplocale(uselocale((locale_t)0));

    e->plain = copy ? newlocale(LC_MESSAGES_MASK, "C", copy) : (locale_t)0;
    if (copy && !e->plain)
        freelocale(copy);
    e->before = e->plain ? uselocale(e->plain) : (locale_t)0;
}

void
reinti_english_end(reinti_english *e)
{
    if (!e->plain)
        return;
    uselocale(e->before);
    freelocale(e->plain);
}
