/* export.c -- an export of KoboToolbox, ODK Central or Ona into the study, by its form.
 *
 * Every file or sheet is a table; tables above come before those below, so that a record finds its parent.  Where a
 * question tells the wave, the people of the questionnaire are stored first: each is a person once.  A group NAME_form
 * is a form of its own (to-xlsform makes such): one of which nothing was answered makes no record. */
#include <config.h>

#include "ingest/export.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/model.h"
#include "ingest/export_make.h"
#include "ingest/load.h"
#include "ingest/parts.h"

#define TABLES_MOST 200

typedef struct export
{
    reint_study *study;
    const reint_codebook *cb;
    reinti_xlsform form;
    reint_ingest_options ingest;
    reint_part_fn fn;
    void *user;
    reint_findings *findings;
    bool stopped;
    size_t n_files, file_capacity, n;
    reinti_bytes *file;
    const char *folder; /* where large files of an archive are unpacked */
    size_t *file_of;    /* per table */
    reinti_export_table *table;
}
export;

/* ---- files into tables ------------------------------------------------------------------------------------- */

static reint_status
add_table(export *e, size_t file, const char *name, const char *sheet, const reinti_flat *flat,
          reint_error *err)
{
    if (e->n == TABLES_MOST)
        return reinti_fail(err, REINT_INPUT, name, 0, "there are more than 200 tables");
    reinti_export_table *t = &e->table[e->n];
    *t = (reinti_export_table){ .file = reinti_path_last(name), .sheet = sheet, .is_flat = flat != NULL };
    e->file_of[e->n++] = file;
    if (flat)
        t->flat = *flat;
    const reinti_bytes *bytes = flat ? &t->flat.bytes : &e->file[file];
    return reinti_csv_open(&t->csv, t->file, bytes->data, bytes->size, flat ? ',' : 0, err);
}

static reint_status
add_workbook(export *e, size_t file, const char *name, reint_error *err)
{
    reinti_flat_options how = { 0 };
    reinti_workbook *w = NULL;
    reint_status status =
        reinti_workbook_open(reinti_path_last(name), e->file[file].data, e->file[file].size, &w, err);

    for (size_t i = 0; !status && i < reinti_workbook_n(w); i++) {
        reinti_flat flat;
        const char *sheet = reinti_arena_text(e->form.arena, reinti_workbook_sheet(w, i));
        status = sheet ? reinti_sheet_flatten(w, i, &how, &flat, err) : reinti_no_memory(err);
        if (!status)
            status = add_table(e, file, name, sheet, &flat, err);
    }
    reinti_workbook_free(w);
    return status;
}

/* The first record of T is the next. */
static reint_status
open_again(export *e, reinti_export_table *t, reint_error *err)
{
    const reinti_bytes *bytes = t->is_flat ? &t->flat.bytes : &e->file[e->file_of[t - e->table]];
    reint_status status =
        reinti_csv_open(&t->csv, t->file, bytes->data, bytes->size, t->is_flat ? ',' : 0, err);

    if (!status && reinti_csv_next(&t->csv, err) == REINTI_CSV_FAILED)
        status = err ? err->status : REINT_INPUT;
    return status;
}

/* What the columns of table I are; repeats that it has in columns become tables of their own behind all others. */
static reint_status
match_table(export *e, size_t i, reint_error *err)
{
    reinti_export_table *found = reinti_arena_alloc(e->form.arena, (e->form.n + 1) * sizeof *found);
    reinti_export_table *t = &e->table[i];
    size_t n = 0;
    reint_status status =
        found ? reinti_export_match(&e->form, t, found, &n, e->findings, err) : reinti_no_memory(err);

    for (size_t k = 0; !status && k < n; k++) {
        if (e->n == TABLES_MOST)
            return reinti_fail(err, REINT_INPUT, t->file, 0, "there are more than 200 tables");
        e->file_of[e->n] = e->file_of[i];
        e->table[e->n] = found[k];
        status = open_again(e, &e->table[e->n++], err);
    }
    return status;
}

/* BYTES, which are taken over, as the next file: a table, or a table a sheet. */
static reint_status
add_file(export *e, const char *name, reinti_bytes *bytes, reint_error *err)
{
    if (!reinti_arena_grow(e->form.arena, &e->file, &e->file_capacity, e->n_files, sizeof *e->file)) {
        reinti_bytes_free(bytes);
        return reinti_no_memory(err);
    }
    size_t i = e->n_files++;
    e->file[i] = *bytes;
    return reinti_workbook_is(bytes->data, bytes->size) ? add_workbook(e, i, name, err)
                                                        : add_table(e, i, name, NULL, NULL, err);
}

