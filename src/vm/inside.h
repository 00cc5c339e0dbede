/* inside.h: what the files of vm/ share among themselves. */
#ifndef VM_INSIDE_H
#define VM_INSIDE_H

#include "vm/task.h"

/* ---- heap.c ---- */
struct heap *heap_open(uint64_t limit_bytes, size_t besides, char **ret_besides); // NULL: no address space
void heap_close(struct heap *h);
bool heap_over_limit(const struct vm *vm);
uint32_t heap_collections(const struct vm *vm); // how many there have been; asked by a task that runs, or under vm->world
void heap_want_collection(struct task *t); // at its next safe point …
void heap_collect_wanted(struct task *t);  // … if nobody else has made one since
typedef void heap_visit_fn(void *ctx, value *slot);

/* ---- reach.c ---- */
void heap_share_globals(struct task *t);
void heap_share_children(struct task *t, value v); // what an object that is shared already has got
/* Whether one of the nearest objects that are reached from v, or itself, is wanted. Classes and functions are not
 * looked into. Only while the task is alone. */
bool heap_finds(value v, bool (*is_wanted)(value v));

/* ---- greenlet.c ---- */
void greenlet_visit(void *ctx, heap_visit_fn *f, struct greenlet *g);
void greenlet_finalize(struct greenlet *g);
bool greenlet_in_try(const struct greenlet *g); // it was left where leaving for good has code to run

/* ---- ending.c: what is done in Python when an object dies ---- */
bool ending_in_try(const struct code *c, const struct instr *pc);
bool ending_takes_code(const struct obj *o); // one of vm->finals
bool ending_concerns(const struct code *c);  // whether generators of this code are to be listed there
void ending_add(struct vm *vm, value v);     // to vm->dying; the world stands still, or heap_guard is held

/* ---- names.c: symbols ---- */
struct symbols *symbols_new(void);
void symbols_free(struct symbols *s);
static inline const char *sym_text(value sym) { return ((struct str *)REF(sym))->bytes; }
static inline uint32_t sym_len(value sym) { return ((struct str *)REF(sym))->o.n; }
/* Symbols the VM itself looks up, interned when they are first wanted. */
enum known_sym {
#define SYM(id, text) SYM_##id,
#include "vm/symbol.def"
#undef SYM
    SYM_COUNT
};
value known_symbol(struct vm *vm, enum known_sym s);
#define S(vm, id) known_symbol((vm), SYM_##id)

/* ---- module.c: modules, loading, importing ---- */
struct module *module_find_or_new(struct vm *vm, value name, uint32_t *ret_index); // NULL: too many
struct module *module_at(struct vm *vm, uint32_t index);
void module_ready(struct vm *vm, struct module *m); // slots of names that were added
value module_get(struct vm *vm, struct module *m, value sym); // V_UNBOUND if unset
void module_set(struct vm *vm, struct module *m, value sym, value v);
/* A code for the text, its constants turned into values. NULL with *diag filled. */
struct code *module_compile(struct vm *vm, struct module *m, struct source *src, bool interactive,
                            bool prelude, struct diag *diag);
struct source *source_new(struct vm *vm, const char *file, const char *text, size_t n, bool prelude);
/* import: VM_OK with the module; VM_CALL with the code of a body to be run first (module in
 * *ret); VM_RAISE. */
enum vm_ret import_module(struct task *t, value name, uint32_t level, value from, value *ret,
                          const struct code **ret_body);
void module_done(struct vm *vm, struct module *m, bool loaded); // its body has ended
extern const struct code import_wait_code; // a body that only waits, without finishing the module
/* The embedded source of a prelude module, or NULL. */
const char *prelude_source(const char *name, size_t n, size_t *ret_len);
const char *prelude_name(size_t i); // of the i-th of them; NULL: there are no more

