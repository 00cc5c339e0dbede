/* object.h: the layout of heap objects.
 *
 * Every object starts with struct obj and is a multiple of 8 bytes. Code in C may
 * hold raw pointers to objects as long as it does not return to the interpreter
 * loop: the collector runs only at safe points between instructions.
 *
 * Reading and writing of fields that other threads may see goes through the
 * accessors below (relaxed or acquire/release atomics, which cost nothing on
 * common machines); structural changes of a shared object happen under its lock
 * bit, which the call path takes for the receiver of a builtin method. */
#ifndef VM_OBJECT_H
#define VM_OBJECT_H

#include "vm/value.h"

/* type.def: TYPE(id, python name, help) */
enum type_id {
#define TYPE(id, name, help) T_##id,
#include "vm/type.def"
#undef TYPE
    TYPE_COUNT
};

enum obj_flag {
    F_SHARED = 1, // another task of the process may see it (R1); set with all it reaches, never cleared
    F_BUSY = 2,   // structural changes in progress; see obj_lock
    F_PERM = 4,   // immutable and never moved: literals, names
    F_LARGE = 8,  // has blocks of its own and is not moved
    F_MARK = 16,  // collector: a large object that was reached
    F_DICTMODE = 32, // instance: attributes live in a dict (slot 0), not in slots
};

struct obj {
    uint8_t type;  // enum type_id
    uint8_t flags; // enum obj_flag
    uint16_t aux;  // meaning depends on the type
    uint32_t n;    // length or capacity, depends on the type
};

struct float_obj { struct obj o; double d; };

/* Magnitude in base 2^32, least significant first, no leading zero limb; aux: 1 if negative.
 * Only for integers that do not fit in 63 bits. */
struct bigint { struct obj o; uint32_t limb[]; };

/* UTF-8 text. aux bit 0: all ASCII; bit 1: the bytes are in a strbuf (data.buf). o.n: bytes.
 * A string in a strbuf is a prefix of it, so that s += x in a loop is linear. */
struct str {
    struct obj o;
    uint32_t chars;
    uint32_t hash;      // 0: not computed yet (relaxed atomic; a computed 0 is stored as 1)
    union {
        char bytes[8];  // o.n bytes and a NUL; more follow
        value buf;      // T_STRBUF
    };
};
enum { STR_ASCII = 1, STR_BUFFERED = 2, STR_SYMBOL = 4 }; // SYMBOL: interned, `chars` valid, F_PERM
struct strbuf { struct obj o; uint32_t used; uint32_t cap; char bytes[]; }; // o.n = cap

struct bytes { struct obj o; uint8_t data[]; };              // o.n bytes
struct array { struct obj o; value item[]; };                // o.n slots; unused ones are V_UNBOUND or 0
struct list_obj { struct obj o; uint64_t len; value items; };// items: T_ARRAY or 0 when never filled
struct tuple { struct obj o; value item[]; };                // o.n items
struct bytearray { struct obj o; uint64_t len; value data; };// data: T_BYTES with capacity o.n, or 0

/* dict, set, frozenset: insertion-ordered open addressing. */
struct dict { struct obj o; uint64_t count; value table; }; // table: T_TABLE or 0 when never filled; aux: kind bits
struct entry { value key, val; uint64_t hash; };            // key V_DELETED: a removed entry
/* o.n: entries that fit (2/3 of the index). After the entries comes the index: 1 << log2_index words of
 * 32 bits, read by dict.c only: 0 free, else entry number + 1 in the low log2_index bits, hash bits above. */
struct table {
    struct obj o;
    uint32_t used, first, last;  // entries below used were taken; living ones are in [first, last)
    uint32_t log2_index;
    struct entry entry[];
};

struct range { struct obj o; value start, stop, step; };     // ints (small or big)
struct slice { struct obj o; value start, stop, step; };
struct cell { struct obj o; value v; };                      // a captured variable

struct code;
struct func {
    struct obj o;
    const struct code *code; // immutable, never freed
    value defaults;   // tuple or V_NONE
    value kwdefaults; // dict or V_NONE
    value closure;    // tuple of cells or V_NONE
    value name, qualname, doc;
    value attrs;      // dict or V_NONE
};
struct method { struct obj o; value func, self; };           // a bound method; func: FUNC or BUILTIN
struct descr { struct obj o; value get, set, del, doc; };    // aux: enum descr_kind; staticmethod/classmethod use get
enum descr_kind { DESCR_PROPERTY, DESCR_STATIC, DESCR_CLASS };
struct super { struct obj o; value cls, self; };             // super() as seen from methods of cls

/* A class made by a program or by the prelude. */
struct class {
    struct obj o;
    value name, qualname;
    value bases;      // tuple: of class or V_TYPE(T_OBJECT) …
    value mro;        // tuple of classes, itself first; native bases last
    value dict;       // its own attributes
    uint32_t id;      // number of the class in the process
    uint16_t native;  // enum type_id of the native base whose payload instances carry (T_OBJECT: none)
    uint16_t hint;    // how many attribute slots a new instance gets
    uint32_t flags;   // enum class_flag
    uint32_t shape;   // the shape of an instance without attributes
    value module;     // its name
};
enum class_flag {
    CLS_EXCEPTION = 1,
    CLS_HAS_GETATTR = 2, CLS_HAS_SETATTR = 4, CLS_HAS_DEL = 8,
    CLS_HAS_EQ = 16, CLS_HAS_HASH = 32, CLS_HAS_BOOL = 64, CLS_HAS_LEN = 128,
    CLS_HAS_GETATTRIBUTE = 256, CLS_HAS_DESCR = 512, CLS_PRELUDE = 1024,
};

