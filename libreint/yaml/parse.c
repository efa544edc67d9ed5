/* parse.c -- from the bytes of a YAML file to a tree that knows where each thing stood.
 *
 * libyaml's events are used, not its documents: depth is checked on each event (its own loader is quadratic
 * in it), aliases never become shared nodes, duplicate keys (which it does not notice) are found here.  A
 * problem that leaves the structure intact (a duplicate key, an alias, a tag) is reported and reading goes
 * on; one that does not (syntax, depth, a second document) is reported and ends the reading.  In both cases
 * there is no tree: whoever binds a tree can rely on its form. */
#include <config.h>

#include "yaml/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { MOST_DEPTH = 64, MOST_BYTES = 16 << 20, MOST_NODES = 1000000, FEW_KEYS = 16, SHOWN_KEY = 40 };

/* A list or map that is still open.  Its children lie on the reader's stack from FROM on: for a map keys and
 * values in turn. */
typedef struct frame {
    reinti_yaml *node;
    size_t from;
} frame;

typedef struct reader {
    reinti_yaml_file *file;
    reint_findings *findings;
    const char *data; /* after a byte order mark */
    size_t size;
    frame open[MOST_DEPTH];
    size_t depth;
    reinti_yaml **stack;
    size_t n_stack, capacity;
    size_t n_nodes;
    reinti_yaml *root;
    size_t n_duplicates; /* keys said twice: the only findings that leave the tree whole */
    bool no_memory;
} reader;

static void
report(reader *r, const char *code, long line, long column, const char *text)
{
    reinti_find(r->findings, REINT_ERROR, code, r->file->name, NULL, line, column, "%s", text);
}

/* ---- before libyaml: size, byte order mark, encoding --------------------------------------------------- */

static void
place_of(const char *data, size_t at, long *line, long *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (data[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)data[i] & 0xC0) != 0x80) {
            ++*column; /* characters, as libyaml counts them */
        }
    }
}

/* Takes off a byte order mark; false, with a finding, for what cannot be UTF-8 text of our size. */
static bool
check_bytes(reader *r)
{
    size_t bad_at;
    long line, column;

    if (r->size > MOST_BYTES) {
        report(r, "too_large", 0, 0, "the file is larger than 16 MiB");
        return false;
    }
    if (r->size >= 3 && !memcmp(r->data, "\xEF\xBB\xBF", 3)) {
        r->data += 3;
        r->size -= 3;
    }
    if (r->size >= 2 && (!memcmp(r->data, "\xFF\xFE", 2) || !memcmp(r->data, "\xFE\xFF", 2))) {
        report(r, "not_utf8", 1, 1, "the file is UTF-16; save it as UTF-8");
        return false;
    }
    if (!reinti_utf8_valid(r->data, r->size, &bad_at)) {
        place_of(r->data, bad_at, &line, &column);
        report(r, "not_utf8", line, column, "a byte that is not UTF-8; save the file as UTF-8");
        return false;
    }
    return true;
}

/* ---- building the tree --------------------------------------------------------------------------------- */

static reinti_yaml *
new_node(reader *r, reinti_yaml_kind kind, const yaml_event_t *event)
{
    reinti_yaml *node = reinti_arena_alloc(r->file->arena, sizeof *node);

    if (!node) {
        r->no_memory = true;
        return NULL;
    }
    node->kind = kind;
    node->line = (long)event->start_mark.line + 1;
    node->column = (long)event->start_mark.column + 1;
    node->text = "";
    return node;
}

/* Gives NODE to the innermost open list or map; false when reading must end. */
static bool
add_node(reader *r, reinti_yaml *node)
{
    bool is_key;

    if (!node)
        return false;
    if (++r->n_nodes > MOST_NODES) {
        report(r, "too_large", node->line, node->column, "the file holds more than a million values");
        return false;
    }
    if (!r->depth) {
        r->root = node;
        return true;
    }
    is_key = r->open[r->depth - 1].node->kind == REINTI_YAML_MAP &&
             (r->n_stack - r->open[r->depth - 1].from) % 2 == 0;
    if (is_key && node->kind != REINTI_YAML_SCALAR)
        report(r, "key_not_scalar", node->line, node->column, "a key must be a single word or text");
    if (!reinti_grow(&r->stack, &r->capacity, r->n_stack, sizeof *r->stack)) {
        r->no_memory = true;
        return false;
    }
    r->stack[r->n_stack++] = node;
    return true;
}

