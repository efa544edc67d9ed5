# prepare.R -- writes the records of this example from the data set pbcseq of R's package survival.
#
#   Rscript prepare.R          (in this folder; needs r-cran-survival)
#
# A visit belongs to the planned visit that it is nearest to: baseline, half a year, one, two and three years.  Of several the
# nearest counts.  Who has none: died or was transplanted before that time, was not yet due when follow-up of the data set
# ended, or missed it.  Days are counted from 1 January 1980: the data set has no dates.
suppressMessages(library(survival))

target <- c(v0 = 0, v6 = 183, v12 = 365, v24 = 730, v36 = 1096)
until <- c(90, 273, 547, 912, 1277) # a window ends half-way to the next planned visit
from <- c(-1, head(until, -1))
day <- function(d) format(as.Date("1980-01-01") + d, "%Y-%m-%d")
code <- function(x, codes) ifelse(is.na(x), "", codes[as.character(x)])
yesno <- c("0" = "no", "1" = "yes")

d <- pbcseq[order(pbcseq$id, pbcseq$day), ]
first <- d[!duplicated(d$id), ]
key <- function(id) sprintf("PBC-%03d", id)

person <- data.frame(person = key(first$id), sex = as.character(first$sex),
                     treatment = ifelse(first$trt == 1, "d_penicillamine", "placebo"), age = sprintf("%.1f", first$age))
person$sex <- ifelse(person$sex == "f", "female", "male")

one <- function(p) {
    v <- d[d$id == p$id, ]
    do.call(rbind, lapply(seq_along(target), function(w) {
        here <- v[v$day > from[w] & v$day <= until[w], ]
        if (nrow(here)) {
            x <- here[which.min(abs(here$day - target[w])), ]
            return(data.frame(person = key(p$id), wave = names(target)[w], status = "complete", date = day(x$day),
                              hepatomegaly = code(x$hepato, yesno), spiders = code(x$spiders, yesno),
                              edema = code(x$edema, c("0" = "none", "0.5" = "treated", "1" = "despite_treatment")),
                              stage = code(x$stage, c("1" = "s1", "2" = "s2", "3" = "s3", "4" = "s4")),
                              bilirubin = sprintf("%.1f", x$bili)))
        }
        gone <- p$futime <= until[w]
        data.frame(person = key(p$id), wave = names(target)[w],
                   status = if (!gone) "missed" else c("not_due", "transplanted", "died")[p$status + 1], date = "",
                   hepatomegaly = "", spiders = "", edema = "", stage = "", bilirubin = "")
    }))
}
visit <- do.call(rbind, lapply(seq_len(nrow(first)), function(i) one(first[i, ])))

outcome <- first[first$status > 0, ]
outcome <- data.frame(person = key(outcome$id), outcome = 1, kind = ifelse(outcome$status == 2, "death", "transplant"),
                      date = day(outcome$futime))
contact <- data.frame(person = key(first$id), contact = 1, date = day(first$futime), kind = "last_known")

write <- function(x, file) write.table(x, file, sep = ",", quote = FALSE, row.names = FALSE, eol = "\n")
write(person, "person.csv")
write(visit, "visit.csv")
write(outcome, "outcome.csv")
write(contact, "contact.csv")
