/* cmd_tab.c -- reint tab: a cross-table in the terminal. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

size_t
cli_width(void)
{
    struct winsize window;

    if (isatty(STDOUT_FILENO) && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) && window.ws_col >= 40)
        return window.ws_col;
    return 80;
}

/* By --format, else by the ending of --output, else text. */
reint_status
cli_format(const struct cli *cli, reint_format *format, reint_error *err)
{
    const char *word = cli_text(cli, "format", cli_flag(cli, "json") ? "json" : NULL),
               *path = cli_text(cli, "output", "-");

    *format = REINT_TEXT;
    if (!word)
        return strcmp(path, "-") ? reint_format_of_path(path, format, err) : REINT_OK;
    return reint_format_of_word(word, format, err);
}

/* Writes R where --output says; a file that is no release is named INTERNAL. */
reint_status
cli_write_report(const struct cli *cli, const reint_report *r, reint_error *err)
{
    reint_write_options how = { .size = sizeof how, .width = cli_width(), .color = cli->color_out };
    const char *path = cli_text(cli, "output", "-");
    reint_format format = REINT_TEXT;
    reint_status status = cli_format(cli, &format, err);

    if (status)
        return status;
    if (!strcmp(path, "-"))
        return reint_write_stream(r, format, stdout, &how, err);
    char *name = reint_write_name(r, path);
    status = name ? reint_write_file(r, format, name, &how, err) : REINT_NO_MEMORY;
    if (!status)
        cli_say(cli, "written: %s", name);
    free(name);
    return status;
}

/* All values of a repeatable option, NULL behind the last; *FAILED without memory. */
static const char **
all_texts(const struct cli *cli, const char *name, bool *failed)
{
    size_t n = 0;

    while (cli_text_at(cli, name, n))
        n++;
    const char **text = calloc(n + 1, sizeof *text);
    for (size_t i = 0; text && i < n; i++)
        text[i] = cli_text_at(cli, name, i);
    *failed = *failed || !text;
    return text;
}

/* A number of cases, at least one; prints the usage error and answers false otherwise. */
static bool
cases(const struct cli *cli, const char *name, double *out)
{
    const char *text = cli_text(cli, name, NULL);
    char *end;

    if (!text)
        return true;
    *out = strtod(text, &end);
    if (end == text || *end || !(*out >= 1 && *out <= 1e9)) {
        cli_usage(cli, "--%s takes a number of cases", name);
        return false;
    }
    return true;
}

