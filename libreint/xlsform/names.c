/* names.c -- what the questions and lists of a form are called in the codebook, and what is left out of it.
 *
 * A codebook has small names without dots; a form may have any.  Two questions of one form that would be called
 * the same take the name of their group in front.  Left out is what points at a person: places, pictures,
 * voices, telephones, devices, and questions that ask for a name, an address or a number.  A program cannot
 * know all of those, so the notes name each question of free text as well. */
#include <config.h>

#include "xlsform/make.h"
#include "xlsform/xlsform.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define NAME_MOST 60 /* of 64: room for a number behind */

/* Small letters, digits, single underscores, after a letter; "" if there is nothing of these. */
static const char *
simplified(reinti_xlsform *form, const char *text)
{
    char out[NAME_MOST + 1];
    size_t n = 0;

    for (; *text && n < NAME_MOST; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x80 && isalnum(c)) {
            if (!n && isdigit(c))
                out[n++] = 'q';
            if (n < NAME_MOST)
                out[n++] = (char)tolower(c);
        } else if (n && out[n - 1] != '_') {
            out[n++] = '_';
        }
    }
    while (n && out[n - 1] == '_')
        n--;
    const char *copy = reinti_arena_text_n(form->arena, out, n);
    form->no_memory = form->no_memory || !copy;
    return reinti_text_or(copy, "");
}

const char *
reinti_xlsform_plain(reinti_xlsform *form, const char *text, const char *otherwise)
{
    static const char *const taken[] = { "id", "rowid", "oid", "class" };
    const char *name = simplified(form, text);

    for (size_t i = 0; i < REINTI_LENGTH(taken); i++)
        if (!strcmp(name, taken[i]))
            name = reinti_arena_format(form->arena, "%s_value", taken[i]);
    form->no_memory = form->no_memory || !name;
    return name && *name ? name : otherwise;
}

/* Languages that forms of this field have, by how they are called there. */
static const struct {
    const char *name, *code;
} languages[] = {
    { "english", "en" },    { "bahasa indonesia", "id" },
    { "indonesian", "id" }, { "indonesia", "id" },
    { "bahasa", "id" },     { "french", "fr" },
    { "francais", "fr" },   { "français", "fr" },
    { "spanish", "es" },    { "español", "es" },
    { "espanol", "es" },    { "portuguese", "pt" },
    { "português", "pt" },  { "arabic", "ar" },
    { "swahili", "sw" },    { "kiswahili", "sw" },
    { "nepali", "ne" },     { "bengali", "bn" },
    { "bangla", "bn" },     { "hindi", "hi" },
    { "urdu", "ur" },       { "sinhala", "si" },
    { "tamil", "ta" },      { "khmer", "km" },
    { "lao", "lo" },        { "thai", "th" },
    { "vietnamese", "vi" }, { "burmese", "my" },
    { "tagalog", "tl" },    { "filipino", "fil" },
    { "malay", "ms" },      { "chinese", "zh" },
    { "russian", "ru" },    { "ukrainian", "uk" },
    { "romanian", "ro" },   { "albanian", "sq" },
    { "serbian", "sr" },    { "turkish", "tr" },
    { "amharic", "am" },    { "tigrinya", "ti" },
    { "somali", "so" },     { "hausa", "ha" },
    { "yoruba", "yo" },     { "german", "de" },
    { "esperanto", "eo" },  { "dari", "prs" },
    { "pashto", "ps" },     { "persian", "fa" },
};

const char *
reinti_xlsform_language(reinti_xlsform *form, const char *text)
{
    const char *open = strrchr(text, '('), *code = NULL;
    size_t name = open ? (size_t)(open - text) : strlen(text);

    while (name && isspace((unsigned char)text[name - 1]))
        name--;
    for (size_t i = 0; i < REINTI_LENGTH(languages); i++)
        if (strlen(languages[i].name) == name && !strncasecmp(languages[i].name, text, name))
            return languages[i].code; /* before the bracket: two sheets may differ in having one */
    if (open && strcspn(open + 1, ")") >= 2 && strcspn(open + 1, ")") <= 3)
        code = reinti_arena_text_n(form->arena, open + 1, strcspn(open + 1, ")"));
    else if (name >= 2 && name <= 3)
        code = reinti_arena_text_n(form->arena, text, name);
    if (code) {
        for (char *p = (char *)(uintptr_t)code; *p; p++)
            *p = (char)tolower((unsigned char)*p);
        for (const char *p = code; *p; p++)
            if (*p < 'a' || *p > 'z')
                return "und";
    }
    return code ? code : "und"; /* ISO 639: undetermined */
}

