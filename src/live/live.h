/* live.h: real processes and threads; the inner door, for the VM's binding (engine.h).
 *
 * In:      a region, hooks of the VM, and calls from its threads.
 * Out:     processes, threads, waits that end when they should, and logs.
 * Owner:   the shell owns the region; each process has its own copy of `live`.
 * Threads: every function here is for a task's own thread unless it says otherwise.
 *          The shell's side is in reader.h, reaper.h, graph.h and the functions here
 *          that take a struct run_region.
 *
 * Order of locks, take them downwards:
 *   1  what the VM holds (a list's guard …)
 *   2  an object's guard (struct sync_object.guard)
 *   3  klock, the kill-safe lock of the region
 * Nothing that may block is done under 2 or 3, except waiting for 3 under 2. */
#ifndef LIVE_LIVE_H
#define LIVE_LIVE_H

#include "live/region.h"
#include "live/log.h"
#include "live/gate.h"
#include "live/store.h"

/* How a wait ended. */
enum live_end {
    LIVE_DONE,        // true
    LIVE_REFUSED,     // not blocking and not possible now
    LIVE_TIMEOUT,
    LIVE_INTERRUPTED, // hooks.attend() said so; call again to go on waiting
    LIVE_FAILED,      // call->error says why
    LIVE_BROKEN,      // `break`: DeadlockError
};

/* What the VM does around a sleep. All of them run on the task's own thread. */
struct live_hooks {
    void (*before_block)(void); // from here the thread counts as stopped and touches no heap
    void (*after_block)(void);  // may itself wait until the heap may be touched again
    bool (*attend)(uint32_t attention); // called in a wait when `attention` is not 0: true = leave the wait
    void (*before_fork)(void);  // stop the other threads, take the guards of the heap; not called if there are none
    void (*after_fork_parent)(void);       // the same
    void (*after_fork_child)(bool alone);  // alone: before_fork was not called
};

/* One process's view of the run. */
struct live_process {
    struct run_region region;
    struct live_hooks hooks;
    task_ref process;     // its own task (the main thread's)
    pid_t pid;            // its own; getpid() asks the kernel each time
    int deadman_fd;
    bool fork_pause, allow_exec, allow_net;
    uint32_t forks;       // its own and its ancestors': what was made since the last one no child has
    char scratch[128];    // the run's own directory
};
extern struct live_process live;

/* One thread's. */
struct live_self {
    struct task_slot *slot;
    task_ref ref;
    uint32_t tid;
    _Atomic uint32_t *attention; // slot->attention: what a safe point looks at
    uint32_t rounds;             // loops and calls since its last turn in a seeded run, see gate_round()
    uint32_t line;               // the binding stores these before it calls anything that logs
    uint16_t file;               // id from live_file()
    uint32_t lane;               // coroutine that runs, 0: the thread itself
    bool deaf;                   // only ATTEND_STOP ends the wait
    struct log_pen pen;
    bool defers;                 // wake-ups wait until the guards are given back; see deed.c
    uint32_t poke_n;
    struct task_slot *poke[8];
};
extern __thread struct live_self live_me;

/* ---- how a run begins ---- */

struct main_opts {
    const struct live_hooks *hooks;
    const int *keep_fds;  // that stay open (0, 1, 2 are handled: see below)
    int keep_n;
    int deadman[2];       // pipe of the shell: [0] is kept, [1] closed
    int out_fd, err_fd;   // what 1 and 2 become; -1: /dev/null
    bool sandbox;         // landlock and seccomp
    bool allow_exec, allow_net;
    const char *scratch;  // read and write; NULL: none
    const char *dirs[4];  // more directories that may be read and written; NULL ends
    uint64_t file_bytes;  // largest file that may be written; 0: no limit
    bool no_limits;
};

/* What the kernel did not give; for `doctor` and for the note at the start. */
struct main_report {
    bool no_landlock, no_seccomp;
    int landlock_abi;
};

/* The order of steps in a new main, called by the child of the shell's fork before anything
 * else: closes what is not its own, makes its own session, arms the dead-man's switch, sets
 * limits, shuts the sandbox, and takes slot 0 as the run's main task. Must be called before
 * the first thread. Returns 0, or a negative errno (the caller ends). */
int live_main(const struct run_region *r, const struct main_opts *opts, struct main_report *ret);

/* ---- tasks ---- */

