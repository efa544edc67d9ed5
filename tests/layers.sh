#!/bin/sh
# The layers of the house: a room includes rooms with lower numbers only; SQLite is used in study/ only, GSL in stats/,
# libzip and libxml2 in sheet/, libxlsxwriter and FreeType in write/; only bin/ prints or exits.  Prints what breaks a rule and exits 1.
set -eu
cd "${REINT_SRCDIR:-.}"
rooms='base yaml sheet stats codebook xlsform study ingest frame assess cube follow agree table protect write run'
bad=0

number() { # number ROOM
    n=0
    for room in $rooms; do
        n=$((n + 1))
        if [ "$room" = "$1" ]; then
            echo $n
            return
        fi
    done
    echo 0
}

for room in $rooms; do
    [ -d "libreint/$room" ] || continue
    own=$(number "$room")
    for line in $(grep -noE '^#include "[a-z]+/' "libreint/$room"/*.[ch] | tr -d ' '); do
        other=$(printf '%s' "$line" | sed 's/.*"\([a-z]*\)\//\1/')
        if [ "$(number "$other")" -gt "$own" ]; then
            echo "$line: $room/ ($own) may not use $other/ ($(number "$other"))"
            bad=1
        fi
    done
done

# only WHAT PATTERN ROOM: sources outside ROOM that match
only() {
    found=$(grep -nE "$2" libreint/*/*.[ch] | grep -vE "^libreint/$3/|^[^:]*:[0-9]+: +\*|/\*.*$2" || true)
    if [ -n "$found" ]; then
        echo "$1 outside $3/:"
        echo "$found"
        bad=1
    fi
}
only 'SQLite' '#include *<sqlite3' study
only 'GSL' '#include *<gsl/' stats
only 'libzip' '#include *<zip' sheet
only 'libxml2' '#include *<libxml' sheet
only 'FreeType' '#include *(<ft2build|FT_)' write
only 'libxlsxwriter' '#include *<xlsxwriter' write
only 'printing or exiting' '(^|[^a-z_])(printf|puts|putchar|exit|abort) ?\(|fprintf ?\((stdout|stderr)' bin
exit $bad
