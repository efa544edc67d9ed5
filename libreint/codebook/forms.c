/* forms.c -- forms: their keys, their variables.
 *
 * A key variable is declared in the form, or elsewhere: the respondent and the wave need no declaration, any
 * other one is as the first form says that has it in its key (else as the first that has it at all), so that
 * `episode` is the same thing in every form.  Key variables come first among the variables of a form, in the
 * order of the key.  A variable without a label is called what the same one of another form is called, a
 * key else by what it is (Wave, Stage ...): tables need a word for it. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

static bool
names(const reinti_yaml *key, const char *variable)
{
    for (size_t i = 0; key && i < (key->kind == REINTI_YAML_LIST ? key->n : 1); i++)
        if (!strcmp(reinti_yaml_item_at(key, i)->text, variable))
            return true;
    return false;
}

/* The place of KEY among the pairs of MAP, or REINTI_NONE. */
static size_t
pair_of(const reinti_yaml *map, const char *key)
{
    for (size_t i = 0; map && map->kind == REINTI_YAML_MAP && i < map->n; i++)
        if (!strcmp(map->key[i]->text, key))
            return i;
    return REINTI_NONE;
}

/* A key variable that the form does not declare itself.  Its declaration is bound again, silently: what is
 * wrong in it is said where it stands. */
static bool
borrow_variable(reinti_parser *p, const char *name, const reinti_yaml *forms, reinti_variable *v)
{
    const reinti_yaml *best = NULL;
    size_t at = REINTI_NONE;
    reinti_yaml_file silent = { p->file->name, p->file->arena, NULL }, *loud = p->file;

    for (size_t i = 0; i < forms->n; i++) {
        const reinti_yaml *variables = reinti_yaml_get(forms->item[i], "variables");
        size_t pair = pair_of(variables, name);
        bool in_key = names(reinti_yaml_get(forms->item[i], "key"), name);
        if (pair == REINTI_NONE || (best && !in_key))
            continue;
        best = variables;
        at = pair;
        if (in_key)
            break;
    }
    if (!best)
        return false;
    p->file = &silent;
    reinti_parse_variable(p, best->key[at], best->item[at], v, false);
    p->file = loud;
    return true;
}

/* The names for did-you-mean: the variables of this form, then what each form adds to the keys of the others,
 * which is the last part of its key. */
struct known {
    const reinti_parser *p;
    const reinti_yaml *variables, *forms;
    const char *word;
};

static const char *
known_name(const void *of, size_t i)
{
    const struct known *k = of;
    size_t own = k->variables ? k->variables->n : 0;
    const reinti_yaml *key = i < own ? NULL : reinti_yaml_get(k->forms->item[i - own], "key");
    const char *name = i < own ? k->variables->key[i]->text : "";

    if (key && key->kind == REINTI_YAML_SCALAR)
        name = key->text;
    else if (key && key->kind == REINTI_YAML_LIST && key->n)
        name = key->item[key->n - 1]->text;
    return *name && strcmp(name, k->word) ? name : k->p->person;
}

static void
unknown_key(reinti_parser *p, const reinti_yaml *node, const char *name, const reinti_yaml *variables,
            const reinti_yaml *forms)
{
    struct known k = { p, variables, forms, name };

    reinti_unknown(p, node, "unknown_key_variable", "declaration, here or in another form, of key variable",
                   name, known_name, &k, (variables ? variables->n : 0) + forms->n);
}

/* What a key variable cannot be.  PLACE: its declaration here, or its name in the key. */
static void
check_key_variable(reinti_parser *p, const reinti_yaml *place, const reinti_yaml *declared,
                   const reinti_variable *v)
{
    static const char *const not_for_keys[] = { "missing", "asked_when", "waves", "late" };

    if (v->multiple || v->type == REINTI_DECIMAL || v->type == REINTI_AGE)
        reinti_yaml_find(p->file, place, REINT_ERROR, "bad_key_type",
                         "\"%s\" cannot be part of a key: it is a set, a decimal or an age", v->name);
    for (size_t i = 0; i < REINTI_LENGTH(not_for_keys); i++)
        if (reinti_yaml_get(declared, not_for_keys[i]))
            reinti_yaml_find(
                p->file, reinti_yaml_get(declared, not_for_keys[i]), REINT_ERROR, "bad_key_variable",
                "\"%s\" is part of the key: it is always asked and never missing, %s has no place", v->name,
                not_for_keys[i]);
}

/* The respondent and the wave: a declaration may say more about them, but not that they are something else.
 */
