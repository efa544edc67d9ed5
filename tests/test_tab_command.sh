#!/bin/sh
# reint tab at the shell: every option by what it changes on the example study, whose margins are the report's; what is
# asked for wrongly, with exit code and advice.
src=${REINT_SRCDIR:-.}
. "$src/tests/command.sh"
cp -r "$src/codebooks/going-home" codebook-src
mkdir -p codebooks examples
mv codebook-src codebooks/going-home
cp -r "$src/examples/going-home" examples/
chmod -R u+w .
rm -rf examples/going-home/out
S=examples/going-home/out/going-home.reint
run "the example" 0 '' "$REINT" run -q examples/going-home/job.yaml

tab() { # NAME PATTERN ARGUMENT...
    name=$1 pattern=$2
    shift 2
    run "$name" 0 "$pattern" "$REINT" tab $S "$@"
}
E="--unit episode"
# shellcheck disable=SC2086 # words apart
{
    tab "a banner of several columns" '^ *Sex  *abroad$' main_form "sex + scope" $E
    tab "layers" '^Within Indonesia' main_form sex --by scope $E
    tab "bands" '^18 to under 30  *15  *52%  *18  *39%  *33  *44%$' age sex --cut age=18,30 $E
    tab "two cuts at once" '^30 and over  *32  *0$' age children --cut age=30 --cut children=99 $E -c count --key 'totals: none'
    tab "a net, its members below" '^  Factory work' main_form sex --net "land=factory,construction,plantation" $E
    tab "a net, counted once" '^land  *12  *41%  *0' main_form sex --net "land=factory,construction,plantation" $E
    tab "a net of nets" '^any  *' main_form sex --net "land=factory,construction" --net "any=land,fishing" $E
    tab "a net of the columns" 'either' main_form sex --net "sex:either=male,female" $E
    tab "a difference of columns" 'female-male$' main_form sex --difference female,male $E
    tab "a difference with a name" 'gap$' main_form sex --difference gap=female,male $E
    tab "a difference of rows" '^less  *' main_form sex --difference less=fishing,sexual $E
    tab "quantiles" '^ *10% quantile  *' sex --mean children -c n,median,q05,q10,q25,q75,q90,q95 $E
    tab "limits" 'mean from' sex --mean children -c n,mean,mean_low,mean_high --exploratory $E
    tab "limits are none where people were chosen" '^Female  *46  *2.0  *–' sex --mean children -c n,mean,mean_low $E
    tab "precision" 'marks what is imprecise: a base below 30' main_form sex --precision min_n=30 $E
    tab "letters above a smallest base" '(A)' scope sex --letters --min-base 20 --exploratory $E
    tab "the smallest base is told" 'Not compared' scope sex --letters --min-base 40 --exploratory $E
    tab "a cell against the rest" '+ and - mark shares' scope sex --key 'letters: {against: rest, min_base: 20}' --exploratory $E
    tab "a design" 'Rao-Scott F' scope sex --tests chi2 --strata marital --lonely-psu adjust --exploratory $E
    tab "a stratum with one unit" 'policy "remove"' scope sex -t chi2 --strata marital --lonely-psu remove --exploratory $E
    tab "a set, with what its codes share" 'p (Rao-Scott)' destinations.region sex -t chi2 --exploratory $E
    tab "the first and the second of a set" 'Destinations in order, 2' destinations.1 destinations.2 $E
    tab "raked weights" 'fitted to sex: converged in' scope --rake sex:male=50,female=50 $E
    tab "a column of its own" '^at sea' work_kind sex --derive 'work_kind: {from: main_form, groups: {at sea: [fishing], on land: [domestic_work, sexual, plantation, factory, construction, other_labour]}}' $E
    tab "another key of a plan" 'unweighted n' scope sex -c col_pct,unweighted_n --key 'cells_in: rows' $E
    tab "as a workbook" 'written' scope sex $E -o t.xlsx
    tab "the lineage of the base" 'asked 75, answered 72: 3 not stated' destinations.region $E
}
# What those lost could change.  Counted with R from person.csv and interview-w2.csv: 27 men were due, 20 were met, of whom 6, 8,
# 2, 3 and 1 are without work, in casual work, with a small business, farmers, employed; 7 could be anything.
tab "of those lost: as answered" 'Of those with an answer  *30%  *40%  *10%  *15%  *5%$' w2_work_now sex --sensitivity
tab "of those lost: none of them" '^    others is so  *22%  *30%  *7%  *11%  *4%$' w2_work_now sex --sensitivity
tab "of those lost: all of them" '^    are so  *48%  *56%  *33%  *37%  *30%$' w2_work_now sex --sensitivity
tab "of those lost: by the weights" 'who share the attributes of the weights' w2_work_now sex --sensitivity --attrition sex,site.region
tab "of those lost: each domain" '^tab_sensitivity. Economic well-being: what those' d_economic --unit interview --base "wave = 'w2'" --sensitivity
run "a view of classes is that of each interview" 0 '; class: as told by$' "$REINT" follow transitions $S class --view w1
# 72 kept or lost, 20 of them lost, 3 parameters; 50 people with two classes, of 3 x 3 that could be 7
run "few for each parameter" 0 'Only 6.7 persons or events for each parameter' "$REINT" follow attrition $S "sex + site.region"
run "the lost of the same people" 2 'of the same people at every wave nobody was lost' "$REINT" follow attrition $S sex --people same
run "few sequences" 0 'There are only 7 different sequences' "$REINT" follow clusters $S class
run "one person has no view" 2 'nothing in it may be told late' "$REINT" follow person $S SYN-012 --view w1
bad() { # PATTERN ARGUMENT...
    pattern=$1
    shift
    run "tab $*" 2 "$pattern" "$REINT" tab $S "$@"
}
bad 'did you mean "sex"' sxe
bad '"domain" at a wave.*"interview" (unit), where each domain is a variable (rows: d_place_to_live' state domain --unit domain --sensitivity
bad 'records that are one a person and wave ("interview"), or of persons, not of "episode"' main_form --unit episode --sensitivity
# in a plan all such tables are told at once, at their places, before anything is counted
cat >lost.yaml <<YAML
reint: 1
tables:
  - {id: a, unit: domain, rows: state, columns: domain, by: wave, sensitivity: true}
  - {id: b, unit: need, rows: state, sensitivity: true}
