/* xlsform.h -- a form of KoboToolbox or ODK (XLSForm) as it stands in its workbook.  Private to xlsform/. */
#ifndef REINTI_XLSFORM_H
#define REINTI_XLSFORM_H

#include "base/base.h"
#include "sheet/sheet.h"
#include "xlsform/convert.h"
#include "yaml/yaml.h"

typedef enum reinti_item_kind {
    REINTI_ITEM_GROUP,
    REINTI_ITEM_REPEAT,
    REINTI_ITEM_ONE,      /* one choice of a list */
    REINTI_ITEM_MULTIPLE, /* any number of them */
    REINTI_ITEM_RANK,     /* all of them, in order of preference */
    REINTI_ITEM_INTEGER,
    REINTI_ITEM_DECIMAL,
    REINTI_ITEM_DATE,
    REINTI_ITEM_MOMENT, /* date and time: the date is kept */
    REINTI_ITEM_TEXT,
    REINTI_ITEM_CALCULATE,
    REINTI_ITEM_NUMBER,  /* position(..): the number of the record in its repeat */
    REINTI_ITEM_NOTHING, /* a note: stores nothing */
    REINTI_ITEM_LEFT_OUT /* what must not be kept: places, pictures, telephones */
} reinti_item_kind;

/* One row of the sheet survey. */
typedef struct reinti_item {
    reinti_item_kind kind;
    const char *name, *type; /* as written */
    size_t list;             /* of choices; REINTI_NO_LIST */
    size_t parent;           /* group or repeat around it; REINTI_TOP */
    size_t repeat;           /* the repeat it is a part of, itself not; REINTI_TOP: the form */
    size_t
        section; /* group NAME_form around it at the top, whose records are those of the form NAME; REINTI_TOP */
    reinti_label label, hint, message; /* message: when the constraint does not hold */
    const char *relevant, *constraint, *required, *calculation; /* XPath, "" = none */
    const char *answers;                                        /* "refused=97; not_stated=" */
    bool or_other, is_required;
    const char *loop_choice; /* of a loop: the choice it stands for, else NULL */
    long row;
    /* made from it */
    const char *variable; /* name in the codebook; NULL: none */
    const char *why_not;  /* why it is left out, for the notes */
} reinti_item;

typedef struct reinti_choice {
    const char *name;
    reinti_label label;
    const char *missing; /* the missing reason that it stands for; NULL: it is an answer */
    long row;
} reinti_choice;

typedef struct reinti_choices {
    const char *name; /* as written */
    const char *list; /* name in the codebook */
    size_t n, capacity;
    reinti_choice *choice;
    reinti_map *index; /* name -> choice */
    bool or_other;     /* some question adds the choice "other" */
    bool used;
    size_t n_repeated; /* choices that stand in it again, as the form allows */
    long repeated_row; /* of the first of them */
} reinti_choices;

#define REINTI_TOP     SIZE_MAX
#define REINTI_NO_LIST SIZE_MAX

typedef struct reinti_xlsform {
    reinti_arena *arena;
    const char *file;                                    /* in messages */
    const char *title, *id, *version, *default_language; /* default_language: code; NULL: none is named */
    bool allow_duplicates;                               /* of choices */
    size_t n_languages, language_capacity;
    const char **language; /* codes: en; "" = labels without a language, not listed here */
    size_t n, capacity;
    reinti_item *item;
    size_t n_lists, list_capacity, n_choices;
    reinti_choices *list;
    size_t person,
        wave;   /* items that tell them; REINTI_TOP: the submission is the person, there is no wave */
    size_t top; /* the group that holds the questionnaire as its own form: interview_form; REINTI_TOP */
    reinti_bytes bytes; /* of the workbook */
    reint_findings *findings;
    bool no_memory;
} reinti_xlsform;

void reinti_xlsform_add_label(reinti_xlsform *form, reinti_label *label, const char *language,
                              const char *text);

/* Reads the sheets survey, choices and settings.  Problems go to form->findings; INPUT if any is an error. */
reint_status reinti_xlsform_read(reinti_workbook *w, reinti_xlsform *form, reint_error *err);

/* Reads, names and checks the form in the workbook PATH; whatever the answer, it is given back to _free.  ARGUMENT: there
 * is no such question as OPTIONS (may be NULL) name, or it cannot tell what it should. */
reint_status reinti_xlsform_open(reinti_xlsform *form, const char *path, const reint_xlsform_options *options,
                                 reint_findings *findings, reint_error *err);
/* The same of SIZE bytes of DATA; NAME is for messages. */
reint_status reinti_xlsform_parse(reinti_xlsform *form, const char *name, const char *data, size_t size,
                                  const reint_xlsform_options *options, reint_findings *findings,
                                  reint_error *err);
/* The codebook of a form that is open: *TEXT is malloc'ed; notes in the findings from FIRST on stand in it, too. */
reint_status reinti_xlsform_write_codebook(reinti_xlsform *form, size_t first, char **text, reint_error *err);
void reinti_xlsform_free(reinti_xlsform *form); /* what it holds, not itself */
/* Repeats around REPEAT and itself; 0 for the questionnaire. */
unsigned reinti_xlsform_depth(const reinti_xlsform *form, size_t repeat);
/* What the form of a repeat, of a group NAME_form or of the questionnaire (REINTI_TOP) is called in the codebook. */
const char *reinti_xlsform_form(const reinti_xlsform *form, size_t holder);
/* The repeat or group NAME_form whose records answer ITEM; REINTI_TOP: the questionnaire's. */
size_t reinti_xlsform_holder(const reinti_item *item);
/* Names the groups that are forms; one that is called as the questionnaire itself is no other form than that. */
void reinti_xlsform_settle_sections(reinti_xlsform *form);

/* Gives every question its variable, every list its name, and decides what is left out (names.c). */
void reinti_xlsform_name(reinti_xlsform *form);
/* TEXT as a name of the codebook: small letters, digits, single underscores. */
const char *reinti_xlsform_plain(reinti_xlsform *form, const char *text, const char *otherwise);
/* "English (en)", "english", "Bahasa Indonesia": the code of a language. */
const char *reinti_xlsform_language(reinti_xlsform *form, const char *text);
/* The other way: "English (en)". */
void reinti_xlsform_language_name(const char *code, reinti_str *out);

/* An XPath condition of ITEM as an SQL condition of the codebook (relevant.c).  SELF: what `.` stands for, NULL
 * where it may not stand.  False: it says more than SQL can be made of; WHY tells what. */
bool reinti_xlsform_condition(const reinti_xlsform *form, size_t item, const char *xpath, const char *self,
                              reinti_str *sql, const char **why);
/* `. >= 0`, `. <= date('2015-12-31')`, `count-selected(.) <= 3`, where SELF is "." or "count-selected(.)": the limit as
 * text, N bytes of XPATH; NULL: it is none.  *HIGH tells which. */
const char *reinti_xlsform_limit(const char *xpath, const char *self, bool day, bool *high, size_t *n);

/* The item of `${NAME}` as seen from ITEM: nearest around it first; REINTI_TOP without. */
size_t reinti_xlsform_find(const reinti_xlsform *form, size_t item, const char *name, size_t n);
/* The item NAME that stands in the same group as ITEM; REINTI_TOP without. */
size_t reinti_xlsform_beside(const reinti_xlsform *form, size_t item, const char *name, size_t n);
/* Whether records of the form HOLDER see a question of the form OTHER: the same, around it, or the person's. */
bool reinti_xlsform_sees(const reinti_xlsform *form, size_t holder, size_t other);

#endif
