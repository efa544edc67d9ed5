/* mapping_read.c -- a map file, read: reint-map(5) says what may stand in it.
 *
 * All that is wrong with the file itself is reported in one run, with line and column.  Whether its names
 * exist in the codebook and in the data is mapping_bind.c's business. */
#include <config.h>

#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists and pairs ------------------------------------------------------------------------------- */

static size_t
texts(reinti_yaml_file *file, const reinti_yaml *map, const char *key, const char *const **out)
{
    const reinti_yaml *node = reinti_yaml_get(map, key);

    return node ? reinti_yaml_texts(file, node, key, out) : 0;
}

/* `{L: male, P: female}` */
static void
read_recode(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapped *m)
{
    reinti_recode *pair;

    if (!node || !reinti_yaml_is_map(file, node, "recode"))
        return;
    pair = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *pair);
    if (!pair)
        return;
    for (size_t i = 0; i < node->n; i++) {
        pair[i].from = node->key[i]->text;
        pair[i].to = reinti_text_or(reinti_yaml_text(file, node->item[i], "a new value"), "");
    }
    m->recode = pair;
    m->n_recodes = node->n;
}

/* `{column: code}` as columns and codes. */
static void
read_flags(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapped *m)
{
    const char **name, **code;

    if (!reinti_yaml_is_map(file, node, "flags"))
        return;
    name = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *name);
    code = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *code);
    if (!name || !code)
        return;
    for (size_t i = 0; i < node->n; i++) {
        name[i] = node->key[i]->text;
        code[i] = reinti_text_or(reinti_yaml_text(file, node->item[i], "the code of a column"), "");
    }
    m->name = name;
    m->code = code;
    m->n = node->n;
}

static void
read_filters(reinti_yaml_file *file, const reinti_yaml *node, const char *what, reinti_filter **out,
             size_t *n)
{
    if (!node || !reinti_yaml_is_map(file, node, what))
        return;
    *out = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof **out);
    for (size_t i = 0; *out && i < node->n; i++) {
        reinti_filter *f = &(*out)[(*n)++];
        f->column = node->key[i]->text;
        f->n = reinti_yaml_texts(file, node->item[i], what, &f->text);
    }
}

/* ---- "SYN-{Village}-{No:03}" ----------------------------------------------------------------------- */

static void
bad_join(reinti_yaml_file *file, const reinti_yaml *node)
{
    reinti_yaml_find(
        file, node, REINT_ERROR, "bad_join",
        "a join holds columns in braces, with a number of digits if wanted: \"SYN-{Village}-{No:03}\"");
}

/* The column between braces, from P to END. */
static bool
read_piece(reinti_yaml_file *file, const char *p, const char *end, reinti_piece *piece, const char **name)
{
    const char *colon = NULL;
    int64_t width = 0;

    for (const char *q = p; q < end; q++)
        if (*q == ':')
            colon = q;
    if (colon && reinti_parse_integer(colon + 1, (size_t)(end - colon - 1), true, &width) && width > 0 &&
        width < 40)
        end = colon;
    piece->width = (int)width;
    *name = reinti_arena_text_n(file->arena, p, (size_t)(end - p));
    return end > p && *name;
}

static void
read_join(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapped *m)
{
    const char *text = reinti_yaml_text(file, node, "join"), *p = text;
    size_t most = 1;
    const char **name;
    reinti_piece *piece;

    if (!text)
        return;
    for (; *p; p++)
        most += 2 * (*p == '{');
    name = reinti_arena_alloc(file->arena, most * sizeof *name);
    piece = reinti_arena_alloc(file->arena, most * sizeof *piece);
    if (!name || !piece)
        return;
    for (p = text; *p;) {
        const char *open = strchr(p, '{'), *close = open ? strchr(open, '}') : NULL;
        size_t n = open ? (size_t)(open - p) : strlen(p);
        if (open && !close) {
            bad_join(file, node);
            return;
        }
        if (n)
            piece[m->n_pieces++] = (reinti_piece){ reinti_arena_text_n(file->arena, p, n), REINTI_NONE, 0 };
        if (!open)
            break;
        if (!read_piece(file, open + 1, close, &piece[m->n_pieces], &name[m->n])) {
            bad_join(file, node);
            return;
        }
        piece[m->n_pieces++].column = m->n++;
        p = close + 1;
    }
    if (!m->n)
        bad_join(file, node);
    m->name = name;
    m->piece = piece;
}

/* ---- a variable ------------------------------------------------------------------------------------ */

