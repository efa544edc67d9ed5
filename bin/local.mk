## bin/: the command; one cmd_<verb>.c a verb, options and printing only
bin_PROGRAMS += bin/reint
bin_reint_SOURCES = bin/reint.c bin/words.c bin/progress.c bin/cli.c bin/cli.h bin/findings.c bin/help.c bin/verbs.def bin/ask.h bin/ask_sheet.c \
	bin/cmd_ask.c \
	bin/cmd_backup.c \
	bin/cmd_calc.c \
	bin/cmd_check.c \
	bin/cmd_classify.c \
	bin/cmd_codebook.c \
	bin/cmd_collect.c \
	bin/cmd_consent.c \
	bin/cmd_correct.c \
	bin/cmd_entry.c \
	bin/cmd_erase.c \
	bin/cmd_explain.c \
	bin/cmd_export.c \
	bin/cmd_follow.c \
	bin/cmd_history.c \
	bin/cmd_ingest.c \
	bin/cmd_new.c \
	bin/cmd_rejects.c \
	bin/cmd_run.c \
	bin/cmd_score.c \
	bin/cmd_status.c \
	bin/cmd_tab.c \
	bin/cmd_tables.c \
	bin/methods.c bin/methods.h
bin_reint_LDADD = libreint/libreint.la

## The manual page and the completion are printed by the command itself, from the one table of verbs.
man1_MANS = man/reint.1
CLEANFILES += man/reint.1 bin/reint.bash
man/reint.1: bin/reint$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && bin/reint$(EXEEXT) --man > $@.tmp && mv $@.tmp $@
man7_MANS = man/reint-methods.7
CLEANFILES += man/reint-methods.7
man/reint-methods.7: bin/reint$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && bin/reint$(EXEEXT) calc --manual > $@.tmp && mv $@.tmp $@

## All manual pages as HTML and PDF, in manual/; needs groff.
MANUAL_PAGES = man/reint.1 $(srcdir)/man/reint-codebook.5 $(srcdir)/man/reint-job.5 $(srcdir)/man/reint-map.5 $(srcdir)/man/reint-plan.5 \
	$(srcdir)/man/reint-ruleset.5 $(srcdir)/man/reint-tutorial.7 man/reint-methods.7
manual: man/reint.1 man/reint-methods.7
	@groff --version >/dev/null 2>&1 || { echo 'make manual needs groff' >&2; exit 1; }
	$(MKDIR_P) manual
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-0}; export SOURCE_DATE_EPOCH; \
	for page in $(MANUAL_PAGES); do \
		name=`basename $$page`; echo "manual/$$name.html manual/$$name.pdf"; \
		groff -t -man -k -Thtml $$page >manual/$$name.html && groff -t -man -k -Tpdf $$page >manual/$$name.pdf || exit 1; \
	done
clean-local:
	rm -rf manual
.PHONY: manual
bin/reint.bash: bin/reint$(EXEEXT)
	$(AM_V_GEN)bin/reint$(EXEEXT) --completion > $@.tmp && mv $@.tmp $@
completiondir = $(datadir)/bash-completion/completions
install-data-local: bin/reint.bash
	$(MKDIR_P) $(DESTDIR)$(completiondir)
	$(INSTALL_DATA) bin/reint.bash $(DESTDIR)$(completiondir)/reint
uninstall-local:
	rm -f $(DESTDIR)$(completiondir)/reint
