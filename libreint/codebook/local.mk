## codebook/: forms, code lists, rules, rule sets, packs, entitlements
libreint_libreint_core_la_SOURCES += \
	libreint/codebook/attributes.c \
	libreint/codebook/check.c \
	libreint/codebook/codebook.c    libreint/codebook/codebook.h \
	libreint/codebook/condition.c   libreint/codebook/condition.h \
	libreint/codebook/crosswalk.c \
	libreint/codebook/diff.c        libreint/codebook/diff.h \
	libreint/codebook/diff_forms.c  libreint/codebook/diff_parts.h \
	libreint/codebook/emit.c        libreint/codebook/emit.h \
	libreint/codebook/entitlement.c libreint/codebook/entitlement.h \
	libreint/codebook/forms.c       libreint/codebook/keys.h \
	libreint/codebook/lists.c       libreint/codebook/model.h \
	libreint/codebook/missing.c \
	libreint/codebook/pack.c        libreint/codebook/pack.h \
	libreint/codebook/parse.c \
	libreint/codebook/part.c        libreint/codebook/part.h \
	libreint/codebook/period.c \
	libreint/codebook/parser.c      libreint/codebook/parser.h \
	libreint/codebook/property.c \
	libreint/codebook/rules.c \
	libreint/codebook/ruleset.c     libreint/codebook/ruleset.h \
	libreint/codebook/ruleset_codes.c \
	libreint/codebook/ruleset_facts.c \
	libreint/codebook/ruleset_find.c \
	libreint/codebook/ruleset_parse.h \
	libreint/codebook/spread.c      libreint/codebook/spread.h \
	libreint/codebook/spread_read.h \
	libreint/codebook/spread_sheet.c \
	libreint/codebook/spread_yaml.c \
	libreint/codebook/variables.c \
	libreint/codebook/token.c       libreint/codebook/token.h \
	libreint/codebook/waves.c

reintcodebookincludedir = $(reintincludedir)/codebook
reintcodebookinclude_HEADERS = libreint/codebook/codebook.h libreint/codebook/diff.h

EXTRA_DIST += codebooks/going-home/domains.yaml codebooks/going-home/entitlements.yaml \
	codebooks/going-home/nexus-chapter5.yaml codebooks/going-home/nexus-tree.yaml codebooks/going-home/strict.yaml \
	codebooks/bench/bench-pack.yaml codebooks/bench/bench-ruleset.yaml

if HAVE_CMOCKA
check_PROGRAMS += tests/test_ruleset
TESTS += tests/test_ruleset
tests_test_ruleset_SOURCES = tests/test_ruleset.c tests/check.h
tests_test_ruleset_LDADD = $(TEST_LIBS)
endif

dist_man_MANS += man/reint-codebook.5 man/reint-ruleset.5
if HAVE_CMOCKA
check_PROGRAMS += tests/test_codebook tests/test_codebook_errors
TESTS += tests/test_codebook tests/test_codebook_errors
tests_test_codebook_SOURCES = tests/test_codebook.c tests/manual.c tests/manual.h tests/check.h
tests_test_codebook_LDADD = $(TEST_LIBS)
tests_test_codebook_errors_SOURCES = tests/test_codebook_errors.c tests/check.h
tests_test_codebook_errors_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_manual
TESTS += tests/test_manual
tests_test_manual_SOURCES = tests/test_manual.c tests/manual.c tests/manual.h tests/check.h
tests_test_manual_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_condition tests/test_check_codebook
TESTS += tests/test_condition tests/test_check_codebook
tests_test_condition_SOURCES = tests/test_condition.c tests/check.h
tests_test_condition_LDADD = $(TEST_LIBS)
tests_test_check_codebook_SOURCES = tests/test_check_codebook.c tests/manual.c tests/manual.h tests/check.h
tests_test_check_codebook_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_seed
TESTS += tests/test_seed
tests_test_seed_SOURCES = tests/test_seed.c tests/check.h
tests_test_seed_LDADD = $(TEST_LIBS)
endif
EXTRA_DIST += tests/data/seed/README.md tests/data/seed/codeframe.csv tests/data/seed/respondent-attributes.csv \
	tests/data/seed/table3-entitlements.csv
