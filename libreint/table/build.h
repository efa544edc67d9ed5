/* build.h -- one table on its way from plan to cells.  Private to table/. */
#ifndef REINTI_BUILD_H
#define REINTI_BUILD_H

#include "cube/ahead.h"
#include "cube/cube.h"
#include "frame/frame.h"
#include "stats/stats.h"
#include "stats/survey.h"
#include "table/cells.h"
#include "table/plan.h"

#if defined __GNUC__
#define REINTI_FORMAT_ARG(n) __attribute__((format_arg(n)))
#else
#define REINTI_FORMAT_ARG(n)
#endif

/* What is counted together: the columns of a part of stub or banner.  A net counts "in it or not" in place of the
 * variable, so that a shown part may have several of these; the first N of an axis are the plan's own. */
typedef struct reinti_axis_part {
    size_t n, shown; /* part of the plan that it belongs to */
    const reinti_column *column[REINTI_MOST_DIMENSIONS];
    size_t n_entries;     /* of the shown part, kept with the plan's own, as is ... */
    const char *variable; /* ... the names of its variables, joined as codes are */
} reinti_axis_part;

/* What an entry counts: a category in each dimension of its part; REINTI_ALL is every valid one (a total),
 * REINTI_CASES the respondents of a set, REINTI_RESPONSES its codes, REINTI_MISSING every missing reason
 * together, REINTI_ANY every row. */
enum {
    REINTI_ALL = 0xFFFF,
    REINTI_CASES = 0xFFFE,
    REINTI_RESPONSES = 0xFFFD,
    REINTI_MISSING = 0xFFFC,
    REINTI_ANY = 0xFFFB
};
typedef struct reinti_key {
    uint16_t category[REINTI_MOST_DIMENSIONS];
    size_t part;
} reinti_key;

typedef struct reinti_axis {
    size_t n_shown, n_parts, part_capacity;
    reinti_axis_part *part;
    size_t n;
    reinti_entry *entry;
    reinti_key *key;
    bool sets; /* a part has a multiple-response set */
} reinti_axis;

typedef struct reinti_build {
    reinti_frames *frames;
    reinti_frame *frame;
    const reint_codebook *cb;
    const reinti_plan_table *plan;
    const char *language;
    reinti_table *table;
    reinti_arena *arena; /* the table's */
    const int8_t *filter;
    size_t n_rows, n_in_base;
    const double *weight;
    const double *x; /* the number that is measured now; NULL: none */
    size_t n_measures;
    const reinti_column **measure;
    struct reinti_stat_of {
        const char *word;       /* of the plan's cells */
        size_t measure;         /* REINTI_NONE: it is of counts */
    } * of;                     /* what each statistic of the table is */
    const reint_design *design; /* how the sample was drawn; NULL = nothing is said of it */
    bool complex_design;        /* it has strata or clusters */
    reinti_axis rows, columns;
    size_t n_by;
    const reinti_column *by[REINTI_MOST_DIMENSIONS];
    size_t *layer_category;       /* per layer n_by categories */
    size_t layers_per_item, item; /* ITEM of the grid that rows and columns are of */
    size_t test_capacity;
    struct {
        const char *id, *label; /* NULL: the table has but one stub and break */
        size_t banner, told;    /* layer whose label says it already */
        bool strata;            /* over strata; where those are the layers, OVER is as in cells.h */
        const char *over;
    } tested;            /* what the tests that are put are of */
    bool refused_known;  /* the records were looked at for ... */
    const char *refused; /* ... why no test is made; NULL: tests are made */
    bool failed;         /* memory ran out where nothing could be answered */
    reinti_ahead *ahead; /* NULL: none */
    bool asking;         /* nothing is counted yet: AHEAD is told what will be */
} reinti_build;

/* columns.c.  A column as a table has it: of the frame, "x.2" the second code of an ordered set, with the missing
 * reasons that the plan puts into the base as categories if OF_ROWS. */
reint_status reinti_table_column(reinti_build *b, const char *name, bool of_rows, const reinti_column **out,
                                 reint_error *err);
