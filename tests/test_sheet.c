/* What the cells of a workbook become, where errors are said to stand, and which files are refused. */
#include <config.h>

#include "check.h"

#include <unistd.h>

#include "sheet_file.h"

/* Sheet I of the workbook as CSV, or the error as "!place text". */
static char *
flatten_n(const char *bytes, size_t size, size_t i, long header, reinti_flat *flat)
{
    reinti_flat_options options = { .header_row = header };
    reinti_workbook *w = NULL;
    reinti_flat own;
    reint_error err = { 0 };
    reinti_str out = REINTI_STR_EMPTY;
    reint_status status = reinti_workbook_open("t.xlsx", bytes, size, &w, &err);

    if (!flat)
        flat = &own;
    memset(flat, 0, sizeof *flat);
    if (!status)
        status = reinti_sheet_flatten(w, i, &options, flat, &err);
    if (status) {
        char place[200];
        assert_int_equal(status, REINT_INPUT);
        assert_string_equal(err.file, "t.xlsx");
        reint_place_format(place, sizeof place, err.sheet, err.line, err.column);
        reinti_str_format(&out, "!%s %s", place, err.text);
    } else {
        reinti_str_add_n(&out, flat->bytes.data, flat->bytes.size);
    }
    if (flat == &own)
        reinti_flat_free(flat);
    reinti_workbook_free(w);
    return out.length ? out.text : strdup("");
}

static void
check_flat(char *bytes, size_t size, const char *want)
{
    char *got = flatten_n(bytes, size, 0, 0, NULL);

    if (strcmp(got, want))
        fail_msg("got\n%s\nwant\n%s", got, want);
    free(got);
    free(bytes);
}

/* The answer begins with WANT: texts of libraries follow. */
static void
check_refused(char *bytes, size_t size, const char *want)
{
    char *got = flatten_n(bytes, size, 0, 0, NULL);

    if (strncmp(got, want, strlen(want)))
        fail_msg("got\n%s\nwant\n%s", got, want);
    free(got);
    free(bytes);
}

static void
check_sheet(const char *sheet, const char *strings, const char *want)
{
    size_t size;
    char *bytes = test_xlsx(sheet, strings, &size);

    check_flat(bytes, size, want);
}

static char *
read_data(const char *name, size_t *size)
{
    reinti_bytes bytes;
    char *copy;

    assert_int_equal(reinti_bytes_read(source_path(name), 0, &bytes, NULL), REINT_OK);
    copy = malloc(bytes.size);
    memcpy(copy, bytes.data, bytes.size);
    *size = bytes.size;
    reinti_bytes_free(&bytes);
    return copy;
}

/* ---- files of other programs ------------------------------------------------------------------------------ */

/* Written by hand from the values in tests/data/sheet/make.py. */
static const char types_csv[] =
    "person,day,moment,clock,share,asked,amount,code,note,sum\n"
    "SYN-0001,2015-03-14,2015-03-14 10:30,10:30:05,0.5,true,12.25,0007,\"two\nlines\",24.5\n"
    "007,1900-03-01,2020-02-29 23:59:59,00:00,0.125,false,-1e-7,0042,,#DIV/0!\n"
    "\n"
    "  spaced  ,1970-01-01,,23:59,1,true,123456789012345,0003,Žluťoučký 日本 🙂,xy\n";

static void
a_workbook_of_libreoffice_keeps_every_type(void **state)
{
    (void)state;
    reinti_flat flat;
    size_t size;
    char *bytes = read_data("tests/data/sheet/types.xlsx", &size), *got = flatten_n(bytes, size, 0, 0, &flat);

    assert_string_equal(got, types_csv);
    assert_int_equal(flat.header_row, 2);
    assert_int_equal(flat.n_columns, 10);
    assert_int_equal(flat.n_percent, 1);
    assert_int_equal(flat.first_percent, 4);
    assert_int_equal(flat.n_faults, 1);
    assert_int_equal(flat.fault[0].row, 4);
    assert_int_equal(flat.fault[0].column, 9);
    assert_int_equal(flat.facts.n_hidden_rows, 1);
    assert_int_equal(flat.facts.first_hidden_row, 4);
    assert_int_equal(flat.facts.hidden_column[0], 1 << 6); /* G */
    assert_int_equal(flat.facts.n_merges, 2);
    free(got);
    free(bytes);
    reinti_flat_free(&flat);
}

