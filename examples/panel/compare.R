# compare.R -- the numbers of README.md that R gives, from the records of this folder.
#
#   Rscript compare.R
suppressMessages(library(survival))

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
