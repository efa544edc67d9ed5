/* read.c -- the sheets survey, choices and settings of an XLSForm.
 *
 * Sheet names and heads are matched without regard to case, blanks around them, and the many spellings that
 * forms of fifteen years have.  Rows without a type are remarks.  A head that stands twice, a group that is not
 * closed, a question without a name and a list that is nowhere are errors, each at its cell, all in one run. */
#include <config.h>

#include "xlsform/xlsform.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DEPTH_MOST   64
#define ITEMS_MOST   20000
#define CHOICES_MOST 200000

typedef enum column_kind {
    COLUMN_OTHER,
    COLUMN_TYPE,
    COLUMN_NAME,
    COLUMN_LIST,
    COLUMN_LABEL,
    COLUMN_HINT,
    COLUMN_RELEVANT,
    COLUMN_CONSTRAINT,
    COLUMN_MESSAGE,
    COLUMN_REQUIRED,
    COLUMN_TITLE,
    COLUMN_ID,
    COLUMN_VERSION,
    COLUMN_DEFAULT_LANGUAGE,
    COLUMN_KINDS
} column_kind;

/* Spellings of heads, in small letters, blanks and colons as they are. */
static const struct {
    const char *head;
    column_kind kind;
} heads[] = {
    { "type", COLUMN_TYPE },
    { "name", COLUMN_NAME },
    { "value", COLUMN_NAME },
    { "tag", COLUMN_NAME },
    { "list_name", COLUMN_LIST },
    { "list name", COLUMN_LIST },
    { "label", COLUMN_LABEL },
    { "caption", COLUMN_LABEL },
    { "hint", COLUMN_HINT },
    { "relevant", COLUMN_RELEVANT },
    { "relevance", COLUMN_RELEVANT },
    { "bind:relevant", COLUMN_RELEVANT },
    { "bind::relevant", COLUMN_RELEVANT },
    { "constraint", COLUMN_CONSTRAINT },
    { "bind:constraint", COLUMN_CONSTRAINT },
    { "bind::constraint", COLUMN_CONSTRAINT },
    { "constraint_message", COLUMN_MESSAGE },
    { "constraint message", COLUMN_MESSAGE },
    { "constraining_message", COLUMN_MESSAGE },
    { "bind:jr:constraintmsg", COLUMN_MESSAGE },
    { "required", COLUMN_REQUIRED },
    { "bind:required", COLUMN_REQUIRED },
    { "bind::required", COLUMN_REQUIRED },
    { "form_title", COLUMN_TITLE },
    { "set_form_title", COLUMN_TITLE },
    { "title", COLUMN_TITLE },
    { "form_id", COLUMN_ID },
    { "set_form_id", COLUMN_ID },
    { "id_string", COLUMN_ID },
    { "version", COLUMN_VERSION },
    { "default_language", COLUMN_DEFAULT_LANGUAGE },
    { "default language", COLUMN_DEFAULT_LANGUAGE },
};

typedef struct column {
    column_kind kind;
    const char *language; /* of a label; "" = without */
} column;

#define COLUMNS_MOST 512

/* A sheet being read. */
typedef struct reader {
    reinti_xlsform *form;
    const char *sheet;
    void (*row)(struct reader *r);
    bool have_head;
    column column[COLUMNS_MOST];
    long number;
    const char *text[COLUMN_KINDS]; /* of the row, by kind; "" = empty; labels apart */
    uint32_t at[COLUMN_KINDS];
    reinti_label label, hint, message;
    size_t depth;
    size_t around[DEPTH_MOST]; /* groups and repeats that are open */
} reader;

static const char *
copy_trimmed(reinti_xlsform *form, const char *text, size_t n)
{
    while (n && (isspace((unsigned char)*text) || (n > 1 && !memcmp(text, "\xC2\xA0", 2)))) {
        size_t skip = isspace((unsigned char)*text) ? 1 : 2;
        text += skip;
        n -= skip;
    }
    while (n && (isspace((unsigned char)text[n - 1]) || (n > 1 && !memcmp(text + n - 2, "\xC2\xA0", 2))))
        n -= isspace((unsigned char)text[n - 1]) ? 1 : 2;
    char *copy = reinti_arena_text_n(form->arena, text, n);
    if (!copy)
        form->no_memory = true;
    return copy ? copy : "";
}