static void
the_same_as_ods_gives_the_same(void **state)
{
    (void)state;
    reinti_flat flat;
    size_t size;
    char *bytes = read_data("tests/data/sheet/types.ods", &size), *got = flatten_n(bytes, size, 0, 0, &flat);
    /* LibreOffice writes truth values that came from an .xlsx as the numbers 1 and 0 */
    char *want = strdup(types_csv), *p;

    while ((p = strstr(want, "true")))
        *p = '1', memmove(p + 1, p + 4, strlen(p + 4) + 1);
    while ((p = strstr(want, "false")))
        *p = '0', memmove(p + 1, p + 5, strlen(p + 5) + 1);
    assert_string_equal(got, want);
    assert_int_equal(flat.n_percent, 1);
    assert_int_equal(flat.n_faults, 1);
    assert_int_equal(flat.facts.n_hidden_rows, 1);
    assert_int_equal(flat.facts.hidden_column[0], 1 << 6);
    assert_int_equal(flat.facts.n_merges, 2);
    free(want);
    free(got);
    free(bytes);
    reinti_flat_free(&flat);
}

static void
sheets_are_listed_and_found_by_name(void **state)
{
    (void)state;
    static const char *const files[] = { "tests/data/sheet/types.xlsx", "tests/data/sheet/types.ods" };

    for (size_t f = 0; f < 2; f++) {
        reinti_workbook *w;
        size_t size;
        char *bytes = read_data(files[f], &size), *got;
        assert_int_equal(reinti_workbook_open("t", bytes, size, &w, NULL), REINT_OK);
        assert_int_equal(reinti_workbook_n(w), 3);
        assert_string_equal(reinti_workbook_sheet(w, 1), "codes (old)");
        assert_false(reinti_workbook_hidden(w, 0));
        assert_true(reinti_workbook_hidden(w, 1));
        assert_int_equal(reinti_workbook_find(w, "same"), 2);
        assert_int_equal(reinti_workbook_find(w, " SAME "), 2);
        assert_true(reinti_workbook_find(w, "sam") == REINTI_NO_SHEET);
        reinti_workbook_free(w);
        got = flatten_n(bytes, size, 2, 1, NULL);
        assert_string_equal(got, "a,b,c\n1,1,1\n1,1,1\n1,1,1\n2,,x\n");
        free(got);
        free(bytes);
    }
}

static void
a_formula_whose_value_was_never_stored_is_an_error_value(void **state)
{
    (void)state;
    reinti_flat flat;
    size_t size;
    char *bytes = read_data("tests/data/sheet/uncomputed.xlsx", &size),
         *got = flatten_n(bytes, size, 0, 2, &flat);

    assert_int_equal(flat.n_faults, 3);
    assert_int_equal(flat.fault[0].row, 3);
    assert_int_equal(flat.fault[0].column, 9);
    assert_non_null(strstr(got, "\",#NO-VALUE!\n"));
    free(got);
    free(bytes);
    reinti_flat_free(&flat);
}

static void
days_count_from_1904_where_the_file_says_so(void **state)
{
    (void)state;
    size_t size;
    char *bytes = read_data("tests/data/sheet/1904.xlsx", &size);

    check_flat(bytes, size, "day,zero\n2015-03-14,1904-01-01\n");
}

/* ---- cells ------------------------------------------------------------------------------------------------ */

#define DATA(rows) "<sheetData>" rows "</sheetData>"
#define HEADER                                                                                               \
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>"                                         \
    "<c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>"

