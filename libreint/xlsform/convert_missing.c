/* convert_missing.c -- missing reasons of a form that was made of a codebook: its column `missing` (missing.c). */
#include <config.h>

#include <string.h>

#include "xlsform/converter.h"
#include "xlsform/make.h"

/* The reasons in the order in which the form has them, and each with its choices. */
typedef struct reasons {
    reinti_converter *c;
    reinti_map *seen, *codes; /* reason; choice -> reason */
} reasons;

static int64_t
add_reason(reasons *r, const char *name, size_t n)
{
    int64_t at = reinti_map_put(r->seen, name, n, (int64_t)reinti_map_count(r->seen), NULL);

    r->c->form->no_memory = r->c->form->no_memory || at == -2;
    return at;
}

static void
add_choice(reasons *r, const reinti_choice *choice)
{
    int64_t reason = add_reason(r, choice->missing, strlen(choice->missing));
    int64_t was = reinti_map_put(r->codes, choice->name, strlen(choice->name), reason, NULL);

    r->c->form->no_memory = r->c->form->no_memory || was == -2;
    if (was != reason && was != -2) {
        reinti_findings_sheet(r->c->findings, "choices");
        reinti_find(r->c->findings, REINT_ERROR, "missing_twice", r->c->form->file, NULL, choice->row, 0,
                    "the choice \"%.60s\" stands for another missing reason in another list", choice->name);
        reinti_findings_sheet(r->c->findings, NULL);
    }
}

static void
collect(reasons *r)
{
    const reinti_xlsform *form = r->c->form;
    const char *reason, *answer;
    size_t n, n_answer;

    for (size_t l = 0; l < form->n_lists; l++)
        for (size_t k = 0; form->list[l].used && k < form->list[l].n; k++)
            if (form->list[l].choice[k].missing)
                add_choice(r, &form->list[l].choice[k]);
    for (size_t i = 0; i < form->n; i++)
        for (const char *at = form->item[i].answers;
             (at = reinti_missing_next(at, &reason, &n, &answer, &n_answer));)
            add_reason(r, reason, n);
    add_reason(r, "not_asked", strlen("not_asked"));
    add_reason(r, "not_stated", strlen("not_stated"));
}

/* The label of the first choice that stands for reason AT; NULL: none does. */
static const reinti_label *
label_of(const reasons *r, const char *reason)
{
    const reinti_xlsform *form = r->c->form;

    for (size_t l = 0; l < form->n_lists; l++)
        for (size_t k = 0; k < form->list[l].n; k++)
            if (form->list[l].choice[k].missing && !strcmp(form->list[l].choice[k].missing, reason))
                return &form->list[l].choice[k].label;
    return NULL;
}

static void
write_reason(const reasons *r, size_t at)
{
    reinti_str *out = &r->c->yaml;
    size_t n;
    int64_t of;
    bool any = false;
    const char *name = reinti_map_key(r->seen, at, &n, &of);
    const char *plain = reinti_xlsform_plain(r->c->form, name, "reason");
    const reinti_label *label = label_of(r, name);

    reinti_str_format(out, "  %s: {", plain);
    if (label && label->n) {
        reinti_str_add(out, "label: ");
        reinti_converter_label(r->c, out, label, name);
        reinti_str_add(out, ", ");
    }
    reinti_str_add(out, "codes: [");
    for (size_t k = 0; k < reinti_map_count(r->codes); k++) {
        const char *code = reinti_map_key(r->codes, k, &n, &of);
        if (of != (int64_t)at)
            continue;
        reinti_str_add(out, any ? ", " : "");
        reinti_converter_quote(out, code);
        any = true;
    }
    if (!strcmp(plain, "not_stated")) /* a question that is left empty */
        reinti_str_add(out, any ? ", \"\"" : "\"\"");
    reinti_str_add(out, "]}\n");
}

void
reinti_converter_study_missing(reinti_converter *c)
{
    reasons r = { c, reinti_map_create(), reinti_map_create() };

    if (r.seen && r.codes) {
        collect(&r);
        reinti_str_add(&c->yaml, "missing:\n");
        for (size_t i = 0; i < reinti_map_count(r.seen); i++)
            write_reason(&r, i);
    } else {
        c->form->no_memory = true;
    }
    reinti_map_free(r.seen);
    reinti_map_free(r.codes);
}

void
reinti_converter_missing(reinti_converter *c, const reinti_item *item, bool required)
{
    const char *reason, *answer, *name[64];
    size_t n_reason, n_answer, n = 0;

    if (!*item->answers) {
        if (item->list == REINTI_NO_LIST && !required)
            reinti_str_add(&c->yaml, ", missing: {not_stated: [\"\"]}");
        return;
    }
    for (const char *at = item->answers;
         (at = reinti_missing_next(at, &reason, &n_reason, &answer, &n_answer));) {
        const char *text = reinti_arena_text_n(c->form->arena, reason, n_reason);
        size_t k = 0;
        const char *plain = text ? reinti_xlsform_plain(c->form, text, "reason") : "";
        c->form->no_memory = c->form->no_memory || !text;
        while (k < n && strcmp(name[k], plain))
            k++;
        if (k == n && n < REINTI_LENGTH(name))
            name[n++] = plain;
    }
    for (size_t k = 0; k < n; k++) {
        bool any = false;
        reinti_str_format(&c->yaml, "%s%s: [", k ? ", " : ", missing: {", name[k]);
        for (const char *at = item->answers;
             (at = reinti_missing_next(at, &reason, &n_reason, &answer, &n_answer));) {
            const char *text = reinti_arena_text_n(c->form->arena, reason, n_reason);
            const char *code = reinti_arena_text_n(c->form->arena, answer, n_answer);
            c->form->no_memory = c->form->no_memory || !text || !code;
            if (!text || !code || strcmp(reinti_xlsform_plain(c->form, text, "reason"), name[k]))
                continue;
            reinti_str_add(&c->yaml, any ? ", " : "");
            reinti_converter_quote(&c->yaml, code);
            any = true;
        }
        reinti_str_add_char(&c->yaml, ']');
    }
    reinti_str_add(&c->yaml, n ? "}" : "");
}

void
reinti_converter_hint(reinti_converter *c, const reinti_item *item)
{
    reinti_label note = { 0, NULL, NULL };
    bool typed = strcspn(item->answers, "=") < strlen(item->answers) && item->list == REINTI_NO_LIST;

    for (size_t l = 0; l < item->hint.n; l++) {
        const char *text = item->hint.text[l], *end = typed ? strrchr(text, '[') : NULL;
        if (end)
            text = reinti_arena_text_n(c->form->arena, text, (size_t)(end > text ? end - text - 1 : 0));
        c->form->no_memory = c->form->no_memory || !text;
        if (text && *text)
            reinti_xlsform_add_label(c->form, &note, item->hint.language[l], text);
    }
    if (!note.n)
        return;
    reinti_str_add(&c->yaml, ", note: ");
    reinti_converter_label(c, &c->yaml, &note, "");
}
