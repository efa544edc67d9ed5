# longitudinal.R -- sourced by generate.R: estimating equations, matched sets, durations, sequences, balance.
# R 4.2.2 with geepack 1.3.9, survival 3.5, cluster 2.1.4 (Debian: r-cran-geepack r-cran-survival r-cran-cluster); where a
# package stops early or does not exist in Debian (geesmv, KMsurv, TraMineR, Icens) the formula is written out here.
suppressPackageStartupMessages({ library(geepack); library(survival); library(cluster) })

## estimating equations: any family, sandwich and small-sample corrections by their definitions, n_i x n_i ------------
power <- function(A, e) { s <- eigen(A); Re(s$vectors %*% diag(s$values^e, nrow(A)) %*% solve(s$vectors)) }
gee_fit <- function(X, y, id, gaussian, exchangeable) {
  b <- if (gaussian) coef(lm(y ~ X - 1)) else coef(glm(y ~ X - 1, family = binomial, epsilon = 1e-15)); b <- unname(b); sets <- split(seq_along(y), id); alpha <- 0
  for (k in 1:500) {
    eta <- as.vector(X %*% b); mu <- if (gaussian) eta else plogis(eta); v <- if (gaussian) rep(1, length(y)) else mu * (1 - mu); r <- (y - mu) / sqrt(v); phi <- mean(r^2)
    if (exchangeable) { num <- den <- 0; for (s in sets) { num <- num + (sum(r[s])^2 - sum(r[s]^2)) / 2; den <- den + choose(length(s), 2) }; alpha <- num / den / phi }
    M <- 0; U <- 0; parts <- lapply(sets, function(s) { R <- matrix(alpha, length(s), length(s)); diag(R) <- 1; A <- diag(sqrt(v[s]), length(s))
      V <- phi * A %*% R %*% A; D <- X[s, , drop = FALSE] * v[s]; list(V = V, D = D, e = y[s] - mu[s]) })
    for (p in parts) { W <- t(p$D) %*% solve(p$V); M <- M + W %*% p$D; U <- U + W %*% p$e }
    step <- as.vector(solve(M, U)); b <- b + step; if (max(abs(step) / (1 + abs(b))) < 1e-14) break }
  Mi <- solve(M); meat <- function(e) { B <- 0; for (p in parts) { W <- t(p$D) %*% solve(p$V); H <- p$D %*% Mi %*% W
    w <- W %*% (if (e == 0) p$e else power(diag(nrow(H)) - H, -e) %*% p$e); B <- B + w %*% t(w) }; sqrt(diag(Mi %*% B %*% Mi)) }
  list(b = b, naive = sqrt(diag(Mi)), robust = meat(0), md = meat(1), kc = meat(.5), phi = phi, alpha = alpha, m = length(sets)) }
gee_case <- function(name, d, form, gaussian, description, origin) {
  d <- d[order(d$id), ]; case(name, "longitudinal", "gee", d, deparse(form), description, origin); X <- model.matrix(form, d); y <- d[[all.vars(form)[1]]]
  for (ex in c(FALSE, TRUE)) { f <- gee_fit(X, y, d$id, gaussian, ex); stat <- paste0("gee_", if (gaussian) "gaussian_", if (ex) "exchangeable" else "independence")
    g <- geese(form, id = id, data = d, family = if (gaussian) gaussian() else binomial(), corstr = if (ex) "exchangeable" else "independence", control = geese.control(epsilon = 1e-13, maxit = 1000))
    stopifnot(max(abs(g$beta - f$b)) < 1e-8, max(abs(sqrt(diag(g$vbeta)) - f$robust)) < 1e-8) # geepack agrees
    t_p <- function(se) 2 * pt(-abs(f$b / se), f$m - ncol(X)); src <- "R, definitions; geepack 1.3.9 agrees"
    for (q in list(list("coef", f$b), list("robust_se", f$robust), list("naive_se", f$naive), list("p", 2 * pnorm(-abs(f$b / f$robust))), list("mancl_derouen_se", f$md),
        list("p_mancl_derouen_t", t_p(f$md)), list("kauermann_carroll_se", f$kc), list("p_kauermann_carroll_t", t_p(f$kc)))) emit(name, "longitudinal", stat, paste0(colnames(X), ":", q[[1]]), q[[2]], src)
    emit(name, "longitudinal", stat, "scale_phi", f$phi, src); if (ex) emit(name, "longitudinal", stat, "alpha", f$alpha, src)
    emit(name, "longitudinal", stat, c("n_clusters", "n_obs"), c(f$m, nrow(d)), src) } }