static void
cells_are_read_by_type(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } cases[] = {
        { "<c r=\"A2\"><v>7</v></c>", "7" },
        { "<c r=\"A2\"><v>007</v></c>", "7" },
        { "<c r=\"A2\"><v>2.9999999999999999E-2</v></c>", "0.03" },
        { "<c r=\"A2\"><v>1.23456789012E+11</v></c>", "123456789012" },
        { "<c r=\"A2\" t=\"n\"><v>-5</v></c>", "-5" },
        { "<c r=\"A2\" t=\"s\"><v>1</v></c>", "rich text" },
        { "<c r=\"A2\" t=\"s\"><v>2</v></c>", "\"a\"\"b\"" },
        { "<c r=\"A2\" t=\"s\"><v>3</v></c>", "tab\there" },
        { "<c r=\"A2\" t=\"str\"><f>A1</f><v>x &amp; y</v></c>", "x & y" },
        { "<c r=\"A2\" t=\"b\"><v>1</v></c>", "true" },
        { "<c r=\"A2\" t=\"b\"><v>0</v></c>", "false" },
        { "<c r=\"A2\" t=\"e\"><v>#N/A</v></c>", "#N/A" },
        { "<c r=\"A2\" t=\"d\"><v>2015-03-14T00:00:00</v></c>", "2015-03-14" },
        { "<c r=\"A2\" t=\"inlineStr\"><is><r><t>two "
          "</t></r><r><t>parts</t></r><rPh><t>no</t></rPh></is></c>",
          "two parts" },
        { "<c r=\"A2\" t=\"inlineStr\"><is><t><![CDATA[<b>]]></t></is></c>", "<b>" },
        { "<c r=\"A2\" t=\"inlineStr\"><is><t>line_x000A_break _x5F_</t></is></c>", "\"line\nbreak _x5F_\"" },
        { "<c><v>1</v></c>", "1" },
        { "<c r=\"A2\"><f>1/0</f></c>", "#NO-VALUE!" },
        { "<c r=\"A2\" t=\"str\"><f>A9</f><v></v></c><c r=\"B2\"><v>1</v></c>", ",1" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str sheet = REINTI_STR_EMPTY, want = REINTI_STR_EMPTY;
        reinti_str_format(&sheet, DATA(HEADER "<row r=\"2\">%s</row>"), cases[i].cell);
        reinti_str_format(&want, "a,b\n%s%s\n", cases[i].want, cases[i].want[0] == ',' ? "" : ",");
        check_sheet(sheet.text,
                    "<si><t>zero</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si>"
                    "<si><t>a\"b</t></si><si><t>tab_x0009_here</t></si>",
                    want.text);
        reinti_str_free(&sheet);
        reinti_str_free(&want);
    }
}

/* Days by hand: 1 is 1900-01-01, 59 1900-02-28, 60 the day that never was, 61 1900-03-01; 42077 2015-03-14. */
static void
number_formats_tell_dates_times_and_padded_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *code, *value, *want;
    } cases[] = {
        { "yyyy-mm-dd", "42077", "2015-03-14" },
        { "dd\\.mm\\.yyyy", "42077.75", "2015-03-14" },
        { "[$-409]d-mmm-yy h:mm AM/PM;@", "42077.75", "2015-03-14 18:00" },
        { "mmm", "42077", "2015-03-14" },
        { "yyyy-mm-dd", "1", "1900-01-01" },
        { "yyyy-mm-dd", "59", "1900-02-28" },
        { "yyyy-mm-dd", "60", "1900-02-29" },
        { "yyyy-mm-dd", "61", "1900-03-01" },
        { "yyyy-mm-dd", "2958465", "9999-12-31" },
        { "yyyy-mm-dd", "2958466", "2958466" },
        { "yyyy-mm-dd", "-1", "-1" },
        { "hh:mm", "0.5", "12:00" },
        { "mm:ss", "0.000694444444444444", "00:01" },
        { "hh:mm", "42077.5", "2015-03-14 12:00" },
        { "[h]:mm", "1.5", "36:00" },
        { "hh:mm", "0.999999999", "1900-01-01" },
        { "0.0%", "0.125", "0.125" },
        { "0000", "42", "0042" },
        { "0000", "1.5", "1.5" },
        { "0000", "12345", "12345" },
        { "0.00E+00", "42", "42" },
        { "General", "42077", "42077" },
        { "\"days\" 0", "42077", "42077" },
        { "[Red]0;[Yellow]0", "42077", "42077" },
        { "#,##0 \\d", "42077", "42077" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str styles = REINTI_STR_EMPTY, sheet = REINTI_STR_EMPTY, want = REINTI_STR_EMPTY;
        size_t size;
        char *bytes;
        reinti_str_add(&styles, "<numFmts><numFmt numFmtId=\"170\" formatCode=\"");
        for (const char *p = cases[i].code; *p; p++)
            *p == '"' ? reinti_str_add(&styles, "&quot;") : reinti_str_add_char(&styles, *p);
        reinti_str_add(&styles, "\"/></numFmts><cellXfs><xf/><xf numFmtId=\"170\"/></cellXfs>");
        reinti_str_format(&sheet, DATA(HEADER "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>%s</v></c></row>"),
                          cases[i].value);
        reinti_str_format(&want, "a,b\n%s,\n", cases[i].want);
        bytes = test_xlsx_full(sheet.text, "", "", styles.text, &size);
        check_flat(bytes, size, want.text);
        reinti_str_free(&styles);
        reinti_str_free(&sheet);
        reinti_str_free(&want);
    }
}

