/* load.c -- one file of records (a CSV file, a sheet, what a map made of either) into the study.
 *
 * A file is one transaction.  What is wrong with its form (no text, unknown columns, quotes that do not
 * match) stops it and nothing is stored; what is wrong with a row rejects that row, which is kept whole with
 * its reason.  At the end read = accepted + changed + unchanged + rejected.
 *
 * The same bytes again, under the same name: nothing is read, unless rows of them were rejected; then they
 * are read once more, since what was missing (a code, a respondent) may be known by now, and what is stored
 * stays as it is, corrections by hand included.
 *
 * Threads: the caller's inserts and checks what needs the study; a second one reads and decodes (pipeline.c);
 * a third computes the checksum, which is needed at the end only. */
#include <config.h>

#include "ingest/load.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- checksum beside everything else --------------------------------------------------------------- */

typedef struct checksum {
    const reinti_source *source;
    char text[REINTI_SHA256_TEXT];
    pthread_t thread;
    bool running, known;
} checksum;

static void *
compute(void *user)
{
    checksum *c = user;
    const reinti_source *s = c->source;
    char both[2 * REINTI_SHA256_TEXT];

    reinti_sha256(s->file, s->file_size, c->text);
    if (!s->map)
        return NULL;
    /* the same file read by another map is another input */
    memcpy(both, c->text, REINTI_SHA256_TEXT);
    reinti_sha256(s->map, s->map_size, both + REINTI_SHA256_TEXT);
    reinti_sha256(both, sizeof both, c->text);
    return NULL;
}

static void
checksum_begin(checksum *c)
{
    c->running = !c->known && !pthread_create(&c->thread, NULL, compute, c);
}

static const char *
checksum_end(checksum *c)
{
    if (c->running)
        pthread_join(c->thread, NULL);
    else if (!c->known)
        compute(c);
    c->running = false;
    c->known = true;
    return c->text;
}

/* ---- the file -------------------------------------------------------------------------------------- */

/* Bytes that we made ourselves are UTF-8 with commas, whatever the user's were. */
static reint_status
open_made(reinti_load *l, reint_error *err)
{
    const reinti_source *s = l->source;
    reint_status status = reinti_csv_open(&l->csv, l->name, s->text, s->text_size, ',', err);

    l->csv.origin = s->origin;
    l->csv.line = s->origin->made ? 1 : s->origin->header_row;
    return status;
}

static reint_status
open_text(reinti_load *l, reint_error *err)
{
    char separator = l->options.separator;
    const char *data = l->source->text;
    size_t size = l->source->text_size;
    reint_status status;

    if (separator && strchr("\"\r\n", separator))
        return reinti_fail(err, REINT_ARGUMENT, l->name, 0, "a quote or line end cannot separate columns");
    status = reinti_csv_decode(l->name, l->options.encoding, &data, &size, &l->decoded, err);
    return status ? status : reinti_csv_open(&l->csv, l->name, data, size, separator, err);
}

static reint_status
read_header(reinti_load *l, reint_error *err)
{
    reint_status status = l->source->origin ? open_made(l, err) : open_text(l, err);

    if (status)
        return status;
    switch (reinti_csv_next(&l->csv, err)) {
    case REINTI_CSV_FAILED:
        return err->status;
    case REINTI_CSV_END:
        return reinti_fail(err, REINT_INPUT, l->name, 0,
                           "the file is empty; its first line must name the columns");
    default:
        l->body = l->csv.next;
        l->body_line = l->csv.line;
        return reinti_ingest_bind(l->cb, &l->csv, &l->options, &l->columns, l->findings, err);
    }
}

/* ---- was it read before? --------------------------------------------------------------------------- */

typedef struct last_batch {
    reinti_load *l;
    int64_t id;
    reint_batch counts;
} last_batch;

static int
find_counts(const reint_batch *b, void *user)
{
    last_batch *last = user;

    if (b->id != last->id)
        return 0;
    last->counts = *b;
    last->counts.imported_at = reinti_arena_text(last->l->cb->arena, b->imported_at);
    return 1;
}

/* *DONE: the file need not be read. */
static reint_status
look_back(reinti_load *l, checksum *sum, bool *done, reint_error *err)
{
    last_batch last = { .l = l };
    char *before = NULL;
    reint_status status;
    bool same;

    *done = false;
    l->mode = REINTI_LOAD_CORRECT;
    if (l->options.by_hand)
        return REINT_OK;
    status = reinti_store_batch_find(l->study, l->input, l->columns.form, &last.id, &before, err);
    same = !status && last.id && !strcmp(before, checksum_end(sum));
    l->earlier = last.id;
    free(before);
    l->mode = l->options.correct == 1 || (l->options.correct && l->earlier) ? REINTI_LOAD_CORRECT
                                                                            : REINTI_LOAD_PLAIN;
    if (!same)
        return status;
    status = reint_study_batches(l->study, find_counts, &last, err);
    if (status)
        return status;
    l->mode = REINTI_LOAD_RESUME;
    if (last.counts.rejected)
        return REINT_OK;
    *done = true;
    l->batch = last.counts;
    reinti_find(l->findings, REINT_NOTE, "unchanged_input", l->name, l->form, 0, 0,
                "the file is the one that was read before; it was not read again");
    return REINT_OK;
}