set.seed(31)
d <- data.frame(id = rep(1:18, sample(2:4, 18, TRUE))); d$wave <- ave(d$id, d$id, FUN = seq_along); d$sex <- (d$id %% 2); u <- rnorm(18)[d$id]
d$y <- round(10 + 1.5 * d$wave - d$sex + 2 * u + rnorm(nrow(d)), 1); gee_case("ge_number", d, y ~ wave + sex, TRUE, "numbers, clusters of unequal size, 18 persons", "made up")
d$y <- as.numeric(runif(nrow(d)) < plogis(-1 + .5 * d$wave + u)); gee_case("ge_yesno", d, y ~ wave + sex, FALSE, "yes or no, 18 persons: corrections matter", "made up")
o <- data.frame(id = as.numeric(nlme::Orthodont$Subject), distance = nlme::Orthodont$distance, age = nlme::Orthodont$age, male = as.numeric(nlme::Orthodont$Sex == "Male"))
gee_case("ge_orthodont", o, distance ~ age + male, TRUE, "nlme::Orthodont", "nlme::Orthodont")

## conditional logistic regression --------------------------------------------------------------------------
cl_case <- function(name, d, form, description, origin) { case(name, "longitudinal", "gee", d, deparse(form), description, origin)
  f <- clogit(update(form, . ~ . + strata(id)), d, method = "exact", control = coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-14))
  b <- coef(f); se <- sqrt(diag(vcov(f))); s <- "survival::clogit exact"; inf <- sum(tapply(d$y, d$id, function(y) any(y == 1) && any(y == 0)))
  for (q in list(list("coef", b), list("se", se), list("p", 2 * pnorm(-abs(b / se))), list("or", exp(b)))) emit(name, "longitudinal", "clogit", paste0(names(b), ":", q[[1]]), q[[2]], s)
  emit(name, "longitudinal", "clogit", c("n", "n_sets", "n_informative", "loglik", "null_loglik"), c(nrow(d), length(unique(d$id)), inf, rev(f$loglik)), s) }
pairs <- data.frame(id = rep(1:30, each = 2), y = rep(0:1, 30)); pairs$exposed <- c(rbind(rep(c(0, 1, 0, 1), c(9, 5, 8, 8)), rep(c(1, 0, 0, 1), c(9, 5, 8, 8))))
cl_case("cl_pairs", pairs, y ~ exposed, "30 pairs, 14 discordant: exp(coef) = 9/5", "made up"); stopifnot(abs(exp(coef(clogit(y ~ exposed + strata(id), pairs))) - 9 / 5) < 1e-6)
i <- data.frame(id = infert$stratum, y = infert$case, spontaneous = infert$spontaneous, induced = infert$induced)
cl_case("cl_infert", i, y ~ spontaneous + induced, "one case to two controls", "datasets::infert")
set.seed(32); m <- data.frame(id = rep(1:12, each = 6)); m$x <- round(rnorm(72), 2); m$y <- as.numeric(runif(72) < plogis(m$x))
cl_case("cl_sets", m, y ~ x, "sets of six with any number of events", "made up")
sep <- data.frame(id = rep(1:5, each = 2), y = rep(0:1, 5), x = rep(0:1, 5)); case("cl_separated", "longitudinal", "gee", sep, "y ~ x", "all discordant pairs in one direction", "made up")
emit("cl_separated", "longitudinal", "clogit", c("x:coef", "x:se", "loglik"), NA, "no estimate: separation"); emit("cl_separated", "longitudinal", "clogit", "n_informative", 5, "count")
same <- data.frame(id = rep(1:4, each = 2), y = c(0, 0, 1, 1, 0, 0, 1, 1), x = rep(0:1, 4)); case("cl_concordant", "longitudinal", "gee", same, "y ~ x", "no discordant pair", "made up")
emit("cl_concordant", "longitudinal", "clogit", c("x:coef", "x:or"), NA, "no informative set")

