# The tables that follow people over time, again in R: sourced by recompute.R, which compares.  Base R only; classes and their
# reasons are read (cases.csv), as everything else that a rule set decides.

sex_of <- codes(person$sex)[match(P, person$person)]

agreed <- plain(study$consent); agreed <- agreed[agreed$purpose == "interview", ]
agreed <- agreed[order(agreed$person, agreed$date_low), ]
last <- agreed[!duplicated(agreed$person, fromLast = TRUE), ]
participation(sum(P %in% last$person[last$state == "given"]))

## ---- movement ------------------------------------------------------------------------------------------------------------------
steps <- lapply(step_after, function(a) { m <- move("movement", pair(a, a + 1), states_at("class_nexus_chapter5", a), states_at("class_nexus_chapter5", a + 1), a, a + 1); m$layer <- pair(a, a + 1); m })
any_open <- any(sapply(steps, function(m) nrow(m$f) > 0))
for (m in steps) {
  print_move("movement", m$layer, m, any_open)
  print_change("movement", m)
  print_balance("movement_balance", m)
}

# With help through the study's own referral: received between the two interviews, referred for that service by then.
referrals <- plain(study$referral); referrals <- referrals[referrals$by %in% "study", ]
receipts <- plain(support); receipts <- receipts[receipts$through_referral %in% "yes" & receipts$outcome %in% c("received_part", "received_full"), ]
group_of_person <- function(p, a, b) {
  i <- match(p, P); group <- "without"; if (!seen[i, a] || !seen[i, b]) return(group)
  r <- receipts[receipts$person == p, ]; s <- referrals[referrals$person == p, ]
  open_low <- function(x) ifelse(is.na(x), -Inf, x); open_high <- function(x) ifelse(is.na(x), Inf, x)
  for (k in seq_len(nrow(r))) {
    lo <- open_low(r$started_low[k]); hi <- open_high(r$started_high[k])
    if (hi <= low[i, a] || lo > high[i, b]) next
    sure <- is.finite(lo) && is.finite(hi) && lo > high[i, a] && hi <= low[i, b]
    of <- s[s$service == r$service[k] & open_low(s$referred_on_low) <= hi, ]
    before <- open_high(of$referred_on_high) <= lo & is.finite(lo)
    if (sure && any(before)) return("with")
    if (nrow(of)) group <- "open"
  }
  group
}
for (a in step_after) {
  group <- sapply(P, group_of_person, a, a + 1)
  three <- lapply(c("with", "without", "open"), function(g) move("", "", states_at("class_nexus_chapter5", a), states_at("class_nexus_chapter5", a + 1), a, a + 1, group == g))
  names(three) <- c("with", "without", "open"); any_open <- any(sapply(three, function(m) nrow(m$f) > 0))
  for (g in names(three)) print_move("movement_referral", paste0(pair(a, a + 1), "|", g), three[[g]], any_open)
}

## ---- what ever held ---------------------------------------------------------------------------------------------------------------

cases <- study$cases[study$cases$person %in% P & study$cases$classes != "", ]
sets <- function(x) strsplit(x, ";", fixed = TRUE)
possible <- sets(cases$classes)
sure <- Map(function(c, r) c(if (length(c) == 1) c, r), possible, sets(cases$reasons))
maybe <- Map(c, possible, sets(cases$reasons), sets(cases$open_reasons))
classes <- attr(interview$class_nexus_chapter5, "codes")
categories <- c(classes, unique(unlist(c(sets(cases$reasons), sets(cases$open_reasons)))))
for (category in categories) {
  is_sure <- sapply(sure, function(s) category %in% s); is_maybe <- sapply(maybe, function(s) category %in% s)
  by <- function(x, f) sum(tapply(x, cases$person, f))
  say("ever", "", category, "ever", by(is_sure, any), by(is_maybe, any))
  say("ever", "", category, "first", by(is_sure, function(x) x[1]), by(is_maybe, function(x) x[1]))
  say("ever", "", category, "last", by(is_sure, function(x) x[length(x)]), by(is_maybe, function(x) x[length(x)]))
  say("ever", "", category, "always", by(is_sure, all), by(is_maybe, all))
}

