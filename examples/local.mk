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

EXTRA_DIST += $(GOING_HOME_CSV) examples/going-home/README.md examples/going-home/job.yaml

## Writes the records of the example study anew (the same bytes, unless the generator was changed).
example-records: examples/going-home/generate
	examples/going-home/generate '$(srcdir)/examples/going-home'
.PHONY: example-records

if HAVE_CMOCKA
check_PROGRAMS += tests/test_examples
TESTS += tests/test_examples
tests_test_examples_SOURCES = tests/test_examples.c tests/check.h
tests_test_examples_LDADD = $(CMOCKA_LIBS)
tests/test_examples.log: examples/going-home/generate
endif
