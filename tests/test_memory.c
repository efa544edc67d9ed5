#include <config.h>

#include "check.h"

#include "yaml/yaml.h"

#include <stdalign.h>

/* The program is linked with --wrap: every allocation of the library (static functions of other libraries
 * apart) comes through here.  Once COUNTDOWN allocations were granted each further one fails; negative: none
 * fails. */
static long countdown = -1;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool
granted(void)
{
    if (countdown < 0)
        return true;
    return countdown > 0 && countdown-- > 0;
}

void *
__wrap_malloc(size_t size)
{
    return granted() ? __real_malloc(size) : NULL;
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return granted() ? __real_calloc(n, size) : NULL;
}

void *
__wrap_realloc(void *p, size_t size)
{
    return granted() ? __real_realloc(p, size) : NULL;
}

/* Columns of millions of rows are mapped rather than taken from the heap: they keep the arena's promises all
 * the same, and small pieces go on filling the block in use. */
static void
large_pieces_are_aligned_zeroed_and_apart(void **state)
{
    static const size_t large = (size_t)5 << 20;
    reinti_arena *a = reinti_arena_create();
    unsigned char *piece[4], *small[4];

    (void)state;
    assert_non_null(a);
    for (size_t i = 0; i < 4; i++) {
        piece[i] = reinti_arena_alloc(a, large + i);
        small[i] = reinti_arena_alloc(a, 10);
        assert_non_null(piece[i]);
        assert_non_null(small[i]);
        assert_int_equal((uintptr_t)piece[i] % alignof(max_align_t), 0);
        for (size_t k = 0; k < large + i; k += 4093)
            assert_int_equal(piece[i][k], 0);
        assert_int_equal(piece[i][large + i - 1], 0);
        memset(piece[i], (int)i + 1, large + i);
        memset(small[i], (int)i + 11, 10);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(piece[i][0], i + 1);
        assert_int_equal(piece[i][large + i - 1], i + 1);
        assert_int_equal(small[i][9], i + 11);
    }
    assert_null(reinti_arena_alloc(a, PTRDIFF_MAX)); /* refused before the system is asked */
    assert_null(reinti_arena_alloc(a, SIZE_MAX));
    reinti_arena_free(a);
}

static void
arena_pieces_are_aligned_zeroed_and_apart(void **state)
{
    enum { N = 3000 };
    static unsigned char *piece[N];
    static size_t size[N];
    reinti_arena *a = reinti_arena_create();
    unsigned random = 1;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        random = random * 1103515245u + 12345u;
        size[i] = i % 100 == 99 ? random % 100000 : random >> 16 & 127;
        piece[i] = reinti_arena_alloc(a, size[i]);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < size[i]; j++)
            assert_int_equal(piece[i][j], 0);
        memset(piece[i], (int)(i % 255) + 1, size[i]);
    }
    for (size_t i = 0; i < N; i++) /* nobody wrote into anybody else's */
        for (size_t j = 0; j < size[i]; j++)
            if (piece[i][j] != i % 255 + 1)
                fail_msg("piece %zu was overwritten at byte %zu", i, j);
    reinti_arena_free(a);
}

static void
arena_copies_and_formats_texts(void **state)
{
    reinti_arena *a = reinti_arena_create();
    char long_text[5000], text[] = "abc";
    char *copy = reinti_arena_text(a, text);

    (void)state;
    text[0] = 'x';
    assert_string_equal(copy, "abc");
    assert_null(reinti_arena_text(a, NULL));
    assert_string_equal(reinti_arena_text(a, ""), "");
    assert_string_equal(reinti_arena_text_n(a, "abcdef", 3), "abc");
    assert_string_equal(reinti_arena_text_n(a, NULL, 0), "");
    assert_string_equal(reinti_arena_format(a, "%s-%d", "w", 2), "w-2");
    memset(long_text, 'y', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    assert_string_equal(reinti_arena_format(a, "%s", long_text), long_text);
    reinti_arena_free(a);
    reinti_arena_free(NULL);
}

static void
arena_refuses_what_no_memory_can_hold(void **state)
{
    reinti_arena *a = reinti_arena_create();

    (void)state;
    assert_null(reinti_arena_alloc(a, SIZE_MAX));
    assert_null(reinti_arena_alloc(a, PTRDIFF_MAX));
    assert_null(reinti_arena_text_n(a, "a", SIZE_MAX));
    assert_non_null(reinti_arena_alloc(a, 1)); /* and goes on */
    reinti_arena_free(a);
}

static void
arrays_grow_and_keep_what_they_hold(void **state)
{
    reinti_arena *a = reinti_arena_create();
    size_t capacity = 0, arena_capacity = 0;
    int *array = NULL, *in_arena = NULL;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_true(reinti_grow(&array, &capacity, (size_t)i, sizeof *array));
        assert_true(reinti_arena_grow(a, &in_arena, &arena_capacity, (size_t)i, sizeof *in_arena));
        assert_true(capacity > (size_t)i && arena_capacity > (size_t)i);
        array[i] = in_arena[i] = i;
    }
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(array[i], i);
        assert_int_equal(in_arena[i], i);
    }
    free(array);
    reinti_arena_free(a);
}

static void
an_array_that_cannot_grow_stays_as_it_was(void **state)
{
    reinti_arena *a = reinti_arena_create();
    size_t capacity = SIZE_MAX / 2 + 1;
    char one = 1, *array = &one;

    (void)state;
    assert_false(reinti_grow(&array, &capacity, capacity, 1)); /* the capacity would overflow */
    assert_false(reinti_arena_grow(a, &array, &capacity, capacity, 1));
    capacity = (size_t)1 << 62;
    assert_false(reinti_grow(&array, &capacity, capacity, 1)); /* its bytes would */
    capacity = SIZE_MAX / 16;
    assert_false(reinti_arena_grow(a, &array, &capacity, capacity, 64));
    assert_int_equal(capacity, SIZE_MAX / 16);
    assert_ptr_equal(array, &one);
    reinti_arena_free(a);
}

