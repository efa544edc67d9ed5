/* oracle.c -- compares every expected value of an oracle folder with ours.
 *
 * Usage: run [DIR...]
 * Reads:    DIR/cases.csv, DIR/data/, every DIR/expected/<group>.csv; without DIR this folder of the
 *           source tree and more/ in it.
 * Prints:   a line for each value that differs or is not implemented, and last "N values, N equal, N
 *           different, N not implemented".
 *           Before it, where DIR has pspp/compare.csv, how many of the numbers that PSPP prints there are ours; those that
 *           it marks as computed otherwise (agree is not "yes") are counted, not compared.
 * Exit:     0 only if all are equal, 1 if not, 2 if a folder cannot be read.
 * Nothing is skipped: a value of an unknown case or an unreadable input differs.  Tolerances: README.md
 * there. */
#include <config.h>

#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "stats/input.h"
#include "stats/registry.h"

struct value {
    char *parameter;
    double value;
};

/* What one statistic of one case gives. */
struct result {
    const char *statistic;
    struct value *item;
    size_t n, capacity;
    reint_status status;
    bool implemented, failed;
    reint_error err;
};

struct oracle {
    const char *dir;
    reinti_grid cases;
    /* the case at hand */
    const char *name, *group;
    reint_input *input;
    reint_error input_err;
    struct result *result;
    size_t n_results, capacity;
    /* counts */
    size_t values, equal, different, missing;
    size_t pspp_equal, pspp_different;
};

/* ---- tolerances ---------------------------------------------------------------------------------------- */

/* The first rule that fits decides; an empty text fits all.  STATISTIC and SOURCE are beginnings, PARAMETER
 * is contained. */
static const struct rule {
    const char *statistic, *parameter, *source;
    double relative;
} rules[] = {
    { "exact_rxc", "", "stats::fisher.test", 1e-6 },
    { "fisher", "or", "noncentral", 1e-7 },
    { "clopper_pearson", "", "", 1e-8 },
    { "jeffreys", "", "", 1e-8 },
    { "paired_odds_ratio", "exact", "", 1e-8 },
    { "logit", "", "", 1e-8 },
    { "attrition_weight", "", "", 1e-8 },
    { "firth", "", "", 1e-7 },
    { "gee_", "", "", 1e-7 },
    { "svyciprop_likelihood", "", "", 1e-4 },
    { "svyciprop_", "", "", 1e-7 },
    { "svychisq_", ":p", "", 1e-6 },
    { "km", ":q", "", 1e-14 },
    { "km", ":n_", "", 1e-14 },
    { "", "", "", 1e-9 },
};

static bool
starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Whether PARAMETER names a p-value: "p", "p_...", "..._p", "...:p", "...p_two_sided". */
static bool
is_p(const char *parameter)
{
    size_t n = strlen(parameter);
    const char *last = strrchr(parameter, ':');

    last = last ? last + 1 : parameter;
    return starts(last, "p_") || strcmp(last, "p") == 0 || strstr(last, "exact_p") ||
           (n > 2 && strcmp(parameter + n - 2, "_p") == 0);
}

static bool
close_enough(const char *statistic, const char *parameter, const char *source, double got, double want)
{
    const struct rule *r = rules;
    double gap = fabs(got - want);

    if (isnan(want) || isnan(got))
        return isnan(want) && isnan(got);
    if (isinf(want) || isinf(got))
        return got == want;
    while (!starts(statistic, r->statistic) || !strstr(parameter, r->parameter) || !starts(source, r->source))
        r++;
    if (want == 0 && strstr(parameter, "ase"))
        return gap <= 1e-7;
    if (is_p(parameter) && fabs(want) < 1e-12)
        return gap <= 1e-7 * fabs(want);
    return gap <= r->relative * fabs(want) || gap <= 1e-12;
}

/* ---- files --------------------------------------------------------------------------------------------- */

