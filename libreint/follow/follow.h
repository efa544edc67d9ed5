/* follow.h -- people over time: who was seen when, who moved where, when something happened.  Public, installed
 * as reint/follow/follow.h.
 *
 * Everything here is about persons at waves.  A wave is a record of the form that is keyed by person and wave;
 * an interview was held where the condition `seen` is true of that record.  Two bases, never mixed: all
 * available (whoever was interviewed at the waves that a number compares) and the same people (interviewed at
 * every wave of the analysis).  Categories are matched by their code, never by their position in a list.
 *
 * What is handed out lives until _free.  Counts are of persons unless it says otherwise. */
#ifndef REINT_FOLLOW_H
#define REINT_FOLLOW_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_follow reint_follow;

typedef struct reint_follow_options {
    size_t size;
    const char *base;  /* SQL over the persons, beside the codebook's own base; NULL = none */
    const char *seen;  /* SQL over the records of waves: the interview was held.  NULL: by the status codes
                          complete and partial where the form has them, else every record */
    const char *waves; /* "w1,w3": these only, in the order of the codebook; NULL = all */
    int everybody;     /* without the codebook's own base */
    int same_people;   /* only persons interviewed at every one of these waves */
    int by_period;     /* persons only, for periods and concordance: no form with waves is needed */
    int to_interview;  /* also people whose consent to analysis is required and not recorded: they are to be
                          interviewed all the same; who took it back is not */
} reint_follow_options;

/* OPTIONS may be NULL.  ARGUMENT: no form has person and wave for its key, an unknown wave, a bad condition. */
reint_status reint_follow_open(reint_study *study, const reint_follow_options *options, reint_follow **out,
                               reint_error *err);
void reint_follow_free(reint_follow *f);

size_t reint_follow_n_persons(const reint_follow *f);
size_t reint_follow_n_waves(const reint_follow *f);
const char *reint_follow_wave_id(const reint_follow *f, size_t wave);
int reint_follow_seen(const reint_follow *f, size_t person, size_t wave);

/* ---- participation -------------------------------------------------------------------------------------- */

/* At each wave: persons = interviewed + missed + not_due + not_yet;  interviewed = first + again + returned. */
typedef struct reint_follow_wave {
    const char *wave;
    size_t interviewed;
    size_t first;    /* never before */
    size_t again;    /* at the wave before, too */
    size_t returned; /* before, but not at the wave before */
    size_t missed;   /* before, not now */
    size_t lost;     /* of these: at no later wave either */
    size_t not_due;  /* not interviewed because it is not yet time */
    size_t not_yet;  /* neither before nor now */
} reint_follow_wave;

typedef struct reint_follow_pattern {
    const char *pattern; /* a 1 for each wave with an interview, else 0 */
    size_t n;
} reint_follow_pattern;

/* From one interview of a person to their next one, in months of 30.4375 days. */
typedef struct reint_follow_interval {
    size_t from, to;          /* waves */
    size_t n;                 /* intervals with both dates, in their order */
    size_t undated, reversed; /* a date is missing; the later wave is dated before the earlier one */
    double min, median, mean, max;
} reint_follow_interval;

typedef struct reint_follow_participation {
    size_t approached; /* persons of the base */
    size_t consented;  /* SIZE_MAX: the study has no record of consent to an interview */
    size_t n_waves;
    const reint_follow_wave *wave;
    size_t n_patterns; /* the most frequent first */
    const reint_follow_pattern *pattern;
    size_t n_intervals;
    const reint_follow_interval *interval;
    size_t outside;  /* interviews dated outside the window that the codebook gives their wave */
    size_t reversed; /* persons with interviews whose dates contradict the order of the waves */
} reint_follow_participation;
reint_status reint_follow_participate(reint_follow *f, reint_follow_participation *out, reint_error *err);

/* ---- one wave, person by person -------------------------------------------------------------------------- */

enum {
    REINT_VISIT_SEEN,     /* interviewed */
    REINT_VISIT_DUE,      /* no record of this wave yet */
    REINT_VISIT_NOT_DUE,  /* a record says that it is not yet time */
    REINT_VISIT_MISSED,   /* a record says that it was not held; WHY is its result */
    REINT_VISIT_UNSURE,   /* a record of which that cannot be told */
    REINT_VISIT_DECLINED, /* due, if the latest consent to being interviewed again did not say no */
    REINT_VISIT_N_STATES
};

