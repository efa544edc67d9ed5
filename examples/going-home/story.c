/* story.c -- what happened after exploitation: stages, needs, help, referrals.
 *
 * Each person has a story (people.h), which fixes the class that the person is meant to have by the first and
 * by the last interview.  The facts are written so that the class follows from them, whichever part of the
 * law one leans on: medical care (S02) and psychological help (S03) are due to every victim, so an unassisted
 * person needs one of them and received nothing; an under-assisted person received one and lacks the other;
 * an assisted one received all that is needed, more than once.  Facts that do not decide (promises, offers,
 * informal help, other services) are sprinkled over. */
#include "people.h"

#include <string.h>

enum { EXIT, ARRIVAL, SHELTER, EARLY, LATER };
static const char *const stage_codes[] = { "exit", "arrival", "shelter", "early_home", "later_home" };

static const struct {
    int first, last;
} classes[N_STORIES] = {
    [NOTHING_EVER] = { UNASSISTED, UNASSISTED },    [DECLINED_AT_HOME] = { UNASSISTED, UNASSISTED },
    [OPEN_THEN_NOTHING] = { OPEN, UNASSISTED },     [FOUND_AT_HOME_UNDER] = { UNDER, UNDER },
    [REFERRED_UNDER] = { UNASSISTED, UNDER },       [SOUGHT_LATER_UNDER] = { UNASSISTED, UNDER },
    [UNDER_THROUGHOUT] = { UNDER, UNDER },          [SETBACK_UNDER] = { ASSISTED, UNDER },
    [ASSISTED_THROUGHOUT] = { ASSISTED, ASSISTED }, [FOUND_AT_HOME_ASSISTED] = { ASSISTED, ASSISTED },
    [REFERRED_ASSISTED] = { UNASSISTED, ASSISTED }, [UNDER_THEN_ASSISTED] = { UNDER, ASSISTED },
    [FEW_NEEDS] = { ASSISTED, ASSISTED },
};

int
story_class(const person *p, int wave)
{
    return wave == 1 ? classes[p->story].first : classes[p->story].last;
}

static bool
referred(const person *p)
{
    return p->story == REFERRED_UNDER || p->story == REFERRED_ASSISTED;
}

/* ---- needs and support of a stage -------------------------------------------------------------------------
 */

static void
need(const person *p, int stage, const char *service, const char *source, const char *state)
{
    row(F_NEED, "%s,1,%s,%s,%s,%s", p->id, stage_codes[stage], service, source, state);
}

typedef struct event {
    const char *service, *provider, *outcome, *reason, *frequency, *duration;
    int amount;
    int64_t started;
    bool referral;
} event;

static void
support(person *p, int stage, const char *source, event e)
{
    bool informal = !strcmp(e.provider, "family") || !strcmp(e.provider, "neighbours");
    bool received = !strncmp(e.outcome, "received", 8);
    const char *specific = informal || !strcmp(e.provider, "police") ? "no" : percent(60) ? "yes" : "no";
    char amount[16];

    snprintf(amount, sizeof amount, "%d", e.amount ? e.amount : -1);
    row(F_SUPPORT, "%s,%d,1,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s", p->id, ++p->events,
        stage_codes[stage], e.service, source, e.provider, informal ? "informal" : "formal", specific,
        e.referral ? "yes" : "no", e.outcome, e.reason ? e.reason : "99", e.frequency ? e.frequency : "96",
        e.duration ? e.duration : "96", e.started ? iso(e.started) : "", "", amount,
        received ? (percent(70) ? "yes" : "no") : "96");
}

/* Help that never makes a class: informal, promised, refused, offered. */
static void
support_beside(person *p, int stage, const char *source)
{
    static const char *const declines[] = { "distance", "shame",      "mistrust", "family",
                                            "work",     "not_suited", NULL };

    const char *kind = percent(50) ? "SVX02" : "S05", *who = percent(60) ? "family" : "neighbours";
    const char *refused = percent(50) ? "S06" : "S02", *by = percent(50) ? "insurer_agency" : "government";

    if (percent(45))
        support(p, stage, source,
                (event){ .service = kind,
                         .provider = who,
                         .outcome = "received_full",
                         .frequency = "repeated",
                         .duration = "short" });
    if (percent(18))
        support(p, stage, source,
                (event){ .service = percent(50) ? "S05" : "S09",
                         .provider = "government",
                         .outcome = "promised" });
    if (percent(14))
        support(p, stage, source, (event){ .service = refused, .provider = by, .outcome = "refused" });
    if (percent(10))
        support(p, stage, source, (event){ .service = "S07", .provider = "police", .outcome = "refused" });
    if (percent(12))
        support(p, stage, source, (event){ .service = "S04", .provider = "ngo", .outcome = "offered" });
    if (percent(8))
        support(
            p, stage, source,
            (event){ .service = "S03", .provider = "ngo", .outcome = "declined", .reason = pick(declines) });
}

