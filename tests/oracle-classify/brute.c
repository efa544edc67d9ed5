/* brute.c -- see brute.h. */
#include <config.h>

#include "brute.h"

#include <string.h>

typedef struct fact {    /* one service with everything known */
    int needed, goes_on; /* goes_on only if needed */
    char law;            /* 'n' not due, 'y' due, 's' silent */
    int help;            /* 0 none, 1 part, 2 full */
    int only_once;
    int offered, declined, refused, promised, withdrawn;
} fact;

typedef struct unit {
    size_t n;
    fact service[BRUTE_MAX_SERVICES];
    size_t value[REINTI_MAX_CIRCUMSTANCES];
    const reinti_ruleset *r;
} unit;

/* Is what was received enough? */
static int
enough(const unit *u, const fact *f)
{
    if (f->help < 2)
        return 0;
    if (f->goes_on && f->only_once && !u->r->one_off_is_full)
        return 0;
    return 1;
}

static int
has(const unit *u, const fact *f, const char *word)
{
    if (!strcmp(word, "received"))
        return f->help > 0;
    if (!strcmp(word, "received_full"))
        return f->help > 0 && enough(u, f);
    if (!strcmp(word, "received_part"))
        return f->help > 0 && !enough(u, f);
    if (!strcmp(word, "needed"))
        return f->needed;
    if (!strcmp(word, "needed_received"))
        return f->needed && f->help > 0;
    if (!strcmp(word, "needed_missing"))
        return f->needed && f->help == 0;
    if (!strcmp(word, "needed_short"))
        return f->needed && !enough(u, f);
    if (!strcmp(word, "required"))
        return f->needed && f->law == 'y';
    if (!strcmp(word, "required_received"))
        return f->needed && f->law == 'y' && f->help > 0;
    if (!strcmp(word, "required_missing"))
        return f->needed && f->law == 'y' && f->help == 0;
    if (!strcmp(word, "required_short"))
        return f->needed && f->law == 'y' && !enough(u, f);
    if (!strcmp(word, "due"))
        return f->law == 'y';
    if (!strcmp(word, "due_received"))
        return f->law == 'y' && f->help > 0;
    if (!strcmp(word, "undue_short"))
        return f->needed && f->law == 'n' && !enough(u, f);
    if (!strcmp(word, "silent_short"))
        return f->needed && f->law == 's' && !enough(u, f);
    if (!strcmp(word, "continuing"))
        return f->goes_on;
    if (!strcmp(word, "one_off_only"))
        return f->goes_on && f->help > 0 && f->only_once;
    if (!strcmp(word, "repeated"))
        return f->help > 0 && !f->only_once;
    if (!strcmp(word, "offered"))
        return f->offered || f->help > 0;
    if (!strcmp(word, "declined"))
        return f->declined;
    if (!strcmp(word, "refused"))
        return f->refused;
    if (!strcmp(word, "promised"))
        return f->promised;
    if (!strcmp(word, "withdrawn"))
        return f->withdrawn;
    return -1000000; /* a property the oracle does not know: every test of it fails */
}

static int
some(const unit *u, const char *word)
{
    for (size_t i = 0; i < u->n; i++)
        if (has(u, &u->service[i], word))
            return has(u, &u->service[i], word);
    return 0;
}

static int
holds(const unit *u, const reinti_rule_condition *c)
{
    for (size_t p = 0; p < REINTI_N_PROPERTIES; p++) {
        if ((c->yes >> p & 1) && some(u, reinti_property_names[p]) != 1)
            return 0;
        if ((c->no >> p & 1) && some(u, reinti_property_names[p]) != 0)
            return 0;
    }
    for (size_t k = 0; k < u->r->n_circumstances; k++)
        if (c->allowed[k] != 0xff && !(c->allowed[k] & (1 << u->value[k])))
            return 0;
    return 1;
}

typedef struct search {
    unit u;
    const reinti_state *service;
    const uint8_t *circumstance;
    reinti_verdict *out;
    bool first, complete, same_row;
} search;

