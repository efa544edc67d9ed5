/* test_codebook_errors.c -- what is wrong in a codebook is said at its place, all of it in one run.
 *
 * In each case the sign "@@" stands right before the place that the finding must point to; it is taken out
 * before the codebook is read.  A case is one mistake and must give one finding: no mistake draws others
 * after it. */
#include <config.h>

#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "codebook/model.h"

#define HEAD     "reint: 1\nstudy: {id: x, sampling: census}\n"
#define PERSON   "forms:\n  person:\n    key: [person]\n    variables:\n"
#define ANY      PERSON "      n: {type: text}\n"
#define SEX      "lists: {sex: {m: M, f: F}}\n"
#define WAVES    "waves: [{id: w1}, {id: w2}]\n"
#define NOT_CODE "at most 64 bytes, none of ; , | > ' \" and no blank at either end"

static const struct {
    const char *text, *code, *says;
} cases[] = {
    /* ---- the top, the study */
    { "@@study: {id: x, sampling: census}\nforms: {person: {key: [person]}}\n", "missing_key",
      "key \"reint\" is missing here" },
    { "reint: @@2\nstudy: {id: x, sampling: census}\nforms: {person: {key: [person]}}\n", "not_an_integer",
      "reint must be a whole number from 1 to 1, not \"2\"" },
    { "reint: 1\nstudy: @@{id: x}\nforms: {person: {key: [person]}}\n", "missing_key",
      "key \"sampling\" is missing here" },
    { "reint: 1\nstudy: @@{sampling: census}\nforms: {person: {key: [person]}}\n", "missing_key",
      "key \"id\" is missing here" },
    { "@@reint: 1\nforms: {person: {key: [person]}}\n", "missing_key", "key \"study\" is missing here" },
    { "@@" HEAD, "missing_key", "key \"forms\" is missing here" },
    { "reint: 1\nstudy: {id: @@a b, sampling: census}\n" ANY, "bad_id",
      "\"a b\" cannot be the id of a study; use letters, digits and _ . -, at most 64" },
    { "reint: 1\nstudy: {id: x, sampling: @@random}\n" ANY, "unknown_word",
      "sampling cannot be \"random\"; allowed: purposive, probability, census" },
    { "reint: 1\nstudy: {id: x, sampling: census, @@smal_base: 5}\n" ANY, "unknown_key",
      "unknown key \"smal_base\" in study (did you mean \"small_base\"?); allowed: id, title, population, "
      "notice, languages, sampling, sampled_on, consent, base, small_base, person, wave, ruleset" },
    { "reint: 1\nstudy: {id: x, sampling: census, small_base: @@-1}\n" ANY, "not_an_integer",
      "small_base must be a whole number from 0 to 1000, not \"-1\"" },
    { "reint: 1\nstudy: {id: x, sampling: census, languages: [en, @@english]}\n" ANY, "not_a_language",
      "\"english\" is no language code such as en or id" },
    { "reint: 1\nstudy: {id: x, sampling: census, languages: [en, @@en]}\n" ANY, "duplicate_language",
      "language \"en\" is named twice" },
    { "reint: 1\nstudy: {id: x, sampling: census, title: {@@english: T}}\n" ANY, "not_a_language",
      "in title each key must be a language code such as en or id" },
    { "reint: 1\nstudy: {id: x, sampling: census, person: @@The Person}\n" ANY, "bad_name",
      "\"The Person\" cannot name a key variable; use a-z, 0-9 and single _, a letter first, at most 64" },
    { "reint: 1\nstudy: {id: x, sampling: census, wave: @@person}\n" ANY, "same_name",
      "the wave and the respondent have the same name" },
    { "reint: 1\nstudy: {id: x, sampling: census, sampled_on: [assistance, @@persom]}\n" ANY,
      "unknown_variable", "there is no variable \"persom\" (did you mean \"person\"?)" },
    { "reint: 1\nstudy: {id: x, sampling: census, consent: @@never}\n" ANY, "unknown_word",
      "consent cannot be \"never\"; allowed: not_recorded" },
    { "reint: 1\nstudy: {id: x, sampling: census, consent: {require: @@{a: b, c: d}}}\n" ANY, "bad_consent",
      "exactly one purpose is required, such as analysis: given" },
    { "reint: 1\nstudy: {id: x, sampling: census, consent: {require: @@{analysis: given}}}\n" ANY,
      "no_consent_form", "consent is required, but there is no form \"consent\" with person in its key" },
    { "reint: 1\nstudy: {id: x, sampling: census, consent: {require: {@@analysis: given}}}\n" SEX ANY
      "  consent: {key: [person, purpose], variables: {purpose: {list: sex}, state: {list: sex}}}\n",
      "unknown_purpose", "no coded variable in the key of form \"consent\" has the code \"analysis\"" },
    { "reint: 1\nstudy: {id: x, sampling: census, consent: {require: {m: @@given}}}\n" SEX ANY
      "  consent: {key: [person, purpose], variables: {purpose: {list: sex}, state: {list: sex}}}\n",
      "unknown_consent", "no coded variable of form \"consent\" has the code \"given\"" },
    { HEAD "@@form: {}\n" ANY, "unknown_key",
      "unknown key \"form\" in a codebook (did you mean \"forms\"?); allowed: reint, study, waves, periods, "
      "missing, lists, lists_from, rulesets, packs, entitlements, attributes, forms, rules" },
    /* ---- waves */
    { HEAD "waves: @@{w1: First}\n" ANY, "not_a_list", "waves must be a list ([a, b]), not a map" },
    { HEAD "waves: [@@{label: First}]\n" ANY, "missing_key", "key \"id\" is missing here" },
    { HEAD "waves: [{id: a}, {id: @@a}]\n" ANY, "duplicate_id", "a wave \"a\" is there twice" },
    { HEAD "periods: [{id: a}, {id: @@a}]\n" ANY, "duplicate_id", "a period \"a\" is there twice" },
    { HEAD "waves: [{id: @@'a;b'}]\n" ANY, "bad_code", "this cannot be the id of a wave: " NOT_CODE },
    { HEAD "waves: [{id: a, from: @@2015-13}]\n" ANY, "bad_date",
      "from is \"2015-13\"; a date such as 2015, 2015-03 or 2015-03-14 is expected" },
    { HEAD "waves: [{id: a, to: @@2015-02-29}]\n" ANY, "bad_date",
      "to is \"2015-02-29\"; a date such as 2015, 2015-03 or 2015-03-14 is expected" },
    { HEAD "waves: [{id: a, from: 2016, to: @@2015}]\n" ANY, "bad_window",
      "it ends (2015) before it begins (2016)" },
    { HEAD WAVES "lists: {l: {a: {label: A, changed: @@w9}}}\n" ANY, "unknown_wave",
      "there is no wave \"w9\" (did you mean \"w1\"?)" },
    { HEAD WAVES "lists: {l: {a: {label: A, changed: @@w1}}}\n" ANY, "bad_change",
      "nothing is recorded before the first wave: code \"a\" cannot have changed there" },
    { HEAD WAVES "lists: {l: {a: {label: A, before: @@same}}}\n" ANY, "bad_change",
      "code \"a\" says what it meant before, and not from which wave on it changed (changed: ...)" },
    { HEAD WAVES "lists: {l: {a: {label: A, changed: @@\"w2; w2\", before: same | same}}}\n" ANY,
      "bad_change", "the waves at which code \"a\" changed follow one another: \"w2; w2\" do not" },
    { HEAD WAVES "lists: {l: {a: {label: A, changed: w2, before: @@\"a | b\"}, b: B}}\n" ANY, "bad_change",
      "code \"a\" changed at 1 waves, and before tells of 2 (a | b: one for each wave)" },
    { HEAD WAVES "lists: {l: {a: {label: A, changed: w2, before: @@\"b; c\"}, b: B}}\n" ANY, "unknown_code",
      "before is same, not_comparable or codes of list \"l\", not \"b; c\"" },
    { HEAD "periods: [{id: a, from: 2015, to: 2016-03}, {id: b, from: @@2016-03}]\n" ANY, "periods_overlap",
      "period \"b\" (2016-03 to open) overlaps period \"a\" (2015 to 2016-03): a day would count in both" },
    { HEAD "periods: [{id: a, from: 2016}, @@{id: b, to: 2015}]\n" ANY, "period_order",
      "period \"b\" (open to 2015) stands after period \"a\" (2016 to open) and lies before it; write "
      "periods in the "
      "order of time" },
    { HEAD "periods: [{id: @@outside}]\n" ANY, "bad_code",
      "this cannot be the id of a period: it stands for what lies in none" },
    { HEAD "waves: @@[{id: a, from: 2016}, {id: b, from: 2015}]\n" ANY, "wave_order",
      "wave \"b\" (from 2015) stands after wave \"a\" (from 2016); write waves in the order of time" },
    /* ---- missing reasons */
    { HEAD "missing: {@@Refused: [97]}\n" ANY, "bad_name",
      "\"Refused\" cannot name a missing reason; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD "missing: {@@absent: [97]}\n" ANY, "reserved_name",
      "\"absent\" is the engine's own; choose another name for this reason" },
    { HEAD "missing: {refused: [8, 9], dont_know: [@@9]}\n" ANY, "ambiguous_missing",
      "\"9\" means both refused and dont_know; a raw code means one thing" },
    { HEAD "missing: {refused: {@@code: [9]}}\n" ANY, "unknown_key",
      "unknown key \"code\" in a missing reason (did you mean \"codes\"?); allowed: label, codes" },
    { HEAD "missing: {refused: [m]}\nlists: {sex: {@@m: M}}\n" PERSON "      s: {list: sex}\n",
      "missing_is_value", "\"m\" is a code of list \"sex\" and means refused in the whole study" },
    /* ---- lists */
    { HEAD "lists: {@@Sex: {m: M}}\n" ANY, "bad_name",
      "\"Sex\" cannot name a list; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD "lists: {sex: @@[m, f]}\n" ANY, "not_a_map", "a list must be a map (key: value), not a list" },
    { HEAD "lists: {@@t: {}}\n" ANY, "empty_list", "list \"t\" has no codes" },
    { HEAD WAVES "lists: {@@wave: {a: A}}\n" ANY, "duplicate_list",
      "there is already a list \"wave\": the one made from the waves" },
    { HEAD "lists: {t: {@@'a;b': A}}\n" ANY, "bad_code", "\"a;b\" cannot be a code: " NOT_CODE },
    { HEAD "lists: {t: {a: A, @@' a': A}}\n" ANY, "bad_code", "\" a\" cannot be a code: " NOT_CODE },
    { HEAD "lists: {t: {a: @@}}\n" ANY, "empty_value",
      "a code's label has no value (an empty text is \"\")" },
    { HEAD "lists: {t: {a: @@[A]}}\n" ANY, "not_a_map", "a code must be a map (key: value), not a list" },
    { HEAD "lists: {t: {a: {retired: @@maybe}}}\n" ANY, "not_a_flag",
      "retired must be true or false, not \"maybe\"" },
    { HEAD "lists: {t: {a: {parent: b}, b: {parent: c}, c: {parent: @@a}}}\n" ANY, "circle",
      "the parents of code \"c\" go round in a circle" },
    { HEAD "lists: {t: {a: {parent: @@a}}}\n" ANY, "circle",
      "the parents of code \"a\" go round in a circle" },
    { HEAD "lists: {t: {C1: A, C1.1: {parent: @@C2}}}\n" ANY, "unknown_parent",
      "there is no code of this list \"C2\" (did you mean \"C1\"?)" },
    { HEAD "lists: {t: {a: {label: A, @@Kind: x}}}\n" ANY, "bad_name",
      "\"Kind\" cannot name an attribute; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD "lists: {t: {a: {label: A, kind: @@[x]}}}\n" ANY, "not_a_scalar",
      "kind must be a single value, not a list" },
    { "reint: 1\nstudy: {id: x, sampling: census, languages: [en, id]}\n"
      "lists: {t: {a: {en: A, @@own: no}}}\n" ANY,
      "label_mixed",
      "\"own\" is no language of the study; where a code has more keys its texts stand under label: {en: "
      "...}" },
    { "reint: 1\nstudy: {id: x, sampling: census, languages: [en, id]}\n"
      "lists: {t: {a: {label: A, @@id: B}}}\n" ANY,
      "label_mixed", "\"id\" is a language; put the texts of this code under label: {id: ...}" },
    /* ---- attributes */
    { HEAD SEX "attributes: {@@sex: sex}\n" ANY, "bad_attribute",
      "\"sex\" is not LIST.ATTRIBUTE, such as country.region" },
    { HEAD "lists: {sex: {m: {label: M, kind: a}}}\nattributes: {sex.kind: @@kinds}\n" ANY, "unknown_list",
      "there is no list \"kinds\"" },
    { HEAD "lists: {sex: {m: {label: M, kind: a}}}\nattributes: {@@sax.kind: sex}\n" ANY, "unknown_list",
      "there is no list \"sax\" (did you mean \"sex\"?)" },
    { HEAD SEX "attributes: {@@sex.kind: sex}\n" ANY, "unused_attribute",
      "no code of list \"sex\" has an attribute \"kind\"" },
    { HEAD "lists:\n  c: {bahrain: {label: B, region: @@middle_eats}}\n  region: {middle_east: M}\n"
           "attributes: {c.region: region}\n" ANY,
      "unknown_code",
      "there is no code of list \"region\" called \"middle_eats\" (did you mean \"middle_east\"?)" },
    { HEAD WAVES "lists: {source: {a: {label: A, wave: @@w3}}}\n" ANY, "unknown_wave",
      "there is no wave \"w3\" (did you mean \"w1\"?)" },
    { HEAD WAVES "lists: {source: {a: {label: A, wave: w1, after: @@w1}}}\n" ANY, "bad_source",
      "source \"a\" is told either in a wave or after one, not both" },
    { HEAD WAVES "lists: {source: {a: {label: A, after: w1}, b: {label: B, own: @@nope}}}\n" ANY,
      "bad_source", "own is yes or no, not \"nope\"" },
    /* ---- files */
    { HEAD ANY "rulesets: [@@none.yaml]\n", "unreadable", "cannot read \"none.yaml\"" },
    { HEAD ANY "packs: @@/none.yaml\n", "absolute_path",
      "name the file from the codebook's folder on, so that the folder can be moved" },
    { HEAD ANY "entitlements: @@\"\"\n", "empty_path", "a file name is expected here" },
    { HEAD ANY "rulesets: [@@cb.yaml]\n", "duplicate_file", "\"cb.yaml\" is named twice" },
    /* ---- forms and keys */
    { HEAD "forms: @@[person]\n", "not_a_map", "forms must be a map (key: value), not a list" },
    { HEAD "forms: @@{visit: {key: [nr], variables: {nr: {type: integer}}}}\n", "no_person_form",
      "there is no form whose key is [person]: a study has one record for each respondent" },
    { HEAD ANY "  @@Visit: {key: [person]}\n", "bad_name",
      "\"Visit\" cannot name a form; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD ANY "  @@person_labels: {key: [person]}\n", "reserved_name",
      "names that begin with f_, reint_ or sqlite_ or end in _labels are the engine's own" },
    { HEAD ANY "  v: {key: [person], @@variable: {}}\n", "unknown_key",
      "unknown key \"variable\" in a form (did you mean \"variables\"?); allowed: label, key, persons, "
      "variables" },
    { HEAD ANY "  v: @@{label: Visit}\n", "missing_key", "key \"key\" is missing here" },
    { HEAD ANY "  v: {key: @@[]}\n", "no_key", "form \"v\" has no key" },
    { HEAD ANY "  v: {key: [person, @@vist], variables: {visit: {type: integer}}}\n", "unknown_key_variable",
      "there is no declaration, here or in another form, of key variable \"vist\" (did you mean "
      "\"visit\"?)" },
    { HEAD ANY "  v: {key: [person, @@person]}\n", "duplicate_key_variable",
      "\"person\" is twice in the key" },
    { HEAD ANY "  v:\n    key: @@[a, b, c, d, e, f, g, h, i]\n    variables: {a: {list: s}, b: {list: s}, c: "
               "{list: s}, "
               "d: {list: s}, e: {list: s}, f: {list: s}, g: {type: text}, h: {list: s}, i: {list: s}}\n"
               "lists: {s: {x: X}}\n",
      "long_key", "a key has at most 8 variables; this one has 9" },
    { HEAD ANY "  @@v: {key: [person, a, b], variables: {a: {type: date}, b: {type: date}}}\n", "wide_key",
      "the key of form \"v\" does not fit into 62 bits: a person takes 24, a list 8, a wave 6, a date 20, a "
      "number or text at least 4" },
    { HEAD ANY "  @@v: {key: [person, nr], variables: {nr: {type: integer, min: 1, max: 2000000}}}\n",
      "wide_number", "\"nr\" in the key of form \"v\" can be a number from 0 to 1048575, not 1 to 2000000" },
    { HEAD ANY "  v: {key: [person, nr], variables: {@@nr: {type: decimal}}}\n", "bad_key_type",
      "\"nr\" cannot be part of a key: it is a set, a decimal or an age" },
    { HEAD SEX ANY "  v: {key: [person, s], variables: {@@s: {list: sex, multiple: true}}}\n", "bad_key_type",
      "\"s\" cannot be part of a key: it is a set, a decimal or an age" },
    { HEAD "forms: {person: {key: [person], variables: {@@person: {type: text}}}}\n", "bad_key_type",
      "\"person\" is the respondent in every key: its type is person" },
    { HEAD WAVES SEX ANY "  v: {key: [person, wave], variables: {@@wave: {list: sex}}}\n", "bad_key_type",
      "\"wave\" is the wave in every key: its codes are the waves of the study" },
    { HEAD ANY "  v: {key: [person, @@wave]}\n", "no_waves",
      "\"wave\" is in the key, but the codebook declares no waves" },
    { HEAD ANY
      "  v: {key: [person, nr], variables: {nr: {type: integer, min: 1, missing: @@{refused: [-1]}}}}\n"
      "missing: {refused: []}\n",
      "bad_key_variable",
      "\"nr\" is part of the key: it is always asked and never missing, missing has no place" },
    { HEAD ANY "  v: {key: [person, nr], variables: {nr: {type: integer, asked_when: @@x}}}\n",
      "bad_key_variable",
      "\"nr\" is part of the key: it is always asked and never missing, asked_when has no place" },
    { HEAD SEX ANY "  a: {key: [person, nr], variables: {nr: {list: sex}}}\n"
                   "  @@b: {key: [person, nr, s], variables: {nr: {type: integer}, s: {list: sex}}}\n",
      "key_differs", "key variable \"nr\" is not of the same type as in form \"a\"" },
    { HEAD ANY "  v: {key: [nr], persons: @@yes, variables: {nr: {type: integer}}}\n", "no_person",
      "records of form \"v\" are about no person: there is no person in its key" },
    /* ---- variables */
    { HEAD PERSON "      @@S: {type: text}\n", "bad_name",
      "\"S\" cannot name a variable; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD PERSON "      @@a__b: {type: text}\n", "bad_name",
      "\"a__b\" cannot name a variable; use a-z, 0-9 and single _, a letter first, at most 64" },
    { HEAD PERSON "      @@id: {type: text}\n", "reserved_name",
      "\"id\" is the name of the record itself; choose another name for this variable" },
    { HEAD PERSON "      s: @@text\n", "not_a_map",
      "a variable must be a map (key: value), not a single value" },
    { HEAD PERSON "      s: {type: text, @@lable: S}\n", "unknown_key",
      "unknown key \"lable\" in a variable (did you mean \"label\"?); allowed: label, question, note, type, "
      "list, multiple, ordered, repeats, separator, min_codes, max_codes, required, late, sensitive, min, "
      "max, "
      "pattern, asked_when, missing, waves" },
    { HEAD PERSON "      @@s: {}\n", "no_type", "variable \"s\" has neither a type nor a list" },
    { HEAD PERSON "      s: {type: @@code}\n", "no_type", "a coded variable names its codes: list: NAME" },
    { HEAD PERSON "      s: {type: @@integr}\n", "unknown_word",
      "type cannot be \"integr\" (did you mean \"integer\"?); allowed: code, integer, decimal, date, age, "
      "text, "
      "person" },
    { HEAD SEX PERSON "      s: {list: @@sax}\n", "unknown_list",
      "there is no list \"sax\" (did you mean \"sex\"?)" },
    { HEAD SEX PERSON "      s: {type: @@text, list: sex}\n", "type_and_list",
      "a variable has a type or a list, not both" },
    { HEAD PERSON "      s: {type: text, multiple: @@true}\n", "not_coded",
      "only a variable with a list can be multiple" },
    { HEAD SEX PERSON "      s: {list: sex, ordered: @@true}\n", "not_multiple",
      "ordered is for multiple-response sets only; say `multiple: true`" },
    { HEAD SEX PERSON "      s: {list: sex, max_codes: @@2}\n", "not_multiple",
      "max_codes is for multiple-response sets only; say `multiple: true`" },
    { HEAD SEX PERSON "      s: {list: sex, multiple: true, repeats: @@true}\n", "not_ordered",
      "a code can repeat in an ordered set only; say `ordered: true`" },
    { HEAD SEX PERSON "      s: {list: sex, multiple: true, min_codes: 2, max_codes: @@1}\n", "bad_range",
      "min_codes is above max_codes" },
    { HEAD SEX PERSON "      s: {list: sex, multiple: true, min_codes: @@3}\n", "bad_range",
      "min_codes is above the number of codes of list \"sex\"" },
    { HEAD SEX PERSON "      s: {list: sex, multiple: true, separator: @@x}\n", "bad_separator",
      "separator is \"x\"; allowed are ; | , / + & and a blank" },
    { HEAD "lists: {t: {a/b: A}}\n" PERSON "      s: {list: t, multiple: true, separator: @@/}\n",
      "separator_in_code", "\"/\" is part of code \"a/b\" of list \"t\"" },
    { HEAD PERSON "      n: {type: integer, min: @@9, max: 3}\n", "bad_range", "min is above max" },
    { HEAD PERSON "      n: {type: integer, max: @@3.5}\n", "not_an_integer",
      "max must be a whole number from -9007199254740992 to 9007199254740992, not \"3.5\"" },
    { HEAD PERSON "      n: {type: decimal, min: @@much}\n", "not_a_number",
      "min must be a number such as 0.5, not \"much\"" },
    { HEAD PERSON "      n: {type: age, max: @@200}\n", "not_an_integer",
      "max must be a whole number from 0 to 150, not \"200\"" },
    { HEAD PERSON "      n: {type: date, min: @@lately}\n", "bad_date",
      "min is \"lately\"; a date is expected" },
    { HEAD PERSON "      n: {type: text, min: @@9}\n", "no_range",
      "min and max are for numbers, dates and ages" },
    { HEAD SEX PERSON "      s: {list: sex, pattern: @@m}\n", "no_pattern",
      "a pattern is for text and person variables" },
    { HEAD PERSON "      s: {type: text, pattern: @@'('}\n", "bad_pattern",
      "\"(\" is no extended regular expression" },
    { HEAD PERSON "      s: {type: text, required: @@maybe}\n", "not_a_flag",
      "required must be true or false, not \"maybe\"" },
    { HEAD PERSON "      s: {type: text, asked_when: @@\" \"}\n", "empty_condition",
      "asked_when holds no condition" },
    { HEAD "missing: {refused: []}\n" PERSON "      n: {type: text, missing: {@@refuse: [97]}}\n",
      "unknown_missing", "there is no missing reason \"refuse\" (did you mean \"refused\"?)" },
    { HEAD PERSON "      n: {type: text, missing: {not_asked: [x], not_stated: [y, @@x]}}\n",
      "ambiguous_missing", "\"x\" means both not_asked and not_stated; a raw code means one thing" },
    { HEAD PERSON "      n: {type: integer, max: 99, missing: {not_stated: [@@97]}}\n", "missing_is_value",
      "\"97\" of variable \"n\" is both a value and the missing reason not_stated; give the variable a range "
      "(min, max) without it" },
    { HEAD PERSON "      n: {type: date, min: 2015, missing: {not_stated: @@2014..2016}}\n",
      "missing_is_value",
      "\"2014..2016\" of variable \"n\" is both a value and the missing reason not_stated; give the variable "
      "a "
      "range (min, max) without it" },
    { HEAD PERSON "      n: {type: text, pattern: \"[A-Z]+\", missing: {not_stated: [x, @@NA]}}\n",
      "missing_is_value", "\"NA\" of variable \"n\" is both a value and the missing reason not_stated" },
    { HEAD SEX PERSON "      s: {list: sex, missing: {not_stated: [@@m]}}\n", "missing_is_value",
      "\"m\" of variable \"s\" is both a value and the missing reason not_stated" },
    { HEAD WAVES PERSON "      n: {type: text, waves: [w1, @@w9]}\n", "unknown_wave",
      "there is no wave \"w9\" (did you mean \"w1\"?)" },
    { HEAD WAVES PERSON "      n: {type: text, waves: [w1, @@w1]}\n", "duplicate_wave",
      "wave \"w1\" is named twice" },
    /* ---- rules */
    { HEAD ANY "rules: @@{R: x}\n", "not_a_list", "rules must be a list ([a, b]), not a map" },
    { HEAD ANY "rules: [@@{id: R, form: person}]\n", "missing_key", "key \"require\" is missing here" },
    { HEAD ANY "rules: [{id: R, form: @@persn, require: n}]\n", "unknown_form",
      "there is no form \"persn\" (did you mean \"person\"?)" },
    { HEAD ANY "rules: [{id: R, form: person, require: n}, {id: @@R, form: person, require: n}]\n",
      "duplicate_id", "there are two rules \"R\"" },
    { HEAD ANY "rules: [{id: @@\"\", form: person, require: n}]\n", "bad_id",
      "\"\" cannot be the id of a rule; use letters, digits and _ . -, at most 64" },
    { HEAD ANY "rules: [{id: R, form: person, require: @@\"\"}]\n", "empty_condition",
      "require holds no condition" },
    { HEAD ANY "rules: [{id: R, form: person, require: n, severity: @@fatal}]\n", "unknown_word",
      "severity cannot be \"fatal\"; allowed: note, warning, error" },
};

/* TEXT without its sign, which stood at *LINE:*COLUMN (characters). */
static char *
take_out_sign(const char *text, long *line, long *column)
{
    const char *sign = strstr(text, "@@");
    char *plain = malloc(strlen(text) + 1);

    if (!sign || strstr(sign + 2, "@@"))
        fail_msg("a case needs one sign @@:\n%s", text);
    *line = *column = 1;
    for (const char *c = text; c < sign; c++) {
        *column = *c == '\n' ? 1 : *column + 1;
        *line += *c == '\n';
    }
    sprintf(plain, "%.*s%s", (int)(sign - text), text, sign + 2);
    return plain;
}

static reint_status
parse(const char *text, reint_findings *findings, reint_error *err)
{
    reinti_codebook_file file = { "folder/cb.yaml", "codebook", text, strlen(text) };
    reint_codebook *cb = NULL;
    reint_status status = reinti_codebook_parse(&file, 1, &cb, findings, err);

    assert_int_equal(cb == NULL, status != REINT_OK);
    reint_codebook_free(cb);
    return status;
}

static void
every_kind_of_error_is_found_at_its_place(void **state)
{
    size_t n_wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reint_findings *findings = reint_findings_create();
        reint_error err = { .status = REINT_OK };
        long line, column;
        char *text = take_out_sign(cases[i].text, &line, &column);

        assert_int_equal(parse(text, findings, &err), REINT_INPUT);
        const reint_finding *f = reint_findings_get(findings, 0);
        if (reint_findings_count(findings) != 1 || f->severity != REINT_ERROR ||
            strcmp(f->code, cases[i].code) || strcmp(f->text, cases[i].says) || strcmp(f->file, "cb.yaml") ||
            f->line != line || f->column != column) {
            print_error("case %zu wants\n  %ld:%ld %s: %s\nand found\n", i, line, column, cases[i].code,
                        cases[i].says);
            for (size_t k = 0; k < reint_findings_count(findings); k++) {
                f = reint_findings_get(findings, k);
                print_error("  %ld:%ld %s: %s\n", f->line, f->column, f->code, f->text);
            }
            n_wrong++;
        } else { /* who takes the error only is told the same */
            assert_string_equal(err.text, f->text);
            assert_int_equal(err.line, line);
        }
        reint_findings_free(findings);
        free(text);
    }
    assert_int_equal(n_wrong, 0);
}

