/* cmd_collect.c -- reint collect: exports of KoboToolbox, ODK Central or Ona into the study. */
#include <config.h>

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

static int
print_part(const reint_batch *b, reint_status status, void *user)
{
    const struct cli *cli = user;

    cli_progress_end();
    if (b->form && (status == REINT_DATA || (!status && !cli->quiet)))
        cli_tell(stdout,
                 "%s: %s: read %" PRId64 " = accepted %" PRId64 " + changed %" PRId64 " + unchanged %" PRId64
                 " + rejected %" PRId64 "\n",
                 b->input, b->form, b->read, b->accepted, b->changed, b->unchanged, b->rejected);
    return 0;
}

static int
collect(struct cli *cli, reint_study *study)
{
    reint_ingest_options ingest = { .size = sizeof ingest,
                                    .strict = cli_flag(cli, "strict"),
                                    .correct = cli_flag(cli, "correct"),
                                    .progress = cli_progress_step,
                                    .who = cli_text(cli, "who", NULL),
                                    .why = cli_text(cli, "why", NULL) };
    reint_xlsform_options options = { .size = sizeof options,
                                      .person = cli_text(cli, "person", NULL),
                                      .wave = cli_text(cli, "wave", NULL) };
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    reint_status status = reint_ingest_export(study, cli->argument[1], (const char *const *)&cli->argument[2],
                                              cli->n - 2, &options, &ingest, print_part, cli, findings, &err);
    fflush(stdout);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
    reint_findings_free(findings);
    if (status == REINT_DATA)
        cli_say_rejected(cli, cli_flag(cli, "dry-run") || ingest.strict);
    return status && status != REINT_DATA ? cli_fail(cli, status, &err) : cli_exit_code(status);
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], true, &study, &err);

    if (!status && cli_flag(cli, "dry-run"))
        status = reint_study_rehearse(study, &err);
    int code = status ? cli_fail(cli, status, &err) : collect(cli, study);
    reint_study_free(study);
    return code;
}

static const struct cli_option options[] = {
    { "person", 'p', "QUESTION", "the question whose answer is the pseudonymous id", false },
    { "wave", 'w', "QUESTION", "the question (select_one) that tells the wave", false },
    { "correct", 'c', NULL, "known keys with other values are corrections, not duplicates", false },
    { "strict", 's', NULL, "all rows of a table or none", false },
    CLI_DRY_RUN,
    { "all", 'a', NULL, "show every finding, not the first five of each kind", false },
    CLI_WHO,
    CLI_WHY,
    CLI_END,
};

const struct cli_verb cmd_collect = {
    .name = "collect",
    .arguments = "STUDY FORM EXPORT...",
    .summary = "take in an export of KoboToolbox, ODK or Ona",
    .examples = "What was submitted so far\n"
                "  reint collect study.reint form.xlsx export.xlsx\n"
                "An export in files, a repeat in a file of its own\n"
                "  reint collect study.reint form.xlsx main.csv children.csv\n"
                "The archive of ODK Central as it was downloaded\n"
                "  reint collect study.reint form.xlsx form.csv.zip\n",
    .description =
        "FORM is the XLSForm that the study's codebook was made from (reint codebook from-xlsform), with the "
        "same --person and --wave, or the one that was made of the study's codebook (to-xlsform), with its "
        "questions of these. "
        "Columns are found by name, path or label in any language, answers by name or label. A question with "
        "several answers may be one column, one a choice, or both: an empty summary is no answer, and never "
        "\"none\". Repeats are sheets or files of their own, numbered within their submission. Of a .zip the "
        "CSV files are read "
        "as if it had been unpacked; pictures and recordings are left out and counted.\n\n"
        "Times of sending, devices, places and questions that were left out of the codebook are passed over; "
        "columns of no question are told. Repeats in columns (child[2]/age) are taken apart where each head "
        "spells "
        "its whole path; else, and where two questions have one name, the export is refused with advice. All "
        "else is as with reint ingest: every value is checked, and rows "
        "that the codebook does not allow are kept apart with the reason.",
    .options = options,
    .min_arguments = 3,
    .max_arguments = SIZE_MAX,
    .run = run,
};
