/* targets.c -- what the fuzz targets do with an input: each reader on a buffer, and what is done with what it read. */
#include <config.h>

#include "targets.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/condition.h"
#include "codebook/emit.h"
#include "codebook/spread.h"
#include "ingest/export_make.h"
#include "ingest/mapping.h"
#include "run/job.h"
#include "table/plan.h"

/* How much was said of an input: nothing is refused without a word. */
static size_t
told(const reint_findings *findings, const reint_error *err)
{
    size_t sum = strlen(err->text);

    for (size_t i = 0; i < reint_findings_count(findings); i++)
        sum += strlen(reint_findings_get(findings, i)->text);
    return sum;
}

/* Every byte of TEXT. */
static size_t
touched(const char *text, size_t n)
{
    size_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (unsigned char)text[i];
    return sum;
}

static size_t
fuzz_csv(const char *data, size_t size)
{
    reint_error err = { 0 };
    reinti_csv csv;
    size_t sum = 0;

    if (reinti_csv_open(&csv, "input", data, size, 0, &err))
        return 0;
    while (reinti_csv_next(&csv, &err) == REINTI_CSV_RECORD) {
        long line, column;
        for (size_t i = 0; i < csv.n_fields && i <= REINTI_CSV_COLUMNS_LIMIT; i++) {
            for (size_t k = 0; k < csv.field[i].length || k < REINTI_CSV_PADDING; k++)
                sum += (unsigned char)csv.field[i].text[k];
            reinti_csv_place(&csv, i, &line, &column);
            sum += (size_t)(line + column);
        }
    }
    reinti_csv_close(&csv);
    return sum;
}

/* A codebook that can be read can be written, and what is written can be read and says the same; else SIZE_MAX. */
static size_t
fuzz_codebook(const char *data, size_t size)
{
    reinti_codebook_file file = { "input", "codebook", data, size };
    reint_findings *findings = reint_findings_create();
    reint_codebook *cb = NULL, *again = NULL;
    reinti_str first = REINTI_STR_EMPTY, second = REINTI_STR_EMPTY;
    size_t sum = 0;

    if (!reinti_codebook_parse(&file, 1, &cb, findings, NULL)) {
        if (cb->base)
            reinti_condition_check(cb, cb->person_form, cb->base, NULL, NULL, "input", cb->base_at, findings);
        for (size_t i = 0; i < cb->n_rules; i++) {
            reinti_condition_check(cb, cb->rule[i].form, cb->rule[i].when, NULL, NULL, "input",
                                   cb->rule[i].when_at, findings);
            reinti_condition_check(cb, cb->rule[i].form, cb->rule[i].require, NULL, NULL, "input",
                                   cb->rule[i].require_at, findings);
        }
        reinti_codebook_emit(cb, &first);
        file = (reinti_codebook_file){ "input", "codebook", first.text, first.length };
        if (!reinti_codebook_parse(&file, 1, &again, NULL, NULL))
            reinti_codebook_emit(again, &second);
        sum = again && !strcmp(first.text, second.text) ? first.length : SIZE_MAX;
    }
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        sum += !cb && strlen(reint_findings_get(findings, i)->text);
    reint_codebook_free(cb);
    reint_codebook_free(again);
    reint_findings_free(findings);
    reinti_str_free(&first);
    reinti_str_free(&second);
    return sum;
}

static size_t
fuzz_sheet(const char *data, size_t size)
{
    reinti_flat_options options = { 0 };
    reinti_workbook *w = NULL;
    reint_error err = { 0 };
    size_t sum = 0;

    if (reinti_workbook_open("input", data, size, &w, &err))
        return 0;
    for (size_t i = 0; i < reinti_workbook_n(w); i++) {
        reinti_flat flat;
        if (reinti_sheet_flatten(w, i, &options, &flat, &err))
            continue;
        for (size_t k = 0; k < flat.bytes.size; k++)
            sum += (unsigned char)flat.bytes.data[k];
        for (size_t k = 0; k < flat.n_columns; k++)
            sum += flat.without_data[k];
        for (size_t k = 0; k < flat.n_faults; k++)
            sum += flat.fault[k].column;
        sum += fuzz_csv(flat.bytes.data, flat.bytes.size);
        reinti_flat_free(&flat);
    }
    reinti_workbook_free(w);
    return sum;
}

