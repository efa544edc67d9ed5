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

/* OF persons with the same stops. */
static void
count_persons(tally *t, const stop *s, size_t n, size_t of)
{
    size_t k = t->out->k;
    double w = (double)of;
    uint64_t sure = 0, maybe = 0, all_sure = UINT64_MAX, all_maybe = UINT64_MAX;

    for (size_t i = 0; i < n; i++) {
        sure |= s[i].sure;
        maybe |= s[i].maybe;
        all_sure &= s[i].sure;
        all_maybe &= s[i].maybe;
    }
    for (size_t a = 0; a < k; a++) {
        t->ever_low[a] += w * (sure >> a & 1);
        t->ever_high[a] += w * (maybe >> a & 1);
        t->first_low[a] += w * (s[0].sure >> a & 1);
        t->first_high[a] += w * (s[0].maybe >> a & 1);
        t->last_low[a] += w * (s[n - 1].sure >> a & 1);
        t->last_high[a] += w * (s[n - 1].maybe >> a & 1);
        t->always_low[a] += w * (all_sure >> a & 1);
        t->always_high[a] += w * (all_maybe >> a & 1);
        for (size_t b = 0; b < k; b++) {
            t->both_low[a * k + b] += w * ((sure >> a & 1) && (sure >> b & 1));
            t->both_high[a * k + b] +=
                w * ((maybe >> a & 1) && (maybe >> b & 1) && can_both(s, n, a, b, t->out->n_classes));
        }
    }
    t->out->n_persons += of;
}

/* ---- paths ---------------------------------------------------------------------------------------------- */

typedef struct paths {
    reinti_map *map;
    reint_follow_path *item;
    size_t n, capacity;
} paths;

static reint_status
add_path(reint_follow *f, paths *p, const stop *s, size_t n, size_t of, reint_error *err)
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
        p->item[p->n] = (reint_follow_path){ reinti_arena_text(f->arena, text.text), of };
        ok = p->item[p->n++].path != NULL;
    } else if (ok) {
        p->item[at].n += of;
    }
    reinti_str_free(&text);
    return ok ? REINT_OK : reinti_no_memory(err);
}

/* ---- cases of any kind ----------------------------------------------------------------------------------- */

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

/* Records of an interview that is not there (its own row was rejected) make a case, but no stop. */
static bool
is_there(const reint_follow *f, const reinti_case *c, size_t person)
{
    if (f->dossier->r->unit != REINTI_UNIT_INTERVIEW || f->dossier->r->unit_form != f->form)
        return true;
    for (size_t w = 0; w < f->n_waves; w++)
        if (f->wave[w] == (size_t)c->stage)
            return f->row[person * f->n_waves + w] != REINTI_NO_RECORD;
    return true;
}

/* The cases FIRST .. END - 1 of one person. */
static reint_status
walk_person(reint_follow *f, tally *t, paths *p, const reinti_case *item, size_t n, size_t person,
            reint_error *err)
{
    stop *s = malloc(n * sizeof *s);
    size_t all = 0, from = 0;
    reint_status status = s ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; !status && i < n; i++) {
        bool ends = i + 1 == n || item[i + 1].episode != item[i].episode;
        s[all] = stop_of(f->dossier, &item[i]);
        all += s[all].possible != 0 && is_there(f, &item[i], person);
        if (ends && all > from) {
            status = add_path(f, p, s + from, all - from, 1, err);
            t->out->n_units++;
            from = all;
        }
    }
    if (!status && all)
        count_persons(t, s, all, 1);
    free(s);
    return status;
}

/* ---- interviews as units --------------------------------------------------------------------------------- */

/* Millions of interviews: people with the same classes at the same waves are counted together, and what is known of
 * each interview is its class in the column, for which no evidence need be collected. */
#define MOST_SEQUENCES ((size_t)1 << 20)

typedef struct sequences {
    const reinti_column *wave, *class_;
    const uint32_t *person;
    size_t base,
        n; /* a digit a wave: 0 no class, else its number plus one; N = BASE to the number of waves */
    uint32_t *count;
} sequences;

