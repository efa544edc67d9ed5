/* emit.c -- writes a codebook as YAML, from the model. */
#include <config.h>

#include "codebook/emit.h"

#include <string.h>

const char *const reinti_type_words[] = { "code", "integer", "decimal", "date", "age", "text", "person" };
const char *const reinti_sampling_words[] = { "purposive", "probability", "census" };
const char *const reinti_severity_words[] = { "note", "warning", "error" };

/* ---- scalars ------------------------------------------------------------------------------------------- */

/* Letters, digits, _ and - after a letter; a number; no word that other readers of YAML take for a truth value. */
static bool
is_plain(const char *text)
{
    static const char *const taken[] = { "yes", "no", "on", "off", "y", "n", "true", "false", "null" };
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    int64_t number;

    if (!*text || text[n])
        return false;
    for (size_t i = 0; i < REINTI_LENGTH(taken); i++)
        if (!strcmp(text, taken[i]))
            return false;
    return strspn(text, letters) > 0 || reinti_parse_integer(text, n, false, &number);
}

void
reinti_emit_scalar(reinti_str *out, const char *text)
{
    if (is_plain(text)) {
        reinti_str_add(out, text);
        return;
    }
    reinti_str_add_char(out, '"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            reinti_str_format(out, "\\%c", *c);
        else if (*c == '\n')
            reinti_str_add(out, "\\n");
        else if (*c < 0x20 || *c == 0x7f)
            reinti_str_format(out, "\\x%02X", *c);
        else
            reinti_str_add_char(out, (char)*c);
    }
    reinti_str_add_char(out, '"');
}

static void
pair(reinti_str *out, const char *indent, const char *key, const char *value)
{
    if (!value)
        return;
    reinti_str_format(out, "%s%s: ", indent, key);
    reinti_emit_scalar(out, value);
    reinti_str_add_char(out, '\n');
}

static void
count(reinti_str *out, const char *indent, const char *key, size_t n)
{
    if (n)
        reinti_str_format(out, "%s%s: %zu\n", indent, key, n);
}

static void
flag(reinti_str *out, const char *indent, const char *key, bool holds)
{
    if (holds)
        reinti_str_format(out, "%s%s: true\n", indent, key);
}

static void
texts(reinti_str *out, const char *indent, const char *key, const char *const *text, size_t n)
{
    reinti_str_format(out, "%s%s: [", indent, key);
    for (size_t i = 0; i < n; i++) {
        reinti_str_add(out, i ? ", " : "");
        reinti_emit_scalar(out, text[i]);
    }
    reinti_str_add(out, "]\n");
}

static void
label(reinti_str *out, const char *indent, const char *key, const reinti_label *l)
{
    if (!l->n)
        return;
    reinti_str_format(out, "%s%s: ", indent, key);
    if (l->n == 1 && !l->language[0][0]) {
        reinti_emit_scalar(out, l->text[0]);
    } else {
        for (size_t i = 0; i < l->n; i++) {
            reinti_str_format(out, "%s%s: ", i ? ", " : "{", l->language[i]);
            reinti_emit_scalar(out, l->text[i]);
        }
        reinti_str_add_char(out, '}');
    }
    reinti_str_add_char(out, '\n');
}

/* ---- the study ----------------------------------------------------------------------------------------- */

/* The key variables that are the respondent and the wave: as some form has them. */
static const char *
key_name(const reint_codebook *cb, bool wave)
{
    for (size_t f = 0; f < cb->n_forms; f++) {
        size_t at = wave ? cb->form[f].wave : cb->form[f].person;
        if (at != REINTI_NONE)
            return cb->form[f].variable[at].name;
    }
    return wave ? cb->list[cb->wave_list].name : NULL;
}

static void
emit_study(const reint_codebook *cb, reinti_str *out)
{
    reinti_str_add(out, "reint: 1\nstudy:\n");
    pair(out, "  ", "id", cb->id);
    label(out, "  ", "title", &cb->title);
    label(out, "  ", "population", &cb->population);
    label(out, "  ", "notice", &cb->notice);
    if (cb->n_languages && cb->language[0][0])
        texts(out, "  ", "languages", cb->language, cb->n_languages);
    pair(out, "  ", "sampling", reinti_sampling_words[cb->sampling]);
    if (cb->n_sampled_on)
        texts(out, "  ", "sampled_on", cb->sampled_on, cb->n_sampled_on);
    if (cb->consent_required) {
        reinti_str_add(out, "  consent: {require: {");
        reinti_emit_scalar(out, cb->consent_purpose);
        reinti_str_add(out, ": ");
        reinti_emit_scalar(out, reinti_text_or(cb->consent_value, ""));
        reinti_str_add(out, "}}\n");
    }
    pair(out, "  ", "base", cb->base);
    reinti_str_format(out, "  small_base: %zu\n", cb->small_base);
    pair(out, "  ", "person", key_name(cb, false));
    pair(out, "  ", "wave", key_name(cb, true));
    pair(out, "  ", "ruleset", cb->default_ruleset);
}