static void
write_unassisted(person *p, int stage, const char *source, bool told_before)
{
    need(p, stage, "S02", source, "continuing");
    if (p->age % 3)
        need(p, stage, "S03", source, "continuing");
    if (p->band != CHILD)
        need(p, stage, "S05", source, "continuing");
    if (p->form == FISHING)
        need(p, stage, "S07", source, "continuing");
    else if (p->age % 4 == 1)
        need(p, stage, "S06", source, "continuing");
    if (p->age % 5 == 2)
        need(p, stage, "S09", source, "continuing");
    if (told_before)
        return;
    if (p->story == DECLINED_AT_HOME || p->story == SOUGHT_LATER_UNDER)
        support(p, stage, source,
                (event){ .service = "S02",
                         .provider = "government",
                         .outcome = "declined",
                         .reason = p->story == DECLINED_AT_HOME ? "wants_home" : "shame" });
    support_beside(p, stage, source);
}

/* One of the two services that are due is received, the other is not. */
static void
write_under(person *p, int stage, const char *source, bool told_before, int64_t started, bool by_referral)
{
    bool medical = p->age % 4 != 3, once = p->age % 5 < 3, part = p->age % 7 < 3;
    const char *got = medical ? "S02" : "S03", *lacked = medical ? "S03" : "S02";
    const char *funder = percent(60) ? "government" : "international";
    int amount = 500000 * (1 + (int)chance(6));

    need(p, stage, got, source, "partly");
    need(p, stage, lacked, source, "continuing");
    if (p->band != CHILD)
        need(p, stage, "S05", source, p->age % 2 ? "partly" : "continuing");
    if (p->form == FISHING)
        need(p, stage, "S07", source, "partly");
    if (p->age % 5 == 3)
        need(p, stage, "S10", source, "continuing");
    if (told_before)
        return;
    support(p, stage, source,
            (event){ .service = got,
                     .provider = by_referral || p->sex == MALE ? "ngo" : "government",
                     .outcome = part ? "received_part" : "received_full",
                     .frequency = once ? "once" : "repeated",
                     .duration = once ? "one_off" : "short",
                     .started = started,
                     .referral = by_referral });
    if (p->band != CHILD && p->age % 2)
        support(p, stage, source,
                (event){ .service = "S05",
                         .provider = funder,
                         .outcome = "received_part",
                         .frequency = "once",
                         .duration = "one_off",
                         .amount = amount });
    if (p->form == FISHING)
        support(p, stage, source,
                (event){ .service = "S07",
                         .provider = "ngo",
                         .outcome = "received_part",
                         .frequency = "repeated",
                         .duration = "short" });
    if (p->sex == MALE && percent(30))
        support(p, stage, source,
                (event){ .service = "SVX08",
                         .provider = "government",
                         .outcome = "received_full",
                         .frequency = "repeated",
                         .duration = "short" });
    if (percent(12))
        support(p, stage, source,
                (event){ .service = "S04", .provider = "government", .outcome = "withdrawn" });
    support_beside(p, stage, source);
}

static void
write_assisted(person *p, int stage, const char *source, bool told_before, int64_t started, bool by_referral)
{
    static const char *const services[] = { "S02", "S03", "S05" };

    if (p->story == FEW_NEEDS) { /* nothing is needed that the law names */
        need(p, stage, "S08", source, "met");
        if (!told_before)
            support(p, stage, source,
                    (event){ .service = "S08",
                             .provider = "ngo",
                             .outcome = "received_full",
                             .frequency = "repeated",
                             .duration = "long" });
        return;
    }
    for (size_t s = 0; s < (p->band == CHILD ? 2u : 3u); s++) {
        int amount = s == 2 ? 1000000 * (2 + (int)chance(8)) : 0;
        need(p, stage, services[s], source, "met");
        if (!told_before)
            support(p, stage, source,
                    (event){ .service = services[s],
                             .provider = s || by_referral ? "ngo" : "government",
                             .outcome = "received_full",
                             .frequency = "repeated",
                             .duration = percent(60) ? "long" : "short",
                             .started = started,
                             .referral = by_referral && s == 0,
                             .amount = amount });
    }
    if (p->story == ASSISTED_THROUGHOUT && p->age % 3 == 0) /* the law says nothing of it */
        need(p, stage, "S08", source, "continuing");
    if (!told_before && stage == SHELTER)
        support(p, stage, source,
                (event){ .service = "S01",
                         .provider = "government",
                         .outcome = "received_full",
                         .frequency = "once",
                         .duration = "short" });
}

