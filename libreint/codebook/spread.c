/* spread.c -- reads a codebook from a workbook, by way of YAML. */
#include <config.h>

#include "codebook/spread.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/emit.h"
#include "sheet/sheet.h"

enum { MOST_ROWS = 60000, MOST_COLUMNS = 400 };

/* ---- cells --------------------------------------------------------------------------------------------- */

void
reinti_spread_cell(reinti_str *out, const char *text)
{
    if (!*text || *text == '"')
        reinti_str_add(out, *text ? "\"" : "\"\"");
    reinti_str_add(out, text);
}

void
reinti_spread_list(reinti_str *out, const char *const *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *t = text[i];
        size_t length = strlen(t);
        reinti_str_add(out, i ? " | " : "");
        if (length && !strpbrk(t, "|\"\\") && t[0] != ' ' && t[length - 1] != ' ') {
            reinti_str_add(out, t);
            continue;
        }
        reinti_str_add_char(out, '"');
        for (; *t; t++) {
            reinti_str_add(out, *t == '"' || *t == '\\' ? "\\" : "");
            reinti_str_add_char(out, *t);
        }
        reinti_str_add_char(out, '"');
    }
}

/* ---- a sheet in memory --------------------------------------------------------------------------------- */

typedef struct grid_row {
    long number;
    const char **text; /* per column; NULL: empty */
} grid_row;

typedef struct grid {
    const char *sheet;
    size_t n_columns, n, capacity;
    const char **head; /* NULL: a column without a name */
    uint32_t *place;   /* of the column in the sheet */
    grid_row *row;
} grid;

typedef struct reader {
    reinti_spread *out;
    const char *file;
    reint_findings *findings;
    bool no_memory, failed;
    grid *g; /* being read */
} reader;

static void find_at(reader *r, const grid *g, long row, long column, const char *code, const char *format,
                    ...) REINTI_PRINTF(6, 7);

static void
find_at(reader *r, const grid *g, long row, long column, const char *code, const char *format, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    r->failed = true;
    reinti_findings_sheet(r->findings, g->sheet);
    reinti_find(r->findings, REINT_ERROR, code, r->file, NULL, row, column, "%s", text);
    reinti_findings_sheet(r->findings, NULL);
}

static void *
room(reader *r, size_t n, size_t size)
{
    void *p = n <= PTRDIFF_MAX / size ? reinti_arena_alloc(r->out->arena, n ? n * size : 1) : NULL;

    if (!p)
        r->no_memory = true;
    return p;
}

static bool
on_head(reader *r, const reinti_sheet_row *row)
{
    grid *g = r->g;

    g->head = room(r, row->n, sizeof *g->head);
    g->place = room(r, row->n, sizeof *g->place);
    if (!g->head || !g->place)
        return false;
    if (row->n > MOST_COLUMNS) {
        find_at(r, g, row->number, 0, "too_many", "more than %d columns", MOST_COLUMNS);
        return false;
    }
    for (size_t i = 0; i < row->n; i++) {
        g->head[i] = reinti_arena_text_n(r->out->arena, row->cell[i].text, row->cell[i].length);
        g->place[i] = row->cell[i].column;
        r->no_memory = r->no_memory || !g->head[i];
        for (size_t k = 0; k < i && g->head[i]; k++)
            if (!strcmp(g->head[k], g->head[i]))
                find_at(r, g, row->number, (long)g->place[i] + 1, "duplicate_column",
                        "the column \"%.60s\" is there twice", g->head[i]);
    }
    g->n_columns = row->n;
    return !r->no_memory;
}

static bool
on_row(const reinti_sheet_row *row, void *user)
{
    reader *r = user;
    grid *g = r->g;

    if (!g->head)
        return on_head(r, row);
    if (g->n == MOST_ROWS) {
        find_at(r, g, row->number, 0, "too_many", "more than %d rows", MOST_ROWS);
        return false;
    }
    const char **text = room(r, g->n_columns, sizeof *text);
    if (!text || !reinti_arena_grow(r->out->arena, &g->row, &g->capacity, g->n, sizeof *g->row)) {
        r->no_memory = true;
        return false;
    }
    for (size_t i = 0, k = 0; i < row->n; i++) {
        while (k < g->n_columns && g->place[k] < row->cell[i].column)
            k++;
        if (k == g->n_columns || g->place[k] != row->cell[i].column) {
            find_at(r, g, row->number, (long)row->cell[i].column + 1, "no_head",
                    "this column has no name in the first row");
            continue;
        }
        if (row->cell[i].kind == REINTI_SHEET_ERROR)
            find_at(r, g, row->number, (long)row->cell[i].column + 1, "error_value",
                    "the cell holds an error");
        text[k] = reinti_arena_text_n(r->out->arena, row->cell[i].text, row->cell[i].length);
        r->no_memory = r->no_memory || !text[k];
    }
    g->row[g->n++] = (grid_row){ row->number, text };
    return !r->no_memory;
}