static void
emit_waves(const char *key, const reinti_wave *wave, size_t n, reinti_str *out)
{
    if (n)
        reinti_str_format(out, "%s:\n", key);
    for (size_t i = 0; i < n; i++) {
        pair(out, "  - ", "id", wave[i].id);
        label(out, "    ", "label", &wave[i].label);
        pair(out, "    ", "from", wave[i].from);
        pair(out, "    ", "to", wave[i].to);
    }
}

static void
emit_missing(const reint_codebook *cb, reinti_str *out)
{
    reinti_str_add(out, "missing:\n");
    for (size_t i = 0; i < cb->n_missing; i++) {
        reinti_str_format(out, "  %s:\n", cb->missing[i].name);
        label(out, "    ", "label", &cb->missing[i].label);
        texts(out, "    ", "codes", cb->missing[i].raw, cb->missing[i].n_raw);
    }
}

static void
emit_files(const reint_codebook *cb, const char *key, const char *kind, reinti_str *out)
{
    size_t n = 0;

    for (size_t i = 1; i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, kind)) {
            reinti_str_add(out, n ? ", " : key);
            reinti_str_add(out, n++ ? "" : ": [");
            reinti_emit_scalar(out, cb->file[i].name);
        }
    reinti_str_add(out, n ? "]\n" : "");
}

/* ---- lists --------------------------------------------------------------------------------------------- */

bool
reinti_list_is_made(const reint_codebook *cb, size_t list)
{
    return list == cb->wave_list || strchr(cb->list[list].name, '.');
}

static void
emit_code(const reinti_list *list, const reinti_code *code, reinti_str *out)
{
    reinti_str_add(out, "    ");
    reinti_emit_scalar(out, code->name);
    reinti_str_add(out, ":\n");
    label(out, "      ", "label", &code->label);
    pair(out, "      ", "parent", code->parent == REINTI_NONE ? NULL : list->code[code->parent].name);
    flag(out, "      ", "retired", code->retired);
    for (size_t a = 0; a < code->n_attributes; a++)
        pair(out, "      ", code->attribute[a].name, code->attribute[a].value);
}

static void
emit_lists(const reint_codebook *cb, reinti_str *out)
{
    bool any = false;

    for (size_t l = 0; l < cb->n_lists; l++) {
        if (reinti_list_is_made(cb, l))
            continue;
        reinti_str_add(out, any ? "" : "lists:\n");
        reinti_str_format(out, "  %s:\n", cb->list[l].name);
        for (size_t c = 0; c < cb->list[l].n; c++)
            emit_code(&cb->list[l], &cb->list[l].code[c], out);
        any = true;
    }
    any = false;
    for (size_t l = 0; l < cb->n_lists; l++)
        for (size_t a = 0; a < cb->list[l].n_attribute_lists; a++)
            if (!reinti_list_is_made(cb, cb->list[l].attribute_list[a].list)) {
                reinti_str_format(out, "%s  %s.%s: %s\n", any ? "" : "attributes:\n", cb->list[l].name,
                                  cb->list[l].attribute_list[a].name,
                                  cb->list[cb->list[l].attribute_list[a].list].name);
                any = true;
            }
}

/* ---- forms --------------------------------------------------------------------------------------------- */

bool
reinti_variable_is_bare(const reint_codebook *cb, const reinti_form *form, size_t variable)
{
    const reinti_variable *v = &form->variable[variable];

    (void)cb;
    return (variable == form->person || variable == form->wave) && !v->label.n && !v->question.n &&
           !v->note.n && !v->sensitive && !v->pattern;
}

void
reinti_emit_limit(const reinti_variable *v, bool high, reinti_str *out)
{
    double limit = high ? v->max : v->min;

    if (v->type == REINTI_DATE) {
        int32_t day = (int32_t)limit;
        reinti_format_date(out, (reinti_interval){ day, day });
    } else {
        reinti_format_shortest(out, limit);
    }
}

