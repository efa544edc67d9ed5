/* cmd_consent.c -- reint consent: what people consented to, and what they take back. */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- lists -------------------------------------------------------------------------------------------------------- */

enum { STATES = 32 };

/* Counts of one purpose: what it was called is copied, it lives as long as the study only. */
struct printer {
    const struct cli *cli;
    const char *required, *state; /* by the codebook; NULL */
    const char *purpose;          /* the one being counted; of the codebook's memory */
    const char *name[STATES];
    size_t count[STATES], n_states, n_none, n;
};

static void
print_counts(struct printer *p)
{
    if (!p->purpose)
        return;
    if (p->cli->json) {
        printf("%s\n  {\"purpose\": ", p->n++ ? "," : "");
        cli_json_text(stdout, p->purpose);
        for (size_t i = 0; i < p->n_states; i++) {
            printf(", ");
            cli_json_text(stdout, p->name[i]);
            printf(": %zu", p->count[i]);
        }
        printf(", \"not recorded\": %zu}", p->n_none);
        return;
    }
    if (p->required && !strcmp(p->required, p->purpose))
        cli_tell(stdout, "%s (who is counted: %s)\n", p->purpose, p->state);
    else
        printf("%s\n", p->purpose);
    for (size_t i = 0; i < p->n_states; i++)
        printf("%7zu  %s\n", p->count[i], p->name[i]);
    if (p->n_none)
        cli_tell(stdout, "%7zu  not recorded\n", p->n_none);
}

static int
count_state(const reint_consent *c, void *user)
{
    struct printer *p = user;
    size_t i = 0;

    if (!p->purpose || strcmp(p->purpose, c->purpose)) {
        print_counts(p);
        p->purpose = c->purpose;
        p->n_states = p->n_none = 0;
    }
    if (!c->state) {
        p->n_none++;
        return 0;
    }
    while (i < p->n_states && strcmp(p->name[i], c->state))
        i++;
    if (i == STATES)
        return 0;
    if (i == p->n_states) {
        p->name[i] = c->state;
        p->count[i] = 0;
        p->n_states++;
    }
    p->count[i]++;
    return 0;
}

static int
print_one(const reint_consent *c, void *user)
{
    struct printer *p = user;

    if (p->cli->json) {
        printf("%s\n  {\"person\": ", p->n++ ? "," : "");
        cli_json_text(stdout, c->person);
        printf(", \"purpose\": ");
        cli_json_text(stdout, c->purpose);
        printf(", \"state\": ");
        cli_json_text(stdout, c->state);
        printf(", \"date\": ");
        cli_json_text(stdout, c->state ? c->date : NULL);
        putchar('}');
    } else if (c->state) {
        printf("%-20s %-14s %s\n", c->purpose, c->state, c->date);
    } else {
        printf("%-20s %s\n", c->purpose, cli_words("not recorded"));
    }
    return 0;
}

static reint_status
list(const struct cli *cli, reint_study *study, reint_error *err)
{
    struct printer p = { .cli = cli };
    reint_status status;

    reint_study_consent_required(study, &p.required, &p.state);
    if (cli->json)
        putchar('[');
    if (cli->n > 1) {
        status = reint_study_consents(study, cli->argument[1], print_one, &p, err);
    } else {
        status = reint_study_consents(study, NULL, count_state, &p, err);
        if (!status)
            print_counts(&p);
    }
    if (cli->json)
        printf("\n]\n");
    return status;
}

/* ---- recording ---------------------------------------------------------------------------------------------------- */

/* What follows from it for the tables. */
static void
say_effect(const struct cli *cli, const reint_study *study, const reint_consent *c)
{
    int counts = reint_study_consent_counts(study, c->purpose, c->state);
    const char *purpose, *state;

    reint_study_consent_required(study, &purpose, &state);
    if (counts == 0)
        cli_say(cli, "Every result leaves the person out from now on, unless a later answer is another one.");
    else if (counts < 0 && purpose)
        cli_say(cli, "Who is counted depends on the consent to %s.", purpose);
    else if (counts < 0)
        cli_say(cli, "Who is counted does not depend on it: the codebook requires no consent.");
}

static int
check_options(const struct cli *cli)
{
    if (cli->n == 3)
        return cli_usage(cli, "the answer is missing: PERSON PURPOSE STATE");
    if (cli->n == 4 && !*cli_text(cli, "who", ""))
        return cli_usage(cli, "--who is missing");
    return -1;
}

static reint_status
record(const struct cli *cli, reint_study *study, reint_findings *findings, reint_error *err)
{
    reint_consent consent = { cli->argument[1], cli->argument[2], cli->argument[3],
                              cli_text(cli, "date", NULL) };
    reint_status status = cli_flag(cli, "dry-run") ? reint_study_rehearse(study, err) : REINT_OK;

    if (!status)
        status = reint_study_record_consent(study, &consent, cli_text(cli, "who", NULL),
                                            cli_text(cli, "why", NULL), findings, err);
    if (!status)
        say_effect(cli, study, &consent);
    return status;
}

static int
run(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    int code = findings ? check_options(cli) : cli_fail(cli, REINT_NO_MEMORY, NULL);

    if (code < 0) {
        reint_status status = cli_open_study(cli, cli->argument[0], cli->n == 4, &study, &err);
        if (!status)
            status = cli->n == 4 ? record(cli, study, findings, &err) : list(cli, study, &err);
        cli_findings(cli, findings, SIZE_MAX);
        code = status ? cli_fail(cli, status, &err) : 0;
    }
    reint_study_free(study);
    reint_findings_free(findings);
    return code;
}

static const struct cli_option options[] = {
    { "date", 'd', "DATE", "the day of the answer, where the form consent has a date", false },
    { "who", 0, "INITIALS", "who records it, for the history", false },
    { "why", 0, "TEXT", "what it is recorded from, for the history", false },
    CLI_DRY_RUN,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_consent = {
    .name = "consent",
    .arguments = "STUDY [PERSON [PURPOSE STATE]]",
    .summary = "what people consented to; record an answer or a withdrawal",
    .examples = "How many consented to what?\n  reint consent study.reint\n"
                "To what did she consent?\n  reint consent study.reint SYN-014\n"
                "She withdraws her consent to analysis:\n"
                "  reint consent --date 2015-03-14 --who AB --why \"call\" study.reint SYN-014 analysis "
                "withdrawn\n",
    .description =
        "Answers are records of the form consent; PURPOSE and STATE are codes of its lists. Of several "
        "answers to one "
        "purpose the latest one holds; one of the same day is corrected, and the history keeps what it was. "
        "\"Not "
        "recorded\" is neither a yes nor a no.\n\n"
        "Whose latest answer to the purpose \"analysis\" is \"withdrawn\" or \"not_given\" is left out of "
        "every result: "
        "tables, classes, questions, scores, people over time, exported data; a note tells how many. A "
        "codebook can ask for more: with \"consent: {require: {analysis: given}}\" those are left out, too, "
        "of "
        "whom no consent is recorded. To remove a person altogether, see reint erase.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 4,
    .run = run,
};