/* ---- the transaction ------------------------------------------------------------------------------- */

/* `reint entry` prepares rows for those who are due, in forms that are known by person and wave alone: until something
 * else is filled in they are no records.  In a CSV file a row of keys is one: nobody prepared it. */
static bool
is_entry_sheet(const reinti_load *l)
{
    const reinti_form *form = l->decoding.form;
    bool others = false;

    for (size_t c = 0; c < l->columns.n_columns; c++)
        others |= l->columns.variable_of[c] != REINTI_NONE && !form->variable[l->columns.variable_of[c]].key;
    return others && l->source->origin && !l->source->origin->made && form->n_key == 2 &&
           form->person != REINTI_NONE && form->wave != REINTI_NONE;
}

/* "person+wave", and whether keys may stand in messages. */
static bool
describe_key(reinti_load *l)
{
    const reinti_form *form = l->decoding.form;
    reinti_str name = REINTI_STR_EMPTY;

    for (size_t i = 0; i < form->n_key; i++)
        reinti_str_format(&name, "%s%s", i ? "+" : "", form->variable[i].name);
    l->key_may_be_shown = reinti_decode_key_shows(l->cb, form);
    l->key_name = name.failed ? NULL : reinti_arena_text(l->arena, name.text);
    reinti_str_free(&name);
    return l->key_name != NULL;
}

static reint_status
prepare(reinti_load *l, reint_error *err)
{
    reint_status status = reinti_decoding_create(l->study, l->columns.form, l->columns.variable_of,
                                                 l->columns.n_columns, &l->decoding, err);

    if (!status)
        l->decoding.passes_unfilled = is_entry_sheet(l);
    reinti_csv_view(&l->csv, &l->look);
    l->keys = reinti_map_create();
    l->held = reinti_map_create();
    if (!status && (!l->keys || !l->held || !describe_key(l)))
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_rules_create(&l->decoding, &l->rules, err);
    return status;
}

static void
add_notes(reinti_load *l)
{
    if (l->decoding.n_unfilled)
        reinti_find(
            l->findings, REINT_NOTE, "unfilled_rows", l->name, l->form, l->decoding.first_unfilled, 0,
            reinti_words_n("%zu row holds only the key and is passed over: nothing was filled in yet",
                           "%zu rows hold only the key and are passed over: nothing was filled in yet",
                           l->decoding.n_unfilled),
            l->decoding.n_unfilled);
    if (!l->batch.read)
        reinti_find(l->findings, REINT_NOTE, "no_records", l->name, l->form, 0, 0,
                    "there is a header and no record yet");
    if (l->csv.n_blank)
        reinti_find(l->findings, REINT_NOTE, "blank_lines", l->name, l->form, l->csv.blank_line, 0,
                    reinti_words_n("%zu line without text between records was left out",
                                   "%zu lines without text between records were left out", l->csv.n_blank),
                    l->csv.n_blank);
    if (l->rules)
        reinti_rules_notes(l->rules, l->name, l->findings);
    if (l->options.strict && l->batch.rejected)
        reinti_find(l->findings, REINT_NOTE, "strict", l->name, l->form, 0, 0,
                    "%lld rows are wrong: nothing of the file was stored", (long long)l->batch.rejected);
}

/* A hint where the file of respondents has still to come. */
static void
add_person_hint(reinti_load *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->remarks.n; i++)
        n += l->remarks.remark[i].code == reinti_fault_code(REINTI_FAULT_PERSON);
    if (n && l->columns.form != l->cb->person_form && l->cb->person_form != REINTI_NONE)
        reinti_find(
            l->findings, REINT_NOTE, "persons_first", l->name, l->form, 0, 0,
            reinti_words_n(
                "%zu row names a respondent who is not known; the file of the form %s comes first, in the "
                "same call or an earlier one",
                "%zu rows name a respondent who is not known; the file of the form %s comes first, in the "
                "same call or an earlier one",
                n),
            n, l->cb->form[l->cb->person_form].name);
}

/* A hint where a whole file was fed in again. */
static void
add_duplicate_hint(reinti_load *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->remarks.n; i++)
        n += l->remarks.remark[i].code == reinti_fault_code(REINTI_FAULT_DUPLICATE);
    if (n && l->earlier && l->mode == REINTI_LOAD_PLAIN)
        reinti_find(l->findings, REINT_NOTE, "replacement", l->name, l->form, 0, 0,
                    "%zu rows have keys that are known, and a file of this name was read before; if this one "
                    "replaces "
                    "it, read it as a correction",
                    n);
}

static reint_status
store_rejected(reinti_load *l, reint_error *err)
{
    reint_status status = reinti_store_settle(l->study, l->input, l->columns.form, l->batch.id, err);

    if (!status)
        status = reinti_load_settle(l, err);
    if (!status && l->batch.rejected)
        status = reinti_store_reject_header(l->study, l->batch.id, l->columns.header,
                                            l->columns.header_length, err);
    return status ? status : reinti_remarks_store(&l->remarks, l->study, l->batch.id, l->input, l->form, err);
}

