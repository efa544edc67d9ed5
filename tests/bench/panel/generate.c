/* generate.c -- an invented panel: N people, six waves, one class and one state at each.
 *     generate N SEED OUTDIR
 * Files as codebook.yaml beside it declares them; made in the order of people and waves. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAVES = 6, STATES = 5, SERVICES = 4 };

static uint64_t random_state;

static unsigned
draw(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % below);
}

static FILE *
create(const char *folder, const char *name, const char *header)
{
    char path[4096];
    FILE *stream;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    stream = fopen(path, "wb");
    if (!stream) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fputs(header, stream);
    return stream;
}

/* Days after the first of January of 2015, as a date. */
static void
put_date(FILE *stream, int days)
{
    static const int length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 2015, month = 0;

    for (;; year++) {
        int of_year = year % 4 ? 365 : 366;
        if (days < of_year)
            break;
        days -= of_year;
    }
    for (;; month++) {
        int of_month = length[month] + (month == 1 && year % 4 == 0);
        if (days < of_month)
            break;
        days -= of_month;
    }
    fprintf(stream, "%d-%02d-%02d", year, month + 1, days + 1);
}

int
main(int argc, char **argv)
{
    static const char *const received[] = { "none", "partial", "full" };
    long n = argc == 4 ? strtol(argv[1], NULL, 10) : 0;

    if (n < 1) {
        fprintf(stderr, "usage: generate N SEED OUTDIR\n");
        return 2;
    }
    random_state = strtoull(argv[2], NULL, 10) * 2654435761u + 1;
    FILE *people = create(argv[3], "people.csv", "respondent,sex\n");
    FILE *interviews = create(argv[3], "interviews.csv", "respondent,wave,date,status,state\n");
    FILE *services = create(argv[3], "services.csv", "respondent,wave,service,needed,entitled,received\n");
    for (long p = 1; p <= n; p++) {
        unsigned state = draw(STATES), here = 1;
        fprintf(people, "R%07ld,%s\n", p, draw(2) ? "male" : "female");
        for (int w = 0; w < WAVES; w++) {
            here = w == 0 || (here ? draw(100) < 88 : draw(100) < 30); /* lost, and found again */
            if (draw(100) < 30)
                state = draw(STATES);
            if (!here)
                continue;
            fprintf(interviews, "R%07ld,%d,", p, w + 1);
            put_date(interviews, w * 182 + (int)draw(90));
            if (draw(100) < 3) {
                fputs(",refused,97\n", interviews);
                continue;
            }
            fprintf(interviews, ",%s,", draw(10) ? "complete" : "partial");
            if (draw(100) < 2)
                fputs("97\n", interviews);
            else
                fprintf(interviews, "s%u\n", state + 1);
            for (int s = 0; s < SERVICES; s++)
                if (draw(100) < 40)
                    fprintf(services, "R%07ld,%d,v%d,%u,%u,%s\n", p, w + 1, s + 1, draw(4) > 0, draw(4) > 0,
                            received[draw(3)]);
        }
    }
    return fclose(people) || fclose(interviews) || fclose(services) ? EXIT_FAILURE : EXIT_SUCCESS;
}
