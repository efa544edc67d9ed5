## ingest/: readers, checks, the loader
libreint_libreint_core_la_SOURCES += \
	libreint/ingest/ingest.h

reintingestincludedir = $(reintincludedir)/ingest
reintingestinclude_HEADERS = libreint/ingest/ingest.h