static void
bind_person_or_wave(reinti_parser *p, const reinti_yaml *place, reinti_form *form, reinti_variable *v)
{
    if (!strcmp(v->name, p->person)) {
        if (v->type != REINTI_PERSON)
            reinti_yaml_find(p->file, place, REINT_ERROR, "bad_key_type",
                             "\"%s\" is the respondent in every key: its type is person", v->name);
        form->person = form->n;
    } else if (!strcmp(v->name, p->wave)) {
        if (v->type != REINTI_CODE || v->list != p->cb->wave_list)
            reinti_yaml_find(p->file, place, REINT_ERROR, "bad_key_type",
                             "\"%s\" is the wave in every key: its codes are the waves of the study",
                             v->name);
        else if (!p->cb->n_waves)
            reinti_yaml_find(p->file, place, REINT_ERROR, "no_waves",
                             "\"%s\" is in the key, but the codebook declares no waves", v->name);
        form->wave = form->n;
    }
}

static void
add_variable(reinti_parser *p, reinti_form *form, const reinti_variable *v)
{
    if (reinti_map_put(form->index, v->name, strlen(v->name), (int64_t)form->n, NULL) == -2)
        p->no_memory = true;
    form->variable[form->n++] = *v;
}

static void
bind_key_variable(reinti_parser *p, const reinti_yaml *place, const char *name, const reinti_yaml *variables,
                  const reinti_yaml *forms, reinti_form *form)
{
    reinti_variable v = { .name = name, .type = REINTI_TEXT, .separator = ';', .line = place->line };
    bool person = !strcmp(name, p->person), wave = !strcmp(name, p->wave);
    size_t own = pair_of(variables, name);
    const reinti_yaml *declared = own != REINTI_NONE ? variables->item[own] : NULL;

    if (person)
        v.type = REINTI_PERSON;
    if (wave) {
        v.type = REINTI_CODE;
        v.list = p->cb->wave_list;
    }
    if (declared) {
        place = variables->key[own];
        reinti_parse_variable(p, place, declared, &v, person || wave);
    } else if (!person && !wave && !borrow_variable(p, name, forms, &v)) {
        unknown_key(p, place, name, variables, forms);
    }
    bind_person_or_wave(p, place, form, &v);
    check_key_variable(p, place, declared, &v);
    v.name = name;
    v.key = v.required = true;
    add_variable(p, form, &v);
}

static void
bind_key(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *variables, const reinti_yaml *forms,
         reinti_form *form)
{
    const char *const *key = NULL;
    size_t n = reinti_yaml_texts(p->file, node, "key", &key);

    form->variable = reinti_parser_alloc(p, n + (variables ? variables->n : 0), sizeof *form->variable);
    if (!form->variable)
        return;
    if (node && !n)
        reinti_yaml_find(p->file, node, REINT_ERROR, "no_key", "form \"%s\" has no key", form->name);
    if (n > REINTI_MOST_KEY) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "long_key",
                         "a key has at most %d variables; this one has %zu", REINTI_MOST_KEY, n);
        n = REINTI_MOST_KEY;
    }
    for (size_t i = 0; i < n; i++) {
        const reinti_yaml *place = reinti_yaml_item_at(node, i);
        if (reinti_form_find(form, key[i]) != REINTI_NONE)
            reinti_yaml_find(p->file, place, REINT_ERROR, "duplicate_key_variable",
                             "\"%s\" is twice in the key", key[i]);
        else
            bind_key_variable(p, place, key[i], variables, forms, form);
    }
    form->n_key = form->n;
}

static void
bind_persons(reinti_parser *p, const reinti_yaml *node, reinti_form *form)
{
    bool said = false;

    form->persons = form->person != REINTI_NONE;
    if (!reinti_yaml_flag(p->file, node, "persons", &said))
        return;
    if (said && !form->persons)
        reinti_yaml_find(p->file, node, REINT_ERROR, "no_person",
                         "records of form \"%s\" are about no person: there is no %s in its key", form->name,
                         p->person);
    form->persons = said && form->persons;
}

/* What SQLite calls a record: whoever reads the study with another tool would get the one for the other. */
static void
check_not_rowid(reinti_parser *p, const reinti_yaml *key)
{
    static const char *const taken[] = { "id", "rowid", "oid" };

    for (size_t i = 0; i < REINTI_LENGTH(taken); i++)
        if (!strcmp(key->text, taken[i]))
            reinti_yaml_find(p->file, key, REINT_ERROR, "reserved_name",
                             "\"%s\" is the name of the record itself; choose another name for this variable",
                             key->text);
}

