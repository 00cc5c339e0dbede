/* task.h: tasks and processes as engines and the inside of the VM see them.
 *
 * Fields of struct vm are grouped by guard. A task's fields belong to its own
 * thread, except `attention`, which others set. */
#ifndef VM_TASK_H
#define VM_TASK_H

#include <pthread.h>
#include <stdatomic.h>

#include "vm/vm.h"

enum request_kind {
    REQ_NONE,
#define REQUEST(id, name, signature, help) REQ_##id,
#include "vm/request.def"
#undef REQUEST
    REQUEST_COUNT
};
const char *request_name(enum request_kind kind); // as the prelude calls it: "sleep"

/* What REQ_SYNC's op may be instead of the name of an operation: the two that locks have. */
enum lock_op { LOCK_ACQUIRE, LOCK_RELEASE };

enum { REQUEST_ARGS = 6 };
struct request {
    enum request_kind kind;
    value arg[REQUEST_ARGS];
};

/* What a shared access touches, before it happens (R1). */
enum access_kind { ACCESS_READ, ACCESS_WRITE, ACCESS_CALL };
struct access {
    enum access_kind kind;
    value object;        // list, dict, instance, cell …; V_MODULE for a global
    value key;           // attribute name, index or key; method name; global's name
    const value *global; // the slot of a global variable
    value val;           // what is written; V_UNBOUND for a read
    value item;          // a call that stores an item: what is stored; V_UNBOUND otherwise
    bool once;           // a read of a name with one binding, which it has by now: no visible step (R1)
};

/* HANDLER: a signal has come; HOOK_SIGNAL is called, then the request is made again. */
enum engine_ret { ENGINE_DONE, ENGINE_RAISE, ENGINE_PARK, ENGINE_STOP, ENGINE_HANDLER };

/* Who performs what tasks ask for: live/ or model/. All run on the task's own thread. */
struct engine {
    /* Performs task->req. DONE: *ret is the answer; RAISE: task->exc is set; PARK: the loop
     * returns VM_PARKED, and vm_answer() gives the answer later; STOP: the task ends at once. HANDLER:
     * wait_until_ns, if it is not 0, is there again when the request is made anew. */
    enum engine_ret (*request)(struct task *t, value *ret);
    /* A visible access to a shared object is told in three calls. `prepare` may wait (for the gate,
     * for room in the log) and is called without any lock. PARK: vm_run returns VM_PARKED with REQ_NONE,
     * the task stands before the instruction, and asks again on the next vm_run (or does the access
     * without a word, if no other thread is left by then). STOP: the task ends at once. Then the VM takes the
     * object's lock, calls `begin`, does the access, calls `end` with what was read or returned, and gives
     * the lock back. prepare NULL: nobody looks. */
    enum engine_ret (*access_prepare)(struct task *t, const struct access *a);
    void (*access_begin)(struct task *t, const struct access *a);
    void (*access_end)(struct task *t, const struct access *a, value seen);
    /* All of that and the access to the variable at `slot` itself, whose lock is `guard`, if nothing needs to be
     * waited for and the value is told in a word; *seen is what the variable has then. False: nothing was
     * done. NULL: never. */
    bool (*access_quickly)(struct task *t, const struct access *a, struct obj *guard, value *slot, value *seen);
    /* The explorer's: the prelude's accesses are told, too; and `touches` is called before a shared object is
     * looked into in any other way, so that it knows what a step depends on. NULL: nobody wants to know. */
    bool sees_inside;
    void (*touches)(struct task *t, value object);
    /* REQ_SYNC's LOCK_ACQUIRE or LOCK_RELEASE of a lock, if it can be done at once without a request; false: nothing
     * was done. NULL: never. */
    bool (*lock_quickly)(struct task *t, const struct sync_handle *lock, unsigned op);
    /* A safe point with *task->attention != 0, after the VM has done its own part. RAISE and STOP as above. */
    enum engine_ret (*attend)(struct task *t, uint32_t attention);
    /* Bits of *task->attention for which an operator that computes for long stops, `attend` is called, and, if that
     * is all, the instruction begins again. 0: none. */
    uint32_t urgent;
    /* An object with a kernel or sync resource was found unreachable. */
    void (*finalize)(struct vm *vm, value object);
    /* A file is about to be read by an import: what the program has written into it and forgotten to close is to be
     * there. NULL: the engine has no files. */
    void (*reads_file)(struct task *t, const char *path);
};