static bool
open_node(reader *r, reinti_yaml *node)
{
    if (!add_node(r, node))
        return false;
    if (r->depth == MOST_DEPTH) {
        report(r, "too_deep", node->line, node->column, "nested deeper than 64 levels");
        return false;
    }
    r->open[r->depth++] = (frame){ node, r->n_stack };
    return true;
}

static void
report_duplicate(reader *r, const reinti_yaml *key, const reinti_yaml *first)
{
    reinti_str shown = REINTI_STR_EMPTY;

    r->n_duplicates++;
    reinti_utf8_cut(&shown, key->text, SHOWN_KEY);
    reinti_find(r->findings, REINT_ERROR, "duplicate_key", r->file->name, NULL, key->line, key->column,
                "key \"%s\" is already at line %ld", shown.text, first->line);
    reinti_str_free(&shown);
}

static void
check_few_keys(reader *r, const reinti_yaml *map)
{
    for (size_t i = 1; i < map->n; i++)
        for (size_t j = 0; j < i; j++)
            if (map->key[i]->kind == REINTI_YAML_SCALAR && map->key[j]->kind == REINTI_YAML_SCALAR &&
                !strcmp(map->key[i]->text, map->key[j]->text)) {
                report_duplicate(r, map->key[i], map->key[j]);
                break;
            }
}

static void
check_many_keys(reader *r, const reinti_yaml *map)
{
    reinti_map *seen = reinti_map_create();

    for (size_t i = 0; seen && i < map->n; i++) {
        bool added;
        int64_t first;
        if (map->key[i]->kind != REINTI_YAML_SCALAR)
            continue;
        first = reinti_map_put(seen, map->key[i]->text, strlen(map->key[i]->text), (int64_t)i, &added);
        if (first == -2)
            r->no_memory = true;
        else if (!added)
            report_duplicate(r, map->key[i], map->key[first]);
    }
    if (!seen)
        r->no_memory = true;
    reinti_map_free(seen);
}

/* Moves the children of the innermost list or map from the stack to the arena. */
static bool
close_node(reader *r)
{
    frame *f = &r->open[--r->depth];
    reinti_yaml *node = f->node, **child = r->stack + f->from;
    bool is_map = node->kind == REINTI_YAML_MAP;
    size_t n = r->n_stack - f->from;

    r->n_stack = f->from;
    node->n = is_map ? n / 2 : n;
    if (!n)
        return true;
    node->item = reinti_arena_alloc(r->file->arena, n * sizeof *node->item);
    if (!node->item) {
        r->no_memory = true;
        return false;
    }
    if (!is_map) {
        memcpy(node->item, child, n * sizeof *child);
        return true;
    }
    node->key = node->item + node->n;
    for (size_t i = 0; i < node->n; i++) {
        node->key[i] = child[2 * i];
        node->item[i] = child[2 * i + 1];
    }
    (node->n <= FEW_KEYS ? check_few_keys : check_many_keys)(r, node);
    return !r->no_memory;
}

static bool
add_scalar(reader *r, const yaml_event_t *event)
{
    reinti_yaml *node = new_node(r, REINTI_YAML_SCALAR, event);
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;

    if (!node)
        return false;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (memchr(text, '\0', length)) {
        report(r, "nul_character", node->line, node->column, "a text must not hold the character \\0");
        length = 0;
    }
    if (length && (node->quoted || length != 1 || text[0] != '~')) {
        node->text = reinti_arena_text_n(r->file->arena, text, length);
        if (!node->text) {
            r->no_memory = true;
            return false;
        }
    }
    return add_node(r, node);
}

/* ---- events -------------------------------------------------------------------------------------------- */

/* Anchors, aliases and tags make one text mean another: a codebook says what it says where it says it. */
static void
check_decoration(reader *r, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    long line = (long)event->start_mark.line + 1, column = (long)event->start_mark.column + 1;

    switch (event->type) {
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
        break;
    case YAML_ALIAS_EVENT:
        report(r, "alias", line, column, "aliases (*name) are not allowed; quote a text that begins with *");
        break;
    default:
        break;
    }
    if (anchor)
        report(r, "anchor", line, column, "anchors (&name) are not allowed; quote a text that begins with &");
    if (tag)
        report(r, "tag", line, column, "tags (!name) are not allowed; quote a text that begins with !");
}

