# Numbers that tests/test_table*.c and tests/test_tab.c expect, from the invented records of table-study.psv (drawn once, by a script that
# is not kept; none is a person).  Run: Rscript tests/data/table-golden.R   (R 4.2.2, survey 4.1.1)
suppressMessages(library(survey))
here <- sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))
d <- read.csv(file.path(dirname(here), "table-study.psv"), sep = "|", colClasses = "character")
d[] <- lapply(d, function(x) ifelse(substr(x, 1, 1) == "!", NA, x))
d$w <- as.numeric(d$w)
d$income <- as.numeric(d$income)
d$sex <- factor(d$sex, c("male", "female"))
d$work <- factor(d$work, c("fishing", "factory", "farm", "other"))
say <- function(name, x) cat(sprintf("%-28s %s\n", name, paste(format(x, digits = 15), collapse = "  ")))
t <- table(d$work, d$sex)
print(t)
x <- suppressWarnings(chisq.test(t, correct = FALSE))
say("chi2 df p", c(x$statistic, x$parameter, x$p.value))
say("V", sqrt(x$statistic / (sum(t) * (min(dim(t)) - 1))))
say("fisher.test p", fisher.test(t)$p.value)
two <- table(d$work == "fishing", d$sex)
say("2x2 fisher p", fisher.test(two)$p.value)
say("p holm of (work, region)", p.adjust(c(x$p.value, suppressWarnings(chisq.test(table(d$region, d$sex), correct = FALSE))$p.value), "holm"))
for (s in c("male", "female")) {
  v <- d$income[d$sex == s & !is.na(d$income)]
  say(paste(s, "n mean sd se median q25"), c(length(v), mean(v), sd(v), sd(v) / sqrt(length(v)), median(v), quantile(v, .25)))
}
d$village <- as.numeric(d$village)
u <- svydesign(ids = ~1, weights = ~w, data = d)
for (s in c("male", "female")) for (x in c("income", "village")) {
  z <- d[!is.na(d$sex) & d$sex == s & !is.na(d[[x]]), ]; m <- svymean(reformulate(x), subset(u, sex == s & !is.na(d[[x]])))
  say(paste(s, x, "n mean sd, weighted"), c(nrow(z), mean(z[[x]]), sd(z[[x]]), coef(m), SE(m)))
  say(paste(s, x, "median q75"), c(median(z[[x]]), quantile(z[[x]], .75)))
}
for (x in c("income", "village")) say(paste(x, "Welch t p"), unlist(t.test(d[[x]] ~ d$sex)[c("statistic", "p.value")]))
for (r in c("north", "south")) for (x in c("income", "village")) {
  z <- d[d$region %in% r, ]; say(paste(r, x, "Welch t p"), unlist(t.test(z[[x]] ~ z$sex)[c("statistic", "p.value")])) }
