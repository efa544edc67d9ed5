# Counts every number of the example's tables again in R, from the records alone, and compares.
#
#   reint run job.yaml
#   reint export --r out/r job.yaml
#   reint tables job.yaml plan.yaml -f csv > out/tables.csv
#   Rscript recompute.R out/r out/tables.csv
#
# Prints a line for each number that differs or stands on one side only, and last "N numbers, N equal". Curves, tests and models are
# those of R and of its packages survival, geepack and cluster (Debian: r-recommended, r-cran-geepack); what they do not have (errors
# corrected for few clusters, turbulence, optimal matching, the exact signed rank test) is written out by its definition, and so is
# Turnbull's estimate, as survfit stops early.
suppressMessages({ library(survival); library(geepack) })

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 2) stop("usage: Rscript recompute.R FOLDER TABLES.csv")
source(file.path(arguments[1], "panel-INTERNAL-read.R"))
study <- read_study(arguments[1])
printed <- utils::read.csv(arguments[2], colClasses = "character", na.strings = character(), encoding = "UTF-8")
# every number is found by these columns alone
stopifnot(!anyDuplicated(printed[c("table", "layer", "row_variable", "row", "column_variable", "column", "statistic")]))
beside <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(beside, "../recompute/records.R"))
person <- study$person; interview <- study$visit
source(file.path(beside, "../recompute/people.R"))

participation()
every <- rowSums(seen) == length(waves)
of_p <- match(P, person$person)
sex <- codes(person$sex)[of_p]; treatment <- codes(person$treatment)[of_p]; age <- person$age[of_p]
# what was found at each visit; nothing where there was none
at_visits <- function(what) { x <- sapply(seq_along(waves), function(w) { v <- interview[[what]]; if (is.factor(v)) at(what, w) else v[rows_of[, w]] }); x[!seen] <- NA; colnames(x) <- waves; x }
liver <- at_visits("hepatomegaly"); stage <- at_visits("stage"); bilirubin <- at_visits("bilirubin")
yesno <- attr(interview$hepatomegaly, "codes"); stages <- attr(interview$stage, "codes")

## ---- movement -----------------------------------------------------------------------------------------------------------

step <- function(what, a, b, among = TRUE) { m <- move("", "", states_at(what, a), states_at(what, b), a, b, among); m$layer <- pair(a, b); m }
together <- function(steps) { m <- steps[[1]]; m$layer <- "all"; m$n <- Reduce(`+`, lapply(steps, `[[`, "n")); m$settled <- Reduce(`+`, lapply(steps, `[[`, "settled"))
  m$gap <- unlist(lapply(steps, `[[`, "gap")); m }
successive <- lapply(step_after, function(a) step("hepatomegaly", a, a + 1))
pooled <- together(successive)
for (m in c(successive, list(pooled))) { print_move("liver", m$layer, m, FALSE); print_change("liver", m); print_balance("liver_balance", m) }
for (m in successive) mcnemar("liver", m)
same <- lapply(step_after, function(a) step("hepatomegaly", a, a + 1, every))
for (m in c(same, list(together(same)))) { print_move("liver_same", m$layer, m, FALSE); print_change("liver_same", m) }
for (m in same) mcnemar("liver_same", m)

m <- step("stage", 1, 3)
print_move("stage", m$layer, m, FALSE); print_change("stage", m)
n <- c(bowker(m$settled), stuart_maxwell(m$settled))
for (s in names(n)) say_all(s, "stage", m$layer, "", "", n[[s]])

m <- step("hepatomegaly", 1, 5)
print_move("liver_all", m$layer, m, FALSE); print_change("liver_all", m)
y <- (liver == "yes") * 1; y <- y[rowSums(is.na(y)) == 0, ]
q <- friedman.test(y) # of 0 and 1: Cochran's Q
n <- c(cochran_n = nrow(y), cochran_q = unname(q$statistic), cochran_df = unname(q$parameter), cochran_p = q$p.value)
for (s in names(n)) say_all(s, "liver_all", m$layer, "", "", n[[s]])

