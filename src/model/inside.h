/* inside.h: what the files of model/ share among themselves.
 *
 * A state of the whole program is a row of small numbers, one for each thing that can differ
 * between states (a column). Each number names an interned, immutable content (a comp):
 *
 *     column    0        1         2         3         4        5
 *     what      world    main      t1        t2        count    lock
 *     state     [ 17       203       88        91        12       40 ]
 *
 * The VM runs on one real heap. To take a step, the contents of the state's columns are written into
 * it, the task runs to its next visible step, what has changed is read out again as comps, and the
 * heap is put back as it was (world.c, leave.c, image.c). What a step depends on and what it changes is remembered
 * (memo.c), so most steps of a search are a look-up.
 *
 * Files, from the bottom up:
 *
 *     contents    comp.c interned rows of words · text.c texts · slot.c columns · local.c tasks taken apart ·
 *                 liveness.c · form.c heap objects and tasks as words and back · image.c the heap as it was
 *     a run       run.c what is at hand in it · variable.c, sync.c, task.c, life.c, output.c, shared.c, channel.c, pipe.c what tasks
 *                 ask for, by what it is about · tso.c store buffers · note.c what is noted on the way · engine.c all
 *                 requests, and the steps they become · forget.c what nobody holds any more · leave.c what a run has changed · world.c one run of one task
 *     states      memo.c steps of states · symmetry.c like tasks · reduction.c steps that commute · rows.c states
 *                 as few words · space.c a set of them · graph.c the steps between them
 *     searches    expand.c, found.c, hunt.c, prove.c, search.c going through all of them · replay.c a schedule as a
 *                 trace */
#ifndef MODEL_INSIDE_H
#define MODEL_INSIDE_H

#include "base/buf.h"
#include "base/mem.h"
#include "model/model.h"
#include "sync/sync.h"
#include "vm/inside.h"

/* ---- comp.c: interned rows of words ---- */

typedef uint32_t comp_id; // 0: as it was when the heap was frozen, or nothing

struct local;
struct comp {
    uint64_t hash; // never 0
    size_t at;     // first word
    uint32_t n;    // words
    bool newborn, fresh; // of a task that was just started; that has made no step of its own yet
    struct local *local; // a task's, taken apart
};
struct words { uint64_t *w; uint32_t n, cap; }; // a row being written

struct comps {
    struct comp *at;
    uint32_t n, cap;
    uint32_t *index, index_size;
    uint64_t *words;
    size_t used, room;
    uint64_t words_in;         // that were ever looked up
};
void comps_init(struct comps *c);
void comps_finish(struct comps *c);
comp_id comp_intern(struct comps *c, const uint64_t *w, uint32_t n);
static inline const uint64_t *comp_words(const struct comps *c, comp_id id) { return c->words + c->at[id].at; }

static inline void put(struct words *b, uint64_t w)
{
    MEM_GROW(b->w, b->n, b->cap, 256);
    b->w[b->n++] = w;
}

/* n bytes, eight a word, zeroes behind them. */
static inline void put_bytes(struct words *b, const void *from, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        uint64_t word = 0;
        memcpy(&word, (const char *)from + i, MIN(n - i, (size_t)8));
        put(b, word);
    }
}

/* ---- tasks of the model ---- */

enum { MODEL_THREADS = 250, MODEL_PROCESSES = 60, NO_THREAD = 255 };
enum { INIT_PID = 1, SHELL_PID = 999, FIRST_PID = 1000, FIRST_TID = 2000 }; // stand for the kernel's

static inline int32_t pid_of(unsigned process) { return FIRST_PID + (int32_t)process; }

