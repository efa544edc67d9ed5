# built.sh -- to be read with `.`: $reint is the program in the folder $build, without libtool's script around it.
# shellcheck shell=sh disable=SC2034
reint=${build:?}/bin/reint
if [ -x "$build/bin/.libs/reint" ]; then
    reint=$build/bin/.libs/reint
    export LD_LIBRARY_PATH="$build/libreint/.libs"
fi
