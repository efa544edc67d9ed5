/* plan_layout.c -- the keys of a table that say how it is laid out and judged: nets, computed rows and columns,
 * sorting, letters, families of p-values, precision, the design of the sample. */
#include <config.h>

#include "table/plan_parse.h"

#include <string.h>

/* ---- nets ---------------------------------------------------------------------------------------------- */

enum { MOST_NETS = 1000 }; /* of a variable */

typedef struct net_reader {
    reinti_yaml_file *file;
    const reinti_yaml *nets; /* of one variable: a map from net to its codes */
    size_t n, capacity;
    const char **code;
    bool *seen, circular; /* nets whose codes are taken; whether one of them leads back to itself */
    size_t *path;         /* nets on the way down */
} net_reader;

static const reinti_yaml *
codes_of(const reinti_yaml *net)
{
    return net->kind == REINTI_YAML_MAP ? reinti_yaml_get(net, "codes") : net;
}

static void
add_code(net_reader *r, const char *code)
{
    for (size_t i = 0; i < r->n; i++)
        if (!strcmp(r->code[i], code))
            return;
    if (reinti_arena_grow(r->file->arena, &r->code, &r->capacity, r->n, sizeof *r->code))
        r->code[r->n++] = code;
}

/* The net of that name, or nets->n: a code. */
static size_t
find_net(const reinti_yaml *nets, const char *name)
{
    size_t k = 0;

    while (k < nets->n && strcmp(nets->key[k]->text, name))
        k++;
    return k;
}

/* The names in net K's list; what is no list of names is told when its codes are taken. */
static size_t
names_in(const net_reader *r, size_t k, const char *const **text)
{
    reinti_yaml_file quiet = { r->file->name, r->file->arena, NULL };
    const reinti_yaml *codes = codes_of(r->nets->item[k]);

    return codes ? reinti_yaml_texts(&quiet, codes, "codes of a net", text) : 0;
}

static bool
is_on_path(const net_reader *r, size_t net, size_t depth)
{
    for (size_t i = 0; i <= depth; i++)
        if (r->path[i] == net)
            return true;
    return false;
}

/* The codes of net K, those of the nets that it names among them. */
static void
resolve(net_reader *r, size_t k, size_t depth)
{
    const char *const *text = NULL;
    size_t n = names_in(r, k, &text);

    r->path[depth] = k;
    r->seen[k] = true;
    for (size_t i = 0; i < n; i++) {
        size_t other = find_net(r->nets, text[i]);
        if (other == r->nets->n)
            add_code(r, text[i]);
        else if (!r->seen[other])
            resolve(r, other, depth + 1);
        else
            r->circular = r->circular || is_on_path(r, other, depth);
    }
}

/* Whether net K leads back to the first of the path through later nets: so that each circle is told at its first net. */
static bool
leads_back(net_reader *r, size_t k, size_t *depth)
{
    const char *const *text = NULL;
    size_t n = names_in(r, k, &text);

    r->path[(*depth)++] = k;
    r->seen[k] = true;
    for (size_t i = 0; i < n; i++) {
        size_t other = find_net(r->nets, text[i]);
        if (other == r->path[0] ||
            (other < r->nets->n && other > r->path[0] && !r->seen[other] && leads_back(r, other, depth)))
            return true;
    }
    --*depth;
    return false;
}

static void
tell_circle(net_reader *r, size_t k)
{
    reinti_str circle = REINTI_STR_EMPTY;
    size_t depth = 0;

    memset(r->seen, 0, r->nets->n);
    if (!leads_back(r, k, &depth))
        return;
    for (size_t i = 0; i < depth; i++)
        reinti_str_format(&circle, "%s > ", r->nets->key[r->path[i]]->text);
    reinti_yaml_find(r->file, r->nets->item[k], REINT_ERROR, "circle", "nets go in a circle: %s%s",
                     circle.text, r->nets->key[k]->text);
    reinti_str_free(&circle);
}

