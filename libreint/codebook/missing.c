/* missing.c -- why a value may be missing: the reasons of a study and the raw codes that mean them.
 *
 * The order of the reasons is permanent, since a study stores them by number; the three that the engine
 * itself gives (not asked, not stated, undetermined) follow the declared ones unless they are among them.
 * Well-known reasons have labels in English and Indonesian; any other one without a label is called by its
 * name. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

static const struct {
    const char *name, *en, *id;
} well_known[] = {
    { "refused", "Refused", "Menolak menjawab" },
    { "dont_know", "Does not know", "Tidak tahu" },
    { "not_asked", "Not asked", "Tidak ditanyakan" },
    { "not_stated", "Not stated", "Tidak disebutkan" },
    { "not_applicable", "Does not apply", "Tidak berlaku" },
    { "undetermined", "Cannot be determined", "Tidak dapat ditentukan" },
    { "lost", "Lost", "Hilang" },
    { "illegible", "Illegible", "Tidak terbaca" },
    { "not_reached", "Not reached", "Tidak terjangkau" },
};

static reinti_label
well_known_label(reinti_parser *p, const char *name)
{
    reinti_label label = { 0 };
    size_t i = 0;

    while (i < REINTI_LENGTH(well_known) && strcmp(well_known[i].name, name))
        i++;
    if (i == REINTI_LENGTH(well_known))
        return reinti_plain_label(p, name);
    label.language = reinti_parser_alloc(p, 2, sizeof *label.language);
    label.text = reinti_parser_alloc(p, 2, sizeof *label.text);
    if (label.language && label.text) {
        label.language[0] = "en";
        label.text[0] = well_known[i].en;
        label.language[1] = "id";
        label.text[1] = well_known[i].id;
        label.n = 2;
    }
    return label;
}

/* Raw codes mean one thing: SEEN holds those of the reasons before, with their numbers. */
static void
check_raw(reinti_parser *p, const reinti_yaml *node, size_t reason, reinti_map *seen)
{
    const reint_codebook *cb = p->cb;
    const reinti_missing *m = &cb->missing[reason];

    for (size_t i = 0; i < m->n_raw; i++) {
        bool added = false;
        int64_t first = reinti_map_put(seen, m->raw[i], strlen(m->raw[i]), (int64_t)reason, &added);
        if (first == -2)
            p->no_memory = true;
        else if (!added)
            reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "ambiguous_missing",
                             "\"%s\" means both %s and %s; a raw code means one thing", m->raw[i],
                             cb->missing[first].name, m->name);
    }
}

static void
bind_missing(reinti_parser *p, const char *name, const reinti_yaml *node, reinti_map *seen)
{
    static const char *const keys[] = { "label", "codes", NULL };
    reinti_missing *m = &p->cb->missing[p->cb->n_missing++];

    m->name = name;
    if (node && node->kind == REINTI_YAML_MAP) {
        reinti_yaml_keys(p->file, node, "a missing reason", keys);
        m->label = reinti_parser_label(p, reinti_yaml_get(node, "label"), "label");
        node = reinti_yaml_get(node, "codes");
    }
    if (!m->label.n)
        m->label = well_known_label(p, name);
    m->n_raw = reinti_yaml_texts(p->file, node, "the codes of a missing reason", &m->raw);
    check_raw(p, node, p->cb->n_missing - 1, seen);
}

void
reinti_parse_missing(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const always[] = { "not_asked", "not_stated", "undetermined" };
    reint_codebook *cb = p->cb;
    size_t declared = node && reinti_yaml_is_map(p->file, node, "missing") ? node->n : 0;
    reinti_map *seen = reinti_map_create();

    if (declared > REINTI_MOST_MISSING) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many",
                         "%zu missing reasons; at most %d are allowed", declared, REINTI_MOST_MISSING);
        declared = REINTI_MOST_MISSING;
    }
    cb->missing = reinti_parser_alloc(p, declared + REINTI_LENGTH(always), sizeof *cb->missing);
    if (!seen)
        p->no_memory = true;
    for (size_t i = 0; seen && cb->missing && i < declared; i++) {
        reinti_check_name(p, node->key[i], node->key[i]->text, "a missing reason");
        if (!strcmp(node->key[i]->text, "absent")) /* what frames call a question that was never there */
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "reserved_name",
                             "\"absent\" is the engine's own; choose another name for this reason");
        bind_missing(p, node->key[i]->text, node->item[i], seen);
    }
    for (size_t i = 0; seen && cb->missing && i < REINTI_LENGTH(always); i++)
        if (reinti_codebook_find_missing(cb, always[i]) == REINTI_NONE)
            bind_missing(p, always[i], NULL, seen);
    reinti_map_free(seen);
}