/* ---- stages
 * ------------------------------------------------------------------------------------------------ */

static const char *
identification(const person *p, int stage, int class, int wave)
{
    static const char *const missed[] = { "missed_at_home", "missed_at_home", "self_identified_later", NULL };
    static const char *const abroad[] = { "missed_abroad", "missed_abroad", "irregular_migrant", NULL };
    static const char *const found[] = { "identified_at_home",   "identified_at_home", "identified_at_home",
                                         "identified_on_return", "non_state",          NULL };

    if (stage == EXIT)
        return p->story == DECLINED_AT_HOME ? "identified_abroad"
               : p->scope == INTERNAL       ? "not_identified"
               : p->form == FISHING         ? "irregular_migrant"
                                            : pick(abroad);
    if (stage == ARRIVAL)
        return p->age % 5 ? "missed_at_entry" : "tkib";
    if (p->story == DECLINED_AT_HOME || (p->story == SOUGHT_LATER_UNDER && wave == 1))
        return "declined";
    if (p->story == FEW_NEEDS)
        return "identified_on_return";
    if (class == UNASSISTED || class == OPEN)
        return p->age % 4 ? pick(missed) : "identified_at_home";
    return pick(found);
}

static const char *
barriers(int class)
{
    static const char *const many[] = { "administrative",
                                        "administrative;practical",
                                        "bureaucratic",
                                        "structural",
                                        "personal",
                                        "personal;no_information",
                                        "practical",
                                        "no_information",
                                        "practical;no_information",
                                        NULL };
    static const char *const few[] = { "none", "none", "practical", "administrative", NULL };

    return pick(class == ASSISTED ? few : many);
}

static void
write_stage(const person *p, int stage, const char *source, int class, int wave, const char *asked,
            bool current)
{
    static const char *const settings[] = { "jakarta_temporary", "jakarta_settled", "moved_nearby", NULL };
    static const char *const class_codes[] = { "", "unassisted", "under_assisted", "assisted", "98" };
    char populations[80];
    bool rated = current && p->age % 4 == 0 && class != OPEN;
    const char *who = identification(p, stage, class, wave), *met = barriers(class),
               *elsewhere = pick(settings);
    const char *knew = percent(class == ASSISTED ? 80 : class == UNDER ? 45 : 12) ? "yes" : "no";
    const char *channel = class == UNASSISTED || class == OPEN ? "none"
                          : percent(60)                        ? "trafficking"
                          : percent(50)                        ? "migrant"
                                                               : "social";
    const char *reason = !rated || class != UNASSISTED ? (rated ? "96" : "99")
                         : p->story == DECLINED_AT_HOME || p->story == SOUGHT_LATER_UNDER ? "declined"
                         : !strcmp(who, "identified_at_home")                             ? "not_offered"
                                                                                          : "not_identified";

    snprintf(populations, sizeof populations, "victim_of_trafficking%s%s%s",
             p->scope == INTERNAL ? "" : ";migrant_worker", p->children > 2 ? ";vulnerable" : "",
             p->violence == RAPE || p->violence == ATTEMPTED ? ";violence_victim" : "");
    row(F_STAGE, "%s,1,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s", p->id, stage_codes[stage], source, who, met, knew,
        populations,
        stage == EXIT && p->scope != INTERNAL ? "abroad"
        : p->age % 6 == 1 && stage >= EARLY   ? elsewhere
                                              : "home_community",
        channel, asked, rated ? class_codes[class] : "99", reason);
}

static void
write_facts(person *p, int stage, const char *source, int class, bool told_before, int64_t started,
            bool by_referral)
{
    if (class == UNASSISTED)
        write_unassisted(p, stage, source, told_before);
    else if (class == UNDER)
        write_under(p, stage, source, told_before, started, by_referral);
    else if (class == ASSISTED)
        write_assisted(p, stage, source, told_before, started, by_referral);
    else
        need(p, stage, "S02", source, "continuing"); /* of the rest nobody asked */
}

