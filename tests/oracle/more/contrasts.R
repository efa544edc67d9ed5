# contrasts.R -- sourced by generate.R: groups compared by t.test and svyttest; options of a set against groups as
# MRCV::MI.test(type = "rs2", add.constant = FALSE) has it (Bilder & Loughin 2004), written out: MRCV is not in Debian.
set.seed(31)
d <- data.frame(x = round(rnorm(60, rep(c(10, 12, 11), c(25, 20, 15)), rep(c(1, 3, 2), c(25, 20, 15))), 2), group = rep(1:3, c(25, 20, 15)))
d$x[c(3, 40)] <- NA
case("ct_welch", "contrasts", "records", d, "", "three groups with different spreads, two values missing", "made up")
for (a in 1:2) for (b in (a + 1):3) { k <- t.test(d$x[d$group == a], d$x[d$group == b])
  emit("ct_welch", "contrasts", "welch_t", sprintf("%d-%d:%s", a, b, c("difference", "se", "t", "df", "p")), c(-diff(k$estimate), k$stderr, k$statistic, k$parameter, k$p.value), "stats::t.test") }
d <- data.frame(x = c(1, 2, 3, 4, 7), group = c(1, 1, 1, 1, 2))
case("ct_one", "contrasts", "records", d, "", "a group of one", "made up")
emit("ct_one", "contrasts", "welch_t", paste0("1-2:", c("difference", "se", "t", "df", "p")), NA, "definition")
d <- data.frame(stratum = rep(1:3, c(24, 20, 16)), psu = c(rep(1:6, each = 4), rep(1:5, each = 4), rep(1:4, each = 4)), w = round(runif(60, .5, 4), 2),
  y = round(rnorm(60, 20, 5), 1), g = sample(1:2, 60, TRUE), b = sample(0:1, 60, TRUE))
case("ct_survey", "contrasts", "survey", d, "strata=stratum psu=psu weights=w", "PSUs numbered within strata", "made up")
v <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
for (g in c("g", "b")) for (x in setdiff(c("y", "g", "b"), g)) { d$one <- as.numeric(d[[g]] == max(d[[g]])); v <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
  k <- svyttest(as.formula(paste(x, "~ one")), v)
  emit("ct_survey", "contrasts", "svyttest", paste0(x, "~", g, ":", c("difference", "se", "t", "df", "p")), c(k$estimate, k$estimate / k$statistic, k$statistic, k$parameter, k$p.value), "survey::svyttest 4.1-1") }
mi <- function(name, d, options, description) { case(name, "contrasts", "mrset_dichotomy", d, options, description, "made up")
  y <- as.matrix(d[, setdiff(names(d), c("id", "group"))]); in_it <- !is.na(d$group) & rowSums(!is.na(y)) > 0; y <- (y[in_it, ] == 1 & !is.na(y[in_it, ])) * 1
  y <- y[, colMeans(y) > 0 & colMeans(y) < 1, drop = FALSE]; g <- factor(d$group[in_it]); n <- length(g); a <- as.vector(table(g)) / n; p <- colMeans(y); r <- length(a); k <- ncol(y)
  chi <- sum(apply(y, 2, function(x) suppressWarnings(chisq.test(table(x, g), correct = FALSE))$statistic)); V <- matrix(0, r * k, r * k)
  for (i in 1:r) { m <- y[as.integer(g) == i, , drop = FALSE]; at <- (i - 1) * k + 1:k; V[at, at] <- (crossprod(m) / nrow(m) - tcrossprod(colMeans(m))) / a[i] }
  H <- diag(r * k) - kronecker(matrix(1, r, r) %*% diag(a), diag(k)); e <- Re(eigen(diag(1 / as.vector(outer(p * (1 - p), a, "/"))) %*% H %*% V %*% t(H))$values)
  df <- (r - 1) * k; two <- sum(e^2)
  emit(name, "contrasts", "mr_independence", c("chisq", "df", "first_order_p", "second_order_chisq", "second_order_df", "second_order_p"),
    c(chi, df, pchisq(chi, df, lower.tail = FALSE), df * chi / two, df^2 / two, pchisq(df * chi / two, df^2 / two, lower.tail = FALSE)), "R formula of MRCV") }
d <- data.frame(id = 1:80, a = rbinom(80, 1, .3)); d$b <- ifelse(runif(80) < .6, d$a, rbinom(80, 1, .5)); d$c <- rbinom(80, 1, .2); d$group <- sample(1:3, 80, TRUE); d$c[d$group == 3] <- rbinom(sum(d$group == 3), 1, .5)
mi("ct_options", d, "", "three options that go together, three groups")
d$a[5] <- NA; d[9, c("a", "b", "c")] <- NA; d$group[11] <- NA; d$never <- 0
mi("ct_options_missing", d, "", "an item, a case and a group missing; an option that nobody chose")
