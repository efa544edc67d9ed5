/* follow_participation.c -- tables of who was seen when: flow, patterns, intervals, losses. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- flow ----------------------------------------------------------------------------------------------- */

static const struct {
    const char *code, *en, *id;
    size_t offset;
    bool later; /* of nobody can it be said at the first wave */
} wave_rows[] = {
#define MEMBER(m) offsetof(reint_follow_wave, m)
    { "interviewed", "Interviewed", "Diwawancarai", MEMBER(interviewed), false },
    { "first", "... for the first time", "... pertama kali", MEMBER(first), false },
    { "again", "... also at the wave before", "... juga pada gelombang sebelumnya", MEMBER(again), true },
    { "returned", "... came back after missing a wave", "... kembali setelah terlewat", MEMBER(returned),
      true },
    { "missed", "Interviewed before, not now", "Dulu diwawancarai, kini tidak", MEMBER(missed), true },
    { "lost", "... and at no later wave", "... dan tidak lagi sesudahnya", MEMBER(lost), true },
    { "not_due", "Not yet due", "Belum waktunya", MEMBER(not_due), false },
    { "not_yet", "Not interviewed so far", "Belum pernah diwawancarai", MEMBER(not_yet), false },
#undef MEMBER
};

static size_t
member(const reint_follow_wave *w, size_t offset)
{
    size_t n;
    memcpy(&n, (const char *)w + offset, sizeof n);
    return n;
}

static void
count_and_share(reinti_grid *g)
{
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of approached", "% dari yang dihubungi"),
                     REINTI_CELL_SHARE, 0);
}

static void
note_dates(reinti_grid *g, const reint_follow_participation *p)
{
    if (p->reversed)
        reinti_grid_note(
            g,
            SAY(g,
                "%zu persons have interviews dated against the order of the waves: no interval and no "
                "movement is counted between those.",
                "%zu orang memiliki tanggal wawancara yang bertentangan dengan urutan gelombang."),
            p->reversed);
    if (p->outside)
        reinti_grid_note(g,
                         SAY(g, "%zu interviews are dated outside the window of their wave.",
                             "%zu wawancara bertanggal di luar rentang gelombangnya."),
                         p->outside);
}

/* Waves of which nobody has any record: not held yet, not entered, or not the study's. */
static void
note_empty_waves(reinti_grid *g)
{
    const reint_follow *f = g->f;

    for (size_t w = 0; w < f->n_waves; w++) {
        bool any = false;
        for (size_t i = 0; !any && i < f->n; i++)
            any = f->row[i * f->n_waves + w] != REINTI_NO_RECORD;
        if (!any && f->n)
            reinti_grid_note(
                g,
                SAY(g, "Nobody has any record of \"%s\": if it was not held yet, leave it out (waves).",
                    "Tidak ada catatan tentang \"%s\": bila belum dilaksanakan, keluarkan (waves)."),
                reinti_grid_wave(g, w));
    }
}

static void
put_flow(reinti_grid *g, size_t *row, size_t n, size_t base)
{
    reinti_grid_count(g, 0, *row, 0, 0, (double)n);
    reinti_grid_share(g, 0, *row, 0, 1, (double)n, (double)base);
    ++*row;
}

reint_status
reinti_follow_flow(reinti_grid *g, reint_error *err)
{
    reint_follow_participation p;
    const char *flow = SAY(g, "Flow", "Alur");
    bool consent;
    size_t row = 0;
    reint_status status = reint_follow_participate(g->f, &p, err);

    if (status)
        return status;
    consent = p.consented != SIZE_MAX;
    reinti_grid_row(g, "approached", SAY(g, "Approached", "Dihubungi"), flow);
    if (consent)
        reinti_grid_row(g, "consented", SAY(g, "Consented to an interview", "Setuju diwawancarai"), flow);
    for (size_t w = 0; w < p.n_waves; w++)
        reinti_grid_row(g, p.wave[w].wave, reinti_grid_wave(g, w), flow);
    for (size_t w = 0; w < p.n_waves; w++)
        for (size_t k = 0; k < REINTI_LENGTH(wave_rows); k++) {
            char code[160];
            if (!w && wave_rows[k].later)
                continue;
            snprintf(code, sizeof code, "%s.%s", p.wave[w].wave, wave_rows[k].code);
            reinti_grid_row(g, code, SAY(g, wave_rows[k].en, wave_rows[k].id), reinti_grid_wave(g, w));
        }
    reinti_grid_column(g, "persons", SAY(g, "Persons", "Orang"));
    count_and_share(g);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    put_flow(g, &row, p.approached, p.approached);
    if (consent)
        put_flow(g, &row, p.consented, p.approached);
    for (size_t w = 0; w < p.n_waves; w++)
        put_flow(g, &row, p.wave[w].interviewed, p.approached);
    for (size_t w = 0; w < p.n_waves; w++)
        for (size_t k = 0; k < REINTI_LENGTH(wave_rows); k++)
            if (w || !wave_rows[k].later)
                put_flow(g, &row, member(&p.wave[w], wave_rows[k].offset), p.approached);
    g->t->title = SAY(g, "From those approached to those interviewed at each wave",
                      "Dari yang dihubungi sampai yang diwawancarai pada tiap gelombang");
    g->t->row_title = SAY(g, "Step", "Langkah");
    g->t->chart.kind = "bar";
    g->t->picture.kind = "flow";
    note_dates(g, &p);
    note_empty_waves(g);
    if (!consent)
        reinti_grid_note(g, "%s",
                         SAY(g, "The study has no record of consent to an interview.",
                             "Studi tidak mencatat persetujuan wawancara."));
    return REINT_OK;
}

