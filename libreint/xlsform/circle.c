/* circle.c -- questions that are asked only if they were asked: conditions of a form that lead back to themselves.
 *
 * A question depends on those that its condition names, and on the group around it.  Whoever depends on nobody is taken
 * away, again and again, then whoever nobody depends on: what is left stands in a circle, or between two. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xlsform/converter.h"

typedef struct edge {
    size_t from, to;
} edge;

typedef struct edges {
    const reinti_xlsform *form;
    size_t n, capacity;
    edge *edge;
    bool no_memory;
} edges;

static void
add_edge(edges *e, size_t from, size_t to)
{
    if (to == REINTI_TOP)
        return;
    if (!reinti_grow(&e->edge, &e->capacity, e->n, sizeof *e->edge))
        e->no_memory = true;
    else
        e->edge[e->n++] = (edge){ from, to };
}

static void
add_edges(edges *e, size_t item)
{
    const reinti_item *it = &e->form->item[item];

    add_edge(e, item, it->parent);
    for (const char *p = strstr(it->relevant, "${"); p; p = strstr(p, "${")) {
        size_t n = strcspn(p += 2, "}");
        size_t to = reinti_xlsform_find(e->form, item, p, n);
        add_edge(e, item, to);
        p += n;
    }
}

/* Takes items away that no edge begins at (FORWARD) or ends at, as long as there are such. */
static void
take_away(const edges *e, bool *gone, size_t *count, bool forward)
{
    for (bool changed = true; changed;) {
        changed = false;
        memset(count, 0, e->form->n * sizeof *count);
        for (size_t k = 0; k < e->n; k++)
            if (!gone[e->edge[k].from] && !gone[e->edge[k].to])
                count[forward ? e->edge[k].from : e->edge[k].to]++;
        for (size_t i = 0; i < e->form->n; i++)
            if (!gone[i] && !count[i])
                gone[i] = changed = true;
    }
}

void
reinti_converter_circles(reinti_converter *c)
{
    edges e = { .form = c->form };
    bool *gone = calloc(c->form->n + 1, sizeof *gone);
    size_t *count = calloc(c->form->n + 1, sizeof *count);

    for (size_t i = 0; i < c->form->n; i++)
        add_edges(&e, i);
    c->form->no_memory = c->form->no_memory || e.no_memory || !gone || !count;
    if (!c->form->no_memory) {
        take_away(&e, gone, count, true);
        take_away(&e, gone, count, false);
    }
    reinti_findings_sheet(c->findings, "survey");
    for (size_t i = 0; !c->form->no_memory && i < c->form->n; i++)
        if (!gone[i] && *c->form->item[i].relevant)
            reinti_find(c->findings, REINT_WARNING, "circular", c->form->file, NULL, c->form->item[i].row, 0,
                        "question \"%.60s\": when it is asked leads back to itself: nobody is ever asked",
                        c->form->item[i].name);
    reinti_findings_sheet(c->findings, NULL);
    free(e.edge);
    free(gone);
    free(count);
}
