/* cmd_codebook.c -- reint codebook: codebooks made from other things.  One row of `works` a kind of work. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int
from_xlsform(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_xlsform_options options = { .size = sizeof options,
                                      .person = cli_text(cli, "person", NULL),
                                      .wave = cli_text(cli, "wave", NULL) };
    reint_findings *findings = reint_findings_create();
    struct cli_output out;
    char *text = NULL;

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    reint_status status = reint_xlsform_codebook(cli->argument[1], &options, &text, findings, &err);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 3);
    bool told = status == REINT_INPUT && reint_findings_count_severity(findings, REINT_ERROR);
    if (!status) {
        status = cli_output_open(cli, &out, &err);
        if (!status) {
            fputs(text, out.stream);
            status = cli_output_close(&out, true, &err);
        }
    }
    free(text);
    reint_findings_free(findings);
    return told ? cli_exit_code(status) : status ? cli_fail(cli, status, &err) : 0;
}

static const struct {
    const char *name;
    int (*run)(struct cli *cli);
} works[] = {
    { "from-xlsform", from_xlsform },
};

static int
run(struct cli *cli)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (!strcmp(works[i].name, cli->argument[0]))
            return works[i].run(cli);
    return cli_usage(cli, "reint codebook does from-xlsform, not \"%.40s\"", cli->argument[0]);
}

static const struct cli_option options[] = {
    CLI_OUTPUT,
    { "person", 'p', "QUESTION", "the question whose answer is the pseudonymous id", false },
    { "wave", 'w', "QUESTION", "the question (select_one) that tells the wave", false },
    { "all", 'a', NULL, "show every note, not the first three of each kind", false },
    CLI_END,
};

const struct cli_verb cmd_codebook = {
    .name = "codebook",
    .arguments = "WORK FILE",
    .summary = "make a codebook from a form of KoboToolbox or ODK",
    .examples = "A first codebook from the form that is in use\n"
                "  reint codebook from-xlsform form.xlsx -o codebook.yaml\n"
                "The id is asked in one question, the round in another\n"
                "  reint codebook from-xlsform form.xlsx --person case_id --wave round\n",
    .description =
        "from-xlsform reads the sheets survey, choices and settings. Questions become variables, lists of "
        "choices code lists with their labels in every language, repeats forms of their own, conditions "
        "(relevant) routing, constraints ranges, patterns or rules. What cannot be taken over is told and "
        "stands as a comment at the top of the codebook.\n\n"
        "Places, pictures, telephones, and questions that seem to ask for a name or an address are left out: "
        "a "
        "study keeps nothing that points at a person. Without --person the submission is the person.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run,
};
