/* follow_model.c -- the table of a model of change: an outcome over the waves, the person as the cluster.
 *
 * Of people chosen on purpose the estimates are shown and nothing that speaks of chance: no errors, limits, p-values
 * (unless the plan says `inference: exploratory`).  A model that the data cannot bear is refused in the table, with the
 * reason in place of the estimates. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

enum { ESTIMATE, RATIO, FROM_RATIO };

static const struct {
    const char *en, *id;
} error_words[REINT_N_ERRORS] = {
    [REINT_ERRORS_NAIVE] = { "from the likelihood", "dari fungsi kemungkinan" },
    [REINT_ERRORS_ROBUST] = { "robust (sandwich), not corrected for few persons",
                              "robust (sandwich), tanpa koreksi" },
    [REINT_ERRORS_MANCL_DEROUEN] = { "robust (sandwich), corrected for few persons by Mancl and DeRouen",
                                     "robust (sandwich), dengan koreksi Mancl dan DeRouen" },
    [REINT_ERRORS_KAUERMANN_CARROLL] = { "robust (sandwich), corrected for few persons by Kauermann and "
                                         "Carroll",
                                         "robust (sandwich), dengan koreksi Kauermann dan Carroll" },
};

typedef struct fitted {
    reint_follow_fit fit;
    const reinti_column *outcome;
    size_t errors; /* REINT_ERRORS_... */
    bool within, limits;
} fitted;

static reint_status
read_model(reinti_grid *g, fitted *m, reint_error *err)
{
    const reinti_follow_plan *p = g->follow;
    const reint_follow_regression q = { .size = sizeof q,
                                        .outcome = NULL,
                                        .n_codes = p->n_codes,
                                        .code = p->codes,
                                        .n_variables = p->n_on,
                                        .variable = p->on,
                                        .conditional = p->conditional,
                                        .exchangeable = p->exchangeable,
                                        .min_events = p->min_events,
                                        .min_persons = p->min_persons };
    reint_follow_regression own = q;
    reint_status status = REINT_OK;

    own.outcome = reinti_grid_variable(g, err, &status);
    m->within = p->conditional;
    m->errors = p->conditional ? REINT_ERRORS_NAIVE : p->errors ? p->errors : REINT_ERRORS_MANCL_DEROUEN;
    m->limits = !reinti_grid_untested(g);
    if (!status)
        status = reint_follow_regress(g->f, &own, &m->fit, err);
    return status ? status : reinti_frame_column(g->f->records, own.outcome, &m->outcome, err);
}

static const char *
category_label(const reinti_grid *g, const reinti_column *c, const char *code)
{
    size_t k = reinti_column_find(c, code);
    return k == REINTI_NONE ? code : reinti_grid_label(g, &c->category[k].label, code);
}

/* A row a term; categories under the name of their variable, which says what they are compared with. */
static reint_status
add_rows(reinti_grid *g, const reint_follow_fit *fit, reint_error *err)
{
    for (size_t j = 0; j < fit->n_terms; j++) {
        const reint_follow_term *t = &fit->term[j];
        const reinti_column *c = NULL;
        if (!t->variable) {
            reinti_grid_row(g, "constant", SAY(g, "Constant", "Konstanta"), NULL);
            continue;
        }
        reint_status status = reinti_frame_column(g->f->records, t->variable, &c, err);
        if (status)
            return status;
        const char *label = reinti_grid_label(g, &c->label, c->name);
        if (!t->code) {
            reinti_grid_row(g, c->name,
                            reinti_arena_format(g->arena, SAY(g, "%s, one more", "%s, tambah satu"), label),
                            NULL);
            continue;
        }
        reinti_grid_row(g, reinti_arena_format(g->arena, "%s=%s", c->name, t->code),
                        category_label(g, c, t->code),
                        reinti_arena_format(g->arena, SAY(g, "%s, against: %s", "%s, dibanding: %s"), label,
                                            category_label(g, c, t->reference)));
    }
    return REINT_OK;
}