/* ---- patterns ------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_patterns(reinti_grid *g, reint_error *err)
{
    reint_follow_participation p;
    reint_status status = reint_follow_participate(g->f, &p, err);

    if (status)
        return status;
    for (size_t i = 0; i < p.n_patterns; i++)
        reinti_grid_row(g, p.pattern[i].pattern, p.pattern[i].pattern, NULL);
    reinti_grid_row(g, "total", SAY(g, "Total", "Jumlah"), NULL);
    reinti_grid_column(g, "persons", SAY(g, "Persons", "Orang"));
    count_and_share(g);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    g->t->row[p.n_patterns].total = true;
    for (size_t i = 0; i <= p.n_patterns; i++) {
        double n = i < p.n_patterns ? (double)p.pattern[i].n : (double)p.approached;
        reinti_grid_count(g, 0, i, 0, 0, n);
        reinti_grid_share(g, 0, i, 0, 1, n, (double)p.approached);
    }
    g->t->title = SAY(g, "Patterns of participation", "Pola keikutsertaan");
    g->t->row_title = SAY(g, "1 interviewed, 0 not, wave by wave", "1 diwawancarai, 0 tidak, per gelombang");
    return REINT_OK;
}

/* ---- intervals ------------------------------------------------------------------------------------------ */

static const struct {
    const char *id, *en, *indonesian;
    reinti_cell_kind kind;
} interval_stats[] = {
    { "n", "persons", "orang", REINTI_CELL_COUNT },
    { "min", "shortest", "terpendek", REINTI_CELL_STATISTIC },
    { "median", "median", "median", REINTI_CELL_STATISTIC },
    { "mean", "mean", "rata-rata", REINTI_CELL_MEAN },
    { "max", "longest", "terpanjang", REINTI_CELL_STATISTIC },
    { "undated", "no date", "tanpa tanggal", REINTI_CELL_COUNT },
    { "reversed", "dates against the order", "tanggal terbalik", REINTI_CELL_COUNT },
};

reint_status
reinti_follow_intervals(reinti_grid *g, reint_error *err)
{
    reint_follow_participation p;
    reint_status status = reint_follow_participate(g->f, &p, err);

    if (status)
        return status;
    for (size_t i = 0; i < p.n_intervals; i++) {
        const reint_follow_interval *v = &p.interval[i];
        char code[160], label[400];
        snprintf(code, sizeof code, "%s>%s", p.wave[v->from].wave, p.wave[v->to].wave);
        snprintf(label, sizeof label, "%.190s → %.190s", reinti_grid_wave(g, v->from),
                 reinti_grid_wave(g, v->to));
        reinti_grid_row(g, code, label, NULL);
    }
    reinti_grid_column(g, "months", SAY(g, "Months to the next interview", "Bulan sampai wawancara berikut"));
    for (size_t k = 0; k < REINTI_LENGTH(interval_stats); k++)
        reinti_grid_stat(g, interval_stats[k].id, interval_stats[k].id,
                         SAY(g, interval_stats[k].en, interval_stats[k].indonesian), interval_stats[k].kind,
                         1);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < p.n_intervals; i++) {
        const reint_follow_interval *v = &p.interval[i];
        double n = (double)v->n;
        reinti_grid_count(g, 0, i, 0, 0, n);
        reinti_grid_number(g, 0, i, 0, 1, v->min, n);
        reinti_grid_number(g, 0, i, 0, 2, v->median, n);
        reinti_grid_number(g, 0, i, 0, 3, v->mean, n);
        reinti_grid_number(g, 0, i, 0, 4, v->max, n);
        reinti_grid_count(g, 0, i, 0, 5, (double)v->undated);
        reinti_grid_count(g, 0, i, 0, 6, (double)v->reversed);
    }
    g->t->title = SAY(g, "From one interview to the next", "Dari satu wawancara ke wawancara berikutnya");
    g->t->row_title = SAY(g, "Interviews", "Wawancara");
    note_dates(g, &p);
    return status;
}

/* ---- losses --------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_losses(reinti_grid *g, reint_error *err)
{
    const reint_follow *f = g->f;
    reinti_reasons r;
    size_t row = 0;
    reint_status status = reinti_follow_reasons(g->f, &r, err);

    if (status)
        return status;
    bool *used = calloc(r.n + 1, sizeof *used);
    if (!used)
        return reinti_no_memory(err);
    for (size_t k = 0; k < r.n; k++) {
        for (size_t w = 0; w < f->n_waves; w++)
            used[k] = used[k] || r.count[k * f->n_waves + w];
        if (used[k])
            reinti_grid_row(g, r.category[k].code,
                            reinti_grid_label(g, &r.category[k].label, r.category[k].code), NULL);
    }
    reinti_grid_row(g, "total", SAY(g, "Not interviewed", "Tidak diwawancarai"), NULL);
    for (size_t w = 0; w < f->n_waves; w++)
        reinti_grid_column(g, f->cb->wave[f->wave[w]].id, reinti_grid_wave(g, w));
    status = reinti_grid_cells(g, err);
    if (!status)
        g->t->row[g->t->n_rows - 1].total = true;
    for (size_t w = 0; !status && w < f->n_waves; w++) {
        double total = 0;
        row = 0;
        for (size_t k = 0; k < r.n; k++) {
            double n = (double)r.count[k * f->n_waves + w];
            if (used[k])
                reinti_grid_count(g, 0, row++, w, 0, n);
            total += n;
        }
        reinti_grid_count(g, 0, row, w, 0, total);
    }
    free(used);
    g->t->title = SAY(g, "Why people were not interviewed", "Mengapa tidak diwawancarai");
    g->t->row_title = SAY(g, "Reason", "Alasan");
    g->t->column_title = SAY(g, "Wave", "Gelombang");
    return status;
}
