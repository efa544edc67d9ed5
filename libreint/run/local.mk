## run/: a whole job from its file
libreint_libreint_core_la_SOURCES += \
	libreint/run/run.h

reintrunincludedir = $(reintincludedir)/run
reintruninclude_HEADERS = libreint/run/run.h