typedef struct reint_follow_visit {
    const char *person;
    int state;
    const char *why, *why_label; /* result that the record gives; "" without one */
    const char *last_wave;       /* of the latest interview before this wave; "": never interviewed before */
    const char *last_date;       /* ISO, as precise as it is known; "" */
    int declined; /* the latest consent to `repeat` says no: not to be asked again, whatever the state */
} reint_follow_visit;

typedef struct reint_follow_visits_of {
    const char *wave, *label;
    const char *next_wave; /* the id of the one after it; "" if it is the last */
    size_t n;              /* persons of the panel, in the study's order */
    const reint_follow_visit *visit;
    size_t no_consent; /* persons who are not in it: no consent to analysis */
} reint_follow_visits_of;

/* The one answer to "who is due?": everybody of the panel without a record of the wave, and those whose record says
 * that it is not yet time; but nobody whose latest consent to being interviewed again (purpose `repeat` of the form
 * consent) says `withdrawn` or `not_given`. */
int reint_visit_is_due(const reint_follow_visit *visit);

/* WAVE NULL: the one at work, the latest with any record.  ARGUMENT: no such wave. */
reint_status reint_follow_visits(reint_follow *f, const char *wave, const char *language,
                                 reint_follow_visits_of *out, reint_error *err);

/* ---- transitions ---------------------------------------------------------------------------------------- */

/* From one wave to another: persons interviewed at both, by the state at the first (rows) and at the second
 * (columns).  Sizes are k x k but `count`: (k + 1) x (k + 1), its last row and column for who cannot be told. */
typedef struct reint_follow_step {
    size_t from, to;                      /* waves; both SIZE_MAX: all steps together, a person once a step */
    double band_low, band_high;           /* months: of pairs that are so far apart only; else NaN */
    size_t n;                             /* pairs that are counted */
    size_t missing, reversed;             /* pairs left out: a value is missing; dates contradict the waves */
    const double *count;                  /* */
    const double *low, *high;             /* persons who surely, possibly moved so */
    const double *share_low, *share_high; /* bounds of the share of the row; NaN where nobody can be in it */
    double stayed, stayed_low, stayed_high;
    double net;    /* persons who would have to move to turn the first distribution into the
                                          second; of who is determined at both */
    size_t n_gaps; /* pairs with both dates */
    double gap_min, gap_median, gap_max; /* months */
} reint_follow_step;

typedef struct reint_follow_transitions {
    size_t k;
    const char *const *code;
    size_t n_steps; /* with more than one pair of waves, the last one is all of them together */
    const reint_follow_step *step;
    int uneven;  /* gaps of the pooled steps differ by more than half of the shortest median */
    int no_gaps; /* of some step no two dates are known: whether it is as long as the others cannot be told */
    size_t undated; /* by gap: pairs left out because a date is missing */
} reint_follow_transitions;

/* VARIABLE: a coded column of the waves' records, or of anything they belong to, such as class or a domain.
 * TO: another variable that holds the same at the later wave; NULL = the same.  Two variables with different
 * lists are refused (ARGUMENT) unless derived columns give both the same codes.  STEPS >= 1: waves apart. */
reint_status reint_follow_move(reint_follow *f, const char *variable, const char *to, size_t steps,
                               reint_follow_transitions *out, reint_error *err);
/* The same pairs by how far apart the two interviews were: below GAP[0] months, from GAP[0] to below GAP[1] ..., from
 * the last on (N_GAPS, ascending).  ARGUMENT: gaps that do not rise. */
reint_status reint_follow_move_by_gap(reint_follow *f, const char *variable, const char *to, size_t steps,
                                      const double *gap, size_t n_gaps, reint_follow_transitions *out,
                                      reint_error *err);

/* ---- paths ---------------------------------------------------------------------------------------------- */

/* A path: the classes of one person (and episode) over its stages in order, or over its waves where the rule set
 * classifies interviews; equal neighbours are joined, "?" is undetermined.  All as known now. */
typedef struct reint_follow_path {
    const char *path; /* "unassisted>under_assisted" */
    size_t n;
} reint_follow_path;

/* Categories are the classes of the rule set and, behind them, its reasons; they overlap over a life.  LOW counts
 * persons of whom it surely holds, HIGH those of whom it possibly does. */
