/* export.h -- exports of KoboToolbox, ODK Central and Ona.  Public, installed as reint/ingest/export.h. */
#ifndef REINT_INGEST_EXPORT_H
#define REINT_INGEST_EXPORT_H

#include "ingest/ingest.h"
#include "xlsform/convert.h"

/* Reads the exports PATH[0..N), CSV files or workbooks, of the form FORM (XLSForm, .xlsx) into a study whose codebook
 * was made from it with the same options (reint_xlsform_codebook), or of whose codebook it was made
 * (reint_codebook_write_xlsform): repeats are forms of the codebook by their names, groups NAME_form too, and keys are
 * put together as the codebook says, of answers, of the key of the record above, or of the number within it.  A
 * question that the codebook has not is told and left out.  Columns are found by name, by path ("group/name",
 * "group-name") or by label in any language; answers by name or label.  A question with several answers may be one
 * column, one a choice, or both: an empty summary, or no summary and no choice marked, is no answer and never "none".
 * A repeat is a sheet or file of its own; its records are numbered within their parents, which are found by
 * _parent_index or PARENT_KEY and must be among the same paths.  What stands beside the answers (times, devices,
 * places) is left out; columns that no question has are told.  Every record goes through the checks of
 * reint_ingest_file, and what is said of one names the export's own sheet, row and column.
 *
 * ING of OPTIONS: progress, who, dry_run, strict, correct; FN is told each part.  Answers as reint_ingest_each does;
 * INPUT also for labels that cannot be told apart, and for repeats in columns ("child[2]/age") whose heads do
 * not spell the whole path of a question; those that do are taken apart, a record a number with any answer. */
reint_status reint_ingest_export(reint_study *study, const char *form, const char *const *path, size_t n,
                                 const reint_xlsform_options *options, const reint_ingest_options *ingest,
                                 reint_part_fn fn, void *user, reint_findings *findings, reint_error *err);

#endif
