/* file.c -- whole files in, whole files out, paths, digests.
 *
 * In: a large regular file is mapped (a gigabyte of records must not be copied to be read once), anything
 * else is read into memory.  Who cuts a mapped file short while it is read ends the process, as with any
 * mapping; small files, which people edit while a job runs, are therefore always read.
 *
 * Out: a temporary file beside the target, created with the mode wanted (the umask and the mode of a file
 * that is replaced can only narrow it), synced and renamed, then the folder is synced: after a crash the old
 * file or the new one is there, never half of one.  A target that is a link is followed; a device or pipe is
 * written directly, since renaming over /dev/null would replace it. */
#include <config.h>

#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAPPED_FROM = 1 << 20, READ_STEP = 64 << 10, MOST_TRIES = 1000 };

/* ---- reading ------------------------------------------------------------------------------------------- */

static reint_status
too_large(const char *path, size_t limit, reint_error *err)
{
    return reinti_fail(err, REINT_INPUT, path, 0, "the file is larger than %zu bytes", limit);
}

static reint_status
cannot_read(const char *path, reint_error *err)
{
    return errno == ENOMEM ? reinti_no_memory(err)
                           : reinti_fail(err, REINT_INPUT, path, 0, "cannot be read: %s", strerror(errno));
}

/* Reads FD to its end into *OUT. */
static reint_status
read_all(int fd, const char *path, size_t expected, size_t limit, reinti_bytes *out, reint_error *err)
{
    size_t capacity = expected + 1 > READ_STEP ? expected + 1 : READ_STEP, size = 0;
    char *data = malloc(capacity);

    while (data) {
        ssize_t n;
        if (size == capacity) {
            char *more = capacity <= PTRDIFF_MAX / 2 ? realloc(data, capacity * 2) : NULL;
            if (!more)
                break;
            data = more;
            capacity *= 2;
        }
        n = read(fd, data + size, capacity - size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            free(data);
            return cannot_read(path, err);
        }
        if (n == 0) {
            *out = (reinti_bytes){ data, size, false };
            return REINT_OK;
        }
        size += (size_t)n;
        if (limit && size > limit) {
            free(data);
            return too_large(path, limit, err);
        }
    }
    free(data);
    return reinti_no_memory(err);
}

static reint_status
read_open_file(int fd, const char *path, size_t limit, reinti_bytes *out, reint_error *err)
{
    struct stat st;
    size_t size = 0;

    if (fstat(fd, &st) != 0)
        return cannot_read(path, err);
    if (S_ISDIR(st.st_mode))
        return reinti_fail(err, REINT_INPUT, path, 0, "is a folder, not a file");
    if (S_ISREG(st.st_mode)) {
        if (limit && (uintmax_t)st.st_size > limit)
            return too_large(path, limit, err);
        if ((uintmax_t)st.st_size >= PTRDIFF_MAX)
            return reinti_no_memory(err);
        size = (size_t)st.st_size;
    }
    if (size >= MAPPED_FROM) {
        void *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data != MAP_FAILED) {
            posix_madvise(data, size, POSIX_MADV_SEQUENTIAL);
            *out = (reinti_bytes){ data, size, true };
            return REINT_OK;
        }
    }
    return read_all(fd, path, size, limit, out, err);
}

reint_status
reinti_bytes_read(const char *path, size_t limit, reinti_bytes *out, reint_error *err)
{
    reint_status status;
    int fd;

    *out = (reinti_bytes){ NULL, 0, false };
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_read(path, err);
    status = read_open_file(fd, path, limit, out, err);
    close(fd);
    return status;
}

