/* follow_lost.c -- a table as it is declared, asked of those lost: its variables, base, groups and weight, person by person.
 *
 * Reads:   the plan entry: unit, base, rows, columns, by, weight.  The records of the waves (a row a person and wave), or
 *          persons with w2_x as rows, which is x at wave w2.
 * Base:    of those kept, whether their record is in it.  Those lost have none: the parts of the condition that AND joins
 *          are looked at one by one.  What only asks for the wave or its result would hold for an interview; what asks
 *          the person is asked of the person; of the rest nobody knows, and they stay among those without an answer.
 * Waves:   where the table has a wave in columns or layers, every later wave by itself; else the one that is named, or the
 *          latest in the base.
 * Refused: units that are not one a person and wave; groups and weights that are not known of those lost. */
#include <config.h>

#include "table/follow.h"

#include <string.h>
#include <strings.h>

#include "assess/provide.h"

typedef struct declaring {
    reinti_grid *g;
    reint_follow *f;
    reinti_declared *out;
    const char *base;   /* of the records or persons; NULL: none, or it was that of the panel */
    bool of_persons;    /* the unit is the person */
    const int8_t *own;  /* BASE of each row of the unit; NULL: every row */
    const int8_t *lost; /* BASE of each person had they been seen; NULL: in it */
    bool by_wave;
} declaring;

static const reinti_variable *
wave_variable(const reint_follow *f)
{
    const reinti_form *form = &f->cb->form[f->form];
    return &form->variable[form->wave];
}

/* ---- whose a name is --------------------------------------------------------------------------------------- */

typedef enum owner { NOBODYS, OF_PERSON, OF_RECORD, OF_RESULT } owner;

static owner
owner_of(const declaring *d, const char *name)
{
    const reint_follow *f = d->f;
    const reinti_form *record = &f->cb->form[f->form], *person = &f->cb->form[f->cb->person_form];
    const char *status = f->result && f->result->variable ? f->result->variable->name : NULL;
    const reinti_column *c;

    if (!strcmp(name, wave_variable(f)->name) || (status && !strcmp(name, status)))
        return OF_RESULT;
    if (reinti_form_find(record, name) != REINTI_NONE || reinti_is_class_name(name) ||
        !strncmp(name, "prev_", 5))
        return OF_RECORD;
    if (reinti_form_find(person, name) != REINTI_NONE)
        return OF_PERSON;
    for (size_t v = 0; v < record->n; v++) { /* x.region, x__why */
        size_t n = strlen(record->variable[v].name);
        if (!strncmp(name, record->variable[v].name, n) && strchr("._", name[n]))
            return OF_RECORD;
    }
    if (!reinti_frame_column(f->persons, name, &c, NULL))
        return OF_PERSON;
    return reinti_frame_column(f->records, name, &c, NULL) ? NOBODYS : OF_RECORD;
}

/* ---- the base ---------------------------------------------------------------------------------------------- */

/* Of the persons, of the result of an interview, or of what an interview would have told. */
static owner
owner_of_condition(const declaring *d, reinti_arena *arena, const char *text)
{
    owner found = NOBODYS;

    for (const char *p = text; *p;) {
        bool word;
        size_t n = reinti_condition_token(p, &word);
        if (word) {
            const char *name = reinti_arena_text_n(arena, p, n);
            owner here = name ? owner_of(d, name) : OF_RECORD;
            if (found == NOBODYS || here == found)
                found = here == NOBODYS ? found : here;
            else if (here != NOBODYS)
                found = OF_RECORD; /* of both: nobody knows */
        }
        p += n;
    }
    return found;
}

static bool
is_word(const char *p, size_t n, const char *word)
{
    return n == strlen(word) && !strncasecmp(p, word, n);
}

/* The length of the first part of TEXT that AND joins to the rest, which begins at *NEXT (NULL: there is none).  An OR
 * beside the ANDs makes all of it one part. */
static size_t
first_part(const char *text, const char **next)
{
    size_t part = strlen(text);
    int depth = 0;
    bool between = false;

    *next = NULL;
    for (const char *p = text; *p;) {
        bool word;
        size_t n = reinti_condition_token(p, &word);
        if (word) {
            depth += is_word(p, n, "CASE") - is_word(p, n, "END");
            if (!depth && is_word(p, n, "OR")) {
                *next = NULL;
                return strlen(text);
            }
            if (!depth && !*next && is_word(p, n, "AND") && !between) {
                part = (size_t)(p - text);
                *next = p + n;
            }
            between = !depth && (is_word(p, n, "BETWEEN") || (between && !is_word(p, n, "AND")));
        } else {
            depth += (*p == '(') - (*p == ')');
        }
        p += n;
    }
    return part;
}

/* What the part TEXT of the base says of each person of the panel, had they been seen, is added to LOST. */
static reint_status
add_part(const declaring *d, const char *text, int8_t *lost, reint_error *err)
{
    reint_follow *f = d->f;
    const int8_t *person = NULL;
    owner whose = owner_of_condition(d, f->arena, text);

    if (whose == OF_RESULT)
        return REINT_OK;
    reint_status status =
        whose == OF_RECORD ? REINT_OK : reinti_frame_condition(f->persons, text, &person, err);
    for (size_t i = 0; !status && i < f->n; i++) {
        int8_t here = person ? person[f->person_row[i]] : -1;
        lost[i] = here == 0 || lost[i] == 0 ? 0 : here < 0 ? here : lost[i];
    }
    return status;
}