/* What a task would do next. */
enum next_kind {
    NEXT_DONE,
    NEXT_RIDE,    // goes on with an answer, or begins: is no choice of the scheduler's (R2)
    NEXT_START,   // starts a task: likewise
    NEXT_ACCESS,  // reads, writes or calls something shared
    NEXT_SYNC,    // an operation on a synchronisation object
    NEXT_WAIT,    // was told to wait until it is named; only a waker, or a time-out, moves it
    NEXT_PRINT,
    NEXT_JOIN,    // of the task `target`
    NEXT_LOOK,    // asks whether a task is alive, or how it ended
    NEXT_TABLE,   // looks which threads there are, or (arg) is one less there
    NEXT_GET,     // reads a word of a synchronisation object
    NEXT_CELL,    // reads or writes a number that processes share
    NEXT_PIPE,    // reads, writes, closes a pipe, or looks whether one is ready
    NEXT_WAITPID,
    NEXT_KILL,
    NEXT_EXIT,    // it ends: with it go the threads of its process that nobody waits for; or somebody looks whether it has
    NEXT_CHOICE,  // one of `arg` possible values: random, input
};

enum local_flag {
    L_DAEMON = 1,
    L_FIRST = 2,     // the first thread of its process: its end is the process's end
    L_MAIN = 4,      // … of the main process
    L_SHUTDOWN = 8,  // its program has ended: it waits for others
    L_YIELDED = 16,  // it slept or waited before this step: to switch away from it is no preemption
    L_TIMED = 32,    // the wait has a time-out
    L_RAISES = 64,   // the answer is an error of sync/
    L_FAILED = 128,  // DONE: died by an uncaught exception
};
enum local_more { L_REAPED = 1, L_NOWAIT = 2, L_CUT = 4, L_ASSERTED = 8, L_PASSES = 16, L_DUE = 32, L_NOFLUSH = 64 }; // DONE: waited for; SYNC: does not wait; DONE: its process left; an assert; a timed wait that is a sleep, or whose time is over; EXIT: by os._exit()

/* What it would do with a variable, a container, one item of it. */
enum intent { INTENT_READ = ACCESS_READ, INTENT_WRITE = ACCESS_WRITE, INTENT_CHANGE, INTENT_LOOK, INTENT_READ_ITEM, INTENT_WRITE_ITEM };

/* The first words of a task's comp. */
struct head {
    uint8_t next;      // enum next_kind
    uint8_t flags;     // enum local_flag
    uint8_t thread;    // number, in the order of starts; 0 is main
    uint8_t process;   // number
    uint8_t access;    // ACCESS, CELL: enum intent
    uint8_t op;        // SYNC, WAIT: enum sync_op; PIPE: which call
    uint8_t has_answer;// RIDE: answer counts; 0: the task begins or was in the middle of nothing
    uint8_t error;     // RIDE with L_RAISES: enum sync_error
    uint32_t line;     // of the program
    uint32_t object;   // ACCESS: key; SYNC, WAIT: slot; JOIN, LOOK: thread; KILL: process
    int32_t arg;       // SYNC: as in struct sync_call; CHOICE: how many; KILL: signal
    uint32_t depth;    // SYNC RESTORE after a condition's wait
    uint32_t objects, syncs; // how many it has made since the freeze: they are called by that
    uint64_t answer;   // RIDE: a value that is no reference
    uint8_t parent;    // thread that started it
    uint8_t more;      // enum local_more
    uint16_t file;
    int32_t exit_code; // DONE
    uint32_t place;    // ACCESS, CELL: of what
    uint32_t updates;  // it has read this place + 1 and is about to store there what it made of that (x += 1); 0: none
    float limit_s;     // of a timed wait
    uint32_t spare;
    double slept;      // seconds that loops of coroutines have let pass: the task's clock
    uint64_t ended;    // tasks whose end it has seen, by join or by a look; it inherits them
};
enum { HEAD_WORDS = sizeof(struct head) / 8 };
_Static_assert(sizeof(struct head) % 8 == 0, "heads are rows of words");

/* ---- slots and columns ---- */

enum slot_kind {
    SLOT_WORLD,   // how many threads and processes there were
    SLOT_THREAD,
    SLOT_GLOBAL,  // a module's variable
    SLOT_OBJECT,  // a shared heap object
    SLOT_SYNC,    // a synchronisation object
    SLOT_SCALARS, // a process's counters
    SLOT_STORE,   // items, numbers, bytes in pipes that processes share: shared.c, pipe.c
    SLOT_FILES,   // a process's descriptors (0); a line that it has half printed (1)
    SLOT_BUFFER,  // stores of a task that are not in memory yet (--tso)
    SLOT_OUTPUT,  // what was printed so far, where that tells states apart
};
enum { NO_COLUMN = UINT32_MAX };
enum { ALL_PROCESSES = MODEL_PROCESSES + 1 }; // a slot's process, if it belongs to no single one

