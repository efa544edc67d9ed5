/* xml.c -- one part of a package as XML events, under limits.
 *
 * libxml2's SAX interface is used and not its xmlReader: both stream, but a reader makes a node of every
 * start, text and end, and a sheet is tens of millions of them (measured on 4.3 million cells: 1.6 s against
 * 0.7 s).  Bytes come straight from the inflater, so memory does not grow with the part.
 *
 * Refused: a document type declaration, and with it every entity that a file could define (libxml2's own
 * limits on depth and on the length of a text hold besides); a part packed in a way that no spreadsheet
 * program uses, or encrypted; one that unpacks to more than its limit, or to more than 500 times its packed
 * size once that is over 64 MiB.  The network is never touched. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

enum { RATIO_LIMIT = 500, RATIO_FROM = 64 << 20 };

/* ---- how it ends --------------------------------------------------------------------------------------- */

void
reinti_xml_stop(reinti_xml *x)
{
    x->stopped = true;
    if (x->parser && !x->reading)
        xmlStopParser(x->parser);
}

static void
fail_at(reinti_xml *x, reint_status status, long row, long column, const char *format, va_list ap)
{
    char text[sizeof((reint_error *)0)->text];

    if (x->status)
        return;
    vsnprintf(text, sizeof text, reinti_words(format), ap);
    x->status = status == REINT_NO_MEMORY
                    ? reinti_no_memory(x->err)
                    : reinti_fail_at(x->err, status, x->workbook->name, NULL, row, column, "%s", text);
    if (x->err && x->sheet && status != REINT_NO_MEMORY)
        reinti_fail_sheet(x->err, x->sheet);
    reinti_xml_stop(x);
}

void
reinti_xml_fail(reinti_xml *x, reint_status status, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    fail_at(x, status, 0, 0, format, ap);
    va_end(ap);
}

void
reinti_xml_fail_cell(reinti_xml *x, long row, size_t column, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    fail_at(x, REINT_INPUT, row, (long)column + 1, format, ap);
    va_end(ap);
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

const char *
reinti_attribute(const reinti_attributes *a, const char *name, size_t *n)
{
    for (int i = 0; i < a->n; i++) {
        const xmlChar **at = a->at + 5 * i;
        if (!strcmp((const char *)at[0], name)) {
            *n = (size_t)(at[4] - at[3]);
            return (const char *)at[3];
        }
    }
    *n = 0;
    return NULL;
}

bool
reinti_attribute_is(const reinti_attributes *a, const char *name, const char *value)
{
    size_t n;
    const char *text = reinti_attribute(a, name, &n);

    return text && n == strlen(value) && !memcmp(text, value, n);
}

int64_t
reinti_attribute_number(const reinti_attributes *a, const char *name, int64_t limit, int64_t otherwise)
{
    size_t n;
    const char *text = reinti_attribute(a, name, &n);
    int64_t value;

    if (!text)
        return otherwise;
    return reinti_parse_integer(text, n, true, &value) && value >= 0 && value <= limit ? value : -1;
}

/* ---- events -------------------------------------------------------------------------------------------- */

static void
on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
         const xmlChar **namespaces, int n, int n_defaulted, const xmlChar **attributes)
{
    reinti_xml *x = user;
    reinti_attributes a = { n, attributes };

    (void)prefix;
    (void)uri;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    x->depth++;
    if (!x->stopped)
        x->handler->start(x, (const char *)name, &a);
}

static void
on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    reinti_xml *x = user;

    (void)prefix;
    (void)uri;
    if (!x->stopped)
        x->handler->end(x, (const char *)name);
    x->depth--;
}

static void
on_text(void *user, const xmlChar *text, int n)
{
    reinti_xml *x = user;

    if (!x->stopped && n > 0)
        x->handler->text(x, (const char *)text, (size_t)n);
}

static void
on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    reinti_xml_fail(
        user, REINT_INPUT,
        "the workbook declares a document type, which no spreadsheet program writes; it is refused");
}

/* Faults are told by xmlParseDocument's answer; this keeps libxml2 from printing them.  Those of encodings are told
 * beside the parser, to the handler of the thread. */