/* What was done when on the phone ("FORM - audit.csv" of ODK Central): no answers. */
static bool
is_audit(const reinti_bytes *b)
{
    static const char head[] = "instance ID,event,node,";

    return b->size >= sizeof head - 1 && !memcmp(b->data, head, sizeof head - 1);
}

/* The CSV files of an archive of ODK Central, as if it had been unpacked. */
static reint_status
add_archive(export *e, const char *name, const reinti_bytes *bytes, reint_error *err)
{
    reinti_archive *a = NULL;
    reint_status status = reinti_archive_open(reinti_path_last(name), bytes->data, bytes->size, &a, err);

    for (size_t i = 0; !status && i < reinti_archive_n(a); i++) {
        const char *file = reinti_arena_text(e->form.arena, reinti_archive_file(a, i));
        reinti_bytes one = { 0 };
        status = file ? reinti_archive_read(a, i, e->folder, &one, err) : reinti_no_memory(err);
        if (!status && is_audit(&one))
            reinti_bytes_free(&one);
        else if (!status)
            status = add_file(e, file, &one, err);
    }
    if (!status)
        reinti_input_tell_others(a, reinti_path_last(name), e->findings);
    reinti_archive_free(a);
    return status;
}

static reint_status
open_files(export *e, const char *const *path, size_t n, reint_error *err)
{
    reint_status status = REINT_OK;

    e->table = reinti_arena_alloc(e->form.arena, TABLES_MOST * sizeof *e->table);
    e->file_of = reinti_arena_alloc(e->form.arena, TABLES_MOST * sizeof *e->file_of);
    if (!e->table || !e->file_of)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < n; i++) {
        reinti_bytes bytes;
        status = reinti_bytes_read(path[i], 0, &bytes, err);
        if (!status && reinti_archive_is(bytes.data, bytes.size)) {
            status = add_archive(e, path[i], &bytes, err);
            reinti_bytes_free(&bytes);
        } else if (!status) {
            status = add_file(e, path[i], &bytes, err);
        }
    }
    for (size_t i = 0, given = e->n; !status && i < given; i++) {
        status = match_table(e, i, err);
        if (!status && !e->table[i].matched)
            status = reinti_fail(err, REINT_INPUT, e->table[i].file, 0,
                                 "%s%s%s has no column of a question of the form",
                                 e->table[i].sheet ? "sheet \"" : "the file",
                                 e->table[i].sheet ? e->table[i].sheet : "", e->table[i].sheet ? "\"" : "");
    }
    return status;
}

/* ---- loading ----------------------------------------------------------------------------------------------- */

/* The form of the codebook that HOLDER (a repeat, a group NAME_form, the questionnaire) is; NULL: there is none. */
static const reinti_form *
form_of(const export *e, size_t holder)
{
    size_t f = reinti_codebook_find_form(e->cb, reinti_xlsform_form(&e->form, holder));

    return f == REINTI_NONE ? NULL : &e->cb->form[f];
}

static reint_status
no_form(const export *e, size_t holder, reint_error *err)
{
    return reinti_fail(
        err, REINT_STUDY, reint_study_path(e->study), 0,
        "the study has no form \"%.60s\": its codebook was not made from this form (reint codebook "
        "from-xlsform %s, with the same --person and --wave), nor this form from its codebook (to-xlsform)",
        reinti_xlsform_form(&e->form, holder), e->form.file);
}

/* The CSV of M as records of FORM; NAME (NULL: none) tells parts of one table apart. */
static reint_status
load(export *e, const reinti_maker *m, const char *form, const char *name, const reinti_str *csv,
     reint_error *err)
{
    const reinti_export_table *t = m->table;
    size_t file = e->file_of[t - e->table];
    reint_ingest_options options = e->ingest;
    reinti_str input = REINTI_STR_EMPTY;
    reint_batch batch;
    reinti_origin origin = { .sheet = t->sheet,
                             .header_row = t->is_flat ? t->flat.header_row : 0,
                             .first_column = t->is_flat ? t->flat.first_column : 0,
                             .flat = t->is_flat ? &t->flat : NULL,
                             .source = &t->csv,
                             .made = m->made,
                             .n_made = m->n_made,
                             .n_columns = m->n_columns,
                             .from = m->from };

    reinti_str_format(&input, "%s%s%s%s%s", options.input ? options.input : t->file, t->sheet ? "!" : "",
                      t->sheet ? t->sheet : "", name ? "!" : "", name ? name : "");
    options.form = form;
    reinti_source source = { .name = t->file,
                             .input = input.text,
                             .file = e->file[file].data,
                             .file_size = e->file[file].size,
                             .map = e->form.bytes.data,
                             .map_size = e->form.bytes.size,
                             .text = csv->text,
                             .text_size = csv->length,
                             .origin = &origin };
    reint_status status = input.failed
                              ? reinti_no_memory(err)
                              : reinti_load_source(e->study, &source, &options, &batch, e->findings, err);
    e->stopped = !input.failed && e->fn && e->fn(&batch, status, e->user);
    reinti_str_free(&input);
    return status;
}

