/* ask_sheet.c -- reint ask --wave: a private sheet of questions for the people who are due at a wave, and the same as
 * CSV that preloads the next form (a line a person, services as in select_multiple; about the stage where the person
 * stands, then about each stage by itself; then what was told of facts that may be told late).
 *
 * Who is due is follow/visits.c's to say; with --missed also those who could not be interviewed, for another attempt,
 * unless they declined to be asked again.  A
 * person without an open question is on the sheet, too: the interview is due. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "ask.h"

struct sheet {
    const struct cli *cli;
    FILE *out;
    reint_follow *follow;
    reint_follow_visits_of visits;
    reint_assessment *latest; /* NULL: no rule set, so no classes and no questions */
    reint_questions *questions;
    reint_follow_last_told told;
    reint_name_list *names; /* NULL: none are shown */
};

static bool
is_on_sheet(const struct sheet *s, const reint_follow_visit *v)
{
    return reint_visit_is_due(v) ||
           (v->state == REINT_VISIT_MISSED && !v->declined && cli_flag(s->cli, "missed"));
}

/* Where the person stood; false: never told. */
static bool
find_latest(const struct sheet *s, const char *person, reint_assessed *out)
{
    for (size_t i = 0; s->latest && i < reint_assessment_n(s->latest); i++) {
        reint_assessment_get(s->latest, i, out);
        if (!strcmp(out->person, person))
            return true;
    }
    return false;
}

/* Words of the sheet, in English and Indonesian, as its questions are. */
enum { HEAD, NAMES, PEOPLE, BY, LAST, NEVER, NOTHING_OPEN, EPISODE };

static const char *
word(const struct sheet *s, int which)
{
    static const char *const words[][2] = {
        [HEAD] = { "INTERNAL: for the interviewer only. Lock it away, destroy it after use.",
                   "INTERNAL: hanya untuk pewawancara. Simpan terkunci, musnahkan setelah dipakai." },
        [NAMES] = { "This sheet holds names: never send it. The study never reads them.",
                    "Lembar ini memuat nama: jangan pernah mengirimnya. Studi tidak pernah membacanya." },
        [PEOPLE] = { "people to interview", "orang yang akan diwawancarai" },
        [BY] = { "Questions of what is open now, by rule set",
                 "Pertanyaan tentang yang belum diketahui sekarang, menurut aturan" },
        [LAST] = { "last interviewed", "terakhir diwawancarai" },
        [NEVER] = { "never interviewed before", "belum pernah diwawancarai" },
        [NOTHING_OPEN] = { "nothing is open", "tidak ada yang terbuka" },
        [EPISODE] = { "episode", "peristiwa" },
    };
    const char *language = cli_text(s->cli, "language", NULL);

    return words[which][language && !strcmp(language, "id")];
}

/* ---- to read ---------------------------------------------------------------------------------------------- */

static void
print_person(const struct sheet *s, const reint_follow_visit *v)
{
    char text[512], head[512] = "";
    size_t n = 0;

    fprintf(s->out, "\n%s   ", v->person);
    const char *name = s->names ? reint_name_list_find(s->names, v->person) : NULL;
    if (name)
        fprintf(s->out, "%s   ", name);
    if (*v->last_wave)
        fprintf(s->out, "%s %s%s%s\n", word(s, LAST), v->last_wave, *v->last_date ? ", " : "", v->last_date);
    else
        fprintf(s->out, "%s\n", word(s, NEVER));
    if (*v->why_label)
        fprintf(s->out, "  %s: %s\n", s->visits.wave, v->why_label);
    for (size_t i = 0; s->questions && i < reint_questions_n(s->questions); i++) {
        reint_question q;
        reint_questions_get(s->questions, i, &q);
        if (strcmp(q.person, v->person))
            continue;
        if (q.episode > 1)
            snprintf(text, sizeof text, "%s, %s %ld", q.stage_label, word(s, EPISODE), q.episode);
        else
            snprintf(text, sizeof text, "%s", q.stage_label);
        if (strcmp(text, head)) {
            snprintf(head, sizeof head, "%s", text);
            fprintf(s->out, "  %s\n", head);
        }
        fprintf(s->out, "    [ ] ");
        cli_wrap_after(s->out, q.text, 8);
        n++;
    }
    if (!n && s->questions)
        fprintf(s->out, "    %s\n", word(s, NOTHING_OPEN));
}

static size_t
print_sheet(const struct sheet *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->visits.n; i++)
        n += is_on_sheet(s, &s->visits.visit[i]);
    cli_wrap(s->out, word(s, HEAD), 0, 0);
    if (s->names)
        cli_wrap(s->out, word(s, NAMES), 0, 0);
    fprintf(s->out, "%s (%s), %s: %zu\n", s->visits.label, s->visits.wave, word(s, PEOPLE), n);
    if (s->questions)
        fprintf(s->out, "%s: %s\n", word(s, BY), reint_questions_ruleset(s->questions));
    for (size_t i = 0; i < s->visits.n; i++)
        if (is_on_sheet(s, &s->visits.visit[i]))
            print_person(s, &s->visits.visit[i]);
    return n;
}

/* ---- to preload ------------------------------------------------------------------------------------------- */

/* Kinds of questions that name services or nothing. */
static const char *const kinds[] = { "everything", "receipt", "need", "goes_on", "due", "circumstance" };