static void REINTI_PRINTF(5, 6)
    find(reader *r, reint_severity severity, const char *code, uint32_t at, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    reinti_findings_sheet(r->form->findings, r->sheet);
    reinti_find(r->form->findings, severity, code, r->form->file, NULL, r->number, (long)at + 1, "%s", text);
    reinti_findings_sheet(r->form->findings, NULL);
}

static void
add_label(reinti_xlsform *form, reinti_label *label, const char *language, const char *text)
{
    size_t n = label->n;
    const char **languages = reinti_arena_alloc(form->arena, (n + 1) * sizeof *languages);
    const char **texts = reinti_arena_alloc(form->arena, (n + 1) * sizeof *texts);

    if (!languages || !texts) {
        form->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        languages[i] = label->language[i];
        texts[i] = label->text[i];
    }
    languages[n] = language;
    texts[n] = text;
    *label = (reinti_label){ n + 1, languages, texts };
}

/* ---- heads ------------------------------------------------------------------------------------------------- */

static void
add_language(reinti_xlsform *form, const char *code)
{
    for (size_t i = 0; i < form->n_languages; i++)
        if (!strcmp(form->language[i], code))
            return;
    if (!reinti_arena_grow(form->arena, &form->language, &form->language_capacity, form->n_languages,
                           sizeof *form->language))
        form->no_memory = true;
    else
        form->language[form->n_languages++] = code;
}

/* "label::English (en)" is the label in a language, "bind:relevant" one head. */
static column
column_of_head(reader *r, const char *head)
{
    column c = { COLUMN_OTHER, "" };
    char small[80];
    size_t n = 0;

    for (; head[n] && n + 1 < sizeof small; n++)
        small[n] = (char)tolower((unsigned char)head[n]);
    small[n] = '\0';
    for (size_t i = 0; i < REINTI_LENGTH(heads); i++)
        if (!strcmp(small, heads[i].head))
            return (column){ heads[i].kind, "" };
    char *colon = strchr(small, ':');
    if (!colon)
        return c;
    size_t after = strspn(colon, ": ");
    *colon = '\0';
    for (size_t i = 0; i < REINTI_LENGTH(heads); i++)
        if (!strcmp(small, heads[i].head) && (heads[i].kind == COLUMN_LABEL || heads[i].kind == COLUMN_HINT ||
                                              heads[i].kind == COLUMN_MESSAGE)) {
            const char *code = reinti_xlsform_language(r->form, head + (colon - small) + after);
            c = (column){ heads[i].kind, code };
            add_language(r->form, code);
        }
    return c;
}

static void
read_head(reader *r, const reinti_sheet_row *row)
{
    for (size_t i = 0; i < row->n && row->cell[i].column < COLUMNS_MOST; i++) {
        const char *head = copy_trimmed(r->form, row->cell[i].text, row->cell[i].length);
        column c = column_of_head(r, head);
        for (uint32_t k = 0; k < row->cell[i].column; k++)
            if (c.kind != COLUMN_OTHER && r->column[k].kind == c.kind &&
                !strcmp(r->column[k].language, c.language))
                find(r, REINT_ERROR, "duplicate_column", row->cell[i].column,
                     "the column \"%.60s\" stands twice", head);
        r->column[row->cell[i].column] = c;
    }
    r->have_head = true;
}

static bool
on_row(const reinti_sheet_row *row, void *user)
{
    reader *r = user;

    r->number = row->number;
    if (!r->have_head) {
        read_head(r, row);
        return !r->form->no_memory;
    }
    for (size_t k = 0; k < COLUMN_KINDS; k++)
        r->text[k] = "";
    memset(r->at, 0, sizeof r->at);
    r->label = r->hint = r->message = (reinti_label){ 0, NULL, NULL };
    for (size_t i = 0; i < row->n && row->cell[i].column < COLUMNS_MOST; i++) {
        const column *c = &r->column[row->cell[i].column];
        if (c->kind == COLUMN_OTHER)
            continue;
        const char *text = copy_trimmed(r->form, row->cell[i].text, row->cell[i].length);
        reinti_label *label = c->kind == COLUMN_LABEL     ? &r->label
                              : c->kind == COLUMN_HINT    ? &r->hint
                              : c->kind == COLUMN_MESSAGE ? &r->message
                                                          : NULL;
        if (label && *text)
            add_label(r->form, label, c->language, text);
        r->text[c->kind] = text;
        r->at[c->kind] = row->cell[i].column;
    }
    r->row(r);
    return !r->form->no_memory;
}

