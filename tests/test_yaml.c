#include <config.h>

#include "check.h"

#include "yaml/yaml.h"

#include <unistd.h>

/* A file with its own arena and findings; what is parsed lives until _done. */
static reinti_yaml_file
begin(void)
{
    return (reinti_yaml_file){ "t.yaml", reinti_arena_create(), reint_findings_create() };
}

static void
done(reinti_yaml_file *file)
{
    reinti_arena_free(file->arena);
    reint_findings_free(file->findings);
}

static reinti_yaml *
parse(reinti_yaml_file *file, const char *text)
{
    reinti_yaml *root = NULL;
    reint_error err = { 0 };
    reint_status status = reinti_yaml_parse(file, text, strlen(text), &root, &err);

    if (status != REINT_OK || !root)
        fail_msg("%d: %ld:%ld: %s", status, err.line, err.column, err.text);
    return root;
}

/* "code line:column" of each finding, with blanks between. */
static const char *
found(const reinti_yaml_file *file)
{
    static char text[4000];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < reint_findings_count(file->findings); i++) {
        const reint_finding *f = reint_findings_get(file->findings, i);
        used += (size_t)snprintf(text + used, used < sizeof text ? sizeof text - used : 0, "%s%s %ld:%ld",
                                 i ? ", " : "", f->code, f->line, f->column);
        if (used >= sizeof text)
            break;
    }
    return text;
}

static const char *
text_of(const reinti_yaml_file *file, size_t i)
{
    const reint_finding *f = reint_findings_get(file->findings, i);

    return f ? f->text : "(no such finding)";
}

/* ---- the tree ------------------------------------------------------------------------------------------ */

static void
a_tree_knows_where_each_thing_stood(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "# note\n"
                                           "study: {id: going-home, n: 75}\n"
                                           "lists:\n"
                                           "  sex: [male, \"female\"]\n"
                                           "note: |\n"
                                           "  two\n"
                                           "  lines\n"),
                      *study, *sex;

    (void)state;
    assert_int_equal(root->kind, REINTI_YAML_MAP);
    assert_int_equal(root->n, 3);
    assert_int_equal(root->line, 2);
    assert_string_equal(root->key[0]->text, "study");
    assert_string_equal(root->key[2]->text, "note");
    assert_int_equal(root->key[1]->line, 3);
    study = reinti_yaml_get(root, "study");
    assert_int_equal(study->line, 2);
    assert_int_equal(study->column, 8);
    assert_int_equal(reinti_yaml_get(study, "n")->column, 28);
    sex = reinti_yaml_get(reinti_yaml_get(root, "lists"), "sex");
    assert_int_equal(sex->kind, REINTI_YAML_LIST);
    assert_int_equal(sex->n, 2);
    assert_string_equal(sex->item[1]->text, "female");
    assert_true(sex->item[1]->quoted);
    assert_false(sex->item[0]->quoted);
    assert_int_equal(sex->item[1]->column, 15);
    assert_string_equal(reinti_yaml_get(root, "note")->text, "two\nlines\n");
    assert_true(reinti_yaml_get(root, "note")->quoted);
    assert_int_equal(reint_findings_count(file.findings), 0);
    done(&file);
}

static void
scalars_stay_the_text_they_are(void **state)
{
    static const struct {
        const char *written, *want;
        bool quoted;
    } cases[] = {
        { "no", "no", false },
        { "010", "010", false },
        { "1e3", "1e3", false },
        { "null", "null", false },
        { "~", "", false },
        { "", "", false },
        { "\"\"", "", true },
        { "\"~\"", "~", true },
        { "'a b'", "a b", true },
        { "2014-10", "2014-10", false },
        { "\"\\u00e9\"", "\xC3\xA9", true },
        { "R: x y", NULL, false },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases) - 1; i++) {
        reinti_yaml_file file = begin();
        char text[64];
        const reinti_yaml *node;
        snprintf(text, sizeof text, "k: %s\n", cases[i].written);
        node = reinti_yaml_get(parse(&file, text), "k");
        assert_string_equal(node->text, cases[i].want);
        assert_int_equal(node->quoted, cases[i].quoted);
        done(&file);
    }
}

