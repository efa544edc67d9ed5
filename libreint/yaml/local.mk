## yaml/: the one reader of YAML
libreint_libreint_core_la_SOURCES += \
	libreint/yaml/bind.c \
	libreint/yaml/label.c \
	libreint/yaml/parse.c \
	libreint/yaml/yaml.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_yaml
TESTS += tests/test_yaml
tests_test_yaml_SOURCES = tests/test_yaml.c tests/check.h
tests_test_yaml_LDADD = $(TEST_LIBS)
endif
