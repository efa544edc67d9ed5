/* parse.c -- reads a codebook and the files it names, from disk or from memory.  The format is specified in
 * reint-codebook(5).  Everything wrong in any of the files is reported in one run. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "codebook/parser.h"
#include "codebook/ruleset.h"
#include "codebook/spread.h"
#include "sheet/sheet.h"

enum { MOST_BYTES = 16 << 20 };

/* ---- files --------------------------------------------------------------------------------------------- */

/* What the study room would have given; NULL when it has no file of that name. */
static const reinti_codebook_file *
find_given(const reinti_codebook_file *given, size_t n_given, const char *name)
{
    for (size_t i = 1; i < n_given; i++)
        if (!strcmp(given[i].name, name))
            return &given[i];
    return NULL;
}

/* A file named by its place on one machine cannot be read on another. */
static bool
check_file_name(reinti_parser *p, const reinti_yaml *node, const char *name)
{
    if (!name[0])
        reinti_yaml_find(p->file, node, REINT_ERROR, "empty_path", "a file name is expected here");
    else if (name[0] == '/')
        reinti_yaml_find(p->file, node, REINT_ERROR, "absolute_path",
                         "name the file from the codebook's folder on, so that the folder can be moved");
    for (size_t i = 0; i < p->cb->n_files; i++)
        if (!strcmp(p->cb->file[i].name, name)) {
            reinti_yaml_find(p->file, node, REINT_ERROR, "duplicate_file", "\"%s\" is named twice", name);
            return false;
        }
    return name[0] && name[0] != '/';
}

static void
take_ruleset(reinti_parser *p, const reinti_codebook_file *file)
{
    reint_codebook *cb = p->cb;
    const char *id = reinti_ruleset_id(file, cb->arena);

    if (!id || !reinti_arena_grow(cb->arena, &cb->ruleset, &p->ruleset_capacity, cb->n_rulesets,
                                  sizeof *cb->ruleset))
        p->no_memory = true;
    else
        cb->ruleset[cb->n_rulesets++] = id;
}

/* Adds the file NAME to the codebook: from GIVEN (a study's own copy) or from disk beside the codebook. */
static void
take_file(reinti_parser *p, const reinti_yaml *node, const char *name, const char *kind,
          const reinti_codebook_file *given, size_t n_given)
{
    reint_codebook *cb = p->cb;
    const reinti_codebook_file *found = find_given(given, n_given, name);
    reinti_codebook_file file = { .name = name, .kind = kind };
    reinti_bytes bytes = { 0 };
    reint_error err = { .status = REINT_OK };

    if (!check_file_name(p, node, name))
        return;
    if (found) {
        file.data = reinti_arena_text_n(cb->arena, found->data, found->size);
        file.size = found->size;
    } else if (cb->path[0]) {
        char *path = reinti_path_beside(cb->path, name);
        if (!path) {
            p->no_memory = true;
        } else if (!reinti_bytes_read(path, MOST_BYTES, &bytes, &err)) {
            file.data = reinti_arena_text_n(cb->arena, bytes.data, bytes.size);
            file.size = bytes.size;
            reinti_bytes_free(&bytes);
        }
        free(path);
    }
    if (!file.data && (found || p->no_memory || (cb->path[0] && !err.text[0]))) {
        p->no_memory = true;
    } else if (!file.data) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "unreadable", "cannot read \"%s\"%s%s", name,
                         err.text[0] ? ": " : "", err.text);
    } else if (!reinti_arena_grow(cb->arena, &cb->file, &p->file_capacity, cb->n_files, sizeof *cb->file)) {
        p->no_memory = true;
    } else {
        cb->file[cb->n_files++] = file;
        if (!strcmp(kind, "ruleset"))
            take_ruleset(p, &file);
    }
}

static void
take_files(reinti_parser *p, const reinti_yaml *node, const char *what, const char *kind,
           const reinti_codebook_file *given, size_t n_given)
{
    const char *const *name = NULL;
    size_t n = node ? reinti_yaml_texts(p->file, node, what, &name) : 0;

    for (size_t i = 0; i < n; i++)
        take_file(p, reinti_yaml_item_at(node, i), name[i], kind, given, n_given);
}