static void
a_line_of_csv_is_a_row_of_the_sheet(void **state)
{
    (void)state;
    check_sheet(
        DATA(HEADER "<row r=\"4\"><c r=\"B4\"><v>1</v></c></row><row r=\"5\"><c r=\"D5\"><v>2</v></c></row>"),
        "", "a,b\n\n\n,1\n,,,2\n");
    check_sheet(
        DATA("<row r=\"3\"><c r=\"C3\" t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t>"
             "</is></c></row><row><c r=\"D4\"><v>1</v></c></row>"),
        "", "a,b\n,1\n");
    check_sheet(
        DATA("<row r=\"3\"><c r=\"C3\" t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t>"
             "</is></c></row><row><c r=\"A4\"><v>1</v></c></row>"),
        "", "!need!A4 a cell stands left of the header's first column; is row 3 the header?");
}

static bool
is_b(const char *name, size_t n, void *user)
{
    (void)user;
    return n == 1 && *name == 'b';
}

static void
the_header_is_the_row_that_names_what_is_known(void **state)
{
    (void)state;
    static const char sheet[] = DATA(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>title</t></is></c><c r=\"B1\" t=\"inlineStr\"><is>"
        "<t>page</t></is></c></row><row r=\"7\"><c r=\"A7\" t=\"inlineStr\"><is><t> b </t></is></c></row>"
        "<row r=\"8\"><c r=\"A8\"><v>1</v></c></row>");
    reinti_flat_options options = { .known = is_b };
    reinti_workbook *w;
    reinti_flat flat;
    size_t size;
    char *bytes = test_xlsx(sheet, "", &size);

    assert_int_equal(reinti_workbook_open("t", bytes, size, &w, NULL), REINT_OK);
    assert_int_equal(reinti_sheet_flatten(w, 0, &options, &flat, NULL), REINT_OK);
    assert_int_equal(flat.header_row, 7);
    assert_int_equal(flat.bytes.size, 6);
    assert_memory_equal(flat.bytes.data, " b \n1\n", 6);
    reinti_flat_free(&flat);
    reinti_workbook_free(w);
    free(bytes);
}

static void
a_large_sheet_is_spooled_to_a_file_without_a_name(void **state)
{
    (void)state;
    enum { ROWS = 60000 };
    char folder[] = "/tmp/reint-sheet-XXXXXX";
    reinti_str sheet = REINTI_STR_EMPTY;
    reinti_flat_options options = { .folder = folder };
    reinti_workbook *w;
    reinti_flat flat;
    size_t size, lines = 0;

    assert_non_null(mkdtemp(folder));
    reinti_str_add(&sheet, "<sheetData>" HEADER);
    for (int r = 0; r < ROWS; r++)
        reinti_str_format(&sheet, "<row><c t=\"s\"><v>0</v></c><c><v>%d</v></c></row>", r);
    reinti_str_add(&sheet, "</sheetData>");
    char *bytes = test_xlsx(sheet.text,
                            "<si><t>a text that is so long that all rows together are more than four MiB, "
                            "which is what is kept in memory</t></si>",
                            &size);
    assert_int_equal(reinti_workbook_open("t", bytes, size, &w, NULL), REINT_OK);
    assert_int_equal(reinti_sheet_flatten(w, 0, &options, &flat, NULL), REINT_OK);
    assert_true(flat.bytes.mapped);
    for (size_t i = 0; i < flat.bytes.size; i++)
        lines += flat.bytes.data[i] == '\n';
    assert_int_equal(lines, ROWS + 1);
    assert_memory_equal(flat.bytes.data + flat.bytes.size - 6, "59999\n", 6);
    assert_int_equal(rmdir(folder), 0); /* nothing was left in it */
    reinti_flat_free(&flat);
    reinti_workbook_free(w);
    reinti_str_free(&sheet);
    free(bytes);
}

