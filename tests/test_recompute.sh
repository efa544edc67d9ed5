#!/bin/sh
# The example study in R: every number of its tables counted again from the exported records (examples/going-home/recompute.R),
# and what the files are like.  Without R: skipped, and said so.
. "${REINT_SRCDIR:-.}/tests/going_home.sh"
umask 022
"$REINT" export -q --r "$work/r" job.yaml
[ -z "$(find "$work/r" -type f ! -perm 600)" ] || { echo 'a file of the export can be read by others'; exit 1; }
[ "$(stat -c %a "$work/r")" = 700 ]
[ -z "$(find "$work/r" -type f ! -name '*-INTERNAL-*')" ] || { echo 'a file of the export does not say INTERNAL'; exit 1; }
if grep -q __missing "$work/r/going-home-INTERNAL-missing.csv"; then exit 1; fi

# the same files again, byte for byte
"$REINT" export -q --r "$work/again" job.yaml
diff -r "$work/r" "$work/again"

# what cannot be done is said with its exit code
: >"$work/file"
code=0
"$REINT" export --r "$work/file" job.yaml 2>"$work/err" || code=$?
[ "$code" = 5 ] && grep -q 'is not a folder' "$work/err"
code=0
"$REINT" export job.yaml 2>"$work/err" || code=$?
[ "$code" = 2 ]
code=0
"$REINT" export --r "$work/r2" --ruleset no-such job.yaml 2>"$work/err" || code=$?
[ "$code" = 2 ]

if ! command -v Rscript >/dev/null 2>&1; then
    echo 'SKIPPED: Rscript is not here, so no number was counted again'
    exit 77
fi
"$REINT" tables -q job.yaml plan.yaml -f csv >"$work/tables.csv"
Rscript --vanilla recompute.R "$work/r" "$work/tables.csv" >"$work/said" || { cat "$work/said"; exit 1; }
cat "$work/said"
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" -gt 3000 ]
# every number of the workbook's tables is among them, whatever its statistic
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" = "$(grep -c -v -e '^table,' -e ',not_applicable,' "$work/tables.csv")" ]

# a number that is wrong is seen: a count, a share, a standardised difference, a height of a curve
awk -v wanted='^movement,.*row_share;^attrition,.*,difference,;^first_help,.*,without,' '
    BEGIN { n = split(wanted, what, ";") }
    NR == 3 { sub(/31,31,31,,31/, "32,32,32,,32") }
    { for (i = 1; i <= n; i++)
          if (!done[i] && $0 ~ what[i] && match($0, /,-?0[.][0-9]+,/)) {
              $0 = substr($0, 1, RSTART) "0.12345" i substr($0, RSTART + RLENGTH - 1)
              done[i] = 1
          }
      print }' "$work/tables.csv" >"$work/wrong.csv"
if Rscript --vanilla recompute.R "$work/r" "$work/wrong.csv" >"$work/said"; then exit 1; fi
grep -q '^T1 .* printed 32' "$work/said"
grep -q '^movement .*row_share : printed 0.123451' "$work/said"
grep -q '^attrition .*difference : printed 0.123452' "$work/said"
grep -q '^first_help .*without : printed 0.123453' "$work/said"
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" = "$(($(sed -n '$s/.*numbers, \(.*\) equal/\1/p' "$work/said") + 4))" ]

# the data frames are what the script says
cat >"$work/look.R" <<'LOOK'
source(file.path(commandArgs(TRUE)[1], "going-home-INTERNAL-read.R"))
s <- read_study(commandArgs(TRUE)[1])
stopifnot(
  is.factor(s$person$sex), identical(levels(s$person$sex), c("Male", "Female")), attr(s$person$sex, "label") == "Sex",
  all(is.na(s$episode$age) | s$episode$age == s$episode$age_low), any(s$episode$age_low < s$episode$age_high),
  is.matrix(s$episode$destinations), is.logical(s$episode$destinations), "malaysia" %in% colnames(s$episode$destinations),
  identical(is.na(s$episode$destinations[, 1]), !is.na(s$episode$destinations__missing)),
  all(lengths(s$episode$destinations__order) == rowSums(replace(s$episode$destinations, is.na(s$episode$destinations), FALSE))),
  "not_asked" %in% s$person$informant_type__missing, inherits(s$interview$date, "Date"),
  nrow(s$person) > sum(s$person$in_base), sum(s$person$in_base) == 75)

# the reason of every missing value is there, in every form: as it is in the file, and among the answers
for (form in unique(s$variables$form)) {
  raw <- read.csv(file.path(commandArgs(TRUE)[1], paste0("going-home-INTERNAL-", form, ".csv")), colClasses = "character", encoding = "UTF-8")
  for (x in s$variables$variable[s$variables$form == form & s$variables$key == "0"]) {
    why <- raw[[paste0(x, "__missing")]]
    stopifnot(identical(as.character(ifelse(why == "", NA, why)), as.character(s[[form]][[paste0(x, "__missing")]])), all(is.na(as.vector(s[[form]][[x]])[why != ""])))
    if (is.matrix(s[[form]][[x]])) next
    said <- with_reasons(s[[form]], x)
    stopifnot(identical(as.character(said)[why != ""], paste0("!", why)[why != ""]))
  }
}
refused <- function(call) tryCatch({ call; "" }, error = conditionMessage)
stopifnot(grepl("is a set", refused(with_reasons(s$episode, "destinations"))), grepl("no missing values", refused(with_reasons(s$person, "person"))))
if (requireNamespace("haven", quietly = TRUE)) {
  h <- tagged(s)
  tag <- function(form, x) identical(haven::na_tag(h[[form]][[x]])[is.na(h[[form]][[x]])], letters[as.integer(s[[form]][[paste0(x, "__missing")]][is.na(s[[form]][[x]])])])
  stopifnot(tag("interview", "months_since_return"), tag("person", "informant_type"), tag("interview", "date"),
            identical(as.character(haven::as_factor(h$person$sex)), as.character(s$person$sex)), inherits(h$interview$date, "Date"))
} else stopifnot(grepl("needs the package haven", refused(tagged(s))))
LOOK
Rscript --vanilla "$work/look.R" "$work/r"