void
reinti_xlsform_language_name(const char *code, reinti_str *out)
{
    const char *name = code;
    bool begins = true;

    for (size_t i = 0; name == code && i < REINTI_LENGTH(languages); i++)
        if (!strcmp(languages[i].code, code))
            name = languages[i].name;
    for (; *name; name++) {
        reinti_str_add_char(out, begins ? (char)toupper((unsigned char)*name) : *name);
        begins = *name == ' ';
    }
    reinti_str_format(out, " (%s)", code);
}

/* ---- what points at a person ------------------------------------------------------------------------------- */

/* Words of a question's name; a whole word, or two that follow each other. */
static const char *const pointing[] = { "first_name", "last_name",   "family_name", "given_name", "full_name",
                                        "surname",    "middle_name", "nickname",    "salutation", "phone",
                                        "telephone",  "tel",         "mobile",      "address",    "email",
                                        "passport",   "id_number",   "nik",         "whatsapp",   "street" };

static bool
holds_word(const char *plain, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = plain; (p = strstr(p, word)); p++)
        if ((p == plain || p[-1] == '_') && (!p[n] || p[n] == '_'))
            return true;
    return false;
}

/* NAME is the question's own: "HomePhone" is two words. */
static bool
points_at_person(const char *name)
{
    char plain[2 * NAME_MOST + 1];
    size_t n = 0;

    for (const char *p = name; *p && n + 2 < sizeof plain; p++) {
        bool letter = (unsigned char)*p < 0x80 && isalnum((unsigned char)*p);
        if (n && plain[n - 1] != '_' &&
            (!letter || (isupper((unsigned char)*p) && islower((unsigned char)p[-1]))))
            plain[n++] = '_';
        if (letter)
            plain[n++] = (char)tolower((unsigned char)*p);
    }
    plain[n] = '\0';

    if (!strcmp(plain, "name") || (n > 5 && !strcmp(plain + n - 5, "_name")))
        return true;
    for (size_t i = 0; i < REINTI_LENGTH(pointing); i++)
        if (holds_word(plain, pointing[i]))
            return true;
    return false;
}

/* ---- names ------------------------------------------------------------------------------------------------- */

/* The name in FORMAT among the items with the same holder; false if it is taken there. */
static bool
is_free(reinti_map *taken, size_t holder, const char *name)
{
    char key[NAME_MOST + 64];
    bool added = false;
    int length = snprintf(key, sizeof key, "%zu/%s", holder, name);

    return length > 0 && (size_t)length < sizeof key &&
           reinti_map_put(taken, key, (size_t)length, 1, &added) != -2 && added;
}

/* Of forms; those of lists are SIZE_MAX - 1. */
#define FORM_NAMES (SIZE_MAX - 2)

static const char *
free_name(reinti_xlsform *form, reinti_map *taken, const reinti_item *item)
{
    size_t holder = item->kind == REINTI_ITEM_REPEAT ? FORM_NAMES : reinti_xlsform_holder(item);
    const char *plain = reinti_xlsform_plain(form, item->name, "question");
    size_t parent = item->parent;

    if (item->loop_choice) {
        const char *path = reinti_arena_format(form->arena, "%s %s", item->loop_choice, item->name);
        plain = path ? reinti_xlsform_plain(form, path, "question") : plain;
    }

    if (is_free(taken, holder, plain))
        return plain;
    if (parent != REINTI_TOP) {
        const char *path = reinti_arena_format(form->arena, "%s %s", form->item[parent].name, item->name);
        const char *longer = path ? reinti_xlsform_plain(form, path, "question") : plain;
        if (is_free(taken, holder, longer))
            return longer;
    }
    for (unsigned k = 2; k < 10000 && !form->no_memory; k++) {
        const char *numbered = reinti_arena_format(form->arena, "%.56s_%u", plain, k);
        if (!numbered)
            break;
        if (is_free(taken, holder, numbered))
            return numbered;
    }
    form->no_memory = true;
    return plain;
}

static void
name_item(reinti_xlsform *form, reinti_map *taken, reinti_item *item)
{
    bool chosen = item->kind == REINTI_ITEM_ONE || item->kind == REINTI_ITEM_MULTIPLE ||
                  item->kind == REINTI_ITEM_RANK || item->kind == REINTI_ITEM_REPEAT;

    if (item->kind == REINTI_ITEM_GROUP || item->kind == REINTI_ITEM_NOTHING)
        return;
    if (item->kind == REINTI_ITEM_LEFT_OUT)
        item->why_not = REINTI_WORDS("places, pictures, voices, telephones and devices point at a person");
    else if (!chosen && item->kind == REINTI_ITEM_TEXT && points_at_person(item->name))
        item->why_not = REINTI_WORDS("it seems to ask for a name, an address or a number of a person");
    else
        item->variable = free_name(form, taken, item);
}

