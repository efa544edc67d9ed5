/* follow_lifetable.c -- the life table of the time to an event: interval by interval who was watched, had it, was lost to
 * sight.
 *
 * Intervals are those that the plan names, else of one round length.  Those lost within an interval count as watched for
 * half of it.  Where an event is known by an interval only there is no such table: nobody can say in which row it falls. */
#include <config.h>

#include "table/follow_curves.h"

#include <math.h>

#include "stats/stats.h"

enum { ENTERING, WITHDRAWN, EXPOSED, EVENTS, Q, SURVIVAL, LOWER, UPPER };

static const struct {
    const char *id, *en, *in;
    reinti_cell_kind kind;
    unsigned decimals;
} stats[] = {
    [ENTERING] = { "entering", "at risk at its beginning", "berisiko pada awal", REINTI_CELL_COUNT, 0 },
    [WITHDRAWN] = { "withdrawn", "not watched any longer", "tidak diamati lagi", REINTI_CELL_COUNT, 0 },
    [EXPOSED] = { "exposed", "exposed", "terpajan", REINTI_CELL_STATISTIC, 1 },
    [EVENTS] = { "events", "had it", "mengalami", REINTI_CELL_COUNT, 0 },
    [Q] = { "q", "share of the exposed", "bagian dari yang terpajan", REINTI_CELL_STATISTIC, 3 },
    [SURVIVAL] = { "survival", "without it at its end", "tanpa kejadian pada akhir", REINTI_CELL_STATISTIC,
                   3 },
    [LOWER] = { "lower", "lower", "bawah", REINTI_CELL_STATISTIC, 3 },
    [UPPER] = { "upper", "upper", "atas", REINTI_CELL_STATISTIC, 3 },
};

static void
put_row(reinti_grid *g, const reinti_curves *c, size_t group, size_t row, const reint_life_row *r)
{
    const double value[] = { [ENTERING] = r->entering,
                             [WITHDRAWN] = r->withdrawn,
                             [EXPOSED] = r->exposed,
                             [EVENTS] = r->events,
                             [Q] = r->q,
                             [SURVIVAL] = r->surv };

    for (size_t i = 0; i < REINTI_LENGTH(value); i++)
        if (stats[i].kind == REINTI_CELL_COUNT)
            reinti_grid_count(g, group, row, 0, i, value[i]);
        else
            reinti_grid_number(g, group, row, 0, i, value[i], r->exposed);
    if (!c->limits)
        return;
    double lower, upper;
    reint_survival_limits(r->surv, r->se, c->kind, 0.95, &lower, &upper);
    reinti_grid_number(g, group, row, 0, LOWER, lower, r->exposed);
    reinti_grid_number(g, group, row, 0, UPPER, upper, r->exposed);
}

/* "0 to below 6", "24 and more". */
static void
add_interval(reinti_grid *g, const double *breaks, size_t n, size_t i)
{
    const char *from = reinti_follow_months(g, breaks[i]);

    if (i + 1 < n)
        reinti_grid_row(g, from,
                        reinti_arena_format(g->arena, SAY(g, "%s to below %s", "%s sampai di bawah %s"), from,
                                            reinti_follow_months(g, breaks[i + 1])),
                        NULL);
    else
        reinti_grid_row(g, from, reinti_arena_format(g->arena, SAY(g, "%s and more", "%s dan lebih"), from),
                        NULL);
}

static reint_status
put_group(reinti_grid *g, const reinti_curves *c, size_t group, const double *breaks, size_t n,
          reint_error *err)
{
    reint_life_row *row = reinti_arena_alloc(g->arena, (n + 1) * sizeof *row);
    const double *status = reinti_curves_status(g, c, group);

    if (!row || !status)
        return reinti_no_memory(err);
    if (reint_life_table(c->left[group], status, c->n[group], breaks, n, row))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no life table of these times");
    for (size_t i = 0; i < n; i++)
        put_row(g, c, group, i, &row[i]);
    return REINT_OK;
}

static reint_status
make(reinti_grid *g, reinti_curves *c, reint_error *err)
{
    size_t n = 0;
    const double *breaks = g->follow->breaks;

    if (c->t.intervals)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "there is no life table: of some the event is known by an interval only");
    if (g->follow->n_breaks)
        n = g->follow->n_breaks;
    else if (!(breaks = reinti_curves_round_times(g, c, &n)))
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        add_interval(g, breaks, n, i);
    reinti_grid_column(g, "interval", SAY(g, "Within these months", "Dalam bulan ini"));
    for (size_t i = 0; i < (c->limits ? REINTI_LENGTH(stats) : (size_t)LOWER); i++)
        reinti_grid_stat(g, stats[i].id, stats[i].id, SAY(g, stats[i].en, stats[i].in), stats[i].kind,
                         stats[i].decimals);
    reint_status status = reinti_grid_cells(g, err);
    for (size_t k = 0; !status && k < c->n_groups; k++)
        status = put_group(g, c, k, breaks, n, err);
    return status;
}

reint_status
reinti_follow_lifetable(reinti_grid *g, reint_error *err)
{
    reinti_curves c;
    reint_status status = reinti_curves_read(g, &c, err);

    if (!status)
        status = make(g, &c, err);
    if (!status) {
        g->t->title = reinti_arena_format(g->arena, SAY(g, "Life table: %s", "Tabel kehidupan: %s"),
                                          reinti_curves_event(g));
        g->t->row_title = SAY(g, "Months", "Bulan");
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Those not watched any longer count as exposed for half of the interval; \"without "
                "it\" multiplies what is left from interval to interval.",
                "Yang tidak diamati lagi dihitung setengah selang."));
        reinti_curves_note(g, &c);
    }
    reinti_curves_free(&c);
    return status;
}
