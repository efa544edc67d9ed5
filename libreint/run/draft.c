/* draft.c -- a first codebook from files of data, and what it takes to use it at once: maps and a job. */
#include <config.h>

#include "run/draft.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "codebook/emit.h"
#include "run/codebook_work.h"
#include "sheet/sheet.h"

/* What is written must be readable: a draft that is not would help nobody. */
static reint_status
check_draft(const reinti_str *text, reint_error *err)
{
    reinti_codebook_file file = { "draft.yaml", "codebook", text->text, text->length };
    reint_codebook *cb = NULL;
    reint_error own = { .status = REINT_OK };
    reint_status status = reinti_codebook_parse(&file, 1, &cb, NULL, &own);

    reint_codebook_free(cb);
    return status ? reinti_fail(err, status, NULL, 0, "no codebook can be made of this: %s", own.text)
                  : REINT_OK;
}

/* D has an arena; its codebook is added to OUT. */
static reint_status
make_draft(reinti_draft *d, const char *const *path, size_t n, reinti_str *out, reint_error *err)
{
    reint_status status = d->arena ? REINT_OK : reinti_no_memory(err);

    for (d->source = 0; !status && d->source < n; d->source++)
        status = reinti_draft_read(d, path[d->source], err);
    if (!status && !d->n_forms)
        status = reinti_fail(err, REINT_INPUT, n ? path[0] : NULL, 0, "there is no table in it");
    if (!status) {
        reinti_draft_widen(d);
        reinti_draft_judge(d);
        reinti_draft_write(d, out);
    }
    if (!status && (d->no_memory || out->failed))
        status = reinti_no_memory(err);
    return status ? status : check_draft(out, err);
}

reint_status
reint_codebook_draft(const char *const *path, size_t n, char **text, reint_findings *findings,
                     reint_error *err)
{
    reinti_draft d = { .arena = reinti_arena_create(), .findings = findings };
    reinti_str out = REINTI_STR_EMPTY;
    reint_status status = make_draft(&d, path, n, &out, err);

    *text = NULL;
    if (!status) {
        *text = strdup(out.text);
        status = *text ? REINT_OK : reinti_no_memory(err);
    }
    reinti_str_free(&out);
    reinti_arena_free(d.arena);
    return status;
}

/* ---- files ---------------------------------------------------------------------------------------------- */

typedef struct files {
    reinti_draft *d;
    const char *const *path;
    size_t n;
    const char *output, *stem; /* "a/raw.yaml", "a/raw" */
    const char **map;          /* per source: its path; NULL: nothing was found in it */
    const char *job;
} files;

/* NAME without its ending. */
static const char *
stem_of(reinti_arena *arena, const char *name)
{
    const char *dot = strrchr(reinti_path_last(name), '.');

    return reinti_arena_text_n(arena, name, dot ? (size_t)(dot - name) : strlen(name));
}

static bool
has_forms(const reinti_draft *d, size_t source)
{
    for (size_t f = 0; f < d->n_forms; f++)
        if (d->form[f].source == source)
            return true;
    return false;
}

static bool
is_named(const files *f, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++)
        if (reinti_equal(f->map[i], name))
            return true;
    return false;
}

/* "raw-team-map.yaml"; two files of one name are told apart by a number. */
static bool
name_files(files *f)
{
    reinti_arena *arena = f->d->arena;

    f->stem = stem_of(arena, f->output);
    f->map = reinti_arena_alloc(arena, (f->n + 1) * sizeof *f->map);
    f->job = reinti_arena_format(arena, "%s-job.yaml", f->stem);
    for (size_t i = 0; f->stem && f->map && i < f->n; i++) {
        const char *stem = stem_of(arena, reinti_path_last(f->path[i]));
        if (!has_forms(f->d, i))
            continue;
        const char *name = reinti_arena_format(arena, "%s-%s-map.yaml", f->stem, stem);
        for (size_t k = 2; name && is_named(f, i, name); k++)
            name = reinti_arena_format(arena, "%s-%s-%zu-map.yaml", f->stem, stem, k);
        f->map[i] = name;
        if (!stem || !name)
            return false;
    }
    return f->stem && f->map && f->job;
}

