/* input.c -- a CSV text as columns of numbers, in one of the layouts of the registry.
 *
 * Reads:    the text, the layout (or the statistic, whose first fitting layout is taken) and the options.
 * Gives:    columns of doubles; an empty field is NaN.  A column with text in it is coded 1, 2, ... in the
 *           order of its sorted distinct texts, and keeps the texts as labels.
 * Errors:   not a CSV text, a column missing, text where a layout counts or measures: INPUT.  Values of text
 *           columns are never printed. */
#include <config.h>

#include "stats/input.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"

/* NUMBERS: these columns must be numeric; the others may hold texts (categories).  REST: every further column
 * is a number too.  COUNTS: these columns hold no number below 0.  PART is
 * never more than WHOLE in a row. */
static const struct layout {
    const char *name, *columns, *numbers, *counts;
    bool rest_numbers;
    size_t least_columns;
    const char *part, *whole; /* columns, comma-separated */
} layouts[] = {
    { "table", "row,col,count", "count", "count", false, 3, NULL, NULL },
    { "micro", "row,col", "", "w", false, 2, NULL, NULL },
    { "square_table", "row,col,count", "count", "count", false, 3, NULL, NULL },
    { "stratified_table", "stratum,row,col,count", "count", "count", false, 4, NULL, NULL },
    { "trend", "score,x,n", "score,x,n", "x,n", false, 3, "x", "n" },
    { "proportions", "x,n", "x,n", "x,n", false, 2, "x", "n" },
    { "two_proportions", "x1,n1,x2,n2", "x1,n1,x2,n2", "x1,n1,x2,n2", false, 4, "x1,x2", "n1,n2" },
    { "wide", "id", "", "", true, 2, NULL, NULL },
    { "long", "id,time,state", "time", "", false, 3, NULL, NULL },
    { "survival", "time,status,group", "time,status", "time,status", false, 3, NULL, NULL },
    { "interval", "left,right", "left,right", "left,right", false, 2, "left", "right" },
    { "gee", "id", "", "", false, 3, NULL, NULL },
    { "glm", "", "", "", false, 2, NULL, NULL },
    { "survey", "", "", "", false, 2, NULL, NULL },
    { "ratings", "unit", "", "", true, 2, NULL, NULL },
    { "rating_counts", "unit", "", "", true, 2, NULL, NULL },
    { "descriptive", "x", "x,w", "w", false, 1, NULL, NULL },
    { "mrset_dichotomy", "id", "", "w", true, 2, NULL, NULL },
    { "mrset_category", "id", "", "w", true, 2, NULL, NULL },
    { "records", "", "", "", false, 1, NULL, NULL },
};

/* Whether NAME is one of the comma-separated words of LIST. */
static bool
listed(const char *list, const char *name, size_t length)
{
    while (*list) {
        size_t n = strcspn(list, ", ");
        if (n == length && memcmp(list, name, n) == 0)
            return true;
        list += n;
        list += strspn(list, ", ");
    }
    return false;
}

static const struct layout *
find_layout(const char *name, size_t length)
{
    for (size_t i = 0; i < REINTI_LENGTH(layouts); i++)
        if (strlen(layouts[i].name) == length && memcmp(layouts[i].name, name, length) == 0)
            return &layouts[i];
    return NULL;
}

/* The first column that L needs and the header lacks, as a text inside L->columns; NULL = all there. */
static const char *
lacking(const struct layout *l, const reinti_grid *g, size_t *length)
{
    for (const char *p = l->columns; *p;) {
        size_t n = strcspn(p, ","), j = 0;
        while (j < g->cols && !(strlen(g->cell[j]) == n && memcmp(g->cell[j], p, n) == 0))
            j++;
        *length = n;
        if (j == g->cols)
            return p;
        p += n + (p[n] == ',');
    }
    return NULL;
}

/* Why G fits none of STATISTIC's layouts: the columns that they need. */
static reint_status
fits_none(const reint_statistic *statistic, const reinti_grid *g, reint_error *err)
{
    char need[256] = "";
    size_t used = 0;

    if (g->cols == 1 && strpbrk(g->cell[0], ";\t"))
        return reinti_fail(err, REINT_INPUT, NULL, 1, "the fields must stand apart by commas");
    for (const char *p = statistic->layouts; *p && used < sizeof need;) {
        size_t n = strcspn(p, " ");
        const struct layout *l = find_layout(p, n);
        if (l)
            used += (size_t)snprintf(need + used, sizeof need - used, "%s%s (%s%s)", used ? ", " : "",
                                     l->name, l->columns,
                                     l->rest_numbers ? ", numbers"
                                     : *l->columns   ? ""
                                                     : "any");
        p += n + (p[n] == ' ');
    }
    return reinti_fail(err, REINT_INPUT, NULL, 1, "the columns fit none of the layouts of %s: %s",
                       statistic->key, need);
}

