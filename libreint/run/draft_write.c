/* draft_write.c -- writes a first codebook: what to look at as comments (and notes), then YAML that can be read. */
#include <config.h>

#include "run/draft.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "codebook/emit.h"

/* ---- remarks ------------------------------------------------------------------------------------------- */

static void remark(reinti_draft *d, reinti_str *out, const reinti_draft_form *f, const char *code,
                   const char *format, ...) REINTI_PRINTF(5, 6);

/* A comment, and a note about the file. */
static void
remark(reinti_draft *d, reinti_str *out, const reinti_draft_form *f, const char *code, const char *format,
       ...)
{
    char text[1000];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof text, reinti_words(format), ap);
    va_end(ap);
    for (char *c = text; *c; c++) /* a comment is one line */
        *c = (unsigned char)*c < 0x20 ? ' ' : *c;
    reinti_str_format(out, "#   %s\n", text);
    reinti_find(d->findings, REINT_NOTE, code, f ? f->file : NULL, NULL, 0, 0, "%s", text);
}

static void
quoted(reinti_str *out, const char *text)
{
    reinti_str cut = REINTI_STR_EMPTY;

    reinti_utf8_cut(&cut, text, 40);
    reinti_str_format(out, "\"%s\"", cut.text);
    reinti_str_free(&cut);
}

static void
remark_names(reinti_draft *d, reinti_str *out, const reinti_draft_form *f, bool again)
{
    reinti_str renamed = REINTI_STR_EMPTY, left_out = REINTI_STR_EMPTY, errors = REINTI_STR_EMPTY;
    size_t unnamed = 0;

    for (size_t i = 0; i < f->n; i++) {
        const reinti_draft_column *c = &f->column[i];
        if (!*c->head) {
            unnamed += c->n_filled > 0;
        } else if (c->only_errors) {
            reinti_str_add(&errors, errors.length ? ", " : "");
            quoted(&errors, c->head);
        } else if (c->left_out) {
            reinti_str_add(&left_out, left_out.length ? ", " : "");
            quoted(&left_out, c->head);
        } else if (strcmp(c->head, c->name) && !(again && c->key)) {
            reinti_str_add(&renamed, renamed.length ? ", " : "");
            quoted(&renamed, c->head);
            reinti_str_format(&renamed, ": %s", c->name);
        }
    }
    if (renamed.length)
        remark(d, out, f, "renamed", "columns with another name here: %s", renamed.text);
    if (left_out.length)
        remark(d, out, f, "left_out", "left out, since they seem to point at a person: %s", left_out.text);
    if (errors.length)
        remark(d, out, f, "only_errors",
               "left out, since nothing but error values of a spreadsheet, or formulas whose value was never "
               "stored, stands there: %s",
               errors.text);
    if (unnamed)
        remark(d, out, f, "no_name",
               reinti_words_n("%zu column without a name left out: name what is to be kept, and draft again",
                              "%zu columns without a name left out: name what is to be kept, and draft again",
                              unnamed),
               unnamed);
    reinti_str_free(&renamed);
    reinti_str_free(&left_out);
    reinti_str_free(&errors);
}

/* What stands in the file otherwise than ingest takes it: a map reads it.  AGAIN: an earlier form is of the same sheet,
 * and what is said of all its rows was said there. */
static void
remark_reading(reinti_draft *d, reinti_str *out, const reinti_draft_form *f, bool again)
{
    if (f->recoded && !again)
        remark(d, out, f, "encoding", "the file is no UTF-8 and was read as windows-1252");
    if (f->unpivot)
        remark(d, out, f, "wide",
               "a row holds several records, and this form has one for each (in a map: unpivot: \"%s\")",
               f->unpivot);
    if (f->n_totals && !again)
        remark(d, out, f, "totals",
               reinti_words_n("%zu row of totals left out (in a map: skip)",
                              "%zu rows of totals left out (in a map: skip)", f->n_totals),
               f->n_totals);
    for (size_t i = 0; i < f->n; i++) {
        const reinti_draft_column *c = &f->column[i];
        if (c->type != REINTI_DATE || !c->n_slashed || c->left_out)
            continue;
        if (c->day_first == c->month_first)
            remark(
                d, out, f, "dates",
                reinti_words_n(
                    "%s: %zu date is written as 3/4/1985, in April or in March: look (in a map: dates: dmy, "
                    "or mdy)",
                    "%s: %zu dates are written as 3/4/1985, in April or in March: look (in a map: dates: "
                    "dmy, or mdy)",
                    c->n_slashed),
                c->name, c->n_slashed);
        else
            remark(d, out, f, "dates",
                   reinti_words_n("%s: %zu date is written as %s (in a map: dates: %s)",
                                  "%s: %zu dates are written as %s (in a map: dates: %s)", c->n_slashed),
                   c->name, c->n_slashed, c->day_first ? "14/3/1985" : "3/14/1985",
                   c->day_first ? "dmy" : "mdy");
    }
}

