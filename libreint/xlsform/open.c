/* open.c -- a form from its workbook, ready to be used: read, named, with the questions that tell person and wave. */
#include <config.h>

#include "xlsform/xlsform.h"

#include <string.h>

/* A form without a title is called as its file. */
static void
take_title(reinti_xlsform *form)
{
    const char *dot = strrchr(form->file, '.');
    const char *stem =
        dot ? reinti_arena_text_n(form->arena, form->file, (size_t)(dot - form->file)) : form->file;

    form->no_memory = form->no_memory || !stem;
    if (stem && !*form->title)
        form->title = *form->id ? form->id : stem;
    if (stem && !*form->id)
        form->id = stem;
}

/* The question NAME that is to tell the person, or (CHOSEN) the wave; REINTI_TOP for no name. */
static reint_status
find_question(const reinti_xlsform *form, const char *name, bool chosen, size_t *out, reint_error *err)
{
    *out = REINTI_TOP;
    if (!name)
        return REINT_OK;
    *out = reinti_xlsform_find(form, REINTI_TOP, name, strlen(name));
    if (*out != REINTI_TOP && form->item[*out].repeat == REINTI_TOP &&
        (!chosen || form->item[*out].kind == REINTI_ITEM_ONE))
        return REINT_OK;
    if (*out != REINTI_TOP)
        return reinti_fail(
            err, REINT_ARGUMENT, form->file, form->item[*out].row,
            chosen ? "the question \"%.60s\" cannot tell the wave: it is no select_one of the form itself"
                   : "the question \"%.60s\" cannot be the person: it stands in a repeat",
            name);
    const char **names = reinti_arena_alloc(form->arena, (form->n + 1) * sizeof *names);
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n = 0;
    for (size_t i = 0; names && i < form->n; i++)
        if (form->item[i].repeat == REINTI_TOP && form->item[i].kind > REINTI_ITEM_REPEAT &&
            form->item[i].kind < REINTI_ITEM_NOTHING)
            names[n++] = form->item[i].name;
    if (names)
        reinti_did_you_mean(&hint, name, names, n);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, form->file, 0, "the form has no question \"%.60s\"%s", name,
                    reinti_text_or(hint.text, ""));
    reinti_str_free(&hint);
    return status;
}

reint_status
reinti_xlsform_parse(reinti_xlsform *form, const char *name, const char *data, size_t size,
                     const reint_xlsform_options *options, reint_findings *findings, reint_error *err)
{
    reinti_workbook *workbook = NULL;

    *form = (reinti_xlsform){
        .arena = reinti_arena_create(), .findings = findings, .person = REINTI_TOP, .wave = REINTI_TOP
    };
    form->file = form->arena ? reinti_arena_text(form->arena, name) : NULL;
    reint_status status =
        form->file ? reinti_workbook_open(form->file, data, size, &workbook, err) : reinti_no_memory(err);
    if (!status)
        status = reinti_xlsform_read(workbook, form, err);
    reinti_workbook_free(workbook);
    if (!status)
        take_title(form);
    if (!status)
        status = find_question(form, options ? options->person : NULL, false, &form->person, err);
    if (!status)
        status = find_question(form, options ? options->wave : NULL, true, &form->wave, err);
    if (!status) {
        reinti_xlsform_settle_sections(form);
        reinti_xlsform_name(form);
    }
    if (!status && form->no_memory)
        status = reinti_no_memory(err);
    return status;
}

reint_status
reinti_xlsform_open(reinti_xlsform *form, const char *path, const reint_xlsform_options *options,
                    reint_findings *findings, reint_error *err)
{
    reinti_bytes bytes = { 0 };
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    *form = (reinti_xlsform){ .findings = findings };
    if (status)
        return status;
    status =
        reinti_xlsform_parse(form, reinti_path_last(path), bytes.data, bytes.size, options, findings, err);
    form->bytes = bytes;
    return status;
}

void
reinti_xlsform_free(reinti_xlsform *form)
{
    for (size_t i = 0; i < form->n_lists; i++)
        reinti_map_free(form->list[i].index);
    reinti_bytes_free(&form->bytes);
    reinti_arena_free(form->arena);
}
