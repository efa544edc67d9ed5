## xlsform/: forms of KoboToolbox and ODK
libreint_libreint_core_la_SOURCES += \
	libreint/xlsform/circle.c \
	libreint/xlsform/convert.c libreint/xlsform/convert.h libreint/xlsform/converter.h \
	libreint/xlsform/convert_constraint.c \
	libreint/xlsform/convert_missing.c \
	libreint/xlsform/make.c libreint/xlsform/make.h \
	libreint/xlsform/missing.c \
	libreint/xlsform/names.c \
	libreint/xlsform/open.c \
	libreint/xlsform/read.c libreint/xlsform/reader.h \
	libreint/xlsform/survey.c \
	libreint/xlsform/relevant.c libreint/xlsform/relevant.h libreint/xlsform/relevant_compare.c libreint/xlsform/relevant_compute.c \
	libreint/xlsform/outline.c libreint/xlsform/outline.h \
	libreint/xlsform/xlsform.h \
	libreint/xlsform/xpath.c libreint/xlsform/xpath.h libreint/xlsform/xpath_node.h \
	libreint/xlsform/xpath_write.c

reintxlsformincludedir = $(reintincludedir)/xlsform
reintxlsforminclude_HEADERS = libreint/xlsform/convert.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_xlsform
TESTS += tests/test_xlsform
tests_test_xlsform_SOURCES = tests/test_xlsform.c tests/check.h
tests_test_xlsform_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_xlsform_told
TESTS += tests/test_xlsform_told
tests_test_xlsform_told_SOURCES = tests/test_xlsform_told.c tests/folder.h tests/check.h
tests_test_xlsform_told_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_xlsform_relevant
TESTS += tests/test_xlsform_relevant
tests_test_xlsform_relevant_SOURCES = tests/test_xlsform_relevant.c tests/check.h
tests_test_xlsform_relevant_LDADD = $(TEST_LIBS) $(SQLITE_LIBS)
check_PROGRAMS += tests/test_xlsform_make
TESTS += tests/test_xlsform_make
tests_test_xlsform_make_SOURCES = tests/test_xlsform_make.c tests/folder.h tests/check.h
tests_test_xlsform_make_LDADD = $(TEST_LIBS) $(XML_LIBS) $(SQLITE_LIBS)
endif
EXTRA_DIST += tests/data/xlsform
