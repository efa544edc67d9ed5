/* cmd_follow.c -- reint follow: people over time. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* One person, in lines. */
static reint_status
print_person(struct cli *cli, reint_study *study, reint_error *err)
{
    const reint_follow_options options = {
        .size = sizeof options,
        .base = cli_text(cli, "base", NULL),
        .seen = cli_text(cli, "seen", NULL),
        .waves = cli_text(cli, "waves", NULL),
        .everybody = cli_flag(cli, "everybody"),
    };
    struct cli_output out = { NULL, NULL, NULL };
    reint_follow *f = NULL;
    char *text = NULL;
    reint_status status = reint_follow_open(study, &options, &f, err);

    if (!status)
        status = reint_follow_person(f, cli->argument[2], cli_text(cli, "language", NULL), &text, err);
    if (!status)
        status = cli_output_open(cli, &out, err);
    if (!status) {
        fputs(text, out.stream);
        status = cli_output_close(&out, true, err);
    }
    free(text);
    reint_follow_free(f);
    return status;
}

/* A number above LOW and below HIGH, or none. */
static bool
number(const struct cli *cli, const char *name, double low, double high, double *out)
{
    const char *text = cli_text(cli, name, NULL);
    char *end;

    if (!text)
        return true;
    *out = strtod(text, &end);
    return *text && !*end && *out > low && *out < high;
}

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_report *report = NULL;
    reint_error err = { .status = REINT_OK };
    long steps = 0, groups = 0;
    const char *people = cli_text(cli, "people", "all");

    if (!cli_integer(cli, "steps", 1, 63, &steps) || !cli_integer(cli, "groups", 2, 20, &groups))
        return 2;
    if (strcmp(people, "all") && strcmp(people, "same"))
        return cli_usage(cli, "--people takes all or same, not \"%.40s\"", people);
    double trim = 0, horizon = 0;
    if (!number(cli, "horizon", 0, 12000, &horizon))
        return cli_usage(cli, "--horizon takes months, above 0");
    if (!number(cli, "trim", 0.5, 1, &trim))
        return cli_usage(cli, "--trim takes a quantile above 0.5 and below 1, such as 0.95");
    bool person = !strcmp(cli->argument[0], "person"), lines = false;
    if (person && cli->n != 3)
        return cli_usage(cli, "reint follow person STUDY KEY needs the key of one person");
    const reint_follow_request request = {
        .size = sizeof request,
        .what = cli->argument[0],
        .variable = cli->n > 2 && !person ? cli->argument[2] : NULL,
        .person = person ? cli->argument[2] : NULL,
        .later = cli->n > 3 ? cli->argument[3] : NULL,
        .base = cli_text(cli, "base", NULL),
        .seen = cli_text(cli, "seen", NULL),
        .waves = cli_text(cli, "waves", NULL),
        .tests = cli_text(cli, "tests", NULL),
        .event = cli_text(cli, "event", NULL),
        .form = cli_text(cli, "form", NULL),
        .date = cli_text(cli, "date", NULL),
        .origin = cli_text(cli, "origin", NULL),
        .by = cli_text(cli, "by", NULL),
        .wave = cli_text(cli, "wave", NULL),
        .trim = trim,
        .ruleset = cli_text(cli, "ruleset", NULL),
        .pack = cli_text(cli, "pack", NULL),
        .language = cli_text(cli, "language", NULL),
        .steps = (size_t)steps,
        .same_people = !strcmp(people, "same"),
        .exploratory = cli_flag(cli, "exploratory"),
        .everybody = cli_flag(cli, "everybody"),
        .gaps = cli_text(cli, "gaps", NULL),
        .breaks = cli_text(cli, "breaks", NULL),
        .limits = cli_text(cli, "limits", NULL),
        .horizon = horizon,
        .groups = (size_t)groups,
        .sensitivity = cli_text(cli, "sensitivity", NULL),
        .on = cli_text(cli, "on", NULL),
        .codes = cli_text(cli, "codes", NULL),
        .model = cli_text(cli, "model", NULL),
        .correlation = cli_text(cli, "correlation", NULL),
        .errors = cli_text(cli, "errors", NULL),
        .view = cli_text(cli, "view", NULL),
        .source = cli_text(cli, "source", NULL),
    };
    reint_format format = REINT_TEXT; /* of one person: lines, or as any other table */
    reint_status status = cli_format(cli, &format, &err);

    lines = person && format == REINT_TEXT && !request.view;
    if (!status)
        status = cli_open_study(cli, cli->argument[1], false, &study, &err);
    if (!status && lines)
        status = print_person(cli, study, &err);
    else if (!status)
        status = reint_follow_report(study, &request, &report, &err);
    if (!status && !lines)
        status = cli_write_report(cli, report, &err);
    reint_report_free(report);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

