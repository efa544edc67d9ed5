/* people.c -- who the 75 are: published margins, dealt out.
 *
 * Each table below is a list of rows "so many of those who fit the condition get this value", dealt in order
 * to people drawn at random; a row that finds too few people stops the program.  Where the report publishes a
 * table by sex, the rows sum to that table; the finer conditions (form, age) are from its text where the text
 * agrees with the table, else chosen. */
#include "people.h"

#include <stdlib.h>
#include <string.h>

typedef struct deal {
    int sex, form, band, marital, ethnicity, scope, violence, told, story; /* 0: any */
    int value, count;
} deal;

const char *const sex_codes[] = { "", "male", "female" };
const char *const district_codes[] = { "",         "jakarta",      "bandung",       "bogor",
                                       "cianjur",  "cirebon",      "indramayu",     "karawang",
                                       "sukabumi", "central_java", "south_sulawesi" };

#define ROWS(table) (table), sizeof(table) / sizeof *(table)

static const deal sexes[] = { { .value = MALE, .count = 29 }, { .value = FEMALE, .count = 46 } };

/* Table 1 */
static const deal forms[] = {
    { .sex = MALE, .value = FISHING, .count = 15 },     { .sex = MALE, .value = PLANTATION, .count = 6 },
    { .sex = MALE, .value = FACTORY, .count = 4 },      { .sex = MALE, .value = CONSTRUCTION, .count = 2 },
    { .sex = MALE, .value = OTHER_LABOUR, .count = 2 }, { .sex = FEMALE, .value = DOMESTIC, .count = 31 },
    { .sex = FEMALE, .value = SEXUAL, .count = 15 },
};

/* Table 2a; by form as in the text of 2.2, but for the women of 18-29 and 40-49, where the text has one more
 * and one fewer than the table: the table wins (domestic workers 15 and 3 instead of 16 and 2). */
static const deal bands[] = {
    { .form = SEXUAL, .value = CHILD, .count = 8 },       { .form = DOMESTIC, .value = CHILD, .count = 1 },
    { .form = CONSTRUCTION, .value = CHILD, .count = 1 }, { .form = DOMESTIC, .value = TO_29, .count = 15 },
    { .form = DOMESTIC, .value = TO_39, .count = 12 },    { .form = DOMESTIC, .value = TO_49, .count = 3 },
    { .form = SEXUAL, .value = TO_29, .count = 3 },       { .form = SEXUAL, .value = TO_39, .count = 4 },
    { .form = FISHING, .value = TO_29, .count = 9 },      { .form = FISHING, .value = TO_39, .count = 6 },
    { .sex = MALE, .value = TO_29, .count = 6 },          { .sex = MALE, .value = TO_39, .count = 6 },
    { .sex = MALE, .value = TO_49, .count = 1 },
};

/* Table 2b.  Nine girls, but only four single women: some were married as children. */
static const deal marital[] = {
    { .sex = FEMALE, .band = CHILD, .value = SINGLE, .count = 4 },
    { .sex = FEMALE, .band = CHILD, .value = MARRIED, .count = 3 },
    { .sex = FEMALE, .band = CHILD, .value = DIVORCED, .count = 2 },
    { .sex = FEMALE, .value = MARRIED, .count = 28 },
    { .sex = FEMALE, .value = DIVORCED, .count = 5 },
    { .sex = FEMALE, .value = WIDOWED, .count = 4 },
    { .sex = MALE, .band = CHILD, .value = SINGLE, .count = 1 },
    { .sex = MALE, .band = TO_29, .value = SINGLE, .count = 8 },
    { .sex = MALE, .value = MARRIED, .count = 20 },
};

/* Table 2c; the value is the number plus one, and "four or more" is four or five. */
static const deal children[] = {
    { .sex = MALE, .marital = SINGLE, .value = 1, .count = 9 },
    { .sex = MALE, .value = 2, .count = 6 },
    { .sex = MALE, .value = 3, .count = 8 },
    { .sex = MALE, .value = 4, .count = 6 },
    { .sex = FEMALE, .marital = SINGLE, .value = 1, .count = 4 },
    { .sex = FEMALE, .band = CHILD, .value = 1, .count = 2 },
    { .sex = FEMALE, .band = CHILD, .value = 2, .count = 3 },
    { .sex = FEMALE, .value = 2, .count = 5 },
    { .sex = FEMALE, .value = 3, .count = 20 },
    { .sex = FEMALE, .value = 4, .count = 6 },
    { .sex = FEMALE, .value = 5, .count = 4 },
    { .sex = FEMALE, .value = 6, .count = 2 },
};

