#!/bin/sh
# People over time from bad files, through the command: a person twice in a wave, waves out of order, dates against the waves,
# an empty wave, codes that changed their meaning, one pair only, all pairs alike or not, no event, everybody lost.
. "${REINT_SRCDIR:-.}/tests/command.sh"

# Lines may be broken anywhere: all of standard output is looked at as one.
says() { tr -s ' \n' ' ' <out | grep -qe "$1" || fail "not on standard output: $1"; }
numbers() { if grep -qiw 'nan\|inf' out; then fail 'a number that is none'; fi; }
# cell ROW COLUMN N: a count of the table as CSV
cell() { grep -q "^[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,$1,[^,]*,[^,]*,$2,[^,]*,count,n,$3,$3,$3," out || fail "row $1, column $2 is not $3"; }

codebook() { # WAVES, CASUAL
    cat <<YAML
reint: 1
study: {id: bad, title: Bad, sampling: census, small_base: 2}
waves: $1
missing: {refused: [97], not_stated: [""]}
lists:
  status: {complete: Complete, lost: Lost}
  work: {none: None, casual: $2}
  sex: {m: M, f: F}
forms:
  person: {key: [person], variables: {person: {type: person}, sex: {list: sex}}}
  interview:
    key: [person, wave]
    variables:
      status: {list: status, required: true}
      date: {type: date, missing: {not_stated: [""]}}
      work: {label: Work, list: work}
      n: {label: Number, type: integer, missing: {not_stated: [""]}}
YAML
}
three='[{id: w1, label: First, from: 2020-01, to: 2020-06}, {id: w2, label: Second, from: 2020-07, to: 2020-12}, {id: w3, from: 2021-01}]'
head=person,wave,status,date,work
# begin CASUAL ROWS...: a study of the persons A to D with these interviews; what the job said is in out and err
begin() {
    rm -f study.reint study.reint-cache
    codebook "$three" "$1" >codebook.yaml
    shift
    printf 'person,sex\nA,m\nB,f\nC,f\nD,m\n' >person.csv
    printf '%s\n' "$head" "$@" >interview.csv
    "$REINT" run job.yaml >out 2>err
    cat out err >both
}
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\ninputs: [{file: person.csv, form: person}, {file: interview.csv, form: interview}]\n' >job.yaml
follow() { # NAME CODE PATTERN ARGUMENTS...
    called=$1 code=$2 like=$3 what=$4
    shift 4
    run "$called" "$code" "$like" "$REINT" follow "$what" study.reint "$@"
}

# ---- waves out of order: the codebook is refused at their place
codebook '[{id: w1, from: 2020}, {id: w2, from: 2019}]' Casual >wrong.yaml
run 'waves out of order' 3 'wrong.yaml:3:.*wave "w2" (from 2019) stands after wave "w1" (from 2020)' "$REINT" check wrong.yaml

# ---- a person twice in a wave: the second row is rejected with its reason, the first one counts
begin Casual A,w1,complete,2020-02-01,none A,w1,complete,2020-03-01,casual A,w2,complete,2020-08-01,casual
run 'a person twice in a wave' 0 'duplicate_key' "$REINT" rejects study.reint
follow 'a person twice in a wave' 0 '' transitions work --waves w1,w2 -f csv
cell none casual 1
cell none none 0

# ---- dates that contradict the waves: no pair, and it is counted
begin Casual A,w1,complete,2020-09-01,none A,w2,complete,2020-08-01,casual B,w1,complete,2020-02-01,none B,w2,complete,2020-08-01,none
follow 'dates against the waves' 0 '' transitions work --waves w1,w2 -f csv
cell none none 1
cell none casual 0
follow 'dates against the waves' 0 'against' transitions work --waves w1,w2
follow 'dates against the waves' 0 '' participation
says '1 person.* dates\|dates .*order'
# nothing that goes by the order of the waves takes her: B alone is left
for what in 'sequences work' 'clusters work --waves w1,w2' 'model work --on wave --codes casual' "time --event work='casual'"; do
    # shellcheck disable=SC2086 # words apart
    follow "dates against the waves: $what" 0 '' $what
    says '1 persons are left out: their interviews are dated against the order of the waves'
    numbers
