/* calc_survival.c -- survival curves and changes of state for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* ---- survival ------------------------------------------------------------------------------------------ */

static void
say_curve(reinti_sink *out, const char *group, const reint_km *km)
{
    static const char *const name[] = { "q25", "q50", "q75" };
    const char *reason = out->reason;
    char time[64];

    out->reason = "the curve is 0";
    for (size_t i = 0; i < km->n_points; i++) {
        const reint_km_point *p = &km->point[i];
        reinti_code_text(NULL, p->time, time, sizeof time);
        reinti_emit(out, p->n_risk, "group=%s;time=%s:n_risk", group, time);
        reinti_emit(out, p->n_event, "group=%s;time=%s:n_event", group, time);
        reinti_emit(out, p->surv, "group=%s;time=%s:surv", group, time);
        reinti_emit(out, p->se, "group=%s;time=%s:greenwood_se", group, time);
        reinti_emit(out, p->plain_lower, "group=%s;time=%s:plain_lower", group, time);
        reinti_emit(out, p->plain_upper, "group=%s;time=%s:plain_upper", group, time);
        reinti_emit(out, p->log_lower, "group=%s;time=%s:log_lower", group, time);
        reinti_emit(out, p->log_upper, "group=%s;time=%s:log_upper", group, time);
        reinti_emit(out, p->loglog_lower, "group=%s;time=%s:loglog_lower", group, time);
        reinti_emit(out, p->loglog_upper, "group=%s;time=%s:loglog_upper", group, time);
        reinti_emit(out, p->nelson_aalen, "group=%s;time=%s:nelson_aalen", group, time);
        reinti_emit(out, p->nelson_aalen_se, "group=%s;time=%s:nelson_aalen_se", group, time);
    }
    out->reason = km->n_events > 0 ? "the curve does not fall that far" : "no event";
    for (int q = 0; q < 3; q++)
        reinti_emit(out, km->quantile[q], "group=%s:%s", group, name[q]);
    reinti_emit(out, km->quantile[1], "group=%s:median", group);
    reinti_emit(out, km->median_lower, "group=%s:median_loglog_lower", group);
    reinti_emit(out, km->median_upper, "group=%s:median_loglog_upper", group);
    out->reason = reason;
    reinti_emit(out, km->rmean, "group=%s:rmean", group);
    reinti_emit(out, km->n_events, "group=%s:n_events", group);
}

/* The curve of the group with CODE, NaN = all. */
static reint_status
one_curve(const reint_input *in, double code, reinti_sink *out)
{
    const reinti_column *g = reinti_input_column(in, "group");
    const double *time = reinti_input_values(in, "time"), *status = reinti_input_values(in, "status");
    double *t = reinti_room(in->n, 2 * sizeof *t), *s = t ? t + in->n : NULL;
    const char *reason = out->reason;
    char label[64] = "all";
    size_t n = 0;
    reint_km km;
    reint_status result;

    if (!t)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < in->n; i++)
        if (isnan(code) || g->value[i] == code) {
            t[n] = time[i];
            s[n++] = status[i];
        }
    result = reint_km_estimate(t, s, n, 0.95, &km);
    if (km.undefined)
        out->reason = km.undefined;
    if (!result)
        say_curve(out, isnan(code) ? label : reinti_code_text(g, code, label, sizeof label), &km);
    out->reason = reason;
    reint_km_free(&km);
    free(t);
    return result;
}

REINTI_COMPUTE(reinti_calc_km)
{
    double *code;
    size_t n;
    reint_status status = reinti_distinct(reinti_input_values(in, "group"), NULL, in->n, &code, &n);

    if (!status)
        status = one_curve(in, NAN, out);
    for (size_t i = 0; i < n && !status; i++)
        status = one_curve(in, code[i], out);
    free(code);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static reint_status
logrank(const reint_input *in, reint_logrank_kind kind, bool groups, reinti_sink *out, reint_error *err)
{
    const reinti_column *g = reinti_input_column(in, "group");
    double *code, *time = reinti_room(in->n, 2 * sizeof *time), *observed = NULL;
    size_t *group = reinti_room(in->n, sizeof *group), k, n = 0;
    char label[64];
    reint_logrank x;
    reint_status status = reinti_distinct(g->value, NULL, in->n, &code, &k);

    if (!status) {
        observed = reinti_room(k, 2 * sizeof *observed);
        status = time && group && observed ? REINT_OK : REINT_NO_MEMORY;
    }
    for (size_t i = 0; i < in->n && !status; i++)
        if (!isnan(g->value[i])) {
            time[n] = reinti_input_values(in, "time")[i];
            time[in->n + n] = reinti_input_values(in, "status")[i];
            group[n++] = reinti_place(code, k, g->value[i]);
        }
    if (!status)
        status = reint_logrank_test(time, time + in->n, group, n, k, kind, observed, observed + k, &x);
    if (!status) {
        if (x.undefined)
            out->reason = x.undefined;
        reinti_emit(out, x.chisq, "chisq");
        reinti_emit(out, x.df, "df");
        reinti_emit(out, x.p, "p");
        for (size_t i = 0; i < k && groups; i++) {
            reinti_code_text(g, code[i], label, sizeof label);
            reinti_emit(out, observed[i], "group=%s:observed", label);
            reinti_emit(out, observed[k + i], "group=%s:expected", label);
        }
    }
    free(observed);
    free(group);
    free(time);
    free(code);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_logrank)
{
    return logrank(in, REINT_LOGRANK, true, out, err);
}

REINTI_COMPUTE(reinti_calc_gehan)
{
    return logrank(in, REINT_GEHAN, false, out, err);
}

REINTI_COMPUTE(reinti_calc_peto)
{
    return logrank(in, REINT_PETO, false, out, err);
}

REINTI_COMPUTE(reinti_calc_tarone_ware)
{
    return logrank(in, REINT_TARONE_WARE, false, out, err);
}

/* ---- changes of state ---------------------------------------------------------------------------------- */

struct changes {
    double *state, *start, *count; /* codes of the states; first time of each period; p x k x k */
    size_t k, p;
    double *pooled, *share, *two, *stationary;
    reint_transitions x;
};

static void
changes_free(struct changes *c)
{
    free(c->state);
    free(c->start);
    free(c->count);
    free(c->pooled);
}

struct visit {
    double id, time, state;
};

static int
by_visit(const void *a, const void *b)
{
    const struct visit *x = a, *y = b;

    return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->time > y->time) - (x->time < y->time);
}

