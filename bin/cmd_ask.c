/* cmd_ask.c -- reint ask: the unknown facts that would settle a class, as questions for the next interview.
 */
#include <config.h>

#include <stdlib.h>

#include "cli.h"

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_error err = { .status = REINT_OK };
    char *text = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status)
        status = reint_ask(study, cli_text(cli, "ruleset", NULL), cli->n > 1 ? cli->argument[1] : NULL,
                           cli_text(cli, "language", NULL), &text, &err);
    if (!status)
        fputs(text, stdout);
    if (!status && !*text)
        cli_say(cli, "nothing to ask: every class is settled");
    free(text);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = { CLI_RULESET, CLI_LANGUAGE, CLI_END };

const struct cli_verb cmd_ask = {
    .name = "ask",
    .arguments = "STUDY [PERSON]",
    .summary = "what to ask next, so that classes can be settled",
    .examples = "What should the next interviews ask?\n  reint ask study.reint\n"
                "Of one person, in Indonesian\n  reint ask study.reint SYN-014 -l id\n",
    .description = "Lists, for each stage whose class is undetermined, the facts that are not known and "
                   "whose answer would "
                   "leave fewer classes possible: one question a line.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
