/* name.c -- what a file is called: without a release, every file name says INTERNAL. */
#include <config.h>

#include "write/write.h"

#include <stdlib.h>
#include <string.h>

#include "table/cells.h"

/* "out/tables.xlsx" becomes "out/tables-INTERNAL.xlsx" unless the name says so already. */
char *
reint_write_name(const reint_report *r, const char *path)
{
    static const char mark[] = "-INTERNAL";
    const char *last = reinti_path_last(path), *dot = strrchr(last, '.');
    bool mark_it = r->internal && !strstr(last, "INTERNAL") && strcmp(path, "-") != 0;
    size_t stem = dot && dot != last ? (size_t)(dot - path) : strlen(path);
    char *name = malloc(strlen(path) + sizeof mark);

    if (!name)
        return NULL;
    memcpy(name, path, stem);
    strcpy(name + stem, mark_it ? mark : "");
    strcat(name, path + stem);
    return name;
}
