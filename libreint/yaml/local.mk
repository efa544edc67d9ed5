## yaml/: the one reader of YAML
libreint_libreint_core_la_SOURCES += \
	libreint/yaml/bind.c \
	libreint/yaml/label.c \
	libreint/yaml/parse.c \
	libreint/yaml/yaml.h
