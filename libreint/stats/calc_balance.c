/* calc_balance.c -- standardised differences of two groups, and net and gross change, for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/balance.h"
#include "stats/internal.h"

struct frame {
    const reinti_column *group, *w;
};

/* Whether NAME stands in the option categories=a,b,c. */
static bool
is_category(const reint_input *in, const reinti_column *c)
{
    char text[1024];
    size_t n = strlen(c->name);

    if (c->label)
        return true;
    if (!reinti_input_option(in, "categories", text, sizeof text))
        return false;
    for (const char *p = text; *p;) {
        size_t m = strcspn(p, ",");
        if (m == n && memcmp(p, c->name, n) == 0)
            return true;
        p += m + (p[m] == ',');
    }
    return false;
}

static reint_status
say_number(const reint_input *in, const struct frame *f, const reinti_column *c, reinti_sink *out)
{
    reint_balance b;
    reint_status status =
        reint_standardised_difference(c->value, f->group->value, f->w ? f->w->value : NULL, in->n, &b);

    if (status)
        return status;
    if (b.undefined)
        out->reason = b.undefined;
    reinti_emit(out, b.n1, "%s:n_1", c->name);
    reinti_emit(out, b.n0, "%s:n_0", c->name);
    reinti_emit(out, b.mean1, "%s:mean_1", c->name);
    reinti_emit(out, b.mean0, "%s:mean_0", c->name);
    reinti_emit(out, b.sd1, "%s:sd_1", c->name);
    reinti_emit(out, b.sd0, "%s:sd_0", c->name);
    reinti_emit(out, b.d, "%s:smd", c->name);
    return REINT_OK;
}

static reint_status
say_categories(const reint_input *in, const struct frame *f, const reinti_column *c, reinti_sink *out)
{
    double *code, *count, d;
    size_t k;
    const char *undefined;
    char text[64];
    reint_status status = reinti_distinct(c->value, NULL, in->n, &code, &k);

    if (status)
        return status;
    count = reinti_room(k, 2 * sizeof *count);
    status = count ? REINT_OK : REINT_NO_MEMORY;
    for (size_t i = 0; i < in->n && !status; i++) {
        double g = f->group->value[i], w = f->w ? f->w->value[i] : 1;
        if (isnan(c->value[i]) || isnan(g))
            continue;
        if ((g != 0 && g != 1) || !(w >= 0))
            status = REINT_ARGUMENT;
        else
            count[(g == 1 ? 0 : k) + reinti_place(code, k, c->value[i])] += w;
    }
    if (!status)
        status = reint_standardised_shares(count, count + k, k, &d, &undefined);
    if (!status) {
        double n1 = 0, n0 = 0;
        for (size_t i = 0; i < k; i++) {
            n1 += count[i];
            n0 += count[k + i];
        }
        out->reason = "an empty group";
        for (size_t i = 0; i < k; i++) {
            reinti_code_text(c, code[i], text, sizeof text);
            reinti_emit(out, reinti_ratio(count[i], n1), "%s=%s:share_1", c->name, text);
            reinti_emit(out, reinti_ratio(count[k + i], n0), "%s=%s:share_0", c->name, text);
        }
        out->reason = undefined;
        reinti_emit(out, d, "%s:smd", c->name);
    }
    free(count);
    free(code);
    return status;
}

REINTI_COMPUTE(reinti_calc_smd)
{
    const struct frame f = { reinti_input_column(in, "group"), reinti_input_column(in, "w") };
    const char *reason = out->reason;
    reint_status status = REINT_OK;

    if (!f.group || f.group->label || (f.w && f.w->label))
        return reinti_fail(err, REINT_INPUT, NULL, 1,
                           "a column \"group\" of 0 and 1 is needed, and numbers in a column \"w\"");
    for (size_t j = 0; j < in->k && !status; j++) {
        const reinti_column *c = &in->column[j];
        if (c == f.group || c == f.w || !strcmp(c->name, "id"))
            continue;
        status = (is_category(in, c) ? say_categories : say_number)(in, &f, c, out);
        out->reason = reason;
    }
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, status, NULL, 0, "groups are 0 and 1, weights >= 0, values finite");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* Shares of the pairs: who changed (gross), by how much the margins moved (net: half the sum of the absolute
 * differences), and what of the change evened out. */
REINTI_COMPUTE(reinti_calc_change)
{
    reinti_counted t;
    double gross = 0, net = 0, n = 0;
    reint_status status = reinti_counted_read(in, NULL, true, &t, err);

    if (status)
        return status;
    for (size_t i = 0; i < t.rows; i++) {
        double row = 0, col = 0;
        for (size_t j = 0; j < t.cols; j++) {
            row += t.count[i * t.cols + j];
            col += t.count[j * t.cols + i];
        }
        n += row;
        gross += row - t.count[i * t.cols + i];
        net += fabs(col - row) / 2;
    }
    reinti_emit(out, n, "n");
    reinti_emit(out, reinti_ratio(gross, n), "gross");
    reinti_emit(out, reinti_ratio(net, n), "net");
    reinti_emit(out, reinti_ratio(gross - net, n), "offsetting");
    reinti_counted_free(&t);
    return REINT_OK;
}
