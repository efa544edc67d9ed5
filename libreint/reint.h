/* reint.h -- the one header that users of libreint include.
 *
 * libreint is the toolkit of a longitudinal study of how trafficked people fare after they come home.
 * This header gathers the public header of each room of the library, in the order in which data pass:
 * a study is opened, files are read into it, persons are classified, tables are counted and written.
 *
 * Where to look
 *   codebook/   open a codebook, compare two          study/    make and open the study file, batches, history
 *   ingest/     read files, correct, export, status   assess/   classes, explanations, questions, domains
 *   follow/     people over time                      table/    cross-tables and reports; write/ puts them into files
 *   run/        a whole job, checks                   stats/    statistics on plain arrays, without any study
 *   base/       status codes, errors, findings, the version
 *
 * Conventions that hold for every function
 *   - a function that can fail answers a reint_status: OK, or NO_MEMORY, or what its comment says.  reint_error (may
 *     be NULL) then says where and what, in words for a researcher;
 *   - what is handed out by _open, _create or _read is owned by the caller and given back to _free (NULL is fine);
 *     strings inside live as long as the object they came from.  A text that is malloc'ed says so: free() it;
 *   - strings going in are UTF-8 and copied if they are kept;
 *   - structs that callers fill begin with `size`: sizeof of the struct, so that later versions can add members;
 *   - on failure outputs are untouched or NULL;
 *   - nothing prints, exits or keeps global state.  Distinct handles may be used from distinct threads, one handle by
 *     one thread at a time; a second writer of one study file is refused (STUDY);
 *   - an undefined statistic is NaN with a reason, never 0; silence in the data is never "no";
 *   - indices run from 0; an index beyond its _n is the caller's error and not checked.
 *
 * Only this header is supported: the others are for internal order.  In C++ include this one, too. */
#ifndef REINT_H
#define REINT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "assess/assess.h"
#include "base/error.h"
#include "base/version.h"
#include "codebook/codebook.h"
#include "codebook/diff.h"
#include "follow/follow.h"
#include "ingest/consent.h"
#include "ingest/correct.h"
#include "ingest/export.h"
#include "ingest/ingest.h"
#include "ingest/name_list.h"
#include "ingest/recheck.h"
#include "ingest/status.h"
#include "run/codebook_work.h"
#include "run/run.h"
#include "stats/stats.h"
#include "study/study.h"
#include "table/table.h"
#include "write/export.h"
#include "write/write.h"
#include "xlsform/convert.h"

#ifdef __cplusplus
}
#endif

#endif
