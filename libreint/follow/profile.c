/* profile.c -- one person over time, in lines: interviews and contacts by date, class and domains at each wave.
 *
 * Nothing of a text variable is shown.  What is missing is said to be so.  Whoever is not in the base is not found. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

typedef struct event {
    int32_t low, high;
    size_t order; /* waves before contacts on one day */
    const char *what, *more;
} event;

static const char *
say(const char *language, const char *en, const char *id)
{
    return language && !strcmp(language, "id") ? id : en;
}

static const char *
label_of(const reinti_label *label, const char *language, const char *otherwise)
{
    const char *text = reinti_label_text(label, language);
    return text ? text : otherwise;
}

static int
by_date(const void *a, const void *b)
{
    const event *x = a, *y = b;
    int32_t p = x->low == REINTI_OPEN_LOW ? INT32_MAX : x->low,
            q = y->low == REINTI_OPEN_LOW ? INT32_MAX : y->low;

    return p != q ? (p < q ? -1 : 1) : x->order != y->order ? (x->order < y->order ? -1 : 1) : 0;
}

static const char *
category_label(const reinti_column *c, size_t row, const char *language)
{
    size_t k = reinti_column_category(c, row);
    const reinti_category *category = &c->category[k];

    if (k + 1 == c->n_categories)
        return say(language, "no record", "tidak ada catatan");
    return label_of(&category->label, language, category->code);
}

/* ---- time line ------------------------------------------------------------------------------------------ */

static size_t
list_interviews(const reint_follow *f, size_t person, const char *language, event *out)
{
    size_t n = 0;

    for (size_t w = 0; w < f->n_waves; w++) {
        size_t i = person * f->n_waves + w;
        const reinti_wave *wave = &f->cb->wave[f->wave[w]];
        if (f->row[i] == REINTI_NO_RECORD)
            continue;
        out[n] = (event){ f->low[i], f->high[i], n, label_of(&wave->label, language, wave->id),
                          f->result ? category_label(f->result, f->row[i], language) : NULL };
        n++;
    }
    return n;
}

static size_t
list_contacts(const reint_follow *f, const reinti_contacts *c, size_t person, const char *language, size_t n,
              event *out)
{
    for (size_t r = 0, rows = c->frame ? reinti_frame_n(c->frame) : 0; r < rows; r++)
        if (c->person[r] == f->person[person]) {
            out[n] = (event){ c->date->low[r], c->date->high[r], n, say(language, "Contact", "Kontak"),
                              c->kind ? category_label(c->kind, r, language) : NULL };
            n++;
        }
    return n;
}

static reint_status
write_timeline(reint_follow *f, size_t person, const char *language, reinti_str *out, reint_error *err)
{
    reinti_contacts contacts;
    reint_status status = reinti_follow_contacts(f, &contacts, err);
    size_t room = f->n_waves + 1, n;

    if (status)
        return status;
    room += contacts.frame ? reinti_frame_n(contacts.frame) : 0;
    event *e = malloc(room * sizeof *e);
    if (!e)
        return reinti_no_memory(err);
    n = list_contacts(f, &contacts, person, language, list_interviews(f, person, language, e), e);
    qsort(e, n, sizeof *e, by_date);
    for (size_t i = 0; i < n; i++) {
        reinti_str date = REINTI_STR_EMPTY;
        reinti_format_date(&date, (reinti_interval){ e[i].low, e[i].high });
        reinti_str_format(out, "  %-12s %s%s%s\n",
                          date.length ? date.text : say(language, "(no date)", "(tanpa tanggal)"), e[i].what,
                          e[i].more ? ": " : "", e[i].more ? e[i].more : "");
        out->failed = out->failed || date.failed;
        reinti_str_free(&date);
    }
    free(e);
    return REINT_OK;
}

/* ---- states --------------------------------------------------------------------------------------------- */

/* "Under-assisted → Other assisted": the column at each wave of the analysis. */
static void
write_column(const reint_follow *f, size_t person, const reinti_column *c, const char *name,
             const char *language, reinti_str *out)
{
    reinti_str_format(out, "  %s: ", label_of(&c->label, language, name));
    for (size_t w = 0; w < f->n_waves; w++) {
        size_t i = person * f->n_waves + w;
        reinti_str_add(out, w ? " → " : "");
        if (f->presence[i] != REINTI_SEEN) {
            reinti_str_add(out, say(language, "not interviewed", "tidak diwawancarai"));
            continue;
        }
        if (c->kind == REINTI_COLUMN_NUMBER && reinti_column_category(c, f->row[i]) < c->n_valid)
            reinti_format_shortest(out, c->number[f->row[i]]);
        else if (c->kind == REINTI_COLUMN_NUMBER)
            reinti_str_add(out, say(language, "no score", "tidak ada skor"));
        else
            reinti_str_add(out, category_label(c, f->row[i], language));
    }
    reinti_str_add_char(out, '\n');
}

static reint_status
write_states(reint_follow *f, size_t person, const char *language, reinti_str *out, reint_error *err)
{
    const reinti_column *c = NULL;
    reinti_pack **pack = NULL;
    size_t n = 0;

    if (f->cb->default_ruleset && !reinti_frame_column(f->records, "class", &c, NULL))
        write_column(f, person, c, "class", language, out);
    reint_status status = reinti_packs_open(f->cb, f->arena, &pack, &n, err);
    for (size_t p = 0; !status && p < n; p++)
        for (size_t d = 0; d < pack[p]->n_domains; d++)
            if (!reinti_frame_column(f->records, pack[p]->domain[d].id, &c, NULL))
                write_column(f, person, c, pack[p]->domain[d].id, language, out);
    return status;
}

reint_status
reinti_follow_find(reint_follow *f, const char *key, size_t *out, reint_error *err)
{
    int64_t id = reinti_store_person(reinti_frames_study(f->frames), key, strlen(key));

    *out = 0;
    while (id > 0 && *out < f->n && f->person[*out] != (uint32_t)id)
        ++*out;
    if (id > 0 && *out < f->n)
        return REINT_OK;
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                       "no respondent of this base has the key given; the base can be widened (everybody)");
}

reint_status
reint_follow_person(reint_follow *f, const char *key, const char *language, char **text, reint_error *err)
{
    reinti_str out = REINTI_STR_EMPTY;
    size_t i;

    *text = NULL;
    reint_status status = reinti_follow_find(f, key, &i, err);
    if (status)
        return status;
    if (!language && f->cb->n_languages)
        language = f->cb->language[0];
    reinti_str_format(&out, "%s\n", reinti_store_person_key(reinti_frames_study(f->frames), f->person[i]));
    status = write_timeline(f, i, language, &out, err);
    if (!status)
        status = write_states(f, i, language, &out, err);
    if (!status && out.failed)
        status = reinti_no_memory(err);
    if (status)
        reinti_str_free(&out);
    else
        *text = out.text;
    return status;
}