struct task_opts {
    uint8_t kind;       // TASK_PROCESS or TASK_THREAD
    bool daemon;
    const char *name;
};

/* Takes a slot for a task that will be started. -EAGAIN: the limit of processes or threads,
 * -ENOSPC: the table is full. */
int live_task_new(const struct task_opts *opts, task_ref *ret);

/* Gives the slot of a task back that was never started. */
void live_task_drop(task_ref t);

/* Starts a thread for a reserved task: logs SPAWN here and BEGIN there, then calls body(arg) on
 * it, with live_me set, and ends the task when body returns. On failure (negative errno) the
 * slot has been given back. The stack is 256 KiB (1 MiB under AddressSanitizer) unless given. */
int live_thread_start(task_ref t, void (*body)(void *), void *arg, size_t stack_bytes);

/* The only fork of a lesson. In the parent: the child's pid, or a negative errno (the slot has
 * been given back). In the child: 0, as task t, and its duties have been done in this order:
 * the dead-man check, the robust list, the slot, owners of locks, hooks.after_fork_child.
 * The 65th and later forks of a run take 3 ms more, unless there are no limits. */
pid_t live_fork(task_ref t);

/* Another program, without a task of its own: it has no slot and is waited for by waitpid (or by
 * live_wait_fd on live_child_fd(), outside). It ends with the run like everybody. Returns its pid,
 * or what exec said as a negative errno: -EPERM where other programs are not allowed. */
struct exec_opts {
    char *const *argv; // argv[0] is looked for in PATH
    char *const *envp; // NULL: this process's
    const char *dir;   // NULL: as it is
    int fds[3];        // what becomes its 0, 1, 2; -1: as they are
    bool dies_with_us; // killed when this process ends
};
pid_t live_exec(const struct exec_opts *opts);

/* A descriptor that is readable when the child has ended (a pidfd), or a negative errno. */
int live_child_fd(pid_t pid);

/* Ends the calling thread's task: logs END, wakes who joins. The thread then only returns
 * (threads started by live_thread_start do this by themselves). */
void live_thread_end(void);

/* Ends the calling process: its other tasks count as ended, logs END with the code, wakes who
 * joins, and leaves by _exit(code & 255). Flush and run exit handlers before. */
NORETURN void live_process_end(int code);

/* Waits until t has ended; with an old reference at once. As live_sync(). */
enum live_end live_join(task_ref t, uint64_t deadline_ns);

/* Whether t has neither ended nor died. Takes no lock. */
bool live_task_alive(task_ref t);

/* The slot of a task, or NULL if it has been given to another one. */
struct task_slot *live_task_slot(task_ref t);

/* The task's name, as shown. */
void live_task_rename(task_ref t, const char *name);

/* After the kernel has reported a child's end (waitpid): marks it dead if it had not ended by
 * itself, wakes who joins it. Returns its task, NOBODY if it is not known. */
task_ref live_child_gone(pid_t pid, int wait_status);

/* ---- objects ---- */

/* A name for events to speak of. Never fails: when the table is full all get the last id. */
uint32_t live_object_new(const char *type, const char *name, bool shared);
void live_object_rename(uint32_t id, const char *name);

/* A synchronisation object; the handle stays valid until live_sync_free. in_region: seen by
 * all processes (multiprocessing). Private ones do not move, and are copied by fork.
 * 0 if the table is full (MemoryError). */
#define HANDLE_REGION 0x80000000u
uint32_t live_sync_new(enum sync_kind kind, int32_t value, int32_t bound, bool in_region);
/* A handle of an object of the region by its number, which is another process's handle; 0: there is none. */
uint32_t live_sync_known(uint32_t handle, enum sync_kind *ret_kind);
void live_sync_free(uint32_t handle);
struct sync_object *live_sync_at(uint32_t handle);
/* A copy of its words as they are now. */
struct sync_object live_sync_image(uint32_t handle);

/* The object's id for the trace; gives it one if it has none yet (or, after a fork, a new one). */
uint32_t live_sync_id(uint32_t handle);
void live_sync_name(uint32_t handle, const char *type, const char *name);

/* Switches an object that one can wait for off (R15): whoever waits goes on; or on again. Any thread that sees it. */
void live_sync_off(uint32_t handle, bool off);

/* Frees a private lock whatever its owner says, if the shell has asked for it (live_recover). */
void live_sync_recover(uint32_t handle);

/* ---- waiting ---- */

