#!/bin/sh
# Installs what is missing, builds reint, runs the example study and says which workbook to open.
#
# usage: sh examples/try.sh [EXAMPLE]      (a folder of examples/ with a job.yaml; default going-home)
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
. build-aux/prepare.sh

example=${1:-going-home}
[ -f "examples/$example/job.yaml" ] || { echo "there is no examples/$example/job.yaml" >&2; exit 2; }
# shellcheck disable=SC2086
install_packages $packages
build_in build
build/bin/reint run "examples/$example/job.yaml"
echo
for workbook in "examples/$example"/out/*.xlsx; do
    echo "Open this workbook: $workbook"
done
