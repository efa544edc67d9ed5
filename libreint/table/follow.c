/* follow.c -- from a plan entry `content: follow-...` to a table: opens the panel, calls the maker, lays out cells.
 *
 * The base line names the base: all available, or the same people; what was left out stands in the notes. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "table/build.h"

/* ---- one table ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    reint_status (*make)(reinti_grid *g, reint_error *err);
} makers[] = {
    { "follow-flow", reinti_follow_flow },
    { "follow-patterns", reinti_follow_patterns },
    { "follow-intervals", reinti_follow_intervals },
    { "follow-losses", reinti_follow_losses },
    { "follow-timeline", reinti_follow_timeline },
    { "follow-transitions", reinti_follow_transitions },
    { "follow-balance", reinti_follow_balance },
    { "follow-probabilities", reinti_follow_probabilities },
    { "follow-model", reinti_follow_model_table },
    { "follow-paths", reinti_follow_paths_table },
    { "follow-ever", reinti_follow_ever },
    { "follow-overlap", reinti_follow_overlap },
    { "follow-referral", reinti_follow_referral },
    { "follow-domains", reinti_follow_domains_table },
    { "follow-domain-states", reinti_follow_domain_states },
    { "follow-profile", reinti_follow_profile },
    { "follow-told", reinti_follow_told_table },
    { "follow-disclosed", reinti_follow_disclosed },
    { "follow-time", reinti_follow_time_table },
    { "follow-curve", reinti_follow_curve },
    { "follow-lifetable", reinti_follow_lifetable },
    { "follow-attrition", reinti_follow_attrition_table },
    { "follow-weights", reinti_follow_weights_table },
    { "follow-sensitivity", reinti_follow_sensitivity_table },
    { "follow-paired", reinti_follow_paired },
    { "follow-states", reinti_follow_states_table },
    { "follow-sequences", reinti_follow_sequences_table },
    { "follow-clusters", reinti_follow_clusters_table },
    { "follow-periods", reinti_follow_periods_table },
    { "follow-relatives", reinti_follow_relatives_table },
};

/* Contents that look at persons and their records, not at waves. */
static bool
is_without_waves(const char *content)
{
    return !strcmp(content, "follow-periods") || !strcmp(content, "follow-relatives");
}

/* "the same people: 52 of 75 persons, interviewed at w1 and w2 (status IN ('complete', 'partial'))", and what the maker
 * says of it besides.  No table of people over time is without it. */
static void
write_base(reinti_grid *g)
{
    const reint_follow *f = g->f;
    const char *own = g->t->base;
    reinti_str s = REINTI_STR_EMPTY;

    if (!f->n_waves)
        reinti_str_format(&s, SAY(g, "all available: %zu persons", "semua yang ada: %zu orang"), f->n);
    else if (f->same_people)
        reinti_str_format(&s,
                          SAY(g, "the same people: %zu of %zu persons, interviewed at every one of ",
                              "orang yang sama: %zu dari %zu orang, diwawancarai pada setiap "),
                          f->n, f->n_base);
    else
        reinti_str_format(&s,
                          SAY(g, "all available: %zu persons, whoever was interviewed among ",
                              "semua yang ada: %zu orang, siapa pun yang diwawancarai pada "),
                          f->n);
    for (size_t w = 0; w < f->n_waves; w++)
        reinti_str_format(&s, "%s%s", w ? ", " : "",
                          reinti_grid_label(g, &f->cb->wave[f->wave[w]].label, f->cb->wave[f->wave[w]].id));
    if (f->seen)
        reinti_str_format(&s, " (%s)",
                          reinti_condition_words(f->cb, f->frames, f->form, f->seen, g->language, g->arena));
    if (g->plan->base && *g->plan->base) { /* a table's own is of its records, else it is of persons */
        size_t form = g->follow->of_table ? f->form : f->cb->person_form;
        reinti_str_format(
            &s, "; %s", reinti_condition_words(f->cb, f->frames, form, g->plan->base, g->language, g->arena));
    }
    if (own)
        reinti_str_format(&s, "; %s", own);
    g->t->base = s.failed ? NULL : reinti_grid_keep(g, s.text);
    g->failed = g->failed || s.failed;
    reinti_str_free(&s);
}

static void
write_left_out(reinti_grid *g)
{
    const reint_follow *f = g->f;

    if (f->no_consent)
        reinti_grid_note(g, REINTI_NO_CONSENT(g->language, f->no_consent), f->no_consent);
    if (f->cannot_be_told)
        reinti_grid_note(g,
                         SAY(g, "%zu people are left out because the base condition cannot be told for them.",
                             "%zu orang tidak diikutkan karena kondisi basis tidak diketahui."),
                         f->cannot_be_told);
    if (f->unsure)
        reinti_grid_note(g,
                         SAY(g,
                             "Whether %zu interviews were held cannot be told: they are taken as not held.",
                             "%zu wawancara tidak diketahui terlaksana atau tidak: dianggap tidak."),
                         f->unsure);
}

