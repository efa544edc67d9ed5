/* recheck.c -- a study takes a changed codebook: what is stored is checked by it as the rows of a file would be.
 *
 * Reads:    every record, by the codebook before and by the new one.  A cell goes through the decoder as the text that
 *           a file would have (stored.c), a record through routing, rules and the windows of waves (rules.c).
 * Tells:    a misfit (this variable or rule, this kind) when other records have it than before; so neither warnings
 *           that were there all along nor what an earlier change brought are told once more.  How many, and which first.
 * Changes:  nothing.  What is refused, and why, is at the head of study/update.c.
 * Missing:  a variable that a record's instrument did not have misfits only where it is required now.  A condition that
 *           cannot be told is no misfit; it is counted apart.  Where the codebook before cannot be worked out (that may
 *           be what the change mends), every misfit counts as new. */
#include <config.h>

#include "ingest/recheck.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/diff.h"
#include "ingest/rules.h"
#include "ingest/stored.h"

typedef enum kind {
    RETIRED,
    RANGE,
    PATTERN,
    SET,
    MEANS_MISSING,
    REQUIRED,
    WAVE,
    NOT_ASKED,
    PAST,
    OTHER_REASON,
    WINDOW,
    NOT_TOLD, /* routing */
    RULE,
    RULE_NOT_TOLD,
    N_KINDS
} kind;

static const char *const texts[N_KINDS] = {
    [RETIRED] = REINTI_WORDS("has a code that is now retired"),
    [RANGE] = REINTI_WORDS("is outside the range that the codebook now allows"),
    [PATTERN] = REINTI_WORDS("does not fit the pattern that the codebook now gives"),
    [SET] = REINTI_WORDS("is a set of codes that the codebook no longer allows (how many, or one twice)"),
    [MEANS_MISSING] = REINTI_WORDS("is a value that the codebook now reads as missing"),
    [REQUIRED] = REINTI_WORDS("is missing, and the codebook now requires it"),
    [WAVE] = REINTI_WORDS("is answered, but is not asked in this wave now"),
    [NOT_ASKED] = REINTI_WORDS("was not asked, though it has to be asked now"),
    [PAST] = REINTI_WORDS("is answered, though routed past now"),
    [OTHER_REASON] = REINTI_WORDS("is missing for another reason than the routing now gives"),
    [WINDOW] = REINTI_WORDS("is outside the window of its wave now"),
};

enum { SHOWN = 3 };

typedef struct misfit {
    size_t n;
    uint64_t which; /* a sum over the keys of the records: the same ones or others? */
    int64_t key[SHOWN], source[SHOWN];
} misfit;

/* All misfits by one codebook: per form, per variable and then per rule of the codebook, per kind. */
typedef struct pass {
    const reint_codebook *cb;
    misfit **form;
} pass;

typedef struct update {
    pass before, after;
    reint_findings *findings;
    bool needed; /* something changed that records are checked by */
} update;

/* ---- counting ------------------------------------------------------------------------------------------- */

static uint64_t
mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* One form at work. */
typedef struct checking {
    const reint_codebook *cb;
    misfit *misfit;
    reinti_decoding d;
    reinti_rules *rules;
    reinti_stored stored;
    reinti_rows rows; /* the block as the rules see it */
    reinti_rows one;  /* room for the codes of one cell */
    reinti_str cell;
} checking;

static void
count(checking *c, size_t row, size_t slot, kind k)
{
    misfit *m = &c->misfit[slot * N_KINDS + k];
    int64_t key = c->stored.block->key[row];

    if (m->n < SHOWN) {
        m->key[m->n] = key;
        m->source[m->n] = c->stored.block->source[row];
    }
    m->n++;
    m->which += mix((uint64_t)key);
}

/* ---- cells ---------------------------------------------------------------------------------------------- */

static kind
kind_of_fault(const reinti_variable *v, reinti_fault fault)
{
    if (fault == REINTI_FAULT_REQUIRED)
        return REQUIRED;
    return v->type == REINTI_CODE                               ? SET
           : v->type == REINTI_TEXT || v->type == REINTI_PERSON ? PATTERN
                                                                : RANGE;
}

/* Does the stored value pass as the text of a cell? */
static void
check_value(checking *c, size_t row, reinti_decoder *v)
{
    size_t length = c->cell.length;
    reinti_cell cell;
    reinti_fault fault;

    reinti_str_add_n(&c->cell, "\0\0\0\0\0\0\0\0", REINTI_CSV_PADDING);
    if (c->cell.failed)
        return;
    const reinti_csv_field field = { c->cell.text, (uint32_t)length, 0 };
    for (size_t k = 0; k < c->one.n_sets; k++)
        c->one.set[k].offset[1] = 0;
    fault = reinti_decode_cell(&c->d, v, &field, &c->one, &cell);
    if (fault)
        count(c, row, v->position, kind_of_fault(v->variable, fault));
    else if (cell.why != REINTI_NULL)
        count(c, row, v->position, MEANS_MISSING);
}

