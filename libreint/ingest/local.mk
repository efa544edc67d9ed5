## ingest/: readers, checks, the loader
libreint_libreint_core_la_SOURCES += \
	libreint/ingest/csv.c libreint/ingest/csv.h \
	libreint/ingest/ingest.h

reintingestincludedir = $(reintincludedir)/ingest
reintingestinclude_HEADERS = libreint/ingest/ingest.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_csv
TESTS += tests/test_csv
tests_test_csv_SOURCES = tests/test_csv.c tests/check.h

tests_test_csv_LDADD = $(TEST_LIBS)
endif

## A fuzz target for afl or by hand: reads a file, must neither crash nor hang.
EXTRA_PROGRAMS += tests/fuzz/fuzz_csv
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c
tests_fuzz_fuzz_csv_LDADD = libreint/libreint-core.la