single <- lapply(successive, function(m) m$settled / rowSums(m$settled))
double <- lapply(1:3, function(a) step("hepatomegaly", a, a + 2))
for (a in 1:3) probabilities("liver_two_steps", double[[a]], chain = single[[a]] %*% single[[a + 1]])
probabilities("liver_two_steps", together(double), FALSE)
for (m in successive[1:2]) probabilities("liver_same_steps", m)
probabilities("liver_same_steps", together(successive[1:2]), FALSE)
pool <- together(successive[1:2])$settled
g2 <- 2 * sum(sapply(successive[1:2], function(m) sum(m$settled * log((m$settled / rowSums(m$settled)) / (pool / rowSums(pool))))))
n <- c(homogeneity = g2, homogeneity_df = 2, homogeneity_p = pchisq(g2, 2, lower.tail = FALSE))
for (s in names(n)) say_all(s, "liver_same_steps", "v6>v12", "", "", n[[s]])
apart <- do.call(rbind, lapply(step_after, function(a) data.frame(from = liver[, a], to = liver[, a + 1], gap = (day[, a + 1] - day[, a]) / month)))
apart <- apart[rowSums(is.na(apart)) == 0, ]
band <- cut(apart$gap, c(0, 9, 15, Inf), c("0-9", "9-15", "15-"), right = FALSE)
for (b in levels(band)) { x <- apart[band == b, ]
  probabilities("liver_by_gap", list(layer = b, k = yesno, settled = unclass(table(factor(x$from, yesno), factor(x$to, yesno))), gap = x$gap), FALSE) }

# Numbers at two visits, and at all of them.
for (a in step_after) { x <- bilirubin[, a]; y <- bilirubin[, a + 1]; both <- !is.na(x) & !is.na(y) & !reversed(a, a + 1); layer <- pair(a, a + 1)
  d <- round(y[both] - x[both], 10) # decimals of the records, so that ties are ties
  values <- list(first = x[both], second = y[both], difference = y[both] - x[both])
  for (v in names(values)) { say_all("n", "bilirubin", layer, v, "value", sum(both)); say_all("mean", "bilirubin", layer, v, "value", mean(values[[v]])); say_all("sd", "bilirubin", layer, v, "value", sd(values[[v]])) }
  t <- t.test(y[both], x[both], paired = TRUE); w <- suppressWarnings(wilcox.test(d, correct = FALSE, exact = FALSE))
  n <- c(paired_t = unname(t$statistic), paired_t_df = unname(t$parameter), paired_t_p = t$p.value, difference_lower = t$conf.int[1], difference_upper = t$conf.int[2],
    wilcoxon_w = unname(w$statistic), wilcoxon_exact_p = exact_signed_rank(d), wilcoxon_p = w$p.value)
  for (s in names(n)) say_all(s, "bilirubin", layer, "", "", n[[s]]) }
whole <- bilirubin[rowSums(is.na(bilirubin)) == 0, ]
f <- friedman.test(whole)
n <- c(friedman_n = nrow(whole), friedman = unname(f$statistic), friedman_df = unname(f$parameter), friedman_p = f$p.value, kendall_w = unname(f$statistic) / nrow(whole) / (ncol(whole) - 1))
for (s in names(n)) say_all(s, "bilirubin", "v24>v36", "", "", n[[s]])

## ---- models -------------------------------------------------------------------------------------------------------------
# The corrected standard errors by their definitions: Mancl & DeRouen (2001), Kauermann & Carroll (2001); t of persons less terms.

