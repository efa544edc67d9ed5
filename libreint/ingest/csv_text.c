/* csv_text.c -- are the bytes of a file text at all, and Windows-1252 made UTF-8.
 *
 * What people hand over in place of a CSV file (a spreadsheet, UTF-16) is told by its first bytes, so that
 * the message can say what to do. */
#include <config.h>

#include "ingest/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Line and column of the byte at offset AT. */
static void
place_of(const char *data, size_t at, long *line, long *column)
{
    size_t begin = 0;

    *line = 1;
    for (size_t i = 0; i < at; i++)
        if (data[i] == '\n' || (data[i] == '\r' && (i + 1 == at || data[i + 1] != '\n'))) {
            (*line)++;
            begin = i + 1;
        }
    *column = 1;
    for (size_t i = begin; i < at; i++)
        *column += ((unsigned char)data[i] & 0xC0) != 0x80;
}

static reint_status
fail_at_byte(reint_error *err, const char *name, const char *data, size_t at, const char *text)
{
    long line, column;

    place_of(data, at, &line, &column);
    return reinti_fail_at(err, REINT_INPUT, name, NULL, line, column, "byte 0x%02X %s",
                          (unsigned char)data[at], text);
}

static bool
starts_with(const char *data, size_t size, const char *magic, size_t n)
{
    return size >= n && !memcmp(data, magic, n);
}

static const char statistical_file[] = "this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx";

/* What people hand over in place of a CSV file, told by its first bytes. */
static const char *
other_format(const char *data, size_t size)
{
    static const struct {
        const char *magic;
        size_t n;
        const char *text;
    } formats[] = {
        { "PK\003\004", 4, "this is a spreadsheet (or another ZIP file); save the sheet as \"CSV UTF-8\"" },
        { "\xD0\xCF\x11\xE0", 4,
          "this is a file of an old spreadsheet program; save the sheet as \"CSV UTF-8\"" },
        { "\xFF\xFE", 2, "this is UTF-16 text; save it as UTF-8" },
        { "\xFE\xFF", 2, "this is UTF-16 text; save it as UTF-8" },
        { "%PDF", 4, "this is a PDF document" },
        { "\x1F\x8B", 2, "this is a compressed file; unpack it first" },
        { "$FL2", 4, statistical_file },
        { "$FL3", 4, statistical_file },
        { "\xC1\xE2\xC3\xC9\xC9\x40\xE2\xD7\xE2\xE2\x40\xD7\xD6\xD9\xE3", 15, statistical_file }, /* EBCDIC */
        { "ASCII SPSS PORT", 15, statistical_file },
        { "<stata_dta>", 11, statistical_file },
        { "\x69\x02\x01", 3, statistical_file }, /* Stata 5 to 12, little-endian (PC) */
        { "\x6C\x02\x01", 3, statistical_file },
        { "\x6E\x02\x01", 3, statistical_file },
        { "\x71\x02\x01", 3, statistical_file },
        { "\x72\x02\x01", 3, statistical_file },
        { "\x73\x02\x01", 3, statistical_file },
        { "\x71\x01\x01", 3, statistical_file }, /* and big-endian */
        { "\x72\x01\x01", 3, statistical_file },
        { "\x73\x01\x01", 3, statistical_file },
        { "\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81", 15, statistical_file }, /* SAS */
    };

    for (size_t i = 0; i < REINTI_LENGTH(formats); i++)
        if (starts_with(data, size, formats[i].magic, formats[i].n))
            return formats[i].text;
    return NULL;
}

reint_status
reinti_csv_check(const char *name, const char *data, size_t size, reint_error *err)
{
    const char *other = other_format(data, size), *nul = size ? memchr(data, '\0', size) : NULL;
    size_t bad;

    if (other)
        return reinti_fail(err, REINT_INPUT, name, 0, "%s", other);
    if (nul)
        return fail_at_byte(err, name, data, (size_t)(nul - data), "is none of a text file");
    if (!reinti_utf8_valid(data, size, &bad))
        return fail_at_byte(err, name, data, bad,
                            "is no UTF-8; a file saved by a spreadsheet program under Windows may need "
                            "the encoding \"windows-1252\"");
    return REINT_OK;
}

/* ---- Windows-1252 ---------------------------------------------------------------------------------- */

/* 0x80..0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); 0: no character.  The rest is
 * Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static size_t
put_utf8(char *out, unsigned c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
}

reint_status
reinti_csv_from_1252(const char *name, const char *data, size_t size, char **out, size_t *out_size,
                     reint_error *err)
{
    size_t high = 0, n = 0;
    char *text;

    *out = NULL;
    if (other_format(data, size))
        return reinti_csv_check(name, data, size, err);
    for (size_t i = 0; i < size; i++)
        high += (unsigned char)data[i] >> 7;
    text = high <= (SIZE_MAX - size - 1) / 2 ? malloc(size + 2 * high + 1) : NULL;
    if (!text)
        return reinti_no_memory(err);
    for (size_t i = 0; i < size; i++) {
        unsigned c = (unsigned char)data[i];
        if (c >= 0x80 && c < 0xA0)
            c = windows_1252[c - 0x80];
        if (!c && data[i]) {
            free(text);
            return fail_at_byte(err, name, data, i, "is no character of Windows-1252");
        }
        n += put_utf8(text + n, c);
    }
    text[n] = '\0';
    *out = text;
    *out_size = n;
    return REINT_OK;
}

reint_status
reinti_csv_decode(const char *name, const char *encoding, const char **data, size_t *size, char **decoded,
                  reint_error *err)
{
    reint_status status;

    encoding = reinti_text_or(encoding, "utf-8");
    if (!strcasecmp(encoding, "utf-8") || !strcasecmp(encoding, "utf8"))
        return REINT_OK;
    if (strcasecmp(encoding, "windows-1252") && strcasecmp(encoding, "cp1252"))
        return reinti_fail(err, REINT_ARGUMENT, name, 0,
                           "the encoding \"%.32s\" is not known; files are read as utf-8 or windows-1252",
                           encoding);
    status = reinti_csv_from_1252(name, *data, *size, decoded, size, err);
    *data = *decoded;
    return status;
}
