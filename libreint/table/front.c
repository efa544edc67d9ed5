/* front.c -- what stands around the tables: warnings, methods, glossary; the sentences are in sentences.c.
 *
 * Reads the codebook, the rule sets that the tables go by, and how many rows were rejected; nothing else of the
 * data.  What a study does not have (no rule set, no dates) has no line. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/front.h"

/* TEXT, given up, at the end of LIST. */
static void
add_text(reinti_front *w, const char ***list, size_t *n, reinti_str *text)
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
add_method(reinti_front *w, const char *text)
{
    reinti_str s = REINTI_STR_EMPTY;
    reinti_str_add(&s, text);
    add_text(w, &w->r->method, &w->r->n_methods, &s);
}

static void
add_warning(reinti_front *w, reinti_str *text)
{
    add_text(w, &w->r->warning, &w->r->n_warnings, text);
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
add_term(reinti_front *w, const char *term, const char *meaning)
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
add_glossary(reinti_front *w)
{
    for (size_t i = 0; i < REINTI_LENGTH(terms); i++)
        if (w->ruleset || !terms[i].of_classes)
            add_term(w, reinti_front_say(w, terms[i].en, terms[i].id),
                     reinti_front_say(w, terms[i].meaning_en, terms[i].meaning_id));
    for (size_t k = 0; w->ruleset && k < w->ruleset->n_classes; k++) {
        const char *note = reinti_front_label(w, &w->ruleset->class_[k].note, NULL);
        reinti_str term = REINTI_STR_EMPTY;
        if (!note)
            continue;
        reinti_str_format(&term, "%s (%s)", reinti_front_class(w, k), w->ruleset->id);
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
add_warnings(reinti_front *w, reint_error *err, reint_status *status)
{
    reint_study *study = reinti_frames_study(w->frames);
    int64_t rejected = 0;
    reinti_str s = REINTI_STR_EMPTY;

    if (!reinti_store_n_persons(study)) {
        reinti_str_add(&s, reinti_front_say(w, "The study holds no record yet: every table is empty.",
                                            "Studi ini belum memuat catatan: semua tabel kosong."));
        add_warning(w, &s);
        s = (reinti_str)REINTI_STR_EMPTY;
    }
    if (!w->cb->consent_required) {
        reinti_str_add(
            &s, reinti_front_say(
                    w,
                    "The codebook requires no consent to analysis: people of whom none is recorded are "
                    "counted; whoever refused it or took it back is not.",
                    "Buku kode tidak mensyaratkan persetujuan untuk analisis: orang tanpa catatan "
                    "persetujuan ikut dihitung; yang menolak atau menariknya tidak."));
        add_warning(w, &s);
    }
    for (size_t f = 0; !*status && f < w->cb->n_forms; f++)
        *status = reinti_store_reject_counts(study, f, add_rejected, &rejected, err);
    if (rejected) {
        s = (reinti_str)REINTI_STR_EMPTY;
        reinti_format_fixed(&s, (double)rejected, 0);
        reinti_str_add(
            &s, reinti_front_say(
                    w, " rows of the input files were rejected and are in no table (see: reint rejects).",
                    " baris berkas masukan ditolak dan tidak ada dalam tabel (lihat: reint rejects)."));
        add_warning(w, &s);
    }
}

static const char *
sampling_words(const reinti_front *w)
{
    switch (w->cb->sampling) {
    case REINTI_PURPOSIVE:
        return reinti_front_say(
            w,
            "People were looked for on purpose, not drawn at random: shares describe these people and "
            "nobody else, and what they were chosen by was chosen, not found.",
            "Orang dipilih secara sengaja, bukan diacak: persentase menggambarkan orang-orang ini "
            "saja, dan ciri pemilihan dipilih, bukan ditemukan.");
    case REINTI_PROBABILITY:
        return reinti_front_say(w, "People were drawn at random.", "Orang dipilih secara acak.");
    case REINTI_CENSUS:
        return reinti_front_say(w, "Everybody was asked.", "Semua orang ditanya.");
    }
    return "";
}

static void
add_ruleset_method(reinti_front *w, const reinti_ruleset *r)
{
    const char *note = reinti_front_label(w, &r->note, NULL);
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_format(&s, "%s \"%s\" (%s, ",
                      reinti_front_say(w, "Classes follow the rule set", "Kelas mengikuti aturan"),
                      reinti_front_label(w, &r->title, r->id), r->id);
    reinti_str_format(&s, "%s %s).", reinti_front_say(w, "version", "versi"),
                      reinti_text_or(r->version, "?"));
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
add_methods(reinti_front *w)
{
    reinti_str s = REINTI_STR_EMPTY;

    add_method(w, w->r->sampling);
    for (size_t i = 0; i < w->n_used; i++)
        add_ruleset_method(w, w->used[i]);
    for (size_t i = 0; i < REINTI_LENGTH(methods); i++)
        if (w->ruleset || i != 2)
            add_method(w, reinti_front_say(w, methods[i].en, methods[i].id));
    if (w->cb->small_base > 1) {
        reinti_str_add(&s, reinti_front_say(w, "Shares of fewer than ", "Persentase dari kurang dari "));
        reinti_format_fixed(&s, (double)w->cb->small_base, 0);
        reinti_str_add(
            &s, reinti_front_say(
                    w, " are shown as counts (\"5 of 12\"); shares have a decimal only above a base of 200.",
                    " ditunjukkan sebagai jumlah (\"5 dari 12\"); satu desimal hanya di atas basis 200."));
        add_text(w, &w->r->method, &w->r->n_methods, &s);
    }
    s = (reinti_str)REINTI_STR_EMPTY;
    reinti_str_format(&s, "%s %s.", reinti_front_say(w, "Made with reint", "Dibuat dengan reint"),
                      PACKAGE_VERSION);
    add_text(w, &w->r->method, &w->r->n_methods, &s);
}

/* The last day that an interview is dated by; what the clock said when it was read in is no part of a result.
 */
static reint_status
find_date(reinti_front *w, reint_error *err)
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

/* Whether a table shows a column of the rule set: by its name, or as `class` of a table that goes by it. */
static bool
shows_ruleset(const reinti_plan *plan, const reinti_plan_table *t, const reinti_ruleset *r)
{
    size_t length = strlen(r->column);
    const reinti_parts *parts[] = { &t->rows, &t->columns };

    if (t->ruleset && !strcmp(t->ruleset, r->id))
        return true;
    for (size_t k = 0; k < REINTI_LENGTH(parts); k++)
        for (size_t p = 0; p < parts[k]->n; p++)
            for (size_t d = 0; d < parts[k]->part[p].n; d++) {
                const char *at = strstr(parts[k]->part[p].name[d], r->column);
                if (at && (!at[length] || at[length] == '_'))
                    return true;
            }
    for (size_t i = 0; i < plan->n_derived; i++)
        if (!strncmp(plan->derived[i].source, r->column, length))
            return true;
    return false;
}

/* The rule sets that the report's tables go by, the report's own first. */
static reint_status
find_rulesets(reinti_front *w, const reinti_plan *plan, reint_error *err)
{
    size_t n = w->cb->n_rulesets;
    reint_status status = REINT_OK;

    w->used = reinti_arena_alloc(w->r->arena, (n + 1) * sizeof *w->used);
    if (!w->used)
        status = reinti_no_memory(err);
    if (!status && w->ruleset)
        w->used[w->n_used++] = w->ruleset;
    for (size_t i = 0; !status && i < n; i++) {
        reinti_ruleset *r = NULL;
        bool used = false;
        if (w->ruleset && !strcmp(w->cb->ruleset[i], w->ruleset->id))
            continue;
        status = reinti_ruleset_open(w->cb, w->cb->ruleset[i], w->r->arena, &r, err);
        for (size_t k = 0; !status && !used && k < plan->n_tables; k++)
            used = shows_ruleset(plan, &plan->table[k], r);
        if (used)
            w->used[w->n_used++] = r;
    }
    return status;
}

/* Named, versioned and hashed: whoever has the files can see whether they are the ones. */
static void
name_rulesets(reinti_front *w)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < w->n_used; i++)
        reinti_str_format(&s, "%s%s %s (SHA-256 %.12s)", i ? "; " : "", w->used[i]->id,
                          reinti_text_or(w->used[i]->version, ""), w->used[i]->digest);
    w->r->rulesets = s.length ? reinti_arena_text(w->r->arena, s.text) : NULL;
    w->failed = w->failed || s.failed;
    reinti_str_free(&s);
}

reint_status
reinti_report_front(reint_report *r, reinti_frames *frames, const reinti_plan *plan, reint_error *err)
{
    reint_study *study = reinti_frames_study(frames);
    reinti_front w = { .r = r, .frames = frames, .cb = reint_study_codebook(study), .language = r->language };
    reint_status status = REINT_OK;

    if (plan->ruleset || w.cb->default_ruleset)
        status = reinti_ruleset_open(w.cb, plan->ruleset, r->arena, &w.ruleset, err);
    if (!status)
        status = find_rulesets(&w, plan, err);
    if (status)
        return status;
    r->population = reinti_arena_text(r->arena, reinti_front_label(&w, &w.cb->population, NULL));
    r->codebook_digest = reinti_arena_text(r->arena, w.cb->digest);
    r->sampling = sampling_words(&w);
    name_rulesets(&w);
    status = find_date(&w, err);
    if (!status)
        add_warnings(&w, err, &status);
    if (status)
        return status;
    reinti_front_sentences(&w);
    add_glossary(&w);
    add_methods(&w);
    return w.failed ? reinti_no_memory(err) : REINT_OK;
}