/* ---- ods -------------------------------------------------------------------------------------------------- */

#define CELL(text)                                                                                           \
    "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define TABLE(rows) "<table:table table:name=\"need\">" rows "</table:table>"
#define ROW(cells)  "<table:table-row>" cells "</table:table-row>"

static void
check_ods(const char *tables, const char *want)
{
    size_t size;
    char *bytes = test_ods("", tables, &size);

    check_flat(bytes, size, want);
}

static void
cells_of_ods_are_read_by_type(void **state)
{
    (void)state;
    check_ods(
        TABLE(ROW(CELL("a") CELL("b")) ROW(
            "<table:table-cell office:value-type=\"boolean\" "
            "office:boolean-value=\"true\"><text:p>WAHR</text:p>"
            "</table:table-cell><table:table-cell office:value-type=\"currency\" office:value=\"1.50\"/>")),
        "a,b\ntrue,1.5\n");
    check_ods(TABLE(ROW(CELL("a") CELL("b"))
                        ROW(CELL("x<text:s "
                                 "text:c=\"2\"/>y<text:tab/>z<text:line-break/>w<text:span>!</"
                                 "text:span>") "<table:table-cell "
                                               "office:value-type=\"string\"><office:annotation><"
                                               "text:p>no</text:p>"
                                               "</office:annotation><text:p>1</text:p><text:p>2</"
                                               "text:p></table:table-cell>")),
              "a,b\n\"x  y\tz\nw!\",\"1\n2\"\n");
    check_ods(TABLE(ROW(CELL("a") CELL("b"))
                        ROW("<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" "
                            "office:string-value=\"\" "
                            "calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>"
                            "<table:table-cell table:formula=\"of:=A1\"/>")),
              "a,b\n#DIV/0!,#NO-VALUE!\n");
}

static void
repeated_cells_and_rows_of_ods_stand_there_so_often(void **state)
{
    (void)state;
    check_ods(
        TABLE("<table:table-column table:number-columns-repeated=\"1024\"/>" ROW(CELL("a") CELL("b") CELL(
            "c")) "<table:table-row-group><table:table-row table:number-rows-repeated=\"2\">"
                  "<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" "
                  "office:value=\"1\"/>"
                  "<table:table-cell "
                  "table:number-columns-repeated=\"16382\"/></table:table-row></table:table-row-group>"
                  "<table:table-row "
                  "table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>" ROW(
                      "<table:covered-table-cell/>" CELL(
                          "x")) "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell "
                                "table:number-columns-repeated=\"16384\"/></table:table-row>"),
        "a,b,c\n1,1,\n1,1,\n\n\n,x,\n");
}

static void
what_is_no_cell_of_the_sheet_is_left_out_of_ods(void **state)
{
    (void)state;
    check_ods(
        "<table:tracked-changes><table:cell-content-change><table:previous>" CELL(
            "old") "</table:previous></"
                   "table:cell-content-"
                   "change></"
                   "table:tracked-"
                   "changes>" TABLE(
                       "<table:shapes><"
                       "table:"
                       "table>" ROW(CELL("drawn")) "</table:table></table:shapes>" ROW(CELL("a") CELL("b"))
                           ROW(CELL("1") CELL(
                               "2"))) "<table:table table:name=\"later\">" ROW(CELL("z")
                                                                                   CELL(
                                                                                       "z")) "</table:table>",
        "a,b\n1,2\n");
}

/* What ACT writes to standard error. */
static size_t
printed_by(void (*act)(void))
{
    FILE *caught = tmpfile();
    int kept = dup(STDERR_FILENO);

    assert_non_null(caught);
    fflush(stderr);
    dup2(fileno(caught), STDERR_FILENO);
    act();
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    long size = lseek(fileno(caught), 0, SEEK_END);
    fclose(caught);
    return (size_t)size;
}

