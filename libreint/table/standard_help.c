/* standard_help.c -- the standard report's tables of assistance: help, classes by whom, stage, wave and rule set,
 * movement between waves, need and due and received.
 *
 * From what the rule sets of the codebook read; a study without rule sets has none of these. */
#include <config.h>

#include <string.h>

#include "table/standard.h"

/* A number of persons names its summary. */
static const char *
summary_words(const reinti_standard *m, const reinti_ruleset *r)
{
    static const struct {
        const char *en, *id;
    } words[] = {
        [REINTI_LATEST] = { "at their latest stage", "pada tahap terakhir" },
        [REINTI_HOME_STAGES] = { "over the stages at home", "selama tahap di rumah" },
        [REINTI_WORST] = { "at their worst stage", "pada tahap terburuk" },
        [REINTI_EVER] = { "ever", "kapan pun" },
    };

    if (r->unit == REINTI_UNIT_INTERVIEW && r->person_summary == REINTI_LATEST)
        return reinti_standard_say(m, "at their latest interview", "pada wawancara terakhir");
    return reinti_standard_say(m, words[r->person_summary].en, words[r->person_summary].id);
}

static void
add_rulesets(reinti_standard *m)
{
    size_t n = m->cb->n_rulesets, shown = 0;

    for (size_t i = 0; !m->status && n > 1 && i < n; i++) {
        reinti_ruleset *r = NULL;
        m->status = reinti_ruleset_open(m->cb, m->cb->ruleset[i], m->arena, &r, m->err);
        if (!m->status && !r->internal)
            reinti_standard_cross(
                m, &(reinti_request){ .id = reinti_standard_numbered(m, "AR", ++shown),
                                      .title = reinti_arena_format(
                                          m->arena, reinti_standard_say(m, "Persons %s: %s", "Orang %s: %s"),
                                          summary_words(m, r), reinti_standard_label(m, &r->title, r->id)),
                                      .group = reinti_standard_say(m, "By rule set", "Menurut aturan"),
                                      .rows = r->column,
                                      .columns = m->breakdown,
                                      .cells = reinti_share_of_column });
    }
}

/* Class of persons, interviews and stages. */
static void
add_classes(reinti_standard *m, const reinti_ruleset *r)
{
    const reinti_form *unit = &m->cb->form[r->unit_form];
    const reinti_form *interview = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];
    const char *group = reinti_standard_say(m, "Assistance", "Bantuan");

    reinti_standard_cross(m, &(reinti_request){ .id = "A0",
                                                .title = reinti_standard_say(
                                                    m, "Formal help at home by the last interview",
                                                    "Bantuan formal di rumah hingga wawancara terakhir"),
                                                .group = group,
                                                .unit = m->cb->form[m->cb->person_form].name,
                                                .rows = "class_help",
                                                .columns = m->breakdown,
                                                .cells = reinti_share_of_column });
    reinti_standard_cross(
        m, &(reinti_request){ .id = "A1",
                              .title = reinti_arena_format(
                                  m->arena,
                                  reinti_standard_say(m, "Assistance: persons %s", "Bantuan: orang %s"),
                                  summary_words(m, r)),
                              .group = group,
                              .unit = m->cb->form[m->cb->person_form].name,
                              .rows = "class",
                              .columns = m->breakdown,
                              .cells = reinti_share_of_column,
                              .chart = "stacked100" });
    if (interview)
        reinti_standard_cross(
            m, &(reinti_request){
                   .id = "A2",
                   .title = reinti_standard_say(m, "Assistance at each interview, as told then",
                                                "Bantuan pada setiap wawancara, menurut cerita saat itu"),
                   .group = group,
                   .unit = interview->name,
                   .rows = "class",
                   .columns = interview->variable[interview->wave].name,
                   .cells = reinti_share_of_column,
                   .chart = "stacked100" });
    if (r->unit == REINTI_UNIT_STAGE && r->unit_stage != REINTI_NONE)
        reinti_standard_cross(
            m, &(reinti_request){
                   .id = "A3",
                   .title = reinti_standard_say(m, "Assistance at each stage, as known now",
                                                "Bantuan pada setiap tahap, menurut yang diketahui sekarang"),
                   .group = group,
                   .unit = unit->name,
                   .rows = "class",
                   .columns = unit->variable[r->unit_stage].name,
                   .cells = reinti_share_of_column,
                   .hide_empty = true });
    reinti_standard_cross(
        m, &(reinti_request){ .id = "A4",
                              .title = reinti_standard_say(m, "Reasons that surely hold, by class",
                                                           "Alasan yang pasti berlaku, menurut kelas"),
                              .group = group,
                              .unit = unit->name,
                              .rows = "class_reason",
                              .columns = "class" });
    size_t f = reinti_codebook_find_form(m->cb, "episode");
    size_t form_of = f == REINTI_NONE ? REINTI_NONE : reinti_form_find(&m->cb->form[f], "main_form");
    if (form_of != REINTI_NONE)
        reinti_standard_cross(
            m, &(reinti_request){ .id = "A5",
                                  .title = reinti_standard_say(
                                      m, "Assistance of persons by form of exploitation, an episode each",
                                      "Bantuan menurut bentuk eksploitasi, tiap peristiwa"),
                                  .group = group,
                                  .unit = "episode",
                                  .rows = "class",
                                  .columns = "main_form",
                                  .cells = reinti_share_of_column,
                                  .hide_empty = true });
}

