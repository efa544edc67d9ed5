/* cmd_calc.c -- reint calc: any statistic from counts or columns in a CSV file, with no study at all. */
#include <config.h>

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "methods.h"

/* ---- output -------------------------------------------------------------------------------------------- */

struct sink {
    const struct cli *cli;
    const reint_statistic *statistic;
    FILE *stream;
    bool json;
    size_t n;           /* values so far, of all statistics */
    const char *reason; /* said last on stderr, so that it is said once */
};

/* Shortest text that reads back as X; "Inf", "-Inf". */
static const char *
number_text(double x, char *buf, size_t size)
{
    if (isinf(x)) {
        snprintf(buf, size, "%s", x > 0 ? "Inf" : "-Inf");
        return buf;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buf, size, "%.*g", digits, x);
        if (strtod(buf, NULL) == x)
            break;
    }
    return buf;
}

static void
take_csv(struct sink *s, const char *parameter, double value, const char *undefined)
{
    char number[64];

    if (!s->n)
        fputs("statistic,parameter,value\n", s->stream);
    fprintf(s->stream, "%s,", s->statistic->key);
    cli_csv_text(s->stream, parameter);
    fprintf(s->stream, ",%s\n", undefined ? "undefined" : number_text(value, number, sizeof number));
    if (undefined && undefined != s->reason)
        cli_say(s->cli, "%s: undefined: %s", s->statistic->key, undefined);
    if (undefined)
        s->reason = undefined;
}

static void
take_json(struct sink *s, const char *parameter, double value, const char *undefined)
{
    char number[64];

    fputs(s->n ? ",\n  {\"statistic\": " : "[\n  {\"statistic\": ", s->stream);
    cli_json_text(s->stream, s->statistic->key);
    fputs(", \"parameter\": ", s->stream);
    cli_json_text(s->stream, parameter);
    number_text(value, number, sizeof number);
    if (undefined) {
        fputs(", \"value\": null, \"undefined\": ", s->stream);
        cli_json_text(s->stream, undefined);
    } else {
        fprintf(s->stream, isinf(value) ? ", \"value\": \"%s\"" : ", \"value\": %s", number);
    }
    putc('}', s->stream);
}

static void
take(const char *parameter, double value, const char *undefined, void *user)
{
    struct sink *s = user;

    (s->json ? take_json : take_csv)(s, parameter, value, undefined);
    s->n++;
}

/* ---- what there is ------------------------------------------------------------------------------------- */

static void
list_json(FILE *stream)
{
    static const char *const name[] = { "key", "layouts", "summary", "undefined", "source", "r" };

    for (size_t i = 0; i < reint_statistic_count(); i++) {
        const reint_statistic *s = reint_statistic_get(i);
        const char *const text[] = { s->key, s->layouts, s->summary, s->undefined, s->source, s->r };
        fputs(i ? ",\n  {" : "[\n  {", stream);
        for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
            fprintf(stream, "%s\"%s\": ", k ? ", " : "", name[k]);
            cli_json_text(stream, text[k]);
        }
        putc('}', stream);
    }
    fputs("\n]\n", stream);
}

static void
list_text(FILE *stream)
{
    bool wrap = stream == stdout && isatty(STDOUT_FILENO); /* to a program: a line a statistic */

    for (size_t i = 0; i < reint_statistic_count(); i++) {
        const reint_statistic *s = reint_statistic_get(i);
        int n = fprintf(stream, "%-24s %-16s ", s->key, s->layouts);
        if (wrap)
            cli_wrap_after(stream, s->summary, n < 0 ? 0 : n);
        else
            fprintf(stream, "%s\n", s->summary);
    }
}

/* ---- computing ----------------------------------------------------------------------------------------- */

/* The whole of FILE, or of standard input for NULL and "-"; malloc'ed. */
static char *
read_all(const char *path, size_t *size)
{
    bool standard = !path || !strcmp(path, "-");
    FILE *f = standard ? stdin : fopen(path, "rb");
    char *text = NULL;
    size_t n = 0, capacity = 0;

    if (!f)
        return NULL;
    for (;;) {
        size_t got;
        if (n == capacity) {
            char *more =
                capacity > SIZE_MAX / 2 ? NULL : realloc(text, capacity = capacity ? 2 * capacity : 65536);
            if (!more) {
                errno = ENOMEM;
                break;
            }
            text = more;
        }
        got = fread(text + n, 1, capacity - n, f);
        n += got;
        if (!got) {
            if (!ferror(f)) {
                *size = n;
                if (!standard)
                    fclose(f);
                return text;
            }
            break;
        }
    }
    if (!standard)
        fclose(f);
    free(text);
    return NULL;
}

static reint_status
compute_one(struct sink *s, const char *text, size_t size, reint_error *err)
{
    reint_input *in;
    reint_status status = reint_input_read(text, size, cli_text(s->cli, "layout", NULL), s->statistic,
                                           cli_text(s->cli, "options", ""), &in, err);

    if (status)
        return status;
    status = reint_statistic_compute(s->statistic, in, take, s, err);
    reint_input_free(in);
    return status;
}

