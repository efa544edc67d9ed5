## write/: one writer a format; the only user of libxlsxwriter
libreint_libreint_core_la_SOURCES += \
	libreint/write/book.c libreint/write/book.h libreint/write/name.c \
	libreint/write/sheet_table.c libreint/write/sheet_text.c libreint/write/words.c \
	libreint/write/workbook.h libreint/write/xlsx.c libreint/write/write.h

reintwriteincludedir = $(reintincludedir)/write
reintwriteinclude_HEADERS = libreint/write/write.h