static void
add_stats(reinti_grid *g, const fitted *m)
{
    bool numbers = m->fit.numbers;

    reinti_grid_column(g, "estimate",
                       numbers ? SAY(g, "Change of the mean", "Perubahan rata-rata")
                               : SAY(g, "Change of the odds of the event", "Perubahan odds kejadian"));
    reinti_grid_stat(g, "estimate", "estimate",
                     numbers ? SAY(g, "difference", "selisih") : SAY(g, "log odds", "log odds"),
                     REINTI_CELL_STATISTIC, 3);
    if (!numbers)
        reinti_grid_stat(g, "odds_ratio", "odds_ratio", SAY(g, "odds ratio", "rasio odds"),
                         REINTI_CELL_STATISTIC, 3);
    if (!m->limits)
        return;
    reinti_grid_stat(g, "se", "se", SAY(g, "s.e.", "g.b."), REINTI_CELL_STATISTIC, 3);
    reinti_grid_stat(g, "lower", "lower", SAY(g, "lower", "bawah"), REINTI_CELL_STATISTIC, 3);
    reinti_grid_stat(g, "upper", "upper", SAY(g, "upper", "atas"), REINTI_CELL_STATISTIC, 3);
    reinti_grid_stat(g, "p", "p", "p", REINTI_CELL_STATISTIC, 3);
}

/* Limits and p of one term: by t with persons less parameters degrees of freedom where the errors are corrected for
 * few persons, else by the normal. */
static void
put_inference(reinti_grid *g, const fitted *m, size_t row, size_t stat)
{
    const reint_follow_term *t = &m->fit.term[row];
    bool corrected = m->errors > REINT_ERRORS_ROBUST, ratio = !m->fit.numbers;
    double n = (double)m->fit.records, se = t->se[m->errors], df = m->fit.df, z = t->beta / se,
           width = (corrected ? reint_t_quantile(0.975, df) : reint_normal_quantile(0.975)) * se,
           low = t->beta - width, high = t->beta + width;

    reinti_grid_number(g, 0, row, 0, stat, se, n);
    reinti_grid_number(g, 0, row, 0, stat + 1, ratio ? exp(low) : low, n);
    reinti_grid_number(g, 0, row, 0, stat + 2, ratio ? exp(high) : high, n);
    reinti_grid_number(g, 0, row, 0, stat + 3,
                       corrected ? reint_t_two_sided(z, df) : reint_normal_two_sided(z), n);
}

static void
put_terms(reinti_grid *g, const fitted *m)
{
    for (size_t j = 0; j < m->fit.n_terms; j++) {
        double beta = m->fit.term[j].beta, n = (double)m->fit.records;
        reinti_grid_number(g, 0, j, 0, ESTIMATE, beta, n);
        if (!m->fit.numbers)
            reinti_grid_number(g, 0, j, 0, RATIO, exp(beta), n);
        if (m->limits)
            put_inference(g, m, j, m->fit.numbers ? RATIO : FROM_RATIO);
    }
}

static void
add_numbers(reinti_grid *g, const fitted *m)
{
    const reint_follow_fit *f = &m->fit;

    reinti_grid_test(g, 0, "records", SAY(g, "Interviews", "Wawancara"), (double)f->records, NULL);
    reinti_grid_test(g, 0, "persons", SAY(g, "Persons", "Orang"), (double)f->persons, NULL);
    if (!f->numbers)
        reinti_grid_test(g, 0, "events", SAY(g, "Interviews with the event", "Wawancara dengan kejadian"),
                         (double)f->events, NULL);
    if (m->within)
        reinti_grid_test(g, 0, "informative",
                         SAY(g, "Persons whose answers differ", "Orang yang jawabannya berubah"),
                         (double)f->informative, NULL);
    reinti_grid_test(g, 0, "parameters", SAY(g, "Parameters", "Parameter"), (double)f->parameters, NULL);
    reinti_grid_test(g, 0, "events_per_parameter",
                     SAY(g, "Persons or events per parameter", "Orang per parameter"),
                     f->events_per_parameter, f->refused);
    if (!m->within && g->follow->exchangeable)
        reinti_grid_test(g, 0, "alpha", SAY(g, "Correlation within a person", "Korelasi dalam satu orang"),
                         f->alpha, f->refused);
    if (!m->within)
        reinti_grid_test(g, 0, "phi", SAY(g, "Scale", "Skala"), f->phi, f->refused);
    if (m->limits && m->errors > REINT_ERRORS_ROBUST)
        reinti_grid_test(g, 0, "df", SAY(g, "Degrees of freedom", "Derajat bebas"), f->df, f->refused);
}

