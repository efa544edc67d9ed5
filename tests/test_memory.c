#include <config.h>

#include "check.h"

#include "base/base.h"

#include <stdalign.h>

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces_are_aligned_zeroed_and_apart),
        cmocka_unit_test(arena_copies_and_formats_texts),
        cmocka_unit_test(arena_refuses_what_no_memory_can_hold),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(an_array_that_cannot_grow_stays_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
