# compare.R -- the numbers of README.md that R gives, from the records of this folder.
#
#   Rscript compare.R
suppressMessages({ library(survival); library(geepack) })

month <- 30.4375
v <- read.csv("visit.csv", na.strings = "")
p <- read.csv("person.csv", na.strings = "")
o <- read.csv("outcome.csv")
k <- read.csv("contact.csv")
waves <- c("v0", "v6", "v12", "v24", "v36")
wide <- function(x) sapply(waves, function(w) v[v$wave == w, x][match(p$person, v$person[v$wave == w])])
seen <- wide("status") == "complete"
date <- wide("date")
say <- function(what, ...) cat(sprintf("%-44s", what), ..., "\n")

# participation
print(head(sort(table(apply(seen * 1, 1, paste, collapse = "")), decreasing = TRUE), 3))
gap <- as.numeric(as.Date(date[, "v6"]) - as.Date(date[, "v0"])) / month
say("v0 to v6, months: median, mean", format(c(median(gap, na.rm = TRUE), mean(gap, na.rm = TRUE)), digits = 10))

# enlarged liver: one year to two
liver <- wide("hepatomegaly")
t <- table(factor(liver[, "v12"], c("no", "yes")), factor(liver[, "v24"], c("no", "yes")))
m <- mcnemar.test(t, correct = FALSE)
say("liver v12 to v24: counts", t(t))
say("  McNemar, p, exact p", format(c(m$statistic, m$p.value, binom.test(t[1, 2], t[1, 2] + t[2, 1])$p.value), digits = 10))
every <- rowSums(seen) == 5
t <- table(liver[every, "v6"], liver[every, "v12"])
say("  same people, v6 to v12: McNemar", format(mcnemar.test(t, correct = FALSE)$statistic, digits = 10))

# histologic stage: baseline to one year
stage <- wide("stage")
t <- table(factor(stage[, "v0"], paste0("s", 1:4)), factor(stage[, "v12"], paste0("s", 1:4)))
up <- t[upper.tri(t)]
down <- t(t)[upper.tri(t)]
bowker <- sum(((up - down)^2 / (up + down))[up + down > 0])
d <- (rowSums(t) - colSums(t))[-4]
s <- -(t + t(t))
diag(s) <- rowSums(t) + colSums(t) - 2 * diag(t)
say("stage v0 to v12: pairs", sum(t))
say("  Bowker, Stuart-Maxwell", format(c(bowker, drop(d %*% solve(s[-4, -4]) %*% d)), digits = 10))

# attrition by v36: inverse-probability weights of those kept
kept <- seen[, "v36"]
f <- glm(kept ~ sex + treatment + age + liver[, "v0"], binomial, p)
w <- ifelse(kept, 1 / fitted(f), NA)
w <- w / mean(w, na.rm = TRUE)
weight <- w
say("weights: effective n, smallest, largest", format(c(sum(w, na.rm = TRUE)^2 / sum(w^2, na.rm = TRUE), range(w, na.rm = TRUE)), digits = 10))
a <- p$age
say("age, kept against lost: standardised", format((mean(a[kept]) - mean(a[!kept])) / sqrt((var(a[kept]) + var(a[!kept])) / 2), digits = 10))
spiders <- wide("spiders")[, "v36"]
say("spiders v36: share, weighted share", format(c(mean(spiders[kept] == "yes", na.rm = TRUE), weighted.mean(spiders[kept] == "yes", w[kept], na.rm = TRUE)), digits = 10))

# death by treatment
time <- as.numeric(as.Date(k$date) - as.Date("1980-01-01")) / month
died <- p$person %in% o$person[o$kind == "death"]
group <- factor(p$treatment, c("placebo", "d_penicillamine"))
f <- survfit(Surv(time, died) ~ group)
say("alive after 60 months", format(summary(f, times = 60)$surv, digits = 10))
say("  lower limits, log", format(summary(f, times = 60)$lower, digits = 10))
say("  median months", format(summary(f)$table[, "median"], digits = 10))
say("  log-rank", format(survdiff(Surv(time, died) ~ group)$chisq, digits = 10))

# enlarged liver, of those without at baseline: known by intervals
liver[!seen] <- NA
days <- function(w) as.numeric(as.Date(date[, w]) - as.Date(date[, "v0"])) / month
left <- rep(NA, nrow(p)); right <- rep(NA, nrow(p)); start <- liver[, "v0"] == "no" & !is.na(liver[, "v0"])
for (i in which(start)) {
    last <- 0
    for (w in waves[-1]) {
        if (is.na(liver[i, w])) next
        if (liver[i, w] == "yes") { right[i] <- days(w)[i]; break }
        last <- days(w)[i]
    }
    left[i] <- last
}
say("liver: persons, events", sum(start), sum(!is.na(right)))
f <- survfit(Surv(left[start], right[start], type = "interval2") ~ 1, timefix = FALSE)
say("  without it after 12.5, 36 months", format(summary(f, times = c(12.5, 36))$surv, digits = 4))

