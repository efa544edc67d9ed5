/* convert.h -- a codebook from a form of KoboToolbox or ODK.  Public, installed as reint/xlsform/convert.h. */
#ifndef REINT_XLSFORM_CONVERT_H
#define REINT_XLSFORM_CONVERT_H

#include "base/error.h"

typedef struct reint_xlsform_options {
    size_t size;
    const char
        *person; /* the question whose answer is the pseudonymous id; NULL: the submission is the person */
    const char *wave; /* the question that tells the wave; NULL: none */
} reint_xlsform_options;

/* Reads the form in the workbook PATH (XLSForm, .xlsx) and writes *TEXT (malloc'ed): a codebook in YAML, with a
 * form for the questionnaire and one for each repeat, its lists with labels in every language, conditions as
 * routing, constraints as ranges, patterns and rules.  What could not be taken over stands in FINDINGS as notes
 * with sheet and cell, and as comments at the top of the codebook: conditions that are beyond SQL, and what a
 * study must not keep (places, pictures, telephones, names of people).  The codebook can be read back without
 * an error.  INPUT: not such a workbook, or a form with errors (all of them in FINDINGS); ARGUMENT: no such
 * question.  Takes time linear in the form. */
reint_status reint_xlsform_codebook(const char *path, const reint_xlsform_options *options, char **text,
                                    reint_findings *findings, reint_error *err);

#endif
