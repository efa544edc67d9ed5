/* cmd_tables.c -- reint tables: all tables of a plan, or the standard report, into files. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* The K-th --format belongs to the K-th --output; otherwise the ending tells. */
static reint_status
choose_format(const struct cli *cli, size_t k, const char *path, reint_format *format, reint_error *err)
{
    const char *word = cli->json ? "json" : cli_text_at(cli, "format", k);

    *format = REINT_TEXT;
    if (word)
        return reint_format_of_word(word, format, err);
    return strcmp(path, "-") ? reint_format_of_path(path, format, err) : REINT_OK;
}

static reint_status
write_one(const struct cli *cli, const reint_report *report, size_t k, reint_error *err)
{
    const char *path = cli_text_at(cli, "output", k);
    reint_write_options how = { .size = sizeof how, .width = cli_width() };
    reint_format format;
    reint_status status;

    path = path ? path : "-";
    status = choose_format(cli, k, path, &format, err);
    char *name = status ? NULL : reint_write_name(report, path);
    if (!status && !name)
        status = REINT_NO_MEMORY;
    how.color = !strcmp(path, "-") && cli->color_out;
    if (!status)
        status = reint_write_file(report, format, name, &how, err);
    if (!status && strcmp(path, "-"))
        cli_say(cli, "written: %s", name);
    free(name);
    return status;
}

static int
run(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_report *report = NULL;
    reint_format format;
    size_t n = 0;
    reint_status status = findings ? REINT_OK : REINT_NO_MEMORY;

    while (cli_text_at(cli, "output", n))
        n++;
    for (size_t k = 0; !status && k < n; k++) /* before any work is done */
        status = choose_format(cli, k, cli_text_at(cli, "output", k), &format, &err);
    if (!status)
        status = cli_open_study(cli, cli->argument[0], false, &study, &err);
    if (!status)
        status = reint_tables(study, cli->n > 1 ? cli->argument[1] : NULL, cli_text(cli, "language", NULL),
                              &report, findings, &err);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
    for (size_t k = 0; !status && k < (n ? n : 1); k++)
        status = write_one(cli, report, k, &err);
    reint_report_free(report);
    reint_study_free(study);
    reint_findings_free(findings);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "output", 'o', "FILE",
      "write to FILE; its ending tells the format, .svg and .png the pictures of people over time (default: "
      "text to the "
      "terminal)",
      true },
    { "format", 'f', "FORMAT",
      "format of the output given in the same place: text, csv, json, cells, xlsx, svg, png", true },
    { "all", 'a', NULL, "show every finding, not the first five of each kind", false },
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_tables = {
    .name = "tables",
    .arguments = "STUDY [PLAN]",
    .summary = "write all tables of a plan, or the standard report",
    .examples = "The standard report as a workbook:\n  reint tables going-home.reint -o report.xlsx\n"
                "The tables of a plan, for people and for another program:\n"
                "  reint tables job.yaml plan.yaml -o tables.xlsx -o tables.csv\n"
                "In Indonesian, in the terminal:\n  reint tables going-home.reint -l id | less\n",
    .description =
        "PLAN is a file as reint-plan(5) has it. Without one the report is made from what the codebook has: "
        "who was interviewed, assistance by stage, wave and rule set, needs and help by service, domains, "
        "movement between waves, referrals, and what is missing.\n\n"
        "What is not a release says INTERNAL in its name: report.xlsx is written as report-INTERNAL.xlsx.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
