/* methods.h: how a file adds native functions.
 *
 * Each group has a .def list in vm/: BUILTIN(name, "signature", fn, flags, fallback) and
 * METHOD(TYPE, name, "signature", fn, flags, fallback); fallback is a function of
 * prelude/slow.py as a string, or NULL. vm/builtin.c gathers all lists into one table; the
 * functions are declared from the same lists, so a missing one does not link. */
#ifndef VM_METHODS_H
#define VM_METHODS_H

#include "vm/vm.h"

#define BUILTIN(name, signature, fn, flags, fallback) builtin_fn fn;
#define METHOD(type, name, signature, fn, flags, fallback) builtin_fn fn;
#include "vm/builtin.def"
#undef BUILTIN
#undef METHOD

#endif
