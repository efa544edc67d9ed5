/* cmd_erase.c -- reint erase: a person leaves the study. */
#include <config.h>

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "cli.h"

static void
print(const struct cli *cli, const reint_erased *e)
{
    if (cli->json)
        printf("{\"records\": %" PRId64 ", \"values\": %" PRId64 ", \"rejected\": %" PRId64
               ", \"changes\": %" PRId64 "}\n",
               e->records, e->values, e->rejected, e->changes);
    else if (!cli->quiet)
        cli_tell(stdout,
                 "%s%" PRId64 " records, %" PRId64 " values of other records, %" PRId64
                 " rejected rows, %" PRId64 " lines of the history\n",
                 cli_flag(cli, "dry-run") ? cli_words("would be erased: ") : cli_words("erased: "),
                 e->records, e->values, e->rejected, e->changes);
}

static int
check_options(const struct cli *cli)
{
    static const char *const needed[] = { "who", "why" };

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!*cli_text(cli, needed[i], ""))
            return cli_usage(cli, "--%s is missing", needed[i]);
    if (!cli_flag(cli, "yes") && !cli_flag(cli, "dry-run"))
        return cli_usage(cli,
                         "what is erased cannot be had back: say --yes, or --dry-run to see what would go");
    return -1;
}

static int
run(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_erased erased;
    int code = findings ? check_options(cli) : cli_fail(cli, REINT_NO_MEMORY, NULL);

    if (code < 0) {
        reint_status status = cli_open_study(cli, cli->argument[0], true, &study, &err);
        if (!status && cli_flag(cli, "dry-run"))
            status = reint_study_rehearse(study, &err);
        if (!status)
            status = reint_study_erase(study, cli->argument[1], cli_text(cli, "who", NULL),
                                       cli_text(cli, "why", NULL), &erased, findings, &err);
        cli_progress_end();
        if (!status)
            print(cli, &erased);
        cli_findings(cli, findings, SIZE_MAX);
        code = status ? cli_fail(cli, status, &err) : 0;
    }
    reint_study_free(study);
    reint_findings_free(findings);
    return code;
}

static const struct cli_option options[] = {
    { "who", 0, "INITIALS", "who erases, for the history", false },
    { "why", 0, "TEXT", "why, for the history; without the key", false },
    { "yes", 0, NULL, "do it: what is erased cannot be had back", false },
    CLI_DRY_RUN,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_erase = {
    .name = "erase",
    .arguments = "STUDY PERSON",
    .summary = "remove a person from records, history, rejected rows and cache",
    .examples = "What is there of her?\n  reint erase --dry-run --who AB --why \"asked to be erased\" "
                "study.reint SYN-014\n"
                "She asked to be erased:\n  reint erase --yes --who AB --why \"asked to be erased\" "
                "study.reint SYN-014\n",
    .description =
        "All records with the person in their key go, and what the study keeps about them: history, rejected "
        "rows, "
        "judgements, cache. Where other records name the person as a value, that value becomes empty. The "
        "file is then "
        "written anew, so that nothing is left of it in free space. Counts of the files that were read stay, "
        "and one "
        "line of the history says that somebody was erased, by whom and why.\n\n"
        "The key is remembered as a hash only: a file that brings it back has that row rejected "
        "(erased_person), and "
        "nothing of the row is kept.\n\n"
        "What is left to you is listed: backups (reint backup) that hold the person, texts of others in "
        "which the key "
        "stands. Not in reach are the files that the records came from, workbooks made before, copies made "
        "by other "
        "means, and what a disk keeps of files that were overwritten; keep studies on an encrypted disk.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run,
};
