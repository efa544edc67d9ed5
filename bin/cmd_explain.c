/* cmd_explain.c -- reint explain: why a person is in a class, in sentences with their sources. */
#include <config.h>

#include <stdlib.h>

#include "cli.h"

/* WAVES: the person wave by wave, or NULL. */
static void
print(const struct cli *cli, const char *person, const char *text, const char *waves, bool more)
{
    cli_progress_end();
    if (cli->json) {
        printf("%s\n  {\"person\": ", more ? "," : "[");
        cli_json_text(stdout, person);
        printf(", \"text\": ");
        cli_json_text(stdout, text);
        if (waves) {
            printf(", \"waves\": ");
            cli_json_text(stdout, waves);
        }
        putchar('}');
        return;
    }
    if (more)
        putchar('\n');
    cli_wrap(stdout, text, 0, 2);
    if (waves)
        cli_wrap(stdout, waves, 0, 4);
}

static reint_status
explain(const struct cli *cli, reint_study *study, reint_follow *f, size_t i, reint_error *err)
{
    const char *person = cli->argument[i], *language = cli_text(cli, "language", NULL);
    char *text = NULL, *waves = NULL;
    reint_status status = reint_explain(study, cli_text(cli, "ruleset", NULL), person, language, &text, err);

    if (!status && f)
        status = reint_follow_person(f, person, language, &waves, err);
    if (!status)
        print(cli, person, text, waves, i > 1);
    free(text);
    free(waves);
    return status;
}

static int
run(struct cli *cli)
{
    const reint_follow_options all = { .size = sizeof all, .everybody = true };
    reint_study *study = NULL;
    reint_follow *f = NULL;
    reint_error err = { .status = REINT_OK };
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status && cli_flag(cli, "waves"))
        status = reint_follow_open(study, &all, &f, &err);
    for (size_t i = 1; !status && i < cli->n; i++)
        status = explain(cli, study, f, i, &err);
    if (!status && cli->json)
        printf("\n]\n");
    reint_follow_free(f);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "waves", 'w', NULL, "and the person's interviews, class and domains wave by wave", false },
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_explain = {
    .name = "explain",
    .arguments = "STUDY PERSON...",
    .summary = "why a person is in a class, with sources",
    .examples =
        "Why is this person under-assisted?\n  reint explain study.reint SYN-014\n"
        "The same in Indonesian, by another rule set\n  reint explain study.reint SYN-014 -l id -r strict\n"
        "How has this person fared, wave by wave?\n  reint explain study.reint SYN-014 --waves\n",
    .description = "For each stage: what was needed and received, who told it and in which line of which "
                   "file it stands, what "
                   "the law gives, the class with the row of the decision table that held, the reasons, and "
                   "the least that "
                   "would change it. Then the class at each interview, as told by then.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = SIZE_MAX,
    .run = run,
};
