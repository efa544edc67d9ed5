/* name_list.h -- the team's own list of names, beside a study that knows nobody's name.  Public, installed as
 * reint/ingest/name_list.h. */
#ifndef REINT_INGEST_NAME_LIST_H
#define REINT_INGEST_NAME_LIST_H

#include "codebook/codebook.h"

/* Names by pseudonymous id, for sheets that only whoever interviews sees.  A study never reads them. */
typedef struct reint_name_list reint_name_list;

/* The CSV file PATH, with a header: the column named like the codebook's variable of persons has the ids (else the first
 * one), the one that is called name or nama the names (else the next one).  *OUT NULL unless OK; to be freed with
 * reint_name_list_free.  No name stands in any message.  INPUT: it cannot be read as CSV, or has one column only. */
reint_status reint_name_list_open(const reint_codebook *cb, const char *path, reint_name_list **out,
                                  reint_error *err);
void reint_name_list_free(reint_name_list *list);
/* NULL: the list does not have this id. */
const char *reint_name_list_find(const reint_name_list *list, const char *id);
/* INPUT, with advice: what to answer where the list has none of the ids that were looked for. */
reint_status reint_name_list_knows_nobody(const reint_name_list *list, reint_error *err);

#endif
