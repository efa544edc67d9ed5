/* run.h -- a whole job from its file.  Public, installed as reint/run/run.h. */
#ifndef REINT_RUN_H
#define REINT_RUN_H

#include "base/error.h"
#include "study/study.h"

/* One step of a job that was done: "people.csv: read 75 = accepted 75 + ...".  TEXT lives until it returns. */
typedef void (*reint_step_fn)(const char *text, void *user);

typedef struct reint_job_options {
    size_t size;
    int strict;         /* stop at the first input with a bad row and keep nothing of it */
    int dry_run;        /* keep nothing, write nothing */
    const char *who;    /* for the history; NULL = "" */
    reint_step_fn step; /* NULL: none */
    reint_progress_fn progress;
    void *user; /* of both */
} reint_job_options;

/* Reads the job file (codebook, study, inputs, plan, outputs), makes or opens the study, reads what changed,
 * writes the outputs.  OPTIONS and FINDINGS may be NULL.  DATA when rows were rejected, all else done; INPUT: the job,
 * its codebook, its plan or an input is wrong in form; STUDY: the study is another one's or locked; OUTPUT: an output
 * could not be written (the study stands).  Unchanged inputs are not read again. */
reint_status reint_run(const char *job, const reint_job_options *options, reint_findings *findings,
                       reint_error *err);

/* The path of the study that a job names, from the job's own folder; malloc'ed.  INPUT: no sound job. */
reint_status reint_job_study(const char *job, char **study, reint_error *err);

/* Checks PATH, recognised by its content: codebook (with its rule sets, packs and entitlements), plan, job or study.
 * Every problem is a finding; OK when none is an error, else INPUT (DATA for a study).  A part of a codebook alone is
 * refused with advice (INPUT): it has no meaning without the codebook that names it. */
reint_status reint_check(const char *path, reint_findings *findings, reint_error *err);

/* ---- a new study ------------------------------------------------------------------------------------------ */

/* The templates: name and half a sentence; NULL from the first that is none. */
const char *reint_template_name(size_t i);
const char *reint_template_summary(size_t i);

/* Makes FOLDER (0700; it may be there if it is empty) and writes into it, all 0600: codebook/, plan.yaml,
 * job.yaml and entry.xlsx, the workbook to be filled in (see reint_write_entry), in LANGUAGE (NULL: the
 * codebook's first).  ARGUMENT: no such template; OUTPUT: the folder holds something, or cannot be written. */
reint_status reint_new(const char *folder, const char *template_name, const char *language, reint_error *err);

#endif