/* Found by the fuzz test: libxml2 tells of such bytes beside its parser. */
static void
read_misencoded_parts(void)
{
    static const char *const encodings[] = { "EUC-JP", "SHIFT_JIS",   "ASCII", "UTF-8",
                                             "UTF-16", "ISO-2022-JP", "none" };

    for (size_t i = 0; i < REINTI_LENGTH(encodings); i++) {
        char book[400];
        size_t size;
        reinti_workbook *w = NULL;
        snprintf(book, sizeof book,
                 "<?xml version=\"1.0\" encoding=\"%s\"?><workbook a=\"fa\x8Clse\xFF\x80\x1B$B\">",
                 encodings[i]);
        const test_part part[] = { { "_rels/.rels",
                                     TEST_RELS
                                     "<Relationship Id=\"a\" Type=\"" TEST_DOC
                                     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                                     0 },
                                   { "xl/workbook.xml", book, 0 } };
        char *bytes = test_zip(part, REINTI_LENGTH(part), &size);
        assert_int_equal(reinti_workbook_open("t.xlsx", bytes, size, &w, NULL), REINT_INPUT);
        free(bytes);
    }
}

static void
bytes_that_are_not_of_the_encoding_are_refused_and_nothing_is_printed(void **state)
{
    (void)state;
    assert_int_equal(printed_by(read_misencoded_parts), 0);
}

/* ---- refused ---------------------------------------------------------------------------------------------- */

static void
what_is_no_workbook_is_refused_with_advice(void **state)
{
    (void)state;
    static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook";
    static const char encrypted[] =
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    static const struct {
        const char *part, *want;
    } zips[] = {
        { "Index/Document.iwa", "! this is a file of Numbers; open it there and export it" },
        { "Index.zip", "! this is a file of Numbers" },
        { "xl/workbook.bin", "! this is a binary workbook (.xlsb)" },
        { "word/document.xml", "! this is a text document (.docx)" },
        { "data.csv", "! the file is a ZIP archive, but no workbook" },
        { "../../etc/cron.d/x", "! part 2 of the file has a name that leads out of it" },
        { "xl\\..\\..\\x", "! part 2 of the file has a name that leads out of it" },
        { "C:/x", "! part 2 of the file has a name that leads out of it" },
    };
    size_t size;
    char *bytes;

    check_refused(memcpy(malloc(sizeof ole), ole, sizeof ole), sizeof ole,
                  "! this is an old workbook (.xls)");
    check_refused(memcpy(malloc(sizeof encrypted), encrypted, sizeof encrypted), sizeof encrypted,
                  "! the workbook is protected by a password");
    check_refused(strdup("a,b\n1,2\n"), 8, "! this is no workbook");
    check_refused(strdup("PK"), 2, "! the workbook is damaged or cut short");
    for (size_t i = 0; i < REINTI_LENGTH(zips); i++) {
        test_part part[] = { { "a", "x", 0 }, { zips[i].part, "x", 0 } };
        bytes = test_zip(part, 2, &size);
        check_refused(bytes, size, zips[i].want);
    }
    test_part text[] = { { "mimetype", "application/vnd.oasis.opendocument.text", 0 } };
    bytes = test_zip(text, 1, &size);
    check_refused(bytes, size, "! this is an OpenDocument file of another kind");
    test_part locked[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                           { "META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>",
                             0 },
                           { "content.xml", "\x01\x02", 2 } };
    bytes = test_zip(locked, 3, &size);
    check_refused(bytes, size, "! the workbook is protected by a password");
}

static void
a_workbook_cut_short_anywhere_is_refused(void **state)
{
    (void)state;
    size_t size;
    char *bytes = test_xlsx(DATA(HEADER), "", &size);

    for (size_t n = 2; n < size; n += 7) {
        char *exact = malloc(n), *got; /* exact size: reading beyond it is found by the sanitizer */
        memcpy(exact, bytes, n);
        got = flatten_n(exact, n, 0, 0, NULL);
        assert_int_equal(got[0], '!');
        free(got);
        free(exact);
    }
    free(bytes);
}

