/* ruleset_facts.c -- reads the facts of a rule set: which records say what of a service or of the unit, and
 * where they stand.  The meaning of codes: ruleset_codes.c. */
#include <config.h>

#include <string.h>

#include "codebook/ruleset_parse.h"

/* ---- readings ------------------------------------------------------------------------------------------ */

static size_t
list_of(const reint_codebook *cb, size_t form, size_t variable)
{
    return cb->form[form].variable[variable].list;
}

static void
bind_often(reinti_ruleset_parser *p, const reinti_yaml *node, reinti_reading *r)
{
    static const char *const keys[] = { "variable", "codes", "otherwise", NULL };

    r->often = REINTI_NONE;
    if (!node || !reinti_yaml_keys(&p->part.file, node, "often", keys))
        return;
    const reinti_yaml *name = reinti_yaml_need(&p->part.file, node, "variable");
    size_t variable = reinti_ruleset_variable(p, r->form, name, "variable", NULL);
    if (!reinti_ruleset_is_coded(p, name, r->form, variable))
        return;
    reinti_ruleset_meanings(p, node, list_of(p->part.cb, r->form, variable), REINTI_WORDS_OFTEN,
                            &r->often_mask, NULL, NULL);
    r->often = variable;
}

/* Where a record of the form stands: its unit and its service.  What names a stage must use the units' list.
 */
static bool
bind_place(reinti_ruleset_parser *p, const reinti_yaml *node, reinti_reading *r)
{
    const reint_codebook *cb = p->part.cb;
    const reinti_form *f = &cb->form[r->form];
    reinti_ruleset *rs = p->r;

    r->service = reinti_ruleset_variable(p, r->form, reinti_yaml_get(node, "service"), "service", "service");
    r->stage = reinti_ruleset_variable(p, r->form, reinti_yaml_get(node, "stage"), "stage", "stage");
    r->episode = reinti_ruleset_variable(p, r->form, reinti_yaml_get(node, "episode"), "episode", "episode");
    r->source = reinti_ruleset_variable(p, r->form, reinti_yaml_get(node, "source"), "source", "source");
    r->wave = f->wave;
    if (r->service == REINTI_NONE || f->variable[r->service].type != REINTI_CODE ||
        f->variable[r->service].list != rs->service_list) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_service",
                         "form %s has no variable of list %s to name the service", f->name,
                         cb->list[rs->service_list].name);
        return false;
    }
    if (f->person == REINTI_NONE) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_person",
                         "records of form %s are not about a person", f->name);
        return false;
    }
    if (rs->unit == REINTI_UNIT_INTERVIEW && r->wave == REINTI_NONE) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_wave",
                         "the units are interviews; form %s has no wave in its key", f->name);
        return false;
    }
    if (rs->unit == REINTI_UNIT_STAGE &&
        (r->stage == REINTI_NONE || f->variable[r->stage].type != REINTI_CODE ||
         f->variable[r->stage].list != rs->stage_list)) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_stage",
                         "form %s has no variable of the units' list of stages", f->name);
        return false;
    }
    return true;
}

static void
bind_reading(reinti_ruleset_parser *p, const reinti_yaml *node, reinti_vocabulary words, reinti_readings *out)
{
    static const char *const keys[] = { "form", "service", "stage", "episode",   "source",
                                        "when", "value",   "codes", "otherwise", NULL };
    static const char *const support_keys[] = { "form",  "service", "stage",     "episode", "source", "when",
                                                "value", "codes",   "otherwise", "often",   NULL };
    const char *one = words == REINTI_WORDS_SUPPORT ? "a reading of support" : "a reading of need or due";
    bool support = words == REINTI_WORDS_SUPPORT;
    reinti_reading *r = &out->item[out->n];

    if (!reinti_yaml_keys(&p->part.file, node, one, support ? support_keys : keys))
        return;
    *r = (reinti_reading){ .at = reinti_part_place(reinti_yaml_get(node, "when")), .often = REINTI_NONE };
    r->form = reinti_part_form(&p->part, reinti_yaml_need(&p->part.file, node, "form"));
    if (r->form == REINTI_NONE || !bind_place(p, node, r))
        return;
    r->when = reinti_yaml_text(&p->part.file, reinti_yaml_get(node, "when"), "when");
    const reinti_yaml *value = reinti_yaml_need(&p->part.file, node, "value");
    r->value = reinti_ruleset_variable(p, r->form, value, "value", NULL);
    if (!reinti_ruleset_is_coded(p, value, r->form, r->value))
        return;
    reinti_ruleset_meanings(p, node, list_of(p->part.cb, r->form, r->value), words, &r->mask, &r->marks,
                            &r->open_marks);
    if (support)
        bind_often(p, reinti_yaml_get(node, "often"), r);
    out->n++;
}

