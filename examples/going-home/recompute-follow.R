# The tables that follow people over time, again in R: sourced by recompute.R, which compares.  Base R only; classes and their
# reasons are read (cases.csv), as everything else that a rule set decides.

P <- person$person[person$in_base]
waves <- attr(interview$wave, "codes")
waves <- waves[waves %in% codes(interview$wave)]
month <- 30.4375
say_all <- function(statistic, table, layer, row, column, low, high = low) say(table, layer, row, column, low, high, statistic)
# a share of fewer than 20 is not printed
share_of <- function(n, base) ifelse(base < 20, NA, n / base)
middle <- function(low, high) { m <- (low + high) / 2; m[!is.finite(m)] <- NA; m }
record_of <- function(wave) match(paste(P, wave), paste(interview$person, codes(interview$wave)))
rows_of <- sapply(waves, record_of)
at <- function(what, w) codes(interview[[what]])[rows_of[, w]]
seen <- sapply(waves, function(w) at("status", w) %in% c("complete", "partial"))
not_due <- sapply(waves, function(w) !seen[, w] & at("status", w) %in% "not_due")
low <- sapply(waves, function(w) ifelse(seen[, w], interview$date_low[rows_of[, w]], NA))
high <- sapply(waves, function(w) ifelse(seen[, w], interview$date_high[rows_of[, w]], NA))
day <- middle(low, high)
pair <- function(a, b) paste0(waves[a], ">", waves[b])
reversed <- function(a, b) !is.na(high[, b]) & !is.na(low[, a]) & is.finite(high[, b]) & is.finite(low[, a]) & high[, b] < low[, a]
# codes in place of factors, so that rows can be taken
plain <- function(form) { for (v in names(form)) if (is.factor(form[[v]]) && !is.null(attr(form[[v]], "codes"))) form[[v]] <- codes(form[[v]]); form }
step_after <- seq_len(length(waves) - 1)
sex_of <- codes(person$sex)[match(P, person$person)]

## ---- participation -----------------------------------------------------------------------------------------------------------

flow <- function(row, n) { say_all("count", "flow", "", row, "persons", n); say_all("column_share", "flow", "", row, "persons", share_of(n, length(P))) }
flow("approached", length(P))
agreed <- plain(study$consent); agreed <- agreed[agreed$purpose == "interview", ]
agreed <- agreed[order(agreed$person, agreed$date_low), ]
last <- agreed[!duplicated(agreed$person, fromLast = TRUE), ]
flow("consented", sum(P %in% last$person[last$state == "given"]))
for (w in seq_along(waves)) {
  before <- rowSums(seen[, seq_len(w - 1), drop = FALSE]) > 0
  later <- rowSums(seen[, -seq_len(w), drop = FALSE]) > 0
  just <- if (w > 1) seen[, w - 1] else rep(FALSE, length(P))
  here <- seen[, w]; absent <- !here & !not_due[, w]
  flow(waves[w], sum(here))
  n <- c(interviewed = sum(here), first = sum(here & !before), again = sum(here & before & just), returned = sum(here & before & !just),
    missed = sum(absent & before), lost = sum(absent & before & !later), not_due = sum(not_due[, w]), not_yet = sum(absent & !before))
  for (k in names(n)) flow(paste0(waves[w], ".", k), n[[k]])
}
pattern <- apply(seen, 1, function(s) paste0(as.integer(s), collapse = ""))
for (x in c(unique(pattern), "total")) {
  n <- sum(x == "total" | pattern == x)
  say_all("count", "patterns", "", x, "persons", n); say_all("column_share", "patterns", "", x, "persons", share_of(n, length(P)))
}
for (a in seq_along(waves)) for (b in seq_along(waves)) if (b > a) {
  both <- seen[, a] & seen[, b] & rowSums(seen[, setdiff(a:b, c(a, b)), drop = FALSE]) == 0
  gap <- ((day[, b] - day[, a]) / month)[both & !reversed(a, b)]
  if (!any(both)) next
  x <- gap[!is.na(gap)]
  n <- c(n = length(x), min = min(x), median = median(x), mean = mean(x), max = max(x), undated = sum(is.na(gap)), reversed = sum(both & reversed(a, b)))
  for (k in names(n)) say_all(k, "intervals", "", pair(a, b), "months", n[[k]])
}
why <- sapply(waves, function(w) { r <- at("status", w); ifelse(is.na(r), as.character(interview$status__missing)[rows_of[, w]], r) })
why[is.na(rows_of)] <- "no_record"
for (r in c(unique(why[!seen]), "total")) for (w in waves) say("losses", "", r, w, sum(!seen[, w] & (r == "total" | why[, w] == r)))

