/* cmd_correct.c -- reint correct: one stored record takes other values, with a reason. */
#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- what is asked for ---------------------------------------------------------------------------------------- */

/* Pairs {variable, value} of --set, ended by {NULL, NULL}; TEXT holds what they point into. */
struct pairs {
    const char *(*pair)[2];
    char **text;
    size_t n;
};

static void
free_pairs(struct pairs *p)
{
    for (size_t i = 0; p->text && i < p->n; i++)
        free(p->text[i]);
    free(p->text);
    free(p->pair);
}

/* -1 to go on, else the exit code. */
static int
read_pairs(const struct cli *cli, struct pairs *p)
{
    while (cli_text_at(cli, "set", p->n))
        p->n++;
    if (!p->n)
        return cli_usage(cli, "--set says which variable takes which value");
    p->pair = calloc(p->n + 1, sizeof *p->pair);
    p->text = calloc(p->n, sizeof *p->text);
    if (!p->pair || !p->text)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    for (size_t i = 0; i < p->n; i++) {
        p->text[i] = strdup(cli_text_at(cli, "set", i));
        char *equal = p->text[i] ? strchr(p->text[i], '=') : NULL;
        if (!p->text[i])
            return cli_fail(cli, REINT_NO_MEMORY, NULL);
        if (!equal || equal == p->text[i])
            return cli_usage(cli, "--set takes VARIABLE=VALUE");
        *equal = '\0';
        p->pair[i][0] = p->text[i];
        p->pair[i][1] = equal + 1;
    }
    return -1;
}

static int
check_options(const struct cli *cli)
{
    static const char *const needed[] = { "form", "key", "why", "who" };

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!*cli_text(cli, needed[i], ""))
            return cli_usage(cli, "--%s is missing", needed[i]);
    return -1;
}

/* ---- what became of it ---------------------------------------------------------------------------------------- */

struct printer {
    const struct cli *cli;
    int64_t after; /* changes up to this one were there before */
    size_t n;
};

static int
find_last(const reint_change *c, void *user)
{
    ((struct printer *)user)->after = c->id;
    return 0;
}

static int
print_change(const reint_change *c, void *user)
{
    struct printer *p = user;

    if (c->id <= p->after)
        return 0;
    if (!p->cli->json) {
        printf("%s %s %s: %s -> %s\n", c->form, c->key, c->variable,
               c->before && *c->before ? c->before : cli_words("(nothing)"),
               c->after && *c->after ? c->after : cli_words("(nothing)"));
        return 0;
    }
    printf("%s\n  {\"form\": ", p->n++ ? "," : "");
    cli_json_text(stdout, c->form);
    printf(", \"key\": ");
    cli_json_text(stdout, c->key);
    printf(", \"variable\": ");
    cli_json_text(stdout, c->variable);
    printf(", \"before\": ");
    cli_json_text(stdout, c->before);
    printf(", \"after\": ");
    cli_json_text(stdout, c->after);
    putchar('}');
    return 0;
}

static reint_status
correct(const struct cli *cli, reint_study *study, const reint_correction *correction,
        reint_findings *findings, reint_error *err)
{
    struct printer p = { .cli = cli };
    size_t changed = 0;
    reint_status status = cli_flag(cli, "dry-run") ? reint_study_rehearse(study, err) : REINT_OK;

    if (!status)
        status = reint_study_history(study, find_last, &p, err);
    if (!status)
        status = reint_study_correct(study, correction, &changed, findings, err);
    if (status)
        return status;
    if (cli->json)
        putchar('[');
    if (!cli->quiet || cli->json)
        status = reint_study_history(study, print_change, &p, err);
    if (cli->json)
        printf("\n]\n");
    else if (!changed)
        cli_say(cli, "The record has these values already; nothing was changed.");
    return status;
}

static int
run(struct cli *cli)
{
    reint_correction correction = { .size = sizeof correction,
                                    .form = cli_text(cli, "form", NULL),
                                    .key = cli_text(cli, "key", NULL),
                                    .who = cli_text(cli, "who", NULL),
                                    .why = cli_text(cli, "why", NULL) };
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    struct pairs pairs = { NULL, NULL, 0 };
    int code = findings ? check_options(cli) : cli_fail(cli, REINT_NO_MEMORY, NULL);

    if (code < 0)
        code = read_pairs(cli, &pairs);
    if (code < 0) {
        correction.set = (const char *const(*)[2])pairs.pair;
        reint_status status = cli_open_study(cli, cli->argument[0], true, &study, &err);
        if (!status)
            status = correct(cli, study, &correction, findings, &err);
        cli_findings(cli, findings, SIZE_MAX);
        code = status ? cli_fail(cli, status, &err) : 0;
    }
    reint_study_free(study);
    reint_findings_free(findings);
    free_pairs(&pairs);
    return code;
}

static const struct cli_option options[] = {
    { "form", 'f', "FORM", "the form of the record", false },
    { "key", 'k', "KEY", "its key, as messages and the history show it: \"SYN-014 w2\"", false },
    { "set", 's', "VARIABLE=VALUE", "the value that a file would hold, or the name of a missing reason",
      true },
    { "why", 0, "TEXT", "why the value was wrong, for the history", false },
    { "who", 0, "INITIALS", "who corrects it, for the history", false },
    CLI_DRY_RUN,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_correct = {
    .name = "correct",
    .arguments = "STUDY",
    .summary = "correct values of one stored record, with a reason",
    .examples = "The schooling was misread:\n"
                "  reint correct --form person --key SYN-014 --set education=junior \\\n"
                "      --who AB --why \"misread on paper\" study.reint\n"
                "She refused the question; two answers at once:\n"
                "  reint correct --form interview --key \"SYN-014 w2\" \\\n"
                "      --set q3=refused --set q4=1 \\\n"
                "      --who AB --why \"recording checked\" study.reint\n"
                "What would be changed?\n"
                "  reint correct --dry-run --form person --key SYN-014 --set education=junior \\\n"
                "      --who AB --why test study.reint\n",
    .description = "The record is checked with its new values as a row of a file is: type, range, codes, "
                   "routing, rules. What "
                   "the codebook does not allow is refused with exit code 1 and the record stays as it was. "
                   "The values before "
                   "stand in the history (reint history), with who corrected them and why. A file that is "
                   "read again with other "
                   "rows (ingest --correct, or a job) brings its own values back: correct it there, too.\n\n"
                   "The parts of a key stand one after another, with blanks between them. A wrong key cannot "
                   "be corrected: the "
                   "record would be another one.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
