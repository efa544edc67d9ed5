/* follow_lost.c -- a table as it is declared, asked of those lost: its variables, base, groups and weight, person by person.
 *
 * Reads:   the plan entry: unit, base, rows, columns, by, weight.  The records of the waves (a row a person and wave), or
 *          persons with w2_x as rows, which is x at wave w2.
 * Base:    see follow_lost_base.c.
 * Waves:   where the table has a wave in columns or layers, every later wave by itself; else the one that is named, or the
 *          latest in the base.
 * Refused: units that are not one a person and wave; groups and weights that are not known of those lost. */
#include <config.h>

#include "table/follow_lost.h"

#include <string.h>

/* ---- variables --------------------------------------------------------------------------------------------- */

/* x of w2_x, and its wave: persons have x at a wave. */
static const char *
at_wave(reinti_declaring *d, const char *name)
{
    for (size_t w = 0; w < d->f->cb->n_waves; w++) {
        const char *id = d->f->cb->wave[w].id, *x = reinti_after_wave(name, id);
        if (x && (!d->out->wave || !strcmp(d->out->wave, id))) {
            d->out->wave = id;
            return x;
        }
    }
    return NULL;
}

static reint_status
read_variables(reinti_declaring *d, reint_error *err)
{
    const reinti_parts *rows = &d->g->plan->rows;
    reinti_declared *out = d->out;

    out->states = reinti_arena_alloc(d->f->arena, (rows->n + 1) * sizeof *out->states);
    if (!out->states)
        return reinti_no_memory(err);
    for (size_t p = 0; p < rows->n; p++) {
        const char *name = rows->part[p].name[0], *x = d->of_persons ? at_wave(d, name) : name;
        if (rows->part[p].n > 1)
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "what those lost could change is told of variables side by side (a + b), not nested");
        if (!x)
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "\"%s\" is of the persons, not of one wave: who was lost changes nothing in it (w2_x "
                "is x at wave w2)",
                name);
        reint_status status = reinti_follow_states(d->f, x, &out->states[out->n_variables++], err);
        if (status)
            return status;
    }
    return out->n_variables
               ? REINT_OK
               : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "no variable is named: name it as the rows");
}

/* ---- groups ------------------------------------------------------------------------------------------------ */

/* Multiplies the groups of S by the categories of the persons' column NAME. */
static reint_status
cross(const reinti_declaring *d, const char *name, reinti_slice *s, reint_error *err)
{
    reint_follow *f = d->f;
    const reinti_column *c = NULL;

    if (!d->of_persons && reinti_lost_owner(d, name) == REINTI_OF_RECORD)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "\"%s\" is not known of those lost: groups are of the persons, or of the first wave "
            "(such as w1_%s)",
            name, name);
    reint_status status = reinti_frame_column(f->persons, name, &c, err);
    if (!status && c->kind != REINTI_COLUMN_CODED)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" makes no groups of persons: it is no code",
                             name);
    if (!status && c->n_valid && s->n_groups > 10000 / c->n_valid)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there are too many groups");
    if (status)
        return status;
    size_t n = s->n_groups * c->n_valid, *group = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *group);
    reinti_layer *layer = reinti_arena_alloc(f->arena, (n + 1) * sizeof *layer);
    if (!group || !layer)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        size_t k = reinti_column_category(c, f->person_row[i]), before = s->group ? s->group[i] : 0;
        group[i] = k < c->n_valid && before < s->n_groups ? before * c->n_valid + k : SIZE_MAX;
    }
    for (size_t i = 0; i < n; i++) {
        const reinti_layer *outer = &s->layer[i / c->n_valid];
        const reinti_category *k = &c->category[i % c->n_valid];
        const char *label = reinti_grid_label(d->g, &k->label, k->code);
        layer[i] = (reinti_layer){
            reinti_arena_format(f->arena, "%s%s%s", outer->code, *outer->code ? "|" : "", k->code),
            reinti_arena_format(f->arena, "%s%s%s", outer->label, *outer->label ? " · " : "", label)
        };
        if (!layer[i].code || !layer[i].label)
            return reinti_no_memory(err);
    }
    s->group = group;
    s->layer = layer;
    s->n_groups = n;
    return REINT_OK;
}