/* They are warnings: a codebook in the making is not stopped by them. */
static void
a_label_that_lacks_a_language_is_warned_of(void **state)
{
    static const struct {
        const char *text, *code, *says;
    } warned[] = {
        { "study: {id: x, sampling: census, title: @@{en: T}, languages: [en, id]}\n" ANY, "language_missing",
          "title has no text in id" },
        { "study: {id: x, sampling: census, languages: [en, id]}\nlists: {sex: {m: @@{en: Male}}}\n" ANY,
          "language_missing", "a code's label has no text in id" },
        { "study: {id: x, sampling: census, languages: [en, id, fr]}\n" ANY "    label: @@{id: Orang}\n",
          "language_missing", "label has no text in en, fr" },
        { "study: {id: x, sampling: census, languages: [en]}\n" ANY "    label: @@{en: P, fr: P}\n",
          "language_unknown", "label has a text in fr, which is not among the languages of the study" },
        { "study: {id: x, sampling: census, languages: [en, id]}\n" ANY "    label: Person\n", NULL, NULL },
        { "study: {id: x, sampling: census}\n" ANY "    label: {en: Person}\n", NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof warned / sizeof *warned; i++) {
        reint_findings *findings = reint_findings_create();
        long line, column;
        char whole[1024];
        snprintf(whole, sizeof whole, "reint: 1\n%s%s", warned[i].code ? "" : "@@", warned[i].text);
        char *text = take_out_sign(whole, &line, &column);
        assert_int_equal(parse(text, findings, NULL), REINT_OK);
        assert_int_equal(reint_findings_count(findings), warned[i].code != NULL);
        if (warned[i].code) {
            const reint_finding *f = reint_findings_get(findings, 0);
            assert_string_equal(f->code, warned[i].code);
            assert_string_equal(f->text, warned[i].says);
            assert_int_equal(f->severity, REINT_WARNING);
            assert_int_equal(f->line, line);
            assert_int_equal(f->column, column);
        }
        reint_findings_free(findings);
        free(text);
    }
}

/* Findings of different parts, none of which hides another. */
static void
all_errors_come_in_one_run(void **state)
{
    static const char text[] = HEAD "waves: [{id: a, from: never}]\nlists: {sex: {m: {parent: x}}}\n" PERSON
                                    "      S: {type: text}\n      s: {list: sax}\n"
                                    "rules: [{id: R, form: persn, require: n}]\npacks: [none.yaml]\n";
    static const char *const codes[] = { "bad_date", "unknown_parent", "unreadable",
                                         "bad_name", "unknown_list",   "unknown_form" };
    reint_findings *findings = reint_findings_create();
    reint_error err;

    (void)state;
    assert_int_equal(parse(text, findings, &err), REINT_INPUT);
    assert_int_equal(reint_findings_count(findings), 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(reint_findings_get(findings, i)->code, codes[i]);
    assert_non_null(strstr(err.text, "5 more"));
    reint_findings_free(findings);
}

/* The limits that keep a file from taking all memory or all day. */
static void
too_much_of_anything_is_refused(void **state)
{
    static const struct {
        const char *before, *each, *after, *says; /* # in EACH: its number */
        int n;
    } cases_too_many[] = {
        { HEAD "waves:\n", "  - {id: w#}\n", ANY, "64 waves; at most 63 are allowed", 64 },
        { HEAD "missing:\n", "  r#: []\n", ANY, "101 missing reasons; at most 100 are allowed", 101 },
        { HEAD "lists:\n", "  l#: {a: A}\n", ANY, "more than 2000 lists", 2001 },
        { HEAD "lists:\n  l:\n", "    c#: A\n", ANY, "list \"l\" has 30001 codes; at most 30000 are allowed",
          30001 },
        { HEAD "lists:\n  l:\n", "    c#: {label: A, a#: x}\n", ANY,
          "the codes of list \"l\" have more than 50 different attributes", 51 },
        { HEAD "forms:\n", "  f#: {key: [person]}\n", "", "251 forms; at most 250 are allowed", 251 },
        { HEAD ANY "rules:\n", "  - {id: R#, form: person, require: n}\n", "",
          "5001 rules; at most 5000 are allowed", 5001 },
        { HEAD PERSON, "      v#: {type: date}\n", "",
          "form \"person\" has too many variables: they take 1902 columns (a coded variable 1, a date or age "
          "4, "
          "any other 2), at most 1900 are possible; split it into two forms with the same key",
          475 },
        { HEAD ANY "  v: {key: [person, c], variables: {c: {list: l}}}\nlists:\n  l:\n", "    c#: A\n", "",
          "list \"l\" is too long for the key of form \"v\": at most 255 codes", 256 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases_too_many / sizeof *cases_too_many; i++) {
        reint_findings *findings = reint_findings_create();
        reinti_str text = REINTI_STR_EMPTY;
        reinti_str_add(&text, cases_too_many[i].before);
        for (int k = 0; k < cases_too_many[i].n; k++) {
            for (const char *c = cases_too_many[i].each; *c; c++)
                if (*c == '#')
                    reinti_str_format(&text, "%d", k);
                else
                    reinti_str_add_char(&text, *c);
        }
        reinti_str_add(&text, cases_too_many[i].after);
        assert_int_equal(parse(text.text, findings, NULL), REINT_INPUT);
        assert_string_equal(reint_findings_get(findings, 0)->text, cases_too_many[i].says);
        assert_int_equal(reint_findings_count(findings), 1);
        reinti_str_free(&text);
        reint_findings_free(findings);
    }
}

/* A long chain of parents and thousands of slips take no more than a moment (before: the square of it). */
static void
a_long_chain_and_many_slips_take_no_time(void **state)
{
    reint_findings *findings = reint_findings_create();
    reinti_str text = REINTI_STR_EMPTY;

    (void)state;
    reinti_str_add(&text, HEAD "lists:\n  l:\n    c0: A\n");
    for (int k = 1; k < 20000; k++)
        reinti_str_format(&text, "    c%d: {parent: c%d}\n", k, k - 1);
    for (int k = 0; k < 5000; k++)
        reinti_str_format(&text, "    d%d: {parent: x%d}\n", k, k);
    reinti_str_add(&text, ANY);
    assert_int_equal(parse(text.text, findings, NULL), REINT_INPUT);
    assert_int_equal(reint_findings_count(findings), 5000);
    reinti_str_free(&text);
    reint_findings_free(findings);
}

/* ---- files --------------------------------------------------------------------------------------------- */

struct folder {
    char path[64], file[128];
};

static int
make_folder(void **state)
{
    struct folder *f = calloc(1, sizeof *f);

    if (!f)
        return -1;
    strcpy(f->path, "/tmp/reint-codebook-XXXXXX");
    *state = f;
    return mkdtemp(f->path) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    static const char *const names[] = { "codebook.yaml", "lists.yaml", "rules.yaml" };
    struct folder *f = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(f->file, sizeof f->file, "%s/%s", f->path, names[i]);
        unlink(f->file);
    }
    rmdir(f->path);
    free(f);
    return 0;
}

static const char *
put(struct folder *f, const char *name, const char *text)
{
    snprintf(f->file, sizeof f->file, "%s/%s", f->path, name);
    FILE *stream = fopen(f->file, "w");

    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
    return f->file;
}

static void
a_file_that_is_not_there_is_said(void **state)
{
    reint_codebook *cb = NULL;
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reint_codebook_open("/nonexistent/codebook.yaml", &cb, NULL, &err), REINT_INPUT);
    assert_null(cb);
    assert_non_null(strstr(err.text, "No such file"));
}

static void
findings_in_a_file_of_lists_point_into_it(void **state)
{
    static const struct {
        const char *text, *code;
        long line, column;
    } lists[] = {
        { "reint: 1\nlists: {t: {a: {parent: b}}}\n", "unknown_parent", 2, 25 },
        { "reint: 1\nlists: {t: {a: {label: A, wave: w9}}}\n", "unknown_wave", 2, 33 },
        { "reint: 1\nlists:\n  t: {'9': A}\n", "missing_is_value", 3, 7 },
        { "reint: 2\nlists: {t: {a: A}}\n", "not_an_integer", 1, 8 },
        { "lists: {t: {a: A}}\n", "missing_key", 1, 1 },
        { "reint: 1\nlists: {t: {a: A}}\nforms: {}\n", "unknown_key", 3, 1 },
        { "reint: 1\nlists: {t: {a: A}, s: {b: B}}\n", "duplicate_list", 2, 20 },
        { "reint: 1\nlists: {t: {a: A\n", "syntax", 3, 1 },
    };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        reint_findings *findings = reint_findings_create();
        reint_codebook *cb = NULL;
        put(*state, "lists.yaml", lists[i].text);
        const char *path =
            put(*state, "codebook.yaml",
                HEAD WAVES "missing: {refused: ['9']}\nlists: {s: {y: Y}}\nlists_from: [lists.yaml]\n" PERSON
                           "      v: {type: text}\n      w: {list: s}\n"
                           "  more: {key: [person, nr], variables: {nr: {type: integer}, t: {list: t}}}\n");
        assert_int_equal(reint_codebook_open(path, &cb, findings, NULL), REINT_INPUT);
        const reint_finding *f = reint_findings_get(findings, 0);
        assert_string_equal(f->code, lists[i].code);
        assert_string_equal(f->file, "lists.yaml");
        assert_int_equal(f->line, lists[i].line);
        assert_int_equal(f->column, lists[i].column);
        reint_findings_free(findings);
    }
}

