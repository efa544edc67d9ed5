# The panel of this folder with R (data.table, all processors): the same numbers as plan.yaml.
#     Rscript peer.R ingest|tables CSVDIR WORKDIR OUTDIR
# Store: an uncompressed .rds, as in ../peers/job.R.  Codes are integers from the ingest on, nothing loops over rows.
suppressMessages(library(data.table))
arg <- commandArgs(TRUE)
stage <- arg[1]; csv <- arg[2]; work <- arg[3]; out <- arg[4]
WAVES <- 6L
states <- paste0("s", 1:5)
classes <- c("assisted", "under_assisted", "unassisted")
store <- file.path(work, "panel.rds")

if (stage == "ingest") {
  people <- fread(file.path(csv, "people.csv"), colClasses = list(character = "respondent"))
  interviews <- fread(file.path(csv, "interviews.csv"), colClasses = list(character = c("respondent", "date")))
  services <- fread(file.path(csv, "services.csv"), colClasses = list(character = "respondent"))
  people[, id := seq_len(.N)]
  interviews[people, id := i.id, on = "respondent"]
  services[people, id := i.id, on = "respondent"]
  interviews[, `:=`(date = as.integer(as.IDate(date)), status = match(status, c("complete", "partial", "refused")),
                    state = match(state, states), respondent = NULL)]
  services[, `:=`(received = match(received, c("none", "partial", "full")), respondent = NULL, service = NULL)]
  setkey(interviews, id, wave)
  setkey(services, id, wave)
  saveRDS(list(n = nrow(people), interviews = interviews, services = services), store, compress = FALSE)
  quit(save = "no")
}

d <- readRDS(store)
n <- d$n
interviews <- d$interviews
services <- d$services
at <- cbind(interviews$id, interviews$wave)

# The class of every interview (../JOB.md), as three bits over its services.
cell <- (services$id - 1L) * WAVES + services$wave
some <- logical(n * WAVES); some[cell[services$received > 1L]] <- TRUE
lacking <- logical(n * WAVES)
lacking[cell[services$needed == 1L & services$entitled == 1L & services$received != 3L]] <- TRUE
own <- (interviews$id - 1L) * WAVES + interviews$wave
class <- fifelse(!some[own], 3L, fifelse(lacking[own], 2L, 1L))

# Persons by waves.
matrix_of <- function(x, keep) {
  m <- matrix(NA_integer_, n, WAVES)
  m[at[keep, , drop = FALSE]] <- x[keep]
  m
}
seen <- interviews$status != 3L
date <- matrix_of(interviews$date, seen)

move <- function(id, x, codes) {
  k <- length(codes)
  m <- matrix_of(x, seen)
  all <- matrix(0, k, k)
  cells <- list()
  for (w in seq_len(WAVES)) {
    if (w < WAVES) {
      from <- m[, w]; to <- m[, w + 1L]
      gap <- date[, w + 1L] - date[, w]
      fine <- !is.na(from) & !is.na(to) & gap >= 0
      count <- matrix(tabulate((from[fine] - 1L) * k + to[fine], k * k), k, k, byrow = TRUE)
      median_gap <- median(gap[fine])       # reint prints the gaps of each step
      all <- all + count
      layer <- paste0(w, ">", w + 1L)
    } else {
      count <- all
      layer <- "all"
    }
    cells[[w]] <- data.table(table = id, layer = layer, row = rep(codes, k), col = rep(codes, each = k),
                             stat = rep(c("count", "row_pct"), each = k * k),
                             value = c(as.vector(count), as.vector(100 * count / rowSums(count))))
  }
  rbindlist(cells)
}

# Classes over the waves, equal neighbours joined, as a number with a digit a stop.
paths <- function() {
  m <- matrix_of(class, rep(TRUE, nrow(interviews)))
  last <- integer(n); code <- numeric(n)
  for (w in seq_len(WAVES)) {
    x <- m[, w]
    new <- !is.na(x) & x != last
    code[new] <- code[new] * 4 + x[new]
    last[new] <- x[new]
  }
  by <- data.table(code = code)[code > 0, .N, by = code][order(-N)]
  text <- vapply(by$code, function(x) {
    word <- character()
    while (x > 0) { word <- c(classes[x %% 4], word); x <- x %/% 4 }
    paste(word, collapse = ">")
  }, "")
  data.table(table = "paths", layer = "", row = text, col = "stories", stat = "count", value = by$N)
}

cells <- rbind(move("state", interviews$state, states), move("class", class, classes), paths())
fwrite(cells, file.path(out, "cells.csv"), quote = FALSE)