# Ever one and ever the other: two classes of one open case cannot both hold, it takes two cases.
lives <- split(seq_len(nrow(cases)), cases$person)
for (a in categories) for (b in categories) {
  both <- sapply(lives, function(i) { x <- sapply(maybe[i], function(s) a %in% s); y <- sapply(maybe[i], function(s) b %in% s)
    c(a %in% unlist(sure[i]) && b %in% unlist(sure[i]), if (a != b && a %in% classes && b %in% classes) any(x) && any(y) && (sum(x | y) > 1) else any(x) && any(y)) })
  say("overlap", "", a, b, sum(both[1, ]), sum(both[2, ]))
}
# Paths of a story: equal neighbours are one, what is not known ("?") is equal to nothing.
paths <- tapply(seq_len(nrow(cases)), paste(cases$person, cases$episode), function(i) {
  one <- ifelse(lengths(possible[i]) == 1, cases$classes[i], "?")
  paste(one[c(TRUE, one[-1] == "?" | one[-1] != one[-length(one)])], collapse = ">") })
for (p in c(unique(paths), "total")) { n <- if (p == "total") length(paths) else sum(paths == p)
  say("paths", "", p, "stories", n); say_all("column_share", "paths", "", p, "stories", share_of(n, length(paths))) }

## ---- domains, and what was told late -----------------------------------------------------------------------------------------------

rank <- c(problem = 1, mixed = 2, success = 3)
for (a in step_after) for (d in grep("^d_", unique(study$variables$variable[study$variables$form == "interview"]), value = TRUE)) {
  if (grepl("_change$", d)) next
  f <- states_at(d, a); t <- states_at(d, a + 1); use <- rowSums(f) > 0 & rowSums(t) > 0 & !reversed(a, a + 1)
  kinds <- lapply(which(use), function(i) unique(unlist(lapply(colnames(f)[f[i, ]], function(x) lapply(colnames(t)[t[i, ]], function(y) {
    c <- rank[y] - rank[x]; if (is.na(c)) "not_compared" else c("fell_back", "same", "improved")[sign(c) + 2] })))))
  for (k in c("improved", "same", "fell_back", "not_compared", "total")) {
    lo <- if (k == "total") sum(use) else sum(sapply(kinds, function(s) identical(s, k))); hi <- if (k == "total") sum(use) else sum(sapply(kinds, function(s) k %in% s))
    say_all("count", "domains_change", pair(a, a + 1), d, k, lo, hi); say_all("row_share", "domains_change", pair(a, a + 1), d, k, share_of(lo, sum(use)), share_of(hi, sum(use)))
  }
}

# The states of each domain wave by wave; who may be in several, because raters disagree, is undetermined.
for (w in seq_along(waves)) for (d in grep("^d_", unique(study$variables$variable[study$variables$form == "interview"]), value = TRUE)) {
  if (grepl("_change$", d)) next
  f <- states_at(d, w); sure <- rowSums(f) == 1; total <- sum(rowSums(f) > 0)
  for (k in c(colnames(f), "undetermined", "total")) {
    n <- if (k == "total") total else if (k == "undetermined") sum(rowSums(f) > 1) else sum(f[sure, k])
    say("domains_waves", "", paste0(d, ".", k), waves[w], n)
    say_all("column_share", "domains_waves", "", paste0(d, ".", k), waves[w], share_of(n, total))
  }
}