static char *
read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t n = 0, capacity = 0;

    if (!f)
        return NULL;
    for (;;) {
        if (n == capacity) {
            char *more = realloc(text, capacity = capacity ? 2 * capacity : 65536);
            if (!more)
                break;
            text = more;
        }
        size_t got = fread(text + n, 1, capacity - n, f);
        if (!got)
            break;
        n += got;
    }
    fclose(f);
    *size = n;
    return text;
}

/* Whether G has all of COLUMNS, words apart. */
static bool
has_columns(const reinti_grid *g, const char *columns, const char *path)
{
    char want[32];

    for (int n = 0; sscanf(columns, "%31s%n", want, &n) == 1; columns += n) {
        size_t j = 0;
        while (j < g->cols && strcmp(g->cell[j], want) != 0)
            j++;
        if (j == g->cols) {
            fprintf(stderr, "oracle: %s: the column %s is missing\n", path, want);
            return false;
        }
    }
    return true;
}

static bool
read_grid(const char *dir, const char *name, const char *columns, reinti_grid *g)
{
    char path[4096];
    size_t size;
    char *text;
    reint_error err = { 0 };
    reint_status status;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    text = read_file(path, &size);
    if (!text) {
        fprintf(stderr, "oracle: cannot read %s\n", path);
        return false;
    }
    status = reinti_grid_read(text, size, g, &err);
    free(text);
    if (status && err.line)
        fprintf(stderr, "oracle: %s: line %ld: %s\n", path, err.line, err.text);
    else if (status)
        fprintf(stderr, "oracle: %s: %s\n", path, err.text);
    if (status)
        return false;
    if (has_columns(g, columns, path))
        return true;
    reinti_grid_free(g);
    return false;
}

static const char *
cell(const reinti_grid *g, size_t row, const char *column)
{
    for (size_t j = 0; j < g->cols; j++)
        if (strcmp(g->cell[j], column) == 0)
            return g->cell[row * g->cols + j];
    return "";
}

/* ---- one case ------------------------------------------------------------------------------------------ */

static void
forget_case(struct oracle *o)
{
    for (size_t i = 0; i < o->n_results; i++) {
        for (size_t k = 0; k < o->result[i].n; k++)
            free(o->result[i].item[k].parameter);
        free(o->result[i].item);
    }
    o->n_results = 0;
    reint_input_free(o->input);
    o->input = NULL;
    o->name = o->group = NULL;
}

static void
open_case(struct oracle *o, const char *name, const char *group)
{
    size_t row, size;
    char path[4096], *text;

    forget_case(o);
    o->name = name;
    o->group = group;
    o->input_err = (reint_error){ .text = "the case is not in cases.csv" };
    for (row = 1; row < o->cases.rows; row++)
        if (!strcmp(cell(&o->cases, row, "case"), name) && !strcmp(cell(&o->cases, row, "group"), group))
            break;
    if (row == o->cases.rows)
        return;
    snprintf(path, sizeof path, "%s/%s", o->dir, cell(&o->cases, row, "data"));
    text = read_file(path, &size);
    if (!text) {
        snprintf(o->input_err.text, sizeof o->input_err.text, "its data cannot be read");
        return;
    }
    reint_input_read(text, size, cell(&o->cases, row, "layout"), NULL, cell(&o->cases, row, "options"),
                     &o->input, &o->input_err);
    free(text);
}

static void
take_value(const char *parameter, double value, const char *undefined, void *user)
{
    struct result *r = user;
    char *copy = strdup(parameter);

    /* an undefined number without a reason breaks the contract of the registry */
    if (!copy || isnan(value) != (undefined != NULL) ||
        !reinti_grow(&r->item, &r->capacity, r->n, sizeof *r->item)) {
        free(copy);
        r->failed = true;
        return;
    }
    r->item[r->n++] = (struct value){ copy, value };
}

