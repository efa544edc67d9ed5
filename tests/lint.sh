#!/bin/sh
# make lint: format, static analysis, layers.  Needs clang-format and cppcheck.
set -eu
cd "${REINT_SRCDIR:-.}"
sources=$(find libreint bin tests examples -name '*.[ch]' | sort)
status=0
# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources || status=1
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem -Ilibreint libreint bin || status=1
sh tests/layers.sh || status=1
exit $status