/* ---- class.c: classes, instances, attributes ---- */
value class_new(struct task *t, value name, value bases, value dict, uint32_t native);
struct class *class_by_id(struct vm *vm, uint32_t id);
value class_lookup(struct task *t, value cls, value sym);          // along the mro; V_UNBOUND
value type_lookup(struct task *t, value v, value sym);             // on type(v)
struct native_index *natives_new(void);
void natives_free(struct native_index *all);
value native_attribute(struct vm *vm, enum type_id type, value sym); // a builtin method or V_UNBOUND
bool class_is_subclass(value cls, value base);
value instance_new(struct task *t, struct class *c);
/* Where an attribute of instances with this shape is: slot number, or -1. */
int32_t shape_find(struct vm *vm, uint32_t shape, value sym);
uint32_t shape_add(struct vm *vm, uint32_t shape, value sym);
static inline struct shape *shape_at(struct vm *vm, uint32_t index)
{
    return &vm->shapes[index];
}
value *instance_slot(struct instance *i, uint32_t slot);
value instance_get(struct vm *vm, struct instance *i, value sym);  // own attribute; V_UNBOUND
void instance_set(struct task *t, struct instance *i, value sym, value v);
void instance_put(struct task *t, struct instance *i, value sym, value v); // the caller has its lock, if others see it
bool instance_del(struct task *t, struct instance *i, value sym);
value instance_dict(struct task *t, struct instance *i);           // a fresh dict of its attributes
/* Attribute access in general. VM_CALL: t->call holds a getter and its arguments. */
enum vm_ret attr_get(struct task *t, value obj, value sym, value *ret);
enum vm_ret attr_get_plain(struct task *t, value obj, value sym, value *ret); // without __getattr__ and __getattribute__
/* The method for a call: *ret_self V_UNBOUND if *ret is a plain attribute. */
enum vm_ret attr_method(struct task *t, value obj, value sym, value *ret, value *ret_self);
enum vm_ret attr_set(struct task *t, value obj, value sym, value v);
enum vm_ret attr_del(struct task *t, value obj, value sym);
/* What object.__setattr__ and object.__delattr__ do to an instance: a descriptor of its class has a say, methods
 * __setattr__ and __delattr__ have none. */
enum vm_ret attr_set_plain(struct task *t, value obj, value sym, value v);
enum vm_ret attr_del_plain(struct task *t, value obj, value sym);
value method_new(struct task *t, value func, value self);
void attr_missing(struct task *t, value obj, value sym); // AttributeError with a suggestion
bool is_class(value v);     // a class object or native type
const struct tuple *mro_of(value cls);
uint32_t class_find_flags(struct task *t, struct class *c); // those that follow from what it and its bases have
bool function_takes_no_self(value f);   // a builtin that stays as it is when it is found in a class
uint32_t shape_new(struct vm *vm, struct shape like);       // the caller has names_guard
void instance_use_dict(struct instance *i, value d);        // from here on its attributes are in d
void instance_to_dict_mode(struct task *t, struct instance *i);
value class_mro(value cls); // tuple, for T_CLASS

/* ---- exception.c ---- */
void exceptions_init(struct vm *vm, struct task *t);
value exception_new(struct task *t, value cls, value args);
/* The same for what a program has written: arguments that the class does not take raise an error. */
enum vm_ret exception_make(struct task *t, value cls, value args, value *ret);
bool is_exception(value v);
bool is_exception_class(value v);
bool exception_is_group(value exc, struct vm *vm);
void exception_set_args(struct task *t, value exc, value args); // exc.args = args
bool exception_attribute(struct task *t, value exc, value sym, value *ret); // code, errno …
void exception_trace(struct task *t, value exc, const struct code *code, const struct instr *pc);
/* It is raised again: whoever has its traceback keeps it as it is, what comes is added to a copy. */
void exception_trace_keep(struct task *t, value exc);
bool exception_matches(struct task *t, value exc, value cls, bool *ret_bad);
/* Makes t->exc of what `raise x` names: an instance or a class without arguments.
 * VM_CALL: the class must be called first (t->call). */
enum vm_ret exception_from(struct task *t, value v, value *ret);
value exception_being_handled(struct task *t); // innermost, or V_UNBOUND
value exception_handled_in(const struct frame *f); // in this frame alone

/* ---- place.c: tracebacks, frames and code objects as programs see them ---- */
void place_tell(struct buf *out, const struct code *code, uint64_t instr); // as a line or three of a traceback
value trace_copy(struct task *t, const struct trace_back *b);   // V_NONE: no memory
value place_of_code(struct task *t, const struct code *code);   // function.__code__
bool place_attribute(struct task *t, value obj, value sym, value *ret); // of any of them; may set t->exc
void place_repr(struct task *t, value v, struct buf *out);

