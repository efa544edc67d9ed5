/* manual.c -- see manual.h. */
#include <config.h>

#include "check.h"

#include <ctype.h>

#include "manual.h"
#include "yaml/yaml.h"

enum { MOST_KEYS = 100, MOST_KINDS = 60, WORD = 40 };

typedef struct kind {
    char what[80];
    size_t n;
    char key[MOST_KEYS][WORD];
    bool used[MOST_KEYS];
} kind;

struct manual_keys {
    size_t n;
    kind kind[MOST_KINDS];
};

/* ---- pages --------------------------------------------------------------------------------------------- */

char *
manual_page(const char *name)
{
    char path[64];
    reinti_bytes bytes;

    snprintf(path, sizeof path, "man/%s", name);
    assert_int_equal(reinti_bytes_read(source_path(path), 0, &bytes, NULL), REINT_OK);
    char *text = strndup(bytes.data, bytes.size);
    reinti_bytes_free(&bytes);
    return text;
}

/* Roff to what is typed: \- and \e. */
static char *
typed(const char *from, const char *to)
{
    char *out = calloc((size_t)(to - from) + 1, 1), *p = out;

    for (; from < to; from++) {
        if (from[0] == '\\' && (from[1] == '-' || from[1] == 'e'))
            *p++ = *++from == 'e' ? '\\' : '-';
        else
            *p++ = *from;
    }
    return out;
}

char *
manual_example(const char *page, const char *file)
{
    const char *at = strstr(page, ".SH EXAMPLE");
    char head[64];

    assert_non_null(at);
    snprintf(head, sizeof head, "# %s:", file ? file : "");
    while ((at = strstr(at, "\n.nf\n"))) {
        const char *end = strstr(at += 5, "\n.fi\n");
        assert_non_null(end);
        char *text = typed(at, end + 1);
        if (!file || !strncmp(text, head, strlen(head)))
            return text;
        free(text);
        at = end;
    }
    fail_msg("the page has no example %s", file ? file : "");
    return NULL;
}

/* The next argument of a macro line: in double quotes, or a word. */
static const char *
argument(const char *line, char out[256])
{
    size_t n = 0;
    bool quoted = false;

    while (*line == ' ')
        line++;
    for (; *line && *line != '\n' && (quoted || *line != ' '); line++)
        if (*line == '"')
            quoted = !quoted;
        else if (n < 255)
            out[n++] = *line;
    out[n] = 0;
    return line;
}

typedef struct words {
    char (*out)[WORD];
    size_t n, most;
} words;

/* The words of TEXT that could be keys. */
static void
add_words(words *w, const char *text)
{
    for (const char *p = text; *p;) {
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_");
        if (n && n < WORD && isalpha((unsigned char)*p)) {
            assert_true(w->n < w->most);
            memcpy(w->out[w->n], p, n);
            w->out[w->n++][n] = 0;
        }
        p += n;
        p += *p != 0;
    }
}

/* The bold words of a macro line. */
static void
add_bold(words *w, const char *line)
{
    static const struct {
        const char *macro;
        unsigned bold; /* bit 0: first, third ... argument; bit 1: second, fourth ... */
    } macros[] = { { ".B ", 3 }, { ".BR ", 1 }, { ".BI ", 1 }, { ".RB ", 2 }, { ".IB ", 2 } };
    char text[256];

    for (size_t i = 0; i < REINTI_LENGTH(macros); i++) {
        size_t n = strlen(macros[i].macro);
        if (strncmp(line, macros[i].macro, n))
            continue;
        line += n;
        for (unsigned k = 0; *line && *line != '\n'; k++) {
            line = argument(line, text);
            if (macros[i].bold >> k % 2 & 1)
                add_words(w, text);
        }
        return;
    }
}