/* Table 2d */
static const deal ethnicities[] = {
    { .form = PLANTATION, .value = BUGIS, .count = 3 }, { .form = FISHING, .value = JAVANESE, .count = 14 },
    { .sex = MALE, .value = JAVANESE, .count = 4 },     { .sex = MALE, .value = NO_ETHNICITY, .count = 1 },
    { .sex = MALE, .value = SUNDANESE, .count = 7 },    { .sex = FEMALE, .value = BETAWI, .count = 3 },
    { .sex = FEMALE, .value = JAVANESE, .count = 8 },   { .sex = FEMALE, .value = NO_ETHNICITY, .count = 4 },
    { .sex = FEMALE, .value = SUNDANESE, .count = 31 },
};

/* 8 Central Java, 3 South Sulawesi; of the 64 of Jakarta and West Java the report gives no split: chosen. */
static const deal sites[] = {
    { .ethnicity = BUGIS, .value = 10, .count = 3 },
    { .sex = MALE, .ethnicity = JAVANESE, .value = 9, .count = 6 },
    { .sex = FEMALE, .ethnicity = JAVANESE, .value = 9, .count = 2 },
    { .ethnicity = BETAWI, .value = 1, .count = 3 },
    { .value = 1, .count = 11 },
    { .value = 2, .count = 5 },
    { .value = 3, .count = 6 },
    { .value = 4, .count = 8 },
    { .value = 5, .count = 7 },
    { .value = 6, .count = 12 },
    { .value = 7, .count = 6 },
    { .value = 8, .count = 6 },
};

/* 14 within Indonesia, 58 abroad, 3 both; by form: chosen, but for the woman and the man of 2.2 p.26. */
static const deal scopes[] = {
    { .form = DOMESTIC, .band = CHILD, .value = ABROAD, .count = 1 },
    { .form = SEXUAL, .value = INTERNAL, .count = 11 },
    { .form = DOMESTIC, .value = INTERNAL, .count = 2 },
    { .form = OTHER_LABOUR, .value = INTERNAL, .count = 1 },
    { .form = SEXUAL, .value = BOTH, .count = 1 },
    { .form = OTHER_LABOUR, .value = BOTH, .count = 1 },
    { .form = PLANTATION, .value = BOTH, .count = 1 },
    { .value = ABROAD, .count = 57 },
};

/* Answers of the 61 who went abroad: Middle East 22, Asia 23, less common 15: 60 answers.  Two people name
 * two regions, three none.  Every country that the report names occurs; how often is chosen. */
