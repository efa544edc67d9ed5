/* front.c -- what stands around the tables: warnings, methods, glossary, and plain sentences made from cells.
 *
 * A sentence is made from a finished table, never from the data: what the tables do not show is not said.
 * Tables are recognised by their codes (the classes of the rule set in their rows), so that a plan's own
 * tables speak too.  Where facts are open the sentence gives both ends, and says for how many it cannot be
 * told. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "codebook/ruleset.h"
#include "table/build.h"

typedef struct writer {
    reint_report *r;
    reinti_frames *frames;
    const reint_codebook *cb;
    reinti_ruleset *ruleset; /* NULL = the study has none */
    const char *language;
    bool failed;
} writer;

static const char *
say(const writer *w, const char *en, const char *id)
{
    return reinti_say(w->language, en, id);
}

static const char *
label_of(const writer *w, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, w->language);
    return text ? text : otherwise;
}

/* TEXT, given up, at the end of LIST. */
static void
add_text(writer *w, const char ***list, size_t *n, reinti_str *text)
{
    const char **grown = reinti_arena_alloc(w->r->arena, (*n + 1) * sizeof *grown);
    const char *copy = text->failed ? NULL : reinti_arena_text(w->r->arena, text->text);

    reinti_str_free(text);
    if (!grown || !copy) {
        w->failed = true;
        return;
    }
    if (*n)
        memcpy(grown, *list, *n * sizeof *grown);
    grown[(*n)++] = copy;
    *list = grown;
}

static void
add_method(writer *w, const char *text)
{
    reinti_str s = REINTI_STR_EMPTY;
    reinti_str_add(&s, text);
    add_text(w, &w->r->method, &w->r->n_methods, &s);
}

static void
add_warning(writer *w, reinti_str *text)
{
    add_text(w, &w->r->warning, &w->r->n_warnings, text);
}

/* ---- cells as words ------------------------------------------------------------------------------------ */

static size_t
find_entry(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (entry[i].depth == 0 && !strcmp(entry[i].code, code))
            return i;
    return REINTI_NONE;
}

/* The one count of (ROW, COLUMN) by their codes; NULL when the table has no such cell or does not show it. */
static const reinti_cell *
count_at(const reinti_table *t, const char *row, const char *column)
{
    size_t r = find_entry(t->row, t->n_rows, row), c = find_entry(t->column, t->n_columns, column), s = 0;

    while (s < t->n_stats && strcmp(t->stat[s].id, "count"))
        s++;
    if (r == REINTI_NONE || c == REINTI_NONE || s == t->n_stats || t->n_layers != 1)
        return NULL;
    const reinti_cell *cell = reinti_table_cell(t, 0, r, c, s);
    return cell->state == REINTI_CELL_SHOWN ? cell : NULL;
}

static void
add_count(const writer *w, reinti_str *s, const reinti_cell *cell)
{
    reinti_format_fixed(s, cell->low, cell->low == floor(cell->low) ? 0 : 1);
    if (cell->low < cell->high) {
        reinti_str_add(s, say(w, " to ", " sampai "));
        reinti_format_fixed(s, cell->high, cell->high == floor(cell->high) ? 0 : 1);
    }
}

