/* repack.c -- parts of a package replaced by others, in memory. */
#include <config.h>

#include "sheet/repack.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define FIRST_DAY 33 /* 1 January 1980, as a ZIP says it: day 1, month 1 << 5 */

/* The unpacked part I; malloc'ed, NULL: it cannot be read. */
static char *
read_part(zip_t *zip, zip_uint64_t i, size_t *size)
{
    zip_stat_t st;
    zip_file_t *file = zip_stat_index(zip, i, 0, &st) ? NULL : zip_fopen_index(zip, i, 0);
    char *part = file ? malloc(st.size + 1) : NULL;

    if (part && zip_fread(file, part, st.size) != (zip_int64_t)st.size) {
        free(part);
        part = NULL;
    }
    if (part) {
        part[st.size] = '\0';
        *size = st.size;
    }
    if (file)
        zip_fclose(file);
    return part;
}

/* Takes the text of BY, which the package frees. */
static bool
replace_part(zip_t *zip, zip_uint64_t i, reinti_str *by, bool stored)
{
    zip_source_t *source = zip_source_buffer(zip, by->text, by->length, 1);

    if (!source)
        return false;
    *by = (reinti_str)REINTI_STR_EMPTY;
    if (zip_file_replace(zip, i, source, 0)) {
        zip_source_free(source);
        return false;
    }
    return !zip_set_file_compression(zip, i, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) &&
           !zip_file_set_dostime(zip, i, 0, FIRST_DAY, 0);
}

static bool
change_part(zip_t *zip, zip_uint64_t i, const reinti_repack_rule *rule, void *user)
{
    reinti_str new = REINTI_STR_EMPTY;
    size_t size = 0;
    char *part = read_part(zip, i, &size);
    bool good = part != NULL;

    if (good)
        rule->change(user, part, size, &new);
    good = good && !new.failed && (!new.length || replace_part(zip, i, &new, rule->stored));
    reinti_str_free(&new);
    free(part);
    return good;
}

static bool
change_parts(zip_t *zip, const reinti_repack_rule *rule, size_t n_rules, void *user)
{
    zip_int64_t n = zip_get_num_entries(zip, 0);

    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        for (size_t k = 0; name && k < n_rules; k++)
            if (!strncmp(name, rule[k].prefix, strlen(rule[k].prefix)) &&
                !change_part(zip, (zip_uint64_t)i, &rule[k], user))
                return false;
    }
    return true;
}

static bool
read_all(zip_source_t *source, reinti_str *out)
{
    char piece[1 << 16];
    zip_int64_t n;

    if (zip_source_open(source))
        return false;
    while ((n = zip_source_read(source, piece, sizeof piece)) > 0)
        reinti_str_add_n(out, piece, (size_t)n);
    zip_source_close(source);
    return n == 0 && !out->failed;
}

reint_status
reinti_repack(void *data, size_t size, const reinti_repack_rule *rule, size_t n_rules, void *user,
              reinti_str *out, reint_error *err)
{
    zip_error_t error;
    bool good = false;

    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data, size, 1, &error); /* which frees DATA */
    zip_t *zip = source ? zip_open_from_source(source, ZIP_CHECKCONS, &error) : NULL;
    if (zip) {
        zip_source_keep(source); /* closing the package writes into it and lets it go */
        good = change_parts(zip, rule, n_rules, user) && !zip_close(zip);
        if (!good)
            zip_discard(zip);
        good = good && read_all(source, out);
    }
    if (source)
        zip_source_free(source);
    else
        free(data);
    zip_error_fini(&error);
    if (out->failed)
        return reinti_no_memory(err);
    return good ? REINT_OK
                : reinti_fail(err, REINT_OUTPUT, NULL, 0, "the parts of the workbook could not be changed");
}
