/* sentence.c -- phrases in English and Indonesian.  A phrase is a whole clause, never glued from words, so
 * that each language can order it as it likes; {1} {2} {3} are put in as they are. */
#include <config.h>

#include "assess/sentence.h"

#include <string.h>

static const char *const phrases[REINTI_N_PHRASES][2] = {
    [REINTI_SAY_NEEDED_NO] = { "not needed", "tidak dibutuhkan" },
    [REINTI_SAY_NEEDED_YES] = { "needed", "dibutuhkan" },
    [REINTI_SAY_NEEDED_ON] = { "needed, and the need goes on", "dibutuhkan, dan kebutuhan berlanjut" },
    [REINTI_SAY_NEEDED_PERHAPS_ON] = { "needed; whether the need goes on is not known",
                                       "dibutuhkan; tidak diketahui apakah kebutuhan berlanjut" },
    [REINTI_SAY_NEED_UNKNOWN] = { "whether it was needed is not known", "tidak diketahui apakah dibutuhkan" },
    [REINTI_SAY_RECEIVED_NONE] = { "nothing was received", "tidak ada yang diterima" },
    [REINTI_SAY_RECEIVED_PART_ONCE] = { "received in part, once", "diterima sebagian, satu kali" },
    [REINTI_SAY_RECEIVED_PART] = { "received in part", "diterima sebagian" },
    [REINTI_SAY_RECEIVED_FULL_ONCE] = { "received in full, once", "diterima penuh, satu kali" },
    [REINTI_SAY_RECEIVED_FULL] = { "received in full", "diterima penuh" },
    [REINTI_SAY_RECEIPT_UNKNOWN] = { "what was received is not known", "tidak diketahui apa yang diterima" },
    [REINTI_SAY_OFFERED] = { "offered", "ditawarkan" },
    [REINTI_SAY_DECLINED] = { "declined by the person", "ditolak oleh yang bersangkutan" },
    [REINTI_SAY_REFUSED] = { "refused by the provider", "ditolak penyedia" },
    [REINTI_SAY_PROMISED] = { "promised, which is not receipt", "dijanjikan, yang bukan penerimaan" },
    [REINTI_SAY_WITHDRAWN] = { "withdrawn", "ditarik kembali" },
    [REINTI_SAY_DUE] = { "the law gives it ({1})", "hukum memberikannya ({1})" },
    [REINTI_SAY_NOT_DUE] = { "not due by law", "bukan hak menurut hukum" },
    [REINTI_SAY_SILENT] = { "the law is silent on it", "hukum diam tentang ini" },
    [REINTI_SAY_DUE_UNKNOWN] = { "whether it is due depends on facts that are not known",
                                 "apakah menjadi hak tergantung fakta yang tidak diketahui" },
    [REINTI_SAY_NOTHING_ELSE] = { "All services were asked about; nothing else was needed or received.",
                                  "Semua layanan ditanyakan; tidak ada lagi yang dibutuhkan atau diterima." },
    [REINTI_SAY_NOT_ASKED] = { "Nothing is known of: {1}.", "Tidak ada yang diketahui tentang: {1}." },
    [REINTI_SAY_NOTHING_KNOWN] = { "Nothing is known of any service at this stage.",
                                   "Tidak ada yang diketahui tentang layanan apa pun pada tahap ini." },
    [REINTI_SAY_CLASS] = { "Class: {1}.", "Kelas: {1}." },
    [REINTI_SAY_CLASS_BECAUSE] = { "Class: {1}, since {2} (row {3}).",
                                   "Kelas: {1}, karena {2} (baris {3})." },
    [REINTI_SAY_UNDETERMINED] = { "Class: undetermined. With what is not known it may be {1}.",
                                  "Kelas: belum dapat ditentukan. Dengan yang belum diketahui bisa {1}." },
    [REINTI_SAY_JUDGED] = { "The team's own judgement: {1} ({2}; {3}).", "Penilaian tim: {1} ({2}; {3})." },
    [REINTI_SAY_REASONS] = { "Reasons: {1}.", "Alasan: {1}." },
    [REINTI_SAY_WOULD_BE] = { "It would be {1} if this had been received in full, and more than once: {2}.",
                              "Akan menjadi {1} jika ini diterima penuh, dan lebih dari sekali: {2}." },
    [REINTI_SAY_TOLD_HEAD] = { "{1}, at {2}: {3}.", "{1}, pada {2}: {3}." },
    [REINTI_SAY_AS_KNOWN_NOW] = { "as known now", "sebagaimana diketahui sekarang" },
    [REINTI_SAY_OR] = { "or", "atau" },
    [REINTI_SAY_AND] = { "and", "dan" },
    [REINTI_SAY_LINE] = { "line {1}", "baris {1}" },
    [REINTI_SAY_NO_UNIT] = { "Nothing is recorded that could be classified.",
                             "Tidak ada catatan yang dapat diklasifikasi." },
    [REINTI_SAY_EPISODE] = { "episode {1}", "peristiwa {1}" },
    [REINTI_SAY_RULESET] = { "By: {1}.", "Menurut: {1}." },
    [REINTI_ASK_RECEIPT] = { "What formal help came, in part or in full, once or repeatedly: {1}?",
                             "Bantuan formal apa yang datang, sebagian atau penuh, sekali atau berulang: "
                             "{1}?" },
    [REINTI_ASK_ALL] = { "Which services were needed, and which formal help came (nothing is known of any)?",
                         "Layanan apa yang dibutuhkan, dan bantuan formal apa yang datang (belum ada yang "
                         "diketahui)?" },
    [REINTI_ASK_NEED] = { "Was this needed, and does the need go on: {1}?",
                          "Apakah ini dibutuhkan, dan apakah kebutuhan berlanjut: {1}?" },
    [REINTI_ASK_GOES_ON] = { "Does the need go on: {1}?", "Apakah kebutuhan berlanjut: {1}?" },
    [REINTI_ASK_DUE] = { "Is this so ({2}): {1}?", "Apakah ini benar ({2}): {1}?" },
    [REINTI_ASK_CIRCUMSTANCE] = { "What holds: {1}?", "Mana yang benar: {1}?" },
};

