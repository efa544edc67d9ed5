## What all tests share; each room lists its own tests/test_<module>.c in libreint/<room>/local.mk.
TEST_LIBS = libreint/libreint-core.la $(CMOCKA_LIBS)
AM_TESTS_ENVIRONMENT = LC_ALL=C; export LC_ALL; TZ=UTC; export TZ; \
	REINT_SRCDIR='$(abs_top_srcdir)'; export REINT_SRCDIR; \
	REINT='$(abs_top_builddir)/bin/reint'; export REINT;

TESTS += tests/layers.sh
EXTRA_DIST += tests/layers.sh tests/lint.sh tests/run.sh examples/try.sh build-aux/prepare.sh .ci/run \
	LICENSE README.md NEWS.md CONTRIBUTING.md .clang-format
SH_LOG_COMPILER = $(SHELL)
TEST_EXTENSIONS = .sh

lint:
	REINT_SRCDIR='$(abs_top_srcdir)' $(SHELL) $(srcdir)/tests/lint.sh
.PHONY: lint
