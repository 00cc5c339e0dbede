/* variable.h: variables and heap objects that tasks share; private to model/.
 *
 * In:      accesses, as the VM tells of them: before each, and what it has seen.
 * Out:     which of them are steps.
 *
 * What tasks may be at odds about is a key: a variable, an attribute, a container. What of it an access touches is a
 * place: all of it, or one item. An access is a step once tasks have turned out to be at odds about its key: some
 * task writes it, and another touches it. What only one touches, or nobody writes while there is a choice,
 * commutes with everything. Should that turn out to be wrong, the search begins again (model.restart), and knows it then. */
#ifndef MODEL_VARIABLE_H
#define MODEL_VARIABLE_H

#include "model/run.h"

/* The key of what a slot holds, or (sym) of an attribute of it; a new one is added. */
uint32_t key_find(uint32_t slot, value sym);
/* As the program calls it. */
const char *key_name(const struct model *m, uint32_t key);
/* It is called so from now on. Finishes the name. */
void key_set_name(uint32_t key, struct buf *name);
/* The place in m->places; a new one is added. item: as written, a text + 1; 0: all of the key. */
uint32_t place_find(uint32_t key, uint32_t item);
void place_name(const struct model *m, uint32_t place, struct buf *out); // "count", "d['k']"

/* This access included, are tasks at odds about it, so that accesses are steps? */
bool key_at_odds(struct run *r, uint32_t key, bool write);
/* The only task that is left touches something. What it has not seen the end of may elsewhere still be about to
 * touch the same, so it is at odds with that. */
void touches_alone(struct run *r, uint32_t slot, value sym, bool write);

/* Before an access: ENGINE_DONE, and it may be made now, or ENGINE_PARK: it is the next step. */
enum engine_ret variable_access(struct task *t, const struct access *a);

#endif
