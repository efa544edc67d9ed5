/* test_picture.c -- pictures of tables: what is drawn, written as SVG and PNG.
 *
 * Numbers are counted by hand from the six persons of follow_study.h; that SVG is well formed is libxml2's judgement, that
 * a PNG can be unpacked zlib's.  Widths of letters are those of the font's table hmtx (DejaVu Sans 2.37: N 1532, o 1253,
 * of 2048 units). */
#include <config.h>

#include "follow_study.h"

#include <libxml/parser.h>
#include <math.h>
#include <zlib.h>

#include "hand_table.h"
#include "table/picture.h"
#include "write/picture.h"

static char *
write_report(const reint_report *r, reint_format format, size_t *size)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);

    assert_non_null(stream);
    assert_ok(reint_write_stream(r, format, stream, NULL, ERR));
    fclose(stream);
    return text;
}

/* The report of WHAT as SVG, which is well formed. */
static char *
draw(struct study *s, const reint_follow_request *request)
{
    reint_report *r = NULL;
    size_t size = 0;

    assert_ok(reint_follow_report(s->study, request, &r, ERR));
    char *svg = write_report(r, REINT_SVG, &size);
    xmlDoc *doc = xmlReadMemory(svg, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    xmlFreeDoc(doc);
    reint_report_free(r);
    return svg;
}

static void
assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void
assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

/* ---- flow ----------------------------------------------------------------------------------------------- */

/* First wave: A B C D F.  Second: A B and E for the first time; C and D missed, D for good; F not due.  Third: A E, and C who
 * came back; B D F missed for good.  Nobody at the fourth. */
static void
the_flow_has_the_numbers_that_were_counted_by_hand(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    char *svg =
        draw(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request), .what = "participation" });
    static const char *const in_order[] = { ">Approached: 6<",
                                            ">Not interviewed so far: 1<",
                                            ">First: 5<",
                                            ">… for the first time: 5<",
                                            ">Interviewed before, not now: 2<",
                                            ">… and at no later wave: 1<",
                                            ">Not yet due: 1<",
                                            ">Second: 3<",
                                            ">… for the first time: 1<",
                                            ">… also at the wave before: 2<",
                                            ">Interviewed before, not now: 3<",
                                            ">… and at no later wave: 3<",
                                            ">Third: 3<",
                                            ">… also at the wave before: 2<",
                                            ">… came back after missing a<",
                                            ">wave: 1<",
                                            ">Interviewed before, not now: 6<",
                                            ">Fourth: 0<" };
    const char *at = svg;
    for (size_t i = 0; i < REINTI_LENGTH(in_order); i++) {
        const char *found = strstr(at, in_order[i]);
        if (!found)
            fail_msg("\"%s\" does not follow in:\n%s", in_order[i], at);
        at = found + 1;
    }
    assert_has(svg, "INTERNAL");
    assert_lacks(svg, "Shows individual people");
    free(svg);
    study_free(&s);
}

/* ---- movement ------------------------------------------------------------------------------------------- */

static void
each_band_says_who_moved_and_how_many(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    char *svg = draw(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                  .what = "transitions",
                                                  .variable = "work",
                                                  .waves = "w1,w2" });
    assert_has(svg, "<title>No work → Casual: 1</title>");  /* A */
    assert_has(svg, "<title>No work → No work: 1</title>"); /* B */
    assert_lacks(svg, "A job →");                           /* C was not seen again there */
    assert_has(svg, "<title>No work: 2</title>");
    assert_has(svg, ">First → Second<");
    assert_has(svg, ">2 persons<");
    free(svg);
    study_free(&s);
}

static void
a_wave_of_nobody_gives_a_picture_that_says_so(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    char *svg = draw(&s, &(reint_follow_request){ .size = sizeof(reint_follow_request),
                                                  .what = "transitions",
                                                  .variable = "work",
                                                  .waves = "w3,w4",
                                                  .language = "id" });
    assert_has(svg, ">Tidak ada orang untuk ditampilkan.<");
    free(svg);
    study_free(&s);
}

