/* cache.c -- the sidecar name.reint-cache: the columns of a study, ready to be mapped into memory.
 *
 * Derived, droppable, never the truth.  It is valid only while the change counter in the study's header
 * (bytes 24-27 of the SQLite file, raised by every write of whatever program) and the codebook's digest are
 * those it was made at.  Anything that does not fit, a truncated or foreign file included, means: no cache;
 * the tables are read instead. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/internal.h"

#define MAGIC "REINT-CACHE-1\n\n"
#define ALIGN 64

/* Kinds of columns besides a slot's number. */
enum { PART_KEY = -1, PART_SOURCE = -2, PART_OFFSET = -3, PART_CODE = -4 };

typedef struct cache_head {
    char magic[16];
    char digest[REINTI_SHA256_TEXT + 7];
    uint64_t counter, study_size;
    uint64_t n_parts, size; /* of the whole cache file */
} cache_head;

typedef struct cache_part {
    uint32_t form;
    int32_t kind;   /* slot, or PART_... */
    uint32_t index; /* of the set */
    uint32_t width;
    uint64_t n, offset;
} cache_part;

char *
reinti_cache_path(const reint_study *s)
{
    char *path = malloc(strlen(s->path) + 7);

    if (path) {
        strcpy(path, s->path);
        strcat(path, "-cache");
    }
    return path;
}

