/* entry_words.c -- what a workbook to be filled in says, in English and Indonesian. */
#include <config.h>

#include "write/entry.h"

#include <string.h>

static const struct {
    const char *en, *id;
} words[REINTI_ENTRY_WORDS] = {
#define X(name, en, id) [REINTI_ENTRY_##name##_SHEET] = { en, id },
    REINTI_SHEETS_TO_READ(X)
#undef X
        [REINTI_ENTRY_HELP_TITLE] = { "How to fill in this workbook", "Cara mengisi buku kerja ini" },
    [REINTI_ENTRY_HELP] = { "One sheet is one kind of record; one row is one record. Begin with the sheet of "
                            "people.\n"
                            "The second row of each sheet has the names that the program reads: leave it as "
                            "it is. Point at a name to "
                            "see what the column means and what may stand in it.\n"
                            "Where a cell has a list, choose from the list. Cells that may hold several "
                            "codes take them typed, "
                            "separated as the explanation says.\n"
                            "Type no names, addresses or telephone numbers anywhere: people are known by "
                            "their pseudonymous id only.\n"
                            "Write only what was mentioned. Where a form asks whether everything was asked "
                            "about, say so there: only "
                            "then does silence count as no.\n"
                            "An answer that is missing has a reason. Type the code of the reason rather than "
                            "leaving the cell empty, "
                            "unless the explanation says what an empty cell means.\n"
                            "A date may be partly known: 2014 or 2014-10 or 2014-10-31.\n"
                            "Save the workbook where only the team can read it. Rows that the codebook does "
                            "not allow are listed with "
                            "sheet and cell; nothing is lost.",
                            "Satu lembar adalah satu jenis catatan; satu baris adalah satu catatan. Mulailah "
                            "dengan lembar orang.\n"
                            "Baris kedua setiap lembar berisi nama yang dibaca program: biarkan seperti apa "
                            "adanya. Arahkan penunjuk ke "
                            "nama untuk melihat arti kolom dan isinya.\n"
                            "Jika sel memiliki daftar, pilih dari daftar. Sel yang dapat berisi beberapa "
                            "kode diketik, dipisahkan "
                            "seperti dijelaskan.\n"
                            "Jangan menulis nama, alamat, atau nomor telepon: orang hanya dikenal dengan "
                            "kode samaran.\n"
                            "Tulis hanya yang disebutkan. Jika formulir menanyakan apakah semuanya sudah "
                            "ditanyakan, jawablah di sana: "
                            "hanya dengan begitu diam berarti tidak.\n"
                            "Jawaban yang kosong punya alasan. Ketik kode alasannya, jangan biarkan sel "
                            "kosong, kecuali dijelaskan apa "
                            "arti sel kosong.\n"
                            "Tanggal boleh diketahui sebagian: 2014 atau 2014-10 atau 2014-10-31.\n"
                            "Simpan buku kerja di tempat yang hanya dapat dibaca tim. Baris yang tidak "
                            "sesuai buku kode didaftar dengan "
                            "lembar dan selnya; tidak ada yang hilang." },
    [REINTI_ENTRY_FORM] = { "Sheet", "Lembar" },
    [REINTI_ENTRY_RECORD] = { "One row for each", "Satu baris untuk setiap" },
    [REINTI_ENTRY_REQUIRED] = { "Must be filled in.", "Wajib diisi." },
    [REINTI_ENTRY_KEY] = { "Part of the record's key: must be filled in.",
                           "Bagian dari kunci catatan: wajib diisi." },
    [REINTI_ENTRY_CODES] = { "Codes:", "Kode:" },
    [REINTI_ENTRY_MORE_CODES] = { "and others: see the sheet of all codes",
                                  "dan lainnya: lihat lembar semua kode" },
    [REINTI_ENTRY_SEVERAL] = { "Several codes may stand here, separated by",
                               "Boleh berisi beberapa kode, dipisahkan dengan" },
    [REINTI_ENTRY_IN_ORDER] = { "Their order counts.", "Urutannya berarti." },
    [REINTI_ENTRY_MISSING] = { "If there is no answer:", "Jika tidak ada jawaban:" },
    [REINTI_ENTRY_ONLY_WHEN] = { "Asked only when", "Hanya ditanyakan jika" },
    [REINTI_ENTRY_NUMBER] = { "A number", "Angka" },
    [REINTI_ENTRY_WHOLE_NUMBER] = { "A whole number", "Bilangan bulat" },
    [REINTI_ENTRY_FROM_TO] = { "from %s to %s", "dari %s sampai %s" },
    [REINTI_ENTRY_DATE] = { "A date: 2014, 2014-10 or 2014-10-31", "Tanggal: 2014, 2014-10 atau 2014-10-31" },
    [REINTI_ENTRY_AGE] = { "An age in years, or 16-20 where it is not known exactly",
                           "Usia dalam tahun, atau 16-20 jika tidak diketahui pasti" },
    [REINTI_ENTRY_PERSON] = { "The pseudonymous id of a person", "Kode samaran seseorang" },
    [REINTI_ENTRY_TEXT] = { "A short text without names", "Teks singkat tanpa nama" },
    [REINTI_ENTRY_EMPTY] = { "(empty cell)", "(sel kosong)" },
    [REINTI_ENTRY_NOT_ALLOWED] = { "The codebook does not allow this. Point at the head of the column to see "
                                   "what it "
                                   "allows.",
                                   "Buku kode tidak mengizinkan ini. Arahkan penunjuk ke kepala kolom untuk "
                                   "melihat "
                                   "yang diizinkan." },
    [REINTI_ENTRY_PAPER_TITLE] = { "Interview sheet", "Lembar wawancara" },
    [REINTI_ENTRY_PAPER_PERSON] = { "Pseudonymous id", "Kode samaran" },
    [REINTI_ENTRY_PAPER_WAVE] = { "Wave", "Gelombang" },
    [REINTI_ENTRY_PAPER_NO_NAME] = { "Write no name, address or telephone number on this sheet.",
                                     "Jangan menulis nama, alamat, atau nomor telepon di lembar ini." },
    [REINTI_ENTRY_PEOPLE_TITLE] = { "People whom the study knows", "Orang yang dikenal studi" },
    [REINTI_ENTRY_SEEN] = { "Has a record in", "Memiliki catatan di" },
    [REINTI_ENTRY_NAME] = { "Name", "Nama" },
    [REINTI_ENTRY_NAMES_ARE_PRIVATE] = { "This workbook holds names: lock it away, never send it. The study "
                                         "does not "
                                         "read them.",
                                         "Buku kerja ini memuat nama: simpan terkunci, jangan pernah "
                                         "dikirim. Studi "
                                         "tidak membacanya." },
    [REINTI_ENTRY_PATTERN] = { "Written as the pattern", "Ditulis menurut pola" },
};

const char *
reinti_entry_text(const char *language, reinti_entry_word word)
{
    return language && !strcmp(language, "id") ? words[word].id : words[word].en;
}
