/* follow_timeline.c -- the time line: a row a person, the months from their first interview to each other interview and to
 * each informal contact.
 *
 * Dates that are known in part lie in their middle.  Who was never interviewed, or whose first interview has no date, has
 * a row without months.  A contact without a date is not placed, and counted in a note; so is one beyond the MOST-th of
 * a person.  Rows are people by their key: the table is never for release, and its picture has no keys. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 60 }; /* columns of contacts */

typedef struct contact {
    uint32_t person; /* of the panel */
    double day;
} contact;

typedef struct timeline {
    size_t n, most; /* contacts; of one person, MOST at most */
    contact *contact;
    size_t *first; /* [person], and one more: where the contacts of each begin */
} timeline;

static int
by_person_and_day(const void *a, const void *b)
{
    const contact *x = a, *y = b;

    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

/* Contacts in the order of persons and days. */
static void
order_contacts(reinti_grid *g, timeline *t)
{
    size_t beyond = 0;

    if (t->n)
        qsort(t->contact, t->n, sizeof *t->contact, by_person_and_day);
    for (size_t i = 0, at = 0; i <= g->f->n; i++) {
        t->first[i] = at;
        while (at < t->n && t->contact[at].person == i)
            at++;
        size_t own = at - t->first[i];
        beyond += own > MOST ? own - MOST : 0;
        t->most = own > t->most ? own : t->most;
    }
    t->most = t->most < MOST ? t->most : MOST;
    if (beyond)
        reinti_grid_note(g,
                         SAY(g, "%zu informal contacts are not placed: the first %d of a person are.",
                             "%zu kontak tidak ditempatkan: hanya %d yang pertama dari tiap orang."),
                         beyond, MOST);
}

static reint_status
read_contacts(reinti_grid *g, timeline *t, reint_error *err)
{
    size_t n_ids = 0, undated = 0;
    const uint32_t *place = NULL;
    reinti_contacts all;
    reint_status status = reinti_follow_contacts(g->f, &all, err);

    if (!status)
        status = reinti_follow_places(g->f, &place, &n_ids, err);
    if (status)
        return status;
    size_t n = all.frame ? reinti_frame_n(all.frame) : 0;
    t->contact = reinti_arena_alloc(g->arena, (n + 1) * sizeof *t->contact);
    t->first = reinti_arena_alloc(g->arena, (g->f->n + 1) * sizeof *t->first);
    if (!t->contact || !t->first)
        return reinti_no_memory(err);
    for (size_t r = 0; r < n; r++) {
        uint32_t p = all.person[r] < n_ids ? place[all.person[r]] : UINT32_MAX;
        double day = reinti_middle(all.date->low[r], all.date->high[r]);
        if (p == UINT32_MAX)
            continue;
        undated += isnan(day);
        if (!isnan(day))
            t->contact[t->n++] = (contact){ p, day };
    }
    if (undated)
        reinti_grid_note(g,
                         SAY(g, "%zu informal contacts without a date are not placed.",
                             "%zu kontak tanpa tanggal tidak ditempatkan."),
                         undated);
    order_contacts(g, t);
    return REINT_OK;
}

static double
day_of(const reint_follow *f, size_t person, size_t wave)
{
    return reinti_follow_is_seen(f, person, wave)
               ? reinti_middle(f->low[person * f->n_waves + wave], f->high[person * f->n_waves + wave])
               : (double)NAN;
}

/* Contacts of PERSON after the interview at WAVE, and before the next one. */
static size_t
contacts_after(const reint_follow *f, const timeline *t, size_t person, size_t wave)
{
    double from = day_of(f, person, wave), to = INFINITY;
    size_t n = 0;

    for (size_t w = wave + 1; w < f->n_waves; w++)
        to = fmin(to, day_of(f, person, w)); /* fmin passes what is not seen */
    for (size_t i = t->first[person]; i < t->first[person + 1]; i++)
        n += t->contact[i].day >= from && t->contact[i].day < to;
    return n;
}

static void
put_line(reinti_grid *g, const timeline *t, size_t i)
{
    const reint_follow *f = g->f;
    size_t waves = f->n_waves, own = t->first[i + 1] - t->first[i];
    double start = NAN, last = own ? t->contact[t->first[i + 1] - 1].day : (double)NAN;

    for (size_t w = 0; w < waves; w++) {
        double day = day_of(f, i, w);
        if (!reinti_follow_is_seen(f, i, w))
            continue;
        start = isnan(start) ? day : start;
        last = fmax(last, day);
        reinti_grid_number(g, 0, i, 2 * w, 0, (day - start) / REINTI_MONTH, 1);
        reinti_grid_number(g, 0, i, 2 * w + 1, 0, (double)contacts_after(f, t, i, w), 1);
    }
    for (size_t k = 0; k < own && k < t->most; k++)
        reinti_grid_number(g, 0, i, 2 * waves + k, 0,
                           (t->contact[t->first[i] + k].day - start) / REINTI_MONTH, 1);
    reinti_grid_number(g, 0, i, 2 * waves + t->most, 0, (last - start) / REINTI_MONTH, 1);
}

static void
add_columns(reinti_grid *g, const timeline *t)
{
    char code[160], label[400];

    for (size_t w = 0; w < g->f->n_waves; w++) {
        reinti_grid_column(g, reint_follow_wave_id(g->f, w), reinti_grid_wave(g, w));
        snprintf(code, sizeof code, "%s.contacts", reint_follow_wave_id(g->f, w));
        snprintf(label, sizeof label, SAY(g, "Contacts after %.180s", "Kontak setelah %.180s"),
                 reinti_grid_wave(g, w));
        reinti_grid_column(g, code, label);
    }
    for (size_t k = 1; k <= t->most; k++) {
        snprintf(code, sizeof code, "contact.%zu", k);
        snprintf(label, sizeof label, SAY(g, "Contact %zu", "Kontak %zu"), k);
        reinti_grid_column(g, code, label);
    }
    reinti_grid_column(g, "last", SAY(g, "Last seen or heard of", "Terakhir bertemu atau terdengar"));
}

/* The legend of the picture: the waves, then the contacts.  Their columns are found by code. */
static reint_status
picture_timeline(reinti_grid *g, reint_error *err)
{
    size_t n = g->f->n_waves;
    reinti_entry *mark = reinti_arena_alloc(g->arena, (n + 1) * sizeof *mark);

    if (!mark)
        return reinti_no_memory(err);
    for (size_t w = 0; w < n; w++)
        mark[w] = (reinti_entry){ .code = reinti_arena_text(g->arena, reint_follow_wave_id(g->f, w)),
                                  .label = reinti_grid_wave(g, w) };
    mark[n] = (reinti_entry){ .code = "contact", .label = SAY(g, "Informal contact", "Kontak informal") };
    for (size_t w = 0; w < n; w++)
        if (!mark[w].code)
            return reinti_no_memory(err);
    g->t->picture = (reinti_table_picture){
        .kind = "timeline",
        .title = SAY(g, "Who was seen when: a line a person", "Siapa ditemui kapan: satu garis per orang"),
        .personal = true,
        .n_states = n + 1,
        .state = mark,
        .n_waves = n,
    };
    return REINT_OK;
}

reint_status
reinti_follow_timeline(reinti_grid *g, reint_error *err)
{
    reint_follow *f = g->f;
    reint_study *study = reinti_frames_study(f->frames);
    timeline t = { 0 };
    reint_status status = read_contacts(g, &t, err);

    if (status)
        return status;
    for (size_t i = 0; i < f->n; i++) {
        const char *key = reinti_text_or(reinti_store_person_key(study, f->person[i]), "");
        reinti_grid_row(g, key, key, NULL);
    }
    add_columns(g, &t);
    reinti_grid_stat(g, "months", "months", SAY(g, "months", "bulan"), REINTI_CELL_COUNT, 1);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < f->n; i++)
        put_line(g, &t, i);
    g->t->title = SAY(g, "Who was seen when: months since the first interview, and contacts in between",
                      "Siapa ditemui kapan: bulan sejak wawancara pertama, dan kontak di antaranya");
    g->t->row_title = SAY(g, "Person", "Orang");
    g->t->unit = SAY(g, "one line a person: never for release", "satu baris per orang: tidak untuk dirilis");
    return status ? status : picture_timeline(g, err);
}
