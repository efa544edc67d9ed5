/* status.c -- what a study holds so far: records of every form, by wave where it has one, and rows that wait
 * for correction. */
#include <config.h>

#include "ingest/status.h"

#include <stdlib.h>

#include "codebook/model.h"
#include "study/store.h"

static int
add_up(const char *reason, int64_t n, void *user)
{
    (void)reason;
    *(int64_t *)user += n;
    return 0;
}

static reint_status
count_form(reint_study *study, size_t f, int64_t *by_wave, reint_form_status *out, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(study);
    const reinti_layout *layout = reinti_store_layout(study, f);
    const int64_t *key;
    size_t n;
    reint_status status = reinti_store_keys(study, f, &key, &n, err);

    if (status)
        return status;
    out->records = (int64_t)n;
    if (cb->form[f].wave != REINTI_NONE) {
        out->n_waves = cb->n_waves;
        out->by_wave = by_wave;
        for (size_t w = 0; w < cb->n_waves; w++)
            by_wave[w] = 0;
        for (size_t i = 0; i < n; i++) {
            size_t w = reinti_store_code_of(study, cb->wave_list,
                                            reinti_store_key_part(layout, key[i], cb->form[f].wave));
            if (w < cb->n_waves)
                by_wave[w]++;
        }
    }
    return reinti_store_reject_counts(study, f, add_up, &out->rejected, err);
}

reint_status
reint_study_status(reint_study *study, const char *language,
                   int (*fn)(const reint_form_status *status, void *user), void *user, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(study);
    int64_t *by_wave = malloc((cb->n_waves + 1) * sizeof *by_wave);
    const char **wave = malloc((cb->n_waves + 1) * sizeof *wave);
    reint_status status = by_wave && wave ? REINT_OK : reinti_no_memory(err);

    if (!language && cb->n_languages)
        language = cb->language[0];
    for (size_t w = 0; w < cb->n_waves && !status; w++)
        wave[w] = cb->wave[w].id;
    for (size_t f = 0; f < cb->n_forms && !status; f++) {
        reint_form_status one = { .form = cb->form[f].name,
                                  .label = reinti_text_or(reinti_label_text(&cb->form[f].label, language),
                                                          cb->form[f].name),
                                  .wave = wave };
        status = count_form(study, f, by_wave, &one, err);
        if (!status && fn(&one, user))
            break;
    }
    free(by_wave);
    free(wave);
    return status;
}