typedef struct reint_follow_paths {
    size_t n_persons; /* with at least one class */
    size_t n_units;   /* paths; more than persons where somebody has several episodes */
    size_t n_paths;   /* the most frequent first */
    const reint_follow_path *path;
    size_t k, n_classes;
    const char *const *code; /* k */
    const double *ever_low, *ever_high, *first_low, *first_high, *last_low, *last_high, *always_low,
        *always_high;
    const double *both_low, *both_high; /* k x k: ever one and ever the other */
} reint_follow_paths;
/* RULESET NULL: the codebook's default. */
reint_status reint_follow_walk(reint_follow *f, const char *ruleset, reint_follow_paths *out,
                               reint_error *err);

/* ---- with and without the study's own referral ------------------------------------------------------------ */

/* Help reached through a referral of the study: a receipt between the two interviews, and a referral by the study
 * for the same service on its day or before.  What dates leave open is in the third group. */
enum { REINT_REFERRED, REINT_NOT_REFERRED, REINT_REFERRAL_OPEN, REINT_N_REFERRAL_GROUPS };
typedef struct reint_follow_referral {
    const char *referral, *receipt; /* SQL over the forms "referral" and "support"; NULL: "by = 'study'" and
                                       "through_referral = 'yes' AND outcome IN ('received_part',
                                       'received_full')" */
} reint_follow_referral;
/* Steps by groups: OUT has three steps for each pair of successive waves, in the order of the groups. */
reint_status reint_follow_referred(reint_follow *f, const char *variable, const reint_follow_referral *how,
                                   reint_follow_transitions *out, reint_error *err);

/* ---- domains over time ------------------------------------------------------------------------------------ */

enum { REINT_FELL_BACK, REINT_SAME, REINT_IMPROVED, REINT_NOT_COMPARED, REINT_N_CHANGES };
typedef struct reint_follow_domain {
    const char *domain;                                 /* id */
    size_t from, to;                                    /* waves */
    size_t n;                                           /* persons with a record of the domain at both */
    size_t low[REINT_N_CHANGES], high[REINT_N_CHANGES]; /* who surely, possibly changed so */
} reint_follow_domain;
typedef struct reint_follow_domains {
    size_t n; /* pairs of waves x domains */
    const reint_follow_domain *item;
} reint_follow_domains;
/* PACK NULL: the codebook's first.  A state that the pack does not rank (not discussed) cannot be compared. */
reint_status reint_follow_domain_changes(reint_follow *f, const char *pack, size_t steps,
                                         reint_follow_domains *out, reint_error *err);

/* ---- grant and calendar periods ---------------------------------------------------------------------------- */

/* Facts placed by when they happened, in place of waves: what counts is a record of FORM.  Of a panel opened with
 * `by_period` or of any other: waves are not looked at. */
typedef struct reint_follow_happened {
    size_t size;
    const char *form;      /* whose records are the facts */
    const char *date;      /* of FORM; NULL: "date", else the first one */
    const char *condition; /* SQL over FORM; NULL: every record */
    const char *group;     /* coded column of the persons; NULL: one group */
} reint_follow_happened;

/* A number that partial and missing dates leave open: LOW counts what surely holds, HIGH what possibly does. */
typedef struct reint_follow_bounds {
    size_t low, high;
} reint_follow_bounds;

/* persons = first + continuing where every date is known; cumulative: by the end of this period.  A person once. */
typedef struct reint_follow_period {
    reint_follow_bounds facts, persons;
    reint_follow_bounds first;      /* none in an earlier period: new */
    reint_follow_bounds continuing; /* some in an earlier period, too */
    reint_follow_bounds cumulative;
} reint_follow_period;

/* Where facts lie: in one period; in none; perhaps in several, or in none; no date; and those of which it cannot be told
 * whether they count.  A fact is of one kind, a person may be of several. */
enum {
    REINT_FACT_PLACED,
    REINT_FACT_OUTSIDE,
    REINT_FACT_UNPLACED,
    REINT_FACT_UNDATED,
    REINT_FACT_UNTOLD,
    REINT_N_FACT_KINDS
};
typedef struct reint_follow_placed {
    size_t facts, persons;
} reint_follow_placed;

typedef struct reint_follow_periods {
    size_t n_periods; /* of the codebook, in the order of time */
    size_t n_groups;
    const char *const *code;           /* of the groups; "" without groups */
    const size_t *persons;             /* [group]: of the base, whether with facts or without */
    const reint_follow_period *period; /* [group][period] */
    const reint_follow_placed *placed; /* [group][kind] */
    size_t no_group;                   /* persons left out: their group is missing */
    size_t n_others;                   /* records of others' telling, left out */
} reint_follow_periods;
/* ARGUMENT: no periods, no such form, date or group, a bad condition.  Time: facts x periods. */
reint_status reint_follow_by_period(reint_follow *f, const reint_follow_happened *happened,
                                    reint_follow_periods *out, reint_error *err);

