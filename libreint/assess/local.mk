## assess/: classification and domains, with explanations
libreint_libreint_core_la_SOURCES += \
	libreint/assess/provide.h \
	libreint/assess/assess.h

reintassessincludedir = $(reintincludedir)/assess
reintassessinclude_HEADERS = libreint/assess/assess.h
