/* xlsx.c -- what an .xlsx says of itself before its cells: where its parts are, its sheets, which number
 * formats are dates.
 *
 * Parts are found through their relationships and not by their usual names.  Elements are known by their
 * local names, so that files of the "strict" namespaces are read alike.  Missing styles or shared texts are
 * no error (not every writer needs them); a missing sheet is.  Source: ECMA-376 part 1, 18.2, 18.8; part 2,
 * 9. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

enum { RELATIONS_LIMIT = 10000, STYLES_LIMIT = 1 << 17, SHEETS_LIMIT = 10000, PATH_LIMIT = 512 };

typedef struct relation {
    const char *id, *type, *target; /* TYPE: behind its last '/' */
} relation;

typedef struct relations {
    reinti_workbook *w;
    const char *folder; /* of the part they belong to, with '/' or "" */
    size_t n, capacity;
    relation *at;
} relations;

static const char *
keep_attribute(reinti_xml *x, reinti_arena *arena, const reinti_attributes *a, const char *name)
{
    size_t n;
    const char *text = reinti_attribute(a, name, &n);
    const char *kept = text ? reinti_arena_text_n(arena, text, n) : NULL;

    if (text && !kept)
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
    return kept;
}

static void
ignore_end(reinti_xml *x, const char *name)
{
    (void)x;
    (void)name;
}

static void
ignore_text(reinti_xml *x, const char *text, size_t n)
{
    (void)x;
    (void)text;
    (void)n;
}

/* ---- relationships ------------------------------------------------------------------------------------- */

/* TARGET as the name of a part, seen from FOLDER; NULL when it leaves the package. */
static const char *
resolve(reinti_arena *arena, const char *folder, const char *target)
{
    char path[PATH_LIMIT];
    size_t n = 0;

    if (*target == '/')
        target++;
    else
        n = strlen(folder);
    if (n + strlen(target) >= sizeof path)
        return NULL;
    memcpy(path, folder, n);
    while (*target) {
        size_t part = strcspn(target, "/");
        if (part == 2 && !strncmp(target, "..", 2)) {
            if (!n)
                return NULL;
            for (n--; n && path[n - 1] != '/'; n--)
                ;
        } else if (part && !(part == 1 && *target == '.')) {
            memcpy(path + n, target, part);
            n += part;
            if (target[part])
                path[n++] = '/';
        }
        target += part + (target[part] == '/');
    }
    return reinti_arena_text_n(arena, path, n);
}

static void
start_relation(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    relations *r = x->user;
    const char *type, *target;

    if (strcmp(name, "Relationship") || reinti_attribute_is(a, "TargetMode", "External"))
        return;
    if (r->n == RELATIONS_LIMIT) {
        reinti_xml_fail(x, REINT_INPUT, "the workbook has more than %d relationships", RELATIONS_LIMIT);
        return;
    }
    if (!reinti_arena_grow(r->w->arena, &r->at, &r->capacity, r->n, sizeof *r->at)) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    type = keep_attribute(x, r->w->arena, a, "Type");
    target = keep_attribute(x, r->w->arena, a, "Target");
    if (!type || !target)
        return;
    target = resolve(r->w->arena, r->folder, target);
    if (target)
        r->at[r->n++] = (relation){ reinti_text_or(keep_attribute(x, r->w->arena, a, "Id"), ""),
                                    reinti_path_last(type), target };
}

/* The relationships of PART ("" : of the package); none when it has no such file. */
static reint_status
read_relations(reinti_workbook *w, const char *part, relations *out, reint_error *err)
{
    static const reinti_xml_handler handler = { start_relation, ignore_end, ignore_text };
    const char *last = reinti_path_last(part);
    const char *folder = reinti_arena_text_n(w->arena, part, (size_t)(last - part));
    const char *file = folder ? reinti_arena_format(w->arena, "%s_rels/%s.rels", folder, last) : NULL;

    *out = (relations){ .w = w, .folder = folder };
    if (!file)
        return reinti_no_memory(err);
    if (!reinti_package_has(w, file))
        return REINT_OK;
    return reinti_xml_parse(w, file, NULL, REINTI_PART_SMALL, &handler, out, err);
}

static const char *
related_by_type(const relations *r, const char *type)
{
    for (size_t i = 0; i < r->n; i++)
        if (!strcmp(r->at[i].type, type))
            return r->at[i].target;
    return NULL;
}

static const relation *
related_by_id(const relations *r, const char *id)
{
    for (size_t i = 0; i < r->n; i++)
        if (!strcmp(r->at[i].id, id))
            return &r->at[i];
    return NULL;
}

/* ---- xl/workbook.xml ----------------------------------------------------------------------------------- */

typedef struct sheets {
    reinti_workbook *w;
    const relations *related;
    size_t capacity;
} sheets;

