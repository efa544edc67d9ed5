/* manual.h -- manual pages of file formats against the parsers of these formats.
 *
 * What a page says of a map must be what the parser knows, and its examples must use all of it.  The parser is
 * asked by a probe: the example with a key "zzz" in every map makes it say, map by map, which keys are
 * allowed.  So nothing of the parser has to be opened for the test, and a new key cannot be forgotten. */
#ifndef REINT_TEST_MANUAL_H
#define REINT_TEST_MANUAL_H

#include "base/base.h"

/* The text of the page "reint-codebook.5".  free() it. */
char *manual_page(const char *name);

/* The example whose first line is "# FILE: ..." (FILE NULL: the first one), as it would be typed.  free() it. */
char *manual_example(const char *page, const char *file);

/* Keys that the parser allows in each kind of map, and those that examples used. */
typedef struct manual_keys manual_keys;
manual_keys *manual_keys_create(void);
void manual_keys_free(manual_keys *k);

/* Reads a file of the format from memory; what is wrong goes to FINDINGS. */
typedef void (*manual_parse_fn)(const char *text, reint_findings *findings, void *user);
void manual_collect(manual_keys *k, const char *example, manual_parse_fn parse, void *user);

/* Where the page describes a kind of map: WHAT is what the parser calls it ("a variable").  The keys are the
 * bold words of the tags (.TP) of SECTION (.SH or .SS; "A|B": of both; "KEYS/inputs": of the tags inside .RS
 * below tag inputs); with a TAG, bold words of the text under that tag, among others. */
typedef struct manual_map {
    const char *what, *section, *tag;
} manual_map;

/* Fails with all differences: a map that the page does not describe, a map without an example, a key that the
 * page or the parser does not know, a key that no example uses.  MAPS ends with a NULL. */
void manual_compare(const manual_keys *k, const char *page, const manual_map *maps);

/* The bold words of the tags of SECTION, into OUT (up to MOST); their number. */
size_t manual_tags(const char *page, const char *section, const char *tag, char out[][40], size_t most);

#endif
