/* cmd_status.c -- reint status: what a study holds so far, who is due, what is open. */
#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct printer {
    const struct cli *cli;
    size_t n;
};

/* ---- what is known --------------------------------------------------------------------------------------- */

/* The state of a study beyond its records.  Parts that a study cannot have (no rule set, nobody to be followed) are
 * left out. */
struct state {
    reint_follow *follow;
    reint_follow_visits_of visits;
    bool has_visits;
    reint_assessment *latest;
    reint_questions *stages;
    char **file; /* that were read, each once */
    size_t n_files, to_correct;
    bool no_memory;
    char last_read[32];
};

static int
count_batch(const reint_batch *b, void *user)
{
    struct state *s = user;

    char sheet[128];
    size_t n = cli_input_file(b->input, sheet, sizeof sheet), i = s->n_files;

    snprintf(s->last_read, sizeof s->last_read, "%s", b->imported_at);
    while (i > 0 && (strncmp(s->file[i - 1], b->input, n) || s->file[i - 1][n]))
        i--;
    if (i)
        return 0;
    char **more = realloc(s->file, (s->n_files + 1) * sizeof *more);
    s->file = more ? more : s->file;
    s->no_memory = !more || !(s->file[s->n_files] = strndup(b->input, n));
    s->n_files += !s->no_memory;
    return s->no_memory;
}

static int
count_rejected(const reint_form_status *f, void *user)
{
    struct state *s = user;

    s->to_correct += (size_t)f->rejected;
    return 0;
}

/* ARGUMENT: the study has no such thing. */
static reint_status
optional(reint_status status, bool *has)
{
    *has = !status;
    return status == REINT_ARGUMENT ? REINT_OK : status;
}

static reint_status
read_state(const struct cli *cli, reint_study *study, struct state *s, reint_error *err)
{
    const char *language = cli_text(cli, "language", NULL), *ruleset = cli_text(cli, "ruleset", NULL);
    reint_ask_request request = {
        .size = sizeof request, .ruleset = ruleset, .language = language, .all = 1
    };
    const reint_follow_options people = { .size = sizeof people, .to_interview = 1 };
    bool has;
    reint_status status = reint_study_batches(study, count_batch, s, err);

    if (s->no_memory)
        return REINT_NO_MEMORY;
    if (!status)
        status = reint_study_status(study, language, count_rejected, s, err);
    if (!status)
        status = optional(reint_follow_open(study, &people, &s->follow, err), &has);
    if (!status && s->follow) {
        status = reint_follow_visits(s->follow, cli_text(cli, "wave", NULL), language, &s->visits, err);
        s->has_visits = !status;
    }
    if (status)
        return status;
    status = reint_assess(study, ruleset, "latest", &s->latest, err);
    if (!ruleset)
        status = optional(status, &has);
    if (!status && s->latest)
        status = reint_ask(study, &request, &s->stages, err);
    return status;
}

static void
free_state(struct state *s)
{
    reint_follow_free(s->follow);
    reint_assessment_free(s->latest);
    reint_questions_free(s->stages);
    for (size_t i = 0; i < s->n_files; i++)
        free(s->file[i]);
    free(s->file);
}

static size_t
count_visits(const struct state *s, int state, const char *why)
{
    size_t n = 0;

    for (size_t i = 0; i < s->visits.n; i++)
        n += s->visits.visit[i].state == state && (!why || !strcmp(s->visits.visit[i].why, why));
    return n;
}

/* ---- text ------------------------------------------------------------------------------------------------- */

static int
print_form(const reint_form_status *s, void *user)
{
    struct printer *p = user;
    char records[64], number[24];

    if (!s->records && !s->rejected && !cli_flag(p->cli, "all"))
        return 0;
    snprintf(records, sizeof records,
             cli_words_n("%" PRId64 " record", "%" PRId64 " records", (size_t)s->records), s->records);
    snprintf(number, sizeof number, "%" PRId64, s->records);
    printf("  %-16s %*s%-*s", s->form, 9 - (int)strlen(number), "", 8 + (int)strlen(number), records);
    for (size_t w = 0; w < s->n_waves; w++)
        printf("%s%s %" PRId64, w ? ", " : "  (", s->wave[w], s->by_wave[w]);
    if (s->n_waves)
        putchar(')');
    if (s->rejected)
        printf(
            cli_words_n("  %" PRId64 " row to correct", "  %" PRId64 " rows to correct", (size_t)s->rejected),
            s->rejected);
    putchar('\n');
    p->n++;
    return 0;
}

