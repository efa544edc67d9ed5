# Rscript generate.R   (run in this folder; writes cases.csv, data/, expected/)
# Reference values for what the oracle beside it lacks: raking, finite population corrections, Firth's logistic
# regression, pooling of imputed analyses, bounds.  R 4.2.2 with survey 4.1-1 and brglm 0.7.2 (Debian: r-base-core r-cran-survey r-cran-brglm r-cran-mitools).
# Data are made up here, or of R's own package datasets.
suppressPackageStartupMessages({ library(survey); library(brglm) })
options(digits = 17, warn = 1)
cases <- list(); expected <- list()
fmt <- function(v) ifelse(is.na(v), "undefined", ifelse(is.infinite(v), ifelse(v > 0, "Inf", "-Inf"), sprintf("%.17g", v)))
case <- function(name, group, layout, d, options, description, origin) {
  write.csv(d, paste0("data/", name, ".csv"), row.names = FALSE, na = "", quote = FALSE)
  cases[[length(cases) + 1]] <<- data.frame(case = name, group = group, data = paste0("data/", name, ".csv"),
    layout = layout, columns = paste(names(d), collapse = ","), options = options, description = description, origin = origin) }
emit <- function(case, group, statistic, parameter, value, source) expected[[length(expected) + 1]] <<-
  data.frame(group = group, case = case, statistic = statistic, parameter = parameter, value = fmt(as.numeric(value)), source = source)

## raking -------------------------------------------------------------------
rk <- function(name, d, margins, weights, description) {
  w0 <- if (weights == "none") rep(1, nrow(d)) else d[[weights]]
  des <- svydesign(id = ~1, weights = w0, data = d)
  pop <- lapply(names(margins), function(v) { p <- data.frame(as.numeric(names(margins[[v]])), Freq = unname(margins[[v]])); names(p)[1] <- v; p })
  r <- rake(des, lapply(names(margins), function(v) as.formula(paste0("~", v))), pop, control = list(maxit = 5000, epsilon = 1e-14, verbose = FALSE))
  w <- weights(r)
  for (v in names(margins)) stopifnot(max(abs(tapply(w, d[[v]], sum) / margins[[v]] - 1)) < 1e-11)
  case(name, "raking", "records", d, paste0("weights=", weights, " margins=", paste(sapply(names(margins), function(v)
    paste0(v, ":", paste0(names(margins[[v]]), "=", margins[[v]], collapse = ","))), collapse = "/")), description, "made up")
  s <- "survey::rake 4.1-1"
  emit(name, "raking", "rake", sprintf("case=%d:weight", seq_along(w)), w, s)
  emit(name, "raking", "rake", c("sum", "min", "max", "kish_deff", "converged"), c(sum(w), min(w), max(w), length(w) * sum(w^2) / sum(w)^2, 1), s) }
set.seed(11); n <- 40
d <- data.frame(sex = rep(1:2, c(25, 15)), age = sample(1:3, n, TRUE, c(.5, .3, .2)))
rk("rk_two", d, list(sex = c("1" = 50, "2" = 50), age = c("1" = 30, "2" = 40, "3" = 30)), "none", "two margins from equal weights")
d$w <- round(runif(n, .5, 3), 2); d$region <- sample(1:4, n, TRUE)
rk("rk_three", d, list(sex = c("1" = 480, "2" = 520), age = c("1" = 300, "2" = 350, "3" = 350), region = c("1" = 250, "2" = 250, "3" = 300, "4" = 200)), "w", "three margins from unequal weights")

