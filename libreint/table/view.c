/* view.c -- what people may tell of late: as known now, as told then, or as told by one wave.
 *
 * `view: now` (the default) takes what is recorded of a variable marked `late`; `view: told` what had been told by the
 * interview, or in the source, that each record belongs to; the id of a wave what had been told by that interview.  Names
 * are written as the columns that hold it (frame/told.c, assess/provide.c), in expressions and in conditions, before
 * anything is looked up.  Classes of stages follow the view, too; those of interviews are as told by then anyway.
 * A table that has such a variable says so in its base line, whichever the view. */
#include <config.h>

#include <string.h>

#include "assess/provide.h"
#include "table/build.h"

static const reinti_variable *
late_variable(const reint_codebook *cb, const char *name)
{
    for (size_t f = 0; f < cb->n_forms; f++) {
        size_t v = reinti_form_find(&cb->form[f], name);
        if (v != REINTI_NONE)
            return cb->form[f].variable[v].late ? &cb->form[f].variable[v] : NULL;
    }
    return NULL;
}

/* The late variable that NAME begins with ("x", "x.region", in conditions "x_region", "x__why"); its length in *N. */
static const reinti_variable *
find_late(const reinti_renamer *r, const char *name, size_t *n)
{
    size_t length = strlen(name);
    const reinti_variable *v = late_variable(r->cb, name);

    for (*n = length; !v && *n > 0; --*n) {
        const char *part = strchr("._", name[*n - 1]) ? reinti_arena_text_n(r->arena, name, *n - 1) : NULL;
        if (part && (v = late_variable(r->cb, part))) {
            --*n;
            break;
        }
    }
    return v;
}

static const char *
as_told(reinti_renamer *r, const char *name)
{
    const char *joint = r->condition ? "_" : ".", *view = r->word;
    size_t n = strlen(name);
    bool is_class = reinti_is_class_name(name);

    if (!is_class && !find_late(r, name, &n))
        return name;
    bool then = !strcmp(view, "told");
    const char *text = reinti_arena_format(r->arena, "%.*s%stold%s%s%s", (int)n, name, is_class ? "_" : joint,
                                           then ? "" : "_", then ? "" : view, name + n);
    r->failed = r->failed || !text;
    return text ? text : name;
}

static reint_status
check_view(const reint_codebook *cb, reinti_arena *arena, const char *view, reint_error *err)
{
    const char **word = reinti_arena_alloc(arena, (cb->n_waves + 3) * sizeof *word);
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n = 0, i = 0;

    if (!word)
        return reinti_no_memory(err);
    word[n++] = "now";
    word[n++] = "told";
    for (size_t w = 0; w < cb->n_waves; w++)
        word[n++] = cb->wave[w].id;
    while (i < n && strcmp(word[i], view))
        i++;
    if (i < n)
        return REINT_OK;
    reinti_did_you_mean(&hint, view, word, n);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a view is now, told or the id of a wave, not \"%.40s\"%s",
                    view, hint.text);
    reinti_str_free(&hint);
    return status;
}

/* Tables that are made of something else than their rows: some of them of the facts that were known by a wave, the others of
 * nothing that a view could change. */
static const struct {
    const char *word;
    bool facts;
} contents[] = {
    { "gap", true },
    { "follow-paths", true },
    { "follow-ever", true },
    { "follow-overlap", true },
    { "ingest", false },
    { "missing", false },
    { "follow-flow", false },
    { "follow-patterns", false },
    { "follow-losses", false },
    { "follow-timeline", false },
    { "follow-told", false },
    { "follow-disclosed", false },
    { "follow-time", false },
    { "follow-curve", false },
    { "follow-lifetable", false },
    { "follow-domains", false },
    { "follow-domain-states", false },
    { "follow-profile", false },
    { "follow-periods", false },
    { "follow-relatives", false },
    { "follow-intervals", false },
};

static bool
is_of_facts(const reinti_plan_table *t)
{
    for (size_t i = 0; t->content && i < REINTI_LENGTH(contents); i++)
        if (!strcmp(contents[i].word, t->content))
            return contents[i].facts;
    return false;
}

/* Sees whether any name is that of a late variable; names stay. */
static const char *
notice(reinti_renamer *r, const char *name)
{
    bool *any = r->user;
    size_t n;

    *any = *any || find_late(r, name, &n);
    return name;
}

static reint_status
check_content(const reint_codebook *cb, reinti_arena *arena, const reinti_plan_table *t, reint_error *err)
{
    bool any = false;
    reinti_renamer r = { .cb = cb, .arena = arena, .name = notice, .user = &any };
    reinti_plan_table copy = *t;

    if (!reinti_rename_table(&r, &copy))
        return reinti_no_memory(err);
    for (size_t i = 0; t->content && i < REINTI_LENGTH(contents); i++) {
        if (strcmp(contents[i].word, t->content))
            continue;
        if (!contents[i].facts && !any)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "content \"%s\" has no view: nothing in it may be told late", t->content);
        if (contents[i].facts && !strcmp(t->view, "told"))
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "content \"%s\" sums up several interviews: say by which wave, such as view: w1", t->content);
    }
    return REINT_OK;
}

