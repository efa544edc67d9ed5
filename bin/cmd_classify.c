/* cmd_classify.c -- reint classify: the class of every unit, how two rule sets differ, and the team's own
 * judgement. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- words --------------------------------------------------------------------------------------------- */

/* The class of U, or what is still possible ("a | b"), or why there is none ("(refused)"). */
static void
put_class(char *out, size_t room, const reint_assessment *a, const reint_assessed *u)
{
    size_t n = 0;

    *out = '\0';
    if (!u->possible)
        snprintf(out, room, "(%s)", u->missing);
    for (size_t k = 0; k < reint_assessment_n_classes(a) && n < room; k++)
        if (u->possible >> k & 1)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? " | " : "", reint_assessment_class_id(a, k));
    if (u->overridden && n < room)
        snprintf(out + n, room - n, " *");
}

static bool
wanted(const struct cli *cli, const reint_assessed *u)
{
    return cli->n < 2 || !strcmp(cli->argument[1], u->person);
}

/* ---- one rule set -------------------------------------------------------------------------------------- */

static void
print_units(const struct cli *cli, const reint_assessment *a)
{
    reint_assessed u;

    for (size_t i = 0; i < reint_assessment_n(a); i++) {
        reint_assessment_get(a, i, &u);
        if (!wanted(cli, &u))
            continue;
        char class_[1024], line[2048];
        put_class(class_, sizeof class_, a, &u);
        snprintf(line, sizeof line, "%-10s %-4s %-14s %s%s%s%s", u.person, u.wave, u.stage, class_,
                 *u.reasons ? "  [" : "", u.reasons, *u.reasons ? "]" : "");
        cli_wrap(stdout, line, 0, 31);
    }
}

static const char *
view_words(const struct cli *cli)
{
    static const struct {
        const char *view, *words;
    } views[] = { { "told", CLI_WORDS("each interview as told then") },
                  { "latest", CLI_WORDS("each person at the latest interview") },
                  { "now", CLI_WORDS("each stage as known now") } };
    const char *view = cli_text(cli, "view", "told");
    size_t i = 0;

    while (i < 2 && strcmp(views[i].view, view))
        i++;
    return cli_words(views[i].words);
}

static void
print_counts(const struct cli *cli, const reint_assessment *a)
{
    const char *language = cli_text(cli, "language", NULL);
    size_t n = reint_assessment_n_classes(a), low[16] = { 0 }, high[16] = { 0 }, open = 0, none = 0;
    reint_assessed u;
    char text[1024];

    for (size_t i = 0; i < reint_assessment_n(a); i++) {
        reint_assessment_get(a, i, &u);
        if (!wanted(cli, &u))
            continue;
        open += u.final == REINT_UNDETERMINED;
        none += u.final == REINT_NO_CLASS;
        for (size_t k = 0; k < n; k++) {
            low[k] += u.final == (int)k;
            high[k] += u.possible >> k & 1;
        }
    }
    if (!cli_flag(cli, "counts"))
        putchar('\n');
    printf("%s, %s\n", reint_assessment_title(a, language), view_words(cli));
    if (reint_assessment_note(a, language))
        cli_wrap(stdout, reint_assessment_note(a, language), 0, 0);
    for (size_t k = 0; k < n; k++) {
        printf("%7zu  %s", low[k], reint_assessment_class_label(a, k, language));
        if (high[k] > low[k])
            cli_tell(stdout, " (up to %zu)", high[k]);
        putchar('\n');
    }
    cli_tell(stdout, "%7zu  undetermined: several classes are possible\n", open);
    cli_tell(stdout, "%7zu  without a class: no stage was told\n", none);
    if (reint_assessment_n_outside(a) && cli->n < 2) {
        snprintf(
            text, sizeof text,
            cli_words_n("Left out: %zu interview of other people; the rule set is about people with %s.",
                        "Left out: %zu interviews of other people; the rule set is about people with %s.",
                        reint_assessment_n_outside(a)),
            reint_assessment_n_outside(a), reint_assessment_base(a));
        cli_wrap(stdout, text, 0, 0);
    }
    cli_say_left_out(cli, reint_assessment_n_no_consent(a));
}

