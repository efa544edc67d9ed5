/* book_chart.c -- native charts of a workbook, and pictures. */
#include <config.h>

#include "write/book_private.h"

#include <string.h>

#include "table/picture.h"

static const struct {
    const char *kind;
    uint8_t type;
} chart_types[] = {
    { "bar", LXW_CHART_BAR },
    { "column", LXW_CHART_COLUMN },
    { "stacked", LXW_CHART_BAR_STACKED },
    { "stacked100", LXW_CHART_BAR_STACKED_PERCENT },
    { "line", LXW_CHART_LINE },
};

void
reinti_sheet_chart(reinti_sheet *s, unsigned row, unsigned column, const char *kind, const char *title,
                   const char *description, bool percent, double most, const reinti_chart_series *series,
                   size_t n)
{
    uint8_t type = LXW_CHART_BAR;

    if (!s || !n || s->book->failed)
        return;
    for (size_t i = 0; i < REINTI_LENGTH(chart_types); i++)
        if (!strcmp(chart_types[i].kind, kind))
            type = chart_types[i].type;
    lxw_chart *chart = workbook_add_chart(s->book->book, type);
    if (!chart) {
        s->book->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        lxw_chart_series *one = chart_add_series(chart, NULL, NULL);
        chart_series_set_categories(one, s->name, series[i].first_row, (lxw_col_t)series[i].label_column,
                                    series[i].last_row, (lxw_col_t)series[i].label_column);
        chart_series_set_values(one, s->name, series[i].first_row, (lxw_col_t)series[i].value_column,
                                series[i].last_row, (lxw_col_t)series[i].value_column);
        chart_series_set_name_range(one, s->name, series[i].name_row, (lxw_col_t)series[i].name_column);
        lxw_chart_fill fill = { .color = reinti_color(i) };
        lxw_chart_line line = { .color = fill.color, .width = 2 };
        if (type == LXW_CHART_LINE)
            chart_series_set_line(one, &line);
        else
            chart_series_set_fill(one, &fill);
    }
    chart_title_set_name(chart, title);
    lxw_chart_font font = { .size = 11, .bold = LXW_TRUE };
    chart_title_set_name_font(chart, &font);
    bool lies =
        type != LXW_CHART_LINE && type != LXW_CHART_COLUMN; /* bars lie: their x axis has the values */
    lxw_chart_axis *values = lies ? chart->x_axis : chart->y_axis;
    if (lies)
        chart_axis_set_reverse(chart->y_axis); /* first row of the table on top */
    if (percent || type == LXW_CHART_BAR_STACKED_PERCENT)
        chart_axis_set_num_format(values, "0%");
    chart_axis_set_min(values, 0);
    if (most > 0)
        chart_axis_set_max(values, most);
    lxw_chart_line grid = { .color = 0xD9D9D9, .width = 0.5 };
    chart_axis_major_gridlines_set_line(values, &grid);
    if (n > 1)
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    else
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    lxw_chart_options options = { .x_scale = CHART_WIDER,
                                  .y_scale = CHART_HIGHER,
                                  .description = (char *)(uintptr_t)description };
    s->book->drawn = true;
    reinti_book_note(s->book, worksheet_insert_chart_opt(s->sheet, row, (lxw_col_t)column, chart, &options));
}

void
reinti_sheet_image(reinti_sheet *s, unsigned row, unsigned column, const void *png, size_t size, double scale,
                   const char *description)
{
    if (!s || s->book->failed)
        return;
    lxw_image_options options = { .x_scale = scale,
                                  .y_scale = scale,
                                  .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                  .description = (char *)(uintptr_t)description };
    unsigned char image[IMAGE_STAND_IN];
    bool stands_in = reinti_book_stand_in(s->book, png, size, image);
    s->book->drawn = true;
    reinti_book_note(s->book, worksheet_insert_image_buffer_opt(s->sheet, row, (lxw_col_t)column,
                                                                stands_in ? image : png,
                                                                stands_in ? sizeof image : size, &options));
}
