/* cache.c -- the sidecar name.reint-cache: the columns of a study, ready to be mapped into memory.
 *
 * Derived, droppable, never the truth.  It is valid only while the change counter in the study's header
 * (raised by every write of whatever program), the codebook's digest and the digest of each form's records
 * are those it was made at: the counter sees other programs, the digests see a study that was put back from a
 * copy and grew differently since.  A column is looked at, and its checksum compared, when it is first asked
 * for: a table of two variables of a long form reads two columns.  Anything that does not fit, a truncated or
 * foreign file included, means: no cache; the tables are read instead. */
#include <config.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/internal.h"

#define MAGIC  "REINT-CACHE-3\n\n"
#define ALIGN  64
#define SUFFIX "-cache"

typedef struct cache_head {
    char magic[16];
    char digest[REINTI_SHA256_TEXT + 7]; /* of the codebook */
    uint64_t counter, n_forms, n_parts;
    uint64_t size;     /* of the whole cache file */
    uint64_t checksum; /* of what follows: forms and parts */
} cache_head;

typedef struct cache_form { /* one a form of the codebook, in its order */
    uint64_t held;          /* 0: no columns of it are here */
    uint64_t n, digest;
} cache_form;

typedef struct cache_part {
    uint32_t form;
    int32_t kind;   /* slot, or REINTI_PART_... */
    uint32_t index; /* of the set */
    uint32_t width;
    uint64_t n, offset, checksum;
} cache_part;

static const uint64_t multiplier = UINT64_C(0x9E3779B97F4A7C15);

/* Four lanes, so that it runs at the speed of memory. */
static uint64_t
stretch_checksum(const void *data, size_t n)
{
    uint64_t lane[4] = { n, ~(uint64_t)n, multiplier, 1 }, word[4];
    const char *p = data;

    for (; n >= sizeof word; p += sizeof word, n -= sizeof word) {
        memcpy(word, p, sizeof word);
        for (int i = 0; i < 4; i++) {
            lane[i] = (lane[i] ^ word[i]) * multiplier;
            lane[i] ^= lane[i] >> 32;
        }
    }
    if (n) {
        memset(word, 0, sizeof word);
        memcpy(word, p, n);
        for (int i = 0; i < 4; i++)
            lane[i] = (lane[i] ^ word[i]) * multiplier;
    }
    for (int i = 1; i < 4; i++)
        lane[0] = (lane[0] ^ lane[i] ^ lane[i] >> 29) * multiplier;
    return lane[0] ^ lane[0] >> 32;
}

/* Columns are summed up in stretches of this length, which threads share. */
#define STRETCH ((size_t)1 << 19)

typedef struct summing {
    const char *data;
    size_t n;
    uint64_t *sum; /* of each stretch */
} summing;

static void
sum_stretches(void *user, size_t from, size_t to)
{
    const summing *s = user;

    for (size_t i = from; i < to; i++) {
        size_t at = i * STRETCH;
        s->sum[i] = stretch_checksum(s->data + at, s->n - at < STRETCH ? s->n - at : STRETCH);
    }
}

/* Of a few at a time: no more of a column is in flight than the sums of a fixed array. */
static uint64_t
checksum(const void *data, size_t n)
{
    uint64_t sum[256] = { 0 }, whole = n;
    size_t n_stretches = n / STRETCH + (n % STRETCH > 0);

    for (size_t from = 0; from < n_stretches; from += REINTI_LENGTH(sum)) {
        size_t some = n_stretches - from < REINTI_LENGTH(sum) ? n_stretches - from : REINTI_LENGTH(sum);
        summing s = { (const char *)data + from * STRETCH, n - from * STRETCH, sum };
        reinti_parallel_pieces(some, 1, sum_stretches, &s);
        for (size_t i = 0; i < some; i++)
            whole = (whole ^ sum[i] ^ whole >> 29) * multiplier;
    }
    return whole ^ whole >> 32;
}

