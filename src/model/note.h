/* note.h: what steps have shown that may be worth a word; private to model/.
 *
 * Noted while steps are run for the first time; advice.c looks into it when the search is over. */
#ifndef MODEL_NOTE_H
#define MODEL_NOTE_H

#include "model/run.h"

/* The task takes a lock, or waits for it; `was` is how it was found. */
void note_taking(const struct run *r, uint32_t slot, const struct sync_object *was, bool waits);
/* It has to wait for another task. */
void note_waits_for(const struct run *r, unsigned thread);
/* It waits for a condition, and does not look again afterwards. */
void note_single_wait(const struct run *r, uint32_t slot, uint32_t line);

#endif