static void
a_byte_order_mark_and_crlf_change_nothing(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "\xEF\xBB\xBF"
                                           "a: 1\r\nb: 2\r\n");

    (void)state;
    assert_int_equal(root->n, 2);
    assert_string_equal(reinti_yaml_get(root, "a")->text, "1");
    assert_int_equal(root->key[0]->column, 1);
    assert_int_equal(root->key[1]->line, 2);
    done(&file);
}

static void
columns_count_characters(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "\xC3\xA9\xE2\x82\xAC: x\n");

    (void)state;
    assert_int_equal(root->item[0]->column, 5);
    done(&file);
}

/* ---- what is refused ----------------------------------------------------------------------------------- */

static void
wrong_form_is_found_where_it_stands(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "", "empty_file 1:1" },
        { "# only a note\n", "empty_file 1:1" },
        { "---\n", "empty_file 1:1" },
        { "~\n", "empty_file 1:1" },
        { "\xEF\xBB\xBF", "empty_file 1:1" },
        { "a: 1\nb: 2\na: 3\n", "duplicate_key 3:1" },
        { "a: {x: 1, y: 2, x: 3, x: 4}\n", "duplicate_key 1:17, duplicate_key 1:23" },
        { "a: 1\n\"a\": 2\n", "duplicate_key 2:1" },
        { "a: &x 1\nb: *x\n", "anchor 1:4, alias 2:4" },
        { "a: &x [1]\n", "anchor 1:4" },
        { "a: &x {b: 1}\n", "anchor 1:4" },
        { "a: !!int 3\n", "tag 1:4" },
        { "a: !local [1]\n", "tag 1:4" },
        { "a: !local {b: 1}\n", "tag 1:4" },
        { "a: ! 3\n", "tag 1:4" },
        { "? [a, b]\n: 1\n", "key_not_scalar 1:3" },
        { "{a: 1}: 2\n", "key_not_scalar 1:1" },
        { "a: 1\n---\nb: 2\n", "second_document 2:1" },
        { "a: 1\n...\n---\nb: 2\n", "second_document 3:1" },
        { "a: [1, 2\n", "syntax 2:1" },
        { "a: \"no end\n", "syntax 2:1" },
        { "a: b: c\n", "syntax 1:5" },
        { "a:\n\tb: 1\n", "syntax 2:1" },
        { "a: 1\n b: 2\n", "syntax 2:3" },
        { "%YAML 3.0\n---\na: 1\n", "syntax 1:1" },
        { "a: x\001y\n", "syntax 1:5" },
        { "b: 1\na: \"\\0\"\n", "nul_character 2:4" },
        { "a: \"\\uD800\"\n", "syntax 1:7" },
        { "a: 1\nb: \xC3\xA9\xFF\n", "not_utf8 2:5" },
        { "a: \xED\xA0\x80\n", "not_utf8 1:4" },
        { "\xFF\xFE"
          "a",
          "not_utf8 1:1" },
        { "\xFE\xFF"
          "a",
          "not_utf8 1:1" },
        /* all of them in one run, each once */
        { "a: &x 1\na: !t 2\n? [k]\n: *x\nb: [\n",
          "anchor 1:4, tag 2:4, key_not_scalar 3:3, alias 4:3, syntax 6:1" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_yaml_file file = begin();
        reinti_yaml *root = (reinti_yaml *)&file;
        reint_error err = { 0 };
        reint_status status = reinti_yaml_parse(&file, cases[i].text, strlen(cases[i].text), &root, &err);
        /* where only keys are said twice the tree is whole, for the errors that are still to be found */
        bool twice = !strncmp(cases[i].want, "duplicate_key", 13);
        if (strcmp(found(&file), cases[i].want) || status != REINT_INPUT || !root == twice)
            fail_msg("\"%s\": %d, \"%s\", want \"%s\"", cases[i].text, status, found(&file), cases[i].want);
        assert_string_equal(err.file, "t.yaml");
        assert_int_equal(err.line, reint_findings_get(file.findings, 0)->line);
        assert_int_equal(strncmp(err.text, text_of(&file, 0), strlen(text_of(&file, 0))), 0);
        done(&file);
    }
}

