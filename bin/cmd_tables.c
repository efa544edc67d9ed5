/* cmd_tables.c -- reint tables: all tables of a plan, or the standard report. */
#include <config.h>

#include <stdint.h>

#include "cli.h"

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_report *report = NULL;
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_status status =
        findings ? cli_open_study(cli, cli->argument[0], false, &study, &err) : REINT_NO_MEMORY;

    if (!status)
        status = reint_tables(study, cli->n > 1 ? cli->argument[1] : NULL, cli_text(cli, "language", NULL),
                              &report, findings, &err);
    if (!status)
        status = cli_write_report(cli, report, &err);
    cli_findings(cli, findings, 5);
    reint_report_free(report);
    reint_study_free(study);
    reint_findings_free(findings);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "format", 'f', "WORD", "text, csv, json, cells or xlsx (default: by the ending of the output)", false },
    CLI_LANGUAGE,
    CLI_OUTPUT,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_tables = {
    .name = "tables",
    .arguments = "STUDY [PLAN]",
    .summary = "write all tables of a plan, or the standard report",
    .examples = "The standard report as a workbook:\n  reint tables study.reint -o report.xlsx\n"
                "The tables of a plan in the terminal:\n  reint tables study.reint plan.yaml\n",
    .description =
        "A plan names the tables; see reint-plan(5). Without one the standard report is made from what the "
        "codebook "
        "has: who was interviewed, classes with bounds, need and receipt by service, domains, movement "
        "between "
        "waves, referrals, and what is missing. Outputs are INTERNAL: small cells are not suppressed.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
