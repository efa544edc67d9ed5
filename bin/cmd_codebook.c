/* cmd_codebook.c -- reint codebook: codebooks made, shown, compared and converted.  One row of `works` a kind of work. */
#include <config.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int
from_xlsform(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_xlsform_options options = { .size = sizeof options,
                                      .person = cli_text(cli, "person", NULL),
                                      .wave = cli_text(cli, "wave", NULL) };
    reint_findings *findings = reint_findings_create();
    struct cli_output out;
    char *text = NULL;

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    reint_status status = reint_xlsform_codebook(cli->argument[1], &options, &text, findings, &err);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 3);
    bool told = status == REINT_INPUT && reint_findings_count_severity(findings, REINT_ERROR);
    if (!status) {
        status = cli_output_open(cli, &out, &err);
        if (!status) {
            fputs(text, out.stream);
            status = cli_output_close(&out, true, &err);
        }
    }
    free(text);
    reint_findings_free(findings);
    return told ? cli_exit_code(status) : status ? cli_fail(cli, status, &err) : 0;
}

/* A codebook (YAML or workbook), or that of a study or job; then *STUDY is open, too. */
static reint_status
open_codebook(const struct cli *cli, const char *path, reint_codebook **own, reint_study **study,
              const reint_codebook **out, reint_error *err)
{
    reint_findings *findings = reint_findings_create();
    size_t n = strlen(path);
    bool is_study = (n > 6 && !strcmp(path + n - 6, ".reint"));
    reint_status status = findings ? REINT_OK : REINT_NO_MEMORY;

    *own = NULL;
    *study = NULL;
    if (!status && is_study)
        status = cli_open_study(cli, path, false, study, err);
    else if (!status)
        status = reint_codebook_open(path, own, findings, err);
    if (status && reint_findings_count(findings) > 1)
        cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 5);
    *out = *study ? reint_study_codebook(*study) : *own;
    reint_findings_free(findings);
    return status;
}

static reint_status
write_text(const struct cli *cli, const char *text, reint_error *err)
{
    struct cli_output out;
    reint_status status = cli_output_open(cli, &out, err);

    if (!status) {
        fputs(text, out.stream);
        status = cli_output_close(&out, true, err);
    }
    return status;
}

/* ---- doc ----------------------------------------------------------------------------------------------- */

static bool
ends_with(const char *text, const char *end)
{
    size_t n = text ? strlen(text) : 0, m = strlen(end);

    return n >= m && !strcmp(text + n - m, end);
}

/* The format that is named, else the one that the name of the output tells; -1: no such format. */
static int
document_format(const struct cli *cli)
{
    static const char *const names[] = { "markdown", "html", "xlsx" }, *const ends[] = { ".md", ".html",
                                                                                         ".xlsx" };
    const char *named = cli_text(cli, "format", NULL), *output = cli_text(cli, "output", NULL);

    for (int i = 0; i < 3; i++)
        if (named ? !strcmp(named, names[i]) : ends_with(output, ends[i]))
            return i;
    return named ? -1 : 0;
}

static int
doc(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *own;
    reint_study *study;
    const reint_codebook *cb;
    const char *language = cli_text(cli, "language", NULL), *output = cli_text(cli, "output", NULL);
    char *text = NULL;
    int format = document_format(cli);

    if (format < 0)
        return cli_usage(cli, "--format is markdown, html or xlsx");
    if (format == 2 && (!output || !strcmp(output, "-")))
        return cli_usage(cli, "a workbook needs --output FILE");
    reint_status status = open_codebook(cli, cli->argument[1], &own, &study, &cb, &err);
    if (!status && format == 2)
        status = reint_codebook_document_book(cb, study, language, output, &err);
    else if (!status)
        status = reint_codebook_document(cb, study, language,
                                         format ? REINT_DOCUMENT_HTML : REINT_DOCUMENT_MARKDOWN, &text, &err);
    if (!status && text)
        status = write_text(cli, text, &err);
    free(text);
    reint_study_free(study);
    reint_codebook_free(own);
    return status ? cli_fail(cli, status, &err) : 0;
}

/* ---- diff ---------------------------------------------------------------------------------------------- */

struct changes {
    FILE *stream;
    bool json;
    size_t n[3], told;
    int effect; /* told now, in text */
};

static int
tell_change(const reint_codebook_change *change, void *user)
{
    struct changes *c = user;

    if (c->json) {
        fprintf(c->stream, "%s{\"effect\": ", c->told++ ? ",\n " : "");
        cli_json_text(c->stream, reint_effect_text(change->effect));
        fputs(", \"kind\": ", c->stream);
        cli_json_text(c->stream, change->kind);
        fputs(", \"where\": ", c->stream);
        cli_json_text(c->stream, change->where);
        fputs(", \"what\": ", c->stream);
        cli_json_text(c->stream, change->what);
        fputs("}", c->stream);
        c->n[change->effect]++;
    } else if (change->effect == (reint_effect)c->effect) {
        if (!c->n[c->effect]++)
            fprintf(c->stream, "%s%s\n", c->told++ ? "\n" : "", reint_effect_text(change->effect));
        fprintf(c->stream, "  %s: %s\n", change->where, change->what);
    }
    return 0;
}