static void
bind_readings(reinti_ruleset_parser *p, const reinti_yaml *node, const char *what, reinti_vocabulary words,
              reinti_readings *out)
{
    if (!node || !reinti_yaml_is_list(&p->part.file, node, what))
        return;
    out->item = reinti_part_room(&p->part, node->n, sizeof *out->item);
    for (size_t i = 0; out->item && i < node->n; i++)
        bind_reading(p, node->item[i], words, out);
}

/* `due: {from: entitlements}`, or readings. */
static void
bind_due(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "from", NULL };
    static const char *const words[] = { "entitlements", NULL };

    if (!node)
        return;
    if (node->kind != REINTI_YAML_MAP) {
        bind_readings(p, node, "due", REINTI_WORDS_DUE, &p->r->due);
        return;
    }
    if (!reinti_yaml_keys(&p->part.file, node, "due", keys) ||
        reinti_yaml_word(&p->part.file, reinti_yaml_need(&p->part.file, node, "from"), "from", words) < 0)
        return;
    p->r->due_from_entitlements = true;
    for (size_t i = 0; i < p->part.cb->n_files; i++)
        if (!strcmp(p->part.cb->file[i].kind, "entitlements"))
            return;
    reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_entitlements",
                     "the codebook names no entitlements");
}

/* ---- units and services -------------------------------------------------------------------------------- */

static void
bind_current(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "form", "stage", "episode", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_keys(&p->part.file, node, "current", keys))
        return;
    const reinti_yaml *stage = reinti_yaml_need(&p->part.file, node, "stage");
    size_t form = reinti_part_form(&p->part, reinti_yaml_need(&p->part.file, node, "form"));
    if (form == REINTI_NONE)
        return;
    const reinti_form *f = &p->part.cb->form[form];
    size_t variable = reinti_ruleset_variable(p, form, stage, "stage", NULL);
    if (variable == REINTI_NONE)
        return;
    if (f->variable[variable].type != REINTI_CODE || f->variable[variable].list != r->stage_list ||
        f->variable[variable].multiple || f->wave == REINTI_NONE || f->person == REINTI_NONE) {
        reinti_yaml_find(&p->part.file, stage, REINT_ERROR, "no_stage",
                         "%s must be a variable of the units' list of stages in a form of person and wave",
                         f->variable[variable].name);
        return;
    }
    r->current_form = form;
    r->current_stage = variable;
    r->current_episode =
        reinti_ruleset_variable(p, form, reinti_yaml_get(node, "episode"), "episode", "current_episode");
}

static bool
bind_unit(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "form", "stage", "episode", "source", "current", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_keys(&p->part.file, node, "unit", keys))
        return false;
    r->unit_form = reinti_part_form(&p->part, reinti_yaml_need(&p->part.file, node, "form"));
    if (r->unit_form == REINTI_NONE)
        return false;
    const reinti_form *f = &p->part.cb->form[r->unit_form];
    if (f->person == REINTI_NONE || (r->unit == REINTI_UNIT_INTERVIEW && f->wave == REINTI_NONE)) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "bad_unit", "form %s is not keyed by %s", f->name,
                         r->unit == REINTI_UNIT_STAGE ? "person and stage" : "person and wave");
        return false;
    }
    r->unit_source =
        reinti_ruleset_variable(p, r->unit_form, reinti_yaml_get(node, "source"), "source", "source");
    if (r->unit == REINTI_UNIT_INTERVIEW)
        return true;
    r->unit_stage =
        reinti_ruleset_variable(p, r->unit_form, reinti_yaml_get(node, "stage"), "stage", "stage");
    r->unit_episode =
        reinti_ruleset_variable(p, r->unit_form, reinti_yaml_get(node, "episode"), "episode", "episode");
    if (r->unit_stage == REINTI_NONE || f->variable[r->unit_stage].type != REINTI_CODE) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "bad_unit",
                         "form %s has no coded variable for the stage", f->name);
        return false;
    }
    r->stage_list = f->variable[r->unit_stage].list;
    bind_current(p, reinti_yaml_get(node, "current"));
    return true;
}