/* Interviews are the units, one row after the other of a person, and nothing but their class is asked for. */
static bool
is_by_column(const reint_follow *f, sequences *q)
{
    const reinti_ruleset *r = f->dossier->r;

    q->base = r->n_classes + 1;
    q->n = 1;
    for (size_t w = 0; w < f->cb->n_waves; w++) {
        q->n *= q->base;
        if (q->n > MOST_SEQUENCES)
            return false;
    }
    return r->unit == REINTI_UNIT_INTERVIEW && !r->n_reasons && r->unit_form == f->form && r->column &&
           f->cb->form[f->form].person == 0;
}

static uint16_t
possible_at(const reinti_column *c, size_t row)
{
    size_t category = reinti_column_category(c, row);

    return category < c->n_valid ? (uint16_t)(1u << category) : c->possible ? c->possible[row] : 0;
}

/* The stops of a person's rows FROM .. END - 1 in the order of the waves; *CODE: the sequence, SIZE_MAX if a class is
 * open.  Their number. */
static size_t
stops_of(const reint_follow *f, const sequences *q, size_t from, size_t end, stop *s, size_t *code)
{
    uint16_t at[REINTI_LENGTH(f->wave)] = { 0 };
    size_t n = 0;

    for (size_t row = from; row < end; row++) {
        size_t w = reinti_column_category(q->wave, row);
        if (w < f->cb->n_waves)
            at[w] = possible_at(q->class_, row);
    }
    *code = 0;
    for (size_t w = 0; w < f->cb->n_waves; w++) {
        size_t digit = 0;
        if (at[w])
            s[n++] = (stop){ is_single(at[w]) ? at[w] : 0, at[w], at[w] };
        if (at[w] && !is_single(at[w]))
            *code = SIZE_MAX;
        while (at[w] && !(at[w] >> digit & 1))
            digit++;
        if (*code != SIZE_MAX)
            *code = *code * q->base + (at[w] ? digit + 1 : 0);
    }
    return n;
}

static reint_status
add_stops(reint_follow *f, tally *t, paths *p, const stop *s, size_t n, size_t of, reint_error *err)
{
    if (!n)
        return REINT_OK;
    t->out->n_units += of;
    count_persons(t, s, n, of);
    return add_path(f, p, s, n, of, err);
}

static reint_status
add_sequences(reint_follow *f, const sequences *q, tally *t, paths *p, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t code = 1; code < q->n && !status; code++) {
        stop s[REINTI_LENGTH(f->wave)];
        size_t n = 0, power = q->n;
        if (!q->count[code])
            continue;
        for (size_t w = 0; w < f->cb->n_waves; w++) {
            power /= q->base;
            size_t digit = code / power % q->base;
            uint16_t bit = digit ? (uint16_t)(1u << (digit - 1)) : 0;
            if (digit)
                s[n++] = (stop){ bit, bit, bit };
        }
        status = add_stops(f, t, p, s, n, q->count[code], err);
    }
    return status;
}

/* The codes of persons by their place: NOBODY without a row, OPEN where a class is open. */
enum { NOBODY = UINT32_MAX, OPEN = UINT32_MAX - 1 };

typedef struct coding {
    const reint_follow *f;
    const sequences *q;
    const uint32_t *place;
    size_t n_ids, n_rows;
    uint32_t *code, *first; /* [person]; the first of the person's rows */
} coding;

/* Persons whose first row is among FROM .. TO - 1. */
static void
code_persons(void *user, size_t from, size_t to)
{
    const coding *c = user;
    const uint32_t *person = c->q->person;
    stop s[REINTI_LENGTH(c->f->wave)];

    while (from && from < to && person[from] == person[from - 1])
        from++;
    for (size_t end; from < to; from = end) {
        for (end = from + 1; end < c->n_rows && person[end] == person[from]; end++)
            ;
        uint32_t at = person[from] < c->n_ids ? c->place[person[from]] : UINT32_MAX;
        size_t code;
        if (at == UINT32_MAX)
            continue;
        stops_of(c->f, c->q, from, end, s, &code);
        c->code[at] = code == SIZE_MAX ? OPEN : (uint32_t)code;
        c->first[at] = (uint32_t)from;
    }
}