/* The groups of layers and of part P of the columns; a wave among them is no group. */
static reint_status
make_groups(reinti_declaring *d, const reinti_part *part, reinti_slice *s, reint_error *err)
{
    const reinti_part *both[] = { &d->g->plan->by, part };
    const char *wave = d->of_persons ? NULL : reinti_lost_wave_variable(d->f)->name;
    reint_status status = REINT_OK;

    s->n_groups = 1;
    s->layer = reinti_arena_alloc(d->f->arena, sizeof *s->layer);
    if (!s->layer)
        return reinti_no_memory(err);
    *(reinti_layer *)s->layer = (reinti_layer){ "", "" };
    for (size_t i = 0; i < REINTI_LENGTH(both); i++)
        for (size_t k = 0; !status && both[i] && k < both[i]->n; k++) {
            if (wave && !strcmp(both[i]->name[k], wave))
                d->by_wave = true;
            else
                status = cross(d, both[i]->name[k], s, err);
        }
    return status;
}

/* Before the waves: what the groups of each part are. */
static reint_status
read_groups(reinti_declaring *d, reinti_slice **slice, size_t *n, reint_error *err)
{
    const reinti_parts *columns = &d->g->plan->columns;
    const reinti_part by = { 1, { d->g->follow->by } };
    reint_status status = REINT_OK;

    *n = columns->n ? columns->n : 1;
    *slice = reinti_arena_alloc(d->f->arena, (*n + 1) * sizeof **slice);
    if (!*slice)
        return reinti_no_memory(err);
    for (size_t p = 0; !status && p < *n; p++)
        status = make_groups(d, columns->n ? &columns->part[p] : by.name[0] ? &by : NULL, &(*slice)[p], err);
    return status;
}

/* ---- waves ------------------------------------------------------------------------------------------------- */

static bool
is_held(const reinti_declaring *d, size_t wave)
{
    bool any = false;

    for (size_t i = 0; !any && i < d->f->n; i++)
        any = reinti_follow_is_seen(d->f, i, wave) && reinti_lost_is_in_base(d, i, wave);
    return any;
}

/* The wave of the analysis; their number where none is named, or there is no such. */
static size_t
find_wave(const reint_follow *f, const char *id)
{
    return id ? reinti_follow_find_wave(f, id) : f->n_waves;
}

/* The waves that the table is of: each later one in the base, or one. */
static reint_status
read_waves(reinti_declaring *d, bool *wanted, reint_error *err)
{
    const reint_follow *f = d->f;
    const reinti_follow_weights *weights = d->g->plan->attrition;
    const char *model = weights ? weights->model.wave : NULL,
               *named = reinti_text_or(d->g->follow->wave, d->out->wave);
    size_t last = 0, n = 0, at = find_wave(f, named);

    for (size_t w = 1; w < f->n_waves; w++)
        if (is_held(d, w)) {
            wanted[w] = d->by_wave;
            last = w;
            n++;
        }
    if (!named && (at = find_wave(f, model)) < f->n_waves && !is_held(d, at))
        at = f->n_waves;
    at = named || at < f->n_waves ? at : last;
    if (named && (!at || at == f->n_waves))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%.40s\" is no later wave of the analysis", named);
    if (!at)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           f->n_waves < 2 ? "attrition is between two waves at least"
                                          : "no record of a wave after the first is in the base: what those "
                                            "lost could change is told of later waves");
    if (!d->by_wave)
        wanted[at] = true;
    d->out->several = d->g->follow->of_table && !d->of_persons && !d->by_wave && (n > 1 || is_held(d, 0));
    return REINT_OK;
}