static reint_status
read_base(declaring *d, reint_error *err)
{
    reint_follow *f = d->f;
    int8_t *lost = reinti_arena_alloc(f->arena, f->n + 1);
    reint_status status =
        lost ? reinti_frame_condition(d->of_persons ? f->persons : f->records, d->base, &d->own, err)
             : reinti_no_memory(err);

    if (status)
        return status;
    memset(lost, 1, f->n);
    for (size_t i = 0; d->of_persons && i < f->n; i++)
        lost[i] = d->own[f->person_row[i]] == 1;
    for (const char *p = d->of_persons ? NULL : d->base, *next; !status && p; p = next) {
        size_t n = first_part(p, &next);
        const char *part = reinti_arena_text_n(f->arena, p, n);
        status = part ? add_part(d, part, lost, err) : reinti_no_memory(err);
    }
    d->lost = lost;
    return status;
}

static bool
is_in_base(const declaring *d, size_t person, size_t wave)
{
    uint32_t row = d->of_persons ? d->f->person_row[person] : d->f->row[person * d->f->n_waves + wave];
    return !d->own || d->own[row] == 1;
}

static reint_status
base_at(const declaring *d, size_t target, const int8_t **out, reint_error *err)
{
    const reint_follow *f = d->f;
    int8_t *base = d->own ? reinti_arena_alloc(f->arena, f->n + 1) : NULL;

    *out = base;
    if (!d->own)
        return REINT_OK;
    if (!base)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++)
        base[i] = reinti_follow_is_seen(f, i, target) ? is_in_base(d, i, target) : d->lost[i];
    return REINT_OK;
}

/* ---- variables --------------------------------------------------------------------------------------------- */

/* x of w2_x, and its wave: persons have x at a wave. */
static const char *
at_wave(declaring *d, const char *name)
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
read_variables(declaring *d, reint_error *err)
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
cross(const declaring *d, const char *name, reinti_slice *s, reint_error *err)
{
    reint_follow *f = d->f;
    const reinti_column *c = NULL;

    if (!d->of_persons && owner_of(d, name) == OF_RECORD)
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
make_groups(declaring *d, const reinti_part *part, reinti_slice *s, reint_error *err)
{
    const reinti_part *both[] = { &d->g->plan->by, part };
    const char *wave = d->of_persons ? NULL : wave_variable(d->f)->name;
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
read_groups(declaring *d, reinti_slice **slice, size_t *n, reint_error *err)
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
is_held(const declaring *d, size_t wave)
{
    bool any = false;

    for (size_t i = 0; !any && i < d->f->n; i++)
        any = reinti_follow_is_seen(d->f, i, wave) && is_in_base(d, i, wave);
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
read_waves(declaring *d, bool *wanted, reint_error *err)
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
make_slices(declaring *d, const reinti_slice *part, size_t n_parts, reint_error *err)
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
        status = base_at(d, w, &base, err);
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
read_weight(declaring *d, reint_error *err)
{
    const char *name = d->g->plan->weight;
    const reinti_column *c = NULL;
    reint_follow *f = d->f;

    if (!d->g->follow->of_table || !name || !strcmp(name, "attrition"))
        return REINT_OK;
    if (owner_of(d, name) != OF_PERSON)
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

/* Whose records the table counts. */
static reint_status
read_unit(declaring *d, reint_error *err)
{
    reinti_build b = { .frames = d->f->frames, .cb = d->f->cb, .plan = d->g->plan, .arena = d->f->arena };

    if (!d->g->follow->of_table)
        return REINT_OK;
    reint_status status = reinti_table_frame(&b, err);
    if (status)
        return status;
    size_t form = reinti_frame_form(b.frame);
    if (form != d->f->form && form != d->f->cb->person_form)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "what those lost could change is told of records that are one a person and wave "
                           "(\"%s\"), or of persons, not of \"%s\"",
                           d->f->cb->form[d->f->form].name, d->f->cb->form[form].name);
    d->of_persons = form == d->f->cb->person_form;
    d->base = d->g->plan->base && *d->g->plan->base ? d->g->plan->base : NULL;
    return REINT_OK;
}

reint_status
reinti_follow_declare(reinti_grid *g, reinti_declared *out, reint_error *err)
{
    declaring d = { .g = g, .f = g->f, .out = out };
    reinti_slice *part = NULL;
    size_t n_parts = 0;

    *out = (reinti_declared){ .n_variables = 0 };
    reint_status status = read_unit(&d, err);
    if (!status)
        status = read_variables(&d, err);
    if (!status && d.base)
        status = read_base(&d, err);
    if (!status)
        status = read_weight(&d, err);
    if (!status)
        status = read_groups(&d, &part, &n_parts, err);
    return status ? status : make_slices(&d, part, n_parts, err);
}