static void
messages_say_what_was_found_and_what_to_do(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "sex: 1\nsex: 2\n", "key \"sex\" is already at line 1" },
        { "a: *x\n", "aliases (*name) are not allowed; quote a text that begins with *" },
        { "a: [1, 2\n",
          "did not find expected ',' or ']' (while parsing a flow sequence that began at line 1)" },
        { "a: x\001y\n", "control characters are not allowed (U+0001)" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_yaml_file file = begin();
        reinti_yaml *root;
        reinti_yaml_parse(&file, cases[i].text, strlen(cases[i].text), &root, NULL);
        assert_string_equal(text_of(&file, 0), cases[i].want);
        done(&file);
    }
}

static void
problems_reach_the_error_without_a_list_of_findings(void **state)
{
    reinti_yaml_file file = { "t.yaml", reinti_arena_create(), NULL };
    reinti_yaml *root;
    reint_error err;

    (void)state;
    assert_int_equal(reinti_yaml_parse(&file, "a: 1\na: 2\na: 3\n", 15, &root, &err), REINT_INPUT);
    assert_non_null(root);
    assert_string_equal(err.text, "key \"a\" is already at line 1 (and 1 more)");
    assert_int_equal(err.line, 2);
    assert_int_equal(reinti_yaml_parse(&file, "a: 1\n", 5, &root, &err), REINT_OK);
    assert_non_null(root);
    reinti_arena_free(file.arena);
}

static void
earlier_findings_are_no_fault_of_this_file(void **state)
{
    reinti_yaml_file file = begin();
    reinti_yaml *root;

    (void)state;
    reinti_find(file.findings, REINT_ERROR, "other", "other.yaml", NULL, 1, 1, "of another file");
    assert_int_equal(reinti_yaml_parse(&file, "a: 1\n", 5, &root, NULL), REINT_OK);
    assert_non_null(root);
    done(&file);
}

static void
nesting_ends_at_64_levels(void **state)
{
    char text[200000];

    (void)state;
    for (int depth = 63; depth <= 66; depth++) {
        reinti_yaml_file file = begin();
        reinti_yaml *root;
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        assert_int_equal(reinti_yaml_parse(&file, text, (size_t)depth * 2, &root, NULL),
                         depth <= 64 ? REINT_OK : REINT_INPUT);
        assert_string_equal(found(&file), depth <= 64 ? "" : "too_deep 1:65");
        done(&file);
    }
    memset(text, '[', sizeof text); /* must not take quadratic time, as libyaml's own documents do */
    for (int kind = 0; kind < 3; kind++) {
        reinti_yaml_file file = begin();
        reinti_yaml *root;
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)(kind == 0 ? '[' : kind == 1 ? "{?"[i % 2] : "- "[i % 2]);
        assert_int_equal(reinti_yaml_parse(&file, text, sizeof text, &root, NULL), REINT_INPUT);
        assert_null(root);
        done(&file);
    }
}

static void
a_file_of_too_many_bytes_or_values_is_refused(void **state)
{
    size_t size = (16 << 20) + 1;
    char *text = malloc(size);
    reinti_yaml_file file = begin();
    reinti_yaml *root;

    (void)state;
    memset(text, '#', size);
    assert_int_equal(reinti_yaml_parse(&file, text, size, &root, NULL), REINT_INPUT);
    assert_string_equal(found(&file), "too_large 0:0");
    done(&file);

    file = begin();
    for (size_t i = 0; i < 2200000; i++)
        text[i] = ",a"[i % 2];
    text[0] = '[';
    assert_int_equal(reinti_yaml_parse(&file, text, 2200000, &root, NULL), REINT_INPUT);
    assert_int_equal(strncmp(found(&file), "too_large 1:", 12), 0);
    done(&file);
    free(text);
}