/* ---- codebooks as spreadsheets, maps, plans, jobs ------------------------------------------------------------ */

/* A workbook is a codebook or is told to be none; what it becomes is the codebook of fuzz_codebook. */
static size_t
fuzz_spread(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reinti_spread spread;
    reint_error err = { 0 };
    reint_status status = reinti_spread_read("input", data, size, &spread, findings, &err);
    size_t sum =
        status ? (told(findings, &err) ? 0 : SIZE_MAX) : fuzz_codebook(spread.yaml.text, spread.yaml.length);

    reinti_spread_free(&spread);
    reint_findings_free(findings);
    return sum;
}

static const char map_codebook[] =
    "reint: 1\nstudy: {id: t, sampling: purposive, consent: not_recorded}\nwaves: [{id: w1}, {id: w2}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists: {sex: {male: Male, female: Female}, service: {S01: Housing, S02: Medical}, outcome: {received: "
    "R, none: N}}\n"
    "forms:\n"
    "  person: {key: [person], variables: {person: {type: person}, sex: {list: sex}, birth: {type: date, "
    "missing: "
    "{not_stated: [\"\"]}}}}\n"
    "  support: {key: [person, wave, service], variables: {service: {list: service}, outcome: {list: "
    "outcome}, "
    "needs: {list: service, multiple: true}}}\n";

static reint_codebook *
codebook_of(const char *text)
{
    reinti_codebook_file file = { "codebook", "codebook", text, strlen(text) };
    reint_codebook *cb = NULL;

    if (reinti_codebook_parse(&file, 1, &cb, NULL, NULL))
        abort(); /* the target itself is wrong */
    return cb;
}

/* The records that RECORDS of the map make of a sheet. */
static size_t
make_records(const reint_map *map, const reinti_mapping_sheet *sheet, const reint_codebook *cb)
{
    static const char rows[] =
        "No,Sex,Date of birth,S01 w1,S01 w2,S02 w1,Needs,food,Total\n"
        "1,F,3.4.1980,rec,,received,S01/S02,x,1\n2, m ,1980,none,rec.,97,,,2\nTotal,,,,,,,,3\n";
    reinti_arena *arena = reinti_arena_create();
    reint_findings *findings = reint_findings_create();
    reinti_fitted *fitted = calloc(sheet->n + 1, sizeof *fitted);
    reint_error err = { 0 };
    reinti_csv csv;
    size_t sum = 0;

    if (!arena || !fitted || reinti_csv_open(&csv, "input", rows, sizeof rows - 1, ',', &err))
        abort();
    if (reinti_csv_next(&csv, &err) == REINTI_CSV_RECORD &&
        !reinti_mapping_fit(map, sheet, cb, &csv, arena, fitted, findings, &err)) {
        reinti_making *making = calloc(sheet->n + 1, sizeof *making);
        for (size_t i = 0; i < sheet->n; i++) {
            for (size_t k = 0; fitted[i].lookup && k < fitted[i].records->n;
                 k++) /* of a sheet without rows */
                fitted[i].lookup[k].table = reinti_map_create();
            reinti_making_begin(&making[i], &fitted[i], NULL);
        }
        while (reinti_csv_next(&csv, &err) == REINTI_CSV_RECORD)
            for (size_t i = 0; i < sheet->n; i++)
                if (reinti_making_row(&making[i], &csv, &err))
                    break;
        for (size_t i = 0; i < sheet->n; i++) {
            sum += touched(making[i].spool.text.text, making[i].spool.text.length);
            reinti_making_free(&making[i]);
            for (size_t k = 0; fitted[i].lookup && k < fitted[i].records->n; k++)
                reinti_map_free(fitted[i].lookup[k].table);
        }
        free(making);
    }
    sum += told(findings, &err);
    reinti_csv_close(&csv);
    free(fitted);
    reint_findings_free(findings);
    reinti_arena_free(arena);
    return sum;
}