/* ---- survey ------------------------------------------------------------------------------------------------ */

/* Types whose name is all there is to them. */
static const struct {
    const char *type;
    reinti_item_kind kind;
} plain_types[] = {
    { "integer", REINTI_ITEM_INTEGER },
    { "int", REINTI_ITEM_INTEGER },
    { "decimal", REINTI_ITEM_DECIMAL },
    { "range", REINTI_ITEM_DECIMAL },
    { "text", REINTI_ITEM_TEXT },
    { "string", REINTI_ITEM_TEXT },
    { "date", REINTI_ITEM_DATE },
    { "today", REINTI_ITEM_DATE },
    { "datetime", REINTI_ITEM_MOMENT },
    { "start", REINTI_ITEM_MOMENT },
    { "end", REINTI_ITEM_MOMENT },
    { "time", REINTI_ITEM_TEXT },
    { "barcode", REINTI_ITEM_TEXT },
    { "acknowledge", REINTI_ITEM_TEXT },
    { "trigger", REINTI_ITEM_TEXT },
    { "calculate", REINTI_ITEM_CALCULATE },
    { "hidden", REINTI_ITEM_TEXT },
    { "note", REINTI_ITEM_NOTHING },
    { "geopoint", REINTI_ITEM_LEFT_OUT },
    { "gps", REINTI_ITEM_LEFT_OUT },
    { "geotrace", REINTI_ITEM_LEFT_OUT },
    { "geoshape", REINTI_ITEM_LEFT_OUT },
    { "start-geopoint", REINTI_ITEM_LEFT_OUT },
    { "image", REINTI_ITEM_LEFT_OUT },
    { "photo", REINTI_ITEM_LEFT_OUT },
    { "audio", REINTI_ITEM_LEFT_OUT },
    { "video", REINTI_ITEM_LEFT_OUT },
    { "file", REINTI_ITEM_LEFT_OUT },
    { "background-audio", REINTI_ITEM_LEFT_OUT },
    { "deviceid", REINTI_ITEM_LEFT_OUT },
    { "imei", REINTI_ITEM_LEFT_OUT },
    { "phonenumber", REINTI_ITEM_LEFT_OUT },
    { "phone number", REINTI_ITEM_LEFT_OUT },
    { "subscriberid", REINTI_ITEM_LEFT_OUT },
    { "simserial", REINTI_ITEM_LEFT_OUT },
    { "email", REINTI_ITEM_LEFT_OUT },
    { "username", REINTI_ITEM_LEFT_OUT },
    { "audit", REINTI_ITEM_NOTHING },
    { "xml-external", REINTI_ITEM_NOTHING },
    { "csv-external", REINTI_ITEM_NOTHING },
};

/* Types that take a list; longer spellings first where one begins another. */
static const struct {
    const char *type;
    reinti_item_kind kind;
} list_types[] = {
    { "add select one prompt using ", REINTI_ITEM_ONE },
    { "add select multiple prompt using ", REINTI_ITEM_MULTIPLE },
    { "select all that apply from ", REINTI_ITEM_MULTIPLE },
    { "select all that apply ", REINTI_ITEM_MULTIPLE },
    { "select_multiple ", REINTI_ITEM_MULTIPLE },
    { "select multiple ", REINTI_ITEM_MULTIPLE },
    { "select one from ", REINTI_ITEM_ONE },
    { "select_one ", REINTI_ITEM_ONE },
    { "select one ", REINTI_ITEM_ONE },
    { "select1 ", REINTI_ITEM_ONE },
    { "select ", REINTI_ITEM_MULTIPLE },
    { "rank ", REINTI_ITEM_RANK },
};

/* Types whose choices are kept outside the form. */
static const char *const outside_types[] = { "select_one_from_file ", "select_multiple_from_file ",
                                             "select_one_external ", "select one external " };

static size_t
find_list(const reinti_xlsform *form, const char *name, size_t n)
{
    for (size_t i = 0; i < form->n_lists; i++)
        if (strlen(form->list[i].name) == n && !memcmp(form->list[i].name, name, n))
            return i;
    return REINTI_NO_LIST;
}