/* Each person of the questionnaire once, where its own records are known by person and wave, and the form asks nothing
 * else of the person. */
static reint_status
load_people(export *e, reinti_maker *m, reint_error *err)
{
    const reinti_form *form = &e->cb->form[e->cb->person_form];
    reinti_str csv = REINTI_STR_EMPTY;
    reinti_map *seen = reinti_map_create();
    reinti_maker people = *m;
    reinti_made *made = malloc((m->n_made + 1) * sizeof *made);
    reint_status status = seen && made ? REINT_OK : reinti_no_memory(err);
    size_t at = 0;

    while (at < m->table->n_key && m->key[at].kind != REINTI_KEY_PERSON)
        at++;
    people.made = made;
    people.n_made = 0;
    people.n_columns = 1;
    reinti_str_format(&csv, "%s\n", form->variable[form->person].name);
    for (size_t i = 0; !status && at < m->table->n_key && i < m->n_made; i++) {
        const char *key = m->table->key[i][at];
        bool added = false;
        if (reinti_map_put(seen, key, strlen(key), 1, &added) == -2)
            status = reinti_no_memory(err);
        if (!status && added && *key) {
            reinti_str_format(&csv, "%s\n", key);
            made[people.n_made++] = m->made[i];
        }
    }
    if (!status && csv.failed)
        status = reinti_no_memory(err);
    if (!status)
        status = load(e, &people, form->name, "people", &csv, err);
    reinti_map_free(seen);
    reinti_str_free(&csv);
    free(made);
    return status;
}

/* Of several the nearest: in the same sheet of the same file, else in that file, else the first. */
static reinti_export_table *
parent_of(export *e, const reinti_export_table *t)
{
    reinti_export_table *found = NULL;
    int nearest = -1;

    for (size_t i = 0; t->repeat != REINTI_TOP && i < e->n; i++) {
        if (e->table[i].repeat != e->form.item[t->repeat].repeat)
            continue;
        bool file = e->file_of[i] == e->file_of[t - e->table];
        int near = file + (file && reinti_equal(e->table[i].sheet, t->sheet));
        if (near > nearest) {
            nearest = near;
            found = &e->table[i];
        }
    }
    return found;
}

/* Worse of two: rejected rows do not end the work. */
static reint_status
worse(reint_status a, reint_status b)
{
    return b > a ? b : a;
}

static bool
goes_on(const export *e, reint_status status)
{
    return (!status || status == REINT_DATA) && !e->stopped;
}

/* The group HOLDER of the questionnaire, a form of its own. */
static reint_status
load_section(export *e, reinti_export_table *t, size_t holder, reint_error *err)
{
    reinti_maker m = {
        .form = &e->form, .table = t, .holder = holder, .findings = e->findings, .of = form_of(e, holder)
    };
    reint_status status = m.of ? (reinti_csv_close(&t->csv), open_again(e, t, err)) : no_form(e, holder, err);

    if (!status)
        status = reinti_export_make(&m, err);
    if (!status)
        status = load(e, &m, m.of->name, m.of->name, &m.csv, err);
    reinti_maker_free(&m);
    return status;
}

/* Groups of the questionnaire that are forms, the person's first (FIRST) or all others. */
static reint_status
load_sections(export *e, reinti_export_table *t, bool first, size_t *n, reint_error *err)
{
    reint_status status = REINT_OK;

    *n = 0;
    for (size_t i = 0; t->repeat == REINTI_TOP && i < e->form.n && goes_on(e, status); i++) {
        bool used = false;
        for (size_t k = i; k < e->form.n; k++)
            used = used || (e->form.item[k].section == i && e->form.item[k].variable);
        const reinti_form *form = used ? form_of(e, i) : NULL;
        bool person = form == &e->cb->form[e->cb->person_form];
        if (!used || person != first)
            continue;
        ++*n;
        status = worse(status, load_section(e, t, i, err));
    }
    return status;
}

