## What all tests share; each room lists its own tests/test_<module>.c in libreint/<room>/local.mk.
TEST_LIBS = libreint/libreint-core.la $(CMOCKA_LIBS)
AM_TESTS_ENVIRONMENT = LC_ALL=C; export LC_ALL; TZ=UTC; export TZ; \
	REINT_SRCDIR='$(abs_top_srcdir)'; export REINT_SRCDIR; \
	REINT='$(abs_top_builddir)/bin/reint'; export REINT; \
	TEXTDOMAINDIR='$(abs_top_builddir)/po'; export TEXTDOMAINDIR; \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; export LSAN_OPTIONS;

TESTS += tests/layers.sh tests/test_follow_bad.sh tests/test_bad_input.sh tests/test_bench.sh tests/test_ingest_command.sh tests/test_link.sh tests/test_judge_command.sh tests/test_recheck.sh tests/test_update.sh
EXTRA_DIST += tests/command.sh tests/going_home.sh tests/test_follow_bad.sh tests/test_judge_command.sh tests/test_recheck.sh tests/test_update.sh tests/test_bad_input.sh tests/test_ingest_command.sh tests/test_link.sh tests/test_bench.sh tests/bench/reint.sh \
	tests/layers.sh tests/lint.sh tests/run.sh examples/try.sh build-aux/prepare.sh .ci/run \
	LICENSE README.md NEWS.md CONTRIBUTING.md .clang-format
TESTS += tests/test_consent_command.sh tests/test_study_command.sh
EXTRA_DIST += tests/test_consent_command.sh tests/test_study_command.sh
TESTS += tests/test_cli.sh tests/test_words.sh tests/test_readme_commands.sh tests/test_help_examples.sh
EXTRA_DIST += tests/test_words.sh tests/test_readme_commands.sh tests/test_help_examples.sh
EXTRA_DIST += tests/test_cli.sh
TESTS += tests/test_recompute.sh tests/test_recompute_panel.sh
EXTRA_DIST += tests/test_recompute.sh tests/test_recompute_panel.sh
TESTS += tests/test_tutorial.sh
EXTRA_DIST += tests/lsan.supp tests/test_tutorial.sh examples/afternoon/README.md examples/afternoon/codebook.yaml \
	examples/afternoon/interviews-map.yaml examples/afternoon/interviews.csv examples/afternoon/make.py examples/afternoon/names.csv \
	examples/afternoon/team-map.yaml examples/afternoon/team.xlsx examples/afternoon/tutorial.txt
dist_man_MANS += man/reint-tutorial.7
TESTS += tests/test_picture_command.sh tests/test_tab_command.sh
EXTRA_DIST += tests/test_picture_command.sh tests/test_tab_command.sh
TESTS += tests/test_xlsform_count.sh
EXTRA_DIST += tests/test_xlsform_count.sh tests/data/xlsform/count.py
TESTS += tests/test_install.sh
EXTRA_DIST += tests/test_install.sh
SH_LOG_COMPILER = $(SHELL)
TEST_EXTENSIONS = .sh

lint:
	REINT_SRCDIR='$(abs_top_srcdir)' $(SHELL) $(srcdir)/tests/lint.sh
.PHONY: lint

## An installable package, from the files of a release; needs dpkg-dev and debhelper.
deb: dist
	rm -rf deb && mkdir deb && cd deb && tar xzf ../$(distdir).tar.gz && cd $(distdir) && dpkg-buildpackage -us -uc -b
	ls deb/*.deb
.PHONY: deb
EXTRA_DIST += debian/changelog debian/control debian/copyright debian/libreint-dev.install debian/libreint0.install \
	debian/reint.install debian/rules debian/source/format

EXTRA_PROGRAMS += tests/bench/crosstabs_bench
tests_bench_crosstabs_bench_SOURCES = tests/bench/crosstabs_bench.c
tests_bench_crosstabs_bench_LDADD = libreint/libreint-core.la
CLEANFILES += tests/bench/crosstabs_bench$(EXEEXT)

bench: all tests/bench/crosstabs_bench$(EXEEXT)
	$(SHELL) $(srcdir)/tests/bench/everyday.sh $(abs_top_builddir)
	$(SHELL) $(srcdir)/tests/bench/crosstabs.sh $(abs_top_builddir)
	$(SHELL) $(srcdir)/tests/bench/run.sh $(abs_top_builddir)
	$(SHELL) $(srcdir)/tests/bench/sheet.sh $(abs_top_builddir)
	$(SHELL) $(srcdir)/tests/bench/panel/run.sh $(abs_top_builddir)
.PHONY: bench
EXTRA_DIST += tests/bench/JOB.md tests/bench/README.md tests/bench/compare.py tests/bench/generate.c \
	tests/bench/panel/codebook.yaml tests/bench/panel/compare.awk tests/bench/panel/generate.c tests/bench/panel/peer.R \
	tests/bench/panel/plan.yaml tests/bench/panel/ruleset.yaml tests/bench/panel/run.sh \
	tests/bench/built.sh tests/bench/crosstabs.sh tests/bench/everyday.sh tests/bench/peers/crosstabs.R tests/bench/peers/crosstabs.py \
	tests/bench/run.sh tests/bench/expected/n2000-seed7/SHA256SUMS tests/bench/expected/n2000-seed7/cells.csv \
	tests/bench/peers/job-ingest.sps tests/bench/peers/job-ingest.sql tests/bench/peers/job-tables.sps \
	tests/bench/peers/job-tables.sql tests/bench/peers/job.R tests/bench/peers/job.py tests/bench/peers/pspp.sh \
	tests/bench/peers/sheet.R tests/bench/peers/sheet.py tests/bench/peers/sqlite.sh tests/bench/sheet.sh

## A program of a user, against the library's exports only.
check_PROGRAMS += examples/link/class_counts
examples_link_class_counts_SOURCES = examples/link/class_counts.c
examples_link_class_counts_LDADD = libreint/libreint.la

## Workbooks that are wrong, for the tests of the command line.
if HAVE_CMOCKA
check_PROGRAMS += tests/bad_workbook
tests_bad_workbook_SOURCES = tests/bad_workbook.c tests/sheet_file.h tests/check.h
tests_bad_workbook_LDADD = $(TEST_LIBS)
TESTS += tests/test_bad_workbook.sh
endif
EXTRA_DIST += tests/test_bad_workbook.sh

## Another program that uses SQLite on a study, for the tests of the command line.
check_PROGRAMS += tests/other_program
tests_other_program_SOURCES = tests/other_program.c