enum { ITEM_SMALL = 2048, ITEM_TEXT = 200, ITEM_ROOM = ITEM_SMALL + ITEM_TEXT };

struct live_call {
    uint32_t handle;
    enum sync_op op;
    int32_t arg;
    bool blocking;
    uint64_t deadline_ns;  // clock_now_ns(); 0: none
    // Called once, when it is done, while the object's guard is held, before the event is
    // committed: for a queue it moves the item. Must not block. May set text. NULL: nothing.
    void (*on_done)(struct live_call *c);
    void *ctx;
    const char *text;      // of the event (PUT, GET), text_n <= 1,000 bytes are kept
    uint32_t text_n;
    // Queues of the region: the item of PUT; room for ITEM_ROOM bytes for GET.
    const void *item;
    uint32_t item_n;
    unsigned char *room;
    // out
    uint32_t got_n;        // GET: bytes of the item, in room, or
    uint32_t got_block;    // not 0: in this block, which the task holds: store_drop()
    uint8_t error;         // enum sync_error
    int64_t number;        // what the event shows: depth, permits, index at the barrier …
    // live's own: zero at the first call, left alone when called again after LIVE_INTERRUPTED
    uint32_t phase, depth;
    enum live_end first_end;
};

/* Performs one operation, waiting if it must. The caller has checked that the object is of the
 * operation's kind. Barriers: a time-out breaks the barrier and is LIVE_FAILED (BROKEN), an interrupt
 * leaves it. Conditions: COND_WAIT gives the lock back,
 * waits, and takes it again before it returns, also with LIVE_TIMEOUT and LIVE_INTERRUPTED. */
enum live_end live_sync(struct live_call *c);

/* ACQUIRE or RELEASE, told like live_sync() does, if it can be done at once, nobody waits and nobody controls the
 * run; false: nothing was done, use live_sync(). */
bool live_lock_quickly(uint32_t handle, enum sync_op op);

/* Sleeps until the deadline. LIVE_TIMEOUT is the good end. */
enum live_end live_sleep(uint64_t deadline_ns);

/* Waits until a descriptor is ready (poll's events). outside: something beyond the run may
 * make it ready (network, another program), so the wait is never part of a deadlock. */
enum live_end live_wait_fd(int fd, short events, uint64_t deadline_ns, bool outside,
                           uint32_t object, short *ret_revents);

/* The same for several; which of them are ready is in their revents. */
struct pollfd;
enum live_end live_wait_fds(struct pollfd *fds, unsigned n, uint64_t deadline_ns, bool outside, uint32_t object);

/* Waits for the answer to input(): until *answered (in the region or private) is not 0. */
enum live_end live_ask(_Atomic uint32_t *answered);

/* At a safe point with ATTEND_PAUSE: waits until the learner lets all go on. */
void live_pause(void);

/* Waits for ever, or until interrupted (signal.pause). Counts as waiting for the outside. */
enum live_end live_idle(uint64_t deadline_ns);

/* ---- the shell's side ---- */

/* Sets bits in a task's attention word (every task's, for NOBODY) and wakes it if it sleeps. */
void live_attend(struct run_region *r, task_ref t, uint32_t bits);
void live_attend_clear(struct run_region *r, task_ref t, uint32_t bits);

/* Asks every process to close what none of its tasks holds; whether one has not done so yet. */
void live_forget(struct run_region *r);
bool live_forgetting(const struct run_region *r);

/* Switches the region's locks of that name ("": all) as live_sync_off() does. Those in the memory of a
 * process are switched by itself (ATTEND_SWITCHES). -ETIMEDOUT: a stopped task has klock. */
int live_shared_off(struct run_region *r, const char *name, bool off, unsigned wait_ms);

/* Frees every lock of that name whose owner has ended or was killed, and wakes who waits for it; what
 * is in the memory of a process is freed by itself, soon. -ENOENT: nobody has such a lock;
 * -EBUSY: its owner, *ret_owner, lives; -ETIMEDOUT. */
int live_recover(struct run_region *r, const char *name, unsigned wait_ms, task_ref *ret_owner);

/* Ends the wait of one task with LIVE_BROKEN: of the task of that name, or of the one that has waited
 * longest for an object of that name. -ENOENT: nobody waits so; -ETIMEDOUT. */
int live_break(struct run_region *r, const char *name, unsigned wait_ms, task_ref *ret);

#endif
