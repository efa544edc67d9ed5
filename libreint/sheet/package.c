/* package.c -- a workbook file as a package of parts: which bytes are refused before anything is read of
 * them.
 *
 * Decides  from the first bytes and from the names of the parts what kind of file this is; the name of the
 *          file decides nothing.
 * Refuses  (INPUT) with advice: old .xls, files under a password, .numbers, .xlsb, documents of other kinds;
 *          a ZIP that is cut short or damaged; names that leave the package; more parts than a workbook has.
 * Bombs    a part is never unpacked as a whole: xml.c counts what comes out and stops at its limits. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PARTS_LIMIT = 20000 };

static const char ole_magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

static bool
starts_with(const char *data, size_t size, const char *magic, size_t n)
{
    return size >= n && !memcmp(data, magic, n);
}

bool
reinti_workbook_is(const char *data, size_t size)
{
    return starts_with(data, size, "PK\003\004", 4) || starts_with(data, size, "PK\005\006", 4) ||
           starts_with(data, size, ole_magic, 8);
}

static bool
contains(const char *data, size_t size, const char *what, size_t n)
{
    for (size_t i = 0; i + n <= size; i++) {
        const char *p = memchr(data + i, what[0], size - n + 1 - i);
        if (!p)
            return false;
        if (!memcmp(p, what, n))
            return true;
        i = (size_t)(p - data);
    }
    return false;
}

/* An OLE file: an old workbook, or a new one that its password has wrapped. */
static reint_status
refuse_ole(const char *name, const char *data, size_t size, reint_error *err)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"; /* UTF-16LE */

    if (contains(data, size, encrypted, sizeof encrypted))
        return reinti_fail(err, REINT_INPUT, name, 0,
                           "the workbook is protected by a password; open it, take the password off "
                           "(File > Info > Protect Workbook) and save it again");
    return reinti_fail(err, REINT_INPUT, name, 0,
                       "this is an old workbook (.xls), whatever its name says; open it and save it as "
                       "\"Excel Workbook (.xlsx)\"");
}

/* A name that would leave the folder it is unpacked in.  We unpack nothing, but who made such a file meant
 * harm. */
static bool
leaves_folder(const char *name)
{
    const char *p = name;

    if (*p == '/' || *p == '\\' || (p[0] && p[1] == ':'))
        return true;
    while (p) {
        if (p[0] == '.' && p[1] == '.' && (!p[2] || p[2] == '/' || p[2] == '\\'))
            return true;
        p = strpbrk(p, "/\\");
        p = p ? p + 1 : NULL;
    }
    return false;
}

static reint_status
check_names(zip_t *zip, const char *file, reint_error *err)
{
    zip_int64_t n = zip_get_num_entries(zip, 0);

    if (n <= 0)
        return reinti_fail(err, REINT_INPUT, file, 0, "the file is an empty ZIP archive, no workbook");
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        if (!name || leaves_folder(name))
            return reinti_fail(err, REINT_INPUT, file, 0,
                               "part %lld of the file has a name that leads out of it; the file is refused",
                               (long long)i + 1);
    }
    return REINT_OK;
}

reint_status
reinti_zip_open(const char *name, const char *data, size_t size, zip_t **out, reint_error *err)
{
    zip_error_t error;
    reint_status status = REINT_OK;

    *out = NULL;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data, size, 0, &error);
    if (source) {
        *out = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (!*out)
            zip_source_free(source);
    }
    if (!*out)
        status = zip_error_code_zip(&error) == ZIP_ER_MEMORY
                     ? reinti_no_memory(err)
                     : reinti_fail(err, REINT_INPUT, name, 0,
                                   "the workbook is damaged or cut short (%s); copy or download it again",
                                   zip_error_strerror(&error));
    zip_error_fini(&error);
    status = status ? status : check_names(*out, name, err);
    if (status && *out) {
        zip_discard(*out);
        *out = NULL;
    }
    return status;
}

bool
reinti_package_has(const reinti_workbook *w, const char *part)
{
    return zip_name_locate(w->zip, part, ZIP_FL_NOCASE) >= 0;
}

/* Reads a small part (`mimetype`) into BUF; "" when it cannot be had. */
static void
read_small(const reinti_workbook *w, const char *part, char *buf, size_t size)
{
    zip_int64_t i = zip_name_locate(w->zip, part, 0);
    zip_file_t *f = i >= 0 ? zip_fopen_index(w->zip, (zip_uint64_t)i, 0) : NULL;
    zip_int64_t n = f ? zip_fread(f, buf, size - 1) : 0;

    buf[n > 0 ? n : 0] = '\0';
    if (f)
        zip_fclose(f);
}

