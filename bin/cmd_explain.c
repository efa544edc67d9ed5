/* cmd_explain.c -- reint explain: why a person is in a class, in sentences with their sources. */
#include <config.h>

#include <stdlib.h>

#include "cli.h"

static void
print(const struct cli *cli, const char *person, const char *text, bool more)
{
    cli_progress_end();
    if (cli->json) {
        printf("%s\n  {\"person\": ", more ? "," : "[");
        cli_json_text(stdout, person);
        printf(", \"text\": ");
        cli_json_text(stdout, text);
        putchar('}');
        return;
    }
    if (more)
        putchar('\n');
    cli_wrap(stdout, text, 0, 2);
}

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_error err = { .status = REINT_OK };
    char *text = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    for (size_t i = 1; !status && i < cli->n; i++) {
        status = reint_explain(study, cli_text(cli, "ruleset", NULL), cli->argument[i],
                               cli_text(cli, "language", NULL), &text, &err);
        if (!status)
            print(cli, cli->argument[i], text, i > 1);
        free(text);
        text = NULL;
    }
    if (!status && cli->json)
        printf("\n]\n");
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = { CLI_RULESET, CLI_LANGUAGE, CLI_JSON, CLI_END };

const struct cli_verb cmd_explain = {
    .name = "explain",
    .arguments = "STUDY PERSON...",
    .summary = "why a person is in a class, with sources",
    .examples =
        "Why is this person under-assisted?\n  reint explain study.reint SYN-014\n"
        "The same in Indonesian, by another rule set\n  reint explain study.reint SYN-014 -l id -r strict\n",
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