/* What the rules are to see instead of the stored reason: REINTI_EMPTY, which the routing settles, or nothing. */
static void
put_why(checking *c, size_t row, const reinti_decoder *v, bool empty)
{
    int64_t *slot = reinti_rows_slots(&c->rows, row) + v->slot, *why = reinti_decode_why(v, slot);

    for (; slot < why; slot++)
        *slot = REINTI_NULL;
    *why = empty ? REINTI_EMPTY : REINTI_NULL;
}

static void
check_cell(checking *c, size_t row, reinti_decoder *v)
{
    reinti_stored_state state = reinti_stored_cell(&c->stored, row, v->position, &c->cell);
    bool asked = !v->wave_bound || reinti_decode_is_asked(&c->d, v, c->stored.block->key[row]);
    int64_t why = reinti_stored_why(&c->stored, row, v->position);

    if (state == REINTI_STORED_ABSENT) {
        if (v->variable->required && asked)
            count(c, row, v->position, REQUIRED);
    } else if (!asked) {
        if (why != c->d.not_asked && (state == REINTI_STORED_UNSAID || c->cell.length))
            count(c, row, v->position, WAVE);
        put_why(c, row, v, false);
    } else if (why != REINTI_NULL && v->routed && state == REINTI_STORED_SAID && !c->cell.length) {
        put_why(c, row, v, true);
    } else if (why != REINTI_NULL) {
        if (reinti_decode_missing(&c->d, v, why))
            count(c, row, v->position, REQUIRED);
    } else if (state == REINTI_STORED_UNSAID) {
        count(c, row, v->position, RETIRED);
    } else {
        check_value(c, row, v);
    }
}

/* An empty cell stands for what the routing says: is that what was stored? */
static void
compare_reasons(checking *c)
{
    for (size_t i = 0; i < c->d.n; i++) {
        const reinti_decoder *v = &c->d.decoder[i];
        for (size_t row = 0; v->routed && row < c->rows.n; row++) {
            int64_t now = *reinti_decode_why(v, reinti_rows_slots(&c->rows, row) + v->slot),
                    stored = reinti_stored_why(&c->stored, row, i);
            if (now != REINTI_EMPTY && now != REINTI_NULL && stored != REINTI_NULL && now != stored)
                count(c, row, i, OTHER_REASON);
        }
    }
}

/* ---- records -------------------------------------------------------------------------------------------- */

static void
tell(void *user, size_t row, const reinti_decoder *v, const reinti_rule *rule, reinti_misfit what)
{
    static const kind kinds[] = {
        [REINTI_MISFIT_NOT_ASKED] = NOT_ASKED, [REINTI_MISFIT_EMPTY] = NOT_ASKED,
        [REINTI_MISFIT_REQUIRED] = REQUIRED,   [REINTI_MISFIT_PAST] = PAST,
        [REINTI_MISFIT_NOT_TOLD] = NOT_TOLD,   [REINTI_MISFIT_WINDOW] = WINDOW,
        [REINTI_MISFIT_RULE] = RULE,           [REINTI_MISFIT_RULE_NOT_TOLD] = RULE_NOT_TOLD,
    };
    checking *c = user;

    count(c, row, rule ? c->d.n + (size_t)(rule - c->cb->rule) : v->position, kinds[what]);
}

/* The block as rows on their way in. */
static bool
fill_rows(checking *c)
{
    const reinti_block *b = c->stored.block;
    const reinti_layout *layout = c->stored.layout;
    reinti_rows *rows = &c->rows;

    if (rows->capacity < b->n_rows) { /* the first block is the largest */
        reinti_rows_free(rows);
        if (!reinti_rows_create(rows, layout, b->n_rows))
            return false;
    }
    reinti_rows_clear(rows);
    for (size_t row = 0; row < b->n_rows; row++, rows->n++) {
        int64_t *slot = reinti_rows_slots(rows, row);
        if (layout->n_slots)
            memcpy(slot, b->slot + row * layout->n_slots, layout->n_slots * sizeof *slot);
        for (size_t i = 0; i < layout->n_slots; i++)
            if (layout->slot[i].storage == REINTI_STORE_TEXT && slot[i] != REINTI_NULL) {
                size_t text = reinti_rows_text(rows, b->text[slot[i]], b->text_length[slot[i]], true);
                if (text == SIZE_MAX)
                    return false;
                slot[i] = (int64_t)text;
            }
        for (size_t k = 0; k < rows->n_sets; k++) {
            rows->set[k].offset[row + 1] = rows->set[k].offset[row];
            for (uint32_t i = b->set[k].offset[row]; i < b->set[k].offset[row + 1]; i++)
                if (!reinti_rows_code(rows, k, b->set[k].code[i]))
                    return false;
        }
        rows->key[row] = b->key[row];
        rows->source[row] = b->source[row];
        rows->origin[row] = (reinti_row_origin){ NULL, 0 };
        rows->state[row] = REINTI_ROW_GOOD;
    }
    return true;
}