static size_t
current_repeat(const reader *r)
{
    for (size_t d = r->depth; d--;)
        if (r->form->item[r->around[d]].kind == REINTI_ITEM_REPEAT)
            return r->around[d];
    return REINTI_TOP;
}

static reinti_item *
add_item(reader *r, reinti_item_kind kind)
{
    reinti_xlsform *form = r->form;

    if (form->n >= ITEMS_MOST ||
        !reinti_arena_grow(form->arena, &form->item, &form->capacity, form->n, sizeof *form->item)) {
        form->no_memory = true;
        return NULL;
    }
    reinti_item *item = &form->item[form->n++];
    *item = (reinti_item){
        .kind = kind,
        .name = r->text[COLUMN_NAME],
        .type = r->text[COLUMN_TYPE],
        .list = REINTI_NO_LIST,
        .parent = r->depth ? r->around[r->depth - 1] : REINTI_TOP,
        .repeat = current_repeat(r),
        .label = r->label,
        .hint = r->hint,
        .message = r->message,
        .relevant = r->text[COLUMN_RELEVANT],
        .constraint = r->text[COLUMN_CONSTRAINT],
        .required = r->text[COLUMN_REQUIRED],
        .row = r->number,
    };
    static const char *const yes[] = { "yes", "true", "true()", "1" };
    for (size_t i = 0; i < REINTI_LENGTH(yes); i++)
        item->is_required = item->is_required || !strcasecmp(item->required, yes[i]);
    return item;
}

/* TEXT with every %(NAME)s replaced. */
static const char *
fill_in(reinti_xlsform *form, const char *text, const char *name, const char *with)
{
    char mark[16];
    const char *found;

    snprintf(mark, sizeof mark, "%%(%s)s", name);
    while ((found = strstr(text, mark))) {
        text = reinti_arena_format(form->arena, "%.*s%s%s", (int)(found - text), text, with,
                                   found + strlen(mark));
        if (!text) {
            form->no_memory = true;
            return "";
        }
        if (strstr(with, mark))
            break;
    }
    return text;
}

/* An old kind of group: its questions once for every choice of a list. */
static void
expand_loop(reader *r, size_t loop)
{
    reinti_xlsform *form = r->form;
    const reinti_choices *list = &form->list[form->item[loop].list];
    size_t first = loop + 1, n = form->n - first;

    for (size_t k = 0; k < list->n; k++)
        for (size_t i = 0; i < n; i++) {
            if (k && (form->n >= ITEMS_MOST || !reinti_arena_grow(form->arena, &form->item, &form->capacity,
                                                                  form->n, sizeof *form->item))) {
                form->no_memory = true;
                return;
            }
            reinti_item *item = &form->item[k ? form->n++ : first + i];
            *item = form->item[first + i];
            item->loop_choice = list->choice[k].name;
            if (item->kind == REINTI_ITEM_GROUP || item->kind == REINTI_ITEM_REPEAT)
                find(r, REINT_ERROR, "group_in_loop", 0,
                     "a group within a loop (\"%.60s\") is not known here", item->name);
        }
    for (size_t i = first; i < form->n; i++) { /* the first copy served as the pattern until here */
        reinti_item *item = &form->item[i];
        size_t k = (i - first) / (n ? n : 1);
        reinti_label *label = &item->label, filled = { 0, NULL, NULL };
        item->loop_choice = list->choice[k].name;
        item->relevant = fill_in(form, item->relevant, "name", item->loop_choice);
        for (size_t l = 0; l < label->n; l++) {
            const char *with = reinti_label_text(&list->choice[k].label, label->language[l]);
            add_label(form, &filled, label->language[l],
                      fill_in(form, label->text[l], "label", with ? with : item->loop_choice));
        }
        *label = filled;
    }
}