## durations ------------------------------------------------------------------------------------------------
rmean_case <- function(name, d, tau, description, origin) { case(name, "longitudinal", "survival", d, if (is.na(tau)) "" else paste0("tau=", tau), description, origin)
  for (g in c("all", sort(unique(d$group)))) { x <- if (g == "all") d else d[d$group == g, ]; f <- survfit(Surv(time, status) ~ 1, x); t <- if (is.na(tau)) max(x$time) else tau
    v <- summary(f, rmean = t)$table; known <- t <= max(x$time) || min(f$surv) == 0; r <- if (known) c(v[["rmean"]], v[["se(rmean)"]]) else c(NA, NA)
    emit(name, "longitudinal", "rmean", paste0("group=", g, c(":rmean", ":se", ":ci95_lower", ":ci95_upper")), c(r, r[1] + c(-1, 1) * qnorm(.975) * r[2]), "survival::survfit, rmean") } }
a <- data.frame(time = aml$time, status = aml$status, group = as.numeric(aml$x)); rmean_case("rm_aml", a, 30, "survival::aml up to 30", "survival::aml"); rmean_case("rm_aml_last", a, NA, "survival::aml up to the largest time", "survival::aml")
rmean_case("rm_beyond", a, 50, "beyond the known curve of group 1: undefined there (161), R goes on", "survival::aml")
life_case <- function(name, d, breaks, options, description, origin) { case(name, "longitudinal", "survival", d, options, description, origin)
  for (g in c("all", sort(unique(d$group)))) { x <- if (g == "all") d else d[d$group == g, ]; k <- findInterval(x$time, breaks); n <- length(breaks)
    ev <- tabulate(k[x$status == 1], n); wd <- tabulate(k[x$status == 0], n); enter <- sum(ev + wd) - c(0, cumsum(ev + wd)[-n]); ex <- enter - wd / 2; q <- ifelse(ex > 0, ev / ex, NA); p <- 1 - q
    S <- cumprod(p); before <- c(1, S[-n]); h <- c(diff(breaks), Inf); gw <- cumsum(q / (ex * p)); se <- S * sqrt(gw); se[!is.na(S) & S == 0] <- NA
    dens <- ifelse(is.finite(h), before * q / h, NA); haz <- ifelse(is.finite(h), 2 * q / (h * (1 + p)), NA)
    dse <- ifelse(is.na(dens) | q == 0, NA, dens * sqrt(c(0, gw[-n]) + p / (ex * q))); hse <- ifelse(is.na(haz) | q == 0, NA, haz * sqrt((1 - (haz * h / 2)^2) / (ex * q)))
    for (v in list(list("entering", enter), list("withdrawn", wd), list("exposed", ex), list("events", ev), list("q", q), list("surv", S), list("se", se), list("density", dens), list("density_se", dse), list("hazard", haz), list("hazard_se", hse)))
      emit(name, "longitudinal", "life_table", sprintf("group=%s;start=%s:%s", g, format(breaks, trim = TRUE, drop0trailing = TRUE), v[[1]]), v[[2]], "R, formulas of Gehan (1969)") } }
