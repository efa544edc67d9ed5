/* cmd_check.c -- reint check: a codebook, plan, job, rule set or study, recognised by its content. */
#include <config.h>

#include "cli.h"

/* What is said of a file without an error: findings from BEFORE on are its own. */
static void
say_sound(const struct cli *cli, const char *file, const reint_findings *findings, size_t before)
{
    size_t warnings = 0;

    for (size_t i = before; i < reint_findings_count(findings); i++)
        warnings += reint_findings_get(findings, i)->severity == REINT_WARNING;
    if (warnings)
        cli_say(cli, cli_words_n("%s: no error, %zu warning", "%s: no error, %zu warnings", warnings), file,
                warnings);
    else
        cli_say(cli, "%s: all is well", file);
}

static int
run(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    int code = 0;

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    for (size_t i = 0; i < cli->n; i++) {
        reint_error err = { .status = REINT_OK };
        size_t before = reint_findings_count(findings);
        reint_status status = reint_check(cli->argument[i], findings, &err);
        if (cli->json) {
            printf("%s\n  {\"file\": ", i ? "," : "[");
            cli_json_text(stdout, cli->argument[i]);
            printf(", \"status\": ");
            cli_json_text(stdout, status ? reint_status_text(status) : "all is well");
            printf(", \"text\": ");
            cli_json_text(stdout, status ? err.text : NULL);
            printf(", \"findings\": [");
            cli_findings_json(findings, before, reint_findings_count(findings), true);
            printf("]}");
        }
        if (status && reint_findings_count(findings) == before)
            cli_fail(cli, status, &err);
        else if (!status && !cli->json)
            say_sound(cli, cli->argument[i], findings, before);
        if (cli_exit_code(status) > code)
            code = cli_exit_code(status);
    }
    if (cli->json)
        printf("\n]\n");
    else
        cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
    reint_findings_free(findings);
    return code;
}

static const struct cli_option options[] = {
    { "all", 'a', NULL, "show every finding, not the first five of each kind", false },
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_check = {
    .name = "check",
    .arguments = "FILE...",
    .summary = "check a codebook with all its parts, a plan, a job or a study",
    .examples = "Is this codebook sound?\n  reint check codebook.yaml\nHas the study been changed by another "
                "program?\n"
                "  reint check study.reint\n",
    .description =
        "Each FILE is recognised by its content. All problems of a file are listed in one run, each with its "
        "line and column, what was found and what is allowed.\n\n"
        "A codebook is checked with the rule sets, packs and entitlements that it names: decision tables are "
        "proved complete, and comparisons in conditions that can never hold are found. A study is checked "
        "for "
        "damage to the file, for changes made outside reint, for who may read it, and for a folder that is "
        "copied to other machines.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = SIZE_MAX,
    .run = run,
};
