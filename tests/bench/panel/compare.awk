# awk -f compare.awk PEER REINT: every cell of the peer is in reint's file with the same value.
BEGIN { FS = "," }
FNR == 1 { next }
NR == FNR { want[$1 FS $2 FS $3 FS $4 FS $5] = $6; next }
{ got[$1 FS $2 FS $3 FS $4 FS $5] = $6 }
END {
    for (key in want) {
        n++
        if (!(key in got)) { missing++; if (missing < 5) print "missing: " key }
        else { d = want[key] - got[key]; if (d < 0) d = -d; if (d > 1e-9 * (1 + (want[key] < 0 ? -want[key] : want[key]))) { wrong++; if (wrong < 5) print "differs: " key " " want[key] " " got[key] } }
    }
    printf "%d cells, %d missing, %d different\n", n, missing, wrong
    exit missing + wrong > 0
}
