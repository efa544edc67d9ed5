/* follow.h -- tables of people over time.  Private to table/.
 *
 * A table with `content: follow-...` is made from the results of follow/, laid out by a small grid: rows, columns and
 * statistics are added first, then the cells are filled. */
#ifndef REINTI_TABLE_FOLLOW_H
#define REINTI_TABLE_FOLLOW_H

#include "follow/panel.h"
#include "stats/survival.h"
#include "table/build.h"

/* What a plan says under `follow:`. */
struct reinti_follow_plan {
    bool same_people;
    const char *seen, *waves;
    const char *referral, *receipt; /* conditions of the table of referral */
    const char *pack, *person;
    const char *source; /* of concordance: who told beside the person; NULL: relative */
    const char *event, *form, *date, *origin, *by; /* of the time to an event; BY: groups */
    const char *wave;                              /* of attrition: kept are those interviewed there */
    double trim;
    size_t steps; /* 0 = 1 */
    size_t n_gaps, n_breaks;
    const double *gaps, *breaks; /* months: pairs by how far apart they are; intervals of a life table */
    reint_survival_limit limits; /* of a curve */
    double horizon; /* months to which the restricted mean is taken; 0: as far as all are watched */
    bool has_reference;
    double reference; /* share that a turning point is of */
    bool of_table;    /* what those lost could change in a table: unit, base and weight are that table's */
    /* of a model */
    bool conditional, exchangeable;
    size_t errors; /* REINT_ERRORS_...; 0: not said */
    size_t n_on, n_codes;
    const char *const *on, *const *codes; /* attributes; codes that are the event */
    double min_events;
    size_t min_persons;
    size_t groups; /* of sequences; 0: as many as part best */
    size_t n_tests;
    const char *const *tests;
};
typedef struct reinti_follow_plan reinti_follow_plan;
void reinti_follow_plan_bind(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out);
extern const char *const reinti_follow_contents[]; /* words of `content`; ends with NULL */
/* Words of tests, limits, models, correlations, errors; each ends with NULL. */
extern const char *const reinti_follow_test_words[], *const reinti_follow_limit_words[],
                                                         *const reinti_follow_model_words[],
                                                             *const reinti_follow_correlation_words[],
                                                                 *const reinti_follow_error_words[];

/* The plan's `attrition`: the model of `weight: attrition`, and what came of it. */
typedef struct reinti_follow_weights {
    reint_follow_model model;
    const char *seen, *waves, *words; /* WORDS: the attributes, as printed */
    double effective_n, largest;
    size_t kept; /* with a weight */
} reinti_follow_weights;
reinti_follow_weights *reinti_follow_weights_bind(reinti_yaml_file *file, const reinti_yaml *node);
/* Those of a request: WORDS are its attributes, WAVE may be NULL, TRIM 0. */
reint_status reinti_follow_weights_of(reinti_arena *arena, const char *words, const char *wave, double trim,
                                      reinti_follow_weights **out, reint_error *err);
/* What a table of the plan asks for by `sensitivity: true`: the table OUT of what those lost could change in it. */
void reinti_follow_sensitivity_of(reinti_yaml_file *file, const reinti_plan_table *t, reinti_plan_table *out);
/* Adds the column "attrition".  ARGUMENT when there are no weights, with the reason. */
reint_status reinti_follow_weigh(reinti_frames *frames, reinti_follow_weights *w, reint_error *err);
reint_status reinti_follow_weight_note(const reinti_follow_weights *w, reinti_table *t, const char *language,
                                       reint_error *err);

typedef struct reinti_grid {
    reinti_table *t;
    reinti_arena *arena;
    const reinti_plan_table *plan;
    const reinti_follow_plan *follow;
    const char *language;
    reint_follow *f;
    size_t row_capacity, column_capacity, stat_capacity, layer_capacity, test_capacity, note_capacity;
    bool failed; /* memory ran out */
} reinti_grid;

/* A copy of TEXT that lives as long as the table; NULL of NULL. */
const char *reinti_grid_keep(reinti_grid *g, const char *text);
/* CODE, LABEL, GROUP are copied; GROUP may be NULL. */
void reinti_grid_row(reinti_grid *g, const char *code, const char *label, const char *group);
void reinti_grid_column(reinti_grid *g, const char *code, const char *label);
/* A row (column) for each valid category of C. */
void reinti_grid_categories(reinti_grid *g, const reinti_column *c, bool rows);
void reinti_grid_stat(reinti_grid *g, const char *id, const char *cells_id, const char *label,
                      reinti_cell_kind kind, unsigned decimals);
void reinti_grid_layer(reinti_grid *g, const char *code, const char *label);
/* Once all of them are in: makes the cells, each "does not apply".  No layer or statistic: one layer, one count. */
reint_status reinti_grid_cells(reinti_grid *g, reint_error *err);
/* "Unassisted → Under-assisted" of "unassisted>under_assisted": the LABEL (N of them) of each CODE; OTHERWISE of none. */
const char *reinti_grid_path(reinti_grid *g, const char *path, const char *const *code,
                             const char *const *label, size_t n, const char *otherwise);
/* The rows are N paths: behind them a row of all TOTAL, and in one column their counts and shares of it. */
reint_status reinti_grid_paths(reinti_grid *g, const reint_follow_path *path, size_t n, size_t total,
                               const char *code, const char *label, reint_error *err);
void reinti_grid_count(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n);
void reinti_grid_bounds(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n,
                        double low, double high);
/* N of BASE; below the codebook's small base "5 of 12", of nobody undefined. */
void reinti_grid_share(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n,
                       double base);
/* A number from N persons; undefined when it is NaN. */
void reinti_grid_number(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double value,
                        double n);