static size_t
fuzz_map(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reint_error err = { 0 };
    reint_map *map = NULL;
    size_t sum = 0;

    if (!reint_map_parse("input", data, size, &map, findings, &err)) {
        reint_codebook *cb = codebook_of(map_codebook);
        for (size_t i = 0; i < map->n; i++)
            sum += make_records(map, &map->sheet[i], cb);
        reint_codebook_free(cb);
    } else if (!told(findings, &err)) {
        sum = SIZE_MAX;
    }
    reint_map_free(map);
    reint_findings_free(findings);
    return sum;
}

static size_t
fuzz_plan(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reinti_arena *arena = reinti_arena_create();
    reinti_plan plan = { 0 };
    reint_error err = { 0 };
    reint_status status = reinti_plan_parse("input", data, size, arena, &plan, findings, &err);
    size_t sum = status ? (told(findings, &err) ? 0 : SIZE_MAX) : 1 + plan.n_tables;

    reinti_arena_free(arena);
    reint_findings_free(findings);
    return sum;
}

static size_t
fuzz_job(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reinti_job job = { 0 };
    reint_error err = { 0 };
    reint_status status = reinti_job_parse("input", data, size, &job, findings, &err);
    size_t sum = status ? (told(findings, &err) ? 0 : SIZE_MAX) : 1 + job.n_inputs;

    if (!status)
        reinti_job_free(&job);
    reint_findings_free(findings);
    return sum;
}

/* ---- forms of KoboToolbox and ODK, and what was collected with them ------------------------------------------ */

/* A form that can be read makes a codebook that can be read; else SIZE_MAX. */
static size_t
fuzz_xlsform(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reinti_xlsform form;
    reint_error err = { 0 };
    char *text = NULL;
    size_t sum = 0;
    reint_status status = reinti_xlsform_parse(&form, "input", data, size, NULL, findings, &err);

    if (!status)
        status = reinti_xlsform_write_codebook(&form, 0, &text, &err);
    if (status)
        sum = told(findings, &err) ? 0 : SIZE_MAX;
    else
        sum = fuzz_codebook(text, strlen(text)) ? strlen(text) : SIZE_MAX;
    free(text);
    reinti_xlsform_free(&form);
    reint_findings_free(findings);
    return sum;
}

/* The form of the exports, and the codebook that it would be. */
static const char export_codebook[] =
    "reint: 1\nstudy: {id: t, sampling: purposive, consent: not_recorded}\nmissing: {not_stated: [\"\"]}\n"
    "lists: {need: {work: Work, home: Home}, sex: {m: Male, f: Female}}\n"
    "forms:\n"
    "  person: {key: [person], variables: {person: {type: person}, sex: {list: sex}, age: {type: integer, "
    "missing: "
    "{not_stated: [\"\"]}}, needs: {list: need, multiple: true}, needs_other: {type: text, missing: "
    "{not_stated: "
    "[\"\"]}}}}\n"
    "  child: {key: [person, child_no], variables: {child_no: {type: integer, min: 1, max: 99}, c_age: "
    "{type: integer, "
    "missing: {not_stated: [\"\"]}}}}\n";

