/* event.c -- time from an origin to an event: who had it, when, and until when the others were watched.
 *
 * Events are of three kinds:
 *   a record   of a form with a date, by a condition (help received, a job begun): the earliest one;
 *   a state    a condition over the records of waves: it came after the last wave at which it surely did not hold
 *              and by the first at which it does;
 *   loss       of contact: after the person was last seen or heard of, and by the time of the next wave (the median
 *              of its interviews, else the end of its window).
 * Origin:   the first interview, or the date of a record of another form (the earliest).
 * Watched:  until the last interview or contact.  Whoever had the event before the origin, has no origin or cannot be
 *           told is left out and counted: nobody is taken as free of it because nothing is known.
 * Times:    months.  A partial date is an interval; where all are exact the event is right-censored at most, else
 *           interval-censored. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

typedef struct span { /* days; infinite = unknown */
    double low, high;
    double
        perhaps; /* earliest day of a record of which it cannot be told whether it counts; infinite: none */
} span;

static double
day(int32_t d)
{
    return d == REINTI_OPEN_LOW || d == REINTI_OPEN_HIGH ? NAN : d;
}

/* ---- when the persons were seen -------------------------------------------------------------------------- */

typedef struct watch {
    double *first, *last; /* [n]: first interview; last interview or contact */
    size_t *last_wave;    /* [n]: of the last interview; SIZE_MAX */
    double *origin;       /* [n] */
} watch;

static void
note_seen(const reint_follow *f, watch *w)
{
    for (size_t i = 0; i < f->n; i++) {
        w->first[i] = w->last[i] = NAN;
        w->last_wave[i] = SIZE_MAX;
        for (size_t k = 0; k < f->n_waves; k++) {
            double when = reinti_middle(f->low[i * f->n_waves + k], f->high[i * f->n_waves + k]);
            if (!reinti_follow_is_seen(f, i, k))
                continue;
            w->last_wave[i] = k;
            w->first[i] = isnan(w->first[i]) || when < w->first[i] ? when : w->first[i];
            w->last[i] = isnan(w->last[i]) || when > w->last[i] ? when : w->last[i];
        }
    }
}

static reint_status
open_watch(reint_follow *f, watch *w, const uint32_t *place, size_t n_ids, reint_error *err)
{
    reinti_contacts contacts;

    w->first = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *w->first);
    w->last = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *w->last);
    w->origin = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *w->origin);
    w->last_wave = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *w->last_wave);
    if (!w->first || !w->last || !w->origin || !w->last_wave)
        return reinti_no_memory(err);
    note_seen(f, w);
    reint_status status = reinti_follow_contacts(f, &contacts, err);
    for (size_t r = 0, n = !status && contacts.frame ? reinti_frame_n(contacts.frame) : 0; r < n; r++) {
        uint32_t p = contacts.person[r] < n_ids ? place[contacts.person[r]] : UINT32_MAX;
        double when = reinti_middle(contacts.date->low[r], contacts.date->high[r]);
        if (p != UINT32_MAX && when > w->last[p]) /* someone never interviewed is not watched */
            w->last[p] = when;
    }
    return status;
}

/* ---- records of a form ------------------------------------------------------------------------------------ */

typedef struct dated {
    reinti_frame *frame;
    const reinti_column *date;
    const uint32_t *person;
    const int8_t *holds; /* NULL: all */
} dated;

static reint_status
open_dated(reint_follow *f, const char *form, const char *variable, const char *condition, dated *out,
           reint_error *err)
{
    size_t at = reinti_codebook_find_form(f->cb, form);
    const reinti_variable *v;

    if (at == REINTI_NONE || f->cb->form[at].person == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no form \"%.40s\" of persons", form);
    v = reinti_follow_variable(&f->cb->form[at], variable ? variable : "date", REINTI_DATE);
    if (!v || (variable && strcmp(v->name, variable)))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "form \"%.40s\" has no date \"%.40s\"", form,
                           variable ? variable : "date");
    reint_status status = reinti_frames_get(f->frames, at, &out->frame, err);
    if (!status)
        status = reinti_frame_column(out->frame, v->name, &out->date, err);
    if (!status)
        status = reinti_frame_persons(out->frame, &out->person, err);
    out->holds = NULL;
    if (!status && condition)
        status = reinti_frame_condition(out->frame, condition, &out->holds, err);
    return status;
}

/* The earliest record of each person.  A record of which it cannot be told whether it counts, or that has no date,
 * opens what may have been: from as early as it can be. */
