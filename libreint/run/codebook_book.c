/* codebook_book.c -- writes a codebook as a workbook: the sheets that codebook/spread.c reads. */
#include <config.h>

#include "run/codebook_work.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/emit.h"
#include "codebook/spread.h"
#include "run/named_sheet.h"

static void
put(reinti_named_sheet *s, const char *head, const char *text)
{
    reinti_str cell = REINTI_STR_EMPTY;

    if (!text)
        return;
    reinti_spread_cell(&cell, text);
    s->failed = s->failed || cell.failed;
    reinti_named_sheet_put(s, head, cell.text);
    reinti_str_free(&cell);
}

static void
put_list(reinti_named_sheet *s, const char *head, const char *const *text, size_t n)
{
    reinti_str cell = REINTI_STR_EMPTY;

    if (!n)
        return;
    reinti_spread_list(&cell, text, n);
    s->failed = s->failed || cell.failed;
    reinti_named_sheet_put(s, head, cell.text);
    reinti_str_free(&cell);
}

static void
put_flag(reinti_named_sheet *s, const char *head, bool holds)
{
    reinti_named_sheet_put(s, head, holds ? "yes" : NULL);
}

static void
put_count(reinti_named_sheet *s, const char *head, size_t n)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", n);
    reinti_named_sheet_put(s, head, n ? text : NULL);
}

static void
put_label(reinti_named_sheet *s, const char *head, const reinti_label *label)
{
    for (size_t i = 0; i < label->n; i++) {
        reinti_str name = REINTI_STR_EMPTY;
        reinti_str_format(&name, "%s%s%s", head, label->language[i][0] ? "::" : "", label->language[i]);
        s->failed = s->failed || name.failed;
        put(s, name.text, label->text[i]);
        reinti_str_free(&name);
    }
}

/* ---- settings ------------------------------------------------------------------------------------------ */

static void
setting(reinti_named_sheet *s, const char *key, const char *text)
{
    if (!text)
        return;
    s->row++;
    reinti_named_sheet_put(s, "key", key);
    put(s, "value", text);
}

static void
setting_list(reinti_named_sheet *s, const char *key, const char *const *text, size_t n)
{
    if (!n)
        return;
    s->row++;
    reinti_named_sheet_put(s, "key", key);
    put_list(s, "value", text, n);
}

static void
setting_label(reinti_named_sheet *s, const char *key, const reinti_label *label)
{
    for (size_t i = 0; i < label->n; i++) {
        char name[100];
        snprintf(name, sizeof name, "%s%s%s", key, label->language[i][0] ? "::" : "", label->language[i]);
        setting(s, name, label->text[i]);
    }
}

static void
setting_files(reinti_named_sheet *s, const reint_codebook *cb, const char *key, const char *kind)
{
    const char **name = calloc(cb->n_files + 1, sizeof *name);
    size_t n = 0;

    s->failed = s->failed || !name;
    for (size_t i = 1; name && i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, kind))
            name[n++] = cb->file[i].name;
    if (name)
        setting_list(s, key, name, n);
    free(name);
}

static void
write_settings(const reint_codebook *cb, reinti_named_sheet *s)
{
    char number[32], consent[200];
    const reinti_form *persons = &cb->form[cb->person_form];

    snprintf(number, sizeof number, "%zu", cb->small_base);
    snprintf(consent, sizeof consent, "%.90s: %.90s", reinti_text_or(cb->consent_purpose, ""),
             reinti_text_or(cb->consent_value, ""));
    setting(s, "reint", "1");
    setting(s, "id", cb->id);
    setting_label(s, "title", &cb->title);
    setting_label(s, "population", &cb->population);
    setting_label(s, "notice", &cb->notice);
    if (cb->language[0][0])
        setting_list(s, "languages", cb->language, cb->n_languages);
    setting(s, "sampling", reinti_sampling_words[cb->sampling]);
    setting_list(s, "sampled_on", cb->sampled_on, cb->n_sampled_on);
    setting(s, "consent", cb->consent_required ? consent : NULL);
    setting(s, "base", cb->base);
    setting(s, "small_base", number);
    setting(s, "person", persons->variable[persons->person].name);
    setting(s, "wave", cb->list[cb->wave_list].name);
    setting(s, "ruleset", cb->default_ruleset);
    setting_files(s, cb, "rulesets", "ruleset");
    setting_files(s, cb, "packs", "pack");
    setting_files(s, cb, "entitlements", "entitlements");
    for (size_t l = 0; l < cb->n_lists; l++)
        for (size_t a = 0; a < cb->list[l].n_attribute_lists; a++)
            if (!reinti_list_is_made(cb, cb->list[l].attribute_list[a].list)) {
                char key[200];
                snprintf(key, sizeof key, "attribute %s.%s", cb->list[l].name,
                         cb->list[l].attribute_list[a].name);
                setting(s, key, cb->list[cb->list[l].attribute_list[a].list].name);
            }
}

