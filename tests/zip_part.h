/* zip_part.h -- a part of a workbook that was written, as it stands in the file. */
#ifndef REINT_ZIP_PART_H
#define REINT_ZIP_PART_H

#include <stdlib.h>
#include <zip.h>

/* The text or bytes of PART of the workbook PATH; to be freed. */
static inline char *
read_part(const char *path, const char *part, size_t *size)
{
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    zip_stat_t st;

    assert_non_null(zip);
    if (zip_stat(zip, part, 0, &st))
        fail_msg("there is no %s", part);
    zip_file_t *file = zip_fopen(zip, part, 0);
    char *text = calloc(1, st.size + 1);
    assert_non_null(file);
    assert_non_null(text);
    assert_int_equal(zip_fread(file, text, st.size), st.size);
    zip_fclose(file);
    zip_discard(zip);
    *size = st.size;
    return text;
}

#endif