/* Contents that are of the class where no rows are named. */
static bool
is_of_class(const char *content)
{
    static const char *const words[] = { "follow-transitions", "follow-balance", "follow-probabilities",
                                         "follow-referral",    "follow-paths",   "follow-ever" };

    for (size_t i = 0; i < REINTI_LENGTH(words); i++)
        if (!strcmp(words[i], content))
            return true;
    return false;
}

/* What people chosen on purpose cannot say: of what they were chosen by, and of a table with tests. */
static void
write_chosen(reinti_grid *g)
{
    const reint_codebook *cb = g->f->cb;
    const reinti_parts *rows = &g->plan->rows;
    const char *on = !rows->n && is_of_class(g->plan->content) ? reinti_chosen_by(cb, "class") : NULL;

    for (size_t p = 0; p < rows->n; p++)
        for (size_t d = 0; d < rows->part[p].n && !on; d++)
            on = reinti_chosen_by(cb, rows->part[p].name[d]);
    if (on)
        reinti_grid_note(g, REINTI_CHOSEN_BY(g->language), on);
    if (g->plan->exploratory && cb->sampling == REINTI_PURPOSIVE)
        reinti_grid_note(g, "%s", reinti_exploratory_note(g->language));
}

/* Tables of the plan's `attrition` are of its waves. */
static bool
is_of_weights(const char *content)
{
    return !strcmp(content, "follow-weights") || !strcmp(content, "follow-sensitivity");
}

/* Tables of those lost: of the same people at every wave there are none. */
static bool
is_of_lost(const char *content)
{
    return is_of_weights(content) || !strcmp(content, "follow-attrition");
}

static reint_status
make(reinti_grid *g, reinti_frames *frames, reint_error *err)
{
    const reinti_plan_table *plan = g->plan;
    const reinti_follow_weights *w = is_of_weights(plan->content) ? plan->attrition : NULL;
    const reint_follow_options options = { .size = sizeof options,
                                           .base = g->follow->of_table ? NULL : plan->base,
                                           .seen = reinti_text_or(g->follow->seen, w ? w->seen : NULL),
                                           .waves = reinti_text_or(g->follow->waves, w ? w->waves : NULL),
                                           .everybody = plan->everybody || (plan->base && !*plan->base),
                                           .same_people = g->follow->same_people,
                                           .by_period = is_without_waves(plan->content) };
    size_t k = 0;

    if (options.same_people && is_of_lost(plan->content))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "of the same people at every wave nobody was lost: this is told of all available "
                           "(people: all)");
    reint_status status = reinti_follow_shared(frames, &options, &g->f, err);

    while (k < REINTI_LENGTH(makers) && strcmp(makers[k].word, plan->content))
        k++;
    if (!status && k == REINTI_LENGTH(makers))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no content \"%s\"", plan->content);
    g->t->language = reinti_grid_keep(g, g->language);
    g->t->id = reinti_grid_keep(g, plan->id);
    g->t->group = reinti_grid_keep(g, plan->group);
    g->t->row_title = g->t->column_title = "";
    if (!status)
        status = makers[k].make(g, err);
    if (status)
        return status;
    if (plan->title) {
        g->t->title = reinti_grid_keep(g, plan->title);
        g->t->picture.title = NULL;
    }
    if (!g->t->unit)
        g->t->unit = SAY(g, "persons", "orang");
    g->t->subtitle = plan->subtitle ? reinti_grid_keep(g, plan->subtitle) : g->t->unit;
    write_base(g);
    write_left_out(g);
    write_chosen(g);
    for (size_t i = 0; i < plan->n_notes; i++)
        reinti_grid_note(g, "%s", plan->notes[i]);
    if (plan->chart)
        g->t->chart = (reinti_chart){ .kind = reinti_grid_keep(g, plan->chart),
                                      .stat = g->t->chart.stat,
                                      .asked = true };
    if (plan->no_picture)
        g->t->picture.kind = NULL;
    return g->failed ? reinti_no_memory(err) : REINT_OK;
}

reint_status
reinti_table_follow(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                    reinti_table **out, reint_error *err)
{
    static const reinti_follow_plan nothing;
    reinti_grid g = { .t = reinti_cells_create(),
                      .plan = plan,
                      .follow = plan->follow ? plan->follow : &nothing,
                      .language = language };

    *out = NULL;
    if (!g.t)
        return reinti_no_memory(err);
    g.arena = g.t->arena;
    reint_status status = make(&g, frames, err);
    if (status)
        reinti_cells_free(g.t);
    else
        *out = g.t;
    return status;
}