/* `{sheet: S, key: _index, by: _parent_index, take: person}` */
static void
read_lookup(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapped *m)
{
    static const char *const keys[] = { "sheet", "file", "key", "by", "take", NULL };
    const reinti_yaml *sheet = reinti_yaml_get(node, "sheet"), *other = reinti_yaml_get(node, "file");
    const char **name = reinti_arena_alloc(file->arena, sizeof *name);

    if (!name || !reinti_yaml_keys(file, node, "lookup", keys))
        return;
    m->sheet = reinti_yaml_text(file, sheet, "sheet");
    m->file = reinti_yaml_text(file, other, "file");
    if (!m->sheet == !m->file)
        reinti_yaml_find(file, node, REINT_ERROR, "bad_lookup", "a lookup names either a sheet or a file");
    m->key = reinti_text_or(reinti_yaml_text(file, reinti_yaml_need(file, node, "key"), "key"), "");
    m->take = reinti_text_or(reinti_yaml_text(file, reinti_yaml_need(file, node, "take"), "take"), "");
    *name = reinti_text_or(reinti_yaml_text(file, reinti_yaml_need(file, node, "by"), "by"), "");
    m->name = name;
    m->n = 1;
}

/* Where the value comes from: exactly one of these keys. */
static void
read_kind(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapped *m)
{
    static const struct {
        const char *key;
        reinti_value_kind kind;
    } kinds[] = { { "from", REINTI_VALUE_FROM },     { "constant", REINTI_VALUE_CONSTANT },
                  { "join", REINTI_VALUE_JOIN },     { "flags", REINTI_VALUE_FLAGS },
                  { "part", REINTI_VALUE_PART },     { "fact", REINTI_VALUE_FACT },
                  { "lookup", REINTI_VALUE_LOOKUP }, { "number", REINTI_VALUE_NUMBER } };
    const reinti_yaml *value = NULL;
    size_t found = 0;

    for (size_t i = 0; i < REINTI_LENGTH(kinds); i++) {
        const reinti_yaml *at = reinti_yaml_get(node, kinds[i].key);
        if (!at)
            continue;
        found++;
        value = at;
        m->kind = kinds[i].kind;
    }
    if (found != 1) {
        reinti_yaml_find(file, node, REINT_ERROR, "bad_value",
                         "%s: a value has one of from, constant, join, flags, part, fact, lookup, number%s",
                         m->variable, found ? reinti_words(", and not several") : "");
        return;
    }
    switch (m->kind) {
    case REINTI_VALUE_FROM:
        m->n = reinti_yaml_texts(file, value, "from", &m->name);
        break;
    case REINTI_VALUE_JOIN:
        read_join(file, value, m);
        break;
    case REINTI_VALUE_FLAGS:
        read_flags(file, value, m);
        break;
    case REINTI_VALUE_LOOKUP:
        read_lookup(file, value, m);
        break;
    default:
        m->text = reinti_text_or(reinti_yaml_text(file, value, "a value"), "");
        if (m->kind == REINTI_VALUE_NUMBER && strcmp(m->text, "row"))
            reinti_yaml_find(file, value, REINT_ERROR, "bad_value",
                             "%s: what is numbered is the row: {number: row}", m->variable);
    }
}

static void
read_mapped(reinti_yaml_file *file, const char *variable, const reinti_yaml *node, reinti_mapped *m)
{
    static const char *const keys[] = { "from",  "constant", "join",   "flags",  "part",
                                        "fact",  "lookup",   "number", "recode", "otherwise",
                                        "split", "dates",    "yes",    "none",   NULL };
    static const char *const orders[] = { "iso", "dmy", "mdy", "ymd", NULL };
    static const char *const yes[] = { "1", "yes", "true", "TRUE", "True", "x", "X" };
    const reinti_yaml *days;

    m->variable = variable;
    m->line = node->line;
    m->column = node->column;
    if (node->kind == REINTI_YAML_SCALAR) { /* the common case: another name for a column */
        m->n = reinti_yaml_texts(file, node, variable, &m->name);
        return;
    }
    if (!reinti_yaml_keys(file, node, "a value", keys))
        return;
    read_kind(file, node, m);
    read_recode(file, reinti_yaml_get(node, "recode"), m);
    m->otherwise = reinti_yaml_text(file, reinti_yaml_get(node, "otherwise"), "otherwise");
    m->split = reinti_yaml_text(file, reinti_yaml_get(node, "split"), "split");
    m->none = reinti_yaml_text(file, reinti_yaml_get(node, "none"), "none");
    m->n_yes = texts(file, node, "yes", &m->yes);
    if (!m->n_yes) {
        m->yes = yes;
        m->n_yes = REINTI_LENGTH(yes);
    }
    days = reinti_yaml_get(node, "dates");
    int order = days ? reinti_yaml_word(file, days, "dates", orders) : 0;
    m->days = order < 0 ? REINTI_DAYS_ISO : (reinti_day_order)order;
    if (m->split && !*m->split)
        reinti_yaml_find(file, reinti_yaml_get(node, "split"), REINT_ERROR, "bad_value",
                         "split is empty; it is what stands between two values");
}