done
follow 'dates against the waves' 0 '' sequences work --waves w1,w2 -f csv
cell 'none>none' persons 1
if grep -q 'none>casual' out; then fail 'a sequence against its dates'; fi

# ---- an empty wave: nobody, and no share of nobody; the same people are none, and it is said
follow 'an empty wave' 0 '' participation -f csv
cell w3.interviewed persons 0
follow 'an empty wave' 0 '' transitions work --waves w2,w3 -f csv
cell total total 0
if grep -q ',row_share,[^,]*,0,[^,]*,[^,]*,0,' out; then fail 'a share of nobody is 0'; fi
follow 'the same people, nobody' 0 'the same people: 0 of 4 persons' transitions work --people same
numbers
follow 'an empty wave is said to be one' 0 'Nobody has any record of "w3"' participation
follow 'an empty wave: tests of nobody' 0 '' transitions work --waves w2,w3 --tests mcnemar,bowker,stuart_maxwell,cochran_q
says 'McNemar.s chi-square: undefined, no pair; Bowker.s symmetry chi-square: undefined, no pair'
if grep -q 'exact p' out; then fail 'a p of nobody'; fi
numbers
# of the first wave it cannot be said who was seen before it
follow 'the first wave' 0 '' participation -f csv
cell w1.interviewed persons 2
for row in again returned missed lost; do
    if grep -q ",w1\.$row," out; then fail "w1.$row"; fi
    grep -q ",w2\.$row," out || fail "w2.$row"
done

# ---- codes that changed their meaning: refused until the codebook says what they meant
begin '{label: By the day, changed: w2}' A,w1,complete,2020-02-01,casual A,w2,complete,2020-08-01,casual
follow 'a change of meaning' 2 'code "casual" of "work" changed its meaning at wave "w2", and the codebook does not say' transitions work
run 'a change of meaning, a table' 2 'take "work.aligned", or keep to one side' "$REINT" tab study.reint work wave --unit interview
run 'a change of meaning, one side' 0 '' "$REINT" tab study.reint work --unit interview --base "wave = 'w1'"
begin '{label: By the day, changed: w2, before: none}' A,w1,complete,2020-02-01,casual A,w2,complete,2020-08-01,casual
follow 'a crosswalk' 0 '' transitions work --waves w1,w2 -f csv
cell none casual 1
codebook "$three" '{label: Casual, changed: w9, before: casul}' >wrong.yaml
run 'a crosswalk to nowhere' 3 'there is no wave "w9"' "$REINT" check wrong.yaml
also 'before is same, not_comparable or codes of list "work", not "casul"'

# ---- one pair only; all alike; none alike
begin Casual A,w1,complete,2020-02-01,none A,w2,complete,2020-08-01,casual
follow 'one pair' 0 '"id":"mcnemar","label":"[^"]*","value":1[,}]' transitions work --waves w1,w2 --tests mcnemar -f json
follow 'one pair' 0 '' transitions work --waves w1,w2 --tests mcnemar
numbers
begin Casual A,w1,complete,2020-02-01,none A,w2,complete,2020-08-01,none B,w1,complete,2020-02-01,casual B,w2,complete,2020-08-01,casual
follow 'all alike' 0 '"id":"mcnemar","label":"[^"]*","value":null' transitions work --waves w1,w2 --tests mcnemar -f json
follow 'all alike' 0 '' transitions work --waves w1,w2 --tests mcnemar
numbers
begin Casual A,w1,complete,2020-02-01,none A,w2,complete,2020-08-01,casual B,w1,complete,2020-02-01,casual B,w2,complete,2020-08-01,none
follow 'none alike' 0 '' transitions work --waves w1,w2 -f csv
cell none casual 1
cell casual none 1
cell none none 0

