# Counts every number of the example's tables again in R, from the records alone, and compares.
#
#   reint run job.yaml
#   reint export --r out/r job.yaml
#   reint tables job.yaml plan.yaml -f csv > out/tables.csv
#   Rscript recompute.R out/r out/tables.csv
#
# Prints a line for each number that differs or stands on one side only, and last "N numbers, N equal". Nothing here knows
# reint: base R only. What is derived by the rule sets (classes, and the facts under "gap") is read, its counting is not.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 2) stop("usage: Rscript recompute.R FOLDER TABLES.csv")
source(file.path(arguments[1], "going-home-INTERNAL-read.R"))
study <- read_study(arguments[1])
printed <- utils::read.csv(arguments[2], colClasses = "character", na.strings = character(), encoding = "UTF-8")
# every number is found by these columns alone
stopifnot(!anyDuplicated(printed[c("table", "layer", "row_variable", "row", "column_variable", "column", "statistic")]))
beside <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(beside, "../recompute/records.R"))

## ---- the sample -------------------------------------------------------------------------------------------------------

person <- study$person; episode <- study$episode; interview <- study$interview
sex <- may_be(person, "sex")
episode_sex <- of(episode, "person", "sex", "person"); interview_sex <- of(interview, "person", "sex", "person")

cross("T1", may_be(episode, "main_form"), episode_sex, episode$in_base)
cross("T2a", bands(episode, "age", c(18, 30, 40), c("child", "a18_29", "a30_39", "a40_49")), episode_sex, episode$in_base)
cross("T2b", may_be(episode, "marital"), episode_sex, episode$in_base)
cross("T2c", bands(episode, "children", 1:4, c("none", "one", "two", "three", "more")), episode_sex, episode$in_base)
cross("T2d", may_be(person, "ethnicity"), sex, person$in_base)
cross("scope", may_be(episode, "scope"), episode_sex, episode$in_base)
cross("site", recoded(may_be(person, "site"), attribute_of(study$variables$list[study$variables$form == "person" & study$variables$variable == "site"], "region")), sex, person$in_base)
cross("violence", may_be(episode, "sexual_violence"), base = episode$in_base & codes(episode$main_form) == "domestic_work")
told <- study$told
# What was told in the first interview: "no" means none, not_raised tells nothing.
first <- which(codes(told$source) == "w1" & codes(told$value) != "not_raised" & codes(told$variable) == "sexual_violence")
said <- codes(told$value)[first][match(paste(episode$person, episode$episode), paste(told$person, told$episode)[first])]
said[said %in% "no"] <- "none"
domestic <- episode$in_base & codes(episode$main_form) == "domestic_work"
cross("violence_w1", outer(said, setNames(nm = attr(episode$sexual_violence, "codes")), function(a, b) !is.na(a) & a == b), base = domestic)
say("violence_w1", "", "not_stated", "total", sum(domestic & is.na(said)))
cross("told", may_be(told, "value"), may_be(told, "source"), told$in_base & of(told, "episode", "main_form", c("person", "episode"))[, "domestic_work"], totals = FALSE)
cross("informants", may_be(person, "informant_type"))

# Regions are a set: cases and responses instead of a total, and those who name none by their reason.
abroad <- episode$in_base & !is.na(episode$scope) & codes(episode$scope) != "internal"
list <- study$variables$list[study$variables$form == "episode" & study$variables$variable == "destinations"]
regions <- recoded(replace(episode$destinations, is.na(episode$destinations), FALSE), attribute_of(list, "region"))
for (group in c(colnames(sex), "total")) {
  here <- abroad & (if (group == "total") rowSums(episode_sex) > 0 else episode_sex[, group])
  answered <- here & is.na(episode$destinations__missing)
  for (region in colnames(regions)) say("region", "", region, group, sum(regions[answered, region]))
  for (reason in levels(episode$destinations__missing)) say("region", "", reason, group, sum(here & episode$destinations__missing %in% reason))
  say("region", "", "cases", group, sum(answered))
  say("region", "", "responses", group, sum(regions[answered, ]))
}

## ---- waves and assistance ------------------------------------------------------------------------------------------------

