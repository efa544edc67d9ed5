# Numbers that tests/test_table.c expects, from the invented records of table-study.psv (drawn once, by a script that
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
u <- svydesign(ids = ~1, weights = ~w, data = d)
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