/* Bits of *task->attention that the VM itself uses; others are the engine's. */
enum { VM_ATTEND_GC = 1u << 16, VM_ATTEND_STOP = 1u << 17, VM_ATTEND_PENDING = 1u << 18, VM_ATTEND_TURN = 1u << 19,
       VM_ATTEND_DYING = 1u << 20 };

/* What is done with the result of a frame. */
enum frame_mode {
    RET_NORMAL,  // to base[-1]
    RET_MOVE,    // to register dest of the caller
    RET_WATCHED, // so too; with its variables something may have died that has to be told now
    RET_DISCARD,
    RET_TEST,    // the caller's JF/JT decides with it
    RET_NOT,     // dest = not result
    RET_INIT,    // __init__: dest = the instance in `extra`
    RET_NEXT,    // generator or __next__ of a FORITER: dest; StopIteration jumps. L_YIELD knows that SEND follows
    RET_SEND,    // generator of next(), send(), throw(): dest; its end raises StopIteration
    RET_DELEGATE,// generator of a YIELDFROM: what it yields is yielded on
    RET_THREAD,  // bottom frame of a task
    RET_GREENLET,// bottom frame of a greenlet
    RET_IMPORT,  // module body: dest = module in `extra`
    RET_CLOSE,   // generator of close(): swallows GeneratorExit and StopIteration
    RET_UNPACK,  // registers dest …: the items of a list, `extra` of them
    RET_RAISE,   // raise it in the caller
    RET_OPERATOR,// a special method of an operator: NotImplemented goes on with what is in `extra`
    RET_LEN,     // __len__: an int that is not negative
    RET_STR,     // __str__ or __repr__: a str
    RET_REQUEST, // handlers of signals have run: the request in its first register goes on; `extra`: t->pending
    RET_NONE,    // dest = None whatever it was (__setattr__ and friends: no dest)
};

struct frame {
    const struct instr *pc; // next instruction, while the frame is not the running one or the task stands still
    const struct code *code;
    value *base;
    value *globals;
    value func;
    value gen;   // the generator that runs here, or 0
    value extra;
    uint16_t dest;
    uint8_t mode; // enum frame_mode
    uint8_t flags;
};

struct task {
    struct vm *vm;
    struct frame *frames, *fp, *frames_end;
    value *stack, *stack_end;
    char *bump, *bump_end;       // free memory of the block it allocates from
    uint8_t refills;             // parts of blocks it got since the last collection
    uint32_t collections;        // that there had been when it wanted one, or when it ended
    _Atomic uint32_t *attention; // not 0: stop at the next safe point; own_attention or the engine's word
    _Atomic uint32_t own_attention;
    _Atomic bool multi;          // the process has several unfinished threads, or had until a moment ago
    _Atomic bool alone;          // it has no other now, but may soon again: what is stored is still marked
    uint16_t linger;             // safe points until multi ends
    uint16_t fresh;              // not 0: just forked, so many things more are not written down in caches
    bool had_turn;               // others were let in before this step
    bool unwound;                // an exception has left a RET_WATCHED frame, and is being handled
    bool out_of_memory;          // overshot the limit: MemoryError at the next safe point
    bool blocked;                // counts as stopped; guarded by vm->world
    uint16_t resume_mode;        // VM_RESUME: enum frame_mode for the generator in call[0]
    bool resume_throws;          // … gen_value is an exception to be thrown
    uint16_t native_depth;       // recursion of C code over nested containers
    value exc;                   // pending exception, V_UNBOUND if none
    value call[2];               // VM_CALL: callable, arguments tuple
    struct request req;
    uint64_t wait_until_ns;      // of a wait that handlers of signals have interrupted; 0: none
    const struct engine *engine;
    void *engine_data;
    struct module *import_waits; // another thread runs this one's body, and the task needs it
    value thread;                // its Python Thread object, or V_NONE
    value entry;                 // what the thread calls
    value result;
    value gen_value;             // what is being sent into or thrown at a generator
    value greenlet;              // the one that runs; V_NONE: the task has not heard of greenlets
    uint32_t recursion_limit;
    struct method_cache *methods;// allocated at the first method call
    uint32_t pending;            // register (from the stack's start) that an answer goes to
    const struct instr *again;   // the instruction whose slow half runs
    struct task *next, **link;   // in vm->tasks; guarded by vm->world
    char name[48];
};