void
reinti_xlsform_name(reinti_xlsform *form)
{
    reinti_map *taken = reinti_map_create();

    if (!taken) {
        form->no_memory = true;
        return;
    }
    for (size_t i = 0; i < form->n_lists; i++) {
        const char *plain = simplified(form, form->list[i].name), *name = plain = *plain ? plain : "list";
        for (unsigned k = 2; !is_free(taken, SIZE_MAX - 1, name) && !form->no_memory; k++) {
            name = reinti_arena_format(form->arena, "%.56s_%u", plain, k);
            form->no_memory = !name || k > 10000;
        }
        form->list[i].list = name;
    }
    is_free(taken, FORM_NAMES, reinti_xlsform_form(form, REINTI_TOP));
    is_free(taken, FORM_NAMES, "person");
    for (size_t i = 0; i < form->n && !form->no_memory; i++)
        if (form->item[i].section != REINTI_TOP)
            is_free(taken, FORM_NAMES, reinti_xlsform_form(form, form->item[i].section));
    for (size_t i = 0; i < form->n && !form->no_memory; i++)
        name_item(form, taken, &form->item[i]);
    reinti_map_free(taken);
}

/* ---- finding ----------------------------------------------------------------------------------------------- */

size_t
reinti_xlsform_holder(const reinti_item *item)
{
    return item->repeat != REINTI_TOP ? item->repeat : item->section;
}

/* The form around HOLDER; the questionnaire has the person around it, where that is a form of its own. */
static size_t
around(const reinti_xlsform *form, size_t holder)
{
    return form->item[holder].kind == REINTI_ITEM_REPEAT ? reinti_xlsform_holder(&form->item[holder])
                                                         : REINTI_TOP;
}

static bool
is_person(const reinti_xlsform *form, size_t holder)
{
    return holder != REINTI_TOP && form->item[holder].kind == REINTI_ITEM_GROUP &&
           !strcmp(reinti_xlsform_form(form, holder), "person");
}

bool
reinti_xlsform_sees(const reinti_xlsform *form, size_t holder, size_t other)
{
    if (is_person(form, other))
        return true;
    for (; holder != other; holder = around(form, holder))
        if (holder == REINTI_TOP || is_person(form, holder))
            return false;
    return true;
}

size_t
reinti_xlsform_find(const reinti_xlsform *form, size_t item, const char *name, size_t n)
{
    size_t found = REINTI_TOP;
    size_t from = item == REINTI_TOP                            ? REINTI_TOP
                  : form->item[item].kind == REINTI_ITEM_REPEAT ? item
                                                                : reinti_xlsform_holder(&form->item[item]);

    for (size_t i = 0; i < form->n; i++) {
        const reinti_item *it = &form->item[i];
        if (it->kind == REINTI_ITEM_GROUP || it->kind == REINTI_ITEM_REPEAT || strlen(it->name) != n ||
            memcmp(it->name, name, n))
            continue;
        size_t holder = reinti_xlsform_holder(it);
        size_t best = found == REINTI_TOP ? REINTI_TOP : reinti_xlsform_holder(&form->item[found]);
        if (found == REINTI_TOP ||
            (holder != best && reinti_xlsform_sees(form, from, holder) &&
             (!reinti_xlsform_sees(form, from, best) || reinti_xlsform_sees(form, holder, best))))
            found = i;
    }
    return found;
}

size_t
reinti_xlsform_beside(const reinti_xlsform *form, size_t item, const char *name, size_t n)
{
    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].parent == form->item[item].parent && strlen(form->item[i].name) == n &&
            !memcmp(form->item[i].name, name, n))
            return i;
    return REINTI_TOP;
}

unsigned
reinti_xlsform_depth(const reinti_xlsform *form, size_t repeat)
{
    unsigned depth = 0;

    for (; repeat != REINTI_TOP; repeat = form->item[repeat].repeat)
        depth++;
    return depth;
}

const char *
reinti_xlsform_form(const reinti_xlsform *form, size_t holder)
{
    const char *top = form->wave != REINTI_TOP ? "interview" : "person";

    return holder != REINTI_TOP ? reinti_text_or(form->item[holder].variable, top) : top;
}

void
reinti_xlsform_settle_sections(reinti_xlsform *form)
{
    form->top = REINTI_TOP;
    for (size_t i = 0; i < form->n; i++) {
        size_t at = form->item[i].section;
        if (at == REINTI_TOP)
            continue;
        reinti_item *section = &form->item[at];
        if (!section->variable) {
            const char *name = reinti_arena_text_n(form->arena, section->name,
                                                   strlen(section->name) - strlen(REINTI_FORM_GROUP));
            form->no_memory = form->no_memory || !name;
            section->variable = name ? reinti_xlsform_plain(form, name, "form") : NULL;
        }
        if (!section->variable || !strcmp(section->variable, reinti_xlsform_form(form, REINTI_TOP))) {
            form->item[i].section = REINTI_TOP;
            form->top = at;
        }
    }
}
