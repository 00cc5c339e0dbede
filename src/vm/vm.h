/* vm.h: runs one task of a Python program up to its next visible step.
 *
 * In:      chunks from code/; answers to requests.
 * Out:     requests, visible steps, uncaught exceptions.
 * Owner:   struct vm is one process (real or simulated): its heap, modules and threads.
 *          struct task is one thread of it. Tasks are data: the VM never recurses on the C
 *          stack for Python calls, so a task can be stepped, parked, copied and hashed.
 * Threads: live/ runs each task on a pthread of its own, in parallel. Fields of struct vm
 *          that tasks share are named with their guard. model/ runs all on one thread. */
#ifndef VM_VM_H
#define VM_VM_H

#include "base/buf.h"
#include "code/code.h"
#include "vm/heap.h"

struct vm;
struct task;

/* ---- what a builtin returns ---- */
enum vm_ret {
    VM_OK,       // *ret is the result
    VM_RAISE,    // task->exc is the exception
    VM_FALLBACK, // nothing was done: the prelude's Python version must do it (it needs to call Python code)
    VM_REQUEST,  // task->req is filled: the engine performs it, its answer is the result
    VM_PARK,     // an access waits for the engine: nothing was done, the instruction runs again later
    VM_STOP,     // the engine wants the task to end at once
    VM_RESUME,   // resume the generator in task->call[0] with task->gen_value; its next value is the result
    VM_SWITCH,   // go on in the greenlet in task->call[0], which gets task->gen_value; see greenlet.c
    VM_NUMBER,   // as VM_RAISE, but task->call[0], an argument, can tell the number that was wanted; see may_be_number()
    VM_CALL,     // *ret is a callable that was put at task->call with its arguments: call it, its result is the result
};

/* A native function. args has one value for each parameter of the builtin's signature, in
 * order, absent ones V_UNBOUND; *args is one tuple, **kwargs one dict (or V_UNBOUND when empty).
 * The values stay valid for the call: nothing is collected before it returns. */
typedef enum vm_ret builtin_fn(struct task *t, value *args, value *ret);

/* builtin.def and the method tables expand to this. The signature is written as in
 * Python: "iterable, /, *, key=None, reverse=False"; it is parsed once, at the first call with keywords. */
enum builtin_flag {
    BF_READS = 1,   // reads the content of container arguments: they are copied first if other threads see them
    BF_WRITES = 2,  // changes its receiver: arguments become shared if the receiver is
    BF_STEP = 4,    // a visible step when the receiver is shared
    BF_HIDDEN = 8,  // only for the prelude (from _conch import …)
    BF_SELF = 16,   // a function, but its first argument is a receiver as a method's is
};
struct builtin_info {
    const char *name;      // "len", or for methods "append"
    const char *signature; // "obj, /"; methods begin with "self"
    builtin_fn *fn;
    uint16_t flags;
    uint8_t min, max;      // positional arguments without the binder; max 255: *args
    uint8_t type;          // enum type_id for methods, else T_OBJECT
    const char *fallback;  // function in prelude/slow.py, or NULL
};
extern const struct builtin_info builtin_table[];

/* ---- exceptions ---- */
enum exc_id { // exception.def: EXC(id, base)
#define EXC(name, base) EXC_##name,
#include "vm/exception.def"
#undef EXC
    EXC_COUNT
};

