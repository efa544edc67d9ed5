## Tests link the core (they may reach reinti_*); users get libreint.la with reint_* only.
noinst_LTLIBRARIES += libreint/libreint-core.la
libreint_libreint_core_la_SOURCES = libreint/reint.h

reintincludedir = $(includedir)/reint
reintinclude_HEADERS = libreint/reint.h

include libreint/base/local.mk
include libreint/yaml/local.mk
include libreint/sheet/local.mk
include libreint/stats/local.mk
include libreint/codebook/local.mk
include libreint/xlsform/local.mk
include libreint/study/local.mk
include libreint/ingest/local.mk
include libreint/frame/local.mk
include libreint/assess/local.mk
include libreint/cube/local.mk
include libreint/follow/local.mk
include libreint/table/local.mk
include libreint/write/local.mk
include libreint/run/local.mk

lib_LTLIBRARIES += libreint/libreint.la
# From the same objects as the core: unpacking its archive again takes longer than compiling.
libreint_libreint_la_SOURCES = $(libreint_libreint_core_la_SOURCES)
nodist_libreint_libreint_la_SOURCES = $(nodist_libreint_libreint_core_la_SOURCES)
libreint_libreint_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 \
	-Wl,--version-script=$(top_srcdir)/libreint/libreint.map
EXTRA_libreint_libreint_la_DEPENDENCIES = $(top_srcdir)/libreint/libreint.map
EXTRA_DIST += libreint/libreint.map
