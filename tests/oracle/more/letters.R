# letters.R -- sourced by generate.R: pairs of columns, cells against the rest, families of p-values.
# Unweighted z by prop.test (z^2 is its statistic), adjustment by p.adjust; weighted z from the formula of
# letters.h written out here on the records themselves.

# share, effective base and persons of each column of a weighted table, from its records
shares <- function(d) { w <- if (is.null(d$w)) rep(1, nrow(d)) else d$w
  x <- tapply(w, list(d$row, d$col), sum); x[is.na(x)] <- 0
  W <- colSums(x); W2 <- as.vector(tapply(w^2, d$col, sum)); list(x = x, W = W, W2 = W2, n = as.vector(table(d$col))) }
z_of <- function(x1, W1, W21, x2, W2, W22) { p <- x1 / W1; q <- x2 / W2; n1 <- W1^2 / W21; n2 <- W2^2 / W22; b <- (n1 * p + n2 * q) / (n1 + n2)
  if (x1 <= 0 || x2 <= 0 || x1 >= W1 || x2 >= W2) return(NA)
  z <- (p - q) / sqrt(b * (1 - b) * (1 / n1 + 1 / n2))
  if (W1 == W21 && W2 == W22) stopifnot(abs(z^2 - suppressWarnings(prop.test(c(x1, x2), c(W1, W2), correct = FALSE))$statistic) < 1e-9)
  z }
two_sided <- function(z) 2 * pnorm(-abs(z))
level_of <- function(q, z, alpha) ifelse(is.na(q), NA, sign(z) * ifelse(q <= alpha[2], 2, ifelse(q <= alpha[1], 1, 0)))
letters_case <- function(name, layout, d, options, alpha, min_base, adjust, table_family, description) {
  case(name, "letters", layout, d, options, description, "made up")
  long <- if (layout == "table") d[rep(seq_len(nrow(d)), d$count), c("row", "col")] else d
  s <- shares(long); R <- nrow(s$x); C <- ncol(s$x); src <- "stats::prop.test, p.adjust, R formula"
  for (statistic in c("column_letters", "cell_vs_rest")) {
    g <- if (statistic == "column_letters") { do.call(rbind, lapply(seq_len(R), function(i) { k <- t(combn(C, 2)); data.frame(i = i, a = k[, 1], b = k[, 2]) })) }
         else expand.grid(a = seq_len(C), i = seq_len(R))[, c("i", "a")]
    g$z <- sapply(seq_len(nrow(g)), function(k) { i <- g$i[k]; a <- g$a[k]; b <- if (is.null(g$b)) setdiff(seq_len(C), a) else g$b[k]
      if (s$n[a] < min_base || sum(s$n[b]) < min_base) return(NA)
      z_of(s$x[i, a], s$W[a], s$W2[a], sum(s$x[i, b]), sum(s$W[b]), sum(s$W2[b])) })
    g$p <- two_sided(g$z)
    g$q <- if (table_family) p.adjust(g$p, adjust) else ave(g$p, g$i, FUN = function(p) p.adjust(p, adjust))
    g$level <- level_of(g$q, g$z, alpha)
    r <- rownames(s$x)[g$i]; cc <- colnames(s$x)
    where <- if (is.null(g$b)) sprintf("row=%s;col=%s", r, cc[g$a]) else sprintf("row=%s;col=%s-%s", r, cc[g$a], cc[g$b])
    for (v in c("z", "p", "q", "level")) emit(name, "letters", statistic, paste0(where, ":", c(z = "z", p = "p", q = "p_adjusted", level = "level")[[v]]), g[[v]], src)
    emit(name, "letters", statistic, "n_tests", sum(!is.na(g$p)), src) } }
set.seed(21)
tab <- function(x) { dimnames(x) <- NULL; data.frame(row = as.vector(row(x)), col = as.vector(col(x)), count = as.vector(x)) }
letters_case("lt_plain", "table", tab(matrix(c(40, 25, 35, 20, 50, 30, 60, 10, 30), 3)), "adjust=none", c(.05, .01), 30, "none", FALSE, "no adjustment, two levels")
letters_case("lt_holm", "table", tab(matrix(c(40, 25, 35, 20, 50, 30, 60, 10, 30, 9, 9, 3), 3)), "", c(.05, .01), 30, "holm", FALSE, "usual rule; the last column is below the base of 30")
letters_case("lt_bonferroni", "table", tab(matrix(c(12, 5, 8, 3, 11, 9, 20, 0, 7, 14, 9, 2), 3)), "adjust=bonferroni min_base=10 alpha=0.1,0.05 family=table", c(.1, .05), 10, "bonferroni", TRUE, "one family of the table; a share of 0 is not tested")
letters_case("lt_bh", "table", tab(matrix(c(12, 5, 8, 3, 11, 9, 20, 1, 7, 14, 9, 2), 3)), "adjust=bh min_base=0", c(.05, .01), 0, "BH", FALSE, "Benjamini-Hochberg within the row")
d <- data.frame(row = sample(1:3, 200, TRUE, c(.5, .3, .2)), col = sample(1:4, 200, TRUE, c(.4, .3, .2, .1)))
d$row[d$col == 2] <- sample(1:3, sum(d$col == 2), TRUE, c(.2, .2, .6)); d$w <- round(runif(200, .3, 3), 2)
letters_case("lt_weighted", "micro", d, "min_base=25", c(.05, .01), 25, "holm", FALSE, "sampling weights: effective bases")
p <- c(.001, .04, NA, .03, .03, .2, 1, 0, .011)
case("lt_family", "letters", "records", data.frame(test = seq_along(p), p = p), "", "a family with a test that was not made", "made up")
for (m in c("bonferroni", "holm", "BH")) emit("lt_family", "letters", "adjust_p", sprintf("test=%d:%s", seq_along(p), tolower(m)), p.adjust(p, m), "stats::p.adjust")
emit("lt_family", "letters", "adjust_p", "n_tests", sum(!is.na(p)), "stats::p.adjust")
# Overlap, for tests/test_stats_letters.c: 60 persons, columns = options chosen, 20 choose both.  The variance of
# p1 - p2 from the persons themselves: each contributes y (1[in 1]/n1 - 1[in 2]/n2), Var y = p (1-p).
overlap_z <- function(in1, in2, y) { n1 <- sum(in1); n2 <- sum(in2); p1 <- sum(y[in1]) / n1; p2 <- sum(y[in2]) / n2; p <- (n1 * p1 + n2 * p2) / (n1 + n2)
  (p1 - p2) / sqrt(p * (1 - p) * sum((in1 / n1 - in2 / n2)^2)) }
overlap <- overlap_z(1:60 <= 40, 1:60 > 20, c(rep(1, 16), rep(0, 4), rep(1, 12), rep(0, 8), rep(1, 5), rep(0, 15)) == 1)
cat(sprintf("overlap for test_stats_letters.c: z = %.17g, p = %.17g\n", overlap, two_sided(overlap)))