# Told by a wave: the latest value of the person's own sources up to it; not_raised tells nothing.
source_is <- function(name) { a <- study$attributes; a <- a[a$list == "source" & a$attribute == name, ]; setNames(a$value, a$code) }
sources <- study$codes$code[study$codes$list == "source"]
own <- sources[!sources %in% names(which(source_is("own") == "no"))]
all_waves <- study$codes$code[study$codes$list == "wave"]
if (!length(all_waves)) all_waves <- waves
place <- setNames(rep(Inf, length(sources)), sources)
for (s in names(source_is("wave"))) place[s] <- 2 * match(source_is("wave")[s], all_waves)
for (s in names(source_is("after"))) place[s] <- 2 * match(source_is("after")[s], all_waves) + 1
mine <- plain(told)
mine <- mine[mine$person %in% P & mine$source %in% own & !is.na(mine$value) & !mine$value %in% "not_raised", ]
mine <- mine[order(mine$person, place[mine$source], match(mine$source, sources)), ]
values_told <- setdiff(attr(told$value, "codes"), "not_raised")
for (v in attr(told$variable, "codes")) {
  m <- mine[mine$variable == v, ]
  until <- c(setNames(2 * match(waves, all_waves), waves), now = Inf)
  for (w in names(until)) {
    k <- m[place[m$source] <= until[w], ]; k <- k[!duplicated(k$person, fromLast = TRUE), ]
    for (x in values_told) say("told_then_now", "", paste0(v, ".", x), w, sum(k$value == x))
    say("told_then_now", "", paste0(v, ".silent"), w, length(P) - nrow(k))
  }
  k <- m[!duplicated(m$person, fromLast = TRUE), ]
  first <- m[paste(m$person, m$value) %in% paste(k$person, k$value), ]; first <- first[!duplicated(first$person), ]
  for (s in own) for (x in values_told) say("told_first", "", paste0(v, ".", s), x, sum(first$source == s & first$value == x))
}

## ---- attrition ------------------------------------------------------------------------------------------------------------------------

attribute <- function(name) codes(person[[name]])[match(P, person$person)]
region <- attribute_of("district", "region")[attribute("site")]
ones <- rep(1, length(P))
groups <- list(kept = list(use = kept_here, w = ones), lost = list(use = lost_here, w = ones))
education_codes <- attr(person$education, "codes")
for (a in list(list("sex", sex_of, attr(person$sex, "codes")), list("site.region", region, unique(attribute_of("district", "region"))), list("education", attribute("education"), education_codes)))
  compare("attrition", a[[1]], a[[2]], a[[3]], groups, list(difference = c("kept", "lost")))

work_first <- ifelse(at("work_now", 1) %in% "unemployed", "none", ifelse(is.na(at("work_now", 1)), NA, "some"))
w_kept <- weight[match(P, person$person)]; w_kept[is.na(w_kept)] <- 0
groups <- list(all = list(use = kept_here | lost_here, w = ones), kept = list(use = kept_here, w = ones), weighted = list(use = kept_here, w = w_kept))
for (a in list(list("sex", sex_of, attr(person$sex, "codes")), list("w1_work_group", work_first, c("none", "some"))))
  compare("weights", a[[1]], a[[2]], a[[3]], groups, list(before = c("kept", "all"), after = c("weighted", "all")))
modelled <- (kept_here | lost_here) & !is.na(work_first) & !is.na(sex_of)
print_weights("weights", w_kept, modelled, 2)

# Shares of work, weighted; and what those without an answer could change.
work_now <- ifelse(is.na(at("work_now", last_wave)), NA, ifelse(at("work_now", last_wave) == "unemployed", "none", "some"))
for (g in c(colnames(sex), "total")) { use <- w_kept > 0 & !is.na(work_now) & (g == "total" | sex_of %in% g)
  for (k in c("none", "some", "total")) say_all("column_share", "work_weighted", "", k, g, if (sum(use) < 20) NA else sum(w_kept[use & (k == "total" | work_now %in% k)]) / sum(w_kept[use])) }
for (g in colnames(sex)) sensitivity("work_weighted_sensitivity", g, sex_of %in% g, work_now, work_first, c("none", "some"), w_kept)

