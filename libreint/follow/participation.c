/* participation.c -- who was seen when: flow from wave to wave, patterns, intervals, reasons.
 *
 * Lost is said of a wave: interviewed before, not at it, nor at any later wave; who comes back was missed, not
 * lost.  "Not yet due" is neither.  A date that contradicts the order of the waves makes no interval: it is
 * counted.  Consent to an interview is the latest record of purpose "interview" of a form "consent". */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

/* ---- flow ----------------------------------------------------------------------------------------------- */

static void
count_wave(const reint_follow *f, size_t w, reint_follow_wave *out)
{
    *out = (reint_follow_wave){ .wave = f->cb->wave[f->wave[w]].id };
    for (size_t i = 0; i < f->n; i++) {
        bool before = false, later = false, just = w > 0 && reinti_follow_is_seen(f, i, w - 1);
        for (size_t k = 0; k < w; k++)
            before = before || reinti_follow_is_seen(f, i, k);
        for (size_t k = w + 1; k < f->n_waves; k++)
            later = later || reinti_follow_is_seen(f, i, k);
        uint8_t now = f->presence[i * f->n_waves + w];
        if (now == REINTI_SEEN) {
            out->interviewed++;
            ++*(!before ? &out->first : just ? &out->again : &out->returned);
        } else if (now == REINTI_NOT_DUE) {
            out->not_due++;
        } else if (before) {
            out->missed++;
            out->lost += !later;
        } else {
            out->not_yet++;
        }
    }
}

/* Who consents to an interview by their latest record; SIZE_MAX where nobody has one. */
static reint_status
count_consent(reint_follow *f, size_t *out, reint_error *err)
{
    const int8_t *consents = NULL;
    reint_status status = reinti_frames_consents(f->frames, "interview", "given", &consents, err);
    size_t n = 0, known = 0;

    for (size_t i = 0; consents && i < f->n; i++) {
        n += consents[f->person[i]] == 1;
        known += consents[f->person[i]] >= 0;
    }
    *out = known ? n : SIZE_MAX;
    return status;
}

/* ---- patterns ------------------------------------------------------------------------------------------- */

static int
by_count(const void *a, const void *b)
{
    const reint_follow_pattern *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : -strcmp(x->pattern, y->pattern);
}

static reint_status
count_patterns(reint_follow *f, reint_follow_participation *out, reint_error *err)
{
    reinti_map *map = reinti_map_create();
    reint_follow_pattern *pattern = NULL;
    size_t capacity = 0, n = 0;
    reint_status status = map ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; !status && i < f->n; i++) {
        char text[65];
        bool added;
        for (size_t w = 0; w < f->n_waves; w++)
            text[w] = reinti_follow_is_seen(f, i, w) ? '1' : '0';
        text[f->n_waves] = '\0';
        int64_t at = reinti_map_put(map, text, f->n_waves, (int64_t)n, &added);
        if (at < 0 || (added && !reinti_arena_grow(f->arena, &pattern, &capacity, n, sizeof *pattern)))
            status = reinti_no_memory(err);
        else if (added)
            pattern[n++] = (reint_follow_pattern){ reinti_arena_text(f->arena, text), 1 };
        else
            pattern[at].n++;
        if (!status && !pattern[at].pattern)
            status = reinti_no_memory(err);
    }
    reinti_map_free(map);
    if (!status && n)
        qsort(pattern, n, sizeof *pattern, by_count);
    out->pattern = pattern;
    out->n_patterns = n;
    return status;
}

/* ---- intervals ------------------------------------------------------------------------------------------ */

static void
summarise(double *gap, size_t n, reint_follow_interval *out)
{
    static const double points[] = { 0, 0.5, 1 };
    double q[3] = { NAN, NAN, NAN }, sum = 0;

    reint_quantiles(gap, NULL, n, 7, points, 3, q);
    for (size_t i = 0; i < n; i++)
        sum += gap[i];
    out->n = n;
    out->min = q[0];
    out->median = q[1];
    out->max = q[2];
    out->mean = n ? sum / (double)n : NAN;
}

/* Whether B is the next wave after A at which PERSON was interviewed. */
static bool
is_next(const reint_follow *f, size_t person, size_t a, size_t b)
{
    if (!reinti_follow_is_seen(f, person, a) || !reinti_follow_is_seen(f, person, b))
        return false;
    for (size_t w = a + 1; w < b; w++)
        if (reinti_follow_is_seen(f, person, w))
            return false;
    return true;
}

