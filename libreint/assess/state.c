/* state.c -- what is known of each service of a case, from its evidence.
 *
 * Need and due:  what was told latest holds; of records told at the same time the strongest.
 * Receipt:       all events together: the fullest; received in more than one event is received repeatedly.
 * Silence:       a service without any record of the kind is open, unless all services were asked about (or
 * the rule set says that an absent row is "no"): then it is not needed, not received, nothing happened.
 * Uncertain:     a record that may not count, or whose stage is unknown, leaves open what would be without
 * it. */
#include <config.h>

#include "assess/dossier.h"

#include <string.h>

/* One receipt and another of the same service; each one bit. */
static uint8_t
join_two(uint8_t a, uint8_t b)
{
    if (a == REINTI_RECEIPT_NONE || b == REINTI_RECEIPT_NONE)
        return a == REINTI_RECEIPT_NONE ? b : a;
    return (a | b) & (REINTI_RECEIPT_FULL | REINTI_RECEIPT_FULL_ONCE) ? REINTI_RECEIPT_FULL
                                                                      : REINTI_RECEIPT_PART;
}

uint8_t
reinti_receipt_join(uint8_t a, uint8_t b)
{
    uint8_t out = 0;

    for (unsigned i = 1; i <= REINTI_RECEIPT_FULL; i <<= 1)
        for (unsigned j = 1; j <= REINTI_RECEIPT_FULL; j <<= 1)
            if ((a & i) && (b & j))
                out |= join_two((uint8_t)i, (uint8_t)j);
    return out;
}

/* The stronger of two values, over sets: the values are ordered by their bits. */
static uint8_t
strongest(uint8_t a, uint8_t b)
{
    uint8_t out = 0;

    for (unsigned i = 1; i <= 4; i <<= 1)
        for (unsigned j = 1; j <= 4; j <<= 1)
            if ((a & i) && (b & j))
                out |= (uint8_t)(i > j ? i : j);
    return out;
}

/* What is known of one kind of one service while its evidence goes by. */
typedef struct latest {
    uint8_t mask;
    uint16_t told;
    bool any;
} latest;

static void
revise(latest *l, const reinti_evidence *e, bool maybe, uint8_t silence)
{
    uint8_t mask = l->any && l->told == e->told ? strongest(l->mask, e->mask) : e->mask;

    if (maybe)
        mask |= l->any ? l->mask : silence;
    l->mask = mask;
    l->told = e->told;
    l->any = true;
}

typedef struct tracks {
    latest need, due;
    bool support;
    uint8_t receipt, marks, open_marks;
} tracks;

static void
take(tracks *t, const reinti_evidence *e, bool maybe, uint8_t no_need, uint8_t no_due)
{
    switch ((reinti_evidence_kind)e->kind) {
    case REINTI_ABOUT_NEED:
        revise(&t->need, e, maybe, no_need);
        break;
    case REINTI_ABOUT_DUE:
        revise(&t->due, e, maybe, no_due);
        break;
    case REINTI_ABOUT_SUPPORT:
        t->receipt = reinti_receipt_join(t->receipt, maybe ? e->mask | REINTI_RECEIPT_NONE : e->mask);
        t->marks |= maybe ? 0 : e->marks;
        t->open_marks |= maybe ? e->marks | e->open_marks : e->open_marks;
        t->support = t->support || !maybe;
        break;
    case REINTI_ABOUT_UNIT:
    case REINTI_STANDING:
        break;
    }
}

static bool
may_stand_here(const reinti_evidence *e, const reinti_case *c)
{
    return (e->episode < 0 || e->episode == c->episode) && (e->stage < 0 || e->stage == c->stage);
}

void
reinti_state_of(const reinti_dossier *d, const reinti_case *c, size_t wave, reinti_state *state)
{
    const reinti_ruleset *r = d->r;
    bool closed = r->absent_is_no || c->asked_all;
    uint8_t no_need = closed ? REINTI_NEED_NO : REINTI_NEED_ANY;
    uint8_t no_due = closed ? REINTI_DUE_NO : REINTI_DUE_NO | REINTI_DUE_YES;
    tracks track[REINTI_MAX_SERVICES];

    for (size_t s = 0; s < r->n_services; s++)
        track[s] = (tracks){ .receipt = REINTI_RECEIPT_NONE };
    for (size_t i = 0; i < c->n; i++) {
        const reinti_evidence *e = &d->evidence[c->first + i];
        if (e->known <= wave && e->service != 255)
            take(&track[e->service], e, e->maybe, no_need, no_due);
    }
    for (size_t i = 0; i < c->n_floating; i++) {
        const reinti_evidence *e = &d->evidence[c->floating_first + i];
        if (e->known <= wave && e->service != 255 && may_stand_here(e, c))
            take(&track[e->service], e, true, no_need, no_due);
    }
    for (size_t s = 0; s < r->n_services; s++) {
        const tracks *t = &track[s];
        bool heard = t->support || closed;
        state[s].need = t->need.any ? t->need.mask : no_need;
        state[s].due = r->due.n == 0 ? REINTI_DUE_SILENT : t->due.any ? t->due.mask : no_due;
        state[s].receipt = heard ? t->receipt : REINTI_RECEIPT_ANY;
        state[s].marks = t->marks;
        state[s].open_marks = heard ? t->open_marks : (1 << REINTI_N_MARKS) - 1;
    }
}

/* ---- several stages as one ----------------------------------------------------------------------------- */

/* Needed at either is needed; it goes on if the later one says so. */
static uint8_t
merge_need(uint8_t earlier, uint8_t later)
{
    uint8_t out = 0;

    for (unsigned a = 1; a <= 4; a <<= 1)
        for (unsigned b = 1; b <= 4; b <<= 1)
            if ((earlier & a) && (later & b))
                out |= (uint8_t)(b != REINTI_NEED_NO ? b : a == REINTI_NEED_NO ? a : REINTI_NEED_YES);
    return out;
}

static uint8_t
merge_due(uint8_t earlier, uint8_t later)
{
    uint8_t out = 0;

    for (unsigned a = 1; a <= 4; a <<= 1)
        for (unsigned b = 1; b <= 4; b <<= 1)
            if ((earlier & a) && (later & b))
                out |= (uint8_t)(a == REINTI_DUE_YES || b == REINTI_DUE_YES ? REINTI_DUE_YES
                                 : a == REINTI_DUE_NO || b == REINTI_DUE_NO ? REINTI_DUE_NO
                                                                            : REINTI_DUE_SILENT);
    return out;
}

void
reinti_state_merge(reinti_state *earlier, const reinti_state *later)
{
    earlier->need = merge_need(earlier->need, later->need);
    earlier->due = merge_due(earlier->due, later->due);
    earlier->receipt = reinti_receipt_join(earlier->receipt, later->receipt);
    earlier->marks |= later->marks;
    earlier->open_marks |= later->open_marks;
}