static const struct cli_option options[] = {
    { "people", 'p', "WORD",
      "all: whoever was interviewed at the waves compared (default); same: only those "
      "interviewed at every wave",
      false },
    { "waves", 'w', "IDS", "these waves only, such as w1,w3", false },
    { "steps", 's', "N", "compare waves that are N apart (default: 1)", false },
    { "base", 0, "CONDITION", "follow only persons for whom this SQL condition holds", false },
    { "everybody", 'e', NULL, "without the codebook's own base", false },
    { "seen", 0, "CONDITION",
      "SQL over the records of a wave: the interview was held (default: by the status codes complete and "
      "partial)",
      false },
    { "tests", 't', "WORDS",
      "mcnemar, bowker, stuart_maxwell, cochran_q, paired_t, wilcoxon, friedman, homogeneity, logrank, with "
      "commas between; needs --exploratory for a "
      "purposive sample",
      false },
    { "exploratory", 0, NULL, "make tests although people were chosen on purpose", false },
    { "format", 'f', "WORD", "text, csv, json, cells, xlsx, svg or png", false },
    { "event", 0, "CONDITION",
      "time: the event; SQL over the records of --form, without it over those of waves; or loss (of "
      "contact). "
      "periods: which records of FORM count",
      false },
    { "form", 0, "NAME", "time: the records of this form are the event", false },
    { "date", 0, "VARIABLE", "time, periods: the date of such a record (default: its first one)", false },
    { "origin", 0, "FORM.DATE", "time: counted from this date (default: the first interview)", false },
    { "by", 'b', "VARIABLE", "time, periods: a curve, a table for each group of persons", false },
    { "breaks", 0, "MONTHS", "time: intervals of the life table, such as 0,6,12", false },
    { "limits", 0, "WORD", "time: log, plain or log-log limits of the curve (default: log)", false },
    { "horizon", 0, "MONTHS",
      "time: the restricted mean is taken so far (default: as far as all are watched)", false },
    { "gaps", 0, "MONTHS", "transitions, change: pairs by how far apart they are, such as 9,15", false },
    { "on", 0, "VARIABLES", "model: the attributes, such as \"wave + sex + prev_work\"", false },
    { "codes", 0, "CODES", "model: codes that are the event (default: the second of two)", false },
    { "model", 0, "WORD",
      "model: gee (estimating equations, default) or conditional (logistic, within persons)", false },
    { "correlation", 0, "WORD", "model: independence (default) or exchangeable", false },
    { "errors", 0, "WORD", "model: mancl_derouen (default), kauermann_carroll or robust", false },
    { "sensitivity", 0, "VARIABLE", "attrition: what those lost could change in the shares of this one",
      false },
    { "wave", 0, "ID", "attrition: kept are those interviewed at this wave (default: the last)", false },
    { "trim", 0, "QUANTILE", "attrition: weights above this quantile are cut to it, such as 0.95", false },
    { "groups", 0, "N", "clusters: so many groups (default: as many as part best, up to 6)", false },
    { "pack", 0, "NAME", "pack of domains (default: the codebook's first)", false },
    { "source", 0, "CODE", "relatives: who told beside the person (default: relative)", false },
    CLI_VIEW,
    CLI_RULESET,
    CLI_LANGUAGE,
    CLI_OUTPUT,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_follow = {
    .name = "follow",
    .arguments = "WHAT STUDY [VARIABLE [LATER]]",
    .summary = "people over time: who was seen when, who moved where",
    .examples = "From those approached to those interviewed, patterns, intervals, losses:\n"
                "  reint follow participation study.reint\n"
                "Movement between classes, of the same people at every wave:\n"
                "  reint follow transitions study.reint class --people same\n"
                "The same as a picture (also .png); so have participation and sequences:\n"
                "  reint follow transitions study.reint class -o moves.svg\n"
                "Interviews, contacts, class and domains of one person:\n"
                "  reint follow person study.reint SYN-014\n"
                "Class and domains of one person as a picture:\n"
                "  reint follow person study.reint SYN-014 -o person.svg\n"
                "Months from the return home to the first formal help, by sex:\n"
                "  reint follow time study.reint --form support --origin episode.ended \\\n"
                "      --event \"formal = 'formal' AND outcome = 'received_full'\" --by sex\n"
                "Who is new and who continues in each grant period, by formal help received:\n"
                "  reint follow periods study.reint support --date started \\\n"
                "      --event \"formal = 'formal' AND outcome = 'received_full'\"\n"
                "Odds of work at later waves and of women, interviews of a person correlated:\n"
                "  reint follow model study.reint work_now --on \"wave + sex\" \\\n"
                "      --codes employed --correlation exchangeable --exploratory\n"
                "What those lost could change in the share who work:\n"
                "  reint follow attrition study.reint \"sex + education\" --sensitivity work_now\n"
                "Work at waves two apart, women only, as a workbook:\n"
                "  reint follow transitions study.reint work_now --steps 2 \\\n"
                "      --base \"sex = 'female'\" -o work.xlsx\n",
    .description =
        "WHAT is one of\n\n"
        "  participation  flow from wave to wave, patterns, intervals, reasons for loss\n"
        "  timeline       one line a person: interviews and contacts (never for release)\n"
        "  transitions    VARIABLE (default: class) from one wave to the next, and what that comes to;\n"
        "                 LATER: the variable that holds it at the later wave\n"
        "  change         VARIABLE (default: class): probabilities of moving from state to state\n"
        "  model          VARIABLE over all waves on the attributes of --on, the person as cluster\n"
        "  referral       the transitions of those who reached help through the study's own referral, and "
        "the "
        "others;\n"
        "                 without a test, and the table says why\n"
        "  paths          classes over the stages of a story; what ever held, first, last, always; overlap\n"
        "  domains        who improved, stayed the same, fell back; states at each wave\n"
        "  told           facts told late: as told then, as known now, and when they were first told\n"
        "  time           time to an event: Kaplan-Meier, or Turnbull where only intervals are known; life "
        "table\n"
        "  attrition      VARIABLE: attributes such as \"sex + site.region\"; kept against lost, weights, "
        "balance\n"
        "  numbers        VARIABLE, a number: the same persons at two waves, means, differences, paired "
        "tests\n"
        "  sequences      VARIABLE: states wave by wave, changes, entropy, complexity, the sequences "
        "themselves\n"
        "  clusters       VARIABLE: groups of people whose sequences are alike (of 50 people and more)\n"
        "  periods        FORM in place of VARIABLE: its records by the codebook's periods, new, continuing "
        "and\n"
        "                 cumulative persons; what lies in none, and what a partial date leaves unplaced\n"
        "  relatives      VARIABLE (default: all): what relatives told beside what the person told, of those "
        "who\n"
        "                 consent to contact with their family: agree, differ, told by one only\n"
        "  person         KEY in place of VARIABLE: one person's interviews, contacts, class and domains\n\n"
        "The base is named under each table: all available, or the same people; the two are never mixed. A "
        "person "
        "whose state cannot be told stays in the base, and numbers are given as a range. Interviews dated "
        "against "
        "the order of their waves make no pair. Codes are matched by name within one list; two variables "
        "with "
        "different lists are refused unless a plan derives one from the other.\n\n"
        "A file that ends in .svg or .png gets the pictures of these tables: the flow of participation, who "
        "moved where, states wave by wave, sequences, curves, changes of domains, differences of the kept "
        "and "
        "the lost. They are drawn from the tables' own cells.",
    .options = options,
    .min_arguments = 2,
    .max_arguments = 4,
    .run = run,
};
