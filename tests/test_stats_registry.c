/* Every statistic of the registry meets every degenerate input of its layouts, and memory that runs out at
 * each allocation in turn.  The numbers themselves are compared with R by the oracle (tests/oracle). */
#include <config.h>

#include "check.h"

#include "stats/stats.h"

/* The program is linked with --wrap (see base/local.mk): once COUNTDOWN allocations were granted each further
 * one fails; negative: none fails. */
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

/* One layout with its options, and texts from empty to odd.  The last text is sound: every statistic works on
 * it. */
static const struct {
    const char *layout, *options, *text[8];
} inputs[] = {
    { "table",
      "draws=100",
      { "row,col,count\n", "row,col,count\n1,1,0\n", "row,col,count\n1,1,7\n",
        "row,col,count\n1,1,2\n1,2,3\n", "row,col,count\n1,1,0\n1,2,0\n2,1,0\n2,2,0\n",
        "row,col,count\n1,1,1e15\n1,2,1\n2,1,3\n2,2,4\n", "row,col,count\n1,1,0.5\n2,2,0.25\n",
        "row,col,count\n1,1,4\n1,2,3\n2,1,2\n2,2,9\n" } },
    { "micro",
      "draws=100",
      { "row,col\n", "row,col\n,\n", "row,col\n1,\n,2\n", "row,col\n1,1\n", "row,col\n1,1\n1,1\n",
        "row,col\nx,y\nx,z\n", "row,col\n-1,1e300\n2,-1e300\n", "row,col\n1,1\n1,2\n2,2\n2,2\n" } },
    { "square_table",
      "",
      { "row,col,count\n", "row,col,count\n1,1,5\n", "row,col,count\n1,2,5\n",
        "row,col,count\n1,1,0\n2,2,0\n", "row,col,count\n1,1,3\n2,2,4\n",
        "row,col,count\n1,1,3\n1,2,1\n2,3,4\n", "row,col,count\n1,2,1\n2,1,1\n",
        "row,col,count\n1,1,3\n1,2,1\n2,1,4\n2,2,2\n" } },
    { "stratified_table",
      "",
      { "stratum,row,col,count\n", "stratum,row,col,count\n1,1,1,4\n",
        "stratum,row,col,count\n1,1,1,0\n1,2,2,0\n", "stratum,row,col,count\n1,1,1,1\n1,2,2,1\n2,1,2,1\n",
        "stratum,row,col,count\n,1,1,4\n1,1,2,3\n", "stratum,row,col,count\n1,1,1,4\n1,2,1,2\n2,1,1,3\n",
        "stratum,row,col,count\n1,1,1,9\n1,2,2,9\n2,1,1,9\n2,2,2,9\n",
        "stratum,row,col,count\n1,1,1,4\n1,1,2,2\n1,2,1,3\n1,2,2,5\n2,1,1,4\n2,1,2,2\n2,2,1,6\n2,2,2,5\n" } },
    { "trend",
      "",
      { "score,x,n\n", "score,x,n\n1,0,0\n", "score,x,n\n1,2,2\n2,3,3\n", "score,x,n\n1,1,2\n1,2,3\n",
        "score,x,n\n1,,2\n", "score,x,n\n1,3,2\n", "score,x,n\n1,0,5\n2,0,6\n",
        "score,x,n\n1,1,9\n2,3,9\n3,8,9\n" } },
    { "proportions",
      "",
      { "x,n\n", "x,n\n0,0\n", "x,n\n,\n", "x,n\n3,2\n", "x,n\n-1,2\n", "x,n\n1,1\n", "x,n\n0.5,1.5\n",
        "x,n\n3,9\n" } },
    { "two_proportions",
      "",
      { "x1,n1,x2,n2\n", "x1,n1,x2,n2\n0,0,0,0\n", "x1,n1,x2,n2\n,,,\n", "x1,n1,x2,n2\n0,5,0,5\n",
        "x1,n1,x2,n2\n5,5,5,5\n", "x1,n1,x2,n2\n6,5,1,2\n", "x1,n1,x2,n2\n1,1,0,0\n",
        "x1,n1,x2,n2\n3,9,5,8\n" } },
    { "wide",
      "",
      { "id,x,y\n", "id,x,y\n1,,\n", "id,x,y\n1,0,1\n", "id,x,y\n1,1,1\n2,1,1\n", "id,x,y\n1,0,0\n2,1,1\n",
        "id,x\n1,1\n2,0\n", "id,x,y\n1,1e200,-1e200\n2,1,0\n",
        "id,x,y\n1,0,1\n2,1,1\n3,0,0\n4,1,0\n5,0,1\n" } },
    { "long",
      "",
      { "id,time,state\n", "id,time,state\n1,1,1\n", "id,time,state\n1,1,\n1,2,\n",
        "id,time,state\n1,1,1\n1,1,2\n", "id,time,state\n1,1,1\n1,3,2\n", "id,time,state\n1,1,a\n1,2,b\n",
        "id,time,state\n,,\n", "id,time,state\n1,1,1\n1,2,2\n1,3,1\n2,1,2\n2,2,1\n2,3,1\n" } },
    { "survival",
      "",
      { "time,status,group\n", "time,status,group\n1,0,1\n", "time,status,group\n1,1,1\n",
        "time,status,group\n0,1,1\n0,1,2\n", "time,status,group\n,1,1\n2,,1\n", "time,status,group\n1,2,1\n",
        "time,status,group\n-1,1,1\n", "time,status,group\n1,1,1\n2,1,2\n3,0,1\n4,1,2\n5,1,1\n6,1,2\n" } },
    { "glm",
      "y ~ a",
      { "y,a\n", "y,a\n1,1\n", "y,a\n1,1\n1,2\n", "y,a\n0,3\n1,3\n", "y,a\n0,1\n0,2\n1,3\n1,4\n",
        "y,a\n2,1\n3,1\n", "y,a\n0,\n1,\n", "y,a\n0,1\n1,2\n0,3\n1,4\n0,5\n1,1\n" } },
    { "gee",
      "y ~ a",
      { "id,y,a\n", "id,y,a\n1,1,1\n", "id,y,a\n1,1,1\n2,0,2\n", "id,y,a\n1,0,3\n1,1,3\n",
        "id,y,a\n1,0,1\n1,0,2\n2,1,3\n2,1,4\n", "id,y,a\n,1,1\n",
        "id,y,a\n1,0,1\n2,1,2\n3,0,3\n4,1,4\n5,0,5\n6,1,1\n",
        "id,y,a\n1,0,1\n1,1,2\n2,0,3\n2,1,4\n3,0,5\n3,1,1\n" } },
    { "survey",
      "strata=h psu=p weights=w",
      { "h,p,w,x,domain\n", "h,p,w,x,domain\n1,1,1,2,1\n", "h,p,w,x,domain\n1,1,0,2,1\n1,2,0,3,1\n",
        "h,p,w,x,domain\n1,1,1,,0\n1,2,1,,0\n", "h,p,w,x,domain\n1,1,-1,2,1\n", "h,p,w,x,domain\n,1,1,2,1\n",
        "h,p,w,x,y\n1,1,1,1,1\n1,2,1,1,1\n",
        "h,p,w,x,y,domain\n1,1,1,1,1,1\n1,2,2,2,1,0\n1,3,2,1,2,1\n2,4,1,2,2,1\n2,5,1,2,1,1\n2,6,3,1,2,"
        "1\n" } },
    { "records",
      "weights=w margins=s:1=5,2=5",
      { "s,w\n", "s,w\n1,1\n", "s,w\n1,0\n2,0\n", "s,w\n3,1\n", "s,w\n,1\n", "s,w\n1,-1\n2,1\n",
        "s,w\n1,\n2,1\n", "s,w\n1,1\n2,3\n2,1\n" } },
    { "records",
      "df=20 delta=0.1 target=0.5 categories=x",
      { "estimate,se,x,n,missing,p,group\n", "estimate,se,x,n,missing,p,group\n1,0,0,0,0,,1\n",
        "estimate,se,x,n,missing,p,group\n1,0,1,1,1,0,0\n1,0,0,0,3,1,\n",
        "estimate,se,x,n,missing,p,group\n,1,1,2,1,1.5,1\n",
        "estimate,se,x,n,missing,p,group\n1,-1,3,2,1,-1,2\n",
        "estimate,se,group\n1,1,1\n1,1,1\n1,1,0\n1,1,0\n", "x,n,p,group,w\n1,2,a,1,-1\n",
        "estimate,se,x,n,missing,p,group\n1,0.5,3,9,2,0.02,1\n1.2,0.4,4,9,0,0.3,0\n" } },
    { "interval",
      "",
      { "left,right\n", "left,right\n,\n", "left,right\n1,\n2,\n", "left,right\n,1\n", "left,right\n2,1\n",
        "left,right\n-1,1\n", "left,right,group\n0,0,a\n1e300,,b\n1e300,1e300,b\n",
        "left,right,group\n0,3,1\n2,4,1\n3,,2\n,2,2\n5,5,2\n" } },
    { "ratings",
      "",
      { "unit,r1,r2\n", "unit,r1,r2\n1,,\n", "unit,r1,r2\n1,1,\n2,,1\n", "unit,r1,r2\n1,1,1\n",
        "unit,r1,r2\n1,0,0\n2,0,0\n", "unit,r1\n1,1\n", "unit,r1,r2\n1,-1,1\n2,1,-1\n",
        "unit,r1,r2\n1,1,1\n2,1,2\n3,2,2\n4,2,2\n" } },
    { "rating_counts",
      "",
      { "unit,c1,c2\n", "unit,c1,c2\n1,0,0\n", "unit,c1,c2\n1,1,0\n", "unit,c1\n1,3\n", "unit,c1,c2\n1,,1\n",
        "unit,c1,c2\n1,-1,1\n", "unit,c1,c2\n1,0.5,1\n", "unit,c1,c2\n1,2,1\n2,3,0\n3,1,2\n" } },
    { "descriptive",
      "weights=none",
      { "x\n", "x\n\n", "x\n1\n", "x\n1\n1\n", "x\n1e300\n-1e300\n", "x\n0\n0\n0\n0\n", "x\n1e308\n1e308\n",
        "x\n1\n2\n4\n9\n" } },
    { "descriptive",
      "weights=sampling",
      { "x,w\n", "x,w\n,1\n", "x,w\n1,0\n", "x,w\n1,-1\n", "x,w\n1,\n", "x,w\n5,2\n",
        "x,w\n1,1e-300\n2,1e300\n", "x,w\n1,2\n2,1\n3,1\n" } },
    { "mrset_dichotomy",
      "",
      { "id,a,b\n", "id,a,b\n1,,\n", "id,a,b\n1,0,0\n", "id,a\n1,1\n", "id,a,b,w\n1,1,1,-1\n",
        "id,a,b,w\n1,1,1,\n", "id,a,b,group\n1,1,0,\n2,0,1,x\n", "id,a,b,group,w\n1,1,0,1,2\n2,1,1,2,1\n" } },
    { "mrset_category",
      "",
      { "id,m1,m2\n", "id,m1,m2\n1,,\n", "id,m1\n1,3\n", "id,m1,m2\n1,2,2\n", "id,m1,m2,w\n1,1,1,-1\n",
        "id,m1,m2\n1,-1,0\n", "id,m1,m2\n1,1e300,1\n", "id,m1,m2\n1,1,2\n2,2,\n" } },
};