/* ---- waves, missing, choices, rules -------------------------------------------------------------------- */

static void
write_waves(const reinti_wave *wave, size_t n, reinti_named_sheet *s)
{
    for (size_t i = 0; i < n; i++) {
        s->row++;
        put(s, "id", wave[i].id);
        put_label(s, "label", &wave[i].label);
        put(s, "from", wave[i].from);
        put(s, "to", wave[i].to);
    }
}

static void
write_missing(const reint_codebook *cb, reinti_named_sheet *s)
{
    for (size_t i = 0; i < cb->n_missing; i++) {
        s->row++;
        put(s, "name", cb->missing[i].name);
        put_list(s, "codes", cb->missing[i].raw, cb->missing[i].n_raw);
        put_label(s, "label", &cb->missing[i].label);
    }
}

static void
write_choices(const reint_codebook *cb, reinti_named_sheet *s)
{
    for (size_t l = 0; l < cb->n_lists; l++)
        for (size_t c = 0; !reinti_list_is_made(cb, l) && c < cb->list[l].n; c++) {
            const reinti_code *code = &cb->list[l].code[c];
            s->row++;
            put(s, "list", cb->list[l].name);
            put(s, "name", code->name);
            put_label(s, "label", &code->label);
            put(s, "parent", code->parent == REINTI_NONE ? NULL : cb->list[l].code[code->parent].name);
            put_flag(s, "retired", code->retired);
            for (size_t a = 0; a < code->n_attributes; a++)
                put(s, code->attribute[a].name, code->attribute[a].value);
        }
}

static void
write_rules(const reint_codebook *cb, reinti_named_sheet *s)
{
    for (size_t i = 0; i < cb->n_rules; i++) {
        s->row++;
        put(s, "id", cb->rule[i].id);
        put(s, "form", cb->form[cb->rule[i].form].name);
        put(s, "when", cb->rule[i].when);
        put(s, "require", cb->rule[i].require);
        put(s, "severity", reinti_severity_words[cb->rule[i].severity]);
        put_label(s, "message", &cb->rule[i].message);
    }
}

/* ---- survey -------------------------------------------------------------------------------------------- */

static void
write_form(const reinti_form *form, reinti_named_sheet *s)
{
    const char *key[16];
    size_t n = 0;

    for (; n < form->n_key && n < REINTI_LENGTH(key); n++)
        key[n] = form->variable[n].name;
    s->row++;
    put(s, "form", form->name);
    put_label(s, "label", &form->label);
    put_list(s, "key", key, n);
    if (form->person != REINTI_NONE && !form->persons)
        reinti_named_sheet_put(s, "persons", "no");
}

static void
put_limit(reinti_named_sheet *s, const reinti_variable *v, bool high)
{
    reinti_str text = REINTI_STR_EMPTY;

    if (high ? v->has_max : v->has_min)
        reinti_emit_limit(v, high, &text);
    put(s, high ? "max" : "min", text.length ? text.text : NULL);
    reinti_str_free(&text);
}

