/* follow_paths.c -- tables of stage paths, of what ever held, of overlap, and of movement with and without the study's
 * own referral. */
#include <config.h>

#include "table/follow.h"

#include <string.h>

/* ---- paths ---------------------------------------------------------------------------------------------- */

static const char *
category_label(const reinti_grid *g, const reint_follow_paths *p, size_t k)
{
    const reinti_ruleset *r = g->f->dossier->r;

    return k < p->n_classes
               ? reinti_grid_label(g, &r->class_[k].label, r->class_[k].id)
               : reinti_grid_label(g, &r->reason[k - p->n_classes].label, r->reason[k - p->n_classes].id);
}

static void
note_view(reinti_grid *g, const reint_follow_paths *p)
{
    if (reinti_view_wave(g->f->cb, g->plan->view) == g->f->cb->n_waves)
        reinti_grid_note(g, "%s",
                         SAY(g, "As known now, whenever it was told.", "Menurut yang diketahui sekarang."));
    if (p->n_units > p->n_persons)
        reinti_grid_note(g,
                         SAY(g, "%zu persons have %zu stories: somebody was trafficked more than once.",
                             "%zu orang memiliki %zu kisah."),
                         p->n_persons, p->n_units);
}

/* Of categories that a person can be in several of. */
static void
note_categories(reinti_grid *g, const reint_follow_paths *p)
{
    note_view(g, p);
    reinti_grid_note(g, "%s",
                     SAY(g,
                         "The categories overlap: a person can be in several over time. They do not add up.",
                         "Kategori saling tumpang tindih dan tidak dapat dijumlahkan."));
    if (g->t->show_bounds)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Where a class cannot be told from what was recorded at a stage, the lowest number has "
                "only those who surely belong there, the highest whoever may.",
                "Bila kelas tidak dapat ditentukan, angka terendah memuat yang pasti, tertinggi yang "
                "mungkin."));
}

static reint_status
walk(reinti_grid *g, reint_follow_paths *p, reint_error *err)
{
    return reinti_follow_walk_by(g->f, g->plan->ruleset, reinti_view_wave(g->f->cb, g->plan->view), p, err);
}

reint_status
reinti_follow_paths_table(reinti_grid *g, reint_error *err)
{
    reint_follow_paths p;
    reint_status status = walk(g, &p, err);
    const char **label = status ? NULL : reinti_arena_alloc(g->arena, (p.n_classes + 1) * sizeof *label);
    bool open = false;

    if (status || !label)
        return status ? status : reinti_no_memory(err);
    for (size_t k = 0; k < p.n_classes; k++)
        label[k] = category_label(g, &p, k);
    for (size_t i = 0; i < p.n_paths; i++) {
        const char *text = reinti_grid_path(g, p.path[i].path, p.code, label, p.n_classes, "?");
        open = open || strchr(text, '?');
        reinti_grid_row(g, p.path[i].path, text, NULL);
    }
    status = reinti_grid_paths(g, p.path, p.n_paths, p.n_units, "stories", SAY(g, "Stories", "Kisah"), err);
    if (status)
        return status;
    g->t->title = SAY(g, "Paths: classes over the stages of a story, equal neighbours joined",
                      "Jalur: kelas sepanjang tahap, yang berurutan sama digabung");
    g->t->row_title = SAY(g, "Path", "Jalur");
    g->t->unit = SAY(g, "stories: a person and an episode", "kisah: orang dan peristiwa");
    if (open)
        reinti_grid_note(g, "%s",
                         SAY(g,
                             "?: a stage that was lived through and whose class cannot be told from what was "
                             "recorded.",
                             "?: tahap yang dilalui, tetapi kelasnya tidak dapat ditentukan."));
    note_view(g, &p);
    return REINT_OK;
}

/* ---- ever ----------------------------------------------------------------------------------------------- */

/* Reasons that nobody can have had get no row. */
static bool
is_used(const reint_follow_paths *p, size_t k)
{
    return k < p->n_classes || p->ever_high[k] > 0;
}

static void
add_categories(reinti_grid *g, const reint_follow_paths *p, bool rows)
{
    for (size_t k = 0; k < p->k; k++) {
        if (!is_used(p, k))
            continue;
        if (rows)
            reinti_grid_row(g, p->code[k], category_label(g, p, k),
                            k < p->n_classes ? SAY(g, "Class", "Kelas") : SAY(g, "Reason", "Alasan"));
        else
            reinti_grid_column(g, p->code[k], category_label(g, p, k));
    }
}

