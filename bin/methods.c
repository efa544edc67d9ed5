/* methods.c -- what each statistic is, in words, from the library's one source: `reint calc --about` and the manual
 * page reint-methods(7).  Nothing is told here that the registry does not say. */
#include <config.h>

#include "methods.h"

#include <string.h>

#include "cli.h"

/* The facts of one statistic in the order in which they are told; empty ones are left out. */
struct fact {
    const char *label, *name, *text; /* for people, for JSON */
};

enum { FACTS = 8 };

static void
collect(const char *key, struct fact fact[FACTS], reint_method *m)
{
    const reint_statistic *s = reint_statistic_find(key);

    if (!reint_method_find(key, m))
        *m = (reint_method){ .key = key, .formula = "", .conditions = "", .differences = "", .cases = "" };
    fact[0] = (struct fact){ "Formula", "formula", m->formula };
    fact[1] = (struct fact){ "Conditions", "conditions", m->conditions };
    fact[2] = (struct fact){ "Undefined", "undefined", s->undefined };
    fact[3] = (struct fact){ "Elsewhere", "differences", m->differences };
    fact[4] = (struct fact){ "Layouts", "layouts", s->layouts };
    fact[5] = (struct fact){ "Source", "source", s->source };
    fact[6] = (struct fact){ "In R", "r", s->r };
    fact[7] = (struct fact){ "Oracle", "cases", m->cases };
}

/* ---- the terminal -------------------------------------------------------------------------------------- */

void
methods_about(FILE *stream, const char *key)
{
    struct fact fact[FACTS];
    reint_method m;

    collect(key, fact, &m);
    fprintf(stream, "%s: ", key);
    cli_wrap_after(stream, reint_statistic_find(key)->summary, 2);
    for (size_t k = 0; k < FACTS; k++)
        if (*fact[k].text) {
            fprintf(stream, "  %-11s", fact[k].label);
            cli_wrap_after(stream, fact[k].text, 13);
        }
    if (m.n_values)
        fprintf(stream, "  %-11s%zu values compared with R\n", "", m.n_values);
}

void
methods_about_json(FILE *stream, const char *key)
{
    struct fact fact[FACTS];
    reint_method m;

    collect(key, fact, &m);
    fputs("{\"key\": ", stream);
    cli_json_text(stream, key);
    fputs(", \"summary\": ", stream);
    cli_json_text(stream, reint_statistic_find(key)->summary);
    for (size_t k = 0; k < FACTS; k++) {
        fprintf(stream, ", \"%s\": ", fact[k].name);
        cli_json_text(stream, fact[k].text);
    }
    fprintf(stream, ", \"values_compared\": %zu}\n", m.n_values);
}

/* ---- the manual page ----------------------------------------------------------------------------------- */

/* Text of a troff page: no character of it is a command or becomes another one. */
static void
man_text(FILE *stream, const char *text)
{
    static const struct {
        char c;
        const char *escape;
    } special[] = { { '\\', "\\e" },  { '-', "\\-" },   { '^', "\\(ha" },
                    { '~', "\\(ti" }, { '`', "\\(ga" }, { '\'', "\\(aq" } };

    if (*text == '.')
        fputs("\\&", stream);
    for (; *text; text++) {
        const char *escape = NULL;
        for (size_t i = 0; i < sizeof special / sizeof *special; i++)
            if (special[i].c == *text)
                escape = special[i].escape;
        if (escape)
            fputs(escape, stream);
        else
            putc(*text, stream);
    }
    putc('\n', stream);
}

static void
man_upper(FILE *stream, const char *text)
{
    fputs(".SH ", stream);
    for (; *text; text++)
        putc(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text, stream);
    putc('\n', stream);
}

static void
man_statistic(FILE *stream, const char *key)
{
    struct fact fact[FACTS];
    reint_method m;

    collect(key, fact, &m);
    if (m.section) {
        man_upper(stream, m.section);
        if (*m.section_text)
            man_text(stream, m.section_text);
    }
    fputs(".TP\n.B ", stream);
    man_text(stream, key);
    man_text(stream, reint_statistic_find(key)->summary);
    for (size_t k = 0; k < FACTS; k++)
        if (*fact[k].text) {
            fprintf(stream, ".br\n.I %s:\n", fact[k].label);
            man_text(stream, fact[k].text);
        }
    if (m.n_values)
        fprintf(stream, "(%zu values)\n", m.n_values);
}

static const char *const opening[] = {
    "Every statistic that",
    ".B reint calc",
    "computes, by family: formula, conditions of use, when it is undefined, where other programs give "
    "another number,",
    "the layouts of CSV it takes, its source, the R call that gives the same number, and the cases of",
    ".I tests/oracle",
    "in which it was compared with R. The same functions are in the library, on plain arrays:",
    ".BR reint/stats/*.h .",
    ".PP",
    "An undefined value is never 0: it is NaN in the library, \"undefined\" with a reason in the command.",
    "Closed forms equal R to a relative 1e\\-9, iterated ones to 1e\\-7; the last section of",
    ".I tests/oracle/README.md",
    "lists the tolerances.",
    ".PP",
    "The name of each statistic is the argument of",
    ".BR \"reint calc\" ;",
    ".BI \"reint calc \\-\\-about \" NAME",
    "prints its entry.",
    NULL
};

void
methods_page(FILE *stream)
{
    reint_method m;

    fprintf(stream, ".TH REINT\\-METHODS 7 \"\" \"reint %s\" \"Statistics\"\n", PACKAGE_VERSION);
    fputs(
        ".SH NAME\nreint\\-methods \\- statistics of reint: formulas, conditions, sources\n.SH DESCRIPTION\n",
        stream);
    for (size_t i = 0; opening[i]; i++)
        fprintf(stream, "%s\n", opening[i]);
    for (size_t i = 0; reint_method_get(i, &m); i++)
        if (reint_statistic_find(m.key))
            man_statistic(stream, m.key);
    fputs(".SH SEE ALSO\n.BR reint (1),\n.BR reint\\-plan (5)\n", stream);
}
