/* export_facts.c -- what the rule set reads of each person, stage and service, and what it makes of it, as CSV: the tables
 * of need and help and of what ever held can be counted again from it.
 *
 * Gives:    for rule sets of stages each stage as known now, for those of interviews each wave as told by then.
 *           facts: need, due, receipt: the values that are possible, joined by ";"; marks: what surely happened,
 *           open_marks: what may have.
 *           cases: the classes that are possible, the team's judgement heard; reasons that surely hold, open_reasons
 *           that may.
 * Missing:  several values in a field: it cannot be told which. */
#include <config.h>

#include "write/export_private.h"

#include "assess/column.h"
#include "assess/dossier.h"
#include "table/build.h"
#include "write/writer.h"

static const char *const needs[] = { "no", "yes", "continuing" };
static const char *const dues[] = { "no", "yes", "silent" };
static const char *const receipts[] = { "none", "part_once", "part", "full_once", "full" };
static const char *const marks[] = { "offered", "declined", "refused", "promised", "withdrawn" };

static void
put_bits(FILE *out, unsigned bits, const char *const *word, size_t n)
{
    bool first = true;

    fputc(',', out);
    for (size_t i = 0; i < n; i++)
        if (bits >> i & 1) {
            fprintf(out, "%s%s", first ? "" : ";", word[i]);
            first = false;
        }
}

typedef struct writer {
    const reinti_export *x;
    reinti_dossier *d;
    const uint32_t *row_of;
    size_t n_ids;
    const int8_t *may, *in_base; /* by row of the person frame */
    FILE *facts, *cases;
} writer;

/* Whether the rule set calls the stage one at home. */
static bool
is_home(const reinti_ruleset *r, int stage)
{
    for (size_t i = 0; i < r->n_home_stages; i++)
        if ((int)r->home_stage[i] == stage)
            return true;
    return false;
}

static void
put_unit(const writer *w, const reinti_case *c, const char *unit, FILE *out)
{
    reinti_put_csv(out, reinti_store_person_key(w->x->study, c->person));
    fprintf(out, ",%d,", c->episode);
    reinti_put_csv(out, unit);
}

static void
put_facts(const writer *w, const reinti_case *c, const reinti_state *state, const char *unit, uint32_t row)
{
    const reinti_ruleset *r = w->d->r;
    FILE *out = w->facts;

    for (size_t s = 0; s < r->n_services; s++) {
        put_unit(w, c, unit, out);
        fputc(',', out);
        reinti_put_csv(out, w->x->cb->list[r->service_list].code[r->service[s]].name);
        put_bits(out, state[s].need, needs, REINTI_LENGTH(needs));
        put_bits(out, state[s].due, dues, REINTI_LENGTH(dues));
        put_bits(out, state[s].receipt, receipts, REINTI_LENGTH(receipts));
        put_bits(out, state[s].marks, marks, REINTI_LENGTH(marks));
        put_bits(out, state[s].open_marks, marks, REINTI_LENGTH(marks));
        fprintf(out, ",%d,%d\n", is_home(r, c->stage), w->in_base[row] == 1);
    }
}

static void
put_case(const writer *w, const reinti_case *c, const char *unit, uint32_t row)
{
    const reinti_ruleset *r = w->d->r;
    const char *class_[REINTI_MAX_CLASSES], *reason[REINTI_MAX_REASONS];

    for (size_t i = 0; i < r->n_classes; i++)
        class_[i] = r->class_[i].id;
    for (size_t i = 0; i < r->n_reasons; i++)
        reason[i] = r->reason[i].id;
    put_unit(w, c, unit, w->cases);
    put_bits(w->cases, reinti_case_possible(w->d, c, true), class_, r->n_classes);
    put_bits(w->cases, c->verdict.sure, reason, r->n_reasons);
    put_bits(w->cases, c->verdict.maybe & ~c->verdict.sure, reason, r->n_reasons);
    fprintf(w->cases, ",%d\n", w->in_base[row] == 1);
}

/* Of the cases of one cut those of UNIT (REINTI_NONE: all, each under its own stage). */
static reint_status
put_cut(const writer *w, size_t wave, size_t unit, reint_error *err)
{
    const reinti_ruleset *r = w->d->r;
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(w->d, wave, &cut, err);

    for (size_t i = 0; !status && i < cut->n; i++) {
        const reinti_case *c = &cut->item[i];
        uint32_t row = c->person < w->n_ids ? w->row_of[c->person] : UINT32_MAX;
        const char *name;
        if (row == UINT32_MAX || w->may[row] != 1 || c->stage < 0 ||
            (unit != REINTI_NONE && (size_t)c->stage != unit))
            continue;
        name = r->unit == REINTI_UNIT_INTERVIEW ? w->x->cb->wave[c->stage].id
                                                : w->x->cb->list[r->stage_list].code[c->stage].name;
        put_facts(w, c, &cut->state[i * r->n_services], name, row);
        put_case(w, c, name, row);
    }
    return status;
}

static reint_status
put_all(writer *w, reint_error *err)
{
    const reinti_ruleset *r = w->d->r;
    bool interviews = r->unit == REINTI_UNIT_INTERVIEW;
    reint_status status = REINT_OK;

    const char *unit = interviews ? "wave" : "stage";
    fprintf(w->facts, "person,episode,%s,service,need,due,receipt,marks,open_marks,home,in_base\n", unit);
    fprintf(w->cases, "person,episode,%s,classes,reasons,open_reasons,in_base\n", unit);
    if (!interviews)
        return put_cut(w, w->x->cb->n_waves, REINTI_NONE, err);
    for (size_t i = 0; i < w->x->cb->n_waves && !status; i++)
        status = put_cut(w, i, i, err);
    return status;
}

static reint_status
write_both(writer *w, reint_error *err)
{
    reinti_output facts, cases;
    reint_status status = reinti_export_begin(w->x, "facts.csv", &facts, err);

    if (status)
        return status;
    status = reinti_export_begin(w->x, "cases.csv", &cases, err);
    if (status) {
        reinti_output_abort(&facts);
        return status;
    }
    w->facts = facts.stream;
    w->cases = cases.stream;
    status = put_all(w, err);
    if (status)
        reinti_output_abort(&facts);
    else
        status = reinti_output_commit(&facts, err);
    if (status)
        reinti_output_abort(&cases);
    else
        status = reinti_output_commit(&cases, err);
    return status;
}

reint_status
reinti_export_facts(reinti_export *x, reint_error *err)
{
    writer w = { .x = x };
    reinti_left_out left;
    reinti_frame *persons;
    reint_status status;

    if (!x->options.ruleset && !x->cb->default_ruleset)
        return REINT_OK;
    status = reinti_dossier_of(x->frames, x->options.ruleset, &w.d, err);
    if (!status)
        status = reinti_frames_get(x->frames, x->cb->person_form, &persons, err);
    if (!status)
        status = reinti_base_rows(persons, NULL, true, &w.may, &left, err);
    if (!status)
        status = reinti_base_rows(persons, NULL, false, &w.in_base, &left, err);
    if (!status)
        status = reinti_frames_person_rows(x->frames, &w.row_of, &w.n_ids, err);
    if (!status)
        status = write_both(&w, err);
    return status;
}