/* Persons with an open class, one by one; the others by how many have the same classes. */
static reint_status
add_codes(const coding *c, reint_follow *f, sequences *q, tally *t, paths *p, reint_error *err)
{
    stop s[REINTI_LENGTH(f->wave)];
    reint_status status = REINT_OK;

    for (size_t i = 0; i < f->n && !status; i++) {
        if (c->code[i] < OPEN)
            q->count[c->code[i]]++;
        if (c->code[i] != OPEN)
            continue;
        size_t from = c->first[i], end = from, code;
        while (end < c->n_rows && q->person[end] == q->person[from])
            end++;
        status = add_stops(f, t, p, s, stops_of(f, q, from, end, s, &code), 1, err);
    }
    return status ? status : add_sequences(f, q, t, p, err);
}

static reint_status
walk_columns(reint_follow *f, sequences *q, const uint32_t *place, size_t n_ids, tally *t, paths *p,
             reint_error *err)
{
    const reinti_form *form = &f->cb->form[f->form];
    coding c = { .f = f, .q = q, .place = place, .n_ids = n_ids, .n_rows = reinti_frame_n(f->records) };
    reint_status status = reinti_frame_column(f->records, form->variable[form->wave].name, &q->wave, err);

    if (!status)
        status = reinti_frame_column(f->records, f->dossier->r->column, &q->class_, err);
    if (!status)
        status = reinti_frame_persons(f->records, &q->person, err);
    q->count = calloc(q->n, sizeof *q->count);
    c.code = malloc((f->n + 1) * sizeof *c.code);
    c.first = malloc((f->n + 1) * sizeof *c.first);
    if (!status && (!q->count || !c.code || !c.first))
        status = reinti_no_memory(err);
    if (!status) {
        memset(c.code, 0xFF, f->n * sizeof *c.code);
        reinti_parallel(c.n_rows, code_persons, &c);
        status = add_codes(&c, f, q, t, p, err);
    }
    free(c.first);
    free(c.code);
    free(q->count);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------------------ */

static reint_status
walk_cases(reint_follow *f, size_t wave, const uint32_t *place, size_t n_ids, tally *t, paths *p,
           reint_error *err)
{
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(f->dossier, wave, &cut, err);

    for (size_t i = 0, n; !status && i < cut->n; i += n) {
        uint32_t person = cut->item[i].person;
        for (n = 1; i + n < cut->n && cut->item[i + n].person == person; n++)
            ;
        if (person < n_ids && place[person] != UINT32_MAX)
            status = walk_person(f, t, p, cut->item + i, n, place[person], err);
    }
    return status;
}

reint_status
reint_follow_walk(reint_follow *f, const char *ruleset, reint_follow_paths *out, reint_error *err)
{
    return reinti_follow_walk_by(f, ruleset, f->cb->n_waves, out, err);
}

reint_status
reinti_follow_walk_by(reint_follow *f, const char *ruleset, size_t wave, reint_follow_paths *out,
                      reint_error *err)
{
    const uint32_t *place = NULL;
    size_t n_ids = 0;
    sequences q = { .n = 0 };
    tally t = { .out = out };
    paths p = { .map = reinti_map_create() };
    *out = (reint_follow_paths){ 0 };
    reint_status status = p.map ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reinti_dossier_of(f->frames, ruleset, &f->dossier, err);
    if (!status)
        status = reinti_follow_places(f, &place, &n_ids, err);
    if (!status)
        status = make_tally(f, &t, err);
    if (!status)
        status = is_by_column(f, &q) ? walk_columns(f, &q, place, n_ids, &t, &p, err)
                                     : walk_cases(f, wave, place, n_ids, &t, &p, err);
    if (!status && p.n)
        qsort(p.item, p.n, sizeof *p.item, by_count);
    reinti_map_free(p.map);
    if (status)
        return status;
    out->path = p.item;
    out->n_paths = p.n;
    return REINT_OK;
}
