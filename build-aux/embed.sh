#!/bin/sh
# embed.sh -- files as a C table: the templates of `reint new`, held by the library so that it finds them anywhere.
#
# usage: embed.sh SOURCE_FOLDER TEMPLATE=NAME:PATH...      (PATH from SOURCE_FOLDER; NAME in the new folder)
set -eu
source_folder=$1
shift
echo '/* Made by embed.sh. */'
echo '#include <config.h>'
echo
echo '#include "run/template.h"'
echo
i=0
for part; do
    path=${part#*:}
    echo "static const unsigned char file_$i[] = {"
    od -An -v -tx1 "$source_folder/$path" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo '};'
    i=$((i + 1))
done
echo
echo 'const reinti_template_file reinti_template_files[] = {'
i=0
for part; do
    template=${part%%=*}
    name=${part#*=}
    echo "    { \"$template\", \"${name%%:*}\", file_$i, sizeof file_$i },"
    i=$((i + 1))
done
echo '};'
echo "const size_t reinti_template_n_files = $i;"
