## run/: a whole job from its file
libreint_libreint_core_la_SOURCES += \
	libreint/run/check.c libreint/run/check.h \
	libreint/run/check_codebook.c \
	libreint/run/codebook_book.c libreint/run/codebook_work.h \
	libreint/run/codebook_doc.c \
	libreint/run/draft.c libreint/run/draft.h libreint/run/draft_judge.c libreint/run/draft_map.c \
	libreint/run/draft_read.c libreint/run/draft_wide.c libreint/run/draft_write.c \
	libreint/run/document.c libreint/run/document.h \
	libreint/run/job.c libreint/run/job.h \
	libreint/run/named_sheet.c libreint/run/named_sheet.h \
	libreint/run/run.c libreint/run/run.h \
	libreint/run/template.c libreint/run/template.h \
	libreint/run/xlsform_book.c

## The templates of `reint new`, held by the library: TEMPLATE=NAME:PATH
TEMPLATE_FILES = \
	going-home=codebook/codebook.yaml:codebooks/going-home/codebook.yaml \
	going-home=codebook/challenges.yaml:codebooks/going-home/challenges.yaml \
	going-home=codebook/domains.yaml:codebooks/going-home/domains.yaml \
	going-home=codebook/entitlements.yaml:codebooks/going-home/entitlements.yaml \
	going-home=codebook/nexus-chapter5.yaml:codebooks/going-home/nexus-chapter5.yaml \
	going-home=codebook/nexus-tree.yaml:codebooks/going-home/nexus-tree.yaml \
	going-home=codebook/strict.yaml:codebooks/going-home/strict.yaml \
	going-home=plan.yaml:codebooks/templates/going-home/plan.yaml \
	going-home=job.yaml:codebooks/templates/going-home/job.yaml \
	blank=codebook/codebook.yaml:codebooks/templates/blank/codebook.yaml \
	blank=plan.yaml:codebooks/templates/blank/plan.yaml \
	blank=job.yaml:codebooks/templates/blank/job.yaml
EXTRA_DIST += build-aux/embed.sh \
	codebooks/templates/going-home/plan.yaml codebooks/templates/going-home/job.yaml \
	codebooks/templates/blank/codebook.yaml codebooks/templates/blank/plan.yaml codebooks/templates/blank/job.yaml
nodist_libreint_libreint_core_la_SOURCES = libreint/run/template_files.c
CLEANFILES += libreint/run/template_files.c
libreint/run/template_files.c: $(srcdir)/build-aux/embed.sh $(dist_goinghome_DATA) \
		$(srcdir)/codebooks/templates/going-home/plan.yaml $(srcdir)/codebooks/templates/going-home/job.yaml \
		$(srcdir)/codebooks/templates/blank/codebook.yaml $(srcdir)/codebooks/templates/blank/plan.yaml \
		$(srcdir)/codebooks/templates/blank/job.yaml $(srcdir)/libreint/run/local.mk
	$(AM_V_GEN)$(MKDIR_P) libreint/run && sh $(srcdir)/build-aux/embed.sh $(srcdir) $(TEMPLATE_FILES) > $@.tmp && mv $@.tmp $@

reintrunincludedir = $(reintincludedir)/run
reintruninclude_HEADERS = libreint/run/codebook_work.h libreint/run/run.h

dist_man_MANS += man/reint-job.5

if HAVE_CMOCKA
check_PROGRAMS += tests/test_entry
TESTS += tests/test_entry
tests_test_entry_SOURCES = tests/test_entry.c tests/folder.h tests/zip_part.h tests/check.h
tests_test_entry_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/test_codebook_work
TESTS += tests/test_codebook_work
tests_test_codebook_work_SOURCES = tests/test_codebook_work.c tests/check.h
tests_test_codebook_work_LDADD = $(TEST_LIBS)
endif
TESTS += tests/test_codebook_command.sh
EXTRA_DIST += tests/test_codebook_command.sh
