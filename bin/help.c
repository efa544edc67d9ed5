/* help.c -- help texts, the manual page, the bash completion and the template of their translation, all from the table
 * of verbs.
 *
 * A text is translated piece by piece: a summary, a paragraph of a description, a line of the examples that says what
 * a command is for, the sentence of an option.  So a change leaves the rest translated. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char study_line[] = "STUDY is a study file (name.reint) or a job file that names one.";

static const char exit_codes[] =
    "0 done; 1 the data or a disclosure rule said no, the result stands; 2 usage; "
    "3 an input cannot be read or is wrong in form; 4 the study does not fit (version, lock, "
    "codebook); 5 an output could not be written";

static const char first_paragraph[] =
    "reint keeps the records of a longitudinal study of how trafficked people fare after they come home: it "
    "reads coded "
    "interview records, checks them against the codebook, keeps them in one study file, classifies every "
    "person as "
    "assisted, under-assisted or unassisted and can say why, and writes tables that can be published.";

static const struct cli_option common[] = {
    { "quiet", 'q', NULL, "say nothing when all is well", false },
    { "help", 'h', NULL, "print this help", false },
    CLI_END,
};

/* ---- pieces --------------------------------------------------------------------------------------------- */

typedef void (*piece_fn)(const char *piece, void *user);

/* The paragraphs of TEXT, which an empty line parts. */
static void
each_paragraph(const char *text, piece_fn fn, void *user)
{
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        char piece[4096];
        snprintf(piece, sizeof piece, "%.*s", (int)n, text);
        fn(piece, user);
        text += n + (end ? 2 : 0);
    }
}

/* The lines of TEXT; a command begins with blanks. */
static void
each_line(const char *text, piece_fn fn, void *user)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        char piece[512];
        snprintf(piece, sizeof piece, "%.*s", (int)n, text);
        fn(piece, user);
        text += n + (text[n] == '\n');
    }
}

/* ---- help ----------------------------------------------------------------------------------------------- */

void
cli_help(FILE *stream)
{
    cli_tell(stream, "Usage: reint VERB [OPTION...] ARGUMENT...\n\n");
    cli_tell(stream, "  reint run examples/going-home/job.yaml    the whole job of an example study\n"
                     "  reint tab STUDY sex form                  a cross-table in the terminal\n\n");
    cli_wrap(stream, cli_words(first_paragraph), 0, 0);
    cli_tell(stream, "\nVerbs\n");
    for (size_t i = 0; cli_verbs[i]; i++) {
        fprintf(stream, "  %-11s ", cli_verbs[i]->name);
        cli_wrap_after(stream, cli_words(cli_verbs[i]->summary), 14);
    }
    fprintf(stream, "\n%s\n", cli_words(study_line));
    cli_tell(stream, "More: reint VERB --help, man reint, man reint-codebook, reint --version\n");
}

/* The option at the left, its sentence in a column beside it. */
static void
print_option(FILE *stream, const struct cli_option *o)
{
    enum { COLUMN = 27 };
    char text[512], letter[4] = "  ";
    int n;

    if (o->letter)
        snprintf(letter, sizeof letter, "-%c", o->letter);
    n = snprintf(text, sizeof text, "%s --%s%s%s", letter, o->name, o->argument ? " " : "",
                 o->argument ? o->argument : "");
    if (n > COLUMN - 4) {
        fprintf(stream, "  %s\n", text);
        n = 0;
        *text = '\0';
    }
    fprintf(stream, "%s%-*s", n ? "  " : "    ", COLUMN - (n ? 2 : 4), text);
    cli_wrap_after(stream, cli_words(o->help), COLUMN);
}

/* Length of the part of a command that fits into WIDTH: up to a blank outside quotes, or all of it. */
static size_t
part_of_command(const char *text, size_t n, size_t width)
{
    size_t end = 0;
    char quote = 0;

    if (n <= width)
        return n;
    for (size_t i = 0; i < n && (i <= width - 2 || !end); i++) {
        if (quote ? text[i] == quote : text[i] == '"' || text[i] == '\'')
            quote = quote ? 0 : text[i];
        else if (text[i] == ' ' && !quote && i > strspn(text, " "))
            end = i;
    }
    return end ? end : n;
}

