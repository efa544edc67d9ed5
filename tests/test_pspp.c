/* What GNU PSPP 1.6.2 prints for CROSSTABS of the oracle's tables (tests/oracle/pspp.csv, copied from its output; the data are
 * in tests/oracle/data) beside ours: equal to the last digit that PSPP prints, 12 at most.  A note "differs: ..." marks what PSPP
 * computes otherwise (tests/oracle/README.md, Disagreements): that must be another number, or the note is wrong. */
#include <config.h>

#include "check.h"

#include "base/base.h"
#include "stats/input.h"
#include "stats/registry.h"

static reinti_grid printed, cases;

static char *
read_file(const char *path, size_t *size)
{
    reinti_bytes b;
    char *copy;

    assert_int_equal(reinti_bytes_read(path, 0, &b, NULL), REINT_OK);
    copy = malloc(b.size + 1);
    assert_non_null(copy);
    memcpy(copy, b.data, b.size);
    *size = b.size;
    reinti_bytes_free(&b);
    return copy;
}

static void
read_grid(const char *name, reinti_grid *g)
{
    size_t size;
    char *text = read_file(source_path(name), &size);

    assert_int_equal(reinti_grid_read(text, size, g, NULL), REINT_OK);
    free(text);
}

static const char *
cell(const reinti_grid *g, size_t row, const char *column)
{
    for (size_t j = 0; j < g->cols; j++)
        if (!strcmp(g->cell[j], column))
            return g->cell[row * g->cols + j];
    fail_msg("no column %s", column);
    return "";
}

/* ---- ours ---------------------------------------------------------------------------------------------- */

struct wanted {
    const char *parameter;
    double value, less, greater;
};

static void
take(const char *parameter, double value, const char *undefined, void *user)
{
    struct wanted *w = user;

    (void)undefined;
    if (!strcmp(parameter, w->parameter))
        w->value = value;
    if (!strcmp(parameter, "p_less"))
        w->less = value;
    if (!strcmp(parameter, "p_greater"))
        w->greater = value;
}

/* The statistic of a case; "one_sided" is the smaller of Fisher's one-sided p-values. */
static double
ours(const char *name, const char *statistic, const char *parameter)
{
    struct wanted w = { parameter, NAN, NAN, NAN };
    const reint_statistic *s = reint_statistic_find(statistic);
    char path[256], *text;
    size_t size, row = 1;
    reint_input *in;

    assert_non_null(s);
    while (row < cases.rows && strcmp(cell(&cases, row, "case"), name) != 0)
        row++;
    assert_true(row < cases.rows);
    snprintf(path, sizeof path, "tests/oracle/%s", cell(&cases, row, "data"));
    text = read_file(source_path(path), &size);
    assert_int_equal(reint_input_read(text, size, cell(&cases, row, "layout"), NULL,
                                      cell(&cases, row, "options"), &in, NULL),
                     REINT_OK);
    assert_int_equal(reint_statistic_compute(s, in, take, &w, NULL), REINT_OK);
    reint_input_free(in);
    free(text);
    return strcmp(parameter, "one_sided") ? w.value : fmin(w.less, w.greater);
}

/* Half a unit of the last decimal printed; beyond 12 digits either side has rounding errors of its own. */
static double
half_unit(const char *text)
{
    const char *point = strchr(text, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;

    return 0.5 * pow(10, -decimals) + 1e-12 * fmax(1, fabs(strtod(text, NULL)));
}

static void
every_number_that_pspp_prints_is_ours(void **state)
{
    size_t equal = 0, otherwise = 0;

    (void)state;
    for (size_t i = 1; i < printed.rows; i++) {
        const char *name = cell(&printed, i, "case"), *statistic = cell(&printed, i, "statistic");
        const char *parameter = cell(&printed, i, "parameter"), *text = cell(&printed, i, "printed");
        bool differs = !strncmp(cell(&printed, i, "note"), "differs", 7);
        double got = ours(name, statistic, parameter);
        bool same = fabs(got - strtod(text, NULL)) <= half_unit(text);
        if (same == differs)
            fail_msg("%s %s %s: %.17g, PSPP prints %s", name, statistic, parameter, got, text);
        equal += same;
        otherwise += differs;
    }
    print_message("%zu numbers equal, %zu differ as documented\n", equal, otherwise);
    assert_int_equal(equal + otherwise, printed.rows - 1);
    assert_true(equal > 1800);
    assert_int_equal(otherwise,
                     7); /* the standard error of kappa in five square tables, Fisher's p with a tie in two */
}

static int
open_files(void **state)
{
    (void)state;
    read_grid("tests/oracle/pspp.csv", &printed);
    read_grid("tests/oracle/cases.csv", &cases);
    return 0;
}

static int
close_files(void **state)
{
    (void)state;
    reinti_grid_free(&printed);
    reinti_grid_free(&cases);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_that_pspp_prints_is_ours),
    };

    return cmocka_run_group_tests_name("pspp", tests, open_files, close_files);
}
