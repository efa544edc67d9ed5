/* parse.c -- reads a codebook and the files it names, from disk or from memory.  The format is specified in
 * reint-codebook(5).  Everything wrong in any of the files is reported in one run. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codebook/parser.h"
#include "codebook/ruleset.h"

bool
reinti_is_name(const char *text)
{
    size_t n = strlen(text);

    if (n > 64 || !islower((unsigned char)text[0]) || strstr(text, "__"))
        return false;
    for (; *text; text++)
        if (!islower((unsigned char)*text) && !isdigit((unsigned char)*text) && *text != '_')
            return false;
    return true;
}

void
reinti_unknown(reinti_parser *p, const reinti_yaml *node, const char *code, const char *what,
               const char *word, const char *const *names, size_t n)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, word, names, n);
    reinti_yaml_find(p->file, node, REINT_ERROR, code, "there is no %s \"%s\"%s", what, word, hint.text);
    reinti_str_free(&hint);
}

/* ---- files
 * ------------------------------------------------------------------------------------------------------------
 */

/* Adds the file NAME to the codebook: from GIVEN (a study's own copy) or from disk beside the codebook. */
static const reinti_codebook_file *
take_file(reinti_parser *p, const reinti_yaml *node, const char *name, const char *kind,
          const reinti_codebook_file *given, size_t n_given)
{
    reint_codebook *cb = p->cb;
    reinti_codebook_file file = { name, kind, NULL, 0 };
    reinti_bytes bytes = { 0 };
    reint_error err = { .status = REINT_OK };

    for (size_t i = 0; i < cb->n_files; i++)
        if (!strcmp(cb->file[i].name, name)) {
            reinti_yaml_find(p->file, node, REINT_ERROR, "duplicate_file", "\"%s\" is named twice", name);
            return NULL;
        }
    for (size_t i = 1; i < n_given; i++)
        if (!strcmp(given[i].name, name)) {
            file.data = reinti_arena_text_n(cb->arena, given[i].data, given[i].size);
            file.size = given[i].size;
        }
    if (!file.data && n_given <= 1 && cb->path[0]) {
        char *path = reinti_path_beside(cb->path, name);
        if (path && !reinti_bytes_read(path, (size_t)16 << 20, &bytes, &err)) {
            file.data = reinti_arena_text_n(cb->arena, bytes.data, bytes.size);
            file.size = bytes.size;
            reinti_bytes_free(&bytes);
        }
        free(path);
    }
    if (!file.data) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "unreadable", "cannot read \"%s\"%s%s", name,
                         err.text[0] ? ": " : "", err.text);
        return NULL;
    }
    if (!reinti_arena_grow(cb->arena, &cb->file, &p->file_capacity, cb->n_files, sizeof *cb->file))
        return NULL;
    cb->file[cb->n_files] = file;
    return &cb->file[cb->n_files++];
}

static void
take_files(reinti_parser *p, const reinti_yaml *node, const char *what, const char *kind,
           const reinti_codebook_file *given, size_t n_given)
{
    const char *const *name = NULL;
    size_t n = node ? reinti_yaml_texts(p->file, node, what, &name) : 0;

    for (size_t i = 0; i < n; i++)
        take_file(p, node->kind == REINTI_YAML_LIST ? node->item[i] : node, name[i], kind, given, n_given);
}

/* Lists of further files; each is bound under its own name, so that findings point into it. */
static void
bind_list_files(reinti_parser *p, const reinti_yaml *node, const reinti_codebook_file *given, size_t n_given)
{
    static const char *const keys[] = { "reint", "lists", NULL };
    reinti_yaml_file *main_file = p->file;
    size_t from = p->cb->n_files;

    take_files(p, node, "lists_from", "list", given, n_given);
    for (size_t i = from; i < p->cb->n_files; i++) {
        reinti_yaml_file file = { p->cb->file[i].name, p->cb->arena, main_file->findings };
        reinti_yaml *root = NULL;
        if (reinti_yaml_parse(&file, p->cb->file[i].data, p->cb->file[i].size, &root, NULL))
            continue;
        p->file = &file;
        if (reinti_yaml_keys(&file, root, "a file of lists", keys))
            reinti_parse_lists(p, reinti_yaml_need(&file, root, "lists"));
        p->file = main_file;
    }
}

/* ---- the study section
 * ------------------------------------------------------------------------------------------------ */

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
    if (require->n != 1) {
        reinti_yaml_find(p->file, require, REINT_ERROR, "bad_consent",
                         "exactly one purpose is required, such as analysis: given");
        return;
    }
    cb->consent_required = true;
    cb->consent_purpose = require->key[0]->text;
    cb->consent_value = reinti_yaml_text(p->file, require->item[0], "consent");
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
    cb->id = reinti_yaml_text(p->file, reinti_yaml_need(p->file, node, "id"), "id");
    cb->title = reinti_yaml_label(p->file, reinti_yaml_get(node, "title"), "title");
    cb->population = reinti_yaml_label(p->file, reinti_yaml_get(node, "population"), "population");
    cb->notice = reinti_yaml_label(p->file, reinti_yaml_get(node, "notice"), "notice");
    const reinti_yaml *languages = reinti_yaml_get(node, "languages");
    if (languages)
        cb->n_languages = reinti_yaml_texts(p->file, languages, "languages", &cb->language);
    const reinti_yaml *sampling = reinti_yaml_need(p->file, node, "sampling");
    int word = sampling ? reinti_yaml_word(p->file, sampling, "sampling", samplings) : -1;
    cb->sampling = word < 0 ? REINTI_PURPOSIVE : (reinti_sampling)word;
    cb->n_sampled_on =
        reinti_yaml_texts(p->file, reinti_yaml_get(node, "sampled_on"), "sampled_on", &cb->sampled_on);
    bind_consent(p, reinti_yaml_get(node, "consent"));
    cb->base = reinti_yaml_text(p->file, reinti_yaml_get(node, "base"), "base");
    if (reinti_yaml_integer(p->file, reinti_yaml_get(node, "small_base"), "small_base", 0, 1000, &n))
        cb->small_base = (size_t)n;
    p->person =
        reinti_text_or(reinti_yaml_text(p->file, reinti_yaml_get(node, "person"), "person"), "person");
    p->wave = reinti_text_or(reinti_yaml_text(p->file, reinti_yaml_get(node, "wave"), "wave"), "wave");
    cb->default_ruleset = reinti_yaml_text(p->file, reinti_yaml_get(node, "ruleset"), "ruleset");
}

