/* periods.c -- persons by grant or calendar periods in place of waves: facts are placed by when they happened.
 *
 * Reads:    the records of a form for which a condition holds, each a fact with a date; the codebook's periods.
 * Placed:   a fact whose date, however partial, lies in one period only; outside: in none.
 * Unplaced: a fact that may lie in several, or in one and in none; undated: it may lie anywhere.  Neither is in a lowest
 *           number; both are in every highest number that they allow, and so are facts of which it cannot be told
 *           whether the condition holds.
 * New:      with a fact in this period and none in an earlier one; continuing: with one in an earlier one, too; cumulative:
 *           with a fact in this period or an earlier one.  A person counts once.  What happened outside the periods makes
 *           nobody continue.
 * Bounds:   facts are placed independently of each other, and each number is exact for that: surely new is who has a
 *           fact that can lie here only and none that may lie earlier; possibly new is who has one that may lie here
 *           and none that must lie earlier; possibly continuing takes two different facts.
 * Left out: what others than the person told (sources with `own: no`), counted. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

#define OUTSIDE (UINT64_C(1) << 63) /* there are at most 63 periods */

typedef struct facts {
    reinti_frame *frame;
    const reinti_form *form;
    const reinti_column *date;
    reinti_tellers source;
    const uint32_t *person;
    const int8_t *holds;         /* NULL: every record */
    const reinti_column *group;  /* of the persons; NULL: one */
    reint_follow_period *period; /* [group][period] */
    reint_follow_placed *placed; /* [group][kind] */
    size_t *persons;             /* [group] */
} facts;

/* What the facts of one person allow. */
typedef struct places {
    uint64_t sure;  /* periods that some fact must lie in */
    uint64_t *fact; /* where each may lie */
    size_t n, capacity;
} places;

static reint_status
open_group(reint_follow *f, const char *name, facts *out, reint_error *err)
{
    if (!name)
        return REINT_OK;
    reint_status status = reinti_frame_column(f->persons, name, &out->group, err);
    if (!status && out->group->kind != REINTI_COLUMN_CODED)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" has no single category to make groups of",
                             name);
    return status;
}

static reint_status
open_facts(reint_follow *f, const reint_follow_happened *q, facts *out, reint_error *err)
{
    size_t at = q->form ? reinti_codebook_find_form(f->cb, q->form) : REINTI_NONE, date;

    if (!f->cb->n_periods)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "the codebook has no periods (periods: [{id: grant1, from: 2014-10, to: 2015-09}])");
    if (!q->form)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "periods are of the records of a form, by their date: name the form (such as "
                           "support)");
    if (at == REINTI_NONE || f->cb->form[at].person == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no form \"%.60s\" of persons",
                           q->form);
    out->form = &f->cb->form[at];
    date = q->date ? reinti_form_find(out->form, q->date) : reinti_form_date(out->form);
    if (date == REINTI_NONE || out->form->variable[date].type != REINTI_DATE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "form \"%s\" has no date%s%.60s%s", out->form->name,
                           q->date ? " \"" : "", reinti_text_or(q->date, ""), q->date ? "\"" : "");
    reint_status status = reinti_frames_get(f->frames, at, &out->frame, err);
    if (!status)
        status = reinti_frame_column(out->frame, out->form->variable[date].name, &out->date, err);
    if (!status)
        status = reinti_frame_tellers(out->frame, &out->source, err);
    if (!status)
        status = reinti_frame_persons(out->frame, &out->person, err);
    if (!status && q->condition && *q->condition)
        status = reinti_frame_condition(out->frame, q->condition, &out->holds, err);
    return status ? status : open_group(f, q->group, out, err);
}

/* ---- one person ----------------------------------------------------------------------------------------- */

/* Where the fact of ROW may lie; counted in KIND when it surely is one. */
static uint64_t
place_fact(const reint_follow *f, const facts *x, size_t row, size_t *kind)
{
    bool outside, dated = reinti_column_category(x->date, row) < x->date->n_valid;
    reinti_interval days = { x->date->low[row], x->date->high[row] };
    uint64_t bits = reinti_periods_of(f->cb, days, &outside) | (outside ? OUTSIDE : 0);

    *kind = !dated              ? REINT_FACT_UNDATED
            : bits == OUTSIDE   ? REINT_FACT_OUTSIDE
            : bits & (bits - 1) ? REINT_FACT_UNPLACED
                                : REINT_FACT_PLACED;
    return bits;
}

static bool
add_fact(places *p, uint64_t bits)
{
    if (!reinti_grow(&p->fact, &p->capacity, p->n, sizeof *p->fact))
        return false;
    p->fact[p->n++] = bits;
    p->sure |= bits & (bits - 1) ? 0 : bits;
    return true;
}