static int
print_batch(const reint_batch *b, void *user)
{
    struct printer *p = user;

    if (!p->n++)
        printf("      %-16s %5s %8s %7s %5s %8s %s\n", cli_words("read at"), cli_words("rows"),
               cli_words("accepted"), cli_words("changed"), cli_words("same"), cli_words("rejected"),
               cli_words("file"));
    printf("  %-3" PRId64 " %.10s %.5s %5" PRId64 " %8" PRId64 " %7" PRId64 " %5" PRId64 " %8" PRId64
           " %s%s\n",
           b->id, b->imported_at, b->imported_at + 11, b->read, b->accepted, b->changed, b->unchanged,
           b->rejected, b->input, b->undone ? cli_words("  undone") : "");
    return 0;
}

static void
print_visits(const struct state *s, const char *between)
{
    printf(cli_words_n("%s%s (%s): %zu person\n", "%s%s (%s): %zu people\n", s->visits.n), between,
           s->visits.label, s->visits.wave, s->visits.n);
    cli_tell(stdout, "%7zu  interviewed\n", count_visits(s, REINT_VISIT_SEEN, NULL));
    for (int state = REINT_VISIT_NOT_DUE; state <= REINT_VISIT_UNSURE; state++)
        for (size_t i = 0; i < s->visits.n; i++) {
            const reint_follow_visit *v = &s->visits.visit[i];
            size_t before = 0;
            while (before < i &&
                   (s->visits.visit[before].state != state || strcmp(s->visits.visit[before].why, v->why)))
                before++;
            if (v->state == state && before == i)
                printf("%7zu  %s\n", count_visits(s, state, v->why),
                       *v->why_label ? v->why_label : cli_words("whether it was held cannot be told"));
        }
    cli_tell(stdout, "%7zu  without a record of this wave: to be interviewed\n",
             count_visits(s, REINT_VISIT_DUE, NULL));
    if (count_visits(s, REINT_VISIT_DECLINED, NULL))
        cli_tell(stdout, "%7zu  did not agree to be interviewed again: not due\n",
                 count_visits(s, REINT_VISIT_DECLINED, NULL));
}

/* Everybody who was not interviewed: the due first, then by what the record says. */
static void
print_people(const struct state *s)
{
    static const int order[] = { REINT_VISIT_DUE, REINT_VISIT_NOT_DUE, REINT_VISIT_UNSURE, REINT_VISIT_MISSED,
                                 REINT_VISIT_DECLINED };
    static const char *const words[] = {
        [REINT_VISIT_DUE] = CLI_WORDS("To be interviewed"),
        [REINT_VISIT_UNSURE] = CLI_WORDS("Cannot be told"),
        [REINT_VISIT_DECLINED] = CLI_WORDS("Declined another one"),
    };

    putchar('\n');
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < s->visits.n; i++) {
            const reint_follow_visit *v = &s->visits.visit[i];
            const char *word =
                *v->why_label && v->state != REINT_VISIT_DECLINED ? v->why_label : words[order[k]];
            if (v->state != order[k])
                continue;
            printf("  %-10s %-26s ", v->person, word ? cli_words(word) : "");
            if (*v->last_wave)
                cli_tell(stdout, "last interviewed %s%s%s\n", v->last_wave, *v->last_date ? ", " : "",
                         v->last_date);
            else
                cli_tell(stdout, "never interviewed before\n");
        }
}

static void
print_classes(const struct cli *cli, const struct state *s)
{
    size_t n = reint_assessment_n_classes(s->latest), count[32] = { 0 }, open = 0, none = 0;
    reint_ask_coverage c;
    reint_assessed u;

    for (size_t i = 0; i < reint_assessment_n(s->latest); i++) {
        reint_assessment_get(s->latest, i, &u);
        if (u.final >= 0)
            count[u.final]++;
        else
            ++*(u.final == REINT_UNDETERMINED ? &open : &none);
    }
    cli_tell(stdout, "\nClasses by %s, each person at the latest interview\n",
             reint_assessment_ruleset(s->latest));
    for (size_t k = 0; k < n; k++)
        printf("%7zu  %s\n", count[k],
               reint_assessment_class_label(s->latest, k, cli_text(cli, "language", NULL)));
    cli_tell(stdout, "%7zu  undetermined: several classes are possible\n", open);
    if (none)
        cli_tell(stdout, "%7zu  without a class: no stage was told\n", none);
    reint_questions_coverage(s->stages, &c);
    if (c.units)
        printf(!strcmp(reint_questions_unit(s->stages), "stage")
                   ? cli_words_n("  Of all %zu stages as known now, %zu is undetermined.\n",
                                 "  Of all %zu stages as known now, %zu are undetermined.\n", c.open)
                   : cli_words_n("  Of all %zu interviews as known now, %zu is undetermined.\n",
                                 "  Of all %zu interviews as known now, %zu are undetermined.\n", c.open),
               c.units, c.open);
}