static reint_status
tell_changes(const reint_codebook *old, const reint_codebook *new, struct changes *c, reint_error *err)
{
    if (c->json) {
        fputs("[", c->stream);
        reint_status status = reint_codebook_diff(old, new, tell_change, c, err);
        fputs("]\n", c->stream);
        return status;
    }
    reint_status status = REINT_OK;
    for (c->effect = REINT_CROSSWALK; !status && c->effect >= REINT_HARMLESS; c->effect--)
        status = reint_codebook_diff(old, new, tell_change, c, err); /* worst first */
    return status;
}

static int
diff(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *own[2] = { NULL, NULL };
    reint_study *study[2] = { NULL, NULL };
    const reint_codebook *cb[2] = { NULL, NULL };
    struct cli_output out = { NULL, NULL, NULL };
    struct changes changes = { .json = cli->json };

    reint_status status = open_codebook(cli, cli->argument[1], &own[0], &study[0], &cb[0], &err);
    if (!status)
        status = open_codebook(cli, cli->argument[2], &own[1], &study[1], &cb[1], &err);
    if (!status)
        status = cli_output_open(cli, &out, &err);
    if (!status) {
        changes.stream = out.stream;
        status = tell_changes(cb[0], cb[1], &changes, &err);
        reint_status closed = cli_output_close(&out, !status, status ? NULL : &err);
        status = status ? status : closed;
    }
    for (size_t i = 0; i < 2; i++) {
        reint_study_free(study[i]);
        reint_codebook_free(own[i]);
    }
    return status ? cli_fail(cli, status, &err) : changes.n[REINT_CROSSWALK] ? 1 : 0;
}

/* ---- as spreadsheet, as YAML --------------------------------------------------------------------------- */

static int
to_xlsx(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *own;
    reint_study *study;
    const reint_codebook *cb;
    const char *output = cli_text(cli, "output", NULL);

    if (!output || !strcmp(output, "-"))
        return cli_usage(cli, "a workbook needs --output FILE");
    reint_status status = open_codebook(cli, cli->argument[1], &own, &study, &cb, &err);
    if (!status)
        status = reint_codebook_write_workbook(cb, output, &err);
    reint_study_free(study);
    reint_codebook_free(own);
    return status ? cli_fail(cli, status, &err) : 0;
}

static int
to_yaml(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_codebook *own;
    reint_study *study;
    const reint_codebook *cb;
    char *text = NULL;

    reint_status status = open_codebook(cli, cli->argument[1], &own, &study, &cb, &err);
    if (!status)
        status = reint_codebook_yaml(cb, &text, &err);
    if (!status)
        status = write_text(cli, text, &err);
    free(text);
    reint_study_free(study);
    reint_codebook_free(own);
    return status ? cli_fail(cli, status, &err) : 0;
}

/* The form of KoboToolbox or ODK; what it cannot hold is told. */
static int
to_xlsform(struct cli *cli)
{
    enum { MOST = 100 };
    reint_error err = { .status = REINT_OK };
    reint_findings *findings = reint_findings_create();
    const char *form[MOST], *output = cli_text(cli, "output", NULL);
    reint_codebook *own;
    reint_study *study;
    const reint_codebook *cb;
    size_t n = 0;

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    for (const char *name; n < MOST && (name = cli_text_at(cli, "form", n)); n++)
        form[n] = name;
    if (!output || !strcmp(output, "-")) {
        reint_findings_free(findings);
        return cli_usage(cli, "a workbook needs --output FILE");
    }
    reint_status status = open_codebook(cli, cli->argument[1], &own, &study, &cb, &err);
    if (!status)
        status = reint_codebook_write_xlsform(cb, form, n, output, findings, &err);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 3);
    reint_findings_free(findings);
    reint_study_free(study);
    reint_codebook_free(own);
    return status ? cli_fail(cli, status, &err) : 0;
}

/* ---- draft --------------------------------------------------------------------------------------------- */

static int
draft(struct cli *cli)
{
    reint_error err = { .status = REINT_OK };
    reint_findings *findings = reint_findings_create();
    const char *const *file = (const char *const *)cli->argument + 1, *output = cli_text(cli, "output", "-");
    bool files = strcmp(output, "-") != 0;
    char *text = NULL; /* the codebook, or the path of the job */

    if (!findings)
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    reint_status status = files ? reint_codebook_draft_files(file, cli->n - 1, output, &text, findings, &err)
                                : reint_codebook_draft(file, cli->n - 1, &text, findings, &err);
    cli_findings(cli, findings, cli_flag(cli, "all") ? SIZE_MAX : 3);
    if (!status && files)
        cli_say(cli, "written: %s, a map of each file, and %s, which takes them in: reint run %s", output,
                text, text);
    else if (!status)
        status = write_text(cli, text, &err);
    free(text);
    reint_findings_free(findings);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct {
    const char *name;
    size_t least, most; /* arguments beside the name */
    int (*run)(struct cli *cli);
} works[] = {
    { "draft", 1, SIZE_MAX, draft },    { "doc", 1, 1, doc },         { "diff", 2, 2, diff },
    { "to-xlsx", 1, 1, to_xlsx },       { "to-yaml", 1, 1, to_yaml }, { "from-xlsform", 1, 1, from_xlsform },
    { "to-xlsform", 1, 1, to_xlsform },
};

static int
run(struct cli *cli)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (!strcmp(works[i].name, cli->argument[0])) {
            if (cli->n - 1 < works[i].least || cli->n - 1 > works[i].most)
                return cli_usage(cli, "reint codebook %s takes %s", works[i].name,
                                 works[i].most == SIZE_MAX ? "one file or more"
                                 : works[i].most == 2      ? "two codebooks"
                                                           : "one file");
            return works[i].run(cli);
        }
    return cli_usage(
        cli,
        "reint codebook does draft, doc, diff, to-xlsx, to-yaml, from-xlsform and to-xlsform, not \"%.40s\"",
        cli->argument[0]);
}

