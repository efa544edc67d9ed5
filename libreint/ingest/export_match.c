/* export_match.c -- what the columns of an export are.
 *
 * A head may be a question's name, its path with / or -, its label or the labels of its groups before it, in any
 * language; with a choice behind it, it marks that choice.  A table is of the repeat (or of the questionnaire) most of
 * whose questions it has.  A head that two questions of that form share is refused: an export with the names of groups
 * tells them apart. */
#include <config.h>

#include "ingest/export_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD_MOST 1024
enum { AMBIGUOUS = -3 };

/* Columns beside the answers, by the last part of their name. */
static const struct {
    const char *name;
    reinti_role role;
    unsigned rank;
} beside[] = {
    { "_id", REINTI_ROLE_ID, 1 },
    { "KEY", REINTI_ROLE_ID, 2 },
    { "_uuid", REINTI_ROLE_ID, 3 },
    { "instanceID", REINTI_ROLE_ID, 4 },
    { "_index", REINTI_ROLE_LINK, 1 },
    { "_parent_index", REINTI_ROLE_PARENT, 1 },
    { "PARENT_KEY", REINTI_ROLE_PARENT, 2 },
};
static const char *const passed_over[] = {
    "SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
    "ReviewState",    "DeviceID",    "Edits",         "FormVersion",        "instanceName"
};

static bool
add(reinti_map *map, const char *head, size_t item)
{
    bool added = false;
    int64_t was = reinti_map_put(map, head, strlen(head), (int64_t)item, &added);

    if (was == -2)
        return false;
    if (!added &&
        was != (int64_t)item) { /* a later value takes the place of the first: marked by a key of its own */
        char mark[HEAD_MOST + 2];
        snprintf(mark, sizeof mark, "\001%s", head);
        return reinti_map_put(map, mark, strlen(mark), AMBIGUOUS, NULL) != -2;
    }
    return true;
}

static bool
is_ambiguous(const reinti_map *map, const char *head)
{
    char mark[HEAD_MOST + 2];

    snprintf(mark, sizeof mark, "\001%s", head);
    return reinti_map_find(map, mark, strlen(mark)) == AMBIGUOUS;
}

/* The names of the groups around ITEM and its own, joined; from the repeat of its record on, or from the top. */
static void
path_of(const reinti_xlsform *form, size_t item, char joint, bool from_top, const char *language,
        reinti_str *out)
{
    size_t parent = form->item[item].parent;

    if (parent != REINTI_TOP && (from_top || form->item[parent].kind != REINTI_ITEM_REPEAT)) {
        path_of(form, parent, joint, from_top, language, out);
        if (form->item[item].loop_choice) {
            reinti_str_add(out, form->item[item].loop_choice);
            reinti_str_add_char(out, joint);
        }
    }
    const char *name = form->item[item].name;
    if (language) {
        const char *label = reinti_label_text(&form->item[item].label, language);
        name = label && *label ? label : name;
    }
    reinti_str_add(out, name);
    if (form->item[item].kind == REINTI_ITEM_GROUP || form->item[item].kind == REINTI_ITEM_REPEAT)
        reinti_str_add_char(out, joint);
}

/* Every head that ITEM may have. */
static bool
add_heads(const reinti_xlsform *form, reinti_map *map, size_t item)
{
    static const char joints[] = "/-";
    reinti_str path = REINTI_STR_EMPTY;
    bool good = add(map, form->item[item].name, item);

    for (int top = 0; good && top < 2; top++) {
        for (size_t j = 0; good && j < 2; j++) {
            reinti_str_clear(&path);
            path_of(form, item, joints[j], top, NULL, &path);
            good = !path.failed && add(map, path.text, item);
        }
        for (size_t l = 0; good && l <= form->n_languages; l++) {
            const char *language = l < form->n_languages ? form->language[l] : "";
            reinti_str_clear(&path);
            path_of(form, item, '/', top, language, &path);
            good = !path.failed && add(map, path.text, item);
            const char *label = reinti_label_text(&form->item[item].label, language);
            good = good && (!label || !*label || add(map, label, item));
        }
    }
    reinti_str_free(&path);
    return good;
}

static reinti_map *
heads_of(const reinti_xlsform *form, size_t repeat)
{
    reinti_map *map = reinti_map_create();

    for (size_t i = 0; map && i < form->n; i++) {
        reinti_item_kind kind = form->item[i].kind;
        if (form->item[i].repeat != repeat || kind == REINTI_ITEM_GROUP || kind == REINTI_ITEM_REPEAT)
            continue;
        if (!add_heads(form, map, i)) {
            reinti_map_free(map);
            map = NULL;
        }
    }
    return map;
}

/* ---- choices ----------------------------------------------------------------------------------------------- */

