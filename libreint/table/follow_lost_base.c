/* follow_lost_base.c -- the base of a table as far as it can be asked of those lost.
 *
 * Base:    of those kept, whether their record is in it.  Those lost have none: the parts of the condition that AND joins
 *          are looked at one by one.  What only asks for the wave or its result would hold for an interview; what asks
 *          the person is asked of the person; of the rest nobody knows, and they stay among those without an answer. */
#include <config.h>

#include "table/follow_lost.h"

#include <string.h>
#include <strings.h>

#include "assess/provide.h"

/* ---- whose a name is --------------------------------------------------------------------------------------- */

reinti_owner
reinti_lost_owner(const reinti_declaring *d, const char *name)
{
    const reint_follow *f = d->f;
    const reinti_form *record = &f->cb->form[f->form], *person = &f->cb->form[f->cb->person_form];
    const char *status = f->result && f->result->variable ? f->result->variable->name : NULL;
    const reinti_column *c;

    if (!strcmp(name, reinti_lost_wave_variable(f)->name) || (status && !strcmp(name, status)))
        return REINTI_OF_RESULT;
    if (reinti_form_find(record, name) != REINTI_NONE || reinti_is_class_name(name) ||
        !strncmp(name, "prev_", 5))
        return REINTI_OF_RECORD;
    if (reinti_form_find(person, name) != REINTI_NONE)
        return REINTI_OF_PERSON;
    for (size_t v = 0; v < record->n; v++) { /* x.region, x__why */
        size_t n = strlen(record->variable[v].name);
        if (!strncmp(name, record->variable[v].name, n) && strchr("._", name[n]))
            return REINTI_OF_RECORD;
    }
    if (!reinti_frame_column(f->persons, name, &c, NULL))
        return REINTI_OF_PERSON;
    return reinti_frame_column(f->records, name, &c, NULL) ? REINTI_NOBODYS : REINTI_OF_RECORD;
}

/* ---- the base ---------------------------------------------------------------------------------------------- */

/* Of the persons, of the result of an interview, or of what an interview would have told. */
static reinti_owner
owner_of_condition(const reinti_declaring *d, reinti_arena *arena, const char *text)
{
    reinti_owner found = REINTI_NOBODYS;

    for (const char *p = text; *p;) {
        bool word;
        size_t n = reinti_condition_token(p, &word);
        if (word) {
            const char *name = reinti_arena_text_n(arena, p, n);
            reinti_owner here = name ? reinti_lost_owner(d, name) : REINTI_OF_RECORD;
            if (found == REINTI_NOBODYS || here == found)
                found = here == REINTI_NOBODYS ? found : here;
            else if (here != REINTI_NOBODYS)
                found = REINTI_OF_RECORD; /* of both: nobody knows */
        }
        p += n;
    }
    return found;
}

static bool
is_word(const char *p, size_t n, const char *word)
{
    return n == strlen(word) && !strncasecmp(p, word, n);
}

/* The length of the first part of TEXT that AND joins to the rest, which begins at *NEXT (NULL: there is none).  An OR
 * beside the ANDs makes all of it one part. */
static size_t
first_part(const char *text, const char **next)
{
    size_t part = strlen(text);
    int depth = 0;
    bool between = false;

    *next = NULL;
    for (const char *p = text; *p;) {
        bool word;
        size_t n = reinti_condition_token(p, &word);
        if (word) {
            depth += is_word(p, n, "CASE") - is_word(p, n, "END");
            if (!depth && is_word(p, n, "OR")) {
                *next = NULL;
                return strlen(text);
            }
            if (!depth && !*next && is_word(p, n, "AND") && !between) {
                part = (size_t)(p - text);
                *next = p + n;
            }
            between = !depth && (is_word(p, n, "BETWEEN") || (between && !is_word(p, n, "AND")));
        } else {
            depth += (*p == '(') - (*p == ')');
        }
        p += n;
    }
    return part;
}

/* What the part TEXT of the base says of each person of the panel, had they been seen, is added to LOST. */
static reint_status
add_part(const reinti_declaring *d, const char *text, int8_t *lost, reint_error *err)
{
    reint_follow *f = d->f;
    const int8_t *person = NULL;
    reinti_owner whose = owner_of_condition(d, f->arena, text);

    if (whose == REINTI_OF_RESULT)
        return REINT_OK;
    reint_status status =
        whose == REINTI_OF_RECORD ? REINT_OK : reinti_frame_condition(f->persons, text, &person, err);
    for (size_t i = 0; !status && i < f->n; i++) {
        int8_t here = person ? person[f->person_row[i]] : -1;
        lost[i] = here == 0 || lost[i] == 0 ? 0 : here < 0 ? here : lost[i];
    }
    return status;
}

reint_status
reinti_lost_read_base(reinti_declaring *d, reint_error *err)
{
    reint_follow *f = d->f;
    int8_t *lost = reinti_arena_alloc(f->arena, f->n + 1);
    reint_status status =
        lost ? reinti_frame_condition(d->of_persons ? f->persons : f->records, d->base, &d->own, err)
             : reinti_no_memory(err);

    if (status)
        return status;
    memset(lost, 1, f->n);
    for (size_t i = 0; d->of_persons && i < f->n; i++)
        lost[i] = d->own[f->person_row[i]] == 1;
    for (const char *p = d->of_persons ? NULL : d->base, *next; !status && p; p = next) {
        size_t n = first_part(p, &next);
        const char *part = reinti_arena_text_n(f->arena, p, n);
        status = part ? add_part(d, part, lost, err) : reinti_no_memory(err);
    }
    d->lost = lost;
    return status;
}

bool
reinti_lost_is_in_base(const reinti_declaring *d, size_t person, size_t wave)
{
    uint32_t row = d->of_persons ? d->f->person_row[person] : d->f->row[person * d->f->n_waves + wave];
    return !d->own || d->own[row] == 1;
}

reint_status
reinti_lost_base_at(const reinti_declaring *d, size_t target, const int8_t **out, reint_error *err)
{
    const reint_follow *f = d->f;
    int8_t *base = d->own ? reinti_arena_alloc(f->arena, f->n + 1) : NULL;

    *out = base;
    if (!d->own)
        return REINT_OK;
    if (!base)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++)
        base[i] = reinti_follow_is_seen(f, i, target) ? reinti_lost_is_in_base(d, i, target) : d->lost[i];
    return REINT_OK;
}