static reint_status
make_slices(reinti_declaring *d, const reinti_slice *part, size_t n_parts, reint_error *err)
{
    reint_follow *f = d->f;
    bool wanted[REINTI_LENGTH(f->wave)] = { false };
    reint_status status = read_waves(d, wanted, err);
    reinti_slice *slice = reinti_arena_alloc(f->arena, (f->n_waves * n_parts + 1) * sizeof *slice);

    if (!slice)
        return reinti_no_memory(err);
    for (size_t w = 0; !status && w < f->n_waves; w++) {
        const int8_t *base = NULL;
        if (!wanted[w])
            continue;
        status = reinti_lost_base_at(d, w, &base, err);
        for (size_t p = 0; p < n_parts; p++) {
            slice[d->out->n_slices] = part[p];
            slice[d->out->n_slices].wave = w;
            slice[d->out->n_slices++].base = base;
        }
    }
    d->out->slice = slice;
    d->out->by_wave = d->by_wave;
    return status;
}

/* ---- weight ------------------------------------------------------------------------------------------------ */

static reint_status
read_weight(reinti_declaring *d, reint_error *err)
{
    const char *name = d->g->plan->weight;
    const reinti_column *c = NULL;
    reint_follow *f = d->f;

    if (!d->g->follow->of_table || !name || !strcmp(name, "attrition"))
        return REINT_OK;
    if (reinti_lost_owner(d, name) != REINTI_OF_PERSON)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "the weight \"%s\" is not known of those lost: what they could change is told of weights "
            "of the persons, or of weight: attrition",
            name);
    reint_status status = reinti_frame_column(f->persons, name, &c, err);
    if (!status && c->kind != REINTI_COLUMN_NUMBER)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is not a number", name);
    double *weight = status ? NULL : reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *weight);
    if (!status && !weight)
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < f->n; i++)
        weight[i] = c->number[f->person_row[i]];
    d->out->weight = weight;
    return status;
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

/* Why the unit FORM has no answer for those lost; of a form of domains, how to ask. */
static reint_status
refuse_unit(const reinti_declaring *d, size_t form, reint_error *err)
{
    const char *counted = d->f->cb->form[form].name, *records = d->f->cb->form[d->f->form].name;
    reinti_pack **pack = NULL;
    size_t n = 0;
    reint_status status = reinti_packs_open(d->f->cb, d->f->arena, &pack, &n, err);

    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        if (pack[i]->form == form && pack[i]->n_domains)
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "a person has several records of \"%s\" at a wave, and those lost have none: what "
                "they could change is told of \"%s\" (unit), where each domain is a variable "
                "(rows: %s and others)",
                counted, records, pack[i]->domain[0].id);
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                       "what those lost could change is told of records that are one a person and wave "
                       "(\"%s\"), or of persons, not of \"%s\"",
                       records, counted);
}

/* Whose records the table counts. */
static reint_status
read_unit(reinti_declaring *d, reint_error *err)
{
    reinti_build b = { .frames = d->f->frames, .cb = d->f->cb, .plan = d->g->plan, .arena = d->f->arena };

    if (!d->g->follow->of_table)
        return REINT_OK;
    reint_status status = reinti_table_frame(&b, err);
    if (status)
        return status;
    size_t form = reinti_frame_form(b.frame);
    if (form != d->f->form && form != d->f->cb->person_form)
        return refuse_unit(d, form, err);
    d->of_persons = form == d->f->cb->person_form;
    d->base = d->g->plan->base && *d->g->plan->base ? d->g->plan->base : NULL;
    return REINT_OK;
}

reint_status
reinti_follow_declare(reinti_grid *g, reinti_declared *out, reint_error *err)
{
    reinti_declaring d = { .g = g, .f = g->f, .out = out };
    reinti_slice *part = NULL;
    size_t n_parts = 0;

    *out = (reinti_declared){ .n_variables = 0 };
    reint_status status = read_unit(&d, err);
    if (!status)
        status = read_variables(&d, err);
    if (!status && d.base)
        status = reinti_lost_read_base(&d, err);
    if (!status)
        status = read_weight(&d, err);
    if (!status)
        status = read_groups(&d, &part, &n_parts, err);
    return status ? status : make_slices(&d, part, n_parts, err);
}
