#!/bin/sh
# Installs what is missing, builds reint and passes its tests; then the same under the address and undefined-behaviour
# sanitizers, from the files of a release, so that none can be missing from it.  Exits non-zero when anything fails.
#
# usage: sh tests/run.sh
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
. build-aux/prepare.sh

# shellcheck disable=SC2086
install_packages $packages

# check_in FOLDER: all tests; the closing lines of every one are shown, the whole log of those that fail
check_in() {
    result=0
    make -s -j"$(nproc)" -C "$1" check >"$1/check.log" 2>&1 || result=$?
    grep -hE '^\[ *(PASSED|FAILED|==========) *\]' "$1"/tests/*.log | grep -v Running || true
    grep -hE '^(PASS|FAIL|XFAIL|XPASS|ERROR):' "$1/check.log" || true
    if [ "$result" -ne 0 ]; then
        tail -n 60 "$1/check.log"
        for log in $(grep -lE '^(FAIL|ERROR) ' "$1"/tests/*.log "$1"/tests/*/*.log 2>/dev/null); do
            echo "== $log"
            tail -n 80 "$log"
        done
        return 1
    fi
}

echo '== tests'
build_in build
check_in build
echo '== tests of the release files under ASan and UBSan'
make -s -C build distdir >/dev/null
source_folder=$(echo "$source_folder"/build/reint-*/)
build_in build-sanitize --enable-sanitize --disable-shared CFLAGS='-g -O1'
check_in build-sanitize
echo 'All tests passed.'