static void
a_map_of_many_keys_finds_its_duplicates(void **state)
{
    reinti_yaml_file file = begin();
    reinti_str text = REINTI_STR_EMPTY;
    reinti_yaml *root;

    (void)state;
    for (int i = 0; i < 20000; i++)
        reinti_str_format(&text, "k%d: %d\n", i == 15000 ? 77 : i == 19999 ? 0 : i, i);
    assert_int_equal(reinti_yaml_parse(&file, text.text, text.length, &root, NULL), REINT_INPUT);
    assert_string_equal(found(&file), "duplicate_key 15001:1, duplicate_key 20000:1");
    assert_string_equal(text_of(&file, 0), "key \"k77\" is already at line 78");
    reinti_str_add(&text, "[k]: 1\n{k: 1}: 1\n");
    assert_int_equal(reinti_yaml_parse(&file, text.text, text.length, &root, NULL), REINT_INPUT);
    assert_string_equal(found(&file), "duplicate_key 15001:1, duplicate_key 20000:1, key_not_scalar 20001:1, "
                                      "key_not_scalar 20002:1, duplicate_key 15001:1, duplicate_key 20000:1");
    reinti_str_free(&text);
    done(&file);
}

/* All that was found is keys said twice. */
static bool
only_keys_twice(const reinti_yaml_file *file)
{
    size_t n = reint_findings_count(file->findings);

    for (size_t i = 0; i < n; i++)
        if (strcmp(reint_findings_get(file->findings, i)->code, "duplicate_key"))
            return false;
    return n > 0;
}

/* 20,000 files, each a good one with a few bytes changed, doubled or cut: whatever comes, an answer that
 * fits. */
static void
mutated_files_give_a_tree_or_findings(void **state)
{
    static const char seed[] =
        "reint: 1\n"
        "study: {id: x, title: {en: \"Going \\u0048ome\", id: 'Pulang'}}\n"
        "missing: {refused: [97, R], not_stated: [\"\"]} # note\n"
        "lists:\n  sex: {male: Male, female: Female}\n"
        "forms:\n  person:\n    key: [person]\n    variables:\n"
        "      sex: {label: Sex, list: sex, required: true}\n"
        "rules:\n  - {id: R1, require: \"a = 'b'\"}\n  - id: R2\n    note: |\n      one\n      two\n";
    static const char odd[] = "\0\xFF\xC3\xEF\xBB\xBF%&*!|>'\"[]{},:?-#\t\n\r ~@`\\\x01\xB7";
    uint64_t random = 2015;
    int n_good = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[2 * sizeof seed];
        size_t size = sizeof seed - 1;
        reinti_yaml_file file = begin();
        reinti_yaml *root = NULL;
        reint_status status;
        memcpy(text, seed, size);
        for (int change = 0; change <= i % 4; change++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            size_t at = (size_t)(random >> 33) % size, what = (size_t)(random >> 20) & 3;
            if (what == 0) {
                text[at] = odd[(size_t)(random >> 24) % (sizeof odd - 1)];
            } else if (what == 1) { /* cut a piece out */
                size_t length = (size_t)(random >> 25) % 20 % (size - at);
                memmove(text + at, text + at + length, size - at - length);
                size -= length;
            } else if (what == 2 && size + 40 < sizeof text) { /* double a piece */
                size_t length = (size_t)(random >> 25) % 40 % (size - at);
                memmove(text + at + length, text + at, size - at);
                size += length;
            } else {
                text[at] = (char)(random >> 40);
            }
        }
        status = reinti_yaml_parse(&file, text, size, &root, NULL);
        if ((status == REINT_OK || only_keys_twice(&file)) != (root != NULL) ||
            (status != REINT_OK && status != REINT_INPUT) ||
            (status == REINT_OK) != (reint_findings_count(file.findings) == 0))
            fail_msg("mutation %d: %d, %zu findings", i, status, reint_findings_count(file.findings));
        n_good += status == REINT_OK;
        done(&file);
    }
    assert_in_range(n_good, 1000, 19000); /* both kinds were met, many times */
}

