/* table_study.h -- the study of the tests of tables, and how they look at one.
 *
 * The study is tests/data/table-study.psv, invented records; statistics are R's (tests/data/table-golden.R), counts are
 * taken from the file by the test itself. */
#ifndef REINT_TABLE_STUDY_H
#define REINT_TABLE_STUDY_H

#include "frame_study.h"

#include "table/cells.h"

static const char codebook[] = "reint: 1\n"
                               "study: {id: t, title: T, population: {en: \"Nobody\"}, languages: [en], "
                               "sampling: %s, consent: not_recorded, "
                               "small_base: 5%s}\n"
                               "waves: [{id: w1, label: First}, {id: w2, label: Second}]\n"
                               "missing: {refused: [97], dont_know: [98], not_asked: [99]}\n"
                               "lists:\n"
                               "  sex: {male: Male, female: Female}\n"
                               "  work: {fishing: Fishing, factory: Factory, farm: Farm, other: Other}\n"
                               "  region: {north: North, south: South}\n"
                               "  country: {malaysia: {label: Malaysia, area: asia}, taiwan: {label: Taiwan, "
                               "area: asia}, oman: {label: Oman, area: "
                               "gulf}, ghana: {label: Ghana, area: africa}}\n"
                               "  kind: {%s}\n"
                               "  yesno: {\"no\": \"No\", \"yes\": \"Yes\"}\n"
                               "forms:\n"
                               "  person:\n"
                               "    key: [person]\n"
                               "    variables:\n"
                               "      sex: {label: Sex, list: sex}\n"
                               "      work: {label: Work, list: work}\n"
                               "      region: {label: Region, list: region}\n"
                               "      village: {label: Village, type: integer, min: 1, max: 99}\n"
                               "      w: {label: Weight, type: decimal}\n"
                               "      income: {label: Income, type: integer, min: 0, max: 9999}\n"
                               "      places: {label: Places, list: country, multiple: true, ordered: true}\n"
                               "      kind: {label: Kind, list: kind}\n"
                               "      debt: {label: Debt, type: decimal}\n"
                               "      share: {label: Share, type: decimal}\n"
                               "      times: {label: Times, type: integer}\n"
                               "      units: {label: Villages of the region, type: integer}\n"
                               "      pair: {label: Pair, type: integer}\n"
                               "  interview:\n"
                               "    key: [person, wave]\n"
                               "    variables:\n"
                               "      agrees: {label: Agrees, list: yesno}\n"
                               "      helped: {label: Helped, list: yesno}\n";

typedef struct table_study {
    struct study s;
    char *text, *line[64];
    size_t n;
} table_study;

static inline void
read_rows(table_study *x)
{
    reinti_bytes file;

    assert_int_equal(reinti_bytes_read(source_path("tests/data/table-study.psv"), 0, &file, NULL), REINT_OK);
    x->text = strndup(file.data, file.size);
    reinti_bytes_free(&file);
    assert_non_null(x->text);
    for (char *p = strchr(x->text, '\n') + 1; *p; p = strchr(p, '\0') + 1) {
        char *end = strchr(p, '\n');
        *end = '\0';
        x->line[x->n++] = p;
    }
    assert_int_equal(x->n, 60);
}

static const char *const interviews[] = {
    "P01|w1|yes|no", "P01|w2|yes|yes", "P02|w1|no|no",        "P02|w2|yes|no", "P03|w1|yes|yes",
    "P03|w2|no|~",   "P04|w1|no|yes",  "P04|w2|!refused|yes", "P05|w1|yes|no", "P06|w1|no|!not_asked",
};

static inline void
make_study(table_study *x, const char *sampling, const char *more)
{
    char yaml[sizeof codebook + 1000], kinds[600] = "";

    *x = (table_study){ 0 };
    read_rows(x);
    for (unsigned i = 0; i < 40; i++) /* a long list, for tables that are too large */
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%sk%02u: K", i ? ", " : "", i);
    snprintf(yaml, sizeof yaml, codebook, sampling, more, kinds);
    study_create(&x->s, yaml);
    char row[60][200];
    const char *rows[60];
    for (size_t i = 0; i < x->n; i++) {
        /* two have a debt and a share, nobody a kind; everybody stands for one to three people; villages of the region;
         * pairs of records, but that the second is alone and the last three are together */
        size_t other = i > 1 ? i - 1 : 0, pair = i == 1 ? 0 : 1 + (other / 2 < 28 ? other / 2 : 28);
        snprintf(row[i], sizeof row[i], "%s|~|%s|%zu|%d|%zu", x->line[i],
                 i == 0   ? "-1|1"
                 : i == 1 ? "2|1.5"
                          : "~|~",
                 i % 3 + 1, strstr(x->line[i], "|north|") ? 20 : 16, pair);
        rows[i] = row[i];
    }
    study_fill(&x->s, "person", rows, x->n);
    study_fill(&x->s, "interview", interviews, REINTI_LENGTH(interviews));
}