static struct result *
compute(struct oracle *o, const char *statistic)
{
    struct result r = { .statistic = statistic };
    const reint_statistic *s = reint_statistic_find(statistic);

    for (size_t i = 0; i < o->n_results; i++)
        if (strcmp(o->result[i].statistic, statistic) == 0)
            return &o->result[i];
    if (s && o->input) {
        r.implemented = true;
        r.status = reint_statistic_compute(s, o->input, take_value, &r, &r.err);
        if (r.status == REINT_ARGUMENT && strstr(r.err.text, "does not take the layout"))
            r.implemented = false;
    }
    if (!reinti_grow(&o->result, &o->capacity, o->n_results, sizeof *o->result))
        exit(2);
    o->result[o->n_results] = r;
    return &o->result[o->n_results++];
}

static const struct value *
find_value(const struct result *r, const char *parameter)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->item[i].parameter, parameter) == 0)
            return &r->item[i];
    return NULL;
}

/* A simulation is judged by the limits that the oracle gives for 10000 draws: what we compute is its p. */
static bool
simulation_fits(const char *parameter, double got, double want, const struct oracle *o, const reinti_grid *g)
{
    if (isnan(got) || isnan(want))
        return isnan(got) && isnan(want);
    if (starts(parameter, "lower"))
        return got >= want;
    if (starts(parameter, "upper"))
        return got <= want;
    for (size_t i = 1; i < g->rows; i++) /* the reference: between the two limits of the same case */
        if (!strcmp(cell(g, i, "case"), o->name) &&
            !strcmp(cell(g, i, "statistic"), "monte_carlo_pearson_p") &&
            !starts(cell(g, i, "parameter"), "reference") &&
            !simulation_fits(cell(g, i, "parameter"), got, strtod(cell(g, i, "value"), NULL), o, g))
            return false;
    return true;
}

/* The number of an expected value: "undefined" is NaN. Whether TEXT is one. */
static bool
expected(const char *text, double *value)
{
    char *end;

    *value = NAN;
    if (!strcmp(text, "undefined"))
        return true;
    *value = strtod(text, &end);
    return end > text && !*end && !isnan(*value);
}

static void
compare(struct oracle *o, const reinti_grid *g, size_t row)
{
    const char *statistic = cell(g, row, "statistic"), *parameter = cell(g, row, "parameter");
    const char *text = cell(g, row, "value");
    bool simulated = strcmp(statistic, "monte_carlo_pearson_p") == 0;
    double want;
    bool readable = expected(text, &want);
    const struct result *r = compute(o, statistic);
    const struct value *v = find_value(r, simulated ? "p" : parameter);

    o->values++;
    if (!readable) {
        o->different++;
        printf("%s %s %s: want %s, which is not a number\n", o->name, statistic, parameter, text);
    } else if (!o->input || (r->implemented && (r->status || r->failed))) {
        o->different++;
        printf("%s %s %s: want %s, got an error: %s\n", o->name, statistic, parameter, text,
               !o->input   ? o->input_err.text
               : r->status ? r->err.text
                           : "a value without a reason, or no memory");
    } else if (!v) {
        o->missing++;
        printf("%s %s %s: not implemented\n", o->name, statistic, parameter);
    } else if (simulated ? simulation_fits(parameter, v->value, want, o, g)
                         : close_enough(statistic, parameter, cell(g, row, "source"), v->value, want)) {
        o->equal++;
    } else {
        o->different++;
        printf("%s %s %s: want %s, got %.17g (relative %.2g)\n", o->name, statistic, parameter, text,
               v->value, fabs(v->value - want) / fabs(want));
    }
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every expected/<group>.csv, in the order of their names. */
static bool
run_groups(struct oracle *o)
{
    char path[4096], *names[256];
    struct dirent *entry;
    size_t n = 0;
    DIR *d;
    bool ok = true;

    snprintf(path, sizeof path, "%s/expected", o->dir);
    d = opendir(path);
    if (!d) {
        fprintf(stderr, "oracle: cannot open %s\n", path);
        return false;
    }
    while ((entry = readdir(d)) && n < REINTI_LENGTH(names)) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".csv") == 0)
            names[n++] = strdup(entry->d_name);
    }
    closedir(d);
    if (n == REINTI_LENGTH(names)) {
        fprintf(stderr, "oracle: %s: too many files\n", path);
        ok = false;
    }
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        reinti_grid g;
        snprintf(path, sizeof path, "expected/%s", names[i]);
        names[i][strlen(names[i]) - 4] = '\0'; /* now the group */
        if (!read_grid(o->dir, path, "case statistic parameter value source", &g)) {
            ok = false;
            free(names[i]);
            continue;
        }
        for (size_t row = 1; row < g.rows; row++) {
            const char *name = cell(&g, row, "case");
            if (!o->name || strcmp(o->name, name) != 0 || strcmp(o->group, names[i]) != 0)
                open_case(o, name, names[i]);
            compare(o, &g, row);
        }
        forget_case(o);
        reinti_grid_free(&g);
        free(names[i]);
    }
    return ok && n > 0;
}

