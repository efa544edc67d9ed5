## sheet/: workbooks (.xlsx, .ods) as rows of typed cells
libreint_libreint_core_la_SOURCES += \
	libreint/sheet/flat.c \
	libreint/sheet/internal.h \
	libreint/sheet/ods.c \
	libreint/sheet/package.c \
	libreint/sheet/row.c \
	libreint/sheet/sheet.h \
	libreint/sheet/value.c \
	libreint/sheet/xlsx.c \
	libreint/sheet/xlsx_rows.c \
	libreint/sheet/xml.c