void
reinti_phrase_say(reinti_str *out, reinti_phrase phrase, const char *language, const char *a, const char *b,
                  const char *c)
{
    const char *put[3] = { a, b, c };
    const char *text = phrases[phrase][language && !strcmp(language, "id")];

    for (; *text; text++) {
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '3' && text[2] == '}') {
            reinti_str_add(out, reinti_text_or(put[text[1] - '1'], ""));
            text += 2;
        } else {
            reinti_str_add_char(out, *text);
        }
    }
}

void
reinti_phrase_list(reinti_str *out, const char *const *item, size_t n, const char *language,
                   reinti_phrase last)
{
    const char *between = ", ";

    for (size_t i = 0; i < n; i++)
        if (strchr(item[i], ','))
            between = "; "; /* "Food, clothing; referral": which comma parts what must be seen */
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i + 1 == n) {
            reinti_str_add(out, between[0] == ';' ? "; " : " ");
            reinti_phrase_say(out, last, language, NULL, NULL, NULL);
            reinti_str_add_char(out, ' ');
        } else if (i > 0) {
            reinti_str_add(out, between);
        }
        reinti_str_add(out, item[i]);
    }
}

int
reinti_single(uint16_t bits)
{
    int k = 0;

    if (!bits || (bits & (bits - 1)))
        return -1;
    while (!(bits >> k & 1))
        k++;
    return k;
}

/* ---- labels -------------------------------------------------------------------------------------------- */

const char *
reinti_stage_label(const reinti_dossier *d, const reinti_case *c, const char *language)
{
    size_t list = d->r->unit == REINTI_UNIT_INTERVIEW ? d->cb->wave_list : d->r->stage_list;
    const reinti_code *code = &d->cb->list[list].code[c->stage];

    return reinti_text_or(reinti_label_text(&code->label, language), code->name);
}