static void
make_form(reinti_xlsform *form, reint_findings *findings)
{
    static const char *const english[] = { "en" }, *const texts[] = { "Work to do", "Home", "Male",
                                                                      "Female" };
    static const char *const codes[] = { "work", "home", "m", "f" };
    static const struct {
        reinti_item_kind kind;
        const char *name;
        size_t list, parent, repeat;
        bool or_other;
    } questions[] = {
        { REINTI_ITEM_ONE, "sex", 1, REINTI_TOP, REINTI_TOP, false },
        { REINTI_ITEM_INTEGER, "age", REINTI_NO_LIST, REINTI_TOP, REINTI_TOP, false },
        { REINTI_ITEM_MULTIPLE, "needs", 0, REINTI_TOP, REINTI_TOP, true },
        { REINTI_ITEM_REPEAT, "child", REINTI_NO_LIST, REINTI_TOP, REINTI_TOP, false },
        { REINTI_ITEM_INTEGER, "c_age", REINTI_NO_LIST, 3, 3, false },
        { REINTI_ITEM_LEFT_OUT, "place", REINTI_NO_LIST, REINTI_TOP, REINTI_TOP, false },
    };

    *form = (reinti_xlsform){ .arena = reinti_arena_create(),
                              .file = "form",
                              .findings = findings,
                              .person = REINTI_TOP,
                              .wave = REINTI_TOP,
                              .top = REINTI_TOP,
                              .n = REINTI_LENGTH(questions),
                              .n_languages = 1,
                              .language = (const char **)(uintptr_t)english,
                              .n_lists = 2 };
    form->item = reinti_arena_alloc(form->arena, form->n * sizeof *form->item);
    form->list = reinti_arena_alloc(form->arena, 2 * sizeof *form->list);
    for (size_t i = 0; i < form->n; i++)
        form->item[i] = (reinti_item){ .kind = questions[i].kind,
                                       .name = questions[i].name,
                                       .list = questions[i].list,
                                       .parent = questions[i].parent,
                                       .repeat = questions[i].repeat,
                                       .section = REINTI_TOP,
                                       .or_other = questions[i].or_other,
                                       .relevant = "",
                                       .answers = "" };
    for (size_t l = 0; l < 2; l++) {
        form->list[l] = (reinti_choices){ .name = "l", .n = 2, .index = reinti_map_create(), .or_other = !l };
        form->list[l].choice = reinti_arena_alloc(form->arena, 2 * sizeof *form->list[l].choice);
        for (size_t k = 0; k < 2; k++) {
            form->list[l].choice[k] =
                (reinti_choice){ .name = codes[2 * l + k],
                                 .label = { 1, (const char **)(uintptr_t)english,
                                            (const char **)(uintptr_t)&texts[2 * l + k] } };
            reinti_map_put(form->list[l].index, codes[2 * l + k], strlen(codes[2 * l + k]), (int64_t)k, NULL);
        }
    }
    reinti_xlsform_name(form);
}

/* One table of an export: DATA is CSV. */
static size_t
read_table(reinti_xlsform *form, const reint_codebook *cb, const char *data, size_t size, char separator)
{
    reinti_export_table table = { .file = "input" };
    reint_error err = { 0 };
    size_t sum = 0;

    if (reinti_csv_open(&table.csv, "input", data, size, separator, &err))
        return 0;
    size_t n = 0;
    reinti_export_table found[8]; /* at most as many as the form has repeats */
    if (!reinti_export_match(form, &table, found, &n, form->findings, &err) && table.matched) {
        const char *name = reinti_xlsform_form(form, table.repeat);
        reinti_maker m = { .form = form,
                           .of = &cb->form[reinti_codebook_find_form(cb, name)],
                           .holder = table.repeat,
                           .findings = form->findings,
                           .table = &table };
        if (!reinti_export_make(&m, &err))
            sum = 1 + touched(m.csv.text, m.csv.length);
        reinti_maker_free(&m);
    }
    reinti_csv_close(&table.csv);
    reinti_map_free(table.link);
    return sum;
}

static size_t
fuzz_export(const char *data, size_t size)
{
    reint_findings *findings = reint_findings_create();
    reint_codebook *cb = codebook_of(export_codebook);
    reinti_flat_options options = { 0 };
    reinti_workbook *w = NULL;
    reint_error err = { 0 };
    reinti_xlsform form;
    size_t sum = 0;

    make_form(&form, findings);
    if (!reinti_workbook_is(data, size)) {
        sum = read_table(&form, cb, data, size, 0);
    } else if (!reinti_workbook_open("input", data, size, &w, &err)) {
        for (size_t i = 0; i < reinti_workbook_n(w); i++) {
            reinti_flat flat;
            if (reinti_sheet_flatten(w, i, &options, &flat, &err))
                continue;
            sum += read_table(&form, cb, flat.bytes.data, flat.bytes.size, ',');
            reinti_flat_free(&flat);
        }
    }
    reinti_workbook_free(w);
    reinti_xlsform_free(&form);
    reint_codebook_free(cb);
    reint_findings_free(findings);
    return sum;
}

const fuzz_target fuzz_targets[] = {
    { "csv", fuzz_csv, 20000 },          { "sheet", fuzz_sheet, 20000 },
    { "codebook", fuzz_codebook, 4000 }, { "spread", fuzz_spread, 3000 },
    { "map", fuzz_map, 6000 },           { "plan", fuzz_plan, 6000 },
    { "job", fuzz_job, 6000 },           { "xlsform", fuzz_xlsform, 3000 },
    { "export", fuzz_export, 6000 },     { NULL, NULL, 0 },
};