/* Whether PLACE is one of the sections "A|B". */
static bool
is_section(const char *sections, const char *place)
{
    size_t n = strlen(place);

    for (const char *at = sections; at; at = strchr(at, '|'), at += at != NULL)
        if (!strncmp(at, place, n) && (!at[n] || at[n] == '|'))
            return true;
    return false;
}

size_t
manual_tags(const char *page, const char *section, const char *tag, char out[][40], size_t most)
{
    char here[200] = "", current[2][WORD] = { "", "" };
    words found = { out, 0, most };
    int depth = 0;
    bool tag_next = false;

    for (const char *line = page; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        char place[256];
        if (!strncmp(line, ".SH ", 4) || !strncmp(line, ".SS ", 4)) {
            snprintf(here, sizeof here, "%.*s", (int)strcspn(line + 4, "\n"), line + 4);
            current[0][0] = current[1][0] = 0;
            depth = 0;
        } else if (!strncmp(line, ".RS", 3)) {
            depth = 1;
        } else if (!strncmp(line, ".RE", 3)) {
            depth = 0;
        }
        snprintf(place, sizeof place, "%s%s%s", here, depth ? "/" : "", depth ? current[0] : "");
        if (tag_next) {
            char mine[20][WORD];
            words w = { mine, 0, 20 };
            add_bold(&w, line);
            snprintf(current[depth], WORD, "%s", w.n ? mine[0] : "");
            if (!tag && is_section(section, place))
                add_bold(&found, line);
        } else if (tag && is_section(section, place) && !strcmp(current[depth], tag)) {
            add_bold(&found, line);
        }
        tag_next = !strncmp(line, ".TP", 3);
    }
    return found.n;
}

/* ---- the probe ----------------------------------------------------------------------------------------- */

typedef struct map_place {
    long line; /* of its key zzz */
    const reinti_yaml *map;
} map_place;

typedef struct probe {
    reinti_str text;
    long line;
    size_t n;
    map_place place[2000];
} probe;

static void
write_scalar(probe *p, const reinti_yaml *node)
{
    if (!node->text[0] && !node->quoted)
        return; /* a forgotten value stays one */
    reinti_str_add_char(&p->text, '"');
    for (const char *c = node->text; *c; c++) {
        if (*c == '"' || *c == '\\')
            reinti_str_add_char(&p->text, '\\');
        if (*c == '\n')
            reinti_str_add(&p->text, "\\n");
        else
            reinti_str_add_char(&p->text, *c);
    }
    reinti_str_add_char(&p->text, '"');
}

static void
write_node(probe *p, const reinti_yaml *node)
{
    bool map = node->kind == REINTI_YAML_MAP;

    if (node->kind == REINTI_YAML_SCALAR) {
        write_scalar(p, node);
        return;
    }
    reinti_str_add(&p->text, map ? "{\n" : "[\n");
    p->line++;
    if (map) {
        assert_true(p->n < REINTI_LENGTH(p->place));
        p->place[p->n++] = (map_place){ p->line, node };
        reinti_str_add(&p->text, "\"zzz\": 1,\n");
        p->line++;
    }
    for (size_t i = 0; i < node->n; i++) {
        if (map) {
            write_scalar(p, node->key[i]);
            reinti_str_add(&p->text, ": ");
        }
        write_node(p, node->item[i]);
        reinti_str_add(&p->text, ",\n");
        p->line++;
    }
    reinti_str_add(&p->text, map ? "}" : "]");
}

/* ---- what the parser said ------------------------------------------------------------------------------ */

manual_keys *
manual_keys_create(void)
{
    return calloc(1, sizeof(manual_keys));
}

void
manual_keys_free(manual_keys *k)
{
    free(k);
}

static kind *
find_kind(manual_keys *k, const char *what, size_t n)
{
    for (size_t i = 0; i < k->n; i++)
        if (strlen(k->kind[i].what) == n && !memcmp(k->kind[i].what, what, n))
            return &k->kind[i];
    assert_true(k->n < MOST_KINDS && n < sizeof k->kind[0].what);
    memcpy(k->kind[k->n].what, what, n);
    return &k->kind[k->n++];
}