life_case("li_aml", a, seq(0, 160, 20), "width=20", "survival::aml in steps of 20", "survival::aml"); life_case("li_breaks", a, c(0, 10, 25, 50), "breaks=0,10,25,50", "survival::aml, declared intervals", "survival::aml")
# Turnbull: EM from equal masses to the end, masses that vanish dropped, Newton; the conditions of the maximum are checked
tb_fit <- function(L, R) { L[is.na(L)] <- 0; R[is.na(R)] <- Inf; exact <- L == R; ends <- rbind(data.frame(v = L, side = ifelse(exact, 0, 1), kind = 0), data.frame(v = R, side = 0, kind = 1))
  ends <- ends[order(ends$v, ends$side, ends$kind), ]; k <- which(head(ends$kind, -1) == 0 & tail(ends$kind, -1) == 1); lo <- ends[k, ]; hi <- ends[k + 1, ]
  A <- sapply(seq_along(k), function(j) (L < lo$v[j] | (L == lo$v[j] & (ifelse(exact, 0, 1) <= lo$side[j]))) & R >= hi$v[j]) * 1; p <- rep(1 / length(k), length(k)); n <- nrow(A)
  for (it in 1:20000) p <- p * colSums(A / as.vector(A %*% p)) / n
  repeat { on <- which(p > 1e-7); p[-on] <- 0; if (length(on) == length(p)) p <- p; for (it in 1:50) { f <- as.vector(A %*% p); B <- A[, on, drop = FALSE] / f; s <- qr.solve(crossprod(B), colSums(B) - n); p[on] <- p[on] + s; if (max(abs(s)) < 1e-16) break }
    if (all(p >= 0)) break; p[p < 0] <- 0 }
  grad <- colSums(A / as.vector(A %*% p)); stopifnot(abs(sum(p) - 1) < 1e-12, max(grad) < n * (1 + 1e-9), all(abs(grad[p > 0] - n) < n * 1e-9))
  list(left = lo$v, right = hi$v, p = p, loglik = sum(log(A %*% p)), n = n, events = sum(is.finite(R))) }
tb_case <- function(name, d, description, origin) { case(name, "longitudinal", "interval", d, "", description, origin); num <- function(x) ifelse(is.finite(x), format(x, trim = TRUE, drop0trailing = TRUE), "Inf")
  for (g in c("all", sort(unique(d$group)))) { x <- if (g == "all") d else d[d$group == g, ]; f <- tb_fit(x$left, x$right); S <- 1 - cumsum(f$p); S[abs(S) < 1e-13] <- 0; on <- f$p > 0; s <- "R, EM and Newton to the maximum"
    v <- survfit(Surv(ifelse(is.na(left) | left == 0, NA, left), right, type = "interval2") ~ 1, x); at <- f$right[on & is.finite(f$right)]
    stopifnot(max(abs(summary(v, times = at, extend = TRUE)$surv - S[on & is.finite(f$right)])) < .02) # survfit stops early, and puts the step in the middle
    nm <- sapply(which(on), function(j) sprintf("group=%s;left=%s;right=%s", g, num(f$left[j]), num(f$right[j])))
    emit(name, "longitudinal", "turnbull", paste0(nm, ":mass"), f$p[on], s); emit(name, "longitudinal", "turnbull", paste0(nm, ":surv"), S[on], s)
    m <- which(on & S <= .5 + 1e-13)[1]; emit(name, "longitudinal", "turnbull", paste0("group=", g, c(":median_left", ":median_right", ":loglik", ":n", ":n_events")), c(f$left[m], f$right[m], f$loglik, f$n, f$events), s) } }
set.seed(33); n <- 75; waves <- c(0, 6, 12, 18, 24); t <- rexp(n, 1 / 12); d <- data.frame(left = NA, right = NA, group = rep(1:2, length.out = n))
for (k in seq_len(n)) { seen <- sort(c(0, sample(waves[-1], sample(1:4, 1)))); w <- sum(seen < t[k]); d$left[k] <- seen[w]; d$right[k] <- if (w < length(seen)) seen[w + 1] else NA }
tb_case("tb_waves", d, "waves at 0, 6 ... 24, some not attended", "made up")
d <- data.frame(left = c(0, 0, 4, 5, 6, 6, 7, 7, 8, 10, 10, 11, 15, 15, 17, 18, 19, 22, 24, 24), right = c(5, 8, 11, 5, 10, NA, 14, 16, 12, 10, 15, 18, NA, 25, 25, 18, 35, NA, NA, 30), group = rep(1:2, 10))
tb_case("tb_mixed", d, "exact times, intervals, left and right censored", "made up")
case("tb_none", "longitudinal", "interval", data.frame(left = c(3, 5, 6), right = NA_real_), "", "nobody had the event", "made up"); emit("tb_none", "longitudinal", "turnbull", c("group=all:median_left", "group=all:loglik"), NA, "no event"); emit("tb_none", "longitudinal", "turnbull", "group=all:n", 3, "count")

