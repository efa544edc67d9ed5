/* pack.h -- domain indicators as data.  Private.
 *
 * A scored pack: domain -> items -> answer -> value, a mean with a rule for unanswered items, a linear
 * transform to the scale of the domain, bands, and composites over domains.  A state pack: the state of each
 * domain as recorded (problem, success, mixed, not discussed), without any number.  Format: reint-ruleset(5).
 */
#ifndef REINTI_PACK_H
#define REINTI_PACK_H

#include "codebook/model.h"

typedef enum reinti_missing_rule {
    REINTI_REWEIGHT, /* drop_and_reweight: mean over the answered items */
    REINTI_FIXED,    /* an unanswered item counts as a fixed value */
    REINTI_NO_SCORE  /* one unanswered item: no score */
} reinti_missing_rule;

typedef struct reinti_band {
    const char *id;
    reinti_label label;
    double below; /* upper end, exclusive; the last band: infinity */
} reinti_band;

typedef struct reinti_item {
    size_t variable; /* of the pack's form */
    double weight;
    bool reversed; /* value -> low + high - value */
    bool coded;
    const double *value; /* coded: per code of its list, NaN = no answer; reversal not yet applied */
    double low, high;    /* least and greatest value */
} reinti_item;

typedef struct reinti_domain {
    const char *id; /* name of its column */
    reinti_label label, note;
    size_t n_items;
    reinti_item *item;
    size_t minimum; /* answered items needed */
    size_t code;    /* state packs: code of the domain list */
    long line;
} reinti_domain;

typedef struct reinti_composite {
    const char *id;
    reinti_label label;
    size_t n_domains;
    const size_t *domain;
    const double *weight;
    size_t minimum; /* domains with a score needed */
    long line;
} reinti_composite;

typedef struct reinti_pack {
    const char *id, *version, *citation, *perspective, *verification;
    reinti_label title, note;
    bool invented; /* an example, not an instrument of anybody */
    bool higher_is_better;
    bool states; /* a state pack */
    size_t form;
    /* scored */
    reinti_missing_rule missing_rule;
    double missing_value;
    double subtract, times; /* score = (mean - subtract) * times */
    size_t n_bands;
    const reinti_band *band;
    size_t n_composites;
    reinti_composite *composite;
    /* states: variables of the form; STATE's list is the column's categories */
    size_t domain_variable, state_variable, stage_variable;
    const int8_t *rank; /* per code of the state list: higher is better; INT8_MIN = cannot be compared */

    size_t n_domains;
    reinti_domain *domain;
    char digest[REINTI_SHA256_TEXT];
    const char *file;
} reinti_pack;

reint_status reinti_pack_parse(const reint_codebook *cb, const reinti_codebook_file *file,
                               reinti_arena *arena, reinti_pack **out, reint_findings *findings,
                               reint_error *err);
/* All packs of CB, in its order. */
reint_status reinti_packs_open(const reint_codebook *cb, reinti_arena *arena, reinti_pack ***out, size_t *n,
                               reint_error *err);

#endif
