/* hand_table.h -- a small report made by hand, for the tests of the writers.
 *
 * Twelve of 25 women and 3 of 12 men were unassisted; of 2 women it cannot be told.  The numbers are
 * invented. */
#ifndef REINT_HAND_TABLE_H
#define REINT_HAND_TABLE_H

#include "check.h"
#include "table/cells.h"
#include "write/write.h"

typedef struct hand {
    reinti_table table;
    reint_report report;
    reinti_table *tables[1];
    reinti_layer layer[1];
    reinti_entry row[3], column[2];
    reinti_stat stat[2];
    reinti_cell cell[12];
    reinti_test test[2];
    const char *note[1], *warning[1];
    reinti_sentence sentence[1];
    struct reinti_term term[1];
    const char *method[1];
} hand;

static inline reinti_cell
hand_count(double n)
{
    return (reinti_cell){
        .value = n, .low = n, .high = n, .base = n, .base_n = n, .n = n, .kind = REINTI_CELL_COUNT
    };
}

static inline reinti_cell
hand_share(double n, double base)
{
    reinti_cell c = {
        .value = n / base, .low = n / base, .high = n / base, .base = base, .base_n = base, .n = n
    };
    c.kind = REINTI_CELL_SHARE;
    c.state = base < 20 ? REINTI_CELL_BELOW_BASE : REINTI_CELL_SHOWN;
    return c;
}

static inline void
hand_make(hand *h)
{
    memset(h, 0, sizeof *h);
    h->layer[0] = (reinti_layer){ "wave=w1", "First interview" };
    h->row[0] = (reinti_entry){ .code = "unassisted", .label = "Unassisted" };
    h->row[1] = (reinti_entry){ .code = "assisted", .label = "Assisted, \"in part\" or in full" };
    h->row[2] = (reinti_entry){ .code = "total", .label = "Total", .total = true };
    h->column[0] =
        (reinti_entry){ .code = "female", .label = "Female", .group = "Sex", .first_of_group = true };
    h->column[1] = (reinti_entry){ .code = "male", .label = "Male", .group = "Sex" };
    h->stat[0] = (reinti_stat){ "count", "count", "n", REINTI_CELL_COUNT, 0 };
    h->stat[1] = (reinti_stat){ "column_share", "col_pct", "Column %", REINTI_CELL_SHARE, 0 };
    h->cell[0] = hand_count(12);
    h->cell[0].high = 14; /* two may belong here */
    h->cell[1] = hand_share(12, 25);
    h->cell[1].high = 14.0 / 25;
    h->cell[2] = hand_count(3);
    h->cell[3] = hand_share(3, 12);
    h->cell[4] = hand_count(11);
    h->cell[4].high = 13;
    h->cell[5] = hand_share(11, 25);
    h->cell[5].high = 13.0 / 25;
    h->cell[6] = hand_count(9);
    h->cell[7] = hand_share(9, 12);
    h->cell[8] = hand_count(25);
    h->cell[9] =
        (reinti_cell){ .value = NAN, .kind = REINTI_CELL_SHARE, .state = REINTI_CELL_NOT_APPLICABLE };
    h->cell[10] = hand_count(12);
    h->cell[11] = (reinti_cell){ .value = NAN, .kind = REINTI_CELL_SHARE, .state = REINTI_CELL_UNDEFINED };
    h->cell[11].reason = "nothing to divide by";
    h->test[0] = (reinti_test){ .id = "chi2", .label = "Chi-square", .value = 1.5 };
    h->test[1] = (reinti_test){
        .id = "fisher_p", .label = "Fisher", .value = NAN, .reason = "not a table of two by two"
    };
    h->note[0] = "Sex was chosen, not found.";
    h->table = (reinti_table){
        .id = "T1",
        .title = "Assistance by sex",
        .subtitle = "Counted: persons",
        .unit = "persons",
        .base = "37 persons, all answered",
        .n_layers = 1,
        .layer = h->layer,
        .n_rows = 3,
        .row = h->row,
        .n_columns = 2,
        .column = h->column,
        .n_stats = 2,
        .stat = h->stat,
        .cell = h->cell,
        .n_tests = 2,
        .test = h->test,
        .n_notes = 1,
        .note = h->note,
        .show_bounds = true,
        .row_title = "Class",
        .column_title = "Sex",
    };
    h->tables[0] = &h->table;
    h->warning[0] = "Consent was not recorded.";
    h->report = (reint_report){
        .title = "A study",
        .study = "Study",
        .notice = "Invented records",
        .internal = true,
        .n_warnings = 1,
        .warning = h->warning,
        .n_tables = 1,
        .table = h->tables,
        .language = "en",
    };
}

/* What FORMAT makes of the report; to be freed.  Not inline: gcc 12 would take the stream's buffer for a
 * local. */
static __attribute__((noinline, unused)) char *
hand_write(const hand *h, reint_format format, const reint_write_options *options)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    assert_int_equal(reint_write_stream(&h->report, format, stream, options, NULL), REINT_OK);
    fclose(stream);
    return text;
}

#endif