struct sync_handle;

struct shape { // one set of attributes in one order
    value sym;            // the last attribute
    uint32_t parent;      // shape without it
    uint32_t child, sibling;
    uint32_t cls;         // class id
    uint32_t count;       // attributes
    uint32_t exception;   // of a class of exceptions, without attributes: the shape of a new one; 0: not asked for yet
};

struct module {
    value name;            // symbol
    value *slots;          // global variables; MODULE_BYTES of address space, never moves
    value *fallback;       // what an unset one means: a builtin, or V_UNBOUND
    struct module_names names;
    uint32_t ready;        // slots that are initialised
    bool loaded, loading, prelude, package; // loaded, loading: guarded by names_guard
    struct task *loader;   // who runs its body, while it is loading
    const struct source *source;
    value file;            // path or V_NONE
};

enum { MODULES_MAX = 256, MODULE_BYTES = MODULE_SLOTS * sizeof(value), SHAPES_MAX = 1 << 18 };

enum { EPOCH_CACHED = 0x7fff }; // the last epoch of classes that an instruction's cache word can hold

struct vm {
    // set before the first task, read-only after
    const struct engine *engine;
    uint64_t heap_limit;
    const char *search_dir;      // where imports look for files: the program's directory
    int argc; char **argv;
    // heap.c: guarded by heap_guard
    pthread_mutex_t heap_guard;
    struct heap *heap;
    // world.c: guarded by world
    pthread_mutex_t world;
    pthread_cond_t world_goes;   // stopper is NULL again
    pthread_cond_t others_stand; // running is 1, for the stopper
    struct task *tasks, *first_task;
    struct task *stopper;        // who holds the world, or NULL
    bool every_step;             // accesses are told also where R1 has none: a written schedule may have been made of them
    uint32_t task_count, unfinished, running; // running: not blocked
    uint32_t held;               // that wait for world_goes to go on
    struct task *spare; uint32_t spare_n;     // have ended, for those that come
    struct {
        bool on;
        struct task *holder;         // the only one that is not blocked; NULL: free
        uint32_t waiting;            // threads that want it
        uint64_t turns, interval_ns; // how often it was taken; how long one may keep others waiting
        pthread_cond_t freed, taken;
    } gil;
    // names.c, class.c, load.c: guarded by names_guard (recursive)
    pthread_mutex_t names_guard;
    struct symbols *symbols;
    struct native_index *natives; // methods of native types, by type
    struct shape *shapes; // address space for SHAPES_MAX
    _Atomic uint32_t shape_count;
    value *classes; uint32_t class_count, class_cap;
    _Atomic uint32_t class_epoch; // another one when a class changes after it was made: see epoch_next()
    char *module_tables;  // address space for the slots of all, and what they fall back to
    struct module *modules[MODULES_MAX];
    _Atomic uint32_t module_count;
    struct source *sources; uint32_t source_count;
    _Atomic bool untidy;         // a text of some size was parsed since vm_tidy()
    struct arena codes;
    value exceptions[EXC_COUNT];
    value *weak; uint32_t weak_count, weak_cap; // what weak references lead to: V_NONE when it has died, V_UNBOUND: free
    value *finals; uint32_t finals_count, finals_cap; // objects to finalise when they die
    value *dying; uint32_t dying_count, dying_cap;    // nothing reaches them, and Python code is to be run
    value slow_module;           // prelude/slow.py
    value last_value;            // _ of the prompt
    uint32_t object_class;       // id + 1 of the class of bare objects, 0: not made yet
    value main_thread;           // Thread object of the main thread, V_NONE until threading is imported
    value hooks[10];              // Python functions the prelude registers; see enum vm_hook
    uint64_t next_id;            // id()s given out; relaxed atomic
    uint32_t threads_numbered;   // relaxed atomic
    uint64_t random_seed;
    bool interactive;
};
enum vm_hook {
    HOOK_THREAD_MAIN, HOOK_EXCEPTHOOK, HOOK_SIGNAL, HOOK_SHUTDOWN, HOOK_AT_EXIT, HOOK_AFTER_FORK, HOOK_STDOUT,
    HOOK_MESSAGE, // a function: str() of what is in …
    HOOK_PENDING,
    HOOK_DYING, // does what the objects in vm->dying have asked for
};

