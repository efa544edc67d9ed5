/* place.c -- is the study file where only the team can read it?
 *
 * Looked at: who may use the file, who may look into its folder, whether the file system can keep
 * permissions at all, and whether the folder is copied to other machines by a synchronising program.  All of
 * it is a warning: only the team knows who uses the machine.  What cannot be found out is not said. */
#include <config.h>

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "study/internal.h"

/* Folders that are copied to other machines: by the beginning of their name, in any case. */
static const char *const synced_names[] = { "OneDrive",  "Dropbox",      "Google Drive",     "GoogleDrive",
                                            "My Drive",  "iCloud",       "Mobile Documents", "CloudStorage",
                                            "Nextcloud", "ownCloud",     "Box Sync",         "pCloud",
                                            "MEGA",      "MEGAsync",     "SharePoint",       "Seafile",
                                            "Syncthing", "Resilio Sync", "Creative Cloud" };

/* Marks that such programs leave in the folder they copy. */
static const char *const synced_marks[] = { ".stfolder",         ".dropbox",  ".dropbox.cache",
                                            ".owncloudsync.log", ".sync_.db", ".seafile-data" };

/* File systems on which a mode of 0600 means nothing, or that belong to another machine. */
static const struct {
    unsigned long type;
    const char *name;
} foreign[] = {
    { 0x4d44, "FAT" },
    { 0x2011bab0, "exFAT" },
    { 0x5346544e, "NTFS" },
    { 0x7366746e, "NTFS" },
    { 0x01021997, "a Windows drive" },
    { 0xff534d42, "a network share" },
    { 0xfe534d42, "a network share" },
    { 0x517b, "a network share" },
    { 0x6969, "a network share" },
};

/* "OneDrive - Office" and "iCloudDrive" begin with such a name, "Megaphones" does not. */
static bool
begins_with_name(const char *part, const char *name)
{
    size_t n = strlen(name);

    return !strncasecmp(part, name, n) && !islower((unsigned char)part[n]);
}

/* The synchronised folder that PATH lies in, or NULL: *LENGTH bytes of PATH. */
static bool
is_synced(const char *path, size_t *length)
{
    for (const char *part = path; *part;) {
        const char *end = strchr(part, '/');
        if (!end)
            break; /* the file itself */
        for (size_t i = 0; i < REINTI_LENGTH(synced_names); i++)
            if (begins_with_name(part, synced_names[i])) {
                *length = (size_t)(end - path);
                return true;
            }
        for (size_t i = 0; end > path && i < REINTI_LENGTH(synced_marks); i++) {
            char mark[PATH_MAX + 32];
            snprintf(mark, sizeof mark, "%.*s/%s", (int)(end - path), path, synced_marks[i]);
            if (!access(mark, F_OK)) {
                *length = (size_t)(end - path);
                return true;
            }
        }
        part = end + 1;
    }
    return false;
}

/* Under the Windows Subsystem for Linux /mnt/c is a drive of Windows, by whatever file system it is reached. */
static bool
is_windows_drive(const char *path)
{
    struct utsname u;

    return !strncmp(path, "/mnt/", 5) && isalpha((unsigned char)path[5]) && path[6] == '/' && !uname(&u) &&
           strcasestr(u.release, "microsoft");
}

static void
check_mode(const char *path, const char *name, reint_findings *findings)
{
    struct stat st;

    if (!stat(path, &st) && (st.st_mode & 077))
        reinti_find(findings, REINT_WARNING, "readable_by_others", name, NULL, 0, 0,
                    "others than the owner may use the file (mode %03o); say: chmod 600 %s",
                    (unsigned)st.st_mode & 0777, name);
}

static void
check_folder(const char *path, const char *name, reint_findings *findings)
{
    const char *slash = strrchr(path, '/'), *lies_on = is_windows_drive(path) ? "a Windows drive" : NULL;
    char folder[PATH_MAX + 1];
    struct stat st;
    struct statfs fs;

    if (!slash)
        return;
    snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    if (!stat(folder, &st) && (st.st_mode & 007))
        reinti_find(
            findings, REINT_WARNING, "folder_open_to_others", name, NULL, 0, 0,
            "everybody on this machine may look into the study's folder (mode %03o), where workbooks and "
            "files of records are kept too; say: chmod 700 %s",
            (unsigned)st.st_mode & 0777, folder);
    for (size_t i = 0; !lies_on && !statfs(folder, &fs) && i < REINTI_LENGTH(foreign); i++)
        if ((unsigned long)fs.f_type == foreign[i].type)
            lies_on = foreign[i].name;
    if (lies_on)
        reinti_find(findings, REINT_WARNING, "no_permissions_here", name, NULL, 0, 0,
                    "the study lies on %s, which does not keep its permissions: keep it on a disk of this "
                    "system (under WSL in the Linux home folder)",
                    lies_on);
}

/* The real path of the study NAME, or where it would be once it is made. */
static bool
find_path(const char *name, char path[PATH_MAX + 1])
{
    char folder[PATH_MAX + 1], real[PATH_MAX + 1];
    const char *last = reinti_path_last(name);
    size_t n = (size_t)(last - name);

    if (realpath(name, path))
        return true;
    snprintf(folder, sizeof folder, "%.*s", n ? (int)n : 1, n ? name : ".");
    return n < sizeof folder && realpath(folder, real) &&
           snprintf(path, PATH_MAX + 1, "%s/%s", strcmp(real, "/") ? real : "", last) <= PATH_MAX;
}

void
reinti_study_check_place(const char *name, reint_findings *findings)
{
    char path[PATH_MAX + 1];
    size_t length;

    if (!find_path(name, path))
        return;
    check_mode(path, name, findings);
    check_folder(path, name, findings);
    if (is_synced(path, &length)) {
        path[length] = '\0';
        reinti_find(
            findings, REINT_WARNING, "synced_folder", name, NULL, 0, 0,
            "the study lies in a folder that a program copies to other machines (\"%s\"): copies of the "
            "records leave this machine, and two writers can damage the file. Move it out of there",
            reinti_path_last(path));
    }
}
