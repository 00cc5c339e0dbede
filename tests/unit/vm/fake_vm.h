/* fake_vm.h: just enough of a VM to test the files of numbers and text by themselves: a heap
 * that only grows, exceptions as a line of text, containers without locks. */
#ifndef TESTS_FAKE_VM_H
#define TESTS_FAKE_VM_H

#include "tests/unit/tap.h"
#include "vm/methods.h"
#include "vm/str.h"
#include "vm/task.h"

extern char fake_exc[4096]; // "ValueError: …" after a VM_RAISE

/* Maps the heap; the task has no exception. */
void fake_start(struct task *t);

/* Forgets all objects. */
void fake_forget(void);

/* Reads one Python literal: numbers, strings, bytes, None, True, False, tuples, lists, dicts,
 * slice(a, b, c), bytearray(b''). *s moves behind it. Aborts on anything else. */
value fake_literal(struct task *t, const char **s);

/* repr() of what fake_literal() can read. */
void fake_repr(struct buf *out, value v);

#endif