for (s in c("male", "female")) {
  m <- svymean(~income, subset(u, sex == s & !is.na(income)))
  say(paste(s, "weighted mean se"), c(coef(m), SE(m)))
  say(paste(s, "weighted sd"), sqrt(coef(svyvar(~income, subset(u, sex == s & !is.na(income))))))
}
say("weighted counts work x sex", xtabs(w ~ work + sex, d))
say("effective n, with work", with(d[!is.na(d$work), ], sum(w)^2 / sum(w^2)))
r <- svychisq(~work + sex, subset(u, !is.na(work)), statistic = "F")
say("Rao-Scott, weights only", c(r$statistic, r$parameter, r$p.value))
v <- svydesign(ids = ~village, strata = ~region, weights = ~w, data = d, nest = TRUE)
r <- svychisq(~work + sex, subset(v, !is.na(work)), statistic = "F")
say("Rao-Scott, design", c(r$statistic, r$parameter, r$p.value))
for (s in c("male", "female")) {
  m <- svymean(~income, subset(v, sex == s & !is.na(income)))
  say(paste(s, "design se"), SE(m))
}
# a set: each code by itself
set <- !is.na(d$places)
for (p in c("malaysia", "taiwan", "oman", "ghana")) {
  chosen <- grepl(p, d$places[set])
  k <- suppressWarnings(chisq.test(table(chosen, d$sex[set]), correct = FALSE))
  say(paste("places", p, "chi2 p"), c(k$statistic, k$p.value))
}
# letters: two columns, each row, pooled z without correction
for (w in levels(d$work)) {
  k <- suppressWarnings(prop.test(t[w, ], colSums(t), correct = FALSE))
  say(paste("letters", w, "p"), k$p.value)
}
# bowker: first against second place named
pl <- strsplit(d$places, ";")
one <- factor(sapply(pl, `[`, 1), c("malaysia", "taiwan", "oman", "ghana"))
two <- factor(sapply(pl, `[`, 2), c("malaysia", "taiwan", "oman", "ghana"))
b <- table(one, two)
print(b)
s <- 0; k <- 0
for (i in 1:3) for (j in (i + 1):4) if (b[i, j] + b[j, i] > 0) { s <- s + (b[i, j] - b[j, i])^2 / (b[i, j] + b[j, i]); k <- k + 1 }
say("bowker chi2 df p", c(s, k, pchisq(s, k, lower.tail = FALSE)))

