/* follow_domains.c -- tables of domains over time and of what was told late. */
#include <config.h>

#include "table/follow.h"

#include <string.h>

reint_status
reinti_follow_domains_table(reinti_grid *g, reint_error *err)
{
    static const struct {
        int change; /* -1: pairs */
        const char *code, *en, *id;
    } columns[] = {
        { REINT_IMPROVED, "improved", "Improved", "Membaik" },
        { REINT_SAME, "same", "Same", "Sama" },
        { REINT_FELL_BACK, "fell_back", "Fell back", "Memburuk" },
        { REINT_NOT_COMPARED, "not_compared", "Cannot be compared", "Tidak dapat dibandingkan" },
        { -1, "total", "Recorded at both", "Tercatat pada keduanya" },
    };
    const reinti_pack *pack = NULL;
    reint_follow_domains d;
    reint_status status = reinti_follow_pack(g->f, g->follow->pack, &pack, err);

    if (!status)
        status = reint_follow_domain_changes(g->f, g->follow->pack, g->follow->steps ? g->follow->steps : 1,
                                             &d, err);
    if (status)
        return status;
    for (size_t k = 0; k < pack->n_domains; k++)
        reinti_grid_row(g, pack->domain[k].id,
                        reinti_grid_label(g, &pack->domain[k].label, pack->domain[k].id), NULL);
    for (size_t c = 0; c < REINTI_LENGTH(columns); c++)
        reinti_grid_column(g, columns[c].code, SAY(g, columns[c].en, columns[c].id));
    for (size_t i = 0; i < d.n; i += pack->n_domains) {
        char code[160], label[400];
        snprintf(code, sizeof code, "%s>%s", reint_follow_wave_id(g->f, d.item[i].from),
                 reint_follow_wave_id(g->f, d.item[i].to));
        snprintf(label, sizeof label, "%.190s → %.190s", reinti_grid_wave(g, d.item[i].from),
                 reinti_grid_wave(g, d.item[i].to));
        reinti_grid_layer(g, code, label);
    }
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "row_share", "row_pct", SAY(g, "% of row", "% baris"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    g->t->column[REINTI_LENGTH(columns) - 1].total = true;
    for (size_t i = 0; i < d.n; i++)
        for (size_t c = 0; c < REINTI_LENGTH(columns); c++) {
            const reint_follow_domain *x = &d.item[i];
            size_t layer = i / pack->n_domains, row = i % pack->n_domains;
            double low = columns[c].change < 0 ? (double)x->n : (double)x->low[columns[c].change],
                   high = columns[c].change < 0 ? (double)x->n : (double)x->high[columns[c].change];
            reinti_grid_bounds(g, layer, row, c, 0, low, low, high);
            reinti_grid_share(g, layer, row, c, 1, low, (double)x->n);
            reinti_cell *share = reinti_table_cell(g->t, layer, row, c, 1);
            if (x->n)
                share->high = high / (double)x->n;
            share->whole = columns[c].change < 0;
        }
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: who improved, stayed, fell back", "%s: siapa membaik, tetap, memburuk"),
        reinti_grid_label(g, &pack->title, pack->id));
    g->t->row_title = SAY(g, "Domain", "Bidang");
    g->t->chart.kind = "stacked100";
    g->t->picture.kind = "changes";
    g->t->chart.stat = 0;
    if (pack->invented)
        reinti_grid_note(g, "%s",
                         SAY(g, "The pack is an invented example, nobody's instrument.",
                             "Paket ini contoh rekaan, bukan instrumen siapa pun."));
    if (pack->states)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "By the order of the recorded states. A domain that was not discussed at one of the two "
                "cannot be compared; where raters disagree, whatever they leave possible is counted as "
                "\"at most\".",
                "Menurut urutan keadaan yang dicatat; bidang yang tidak dibicarakan tidak dibandingkan."));
    return REINT_OK;
}

/* ---- told late ------------------------------------------------------------------------------------------ */

static const reinti_list *
list_of(const reinti_grid *g, const char *variable)
{
    const reint_codebook *cb = g->f->cb;
    const reinti_form *form = &cb->form[reinti_codebook_find_form(cb, "told")];

    return &cb->list[form->variable[reinti_form_find(form, variable)].list];
}

static const char *
code_label(const reinti_grid *g, const reinti_list *list, const char *code)
{
    size_t k = reinti_list_find(list, code);

    return k == REINTI_NONE ? code : reinti_grid_label(g, &list->code[k].label, code);
}