/* Adds one person to the numbers of PERIOD: see the top of the file. */
static void
count_period(const places *p, size_t period, reint_follow_period *out)
{
    uint64_t here = UINT64_C(1) << period, before = here - 1;
    size_t n_here = 0, n_before = 0, n_both = 0;
    bool must_before = false, must_by_now = false;

    for (size_t i = 0; i < p->n; i++) {
        bool may_here = p->fact[i] & here, may_before = p->fact[i] & before;
        n_here += may_here;
        n_before += may_before;
        n_both += may_here && may_before;
        must_before = must_before || !(p->fact[i] & ~before);
        must_by_now = must_by_now || !(p->fact[i] & ~(before | here));
    }
    bool sure = p->sure & here, two = n_here && n_before && !(n_here == 1 && n_before == 1 && n_both == 1);
    out->persons.low += sure;
    out->persons.high += n_here > 0;
    out->first.low += sure && !n_before;
    out->first.high += n_here && !must_before;
    out->continuing.low += sure && must_before;
    out->continuing.high += two;
    out->cumulative.low += must_by_now;
    out->cumulative.high += n_here || n_before;
}

/* The records FIRST .. END - 1 are those of person PLACE. */
static reint_status
count_person(const reint_follow *f, const facts *x, size_t first, size_t end, places *p,
             reint_follow_periods *out, size_t group, reint_error *err)
{
    reint_follow_placed *placed = x->placed + group * REINT_N_FACT_KINDS;
    reint_follow_period *period = x->period + group * out->n_periods;
    bool met[REINT_N_FACT_KINDS] = { false };

    p->n = 0;
    p->sure = 0;
    for (size_t row = first; row < end; row++) {
        bool open = x->holds && x->holds[row] < 0;
        size_t kind;
        if (x->holds && !x->holds[row])
            continue;
        if (!reinti_tellers_own(&x->source, row)) {
            out->n_others++;
            continue;
        }
        uint64_t bits = place_fact(f, x, row, &kind);
        for (size_t i = 0; i < out->n_periods; i++) {
            period[i].facts.low += !open && bits == UINT64_C(1) << i;
            period[i].facts.high += bits >> i & 1;
        }
        kind = open ? REINT_FACT_UNTOLD : kind;
        placed[kind].facts++;
        met[kind] = true;
        if (!add_fact(p, open ? bits | OUTSIDE : bits)) /* outside: as good as none */
            return reinti_no_memory(err);
    }
    for (size_t k = 0; k < REINT_N_FACT_KINDS; k++)
        placed[k].persons += met[k];
    for (size_t i = 0; p->n && i < out->n_periods; i++)
        count_period(p, i, &period[i]);
    return REINT_OK;
}

/* ---- all of them ---------------------------------------------------------------------------------------- */

static bool
make_counts(reint_follow *f, facts *x, reint_follow_periods *out)
{
    size_t n = out->n_groups = x->group ? x->group->n_valid : 1;
    const char **code = reinti_arena_alloc(f->arena, (n + 1) * sizeof *code);

    out->n_periods = f->cb->n_periods;
    out->code = code;
    out->persons = x->persons = reinti_arena_alloc(f->arena, (n + 1) * sizeof *x->persons);
    out->period = x->period = reinti_arena_alloc(f->arena, (n * out->n_periods + 1) * sizeof *x->period);
    out->placed = x->placed = reinti_arena_alloc(f->arena, (n * REINT_N_FACT_KINDS + 1) * sizeof *x->placed);
    if (!code || !x->persons || !x->period || !x->placed)
        return false;
    for (size_t k = 0; k < n; k++)
        code[k] = x->group ? x->group->category[k].code : "";
    return true;
}

static size_t
group_of(const reint_follow *f, const facts *x, size_t person)
{
    size_t k = x->group ? reinti_column_category(x->group, f->person_row[person]) : 0;

    return x->group && k >= x->group->n_valid ? REINTI_NONE : k;
}

reint_status
reint_follow_by_period(reint_follow *f, const reint_follow_happened *given, reint_follow_periods *out,
                       reint_error *err)
{
    reint_follow_happened q = { .size = sizeof q };
    facts x = { 0 };
    places p = { 0 };
    const uint32_t *place = NULL;
    size_t n_ids = 0;

    /* a caller built with an older header knows fewer members */
    memcpy(&q, given, given->size && given->size < sizeof q ? given->size : sizeof q);
    *out = (reint_follow_periods){ 0 };
    reint_status status = open_facts(f, &q, &x, err);
    if (!status)
        status = reinti_follow_places(f, &place, &n_ids, err);
    if (!status && !make_counts(f, &x, out))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < f->n; i++) {
        size_t group = group_of(f, &x, i);
        out->no_group += group == REINTI_NONE;
        if (group != REINTI_NONE)
            x.persons[group]++;
    }
    for (size_t r = 0, end, n = status ? 0 : reinti_frame_n(x.frame); !status && r < n; r = end) {
        uint32_t id = x.person[r];
        for (end = r + 1; end < n && x.person[end] == id; end++)
            ;
        size_t group = id < n_ids && place[id] != UINT32_MAX ? group_of(f, &x, place[id]) : REINTI_NONE;
        if (group != REINTI_NONE)
            status = count_person(f, &x, r, end, &p, out, group, err);
    }
    free(p.fact);
    return status;
}