/* Something that may differ between states. It gets a column when it first does. */
struct slot {
    uint8_t kind, process;
    uint64_t oid;      // THREAD: number; GLOBAL: module << 32 | slot; OBJECT: offset, or name of a new one; SYNC: handle
    uint32_t column;
    comp_id pristine;  // its content when the heap was frozen, once it has a column
    value at;          // OBJECT: where it is during a run, 0: nowhere
    comp_id first;     // STORE, FILES of main's process: what it held at the freeze
    bool own;          // SYNC: the program itself uses it, not only the prelude
    bool handed_over;  // SYNC: a task that did not hold it has given it back: it is no lock around something
};

/* Heap objects that were made after the freeze are called by who made them: NAMED | thread << 24 | count. */
#define NAMED (1ull << 46)

struct key { // what two tasks may be at odds about: a variable, an attribute, a container
    uint32_t slot;
    value sym;          // attribute, or 0
    uint64_t threads;   // who has touched it while there was a choice
    bool written;
    uint64_t unseen;    // tasks that had ended unseen when another touched it alone
    bool unseen_written; // … and wrote it
    bool conflict;      // accesses are visible steps
    char *name;         // as the program calls it
};

struct touched { // what an access touches: all of a key, or one item of a container
    uint32_t key, item; // item: as written, a text + 1
    bool raced, lost;   // a race, a lost update of it has been told in this search
};

/* What steps have shown that may be worth a word (note.c): advice.c looks whether it is. */
struct order { uint8_t thread; uint32_t held, wanted; };  // locks: one was taken with the other in hand
struct single_wait { uint8_t thread; uint32_t slot, line; }; // a condition's wait after which nobody looks again

struct run; // one run of one task, in world.c
struct recorder; // what is told of a replay

/* What one step does, apart from whose it is. */
struct write { uint32_t column; comp_id id; };
enum effect_flag {
    E_BLOCKED = 1,   // it cannot be done now: no effect
    E_WAKES = 2,     // others are to be woken: see wake_*
    E_ENDS = 4,      // the task has ended, or others have become able to ride: settle
    E_KILLS = 8,     // a process ends: `process`
    E_STARTS = 16,
    E_FINDING = 32,  // `finding`
    E_LIMIT = 64,    // what it needs cannot be modelled: `limit`
    E_PRINTS = 128,  // `text`
    E_YIELDED = 256,
    E_STUCK = 1024,  // it waits, and nobody is left who could help
    E_RIDES = 2048,  // the task stands at something that may ride, or is to be settled with others
    E_SEES_TASKS = 4096, // it has looked into the prelude's table of threads
    E_FORKS = 512,   // columns of process `process` are copied to the new one's
};
struct effect {
    uint32_t first, n;   // writes
    uint16_t flags;
    uint8_t woken;       // enum sync_woken
    uint32_t wake_slot;  // whose waiters
    int32_t wake;        // how many; SYNC_ALL
    comp_id local;       // what the task becomes
    uint8_t process, to_process;
    int32_t exit_code;
    uint32_t finding;    // in model->findings_text
    uint32_t text;       // index of a printed text + 1
};
typedef uint32_t effect_id;

/* What a search asks of every task in every state, told by its head. */
enum trait {
    HAS_ENDED = 1,
    MAY_BECOME_RIDE = 2,     // once others have moved
    CAN_TIME_OUT = 4,
    IS_SIMPLE = 8,           // in one way, and it looks at no other tasks
    MUST_BE_NAMED = 16,
    TOUCHES = 32             // a variable, a container, a number that processes share
};

