/* sentences.c -- plain sentences made from finished tables, for the first page of a report.
 *
 * A sentence is made from a finished table, never from the data: what the tables do not show is not said.
 * Tables are recognised by their codes (the classes of the rule set in their rows), so that a plan's own
 * tables speak too.  Where facts are open the sentence gives both ends, and says for how many it cannot be
 * told. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/front.h"

/* ---- cells as words ------------------------------------------------------------------------------------ */

static size_t
find_entry(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (entry[i].depth == 0 && !strcmp(entry[i].code, code))
            return i;
    return REINTI_NONE;
}

/* The count of (ROW, COLUMN) in the first layer, by their codes; NULL when the table has no such cell or does not
 * show it. */
static const reinti_cell *
count_in_first(const reinti_table *t, const char *row, const char *column)
{
    size_t r = find_entry(t->row, t->n_rows, row), c = find_entry(t->column, t->n_columns, column), s = 0;

    while (s < t->n_stats && strcmp(t->stat[s].id, "count"))
        s++;
    if (r == REINTI_NONE || c == REINTI_NONE || s == t->n_stats || !t->n_layers)
        return NULL;
    const reinti_cell *cell = reinti_table_cell(t, 0, r, c, s);
    return cell->state == REINTI_CELL_SHOWN ? cell : NULL;
}

/* The same of a table that has no other layers. */
static const reinti_cell *
count_at(const reinti_table *t, const char *row, const char *column)
{
    return t->n_layers == 1 ? count_in_first(t, row, column) : NULL;
}

static void
add_count(const reinti_front *w, reinti_str *s, const reinti_cell *cell)
{
    reinti_format_fixed(s, cell->low, cell->low == floor(cell->low) ? 0 : 1);
    if (cell->low < cell->high) {
        reinti_str_add(s, reinti_front_say(w, " to ", " sampai "));
        reinti_format_fixed(s, cell->high, cell->high == floor(cell->high) ? 0 : 1);
    }
}

/* Two tables may say the same: it is said once, with the first of them. */
static void
add_sentence(reinti_front *w, const reinti_table *t, reinti_str *text)
{
    reint_report *r = w->r;

    for (size_t i = 0; i < r->n_sentences; i++)
        if (!text->failed && !strcmp(r->sentence[i].text, text->text)) {
            reinti_str_free(text);
            return;
        }
    reinti_sentence *grown = reinti_arena_alloc(r->arena, (r->n_sentences + 1) * sizeof *grown);
    const char *copy = text->failed ? NULL : reinti_arena_text(r->arena, text->text),
               *id = reinti_arena_text(r->arena, t->id);

    reinti_str_free(text);
    if (!grown || !copy || !id) {
        w->failed = true;
        return;
    }
    if (r->n_sentences)
        memcpy(grown, r->sentence, r->n_sentences * sizeof *grown);
    grown[r->n_sentences++] = (reinti_sentence){ copy, id };
    r->sentence = grown;
}

/* "Under-assisted" inside a sentence: only the first letter changes, and only where it is a Latin one
 * followed by a small one. */