static void
remark_missing(reinti_draft *d, reinti_str *out, const reinti_draft_form *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const reinti_draft_column *c = &f->column[i];
        reinti_str text = REINTI_STR_EMPTY;
        for (size_t k = 0; k < c->n_values && !c->left_out && !c->key; k++)
            if (c->value[k].reason) {
                reinti_str_add(&text, text.length ? ", " : "");
                quoted(&text, c->value[k].text);
                reinti_str_format(&text, reinti_words_n(" (%s, %zu time)", " (%s, %zu times)", c->value[k].n),
                                  c->value[k].reason, c->value[k].n);
            }
        if (c->n_blanks && !c->left_out)
            remark(d, out, f, "blanks",
                   reinti_words_n(
                       "%s: %zu cell with a blank at an end, which a map takes away and ingest alone "
                       "does not",
                       "%s: %zu cells with a blank at an end, which a map takes away and ingest alone "
                       "does not",
                       c->n_blanks),
                   c->name, c->n_blanks);
        if (c->n_errors && !c->left_out)
            remark(
                d, out, f, "error_values",
                reinti_words_n("%s: %zu cell holds an error value (%s): its row is rejected until an answer "
                               "is typed in its place",
                               "%s: %zu cells hold error values (%s): their rows are rejected until answers "
                               "are typed in their place",
                               c->n_errors),
                c->name, c->n_errors, c->error);
        if (text.length)
            remark(d, out, f, "missing_codes", "%s: likely missing codes, check what they mean: %s", c->name,
                   text.text);
        reinti_str_free(&text);
    }
}

/* One letter more, less or other, or two neighbours swapped; of words of five letters and more. */
static bool
one_apart(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), i = 0;

    if (n < m)
        return one_apart(b, a);
    if (m < 5 || n - m > 1)
        return false;
    while (i < m && a[i] == b[i])
        i++;
    if (n > m)
        return !strcmp(a + i + 1, b + i);
    return !strcmp(a + i + (a[i] != 0), b + i + (b[i] != 0)) ||
           (a[i] && a[i + 1] && a[i] == b[i + 1] && a[i + 1] == b[i] && !strcmp(a + i + 2, b + i + 2));
}

static void
remark_spellings(reinti_draft *d, reinti_str *out, const reinti_draft_list *list)
{
    reinti_str a = REINTI_STR_EMPTY, b = REINTI_STR_EMPTY, text = REINTI_STR_EMPTY;

    for (size_t i = 0; i < list->n; i++)
        for (size_t k = i + 1; k < list->n; k++) {
            int64_t whole;
            if (reinti_parse_integer(list->code[i], strlen(list->code[i]), true, &whole))
                continue; /* numbers are near each other anyway */
            reinti_draft_fold(list->code[i], &a);
            reinti_draft_fold(list->code[k], &b);
            if (strcmp(a.text, b.text) && !one_apart(a.text, b.text))
                continue;
            reinti_str_add(&text, text.length ? "; " : "");
            quoted(&text, list->code[i]);
            reinti_str_add(&text, reinti_words(" and "));
            quoted(&text, list->code[k]);
        }
    if (text.length)
        remark(d, out, NULL, "near_spellings", "list %s: spelt nearly alike, one code or two? %s", list->name,
               text.text);
    reinti_str_free(&a);
    reinti_str_free(&b);
    reinti_str_free(&text);
}

static void
remark_key(reinti_draft *d, reinti_str *out, const reinti_draft_form *f)
{
    if (f->no_key)
        remark(d, out, f, "no_key",
               "no column, nor two of the first eight, tells the rows apart: the number of the row does (in "
               "a map: %s: "
               "{number: row})",
               reinti_draft_row_name(f));
}

