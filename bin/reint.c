/* reint.c -- the command: finds the verb, reads its options, runs it. */
#include <config.h>

#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

#define VERB(verb) extern const struct cli_verb cmd_##verb;
#include "verbs.def"
#undef VERB

const struct cli_verb *const cli_verbs[] = {
#define VERB(verb) &cmd_##verb,
#include "verbs.def"
#undef VERB
    NULL,
};

const struct cli_verb *
cli_find_verb(const char *name)
{
    for (size_t i = 0; cli_verbs[i]; i++)
        if (!strcmp(cli_verbs[i]->name, name))
            return cli_verbs[i];
    return NULL;
}

enum { COMMON_HELP = 1000, COMMON_QUIET, FIRST_OPTION };

/* getopt_long's tables from ours.  LONG_OPTION has room for n + 3, LETTERS for 2 n + 4. */
static void
getopt_tables(const struct cli_option *options, size_t n, struct option *long_option, char *letters)
{
    char *l = letters;

    *l++ = ':'; /* a missing value is told apart from an unknown option */
    for (size_t i = 0; i < n; i++) {
        long_option[i] =
            (struct option){ options[i].name, options[i].argument ? required_argument : no_argument, NULL,
                             FIRST_OPTION + (int)i };
        if (options[i].letter) {
            *l++ = options[i].letter;
            if (options[i].argument)
                *l++ = ':';
        }
    }
    long_option[n] = (struct option){ "help", no_argument, NULL, COMMON_HELP };
    long_option[n + 1] = (struct option){ "quiet", no_argument, NULL, COMMON_QUIET };
    long_option[n + 2] = (struct option){ NULL, 0, NULL, 0 };
    *l++ = 'h';
    *l++ = 'q';
    *l = '\0';
}

static size_t
option_of(const struct cli_option *options, size_t n, int found)
{
    if (found >= FIRST_OPTION)
        return (size_t)(found - FIRST_OPTION);
    for (size_t i = 0; i < n; i++)
        if (options[i].letter && options[i].letter == found)
            return i;
    return SIZE_MAX;
}

/* getopt says '?' for a letter (optopt) or a long option that does not exist, is one of several, or takes no value. */
static int
unknown_option(const struct cli *cli, const struct cli_option *options, size_t n, const char *given)
{
    const char **name = calloc(n + 2, sizeof *name), *nearest = NULL;
    char word[64] = "";

    if (optopt && optopt < COMMON_HELP) {
        free(name);
        return cli_usage(cli, "unknown option -%c", optopt);
    }
    if (optopt) {
        free(name);
        return cli_usage(cli, "option %.*s takes no value", (int)strcspn(given, "="), given);
    }
    if (!strncmp(given, "--", 2))
        snprintf(word, sizeof word, "%.*s", (int)strcspn(given + 2, "="), given + 2);
    for (size_t i = 0; name && i < n; i++)
        name[i] = options[i].name;
    if (name) {
        name[n] = "help";
        name[n + 1] = "quiet";
        nearest = cli_nearest(word, name, n + 2);
    }
    free(name);
    return nearest ? cli_usage(cli, "unknown option --%s; did you mean --%s?", word, nearest)
                   : cli_usage(cli, "unknown option --%s", word);
}