long <- do.call(rbind, lapply(seq_along(waves), function(i) data.frame(id = seq_along(P), wave = waves[i],
  hepatomegaly = as.numeric(liver[, i] == "yes"), prev_hepatomegaly = if (i > 1) liver[, i - 1] else NA, bilirubin = bilirubin[, i],
  sex = sex, treatment = factor(treatment, attr(person$treatment, "codes")), age = age)))
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
print_model <- function(table, terms, beta, se, df, odds, numbers) {
  terms <- sub("^(wave|sex|treatment|prev_hepatomegaly)(.+)$", "\\1=\\2", sub("^[(]Intercept[)]$", "constant", terms))
  q <- if (is.finite(df)) qt(.975, df) else qnorm(.975)
  p <- if (is.finite(df)) 2 * pt(-abs(beta / se), df) else 2 * pnorm(-abs(beta / se))
  scale <- if (odds) exp else identity
  for (i in seq_along(terms)) {
    n <- c(estimate = beta[i], se = se[i], lower = scale(beta[i] - q * se[i]), upper = scale(beta[i] + q * se[i]), p = p[i], if (odds) c(odds_ratio = exp(beta[i])))
    for (s in names(n)) say_all(s, table, "", terms[i], "estimate", n[[s]]) }
  for (s in names(numbers)) say_all(s, table, "", "", "", numbers[[s]])
}
gee_model <- function(table, form, gaussian, exchangeable, how) {
  d <- droplevels(long[complete.cases(long[, all.vars(form)]), ])
  g <- geese(form, id = id, data = d, family = if (gaussian) gaussian() else binomial(),
    corstr = if (exchangeable) "exchangeable" else "independence", control = geese.control(epsilon = 1e-13, maxit = 1000))
  alpha <- if (exchangeable) unname(g$alpha) else 0
  se <- if (how == "robust") sqrt(diag(g$vbeta)) else corrected(form, d, g, gaussian, alpha, how)
  persons <- length(unique(d$id)); y <- d[[all.vars(form)[1]]]; parameters <- length(g$beta) - 1; df <- if (how == "robust") Inf else persons - length(g$beta)
  numbers <- c(records = nrow(d), persons = persons, if (!gaussian) c(events = sum(y)), parameters = parameters,
    events_per_parameter = min(persons, if (!gaussian) c(sum(y), sum(1 - y))) / parameters, if (exchangeable) c(alpha = alpha), phi = unname(g$gamma), if (is.finite(df)) c(df = df))
  print_model(table, colnames(model.matrix(form, d)), unname(g$beta), unname(se), df, !gaussian, numbers)
}
gee_model("liver_model", hepatomegaly ~ wave + sex + treatment + age, FALSE, TRUE, "mancl_derouen")
gee_model("liver_before", hepatomegaly ~ wave + prev_hepatomegaly + sex, FALSE, FALSE, "robust")
gee_model("bilirubin_model", bilirubin ~ wave + sex, TRUE, TRUE, "kauermann_carroll")
d <- long[!is.na(long$hepatomegaly) & !is.na(long$bilirubin), ]
f <- clogit(hepatomegaly ~ wave + bilirubin + strata(id), d, method = "exact", control = coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15))
telling <- sum(tapply(d$hepatomegaly, d$id, function(y) length(unique(y)) > 1))
print_model("liver_within", names(coef(f)), unname(coef(f)), unname(sqrt(diag(vcov(f)))), Inf, TRUE, c(records = nrow(d), persons = length(unique(d$id)), events = sum(d$hepatomegaly),
  informative = telling, parameters = 5, events_per_parameter = telling / 5))

## ---- sequences ----------------------------------------------------------------------------------------------------------

for (w in waves) { n <- sum(!is.na(liver[, w]))
  for (s in c(yesno, "total")) { c <- if (s == "total") n else sum(liver[, w] %in% s); say_all("count", "liver_states", "", s, w, c); say_all("column_share", "liver_states", "", s, w, share_of(c, n)) }
  say_all(paste0("entropy.", w), "liver_states", "", "", "", entropy(liver[, w], 2)) }
some <- rowSums(!is.na(liver)) > 0
each <- t(apply(liver[some, ], 1, measures, 2))
whole <- each[!is.na(each[, "complexity"]), ]
n <- c(persons = sum(some), whole = nrow(whole), colMeans(whole[, c("transitions", "entropy", "complexity", "turbulence")]))
for (s in names(n)) say_all(s, "liver_states", "", "", "", n[[s]])
told <- apply(liver[some, ], 1, function(s) paste(ifelse(is.na(s), "-", s), collapse = ">"))
for (s in c(unique(told), "total")) { n <- sum(s == "total" | told == s); say_all("count", "liver_sequences", "", s, "persons", n); say_all("column_share", "liver_sequences", "", s, "persons", share_of(n, length(told))) }

