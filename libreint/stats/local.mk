## stats/: statistics on plain numbers
libreint_libreint_core_la_SOURCES += \
	libreint/stats/balance.c          libreint/stats/balance.h \
	libreint/stats/calc_agreement.c \
	libreint/stats/calc_assoc.c       libreint/stats/calc.h \
	libreint/stats/calc_balance.c \
	libreint/stats/calc_contrast.c \
	libreint/stats/calc_crosstab.c \
	libreint/stats/calc_descriptive.c \
	libreint/stats/calc_duration.c \
	libreint/stats/calc_letters.c \
	libreint/stats/calc_missing.c \
	libreint/stats/calc_model.c \
	libreint/stats/calc_multiple.c \
	libreint/stats/calc_paired.c \
	libreint/stats/calc_proportion.c \
	libreint/stats/calc_rake.c \
	libreint/stats/calc_sequence.c \
	libreint/stats/calc_stratified.c \
	libreint/stats/calc_survey.c \
	libreint/stats/calc_survival.c \
	libreint/stats/chisq.c            libreint/stats/crosstab.h \
	libreint/stats/clogit.c \
	libreint/stats/cluster.c \
	libreint/stats/compare.c \
	libreint/stats/contrast.c \
	libreint/stats/counted.c \
	libreint/stats/density.c          libreint/stats/density.h \
	libreint/stats/describe.c \
	libreint/stats/exact.c            libreint/stats/exact.h \
	libreint/stats/fisher.c \
	libreint/stats/gee.c              libreint/stats/gee.h \
	libreint/stats/gee_errors.c       libreint/stats/model.h \
	libreint/stats/grid.c \
	libreint/stats/input.c            libreint/stats/input.h \
	libreint/stats/internal.c         libreint/stats/internal.h \
	libreint/stats/kappa.c            libreint/stats/agreement.h \
	libreint/stats/letters.c          libreint/stats/letters.h \
	libreint/stats/lifetable.c \
	libreint/stats/linear.c           libreint/stats/linear.h \
	libreint/stats/logistic.c \
	libreint/stats/marginal.c         libreint/stats/marginal.h \
	libreint/stats/marginal_covariance.c libreint/stats/design.h \
	libreint/stats/methods.c          libreint/stats/methods.def \
	libreint/stats/missing.c          libreint/stats/missing.h \
	libreint/stats/multiple.c \
	libreint/stats/network.c          libreint/stats/network.h \
	libreint/stats/network_list.c     libreint/stats/network_list.h \
	libreint/stats/network_node.c \
	libreint/stats/nominal.c \
	libreint/stats/oracle.def \
	libreint/stats/ordinal.c \
	libreint/stats/pairs.c \
	libreint/stats/profile.c          libreint/stats/profile.h \
	libreint/stats/proportion.c       libreint/stats/proportion.h \
	libreint/stats/rake.c \
	libreint/stats/ratings.c \
	libreint/stats/registry.c         libreint/stats/registry.h \
	libreint/stats/reliability.c \
	libreint/stats/repeated.c         libreint/stats/rank.h \
	libreint/stats/risk.c \
	libreint/stats/sample.c           libreint/stats/sample.h \
	libreint/stats/separation.c       libreint/stats/separation.h \
	libreint/stats/sequence.c         libreint/stats/sequence.h \
	libreint/stats/simulate.c \
	libreint/stats/square.c           libreint/stats/paired.h \
	libreint/stats/statistics.def     libreint/stats/stats.h \
	libreint/stats/stratified.c \
	libreint/stats/survey.c           libreint/stats/survey.h \
	libreint/stats/surveytest.c \
	libreint/stats/survival.c         libreint/stats/survival.h \
	libreint/stats/tail.c             libreint/stats/tail.h \
	libreint/stats/tail_count.c       libreint/stats/tail_count.h \
	libreint/stats/transition.c \
	libreint/stats/turnbull.c \
	libreint/stats/weighted.c         libreint/stats/descriptive.h

reintstatsincludedir = $(reintincludedir)/stats
reintstatsinclude_HEADERS = \
	libreint/stats/agreement.h libreint/stats/balance.h libreint/stats/crosstab.h libreint/stats/descriptive.h \
	libreint/stats/letters.h \
	libreint/stats/missing.h libreint/stats/model.h libreint/stats/paired.h libreint/stats/proportion.h libreint/stats/registry.h \
	libreint/stats/sequence.h libreint/stats/stats.h libreint/stats/survey.h libreint/stats/survival.h libreint/stats/tail.h

## make check-oracle ORACLE=DIR compares any folder of reference values with ours
check_PROGRAMS += tests/oracle/run
TESTS += tests/oracle/run
tests_oracle_run_SOURCES = tests/oracle/oracle.c
tests_oracle_run_LDADD = libreint/libreint-core.la
EXTRA_DIST += tests/oracle/README.md tests/oracle/cases.csv tests/oracle/counts.csv tests/oracle/data \
	tests/oracle/expected tests/oracle/generate.R tests/oracle/index.sh tests/oracle/oracle_lib.R tests/oracle/pspp.csv tests/oracle/more
ORACLE = $(srcdir)/tests/oracle
check-oracle: tests/oracle/run$(EXEEXT)
	LC_ALL=C tests/oracle/run$(EXEEXT) '$(ORACLE)'
.PHONY: check-oracle

## After a change of reference values: which cases hold values of which statistic, for the manual.
oracle-index:
	$(SHELL) $(srcdir)/tests/oracle/index.sh '$(srcdir)' >oracle.def.tmp
	mv oracle.def.tmp $(srcdir)/libreint/stats/oracle.def
.PHONY: oracle-index
TESTS += tests/test_methods.sh tests/test_calc_bad.sh tests/test_oracle.sh
EXTRA_DIST += tests/test_methods.sh tests/test_calc_bad.sh tests/test_oracle.sh

if HAVE_CMOCKA
check_PROGRAMS += tests/test_stats_basic tests/test_stats_exact tests/test_stats_letters tests/test_stats_longitudinal tests/test_pspp \
	tests/test_stats_registry tests/test_stats_tail
TESTS += tests/test_stats_basic tests/test_stats_exact tests/test_stats_letters tests/test_stats_longitudinal tests/test_pspp \
	tests/test_stats_registry tests/test_stats_tail
tests_test_stats_basic_SOURCES = tests/test_stats_basic.c tests/check.h
tests_test_stats_basic_LDADD = $(TEST_LIBS)
tests_test_stats_exact_SOURCES = tests/test_stats_exact.c tests/check.h
tests_test_stats_exact_LDADD = $(TEST_LIBS)
tests_test_stats_letters_SOURCES = tests/test_stats_letters.c tests/check.h
tests_test_stats_letters_LDADD = $(TEST_LIBS)
tests_test_stats_longitudinal_SOURCES = tests/test_stats_longitudinal.c tests/check.h
tests_test_stats_longitudinal_LDADD = $(TEST_LIBS)
tests_test_pspp_SOURCES = tests/test_pspp.c tests/check.h
tests_test_pspp_LDADD = $(TEST_LIBS)
tests_test_stats_registry_SOURCES = tests/test_stats_registry.c tests/check.h
tests_test_stats_registry_LDADD = $(TEST_LIBS)
tests_test_stats_registry_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
tests_test_stats_tail_SOURCES = tests/test_stats_tail.c tests/check.h
tests_test_stats_tail_LDADD = $(TEST_LIBS)
endif