# ---- letters of means, by design, with weights
say("pairwise Welch, income by work", as.vector(na.omit(as.vector(pairwise.t.test(d$income, d$work, pool.sd = FALSE, p.adjust.method = "none")$p.value))))
say("  holm", as.vector(na.omit(as.vector(pairwise.t.test(d$income, d$work, pool.sd = FALSE, p.adjust.method = "holm")$p.value))))
k <- t.test(income ~ sex, d)
say("Welch, income by sex", c(k$statistic, k$parameter, k$p.value))
for (name in c("weights", "design")) {
  g <- if (name == "weights") u else v
  a <- subset(g, !is.na(work))
  for (w in levels(d$work)) {
    k <- svyttest(as.formula(sprintf("I(work == '%s') ~ sex", w)), a)
    say(paste("svyttest", name, w, "by sex: t df p"), c(k$statistic, k$parameter, k$p.value))
  }
  k <- svyttest(income ~ sex, subset(g, !is.na(income)))
  say(paste("svyttest", name, "income by sex"), c(k$statistic, k$parameter, k$p.value))
}
for (w in levels(d$work)) {
  k <- svyttest(as.formula(sprintf("I(sex == 'male') ~ I(work == '%s')", w)), subset(v, !is.na(work)))
  say(paste("svyttest design: men among", w, "against the rest"), c(k$statistic, k$parameter, k$p.value))
}
# ---- a finite population, a part of the sample, strata of one unit, quantiles
d$units <- ifelse(d$region == "north", 20, 16)
say("villages", c(length(unique(d$village[d$region == "north"])), length(unique(d$village[d$region == "south"]))))
f <- svydesign(ids = ~village, strata = ~region, weights = ~w, fpc = ~units, data = d, nest = TRUE)
r <- svychisq(~work + sex, subset(f, !is.na(work)), statistic = "F")
say("fpc: Rao-Scott", c(r$statistic, r$parameter, r$p.value))
for (s in c("male", "female")) say(paste("fpc: se of income,", s), SE(svymean(~income, subset(f, sex == s & !is.na(income)))))
r <- svychisq(~work + sex, subset(f, !is.na(work) & income > 200), statistic = "F")
say("fpc, income > 200: Rao-Scott", c(r$statistic, r$parameter, r$p.value))
d$pair <- c(1, 0, 1 + pmin(1:58 %/% 2, 28))
for (policy in c("adjust", "remove", "certainty")) {
  options(survey.lonely.psu = policy)
  l <- svydesign(ids = ~1, strata = ~pair, weights = ~w, data = d)
  say(paste("lonely", policy, "se of income, male"), SE(svymean(~income, subset(l, sex == "male" & !is.na(income)))))
}
for (s in c("male", "female")) say(paste("weighted quantiles", s), coef(svyquantile(~income, subset(u, sex == s & !is.na(income)), c(.25, .5, .9), qrule = "math")))
# shares and their standard errors by the design: precision
for (w in levels(d$work)) {
  m <- svyby(as.formula(sprintf("~I(work == '%s')", w)), ~sex, subset(v, !is.na(work)), svymean)
  say(paste("share and rse", w), c(m[[3]], m[[5]] / m[[3]]))
}
# ---- frequency weights: so many people
d$times <- (seq_len(nrow(d)) - 1) %% 3 + 1
t <- xtabs(times ~ work + sex, d)
x <- suppressWarnings(chisq.test(t, correct = FALSE))
say("times: chi2 df p n", c(x$statistic, x$parameter, x$p.value, sum(t)))
for (w in levels(d$work)) say(paste("times: letters", w, "p"), suppressWarnings(prop.test(t[w, ], colSums(t), correct = FALSE))$p.value)
e <- d[rep(seq_len(nrow(d)), d$times), ]
for (s in c("male", "female")) {
  z <- e$income[e$sex == s & !is.na(e$income)]
  say(paste("times:", s, "n mean sd se median"), c(length(z), mean(z), sd(z), sd(z) / sqrt(length(z)), median(z)))
}
k <- t.test(income ~ sex, e)
say("times: Welch", c(k$statistic, k$p.value))
# ---- answers with several codes.  As MRCV::MI.test(type = "rs2", add.constant = FALSE) for one single variable and
# one set, and MRCV::SPMI.test for two sets (Bilder & Loughin 2004), written out; MRCV is not in Debian.
places <- c("malaysia", "taiwan", "oman", "ghana")
chosen <- sapply(places, function(p) grepl(p, d$places)) * 1
answered <- !is.na(d$places)
mi <- function(y, g) { # second order, groups given
  n <- length(g); a <- as.vector(table(g)) / n; p <- colMeans(y); r <- length(a); k <- ncol(y)
  chi <- sum(apply(y, 2, function(x) suppressWarnings(chisq.test(table(x, g), correct = FALSE))$statistic))
  V <- matrix(0, r * k, r * k)
  for (i in 1:r) { m <- y[as.integer(g) == i, , drop = FALSE]; at <- (i - 1) * k + 1:k; V[at, at] <- (crossprod(m) / nrow(m) - tcrossprod(colMeans(m))) / a[i] }
  H <- diag(r * k) - kronecker(matrix(1, r, r) %*% diag(a), diag(k))
  e <- Re(eigen(diag(1 / as.vector(outer(p * (1 - p), a, "/"))) %*% H %*% V %*% t(H))$values)
  df <- (r - 1) * k
  c(chi, pchisq(chi, df, lower.tail = FALSE), df^2 / sum(e^2), pchisq(df * chi / sum(e^2), df^2 / sum(e^2), lower.tail = FALSE)) }
say("places by sex: chi2 p1 df2 p2", mi(chosen[answered, ], d$sex[answered]))
b <- answered & !is.na(d$work)
say("places by work: chi2 p1 df2 p2", mi(chosen[b, ], d$work[b]))
spmi <- function(x, y) { # theta = (both, p, q), its covariance through the gradient of both - p q
  n <- nrow(x); I <- ncol(x); J <- ncol(y); g <- expand.grid(j = 1:J, i = 1:I)
  both <- sapply(seq_len(I * J), function(k) x[, g$i[k]] * y[, g$j[k]])
  theta <- cbind(both, x, y); S <- crossprod(theta) / n - tcrossprod(colMeans(theta)); p <- colMeans(x); q <- colMeans(y)
  F <- cbind(diag(I * J), matrix(0, I * J, I + J))
  for (k in seq_len(I * J)) { F[k, I * J + g$i[k]] <- -q[g$j[k]]; F[k, I * J + I + g$j[k]] <- -p[g$i[k]] }
  D <- p[g$i] * (1 - p[g$i]) * q[g$j] * (1 - q[g$j])
  chi <- n * sum((colMeans(both) - p[g$i] * q[g$j])^2 / D); e <- Re(eigen(diag(1 / D) %*% F %*% S %*% t(F))$values); df <- I * J
  c(chi, pchisq(chi, df, lower.tail = FALSE), df^2 / sum(e^2), pchisq(df * chi / sum(e^2), df^2 / sum(e^2), lower.tail = FALSE)) }