/* ---- files --------------------------------------------------------------------------------------------- */

static void
files_are_read_and_what_cannot_be_is_found(void **state)
{
    char path[] = "/tmp/reint-test-XXXXXX";
    int fd = mkstemp(path);
    reinti_yaml_file file = begin();
    reinti_yaml *root;
    reint_error err;

    (void)state;
    assert_int_equal(write(fd, "a: 1\n", 5), 5);
    close(fd);
    assert_int_equal(reinti_yaml_read(&file, path, &root, &err), REINT_OK);
    assert_string_equal(reinti_yaml_get(root, "a")->text, "1");
    unlink(path);
    assert_int_equal(reinti_yaml_read(&file, path, &root, &err), REINT_INPUT);
    assert_null(root);
    assert_string_equal(err.text, "cannot be read: No such file or directory");
    assert_string_equal(found(&file), "unreadable 0:0");
    done(&file);
}

/* ---- the binder ---------------------------------------------------------------------------------------- */

static void
keys_are_got_needed_and_checked(void **state)
{
    static const char *const allowed[] = { "label", "list", "required", NULL };
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "label: Sex\nlits: sex\nzzz: 1\nsub: x\n");

    (void)state;
    assert_non_null(reinti_yaml_get(root, "label"));
    assert_null(reinti_yaml_get(root, "list"));
    assert_null(reinti_yaml_get(NULL, "list"));
    assert_null(reinti_yaml_get(reinti_yaml_get(root, "sub"), "list"));
    assert_string_equal(found(&file), "");
    assert_non_null(reinti_yaml_need(&file, root, "label"));
    assert_null(reinti_yaml_need(&file, NULL, "label"));
    assert_null(reinti_yaml_need(&file, reinti_yaml_get(root, "sub"), "label"));
    assert_string_equal(found(&file), "");
    assert_null(reinti_yaml_need(&file, root, "list"));
    assert_string_equal(found(&file), "missing_key 1:1");
    assert_string_equal(text_of(&file, 0), "key \"list\" is missing here");
    assert_true(reinti_yaml_keys(&file, root, "variable sex", allowed));
    assert_string_equal(found(&file), "missing_key 1:1, unknown_key 2:1, unknown_key 3:1, unknown_key 4:1");
    assert_string_equal(
        text_of(&file, 1),
        "unknown key \"lits\" in variable sex (did you mean \"list\"?); allowed: label, list, required");
    assert_string_equal(text_of(&file, 2),
                        "unknown key \"zzz\" in variable sex; allowed: label, list, required");
    assert_false(reinti_yaml_keys(&file, reinti_yaml_get(root, "sub"), "sub", allowed));
    assert_string_equal(text_of(&file, 4), "sub must be a map (key: value), not a single value");
    assert_false(reinti_yaml_keys(&file, NULL, "sub", allowed));
    assert_int_equal(reint_findings_count(file.findings), 5);
    done(&file);
}

static void
kinds_are_asked_for(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "m: {a: 1}\nl: [1]\ns: x\n"), *m = reinti_yaml_get(root, "m"),
                      *l = reinti_yaml_get(root, "l"), *s = reinti_yaml_get(root, "s");

    (void)state;
    assert_true(reinti_yaml_is_map(&file, m, "m"));
    assert_true(reinti_yaml_is_list(&file, l, "l"));
    assert_string_equal(reinti_yaml_text(&file, s, "s"), "x");
    assert_false(reinti_yaml_is_map(&file, NULL, "m"));
    assert_false(reinti_yaml_is_list(&file, NULL, "l"));
    assert_null(reinti_yaml_text(&file, NULL, "s"));
    assert_string_equal(found(&file), "");
    assert_false(reinti_yaml_is_map(&file, l, "l"));
    assert_false(reinti_yaml_is_list(&file, s, "s"));
    assert_null(reinti_yaml_text(&file, m, "m"));
    assert_string_equal(found(&file), "not_a_map 2:4, not_a_list 3:4, not_a_scalar 1:4");
    assert_string_equal(text_of(&file, 2), "m must be a single value, not a map");
    done(&file);
}

