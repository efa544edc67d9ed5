/* ods.c -- the sheets of an .ods.
 *
 * All sheets stand in one part, content.xml: it is gone through once for the names, and again, up to its end,
 * for the rows of a sheet (ods_rows.c).  A sheet is hidden when its table style is not displayed.
 * Source: OpenDocument 1.3 part 3, 9.1, 20.246. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

enum { SHEETS_LIMIT = 10000 };

static const char content[] = "content.xml";

/* ---- the sheets ---------------------------------------------------------------------------------------- */

typedef struct listing {
    reinti_workbook *w;
    size_t capacity;
    bool in_spreadsheet;
    unsigned table_depth;
    reinti_map *hidden; /* names of table styles that are not displayed */
    const char *style;  /* the table style being read */
    size_t style_length;
    char style_name[128];
} listing;

static void
start_listing(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    listing *l = x->user;
    reinti_workbook *w = l->w;
    size_t n, n_style;

    if (!strcmp(name, "style")) {
        const char *text = reinti_attribute(a, "name", &n);
        l->style_name[0] = '\0';
        if (text && n < sizeof l->style_name && reinti_attribute_is(a, "family", "table")) {
            memcpy(l->style_name, text, n);
            l->style_name[n] = '\0';
        }
    } else if (!strcmp(name, "table-properties") && l->style_name[0] &&
               reinti_attribute_is(a, "display", "false")) {
        if (reinti_map_put(l->hidden, l->style_name, strlen(l->style_name), 0, NULL) < 0)
            reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
    } else if (!strcmp(name, "spreadsheet")) {
        l->in_spreadsheet = true;
        l->table_depth = x->depth + 1;
    } else if (l->in_spreadsheet && x->depth == l->table_depth && !strcmp(name, "table")) {
        const char *text = reinti_attribute(a, "name", &n),
                   *style = reinti_attribute(a, "style-name", &n_style);
        if (w->n == SHEETS_LIMIT) {
            reinti_xml_fail(x, REINT_INPUT, "the workbook has more than %d sheets", SHEETS_LIMIT);
            return;
        }
        const char *kept = reinti_arena_text_n(w->arena, text ? text : "", n);
        if (!kept || !reinti_arena_grow(w->arena, &w->sheet, &l->capacity, w->n, sizeof *w->sheet)) {
            reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
            return;
        }
        w->sheet[w->n++] =
            (reinti_sheet){ kept, content, style && reinti_map_find(l->hidden, style, n_style) >= 0 };
    }
}

static void
end_listing(reinti_xml *x, const char *name)
{
    listing *l = x->user;

    if (!strcmp(name, "spreadsheet"))
        l->in_spreadsheet = false;
}

static void
no_text(reinti_xml *x, const char *text, size_t n)
{
    (void)x;
    (void)text;
    (void)n;
}

/* META-INF/manifest.xml: a password leaves the names of the parts as they are and encrypts each. */
static void
start_manifest(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    (void)a;
    if (!strcmp(name, "encryption-data"))
        reinti_xml_fail(x, REINT_INPUT,
                        "the workbook is protected by a password; open it, save it again without one "
                        "(File > Save As, \"Save with password\" off)");
}

static void
no_end(reinti_xml *x, const char *name)
{
    (void)x;
    (void)name;
}

reint_status
reinti_ods_open(reinti_workbook *w, reint_error *err)
{
    static const reinti_xml_handler of_manifest = { start_manifest, no_end, no_text };
    static const reinti_xml_handler of_content = { start_listing, end_listing, no_text };
    static const char manifest[] = "META-INF/manifest.xml";
    listing l = { .w = w, .hidden = reinti_map_create() };
    reint_status status = l.hidden ? REINT_OK : reinti_no_memory(err);

    if (!status && reinti_package_has(w, manifest))
        status = reinti_xml_parse(w, manifest, NULL, REINTI_PART_SMALL, &of_manifest, NULL, err);
    if (!status)
        status = reinti_xml_parse(w, content, NULL, REINTI_PART_LARGE, &of_content, &l, err);
    reinti_map_free(l.hidden);
    return status;
}
