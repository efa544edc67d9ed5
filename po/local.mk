## po/: messages in other languages, a catalogue each.  xgettext finds the texts where messages are made; help comes from
## the command itself, which prints its table of verbs.
EXTRA_DIST += po/extract.sh po/id.po
if HAVE_MSGFMT
idmessagesdir = $(localedir)/id/LC_MESSAGES
idmessages_DATA = po/id/LC_MESSAGES/reint.mo
CLEANFILES += po/id/LC_MESSAGES/reint.mo
po/id/LC_MESSAGES/reint.mo: $(srcdir)/po/id.po
	$(AM_V_GEN)$(MKDIR_P) po/id/LC_MESSAGES && $(MSGFMT) -c --check-format -o $@ $(srcdir)/po/id.po
endif

## The template from the sources of now, and what is new in them into id.po (empty: to be translated).
po/reint.pot: all
	bin/reint$(EXEEXT) --messages >po/help.po
	cd $(srcdir) && $(SHELL) po/extract.sh $(abs_top_builddir)/po/help.po $(abs_top_builddir)/po/reint.pot
po-update: po/reint.pot
	cd $(srcdir)/po && msgmerge -q --no-fuzzy-matching --no-wrap --add-location=file -o id.new id.po $(abs_top_builddir)/po/reint.pot && msgattrib --no-obsolete --no-fuzzy --no-wrap -o id.po id.new && rm id.new
CLEANFILES += po/reint.pot po/help.po
.PHONY: po-update
