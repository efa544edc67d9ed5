/* load_rows.c -- the rows of a file into their form, block by block, while the next blocks are read.
 *
 * Order of reasons: what the decoder found never comes here; routing comes before the key is looked at; a
 * duplicate key before cross-field rules.  So a row that a rule rejects is inserted all the same where it is
 * not known whether its key is there already, and taken back at the end: until then it holds its key against
 * later rows. */
#include <config.h>

#include "ingest/load.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/pipeline.h"

enum { MISSING_LISTED = 20 };

/* ---- keys ------------------------------------------------------------------------------------------ */

/* Text components of keys become ids where SQL may run. */
static reint_status
resolve_words(reinti_load *l, reinti_rows *rows, size_t from, reint_error *err)
{
    for (size_t row = from; row < rows->n; row++)
        for (size_t w = 0; w < rows->n_words; w++) {
            uint32_t text = rows->word[row * rows->n_words + w];
            const reinti_decoder *v = &l->decoding.decoder[rows->word_component[w]];
            int64_t id = reinti_store_word(l->study, rows->text[text], rows->text_length[text], true);
            if (id <= 0)
                return reinti_fail(err, REINT_STUDY, reint_study_path(l->study), 0,
                                   "a word of a key could not be stored");
            if (id > v->limit)
                return reinti_fail(err, REINT_STUDY, l->name, rows->origin[row].line,
                                   "%s: a key can hold %lld different texts, and there are more",
                                   v->variable->name, (long long)v->limit);
            rows->key[row] |= id << v->shift;
        }
    return REINT_OK;
}

static bool
remember_key(reinti_map *keys, int64_t key, bool *added)
{
    return reinti_map_put(keys, (const char *)&key, sizeof key, 0, added) >= 0;
}

struct known {
    const reinti_load *l;
    int64_t key;
};

static void
tell_known(reinti_str *out, const void *about)
{
    const struct known *k = about;

    reinti_str_add(out, reinti_words("there is already a record with this key"));
    if (k->l->key_may_be_shown) {
        reinti_str_add(out, ": ");
        reinti_store_key_text(k->l->study, k->l->columns.form, k->key, out);
    }
}

static void
reject_duplicate(reinti_load *l, const reinti_rows *rows, size_t row)
{
    reinti_remark m = { .severity = REINT_ERROR,
                        .reason = reinti_fault_reason(REINTI_FAULT_DUPLICATE),
                        .code = reinti_fault_code(REINTI_FAULT_DUPLICATE),
                        .variable = l->key_name };
    const reinti_csv_field *person;
    struct known about = { l, rows->key[row] };

    if (reinti_csv_seek(&l->look, rows->origin[row].record, rows->origin[row].line, NULL) !=
        REINTI_CSV_RECORD) {
        l->remarks.failed = true;
        return;
    }
    m.record = l->look.record;
    m.length = l->look.record_length;
    m.row_line = reinti_csv_line(&l->look);
    reinti_csv_place(&l->look, l->decoding.decoder[0].column, &m.line, &m.column);
    person = reinti_decode_person_field(&l->decoding, &l->look);
    if (person)
        m.person = reinti_store_person(l->study, person->text, person->length);
    reinti_remark_add(&l->remarks, &m, tell_known, &about);
}

/* ---- before the first row -------------------------------------------------------------------------- */

/* Every well-formed key of a person form makes its person known, wherever in the file it stands and whatever
 * else is wrong with its row: records refer to persons in any order. */
static reint_status
know_person(reinti_load *l, reint_error *err)
{
    const reinti_csv_field *f = reinti_decode_person_field(&l->decoding, &l->look);

    if (f && reinti_store_is_erased(l->study, f->text, f->length))
        return REINT_OK; /* the row is rejected, since the person stays unknown */
    if (!f || reinti_store_add_person(l->study, f->text, f->length) > 0)
        return REINT_OK;
    return reinti_fail(err, REINT_STUDY, reint_study_path(l->study), 0, "a respondent could not be stored");
}

static size_t
most_rows(const reinti_csv *csv)
{
    size_t n = 1;

    for (const char *p = csv->next; p < csv->end; p++)
        n += *p == '\n' || *p == '\r';
    return n;
}

static reint_status
keep_row(reinti_load *l, reint_error *err)
{
    if (reinti_decode_is_unfilled(&l->decoding, &l->look))
        return REINT_OK;
    if (!reinti_decode_row(&l->decoding, &l->look, &l->file))
        return l->decoding.no_memory ? reinti_no_memory(err) : REINT_OK;
    return resolve_words(l, &l->file, l->file.n - 1, err);
}