const char *
reinti_export_choice(const reinti_choices *list, const char *text, size_t n)
{
    int64_t k = list->index ? reinti_map_find(list->index, text, n) : -1;

    if (k >= 0)
        return list->choice[k].name;
    if (n > 2 && !memcmp(text + n - 2, ".0", 2) && list->index &&
        (k = reinti_map_find(list->index, text, n - 2)) >= 0) /* a spreadsheet made a number of it */
        return list->choice[k].name;
    for (size_t i = 0; i < list->n; i++)
        for (size_t l = 0; l < list->choice[i].label.n; l++)
            if (strlen(list->choice[i].label.text[l]) == n && !memcmp(list->choice[i].label.text[l], text, n))
                return list->choice[i].name;
    return list->or_other && ((n == 5 && !strncasecmp(text, "other", 5))) ? "other" : NULL;
}

static size_t
choice_at(const reinti_choices *list, const char *text)
{
    const char *name = reinti_export_choice(list, text, strlen(text));

    for (size_t i = 0; name && i < list->n; i++)
        if (list->choice[i].name == name)
            return i;
    return name ? list->n : SIZE_MAX;
}

/* ---- one head ---------------------------------------------------------------------------------------------- */

static const char *
last_part(const char *head)
{
    const char *slash = strrchr(head, '/'), *dash = strrchr(head, '-');

    return slash ? slash + 1 : dash ? dash + 1 : head;
}

static bool
match_beside(const char *head, reinti_role_of *out)
{
    const char *last = last_part(head);

    for (size_t i = 0; i < REINTI_LENGTH(beside); i++)
        if (!strcmp(last, beside[i].name)) {
            *out = (reinti_role_of){ beside[i].role, 0, 0, beside[i].rank };
            return true;
        }
    for (size_t i = 0; i < REINTI_LENGTH(passed_over); i++)
        if (!strcmp(last, passed_over[i]))
            return true;
    return *last == '_' || !*head; /* _submission_time, _tags, __version__, _geopoint_latitude */
}

/* HEAD without its choice, "question/choice": labels may hold slashes themselves, so every slash is tried. */
static bool
match_choice(const reinti_xlsform *form, const reinti_map *map, const char *head, reinti_role_of *out)
{
    for (const char *slash = head + strlen(head); slash > head; slash--) {
        if (*slash != '/')
            continue;
        int64_t item = reinti_map_find(map, head, (size_t)(slash - head));
        if (item < 0 || form->item[item].kind != REINTI_ITEM_MULTIPLE)
            continue;
        size_t choice = choice_at(&form->list[form->item[item].list], slash + 1);
        if (choice == SIZE_MAX)
            continue;
        *out = (reinti_role_of){ REINTI_ROLE_CHOICE, (size_t)item, choice, 0 };
        return true;
    }
    return false;
}

static reinti_role_of
match_head(const reinti_xlsform *form, const reinti_map *map, const char *head)
{
    reinti_role_of out = { REINTI_ROLE_UNKNOWN, 0, 0, 0 };
    int64_t item = reinti_map_find(map, head, strlen(head));
    size_t n = strlen(head);

    if (item >= 0) {
        out.item = (size_t)item;
        out.role = form->item[item].variable ? REINTI_ROLE_ANSWER : REINTI_ROLE_LEFT_OUT;
        return out;
    }
    if (match_choice(form, map, head, &out))
        return out;
    if (n > 6 && !strcmp(head + n - 6, "_other") && (item = reinti_map_find(map, head, n - 6)) >= 0 &&
        form->item[item].or_other) {
        out.item = (size_t)item;
        out.role = REINTI_ROLE_OTHER;
        return out;
    }
    reinti_role_of none = { REINTI_ROLE_NONE, 0, 0, 0 };
    if (match_beside(head, &none))
        return none;
    /* a place has further columns: name-Latitude, _name_latitude */
    const char *dash = strrchr(head, '-');
    if (dash && (item = reinti_map_find(map, head, (size_t)(dash - head))) >= 0 &&
        form->item[item].kind == REINTI_ITEM_LEFT_OUT)
        return none;
    return out;
}

void
reinti_export_path_of(const reinti_xlsform *form, size_t item, reinti_str *out)
{
    path_of(form, item, '/', true, NULL, out);
    if (out->length && out->text[out->length - 1] == '/') /* a group ends with one */
        out->text[--out->length] = '\0';
}

bool
reinti_export_match_path(const reinti_xlsform *form, size_t repeat, const char *path, reinti_role_of *out)
{
    reinti_map *map = heads_of(form, repeat);

    *out = (reinti_role_of){ REINTI_ROLE_UNKNOWN, 0, 0, 0 };
    if (map && !is_ambiguous(map, path))
        *out = match_head(form, map, path);
    reinti_map_free(map);
    return out->role != REINTI_ROLE_UNKNOWN;
}

/* ---- a table ----------------------------------------------------------------------------------------------- */

static void
copy_head(const reinti_csv_field *field, char out[HEAD_MOST])
{
    const char *text = field->text;
    size_t n = field->length;

    while (n && (*text == ' ' || *text == '\t'))
        text++, n--;
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    n = n < HEAD_MOST ? n : HEAD_MOST - 1;
    memcpy(out, text, n);
    out[n] = '\0';
}