static void
json_unit(const reint_assessment *a, const reint_assessed *u)
{
    const char *between = "";

    printf("{\"person\": ");
    cli_json_text(stdout, u->person);
    printf(", \"wave\": ");
    cli_json_text(stdout, u->wave);
    printf(", \"episode\": %ld, \"stage\": ", u->episode);
    cli_json_text(stdout, u->stage);
    printf(", \"class\": ");
    cli_json_text(stdout, u->final < 0 ? NULL : reint_assessment_class_id(a, (size_t)u->final));
    printf(", \"computed\": ");
    cli_json_text(stdout, u->computed < 0 ? NULL : reint_assessment_class_id(a, (size_t)u->computed));
    printf(", \"overridden\": %s, \"possible\": [", u->overridden ? "true" : "false");
    for (size_t k = 0; k < reint_assessment_n_classes(a); k++)
        if (u->possible >> k & 1) {
            fputs(between, stdout);
            cli_json_text(stdout, reint_assessment_class_id(a, k));
            between = ", ";
        }
    printf("], \"missing\": ");
    cli_json_text(stdout, *u->missing ? u->missing : NULL);
    printf(", \"row\": ");
    cli_json_text(stdout, *u->row ? u->row : NULL);
    printf(", \"reasons\": ");
    cli_json_text(stdout, u->reasons);
    putchar('}');
}

static void
print_json(const struct cli *cli, const reint_assessment *a)
{
    const char *between = "";
    reint_assessed u;

    printf("{\"ruleset\": ");
    cli_json_text(stdout, reint_assessment_ruleset(a));
    printf(", \"sha256\": ");
    cli_json_text(stdout, reint_assessment_digest(a));
    printf(", \"no_consent\": %zu, \"units\": [", reint_assessment_n_no_consent(a));
    for (size_t i = 0; i < reint_assessment_n(a); i++) {
        reint_assessment_get(a, i, &u);
        if (!wanted(cli, &u))
            continue;
        printf("%s\n  ", between);
        json_unit(a, &u);
        between = ",";
    }
    printf("\n]}\n");
}

/* ---- two rule sets ------------------------------------------------------------------------------------- */

/* Classes of the same name are the same; else the unit moved. */
static bool
moved(const reint_assessment *a, const reint_assessed *u, const reint_assessment *b, const reint_assessed *v)
{
    for (size_t k = 0; k < reint_assessment_n_classes(a); k++) {
        bool found = false;
        for (size_t j = 0; j < reint_assessment_n_classes(b); j++)
            if (!strcmp(reint_assessment_class_id(a, k), reint_assessment_class_id(b, j))) {
                found = true;
                if ((u->possible >> k & 1) != (v->possible >> j & 1))
                    return true;
            }
        if (!found && (u->possible >> k & 1))
            return true;
    }
    return !u->possible != !v->possible;
}

static void
print_why(const reint_assessment *a, const reint_assessed *u, const char *language)
{
    const char *note = *u->row ? reint_assessment_row_note(a, u->row, language) : NULL;
    char text[1024] = "";

    if (u->overridden)
        snprintf(text, sizeof text, cli_words("%s: judged by the team"), reint_assessment_ruleset(a));
    else if (note)
        snprintf(text, sizeof text, cli_words("%s: %s (row %s)"), reint_assessment_ruleset(a), note, u->row);
    else if (u->possible)
        snprintf(text, sizeof text, cli_words("%s: facts that are not known"), reint_assessment_ruleset(a));
    cli_wrap(stdout, text, 4, 4);
}

static bool
same_units(const reint_assessment *a, const reint_assessment *b)
{
    bool same = reint_assessment_n(a) == reint_assessment_n(b);
    reint_assessed u, v;

    for (size_t i = 0; same && i < reint_assessment_n(a); i++) {
        reint_assessment_get(a, i, &u);
        reint_assessment_get(b, i, &v);
        same = !strcmp(u.person, v.person) && !strcmp(u.wave, v.wave) && !strcmp(u.stage, v.stage);
    }
    return same;
}

