/* spread.c -- reads a codebook from a workbook, by way of YAML: sheets (spread_sheet.c), what they say (spread_yaml.c),
 * and findings taken back to their cells. */
#include <config.h>

#include "codebook/spread_read.h"

#include <string.h>

/* ---- cells --------------------------------------------------------------------------------------------- */

void
reinti_spread_cell(reinti_str *out, const char *text)
{
    if (!*text || *text == '"')
        reinti_str_add(out, *text ? "\"" : "\"\"");
    reinti_str_add(out, text);
}

void
reinti_spread_list(reinti_str *out, const char *const *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *t = text[i];
        size_t length = strlen(t);
        reinti_str_add(out, i ? " | " : "");
        if (length && !strpbrk(t, "|\"\\") && t[0] != ' ' && t[length - 1] != ' ') {
            reinti_str_add(out, t);
            continue;
        }
        reinti_str_add_char(out, '"');
        for (; *t; t++) {
            reinti_str_add(out, *t == '"' || *t == '\\' ? "\\" : "");
            reinti_str_add_char(out, *t);
        }
        reinti_str_add_char(out, '"');
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static const char *const label_only[] = { "label", NULL }, *const message_only[] = { "message", NULL },
                         *const none[] = { NULL },
                         *const survey_labels[] = { "label", "question", "note", "missing", NULL };
static const char *const setting_columns[] = { "key", "value", NULL };
static const char *const wave_columns[] = { "id", "from", "to", NULL };
static const char *const missing_columns[] = { "name", "codes", NULL };
static const char *const rule_columns[] = { "id", "form", "when", "require", "severity", NULL };
static const char *const survey_columns[] = { "form",      "key",       "persons",   "name",    "type",
                                              "separator", "min_codes", "max_codes", "ordered", "repeats",
                                              "required",  "min",       "max",       "pattern", "asked_when",
                                              "late",      "sensitive", "waves",     NULL };

static const struct {
    const char *sheet;
    const char *const *columns, *const *prefixes; /* columns NULL: any */
    void (*put)(reinti_spread_reader *r, const reinti_spread_grid *g);
    bool needed;
} sheets[] = {
    { "settings", setting_columns, none, reinti_spread_settings, true },
    { "waves", wave_columns, label_only, reinti_spread_waves, false },
    { "periods", wave_columns, label_only, reinti_spread_waves, false },
    { "missing", missing_columns, label_only, reinti_spread_missing, false },
    { "choices", NULL, NULL, reinti_spread_choices, false }, /* its other columns are attributes */
    { "survey", survey_columns, survey_labels, reinti_spread_survey, true },
    { "rules", rule_columns, message_only, reinti_spread_rules, false },
};

static void
read_all(reinti_spread_reader *r, reinti_workbook *w, reint_status *status, reint_error *err)
{
    for (size_t i = 0; !*status && !r->no_memory && i < REINTI_LENGTH(sheets); i++) {
        reinti_spread_grid g;
        *status = reinti_spread_sheet(r, w, sheets[i].sheet, &g, err);
        if (*status)
            return;
        if (sheets[i].needed && !g.head)
            reinti_spread_find(
                r, &g, 0, 0, "no_sheet",
                "a codebook in a workbook has a sheet \"%s\" (reint codebook from-xlsform reads forms of "
                "KoboToolbox "
                "and ODK)",
                sheets[i].sheet);
        if (g.head && sheets[i].columns)
            reinti_spread_heads(r, &g, sheets[i].columns, sheets[i].prefixes);
        if (g.head)
            sheets[i].put(r, &g);
    }
}

reint_status
reinti_spread_read(const char *name, const char *data, size_t size, reinti_spread *out,
                   reint_findings *findings, reint_error *err)
{
    reinti_spread_reader r = { .out = out, .file = reinti_path_last(name), .findings = findings };
    reinti_workbook *w = NULL;
    size_t from = reint_findings_count(findings);

    *out = (reinti_spread){ .arena = reinti_arena_create(), .yaml = REINTI_STR_EMPTY };
    if (!out->arena)
        return reinti_no_memory(err);
    reint_status status = reinti_workbook_open(name, data, size, &w, err);
    if (!status)
        read_all(&r, w, &status, err);
    reinti_workbook_free(w);
    if (!status && (r.no_memory || out->yaml.failed))
        status = reinti_no_memory(err);
    if (!status && r.failed)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    return status;
}

void
reinti_spread_free(reinti_spread *s)
{
    reinti_arena_free(s->arena);
    reinti_str_free(&s->yaml);
    *s = (reinti_spread){ .yaml = REINTI_STR_EMPTY };
}

void
reinti_spread_tell(const reinti_spread_origin *origin, size_t n, const char *name, const reint_findings *from,
                   reint_findings *to)
{
    for (size_t i = 0; i < reint_findings_count(from); i++) {
        const reint_finding *f = reint_findings_get(from, i);
        bool own = !strcmp(f->file, name) && f->line > 0 && (size_t)f->line <= n && origin[f->line - 1].sheet;
        const reinti_spread_origin *o = own ? &origin[f->line - 1] : NULL;
        if (own)
            reinti_findings_sheet(to, o->sheet);
        reinti_find(to, f->severity, f->code, f->file, f->form, own ? o->row : f->line,
                    own ? o->column : f->column, "%s", f->text);
        reinti_findings_sheet(to, NULL);
    }
}