/* What may be typed next: each line a command that does something now. */
static void
print_next(const struct cli *cli, const struct state *s)
{
    const char *study = cli->argument[0];
    size_t due = 0;
    reint_ask_coverage c = { 0 };

    if (s->stages)
        reint_questions_coverage(s->stages, &c);
    for (size_t i = 0; s->has_visits && i < s->visits.n; i++)
        due += reint_visit_is_due(&s->visits.visit[i]) != 0;
    cli_tell(stdout, "\nNext\n");
    if (s->to_correct)
        printf(cli_words_n("  %zu row waits to be corrected:\n    reint rejects %s\n",
                           "  %zu rows wait to be corrected:\n    reint rejects %s\n", s->to_correct),
               s->to_correct, study);
    if (due)
        cli_tell(stdout,
                 "  the %zu still to be interviewed, and who was missed; a private sheet of\n"
                 "  questions and a workbook to fill in for those who are:\n"
                 "    reint status --people --wave %s %s\n    reint ask --wave %s -o sheet.txt %s\n"
                 "    reint entry --wave %s -o %s.xlsx %s\n",
                 due, s->visits.wave, study, s->visits.wave, study, s->visits.wave, s->visits.wave, study);
    else if (s->has_visits && s->visits.n && *s->visits.next_wave)
        cli_tell(stdout,
                 "  nobody is left to be interviewed at %s; the workbook for the next wave:\n"
                 "    reint entry --wave %s -o %s.xlsx %s\n",
                 s->visits.wave, s->visits.next_wave, s->visits.next_wave, study);
    if (c.open)
        cli_tell(stdout, "  what would settle the classes that are open:\n    reint ask --all %s\n", study);
    cli_tell(stdout, "  the tables:\n    reint tables -o tables.xlsx %s\n", study);
}

static reint_status
print_text(const struct cli *cli, reint_study *study, const struct state *s, reint_error *err)
{
    struct printer forms = { .cli = cli }, batches = { .cli = cli };
    const reint_codebook *cb = reint_study_codebook(study);
    const char *language = cli_text(cli, "language", NULL);
    reint_status status = REINT_OK;

    if (cli_flag(cli, "people")) {
        print_visits(s, "");
        print_people(s);
        return REINT_OK;
    }
    cli_tell(stdout, "%s: %s\n\nRecords\n", reint_study_path(study), reint_codebook_title(cb, language));
    status = reint_study_status(study, language, print_form, &forms, err);
    if (!status && !forms.n)
        cli_tell(stdout, "  none yet\n");
    if (!status && cli_flag(cli, "files")) {
        cli_tell(stdout, "\nFiles read\n");
        status = reint_study_batches(study, print_batch, &batches, err);
    } else if (!status && s->n_files) {
        printf(cli_words_n("\n%zu file read, the last one on %.10s (all: --files).\n",
                           "\n%zu files read, the last one on %.10s (all: --files).\n", s->n_files),
               s->n_files, s->last_read);
    }
    if (status)
        return status;
    if (s->to_correct)
        printf(
            cli_words_n("%zu row waits for correction.\n", "%zu rows wait for correction.\n", s->to_correct),
            s->to_correct);
    else if (s->n_files)
        cli_tell(stdout, "No row waits for correction.\n");
    if (s->has_visits && s->visits.n)
        print_visits(s, "\n");
    if (s->latest && reint_assessment_n(s->latest))
        print_classes(cli, s);
    cli_say_left_out(cli, s->latest ? reint_assessment_n_no_consent(s->latest) : s->visits.no_consent);
    if (forms.n)
        print_next(cli, s);
    return REINT_OK;
}

/* ---- JSON
 * ------------------------------------------------------------------------------------------------------ */

static int
json_form(const reint_form_status *s, void *user)
{
    struct printer *p = user;

    printf("%s\n    {\"form\": ", p->n++ ? "," : "");
    cli_json_text(stdout, s->form);
    printf(", \"label\": ");
    cli_json_text(stdout, s->label);
    printf(", \"records\": %" PRId64 ", \"rejected\": %" PRId64, s->records, s->rejected);
    for (size_t w = 0; w < s->n_waves; w++) {
        printf("%s", w ? ", " : ", \"waves\": {");
        cli_json_text(stdout, s->wave[w]);
        printf(": %" PRId64, s->by_wave[w]);
    }
    printf("%s}", s->n_waves ? "}" : "");
    return 0;
}

