# The tables that follow people over time, again in R: sourced by recompute.R, which compares.  Base R only; classes and their
# reasons are read (cases.csv), as everything else that a rule set decides.

sex_of <- codes(person$sex)[match(P, person$person)]

agreed <- plain(study$consent); agreed <- agreed[agreed$purpose == "interview", ]
agreed <- agreed[order(agreed$person, agreed$date_low), ]
last <- agreed[!duplicated(agreed$person, fromLast = TRUE), ]
participation(sum(P %in% last$person[last$state == "given"]))

## ---- movement ------------------------------------------------------------------------------------------------------------------
class_at <- function(w) states_at("class_nexus_chapter5", w)
steps <- lapply(step_after, function(a) { m <- move("movement", pair(a, a + 1), class_at(a), class_at(a + 1), a, a + 1); m$layer <- pair(a, a + 1); m })
any_open <- any(sapply(steps, function(m) nrow(m$f) > 0))
for (m in steps) {
  print_move("movement", m$layer, m, any_open)
  print_change("movement", m)
  n <- c(bowker(m$settled), stuart_maxwell(m$settled))
  for (s in names(n)) say_all(s, "movement", m$layer, "", "", n[[s]])
  print_balance("movement_balance", m)
  probabilities("movement_chance", m, FALSE)
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
  three <- lapply(c("with", "without", "open"), function(g) move("", "", class_at(a), class_at(a + 1), a, a + 1, group == g))
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

## ---- the time line ------------------------------------------------------------------------------------------------------------

contact_day <- middle(study$contact$date_low, study$contact$date_high)
for (i in seq_along(P)) {
  met <- day[i, ]; told_at <- sort(contact_day[study$contact$person == P[i] & !is.na(contact_day)]); start <- met[!is.na(met)][1]
  for (w in seq_along(waves)) if (seen[i, w]) {
    say_all("months", "timeline", "", P[i], waves[w], (met[w] - start) / month)
    say_all("months", "timeline", "", P[i], paste0(waves[w], ".contacts"), sum(told_at >= met[w] & told_at < min(Inf, met[-seq_len(w)], na.rm = TRUE))) }
  for (k in seq_along(told_at)) say_all("months", "timeline", "", P[i], paste0("contact.", k), (told_at[k] - start) / month)
  say_all("months", "timeline", "", P[i], "last", (max(met, told_at, na.rm = TRUE) - start) / month)
}

## ---- sequences ----------------------------------------------------------------------------------------------------------------
# States that are determined; measures of a person need no gap between the first and the last of them.

state <- sapply(seq_along(waves), function(w) { m <- class_at(w); ifelse(rowSums(m) == 1, colnames(m)[max.col(m, "first")], NA) })
for (w in seq_along(waves)) { n <- table(factor(state[, w], classes)); total <- sum(n)
  for (k in c(classes, "total")) { x <- if (k == "total") total else n[[k]]
    say("class_states", "", k, waves[w], x); say_all("column_share", "class_states", "", k, waves[w], share_of(x, total)) }
  say_all(paste0("entropy.", waves[w]), "class_states", "", "", "", entropy(state[, w], length(classes))) }
some <- rowSums(!is.na(state)) > 0
each <- t(apply(state[some, ], 1, measures, length(classes)))
whole <- each[!is.na(each[, "complexity"]), ]
n <- c(persons = sum(some), whole = nrow(whole), colMeans(whole[, c("transitions", "entropy", "complexity", "turbulence")]))
for (s in names(n)) say_all(s, "class_states", "", "", "", n[[s]])
written <- apply(state[some, ], 1, function(x) paste(ifelse(is.na(x), "-", x), collapse = ">"))
for (x in c(unique(written), "total")) { n <- if (x == "total") length(written) else sum(written == x)
  say("class_sequences", "", x, "persons", n); say_all("column_share", "class_sequences", "", x, "persons", share_of(n, length(written))) }

## ---- work and other change ------------------------------------------------------------------------------------------------------

works_at <- function(w) { x <- at("work_now", w); x[!seen[, w]] <- NA; cbind(none = x %in% "unemployed", some = !is.na(x) & x != "unemployed") }
work_step <- function(layer, among = TRUE) { m <- move("", "", works_at(1), works_at(2), 1, 2, among); m$layer <- layer; m }
print_work <- function(table, m) { print_move(table, m$layer, m, FALSE); print_change(table, m) }
m <- work_step(pair(1, 2)); print_work("work", m); mcnemar("work", m); print_work("work_aligned", m); probabilities("work_chance", m)
both <- rowSums(works_at(1)) > 0 & rowSums(works_at(2)) > 0
q <- friedman.test(cbind(works_at(1)[both, "some"], works_at(2)[both, "some"]) * 1) # of 0 and 1: Cochran's Q
n <- c(cochran_n = sum(both), cochran_q = q$statistic[[1]], cochran_df = q$parameter[[1]], cochran_p = q$p.value)
for (s in names(n)) say_all(s, "work", m$layer, "", "", n[[s]])
apart <- (day[, 2] - day[, 1]) / month
bands_of <- list("0-6" = apart < 6, "6-7.5" = apart >= 6 & apart < 7.5, "7.5-" = apart >= 7.5)
for (b in names(bands_of)) print_work("work_gap", work_step(b, bands_of[[b]] %in% TRUE))

# Estimating equations, each person a cluster: solved by scoring, the correlation from moments; errors as Mancl and DeRouen (1)
# and as Kauermann and Carroll (1/2), with t.
records <- do.call(rbind, lapply(seq_along(waves), function(w) data.frame(i = seq_along(P), w = w, work = ifelse(rowSums(works_at(w)) > 0, works_at(w)[, "some"], NA),
  months = ifelse(seen[, w], interview$months_since_return[rows_of[, w]], NA), female = sex_of == "female")))
inverse_root <- function(a, e) { s <- eigen(a); Re(s$vectors %*% diag(1 / s$values^e, nrow(a)) %*% solve(s$vectors)) }
gee <- function(y, X, id, binary, e) {
  ids <- split(seq_along(y), id); beta <- if (binary) rep(0, ncol(X)) else solve(crossprod(X), crossprod(X, y)); alpha <- 0
  for (step in 1:100) {
    mu <- drop(X %*% beta); if (binary) mu <- plogis(mu); v <- if (binary) mu * (1 - mu) else rep(1, length(mu)); r <- (y - mu) / sqrt(v); phi <- mean(r^2)
    both <- Filter(function(k) length(k) > 1, ids); alpha <- sum(sapply(both, function(k) (sum(r[k])^2 - sum(r[k]^2)) / 2)) / sum(sapply(both, function(k) choose(length(k), 2))) / phi
    parts <- lapply(ids, function(k) { D <- X[k, , drop = FALSE] * v[k]; V <- phi * outer(sqrt(v[k]), sqrt(v[k])) * (alpha + (1 - alpha) * diag(length(k)))
      list(D = D, DV = t(D) %*% solve(V), r = (y - mu)[k]) })
    M <- Reduce(`+`, lapply(parts, function(p) p$DV %*% p$D)); move_by <- solve(M, Reduce(`+`, lapply(parts, function(p) p$DV %*% p$r))); beta <- beta + drop(move_by)
    if (max(abs(move_by)) < 1e-14) break
  }
  A <- solve(M); meat <- Reduce(`+`, lapply(parts, function(p) tcrossprod(p$DV %*% inverse_root(diag(nrow(p$D)) - p$D %*% A %*% p$DV, e) %*% p$r)))
  list(beta = drop(beta), se = sqrt(diag(A %*% meat %*% A)), alpha = alpha, phi = phi, persons = length(ids), df = length(ids) - ncol(X))
}
say_model <- function(table, terms, beta, se, df, binary, under) {
  for (k in seq_along(terms)) { l <- beta[k] + c(-1, 1) * qt(.975, df) * se[k]; if (binary) l <- exp(l)
    n <- c(estimate = beta[[k]], if (binary) c(odds_ratio = exp(beta[[k]])), se = se[[k]], lower = l[[1]], upper = l[[2]], p = 2 * pt(-abs(beta[[k]] / se[[k]]), df))
    for (s in names(n)) say_all(s, table, "", terms[k], "estimate", n[[s]]) }
  for (s in names(under)) say_all(s, table, "", "", "", under[[s]])
}
terms <- c("constant", "wave=w2", "sex=female")
for (binary in c(TRUE, FALSE)) {
  r <- records[!is.na(if (binary) records$work else records$months), ]; y <- as.numeric(if (binary) r$work else r$months)
  f <- gee(y, cbind(1, r$w == 2, r$female), r$i, binary, if (binary) 1 else 1 / 2)
  rarer <- if (binary) min(sum(y), sum(1 - y)) else f$persons
  say_model(if (binary) "work_model" else "months_model", terms, f$beta, f$se, f$df, binary,
    c(records = nrow(r), persons = f$persons, if (binary) c(events = sum(y)), parameters = 2, events_per_parameter = min(rarer, f$persons) / 2, alpha = f$alpha, phi = f$phi, df = f$df))
}
# Within persons, two interviews and one attribute that is the wave: the log of the ratio of those who moved.
r <- records[!is.na(records$work), ]; b <- sum(works_at(1)[, "none"] & works_at(2)[, "some"]); d <- sum(works_at(1)[, "some"] & works_at(2)[, "none"])
say_model("work_within", "wave=w2", log(b / d), sqrt(1 / b + 1 / d), Inf, TRUE,
  c(records = nrow(r), persons = length(unique(r$i)), events = sum(r$work), informative = b + d, parameters = 1, events_per_parameter = b + d))

# The same number twice.
first_months <- records$months[records$w == 1]; second_months <- records$months[records$w == 2]; two <- !is.na(first_months) & !is.na(second_months)
x <- first_months[two]; y <- second_months[two]; d <- y - x
for (row in c("first", "second", "difference")) { z <- list(first = x, second = y, difference = d)[[row]]; n <- c(n = length(z), mean = mean(z), sd = sd(z))
  for (s in names(n)) say_all(s, "months_paired", pair(1, 2), row, "value", n[[s]]) }
t1 <- t.test(y, x, paired = TRUE); w1 <- suppressWarnings(wilcox.test(y, x, paired = TRUE, exact = FALSE, correct = FALSE)); f1 <- friedman.test(cbind(x, y))
n <- c(paired_t = t1$statistic[[1]], paired_t_df = t1$parameter[[1]], paired_t_p = t1$p.value, difference_lower = t1$conf.int[1], difference_upper = t1$conf.int[2],
  wilcoxon_w = w1$statistic[[1]], wilcoxon_exact_p = exact_signed_rank(d), wilcoxon_p = w1$p.value, friedman_n = length(d), friedman = f1$statistic[[1]], friedman_df = f1$parameter[[1]],
  friedman_p = f1$p.value, kendall_w = f1$statistic[[1]] / length(d))
for (s in names(n)) say_all(s, "months_paired", pair(1, 2), "", "", n[[s]])

# One person: class and domains at each wave, as what is recorded.
i <- match("SYN-012", P)
for (w in seq_along(waves)) for (v in c("class", grep("^d_", unique(study$variables$variable[study$variables$form == "interview"]), value = TRUE))) {
  if (grepl("_change$", v)) next
  f <- states_at(if (v == "class") "class_nexus_chapter5" else v, w)[i, ]; stopifnot(sum(f) == 1)
  for (k in c(names(f), "total")) { say("one_person", "", paste0(v, ".", k), waves[w], if (k == "total") 1 else f[[k]])
    say_all("column_share", "one_person", "", paste0(v, ".", k), waves[w], NA) }
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

## ---- time to an event whose date is known ---------------------------------------------------------------------------------------------
# Kaplan-Meier with Greenwood's errors, limits on the log-log scale; the life table counts who leaves within an interval half.

t1 <- of_records(earliest(plain(study$referral), "referred_on", plain(study$referral)$by %in% "study"), first_seen) / month
use <- !is.na(t1[, 1]); stopifnot(all(t1[use, 1] == t1[use, 2] | is.infinite(t1[use, 2])))
end <- t1[use, 1]; had <- is.finite(t1[use, 2]); who <- sex_of[use]
curve <- function(end, had) { t <- sort(unique(end[had])); n <- sapply(t, function(x) sum(end >= x)); d <- sapply(t, function(x) sum(end == x & had))
  S <- cumprod(1 - d / n); data.frame(t, n, d, S, se = S * sqrt(cumsum(d / (n * (n - d)))), H = cumsum(d / n)) }
horizon <- min(tapply(end, who, max)); by_log <- function(S, se) if (se == 0) c(S, S) else exp(-exp(log(-log(S)) + c(1, -1) * qnorm(.975) * se / (S * abs(log(S)))))
for (g in unique(who)) { E <- end[who == g]; h <- had[who == g]; f <- curve(E, h)
  for (x in 0:floor(max(end))) { k <- sum(f$t <= x); S <- if (k) f$S[k] else 1; l <- by_log(S, if (k) f$se[k] else 0); row <- format(x)
    say_all("at_risk", "first_referral", g, row, "months", sum(E > x | (E == x & !h))); say_all("had", "first_referral", g, row, "months", sum(h & E <= x))
    if (x > max(E)) next
    n <- c(without = S, lower = l[1], upper = l[2], cumulative_hazard = if (k) f$H[k] else 0)
    for (s in names(n)) say_all(s, "first_referral", g, row, "months", n[[s]]) }
  reached <- function(q) { k <- which(f$S <= q + 1e-12); if (length(k)) f$t[k[1]] else NA }
  area <- function(from) { x <- c(from, f$t[f$t > from & f$t < horizon], horizon); S <- sapply(x[-length(x)], function(y) { k <- sum(f$t <= y); if (k) f$S[k] else 1 }); sum(S * diff(x)) }
  k <- f$t < horizon; se <- sqrt(sum((sapply(f$t[k], area)^2 * f$d[k] / (f$n[k] * (f$n[k] - f$d[k])))))
  n <- c(persons = length(E), events = sum(h), median = reached(.5), quartile = reached(.75), rmean = area(0), rmean_tau = horizon,
    rmean_lower = area(0) - qnorm(.975) * se, rmean_upper = area(0) + qnorm(.975) * se)
  for (s in names(n)) say_all(s, "first_referral", g, "", "", n[[s]])
  cuts <- c(0, 1, 3, 6, Inf); S <- 1; V <- 0
  for (j in 1:4) { inside <- E >= cuts[j] & E < cuts[j + 1]; entering <- sum(E >= cuts[j]); w <- sum(inside & !h); d <- sum(inside & h); exposed <- entering - w / 2
    if (entering) { S <- S * (1 - d / exposed); V <- V + d / (exposed * (exposed - d)) } else S <- NA
    l <- exp(log(S) + c(-1, 1) * qnorm(.975) * sqrt(V))
    n <- c(entering = entering, withdrawn = w, exposed = exposed, events = d, q = if (entering) d / exposed else NA, survival = S, lower = l[1], upper = min(1, l[2]))
    for (s in names(n)) say_all(s, "first_referral_table", g, format(cuts[j]), "interval", n[[s]]) }
}
steps_at <- sort(unique(end[had])); one <- who == "male"
o <- sapply(steps_at, function(x) { n <- sum(end >= x); n1 <- sum(end >= x & one); d <- sum(end == x & had); d1 <- sum(end == x & had & one)
  c(d1 - d * n1 / n, if (n > 1) d * n1 / n * (1 - n1 / n) * (n - d) / (n - 1) else 0) })
q <- sum(o[1, ])^2 / sum(o[2, ]); n <- c(logrank = q, logrank_df = 1, logrank_p = pchisq(q, 1, lower.tail = FALSE))
for (s in names(n)) say_all(s, "first_referral", colnames(sex)[2], "", "", n[[s]])
