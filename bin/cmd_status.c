/* cmd_status.c -- reint status: what a study holds so far. */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "cli.h"

struct printer {
    const struct cli *cli;
    size_t n;
};

/* ---- text
 * ----------------------------------------------------------------------------------------------------- */

static int
print_form(const reint_form_status *s, void *user)
{
    struct printer *p = user;

    if (!s->records && !s->rejected && !cli_flag(p->cli, "all"))
        return 0;
    printf("  %-16s %9" PRId64 " record%s", s->form, s->records, s->records == 1 ? " " : "s");
    for (size_t w = 0; w < s->n_waves; w++)
        printf("%s%s %" PRId64, w ? ", " : "  (", s->wave[w], s->by_wave[w]);
    if (s->n_waves)
        putchar(')');
    if (s->rejected)
        printf("  %" PRId64 " row%s to correct", s->rejected, s->rejected == 1 ? "" : "s");
    putchar('\n');
    p->n++;
    return 0;
}

static int
print_batch(const reint_batch *b, void *user)
{
    struct printer *p = user;

    printf("  %-4" PRId64 " %s  %s (%s): read %" PRId64 " = accepted %" PRId64 " + changed %" PRId64
           " + unchanged %" PRId64 " + rejected %" PRId64 "\n",
           b->id, b->imported_at, b->input, b->form, b->read, b->accepted, b->changed, b->unchanged,
           b->rejected);
    p->n++;
    return 0;
}

static reint_status
print_text(const struct cli *cli, reint_study *study, reint_error *err)
{
    struct printer forms = { .cli = cli }, batches = { .cli = cli };
    const reint_codebook *cb = reint_study_codebook(study);
    const char *language = cli_text(cli, "language", NULL);
    reint_status status;

    printf("%s: %s\n\nRecords\n", reint_study_path(study), reint_codebook_title(cb, language));
    status = reint_study_status(study, language, print_form, &forms, err);
    if (!status && !forms.n)
        printf("  none yet\n");
    if (!status)
        printf("\nFiles read\n");
    if (!status)
        status = reint_study_batches(study, print_batch, &batches, err);
    if (!status && !batches.n)
        printf("  none yet\n");
    return status;
}

/* ---- JSON
 * ------------------------------------------------------------------------------------------------------ */

static int
json_form(const reint_form_status *s, void *user)
{
    struct printer *p = user;

    printf("%s\n    {\"form\": ", p->n++ ? "," : "");
    cli_json_text(stdout, s->form);
    printf(", \"label\": ");
    cli_json_text(stdout, s->label);
    printf(", \"records\": %" PRId64 ", \"rejected\": %" PRId64, s->records, s->rejected);
    for (size_t w = 0; w < s->n_waves; w++) {
        printf("%s", w ? ", " : ", \"waves\": {");
        cli_json_text(stdout, s->wave[w]);
        printf(": %" PRId64, s->by_wave[w]);
    }
    printf("%s}", s->n_waves ? "}" : "");
    return 0;
}

static int
json_batch(const reint_batch *b, void *user)
{
    struct printer *p = user;

    printf("%s\n    {\"id\": %" PRId64 ", \"input\": ", p->n++ ? "," : "", b->id);
    cli_json_text(stdout, b->input);
    printf(", \"form\": ");
    cli_json_text(stdout, b->form);
    printf(", \"sha256\": ");
    cli_json_text(stdout, b->sha256);
    printf(", \"read\": %" PRId64 ", \"accepted\": %" PRId64 ", \"changed\": %" PRId64
           ", \"unchanged\": %" PRId64 ", \"rejected\": %" PRId64 ", \"imported_at\": ",
           b->read, b->accepted, b->changed, b->unchanged, b->rejected);
    cli_json_text(stdout, b->imported_at);
    putchar('}');
    return 0;
}

static reint_status
print_json(const struct cli *cli, reint_study *study, reint_error *err)
{
    struct printer forms = { .cli = cli }, batches = { .cli = cli };
    reint_status status;

    printf("{\"study\": ");
    cli_json_text(stdout, reint_study_path(study));
    printf(", \"codebook\": ");
    cli_json_text(stdout, reint_codebook_id(reint_study_codebook(study)));
    printf(",\n  \"forms\": [");
    status = reint_study_status(study, cli_text(cli, "language", NULL), json_form, &forms, err);
    printf("],\n  \"batches\": [");
    if (!status)
        status = reint_study_batches(study, json_batch, &batches, err);
    printf("]}\n");
    return status;
}

static int
run(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status)
        status = cli->json ? print_json(cli, study, &err) : print_text(cli, study, &err);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "all", 'a', NULL, "forms without records, too", false },
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_status = {
    .name = "status",
    .arguments = "STUDY",
    .summary = "what the study holds: records by form and wave, files read, rows to correct",
    .examples = "How far are we?\n  reint status study.reint\n",
    .description =
        "For each form the records stored, by wave where it has one, and the rejected rows that wait for "
        "correction; then every file that was read, with what became of its rows.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
