## codebook/: forms, code lists, rules, rule sets, packs, entitlements
libreint_libreint_core_la_SOURCES += \
	libreint/codebook/model.h \
	libreint/codebook/codebook.h

reintcodebookincludedir = $(reintincludedir)/codebook
reintcodebookinclude_HEADERS = libreint/codebook/codebook.h