/* A command that is too long for a line goes on in the next one, as a shell reads it. */
static void
print_example(const char *text, void *user)
{
    FILE *stream = user;
    size_t n = strlen(text), width = 79, left = 0;

    if (text[0] != ' ') { /* what the command is for */
        cli_wrap(stream, cli_words(text), 0, 0);
        return;
    }
    while (n > width) {
        size_t part = part_of_command(text, n, width);
        if (part == n)
            break;
        fprintf(stream, "%*s%.*s \\\n", (int)left, "", (int)part, text);
        text += part + 1;
        n -= part + 1;
        left = 6;
        width = 79 - left;
    }
    fprintf(stream, "%*s%s\n", (int)left, "", text);
}

struct paragraphs {
    FILE *stream;
    bool any;
};

static void
print_paragraph(const char *text, void *user)
{
    struct paragraphs *p = user;

    fputs(p->any ? "\n" : "", p->stream);
    cli_wrap(p->stream, cli_words(text), 0, 0);
    p->any = true;
}

void
cli_verb_help(FILE *stream, const struct cli_verb *v)
{
    struct paragraphs p = { .stream = stream };

    cli_tell(stream, "Usage: reint %s [OPTION...] %s\n\n", v->name, v->arguments);
    each_line(v->examples, print_example, stream);
    fprintf(stream, "\n");
    each_paragraph(v->description, print_paragraph, &p);
    cli_tell(stream, "\nOptions\n");
    for (const struct cli_option *o = v->options; o->name; o++)
        print_option(stream, o);
    for (const struct cli_option *o = common; o->name; o++)
        print_option(stream, o);
    cli_tell(stream, "\nExit codes\n");
    cli_wrap(stream, cli_words(exit_codes), 2, 0);
}

/* ---- the manual page ------------------------------------------------------------------------------------- */

/* TEXT with what troff would read as its own escaped, line by line. */
static void
print_troff(FILE *stream, const char *text)
{
    bool at_start = true;

    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\''))
            fputs("\\&", stream);
        if (*text == '\\')
            fputs("\\e", stream);
        else if (*text == '-')
            fputs("\\-", stream);
        else
            fputc(*text, stream);
        at_start = *text == '\n';
    }
}

/* Paragraphs as .PP, examples (lines that begin with two blanks) as they are. */
static void
print_troff_block(FILE *stream, const char *text)
{
    bool example = false;

    fputs(".PP\n", stream);
    while (*text) {
        size_t line = strcspn(text, "\n");
        char copy[512];
        snprintf(copy, sizeof copy, "%.*s", (int)line, text);
        bool now = line >= 2 && copy[0] == ' ';
        if (now != example)
            fputs(now ? ".nf\n" : ".fi\n", stream);
        example = now;
        if (line == 0)
            fputs(".PP\n", stream);
        else {
            print_troff(stream, copy);
            fputc('\n', stream);
        }
        text += line + (text[line] == '\n');
    }
    if (example)
        fputs(".fi\n", stream);
}

