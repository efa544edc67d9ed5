/* propose.c -- a first map for somebody else's sheet, to be looked through.
 *
 * A column is mapped when its name is that of a variable, or of its label in any language, whatever its case
 * and marks ("Jenis kelamin:" is jenis kelamin).  Where the cells of a list hold labels a recode is written.
 * Names of parts with '_' between them become an unpivot when every part is a code of one of the form's key
 * lists or a variable of the form. A form is proposed when at least one column that is not part of its key is
 * found; key variables that no column gives are written with what is to be filled in, which the map's own
 * checks insist on.  What is left is listed under `ignore`, so that nothing is left out unseen.  Of the data
 * only texts that are labels of a code list are shown. */
#include <config.h>

#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TOKENS_MOST = 8, ROWS_LOOKED_AT = 1000, VALUES_MOST = 200 };

typedef struct table { /* one sheet, or the text */
    const char *sheet;
    size_t n;
    const char **name, **alias;
    reinti_map **values; /* per column: distinct texts, VALUES_MOST at most */
} table;

typedef struct proposal {
    const reint_codebook *cb;
    reinti_arena *arena;
    reinti_str out;
    const table *t;
    bool *used;
} proposal;

/* ---- words ----------------------------------------------------------------------------------------- */

/* The next letter or digit of a name, in lower case (ASCII; other bytes as they are); marks and blanks do not
 * count. */
static int
next_letter(const char **p, const char *end)
{
    while (*p < end) {
        unsigned char c = (unsigned char)*(*p)++;
        if (c >= 'A' && c <= 'Z')
            return c + 32;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            return c;
    }
    return 0;
}

static bool
alike_n(const char *a, size_t n, const char *b)
{
    const char *p = a, *q = b, *end = a + n, *stop = b + strlen(b);
    int x, y;

    do {
        x = next_letter(&p, end);
        y = next_letter(&q, stop);
        if (x != y)
            return false;
    } while (x);
    return n > 0;
}

static bool
alike(const char *a, const char *b)
{
    return alike_n(a, strlen(a), b);
}

static bool
label_alike(const reinti_label *label, const char *text)
{
    for (size_t i = 0; i < label->n; i++)
        if (alike(text, label->text[i]))
            return true;
    return false;
}

/* A double-quoted scalar. */
static void
add_quoted(reinti_str *out, const char *text)
{
    reinti_str_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            reinti_str_add_char(out, '\\');
        if (*text == '\n')
            reinti_str_add(out, "\\n");
        else if ((unsigned char)*text >= 0x20)
            reinti_str_add_char(out, *text);
        else
            reinti_str_add_char(out, ' ');
    }
    reinti_str_add_char(out, '"');
}

/* ---- columns --------------------------------------------------------------------------------------- */

/* The column of a variable: by its name, else by its label or question. */
static size_t
column_of(const table *t, const reinti_variable *v)
{
    for (size_t c = 0; c < t->n; c++)
        if (alike(t->name[c], v->name))
            return c;
    for (size_t c = 0; c < t->n; c++)
        if (*t->name[c] && (label_alike(&v->label, t->name[c]) || label_alike(&v->question, t->name[c])))
            return c;
    return REINTI_NONE;
}

static const char *
address_of(const table *t, size_t c)
{
    return t->alias[c] ? t->alias[c] : t->name[c];
}

/* Labels of the list that stand in the column, as a recode. */
static size_t
add_recode(proposal *p, const reinti_list *list, size_t c)
{
    size_t n = 0;

    for (size_t k = 0; k < reinti_map_count(p->t->values[c]); k++) {
        size_t length;
        int64_t value;
        const char *text = reinti_map_key(p->t->values[c], k, &length, &value);
        const char *copy = reinti_arena_text_n(p->arena, text, length);
        if (!copy || !length || reinti_map_find(list->index, text, length) >= 0)
            continue;
        for (size_t i = 0; i < list->n; i++)
            if (label_alike(&list->code[i].label, copy)) {
                reinti_str_add(&p->out, n++ ? ", " : ", recode: {");
                add_quoted(&p->out, copy);
                reinti_str_add(&p->out, ": ");
                add_quoted(&p->out, list->code[i].name);
                break;
            }
    }
    if (n)
        reinti_str_add_char(&p->out, '}');
    return n;
}

static void
add_column(proposal *p, const reinti_variable *v, size_t c)
{
    p->used[c] = true;
    reinti_str_format(&p->out, "          %s: {from: ", v->name);
    add_quoted(&p->out, address_of(p->t, c));
    if (v->type == REINTI_CODE)
        add_recode(p, &p->cb->list[v->list], c);
    else if (v->type == REINTI_DATE)
        reinti_str_add(&p->out, ", dates: dmy");
    reinti_str_add(&p->out, "}\n");
}

