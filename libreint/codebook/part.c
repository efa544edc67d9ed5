/* part.c -- opening and closing the file of a part of a codebook, and looking up what it names.
 *
 * What a part names must exist in the codebook; each miss is a finding with did-you-mean, and all of a file
 * are reported in one run. */
#include <config.h>

#include "codebook/part.h"

#include <string.h>

reint_status
reinti_part_parse(reinti_part *part, const reint_codebook *cb, const reinti_codebook_file *file,
                  reinti_arena *arena, reinti_part_fn bind, char digest[REINTI_SHA256_TEXT],
                  const char **name, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_findings *all = findings ? findings : own;
    reinti_yaml *root = NULL;

    if (!all)
        return reinti_no_memory(err);
    size_t from = reint_findings_count(all), errors = reint_findings_count_severity(all, REINT_ERROR);
    *part = (reinti_part){ cb, { file->name, arena, all }, false };
    *name = reinti_text_or(reinti_arena_text(arena, file->name), "");
    reinti_sha256(file->data, file->size, digest);
    reint_status status = reinti_yaml_parse(&part->file, file->data, file->size, &root, err);
    if (root)
        bind(part, root);
    if (root && part->no_memory)
        status = reinti_no_memory(err);
    else if (!status && reint_findings_count_severity(all, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, all, from);
    reint_findings_free(own);
    return status;
}

reinti_place
reinti_part_place(const reinti_yaml *node)
{
    return node ? (reinti_place){ node->line, node->column } : (reinti_place){ 0, 0 };
}

void *
reinti_part_room(reinti_part *part, size_t n, size_t size)
{
    void *room = n <= PTRDIFF_MAX / size ? reinti_arena_alloc(part->file.arena, n ? n * size : 1) : NULL;

    if (!room)
        part->no_memory = true;
    return room;
}

/* ---- labels -------------------------------------------------------------------------------------------- */

static bool
has_language(const reinti_label *label, const char *language)
{
    for (size_t i = 0; i < label->n; i++)
        if (!strcmp(label->language[i], language) || !label->language[i][0])
            return true;
    return false;
}

reinti_label
reinti_label_in_languages(reinti_yaml_file *file, const reint_codebook *cb, const reinti_yaml *node,
                          const char *what)
{
    reinti_label label = reinti_yaml_label(file, node, what);
    reinti_str missing = REINTI_STR_EMPTY;

    for (size_t i = 0; label.n && i < cb->n_languages; i++)
        if (cb->language[i][0] && !has_language(&label, cb->language[i]))
            reinti_str_format(&missing, "%s%s", missing.length ? ", " : "", cb->language[i]);
    if (missing.length)
        reinti_yaml_find(file, node, REINT_WARNING, "language_missing", "%s has no text in %s", what,
                         missing.text);
    reinti_str_free(&missing);
    for (size_t i = 0; cb->n_languages && cb->language[0][0] && i < label.n; i++) {
        size_t k = 0;
        while (k < cb->n_languages && strcmp(cb->language[k], label.language[i]))
            k++;
        if (k == cb->n_languages && label.language[i][0])
            reinti_yaml_find(file, node, REINT_WARNING, "language_unknown",
                             "%s has a text in %s, which is not among the languages of the study", what,
                             label.language[i]);
    }
    return label;
}

reinti_label
reinti_part_label(reinti_part *part, const reinti_yaml *node, const char *what)
{
    return reinti_label_in_languages(&part->file, part->cb, node, what);
}

/* ---- names --------------------------------------------------------------------------------------------- */

void
reinti_part_unknown(reinti_part *part, const reinti_yaml *node, const char *code, const char *what,
                    const char *word, reinti_name_fn name, const void *of, size_t n)
{
    const char **candidate = reinti_part_room(part, n, sizeof *candidate);
    reinti_str hint = REINTI_STR_EMPTY;

    for (size_t i = 0; candidate && i < n; i++)
        candidate[i] = name(of, i);
    if (candidate)
        reinti_did_you_mean(&hint, word, candidate, n);
    reinti_yaml_find(&part->file, node, REINT_ERROR, code, "there is no %s \"%.80s\"%s", what, word,
                     hint.text);
    reinti_str_free(&hint);
}

/* "code of list service called": the owner stands between the kind and the name that is not there. */
static const char *
kind_in(reinti_part *part, const char *kind, const char *owner)
{
    const char *text = reinti_arena_format(part->file.arena, "%s %s called", kind, owner);

    if (!text)
        part->no_memory = true;
    return reinti_text_or(text, "name");
}

size_t
reinti_part_form(reinti_part *part, const reinti_yaml *node)
{
    const char *text = reinti_yaml_text(&part->file, node, "form");
    size_t form = text ? reinti_codebook_find_form(part->cb, text) : REINTI_NONE;

    if (text && form == REINTI_NONE)
        reinti_part_unknown(part, node, "unknown_name", "form", text, reinti_name_of_form, part->cb,
                            part->cb->n_forms);
    return form;
}

size_t
reinti_part_list(reinti_part *part, const reinti_yaml *node, const char *what)
{
    const char *text = reinti_yaml_text(&part->file, node, what);
    size_t list = text ? reinti_codebook_find_list(part->cb, text) : REINTI_NONE;

    if (text && list == REINTI_NONE)
        reinti_part_unknown(part, node, "unknown_name", "list", text, reinti_name_of_list, part->cb,
                            part->cb->n_lists);
    return list;
}

size_t
reinti_part_variable(reinti_part *part, const reinti_yaml *node, const char *what, size_t form)
{
    const reinti_form *f = &part->cb->form[form];
    const char *text = reinti_yaml_text(&part->file, node, what);
    size_t variable = text ? reinti_form_find(f, text) : REINTI_NONE;

    if (text && variable == REINTI_NONE)
        reinti_part_unknown(part, node, "unknown_name", kind_in(part, "variable of form", f->name), text,
                            reinti_name_of_variable, f, f->n);
    return variable;
}

size_t
reinti_part_code(reinti_part *part, const reinti_yaml *node, const char *text, size_t list)
{
    const reinti_list *l = &part->cb->list[list];
    size_t code = reinti_list_find(l, text);

    if (code == REINTI_NONE)
        reinti_part_unknown(part, node, "unknown_name", kind_in(part, "code of list", l->name), text,
                            reinti_name_of_code, l, l->n);
    return code;
}