enum vm_ret generator_next(struct task *t, value gen, value fallback); // next(gen[, default])

/* ---- builtin.c: binding arguments ---- */
struct call_args { // as the caller wrote them
    const value *positional; uint32_t n;
    const value *keyword_values; value keyword_names; uint32_t nkeywords; // names: a tuple
    value keyword_dict; // or one dict, V_UNBOUND if none
};
/* Fills base[0 …] with the parameters of a Python function. VM_RAISE on a mismatch. */
enum vm_ret bind_function(struct task *t, const struct func *f, const struct call_args *a, value *base);
/* The same for a builtin; returns the arguments in *ret_args (scratch has room for 16). */
enum vm_ret bind_builtin(struct task *t, uint32_t id, const struct call_args *a, value *scratch,
                         value **ret_args);
enum vm_ret call_builtin(struct task *t, uint32_t id, value *args, uint32_t argc, value *ret);
enum { SLOW_SCRATCH = 4 }; // registers above a frame's window that a call may need at once
/* The same where the arguments are the last that the running frame has on the stack, as in the window of a CALL:
 * V_UNBOUND for those left out is written behind them, as many as SLOW_SCRATCH. */
enum vm_ret call_builtin_in_window(struct task *t, uint32_t id, value *args, uint32_t argc, value *ret);
enum vm_ret call_bound_builtin(struct task *t, uint32_t id, value *args, value *ret); // args: one per parameter
/* A lock's acquire(), release(), or what `with` calls, if it can be done at once: the call that is made most often where
 * threads meet, alone or not. False: nothing was done. */
bool lock_at_once(struct task *t, value method, value lock, uint32_t argc, value *ret);
uint32_t builtin_params(uint32_t id); // how many parameters its signature has

enum builtin_id {
    BI_NONE,
#define BUILTIN(name, signature, fn, flags, fallback) BI_##name,
#define METHOD(type, name, signature, fn, flags, fallback) BI_##type##_##name,
#include "vm/builtin.def"
#undef BUILTIN
#undef METHOD
#define REQUEST(id, name, signature, help) BI_request_##id,
#include "vm/request.def"
#undef REQUEST
    BUILTIN_COUNT
};

value builtin_by_name(struct vm *vm, value sym); // a builtin function, type or exception; V_UNBOUND
void builtin_names(struct buf *out);             // all of them, one a line
value hidden_builtin(struct vm *vm, value sym);  // for the module _conch: hidden ones too

/* ---- native types as callables: construct.c ---- */
enum vm_ret type_call(struct task *t, enum type_id type, const struct call_args *a, value *ret);

/* ---- world.c ---- */
void frame_call_body(struct vm *vm, struct frame *f, value *stack, value callable); // a bottom frame that calls it
void task_enter_body(struct task *t, value module, const struct code *body); // the task will run a module's body

/* ---- the interpreter: step.h ---- */
/* Whether the process has no other unfinished thread. */
static inline bool task_is_alone(const struct task *t)
{
    return !atomic_load_explicit(&t->multi, memory_order_relaxed) || atomic_load_explicit(&t->alone, memory_order_relaxed);
}

/* Whether accesses of the running frame are told to the engine: not those of the prelude (R13). */
static inline bool engine_looks(const struct task *t)
{
    return t->engine->access_prepare && !task_is_alone(t) && (t->engine->sees_inside || !(t->fp->code && t->fp->code->flags & CODE_PRELUDE));
}
struct frame *program_frame(struct task *t); // the innermost that is not the prelude's
/* An optional argument that was left out means `other`. */
static inline value absent_or(value v, value other)
{
    return v == V_UNBOUND ? other : v;
}

/* What several threads may change under each other's eyes. */
static inline bool is_changeable(value v)
{
    return is_ref(v) && v && (heap_type(v) == T_LIST || heap_type(v) == T_DICT || heap_type(v) == T_SET ||
                              heap_type(v) == T_DEQUE || heap_type(v) == T_BYTEARRAY);
}
void task_clear_caches(struct task *t); // after a collection
#endif
