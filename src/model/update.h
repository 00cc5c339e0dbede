/* update.h: whether what a statement stores was made of what stood there before.
 *
 * `x += 1`, `d[k] = d.get(k, 0) + 1`, and `old = x` with `x = old + 1` some lines further down. Read off the
 * bytecode, from the top of the function to the store: where each register's value comes from. What several
 * branches join in is taken as the last one has it. */
#ifndef MODEL_UPDATE_H
#define MODEL_UPDATE_H

#include "vm/inside.h"

/* The frame stands at an instruction that stores: does it store what it has made of the same place? */
bool stores_update(const struct frame *f);

/* The frame stands at an instruction that loads an attribute or an item: does the same line store there what it
 * makes of it? */
bool loads_for_update(const struct frame *f);

#endif