static void
add_sentence(writer *w, const reinti_table *t, reinti_str *text)
{
    reint_report *r = w->r;
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
has_classes(const writer *w, const reinti_entry *entry, size_t n)
{
    if (!w->ruleset)
        return false;
    for (size_t k = 0; k < w->ruleset->n_classes; k++)
        if (find_entry(entry, n, w->ruleset->class_[k].id) == REINTI_NONE)
            return false;
    return true;
}

static const char *
class_label(const writer *w, size_t k)
{
    return label_of(w, &w->ruleset->class_[k].label, w->ruleset->class_[k].id);
}

/* How many persons are in each class, and of how many it cannot be told. */
static void
say_classes(writer *w, const reinti_table *t)
{
    const reinti_cell *total = count_at(t, "total", "total"), *open = count_at(t, "undetermined", "total");

    if (!total || !(total->value > 0))
        return;
    for (size_t k = 0; k < w->ruleset->n_classes; k++) {
        const reinti_cell *cell = count_at(t, w->ruleset->class_[k].id, "total");
        const char *note = label_of(w, &w->ruleset->class_[k].note, NULL);
        reinti_str s = REINTI_STR_EMPTY;
        if (!cell)
            continue;
        reinti_str_add(&s, say(w, "Of ", "Dari "));
        reinti_format_fixed(&s, total->value, 0);
        reinti_str_add(&s, say(w, " people interviewed, ", " orang yang diwawancarai, "));
        add_count(w, &s, cell);
        reinti_str_add(&s, say(w, cell->high == 1 ? " is counted as " : " are counted as ", " termasuk "));
        add_inner(&s, class_label(w, k));
        if (note) {
            reinti_str_add(&s, ": ");
            add_inner(&s, note);
        }
        if (open && open->value > 0 && cell->low < cell->high) {
            reinti_str_add(&s, say(w, "; for ", "; untuk "));
            reinti_format_fixed(&s, cell->high - cell->low, 0);
            reinti_str_add(&s, say(w, " we could not tell", " orang tidak dapat dipastikan"));
        }
        reinti_str_add_char(&s, '.');
        add_sentence(w, t, &s);
    }
}

/* How many stayed in their class from one wave to the next. */
static void
say_movement(writer *w, const reinti_table *t)
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
    reinti_str_add(&s, say(w, "Of ", "Dari "));
    reinti_format_fixed(&s, total->value, 0);
    reinti_str_add(&s, say(w, " people seen at two successive interviews, ",
                           " orang yang diwawancarai dua kali berturut-turut, "));
    reinti_format_fixed(&s, same, 0);
    reinti_str_add(&s, say(w, " were in the same class both times and ", " berada di kelas yang sama dan "));
    reinti_format_fixed(&s, known - same, 0);
    reinti_str_add(&s, say(w, " had moved to another", " berpindah ke kelas lain"));
    if (known < total->value) {
        reinti_str_add(&s, say(w, "; for ", "; untuk "));
        reinti_format_fixed(&s, total->value - known, 0);
        reinti_str_add(&s, say(w, " we could not tell", " orang tidak dapat dipastikan"));
    }
    reinti_str_add_char(&s, '.');
    add_sentence(w, t, &s);
}

/* How many referrals came to something. */
static void
say_referrals(writer *w, const reinti_table *t)
{
    const reinti_cell *done = count_at(t, "total", "completed"), *total = count_at(t, "total", "total");
    reinti_str s = REINTI_STR_EMPTY;

    if (!done || !total || !(total->value > 0))
        return;
    reinti_str_add(&s, say(w, "Of ", "Dari "));
    add_count(w, &s, total);
    reinti_str_add(&s, say(w, " referrals, ", " rujukan, "));
    add_count(w, &s, done);
    reinti_str_add(&s, say(w, " were completed.", " selesai."));
    add_sentence(w, t, &s);
}

/* The service for which help was most often needed and due and did not come. */
static void
say_gap(writer *w, const reinti_table *t)
{
    const reinti_cell *most = NULL, *due = NULL;
    size_t at = 0;

    for (size_t i = 0; i < t->n_rows; i++) {
        const reinti_cell *cell = t->row[i].total ? NULL : count_at(t, t->row[i].code, "gap");
        if (cell && (!most || cell->value > most->value)) {
            most = cell;
            due = count_at(t, t->row[i].code, "required");
            at = i;
        }
    }
    if (!most || !due || !(most->value > 0))
        return;
    reinti_str s = REINTI_STR_EMPTY;
    reinti_str_add(
        &s, say(w, "The help most often needed, due by law and not received at all: ",
                "Bantuan yang paling sering dibutuhkan, menjadi hak, dan sama sekali tidak diterima: "));
    add_inner(&s, t->row[at].label);
    reinti_str_add(&s, say(w, ", at ", ", pada "));
    add_count(w, &s, most);
    reinti_str_add(&s, say(w, " of ", " dari "));
    add_count(w, &s, due);
    reinti_str_add(&s,
                   say(w, " stages at which it was needed and due.", " tahap saat bantuan itu dibutuhkan."));
    add_sentence(w, t, &s);
}