/* An empty grid where the workbook has no such sheet. */
static reint_status
read_sheet(reader *r, reinti_workbook *w, const char *name, grid *g, reint_error *err)
{
    size_t at = reinti_workbook_find(w, name);

    *g = (grid){ .sheet = name };
    r->g = g;
    return at == REINTI_NO_SHEET ? REINT_OK : reinti_sheet_read(w, at, on_row, r, NULL, err);
}

static size_t
column_of(const grid *g, const char *name)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (!strcmp(g->head[i], name))
            return i;
    return SIZE_MAX;
}

static const char *
cell(const grid *g, size_t row, size_t column)
{
    return column < g->n_columns ? g->row[row].text[column] : NULL;
}

/* A head that is none of NAMES, of none of PREFIXES followed by "::", is a slip. */
static void
check_heads(reader *r, const grid *g, const char *const *names, const char *const *prefixes)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        const char *head = g->head[i];
        bool known = false;
        size_t n = 0;
        reinti_str hint = REINTI_STR_EMPTY;
        for (; names[n]; n++)
            known = known || !strcmp(names[n], head);
        for (size_t k = 0; prefixes[k]; k++) {
            size_t length = strlen(prefixes[k]);
            known = known || (!strncmp(head, prefixes[k], length) &&
                              (!head[length] || !strncmp(head + length, "::", 2)));
        }
        if (!known) {
            reinti_did_you_mean(&hint, head, names, n);
            find_at(r, g, 1, (long)g->place[i] + 1, "unknown_column", "unknown column \"%.60s\"%s", head,
                    hint.text);
        }
        reinti_str_free(&hint);
    }
}

/* ---- YAML ---------------------------------------------------------------------------------------------- */

/* Ends the line; it comes from ROW and COLUMN of G (NULL: nowhere). */
static void
end_line(reader *r, const grid *g, size_t row, size_t column)
{
    reinti_spread *s = r->out;
    reinti_spread_origin origin = { NULL, 0, 0 };

    if (g)
        origin = (reinti_spread_origin){ g->sheet, g->row[row].number,
                                         column < g->n_columns ? (long)g->place[column] + 1 : 1 };
    reinti_str_add_char(&s->yaml, '\n');
    if (!reinti_arena_grow(s->arena, &s->origin, &s->capacity, s->n, sizeof *s->origin))
        r->no_memory = true;
    else
        s->origin[s->n++] = origin;
}

static void
put_key(reader *r, const char *indent, const char *key)
{
    reinti_str_add(&r->out->yaml, indent);
    reinti_emit_scalar(&r->out->yaml, key);
    reinti_str_add(&r->out->yaml, ":");
}

static void
put_text(reader *r, const char *text)
{
    reinti_str_add_char(&r->out->yaml, ' ');
    if (!strcmp(text, "\"\""))
        reinti_emit_scalar(&r->out->yaml, "");
    else
        reinti_emit_scalar(&r->out->yaml, text + !strncmp(text, "\"\"", 2));
}

/* "a | b" as [a, b]. */
static void
put_list(reader *r, const char *text)
{
    reinti_str *yaml = &r->out->yaml;
    reinti_str item = REINTI_STR_EMPTY;
    bool first = true;

    reinti_str_add(yaml, " [");
    for (const char *p = text; *p || first;) {
        reinti_str_clear(&item);
        p += strspn(p, " ");
        if (*p == '"') {
            for (p++; *p && *p != '"'; p++) {
                p += *p == '\\' && p[1];
                reinti_str_add_char(&item, *p);
            }
            p += *p == '"';
            p += strcspn(p, "|");
        } else {
            size_t n = strcspn(p, "|"), length = n;
            while (length && p[length - 1] == ' ')
                length--;
            reinti_str_add_n(&item, p, length);
            p += n;
        }
        reinti_str_add(yaml, first ? "" : ", ");
        reinti_emit_scalar(yaml, item.text);
        first = false;
        p += *p == '|';
    }
    reinti_str_add_char(yaml, ']');
    r->no_memory = r->no_memory || item.failed;
    reinti_str_free(&item);
}

