/* people.h -- what the files of the generator share: chance, persons, and the functions that write a form. */
#ifndef GOING_HOME_PEOPLE_H
#define GOING_HOME_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { N_PEOPLE = 75, N_RELATIVES = 12, N_INFORMANTS = 123 };

/* Codes start at 1: in a condition 0 means "any". */
enum { MALE = 1, FEMALE };
enum { FISHING = 1, PLANTATION, FACTORY, CONSTRUCTION, OTHER_LABOUR, DOMESTIC, SEXUAL };
enum { CHILD = 1, TO_29, TO_39, TO_49 };
enum { MARRIED = 1, SINGLE, DIVORCED, WIDOWED };
enum { SUNDANESE = 1, JAVANESE, BETAWI, BUGIS, NO_ETHNICITY };
enum { INTERNAL = 1, ABROAD, BOTH };
enum { NONE_TOLD = 1, ATTEMPTED, RAPE, ABUSE, NOT_APPLICABLE };
enum { AT_W1 = 1, AT_C1, AT_W2 };                                     /* when violence was told */
enum { COMPLETE = 1, PARTIAL, REFUSED, LOST, AWAY, UNSAFE, NOT_DUE }; /* of the second interview */
enum { UNASSISTED = 1, UNDER, ASSISTED, OPEN };                       /* a class as the story intends it */

/* What became of a person: class by the first interview and by the last.  The names say it in that order. */
enum {
    NOTHING_EVER = 1,    /* unassisted throughout */
    DECLINED_AT_HOME,    /* identified and assisted abroad, declined in Indonesia: unassisted */
    OPEN_THEN_NOTHING,   /* not all services asked about at first; then unassisted */
    FOUND_AT_HOME_UNDER, /* unidentified and unassisted abroad, identified at home: under-assisted */
    REFERRED_UNDER,      /* unassisted, then under-assisted through the study's referral */
    SOUGHT_LATER_UNDER,  /* declined at first, sought help later: under-assisted */
    UNDER_THROUGHOUT,
    SETBACK_UNDER, /* assisted, then a new need that nobody meets */
    ASSISTED_THROUGHOUT,
    FOUND_AT_HOME_ASSISTED, /* unidentified abroad, identified and assisted at home */
    REFERRED_ASSISTED,      /* unassisted, then assisted through the study's referral */
    UNDER_THEN_ASSISTED,
    FEW_NEEDS, /* family mediation only, of which the law says nothing: received */
    N_STORIES
};

typedef struct person {
    char id[8];
    int sex, form, band, marital, children, ethnicity, site, scope, destinations, violence, told, second,
        story;
    int age, recent;       /* recent: came home in the year before the first interview */
    int relatives;         /* interviewed */
    int64_t home, w1, w2;  /* days since 1970-01-01; w2 is 0 if it was not held */
    int64_t contact[3];    /* dates; 0 = none */
    int events, referrals; /* written so far */
} person;

typedef enum form_file {
    F_PERSON,
    F_CONSENT,
    F_EPISODE,
    F_INTERVIEW_W1,
    F_INTERVIEW_W2,
    F_CONTACT,
    F_STAGE,
    F_NEED,
    F_SUPPORT,
    F_REFERRAL,
    F_DOMAIN,
    F_TOLD,
    F_CODING,
    F_CODING_SESSION,
    N_FILES
} form_file;

/* generate.c */

uint64_t chance(uint64_t n); /* 0 .. n - 1 */
bool percent(unsigned p);
const char *pick(const char *const *codes); /* of a list that ends with NULL */
const char *iso(int64_t day);               /* YYYY-MM-DD; good until the eighth call after it */
int64_t day_of(int year, int month, int day);
void row(form_file f, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* people.c */
extern const char *const sex_codes[], *const district_codes[];
int people_make(person *p); /* 0, or 1 if the margins cannot be dealt out */
void people_write(const person *p, size_t i);

/* story.c */
int story_class(const person *p, int wave);
void story_write(person *p);

/* records.c */
void records_write(person *p, size_t i); /* interviews, contacts, consent, told, domains */
void others_write(const person *p);      /* relatives and key informants */
void coding_write(const person *p);

#endif
