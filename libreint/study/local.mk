## study/: the study file; the only user of SQLite
libreint_libreint_core_la_SOURCES += \
	libreint/study/backup.c \
	libreint/study/batch.c \
	libreint/study/cache.c \
	libreint/study/check.c \
	libreint/study/column.c \
	libreint/study/correct.c \
	libreint/study/dict.c \
	libreint/study/digest.c \
	libreint/study/erase.c \
	libreint/study/expr.c \
	libreint/study/expr_wrong.c \
	libreint/study/expr_wrong.h \
	libreint/study/feed.c \
	libreint/study/history.c \
	libreint/study/insert.c \
	libreint/study/internal.h \
	libreint/study/layout.c \
	libreint/study/merge.h \
	libreint/study/migrate.c \
	libreint/study/open.c libreint/study/place.c \
	libreint/study/record.c \
	libreint/study/scan.c \
	libreint/study/schema.c \
	libreint/study/sql.c \
	libreint/study/tombstone.c \
	libreint/study/transaction.c \
	libreint/study/undo.c \
	libreint/study/update.c \
	libreint/study/view.c \
	libreint/study/store.h \
	libreint/study/expr.h \
	libreint/study/study.h

reintstudyincludedir = $(reintincludedir)/study
reintstudyinclude_HEADERS = libreint/study/study.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_store tests/test_study_faults tests/test_expr
TESTS += tests/test_store tests/test_study_faults tests/test_expr
tests_test_store_SOURCES = tests/test_store.c tests/check.h
tests_test_store_LDADD = $(TEST_LIBS)
tests_test_study_faults_SOURCES = tests/test_study_faults.c tests/ingest_study.h tests/check.h
tests_test_study_faults_LDADD = $(TEST_LIBS)
tests_test_expr_SOURCES = tests/test_expr.c tests/check.h
tests_test_expr_LDADD = $(TEST_LIBS)
endif

if HAVE_CMOCKA
check_PROGRAMS += tests/test_place
TESTS += tests/test_place
tests_test_place_SOURCES = tests/test_place.c tests/folder.h tests/check.h
tests_test_place_LDADD = $(TEST_LIBS)
endif