/* Lists of further files; each is bound under its own name, so that findings point into it. */
static void
bind_list_files(reinti_parser *p, const reinti_yaml *node, const reinti_codebook_file *given, size_t n_given)
{
    static const char *const keys[] = { "reint", "lists", NULL };
    reinti_yaml_file *main_file = p->file;
    size_t from = p->cb->n_files;
    int64_t version;

    take_files(p, node, "lists_from", "list", given, n_given);
    for (size_t i = from; i < p->cb->n_files; i++) {
        reinti_yaml_file *file = reinti_parser_alloc(p, 1, sizeof *file); /* lists point to it */
        reinti_yaml *root = NULL;
        if (!file)
            return;
        *file = (reinti_yaml_file){ p->cb->file[i].name, p->cb->arena, main_file->findings };
        if (reinti_yaml_parse(file, p->cb->file[i].data, p->cb->file[i].size, &root, NULL) == REINT_NO_MEMORY)
            p->no_memory = true;
        if (!root || !reinti_yaml_keys(file, root, "a file of lists", keys))
            continue;
        p->file = file;
        reinti_yaml_integer(file, reinti_yaml_need(file, root, "reint"), "reint", 1, 1, &version);
        reinti_parse_lists(p, reinti_yaml_need(file, root, "lists"));
        p->file = main_file;
    }
}

/* ---- the study section --------------------------------------------------------------------------------- */

static void
bind_consent(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "require", NULL };
    reint_codebook *cb = p->cb;

    if (!node)
        return;
    if (node->kind == REINTI_YAML_SCALAR) {
        static const char *const words[] = { "not_recorded", NULL };
        reinti_yaml_word(p->file, node, "consent", words);
        return;
    }
    const reinti_yaml *require = reinti_yaml_get(node, "require");
    if (!reinti_yaml_keys(p->file, node, "consent", keys) || !reinti_yaml_need(p->file, node, "require") ||
        !reinti_yaml_is_map(p->file, require, "require"))
        return;
    if (require->n != 1 || !require->key[0]->text[0]) {
        reinti_yaml_find(p->file, require, REINT_ERROR, "bad_consent",
                         "exactly one purpose is required, such as analysis: given");
        return;
    }
    cb->consent_required = true;
    cb->consent_purpose = require->key[0]->text;
    cb->consent_value = reinti_yaml_text(p->file, require->item[0], "consent");
}

/* Languages are told apart from attributes by their names, so each must be declared once and look like one.
 */
static void
bind_languages(reinti_parser *p, const reinti_yaml *node)
{
    reint_codebook *cb = p->cb;
    size_t n = reinti_yaml_texts(p->file, node, "languages", &cb->language);

    for (size_t i = 0; i < n; i++) {
        const char *text = cb->language[i];
        size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyz");
        if (letters < 2 || letters > 3 || (text[letters] && text[letters] != '-'))
            reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "not_a_language",
                             "\"%.20s\" is no language code such as en or id", text);
        for (size_t k = 0; k < i && i < 100; k++)
            if (!strcmp(cb->language[k], text))
                reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "duplicate_language",
                                 "language \"%.20s\" is named twice", text);
    }
    cb->n_languages = n;
}

static const char *
key_name(reinti_parser *p, const reinti_yaml *node, const char *usual)
{
    const char *text = reinti_yaml_text(p->file, node, usual);

    return text && reinti_check_name(p, node, text, "a key variable") ? text : usual;
}