/* ---- memory that runs out, at each allocation in turn ---------------------------------------------------
 */

static void
a_map_without_memory_stays_as_it_was(void **state)
{
    char key[40];
    long limit = 0;
    size_t n = 0;

    (void)state;
    for (; n < 3000; limit++) {
        reinti_map *m;
        int64_t got = 0;
        countdown = limit;
        m = reinti_map_create();
        for (n = 0; m && n < 3000 && got >= 0; n += got >= 0) {
            int length = snprintf(key, sizeof key, n % 3 ? "%zu" : "a key longer than its entry: %zu", n);
            got = reinti_map_put(m, key, (size_t)length, (int64_t)n, NULL);
            assert_true(got == (int64_t)n || got == -2);
        }
        countdown = -1;
        assert_int_equal(reinti_map_count(m),
                         n); /* what was there is still found, what failed can be added */
        for (size_t i = 0; i < n; i++) {
            int length = snprintf(key, sizeof key, i % 3 ? "%zu" : "a key longer than its entry: %zu", i);
            assert_int_equal(reinti_map_find(m, key, (size_t)length), i);
        }
        if (m)
            assert_int_equal(reinti_map_put(m, "new", 3, 7, NULL), 7);
        reinti_map_free(m);
    }
    assert_true(limit > 10); /* it did run out, often */
}

static void
findings_lost_to_memory_are_never_no_findings(void **state)
{
    long limit = 0, n_lost = 0;
    bool lost = true;

    (void)state;
    for (; lost; limit++) {
        reint_findings *f;
        reint_error err;
        size_t n;
        countdown = limit;
        f = reint_findings_create();
        for (int i = 0; i < 300; i++)
            reinti_find(f, REINT_ERROR, "code", "a.csv", "person", i, 1, "finding %d %200s", i, "");
        countdown = -1;
        if (!f)
            continue;
        n = reint_findings_count(f);
        lost = !strcmp(reint_findings_get(f, n - 1)->code, "no_memory");
        n_lost += lost;
        assert_true(lost || n == 300);
        assert_int_equal(reint_findings_count_severity(f, REINT_ERROR), n);
        assert_int_equal(reinti_fail_findings(&err, REINT_INPUT, f, n - 1),
                         lost ? REINT_NO_MEMORY : REINT_INPUT);
        reint_findings_free(f);
    }
    assert_true(n_lost > 5);
}

static void
a_text_without_memory_keeps_what_it_has(void **state)
{
    (void)state;
    for (long limit = 0; limit < 4; limit++) {
        reinti_str s = REINTI_STR_EMPTY;
        countdown = limit;
        for (int i = 0; i < 1000; i++)
            reinti_str_add(&s, "0123456789");
        countdown = -1;
        assert_true(s.failed);
        assert_int_equal(s.length, strlen(s.text));
        assert_int_equal(s.length % 10, 0);
        assert_true(s.length < 10000);
        reinti_str_free(&s);
    }
}

static void
a_yaml_file_without_memory_is_no_memory_or_read_whole(void **state)
{
    reinti_str text = REINTI_STR_EMPTY;
    reint_status status = REINT_NO_MEMORY;
    long limit = 0;

    (void)state;
    for (int i = 0; i < 200; i++)
        reinti_str_format(&text, "key_%d: {list: [a, b, 'c'], label: {en: A label that has some words}}\n",
                          i);
    for (; status != REINT_OK; limit++) {
        reinti_yaml_file file = { "t.yaml", NULL, NULL };
        reinti_yaml *root = NULL;
        countdown = limit;
        file.arena = reinti_arena_create();
        file.findings = file.arena ? reint_findings_create() : NULL;
        if (file.findings)
            status = reinti_yaml_parse(&file, text.text, text.length, &root, NULL);
        countdown = -1;
        assert_true(status == REINT_OK ? root && root->n == 200 : status == REINT_NO_MEMORY && !root);
        reint_findings_free(file.findings);
        reinti_arena_free(file.arena);
    }
    assert_true(limit > 10);
    reinti_str_free(&text);
}

static void
a_file_without_memory_is_no_memory(void **state)
{
    reinti_bytes b;
    reinti_output o;

    (void)state;
    countdown = 0;
    assert_int_equal(reinti_bytes_read("/dev/null", 0, &b, NULL), REINT_NO_MEMORY);
    assert_int_equal(reinti_output_begin(&o, "/nowhere/at/all", 0644, NULL), REINT_NO_MEMORY);
    assert_null(reinti_path_beside("a/b", "c"));
    countdown = -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces_are_aligned_zeroed_and_apart),
        cmocka_unit_test(large_pieces_are_aligned_zeroed_and_apart),
        cmocka_unit_test(arena_copies_and_formats_texts),
        cmocka_unit_test(arena_refuses_what_no_memory_can_hold),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(an_array_that_cannot_grow_stays_as_it_was),
        cmocka_unit_test(a_map_without_memory_stays_as_it_was),
        cmocka_unit_test(findings_lost_to_memory_are_never_no_findings),
        cmocka_unit_test(a_text_without_memory_keeps_what_it_has),
        cmocka_unit_test(a_yaml_file_without_memory_is_no_memory_or_read_whole),
        cmocka_unit_test(a_file_without_memory_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
