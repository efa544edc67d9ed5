/* domains.c -- domains over time: improved, same or fell back, in persons.
 *
 * Reads:    the columns of a pack at two waves; states by the pack's rank, scores by size.
 * Open:     several states still possible (raters disagree): whatever change they leave possible is counted as such.
 * Not compared: a state without rank, such as not discussed, or a score that could not be made.
 * Missing:  no record of the domain at one of the waves: no pair. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <string.h>

reint_status
reinti_follow_pack(reint_follow *f, const char *name, const reinti_pack **out, reint_error *err)
{
    reinti_pack **pack = NULL;
    size_t n = 0;
    reint_status status = reinti_packs_open(f->cb, f->arena, &pack, &n, err);

    *out = NULL;
    for (size_t i = 0; !status && i < n; i++)
        if (!*out && (!name || !strcmp(pack[i]->id, name)))
            *out = pack[i];
    if (!status && !*out)
        status = name ? reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no pack \"%.40s\"", name)
                      : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no pack of domains");
    return status;
}

/* Which changes are possible from one of the states FROM to one of TO, as bits. */
static unsigned
changes_of(const reinti_pack *pack, size_t n_states, uint16_t from, uint16_t to)
{
    unsigned bits = 0;

    for (size_t a = 0; a < n_states; a++)
        for (size_t b = 0; b < n_states; b++) {
            int change;
            if (!(from >> a & 1) || !(to >> b & 1))
                continue;
            if (pack->rank[a] == INT8_MIN || pack->rank[b] == INT8_MIN)
                change = REINT_NOT_COMPARED;
            else
                change = pack->rank[b] > pack->rank[a]   ? REINT_IMPROVED
                         : pack->rank[b] < pack->rank[a] ? REINT_FELL_BACK
                                                         : REINT_SAME;
            bits |= 1u << change;
        }
    return bits;
}

static void
add_change(reint_follow_domain *d, unsigned bits)
{
    d->n++;
    for (unsigned c = 0; c < REINT_N_CHANGES; c++) {
        d->high[c] += bits >> c & 1;
        d->low[c] += bits == 1u << c;
    }
}

static reint_status
count_states(reint_follow *f, const reinti_pack *pack, const char *id, reint_follow_domain *out,
             reint_error *err)
{
    reinti_states s;
    reint_status status = reinti_follow_states(f, id, &s, err);

    for (size_t i = 0; !status && i < f->n; i++) {
        const reinti_state_at *a = &s.at[i * f->n_waves + out->from], *b = &s.at[i * f->n_waves + out->to];
        bool back;
        if (a->code == REINTI_STATE_NONE || b->code == REINTI_STATE_NONE)
            continue;
        reinti_follow_gap(f, i, out->from, out->to, &back);
        if (!back)
            add_change(out,
                       changes_of(pack, s.column->n_valid,
                                  a->code < s.column->n_valid ? (uint16_t)(1u << a->code) : a->possible,
                                  b->code < s.column->n_valid ? (uint16_t)(1u << b->code) : b->possible));
    }
    return status;
}

static reint_status
count_scores(reint_follow *f, const reinti_pack *pack, const char *id, reint_follow_domain *out,
             reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_frame_column(f->records, id, &c, err);

    if (!status && c->kind != REINTI_COLUMN_NUMBER)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is no score", id);
    for (size_t i = 0; !status && i < f->n; i++) {
        bool back;
        if (!reinti_follow_is_seen(f, i, out->from) || !reinti_follow_is_seen(f, i, out->to))
            continue;
        double a = c->number[f->row[i * f->n_waves + out->from]],
               b = c->number[f->row[i * f->n_waves + out->to]];
        double better = pack->higher_is_better ? b - a : a - b;
        reinti_follow_gap(f, i, out->from, out->to, &back);
        if (!back)
            add_change(out, 1u << (isnan(better) ? REINT_NOT_COMPARED
                                   : better > 0  ? REINT_IMPROVED
                                   : better < 0  ? REINT_FELL_BACK
                                                 : REINT_SAME));
    }
    return status;
}

reint_status
reint_follow_domain_changes(reint_follow *f, const char *name, size_t steps, reint_follow_domains *out,
                            reint_error *err)
{
    const reinti_pack *pack = NULL;
    size_t n = 0;

    *out = (reint_follow_domains){ 0 };
    if (steps < 1 || steps >= f->n_waves)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%zu waves are no two that are %zu apart",
                           f->n_waves, steps);
    reint_status status = reinti_follow_pack(f, name, &pack, err);
    if (status)
        return status;
    reint_follow_domain *item =
        reinti_arena_alloc(f->arena, (f->n_waves * pack->n_domains + 1) * sizeof *item);
    if (!item)
        return reinti_no_memory(err);
    for (size_t w = 0; w + steps < f->n_waves; w++)
        for (size_t k = 0; !status && k < pack->n_domains; k++) {
            item[n] = (reint_follow_domain){ .domain = pack->domain[k].id, .from = w, .to = w + steps };
            status = (pack->states ? count_states : count_scores)(f, pack, pack->domain[k].id, &item[n], err);
            n++;
        }
    *out = (reint_follow_domains){ n, item };
    return status;
}