/* Category 0: a code of NET (NULL: any code at all); category 1: none of them.  ARGUMENT: NET names a code that C
 * does not have. */
reint_status reinti_net_column(reinti_build *b, const reinti_column *c, const reinti_net *net,
                               const reinti_column **out, reint_error *err);
/* axis_columns.c.  A column that can stand in rows or columns: it has categories. */
reint_status reinti_axis_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out,
                                reint_error *err);
/* The columns of rows or columns, ITEM in place of the grid's name; then their entries.  Between the two _size tells how many
 * categories will stand there: all combinations of what is nested. */
reint_status reinti_axis_find(reinti_build *b, const reinti_parts *parts, const char *item, bool is_rows,
                              reinti_axis *out, reint_error *err);
double reinti_axis_size(const reinti_axis *axis);
/* axis.c */
reint_status reinti_axis_fill(reinti_build *b, bool is_rows, reinti_axis *axis, reint_error *err);
/* Whether a variable with several answers is in PART: its entries overlap. */
bool reinti_part_has_set(const reinti_axis_part *part);
/* count.c: fills the cells of all layers of grid item ITEM (0 when there is no grid). */
reint_status reinti_count_item(reinti_build *b, size_t item, reint_error *err);
/* Sums of rows or weights over the categories that KEY stands for; COLUMN are the cube's dimensions. */
double reinti_cube_sum_n(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key);
double reinti_cube_sum_w(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key);
double reinti_cube_sum_w2(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key);
/* The same of those with a number. */
double reinti_cube_sum_nx(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key);
double reinti_cube_sum_sw(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key);
/* B->x becomes the number that statistic STAT of the table is of. */
void reinti_measure_of(reinti_build *b, size_t stat);
/* values.c: statistics that need the values themselves (median, sd, se ...), of one number, for the cells of
 * two parts. */
bool reinti_is_of_values(const char *stat);
reint_status reinti_values_fill(reinti_build *b, size_t first_layer, size_t row_part, size_t column_part,
                                size_t measure, reint_error *err);
/* Whether ROW belongs to the categories KEY (NULL: any valid one) of COLUMN (n of them). */
bool reinti_row_matches(const reinti_column *const *column, const uint16_t *key, size_t n, size_t row);
/* The category "undetermined" of a column with bounds, else REINTI_NONE. */
size_t reinti_undetermined(const reinti_column *c);
/* condition_words.c: CONDITION over records of FORM in the words of the codebook's labels, in ARENA: `status IN ('complete', 'partial')
 * AND age < 18` is "Status: Complete or Partial; Age < 18".  CONDITION itself where it is more than comparisons of
 * variables with codes, numbers, dates and missing values that AND and OR join.  Derived columns and those of one wave are
 * found in FRAMES; NULL: only variables of the codebook are. */
const char *reinti_condition_words(const reint_codebook *cb, reinti_frames *frames, size_t form,
                                   const char *condition, const char *language, reinti_arena *arena);
/* base.c: "asked 84, answered 79: 3 refused, 2 not stated"; from the cube of first row and column part. */
void reinti_base_line(reinti_build *b, const reinti_cube *cube, reinti_str *out);
/* "; Income: 77 with a value: 2 refused", of these the number MEASURE. */
void reinti_base_measure(reinti_build *b, const reinti_cube *cube, size_t measure, reinti_str *out);
/* layout.c: computed rows and columns, empty ones left out, rows sorted; on the finished cells. */
reint_status reinti_table_arrange(reinti_build *b, reint_error *err);
/* Where the parts of K stand among the rows (*OF_ROWS) or columns; ARGUMENT: the table has not all of them. */
reint_status reinti_computed_parts(const reinti_build *b, const reinti_computed *k, bool *of_rows, size_t *at,
                                   reint_error *err);
/* The column and the statistic that rows are sorted by; ARGUMENT: the table has no such one. */
reint_status reinti_sort_place(const reinti_build *b, size_t *column, size_t *stat, reint_error *err);
/* The K-th code that T renames, in rows and columns; the new one in ARENA.  ARGUMENT: nothing has it, and no empty rows
 * or columns are left out. */