/* o.n: slots in the object. Slot i of its shape is item[i] if i < o.n, else in the overflow array. */
struct instance {
    struct obj o;
    uint32_t shape;   // which attributes it has and in which slots; see shape.h
    uint32_t cls_id;  // redundant with the shape, for debugging and for quick tests
    value cls;
    value more;       // T_ARRAY with further slots, or 0; in F_DICTMODE the dict
    value payload;    // subclasses of native types: the list, dict, str, int … it wraps; else V_UNBOUND
    uint64_t id;      // 0 until object_id() is asked for it; most other types keep it in o.n
    value item[];
};

/* Exceptions are instances; the attributes that all have are its first slots. */
enum exc_slot { EXC_ARGS, EXC_CAUSE, EXC_CONTEXT, EXC_TRACE, EXC_NOTES, EXC_SLOTS };

/* Where an exception has been, innermost first: filled as it unwinds. aux: enum trace_kind, as frames and code
 * objects are such places, too. o.n: capacity. */
struct trace_at { const struct code *code; uint64_t line; };  // line: number of the instruction
struct trace_back { struct obj o; uint32_t len; uint32_t pad; struct trace_at at[]; };
enum trace_kind { PLACE_TRACE, PLACE_FRAME, PLACE_LEFT, PLACE_CODE }; // LEFT: a frame that an exception has left

/* A suspended (or running) generator, coroutine or async generator: its one frame. */
struct gen {
    struct obj o;           // n: registers; aux: enum gen_state
    const struct code *code;
    const void *pc;         // next instruction
    value func;
    value made_at;          // coroutine that has not begun: V_INT(source's number << 20 | line) of the call
    value delegate;         // what it waits for in yield from / await, else V_NONE
    uint64_t id;            // 0 until object_id() is asked for it
    value reg[];
};
enum gen_state { GEN_CREATED, GEN_SUSPENDED, GEN_RUNNING, GEN_DONE };

/* Native iterators. aux: enum iter_kind. */
struct iter { struct obj o; value source; int64_t at, stop, step; value more; };
enum iter_kind {
    ITER_RANGE,    // at, stop, step
    ITER_LIST, ITER_TUPLE, ITER_STR, ITER_BYTES,        // at: index (bytes in a string)
    ITER_KEYS, ITER_VALUES, ITER_ITEMS, ITER_SET,       // at: entry number; stop: count when begun (RuntimeError if changed)
    ITER_REVERSED, // of a list or tuple; at counts down
    ITER_ENUMERATE,// more: the inner native iterator, at: the counter
    ITER_ZIP,      // source: tuple of native iterators; stop: 1 for strict
    ITER_DEQUE, ITER_EMPTY, ITER_CALLS,                 // CALLS: iter(f, sentinel); source f, more sentinel
};
struct dictview { struct obj o; value dict; };              // aux: 0 keys, 1 values, 2 items

struct deque { struct obj o; uint64_t len; value items; uint64_t head; int64_t maxlen; }; // ring in a T_ARRAY; maxlen -1: none

/* A synchronisation object: its words are in a sync table (sync/), here is the handle. */
struct sync_handle { struct obj o; uint32_t index; uint32_t in_region; value a, b, c; }; // aux: enum sync_kind; a: queue's items or condition's lock
struct native { struct obj o; uint64_t word[4]; value a, b; }; // aux: enum native_kind
enum native_kind { NATIVE_FILE, NATIVE_CELLS };

/* A stack of its own. The memory is the C heap's and goes when the object does. */
struct greenlet {
    struct obj o;            // aux: enum greenlet_state
    void *frames, *fp, *frames_end;
    value *stack, *stack_end;
    value body, object; // what it will call, until it begins; the Python object that stands for it
    uint64_t dest;      // register of the top frame for what it is switched to with
};
enum greenlet_state { GREENLET_NEW, GREENLET_ALIVE, GREENLET_RUNNING, GREENLET_DEAD };

static inline struct obj *obj_of(value v) { return REF(v); }
static inline enum type_id heap_type(value v) { return (enum type_id)obj_of(v)->type; }
static inline bool is_type(value v, enum type_id t) { return is_ref(v) && heap_type(v) == t; }
static inline bool is_str(value v) { return is_type(v, T_STR); }

static inline const char *str_data(const struct str *s)
{
    return s->o.aux & STR_BUFFERED ? ((struct strbuf *)REF(s->buf))->bytes : s->bytes;
}

/* A slot that other threads may read or write at the same time. */
static inline value slot_get(const value *slot) { return __atomic_load_n(slot, __ATOMIC_ACQUIRE); }
static inline void slot_set(value *slot, value v) { __atomic_store_n(slot, v, __ATOMIC_RELEASE); }

/* Marks and shapes change under the eyes of other threads. */
static inline uint8_t obj_flags(const struct obj *o) { return __atomic_load_n(&o->flags, __ATOMIC_ACQUIRE); }
static inline uint32_t class_flags(const struct class *c) { return __atomic_load_n(&c->flags, __ATOMIC_RELAXED); }
static inline uint32_t instance_shape(const struct instance *i) { return __atomic_load_n(&i->shape, __ATOMIC_ACQUIRE); }

/* The object's lock bit. Held for a handful of instructions, never across a wait, an
 * allocation that may fail, or another object's lock. */
void obj_lock(struct obj *o);
void obj_unlock(struct obj *o);

#endif