/* ---- another program ----------------------------------------------------------------------------------- */

/* What PSPP prints for the same tables: equal to half a unit of its last decimal, 12 at most.  No such file: nothing. */
static bool
run_pspp(struct oracle *o)
{
    char path[4096];
    reinti_grid g;

    snprintf(path, sizeof path, "%s/pspp/compare.csv", o->dir);
    if (access(path, F_OK) != 0)
        return true;
    if (!read_grid(o->dir, "pspp/compare.csv", "case statistic parameter pspp_value agree", &g))
        return false;
    size_t otherwise = 0;
    for (size_t row = 1; row < g.rows; row++) {
        const char *name = cell(&g, row, "case"), *statistic = cell(&g, row, "statistic");
        const char *parameter = cell(&g, row, "parameter"), *text = cell(&g, row, "pspp_value");
        if (strcmp(cell(&g, row, "agree"), "yes") != 0) {
            otherwise++;
            continue;
        }
        if (!o->name || strcmp(o->name, name) != 0)
            open_case(o, name, "crosstab");
        const char *point = strchr(text, '.');
        double printed = strtod(text, NULL), unit = pow(10, -(point ? (double)strlen(point + 1) : 0));
        const struct value *v = find_value(compute(o, statistic), parameter);
        if (v && fabs(v->value - printed) <= 0.5 * unit + 1e-12 * fmax(1, fabs(printed))) {
            o->pspp_equal++;
            continue;
        }
        o->pspp_different++;
        printf("%s %s %s: PSPP prints %s, got %.17g\n", name, statistic, parameter, text,
               v ? v->value : (double)NAN);
    }
    printf("PSPP: %zu numbers compared, %zu equal; %zu lines that it computes otherwise (README.md there)\n",
           o->pspp_equal + o->pspp_different, o->pspp_equal, otherwise);
    forget_case(o);
    reinti_grid_free(&g);
    return true;
}

static bool
run_folder(struct oracle *o, const char *dir)
{
    bool readable;

    o->dir = dir;
    if (!read_grid(dir, "cases.csv", "case group data layout options", &o->cases))
        return false;
    readable = run_groups(o);
    readable = run_pspp(o) && readable;
    reinti_grid_free(&o->cases);
    return readable;
}

int
main(int argc, char **argv)
{
    static struct oracle o;
    char here[4096];
    bool readable = true;
    const char *root = getenv("REINT_SRCDIR");

    for (int i = 1; i < argc; i++)
        readable = run_folder(&o, argv[i]) && readable;
    if (argc == 1) {
        snprintf(here, sizeof here, "%s/tests/oracle", root ? root : ".");
        readable = run_folder(&o, here);
        snprintf(here, sizeof here, "%s/tests/oracle/more", root ? root : ".");
        readable = run_folder(&o, here) && readable;
    }
    printf("%zu values, %zu equal, %zu different, %zu not implemented\n", o.values, o.equal, o.different,
           o.missing);
    free(o.result);
    if (!readable || o.values == 0)
        return 2;
    return o.different || o.missing || o.pspp_different ? 1 : 0;
}
