/* version.h -- which libreint this is.  Public, installed as reint/base/version.h. */
#ifndef REINT_VERSION_H
#define REINT_VERSION_H

#define REINT_VERSION "0.1.0" /* of the headers that a program was compiled with */

/* Of the library that it runs with: "0.1.0". */
const char *reint_version(void);

#endif
