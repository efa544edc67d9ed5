## table/: plan to cells
libreint_libreint_core_la_SOURCES += \
	libreint/table/cells.h \
	libreint/table/table.h

reinttableincludedir = $(reintincludedir)/table
reinttableinclude_HEADERS = libreint/table/table.h
