## follow/: people over time
libreint_libreint_core_la_SOURCES += \
	libreint/follow/attrition.c \
	libreint/follow/clusters.c \
	libreint/follow/design.c libreint/follow/design.h \
	libreint/follow/domains.c \
	libreint/follow/event.c \
	libreint/follow/fill.c \
	libreint/follow/follow.h \
	libreint/follow/model.c \
	libreint/follow/panel.c libreint/follow/panel.h \
	libreint/follow/participation.c \
	libreint/follow/paths.c \
	libreint/follow/periods.c \
	libreint/follow/profile.c \
	libreint/follow/referral.c \
	libreint/follow/relatives.c \
	libreint/follow/sensitivity.c \
	libreint/follow/states.c \
	libreint/follow/told.c \
	libreint/follow/transitions.c \
	libreint/follow/values.c \
	libreint/follow/visits.c

reintfollowincludedir = $(reintincludedir)/follow
reintfollowinclude_HEADERS = libreint/follow/follow.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_follow tests/test_follow_paths tests/test_follow_table tests/test_follow_time tests/test_follow_attrition tests/test_follow_panel \
	tests/test_follow_periods tests/test_follow_model tests/test_relatives tests/test_crosswalk
TESTS += tests/test_follow tests/test_follow_paths tests/test_follow_table tests/test_follow_time tests/test_follow_attrition tests/test_follow_panel \
	tests/test_follow_periods tests/test_follow_model tests/test_relatives tests/test_crosswalk
tests_test_follow_SOURCES = tests/test_follow.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_LDADD = $(TEST_LIBS)
tests_test_follow_paths_SOURCES = tests/test_follow_paths.c tests/check.h tests/frame_study.h
tests_test_follow_paths_LDADD = $(TEST_LIBS)
tests_test_follow_table_SOURCES = tests/test_follow_table.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_table_LDADD = $(TEST_LIBS)
tests_test_follow_time_SOURCES = tests/test_follow_time.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_time_LDADD = $(TEST_LIBS)
tests_test_follow_attrition_SOURCES = tests/test_follow_attrition.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_attrition_LDADD = $(TEST_LIBS)
tests_test_follow_model_SOURCES = tests/test_follow_model.c tests/check.h tests/follow_study.h tests/frame_study.h
tests_test_follow_model_LDADD = $(TEST_LIBS)
tests_test_follow_panel_SOURCES = tests/test_follow_panel.c tests/check.h
tests_test_follow_panel_LDADD = $(TEST_LIBS)
tests_test_follow_periods_SOURCES = tests/test_follow_periods.c tests/check.h tests/frame_study.h
tests_test_follow_periods_LDADD = $(TEST_LIBS)
tests_test_relatives_SOURCES = tests/test_relatives.c tests/check.h tests/frame_study.h
tests_test_relatives_LDADD = $(TEST_LIBS)
tests_test_crosswalk_SOURCES = tests/test_crosswalk.c tests/check.h tests/frame_study.h
tests_test_crosswalk_LDADD = $(TEST_LIBS)
endif