/* What else comes as a ZIP. */
static reint_status
refuse_other(const reinti_workbook *w, reint_error *err)
{
    static const struct {
        const char *part, *text;
    } others[] = {
        { "xl/workbook.bin", "this is a binary workbook (.xlsb); open it and save it as "
                             "\"Excel Workbook (.xlsx)\"" },
        { "Index.zip", "this is a file of Numbers; open it there and export it: File > Export To > Excel" },
        { "Index/Document.iwa",
          "this is a file of Numbers; open it there and export it: File > Export To > Excel" },
        { "word/document.xml", "this is a text document (.docx), no workbook" },
        { "ppt/presentation.xml", "this is a presentation (.pptx), no workbook" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(others); i++)
        if (reinti_package_has(w, others[i].part))
            return reinti_fail(err, REINT_INPUT, w->name, 0, "%s", others[i].text);
    return reinti_fail(err, REINT_INPUT, w->name, 0,
                       "the file is a ZIP archive, but no workbook (.xlsx, .ods); if it holds data files, "
                       "unpack it first");
}

static reint_status
find_format(reinti_workbook *w, reint_error *err)
{
    static const char ods[] = "application/vnd.oasis.opendocument.spreadsheet";
    char type[80];

    read_small(w, "mimetype", type, sizeof type);
    if (!strncmp(type, ods, sizeof ods - 1)) {
        w->ods = true;
        return REINT_OK;
    }
    if (!strncmp(type, "application/vnd.oasis.opendocument.", 35))
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "this is an OpenDocument file of another kind, no workbook (.ods)");
    if (!reinti_package_has(w, "_rels/.rels") || reinti_package_has(w, "xl/workbook.bin") ||
        reinti_package_has(w, "word/document.xml") || reinti_package_has(w, "ppt/presentation.xml"))
        return refuse_other(w, err);
    return REINT_OK;
}

reint_status
reinti_package_open(reinti_workbook *w, const char *data, size_t size, reint_error *err)
{
    if (starts_with(data, size, ole_magic, 8))
        return refuse_ole(w->name, data, size, err);
    if (!starts_with(data, size, "PK", 2))
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "this is no workbook (.xlsx, .ods): its first bytes are those of another file");
    reint_status status = reinti_zip_open(w->name, data, size, &w->zip, err);
    if (status)
        return status;
    if (zip_get_num_entries(w->zip, 0) > PARTS_LIMIT)
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "the file is a ZIP archive of %lld parts; a workbook has %d at most",
                           (long long)zip_get_num_entries(w->zip, 0), PARTS_LIMIT);
    return find_format(w, err);
}

/* ---- the handle ---------------------------------------------------------------------------------------- */

reint_status
reinti_workbook_open(const char *name, const char *data, size_t size, reinti_workbook **out, reint_error *err)
{
    reinti_workbook *w = calloc(1, sizeof *w);
    reint_status status;

    *out = NULL;
    if (!w)
        return reinti_no_memory(err);
    w->name = name;
    w->size = size;
    w->arena = reinti_arena_create();
    status = w->arena ? reinti_package_open(w, data, size, err) : reinti_no_memory(err);
    if (!status)
        status = w->ods ? reinti_ods_open(w, err) : reinti_xlsx_open(w, err);
    if (!status && !w->n)
        status = reinti_fail(err, REINT_INPUT, name, 0, "the workbook has no sheet with cells");
    if (status) {
        reinti_workbook_free(w);
        return status;
    }
    *out = w;
    return REINT_OK;
}

void
reinti_workbook_free(reinti_workbook *w)
{
    if (!w)
        return;
    if (w->zip)
        zip_discard(w->zip);
    reinti_shared_free(&w->shared);
    reinti_arena_free(w->arena);
    free(w);
}

const char *
reinti_workbook_name(const reinti_workbook *w)
{
    return w->name;
}

size_t
reinti_workbook_size(const reinti_workbook *w)
{
    return w->size;
}

size_t
reinti_workbook_n(const reinti_workbook *w)
{
    return w->n;
}

const char *
reinti_workbook_sheet(const reinti_workbook *w, size_t i)
{
    return i < w->n ? w->sheet[i].name : NULL;
}

bool
reinti_workbook_hidden(const reinti_workbook *w, size_t i)
{
    return i < w->n && w->sheet[i].hidden;
}

static bool
same_name(const char *a, const char *b)
{
    size_t n, m;

    while (*a == ' ')
        a++;
    while (*b == ' ')
        b++;
    for (n = strlen(a); n && a[n - 1] == ' '; n--)
        ;
    for (m = strlen(b); m && b[m - 1] == ' '; m--)
        ;
    return n == m && !strncasecmp(a, b, n);
}

size_t
reinti_workbook_find(const reinti_workbook *w, const char *name)
{
    for (size_t i = 0; i < w->n; i++)
        if (!strcmp(w->sheet[i].name, name))
            return i;
    for (size_t i = 0; i < w->n; i++)
        if (same_name(w->sheet[i].name, name))
            return i;
    return REINTI_NO_SHEET;
}

reint_status
reinti_sheet_read(reinti_workbook *w, size_t sheet, reinti_sheet_row_fn fn, void *user,
                  reinti_sheet_facts *facts, reint_error *err)
{
    reinti_row row = { .fn = fn, .user = user, .facts = facts, .text = REINTI_STR_EMPTY };
    reint_status status = REINT_OK;

    if (facts) {
        memset(facts, 0, sizeof *facts);
        if (!reinti_facts_create(facts))
            status = reinti_no_memory(err);
    }
    if (!status)
        status = w->ods ? reinti_ods_read(w, sheet, &row, err) : reinti_xlsx_read(w, sheet, &row, err);
    reinti_row_free(&row);
    return status;
}
