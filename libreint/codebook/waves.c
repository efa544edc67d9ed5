/* waves.c -- waves and periods: the same form, `{id, label, from, to}`.
 *
 * The waves are also a code list, named like the key variable that is the wave; a codebook without waves has
 * an empty one.  A window is as wide as what is written: `2015` as an end means its last day. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

static bool
bind_day(reinti_parser *p, const reinti_yaml *node, const char *what, const char **text, reinti_interval *out)
{
    *text = reinti_yaml_text(p->file, node, what);
    if (!*text)
        return false;
    if (reinti_parse_date(*text, strlen(*text), out) == REINTI_PARSED)
        return true;
    reinti_yaml_find(p->file, node, REINT_ERROR, "bad_date",
                     "%s is \"%s\"; a date such as 2015, 2015-03 or 2015-03-14 is expected", what, *text);
    *text = NULL;
    return false;
}

/* One wave or period; without an id it is left out.  RESERVED (or NULL) cannot be an id. */
static bool
bind_wave(reinti_parser *p, const reinti_yaml *node, const char *what, const char *reserved, reinti_wave *w)
{
    static const char *const keys[] = { "id", "label", "from", "to", NULL };
    reinti_interval day;

    if (!reinti_yaml_keys(p->file, node, what, keys))
        return false;
    const reinti_yaml *id = reinti_yaml_need(p->file, node, "id");
    *w = (reinti_wave){ .id = reinti_yaml_text(p->file, id, "id"),
                        .label = reinti_parser_label(p, reinti_yaml_get(node, "label"), "label"),
                        .window = { REINTI_OPEN_LOW, REINTI_OPEN_HIGH } };
    if (bind_day(p, reinti_yaml_get(node, "from"), "from", &w->from, &day))
        w->window.low = day.low;
    if (bind_day(p, reinti_yaml_get(node, "to"), "to", &w->to, &day))
        w->window.high = day.high;
    if (w->window.low > w->window.high)
        reinti_yaml_find(p->file, reinti_yaml_get(node, "to"), REINT_ERROR, "bad_window",
                         "it ends (%s) before it begins (%s)", w->to, w->from);
    if (!w->id)
        return false;
    if (reserved && !strcmp(w->id, reserved)) {
        reinti_yaml_find(p->file, id, REINT_ERROR, "bad_code",
                         "this cannot be the id of a period: it stands for what lies in none");
        return false;
    }
    if (!reinti_is_code(w->id)) {
        reinti_yaml_find(p->file, id, REINT_ERROR, "bad_code", "this cannot be the id of %s: %s", what,
                         "at most 64 bytes, none of ; , | > ' \" and no blank at either end");
        return false;
    }
    if (!w->label.n)
        w->label = reinti_plain_label(p, w->id);
    return true;
}

static size_t
bind_waves(reinti_parser *p, const reinti_yaml *node, const char *what, const char *one, const char *reserved,
           reinti_wave **out)
{
    size_t n = 0, most = node && reinti_yaml_is_list(p->file, node, what) ? node->n : 0;

    if (most > REINTI_MOST_WAVES) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many", "%zu %s; at most %d are allowed", most, what,
                         REINTI_MOST_WAVES);
        most = REINTI_MOST_WAVES;
    }
    reinti_wave *wave = reinti_parser_alloc(p, most, sizeof *wave);
    for (size_t i = 0; wave && i < most; i++) {
        if (!bind_wave(p, node->item[i], one, reserved, &wave[n]))
            continue;
        size_t same = 0;
        while (strcmp(wave[same].id, wave[n].id))
            same++;
        if (same < n) {
            reinti_yaml_find(p->file, reinti_yaml_get(node->item[i], "id"), REINT_ERROR, "duplicate_id",
                             "%s \"%s\" is there twice", one, wave[n].id);
            continue;
        }
        n++;
    }
    *out = wave;
    return n;
}

/* "The previous wave" is the one before in the list: it must not begin later. */
static void
check_order(reinti_parser *p, const reinti_yaml *node)
{
    const reint_codebook *cb = p->cb;

    for (size_t i = 1; i < cb->n_waves; i++)
        if (cb->wave[i].from && cb->wave[i - 1].from && cb->wave[i].window.low < cb->wave[i - 1].window.low)
            reinti_yaml_find(p->file, node, REINT_ERROR, "wave_order",
                             "wave \"%s\" (from %s) stands after wave \"%s\" (from %s); write waves in the "
                             "order of time",
                             cb->wave[i].id, cb->wave[i].from, cb->wave[i - 1].id, cb->wave[i - 1].from);
}

/* Where the period was declared. */
static const reinti_yaml *
period_at(const reinti_yaml *node, const char *id)
{
    for (size_t i = 0; i < node->n; i++) {
        const reinti_yaml *text = reinti_yaml_get(node->item[i], "id");
        if (text && text->kind == REINTI_YAML_SCALAR && !strcmp(text->text, id))
            return node->item[i];
    }
    return node;
}

/* A day is in one period at most, and what came before stands before. */
static void
check_periods(reinti_parser *p, const reinti_yaml *node)
{
    const reint_codebook *cb = p->cb;

    for (size_t i = 1; i < cb->n_periods; i++) {
        const reinti_wave *a = &cb->period[i - 1], *b = &cb->period[i];
        const reinti_yaml *at = period_at(node, b->id), *from = reinti_yaml_get(at, "from");
        if (b->window.low > a->window.high)
            continue;
        bool before = b->window.high < a->window.low;
        reinti_yaml_find(
            p->file, from ? from : at, REINT_ERROR, before ? "period_order" : "periods_overlap",
            before ? "period \"%s\" (%s to %s) stands after period \"%s\" (%s to %s) and lies before it; "
                     "write periods in the order of time"
                   : "period \"%s\" (%s to %s) overlaps period \"%s\" (%s to %s): a day would count in "
                     "both",
            b->id, reinti_text_or(b->from, "open"), reinti_text_or(b->to, "open"), a->id,
            reinti_text_or(a->from, "open"), reinti_text_or(a->to, "open"));
    }
}

void
reinti_parse_waves(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *periods)
{
    reint_codebook *cb = p->cb;

    cb->n_waves = bind_waves(p, node, "waves", "a wave", NULL, &cb->wave);
    cb->n_periods = bind_waves(p, periods, "periods", "a period", REINTI_NO_PERIOD, &cb->period);
    check_order(p, node);
    check_periods(p, periods);
    reinti_list *list = reinti_new_list(p, p->wave, cb->n_waves);
    if (!list)
        return;
    cb->wave_list = (size_t)(list - cb->list);
    for (size_t i = 0; i < cb->n_waves; i++)
        reinti_add_code(p, list,
                        &(reinti_code){ .name = cb->wave[i].id,
                                        .label = cb->wave[i].label,
                                        .parent = REINTI_NONE,
                                        .line = node->item[i]->line });
}
