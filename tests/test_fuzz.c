/* The seeds of the fuzz targets, and some thousand inputs made of them by a fixed sequence of changes: none may crash,
 * hang, or make the sanitizer speak.  Long runs are afl's (tests/fuzz/). */
#include <config.h>

#include "check.h"

#include <dirent.h>

#include "fuzz/targets.h"

enum { SEEDS_MOST = 32 };

typedef struct seeds {
    size_t n;
    reinti_bytes bytes[SEEDS_MOST];
} seeds;

static int
by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void
read_seeds(const char *folder, seeds *s)
{
    char name[SEEDS_MOST][256];
    DIR *dir = opendir(source_path(folder));
    struct dirent *e;

    memset(s, 0, sizeof *s);
    assert_non_null(dir);
    while ((e = readdir(dir)))
        if (e->d_name[0] != '.') {
            assert_true(s->n < SEEDS_MOST);
            snprintf(name[s->n++], sizeof name[0], "%s", e->d_name);
        }
    closedir(dir);
    assert_true(s->n >= 3);
    qsort(name, s->n, sizeof name[0], by_name); /* the order of a folder is no order */
    for (size_t i = 0; i < s->n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", source_path(folder), name[i]);
        assert_int_equal(reinti_bytes_read(path, 0, &s->bytes[i], NULL), REINT_OK);
    }
}

static uint64_t random_state;

static size_t
draw(size_t below)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(random_state >> 33) % below;
}

/* One to eight changes: a byte, a bit, a cut, a piece copied over another, a byte that means something. */
static char *
mutate(const reinti_bytes *seed, size_t *size)
{
    static const char special[] = "<>&\"'/=;,\n\r\t\0\xFF\x80 0123456789-#!:[]_";
    char *data = malloc(seed->size + 1);

    memcpy(data, seed->data, seed->size);
    *size = seed->size;
    for (size_t k = 1 + draw(8); k && *size > 1; k--) {
        size_t at = draw(*size), from = draw(*size), n = draw(32);
        switch (draw(6)) {
        case 0:
            data[at] = (char)draw(256);
            break;
        case 1:
            data[at] ^= (char)(1 << draw(8));
            break;
        case 2:
            data[at] = special[draw(sizeof special - 1)];
            break;
        case 3:
            if (!draw(8))
                *size = at + 1;
            break;
        case 4:
            n = n < *size - at ? n : *size - at;
            n = n < *size - from ? n : *size - from;
            memmove(data + at, data + from, n);
            break;
        default:
            n = n < *size - at ? n : *size - at;
            memmove(data + at, data + at + n, *size - at - n);
            *size -= n;
        }
    }
    return data;
}

static void
run(const char *folder, size_t (*target)(const char *, size_t), size_t n)
{
    seeds s;
    size_t read = 0;

    read_seeds(folder, &s);
    for (size_t i = 0; i < s.n; i++)
        assert_true(target(s.bytes[i].data, s.bytes[i].size) > 0); /* every seed is read to its end */
    random_state = 20260101;
    for (size_t i = 0; i < n; i++) {
        size_t size;
        char *data = mutate(&s.bytes[i % s.n], &size), *exact = malloc(size);
        memcpy(exact, data, size); /* exact size: reading beyond it is found by the sanitizer */
        read += target(exact, size) > 0;
        free(exact);
        free(data);
    }
    assert_true(read > n / 50); /* not all of them fail at the door */
    for (size_t i = 0; i < s.n; i++)
        reinti_bytes_free(&s.bytes[i]);
}

static void
no_bytes_break_the_reader_of_csv(void **state)
{
    (void)state;
    run("tests/fuzz/seeds/csv", fuzz_csv, 20000);
}

static void
no_bytes_break_the_reader_of_workbooks(void **state)
{
    (void)state;
    run("tests/fuzz/seeds/sheet", fuzz_sheet, 20000);
}

/* Every input is either refused with a finding or written out and read back to the same. */
static size_t
codebook_target(const char *data, size_t size)
{
    size_t sum = fuzz_codebook(data, size);

    assert_true(sum != SIZE_MAX);
    return sum;
}

static void
no_bytes_break_the_reader_of_codebooks(void **state)
{
    (void)state;
    run("tests/fuzz/seeds/codebook", codebook_target, 4000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bytes_break_the_reader_of_csv),
        cmocka_unit_test(no_bytes_break_the_reader_of_workbooks),
        cmocka_unit_test(no_bytes_break_the_reader_of_codebooks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