static const struct cli_option options[] = {
    CLI_OUTPUT,
    { "format", 'f', "NAME",
      "doc: markdown, html or xlsx (default: by the name of the output, else markdown)", false },
    CLI_LANGUAGE,
    CLI_JSON,
    { "person", 'p', "QUESTION", "from-xlsform: the question whose answer is the pseudonymous id", false },
    { "wave", 'w', "QUESTION", "from-xlsform: the question (select_one) that tells the wave", false },
    { "form", 'F', "NAME", "to-xlsform: a form of the codebook to be asked; may be repeated (default: all)",
      true },
    { "all", 'a', NULL, "show every note, not the first three of each kind", false },
    CLI_END,
};

const struct cli_verb cmd_codebook = {
    .name = "codebook",
    .arguments = "WORK FILE...",
    .summary = "make, show, compare and convert codebooks",
    .examples = "A first codebook from the tables of data that are there\n"
                "  reint codebook draft person.csv interview.csv -o codebook.yaml\n"
                "  reint run codebook-job.yaml\n"
                "The codebook as a page to read, with counts when a study is given\n"
                "  reint codebook doc study.reint -o codebook.html\n"
                "What will a new version do to the records that are stored?\n"
                "  reint codebook diff study.reint codebook.yaml\n"
                "As a spreadsheet, and back\n"
                "  reint codebook to-xlsx codebook.yaml -o codebook.xlsx\n"
                "  reint codebook to-yaml codebook.xlsx -o codebook.yaml\n"
                "From the form that is in use in KoboToolbox or ODK\n"
                "  reint codebook from-xlsform form.xlsx -o codebook.yaml\n"
                "  reint codebook from-xlsform form.xlsx --person case_id --wave round\n"
                "A form for KoboToolbox or ODK, to collect what the codebook keeps\n"
                "  reint codebook to-xlsform codebook.yaml -o form.xlsx\n"
                "  reint codebook to-xlsform codebook.yaml --form person --form interview -o form.xlsx\n",
    .description =
        "A codebook is a .yaml file, a workbook (see reint-codebook(5)), or that of a study. Whatever takes "
        "a "
        "codebook takes the workbook, too.\n\n"
        "draft guesses types, code lists and keys from CSV files and workbooks, a form a file or sheet. What "
        "has to be "
        "looked at stands as comments at the top: likely missing codes, spellings that nearly agree, columns "
        "that seem to point at a person and are left out. A second header row, rows of sums, dates as "
        "14/3/1985, windows-1252 and several records in a row (medical w1, medical w2 ...) are read and "
        "told, "
        "with what a map says about them. Columns of nothing but error values (#REF!, Err:502) are left out; "
        "numbers that begin with 0 stay text. With --output the maps are written beside the codebook "
        "(raw-team-map.yaml "
        "for team.xlsx), and a job, raw-job.yaml, that takes the files in with them; what is there of these "
        "is not "
        "overwritten.\n\n"
        "diff tells for each change whether it is harmless, makes stored records or results worth a second "
        "look "
        "(re-check), or would give stored records another meaning (crosswalk needed); then the exit code is "
        "1.\n\n"
        "doc leaves out the counts of sensitive variables. It is not a release: small counts are not "
        "suppressed.\n\n"
        "from-xlsform reads the sheets survey, choices and settings. Questions become variables, lists of "
        "choices code lists with their labels in every language, repeats forms of their own, conditions "
        "(relevant) routing, constraints ranges, patterns or rules. What cannot be taken over is told and "
        "stands as a comment at the top of the codebook. Places, pictures, telephones, and questions that "
        "seem to ask "
        "for a name or an address are left out: a study keeps nothing that points at a person. Without "
        "--person the "
        "submission is the person.\n\n"
        "to-xlsform writes such a form: forms that are known by the person (and the wave) alone become "
        "groups "
        "(interview_form), all others repeats, routing relevant, ranges, patterns and rules constraints, "
        "missing reasons choices at the end of a list. What a form cannot hold is told. What is collected "
        "with it goes back by reint collect, with --person and --wave, into a study of the same codebook.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = SIZE_MAX,
    .run = run,
};