/* "begin group", "begin_repeat", "begin loop over LIST" and their ends; false: none of them. */
static bool
read_bracket(reader *r, const char *type)
{
    static const struct {
        const char *word;
        reinti_item_kind kind;
    } kinds[] = { { "group", REINTI_ITEM_GROUP },
                  { "repeat", REINTI_ITEM_REPEAT },
                  { "lgroup", REINTI_ITEM_REPEAT },
                  { "loop", REINTI_ITEM_GROUP } };
    bool begins = !strncasecmp(type, "begin", 5) && (type[5] == ' ' || type[5] == '_');
    bool ends = !strncasecmp(type, "end", 3) && (type[3] == ' ' || type[3] == '_');

    if (!begins && !ends)
        return false;
    const char *word = type + (begins ? 6 : 4);
    for (size_t i = 0; i < REINTI_LENGTH(kinds); i++) {
        size_t n = strlen(kinds[i].word);
        if (strncasecmp(word, kinds[i].word, n) || isalnum((unsigned char)word[n]))
            continue;
        if (ends) {
            if (!r->depth)
                find(r, REINT_ERROR, "not_open", r->at[COLUMN_TYPE], "\"%.40s\" ends what was never begun",
                     type);
            else if (r->form->item[r->around[--r->depth]].list != REINTI_NO_LIST)
                expand_loop(r, r->around[r->depth]);
            return true;
        }
        if (r->depth == DEPTH_MOST) {
            find(r, REINT_ERROR, "too_deep", r->at[COLUMN_TYPE], "\"%.40s\" stands more than 64 groups deep",
                 type);
            return true;
        }
        reinti_item *item = add_item(r, kinds[i].kind);
        if (!item)
            return true;
        const char *over = strcasestr(word, " over ");
        if (over) {
            item->list = find_list(r->form, over + 6, strlen(over + 6));
            if (item->list == REINTI_NO_LIST)
                find(r, REINT_ERROR, "unknown_list", r->at[COLUMN_TYPE],
                     "there is no list of choices for \"%.60s\"", type);
        }
        if (!*item->name)
            find(r, REINT_ERROR, "no_name", r->at[COLUMN_TYPE], "\"%.40s\" has no name", type);
        r->around[r->depth++] = r->form->n - 1;
        return true;
    }
    return false;
}

static bool
read_select(reader *r, const char *type)
{
    for (size_t i = 0; i < REINTI_LENGTH(outside_types); i++)
        if (!strncasecmp(type, outside_types[i], strlen(outside_types[i]))) {
            reinti_item *item = add_item(r, REINTI_ITEM_TEXT);
            if (item)
                find(r, REINT_NOTE, "choices_outside", r->at[COLUMN_TYPE],
                     "the choices of \"%.60s\" stand outside the form: it becomes a text; give it a list by "
                     "hand",
                     item->name);
            return true;
        }
    for (size_t i = 0; i < REINTI_LENGTH(list_types); i++) {
        size_t n = strlen(list_types[i].type);
        if (strncasecmp(type, list_types[i].type, n))
            continue;
        const char *name = type + n + strspn(type + n, " ");
        size_t length = strcspn(name, " ");
        reinti_item *item = add_item(r, list_types[i].kind);
        if (!item)
            return true;
        item->list = find_list(r->form, name, length);
        item->or_other = strcasestr(name + length, "or_other") || strcasestr(name + length, "or other") ||
                         strcasestr(name + length, "or specify other");
        if (item->list == REINTI_NO_LIST) {
            find(r, REINT_ERROR, "unknown_list", r->at[COLUMN_TYPE],
                 "there is no list of choices for \"%.60s\"", type);
        } else {
            r->form->list[item->list].used = true;
            r->form->list[item->list].or_other |= item->or_other;
        }
        return true;
    }
    return false;
}

static void
survey_row(reader *r)
{
    const char *type = r->text[COLUMN_TYPE];

    if (!*type)
        return;
    if (read_bracket(r, type))
        return;
    if (!*r->text[COLUMN_NAME]) {
        if (strcasecmp(type, "note"))
            find(r, REINT_ERROR, "no_name", r->at[COLUMN_TYPE], "a question of type \"%.60s\" has no name",
                 type);
        return;
    }
    if (read_select(r, type))
        return;
    size_t word = strcspn(type, " ");
    for (size_t i = 0; i < REINTI_LENGTH(plain_types); i++)
        if (!strcasecmp(type, plain_types[i].type) ||
            (strlen(plain_types[i].type) == word && !strncasecmp(type, plain_types[i].type, word) &&
             !strcasecmp(plain_types[i].type, "range"))) {
            add_item(r, plain_types[i].kind);
            return;
        }
    find(r, REINT_ERROR, "unknown_type", r->at[COLUMN_TYPE], "\"%.60s\" is no type of question that is known",
         type);
}

/* ---- choices and settings ---------------------------------------------------------------------------------- */

