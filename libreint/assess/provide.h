/* provide.h -- classes and domain scores as columns of frames.  Private.
 *
 *   class, class_computed, class_reason, class_<ruleset>   on the interview frame: the class of the person's current
 *       stage as told by that wave (or of the interview itself for rule sets of unit interview);
 *       on the stage frame: of that stage as known now; on the person frame: by the rule set's person_summary
 *   d_<domain>, d_<domain>_band, index of a pack           where the pack's items stand
 * Undetermined rows have `possible` bits. */
#ifndef REINTI_PROVIDE_H
#define REINTI_PROVIDE_H

#include "assess/assess.h"
#include "frame/frame.h"

reint_status reinti_assess_provide(reinti_frames *frames, reint_error *err); /* registers the provider */

#endif
