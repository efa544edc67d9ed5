/* words.c -- the fixed words of a workbook, in English and Indonesian. */
#include <config.h>

#include "write/workbook.h"

#include <string.h>

static const struct {
    const char *en, *id;
} words[REINTI_WORDS] = {
    [REINTI_WORD_COVER] = { "Cover", "Sampul" },
    [REINTI_WORD_CONTENTS] = { "Contents", "Daftar isi" },
    [REINTI_WORD_FINDINGS] = { "In plain words", "Ringkasan" },
    [REINTI_WORD_GLOSSARY] = { "Glossary", "Glosarium" },
    [REINTI_WORD_METHODS] = { "Methods", "Metode" },
    [REINTI_WORD_CODEBOOK] = { "Codebook", "Buku kode" },
    [REINTI_WORD_STUDY] = { "Study", "Studi" },
    [REINTI_WORD_POPULATION] = { "Who was interviewed", "Siapa yang diwawancarai" },
    [REINTI_WORD_SAMPLING] = { "How people were chosen", "Bagaimana orang dipilih" },
    [REINTI_WORD_DATA] = { "Data as of", "Data per" },
    [REINTI_WORD_RULESETS] = { "Rule sets", "Perangkat aturan" },
    [REINTI_WORD_DIGEST] = { "Codebook (SHA-256)", "Buku kode (SHA-256)" },
    [REINTI_WORD_WARNINGS] = { "Please note", "Harap diperhatikan" },
    [REINTI_WORD_INTERNAL] = { "INTERNAL", "INTERNAL" },
    [REINTI_WORD_INTERNAL_LONG] = { "INTERNAL: small cells are not suppressed. Not for publication.",
                                    "INTERNAL: sel kecil tidak disembunyikan. Bukan untuk publikasi." },
    [REINTI_WORD_PERSONAL] = { "Shows individual people: never for release.",
                               "Menampilkan orang per orang: tidak untuk dirilis." },
    [REINTI_WORD_TABLE] = { "Table", "Tabel" },
    [REINTI_WORD_TITLE] = { "Title", "Judul" },
    [REINTI_WORD_SHEET] = { "Sheet", "Lembar" },
    [REINTI_WORD_BASE] = { "Base", "Basis" },
    [REINTI_WORD_TESTS] = { "Tests", "Uji" },
    [REINTI_WORD_AT_LEAST] = { "at least", "paling sedikit" },
    [REINTI_WORD_AT_MOST] = { "at most", "paling banyak" },
    [REINTI_WORD_FROM_TABLE] = { "from table", "dari tabel" },
    [REINTI_WORD_FORM] = { "Form", "Formulir" },
    [REINTI_WORD_VARIABLE] = { "Variable", "Variabel" },
    [REINTI_WORD_LABEL] = { "Label", "Label" },
    [REINTI_WORD_TYPE] = { "Type", "Jenis" },
    [REINTI_WORD_CODE] = { "Code", "Kode" },
    [REINTI_WORD_MISSING] = { "Missing reasons", "Alasan data kosong" },
    [REINTI_WORD_BACK] = { "Contents", "Daftar isi" },
    [REINTI_WORD_PAGE] = { "Page", "Halaman" },
    [REINTI_WORD_PAGE_OF] = { "of", "dari" },
    [REINTI_WORD_CHART] = { "Chart of the table above", "Grafik dari tabel di atas" },
};

const char *
reinti_word_text(const char *language, reinti_word word)
{
    return language && !strcmp(language, "id") ? words[word].id : words[word].en;
}
