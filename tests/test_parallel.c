#include <config.h>

#include "check.h"

#include "base/base.h"

/* Each row notes how often it was visited, and by which piece. */
struct visits {
    size_t n;
    uint8_t *seen;
    uint32_t *first;
};

static void
visit(void *user, size_t from, size_t to)
{
    struct visits *v = user;

    for (size_t i = from; i < to; i++) {
        v->seen[i]++;
        v->first[i] = (uint32_t)from;
    }
}

static void
every_row_is_visited_once_whatever_their_number(void **state)
{
    static const size_t sizes[] = { 0, 1, 63, 65535, 65536, 65537, 131072, 1000003 };

    (void)state;
    for (size_t k = 0; k < REINTI_LENGTH(sizes); k++) {
        struct visits v = { sizes[k], calloc(sizes[k] + 1, 1), calloc(sizes[k] + 1, sizeof(uint32_t)) };
        assert_non_null(v.seen);
        assert_non_null(v.first);
        reinti_parallel(v.n, visit, &v);
        for (size_t i = 0; i < v.n; i++) {
            assert_int_equal(v.seen[i], 1);
            /* pieces begin at multiples of a fixed length: they depend on the number of rows alone */
            assert_int_equal(v.first[i], i / 65536 * 65536);
        }
        assert_int_equal(v.seen[v.n], 0);
        free(v.seen);
        free(v.first);
    }
}

static void
there_is_at_least_one_processor(void **state)
{
    (void)state;
    assert_true(reinti_processors() >= 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_visited_once_whatever_their_number),
        cmocka_unit_test(there_is_at_least_one_processor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
