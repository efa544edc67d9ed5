/* cmd_entry.c -- reint entry: a workbook to be filled in, from a codebook or for the next wave of a study. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* A codebook is told from a job by what it is: a job names a study. */
static reint_status
open_source(const struct cli *cli, const char *path, reint_codebook **cb, reint_study **study,
            reint_error *err)
{
    const char *dot = strrchr(path, '.');
    reint_error not_a_job = { .status = REINT_OK };
    char *named = NULL;

    if (!dot || (strcmp(dot, ".yaml") && strcmp(dot, ".yml")))
        return cli_open_study(cli, path, false, study, err);
    if (!reint_job_study(path, &named, &not_a_job)) {
        free(named);
        return cli_open_study(cli, path, false, study, err);
    }
    reint_findings *findings = reint_findings_create();
    reint_status status = reint_codebook_open(path, cb, findings, err);
    if (status)
        cli_findings(cli, findings, 3);
    reint_findings_free(findings);
    return status;
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_entry_options entry = { .size = sizeof entry,
                                  .language = cli_text(cli, "language", NULL),
                                  .wave = cli_text(cli, "wave", NULL),
                                  .names = cli_text(cli, "names", NULL) };
    const char *output = cli_text(cli, "output", NULL);
    reint_codebook *cb = NULL;
    reint_study *study = NULL;
    long rows = 0;

    if (!output)
        return cli_usage(cli, "where shall the workbook be written? --output FILE.xlsx");
    if (cli_text(cli, "rows", NULL) && !cli_integer(cli, "rows", 1, 100000, &rows))
        return cli_exit_code(REINT_ARGUMENT);
    entry.rows = (unsigned)rows;
    reint_status status = open_source(cli, cli->argument[0], &cb, &study, &err);
    if (!status)
        status = reint_write_entry(study ? reint_study_codebook(study) : cb, study, &entry, output, &err);
    reint_study_free(study);
    reint_codebook_free(cb);
    if (status)
        return cli_fail(cli, status, &err);
    cli_say(cli, "written: %s", output);
    return 0;
}

static const struct cli_option options[] = {
    CLI_OUTPUT,
    { "wave", 'w', "WAVE", "the wave to be interviewed: people who are due are filled in", false },
    { "names", 0, "FILE", "the team's own list of names (CSV: id, name), to be shown beside the ids", false },
    { "rows", 0, "N", "rows to fill in on each sheet (default 500)", false },
    CLI_LANGUAGE,
    CLI_END,
};

const struct cli_verb cmd_entry = {
    .name = "entry",
    .arguments = "STUDY|CODEBOOK",
    .summary = "write a workbook to fill in, for a codebook or the next wave",
    .examples = "A workbook for every form of a codebook\n  reint entry codebook.yaml -o entry.xlsx\n"
                "For the second wave, with the people who are due\n"
                "  reint entry study.reint --wave w2 -o entry-w2.xlsx\n"
                "With names from the team's own list, for the interviewer's eyes\n"
                "  reint entry study.reint --wave w2 --names names.csv -o private.xlsx\n",
    .description =
        "One sheet a form: codes are chosen from lists, numbers have their limits, and over each column "
        "stands what it means and may hold. Further sheets explain how to fill it in, list all codes, and "
        "hold the interview to be printed. From a study, the ids of the people it knows can be chosen; with "
        "--wave, the sheet of interviews has one row for each person of the codebook's base who was met in "
        "an earlier wave and not yet in this one.\n\n"
        "It is read by reint run and reint ingest as it is filled in, and can be read by its owner only. It "
        "holds pseudonymous ids; names only with --names, on the sheet of known people and in a window over "
        "the ids that are filled in beforehand, where the study never reads them. Dates are kept as they are "
        "typed, since they may be known in part (2014-10).",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
