## frame/: typed columns, joins, recodes, conditions
libreint_libreint_core_la_SOURCES += \
	libreint/frame/binding.c \
	libreint/frame/column.c \
	libreint/frame/condition.c \
	libreint/frame/consent.c \
	libreint/frame/crosswalk.c \
	libreint/frame/dichotomy.c \
	libreint/frame/frame.h \
	libreint/frame/frames.c \
	libreint/frame/gather.c \
	libreint/frame/internal.h \
	libreint/frame/join.c \
	libreint/frame/number.c \
	libreint/frame/period.c \
	libreint/frame/person.c \
	libreint/frame/recode.c \
	libreint/frame/telling.c \
	libreint/frame/told.c \
	libreint/frame/wave.c \
	libreint/frame/words.c

if HAVE_CMOCKA
check_PROGRAMS += tests/test_frame tests/test_frame_condition tests/test_frame_edge
TESTS += tests/test_frame tests/test_frame_condition tests/test_frame_edge
tests_test_frame_SOURCES = tests/test_frame.c tests/frame_study.h tests/check.h
tests_test_frame_LDADD = $(TEST_LIBS)
tests_test_frame_condition_SOURCES = tests/test_frame_condition.c tests/frame_study.h tests/check.h
tests_test_frame_condition_LDADD = $(TEST_LIBS)
tests_test_frame_edge_SOURCES = tests/test_frame_edge.c tests/frame_study.h tests/check.h
tests_test_frame_edge_LDADD = $(TEST_LIBS)
# Static, so that every allocation of the library passes through the test.
tests_test_frame_edge_LDFLAGS = -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc
endif
