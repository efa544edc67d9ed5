/* generate.c -- writes the CSV files of the example study: 75 trafficked people, relatives, key informants.
 *
 * usage: generate FOLDER
 *
 * All people are invented.  What the report published about its respondents comes out exactly (people.c holds
 * the margins); everything else is chosen, and README.md says what.  The same program writes the same bytes
 * everywhere: integer arithmetic only, own random numbers with a fixed seed, no clock, no locale. */
#include "people.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 20160601;
static FILE *out[N_FILES];

static const struct {
    const char *name, *columns;
} files[N_FILES] = {
    [F_PERSON] = { "person.csv",
                   "person,type,sex,site,ethnicity,education,origin,work_before,informant_type,linked_to,"
                   "kinship" },
    [F_CONSENT] = { "consent.csv", "person,purpose,date,state" },
    [F_EPISODE] = { "episode.csv",
                    "person,episode,main_form,forms,scope,destinations,age,marital,children,harms,"
                    "sexual_violence,started,ended,returned,return_path,screened_on_entry" },
    [F_INTERVIEW_W1] = { "interview-w1.csv",
                         "person,wave,date,instrument,status,place,current_stage,current_episode,residence,"
                         "marital_now,marriage_kind,work_now,documents,months_since_return,agreed_to_"
                         "repeat" },
    [F_INTERVIEW_W2] = { "interview-w2.csv",
                         "person,wave,date,instrument,status,place,current_stage,current_episode,residence,"
                         "marital_now,marriage_kind,work_now,documents,months_since_return" },
    [F_CONTACT] = { "contact.csv", "person,contact,date,kind,learnt_services,new_need" },
    [F_STAGE] = { "stage.csv",
                  "person,episode,stage,source,identification,barriers,knew_rights,populations,setting,"
                  "channel,services_asked,team_class,team_reason" },
    [F_NEED] = { "need.csv", "person,episode,stage,service,source,state" },
    [F_SUPPORT] = { "support.csv", "person,event,episode,stage,service,source,provider_kind,formal,specific,"
                                   "through_referral,outcome,decline_reason,frequency,duration,started,ended,"
                                   "amount_idr,explained" },
    [F_REFERRAL] = { "referral.csv",
                     "person,referral,by,to,service,consented,result,referred_on,completed_on" },
    [F_DOMAIN] = { "domain.csv", "person,wave,stage,domain,rater,state,levels,date" },
    [F_TOLD] = { "told.csv", "person,episode,variable,source,value" },
    [F_CODING] = { "coding.csv", "source,coder,segment,code,from,to" },
    [F_CODING_SESSION] = { "coding_session.csv", "source,coder,frame_version,date,completeness" },
};

/* splitmix64, by Sebastiano Vigna (public domain) */
static uint64_t
next(void)
{
    uint64_t z = seed += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t
chance(uint64_t n)
{
    return next() % n;
}

bool
percent(unsigned p)
{
    return chance(100) < p;
}

const char *
pick(const char *const *codes)
{
    size_t n = 0;

    while (codes[n])
        n++;
    return codes[chance(n)];
}

/* Days from 1970-01-01 and back: Howard Hinnant's algorithms for the proleptic Gregorian calendar. */
int64_t
day_of(int year, int month, int day)
{
    int64_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

const char *
iso(int64_t day)
{
    static char text[8][16];
    static unsigned turn;
    char *t = text[turn++ % 8];
    int64_t z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    int month = (int)(m < 10 ? m + 3 : m - 9);

    snprintf(t, sizeof *text, "%04d-%02d-%02d", (int)(y + era * 400 + (month <= 2)) % 10000, month % 100,
             (int)(of_year - (153 * m + 2) / 5 + 1) % 100);
    return t;
}

void
row(form_file f, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(out[f], format, args);
    va_end(args);
    fputc('\n', out[f]);
}

static int
open_all(const char *folder)
{
    for (size_t f = 0; f < N_FILES; f++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/%s", folder, files[f].name);
        if (n < 0 || (size_t)n >= sizeof path || !(out[f] = fopen(path, "wb"))) {
            fprintf(stderr, "generate: cannot write %s/%s\n", folder, files[f].name);
            return 1;
        }
        fprintf(out[f], "%s\n", files[f].columns);
    }
    return 0;
}

static int
close_all(void)
{
    int bad = 0;

    for (size_t f = 0; f < N_FILES; f++)
        if (out[f]) {
            bad |= ferror(out[f]);
            bad |= fclose(out[f]);
        }
    if (bad)
        fprintf(stderr, "generate: a file could not be written\n");
    return bad != 0;
}

int
main(int argc, char **argv)
{
    static person people[N_PEOPLE];

    if (argc != 2) {
        fprintf(stderr, "usage: generate FOLDER\n");
        return 2;
    }
    if (people_make(people)) {
        fprintf(stderr, "generate: the margins do not fit together\n");
        return 1;
    }
    int bad = open_all(argv[1]);
    if (!bad) {
        for (size_t i = 0; i < N_PEOPLE; i++) {
            people_write(&people[i], i);
            story_write(&people[i]);
            records_write(&people[i], i);
        }
        others_write(people);
        coding_write(people);
    }
    return close_all() || bad;
}
