/* request.c -- the one table that `reint tab` asks for.
 *
 * What is asked for becomes the same tree that the reader of YAML makes of a plan, and is read by the same
 * binder: an option means what the key of reint-plan(5) means, and what is wrong with it is found and said
 * alike.  Only the forms of words are the command's own: lists with commas, "NAME=A,B" for nets and
 * differences, "min_n=30" for limits. */
#include <config.h>

#include <string.h>

#include "table/build.h"
#include "table/follow.h"
#include "table/plan_parse.h"

#define RAKED "raked" /* the weight that is fitted to margins */

/* ---- a tree -------------------------------------------------------------------------------------------- */

typedef struct maker {
    reinti_yaml_file file;
    bool failed;
} maker;

static reinti_yaml *
new_node(maker *m, reinti_yaml_kind kind)
{
    reinti_yaml *node = reinti_arena_alloc(m->file.arena, sizeof *node);

    m->failed = m->failed || !node;
    if (node)
        *node = (reinti_yaml){ .kind = kind };
    return node;
}

/* N bytes of TEXT, without blanks around them. */
static reinti_yaml *
scalar_n(maker *m, const char *text, size_t n)
{
    reinti_yaml *node = new_node(m, REINTI_YAML_SCALAR);

    while (n && *text == ' ') {
        text++;
        n--;
    }
    while (n && text[n - 1] == ' ')
        n--;
    if (node && !(node->text = reinti_arena_text_n(m->file.arena, text, n)))
        m->failed = true;
    return m->failed ? NULL : node;
}

static reinti_yaml *
scalar(maker *m, const char *text)
{
    return scalar_n(m, text, strlen(text));
}

/* One more item of a list (KEY NULL) or pair of a map. */
static void
append(maker *m, reinti_yaml *to, reinti_yaml *key, reinti_yaml *item)
{
    struct reinti_yaml **keys, **items;

    if (m->failed || !to || !item)
        return;
    keys = reinti_arena_alloc(m->file.arena, (to->n + 1) * sizeof *keys);
    items = reinti_arena_alloc(m->file.arena, (to->n + 1) * sizeof *items);
    if (!keys || !items) {
        m->failed = true;
        return;
    }
    for (size_t i = 0; i < to->n; i++) {
        keys[i] = to->key ? to->key[i] : NULL;
        items[i] = to->item[i];
    }
    keys[to->n] = key;
    items[to->n++] = item;
    to->key = to->kind == REINTI_YAML_MAP ? keys : NULL;
    to->item = items;
}

static void
put(maker *m, reinti_yaml *map, const char *key, reinti_yaml *item)
{
    append(m, map, scalar(m, key), item);
}

static void
put_text(maker *m, reinti_yaml *map, const char *key, const char *text)
{
    reinti_yaml *node = text ? scalar(m, text) : NULL;

    if (node) {
        node->quoted = true; /* an empty text is one */
        put(m, map, key, node);
    }
}

static void
put_flag(maker *m, reinti_yaml *map, const char *key, int flag, const char *word)
{
    if (flag)
        put_text(m, map, key, word);
}

/* "a, b" */
static reinti_yaml *
list(maker *m, const char *text)
{
    reinti_yaml *out = new_node(m, REINTI_YAML_LIST);

    for (; *text; text += strcspn(text, ","), text += *text == ',')
        append(m, out, NULL, scalar_n(m, text, strcspn(text, ",")));
    return out;
}

/* The map under KEY of MAP, made when there is none. */
static reinti_yaml *
inner_map(maker *m, reinti_yaml *map, const char *key)
{
    reinti_yaml *found = reinti_yaml_get(map, key);

    if (!found) {
        found = new_node(m, REINTI_YAML_MAP);
        put(m, map, key, found);
    }
    return found;
}

static void
complain(maker *m, const char *option, const char *form, const char *text)
{
    reinti_yaml_find(&m->file, NULL, REINT_ERROR, "bad_option", "%s is written %s, not \"%.80s\"", option,
                     form, text);
}

/* ---- forms of words ------------------------------------------------------------------------------------ */

