/* image.h: the program as it was when its first task was about to start; private to model/.
 *
 *     heap     objects that were there then │ line │ objects made since
 *     copy     the same                     │
 *
 * Each run begins with it and ends with it. What a run has changed is found by comparing the heap with the copy, page by
 * page: nothing that a builtin of the VM may do to an object can be overlooked.
 *
 * In:      the heap at the freeze.
 * Out:     which objects differ from it; the heap as it was.
 * Owner:   image_freeze/image_thaw.
 *
 * Objects of the freeze are called by their place; shared ones made since by who made them (NAMED). */
#ifndef MODEL_IMAGE_H
#define MODEL_IMAGE_H

#include "model/run.h"

/* What a process counts, besides its objects. */
struct scalars {
    uint32_t threads_numbered;
    uint64_t next_id;
    value main_thread, hooks[ARRAY_LEN(((struct vm *)0)->hooks)];
};

/* Objects below the line by address, and whose inside they are. */
struct base_object { value at, owner; };
struct image {
    char *copy;                      // of everything below the line
    size_t bytes;
    uint32_t *pages, pages_n;        // those with objects in them
    struct base_object *objects; uint32_t objects_n, objects_cap;
    value **globals;                 // each module's variables, as they were
    uint32_t *globals_n, modules, classes;
    struct scalars scalars;
    // of the current run
    value *changed; uint32_t changed_n, changed_cap; // objects of the freeze that differ, by those of which they are a part
    struct words scratch;
    uint32_t *fresh, fresh_n, fresh_cap; // slots of objects that got their name in this run
};

/* Takes the image, and what is to be known of the objects in it. */
void image_freeze(struct model *m);
void image_thaw(struct model *m);

/* Looks what is changed: im->changed. */
void image_compare(struct image *im);
/* Whether it has found that this object differs. */
bool private_changed(value v);
/* The end of a run: the heap is as it was. */
void image_put_back(struct model *m);

/* A variable as it was; V_UNBOUND: it was not there. */
static inline value image_global(const struct image *im, uint32_t module, uint32_t at)
{
    return module < im->modules && at < im->globals_n[module] ? im->globals[module][at] : V_UNBOUND;
}
/* What a variable of the prelude holds; 0: no object. */
uint64_t prelude_object(const struct model *m, const char *module, const char *name);
struct scalars scalars_of(const struct vm *vm);
bool scalars_same(const struct scalars *a, const struct scalars *b);

/* The list that an array belongs to, the dict of a table …; the object itself otherwise. */
value content_owner(value v);
/* Where an object is in this run. */
value named_object(uint8_t process, uint64_t oid);
/* How a shared object is called; a new one gets a name. */
uint64_t object_name(struct writer *w, value v);

#endif
