/* picture_ink.h -- a picture as numbers of colours.  Private to write/.
 *
 * A pixel is one byte: the number of its colour among at most 256, the first of which is white.  Pictures of tables have few
 * colours; what else arises are their shades along edges, in STEPS steps.  A third of the bytes are left to be deflated, and
 * each mixture is reckoned once. */
#ifndef REINTI_PICTURE_INK_H
#define REINTI_PICTURE_INK_H

#include "base/base.h"

#define REINTI_INK_STEPS  16  /* from nothing of an ink to all of it */
#define REINTI_INK_COLORS 256 /* in a picture */

typedef struct reinti_inks {
    unsigned n;
    uint32_t color[REINTI_INK_COLORS];
    uint32_t ink; /* what is drawn with */
    double opacity;
    uint32_t turn; /* counts changes of it */
    /* What each colour becomes under so many steps of the ink, and of it with the stripes of a hatching: turn << 8 | colour. */
    uint32_t mixed[2][REINTI_INK_COLORS][REINTI_INK_STEPS + 1];
} reinti_inks;

void reinti_inks_begin(reinti_inks *inks);
void reinti_inks_take(reinti_inks *inks, uint32_t ink, double opacity);
/* The colour of a pixel of colour UNDER when STEP of the ink come over it.  STRIPE: where a hatching leaves it light. */
uint8_t reinti_ink_over(reinti_inks *inks, uint8_t under, unsigned step, bool stripe);
/* The same for N pixels in a row, no hatching. */
void reinti_ink_run(reinti_inks *inks, uint8_t *pixel, size_t n, unsigned step);

/* WIDTH x HEIGHT pixels as a PNG, PER_METRE; malloc'ed. */
reint_status reinti_ink_png(const reinti_inks *inks, const uint8_t *pixel, unsigned width, unsigned height,
                            uint32_t per_metre, unsigned char **data, size_t *size, reint_error *err);

#endif