YAML
cat >weighted.yaml <<YAML
reint: 1
attrition: {variables: [sex]}
tables: [{id: a, content: follow-transitions, rows: class, weight: attrition}]
YAML
run 'movement is weighted as rows and columns' 3 'weighted.yaml:3:.*movement as rows: w1_x and columns: w2_x can be weighted' \
    "$REINT" tables $S weighted.yaml -o lost.xlsx
run 'a plan asks it of records that are not one a wave' 3 \
    'lost.yaml:3:.*"a_sensitivity".*what they could change is told of "interview" (unit), where each domain is a variable' \
    "$REINT" tables $S lost.yaml -o lost.xlsx
also 'lost.yaml:4:.*"b_sensitivity".*("interview"), or of persons, not of "need"'
[ ! -e lost-INTERNAL.xlsx ] || fail 'a workbook of a plan that is refused'
bad 'sensitivity is of a table of coded variables' sex --mean children --sensitivity
bad 'NAME=CODE,CODE' main_form --unit episode --net land
bad 'nets go in a circle: a > b > a' main_form --unit episode --net a=b --net b=a
bad 'did you mean "fishing"' main_form --unit episode --net sea=fishin
bad 'NAME=A,B' main_form sex --unit episode --difference male
bad 'no column "men"' main_form sex --unit episode --difference men,female
bad 'cuts must rise' age --unit episode --cut age=30,18
bad 'has no categories; cut it' children --unit episode
bad 'takes a number of cases' main_form sex --letters --min-base none
bad 'letters, which are not asked for' main_form sex --min-base 5
bad 'a table has one weight' main_form sex --unit episode --weight children --attrition sex
bad 'weights of attrition, which are not asked for' sex --kept-at w2
bad 'they are no frequency_weights' w2_work_now sex --attrition sex --frequencies
bad 'they are no frequency_weights' sex --rake sex:male=48,female=52 --frequencies
bad 'a design needs their psu' main_form sex --unit episode --weight children --frequencies --strata sex
bad '"refused" is in the base, where it has a row' w2_work_now sex --in-base refused --key 'missing: {refused: no}'
bad 'strata or psu' main_form sex --fpc children
bad 'lonely_psu' main_form sex --strata sex --lonely-psu never
bad 'allowed: min_n' main_form sex --precision n=5
bad 'has records and no target' sex --rake sex:male=1
bad 'said twice' main_form --key 'rows: sex'
bad 'a table with `content` has none' main_form --key 'content: gap'
bad 'did you mean "totals"' main_form --key 'totls: none'
bad 'the condition ends too early' sex --base 'sex ='
bad 'need the number' sex --cells median
run "no row" 2 'Usage' "$REINT" tab $S
finish