static void
choices_row(reader *r)
{
    reinti_xlsform *form = r->form;
    const char *list_name = r->text[COLUMN_LIST], *name = r->text[COLUMN_NAME];

    if (!*list_name)
        return;
    if (!*name) {
        find(r, REINT_ERROR, "no_name", r->at[COLUMN_LIST], "a choice of list \"%.60s\" has no name",
             list_name);
        return;
    }
    size_t k = find_list(form, list_name, strlen(list_name));
    if (k == REINTI_NO_LIST) {
        if (!reinti_arena_grow(form->arena, &form->list, &form->list_capacity, form->n_lists,
                               sizeof *form->list)) {
            form->no_memory = true;
            return;
        }
        k = form->n_lists++;
        form->list[k] = (reinti_choices){ .name = list_name };
    }
    reinti_choices *list = &form->list[k];
    bool added = false;
    if (form->n_choices >= CHOICES_MOST || (!list->index && !(list->index = reinti_map_create())) ||
        reinti_map_put(list->index, name, strlen(name), (int64_t)list->n, &added) == -2 ||
        !reinti_arena_grow(form->arena, &list->choice, &list->capacity, list->n, sizeof *list->choice)) {
        form->no_memory = true;
        return;
    }
    if (!added) { /* cascading lists repeat their choices */
        find(r, REINT_NOTE, "repeated_choice", r->at[COLUMN_NAME],
             "the choice \"%.60s\" stands twice in its list: the first one's label is taken", name);
        return;
    }
    form->n_choices++;
    list->choice[list->n++] = (reinti_choice){ name, r->label, r->number };
}

static void
settings_row(reader *r)
{
    if (*r->text[COLUMN_TITLE])
        r->form->title = r->text[COLUMN_TITLE];
    if (*r->text[COLUMN_ID])
        r->form->id = r->text[COLUMN_ID];
    if (*r->text[COLUMN_VERSION])
        r->form->version = r->text[COLUMN_VERSION];
    if (*r->text[COLUMN_DEFAULT_LANGUAGE])
        r->form->default_language = reinti_xlsform_language(r->form, r->text[COLUMN_DEFAULT_LANGUAGE]);
}

static reint_status
read_sheet(reinti_workbook *w, reinti_xlsform *form, const char *name, void (*row)(reader *r), bool needed,
           reint_error *err)
{
    size_t sheet = reinti_workbook_find(w, name);

    if (sheet == REINTI_NO_SHEET && needed)
        return reinti_fail(
            err, REINT_INPUT, form->file, 0,
            "the workbook has no sheet \"%s\": it is no XLSForm (a form of KoboToolbox or ODK has the "
            "sheets survey and choices)",
            name);
    if (sheet == REINTI_NO_SHEET)
        return REINT_OK;
    reader *r = reinti_arena_alloc(form->arena, sizeof *r);
    if (!r)
        return reinti_no_memory(err);
    r->form = form;
    r->sheet = reinti_workbook_sheet(w, sheet);
    r->row = row;
    reint_status status = reinti_sheet_read(w, sheet, on_row, r, NULL, err);
    if (!status && form->no_memory)
        status = reinti_no_memory(err);
    for (size_t d = 0; !status && d < r->depth; d++) {
        r->number = form->item[r->around[d]].row;
        find(r, REINT_ERROR, "not_closed", 0, "the group or repeat \"%.60s\" is never ended",
             form->item[r->around[d]].name);
    }
    return status;
}

void
reinti_xlsform_free(reinti_xlsform *form)
{
    for (size_t i = 0; i < form->n_lists; i++)
        reinti_map_free(form->list[i].index);
    reinti_arena_free(form->arena);
}

reint_status
reinti_xlsform_read(reinti_workbook *w, reinti_xlsform *form, reint_error *err)
{
    size_t before = reint_findings_count_severity(form->findings, REINT_ERROR);
    size_t first = reint_findings_count(form->findings);

    form->title = form->id = form->version = "";
    reint_status status = read_sheet(w, form, "settings", settings_row, false, err);
    if (!status)
        status = read_sheet(w, form, "choices", choices_row, false, err);
    if (!status)
        status = read_sheet(w, form, "survey", survey_row, true, err);
    if (!status && reint_findings_count_severity(form->findings, REINT_ERROR) > before)
        status = reinti_fail_findings(err, REINT_INPUT, form->findings, first);
    return status;
}