cross("second", may_be(interview, "status"), interview_sex, interview$in_base & codes(interview$wave) == "w2")
cross("help", may_be(person, "class_nexus_chapter5_help"), sex, person$in_base)
cross("class", may_be(person, "class_nexus_chapter5"), sex, person$in_base)
cross("class_tree", may_be(person, "class_nexus_tree"), sex, person$in_base)
cross("class_strict", may_be(person, "class_strict"), sex, person$in_base)
cross("class_wave", may_be(interview, "class_nexus_chapter5"), may_be(interview, "wave"), interview$in_base & codes(interview$status) %in% c("complete", "partial"))
cross("class_form", may_be(episode, "main_form"), of(episode, "person", "class_nexus_chapter5", "person"), episode$in_base)
at_wave <- function(wave) { w <- interview[codes(interview$wave) == wave, ]; m <- may_be(w, "class_nexus_chapter5"); m <- m[match(person$person, w$person), ]; m[is.na(m)] <- FALSE; m }
cross("moves", at_wave("w1"), at_wave("w2"), person$in_base)

periods <- list(grant1 = c("2014-10-01", "2015-03-31"), grant2 = c("2015-04-01", "2015-12-31"))
# Where a date may lie: one column a period, and "outside"; no date may lie anywhere.
in_periods <- function(frame, date) {
  low <- frame[[paste0(date, "_low")]]; high <- frame[[paste0(date, "_high")]]
  if (is.null(low)) low <- high <- frame[[date]]
  low <- as.Date(low, origin = "1970-01-01"); high <- as.Date(high, origin = "1970-01-01"); none <- is.na(low)
  low[none] <- as.Date("1900-01-01"); high[none] <- as.Date("2100-01-01")
  m <- sapply(periods, function(p) low <= as.Date(p[2]) & high >= as.Date(p[1]))
  inside <- sapply(periods, function(p) low >= as.Date(p[1]) & high <= as.Date(p[2]))
  list(possible = cbind(m, outside = rowSums(inside) == 0), none = none) # grant2 follows grant1 without a gap
}
grant_layer <- function(sex_code) {
  rows <- support$in_base & of(support, "person", "sex", "person")[, sex_code] & support$formal == "Formal" &
    codes(support$outcome) %in% c("received_part", "received_full") & codes(support$source) != "relative"
  rows[is.na(rows)] <- FALSE
  at <- in_periods(support[rows, ], "started"); m <- at$possible; who <- support$person[rows]; layer <- paste0("sex=", sex_code)
  people <- split(seq_along(who), who); sure <- rowSums(m) == 1
  for (p in seq_along(periods)) {
    one <- sapply(people, function(i) {
      here <- m[i, p]; earlier <- if (p > 1) rowSums(m[i, seq_len(p - 1), drop = FALSE]) > 0 else rep(FALSE, length(i))
      only <- here & sure[i]; must <- if (p > 1) earlier & rowSums(m[i, -seq_len(p - 1), drop = FALSE]) == 0 else rep(FALSE, length(i))
      by_now <- rowSums(m[i, seq_len(p), drop = FALSE]) > 0; surely <- by_now & rowSums(m[i, -seq_len(p), drop = FALSE]) == 0
      two <- any(outer(here, earlier, "&") & !diag(length(i)))
      c(any(only), any(here), any(only) && !any(earlier), any(here) && !any(must), any(only) && any(must), two, any(surely), any(by_now))
    })
    n <- rowSums(one); name <- names(periods)[p]
    say("grants", layer, name, "facts", sum(m[, p] & sure), sum(m[, p]))
    columns <- c("persons", "new", "continuing", "cumulative")
    for (k in seq_along(columns)) say("grants", layer, name, columns[k], n[2 * k - 1], n[2 * k])
  }
  kind <- ifelse(at$none, "undated", ifelse(!sure, "unplaced", ifelse(m[, "outside"], "outside", "placed")))
  for (k in c("outside", "unplaced", "undated", "untold")) {
    say("grants", layer, k, "facts", sum(kind == k)); say("grants", layer, k, "persons", length(unique(who[kind == k])))
  }
}