/* ---- told late -------------------------------------------------------------------------------------------- */

/* Facts of the form "told", from the person's own statements: what was known by each wave, and what is known now. */
typedef struct reint_follow_fact {
    const char *variable; /* code of what was told of */
    size_t k;             /* values; the code not_raised is none: it unsays nothing */
    const char *const *code;
    const size_t *known;  /* [value][n_waves + 1]: persons by the value told by that wave; the last: now */
    const size_t *silent; /* [n_waves + 1]: persons who had told nothing of it by then */
    size_t n_sources;
    const char *const *source;
    const size_t *first; /* [source][value]: persons by where the value known now was first told */
} reint_follow_fact;
typedef struct reint_follow_facts {
    size_t n, n_others; /* n_others: records of others' telling, left out */
    const reint_follow_fact *fact;
} reint_follow_facts;
reint_status reint_follow_told(reint_follow *f, reint_follow_facts *out, reint_error *err);

/* Person by person: the value that was told last of each fact, as known now. */
typedef struct reint_follow_last_told {
    size_t n; /* facts */
    const char *const *variable;
    const char *const
        *value; /* [person][n], persons as in reint_follow_visits: a code; "" where nothing was told; of a
                                 sensitive value only that something was told: "told" */
} reint_follow_last_told;

/* ARGUMENT: the codebook has no form "told". */
reint_status reint_follow_tell_last(reint_follow *f, reint_follow_last_told *out, reint_error *err);

/* ---- what others told ---------------------------------------------------------------------------------------- */

/* A coded variable of a form with a source in its key: facts (things of the form) by who told of them.  A person's word is
 * the latest of their own statements. */
typedef struct reint_follow_pair {
    const char *form, *variable;
    size_t persons;                 /* with any of the facts below */
    size_t agree, differ;           /* told by both */
    size_t only_person, only_other; /* told by one of them */
    double kappa;                   /* Cohen's, of those told by both; NaN: see UNDEFINED */
    const char *undefined;          /* why there is no kappa; NULL: there is */
} reint_follow_pair;
typedef struct reint_follow_concordance {
    const char *source;
    /* persons of the base of whom the source told anything: with consent to contact with their family, refused or withdrawn,
     * without any record of it.  Only the first are compared. */
    size_t given, not_given, not_recorded;
    size_t n;
    const reint_follow_pair *pair;
} reint_follow_concordance;
/* SOURCE NULL: "relative".  ARGUMENT: no form has that source, or it is the person's own; no form of consent has the purpose
 * family_contact and the answer given.  Time n log n of the records. */
reint_status reint_follow_concord(reint_follow *f, const char *source, reint_follow_concordance *out,
                                  reint_error *err);

/* ---- time to an event ------------------------------------------------------------------------------------- */

typedef struct reint_follow_event {
    size_t size;
    const char
        *event; /* "loss" of contact; or SQL: over the records of FORM, without one over those of waves */
    const char *form;   /* whose records are the event; NULL: a state at waves */
    const char *date;   /* date of FORM; NULL: the first one */
    const char *origin; /* "form.date"; NULL: the first interview */
    const char *group;  /* coded column of the persons; NULL: one group */
} reint_follow_event;

/* Times in months from the origin.  LEFT = RIGHT: exactly then; RIGHT infinite: not so far; else after LEFT and at
 * RIGHT at the latest.  As reint_km_estimate (where no time is an interval) and reint_turnbull_estimate take them. */
typedef struct reint_follow_times {
    size_t n, events;
    double *left, *right;
    size_t *group; /* 0.. n_groups - 1; all 0 without groups */
    size_t n_groups;
    const char *const *code; /* of the groups */
    int intervals;           /* some event is known by an interval only */
    /* persons left out: the event came before the origin; no date to begin or end with; whether it happened cannot be
     * told; interviews are dated against the order of their waves; no group */
    size_t already, no_origin, untold, reversed, no_group;
} reint_follow_times;
reint_status reint_follow_time(reint_follow *f, const reint_follow_event *event, reint_follow_times *out,
                               reint_error *err);

/* ---- attrition --------------------------------------------------------------------------------------------- */