# repeated numbers and states
b <- sapply(waves, function(w) v$bilirubin[v$wave == w][match(p$person, v$person[v$wave == w])])
t <- t.test(b[, "v6"], b[, "v0"], paired = TRUE)
say("bilirubin v0 to v6: pairs, difference, t, p", sum(!is.na(b[, 1] + b[, 2])), format(c(t$estimate, t$statistic, t$p.value), digits = 10))
x <- suppressWarnings(wilcox.test(round(b[, "v6"] - b[, "v0"], 10), correct = FALSE, exact = FALSE))
say("  Wilcoxon W+, p (normal)", format(c(x$statistic, x$p.value), digits = 10))
whole <- b[rowSums(is.na(b)) == 0, ]
x <- friedman.test(whole)
say("  Friedman: persons, chi-square, p", nrow(whole), format(c(x$statistic, x$p.value), digits = 10))
y <- (liver == "yes") * 1
y <- y[rowSums(is.na(y)) == 0, ]
say("liver, all visits: persons, Cochran's Q", nrow(y), format(friedman.test(y)$statistic, digits = 10))
s <- apply(liver, 1, function(z) sub("(>-)+$", "", paste(ifelse(is.na(z), "-", z), collapse = ">")))
print(head(sort(table(apply(liver, 1, function(z) paste(ifelse(is.na(z), "-", z), collapse = ">"))), decreasing = TRUE), 2))
inner <- function(z) { z <- z[seq_len(max(which(!is.na(z))))]; z[cumsum(!is.na(z)) > 0] }
q <- apply(liver[rowSums(!is.na(liver)) > 0, ], 1, inner, simplify = FALSE)
gapless <- Filter(function(z) !anyNA(z) && length(z) > 0, q)
say("  changes, mean", format(mean(sapply(gapless, function(z) sum(z[-1] != z[-length(z)]))), digits = 10))
ent <- sapply(q, function(z) { r <- prop.table(table(z[!is.na(z)])); -sum(r * log(r)) / log(2) })
say("  entropy, mean", format(mean(ent), digits = 10))

# probabilities: two visits apart; single steps multiplied; by how far apart the two visits were
p_of <- function(a, b) prop.table(table(factor(liver[, a], c("no", "yes")), factor(liver[, b], c("no", "yes"))), 1)
say("liver v0 to v12: probability no to yes", format(p_of("v0", "v12")[1, 2], digits = 10))
say("  from single steps", format((p_of("v0", "v6") %*% p_of("v6", "v12"))[1, 2], digits = 10))
apart <- do.call(rbind, lapply(1:4, function(i) data.frame(a = liver[, i], b = liver[, i + 1],
    gap = as.numeric(as.Date(date[, i + 1]) - as.Date(date[, i])) / month)))
apart <- apart[!is.na(apart$a) & !is.na(apart$b) & !is.na(apart$gap), ]
for (band in split(apart, cut(apart$gap, c(-Inf, 9, 15, Inf), right = FALSE)))
    say("liver by gap: n, yes to no", sum(band$a == "yes"), sum(band$a == "yes" & band$b == "no"))

# models: geepack; the corrected standard errors by their definitions
long <- do.call(rbind, lapply(seq_along(waves), function(i) data.frame(id = seq_len(nrow(p)), wave = waves[i],
    y = as.numeric(liver[, i] == "yes"), before = if (i > 1) as.numeric(liver[, i - 1] == "yes") else NA,
    bilirubin = b[, i], sex = p$sex, treatment = factor(p$treatment, c("placebo", "d_penicillamine")), age = p$age)))
long <- long[order(long$id), ]
long$wave <- factor(long$wave, waves)
root <- function(A) { s <- eigen(A); Re(s$vectors %*% diag(s$values^-0.5, nrow(A)) %*% solve(s$vectors)) }
corrected <- function(form, d, g, gaussian, alpha, how) {
    X <- model.matrix(form, d); y <- d[[all.vars(form)[1]]]; eta <- drop(X %*% g$beta)
    mu <- if (gaussian) eta else plogis(eta); v <- if (gaussian) 1 + 0 * mu else mu * (1 - mu); phi <- mean((y - mu)^2 / v)
    part <- lapply(split(seq_along(y), d$id), function(s) { R <- matrix(alpha, length(s), length(s)); diag(R) <- 1
        A <- diag(sqrt(v[s]), length(s)); D <- X[s, , drop = FALSE] * v[s]
        list(D = D, W = t(D) %*% solve(phi * A %*% R %*% A), e = (y - mu)[s]) })
    M <- solve(Reduce(`+`, lapply(part, function(q) q$W %*% q$D)))
    B <- Reduce(`+`, lapply(part, function(q) { L <- diag(length(q$e)) - q$D %*% M %*% q$W
        u <- q$W %*% (if (how == "mancl_derouen") solve(L) else root(L)) %*% q$e; u %*% t(u) }))
    sqrt(diag(M %*% B %*% M)) }