reint_status
reinti_states_read(const reint_input *in, double **state, size_t *k)
{
    char text[64];
    double last;
    const char *dots;

    *state = NULL;
    *k = 0;
    if (!reinti_input_option(in, "states", text, sizeof text))
        return reinti_distinct(reinti_input_values(in, "state"), NULL, in->n, state, k);
    dots = strstr(text, "..");
    if (strncmp(text, "1..", 3) != 0 || !reinti_parse_decimal(dots + 2, strlen(dots + 2), &last) ||
        !(last >= 1 && last <= 1000) || last != floor(last))
        return REINT_ARGUMENT;
    *state = reinti_room((size_t)last, sizeof **state);
    if (!*state)
        return REINT_NO_MEMORY;
    *k = (size_t)last;
    for (size_t i = 0; i < *k; i++)
        (*state)[i] = (double)(i + 1);
    return REINT_OK;
}

/* The visits sorted by person and time; a person twice at one time: ARGUMENT. */
static reint_status
sort_visits(const reint_input *in, struct visit **out, size_t *n)
{
    const double *id = reinti_input_values(in, "id"), *time = reinti_input_values(in, "time");
    const double *state = reinti_input_values(in, "state");
    struct visit *v = reinti_room(in->n, sizeof *v);
    size_t m = 0;

    *out = v;
    if (!v)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < in->n; i++)
        if (!isnan(id[i]) && !isnan(time[i]))
            v[m++] = (struct visit){ id[i], time[i], state[i] };
    qsort(v, m, sizeof *v, by_visit);
    for (size_t i = 1; i < m; i++)
        if (by_visit(&v[i - 1], &v[i]) == 0)
            return REINT_ARGUMENT;
    *n = m;
    return REINT_OK;
}

/* Periods begin at every time that is followed by time + 1 somewhere in the data. */
static reint_status
read_periods(const reint_input *in, struct changes *c)
{
    size_t n;
    reint_status status = reinti_distinct(reinti_input_values(in, "time"), NULL, in->n, &c->start, &n);

    for (size_t i = 0; i + 1 < n && !status; i++)
        if (c->start[i + 1] == c->start[i] + 1)
            c->start[c->p++] = c->start[i];
    return status;
}

static reint_status
count_changes(const reint_input *in, struct changes *c)
{
    struct visit *v = NULL;
    size_t n = 0, kk = c->k * c->k;
    reint_status status = sort_visits(in, &v, &n);

    if (!status) {
        c->count = reinti_room(c->p * kk, sizeof *c->count);
        c->pooled = reinti_room(3 * kk + c->k, sizeof *c->pooled);
        status = c->count && c->pooled ? REINT_OK : REINT_NO_MEMORY;
    }
    for (size_t i = 1; i < n && !status; i++) {
        size_t from, to, period;
        if (v[i].id != v[i - 1].id || v[i].time != v[i - 1].time + 1 || isnan(v[i].state) ||
            isnan(v[i - 1].state))
            continue;
        from = reinti_place(c->state, c->k, v[i - 1].state);
        to = reinti_place(c->state, c->k, v[i].state);
        period = reinti_place(c->start, c->p, v[i - 1].time);
        if (from == c->k || to == c->k || period == c->p)
            status = REINT_ARGUMENT;
        else
            c->count[(period * c->k + from) * c->k + to]++;
    }
    free(v);
    return status;
}