void
reinti_cache_unmap(reint_study *s)
{
    for (size_t f = 0; f < s->n_forms; f++)
        if (s->form[f].columns.mapped)
            reinti_columns_drop(s, f);
    if (s->cache)
        munmap(s->cache, s->cache_size);
    s->cache = NULL;
    s->cache_size = 0;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static const cache_form *
forms_of(const reint_study *s)
{
    return (const cache_form *)((const cache_head *)s->cache + 1);
}

static const cache_part *
parts_of(const reint_study *s)
{
    return (const cache_part *)(forms_of(s) + ((const cache_head *)s->cache)->n_forms);
}

static size_t
directory_size(const cache_head *head)
{
    return head->n_forms * sizeof(cache_form) + head->n_parts * sizeof(cache_part);
}

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

/* Everything but the columns themselves, which are looked at when they are used. */
static bool
is_ours(const reint_study *s)
{
    const cache_head *head = s->cache;
    size_t most = s->cache_size - sizeof *head;

    return !memcmp(head->magic, MAGIC, sizeof head->magic) && head->size == s->cache_size &&
           head->n_forms == s->n_forms && head->n_parts <= most / sizeof(cache_part) &&
           directory_size(head) <= most && head->checksum == checksum(head + 1, directory_size(head)) &&
           !strncmp(head->digest, s->cb->digest, sizeof head->digest) && head->counter == s->counter &&
           parts_fit(head, parts_of(s));
}

static bool
map_cache(reint_study *s)
{
    reinti_str path = REINTI_STR_EMPTY;
    struct stat st;

    reinti_str_format(&path, "%s" SUFFIX, s->path);
    int fd = path.failed ? -1 : open(path.text, O_RDONLY | O_CLOEXEC);
    reinti_str_free(&path);
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
    if (s->cache && !is_ours(s))
        reinti_cache_unmap(s);
    return s->cache != NULL;
}

static const cache_part *
find_part(const reint_study *s, size_t form, int32_t kind, size_t index)
{
    const cache_head *head = s->cache;
    const cache_part *part = parts_of(s);

    for (uint64_t i = 0; i < head->n_parts; i++)
        if (part[i].form == form && part[i].kind == kind && part[i].index == index)
            return &part[i];
    return NULL;
}

/* Is the column there, as wide and long as it has to be?  LENGTH UINT64_MAX: whatever its length. */
static bool
has_part(const reint_study *s, size_t form, int32_t kind, size_t index, reinti_width width, uint64_t length)
{
    const cache_part *part = find_part(s, form, kind, index);

    return part && part->width == (uint32_t)width && (length == UINT64_MAX || part->n == length);
}

static bool
has_all_parts(const reint_study *s, size_t f)
{
    const reinti_form_columns *c = &s->form[f].columns;
    uint64_t n = forms_of(s)[f].n;
    bool all = has_part(s, f, REINTI_PART_KEY, 0, REINTI_I64, n);

    for (size_t k = 0; k < c->n_sets; k++)
        all = all && has_part(s, f, REINTI_PART_OFFSET, k, REINTI_I32, n + 1) &&
              has_part(s, f, REINTI_PART_CODE, k, REINTI_I16, UINT64_MAX);
    for (size_t i = 0; i < s->form[f].layout.n_slots; i++)
        if (s->form[f].layout.slot[i].storage != REINTI_STORE_TEXT)
            all = all && has_part(s, f, (int32_t)i, 0, c->slot[i].width, n);
    return all;
}

bool
reinti_cache_load(reint_study *s, size_t f)
{
    reinti_form_columns *c = &s->form[f].columns;

    if (s->in_transaction || s->rehearsing || !s->counted || (!s->cache && !map_cache(s)))
        return false;
    const cache_form *form = &forms_of(s)[f];
    if (((const cache_head *)s->cache)->counter != s->counter || !form->held ||
        form->n != (uint64_t)s->form[f].n_rows || form->digest != s->form[f].digest || !has_all_parts(s, f))
        return false;
    reinti_columns_drop(s, f);
    c->mapped = c->complete = true;
    c->n = (size_t)form->n;
    return true;
}

/* The column, if it is whole. */
static void *
whole_part(const reint_study *s, size_t form, int32_t kind, size_t index, uint64_t *n)
{
    const cache_part *part = find_part(s, form, kind, index);
    char *data = part ? (char *)s->cache + part->offset : NULL;

    if (!part || part->checksum != checksum(data, part->n * reinti_width_size((reinti_width)part->width)))
        return NULL;
    *n = part->n;
    return data;
}

bool
reinti_cache_fetch(reint_study *s, size_t f, int32_t kind, size_t index)
{
    reinti_form_columns *c = &s->form[f].columns;
    reinti_set_columns *set = kind == REINTI_PART_OFFSET ? &c->set[index] : NULL;
    uint64_t n = 0, n_codes = 0;

    if (kind == REINTI_PART_KEY)
        return c->key || (c->key = whole_part(s, f, kind, 0, &n));
    if (!set)
        return c->slot[kind].data || (c->slot[kind].data = whole_part(s, f, kind, 0, &n));
    if (set->offset && set->code)
        return true;
    set->offset = whole_part(s, f, REINTI_PART_OFFSET, index, &n);
    set->code = whole_part(s, f, REINTI_PART_CODE, index, &n_codes);
    set->n_codes = (size_t)n_codes;
    if (set->offset && set->code && set->offset[c->n] == n_codes)
        return true;
    set->offset = NULL;
    set->code = NULL;
    return false;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

typedef struct writer {
    cache_head head;
    cache_form *form;
    cache_part *part;
    const void **data;
    uint64_t at;
} writer;

static void
add_part(writer *w, size_t form, int32_t kind, size_t index, reinti_width width, size_t n, const void *data)
{
    size_t size = n * reinti_width_size(width);

    w->part[w->head.n_parts] = (cache_part){ (uint32_t)form,      kind, (uint32_t)index,
                                             (uint32_t)width,     n,    w->at,
                                             checksum(data, size) };
    w->data[w->head.n_parts++] = data;
    w->at += (size + ALIGN - 1) / ALIGN * ALIGN;
}

static void
add_form(writer *w, const reint_study *s, size_t f)
{
    static const uint32_t none[1] = { 0 };
    const reinti_form_columns *c = &s->form[f].columns;

    w->form[f] = (cache_form){ 1, c->n, s->form[f].digest };
    add_part(w, f, REINTI_PART_KEY, 0, REINTI_I64, c->n, c->key);
    for (size_t k = 0; k < c->n_sets; k++) {
        add_part(w, f, REINTI_PART_OFFSET, k, REINTI_I32, c->n + 1,
                 c->set[k].offset ? c->set[k].offset : none);
        add_part(w, f, REINTI_PART_CODE, k, REINTI_I16, c->set[k].n_codes, c->set[k].code);
    }
    for (size_t i = 0; i < s->form[f].layout.n_slots; i++)
        if (s->form[f].layout.slot[i].storage != REINTI_STORE_TEXT)
            add_part(w, f, (int32_t)i, 0, c->slot[i].width, c->n, c->slot[i].data);
}

static bool
pad(FILE *stream, uint64_t n)
{
    static const char zero[ALIGN];

    return !n || fwrite(zero, 1, n, stream) == n;
}

static bool
write_all(const writer *w, FILE *stream)
{
    size_t directory = directory_size(&w->head);
    uint64_t at = sizeof w->head + directory;
    bool good = fwrite(&w->head, sizeof w->head, 1, stream) == 1 &&
                fwrite(w->form, sizeof *w->form, w->head.n_forms, stream) == w->head.n_forms &&
                fwrite(w->part, sizeof *w->part, w->head.n_parts, stream) == w->head.n_parts;

    for (uint64_t i = 0; good && i < w->head.n_parts; i++) {
        size_t size = w->part[i].n * reinti_width_size((reinti_width)w->part[i].width);
        good = pad(stream, w->part[i].offset - at) && (!size || fwrite(w->data[i], 1, size, stream) == size);
        at = w->part[i].offset + size;
    }
    return good && pad(stream, w->head.size - at);
}

/* Beside the study under another name, then renamed: another program sees the old cache or the new one.  Not
 * synced: after a power cut the checksums tell. */
static void
put_file(const writer *w, const char *study)
{
    reinti_str path = REINTI_STR_EMPTY, temporary = REINTI_STR_EMPTY;

    reinti_str_format(&path, "%s" SUFFIX, study);
    reinti_str_format(&temporary, "%s" SUFFIX ".XXXXXX", study);
    int fd = path.failed || temporary.failed ? -1 : mkstemp(temporary.text); /* mode 0600 */
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "wb");
    if (stream) {
        bool good = write_all(w, stream);
        good = !fclose(stream) && good;
        if (!good || rename(temporary.text, path.text))
            unlink(temporary.text);
    } else if (fd >= 0) {
        close(fd);
        unlink(temporary.text);
    }
    reinti_str_free(&path);
    reinti_str_free(&temporary);
}

/* What is still in the old cache only is fetched; a form that is damaged there is left out. */
static bool
is_at_hand(reint_study *s, size_t f)
{
    const reinti_form_columns *c = &s->form[f].columns;
    bool whole = c->complete;

    if (!c->complete || !c->mapped)
        return whole;
    whole = reinti_cache_fetch(s, f, REINTI_PART_KEY, 0);
    for (size_t k = 0; whole && k < c->n_sets; k++)
        whole = reinti_cache_fetch(s, f, REINTI_PART_OFFSET, k);
    for (size_t i = 0; whole && i < s->form[f].layout.n_slots; i++)
        if (s->form[f].layout.slot[i].storage != REINTI_STORE_TEXT)
            whole = reinti_cache_fetch(s, f, (int32_t)i, 0);
    return whole;
}

/* Only forms whose columns are in memory; the others are read from their tables when they are asked for.  A
 * cache that cannot be written is no error: it only costs time later. */
void
reinti_cache_write(reint_study *s)
{
    writer w = { .head = { .magic = MAGIC, .n_forms = s->n_forms, .counter = s->counter } };
    size_t n = 0;
    bool is_new = false;

    for (size_t f = 0; f < s->n_forms; f++) {
        const reinti_form_columns *c = &s->form[f].columns;
        is_new = is_new || (c->complete && c->n && (!c->mapped || s->changed));
        n += 1 + 2 * c->n_sets + s->form[f].layout.n_slots;
    }
    if (!is_new || s->in_transaction || s->rehearsing || !s->counted || reinti_read_begin(s, NULL))
        return;
    w.form = calloc(s->n_forms + 1, sizeof *w.form);
    w.part = calloc(n + 1, sizeof *w.part);
    w.data = calloc(n + 1, sizeof *w.data);
    if (w.form && w.part && w.data) {
        for (size_t f = 0; f < s->n_forms; f++)
            if (is_at_hand(s, f))
                add_form(&w, s, f);
        uint64_t front = (sizeof w.head + directory_size(&w.head) + ALIGN - 1) / ALIGN * ALIGN;
        for (size_t i = 0; i < w.head.n_parts; i++)
            w.part[i].offset += front;
        memcpy(w.head.digest, s->cb->digest, strlen(s->cb->digest));
        w.head.size = w.at + front;
        char *directory = malloc(directory_size(&w.head));
        if (directory) {
            memcpy(directory, w.form, w.head.n_forms * sizeof *w.form);
            memcpy(directory + w.head.n_forms * sizeof *w.form, w.part, w.head.n_parts * sizeof *w.part);
            w.head.checksum = checksum(directory, directory_size(&w.head));
            put_file(&w, s->path);
        }
        free(directory);
    }
    free(w.form);
    free(w.part);
    free(w.data);
    reinti_read_end(s);
}