static void
a_default_rule_set_must_be_there(void **state)
{
    static const char rules[] = "reint: 1\nruleset: {id: mine}\n";
    reint_findings *findings = reint_findings_create();
    reint_codebook *cb = NULL;

    put(*state, "rules.yaml", rules);
    const char *path =
        put(*state, "codebook.yaml",
            "reint: 1\nstudy: {id: x, sampling: census, ruleset: mind}\n" ANY "rulesets: [rules.yaml]\n");
    assert_int_equal(reint_codebook_open(path, &cb, findings, NULL), REINT_INPUT);
    assert_int_equal(reint_findings_count(findings), 1);
    const reint_finding *f = reint_findings_get(findings, 0);
    assert_string_equal(f->code, "unknown_ruleset");
    assert_string_equal(f->text, "there is no rule set \"mind\" (did you mean \"mine\"?)");
    assert_int_equal(f->line, 2);
    assert_int_equal(f->column, 43);
    reint_findings_free(findings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_error_is_found_at_its_place),
        cmocka_unit_test(a_label_that_lacks_a_language_is_warned_of),
        cmocka_unit_test(all_errors_come_in_one_run),
        cmocka_unit_test(too_much_of_anything_is_refused),
        cmocka_unit_test(a_long_chain_and_many_slips_take_no_time),
        cmocka_unit_test(a_file_that_is_not_there_is_said),
        cmocka_unit_test_setup_teardown(findings_in_a_file_of_lists_point_into_it, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_default_rule_set_must_be_there, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