static void
add_inner(reinti_str *s, const char *label)
{
    char first = *label;

    if (first >= 'A' && first <= 'Z' && label[1] >= 'a' && label[1] <= 'z') {
        reinti_str_add_char(s, (char)(first - 'A' + 'a'));
        label++;
    }
    reinti_str_add(s, label);
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

/* Whether the classes of the rule set are the entries. */
static bool
has_classes(const reinti_front *w, const reinti_entry *entry, size_t n)
{
    if (!w->ruleset)
        return false;
    for (size_t k = 0; k < w->ruleset->n_classes; k++)
        if (find_entry(entry, n, w->ruleset->class_[k].id) == REINTI_NONE)
            return false;
    return true;
}

static void
add_open(const reinti_front *w, reinti_str *s, double n)
{
    reinti_str_add(s, reinti_front_say(w, "; for ", "; untuk "));
    reinti_format_fixed(s, n, 0);
    reinti_str_add(s, reinti_front_say(w, " we could not tell", " orang tidak dapat dipastikan"));
}

/* How many had no formal help at all: those of whom it is sure. */
static void
say_help(reinti_front *w, const reinti_table *t)
{
    const reinti_cell *total = count_at(t, "total", "total"), *none = count_at(t, "no_formal_help", "total");
    reinti_str s = REINTI_STR_EMPTY;

    if (!total || !none || !(total->value > 0))
        return;
    reinti_str_add(&s, reinti_front_say(w, "Of ", "Dari "));
    reinti_format_fixed(&s, total->value, 0);
    reinti_str_add(&s, reinti_front_say(w, " people interviewed, ", " orang yang diwawancarai, "));
    reinti_format_fixed(&s, none->low, 0);
    reinti_str_add(&s, reinti_front_say(w, " had no formal help at home by their last interview",
                                        " tidak mendapat bantuan formal di rumah hingga wawancara terakhir"));
    if (none->low < none->high)
        add_open(w, &s, none->high - none->low);
    reinti_str_add_char(&s, '.');
    add_sentence(w, t, &s);
}

/* How many persons are in each class, and of how many it cannot be told. */
static void
say_classes(reinti_front *w, const reinti_table *t)
{
    const reinti_cell *total = count_at(t, "total", "total"), *open = count_at(t, "undetermined", "total");

    if (!total || !(total->value > 0))
        return;
    for (size_t k = 0; k < w->ruleset->n_classes; k++) {
        const reinti_cell *cell = count_at(t, w->ruleset->class_[k].id, "total");
        const char *note = reinti_front_label(w, &w->ruleset->class_[k].note, NULL);
        reinti_str s = REINTI_STR_EMPTY;
        if (!cell)
            continue;
        reinti_str_add(&s, reinti_front_say(w, "Of ", "Dari "));
        reinti_format_fixed(&s, total->value, 0);
        reinti_str_add(&s, reinti_front_say(w, " people interviewed, ", " orang yang diwawancarai, "));
        add_count(w, &s, cell);
        reinti_str_add(
            &s, reinti_front_say(w, cell->high == 1 ? " is counted as " : " are counted as ", " termasuk "));
        const char *class_name = reinti_front_class(w, k), *quote = strchr(class_name, ' ') ? "\"" : "";
        reinti_str_add(&s, quote); /* a name of several words does not run into the sentence */
        add_inner(&s, class_name);
        reinti_str_add(&s, quote);
        if (note) {
            reinti_str_add(&s, ": ");
            add_inner(&s, note);
        }
        if (open && open->value > 0 && cell->low < cell->high)
            add_open(w, &s, cell->high - cell->low);
        reinti_str_add_char(&s, '.');
        add_sentence(w, t, &s);
    }
}

/* How many stayed in their class from one wave to the next. */
static void
say_movement(reinti_front *w, const reinti_table *t)
{
    const reinti_cell *total = count_at(t, "total", "total");
    double same = 0, known = 0;

    if (!total || !(total->value > 0))
        return;
    for (size_t i = 0; i < w->ruleset->n_classes; i++)
        for (size_t k = 0; k < w->ruleset->n_classes; k++) {
            const reinti_cell *cell = count_at(t, w->ruleset->class_[i].id, w->ruleset->class_[k].id);
            known += cell ? cell->value : 0;
            same += cell && i == k ? cell->value : 0;
        }
    reinti_str s = REINTI_STR_EMPTY;
    reinti_str_add(&s, reinti_front_say(w, "Of ", "Dari "));
    reinti_format_fixed(&s, total->value, 0);
    reinti_str_add(&s, reinti_front_say(w, " people seen at two successive interviews, ",
                                        " orang yang diwawancarai dua kali berturut-turut, "));
    reinti_format_fixed(&s, same, 0);
    reinti_str_add(&s, reinti_front_say(w, " were in the same class both times and ",
                                        " berada di kelas yang sama dan "));
    reinti_format_fixed(&s, known - same, 0);
    reinti_str_add(&s, reinti_front_say(w, " had moved to another", " berpindah ke kelas lain"));
    if (known < total->value)
        add_open(w, &s, total->value - known);
    reinti_str_add_char(&s, '.');
    add_sentence(w, t, &s);
}

/* How many referrals came to something. */
static void
say_referrals(reinti_front *w, const reinti_table *t)
{
    const reinti_cell *done = count_at(t, "total", "completed"), *total = count_at(t, "total", "total");
    reinti_str s = REINTI_STR_EMPTY;

    if (!done || !total || !(total->value > 0))
        return;
    reinti_str_add(&s, reinti_front_say(w, "Of ", "Dari "));
    add_count(w, &s, total);
    reinti_str_add(&s, reinti_front_say(w, " referrals, ", " rujukan, "));
    add_count(w, &s, done);
    reinti_str_add(&s, reinti_front_say(w, " were completed.", " selesai."));
    add_sentence(w, t, &s);
}

/* The service for which help was most often needed and due and did not come; on the table's first layer. */
static void
say_gap(reinti_front *w, const reinti_table *t)
{
    const reinti_cell *most = NULL, *due = NULL;
    size_t at = 0;

    for (size_t i = 0; i < t->n_rows; i++) {
        const reinti_cell *cell = t->row[i].total ? NULL : count_in_first(t, t->row[i].code, "gap");
        if (cell && (!most || cell->value > most->value)) {
            most = cell;
            due = count_in_first(t, t->row[i].code, "required");
            at = i;
        }
    }
    if (!most || !due || !(most->value > 0))
        return;
    reinti_str s = REINTI_STR_EMPTY;
    if (*t->layer[0].label)
        reinti_str_format(&s, "%s: ", t->layer[0].label);
    reinti_str_add(&s,
                   reinti_front_say(w, "the help most often needed, due by law and not received at all is ",
                                    "bantuan yang paling sering dibutuhkan, menjadi hak, dan sama sekali "
                                    "tidak diterima adalah "));
    add_inner(&s, t->row[at].label);
    reinti_str_add(&s, reinti_front_say(w, ": ", ": "));
    add_count(w, &s, most);
    reinti_str_add(&s, reinti_front_say(w, " people of ", " orang dari "));
    add_count(w, &s, due);
    reinti_str_add(&s, reinti_front_say(w, " who needed it and to whom it was due.",
                                        " yang membutuhkannya dan berhak."));
    add_sentence(w, t, &s);
}

static bool
is_of_persons(const reinti_front *w, const reinti_table *t)
{
    return t->unit && !strcmp(t->unit, reinti_front_say(w, "persons", "orang"));
}

void
reinti_front_sentences(reinti_front *w)
{
    bool told_help = false, told_classes = false;

    for (size_t i = 0; !told_help && i < w->r->n_tables; i++) { /* first of all: who had no help */
        const reinti_table *t = w->r->table[i];
        size_t before = w->r->n_sentences;
        if (is_of_persons(w, t))
            say_help(w, t);
        told_help = w->r->n_sentences > before;
    }
    for (size_t i = 0; i < w->r->n_tables; i++) {
        const reinti_table *t = w->r->table[i];
        bool rows = has_classes(w, t->row, t->n_rows), columns = has_classes(w, t->column, t->n_columns);
        if (rows && columns) {
            say_movement(w, t);
        } else if (rows && !told_classes && is_of_persons(w, t)) {
            say_classes(w, t); /* the first table of persons speaks for all */
            told_classes = true;
        }
        if (find_entry(t->column, t->n_columns, "gap") != REINTI_NONE)
            say_gap(w, t);
        if (!strcmp(t->id, "R1"))
            say_referrals(w, t);
    }
}