static void
bind_net(reinti_yaml_file *file, const char *variable, const reinti_yaml *nets, size_t k, reinti_net *out)
{
    static const char *const keys[] = { "label", "codes", "members", NULL };
    static const char *const members[] = { "shown", "hidden", NULL };
    const reinti_yaml *node = nets->item[k];
    const char *const *text = NULL;
    net_reader r = { .file = file,
                     .nets = nets,
                     .seen = reinti_arena_alloc(file->arena, nets->n + 1),
                     .path = reinti_arena_alloc(file->arena, (nets->n + 1) * sizeof *r.path) };

    *out = (reinti_net){ .variable = variable, .code = nets->key[k]->text };
    if (node->kind == REINTI_YAML_MAP) {
        reinti_yaml_keys(file, node, "a net", keys);
        out->label = reinti_yaml_label(file, reinti_yaml_get(node, "label"), "label");
        const reinti_yaml *shown = reinti_yaml_get(node, "members");
        out->hide_members = shown && reinti_yaml_word(file, shown, "members", members) == 1;
        reinti_yaml_need(file, node, "codes");
    }
    const reinti_yaml *codes = codes_of(node);
    if (!r.seen || !r.path || !codes)
        return;
    reinti_yaml_texts(file, codes, "codes of a net", &text); /* tells what is no name */
    resolve(&r, k, 0);
    out->n_members = r.n;
    out->member = r.code;
    if (r.circular)
        tell_circle(&r, k);
    else if (!r.n)
        reinti_yaml_find(file, node, REINT_ERROR, "empty_net", "net \"%s\" has no codes", out->code);
}

/* A name that another of the nets up to N has for the same variable: of the plan, or on a command line. */
static void
check_name(reinti_yaml_file *file, const reinti_yaml *key, const reinti_net *net, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(net[i].variable, net[n].variable) && !strcmp(net[i].code, net[n].code))
            reinti_yaml_find(file, key, REINT_ERROR, "duplicate_net", "\"%s\" has two nets \"%s\"",
                             net[n].variable, net[n].code);
}

/* The nets of one variable, into OUT from *N on. */
static void
bind_variable(reinti_yaml_file *file, const char *variable, const reinti_yaml *nets, reinti_net *out,
              size_t *n)
{
    if (!reinti_yaml_is_map(file, nets, "nets of a variable"))
        return;
    if (nets->n > MOST_NETS) {
        reinti_yaml_find(file, nets, REINT_ERROR, "too_many", "a variable has at most %d nets", MOST_NETS);
        return;
    }
    for (size_t k = 0; k < nets->n; k++) {
        bind_net(file, variable, nets, k, &out[*n]);
        check_name(file, nets->key[k], out, (*n)++);
    }
}

void
reinti_plan_bind_nets(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out)
{
    size_t n = out->n_nets;

    if (!node)
        return;
    if (node->kind == REINTI_YAML_SCALAR && !strcmp(node->text, "none")) {
        out->n_nets = 0;
        return;
    }
    if (!reinti_yaml_is_map(file, node, "nets"))
        return;
    for (size_t v = 0; v < node->n; v++)
        n += node->item[v]->kind == REINTI_YAML_MAP ? node->item[v]->n : 0;
    reinti_net *net = reinti_arena_alloc(file->arena, (n + 1) * sizeof *net);
    if (!net)
        return;
    if (out->n_nets)
        memcpy(net, out->net, out->n_nets * sizeof *net);
    for (size_t v = 0; v < node->n; v++)
        bind_variable(file, node->key[v]->text, node->item[v], net, &out->n_nets);
    out->net = net;
}

/* ---- computed ------------------------------------------------------------------------------------------ */