/* KEY: the cell of COLUMN, if there is something in it. */
static void
put_cell(reader *r, const grid *g, size_t row, const char *column, const char *indent, const char *key,
         bool list)
{
    size_t at = column_of(g, column);
    const char *text = cell(g, row, at);

    if (!text)
        return;
    put_key(r, indent, key);
    if (list)
        put_list(r, text);
    else
        put_text(r, text);
    end_line(r, g, row, at);
}

/* NAME, or NAME::en and so on, as a label. */
static void
put_label(reader *r, const grid *g, size_t row, const char *name, const char *indent)
{
    size_t n = strlen(name), plain = column_of(g, name);
    bool any = false;

    put_cell(r, g, row, name, indent, name, false);
    for (size_t i = 0; i < g->n_columns; i++) {
        if (strncmp(g->head[i], name, n) || strncmp(g->head[i] + n, "::", 2) || !cell(g, row, i))
            continue;
        if (cell(g, row, plain)) {
            find_at(r, g, g->row[row].number, (long)g->place[i] + 1, "two_labels",
                    "there is a text for all languages in \"%s\" and one for this language", name);
            return;
        }
        if (!any) {
            put_key(r, indent, name);
            end_line(r, g, row, i);
        }
        any = true;
        reinti_str_add(&r->out->yaml, "  ");
        put_key(r, indent, g->head[i] + n + 2);
        put_text(r, cell(g, row, i));
        end_line(r, g, row, i);
    }
}

/* A row without what it is called cannot be read. */
static bool
need(reader *r, const grid *g, size_t row, const char *column)
{
    if (cell(g, row, column_of(g, column)))
        return true;
    find_at(r, g, g->row[row].number, 0, "missing_cell", "the cell in column \"%s\" is empty", column);
    return false;
}

/* ---- settings ------------------------------------------------------------------------------------------ */

static const struct {
    const char *key;
    bool study, list, label;
} settings[] = {
    { "reint", false, false, false },     { "id", true, false, false },
    { "title", true, false, true },       { "population", true, false, true },
    { "notice", true, false, true },      { "languages", true, true, false },
    { "sampling", true, false, false },   { "sampled_on", true, true, false },
    { "consent", true, false, false },    { "base", true, false, false },
    { "small_base", true, false, false }, { "person", true, false, false },
    { "wave", true, false, false },       { "ruleset", true, false, false },
    { "lists_from", false, true, false }, { "rulesets", false, true, false },
    { "packs", false, true, false },      { "entitlements", false, true, false },
};

static size_t
setting_of(const char *key)
{
    size_t n = strcspn(key, ":");

    for (size_t i = 0; i < REINTI_LENGTH(settings); i++)
        if (strlen(settings[i].key) == n && !strncmp(settings[i].key, key, n) &&
            (!key[n] || settings[i].label))
            return i;
    return SIZE_MAX;
}

/* consent "analysis: given" */
static void
put_consent(reader *r, const char *text)
{
    const char *colon = strchr(text, ':');

    if (!colon) {
        put_text(r, text);
        return;
    }
    char *purpose = reinti_arena_text_n(r->out->arena, text, (size_t)(colon - text));
    r->no_memory = r->no_memory || !purpose;
    reinti_str_add(&r->out->yaml, " {require: {");
    reinti_emit_scalar(&r->out->yaml, reinti_text_or(purpose, ""));
    reinti_str_add(&r->out->yaml, ": ");
    reinti_emit_scalar(&r->out->yaml, colon + 1 + strspn(colon + 1, " "));
    reinti_str_add(&r->out->yaml, "}}");
}