/* The change counter and size of the study as they are on disk now. */
static bool
study_state(const reint_study *s, uint64_t *counter, uint64_t *size)
{
    unsigned char head[32];
    struct stat st;
    int fd = open(s->path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && pread(fd, head, sizeof head, 0) == sizeof head && !fstat(fd, &st);

    if (fd >= 0)
        close(fd);
    if (!good)
        return false;
    *counter = (uint64_t)head[24] << 24 | (uint64_t)head[25] << 16 | (uint64_t)head[26] << 8 | head[27];
    *size = (uint64_t)st.st_size;
    return true;
}

void
reinti_cache_unmap(reint_study *s)
{
    if (s->cache)
        munmap(s->cache, s->cache_size);
    s->cache = NULL;
    s->cache_size = 0;
    s->cache_valid = false;
}

/* ---- reading
 * -------------------------------------------------------------------------------------------------------------
 */

static bool
parts_fit(const cache_head *head, const cache_part *part)
{
    for (uint64_t i = 0; i < head->n_parts; i++) {
        if (part[i].width > REINTI_F64)
            return false;
        uint64_t size = reinti_width_size((reinti_width)part[i].width);
        if (part[i].offset % ALIGN || part[i].offset > head->size ||
            part[i].n > (head->size - part[i].offset) / size)
            return false;
    }
    return true;
}

static bool
map_cache(reint_study *s)
{
    char *path = reinti_cache_path(s);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    struct stat st;
    uint64_t counter, size;

    free(path);
    if (fd < 0)
        return false;
    if (!fstat(fd, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size >= sizeof(cache_head)) {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            s->cache = map;
            s->cache_size = (size_t)st.st_size;
        }
    }
    close(fd);
    if (!s->cache)
        return false;
    const cache_head *head = s->cache;
    if (memcmp(head->magic, MAGIC, sizeof head->magic) || head->size != s->cache_size ||
        head->n_parts > (s->cache_size - sizeof *head) / sizeof(cache_part) ||
        strncmp(head->digest, s->cb->digest, sizeof head->digest) || !study_state(s, &counter, &size) ||
        head->counter != counter || head->study_size != size ||
        !parts_fit(head, (const cache_part *)(head + 1))) {
        reinti_cache_unmap(s);
        return false;
    }
    s->cache_valid = true;
    return true;
}

static const cache_part *
find_part(const reint_study *s, size_t form, int32_t kind, size_t index)
{
    const cache_head *head = s->cache;
    const cache_part *part = (const cache_part *)(head + 1);

    for (uint64_t i = 0; i < head->n_parts; i++)
        if (part[i].form == form && part[i].kind == kind && part[i].index == index)
            return &part[i];
    return NULL;
}

static void *
part_data(const reint_study *s, const cache_part *part)
{
    return (char *)s->cache + part->offset;
}

static bool
load_sets(reint_study *s, size_t f)
{
    reinti_form_columns *c = &s->form[f].columns;

    for (size_t k = 0; k < c->n_sets; k++) {
        const cache_part *offset = find_part(s, f, PART_OFFSET, k), *code = find_part(s, f, PART_CODE, k);
        if (!offset || !code || offset->n != c->n + 1 || offset->width != REINTI_I32 ||
            code->width != REINTI_I16)
            return false;
        c->set[k].offset = part_data(s, offset);
        c->set[k].code = part_data(s, code);
        c->set[k].n_codes = code->n;
        if (c->set[k].offset[c->n] != code->n)
            return false;
    }
    return true;
}

bool
reinti_cache_load(reint_study *s, size_t f)
{
    reinti_form_columns *c = &s->form[f].columns;

    if (s->in_transaction || (!s->cache_valid && (s->cache || !map_cache(s))))
        return false;
    const cache_part *key = find_part(s, f, PART_KEY, 0), *source = find_part(s, f, PART_SOURCE, 0);
    if (!key || !source || key->n != source->n || key->width != REINTI_I64 || source->width != REINTI_I64)
        return false;
    reinti_columns_drop(s, f);
    c->mapped = true;
    c->n = key->n;
    c->key = part_data(s, key);
    c->source = part_data(s, source);
    bool good = load_sets(s, f);
    for (size_t i = 0; good && i < s->form[f].layout.n_slots; i++) {
        if (s->form[f].layout.slot[i].storage == REINTI_STORE_TEXT)
            continue;
        const cache_part *part = find_part(s, f, (int32_t)i, 0);
        good = part && part->n == c->n && part->width == c->slot[i].width;
        if (good)
            c->slot[i].data = part_data(s, part);
    }
    if (!good)
        reinti_columns_drop(s, f);
    c->complete = good;
    return good;
}

/* ---- writing
 * ----------------------------------------------------------------------------------------------------------------
 */

typedef struct writer {
    FILE *stream;
    cache_part *part;
    const void **data;
    size_t n;
    uint64_t at;
} writer;

static void
add_part(writer *w, size_t form, int32_t kind, size_t index, reinti_width width, size_t n, const void *data)
{
    w->part[w->n] = (cache_part){ (uint32_t)form, kind, (uint32_t)index, (uint32_t)width, n, w->at };
    w->data[w->n++] = data;
    w->at += (n * reinti_width_size(width) + ALIGN - 1) / ALIGN * ALIGN;
}

static void
add_form(writer *w, const reint_study *s, size_t f)
{
    const reinti_form_columns *c = &s->form[f].columns;
    static const uint32_t none[1] = { 0 };

    add_part(w, f, PART_KEY, 0, REINTI_I64, c->n, c->key);
    add_part(w, f, PART_SOURCE, 0, REINTI_I64, c->n, c->source);
    for (size_t k = 0; k < c->n_sets; k++) {
        add_part(w, f, PART_OFFSET, k, REINTI_I32, c->n + 1, c->set[k].offset ? c->set[k].offset : none);
        add_part(w, f, PART_CODE, k, REINTI_I16, c->set[k].n_codes, c->set[k].code);
    }
    for (size_t i = 0; i < s->form[f].layout.n_slots; i++)
        if (s->form[f].layout.slot[i].storage != REINTI_STORE_TEXT)
            add_part(w, f, (int32_t)i, 0, c->slot[i].width, c->n, c->slot[i].data);
}

static bool
write_parts(writer *w, const cache_head *head)
{
    static const char zero[ALIGN];
    uint64_t at = sizeof *head + w->n * sizeof *w->part;
    bool good = fwrite(head, sizeof *head, 1, w->stream) == 1 &&
                (!w->n || fwrite(w->part, sizeof *w->part, w->n, w->stream) == w->n);

    for (size_t i = 0; good && i < w->n; i++) {
        size_t size = w->part[i].n * reinti_width_size((reinti_width)w->part[i].width),
               gap = w->part[i].offset - at;
        good = (!gap || fwrite(zero, 1, gap, w->stream) == gap) &&
               (!size || fwrite(w->data[i], 1, size, w->stream) == size);
        at = w->part[i].offset + size;
    }
    uint64_t rest = head->size - at;
    return good && (!rest || fwrite(zero, 1, rest, w->stream) == rest);
}

/* Only forms whose columns are in memory; the others are read from their tables when they are asked for.  A
 * cache that cannot be written is no error: it only costs time later. */
void
reinti_cache_write(reint_study *s)
{
    cache_head head = { .magic = MAGIC };
    size_t n = 0;
    bool in_memory = false;
    writer w = { 0 };
    reinti_output out;
    uint64_t counter, size;

    if (s->in_transaction)
        return;
    for (size_t f = 0; f < s->cb->n_forms; f++) {
        in_memory = in_memory || (s->form[f].columns.complete && !s->form[f].columns.mapped &&
                                  (s->form[f].columns.n || s->changed));
        n += 2 + 2 * s->form[f].columns.n_sets + s->form[f].layout.n_slots;
    }
    if (!in_memory || !study_state(s, &counter, &size))
        return;
    char *path = reinti_cache_path(s);
    w.part = calloc(n + 1, sizeof *w.part);
    w.data = calloc(n + 1, sizeof *w.data);
    if (path && w.part && w.data && !reinti_output_begin(&out, path, 0600, NULL)) {
        for (size_t f = 0; f < s->cb->n_forms; f++)
            if (s->form[f].columns.complete)
                add_form(&w, s, f);
        uint64_t front = (sizeof head + w.n * sizeof *w.part + ALIGN - 1) / ALIGN * ALIGN;
        for (size_t i = 0; i < w.n; i++)
            w.part[i].offset += front;
        strcpy(head.digest, s->cb->digest);
        head.counter = counter;
        head.study_size = size;
        head.n_parts = w.n;
        head.size = w.at + front;
        w.stream = out.stream;
        if (!write_parts(&w, &head) || reinti_output_commit(&out, NULL))
            reinti_output_abort(&out);
    }
    free(w.part);
    free(w.data);
    free(path);
}