/* A table of moves among K states, one person in each cell of the diagonal and the next one, made by hand. */
static reinti_table *
moves_of(size_t k, const char *label)
{
    reinti_table *t = reinti_cells_create();
    size_t side = k + 1;

    assert_non_null(t);
    t->row = reinti_arena_alloc(t->arena, side * sizeof *t->row);
    t->layer = reinti_arena_alloc(t->arena, sizeof *t->layer);
    t->stat = reinti_arena_alloc(t->arena, sizeof *t->stat);
    t->cell = reinti_arena_alloc(t->arena, side * side * sizeof *t->cell);
    t->column = t->row;
    t->n_rows = t->n_columns = side;
    t->n_layers = t->n_stats = 1;
    t->layer[0] = (reinti_layer){ "a>b", "Then → now" };
    t->stat[0] = (reinti_stat){ "count", "count", "n", REINTI_CELL_COUNT, 0 };
    for (size_t i = 0; i < side; i++)
        t->row[i] = (reinti_entry){ .code = reinti_arena_format(t->arena, "s%zu", i),
                                    .label = reinti_arena_format(t->arena, "%s %zu", label, i),
                                    .total = i == k };
    for (size_t a = 0; a < side; a++)
        for (size_t b = 0; b < side; b++) {
            double moved = a < k && b < k                             ? a == b || b == a + 1
                           : a == k && b == k                         ? 2.0 * (double)k - 1
                           : (a == k ? b : a) == (a == k ? 0 : k - 1) ? 1
                                                                      : 2;
            t->cell[a * side + b] = hand_count(moved);
        }
    t->picture.kind = "alluvial";
    return t;
}

static double
left_of(const reinti_shape *s)
{
    double width = reinti_text_width(s->text, s->size, s->bold);
    return s->x - (s->anchor == REINTI_ANCHOR_END      ? width
                   : s->anchor == REINTI_ANCHOR_MIDDLE ? width / 2
                                                       : 0);
}

/* Whatever the labels, no text lies on another or outside the picture. */
static void
assert_legible(const reinti_picture *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const reinti_shape *a = &p->shape[i];
        if (a->kind != REINTI_SHAPE_TEXT)
            continue;
        double x = left_of(a), x2 = x + reinti_text_width(a->text, a->size, a->bold);
        if (x < -0.5 || x2 > p->width + 0.5 || a->y > p->height || a->y - a->size < -3)
            fail_msg("\"%s\" lies outside", a->text);
        for (size_t k = 0; k < i; k++) {
            const reinti_shape *b = &p->shape[k];
            if (b->kind != REINTI_SHAPE_TEXT || !*a->text || !*b->text)
                continue;
            double u = left_of(b), u2 = u + reinti_text_width(b->text, b->size, b->bold);
            if (x < u2 - 0.5 && u < x2 - 0.5 && a->y - 0.7 * a->size < b->y && b->y - 0.7 * b->size < a->y)
                fail_msg("\"%s\" and \"%s\" lie on each other", a->text, b->text);
        }
    }
}

static void
twelve_states_with_long_names_can_be_read(void **state)
{
    static const char *const labels[] = {
        "S", "Tidak memperoleh bantuan formal maupun informal apa pun sejak kepulangan ke kampung halaman",
        "Pekerja-rumah-tangga-migran-yang-dipulangkan-melalui-perwakilan"
    };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(labels); i++)
        for (size_t k = 1; k <= 14; k++) {
            reinti_table *t = moves_of(k, labels[i]);
            reinti_picture p;
            reinti_picture_begin(&p, t->arena, "id", 620);
            assert_ok(reinti_picture_draw(t, &p, ERR));
            assert_legible(&p);
            reinti_picture_end(&p);
            reinti_cells_free(t);
        }
}

/* ---- states and sequences --------------------------------------------------------------------------------- */