/* The answer to "which services": of all questions of this kind about one stage; EPISODE 0: in any episode. */
static void
put_kind(const struct sheet *s, const char *person, const char *stage, long episode, const char *kind)
{
    const char *between = "";

    fputc(',', s->out);
    for (size_t i = 0; i < reint_questions_n(s->questions); i++) {
        reint_question q;
        reint_questions_get(s->questions, i, &q);
        if (strcmp(q.person, person) || strcmp(q.about, kind) || strcmp(q.stage, stage) ||
            (episode && q.episode && q.episode != episode))
            continue;
        fprintf(s->out, "%s%s", between, *q.services ? q.services : "yes");
        between = " ";
    }
}

/* The same columns whoever is due, so that a form can name them. */
static void
print_head(const struct sheet *s)
{
    size_t n_places = s->questions ? reint_questions_n_places(s->questions) : 0;

    fputs("person,wave,last_wave,last_date,result,stage,episode,class", s->out);
    for (size_t k = 0; s->questions && k < sizeof kinds / sizeof *kinds; k++)
        fprintf(s->out, ",ask_%s", kinds[k]);
    for (size_t i = 0; i < n_places; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            fprintf(s->out, ",ask_%s_%s", kinds[k], reint_questions_place(s->questions, i));
    for (size_t t = 0; t < s->told.n; t++)
        fprintf(s->out, ",told_%s", s->told.variable[t]);
    fputs("\r\n", s->out);
}

static void
print_row(const struct sheet *s, size_t i)
{
    const reint_follow_visit *v = &s->visits.visit[i];
    size_t n_places = s->questions ? reint_questions_n_places(s->questions) : 0;
    reint_assessed u;

    if (!find_latest(s, v->person, &u))
        u = (reint_assessed){ .stage = "", .final = REINT_NO_CLASS };
    cli_csv_text(s->out, v->person); /* the others are codes and days */
    fprintf(s->out, ",%s,%s,%s,%s,%s,", s->visits.wave, v->last_wave, v->last_date, v->why, u.stage);
    if (u.episode)
        fprintf(s->out, "%ld", u.episode);
    fprintf(s->out, ",%s",
            u.final >= 0                    ? reint_assessment_class_id(s->latest, (size_t)u.final)
            : u.final == REINT_UNDETERMINED ? "undetermined"
                                            : "");
    for (size_t k = 0; s->questions && k < sizeof kinds / sizeof *kinds; k++)
        put_kind(s, v->person, u.stage, u.episode, kinds[k]);
    for (size_t p = 0; p < n_places; p++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            put_kind(s, v->person, reint_questions_place(s->questions, p), 0, kinds[k]);
    for (size_t t = 0; t < s->told.n; t++)
        fprintf(s->out, ",%s", s->told.value[i * s->told.n + t]);
    fputs("\r\n", s->out);
}

static size_t
print_csv(const struct sheet *s)
{
    size_t n = 0;

    print_head(s);
    for (size_t i = 0; i < s->visits.n; i++)
        if (is_on_sheet(s, &s->visits.visit[i])) {
            print_row(s, i);
            n++;
        }
    return n;
}

/* ----------------------------------------------------------------------------------------------------------- */

/* The list of names, of which somebody on the sheet is one. */
static reint_status
open_names(struct sheet *s, const reint_codebook *cb, reint_error *err)
{
    const char *path = cli_text(s->cli, "names", NULL);
    reint_status status = path ? reint_name_list_open(cb, path, &s->names, err) : REINT_OK;
    bool known = false;

    for (size_t i = 0; s->names && i < s->visits.n; i++)
        known = known || reint_name_list_find(s->names, s->visits.visit[i].person);
    return s->names && !known ? reint_name_list_knows_nobody(s->names, err) : status;
}

int
ask_sheet(const struct cli *cli, reint_study *study)
{
    const char *ruleset = cli_text(cli, "ruleset", NULL), *language = cli_text(cli, "language", NULL);
    reint_ask_request request = {
        .size = sizeof request, .ruleset = ruleset, .language = language, .all = 1
    };
    struct sheet s = { .cli = cli };
    struct cli_output output = { NULL, NULL, NULL };
    reint_error err = { .status = REINT_OK };
    size_t n = 0;
    const reint_follow_options people = { .size = sizeof people, .to_interview = 1 };
    reint_status status = reint_follow_open(study, &people, &s.follow, &err);

    if (!status)
        status = reint_follow_visits(s.follow, cli_text(cli, "wave", NULL), language, &s.visits, &err);
    if (!status && cli_flag(cli, "csv")) {
        status = reint_follow_tell_last(s.follow, &s.told, &err);
        status = status == REINT_ARGUMENT ? REINT_OK : status; /* no facts that may be told late */
    }
    if (!status)
        status = reint_assess(study, ruleset, "latest", &s.latest, &err);
    if (status == REINT_ARGUMENT && !s.latest && !ruleset && s.visits.wave) /* no rule set: no questions */
        status = REINT_OK;
    else if (!status)
        status = reint_ask(study, &request, &s.questions, &err);
    if (!status)
        status = open_names(&s, reint_study_codebook(study), &err);
    if (!status)
        status = cli_output_open(cli, &output, &err);
    if (!status) {
        s.out = output.stream;
        n = cli_flag(cli, "csv") ? print_csv(&s) : print_sheet(&s);
        status = cli_output_close(&output, true, &err);
    }
    if (!status && !n)
        cli_say(cli, "nobody is due at %s", s.visits.wave);
    reint_name_list_free(s.names);
    reint_follow_free(s.follow);
    reint_assessment_free(s.latest);
    reint_questions_free(s.questions);
    return status ? cli_fail(cli, status, &err) : 0;
}
