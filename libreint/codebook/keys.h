/* keys.h -- how wide the parts of a record's packed key are.  Private. */
#ifndef REINTI_KEYS_H
#define REINTI_KEYS_H

#include "codebook/model.h"

#define REINTI_KEY_PARTS 16

/* Bits of each key component: person 24, wave 6, other list 8, date 20; numbers and texts share what is left
 * of 62 bits equally, 4 at least and 20 at most.  False when that is impossible. */
bool reinti_form_key_widths(const reinti_form *form, unsigned bits[REINTI_KEY_PARTS]);

#endif
