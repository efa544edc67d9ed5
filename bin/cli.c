/* cli.c -- options, errors and output for every verb. */
#include <config.h>

#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- options
 * --------------------------------------------------------------------------------------------------- */

static const struct cli_value *
find_value(const struct cli *cli, const char *name, size_t k)
{
    for (size_t i = 0; i < cli->n_values; i++)
        if (!strcmp(cli->value[i].option->name, name) && !k--)
            return &cli->value[i];
    return NULL;
}

bool
cli_flag(const struct cli *cli, const char *name)
{
    return find_value(cli, name, 0) != NULL;
}

const char *
cli_text(const struct cli *cli, const char *name, const char *otherwise)
{
    const char *last = otherwise;
    const struct cli_value *v;

    for (size_t k = 0; (v = find_value(cli, name, k)); k++)
        last = v->text;
    return last;
}

const char *
cli_text_at(const struct cli *cli, const char *name, size_t k)
{
    const struct cli_value *v = find_value(cli, name, k);
    return v ? v->text : NULL;
}

bool
cli_integer(const struct cli *cli, const char *name, long low, long high, long *out)
{
    const char *text = cli_text(cli, name, NULL);
    char *end;

    if (!text)
        return true;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < low || value > high) {
        cli_usage(cli, "--%s takes a whole number from %ld to %ld", name, low, high);
        return false;
    }
    *out = value;
    return true;
}

/* ---- what was meant ------------------------------------------------------------------------------------- */

/* Letters to insert, leave out, change or swap with the next; words beyond 39 letters are never near. */
static size_t
letters_between(const char *a, const char *b)
{
    enum { LONGEST = 40 };
    size_t n = strlen(a), m = strlen(b), row[3][LONGEST];

    if (n >= LONGEST || m >= LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[n % 3][m];
}

const char *
cli_nearest(const char *word, const char *const *candidate, size_t n)
{
    size_t least = strlen(word) / 3 + 1;
    const char *nearest = NULL;

    for (size_t i = 0; i < n; i++) {
        size_t distance = letters_between(word, candidate[i]);
        if (distance < least || (distance == least && !nearest && least > 0 && strlen(word) > 2)) {
            least = distance;
            nearest = candidate[i];
        }
    }
    return nearest;
}

/* ---- lines of text ------------------------------------------------------------------------------------------- */

enum { HANG = 4 }; /* where the further lines of a message begin */

/* Bytes of TEXT, N at most, that fill WIDTH columns (a code point is a column). */
static size_t
bytes_of_columns(const char *text, size_t n, size_t width)
{
    size_t i = 0;

    while (i < n && width > 0) {
        for (i++; i < n && ((unsigned char)text[i] & 0xc0) == 0x80; i++)
            ;
        width--;
    }
    return i;
}

/* One line of text; AT columns of the terminal's line are taken already, further lines begin after LEFT. */
static void
wrap_line(FILE *stream, const char *text, size_t line, size_t at, size_t left)
{
    enum { COLUMNS = 79, LEAST = 20 };
    size_t from = 0;

    do {
        size_t width = at + LEAST < COLUMNS ? COLUMNS - at : LEAST;
        size_t to = bytes_of_columns(text + from, line - from, width) + from, end;
        if (to < line && text[to] != ' ') {
            size_t blank = to;
            while (blank > from && text[blank] != ' ')
                blank--;
            to = blank > from ? blank : to + strcspn(text + to, " \n"); /* a longer word stays whole */
        }
        for (end = to; end > from && text[end - 1] == ' '; end--)
            ;
        fprintf(stream, "%.*s\n", (int)(end - from), text + from);
        for (from = to; from < line && text[from] == ' '; from++)
            ;
        if (from < line)
            fprintf(stream, "%*s", (int)left, "");
        at = left;
    } while (from < line);
}

/* ---- messages
 * -------------------------------------------------------------------------------------------------- */

int
cli_usage(const struct cli *cli, const char *format, ...)
{
    va_list args;

    cli_progress_end();
    fprintf(stderr, "reint %s: ", cli->verb->name);
    va_start(args, format);
    vfprintf(stderr, cli_words(format), args);
    va_end(args);
    cli_tell(stderr, "\nUsage: reint %s [OPTION...] %s\nTry: reint %s --help\n", cli->verb->name,
             cli->verb->arguments, cli->verb->name);
    return REINT_ARGUMENT;
}

int
cli_exit_code(reint_status status)
{
    switch (status) {
    case REINT_OK:
    case REINT_DATA:
    case REINT_ARGUMENT:
    case REINT_INPUT:
    case REINT_STUDY:
    case REINT_OUTPUT:
        return (int)status;
    case REINT_NO_MEMORY:
    case REINT_CANCELLED:
        break;
    }
    return REINT_OUTPUT; /* nothing was made */
}

int
cli_fail(const struct cli *cli, reint_status status, const reint_error *err)
{
    char text[1200] = "";

    (void)cli;
    cli_progress_end();
    if (err && err->text[0])
        reint_error_format(err, text, sizeof text);
    cli_message(fprintf(stderr, "reint: ") > 0 ? 7 : 0, text[0] ? text : reint_status_text(status), "");
    return cli_exit_code(status);
}

void
cli_message(size_t at, const char *text, const char *after)
{
    size_t n = strlen(text) + strlen(after);
    char *whole = isatty(STDERR_FILENO) ? malloc(n + 1) : NULL;

    if (!whole) {
        fprintf(stderr, "%s%s\n", text, after);
        return;
    }
    memcpy(whole, text, strlen(text));
    memcpy(whole + strlen(text), after, strlen(after) + 1);
    wrap_line(stderr, whole, n, at, HANG);
    free(whole);
}

void
cli_say(const struct cli *cli, const char *format, ...)
{
    char text[1200];
    va_list args;

    if (cli->quiet)
        return;
    cli_progress_end();
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, cli_words(format), args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof text) {
        cli_message(0, text, "");
        return;
    }
    va_start(args, format); /* longer than any of ours: whole, and as it is */
    vfprintf(stderr, cli_words(format), args);
    va_end(args);
    fputc('\n', stderr);
}