void
reinti_bytes_free(reinti_bytes *b)
{
    if (b->mapped)
        munmap((void *)(uintptr_t)b->data, b->size);
    else
        free((void *)(uintptr_t)b->data);
    *b = (reinti_bytes){ NULL, 0, false };
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static reint_status
cannot_write(const char *path, reint_error *err)
{
    return errno == ENOMEM
               ? reinti_no_memory(err)
               : reinti_fail(err, REINT_OUTPUT, path, 0, "cannot be written: %s", strerror(errno));
}

/* Creates o->temporary, a new file beside o->path.  The name is short, so that any name allowed for the
 * target leaves room; O_EXCL never follows a link that waits there. */
static int
create_temporary(reinti_output *o, unsigned mode)
{
    static const char pattern[] = ".reint-%ld-%d.tmp";
    char name[64];
    int fd = -1;

    for (int i = 0; i < MOST_TRIES; i++) {
        snprintf(name, sizeof name, pattern, (long)getpid(), i);
        o->temporary = reinti_path_beside(o->path, name);
        if (!o->temporary) {
            errno = ENOMEM;
            return -1;
        }
        fd = open(o->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
        if (fd >= 0 || errno != EEXIST)
            break;
        free(o->temporary);
        o->temporary = NULL;
    }
    if (fd < 0) {
        free(o->temporary);
        o->temporary = NULL;
    }
    return fd;
}

/* Opens what is to be written: a temporary file, or the target itself when it is no regular file. */
static int
open_output(reinti_output *o, unsigned mode)
{
    struct stat st;

    mode &= 0777;
    if (stat(o->path, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            errno = EISDIR;
            return -1;
        }
        if (!S_ISREG(st.st_mode))
            return open(o->path, O_WRONLY | O_CLOEXEC);
        if (access(o->path, W_OK) != 0) /* renaming would not ask, but its owner protected it */
            return -1;
        mode &= st.st_mode | S_IRUSR | S_IWUSR;
    }
    return create_temporary(o, mode);
}

reint_status
reinti_output_begin(reinti_output *o, const char *path, unsigned mode, reint_error *err)
{
    reint_status status;
    int fd;

    *o = (reinti_output){ NULL, NULL, NULL };
    if (!*path)
        return reinti_fail(err, REINT_OUTPUT, path, 0, "the name of the output is empty");
    o->path = realpath(path, NULL); /* through links; fails for a file that does not exist yet */
    if (!o->path)
        o->path = strdup(path);
    if (!o->path)
        return reinti_no_memory(err);
    fd = open_output(o, mode);
    if (fd >= 0 && (o->stream = fdopen(fd, "w")))
        return REINT_OK;
    status = cannot_write(path, err);
    if (fd >= 0)
        close(fd);
    reinti_output_abort(o);
    return status;
}

/* The entry of a new name is safe only once its folder is; some file systems cannot sync folders and need
 * not. */
static bool
sync_folder_of(const char *path)
{
    char *folder = reinti_path_beside(path, ".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool done = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP);
    int saved = errno;

    if (fd >= 0)
        close(fd);
    else if (folder && saved == EACCES)
        done = true; /* a folder one may write to but not read */
    free(folder);
    errno = saved;
    return done;
}

static bool
close_stream(reinti_output *o)
{
    bool direct = !o->temporary;
    bool good = !ferror(o->stream);
    int saved = EIO;

    if (good && fflush(o->stream) != 0) {
        saved = errno;
        good = false;
    }
    if (good && !direct && fsync(fileno(o->stream)) != 0) {
        saved = errno;
        good = false;
    }
    if (fclose(o->stream) != 0 && good) {
        saved = errno;
        good = false;
    }
    o->stream = NULL;
    errno = saved;
    return good;
}

reint_status
reinti_output_commit(reinti_output *o, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!o->stream)
        return reinti_fail(err, REINT_OUTPUT, NULL, 0, "the output is closed already");
    if (!close_stream(o)) {
        status = cannot_write(o->path, err);
    } else if (o->temporary) {
        if (rename(o->temporary, o->path) != 0) {
            status = cannot_write(o->path, err);
        } else {
            free(o->temporary);
            o->temporary = NULL;
            if (!sync_folder_of(o->path))
                status = cannot_write(o->path, err);
        }
    }
    reinti_output_abort(o);
    return status;
}

void
reinti_output_abort(reinti_output *o)
{
    if (o->stream)
        fclose(o->stream);
    if (o->temporary)
        unlink(o->temporary);
    free(o->temporary);
    free(o->path);
    *o = (reinti_output){ NULL, NULL, NULL };
}

/* ---- paths and digests --------------------------------------------------------------------------------- */

const char *
reinti_path_last(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

char *
reinti_path_beside(const char *base, const char *name)
{
    size_t folder = name[0] == '/' ? 0 : (size_t)(reinti_path_last(base) - base), n = strlen(name);
    char *path = malloc(folder + n + 1);

    if (!path)
        return NULL;
    memcpy(path, base, folder);
    memcpy(path + folder, name, n + 1);
    return path;
}

void
reinti_sha256(const void *data, size_t size, char out[REINTI_SHA256_TEXT])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    static const unsigned char nothing[1];

    crypto_hash_sha256(digest, size ? data : nothing, size);
    sodium_bin2hex(out, REINTI_SHA256_TEXT, digest, sizeof digest);
}
