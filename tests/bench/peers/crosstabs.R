# The 500 cross-tables of crosstabs_bench.c with data.table: Rscript crosstabs.R RECORDS FILE CELLS [THREADS]
suppressPackageStartupMessages(library(data.table))
a <- commandArgs(TRUE); n <- as.numeric(a[1]); if (length(a) > 3) setDTthreads(as.integer(a[4])) else setDTthreads(0)
f <- file(a[2], "rb"); d <- setDT(lapply(1:60, function(k) readBin(f, "integer", n, 1L, signed = FALSE))); close(f)
items <- names(d)[1:50]; banners <- names(d)[51:60]; valid <- c(rep(5, 50), 2, 3, 5, 7, 4, 12, 2, 6, 3, 9)
t0 <- proc.time()
tables <- vector("list", 500)
for (i in 1:50) for (b in 1:10) tables[[(i - 1) * 10 + b]] <- d[, .N, keyby = c(items[i], banners[b])]
t1 <- proc.time() - t0
cat(sprintf("count %.4f %.4f\n", t1[["elapsed"]], t1[["user.self"]] + t1[["sys.self"]]))
t0 <- proc.time(); sum <- 0
for (i in 1:50) for (b in 1:10) { t <- tables[[(i - 1) * 10 + b]]; m <- matrix(0, 5, valid[50 + b]); k <- t[[1]] < 5 & t[[2]] < valid[50 + b]
  m[cbind(t[[1]][k] + 1, t[[2]][k] + 1)] <- t$N[k]; sum <- sum + suppressWarnings(chisq.test(m, correct = FALSE))$statistic }
cat(sprintf("test %.6f %.17g\n", (proc.time() - t0)[["elapsed"]], sum))
fwrite(rbindlist(lapply(1:500, function(t) data.table((t - 1) %/% 10, (t - 1) %% 10, tables[[t]][[1]], tables[[t]][[2]], tables[[t]]$N))), a[3], col.names = FALSE)
