## study/: the study file; the only user of SQLite
libreint_libreint_core_la_SOURCES += \
	libreint/study/store.h \
	libreint/study/expr.h \
	libreint/study/study.h

reintstudyincludedir = $(reintincludedir)/study
reintstudyinclude_HEADERS = libreint/study/study.h
