## bin/: the command; one cmd_<verb>.c a verb, options and printing only
bin_PROGRAMS += bin/reint
bin_reint_SOURCES = bin/reint.c bin/cli.c bin/cli.h bin/findings.c bin/help.c \
	bin/cmd_ask.c \
	bin/cmd_calc.c \
	bin/cmd_check.c \
	bin/cmd_classify.c \
	bin/cmd_entry.c \
	bin/cmd_explain.c \
	bin/cmd_follow.c \
	bin/cmd_history.c \
	bin/cmd_ingest.c \
	bin/cmd_new.c \
	bin/cmd_rejects.c \
	bin/cmd_run.c \
	bin/cmd_score.c \
	bin/cmd_status.c \
	bin/cmd_tab.c \
	bin/cmd_tables.c
bin_reint_LDADD = libreint/libreint.la

## The manual page and the completion are printed by the command itself, from the one table of verbs.
man1_MANS = man/reint.1
CLEANFILES += man/reint.1 bin/reint.bash
man/reint.1: bin/reint$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && bin/reint$(EXEEXT) --man > $@.tmp && mv $@.tmp $@
bin/reint.bash: bin/reint$(EXEEXT)
	$(AM_V_GEN)bin/reint$(EXEEXT) --completion > $@.tmp && mv $@.tmp $@
completiondir = $(datadir)/bash-completion/completions
install-data-local: bin/reint.bash
	$(MKDIR_P) $(DESTDIR)$(completiondir)
	$(INSTALL_DATA) bin/reint.bash $(DESTDIR)$(completiondir)/reint
uninstall-local:
	rm -f $(DESTDIR)$(completiondir)/reint