static reint_status
check_absent(const char *path, reint_error *err)
{
    struct stat st;

    return path && !lstat(path, &st)
               ? reinti_fail(
                     err, REINT_ARGUMENT, path, 0,
                     "this file is there already, and may have been changed by hand: move it away, or give "
                     "the codebook another name")
               : REINT_OK;
}

static reint_status
write_file(const char *path, const reinti_str *text, reint_error *err)
{
    reinti_output out;

    if (text->failed)
        return reinti_no_memory(err);
    reint_status status = reinti_output_begin(&out, path, 0600, err);
    if (status)
        return status;
    fwrite(text->text, 1, text->length, out.stream);
    return reinti_output_commit(&out, err);
}

/* PATH as a job in the folder of OUTPUT finds it. */
static void
add_path(const char *path, const char *output, reinti_str *out)
{
    char *absolute = *path != '/' && strchr(output, '/') ? realpath(path, NULL) : NULL;

    reinti_emit_scalar(out, absolute ? absolute : path);
    free(absolute);
}

static bool
is_recoded(const reinti_draft *d, size_t source)
{
    for (size_t f = 0; f < d->n_forms; f++)
        if (d->form[f].source == source && d->form[f].recoded)
            return true;
    return false;
}

static bool
has_people(const reinti_draft *d, size_t source)
{
    for (size_t f = 0; f < d->n_forms; f++)
        if (d->form[f].source == source && reinti_draft_is_person_form(d, &d->form[f]))
            return true;
    return false;
}

static void
add_job(const files *f, reinti_str *out)
{
    reinti_str_format(
        out,
        "# Takes in what %s was drafted from; written by reint codebook draft.  Look through the codebook "
        "and the maps first.\n"
        "reint: 1\nstudy: ",
        reinti_path_last(f->output));
    reinti_emit_scalar(out, reinti_path_last(reinti_arena_format(f->d->arena, "%s.reint", f->stem)));
    reinti_str_add(out, "\ncodebook: ");
    reinti_emit_scalar(out, reinti_path_last(f->output));
    reinti_str_add(out, "\ninputs:\n");
    for (int pass = 0; pass < 2; pass++) /* the respondents first */
        for (size_t i = 0; i < f->n; i++) {
            if (!f->map[i] || has_people(f->d, i) != !pass)
                continue;
            reinti_str_add(out, "  - {file: ");
            add_path(f->path[i], f->output, out);
            reinti_str_add(out, ", map: ");
            reinti_emit_scalar(out, reinti_path_last(f->map[i]));
            reinti_str_add(out, is_recoded(f->d, i) ? ", encoding: windows-1252}\n" : "}\n");
        }
}

static reint_status
write_files(files *f, const reinti_str *codebook, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;
    reint_status status = name_files(f) ? check_absent(f->job, err) : reinti_no_memory(err);

    for (size_t i = 0; !status && i < f->n; i++)
        status = check_absent(f->map[i], err);
    if (!status)
        status = write_file(f->output, codebook, err);
    for (size_t i = 0; !status && i < f->n; i++) {
        if (!f->map[i])
            continue;
        reinti_str_clear(&text);
        reinti_draft_map(f->d, i, reinti_path_last(f->path[i]), &text);
        status = write_file(f->map[i], &text, err);
    }
    if (!status) {
        reinti_str_clear(&text);
        add_job(f, &text);
        status = write_file(f->job, &text, err);
    }
    reinti_str_free(&text);
    return status;
}

reint_status
reint_codebook_draft_files(const char *const *path, size_t n, const char *output, char **job,
                           reint_findings *findings, reint_error *err)
{
    reinti_draft d = { .arena = reinti_arena_create(), .findings = findings };
    files f = { .d = &d, .path = path, .n = n, .output = output };
    reinti_str out = REINTI_STR_EMPTY;
    reint_status status = make_draft(&d, path, n, &out, err);

    *job = NULL;
    if (!status)
        status = write_files(&f, &out, err);
    if (!status && !(*job = strdup(f.job)))
        status = reinti_no_memory(err);
    reinti_str_free(&out);
    reinti_arena_free(d.arena);
    return status;
}