const char *
reinti_draft_row_name(const reinti_draft_form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (!strcmp(f->column[i].name, "row"))
            return "row_of_file";
    return "row";
}

bool
reinti_draft_is_person_form(const reinti_draft *d, const reinti_draft_form *f)
{
    return f->n_key == 1 && !f->no_key && !strcmp(f->column[f->key[0]].name, d->person);
}

bool
reinti_draft_has_person_form(const reinti_draft *d)
{
    for (size_t f = 0; f < d->n_forms; f++)
        if (reinti_draft_is_person_form(d, &d->form[f]))
            return true;
    return false;
}

static void
write_remarks(reinti_draft *d, reinti_str *out)
{
    reinti_str_add(out,
                   "# A first codebook, made from data by reint codebook draft.  All of it is guessed: look "
                   "at every line,\n"
                   "# give labels, and say how people were chosen (sampling) before records are read.\n");
    for (size_t i = 0; i < d->n_forms; i++) {
        const reinti_draft_form *f = &d->form[i];
        reinti_str_format(out, "# %s: form %s, %zu rows\n", f->file, f->name, f->n_rows);
        bool again = reinti_draft_is_again(d, i);
        remark_key(d, out, f);
        remark_reading(d, out, f, again);
        remark_names(d, out, f, again);
        remark_missing(d, out, f);
    }
    reinti_str_add(out, "# All files\n");
    if (!reinti_draft_has_person_form(d))
        remark(d, out, NULL, "no_person_file",
               "no file has one row for each respondent: the form \"respondent\" is made up; read a list of "
               "them first");
    for (size_t l = 0; l < d->n_lists; l++)
        remark_spellings(d, out, &d->list[l]);
}

/* Comments in English, for a file is the same whoever makes it, and notes in the reader's language. */
static void
write_told(reinti_draft *d, reinti_str *out)
{
    reint_findings *findings = d->findings;
    reinti_str again = REINTI_STR_EMPTY;
    reinti_english english;

    d->findings = NULL;
    reinti_english_begin(&english);
    write_remarks(d, out);
    reinti_english_end(&english);
    d->findings = findings;
    write_remarks(d, &again);
    reinti_str_free(&again);
}

/* ---- YAML ---------------------------------------------------------------------------------------------- */

static void
write_waves(const reinti_draft *d, reinti_str *out)
{
    bool any = false;

    for (size_t f = 0; d->wave && f < d->n_forms; f++)
        for (size_t i = 0; i < d->form[f].n; i++) {
            const reinti_draft_column *c = &d->form[f].column[i];
            if (!c->key || strcmp(c->name, d->wave))
                continue;
            for (size_t k = 0; k < c->n_values; k++) {
                reinti_str line = REINTI_STR_EMPTY;
                reinti_str_add(&line, "  - {id: ");
                reinti_emit_scalar(&line, c->value[k].text);
                reinti_str_add(&line, "}\n");
                if (!strstr(out->text, line.text)) {
                    reinti_str_add(out, any ? "" : "waves:\n");
                    reinti_str_add(out, line.text);
                    any = true;
                }
                reinti_str_free(&line);
            }
        }
}

static void
write_lists(const reinti_draft *d, reinti_str *out)
{
    for (size_t l = 0; l < d->n_lists; l++) {
        if (!d->list[l].n)
            continue;
        reinti_str_add(out, strstr(out->text, "\nlists:\n") ? "" : "lists:\n");
        reinti_str_format(out, "  %s:\n", d->list[l].name);
        for (size_t c = 0; c < d->list[l].n; c++) {
            reinti_str_add(out, "    ");
            reinti_emit_scalar(out, d->list[l].code[c]);
            reinti_str_add(out, ": ");
            reinti_emit_scalar(out, d->list[l].code[c]);
            reinti_str_add(out, "\n");
        }
    }
}

