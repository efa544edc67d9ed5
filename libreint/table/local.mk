## NOTE FROM COORDINATOR: read NOTE-FROM-COORDINATOR.md in the root of this worktree before going on (remove this line)
## table/: plan to cells
libreint_libreint_core_la_SOURCES += \
	libreint/table/cell_text.c libreint/table/cells.h \
	libreint/table/report.c \
	libreint/table/table.h

reinttableincludedir = $(reintincludedir)/table
reinttableinclude_HEADERS = libreint/table/table.h