static void
add_sheet(reinti_xml *x, const reinti_attributes *a)
{
    sheets *s = x->user;
    reinti_workbook *w = s->w;
    const char *name = keep_attribute(x, w->arena, a, "name"), *id = keep_attribute(x, w->arena, a, "id");
    const relation *to = id ? related_by_id(s->related, id) : NULL;

    if (!name || !to || strcmp(to->type, "worksheet")) /* a chart or macro sheet has no cells */
        return;
    if (w->n == SHEETS_LIMIT) {
        reinti_xml_fail(x, REINT_INPUT, "the workbook has more than %d sheets", SHEETS_LIMIT);
        return;
    }
    if (!reinti_arena_grow(w->arena, &w->sheet, &s->capacity, w->n, sizeof *w->sheet)) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    w->sheet[w->n++] = (reinti_sheet){ name, to->target,
                                       reinti_attribute_is(a, "state", "hidden") ||
                                           reinti_attribute_is(a, "state", "veryHidden") };
}

static void
start_workbook(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    sheets *s = x->user;

    if (!strcmp(name, "workbookPr"))
        s->w->from_1904 =
            reinti_attribute_is(a, "date1904", "1") || reinti_attribute_is(a, "date1904", "true");
    else if (!strcmp(name, "sheet"))
        add_sheet(x, a);
}

/* ---- xl/styles.xml ------------------------------------------------------------------------------------- */

typedef struct code {
    int64_t id;
    reinti_sheet_style style;
} code;

typedef struct styles {
    reinti_workbook *w;
    bool of_cells; /* inside <cellXfs> */
    size_t n, capacity;
    code *code; /* the formats that the file spells out */
} styles;

static void
add_code(reinti_xml *x, styles *s, const reinti_attributes *a)
{
    size_t n;
    const char *text = reinti_attribute(a, "formatCode", &n);
    int64_t id = reinti_attribute_number(a, "numFmtId", INT32_MAX, -1);

    if (!text || id < 0 || s->n >= STYLES_LIMIT)
        return;
    if (!reinti_arena_grow(s->w->arena, &s->code, &s->capacity, s->n, sizeof *s->code))
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
    else
        s->code[s->n++] = (code){ id, reinti_style_of_code(text, n) };
}

static void
add_style(reinti_xml *x, styles *s, const reinti_attributes *a)
{
    reinti_workbook *w = s->w;
    int64_t id = reinti_attribute_number(a, "numFmtId", INT32_MAX, 0);
    reinti_sheet_style style = reinti_style_of_id(id < 0 ? 0 : (unsigned)id);

    for (size_t i = 0; i < s->n; i++)
        if (s->code[i].id == id)
            style = s->code[i].style;
    if (w->n_styles >= STYLES_LIMIT) {
        reinti_xml_fail(x, REINT_INPUT, "the workbook has more than %d cell formats", STYLES_LIMIT);
        return;
    }
    if (!reinti_arena_grow(w->arena, &w->style, &w->style_capacity, w->n_styles, sizeof *w->style))
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
    else
        w->style[w->n_styles++] = style;
}

static void
start_style(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    styles *s = x->user;

    if (!strcmp(name, "cellXfs"))
        s->of_cells = true;
    else if (!strcmp(name, "numFmt") && x->depth == 3) /* those of conditional formats lie deeper */
        add_code(x, s, a);
    else if (s->of_cells && !strcmp(name, "xf"))
        add_style(x, s, a);
}

static void
end_style(reinti_xml *x, const char *name)
{
    styles *s = x->user;

    if (!strcmp(name, "cellXfs"))
        s->of_cells = false;
}

/* -------------------------------------------------------------------------------------------------------- */

reint_status
reinti_xlsx_open(reinti_workbook *w, reint_error *err)
{
    static const reinti_xml_handler of_workbook = { start_workbook, ignore_end, ignore_text };
    static const reinti_xml_handler of_styles = { start_style, end_style, ignore_text };
    relations package, book;
    sheets s = { .w = w, .related = &book };
    styles st = { .w = w };
    const char *part = NULL;
    reint_status status = read_relations(w, "", &package, err);

    if (!status) {
        part = related_by_type(&package, "officeDocument");
        if (!part || !reinti_package_has(w, part))
            return reinti_fail(err, REINT_INPUT, w->name, 0,
                               "the file is a ZIP archive, but no workbook (.xlsx, .ods)");
        status = read_relations(w, part, &book, err);
    }
    if (!status)
        status = reinti_xml_parse(w, part, NULL, REINTI_PART_SMALL, &of_workbook, &s, err);
    if (status)
        return status;
    w->strings_part = related_by_type(&book, "sharedStrings");
    if (w->strings_part && !reinti_package_has(w, w->strings_part))
        w->strings_part = NULL;
    part = related_by_type(&book, "styles");
    if (part && reinti_package_has(w, part))
        status = reinti_xml_parse(w, part, NULL, REINTI_PART_SMALL, &of_styles, &st, err);
    return status;
}