## finite population corrections --------------------------------------------
fpc <- function(name, d, what, description) {
  des <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc, data = d, nest = TRUE)
  case(name, "fpc", "survey", d, paste0("strata=stratum psu=psu weights=w fpc=fpc(", what, ")"), description, "made up")
  df <- degf(des); s <- "survey 4.1-1"; say <- function(stat, nm, m, df) { ci <- confint(m, df = df)
    emit(name, "fpc", stat, paste0(nm, ":estimate"), coef(m), s); emit(name, "fpc", stat, paste0(nm, ":se"), SE(m), s)
    emit(name, "fpc", stat, paste0(nm, ":ci95_t_lower"), ci[, 1], s); emit(name, "fpc", stat, paste0(nm, ":ci95_t_upper"), ci[, 2], s) }
  emit(name, "fpc", "design", c("n", "degf"), c(nrow(d), df), s)
  m <- svymean(~y, des, deff = TRUE); say("svymean", "y", m, df); emit(name, "fpc", "svymean", "y:deff", deff(m), s)
  say("svytotal", "y", svytotal(~y, des), df); say("svyprop", c("a=1", "a=2"), svymean(~factor(a), des), df)
  sub <- subset(des, domain == 1); say("svymean_domain", "y", svymean(~y, sub), degf(sub))
  q <- svychisq(~a + b, des); emit(name, "fpc", "svychisq_F", paste0("a*b:", c("statistic", "ndf", "ddf", "p")), c(q$statistic, q$parameter, q$p.value), s) }
set.seed(12)
d <- data.frame(stratum = rep(1:3, c(18, 15, 12)), psu = c(rep(1:6, each = 3), rep(1:5, each = 3), rep(1:4, each = 3)))
d$w <- round(runif(45, 1, 4), 2); d$fpc <- c(10, 25, 8)[d$stratum]; d$y <- round(rnorm(45, 20, 5) + d$psu, 1)
d$a <- sample(1:2, 45, TRUE); d$b <- sample(1:3, 45, TRUE); d$domain <- rep(c(1, 1, 0), 15)
fpc("fp_count", d, "units of the stratum in the population", "PSUs numbered within strata, population sizes")
d$fpc <- c(.6, .2, .5)[d$stratum]; fpc("fp_share", d, "share of the units that was sampled", "the same with sampling fractions")

## Firth --------------------------------------------------------------------
firth <- function(name, d, form, description, origin) {
  case(name, "firth", "glm", d, paste("logit;", deparse(form)), description, origin)
  f <- brglm(form, binomial, d, control.brglm = brglm.control(br.epsilon = 1e-13, br.maxit = 10000)); X <- model.matrix(form, d); y <- d[[1]]
  b <- coef(f); mu <- as.vector(plogis(X %*% b)); I <- crossprod(X, X * mu * (1 - mu)); se <- sqrt(diag(solve(I)))
  h <- mu * (1 - mu) * rowSums((X %*% solve(I)) * X); stopifnot(max(abs(crossprod(X, y - mu + h * (.5 - mu)))) < 1e-6)
  # brglm stops a little early: Newton steps on Firth's score to the end
  for (k in 1:200) { mu <- as.vector(plogis(X %*% b)); I <- crossprod(X, X * mu * (1 - mu)); h <- mu * (1 - mu) * rowSums((X %*% solve(I)) * X); b <- b + as.vector(solve(I, crossprod(X, y - mu + h * (.5 - mu)))) }
  stopifnot(max(abs(b - coef(f))) < 1e-5); se <- sqrt(diag(solve(I))); z <- qnorm(.975); s <- "brglm::brglm 0.7.2, iterated to the end"; nm <- colnames(X)
  emit(name, "firth", "firth", paste0(nm, ":coef"), b, s); emit(name, "firth", "firth", paste0(nm, ":se"), se, s)
  emit(name, "firth", "firth", paste0(nm, ":p"), 2 * pnorm(-abs(b / se)), s); emit(name, "firth", "firth", paste0(nm, ":or_ci95_upper"), exp(b + z * se), s)
  emit(name, "firth", "firth", c("n", "penalised_loglik"), c(length(y), sum(y * log(mu) + (1 - y) * log(1 - mu)) + .5 * as.numeric(determinant(I)$modulus)), s) }
firth("fi_mtcars", data.frame(y = mtcars$am, mpg = mtcars$mpg), y ~ mpg, "am ~ mpg", "datasets::mtcars")
firth("fi_separated", data.frame(y = c(0, 0, 0, 0, 0, 1, 1, 1, 1), x = c(1, 2, 3, 4, 5, 6, 7, 8, 9)), y ~ x, "complete separation: no maximum likelihood estimate", "made up")
firth("fi_quasi", data.frame(y = c(0, 0, 0, 1, 1, 1, 0, 1, 1, 1), a = c(0, 0, 0, 0, 0, 0, 1, 1, 1, 1), b = c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3)), y ~ a + b, "small sample", "made up")
emit("fi_separated", "firth", "logit", c("x:coef", "x:se", "loglik"), NA, "no maximum likelihood estimate: separation")

