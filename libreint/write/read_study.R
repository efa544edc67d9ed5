# Reads the files of `reint export --r` into R; no package is needed.
#
#   source("going-home-INTERNAL-read.R")
#   study <- read_study(".")
#   table(study$person$sex)                                # factors with labels, in the order of the codebook
#   table(codes(study$person$sex))                         # the same as codes
#   table(study$episode$age__missing)                      # why a value is missing: NA where there is one
#   table(with_reasons(study$person, "sex"))               # the answers, and the reasons as levels "!refused" ...
#   colSums(study$episode$destinations, na.rm = TRUE)      # multiple response: a logical column an option
#   study$episode$destinations__order                      # the codes as answered, in their order
#   attr(study$person$sex, "label"); study$variables       # what a column is
#
# One data frame a form. A coded variable is a factor; dates and ages are intervals x_low .. x_high, and x is the number
# (the date) where both are the same. NA is never an answer: the reason stands in x__missing. Where a class cannot be
# told x is NA, x__missing is "undetermined" and x__possible holds what may be, as a logical matrix.
# With the package haven, tagged(study) has the reasons in the variables themselves, for files of Stata and SAS (SPSS keeps no tags):
# numbers, dates and codes (1, 2 ... with their labels) with tagged missing values a, b, c ... in the order of study$missing.

codes <- function(x) if (is.factor(x)) attr(x, "codes")[as.integer(x)] else x

read_study <- function(folder) {
  read <- function(part) utils::read.csv(file.path(folder, paste0(id, "-INTERNAL-", part, ".csv")), colClasses = "character",
                                         na.strings = character(), encoding = "UTF-8", check.names = FALSE)
  found <- list.files(folder, "-INTERNAL-variables[.]csv$")
  if (length(found) != 1) stop("the folder holds ", length(found), " exported studies")
  id <- sub("-INTERNAL-variables[.]csv$", "", found)
  study <- list(variables = read("variables"), codes = read("codes"), missing = read("missing"), attributes = read("attributes"))
  for (part in c("facts", "cases")) if (file.exists(file.path(folder, paste0(id, "-INTERNAL-", part, ".csv")))) study[[part]] <- read(part)
  for (form in unique(study$variables$form)) study[[form]] <- read_form(read(form), study$variables[study$variables$form == form, ], study)
  study
}

read_form <- function(raw, variables, study) {
  out <- raw[0:nrow(raw), character(), drop = FALSE]
  filled <- function(x) ifelse(x == "", NA, x)
  for (k in seq_len(nrow(variables))) {
    v <- variables[k, ]; x <- raw[[v$variable]]; why <- raw[[paste0(v$variable, "__missing")]]
    list <- study$codes[study$codes$list == v$list, ]
    if (v$type == "set") {
      out[[v$variable]] <- set_matrix(x, why, list)
      out[[paste0(v$variable, "__order")]] <- I(strsplit(x, ";", fixed = TRUE))
    } else if (v$type == "code") {
      out[[v$variable]] <- structure(factor(filled(x), list$code, make.unique(list$label)), codes = list$code)
    } else if (v$type %in% c("integer", "decimal")) {
      out[[v$variable]] <- as.numeric(filled(x))
    } else if (v$type %in% c("date", "age")) {
      out <- add_interval(out, v, x, raw)
    } else {
      out[[v$variable]] <- filled(x)
    }
    attr(out[[v$variable]], "label") <- v$label
    if (!is.null(why)) out[[paste0(v$variable, "__missing")]] <- factor(filled(why), study$missing$reason)
    if (v$possible == "1") out[[paste0(v$variable, "__possible")]] <- set_matrix(raw[[paste0(v$variable, "__possible")]], "", list)
  }
  out$in_base <- raw$in_base == "1"
  out
}

# An option a column; NA throughout where the question has no answer.
set_matrix <- function(x, why, list) {
  m <- vapply(list$code, function(code) grepl(paste0(";", code, ";"), paste0(";", x, ";"), fixed = TRUE), logical(length(x)))
  m <- matrix(m, length(x), nrow(list), dimnames = list(NULL, list$code))
  m[why != "", ] <- NA
  m
}

add_interval <- function(out, v, x, raw) {
  as_end <- if (v$type == "date") function(e) { e[e == ""] <- NA; infinite <- e %in% c("-Inf", "Inf")
      d <- as.numeric(as.Date(ifelse(infinite, NA, e))); d[infinite] <- as.numeric(e[infinite]); d } else function(e) as.numeric(ifelse(e == "", NA, e))
  key <- is.null(raw[[paste0(v$variable, "_low")]])
  low <- as_end(if (key) x else raw[[paste0(v$variable, "_low")]]); high <- as_end(if (key) x else raw[[paste0(v$variable, "_high")]])
  exact <- ifelse(is.na(low) | low != high, NA, low)
  out[[v$variable]] <- if (v$type == "date") as.Date(exact, origin = "1970-01-01") else exact
  if (!key) { out[[paste0(v$variable, "_low")]] <- low; out[[paste0(v$variable, "_high")]] <- high; out[[paste0(v$variable, "__written")]] <- ifelse(x == "", NA, x) }
  out
}

# One variable of a form, with the reasons as further levels, written as in files of records.
with_reasons <- function(form, x) {
  why <- form[[paste0(x, "__missing")]]; answer <- form[[x]]
  if (is.null(why) || is.matrix(answer)) stop(x, if (is.null(why)) " has no missing values" else " is a set: use its columns and ", x, "__missing")
  answers <- if (is.factor(answer)) levels(answer) else as.character(sort(unique(answer)))
  factor(ifelse(is.na(why), as.character(answer), paste0("!", why)), c(answers, paste0("!", levels(why))))
}

tagged <- function(study) {
  if (!requireNamespace("haven", quietly = TRUE)) stop("tagged() needs the package haven; the reasons are in x__missing without it")
  reasons <- utils::head(study$missing, 26)
  tags <- structure(haven::tagged_na(letters[seq_len(nrow(reasons))]), names = reasons$label)
  for (form in unique(study$variables$form)) for (x in names(study[[form]])) {
    column <- study[[form]][[x]]; why <- as.integer(study[[form]][[paste0(x, "__missing")]])
    if (!length(why) || !(is.factor(column) || is.numeric(column) || inherits(column, "Date"))) next
    number <- as.numeric(column); tag <- !is.na(why) & why <= 26
    number[tag] <- tags[why[tag]]
    study[[form]][[x]] <- if (inherits(column, "Date")) structure(number, class = "Date", label = attr(column, "label")) else
      haven::labelled(number, c(if (is.factor(column)) structure(as.numeric(seq_along(levels(column))), names = levels(column)), tags), attr(column, "label"))
  }
  study
}