need <- study$need; support <- study$support; referral <- study$referral; domain <- study$domain; coding <- study$coding
cross("needs", may_be(need, "service"), may_be(need, "state"), need$in_base & codes(need$stage) %in% c("early_home", "later_home") & codes(need$source) != "relative")
at_home <- support$in_base & codes(support$stage) %in% c("shelter", "early_home", "later_home")
formal <- may_be(support, "formal")
for (kind in colnames(formal)) cross("support", may_be(support, "service"), may_be(support, "outcome"), at_home & formal[, kind], paste0("formal=", kind))
for (code in colnames(sex)) grant_layer(code)
dated <- in_periods(support, "started"); dated$possible[dated$none, ] <- FALSE
for (kind in c(colnames(formal), "total")) {
  here <- support$in_base & (if (kind == "total") rowSums(formal) > 0 else formal[, kind])
  for (p in colnames(dated$possible)) say("help_period", "", p, kind, sum(here & dated$possible[, p]))
  say("help_period", "", "total", kind, sum(here & !dated$none))
  for (reason in levels(support$started__missing)) say("help_period", "", reason, kind, sum(here & support$started__missing %in% reason))
}
# What a relative told beside the person's own latest word, of those who consent to contact with their family.
asked <- study$consent[codes(study$consent$purpose) == "family_contact", ]
asked <- asked[order(asked$person, asked$date), ]
agreed <- unique(asked$person)[sapply(unique(asked$person), function(p) { s <- asked$state[asked$person == p]; s[length(s)] == "Given" })]
own_order <- c("w1", "c1", "c2", "c3", "w2")
concord <- function(form, key, name) {
  d <- study[[form]]; x <- codes(d[[name]]); s <- codes(d$source)
  spoken <- unique(d$person[s == "relative"])
  keep <- d$in_base & d$person %in% spoken & d$person %in% agreed & !is.na(x); keep[is.na(keep)] <- FALSE
  thing <- do.call(paste, d[key]); things <- unique(thing[keep])
  word <- function(t, sources) { i <- which(keep & thing == t & s %in% sources); if (length(i)) x[i][order(match(s[i], own_order))][length(i)] else NA }
  person <- sapply(things, word, own_order); other <- sapply(things, word, "relative"); told <- !is.na(person) | !is.na(other)
  numbers <- c(persons = length(unique(d$person[match(things[told], thing)])), agree = sum(person == other, na.rm = TRUE),
    differ = sum(person != other, na.rm = TRUE), only_person = sum(!is.na(person) & is.na(other)),
    only_other = sum(is.na(person) & !is.na(other)), both = sum(!is.na(person) & !is.na(other)))
  for (n in names(numbers)) say("relatives", "", paste(form, name, sep = "."), n, numbers[[n]])
}
concord("need", c("person", "episode", "stage", "service"), "state")
for (name in c("identification", "setting", "knew_rights")) concord("stage", c("person", "episode", "stage"), name)
informants <- codes(person$type) == "key_informant"
cross("informants_site", recoded(may_be(person, "site"), attribute_of(study$variables$list[study$variables$form == "person" & study$variables$variable == "site"], "region")), may_be(person, "informant_type"), informants)

cross("referrals", may_be(referral, "result"), may_be(referral, "by"), referral$in_base)
for (wave in attr(domain$wave, "codes")) cross("domains", may_be(domain, "domain"), may_be(domain, "state"), domain$in_base & codes(domain$wave) == wave, paste0("wave=", wave))
cross("challenges", may_be(coding, "code"), base = coding$in_base)

## ---- need, due and received ---------------------------------------------------------------------------------------------------
# A fact is the set of values that are possible. Stages at home come together in their order: needed at either is needed, it
# goes on if the later one says so; due at either is due; received in two stages is received repeatedly.

values <- list(need = c("no", "yes", "continuing"), due = c("no", "yes", "silent"), receipt = c("none", "part_once", "part", "full_once", "full"))
joined <- list(
  need = function(a, b) if (b != "no") b else if (a == "no") a else "yes",
  due = function(a, b) if ("yes" %in% c(a, b)) "yes" else if ("no" %in% c(a, b)) "no" else "silent",
  receipt = function(a, b) if (a == "none") b else if (b == "none") a else if (any(c(a, b) %in% c("full", "full_once"))) "full" else "part")