static size_t n_values, n_undefined;

/* The contract: a number that exists has no reason, one that does not has one; a name is never empty. */
static void
take(const char *parameter, double value, const char *undefined, void *user)
{
    const char *key = user;

    if (!*parameter || isnan(value) != (undefined != NULL) || (undefined && !*undefined))
        fail_msg("%s %s: %g, %s", key, parameter, value, undefined ? undefined : "no reason");
    n_values++;
    n_undefined += undefined != NULL;
}

static bool
fits(const reint_statistic *s, const char *layout)
{
    char list[256], word[64];

    snprintf(list, sizeof list, " %s ", s->layouts);
    snprintf(word, sizeof word, " %s ", layout);
    return strstr(list, word) != NULL;
}

/* Descriptive statistics with sampling weights are refused where they do not hold, and the reverse; the
 * layout records is every statistic's own. */
static bool
refused(const reint_statistic *s, const char *options)
{
    bool weighted = strncmp(s->key, "weighted_", 9) == 0 || strcmp(s->key, "kish_neff") == 0;

    if (fits(s, "records")) /* raking has its margins in the options, the others have columns of their own */
        return (strcmp(s->key, "rake") == 0) != (strstr(options, "margins=") != NULL);
    return fits(s, "descriptive") && strcmp(s->key, "n") != 0 &&
           weighted != (strstr(options, "sampling") != NULL);
}