static void
judge_one(search *s)
{
    const reinti_ruleset *r = s->u.r;
    uint32_t reasons = 0;
    size_t row = 0;

    while (row < r->n_decisions && !holds(&s->u, &r->decision[row].when))
        row++;
    if (row == r->n_decisions) {
        s->complete = false;
        return;
    }
    size_t class_index = r->decision[row].class_index;
    for (size_t k = 0; k < r->n_reasons; k++)
        if ((r->reason[k].classes & (UINT32_C(1) << class_index)) && holds(&s->u, &r->reason[k].when))
            reasons |= UINT32_C(1) << k;
    s->out->possible |= (uint16_t)(1u << class_index);
    s->out->maybe |= reasons;
    s->out->sure = s->first ? reasons : s->out->sure & reasons;
    s->same_row = s->first || (s->same_row && s->out->row == row);
    s->out->row = row;
    s->first = false;
}

static void
try_circumstances(search *s, size_t k)
{
    if (k == s->u.r->n_circumstances) {
        judge_one(s);
        return;
    }
    for (size_t v = 0; v < s->u.r->circumstance[k].n_values; v++)
        if (s->circumstance[k] & (1 << v)) {
            s->u.value[k] = v;
            try_circumstances(s, k + 1);
        }
}

static void
try_services(search *s, size_t i)
{
    static const struct {
        int bit, help, once;
    } receipts[] = { { REINTI_RECEIPT_NONE, 0, 0 },
                     { REINTI_RECEIPT_PART_ONCE, 1, 1 },
                     { REINTI_RECEIPT_PART, 1, 0 },
                     { REINTI_RECEIPT_FULL_ONCE, 2, 1 },
                     { REINTI_RECEIPT_FULL, 2, 0 } };

    if (i == s->u.n) {
        try_circumstances(s, 0);
        return;
    }
    const reinti_state *t = &s->service[i];
    fact *f = &s->u.service[i];
    for (int need = 0; need < 3; need++)
        for (int law = 0; law < 3; law++)
            for (size_t h = 0; h < 5; h++)
                for (int marks = 0; marks < 32; marks++) {
                    if (!(t->need & (1 << need)) || !(t->due & (1 << law)) || !(t->receipt & receipts[h].bit))
                        continue;
                    if ((t->marks & marks) != t->marks || (marks & ~(t->marks | t->open_marks)))
                        continue;
                    *f = (fact){ need > 0,         need == 2,       "nys"[law],       receipts[h].help,
                                 receipts[h].once, marks & 1,       (marks >> 1) & 1, (marks >> 2) & 1,
                                 (marks >> 3) & 1, (marks >> 4) & 1 };
                    try_services(s, i + 1);
                }
}

static size_t
ones(unsigned bits)
{
    size_t n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

size_t
brute_completions(const reinti_ruleset *r, const reinti_state *service, size_t n, const uint8_t *circumstance)
{
    size_t count = 1;

    for (size_t i = 0; i < n; i++) {
        count *= ones(service[i].need) * ones(service[i].due) * ones(service[i].receipt);
        count <<= ones((unsigned)(service[i].open_marks & ~service[i].marks));
        if (count >= BRUTE_TOO_MANY)
            return 0;
    }
    for (size_t k = 0; k < r->n_circumstances; k++)
        count *= ones(circumstance[k]);
    return count >= BRUTE_TOO_MANY ? 0 : count;
}

bool
brute_judge(const reinti_ruleset *r, const reinti_state *service, size_t n, const uint8_t *circumstance,
            reinti_verdict *out)
{
    search s = { .u = { .n = n, .r = r },
                 .service = service,
                 .circumstance = circumstance,
                 .out = out,
                 .first = true,
                 .complete = true };

    *out = (reinti_verdict){ 0, 0, 0, REINTI_NONE };
    try_services(&s, 0);
    if (!s.same_row)
        out->row = REINTI_NONE;
    return s.complete;
}