reint_status reinti_rename_code(const reinti_plan_table *t, size_t k, reinti_arena *arena,
                                reinti_table *table, reint_error *err);
/* judge.c: comparisons of columns, marks of imprecise values; before _arrange. */
reint_status reinti_table_judge(reinti_build *b, reint_error *err);
/* design.c: the plan's design, or clusters of persons; leaves b->design NULL when there is none. */
reint_status reinti_design_make(reinti_build *b, reint_error *err);
/* letters.c: compares columns; the letters are written when the family of the comparisons is complete, by _settle. */
reint_status reinti_letters_compare(reinti_build *b, reint_error *err);
/* The statistics of the table that are compared, REINTI_NONE where it has none; ARGUMENT: neither. */
reint_status reinti_letters_stats(const reinti_build *b, size_t *share, size_t *mean, reint_error *err);
/* Of tables with comparisons whose p-values are adjusted in the same way: all together where their family is the plan. */
reint_status reinti_letters_settle(reinti_table *const *t, size_t n, reint_error *err);
reinti_letters_plan reinti_letters_rule(const reinti_table *t);
/* records.c: whether a record is in the category of an entry, or (WIDE) in any valid one of its part; in a layer of the
 * table's base, with a weight; every record a unit of a sample (weights as they are, 1 without). */
bool reinti_entry_holds(const reinti_axis *axis, size_t entry, bool wide, size_t row);
bool reinti_layer_holds(const reinti_build *b, size_t layer, size_t row);
reint_status reinti_simple_design(reinti_build *b, const reint_design **out, reint_error *err);
/* For the cell (ROW, COLUMN) of LAYER: the records that STAT (a share, "mean") is of in DOMAIN, and in X whether each is in
 * the cell, or the number; false for other statistics. */
bool reinti_mark_records(const reinti_build *b, size_t layer, size_t row, size_t column, const char *stat,
                         double *x, bool *domain);
/* Cases, mean and standard deviation (n - 1) of X over the records IN, in one pass; weights that are frequencies: so many
 * cases.  NaN in X is nobody; a mean of nobody and a spread of one are NaN. */
typedef struct reinti_moments {
    double n, mean, sd;
} reinti_moments;
reinti_moments reinti_moments_of(const reinti_build *b, const double *x, const bool *in);
/* build.c: makes b->rows and b->columns those of the grid's item that LAYER is of. */
reint_status reinti_axes_of_layer(reinti_build *b, size_t layer, reint_error *err);
/* limits.c: standard errors, limits, design effects in the layers from FIRST_LAYER on, of one item. */
bool reinti_is_limit(const char *stat);
reint_status reinti_limits_fill(reinti_build *b, size_t first_layer, reint_error *err);
/* tests.c.  Tests of one layer: COUNT is n_rows x n_columns. */
reint_status reinti_tests_add(reinti_build *b, size_t layer, const double *count, size_t n_rows,
                              size_t n_columns, reint_error *err);
void reinti_test_put(reinti_build *b, size_t layer, const char *id, const char *label, double value,
                     const char *reason);
/* Statistic S of the registry, whose layout is LAYOUT: of COUNT, n_strata tables of n_rows x n_columns. */
void reinti_test_any(reinti_build *b, size_t layer, const reint_statistic *s, const char *layout,
                     const double *count, size_t n_strata, size_t n_rows, size_t n_columns);
/* strata_tests.c.  A column whose categories can be strata. */
reint_status reinti_strata_column(reinti_build *b, const char *name, const reinti_column **out,
                                  reint_error *err);
/* Adjusts the p-values of the tables T (N of them) together, or in each table those of a break, and says so. */
reint_status reinti_tests_adjust(reinti_table *const *t, size_t n, reinti_adjust how, reinti_family family,
                                 const char *language, reint_error *err);
