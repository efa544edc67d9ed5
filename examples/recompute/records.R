# Pieces for counting the numbers of an example's tables again in R, from the exported records alone. Base R; nothing here
# knows reint. Sourced by the recompute.R of an example, which has read `study` (read_study of the export) before.
#
# say() takes down a number under the name that the tables as CSV give it; compare_and_quit() at the end sets all of them
# beside what was printed.

computed <- list()

# A variable as what each record may be: a logical matrix, one column a category; none for a record without an answer.
may_be <- function(frame, name, rows = seq_len(nrow(frame))) {
  possible <- frame[[paste0(name, "__possible")]]
  x <- frame[[name]]
  m <- if (!is.null(possible)) possible else outer(codes(x), attr(x, "codes"), "==")
  if (is.null(possible)) colnames(m) <- attr(x, "codes")
  m[is.na(m)] <- FALSE
  m[rows, , drop = FALSE]
}
of <- function(frame, parent, name, by) may_be(study[[parent]], name, match(do.call(paste, frame[by]), do.call(paste, study[[parent]][by])))
nothing <- function(n) matrix(TRUE, n, 1, dimnames = list(NULL, "total"))

say <- function(table, layer, row, column, low, high = low, statistic = "count", value = low)
  computed[[length(computed) + 1]] <<- data.frame(table, layer, row, column, statistic, value = as.numeric(value), low = as.numeric(low), high = as.numeric(high))

# Rows by columns among the records that answered both; a record that may be several is in "undetermined", and in the
# highest number of each. Totals are of all who answered.
cross <- function(table, rows, columns = NULL, base = TRUE, layer = "", totals = TRUE) {
  alone <- is.null(columns)
  if (alone) columns <- nothing(nrow(rows))
  answered <- base & rowSums(rows) > 0 & rowSums(columns) > 0
  answered[is.na(answered)] <- FALSE
  rows <- rows[answered, , drop = FALSE]; columns <- columns[answered, , drop = FALSE]
  sure <- function(m) m & rowSums(m) == 1
  add <- function(m) { open <- rowSums(m) > 1
    list(low = cbind(sure(m), undetermined = open, total = TRUE), high = cbind(m, undetermined = open, total = TRUE)) }
  r <- add(rows); k <- if (alone) list(low = columns, high = columns) else add(columns)
  low <- crossprod(r$low, k$low); high <- crossprod(r$high, k$high)
  if (!totals) { low <- low[rownames(low) != "total", colnames(low) != "total" | alone, drop = FALSE]; high <- high[rownames(low), colnames(low), drop = FALSE] }
  for (i in rownames(low)) for (j in colnames(low)) say(table, layer, i, j, low[i, j], high[i, j])
}

# Bands of an interval: below the first cut, between, above the last; one that reaches over a cut may be several.
bands <- function(frame, name, cuts, names) {
  low <- frame[[paste0(name, "_low")]]; high <- frame[[paste0(name, "_high")]]
  if (is.null(low)) low <- high <- frame[[name]]
  from <- c(-Inf, cuts); to <- c(cuts, Inf)
  m <- sapply(seq_along(from), function(k) low < to[k] & high >= from[k])
  m[is.na(m)] <- FALSE
  m <- matrix(m, nrow(frame)); k <- seq_along(names); colnames(m) <- c(names, "beyond")[seq_len(ncol(m))]
  m
}

attribute_of <- function(list, attribute) { a <- study$attributes[study$attributes$list == list & study$attributes$attribute == attribute, ]; setNames(a$value, a$code) }
recoded <- function(m, group) { to <- unique(group); out <- sapply(to, function(g) rowSums(m[, intersect(names(group)[group == g], colnames(m)), drop = FALSE]) > 0)
  matrix(out, nrow(m), dimnames = list(NULL, to)) }

# Compares what was computed with PRINTED, the tables as CSV: a line for each number that differs or stands on one side only,
# and last "N numbers, N equal". Ends R: 0 only where all are equal.
compare_and_quit <- function(printed) {
  computed <- do.call(rbind, computed)
  key <- function(d) paste(d$table, d$layer, d$row, d$column, d$statistic, sep = " | ")
  if (anyDuplicated(key(computed))) stop("a number was computed twice: ", key(computed)[anyDuplicated(key(computed))])
  printed <- printed[printed$state != "not_applicable", ]
  at <- match(key(printed), key(computed))
  number <- function(x) as.numeric(ifelse(x == "", NA, x))
  want <- computed[at, ]
  same <- function(a, b) ifelse(is.na(a) | is.na(b), is.na(a) & is.na(b), abs(a - b) <= ifelse(b == round(b), 1e-9, 1e-7 * abs(b)))
  # a number under a table has no bounds
  bare <- printed$row == "" & printed$column == "" & printed$low == ""
  equal <- !is.na(at) & same(number(printed$value), want$value) & (bare | (same(number(printed$low), want$low) & same(number(printed$high), want$high)))
  for (i in which(!equal)) cat(key(printed)[i], ": printed", printed$value[i], printed$low[i], printed$high[i], ", computed", want$value[i], want$low[i], want$high[i], "\n")
  lost <- which(!key(computed) %in% key(printed) & computed$high > 0 & computed$table %in% printed$table)
  for (i in lost) cat(key(computed)[i], ": not printed, computed", computed$value[i], computed$low[i], computed$high[i], "\n")
  unknown <- setdiff(printed$table, computed$table)
  if (length(unknown)) cat("tables that are not computed here:", unknown, "\n")
  cat(nrow(printed), "numbers,", sum(equal), "equal\n")
  quit(status = if (all(equal) && !length(lost)) 0 else 1)
}