## sequences ------------------------------------------------------------------------------------------------
distinct_subsequences <- function(s) { all <- ""; for (k in seq_along(s)) all <- unique(c(all, paste0(all, s[k], "."))); length(all) }
seq_measures <- function(s, a) { s <- s[min(c(which(!is.na(s)), length(s) + 1)):max(c(which(!is.na(s)), 0))]; if (all(is.na(s))) return(c(0, NA, NA, NA, NA)); o <- s[!is.na(s)]; p <- table(o) / length(o); h <- -sum(p * log(p)) / log(a)
  if (anyNA(s)) return(c(length(o), NA, h, NA, NA)); r <- rle(s); t <- r$lengths; d <- length(t); v <- mean((t - mean(t))^2); top <- (d - 1) * (1 - mean(t))^2
  c(length(s), d - 1, h, if (length(s) > 1) sqrt((d - 1) / (length(s) - 1) * h) else NA, log2(distinct_subsequences(r$values) * (top + 1) / (v + 1))) }
om <- function(a, b, cost, indel) { D <- matrix(0, length(a) + 1, length(b) + 1); D[, 1] <- indel * seq(0, length(a)); D[1, ] <- indel * seq(0, length(b))
  for (i in seq_along(a)) for (j in seq_along(b)) D[i + 1, j + 1] <- min(D[i, j] + cost[a[i], b[j]], D[i, j + 1] + indel, D[i + 1, j] + indel); D[length(a) + 1, length(b) + 1] }
