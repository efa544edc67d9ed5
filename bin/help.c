/* help.c -- help texts, the manual page and the bash completion, all from the table of verbs. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "cli.h"

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

void
cli_help(FILE *stream)
{
    fprintf(stream, "Usage: reint VERB [OPTION...] ARGUMENT...\n\n");
    fprintf(stream, "  reint run examples/going-home/job.yaml    the whole job of an example study\n"
                    "  reint tab STUDY sex form                  a cross-table in the terminal\n\n");
    cli_wrap(stream, first_paragraph, 0, 0);
    fprintf(stream, "\nVerbs\n");
    for (size_t i = 0; cli_verbs[i]; i++) {
        fprintf(stream, "  %-11s ", cli_verbs[i]->name);
        cli_wrap_after(stream, cli_verbs[i]->summary, 14);
    }
    fprintf(stream, "\nSTUDY is a study file (name.reint) or a job file that names one.\n");
    fprintf(stream, "More: reint VERB --help, man reint, man reint-codebook, reint --version\n");
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
    cli_wrap_after(stream, o->help, COLUMN);
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

/* Commands that are too long for a line go on in the next one, as a shell reads them. */
static void
print_examples(FILE *stream, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n"), width = 79, left = 0;
        const char *from = text;
        while (text[0] == ' ' && n > width) {
            size_t part = part_of_command(from, n, width);
            if (part == n)
                break;
            fprintf(stream, "%*s%.*s \\\n", (int)left, "", (int)part, from);
            from += part + 1;
            n -= part + 1;
            left = 6;
            width = 79 - left;
        }
        fprintf(stream, "%*s%.*s\n", (int)left, "", (int)n, from);
        text = from + n + (from[n] == '\n');
    }
}

void
cli_verb_help(FILE *stream, const struct cli_verb *v)
{
    static const struct cli_option help = { "help", 'h', NULL, "print this help", false };
    static const struct cli_option quiet = { "quiet", 'q', NULL, "say nothing when all is well", false };

    fprintf(stream, "Usage: reint %s [OPTION...] %s\n\n", v->name, v->arguments);
    print_examples(stream, v->examples);
    fprintf(stream, "\n");
    cli_wrap(stream, v->description, 0, 0);
    fprintf(stream, "\nOptions\n");
    for (const struct cli_option *o = v->options; o->name; o++)
        print_option(stream, o);
    print_option(stream, &quiet);
    print_option(stream, &help);
    fprintf(stream, "\nExit codes\n");
    cli_wrap(stream, exit_codes, 2, 0);
}

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
    fputs("\n.PP\nSTUDY is a study file (name.reint) or a job file that names one.\n.SH VERBS\n", stream);
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
    fputs("\n.SH ENVIRONMENT\n.TP\nNO_COLOR\nWhen set, nothing is printed in colour or bold.\n"
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