static void
add_sentences(writer *w)
{
    bool told = false;

    for (size_t i = 0; i < w->r->n_tables; i++) {
        const reinti_table *t = w->r->table[i];
        bool rows = has_classes(w, t->row, t->n_rows), columns = has_classes(w, t->column, t->n_columns);
        if (rows && columns) {
            say_movement(w, t);
        } else if (rows && !told && t->unit && !strcmp(t->unit, say(w, "persons", "orang"))) {
            say_classes(w, t); /* the first table of persons speaks for all */
            told = true;
        }
        if (!strcmp(t->id, "G1"))
            say_gap(w, t);
        if (!strcmp(t->id, "R1"))
            say_referrals(w, t);
    }
}

/* ---- glossary ------------------------------------------------------------------------------------------ */

static const struct {
    const char *en, *id, *meaning_en, *meaning_id;
    bool of_classes; /* only where people are classified */
} terms[] = {
    { "Assisted", "Dibantu",
      "Received help that was needed and due. It does not mean that all is well: help can end too early or "
      "miss what matters most.",
      "Menerima bantuan yang dibutuhkan dan menjadi hak. Tidak berarti semuanya baik: bantuan dapat berhenti "
      "terlalu cepat.",
      true },
    { "Under-assisted", "Kurang dibantu",
      "Received some of the help that was needed and due, but not all of it, or not for as long as it was "
      "needed.",
      "Menerima sebagian bantuan yang dibutuhkan dan menjadi hak, tetapi tidak semuanya atau tidak cukup "
      "lama.",
      true },
    { "Unassisted", "Tidak dibantu",
      "Received none of it. Unassisted does not mean failed: people get by on their own and with the help of "
      "family and neighbours, and some did not want help.",
      "Tidak menerima bantuan. Tidak dibantu bukan berarti gagal: orang bertahan sendiri atau dengan bantuan "
      "keluarga dan tetangga, dan sebagian tidak menginginkan bantuan.",
      true },
    { "Undetermined", "Tidak dapat ditentukan",
      "What was recorded leaves more than one class possible. Such people stay in the base, and numbers are "
      "given as a range.",
      "Catatan yang ada memungkinkan lebih dari satu kelas. Orang tersebut tetap dalam basis, dan angka "
      "diberikan sebagai rentang.",
      true },
    { "Base", "Basis",
      "The people or records that a table is about: who was asked, who answered, and why the others did not.",
      "Orang atau catatan yang dibahas dalam tabel: siapa yang ditanya, siapa yang menjawab, dan mengapa "
      "yang lain tidak.",
      false },
    { "Wave", "Gelombang",
      "One round of interviews. What a person told at a wave is kept apart from what became known later.",
      "Satu putaran wawancara. Apa yang diceritakan pada satu gelombang dibedakan dari yang diketahui "
      "kemudian.",
      false },
};

static void
add_term(writer *w, const char *term, const char *meaning)
{
    reint_report *r = w->r;
    struct reinti_term *grown = reinti_arena_alloc(r->arena, (r->n_glossary + 1) * sizeof *grown);
    const char *a = reinti_arena_text(r->arena, term), *b = reinti_arena_text(r->arena, meaning);

    if (!grown || !a || !b) {
        w->failed = true;
        return;
    }
    if (r->n_glossary)
        memcpy(grown, r->glossary, r->n_glossary * sizeof *grown);
    grown[r->n_glossary++] = (struct reinti_term){ a, b };
    r->glossary = grown;
}

/* General words first, then what the rule set means by its own classes. */
static void
add_glossary(writer *w)
{
    for (size_t i = 0; i < REINTI_LENGTH(terms); i++)
        if (w->ruleset || !terms[i].of_classes)
            add_term(w, say(w, terms[i].en, terms[i].id), say(w, terms[i].meaning_en, terms[i].meaning_id));
    for (size_t k = 0; w->ruleset && k < w->ruleset->n_classes; k++) {
        const char *note = label_of(w, &w->ruleset->class_[k].note, NULL);
        reinti_str term = REINTI_STR_EMPTY;
        if (!note)
            continue;
        reinti_str_format(&term, "%s (%s)", class_label(w, k), w->ruleset->id);
        add_term(w, term.text, note);
        reinti_str_free(&term);
    }
}

