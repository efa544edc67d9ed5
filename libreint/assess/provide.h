/* provide.h -- classes and domain scores as columns of frames.  Private.
 *
 *   class_<ruleset>           ("-" and "." of its id written "_"); `class` is that of the codebook's default
 * rule set on interviews           the class of the person's current stage as told by that wave, or of the
 * interview itself on stages               of the stage as known now on persons              by the rule
 * set's person_summary class.._computed          without the team's overrides class.._group             the
 * wider class: assisted, unassisted class.._reason            a set: the reasons that surely hold (interviews
 * and stages) class.._latest, .._home, .._worst, .._ever       on persons; _ever is a set <domain>,
 * <domain>_band, <composite>, <composite>_band     of scored packs, where their items stand <domain>,
 * <domain>_change                        of state packs, on the form keyed by person and wave
 *
 * Undetermined rows have `possible` bits.  Rule sets and packs are read when a column of theirs is first
 * asked for. */
#ifndef REINTI_PROVIDE_H
#define REINTI_PROVIDE_H

#include "assess/assess.h"
#include "assess/dossier.h"
#include "frame/frame.h"

/* class.._help on persons: whether there was any formal help at home by the last interview. */

/* Whether NAME is `class`, alone or with one of the endings above. */
bool reinti_is_class_name(const char *name);
/* Registers the provider; it goes with the frames. */
reint_status reinti_assess_provide(reinti_frames *frames, reint_error *err);

#endif