/* The first rule set is the default; its name is that of its file without ending. */
static void
choose_ruleset(reint_codebook *cb)
{
    for (size_t i = 0; !cb->default_ruleset && i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, "ruleset")) {
            const char *name = reinti_path_last(cb->file[i].name), *dot = strrchr(name, '.');
            cb->default_ruleset =
                reinti_arena_text_n(cb->arena, name, dot ? (size_t)(dot - name) : strlen(name));
        }
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
    if (!cb->n_languages) {
        cb->n_languages = 1;
        cb->language = no_language;
    }
    p->attributes = reinti_yaml_get(root, "attributes");
    if (p->attributes && !reinti_yaml_is_map(p->file, p->attributes, "attributes"))
        p->attributes = NULL;
    reinti_parse_missing(p, reinti_yaml_get(root, "missing"));
    reinti_parse_waves(p, reinti_yaml_get(root, "waves"), reinti_yaml_get(root, "periods"));
    reinti_parse_lists(p, reinti_yaml_get(root, "lists"));
    bind_list_files(p, reinti_yaml_get(root, "lists_from"), given, n_given);
    reinti_finish_lists(p);
    take_files(p, reinti_yaml_get(root, "rulesets"), "rulesets", "ruleset", given, n_given);
    take_files(p, reinti_yaml_get(root, "packs"), "packs", "pack", given, n_given);
    take_files(p, reinti_yaml_get(root, "entitlements"), "entitlements", "entitlements", given, n_given);
    choose_ruleset(cb);
    const reinti_yaml *forms = reinti_yaml_need(p->file, root, "forms");
    reinti_parse_forms(p, forms);
    reinti_parse_rules(p, reinti_yaml_get(root, "rules"));
    reinti_check_forms(p, forms);
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

static reint_status
parse(const char *path, const reinti_codebook_file *given, size_t n_given, reint_codebook **out,
      reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_codebook *cb = calloc(1, sizeof *cb);
    reinti_yaml *root = NULL;
    reint_status status = REINT_OK;

    *out = NULL;
    findings = findings ? findings : own;
    if (cb)
        cb->arena = reinti_arena_create();
    if (!cb || !cb->arena || !findings) {
        reint_codebook_free(cb);
        reint_findings_free(own);
        return reinti_no_memory(err);
    }
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    cb->path = reinti_arena_text(cb->arena, path);
    cb->small_base = 20;
    reinti_yaml_file file = { reinti_arena_text(cb->arena, reinti_path_last(given[0].name)), cb->arena,
                              findings };
    reinti_parser p = { .cb = cb, .file = &file, .person = "person", .wave = "wave" };
    cb->file = reinti_arena_alloc(cb->arena, 8 * sizeof *cb->file);
    p.file_capacity = 8;
    if (!cb->path || !file.name || !cb->file) {
        status = reinti_no_memory(err);
    } else {
        cb->file[0] = (reinti_codebook_file){ file.name, "codebook",
                                              reinti_arena_text_n(cb->arena, given[0].data, given[0].size),
                                              given[0].size };
        cb->n_files = 1;
        status = reinti_yaml_parse(&file, given[0].data, given[0].size, &root, err);
        if (!status)
            bind_codebook(&p, root, given, n_given);
        if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
            status = reinti_fail_findings(err, REINT_INPUT, findings, from);
        if (!status && !make_digest(cb))
            status = reinti_no_memory(err);
    }
    reint_findings_free(own);
    if (status) {
        reint_codebook_free(cb);
        return status;
    }
    *out = cb;
    return REINT_OK;
}

reint_status
reinti_codebook_parse(const reinti_codebook_file *file, size_t n, reint_codebook **out,
                      reint_findings *findings, reint_error *err)
{
    return parse("", file, n, out, findings, err);
}

reint_status
reint_codebook_open(const char *path, reint_codebook **out, reint_findings *findings, reint_error *err)
{
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, (size_t)16 << 20, &bytes, err);

    *out = NULL;
    if (status)
        return status;
    reinti_codebook_file file = { path, "codebook", bytes.data, bytes.size };
    status = parse(path, &file, 1, out, findings, err);
    reinti_bytes_free(&bytes);
    if (!status) /* a study's own copy was checked when it was made */
        status = reinti_codebook_check_files(*out, findings, err);
    if (status) {
        reint_codebook_free(*out);
        *out = NULL;
    }
    return status;
}