void
cli_say_left_out(const struct cli *cli, size_t n)
{
    if (n)
        cli_say(cli,
                cli_words_n("%zu person is left out: no consent to analysis, or it was taken back.",
                            "%zu people are left out: no consent to analysis, or it was taken back.", n),
                n);
}

/* ---- studies, outputs
 * ------------------------------------------------------------------------------------------- */

reint_status
cli_open_study(const struct cli *cli, const char *path, bool write, reint_study **study, reint_error *err)
{
    const char *dot = strrchr(path, '.');
    char *named = NULL;
    reint_status status = REINT_OK;

    (void)cli;
    if (dot && (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml")))
        status = reint_job_study(path, &named, err);
    if (!status)
        status = reint_study_open(named ? named : path, write, study, err);
    free(named);
    return status;
}

static reint_status
fail_output(reint_error *err, const char *path, const char *what)
{
    if (err) {
        memset(err, 0, sizeof *err);
        err->status = REINT_OUTPUT;
        snprintf(err->file, sizeof err->file, "%s", path);
        snprintf(err->text, sizeof err->text, "%s: %s", cli_words(what), strerror(errno));
    }
    return REINT_OUTPUT;
}

reint_status
cli_output_open(const struct cli *cli, struct cli_output *out, reint_error *err)
{
    const char *path = cli_text(cli, "output", "-");
    size_t length = strlen(path);

    *out = (struct cli_output){ stdout, NULL, NULL };
    if (!strcmp(path, "-")) {
        cli_progress_end();
        return REINT_OK;
    }
    out->path = malloc(length + 1);
    out->temporary = malloc(length + 8);
    if (!out->path || !out->temporary) {
        free(out->path);
        free(out->temporary);
        errno = ENOMEM;
        return fail_output(err, path, CLI_WORDS("cannot write"));
    }
    memcpy(out->path, path, length + 1);
    memcpy(out->temporary, path, length);
    memcpy(out->temporary + length, ".XXXXXX", 8);
    int fd = mkstemp(out->temporary); /* 0600 */
    out->stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out->stream) {
        fail_output(err, path, CLI_WORDS("cannot create the file"));
        if (fd >= 0) {
            close(fd);
            unlink(out->temporary);
        }
        free(out->path);
        free(out->temporary);
        *out = (struct cli_output){ NULL, NULL, NULL };
        return REINT_OUTPUT;
    }
    return REINT_OK;
}

reint_status
cli_output_close(struct cli_output *out, bool keep, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!out->path) /* standard output is checked at the end of the program */
        return REINT_OK;
    bool written = !fflush(out->stream) && !fsync(fileno(out->stream)) && !ferror(out->stream);
    if (fclose(out->stream))
        written = false;
    if (keep && (!written || rename(out->temporary, out->path)))
        status = fail_output(err, out->path, CLI_WORDS("cannot write"));
    if (!keep || status)
        unlink(out->temporary);
    free(out->path);
    free(out->temporary);
    *out = (struct cli_output){ NULL, NULL, NULL };
    return status;
}

void
cli_wrap(FILE *stream, const char *text, int indent, int hang)
{
    while (*text) {
        size_t line = strcspn(text, "\n"), own = strspn(text, " "), left = (size_t)indent + own;
        if (own >= line)
            fputc('\n', stream);
        else {
            fprintf(stream, "%*s", (int)left, "");
            wrap_line(stream, text + own, line - own, left, left + (size_t)hang);
        }
        text += line + (text[line] == '\n');
    }
}

void
cli_wrap_after(FILE *stream, const char *text, int column)
{
    wrap_line(stream, text, strlen(text), (size_t)column, (size_t)column);
}

void
cli_json_text(FILE *stream, const char *text)
{
    if (!text) {
        fputs("null", stream);
        return;
    }
    fputc('"', stream);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p == '"' || *p == '\\')
            fprintf(stream, "\\%c", *p);
        else if (*p < 0x20)
            fprintf(stream, "\\u%04x", *p);
        else
            fputc(*p, stream);
    fputc('"', stream);
}

void
cli_csv_text(FILE *stream, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, stream);
        return;
    }
    fputc('"', stream);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', stream);
        fputc(*text, stream);
    }
    fputc('"', stream);
}
