## examples/: runnable studies; their records are committed, with the programs that made them
GOING_HOME_CSV = \
	examples/going-home/coding.csv examples/going-home/coding_session.csv examples/going-home/consent.csv \
	examples/going-home/contact.csv examples/going-home/domain.csv examples/going-home/episode.csv \
	examples/going-home/interview-w1.csv examples/going-home/interview-w2.csv examples/going-home/need.csv \
	examples/going-home/person.csv examples/going-home/referral.csv examples/going-home/stage.csv \
	examples/going-home/support.csv examples/going-home/told.csv

noinst_PROGRAMS += examples/going-home/generate
examples_going_home_generate_SOURCES = \
	examples/going-home/generate.c \
	examples/going-home/people.c examples/going-home/people.h \
	examples/going-home/records.c \
	examples/going-home/story.c
examples_going_home_generate_LDADD =

GOING_HOME_CASES_CSV = \
	examples/going-home-cases/coding.csv examples/going-home-cases/coding_session.csv \
	examples/going-home-cases/domain.csv examples/going-home-cases/episode.csv \
	examples/going-home-cases/interview.csv examples/going-home-cases/need.csv \
	examples/going-home-cases/person.csv examples/going-home-cases/stage.csv \
	examples/going-home-cases/stage-closed.csv examples/going-home-cases/support.csv

noinst_PROGRAMS += examples/going-home-cases/convert
examples_going_home_cases_convert_SOURCES = examples/going-home-cases/convert.c
examples_going_home_cases_convert_LDADD =

EXTRA_DIST += examples/panel/README.md examples/panel/codebook.yaml examples/panel/recompute.R examples/panel/contact.csv \
	examples/panel/job.yaml examples/panel/outcome.csv examples/panel/person.csv examples/panel/plan.yaml \
	examples/panel/prepare.R examples/panel/visit.csv
EXTRA_DIST += $(GOING_HOME_CSV) examples/going-home/README.md examples/going-home/recompute.R examples/going-home/recompute-follow.R examples/recompute/people.R examples/recompute/records.R examples/going-home/job.yaml examples/going-home/plan.yaml \
	$(GOING_HOME_CASES_CSV) examples/going-home-cases/cases.csv examples/going-home-cases/map.csv \
	examples/going-home-cases/README.md examples/going-home-cases/job.yaml \
	examples/going-home-cases/job-closed.yaml examples/going-home-cases/plan.yaml

## Writes the records of the examples anew (the same bytes, unless a program or the map was changed).
example-records: examples/going-home/generate examples/going-home-cases/convert
	examples/going-home/generate '$(srcdir)/examples/going-home'
	examples/going-home-cases/convert '$(srcdir)/examples/going-home-cases/cases.csv' \
		'$(srcdir)/examples/going-home-cases/map.csv' '$(srcdir)/examples/going-home-cases'
.PHONY: example-records

if HAVE_CMOCKA
check_PROGRAMS += tests/test_examples tests/test_example_studies tests/test_readme
TESTS += tests/test_examples tests/test_example_studies tests/test_readme
tests_test_examples_SOURCES = tests/test_examples.c tests/check.h
tests_test_examples_LDADD = $(CMOCKA_LIBS)
tests_test_example_studies_SOURCES = tests/test_example_studies.c tests/example_study.h tests/check.h
tests_test_example_studies_LDADD = $(TEST_LIBS)
tests_test_readme_SOURCES = tests/test_readme.c tests/example_study.h tests/check.h
tests_test_readme_LDADD = $(TEST_LIBS)
endif
