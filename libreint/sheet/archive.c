/* archive.c -- a ZIP of CSV files, as ODK Central and some spreadsheet programs hand out an export.
 *
 * Decides  by what is in it, not by its name, whether a ZIP is such an archive; which of its files are data: those whose
 *          name ends in .csv, but none under media/ (what people sent: pictures, recordings, lists of a form) and none
 *          that a file manager hides.
 * Refuses  (INPUT) what package.c refuses of any ZIP, and two files of one name, which could not be told apart.
 * Bombs    a file is unpacked piece by piece and counted; nothing is written under a name. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reinti_archive {
    const char *name;
    size_t size;
    zip_t *zip;
    size_t n, n_others;
    zip_uint64_t *entry;
};

static bool
is_dir(const char *name)
{
    size_t n = strlen(name);

    return n && name[n - 1] == '/';
}

/* Under a folder media/, or hidden, in it or above it ("__MACOSX/._x.csv"). */
static bool
is_beside(const char *name)
{
    static const char *const folders[] = { "media/", "__MACOSX/", "." };

    for (const char *at = name; at; at = strchr(at, '/'), at = at ? at + 1 : NULL)
        for (size_t i = 0; i < REINTI_LENGTH(folders); i++)
            if (!strncasecmp(at, folders[i], strlen(folders[i])))
                return true;
    return false;
}

static bool
is_csv(const char *name)
{
    size_t n = strlen(name);

    return n > 4 && !strcasecmp(name + n - 4, ".csv") && !is_beside(name);
}

static const char *
entry_name(zip_t *zip, zip_uint64_t i)
{
    return reinti_text_or(zip_get_name(zip, i, ZIP_FL_ENC_GUESS), "");
}

bool
reinti_archive_is(const char *data, size_t size)
{
    static const char *const documents[] = { "_rels/.rels", "mimetype", "Index.zip", "Index/Document.iwa" };
    zip_t *zip = NULL;
    bool is = false;

    if (size < 4 || memcmp(data, "PK\003\004", 4) || reinti_zip_open("", data, size, &zip, NULL))
        return false;
    for (zip_int64_t i = 0; !is && i < zip_get_num_entries(zip, 0); i++)
        is = is_csv(entry_name(zip, (zip_uint64_t)i));
    for (size_t i = 0; is && i < REINTI_LENGTH(documents); i++)
        is = zip_name_locate(zip, documents[i], ZIP_FL_NOCASE) < 0;
    zip_discard(zip);
    return is;
}

static reint_status
find_files(reinti_archive *a, reint_error *err)
{
    zip_uint64_t n = (zip_uint64_t)zip_get_num_entries(a->zip, 0);
    reinti_map *seen = reinti_map_create();
    reint_status status = REINT_OK;

    a->entry = malloc(n * sizeof *a->entry);
    if (!a->entry || !seen)
        status = reinti_no_memory(err);
    for (zip_uint64_t i = 0; !status && i < n; i++) {
        const char *name = entry_name(a->zip, i), *last = reinti_path_last(name);
        bool added = true;
        if (!is_csv(name)) {
            a->n_others += !is_dir(name);
            continue;
        }
        if (reinti_map_put(seen, last, strlen(last), 0, &added) == -2)
            status = reinti_no_memory(err);
        else if (!added)
            status =
                reinti_fail(err, REINT_INPUT, a->name, 0,
                            "the archive holds two files named %.60s; unpack it and name the one that is "
                            "meant",
                            last);
        a->entry[a->n++] = i;
    }
    reinti_map_free(seen);
    return status;
}

reint_status
reinti_archive_open(const char *name, const char *data, size_t size, reinti_archive **out, reint_error *err)
{
    reinti_archive *a = calloc(1, sizeof *a);

    *out = NULL;
    if (!a)
        return reinti_no_memory(err);
    a->name = name;
    a->size = size;
    reint_status status = reinti_zip_open(name, data, size, &a->zip, err);
    if (!status)
        status = find_files(a, err);
    if (status) {
        reinti_archive_free(a);
        return status;
    }
    *out = a;
    return REINT_OK;
}

void
reinti_archive_free(reinti_archive *a)
{
    if (!a)
        return;
    if (a->zip)
        zip_discard(a->zip);
    free(a->entry);
    free(a);
}

size_t
reinti_archive_n(const reinti_archive *a)
{
    return a->n;
}

const char *
reinti_archive_file(const reinti_archive *a, size_t i)
{
    return reinti_path_last(entry_name(a->zip, a->entry[i]));
}

size_t
reinti_archive_n_others(const reinti_archive *a)
{
    return a->n_others;
}

static reint_status
refuse(const reinti_archive *a, size_t i, const char *why, reint_error *err)
{
    return reinti_fail(err, REINT_INPUT, a->name, 0, "%.60s in the archive cannot be unpacked (%s)",
                       reinti_archive_file(a, i), why);
}

static reint_status
unpack(const reinti_archive *a, size_t i, zip_file_t *file, reinti_spool *spool, reint_error *err)
{
    char piece[1 << 16];
    zip_int64_t n;
    uint64_t sum = 0;
    reint_status status = REINT_OK;

    while (!status && (n = zip_fread(file, piece, sizeof piece)) > 0) {
        sum += (uint64_t)n;
        if (sum > spool->limit)
            return refuse(a, i, reinti_words("it unpacks to more than it can honestly hold"), err);
        reinti_str_add_n(&spool->text, piece, (size_t)n);
        status = reinti_spool_check(spool, a->name, err);
    }
    return status || !n ? status : refuse(a, i, zip_file_strerror(file), err);
}

reint_status
reinti_archive_read(reinti_archive *a, size_t i, const char *folder, reinti_bytes *out, reint_error *err)
{
    reinti_spool spool = REINTI_SPOOL(folder, reinti_unpacked_limit(a->size));
    zip_file_t *file = zip_fopen_index(a->zip, a->entry[i], 0);

    *out = (reinti_bytes){ 0 };
    if (!file)
        return refuse(a, i, zip_strerror(a->zip), err);
    reint_status status = unpack(a, i, file, &spool, err);
    zip_fclose(file);
    if (!status)
        status = reinti_spool_end(&spool, a->name, out, err);
    reinti_spool_free(&spool);
    return status;
}