static void
print_move(const struct cli *cli, const reint_assessment *a, const reint_assessed *u,
           const reint_assessment *b, const reint_assessed *v, bool first)
{
    const char *language = cli_text(cli, "language", NULL);
    char from[1024], to[1024], line[3072];

    if (cli->json) {
        printf("%s\n  {\"from\": ", first ? "" : ",");
        json_unit(a, u);
        printf(",\n   \"to\": ");
        json_unit(b, v);
        putchar('}');
        return;
    }
    put_class(from, sizeof from, a, u);
    put_class(to, sizeof to, b, v);
    snprintf(line, sizeof line, "%-10s %-4s %-14s %s -> %s", u->person, u->wave, u->stage, from, to);
    cli_wrap(stdout, line, 0, 31);
    print_why(a, u, language);
    print_why(b, v, language);
}

static int
print_comparison(const struct cli *cli, const reint_assessment *a, const reint_assessment *b)
{
    size_t n_moved = 0, n_compared = 0;
    reint_assessed u, v;

    if (!same_units(a, b))
        return cli_usage(cli, "the two rule sets classify different units and cannot be compared");
    if (cli->json) {
        printf("{\"ruleset\": ");
        cli_json_text(stdout, reint_assessment_ruleset(a));
        printf(", \"compared\": ");
        cli_json_text(stdout, reint_assessment_ruleset(b));
        printf(", \"moved\": [");
    }
    for (size_t i = 0; i < reint_assessment_n(a); i++) {
        reint_assessment_get(a, i, &u);
        reint_assessment_get(b, i, &v);
        if (!wanted(cli, &u))
            continue;
        n_compared++;
        if (moved(a, &u, b, &v))
            print_move(cli, a, &u, b, &v, !n_moved++);
    }
    if (cli->json)
        printf("\n], \"units\": %zu, \"no_consent\": %zu}\n", n_compared, reint_assessment_n_no_consent(a));
    else
        cli_tell(stdout, "\n%zu of %zu units are in another class by %s than by %s.\n", n_moved, n_compared,
                 reint_assessment_ruleset(b), reint_assessment_ruleset(a));
    if (!cli->json)
        cli_say_left_out(cli, reint_assessment_n_no_consent(a));
    return 0;
}

/* ---- judgement ----------------------------------------------------------------------------------------- */

/* --judge STAGE=CLASS for the person that is named. */
static int
judge(struct cli *cli, const char *text)
{
    const char *equals = strchr(text, '='), *who = cli_text(cli, "who", NULL),
               *why = cli_text(cli, "why", NULL);
    char stage[128];
    long episode = 0;
    reint_study *study = NULL;
    reint_error err = { .status = REINT_OK };

    if (cli->n < 2)
        return cli_usage(cli, "a judgement is about one person: name the person after the study");
    if (!equals || (size_t)(equals - text) >= sizeof stage)
        return cli_usage(cli, "--judge is written STAGE=CLASS");
    if (!who || !why)
        return cli_usage(cli, "a judgement needs --who and --why");
    if (cli_text(cli, "episode", NULL) && !cli_integer(cli, "episode", 1, 1000000, &episode))
        return REINT_ARGUMENT;
    memcpy(stage, text, (size_t)(equals - text));
    stage[equals - text] = '\0';
    reint_status status = cli_open_study(cli, cli->argument[0], true, &study, &err);
    if (!status && cli_flag(cli, "dry-run"))
        status = reint_study_rehearse(study, &err);
    if (!status)
        status = reint_judge(study, cli_text(cli, "ruleset", NULL), cli->argument[1], episode, stage,
                             equals + 1, who, why, &err);
    reint_study_free(study);
    return status ? cli_fail(cli, status, &err) : 0;
}

/* --compare A B, --compare A,B: two rule sets; --compare B: the default or --ruleset against B.  A second name that no
 * rule set has is a person. */
struct pair {
    char first[128];
    const char *a, *b;
};

static bool
read_pair(const struct cli *cli, struct pair *p)
{
    const char *text = cli_text(cli, "compare", NULL), *comma = text ? strchr(text, ',') : NULL;

    *p = (struct pair){ .a = cli_text(cli, "ruleset", NULL), .b = text };
    if (!comma)
        return true;
    if (p->a || (size_t)(comma - text) >= sizeof p->first) {
        cli_usage(cli, "--compare A,B names both rule sets: not with --ruleset");
        return false;
    }
    snprintf(p->first, sizeof p->first, "%.*s", (int)(comma - text), text);
    p->a = p->first;
    p->b = comma + 1;
    return true;
}