trim <- function(s) if (all(is.na(s))) s[0] else s[min(which(!is.na(s))):max(which(!is.na(s)))]
seq_case <- function(name, W, options, sub, indel, k, method, description, constant = 2) { long <- data.frame(id = as.vector(row(W)), time = as.vector(col(W)), state = as.vector(W)); case(name, "longitudinal", "long", long, options, description, "made up")
  a <- max(W, na.rm = TRUE); s <- "R, definitions"; M <- t(apply(W, 1, seq_measures, a)); nm <- c("length", "transitions", "entropy", "complexity", "turbulence")
  for (j in 1:5) { emit(name, "longitudinal", "sequence", sprintf("id=%d:%s", seq_len(nrow(W)), nm[j]), M[, j], s); emit(name, "longitudinal", "sequence", paste0(c("n_", "mean_"), nm[j]), c(sum(!is.na(M[, j])), mean(M[, j], na.rm = TRUE)), s) }
  for (t in seq_len(ncol(W))) { f <- tabulate(W[, t], a); p <- f / sum(f); emit(name, "longitudinal", "state_distribution", sprintf("time=%d;state=%d:count", t, 1:a), f, s); emit(name, "longitudinal", "state_distribution", sprintf("time=%d;state=%d:share", t, 1:a), p, s)
    emit(name, "longitudinal", "state_distribution", sprintf("time=%d;state=%d:modal", t, 1:a), f == max(f), s); emit(name, "longitudinal", "state_distribution", sprintf("time=%d:entropy", t), -sum(ifelse(p > 0, p * log(p), 0)) / log(a), s) }
  P <- table(factor(W[, -ncol(W)], 1:a), factor(W[, -1], 1:a)); P <- P / rowSums(P); cost <- if (sub == "trate") 2 - P - t(P) else matrix(constant, a, a); diag(cost) <- 0
  whole <- apply(W, 1, function(s) !anyNA(trim(s)) && length(trim(s)) > 0); D <- matrix(NA, nrow(W), nrow(W)); for (i in which(whole)) for (j in which(whole)) D[i, j] <- om(trim(W[i, ]), trim(W[j, ]), cost, indel)
  u <- which(upper.tri(D), arr.ind = TRUE); emit(name, "longitudinal", "seq_distance", sprintf("id=%d;id=%d", u[, 1], u[, 2]), D[u], s)
  d <- as.dist(D[whole, whole]); h <- hclust(d, method); g <- cutree(h, k); w <- silhouette(g, d); s <- "stats::hclust, cluster::silhouette"
  emit(name, "longitudinal", "seq_cluster", sprintf("id=%d:group", which(whole)), g, s); emit(name, "longitudinal", "seq_cluster", sprintf("id=%d:silhouette", which(whole)), w[, 3], s)
  emit(name, "longitudinal", "seq_cluster", sprintf("step=%d:height", seq_along(h$height)), h$height, s); emit(name, "longitudinal", "seq_cluster", c("silhouette", "n", "left_out"), c(mean(w[, 3]), sum(whole), sum(!whole)), s)
  for (c in seq_len(k)) { i <- which(g == c); M <- as.matrix(d)[i, i, drop = FALSE]; r <- rowSums(M); first <- which(r <= min(r) * (1 + 1e-12))[1]
    emit(name, "longitudinal", "seq_cluster", sprintf("group=%d;id=%d:medoid", c, which(whole)[i][first]), 1, "R"); emit(name, "longitudinal", "seq_cluster", sprintf("group=%d:%s", c, c("n", "medoid_distance")), c(length(i), if (length(i) > 1) r[first] / (length(i) - 1) else NA), "R")
    for (t in seq_len(ncol(W))) { f <- tabulate(W[which(whole)[i], t], a); emit(name, "longitudinal", "seq_cluster", sprintf("group=%d;time=%d:modal_share", c, t), max(f) / sum(f), "R"); if (sum(f)) emit(name, "longitudinal", "seq_cluster", sprintf("group=%d;time=%d;state=%d:modal", c, t, which.max(f)), 1, "R") } }
  T <- 0; steps <- 3; Q <- diag(a); for (t in 1:steps) Q <- Q %*% as.matrix(unclass(P)); emit(name, "longitudinal", "transition_prob_kstep", sprintf("from=%d;to=%d", row(Q), col(Q)), Q, "R, matrix product")
  ch <- do.call(rbind, lapply(seq_len(nrow(W)), function(i) { o <- which(!is.na(W[i, ])); if (length(o) < 2) NULL else data.frame(gap = diff(o), from = W[i, o[-length(o)]], to = W[i, o[-1]]) }))
  for (g in sort(unique(ch$gap))) { T <- table(factor(ch$from[ch$gap == g], 1:a), factor(ch$to[ch$gap == g], 1:a)); n <- sprintf("gap=%d;from=%d;to=%d", g, row(T), col(T)); S <- T / rowSums(T)
    emit(name, "longitudinal", "transition_by_gap", paste0(n, ":count"), T, "counts"); emit(name, "longitudinal", "transition_by_gap", paste0(n, ":share"), S, "counts") } }
set.seed(34); W <- t(replicate(14, { s <- sample(3, 1); for (k in 2:6) s[k] <- if (runif(1) < .6) s[k - 1] else sample(3, 1); s }))
seq_case("sq_whole", W, "sub=trate indel=0.83 k=3 method=average steps=3", "trate", .83, 3, "average", "14 whole sequences of 6")
W[2, 3] <- NA; W[5, 5:6] <- NA; W[7, 1] <- NA; W[9, 2:4] <- NA; W[11, -1] <- NA; W[12, ] <- c(1, NA, 2, NA, 3, 1)
seq_case("sq_gaps", W, "indel=0.7 sub=trate k=2 method=complete steps=3", "trate", .7, 2, "complete", "gaps within, at the ends, seen once")
W <- rbind(c(1, 1, 1, 2, 2), c(1, 1, 2, 2, 2), c(3, 3, 3, 1, 2), c(3, 3, 1, 1, 2), c(2, 3, 2, 3, 1), c(3, 2, 2, 3, 3), c(1, 2, 3, 3, 1))
seq_case("sq_ward", W, "indel=1.3 sub=trate k=3 method=ward steps=3", "trate", 1.3, 3, "ward.D2", "seven sequences, Ward")
seq_case("sq_constant", rbind(W, c(3, 2, 1, 1, 1)), "indel=1.1 cost=1.7 k=2 method=average steps=3", "constant", 1.1, 2, "average", "constant costs, average linkage", 1.7)