static void
bind_study(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "id",       "title",      "population", "notice", "languages",
                                        "sampling", "sampled_on", "consent",    "base",   "small_base",
                                        "person",   "wave",       "ruleset",    NULL };
    static const char *const samplings[] = { "purposive", "probability", "census", NULL };
    reint_codebook *cb = p->cb;
    int64_t n;

    if (!node || !reinti_yaml_keys(p->file, node, "study", keys))
        return;
    const reinti_yaml *id = reinti_yaml_need(p->file, node, "id");
    p->study = node;
    cb->id = reinti_yaml_text(p->file, id, "id");
    if (cb->id)
        reinti_check_id(p, id, cb->id, "a study");
    bind_languages(p, reinti_yaml_get(node, "languages")); /* before any label */
    cb->title = reinti_parser_label(p, reinti_yaml_get(node, "title"), "title");
    cb->population = reinti_parser_label(p, reinti_yaml_get(node, "population"), "population");
    cb->notice = reinti_parser_label(p, reinti_yaml_get(node, "notice"), "notice");
    const reinti_yaml *sampling = reinti_yaml_need(p->file, node, "sampling");
    int word = sampling ? reinti_yaml_word(p->file, sampling, "sampling", samplings) : -1;
    cb->sampling = word < 0 ? REINTI_PURPOSIVE : (reinti_sampling)word;
    cb->n_sampled_on =
        reinti_yaml_texts(p->file, reinti_yaml_get(node, "sampled_on"), "sampled_on", &cb->sampled_on);
    bind_consent(p, reinti_yaml_get(node, "consent"));
    const reinti_yaml *base = reinti_yaml_get(node, "base");
    cb->base = reinti_yaml_text(p->file, base, "base");
    cb->base_at = base ? (reinti_place){ base->line, base->column } : (reinti_place){ 0, 0 };
    if (reinti_yaml_integer(p->file, reinti_yaml_get(node, "small_base"), "small_base", 0, 1000, &n))
        cb->small_base = (size_t)n;
    p->person = key_name(p, reinti_yaml_get(node, "person"), "person");
    p->wave = key_name(p, reinti_yaml_get(node, "wave"), "wave");
    if (!strcmp(p->person, p->wave)) {
        reinti_yaml_find(p->file, reinti_yaml_get(node, "wave"), REINT_ERROR, "same_name",
                         "the wave and the respondent have the same name");
        p->wave = ""; /* no key variable: what follows from the mistake is not said */
    }
    cb->default_ruleset = reinti_yaml_text(p->file, reinti_yaml_get(node, "ruleset"), "ruleset");
}

static void
bind_codebook(reinti_parser *p, const reinti_yaml *root, const reinti_codebook_file *given, size_t n_given)
{
    static const char *const keys[] = { "reint",      "study",      "waves",    "periods", "missing",
                                        "lists",      "lists_from", "rulesets", "packs",   "entitlements",
                                        "attributes", "forms",      "rules",    NULL };
    static const char *const no_language[] = { "" };
    reint_codebook *cb = p->cb;
    int64_t version;

    if (!reinti_yaml_keys(p->file, root, "a codebook", keys))
        return;
    reinti_yaml_integer(p->file, reinti_yaml_need(p->file, root, "reint"), "reint", 1, 1, &version);
    bind_study(p, reinti_yaml_need(p->file, root, "study"));
    p->attributes = reinti_yaml_get(root, "attributes");
    if (p->attributes && !reinti_yaml_is_map(p->file, p->attributes, "attributes"))
        p->attributes = NULL;
    reinti_parse_missing(p, reinti_yaml_get(root, "missing"));
    reinti_parse_waves(p, reinti_yaml_get(root, "waves"), reinti_yaml_get(root, "periods"));
    reinti_parse_lists(p, reinti_yaml_get(root, "lists"));
    bind_list_files(p, reinti_yaml_get(root, "lists_from"), given, n_given);
    reinti_parse_attributes(p);
    take_files(p, reinti_yaml_get(root, "rulesets"), "rulesets", "ruleset", given, n_given);
    take_files(p, reinti_yaml_get(root, "packs"), "packs", "pack", given, n_given);
    take_files(p, reinti_yaml_get(root, "entitlements"), "entitlements", "entitlements", given, n_given);
    const reinti_yaml *forms = reinti_yaml_need(p->file, root, "forms");
    reinti_parse_forms(p, forms);
    reinti_parse_rules(p, reinti_yaml_get(root, "rules"));
    reinti_check_forms(p, forms);
    reinti_check_study(p);
    if (!cb->n_languages) { /* after the lists, which must know that none is named */
        cb->n_languages = 1;
        cb->language = no_language;
    }
}

/* Over the names and bytes of all files, each with its length, so that no two sets of files share a digest.
 */
static bool
make_digest(reint_codebook *cb)
{
    reinti_str all = REINTI_STR_EMPTY;

    for (size_t i = 0; i < cb->n_files; i++) {
        reinti_str_format(&all, "%s\n%zu\n", cb->file[i].name, cb->file[i].size);
        reinti_str_add_n(&all, cb->file[i].data, cb->file[i].size);
    }
    reinti_sha256(all.text, all.length, cb->digest);
    bool good = !all.failed;
    reinti_str_free(&all);
    return good;
}

