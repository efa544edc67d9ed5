## table/: plan to cells
libreint_libreint_core_la_SOURCES += \
	libreint/table/axis.c \
	libreint/table/base.c \
	libreint/table/build.c libreint/table/build.h \
	libreint/table/cell_text.c libreint/table/cells.h \
	libreint/table/count.c \
	libreint/table/follow.c libreint/table/follow.h \
	libreint/table/follow_participation.c \
	libreint/table/follow_plan.c \
	libreint/table/follow_report.c \
	libreint/table/follow_transitions.c \
	libreint/table/front.c libreint/table/front.h \
	libreint/table/gap.c \
	libreint/table/ingest.c \
	libreint/table/missing.c \
	libreint/table/plan.c libreint/table/plan.h \
	libreint/table/rename.c \
	libreint/table/report.c \
	libreint/table/sentences.c \
	libreint/table/standard.c libreint/table/standard.h \
	libreint/table/standard_help.c \
	libreint/table/table.h \
	libreint/table/tabulate.c \
	libreint/table/tests.c

dist_man_MANS += man/reint-plan.5
reinttableincludedir = $(reintincludedir)/table
reinttableinclude_HEADERS = libreint/table/table.h
