/* The seeds of the fuzz targets, and some thousand inputs made of them by a fixed sequence of changes: none may crash,
 * hang, or make the sanitizer speak.  Long runs are afl's (tests/fuzz/). */
#include <config.h>

#include "check.h"

#include <dirent.h>

#include "fuzz/targets.h"
#include "sheet_file.h"

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
    data[*size] = '\0'; /* a part of no bytes is a text of none */
    return data;
}

/* ---- workbooks ----------------------------------------------------------------------------------------------- */

/* A changed byte of a ZIP spoils its checksum, and nothing of it is read: so one part is changed, and all are packed
 * anew. */
enum { PARTS_MOST = 32 };

typedef struct parts {
    size_t n;
    char name[PARTS_MOST][128];
    reinti_bytes bytes[PARTS_MOST];
} parts;

static void
unpack(const reinti_bytes *file, parts *p)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(file->data, file->size, 0, &error);
    zip_t *zip = file->size > 2 && !memcmp(file->data, "PK", 2)
                     ? zip_open_from_source(source, ZIP_RDONLY, &error)
                     : NULL;

    memset(p, 0, sizeof *p);
    if (!zip) {
        zip_source_free(source);
        return;
    }
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0) && p->n < PARTS_MOST; i++) {
        zip_stat_t st;
        assert_int_equal(zip_stat_index(zip, (zip_uint64_t)i, 0, &st), 0);
        char *data = malloc(st.size + 1);
        zip_file_t *part = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        assert_int_equal(zip_fread(part, data, st.size), (zip_int64_t)st.size);
        zip_fclose(part);
        snprintf(p->name[p->n], sizeof p->name[0], "%s", st.name);
        p->bytes[p->n++] = (reinti_bytes){ .data = data, .size = st.size };
    }
    zip_discard(zip);
}

static char *
mutate_part(const parts *p, size_t *size)
{
    test_part part[PARTS_MOST];
    size_t at = draw(p->n), changed_size;
    char *changed = mutate(&p->bytes[at], &changed_size);

    for (size_t i = 0; i < p->n; i++)
        part[i] = (test_part){ p->name[i], i == at ? changed : p->bytes[i].data,
                               i == at ? changed_size : p->bytes[i].size };
    char *data = test_zip(part, p->n, size);
    free(changed);
    return data;
}

/* ---- all readers --------------------------------------------------------------------------------------------- */

static void
run(const fuzz_target *target)
{
    char folder[256];
    static parts packed[SEEDS_MOST];
    seeds s;
    size_t read = 0;

    snprintf(folder, sizeof folder, "tests/fuzz/seeds/%s", target->name);
    read_seeds(folder, &s);
    for (size_t i = 0; i < s.n; i++) { /* every seed is read to its end */
        size_t sum = target->run(s.bytes[i].data, s.bytes[i].size);
        if (!sum || sum == SIZE_MAX)
            fail_msg("%s: seed %zu %s", target->name, i, sum ? "breaks a promise" : "is refused");
        unpack(&s.bytes[i], &packed[i]);
    }
    random_state = 20260101;
    for (size_t i = 0; i < target->n; i++) {
        size_t size;
        const parts *p = &packed[i % s.n];
        char *data = p->n && draw(4) ? mutate_part(p, &size) : mutate(&s.bytes[i % s.n], &size);
        char *exact = malloc(size);
        memcpy(exact, data, size); /* exact size: reading beyond it is found by the sanitizer */
        size_t sum = target->run(exact, size);
        if (sum == SIZE_MAX) {
            FILE *f = fopen("fuzz-found", "wb");
            fwrite(exact, 1, size, f);
            fclose(f);
            fail_msg("%s: change %zu of seed %zu breaks a promise (fuzz-found)", target->name, i, i % s.n);
        }
        read += sum > 0;
        free(exact);
        free(data);
    }
    if (read <= target->n / 50) /* not all of them fail at the door */
        fail_msg("%s: %zu of %zu were read", target->name, read, target->n);
    for (size_t i = 0; i < s.n; i++) {
        reinti_bytes_free(&s.bytes[i]);
        for (size_t k = 0; k < packed[i].n; k++)
            free((char *)(uintptr_t)packed[i].bytes[k].data);
    }
}

static void
no_bytes_break_a_reader(void **state)
{
    for (const fuzz_target *target = fuzz_targets; target->name; target++)
        run(target);
    (void)state;
}

/* fuzz_test NAME TIMES: longer, of one reader. */
int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_bytes_break_a_reader) };

    for (const fuzz_target *target = fuzz_targets; argc == 3 && target->name; target++)
        if (!strcmp(target->name, argv[1])) {
            fuzz_target longer = *target;
            longer.n = strtoul(argv[2], NULL, 10);
            run(&longer);
        }
    return argc == 3 ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