static int
run(struct cli *cli)
{
    bool failed = false;
    const char **nets = all_texts(cli, "net", &failed), **differences = all_texts(cli, "difference", &failed),
               **cuts = all_texts(cli, "cut", &failed), **derive = all_texts(cli, "derive", &failed),
               **keys = all_texts(cli, "key", &failed), **rake = all_texts(cli, "rake", &failed);
    reint_study *study = NULL;
    reint_report *report = NULL;
    reint_error err = { .status = REINT_OK };
    reint_table_request request = {
        .size = sizeof request,
        .unit = cli_text(cli, "unit", NULL),
        .rows = cli->argument[1],
        .columns = cli->n > 2 ? cli->argument[2] : NULL,
        .by = cli_text(cli, "by", NULL),
        .base = cli_text(cli, "base", NULL),
        .weight = cli_text(cli, "weight", NULL),
        .cells = cli_text(cli, "cells", NULL),
        .tests = cli_text(cli, "tests", NULL),
        .ruleset = cli_text(cli, "ruleset", NULL),
        .title = cli_text(cli, "title", NULL),
        .language = cli_text(cli, "language", NULL),
        .missing = cli_flag(cli, "missing"),
        .exploratory = cli_flag(cli, "exploratory"),
        .everybody = cli_flag(cli, "everybody"),
        .independent = cli_flag(cli, "independent"),
        .mean = cli_text(cli, "mean", NULL),
        .in_base = cli_text(cli, "in-base", NULL),
        .sort = cli_text(cli, "sort", NULL),
        .adjust = cli_text(cli, "adjust", NULL),
        .strata = cli_text(cli, "strata", NULL),
        .psu = cli_text(cli, "psu", NULL),
        .letters = cli_flag(cli, "letters"),
        .subtotals = cli_flag(cli, "subtotals"),
        .hide_empty = cli_flag(cli, "hide-empty"),
        .clustered = cli_flag(cli, "clustered"),
        .view = cli_text(cli, "view", NULL),
        .frequencies = cli_flag(cli, "frequencies"),
        .population = cli_text(cli, "fpc", NULL),
        .lonely_psu = cli_text(cli, "lonely-psu", NULL),
        .precision = cli_text(cli, "precision", NULL),
        .nets = nets,
        .differences = differences,
        .cuts = cuts,
        .derive = derive,
        .keys = keys,
        .attrition = cli_text(cli, "attrition", NULL),
        .attrition_wave = cli_text(cli, "kept-at", NULL),
        .sensitivity = cli_flag(cli, "sensitivity"),
        .rake = rake,
    };
    bool usage = !cases(cli, "min-base", &request.min_base);
    reint_status status = usage    ? REINT_ARGUMENT
                          : failed ? REINT_NO_MEMORY
                                   : cli_open_study(cli, cli->argument[0], false, &study, &err);

    if (!status)
        status = reint_tabulate(study, &request, &report, &err);
    if (!status)
        status = cli_write_report(cli, report, &err);
    reint_report_free(report);
    reint_study_free(study);
    free(nets);
    free(differences);
    free(cuts);
    free(derive);
    free(keys);
    free(rake);
    return usage ? REINT_ARGUMENT : status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "unit", 'u', "FORM",
      "what is counted: records of this form (default: persons, or the form that has ROW)", false },
    { "by", 'b', "VARIABLES", "one table for each category of these", false },
    { "base", 0, "CONDITION", "count only where this SQL condition holds", false },
    { "everybody", 'e', NULL, "without the codebook's own base", false },
    { "mean", 0, "VARIABLES", "average these numbers: --mean age or --mean age,debt", false },
    { "weight", 'w', "VARIABLE", "weight records by this number", false },
    { "attrition", 0, "VARIABLES",
      "weight those interviewed again so that they stand for all who were interviewed first, in these "
      "attributes, such as sex,w1_work",
      false },
    { "kept-at", 0, "WAVE", "... those interviewed at this wave (default: the last)", false },
    { "sensitivity", 0, NULL,
      "behind the table another: what those not interviewed, or without an answer, could change in it "
      "(bounds, shifts, turning point)",
      false },
    { "cells", 'c', "WORDS",
      "of count, row_pct, col_pct, total_pct, pct_cases, pct_responses, unweighted_n, effective_n, pct_se, "
      "pct_low, "
      "pct_high, deff, and with --mean n, mean, sd, se, mean_low, mean_high, median, min, max, q05, q10, "
      "q25, q75, q90, "
      "q95, joined by commas (default: count,col_pct)",
      false },
    { "in-base", 0, "REASONS", "missing reasons that are in the base of shares, each with a row", false },
    { "sort", 's', "WORD", "rows by this cell statistic, largest first", false },
    { "cut", 0, "VARIABLE=CUTS", "bands of a number: --cut age=18,30; VARIABLE then stands for its bands",
      true },
    { "net", 0, "NAME=CODES",
      "codes of ROW taken together, beside them: --net \"land=farm,factory\"; of another variable "
      "VARIABLE:NAME=CODES; a net may hold nets",
      true },
    { "difference", 0, "A,B", "a column A less B more (or a row, where A and B are rows); NAME=A,B names it",
      true },
    { "subtotals", 0, NULL, "a subtotal for each outer category of nested variables", false },
    { "hide-empty", 0, NULL, "without rows and columns of nobody", false },
    { "tests", 't', "WORDS",
      "of chi2, fisher, bowker, exact, or statistics of one table of counts (reint calc --list), joined by "
      "commas; "
      "needs --exploratory for a purposive sample",
      false },
    { "letters", 0, NULL, "letters at shares and means that are higher than another column's", false },
    { "min-base", 0, "N", "columns of fewer cases have no letters (default: 30)", false },
    { "precision", 0, "LIMITS", "mark with * what is less precise: min_n=30,max_rse=0.3,max_width=0.2",
      false },
    { "adjust", 0, "WAY", "p-values for their number: none, holm, bonferroni, bh", false },
    { "strata", 0, "VARIABLE", "strata of the sample: tests and standard errors follow them", false },
    { "psu", 0, "VARIABLE", "primary units of the sample", false },
    { "fpc", 0, "VARIABLE", "finite population: primary units of the stratum in the population", false },
    { "lonely-psu", 0, "WORD", "a stratum with one unit: fail (the default), adjust, remove or certainty",
      false },
    { "rake", 0, "MARGIN",
      "fit the weight (or weights that are all alike) to known margins: --rake sex:male=48,female=52 --rake "
      "...",
      true },
    { "frequencies", 0, NULL, "the weight says how many there were; it is no sampling weight", false },
    { "clustered", 0, NULL, "the records of a person are a cluster", false },
    { "exploratory", 0, NULL, "make tests although people were chosen on purpose", false },
    { "independent", 0, NULL, "make tests although a person can have several records", false },
    { "missing", 'm', NULL, "show missing values, each reason in a row of its own", false },
    { "derive", 0, "YAML",
      "a new column as in a plan: \"kind: {from: work, groups: {land: [farm, factory]}}\"", true },
    { "key", 0, "YAML",
      "any other key of a table of reint-plan(5): \"totals: none\", \"grid: {item: [q01..q10]}\"", true },
    CLI_VIEW,
    { "title", 0, "TEXT", "title of the table", false },
    { "format", 'f', "WORD", "text, csv, json, cells or xlsx", false },
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_OUTPUT,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_tab = {
    .name = "tab",
    .arguments = "STUDY ROW [COLUMN]",
    .summary = "print a cross-table in the terminal",
    .examples = "Form of exploitation by sex:\n  reint tab study.reint main_form sex --unit episode\n"
                "Class at each interview, women only:\n"
                "  reint tab study.reint class wave --unit interview \\\n"
                "      --base \"sex = 'female'\"\n"
                "The largest first, with letters for what differs:\n"
                "  reint tab study.reint main_form sex --unit episode \\\n      --sort count --letters "
                "--exploratory\n"
                "Ages in bands, kinds of work on land together, women less men:\n"
                "  reint tab study.reint main_form sex --unit episode --cut age=18,30 \\\n      --by age "
                "--net \"land=factory,construction\" --difference female,male\n"
                "Regions of destination, several answers a person:\n  reint tab study.reint "
                "destinations.region sex\n"
                "Work at the second interview, and what those lost could change in it:\n"
                "  reint tab study.reint w2_work_now sex --attrition sex,site.region --sensitivity\n",
    .description = "ROW and COLUMN are variables, joined by + (side by side) or > (nested): \"sex + site\", "
                   "\"sex > site\". "
                   "The base is printed under the table: asked, answered, and why the others did not. Below "
                   "the study's small "
                   "base no percentage is shown.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = 3,
    .run = run,
};
