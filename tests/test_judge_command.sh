#!/bin/sh
# The team's own judgement through the command: recorded with initials and reason, told apart, replaced, never lost; and
# what classify and explain say to programs.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
{
    printf 'reint: 1\nstudy: study.reint\ncodebook: %s/codebooks/going-home/codebook.yaml\ninputs:\n' "$REINT_SRCDIR"
    for f in person episode interview-w1 interview-w2 stage need support; do
        printf '  - {file: %s/examples/going-home/%s.csv, form: %s}\n' "$REINT_SRCDIR" $f ${f%-w?}
    done
} >model.yaml
run "the model study" 0 'accepted' "$REINT" run model.yaml
echo 'exec "$REINT" classify study.reint SYN-025 --judge "early_home=$1" --who "$2" --why "$3"' >judge

same "a dry run" 0 '' "$REINT" classify -n study.reint SYN-025 --judge early_home=unassisted --who AB --why shelter
same "without a reason" 2 'needs --who and --why' "$REINT" classify study.reint SYN-025 --judge early_home=unassisted --who AB
same "a class that is none" 2 'has no class "assisted"; it has' "$REINT" classify study.reint SYN-025 --judge early_home=assisted --who AB --why x
same "a stage that she was not at" 2 'no such record to judge' "$REINT" classify study.reint SYN-025 --judge departed=unassisted --who AB --why x
run "a judgement" 0 '' sh judge under_assisted AB "the shelter was closed"
run "is told apart" 0 'early_home  *under_assisted \*$' "$REINT" classify --view now study.reint SYN-025
run "with its reason" 0 'Under-assisted (the shelter was closed; AB)' "$REINT" explain study.reint SYN-025
run "it stands in the history" 0 'stage SYN-025 1 early_home.* (judgement nexus-chapter5): .*under_assisted, by AB: the shelter was closed' \
    "$REINT" history study.reint
run "a second look" 0 '' sh judge unassisted CD "second look"
run "replaces it" 0 'early_home  *unassisted \*$' "$REINT" classify --view now study.reint SYN-025
run "and both stand there" 0 '(judgement nexus-chapter5): under_assisted -> unassisted, by CD: second look' "$REINT" history study.reint
also 'by AB: the shelter was closed'
run "a batch of other records can still be undone" 0 '' "$REINT" history --undo 7 --who AB --why "read twice" study.reint
run "the study is sound" 0 'all is well' "$REINT" check study.reint

json() { # NAME PYTHON COMMAND...: what is printed is JSON of which the expression, of d, holds
    name=$1 expression=$2
    shift 2
    run "$name" 0 '' "$@"
    command -v python3 >/dev/null || return 0
    python3 -c "import json, sys; d = json.load(sys.stdin); sys.exit(not ($expression))" <out || fail "not so: $expression"
}
json "two rule sets, for programs" \
    'd["ruleset"] == "nexus-tree" and d["compared"] == "strict" and d["units"] > len(d["moved"]) > 0 and all(m["from"]["person"] == m["to"]["person"] for m in d["moved"])' \
    "$REINT" classify --json study.reint --compare nexus-tree strict
moved=$(grep -c '"from"' out)
run "as many as in the text" 0 "^$moved of [0-9]* units" "$REINT" classify study.reint --compare nexus-tree strict
json "explanations" 'len(d) == 2 and d[0]["person"] == "SYN-025" and "second look" in d[0]["text"]' \
    "$REINT" explain --json study.reint SYN-025 SYN-014
json "explanations wave by wave" 'all("Place to live: " in p["waves"] for p in d)' "$REINT" explain --json -w study.reint SYN-025 SYN-014
json "findings of a check" 'len(d) == 2 and not d[0]["findings"] and d[1]["status"] == "all is well"' \
    "$REINT" check --json model.yaml study.reint
printf 'reint: 1\nstudy: {id: x, sampling: purposiv}\nforms: {}\n' >bad.yaml
run "with place and code" 3 '' "$REINT" check -q study.reint bad.yaml
"$REINT" check --json bad.yaml >out 2>err
grep -q '"severity": "error", "code": "[a-z_]*", "file": "bad.yaml", "line": 2, "column": 26' out || fail "no finding in JSON"
finish
