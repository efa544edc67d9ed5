/* template.c -- a new study's folder from a template: codebook, job, plan, and a workbook to fill in.
 *
 * A folder that holds anything is refused, so nothing of anybody's is ever written over; what was begun and
 * failed is said, and left to be looked at.  Folder 0700, files 0600. */
#include <config.h>

#include "run/template.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/base.h"
#include "run/run.h"
#include "write/write.h"

static const struct {
    const char *name, *summary;
} templates[] = {
    { "going-home",
      REINTI_WORDS("the codebook of the study Going Home: 14 forms, three rule sets, ten domains") },
    { "blank", REINTI_WORDS("three small forms to be changed: person, interview, support") },
};

const char *
reint_template_name(size_t i)
{
    return i < REINTI_LENGTH(templates) ? templates[i].name : NULL;
}

const char *
reint_template_summary(size_t i)
{
    return i < REINTI_LENGTH(templates) ? reinti_words(templates[i].summary) : NULL;
}

static reint_status
find_template(const char *name, reint_error *err)
{
    const char *names[REINTI_LENGTH(templates)];
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < REINTI_LENGTH(templates); i++) {
        if (!strcmp(templates[i].name, name))
            return REINT_OK;
        names[i] = templates[i].name;
    }
    reinti_did_you_mean(&s, name, names, REINTI_LENGTH(templates));
    reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                      "there is no template '%.40s'%s; there are going-home and blank", name,
                                      reinti_text_or(s.text, ""));
    reinti_str_free(&s);
    return status;
}

/* Makes FOLDER, or takes it if it is there and empty. */
static reint_status
make_folder(const char *folder, reint_error *err)
{
    struct dirent *entry;
    size_t n = 0;

    if (!mkdir(folder, 0700))
        return REINT_OK;
    if (errno != EEXIST)
        return reinti_fail(err, REINT_OUTPUT, folder, 0, "the folder cannot be made: %s", strerror(errno));
    DIR *d = opendir(folder);
    if (!d)
        return reinti_fail(err, REINT_OUTPUT, folder, 0,
                           "is there already and is no folder that can be read");
    while ((entry = readdir(d)))
        n += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
    closedir(d);
    if (n)
        return reinti_fail(err, REINT_OUTPUT, folder, 0,
                           "is there already and is not empty; nothing was written. Name a new folder");
    return REINT_OK;
}

static reint_status
write_one(const char *folder, const reinti_template_file *file, reint_error *err)
{
    reinti_str path = REINTI_STR_EMPTY;
    reinti_output out = { NULL, NULL, NULL };
    const char *slash = strrchr(file->name, '/');

    if (slash) {
        reinti_str_format(&path, "%s/", folder);
        reinti_str_add_n(&path, file->name, (size_t)(slash - file->name));
        if (!path.failed && mkdir(path.text, 0700) && errno != EEXIST) {
            reint_status failed = reinti_fail(err, REINT_OUTPUT, path.text, 0,
                                              "the folder cannot be made: %s", strerror(errno));
            reinti_str_free(&path);
            return failed;
        }
        reinti_str_clear(&path);
    }
    reinti_str_format(&path, "%s/%s", folder, file->name);
    reint_status status =
        path.failed ? reinti_no_memory(err) : reinti_output_begin(&out, path.text, 0600, err);
    if (!status) {
        fwrite(file->data, 1, file->size, out.stream);
        status = reinti_output_commit(&out, err);
    }
    reinti_output_abort(&out);
    reinti_str_free(&path);
    return status;
}

static reint_status
write_entry(const char *folder, const char *language, reint_error *err)
{
    reinti_str codebook = REINTI_STR_EMPTY, entry = REINTI_STR_EMPTY;
    reint_entry_options options = { .size = sizeof options, .language = language };
    reint_codebook *cb = NULL;

    reinti_str_format(&codebook, "%s/codebook/codebook.yaml", folder);
    reinti_str_format(&entry, "%s/entry.xlsx", folder);
    reint_status status = codebook.failed || entry.failed
                              ? reinti_no_memory(err)
                              : reint_codebook_open(codebook.text, &cb, NULL, err);
    if (!status)
        status = reint_write_entry(cb, NULL, &options, entry.text, err);
    reint_codebook_free(cb);
    reinti_str_free(&codebook);
    reinti_str_free(&entry);
    return status;
}

reint_status
reint_new(const char *folder, const char *template_name, const char *language, reint_error *err)
{
    reint_status status = find_template(template_name, err);

    if (!status)
        status = make_folder(folder, err);
    for (size_t i = 0; !status && i < reinti_template_n_files; i++)
        if (!strcmp(reinti_template_files[i].template_name, template_name))
            status = write_one(folder, &reinti_template_files[i], err);
    if (!status)
        status = write_entry(folder, language, err);
    return status;
}
