/* cmd_ask.c -- reint ask: the unknown facts that would settle a class, as questions for the next interview. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "ask.h"

/* ---- text ---------------------------------------------------------------------------------------------- */

static void
print_text(const reint_questions *q)
{
    reint_question before = { .person = "", .stage = "" };

    for (size_t i = 0; i < reint_questions_n(q); i++) {
        reint_question one;
        char head[512];
        reint_questions_get(q, i, &one);
        if (strcmp(one.person, before.person) || strcmp(one.stage, before.stage) ||
            one.episode != before.episode) {
            if (one.episode > 1)
                snprintf(head, sizeof head, "%s, %s (%ld): %s", one.person, one.stage_label, one.episode,
                         one.classes);
            else
                snprintf(head, sizeof head, "%s, %s: %s", one.person, one.stage_label, one.classes);
            cli_wrap(stdout, head, 0, 4);
        }
        cli_wrap(stdout, one.text, 2, 2);
        before = one;
    }
}

/* Of whom nothing is said. */
static void
say_others(const struct cli *cli, const reint_questions *q, const reint_ask_coverage *c)
{
    char text[1024];

    if (c->outside && reint_questions_base(q)) {
        snprintf(text, sizeof text,
                 cli_words_n(
                     "Not asked about: %zu other person of the study; the rule set is about people with %s.",
                     "Not asked about: %zu other people of the study; the rule set is about people with %s.",
                     c->outside),
                 c->outside, reint_questions_base(q));
        cli_wrap(stderr, text, 0, 0);
    }
    if (c->unplaced) {
        snprintf(text, sizeof text,
                 cli_words_n("Of %zu person no stage is recorded: there is nothing to look at yet.",
                             "Of %zu people no stage is recorded: there is nothing to look at yet.",
                             c->unplaced),
                 c->unplaced);
        cli_wrap(stderr, text, 0, 0);
    }
    cli_say_left_out(cli, c->no_consent);
}

