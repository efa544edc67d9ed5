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
	libreint/base/string.c \
	libreint/base/utf8.c

reintbaseincludedir = $(reintincludedir)/base
reintbaseinclude_HEADERS = libreint/base/error.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_error
TESTS += tests/test_error
tests_test_error_SOURCES = tests/test_error.c tests/check.h
tests_test_error_LDADD = $(TEST_LIBS)
endif