/* Sets task->exc to a new exception with a message; always returns VM_RAISE. */
enum vm_ret throw(struct task *t, enum exc_id id, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same with a value as its only argument (KeyError: the key). */
enum vm_ret throw_value(struct task *t, enum exc_id id, value arg);
/* TypeError: "unsupported operand type(s) for +: 'int' and 'str'" and the like. */
enum vm_ret throw_operands(struct task *t, const char *op, value a, value b);

/* ---- types and names ---- */
enum type_id type_of(value v);              // T_INSTANCE for objects of classes
const char *type_name(struct task *t, value v); // as type(v).__name__; valid until the next safe point
value type_value(struct task *t, value v);  // as type(v)
enum type_id type_of_methods(enum type_id type); // which of builtin_table's types has the methods of such a type
struct class *class_of(value v);            // of a T_INSTANCE
bool is_instance(value v, value cls);       // isinstance(v, cls) for one class or native type
/* The wrapped list, dict, str … of an instance of a subclass of a native type, else v itself. */
value payload_or_self(value v);

/* Interned names. A symbol is a perm string; equal texts have equal values. */
value symbol(struct vm *vm, const char *s, size_t n);
value symbol_of_str(struct vm *vm, value str);

/* ---- numbers: number.c ---- */
value int_value(struct task *t, int64_t i);            // boxes beyond 63 bits
bool is_integer(value v);                              // int or bool or big int (not subclasses)
bool int_get(value v, int64_t *ret);                   // false if not an int or too large
value float_value(struct task *t, double d);
bool is_float(value v);
double float_of(value v);                              // v must be a float
bool number_get(struct task *t, value v, double *ret); // int or float to double; OverflowError sets exc and gives false
/* Whether a time can be waited for: false with ValueError for NaN, with OverflowError for what no clock reaches. */
bool seconds_fit(struct task *t, double seconds);
/* Binary and unary operators on int, float, bool, big int; op is enum operator_kind of lang/.
 * VM_FALLBACK if one of them is not a number. */
enum vm_ret number_binary(struct task *t, unsigned op, value a, value b, value *ret);
enum vm_ret number_unary(struct task *t, unsigned op, value a, value *ret);
int number_compare(value a, value b, bool *ret_unordered); // -1 0 1 for int/float/bool/big; NaN: unordered
uint64_t number_hash(value v);                              // equal numbers have equal hashes: 1 == 1.0 == True
enum vm_ret int_parse(struct task *t, const char *s, size_t n, unsigned base, value *ret); // ValueError as int()
enum vm_ret float_parse(struct task *t, const char *s, size_t n, value *ret);
void int_text(struct buf *out, value v);                    // decimal
void float_text(struct buf *out, double d);                 // shortest that reads back: repr()

/* ---- text: string.c, format.c ---- */
value str_new(struct task *t, const char *s, size_t n);     // valid UTF-8; 0 with exc set if too large
value str_lit(struct task *t, const char *s);
value str_concat(struct task *t, value a, value b);         // linear for s += x
value str_from_buf(struct task *t, struct buf *b);          // and finishes the buffer
value str_char(struct task *t, uint32_t cp);
bool str_equal(value a, value b);
int str_order(value a, value b);                            // by code points
uint64_t str_hash(value s);
/* format(v, spec) for numbers and strings; conversion and instances are the caller's. */
enum vm_ret format_value(struct task *t, value v, const char *spec, size_t n, value *ret);
enum vm_ret format_percent(struct task *t, value fmt, value args, value *ret); // of a str, bytes or bytearray

/* repr() or str() of any value into a buffer. VM_FALLBACK if an instance with its own
 * __repr__/__str__ is inside; cycles print [...] as in Python; depth beyond 200: RecursionError. */
enum vm_ret value_repr(struct task *t, value v, struct buf *out);
enum vm_ret value_str(struct task *t, value v, struct buf *out);

/* ---- containers: list.c, dict.c, tuple.c, iter.c ---- */
value tuple_new(struct task *t, const value *items, size_t n); // items may be NULL: filled with V_NONE
value list_new(struct task *t, const value *items, size_t n);
bool list_append(struct task *t, struct list_obj *l, value v);    // false: MemoryError
value dict_new(struct task *t);
value set_new(struct task *t, enum type_id set_or_frozenset);
/* Lookup. VM_OK with *ret V_UNBOUND if absent; VM_RAISE for unhashable keys; VM_FALLBACK if
 * Python code must hash or compare (instances with __eq__/__hash__). */
enum vm_ret dict_get(struct task *t, struct dict *d, value key, value *ret);
enum vm_ret dict_set(struct task *t, struct dict *d, value key, value v);
enum vm_ret dict_del(struct task *t, struct dict *d, value key, value *ret_old); // V_UNBOUND: was absent
/* Symbol keys cannot fail or call Python code. */
value dict_get_sym(struct dict *d, value sym);                 // V_UNBOUND if absent
void dict_set_sym(struct task *t, struct dict *d, value sym, value v);
/* The entries in insertion order: *at starts at 0; false at the end. */
bool dict_next(const struct dict *d, uint32_t *at, value *key, value *v);
enum vm_ret value_hash(struct task *t, value v, uint64_t *ret);
enum vm_ret value_equal(struct task *t, value a, value b, bool *ret);  // == without Python code, else VM_FALLBACK
enum vm_ret value_order(struct task *t, unsigned op, value a, value b, bool *ret); // < <= > >=
/* A read-only view of the items of a list or tuple (or payload of such): if other threads may
 * change it, a private copy made under its lock. False: not such a thing, or MemoryError. The pointer is valid for this builtin call. */
bool items_view(struct task *t, value v, const value **ret_items, size_t *ret_n);

enum vm_ret iter_new(struct task *t, value v, value *ret);     // iter(v); VM_FALLBACK for instances
/* The next item; *ret V_UNBOUND at the end; VM_FALLBACK if it takes Python code (generators, instances). */
enum vm_ret iter_next(struct task *t, value it, value *ret);
/* iter_next() of an iterator over pairs, without making the pair: into ret[0] and ret[1], ret[0] V_UNBOUND at the
 * end. VM_FALLBACK if it is another kind of iterator, of which nothing was taken. Nobody else may be using it. */
enum vm_ret iter_next_pair(struct task *t, value it, value ret[2]);
/* Index and slice protocols of native types; VM_FALLBACK for instances. */
enum vm_ret item_get(struct task *t, value obj, value key, value *ret);
enum vm_ret item_set(struct task *t, value obj, value key, value v);
enum vm_ret item_del(struct task *t, value obj, value key);
enum vm_ret contains(struct task *t, value obj, value v, bool *ret);
/* + * % and so on for sequences, sets, dicts (numbers are tried first by the loop). in_place: += and friends. */
enum vm_ret object_binary(struct task *t, unsigned op, bool in_place, value a, value b, value *ret);
bool truth(struct task *t, value v, bool *ret);                // false if Python code must decide

#endif