/* `unknown key "zzz" in a variable; allowed: label, list` of the map at the finding's line. */
static void
note(manual_keys *k, const probe *p, const reint_finding *f)
{
    static const char start[] = "unknown key \"zzz\" in ", allowed[] = "; allowed: ";
    const char *list = strstr(f->text, allowed), *what = f->text + strlen(start);

    if (strcmp(f->code, "unknown_key") || strncmp(f->text, start, strlen(start)))
        return;
    assert_non_null(list);
    kind *one = find_kind(k, what, strcspn(what, ";("));
    words w = { one->key, 0, MOST_KEYS };
    add_words(&w, list + strlen(allowed));
    if (one->n)
        assert_int_equal(one->n, w.n); /* one kind of map, one set of keys */
    one->n = w.n;
    for (size_t m = 0; m < p->n; m++)
        for (size_t i = 0; p->place[m].line == f->line && i < one->n; i++)
            one->used[i] |= reinti_yaml_get(p->place[m].map, one->key[i]) != NULL;
}

void
manual_collect(manual_keys *k, const char *example, manual_parse_fn parse, void *user)
{
    reinti_arena *arena = reinti_arena_create();
    reint_findings *findings = reint_findings_create();
    reinti_yaml_file file = { "example", arena, findings };
    reinti_yaml *root = NULL;
    probe *p = calloc(1, sizeof *p);

    assert_int_equal(reinti_yaml_parse(&file, example, strlen(example), &root, NULL), REINT_OK);
    p->line = 1;
    p->text = (reinti_str)REINTI_STR_EMPTY;
    write_node(p, root);
    parse(p->text.text, findings, user);
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        note(k, p, reint_findings_get(findings, i));
    reinti_str_free(&p->text);
    free(p);
    reint_findings_free(findings);
    reinti_arena_free(arena);
}

/* ---- the comparison ------------------------------------------------------------------------------------ */

static bool
is_among(const char *word, char (*list)[WORD], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i], word))
            return true;
    return false;
}

static size_t
compare_kind(const kind *one, const char *page, const manual_map *map)
{
    char said[300][WORD];
    size_t n = manual_tags(page, map->section, map->tag, said, REINTI_LENGTH(said)), wrong = 0;

    for (size_t i = 0; i < one->n; i++) {
        char key[WORD];
        memcpy(key, one->key[i], WORD);
        if (!is_among(key, said, n)) {
            print_error("%s: the page does not describe the key %s of %s\n", map->section, key, one->what);
            wrong++;
        }
        if (!one->used[i]) {
            print_error("%s: no example has the key %s of %s\n", map->section, key, one->what);
            wrong++;
        }
    }
    for (size_t i = 0; !map->tag && i < n; i++)
        if (!is_among(said[i], (char(*)[WORD])one->key, one->n)) {
            print_error("%s: the parser does not know the key %s of %s\n", map->section, said[i], one->what);
            wrong++;
        }
    return wrong;
}

void
manual_compare(const manual_keys *k, const char *page, const manual_map *maps)
{
    size_t wrong = 0;

    for (size_t i = 0; i < k->n; i++) {
        size_t m = 0;
        while (maps[m].what && strcmp(maps[m].what, k->kind[i].what))
            m++;
        if (!maps[m].what) {
            print_error("the test does not know where the page describes %s\n", k->kind[i].what);
            wrong++;
        } else {
            wrong += compare_kind(&k->kind[i], page, &maps[m]);
        }
    }
    for (size_t m = 0; maps[m].what; m++) {
        size_t i = 0;
        while (i < k->n && strcmp(maps[m].what, k->kind[i].what))
            i++;
        if (i == k->n) {
            print_error("no example has %s\n", maps[m].what);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
