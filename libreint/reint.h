/* reint.h -- the one header that users of libreint include.
 *
 * libreint is the toolkit of a longitudinal study of how trafficked people fare after they come home.
 * This header gathers the public header of each room of the library, in the order in which data pass:
 * a study is opened, files are read into it, persons are classified, tables are counted and written.
 *
 * Conventions that hold for every function
 *   - a function that can fail answers a reint_status; reint_error (may be NULL) says more;
 *   - what is handed out by _open, _create or _read is owned by the caller and given back to _free
 *     (NULL is fine); strings inside live as long as the object they came from;
 *   - on failure outputs are untouched or NULL;
 *   - nothing prints, exits or keeps global state; distinct handles may be used from distinct threads;
 *   - an undefined statistic is NaN with a reason, never 0; silence in the data is never "no". */
#ifndef REINT_H
#define REINT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "assess/assess.h"
#include "base/error.h"
#include "codebook/codebook.h"
#include "codebook/diff.h"
#include "follow/follow.h"
#include "ingest/consent.h"
#include "ingest/correct.h"
#include "ingest/export.h"
#include "ingest/ingest.h"
#include "ingest/status.h"
#include "run/codebook_work.h"
#include "run/run.h"
#include "stats/stats.h"
#include "study/study.h"
#include "table/table.h"
#include "write/export.h"
#include "write/write.h"
#include "xlsform/convert.h"

#endif
