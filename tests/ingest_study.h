/* ingest_study.h -- what the tests of ingest/ share: a study in a temporary folder, files given as text. */
#ifndef REINT_INGEST_STUDY_H
#define REINT_INGEST_STUDY_H

#include <sqlite3.h>
#include <unistd.h>

#include "codebook/model.h"
#include "ingest/ingest.h"
#include "study/store.h"

typedef struct test_study {
    char folder[64], path[96], cache[112];
    reint_codebook *cb;
    reint_study *study;
    reint_findings *findings; /* of the last file */
    reint_error err;
    reint_batch batch;
} test_study;

static inline test_study *
test_study_create(const char *codebook)
{
    test_study *t = calloc(1, sizeof *t);
    reinti_codebook_file file = { "test.yaml", "codebook", codebook, strlen(codebook) };
    reint_findings *f = reint_findings_create();

    strcpy(t->folder, "/tmp/reint-ingest-XXXXXX");
    if (!mkdtemp(t->folder))
        return NULL;
    snprintf(t->path, sizeof t->path, "%s/s.reint", t->folder);
    snprintf(t->cache, sizeof t->cache, "%s-cache", t->path);
    if (reinti_codebook_parse(&file, 1, &t->cb, f, &t->err) ||
        reint_study_create(t->path, t->cb, &t->study, &t->err)) {
        fprintf(stderr, "%s:%ld: %s\n", t->err.file, t->err.line, t->err.text);
        return NULL;
    }
    reint_findings_free(f);
    return t;
}

static inline void
test_study_free(test_study *t)
{
    reint_study_free(t->study);
    reint_codebook_free(t->cb);
    reint_findings_free(t->findings);
    unlink(t->cache);
    unlink(t->path);
    rmdir(t->folder);
    free(t);
}

/* read = accepted + changed + unchanged + rejected, whatever happened. */
static inline void
check_sum(const reint_batch *b)
{
    assert_int_equal(b->read, b->accepted + b->changed + b->unchanged + b->rejected);
}

static inline reint_status
test_ingest_n(test_study *t, const char *name, const char *text, size_t n,
              const reint_ingest_options *options)
{
    reint_status status;

    reint_findings_free(t->findings);
    t->findings = reint_findings_create();
    status = reint_ingest_memory(t->study, name, text, n, options, &t->batch, t->findings, &t->err);
    check_sum(&t->batch);
    return status;
}

static inline reint_status
test_ingest(test_study *t, const char *name, const char *text, const reint_ingest_options *options)
{
    return test_ingest_n(t, name, text, strlen(text), options);
}

/* The findings as lines "line:column code text". */
static inline char *
test_findings(const test_study *t)
{
    reinti_str out = REINTI_STR_EMPTY;

    for (size_t i = 0; i < reint_findings_count(t->findings); i++) {
        const reint_finding *f = reint_findings_get(t->findings, i);
        reinti_str_format(&out, "%ld:%ld %s %s\n", f->line, f->column, f->code, f->text);
    }
    return out.length ? out.text : strdup("");
}

static inline void
assert_findings(const test_study *t, const char *want)
{
    char *got = test_findings(t);
    if (strcmp(got, want))
        fail_msg("findings are\n%swant\n%s", got, want);
    free(got);
}

static int
test_no_row(const reint_rejected *r, void *user)
{
    (void)r;
    ++*(size_t *)user;
    return 0;
}

static inline size_t
test_n_rejected(test_study *t)
{
    size_t n = 0;
    assert_int_equal(reint_study_rejected(t->study, test_no_row, &n, NULL), REINT_OK);
    return n;
}

/* What another SQLite program sees: all rows of QUERY as "a|b/c|d". */
static inline char *
test_query(const test_study *t, const char *query)
{
    reinti_str out = REINTI_STR_EMPTY;
    sqlite3 *db;
    sqlite3_stmt *s;

    assert_int_equal(sqlite3_open_v2(t->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, query, -1, &s, NULL))
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (out.length)
            reinti_str_add_char(&out, '/');
        for (int i = 0; i < sqlite3_column_count(s); i++)
            reinti_str_format(
                &out, "%s%s", i ? "|" : "",
                sqlite3_column_type(s, i) == SQLITE_NULL ? "-" : (const char *)sqlite3_column_text(s, i));
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return out.length ? out.text : strdup("");
}

static inline void
assert_query(const test_study *t, const char *query, const char *want)
{
    char *got = test_query(t, query);
    if (strcmp(got, want))
        fail_msg("%s\ngave \"%s\", want \"%s\"", query, got, want);
    free(got);
}

#endif
