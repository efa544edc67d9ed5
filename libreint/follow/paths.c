/* paths.c -- the classes of a person over the stages of their story, as known now.
 *
 * Reads:    the cases of a rule set (person, episode, stage; or person and wave), with the team's judgements.
 * Path:     in the order of episodes and stages; equal neighbours are one.  Undetermined ("?") is equal to nothing.
 * Ever:     categories overlap: someone can be unassisted at the destination and assisted at home.  A class holds
 *           surely where it alone is possible, possibly where it is one of several.  Two classes of one open case
 *           cannot both hold: it takes two cases.
 * No class: a case that nothing is known of is no stop of the path. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

#include "assess/column.h"

typedef struct stop {
    uint64_t sure, maybe; /* categories as bits: classes, then reasons */
    uint16_t possible;    /* classes */
} stop;

static int
by_count(const void *a, const void *b)
{
    const reint_follow_path *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->path, y->path);
}

static bool
is_single(uint32_t bits)
{
    return bits && !(bits & (bits - 1));
}

/* ---- one person ----------------------------------------------------------------------------------------- */

static stop
stop_of(const reinti_dossier *d, const reinti_case *c)
{
    stop s = { .possible = reinti_case_possible(d, c, true) };
    size_t n = d->r->n_classes;

    s.maybe = s.possible | (uint64_t)c->verdict.maybe << n;
    s.sure = (is_single(s.possible) ? s.possible : 0) | (uint64_t)c->verdict.sure << n;
    return s;
}

typedef struct tally {
    reint_follow_paths *out;
    double *ever_low, *ever_high, *first_low, *first_high, *last_low, *last_high, *always_low, *always_high;
    double *both_low, *both_high;
} tally;

/* Whether A and B can both hold over the N stops. */
static bool
can_both(const stop *s, size_t n, size_t a, size_t b, size_t n_classes)
{
    bool apart = a != b && a < n_classes && b < n_classes;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (s[i].maybe >> a & 1 && s[k].maybe >> b & 1 && (!apart || i != k))
                return true;
    return false;
}

static void
count_person(tally *t, const stop *s, size_t n)
{
    size_t k = t->out->k;
    uint64_t sure = 0, maybe = 0, all_sure = UINT64_MAX, all_maybe = UINT64_MAX;

    for (size_t i = 0; i < n; i++) {
        sure |= s[i].sure;
        maybe |= s[i].maybe;
        all_sure &= s[i].sure;
        all_maybe &= s[i].maybe;
    }
    for (size_t a = 0; a < k; a++) {
        t->ever_low[a] += sure >> a & 1;
        t->ever_high[a] += maybe >> a & 1;
        t->first_low[a] += s[0].sure >> a & 1;
        t->first_high[a] += s[0].maybe >> a & 1;
        t->last_low[a] += s[n - 1].sure >> a & 1;
        t->last_high[a] += s[n - 1].maybe >> a & 1;
        t->always_low[a] += all_sure >> a & 1;
        t->always_high[a] += all_maybe >> a & 1;
        for (size_t b = 0; b < k; b++) {
            t->both_low[a * k + b] += (sure >> a & 1) && (sure >> b & 1);
            t->both_high[a * k + b] +=
                (maybe >> a & 1) && (maybe >> b & 1) && can_both(s, n, a, b, t->out->n_classes);
        }
    }
}

/* ---- paths ---------------------------------------------------------------------------------------------- */

typedef struct paths {
    reinti_map *map;
    reint_follow_path *item;
    size_t n, capacity;
} paths;

static reint_status
add_path(reint_follow *f, paths *p, const stop *s, size_t n, reint_error *err)
{
    const reinti_dossier *d = f->dossier;
    reinti_str text = REINTI_STR_EMPTY;
    bool added = false;

    for (size_t i = 0; i < n; i++) {
        if (i && is_single(s[i].possible) && s[i].possible == s[i - 1].possible)
            continue;
        size_t class_index = 0;
        while (is_single(s[i].possible) && !(s[i].possible >> class_index & 1))
            class_index++;
        reinti_str_format(&text, "%s%s", text.length ? ">" : "",
                          is_single(s[i].possible) ? d->r->class_[class_index].id : "?");
    }
    int64_t at = text.failed ? -2 : reinti_map_put(p->map, text.text, text.length, (int64_t)p->n, &added);
    bool ok =
        at >= 0 && (!added || reinti_arena_grow(f->arena, &p->item, &p->capacity, p->n, sizeof *p->item));
    if (ok && added) {
        p->item[p->n] = (reint_follow_path){ reinti_arena_text(f->arena, text.text), 1 };
        ok = p->item[p->n++].path != NULL;
    } else if (ok) {
        p->item[at].n++;
    }
    reinti_str_free(&text);
    return ok ? REINT_OK : reinti_no_memory(err);
}

