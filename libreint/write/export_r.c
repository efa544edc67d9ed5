/* export_r.c -- a study as files for R: the folder, the dictionaries, the script that reads them.
 *
 * Reads:    codebook and records.
 * Missing:  a folder that cannot be made, a file that cannot be written: OUTPUT; what was complete stays.
 * Safe:     0600 and INTERNAL in every name: these are records of people. */
#include <config.h>

#include "write/export_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "assess/provide.h"
#include "write/writer.h"

/* read_study.R, line by line (made from it by the build). */
static const char *const script[] = {
#include "libreint/write/read_study.inc"
    NULL
};

char *
reinti_export_path(const reinti_export *x, const char *name)
{
    reinti_str s = REINTI_STR_EMPTY;
    size_t n = strlen(x->folder);
    char *path;

    reinti_str_format(&s, "%s%s%s-INTERNAL-%s", x->folder, n && x->folder[n - 1] == '/' ? "" : "/", x->cb->id,
                      name);
    path = s.failed ? NULL : strdup(s.text);
    reinti_str_free(&s);
    return path;
}

reint_status
reinti_export_begin(const reinti_export *x, const char *name, reinti_output *out, reint_error *err)
{
    char *path = reinti_export_path(x, name);
    reint_status status = path ? reinti_output_begin(out, path, 0600, err) : reinti_no_memory(err);

    free(path);
    return status;
}

static reint_status
make_folder(const char *folder, reint_error *err)
{
    struct stat s;

    if (!mkdir(folder, 0700))
        return REINT_OK;
    if (errno == EEXIST && !stat(folder, &s) && S_ISDIR(s.st_mode))
        return REINT_OK;
    return reinti_fail(err, REINT_OUTPUT, folder, 0, "%s",
                       errno == EEXIST ? "is not a folder" : strerror(errno));
}

/* ---- dictionaries -------------------------------------------------------------------------------------- */

static void
put_lists(const reinti_export *x, FILE *codes, FILE *attributes)
{
    for (size_t l = 0; l < x->cb->n_lists; l++) {
        const reinti_list *list = &x->cb->list[l];
        for (size_t k = 0; k < list->n; k++) {
            const reinti_code *c = &list->code[k];
            reinti_put_csv(codes, list->name);
            fputc(',', codes);
            reinti_put_csv(codes, c->name);
            fputc(',', codes);
            reinti_put_csv(codes, reinti_label_text(&c->label, x->options.language));
            fputc(',', codes);
            reinti_put_csv(codes, c->parent == REINTI_NONE ? NULL : list->code[c->parent].name);
            fputc('\n', codes);
            for (size_t a = 0; a < c->n_attributes; a++) {
                reinti_put_csv(attributes, list->name);
                fputc(',', attributes);
                reinti_put_csv(attributes, c->name);
                fprintf(attributes, ",%s,", c->attribute[a].name);
                reinti_put_csv(attributes, c->attribute[a].value);
                fputc('\n', attributes);
            }
        }
    }
}

static reint_status
write_missing(const reinti_export *x, reint_error *err)
{
    reinti_output out;
    reint_status status = reinti_export_begin(x, "missing.csv", &out, err);

    if (status)
        return status;
    fputs("reason,label\n", out.stream);
    for (size_t i = 0; i < x->cb->n_missing; i++) {
        const char *label = reinti_label_text(&x->cb->missing[i].label, x->options.language);
        fprintf(out.stream, "%s,", x->cb->missing[i].name);
        reinti_put_csv(out.stream, label ? label : x->cb->missing[i].name);
        fputc('\n', out.stream);
    }
    fputs("absent,no such question in this record\n", out.stream);
    return reinti_output_commit(&out, err);
}

static reint_status
write_script(const reinti_export *x, reint_error *err)
{
    reinti_output out;
    reint_status status = reinti_export_begin(x, "read.R", &out, err);

    if (status)
        return status;
    for (size_t i = 0; script[i]; i++)
        fputs(script[i], out.stream);
    return reinti_output_commit(&out, err);
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static reint_status
write_forms(reinti_export *x, reint_error *err)
{
    reinti_output variables, codes, attributes;
    reint_status status = reinti_export_begin(x, "variables.csv", &variables, err);

    if (status)
        return status;
    status = reinti_export_begin(x, "codes.csv", &codes, err);
    if (status) {
        reinti_output_abort(&variables);
        return status;
    }
    status = reinti_export_begin(x, "attributes.csv", &attributes, err);
    if (!status) {
        x->variables = variables.stream;
        x->codes = codes.stream;
        fputs("form,variable,label,type,list,key,ordered,derived,possible\n", x->variables);
        fputs("list,code,label,parent\n", x->codes);
        fputs("list,code,attribute,value\n", attributes.stream);
        put_lists(x, codes.stream, attributes.stream);
        for (size_t form = 0; form < x->cb->n_forms && !status; form++)
            status = reinti_export_form(x, form, err);
        if (status)
            reinti_output_abort(&attributes);
        else
            status = reinti_output_commit(&attributes, err);
    }
    if (status) {
        reinti_output_abort(&variables);
        reinti_output_abort(&codes);
        return status;
    }
    status = reinti_output_commit(&variables, err);
    if (status) {
        reinti_output_abort(&codes);
        return status;
    }
    return reinti_output_commit(&codes, err);
}

reint_status
reint_export_r(reint_study *study, const char *folder, const reint_export_options *options,
               reint_findings *findings, reint_error *err)
{
    reinti_export x = { .study = study, .folder = folder, .findings = findings };
    reint_status status;

    if (options && options->size != sizeof *options)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the options are of another version");
    if (options)
        x.options = *options;
    x.cb = reint_study_codebook(study);
    if (!x.options.language && x.cb->n_languages)
        x.options.language = x.cb->language[0];
    status = reinti_frames_open(study, &x.frames, err);
    if (!status)
        status = reinti_assess_provide(x.frames, err);
    if (!status)
        status = make_folder(folder, err);
    if (!status)
        status = write_forms(&x, err);
    if (!status)
        status = reinti_export_facts(&x, err);
    if (!status)
        status = write_missing(&x, err);
    if (!status)
        status = write_script(&x, err);
    reinti_frames_free(x.frames);
    return status;
}
