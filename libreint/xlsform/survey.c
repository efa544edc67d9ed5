/* survey.c -- the questions of an XLSForm: types in all their spellings, groups, repeats, loops.
 *
 * A row is a question, or begins or ends a bracket around others.  A loop (an old kind of group) asks its questions once
 * for every choice of a list: it is written out when it ends.  What is no known type is an error at its cell. */
#include <config.h>

#include "xlsform/make.h"
#include "xlsform/reader.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ITEMS_MOST 20000

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
current_repeat(const reinti_reader *r)
{
    for (size_t d = r->depth; d--;)
        if (r->form->item[r->around[d]].kind == REINTI_ITEM_REPEAT)
            return r->around[d];
    return REINTI_TOP;
}

/* A group at the top that is called NAME_form, and no repeat within it, is around the current row. */
static size_t
current_section(const reinti_reader *r)
{
    const size_t end = strlen(REINTI_FORM_GROUP);

    if (!r->depth || current_repeat(r) != REINTI_TOP)
        return REINTI_TOP;
    const reinti_item *group = &r->form->item[r->around[0]];
    size_t n = strlen(group->name);
    return n > end && !strcmp(group->name + n - end, REINTI_FORM_GROUP) ? r->around[0] : REINTI_TOP;
}

/* What a question says beyond what a codebook can keep. */
static void
tell_passed(reinti_reader *r, const reinti_item *item)
{
    static const struct {
        reinti_form_column_kind kind;
        const char *code, *what;
    } passed[] = {
        { REINTI_FORM_FILTER, "filter_left_out",
          "which of its choices are offered is not taken over: all are allowed" },
        { REINTI_FORM_FILLED, "default_left_out", "the answer that it begins with is not taken over" },
        { REINTI_FORM_REPEATS, "count_left_out", "how many records it has is not taken over" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(passed); i++)
        if (*r->text[passed[i].kind])
            reinti_reader_find(r, REINT_NOTE, passed[i].code, r->at[passed[i].kind], "question \"%.60s\": %s",
                               item->name, passed[i].what);
    if (*item->calculation && item->kind != REINTI_ITEM_CALCULATE)
        reinti_reader_find(r, REINT_NOTE, "calculation_left_out", r->at[REINTI_FORM_CALCULATION],
                           "question \"%.60s\": its calculation is not taken over", item->name);
}

static reinti_item *
add_item(reinti_reader *r, reinti_item_kind kind)
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
        .name = r->text[REINTI_FORM_NAME],
        .type = r->text[REINTI_FORM_TYPE],
        .list = REINTI_NO_LIST,
        .parent = r->depth ? r->around[r->depth - 1] : REINTI_TOP,
        .repeat = current_repeat(r),
        .label = r->label,
        .hint = r->hint,
        .message = r->message,
        .relevant = r->text[REINTI_FORM_RELEVANT],
        .constraint = r->text[REINTI_FORM_CONSTRAINT],
        .required = r->text[REINTI_FORM_REQUIRED],
        .calculation = r->text[REINTI_FORM_CALCULATION],
        .answers = r->text[REINTI_FORM_ANSWERS],
        .section = current_section(r),
        .row = r->number,
    };
    item->is_required = reinti_xlsform_yes(item->required);
    tell_passed(r, item);
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
expand_loop(reinti_reader *r, size_t loop)
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
                reinti_reader_find(r, REINT_ERROR, "group_in_loop", 0,
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
            reinti_xlsform_add_label(form, &filled, label->language[l],
                                     fill_in(form, label->text[l], "label", with ? with : item->loop_choice));
        }
        *label = filled;
    }
}