## balance and change -----------------------------------------------------------------------------------------
smd_case <- function(name, d, cats, options, description) { case(name, "longitudinal", "records", d, options, description, "made up"); w <- if (is.null(d$w)) rep(1, nrow(d)) else d$w; s <- "R, formulas of Austin (2009), Yang & Dalton (2012)"
  for (v in setdiff(names(d), c("id", "group", "w"))) { x <- d[[v]]; ok <- !is.na(x) & !is.na(d$group); g <- d$group[ok]; x <- x[ok]; u <- w[ok]
    if (v %in% cats) { T1 <- tapply(u[g == 1], factor(x[g == 1], sort(unique(x))), sum); T0 <- tapply(u[g == 0], factor(x[g == 0], sort(unique(x))), sum); T1[is.na(T1)] <- 0; T0[is.na(T0)] <- 0; p <- T1 / sum(T1); q <- T0 / sum(T0); k <- length(p)
      S <- (diag(p) - p %o% p + diag(q) - q %o% q) / 2; i <- 2:k; smd <- if (k == 2) (p[2] - q[2]) / sqrt(S[2, 2]) else sqrt((p - q)[i] %*% solve(S[i, i]) %*% (p - q)[i])
      emit(name, "longitudinal", "smd", sprintf("%s=%s:share_1", v, names(p)), p, s); emit(name, "longitudinal", "smd", sprintf("%s=%s:share_0", v, names(p)), q, s); emit(name, "longitudinal", "smd", paste0(v, ":smd"), smd, s)
    } else { st <- function(k) { y <- x[g == k]; z <- u[g == k]; m <- weighted.mean(y, z); c(length(y), m, sqrt(sum(z * (y - m)^2) * sum(z) / (sum(z)^2 - sum(z^2)))) }; a <- st(1); b <- st(0)
      emit(name, "longitudinal", "smd", paste0(v, c(":n_1", ":n_0", ":mean_1", ":mean_0", ":sd_1", ":sd_0", ":smd")), c(a[1], b[1], a[2], b[2], a[3], b[3], (a[2] - b[2]) / sqrt((a[3]^2 + b[3]^2) / 2)), s) } } }
set.seed(35); d <- data.frame(id = 1:40, group = rbinom(40, 1, .6), age = round(rnorm(40, 30, 8)), sex = sample(1:2, 40, TRUE), form = sample(1:4, 40, TRUE)); d$age[c(3, 9)] <- NA
smd_case("sm_plain", d, c("sex", "form"), "categories=sex,form", "numbers and categories"); d$w <- round(runif(40, .5, 3), 2); smd_case("sm_weighted", d, c("sex", "form"), "categories=sex,form", "the same with weights")
T <- matrix(c(10, 3, 2, 5, 8, 1, 0, 4, 7), 3); ch <- data.frame(row = as.vector(row(T)), col = as.vector(col(T)), count = as.vector(T)); case("ch_square", "longitudinal", "square_table", ch, "", "net and gross change", "made up")
g <- 1 - sum(diag(T)) / sum(T); nt <- sum(abs(rowSums(T) - colSums(T))) / 2 / sum(T); emit("ch_square", "longitudinal", "change", c("n", "gross", "net", "offsetting"), c(sum(T), g, nt, g - nt), "R")
