## codebook/: forms, code lists, rules, rule sets, packs, entitlements
libreint_libreint_core_la_SOURCES += \
	libreint/codebook/check.c \
	libreint/codebook/codebook.c    libreint/codebook/codebook.h \
	libreint/codebook/entitlement.c libreint/codebook/entitlement.h \
	libreint/codebook/forms.c       libreint/codebook/keys.h \
	libreint/codebook/lists.c       libreint/codebook/model.h \
	libreint/codebook/pack.c        libreint/codebook/pack.h \
	libreint/codebook/parse.c       libreint/codebook/parser.h \
	libreint/codebook/property.c \
	libreint/codebook/ruleset.c     libreint/codebook/ruleset.h \
	libreint/codebook/ruleset_codes.c \
	libreint/codebook/ruleset_facts.c \
	libreint/codebook/ruleset_find.c \
	libreint/codebook/ruleset_parse.h

reintcodebookincludedir = $(reintincludedir)/codebook
reintcodebookinclude_HEADERS = libreint/codebook/codebook.h