/* "[VARIABLE:]NAME=CODE,CODE"; without a variable of the last one of the first part of ROWS. */
static void
put_net(maker *m, reinti_yaml *nets, const char *text, const char *rows)
{
    const char *equals = strchr(text, '='),
               *colon = equals ? memchr(text, ':', (size_t)(equals - text)) : NULL;
    const char *name = colon ? colon + 1 : text, *variable = text;
    size_t n = colon ? (size_t)(colon - text) : 0;

    if (!equals || equals == name || !equals[1] || (colon && !n)) {
        complain(m, "a net", "NAME=CODE,CODE or VARIABLE:NAME=CODE,CODE", text);
        return;
    }
    if (!colon) {
        size_t part = strcspn(rows, "+"), from = part;
        while (from && rows[from - 1] != '>')
            from--;
        variable = rows + from;
        n = part - from;
    }
    reinti_yaml *of = scalar_n(m, variable, n);
    if (of)
        append(m, inner_map(m, nets, of->text), scalar_n(m, name, (size_t)(equals - name)),
               list(m, equals + 1));
}

/* "NAME=A,B", or "A,B", which is called "A-B". */
static void
put_difference(maker *m, reinti_yaml *computed, const char *text)
{
    const char *equals = strchr(text, '='), *codes = equals ? equals + 1 : text;
    reinti_yaml *one = new_node(m, REINTI_YAML_MAP), *of = list(m, codes);

    if (m->failed)
        return;
    if (of->n != 2 || equals == text) {
        complain(m, "a difference", "NAME=A,B (A less B)", text);
        return;
    }
    put(m, one, "difference", of);
    append(m, computed,
           equals ? scalar_n(m, text, (size_t)(equals - text))
                  : scalar(m, reinti_text_or(reinti_arena_format(m->file.arena, "%s-%s", of->item[0]->text,
                                                                 of->item[1]->text),
                                             "")),
           one);
}

/* "min_n=30,max_rse=0.3": a map of what is said of each word. */
static void
put_limits(maker *m, reinti_yaml *map, const char *text)
{
    for (size_t n; *text; text += n + (text[n] == ',')) {
        const char *equals = strchr(text, '=');
        n = strcspn(text, ",");
        if (!equals || equals >= text + n) {
            complain(m, "a list of values", "NAME=NUMBER,NAME=NUMBER", text);
            return;
        }
        append(m, map, scalar_n(m, text, (size_t)(equals - text)),
               scalar_n(m, equals + 1, (size_t)(text + n - equals) - 1));
    }
}

/* "VARIABLE:CODE=TARGET,CODE=TARGET" */
static void
put_margin(maker *m, reinti_yaml *margins, const char *text)
{
    const char *colon = strchr(text, ':');

    if (!colon || colon == text || !strchr(colon, '=')) {
        complain(m, "a margin", "VARIABLE:CODE=TARGET,CODE=TARGET", text);
        return;
    }
    reinti_yaml *variable = scalar_n(m, text, (size_t)(colon - text));
    if (variable)
        put_limits(m, inner_map(m, margins, variable->text), colon + 1);
}

/* "VARIABLE=18,30": a derived column beside it. */
static void
put_cut(maker *m, reinti_yaml *derive, const char *text)
{
    const char *equals = strchr(text, '=');
    reinti_yaml *one = new_node(m, REINTI_YAML_MAP),
                *of = equals && equals != text ? scalar_n(m, text, (size_t)(equals - text)) : NULL;

    if (m->failed)
        return;
    if (!of || !equals[1]) {
        complain(m, "a cut", "VARIABLE=18,30", text);
        return;
    }
    put(m, one, "from", of);
    put(m, one, "cuts", list(m, equals + 1));
    append(m, derive, scalar(m, reinti_text_or(reinti_arena_format(m->file.arena, "%s_bands", of->text), "")),
           one);
}

