/* cmd_new.c -- reint new: the folder of a new study, from a template. */
#include <config.h>

#include <stdio.h>

#include "cli.h"

static int
list_templates(void)
{
    for (size_t i = 0; reint_template_name(i); i++)
        printf("%-12s %s\n", reint_template_name(i), reint_template_summary(i));
    return 0;
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };

    if (cli_flag(cli, "list"))
        return list_templates();
    if (!cli->n)
        return cli_usage(cli, "which folder shall be made?");
    const char *folder = cli->argument[0];
    reint_status status =
        reint_new(folder, cli_text(cli, "template", "going-home"), cli_text(cli, "language", NULL), &err);
    if (status)
        return cli_fail(cli, status, &err);
    if (!cli->quiet)
        cli_tell(stdout,
                 "made: %s\n"
                 "  codebook/codebook.yaml  what is recorded, and which codes are allowed\n"
                 "  entry.xlsx              the workbook to fill in: one sheet a form\n"
                 "  plan.yaml               the tables to write\n"
                 "  job.yaml                all of it as one command\n"
                 "\nNext: fill in %s/entry.xlsx, then\n"
                 "  reint run %s/job.yaml\n"
                 "After changes to the codebook\n"
                 "  reint check %s/codebook/codebook.yaml\n"
                 "  reint entry %s/codebook/codebook.yaml -o %s/entry-2.xlsx\n",
                 folder, folder, folder, folder, folder, folder);
    return 0;
}

static const struct cli_option options[] = {
    { "template", 't', "NAME", "what to begin with: going-home (default) or blank", false },
    { "list", 0, NULL, "list the templates", false },
    CLI_LANGUAGE,
    CLI_END,
};

const struct cli_verb cmd_new = {
    .name = "new",
    .arguments = "FOLDER",
    .summary = "begin a study: codebook, job, plan and a workbook to fill in",
    .examples = "A study with the forms of Going Home\n  reint new our-study\n"
                "A small codebook to be changed\n  reint new our-study --template blank\n"
                "With explanations in Indonesian\n  reint new our-study --language id\n",
    .description =
        "Makes a folder that only its owner can read, and in it a codebook, a plan of tables, a job and "
        "entry.xlsx: a workbook with one sheet a form, lists to choose codes from, limits of numbers, and "
        "over each column what it means and may hold. Filled in, it is read as it is by reint run. A folder "
        "that holds anything is refused.\n\n"
        "Of the services only those that were mentioned are written down; one column says whether all were "
        "asked about, and only then does silence count as no.",
    .options = options,
    .min_arguments = 0,
    .max_arguments = 1,
    .run = run,
};
