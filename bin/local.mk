## bin/: the command; one cmd_<verb>.c a verb, options and printing only
bin_PROGRAMS += bin/reint
bin_reint_SOURCES = bin/reint.c
bin_reint_LDADD = libreint/libreint.la
