/* model.h -- the codebook as the rooms above see it.  Private; plain data, all of it in the codebook's arena.
 * Indices are positions in the arrays here; permanent ids of codes are the study's business (study/store.h). */
#ifndef REINTI_MODEL_H
#define REINTI_MODEL_H

#include "base/base.h"
#include "codebook/codebook.h"
#include "yaml/yaml.h"

#define REINTI_NONE SIZE_MAX

typedef struct reinti_attribute { /* any further key of a code: region: asia */
    const char *name, *value;
} reinti_attribute;

typedef struct reinti_code {
    const char *name; /* as in the data */
    reinti_label label;
    size_t parent; /* index of the parent code in a code tree, else REINTI_NONE */
    bool retired;  /* no longer allowed in new records, still known in stored ones */
    size_t n_attributes;
    const reinti_attribute *attribute;
    long line;
} reinti_code;

typedef struct reinti_list {
    const char *name;
    reinti_label label;
    size_t n;
    reinti_code *code;
    reinti_map *index; /* code name -> position */
    /* Attributes used by any code become recodes: `destinations.region`.  attribute_list[i] is a list (made by the
     * parser, name "country.region") of the distinct values in order of first use, or the declared list of that
     * name if the attribute is declared as `attributes: {region: region_list}`. */
    size_t n_attribute_lists;
    struct {
        const char *name;
        size_t list;
    } * attribute_list;
    long line;
} reinti_list;

/* Study-wide missing reasons, in order.  Permanent id of reason I in every study is -(I + 1) as long as the order
 * is kept; the study maps by name.  `not_asked` (routed past), `not_stated` and `undetermined` always exist: the
 * parser appends those that the codebook does not declare. */
typedef struct reinti_missing {
    const char *name;
    reinti_label label; /* built-in labels in English and Indonesian for the well-known names */
    size_t n_raw;
    const char *const *raw; /* raw codes that mean it, in coded lists; "" is an empty cell */
} reinti_missing;

typedef struct reinti_wave {
    const char *id;
    reinti_label label;
    const char *from, *to;  /* as written; NULL when open */
    reinti_interval window; /* days; open ends allowed */
} reinti_wave;

typedef struct reinti_place { /* in the codebook's own file; 0: unknown */
    long line, column;
} reinti_place;

typedef enum reinti_type {
    REINTI_CODE, /* of a list; one or multiple */
    REINTI_INTEGER,
    REINTI_DECIMAL,
    REINTI_DATE, /* interval */
    REINTI_AGE,  /* interval, whole years */
    REINTI_TEXT,
    REINTI_PERSON /* pseudonymous key of a respondent */
} reinti_type;

typedef struct reinti_variable_missing { /* variable's own raw codes of a reason */
    size_t reason;
    size_t n_raw;
    const char *const *raw;
} reinti_variable_missing;

typedef struct reinti_variable {
    const char *name;
    reinti_label label, question, note; /* as declared */
    reinti_label shown;                 /* what tables call it: the label; of a key without one see forms.c */
    reinti_type type;
    size_t list;            /* REINTI_CODE: index in lists */
    bool multiple, ordered; /* multiple-response set; order of the codes matters (else sorted by position) */
    bool repeats;           /* a code may stand twice in an ordered set */
    char separator;         /* between the codes of a set; ';' by default */
    size_t min_codes, max_codes; /* of a set; 0 = no limit */
    bool required;               /* a missing value, for whatever reason but routing, is an error */
    bool key;
    bool late;      /* may be disclosed late (told form) */
    bool sensitive; /* never shown by value in releases */
    bool has_min, has_max;
    double min, max;        /* numbers, ages (years), dates (days) */
    const char *pattern;    /* text, person: POSIX extended regular expression for the whole value */
    const char *asked_when; /* routing: SQL condition; false = must be not_asked (or empty) */
    reinti_place asked_at;
    size_t n_missing;
    const reinti_variable_missing *missing;
    size_t n_waves; /* waves in which it is asked; 0 = all */
    const size_t *wave;
    long line;
} reinti_variable;

typedef struct reinti_form {
    const char *name;
    reinti_label label;
    size_t n_key; /* the first n_key variables are the key, in order */
    size_t n;
    reinti_variable *variable;
    reinti_map *index; /* variable name -> position */
    size_t person;     /* position of the key variable that is the person, else REINTI_NONE */
    size_t wave;       /* position of the key variable that is the wave, else REINTI_NONE */
    size_t parent;     /* form whose key is the longest proper subset of this key, else REINTI_NONE */
    bool persons;      /* a record stands for (or belongs to) a person; false: never counted as one */
    long line;
} reinti_form;

typedef struct reinti_rule {
    const char *id;
    size_t form;
    const char *when, *require; /* SQL; when may be NULL */
    reinti_place when_at, require_at;
    reint_severity severity;
    reinti_label message;
    long line;
} reinti_rule;

/* A file that the codebook names (and itself, first): kept whole so that a study file stands alone. */
typedef struct reinti_codebook_file {
    const char *name; /* as named in the codebook */
    const char *kind; /* "codebook", "list", "ruleset", "pack", "entitlements" */
    const char *data;
    size_t size;
} reinti_codebook_file;

typedef enum reinti_sampling { REINTI_PURPOSIVE, REINTI_PROBABILITY, REINTI_CENSUS } reinti_sampling;

