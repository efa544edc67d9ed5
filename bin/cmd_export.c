/* cmd_export.c -- reint export: the records of a study for another program. */
#include <config.h>

#include <stdint.h>

#include "cli.h"

static int
run(struct cli *cli)
{
    const char *folder = cli_text(cli, "r", NULL);
    reint_export_options how = { .size = sizeof how,
                                 .language = cli_text(cli, "language", NULL),
                                 .ruleset = cli_text(cli, "ruleset", NULL),
                                 .texts = cli_flag(cli, "texts") };
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_status status = findings ? REINT_OK : REINT_NO_MEMORY;

    if (!folder) {
        reint_findings_free(findings);
        return cli_usage(cli, "say what for: --r DIR");
    }
    if (!status)
        status = cli_open_study(cli, cli->argument[0], false, &study, &err);
    if (!status)
        status = reint_export_r(study, folder, &how, findings, &err);
    cli_findings(cli, findings, SIZE_MAX);
    if (!status)
        cli_say(cli, "written: %s", folder);
    reint_study_free(study);
    reint_findings_free(findings);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "r", 0, "DIR", "write CSV files and an R script that reads them into the folder DIR", false },
    { "texts", 0, NULL, "free text, too: it may name people", false },
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_END,
};

const struct cli_verb cmd_export = {
    .name = "export",
    .arguments = "STUDY",
    .summary = "write the records for another program",
    .examples = "For R, into a folder of its own:\n"
                "  reint export --r for-r going-home.reint\n"
                "Then, in R: source(\"for-r/going-home-INTERNAL-read.R\"), and\n"
                "study <- read_study(\"for-r\") makes the data frames\n",
    .description =
        "Writes one CSV file a form, with codes, the reason beside every missing value, dates and ages as "
        "intervals, "
        "sets of answers in their order, and the classes and scores that were derived; the lists with their "
        "labels; "
        "the facts that the rule set read; and a script read.R whose read_study() makes data frames of them: "
        "factors with labels, missing reasons, multiple-response sets as logical matrices. No R package is "
        "needed.\n\n"
        "NA is never an answer, and why a value is missing is not lost: it stands beside each variable x in "
        "the factor "
        "x__missing, NA where there is a value. with_reasons(study$person, \"sex\") puts both into one "
        "factor, the reasons "
        "as levels \"!refused\", \"!not_asked\"; tagged(study), with the package haven, makes tagged missing "
        "values of them "
        "(a, b, c in the order of study$missing), with the labels, for files of Stata and SAS.\n\n"
        "These are records of people: every file can be read by its owner only and says INTERNAL in its "
        "name. "
        "Persons without consent to analysis are left out and counted. Free text is left out unless --texts "
        "is given.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
