/* words.c -- the language of messages and help: by LANGUAGE, LC_ALL, LC_MESSAGES and LANG, as in every GNU program.
 *
 * Only LC_MESSAGES is set, so that numbers and the order of things never depend on the user.  A language works even
 * where its locale is not installed (a small Debian, WSL): the catalogue needs its name only.  What programs read
 * (--json, CSV) is English, and --language CODE of a verb speaks the language of its labels.  Catalogues are in
 * LOCALEDIR, or in the folder that TEXTDOMAINDIR names: po/ of the build folder before reint is installed. */
#include <config.h>

#include <libintl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* A locale that every system has; of it the language is nobody's, so that LANGUAGE is asked. */
static const char neutral[] = "C.UTF-8";

/* The first of the variables that is set and not empty. */
static const char *
first_of(const char *const *name, size_t n)
{
    const char *value = NULL;

    for (size_t i = 0; i < n && (!value || !*value); i++)
        value = getenv(name[i]);
    return value && *value ? value : NULL;
}

void
cli_words_begin(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" },
                             *const list[] = { "LANGUAGE" }, *const folders[] = { "TEXTDOMAINDIR" };
    const char *wanted = first_of(variables, 3), *languages = first_of(list, 1),
               *folder = first_of(folders, 1);

    if (!setlocale(LC_MESSAGES, "")) { /* its locale is not installed */
        if (!languages && wanted)
            setenv("LANGUAGE", wanted, 1);
        setlocale(LC_MESSAGES, neutral);
    } else if (!wanted && languages) {
        setlocale(LC_MESSAGES, neutral);
    }
    bindtextdomain(PACKAGE, folder ? folder : REINT_LOCALE_FOLDER);
    bind_textdomain_codeset(PACKAGE, "UTF-8"); /* as all that we read and print */
}

void
cli_words_language(const char *code)
{
    setlocale(LC_MESSAGES, "C"); /* to leave it and come back makes gettext look again */
    if (!code)
        return;
    setenv("LANGUAGE", code, 1);
    setlocale(LC_MESSAGES, neutral);
}

const char *
cli_words(const char *text)
{
    return *text ? dgettext(PACKAGE, text) : text;
}

const char *
cli_words_n(const char *one, const char *many, size_t n)
{
    return dngettext(PACKAGE, one, many, (unsigned long)n);
}

void
cli_tell(FILE *stream, const char *format, ...)
{
    va_list args;

    cli_progress_end();
    va_start(args, format);
    vfprintf(stream, cli_words(format), args);
    va_end(args);
}