static void
what_unpacks_to_too_much_is_refused(void **state)
{
    (void)state;
    enum { BOMB = 80 << 20 };
    char *blank = malloc(BOMB + 1);
    reinti_str sheet = REINTI_STR_EMPTY;

    memset(blank, ' ', BOMB);
    blank[BOMB] = '\0';
    reinti_str_format(&sheet, "%s", blank);
    check_sheet(sheet.text, "",
                "!need the workbook unpacks to more than it can honestly hold "
                "(xl/worksheets/sheet1.xml); it is refused");
    check_sheet(
        DATA(HEADER), sheet.text,
        "!need the workbook unpacks to more than it can honestly hold (xl/sharedStrings.xml); it is refused");
    reinti_str_free(&sheet);
    free(blank);
}

/* One text of a MiB, referred to 300 times: 300 MiB out of a few kB. */
static void
a_text_that_is_referred_to_too_often_is_refused(void **state)
{
    (void)state;
    enum { LONG = 1 << 20 };
    reinti_str sheet = REINTI_STR_EMPTY, strings = REINTI_STR_EMPTY;
    size_t size;

    reinti_str_add(&strings, "<si><t>");
    for (int i = 0; i < LONG; i++)
        reinti_str_add_char(&strings, 'x');
    reinti_str_add(&strings, "</t></si>");
    reinti_str_add(&sheet, "<sheetData>" HEADER);
    for (int r = 0; r < 300; r++)
        reinti_str_add(&sheet, "<row><c t=\"s\"><v>0</v></c></row>");
    reinti_str_add(&sheet, "</sheetData>");
    char *bytes = test_xlsx(sheet.text, strings.text, &size);
    check_refused(bytes, size, "!need the sheet becomes more than 256 MiB of text");
    reinti_str_free(&sheet);
    reinti_str_free(&strings);
}