model <- function(what, form, columns, gaussian, exchangeable, how) {
    d <- droplevels(long[complete.cases(long[, columns]), ])
    g <- geese(form, id = id, data = d, family = if (gaussian) gaussian() else binomial(),
        corstr = if (exchangeable) "exchangeable" else "independence", control = geese.control(epsilon = 1e-13, maxit = 1000))
    alpha <- if (exchangeable) unname(g$alpha) else 0
    se <- if (how == "robust") sqrt(diag(g$vbeta)) else corrected(form, d, g, gaussian, alpha, how)
    say(what, "records", nrow(d), "persons", length(unique(d$id)), "alpha, phi", format(c(alpha, g$gamma), digits = 10))
    print(cbind(beta = g$beta, se = se), digits = 10)
}
model("liver_model", y ~ wave + sex + treatment + age, c("y", "age"), FALSE, TRUE, "mancl_derouen")
model("liver_before", y ~ wave + before + sex, c("y", "before"), FALSE, FALSE, "robust")
model("bilirubin_model", bilirubin ~ wave + sex, "bilirubin", TRUE, TRUE, "kauermann_carroll")
f <- clogit(y ~ wave + bilirubin + strata(id), long[!is.na(long$y) & !is.na(long$bilirubin), ], method = "exact",
    control = coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15))
say("liver_within")
print(cbind(beta = coef(f), se = sqrt(diag(vcov(f)))), digits = 10)

# what those not seen after three years could change
n <- sum(seen[, "v0"]); last <- liver[, "v36"]; yes <- sum(last == "yes", na.rm = TRUE); unknown <- sum(is.na(last))
known <- kept & !is.na(last)
expected <- weighted.mean(last[known] == "yes", weight[known])
say("liver v36: answered, expected, least, most", format(c(mean(last == "yes", na.rm = TRUE), expected, yes / n, (yes + unknown) / n), digits = 10))
without <- (n * expected - yes) / unknown
first <- mean(liver[, "v0"] == "yes", na.rm = TRUE)
say("  20 points above; reference, turning point", format(c((yes + unknown * (without + 0.2)) / n, first, (n * first - yes) / unknown), digits = 10))

# life table of deaths, and log-log limits; Nelson-Aalen, restricted mean
for (g in levels(group)) { s <- 1; v <- 0; from <- c(0, 12, 24, 36, 60); to <- c(from[-1], Inf); x <- time[group == g]; e <- died[group == g]
    for (i in 1:4) { at <- sum(x >= from[i]); d <- sum(x >= from[i] & x < to[i] & e); c <- sum(x >= from[i] & x < to[i] & !e)
        q <- d / (at - c / 2); v <- v + q / ((at - c / 2) * (1 - q)); s <- s * (1 - q) }
    z <- qnorm(0.975) * sqrt(v) / abs(log(s))
    say(paste("life table to 60 months:", g), format(c(s, s^exp(z), s^exp(-z)), digits = 10)) }
f <- survfit(Surv(time, died) ~ group)
say("cumulative hazard at 60 months", format(summary(f, times = 60)$cumhaz, digits = 10))
tau <- min(tapply(time, group, max))
say("restricted mean, to", format(c(tau, summary(f, rmean = tau)$table[, c("rmean", "se(rmean)")]), digits = 10))

# the same probabilities at the first two steps: likelihood ratio against the pooled ones
counts <- lapply(1:2, function(i) table(factor(liver[, i], c("no", "yes")), factor(liver[, i + 1], c("no", "yes"))))
pool <- Reduce(`+`, counts)
g2 <- 2 * sum(sapply(counts, function(t) sum(t * log(prop.table(t, 1) / prop.table(pool, 1)))))
say("same at v0-v6 and v6-v12: G2, p", format(c(g2, pchisq(g2, 2, lower.tail = FALSE)), digits = 10))

# entropy of the states at each visit; groups of like sequences: optimal matching, costs of the rates of transition
say("entropy at v0, v36", format(apply(liver[, c("v0", "v36")], 2, function(z) { r <- prop.table(table(z)); -sum(r * log(r)) / log(2) }), digits = 10))
stages <- stage
stages[!seen] <- NA
z <- matrix(match(stages, paste0("s", 1:4)), nrow(p))
z <- z[rowSums(is.na(z)) == 0, ]
rate <- prop.table(table(factor(z[, -5], 1:4), factor(z[, -1], 1:4)), 1)
sm <- 2 - rate - t(rate)
diag(sm) <- 0
om <- function(a, b) { d <- outer(0:5, 0:5, `+`); for (i in 1:5) for (j in 1:5)
    d[i + 1, j + 1] <- min(d[i, j] + sm[a[i], b[j]], d[i, j + 1] + 1, d[i + 1, j] + 1); d[6, 6] }
key <- apply(z, 1, paste, collapse = "")
each <- z[match(unique(key), key), ]
D <- outer(seq_len(nrow(each)), seq_len(nrow(each)), Vectorize(function(i, j) om(each[i, ], each[j, ])))[match(key, unique(key)), match(key, unique(key))]
h <- hclust(as.dist(D), "ward.D2")
for (k in 2:4) { g <- cutree(h, k); say(paste("groups of stages:", k), "sizes", sort(tabulate(g), decreasing = TRUE), "silhouette",
    format(mean(cluster::silhouette(g, as.dist(D))[, 3]), digits = 10)) }
