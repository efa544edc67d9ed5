/* spool.c -- CSV that we make ourselves, of any length: in memory first, then in a file without a name.
 *
 * Up to 4 MiB stay in memory; what is more goes to a file in the folder given (that of the study, so that
 * nothing is laid open that is not there anyway), which has no name and ends with the process, and is mapped
 * when it is complete. Without a folder, or where no such file can be had, memory has to do. */
#include <config.h>

#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { IN_MEMORY = 4 << 20 };

/* A file in FOLDER that has no name, or has lost it again: nobody else can open it. */
static int
open_nameless(const char *folder)
{
    char *name;
    int fd = -1;

#ifdef O_TMPFILE
    fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
#endif
    name = malloc(strlen(folder) + sizeof "/.reint-spool-XXXXXX");
    if (!name)
        return -1;
    sprintf(name, "%s/.reint-spool-XXXXXX", folder);
    fd = mkstemp(name);
    if (fd >= 0)
        unlink(name);
    free(name);
    return fd;
}

static reint_status
write_out(reinti_spool *s, const char *name, reint_error *err)
{
    const char *p = s->text.text, *end = p + s->text.length;

    while (p < end) {
        ssize_t n = write(s->fd, p, (size_t)(end - p));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return reinti_fail(err, REINT_OUTPUT, name, 0, "no room beside the study to read the file: %s",
                               strerror(errno));
        p += n;
    }
    s->written += s->text.length;
    reinti_str_clear(&s->text);
    return REINT_OK;
}

reint_status
reinti_spool_check(reinti_spool *s, const char *name, reint_error *err)
{
    if (s->text.failed)
        return reinti_no_memory(err);
    if (s->written + s->text.length > s->limit)
        return reinti_fail(
            err, REINT_INPUT, name, 0,
            "the sheet becomes more than %llu MiB of text, far more than the file can honestly "
            "hold; it is refused",
            (unsigned long long)(s->limit >> 20));
    if (!s->folder || s->text.length < IN_MEMORY)
        return REINT_OK;
    if (s->fd < 0)
        s->fd = open_nameless(s->folder);
    return s->fd < 0 ? REINT_OK : write_out(s, name, err);
}

reint_status
reinti_spool_end(reinti_spool *s, const char *name, reinti_bytes *out, reint_error *err)
{
    reint_status status;

    if (s->fd < 0) {
        *out = (reinti_bytes){ s->text.capacity ? s->text.text : NULL, s->text.length, false };
        s->text = (reinti_str)REINTI_STR_EMPTY;
        return REINT_OK;
    }
    status = write_out(s, name, err);
    if (status)
        return status;
    void *data = mmap(NULL, (size_t)s->written, PROT_READ, MAP_PRIVATE, s->fd, 0);
    if (data == MAP_FAILED)
        return errno == ENOMEM ? reinti_no_memory(err)
                               : reinti_fail(err, REINT_OUTPUT, name, 0,
                                             "what was made of the file cannot be read: %s", strerror(errno));
    *out = (reinti_bytes){ data, (size_t)s->written, true };
    return REINT_OK;
}

void
reinti_spool_free(reinti_spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    reinti_str_free(&s->text);
}

void
reinti_spool_field(reinti_spool *s, const char *text, size_t n)
{
    reinti_str *out = &s->text;
    bool quote = false;

    for (size_t i = 0; i < n && !quote; i++)
        quote = text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    if (!quote) {
        reinti_str_add_n(out, text, n);
        return;
    }
    reinti_str_add_char(out, '"');
    while (n) {
        const char *q = memchr(text, '"', n);
        size_t part = q ? (size_t)(q - text) + 1 : n;
        reinti_str_add_n(out, text, part);
        if (q)
            reinti_str_add_char(out, '"');
        text += part;
        n -= part;
    }
    reinti_str_add_char(out, '"');
}
