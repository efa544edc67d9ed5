/* bad_workbook.c -- workbooks for the tests of the command line, on standard output: of a bad KIND, or, as `form`, of
 * the text on standard input: `# survey` begins a sheet, each other line is a row, its cells parted by |. */
#include <config.h>

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sheet_file.h"

#define MANY (80 << 20)

static char *
blanks(const char *before)
{
    char *text = malloc(MANY + 200);

    strcpy(text, before);
    memset(text + strlen(before), ' ', MANY);
    text[MANY + strlen(before)] = '\0';
    return text;
}

static char *
zip_of(const char *name, const char *text, size_t *size)
{
    const test_part part[] = { { "a", "x", 0 }, { name, text, 0 } };

    return test_zip(part, 2, size);
}

static char *
ods_of(const char *content, size_t *size)
{
    const test_part part[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                               { "content.xml", content, 0 } };

    return test_zip(part, 2, size);
}

static char *
million_columns(size_t *size)
{
    reinti_str sheet = REINTI_STR_EMPTY;

    reinti_str_add(&sheet, "<sheetData><row r=\"1\">");
    for (int i = 0; i < 1000000; i++)
        reinti_str_add(&sheet, "<c><v>1</v></c>");
    reinti_str_add(&sheet, "</row></sheetData>");
    return test_xlsx(sheet.text, "", size);
}

static char *
string_bomb(size_t *size)
{
    reinti_str sheet = REINTI_STR_EMPTY, strings = REINTI_STR_EMPTY;

    reinti_str_add(&strings, "<si><t>");
    for (int i = 0; i < 1 << 20; i++)
        reinti_str_add_char(&strings, 'x');
    reinti_str_add(&strings, "</t></si>");
    reinti_str_add(&sheet, "<sheetData>");
    for (int r = 0; r < 300; r++)
        reinti_str_add(&sheet, "<row><c t=\"s\"><v>0</v></c></row>");
    reinti_str_add(&sheet, "</sheetData>");
    return test_xlsx(sheet.text, strings.text, size);
}

static char *
bad(const char *kind, size_t *size)
{
    static const struct {
        const char *kind, *part, *text;
    } zips[] = {
        { "numbers", "Index/Document.iwa", "x" },   { "xlsb", "xl/workbook.bin", "x" },
        { "docx", "word/document.xml", "x" },       { "archive", "data.txt", "a,b\n" },
        { "traversal", "../../etc/cron.d/x", "x" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(zips); i++)
        if (!strcmp(kind, zips[i].kind))
            return zip_of(zips[i].part, zips[i].text, size);
    if (!strcmp(kind, "bomb"))
        return test_xlsx(blanks(""), "", size);
    if (!strcmp(kind, "columns"))
        return million_columns(size);
    if (!strcmp(kind, "strings"))
        return string_bomb(size);
    if (!strcmp(kind, "entities"))
        return ods_of("<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>", size);
    return NULL;
}

static void
add_row(reinti_str *sheet, char *line)
{
    reinti_str_add(sheet, "<row>");
    for (char *cell = line, *end; cell; cell = end) {
        end = strchr(cell, '|');
        if (end)
            *end++ = '\0';
        reinti_str_add(sheet, "<c t=\"inlineStr\"><is><t>");
        for (; *cell; cell++) {
            char one[] = { *cell, '\0' };
            reinti_str_add(sheet, *cell == '<' ? "&lt;" : *cell == '&' ? "&amp;" : one);
        }
        reinti_str_add(sheet, "</t></is></c>");
    }
    reinti_str_add(sheet, "</row>");
}

static char *
form(size_t *size)
{
    enum { SHEETS = 8 };
    reinti_str book = REINTI_STR_EMPTY, rels = REINTI_STR_EMPTY, sheet[SHEETS];
    char line[4096], name[SHEETS][64];
    test_part part[SHEETS + 3];
    size_t n = 0;

    reinti_str_add(&book, "<workbook xmlns:r=\"" TEST_DOC "\"><sheets>");
    reinti_str_add(&rels, TEST_RELS);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line == '#' && n < SHEETS) {
            reinti_str_format(&book, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"r%zu\"/>", line + 2, n + 1,
                              n);
            reinti_str_format(
                &rels, "<Relationship Id=\"r%zu\" Type=\"" TEST_DOC "/worksheet\" Target=\"s%zu.xml\"/>", n,
                n);
            snprintf(name[n], sizeof name[0], "xl/s%zu.xml", n);
            sheet[n] = (reinti_str)REINTI_STR_EMPTY;
            reinti_str_add(&sheet[n++], "<worksheet><sheetData>");
        } else if (n) {
            add_row(&sheet[n - 1], line);
        }
    }
    reinti_str_add(&book, "</sheets></workbook>");
    reinti_str_add(&rels, "</Relationships>");
    part[0] = (test_part){ "_rels/.rels",
                           TEST_RELS "<Relationship Id=\"a\" Type=\"" TEST_DOC
                                     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                           0 };
    part[1] = (test_part){ "xl/workbook.xml", book.text, 0 };
    part[2] = (test_part){ "xl/_rels/workbook.xml.rels", rels.text, 0 };
    for (size_t i = 0; i < n; i++) {
        reinti_str_add(&sheet[i], "</sheetData></worksheet>");
        part[3 + i] = (test_part){ name[i], sheet[i].text, 0 };
    }
    return test_zip(part, n + 3, size);
}

int
main(int argc, char **argv)
{
    size_t size = 0;
    const char *kind = argc > 1 ? argv[1] : "";
    char *bytes = strcmp(kind, "form") ? bad(kind, &size) : form(&size);

    if (!bytes) {
        fprintf(stderr, "no such kind of workbook: %s\n", kind);
        return EXIT_FAILURE;
    }
    bool written = fwrite(bytes, 1, size, stdout) == size && !fflush(stdout);
    _exit(written ? EXIT_SUCCESS : EXIT_FAILURE); /* nothing is given back: it would be told as a leak */
}
