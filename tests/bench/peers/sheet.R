# Reads the first sheet of a workbook with openxlsx and prints what sheet_bench.c prints.
#
# usage: Rscript sheet.R FILE
suppressMessages(library(openxlsx))
file <- commandArgs(TRUE)[1]
sheet <- read.xlsx(file, sheet = 1, colNames = TRUE, detectDates = TRUE, skipEmptyRows = FALSE)
here <- lapply(sheet, function(x) x[!is.na(x)])
is_text <- vapply(here, is.character, NA)
is_date <- vapply(here, inherits, NA, "Date")
texts <- unlist(here[is_text], use.names = FALSE)
numbers <- unlist(here[!is_text & !is_date], use.names = FALSE)
n_texts <- length(texts) + ncol(sheet)                                   # the header is cells, too
n_dates <- sum(lengths(here[is_date]))
cat(sprintf("rows %d cells %d texts %d text_bytes %d dates %d numbers %d sum %.2f\n", nrow(sheet) + 1L,
            n_texts + n_dates + length(numbers), n_texts, sum(nchar(texts, "bytes")) + sum(nchar(names(sheet), "bytes")),
            n_dates, length(numbers), sum(numbers)))
