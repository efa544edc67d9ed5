/* table.h -- cross-tabulations from a plan or from a request.  Public, installed as reint/table/table.h. */
#ifndef REINT_TABLE_H
#define REINT_TABLE_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_report reint_report; /* finished tables, ready for any writer */

typedef struct reint_table_request { /* what `reint tab` asks for */
    size_t size;
    const char *unit;                /* form; NULL = the person form, or the form that has the row variable */
    const char *rows, *columns, *by; /* "sex", "sex > age_group", "sex + form"; columns and by may be NULL */
    const char *base; /* SQL condition; holds beside the codebook's default base; "" = everybody */
    const char *weight;
    const char *cells;   /* "count,col_pct"; NULL = count and the share that fits */
    const char *tests;   /* "chi2,fisher"; NULL = none */
    const char *ruleset; /* NULL = default */
    const char *title, *language;
    int missing;         /* show missing reasons as rows and columns */
    int exploratory;     /* inference on a purposive sample, asked for by name */
    int everybody;       /* without the codebook's default base; BASE, if any, still holds */
    int independent;     /* several records of a person count as if they were of several persons */
    const char *mean;    /* "income,debt": numbers to be averaged; NULL = counts */
    const char *in_base; /* "dont_know": missing reasons that are in the base of shares */
    const char *sort;    /* rows by this cell statistic in the total, largest first */
    const char *adjust;  /* of p-values and letters: "none", "holm", "bonferroni", "bh"; NULL = none, holm */
    const char *strata, *psu;  /* how the sample was drawn */
    int letters;               /* compare columns: which share is higher */
    double min_base;           /* of a column that is compared; 0 = 30 */
    int subtotals, hide_empty; /* of nested variables; rows and columns of nobody */
    int clustered;             /* the records of a person are a cluster */
    int frequencies;           /* weights say how many there were */
    const char *population;    /* with strata or psu: primary units of the stratum in the population */
    const char *lonely_psu;    /* a stratum with one unit: "fail" (NULL), "adjust", "remove", "certainty" */
    const char *precision;     /* "min_n=30,max_rse=0.3,max_width=0.2": what is marked as imprecise */
    /* lists that end with NULL, or NULL */
    const char *const *nets;        /* "NAME=CODE,CODE" of the row variable, or "VARIABLE:NAME=CODE,CODE" */
    const char *const *differences; /* "NAME=A,B" or "A,B": column (or row) A less column B */
    const char *const *cuts;        /* "age=18,30": bands of a number, under its name */
    const char *const *derive;      /* "NAME: {from: ..., groups: ...}", as in a plan */
    const char *const *rake; /* "sex:male=48,female=52": margins that WEIGHT (NULL: all alike) is fitted to */
    const char *const *keys; /* "KEY: VALUE": any other key of a table of reint-plan(5) */
    const char
        *view; /* variables that may be told late: "now", "told" (then), or as told by the wave of that id */
    /* weights that make those interviewed at this wave (NULL: the last) stand for all in "sex,site.region" */
    const char *attrition, *attrition_wave;
    int sensitivity; /* behind the table another, of what those without an answer could change in it */
} reint_table_request;

/* One table.  ARGUMENT: an unknown variable, code word or rule set (with the nearest), a bad condition, tests on a
 * purposive sample without EXPLORATORY, on several records a person without INDEPENDENT.  Time linear in the records
 * of the unit.  Give *OUT back before the study. */
reint_status reint_tabulate(reint_study *study, const reint_table_request *request, reint_report **out,
                            reint_error *err);
typedef struct reint_follow_request { /* what `reint follow` asks for */
    size_t size;
    const char *what; /* participation, timeline, transitions, ... (see reint_follow_words) */
    const char *variable,
        *later; /* transitions: what is followed (NULL = class), and its name at the later wave; periods: the form
                          whose records are the facts */
    const char *base;                              /* SQL over the persons */
    const char *seen;                              /* SQL over the records of waves: the interview was held */
    const char *waves;                             /* "w1,w3"; NULL = all */
    const char *tests;                             /* "mcnemar,bowker" */
    const char *event, *form, *date, *origin, *by; /* time: see reint_follow_event; BY: groups */
    const char *wave; /* attrition: kept are those interviewed there; NULL = at the last */
    double trim;      /* quantile above which weights are cut; 0 = none */
    const char *ruleset, *pack, *language;
    size_t steps;    /* waves apart; 0 = 1 */
    int same_people; /* only those interviewed at every wave */
    int exploratory, everybody;
    const char *gaps;        /* "6,12": months; pairs by how far apart they are */
    const char *breaks;      /* "0,6,12": months; intervals of the life table */
    const char *limits;      /* of a curve: log, plain, log-log; NULL = log */
    double horizon;          /* months of the restricted mean; 0 = as far as all are watched */
    const char *sensitivity; /* attrition: the variable of which the lost are missed */
    const char *on, *codes;  /* model: attributes "wave + sex", codes that are the event "yes" */
    const char *model, *correlation,
        *errors;        /* words of reint-plan(5); NULL = gee, independence, mancl_derouen */
    const char *view;   /* as in reint_table_request */
    const char *source; /* relatives: who told beside the person; NULL = "relative" */
    const char *person; /* person: the key of one */
    size_t groups;      /* clusters: how many; 0 = as many as part best */
} reint_follow_request;
reint_status reint_follow_report(reint_study *study, const reint_follow_request *request, reint_report **out,
                                 reint_error *err);
extern const char *const reint_follow_words[]; /* what can be asked for; ends with NULL */

/* All tables of a plan file; PLAN NULL: the standard report.  FINDINGS may be NULL.  INPUT: the plan is wrong in form
 * (each problem a finding); ARGUMENT: it names what the study does not have. */
reint_status reint_tables(reint_study *study, const char *plan, const char *language, reint_report **out,
                          reint_findings *findings, reint_error *err);
/* Whether PLAN is sound in form; what it names is checked when it meets a study. */
reint_status reint_plan_check(const char *plan, reint_findings *findings, reint_error *err);
/* A line that stands on every output, such as "Synthetic records"; NULL = none.  Copied. */
reint_status reint_report_set_notice(reint_report *r, const char *notice, reint_error *err);
void reint_report_free(reint_report *r); /* NULL is fine */

#endif