/* ---- records --------------------------------------------------------------------------------------- */

static void
read_values(reinti_yaml_file *file, const reinti_yaml *node, reinti_records *r)
{
    if (!node || !reinti_yaml_is_map(file, node, "values"))
        return;
    r->values = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *r->values);
    for (size_t i = 0; r->values && i < node->n; i++) {
        r->values[i].part = node->key[i]->text;
        r->values[i].n = reinti_yaml_texts(file, node->item[i], "values", &r->values[i].text);
        r->n_values++;
    }
}

static void
read_records(reinti_yaml_file *file, const reinti_yaml *node, reinti_records *r)
{
    static const char *const keys[] = { "form", "name",  "columns", "only",   "skip",
                                        "once", "empty", "unpivot", "values", NULL };
    const reinti_yaml *columns;

    r->line = node->line;
    r->column = node->column;
    r->form = r->name = "";
    if (!reinti_yaml_keys(file, node, "records", keys))
        return;
    r->form = reinti_text_or(reinti_yaml_text(file, reinti_yaml_need(file, node, "form"), "form"), "");
    r->name = reinti_text_or(reinti_yaml_text(file, reinti_yaml_get(node, "name"), "name"), r->form);
    reinti_yaml_flag(file, reinti_yaml_get(node, "once"), "once", &r->once);
    reinti_yaml_flag(file, reinti_yaml_get(node, "empty"), "empty", &r->empty);
    r->unpivot = reinti_yaml_text(file, reinti_yaml_get(node, "unpivot"), "unpivot");
    read_values(file, reinti_yaml_get(node, "values"), r);
    read_filters(file, reinti_yaml_get(node, "only"), "only", &r->only, &r->n_only);
    read_filters(file, reinti_yaml_get(node, "skip"), "skip", &r->skip, &r->n_skip);
    columns = reinti_yaml_need(file, node, "columns");
    if (!columns || !reinti_yaml_is_map(file, columns, "columns"))
        return;
    r->mapped = reinti_arena_alloc(file->arena, (columns->n + 1) * sizeof *r->mapped);
    for (size_t i = 0; r->mapped && i < columns->n; i++)
        read_mapped(file, columns->key[i]->text, columns->item[i], &r->mapped[r->n++]);
}

static void
read_sheet(reinti_yaml_file *file, const reinti_yaml *node, reinti_mapping_sheet *s)
{
    const reinti_yaml *records = reinti_yaml_need(file, node, "records");
    int64_t header = 0;

    s->line = node->line;
    s->column = node->column;
    s->sheet = reinti_yaml_text(file, reinti_yaml_get(node, "sheet"), "sheet");
    if (reinti_yaml_integer(file, reinti_yaml_get(node, "header"), "header", 1, REINTI_SHEET_ROWS, &header))
        s->header = (long)header;
    s->n_ignored = texts(file, node, "ignore", &s->ignored);
    for (size_t i = 0; i < s->n_ignored; i++)
        s->ignore_rest |= !strcmp(s->ignored[i], "*");
    if (!records || !reinti_yaml_is_list(file, records, "records"))
        return;
    s->records = reinti_arena_alloc(file->arena, (records->n + 1) * sizeof *s->records);
    for (size_t i = 0; s->records && i < records->n; i++)
        read_records(file, records->item[i], &s->records[s->n++]);
}

static void
find_twice(reinti_yaml_file *file, const reint_map *map)
{
    for (size_t s = 0; s < map->n; s++)
        for (size_t i = 0; i < map->sheet[s].n; i++)
            for (size_t t = 0; t <= s; t++)
                for (size_t k = 0; k < (t < s ? map->sheet[t].n : i); k++)
                    if (*map->sheet[s].records[i].name &&
                        !strcmp(map->sheet[s].records[i].name, map->sheet[t].records[k].name))
                        reinti_find(file->findings, REINT_ERROR, "duplicate_records", file->name, NULL,
                                    map->sheet[s].records[i].line, map->sheet[s].records[i].column,
                                    "\"%s\" is made twice; give one of them another `name`",
                                    map->sheet[s].records[i].name);
}