enum { LOCALS_CHUNK = 1024 };
struct local { // a task's comp, taken apart
    comp_id comp;
    struct head head;
    uint8_t traits;          // enum trait
    uint32_t epoch;          // of the columns; older: deps are to be looked up again
    uint32_t *deps, ndeps;   // slots that its next step has looked at, in any state so far
    uint32_t *columns, ncolumns;
    uint32_t quick_columns[4]; // with at most four of them; NO_COLUMN: none
    struct memo_row { uint64_t ids[2]; uint32_t how, effect; } *quick; // then: two ids in each; effect + 1, 0: free
    uint32_t *memo;          // else: rows of how, ncolumns ids, an effect + 1
    uint32_t memo_n, memo_size;
    struct local *alone;     // what is remembered of it where it is the only one left: it looks at much more then
    comp_id woken[3];        // what it becomes when it is named: well, broken, timed out
};

struct model {
    const struct model_opts *opts;
    struct vm *vm;
    struct task *task, *fresh;   // the one that runs; the one that new tasks are written from
    struct comps comps;
    struct local **locals; uint32_t locals_n, locals_cap; // chunks of LOCALS_CHUNK, so that they stay where they are
    struct slot *slots; uint32_t slots_n, slots_cap;
    uint32_t *slot_index, slot_index_size;
    uint32_t *columns, columns_n, columns_cap; // slots by column
    uint32_t epoch;
    struct key *keys; uint32_t keys_n, keys_cap;
    struct touched *places; uint32_t places_n, places_cap;
    struct order *orders; uint32_t orders_n, orders_cap;
    struct single_wait *single_waits; uint32_t single_waits_n, single_waits_cap;
    uint64_t waits_for[64];      // of the first 64 tasks: who held a lock that it had to wait for
    bool cuts;                   // some task may be cut off by the end of its process
    uint64_t killed;             // tasks of processes that are killed
    uint64_t copied;             // processes that are copied while they have threads: what these write is seen there as it is then
    bool restart;                // a key has turned out to be at odds: what was seen of it as private was not
    struct effect *effects; uint32_t effects_n, effects_cap;
    struct write *writes; size_t writes_n, writes_cap;
    struct buf texts; uint32_t *text_at, texts_n, texts_cap; // interned printed texts
    uint32_t *text_index, text_index_size;
    struct finding_text { uint8_t kind; uint8_t thread; uint32_t line; uint32_t text; } *found; uint32_t found_n, found_cap;
    uint32_t thread_column[MODEL_THREADS];
    char thread_name[MODEL_THREADS][48];
    uint8_t thread_process[MODEL_THREADS];
    uint64_t thread_object[MODEL_THREADS]; // name of the Thread that it was started with, 0: none
    bool threaded[MODEL_PROCESSES + 1]; // processes that have had more than one thread
    uint32_t threads_seen;
    uint64_t cells_made;
    uint32_t pipes_made;         // before the freeze
    bool starts_matter;          // somebody asks about a task that has not been started: starts are steps
    struct table_users { uint64_t looks, starts; } table[MODEL_PROCESSES + 1]; // by process: who looks which threads there are, and who starts any
    bool looked[MODEL_THREADS];  // somebody looks whether they have ended, or how: then the end is a step
    bool ends_owned;             // pipes have ends that are closed when nobody holds them: variables that lead to them are kept
    bool forgot;                 // the last move was made only because such ends were closed
    bool child_ends;             // ends of processes are waited for like pipes
    value *greenlets; uint32_t greenlets_n, greenlets_cap; // in the frozen heap
    value *files; uint32_t files_n, files_cap, files_frozen; // files in the heap of this run: those of the freeze first
    struct sync_object *sync_base; uint32_t sync_base_n, sync_base_cap; // as they were at the freeze
    struct sync_name { uint32_t slot; char name[48]; } *sync_names; uint32_t sync_names_n, sync_names_cap;
    // the frozen heap
    bool frozen;
    value frozen_end;
    struct image *image;
    comp_id first_local;         // main, where it starts its first task
    struct run *run;
    bool begun;
    bool wants_more;             // a module of the prelude was loaded in the middle of a step: begin anew with it
    char wanted[16][48]; unsigned wanted_n;
    bool early, timed_waits;     // waits may be over before their time; there are any that can
    uint32_t first_finding;      // before the first choice: index + 1
    struct buf prefix_output;    // what main printed before its first start
    enum finding_kind prefix_end;
    uint64_t began_ns;
    struct model_result result;
    // what the program has done that no proof can cover
    char limit[160];
    bool uses_clock, uses_chance, uses_timeouts, uses_files;
    uint64_t seed;
    uint64_t steps_run;          // really interpreted
    uint64_t expanded;           // states, each time
    volatile bool *stop;         // Ctrl-C
    struct symmetry *symmetry;   // like tasks, NULL: none, or not asked for
    struct reduction *reduction; // of orders that come to the same, NULL: not for this program
    uint64_t only;               // tasks whose steps expand() tells; all ones: all
    bool looks_ahead;            // a run that only shows whether a task joins: nothing is learned from it of who touches what
    bool asymmetric;             // those that seemed to be alike are not
};
/* How far it is in the time it may take, from some moment on: by the clock, or by the work done as a usual machine takes for it. */
uint64_t model_clock_ns(const struct model *m);
/* What the model holds besides the states of a search. */
uint64_t model_bytes(const struct model *m);
extern struct model *the_model; // the engine's callbacks know only their task
/* The program needs what cannot be modelled; only the first thing is told. */
void limit_reached(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* ---- form.c: objects and tasks as words, and back ---- */

/* Writes heap objects as words that do not depend on addresses. */
struct writer {
    struct words *out;
    bool local;             // of a task: objects that only it can reach are written in place
    const char *heap;       // heap_base, or where a copy of the frozen heap would have it
    uint8_t process, thread;
    struct seen { value v; uint32_t number; } *seen; uint32_t seen_n, seen_cap; // objects written in place
    value *private; uint32_t private_n, private_cap; // frozen objects that only this task can reach
    unsigned depth;
};
struct reader {
    const uint64_t *w;
    value *made; uint32_t made_n, made_cap;
    uint8_t process;
};
void write_value(struct writer *w, value v);
void write_content(struct writer *w, const struct obj *o); // what is in it, without its identity
void write_task(struct writer *w, const struct task *t);
value read_value(struct reader *r);
void read_content(struct reader *r, struct obj *to); // into an object that is there
value read_shell(const uint64_t *content);           // an empty object for such a content
void read_task(struct reader *r, struct task *t);
bool is_mutable(const struct obj *o);
/* Stacks of frozen greenlets for one run, and the end of all that a run had. */
void greenlets_copy(const value *all, uint32_t n);
void greenlets_free(const value *all, uint32_t n);
/* The object that a word refers to by its name: one that was there at the freeze, or a shared one made since. 0: none. */
uint64_t word_object(uint64_t w);
/* ---- slot.c ---- */
uint32_t slot_find(enum slot_kind kind, uint8_t process, uint64_t oid); // adds it if it is new
uint32_t column_of(uint32_t slot);  // gives it one
static inline uint32_t world_slot(void) { return slot_find(SLOT_WORLD, ALL_PROCESSES, 0); }
static inline uint32_t thread_slot(unsigned thread) { return slot_find(SLOT_THREAD, ALL_PROCESSES, thread); }
static inline uint32_t output_slot(void) { return slot_find(SLOT_OUTPUT, ALL_PROCESSES, 0); }
/* What a state of n columns has in a slot; 0: as it was when the heap was frozen, or nothing. */
static inline comp_id content_at(const struct model *m, const comp_id *ids, uint32_t n, uint32_t slot)
{
    uint32_t column = m->slots[slot].column; // NO_COLUMN: more than any n
    return column < n ? ids[column] : 0;
}
/* Where the variable of a SLOT_GLOBAL is in the heap. */
static inline value *global_at(const struct model *m, const struct slot *s)
{
    return &m->vm->modules[s->oid >> 32]->slots[(uint32_t)s->oid];
}

/* ---- local.c ---- */
struct local *local_new(struct model *m, comp_id id);
struct local *local_alone(struct model *m, struct local *l);
static inline struct local *local_of(struct model *m, comp_id id) // stays where it is
{
    struct local *l = m->comps.at[id].local;
    return LIKELY(l != NULL) ? l : local_new(m, id);
}
void local_depends(struct local *l, uint32_t slot);
void locals_forget(struct model *m); // all of them

/* ---- text.c ---- */
uint32_t text_intern(struct model *m, const char *s, size_t n); // up to its first zero
const char *text_at(const struct model *m, uint32_t id);

enum { TICKED = 1 }; // attention: a run goes on and on, see model.c

/* ---- world.c: one run ---- */
struct how { // which of the ways a step may go
    uint8_t choice, seen;
    bool timed_out, alone;
};
/* Runs one task from the state; the effect is added to m->effects. touched: the slots that it depends on. */
effect_id world_run(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned thread, struct how how, struct buf *output,
                    struct recorder *recorder);
/* Calls f for each task of a process, one after the other, with the heap as the process has it in the state. */
typedef void look_fn(void *ctx, struct task *t);
void world_look(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned process, look_fn *f, void *ctx);
/* The functions that a task is in, innermost first. */
void world_stack(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned thread, struct buf *out);
/* Runs main up to its first start of a task, and freezes. False: it never came to that; then *ret_status says how it ended. */
bool world_begin(struct model *m, struct task *t, struct buf *output, enum finding_kind *ret_end);

/* ---- memo.c: steps of states ---- */
enum { WIDEST = 512 }; // columns of a state
struct state { comp_id ids[WIDEST + 8]; uint32_t n; }; // after the n ids there are 8 zeroes
static inline void state_copy(struct state *to, const comp_id *ids, uint32_t n)
{
    memcpy(to->ids, ids, (n + 8) * sizeof *ids);
    to->n = n;
}
/* What a step sees of other tasks: how the task it looks at has ended. */
uint8_t observe(struct model *m, const struct state *s, const struct head *h);
static inline uint32_t how_word(struct how how) // never 0
{
    return 1u | (uint32_t)how.choice << 1 | (uint32_t)how.seen << 9 | (uint32_t)how.timed_out << 17 | (uint32_t)how.alone << 18;
}
static inline comp_id id_in(const struct state *s, uint32_t column) { return column < s->n ? s->ids[column] : 0; }
/* Where it is among the quick ones, or would be; there is room. */
static inline struct memo_row *quick_find(const struct local *l, uint64_t low, uint64_t high, uint32_t how)
{
    struct memo_row *rows = l->quick;
    uint32_t last = l->memo_size - 1, i = (uint32_t)(((low ^ how) * 0x9e3779b97f4a7c15u ^ high) * 0x94d049bb133111ebu >> 32) & last;
    while (rows[i].effect && (rows[i].ids[0] != low || rows[i].ids[1] != high || rows[i].how != how))
        i = (i + 1) & last;
    return &rows[i];
}
static inline struct memo_row *quick_row(const struct local *l, const struct state *s, uint32_t how)
{
    const uint32_t *c = l->quick_columns;
    return quick_find(l, id_in(s, c[0]) | (uint64_t)id_in(s, c[1]) << 32, id_in(s, c[2]) | (uint64_t)id_in(s, c[3]) << 32, how);
}
uint32_t memo_effect(const struct local *l, const struct state *s, uint32_t how); // with more columns
/* The effect + 1 of a step that is remembered; 0: step_effect() has to run it. */
static inline uint32_t known_effect(const struct model *m, const struct local *l, const struct state *s, uint32_t how)
{
    if (UNLIKELY(l->epoch != m->epoch))
        return 0;
    return LIKELY(l->quick != NULL) ? quick_row(l, s, how)->effect : l->memo ? memo_effect(l, s, how) : 0;
}
effect_id step_effect(struct model *m, const struct state *s, unsigned thread, struct how how);
/* A copy of it: the table moves when the next one is added. */
static inline struct effect step_of_state(struct model *m, const struct state *s, unsigned thread, struct how how)
{
    effect_id id = step_effect(m, s, thread, how);
    return m->effects[id];
}
/* What a task that waits becomes when it is named. */
comp_id woken_local(struct model *m, struct local *l, enum sync_woken how);
/* In how many ways a step may go whose effect is known, besides its own choices: whom it wakes. */
unsigned wake_choices(struct model *m, const struct state *s, const struct effect *e);
/* The state after an effect. False: there is a limit. */
bool effect_apply(struct model *m, struct state *s, unsigned thread, const struct effect *e, unsigned wake_choice);
/* Time passes until the wait of `thread` is over: those of others that began with no more time are over then, too. */
void times_are_due(struct model *m, struct state *s, unsigned thread, float limit_s);
/* What was printed so far, where that is a part of the state: a text + 1, 0 for nothing. */
uint32_t output_of(struct model *m, const struct state *s);
uint32_t output_joined(struct model *m, uint32_t a, uint32_t b);
void output_set(struct model *m, struct state *s, uint32_t text);
/* Lets all ride that can (R2). Findings of rides go to *ret_finding (index + 1; 0: none). */
bool settle(struct model *m, struct state *s, uint32_t *ret_finding, struct recorder *recorder);
struct local *thread_local(struct model *m, const struct state *s, unsigned thread);
/* How a synchronisation object is in it. */
struct sync_object state_sync(const struct model *m, const struct state *s, uint32_t slot);
/* What the state has in a slot; first: what it was at the freeze. */
static inline comp_id content_in(const struct model *m, const struct state *s, uint32_t slot, comp_id first)
{
    comp_id id = content_at(m, s->ids, s->n, slot);
    return id ? id : first;
}
/* The state has this in a slot now, which gets a column if it has none. */
void state_set(struct model *m, struct state *s, uint32_t slot, comp_id id);
/* Whether the task could move now, and in how many ways of its own. */
unsigned ways_of(struct model *m, const struct state *s, unsigned thread, const struct local *l);
bool can_time_out(const struct head *h);
uint8_t waited_for(struct model *m, const struct state *s, const struct head *h, unsigned choice, uint8_t *ret_choice);
bool is_ride(struct model *m, const struct state *s, const struct head *h);
/* Whether a task is no longer waiting for anything but its turn. */
bool can_move(struct model *m, const struct state *s, unsigned thread);
unsigned unfinished(struct model *m, const struct state *s, bool count_daemons, unsigned *ret_last);
/* MOVE_WAKES and MOVE_KILLED: whether they can be made, and making them; what can ride afterwards is the caller's. */
bool can_wake(const struct local *l);
void wake_unasked(struct model *m, struct state *s, unsigned thread);
bool can_be_killed(const struct local *l);
void kill_process(struct model *m, struct state *s, unsigned thread);

/* ---- tso.c: store buffers ---- */
/* The task's stores that are not in memory yet: pairs of a slot and a content, oldest first. */
const uint64_t *buffer_of(struct model *m, const comp_id *ids, uint32_t n, unsigned thread, uint32_t *ret_n);
void buffer_enter(struct model *m, struct run *r);     // the task itself sees them
bool buffer_holds(struct model *m, const struct run *r, uint32_t slot);
void buffer_leave(struct model *m, struct run *r, const struct write *stores, unsigned n); // slot, content
bool buffer_drain(struct model *m, struct state *s, unsigned thread); // false: it is empty

/* ---- search.c, model.c ---- */
void search_run(struct model *m, struct model_result *res);
bool initial_state(struct model *m, struct state *s);
void model_forget(struct model *m); // what was learned of steps, since the steps are others now
/* The switch that a name was given for this kind of thing ('l' lock, 'j' join, 'd' daemon, 'k' kind), the last one; NULL: none. */
const struct model_switch *switch_find(const struct model *m, char kind, const char *name);

/* ---- replay.c ---- */
struct recorder;
/* One move; false, and nothing is changed, if it cannot be made. Nothing is remembered of it. */
bool state_move(struct model *m, struct state *s, const struct move *mv, struct recorder *rec);
void record_access(struct run *r, struct task *t, const struct access *a, uint32_t key);
void record_alone(struct run *r, struct task *t, const struct access *a, uint32_t key); // nobody else is left
void record_seen(struct run *r, struct task *t, const struct access *a, value seen);
void record_sync(struct run *r, struct task *t, uint32_t slot, enum sync_op op, enum sync_answer a, value item);
void record_print(struct run *r, struct task *t, bool err, const char *s, size_t n);
void record_start(struct run *r, struct task *t, unsigned thread);
void record_message(struct run *r, struct task *t, uint32_t slot, bool got, value v);
void record_joined(struct run *r, struct task *t, unsigned thread);
void record_cell(struct run *r, struct task *t, uint32_t key, bool write, value v);

#endif