# Groups of stages: optimal matching, costs from the rates of transition, Ward.
z <- matrix(match(stage, stages), nrow(stage)); gapped <- rowSums(is.na(z)) > 0
z <- z[!gapped, ]
rate <- prop.table(table(factor(z[, -5], 1:4), factor(z[, -1], 1:4)), 1)
cost <- 2 - rate - t(rate); diag(cost) <- 0
matching <- function(a, b) { d <- outer(0:5, 0:5, `+`)
  for (i in 1:5) for (j in 1:5) d[i + 1, j + 1] <- min(d[i, j] + cost[a[i], b[j]], d[i, j + 1] + 1, d[i + 1, j] + 1)
  d[6, 6] }
key_of <- apply(z, 1, paste, collapse = ""); kinds <- z[match(unique(key_of), key_of), ]
D <- outer(seq_len(nrow(kinds)), seq_len(nrow(kinds)), Vectorize(function(i, j) matching(kinds[i, ], kinds[j, ])))[match(key_of, unique(key_of)), match(key_of, unique(key_of))]
g <- cutree(hclust(as.dist(D), "ward.D2"), 3); silhouette <- cluster::silhouette(g, as.dist(D))[, 3]
for (i in seq_len(3)) { here <- g == order(tabulate(g), decreasing = TRUE)[i]; group <- paste0("g", i)
  say_all("count", "stage_groups", "", group, "persons", sum(here)); say_all("column_share", "stage_groups", "", group, "persons", share_of(sum(here), nrow(z)))
  say_all("silhouette", "stage_groups", "", group, "persons", mean(silhouette[here])) }
say_all("count", "stage_groups", "", "total", "persons", nrow(z)); say_all("column_share", "stage_groups", "", "total", "persons", 1); say_all("silhouette", "stage_groups", "", "total", "persons", mean(silhouette))
say_all("silhouette.3", "stage_groups", "", "", "", mean(silhouette)); say_all("gapped", "stage_groups", "", "", "", sum(gapped))

## ---- attrition ----------------------------------------------------------------------------------------------------------

kept <- kept_here
p <- rep(NA, length(P)); modelled <- (kept_here | lost_here) & !is.na(liver[, 1])
p[modelled] <- fitted(glm(kept ~ sex + treatment + age + first, binomial, data.frame(kept, sex, treatment, age, first = liver[, 1])[modelled, ], control = list(epsilon = 1e-14)))
w <- ifelse(modelled & kept, 1 / p, 0); w <- w / mean(w[w > 0])
ones <- rep(1, length(P))
factors <- list(sex = list(sex, attr(person$sex, "codes")), treatment = list(treatment, attr(person$treatment, "codes")), v0_hepatomegaly = list(liver[, 1], yesno))
two <- list(kept = list(use = kept_here, w = ones), lost = list(use = lost_here, w = ones))
three <- list(all = list(use = kept_here | lost_here, w = ones), kept = list(use = kept_here, w = ones), weighted = list(use = kept_here, w = w))
change <- list(before = c("kept", "all"), after = c("weighted", "all"))
for (a in names(factors)) { compare("attrition", a, factors[[a]][[1]], factors[[a]][[2]], two, list(difference = c("kept", "lost"))); compare("weights", a, factors[[a]][[1]], factors[[a]][[2]], three, change) }
compare_number("attrition", "age", age, two, list(difference = c("kept", "lost"))); compare_number("weights", "age", age, three, change)
print_weights("weights", w, modelled, 4)
sensitivity("lost", "", rep(TRUE, length(P)), liver[, 5], liver[, 1], yesno, w)
spiders <- at_visits("spiders")[, 5]
for (v in c(spiders = 1, spiders_weighted = 2)) { u <- list(ones, w)[[v]] * !is.na(spiders); table <- c("spiders", "spiders_weighted")[v]
  for (k in c(yesno, "total")) { n <- sum(u[k == "total" | spiders %in% k]); say(table, "", k, "total", n); say_all("column_share", table, "", k, "total", n / sum(u)) } }