/* Every statistic that takes the layout; one that cannot be computed is named on stderr and passed over. */
static reint_status
compute_all(struct sink *s, const char *text, size_t size, reint_error *err)
{
    const char *layout = cli_text(s->cli, "layout", NULL);
    reint_input *in;
    reint_status status =
        reint_input_read(text, size, layout, NULL, cli_text(s->cli, "options", ""), &in, err);

    for (size_t i = 0; i < reint_statistic_count() && !status; i++) {
        const reint_statistic *one = reint_statistic_get(i);
        reint_error why = { .status = REINT_OK };
        char padded[256], word[64];
        snprintf(padded, sizeof padded, " %s ", one->layouts);
        snprintf(word, sizeof word, " %s ", layout);
        if (!strstr(padded, word))
            continue;
        s->statistic = one;
        if (reint_statistic_compute(one, in, take, s, &why))
            cli_say(s->cli, "%s: %s", one->key, why.text);
    }
    reint_input_free(in);
    return status;
}

static reint_status
nothing_computed(reint_error *err)
{
    snprintf(err->text, sizeof err->text, "there is no record to compute it from");
    return err->status = REINT_DATA;
}

static int
compute(struct cli *cli, FILE *stream)
{
    const char *key = cli->argument[0], *path = cli->n > 1 ? cli->argument[1] : NULL;
    struct sink s = {
        .cli = cli, .statistic = reint_statistic_find(key), .stream = stream, .json = cli_flag(cli, "json")
    };
    bool all = !strcmp(key, "all");
    reint_error err = { .status = REINT_OK };
    reint_status status;
    size_t size;
    char *text;

    if (!s.statistic && !all)
        return cli_usage(cli, "there is no statistic \"%s\"; reint calc --list shows all", key);
    if (all && !cli_text(cli, "layout", NULL))
        return cli_usage(cli, "\"all\" needs --layout");
    text = read_all(path, &size);
    if (!text) {
        err.status = REINT_INPUT;
        snprintf(err.text, sizeof err.text, "%s", strerror(errno));
        status = REINT_INPUT;
    } else {
        status = (all ? compute_all : compute_one)(&s, text, size, &err);
        free(text);
    }
    if (s.n && s.json)
        fputs("\n]\n", stream);
    if (!status && !s.n) /* silence is no answer */
        status = nothing_computed(&err);
    if (!status)
        return 0;
    if (!err.file[0])
        snprintf(err.file, sizeof err.file, "%s", path && strcmp(path, "-") ? path : "standard input");
    return cli_fail(cli, status, &err);
}

static int
run(struct cli *cli)
{
    struct cli_output out;
    reint_error err = { .status = REINT_OK };
    const char *about = cli_text(cli, "about", NULL);
    bool list = cli_flag(cli, "list"), man = cli_flag(cli, "manual");
    int code = 0;

    if (about && !reint_statistic_find(about))
        return cli_usage(cli, "there is no statistic \"%s\"; reint calc --list shows all", about);
    if (!list && !man && !about && !cli->n)
        return cli_usage(cli, "name a statistic; reint calc --list shows all");
    if (cli_output_open(cli, &out, &err))
        return cli_fail(cli, err.status, &err);
    if (list)
        (cli_flag(cli, "json") ? list_json : list_text)(out.stream);
    else if (man)
        methods_page(out.stream);
    else if (about)
        (cli_flag(cli, "json") ? methods_about_json : methods_about)(out.stream, about);
    else
        code = compute(cli, out.stream);
    if (cli_output_close(&out, code == 0, &err))
        return cli_fail(cli, err.status, &err);
    return code;
}

static const struct cli_option options[] = {
    { "list", 'l', NULL, "list the statistics with the layouts they take", false },
    { "about", 0, "STATISTIC",
      "say what a statistic is: formula, conditions, when it is undefined, how R computes it", false },
    { "layout", 0, "NAME", "what the columns are (default: the first layout of the statistic that fits)",
      false },
    { "options", 'p', "TEXT", "design, formula or seed, as the statistic wants: \"weights=frequency\"",
      false },
    { "manual", 0, NULL, "print the manual page reint-methods(7)", false },
    CLI_JSON,
    CLI_OUTPUT,
    CLI_END,
};

const struct cli_verb cmd_calc = {
    .name = "calc",
    .arguments = "STATISTIC [FILE]",
    .summary = "compute a statistic from counts or columns in a CSV file",
    .examples = "Is there an association? (columns row,col,count; or row,col, a record a line)\n"
                "  reint calc pearson_chisq table.csv\n"
                "All that can be said of a table:\n"
                "  reint calc all table.csv --layout table\n"
                "A mean in a stratified sample:\n"
                "  reint calc svymean sample.csv \\\n"
                "      --options \"strata=region psu=village weights=w\"\n"
                "Attrition:\n"
                "  reint calc logit waves.csv --options \"seen_again ~ age + sex\"\n",
    .description =
        "Reads FILE, or standard input, as CSV: a header, commas, decimal points, an empty field is a "
        "missing value. "
        "Prints statistic,parameter,value; a value that does not exist is \"undefined\", never 0, and the "
        "reason goes to "
        "stderr (with --json into the object).\n\n"
        "The layouts are: table (row,col,count), micro (row,col), square_table (first and second occasion), "
        "stratified_table (stratum,row,col,count), trend (score,x,n), proportions (x,n), two_proportions "
        "(x1,n1,x2,n2), wide (id and one column an occasion, item or judge), long (id,time,state), survival "
        "(time,status,group), ratings (unit and one column a rater), rating_counts (unit and one column a "
        "category), "
        "descriptive (x, perhaps w), mrset_dichotomy, mrset_category, glm, gee, survey, records.\n\n"
        "The number of draws and the seed of a simulation are printed with it; the same seed gives the same "
        "number on "
        "every machine.",
    .options = options,
    .min_arguments = 0,
    .max_arguments = 2,
    .run = run,
};