static const char *const destination_codes[] = {
    NULL,
    "indonesia",
    "saudi_arabia",
    "united_arab_emirates",
    "qatar",
    "bahrain",
    "oman",
    "jordan",
    "syria",
    "singapore;saudi_arabia",
    "malaysia",
    "singapore",
    "brunei",
    "taiwan",
    "singapore;malaysia",
    "indonesia;singapore;malaysia",
    "indonesia;malaysia",
    "south_africa",
    "trinidad_and_tobago;uruguay",
    "trinidad_and_tobago;argentina;south_africa",
    "mauritius;south_africa",
    "ghana;south_africa",
    "mauritius",
    "trinidad_and_tobago",
    "taiwan;south_africa",
    "",
};
static const deal destinations[] = {
    { .scope = INTERNAL, .value = 1, .count = 14 },
    { .form = DOMESTIC, .band = CHILD, .value = 2, .count = 1 },
    { .form = DOMESTIC, .value = 2, .count = 7 },
    { .form = DOMESTIC, .value = 3, .count = 4 },
    { .form = DOMESTIC, .value = 4, .count = 2 },
    { .form = DOMESTIC, .value = 5, .count = 2 },
    { .form = DOMESTIC, .value = 6, .count = 2 },
    { .form = DOMESTIC, .value = 7, .count = 2 },
    { .form = DOMESTIC, .value = 8, .count = 1 },
    { .form = DOMESTIC, .value = 9, .count = 1 },
    { .form = DOMESTIC, .value = 10, .count = 3 },
    { .form = DOMESTIC, .value = 11, .count = 1 },
    { .form = DOMESTIC, .value = 12, .count = 1 },
    { .form = DOMESTIC, .value = 25, .count = 2 },
    { .form = SEXUAL, .scope = BOTH, .value = 15, .count = 1 },
    { .form = SEXUAL, .value = 10, .count = 2 },
    { .form = SEXUAL, .value = 14, .count = 1 },
    { .scope = BOTH, .value = 16, .count = 2 },
    { .form = PLANTATION, .value = 10, .count = 5 },
    { .form = FACTORY, .value = 13, .count = 2 },
    { .form = FACTORY, .value = 10, .count = 1 },
    { .form = FACTORY, .value = 25, .count = 1 },
    { .form = CONSTRUCTION, .band = CHILD, .value = 11, .count = 1 },
    { .form = CONSTRUCTION, .value = 14, .count = 1 },
    { .form = FISHING, .value = 17, .count = 6 },
    { .form = FISHING, .value = 18, .count = 2 },
    { .form = FISHING, .value = 19, .count = 1 },
    { .form = FISHING, .value = 20, .count = 1 },
    { .form = FISHING, .value = 21, .count = 2 },
    { .form = FISHING, .value = 22, .count = 1 },
    { .form = FISHING, .value = 23, .count = 1 },
    { .form = FISHING, .value = 24, .count = 1 },
};

/* 4 raped and 7 attempted or harassed of 31 domestic workers; 1 man.  When it was told is chosen. */
static const deal violence[] = {
    { .form = DOMESTIC, .value = RAPE, .count = 4 },
    { .form = DOMESTIC, .value = ATTEMPTED, .count = 7 },
    { .form = DOMESTIC, .value = NONE_TOLD, .count = 20 },
    { .form = FISHING, .value = ABUSE, .count = 1 },
    { .sex = MALE, .value = NONE_TOLD, .count = 28 },
    { .form = SEXUAL, .value = NOT_APPLICABLE, .count = 15 },
};
static const deal told[] = {
    { .violence = RAPE, .value = AT_W2, .count = 2 },
    { .violence = RAPE, .value = AT_C1, .count = 1 },
    { .violence = ATTEMPTED, .value = AT_W2, .count = 2 },
    { .violence = ATTEMPTED, .value = AT_C1, .count = 1 },
    { .violence = ABUSE, .value = AT_W2, .count = 1 },
    { .value = AT_W1, .count = 68 },
};

/* 12 of 29 men without any formal assistance, none fully assisted; "almost half" of 75 unassisted is 35 here,
 * "about a third" under-assisted 25; the remaining 15 are women. */
static const deal stories[] = {
    { .sex = MALE, .value = OPEN_THEN_NOTHING, .count = 1 },
    { .sex = MALE, .value = NOTHING_EVER, .count = 11 },
    { .sex = MALE, .value = REFERRED_UNDER, .count = 4 },
    { .sex = MALE, .value = SOUGHT_LATER_UNDER, .count = 1 },
    { .sex = MALE, .scope = ABROAD, .value = FOUND_AT_HOME_UNDER, .count = 4 },
    { .sex = MALE, .value = UNDER_THROUGHOUT, .count = 8 },
    { .form = DOMESTIC, .scope = ABROAD, .value = DECLINED_AT_HOME, .count = 3 },
    { .form = SEXUAL, .value = SETBACK_UNDER, .count = 1 },
    { .form = DOMESTIC, .value = OPEN_THEN_NOTHING, .count = 1 },
    { .sex = FEMALE, .value = REFERRED_UNDER, .count = 2 },
    { .sex = FEMALE, .value = SOUGHT_LATER_UNDER, .count = 1 },
    { .sex = FEMALE, .scope = ABROAD, .value = FOUND_AT_HOME_UNDER, .count = 1 },
    { .sex = FEMALE, .value = UNDER_THROUGHOUT, .count = 3 },
    { .form = SEXUAL, .value = ASSISTED_THROUGHOUT, .count = 5 },
    { .sex = FEMALE, .value = ASSISTED_THROUGHOUT, .count = 3 },
    { .form = DOMESTIC, .scope = ABROAD, .value = FOUND_AT_HOME_ASSISTED, .count = 2 },
    { .sex = FEMALE, .value = REFERRED_ASSISTED, .count = 1 },
    { .sex = FEMALE, .value = UNDER_THEN_ASSISTED, .count = 3 },
    { .form = DOMESTIC, .value = FEW_NEEDS, .count = 1 },
    { .sex = FEMALE, .value = NOTHING_EVER, .count = 19 },
};

