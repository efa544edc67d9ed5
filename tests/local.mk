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

## An installable package, from the files of a release; needs dpkg-dev and debhelper.
deb: dist
	rm -rf deb && mkdir deb && cd deb && tar xzf ../$(distdir).tar.gz && cd $(distdir) && dpkg-buildpackage -us -uc -b
	ls deb/*.deb
.PHONY: deb
EXTRA_DIST += debian/changelog debian/control debian/copyright debian/libreint-dev.install debian/libreint0.install \
	debian/reint.install debian/rules debian/source/format