/* ---- all ------------------------------------------------------------------------------------------------ */

static reint_status
make_tally(reint_follow *f, tally *t, reint_error *err)
{
    const reinti_ruleset *r = f->dossier->r;
    size_t k = r->n_classes + r->n_reasons;
    double **const each[] = { &t->ever_low, &t->ever_high, &t->first_low,  &t->first_high,
                              &t->last_low, &t->last_high, &t->always_low, &t->always_high };
    const char **code = reinti_arena_alloc(f->arena, (k + 1) * sizeof *code);

    if (!code)
        return reinti_no_memory(err);
    for (size_t i = 0; i < k; i++)
        code[i] = i < r->n_classes ? r->class_[i].id : r->reason[i - r->n_classes].id;
    for (size_t i = 0; i < REINTI_LENGTH(each); i++)
        if (!(*each[i] = reinti_arena_alloc(f->arena, (k + 1) * sizeof **each[i])))
            return reinti_no_memory(err);
    t->both_low = reinti_arena_alloc(f->arena, (k * k + 1) * sizeof *t->both_low);
    t->both_high = reinti_arena_alloc(f->arena, (k * k + 1) * sizeof *t->both_high);
    if (!t->both_low || !t->both_high)
        return reinti_no_memory(err);
    *t->out = (reint_follow_paths){ .k = k,
                                    .n_classes = r->n_classes,
                                    .code = code,
                                    .ever_low = t->ever_low,
                                    .ever_high = t->ever_high,
                                    .first_low = t->first_low,
                                    .first_high = t->first_high,
                                    .last_low = t->last_low,
                                    .last_high = t->last_high,
                                    .always_low = t->always_low,
                                    .always_high = t->always_high,
                                    .both_low = t->both_low,
                                    .both_high = t->both_high };
    return REINT_OK;
}

/* The cases FIRST .. END - 1 of one person. */
static reint_status
walk_person(reint_follow *f, tally *t, paths *p, const reinti_case *item, size_t n, reint_error *err)
{
    stop *s = malloc(n * sizeof *s);
    size_t all = 0, from = 0;
    reint_status status = s ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; !status && i < n; i++) {
        bool ends = i + 1 == n || item[i + 1].episode != item[i].episode;
        s[all] = stop_of(f->dossier, &item[i]);
        all += s[all].possible != 0;
        if (ends && all > from) {
            status = add_path(f, p, s + from, all - from, err);
            t->out->n_units++;
            from = all;
        }
    }
    if (!status && all) {
        count_person(t, s, all);
        t->out->n_persons++;
    }
    free(s);
    return status;
}

reint_status
reint_follow_walk(reint_follow *f, const char *ruleset, reint_follow_paths *out, reint_error *err)
{
    const reinti_cut *cut = NULL;
    const uint32_t *place = NULL;
    size_t n_ids = 0;
    tally t = { .out = out };
    paths p = { .map = reinti_map_create() };
    *out = (reint_follow_paths){ 0 };
    reint_status status = p.map ? REINT_OK : reinti_no_memory(err);

    reinti_dossier_free(f->dossier);
    f->dossier = NULL;
    if (!status)
        status = reinti_dossier_open(f->frames, ruleset, &f->dossier, err);
    if (!status)
        status = reinti_dossier_cut(f->dossier, f->cb->n_waves, &cut, err);
    if (!status)
        status = reinti_follow_places(f, &place, &n_ids, err);
    if (!status)
        status = make_tally(f, &t, err);
    for (size_t i = 0, n; !status && i < cut->n; i += n) {
        uint32_t person = cut->item[i].person;
        for (n = 1; i + n < cut->n && cut->item[i + n].person == person; n++)
            ;
        if (person < n_ids && place[person] != UINT32_MAX)
            status = walk_person(f, &t, &p, cut->item + i, n, err);
    }
    if (!status && p.n)
        qsort(p.item, p.n, sizeof *p.item, by_count);
    reinti_map_free(p.map);
    if (status)
        return status;
    out->path = p.item;
    out->n_paths = p.n;
    return REINT_OK;
}