/* A form of the codebook that a group of the questionnaire is, best one that has the wave in its key, too. */
static bool
form_of_groups(const export *e, const reinti_form **out)
{
    for (size_t i = 0; i < e->form.n; i++) {
        size_t section = e->form.item[i].section;
        const reinti_form *form = section == REINTI_TOP ? NULL : form_of(e, section);
        if (form && (!*out || (form->wave != REINTI_NONE && (*out)->wave == REINTI_NONE)))
            *out = form;
    }
    return *out != NULL;
}

/* The questionnaire, or a repeat of it. */
static reint_status
load_table(export *e, reinti_export_table *t, reint_error *err)
{
    reinti_maker m = { .form = &e->form,
                       .table = t,
                       .parent = parent_of(e, t),
                       .holder = t->repeat,
                       .findings = e->findings,
                       .of = form_of(e, t->repeat) };
    reint_status status;
    size_t people;

    if (t->repeat != REINTI_TOP && !m.parent)
        return reinti_fail(err, REINT_INPUT, t->file, 0,
                           "the records of the repeat \"%.60s\" need those above them: name that file too",
                           e->form.item[t->repeat].name);
    bool passes =
        !m.of && t->repeat == REINTI_TOP && form_of_groups(e, &m.of); /* its groups hold all questions */
    status = m.of ? reinti_export_make(&m, err) : no_form(e, t->repeat, err);
    if (!status && m.n_questions && !m.n_variables)
        status = no_form(e, t->repeat, err);
    if (!status && m.n_without_id)
        reinti_find(
            e->findings, REINT_WARNING, "no_id", t->file, NULL, 0, 0,
            "the export has no id of its submissions (_id, KEY): they are known by their row, which another "
            "export will number otherwise; say --person");
    if (!status) {
        status = load_sections(e, t, true, &people, err);
        if (goes_on(e, status) && !people && t->repeat == REINTI_TOP && e->form.wave != REINTI_TOP)
            status = load_people(e, &m, err);
        if (goes_on(e, status) && !passes)
            status = worse(status, load(e, &m, m.of->name, t->borrows ? m.of->name : NULL, &m.csv, err));
        if (goes_on(e, status))
            status = worse(status, load_sections(e, t, false, &people, err));
    }
    reinti_maker_free(&m);
    return status;
}

static reint_status
load_tables(export *e, reint_error *err)
{
    reint_status status = REINT_OK;
    reint_error of_part = { .status = REINT_OK };
    unsigned deepest = 0;

    for (size_t i = 0; i < e->n; i++) {
        unsigned depth = reinti_xlsform_depth(&e->form, e->table[i].repeat);
        deepest = depth > deepest ? depth : deepest;
    }
    for (unsigned depth = 0; depth <= deepest; depth++)
        for (size_t i = 0; i < e->n; i++) {
            if (reinti_xlsform_depth(&e->form, e->table[i].repeat) != depth || e->stopped ||
                (status && status != REINT_DATA))
                continue;
            reint_status one = load_table(e, &e->table[i], &of_part);
            if (one > status) {
                status = one;
                if (err)
                    *err = of_part;
            }
        }
    return status;
}

reint_status
reint_ingest_export(reint_study *study, const char *form, const char *const *path, size_t n,
                    const reint_xlsform_options *options, const reint_ingest_options *ingest,
                    reint_part_fn fn, void *user, reint_findings *findings, reint_error *err)
{
    export e = {
        .study = study, .cb = reint_study_codebook(study), .fn = fn, .user = user, .findings = findings
    };

    if (ingest)
        e.ingest = *ingest;
    e.ingest.sheet = NULL;
    e.ingest.separator = ',';
    e.ingest.encoding = NULL;
    reint_status status = reinti_xlsform_open(&e.form, form, options, findings, err);
    char *folder = reinti_input_folder(study);
    e.folder = folder;
    if (!status)
        status = folder ? open_files(&e, path, n, err) : reinti_no_memory(err);
    if (!status)
        status = load_tables(&e, err);
    for (size_t i = 0; i < e.n; i++) {
        reinti_csv_close(&e.table[i].csv);
        reinti_map_free(e.table[i].link);
        if (e.table[i].is_flat && !e.table[i].borrows)
            reinti_flat_free(&e.table[i].flat);
    }
    for (size_t i = 0; i < e.n_files; i++)
        reinti_bytes_free(&e.file[i]);
    free(folder);
    reinti_xlsform_free(&e.form);
    return status;
}