static void
emit_limit(const reinti_variable *v, bool high, reinti_str *out)
{
    reinti_str text = REINTI_STR_EMPTY;

    reinti_emit_limit(v, high, &text);
    reinti_str_format(out, "        %s: ", high ? "max" : "min");
    reinti_emit_scalar(out, text.text);
    reinti_str_add_char(out, '\n');
    reinti_str_free(&text);
}

static void
emit_set(const reinti_variable *v, reinti_str *out)
{
    const char separator[2] = { v->separator, 0 };

    flag(out, "        ", "multiple", v->multiple);
    if (!v->multiple)
        return;
    if (v->separator != ';')
        pair(out, "        ", "separator", separator);
    count(out, "        ", "min_codes", v->min_codes);
    count(out, "        ", "max_codes", v->max_codes);
    flag(out, "        ", "ordered", v->ordered);
    flag(out, "        ", "repeats", v->repeats);
}

static void
emit_variable(const reint_codebook *cb, const reinti_form *form, size_t variable, reinti_str *out)
{
    static const char indent[] = "        ";
    const reinti_variable *v = &form->variable[variable];

    reinti_str_format(out, "      %s:\n", v->name);
    label(out, indent, "label", &v->label);
    label(out, indent, "question", &v->question);
    label(out, indent, "note", &v->note);
    if (v->type != REINTI_CODE)
        pair(out, indent, "type", reinti_type_words[v->type]);
    else if (variable != form->wave)
        pair(out, indent, "list", cb->list[v->list].name);
    emit_set(v, out);
    flag(out, indent, "required", v->required && !v->key);
    if (v->has_min)
        emit_limit(v, false, out);
    if (v->has_max)
        emit_limit(v, true, out);
    pair(out, indent, "pattern", v->pattern);
    pair(out, indent, "asked_when", v->asked_when);
    bool any = false;
    for (size_t m = 0; m < cb->n_missing; m++) /* in the order of the reasons, which is one order for all */
        for (size_t i = 0; i < v->n_missing; i++)
            if (v->missing[i].reason == m) {
                reinti_str_add(out, any ? "" : "        missing:\n");
                texts(out, "          ", cb->missing[m].name, v->missing[i].raw, v->missing[i].n_raw);
                any = true;
            }
    for (size_t i = 0; i < v->n_waves; i++) {
        reinti_str_add(out, i ? ", " : "        waves: [");
        reinti_emit_scalar(out, cb->wave[v->wave[i]].id);
    }
    reinti_str_add(out, v->n_waves ? "]\n" : "");
    flag(out, indent, "late", v->late);
    flag(out, indent, "sensitive", v->sensitive);
}

static void
emit_form(const reint_codebook *cb, const reinti_form *form, reinti_str *out)
{
    bool any = false;

    reinti_str_format(out, "  %s:\n", form->name);
    label(out, "    ", "label", &form->label);
    for (size_t k = 0; k < form->n_key; k++)
        reinti_str_format(out, "%s%s", k ? ", " : "    key: [", form->variable[k].name);
    reinti_str_add(out, "]\n");
    if (form->person != REINTI_NONE && !form->persons)
        reinti_str_add(out, "    persons: false\n");
    for (size_t v = 0; v < form->n; v++) {
        if (reinti_variable_is_bare(cb, form, v))
            continue;
        reinti_str_add(out, any ? "" : "    variables:\n");
        any = true;
        emit_variable(cb, form, v, out);
    }
}

static void
emit_rules(const reint_codebook *cb, reinti_str *out)
{
    reinti_str_add(out, cb->n_rules ? "rules:\n" : "");
    for (size_t i = 0; i < cb->n_rules; i++) {
        const reinti_rule *r = &cb->rule[i];
        pair(out, "  - ", "id", r->id);
        pair(out, "    ", "form", cb->form[r->form].name);
        pair(out, "    ", "when", r->when);
        pair(out, "    ", "require", r->require);
        pair(out, "    ", "severity", reinti_severity_words[r->severity]);
        label(out, "    ", "message", &r->message);
    }
}

void
reinti_codebook_emit(const reint_codebook *cb, reinti_str *out)
{
    emit_study(cb, out);
    emit_waves("waves", cb->wave, cb->n_waves, out);
    emit_waves("periods", cb->period, cb->n_periods, out);
    emit_missing(cb, out);
    emit_lists(cb, out);
    emit_files(cb, "rulesets", "ruleset", out);
    emit_files(cb, "packs", "pack", out);
    emit_files(cb, "entitlements", "entitlements", out);
    reinti_str_add(out, "forms:\n");
    for (size_t f = 0; f < cb->n_forms; f++)
        emit_form(cb, &cb->form[f], out);
    emit_rules(cb, out);
}