/* What the questions cover, and what they do not: "settled" is said of nothing that was not looked at. */
static void
say_coverage(const struct cli *cli, const reint_questions *q)
{
    const char *unit = reint_questions_unit(q), *stage = cli_text(cli, "stage", NULL), *person = NULL;
    bool stages = !strcmp(unit, "stage");
    const char *where = stages ? cli_words("the stage of each person's latest interview")
                               : cli_words("each person's latest interview");
    reint_ask_coverage c;
    char text[1024], judged[64] = "", of_person[128], people[64], units[96];

    if (cli->quiet)
        return;
    reint_questions_coverage(q, &c);
    if (cli->n > 1)
        person = cli->argument[1];
    if (person || cli_flag(cli, "all") || stage)
        where = stage ? stage : stages ? cli_words("every stage") : cli_words("every interview");
    if (c.judged)
        snprintf(judged, sizeof judged, cli_words("%zu judged by the team, "), c.judged);
    snprintf(of_person, sizeof of_person, person ? cli_words(" of %s") : "%s", person ? person : "");
    snprintf(people, sizeof people, cli_words_n("%zu person", "%zu people", c.people), c.people);
    snprintf(units, sizeof units,
             stages ? cli_words_n("%zu stage", "%zu stages", c.units)
                    : cli_words_n("%zu interview", "%zu interviews", c.units),
             c.units);
    snprintf(
        text, sizeof text,
        cli_words(
            "By %s, with what is known now. Looked at: %s%s; %s of %s, %zu settled, %s%zu undetermined."),
        reint_questions_ruleset(q), where, of_person, units, people, c.settled, judged, c.open);
    cli_wrap(stderr, text, 0, 0);
    say_others(cli, q, &c);
    if (!c.others)
        return;
    snprintf(units, sizeof units,
             stages ? cli_words_n("%zu other stage", "%zu other stages", c.others)
                    : cli_words_n("%zu other interview", "%zu other interviews", c.others),
             c.others);
    if (c.others_open)
        snprintf(
            text, sizeof text,
            cli_words(
                "Not looked at: %s of the same, %zu of them undetermined. What to ask about those: reint ask "
                "%s --all"),
            units, c.others_open, cli->argument[0]);
    else
        snprintf(text, sizeof text, cli_words("Not looked at: %s of the same, none of them undetermined."),
                 units);
    cli_wrap(stderr, text, 0, 0);
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static void
print_json(const reint_questions *q)
{
    reint_ask_coverage c;

    reint_questions_coverage(q, &c);
    printf("{\"ruleset\": ");
    cli_json_text(stdout, reint_questions_ruleset(q));
    printf(", \"unit\": ");
    cli_json_text(stdout, reint_questions_unit(q));
    printf(",\n \"covers\": {\"units\": %zu, \"settled\": %zu, \"judged\": %zu, \"undetermined\": %zu, "
           "\"people\": %zu, \"others\": %zu, \"others_undetermined\": %zu, \"no_consent\": %zu, "
           "\"outside\": %zu, \"without_stage\": %zu},\n \"questions\": [",
           c.units, c.settled, c.judged, c.open, c.people, c.others, c.others_open, c.no_consent, c.outside,
           c.unplaced);
    for (size_t i = 0; i < reint_questions_n(q); i++) {
        reint_question one;
        reint_questions_get(q, i, &one);
        const struct {
            const char *name, *text;
        } members[] = { { "stage", one.stage },
                        { "classes", one.classes },
                        { "about", one.about },
                        { "services", one.services },
                        { "text", one.text } };
        printf("%s\n  {\"person\": ", i ? "," : "");
        cli_json_text(stdout, one.person);
        printf(", \"episode\": %ld", one.episode);
        for (size_t k = 0; k < sizeof members / sizeof *members; k++) {
            printf(", \"%s\": ", members[k].name);
            cli_json_text(stdout, members[k].text);
        }
        putchar('}');
    }
    printf("\n]}\n");
}

/* Options that go together or not at all; 0: fine. */
static int
check_options(const struct cli *cli)
{
    const char *wave = cli_text(cli, "wave", NULL);
    static const char *const of_sheet[] = { "csv", "missed", "names", "output" };
    static const char *const not_of_sheet[] = { "all", "stage", "json" };

    for (size_t i = 0; i < sizeof of_sheet / sizeof *of_sheet; i++)
        if (!wave && cli_flag(cli, of_sheet[i]))
            return cli_usage(cli, "--%s is of the sheet for a wave: say which with --wave", of_sheet[i]);
    for (size_t i = 0; i < sizeof not_of_sheet / sizeof *not_of_sheet; i++)
        if (wave && cli_flag(cli, not_of_sheet[i]))
            return cli_usage(cli,
                             "--wave is a sheet of everybody who is due, about every stage: not with --%s",
                             not_of_sheet[i]);
    if (cli_flag(cli, "names") && cli_flag(cli, "csv"))
        return cli_usage(cli, "--csv goes onto telephones and holds no names: not with --names");
    if (cli_flag(cli, "names") && !strcmp(cli_text(cli, "output", "-"), "-"))
        return cli_usage(cli, "names are written to a file that only you can read: --output FILE");
    return wave && cli->n > 1 ? cli_usage(cli, "--wave is a sheet of everybody who is due: not with a person")
                              : 0;
}

static int
run(struct cli *cli)
{
    if (check_options(cli))
        return REINT_ARGUMENT;
    reint_ask_request request = { .size = sizeof request,
                                  .ruleset = cli_text(cli, "ruleset", NULL),
                                  .language = cli_text(cli, "language", NULL),
                                  .person = cli->n > 1 ? cli->argument[1] : NULL,
                                  .stage = cli_text(cli, "stage", NULL),
                                  .all = cli_flag(cli, "all") };
    reint_study *study = NULL;
    reint_questions *q = NULL;
    reint_error err = { .status = REINT_OK };
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status && cli_text(cli, "wave", NULL)) {
        int code = ask_sheet(cli, study);
        reint_study_free(study);
        return code;
    }
    if (!status)
        status = reint_ask(study, &request, &q, &err);
    cli_progress_end();
    if (!status && cli->json)
        print_json(q);
    else if (!status)
        print_text(q);
    fflush(stdout); /* the lines that follow are on stderr */
    if (!status)
        say_coverage(cli, q);
    reint_questions_free(q);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "all", 'a', NULL, "every stage, not only where each person stands now", false },
    { "stage", 's', "STAGE", "only this stage of each person", false },
    { "wave", 'w', "WAVE", "a private sheet: everything open about the people who are due at this wave",
      false },
    { "missed", 0, NULL, "with --wave: also those who could not be interviewed", false },
    { "names", 0, "FILE",
      "with --wave: the team's own list of names (CSV: id, name), to stand beside the ids", false },
    { "csv", 0, NULL, "with --wave: a line a person, to preload the next form", false },
    CLI_OUTPUT,
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_ask = {
    .name = "ask",
    .arguments = "STUDY [PERSON]",
    .summary = "what to ask next, so that classes can be settled",
    .examples = "What should the next interviews ask?\n  reint ask study.reint\n"
                "About earlier stages, too\n  reint ask study.reint --all\n"
                "A sheet to take along for the second interviews; the same to preload a form\n"
                "  reint ask study.reint --wave w2 -o sheet.txt\n"
                "  reint ask study.reint --wave w2 --csv -o preload.csv\n"
                "With names from the team's own list, for the interviewer's eyes\n"
                "  reint ask study.reint --wave w2 --names names.csv -o private.txt\n"
                "All stages of one person, in Indonesian\n  reint ask study.reint SYN-014 -l id\n",
    .description =
        "Lists, for each stage whose class is undetermined with all that is known now, which classes are "
        "open and "
        "the facts whose answer would leave fewer of them. A stage that the team judged is not asked "
        "about.\n\n"
        "Without --all, --stage or PERSON it looks at one stage of each person: where the person stood at "
        "the latest "
        "interview. Lines at the end say what was looked at, what is settled, what was not looked at, and "
        "whom "
        "the rule set is not about (relatives, key informants). What could not be told at an earlier "
        "interview, "
        "from what had been told by then, stays so in tables by interview: no answer of today changes it.\n\n"
        "With --wave the people are listed who are due at that wave, each with everything that is open. The "
        "file is "
        "readable by its owner only and says INTERNAL. It holds pseudonymous ids; names only with --names, "
        "from a "
        "list of the team's that the study never reads. With --csv it has a line a person: the keys, the "
        "latest "
        "interview, where the person stood, the class, and for each kind of question the services to ask "
        "about "
        "(ask_receipt: what came; ask_need: whether it was needed; ask_goes_on: whether the need goes on; "
        "ask_due: "
        "facts that the law makes it depend on; ask_everything, ask_circumstance: yes), about the stage "
        "where "
        "the person stood, and again for each stage by itself (ask_receipt_early_home ...). told_... is what "
        "was told last of a fact that may be told late; of a sensitive one only \"told\". The columns are "
        "the "
        "same whoever is due.\n\n"
        "In KoboToolbox or ODK attach it to the form as the media file preload.csv. A row of type calculate "
        "reads a cell, pulldata('preload', 'ask_receipt', 'person', ${person}), and the question about a "
        "service is relevant when selected(${ask_receipt}, 'S02').",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
