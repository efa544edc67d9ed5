/* template.h -- the files of the templates, held by the library.  Private to run/. */
#ifndef REINTI_TEMPLATE_H
#define REINTI_TEMPLATE_H

#include <stddef.h>

typedef struct reinti_template_file {
    const char *template_name, *name; /* name: in the new folder, "codebook/codebook.yaml" */
    const unsigned char *data;
    size_t size;
} reinti_template_file;

/* In the order in which they are written; made at build time from codebooks/ (build-aux/embed.sh). */
extern const reinti_template_file reinti_template_files[];
extern const size_t reinti_template_n_files;

#endif