static void
bind_form(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *forms, reinti_form *form)
{
    static const char *const keys[] = { "label", "key", "persons", "variables", NULL };

    if (!reinti_yaml_keys(p->file, node, "a form", keys))
        return;
    const reinti_yaml *variables = reinti_yaml_get(node, "variables");
    if (variables && !reinti_yaml_is_map(p->file, variables, "variables"))
        variables = NULL;
    form->label = reinti_parser_label(p, reinti_yaml_get(node, "label"), "label");
    bind_key(p, reinti_yaml_need(p->file, node, "key"), variables, forms, form);
    bind_persons(p, reinti_yaml_get(node, "persons"), form);
    for (size_t i = 0; form->variable && variables && i < variables->n; i++) {
        reinti_variable v = { .type = REINTI_TEXT };
        if (reinti_form_find(form, variables->key[i]->text) != REINTI_NONE)
            continue; /* a key variable */
        reinti_parse_variable(p, variables->key[i], variables->item[i], &v, false);
        check_not_rowid(p, variables->key[i]);
        add_variable(p, form, &v);
    }
}

/* A study has a table f_F and the views F and F_labels for form F, and tables reint_* of its own. */
static void
check_form_name(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const prefix[] = { "f_", "reint_", "sqlite_" };
    const char *name = node->text;
    size_t n = strlen(name);
    bool taken = n > 7 && !strcmp(name + n - 7, "_labels");

    reinti_check_name(p, node, name, "a form");
    for (size_t i = 0; i < REINTI_LENGTH(prefix); i++)
        taken = taken || !strncmp(name, prefix[i], strlen(prefix[i]));
    if (taken)
        reinti_yaml_find(
            p->file, node, REINT_ERROR, "reserved_name",
            "names that begin with f_, reint_ or sqlite_ or end in _labels are the engine's own");
}

/* What the same variable (of the same list) is called in the first form that has a label for it, or NULL. */
static const reinti_label *
label_elsewhere(const reint_codebook *cb, const reinti_variable *v)
{
    for (size_t f = 0; f < cb->n_forms; f++) {
        size_t at = reinti_form_find(&cb->form[f], v->name);
        const reinti_variable *x = at == REINTI_NONE ? NULL : &cb->form[f].variable[at];
        if (x && x->label.n && x->type == v->type && (x->type != REINTI_CODE || x->list == v->list))
            return &x->label;
    }
    return NULL;
}

static const char *languages[] = { "en", "id" };
#define USUAL(en, id)                                                                                        \
    {                                                                                                        \
        REINTI_LENGTH(languages), languages, (const char *[])                                                \
        {                                                                                                    \
            en, id                                                                                           \
        }                                                                                                    \
    }
static const struct {
    const char *name;
    reinti_label label;
} usual[] = { { "person", USUAL("Person", "Orang") },       { "wave", USUAL("Wave", "Gelombang") },
              { "stage", USUAL("Stage", "Tahap") },         { "source", USUAL("Source", "Sumber") },
              { "episode", USUAL("Episode", "Peristiwa") }, { "domain", USUAL("Domain", "Bidang") },
              { "service", USUAL("Service", "Layanan") } };

/* By what a key is in every study: the person, the wave, or what rule sets and packs know by its name; else NULL. */
static const reinti_label *
usual_label(const reinti_form *form, size_t variable)
{
    const reinti_variable *v = &form->variable[variable];
    const char *name = variable == form->wave ? "wave" : variable == form->person ? "person" : v->name;

    for (size_t i = 0; v->key && i < REINTI_LENGTH(usual); i++)
        if (!strcmp(name, usual[i].name))
            return &usual[i].label;
    return NULL;
}

static void
name_variables(reint_codebook *cb)
{
    for (size_t f = 0; f < cb->n_forms; f++) {
        reinti_form *form = &cb->form[f];
        for (size_t i = 0; i < form->n; i++) {
            reinti_variable *v = &form->variable[i];
            const reinti_label *found = v->label.n ? &v->label : label_elsewhere(cb, v);
            found = found ? found : usual_label(form, i);
            v->shown = found ? *found : v->label;
        }
    }
}

void
reinti_parse_forms(reinti_parser *p, const reinti_yaml *node)
{
    reint_codebook *cb = p->cb;

    if (!node || !reinti_yaml_is_map(p->file, node, "forms"))
        return;
    if (!node->n)
        reinti_yaml_find(p->file, node, REINT_ERROR, "no_forms", "a codebook has at least one form");
    if (node->n > REINTI_MOST_FORMS) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many", "%zu forms; at most %d are allowed", node->n,
                         REINTI_MOST_FORMS);
        return;
    }
    cb->form = reinti_parser_alloc(p, node->n, sizeof *cb->form);
    for (size_t i = 0; cb->form && i < node->n; i++) {
        reinti_form *form = &cb->form[cb->n_forms];
        *form = (reinti_form){ .name = node->key[i]->text,
                               .line = node->key[i]->line,
                               .person = REINTI_NONE,
                               .wave = REINTI_NONE,
                               .parent = REINTI_NONE,
                               .index = reinti_map_create() };
        if (!form->index) {
            p->no_memory = true;
            return;
        }
        cb->n_forms++;
        check_form_name(p, node->key[i]);
        bind_form(p, node->item[i], node, form);
    }
    name_variables(cb);
}
