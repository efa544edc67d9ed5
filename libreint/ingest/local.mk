## ingest/: readers, checks, the loader
libreint_libreint_core_la_SOURCES += \
	libreint/ingest/export.c libreint/ingest/export.h libreint/ingest/export_table.h \
	libreint/ingest/export_answer.c libreint/ingest/export_flat.c libreint/ingest/export_match.c libreint/ingest/export_make.c libreint/ingest/export_make.h \
	libreint/ingest/name_list.c \
	libreint/ingest/sheets.c \
	libreint/ingest/status.c \
	libreint/ingest/bind.c libreint/ingest/bind.h \
	libreint/ingest/codes.c libreint/ingest/codes.h \
	libreint/ingest/condition.c libreint/ingest/condition.h \
	libreint/ingest/consent.c libreint/ingest/consent.h \
	libreint/ingest/correct.c libreint/ingest/correct.h \
	libreint/ingest/csv.c libreint/ingest/csv.h \
	libreint/ingest/csv_text.c \
	libreint/ingest/decode.c libreint/ingest/decode.h \
	libreint/ingest/decode_text.c \
	libreint/ingest/decode_value.c \
	libreint/ingest/ingest.h \
	libreint/ingest/load.c libreint/ingest/load.h \
	libreint/ingest/load_rows.c \
	libreint/ingest/origin.c libreint/ingest/origin.h \
	libreint/ingest/mapped.c \
	libreint/ingest/mapping.h \
	libreint/ingest/mapping_bind.c \
	libreint/ingest/mapping_make.c \
	libreint/ingest/mapping_read.c \
	libreint/ingest/parts.c libreint/ingest/parts.h \
	libreint/ingest/propose.c libreint/ingest/propose.h libreint/ingest/propose_wide.c \
	libreint/ingest/pattern.c libreint/ingest/pattern.h \
	libreint/ingest/pipeline.c libreint/ingest/pipeline.h \
	libreint/ingest/recheck.c libreint/ingest/recheck.h \
	libreint/ingest/reject.c libreint/ingest/reject.h \
	libreint/ingest/retell.c \
	libreint/ingest/routing.c \
	libreint/ingest/rows.c libreint/ingest/rows.h \
	libreint/ingest/rules.c libreint/ingest/rules.h \
	libreint/ingest/rules_parts.h \
	libreint/ingest/stored.c libreint/ingest/stored.h \
	libreint/ingest/view.c libreint/ingest/view.h \
	libreint/ingest/view_names.c libreint/ingest/view_names.h \
	libreint/ingest/view_value.c

reintingestincludedir = $(reintincludedir)/ingest
reintingestinclude_HEADERS = libreint/ingest/export.h libreint/ingest/consent.h libreint/ingest/correct.h libreint/ingest/ingest.h libreint/ingest/name_list.h libreint/ingest/recheck.h libreint/ingest/status.h

dist_man_MANS += man/reint-map.5

if HAVE_CMOCKA
check_PROGRAMS += tests/test_mapping
TESTS += tests/test_mapping
tests_test_mapping_SOURCES = tests/test_mapping.c tests/manual.c tests/manual.h tests/ingest_study.h \
	tests/sheet_file.h tests/check.h
tests_test_mapping_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_csv
TESTS += tests/test_csv
tests_test_csv_SOURCES = tests/test_csv.c tests/check.h
tests_test_csv_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_ingest
TESTS += tests/test_ingest
tests_test_ingest_SOURCES = tests/test_ingest.c tests/ingest_study.h tests/check.h
tests_test_ingest_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_ingest_sheet
TESTS += tests/test_ingest_sheet
tests_test_ingest_sheet_SOURCES = tests/test_ingest_sheet.c tests/ingest_study.h tests/sheet_file.h tests/check.h
tests_test_ingest_sheet_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_fuzz
TESTS += tests/test_fuzz
tests_test_fuzz_SOURCES = tests/test_fuzz.c tests/fuzz/targets.c tests/fuzz/targets.h tests/sheet_file.h tests/check.h
tests_test_fuzz_LDADD = $(TEST_LIBS) $(ZIP_LIBS)
EXTRA_DIST += tests/fuzz/seeds/codebook/flow.yaml tests/fuzz/seeds/codebook/quoted.yaml \
	tests/fuzz/seeds/codebook/small.yaml tests/fuzz/seeds/csv/plain.csv tests/fuzz/seeds/csv/quoted.csv \
	tests/fuzz/seeds/csv/tabs.csv tests/fuzz/seeds/export/child.csv tests/fuzz/seeds/export/kobo.csv \
	tests/fuzz/seeds/export/labels.csv tests/fuzz/seeds/export/last.csv tests/fuzz/seeds/export/odk.csv tests/fuzz/seeds/job/blank.yaml \
	tests/fuzz/seeds/job/going-home.yaml tests/fuzz/seeds/job/panel.yaml tests/fuzz/seeds/map/lookup.yaml \
	tests/fuzz/seeds/map/small.yaml tests/fuzz/seeds/map/wide.yaml tests/fuzz/seeds/plan/bench.yaml \
	tests/fuzz/seeds/plan/blank.yaml tests/fuzz/seeds/plan/panel.yaml tests/fuzz/seeds/sheet/1904.xlsx \
	tests/fuzz/seeds/sheet/small.xlsx tests/fuzz/seeds/sheet/types.ods tests/fuzz/seeds/sheet/types.xlsx \
	tests/fuzz/seeds/spread/blank.xlsx tests/fuzz/seeds/spread/flow.xlsx \
	tests/fuzz/seeds/spread/small.xlsx tests/fuzz/seeds/xlsform/made.xlsx \
	tests/fuzz/seeds/xlsform/or_other.xlsx tests/fuzz/seeds/xlsform/repeatable.xlsx
check_PROGRAMS += tests/test_ingest_rules
TESTS += tests/test_ingest_rules
tests_test_ingest_rules_SOURCES = tests/test_ingest_rules.c tests/ingest_study.h tests/check.h
tests_test_ingest_rules_LDADD = $(TEST_LIBS)
## The benchmark's generator, for its dirty files.
check_PROGRAMS += tests/bench/generate
tests_bench_generate_SOURCES = tests/bench/generate.c
tests_bench_generate_CFLAGS = -std=c99 -O2
check_PROGRAMS += tests/test_ingest_bench
TESTS += tests/test_ingest_bench
tests_test_ingest_bench_SOURCES = tests/test_ingest_bench.c tests/ingest_study.h tests/check.h
tests_test_ingest_bench_LDADD = $(TEST_LIBS)
endif

## The fuzz targets for afl or by hand: gives a file to a reader, which must neither crash nor hang.
EXTRA_PROGRAMS += tests/fuzz/fuzz
tests_fuzz_fuzz_SOURCES = tests/fuzz/fuzz.c tests/fuzz/targets.c tests/fuzz/targets.h
tests_fuzz_fuzz_LDADD = libreint/libreint-core.la

if HAVE_CMOCKA
check_PROGRAMS += tests/test_export
TESTS += tests/test_export
tests_test_export_SOURCES = tests/test_export.c tests/sheet_file.h tests/folder.h tests/check.h
tests_test_export_LDADD = $(TEST_LIBS)
endif
