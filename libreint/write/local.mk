## write/: one writer a format; the only user of libxlsxwriter
libreint_libreint_core_la_SOURCES += \
	libreint/write/name.c libreint/write/write.h

reintwriteincludedir = $(reintincludedir)/write
reintwriteinclude_HEADERS = libreint/write/write.h
