## sheet/: workbooks (.xlsx, .ods) as rows of typed cells
libreint_libreint_core_la_SOURCES += \
	libreint/sheet/archive.c \
	libreint/sheet/flat.c \
	libreint/sheet/internal.h \
	libreint/sheet/ods.c \
	libreint/sheet/ods_rows.c \
	libreint/sheet/package.c \
	libreint/sheet/repack.c libreint/sheet/repack.h \
	libreint/sheet/row.c \
	libreint/sheet/sheet.h \
	libreint/sheet/value.c \
	libreint/sheet/xlsx.c \
	libreint/sheet/xlsx_rows.c \
	libreint/sheet/xml.c

if HAVE_CMOCKA
check_PROGRAMS += tests/test_archive tests/test_sheet
TESTS += tests/test_archive tests/test_sheet
tests_test_archive_SOURCES = tests/test_archive.c tests/sheet_file.h tests/ingest_study.h tests/check.h
tests_test_archive_LDADD = $(TEST_LIBS)
tests_test_sheet_SOURCES = tests/test_sheet.c tests/sheet_file.h tests/check.h
tests_test_sheet_LDADD = $(TEST_LIBS)
endif
EXTRA_DIST += tests/data/sheet/make.py tests/data/sheet/1904.xlsx tests/data/sheet/types.ods \
	tests/data/sheet/types.xlsx tests/data/sheet/uncomputed.xlsx


## How fast a large workbook is read (tests/bench/sheet.sh).
EXTRA_PROGRAMS += tests/bench/sheet_bench
tests_bench_sheet_bench_SOURCES = tests/bench/sheet_bench.c
tests_bench_sheet_bench_LDADD = libreint/libreint-core.la
