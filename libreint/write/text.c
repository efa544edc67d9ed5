/* text.c -- a report as text: what stands before the tables, the tables, glossary and methods.
 *
 * A report of one table without sentences (`reint tab`) is that table and what must be said of it. */
#include <config.h>

#include "write/textual.h"

#include <string.h>

#include "write/workbook.h"
#include "write/writer.h"

/* ---- lines --------------------------------------------------------------------------------------------- */

/* Bytes of the next word of TEXT (no blank in it); blanks before it are skipped by the caller. */
static size_t
word_length(const char *text)
{
    return strcspn(text, " \n\t");
}

void
reinti_wrap(reinti_str *out, const char *text, size_t width)
{
    reinti_str word = REINTI_STR_EMPTY;
    size_t used = 0;

    width = width ? width : 1;
    for (text += strspn(text, " \n\t"); *text; text += strspn(text, " \n\t")) {
        size_t n = word_length(text);
        reinti_str_clear(&word);
        reinti_str_add_n(&word, text, n);
        size_t wide = reinti_utf8_width(word.text);
        if (used && used + 1 + wide > width) {
            reinti_str_add_char(out, '\n');
            used = 0;
        }
        if (used) {
            reinti_str_add_char(out, ' ');
            used++;
        }
        if (wide > width) {
            reinti_utf8_cut(out, word.text, width);
            wide = width;
        } else {
            reinti_str_add(out, word.text);
        }
        used += wide;
        text += n;
    }
    reinti_str_add_char(out, '\n');
    out->failed = out->failed || word.failed;
    reinti_str_free(&word);
}

void
reinti_page_line(reinti_page *page, const char *line, reinti_tone tone)
{
    static const char *const begin[] = { "", "\033[1m", "\033[2m" };
    size_t n = strlen(line);

    while (n && line[n - 1] == ' ')
        n--;
    if (!n)
        tone = REINTI_PLAIN;
    if (page->color && tone)
        fputs(begin[tone], page->stream);
    fwrite(line, 1, n, page->stream);
    fputs(page->color && tone ? "\033[0m\n" : "\n", page->stream);
}

void
reinti_page_blank(reinti_page *page)
{
    fputc('\n', page->stream);
}

void
reinti_page_rule(reinti_page *page, size_t width)
{
    for (size_t i = 0; i < width; i++)
        fputs(page->ascii ? "-" : "─", page->stream);
    fputc('\n', page->stream);
}

void
reinti_page_text(reinti_page *page, const char *text, size_t hang, reinti_tone tone)
{
    reinti_str lines = REINTI_STR_EMPTY, line = REINTI_STR_EMPTY;
    bool first = true;

    if (!text || !*text)
        return;
    reinti_wrap(&lines, text, page->width > hang ? page->width - hang : 1);
    for (const char *p = lines.text; *p; p += strcspn(p, "\n") + 1) {
        reinti_str_clear(&line);
        for (size_t i = 0; !first && i < hang; i++)
            reinti_str_add_char(&line, ' ');
        reinti_str_add_n(&line, p, strcspn(p, "\n"));
        reinti_page_line(page, line.text, tone);
        first = false;
    }
    page->failed = page->failed || lines.failed || line.failed;
    reinti_str_free(&lines);
    reinti_str_free(&line);
}

/* ---- what stands around the tables --------------------------------------------------------------------- */

static void
put_pair(reinti_page *page, const char *label, const char *text)
{
    reinti_str s = REINTI_STR_EMPTY;

    if (!text || !*text)
        return;
    reinti_str_format(&s, "%s: %s", label, text);
    page->failed = page->failed || s.failed;
    reinti_page_text(page, s.text, 2, REINTI_PLAIN);
    reinti_str_free(&s);
}

static void
put_heading(reinti_page *page, reinti_word word)
{
    reinti_page_blank(page);
    reinti_page_text(page, reinti_word_text(page->language, word), 0, REINTI_BOLD);
}

static void
put_front(reinti_page *page, const reint_report *r)
{
    const struct {
        reinti_word word;
        const char *text;
    } pair[] = {
        { REINTI_WORD_STUDY, r->study },       { REINTI_WORD_POPULATION, r->population },
        { REINTI_WORD_SAMPLING, r->sampling }, { REINTI_WORD_DATA, r->data_as_of },
        { REINTI_WORD_RULESETS, r->rulesets }, { REINTI_WORD_DIGEST, r->codebook_digest },
    };

    reinti_page_text(page, r->title, 0, REINTI_BOLD);
    if (r->internal)
        reinti_page_text(page, reinti_word_text(page->language, REINTI_WORD_INTERNAL_LONG), 0, REINTI_BOLD);
    reinti_page_text(page, r->notice, 0, REINTI_PLAIN);
    reinti_page_blank(page);
    for (size_t i = 0; i < REINTI_LENGTH(pair); i++)
        put_pair(page, reinti_word_text(page->language, pair[i].word), pair[i].text);
    if (r->n_warnings)
        put_heading(page, REINTI_WORD_WARNINGS);
    for (size_t i = 0; i < r->n_warnings; i++)
        reinti_page_text(page, r->warning[i], 2, REINTI_PLAIN);
    if (r->n_sentences)
        put_heading(page, REINTI_WORD_FINDINGS);
    for (size_t i = 0; i < r->n_sentences; i++)
        reinti_page_text(page, r->sentence[i].text, 2, REINTI_PLAIN);
    reinti_page_blank(page);
}

static void
put_back(reinti_page *page, const reint_report *r)
{
    if (r->n_glossary)
        put_heading(page, REINTI_WORD_GLOSSARY);
    for (size_t i = 0; i < r->n_glossary; i++)
        put_pair(page, r->glossary[i].term, r->glossary[i].meaning);
    if (r->n_methods)
        put_heading(page, REINTI_WORD_METHODS);
    for (size_t i = 0; i < r->n_methods; i++)
        reinti_page_text(page, r->method[i], 2, REINTI_PLAIN);
}

/* `reint tab`: the warnings stand below the one table. */
static void
put_one(reinti_page *page, const reint_report *r)
{
    reinti_page_table(page, r, r->table[0]);
    for (size_t i = 0; i < r->n_warnings; i++)
        reinti_page_text(page, r->warning[i], 2, REINTI_DIM);
    reinti_page_text(page, r->notice, 0, REINTI_DIM);
    if (r->internal)
        reinti_page_text(page, reinti_word_text(page->language, REINTI_WORD_INTERNAL_LONG), 0, REINTI_DIM);
}

reint_status
reinti_write_text(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    reinti_page page = {
        .stream = stream,
        .width = options->width < 20 ? 20 : options->width,
        .color = options->color,
        .ascii = options->ascii,
        .language = r->language,
    };

    if (r->n_tables == 1 && !r->n_sentences && !r->n_methods) {
        put_one(&page, r);
    } else {
        put_front(&page, r);
        for (size_t i = 0; i < r->n_tables; i++) {
            reinti_page_blank(&page);
            reinti_page_table(&page, r, r->table[i]);
        }
        put_back(&page, r);
    }
    return page.failed ? reinti_no_memory(err) : REINT_OK;
}
