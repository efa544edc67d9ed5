/* records.c -- interviews, contacts, consent, what was told when, domains; relatives, key informants, coding.
 */
#include "people.h"

#include <string.h>

static const char *const places[] = { "home", "home", "office", "activist_home", "restaurant", NULL };
static const char *const late_values[] = { "", "no", "attempted", "rape", "abuse" };

/* ---- interviews
 * ---------------------------------------------------------------------------------------------- */

static void
write_interview(const person *p, int wave)
{
    static const char *const work[] = { "unemployed",     "unemployed", "casual",   "casual",
                                        "small_business", "farming",    "employed", NULL };
    static const char *const papers[] = { "none",
                                          "identity_card",
                                          "identity_card;family_card",
                                          "identity_card;family_card;letter_of_poverty",
                                          "seasonal_card",
                                          "family_card;birth_certificate",
                                          NULL };
    static const char *const homes[] = { "home_community",    "home_community",
                                         "home_community",    "home_community",
                                         "jakarta_temporary", "jakarta_settled",
                                         "moved_nearby",      NULL };
    static const char *const marital[] = { "", "married", "single", "divorced", "widowed" };
    int64_t date = wave == 1 ? p->w1 : p->w2;
    int now = p->marital == SINGLE && p->age > 19 && percent(30)      ? MARRIED
              : p->marital == MARRIED && percent(wave == 1 ? 12 : 18) ? DIVORCED
                                                                      : p->marital;
    const char *kind = now != MARRIED || p->sex == MALE ? "96"
                       : percent(85)                    ? "first_wife"
                       : percent(60)                    ? "second_or_informal"
                                                        : "left_first_wife";

    const char *place = pick(places), *residence = pick(homes);
    const char *work_now = percent(3) ? "97" : pick(work), *held = percent(4) ? "98" : pick(papers);

    row(wave == 1 ? F_INTERVIEW_W1 : F_INTERVIEW_W2, "%s,w%d,%s,%s,%s,%s,%s,1,%s,%s,%s,%s,%s,%d%s", p->id,
        wave, iso(date), wave == 1 ? "first" : "second",
        wave == 2 && p->second == PARTIAL ? "partial" : "complete", place,
        date - p->home > 365 ? "later_home" : "early_home", residence, marital[now], kind, work_now, held,
        (int)((date - p->home) / 30),
        wave == 2              ? ""
        : p->second == REFUSED ? ",no"
                               : ",yes");
}

/* No second interview: a row that says so, and why. */
static void
write_not_held(const person *p)
{
    static const char *const why[] = { "", "", "", "refused", "lost", "away", "unsafe", "not_due" };

    row(F_INTERVIEW_W2, "%s,w2,,second,%s,96,96,,96,96,96,96,96,-1", p->id, why[p->second]);
}

/* ---- contacts and consent
 * ---------------------------------------------------------------------------------------- */

static void
write_contacts(const person *p)
{
    static const char *const kinds[] = { "team_problem", "respondent_question", "respondent_touch", NULL };
    static const char *const learnt[] = { "", "S02", "S05", "S02;S03", "S06", NULL };

    for (int c = 0; c < 3 && p->contact[c]; c++) {
        const char *kind = pick(kinds), *services = percent(40) ? "98" : pick(learnt);
        row(F_CONTACT, "%s,%d,%s,%s,%s,%s", p->id, c + 1, iso(p->contact[c]),
            p->referrals && c == 0 ? "team_referral" : kind, services, percent(25) ? "yes" : "no");
    }
}

static void
consent(const char *id, const char *purpose, int64_t date, const char *state)
{
    row(F_CONSENT, "%s,%s,%s,%s", id, purpose, iso(date), state);
}

static void
write_consents(const person *p, size_t i)
{
    consent(p->id, "interview", p->w1, "given");
    consent(p->id, "recording", p->w1, i % 9 == 4 ? "not_given" : "given");
    consent(p->id, "safe_contact", p->w1, p->second == UNSAFE ? "not_given" : "given");
    consent(p->id, "analysis", p->w1, "given");
    consent(p->id, "publication", p->w1, i % 13 == 5 ? "not_given" : "given");
    if (i % 25 == 11)
        consent(p->id, "publication", p->w1 + 45, "withdrawn");
    if (p->relatives)
        consent(p->id, "family_contact", p->w1, "given");
    else if (i % 5 == 2)
        consent(p->id, "family_contact", p->w1, "not_given");
    if (p->referrals) {
        consent(p->id, "referral", p->w1, "given");
        consent(p->id, "provider_follow_up", p->w1 + 12, i % 6 == 1 ? "not_given" : "given");
    }
    if (p->w2 || p->second == REFUSED) /* asked separately, and later */
        consent(p->id, "repeat", p->w2 ? p->w2 - 7 : p->w1 + 170, p->w2 ? "given" : "not_given");
    if (p->w2)
        consent(p->id, "interview", p->w2, "given");
    if (p->band == CHILD && p->age * 365 + (p->w1 - p->home) < 18 * 365 - 200) {
        consent(p->id, "guardian", p->w1, "given");
        consent(p->id, "assent", p->w1, "given");
    }
}