/* A key variable without a column: what the person at the keyboard has to say. */
static void
add_open(proposal *p, const reinti_form *form, const reinti_variable *v)
{
    size_t position = (size_t)(v - form->variable);

    if (position == form->wave && p->cb->n_waves)
        reinti_str_format(&p->out, "          %s: {constant: \"%s\"}   # which wave does the file hold?\n",
                          v->name, p->cb->wave[0].id);
    else
        reinti_str_format(
            &p->out,
            "          %s: \"?\"   # which column is it? or {constant: ...}, {join: \"{A}-{B:03}\"}\n",
            v->name);
}

/* ---- unpivot --------------------------------------------------------------------------------------- */

typedef struct split {
    size_t n;
    struct {
        const char *text;
        size_t length;
        size_t variable; /* of the key whose code it is; REINTI_NONE: the fact */
        size_t fact;     /* variable */
    } token[TOKENS_MOST];
} split;

static size_t
fact_of(const reinti_form *form, const char *text, size_t n)
{
    for (size_t i = form->n_key; i < form->n; i++)
        if (strlen(form->variable[i].name) == n && !strncasecmp(form->variable[i].name, text, n))
            return i;
    return REINTI_NONE;
}

/* The key variable, not yet taken, of whose list the token is a code. */
static size_t
part_of(const reint_codebook *cb, const reinti_form *form, const split *s, size_t upto, const char *text,
        size_t n)
{
    for (size_t i = 0; i < form->n_key; i++) {
        const reinti_variable *v = &form->variable[i];
        bool taken = false;
        for (size_t k = 0; k < upto; k++)
            taken |= s->token[k].variable == i;
        for (size_t c = 0; v->type == REINTI_CODE && !taken && c < cb->list[v->list].n; c++)
            if (strlen(cb->list[v->list].code[c].name) == n &&
                !strncasecmp(cb->list[v->list].code[c].name, text, n))
                return i;
    }
    return REINTI_NONE;
}

/* Whether every part of the name is a code of the key or, one of them, a fact. */
static bool
split_name(const reint_codebook *cb, const reinti_form *form, const char *name, split *s)
{
    bool has_fact = false, has_part = false;

    s->n = 0;
    for (const char *p = name;; p++) {
        const char *stop = strchr(p, '_');
        size_t n = stop ? (size_t)(stop - p) : strlen(p), part;
        if (!n || s->n == TOKENS_MOST)
            return false;
        part = part_of(cb, form, s, s->n, p, n);
        s->token[s->n].text = p;
        s->token[s->n].length = n;
        s->token[s->n].variable = part;
        s->token[s->n].fact = part == REINTI_NONE ? fact_of(form, p, n) : REINTI_NONE;
        if (part == REINTI_NONE && (s->token[s->n].fact == REINTI_NONE || has_fact))
            return false;
        has_fact |= part == REINTI_NONE;
        has_part |= part != REINTI_NONE;
        s->n++;
        if (!stop)
            return has_fact && has_part && s->n > 1;
        p = stop;
    }
}

static bool
same_pattern(const split *a, const split *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->token[i].variable != b->token[i].variable)
            return false;
    return true;
}

/* The pattern of at least two columns. */
static bool
find_pattern(const proposal *p, const reinti_form *form, split *found)
{
    split other;

    for (size_t c = 0; c < p->t->n; c++) {
        size_t n = 1;
        if (!split_name(p->cb, form, p->t->name[c], found))
            continue;
        for (size_t d = c + 1; d < p->t->n; d++)
            n += split_name(p->cb, form, p->t->name[d], &other) && same_pattern(found, &other);
        if (n > 1)
            return true;
    }
    return false;
}

static void
add_unpivot(proposal *p, const reinti_form *form, const split *pattern)
{
    bool *fact = reinti_arena_alloc(p->arena, form->n * sizeof *fact);
    split s;

    for (size_t c = 0; fact && c < p->t->n; c++)
        if (split_name(p->cb, form, p->t->name[c], &s) && same_pattern(pattern, &s)) {
            p->used[c] = true;
            for (size_t i = 0; i < s.n; i++)
                if (s.token[i].fact != REINTI_NONE)
                    fact[s.token[i].fact] = true;
        }
    reinti_str_add(&p->out, "        unpivot: \"");
    for (size_t i = 0; i < pattern->n; i++)
        reinti_str_format(&p->out, "%s{%s}", i ? "_" : "",
                          pattern->token[i].variable == REINTI_NONE
                              ? "fact"
                              : form->variable[pattern->token[i].variable].name);
    reinti_str_add(&p->out, "\"\n        columns:\n");
    for (size_t i = 0; i < pattern->n; i++)
        if (pattern->token[i].variable != REINTI_NONE) {
            const char *name = form->variable[pattern->token[i].variable].name;
            reinti_str_format(&p->out, "          %s: {part: %s}\n", name, name);
        }
    for (size_t v = 0; fact && v < form->n; v++)
        if (fact[v])
            reinti_str_format(&p->out, "          %s: {fact: %s}\n", form->variable[v].name,
                              form->variable[v].name);
}

