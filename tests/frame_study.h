/* frame_study.h -- a small study from texts, for tests of frames and conditions.
 *
 * A row is the cells of a form in the order of its variables, separated by "|".  "!reason" is missing for
 * that reason, "~" stored as nothing at all.  Rows go straight into the store: what a cell means is decided
 * here, not by ingest, so that the tests of frames stand by themselves. */
#ifndef REINT_FRAME_STUDY_H
#define REINT_FRAME_STUDY_H

#include "check.h"

#include <unistd.h>

#include "frame/frame.h"

struct study {
    char folder[64], path[96];
    reint_codebook *cb;
    reint_study *study;
    reinti_frames *frames;
};

static reint_error study_error;
#define ERR (&study_error)
#define assert_ok(call)                                                                                      \
    do {                                                                                                     \
        if ((call) != REINT_OK)                                                                              \
            fail_msg("%s: %s", #call, study_error.text);                                                     \
    } while (0)

static inline void
study_create(struct study *s, const char *yaml)
{
    reinti_codebook_file file = { "codebook.yaml", "codebook", yaml, strlen(yaml) };
    reint_findings *findings = reint_findings_create();

    *s = (struct study){ 0 };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-frame-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    if (reinti_codebook_parse(&file, 1, &s->cb, findings, ERR) != REINT_OK) {
        for (size_t i = 0; i < reint_findings_count(findings); i++)
            print_message("%ld: %s\n", reint_findings_get(findings, i)->line,
                          reint_findings_get(findings, i)->text);
        fail_msg("codebook: %s", ERR->text);
    }
    reint_findings_free(findings);
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
}

/* Once all rows are in. */
static inline void
study_frames(struct study *s)
{
    assert_ok(reinti_frames_open(s->study, &s->frames, ERR));
}

static inline void
study_free(struct study *s)
{
    char cache[128];

    reinti_frames_free(s->frames);
    reint_study_free(s->study);
    reint_codebook_free(s->cb);
    snprintf(cache, sizeof cache, "%s-cache", s->path);
    unlink(cache);
    unlink(s->path);
    rmdir(s->folder);
}

static inline reinti_frame *
study_frame(struct study *s, const char *form)
{
    reinti_frame *frame = NULL;
    size_t at = reinti_codebook_find_form(s->cb, form);

    assert_true(at != REINTI_NONE);
    assert_ok(reinti_frames_get(s->frames, at, &frame, ERR));
    return frame;
}

static inline const reinti_column *
study_column(reinti_frame *frame, const char *name)
{
    const reinti_column *column = NULL;

    assert_ok(reinti_frame_column(frame, name, &column, ERR));
    assert_int_equal(column->n, reinti_frame_n(frame));
    return column;
}

/* ---- rows in ------------------------------------------------------------------------------------------- */

struct study_set {
    uint32_t *offset;
    int16_t *code;
    size_t n_codes;
};

struct study_block {
    struct study *s;
    const reinti_layout *layout;
    size_t form, n_rows, n_texts;
    int64_t *key, *slot, *source;
    const char **text;
    uint32_t *text_length;
    struct study_set set[8];
    size_t set_variable[8], n_sets;
};

static inline int64_t
study_key_part(struct study *s, const reinti_variable *v, const char *cell)
{
    int64_t part = 0;
    reinti_interval date;

    switch (v->type) {
    case REINTI_PERSON:
        part = reinti_store_add_person(s->study, cell, strlen(cell));
        break;
    case REINTI_TEXT:
        part = reinti_store_word(s->study, cell, strlen(cell), true);
        break;
    case REINTI_CODE:
        part = reinti_store_code_id(s->study, v->list, reinti_list_find(&s->cb->list[v->list], cell));
        break;
    case REINTI_DATE:
        assert_int_equal(reinti_parse_date(cell, strlen(cell), &date), REINTI_PARSED);
        part = date.low;
        break;
    default:
        part = strtoll(cell, NULL, 10);
    }
    assert_true(part > 0);
    return part;
}

static inline int64_t
study_text(struct study_block *b, const char *cell)
{
    b->text[b->n_texts] = cell;
    b->text_length[b->n_texts] = (uint32_t)strlen(cell);
    return (int64_t)b->n_texts++;
}

/* The codes of a set, or none. */
static inline int64_t
study_codes(struct study_block *b, size_t row, size_t k, const reinti_variable *v, char *cell)
{
    struct study_set *set = &b->set[k];
    const reinti_list *list = &b->s->cb->list[v->list];

    for (char *code = strtok(cell, ";"); code; code = strtok(NULL, ";")) {
        size_t at = reinti_list_find(list, code);
        assert_true(at != REINTI_NONE);
        set->code[set->n_codes++] = (int16_t)reinti_store_code_id(b->s->study, v->list, at);
    }
    return (int64_t)set->n_codes - set->offset[row];
}

static inline void
study_cell(struct study_block *b, size_t row, size_t variable, char *cell)
{
    const reinti_variable *v = &b->layout->form->variable[variable];
    int64_t *slot = b->slot + row * b->layout->n_slots + b->layout->first_slot[variable];
    size_t width = v->type == REINTI_CODE                            ? 1
                   : v->type == REINTI_DATE || v->type == REINTI_AGE ? 4
                                                                     : 2,
           set = 0;
    reinti_interval interval = { 0 };
    double number;

    while (set < b->n_sets && b->set_variable[set] != variable)
        set++;
    for (size_t i = 0; i < width; i++)
        slot[i] = REINTI_NULL;
    if (strcmp(cell, "~") == 0)
        return;
    if (cell[0] == '!') {
        size_t reason = reinti_codebook_find_missing(b->s->cb, cell + 1);
        assert_true(reason != REINTI_NONE);
        slot[width - 1] = -(int64_t)reason - 1;
        return;
    }
    switch (v->type) {
    case REINTI_CODE:
        if (v->multiple) {
            slot[0] = study_codes(b, row, set, v, cell);
            break;
        }
        assert_true(reinti_list_find(&b->s->cb->list[v->list], cell) != REINTI_NONE);
        slot[0] =
            reinti_store_code_id(b->s->study, v->list, reinti_list_find(&b->s->cb->list[v->list], cell));
        break;
    case REINTI_INTEGER:
        slot[0] = strtoll(cell, NULL, 10);
        break;
    case REINTI_DECIMAL:
        number = strtod(cell, NULL);
        memcpy(slot, &number, sizeof number);
        break;
    case REINTI_DATE:
    case REINTI_AGE:
        assert_int_equal(
            (v->type == REINTI_DATE ? reinti_parse_date : reinti_parse_age)(cell, strlen(cell), &interval),
            REINTI_PARSED);
        slot[0] = interval.low;
        slot[1] = interval.low == interval.high ? REINTI_NULL : interval.high;
        break;
    case REINTI_TEXT:
        slot[0] = study_text(b, cell);
        break;
    case REINTI_PERSON:
        slot[0] = reinti_store_add_person(b->s->study, cell, strlen(cell));
        break;
    }
}

static inline void
study_row(struct study_block *b, size_t row, char *text)
{
    const reinti_form *form = b->layout->form;
    int64_t key = 0;

    for (size_t i = 0; i < b->n_sets; i++)
        b->set[i].offset[row] = (uint32_t)b->set[i].n_codes;
    for (size_t v = 0; v < form->n; v++) {
        char *end = strchr(text, '|');
        assert_true(end || v == form->n - 1);
        if (end)
            *end = '\0';
        if (v < form->n_key)
            key |= study_key_part(b->s, &form->variable[v], text) << b->layout->key_shift[v];
        else
            study_cell(b, row, v, text);
        text = end ? end + 1 : text;
    }
    b->key[row] = key;
    b->source[row] = ((int64_t)1 << 32) + (int64_t)row + 2;
}

static inline void
study_fill(struct study *s, const char *form, const char *const *rows, size_t n)
{
    struct study_block b = { .s = s, .form = reinti_codebook_find_form(s->cb, form), .n_rows = n };
    reinti_block_set set[8];
    int64_t batch = 0;
    reint_batch counts = { .read = (int64_t)n, .accepted = (int64_t)n };
    uint8_t *outcome = malloc(n);
    char **copy = calloc(n, sizeof *copy);

    assert_true(b.form != REINTI_NONE);
    b.layout = reinti_store_layout(s->study, b.form);
    b.key = calloc(n, sizeof *b.key);
    b.source = calloc(n, sizeof *b.source);
    b.slot = calloc(n * b.layout->n_slots + 1, sizeof *b.slot);
    b.text = calloc(n * b.layout->form->n, sizeof *b.text);
    b.text_length = calloc(n * b.layout->form->n, sizeof *b.text_length);
    for (size_t v = b.layout->form->n_key; v < b.layout->form->n; v++)
        if (b.layout->form->variable[v].multiple) {
            b.set[b.n_sets] =
                (struct study_set){ calloc(n + 1, sizeof(uint32_t)), calloc(16 * n, sizeof(int16_t)), 0 };
            b.set_variable[b.n_sets++] = v;
        }
    assert_ok(reinti_store_begin(s->study, "", "test", ERR));
    assert_ok(reinti_store_batch_begin(s->study, form, b.form, "", &batch, ERR));
    for (size_t i = 0; i < n; i++) {
        copy[i] = strdup(rows[i]);
        study_row(&b, i, copy[i]);
        b.source[i] += (batch - 1) << 32;
    }
    for (size_t i = 0; i < b.n_sets; i++) {
        b.set[i].offset[n] = (uint32_t)b.set[i].n_codes;
        set[i] = (reinti_block_set){ b.set_variable[i], b.set[i].offset, b.set[i].code };
    }
    reinti_block block = { n, b.key, b.slot, b.source, b.text, b.text_length, b.n_sets, set };
    assert_ok(reinti_store_insert(s->study, b.form, &block, false, outcome, ERR));
    for (size_t i = 0; i < n; i++)
        assert_int_equal(outcome[i], REINTI_ACCEPTED);
    counts.id = batch;
    assert_ok(reinti_store_batch_end(s->study, &counts, ERR));
    assert_ok(reinti_store_commit(s->study, ERR));
    for (size_t i = 0; i < n; i++)
        free(copy[i]);
    for (size_t i = 0; i < b.n_sets; i++) {
        free(b.set[i].offset);
        free(b.set[i].code);
    }
    free(copy);
    free(outcome);
    free(b.key);
    free(b.slot);
    free(b.source);
    free((void *)b.text);
    free(b.text_length);
}

/* study_fill with rows padded by "~": variables that the codebook adds later at the end of a form change
 * nothing here. */
static inline void
study_fill_padded(struct study *s, const char *form, const char *const *rows, size_t n)
{
    const reinti_form *f = &s->cb->form[reinti_codebook_find_form(s->cb, form)];
    char **padded = calloc(n, sizeof *padded);

    for (size_t i = 0; i < n; i++) {
        size_t cells = 1, length = strlen(rows[i]);
        for (const char *c = rows[i]; *c; c++)
            cells += *c == '|';
        padded[i] = malloc(length + 2 * f->n + 1);
        strcpy(padded[i], rows[i]);
        for (; cells < f->n; cells++)
            strcat(padded[i], "|~");
    }
    study_fill(s, form, (const char *const *)padded, n);
    for (size_t i = 0; i < n; i++)
        free(padded[i]);
    free(padded);
}

/* ---- rows out ------------------------------------------------------------------------------------------ */

/* A value as text: the code, "code;code", the number, "low..high", or "!reason"; "!absent" too. */
static inline const char *
study_value(const reinti_column *c, size_t row)
{
    static char text[8][256];
    static int turn;
    char *out = text[turn++ % 8];
    size_t category = reinti_column_category(c, row), n = 0;

    out[0] = '\0';
    assert_true(category < c->n_categories);
    if (category >= c->n_valid) {
        snprintf(out, 256, "!%s", c->category[category].code);
        return out;
    }
    switch (c->kind) {
    case REINTI_COLUMN_CODED:
        snprintf(out, 256, "%s", c->category[category].code);
        break;
    case REINTI_COLUMN_SET:
        for (uint32_t k = c->offset[row]; k < c->offset[row + 1]; k++)
            n += (size_t)snprintf(out + n, 256 - n, "%s%s", n ? ";" : "", c->category[c->code[k]].code);
        break;
    case REINTI_COLUMN_NUMBER:
        snprintf(out, 256, "%g", c->number[row]);
        break;
    case REINTI_COLUMN_INTERVAL:
        if (c->low[row] == c->high[row])
            snprintf(out, 256, "%d", c->low[row]);
        else
            snprintf(out, 256, "%d..%d", c->low[row], c->high[row]);
        break;
    }
    return out;
}

/* All values of a column, blank between. */
#define assert_values(frame, name, want)                                                                     \
    do {                                                                                                     \
        const reinti_column *c_ = study_column(frame, name);                                                 \
        char got_[4096] = "";                                                                                \
        for (size_t i_ = 0; i_ < c_->n; i_++)                                                                \
            snprintf(got_ + strlen(got_), sizeof got_ - strlen(got_), "%s%s", i_ ? " " : "",                 \
                     study_value(c_, i_));                                                                   \
        if (strcmp(got_, want) != 0)                                                                         \
            fail_msg("%s is \"%s\", want \"%s\"", name, got_, want);                                         \
    } while (0)

/* A condition for each row: + true, - false, . cannot be told. */
#define assert_condition(frame, text, want)                                                                  \
    do {                                                                                                     \
        const int8_t *trit_ = NULL;                                                                          \
        char got_[4096] = "";                                                                                \
        assert_ok(reinti_frame_condition(frame, text, &trit_, ERR));                                         \
        for (size_t i_ = 0; i_ < reinti_frame_n(frame); i_++)                                                \
            got_[i_] = trit_[i_] == 1 ? '+' : trit_[i_] == 0 ? '-' : trit_[i_] == -1 ? '.' : '!';            \
        if (strcmp(got_, want) != 0)                                                                         \
            fail_msg("%s is %s, want %s", text, got_, want);                                                 \
    } while (0)

#endif