say("places by places: chi2 p1 df2 p2", spmi(chosen[answered, ], chosen[answered, ]))
ms <- function(g, design) { # the same within a design: linearised values, their covariance by survey
  w <- weights(design) * (!is.na(g) & answered); W <- sum(w); G <- sapply(levels(g), function(l) as.numeric(!is.na(g) & g == l)); a <- colSums(w * G) / W
  p <- colSums(w * chosen) / W; both <- crossprod(chosen * w, G) / W; pi <- sweep(both, 2, a, "/"); n <- sum(w > 0)
  z <- NULL; D <- NULL; y <- NULL
  for (j in seq_along(p)) for (h in seq_along(a)) {
    own <- pi[j, ifelse(is.na(g), 1, as.integer(g))]
    z <- cbind(z, (w > 0) * (G[, h] - a[h]) * (chosen[, j] - own) / W); D <- c(D, p[j] * (1 - p[j]) * a[h]); y <- c(y, both[j, h] - p[j] * a[h]) }
  S <- n * vcov(svytotal(z, design)); e <- Re(eigen(diag(1 / D) %*% S)$values); chi <- n * sum(y^2 / D); df <- length(p) * (length(a) - 1)
  nu <- degf(design[w > 0, ]); ndf <- sum(e)^2 / sum(e^2)
  c(chi, sum(e) / df, pchisq(chi * df / sum(e), df, lower.tail = FALSE), ndf, ndf * nu, pf(chi / sum(e), ndf, ndf * nu, lower.tail = FALSE)) }
options(survey.lonely.psu = "fail")
say("design: places by sex: chi2 deff p1 ndf ddf p2", ms(d$sex, v))
say("weights: places by work", ms(d$work, u))
# ---- raking
k <- rake(u, list(~sex, ~region), list(data.frame(sex = c("male", "female"), Freq = c(52, 48)), data.frame(region = c("north", "south"), Freq = c(60, 40))), control = list(epsilon = 1e-12, maxit = 1000))
say("raked: counts work x sex", xtabs(weights(k) ~ work + sex, d))
say("raked: design effect", sum(weights(k)^2) * nrow(d) / sum(weights(k))^2)
# ---- limits
say("12 of 20: se, Wilson", c(sqrt(.6 * .4 / 19), prop.test(12, 20, correct = FALSE)$conf.int))
say("income of men, t limits", t.test(d$income[d$sex == "male"])$conf.int)
for (w in c("fishing", "farm")) { a <- subset(v, !is.na(work) & sex == "male"); f <- as.formula(sprintf("~I(work == '%s')", w))
  k <- svyciprop(f, a); m <- svymean(as.formula(sprintf("~as.numeric(work == '%s')", w)), a, deff = "replace")
  say(paste("design:", w, "of men: se logit deff"), c(SE(m), confint(k), deff(m))) }