const char *
reinti_service_label(const reinti_dossier *d, size_t service, const char *language)
{
    const reinti_code *code = &d->cb->list[d->r->service_list].code[d->r->service[service]];

    return reinti_text_or(reinti_label_text(&code->label, language), code->name);
}

const char *
reinti_class_label(const reinti_dossier *d, int class_index, const char *language)
{
    const reinti_class *c = &d->r->class_[class_index];

    return reinti_text_or(reinti_label_text(&c->label, language), c->id);
}

void
reinti_phrase_classes(const reinti_dossier *d, uint16_t classes, const char *language, reinti_str *out)
{
    const char *label[REINTI_MAX_CLASSES];
    size_t n = 0;

    for (size_t k = 0; k < d->r->n_classes; k++)
        if (classes >> k & 1)
            label[n++] = reinti_class_label(d, (int)k, language);
    reinti_phrase_list(out, label, n, language, REINTI_SAY_OR);
}

/* ---- sources ------------------------------------------------------------------------------------------- */

static int
keep_batch(const reint_batch *batch, void *user)
{
    reinti_sources *s = user;

    if (!reinti_arena_grow(s->arena, &s->item, &s->capacity, s->n, sizeof *s->item))
        return 1;
    s->item[s->n].batch = batch->id;
    s->item[s->n].input = reinti_text_or(reinti_arena_text(s->arena, batch->input), "");
    s->n++;
    return 0;
}

reint_status
reinti_sources_read(reint_study *study, reinti_arena *arena, reinti_sources *out, reint_error *err)
{
    *out = (reinti_sources){ .arena = arena };
    return reint_study_batches(study, keep_batch, out, err);
}

/* The form and its variable of the source that E was read from. */
static size_t
form_of(const reinti_dossier *d, const reinti_evidence *e, size_t *source)
{
    const reinti_readings *readings[] = { [REINTI_ABOUT_NEED] = &d->r->need,
                                          [REINTI_ABOUT_DUE] = &d->r->due,
                                          [REINTI_ABOUT_SUPPORT] = &d->r->support };

    *source = REINTI_NONE;
    if (e->kind == REINTI_STANDING)
        return d->r->current_form;
    if (e->kind == REINTI_ABOUT_UNIT) {
        *source = d->r->unit_source;
        return d->r->unit_form;
    }
    *source = readings[e->kind]->item[e->index].source;
    return readings[e->kind]->item[e->index].form;
}

reint_status
reinti_phrase_source(const reinti_dossier *d, const reinti_sources *sources, const reinti_evidence *e,
                     const char *language, reinti_str *out, reint_error *err)
{
    size_t variable, form = form_of(d, e, &variable);
    reinti_frame *frame = NULL;
    const reinti_column *column = NULL;
    const int64_t *where = NULL;
    const char *told = NULL;
    char line[24];
    reint_status status = reinti_frames_get(d->frames, form, &frame, err);

    if (!status)
        status = reinti_store_sources(reinti_frames_study(d->frames), form, &where, err);
    if (!status && variable != REINTI_NONE)
        status = reinti_frame_column(frame, d->cb->form[form].variable[variable].name, &column, err);
    if (status)
        return status;
    if (column) {
        const reinti_category *c = &column->category[reinti_column_category(column, e->row)];
        told = reinti_text_or(reinti_label_text(&c->label, language), c->code);
    } else if (e->known < d->cb->n_waves) {
        told = reinti_text_or(reinti_label_text(&d->cb->wave[e->known].label, language),
                              d->cb->wave[e->known].id);
    }
    reinti_str_add(out, reinti_text_or(told, ""));
    for (size_t i = 0; i < sources->n; i++)
        if (sources->item[i].batch == where[e->row] >> 32) {
            snprintf(line, sizeof line, "%lld", (long long)(where[e->row] & 0xffffffff));
            reinti_str_format(out, "%s%s ", told ? ", " : "", sources->item[i].input);
            reinti_phrase_say(out, REINTI_SAY_LINE, language, line, NULL, NULL);
        }
    return REINT_OK;
}
