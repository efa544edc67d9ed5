## cube/: counting
libreint_libreint_core_la_SOURCES += \
	libreint/cube/cube.h