typedef struct reint_follow_model {
    size_t size;
    const char *wave; /* kept are those interviewed at this one; NULL: the last */
    size_t n_variables;
    const char *const *variable; /* columns of the persons: codes, numbers, ages; w1_x too */
    double trim;       /* quantile of the weights above which they are cut, such as 0.95; 0 = none */
    double min_events; /* persons kept (or lost, if fewer) a parameter that a model needs; 0 = 5 */
} reint_follow_model;

/* Among those interviewed at the first wave.  BASELINE: the kept and the lost together. */
enum { REINT_KEPT, REINT_LOST, REINT_NOT_DUE_YET, REINT_NOT_THERE, REINT_BASELINE };

typedef struct
    reint_follow_attribute { /* a category (counts), a number (means), or a whole list (CODE "": d only) */
    const char *variable, *code;           /* CODE NULL: a number */
    double kept, lost, baseline, weighted; /* WEIGHTED: of the kept, by the weights */
    double d;                              /* standardised difference of kept and lost */
    double before, after;                  /* of the kept from all, without and with the weights */
} reint_follow_attribute;

typedef struct reint_follow_attrition {
    size_t kept, lost, not_due, target; /* TARGET: wave */
    size_t n_rows;
    const reint_follow_attribute *row;
    size_t parameters,
        incomplete; /* without the constant; persons without a weight because an attribute is missing */
    double events_per_parameter;
    int firth;            /* plain estimates do not exist */
    const char *refused;  /* why there are no weights; NULL: there are */
    const double *weight; /* per person; NaN for those lost, and others without one; NULL: none */
    double effective_n, smallest, largest; /* Kish's n of the kept; the weights' mean is 1 */
    size_t n_trimmed;
} reint_follow_attrition;
reint_status reint_follow_attrit(reint_follow *f, const reint_follow_model *model,
                                 reint_follow_attrition *out, reint_error *err);

/* ---- what the lost could change ---------------------------------------------------------------------------- */

/* Of those interviewed at the first wave and due at the target wave.  Without an answer: lost, or silent (kept, no
 * answer).  VARIABLE: a coded column of the waves' records. */
typedef struct reint_follow_what_if {
    size_t size;
    const char *variable;
    const char *by; /* coded column of the persons; NULL: all together */
    reint_follow_model
        model;        /* of the weights; without variables those lost are expected to be like the kept */
    double reference; /* share that the share of all is held against; NaN: that at the first wave */
} reint_follow_what_if;

typedef struct reint_follow_possible { /* shares of one code, 0..1; NaN where there is nobody */
    double answered, expected;         /* of those with an answer; of all, by the model */
    double least, most;                /* of all, if none (all who can be) of those without were so */
    double without;                    /* expected of those without an answer, cut to 0..1 */
    double reference,
        turning; /* share of those without at which that of all is the reference; NaN: none is */
} reint_follow_possible;

typedef struct reint_follow_sensitivity {
    size_t target, k, n_groups;
    const reint_follow_possible *possible;  /* [group][code] */
    const double *answered, *lost, *silent; /* [group]: persons */
    size_t not_due, met_later, no_group;    /* persons left out */
    int weighted;
    const char *refused; /* why there are no weights although a model was given */
    size_t no_weight;    /* persons left out: their weight is not known */
    size_t unsure;       /* lost of whom it cannot be told whether they are of the base: they are in it */
} reint_follow_sensitivity;
reint_status reint_follow_sensitive(reint_follow *f, const reint_follow_what_if *q,
                                    reint_follow_sensitivity *out, reint_error *err);
/* The share of all if that of those without an answer were POINTS (-1..1) above what is expected of them. */
double reint_follow_shifted(const reint_follow_sensitivity *s, size_t group, size_t code, double points);

/* ---- models of change -------------------------------------------------------------------------------------- */

/* An outcome over the interviews of all waves, a person as a cluster. */
typedef struct reint_follow_regression {
    size_t size;
    const char *outcome; /* a column of the waves' records: a code, or a number */
    size_t n_codes;
    const char *const *code; /* codes that count as the event; none: the second of two */
    size_t n_variables;
    const char *const *variable; /* columns of the records, or of what they belong to: wave, prev_x, sex */
    int conditional;             /* within persons (conditional logistic); else estimating equations */
    int exchangeable;            /* interviews of a person equally correlated; else independent */
    double min_events;           /* persons or events a parameter; 0 = 5 */
    size_t min_persons;          /* (conditional: whose answers differ); 0 = 10 */
} reint_follow_regression;