reint_status
reinti_load_prepare(reinti_load *l, reint_error *err)
{
    bool persons = l->columns.form == l->cb->person_form;
    bool whole = l->rules && reinti_rules_across_waves(l->rules);
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status = reinti_store_load_erased(l->study, err);

    if (status)
        return status;
    reinti_store_person(l->study, "", 0); /* reads the dictionary, which from now on is only looked into */
    if (!persons && !whole)
        return REINT_OK;
    if (whole && !reinti_rows_create(&l->file, l->decoding.layout, most_rows(&l->csv)))
        return reinti_no_memory(err);
    for (l->look.next = l->body, l->look.line = l->body_line;
         !status && (result = reinti_csv_next(&l->look, err)) == REINTI_CSV_RECORD;) {
        if (persons)
            status = know_person(l, err);
        if (whole && !status)
            status = keep_row(l, err);
    }
    if (result == REINTI_CSV_FAILED)
        return err->status;
    if (whole && !status && !reinti_rules_set_file(l->rules, &l->file))
        return reinti_no_memory(err);
    return status;
}

/* ---- a block --------------------------------------------------------------------------------------- */

/* Rows that a rule rejects while known keys are no duplicates: they must not touch what is stored. */
static reint_status
drop_held(reinti_load *l, reinti_rows *rows, reint_error *err)
{
    bool any = false;

    for (size_t row = 0; row < rows->n; row++) {
        if (rows->state[row] == REINTI_ROW_HELD) {
            reinti_rules_remark(l->rules, rows, row, &l->look, &l->remarks);
            if (!remember_key(l->held, rows->key[row], NULL))
                return reinti_no_memory(err);
        } else if (reinti_map_find(l->held, (const char *)&rows->key[row], sizeof *rows->key) >= 0) {
            reject_duplicate(l, rows, row);
        } else {
            continue;
        }
        rows->state[row] = REINTI_ROW_DROPPED;
        any = true;
    }
    if (any)
        reinti_rows_compact(rows);
    return REINT_OK;
}

/* A key that was there: twice in this file, or from an earlier batch? */
static reint_status
take_known(reinti_load *l, const reinti_rows *rows, size_t row, reint_error *err)
{
    bool added = false;

    if (l->mode == REINTI_LOAD_RESUME && !remember_key(l->keys, rows->key[row], &added))
        return reinti_no_memory(err);
    if (added)
        l->batch.unchanged++;
    else
        reject_duplicate(l, rows, row);
    return REINT_OK;
}

static reint_status
take_accepted(reinti_load *l, const reinti_rows *rows, size_t row, reint_error *err)
{
    bool added;

    if (l->mode == REINTI_LOAD_RESUME && !remember_key(l->keys, rows->key[row], &added))
        return reinti_no_memory(err);
    if (rows->state[row] != REINTI_ROW_HELD) {
        l->batch.accepted++;
        return REINT_OK;
    }
    reinti_rules_remark(l->rules, rows, row, &l->look, &l->remarks);
    if (!reinti_grow(&l->removal, &l->removal_capacity, l->n_removals, sizeof *l->removal))
        return reinti_no_memory(err);
    l->removal[l->n_removals++] = rows->key[row];
    return REINT_OK;
}

static reint_status
count_outcomes(reinti_load *l, const reinti_rows *rows, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t row = 0; row < rows->n && !status; row++) {
        switch (l->outcome[row]) {
        case REINTI_ACCEPTED:
            status = take_accepted(l, rows, row, err);
            break;
        case REINTI_DUPLICATE:
            status = take_known(l, rows, row, err);
            break;
        case REINTI_CHANGED:
            l->batch.changed++;
            break;
        default:
            l->batch.unchanged++;
        }
    }
    return status || !l->remarks.failed ? status : reinti_no_memory(err);
}

static reint_status
insert_block(reinti_load *l, reinti_rows *rows, reint_error *err)
{
    reint_status status = resolve_words(l, rows, 0, err);
    reinti_block block;

    if (!status && l->rules)
        status = reinti_rules_check(l->rules, rows, &l->look, &l->remarks, err);
    if (!status && l->rules && l->mode != REINTI_LOAD_PLAIN)
        status = drop_held(l, rows, err);
    if (status || !rows->n)
        return status;
    block = reinti_rows_block(rows, l->sets);
    status = reinti_store_insert(l->study, l->columns.form, &block, l->mode == REINTI_LOAD_CORRECT,
                                 l->outcome, err);
    return status ? status : count_outcomes(l, rows, err);
}

static bool
go_on(reinti_load *l, size_t done, size_t size)
{
    size_t percent = size ? (size_t)(100.0 * (double)done / (double)size) : 100;

    if (!l->options.progress || (percent == l->shown && done))
        return true;
    l->shown = percent;
    return !l->options.progress(done, size, l->options.user);
}