void reinti_table_note(reinti_table *t, const char *text);
/* A note that tests were asked for and are not made, with the reason; NULL: they are made. */
const char *reinti_tests_refused(reinti_build *b);
void reinti_note(reinti_build *b, const char *format, ...) REINTI_PRINTF(2, 3);

/* describe.c: statistics of the cells; titles; notes. */
reint_status reinti_describe_stats(reinti_build *b, reint_error *err);
void reinti_describe_titles(reinti_build *b);
void reinti_describe_notes(reinti_build *b);
/* across.c: refuses codes that meant something else at some of the waves in the base. */
reint_status reinti_table_across(reinti_build *b, reint_error *err);
/* build.c, in the order in which a table is made; misfit.c goes through the same where one could not be.
 * B->filter: 1 for every row that is in the base. */
reint_status reinti_table_filter(reinti_build *b, reint_error *err);
reint_status reinti_number_column(reinti_build *b, const char *name, const reinti_column **out,
                                  reint_error *err);
/* The weight and the numbers that are measured; what cannot be found stays NULL. */
reint_status reinti_table_numbers(reinti_build *b, reint_error *err);
/* ARGUMENT with their number where a weight is below nothing. */
reint_status reinti_table_weights(const reinti_build *b, reint_error *err);
/* ARGUMENT: NAME is no missing reason of the codebook. */
reint_status reinti_table_reason(const reinti_build *b, const char *name, reint_error *err);
reint_status reinti_layer_column(reinti_build *b, const char *name, const reinti_column **out,
                                 reint_error *err);
reint_status reinti_table_layers(reinti_build *b, reint_error *err);
/* Rows and columns of item I of the grid (0 without one). */
reint_status reinti_table_axes(reinti_build *b, size_t i, reint_error *err);
/* Rows, columns and statistics of the table, from the axes, and how many cells it has; ARGUMENT: too many. */
reint_status reinti_table_size(reinti_build *b, size_t *cells, reint_error *err);
/* build.c.  The records of the table's unit: B->frame; frames, codebook, plan and arena are enough. */
reint_status reinti_table_frame(reinti_build *b, reint_error *err);
reint_status reinti_table_build(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t,
                                const char *language, reinti_table **out, reint_error *err);
/* ERR with the table's id in front, unless it is of a file. */
void reinti_table_named(const reinti_plan_table *t, reint_error *err);
/* Tells AHEAD what the table is going to count.  A table that cannot be made is found out when it is made. */
reint_status reinti_table_ask(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t,
                              const char *language, reint_error *err);
/* Rows read, accepted and rejected by reason, per form (ingest.c). */
reint_status reinti_table_ingest(reinti_frames *frames, const reinti_plan_table *t, const char *language,
                                 reinti_table **out, reint_error *err);
/* Need, due and received, by service (gap.c). */
reint_status reinti_table_gap(reinti_frames *frames, const reinti_plan_table *t, const char *language,
                              reinti_table **out, reint_error *err);
/* `class` of a table that names its rule set, as that rule set's column; in place, new names in ARENA
 * (rename.c).  ARGUMENT if the codebook has no such rule set. */
reint_status reinti_rename_classes(const reint_codebook *cb, reinti_arena *arena, reinti_plan_table *t,
                                   reint_error *err);
/* Every name of T by what NAME answers for it, in expressions and (CONDITION) in conditions; in place, new names in ARENA.
 * False: no memory. */
typedef struct reinti_renamer {
    const reint_codebook *cb;
    reinti_arena *arena;
    const char *(*name)(struct reinti_renamer *r, const char *name);
    const char *word; /* for NAME, as is USER */
    void *user;
    bool condition, failed;
} reinti_renamer;
bool reinti_rename_table(reinti_renamer *r, reinti_plan_table *t);
/* The bytes of the part of an SQL condition that begins at P: a quoted text, a WORD, or a single character. */
size_t reinti_condition_token(const char *p, bool *word);
/* view.c: the names of T as its view wants them; and what the base line says of it.  ARGUMENT: there is no such view. */
reint_status reinti_view_apply(const reint_codebook *cb, reinti_arena *arena, reinti_plan_table *t,
                               reint_error *err);
