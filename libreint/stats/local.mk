## stats/: statistics on plain numbers
libreint_libreint_core_la_SOURCES += \
	libreint/stats/stats.h \
	libreint/stats/chisq.c      libreint/stats/crosstab.h \
	libreint/stats/fisher.c \
	libreint/stats/internal.c   libreint/stats/internal.h \
	libreint/stats/proportion.c libreint/stats/proportion.h \
	libreint/stats/square.c     libreint/stats/paired.h \
	libreint/stats/tail.c       libreint/stats/tail.h \
	libreint/stats/weighted.c   libreint/stats/descriptive.h

reintstatsincludedir = $(reintincludedir)/stats
reintstatsinclude_HEADERS = \
	libreint/stats/crosstab.h libreint/stats/descriptive.h libreint/stats/paired.h \
	libreint/stats/proportion.h libreint/stats/stats.h libreint/stats/tail.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_stats_basic tests/test_stats_tail
TESTS += tests/test_stats_basic tests/test_stats_tail
tests_test_stats_basic_SOURCES = tests/test_stats_basic.c tests/check.h
tests_test_stats_basic_LDADD = $(TEST_LIBS)
tests_test_stats_tail_SOURCES = tests/test_stats_tail.c tests/check.h
tests_test_stats_tail_LDADD = $(TEST_LIBS)
endif