enum {
    REINT_ERRORS_NAIVE,
    REINT_ERRORS_ROBUST,
    REINT_ERRORS_MANCL_DEROUEN,
    REINT_ERRORS_KAUERMANN_CARROLL,
    REINT_N_ERRORS
};
typedef struct reint_follow_term {
    const char *variable;         /* NULL: the constant */
    const char *code, *reference; /* against which category; NULL: of a number */
    double beta;                  /* log odds, or the number's own unit; NaN without estimates */
    double se[REINT_N_ERRORS];    /* conditional: NAIVE only */
} reint_follow_term;

typedef struct reint_follow_fit {
    size_t records, persons;
    size_t events, informative; /* records with the event; persons whose answers differ; 0 of a number */
    size_t unknown, incomplete; /* records left out: no outcome; an attribute is missing */
    size_t reversed;            /* persons left out: dated against the order of the waves */
    int numbers;                /* the outcome is a number */
    size_t parameters;          /* without the constant */
    double events_per_parameter, least; /* the rarer answer, but no more than persons (a number: persons;
                                           conditional: whose answers differ), and what is needed */
    size_t fewest;                      /* persons needed */
    double alpha, phi, df;              /* as reint_gee has them; NaN of conditional */
    size_t n_terms;
    const reint_follow_term *term;
    const char *refused; /* why there are no estimates; NULL: there are */
} reint_follow_fit;
/* ARGUMENT: an unknown column, a code the outcome does not have, several codes and none named. */
reint_status reint_follow_regress(reint_follow *f, const reint_follow_regression *model,
                                  reint_follow_fit *out, reint_error *err);

/* ---- numbers and sequences --------------------------------------------------------------------------------- */

/* VALUE: [person][wave], NaN where there is none; of a number, or the middle of a date or age. */
reint_status reint_follow_values(reint_follow *f, const char *variable, const double **value,
                                 reint_error *err);

typedef struct reint_follow_sequences {
    size_t n;        /* persons with any state */
    size_t whole;    /* with two states or more and no gap between the first and the last */
    size_t reversed; /* left out: interviews dated against the order of the waves */
    size_t k;
    const size_t *count; /* [state][wave] */
    size_t n_sequences;  /* codes joined by ">", "-" for a gap; the most frequent first */
    const reint_follow_path *sequence;
    double transitions, entropy, complexity, turbulence; /* means of the whole; NaN of nobody */
    const size_t *modal; /* [wave]: the most frequent state; SIZE_MAX: of nobody, or of two states alike */
    const double *wave_entropy; /* [wave]: -sum p log p / log k of the shares there, 0..1; NaN of nobody */
} reint_follow_sequences;
reint_status reint_follow_sequence(reint_follow *f, const char *variable, reint_follow_sequences *out,
                                   reint_error *err);

/* Groups of persons whose sequences are alike: optimal matching with costs from the rates of transition (insertion and
 * deletion cost 1), Ward's clustering.  Of persons with a state at every wave, so that length plays no part.
 * R: TraMineR::seqdist(method = "OM", sm = "TRATE", indel = 1), hclust(as.dist(d), "ward.D2"). */
typedef struct reint_follow_clustering {
    size_t size;
    const char *variable;
    size_t groups;      /* 2..20; 0: the number up to 6 with the largest silhouette */
    size_t min_persons; /* 0 = 50 */
} reint_follow_clustering;

enum { REINT_FOLLOW_MOST_GROUPS = 20 };
typedef struct reint_follow_group {
    size_t n;
    double width;       /* mean silhouette of its persons */
    const char *medoid; /* codes joined by ">" of the sequence with the least distance to all of the group */
} reint_follow_group;
typedef struct reint_follow_clusters {
    size_t n, gapped;                /* persons; left out because a state is missing at some wave */
    size_t reversed;                 /* left out, too: dated against the order of the waves */
    size_t distinct;                 /* different sequences */
    size_t n_groups;                 /* 0: refused */
    const reint_follow_group *group; /* the largest first */
    double silhouette[REINT_FOLLOW_MOST_GROUPS + 1]; /* by number of groups; NaN where not looked at */
    size_t fewest;                                   /* persons needed */
    const char *refused;                             /* NULL: there are groups */
} reint_follow_clusters;
reint_status reint_follow_cluster(reint_follow *f, const reint_follow_clustering *how,
                                  reint_follow_clusters *out, reint_error *err);

/* One person: interviews, contacts, the class and the domains at each wave, as lines.  malloc'ed.  ARGUMENT: no such
 * person in the base. */
reint_status reint_follow_person(reint_follow *f, const char *person, const char *language, char **text,
                                 reint_error *err);

#endif