static void
a_value_that_was_forgotten_is_found(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "a:\nb: ~\nc: \"\"\n");

    (void)state;
    assert_null(reinti_yaml_text(&file, reinti_yaml_get(root, "a"), "a"));
    assert_null(reinti_yaml_text(&file, reinti_yaml_get(root, "b"), "b"));
    assert_string_equal(reinti_yaml_text(&file, reinti_yaml_get(root, "c"), "c"), "");
    assert_string_equal(found(&file), "empty_value 1:3, empty_value 2:4");
    done(&file);
}

static void
numbers_are_decimal_and_in_range(void **state)
{
    static const struct {
        const char *written;
        bool integer, decimal;
        double value;
    } cases[] = {
        { "7", true, true, 7 },     { "\"8\"", true, true, 8 },   { "0", true, true, 0 },
        { "20", true, true, 20 },   { "21", false, true, 21 },    { "-1", false, true, -1 },
        { "010", false, true, 10 }, { "0x8", false, false, 0 },   { "1.5", false, true, 1.5 },
        { "x", false, false, 0 },   { "1e1", false, true, 10 },   { ".inf", false, false, 0 },
        { "[1]", false, false, 0 }, { "1 000", false, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_yaml_file file = begin();
        char text[64];
        const reinti_yaml *node;
        int64_t integer = -99;
        double decimal = -99;
        snprintf(text, sizeof text, "max: %s\n", cases[i].written);
        node = reinti_yaml_get(parse(&file, text), "max");
        if (reinti_yaml_integer(&file, node, "max", 0, 20, &integer) != cases[i].integer ||
            reinti_yaml_decimal(&file, node, "max", &decimal) != cases[i].decimal)
            fail_msg("%s", cases[i].written);
        assert_int_equal(integer, cases[i].integer ? (int64_t)cases[i].value : -99);
        assert_close(decimal, cases[i].decimal ? cases[i].value : -99, 0);
        assert_int_equal(reint_findings_count(file.findings), !cases[i].integer + !cases[i].decimal);
        done(&file);
    }
}

static void
a_wrong_number_is_told_with_its_range(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *node = reinti_yaml_get(parse(&file, "max: many\n"), "max");
    int64_t i;
    double d;

    (void)state;
    assert_false(reinti_yaml_integer(&file, node, "max", 0, 20, &i));
    assert_false(reinti_yaml_integer(&file, node, "max", 1, INT64_MAX, &i));
    assert_false(reinti_yaml_integer(&file, node, "max", INT64_MIN, INT64_MAX, &i));
    assert_false(reinti_yaml_integer(&file, node, "max", INT64_MIN, 5, &i));
    assert_false(reinti_yaml_decimal(&file, node, "max", &d));
    assert_false(reinti_yaml_integer(&file, NULL, "max", 0, 20, &i));
    assert_false(reinti_yaml_decimal(&file, NULL, "max", &d));
    assert_int_equal(reint_findings_count(file.findings), 5);
    assert_string_equal(text_of(&file, 0), "max must be a whole number from 0 to 20, not \"many\"");
    assert_string_equal(text_of(&file, 1), "max must be a whole number, 1 or more, not \"many\"");
    assert_string_equal(text_of(&file, 2), "max must be a whole number, not \"many\"");
    assert_string_equal(text_of(&file, 3), "max must be a whole number, 5 or less, not \"many\"");
    assert_string_equal(text_of(&file, 4), "max must be a number such as 0.5, not \"many\"");
    done(&file);
}

static void
flags_and_words_are_those_allowed(void **state)
{
    static const char *const words[] = { "error", "warning", "note", NULL };
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "a: yes\nb: false\nc: True\nd: warning\ne: warnig\nf: [x]\n");
    bool flag = false;

    (void)state;
    assert_true(reinti_yaml_flag(&file, reinti_yaml_get(root, "a"), "a", &flag));
    assert_true(flag);
    assert_true(reinti_yaml_flag(&file, reinti_yaml_get(root, "b"), "b", &flag));
    assert_false(flag);
    flag = true;
    assert_false(reinti_yaml_flag(&file, reinti_yaml_get(root, "c"), "c", &flag));
    assert_true(flag); /* untouched */
    assert_false(reinti_yaml_flag(&file, NULL, "c", &flag));
    assert_int_equal(reinti_yaml_word(&file, reinti_yaml_get(root, "d"), "severity", words), 1);
    assert_int_equal(reinti_yaml_word(&file, reinti_yaml_get(root, "e"), "severity", words), -1);
    assert_int_equal(reinti_yaml_word(&file, reinti_yaml_get(root, "f"), "severity", words), -1);
    assert_int_equal(reinti_yaml_word(&file, NULL, "severity", words), -1);
    assert_string_equal(found(&file), "not_a_flag 3:4, unknown_word 5:4, not_a_scalar 6:4");
    assert_string_equal(text_of(&file, 0), "c must be true or false, not \"True\"");
    assert_string_equal(
        text_of(&file, 1),
        "severity cannot be \"warnig\" (did you mean \"warning\"?); allowed: error, warning, note");
    done(&file);
}

