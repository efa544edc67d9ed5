/* cmd_score.c -- reint score: the domains of a pack for every record, as CSV or JSON. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Is record I of the person that is named, if one is? */
static bool
wanted(const struct cli *cli, const reint_scores *s, size_t i)
{
    const char *key = reint_scores_key(s, i), *person = cli->n > 1 ? cli->argument[1] : NULL;
    size_t n = person ? strlen(person) : 0;

    return !person || (!strncmp(key, person, n) && (!key[n] || key[n] == ' '));
}

static void
print_csv(const struct cli *cli, const reint_scores *s)
{
    size_t n = reint_scores_n_columns(s);

    bool states = reint_scores_are_states(s);

    printf("record");
    for (size_t c = 0; c < n; c++) {
        printf(",%s", reint_scores_column(s, c));
        if (!states)
            printf(",%s_is", reint_scores_column(s, c));
    }
    putchar('\n');
    for (size_t i = 0; i < reint_scores_n(s); i++) {
        if (!wanted(cli, s, i))
            continue;
        cli_csv_text(stdout, reint_scores_key(s, i));
        for (size_t c = 0; c < n; c++) {
            double score;
            const char *code;
            reint_scores_get(s, i, c, &score, &code);
            if (!states)
                putchar(',');
            if (!isnan(score))
                printf("%.17g", score);
            putchar(',');
            cli_csv_text(stdout, code);
        }
        putchar('\n');
    }
}

static void
print_json(const struct cli *cli, const reint_scores *s)
{
    const char *between = "";
    size_t n = reint_scores_n_columns(s);

    printf("{\"pack\": ");
    cli_json_text(stdout, reint_scores_title(s, cli_text(cli, "language", NULL)));
    printf(", \"invented\": %s, \"records\": [", reint_scores_invented(s) ? "true" : "false");
    for (size_t i = 0; i < reint_scores_n(s); i++) {
        if (!wanted(cli, s, i))
            continue;
        printf("%s\n  {\"record\": ", between);
        between = ",";
        cli_json_text(stdout, reint_scores_key(s, i));
        for (size_t c = 0; c < n; c++) {
            double score;
            const char *code;
            reint_scores_get(s, i, c, &score, &code);
            printf(", ");
            cli_json_text(stdout, reint_scores_column(s, c));
            if (isnan(score))
                printf(": {\"score\": null, \"is\": ");
            else
                printf(": {\"score\": %.17g, \"is\": ", score);
            cli_json_text(stdout, *code ? code : NULL);
            putchar('}');
        }
        putchar('}');
    }
    printf("\n]}\n");
}

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_scores *scores = NULL;
    reint_error err = { .status = REINT_OK };
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status && cli->n > 1)
        status = reint_assess_person(study, NULL, cli->argument[1], &err);
    if (!status)
        status = reint_score(study, cli_text(cli, "pack", NULL), &scores, &err);
    if (!status && reint_scores_invented(scores))
        cli_say(cli, "this pack is an invented example, nobody's instrument");
    cli_progress_end();
    if (!status)
        cli_say_left_out(cli, reint_scores_n_no_consent(scores));
    if (!status && cli->json)
        print_json(cli, scores);
    else if (!status)
        print_csv(cli, scores);
    reint_scores_free(scores);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "pack", 'p', "NAME", "pack of domains (default: the codebook's first)", false },
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_score = {
    .name = "score",
    .arguments = "STUDY [PERSON]",
    .summary = "domains of reintegration, scored or as recorded",
    .examples = "The state of every domain at every interview\n  reint score study.reint\n"
                "Scores of another pack, as JSON\n  reint score study.reint -p example --json\n",
    .description = "One line a record; for each domain the score (empty where there is none) and what it is: "
                   "its band, the "
                   "recorded state, or the reason why there is none. A pack of states has the state only.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