## ---- time ---------------------------------------------------------------------------------------------------------------

contact <- study$contact; outcome <- study$outcome
start <- day[, 1]
last_known <- pmax(sapply(P, function(i) max(as.numeric(contact$date)[contact$person == i])), apply(day, 1, max, na.rm = TRUE))
death <- outcome[codes(outcome$kind) == "death", ]
dead_on <- as.numeric(death$date)[match(P, death$person)]
died <- !is.na(dead_on); time <- (ifelse(died, dead_on, last_known) - start) / month
tau <- min(tapply(time, treatment, max))
for (g in attr(person$treatment, "codes")) { here <- treatment == g
  f <- survfit(Surv(time[here], died[here]) ~ 1, conf.type = "log"); at_times <- seq(0, max(time), 12); s <- summary(f, times = at_times, extend = TRUE)
  for (i in seq_along(at_times)) { t <- at_times[i]; over <- t > max(time[here])
    n <- c(at_risk = sum(time[here] > t | (time[here] == t & !died[here])), had = sum(time[here] <= t & died[here]),
      without = if (over) NA else s$surv[i], lower = if (over) NA else s$lower[i], upper = if (over) NA else s$upper[i], cumulative_hazard = if (over) NA else s$cumhaz[i])
    for (k in names(n)) say_all(k, "death", g, format(t), "months", n[[k]]) }
  r <- summary(f, rmean = tau)$table
  q <- quantile(f, c(.25, .5))$quantile
  n <- c(persons = sum(here), events = sum(died[here]), median = q[[2]], quartile = q[[1]], rmean = r[["rmean"]], rmean_tau = tau,
    rmean_lower = r[["rmean"]] - qnorm(.975) * r[["se(rmean)"]], rmean_upper = r[["rmean"]] + qnorm(.975) * r[["se(rmean)"]])
  for (k in names(n)) say_all(k, "death", g, "", "", n[[k]])
  # the life table; the last interval has no end
  surv <- 1; v <- 0; from <- c(0, 12, 24, 36, 60); to <- c(from[-1], Inf)
  for (i in seq_along(from)) { x <- time[here]; e <- died[here]
    n_at <- sum(x >= from[i]); d <- sum(x >= from[i] & x < to[i] & e); c <- sum(x >= from[i] & x < to[i] & !e)
    q <- d / (n_at - c / 2); v <- v + q / ((n_at - c / 2) * (1 - q)); surv <- surv * (1 - q); z <- qnorm(.975) * sqrt(v) / abs(log(surv))
    n <- c(entering = n_at, withdrawn = c, exposed = n_at - c / 2, events = d, q = q, survival = surv, lower = surv^exp(z), upper = surv^exp(-z))
    for (k in names(n)) say_all(k, "death_table", g, format(from[i]), "interval", n[[k]]) } }
r <- survdiff(Surv(time, died) ~ treatment)$chisq
n <- c(logrank = r, logrank_df = 1, logrank_p = pchisq(r, 1, lower.tail = FALSE))
for (k in names(n)) say_all(k, "death", "d_penicillamine", "", "", n[[k]])

# An enlarged liver, of those without at baseline: between the last visit without and the first with it.
months <- (day - day[, 1]) / month
found <- t(sapply(seq_along(P), function(i) { if (!liver[i, 1] %in% "no") return(c(NA, NA))
  yes <- which(liver[i, ] %in% "yes")[1]; no <- max(which(liver[i, ] %in% "no" & (is.na(yes) | seq_along(waves) < yes))); c(months[i, no], if (is.na(yes)) Inf else months[i, yes]) }))
use <- !is.na(found[, 1]); L <- found[use, 1]; R <- found[use, 2]; E <- ifelse(is.finite(R), R, L); f <- turnbull(L, R)
for (t in sort(unique(c(0, f$left, f$right[is.finite(f$right)])))) { row <- if (t == round(t)) format(t) else sprintf("%.2f", t)
  say_all("at_risk", "liver_time", "", row, "months", sum(E > t | (E == t & !is.finite(R)))); say_all("had", "liver_time", "", row, "months", sum(R <= t))
  say_all("without", "liver_time", "", row, "months", c(1, f$S)[1 + sum(f$right <= t)]) }