static void
one_text_or_several_are_a_list_of_texts(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root =
        parse(&file, "a: x\nb: [x]\nc: [x, \"\", [y], z, ]\nd: []\ne: {x: 1}\nf:\ng: [x, ~]\n");
    const char *const *texts;

    (void)state;
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "a"), "a", &texts), 1);
    assert_string_equal(texts[0], "x");
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "b"), "b", &texts), 1);
    assert_string_equal(texts[0], "x");
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "d"), "d", &texts), 0);
    assert_int_equal(reinti_yaml_texts(&file, NULL, "d", &texts), 0);
    assert_string_equal(found(&file), "");
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "c"), "c", &texts), 3);
    assert_string_equal(texts[0], "x");
    assert_string_equal(texts[1], "");
    assert_string_equal(texts[2], "z");
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "e"), "e", &texts), 0);
    assert_null(texts);
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "f"), "f", &texts), 0);
    assert_int_equal(reinti_yaml_texts(&file, reinti_yaml_get(root, "g"), "g", &texts), 1);
    assert_string_equal(found(&file), "not_a_scalar 3:12, not_a_list 5:4, empty_value 6:3, empty_value 7:8");
    done(&file);
}

static void
findings_of_any_length_are_kept_whole(void **state)
{
    reinti_yaml_file file = begin();
    char text[2000];

    (void)state;
    for (size_t n = 509; n <= 513; n++) { /* around the size that needs no memory */
        memset(text, 'a', n);
        text[n] = '\0';
        reinti_yaml_find(&file, NULL, REINT_WARNING, "long", "%s", text);
        assert_string_equal(text_of(&file, n - 509), text);
    }
    assert_int_equal(reint_findings_get(file.findings, 0)->line, 0);
    assert_string_equal(reint_findings_get(file.findings, 0)->file, "t.yaml");
    done(&file);
}

/* ---- labels -------------------------------------------------------------------------------------------- */

