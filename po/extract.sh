#!/bin/sh
# The template of all messages: from the sources, where each function that makes messages is listed below with the
# places of its texts, and from HELP, which `reint --messages` prints.  Without date and line numbers, so that it
# changes with the messages only.
#
# usage: sh po/extract.sh HELP OUT      (in the folder of the sources)
set -eu
help=$1 out=$2
texts='reinti_words:1 reinti_words_n:1,2 REINTI_WORDS:1 X:3 contradiction:4 reinti_relevant_give_up:2 give_up:2 refuse:2 reinti_outline_note:5 cli_words:1 cli_words_n:1,2 CLI_WORDS:1'
formats='reinti_fail:5 reinti_fail_at:7 reinti_find:8 reinti_xml_fail:3 reinti_xml_fail_cell:4 reinti_spread_find:6
reinti_yaml_find:5 reinti_reader_find:5 find_at:5 remark:5 say:2 cli_usage:2 cli_say:2 cli_tell:2'
keywords=
for k in $texts $formats; do
    keywords="$keywords -k$k"
done
for k in $formats; do
    keywords="$keywords --flag=${k%%:*}:${k##*:}:c-format"
done
msguniq --no-wrap -o "$out.help.pot" "$help"
# shellcheck disable=SC2086,SC2046
xgettext --from-code=UTF-8 --add-location=file --package-name=reint --msgid-bugs-address=- -k $keywords -o "$out.new" \
    "$out.help.pot" $(find libreint bin -name '*.[ch]' | LC_ALL=C sort)
# formats without a word need no translation
sed '/^"POT-Creation-Date:/d; s/, fuzzy//; s/charset=CHARSET/charset=UTF-8/' "$out.new" | msggrep --no-wrap -K -e '[[:alpha:]][[:alpha:]]' -o "$out" -
rm "$out.help.pot" "$out.new"
