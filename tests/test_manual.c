/* test_manual.c -- the manual pages of the file formats say what the parsers know, and their examples are
 * complete and sound. */
#include <config.h>

#include "check.h"

#include <unistd.h>

#include "codebook/entitlement.h"
#include "codebook/pack.h"
#include "codebook/ruleset.h"
#include "manual.h"
#include "run/job.h"

/* The small study of reint-codebook(5) and reint-ruleset(5), file by file. */
static const struct {
    const char *page, *file, *kind;
} files[] = {
    { "reint-codebook.5", "codebook.yaml", "codebook" },
    { "reint-codebook.5", "countries.yaml", "list" },
    { "reint-ruleset.5", "small-rules.yaml", "ruleset" },
    { "reint-ruleset.5", "small-domains.yaml", "pack" },
    { "reint-ruleset.5", "small-scores.yaml", "pack" },
    { "reint-ruleset.5", "small-rights.yaml", "entitlements" },
};

enum { N_FILES = REINTI_LENGTH(files) };

static void
read_examples(reinti_codebook_file *out)
{
    for (size_t i = 0; i < N_FILES; i++) {
        char *page = manual_page(files[i].page);
        char *text = manual_example(page, files[i].file);
        out[i] = (reinti_codebook_file){ files[i].file, files[i].kind, text, strlen(text) };
        free(page);
    }
}

static void
free_examples(reinti_codebook_file *file)
{
    for (size_t i = 0; i < N_FILES; i++)
        free((char *)file[i].data);
}

static reint_codebook *
parse_examples(const reinti_codebook_file *file)
{
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();

    if (reinti_codebook_parse(file, N_FILES, &cb, findings, NULL) ||
        reinti_codebook_check_files(cb, findings, NULL) || reint_findings_count(findings))
        fail_msg("%s:%ld: %s", reint_findings_get(findings, 0)->file, reint_findings_get(findings, 0)->line,
                 reint_findings_get(findings, 0)->text);
    reint_findings_free(findings);
    return cb;
}

