/* parallel.c -- long loops over rows, shared among the processors.
 *
 * The rows are cut into pieces whose length depends on nothing but their number; whoever is free takes the
 * next one.  What a piece writes must belong to its rows alone: then the result does not depend on the number
 * of threads.  Threads live as long as one call: the library keeps none.  A thread that cannot be had is done
 * without. */
#include <config.h>

#include "base/base.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#define MAX_THREADS 64

struct crew {
    reinti_rows_fn work;
    void *user;
    size_t n, piece;
    atomic_size_t next; /* first row that nobody has taken */
};

size_t
reinti_processors(void)
{
#ifdef CPU_COUNT
    cpu_set_t set;

    /* those this process may use, without looking them up in a file as sysconf does */
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

static void *
take_pieces(void *argument)
{
    struct crew *crew = argument;
    size_t from;

    while ((from = atomic_fetch_add(&crew->next, crew->piece)) < crew->n)
        crew->work(crew->user, from, crew->n - from < crew->piece ? crew->n : from + crew->piece);
    return NULL;
}

void
reinti_parallel_pieces(size_t n, size_t piece, reinti_rows_fn work, void *user)
{
    struct crew crew = { .work = work, .user = user, .n = n, .piece = piece };
    pthread_t thread[MAX_THREADS];
    size_t pieces = n / piece + (n % piece > 0), wanted = 1, running = 0;

    if (pieces > 1) {
        wanted = reinti_processors();
        wanted = wanted < MAX_THREADS ? wanted : MAX_THREADS;
        wanted = wanted < pieces ? wanted : pieces;
    }
    while (running + 1 < wanted && pthread_create(&thread[running], NULL, take_pieces, &crew) == 0)
        running++;
    take_pieces(&crew);
    while (running > 0)
        pthread_join(thread[--running], NULL);
}

/* Pieces long enough to be worth a thread, short enough to share evenly. */
void
reinti_parallel(size_t n, reinti_rows_fn work, void *user)
{
    reinti_parallel_pieces(n, (size_t)1 << 16, work, user);
}
