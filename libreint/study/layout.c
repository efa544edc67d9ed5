/* layout.c -- where each variable of a form is stored, and how keys are packed. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

/* Columns of a variable: suffix and storage, in order. */
static const struct {
    reinti_type type;
    size_t n;
    const char *suffix[4];
    reinti_storage storage[4];
} columns_of[] = {
    { REINTI_CODE, 1, { "" }, { REINTI_STORE_INTEGER } },
    { REINTI_INTEGER, 2, { "", "__why" }, { REINTI_STORE_INTEGER, REINTI_STORE_INTEGER } },
    { REINTI_DECIMAL, 2, { "", "__why" }, { REINTI_STORE_REAL, REINTI_STORE_INTEGER } },
    { REINTI_DATE,
      4,
      { "", "__high", "__written", "__why" },
      { REINTI_STORE_INTEGER, REINTI_STORE_INTEGER, REINTI_STORE_TEXT, REINTI_STORE_INTEGER } },
    { REINTI_AGE,
      4,
      { "", "__high", "__written", "__why" },
      { REINTI_STORE_INTEGER, REINTI_STORE_INTEGER, REINTI_STORE_TEXT, REINTI_STORE_INTEGER } },
    { REINTI_TEXT, 2, { "", "__why" }, { REINTI_STORE_TEXT, REINTI_STORE_INTEGER } },
    { REINTI_PERSON, 2, { "", "__why" }, { REINTI_STORE_INTEGER, REINTI_STORE_INTEGER } },
};

static reint_status
build_form(reint_study *s, size_t f, reint_error *err)
{
    const reinti_form *form = &s->cb->form[f];
    reinti_form_store *store = &s->form[f];
    reinti_arena *arena = s->cb->arena;
    unsigned bits[REINTI_KEY_PARTS] = { 0 }, shift = 0;
    reinti_slot *slot = reinti_arena_alloc(arena, (4 * form->n + 1) * sizeof *slot);
    size_t *first = reinti_arena_alloc(arena, (form->n + 1) * sizeof *first), n_sets = 0;

    store->table = reinti_arena_format(arena, "f_%s", form->name);
    if (!slot || !first || !store->table)
        return reinti_no_memory(err);
    store->layout = (reinti_layout){ .form = form, .slot = slot, .first_slot = first };
    for (size_t v = 0; v < form->n; v++) {
        const reinti_variable *variable = &form->variable[v];
        first[v] = variable->key ? REINTI_NONE : store->layout.n_slots;
        for (size_t c = 0; !variable->key && c < columns_of[variable->type].n; c++) {
            const char *name =
                reinti_arena_format(arena, "%s%s", variable->name, columns_of[variable->type].suffix[c]);
            if (!name)
                return reinti_no_memory(err);
            slot[store->layout.n_slots++] = (reinti_slot){ name, v, columns_of[variable->type].storage[c] };
        }
        n_sets += variable->multiple;
    }
    if (!reinti_form_key_widths(form, bits))
        return reinti_fail(err, REINT_INPUT, s->cb->path, form->line, "the key of form \"%s\" is too wide",
                           form->name);
    for (size_t k = form->n_key; k-- > 0; shift += bits[k]) {
        store->layout.key_shift[k] = shift;
        store->layout.key_bits[k] = bits[k];
    }
    for (size_t k = 0; k < form->n_key; k++)
        if (form->variable[k].type == REINTI_CODE && s->list[form->variable[k].list].n_ids > (size_t)1
                                                                                                 << bits[k])
            return reinti_fail(err, REINT_INPUT, s->cb->path, form->line,
                               "list \"%s\" has had more codes than a key has room for",
                               s->cb->list[form->variable[k].list].name);
    store->columns = (reinti_form_columns){
        .slot = reinti_arena_alloc(arena, (store->layout.n_slots + 1) * sizeof(reinti_vector)),
        .set = reinti_arena_alloc(arena, (n_sets + 1) * sizeof(reinti_set_columns)),
    };
    store->insert_set = reinti_arena_alloc(arena, (n_sets + 1) * sizeof(sqlite3_stmt *));
    store->delete_set = reinti_arena_alloc(arena, (n_sets + 1) * sizeof(sqlite3_stmt *));
    store->seed = reinti_arena_alloc(arena, (store->layout.n_slots + n_sets + 1) * sizeof *store->seed);
    if (!store->columns.slot || !store->columns.set || !store->insert_set || !store->delete_set ||
        !store->seed)
        return reinti_no_memory(err);
    for (size_t v = 0; v < form->n; v++)
        if (form->variable[v].multiple)
            store->columns.set[store->columns.n_sets++].variable = v;
    for (size_t i = 0; i < store->layout.n_slots; i++) {
        store->columns.slot[i].width = reinti_slot_width(s, f, i);
        store->seed[i] = reinti_digest_text(slot[i].name, strlen(slot[i].name));
    }
    for (size_t k = 0; k < n_sets; k++) {
        const char *name = form->variable[store->columns.set[k].variable].name;
        store->seed[store->layout.n_slots + k] = ~reinti_digest_text(name, strlen(name));
    }
    return REINT_OK;
}