/* At the destination and on the way: told in the first interview, seldom with every service asked about. */
static void
write_way_home(person *p)
{
    bool found_later = p->story == FOUND_AT_HOME_UNDER || p->story == FOUND_AT_HOME_ASSISTED;
    bool helped_abroad = p->story == DECLINED_AT_HOME;

    write_stage(p, EXIT, "w1", helped_abroad ? ASSISTED : UNASSISTED, 1,
                found_later || helped_abroad || percent(40) ? "all" : "some", false);
    need(p, EXIT, "S02", "w1", helped_abroad ? "met" : "continuing");
    if (helped_abroad) {
        need(p, EXIT, "S01", "w1", "met");
        support(p, EXIT, "w1",
                (event){ .service = "S01",
                         .provider = "embassy",
                         .outcome = "received_full",
                         .frequency = "repeated",
                         .duration = "short" });
        support(p, EXIT, "w1",
                (event){ .service = "S02",
                         .provider = "embassy",
                         .outcome = "received_full",
                         .frequency = "repeated",
                         .duration = "short" });
        support(p, EXIT, "w1",
                (event){ .service = "SVX01",
                         .provider = "embassy",
                         .outcome = "received_full",
                         .frequency = "once",
                         .duration = "one_off" });
    }
    if (p->scope != INTERNAL)
        write_stage(p, ARRIVAL, "w1", UNASSISTED, 1, "some", false);
}

static void
write_referrals(person *p)
{
    static const char *const results[] = { "pending", "not_completed", "not_completed", NULL };
    const char *result = pick(results), *to = percent(60) ? "ngo" : "government",
               *by = percent(50) ? "ngo" : "self";
    bool even = percent(50), asked = percent(85);
    int64_t soon = p->w1 + 5 + (int64_t)chance(20);

    if (referred(p)) {
        row(F_REFERRAL, "%s,%d,study,ngo,%s,yes,completed,%s,%s", p->id, ++p->referrals,
            p->story == REFERRED_ASSISTED || p->age % 4 != 3 ? "S02" : "S03", iso(p->w1 + 12),
            iso(p->w1 + 60));
        if (percent(40))
            row(F_REFERRAL, "%s,%d,study,government,S05,yes,pending,%s,", p->id, ++p->referrals,
                iso(p->w1 + 20));
    } else if (story_class(p, 1) == UNASSISTED && percent(30)) {
        row(F_REFERRAL, "%s,%d,study,%s,%s,yes,%s,%s,", p->id, ++p->referrals, to, even ? "S02" : "S03",
            result, iso(soon));
    } else if (story_class(p, 1) == UNDER && percent(40)) {
        row(F_REFERRAL, "%s,%d,%s,government,%s,%s,%s,%s,", p->id, ++p->referrals, by, even ? "S05" : "S06",
            asked ? "yes" : "no", result, asked ? iso(p->w1 - 40) : "");
    } else if (story_class(p, 1) == ASSISTED && p->story != FEW_NEEDS && percent(70)) {
        row(F_REFERRAL, "%s,%d,%s,government,S02,yes,completed,%s,%s", p->id, ++p->referrals,
            even ? "government" : "ngo", iso(p->home + 10), iso(p->home + 40));
    }
}

void
story_write(person *p)
{
    int first = story_class(p, 1), last = story_class(p, 2);
    bool shelter = first == ASSISTED && p->story != FEW_NEEDS && p->age % 3;

    write_way_home(p);
    if (shelter) {
        write_stage(p, SHELTER, "w1", ASSISTED, 1, "all", false);
        write_facts(p, SHELTER, "w1", ASSISTED, false, p->home + 15, false);
    }
    /* early home, by the first interview: the stage itself, or what is remembered of it */
    bool forgotten = !p->recent && percent(15);
    int early = forgotten ? OPEN : first;
    write_stage(p, EARLY, "w1", early, 1, early == OPEN ? "some" : "all", p->recent);
    write_facts(p, EARLY, "w1", early, false, early == OPEN ? 0 : p->home + 40, false);
    if (!p->recent) {
        write_stage(p, LATER, "w1", first, 1, "all", true);
        write_facts(p, LATER, "w1", first, false, p->home + 380, false);
    }
    write_referrals(p);
    if (p->w2) {
        bool later = p->w2 - p->home > 365;
        int stage = later ? LATER : EARLY;
        bool told_before = !p->recent || !later;
        write_stage(p, stage, "w2", last, 2, "all", true);
        write_facts(p, stage, "w2", last, told_before, referred(p) ? p->w1 + 60 : p->w1 + 90, referred(p));
    }
    if (p->relatives) { /* what a relative says; kept apart from the person's own statements */
        write_stage(p, EARLY, "relative", early == OPEN ? UNASSISTED : early, 1, "some", false);
        need(p, EARLY, percent(70) ? "S02" : "S05", "relative", "continuing");
    }
}