## missing answers ----------------------------------------------------------
suppressPackageStartupMessages(library(mitools))
rubin <- function(name, d, df, description) {
  f <- MIcombine(as.list(d$estimate), as.list(d$se^2), df.complete = Inf); s <- "mitools::MIcombine"; m <- nrow(d)
  B <- var(d$estimate); U <- mean(d$se^2); T <- U + (1 + 1 / m) * B; nu <- f$df; mi <- f$missinfo
  if (is.finite(df)) { # Barnard & Rubin (1999); mitools has B in place of (1 + 1/m) B there
    s <- "closed form (Barnard & Rubin 1999)"; ob <- (df + 1) / (df + 3) * df * U / T; nu <- 1 / (1 / nu + 1 / ob); r <- (1 + 1 / m) * B / U; mi <- (r + 2 / (nu + 3)) / (r + 1) }
  case(name, "missing", "records", d, if (is.finite(df)) paste0("df=", df) else "", description, "made up"); h <- qt(.975, nu) * sqrt(T)
  emit(name, "missing", "rubin", c("m", "estimate", "se", "df", "ci95_lower", "ci95_upper", "missing_information"),
    c(m, coef(f), sqrt(vcov(f)), nu, coef(f) - h, coef(f) + h, mi), s) }
d <- data.frame(estimate = c(.412, .398, .431, .405, .44), se = c(.051, .049, .052, .05, .053))
rubin("mi_large", d, Inf, "five imputations, large sample"); rubin("mi_small", d, 37, "the same, 37 degrees of freedom")
# a model of two coefficients fitted to three imputed sets
d <- data.frame(term = rep(c("age", "sex"), 3), estimate = c(.021, -.44, .025, -.39, .019, -.52), se = c(.008, .2, .009, .21, .008, .19))
f <- MIcombine(split(d$estimate, rep(1:3, each = 2)), lapply(split(d$se^2, rep(1:3, each = 2)), diag), df.complete = Inf); h <- qt(.975, f$df) * sqrt(diag(vcov(f)))
case("mi_terms", "missing", "records", d, "", "two coefficients, three imputations", "made up")
for (k in 1:2) emit("mi_terms", "missing", "rubin", paste0("term=", c("age", "sex")[k], ":", c("m", "estimate", "se", "df", "ci95_lower", "ci95_upper", "missing_information")),
  c(3, coef(f)[k], sqrt(diag(vcov(f)))[k], f$df[k], coef(f)[k] - h[k], coef(f)[k] + h[k], f$missinfo[k]), "mitools::MIcombine")
case("mi_bounds", "missing", "records", data.frame(x = c(30, 0, 12), n = c(60, 10, 12), missing = c(20, 5, 0)), "delta=-0.2 target=0.4", "shares with persons missing", "made up")
emit("mi_bounds", "missing", "missing_bounds", c("x=30;n=60;missing=20:lower", "x=30;n=60;missing=20:upper", "x=30;n=60;missing=20:shifted", "x=30;n=60;missing=20:delta_for_target",
  "x=0;n=10;missing=5:shifted", "x=0;n=10;missing=5:delta_for_target", "x=12;n=12;missing=0:delta_for_target"), c(30 / 80, 50 / 80, (30 + 20 * .3) / 80, (.4 * 80 - 30) / 20 - .5, 0, NA, NA), "arithmetic")

source("contrasts.R"); source("letters.R")
source("longitudinal.R")
source("separation.R")

cases <- do.call(rbind, cases); write.csv(cases, "cases.csv", row.names = FALSE)
expected <- do.call(rbind, expected); stopifnot(!duplicated(expected[1:4]))
for (g in unique(expected$group)) write.csv(expected[expected$group == g, -1], paste0("expected/", g, ".csv"), row.names = FALSE)
cat(nrow(expected), "values,", nrow(cases), "cases\n")