static void
shares_of_too_few_are_not_drawn_but_counted(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s); /* small base 5; nobody's work is known of more than four at a wave */
    char *svg = draw(&s, &(reint_follow_request){
                             .size = sizeof(reint_follow_request), .what = "sequences", .variable = "work" });
    assert_has(svg, ">No work: 2<"); /* A and B at first; C had a job, D casual work, F refused to say */
    assert_has(svg, ">n = 4<");
    assert_lacks(svg, "50%");
    free(svg);
    study_free(&s);
}

static void
a_picture_of_single_people_says_that_it_is_never_for_release(void **state)
{
    struct study s;
    (void)state;

    follow_study(&s);
    char *svg = draw(&s, &(reint_follow_request){
                             .size = sizeof(reint_follow_request), .what = "sequences", .variable = "work" });
    assert_has(svg, ">Shows individual people: never for release.<");
    assert_has(svg, ">Not seen or not told<");
    free(svg);
    study_free(&s);
}

/* ---- files ---------------------------------------------------------------------------------------------- */

static void
markup_in_a_label_stays_text(void **state)
{
    reinti_table *t = moves_of(2, "<b> & \"c\"");
    hand h;
    size_t size;
    (void)state;

    hand_make(&h);
    t->title = "A < B";
    h.tables[0] = t;
    char *svg = write_report(&h.report, REINT_SVG, &size);
    xmlDoc *doc = xmlReadMemory(svg, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    assert_has(svg, "&lt;b&gt; &amp; &quot;c&quot; 1");
    assert_has(svg, "<title id=\"title\">A &lt; B</title>");
    xmlFreeDoc(doc);
    free(svg);
    reinti_cells_free(t);
}

static uint32_t
read_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Every chunk has its checksum, the rows unpack to as many bytes as the head says, and something is on them. */
static void
assert_png(const unsigned char *png, size_t size, uint32_t *width, uint32_t *height)
{
    bool ended = false, drawn = false;

    assert_true(size > 8 && !memcmp(png, "\x89PNG\r\n\x1a\n", 8));
    *width = read_u32(png + 16);
    *height = read_u32(png + 20);
    for (size_t at = 8; at + 12 <= size;) {
        uint32_t n = read_u32(png + at);
        assert_true(n <= size - at - 12);
        assert_int_equal(crc32(0, png + at + 4, n + 4), read_u32(png + at + 8 + n));
        if (!memcmp(png + at + 4, "IDAT", 4)) {
            uLongf rows = (3 * (uLongf)*width + 1) * *height, unpacked = rows + 1;
            unsigned char *pixel = malloc(unpacked);
            assert_non_null(pixel);
            assert_int_equal(uncompress(pixel, &unpacked, png + at + 8, n), Z_OK);
            assert_int_equal(unpacked, rows);
            for (size_t i = 0; i < rows; i++)
                drawn = drawn || (i % (3 * (size_t)*width + 1) && pixel[i] < 0x80);
            free(pixel);
        }
        ended = !memcmp(png + at + 4, "IEND", 4);
        at += 12 + n;
    }
    assert_true(ended && drawn);
}

static void
a_png_has_two_pixels_a_point_and_the_same_bytes_twice(void **state)
{
    struct study s;
    reint_report *r = NULL;
    size_t size, again, svg_size;
    uint32_t width, height;
    double points[2];
    (void)state;

    follow_study(&s);
    const reint_follow_request request = { .size = sizeof request, .what = "participation" };
    assert_ok(reint_follow_report(s.study, &request, &r, ERR));
    char *one = write_report(r, REINT_PNG, &size), *two = write_report(r, REINT_PNG, &again),
         *svg = write_report(r, REINT_SVG, &svg_size);
    assert_png((const unsigned char *)one, size, &width, &height);
    assert_int_equal(size, again);
    assert_memory_equal(one, two, size);
    assert_int_equal(sscanf(strstr(svg, "viewBox"), "viewBox=\"0 0 %lf %lf\"", &points[0], &points[1]), 2);
    assert_int_equal(width, 2 * points[0]);
    assert_int_equal(height, 2 * points[1]);
    free(one);
    free(two);
    free(svg);
    reint_report_free(r);
    study_free(&s);
}

static void
tables_without_a_picture_are_refused(void **state)
{
    hand h;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    (void)state;

    hand_make(&h);
    assert_int_equal(reint_write_stream(&h.report, REINT_SVG, stream, NULL, ERR), REINT_ARGUMENT);
    assert_has(ERR->text, "none of these tables has a picture");
    assert_int_equal(reint_write_stream(&h.report, REINT_PNG, stream, NULL, ERR), REINT_ARGUMENT);
    fclose(stream);
    assert_int_equal(size, 0);
    free(text);
}

/* ---- text and places -------------------------------------------------------------------------------------- */

static void
a_text_is_as_wide_as_the_font_says(void **state)
{
    (void)state;
    assert_close(reinti_text_width("No", 10, false), 10 * (0.748 + 0.612),
                 1e-12); /* 1532 / 2048, 1253 / 2048 */
    assert_close(reinti_text_width("", 10, true), 0, 1e-12);
    assert_true(reinti_text_width("é", 10, false) >= 6.15);
}

static void
a_paragraph_breaks_at_blanks_and_ends_where_there_is_no_room(void **state)
{
    reinti_arena *arena = reinti_arena_create();
    reinti_picture p;
    (void)state;

    reinti_picture_begin(&p, arena, NULL, 100);
    double width = reinti_text_width("one two", 10, false) + 1;
    assert_int_equal(reinti_draw_paragraph(&p, 0, 0, width, 10, REINTI_ANCHOR_START, 0, false,
                                           "one two three four", 2, true),
                     2);
    assert_string_equal(p.shape[0].text, "one two");
    assert_string_equal(p.shape[1].text, "three…");
    assert_int_equal(reinti_draw_paragraph(&p, 0, 0, 1, 10, REINTI_ANCHOR_START, 0, false, "äb", 9, false),
                     2); /* never 0 */
    assert_int_equal(reinti_draw_paragraph(&p, 0, 0, 9, 10, REINTI_ANCHOR_START, 0, false, "", 9, true), 0);
    reinti_picture_end(&p);
    reinti_arena_free(arena);
}

static void
labels_are_moved_as_far_as_they_must_be_and_no_farther(void **state)
{
    double at[] = { 10, 11, 12, 90 };
    const double height[] = { 10, 10, 10, 10 };
    (void)state;

    reinti_spread_labels(at, height, 4, 0, 100);
    assert_close(at[0], 10, 1e-12);
    assert_close(at[1], 20, 1e-12);
    assert_close(at[2], 30, 1e-12);
    assert_close(at[3], 90, 1e-12);
    double low[] = { 95, 96, 97, 98 };
    reinti_spread_labels(low, height, 4, 0, 100);
    assert_close(low[0], 65, 1e-12);
    assert_close(low[3], 95, 1e-12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_flow_has_the_numbers_that_were_counted_by_hand),
        cmocka_unit_test(each_band_says_who_moved_and_how_many),
        cmocka_unit_test(a_wave_of_nobody_gives_a_picture_that_says_so),
        cmocka_unit_test(twelve_states_with_long_names_can_be_read),
        cmocka_unit_test(shares_of_too_few_are_not_drawn_but_counted),
        cmocka_unit_test(a_picture_of_single_people_says_that_it_is_never_for_release),
        cmocka_unit_test(markup_in_a_label_stays_text),
        cmocka_unit_test(a_png_has_two_pixels_a_point_and_the_same_bytes_twice),
        cmocka_unit_test(tables_without_a_picture_are_refused),
        cmocka_unit_test(a_text_is_as_wide_as_the_font_says),
        cmocka_unit_test(a_paragraph_breaks_at_blanks_and_ends_where_there_is_no_room),
        cmocka_unit_test(labels_are_moved_as_far_as_they_must_be_and_no_farther),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