static void
find_earliest(const reint_follow *f, const dated *d, const uint32_t *place, size_t n_ids, span *out,
              bool *any)
{
    for (size_t i = 0; i < f->n; i++)
        out[i] = (span){ INFINITY, INFINITY, INFINITY };
    for (size_t r = 0, n = reinti_frame_n(d->frame); r < n; r++) {
        uint32_t p = d->person[r] < n_ids ? place[d->person[r]] : UINT32_MAX;
        if (p == UINT32_MAX || (d->holds && !d->holds[r]))
            continue;
        span *s = &out[p];
        double low = day(d->date->low[r]), high = day(d->date->high[r]);
        low = isnan(low) ? -INFINITY : low;
        if (d->holds && d->holds[r] < 0) {
            s->perhaps = fmin(s->perhaps, low);
            continue;
        }
        any[p] = true;
        s->low = fmin(s->low, low);
        s->high = fmin(s->high, isnan(high) ? INFINITY : high);
    }
}

/* ---- three kinds of events -------------------------------------------------------------------------------- */

typedef struct event {
    double left, right; /* days from the origin; RIGHT infinite: not so far */
    enum { COUNTED, ALREADY, NO_ORIGIN, UNTOLD, REVERSED } place;
} event;

/* SPAN of an event in days of the calendar, or none (HAPPENED false) while watched until LAST. */
static event
place_event(double origin, double last, const span *s, bool happened)
{
    if (isnan(origin) || isnan(last))
        return (event){ 0, 0, NO_ORIGIN };
    if (s->perhaps < (happened ? s->high : INFINITY)) /* it may have come, or come earlier */
        return (event){ 0, 0, UNTOLD };
    if (!happened)
        return (event){ fmax(0, last - origin), INFINITY, COUNTED };
    double low = s->low - origin, high = s->high - origin;
    if (high < 0 || (high == 0 && low < 0))
        return (event){ 0, 0, ALREADY };
    if (isinf(high)) /* it happened, nobody knows when: by the last time the person was heard of */
        high = fmax(0, last - origin);
    if (low < high) /* the day LOW itself is possible: it came after the day before */
        low = low - 1;
    return (event){ fmax(0, fmin(low, high)), high, COUNTED };
}

static reint_status
time_records(reint_follow *f, const reint_follow_event *q, const watch *w, const uint32_t *place,
             size_t n_ids, event *out, reint_error *err)
{
    dated d;
    span *s = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *s);
    bool *any = reinti_arena_alloc(f->arena, f->n + 1);
    reint_status status =
        s && any ? open_dated(f, q->form, q->date, q->event, &d, err) : reinti_no_memory(err);

    if (status)
        return status;
    find_earliest(f, &d, place, n_ids, s, any);
    for (size_t i = 0; i < f->n; i++) {
        double until = any[i] && isfinite(s[i].high) ? fmax(w->last[i], s[i].high) : w->last[i];
        out[i] = place_event(w->origin[i], until, &s[i], any[i]);
    }
    return REINT_OK;
}

static reint_status
time_states(reint_follow *f, const reint_follow_event *q, const watch *w, event *out, reint_error *err)
{
    const int8_t *holds = NULL;
    reint_status status = reinti_frame_condition(f->records, q->event, &holds, err);

    for (size_t i = 0; !status && i < f->n; i++) {
        double no = NAN, yes = NAN;
        bool told = false;
        for (size_t k = 0; k < f->n_waves && isnan(yes); k++) {
            size_t at = i * f->n_waves + k;
            double when = reinti_middle(f->low[at], f->high[at]);
            if (!reinti_follow_is_seen(f, i, k) || holds[f->row[at]] < 0 || isnan(when))
                continue;
            told = true;
            if (holds[f->row[at]])
                yes = when;
            else
                no = when;
        }
        double origin = w->origin[i];
        if (isnan(origin) || (told && isnan(w->last[i])))
            out[i] = (event){ 0, 0, NO_ORIGIN };
        else if (reinti_follow_is_reversed(f, i))
            out[i] = (event){ 0, 0, REVERSED };
        else if (!told)
            out[i] = (event){ 0, 0, UNTOLD };
        else if (isnan(yes))
            out[i] = (event){ fmax(0, no - origin), INFINITY, COUNTED };
        else if (yes <= origin)
            out[i] = (event){ 0, 0, ALREADY };
        else
            out[i] = (event){ isnan(no) ? 0 : fmax(0, no - origin), yes - origin, COUNTED };
    }
    return status;
}

/* By when somebody not seen at WAVE would have been: the median of the others' interviews, else the window's end. */
static double
time_of_wave(const reint_follow *f, size_t wave, double *room)
{
    static const double half[] = { 0.5 };
    double median = NAN;
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        double when = reinti_middle(f->low[i * f->n_waves + wave], f->high[i * f->n_waves + wave]);
        if (reinti_follow_is_seen(f, i, wave) && !isnan(when))
            room[n++] = when;
    }
    reint_quantiles(room, NULL, n, 7, half, 1, &median);
    return n ? median : day(f->cb->wave[f->wave[wave]].window.high);
}