static void
entities_and_document_types_are_refused(void **state)
{
    (void)state;
    size_t size;
    char *bytes;
    test_part part[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                         { "content.xml",
                           "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                           "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><x>&c;</x>",
                           0 } };
    test_part external[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                             { "content.xml", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>", 0 } };
    test_part unknown[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0 },
                            { "content.xml", "<x>&lol;</x>", 0 } };

    bytes = test_zip(part, 2, &size);
    check_refused(bytes, size, "! the workbook declares a document type");
    bytes = test_zip(external, 2, &size);
    check_refused(bytes, size, "! the workbook declares a document type");
    bytes = test_zip(unknown, 2, &size);
    check_refused(bytes, size, "! the workbook is damaged: its part content.xml is no well-formed XML");
}

static void
a_million_columns_or_rows_are_refused_by_their_cell(void **state)
{
    (void)state;
    reinti_str sheet = REINTI_STR_EMPTY;

    check_sheet(
        DATA(HEADER "<row r=\"2\"><c r=\"BDWGN2\"><v>1</v></c></row>"), "",
        "!need!A2 the place of a cell here cannot be read or is another row's; a sheet has 16384 columns and "
        "1048576 rows at most");
    check_sheet(DATA(HEADER "<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>"), "",
                "!need!XFD2 a cell stands beyond the last column that a sheet can have");
    check_sheet(
        DATA(HEADER "<row r=\"1048577\"><c><v>1</v></c></row>"), "",
        "!need a row behind row 1 is out of order or beyond the last one that a sheet can have; the file is "
        "damaged");
    reinti_str_add(&sheet, "<sheetData><row r=\"1\">");
    for (int i = 0; i < 1000000; i++)
        reinti_str_add(&sheet, "<c><v>1</v></c>");
    reinti_str_add(&sheet, "</row></sheetData>");
    check_sheet(sheet.text, "", "!need!XFD1 a cell stands beyond the last column that a sheet can have");
    reinti_str_free(&sheet);
    check_ods(
        TABLE(ROW("<table:table-cell table:number-columns-repeated=\"1000000\" office:value-type=\"float\" "
                  "office:value=\"1\"/>")),
        "!need!XFD1 a cell stands beyond the last column that a sheet can have");
    check_ods(
        TABLE("<table:table-row table:number-rows-repeated=\"1048577\"><table:table-cell office:value-type="
              "\"float\" office:value=\"1\"/></table:table-row>"),
        "!need!A1048576 the sheet has cells beyond row 1048576, the last one that there can be");
    check_ods(TABLE("<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell "
                    "table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/>"
                    "</table:table-row>"),
              "!need!A1 the sheet becomes more than 67108864 cells by repetition; it is refused");
}

static void
broken_cells_are_told_by_their_place(void **state)
{
    (void)state;
    check_sheet(DATA(HEADER "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>9</v></c></row>"), "",
                "!need!B2 the cell refers to a text that the workbook does not have; the file is damaged");
    check_sheet(DATA(HEADER "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>"), "",
                "!need!A2 the cells of the row are out of order; the file is damaged");
    check_sheet(DATA(HEADER "<row r=\"2\"><c r=\"B2\"><v>one</v></c></row>"), "",
                "!need!B2 the cell's number cannot be read; the file is damaged");
    check_sheet(
        DATA(HEADER "<row r=\"2\"><c r=\"B3\"><v>1</v></c></row>"), "",
        "!need!A2 the place of a cell here cannot be read or is another row's; a sheet has 16384 columns and "
        "1048576 rows at most");
    check_sheet(
        DATA(HEADER "<row r=\"2\"/><row r=\"2\"/>"), "",
        "!need a row behind row 2 is out of order or beyond the last one that a sheet can have; the file is "
        "damaged");
    check_sheet("", "", "!need!1 the row is empty; it must name the columns");
    check_sheet(DATA("<row"), "",
                "!need the workbook is damaged: its part xl/worksheets/sheet1.xml is no "
                "well-formed XML (line 1)");
}

static void
chart_sheets_and_missing_parts_are_left_out(void **state)
{
    (void)state;
    size_t size;
    reinti_workbook *w;
    char *bytes = test_xlsx_full(DATA(HEADER), "",
                                 "<sheet name=\"chart\" sheetId=\"2\" r:id=\"rId3\"/>"
                                 "<sheet name=\"none\" sheetId=\"3\" r:id=\"rId9\"/>"
                                 "<sheet name=\"very\" sheetId=\"4\" state=\"veryHidden\" r:id=\"rId1\"/>",
                                 "", &size);

    assert_int_equal(reinti_workbook_open("t", bytes, size, &w, NULL), REINT_OK);
    assert_int_equal(reinti_workbook_n(w), 2);
    assert_string_equal(reinti_workbook_sheet(w, 1), "very");
    assert_true(reinti_workbook_hidden(w, 1));
    reinti_workbook_free(w);
    free(bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_of_libreoffice_keeps_every_type),
        cmocka_unit_test(the_same_as_ods_gives_the_same),
        cmocka_unit_test(sheets_are_listed_and_found_by_name),
        cmocka_unit_test(a_formula_whose_value_was_never_stored_is_an_error_value),
        cmocka_unit_test(days_count_from_1904_where_the_file_says_so),
        cmocka_unit_test(cells_are_read_by_type),
        cmocka_unit_test(number_formats_tell_dates_times_and_padded_numbers),
        cmocka_unit_test(a_line_of_csv_is_a_row_of_the_sheet),
        cmocka_unit_test(the_header_is_the_row_that_names_what_is_known),
        cmocka_unit_test(a_large_sheet_is_spooled_to_a_file_without_a_name),
        cmocka_unit_test(cells_of_ods_are_read_by_type),
        cmocka_unit_test(repeated_cells_and_rows_of_ods_stand_there_so_often),
        cmocka_unit_test(what_is_no_cell_of_the_sheet_is_left_out_of_ods),
        cmocka_unit_test(bytes_that_are_not_of_the_encoding_are_refused_and_nothing_is_printed),
        cmocka_unit_test(what_is_no_workbook_is_refused_with_advice),
        cmocka_unit_test(a_workbook_cut_short_anywhere_is_refused),
        cmocka_unit_test(what_unpacks_to_too_much_is_refused),
        cmocka_unit_test(a_text_that_is_referred_to_too_often_is_refused),
        cmocka_unit_test(entities_and_document_types_are_refused),
        cmocka_unit_test(a_million_columns_or_rows_are_refused_by_their_cell),
        cmocka_unit_test(broken_cells_are_told_by_their_place),
        cmocka_unit_test(chart_sheets_and_missing_parts_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