/* "KEY: VALUE" as in a plan: its pairs.  A key that an option has said already is said twice. */
static reint_status
put_yaml(maker *m, reinti_yaml *map, const char *text, const char *option, reint_error *err)
{
    reinti_yaml_file file = { option, m->file.arena, m->file.findings };
    reinti_yaml *root = NULL;
    reint_status status = reinti_yaml_parse(&file, text, strlen(text), &root, err);

    if (status || !reinti_yaml_is_map(&file, root, option))
        return status == REINT_NO_MEMORY ? status : REINT_OK; /* else a finding tells it */
    for (size_t i = 0; i < root->n; i++)
        if (reinti_yaml_get(map, root->key[i]->text))
            reinti_yaml_find(&m->file, NULL, REINT_ERROR, "duplicate_key", "%s: \"%.60s\" is said twice",
                             option, root->key[i]->text);
        else
            append(m, map, root->key[i], root->item[i]);
    return REINT_OK;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static void
put_judging(maker *m, reinti_yaml *table, const reint_table_request *q)
{
    reinti_yaml *letters = new_node(m, REINTI_YAML_MAP), *design = new_node(m, REINTI_YAML_MAP);

    put_text(m, table, "adjust", q->adjust);
    if (q->letters) {
        if (q->min_base > 0)
            put_text(m, letters, "min_base", reinti_arena_format(m->file.arena, "%.17g", q->min_base));
        put_text(m, letters, "adjust", q->adjust);
        put(m, table, "letters", letters);
    } else if (q->min_base > 0) {
        reinti_yaml_find(&m->file, NULL, REINT_ERROR, "contradiction",
                         "the smallest base is that of letters, which are not asked for");
    }
    put_text(m, design, "strata", q->strata);
    put_text(m, design, "psu", q->psu);
    put_text(m, design, "population", q->population);
    put_text(m, design, "lonely_psu", q->lonely_psu);
    if (design && design->n)
        put(m, table, "design", design);
    if (q->precision)
        put_limits(m, inner_map(m, table, "precision"), q->precision);
}

static void
check_weights(maker *m, const reint_table_request *q)
{
    if (q->weight && q->attrition)
        reinti_yaml_find(&m->file, NULL, REINT_ERROR, "contradiction",
                         "a table has one weight: that variable, or the weights of attrition");
    if (q->attrition_wave && !q->attrition)
        reinti_yaml_find(&m->file, NULL, REINT_ERROR, "contradiction",
                         "the wave of who was kept is that of weights of attrition, which are not asked for");
}

static reint_status
make_table(maker *m, const reint_table_request *q, reinti_yaml *table, reinti_yaml *derive,
           reinti_yaml *raking, reint_error *err)
{
    const char *first = reinti_text_or(q->weight, q->attrition ? "attrition" : NULL),
               *weight = q->rake && *q->rake ? RAKED : first;
    const struct {
        const char *key, *text;
        bool list;
    } texts[] = {
        { "id", "tab", false },      { "unit", q->unit, false },
        { "rows", q->rows, false },  { "columns", q->columns, false },
        { "by", q->by, true },       { "base", q->base, false },
        { "weight", weight, false }, { "ruleset", q->ruleset, false },
        { "view", q->view, false },  { "title", q->title, false },
        { "mean", q->mean, true },   { "cells", q->cells, true },
        { "tests", q->tests, true }, { "in_base", q->in_base, true },
        { "sort", q->sort, false },
    };
    reinti_yaml *assume = new_node(m, REINTI_YAML_LIST);
    reint_status status = REINT_OK;

    for (size_t i = 0; i < REINTI_LENGTH(texts); i++)
        if (texts[i].text && texts[i].list)
            put(m, table, texts[i].key, list(m, texts[i].text));
        else if (texts[i].text && (*texts[i].text || !strcmp(texts[i].key, "base")))
            put_text(m, table, texts[i].key, texts[i].text);
    put_flag(m, table, "missing", q->missing, "each");
    put_flag(m, table, "inference", q->exploratory, "exploratory");
    put_flag(m, table, "everybody", q->everybody, "true");
    put_flag(m, table, "subtotals", q->subtotals, "both");
    put_flag(m, table, "hide_empty", q->hide_empty, "both");
    put_flag(m, table, "sensitivity", q->sensitivity, "true");
    if (q->independent)
        append(m, assume, NULL, scalar(m, "independent_records"));
    if (q->clustered)
        append(m, assume, NULL, scalar(m, "clustered_records"));
    if (q->frequencies)
        append(m, assume, NULL, scalar(m, "frequency_weights"));
    if (assume && assume->n)
        put(m, table, "assume", assume);
    check_weights(m, q);
    put_judging(m, table, q);
    for (size_t i = 0; q->nets && q->nets[i]; i++)
        put_net(m, inner_map(m, table, "nets"), q->nets[i], q->rows);
    for (size_t i = 0; q->differences && q->differences[i]; i++)
        put_difference(m, inner_map(m, table, "computed"), q->differences[i]);
    for (size_t i = 0; q->rake && q->rake[i]; i++)
        put_margin(m, inner_map(m, inner_map(m, raking, RAKED), "margins"), q->rake[i]);
    if (q->rake && *q->rake) {
        put_text(m, inner_map(m, raking, RAKED), "from", first);
        put_text(m, inner_map(m, raking, RAKED), "unit", q->unit);
    }
    for (size_t i = 0; q->cuts && q->cuts[i]; i++)
        put_cut(m, derive, q->cuts[i]);
    for (size_t i = 0; !status && q->derive && q->derive[i]; i++)
        status = put_yaml(m, derive, q->derive[i], "derive", err);
    for (size_t i = 0; !status && q->keys && q->keys[i]; i++)
        status = put_yaml(m, table, q->keys[i], "key", err);
    return status;
}

/* A variable that is cut stands for its bands in rows, columns and layers. */
static void
name_bands(maker *m, reinti_part *part, const char *const *cuts)
{
    for (size_t d = 0; d < part->n; d++)
        for (size_t i = 0; cuts && cuts[i]; i++) {
            size_t n = strcspn(cuts[i], "=");
            if (strlen(part->name[d]) == n && !strncmp(part->name[d], cuts[i], n) &&
                !(part->name[d] = reinti_arena_format(m->file.arena, "%.*s_bands", (int)n, cuts[i])))
                m->failed = true;
        }
}

static void
name_all_bands(maker *m, reinti_plan_table *t, const char *const *cuts)
{
    for (size_t p = 0; !m->failed && p < t->rows.n; p++)
        name_bands(m, &t->rows.part[p], cuts);
    for (size_t p = 0; !m->failed && p < t->columns.n; p++)
        name_bands(m, &t->columns.part[p], cuts);
    if (!m->failed)
        name_bands(m, &t->by, cuts);
}

/* What `weight: attrition` means. */
static struct reinti_follow_weights *
bind_attrition(maker *m, const reint_table_request *q)
{
    reinti_yaml *attrition = q->attrition ? new_node(m, REINTI_YAML_MAP) : NULL;

    if (!attrition)
        return NULL;
    put(m, attrition, "variables", list(m, q->attrition));
    put_text(m, attrition, "wave", q->attrition_wave);
    return m->failed ? NULL : reinti_follow_weights_bind(&m->file, attrition);
}

static reint_status
read_request(const reint_table_request *q, reinti_arena *arena, reint_findings *findings, reinti_plan *plan,
             reinti_plan_table *t, reint_error *err)
{
    maker m = { .file = { NULL, arena, findings } };
    reinti_plan_reader r = { .file = &m.file, .plan = plan };
    reinti_yaml *table = new_node(&m, REINTI_YAML_MAP), *derive = new_node(&m, REINTI_YAML_MAP),
                *raking = new_node(&m, REINTI_YAML_MAP);
    reint_status status = m.failed ? reinti_no_memory(err) : make_table(&m, q, table, derive, raking, err);

    if (!status && m.failed)
        status = reinti_no_memory(err);
    if (status)
        return status;
    reinti_plan_derive(&m.file, derive, plan);
    plan->attrition = r.defaults.attrition = bind_attrition(&m, q);
    reinti_plan_raking(&m.file, raking, plan);
    reinti_plan_bind_table(&r, table, t);
    name_all_bands(&m, t, q->cuts);
    if (t->sensitivity)
        reinti_follow_sensitivity_of(&m.file, t, &plan->table[plan->n_tables++]);
    for (size_t i = 0; i < plan->n_tables; i++)
        plan->table[i].node = NULL; /* of no file: what does not fit the study is the call's error */
    if (m.failed)
        return reinti_no_memory(err);
    return reint_findings_count_severity(findings, REINT_ERROR)
               ? reinti_fail_findings(err, REINT_ARGUMENT, findings, 0)
               : REINT_OK;
}

reint_status
reint_tabulate(reint_study *study, const reint_table_request *given, reint_report **out, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reint_findings *findings = reint_findings_create();
    reint_table_request request = { .size = sizeof request };
    reinti_plan_table t[2] = { { .id = "tab" } }; /* itself, and what those lost could change in it */
    reinti_plan plan = { .n_tables = 1, .table = t };
    reint_status status = arena && findings ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    /* a caller built with an older header knows fewer members */
    memcpy(&request, given, given->size && given->size < sizeof request ? given->size : sizeof request);
    plan.language = request.language;
    plan.ruleset = request.ruleset;
    if (!status && !(request.rows && *request.rows))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a table needs a variable for its rows");
    if (!status)
        status = read_request(&request, arena, findings, &plan, t, err);
    if (!status)
        status = reinti_report_make(study, &plan, arena, false, out, NULL, err);
    else
        reinti_arena_free(arena);
    reint_findings_free(findings);
    return status;
}