static void
labels_speak_the_language_asked_for(void **state)
{
    reinti_yaml_file file = begin();
    const reinti_yaml *root = parse(&file, "plain: Sex\n"
                                           "both: {id: Jenis kelamin, en: Sex}\n"
                                           "other: {id: Umur, pt-BR: Idade}\n"
                                           "bad: {English: x, e: y, id: [z], en: }\n"
                                           "list: [a]\n");
    reinti_label plain = reinti_yaml_label(&file, reinti_yaml_get(root, "plain"), "label"),
                 both = reinti_yaml_label(&file, reinti_yaml_get(root, "both"), "label"),
                 other = reinti_yaml_label(&file, reinti_yaml_get(root, "other"), "label"),
                 absent = reinti_yaml_label(&file, NULL, "label"), bad;

    (void)state;
    assert_string_equal(found(&file), "");
    assert_string_equal(reinti_label_text(&plain, "id"), "Sex");
    assert_string_equal(reinti_label_text(&plain, NULL), "Sex");
    assert_int_equal(both.n, 2);
    assert_string_equal(reinti_label_text(&both, "id"), "Jenis kelamin");
    assert_string_equal(reinti_label_text(&both, "en"), "Sex");
    assert_string_equal(reinti_label_text(&both, "fr"), "Sex");
    assert_string_equal(reinti_label_text(&both, NULL), "Sex");
    assert_string_equal(reinti_label_text(&other, "pt-BR"), "Idade");
    assert_string_equal(reinti_label_text(&other, "en"), "Umur"); /* no English: the first */
    assert_null(reinti_label_text(&absent, "en"));
    bad = reinti_yaml_label(&file, reinti_yaml_get(root, "bad"), "label");
    assert_int_equal(bad.n, 0);
    assert_null(reinti_label_text(&bad, "en"));
    assert_int_equal(reinti_yaml_label(&file, reinti_yaml_get(root, "list"), "label").n, 0);
    assert_string_equal(found(&file), "not_a_language 4:7, not_a_language 4:19, not_a_scalar 4:29, "
                                      "empty_value 4:38, not_a_label 5:7");
    done(&file);
}

static void
languages_are_codes(void **state)
{
    static const struct {
        const char *code;
        bool good;
    } cases[] = {
        { "en", true },
        { "id", true },
        { "jav", true },
        { "pt-BR", true },
        { "zh-Hant-TW", true },
        { "e", false },
        { "engl", false },
        { "EN", false },
        { "pt_BR", false },
        { "pt-", false },
        { "id-toolongapart", false },
        { "id--x", false },
        { "\"\"", false },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_yaml_file file = begin();
        char text[64];
        snprintf(text, sizeof text, "{%s: x}\n", cases[i].code);
        if (reinti_yaml_label(&file, parse(&file, text), "label").n != cases[i].good)
            fail_msg("%s", cases[i].code);
        assert_string_equal(found(&file), cases[i].good ? "" : "not_a_language 1:2");
        done(&file);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_knows_where_each_thing_stood),
        cmocka_unit_test(scalars_stay_the_text_they_are),
        cmocka_unit_test(a_byte_order_mark_and_crlf_change_nothing),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(wrong_form_is_found_where_it_stands),
        cmocka_unit_test(messages_say_what_was_found_and_what_to_do),
        cmocka_unit_test(problems_reach_the_error_without_a_list_of_findings),
        cmocka_unit_test(earlier_findings_are_no_fault_of_this_file),
        cmocka_unit_test(nesting_ends_at_64_levels),
        cmocka_unit_test(a_file_of_too_many_bytes_or_values_is_refused),
        cmocka_unit_test(a_map_of_many_keys_finds_its_duplicates),
        cmocka_unit_test(mutated_files_give_a_tree_or_findings),
        cmocka_unit_test(files_are_read_and_what_cannot_be_is_found),
        cmocka_unit_test(keys_are_got_needed_and_checked),
        cmocka_unit_test(kinds_are_asked_for),
        cmocka_unit_test(a_value_that_was_forgotten_is_found),
        cmocka_unit_test(numbers_are_decimal_and_in_range),
        cmocka_unit_test(a_wrong_number_is_told_with_its_range),
        cmocka_unit_test(flags_and_words_are_those_allowed),
        cmocka_unit_test(one_text_or_several_are_a_list_of_texts),
        cmocka_unit_test(findings_of_any_length_are_kept_whole),
        cmocka_unit_test(labels_speak_the_language_asked_for),
        cmocka_unit_test(languages_are_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
