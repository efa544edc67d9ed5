## follow/: people over time
libreint_libreint_core_la_SOURCES += \
	libreint/follow/follow.h \
	libreint/follow/panel.c libreint/follow/panel.h \
	libreint/follow/participation.c \
	libreint/follow/states.c \
	libreint/follow/transitions.c \
	libreint/follow/visits.c

reintfollowincludedir = $(reintincludedir)/follow
reintfollowinclude_HEADERS = libreint/follow/follow.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_follow
TESTS += tests/test_follow
tests_test_follow_SOURCES = tests/test_follow.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_LDADD = $(TEST_LIBS)
endif
