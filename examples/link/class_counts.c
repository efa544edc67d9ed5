/* class_counts.c -- how many people of a study are in each class at their latest interview: a program that links
 * libreint.
 *
 * cc class_counts.c $(pkg-config --cflags --libs libreint) -o class_counts
 * ./class_counts going-home.reint
 *
 * People whose class cannot be told from what was recorded are counted as undetermined, never left out; those who
 * were never asked where they stand have no class. */
#include <stdio.h>

#include <reint.h>

int
main(int argc, char **argv)
{
    reint_study *study = NULL;
    reint_assessment *a = NULL;
    reint_error err = { .status = REINT_OK };
    size_t count[32] = { 0 }, undetermined = 0, none = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: class_counts STUDY\n");
        return REINT_ARGUMENT;
    }
    reint_status status = reint_study_open(argv[1], 0, &study, &err);
    if (!status)
        status = reint_assess(study, NULL, "latest", &a, &err);
    if (status) {
        fprintf(stderr, "%s\n", err.text);
    } else {
        for (size_t i = 0; i < reint_assessment_n(a); i++) {
            reint_assessed one;
            reint_assessment_get(a, i, &one);
            if (one.final >= 0)
                count[one.final]++;
            else
                *(one.final == REINT_UNDETERMINED ? &undetermined : &none) += 1;
        }
        for (size_t c = 0; c < reint_assessment_n_classes(a); c++)
            printf("%-40s %zu\n", reint_assessment_class_label(a, c, "en"), count[c]);
        printf("%-40s %zu\n%-40s %zu\n", "undetermined", undetermined, "without a class", none);
    }
    reint_assessment_free(a);
    reint_study_free(study);
    return (int)status;
}
