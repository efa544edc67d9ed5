# People over time, again in R: sourced after records.R. Needs `person` (in_base) and `interview`, the form of the waves (person,
# wave, status, date; "complete" and "partial" are interviews).

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

## ---- participation ------------------------------------------------------------------------------------------------------
# Tables flow (CONSENTED: how many agreed, none where consent is not recorded), patterns, intervals and losses.

participation <- function(consented = NULL) {
  flow <- function(row, n) { say_all("count", "flow", "", row, "persons", n); say_all("column_share", "flow", "", row, "persons", share_of(n, length(P))) }
  flow("approached", length(P))
  if (!is.null(consented)) flow("consented", consented)
  for (w in seq_along(waves)) {
    before <- rowSums(seen[, seq_len(w - 1), drop = FALSE]) > 0
    later <- rowSums(seen[, -seq_len(w), drop = FALSE]) > 0
    just <- if (w > 1) seen[, w - 1] else rep(FALSE, length(P))
    here <- seen[, w]; absent <- !here & !not_due[, w]
    flow(waves[w], sum(here))
    n <- c(interviewed = sum(here), first = sum(here & !before), again = sum(here & before & just), returned = sum(here & before & !just),
      missed = sum(absent & before), lost = sum(absent & before & !later), not_due = sum(not_due[, w]), not_yet = sum(absent & !before))
    if (w == 1) n <- n[!names(n) %in% c("again", "returned", "missed", "lost")] # of nobody can it be said
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
}

## ---- movement -----------------------------------------------------------------------------------------------------------
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
# What stands under a step, and what it comes to.
print_change <- function(table, m) {
  pairs <- sum(m$settled); stayed <- sum(diag(m$settled))
  say_all("pairs", table, m$layer, "", "", pairs); say_all("stayed", table, m$layer, "", "", stayed); say_all("moved", table, m$layer, "", "", pairs - stayed)
  say_all("net", table, m$layer, "", "", sum(abs(rowSums(m$settled) - colSums(m$settled))) / 2)
  print_gap(table, m)
}
print_gap <- function(table, m) for (s in c("min", "median", "max")) say_all(paste0("gap_", s), table, m$layer, "", "", match.fun(s)(m$gap, na.rm = TRUE))
print_balance <- function(table, m) for (i in m$k) {
  before <- sum(m$settled[i, ]); after <- sum(m$settled[, i]); stay <- m$settled[i, i]
  n <- c(before = before, stayed = stay, left = before - stay, entered = after - stay, after = after, net = after - before)
  for (s in names(n)) say(table, m$layer, i, s, n[[s]])
}

# Of two states.
mcnemar <- function(table, m) {
  b <- m$settled[1, 2]; c <- m$settled[2, 1]; chisq <- (b - c)^2 / (b + c)
  exact <- binom.test(b, b + c)$p.value
  n <- c(mcnemar = chisq, mcnemar_p = pchisq(chisq, 1, lower.tail = FALSE), mcnemar_exact_p = exact,
    mcnemar_mid_p = 2 * pbinom(min(b, c) - 1, b + c, .5) + dbinom(min(b, c), b + c, .5))
  if (b != c) stopifnot(all.equal(chisq, unname(mcnemar.test(m$settled, correct = FALSE)$statistic)))
  for (s in names(n)) say_all(s, table, m$layer, "", "", n[[s]])
}
# Probabilities, with limits by Wilson where the pairs are of different persons.
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
probabilities <- function(table, m, limits = TRUE, chain = NULL) {
  t <- m$settled
  for (i in m$k) { say(table, m$layer, i, "total", sum(t[i, ]))
    for (j in m$k) { say(table, m$layer, i, j, t[i, j]); say_all("probability", table, m$layer, i, j, t[i, j] / sum(t[i, ]))
      if (!is.null(chain)) say_all("from_chain", table, m$layer, i, j, chain[i, j])
      if (limits) { l <- suppressWarnings(wilson(t[i, j], sum(t[i, ]))); say_all("lower", table, m$layer, i, j, l[1]); say_all("upper", table, m$layer, i, j, l[2]) } } }
  print_gap(table, m)
}
# Of numbers at two waves.
exact_signed_rank <- function(d) { # the distribution of the sum of the midranks, counted in halves
  r <- round(2 * rank(abs(d[d != 0]))); p <- 1
  for (k in r) p <- (c(p, rep(0, k)) + c(rep(0, k), p)) / 2
  w <- sum(r[d[d != 0] > 0]); min(1, 2 * sum(p[seq_len(min(w, sum(r) - w) + 1)])) }

## ---- sequences ----------------------------------------------------------------------------------------------------------

entropy <- function(x, k) { r <- prop.table(table(x)); -sum(r * log(r)) / log(k) }
distinct_subsequences <- function(s) { all <- ""; for (k in seq_along(s)) all <- unique(c(all, paste0(all, s[k], "."))); length(all) }
measures <- function(s, k) { # one person's, gaps at the ends left out
  s <- s[min(which(!is.na(s))):max(which(!is.na(s)))]; h <- entropy(s[!is.na(s)], k)
  if (anyNA(s)) return(c(transitions = NA, entropy = h, complexity = NA, turbulence = NA))
  r <- rle(s); t <- r$lengths; n <- length(t); v <- mean((t - mean(t))^2); top <- (n - 1) * (1 - mean(t))^2
  c(transitions = n - 1, entropy = h, complexity = if (length(s) > 1) sqrt((n - 1) / (length(s) - 1) * h) else NA,
    turbulence = log2(distinct_subsequences(r$values) * (top + 1) / (v + 1))) }
# The tests of a square of who moved, of states that anybody was in.
bowker <- function(n) { x <- n + t(n); d <- (n - t(n))[upper.tri(n)]; x <- x[upper.tri(n)]; q <- sum((d^2 / x)[x > 0]); df <- sum(x > 0)
  c(bowker = q, bowker_df = df, bowker_p = pchisq(q, df, lower.tail = FALSE)) }
stuart_maxwell <- function(n) { k <- rowSums(n) + colSums(n) > 0; n <- n[k, k]; d <- (rowSums(n) - colSums(n))[-1]
  v <- -(n + t(n)); diag(v) <- rowSums(n) + colSums(n) - 2 * diag(n); q <- drop(d %*% solve(v[-1, -1], d))
  c(stuart_maxwell = q, stuart_maxwell_df = length(d), stuart_maxwell_p = pchisq(q, length(d), lower.tail = FALSE)) }

## ---- attrition ----------------------------------------------------------------------------------------------------------
# Kept or lost by the last wave; weights of the kept, 1 / fitted by their factors, of mean 1.

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
# The same of a number.
compare_number <- function(table, name, x, columns, differences) {
  moments <- function(c) { use <- c$use & !is.na(x); w <- c$w[use]; m <- weighted.mean(x[use], w); c(m, sum(w * (x[use] - m)^2) * sum(w) / (sum(w)^2 - sum(w^2))) }
  for (g in names(columns)) say_all("mean", table, "", name, g, moments(columns[[g]])[1])
  for (g in names(differences)) { one <- moments(columns[[differences[[g]][1]]]); two <- moments(columns[[differences[[g]][2]]])
    say_all("difference", table, "", name, g, (one[1] - two[1]) / sqrt((one[2] + two[2]) / 2)) }
}
# Numbers under the weights, made from factors of so many PARAMETERS; MODELLED: who has all of them.
print_weights <- function(table, w, modelled, parameters) {
  n <- c(parameters = parameters, events_per_parameter = min(sum(kept_here & modelled), sum(lost_here & modelled)) / parameters,
    effective_n = sum(w)^2 / sum(w^2), smallest_weight = min(w[w > 0]), largest_weight = max(w))
  for (s in names(n)) say_all(s, table, "", "", "", n[[s]])
}
# What those of a GROUP without an answer at the last wave (NOW) could change; FIRST: the same at the first.
sensitivity <- function(table, layer, group, now, first, categories, w) {
  all <- (kept_here | lost_here) & group; answered <- all & kept_here & !is.na(now); others <- sum(all) - sum(answered)
  for (k in categories) {
    n <- sum(answered & now %in% k); expected <- sum(w[answered & now %in% k]) / sum(w[answered])
    without <- min(1, max(0, (sum(all) * expected - n) / others)); reference <- sum(all & first %in% k) / sum(all & !is.na(first))
    shift <- function(points) (n + others * min(1, max(0, without + points))) / sum(all)
    turning <- (sum(all) * reference - n) / others
    rows <- list(answered = n / sum(answered), expected = expected, least = n / sum(all), most = (n + others) / sum(all), minus30 = shift(-.3), minus20 = shift(-.2),
      minus10 = shift(-.1), plus10 = shift(.1), plus20 = shift(.2), plus30 = shift(.3), reference = reference, turning = if (turning < 0 || turning > 1) NA else turning)
    for (r in names(rows)) { base <- if (r == "answered") sum(answered) else if (r == "turning") others else sum(all)
      say_all("share", table, layer, r, k, if (base < 20) NA else rows[[r]]) }
  }
  n <- c(persons = sum(all), answered = sum(answered), lost = sum(all & lost_here), silent = sum(all & kept_here & is.na(now)))
  for (s in names(n)) say_all(s, table, layer, "", "", n[[s]])
}

## ---- time to an event ---------------------------------------------------------------------------------------------------
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