/* "begin group", "begin_repeat", "begin loop over LIST" and their ends; false: none of them. */
static bool
read_bracket(reinti_reader *r, const char *type)
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
                reinti_reader_find(r, REINT_ERROR, "not_open", r->at[REINTI_FORM_TYPE],
                                   "\"%.40s\" ends what was never begun", type);
            else if (r->form->item[r->around[--r->depth]].list != REINTI_NO_LIST)
                expand_loop(r, r->around[r->depth]);
            return true;
        }
        if (r->depth == DEPTH_MOST) {
            reinti_reader_find(r, REINT_ERROR, "too_deep", r->at[REINTI_FORM_TYPE],
                               "\"%.40s\" stands more than 64 groups deep", type);
            return true;
        }
        reinti_item *item = add_item(r, kinds[i].kind);
        if (!item)
            return true;
        const char *over = strcasestr(word, " over ");
        if (over) {
            item->list = reinti_xlsform_list(r->form, over + 6, strlen(over + 6));
            if (item->list == REINTI_NO_LIST)
                reinti_reader_find(r, REINT_ERROR, "unknown_list", r->at[REINTI_FORM_TYPE],
                                   "there is no list of choices for \"%.60s\"", type);
        }
        if (!*item->name)
            reinti_reader_find(r, REINT_ERROR, "no_name", r->at[REINTI_FORM_TYPE], "\"%.40s\" has no name",
                               type);
        r->around[r->depth++] = r->form->n - 1;
        return true;
    }
    return false;
}

static bool
read_select(reinti_reader *r, const char *type)
{
    for (size_t i = 0; i < REINTI_LENGTH(outside_types); i++)
        if (!strncasecmp(type, outside_types[i], strlen(outside_types[i]))) {
            reinti_item *item = add_item(r, REINTI_ITEM_TEXT);
            if (item)
                reinti_reader_find(
                    r, REINT_NOTE, "choices_outside", r->at[REINTI_FORM_TYPE],
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
        item->list = reinti_xlsform_list(r->form, name, length);
        item->or_other = strcasestr(name + length, "or_other") || strcasestr(name + length, "or other") ||
                         strcasestr(name + length, "or specify other");
        if (item->list == REINTI_NO_LIST) {
            reinti_reader_find(r, REINT_ERROR, "unknown_list", r->at[REINTI_FORM_TYPE],
                               "there is no list of choices for \"%.60s\"", type);
        } else {
            r->form->list[item->list].used = true;
            r->form->list[item->list].or_other |= item->or_other;
        }
        return true;
    }
    return false;
}

/* position(..): what a repeat counts. */
static bool
is_position(const char *calculation)
{
    const char *sign = "position(..)";

    for (; *calculation; calculation++)
        if (*calculation != ' ' && *calculation != *sign++)
            return false;
    return !*sign;
}

void
reinti_survey_row(reinti_reader *r)
{
    const char *type = r->text[REINTI_FORM_TYPE];

    if (!*type)
        return;
    if (read_bracket(r, type))
        return;
    if (!*r->text[REINTI_FORM_NAME]) {
        if (strcasecmp(type, "note"))
            reinti_reader_find(r, REINT_ERROR, "no_name", r->at[REINTI_FORM_TYPE],
                               "a question of type \"%.60s\" has no name", type);
        return;
    }
    if (read_select(r, type))
        return;
    size_t word = strcspn(type, " ");
    for (size_t i = 0; i < REINTI_LENGTH(plain_types); i++)
        if (!strcasecmp(type, plain_types[i].type) ||
            (strlen(plain_types[i].type) == word && !strncasecmp(type, plain_types[i].type, word) &&
             !strcasecmp(plain_types[i].type, "range"))) {
            reinti_item *item = add_item(r, plain_types[i].kind);
            if (item && item->kind == REINTI_ITEM_CALCULATE && item->repeat != REINTI_TOP &&
                is_position(item->calculation))
                item->kind = REINTI_ITEM_NUMBER;
            return;
        }
    reinti_reader_find(r, REINT_ERROR, "unknown_type", r->at[REINTI_FORM_TYPE],
                       "\"%.60s\" is no type of question that is known", type);
}