/* ---- told and domains
 * --------------------------------------------------------------------------------------------- */

/* Sexual violence as told in each conversation.  An early "no" is what was said, not what was so. */
static void
write_told(const person *p)
{
    const char *value = p->violence <= ABUSE ? late_values[p->violence] : "";

    if (p->violence == NOT_APPLICABLE)
        return;
    row(F_TOLD, "%s,1,sexual_violence,w1,%s", p->id,
        p->told == AT_W1 && (p->violence != NONE_TOLD || percent(75)) ? value
        : percent(50)                                                 ? "not_raised"
                                                                      : "no");
    if (p->told == AT_C1)
        row(F_TOLD, "%s,1,sexual_violence,c1,%s", p->id, value);
    if (p->w2)
        row(F_TOLD, "%s,1,sexual_violence,w2,%s", p->id, value);
}

/* States run problem, mixed, success.  Between waves they mostly rise with help, and some fall back. */
static void
write_domains(const person *p, size_t i)
{
    static const char *const states[] = { "problem", "mixed", "success", "not_discussed" };
    static const char *const levels[10] = {
        "individual;community",        "individual",        "individual", "individual;state", "state",
        "individual;family;community", "individual;family", "individual", "family;community", "family"
    };
    const char *rater = i % 2 ? "DW" : "AR";

    for (int d = 0; d < 10; d++) {
        unsigned good = story_class(p, 1) == ASSISTED ? 45 : story_class(p, 1) == UNDER ? 22 : 12;
        unsigned trouble = d == 6 || d == 2 ? 15 : 0; /* money and mind: hardest everywhere */
        int state = percent(8)                                          ? 3
                    : percent(good - (trouble < good ? trouble : good)) ? 2
                    : percent(28)                                       ? 1
                                                                        : 0;
        row(F_DOMAIN, "%s,w1,%s,DOM%02d,%s,%s,%s,%s", p->id,
            p->w1 - p->home > 365 ? "later_home" : "early_home", d + 1, rater, states[state],
            state == 3 ? "96" : levels[d], iso(p->w1));
        if (!p->w2)
            continue;
        int last = story_class(p, 2);
        unsigned up = last == ASSISTED ? 45
                      : last == UNDER  ? 28
                                       : 14,
                 down = p->story == SETBACK_UNDER ? 50 : 10;
        int now = state == 3      ? (int)chance(3)
                  : percent(down) ? (state ? state - 1 : 0)
                  : percent(up)   ? (state < 2 ? state + 1 : 2)
                                  : state;
        if (p->story == SETBACK_UNDER && d == 6)
            now = 0;
        row(F_DOMAIN, "%s,w2,%s,DOM%02d,%s,%s,%s,%s", p->id,
            p->w2 - p->home > 365 ? "later_home" : "early_home", d + 1, rater, states[now], levels[d],
            iso(p->w2));
    }
}

void
records_write(person *p, size_t i)
{
    write_interview(p, 1);
    if (p->w2)
        write_interview(p, 2);
    else
        write_not_held(p);
    write_contacts(p);
    write_consents(p, i);
    write_told(p);
    write_domains(p, i);
}

/* ---- relatives and key informants
 * -------------------------------------------------------------------------------- */

static int64_t
informant_date(size_t i)
{
    return day_of(2013, 10, 7) + (int64_t)(i * 685 / N_INFORMANTS) + (int64_t)chance(4);
}

static void
write_relatives(const person *p)
{
    static const char *const kin[] = {
        "spouse", "spouse", "parent", "sibling", "grandparent", "child", NULL
    };
    unsigned n = 0;

    for (size_t i = 0; i < N_PEOPLE; i++)
        for (int r = 0; r < p[i].relatives; r++) {
            char id[16];
            int64_t date = p[i].w1 + 14 + (int64_t)chance(90); /* only after the first interview */
            date = date > day_of(2015, 8, 28) ? day_of(2015, 8, 28) : date;
            snprintf(id, sizeof id, "SYN-R%03u", ++n % 1000);
            const char *tie = pick(kin);
            bool spouse = !strcmp(tie, "spouse");
            int sex = spouse ? (p[i].sex == MALE ? FEMALE : MALE) : percent(60) ? FEMALE : MALE;
            row(F_PERSON, "%s,relative,%s,%s,98,99,99,99,99,%s,%s", id, sex_codes[sex],
                district_codes[p[i].site], p[i].id, tie);
            row(F_INTERVIEW_W1, "%s,w1,%s,family,complete,home,96,,96,96,96,96,96,-1,96", id, iso(date));
            consent(id, "interview", date, "given");
        }
}