void
cli_man(FILE *stream)
{
    fprintf(stream, ".TH REINT 1 \"\" \"reint %s\" \"User Commands\"\n", PACKAGE_VERSION);
    fputs(".ad l\n.SH NAME\nreint \\- records, classes and tables of a longitudinal reintegration study\n",
          stream);
    fputs(".SH SYNOPSIS\n.B reint\n.I VERB\n.RI [ OPTION... ]\n.I ARGUMENT...\n.SH DESCRIPTION\n", stream);
    print_troff(stream, first_paragraph);
    fprintf(stream, "\n.PP\n%s\n.SH VERBS\n", study_line);
    for (size_t i = 0; cli_verbs[i]; i++) {
        const struct cli_verb *v = cli_verbs[i];
        fprintf(stream, ".SS reint %s \\fI%s\\fR\n", v->name, v->arguments);
        print_troff_block(stream, v->description);
        print_troff_block(stream, v->examples);
        for (const struct cli_option *o = v->options; o->name; o++) {
            fputs(".TP\n", stream);
            if (o->letter)
                fprintf(stream, "\\fB\\-%c\\fR, ", o->letter);
            fputs("\\fB\\-\\-", stream);
            print_troff(stream, o->name);
            fprintf(stream, "\\fR%s%s%s\n", o->argument ? " \\fI" : "", o->argument ? o->argument : "",
                    o->argument ? "\\fR" : "");
            print_troff(stream, o->help);
            fputc('\n', stream);
        }
    }
    fputs(".PP\nEvery verb also takes \\fB\\-h\\fR, \\fB\\-\\-help\\fR and \\fB\\-q\\fR, "
          "\\fB\\-\\-quiet\\fR.\n",
          stream);
    fputs(".SH EXIT STATUS\n", stream);
    print_troff(stream, exit_codes);
    fputs(
        "\n.SH ENVIRONMENT\n.TP\nLANGUAGE, LC_ALL, LC_MESSAGES, LANG\n"
        "The language of messages and help, as in every GNU program: LANGUAGE=id for Indonesian.  Results, "
        "files and "
        "whatever\n\\-\\-json prints are the same in every language.\n"
        ".TP\nTEXTDOMAINDIR\nThe folder of the translations, where reint is not installed: po/ of the build "
        "folder.\n"
        ".TP\nNO_COLOR\nWhen set, nothing is printed in colour or bold.\n"
        ".SH FILES\n.TP\nname.reint\nThe study: one SQLite file, readable by its owner only.\n"
        ".TP\nname.reint\\-cache\nColumns of the study for analysis; may be deleted at any time.\n"
        ".SH SEE ALSO\n.BR reint\\-codebook (5),\n.BR reint\\-ruleset (5),\n.BR reint\\-plan (5),\n.BR "
        "reint\\-job (5)\n",
        stream);
}

void
cli_completion(FILE *stream)
{
    fputs("# bash completion for reint; printed by `reint --completion`\n_reint()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} options=\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W '",
          stream);
    for (size_t i = 0; cli_verbs[i]; i++)
        fprintf(stream, "%s ", cli_verbs[i]->name);
    fputs("help --help --version' -- \"$word\"))\n        return\n    fi\n    case $verb in\n", stream);
    for (size_t i = 0; cli_verbs[i]; i++) {
        fprintf(stream, "    %s) options='--help --quiet", cli_verbs[i]->name);
        for (const struct cli_option *o = cli_verbs[i]->options; o->name; o++)
            fprintf(stream, " --%s", o->name);
        fputs("' ;;\n", stream);
    }
    fputs("    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
          "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
          "complete -o filenames -F _reint reint\n",
          stream);
}

/* ---- for translators -------------------------------------------------------------------------------------- */

static void
print_message(const char *text, void *user)
{
    FILE *stream = user;

    if (!*text || *text == ' ')
        return;
    fputs("msgid \"", stream);
    for (; *text; text++)
        if (*text == '\n')
            fputs("\\n", stream);
        else
            fprintf(stream, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    fputs("\"\nmsgstr \"\"\n\n", stream);
}

static void
print_option_messages(FILE *stream, const struct cli_option *o)
{
    for (; o->name; o++)
        print_message(o->help, stream);
}

/* A text that several verbs have stands there several times: msguniq takes care of it. */
void
cli_messages(FILE *stream)
{
    fputs("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n", stream);
    print_message(first_paragraph, stream);
    print_message(study_line, stream);
    print_message(exit_codes, stream);
    print_option_messages(stream, common);
    for (size_t i = 0; cli_verbs[i]; i++) {
        const struct cli_verb *v = cli_verbs[i];
        print_message(v->summary, stream);
        each_line(v->examples, print_message, stream);
        each_paragraph(v->description, print_message, stream);
        print_option_messages(stream, v->options);
    }
}