static int
json_batch(const reint_batch *b, void *user)
{
    struct printer *p = user;

    printf("%s\n    {\"id\": %" PRId64 ", \"input\": ", p->n++ ? "," : "", b->id);
    cli_json_text(stdout, b->input);
    printf(", \"form\": ");
    cli_json_text(stdout, b->form);
    printf(", \"sha256\": ");
    cli_json_text(stdout, b->sha256);
    printf(", \"read\": %" PRId64 ", \"accepted\": %" PRId64 ", \"changed\": %" PRId64
           ", \"unchanged\": %" PRId64 ", \"rejected\": %" PRId64 ", \"imported_at\": ",
           b->read, b->accepted, b->changed, b->unchanged, b->rejected);
    cli_json_text(stdout, b->imported_at);
    printf(", \"undone\": %s}", b->undone ? "true" : "false");
    return 0;
}

static void
json_visits(const struct state *s)
{
    static const char *const words[] = { "interviewed", "due", "not_due", "missed", "unsure", "declined" };

    printf(",\n  \"wave\": ");
    cli_json_text(stdout, s->has_visits ? s->visits.wave : NULL);
    printf(",\n  \"people\": [");
    for (size_t i = 0; s->has_visits && i < s->visits.n; i++) {
        const reint_follow_visit *v = &s->visits.visit[i];
        printf("%s\n    {\"person\": ", i ? "," : "");
        cli_json_text(stdout, v->person);
        printf(", \"is\": \"%s\", \"result\": ", words[v->state]);
        cli_json_text(stdout, *v->why ? v->why : NULL);
        printf(", \"last_wave\": ");
        cli_json_text(stdout, *v->last_wave ? v->last_wave : NULL);
        printf(", \"last_date\": ");
        cli_json_text(stdout, *v->last_date ? v->last_date : NULL);
        putchar('}');
    }
    printf("]");
    if (s->stages) {
        reint_ask_coverage c;
        reint_questions_coverage(s->stages, &c);
        printf(",\n  \"ruleset\": ");
        cli_json_text(stdout, reint_questions_ruleset(s->stages));
        printf(", \"units\": %zu, \"undetermined\": %zu", c.units, c.open);
    }
}

static reint_status
print_json(const struct cli *cli, reint_study *study, const struct state *s, reint_error *err)
{
    struct printer forms = { .cli = cli }, batches = { .cli = cli };
    reint_status status;

    printf("{\"study\": ");
    cli_json_text(stdout, reint_study_path(study));
    printf(", \"codebook\": ");
    cli_json_text(stdout, reint_codebook_id(reint_study_codebook(study)));
    printf(",\n  \"forms\": [");
    status = reint_study_status(study, cli_text(cli, "language", NULL), json_form, &forms, err);
    printf("],\n  \"batches\": [");
    if (!status)
        status = reint_study_batches(study, json_batch, &batches, err);
    printf("]");
    json_visits(s);
    printf("}\n");
    return status;
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    struct state s = { 0 };
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status)
        status = read_state(cli, study, &s, &err);
    if (!status && (cli_flag(cli, "people") || cli_text(cli, "wave", NULL)) && !s.has_visits) {
        free_state(&s);
        reint_study_free(study);
        return cli_usage(cli,
                         "nobody can be followed: no form of the codebook has person and wave for its key");
    }
    cli_progress_end();
    if (!status)
        status = cli->json ? print_json(cli, study, &s, &err) : print_text(cli, study, &s, &err);
    free_state(&s);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "all", 'a', NULL, "forms without records, too", false },
    { "files", 'f', NULL, "every file that was read, with what became of its rows", false },
    { "people", 'p', NULL, "who was not interviewed at the wave: due, lost, refused ...", false },
    { "wave", 'w', "WAVE", "this wave (default: the latest with any record)", false },
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_status = {
    .name = "status",
    .arguments = "STUDY",
    .summary = "what the study holds, who is due, what is open, what to do next",
    .examples = "How far are we?\n  reint status study.reint\n"
                "Who is due for the second interview, who was lost?\n"
                "  reint status --people --wave w2 study.reint\n"
                "Every file that was read\n  reint status --files study.reint\n",
    .description =
        "For each form the records stored, by wave where it has one, and the rejected rows that wait for "
        "correction; for the wave at work who was interviewed and who was not; the class of each person at "
        "the latest "
        "interview; and commands to type next. Whether a person who was missed is lost for good is for the "
        "team to "
        "say: the results that the interview records give are counted, no more.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