static reint_status
classify_two(struct cli *cli, reint_study *study, struct pair *p, reint_assessment **a, reint_assessment **b,
             reint_error *err)
{
    const char *view = cli_text(cli, "view", NULL);
    reint_error ignored;

    if (p->b && !p->a && cli->n == 2 && !reint_assess(study, cli->argument[1], view, b, &ignored)) {
        p->a = p->b;
        p->b = cli->argument[1];
        cli->n = 1; /* it is no person */
    }
    reint_status status = cli->n > 1 ? reint_assess_person(study, p->a, cli->argument[1], err) : REINT_OK;
    if (status == REINT_ARGUMENT && p->b && !p->a)
        snprintf(err->text, sizeof err->text, "%s",
                 cli_words("the second name is neither a rule set nor a respondent of this study"));
    if (!status)
        status = reint_assess(study, p->a, view, a, err);
    if (!status && p->b && !*b)
        status = reint_assess(study, p->b, view, b, err);
    return status;
}

static int
run(struct cli *cli)
{
    reint_study *study = NULL;
    reint_assessment *a = NULL, *b = NULL;
    struct pair pair;
    reint_error err = { .status = REINT_OK };
    int code = 0;

    if (cli_text(cli, "judge", NULL))
        return judge(cli, cli_text(cli, "judge", NULL));
    if (!read_pair(cli, &pair))
        return REINT_ARGUMENT;
    reint_status status = cli_open_study(cli, cli->argument[0], false, &study, &err);
    if (!status)
        status = classify_two(cli, study, &pair, &a, &b, &err);
    cli_progress_end();
    if (status) {
        code = cli_fail(cli, status, &err);
    } else if (b) {
        code = print_comparison(cli, a, b);
    } else if (cli->json) {
        print_json(cli, a);
    } else {
        if (!cli_flag(cli, "counts"))
            print_units(cli, a);
        print_counts(cli, a);
    }
    reint_assessment_free(a);
    reint_assessment_free(b);
    reint_study_free(study);
    return code;
}

static const struct cli_option options[] = {
    CLI_RULESET,
    { "view", 0, "VIEW",
      "told (each interview, as told by then; default), latest (each person once, at the latest interview) "
      "or now (each stage, as known now)",
      false },
    { "compare", 'c', "RULESET",
      "who is in another class by this rule set than by the default, and why; --compare A B: by "
      "B than by A",
      false },
    { "counts", 0, NULL, "counts only, not the units", false },
    { "judge", 0, "STAGE=CLASS", "record the team's own class of PERSON at this stage", false },
    { "episode", 0, "N", "the episode of the judgement, if the person has several", false },
    CLI_DRY_RUN,
    CLI_WHO,
    CLI_WHY,
    CLI_LANGUAGE,
    CLI_JSON,
    CLI_END,
};

const struct cli_verb cmd_classify = {
    .name = "classify",
    .arguments = "STUDY [PERSON]",
    .summary = "assisted, under-assisted, unassisted or undetermined",
    .examples = "Who is in which class, as told at each interview?\n  reint classify study.reint\n"
                "How many people are in each class by their latest interview?\n"
                "  reint classify study.reint --view latest --counts\n"
                "Who moves between two readings of the report, and why?\n"
                "  reint classify study.reint --compare nexus-tree strict\n"
                "The team judges one stage itself\n"
                "  reint classify study.reint SYN-014 --judge early_home=unassisted \\\n"
                "      --who RS --why \"the shelter was closed\"\n",
    .description =
        "A rule set of the codebook classifies each unit. Where facts are not known, all classes that they "
        "leave "
        "open are listed, separated by |; a count then has an upper end. A class marked * was judged by the "
        "team. Reasons that surely hold stand in brackets. People whom the rule set is not about (relatives, "
        "key "
        "informants) have no class and are left out.\n\n"
        "Unassisted does not mean failed.",
    .options = options,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run,
};
