/* draft_map.c -- the map that goes with a first codebook: it makes the records of the draft's forms of the very columns
 * that the draft was made of. */
#include <config.h>

#include "run/draft.h"

#include <string.h>

#include "codebook/emit.h"

static void
add_texts(reinti_str *out, const char *const *text, size_t n)
{
    reinti_str_add_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        reinti_str_add(out, i ? ", " : "");
        reinti_emit_scalar(out, text[i]);
    }
    reinti_str_add_char(out, ']');
}

/* Of one column after the other, since a map has each once. */
static void
add_skip(const reinti_draft_form *f, reinti_str *out)
{
    bool any = false;

    for (size_t i = 0; i < f->n_total_words; i++) {
        const char *text[REINTI_DRAFT_TOTALS];
        size_t n = 0;
        bool before = false;
        for (size_t k = 0; k < f->n_total_words; k++) {
            bool same = !strcmp(f->total_word[k].address, f->total_word[i].address);
            before = before || (same && k < i);
            if (same)
                text[n++] = f->total_word[k].text;
        }
        if (before)
            continue;
        reinti_str_add(out, any ? ", " : "        skip: {");
        reinti_emit_scalar(out, f->total_word[i].address);
        reinti_str_add(out, ": ");
        add_texts(out, text, n);
        any = true;
    }
    reinti_str_add(out, any ? "}   # sums are no records\n" : "");
}

static void
add_unpivot(const reinti_draft_form *f, reinti_str *out)
{
    reinti_str_add(out, "        unpivot: ");
    reinti_emit_scalar(out, f->unpivot);
    reinti_str_add(out, "\n        values:\n");
    for (size_t k = f->n_key - 2; k < f->n_key; k++) {
        const reinti_draft_column *c = &f->column[f->key[k]];
        reinti_str_format(out, "          %s: [", c->name);
        for (size_t i = 0; i < c->n_values; i++) {
            reinti_str_add(out, i ? ", " : "");
            reinti_emit_scalar(out, c->value[i].text);
        }
        reinti_str_add(out, "]\n");
    }
}

/* Column I of F: a column of the file, or what an unpivot makes. */
static void
add_column(const reinti_draft_form *f, size_t i, reinti_str *out)
{
    const reinti_draft_column *c = &f->column[i];
    bool dates = c->type == REINTI_DATE && c->n_slashed;

    reinti_str_format(out, "          %s: ", c->name);
    if (c->address && !dates) {
        reinti_emit_scalar(out, c->address);
    } else {
        reinti_str_add(out, c->address ? "{from: " : c->key ? "{part: " : "{fact: ");
        reinti_emit_scalar(out, c->address ? c->address : c->key ? c->name : "");
        if (dates)
            reinti_str_add(out, c->month_first && !c->day_first ? ", dates: mdy" : ", dates: dmy");
        reinti_str_add_char(out, '}');
    }
    reinti_str_add_char(out, '\n');
}

static void
add_records(const reinti_draft_form *f, reinti_str *out)
{
    reinti_str_format(out, "      - form: %s\n", f->name);
    add_skip(f, out);
    if (f->unpivot)
        add_unpivot(f, out);
    reinti_str_add(out, "        columns:\n");
    if (f->no_key)
        reinti_str_format(out, "          %s: {number: row}   # nothing else tells the rows apart\n",
                          reinti_draft_row_name(f));
    for (size_t i = 0; i < f->n; i++)
        if (!f->column[i].left_out)
            add_column(f, i, out);
}

/* The respondents, where no file lists them: each of F's once. */
static void
add_people(const reinti_draft *d, const reinti_draft_form *f, reinti_str *out)
{
    for (size_t k = 0; k < f->n_key; k++) {
        const reinti_draft_column *c = &f->column[f->key[k]];
        if (strcmp(c->name, d->person))
            continue;
        reinti_str_add(out, "      - form: " REINTI_DRAFT_PEOPLE "\n");
        add_skip(f, out);
        reinti_str_format(out, "        once: true\n        columns: {%s: ", d->person);
        reinti_emit_scalar(out, c->address);
        reinti_str_add(out, "}\n");
    }
}

static bool
same_sheet(const reinti_draft_form *a, const reinti_draft_form *b)
{
    return a->source == b->source && reinti_equal(a->sheet, b->sheet);
}

static bool
is_taken(const reinti_draft *d, const reinti_draft_form *of, const char *address)
{
    for (size_t f = 0; f < d->n_forms; f++) {
        const reinti_draft_form *form = &d->form[f];
        if (!same_sheet(form, of))
            continue;
        for (size_t i = 0; i < form->n; i++)
            if (!form->column[i].left_out && reinti_equal(form->column[i].address, address))
                return true;
        for (size_t i = 0; i < form->n_wide; i++)
            if (reinti_equal(form->wide[i], address))
                return true;
        for (size_t i = 0; i < form->n_total_words; i++)
            if (!strcmp(form->total_word[i].address, address))
                return true;
    }
    return false;
}

static void
add_ignored(const reinti_draft *d, const reinti_draft_form *f, reinti_str *out)
{
    bool any = false, unnamed = false;

    for (size_t i = 0; i < f->n_heads; i++) {
        unnamed = unnamed || !f->heads[i];
        if (!f->heads[i] || is_taken(d, f, f->heads[i]))
            continue;
        reinti_str_add(out, any ? ", " : "    ignore: [");
        reinti_emit_scalar(out, f->heads[i]);
        any = true;
    }
    if (unnamed)
        reinti_str_add(out, any ? ", \"*\"" : "    ignore: [\"*\"");
    reinti_str_add(out, any || unnamed ? "]\n" : "");
}

/* The sheet of form AT with all forms that are made of it. */
static void
add_sheet(const reinti_draft *d, size_t at, reinti_str *out)
{
    const reinti_draft_form *f = &d->form[at];

    if (f->sheet) {
        reinti_str_add(out, "  - sheet: ");
        reinti_emit_scalar(out, f->sheet);
        reinti_str_format(out, "\n    header: %ld\n    records:\n", f->header_row);
    } else {
        reinti_str_add(out, "  - records:\n");
    }
    if (!reinti_draft_has_person_form(d))
        add_people(d, f, out);
    for (size_t i = at; i < d->n_forms; i++)
        if (same_sheet(&d->form[i], f))
            add_records(&d->form[i], out);
    add_ignored(d, f, out);
}

bool
reinti_draft_is_again(const reinti_draft *d, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_sheet(&d->form[i], &d->form[at]))
            return true;
    return false;
}

void
reinti_draft_map(const reinti_draft *d, size_t source, const char *title, reinti_str *out)
{
    reinti_str_format(
        out,
        "# How records are made of %s, written with a first codebook by reint codebook draft: change both "
        "together.\n"
        "# To look: reint ingest --map THIS --preview STUDY FILE        (see reint-map(5))\n"
        "reint: 1\nsheets:\n",
        title);
    for (int pass = 0; pass < 2; pass++) /* the respondents first */
        for (size_t f = 0; f < d->n_forms; f++)
            if (d->form[f].source == source && !reinti_draft_is_again(d, f) &&
                reinti_draft_is_person_form(d, &d->form[f]) == !pass)
                add_sheet(d, f, out);
}
