#include <config.h>

#include "check.h"

#include "base/base.h"

static void
every_status_has_a_text(void **state)
{
    (void)state;
    assert_string_equal(reint_status_text(REINT_OK), "no error");
    assert_string_equal(reint_status_text((reint_status)99), "unknown status");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
