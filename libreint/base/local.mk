## base/: errors and findings, memory, strings, dates, files, rounding
libreint_libreint_core_la_SOURCES += \
	libreint/base/age.c \
	libreint/base/base.h \
	libreint/base/date.c \
	libreint/base/error.c libreint/base/error.h \
	libreint/base/file.c \
	libreint/base/map.c \
	libreint/base/memory.c \
	libreint/base/number.c \
	libreint/base/spool.c \
	libreint/base/parallel.c \
	libreint/base/string.c \
	libreint/base/utf8.c \
	libreint/base/version.c libreint/base/version.h \
	libreint/base/words.c
reintbaseincludedir = $(reintincludedir)/base
reintbaseinclude_HEADERS = libreint/base/error.h libreint/base/version.h

if HAVE_CMOCKA
check_PROGRAMS += \
	tests/test_date \
	tests/test_error \
	tests/test_file \
	tests/test_map \
	tests/test_memory \
	tests/test_number \
	tests/test_parallel \
	tests/test_string
TESTS += \
	tests/test_date \
	tests/test_error \
	tests/test_file \
	tests/test_map \
	tests/test_memory \
	tests/test_number \
	tests/test_parallel \
	tests/test_string
tests_test_date_SOURCES = tests/test_date.c tests/check.h
tests_test_date_LDADD = $(TEST_LIBS)
tests_test_error_SOURCES = tests/test_error.c tests/check.h
tests_test_error_LDADD = $(TEST_LIBS)
tests_test_file_SOURCES = tests/test_file.c tests/check.h
tests_test_file_LDADD = $(TEST_LIBS)
tests_test_map_SOURCES = tests/test_map.c tests/check.h
tests_test_map_LDADD = $(TEST_LIBS)
tests_test_memory_SOURCES = tests/test_memory.c tests/check.h
tests_test_memory_LDADD = $(TEST_LIBS)
tests_test_memory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
tests_test_number_SOURCES = tests/test_number.c tests/check.h
tests_test_number_LDADD = $(TEST_LIBS)
tests_test_parallel_SOURCES = tests/test_parallel.c tests/check.h
tests_test_parallel_LDADD = $(TEST_LIBS)
tests_test_string_SOURCES = tests/test_string.c tests/check.h
tests_test_string_LDADD = $(TEST_LIBS)
endif