/* ---- warnings, methods --------------------------------------------------------------------------------- */

static int
add_rejected(const char *reason, int64_t n, void *user)
{
    (void)reason;
    *(int64_t *)user += n;
    return 0;
}

static void
add_warnings(writer *w, reint_error *err, reint_status *status)
{
    reint_study *study = reinti_frames_study(w->frames);
    int64_t rejected = 0;
    reinti_str s = REINTI_STR_EMPTY;

    if (!w->cb->consent_required) {
        reinti_str_add(&s, say(w,
                               "Consent to analysis was not recorded in this study: whether everybody "
                               "counted here agreed to it cannot be told.",
                               "Persetujuan untuk analisis tidak dicatat dalam studi ini: tidak dapat "
                               "dipastikan apakah semua orang menyetujuinya."));
        add_warning(w, &s);
    }
    for (size_t f = 0; !*status && f < w->cb->n_forms; f++)
        *status = reinti_store_reject_counts(study, f, add_rejected, &rejected, err);
    if (rejected) {
        s = (reinti_str)REINTI_STR_EMPTY;
        reinti_format_fixed(&s, (double)rejected, 0);
        reinti_str_add(
            &s, say(w, " rows of the input files were rejected and are in no table (see: reint rejects).",
                    " baris berkas masukan ditolak dan tidak ada dalam tabel (lihat: reint rejects)."));
        add_warning(w, &s);
    }
}

static const char *
sampling_words(const writer *w)
{
    switch (w->cb->sampling) {
    case REINTI_PURPOSIVE:
        return say(w,
                   "People were looked for on purpose, not drawn at random: shares describe these people and "
                   "nobody else, and what they were chosen by was chosen, not found.",
                   "Orang dipilih secara sengaja, bukan diacak: persentase menggambarkan orang-orang ini "
                   "saja, dan ciri pemilihan dipilih, bukan ditemukan.");
    case REINTI_PROBABILITY:
        return say(w, "People were drawn at random.", "Orang dipilih secara acak.");
    case REINTI_CENSUS:
        return say(w, "Everybody was asked.", "Semua orang ditanya.");
    }
    return "";
}

static void
add_ruleset_method(writer *w)
{
    const reinti_ruleset *r = w->ruleset;
    const char *note = r ? label_of(w, &r->note, NULL) : NULL;
    reinti_str s = REINTI_STR_EMPTY;

    if (!r)
        return;
    reinti_str_format(&s, "%s \"%s\" (%s, ", say(w, "Classes follow the rule set", "Kelas mengikuti aturan"),
                      label_of(w, &r->title, r->id), r->id);
    reinti_str_format(&s, "%s %s).", say(w, "version", "versi"), reinti_text_or(r->version, "?"));
    if (r->citation && *r->citation)
        reinti_str_format(&s, " %s.", r->citation);
    if (note)
        reinti_str_format(&s, " %s", note);
    add_text(w, &w->r->method, &w->r->n_methods, &s);
}

static const struct {
    const char *en, *id;
} methods[] = {
    { "Missing answers are never counted as \"no\". Each table tells how many were asked, how many answered, "
      "and why the others did not.",
      "Jawaban kosong tidak pernah dihitung sebagai \"tidak\". Setiap tabel menyebut berapa yang ditanya, "
      "berapa yang menjawab, dan mengapa yang lain tidak." },
    { "A share is of those who gave a valid answer. Where unknown facts leave a class open, those people "
      "stay in the base, and the lowest and highest possible numbers are shown.",
      "Persentase dihitung dari yang memberi jawaban sah. Bila fakta yang tidak diketahui membuat kelas "
      "terbuka, orang tersebut tetap dalam basis, dan angka terendah dan tertinggi ditunjukkan." },
    { "Help from family, friends and the study itself is not formal help; a promise or an offer is not help "
      "received.",
      "Bantuan dari keluarga, teman, dan studi ini bukan bantuan formal; janji atau tawaran bukan bantuan "
      "yang diterima." },
    { "Numbers are rounded half away from zero, once, when they are shown; the workbook keeps them in full.",
      "Angka dibulatkan sekali saat ditampilkan; buku kerja menyimpan angka penuh." },
};

