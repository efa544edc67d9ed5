## xlsform/: forms of KoboToolbox and ODK
libreint_libreint_core_la_SOURCES += \
	libreint/xlsform/convert.c libreint/xlsform/convert.h \
	libreint/xlsform/names.c \
	libreint/xlsform/open.c \
	libreint/xlsform/read.c libreint/xlsform/reader.h \
	libreint/xlsform/survey.c \
	libreint/xlsform/relevant.c \
	libreint/xlsform/xlsform.h

reintxlsformincludedir = $(reintincludedir)/xlsform
reintxlsforminclude_HEADERS = libreint/xlsform/convert.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_xlsform
TESTS += tests/test_xlsform
tests_test_xlsform_SOURCES = tests/test_xlsform.c tests/check.h
tests_test_xlsform_LDADD = $(TEST_LIBS)
endif
EXTRA_DIST += tests/data/xlsform
