/* study.h -- the study file.  Public, installed as reint/study/study.h.
 *
 * One SQLite file (name.reint, mode 0600) holds everything: codebook, records, batches, rejected rows,
 * history. One writer at a time; a second one is told so (STUDY) after a short wait. */
#ifndef REINT_STUDY_H
#define REINT_STUDY_H

#include <stdint.h>

#include "base/error.h"
#include "codebook/codebook.h"

typedef struct reint_study reint_study;

/* Makes a new study with a copy of the codebook's files.  Refuses to overwrite (OUTPUT).  PATH NULL: in memory,
 * gone when it is freed. */
reint_status reint_study_create(const char *path, const reint_codebook *cb, reint_study **out,
                                reint_error *err);
/* WRITE 0: read only, beside any other reader or writer; what is read is one state of the file.  STUDY: no such file,
 * not a study, another program's database, a newer schema, locked, or no right to write. */
reint_status reint_study_open(const char *path, int write, reint_study **out, reint_error *err);
/* Closes the file; what was not committed is taken back.  NULL is fine. */
void reint_study_free(reint_study *study);

/* From here on nothing is kept: what is written through STUDY is seen by later calls with it, and taken back when it is
 * freed.  For trying several files on each other's top.  Other programs cannot write meanwhile. */
reint_status reint_study_rehearse(reint_study *study, reint_error *err);

/* Both live as long as the study. */
const char *reint_study_path(const reint_study *study);               /* as it was opened */
const reint_codebook *reint_study_codebook(const reint_study *study); /* the copy that is kept in the file */

/* Integrity of the file, digests of every form (changed outside reint?), dangling records, permissions: each problem
 * a finding.  DATA when one is an error.  Reads every record once. */
reint_status reint_study_check(reint_study *study, reint_findings *findings, reint_error *err);

/* A copy that stands alone, mode 0600; refuses to overwrite (OUTPUT).  A study opened for writing remembers it. */
reint_status reint_study_backup(reint_study *study, const char *path, reint_error *err);
/* Calls FN for every backup that the study remembers, with the time in UTC; stops when it answers non-zero. */
reint_status reint_study_backups(reint_study *study, int (*fn)(const char *path, const char *at, void *user),
                                 void *user, reint_error *err);

typedef struct reint_batch {
    int64_t id;
    const char *input; /* name of the file, without folder */
    const char *form;
    const char *sha256;
    int64_t read, accepted, changed, unchanged, rejected;
    const char *imported_at; /* UTC, for people; never part of a result */
    int undone;              /* it was taken back later */
} reint_batch;

/* Calls FN for every batch in the order of import; stops when it answers non-zero.  The strings of BATCH live until FN
 * returns. */
reint_status reint_study_batches(reint_study *study, int (*fn)(const reint_batch *batch, void *user),
                                 void *user, reint_error *err);

typedef struct reint_undo {
    const char *input, *form; /* of the batch; live as long as the study */
    int64_t removed;          /* records that it had brought */
    int64_t restored;         /* records that it had found there: they are as they were before */
} reint_undo;

/* Takes a batch back: its records go, those that it changed become what they were, its rejected rows go and those that
 * it settled wait again.  All of it stands in the history.  DATA, with the reasons in FINDINGS, when later batches (or
 * other programs) changed the same records, or records of other forms belong to those that would go: those come first.
 * *OUT may be NULL. */
reint_status reint_study_undo(reint_study *study, int64_t batch, const char *who, const char *why,
                              reint_undo *out, reint_findings *findings, reint_error *err);

typedef struct reint_erased {
    int64_t records;  /* taken out, of all forms */
    int64_t values;   /* of other people's records that named the person: now empty */
    int64_t rejected; /* rows */
    int64_t changes;  /* lines of the history */
} reint_erased;

/* Removes the person with KEY from everything, and writes the file anew.  WHO and WHY stay in the history.  FINDINGS
 * (may be NULL) tell what is left to be done by hand: texts in which the key stands, backups.  DATA when nothing is
 * known of such a person.  A file that brings the key back has its row rejected, and nothing of the row is kept. */
reint_status reint_study_erase(reint_study *study, const char *key, const char *who, const char *why,
                               reint_erased *out, reint_findings *findings, reint_error *err);

typedef struct reint_rejected {
    int64_t batch;
    const char *input, *form;
    long line, column;
    const char *variable;
    const char *reason; /* stable code: illegal_code, bad_date, unknown_person, duplicate_key, ... */
    const char *text;   /* the message */
    const char *header; /* the input's own header line, raw */
    const char *row;    /* the row as it stood, raw bytes of the record without its line end */
    int64_t id;         /* of this rejection in the study */
} reint_rejected;

/* Calls FN for every row that waits for correction, by batch and line; stops when it answers non-zero.  Strings live
 * until FN returns.  HEADER and ROW are what was typed: they may name people. */
reint_status reint_study_rejected(reint_study *study, int (*fn)(const reint_rejected *row, void *user),
                                  void *user, reint_error *err);

/* A stored value that was changed or removed.  KEY as in messages ("SYN-014 w2"); VARIABLE NULL: the record as a whole;
 * BEFORE, AFTER NULL: there was none; WHO, WHY as they were given, "" if not; AT in UTC. */
typedef struct reint_change {
    int64_t id;
    const char *form, *key, *variable, *before, *after, *who, *why, *at;
} reint_change;

/* Calls FN for every change, oldest first; stops when it answers non-zero.  Strings live until FN returns.  The values
 * are those of records: treat what FN is told as the study itself. */
reint_status reint_study_history(reint_study *study, int (*fn)(const reint_change *change, void *user),
                                 void *user, reint_error *err);

#endif