void
reinti_plan_bind_computed(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out)
{
    static const char *const keys[] = { "label", "on", "difference", "ratio", "sum", NULL };
    static const char *const sides[] = { "columns", "rows", NULL };
    static const char *const ways[] = { "difference", "ratio", "sum" };

    if (!node || !reinti_yaml_is_map(file, node, "computed"))
        return;
    reinti_computed *made = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *made);
    for (size_t i = 0; made && i < node->n; i++) {
        const reinti_yaml *item = node->item[i], *of = NULL;
        reinti_computed *c = &made[out->n_computed];
        if (!reinti_yaml_keys(file, item, "a computed row or column", keys))
            continue;
        *c = (reinti_computed){ .code = node->key[i]->text, .node = item };
        c->label = reinti_yaml_label(file, reinti_yaml_get(item, "label"), "label");
        const reinti_yaml *on = reinti_yaml_get(item, "on");
        c->of_rows = on && reinti_yaml_word(file, on, "on", sides) == 1;
        c->any_side = !on;
        size_t n_ways = 0;
        for (size_t k = 0; k < REINTI_LENGTH(ways); k++)
            if (reinti_yaml_get(item, ways[k])) {
                of = reinti_yaml_get(item, ways[k]);
                c->how = (reinti_compute)k;
                n_ways++;
            }
        c->n = of ? reinti_yaml_texts(file, of, ways[c->how], &c->of) : 0;
        if (n_ways != 1)
            reinti_yaml_find(file, item, REINT_ERROR, "bad_computed",
                             "\"%s\" needs one of difference, ratio, sum", c->code);
        else if (c->how == REINTI_SUM ? c->n < 1 : c->n != 2)
            reinti_yaml_find(file, of, REINT_ERROR, "bad_computed", "a %s is of %s", ways[c->how],
                             c->how == REINTI_SUM ? "one code or more" : "two codes: [a, b]");
        else
            out->n_computed++;
    }
    out->computed = made;
}

/* ---- sort ---------------------------------------------------------------------------------------------- */

/* A word of cells, of one of several numbers "age.mean". */
static const char *
bind_stat(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    const char *dot = node->kind == REINTI_YAML_SCALAR ? strrchr(node->text, '.') : NULL;
    reinti_yaml word = *node;

    if (dot)
        word.text = dot + 1;
    return reinti_yaml_word(file, &word, what, reinti_cell_words) >= 0 ? node->text : NULL;
}

void
reinti_plan_bind_sort(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out)
{
    static const char *const keys[] = { "by", "column", "order", NULL };
    static const char *const orders[] = { "descending", "ascending", NULL };

    if (!node)
        return;
    out->sort_column = "total";
    if (node->kind == REINTI_YAML_SCALAR) {
        out->sort_stat = bind_stat(file, node, "sort");
        return;
    }
    if (!reinti_yaml_keys(file, node, "sort", keys))
        return;
    const reinti_yaml *by = reinti_yaml_need(file, node, "by"), *order = reinti_yaml_get(node, "order");
    if (by)
        out->sort_stat = bind_stat(file, by, "by");
    out->sort_column = reinti_text_or(reinti_plan_text(file, node, "column"), "total");
    out->sort_ascending = order && reinti_yaml_word(file, order, "order", orders) == 1;
}

/* ---- judging ------------------------------------------------------------------------------------------- */

static const char *const adjusts[] = { "none", "holm", "bonferroni", "bh", NULL };

/* A number in (LOW, HIGH]; else a finding, and *OUT stays. */
static void
bind_number(reinti_yaml_file *file, const reinti_yaml *node, const char *what, double low, double high,
            double *out)
{
    double value;

    if (!node || !reinti_yaml_decimal(file, node, what, &value))
        return;
    if (value > low && value <= high)
        *out = value;
    else
        reinti_yaml_find(file, node, REINT_ERROR, "out_of_range", "%s is above %g and at most %g", what, low,
                         high);
}

