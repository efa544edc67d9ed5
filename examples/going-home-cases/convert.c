/* convert.c -- turns the coded cases of the report into records of the forms, by a map that says what each
 * token becomes.
 *
 * usage: convert CASES.csv MAP.csv FOLDER
 *
 * A cell holds tokens between bars.  Each token is looked up in the map under its column, then under "*"; a
 * token that the map does not know stops the program with its name, so that nothing is dropped unseen: what
 * is not carried over has a row of its own in the map, with the target "-".  A token may have several rows.
 *
 * Two files of stages are written.  stage.csv: what a case does not tell is unknown.  stage-closed.csv: what
 * it does not tell did not happen.  They differ in services_asked only. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 400, MAX_COLUMNS = 40, MAX_LIST = 16, TEXT = 64 };

/* ---- CSV (RFC 4180)
 * ---------------------------------------------------------------------------------------- */

typedef struct csv {
    char *text;
    char *cell[MAX_ROWS][MAX_COLUMNS];
    size_t rows, columns;
} csv;

/* One cell, unquoted in place; *SEPARATOR is what ended it. */
static char *
take_cell(char **at, char *separator)
{
    char *from = *at, *to = from, *begin = from;
    bool quoted = *from == '"';

    for (from += quoted; *from; from++) {
        if (quoted && *from == '"') {
            if (from[1] != '"') {
                quoted = false;
                continue;
            }
            from++;
        } else if (!quoted && (*from == ',' || *from == '\n')) {
            break;
        }
        *to++ = *from;
    }
    *separator = *from;
    *at = from + (*from != '\0');
    *to = '\0';
    return begin;
}

static int
csv_read(const char *path, csv *c)
{
    FILE *f = fopen(path, "rb");
    size_t n, max = 1 << 20;

    if (!f || !(c->text = malloc(max))) {
        if (f)
            fclose(f);
        return 1;
    }
    n = fread(c->text, 1, max - 1, f);
    fclose(f);
    c->text[n] = '\0';
    for (char *at = c->text; *at; c->rows++) {
        char separator = ',';
        size_t k = 0;
        if (c->rows == MAX_ROWS)
            return 1;
        while (separator == ',' && k < MAX_COLUMNS)
            c->cell[c->rows][k++] = take_cell(&at, &separator);
        if (c->rows && k != c->columns)
            return 1;
        c->columns = k;
    }
    return c->rows < 2;
}

/* ---- a case
 * ------------------------------------------------------------------------------------------------- */

typedef struct list {
    char item[MAX_LIST][TEXT];
    size_t n;
} list;

static void
list_add(list *l, const char *item)
{
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->item[i], item))
            return;
    if (l->n < MAX_LIST && strlen(item) < TEXT)
        strcpy(l->item[l->n++], item);
}

/* What the map can name: single values (the last one holds) and lists. */
typedef enum target {
    SEX,
    AGE,
    FORM,
    MONTHS,
    RESIDENCE,
    STAGE,
    RETURN_PATH,
    IDENTIFICATION,
    VIOLENCE,
    ASKED,
    SPECIFIC,
    FREQUENCY,
    DURATION,
    TEAM_CLASS,
    TEAM_REASON,
    CERTAINTY,
    NEED_UNKNOWN,
    N_SINGLE,
    ABROAD = N_SINGLE,
    INTERNAL,
    HARM,
    LEVEL,
    DOMAIN,
    SUCCESS,
    CODING,
    NEED,
    SUPPORT,
    PROVIDER,
    INFORMAL,
    N_TARGETS
} target;

static const char *const target_names[N_TARGETS] = {
    [SEX] = "sex",
    [AGE] = "age",
    [FORM] = "form",
    [MONTHS] = "months",
    [RESIDENCE] = "residence",
    [STAGE] = "stage",
    [RETURN_PATH] = "return_path",
    [IDENTIFICATION] = "identification",
    [VIOLENCE] = "violence",
    [ASKED] = "asked",
    [SPECIFIC] = "specific",
    [FREQUENCY] = "frequency",
    [DURATION] = "duration",
    [TEAM_CLASS] = "team_class",
    [TEAM_REASON] = "team_reason",
    [CERTAINTY] = "certainty",
    [NEED_UNKNOWN] = "need_unknown",
    [ABROAD] = "abroad",
    [INTERNAL] = "internal",
    [HARM] = "harm",
    [LEVEL] = "level",
    [DOMAIN] = "domain",
    [SUCCESS] = "success",
    [CODING] = "coding",
    [NEED] = "need",
    [SUPPORT] = "support",
    [PROVIDER] = "provider",
    [INFORMAL] = "informal",
};

typedef struct facts {
    char id[TEXT];
    char single[N_SINGLE][TEXT];
    list many[N_TARGETS];
    bool abroad, internal; /* named, with or without a country */
    list destinations;     /* in order */
} facts;