split_set <- function(x) strsplit(x, ";", fixed = TRUE)[[1]]
join_sets <- function(what, a, b) { out <- character(); for (i in a) for (j in b) out <- union(out, joined[[what]](i, j)); out }
merge_stages <- function(rows) {
  one <- list()
  for (k in seq_len(nrow(rows))) {
    now <- lapply(rows[k, c("need", "due", "receipt")], split_set)
    one[names(values)] <- if (k == 1) now else lapply(names(values), function(v) join_sets(v, one[[v]], now[[v]]))
    one$marks <- union(one$marks, split_set(rows$marks[k])); one$open_marks <- union(one$open_marks, split_set(rows$open_marks[k]))
  }
  one
}
within <- function(set, wanted) all(set %in% wanted)
meets <- function(set, wanted) any(set %in% wanted)
both <- function(test, f) {
  needed <- c("yes", "continuing"); some <- setdiff(values$receipt, "none")
  marks <- if (identical(test, within)) f$marks else union(f$marks, f$open_marks)
  c(needed = test(f$need, needed), due = test(f$due, "yes"), needed_silent = test(f$need, needed) && test(f$due, "silent"),
    required = test(f$need, needed) && test(f$due, "yes"), offered = test(f$receipt, some) || "offered" %in% marks, declined = "declined" %in% marks,
    received = test(f$receipt, some), gap = test(f$need, needed) && test(f$due, "yes") && test(f$receipt, "none"))
}
facts <- study$facts[study$facts$in_base == "1", ]
stages <- study$codes$code[study$codes$list == "stage"]
facts <- facts[order(facts$person, as.integer(facts$episode), match(facts$stage, stages)), ]
services <- unique(facts$service)
gap_layer <- function(layer, rows) {
  if (nrow(rows) == 0) return()
  people <- split(rows, rows$person)
  sure <- may <- array(FALSE, c(length(people), length(services), 8))
  for (i in seq_along(people)) for (s in seq_along(services)) { f <- merge_stages(people[[i]][people[[i]]$service == services[s], ]); sure[i, s, ] <- both(within, f); may[i, s, ] <- both(meets, f) }
  names <- names(both(within, list(need = "no", due = "no", receipt = "none")))
  for (s in seq_len(length(services) + 1)) {
    any <- s > length(services); row <- if (any) "any" else services[s]
    of_service <- function(a) colSums(if (any) apply(a, c(1, 3), max) else matrix(a[, s, ], length(people)))
    low <- of_service(sure); high <- of_service(may)
    say("gap", layer, row, "persons", length(people))
    for (k in seq_along(names)) say("gap", layer, row, names[k], low[k], high[k])
    say("gap", layer, row, "gap_open", high[8] - low[8])
  }
}
gap_layer("home", facts[facts$home == "1", ])
for (stage in stages) gap_layer(paste0("stage=", stage), facts[facts$stage == stage, ])

## ---- weighted for attrition ------------------------------------------------------------------------------------------------------
# Kept or lost of those interviewed first and due again, by sex and work at first; the weights of the kept are 1/p.

of_wave <- function(wave, what) codes(interview[[what]])[match(paste(person$person, wave), paste(interview$person, codes(interview$wave)))]
was_held <- function(wave) of_wave(wave, "status") %in% c("complete", "partial")
first <- person$in_base & was_held("w1") & !of_wave("w2", "status") %in% "not_due"
kept <- was_held("w2")
works <- of_wave("w1", "work_now") != "unemployed"
model <- first & !is.na(works) & rowSums(sex) > 0
p <- rep(NA, nrow(person))
p[model] <- fitted(glm(kept ~ sex + works, binomial, data.frame(kept, sex = codes(person$sex), works)[model, ], control = list(epsilon = 1e-14)))
weight <- ifelse(model & kept, 1 / p, NA)
weight <- weight / mean(weight, na.rm = TRUE)
work <- ifelse(of_wave("w2", "work_now") == "unemployed", "none", "some")
for (i in c("none", "some", "total")) for (j in c(colnames(sex), "total"))
  say("work_weighted", "", i, j, sum(weight[!is.na(weight) & !is.na(work) & (i == "total" | work == i) & (if (j == "total") TRUE else sex[, j])]))

## ---- people over time --------------------------------------------------------------------------------------------------------------

source(file.path(beside, "../recompute/people.R"))
source(file.path(beside, "recompute-follow.R"))

compare_and_quit(printed)