reint_status
reinti_follow_ever(reinti_grid *g, reint_error *err)
{
    reint_follow_paths p;
    reint_status status = walk(g, &p, err);

    if (status)
        return status;
    const double *const low[] = { p.ever_low, p.first_low, p.last_low, p.always_low }, *const high[] = {
        p.ever_high, p.first_high, p.last_high, p.always_high
    };
    add_categories(g, &p, true);
    reinti_grid_column(g, "ever", SAY(g, "Ever", "Pernah"));
    reinti_grid_column(g, "first", SAY(g, "At the first stage", "Pada tahap pertama"));
    reinti_grid_column(g, "last", SAY(g, "At the last stage", "Pada tahap terakhir"));
    reinti_grid_column(g, "always", SAY(g, "At every stage", "Pada setiap tahap"));
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    for (size_t k = 0, row = 0; k < p.k; k++) {
        if (!is_used(&p, k))
            continue;
        for (size_t c = 0; c < REINTI_LENGTH(low); c++)
            reinti_grid_bounds(g, 0, row, c, 0, low[c][k], low[c][k], high[c][k]);
        row++;
    }
    g->t->title =
        SAY(g, "Ever, first, last, always: the stages of a person", "Pernah, pertama, terakhir, selalu");
    g->t->row_title = "";
    g->t->base = reinti_arena_format(
        g->arena, SAY(g, "%zu of them with a class at any stage", "%zu di antaranya dengan kelas"),
        p.n_persons);
    note_categories(g, &p);
    return REINT_OK;
}

reint_status
reinti_follow_overlap(reinti_grid *g, reint_error *err)
{
    reint_follow_paths p;
    reint_status status = walk(g, &p, err);

    if (status)
        return status;
    add_categories(g, &p, true);
    add_categories(g, &p, false);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    for (size_t a = 0, row = 0; a < p.k; a++) {
        if (!is_used(&p, a))
            continue;
        for (size_t b = 0, column = 0; b < p.k; b++)
            if (is_used(&p, b))
                reinti_grid_bounds(g, 0, row, column++, 0, p.both_low[a * p.k + b], p.both_low[a * p.k + b],
                                   p.both_high[a * p.k + b]);
        row++;
    }
    g->t->title = SAY(g, "Ever one and ever the other", "Pernah yang satu dan pernah yang lain");
    g->t->row_title = g->t->column_title = "";
    g->t->base = reinti_arena_format(
        g->arena, SAY(g, "%zu of them with a class at any stage", "%zu di antaranya dengan kelas"),
        p.n_persons);
    note_categories(g, &p);
    return REINT_OK;
}

/* ---- referral ------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_referral(reinti_grid *g, reint_error *err)
{
    static const struct {
        const char *code, *en, *id;
    } groups[REINT_N_REFERRAL_GROUPS] = {
        [REINT_REFERRED] = { "with", "help reached through the study's own referral",
                             "bantuan melalui rujukan studi" },
        [REINT_NOT_REFERRED] = { "without", "no such help", "tanpa bantuan seperti itu" },
        [REINT_REFERRAL_OPEN] = { "open", "dates leave it open", "tanggal tidak memastikan" },
    };
    const reint_follow_referral how = { g->follow->referral, g->follow->receipt };
    const char *variable = g->plan->rows.n ? g->plan->rows.part[0].name[0] : "class";
    reint_follow_transitions t;
    const reinti_column *c = NULL;
    reint_status status = reint_follow_referred(g->f, variable, &how, &t, err);

    if (!status)
        status = reinti_frame_column(g->f->records, variable, &c, err);
    if (status)
        return status;
    bool open = reinti_follow_any_open(&t);
    for (size_t i = 0; i < t.n_steps; i++) {
        const reint_follow_step *s = &t.step[i];
        size_t group = i % REINT_N_REFERRAL_GROUPS;
        char code[200], label[500];
        snprintf(code, sizeof code, "%s>%s|%s", reint_follow_wave_id(g->f, s->from),
                 reint_follow_wave_id(g->f, s->to), groups[group].code);
        snprintf(label, sizeof label, "%.150s → %.150s · %s", reinti_grid_wave(g, s->from),
                 reinti_grid_wave(g, s->to), SAY(g, groups[group].en, groups[group].id));
        reinti_grid_layer(g, code, label);
    }
    reinti_follow_add_states(g, c, true, open);
    reinti_follow_add_states(g, c, false, open);
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "row_share", "row_pct", SAY(g, "% of row", "% baris"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < t.n_steps; i++)
        reinti_follow_put_step(g, i, &t.step[i], t.k, open);
    g->t->title =
        reinti_arena_format(g->arena,
                            SAY(g, "%s: movement with and without help through the study's own referral",
                                "%s: perpindahan dengan dan tanpa rujukan studi"),
                            reinti_grid_label(g, &c->label, c->name));
    g->t->row_title = SAY(g, "At the first", "Pada yang pertama");
    g->t->column_title = SAY(g, "At the second", "Pada yang kedua");
    reinti_grid_note(g, "%s",
                     SAY(g,
                         "No test is made: whom the study referred was not left to chance. It referred those "
                         "who asked, who could "
                         "be reached and for whom there was somewhere to go; they would have moved otherwise "
                         "than the rest without "
                         "any referral. The table shows what happened, not what the referral did.",
                         "Tidak diuji: siapa yang dirujuk studi tidak ditentukan secara acak, sehingga "
                         "perbedaan bukan akibat "
                         "rujukan."));
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "With: help was received through a referral after the first of the two interviews and by the "
            "second, and "
            "the study had referred for that service by then.",
            "Dengan: bantuan diterima melalui rujukan di antara kedua wawancara, setelah studi merujuk."));
    return status;
}