static reint_status
changes_read(const reint_input *in, struct changes *c, reint_error *err)
{
    reint_status status;

    memset(c, 0, sizeof *c);
    status = reinti_states_read(in, &c->state, &c->k);
    if (!status)
        status = read_periods(in, c);
    if (!status)
        status = count_changes(in, c);
    if (!status) {
        c->share = c->pooled + c->k * c->k;
        c->two = c->share + c->k * c->k;
        c->stationary = c->two + c->k * c->k;
        status = reint_transition_analysis(c->count, c->p, c->k, c->pooled, c->share, c->two, c->stationary,
                                           &c->x);
    }
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, REINT_INPUT, NULL, 0,
                           "a person twice at one time, or a state that is not among the states");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* "from=1;to=2" of cell I. */
static const char *
cell_name(const reint_input *in, const struct changes *c, size_t i, char *buf, size_t size)
{
    const reinti_column *s = reinti_input_column(in, "state");
    char a[64], b[64];

    snprintf(buf, size, "from=%s;to=%s", reinti_code_text(s, c->state[i / c->k], a, sizeof a),
             reinti_code_text(s, c->state[i % c->k], b, sizeof b));
    return buf;
}

REINTI_COMPUTE(reinti_calc_transition_count)
{
    struct changes c;
    char time[64], name[160];
    reint_status status = changes_read(in, &c, err);

    for (size_t i = 0; i < c.p * c.k * c.k && !status; i++)
        reinti_emit(out, c.count[i], "time=%s;%s",
                    reinti_code_text(NULL, c.start[i / (c.k * c.k)], time, sizeof time),
                    cell_name(in, &c, i % (c.k * c.k), name, sizeof name));
    for (size_t i = 0; i < c.k * c.k && !status; i++)
        reinti_emit(out, c.pooled[i], "%s", cell_name(in, &c, i, name, sizeof name));
    changes_free(&c);
    return status;
}

REINTI_COMPUTE(reinti_calc_transition_prob)
{
    struct changes c;
    char name[160];
    reint_status status = changes_read(in, &c, err);

    for (size_t i = 0; i < c.k * c.k && !status; i++) {
        double p = c.share[i], n = 0;
        reint_limits l;
        for (size_t j = 0; j < c.k; j++)
            n += c.pooled[i / c.k * c.k + j];
        reint_wilson_interval(c.pooled[i], n, 0.95, &l);
        cell_name(in, &c, i, name, sizeof name);
        reinti_emit(out, p, "%s", name);
        reinti_emit(out, sqrt(p * (1 - p) / n), "%s:se", name);
        reinti_emit(out, l.lower, "%s:wilson_lower", name);
        reinti_emit(out, l.upper, "%s:wilson_upper", name);
    }
    changes_free(&c);
    return status;
}

REINTI_COMPUTE(reinti_calc_transition_prob_2step)
{
    struct changes c;
    char name[160];
    reint_status status = changes_read(in, &c, err);

    for (size_t i = 0; i < c.k * c.k && !status; i++)
        reinti_emit(out, c.two[i], "%s", cell_name(in, &c, i, name, sizeof name));
    changes_free(&c);
    return status;
}

REINTI_COMPUTE(reinti_calc_transition_prob_kstep)
{
    struct changes c;
    double steps = 2, *power = NULL;
    char name[160], text[64];
    reint_status status = changes_read(in, &c, err);

    if (!status && reinti_input_option(in, "steps", text, sizeof text) &&
        (!reinti_parse_decimal(text, strlen(text), &steps) || !(steps >= 0 && steps <= 1e6) ||
         steps != floor(steps)))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "steps= is a whole number, 0..1000000");
    if (!status) {
        power = reinti_room(c.k * c.k, sizeof *power);
        status = power ? reint_transition_power(c.share, c.k, (size_t)steps, power) : REINT_NO_MEMORY;
        if (status)
            status = reinti_calc_fail(status, err);
    }
    for (size_t i = 0; i < c.k * c.k && !status; i++)
        reinti_emit(out, power[i], "%s", cell_name(in, &c, i, name, sizeof name));
    free(power);
    changes_free(&c);
    return status;
}

REINTI_COMPUTE(reinti_calc_stationary)
{
    struct changes c;
    char text[64];
    reint_status status = changes_read(in, &c, err);

    for (size_t i = 0; i < c.k && !status; i++)
        reinti_emit(out, c.stationary[i], "state=%s",
                    reinti_code_text(reinti_input_column(in, "state"), c.state[i], text, sizeof text));
    changes_free(&c);
    return status;
}

REINTI_COMPUTE(reinti_calc_time_homogeneity)
{
    struct changes c;
    reint_status status = changes_read(in, &c, err);

    if (!status) {
        if (c.x.undefined)
            out->reason = c.x.undefined;
        reinti_emit(out, c.x.g2, "g2");
        reinti_emit(out, c.x.chisq, "chisq");
        reinti_emit(out, c.x.df, "df");
        reinti_emit(out, c.x.g2_p, "g2_p");
        reinti_emit(out, c.x.chisq_p, "chisq_p");
    }
    changes_free(&c);
    return status;
}
