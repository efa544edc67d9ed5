## assess/: classification and domains, with explanations
libreint_libreint_core_la_SOURCES += \
	libreint/assess/ask.c \
	libreint/assess/assess.c libreint/assess/assess.h \
	libreint/assess/column.c libreint/assess/column.h \
	libreint/assess/domain.c \
	libreint/assess/dossier.c libreint/assess/dossier.h \
	libreint/assess/due.c \
	libreint/assess/engine.c libreint/assess/engine.h libreint/assess/engine_private.h \
	libreint/assess/engine_table.c \
	libreint/assess/evidence.c \
	libreint/assess/explain.c \
	libreint/assess/fast.c \
	libreint/assess/help.c \
	libreint/assess/provide.c libreint/assess/provide.h \
	libreint/assess/score.c libreint/assess/score.h \
	libreint/assess/scorer.c libreint/assess/scorer.h \
	libreint/assess/scores.c \
	libreint/assess/sentence.c libreint/assess/sentence.h \
	libreint/assess/state.c \
	libreint/assess/summary.c

reintassessincludedir = $(reintincludedir)/assess
reintassessinclude_HEADERS = libreint/assess/assess.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_classify tests/test_classify_shipped tests/test_classify_study tests/test_score tests/test_entitlement tests/test_assess
TESTS += tests/test_classify tests/test_classify_shipped tests/test_classify_study tests/test_score tests/test_entitlement tests/test_assess
EXTRA_DIST += tests/data/classify-truth.csv
tests_test_classify_SOURCES = tests/test_classify.c tests/check.h \
	tests/oracle-classify/brute.c tests/oracle-classify/brute.h
tests_test_classify_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_test_classify_LDADD = $(TEST_LIBS)
tests_test_classify_shipped_SOURCES = tests/test_classify_shipped.c tests/check.h \
	tests/oracle-classify/brute.c tests/oracle-classify/brute.h
tests_test_classify_shipped_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_test_classify_shipped_LDADD = $(TEST_LIBS)
tests_test_classify_study_SOURCES = tests/test_classify_study.c tests/check.h tests/frame_study.h
tests_test_classify_study_LDADD = $(TEST_LIBS)
tests_test_entitlement_SOURCES = tests/test_entitlement.c tests/check.h tests/frame_study.h
tests_test_entitlement_LDADD = $(TEST_LIBS)
tests_test_assess_SOURCES = tests/test_assess.c tests/check.h tests/frame_study.h
tests_test_assess_LDADD = $(TEST_LIBS)
tests_test_score_SOURCES = tests/test_score.c tests/check.h tests/frame_study.h
tests_test_score_LDADD = $(TEST_LIBS)
endif
