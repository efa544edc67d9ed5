#include <config.h>

#include "check.h"

#include "base/base.h"

static void
a_key_is_found_with_the_value_it_was_first_given(void **state)
{
    reinti_map *m = reinti_map_create();
    bool added = false;

    (void)state;
    assert_int_equal(reinti_map_find(m, "a", 1), -1);
    assert_int_equal(reinti_map_put(m, "a", 1, 5, &added), 5);
    assert_true(added);
    assert_int_equal(reinti_map_put(m, "a", 1, 9, &added), 5);
    assert_false(added);
    assert_int_equal(reinti_map_put(m, "b", 1, 0, NULL), 0);
    assert_int_equal(reinti_map_find(m, "a", 1), 5);
    assert_int_equal(reinti_map_find(m, "b", 1), 0);
    assert_int_equal(reinti_map_count(m), 2);
    reinti_map_free(m);
}

static void
keys_are_bytes_of_any_kind_and_length(void **state)
{
    static const struct {
        const char *key;
        size_t n;
    } keys[] = {
        { "", 0 },
        { "\0", 1 },
        { "\0\0", 2 },
        { "a\0b", 3 },
        { "a\0c", 3 },
        { "12345678", 8 },
        { "1234567", 7 },
        { "123456789", 9 },
        { "exactly15bytes!", 15 },
        { "exactly16bytes!!", 16 },
        { "a key that is longer than its entry has room for", 48 },
        { "a key that is longer than its entry has room foR", 48 },
    };
    reinti_map *m = reinti_map_create();

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(keys); i++)
        assert_int_equal(reinti_map_put(m, keys[i].key, keys[i].n, (int64_t)i, NULL), i);
    assert_int_equal(reinti_map_count(m), REINTI_LENGTH(keys));
    for (size_t i = 0; i < REINTI_LENGTH(keys); i++) {
        const char *key;
        int64_t value;
        size_t n;
        assert_int_equal(reinti_map_find(m, keys[i].key, keys[i].n), i);
        key = reinti_map_key(m, i, &n, &value);
        assert_int_equal(n, keys[i].n);
        assert_int_equal(value, i);
        assert_memory_equal(key, keys[i].key, n + 1); /* with a NUL */
    }
    assert_null(reinti_map_key(m, REINTI_LENGTH(keys), NULL, NULL));
    reinti_map_free(m);
}

static void
many_keys_keep_their_order_their_place_and_their_values(void **state)
{
    enum { N = 200000 };
    reinti_map *m = reinti_map_create();
    const char *first = NULL;
    char key[40];

    (void)state;
    for (int i = 0; i < N; i++) {
        bool added;
        int n = snprintf(key, sizeof key, i % 10 ? "P%07d" : "a longer key than most, %d", i * 7 % N);
        assert_int_equal(reinti_map_put(m, key, (size_t)n, i, &added), i);
        assert_true(added);
        if (i == 0)
            first = reinti_map_key(m, 0, NULL, NULL);
    }
    assert_int_equal(reinti_map_count(m), N);
    assert_ptr_equal(first, reinti_map_key(m, 0, NULL, NULL)); /* a key handed out is never moved */
    for (int i = 0; i < N; i++) {
        size_t n_got;
        int64_t value;
        int n = snprintf(key, sizeof key, i % 10 ? "P%07d" : "a longer key than most, %d", i * 7 % N);
        const char *got = reinti_map_key(m, (size_t)i, &n_got, &value);
        assert_int_equal(reinti_map_find(m, key, (size_t)n), i);
        assert_int_equal(value, i);
        assert_string_equal(got, key);
        key[0] = 'x';
        assert_int_equal(reinti_map_find(m, key, (size_t)n), -1);
    }
    reinti_map_free(m);
}

static void
no_map_is_an_empty_map(void **state)
{
    (void)state;
    assert_int_equal(reinti_map_count(NULL), 0);
    assert_int_equal(reinti_map_find(NULL, "a", 1), -1);
    assert_null(reinti_map_key(NULL, 0, NULL, NULL));
    reinti_map_free(NULL);
}

static void
a_key_of_four_gigabytes_is_refused_unread(void **state)
{
    reinti_map *m = reinti_map_create();
    bool added = true;

    (void)state;
    assert_int_equal(reinti_map_put(m, "a", (size_t)UINT32_MAX + 1, 1, &added), -2);
    assert_false(added);
    assert_int_equal(reinti_map_find(m, "a", (size_t)UINT32_MAX + 1), -1);
    reinti_map_free(m);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_found_with_the_value_it_was_first_given),
        cmocka_unit_test(keys_are_bytes_of_any_kind_and_length),
        cmocka_unit_test(many_keys_keep_their_order_their_place_and_their_values),
        cmocka_unit_test(no_map_is_an_empty_map),
        cmocka_unit_test(a_key_of_four_gigabytes_is_refused_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
