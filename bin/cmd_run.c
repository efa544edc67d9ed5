/* cmd_run.c -- reint run: a whole job from its file. */
#include <config.h>

#include <stdint.h>
#include <stdio.h>

#include "cli.h"

static void
step(const char *text, void *user)
{
    const struct cli *cli = user;

    cli_progress_end();
    if (!cli->quiet)
        printf("%s\n", text);
    cli_progress_begin(cli, "reint run");
}

static int
run(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_job_options options = {
        .size = sizeof options,
        .strict = cli_flag(cli, "strict"),
        .dry_run = cli_flag(cli, "dry-run"),
        .who = cli_text(cli, "who", NULL),
        .step = step,
        .progress = cli_progress_step,
        .user = cli,
    };

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    reint_status status = reint_run(cli->argument[0], &options, findings, &err);
    cli_progress_end();
    fflush(stdout);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 3);
    int code = cli_exit_code(status);
    if (status == REINT_DATA && !err.text[0] && !options.dry_run)
        cli_tell(stderr, "reint: rows were rejected; see: reint rejects %s\n", cli->argument[0]);
    if (status && (status != REINT_DATA || err.text[0]))
        code = cli_fail(cli, status, &err);
    reint_findings_free(findings);
    return code;
}

static const struct cli_option options[] = {
    { "strict", 0, NULL, "stop at the first input with a bad row and keep nothing of it", false },
    { "all", 'a', NULL, "show every finding, not the first three of each kind", false },
    CLI_DRY_RUN,
    CLI_WHO,
    CLI_END,
};

const struct cli_verb cmd_run = {
    .name = "run",
    .arguments = "JOB",
    .summary = "do a whole job: read the inputs, write the workbook",
    .examples =
        "The example study, from its files to its workbook:\n  reint run examples/going-home/job.yaml\n"
        "Would everything be accepted?\n  reint run --dry-run job.yaml\n",
    .description =
        "A job file names the codebook, the study, the inputs, the plan of tables and the outputs; see "
        "reint-job(5). Inputs that have not changed are not read again. Rows that the codebook does not "
        "allow "
        "are kept apart with the reason; the others are used, and the exit code is 1.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