static reint_status
check_block(checking *c, reint_error *err)
{
    reinti_remarks none = { 0 };
    reint_status status = REINT_OK;

    if (!fill_rows(c))
        return reinti_no_memory(err);
    for (size_t row = 0; row < c->rows.n; row++) {
        c->d.row_number++;
        for (size_t v = 0; v < c->d.n; v++)
            check_cell(c, row, &c->d.decoder[v]);
    }
    if (c->cell.failed || c->d.no_memory)
        return reinti_no_memory(err);
    if (c->rules)
        status = reinti_rules_check(c->rules, &c->rows, NULL, &none, err);
    if (!status)
        compare_reasons(c);
    return status;
}

/* ---- a form --------------------------------------------------------------------------------------------- */

static reint_status
open_form(checking *c, reint_study *study, size_t f, reint_error *err)
{
    size_t n = c->cb->form[f].n;
    size_t *all = malloc((n + 1) * sizeof *all);
    reint_status status;

    for (size_t v = 0; all && v < n; v++)
        all[v] = v;
    status = all ? reinti_decoding_create(study, f, all, n, &c->d, err) : reinti_no_memory(err);
    free(all);
    if (!status)
        status = reinti_rules_create(&c->d, &c->rules, err);
    if (!status && !reinti_rows_create(&c->one, c->d.layout, 1))
        status = reinti_no_memory(err);
    if (!status) {
        reinti_rows_clear(&c->one);
        c->stored = (reinti_stored){ study, c->cb, c->d.form, c->d.layout, NULL };
        reinti_store_person(study, "", 0); /* reads the dictionary */
    }
    if (!status && c->rules)
        reinti_rules_watch(c->rules, tell, c);
    return status;
}

static reint_status
check_form(pass *p, reint_study *study, size_t f, reint_error *err)
{
    checking c = { .cb = p->cb, .cell = REINTI_STR_EMPTY };
    reinti_scan *scan = NULL;
    const reinti_block *block;
    reint_status status;

    p->form[f] = c.misfit = calloc((p->cb->form[f].n + p->cb->n_rules) * N_KINDS, sizeof *c.misfit);
    if (!c.misfit)
        return reinti_no_memory(err);
    status = open_form(&c, study, f, err);
    if (!status)
        status = reinti_scan_open(study, f, true, &scan, err);
    if (!status)
        reinti_scan_range(scan, INT64_MIN, INT64_MAX);
    while (!status && !(status = reinti_scan_next(scan, &block, err)) && block->n_rows) {
        c.stored.block = block;
        status = check_block(&c, err);
    }
    reinti_scan_free(scan);
    reinti_rules_free(c.rules);
    reinti_rows_free(&c.rows);
    reinti_rows_free(&c.one);
    reinti_str_free(&c.cell);
    reinti_decoding_free(&c.d);
    return status;
}

static reint_status
run_pass(pass *p, reint_study *study, reint_error *err)
{
    reint_status status = REINT_OK;

    p->cb = reint_study_codebook(study);
    p->form = calloc(p->cb->n_forms + 1, sizeof *p->form);
    if (!p->form)
        return reinti_no_memory(err);
    for (size_t f = 0; !status && f < p->cb->n_forms; f++)
        status = check_form(p, study, f, err);
    return status;
}

static void
free_pass(pass *p, size_t n_forms)
{
    for (size_t f = 0; p->form && f < n_forms; f++)
        free(p->form[f]);
    free(p->form);
    *p = (pass){ 0 };
}

/* ---- telling -------------------------------------------------------------------------------------------- */

/* The misfit of the codebook before that is the like of this one; NULL: none. */
static const misfit *
find_before(const pass *before, const pass *after, size_t f, size_t slot, size_t k)
{
    const reinti_form *form = &after->cb->form[f];
    size_t g = before->form ? reinti_codebook_find_form(before->cb, form->name) : REINTI_NONE, at;

    if (g == REINTI_NONE || !before->form[g])
        return NULL;
    if (slot < form->n) {
        at = reinti_form_find(&before->cb->form[g], form->variable[slot].name);
    } else {
        at = reinti_codebook_find_rule(before->cb, after->cb->rule[slot - form->n].id);
        at = at == REINTI_NONE ? at : before->cb->form[g].n + at;
    }
    return at == REINTI_NONE ? NULL : &before->form[g][at * N_KINDS + k];
}