static void
degenerate_inputs_give_reasons_not_crashes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t k = 0; k < 8; k++) {
            const char *text = inputs[i].text[k];
            reint_input *in = NULL;
            reint_error err = { .status = REINT_OK };
            reint_status status =
                reint_input_read(text, strlen(text), inputs[i].layout, NULL, inputs[i].options, &in, &err);
            assert_true(status == REINT_OK || (k < 7 && status == REINT_INPUT));
            for (size_t j = 0; j < reint_statistic_count() && !status; j++) {
                const reint_statistic *s = reint_statistic_get(j);
                size_t before = n_values;
                reint_status done;
                if (!fits(s, inputs[i].layout))
                    continue;
                done = reint_statistic_compute(s, in, take, (void *)(uintptr_t)s->key, &err);
                if (done != REINT_OK && done != REINT_ARGUMENT && done != REINT_INPUT && done != REINT_DATA)
                    fail_msg("%s, %s, text %zu: status %d", s->key, inputs[i].layout, k, done);
                if (k == 7 && !refused(s, inputs[i].options) && (done || n_values == before))
                    fail_msg("%s does not work on sound input: %s", s->key, err.text);
                if (done && !err.text[0])
                    fail_msg("%s fails without a word", s->key);
            }
            reint_input_free(in);
        }
    assert_true(n_values > 5000);
    assert_true(n_undefined > 500);
}