/* 123 by kind as published; twenty were seen twice. */
static void
write_informants(void)
{
    static const struct {
        const char *code;
        unsigned count;
    } kinds[] = {
        { "government", 24 }, { "ngo", 85 }, { "international", 5 }, { "donor_embassy", 4 }, { "academic", 5 }
    };
    unsigned left[5];

    for (size_t k = 0; k < 5; k++)
        left[k] = kinds[k].count;
    for (size_t i = 0; i < N_INFORMANTS; i++) {
        char id[16];
        uint64_t ticket = chance(N_INFORMANTS - i);
        size_t k = 0;
        while (ticket >= left[k])
            ticket -= left[k++];
        left[k]--;
        int64_t date = informant_date(i);
        snprintf(id, sizeof id, "SYN-K%03u", (unsigned)(i + 1) % 1000);
        int sex = percent(55) ? FEMALE : MALE;
        uint64_t site = percent(50) ? 1 : 2 + chance(9);
        row(F_PERSON, "%s,key_informant,%s,%s,99,99,99,99,%s,,99", id, sex_codes[sex], district_codes[site],
            kinds[k].code);
        row(F_INTERVIEW_W1, "%s,w1,%s,key_informant,complete,%s,96,,96,96,96,96,96,-1,%s", id, iso(date),
            percent(80) ? "office" : "restaurant", i % 6 == 0 ? "yes" : "96");
        if (i % 6 == 0 && i < 120)
            row(F_INTERVIEW_W2, "%s,w2,%s,key_informant,complete,office,96,,96,96,96,96,96,-1", id,
                iso(day_of(2015, 6, 1) + (int64_t)chance(80)));
        consent(id, "interview", date, "given");
        consent(id, "recording", date, percent(85) ? "given" : "not_given");
    }
}

void
others_write(const person *p)
{
    write_relatives(p);
    write_informants();
}

/* ---- coding
 * -------------------------------------------------------------------------------------------------------- */

/* Leaves of the code frame, as often as the theme is to come up. */
static const char *const common_codes[] = {
    "C1.1.1", "C1.1.2", "C1.2.3", "C1.3.1", "C1.3.3", "C1.3.4", "C1.4.3", "C2.1",   "C2.2",   "C2.4",
    "C2.5",   "C3.1",   "C3.2",   "C3.4",   "C3.5",   "C3.6",   "C4.1",   "C4.2",   "C4.2",   "C4.3",
    "C4.4",   "C4.5",   "C4.8",   "C5.1.1", "C5.1.2", "C5.1.3", "C5.1.7", "C5.2.1", "C5.2.2", "C5.2.5",
    "C5.3.1", "C5.3.3", "C5.4.1", "C5.4.2", "C5.4.5", "C5.5.1", "C5.5.2", "C5.5.2", "C6.1",   "C6.1",
    "C6.2",   "C6.2",   "C6.4",   "C6.8",   "C7.1",   "C7.3",   "C7.4",   "C7.8",   "C7.9",   "C8.1",
    "C8.2",   "C8.3",   "C8.4",   "C8.5",   "C8.6",   "C8.8",   "C8.10",  "C9.1",   "C9.2",   "C9.4",
    "C9.5",   "C9.6",   "C9.7",   "C9.9",   NULL,
};

/* One source, read by one coder or by two.  The second agrees with most of the first's segments, misses some
 * and gives some another code. */
static void
code_source(const char *source, int64_t date, size_t i)
{
    bool both = i % 4 == 0, partial = i % 11 == 3;
    const char *first = i % 2 ? "DW" : "AR", *second = i % 2 ? "AR" : "DW";
    unsigned n = 2 + (unsigned)chance(6);
    int64_t at = 100;

    row(F_CODING_SESSION, "%s,%s,1,%s,%s", source, first, iso(date + 20), partial ? "partial" : "complete");
    if (both)
        row(F_CODING_SESSION, "%s,%s,1,%s,complete", source, second, iso(date + 35));
    for (unsigned s = 1; s <= n; s++) {
        at += 150 + (int64_t)chance(1500);
        long from = (long)at, to = (long)(at + 60 + (int64_t)chance(400));
        const char *code = pick(common_codes), *other = pick(common_codes);
        row(F_CODING, "%s,%s,%u,%s,%ld,%ld", source, first, s, code, from, to);
        if (percent(20) && strcmp(code, other))
            row(F_CODING, "%s,%s,%u,%s,%ld,%ld", source, first, s, other, from, to);
        if (both && percent(88))
            row(F_CODING, "%s,%s,%u,%s,%ld,%ld", source, second, s, percent(82) ? code : pick(common_codes),
                from, to);
        at = to;
    }
}

void
coding_write(const person *p)
{
    char source[24];

    for (size_t i = 0; i < N_PEOPLE; i++) {
        snprintf(source, sizeof source, "%s/w1", p[i].id);
        code_source(source, p[i].w1, i);
    }
    for (size_t i = 0; i < N_INFORMANTS; i++) {
        snprintf(source, sizeof source, "SYN-K%03u", (unsigned)(i + 1) % 1000);
        code_source(source, day_of(2015, 1, 5) + (int64_t)i * 2, i);
    }
}