enum vm_status {
    VM_DONE,    // the task has ended: task->result
    VM_DIED,    // by an uncaught exception: task->exc
    VM_PARKED,  // a request (task->req) or an access (then its kind is REQ_NONE) waits for the engine
    VM_STOPPED, // the engine said STOP
};

/* What no visible step tells of: the prelude's own reading, attributes by getattr(), the text of an object. */
static inline void task_touches(struct task *t, value v)
{
    if (UNLIKELY(t->engine && t->engine->touches) && is_ref(v) && v && obj_flags(obj_of(v)) & F_SHARED)
        t->engine->touches(t, v);
}

/* ---- life of a process ---- */
struct vm_opts {
    const struct engine *engine;
    uint64_t heap_limit;   // bytes; 0: 4 GiB
    const char *search_dir;
    int argc; char **argv; // sys.argv
    bool interactive;
    uint64_t seed;
};
struct vm *vm_new(const struct vm_opts *opts); // NULL: no address space
void vm_free(struct vm *vm);
struct task *vm_first_task(struct vm *vm); // its main thread

/* A task that will call entry() (or run a module body). It must be entered by vm_run on the
 * thread that runs it. */
struct task *task_new(struct vm *vm, const char *name);
void task_free(struct task *t); // unlinks it; its thread no longer uses it

/* Compiles source as module `name` ("__main__") and makes the task's entry its body.
 * file is shown in messages. False with the rendered diagnosis in *err; on success *err may hold a remark. For interactive
 * entries the module is the same every time. */
bool task_load(struct task *t, const char *source, size_t n, const char *file, bool interactive,
               struct buf *err);
/* The task will call a callable without arguments. */
void task_enter(struct task *t, value callable);

/* Registers above the call that runs now are cleared: what ended calls left there would keep objects
 * alive that nothing refers to. To be called from a builtin or a request. */
void task_forget_ended(struct task *t);

/* Runs until the end, a stop, or (with a parking engine) the next request. */
enum vm_status vm_run(struct task *t);
/* The answer to what parked it. raise: v is an exception. */
void vm_answer(struct task *t, value v, bool raise);

/* ---- world.c: stopping the other threads of the process ---- */
void world_before_block(struct task *t); // the task touches no heap from here …
void world_after_block(struct task *t);  // … to here; may wait
void world_stop(struct task *t);         // all others stand at safe points or block
void world_go(struct task *t);
void vm_tidy(struct vm *vm);             // before a fork: what parsing has given back leaves the address space
void world_before_fork(struct task *t);  // stops it, and nobody is inside of world.c
void world_after_fork_parent(struct task *t);
void world_after_fork_child(struct task *t); // forgets the other tasks
enum { FORKED_FRESH = 100 };             // task.fresh of the child's task
void world_take_turns(struct vm *vm, bool on, uint64_t interval_ns); // gil on, gil off: as CPython's threads do
uint64_t world_interval_ns(struct vm *vm);
void world_turn(struct task *t);         // at VM_ATTEND_TURN: another thread's turn, if one wants it; may wait
void world_attention(struct task *t, _Atomic uint32_t *word); // the word that its safe points look at
void world_task_count(struct vm *vm, int change); // unfinished threads
enum vm_ret safe_point(struct task *t);  // does what *t->attention asks; VM_RAISE; VM_REQUEST: stop; VM_CALL: handlers of signals are due

