/* codebook_work.h -- work on codebooks: as a spreadsheet, as YAML, as a document, a first one from data.  Public,
 * installed as reint/run/codebook_work.h. */
#ifndef REINT_CODEBOOK_WORK_H
#define REINT_CODEBOOK_WORK_H

#include "codebook/codebook.h"
#include "study/study.h"

/* The codebook as a workbook with the sheets settings, survey, choices, waves, periods, missing and rules, which
 * reint_codebook_open reads back to the same codebook.  Rule sets, packs and entitlements stay files of their own,
 * named from the workbook's folder. */
reint_status reint_codebook_write_workbook(const reint_codebook *cb, const char *path, reint_error *err);

/* The forms FORM[0..N) of the codebook (N 0: all that are about people) as a form of KoboToolbox or ODK: an XLSForm
 * with survey, choices and settings.  A submission is a person (at a wave): the forms that are known by these alone are
 * groups, all others repeats.  reint_ingest_export takes what is collected with it back into a study of this very
 * codebook.  What a form cannot hold is a note in FINDINGS each: conditions and rules that XPath does not have, dates
 * that are known roughly, what stays in the codebook only.  ARGUMENT: no such form, or none about people. */
reint_status reint_codebook_write_xlsform(const reint_codebook *cb, const char *const *form, size_t n,
                                          const char *path, reint_findings *findings, reint_error *err);

/* The codebook as YAML: *TEXT is malloc'ed.  Codebooks that mean the same have the same text. */
reint_status reint_codebook_yaml(const reint_codebook *cb, char **text, reint_error *err);

typedef enum reint_document_format { REINT_DOCUMENT_MARKDOWN, REINT_DOCUMENT_HTML } reint_document_format;

/* The codebook as a document for people: *TEXT is malloc'ed.  With STUDY (NULL: none) it has how many records and
 * answers there are, code by code; counts of sensitive variables are left out.  LANGUAGE NULL: the codebook's first. */
reint_status reint_codebook_document(const reint_codebook *cb, reint_study *study, const char *language,
                                     reint_document_format format, char **text, reint_error *err);
/* The same as a workbook. */
reint_status reint_codebook_document_book(const reint_codebook *cb, reint_study *study, const char *language,
                                          const char *path, reint_error *err);

/* A first codebook from N files of data (.csv, or workbooks: a form a sheet): *TEXT is malloc'ed YAML that can be
 * read.  Types, code lists and keys are guessed; what should be looked at stands as comments at the top and as notes
 * in FINDINGS: likely missing codes, spellings that nearly agree, columns that seem to name people (left out). */
reint_status reint_codebook_draft(const char *const *path, size_t n, char **text, reint_findings *findings,
                                  reint_error *err);

/* The same in the file OUTPUT, "raw.yaml"; beside it a map of each file (raw-team-map.yaml) and a job (raw-job.yaml),
 * with which `reint run` takes the files in as they are.  *JOB is the path of the job, malloc'ed.  All can be read by
 * their owner only.  ARGUMENT, and nothing is written: one of the maps or the job is there already. */
reint_status reint_codebook_draft_files(const char *const *path, size_t n, const char *output, char **job,
                                        reint_findings *findings, reint_error *err);

#endif
