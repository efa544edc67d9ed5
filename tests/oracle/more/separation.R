# separation.R -- sourced by generate.R: logistic models whose estimates do not exist.
#
# The reference knows nothing of least squares: rows a = x or -x; the directions d with a'd >= 0 everywhere are a cone, and
# every edge of it lies in p - 1 independent planes a'd = 0.  All choices of p - 1 rows are tried.  The sum of the edges tells
# apart all rows that can be told apart.  Columns are first reduced to the directions that no row forbids outright (a pattern
# with both answers).
edges_of <- function(X, y) {
  A <- unique(ifelse(y == 1, 1, -1) * X); A <- A[rowSums(A != 0) > 0, , drop = FALSE]
  both <- duplicated(rbind(A, -A))[-seq_len(nrow(A))]
  N <- diag(ncol(A)); if (any(both)) { s <- qr(t(A[both, , drop = FALSE])); N <- qr.Q(s, complete = TRUE)[, -seq_len(s$rank), drop = FALSE] }
  if (!ncol(N)) return(matrix(0, ncol(X), 0))
  B <- A[!both, , drop = FALSE] %*% N; B <- B[rowSums(abs(B)) > 1e-9, , drop = FALSE]; B <- unique(signif(B / sqrt(rowSums(B^2)), 13)); q <- ncol(B)
  found <- list(); look <- function(v) for (w in list(v, -v)) if (all(B %*% w >= -1e-9) && any(B %*% w > 1e-9)) found[[length(found) + 1]] <<- N %*% w
  if (q == 1) look(1) else { k <- seq_len(q - 1)
    repeat { s <- qr(t(B[k, , drop = FALSE])); if (s$rank == q - 1) look(qr.Q(s, complete = TRUE)[, q])
      at <- q - 1; while (at > 0 && k[at] == nrow(B) - (q - 1 - at)) at <- at - 1; if (!at) break; k[at:(q - 1)] <- k[at] + seq_len(q - at) } }
  if (length(found)) do.call(cbind, found) else matrix(0, ncol(X), 0) }
separation <- function(name, d, form, kind, description, origin) {
  case(name, "separation", "glm", d, paste("logit;", deparse(form)), description, origin)
  X <- model.matrix(form, d); y <- d[[all.vars(form)[1]]]; E <- edges_of(X, y); s <- "R, all edges of the cone"
  v <- if (ncol(E)) rowSums(apply(E, 2, function(e) e / max(abs(e)))) else rep(0, ncol(X)); v[abs(v) * apply(abs(X), 2, max) < 1e-7] <- 0
  beyond <- sum(ifelse(y == 1, 1, -1) * (X %*% v) > 1e-7); stopifnot(kind == (beyond > 0) + (beyond == length(y)))
  emit(name, "separation", "separation", c("kind", "n_separated", "n"), c(kind, beyond, length(y)), s)
  emit(name, "separation", "separation", paste0(colnames(X), ":runs_to"), sign(v), s)
  if (kind) emit(name, "separation", "logit", c(paste0(colnames(X), ":coef"), "loglik"), NA, "no maximum likelihood estimate") }
endometrial <- read.csv("data/se_endometrial.csv"); sex2 <- read.csv("data/se_sex2.csv")
separation("se_endometrial", endometrial, HG ~ NV + PI + EH, 1, "endometrial cancer: every case with NV has HG (detectseparation: NV Inf)", "Heinze & Schemper (2002)")
separation("se_sex2", sex2, case ~ age + oc + vic + vicl + vis + dia, 1, "urinary tract infection: every user of a diaphragm is a case (logistf: dia)", "Foxman et al. (1997), in logistf")
separation("se_mtcars", data.frame(y = mtcars$am, mpg = mtcars$mpg, hp = mtcars$hp), y ~ mpg + hp, 0, "am ~ mpg + hp: they overlap", "datasets::mtcars")
separation("se_complete", data.frame(y = c(0, 0, 0, 0, 1, 1, 1), a = c(1, 2, 3, 4, 5, 6, 7), b = c(1, 0, 1, 0, 1, 0, 1)), y ~ a + b, 2, "complete", "made up")
separation("se_one_tie", data.frame(y = c(0, 0, 0, 1, 1, 1), a = c(1, 2, 3, 3, 4, 5)), y ~ a, 1, "one value with both answers", "made up")
separation("se_oblique", data.frame(y = c(0, 0, 0, 0, 1, 1, 1, 1), a = c(0, 1, 2, 3, 1, 2, 3, 4), b = c(0, 3, 1, 2, -1, 0, 0, 1)), y ~ a + b, 2, "separated by a line that no column shows", "made up")
separation("se_steps", data.frame(y = c(1, 1, 0, 1, 0, 0, 1, 0, 1), a = c(1, 1, 0, 0, 0, 0, 0, 0, 0), b = c(0, 1, 1, 0, 1, 1, 0, 0, 0), e = c(0, 1, 2, 3, 4, 0, 5, 2, 1)), y ~ a + b + e, 1, "two columns run away, one after the other", "made up")
separation("se_units", data.frame(y = c(0, 0, 1, 0, 1, 1, 0, 1), a = 1e6 * c(1, 2, 3, 3, 4, 5, 6, 7), b = 1e-6 * c(0, 0, 0, 0, 0, 1, 0, 1)), y ~ a + b, 1, "columns of very different size", "made up")
# what logistf prints for these two (Firth, all digits that its tests compare)
firth("fi_endometrial", endometrial[c("HG", "NV", "PI", "EH")], HG ~ NV + PI + EH, "endometrial cancer, NV separates", "Heinze & Schemper (2002)")
firth("fi_sex2", sex2, case ~ age + oc + vic + vicl + vis + dia, "urinary tract infection, dia separates", "Foxman et al. (1997), in logistf")
printed <- function(name, want) { e <- do.call(rbind, expected); e <- e[e$case == name & grepl(":coef$", e$parameter), ]; stopifnot(max(abs(as.numeric(e$value) / want - 1)) < 1e-5) }
printed("fi_endometrial", c(3.77455951, 2.92927330, -0.03475175, -2.60416387))
printed("fi_sex2", c(.12025405, -1.10598131, -.06881673, 2.26887464, -2.11140817, -.78831694, 3.09601166))
# matched sets: pairs of which all that differ in x differ in one direction; in the other column they do not
d <- data.frame(id = rep(1:6, each = 2), y = rep(1:0, 6), x = c(1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0), z = c(2, 1, 1, 3, 2, 5, 4, 1, 3, 2, 1, 2))
case("cl_quasi", "separation", "gee", d, "y ~ x + z", "pairs separated in x only", "made up"); emit("cl_quasi", "separation", "clogit", c("x:coef", "z:coef", "loglik"), NA, "no maximum likelihood estimate")