static int
apply(facts *f, const char *name, const char *value, const char *token)
{
    target t = 0;

    if (!strcmp(name, "-"))
        return 0;
    while (t < N_TARGETS && strcmp(target_names[t], name))
        t++;
    if (t == N_TARGETS)
        return 1;
    if (t == DOMAIN || t == CODING)
        value = token;
    if (t == NEED_UNKNOWN)
        value = "yes";
    if (strlen(value) >= TEXT)
        return 1;
    if (t < N_SINGLE) {
        strcpy(f->single[t], value);
        return 0;
    }
    f->abroad |= t == ABROAD;
    f->internal |= t == INTERNAL;
    if ((t == ABROAD || t == INTERNAL) && *value)
        list_add(&f->destinations, value);
    list_add(&f->many[t], value);
    return 0;
}

/* All rows of the map for TOKEN of COLUMN; without one those for "*". */
static int
apply_token(facts *f, const csv *map, const char *column, const char *token)
{
    for (int any = 0; any < 2; any++) {
        bool found = false;
        for (size_t r = 1; r < map->rows; r++) {
            char *const *m = map->cell[r];
            if (strcmp(m[0], column) || strcmp(m[1], any ? "*" : token))
                continue;
            found = true;
            if (apply(f, m[2], m[3], token)) {
                fprintf(stderr,
                        "convert: row %zu of the map: target %s is not known, or its value is too long\n",
                        r + 1, m[2]);
                return 1;
            }
        }
        if (found)
            return 0;
    }
    fprintf(stderr, "convert: the map has no row for \"%s\" of column %s\n", token, column);
    return 1;
}

static int
apply_cell(facts *f, const csv *map, const char *column, char *cell)
{
    while (*cell) {
        size_t n = strcspn(cell, "|"), length = n, skip = strspn(cell, " ");
        char token[256];
        while (length > skip && cell[length - 1] == ' ')
            length--;
        if (length > skip) {
            if (length - skip >= sizeof token)
                return 1;
            memcpy(token, cell + skip, length - skip);
            token[length - skip] = '\0';
            if (apply_token(f, map, column, token))
                return 1;
        }
        cell += n + (cell[n] == '|');
    }
    return 0;
}

/* ---- records
 * -------------------------------------------------------------------------------------------------- */

enum {
    PERSON,
    EPISODE,
    INTERVIEW,
    STAGES,
    STAGES_CLOSED,
    NEEDS,
    SUPPORTS,
    DOMAINS,
    CODINGS,
    SESSIONS,
    N_FILES
};

static const struct {
    const char *name, *columns;
} files[N_FILES] = {
    [PERSON] = { "person.csv", "person,type,sex" },
    [EPISODE] = { "episode.csv",
                  "person,episode,main_form,scope,destinations,age,harms,sexual_violence,return_path" },
    [INTERVIEW] = { "interview.csv", "person,wave,date,instrument,status,current_stage,current_episode,"
                                     "residence,months_since_return" },
    [STAGES] = { "stage.csv", "person,episode,stage,source,identification,services_asked,team_class,team_"
                              "reason,team_certainty" },
    [STAGES_CLOSED] = { "stage-closed.csv", "person,episode,stage,source,identification,services_asked,team_"
                                            "class,team_reason,team_certainty" },
    [NEEDS] = { "need.csv", "person,episode,stage,service,source,state" },
    [SUPPORTS] = { "support.csv", "person,event,episode,stage,service,source,provider_kind,formal,specific,"
                                  "through_referral,outcome,decline_reason,frequency,duration,amount_idr" },
    [DOMAINS] = { "domain.csv", "person,wave,stage,domain,rater,state,levels" },
    [CODINGS] = { "coding.csv", "source,coder,segment,code" },
    [SESSIONS] = { "coding_session.csv", "source,coder,frame_version,completeness" },
};

static FILE *out[N_FILES];

static void
print_list(FILE *o, const list *l)
{
    for (size_t i = 0; i < l->n; i++)
        fprintf(o, "%s%s", i ? ";" : "", l->item[i]);
}

static void
write_person(const facts *f)
{
    const char *scope = f->abroad && f->internal ? "internal_then_abroad"
                        : f->abroad              ? "abroad"
                        : f->internal            ? "internal"
                                                 : "";
    FILE *e = out[EPISODE];

    fprintf(out[PERSON], "%s,trafficked,%s\n", f->id, f->single[SEX]);
    fprintf(e, "%s,1,%s,%s,", f->id, f->single[FORM], scope);
    print_list(e, &f->destinations);
    fprintf(e, ",%s,", f->single[AGE]);
    print_list(e, &f->many[HARM]);
    fprintf(e, ",%s,%s\n", f->single[VIOLENCE], f->single[RETURN_PATH]);
    /* the report gives the months of all first interviews, not of each */
    fprintf(out[INTERVIEW], "%s,w1,2014-10..2015-08,first,complete,%s,1,%s,%s\n", f->id, f->single[STAGE],
            f->single[RESIDENCE], f->single[MONTHS]);
    for (int closed = 0; closed < 2; closed++)
        fprintf(out[closed ? STAGES_CLOSED : STAGES], "%s,1,%s,w1,%s,%s,%s,%s,%s\n", f->id, f->single[STAGE],
                f->single[IDENTIFICATION], closed || *f->single[ASKED] ? "all" : "some",
                f->single[TEAM_CLASS], f->single[TEAM_REASON], f->single[CERTAINTY]);
}