struct reint_codebook {
    reinti_arena *arena;
    const char *id;
    reinti_label title, population,
        notice; /* notice: a line shown on every output, e.g. "Synthetic records" */
    size_t n_languages;
    const char *const *language; /* first = default */
    reinti_sampling sampling;
    size_t n_sampled_on;
    const char *const *sampled_on;
    bool consent_required; /* consent: {require: {analysis: given}} */
    const char *consent_purpose, *consent_value;
    const char *base; /* default base: SQL over the person frame; NULL = everybody */
    reinti_place base_at;
    size_t small_base;           /* below it "5 of 12", no percentage; default 20 */
    const char *default_ruleset; /* first one named unless `ruleset:` says otherwise; NULL = none */

    size_t n_waves;
    reinti_wave *wave; /* also lists[wave_list] */
    size_t n_periods;
    reinti_wave *period;
    size_t n_missing;
    reinti_missing *missing;
    size_t n_lists;
    reinti_list *list;
    size_t wave_list; /* the list made from the waves */
    size_t n_forms;
    reinti_form *form;
    size_t person_form; /* form whose key is the person alone */
    size_t n_rules;
    reinti_rule *rule;
    size_t n_files;
    reinti_codebook_file *file;
    size_t n_rulesets;
    const char *
        *ruleset; /* the ids of the rule sets among the files, in their order; "" where one tells none */
    char digest[REINTI_SHA256_TEXT];
    const char *path; /* where it was read from; "" from a study */
    /* Read from a spreadsheet: the cell of line I + 1 of files[0], which is the YAML made of it (spread.h). */
    size_t n_origins;
    const struct reinti_spread_origin *origin;
};

/* Whether TEXT can be a code: printable, at most 64 bytes, no separator, quote, or blank at an end (lists.c). */
bool reinti_is_code(const char *text);
size_t reinti_codebook_find_form(const reint_codebook *cb, const char *name); /* REINTI_NONE when absent */
size_t reinti_codebook_find_list(const reint_codebook *cb, const char *name);
size_t reinti_codebook_find_missing(const reint_codebook *cb, const char *name);
size_t reinti_codebook_find_wave(const reint_codebook *cb, const char *id);
size_t reinti_codebook_find_rule(const reint_codebook *cb, const char *id);
size_t reinti_form_find(const reinti_form *form, const char *variable);
/* Its date: the variable "date", else the first of that type; REINTI_NONE. */
size_t reinti_form_date(const reinti_form *form);
size_t reinti_list_find(const reinti_list *list, const char *code);
const char *reinti_code_attribute(const reinti_code *code, const char *name); /* NULL when absent */
/* Of a code of a list of sources: the person's own statement, unless it says `own: no`. */
bool reinti_code_is_own(const reinti_code *source);
/* A change of what a code means, from WAVE on (`changed`), and what records before then that have it mean in the codes of
 * that wave (`before`): N codes, REINTI_NONE for one that is not in the list; 0: nothing that can be compared. */
#define REINTI_MOST_MEANT   16
#define REINTI_MOST_CHANGES 16
typedef struct reinti_change {
    size_t wave; /* REINTI_NONE: there is no such wave */
    bool said;   /* something is told, be it that it cannot be compared */
    size_t n, code[REINTI_MOST_MEANT];
} reinti_change;
/* Those of code K, REINTI_MOST_CHANGES at most, as they are written; *N_SAID: parts that `before` has. */
size_t reinti_code_changes(const reint_codebook *cb, const reinti_list *list, size_t k, reinti_change *out,
                           size_t *n_said);
bool reinti_change_is_same(const reinti_change *c, size_t k); /* merely reworded */
bool reinti_list_changes(const reinti_list *list);            /* whether any code of it did */
/* What a code recorded at a wave means in the codes of today, over all changes in between: [code * waves + wave], in ARENA.
 * NULL: no memory. */
typedef struct reinti_meant {
    size_t n; /* 0: it cannot be told */
    const size_t *code;
    size_t wave, lost; /* then: the change at which code LOST has no equal, */
    bool said;         /* and whether that was said */
} reinti_meant;
const reinti_meant *reinti_crosswalk(const reint_codebook *cb, const reinti_list *list, reinti_arena *arena);
/* Periods that DAYS may lie in, as bits (there are at most 63); *OUTSIDE: perhaps in none. */
uint64_t reinti_periods_of(const reint_codebook *cb, reinti_interval days, bool *outside);
#define REINTI_NO_PERIOD "outside" /* code of what lies in no period: no period has this id */
/* The missing reason that raw TEXT of VARIABLE means (its own codes first, then, for coded lists, the study's),
 * or REINTI_NONE. */
size_t reinti_variable_missing_reason(const reint_codebook *cb, const reinti_variable *v, const char *text,
                                      size_t n);

/* Answers that say no in a form "consent": to the purpose REINTI_CONSENT_ANALYSIS they leave a person out of every result,
 * to REINTI_CONSENT_REPEAT out of those who are due for another interview, whatever the codebook requires. */
#define REINTI_CONSENT_ANALYSIS "analysis"
#define REINTI_CONSENT_REPEAT   "repeat"
enum { REINTI_CONSENT_NOS = 2 };
extern const char *const reinti_consent_no[REINTI_CONSENT_NOS];

/* From files held in memory (a study opens its own codebook so): FILE[0] is the codebook. */
reint_status reinti_codebook_parse(const reinti_codebook_file *file, size_t n, reint_codebook **out,
                                   reint_findings *findings, reint_error *err);

/* ---- the workbook to fill in (reint entry) ----------------------------------------------------------------- */

/* Its sheets that hold no records, in English and Indonesian: nobody wants to be told that they are not read. */
#define REINTI_SHEETS_TO_READ(X)                                                                             \
    X(HELP, "how to fill in", "cara mengisi")                                                                \
    X(CODES, "all codes", "semua kode")                                                                      \
    X(PEOPLE, "known people", "orang yang dikenal")                                                          \
    X(PAPER, "on paper", "di atas kertas")

#endif