static void
note_told(reinti_grid *g, const reint_follow_facts *facts)
{
    if (facts->n_others)
        reinti_grid_note(
            g,
            SAY(g, "%zu records of what others told are left out: these are the persons' own words.",
                "%zu catatan dari orang lain tidak diikutkan."),
            facts->n_others);
    reinti_grid_note(
        g, "%s",
        SAY(g, "A later yes is no new event, and an early no was no proof that nothing had happened.",
            "Pengakuan kemudian bukan kejadian baru, dan \"tidak\" di awal bukan bukti."));
}

reint_status
reinti_follow_told_table(reinti_grid *g, reint_error *err)
{
    reint_follow *f = g->f;
    reint_follow_facts facts;
    reint_status status = reint_follow_told(f, &facts, err);

    if (status)
        return status;
    const reinti_list *variable = list_of(g, "variable"), *value = list_of(g, "value");
    for (size_t i = 0; i < facts.n; i++) {
        const reint_follow_fact *x = &facts.fact[i];
        for (size_t k = 0; k <= x->k; k++) {
            const char *code = k < x->k ? x->code[k] : "silent";
            if (k < x->k && !strcmp(code, "not_raised"))
                continue;
            reinti_grid_row(g, reinti_arena_format(g->arena, "%s.%s", x->variable, code),
                            k < x->k ? code_label(g, value, code)
                                     : SAY(g, "Nothing told", "Tidak diceritakan"),
                            code_label(g, variable, x->variable));
        }
    }
    for (size_t w = 0; w < f->n_waves; w++)
        reinti_grid_column(g, reint_follow_wave_id(f, w),
                           reinti_arena_format(g->arena, SAY(g, "As told by: %s", "Diceritakan sampai: %s"),
                                               reinti_grid_wave(g, w)));
    reinti_grid_column(g, "now", SAY(g, "As known now", "Yang diketahui sekarang"));
    status = reinti_grid_cells(g, err);
    for (size_t i = 0, row = 0; !status && i < facts.n; i++) {
        const reint_follow_fact *x = &facts.fact[i];
        for (size_t k = 0; k <= x->k; k++) {
            if (k < x->k && !strcmp(x->code[k], "not_raised"))
                continue;
            for (size_t w = 0; w <= f->n_waves; w++)
                reinti_grid_count(g, 0, row, w, 0,
                                  (double)(k < x->k ? x->known[k * (f->n_waves + 1) + w] : x->silent[w]));
            row++;
        }
    }
    g->t->title =
        SAY(g, "Told late: as told then, and as known now", "Diceritakan kemudian: saat itu dan sekarang");
    g->t->row_title = SAY(g, "Fact", "Fakta");
    note_told(g, &facts);
    return status;
}

reint_status
reinti_follow_disclosed(reinti_grid *g, reint_error *err)
{
    reint_follow_facts facts;
    reint_status status = reint_follow_told(g->f, &facts, err);
    size_t row = 0;

    if (status)
        return status;
    const reinti_list *variable = list_of(g, "variable"), *value = list_of(g, "value"),
                      *source = list_of(g, "source");
    for (size_t i = 0; i < facts.n; i++)
        for (size_t s = 0; s < facts.fact[i].n_sources; s++) {
            if (reinti_code_is_own(&source->code[s]))
                reinti_grid_row(
                    g,
                    reinti_arena_format(g->arena, "%s.%s", facts.fact[i].variable, facts.fact[i].source[s]),
                    code_label(g, source, facts.fact[i].source[s]),
                    code_label(g, variable, facts.fact[i].variable));
        }
    for (size_t k = 0; facts.n && k < facts.fact[0].k; k++)
        if (strcmp(facts.fact[0].code[k], "not_raised"))
            reinti_grid_column(g, facts.fact[0].code[k], code_label(g, value, facts.fact[0].code[k]));
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < facts.n; i++) {
        const reint_follow_fact *x = &facts.fact[i];
        for (size_t s = 0; s < x->n_sources; s++) {
            size_t column = 0;
            if (!reinti_code_is_own(&source->code[s]))
                continue;
            for (size_t k = 0; k < x->k; k++)
                if (strcmp(x->code[k], "not_raised"))
                    reinti_grid_count(g, 0, row, column++, 0, (double)x->first[s * x->k + k]);
            row++;
        }
    }
    g->t->title = SAY(g, "When it was first told, by what is known now", "Kapan pertama kali diceritakan");
    g->t->row_title = SAY(g, "First told in", "Pertama diceritakan dalam");
    g->t->column_title = SAY(g, "Known now", "Diketahui sekarang");
    note_told(g, &facts);
    return status;
}
