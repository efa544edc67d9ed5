/* cli.h -- what every verb of the command shares: its declaration, its options, how it reports.
 *
 * A verb is one cmd_<verb>.c with a `struct cli_verb`; `reint --help`, `reint <verb> --help`, the manual page
 * and the bash completion are all printed from that declaration, so none of them can go stale.  Results go to
 * stdout, all else to stderr.  Exit codes: 0 done; 1 the data or a disclosure rule said no; 2 usage; 3 an
 * input cannot be read or is wrong in form; 4 the study does not fit; 5 an output could not be written. */
#ifndef REINT_CLI_H
#define REINT_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "reint.h"

struct cli_option {
    const char *name;     /* long name, without dashes */
    char letter;          /* short name, or 0 */
    const char *argument; /* what its value is called ("FILE"); NULL: a flag */
    const char *help;     /* one sentence, no full stop */
    bool repeatable;      /* may be given several times */
};

struct cli;

struct cli_verb {
    const char *name;
    const char *arguments;               /* "STUDY FILE..." */
    const char *summary;                 /* half a sentence, lower case */
    const char *examples;                /* lines "  command", each after a line that says what it is for */
    const char *description;             /* paragraphs, separated by an empty line */
    const struct cli_option *options;    /* ends with a NULL name */
    size_t min_arguments, max_arguments; /* positional; max SIZE_MAX: any number */
    int (*run)(struct cli *cli);
};

struct cli {
    const struct cli_verb *verb;
    size_t n; /* positional arguments */
    char **argument;
    size_t n_values; /* options as given, in order */
    struct cli_value {
        const struct cli_option *option;
        const char *text; /* NULL for a flag */
    } * value;
    bool json, quiet, color_out, color_err;
};

/* Options that many verbs have, to be put into their tables. */
#define CLI_JSON                                                                                             \
    {                                                                                                        \
        "json", 0, NULL, "print facts as JSON", false                                                        \
    }
#define CLI_DRY_RUN                                                                                          \
    {                                                                                                        \
        "dry-run", 'n', NULL, "do everything but keep nothing", false                                        \
    }
#define CLI_OUTPUT                                                                                           \
    {                                                                                                        \
        "output", 'o', "FILE", "write to FILE instead of the terminal (- is standard output)", false         \
    }
#define CLI_WHO                                                                                              \
    {                                                                                                        \
        "who", 0, "INITIALS", "who makes the change, for the history", false                                 \
    }
#define CLI_WHY                                                                                              \
    {                                                                                                        \
        "why", 0, "TEXT", "why the change is made, for the history", false                                   \
    }
#define CLI_RULESET                                                                                          \
    {                                                                                                        \
        "ruleset", 'r', "NAME", "rule set to classify by (default: the codebook's)", false                   \
    }
#define CLI_VIEW                                                                                             \
    {                                                                                                        \
        "view", 0, "WORD",                                                                                   \
            "what may be told late: as known now (default), told (as told by the record's own interview or " \
            "source), or as told by the wave of this id",                                                    \
            false                                                                                            \
    }
#define CLI_LANGUAGE                                                                                         \
    {                                                                                                        \
        "language", 'l', "CODE", "language of labels and sentences (default: the codebook's first)", false   \
    }
#define CLI_END                                                                                              \
    {                                                                                                        \
        NULL, 0, NULL, NULL, false                                                                           \
    }

/* ---- the language of messages (words.c) */

void cli_words_begin(void); /* at the start of the program */
/* From now on messages are in this language, whatever the user's is; NULL: as in the sources. */
void cli_words_language(const char *code);
/* TEXT in that language, or as it is.  cli_usage, cli_say and cli_tell ask it for their formats themselves. */
const char *cli_words(const char *text) __attribute__((format_arg(1)));
const char *cli_words_n(const char *one, const char *many, size_t n)
    __attribute__((format_arg(1), format_arg(2)));