/* Of the second interview nothing is published: 52 of 75 held.  Those whose story goes on were met again. */
static const deal seconds[] = {
    { .story = OPEN_THEN_NOTHING, .value = COMPLETE, .count = 2 },
    { .story = REFERRED_UNDER, .value = COMPLETE, .count = 6 },
    { .story = SOUGHT_LATER_UNDER, .value = COMPLETE, .count = 2 },
    { .story = SETBACK_UNDER, .value = COMPLETE, .count = 1 },
    { .story = REFERRED_ASSISTED, .value = COMPLETE, .count = 1 },
    { .story = UNDER_THEN_ASSISTED, .value = COMPLETE, .count = 3 },
    { .told = AT_W2, .value = COMPLETE, .count = -1 },
    { .value = PARTIAL, .count = 3 },
    { .form = FISHING, .value = AWAY, .count = 3 },
    { .value = AWAY, .count = 3 },
    { .value = LOST, .count = 9 },
    { .value = REFUSED, .count = 4 },
    { .value = UNSAFE, .count = 1 },
    { .value = NOT_DUE, .count = 3 },
    { .value = COMPLETE, .count = -1 },
};

/* ---- dealing --------------------------------------------------------------------------------------------
 */

static bool
fits(const deal *d, const person *p)
{
    return (!d->sex || d->sex == p->sex) && (!d->form || d->form == p->form) &&
           (!d->band || d->band == p->band) && (!d->marital || d->marital == p->marital) &&
           (!d->ethnicity || d->ethnicity == p->ethnicity) && (!d->scope || d->scope == p->scope) &&
           (!d->violence || d->violence == p->violence) && (!d->told || d->told == p->told) &&
           (!d->story || d->story == p->story);
}

/* Sets the attribute at OFFSET of everybody.  A count of -1 takes all who fit. */
static int
deal_out(person *p, size_t offset, const deal *rows, size_t n)
{
    for (size_t r = 0; r < n; r++) {
        int *free_ones[N_PEOPLE];
        size_t m = 0;
        for (size_t i = 0; i < N_PEOPLE; i++) {
            int *value = (int *)(void *)((char *)&p[i] + offset);
            if (!*value && fits(&rows[r], &p[i]))
                free_ones[m++] = value;
        }
        size_t wanted = rows[r].count < 0 ? m : (size_t)rows[r].count;
        if (wanted > m)
            return 1;
        for (size_t i = 0; i < wanted; i++) {
            size_t j = i + chance(m - i);
            int *chosen = free_ones[j];
            free_ones[j] = free_ones[i];
            *chosen = rows[r].value;
        }
    }
    for (size_t i = 0; i < N_PEOPLE; i++)
        if (!*(int *)(void *)((char *)&p[i] + offset))
            return 1;
    return 0;
}

/* Exact years within the band: 13 is the youngest (text and table have children; the sentence "16 to 48" is
 * the odd one out), 48 the oldest, the girl in domestic work and the boy in construction 16. */
static int
age_of(const person *p, bool oldest)
{
    switch (p->band) {
    case CHILD:
        return p->form != SEXUAL ? 16 : p->marital == SINGLE ? 13 + (int)chance(3) : 16 + (int)chance(2);
    case TO_29:
        return (p->form == FISHING || p->sex == FEMALE ? 20 : 18) + (int)chance(10);
    case TO_39:
        return 30 + (int)chance(10);
    default:
        return p->sex == MALE ? 40 : oldest ? 48 : 40 + (int)chance(6);
    }
}