static void
on_error(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

/* The five entities of XML itself are resolved by the parser before it asks. */
static xmlEntityPtr
no_entity(void *user, const xmlChar *name)
{
    (void)user;
    (void)name;
    return NULL;
}

/* ---- bytes --------------------------------------------------------------------------------------------- */

static int
read_some(reinti_xml *x, char *buf, int size)
{
    zip_int64_t n;

    if (x->stopped)
        return 0;
    n = zip_fread(x->file, buf, (zip_uint64_t)size);
    if (n < 0) {
        reinti_xml_fail(x, REINT_INPUT,
                        "the workbook is damaged or cut short (%s); copy or download it again",
                        zip_file_strerror(x->file));
        return -1;
    }
    if ((uint64_t)n > x->left) {
        reinti_xml_fail(x, REINT_INPUT,
                        "the workbook unpacks to more than it can honestly hold (%s); it is refused",
                        x->part);
        return -1;
    }
    x->left -= (uint64_t)n;
    return (int)n;
}

/* To stop the parser would free the buffer that it is reading into: an answer of -1 does it. */
static int
read_part(void *user, char *buf, int size)
{
    reinti_xml *x = user;
    int n;

    x->reading = true;
    n = read_some(x, buf, size);
    x->reading = false;
    return n;
}

/* How many bytes may come out of the part; fails when it cannot be read at all. */
static reint_status
check_part(const reinti_workbook *w, const char *part, zip_int64_t at, uint64_t *limit, reint_error *err)
{
    zip_stat_t st;
    uint64_t by_ratio;

    if (at < 0 || zip_stat_index(w->zip, (zip_uint64_t)at, 0, &st) ||
        (st.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) != (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return reinti_fail(err, REINT_INPUT, w->name, 0, "the workbook is damaged: its part %s is missing",
                           part);
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "the workbook is protected by a password; take it off and save the file again");
    if ((st.valid & ZIP_STAT_COMP_METHOD) && st.comp_method != ZIP_CM_STORE &&
        st.comp_method != ZIP_CM_DEFLATE)
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "the workbook is packed in an unusual way (method %d); open it and save it again",
                           (int)st.comp_method);
    by_ratio = st.comp_size > UINT64_MAX / RATIO_LIMIT ? UINT64_MAX : st.comp_size * RATIO_LIMIT;
    if (by_ratio < RATIO_FROM)
        by_ratio = RATIO_FROM;
    *limit = *limit < by_ratio ? *limit : by_ratio;
    if (st.size > *limit)
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "the workbook unpacks to more than it can honestly hold (%s); it is refused",
                           part);
    return REINT_OK;
}

static void
run_parser(reinti_xml *x)
{
    xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
                          .startElementNs = on_start,
                          .endElementNs = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_text,
                          .internalSubset = on_doctype,
                          .getEntity = no_entity,
                          .serror = on_error };

    xmlInitParser();
    x->parser = xmlCreateIOParserCtxt(&sax, x, read_part, NULL, x, XML_CHAR_ENCODING_NONE);
    if (!x->parser) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, on_error);
    xmlParseDocument(x->parser);
    xmlSetStructuredErrorFunc(context, handler);
    if (!x->status && !x->stopped && x->parser->lastError.code == XML_ERR_NO_MEMORY)
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
    else if (!x->status && !x->stopped && !x->parser->wellFormed)
        reinti_xml_fail(x, REINT_INPUT,
                        "the workbook is damaged: its part %s is no well-formed XML (line %d)", x->part,
                        x->parser->lastError.line);
    xmlFreeParserCtxt(x->parser);
    x->parser = NULL;
}

reint_status
reinti_xml_parse(const reinti_workbook *w, const char *part, const char *sheet, uint64_t limit,
                 const reinti_xml_handler *handler, void *user, reint_error *err)
{
    zip_int64_t at = zip_name_locate(w->zip, part, ZIP_FL_NOCASE);
    reinti_xml x = { .user = user,
                     .workbook = w,
                     .sheet = sheet,
                     .handler = handler,
                     .part = part,
                     .left = limit,
                     .err = err };
    reint_status status = check_part(w, part, at, &x.left, err);

    if (status)
        return status;
    x.file = zip_fopen_index(w->zip, (zip_uint64_t)at, 0);
    if (!x.file)
        return reinti_fail(err, REINT_INPUT, w->name, 0,
                           "the workbook is damaged or cut short (%s); copy or download it again",
                           zip_strerror(w->zip));
    run_parser(&x);
    zip_fclose(x.file);
    return x.status;
}
