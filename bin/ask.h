/* ask.h -- the sheet of `reint ask --wave`. */
#ifndef REINT_ASK_H
#define REINT_ASK_H

#include "cli.h"

/* Writes the sheet, or with --csv what preloads the next form, to --output; answers the exit code. */
int ask_sheet(const struct cli *cli, reint_study *study);

#endif