/* From each wave to the next: one record a person, so nobody counts twice. */
static void
add_movement(reinti_standard *m)
{
    const reinti_form *form = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];

    for (size_t w = 1; form && w < m->cb->n_waves; w++)
        reinti_standard_cross(
            m,
            &(reinti_request){
                .id = reinti_standard_numbered(m, "M", w),
                .title = reinti_arena_format(
                    m->arena,
                    reinti_standard_say(m, "Assistance: from the interview before (rows) to \"%s\" (columns)",
                                        "Bantuan: dari wawancara sebelumnya (baris) ke \"%s\" (kolom)"),
                    reinti_standard_label(m, &m->cb->wave[w].label, m->cb->wave[w].id)),
                .group = reinti_standard_say(m, "Movement", "Perubahan"),
                .unit = form->name,
                .rows = "prev_class",
                .columns = "class",
                .base = reinti_arena_format(m->arena, "%s = '%s'", form->variable[form->wave].name,
                                            m->cb->wave[w].id),
                .cells = reinti_share_of_row });
}

/* What the records that the rule set reads say, service by service. */
static void
add_readings(reinti_standard *m, const reinti_readings *readings, const char *letter, const char *title)
{
    for (size_t i = 0; i < readings->n; i++) {
        const reinti_reading *read = &readings->item[i];
        const reinti_form *form = &m->cb->form[read->form];
        reinti_standard_cross(
            m, &(reinti_request){ .id = reinti_standard_numbered(m, letter, i + 1),
                                  .title = title,
                                  .group = reinti_standard_say(m, "Needs and help", "Kebutuhan dan bantuan"),
                                  .unit = form->name,
                                  .rows = form->variable[read->service].name,
                                  .columns = form->variable[read->value].name,
                                  .cells = reinti_share_of_row,
                                  .hide_empty = true });
    }
}

void
reinti_standard_assistance(reinti_standard *m)
{
    reinti_ruleset *r = NULL;

    if (m->status || !m->cb->default_ruleset)
        return;
    m->status = reinti_ruleset_open(m->cb, NULL, m->arena, &r, m->err);
    if (m->status)
        return;
    add_classes(m, r);
    add_rulesets(m);
    add_movement(m);
    reinti_plan_table *gap =
        reinti_standard_add(m, "G1", NULL, reinti_standard_say(m, "Needs and help", "Kebutuhan dan bantuan"));
    if (gap)
        gap->content = "gap";
    add_readings(m, &r->need, "N", reinti_standard_say(m, "Needs by service", "Kebutuhan menurut layanan"));
    add_readings(m, &r->due, "E", reinti_standard_say(m, "What is due, by service", "Hak menurut layanan"));
    add_readings(
        m, &r->support, "H",
        reinti_standard_say(m, "Help by service and what came of it", "Bantuan menurut layanan dan hasil"));
}
