/* mapping_make.c -- the records that a map makes of one row of a file.
 *
 * A value is found (a column, the first filled of several, a constant, a join, flags, a part of a column's
 * name, a lookup), split where a cell holds several, recoded, and turned into a date as the codebook writes
 * it.  A text that no recode has stays as it is: the checks then refuse it at the user's own cell.  A join of
 * which one column is empty is empty.  Records are written as CSV, and where each came from is kept (24 bytes
 * a record). */
#include <config.h>

#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- texts ----------------------------------------------------------------------------------------- */

typedef struct piece {
    const char *text;
    size_t n;
} piece;

/* Blanks at both ends go, the no-break space of web forms among them. */
static piece
trimmed(const reint_map *map, const char *text, size_t n)
{
    static const char no_break[] = "\xC2\xA0";

    if (map->keep_blanks)
        return (piece){ text, n };
    for (;;) {
        if (n && strchr(" \t\r\n", *text) && *text)
            text++, n--;
        else if (n >= 2 && !memcmp(text, no_break, 2))
            text += 2, n -= 2;
        else
            break;
    }
    for (;;) {
        if (n && strchr(" \t\r\n", text[n - 1]) && text[n - 1])
            n--;
        else if (n >= 2 && !memcmp(text + n - 2, no_break, 2))
            n -= 2;
        else
            break;
    }
    return (piece){ text, n };
}

static bool
same(const reint_map *map, piece p, const char *word)
{
    return strlen(word) == p.n && !(map->fold ? strncasecmp(word, p.text, p.n) : memcmp(word, p.text, p.n));
}

/* What stands in column C; texts that mean an empty cell are empty. */
static piece
cell(const reint_map *map, const reinti_csv *csv, size_t c)
{
    piece p = { "", 0 };

    if (c >= csv->n_fields)
        return p;
    p = trimmed(map, csv->field[c].text, csv->field[c].length);
    for (size_t i = 0; i < map->n_empty; i++)
        if (same(map, p, map->empty[i]))
            return (piece){ "", 0 };
    return p;
}

/* ---- dates ----------------------------------------------------------------------------------------- */

/* Three numbers with one mark between them, "3/11/2014": as 2014-11-03; anything else, and any time of day
 * behind it, as it stands. */
static bool
add_day(reinti_str *out, piece p, reinti_day_order order)
{
    static const int at[][3] = {
        [REINTI_DAYS_DMY] = { 2, 1, 0 }, [REINTI_DAYS_MDY] = { 2, 0, 1 }, [REINTI_DAYS_YMD] = { 0, 1, 2 }
    };
    int number[3] = { 0 };
    size_t digits[3] = { 0 }, k = 0, i = 0;

    for (; i < p.n && p.text[i] != ' ' && p.text[i] != 'T'; i++) {
        if (p.text[i] >= '0' && p.text[i] <= '9') {
            if (++digits[k] > 4)
                return false;
            number[k] = number[k] * 10 + (p.text[i] - '0');
        } else if (strchr("/.-", p.text[i]) && digits[k] && k < 2) {
            k++;
        } else {
            return false;
        }
    }
    if (k < 2 || !digits[2])
        return false;
    if (digits[0] == 4) /* a cell that was a date already */
        order = REINTI_DAYS_YMD;
    if (digits[at[order][0]] != 4 || digits[at[order][1]] > 2 || digits[at[order][2]] > 2)
        return false;
    reinti_str_format(out, "%04d-%02d-%02d", number[at[order][0]], number[at[order][1]],
                      number[at[order][2]]);
    return true;
}

/* ---- one value ------------------------------------------------------------------------------------- */

/* The code that a text means where it is none itself: another case, or a label; NULL. */
static const char *
meant(const reinti_fitted *t, const reinti_variable *v, piece p)
{
    const reinti_list *list = v->type == REINTI_CODE ? &t->cb->list[v->list] : NULL;

    if (!list || !p.n || (!t->map->fold && !t->map->labels) || reinti_map_find(list->index, p.text, p.n) >= 0)
        return NULL;
    for (size_t i = 0; i < list->n; i++) {
        if (same(t->map, p, list->code[i].name))
            return list->code[i].name;
        for (size_t k = 0; t->map->labels && k < list->code[i].label.n; k++)
            if (same(t->map, p, list->code[i].label.text[k]))
                return list->code[i].name;
    }
    return NULL;
}

static void
add_recoded(const reinti_fitted *t, const reinti_variable *v, const reinti_mapped *m, piece p,
            reinti_str *out)
{
    const reint_map *map = t->map;
    const char *code;

    for (size_t i = 0; i < m->n_recodes; i++)
        if (same(map, p, m->recode[i].from)) {
            reinti_str_add(out, m->recode[i].to);
            return;
        }
    code = meant(t, v, p);
    if (code)
        reinti_str_add(out, code);
    else if (m->otherwise && p.n)
        reinti_str_add(out, m->otherwise);
    else if (!m->days || !add_day(out, p, m->days))
        reinti_str_add_n(out, p.text, p.n);
}