static void
write_needs(const facts *f)
{
    for (size_t i = 0; i < f->many[NEED].n; i++)
        fprintf(out[NEEDS], "%s,1,%s,%s,w1,continuing\n", f->id, f->single[STAGE], f->many[NEED].item[i]);
    /* nothing received, and no need named: that is not "needs nothing" */
    bool unknown = *f->single[NEED_UNKNOWN] || (*f->single[ASKED] && !f->many[NEED].n);
    for (unsigned s = 1; unknown && s <= 10; s++)
        fprintf(out[NEEDS], "%s,1,%s,S%02u,w1,\n", f->id, f->single[STAGE], s);
}

/* SERVICE/OUTCOME/FREQUENCY/AMOUNT or, informal, SERVICE/PROVIDER, as the map has it.  The provider is known
 * if the case names one only. */
static void
write_support(const facts *f, const char *value, int event, bool informal)
{
    char text[TEXT];
    const char *part[4] = { text, "", "", "" };
    const char *provider = f->many[PROVIDER].n == 1 ? f->many[PROVIDER].item[0] : "";
    size_t n = 1;

    strcpy(text, value);
    for (char *c = text; *c; c++)
        if (*c == '/' && n < 4) {
            *c = '\0';
            part[n++] = c + 1;
        }
    const char *outcome = informal ? "received_full" : part[1],
               *frequency = *part[2] ? part[2] : f->single[FREQUENCY];
    bool received = !strncmp(outcome, "received", 8), ours = !strcmp(provider, "research_team");
    fprintf(out[SUPPORTS], "%s,%d,1,%s,%s,w1,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", f->id, event, f->single[STAGE],
            part[0], informal ? part[1] : provider, informal || ours ? "informal" : "formal",
            informal ? "" : f->single[SPECIFIC], ours ? "yes" : "", outcome,
            strcmp(outcome, "declined") ? "99" : "", received && !informal ? frequency : "",
            received && !informal ? f->single[DURATION] : "", informal ? "" : part[3]);
}

static void
write_rest(const facts *f)
{
    int event = 0;
    const list *successes = &f->many[SUCCESS], *codes = &f->many[CODING];

    for (size_t i = 0; i < f->many[SUPPORT].n; i++)
        write_support(f, f->many[SUPPORT].item[i], ++event, false);
    for (size_t i = 0; i < f->many[INFORMAL].n; i++)
        write_support(f, f->many[INFORMAL].item[i], ++event, true);
    const list *domains = successes->n ? successes : &f->many[DOMAIN];
    for (size_t i = 0; i < domains->n; i++) {
        fprintf(out[DOMAINS], "%s,w1,%s,%s,CB,%s,", f->id, f->single[STAGE], domains->item[i],
                successes->n ? "success" : "problem");
        print_list(out[DOMAINS], &f->many[LEVEL]);
        fputc('\n', out[DOMAINS]);
    }
    fprintf(out[SESSIONS], "%s,CB,1,complete\n", f->id);
    for (size_t i = 0; i < codes->n; i++)
        fprintf(out[CODINGS], "%s,CB,1,%s\n", f->id, codes->item[i]);
}

static int
convert(const csv *cases, const csv *map)
{
    for (size_t r = 1; r < cases->rows; r++) {
        facts *f = calloc(1, sizeof *f);
        int bad = !f;
        for (size_t c = 0; !bad && c < cases->columns; c++) {
            if (!strcmp(cases->cell[0][c], "case_no"))
                snprintf(f->id, sizeof f->id, "GH-%s", cases->cell[r][c]);
            bad = apply_cell(f, map, cases->cell[0][c], cases->cell[r][c]);
        }
        if (!bad) {
            write_person(f);
            write_needs(f);
            write_rest(f);
        }
        free(f);
        if (bad)
            return 1;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    static csv cases, map;
    int bad = 0;

    if (argc != 4) {
        fprintf(stderr, "usage: convert CASES.csv MAP.csv FOLDER\n");
        return 2;
    }
    if (csv_read(argv[1], &cases) || csv_read(argv[2], &map) || map.columns != 5) {
        fprintf(stderr, "convert: %s or %s cannot be read, or is no table\n", argv[1], argv[2]);
        bad = 1;
    }
    for (size_t f = 0; !bad && f < N_FILES; f++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[3], files[f].name);
        if (!(out[f] = fopen(path, "wb"))) {
            fprintf(stderr, "convert: cannot write %s\n", path);
            bad = 1;
        } else {
            fprintf(out[f], "%s\n", files[f].columns);
        }
    }
    bad = bad || convert(&cases, &map);
    for (size_t f = 0; f < N_FILES; f++)
        if (out[f] && (ferror(out[f]) | fclose(out[f])))
            bad = 1;
    free(cases.text);
    free(map.text);
    return bad;
}
