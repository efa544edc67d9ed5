/* job.h -- a job file, read.  Private. */
#ifndef REINTI_JOB_H
#define REINTI_JOB_H

#include "base/base.h"
#include "run/run.h"
#include "write/write.h"
#include "yaml/yaml.h"

typedef struct reinti_job_input {
    const char *file, *form, *id, *encoding, *sheet, *map; /* NULL = not said */
    long header_row;                                       /* 0 = not said */
    char separator;
    bool correct, strict;
    const char *const (*rename)[2]; /* ends with {NULL, NULL} */
    const char *const *ignore;      /* ends with NULL */
    long line;
} reinti_job_input;

typedef struct reinti_job_output {
    const char *file;
    reint_format format;
} reinti_job_output;

/* All paths are as the program can open them: relative ones were taken from the job's folder. */
typedef struct reinti_job {
    reinti_arena *arena;
    const char *study, *codebook, *plan, *language;
    reinti_label notice; /* a line for every output */
    size_t n_inputs;
    const reinti_job_input *input;
    size_t n_outputs;
    const reinti_job_output *output;
} reinti_job;

/* Problems go to FINDINGS; INPUT and an empty job if any is an error. */
reint_status reinti_job_read(const char *path, reinti_job *job, reint_findings *findings, reint_error *err);
/* The same of SIZE bytes of DATA; PATH, which is not opened, tells the folder that other paths begin in. */
reint_status reinti_job_parse(const char *path, const char *data, size_t size, reinti_job *job,
                              reint_findings *findings, reint_error *err);
void reinti_job_free(reinti_job *job);

#endif