/* The wave whose telling a view takes; the number of waves: what is known now. */
size_t reinti_view_wave(const reint_codebook *cb, const char *view);
reint_status reinti_view_tell(const reint_codebook *cb, const reinti_plan_table *t, const char *language,
                              reinti_table *table, reint_error *err);
reint_status reinti_rename_source(const reint_codebook *cb, reinti_arena *arena, const char *ruleset,
                                  const char **name, reint_error *err);
/* What is missing, per variable and reason (missing.c). */
reint_status reinti_table_missing(reinti_frames *frames, const reinti_plan_table *t, const char *language,
                                  reinti_table **out, reint_error *err);
/* The rows of FRAME that belong in a base: a recorded person, consent, the codebook's own base unless
 * EVERYBODY, and CONDITION (NULL = none).  One byte a row, the frame's; what was left out in LEFT (base.c). */
typedef struct reinti_left_out {
    size_t no_consent;                   /* persons */
    size_t not_recorded, cannot_be_told; /* rows */
    size_t n_rows;                       /* those that are in */
} reinti_left_out;
reint_status reinti_base_rows(reinti_frame *frame, const char *condition, bool everybody, const int8_t **out,
                              reinti_left_out *left, reint_error *err);
/* tabulate.c: the tables of PLAN; FRONT: with what stands around them.  Takes over ARENA, whatever it answers.
 * FINDINGS (may be NULL): what does not fit the study, of every table. */
reint_status reinti_report_make(reint_study *study, const reinti_plan *plan, reinti_arena *arena, bool front,
                                reint_report **out, reint_findings *findings, reint_error *err);
/* front.c: the sentences, glossary, methods and warnings of a report. */
reint_status reinti_report_front(reint_report *r, reinti_frames *frames, const reinti_plan *plan,
                                 reint_error *err);
/* words.c.  The words of "count,col_pct" or "wave + sex" in ARENA, *N of them; TEXT NULL: none. */
reint_status reinti_words_split(reinti_arena *arena, const char *text, const char *const **out, size_t *n,
                                reint_error *err);
/* The place of WORD (NULL: 0) in ALLOWED, which ends with NULL.  ARGUMENT: there is no such WHAT, with the nearest. */
reint_status reinti_words_place(const char *word, const char *const *allowed, const char *what, size_t *out,
                                reint_error *err);
/* The words of TEXT, each of them one that is ALLOWED. */
reint_status reinti_words_read(reinti_arena *arena, const char *text, const char *const *allowed,
                               const char *what, const char *const **out, size_t *n, reint_error *err);
/* raking.c: adds the column of the weights.  ARGUMENT when they cannot be, with the reason.  The note tells of the fit. */
reint_status reinti_rake(reinti_frames *frames, reinti_raking_plan *plan, reint_error *err);
reint_status reinti_raking_note(const reinti_raking_plan *plan, reinti_table *t, const char *language,
                                reint_error *err);
/* Words for people in the language of the output. */
const char *reinti_say(const char *language, const char *en, const char *id) REINTI_FORMAT_ARG(2)
    REINTI_FORMAT_ARG(3);
/* The format of the note on N people who may not be counted (%zu). */
#define REINTI_NO_CONSENT(language, n)                                                                       \
    reinti_say(language,                                                                                     \
               (n) == 1 ? "%zu person who did not consent to analysis is left out."                          \
                        : "%zu people who did not consent to analysis are left out.",                        \
               "%zu orang yang tidak menyetujui analisis tidak diikutkan.")
/* By what people were chosen, if that is what the column NAME holds, or NULL; the format of the note on it (%s). */
const char *reinti_chosen_by(const reint_codebook *cb, const char *name);
#define REINTI_CHOSEN_BY(language)                                                                           \
    reinti_say(language, "People were chosen by %s: its shares were chosen, not found.",                     \
               "Orang dipilih menurut %s: proporsinya dipilih, bukan ditemukan.")
/* What stands under tests of people chosen on purpose. */
const char *reinti_exploratory_note(const char *language);

#endif