m <- which(f$S <= .5)[1]
n <- c(persons = sum(use), events = sum(is.finite(R)), median_from = f$left[m], median_to = f$right[m])
for (k in names(n)) say_all(k, "liver_time", "", "", "", n[[k]])
s <- summary(survfit(Surv(L, ifelse(is.finite(R), R, NA), type = "interval2") ~ 1, timefix = FALSE), times = c(12.5, 36))$surv
stopifnot(all(abs(s - c(1, f$S)[1 + sapply(c(12.5, 36), function(t) sum(f$right <= t))]) < 2e-3)) # as far as survfit goes

## ---- columns ------------------------------------------------------------------------------------------------------------

group_of <- cut(age, c(-Inf, 40, 60, Inf), c("under_40", "40_to_60", "from_60"), right = FALSE)
breaks <- list(age_group = group_of, sex = factor(sex, attr(person$sex, "codes")), treatment = factor(treatment, attr(person$treatment, "codes")))
rows <- list(stage = factor(stage[, 1], stages), edema = factor(at_visits("edema")[, 1], attr(interview$edema, "codes")), hepatomegaly = factor(liver[, 1], yesno))
stopifnot(!anyNA(rows$stage), !anyNA(rows$edema), !anyNA(rows$hepatomegaly)) # one base for all
fill <- function(row, has, column, here) { say("differ", "", row, column, sum(has & here)); say_all("column_share", "differ", "", row, column, sum(has & here) / sum(here)) }
columns <- c(unlist(unname(lapply(breaks, function(b) lapply(setNames(nm = levels(b)), function(k) b == k))), recursive = FALSE), list(total = rep(TRUE, length(P))))
for (column in names(columns)) { here <- columns[[column]]
  for (v in rows) for (k in levels(v)) fill(k, v == k, column, here)
  fill("early", rows$stage %in% c("s1", "s2"), column, here); fill("late", rows$stage %in% c("s3", "s4"), column, here); fill("total", TRUE, column, here) }
tests <- do.call(rbind, lapply(names(rows), function(v) do.call(rbind, lapply(names(breaks), function(b) {
  t <- table(rows[[v]], breaks[[b]]); x <- suppressWarnings(chisq.test(t, correct = FALSE)); few <- sum(x$expected < 5) * (mean(x$expected < 5) > .2 || min(x$expected) < 1) # Cochran (1954)
  data.frame(name = paste0(v, ":", b), chi2 = x$statistic, df = x$parameter, p = x$p.value, cramers_v = sqrt(x$statistic / sum(t) / (min(dim(t)) - 1)), n = sum(t),
    few = few, exact = if (few) fisher.test(t, workspace = 2e7)$p.value else NA) }))))
tests$p_holm <- p.adjust(tests$p, "holm")
for (i in seq_len(nrow(tests))) { for (s in c("chi2", "df", "p", "p_holm", "cramers_v", "n")) say_all(paste0(tests$name[i], ".", s), "differ", "", "", "", tests[[s]][i])
  if (tests$few[i]) { say_all(paste0(tests$name[i], ".n_expected_lt5"), "differ", "", "", "", tests$few[i]); say_all(paste0(tests$name[i], ".exact_p"), "differ", "", "", "", tests$exact[i]) } }
for (column in c(stages, "total")) for (row in c(levels(breaks$sex), levels(breaks$treatment), "total")) {
  x <- bilirubin[(column == "total" | stage[, 1] %in% column) & (row == "total" | sex == row | treatment == row), 1]; x <- x[!is.na(x)]
  n <- c(n = length(x), mean = mean(x), se = sd(x) / sqrt(length(x)))
  for (s in names(n)) say_all(s, "differ_means", "", row, column, n[[s]]) }

compare_and_quit(printed)