/* Binds GIVEN[0] and what it names; the codebook has its arena and nothing else yet. */
static reint_status
bind_all(reint_codebook *cb, const char *path, const reinti_codebook_file *given, size_t n_given,
         reint_findings *findings, reint_error *err)
{
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    const char *name = reinti_arena_text(cb->arena, reinti_path_last(given[0].name));
    const char *data = reinti_arena_text_n(cb->arena, given[0].data, given[0].size);
    reinti_yaml_file file = { name, cb->arena, findings };
    reinti_parser p = { .cb = cb, .file = &file, .person = "person", .wave = "wave" };
    reinti_yaml *root = NULL;

    cb->path = reinti_arena_text(cb->arena, path);
    cb->small_base = 20;
    cb->person_form = REINTI_NONE;
    if (!name || !data || !cb->path ||
        !reinti_arena_grow(cb->arena, &cb->file, &p.file_capacity, 0, sizeof *cb->file))
        return reinti_no_memory(err);
    cb->file[cb->n_files++] = (reinti_codebook_file){ name, "codebook", data, given[0].size };
    reint_status status = reinti_yaml_parse(&file, data, given[0].size, &root, err);
    if (!root)
        return status;
    bind_codebook(&p, root, given, n_given);
    if (p.no_memory || !make_digest(cb))
        return reinti_no_memory(err);
    if (reint_findings_count_severity(findings, REINT_ERROR) > errors)
        return reinti_fail_findings(err, REINT_INPUT, findings, from);
    return REINT_OK;
}

static reint_status
parse(const char *path, const reinti_codebook_file *given, size_t n_given, reint_codebook **out,
      reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_codebook *cb = calloc(1, sizeof *cb);
    reint_status status;

    *out = NULL;
    if (cb)
        cb->arena = reinti_arena_create();
    if (!cb || !cb->arena || (!findings && !own))
        status = reinti_no_memory(err);
    else
        status = bind_all(cb, path, given, n_given, findings ? findings : own, err);
    reint_findings_free(own);
    if (status)
        reint_codebook_free(cb);
    else
        *out = cb;
    return status;
}

reint_status
reinti_codebook_parse(const reinti_codebook_file *file, size_t n, reint_codebook **out,
                      reint_findings *findings, reint_error *err)
{
    return parse("", file, n, out, findings, err);
}

/* For what the rooms above find in it. */
static bool
keep_origins(reint_codebook *cb, const reinti_spread *spread)
{
    reinti_spread_origin *origin = reinti_arena_alloc(cb->arena, (spread->n + 1) * sizeof *origin);

    if (origin && spread->n)
        memcpy(origin, spread->origin, spread->n * sizeof *origin);
    cb->origin = origin;
    cb->n_origins = spread->n;
    return origin != NULL;
}

/* A codebook that is a spreadsheet: what is found in its YAML is told at its cells. */
static reint_status
open_workbook(const char *path, const reinti_bytes *bytes, reint_codebook **out, reint_findings *findings,
              reint_error *err)
{
    reint_findings *own = reint_findings_create(), *told = findings ? findings : own;
    reinti_spread spread = { .yaml = REINTI_STR_EMPTY };
    reint_findings *found = reint_findings_create();
    reint_status status = own && found ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reinti_spread_read(path, bytes->data, bytes->size, &spread, told, err);
    if (!status) {
        size_t from = reint_findings_count(told);
        reinti_codebook_file file = { path, "codebook", spread.yaml.text, spread.yaml.length };
        status = parse(path, &file, 1, out, found, err);
        reinti_spread_tell(spread.origin, spread.n, reinti_path_last(path), found, told);
        if (!status && !keep_origins(*out, &spread))
            status = reinti_no_memory(err);
        if (status == REINT_INPUT && reint_findings_count(told) > from)
            status = reinti_fail_findings(err, REINT_INPUT, told, from);
    }
    reinti_spread_free(&spread);
    reint_findings_free(found);
    reint_findings_free(own);
    return status;
}

reint_status
reint_codebook_open(const char *path, reint_codebook **out, reint_findings *findings, reint_error *err)
{
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, MOST_BYTES, &bytes, err);

    *out = NULL;
    if (status)
        return status;
    if (reinti_workbook_is(bytes.data, bytes.size)) {
        status = open_workbook(path, &bytes, out, findings, err);
    } else {
        reinti_codebook_file file = { path, "codebook", bytes.data, bytes.size };
        status = parse(path, &file, 1, out, findings, err);
    }
    reinti_bytes_free(&bytes);
    if (!status) /* a study's own copy was checked when it was made */
        status = reinti_codebook_check_files(*out, findings, err);
    if (status) {
        reint_codebook_free(*out);
        *out = NULL;
    }
    return status;
}