/* Prints to STREAM in that language. */
void cli_tell(FILE *stream, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Marks a text of a table for the catalogue. */
#define CLI_WORDS(text) text

/* ---- options, errors, output (cli.c) */

bool cli_flag(const struct cli *cli, const char *name);
const char *cli_text(const struct cli *cli, const char *name, const char *otherwise); /* the last one given */
/* The K-th value of a repeatable option, or NULL. */
const char *cli_text_at(const struct cli *cli, const char *name, size_t k);
/* A whole number from LOW to HIGH; prints the usage error and answers false otherwise.  *out untouched if
 * absent. */
bool cli_integer(const struct cli *cli, const char *name, long low, long high, long *out);

/* Of N candidates the one that WORD may have been meant for, or NULL: at most a third of its letters differ. */
const char *cli_nearest(const char *word, const char *const *candidate, size_t n);
int cli_usage(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_exit_code(reint_status status);
/* "reint: file:line: text" on stderr; answers the exit code. */
int cli_fail(const struct cli *cli, reint_status status, const reint_error *err);
void cli_say(const struct cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* unless --quiet */
/* That N people are left out for want of consent to analysis; 0: nothing is said. */
void cli_say_left_out(const struct cli *cli, size_t n);

/* TEXT and what comes AFTER it on stderr, where AT columns are taken: to people in lines of a terminal's width, to a
 * program as one line. */
void cli_message(size_t at, const char *text, const char *after);

/* How many bytes of the id of an input are the name of its file: "entry.xlsx!need" came from a sheet (its name into SHEET,
 * "" if none, SIZE bytes), "team.xlsx!Help>support" was made by a map, too. */
size_t cli_input_file(const char *input, char *sheet, size_t size);

/* Where the rejected rows are; KEPT_NONE: this time nothing was kept. */
void cli_say_rejected(const struct cli *cli, bool kept_none);

/* Findings grouped by kind and file, worst first; of each group SHOW, then "and 212 more like this". */
void cli_findings(const struct cli *cli, const reint_findings *f, size_t show);
/* Those from FROM up to TO as the members of a JSON list; FILES: each with the file that it names. */
void cli_findings_json(const reint_findings *f, size_t from, size_t to, bool files);

/* STUDY is a .reint file, or a job file (.yaml) that names one. */
reint_status cli_open_study(const struct cli *cli, const char *path, bool write, reint_study **study,
                            reint_error *err);

/* ---- a line on the terminal while something lasts (progress.c) */

/* WHAT is being done; ends what was being done before.  Every verb begins with its own name. */
void cli_progress_begin(const struct cli *cli, const char *what);
int cli_progress_step(size_t done, size_t total, void *user); /* a reint_progress_fn; USER is not used */
void cli_progress_end(void); /* before anything is printed; does nothing when none is shown */

/* Where a result goes: stdout, or the file of --output, which appears whole or not at all. */
struct cli_output {
    FILE *stream;
    char *path, *temporary;
};
reint_status cli_output_open(const struct cli *cli, struct cli_output *out, reint_error *err);
/* Checks that everything reached its place. */
reint_status cli_output_close(struct cli_output *out, bool keep, reint_error *err);

size_t cli_width(void); /* columns of the terminal; 80 where standard output is none */

/* Where and how a report goes: --output, --format (cmd_tab.c). */
reint_status cli_format(const struct cli *cli, reint_format *format, reint_error *err);
reint_status cli_write_report(const struct cli *cli, const reint_report *r, reint_error *err);

/* TEXT broken at blanks to lines of 79 columns, each after INDENT blanks; further lines of a paragraph after HANG more.
 * A line that begins with blanks keeps them as its own indent. */
void cli_wrap(FILE *stream, const char *text, int indent, int hang);
/* TEXT, one paragraph, on a line that is filled up to COLUMN; further lines begin at that column. */
void cli_wrap_after(FILE *stream, const char *text, int column);

void cli_json_text(FILE *stream, const char *text); /* quoted and escaped; NULL is null */
void cli_csv_text(FILE *stream, const char *text);  /* a field, quoted where it must be */

/* The verbs, in the order of the help (reint.c); ends with NULL. */
extern const struct cli_verb *const cli_verbs[];
const struct cli_verb *cli_find_verb(const char *name);
void cli_help(FILE *stream);                                /* reint --help */
void cli_verb_help(FILE *stream, const struct cli_verb *v); /* reint VERB --help */
void cli_man(FILE *stream);        /* the manual page reint(1), from the same table */
void cli_completion(FILE *stream); /* bash completion */
void cli_messages(FILE *stream);   /* its texts as a template for translators (po/) */

#endif