/* What kind of model it is, and what must be known of its numbers. */
static void
note_model(reinti_grid *g, const fitted *m)
{
    const reint_follow_fit *f = &m->fit;

    if (m->within)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Conditional logistic regression, each person compared with himself or herself at the other "
                "waves: only persons whose answers differ say anything, and what never changes of a person "
                "is taken account of without being named.",
                "Regresi logistik kondisional: tiap orang dibandingkan dengan dirinya sendiri."));
    else
        reinti_grid_note(g,
                         SAY(g,
                             "Estimating equations (GEE), %s: averages of the people seen, interviews of a "
                             "person taken as %s.",
                             "Persamaan penduga (GEE), %s; wawancara seorang dianggap %s."),
                         f->numbers ? SAY(g, "a number", "bilangan") : SAY(g, "yes or no", "ya atau tidak"),
                         g->follow->exchangeable ? SAY(g, "equally correlated", "berkorelasi sama")
                                                 : SAY(g, "independent", "bebas"));
    if (f->refused) {
        reinti_grid_note(
            g,
            SAY(g,
                "There are no estimates: %s (persons %zu; parameters %zu; persons or events per parameter "
                "%.1f; needed are %zu persons and %.0f per parameter).",
                "Tidak ada penduga: %s (%zu orang, %zu parameter, masing-masing %.1f; perlu "
                "sedikitnya %zu orang dan %.0f)."),
            f->refused, f->persons, f->parameters,
            isnan(f->events_per_parameter) ? 0.0 : f->events_per_parameter, f->fewest, f->least);
        return;
    }
    if (m->limits)
        reinti_grid_note(g, SAY(g, "Standard errors %s; 95%% limits%s.", "Galat baku %s; batas 95%%%s."),
                         SAY(g, error_words[m->errors].en, error_words[m->errors].id),
                         f->numbers ? "" : SAY(g, " of the odds ratio", " untuk rasio odds"));
    else
        reinti_grid_note(g, "%s", reinti_grid_no_limits(g));
    reinti_grid_note_few(g, f->events_per_parameter);
    if (m->limits && m->errors == REINT_ERRORS_ROBUST && f->persons < 40)
        reinti_grid_note(g, "%s",
                         SAY(g,
                             "With so few persons these errors are too small: take errors: mancl_derouen or "
                             "kauermann_carroll.",
                             "Dengan orang sesedikit ini galat baku terlalu kecil."));
    reinti_grid_note(g, "%s",
                     SAY(g,
                         "A difference between people is no effect of what tells them apart, unless that was "
                         "assigned by lot.",
                         "Perbedaan antar orang bukan akibat, kecuali bila ditetapkan secara acak."));
}

static void
note_left_out(reinti_grid *g, const reint_follow_fit *f)
{
    reinti_grid_note_reversed(g, f->reversed);
    if (f->unknown)
        reinti_grid_note(g,
                         SAY(g, "%zu interviews have no answer to it and are left out.",
                             "%zu wawancara tanpa jawaban tidak diikutkan."),
                         f->unknown);
    if (f->incomplete)
        reinti_grid_note(g,
                         SAY(g, "%zu more lack an attribute and are left out.",
                             "%zu lagi tanpa salah satu ciri tidak diikutkan."),
                         f->incomplete);
}

reint_status
reinti_follow_model_table(reinti_grid *g, reint_error *err)
{
    fitted m = { .errors = 0 };
    reint_status status = read_model(g, &m, err);

    if (!status)
        status = add_rows(g, &m.fit, err);
    if (status)
        return status;
    add_stats(g, &m);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    put_terms(g, &m);
    add_numbers(g, &m);
    g->t->title = reinti_arena_format(g->arena, SAY(g, "%s: how it changes", "%s: perubahannya"),
                                      reinti_grid_label(g, &m.outcome->label, m.outcome->name));
    g->t->row_title = SAY(g, "Attribute", "Ciri");
    note_model(g, &m);
    note_left_out(g, &m.fit);
    return REINT_OK;
}