/* All rows of setting S; a label's languages stand together. */
static void
put_setting(reader *r, const grid *g, size_t s)
{
    size_t key = column_of(g, "key"), value = column_of(g, "value");
    const char *indent = settings[s].study ? "  " : "";
    bool open = false;

    for (size_t i = 0; i < g->n; i++) {
        const char *name = cell(g, i, key), *text = cell(g, i, value);
        if (!name || !text || setting_of(name) != s)
            continue;
        const char *language = strstr(name, "::");
        if (language && !open) {
            put_key(r, indent, settings[s].key);
            end_line(r, g, i, key);
            open = true;
        }
        if (language)
            reinti_str_add(&r->out->yaml, "  ");
        put_key(r, indent, language ? language + 2 : settings[s].key);
        if (settings[s].list)
            put_list(r, text);
        else if (!strcmp(settings[s].key, "consent"))
            put_consent(r, text);
        else
            put_text(r, text);
        end_line(r, g, i, value);
    }
}

static void
put_settings(reader *r, const grid *g)
{
    static const char attribute[] = "attribute ";
    size_t key = column_of(g, "key"), value = column_of(g, "value");
    const char *names[REINTI_LENGTH(settings)];
    bool any = false;

    for (size_t s = 0; s < REINTI_LENGTH(settings); s++) {
        names[s] = settings[s].key;
        if (s == 1) {
            reinti_str_add(&r->out->yaml, "study:");
            end_line(r, NULL, 0, 0);
        }
        put_setting(r, g, s);
    }
    for (size_t i = 0; i < g->n; i++) {
        const char *name = cell(g, i, key), *text = cell(g, i, value);
        if (!name || setting_of(name) != SIZE_MAX)
            continue;
        if (!strncmp(name, attribute, strlen(attribute)) && text) {
            if (!any) {
                reinti_str_add(&r->out->yaml, "attributes:");
                end_line(r, NULL, 0, 0);
            }
            any = true;
            put_key(r, "  ", name + strlen(attribute));
            put_text(r, text);
            end_line(r, g, i, value);
            continue;
        }
        reinti_str hint = REINTI_STR_EMPTY;
        reinti_did_you_mean(&hint, name, names, REINTI_LENGTH(names));
        find_at(r, g, g->row[i].number, (long)g->place[key < g->n_columns ? key : 0] + 1, "unknown_key",
                "unknown setting \"%.60s\"%s", name, hint.text);
        reinti_str_free(&hint);
    }
}

/* ---- the other sheets ---------------------------------------------------------------------------------- */

static void
put_waves(reader *r, const grid *g)
{
    if (!g->n)
        return;
    put_key(r, "", g->sheet);
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        if (!need(r, g, i, "id"))
            continue;
        put_cell(r, g, i, "id", "  - ", "id", false);
        put_label(r, g, i, "label", "    ");
        put_cell(r, g, i, "from", "    ", "from", false);
        put_cell(r, g, i, "to", "    ", "to", false);
    }
}

static void
put_missing(reader *r, const grid *g)
{
    if (!g->n)
        return;
    put_key(r, "", "missing");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        size_t name = column_of(g, "name"), codes = column_of(g, "codes");
        if (!need(r, g, i, "name"))
            continue;
        put_key(r, "  ", cell(g, i, name));
        end_line(r, g, i, name);
        put_label(r, g, i, "label", "    ");
        put_key(r, "    ", "codes");
        if (cell(g, i, codes))
            put_list(r, cell(g, i, codes));
        else
            reinti_str_add(&r->out->yaml, " []");
        end_line(r, g, i, codes);
    }
}

static bool
is_first(const grid *g, size_t row, size_t column)
{
    for (size_t i = 0; i < row; i++)
        if (reinti_equal(cell(g, i, column), cell(g, row, column)))
            return false;
    return true;
}

static void
put_code(reader *r, const grid *g, size_t row)
{
    size_t name = column_of(g, "name");

    if (!need(r, g, row, "name"))
        return;
    put_key(r, "    ", cell(g, row, name));
    end_line(r, g, row, name);
    put_label(r, g, row, "label", "      ");
    for (size_t c = 0; c < g->n_columns; c++)
        if (strcmp(g->head[c], "list") && strcmp(g->head[c], "name") && strncmp(g->head[c], "label", 5))
            put_cell(r, g, row, g->head[c], "      ", g->head[c], false);
    if (!cell(g, row, column_of(g, "label"))) { /* a code with nothing but a name is still a map */
        bool any = false;
        for (size_t c = 0; c < g->n_columns; c++)
            any = any || (cell(g, row, c) && strcmp(g->head[c], "list") && strcmp(g->head[c], "name"));
        if (!any) {
            put_key(r, "      ", "label");
            put_text(r, cell(g, row, name));
            end_line(r, g, row, name);
        }
    }
}