static void
nothing_is_lost_when_memory_runs_out(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t j = 0; j < reint_statistic_count(); j++) {
            const reint_statistic *s = reint_statistic_get(j);
            const char *text = inputs[i].text[7];
            if (!fits(s, inputs[i].layout) || refused(s, inputs[i].options))
                continue;
            for (long granted_calls = 0; granted_calls < 100000; granted_calls++) {
                reint_input *in = NULL;
                reint_error err = { .status = REINT_OK };
                reint_status status;
                countdown = granted_calls;
                status = reint_input_read(text, strlen(text), inputs[i].layout, NULL, inputs[i].options, &in,
                                          &err);
                if (!status)
                    status = reint_statistic_compute(s, in, take, (void *)(uintptr_t)s->key, &err);
                countdown = -1;
                reint_input_free(in);
                if (status == REINT_OK)
                    break;
                if (status != REINT_NO_MEMORY)
                    fail_msg("%s: status %d after %ld allocations: %s", s->key, status, granted_calls,
                             err.text);
                failures++;
            }
        }
    assert_true(failures > 1000);
}

static void
every_entry_says_what_it_is(void **state)
{
    (void)state;
    assert_true(reint_statistic_count() > 150);
    for (size_t i = 0; i < reint_statistic_count(); i++) {
        const reint_statistic *s = reint_statistic_get(i);
        assert_true(*s->key && *s->layouts && *s->summary && *s->undefined && s->source && s->r);
        assert_ptr_equal(reint_statistic_find(s->key), s); /* no key twice */
    }
    assert_null(reint_statistic_get(reint_statistic_count()));
    assert_null(reint_statistic_find("no_such"));
}