/* ---- heap.c ---- */
void heap_collect(struct task *t);       // takes and releases the world
uint64_t heap_used(const struct vm *vm); // bytes of blocks
void heap_finalizable(struct task *t, value object);
uint32_t heap_finals(struct task *t, value **ret); // those there are now: valid until the next safe point; free() it
void heap_share(struct task *t, value v);// marks v and all it reaches as shared

/* ---- queue.c: the items of a queue object; called under its guard when sync/ said DONE ---- */
enum queue_order { QUEUE_FIFO, QUEUE_LIFO, QUEUE_PRIORITY };
void queue_items_new(struct task *t, struct sync_handle *h, enum queue_order order);
/* PUT: *ret V_TRUE, or V_NONE if Python orders the items of this queue and is to place this one. */
enum vm_ret queue_put(struct task *t, struct sync_handle *h, value item, value *ret);
/* GET: the item, or the handle itself if Python has it. */
enum vm_ret queue_get(struct task *t, struct sync_handle *h, value *ret);
/* QUEUE_LOOK: a copy of the items that are here (V_NONE if Python has them); take: those that were
 * handed over to Python and not taken yet (or V_NONE). */
enum vm_ret queue_look(struct task *t, struct sync_handle *h, bool take, value *ret);

/* The program ends: all that is listed and takes Python code to end will die. True: the task will
 * run that code. */
bool ending_at_exit(struct task *t);

/* ---- cells.c: numbers of the C language; code as in the module array, and 'c' and 'u' ---- */
unsigned cell_size(char code);                                       // bytes; 0: no such code
value cell_value(struct task *t, char code, uint64_t bits);           // 0: exc is set
bool cell_bits(struct task *t, char code, value v, uint64_t *ret);    // false: exc is set

/* ---- telling ---- */
/* The traceback of an exception as CPython prints it, with carets and advice; the last line is
 * 'Type: message'. message: the text of exc, or V_NONE to find it without running Python code. */
void exception_render(struct task *t, value exc, value message, struct buf *out);
/* Whether str(exc) takes Python code. */
bool exception_has_own_str(struct task *t, value exc);
/* The line the task is at, and its file's number; 0 if none. Skips prelude frames. */
uint32_t task_line(const struct task *t, const struct source **ret_source);

/* The line that a frame of Python code is in; its pc has been saved. */
static inline uint32_t frame_line(const struct frame *f)
{
    return f->code->places[f->pc > f->code->instrs ? f->pc - f->code->instrs - 1 : 0].line;
}
/* SystemExit: its code (int), or 1 with its text in *message. */
int exception_exit_code(struct task *t, value exc, struct buf *message);
bool exception_is(value exc, enum exc_id id, struct vm *vm);
/* Where a value is kept: the first variable of the main module or of the running frames that
 * holds it: "lock", "forks[2]", "account.lock". False if nowhere. */
bool value_where(struct task *t, value v, struct buf *out);
/* Whether it is in this function of the prelude, somewhere in its calls. */
bool task_in_prelude(const struct task *t, const char *name);
/* Whether what it asks about other tasks decides nothing: at its end it waits for all; or it only forgets processes
 * that have ended. */
bool task_waits_for_all(const struct task *t);
bool task_tidies_up(const struct task *t);
/* Whether an attribute is touched, which is a variable of its own; and what this task calls what it touches. */
bool access_is_attribute(const struct access *a);
void access_name(struct task *t, const struct access *a, struct buf *out);
/* Tells all global variables (that are not modules, functions, classes) as NAME = repr lines. */
void vars_tell(struct task *t, struct buf *out);
/* Tells the variables of the functions that a thread of this process is in, the innermost first. By the
 * kernel's number of the thread; the others stand still meanwhile. False: there is no such thread. */
bool locals_tell(struct task *t, int64_t native_id, struct buf *out);

#endif