/* "SYN-002 w1, SYN-003 w1, ..."; where a key may be a name, where the records come from. */
static void
add_places(reint_study *study, size_t f, const misfit *m, reinti_str *out)
{
    bool keys = reinti_decode_key_shows(reint_study_codebook(study), &reint_study_codebook(study)->form[f]);

    for (size_t i = 0; i < m->n && i < SHOWN; i++) {
        reinti_str_add(out, i ? ", " : " (");
        if (keys)
            reinti_store_key_text(study, f, m->key[i], out);
        else
            reinti_str_format(out, reinti_words("line %lld of batch %lld"),
                              (long long)(m->source[i] & 0xFFFFFFFF), (long long)(m->source[i] >> 32));
    }
    reinti_str_add(out, m->n > SHOWN ? ", ...)" : ")");
}

static reint_status
say(update *u, reint_study *study, size_t f, size_t slot, kind k, const misfit *m, reint_error *err)
{
    const reint_codebook *cb = u->after.cb;
    const reinti_form *form = &cb->form[f];
    const reinti_rule *rule = slot < form->n ? NULL : &cb->rule[slot - form->n];
    const char *name = rule ? rule->id : form->variable[slot].name;
    const char *message =
        rule ? reinti_label_text(&rule->message, cb->n_languages ? cb->language[0] : NULL) : NULL;
    bool not_told = k == NOT_TOLD || k == RULE_NOT_TOLD;
    reinti_str text = REINTI_STR_EMPTY;
    bool failed;

    reinti_str_format(&text, reinti_words_n("%zu stored record: ", "%zu stored records: ", m->n), m->n);
    if (k == RULE)
        reinti_str_format(&text, reinti_words("rule %s does not hold%s%s"), name, message ? ": " : "",
                          reinti_text_or(message, ""));
    else if (k == RULE_NOT_TOLD)
        reinti_str_format(
            &text, reinti_words("rule %s could not be checked, something that it needs is missing"), name);
    else if (k == NOT_TOLD)
        reinti_str_format(&text, reinti_words("whether \"%s\" was to be asked cannot be told"), name);
    else
        reinti_str_format(&text, "\"%s\" %s", name, reinti_words(texts[k]));
    add_places(study, f, m, &text);
    failed = text.failed;
    if (!failed)
        reinti_find(u->findings, not_told ? REINT_NOTE : REINT_WARNING,
                    not_told ? "stored_not_checked" : "stored_does_not_fit", cb->file[0].name, form->name,
                    rule ? rule->line : form->variable[slot].line, 0, "%s", text.text);
    reinti_str_free(&text);
    return failed ? reinti_no_memory(err) : REINT_OK;
}

static reint_status
tell_changes(update *u, reint_study *study, reint_error *err)
{
    const reint_codebook *cb = u->after.cb;
    reint_status status = REINT_OK;

    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t slot = 0; slot < cb->form[f].n + cb->n_rules; slot++)
            for (size_t k = 0; !status && k < N_KINDS; k++) {
                const misfit *m = &u->after.form[f][slot * N_KINDS + k],
                             *old = m->n ? find_before(&u->before, &u->after, f, slot, k) : NULL;
                if (m->n && !(old && old->n == m->n && old->which == m->which))
                    status = say(u, study, f, slot, (kind)k, m, err);
            }
    return status;
}

/* ---- public --------------------------------------------------------------------------------------------- */

static int
is_needed(const reint_codebook_change *change, void *user)
{
    return *(bool *)user = change->effect != REINT_HARMLESS;
}

/* Called by study/ inside the transaction, before and after the codebooks change places. */
static reint_status
recheck(reint_study *study, bool after, void *user, reint_error *err)
{
    update *u = user;
    reint_status status = REINT_OK;

    if (!u->needed)
        return REINT_OK;
    if (!after) {
        status = run_pass(&u->before, study, err);
        if (status == REINT_STUDY) { /* a condition of the old codebook is wrong */
            free_pass(&u->before, u->before.cb->n_forms);
            status = REINT_OK;
        }
        return status;
    }
    status = run_pass(&u->after, study, err);
    return status ? status : tell_changes(u, study, err);
}

reint_status
reint_study_update_codebook(reint_study *study, const reint_codebook *cb, reint_findings *findings,
                            reint_error *err)
{
    const reint_codebook *old = reint_study_codebook(study);
    size_t n_old = old->n_forms;
    reint_findings *own = findings ? NULL : reint_findings_create();
    update u = { .findings = findings ? findings : own };
    reint_status status = u.findings ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reint_codebook_diff(old, cb, is_needed, &u.needed, err);
    if (!status)
        status = reinti_store_update(study, cb, recheck, &u, u.findings, err);
    free_pass(&u.before, n_old);
    free_pass(&u.after, cb->n_forms);
    reint_findings_free(own);
    return status;
}