static void
write_limits(const reinti_draft_column *c, reinti_str *out)
{
    reinti_str low = REINTI_STR_EMPTY, high = REINTI_STR_EMPTY;
    bool number = c->type == REINTI_INTEGER || c->type == REINTI_DECIMAL;

    if (number) {
        reinti_format_shortest(&low, c->key && c->low > 0 ? 0 : c->low);
        reinti_format_shortest(&high, c->high);
    } else if (c->type == REINTI_DATE && !c->n_slashed && !c->n_years) {
        reinti_format_date(&low, (reinti_interval){ c->first, c->first });
        reinti_format_date(&high, (reinti_interval){ c->last, c->last });
    }
    if (low.length && high.length) {
        reinti_str_add(out, ", min: ");
        reinti_emit_scalar(out, low.text);
        reinti_str_add(out, ", max: ");
        reinti_emit_scalar(out, high.text);
    }
    reinti_str_free(&low);
    reinti_str_free(&high);
}

/* Raw codes of each reason, the empty cell among those not stated. */
static void
write_missing(const reinti_draft_column *c, reinti_str *out)
{
    static const char *const reasons[] = { "refused", "dont_know", "not_asked", "not_applicable",
                                           "not_stated" };
    bool any = false;

    for (size_t r = 0; r < REINTI_LENGTH(reasons); r++) {
        bool empty = c->n_empty && r + 1 == REINTI_LENGTH(reasons), some = false;
        for (size_t k = 0; k <= c->n_values; k++) {
            const char *text = k < c->n_values ? c->value[k].text : "";
            if (k < c->n_values ? !c->value[k].reason || strcmp(c->value[k].reason, reasons[r]) : !empty)
                continue;
            reinti_str_format(out, "%s%s%s", !some ? any ? "], " : ", missing: {" : ", ",
                              some ? "" : reasons[r], some ? "" : ": [");
            reinti_emit_scalar(out, text);
            any = some = true;
        }
    }
    reinti_str_add(out, any ? "]}" : "");
}

static void
write_variable(const reinti_draft *d, const reinti_draft_column *c, reinti_str *out)
{
    reinti_str_format(out, "      %s: {label: ", c->name);
    reinti_emit_scalar(out, *c->head ? c->head : c->name);
    if (c->key && d->wave && !strcmp(c->name, d->wave)) {
        reinti_str_add(out, "}\n");
        return;
    }
    if (c->type == REINTI_CODE)
        reinti_str_format(out, ", list: %s", d->list[c->list].name);
    else
        reinti_str_format(out, ", type: %s", reinti_type_words[c->type]);
    if (c->multiple)
        reinti_str_format(out, ", multiple: true, separator: \"%c\"", c->separator);
    write_limits(c, out);
    if (c->type == REINTI_TEXT && !c->key)
        reinti_str_add(out, ", sensitive: true");
    if (!c->key)
        write_missing(c, out);
    reinti_str_add(out, "}\n");
}

static void
write_form(const reinti_draft *d, const reinti_draft_form *f, reinti_str *out)
{
    reinti_str_format(out, "  %s:\n    key: [", f->name);
    for (size_t k = 0; k < f->n_key; k++)
        reinti_str_format(out, "%s%s", k ? ", " : "", f->column[f->key[k]].name);
    if (f->no_key)
        reinti_str_format(out, "%s%s", f->n_key ? ", " : "", reinti_draft_row_name(f));
    reinti_str_add(out, "]\n    variables:\n");
    if (f->no_key)
        reinti_str_format(out, "      %s: {type: integer, min: 1, max: 1048575}\n", reinti_draft_row_name(f));
    for (size_t i = 0; i < f->n; i++)
        if (!f->column[i].left_out)
            write_variable(d, &f->column[i], out);
}

void
reinti_draft_write(reinti_draft *d, reinti_str *out)
{
    write_told(d, out);
    reinti_str_add(out, "reint: 1\nstudy:\n  id: draft\n  sampling: purposive\n  consent: not_recorded\n");
    reinti_str_format(out, "  person: %s\n", d->person);
    if (d->wave)
        reinti_str_format(out, "  wave: %s\n", d->wave);
    write_waves(d, out);
    reinti_str_add(
        out, "missing: {refused: [], dont_know: [], not_asked: [], not_applicable: [], not_stated: []}\n");
    write_lists(d, out);
    reinti_str_add(out, "forms:\n");
    if (!reinti_draft_has_person_form(d))
        reinti_str_format(out, "  " REINTI_DRAFT_PEOPLE ": {key: [%s]}\n", d->person);
    for (size_t f = 0; f < d->n_forms; f++)
        write_form(d, &d->form[f], out);
}