## ---- time to an event -------------------------------------------------------------------------------------------------------------------
smallest <- function(x) if (all(is.na(x))) NA else min(x, na.rm = TRUE)
first_seen <- apply(day, 1, smallest); last_seen <- apply(day, 1, function(x) if (all(is.na(x))) NA else max(x, na.rm = TRUE))
contact_day <- middle(study$contact$date_low, study$contact$date_high)
watched <- sapply(seq_along(P), function(i) { d <- contact_day[study$contact$person == P[i]]; if (is.na(last_seen[i])) NA else max(last_seen[i], d, na.rm = TRUE) })
# The earliest record of each person, as an interval; perhaps: from when on one may count of which that cannot be told.
earliest <- function(form, date, holds = rep(TRUE, nrow(form))) {
  lo <- form[[paste0(date, "_low")]]; hi <- form[[paste0(date, "_high")]]; lo[is.na(lo)] <- -Inf; hi[is.na(hi)] <- Inf
  t(sapply(P, function(p) { r <- form$person == p & holds %in% TRUE; q <- form$person == p & is.na(holds)
    c(any(r), if (any(r)) min(lo[r]) else Inf, if (any(r)) min(hi[r]) else Inf, if (any(q)) min(lo[q]) else Inf) }))
}
origin_of <- function(form, date) { e <- earliest(form, date); ifelse(e[, 1] == 1 & is.finite(e[, 2]) & is.finite(e[, 3]), (e[, 2] + e[, 3]) / 2, NA) }
of_records <- function(e, origin) t(sapply(seq_along(P), function(i) {
  happened <- e[i, 1] == 1; until <- if (happened && is.finite(e[i, 3])) max(watched[i], e[i, 3], na.rm = TRUE) else watched[i]
  if (is.na(origin[i]) || is.na(until) || e[i, 4] < (if (happened) e[i, 3] else Inf)) return(c(NA, NA))
  if (!happened) return(c(max(0, until - origin[i]), Inf))
  lo <- e[i, 2] - origin[i]; hi <- e[i, 3] - origin[i]
  if (hi < 0 || (hi == 0 && lo < 0)) return(c(NA, NA))
  if (is.infinite(hi)) hi <- max(0, until - origin[i])
  if (lo < hi) lo <- lo - 1
  c(max(0, min(lo, hi)), hi) }))
ended <- origin_of(episode, "ended")
t1 <- of_records(earliest(support, "started", codes(support$formal) == "formal" & ifelse(is.na(support$outcome), NA, codes(support$outcome) %in% c("received_part", "received_full"))), ended)
times("first_help", t1[, 1], t1[, 2], sex_of)
t1 <- of_records(earliest(episode, "ended"), origin_of(episode, "started"))
times("held", t1[, 1], t1[, 2], sex_of)
t1 <- of_records(earliest(episode, "returned"), origin_of(episode, "started"))
times("way_home", t1[, 1], t1[, 2], sex_of)
# A state at interviews: after the last one without it, by the first one with it.
t1 <- t(sapply(seq_along(P), function(i) {
  no <- NA; yes <- NA; known <- FALSE
  for (w in seq_along(waves)) { x <- at("work_now", w)[i]; if (!is.na(yes) || !seen[i, w] || is.na(x) || is.na(day[i, w])) next
    known <- TRUE; if (x != "unemployed") yes <- day[i, w] else no <- day[i, w] }
  if (is.na(ended[i]) || !known || any(sapply(step_after, function(a) reversed(a, a + 1)[i])) || (!is.na(yes) && yes <= ended[i])) c(NA, NA)
  else if (is.na(yes)) c(max(0, no - ended[i]), Inf) else c(if (is.na(no)) 0 else max(0, no - ended[i]), yes - ended[i]) }))
times("first_work", t1[, 1], t1[, 2])
# Loss of contact: after the last sign, by the median day of the next wave that was missed.
when <- apply(day, 2, median, na.rm = TRUE)
t1 <- t(sapply(seq_along(P), function(i) { if (is.na(first_seen[i])) return(c(NA, NA))
  later <- seq_along(waves) > max(which(seen[i, ])) & !not_due[i, ] & when > watched[i]
  c(max(0, watched[i] - first_seen[i]), if (any(later)) when[which(later)[1]] - first_seen[i] else Inf) }))
times("contact_lost", t1[, 1], t1[, 2])