reint_status
reinti_load_rows(reinti_load *l, size_t size, reint_error *err)
{
    reinti_pipeline *pipeline = NULL;
    reinti_rows *rows = NULL;
    reint_status status = REINT_OK;

    if (!go_on(l, 0, size))
        return reinti_fail(err, REINT_CANCELLED, l->name, 0, "%s", reint_status_text(REINT_CANCELLED));
    status = reinti_pipeline_create(&l->csv, &l->decoding, &l->by_decoder, l->batch.id, &pipeline, err);
    while (!status && !(status = reinti_pipeline_next(pipeline, &rows, err)) && rows) {
        l->batch.read += (int64_t)rows->n_read;
        if (!l->outcome) { /* all blocks have the same room */
            l->outcome = malloc(rows->capacity);
            l->sets = malloc((rows->n_sets + 1) * sizeof *l->sets);
        }
        status = l->outcome && l->sets ? insert_block(l, rows, err) : reinti_no_memory(err);
        if (!status && !go_on(l, rows->bytes_read, size))
            status = reinti_fail(err, REINT_CANCELLED, l->name, 0, "%s", reint_status_text(REINT_CANCELLED));
    }
    reinti_pipeline_free(pipeline);
    return status;
}

/* ---- after the last row ---------------------------------------------------------------------------- */

reint_status
reinti_load_remove(reinti_load *l, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; i < l->n_removals && !status; i++)
        status = reinti_store_remove(l->study, l->columns.form, l->removal[i], err);
    return status;
}

/* The row is stored by now, or rejected anew and kept as it is now: what it was before need not wait any more.  The place
 * and the reason must be those of the rejection as well, so that numbers that a spreadsheet counted on settle nothing. */
static reint_status
settle_row(reinti_load *l, reint_error *err)
{
    const reinti_ingest_columns *c = &l->columns;
    const reinti_csv_field *id = &l->look.field[c->row], *line = &l->look.field[c->line],
                           *said = &l->look.field[c->reason];
    int64_t number, place;

    if (!reinti_parse_integer(id->text, id->length, false, &number) ||
        !reinti_parse_integer(line->text, line->length, false, &place))
        return REINT_OK;
    const char *reason = reinti_arena_text_n(l->arena, said->text, said->length);
    if (!reason)
        return reinti_no_memory(err);
    return reinti_store_settle_row(l->study, c->form, number, place, reason, l->batch.id, err);
}

reint_status
reinti_load_settle(reinti_load *l, reint_error *err)
{
    const reinti_ingest_columns *c = &l->columns;
    reinti_csv_result result = REINTI_CSV_END;
    reint_status status = REINT_OK;

    if (c->row == REINTI_NONE || c->line == REINTI_NONE || c->reason == REINTI_NONE)
        return REINT_OK;
    for (l->look.next = l->body, l->look.line = l->body_line;
         !status && (result = reinti_csv_next(&l->look, err)) == REINTI_CSV_RECORD;)
        if (l->look.n_fields == c->n_columns && !reinti_decode_is_unfilled(&l->decoding, &l->look))
            status = settle_row(l, err);
    return !status && result == REINTI_CSV_FAILED ? err->status : status;
}

typedef struct batches {
    reinti_load *l;
    reinti_map *ids;
    bool failed;
} batches;

static int
collect_batch(const reint_batch *b, void *user)
{
    batches *of = user;

    if (b->id != of->l->batch.id && !strcmp(b->input, of->l->input) && !strcmp(b->form, of->l->form))
        of->failed |= reinti_map_put(of->ids, (const char *)&b->id, sizeof b->id, 0, NULL) < 0;
    return of->failed;
}

static void
find_missing_rows(reinti_load *l, const reinti_map *ids, const int64_t *key, const int64_t *source, size_t n)
{
    size_t n_missing = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t batch = source[i] >> 32;
        reinti_str text = REINTI_STR_EMPTY;
        if (reinti_map_find(ids, (const char *)&batch, sizeof batch) < 0)
            continue;
        if (n_missing++ >= MISSING_LISTED)
            continue;
        if (l->key_may_be_shown)
            reinti_store_key_text(l->study, l->columns.form, key[i], &text);
        reinti_find(l->findings, REINT_WARNING, "missing_row", l->name, l->form, 0, 0,
                    "no good row for the record %s%sfrom line %lld of an earlier file; it stays as it was",
                    text.text, text.length ? ", " : "", (long long)(source[i] & 0xFFFFFFFF));
        reinti_str_free(&text);
    }
    if (n_missing > MISSING_LISTED)
        reinti_find(l->findings, REINT_WARNING, "missing_row", l->name, l->form, 0, 0,
                    "%zu more records of earlier files are not in this one; they stay as they were",
                    n_missing - MISSING_LISTED);
}

reint_status
reinti_load_find_missing(reinti_load *l, reint_error *err)
{
    batches of = { .l = l, .ids = reinti_map_create() };
    const int64_t *key, *source;
    size_t n = 0;
    reint_status status =
        of.ids ? reint_study_batches(l->study, collect_batch, &of, err) : reinti_no_memory(err);

    if (!status && of.failed)
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_store_keys(l->study, l->columns.form, &key, &n, err);
    if (!status)
        status = reinti_store_sources(l->study, l->columns.form, &source, err);
    if (!status && n)
        find_missing_rows(l, of.ids, key, source, n);
    reinti_map_free(of.ids);
    return status;
}