static inline int
setup(void **state)
{
    table_study *x = calloc(1, sizeof *x);

    make_study(x, "probability", "");
    *state = x;
    return 0;
}

static inline int
setup_purposive(void **state)
{
    table_study *x = calloc(1, sizeof *x);

    make_study(x, "purposive", ", sampled_on: [sex], base: \"region = 'north'\"");
    *state = x;
    return 0;
}

static inline int
teardown(void **state)
{
    table_study *x = *state;

    study_free(&x->s);
    free(x->text);
    free(x);
    return 0;
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static reint_findings *findings;

static inline reint_status
try_plan(const table_study *x, const char *text, reint_report **out)
{
    char path[64];

    snprintf(path, sizeof path, "test-table-%ld.yaml", (long)getpid());
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    reint_findings_free(findings);
    findings = reint_findings_create();
    reint_status status = reint_tables(x->s.study, path, "en", out, findings, ERR);
    unlink(path);
    return status;
}

/* A plan whose one table has these keys, in flow style, and what stands around it. */
static inline reint_report *
make_with(const table_study *x, const char *around, const char *keys)
{
    char text[3000];
    reint_report *r = NULL;

    snprintf(text, sizeof text, "reint: 1\n%stables:\n - {id: t, %s}\n", around, keys);
    if (try_plan(x, text, &r)) {
        for (size_t i = 0; i < reint_findings_count(findings); i++)
            print_message("%ld:%ld %s\n", reint_findings_get(findings, i)->line,
                          reint_findings_get(findings, i)->column, reint_findings_get(findings, i)->text);
        fail_msg("%s: %s", keys, study_error.text);
    }
    return r;
}

static inline reint_report *
make(const table_study *x, const char *keys)
{
    return make_with(x, "", keys);
}

static inline size_t
find(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(entry[i].code, code))
            return i;
    return REINTI_NONE;
}

static inline const reinti_cell *
at(const reint_report *r, size_t layer, const char *row, const char *column, const char *stat)
{
    const reinti_table *t = r->table[0];
    size_t i = find(t->row, t->n_rows, row), k = find(t->column, t->n_columns, column), s = 0;

    while (s < t->n_stats && strcmp(t->stat[s].cells_id, stat))
        s++;
    if (i == REINTI_NONE || k == REINTI_NONE || s == t->n_stats)
        fail_msg("no cell %s, %s, %s", row, column, stat);
    return reinti_table_cell(t, layer, i, k, s);
}

#define value(r, row, column, stat) (at(r, 0, row, column, stat)->value)

static inline double
test_value(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        if (!strcmp(r->table[0]->test[i].id, id))
            return r->table[0]->test[i].value;
    fail_msg("no test %s", id);
    return NAN;
}

static inline bool
has_test(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        if (!strcmp(r->table[0]->test[i].id, id))
            return true;
    return false;
}

static inline bool
has_note(const reint_report *r, const char *words)
{
    for (size_t i = 0; i < r->table[0]->n_notes; i++)
        if (strstr(r->table[0]->note[i], words))
            return true;
    return false;
}

/* Codes in order, joined by blanks. */
static inline void
assert_codes(const reinti_entry *entry, size_t n, const char *want)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? " " : "", entry[i].code);
    assert_string_equal(s.text, want);
    reinti_str_free(&s);
}
#define assert_rows(r, want)    assert_codes((r)->table[0]->row, (r)->table[0]->n_rows, want)
#define assert_columns(r, want) assert_codes((r)->table[0]->column, (r)->table[0]->n_columns, want)

/* Lines of the file whose fields are as asked: NULL any; "" answered without a code; places: holds the code. */
static inline size_t
lines(const table_study *x, const char *sex, const char *work, const char *place)
{
    size_t n = 0;

    for (size_t i = 0; i < x->n; i++) {
        char copy[200], *field[8] = { 0 }, *p = copy;
        snprintf(copy, sizeof copy, "%s", x->line[i]);
        for (size_t k = 0; k < 8; k++) {
            field[k] = p;
            p = strchr(p, '|');
            if (p)
                *p++ = '\0';
        }
        bool placed = !place || (*place ? strstr(field[7], place) != NULL : !*field[7]);
        n += (!sex || !strcmp(field[1], sex)) && (!work || !strcmp(field[2], work)) && placed;
    }
    return n;
}

#endif