static bool
is_part(const split *pattern, size_t variable)
{
    for (size_t i = 0; i < pattern->n; i++)
        if (pattern->token[i].variable == variable)
            return true;
    return false;
}

/* ---- forms ----------------------------------------------------------------------------------------- */

static void
propose_form(proposal *p, const reinti_form *form)
{
    split pattern = { 0 };
    bool wide = find_pattern(p, form, &pattern);
    size_t n = 0;

    if (!wide)
        pattern.n = 0;
    for (size_t v = form->n_key; v < form->n; v++)
        n += column_of(p->t, &form->variable[v]) != REINTI_NONE;
    if (!wide && (!n || (form->n > form->n_key && n * 4 < form->n - form->n_key && n < 3)))
        return;
    reinti_str_format(&p->out, "      - form: %s\n", form->name);
    if (wide)
        add_unpivot(p, form, &pattern);
    else if (form->person != REINTI_NONE && form->n_key == 1)
        reinti_str_add(&p->out,
                       "        once: true   # rows that say the same are one record\n        columns:\n");
    else
        reinti_str_add(&p->out, "        columns:\n");
    for (size_t v = 0; v < form->n; v++) {
        size_t c = column_of(p->t, &form->variable[v]);
        if (wide && (v >= form->n_key || is_part(&pattern, v)))
            continue;
        if (c != REINTI_NONE)
            add_column(p, &form->variable[v], c);
        else if (v < form->n_key || form->variable[v].required)
            add_open(p, form, &form->variable[v]);
    }
}

static void
propose_table(proposal *p, bool several)
{
    size_t begin, left = 0;

    if (several) {
        reinti_str_add(&p->out, "  - sheet: ");
        add_quoted(&p->out, p->t->sheet);
        reinti_str_add_char(&p->out, '\n');
    }
    reinti_str_add(&p->out, "    records:\n");
    begin = p->out.length;
    for (size_t f = 0; f < p->cb->n_forms; f++)
        propose_form(p, &p->cb->form[f]);
    if (p->out.length == begin)
        reinti_str_add(&p->out,
                       "      []   # no column is named like a variable or its label: see reint-map(5)\n");
    for (size_t c = 0; c < p->t->n; c++) {
        if (p->used[c] || !*p->t->name[c])
            continue;
        if (!left++)
            reinti_str_add(
                &p->out,
                "    ignore:   # nothing is made of these columns: map them above, or leave them here\n");
        reinti_str_add(&p->out, "      - ");
        add_quoted(&p->out, address_of(p->t, c));
        reinti_str_add_char(&p->out, '\n');
    }
}

/* ---- the file -------------------------------------------------------------------------------------- */

static reint_status
read_table(proposal *p, reinti_csv *csv, table *t, reint_error *err)
{
    reinti_csv_result result = reinti_csv_next(csv, err);

    if (result == REINTI_CSV_FAILED)
        return err->status;
    if (result == REINTI_CSV_END)
        return reinti_fail(err, REINT_INPUT, csv->name, 0,
                           "the file is empty; its first line must name the columns");
    t->n = csv->n_fields;
    t->values = reinti_arena_alloc(p->arena, t->n * sizeof *t->values);
    if (!t->values || !reinti_mapping_names(csv, p->arena, &t->name, &t->alias))
        return reinti_no_memory(err);
    for (size_t c = 0; c < t->n; c++)
        if (!(t->values[c] = reinti_map_create()))
            return reinti_no_memory(err);
    for (size_t row = 0; row < ROWS_LOOKED_AT && (result = reinti_csv_next(csv, err)) == REINTI_CSV_RECORD;
         row++)
        for (size_t c = 0; c < t->n && c < csv->n_fields; c++)
            if (reinti_map_count(t->values[c]) < VALUES_MOST &&
                reinti_map_put(t->values[c], csv->field[c].text, csv->field[c].length, 0, NULL) < 0)
                return reinti_no_memory(err);
    return result == REINTI_CSV_FAILED ? err->status : REINT_OK;
}