/* Fills CLI from ARGV; -1 to go on, else the exit code. */
static int
read_options(struct cli *cli, int argc, char **argv)
{
    const struct cli_option *options = cli->verb->options;
    size_t n = 0;
    int found, result = -1;

    while (options[n].name)
        n++;
    struct option *long_option = calloc(n + 3, sizeof *long_option);
    char *letters = calloc(2 * n + 4, 1);
    cli->value = calloc((size_t)argc + 1, sizeof *cli->value);
    if (!long_option || !letters || !cli->value) {
        free(long_option);
        free(letters);
        return cli_fail(cli, REINT_NO_MEMORY, NULL);
    }
    getopt_tables(options, n, long_option, letters);
    opterr = 0;
    optind = 1;
    while (result < 0 && (found = getopt_long(argc, argv, letters, long_option, NULL)) != -1) {
        size_t i;
        switch (found) {
        case COMMON_HELP:
        case 'h':
            cli_verb_help(stdout, cli->verb);
            result = 0;
            break;
        case COMMON_QUIET:
        case 'q':
            cli->quiet = true;
            break;
        case '?':
            result = unknown_option(cli, options, n, argv[optind - 1]);
            break;
        case ':':
            result = cli_usage(cli, "option %s needs a value", argv[optind - 1]);
            break;
        default:
            i = option_of(options, n, found);
            if (i < n)
                cli->value[cli->n_values++] =
                    (struct cli_value){ &options[i], options[i].argument ? optarg : NULL };
        }
    }
    free(long_option);
    free(letters);
    if (result >= 0)
        return result;
    cli->json = cli_flag(cli, "json");
    if (cli->json || cli_text(cli, "language", NULL)) /* programs read English */
        cli_words_language(cli->json ? NULL : cli_text(cli, "language", NULL));
    cli->n = (size_t)(argc - optind);
    cli->argument = argv + optind;
    if (cli->n < cli->verb->min_arguments)
        return cli_usage(cli, "%s is missing", cli->n ? cli_words("an argument") : cli->verb->arguments);
    if (cli->n > cli->verb->max_arguments)
        return cli_usage(cli, "too many arguments, from \"%s\" on", cli->argument[cli->verb->max_arguments]);
    return -1;
}

/* What was printed must have reached its place: a full disk is not success. */
static int
close_stdout(int code)
{
    if (fflush(stdout) || ferror(stdout)) {
        if (errno == EPIPE)
            return code;
        cli_tell(stderr, "reint: cannot write to standard output: %s\n", strerror(errno));
        return code ? code : REINT_OUTPUT;
    }
    return code;
}

static int
run_verb(const struct cli_verb *verb, int argc, char **argv)
{
    struct cli cli = { .verb = verb };
    bool plain = getenv("NO_COLOR") && *getenv("NO_COLOR");

    cli.color_out = !plain && isatty(STDOUT_FILENO);
    cli.color_err = !plain && isatty(STDERR_FILENO);
    char what[32];
    int code = read_options(&cli, argc, argv);
    if (code < 0) {
        snprintf(what, sizeof what, "reint %s", verb->name);
        cli_progress_begin(&cli, what);
        code = verb->run(&cli);
        cli_progress_end();
    }
    free(cli.value);
    return close_stdout(code);
}

static int
unknown_verb(const char *word)
{
    const char *name[sizeof cli_verbs / sizeof *cli_verbs], *nearest;
    size_t n = 0;

    for (; cli_verbs[n]; n++)
        name[n] = cli_verbs[n]->name;
    nearest = cli_nearest(word, name, n);
    if (*word == '-')
        cli_tell(stderr, "reint: unknown option %s: a verb comes first", word);
    else
        cli_tell(stderr, "reint: there is no verb \"%s\"", word);
    if (nearest)
        cli_tell(stderr, "; did you mean %s?", nearest);
    cli_tell(stderr, "\nTry: reint --help\n");
    return REINT_ARGUMENT;
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*print)(FILE *);
    } word[] = { { "help", cli_help },
                 { "--help", cli_help },
                 { "-h", cli_help },
                 { "--man", cli_man },
                 { "--completion", cli_completion },
                 { "--messages", cli_messages } };

    setlocale(LC_CTYPE, ""); /* widths only; numbers are always written in the C locale */
    cli_words_begin();
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2) {
        cli_help(stderr);
        return REINT_ARGUMENT;
    }
    if (!strcmp(argv[1], "--version")) {
        printf("reint %s\n", PACKAGE_VERSION);
        return close_stdout(0);
    }
    if (!strcmp(argv[1], "help") && argc > 2 && !cli_find_verb(argv[2]))
        return unknown_verb(argv[2]);
    if (!strcmp(argv[1], "help") && argc > 2) {
        cli_verb_help(stdout, cli_find_verb(argv[2]));
        return close_stdout(0);
    }
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (!strcmp(argv[1], word[i].name)) {
            word[i].print(stdout);
            return close_stdout(0);
        }
    const struct cli_verb *verb = cli_find_verb(argv[1]);
    if (!verb)
        return unknown_verb(argv[1]);
    return run_verb(verb, argc - 1, argv + 1);
}