/* Roles of all columns as a table of REPEAT; answers how many are of questions. */
static size_t
match_as(const reinti_xlsform *form, const reinti_map *map, const reinti_export_table *t,
         reinti_role_of *role)
{
    char head[HEAD_MOST];
    size_t matched = 0;

    for (size_t c = 0; c < t->n; c++) {
        copy_head(&t->csv.field[c], head);
        role[c] = match_head(form, map, head);
        bool beside_item =
            c && (role[c - 1].role == REINTI_ROLE_ANSWER || role[c - 1].role == REINTI_ROLE_CHOICE);
        if (role[c].role == REINTI_ROLE_UNKNOWN && beside_item && form->item[role[c - 1].item].or_other &&
            !strcmp(last_part(head),
                    "Specify other.")) /* what such a question is labelled, whatever the language */
            role[c] = (reinti_role_of){ REINTI_ROLE_OTHER, role[c - 1].item, 0, 0 };
        matched += role[c].role == REINTI_ROLE_ANSWER || role[c].role == REINTI_ROLE_CHOICE ||
                   role[c].role == REINTI_ROLE_LEFT_OUT;
    }
    return matched;
}

static reint_status
check_heads(const reinti_xlsform *form, const reinti_map *map, reinti_export_table *t,
            reint_findings *findings, reint_error *err)
{
    char head[HEAD_MOST];

    reinti_findings_sheet(findings, t->sheet);
    for (size_t c = 0; c < t->n; c++) {
        const reinti_role_of *r = &t->role[c];
        copy_head(&t->csv.field[c], head);
        long column = (long)c + 1 + (t->is_flat ? (long)t->flat.first_column : 0);
        if (r->role == REINTI_ROLE_UNKNOWN && strchr(head, '[')) {
            reinti_findings_sheet(findings, NULL);
            return reinti_fail_at(
                err, REINT_INPUT, t->file, NULL, t->csv.record_line, column,
                "the export has its repeats in columns (\"%.60s\"): export it anew with each repeat as "
                "a table or sheet of its own",
                head);
        }
        if (r->role == REINTI_ROLE_UNKNOWN)
            reinti_find(findings, REINT_WARNING, "unknown_column", t->file, NULL, t->csv.record_line, column,
                        "the column \"%.60s\" is of no question of this version of the form: it is left out",
                        head);
        if (r->role == REINTI_ROLE_ANSWER && is_ambiguous(map, head)) {
            reinti_findings_sheet(findings, NULL);
            return reinti_fail_at(
                err, REINT_INPUT, t->file, NULL, t->csv.record_line, column,
                "several questions are called \"%.60s\": export it anew with the names of groups in "
                "the heads",
                head);
        }
        for (size_t k = 0; r->role == REINTI_ROLE_ANSWER && k < c; k++)
            if (t->role[k].role == REINTI_ROLE_ANSWER && t->role[k].item == r->item) {
                reinti_findings_sheet(findings, NULL);
                return reinti_fail_at(err, REINT_INPUT, t->file, NULL, t->csv.record_line, column,
                                      "two columns are of the question \"%.60s\"", form->item[r->item].name);
            }
    }
    reinti_findings_sheet(findings, NULL);
    return REINT_OK;
}

reint_status
reinti_export_match(const reinti_xlsform *form, reinti_export_table *t, reinti_export_table *found,
                    size_t *n_found, reint_findings *findings, reint_error *err)
{
    reinti_map *best_map = NULL;
    reint_status status = REINT_OK;

    if (reinti_csv_next(&t->csv, err) != REINTI_CSV_RECORD)
        return reinti_fail(err, REINT_INPUT, t->file, 0, "the table is empty");
    t->n = t->csv.n_fields;
    t->role = reinti_arena_alloc(form->arena, (t->n + 1) * sizeof *t->role);
    reinti_role_of *role = reinti_arena_alloc(form->arena, (t->n + 1) * sizeof *role);
    if (!t->role || !role || t->n > REINTI_CSV_COLUMNS_LIMIT)
        return t->role && role ? reinti_fail(err, REINT_INPUT, t->file, 0, "the table has too many columns")
                               : reinti_no_memory(err);
    for (size_t i = SIZE_MAX; !status && (i == SIZE_MAX || i < form->n); i++) {
        if (i != SIZE_MAX && form->item[i].kind != REINTI_ITEM_REPEAT)
            continue;
        reinti_map *map = heads_of(form, i);
        if (!map)
            status = reinti_no_memory(err);
        size_t matched = map ? match_as(form, map, t, role) : 0;
        if (map && (i == REINTI_TOP || matched > t->matched)) {
            t->matched = matched;
            t->repeat = i;
            memcpy(t->role, role, t->n * sizeof *role);
            reinti_map_free(best_map);
            best_map = map;
        } else {
            reinti_map_free(map);
        }
    }
    *n_found = 0;
    if (!status && t->repeat == REINTI_TOP)
        status = reinti_export_unflatten(form, t, found, n_found, err);
    t->matched += *n_found;
    if (!status)
        status = check_heads(form, best_map, t, findings, err);
    reinti_map_free(best_map);
    return status;
}
