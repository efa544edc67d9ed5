/* histogram.c -- counting of rows without weights, sets or bounds: the hot loop of every table.
 *
 * Reads:  the raw values of the dimensions and the filter.
 * Gives:  how many rows hold each combination of raw values.  Categories come in only at the end, when the
 * few combinations are folded into cells: so a row costs one multiplication a dimension, many at a time, and
 * one increment, instead of a look-up a dimension. Filter: rows that do not pass are numbered with the last,
 * spare cell; no branch. Lanes:  neighbouring rows often fall into the same cell, and an increment must wait
 * for the one before; so neighbours count into different copies of a small histogram. */
#include <config.h>

#include "cube/count.h"

/* Loops of a fixed length that is a multiple of every vector: compilers vectorise them at -O2. */
#define SPAN 64

static void
number_first8(uint16_t *restrict cell, const uint8_t *restrict raw, uint8_t bias, uint16_t stride)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)((uint8_t)(raw[i] + bias) * stride);
}

static void
number_next8(uint16_t *restrict cell, const uint8_t *restrict raw, uint8_t bias, uint16_t stride)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(cell[i] + (uint8_t)(raw[i] + bias) * stride);
}

static void
number_next16(uint16_t *restrict cell, const uint16_t *restrict raw, uint16_t bias, uint16_t stride)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(cell[i] + (uint16_t)(raw[i] + bias) * stride);
}

static void
number_filter(uint16_t *restrict cell, const int8_t *restrict filter, uint16_t spare)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = filter[i] == 1 ? cell[i] : spare;
}

/* The raw cells of rows FROM .. FROM + SPAN - 1. */
static void
number_span(const reinti_counting *c, const size_t *stride, size_t from, uint16_t *cell)
{
    size_t d = 0;

    if (c->n_axes > 0 && c->axis[0].column->raw8) {
        number_first8(cell, c->axis[0].column->raw8 + from, (uint8_t)c->axis[0].bias, (uint16_t)stride[0]);
        d = 1;
    } else {
        for (size_t i = 0; i < SPAN; i++)
            cell[i] = 0;
    }
    for (; d < c->n_axes; d++) {
        const reinti_axis *axis = &c->axis[d];
        if (axis->column->raw8)
            number_next8(cell, axis->column->raw8 + from, (uint8_t)axis->bias, (uint16_t)stride[d]);
        else
            number_next16(cell, axis->column->raw16 + from, (uint16_t)axis->bias, (uint16_t)stride[d]);
    }
    if (c->spec->filter)
        number_filter(cell, c->spec->filter + from, (uint16_t)c->n_raw);
}

/* The last rows, fewer than a span. */
static void
number_rest(const reinti_counting *c, const size_t *stride, size_t from, size_t n, uint16_t *cell)
{
    for (size_t i = 0; i < n; i++) {
        size_t number = 0;
        for (size_t d = 0; d < c->n_axes; d++) {
            const reinti_axis *axis = &c->axis[d];
            number +=
                stride[d] * (axis->column->raw8 ? (uint8_t)(axis->column->raw8[from + i] + axis->bias)
                                                : (uint16_t)(axis->column->raw16[from + i] + axis->bias));
        }
        if (c->spec->filter && c->spec->filter[from + i] != 1)
            number = c->n_raw;
        cell[i] = (uint16_t)number;
    }
}

static void
raw_strides(const reinti_counting *c, size_t *stride)
{
    size_t n = 1;

    for (size_t d = c->n_axes; d-- > 0;) {
        stride[d] = n;
        n *= c->axis[d].limit;
    }
}

void
reinti_count_histogram(const reinti_counting *c, reinti_partial *p, size_t from, size_t to)
{
    size_t stride[REINTI_MOST_DIMENSIONS], lane = c->n_raw + 1, i = from;
    uint16_t cell[REINTI_CHUNK];
    uint32_t *h0 = p->lane, *h1 = h0, *h2 = h0, *h3 = h0;

    if (c->n_lanes == 4) {
        h1 = h0 + lane;
        h2 = h1 + lane;
        h3 = h2 + lane;
    }
    raw_strides(c, stride);
    while (i < to) {
        size_t n = to - i < REINTI_CHUNK ? to - i : REINTI_CHUNK, k = 0;
        for (; k + SPAN <= n; k += SPAN)
            number_span(c, stride, i + k, cell + k);
        number_rest(c, stride, i + k, n - k, cell + k);
        for (k = 0; k + 4 <= n; k += 4) {
            h0[cell[k]]++;
            h1[cell[k + 1]]++;
            h2[cell[k + 2]]++;
            h3[cell[k + 3]]++;
        }
        for (; k < n; k++)
            h0[cell[k]]++;
        i += n;
    }
}

/* Adds the counts of raw values to the cells of their categories in N. */
void
reinti_count_fold(const reinti_counting *c, const reinti_partial *p, uint64_t *n)
{
    uint32_t digit[REINTI_MOST_DIMENSIONS] = { 0 };
    size_t cell = 0;

    for (size_t d = 0; d < c->n_axes; d++)
        cell += c->axis[d].offset[0];
    for (size_t r = 0; r < c->n_raw; r++) {
        uint64_t count = 0;
        for (size_t lane = 0; lane < c->n_lanes; lane++)
            count += p->lane[lane * (c->n_raw + 1) + r];
        if (count > 0)
            n[cell] += count;
        for (size_t d = c->n_axes; d-- > 0;) { /* the next combination, last dimension fastest */
            const reinti_axis *axis = &c->axis[d];
            cell -= axis->offset[digit[d]];
            if (++digit[d] == axis->limit)
                digit[d] = 0;
            cell += axis->offset[digit[d]];
            if (digit[d] > 0)
                break;
        }
    }
}