static void
read_map(reinti_yaml_file *file, const reinti_yaml *root, reint_map *map)
{
    static const char *const keys[] = { "reint",  "map",   "blanks", "case",   "labels",  "empty",
                                        "sheets", "sheet", "header", "ignore", "records", NULL };
    static const char *const sheet_keys[] = { "sheet", "header", "ignore", "records", NULL };
    static const char *const about[] = { "title", "notes", NULL };
    static const char *const blanks[] = { "trim", "keep", NULL }, *const cases[] = { "exact", "ignore",
                                                                                     NULL };
    const reinti_yaml *node, *sheets = reinti_yaml_get(root, "sheets");
    int64_t version;

    if (!reinti_yaml_keys(file, root, "a map", keys))
        return;
    reinti_yaml_integer(file, reinti_yaml_need(file, root, "reint"), "reint", 1, 1, &version);
    if ((node = reinti_yaml_get(root, "map")))
        reinti_yaml_keys(file, node, "map", about);
    if ((node = reinti_yaml_get(root, "blanks")))
        map->keep_blanks = reinti_yaml_word(file, node, "blanks", blanks) == 1;
    if ((node = reinti_yaml_get(root, "case")))
        map->fold = reinti_yaml_word(file, node, "case", cases) == 1;
    reinti_yaml_flag(file, reinti_yaml_get(root, "labels"), "labels", &map->labels);
    map->n_empty = texts(file, root, "empty", &map->empty);
    if (sheets && (reinti_yaml_get(root, "records") || reinti_yaml_get(root, "sheet")))
        reinti_yaml_find(file, sheets, REINT_ERROR, "bad_map",
                         "a map has either records of one sheet, or sheets");
    if (sheets && !reinti_yaml_is_list(file, sheets, "sheets"))
        return;
    map->sheet = reinti_arena_alloc(file->arena, ((sheets ? sheets->n : 0) + 1) * sizeof *map->sheet);
    if (!map->sheet)
        return;
    if (!sheets)
        read_sheet(file, root, &map->sheet[map->n++]);
    for (size_t i = 0; sheets && i < sheets->n; i++)
        if (reinti_yaml_keys(file, sheets->item[i], "a sheet", sheet_keys))
            read_sheet(file, sheets->item[i], &map->sheet[map->n++]);
    find_twice(file, map);
}

/* ---- public ---------------------------------------------------------------------------------------- */

reint_status
reint_map_parse(const char *name, const char *data, size_t size, reint_map **out, reint_findings *findings,
                reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_map *map = calloc(1, sizeof *map);
    reinti_yaml_file file = { name, reinti_arena_create(), findings ? findings : own };
    reinti_yaml *root = NULL;
    size_t from = reint_findings_count(file.findings),
           errors = reint_findings_count_severity(file.findings, REINT_ERROR);
    reint_status status = map && file.arena && file.findings ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (map)
        map->arena = file.arena;
    else
        reinti_arena_free(file.arena);
    if (!status)
        status = reinti_yaml_parse(&file, data, size, &root, err);
    if (root) {
        map->name = reinti_arena_text(file.arena, name);
        map->text = reinti_arena_text_n(file.arena, data, size);
        map->size = size;
        file.name = map->name;
        read_map(&file, root, map);
        if ((!map->name || !map->text || !map->sheet) &&
            reint_findings_count_severity(file.findings, REINT_ERROR) == errors)
            status = reinti_no_memory(err);
    }
    if (!status && reint_findings_count_severity(file.findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, file.findings, from);
    if (status)
        reint_map_free(map);
    else
        *out = map;
    reint_findings_free(own);
    return status;
}

reint_status
reint_map_open(const char *path, reint_map **out, reint_findings *findings, reint_error *err)
{
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, 16 << 20, &bytes, err);

    *out = NULL;
    if (status)
        return status;
    status = reint_map_parse(reinti_path_last(path), bytes.data, bytes.size, out, findings, err);
    reinti_bytes_free(&bytes);
    return status;
}

void
reint_map_free(reint_map *map)
{
    if (!map)
        return;
    reinti_arena_free(map->arena);
    free(map);
}
