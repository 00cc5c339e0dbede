/* rewait.h: whether a task that was woken looks again before it goes on.
 *
 * `while not ready: c.wait()` does, `if not ready: c.wait()` does not, and neither does a wait alone. Read off
 * the bytecode: where the way on from the wait meets the ways that do not wait is the head of a loop, and that
 * loop has a test. */
#ifndef MODEL_REWAIT_H
#define MODEL_REWAIT_H

#include "vm/inside.h"

/* The frame is in the call of a wait. */
bool looks_again(const struct frame *f);

#endif
