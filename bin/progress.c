/* progress.c -- one line on the terminal while something takes longer than a second: what it is, and the percentage
 * where the library tells one, else the seconds since it began.
 *
 * A thread of its own writes the line, so that it is alive whatever the library does.  It is on standard error, on a
 * terminal only, never with --quiet, and gone before anything else is printed (cli_progress_end). */
#include <config.h>

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool running, ending, shown;
    size_t done, total;
    struct timespec started;
    char what[48];
} line = { .lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER };

static void
print_line(const struct timespec *now)
{
    fprintf(stderr, "\r%s: ", line.what);
    if (line.total)
        fprintf(stderr, "%zu %%", 100 * line.done / line.total);
    else
        fprintf(stderr, "%ld s", (long)(now->tv_sec - line.started.tv_sec));
    fputs("\033[K", stderr);
    fflush(stderr);
    line.shown = true;
}

static void *
watch(void *user)
{
    enum { EVERY = 250000000 }; /* nanoseconds */

    (void)user;
    pthread_mutex_lock(&line.lock);
    struct timespec next = line.started;
    next.tv_sec++;
    while (!line.ending) {
        pthread_cond_timedwait(&line.ended, &line.lock, &next);
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        bool due = now.tv_sec > next.tv_sec || (now.tv_sec == next.tv_sec && now.tv_nsec >= next.tv_nsec);
        if (line.ending || !due)
            continue;
        print_line(&now);
        next = now;
        next.tv_nsec += EVERY;
        next.tv_sec += next.tv_nsec / 1000000000;
        next.tv_nsec %= 1000000000;
    }
    pthread_mutex_unlock(&line.lock);
    return NULL;
}

void
cli_progress_begin(const struct cli *cli, const char *what)
{
    cli_progress_end();
    if (cli->quiet || !isatty(STDERR_FILENO))
        return;
    snprintf(line.what, sizeof line.what, "%s", what);
    line.done = line.total = 0;
    line.ending = line.shown = false;
    clock_gettime(CLOCK_REALTIME, &line.started);
    line.running = !pthread_create(&line.thread, NULL, watch, NULL);
}

int
cli_progress_step(size_t done, size_t total, void *user)
{
    (void)user;
    pthread_mutex_lock(&line.lock);
    line.done = done;
    line.total = total;
    pthread_mutex_unlock(&line.lock);
    return 0;
}

void
cli_progress_end(void)
{
    if (!line.running)
        return;
    pthread_mutex_lock(&line.lock);
    line.ending = true;
    pthread_cond_signal(&line.ended);
    pthread_mutex_unlock(&line.lock);
    pthread_join(line.thread, NULL);
    line.running = false;
    if (line.shown)
        fputs("\r\033[K", stderr);
}
