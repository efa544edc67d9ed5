/* cmd_history.c -- reint history: what was changed after it was first stored. */
#include <config.h>

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "cli.h"

struct printer {
    const struct cli *cli;
    const char *form, *key;
    FILE *out;
    size_t n;
};

static bool
is_wanted(const struct printer *p, const reint_change *c)
{
    size_t n = p->key ? strlen(p->key) : 0;

    if (p->form && strcmp(p->form, c->form))
        return false; /* a key, or the first parts of it */
    return !p->key || (!strncmp(p->key, c->key, n) && (!c->key[n] || c->key[n] == ' '));
}

static const char *
shown(const char *value)
{
    return value && *value ? value : cli_words("(nothing)");
}

static int
print_change(const reint_change *c, void *user)
{
    struct printer *p = user;

    if (!is_wanted(p, c))
        return 0;
    fprintf(p->out, "%s  %s %s %s: %s -> %s", c->at, c->form, c->key, c->variable ? c->variable : "",
            shown(c->before), shown(c->after));
    if (c->who && *c->who)
        cli_tell(p->out, ", by %s", c->who);
    if (c->why && *c->why)
        fprintf(p->out, ": %s", c->why);
    fputc('\n', p->out);
    p->n++;
    return 0;
}

static int
print_json(const reint_change *c, void *user)
{
    struct printer *p = user;
    const struct {
        const char *name, *text;
    } field[] = { { "form", c->form },     { "key", c->key },     { "variable", c->variable },
                  { "before", c->before }, { "after", c->after }, { "who", c->who },
                  { "why", c->why },       { "at", c->at } };

    if (!is_wanted(p, c))
        return 0;
    fprintf(p->out, "%s\n  {\"id\": %" PRId64, p->n++ ? "," : "", c->id);
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        fprintf(p->out, ", \"%s\": ", field[i].name);
        cli_json_text(p->out, field[i].text);
    }
    fputc('}', p->out);
    return 0;
}

/* ---- undo -------------------------------------------------------------------------------------------- */

static void
print_undo(const struct cli *cli, long batch, const reint_undo *u)
{
    if (cli->json) {
        printf("{\"batch\": %ld, \"input\": ", batch);
        cli_json_text(stdout, u->input);
        printf(", \"form\": ");
        cli_json_text(stdout, u->form);
        printf(", \"removed\": %" PRId64 ", \"restored\": %" PRId64 "}\n", u->removed, u->restored);
    } else if (!cli->quiet) {
        printf(cli_words_n("batch %ld, %s (%s): %" PRId64 " record taken out, %" PRId64 " as before\n",
                           "batch %ld, %s (%s): %" PRId64 " records taken out, %" PRId64 " as before\n",
                           (size_t)u->removed),
               batch, u->input, u->form, u->removed, u->restored);
    }
}

static int
run_undo(struct cli *cli)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_undo undo = { 0 };
    reint_status status;
    long batch = 0;

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    if (!cli_integer(cli, "undo", 1, 1000000000, &batch)) {
        reint_findings_free(findings);
        return REINT_ARGUMENT;
    }
    status = cli_open_study(cli, cli->argument[0], true, &study, &err);
    if (!status && cli_flag(cli, "dry-run"))
        status = reint_study_rehearse(study, &err);
    if (!status)
        status = reint_study_undo(study, batch, cli_text(cli, "who", ""), cli_text(cli, "why", ""), &undo,
                                  findings, &err);
    if (!status)
        print_undo(cli, batch, &undo);
    cli_findings(cli, findings, SIZE_MAX);
    reint_study_free(study);
    reint_findings_free(findings);
    return status ? cli_fail(cli, status, &err) : 0;
}

static int
run(struct cli *cli)
{
    if (cli_text(cli, "undo", NULL))
        return run_undo(cli);
    struct printer p = {
        .cli = cli, .form = cli_text(cli, "form", NULL), .key = cli_text(cli, "key", NULL), .out = stdout
    };
    reint_error err = { .status = REINT_OK };
    reint_study *study = NULL;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status && cli->json)
        putchar('[');
    if (!status)
        status = reint_study_history(study, cli->json ? print_json : print_change, &p, &err);
    if (study && cli->json)
        printf("\n]\n");
    reint_study_free(study);
    if (status)
        return cli_fail(cli, status, &err);
    if (!p.n && !cli->json)
        cli_say(cli, "Nothing was changed.");
    return 0;
}

static const struct cli_option options[] = {
    { "form", 'f', "FORM", "only records of this form", false },
    { "key", 'k', "KEY", "only records whose key begins so, as in \"SYN-014 w2\"", false },
    { "undo", 0, "BATCH",
      "take back what the file (or correction) of this number in reint status --files did", false },
    { "who", 0, "INITIALS", "with --undo: who takes it back", false },
    { "why", 0, "TEXT", "with --undo: why", false },
    CLI_DRY_RUN,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_history = {
    .name = "history",
    .arguments = "STUDY",
    .summary = "list corrections: what was changed, by whom and why; take back a file",
    .examples = "Everything that was changed:\n  reint history study.reint\n"
                "What became of one respondent's records?\n  reint history --key SYN-014 study.reint\n"
                "The fourth file was the wrong one (its number is in reint status --files):\n"
                "  reint history --undo 4 --who AB --why \"old export\" study.reint\n",
    .description =
        "Every change of a stored value is kept with the value before, who made it and why; changes "
        "by another SQLite program are there as \"outside reint\". Values are shown as they are: treat the "
        "list as the study itself.\n\n"
        "--undo takes the records out that a file brought, gives those that it changed their values from "
        "before, "
        "and lets rows wait again that it had settled. Where a later file, a correction or another program "
        "changed "
        "the same records, or records of other forms belong to them, it says which and changes nothing: undo "
        "those "
        "first. What was undone stands in the history, and the file can be read again.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
