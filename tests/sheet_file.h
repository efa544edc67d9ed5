/* sheet_file.h -- workbooks made by the tests themselves, part by part, good and bad. */
#ifndef REINT_SHEET_FILE_H
#define REINT_SHEET_FILE_H

#include <zip.h>

#include "sheet/sheet.h"

typedef struct test_part {
    const char *name, *text;
    size_t size; /* 0: strlen */
} test_part;

/* A ZIP of N parts in memory, malloc'ed. */
static inline char *
test_zip(const test_part *part, size_t n, size_t *size)
{
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    zip_stat_t st;
    char *bytes;

    assert_non_null(zip);
    zip_source_keep(target);
    for (size_t i = 0; i < n; i++) {
        size_t length = part[i].size ? part[i].size : strlen(part[i].text);
        zip_int64_t at = zip_file_add(zip, part[i].name, zip_source_buffer(zip, part[i].text, length, 0), 0);
        assert_true(at >= 0);
        zip_file_set_mtime(zip, (zip_uint64_t)at, 315532800, 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(target), 0);
    assert_int_equal(zip_source_stat(target, &st), 0);
    bytes = malloc(st.size);
    assert_int_equal(zip_source_read(target, bytes, st.size), (zip_int64_t)st.size);
    zip_source_close(target);
    zip_source_free(target);
    *size = st.size;
    return bytes;
}

#define TEST_RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define TEST_DOC  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* An .xlsx whose first sheet "need" has SHEET between <worksheet> and its end; STRINGS are <si> elements, MORE_SHEETS
 * <sheet> elements that refer to rId1, STYLES <numFmts> and <cellXfs>. */
static inline char *
test_xlsx_full(const char *sheet, const char *strings, const char *more_sheets, const char *styles,
               size_t *size)
{
    reinti_str book = REINTI_STR_EMPTY, first = REINTI_STR_EMPTY, shared = REINTI_STR_EMPTY;
    reinti_str style = REINTI_STR_EMPTY;

    reinti_str_format(&book,
                      "<workbook xmlns:r=\"" TEST_DOC "\"><sheets><sheet name=\"need\" sheetId=\"1\" "
                      "r:id=\"rId1\"/>%s</sheets></workbook>",
                      more_sheets);
    reinti_str_format(&first, "<worksheet>%s</worksheet>", sheet);
    reinti_str_format(&shared, "<sst>%s</sst>", strings);
    reinti_str_format(&style, "<styleSheet>%s</styleSheet>", styles);
    const test_part part[] = {
        { "_rels/.rels",
          TEST_RELS "<Relationship Id=\"a\" Type=\"" TEST_DOC "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>",
          0 },
        { "xl/workbook.xml", book.text, 0 },
        { "xl/_rels/workbook.xml.rels",
          TEST_RELS
          "<Relationship Id=\"rId1\" Type=\"" TEST_DOC "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
          "<Relationship Id=\"rId2\" Type=\"" TEST_DOC "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
          "<Relationship Id=\"rId3\" Type=\"" TEST_DOC "/styles\" Target=\"styles.xml\"/></Relationships>",
          0 },
        { "xl/worksheets/sheet1.xml", first.text, 0 },
        { "xl/sharedStrings.xml", shared.text, 0 },
        { "xl/styles.xml", style.text, 0 },
    };
    char *bytes = test_zip(part, REINTI_LENGTH(part), size);
    reinti_str_free(&book);
    reinti_str_free(&first);
    reinti_str_free(&shared);
    reinti_str_free(&style);
    return bytes;
}

static inline char *
test_xlsx(const char *sheet, const char *strings, size_t *size)
{
    return test_xlsx_full(sheet, strings, "", "", size);
}

/* An .ods whose spreadsheet holds TABLES, after STYLES. */
static inline char *
test_ods(const char *styles, const char *tables, size_t *size)
{
    reinti_str text = REINTI_STR_EMPTY;

    reinti_str_format(&text,
                      "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
                      "xmlns:style=\"s\" xmlns:calcext=\"c\"><office:automatic-styles>%s"
                      "</office:automatic-styles><office:body><office:spreadsheet>%s</office:spreadsheet>"
                      "</office:body></office:document-content>",
                      styles, tables);
    const test_part part[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                               { "content.xml", text.text, 0 } };
    char *bytes = test_zip(part, REINTI_LENGTH(part), size);
    reinti_str_free(&text);
    return bytes;
}

#endif