static void
the_examples_of_the_manual_are_one_sound_study(void **state)
{
    reinti_codebook_file file[N_FILES];
    reinti_arena *arena = reinti_arena_create();
    reinti_ruleset *r;
    reinti_pack **pack;
    reinti_entitlements *rights;
    size_t n;

    (void)state;
    read_examples(file);
    reint_codebook *cb = parse_examples(file);
    assert_int_equal(reinti_ruleset_open(cb, NULL, arena, &r, NULL), REINT_OK);
    assert_string_equal(r->id, "small-rules");
    assert_int_equal(r->n_services, 2);
    assert_int_equal(r->service_of[2], 1); /* S02.1 counts as S02 */
    assert_int_equal(r->n_decisions, 3);
    assert_true(r->due_from_entitlements);
    assert_int_equal(reinti_packs_open(cb, arena, &pack, &n, NULL), REINT_OK);
    assert_int_equal(n, 2);
    assert_true(pack[0]->states && !pack[1]->states);
    assert_int_equal(pack[1]->n_domains, 2);
    assert_int_equal(reinti_entitlements_open(cb, arena, &rights, NULL), REINT_OK);
    assert_int_equal(rights->n, 3);
    assert_int_equal(rights->row[1].n_conditions, 2);
    reint_codebook_free(cb);
    reinti_arena_free(arena);
    free_examples(file);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static const manual_map codebook_maps[] = {
    { "a codebook", "TOP LEVEL", NULL },
    { "study", "STUDY", NULL },
    { "consent", "STUDY", "consent" },
    { "a wave", "WAVES AND PERIODS", NULL },
    { "a period", "WAVES AND PERIODS", NULL },
    { "a missing reason", "MISSING REASONS", NULL },
    { "a file of lists", "FILES OF LISTS", NULL },
    { "a form", "FORMS", NULL },
    { "a variable", "VARIABLES", NULL },
    { "a rule", "RULES", NULL },
    { NULL, NULL, NULL },
};

static const manual_map ruleset_maps[] = {
    { "a rule set", "The file", NULL },
    { "ruleset", "The head", NULL },
    { "facts", "Facts", NULL },
    { "services", "Services", NULL },
    { "unit", "The unit", NULL },
    { "current", "The current stage", NULL },
    { "asked", "What was asked", NULL },
    { "a reading of need or due", "Readings", NULL },
    { "a reading of support", "Readings|Readings of support", NULL },
    { "often", "How often", NULL },
    { "due", "Due by entitlements", NULL },
    { "a circumstance", "Circumstances", NULL },
    { "a class", "Classes", NULL },
    { "a row", "Decisions", NULL },
    { "a reason", "Reasons", NULL },
    { NULL, NULL, NULL },
};

static const manual_map pack_maps[] = {
    { "a pack", "The file of a pack", NULL },
    { "pack", "The head of a pack", NULL },
    { "a domain", "Domains with scores", NULL },
    { "a domain with states", "Domains with states", NULL },
    { "an item", "Items", NULL },
    { "a band", "Bands", NULL },
    { "a composite", "Composites", NULL },
    { NULL, NULL, NULL },
};

static const manual_map rights_maps[] = {
    { "a table of entitlements", "The file of entitlements", NULL },
    { "entitlements", "The head of entitlements", NULL },
    { "a population", "Populations", NULL },
    { "a form of assistance", "Forms of assistance", NULL },
    { "a condition of a law", "Conditions of a law", NULL },
    { "a row of rights", "Rows", NULL },
    { NULL, NULL, NULL },
};

/* What a probe is read with: the other files of the study as they are. */
typedef struct reading {
    const reinti_codebook_file *file;
    size_t probed;
    const reint_codebook *cb;
} reading;

static void
parse_codebook(const char *text, reint_findings *findings, void *user)
{
    const reading *r = user;
    reinti_codebook_file file[N_FILES];
    reint_codebook *cb = NULL;

    memcpy(file, r->file, sizeof file);
    file[r->probed].data = text;
    file[r->probed].size = strlen(text);
    reinti_codebook_parse(file, N_FILES, &cb, findings, NULL);
    reint_codebook_free(cb);
}

static void
parse_part(const char *text, reint_findings *findings, void *user)
{
    const reading *r = user;
    reinti_codebook_file file = { r->file[r->probed].name, r->file[r->probed].kind, text, strlen(text) };
    reinti_arena *arena = reinti_arena_create();
    reinti_ruleset *ruleset;
    reinti_pack *pack;
    reinti_entitlements *rights;

    if (!strcmp(file.kind, "ruleset"))
        reinti_ruleset_parse(r->cb, &file, arena, &ruleset, findings, NULL);
    else if (!strcmp(file.kind, "pack"))
        reinti_pack_parse(r->cb, &file, arena, &pack, findings, NULL);
    else
        reinti_entitlements_parse(r->cb, &file, arena, &rights, findings, NULL);
    reinti_arena_free(arena);
}

/* All examples of KIND (and OTHER) against the maps of PAGE. */
static void
compare(const char *kind, const char *other, const char *page_name, const manual_map *maps,
        manual_parse_fn parse)
{
    reinti_codebook_file file[N_FILES];
    manual_keys *keys = manual_keys_create();
    char *page = manual_page(page_name);

    read_examples(file);
    reint_codebook *cb = parse_examples(file);
    for (size_t i = 0; i < N_FILES; i++) {
        reading r = { file, i, cb };
        if (!strcmp(file[i].kind, kind) || !strcmp(file[i].kind, other))
            manual_collect(keys, file[i].data, parse, &r);
    }
    manual_compare(keys, page, maps);
    reint_codebook_free(cb);
    free_examples(file);
    manual_keys_free(keys);
    free(page);
}

static void
the_page_of_codebooks_has_the_keys_of_the_parser(void **state)
{
    (void)state;
    compare("codebook", "list", "reint-codebook.5", codebook_maps, parse_codebook);
}

static void
the_page_of_rule_sets_has_the_keys_of_the_parser(void **state)
{
    (void)state;
    compare("ruleset", "", "reint-ruleset.5", ruleset_maps, parse_part);
}

static void
the_page_of_packs_has_the_keys_of_the_parser(void **state)
{
    (void)state;
    compare("pack", "", "reint-ruleset.5", pack_maps, parse_part);
}

static void
the_page_of_entitlements_has_the_keys_of_the_parser(void **state)
{
    (void)state;
    compare("entitlements", "", "reint-ruleset.5", rights_maps, parse_part);
}

/* ---- jobs and plans ------------------------------------------------------------------------------------ */

static const manual_map job_maps[] = {
    { "a job", "KEYS", NULL },          { "job", "KEYS", "job" }, { "an input", "KEYS/inputs", NULL },
    { "an output", "KEYS", "outputs" }, { NULL, NULL, NULL },
};

/* These are read from their path. */
static void
parse_job(const char *text, reint_findings *findings, void *user)
{
    const char *path = user;
    reinti_job job;
    FILE *stream = fopen(path, "w");

    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
    reinti_job_read(path, &job, findings, NULL);
    reinti_job_free(&job);
    remove(path);
}

static void
the_page_of_jobs_has_the_keys_of_the_parser(void **state)
{
    char path[64];
    manual_keys *keys = manual_keys_create();
    char *page = manual_page("reint-job.5"), *example = manual_example(page, NULL);

    (void)state;
    snprintf(path, sizeof path, "test_manual-%ld.yaml", (long)getpid());
    manual_collect(keys, example, parse_job, path);
    manual_compare(keys, page, job_maps);
    manual_keys_free(keys);
    free(example);
    free(page);
}

static void
the_page_has_the_properties_that_a_decision_table_may_ask_for(void **state)
{
    char tag[60][40];
    char *page = manual_page("reint-ruleset.5");
    size_t n = manual_tags(page, "Conditions", NULL, tag, REINTI_LENGTH(tag));

    (void)state;
    assert_int_equal(n, REINTI_N_PROPERTIES);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(tag[i], reinti_property_names[i]);
    free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_manual_are_one_sound_study),
        cmocka_unit_test(the_page_of_codebooks_has_the_keys_of_the_parser),
        cmocka_unit_test(the_page_of_rule_sets_has_the_keys_of_the_parser),
        cmocka_unit_test(the_page_of_packs_has_the_keys_of_the_parser),
        cmocka_unit_test(the_page_of_entitlements_has_the_keys_of_the_parser),
        cmocka_unit_test(the_page_of_jobs_has_the_keys_of_the_parser),
        cmocka_unit_test(the_page_has_the_properties_that_a_decision_table_may_ask_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
