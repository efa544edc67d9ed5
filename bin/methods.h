/* methods.h -- what a statistic is, in words: on the terminal, as JSON, and all of them as reint-methods(7). */
#ifndef REINT_BIN_METHODS_H
#define REINT_BIN_METHODS_H

#include <stdio.h>

/* KEY is in the registry. */
void methods_about(FILE *stream, const char *key);
void methods_about_json(FILE *stream, const char *key);
void methods_page(FILE *stream);

#endif
