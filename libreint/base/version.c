/* version.c -- the version is that of the package; tests/test_install.sh compares the header with it. */
#include <config.h>

#include "base/version.h"

const char *
reint_version(void)
{
    return PACKAGE_VERSION;
}