static reint_status
count_intervals(reint_follow *f, reint_follow_participation *out, reint_error *err)
{
    size_t pairs = f->n_waves * (f->n_waves - 1) / 2;
    reint_follow_interval *interval = reinti_arena_alloc(f->arena, (pairs + 1) * sizeof *interval);
    double *gap = malloc((f->n + 1) * sizeof *gap);
    bool *reversed = calloc(f->n + 1, sizeof *reversed);

    out->interval = interval;
    for (size_t a = 0; interval && gap && reversed && a < f->n_waves; a++)
        for (size_t b = a + 1; b < f->n_waves; b++) {
            reint_follow_interval one = { .from = a, .to = b };
            size_t n = 0;
            for (size_t i = 0; i < f->n; i++) {
                bool back;
                if (!is_next(f, i, a, b))
                    continue;
                double months = reinti_follow_gap(f, i, a, b, &back);
                one.reversed += back;
                one.undated += !back && isnan(months);
                reversed[i] = reversed[i] || back;
                if (!back && !isnan(months))
                    gap[n++] = months;
            }
            summarise(gap, n, &one);
            if (n || one.undated || one.reversed)
                interval[out->n_intervals++] = one;
        }
    for (size_t i = 0; reversed && i < f->n; i++)
        out->reversed += reversed[i];
    bool failed = !interval || !gap || !reversed;
    free(gap);
    free(reversed);
    return failed ? reinti_no_memory(err) : REINT_OK;
}

/* Interviews that surely fall outside the window of their wave. */
static size_t
count_outside(const reint_follow *f)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        for (size_t w = 0; w < f->n_waves; w++) {
            const reinti_interval *window = &f->cb->wave[f->wave[w]].window;
            size_t at = i * f->n_waves + w;
            if (reinti_follow_is_seen(f, i, w) &&
                ((f->high[at] != REINTI_OPEN_HIGH && f->high[at] < window->low) ||
                 (f->low[at] != REINTI_OPEN_LOW && f->low[at] > window->high)))
                n++;
        }
    return n;
}

reint_status
reint_follow_participate(reint_follow *f, reint_follow_participation *out, reint_error *err)
{
    reint_follow_wave *wave = reinti_arena_alloc(f->arena, (f->n_waves + 1) * sizeof *wave);
    reint_status status = wave ? REINT_OK : reinti_no_memory(err);

    *out = (reint_follow_participation){ .approached = f->n, .n_waves = f->n_waves, .wave = wave };
    for (size_t w = 0; !status && w < f->n_waves; w++)
        count_wave(f, w, &wave[w]);
    if (!status)
        status = count_consent(f, &out->consented, err);
    if (!status)
        status = count_patterns(f, out, err);
    if (!status)
        status = count_intervals(f, out, err);
    if (!status)
        out->outside = count_outside(f);
    return status;
}

/* ---- reasons -------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_reasons(reint_follow *f, reinti_reasons *out, reint_error *err)
{
    static const char *language[] = { "en", "id" },
                      *text[] = { "No record of the wave", "Tidak ada catatan" };
    size_t known = f->result ? f->result->n_categories : 0;
    reinti_category *category = reinti_arena_alloc(f->arena, (known + 1) * sizeof *category);
    size_t *count = reinti_arena_alloc(f->arena, ((known + 1) * f->n_waves + 1) * sizeof *count);

    if (!category || !count)
        return reinti_no_memory(err);
    if (known)
        memcpy(category, f->result->category, known * sizeof *category);
    category[known] = (reinti_category){ "no_record", { 2, language, text } };
    for (size_t i = 0; i < f->n; i++)
        for (size_t w = 0; w < f->n_waves; w++) {
            uint32_t row = f->row[i * f->n_waves + w];
            if (!reinti_follow_is_seen(f, i, w))
                count[(row == REINTI_NO_RECORD || !f->result ? known
                                                             : reinti_column_category(f->result, row)) *
                          f->n_waves +
                      w]++;
        }
    *out = (reinti_reasons){ known + 1, category, count };
    return REINT_OK;
}

/* ---- contacts ------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_contacts(reint_follow *f, reinti_contacts *out, reint_error *err)
{
    size_t at = reinti_codebook_find_form(f->cb, "contact");
    const reinti_form *form = at == REINTI_NONE ? NULL : &f->cb->form[at];
    size_t date = form ? reinti_form_date(form) : REINTI_NONE;

    *out = (reinti_contacts){ 0 };
    if (!form || form->person == REINTI_NONE || form->wave != REINTI_NONE || date == REINTI_NONE)
        return REINT_OK;
    reint_status status = reinti_frames_get(f->frames, at, &out->frame, err);
    if (!status)
        status = reinti_frame_column(out->frame, form->variable[date].name, &out->date, err);
    if (!status)
        status = reinti_frame_persons(out->frame, &out->person, err);
    for (size_t v = form->n_key; !status && !out->kind && v < form->n; v++)
        if (form->variable[v].type == REINTI_CODE && !form->variable[v].multiple)
            status = reinti_frame_column(out->frame, form->variable[v].name, &out->kind, err);
    return status;
}