static reint_status
time_loss(reint_follow *f, const watch *w, event *out, reint_error *err)
{
    double *room = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *room), time[64];

    if (!room)
        return reinti_no_memory(err);
    for (size_t k = 0; k < f->n_waves; k++)
        time[k] = time_of_wave(f, k, room);
    for (size_t i = 0; i < f->n; i++) {
        double origin = w->origin[i], last = w->last[i], gone = INFINITY;
        if (isnan(origin) || isnan(last)) {
            out[i] = (event){ 0, 0, NO_ORIGIN };
            continue;
        }
        for (size_t k = w->last_wave[i] + 1; k < f->n_waves && isinf(gone); k++)
            if (f->presence[i * f->n_waves + k] != REINTI_NOT_DUE && time[k] > last)
                gone = time[k];
        out[i] = (event){ fmax(0, last - origin), gone - origin, COUNTED };
    }
    return REINT_OK;
}

/* ---- all together ----------------------------------------------------------------------------------------- */

/* The origin: "form.date", or the first interview. */
static reint_status
find_origin(reint_follow *f, const char *origin, const uint32_t *place, size_t n_ids, watch *w,
            reint_error *err)
{
    const char *dot = origin ? strchr(origin, '.') : NULL;
    dated d;

    if (!origin) {
        memcpy(w->origin, w->first, f->n * sizeof *w->origin);
        return REINT_OK;
    }
    char *form = reinti_arena_text_n(f->arena, origin, dot ? (size_t)(dot - origin) : strlen(origin));
    span *s = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *s);
    bool *any = reinti_arena_alloc(f->arena, f->n + 1);
    reint_status status =
        form && s && any ? open_dated(f, form, dot ? dot + 1 : NULL, NULL, &d, err) : reinti_no_memory(err);
    if (status)
        return status;
    find_earliest(f, &d, place, n_ids, s, any);
    for (size_t i = 0; i < f->n; i++)
        w->origin[i] = any[i] && isfinite(s[i].low) && isfinite(s[i].high)
                           ? s[i].low + (s[i].high - s[i].low) / 2
                           : (double)NAN;
    return REINT_OK;
}

static reint_status
find_groups(reint_follow *f, const char *name, reint_follow_times *out, reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_frame_column(f->persons, name, &c, err);

    if (status)
        return status;
    if (c->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" makes no groups: it is no code", name);
    const char **code = reinti_arena_alloc(f->arena, (c->n_valid + 1) * sizeof *code);
    if (!code)
        return reinti_no_memory(err);
    for (size_t k = 0; k < c->n_valid; k++)
        code[k] = c->category[k].code;
    out->n_groups = c->n_valid;
    out->code = code;
    for (size_t i = 0; i < f->n; i++) {
        size_t k = reinti_column_category(c, f->person_row[i]);
        out->group[i] = k < c->n_valid ? k : SIZE_MAX;
    }
    return REINT_OK;
}

/* Keeps the persons that count, in months. */
static void
keep_counted(reint_follow *f, const event *e, reint_follow_times *out)
{
    for (size_t i = 0; i < f->n; i++) {
        size_t group = out->n_groups ? out->group[i] : 0;
        size_t *const left_out[] = { [ALREADY] = &out->already,
                                     [NO_ORIGIN] = &out->no_origin,
                                     [UNTOLD] = &out->untold,
                                     [REVERSED] = &out->reversed };
        if (e[i].place != COUNTED) {
            ++*left_out[e[i].place];
            continue;
        }
        if (group == SIZE_MAX) {
            out->no_group++;
            continue;
        }
        out->left[out->n] = e[i].left / REINTI_MONTH;
        out->right[out->n] = e[i].right / REINTI_MONTH;
        out->events += isfinite(e[i].right);
        out->intervals = out->intervals || (isfinite(e[i].right) && e[i].left < e[i].right);
        out->group[out->n++] = group;
    }
}

reint_status
reint_follow_time(reint_follow *f, const reint_follow_event *q, reint_follow_times *out, reint_error *err)
{
    const uint32_t *place;
    size_t n_ids;
    watch w;

    *out = (reint_follow_times){ 0 };
    out->left = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *out->left);
    out->right = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *out->right);
    out->group = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *out->group);
    event *e = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *e);
    if (!out->left || !out->right || !out->group || !e)
        return reinti_no_memory(err);
    if (!q->event && !q->form)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "no event is named: \"loss\", a condition, or a form with a date");
    reint_status status = reinti_follow_places(f, &place, &n_ids, err);
    if (!status)
        status = open_watch(f, &w, place, n_ids, err);
    if (!status)
        status = find_origin(f, q->origin, place, n_ids, &w, err);
    if (!status && q->group)
        status = find_groups(f, q->group, out, err);
    if (!status)
        status = q->form                     ? time_records(f, q, &w, place, n_ids, e, err)
                 : !strcmp(q->event, "loss") ? time_loss(f, &w, e, err)
                                             : time_states(f, q, &w, e, err);
    if (!status)
        keep_counted(f, e, out);
    return status;
}