/* Dates: first interviews October 2014 to August 2015, in the order of the ids; second ones four to nine
 * months later.  People whose class moves came home within the year before the first interview and are told
 * of as later at home in the second. */
static void
set_dates(person *p, size_t i)
{
    int s = p->story;
    bool moves = s == OPEN_THEN_NOTHING || s == REFERRED_UNDER || s == SOUGHT_LATER_UNDER ||
                 s == SETBACK_UNDER || s == REFERRED_ASSISTED || s == UNDER_THEN_ASSISTED;

    p->w1 = day_of(2014, 10, 6) + (int64_t)(i * 325 / N_PEOPLE) + (int64_t)chance(4);
    if (p->second == COMPLETE || p->second == PARTIAL)
        p->w2 = p->w1 + 150 + (int64_t)chance(120);
    p->recent = moves || percent(30);
    p->home = p->w1 - (moves       ? 245 + (int64_t)chance(100)
                       : p->recent ? 60 + (int64_t)chance(300)
                                   : 400 + (int64_t)chance(2200));
    size_t n = moves || p->told == AT_C1 ? 1 + chance(3) : chance(100) < 35 ? 1 + chance(2) : 0;
    for (size_t c = 0; c < n; c++)
        p->contact[c] = p->w1 + 20 + (int64_t)c * 40 + (int64_t)chance(30);
}

int
people_make(person *p)
{
    static const struct {
        size_t offset;
        const deal *rows;
        size_t n;
    } tables[] = {
        { offsetof(person, sex), ROWS(sexes) },
        { offsetof(person, form), ROWS(forms) },
        { offsetof(person, band), ROWS(bands) },
        { offsetof(person, marital), ROWS(marital) },
        { offsetof(person, children), ROWS(children) },
        { offsetof(person, ethnicity), ROWS(ethnicities) },
        { offsetof(person, site), ROWS(sites) },
        { offsetof(person, scope), ROWS(scopes) },
        { offsetof(person, destinations), ROWS(destinations) },
        { offsetof(person, violence), ROWS(violence) },
        { offsetof(person, told), ROWS(told) },
        { offsetof(person, story), ROWS(stories) },
        { offsetof(person, second), ROWS(seconds) },
    };
    bool oldest = true, youngest = true;
    int relatives = 0;

    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        if (deal_out(p, tables[t].offset, tables[t].rows, tables[t].n))
            return 1;
    for (size_t i = 0; i < N_PEOPLE; i++) {
        snprintf(p[i].id, sizeof p[i].id, "SYN-%03u", (unsigned)(i + 1) % 1000);
        p[i].age = age_of(&p[i], oldest);
        if (youngest && p[i].form == SEXUAL && p[i].marital == SINGLE) {
            p[i].age = 13;
            youngest = false;
        }
        oldest = oldest && p[i].age != 48;
        set_dates(&p[i], i);
        if (relatives < 10 && p[i].w2 && i % 4 == 1) /* ten people's relatives: two of two, one of eight */
            p[i].relatives = ++relatives <= 2 ? 2 : 1;
    }
    return relatives != 10;
}

/* ---- person and episode ---------------------------------------------------------------------------------
 */

static const char *const form_codes[] = {
    "", "fishing", "plantation", "factory", "construction", "other_labour", "domestic_work", "sexual"
};
static const char *const scope_codes[] = { "", "internal", "abroad", "internal_then_abroad" };
static const char *const marital_codes[] = { "", "married", "single", "divorced", "widowed" };
static const char *const ethnicity_codes[] = { "",       "sundanese", "javanese",
                                               "betawi", "bugis",     "did_not_identify" };
static const char *const violence_codes[] = { "", "none", "attempted", "rape", "abuse", "96" };

/* Some ages are known in words only; the words lie within the band that the person was dealt. */
static void
age_text(const person *p, char *text, size_t size)
{
    static const char *const in_words[2][5] = {
        { "", "child", "20-29", "in his thirties", "40" },
        { "", "child", "in her twenties", "30-39", "in her forties" },
    };

    if (p->band == CHILD || p->age == 48 || p->age == 40 || chance(9))
        snprintf(text, size, "%d", p->age);
    else
        snprintf(text, size, "%s", in_words[p->sex == FEMALE][p->band]);
}