/* Views bear the names of forms: they must not hide our own tables, or each other. */
static reint_status
check_name(const reint_codebook *cb, size_t f, reint_error *err)
{
    static const char *const reserved[] = { "reint_", "f_", "sqlite_" };
    static const char labels[] = "_labels";
    const char *name = cb->form[f].name;
    size_t n = strlen(name);

    for (size_t i = 0; i < REINTI_LENGTH(reserved); i++)
        if (!strncmp(name, reserved[i], strlen(reserved[i])))
            return reinti_fail(
                err, REINT_INPUT, cb->path, cb->form[f].line,
                "a form may not be called \"%s\": names that begin with %s are the study file's own", name,
                reserved[i]);
    for (size_t g = 0; g < cb->n_forms; g++)
        if (n > strlen(labels) && !strcmp(name + n - strlen(labels), labels) &&
            strlen(cb->form[g].name) == n - strlen(labels) &&
            !strncmp(name, cb->form[g].name, n - strlen(labels)))
            return reinti_fail(err, REINT_INPUT, cb->path, cb->form[f].line,
                               "a form may not be called \"%s\": that is the view of form \"%s\" with labels",
                               name, cb->form[g].name);
    return REINT_OK;
}

reint_status
reinti_layout_build(reint_study *s, reint_error *err)
{
    reint_status status = REINT_OK;

    s->form = calloc(s->cb->n_forms + 1, sizeof *s->form);
    if (!s->form)
        return reinti_no_memory(err);
    for (size_t f = 0; !status && f < s->cb->n_forms; f++) {
        status = check_name(s->cb, f, err);
        if (!status)
            status = build_form(s, f, err);
        s->n_forms += !status;
    }
    return status;
}

void
reinti_layout_free(reint_study *s)
{
    for (size_t f = 0; f < s->n_forms; f++) {
        reinti_insert_finish(s, f);
        reinti_columns_drop(s, f);
    }
    free(s->form);
    s->form = NULL;
    s->n_forms = 0;
}

const reinti_layout *
reinti_store_layout(const reint_study *s, size_t form)
{
    return &s->form[form].layout;
}

int64_t
reinti_store_key_part(const reinti_layout *layout, int64_t key, size_t component)
{
    return key >> layout->key_shift[component] & (((int64_t)1 << layout->key_bits[component]) - 1);
}

void
reinti_store_key_text(reint_study *s, size_t f, int64_t key, reinti_str *out)
{
    const reinti_layout *layout = &s->form[f].layout;

    for (size_t k = 0; k < layout->form->n_key; k++) {
        const reinti_variable *v = &layout->form->variable[k];
        int64_t part = reinti_store_key_part(layout, key, k);
        if (k)
            reinti_str_add_char(out, ' ');
        if (v->type == REINTI_PERSON) {
            reinti_str_add(out, reinti_text_or(reinti_store_person_key(s, part), "?"));
        } else if (v->type == REINTI_CODE) {
            size_t code = reinti_store_code_of(s, v->list, part);
            reinti_str_add(out, code == REINTI_NONE ? "?" : s->cb->list[v->list].code[code].name);
        } else if (v->type == REINTI_DATE) {
            reinti_format_date(out, (reinti_interval){ (int32_t)part, (int32_t)part });
        } else if (v->type == REINTI_TEXT) {
            reinti_str_add(out, reinti_text_or(reinti_store_word_text(s, part), "?"));
        } else {
            reinti_str_format(out, "%lld", (long long)part);
        }
    }
}