static const struct layout *
fitting_layout(const reint_statistic *statistic, const reinti_grid *g)
{
    for (const char *p = statistic->layouts; *p;) {
        size_t n = strcspn(p, " "), length;
        const struct layout *l = find_layout(p, n);
        if (l && !lacking(l, g, &length) && g->cols >= l->least_columns)
            return l;
        p += n + (p[n] == ' ');
    }
    return NULL;
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Codes the texts of column J; empty stays missing. */
static reint_status
code_texts(const reinti_grid *g, size_t j, reinti_column *c, size_t n, reint_error *err)
{
    size_t m = 0;

    c->label = reinti_room(n, sizeof *c->label);
    if (!c->label)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        if (*g->cell[(i + 1) * g->cols + j])
            c->label[m++] = g->cell[(i + 1) * g->cols + j];
    qsort(c->label, m, sizeof *c->label, by_text);
    for (size_t i = 0; i < m; i++)
        if (!c->n_labels || strcmp(c->label[c->n_labels - 1], c->label[i]) != 0)
            c->label[c->n_labels++] = c->label[i];
    for (size_t i = 0; i < n; i++) {
        const char *text = g->cell[(i + 1) * g->cols + j];
        const char **at = *text ? bsearch(&text, c->label, c->n_labels, sizeof *c->label, by_text) : NULL;
        c->value[i] = at ? (double)(at - c->label + 1) : NAN;
    }
    return REINT_OK;
}

static reint_status
read_column(reint_input *in, const struct layout *l, size_t j, reint_error *err)
{
    const reinti_grid *g = &in->grid;
    reinti_column *c = &in->column[j];
    bool in_layout = listed(l->columns, c->name, strlen(c->name));

    for (size_t i = 0; i < in->n; i++) {
        const char *text = g->cell[(i + 1) * g->cols + j];
        size_t length = strlen(text);
        c->value[i] = NAN;
        if (!length)
            continue;
        if (reinti_parse_decimal(text, length, &c->value[i])) {
            if (c->value[i] < 0 && listed(l->counts, c->name, strlen(c->name)))
                return reinti_fail(err, REINT_INPUT, NULL, (long)i + 2,
                                   "column %zu holds a number below 0; %s counts there", j + 1, l->name);
            continue;
        }
        if (listed(l->numbers, c->name, strlen(c->name)) ||
            (l->rest_numbers && !in_layout && strcmp(c->name, "group") != 0))
            return reinti_fail(err, REINT_INPUT, NULL, (long)i + 2,
                               "column %zu holds text; %s needs numbers there", j + 1, l->name);
        return code_texts(g, j, c, in->n, err);
    }
    return REINT_OK;
}

/* Every part at most its whole, in each row. */
static reint_status
check_parts(const reint_input *in, const struct layout *l, reint_error *err)
{
    for (const char *a = l->part, *b = l->whole; a && *a;) {
        char part[16], whole[16];
        size_t m = strcspn(a, ","), n = strcspn(b, ",");
        snprintf(part, sizeof part, "%.*s", (int)m, a);
        snprintf(whole, sizeof whole, "%.*s", (int)n, b);
        const double *x = reinti_input_values(in, part), *most = reinti_input_values(in, whole);
        for (size_t i = 0; i < in->n; i++)
            if (x[i] > most[i])
                return reinti_fail(err, REINT_INPUT, NULL, (long)i + 2, "%s is more than %s", part, whole);
        a += m + (a[m] == ',');
        b += n + (b[n] == ',');
    }
    return REINT_OK;
}

static reint_status
fill(reint_input *in, const struct layout *l, const char *options, reint_error *err)
{
    const reinti_grid *g = &in->grid;
    double *values;
    reint_status status = REINT_OK;

    in->layout = l->name;
    in->n = g->rows - 1;
    in->k = g->cols;
    in->options = reinti_room(strlen(options) + 1, 1);
    in->column = reinti_room(in->k, sizeof *in->column);
    values = in->values =
        reinti_room(in->n * in->k, sizeof *values); /* the grid holds as many pointers: no overflow */
    if (!in->options || !in->column || !values)
        return reinti_no_memory(err);
    memcpy(in->options, options, strlen(options) + 1);
    for (size_t j = 0; j < in->k && !status; j++) {
        in->column[j].name = g->cell[j];
        in->column[j].value = values + j * in->n;
        for (size_t i = 0; i < j; i++)
            if (strcmp(in->column[i].name, g->cell[j]) == 0)
                return reinti_fail(err, REINT_INPUT, NULL, 1, "columns %zu and %zu have the same name", i + 1,
                                   j + 1);
        status = read_column(in, l, j, err);
    }
    return status ? status : check_parts(in, l, err);
}

reint_status
reint_input_read(const char *text, size_t size, const char *layout, const reint_statistic *statistic,
                 const char *options, reint_input **out, reint_error *err)
{
    reint_input *in = reinti_room(1, sizeof *in);
    const struct layout *l;
    const char *name;
    size_t length = 0;
    reint_status status;

    *out = NULL;
    if (!in)
        return reinti_no_memory(err);
    status = reinti_grid_read(text, size, &in->grid, err);
    if (status)
        goto cleanup;
    l = layout      ? find_layout(layout, strlen(layout))
        : statistic ? fitting_layout(statistic, &in->grid)
                    : NULL;
    if (!l) {
        status = layout || !statistic ? reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no such layout")
                                      : fits_none(statistic, &in->grid, err);
        goto cleanup;
    }
    name = lacking(l, &in->grid, &length);
    if (name || in->grid.cols < l->least_columns) {
        status = name ? reinti_fail(err, REINT_INPUT, NULL, 1, "the layout %s needs a column \"%.*s\"",
                                    l->name, (int)length, name)
                      : reinti_fail(err, REINT_INPUT, NULL, 1, "the layout %s needs at least %zu columns",
                                    l->name, l->least_columns);
        goto cleanup;
    }
    status = fill(in, l, options ? options : "", err);
    if (status)
        goto cleanup;
    *out = in;
    in = NULL;
cleanup:
    reint_input_free(in);
    return status;
}

void
reint_input_free(reint_input *in)
{
    if (!in)
        return;
    for (size_t j = 0; in->column && j < in->k; j++)
        free(in->column[j].label);
    free(in->column);
    free(in->values);
    free(in->options);
    reinti_grid_free(&in->grid);
    free(in);
}

const char *
reint_input_layout(const reint_input *in)
{
    return in->layout;
}

const reinti_column *
reinti_input_column(const reint_input *in, const char *name)
{
    for (size_t j = 0; j < in->k; j++)
        if (strcmp(in->column[j].name, name) == 0)
            return &in->column[j];
    return NULL;
}

const double *
reinti_input_values(const reint_input *in, const char *name)
{
    const reinti_column *c = reinti_input_column(in, name);

    return c ? c->value : NULL;
}

bool
reinti_input_option(const reint_input *in, const char *key, char *buf, size_t size)
{
    size_t length = strlen(key);

    for (const char *p = in->options; *p;) {
        size_t n = strcspn(p, " ;");
        if (n > length && memcmp(p, key, length) == 0 && p[length] == '=') {
            size_t m = strcspn(p + length + 1, " ;(");
            snprintf(buf, size, "%.*s", (int)(m < size ? m : size - 1), p + length + 1);
            return true;
        }
        p += n;
        p += strspn(p, " ;");
    }
    return false;
}

const char *
reinti_code_text(const reinti_column *c, double code, char *buf, size_t size)
{
    if (c && c->label && code >= 1 && code <= (double)c->n_labels)
        snprintf(buf, size, "%s", c->label[(size_t)code - 1]);
    else
        snprintf(buf, size, "%.15g", code);
    return buf;
}

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

reint_status
reinti_distinct(const double *x, const bool *keep, size_t n, double **out, size_t *n_out)
{
    double *d = reinti_room(n, sizeof *d);
    size_t m = 0, k = 0;

    *out = NULL;
    *n_out = 0;
    if (!d)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && (!keep || keep[i]))
            d[m++] = x[i] + 0.0; /* -0 is 0 */
    qsort(d, m, sizeof *d, by_number);
    for (size_t i = 0; i < m; i++)
        if (!k || d[k - 1] != d[i])
            d[k++] = d[i];
    *out = d;
    *n_out = k;
    return REINT_OK;
}

size_t
reinti_place(const double *sorted, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (sorted[mid] < x)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && sorted[low] == x ? low : n;
}

void
reinti_emit(reinti_sink *s, double value, const char *format, ...)
{
    char parameter[512];
    va_list args;

    va_start(args, format);
    vsnprintf(parameter, sizeof parameter, format, args);
    va_end(args);
    s->fn(parameter, value, isnan(value) ? s->reason : NULL, s->user);
}