static const char *
return_path(const person *p)
{
    static const char *const internal[] = { "police_raid",  "police_raid", "own_escape",
                                            "organisation", "self_paid",   NULL };
    static const char *const fishing[] = { "deportation", "deportation", "organisation",
                                           "embassy",     "self_paid",   NULL };
    static const char *const abroad[] = { "sent_by_exploiter", "end_of_contract", "embassy",
                                          "self_paid",         "deportation",     NULL };

    if (p->story == DECLINED_AT_HOME)
        return "embassy";
    if (p->sex == MALE &&
        (p->story == NOTHING_EVER ||
         p->story == OPEN_THEN_NOTHING)) /* return paid by a body would be formal assistance */
        return p->scope == INTERNAL ? "own_escape" : percent(50) ? "deportation" : "self_paid";
    return pick(p->scope == INTERNAL ? internal : p->form == FISHING ? fishing : abroad);
}

/* The day the exploitation ended: before the return home by the way back, longest through detention and deportation.
 * By the person's number, not drawn: what is drawn after it stays. */
static int64_t
end_of_exploitation(const person *p, const char *path)
{
    int64_t number = atoi(p->id + strlen("SYN-"));
    return p->home - (strcmp(path, "deportation") ? 3 + number * 7 % 28 : 40 + number * 7 % 50);
}

/* The return home as it was told: to the day by those who came back lately, by others to the month or only the year. */
static const char *
return_text(const person *p)
{
    static char text[16];
    int number = atoi(p->id + strlen("SYN-"));
    int width = p->recent ? 10 : number % 9 == 4 ? 4 : 7;

    snprintf(text, sizeof text, "%.*s", number % 17 == 8 ? 0 : width, iso(p->home));
    return text;
}

static void
write_episode(const person *p)
{
    static const char *const harms[] = { "physical", "psychological", "confinement", "no_pay", "overwork",
                                         "no_food",  "no_care",       "documents",   "injury", "detention" };
    char harm[160] = "", age[24], all_forms[32];
    const char *comma = "";

    for (size_t h = 0; h < sizeof harms / sizeof *harms; h++)
        if (percent(h == 3 || h == 4 ? 70
                    : h == 9         ? (p->form == FISHING || p->form == PLANTATION ? 45 : 10)
                                     : 30)) {
            size_t n = 0;
            while (harm[n])
                n++;
            snprintf(harm + n, sizeof harm - n, "%s%s", comma, harms[h]);
            comma = ";";
        }
    age_text(p, age, sizeof age);
    snprintf(all_forms, sizeof all_forms, "%s%s", form_codes[p->form], p->violence == RAPE ? ";sexual" : "");
    int64_t start = p->home - 200 - (int64_t)chance(900);
    bool start_told = percent(90);
    const char *path = return_path(p);
    row(F_EPISODE, "%s,1,%s,%s,%s,%s,%s,%s,%d,%s,%s,%.7s,%.7s,%s,%s,%s", p->id, form_codes[p->form],
        all_forms, scope_codes[p->scope], destination_codes[p->destinations], age, marital_codes[p->marital],
        p->children - 1, harm, violence_codes[p->violence], start_told ? iso(start) : "",
        iso(end_of_exploitation(p, path)), return_text(p), path, p->scope == INTERNAL ? "99" : "no");
}

void
people_write(const person *p, size_t i)
{
    static const char *const schooling[] = { "none",   "primary", "primary", "primary",
                                             "junior", "junior",  "senior",  NULL };
    static const char *const work[] = { "unemployed", "casual",   "casual", "small_business",
                                        "farming",    "employed", NULL };
    int west = 2 + (int)chance(7); /* mostly districts of West Java: Map 1 of the report */
    const char *school = pick(schooling), *work_before = pick(work);

    row(F_PERSON, "%s,trafficked,%s,%s,%s,%s,%s,%s,99,,99", p->id, sex_codes[p->sex], district_codes[p->site],
        ethnicity_codes[p->ethnicity],
        i % 19 == 7   ? "98"
        : p->age < 16 ? "primary"
                      : school,
        district_codes[p->site >= 9 ? p->site : west], work_before);
    write_episode(p);
}