## ---- movement ------------------------------------------------------------------------------------------------------------------
# States as what each person may be at a wave; nothing where there is no state.  An open pair is who may be several.

states_at <- function(what, w) { m <- may_be(interview, what, rows_of[, w]); m[is.na(m)] <- FALSE; m[!seen[, w], ] <- FALSE; m }
move <- function(table, layer, from, to, a, b, among = TRUE, tests = TRUE) {
  k <- colnames(to)
  use <- among & seen[, a] & seen[, b] & !reversed(a, b) & rowSums(from) > 0 & rowSums(to) > 0
  f <- from[use, , drop = FALSE]; t <- to[use, , drop = FALSE]
  one <- function(m) ifelse(rowSums(m) == 1, k[max.col(m, "first")], "undetermined")
  x <- factor(one(f), c(k, "undetermined")); y <- factor(one(t), c(k, "undetermined"))
  n <- unclass(table(x, y)); settled <- n[k, k, drop = FALSE]
  open <- x == "undetermined" | y == "undetermined"
  list(k = k, n = n, settled = settled, f = f[open, , drop = FALSE], t = t[open, , drop = FALSE], gap = ((day[, b] - day[, a]) / month)[use])
}
print_move <- function(table, layer, m, any_open) {
  k <- m$k; side <- c(k, if (any_open) "undetermined")
  n <- m$n[side, side, drop = FALSE]
  cell <- function(i, j, lo, hi, base, share, share_lo = share, share_hi = share) {
    say(table, layer, i, j, lo, hi)
    shown <- if (base >= 20) 1 else NA
    say(table, layer, i, j, share_lo * shown, share_hi * shown, "row_share", share * shown)
  }
  for (i in side) { base <- sum(n[i, ])
    for (j in side) {
      if (i == "undetermined" || j == "undetermined") { cell(i, j, n[i, j], n[i, j], base, n[i, j] / base); next }
      in_row <- m$f[, i]; in_column <- m$t[, j]; other <- rowSums(m$t[, k != j, drop = FALSE]) > 0; only <- in_row & rowSums(m$f) == 1
      most <- n[i, j] + sum(in_row & in_column); others <- sum(m$settled[i, ]) - n[i, j]
      least_of <- n[i, j] + others + sum(in_row & other); most_of <- most + others + sum(only & !in_column)
      cell(i, j, n[i, j], most, base, n[i, j] / base, if (least_of > 0) n[i, j] / least_of else if (most > 0) 1 else NA, if (most_of > 0) most / most_of else NA)
    }
    cell(i, "total", base, base, base, 1)
  }
  for (j in c(side, "total")) { s <- if (j == "total") sum(n) else sum(n[, j]); cell("total", j, s, s, sum(n), s / sum(n)) }
}
steps <- lapply(step_after, function(a) { m <- move("movement", pair(a, a + 1), states_at("class_nexus_chapter5", a), states_at("class_nexus_chapter5", a + 1), a, a + 1); m$layer <- pair(a, a + 1); m })
any_open <- any(sapply(steps, function(m) nrow(m$f) > 0))
for (m in steps) {
  print_move("movement", m$layer, m, any_open)
  pairs <- sum(m$settled); stayed <- sum(diag(m$settled))
  n <- c(pairs = pairs, stayed = stayed, moved = pairs - stayed, net = sum(abs(rowSums(m$settled) - colSums(m$settled))) / 2,
    gap_min = min(m$gap, na.rm = TRUE), gap_median = median(m$gap, na.rm = TRUE), gap_max = max(m$gap, na.rm = TRUE))
  for (s in names(n)) say_all(s, "movement", m$layer, "", "", n[[s]])
  for (i in m$k) { before <- sum(m$settled[i, ]); after <- sum(m$settled[, i]); stay <- m$settled[i, i]
    n <- c(before = before, stayed = stay, left = before - stay, entered = after - stay, after = after, net = after - before)
    for (s in names(n)) say("movement_balance", m$layer, i, s, n[[s]]) }
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

last_wave <- length(waves)
kept_here <- seen[, 1] & seen[, last_wave]
lost_here <- seen[, 1] & !seen[, last_wave] & !not_due[, last_wave]
difference <- function(p, q) { # Yang & Dalton: shares of the categories that anybody has, without the first
  used <- p + q > 0; p <- p[used]; q <- q[used]; if (length(p) < 2) return(NA)
  S <- (diag(p) - p %o% p + diag(q) - q %o% q) / 2; i <- -1; d <- p[i] - q[i]
  if (length(p) == 2) d / sqrt(S[2, 2]) else sqrt(drop(d %*% solve(S[i, i], d)))
}
shares <- function(x, use, k, w = rep(1, length(x))) { n <- sapply(k, function(c) sum(w[use & x %in% c])); n / sum(n) }
one_or_not <- function(p, q) (p - q) / sqrt((p * (1 - p) + q * (1 - q)) / 2)
compare <- function(table, name, x, k, columns, differences) {
  k <- k[k %in% x[kept_here | lost_here]]
  for (c in k) for (g in names(columns)) { use <- columns[[g]]$use; w <- columns[[g]]$w
    n <- sum(w[use & x %in% c]); base <- sum(w[use & x %in% k])
    say_all("count", table, "", paste0(name, "=", c), g, n); say_all("column_share", table, "", paste0(name, "=", c), g, share_of(n, base)) }
  for (g in names(differences)) { one <- columns[[differences[[g]][1]]]; two <- columns[[differences[[g]][2]]]
    p <- shares(x, one$use, k, one$w); q <- shares(x, two$use, k, two$w)
    for (i in seq_along(k)) say_all("difference", table, "", paste0(name, "=", k[i]), g, one_or_not(p[i], q[i]))
    say_all("difference", table, "", name, g, difference(p, q)) }
}
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
n <- c(parameters = 2, events_per_parameter = min(sum(kept_here & modelled), sum(lost_here & modelled)) / 2,
  effective_n = sum(w_kept)^2 / sum(w_kept^2), smallest_weight = min(w_kept[w_kept > 0]), largest_weight = max(w_kept))
for (s in names(n)) say_all(s, "weights", "", "", "", n[[s]])

# Shares of work, weighted; and what those without an answer could change.
work_now <- ifelse(is.na(at("work_now", last_wave)), NA, ifelse(at("work_now", last_wave) == "unemployed", "none", "some"))
for (g in c(colnames(sex), "total")) { use <- w_kept > 0 & !is.na(work_now) & (g == "total" | sex_of %in% g)
  for (k in c("none", "some", "total")) say_all("column_share", "work_weighted", "", k, g, if (sum(use) < 20) NA else sum(w_kept[use & (k == "total" | work_now %in% k)]) / sum(w_kept[use])) }
for (g in colnames(sex)) {
  all <- (kept_here | lost_here) & sex_of %in% g; answered <- all & kept_here & !is.na(work_now); others <- sum(all) - sum(answered)
  for (k in c("none", "some")) {
    n <- sum(answered & work_now %in% k); expected <- sum(w_kept[answered & work_now %in% k]) / sum(w_kept[answered])
    without <- min(1, max(0, (sum(all) * expected - n) / others)); reference <- sum(all & work_first %in% k) / sum(all & !is.na(work_first))
    shift <- function(points) (n + others * min(1, max(0, without + points))) / sum(all)
    turning <- (sum(all) * reference - n) / others
    rows <- list(answered = n / sum(answered), expected = expected, least = n / sum(all), most = (n + others) / sum(all), minus30 = shift(-.3), minus20 = shift(-.2),
      minus10 = shift(-.1), plus10 = shift(.1), plus20 = shift(.2), plus30 = shift(.3), reference = reference, turning = if (turning < 0 || turning > 1) NA else turning)
    for (r in names(rows)) { base <- if (r == "answered") sum(answered) else if (r == "turning") others else sum(all)
      say_all("share", "work_weighted_sensitivity", g, r, k, if (base < 20) NA else rows[[r]]) }
  }
  n <- c(persons = sum(all), answered = sum(answered), lost = sum(all & lost_here), silent = sum(all & kept_here & is.na(work_now)))
  for (s in names(n)) say_all(s, "work_weighted_sensitivity", g, "", "", n[[s]])
}

## ---- time to an event -------------------------------------------------------------------------------------------------------------------
# Turnbull's estimate: EM, then Newton's steps on the masses that stay; the conditions of the maximum are checked.

turnbull <- function(L, R) {
  exact <- L == R
  e <- rbind(data.frame(v = L, side = ifelse(exact, 0, 1), kind = 0), data.frame(v = R, side = 0, kind = 1)); e <- e[order(e$v, e$side, e$kind), ]
  k <- which(head(e$kind, -1) == 0 & tail(e$kind, -1) == 1); lo <- e[k, ]; hi <- e[k + 1, ]
  A <- sapply(seq_along(k), function(j) (L < lo$v[j] | (L == lo$v[j] & ifelse(exact, 0, 1) <= lo$side[j])) & R >= hi$v[j]) * 1
  A <- matrix(A, length(L)); p <- rep(1 / length(k), length(k)); n <- length(L)
  for (i in 1:5000) p <- p * colSums(A / as.vector(A %*% p)) / n
  repeat { on <- which(p > 1e-7); p[-on] <- 0
    for (i in 1:50) { B <- A[, on, drop = FALSE] / as.vector(A %*% p); s <- qr.solve(crossprod(B), colSums(B) - n); p[on] <- p[on] + s; if (max(abs(s)) < 1e-15) break }
    if (all(p >= 0)) break
    p[p < 0] <- 0 }
  gradient <- colSums(A / as.vector(A %*% p)); stopifnot(abs(sum(p) - 1) < 1e-10, max(gradient) < n * (1 + 1e-8))
  on <- p > 0; S <- pmax(0, 1 - cumsum(p)); S[S < 1e-12] <- 0
  list(left = lo$v[on], right = hi$v[on], S = S[on])
}
times <- function(table, left, right, group = rep("", length(left))) {
  use <- !is.na(left) & !is.na(group); left <- left[use] / month; right <- right[use] / month; group <- group[use]
  stopifnot(any(is.finite(right) & left < right))
  end <- ifelse(is.finite(right), right, left); widths <- c(1, 2, 3, 6, 12, 24, 60, 120)
  width <- widths[c(which(max(end) / widths <= 24), length(widths))[1]]
  for (g in unique(group)) { here <- group == g; L <- left[here]; R <- right[here]; E <- end[here]; f <- turnbull(L, R)
    for (t in width * seq(0, floor(max(end) / width))) {
      say_all("at_risk", table, g, format(t), "months", sum(E > t | (E == t & !is.finite(R)))); say_all("had", table, g, format(t), "months", sum(R <= t))
      inside <- which(f$left < t & t < f$right); before <- c(1, f$S)[1 + sum(f$right <= t)]
      height <- if (t > max(E)) c(NA, NA) else if (length(inside)) c(f$S[inside], c(1, f$S)[inside]) else c(before, before)
      say(table, g, format(t), "months", height[1], height[2], "without", height[2]) }
    say_all("persons", table, g, "", "", length(L)); say_all("events", table, g, "", "", sum(is.finite(R)))
    m <- which(f$S <= .5 + 1e-12)[1]; say_all("median_from", table, g, "", "", f$left[m]); say_all("median_to", table, g, "", "", if (is.finite(f$right[m])) f$right[m] else NA) }
}
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
