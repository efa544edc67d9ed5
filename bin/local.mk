## bin/: the command; one cmd_<verb>.c a verb, options and printing only
EXTRA_DIST += bin/reint.c bin/cli.c bin/cli.h bin/findings.c bin/help.c bin/cmd_calc.c bin/cmd_check.c
