## table/: plan to cells
libreint_libreint_core_la_SOURCES += \
	libreint/table/across.c \
	libreint/table/axis.c libreint/table/axis_columns.c libreint/table/axis_rest.c \
	libreint/table/axis_maker.h \
	libreint/table/base.c libreint/table/condition_words.c \
	libreint/table/build.c libreint/table/build.h \
	libreint/table/cell_text.c libreint/table/cells.h \
	libreint/table/columns.c \
	libreint/table/count.c \
	libreint/table/describe.c \
	libreint/table/design.c \
	libreint/table/families.c \
	libreint/table/follow.c libreint/table/follow.h \
	libreint/table/follow_attrition.c \
	libreint/table/follow_change.c \
	libreint/table/follow_curves.c libreint/table/follow_curves.h \
	libreint/table/follow_domains.c \
	libreint/table/follow_lifetable.c \
	libreint/table/follow_grid.c \
	libreint/table/follow_lost.c libreint/table/follow_lost.h \
	libreint/table/follow_lost_base.c \
	libreint/table/follow_model.c \
	libreint/table/follow_move_tests.c \
	libreint/table/follow_moves.c \
	libreint/table/follow_participation.c \
	libreint/table/follow_paths.c \
	libreint/table/follow_periods.c \
	libreint/table/follow_plan.c \
	libreint/table/follow_profile.c \
	libreint/table/follow_relatives.c \
	libreint/table/follow_report.c \
	libreint/table/follow_sensitivity.c \
	libreint/table/follow_sequences.c \
	libreint/table/follow_strands.c \
	libreint/table/follow_time.c \
	libreint/table/follow_timeline.c \
	libreint/table/follow_transitions.c \
	libreint/table/follow_values.c \
	libreint/table/front.c libreint/table/front.h \
	libreint/table/gap.c \
	libreint/table/ingest.c \
	libreint/table/judge.c \
	libreint/table/layout.c \
	libreint/table/letters.c libreint/table/letters.h libreint/table/letters_records.c libreint/table/letters_sums.c libreint/table/letters_write.c \
	libreint/table/limits.c \
	libreint/table/misfit.c libreint/table/misfit.h \
	libreint/table/missing.c \
	libreint/table/pair.c libreint/table/pair.h \
	libreint/table/pair_tests.c \
	libreint/table/picture.c libreint/table/picture.h \
	libreint/table/picture_alluvial.c libreint/table/picture_balance.c libreint/table/picture_changes.c \
	libreint/table/picture_curve.c libreint/table/picture_flow.c libreint/table/picture_persons.c libreint/table/picture_states.c \
	libreint/table/picture_timeline.c \
	libreint/table/plan.c libreint/table/plan.h \
	libreint/table/plan_contradictions.c libreint/table/plan_derive.c \
	libreint/table/plan_layout.c \
	libreint/table/plan_parse.h \
	libreint/table/plan_parts.c \
	libreint/table/plan_table.c \
	libreint/table/raking.c \
	libreint/table/record_tests.c libreint/table/records.c \
	libreint/table/rename.c \
	libreint/table/report.c \
	libreint/table/request.c \
	libreint/table/sentences.c \
	libreint/table/standard.c libreint/table/standard.h \
	libreint/table/standard_help.c \
	libreint/table/table.h \
	libreint/table/strata_tests.c \
	libreint/table/tabulate.c \
	libreint/table/tests.c \
	libreint/table/values.c \
	libreint/table/view.c \
	libreint/table/words.c

dist_man_MANS += man/reint-plan.5
reinttableincludedir = $(reintincludedir)/table
reinttableinclude_HEADERS = libreint/table/table.h

if HAVE_CMOCKA
check_PROGRAMS += tests/test_condition_words tests/test_plan tests/test_report tests/test_tab tests/test_table tests/test_table_errors tests/test_table_judge tests/test_table_strata tests/test_view
TESTS += tests/test_condition_words tests/test_plan tests/test_report tests/test_tab tests/test_table tests/test_table_errors tests/test_table_judge tests/test_table_strata tests/test_view
EXTRA_DIST += tests/data/table-golden.R tests/data/table-study.psv
tests_test_condition_words_SOURCES = tests/test_condition_words.c tests/check.h
tests_test_condition_words_LDADD = $(TEST_LIBS)
tests_test_plan_SOURCES = tests/test_plan.c tests/check.h
tests_test_plan_LDADD = $(TEST_LIBS)
tests_test_report_SOURCES = tests/test_report.c tests/check.h tests/frame_study.h
tests_test_report_LDADD = $(TEST_LIBS)
tests_test_tab_SOURCES = tests/test_tab.c tests/check.h tests/frame_study.h tests/table_study.h
tests_test_tab_LDADD = $(TEST_LIBS)
tests_test_table_SOURCES = tests/test_table.c tests/check.h tests/frame_study.h tests/table_study.h
tests_test_table_LDADD = $(TEST_LIBS)
tests_test_table_errors_SOURCES = tests/test_table_errors.c tests/check.h tests/frame_study.h tests/table_study.h
tests_test_table_errors_LDADD = $(TEST_LIBS)
tests_test_table_strata_SOURCES = tests/test_table_strata.c tests/check.h tests/frame_study.h tests/table_study.h
tests_test_table_strata_LDADD = $(TEST_LIBS)
tests_test_table_judge_SOURCES = tests/test_table_judge.c tests/check.h tests/frame_study.h tests/table_study.h
tests_test_table_judge_LDADD = $(TEST_LIBS)
tests_test_view_SOURCES = tests/test_view.c tests/check.h tests/frame_study.h
tests_test_view_LDADD = $(TEST_LIBS)
endif
