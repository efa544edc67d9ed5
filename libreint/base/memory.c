/* memory.c -- the arena and growing arrays.
 *
 * An arena hands out pieces of large blocks one after the other and gives everything back at once: what is
 * read from one file lives and dies together, so nothing has to be freed on any error path.  Blocks grow from
 * 4 KiB to 256 KiB; a piece that would waste much of a block gets a block of its own.  When memory runs out
 * the answer is NULL and everything handed out before stays valid.
 *
 * Columns of millions of rows make an arena of hundreds of megabytes.  Its long pieces come out of pools that
 * are mapped on the boundary of a large page, and the system is asked to use those: given in pages of 4 KiB,
 * one by one when they are first written to, they would cost more time than the counting.  What of a pool is
 * never written to costs nothing. */
#include <config.h>

#include "base/base.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FIRST_BLOCK = 4 << 10, LAST_BLOCK = 256 << 10 };
#define LARGE_PAGE ((size_t)2 << 20) /* a wrong guess costs nothing but speed */
#define LONG_PIECE ((size_t)64 << 10)
#define LAST_POOL  ((size_t)32 << 20)

typedef struct block {
    struct block *next;
    size_t used, size;
    size_t mapped; /* bytes, if it is a pool; else 0 */
    alignas(max_align_t) unsigned char bytes[];
} block;

struct reinti_arena {
    block *current;     /* the block being filled, first of all blocks */
    size_t next_block;  /* size of the next ordinary one */
    block *pool;        /* the pool being filled, first of all pools */
    size_t long_pieces; /* bytes of all of them so far */
};

reinti_arena *
reinti_arena_create(void)
{
    reinti_arena *a = calloc(1, sizeof *a);

    if (a)
        a->next_block = FIRST_BLOCK;
    return a;
}

void
reinti_arena_free(reinti_arena *a)
{
    block *b, *next;

    if (!a)
        return;
    for (b = a->current; b; b = next) {
        next = b->next;
        free(b);
    }
    for (b = a->pool; b; b = next) {
        next = b->next;
        munmap(b, b->mapped);
    }
    free(a);
}

static void *
take(block *b, size_t size)
{
    void *piece = b->bytes + b->used;

    b->used += size;
    return piece;
}

/* ---- pools --------------------------------------------------------------------------------------------- */

/* At least SIZE bytes, to the end of a large page; NULL: not to be had. */
static block *
new_pool(size_t size)
{
    if (size > PTRDIFF_MAX - sizeof(block) - 2 * LARGE_PAGE)
        return NULL;
    size_t whole = (sizeof(block) + size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    char *map = mmap(NULL, whole + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        return NULL;
    size_t before = (LARGE_PAGE - (uintptr_t)map % LARGE_PAGE) % LARGE_PAGE;
    if (before)
        munmap(map, before);
    if (before < LARGE_PAGE)
        munmap(map + before + whole, LARGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    madvise(map + before, whole, MADV_HUGEPAGE); /* before the first touch, which takes a page */
#endif
    block *b = (block *)(void *)(map + before);
    b->mapped = whole;
    b->size = whole - sizeof *b;
    return b;
}

/* A long piece, from a pool if there are enough of them to fill it; NULL: better by itself. */
static void *
alloc_long(reinti_arena *a, size_t size)
{
    size_t wanted = a->long_pieces < LAST_POOL ? a->long_pieces : LAST_POOL;

    a->long_pieces += size;
    if (!a->pool || a->pool->size - a->pool->used < size) {
        if (a->long_pieces < LARGE_PAGE)
            return NULL;
        block *b = new_pool(size > wanted ? size : wanted);
        if (!b)
            return NULL;
        b->next = a->pool;
        a->pool = b;
    }
    return take(a->pool, size);
}

/* ---- pieces -------------------------------------------------------------------------------------------- */

static block *
new_block(size_t size)
{
    block *b = calloc(1, sizeof *b + size); /* zeroed by the system, in fresh pages for free */

    if (b)
        b->size = size;
    return b;
}

void *
reinti_arena_alloc(reinti_arena *a, size_t size)
{
    const size_t step = alignof(max_align_t);
    block *b = a->current;
    void *piece;

    if (size > PTRDIFF_MAX - sizeof *b - step)
        return NULL;
    size = size ? (size + step - 1) / step * step : step;
    if (size >= LONG_PIECE && (piece = alloc_long(a, size)))
        return piece;
    if (!b || b->size - b->used < size) {
        bool own = size > a->next_block / 4;
        b = new_block(own ? size : a->next_block);
        if (!b)
            return NULL;
        if (own && a->current) { /* behind the current block, which keeps being filled */
            b->next = a->current->next;
            a->current->next = b;
        } else {
            b->next = a->current;
            a->current = b;
        }
        if (!own && a->next_block < LAST_BLOCK)
            a->next_block *= 2;
    }
    return take(b, size);
}

char *
reinti_arena_text_n(reinti_arena *a, const char *text, size_t n)
{
    char *copy = n < SIZE_MAX ? reinti_arena_alloc(a, n + 1) : NULL;

    if (copy && n)
        memcpy(copy, text, n); /* the NUL is there already: pieces are zeroed */
    return copy;
}

char *
reinti_arena_text(reinti_arena *a, const char *text)
{
    return text ? reinti_arena_text_n(a, text, strlen(text)) : NULL;
}

char *
reinti_arena_vformat(reinti_arena *a, const char *format, va_list ap)
{
    va_list again;

    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    char *text = n >= 0 ? reinti_arena_alloc(a, (size_t)n + 1) : NULL;
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

char *
reinti_arena_format(reinti_arena *a, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    char *text = reinti_arena_vformat(a, format, ap);
    va_end(ap);
    return text;
}

/* The capacity after one doubling, or 0 when its bytes do not fit. */
static size_t
doubled(size_t capacity, size_t size)
{
    size_t more = capacity ? capacity * 2 : 8;

    return more > capacity && more <= PTRDIFF_MAX / (size ? size : 1) ? more : 0;
}

/* ARRAY_POINTER points to a pointer of any object type: it is read and written as bytes, since a cast to
 * `void **` would be no valid alias. */
bool
reinti_grow(void *array_pointer, size_t *capacity, size_t n, size_t size)
{
    size_t more;
    void *array;

    if (n < *capacity)
        return true;
    more = doubled(*capacity, size);
    if (!more)
        return false;
    memcpy(&array, array_pointer, sizeof array);
    /* cppcheck-suppress memleakOnRealloc ; the caller still has the old array */
    array = realloc(array, more * size);
    if (!array)
        return false;
    memcpy(array_pointer, &array, sizeof array);
    *capacity = more;
    return true;
}

bool
reinti_arena_grow(reinti_arena *a, void *array_pointer, size_t *capacity, size_t n, size_t size)
{
    void *old, *array;
    size_t more;

    if (n < *capacity)
        return true;
    more = doubled(*capacity, size);
    array = more ? reinti_arena_alloc(a, more * size) : NULL;
    if (!array)
        return false;
    memcpy(&old, array_pointer, sizeof old);
    if (n)
        memcpy(array, old, n * size);
    memcpy(array_pointer, &array, sizeof array);
    *capacity = more;
    return true;
}