void
reinti_plan_bind_letters(reinti_yaml_file *file, const reinti_yaml *node, reinti_letters_plan *out)
{
    static const char *const keys[] = { "levels", "min_base", "adjust", "family", "against", NULL };
    static const char *const families[] = { "row", "banner", "table", "plan", NULL };
    static const char *const against[] = { "columns", "rest", NULL };
    bool on = true;

    if (!node)
        return;
    *out = (reinti_letters_plan){
        .on = true, .level = { 0.05, 0.01 }, .min_base = 30, .adjust = REINTI_ADJUST_HOLM
    };
    if (node->kind == REINTI_YAML_SCALAR) {
        reinti_yaml_flag(file, node, "letters", &on);
        out->on = on;
        return;
    }
    if (!reinti_yaml_keys(file, node, "letters", keys))
        return;
    const reinti_yaml *levels = reinti_yaml_get(node, "levels"), *adjust = reinti_yaml_get(node, "adjust"),
                      *family = reinti_yaml_get(node, "family"), *rest = reinti_yaml_get(node, "against");
    if (levels && reinti_yaml_is_list(file, levels, "levels")) {
        out->level[1] = 0;
        if (!levels->n || levels->n > 2)
            reinti_yaml_find(file, levels, REINT_ERROR, "bad_levels", "letters have one level or two");
        for (size_t i = 0; i < levels->n && i < 2; i++)
            bind_number(file, levels->item[i], "a level", 0, 0.5, &out->level[i]);
        if (levels->n == 2 && out->level[1] >= out->level[0])
            reinti_yaml_find(file, levels, REINT_ERROR, "bad_levels", "the second level is the stricter one");
    }
    bind_number(file, reinti_yaml_get(node, "min_base"), "min_base", 0, 1e9, &out->min_base);
    if (adjust && reinti_yaml_word(file, adjust, "adjust", adjusts) >= 0)
        out->adjust = (reinti_adjust)reinti_yaml_word(file, adjust, "adjust", adjusts);
    if (family && reinti_yaml_word(file, family, "family", families) >= 0)
        out->family = (reinti_family)reinti_yaml_word(file, family, "family", families);
    out->against_rest = rest && reinti_yaml_word(file, rest, "against", against) == 1;
}

void
reinti_plan_bind_adjust(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *out)
{
    static const char *const keys[] = { "method", "family", NULL };
    static const char *const families[] = { "banner", "table", "plan", NULL };

    if (!node)
        return;
    const reinti_yaml *method = node, *family = NULL;
    if (node->kind == REINTI_YAML_MAP) {
        reinti_yaml_keys(file, node, "adjust", keys);
        method = reinti_yaml_need(file, node, "method");
        family = reinti_yaml_get(node, "family");
    }
    int word = method ? reinti_yaml_word(file, method, "adjust", adjusts) : -1;
    out->adjust = word < 0 ? REINTI_ADJUST_NONE : (reinti_adjust)word;
    out->adjust_family = REINTI_FAMILY_TABLE;
    int of = family ? reinti_yaml_word(file, family, "family", families) : -1;
    if (of >= 0)
        out->adjust_family = (reinti_family)(REINTI_FAMILY_BANNER + of);
}

void
reinti_plan_bind_precision(reinti_yaml_file *file, const reinti_yaml *node, reinti_precision_plan *out)
{
    static const char *const keys[] = { "min_n", "max_rse", "max_width", NULL };

    if (!node || !reinti_yaml_keys(file, node, "precision", keys))
        return;
    *out = (reinti_precision_plan){ .on = true };
    bind_number(file, reinti_yaml_get(node, "min_n"), "min_n", 0, 1e9, &out->min_n);
    bind_number(file, reinti_yaml_get(node, "max_rse"), "max_rse", 0, 10, &out->max_rse);
    bind_number(file, reinti_yaml_get(node, "max_width"), "max_width", 0, 1, &out->max_width);
    if (!out->min_n && !(out->max_rse > 0) && !(out->max_width > 0))
        reinti_yaml_find(file, node, REINT_ERROR, "empty", "precision needs min_n, max_rse or max_width");
}

void
reinti_plan_bind_design(reinti_yaml_file *file, const reinti_yaml *node, reinti_design_plan *out)
{
    static const char *const keys[] = { "strata", "psu", "population", "lonely_psu", NULL };
    static const char *const lonely[] = { "fail", "adjust", "remove", "certainty", NULL };

    if (!node || !reinti_yaml_keys(file, node, "design", keys))
        return;
    out->strata = reinti_plan_text(file, node, "strata");
    out->psu = reinti_plan_text(file, node, "psu");
    out->population = reinti_plan_text(file, node, "population");
    const reinti_yaml *policy = reinti_yaml_get(node, "lonely_psu");
    out->lonely = policy && reinti_yaml_word(file, policy, "lonely_psu", lonely) >= 0 ? policy->text : "fail";
    if (!out->strata && !out->psu)
        reinti_yaml_find(file, node, REINT_ERROR, "empty", "a design needs strata or psu");
}
