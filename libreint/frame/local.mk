## frame/: typed columns, joins, recodes, conditions
libreint_libreint_core_la_SOURCES += \
	libreint/frame/frame.h
