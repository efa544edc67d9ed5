/* folder.h -- a folder of a test group's own, removed with all that is in it: set_up and tear_down for
 * cmocka_run_group_tests. */
#ifndef REINT_TEST_FOLDER_H
#define REINT_TEST_FOLDER_H

#include "check.h"

static char folder[4096];

static int
make_folder(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/reint-test-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    char command[4200];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

#endif
