#!/bin/sh
# What a statistician does: install into a folder, compile against the installed headers by pkg-config, run.
set -eu
src=${REINT_SRCDIR:-.}
build=$(cd "$(dirname "$REINT")/.." && pwd)
cc=${CC:-cc}
command -v pkg-config >/dev/null && command -v "$cc" >/dev/null || { echo 'no compiler or no pkg-config'; exit 77; }
[ -e "$build/libreint/.libs/libreint.so" ] || { echo 'built without the shared library'; exit 77; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

"${MAKE:-make}" -s -C "$build" install DESTDIR="$work/root" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
pc=$(find "$work/root" -name libreint.pc)
[ -n "$pc" ]
# pkg-config puts the root before every folder, as for a package that is not unpacked yet
PKG_CONFIG_PATH=$(dirname "$pc") PKG_CONFIG_SYSROOT_DIR=$work/root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
[ "$(sed -n 's/^#define REINT_VERSION "\(.*\)".*/\1/p' "$(find "$work/root" -name version.h)")" = "$("$REINT" --version | cut -d' ' -f2)" ]
[ "$(pkg-config --modversion libreint)" = "$("$REINT" --version | cut -d' ' -f2)" ]
cflags=$(pkg-config --cflags libreint)
libs=$(pkg-config --libs libreint)
library=$(dirname "$(find "$work/root" -name libreint.so)")
include=$(dirname "$(find "$work/root" -name reint.h)")

# every installed header stands alone; the one that users include also in C++
for header in $(cd "$include" && find . -name '*.h'); do
    echo "#include \"${header#./}\"" >"$work/one.c"
    # shellcheck disable=SC2086
    "$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only $cflags "$work/one.c" || { echo "$header does not stand alone"; exit 1; }
done
if command -v c++ >/dev/null; then
    printf '#include <reint.h>\n#include <string.h>\nint main() { return strcmp(reint_version(), REINT_VERSION) != 0; }\n' >"$work/one.cc"
    # shellcheck disable=SC2086
    c++ -Wall -Werror $cflags "$work/one.cc" $libs -o "$work/one"
    LD_LIBRARY_PATH=$library "$work/one"
fi

# every function of these headers is in the library, and nothing but reint_* is
if command -v nm >/dev/null; then
    nm -D --defined-only "$library/libreint.so" | awk '{ print $3 }' | sed 's/@.*//' | grep -v '^REINT_[0-9]' | LC_ALL=C sort -u >"$work/exported"
    if grep -v '^reint_' "$work/exported"; then echo 'exported beside reint_*'; exit 1; fi
    cat "$include"/*.h "$include"/*/*.h | sed 's|/\*.*\*/||' | grep -o '\breint_[a-z0-9_]*[[(]' | tr -d '[(' | LC_ALL=C sort -u >"$work/declared"
    LC_ALL=C comm -23 "$work/exported" "$work/declared" >"$work/undeclared"
    if [ -s "$work/undeclared" ]; then echo 'exported and not in a header:'; cat "$work/undeclared"; exit 1; fi
fi

# the example program, on the example study, all of it installed
# shellcheck disable=SC2086
"$cc" "$src/examples/link/class_counts.c" $cflags $libs -o "$work/class_counts"
mkdir "$work/codebooks" "$work/examples"
cp -r "$src/codebooks/going-home" "$work/codebooks/"
cp -r "$src/examples/going-home" "$work/examples/"
chmod -R u+w "$work/examples"
rm -rf "$work/examples/going-home/out"
LD_LIBRARY_PATH=$library
export LD_LIBRARY_PATH
"$(find "$work/root" -path '*/bin/reint')" run -q "$work/examples/going-home/job.yaml"
"$work/class_counts" "$work/examples/going-home/out/going-home.reint" | grep -q '^Unassisted  *35$'
