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
#include "write/picture_ink.h"

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
strands_go_through_all_waves_and_count_everybody_once(void **state)
{
    struct study s;
    reint_report *r = NULL;
    (void)state;

    follow_study(&s);
    const reint_follow_request request = {
        .size = sizeof request, .what = "transitions", .variable = "work", .waves = "w1,w2,w3"
    };
    assert_ok(reint_follow_report(s.study, &request, &r, ERR));
    const reinti_table *of = r->table[0]->picture.of;
    assert_non_null(of);
    assert_int_equal(of->n_layers, 2);
    for (size_t layer = 0; layer < 2; layer++)
        assert_close(reinti_table_cell(of, layer, of->n_rows - 1, of->n_columns - 1, 0)->value, 6, 0);
    reint_report_free(r);
    char *svg = draw(&s, &request);
    assert_has(svg, "<title>Not interviewed yet: 1</title>"); /* E */
    assert_has(svg, "<title>Lost → Lost: 1</title>");         /* D; F was not due at the second */
    assert_has(svg, "<title>Lost: 3</title>");                /* at the third wave: B, D, F */
    assert_has(svg, "<title>No work → Casual: 1</title>");    /* A */
    assert_has(svg, ">Second<");                              /* once, over the bar that both steps share */
    assert_lacks(svg, ">First → Second<");
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

/* ---- pictures of tables made by hand ------------------------------------------------------------------------- */

/* One layer, ROWS x COLUMNS of VALUE, all of the statistic STAT. */
static reinti_table *
table_of(const char *kind, const char *stat, const char *const *row, size_t rows, const char *const *column,
         size_t columns, const double *value)
{
    reinti_table *t = reinti_cells_create();

    assert_non_null(t);
    t->row = reinti_arena_alloc(t->arena, rows * sizeof *t->row);
    t->column = reinti_arena_alloc(t->arena, columns * sizeof *t->column);
    t->layer = reinti_arena_alloc(t->arena, sizeof *t->layer);
    t->stat = reinti_arena_alloc(t->arena, sizeof *t->stat);
    t->cell = reinti_arena_alloc(t->arena, rows * columns * sizeof *t->cell);
    t->n_rows = rows;
    t->n_columns = columns;
    t->n_layers = t->n_stats = 1;
    t->layer[0] = (reinti_layer){ "", "" };
    t->stat[0] = (reinti_stat){ stat, stat, stat, REINTI_CELL_STATISTIC, 2 };
    for (size_t i = 0; i < rows; i++)
        t->row[i] = (reinti_entry){ .code = row[i], .label = row[i] };
    for (size_t i = 0; i < columns; i++)
        t->column[i] = (reinti_entry){ .code = column[i], .label = column[i] };
    for (size_t i = 0; i < rows * columns; i++) {
        t->cell[i] = hand_count(value[i]);
        t->cell[i].state = isnan(value[i]) ? REINTI_CELL_UNDEFINED : REINTI_CELL_SHOWN;
    }
    t->picture.kind = kind;
    return t;
}

/* The I-th shape of KIND. */
static const reinti_shape *
shape_of(const reinti_picture *p, reinti_shape_kind kind, size_t i)
{
    for (size_t k = 0; k < p->n; k++)
        if (p->shape[k].kind == kind && !i--)
            return &p->shape[k];
    fail_msg("there is no such shape");
    return NULL;
}

static void
a_curve_goes_down_in_steps_and_ends_where_nobody_is_watched(void **state)
{
    static const char *const rows[] = { "0", "6", "9.5", "24" }, *const column[] = { "months" };
    const double share[] = { 1, 0.75, 0.25, NAN };
    reinti_table *t = table_of("curve", "without", rows, 4, column, 1, share);
    const reinti_shape *grid[5], *curve = NULL;
    reinti_picture p;
    (void)state;

    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    for (size_t i = 0; i < 5; i++) /* the lines at 0, 25, 50, 75 and 100 % come first */
        grid[i] = shape_of(&p, REINTI_SHAPE_LINE, i);
    for (size_t k = 0; k < p.n; k++)
        if (p.shape[k].kind == REINTI_SHAPE_LINE && p.shape[k].n > 2)
            curve = &p.shape[k];
    assert_non_null(curve);
    assert_int_equal(curve->n, 7); /* the beginning, and two points a time */
    double x0 = grid[0]->point[0], width = grid[0]->point[2] - x0;
    static const struct {
        double months;
        int quarter;
    } want[] = { { 0, 4 }, { 0, 4 }, { 0, 4 }, { 6, 4 }, { 6, 3 }, { 9.5, 3 }, { 9.5, 1 } };
    for (size_t i = 0; i < curve->n; i++) {
        assert_close(curve->point[2 * i], x0 + width * want[i].months / 24, 1e-12);
        assert_close(curve->point[2 * i + 1], grid[want[i].quarter]->point[1], 1e-12);
    }
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
numbers_at_risk_stand_under_the_ticks_and_strokes_where_people_leave(void **state)
{
    static const char *const rows[] = { "0", "1", "1.5", "2" }, *const column[] = { "months" };
    /* of five, one has the event after a month, one leaves after one and a half, the last three after two */
    const double watched[] = { 5, 4, 4, 3 }, had[] = { 0, 1, 1, 1 }, without[] = { 1, 0.8, 0.8, 0.8 };
    reinti_table *t = table_of("curve", "without", rows, 4, column, 1, without);
    static const reinti_stat stats[] = { { "at_risk", "at_risk", "still watched", REINTI_CELL_COUNT, 0 },
                                         { "had", "had", "had it", REINTI_CELL_COUNT, 0 },
                                         { "without", "without", "without", REINTI_CELL_STATISTIC, 2 } };
    reinti_cell cell[12];
    size_t strokes = 0, numbers = 0;
    reinti_picture p;
    (void)state;

    for (size_t r = 0; r < 4; r++) {
        cell[3 * r] = hand_count(watched[r]);
        cell[3 * r + 1] = hand_count(had[r]);
        cell[3 * r + 2] = t->cell[r];
    }
    t->stat = (reinti_stat *)stats;
    t->n_stats = 3;
    t->cell = cell;
    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    double zero = shape_of(&p, REINTI_SHAPE_LINE, 0)->point[0],
           end = shape_of(&p, REINTI_SHAPE_LINE, 0)->point[2];
    double at[4] = { 0 };
    for (size_t i = 0; i < p.n; i++) {
        const reinti_shape *s = &p.shape[i];
        if (s->kind == REINTI_SHAPE_LINE && s->n == 2 && s->point[0] == s->point[2] &&
            s->stroke == reinti_color(0))
            at[strokes++ % 4] = (s->point[0] - zero) / (end - zero) * 2;
        if (s->kind == REINTI_SHAPE_TEXT && s->y > 280 && s->anchor == REINTI_ANCHOR_MIDDLE) {
            static const char *const want[] = { "5", "4", "3" }; /* after 0, 1 and 2 months; 1.5 is no tick */
            assert_true(numbers < 3);
            assert_string_equal(s->text, want[numbers++]);
        }
    }
    assert_int_equal(numbers, 3);
    assert_int_equal(strokes, 2);
    assert_close(at[0], 1.5, 1e-9);
    assert_close(at[1], 2, 1e-9);
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
bars_of_changes_are_as_long_as_their_numbers(void **state)
{
    static const char *const rows[] = { "Housing", "Work" }, *const columns[] = { "improved", "same",
                                                                                  "fell_back", "not_compared",
                                                                                  "total" };
    const double n[] = { 8, 38, 3, 3, 52, 12, 30, 0, 10, 52 };
    reinti_table *t = table_of("changes", "count", rows, 2, columns, 5, n);
    reinti_picture p;
    (void)state;

    t->show_bounds = true;
    t->cell[0].high = 10; /* two more may have improved in housing */
    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    const reinti_shape *fell = shape_of(&p, REINTI_SHAPE_RECT, 0), *open = shape_of(&p, REINTI_SHAPE_RECT, 1),
                       *improved = shape_of(&p, REINTI_SHAPE_RECT, 2),
                       *work = shape_of(&p, REINTI_SHAPE_RECT, 4);
    assert_close(improved->width / fell->width, 8.0 / 3, 1e-12);
    assert_close(work->width / fell->width, 12.0 / 3, 1e-12);
    assert_true(open->hatched && !improved->hatched);
    assert_close(open->width / fell->width, 2.0 / 3, 1e-12);
    assert_close(open->x, improved->x + improved->width, 1e-12);
    assert_close(fell->x + fell->width, improved->x, 1e-12); /* both begin at the line in the middle */
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
differences_are_drawn_without_their_sign(void **state)
{
    static const char *const rows[] = { "Sex", "Age", "Site" }, *const columns[] = { "kept", "before",
                                                                                     "after" };
    const double d[] = { 5, -0.2, 0.1, 5, 0.4, -0.05, 5, NAN, 0 };
    reinti_table *t = table_of("balance", "difference", rows, 3, columns, 3, d);
    reinti_picture p;
    (void)state;

    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    double zero =
        shape_of(&p, REINTI_SHAPE_DOT, 6)->x; /* two of the key, two, two, and the one of the last row */
    double unit = shape_of(&p, REINTI_SHAPE_DOT, 4)->x - zero;
    assert_close((shape_of(&p, REINTI_SHAPE_DOT, 2)->x - zero) / unit, 0.2 / 0.4, 1e-12);
    assert_close((shape_of(&p, REINTI_SHAPE_DOT, 3)->x - zero) / unit, 0.1 / 0.4, 1e-12);
    assert_close((shape_of(&p, REINTI_SHAPE_DOT, 5)->x - zero) / unit, 0.05 / 0.4, 1e-12);
    assert_string_equal(shape_of(&p, REINTI_SHAPE_DOT, 2)->title, "Sex, before: -0.20"); /* said with it */
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
a_time_line_has_marks_where_people_were_seen_and_no_keys(void **state)
{
    static const char *const rows[] = { "SYN-7", "SYN-8", "SYN-9" }, *const columns[] = {
        "w1", "w1.contacts", "w2", "w2.contacts", "contact.1", "last"
    };
    /* once only, and never heard of again; twice, a contact after 2 of 8 months; nobody knows when */
    const double months[] = { 0, 0, NAN, NAN, NAN, 0, 0, 1, 8, 0, 2, 8, NAN, NAN, NAN, NAN, NAN, NAN };
    static const reinti_entry marks[] = { { .code = "w1", .label = "First" },
                                          { .code = "w2", .label = "Second" },
                                          { .code = "contact", .label = "Contact" } };
    reinti_table *t = table_of("timeline", "months", rows, 3, columns, 6, months);
    reinti_picture p;
    unsigned char *png = NULL;
    size_t size = 0;
    (void)state;

    t->picture.personal = true;
    t->picture.state = marks;
    t->picture.n_states = 3;
    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    assert_true(p.personal);
    assert_string_equal(p.words.text, "2 people; number of interviews 2: 1; number of interviews 1: 1");
    for (size_t i = 0; i < p.n; i++)
        assert_true(!p.shape[i].text || !strstr(p.shape[i].text, "SYN"));
    const reinti_shape *first = shape_of(&p, REINTI_SHAPE_RECT, 2),
                       *second = shape_of(&p, REINTI_SHAPE_RECT, 3),
                       *alone = shape_of(&p, REINTI_SHAPE_RECT, 4), /* behind two of the legend */
                           *contact = shape_of(&p, REINTI_SHAPE_DOT, 1);
    double start = first->x + first->width / 2, end = second->x + second->width / 2;
    assert_close(contact->x, start + (end - start) * 2 / 8, 1e-9);
    assert_close(contact->y, first->y + first->height / 2, 1e-9);
    assert_true(alone->y > first->y); /* those seen longest stand first */
    assert_close(alone->x, first->x, 1e-9);
    assert_ok(reinti_png_make(&p, &png, &size, ERR)); /* a line without length ended the program once */
    assert_true(size > 100);
    free(png);
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

/* Rows of two domains of two states each with their totals. */
static const char *const domain_rows[] = { "a.problem", "a.success", "a.total",
                                           "b.problem", "b.success", "b.total" };

static void
group_domains(reinti_table *t)
{
    for (size_t r = 0; r < t->n_rows; r++) {
        t->row[r].group = r < 3 ? "Place to live" : "Work";
        t->row[r].total = r % 3 == 2;
    }
}

static void
a_profile_has_a_tile_for_each_domain_and_wave(void **state)
{
    static const char *const columns[] = { "w1", "w2" };
    const double one[] = { 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0 };
    reinti_table *t = table_of("profile", "count", domain_rows, 6, columns, 2, one);
    reinti_picture p;
    (void)state;

    group_domains(t);
    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    assert_string_equal(p.words.text,
                        "Place to live; w1: a.problem; w2: a.success. Work; w1: b.success; w2: no record");
    assert_int_equal(shape_of(&p, REINTI_SHAPE_RECT, 0)->fill, reinti_color(0));
    assert_int_equal(shape_of(&p, REINTI_SHAPE_RECT, 1)->fill, reinti_color(1));
    assert_int_equal(shape_of(&p, REINTI_SHAPE_RECT, 3)->fill, REINTI_COLOR_GAP);
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
each_domain_has_a_panel_whose_bars_are_as_high_as_its_shares(void **state)
{
    static const char *const columns[] = { "w1", "w2" };
    const double share[] = { 0.25, 0.5, 0.75, 0.5, 1, 1, 0.1, 0.2, 0.9, 0.8, 1, 1 };
    reinti_table *t = table_of("multiples", "column_share", domain_rows, 6, columns, 2, share);
    reinti_picture p;
    (void)state;

    group_domains(t);
    reinti_picture_begin(&p, t->arena, NULL, 620);
    assert_ok(reinti_picture_draw(t, &p, ERR));
    static const double want[] = { 0.25, 0.75, 0.5, 0.5, 0.1, 0.9, 0.2, 0.8 };
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) /* the first two are of the legend */
        assert_close(shape_of(&p, REINTI_SHAPE_RECT, 2 + i)->height, 96 * want[i], 1e-12);
    assert_has(p.words.text, "Place to live; w1, a.problem");
    assert_has(p.words.text, ". Work; ");
    assert_legible(&p);
    reinti_picture_end(&p);
    reinti_cells_free(t);
}

static void
a_table_that_its_picture_does_not_fit_gives_no_picture_of_it(void **state)
{
    static const char *const kinds[] = { "flow",    "alluvial", "states",    "index",  "curve",
                                         "changes", "balance",  "multiples", "profile" },
                             *const row[] = { "a" }, *const column[] = { "b" };
    const double none[] = { NAN };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(kinds); i++) {
        reinti_table *t = table_of(kinds[i], "x", row, 1, column, 1, none);
        reinti_picture p;
        reinti_picture_begin(&p, t->arena, "en", 620);
        assert_ok(reinti_picture_draw(t, &p, ERR));
        assert_has(p.words.text, "There is nobody to be shown.");
        reinti_picture_end(&p);
        reinti_cells_free(t);
    }
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

/* Every chunk has its checksum, the rows unpack to as many bytes as the head says (a byte a pixel: the number of its
 * colour), each colour is in the list of colours, and something is on them. */
static void
assert_png(const unsigned char *png, size_t size, uint32_t *width, uint32_t *height)
{
    bool ended = false, drawn = false;
    const unsigned char *color = NULL;
    size_t colors = 0;

    assert_true(size > 8 && !memcmp(png, "\x89PNG\r\n\x1a\n", 8));
    *width = read_u32(png + 16);
    *height = read_u32(png + 20);
    for (size_t at = 8; at + 12 <= size;) {
        uint32_t n = read_u32(png + at);
        assert_true(n <= size - at - 12);
        assert_int_equal(crc32(0, png + at + 4, n + 4), read_u32(png + at + 8 + n));
        if (!memcmp(png + at + 4, "PLTE", 4)) {
            color = png + at + 8;
            colors = n / 3;
        }
        if (!memcmp(png + at + 4, "IDAT", 4)) {
            uLongf rows = ((uLongf)*width + 1) * *height, unpacked = rows + 1;
            unsigned char *pixel = malloc(unpacked);
            assert_non_null(pixel);
            assert_int_equal(uncompress(pixel, &unpacked, png + at + 8, n), Z_OK);
            assert_int_equal(unpacked, rows);
            for (size_t i = 0; i < rows; i++) {
                if (i % ((size_t)*width + 1) == 0)
                    continue; /* the row's filter */
                assert_true(pixel[i] < colors);
                drawn = drawn || color[3 * (size_t)pixel[i]] < 0x80;
            }
            free(pixel);
        }
        ended = !memcmp(png + at + 4, "IEND", 4);
        at += 12 + n;
    }
    assert_true(ended && drawn);
}

static uint32_t
over(reinti_inks *inks, uint32_t ink, double opacity, uint8_t under, unsigned step)
{
    reinti_inks_take(inks, ink, opacity);
    return inks->color[reinti_ink_over(inks, under, step, false)];
}

/* Shades by hand: under + (ink - under) x share, rounded. */
static void
an_ink_is_mixed_in_steps_and_what_is_filled_keeps_its_colour_however_many_shades_there_are(void **state)
{
    reinti_inks *inks = malloc(sizeof *inks);
    (void)state;

    assert_non_null(inks);
    reinti_inks_begin(inks);
    assert_int_equal(over(inks, 0x000000, 1, 0, 16), 0x000000);
    assert_int_equal(over(inks, 0x000000, 1, 0, 8), 0x808080); /* 255 - 127.5 */
    assert_int_equal(over(inks, 0x336699, 1, 0, 4),
                     0xCCD9E6); /* 255 - 204 / 4, 255 - 153 / 4, 255 - 102 / 4 */
    assert_int_equal(over(inks, 0x336699, 0.5, 0, 8), 0xCCD9E6); /* half of half of it */
    assert_int_equal(inks->n, 4);                                /* one colour, one number */
    for (uint32_t i = 1; i < 20; i++)
        for (unsigned step = 1; step < 16; step++)
            over(inks, i * 0x0B0703, 1, 0, step);
    assert_true(inks->n < 256);
    assert_int_equal(over(inks, 0x123456, 1, 0, 16), 0x123456);
    assert_int_equal(over(inks, 0x654321, 1, 0, 16), 0x654321);
    free(inks);
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
        cmocka_unit_test(strands_go_through_all_waves_and_count_everybody_once),
        cmocka_unit_test(a_wave_of_nobody_gives_a_picture_that_says_so),
        cmocka_unit_test(twelve_states_with_long_names_can_be_read),
        cmocka_unit_test(shares_of_too_few_are_not_drawn_but_counted),
        cmocka_unit_test(a_picture_of_single_people_says_that_it_is_never_for_release),
        cmocka_unit_test(a_curve_goes_down_in_steps_and_ends_where_nobody_is_watched),
        cmocka_unit_test(numbers_at_risk_stand_under_the_ticks_and_strokes_where_people_leave),
        cmocka_unit_test(bars_of_changes_are_as_long_as_their_numbers),
        cmocka_unit_test(differences_are_drawn_without_their_sign),
        cmocka_unit_test(a_time_line_has_marks_where_people_were_seen_and_no_keys),
        cmocka_unit_test(a_profile_has_a_tile_for_each_domain_and_wave),
        cmocka_unit_test(each_domain_has_a_panel_whose_bars_are_as_high_as_its_shares),
        cmocka_unit_test(a_table_that_its_picture_does_not_fit_gives_no_picture_of_it),
        cmocka_unit_test(markup_in_a_label_stays_text),
        cmocka_unit_test(
            an_ink_is_mixed_in_steps_and_what_is_filled_keeps_its_colour_however_many_shades_there_are),
        cmocka_unit_test(a_png_has_two_pixels_a_point_and_the_same_bytes_twice),
        cmocka_unit_test(tables_without_a_picture_are_refused),
        cmocka_unit_test(a_text_is_as_wide_as_the_font_says),
        cmocka_unit_test(a_paragraph_breaks_at_blanks_and_ends_where_there_is_no_room),
        cmocka_unit_test(labels_are_moved_as_far_as_they_must_be_and_no_farther),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