static void
write_variable(const reint_codebook *cb, const reinti_form *form, size_t variable, reinti_named_sheet *s)
{
    const reinti_variable *v = &form->variable[variable];
    const char separator[2] = { v->separator, 0 };
    const char *wave[64];
    char type[100];

    s->row++;
    snprintf(type, sizeof type, v->type == REINTI_CODE ? "select_%s %s" : "%s%s",
             v->type != REINTI_CODE ? reinti_type_words[v->type]
             : v->multiple          ? "multiple"
                                    : "one",
             v->type != REINTI_CODE ? "" : cb->list[v->list].name);
    put(s, "form", form->name);
    put(s, "name", v->name);
    put(s, "type", variable == form->wave ? NULL : type);
    put_label(s, "label", &v->label);
    put_label(s, "question", &v->question);
    put_label(s, "note", &v->note);
    put_flag(s, "required", v->required && !v->key);
    put_limit(s, v, false);
    put_limit(s, v, true);
    put(s, "pattern", v->pattern);
    put(s, "asked_when", v->asked_when);
    for (size_t i = 0; i < v->n_waves && i < REINTI_LENGTH(wave); i++)
        wave[i] = cb->wave[v->wave[i]].id;
    put_list(s, "waves", wave, v->n_waves);
    for (size_t i = 0; i < v->n_missing; i++) {
        char head[100];
        snprintf(head, sizeof head, "missing::%s", cb->missing[v->missing[i].reason].name);
        put_list(s, head, v->missing[i].raw, v->missing[i].n_raw);
    }
    if (v->multiple) {
        put(s, "separator", v->separator == ';' ? NULL : separator);
        put_count(s, "min_codes", v->min_codes);
        put_count(s, "max_codes", v->max_codes);
        put_flag(s, "ordered", v->ordered);
        put_flag(s, "repeats", v->repeats);
    }
    put_flag(s, "late", v->late);
    put_flag(s, "sensitive", v->sensitive);
}

static void
write_survey(const reint_codebook *cb, reinti_named_sheet *s)
{
    for (size_t f = 0; f < cb->n_forms; f++) {
        write_form(&cb->form[f], s);
        for (size_t v = 0; v < cb->form[f].n; v++)
            if (!reinti_variable_is_bare(cb, &cb->form[f], v))
                write_variable(cb, &cb->form[f], v, s);
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static void
write_all(const reint_codebook *cb, reinti_book *book, bool *failed)
{
    static const char *const
        setting_heads[] = { "key", "value", NULL },
        *const survey_heads[] = { "form", "name", "type", "key", NULL },
        *const choice_heads[] = { "list", "name", NULL }, *const wave_heads[] = { "id", NULL },
        *const missing_heads[] = { "name", "codes", NULL }, *const rule_heads[] = { "id", "form", NULL };
    reinti_named_sheet s;

    reinti_named_sheet_begin(&s, book, "settings", setting_heads);
    write_settings(cb, &s);
    reinti_sheet_width(s.sheet, 1, 1, 60);
    *failed = !reinti_named_sheet_end(&s);
    reinti_named_sheet_begin(&s, book, "survey", survey_heads);
    write_survey(cb, &s);
    *failed = !reinti_named_sheet_end(&s) || *failed;
    reinti_named_sheet_begin(&s, book, "choices", choice_heads);
    write_choices(cb, &s);
    *failed = !reinti_named_sheet_end(&s) || *failed;
    reinti_named_sheet_begin(&s, book, "missing", missing_heads);
    write_missing(cb, &s);
    *failed = !reinti_named_sheet_end(&s) || *failed;
    if (cb->n_waves) {
        reinti_named_sheet_begin(&s, book, "waves", wave_heads);
        write_waves(cb->wave, cb->n_waves, &s);
        *failed = !reinti_named_sheet_end(&s) || *failed;
    }
    if (cb->n_periods) {
        reinti_named_sheet_begin(&s, book, "periods", wave_heads);
        write_waves(cb->period, cb->n_periods, &s);
        *failed = !reinti_named_sheet_end(&s) || *failed;
    }
    if (cb->n_rules) {
        reinti_named_sheet_begin(&s, book, "rules", rule_heads);
        write_rules(cb, &s);
        *failed = !reinti_named_sheet_end(&s) || *failed;
    }
}

reint_status
reint_codebook_write_workbook(const reint_codebook *cb, const char *path, reint_error *err)
{
    reinti_book_options options = { reint_codebook_title(cb, NULL), "Codebook", reint_codebook_id(cb), NULL };
    reinti_book *book = NULL;
    bool failed = false;
    reint_status status = reinti_book_create(path, &options, &book, err);

    if (status)
        return status;
    write_all(cb, book, &failed);
    status = reinti_book_close(book, !failed, err);
    return failed ? reinti_no_memory(err) : status;
}

reint_status
reint_codebook_yaml(const reint_codebook *cb, char **text, reint_error *err)
{
    reinti_str out = REINTI_STR_EMPTY;

    *text = NULL;
    reinti_codebook_emit(cb, &out);
    if (!out.failed)
        *text = strdup(out.text);
    reinti_str_free(&out);
    return *text ? REINT_OK : reinti_no_memory(err);
}