/* Takes one event; false when reading must end (all is read, a finding was added, or memory ran out). */
static bool
take_event(reader *r, const yaml_event_t *event)
{
    check_decoration(r, event);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (!r->root)
            return true;
        report(r, "second_document", (long)event->start_mark.line + 1, (long)event->start_mark.column + 1,
               "a second document begins here; a file holds one");
        return false;
    case YAML_SCALAR_EVENT:
        return add_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return add_node(r, new_node(r, REINTI_YAML_SCALAR, event));
    case YAML_SEQUENCE_START_EVENT:
        return open_node(r, new_node(r, REINTI_YAML_LIST, event));
    case YAML_MAPPING_START_EVENT:
        return open_node(r, new_node(r, REINTI_YAML_MAP, event));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(r);
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

/* What libyaml says, at the place it says it, with the context it was in. */
static void
report_syntax(reader *r, const yaml_parser_t *parser)
{
    long line = (long)parser->problem_mark.line + 1, column = (long)parser->problem_mark.column + 1;
    const char *problem = parser->problem ? parser->problem : "not valid YAML";

    if (parser->error == YAML_MEMORY_ERROR) {
        r->no_memory = true;
        return;
    }
    if (parser->error == YAML_READER_ERROR && parser->problem_offset <= r->size) {
        place_of(r->data, parser->problem_offset, &line,
                 &column); /* it reads ahead and knows the byte only */
        reinti_find(r->findings, REINT_ERROR, "syntax", r->file->name, NULL, line, column, "%s (U+%04X)",
                    problem, parser->problem_value > 0 ? (unsigned)parser->problem_value : 0u);
        return;
    }
    if (parser->context)
        reinti_find(r->findings, REINT_ERROR, "syntax", r->file->name, NULL, line, column,
                    "%s (%s that began at line %zu)", problem, parser->context,
                    parser->context_mark.line + 1);
    else
        report(r, "syntax", line, column, problem);
}

static void
read_events(reader *r, yaml_parser_t *parser)
{
    bool more = true;

    while (more) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            report_syntax(r, parser);
            return;
        }
        more = take_event(r, &event);
        yaml_event_delete(&event);
    }
}

static void
read_tree(reader *r)
{
    yaml_parser_t parser;

    if (!yaml_parser_initialize(&parser)) {
        r->no_memory = true;
        return;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)r->data, r->size);
    read_events(r, &parser);
    yaml_parser_delete(&parser);
}

reint_status
reinti_yaml_parse(reinti_yaml_file *file, const char *data, size_t size, reinti_yaml **root, reint_error *err)
{
    /* without a list of findings the first problem still has to reach ERR */
    reint_findings *own = file->findings ? NULL : reint_findings_create();
    reader r = {
        .file = file, .findings = file->findings ? file->findings : own, .data = data, .size = size
    };
    size_t from = reint_findings_count(r.findings);
    size_t before = reint_findings_count_severity(r.findings, REINT_ERROR), errors = 0;
    reint_status status = REINT_OK;

    *root = NULL;
    if (!r.findings)
        return reinti_no_memory(err);
    if (check_bytes(&r)) {
        read_tree(&r);
        if (!r.no_memory && reint_findings_count_severity(r.findings, REINT_ERROR) == before &&
            (!r.root || (r.root->kind == REINTI_YAML_SCALAR && !r.root->quoted && !r.root->text[0])))
            report(&r, "empty_file", 1, 1, "the file is empty");
    }
    if (r.no_memory)
        status = reinti_no_memory(err);
    else if ((errors = reint_findings_count_severity(r.findings, REINT_ERROR) - before) > 0)
        status = reinti_fail_findings(err, REINT_INPUT, r.findings, from);
    if (!r.no_memory && errors == r.n_duplicates)
        *root = r.root;
    free(r.stack);
    reint_findings_free(own);
    return status;
}

reint_status
reinti_yaml_read(reinti_yaml_file *file, const char *path, reinti_yaml **root, reint_error *err)
{
    reinti_bytes bytes;
    reint_error problem;
    reint_status status;

    *root = NULL;
    status = reinti_bytes_read(path, MOST_BYTES, &bytes, &problem);
    if (status) {
        if (status != REINT_NO_MEMORY) /* who shows the findings only must see this, too */
            reinti_find(file->findings, REINT_ERROR, "unreadable", file->name, NULL, 0, 0, "%s",
                        problem.text);
        return reinti_fail(err, status, file->name, 0, "%s", problem.text);
    }
    status = reinti_yaml_parse(file, bytes.data, bytes.size, root, err);
    reinti_bytes_free(&bytes);
    return status;
}