/* Codes that are no service themselves count as the nearest ancestor that is one. */
static void
roll_up(reinti_ruleset *r, const reinti_list *list)
{
    for (size_t c = 0; c < list->n; c++)
        for (size_t a = c, steps = 0; r->service_of[c] == 255 && a != REINTI_NONE && steps <= list->n;
             a = list->code[a].parent, steps++)
            for (size_t s = 0; s < r->n_services; s++)
                if (r->service[s] == a)
                    r->service_of[c] = (uint8_t)s;
}

static bool
bind_services(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "list", "codes", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_keys(&p->part.file, node, "services", keys))
        return false;
    const reinti_yaml *name = reinti_yaml_need(&p->part.file, node, "list");
    r->service_list = reinti_part_list(&p->part, name, "list");
    if (r->service_list == REINTI_NONE)
        return false;
    const reinti_list *list = &p->part.cb->list[r->service_list];
    const reinti_yaml *codes = reinti_yaml_get(node, "codes");
    if (codes && !reinti_yaml_is_list(&p->part.file, codes, "codes"))
        return false;
    size_t n = codes ? codes->n : list->n;
    if (!n || n > REINTI_MAX_SERVICES) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many", "a rule set has 1 to %d services",
                         REINTI_MAX_SERVICES);
        return false;
    }
    size_t *service = reinti_part_room(&p->part, n, sizeof *service);
    r->service_of = reinti_part_room(&p->part, list->n, 1);
    if (!service || !r->service_of)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *text = codes ? reinti_yaml_text(&p->part.file, codes->item[i], "codes") : NULL;
        size_t c = !codes ? i
                   : text ? reinti_part_code(&p->part, codes->item[i], text, r->service_list)
                          : REINTI_NONE;
        if (c != REINTI_NONE && (codes || list->code[c].parent == REINTI_NONE))
            service[r->n_services++] = c;
    }
    r->service = service;
    memset(r->service_of, 255, list->n);
    roll_up(r, list);
    return true;
}

static void
bind_asked(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "variable", "codes", "otherwise", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_keys(&p->part.file, node, "asked", keys))
        return;
    const reinti_yaml *name = reinti_yaml_need(&p->part.file, node, "variable");
    size_t variable = reinti_ruleset_variable(p, r->unit_form, name, "variable", NULL);
    if (!reinti_ruleset_is_coded(p, name, r->unit_form, variable))
        return;
    size_t list = list_of(p->part.cb, r->unit_form, variable),
           n = p->part.cb->list[list].n + p->part.cb->n_missing + 1;
    reinti_ruleset_meanings(p, node, list, REINTI_WORDS_ASKED, &r->asked_all, NULL, NULL);
    for (size_t i = 0; r->asked_all && i < n; i++)
        r->asked_all[i] = r->asked_all[i] == 1;
    r->asked = variable;
}

void
reinti_ruleset_facts(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "services", "unit",    "asked",         "need",
                                        "due",      "support", "circumstances", NULL };
    reinti_ruleset *r = p->r;

    r->unit_form = r->stage_list = r->asked = r->unit_stage = r->unit_episode = r->unit_source = REINTI_NONE;
    r->current_form = r->current_stage = r->current_episode = REINTI_NONE;
    if (!node || !reinti_yaml_keys(&p->part.file, node, "facts", keys))
        return;
    bool services = bind_services(p, reinti_yaml_need(&p->part.file, node, "services"));
    bool unit = bind_unit(p, reinti_yaml_need(&p->part.file, node, "unit"));
    if (!services || !unit)
        return; /* nothing else can be placed */
    bind_asked(p, reinti_yaml_get(node, "asked"));
    bind_readings(p, reinti_yaml_need(&p->part.file, node, "need"), "need", REINTI_WORDS_NEED, &r->need);
    bind_readings(p, reinti_yaml_need(&p->part.file, node, "support"), "support", REINTI_WORDS_SUPPORT,
                  &r->support);
    bind_due(p, reinti_yaml_get(node, "due"));
    reinti_ruleset_circumstances(p, reinti_yaml_get(node, "circumstances"));
}
