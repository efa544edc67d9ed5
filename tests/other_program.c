/* other_program.c -- another SQLite program beside reint, for the tests of the command line.
 *
 *     other_program FILE SQL           does SQL, prints what it answers and ends
 *     other_program FILE SQL READY     does SQL, makes the file READY and keeps its locks until standard input ends */
#include <config.h>

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static int
print_row(void *user, int n, char **value, char **name)
{
    (void)user;
    (void)name;
    for (int i = 0; i < n; i++)
        printf("%s%s", i ? "|" : "", value[i] ? value[i] : "-");
    putchar('\n');
    return 0;
}

int
main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    char *message = NULL, byte;

    if (argc < 3 || sqlite3_open(argv[1], &db) || sqlite3_exec(db, argv[2], print_row, NULL, &message)) {
        fprintf(stderr, "other_program: %s\n", message ? message : "cannot open the file");
        sqlite3_free(message);
        sqlite3_close(db);
        return 1;
    }
    if (argc > 3) {
        FILE *ready = fopen(argv[3], "w");
        if (!ready || fclose(ready))
            return 1;
        while (read(STDIN_FILENO, &byte, 1) > 0)
            continue;
    }
    return sqlite3_close(db) != SQLITE_OK;
}
