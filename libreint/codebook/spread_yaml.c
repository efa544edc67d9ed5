/* spread_yaml.c -- the sheets of a codebook's workbook as YAML, one cell a line. */
#include <config.h>

#include "codebook/spread_read.h"

#include <string.h>

#include "codebook/emit.h"

/* ---- YAML ---------------------------------------------------------------------------------------------- */

/* Ends the line; it comes from ROW and COLUMN of G (NULL: nowhere). */
static void
end_line(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row, size_t column)
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
put_key(reinti_spread_reader *r, const char *indent, const char *key)
{
    reinti_str_add(&r->out->yaml, indent);
    reinti_emit_scalar(&r->out->yaml, key);
    reinti_str_add(&r->out->yaml, ":");
}

static void
put_text(reinti_spread_reader *r, const char *text)
{
    reinti_str_add_char(&r->out->yaml, ' ');
    if (!strcmp(text, "\"\""))
        reinti_emit_scalar(&r->out->yaml, "");
    else
        reinti_emit_scalar(&r->out->yaml, text + !strncmp(text, "\"\"", 2));
}

/* "a | b" as [a, b]. */
static void
put_list(reinti_spread_reader *r, const char *text)
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
put_cell(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row, const char *column,
         const char *indent, const char *key, bool list)
{
    size_t at = reinti_spread_column(g, column);
    const char *text = reinti_spread_text(g, row, at);

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
put_label(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row, const char *name,
          const char *indent)
{
    size_t n = strlen(name), plain = reinti_spread_column(g, name);
    bool any = false;

    put_cell(r, g, row, name, indent, name, false);
    for (size_t i = 0; i < g->n_columns; i++) {
        if (strncmp(g->head[i], name, n) || strncmp(g->head[i] + n, "::", 2) ||
            !reinti_spread_text(g, row, i))
            continue;
        if (reinti_spread_text(g, row, plain)) {
            reinti_spread_find(r, g, g->row[row].number, (long)g->place[i] + 1, "two_labels",
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
        put_text(r, reinti_spread_text(g, row, i));
        end_line(r, g, row, i);
    }
}

/* A row without what it is called cannot be read. */
static bool
need(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row, const char *column)
{
    if (reinti_spread_text(g, row, reinti_spread_column(g, column)))
        return true;
    reinti_spread_find(r, g, g->row[row].number, 0, "missing_cell", "the cell in column \"%s\" is empty",
                       column);
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
put_consent(reinti_spread_reader *r, const char *text)
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
put_setting(reinti_spread_reader *r, const reinti_spread_grid *g, size_t s)
{
    size_t key = reinti_spread_column(g, "key"), value = reinti_spread_column(g, "value");
    const char *indent = settings[s].study ? "  " : "";
    bool open = false;

    for (size_t i = 0; i < g->n; i++) {
        const char *name = reinti_spread_text(g, i, key), *text = reinti_spread_text(g, i, value);
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

void
reinti_spread_settings(reinti_spread_reader *r, const reinti_spread_grid *g)
{
    static const char attribute[] = "attribute ";
    size_t key = reinti_spread_column(g, "key"), value = reinti_spread_column(g, "value");
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
        const char *name = reinti_spread_text(g, i, key), *text = reinti_spread_text(g, i, value);
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
        reinti_spread_find(r, g, g->row[i].number, (long)g->place[key < g->n_columns ? key : 0] + 1,
                           "unknown_key", "unknown setting \"%.60s\"%s", name, hint.text);
        reinti_str_free(&hint);
    }
}

/* ---- the other sheets ---------------------------------------------------------------------------------- */

void
reinti_spread_waves(reinti_spread_reader *r, const reinti_spread_grid *g)
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

void
reinti_spread_missing(reinti_spread_reader *r, const reinti_spread_grid *g)
{
    if (!g->n)
        return;
    put_key(r, "", "missing");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        size_t name = reinti_spread_column(g, "name"), codes = reinti_spread_column(g, "codes");
        if (!need(r, g, i, "name"))
            continue;
        put_key(r, "  ", reinti_spread_text(g, i, name));
        end_line(r, g, i, name);
        put_label(r, g, i, "label", "    ");
        put_key(r, "    ", "codes");
        if (reinti_spread_text(g, i, codes))
            put_list(r, reinti_spread_text(g, i, codes));
        else
            reinti_str_add(&r->out->yaml, " []");
        end_line(r, g, i, codes);
    }
}

static bool
is_first(const reinti_spread_grid *g, size_t row, size_t column)
{
    for (size_t i = 0; i < row; i++)
        if (reinti_equal(reinti_spread_text(g, i, column), reinti_spread_text(g, row, column)))
            return false;
    return true;
}

static void
put_code(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row)
{
    size_t name = reinti_spread_column(g, "name");

    if (!need(r, g, row, "name"))
        return;
    put_key(r, "    ", reinti_spread_text(g, row, name));
    end_line(r, g, row, name);
    put_label(r, g, row, "label", "      ");
    for (size_t c = 0; c < g->n_columns; c++)
        if (strcmp(g->head[c], "list") && strcmp(g->head[c], "name") && strncmp(g->head[c], "label", 5))
            put_cell(r, g, row, g->head[c], "      ", g->head[c], false);
    if (!reinti_spread_text(
            g, row, reinti_spread_column(g, "label"))) { /* a code with nothing but a name is still a map */
        bool any = false;
        for (size_t c = 0; c < g->n_columns; c++)
            any = any ||
                  (reinti_spread_text(g, row, c) && strcmp(g->head[c], "list") && strcmp(g->head[c], "name"));
        if (!any) {
            put_key(r, "      ", "label");
            put_text(r, reinti_spread_text(g, row, name));
            end_line(r, g, row, name);
        }
    }
}

/* Codes of a list may stand apart; the list has its place where its name comes first. */
void
reinti_spread_choices(reinti_spread_reader *r, const reinti_spread_grid *g)
{
    size_t list = reinti_spread_column(g, "list");

    if (!g->n)
        return;
    put_key(r, "", "lists");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++) {
        if (!need(r, g, i, "list") || !is_first(g, i, list))
            continue;
        put_key(r, "  ", reinti_spread_text(g, i, list));
        end_line(r, g, i, list);
        for (size_t k = i; k < g->n; k++)
            if (reinti_equal(reinti_spread_text(g, k, list), reinti_spread_text(g, i, list)))
                put_code(r, g, k);
    }
}

void
reinti_spread_rules(reinti_spread_reader *r, const reinti_spread_grid *g)
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
put_type(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row)
{
    static const char *const selects[] = { "select_one ", "select_multiple " };
    size_t at = reinti_spread_column(g, "type");
    const char *type = reinti_spread_text(g, row, at);

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
put_variable(reinti_spread_reader *r, const reinti_spread_grid *g, size_t row)
{
    static const char *const columns[] = { "separator", "min_codes",  "max_codes", "ordered",
                                           "repeats",   "required",   "min",       "max",
                                           "pattern",   "asked_when", "late",      "sensitive" };
    static const char missing[] = "missing::";
    size_t name = reinti_spread_column(g, "name");
    bool any = false;

    put_key(r, "      ", reinti_spread_text(g, row, name));
    end_line(r, g, row, name);
    put_label(r, g, row, "label", "        ");
    put_label(r, g, row, "question", "        ");
    put_label(r, g, row, "note", "        ");
    put_type(r, g, row);
    for (size_t c = 0; c < REINTI_LENGTH(columns); c++)
        put_cell(r, g, row, columns[c], "        ", columns[c], false);
    put_cell(r, g, row, "waves", "        ", "waves", true);
    for (size_t c = 0; c < g->n_columns; c++) {
        if (strncmp(g->head[c], missing, strlen(missing)) || !reinti_spread_text(g, row, c))
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
put_form(reinti_spread_reader *r, const reinti_spread_grid *g, size_t first)
{
    size_t form = reinti_spread_column(g, "form"), name = reinti_spread_column(g, "name");
    bool any = false;

    put_key(r, "  ", reinti_spread_text(g, first, form));
    end_line(r, g, first, form);
    for (size_t i = first; i < g->n; i++)
        if (reinti_equal(reinti_spread_text(g, i, form), reinti_spread_text(g, first, form)) &&
            !reinti_spread_text(g, i, name)) {
            put_label(r, g, i, "label", "    ");
            put_cell(r, g, i, "key", "    ", "key", true);
            put_cell(r, g, i, "persons", "    ", "persons", false);
        }
    for (size_t i = first; i < g->n; i++) {
        if (!reinti_equal(reinti_spread_text(g, i, form), reinti_spread_text(g, first, form)) ||
            !reinti_spread_text(g, i, name))
            continue;
        if (!any) {
            reinti_str_add(&r->out->yaml, "    variables:");
            end_line(r, g, i, name);
        }
        any = true;
        put_variable(r, g, i);
    }
}

void
reinti_spread_survey(reinti_spread_reader *r, const reinti_spread_grid *g)
{
    put_key(r, "", "forms");
    end_line(r, NULL, 0, 0);
    for (size_t i = 0; i < g->n; i++)
        if (need(r, g, i, "form") && is_first(g, i, reinti_spread_column(g, "form")))
            put_form(r, g, i);
}
