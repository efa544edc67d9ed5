## stats/: sources, public headers, tests of this room
libreint_libreint_core_la_SOURCES +=
