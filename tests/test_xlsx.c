/* test_xlsx.c -- workbooks: the same bytes every time, private, whole or not at all, whatever the locale. */
#include <config.h>

#include "hand_table.h"
#include "zip_part.h"

#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "write/book.h"
#include "write/workbook.h"

static char folder[64];

static int
make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/reint-xlsx-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *
in_folder(const char *name)
{
    static char path[2][128];
    static int turn;
    snprintf(path[turn ^= 1], sizeof path[0], "%s/%s", folder, name);
    return path[turn];
}

static reinti_bytes
read_all(const char *path)
{
    reinti_bytes bytes = { 0 };
    assert_int_equal(reinti_bytes_read(path, 0, &bytes, NULL), REINT_OK);
    return bytes;
}

static void
two_runs_give_the_same_bytes_and_only_the_owner_reads_them(void **state)
{
    hand h;
    struct stat st;
    char a[128], b[128];

    (void)state;
    hand_make(&h);
    strcpy(a, in_folder("a.xlsx"));
    strcpy(b, in_folder("b.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, a, NULL), REINT_OK);
    setenv("TZ", "Asia/Jakarta", 1);
    assert_int_equal(reinti_write_xlsx(&h.report, b, NULL), REINT_OK);
    reinti_bytes one = read_all(a), two = read_all(b);
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.data, two.data, one.size);
    assert_memory_equal(one.data, "PK", 2);
    assert_int_equal(stat(a, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    reinti_bytes_free(&one);
    reinti_bytes_free(&two);
    unlink(a);
    unlink(b);
}

static void
a_picture_lies_below_its_table_and_is_said_in_words(void **state)
{
    hand h;
    char path[128];
    size_t size;
    (void)state;

    hand_make(&h);
    h.row[0].code = "approached";
    h.table.picture.kind = "flow";
    h.table.n_layers = 1;
    strcpy(path, in_folder("picture.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *png = read_part(path, "xl/media/image1.png", &size),
         *words = read_part(path, "xl/drawings/drawing1.xml", &size);
    assert_memory_equal(png, "\x89PNG", 4);
    assert_non_null(strstr(words, "descr=\"Assistance by sex. Unassisted: 12"));
    free(png);
    free(words);
    unlink(path);
}

/* 9525 EMU a pixel of 96 an inch; a PNG of ours has 144 pixels an inch. */
static void
a_picture_is_tied_to_one_cell_and_as_large_as_its_png_whatever_the_columns_are(void **state)
{
    hand h;
    char path[128];
    const char *ext;
    size_t size;
    long long cx, cy;
    (void)state;

    hand_make(&h);
    h.row[0].code = "approached";
    h.table.picture.kind = "flow";
    h.table.n_layers = 1;
    strcpy(path, in_folder("anchor.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *png = read_part(path, "xl/media/image1.png", &size),
         *drawing = read_part(path, "xl/drawings/drawing1.xml", &size);
    const unsigned char *head = (const unsigned char *)png + 16;
    double width = head[0] * 16777216.0 + head[1] * 65536 + head[2] * 256 + head[3],
           height = head[4] * 16777216.0 + head[5] * 65536 + head[6] * 256 + head[7];
    assert_null(strstr(drawing, "twoCellAnchor"));
    assert_null(strstr(drawing, "editAs"));
    assert_null(strstr(drawing, "<xdr:to>"));
    assert_non_null(strstr(drawing, "<xdr:oneCellAnchor><xdr:from>"));
    assert_non_null(ext = strstr(drawing, "</xdr:from><xdr:ext "));
    assert_int_equal(sscanf(ext, "</xdr:from><xdr:ext cx=\"%lld\" cy=\"%lld\"/><xdr:pic>", &cx, &cy), 2);
    assert_close((double)cx / (double)cy, width / height, 1e-3);
    assert_true((double)cx <= width * 96 / 144 * 9525 + 9525); /* or smaller, to be on a page */
    assert_non_null(strstr(drawing, "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"));
    free(png);
    free(drawing);
    unlink(path);
}

/* A table of so many ROWS with a picture: PART of its workbook, to be freed. */
static char *
part_of_flow(const char *name, size_t rows, const char *language, const char *part)
{
    static reinti_entry row[80];
    static reinti_cell cell[4 * 80];
    hand h;
    char path[128];
    size_t size;

    hand_make(&h);
    for (size_t i = 0; i < rows; i++) {
        row[i] = (reinti_entry){ .code = "approached", .label = "Approached" };
        for (size_t k = 0; k < 4; k++)
            cell[4 * i + k] = hand_count(3);
    }
    h.table.row = row;
    h.table.n_rows = rows;
    h.table.cell = cell;
    h.table.picture.kind = "flow";
    h.table.n_layers = 1;
    h.report.language = language;
    strcpy(path, in_folder(name));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *text = read_part(path, part, &size);
    unlink(path);
    return text;
}

static void
heads_of_columns_are_repeated_on_the_pages_of_a_table_and_not_over_its_picture(void **state)
{
    char *of_one_page = part_of_flow("short.xlsx", 3, "en", "xl/workbook.xml"),
         *of_several = part_of_flow("long.xlsx", 80, "en", "xl/workbook.xml");
    (void)state;

    assert_null(strstr(of_one_page, "Print_Titles"));
    assert_non_null(strstr(of_several, "Print_Titles"));
    free(of_one_page);
    free(of_several);
}

static void
pages_are_counted_in_the_language_of_the_report(void **state)
{
    char *english = part_of_flow("en.xlsx", 3, "en", "xl/worksheets/sheet1.xml"),
         *indonesian = part_of_flow("id.xlsx", 3, "id", "xl/worksheets/sheet1.xml");
    (void)state;

    assert_non_null(strstr(english, "&amp;RPage &amp;P of &amp;N"));
    assert_non_null(strstr(indonesian, "&amp;RHalaman &amp;P dari &amp;N"));
    free(english);
    free(indonesian);
}

static void
the_font_of_columns_is_one_that_is_everywhere(void **state)
{
    hand h;
    char path[128];
    size_t size;
    (void)state;

    hand_make(&h);
    strcpy(path, in_folder("font.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *styles = read_part(path, "xl/styles.xml", &size);
    const char *font = strstr(styles, "<font>"); /* the first one is that of columns */
    assert_non_null(font);
    assert_memory_equal(font, "<font><sz val=\"10\"/>", strlen("<font><sz val=\"10\"/>"));
    assert_null(strstr(styles, "Calibri"));
    free(styles);
    unlink(path);
}

static size_t
times(const char *text, const char *word)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, word)); at++)
        n++;
    return n;
}

static void
a_chart_of_curves_has_one_a_layer_as_far_as_each_goes(void **state)
{
    static const double height[2][4] = { { 1, 0.8, 0.5, 0.2 }, { 1, 0.9, 0.7, NAN } };
    reinti_layer layer[] = { { "a", "Men" }, { "b", "Women" } };
    reinti_entry row[] = { { .code = "0", .label = "0" },
                           { .code = "6", .label = "6" },
                           { .code = "12", .label = "12" },
                           { .code = "18", .label = "18" } };
    reinti_entry column = { .code = "months", .label = "Months" };
    reinti_stat stat = { "without", "without", "without it", REINTI_CELL_STATISTIC, 3 };
    reinti_cell cell[8];
    hand h;
    char path[128];
    size_t size;
    (void)state;

    for (size_t i = 0; i < 8; i++) {
        double x = height[i / 4][i % 4];
        cell[i] = (reinti_cell){ .value = x,
                                 .low = x,
                                 .high = x,
                                 .kind = REINTI_CELL_STATISTIC,
                                 .state = isnan(x) ? REINTI_CELL_NOT_APPLICABLE : REINTI_CELL_SHOWN };
    }
    hand_make(&h);
    h.table = (reinti_table){ .id = "T",
                              .title = "Curves",
                              .n_layers = 2,
                              .layer = layer,
                              .n_rows = 4,
                              .row = row,
                              .n_columns = 1,
                              .column = &column,
                              .n_stats = 1,
                              .stat = &stat,
                              .cell = cell,
                              .row_title = "Months",
                              .column_title = "",
                              .chart = { .kind = "line", .most = 1 } };
    strcpy(path, in_folder("curves.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *chart = read_part(path, "xl/charts/chart1.xml", &size);
    assert_int_equal(times(chart, "<c:ser>"), 2);
    assert_non_null(strstr(chart, "Men"));
    assert_non_null(strstr(chart, "<c:ptCount val=\"4\""));
    assert_non_null(strstr(chart, "<c:ptCount val=\"3\"")); /* nobody is watched any longer */
    assert_non_null(strstr(chart, "<c:max val=\"1\"/>"));
    free(chart);
    char *drawing = read_part(path, "xl/drawings/drawing1.xml", &size);
    assert_null(strstr(drawing, "twoCellAnchor"));
    /* 480 x 288 pixels, 1.35 and 1.15 times, of 9525 EMU */
    assert_non_null(strstr(drawing, "</xdr:from><xdr:ext cx=\"6172200\" cy=\"3154680\"/><xdr:graphicFrame"));
    free(drawing);
    unlink(path);
}

/* As on a terminal; then nothing is to be read of what does not apply, either. */
static void
a_statistic_that_no_row_of_a_column_has_takes_no_column_of_the_sheet(void **state)
{
    hand h;
    char path[128];
    size_t size;
    (void)state;

    hand_make(&h);
    unsigned with = reinti_workbook_width(&h.table);
    for (size_t i = 1; i < REINTI_LENGTH(h.cell); i += 4)
        h.cell[i] =
            (reinti_cell){ .value = NAN, .kind = REINTI_CELL_SHARE, .state = REINTI_CELL_NOT_APPLICABLE };
    assert_int_equal(reinti_workbook_width(&h.table), with - 2); /* the share, and at most */
    strcpy(path, in_folder("less.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *strings = read_part(path, "xl/sharedStrings.xml", &size);
    assert_null(strstr(strings, "does not apply"));
    free(strings);
    unlink(path);
}

/* The sheet of the table: the first that stands in landscape. */
static char *
table_sheet(const char *path)
{
    char part[64];
    size_t size;

    for (unsigned i = 2;; i++) {
        snprintf(part, sizeof part, "xl/worksheets/sheet%u.xml", i);
        char *sheet = read_part(path, part, &size);
        if (strstr(sheet, "landscape"))
            return sheet;
        free(sheet);
    }
}

/* The row of the contents page in XML that leads to TABLE. */
static long
row_of_link(const char *xml, const char *table)
{
    char target[40];

    snprintf(target, sizeof target, "location=\"'%s'!", table);
    const char *found = strstr(xml, target), *at = NULL, *next = xml;
    assert_non_null(found);
    while ((next = strstr(next, "<hyperlink ref=\"B")) && next < found)
        at = next++;
    return strtol(at + strlen("<hyperlink ref=\"B"), NULL, 10);
}

static void
the_contents_list_a_group_once_though_a_plan_returns_to_it(void **state)
{
    /* tables of one group share a sheet: their links differ by the cell */
    static const char *const group[] = { "Help", "Work", "Help", NULL, "Work" };
    reinti_table table[5], *tables[5];
    char path[96];
    size_t size;
    hand h;
    (void)state;

    hand_make(&h);
    for (size_t i = 0; i < 5; i++) {
        table[i] = h.table;
        table[i].group = group[i];
        table[i].id = i == 3 ? "lone" : h.table.id;
        tables[i] = &table[i];
    }
    h.report.table = tables;
    h.report.n_tables = 5;
    strcpy(path, in_folder("contents.xlsx"));
    assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
    char *xml = read_part(path, "xl/worksheets/sheet2.xml", &size); /* after the cover */
    long help = row_of_link(xml, "Help"), work = row_of_link(xml, "Work");
    assert_int_equal(work, help + 4); /* two of Help, a row between, the name of the group */
    assert_int_equal(row_of_link(xml, "lone"), work + 3);
    assert_int_equal(times(xml, "<hyperlink "), 5);
    free(xml);
    unlink(path);
}

static void
a_title_longer_than_a_page_is_wide_stands_in_lines(void **state)
{
    static const char longer[] =
        "A title that nests several things within each other, so that it would be cut at the "
        "edge of the page where it is printed";
    hand h;
    char path[96];
    (void)state;

    for (int longish = 0; longish < 2; longish++) {
        hand_make(&h);
        h.table.title = longish ? longer : "Short";
        strcpy(path, in_folder("title.xlsx"));
        assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
        char *sheet = table_sheet(path);
        assert_int_equal(strstr(sheet, "<mergeCell ref=\"A1:") != NULL, longish);
        assert_int_equal(strstr(sheet, " ht=\"37\" customHeight") != NULL, longish); /* two lines */
        free(sheet);
        unlink(path);
    }
}

/* A page of A4 in landscape holds 755 points, of which columns that a program makes a third wider than meant leave 551 and, at
 * 65 percent, 848: the labels' 235 and nine columns of 61.5. */
static void
a_table_wider_than_a_page_can_be_read_takes_pages_beside_each_other(void **state)
{
    enum { N = 14 };
    reinti_layer layer = { "", "" };
    reinti_entry row = { .code = "a", .label = "A" }, column[N];
    reinti_stat stat = { "n", "n", "n", REINTI_CELL_COUNT, 0 };
    const char *note[] = {
        "A note that is longer than one line of the page, so that it has to be divided between several "
        "lines, and stands only on the first page and nowhere else in this workbook of one table."
    };
    reinti_cell cell[N];
    hand h;
    char path[128];
    size_t size;
    (void)state;

    for (size_t i = 0; i < N; i++) {
        column[i] = (reinti_entry){ .code = "c", .label = "C" };
        cell[i] = (reinti_cell){
            .value = 1, .low = 1, .high = 1, .kind = REINTI_CELL_COUNT, .state = REINTI_CELL_SHOWN
        };
    }
    for (size_t n_columns = 5; n_columns <= N; n_columns += 9) {
        hand_make(&h);
        h.table = (reinti_table){ .id = "T",
                                  .title = "Wide",
                                  .n_layers = 1,
                                  .layer = &layer,
                                  .n_rows = 1,
                                  .row = &row,
                                  .n_columns = n_columns,
                                  .column = column,
                                  .n_stats = 1,
                                  .stat = &stat,
                                  .cell = cell,
                                  .n_notes = 1,
                                  .note = note,
                                  .row_title = "Rows",
                                  .column_title = "" };
        strcpy(path, in_folder("wide.xlsx"));
        assert_int_equal(reinti_write_xlsx(&h.report, path, NULL), REINT_OK);
        char *book = read_part(path, "xl/workbook.xml", &size), *sheet = table_sheet(path);
        bool wide = n_columns > 5;
        assert_int_equal(strstr(sheet, "scale=\"65\"") != NULL, wide);
        assert_int_equal(
            strstr(sheet, "<colBreaks count=\"1\" manualBreakCount=\"1\"><brk id=\"10\"") != NULL, wide);
        assert_int_equal(strstr(book, "$A:$A") != NULL, wide);
        assert_int_equal(strstr(sheet, "<mergeCell ref=\"B") != NULL,
                         wide); /* not on each page, as column A is */
        assert_null(strstr(sheet, "fitToPage"));
        free(book);
        free(sheet);
        unlink(path);
    }
}

static void
a_folder_that_is_not_there_is_an_error_and_leaves_nothing(void **state)
{
    hand h;
    reint_error err = { .status = REINT_OK };

    (void)state;
    hand_make(&h);
    assert_int_equal(reinti_write_xlsx(&h.report, in_folder("none/a.xlsx"), &err), REINT_OUTPUT);
    assert_non_null(strstr(err.text, "No such file"));
}

static void
sheet_names_are_cut_cleaned_and_made_different(void **state)
{
    reinti_book_options options = { "t", "s", "a & b", NULL };
    reinti_book *book = NULL;

    (void)state;
    assert_int_equal(reinti_book_create(in_folder("n.xlsx"), &options, &book, NULL), REINT_OK);
    reinti_sheet *a = reinti_sheet_add(book, "Class by sex: [all] of those / interviewed");
    reinti_sheet *b = reinti_sheet_add(book, "CLASS BY SEX: [all] of those / interviewed");
    reinti_sheet *c = reinti_sheet_add(book, "");
    assert_string_equal(reinti_sheet_name(a), "Class by sex   all  of those");
    assert_string_equal(reinti_sheet_name(b), "CLASS BY SEX   all  of thos (2)");
    assert_string_equal(reinti_sheet_name(c), "Sheet");
    reinti_sheet_number(a, 0, 0, NAN, REINTI_LOOK_INTEGER);
    reinti_sheet_number(a, 1, 0, INFINITY, REINTI_LOOK_INTEGER);
    assert_int_equal(reinti_book_close(book, true, NULL), REINT_OK);
    unlink(in_folder("n.xlsx"));
}

static void
what_is_no_utf8_is_refused(void **state)
{
    reinti_book_options options = { "t", "s", "f", NULL };
    reinti_book *book = NULL;
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reinti_book_create(in_folder("u.xlsx"), &options, &book, NULL), REINT_OK);
    reinti_sheet_text(reinti_sheet_add(book, "x"), 0, 0, "\xff\xfe", REINTI_LOOK_TEXT);
    assert_int_equal(reinti_book_close(book, true, &err), REINT_OUTPUT);
    unlink(in_folder("u.xlsx"));
}

static void
a_name_says_internal_unless_it_is_a_release(void **state)
{
    hand h;
    static const char *const names[][2] = {
        { "out/tables.xlsx", "out/tables-INTERNAL.xlsx" },
        { "tables", "tables-INTERNAL" },
        { "a.b/tables", "a.b/tables-INTERNAL" },
        { "x-INTERNAL.csv", "x-INTERNAL.csv" },
        { "-", "-" },
    };

    (void)state;
    hand_make(&h);
    h.report.internal = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *name = reint_write_name(&h.report, names[i][0]);
        assert_string_equal(name, names[i][1]);
        free(name);
    }
    h.report.internal = false;
    char *name = reint_write_name(&h.report, "out/tables.xlsx");
    assert_string_equal(name, "out/tables.xlsx");
    free(name);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_give_the_same_bytes_and_only_the_owner_reads_them),
        cmocka_unit_test(a_picture_lies_below_its_table_and_is_said_in_words),
        cmocka_unit_test(a_picture_is_tied_to_one_cell_and_as_large_as_its_png_whatever_the_columns_are),
        cmocka_unit_test(heads_of_columns_are_repeated_on_the_pages_of_a_table_and_not_over_its_picture),
        cmocka_unit_test(pages_are_counted_in_the_language_of_the_report),
        cmocka_unit_test(the_font_of_columns_is_one_that_is_everywhere),
        cmocka_unit_test(a_chart_of_curves_has_one_a_layer_as_far_as_each_goes),
        cmocka_unit_test(a_table_wider_than_a_page_can_be_read_takes_pages_beside_each_other),
        cmocka_unit_test(a_statistic_that_no_row_of_a_column_has_takes_no_column_of_the_sheet),
        cmocka_unit_test(the_contents_list_a_group_once_though_a_plan_returns_to_it),
        cmocka_unit_test(a_title_longer_than_a_page_is_wide_stands_in_lines),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error_and_leaves_nothing),
        cmocka_unit_test(sheet_names_are_cut_cleaned_and_made_different),
        cmocka_unit_test(what_is_no_utf8_is_refused),
        cmocka_unit_test(a_name_says_internal_unless_it_is_a_release),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
