/* world.h: the ground that tests of containers stand on: a VM without a program, values read
 * from Python displays, exceptions as a line of text. */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

// The VM has its own throw() and F_LOCK; those of the C library come with tap.h only.
#define raise libc_raise
#include "tests/unit/tap.h"
#undef raise
#undef F_LOCK

#include "lang/lang.h"
#include "vm/container.h"

/* A task of a new process with an empty heap. */
struct task *world_start(void);

/* "ValueError: …" after a VM_RAISE. */
const char *world_error(struct task *t);

/* The value of one Python display: numbers, inf, nan, strings, b'', None, True, False, (), [], {}, set(),
 * frozenset(), range(), slice(), deque(), iter(), keys(), values(), items(), list * number; plain() is
 * an instance of a class without methods, picky() one whose class has __eq__ and __hash__, ... is
 * V_UNBOUND. Aborts on anything else. world_read() moves *s behind it. */
value world_value(struct task *t, const char *text);
value world_read(struct task *t, const char **s);

/* repr(v); valid until the fourth next call. */
const char *world_show(struct task *t, value v);

/* CHECKs that repr(v) is the text. */
#define CHECK_SHOW(t, v, text) CHECK_STR(world_show((t), (v)), (text))

#endif