size_t
reinti_view_wave(const reint_codebook *cb, const char *view)
{
    size_t w = view ? reinti_codebook_find_wave(cb, view) : REINTI_NONE;
    return w == REINTI_NONE ? cb->n_waves : w;
}

reint_status
reinti_view_apply(const reint_codebook *cb, reinti_arena *arena, reinti_plan_table *t, reint_error *err)
{
    reinti_renamer r = { .cb = cb, .arena = arena, .name = as_told, .word = t->view };

    if (!t->view)
        return REINT_OK;
    reint_status status = check_view(cb, arena, t->view, err);
    if (!status && strcmp(t->view, "now"))
        status = check_content(cb, arena, t, err);
    if (!status && strcmp(t->view, "now") && !reinti_rename_table(&r, t))
        status = reinti_no_memory(err);
    return status;
}

/* ---- the base line ---------------------------------------------------------------------------------------- */

typedef struct labels {
    const char *language;
    const char **label;
    size_t n, capacity;
    bool by_interview;    /* a class is that of each interview: as told by then, whatever the view */
    size_t of_interviews; /* its label; SIZE_MAX: there is none */
} labels;

/* Collects the labels of late variables, each once, and of classes where the table names its view; names stay. */
static const char *
collect(reinti_renamer *r, const char *name)
{
    labels *l = r->user;
    size_t n;
    const reinti_variable *v = find_late(r, name, &n);
    const char *label = v ? reinti_label_text(&v->shown, l->language) : NULL;

    if (!v && !(r->word && reinti_is_class_name(name)))
        return name;
    label = label ? label : v ? v->name : reinti_say(l->language, "class", "kelas");
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->label[i], label))
            return name;
    if (!reinti_arena_grow(r->arena, &l->label, &l->capacity, l->n, sizeof *l->label)) {
        r->failed = true;
        return name;
    }
    if (!v && l->by_interview)
        l->of_interviews = l->n;
    l->label[l->n++] = label;
    return name;
}

/* Whether the records that T counts are of waves: classes of people over time are. */
static bool
is_of_interviews(const reint_codebook *cb, const reinti_plan_table *t)
{
    size_t form = t->unit ? reinti_codebook_find_form(cb, t->unit) : REINTI_NONE;

    return t->content ? !strncmp(t->content, "follow-", strlen("follow-"))
                      : form != REINTI_NONE && cb->form[form].wave != REINTI_NONE;
}

/* "as told by: First interview" */
static const char *
view_text(const reint_codebook *cb, reinti_arena *arena, const char *view, const char *language)
{
    size_t w = reinti_view_wave(cb, view);

    if (!view || !strcmp(view, "now"))
        return reinti_say(language, "as known now", "seperti diketahui sekarang");
    if (w == cb->n_waves)
        return reinti_say(language, "as told then, by the interview or source of each record",
                          "seperti diceritakan saat itu");
    const char *label = reinti_label_text(&cb->wave[w].label, language);
    return reinti_arena_format(arena,
                               reinti_say(language, "as told by: %s", "seperti diceritakan sampai: %s"),
                               label ? label : cb->wave[w].id);
}

reint_status
reinti_view_tell(const reint_codebook *cb, const reinti_plan_table *t, const char *language,
                 reinti_table *table, reint_error *err)
{
    labels l = { .language = language, .by_interview = is_of_interviews(cb, t), .of_interviews = SIZE_MAX };
    reinti_renamer r = { .cb = cb, .arena = table->arena, .name = collect, .word = t->view, .user = &l };
    reinti_plan_table copy = *t;
    const char *base = reinti_text_or(table->base, "");

    if (!reinti_rename_table(&r, &copy))
        return reinti_no_memory(err);
    if (t->view && is_of_facts(t) && reinti_arena_grow(r.arena, &l.label, &l.capacity, l.n, sizeof *l.label))
        l.label[l.n++] = reinti_say(language, "facts", "fakta");
    for (size_t i = 0; base && i < l.n; i++)
        base = reinti_arena_format(table->arena, "%s%s%s: %s", base, *base ? "; " : "", l.label[i],
                                   reinti_text_or(i == l.of_interviews
                                                      ? reinti_say(language, "as told by each interview",
                                                                   "seperti diceritakan pada tiap wawancara")
                                                      : view_text(cb, table->arena, t->view, language),
                                                  ""));
    if (base && *base)
        table->base = base;
    return base ? REINT_OK : reinti_no_memory(err);
}