m <- svymean(~income, subset(v, sex == "male" & !is.na(income)), deff = "replace")
say("design: income of men: t limits, deff", c(confint(m, df = degf(subset(v, sex == "male" & !is.na(income)))), deff(m)))
e <- d[rep(seq_len(nrow(d)), d$times), ]
k <- table(e$work, e$sex)[, "male"]
say("times: fishing of men: se, Wilson", c(sqrt(k[1] / sum(k) * (1 - k[1] / sum(k)) / (sum(k) - 1)), prop.test(k[1], sum(k), correct = FALSE)$conf.int))
# ---- sets with frequency weights; columns that overlap
i <- rep(seq_len(nrow(d)), d$times)[rep(answered, d$times)]
say("times: places by sex", mi(chosen[i, ], d$sex[i]))
one <- svydesign(ids = ~1, weights = rep(1, nrow(d)), data = d)
overlap <- function(x, a, b) { a <- a & !is.na(x); b <- b & !is.na(x); x[is.na(x)] <- 0; z <- a * (x - mean(x[a])) / sum(a) - b * (x - mean(x[b])) / sum(b)
  t <- (mean(x[a]) - mean(x[b])) / as.numeric(SE(svytotal(z, one))); df <- sum(a | b) - 2; c(t, df, 2 * pt(-abs(t), df)) }
a <- d$work %in% c("fishing", "factory"); b <- d$work %in% c("factory", "farm", "other")
say("overlap: income of two nets", overlap(d$income, a, b))
say("overlap: men of the first net against the rest", overlap(as.numeric(d$sex == "male"), a, b & !a))
# strata: sex by region within kinds of work, and work by sex within regions.  Breslow-Day (Breslow & Day, 1980, 4.30; Tarone, 1985): the
# counts that the common odds ratio would give are found by a search for the root, not by the formula of its quadratic.
breslow_day <- function(a, or) {
  fit <- apply(a, 3, function(m) {
    r <- rowSums(m); c <- colSums(m); n <- sum(m)
    x <- uniroot(function(x) log(x) + log(n - r[1] - c[1] + x) - log(r[1] - x) - log(c[1] - x) - log(or),
                 c(max(0, r[1] + c[1] - n) + 1e-12, min(r[1], c[1]) - 1e-12), tol = 1e-14)$root
    c(m[1, 1] - x, 1 / (1 / x + 1 / (r[1] - x) + 1 / (c[1] - x) + 1 / (n - r[1] - c[1] + x)))
  })
  bd <- sum(fit[1, ]^2 / fit[2, ]); tarone <- bd - sum(fit[1, ])^2 / sum(fit[2, ]); df <- dim(a)[3] - 1
  c(bd, pchisq(bd, df, lower.tail = FALSE), tarone, pchisq(tarone, df, lower.tail = FALSE), df)
}
stratified <- function(name, a) {
  m <- mantelhaen.test(a, correct = FALSE)
  k <- mantelhaen.test(a, correct = TRUE)
  say(paste(name, "cmh p"), c(m$statistic, m$p.value))
  say(paste(name, "cc p"), c(k$statistic, k$p.value))
  say(paste(name, "common or limits"), c(m$estimate, m$conf.int))
  say(paste(name, "bd p tarone p df"), breslow_day(a, unname(m$estimate)))
}
d$region <- factor(d$region, c("north", "south"))
a <- table(d$sex, d$region, d$work)
print(a)
stratified("sex x region | work", a)
stratified("sex x region | work 3", a[, , c("fishing", "farm", "other")])
g <- mantelhaen.test(table(d$work, d$sex, d$region))
say("work x sex | region cmh df p", c(g$statistic, g$parameter, g$p.value))
g <- mantelhaen.test(table(d$work, d$sex, d$region)[c("fishing", "farm", "other"), , ])
say("without factory cmh df p", c(g$statistic, g$parameter, g$p.value))
say("p holm of two strata tests", p.adjust(c(mantelhaen.test(a, correct = FALSE)$p.value, g$p.value), "holm"))
d$times <- (seq_len(nrow(d)) - 1) %% 3 + 1
say("frequencies: cmh p, or", local({
  m <- mantelhaen.test(xtabs(times ~ sex + region + work, d), correct = FALSE)
  c(m$statistic, m$p.value, m$estimate)
}))