/* Codes of a list may stand apart; the list has its place where its name comes first. */
static void
put_choices(reader *r, const grid *g)
{
    size_t list = column_of(g, "list");

    if (!g->n)
        return;
    put_key(r, "", "lists");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        if (!need(r, g, i, "list") || !is_first(g, i, list))
            continue;
        put_key(r, "  ", cell(g, i, list));
        end_line(r, g, i, list);
        for (size_t k = i; k < g->n; k++)
            if (reinti_equal(cell(g, k, list), cell(g, i, list)))
                put_code(r, g, k);
    }
}

static void
put_rules(reader *r, const grid *g)
{
    static const char *const columns[] = { "form", "when", "require", "severity" };

    if (!g->n)
        return;
    put_key(r, "", "rules");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        if (!need(r, g, i, "id"))
            continue;
        put_cell(r, g, i, "id", "  - ", "id", false);
        for (size_t c = 0; c < REINTI_LENGTH(columns); c++)
            put_cell(r, g, i, columns[c], "    ", columns[c], false);
        put_label(r, g, i, "message", "    ");
    }
}

/* ---- survey -------------------------------------------------------------------------------------------- */

/* "select_one sex", "select_multiple country", "integer" ... */
static void
put_type(reader *r, const grid *g, size_t row)
{
    static const char *const selects[] = { "select_one ", "select_multiple " };
    size_t at = column_of(g, "type");
    const char *type = cell(g, row, at);

    for (size_t i = 0; type && i < REINTI_LENGTH(selects); i++) {
        size_t n = strlen(selects[i]);
        if (strncmp(type, selects[i], n))
            continue;
        put_key(r, "        ", "list");
        put_text(r, type + n + strspn(type + n, " "));
        end_line(r, g, row, at);
        if (i) {
            reinti_str_add(&r->out->yaml, "        multiple: true");
            end_line(r, g, row, at);
        }
        return;
    }
    put_cell(r, g, row, "type", "        ", "type", false);
}

static void
put_variable(reader *r, const grid *g, size_t row)
{
    static const char *const columns[] = { "separator", "min_codes",  "max_codes", "ordered",
                                           "repeats",   "required",   "min",       "max",
                                           "pattern",   "asked_when", "late",      "sensitive" };
    static const char missing[] = "missing::";
    size_t name = column_of(g, "name");
    bool any = false;

    put_key(r, "      ", cell(g, row, name));
    end_line(r, g, row, name);
    put_label(r, g, row, "label", "        ");
    put_label(r, g, row, "question", "        ");
    put_label(r, g, row, "note", "        ");
    put_type(r, g, row);
    for (size_t c = 0; c < REINTI_LENGTH(columns); c++)
        put_cell(r, g, row, columns[c], "        ", columns[c], false);
    put_cell(r, g, row, "waves", "        ", "waves", true);
    for (size_t c = 0; c < g->n_columns; c++) {
        if (strncmp(g->head[c], missing, strlen(missing)) || !cell(g, row, c))
            continue;
        if (!any) {
            reinti_str_add(&r->out->yaml, "        missing:");
            end_line(r, g, row, c);
        }
        any = true;
        put_cell(r, g, row, g->head[c], "          ", g->head[c] + strlen(missing), true);
    }
}

static void
put_form(reader *r, const grid *g, size_t first)
{
    size_t form = column_of(g, "form"), name = column_of(g, "name");
    bool any = false;

    put_key(r, "  ", cell(g, first, form));
    end_line(r, g, first, form);
    for (size_t i = first; i < g->n; i++)
        if (reinti_equal(cell(g, i, form), cell(g, first, form)) && !cell(g, i, name)) {
            put_label(r, g, i, "label", "    ");
            put_cell(r, g, i, "key", "    ", "key", true);
            put_cell(r, g, i, "persons", "    ", "persons", false);
        }
    for (size_t i = first; i < g->n; i++) {
        if (!reinti_equal(cell(g, i, form), cell(g, first, form)) || !cell(g, i, name))
            continue;
        if (!any) {
            reinti_str_add(&r->out->yaml, "    variables:");
            end_line(r, g, i, name);
        }
        any = true;
        put_variable(r, g, i);
    }
}

