/* cmd_backup.c -- reint backup: a copy of the study that stands alone. */
#include <config.h>

#include "cli.h"

/* USER: NULL for people; the number of those that were printed for programs. */
static int
print_backup(const char *path, const char *at, void *user)
{
    size_t *n = user;

    if (!n) {
        printf("%s  %s\n", at, path);
        return 0;
    }
    printf("%s\n  {\"at\": ", (*n)++ ? "," : "");
    cli_json_text(stdout, at);
    printf(", \"path\": ");
    cli_json_text(stdout, path);
    putchar('}');
    return 0;
}

static reint_status
list(const struct cli *cli, reint_study *study, reint_error *err)
{
    size_t n = 0;

    if (!cli->json)
        return reint_study_backups(study, print_backup, NULL, err);
    putchar('[');
    reint_status status = reint_study_backups(study, print_backup, &n, err);
    printf("\n]\n");
    return status;
}

/* A study that can only be read is copied all the same; it cannot remember where. */
static reint_status
open_study(const struct cli *cli, reint_study **study, bool *remembers, reint_error *err)
{
    reint_status status = cli_open_study(cli, cli->argument[0], cli->n > 1, study, err);

    *remembers = status == REINT_OK && cli->n > 1;
    if (status == REINT_STUDY && cli->n > 1 &&
        cli_open_study(cli, cli->argument[0], false, study, NULL) == REINT_OK)
        return REINT_OK;
    return status;
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    bool remembers;
    reint_status status = open_study(cli, &study, &remembers, &err);

    if (!status)
        status = cli->n > 1 ? reint_study_backup(study, cli->argument[1], &err) : list(cli, study, &err);
    if (!status && cli->n > 1 && !remembers)
        cli_say(
            cli,
            "The study can only be read: it does not remember this backup. Destroy it yourself when a person "
            "is erased.");
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_backup = {
    .name = "backup",
    .arguments = "STUDY [FILE]",
    .summary = "copy the study to a file of its own, or list its backups",
    .examples = "Before a large correction:\n  reint backup study.reint study-2015-03-14.reint\n"
                "Where are the backups?\n  reint backup study.reint\n",
    .description =
        "The copy is one state of the study, also while another program reads or writes it; it is looked "
        "through before it gets its name, readable by its owner only, and never takes the place of another "
        "file. It is a study like any other: open it, or copy it back.\n\n"
        "The study remembers its backups, since an erasure (reint erase) has to reach them as well. A copy "
        "made by other means is not known.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