/* The values of one cell, each on its own. */
static void
add_split(const reinti_fitted *t, const reinti_variable *v, const reinti_mapped *m, piece p, char separator,
          reinti_str *out)
{
    const char *at = p.text, *end = p.text + p.n;
    size_t n = strlen(m->split), added = 0;

    while (at < end) {
        const char *next = at;
        while (next < end && ((size_t)(end - next) < n || memcmp(next, m->split, n)))
            next++;
        piece one = trimmed(t->map, at, (size_t)(next - at));
        if (one.n) {
            if (added++)
                reinti_str_add_char(out, separator);
            add_recoded(t, v, m, one, out);
        }
        at = next < end ? next + n : end;
    }
}

static void
add_join(const reinti_fitted *t, const reinti_mapped *m, const size_t *column, const reinti_csv *csv,
         reinti_str *out)
{
    for (size_t i = 0; i < m->n; i++)
        if (!cell(t->map, csv, column[i]).n)
            return;
    for (size_t i = 0; i < m->n_pieces; i++) {
        if (m->piece[i].column == REINTI_NONE) {
            reinti_str_add(out, m->piece[i].text);
            continue;
        }
        piece p = cell(t->map, csv, column[m->piece[i].column]);
        for (size_t n = p.n; n < (size_t)m->piece[i].width; n++)
            reinti_str_add_char(out, '0');
        reinti_str_add_n(out, p.text, p.n);
    }
}

/* Codes whose column says so.  All columns empty: not answered; none chosen of those that are not: `none`. */
static void
add_flags(const reinti_fitted *t, const reinti_mapped *m, const size_t *column, const reinti_csv *csv,
          char separator, reinti_str *out)
{
    bool answered = false;
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++) {
        piece p = cell(t->map, csv, column[i]);
        answered |= p.n > 0;
        for (size_t k = 0; k < m->n_yes; k++)
            if (p.n && same(t->map, p, m->yes[k])) {
                if (n++)
                    reinti_str_add_char(out, separator);
                reinti_str_add(out, m->code[i]);
                break;
            }
    }
    if (answered && !n && m->none)
        reinti_str_add(out, m->none);
}

/* The row of a sheet, or the line of a text, as whoever opens the file sees it. */
static void
add_row_number(const reinti_csv *csv, reinti_str *out)
{
    long line, column;

    reinti_csv_place(csv, SIZE_MAX, &line, &column);
    reinti_str_format(out, "%ld", line);
}

static piece
look_up(reinti_making *k, const reinti_lookup *l, piece index, const reinti_csv *csv)
{
    int64_t at = l->table && index.n ? reinti_map_find(l->table, index.text, index.n) : -1;

    if (at >= 0)
        return (piece){ l->entry[at], strlen(l->entry[at]) };
    if (index.n && !k->n_unmatched++)
        k->first_unmatched = reinti_csv_line(csv);
    return (piece){ "", 0 };
}

/* The value of mapped variable I in combination C, in k->value. */
static void
find_value(reinti_making *k, const reinti_csv *csv, size_t i, size_t c)
{
    const reinti_fitted *t = k->fitted;
    const reinti_mapped *m = &t->records->mapped[i];
    const size_t *column = t->column[i];
    const reinti_variable *v = &t->form->variable[reinti_form_find(t->form, m->variable)];
    char separator = v->separator ? v->separator : ';';
    piece p = { "", 0 };

    reinti_str_clear(&k->value);
    reinti_str_clear(&k->other);
    switch (m->kind) {
    case REINTI_VALUE_FROM:
        for (size_t a = 0; a < m->n && !p.n; a++)
            p = cell(t->map, csv, column[a]);
        break;
    case REINTI_VALUE_FACT:
        p = cell(t->map, csv, t->combination[c].fact[i]);
        break;
    case REINTI_VALUE_PART:
        p = (piece){ t->combination[c].part[t->part_of[i]], strlen(t->combination[c].part[t->part_of[i]]) };
        break;
    case REINTI_VALUE_CONSTANT:
        reinti_str_add(&k->value, m->text);
        return;
    case REINTI_VALUE_NUMBER:
        add_row_number(csv, &k->value);
        return;
    case REINTI_VALUE_FLAGS:
        add_flags(t, m, column, csv, separator, &k->value);
        return;
    case REINTI_VALUE_LOOKUP:
        p = look_up(k, &t->lookup[i], cell(t->map, csv, column[0]), csv);
        break;
    case REINTI_VALUE_JOIN:
        add_join(t, m, column, csv, &k->other);
        p = (piece){ k->other.text, k->other.length };
        break;
    }
    if (m->split)
        add_split(t, v, m, p, separator, &k->value);
    else
        add_recoded(t, v, m, p, &k->value);
}