void reinti_grid_test(reinti_grid *g, size_t layer, const char *id, const char *label, double value,
                      const char *reason);
void reinti_grid_note(reinti_grid *g, const char *format, ...) REINTI_PRINTF(2, 3);
/* That N persons are left out for the dates of their interviews, if there are any. */
void reinti_grid_note_reversed(reinti_grid *g, size_t n);
/* That a model has few persons or events for each of its parameters, where they are below 10. */
void reinti_grid_note_few(reinti_grid *g, double per_parameter);
const char *reinti_grid_label(const reinti_grid *g, const reinti_label *label, const char *otherwise);
const char *reinti_grid_wave(const reinti_grid *g, size_t wave);
/* Why tests that were asked for are not made, or NULL. */
const char *reinti_grid_untested(const reinti_grid *g);
const char *reinti_grid_no_limits(const reinti_grid *g); /* that there are none, and why */
bool reinti_grid_asked(const reinti_grid *g, const char *test);
/* The one variable that the rows name; NULL: there is not one, *STATUS says so. */
const char *reinti_grid_variable(const reinti_grid *g, reint_error *err, reint_status *status);
#define SAY(g, en, id) reinti_say((g)->language, en, id)

/* The table of a plan entry whose content is FOLLOW-... */
reint_status reinti_table_follow(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                                 reinti_table **out, reint_error *err);

/* Makers: rows, columns, cells, title, notes; base: what is to be said beside the usual line, or NULL. */
reint_status reinti_follow_flow(reinti_grid *g, reint_error *err);
reint_status reinti_follow_patterns(reinti_grid *g, reint_error *err);
reint_status reinti_follow_intervals(reinti_grid *g, reint_error *err);
reint_status reinti_follow_losses(reinti_grid *g, reint_error *err);
reint_status reinti_follow_timeline(reinti_grid *g, reint_error *err);
reint_status reinti_follow_transitions(reinti_grid *g, reint_error *err);
reint_status reinti_follow_balance(reinti_grid *g, reint_error *err);
reint_status reinti_follow_paths_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_ever(reinti_grid *g, reint_error *err);
reint_status reinti_follow_overlap(reinti_grid *g, reint_error *err);
reint_status reinti_follow_referral(reinti_grid *g, reint_error *err);
reint_status reinti_follow_domain_states(reinti_grid *g, reint_error *err);
reint_status reinti_follow_profile(reinti_grid *g, reint_error *err);
reint_status reinti_follow_domains_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_told_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_disclosed(reinti_grid *g, reint_error *err);
reint_status reinti_follow_time_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_curve(reinti_grid *g, reint_error *err);
reint_status reinti_follow_lifetable(reinti_grid *g, reint_error *err);
reint_status reinti_follow_attrition_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_weights_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_paired(reinti_grid *g, reint_error *err);
reint_status reinti_follow_states_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_relatives_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_periods_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_sequences_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_clusters_table(reinti_grid *g, reint_error *err);

reint_status reinti_follow_probabilities(reinti_grid *g, reint_error *err);
reint_status reinti_follow_model_table(reinti_grid *g, reint_error *err);
reint_status reinti_follow_sensitivity_table(reinti_grid *g, reint_error *err);

/* What is asked of those lost (follow_lost.c): slices of persons, each at one wave. */
typedef struct reinti_slice {
    size_t wave, n_groups;
    const int8_t *base;  /* [n]: 1 in it, 0 not, -1 cannot be told; NULL: all are */
    const size_t *group; /* [n]: N_GROUPS and above: in none; NULL: all in one */
    const reinti_layer *layer;
} reinti_slice;
typedef struct reinti_declared {
    size_t n_variables, n_slices;
    reinti_states *states; /* of each variable */
    reinti_slice *slice;
    const double *weight; /* [n], known of those lost, too; NULL: none */
    const char *wave;     /* that the rows name (w2_x); NULL */
    bool by_wave;         /* a layer for each later wave */
    bool several;         /* the table has records of other waves, too */
} reinti_declared;
reint_status reinti_follow_declare(reinti_grid *g, reinti_declared *out, reint_error *err);

/* Movement of the variable that the rows name (`columns`: at the later wave): pairs of waves, or by gap. */
typedef struct reinti_moves {
    reint_follow_transitions t;
    const reinti_column *from, *to;
} reinti_moves;
reint_status reinti_follow_read_moves(reinti_grid *g, reinti_moves *m, reint_error *err);
/* What the picture of a movement over three waves and more is drawn from: everybody at every wave. */
reint_status reinti_follow_strands(reinti_grid *g, const reinti_moves *m, reint_error *err);
void reinti_follow_add_layers(reinti_grid *g, const reinti_moves *m);
void reinti_follow_gap_tests(reinti_grid *g,
                             const reinti_moves *m); /* lengths of the gaps, under each layer */
void reinti_follow_add_gaps(reinti_grid *g, size_t layer, const reint_follow_step *s);
void reinti_follow_note_moves(reinti_grid *g, const reinti_moves *m);
/* Pairs, gross and net change, gaps and the tests that are asked for, under each layer. */
reint_status reinti_follow_move_tests(reinti_grid *g, const reinti_moves *m, reint_error *err);
bool reinti_follow_is_pooled(const reint_follow_step *s);
const char *reinti_follow_months(reinti_grid *g, double months); /* "6", "6.25" */

/* Parts of a table from states to states: rows or columns of them, undetermined where there is any, a total; cells of
 * count and row share. */
void reinti_follow_add_states(reinti_grid *g, const reinti_column *c, bool rows, bool open);
void reinti_follow_put_step(reinti_grid *g, size_t layer, const reint_follow_step *s, size_t k, bool open);
bool reinti_follow_any_open(const reint_follow_transitions *t);

#endif
