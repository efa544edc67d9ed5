/* pipeline.c -- reading and decoding on a thread of its own, beside the insertion.
 *
 * A few blocks of rows go round: the reader fills free ones, the caller takes full ones in the order of the
 * file.  So memory is bounded whatever the size of the file, and the slower side (the insertion) never waits.
 * Where no thread can be had, blocks are filled when they are asked for. */
#include <config.h>

#include "ingest/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { N_BLOCKS = 4, BLOCK_SLOTS = 64 << 10, BLOCK_ROWS_LEAST = 256, BLOCK_ROWS_MOST = 4096 };

struct reinti_pipeline {
    reinti_csv *csv;
    reinti_decoding *decoding;
    reinti_remarks *remarks;
    int64_t batch;
    reinti_rows block[N_BLOCKS];

    pthread_t thread;
    bool threaded, locks;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* under the mutex: blocks are filled and taken in turn */
    size_t n_filled, n_taken, n_returned;
    bool ended, stopped;
    reint_status status;
    reint_error err;
};

/* Rows of a block: so many that it stays in the cache of the processor, however wide the form is. */
static size_t
block_rows(const reinti_layout *layout)
{
    size_t n = BLOCK_SLOTS / (layout->n_slots + 4);

    return n < BLOCK_ROWS_LEAST ? BLOCK_ROWS_LEAST : n > BLOCK_ROWS_MOST ? BLOCK_ROWS_MOST : n;
}

/* True when there may be more. */
static bool
fill(reinti_pipeline *p, reinti_rows *rows, reint_status *status, reint_error *err)
{
    reinti_csv_result result = REINTI_CSV_RECORD;

    reinti_rows_clear(rows);
    while (rows->n < rows->capacity && rows->n_read < 4 * rows->capacity) {
        result = reinti_csv_next(p->csv, err);
        if (result != REINTI_CSV_RECORD)
            break;
        if (reinti_decode_is_unfilled(p->decoding, p->csv)) {
            if (!p->decoding->n_unfilled++)
                p->decoding->first_unfilled = reinti_csv_line(p->csv);
            continue;
        }
        rows->n_read++;
        if (reinti_decode_row(p->decoding, p->csv, rows))
            rows->source[rows->n - 1] =
                (int64_t)((uint64_t)p->batch << 32 | (uint32_t)reinti_csv_line(p->csv));
        else if (!p->decoding->no_memory)
            reinti_remark_faults(p->remarks, p->decoding, p->csv);
        if (p->decoding->no_memory || p->remarks->failed) {
            *status = reinti_no_memory(err);
            return false;
        }
    }
    rows->bytes_read = (size_t)(p->csv->next - p->csv->data);
    if (result == REINTI_CSV_FAILED)
        *status = err->status;
    return result == REINTI_CSV_RECORD;
}

static void *
read_blocks(void *user)
{
    reinti_pipeline *p = user;
    bool more = true;

    pthread_mutex_lock(&p->mutex);
    while (more) {
        reint_status status = REINT_OK;
        reint_error err = { .status = REINT_OK };
        while (!p->stopped && p->n_filled - p->n_returned == N_BLOCKS)
            pthread_cond_wait(&p->changed, &p->mutex);
        if (p->stopped)
            break;
        pthread_mutex_unlock(&p->mutex);
        more = fill(p, &p->block[p->n_filled % N_BLOCKS], &status, &err);
        pthread_mutex_lock(&p->mutex);
        p->n_filled++;
        p->status = status;
        p->err = err;
        p->ended = !more;
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

static bool
start(reinti_pipeline *p)
{
    if (pthread_mutex_init(&p->mutex, NULL))
        return false;
    if (pthread_cond_init(&p->changed, NULL)) {
        pthread_mutex_destroy(&p->mutex);
        return false;
    }
    p->locks = true;
    return !pthread_create(&p->thread, NULL, read_blocks, p);
}

reint_status
reinti_pipeline_create(reinti_csv *csv, reinti_decoding *decoding, reinti_remarks *remarks, int64_t batch,
                       reinti_pipeline **out, reint_error *err)
{
    reinti_pipeline *p = calloc(1, sizeof *p);

    *out = NULL;
    if (!p)
        return reinti_no_memory(err);
    p->csv = csv;
    p->decoding = decoding;
    p->remarks = remarks;
    p->batch = batch;
    for (size_t i = 0; i < N_BLOCKS; i++)
        if (!reinti_rows_create(&p->block[i], decoding->layout, block_rows(decoding->layout))) {
            reinti_pipeline_free(p);
            return reinti_no_memory(err);
        }
    p->threaded = start(p);
    *out = p;
    return REINT_OK;
}

static reint_status
next_without_thread(reinti_pipeline *p, reinti_rows **rows, reint_error *err)
{
    if (p->ended)
        return REINT_OK;
    p->ended = !fill(p, &p->block[0], &p->status, &p->err);
    *rows = p->status ? NULL : &p->block[0];
    if (p->status && err)
        *err = p->err;
    return p->status;
}

reint_status
reinti_pipeline_next(reinti_pipeline *p, reinti_rows **rows, reint_error *err)
{
    reint_status status = REINT_OK;

    *rows = NULL;
    if (!p->threaded)
        return next_without_thread(p, rows, err);
    pthread_mutex_lock(&p->mutex);
    if (p->n_returned < p->n_taken) {
        p->n_returned = p->n_taken;
        pthread_cond_broadcast(&p->changed);
    }
    while (p->n_taken == p->n_filled && !p->ended)
        pthread_cond_wait(&p->changed, &p->mutex);
    if (p->ended && p->status) {
        status = p->status;
        if (err)
            *err = p->err;
    } else if (p->n_taken < p->n_filled) {
        *rows = &p->block[p->n_taken++ % N_BLOCKS];
    }
    pthread_mutex_unlock(&p->mutex);
    return status;
}

void
reinti_pipeline_free(reinti_pipeline *p)
{
    if (!p)
        return;
    if (p->threaded) {
        pthread_mutex_lock(&p->mutex);
        p->stopped = true;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->mutex);
        pthread_join(p->thread, NULL);
    }
    if (p->locks) {
        pthread_mutex_destroy(&p->mutex);
        pthread_cond_destroy(&p->changed);
    }
    for (size_t i = 0; i < N_BLOCKS; i++)
        reinti_rows_free(&p->block[i]);
    free(p);
}