/* ---- records --------------------------------------------------------------------------------------- */

void
reinti_making_begin(reinti_making *m, const reinti_fitted *fitted, const char *folder)
{
    *m = (reinti_making){ .fitted = fitted,
                          .spool = REINTI_SPOOL(folder, UINT64_C(4) << 30),
                          .value = REINTI_STR_EMPTY,
                          .other = REINTI_STR_EMPTY,
                          .record = REINTI_STR_EMPTY };
    for (size_t i = 0; i < fitted->records->n; i++) {
        if (i)
            reinti_str_add_char(&m->spool.text, ',');
        reinti_spool_field(&m->spool, fitted->records->mapped[i].variable,
                           strlen(fitted->records->mapped[i].variable));
    }
    reinti_str_add_char(&m->spool.text, '\n');
}

void
reinti_making_free(reinti_making *m)
{
    reinti_spool_free(&m->spool);
    free(m->made);
    reinti_map_free(m->seen);
    reinti_str_free(&m->value);
    reinti_str_free(&m->other);
    reinti_str_free(&m->record);
}

static bool
passes(const reinti_fitted *t, const reinti_csv *csv, const reinti_filter *filter, const size_t *column,
       size_t n, bool wanted)
{
    for (size_t i = 0; i < n; i++) {
        piece p = cell(t->map, csv, column[i]);
        bool found = false;
        for (size_t k = 0; k < filter[i].n; k++)
            found |= same(t->map, p, filter[i].text[k]);
        if (found != wanted)
            return false;
    }
    return true;
}

/* Is any fact of the combination given? */
static bool
has_fact(const reinti_fitted *t, const reinti_csv *csv, size_t c)
{
    if (!t->records->unpivot || t->records->empty)
        return true;
    for (size_t i = 0; i < t->records->n; i++)
        if (t->records->mapped[i].kind == REINTI_VALUE_FACT && cell(t->map, csv, t->combination[c].fact[i]).n)
            return true;
    return false;
}

/* Whether the record that was just added is there already; it is then taken back. */
static reint_status
drop_known(reinti_making *m, size_t begin, bool *known, reint_error *err)
{
    reinti_str *text = &m->spool.text;
    bool added = false;

    *known = false;
    if (!m->fitted->records->once)
        return REINT_OK;
    if (!m->seen)
        m->seen = reinti_map_create();
    if (!m->seen || text->failed ||
        reinti_map_put(m->seen, text->text + begin, text->length - begin, 0, &added) < 0)
        return reinti_no_memory(err);
    if (added)
        return REINT_OK;
    *known = true;
    text->length = begin;
    text->text[begin] = '\0';
    return REINT_OK;
}

static reint_status
make_record(reinti_making *m, const reinti_csv *csv, size_t c, reint_error *err)
{
    const reinti_fitted *t = m->fitted;
    reinti_str *text = &m->spool.text;
    size_t begin = text->length;
    bool known;
    reint_status status;

    for (size_t i = 0; i < t->records->n; i++) {
        if (i)
            reinti_str_add_char(text, ',');
        find_value(m, csv, i, c);
        if (m->value.failed || m->other.failed)
            return reinti_no_memory(err);
        reinti_spool_field(&m->spool, m->value.text, m->value.length);
    }
    /* a record of one empty value would be an empty line, which is no record */
    if (t->records->n == 1 && text->length == begin)
        reinti_str_add(text, "\"\"");
    status = drop_known(m, begin, &known, err);
    if (status || known)
        return status;
    reinti_str_add_char(text, '\n');
    if (!reinti_grow(&m->made, &m->capacity, m->n_made, sizeof *m->made))
        return reinti_no_memory(err);
    m->made[m->n_made++] = (reinti_made){ (size_t)(csv->record - csv->data), csv->record_line, (uint32_t)c };
    return reinti_spool_check(&m->spool, csv->name, err);
}

reint_status
reinti_making_row(reinti_making *m, const reinti_csv *csv, reint_error *err)
{
    const reinti_fitted *t = m->fitted;
    reint_status status = REINT_OK;

    if (!passes(t, csv, t->records->only, t->only, t->records->n_only, true) ||
        !passes(t, csv, t->records->skip, t->skip, t->records->n_skip, false)) {
        m->n_skipped++;
        return REINT_OK;
    }
    for (size_t c = 0; c < t->n_combinations && !status; c++)
        if (has_fact(t, csv, c))
            status = make_record(m, csv, c, err);
    return status;
}
