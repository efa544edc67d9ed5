/* follow_study.h -- a study of six invented persons at three waves, for the tests of follow/. */
#ifndef REINT_FOLLOW_STUDY_H
#define REINT_FOLLOW_STUDY_H

#include "frame_study.h"

#include "follow/panel.h"
#include "table/table.h"

static const char follow_codebook[] =
    "reint: 1\n"
    "study:\n"
    "  id: t\n"
    "  title: T\n"
    "  population: {en: \"Nobody\"}\n"
    "  languages: [en]\n"
    "  sampling: probability\n"
    "  consent: not_recorded\n"
    "  small_base: 5\n"
    "waves:\n"
    "  - {id: w1, label: First, from: 2020-01, to: 2020-03}\n"
    "  - {id: w2, label: Second, from: 2020-04, to: 2020-09}\n"
    "  - {id: w3, label: Third, from: 2020-07}\n"
    "  - {id: w4, label: Fourth}\n"
    "missing: {refused: [97], not_asked: [99], not_stated: [\"\"]}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  work: {none: No work, casual: Casual, job: A job}\n"
    "  work_old: {job: A job, none: No work, casual: Casual}\n"
    "  yesno: {no: \"No\", yes: \"Yes\"}\n"
    "  status: {complete: Complete, partial: Partial, refused: Refused, lost: Lost, not_due: Not yet due}\n"
    "  purpose: {interview: Interview, analysis: Analysis}\n"
    "  answer: {given: Given, withdrawn: Withdrawn}\n"
    "  kind: {call: Call, visit: Visit}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person}\n"
    "      sex: {label: Sex, list: sex}\n"
    "  consent:\n"
    "    key: [person, purpose, date]\n"
    "    variables:\n"
    "      purpose: {label: Purpose, list: purpose}\n"
    "      date: {label: Date, type: date}\n"
    "      answer: {label: Answer, list: answer}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      status: {label: Result, list: status}\n"
    "      date: {label: Date, type: date}\n"
    "      work: {label: Work, list: work}\n"
    "      work_then: {label: Work as first asked, list: work_old}\n"
    "      yes: {label: Yes or no, list: yesno}\n"
    "      years: {label: Years of schooling, type: age}\n"
    "      harms: {label: Several, list: work, multiple: true}\n"
    "  contact:\n"
    "    key: [person, contact]\n"
    "    variables:\n"
    "      contact: {label: Contact, type: integer, min: 1, max: 99}\n"
    "      date: {label: Date, type: date}\n"
    "      kind: {label: Kind, list: kind}\n";

static const char *const follow_persons[] = {
    "A|male", "B|female", "C|female", "D|male", "E|female", "F|male"
};
/* A 111, B 110, C 101, D 100 without further records, E 011 dated the wrong way round, F 100, then not due and
 * refused.  Nobody at the fourth wave. */
static const char *const follow_interviews[] = {
    "A|w1|complete|2020-01-01|none|none|no|10|~",
    "A|w2|complete|2020-07-01|casual|~|yes|10|~",
    "A|w3|partial|2020-12-31|job|~|yes|12|~",
    "B|w1|complete|2020-02-01|none|none|no|8|~",
    "B|w2|complete|2020-06|none|~|no|8-12|~",
    "B|w3|lost|~|~|~|~|~|~",
    "C|w1|complete|2020-01-01|job|job|yes|11-12|~",
    "C|w2|lost|~|~|~|~|~|~",
    "C|w3|complete|2021-01-01|none|~|no|12|~",
    "D|w1|complete|2020-05-01|casual|casual|yes|9|~",
    "E|w2|complete|2020-08-01|casual|~|yes|9|~",
    "E|w3|complete|2020-07-01|job|~|yes|9|~",
    "F|w1|complete|2020-03-01|!refused|none|no|9|~",
    "F|w2|not_due|~|~|~|~|~|~",
    "F|w3|refused|~|~|~|~|~|~",
};

static inline void
follow_study(struct study *s)
{
    study_create(s, follow_codebook);
    study_fill(s, "person", follow_persons, REINTI_LENGTH(follow_persons));
    study_fill(s, "interview", follow_interviews, REINTI_LENGTH(follow_interviews));
    study_frames(s);
}

static inline reint_follow *
follow_open(struct study *s, const char *waves, int same)
{
    const reint_follow_options options = { .size = sizeof options, .waves = waves, .same_people = same };
    reint_follow *f = NULL;

    assert_ok(reinti_follow_on(s->frames, &options, &f, ERR));
    return f;
}

/* The tables of the plan whose text is PLAN. */
static inline reint_status
tables_of(struct study *s, const char *plan, reint_report **out)
{
    char path[128];
    snprintf(path, sizeof path, "%s/plan.yaml", s->folder);
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(plan, stream);
    fclose(stream);
    reint_status status = reint_tables(s->study, path, NULL, out, NULL, ERR);
    unlink(path);
    return status;
}

#endif
