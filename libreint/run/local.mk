## run/: a whole job from its file
libreint_libreint_core_la_SOURCES += \
	libreint/run/check.c libreint/run/job.c libreint/run/job.h \
	libreint/run/run.c libreint/run/run.h

reintrunincludedir = $(reintincludedir)/run
reintruninclude_HEADERS = libreint/run/run.h

dist_man_MANS += man/reint-job.5
