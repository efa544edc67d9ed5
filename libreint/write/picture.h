/* picture.h -- pictures in files.  Private to write/.
 *
 * A page of pictures has them below each other, each with its title, the mark INTERNAL, its base and the report's notice, so
 * that a picture that is taken out of its place still says what it is. */
#ifndef REINTI_WRITE_PICTURE_H
#define REINTI_WRITE_PICTURE_H

#include <stdio.h>

#include "table/picture.h"
#include "write/write.h"

/* The picture of ONLY, or those of all tables of R that have one (ONLY NULL).  *TITLE is of all of it.  The caller ends
 * PAGE, whatever is answered.  ARGUMENT: no table has a picture. */
reint_status reinti_picture_page(const reint_report *r, const reinti_table *only, reinti_arena *arena,
                                 reinti_picture *page, const char **title, reint_error *err);

/* The outline of a band as x, y, x, y ...: its start, a cubic curve (two control points and its end) to the other edge, a
 * straight line down, and a curve back.  Both curves leave their edges level. */
#define REINTI_BAND_POINTS 8
void reinti_band_points(const reinti_shape *s, double *way);

void reinti_svg_write(const reinti_picture *page, const char *title, FILE *stream);

/* As PNG, of REINTI_PNG_SCALE pixels a point; malloc'ed.  OUTPUT: no font, or the picture is too large. */
#define REINTI_PNG_SCALE 2
reint_status reinti_png_make(const reinti_picture *page, unsigned char **data, size_t *size,
                             reint_error *err);

/* Whole reports, as the other writers. */
reint_status reinti_write_svg(const reint_report *r, FILE *stream, const reint_write_options *options,
                              reint_error *err);
reint_status reinti_write_png(const reint_report *r, FILE *stream, const reint_write_options *options,
                              reint_error *err);

#endif
