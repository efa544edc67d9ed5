## codebook/: forms, code lists, rules, rule sets, packs, entitlements
libreint_libreint_core_la_SOURCES += \
	libreint/codebook/check.c libreint/codebook/codebook.c libreint/codebook/forms.c \
	libreint/codebook/keys.h libreint/codebook/lists.c libreint/codebook/model.h \
	libreint/codebook/parse.c libreint/codebook/parser.h \
	libreint/codebook/codebook.h

reintcodebookincludedir = $(reintincludedir)/codebook
reintcodebookinclude_HEADERS = libreint/codebook/codebook.h