static void
put_survey(reader *r, const grid *g)
{
    put_key(r, "", "forms");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++)
        if (need(r, g, i, "form") && is_first(g, i, column_of(g, "form")))
            put_form(r, g, i);
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static const char *const label_only[] = { "label", NULL }, *const message_only[] = { "message", NULL },
                         *const none[] = { NULL },
                         *const survey_labels[] = { "label", "question", "note", "missing", NULL };
static const char *const setting_columns[] = { "key", "value", NULL };
static const char *const wave_columns[] = { "id", "from", "to", NULL };
static const char *const missing_columns[] = { "name", "codes", NULL };
static const char *const rule_columns[] = { "id", "form", "when", "require", "severity", NULL };
static const char *const survey_columns[] = { "form",      "key",       "persons",   "name",    "type",
                                              "separator", "min_codes", "max_codes", "ordered", "repeats",
                                              "required",  "min",       "max",       "pattern", "asked_when",
                                              "late",      "sensitive", "waves",     NULL };

static const struct {
    const char *sheet;
    const char *const *columns, *const *prefixes; /* columns NULL: any */
    void (*put)(reader *r, const grid *g);
    bool needed;
} sheets[] = {
    { "settings", setting_columns, none, put_settings, true },
    { "waves", wave_columns, label_only, put_waves, false },
    { "periods", wave_columns, label_only, put_waves, false },
    { "missing", missing_columns, label_only, put_missing, false },
    { "choices", NULL, NULL, put_choices, false }, /* its other columns are attributes */
    { "survey", survey_columns, survey_labels, put_survey, true },
    { "rules", rule_columns, message_only, put_rules, false },
};

static void
read_all(reader *r, reinti_workbook *w, reint_status *status, reint_error *err)
{
    for (size_t i = 0; !*status && !r->no_memory && i < REINTI_LENGTH(sheets); i++) {
        grid g;
        *status = read_sheet(r, w, sheets[i].sheet, &g, err);
        if (*status)
            return;
        if (sheets[i].needed && !g.head)
            find_at(r, &g, 0, 0, "no_sheet",
                    "a codebook in a workbook has a sheet \"%s\" (reint codebook from-xlsform reads forms of "
                    "KoboToolbox "
                    "and ODK)",
                    sheets[i].sheet);
        if (g.head && sheets[i].columns)
            check_heads(r, &g, sheets[i].columns, sheets[i].prefixes);
        if (g.head)
            sheets[i].put(r, &g);
    }
}

reint_status
reinti_spread_read(const char *name, const char *data, size_t size, reinti_spread *out,
                   reint_findings *findings, reint_error *err)
{
    reader r = { .out = out, .file = reinti_path_last(name), .findings = findings };
    reinti_workbook *w = NULL;
    size_t from = reint_findings_count(findings);

    *out = (reinti_spread){ .arena = reinti_arena_create(), .yaml = REINTI_STR_EMPTY };
    if (!out->arena)
        return reinti_no_memory(err);
    reint_status status = reinti_workbook_open(name, data, size, &w, err);
    if (!status)
        read_all(&r, w, &status, err);
    reinti_workbook_free(w);
    if (!status && (r.no_memory || out->yaml.failed))
        status = reinti_no_memory(err);
    if (!status && r.failed)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    return status;
}

void
reinti_spread_free(reinti_spread *s)
{
    reinti_arena_free(s->arena);
    reinti_str_free(&s->yaml);
    *s = (reinti_spread){ .yaml = REINTI_STR_EMPTY };
}

void
reinti_spread_tell(const reinti_spread_origin *origin, size_t n, const char *name, const reint_findings *from,
                   reint_findings *to)
{
    for (size_t i = 0; i < reint_findings_count(from); i++) {
        const reint_finding *f = reint_findings_get(from, i);
        bool own = !strcmp(f->file, name) && f->line > 0 && (size_t)f->line <= n && origin[f->line - 1].sheet;
        const reinti_spread_origin *o = own ? &origin[f->line - 1] : NULL;
        if (own)
            reinti_findings_sheet(to, o->sheet);
        reinti_find(to, f->severity, f->code, f->file, f->form, own ? o->row : f->line,
                    own ? o->column : f->column, "%s", f->text);
        reinti_findings_sheet(to, NULL);
    }
}
