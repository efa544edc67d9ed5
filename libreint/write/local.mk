## write/: one writer a format; the only user of libxlsxwriter and FreeType
libreint_libreint_core_la_SOURCES += \
	libreint/write/book.c libreint/write/book.h libreint/write/book_private.h \
	libreint/write/book_chart.c libreint/write/book_package.c \
	libreint/write/book_entry.c libreint/write/book_print.c \
	libreint/write/cells.c \
	libreint/write/csv.c \
	libreint/write/entry.c libreint/write/entry_words.c libreint/write/entry.h \
	libreint/write/entry_explain.c libreint/write/entry_paper.c libreint/write/entry_people.c \
	libreint/write/export.h libreint/write/export_private.h \
	libreint/write/export_facts.c libreint/write/export_form.c libreint/write/export_r.c \
	libreint/write/format.c \
	libreint/write/json.c \
	libreint/write/name.c \
	libreint/write/picture.c libreint/write/picture.h \
	libreint/write/picture_ink.c libreint/write/picture_ink.h \
	libreint/write/picture_png.c libreint/write/picture_svg.c \
	libreint/write/sheet_chart.c libreint/write/sheet_heads.c \
	libreint/write/sheet_columns.c libreint/write/sheet_columns.h \
	libreint/write/sheet_picture.c libreint/write/sheet_table.c libreint/write/sheet_text.c \
	libreint/write/text.c libreint/write/textual.h \
	libreint/write/text_heads.c \
	libreint/write/text_layout.h \
	libreint/write/text_table.c \
	libreint/write/text_widths.c \
	libreint/write/words.c libreint/write/workbook.h \
	libreint/write/writer.h \
	libreint/write/write.h \
	libreint/write/xlsx.c

reintwriteincludedir = $(reintincludedir)/write
reintwriteinclude_HEADERS = libreint/write/export.h libreint/write/write.h

if HAVE_CMOCKA
write_tests = tests/test_cells tests/test_text tests/test_csv_writer tests/test_json
check_PROGRAMS += $(write_tests)
TESTS += $(write_tests)
tests_test_cells_SOURCES = tests/test_cells.c tests/check.h tests/hand_table.h
tests_test_cells_LDADD = $(TEST_LIBS)
tests_test_text_SOURCES = tests/test_text.c tests/check.h tests/hand_table.h
tests_test_text_LDADD = $(TEST_LIBS)
tests_test_csv_writer_SOURCES = tests/test_csv_writer.c tests/check.h tests/hand_table.h
tests_test_csv_writer_LDADD = $(TEST_LIBS)
tests_test_json_SOURCES = tests/test_json.c tests/check.h tests/hand_table.h
tests_test_json_LDADD = $(TEST_LIBS)
endif

if HAVE_CMOCKA
check_PROGRAMS += tests/test_picture tests/test_xlsx
TESTS += tests/test_picture tests/test_xlsx
tests_test_picture_SOURCES = tests/test_picture.c tests/check.h tests/follow_study.h tests/frame_study.h tests/hand_table.h
tests_test_picture_LDADD = $(TEST_LIBS)
tests_test_xlsx_SOURCES = tests/test_xlsx.c tests/hand_table.h tests/zip_part.h tests/check.h
tests_test_xlsx_LDADD = $(TEST_LIBS)
endif

## The script of `reint export --r`, as lines of C.
EXTRA_DIST += libreint/write/read_study.R
CLEANFILES += libreint/write/read_study.inc
libreint/write/export_r.lo: libreint/write/read_study.inc
libreint/write/read_study.inc: $(srcdir)/libreint/write/read_study.R
	$(AM_V_GEN)$(MKDIR_P) libreint/write && \
		sed 's/[\\"]/\\&/g; s/^/"/; s/$$/\\n",/' $(srcdir)/libreint/write/read_study.R >$@.tmp && mv $@.tmp $@
