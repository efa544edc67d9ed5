## cube/: counting
libreint_libreint_core_la_SOURCES += \
	libreint/cube/ahead.c libreint/cube/ahead.h \
	libreint/cube/bundle.c libreint/cube/bundle.h \
	libreint/cube/count.h \
	libreint/cube/cube.c libreint/cube/cube.h \
	libreint/cube/histogram.c \
	libreint/cube/many.c \
	libreint/cube/rows.c

# Nanoseconds a record and table: make tests/bench/cube_bench && tests/bench/cube_bench
EXTRA_PROGRAMS += tests/bench/cube_bench
tests_bench_cube_bench_SOURCES = tests/bench/cube_bench.c
tests_bench_cube_bench_LDADD = libreint/libreint-core.la
CLEANFILES += $(EXTRA_PROGRAMS)

if HAVE_CMOCKA
check_PROGRAMS += tests/test_cube
TESTS += tests/test_cube
tests_test_cube_SOURCES = tests/test_cube.c tests/check.h
tests_test_cube_LDADD = $(TEST_LIBS)
endif