# ---- numbers: of nobody, of one pair, of pairs that are all alike; a state that is not told
head=person,wave,status,date,work,n
begin Casual A,w1,complete,2020-02-01,none,1 A,w2,complete,2020-08-01,,2
follow 'numbers of one pair' 0 '' numbers n --tests paired_t,wilcoxon,friedman
says 'Paired t: undefined, fewer than two pairs'
says 'Paired t: undefined, no pair; Wilcoxon W+: undefined, no pair'
if grep -q 'df -' out; then fail 'degrees of freedom below 0'; fi
numbers
follow 'a state that is not told' 0 '' transitions work --waves w1,w2
says 'First → Second: 1 pairs have no state at one of the two and are left out'
begin Casual A,w1,complete,2020-02-01,none,1 A,w2,complete,2020-08-01,none,1 B,w1,complete,2020-02-01,casual,2 B,w2,complete,2020-08-01,casual,2
follow 'numbers that are all alike' 0 '' numbers n --waves w1,w2 --tests paired_t,wilcoxon,friedman
says 'difference, lower: undefined, every difference is the same; upper: undefined'
numbers
follow 'two states alike' 0 '' sequences work
says 'First: none, or several alike; Second: none, or several alike'
follow 'nobody is lost' 0 '' attrition sex --wave w2 --sensitivity work
says 'Everybody who was met first and was due at "Second" has an answer: nothing was lost'
says 'no weights for attrition: nobody was lost'
numbers

# ---- too few for a model, for groups, for a curve: said, and nothing is made up
follow 'too few for a model' 0 '' model work --on wave --codes casual
says 'There are no estimates: too few persons (persons 2; parameters 1; persons or events per parameter 2.0; needed are 10 persons and 5 per parameter)'
numbers
follow 'too few within persons' 0 '' model work --on wave --codes casual --model conditional
says 'There are no estimates: '
numbers
follow 'too few for groups' 0 '' clusters work --waves w1,w2
says 'Nobody is grouped: too few persons .* at least 50 persons are needed'
numbers
follow 'too few for a curve' 0 '' time --event "work = 'casual'" --waves w1,w2
says 'Time to the event: Work: Casual'
says 'A single person moves the curve far where fewer than 10 are still watched: from the beginning'
says 'limits without any width: that is no certainty'
numbers
begin Casual A,w1,complete,2020-02-01,none,1
follow 'one person, lost: no weights' 0 '' attrition sex --wave w2
says 'There are no weights: everyone was lost\.'
numbers
head=person,wave,status,date,work

# ---- no event; everybody lost
follow 'no event' 0 '' time --event "status = 'lost'"
numbers
says 'undefined\|not reached\|no event'
begin Casual A,w1,complete,2020-02-01,none B,w1,complete,2020-02-01,casual C,w1,complete,2020-03-01,none D,w1,complete,2020-03-01,none \
    A,w2,lost,, B,w2,lost,, C,w2,lost,, D,w2,lost,,
follow 'everybody lost' 0 '' participation -f csv
cell w2.lost persons 4
cell w2.interviewed persons 0
follow 'everybody lost' 0 'all available: 4 persons' time --event loss
numbers
follow 'everybody lost: no weights' 0 '' attrition sex --wave w2
numbers
says 'no weights'
# of a share that nobody has told there is none 10 points above
follow 'everybody lost: what they could change' 0 '10 points above  *–  *–$' attrition sex --wave w2 --sensitivity work
also 'are so  *100%  *100%$'
follow 'everybody lost: nobody could change' 0 '' sequences work --waves w1,w2
says 'of two states and more, without a gap 0; Mean changes: undefined, nobody was seen often enough'
numbers

finish
