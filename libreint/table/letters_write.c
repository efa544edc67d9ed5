/* letters_write.c -- the letters of a table, once all comparisons of a family are made: a row, a break, the
 * table, or all tables of the plan.
 *
 * The p-values of a family are adjusted together; a comparison that was not made is none of it.  The letter
 * of the lower column stands at the higher cell, small or capital by the level; a cell against the rest of
 * its row has signs. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "stats/stats.h"
#include "table/letters.h"

static void
note_letters(reinti_table *t, size_t n_together)
{
    static const char *const ways[] = { [REINTI_ADJUST_NONE] = "not adjusted",
                                        [REINTI_ADJUST_HOLM] = "adjusted by Holm",
                                        [REINTI_ADJUST_BONFERRONI] = "adjusted by Bonferroni",
                                        [REINTI_ADJUST_BH] = "adjusted by Benjamini-Hochberg" };
    static const struct {
        const char *en, *id;
    } families[] = { [REINTI_FAMILY_ROW] = { " within the row", " dalam baris" },
                     [REINTI_FAMILY_BANNER] = { " over all rows of a break", " antar baris satu jeda" },
                     [REINTI_FAMILY_TABLE] = { " over the whole table", " antar seluruh tabel" },
                     [REINTI_FAMILY_PLAN] = { " over all tables of the plan", " antar semua tabel" } };
    const struct reinti_comparisons *c = t->compared;
    const reinti_letters_plan *p = &c->rule;
    const char *language = c->language;
    const char *what = !c->of_means    ? reinti_say(language, "shares", "proporsi")
                       : !c->of_shares ? reinti_say(language, "means", "rata-rata")
                                       : reinti_say(language, "shares and means", "proporsi dan rata-rata");
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_format(&s,
                      p->against_rest
                          ? reinti_say(language, "+ and - mark %s above and below the rest of the row at ",
                                       "+ dan - menandai %s di atas dan di bawah sisa baris pada ")
                          : reinti_say(language,
                                       "A letter marks %s higher than in the column that it names, at ",
                                       "Huruf menandai %s yang lebih tinggi dari kolom itu, pada "),
                      what);
    reinti_format_shortest(&s, p->level[0]);
    if (p->level[1] > 0) {
        reinti_str_add(&s, p->against_rest ? reinti_say(language, "; doubled at ", "; ganda pada ")
                                           : reinti_say(language, " (small) and ", " (kecil) dan "));
        reinti_format_shortest(&s, p->level[1]);
        reinti_str_add(&s, p->against_rest ? "" : reinti_say(language, " (capital)", " (besar)"));
    }
    reinti_str_format(&s, reinti_say(language, "; %zu tests (%s), %s", "; %zu uji (%s), %s"), c->n, c->test,
                      ways[p->adjust]);
    if (p->adjust)
        reinti_str_add(&s, reinti_say(language, families[p->family].en, families[p->family].id));
    if (p->adjust && p->family == REINTI_FAMILY_PLAN)
        reinti_str_format(&s, " (%zu)", n_together);
    reinti_str_add_char(&s, '.');
    if (c->left_out && *c->left_out) {
        reinti_str_add(&s, reinti_say(language, " Not compared where the base is below ",
                                      " Tidak dibandingkan bila basis di bawah "));
        reinti_format_shortest(&s, p->min_base);
        reinti_str_format(&s, ": %s.", c->left_out);
    }
    if (c->reason)
        reinti_str_format(&s,
                          reinti_say(language, " Some could not be compared: %s.",
                                     " Sebagian tidak dapat dibandingkan: %s."),
                          c->reason);
    reinti_table_note(t, s.text);
    reinti_str_free(&s);
}

/* The letter of the lower column at the higher cell; signs of a cell against the rest. */
static void
write_letter(const reinti_letters_plan *rule, const reinti_comparison *c, double p)
{
    int level = rule->level[1] > 0 && p <= rule->level[1] ? 2 : p <= rule->level[0] ? 1 : 0;
    bool higher = c->z > 0;
    char name[16], *to = higher || !c->b ? c->a : c->b;

    if (!level)
        return;
    if (!c->b) {
        strcpy(to, higher ? (level == 2 ? "++" : "+") : level == 2 ? "--" : "-");
        return;
    }
    reint_letters_name(higher ? c->column_b : c->column_a, level == 2, name, sizeof name);
    if (*to && strlen(name) > 1)
        strcat(to, " ");
    strcat(to, name);
}

static void
drop_empty(reinti_table *t)
{
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;

    for (size_t i = 0; i < n; i++)
        if (t->cell[i].letters && !*t->cell[i].letters)
            t->cell[i].letters = NULL;
}

typedef struct member {
    size_t table, family, at;
} member;

static int
by_family(const void *x, const void *y)
{
    const member *a = x, *b = y;

    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The comparisons of the tables T (N of them) in their families.  The comparisons of a cell come in the order
 * of the columns, and so do its letters. */
reint_status
reinti_letters_settle(reinti_table *const *t, size_t n, reint_error *err)
{
    static const reint_adjustment how[] = { [REINTI_ADJUST_HOLM] = REINT_HOLM,
                                            [REINTI_ADJUST_BONFERRONI] = REINT_BONFERRONI,
                                            [REINTI_ADJUST_BH] = REINT_BENJAMINI_HOCHBERG };
    size_t n_all = 0, at = 0;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < n; i++)
        n_all += t[i]->compared->n;
    member *order = malloc((n_all + 1) * sizeof *order);
    double *p = malloc((n_all + 1) * sizeof *p), *adjusted = malloc((n_all + 1) * sizeof *adjusted);
    if (!order || !p || !adjusted)
        status = reinti_no_memory(err);
    for (size_t i = 0, k = 0; !status && i < n; i++)
        for (size_t c = 0; c < t[i]->compared->n; c++, k++) {
            bool all = t[i]->compared->rule.family == REINTI_FAMILY_PLAN;
            order[k] = (member){ all ? 0 : i, t[i]->compared->pair[c].family, k };
            adjusted[k] = t[i]->compared->pair[c].p;
        }
    if (!status)
        qsort(order, n_all, sizeof *order, by_family);
    for (size_t from = 0, to; !status && n && from < n_all; from = to) {
        reinti_adjust way = t[0]->compared->rule.adjust;
        for (to = from;
             to < n_all && order[to].table == order[from].table && order[to].family == order[from].family;
             to++)
            p[to] = adjusted[order[to].at];
        if (way != REINTI_ADJUST_NONE && reint_adjust_p(p + from, to - from, how[way], p + from))
            status = reinti_no_memory(err);
    }
    for (size_t k = 0; !status && k < n_all; k++)
        adjusted[order[k].at] = p[k];
    for (size_t i = 0; !status && i < n; i++) {
        const struct reinti_comparisons *c = t[i]->compared;
        for (size_t k = 0; k < c->n; k++)
            write_letter(&c->rule, &c->pair[k], adjusted[at++]);
        note_letters(t[i], n_all);
        drop_empty(t[i]);
    }
    free(order);
    free(p);
    free(adjusted);
    return status;
}

reinti_letters_plan
reinti_letters_rule(const reinti_table *t)
{
    return t->compared->rule;
}