static reint_status
transact(reinti_load *l, checksum *sum, reint_error *err)
{
    bool keep;
    reint_status status =
        reinti_store_batch_begin(l->study, l->input, l->columns.form, "", &l->batch.id, err);

    if (!status)
        status = reinti_load_prepare(l, err);
    if (!status)
        status = reinti_load_rows(l, (size_t)(l->csv.end - l->csv.data), err);
    if (!status)
        status = reinti_load_remove(l, err);
    if (status)
        return status;
    if (l->options.by_hand && l->batch.accepted)
        return reinti_fail(err, REINT_DATA, l->name, 0, "there is no record with this key to be corrected");
    reinti_remarks_join(&l->remarks, &l->by_decoder);
    if (l->remarks.failed)
        return reinti_no_memory(err);
    for (size_t i = 0; i < l->remarks.n; i++)
        l->batch.rejected += l->remarks.remark[i].severity == REINT_ERROR;
    reinti_remarks_find(&l->remarks, l->name, l->form, l->findings);
    keep = !l->options.dry_run && !(l->options.strict && l->batch.rejected);
    if (l->mode == REINTI_LOAD_CORRECT && l->earlier)
        status = reinti_load_find_missing(l, err);
    add_notes(l);
    add_person_hint(l);
    add_duplicate_hint(l);
    l->batch.sha256 = checksum_end(sum);
    if (!status && keep)
        status = store_rejected(l, err);
    if (!status && keep)
        status = reinti_store_batch_end(l->study, &l->batch, err);
    if (status || !keep) {
        reinti_store_rollback(l->study);
        return status;
    }
    return reinti_store_commit(l->study, err);
}

/* Of a file that is not stored since it is wrong somewhere, no row was accepted. */
static void
count_strict(reinti_load *l)
{
    l->batch.accepted = l->batch.changed = l->batch.unchanged = 0;
    l->batch.rejected = l->batch.read;
    l->batch.id = 0;
}

static reint_status
load(reinti_load *l, reint_error *err)
{
    checksum sum = { .source = l->source };
    bool done = false, transaction = false;
    reint_status status = read_header(l, err);

    if (!status) {
        l->form = l->cb->form[l->columns.form].name;
        status = look_back(l, &sum, &done, err);
    }
    if (!status && !done) {
        checksum_begin(&sum);
        status = reinti_store_begin(l->study, l->options.who, l->options.why, err);
        transaction = !status;
    }
    if (transaction)
        status = prepare(l, err);
    if (transaction && !status)
        status = transact(l, &sum, err);
    if (transaction && status)
        reinti_store_rollback(l->study);
    l->batch.sha256 = reinti_arena_text(l->cb->arena, checksum_end(&sum));
    l->batch.input = reinti_arena_text(l->cb->arena, l->input);
    l->batch.form = l->form;
    l->batch.imported_at = reinti_text_or(l->batch.imported_at, "");
    if (!status && l->options.strict && l->batch.rejected)
        count_strict(l);
    if (!status && (!l->batch.sha256 || !l->batch.input))
        status = reinti_no_memory(err);
    return status;
}

static void
give_back(reinti_load *l)
{
    reinti_rules_free(l->rules);
    reinti_rows_free(&l->file);
    reinti_decoding_free(&l->decoding);
    reinti_ingest_columns_free(&l->columns);
    reinti_csv_close(&l->csv);
    reinti_csv_close(&l->look);
    reinti_remarks_free(&l->by_decoder);
    reinti_remarks_free(&l->remarks);
    reinti_map_free(l->keys);
    reinti_map_free(l->held);
    reinti_arena_free(l->arena);
    free(l->removal);
    free(l->outcome);
    free(l->sets);
    free(l->decoded);
}

/* ---- one source ------------------------------------------------------------------------------------ */

reint_status
reinti_load_source(reint_study *study, const reinti_source *source, const reint_ingest_options *options,
                   reint_batch *batch, reint_findings *findings, reint_error *err)
{
    reinti_load l = { .study = study,
                      .cb = reint_study_codebook(study),
                      .source = source,
                      .name = source->name,
                      .input = source->input,
                      .options = *options,
                      .findings = findings };
    const char *sheet = source->origin ? source->origin->sheet : NULL;
    reint_status status;

    l.decoding.buffer = (reinti_str)REINTI_STR_EMPTY;
    l.arena = reinti_arena_create();
    reinti_findings_sheet(findings, sheet);
    status = l.arena ? load(&l, err) : reinti_no_memory(err);
    reinti_findings_sheet(findings, NULL);
    if (!status && l.batch.rejected)
        status = reinti_fail(err, REINT_DATA, source->name, 0, "%lld of %lld rows were rejected",
                             (long long)l.batch.rejected, (long long)l.batch.read);
    if (sheet && status && status != REINT_NO_MEMORY && status != REINT_STUDY)
        reinti_fail_sheet(err, sheet);
    *batch = !status || status == REINT_DATA ? l.batch : (reint_batch){ 0 };
    give_back(&l);
    return status;
}