static void
add_methods(writer *w)
{
    reinti_str s = REINTI_STR_EMPTY;

    add_method(w, w->r->sampling);
    add_ruleset_method(w);
    for (size_t i = 0; i < REINTI_LENGTH(methods); i++)
        if (w->ruleset || i != 2)
            add_method(w, say(w, methods[i].en, methods[i].id));
    if (w->cb->small_base > 1) {
        reinti_str_add(&s, say(w, "Shares of fewer than ", "Persentase dari kurang dari "));
        reinti_format_fixed(&s, (double)w->cb->small_base, 0);
        reinti_str_add(
            &s, say(w, " are shown as counts (\"5 of 12\"); shares have a decimal only above a base of 200.",
                    " ditunjukkan sebagai jumlah (\"5 dari 12\"); satu desimal hanya di atas basis 200."));
        add_text(w, &w->r->method, &w->r->n_methods, &s);
    }
    s = (reinti_str)REINTI_STR_EMPTY;
    reinti_str_format(&s, "%s %s.", say(w, "Made with reint", "Dibuat dengan reint"), PACKAGE_VERSION);
    add_text(w, &w->r->method, &w->r->n_methods, &s);
}

/* The last day that an interview is dated by; what the clock said when it was read in is no part of a result.
 */
static reint_status
find_date(writer *w, reint_error *err)
{
    int32_t last = REINTI_OPEN_LOW;
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < w->cb->n_forms; f++) {
        const reinti_form *form = &w->cb->form[f];
        if (form->n_key != 2 || form->person == REINTI_NONE || form->wave == REINTI_NONE)
            continue;
        for (size_t v = 0; !status && v < form->n; v++) {
            const reinti_column *c;
            reinti_frame *frame;
            if (form->variable[v].type != REINTI_DATE || form->variable[v].key)
                continue;
            status = reinti_frames_get(w->frames, f, &frame, err);
            if (!status)
                status = reinti_frame_column(frame, form->variable[v].name, &c, err);
            for (size_t i = 0; !status && i < c->n; i++)
                if (c->high[i] != REINTI_OPEN_HIGH && c->high[i] > last &&
                    reinti_column_category(c, i) < c->n_valid)
                    last = c->high[i];
        }
    }
    if (!status && last != REINTI_OPEN_LOW) {
        reinti_str s = REINTI_STR_EMPTY;
        reinti_format_date(&s, (reinti_interval){ last, last });
        w->r->data_as_of = reinti_arena_text(w->r->arena, s.text);
        reinti_str_free(&s);
    }
    return status;
}

static void
name_ruleset(writer *w)
{
    const reinti_ruleset *r = w->ruleset;

    if (r)
        w->r->rulesets = reinti_arena_format(w->r->arena, "%s %s (SHA-256 %.12s)", r->id,
                                             reinti_text_or(r->version, ""), r->digest);
}

reint_status
reinti_report_front(reint_report *r, reinti_frames *frames, const char *ruleset, reint_error *err)
{
    reint_study *study = reinti_frames_study(frames);
    writer w = { .r = r, .frames = frames, .cb = reint_study_codebook(study), .language = r->language };
    reint_status status = REINT_OK;

    if (ruleset || w.cb->default_ruleset)
        status = reinti_ruleset_open(w.cb, ruleset, r->arena, &w.ruleset, err);
    if (status)
        return status;
    r->population = reinti_arena_text(r->arena, label_of(&w, &w.cb->population, NULL));
    r->codebook_digest = reinti_arena_text(r->arena, w.cb->digest);
    r->sampling = sampling_words(&w);
    name_ruleset(&w);
    status = find_date(&w, err);
    if (!status)
        add_warnings(&w, err, &status);
    if (status)
        return status;
    add_sentences(&w);
    add_glossary(&w);
    add_methods(&w);
    return w.failed ? reinti_no_memory(err) : REINT_OK;
}