static void
bad_texts_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *text, *says;
        long line;
    } cases[] = {
        { "", "empty", 0 },
        { "row,col,count\n1,1\n", "as many fields", 2 },
        { "row,col,count\n1,1,2,3\n", "as many fields", 2 },
        { "row,col,count\n\n1,\"1,2\n", "never closed", 4 },
        { "row,col,count\n1,\"1\"x,2\n", "closing quote", 2 },
        { "row,col,count\n1,1,two\n", "holds text", 2 },
        { "row,col,count\n1,1,0x10\n", "holds text", 2 },
        { "row,col,count\n1,1,nan\n", "holds text", 2 },
        { "row,row,count\n1,1,1\n", "needs a column \"col\"", 1 },
        { "row,col,count,row\n1,1,1,1\n", "same name", 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reint_input *in = (reint_input *)&in;
        reint_error err = { .status = REINT_OK };
        assert_int_equal(reint_input_read(cases[i].text, strlen(cases[i].text), "table", NULL, "", &in, &err),
                         REINT_INPUT);
        assert_null(in);
        if (!strstr(err.text, cases[i].says) || err.line != cases[i].line)
            fail_msg("text %zu: line %ld: %s", i, err.line, err.text);
        assert_null(strstr(err.text, "two")); /* no value of a text is printed */
    }
}

static double found;

static void
find_total(const char *parameter, double value, const char *undefined, void *user)
{
    (void)undefined;
    if (strcmp(parameter, user) == 0)
        found = value;
}

static void
quotes_marks_and_line_ends_are_understood(void **state)
{
    static const char text[] = "\xEF\xBB\xBF"
                               "\"row\",col,count\r\n\"a \"\"b\"\"\",\"x,\ny\",2\r\n,z,1\r\nc,z,3";
    const reint_statistic *s = reint_statistic_find("count");
    reint_input *in;
    char wanted[] = "row=a \"b\";col=x,\ny";

    (void)state;
    assert_int_equal(reint_input_read(text, sizeof text - 1, NULL, s, NULL, &in, NULL), REINT_OK);
    assert_string_equal(reint_input_layout(in), "table");
    found = NAN;
    assert_int_equal(reint_statistic_compute(s, in, find_total, wanted, NULL), REINT_OK);
    assert_close(found, 2, 0);
    reint_input_free(in);
}

static void
a_statistic_does_not_take_another_layout(void **state)
{
    static const char text[] = "x,n\n1,2\n";
    reint_input *in;
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reint_input_read(text, sizeof text - 1, "proportions", NULL, "", &in, NULL), REINT_OK);
    assert_int_equal(reint_statistic_compute(reint_statistic_find("gamma"), in, take, NULL, &err),
                     REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "does not take the layout"));
    reint_input_free(in);
    assert_int_equal(
        reint_input_read(text, sizeof text - 1, NULL, reint_statistic_find("gamma"), "", &in, &err),
        REINT_INPUT);
    assert_int_equal(reint_input_read(text, sizeof text - 1, "nonsense", NULL, "", &in, &err),
                     REINT_ARGUMENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(degenerate_inputs_give_reasons_not_crashes),
        cmocka_unit_test(nothing_is_lost_when_memory_runs_out),
        cmocka_unit_test(every_entry_says_what_it_is),
        cmocka_unit_test(bad_texts_are_refused_with_their_line),
        cmocka_unit_test(quotes_marks_and_line_ends_are_understood),
        cmocka_unit_test(a_statistic_does_not_take_another_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