static reint_status
propose(proposal *p, reinti_csv *csv, const char *sheet, bool several, reint_error *err)
{
    table t = { .sheet = sheet };
    reint_status status = read_table(p, csv, &t, err);

    if (!status) {
        p->t = &t; /* cppcheck-suppress autoVariables ; taken back below */
        p->used = reinti_arena_alloc(p->arena, t.n + 1);
        if (p->used)
            propose_table(p, several);
        else
            status = reinti_no_memory(err);
    }
    for (size_t c = 0; t.values && c < t.n; c++)
        reinti_map_free(t.values[c]);
    p->t = NULL;
    return status;
}

static bool
names_variable(const char *name, size_t n, void *user)
{
    const reint_codebook *cb = user;

    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++)
            if (alike_n(name, n, cb->form[f].variable[v].name))
                return true;
    return false;
}

static reint_status
propose_sheet(proposal *p, reinti_workbook *w, size_t i, long header, reint_error *err)
{
    reinti_flat_options how = { header, names_variable, (void *)(uintptr_t)p->cb, NULL };
    reinti_flat flat;
    reinti_csv csv;
    reint_status status = reinti_sheet_flatten(w, i, &how, &flat, err);

    if (status)
        return status;
    status = reinti_csv_open(&csv, reinti_workbook_name(w), flat.bytes.data, flat.bytes.size, ',', err);
    reinti_origin origin = { .header_row = flat.header_row, .flat = &flat };
    csv.origin = &origin;
    if (!status)
        status = propose(p, &csv, reinti_workbook_sheet(w, i), true, err);
    reinti_csv_close(&csv);
    reinti_flat_free(&flat);
    return status;
}

static reint_status
propose_workbook(proposal *p, const char *path, const reinti_bytes *bytes, const reint_ingest_options *o,
                 reint_error *err)
{
    reinti_workbook *w = NULL;
    size_t wanted = REINTI_NO_SHEET;
    reint_status status = reinti_workbook_open(path, bytes->data, bytes->size, &w, err);

    if (!status && o->sheet && (wanted = reinti_workbook_find(w, o->sheet)) == REINTI_NO_SHEET)
        status = reinti_fail(err, REINT_INPUT, path, 0, "there is no sheet \"%.100s\"", o->sheet);
    reinti_str_add(&p->out, "sheets:\n");
    for (size_t i = 0; !status && i < reinti_workbook_n(w); i++)
        if (wanted == i || (wanted == REINTI_NO_SHEET && !reinti_workbook_hidden(w, i)))
            status = propose_sheet(p, w, i, o->header_row, err);
    reinti_workbook_free(w);
    return status;
}

static reint_status
propose_text(proposal *p, const char *path, const reinti_bytes *bytes, const reint_ingest_options *o,
             reint_error *err)
{
    const char *data = bytes->data;
    size_t size = bytes->size;
    char *decoded = NULL;
    reinti_csv csv = { 0 };
    reint_status status = reinti_csv_decode(path, o->encoding, &data, &size, &decoded, err);

    if (!status)
        status = reinti_csv_open(&csv, path, data, size, o->separator, err);
    reinti_str_add(&p->out, "sheets:\n  -\n");
    if (!status)
        status = propose(p, &csv, NULL, false, err);
    reinti_csv_close(&csv);
    free(decoded);
    return status;
}

reint_status
reint_map_propose(const reint_codebook *cb, const char *path, const reint_ingest_options *options, char **out,
                  reint_error *err)
{
    proposal p = { .cb = cb, .arena = reinti_arena_create(), .out = REINTI_STR_EMPTY };
    reint_ingest_options none = { .size = sizeof none };
    const reint_ingest_options *o = options ? options : &none;
    reinti_bytes bytes = { 0 };
    reint_error local = { .status = REINT_OK };
    reint_status status;

    *out = NULL;
    err = err ? err : &local;
    status = p.arena ? reinti_bytes_read(path, 0, &bytes, err) : reinti_no_memory(err);
    if (!status) {
        reinti_str_format(
            &p.out,
            "# A first map for %s, made from the names of its columns: look through every line.\n"
            "# Then: reint ingest --map THIS --preview STUDY FILE        (see reint-map(5))\n"
            "reint: 1\n",
            reinti_path_last(path));
        status = reinti_workbook_is(bytes.data, bytes.size) ? propose_workbook(&p, path, &bytes, o, err)
                                                            : propose_text(&p, path, &bytes, o, err);
    }
    if (!status && p.out.failed)
        status = reinti_no_memory(err);
    if (!status)
        *out = p.out.text;
    else
        reinti_str_free(&p.out);
    reinti_bytes_free(&bytes);
    reinti_arena_free(p.arena);
    return status;
}
