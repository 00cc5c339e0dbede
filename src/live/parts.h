/* parts.h: what the files of live/ share among themselves. */
#ifndef LIVE_PARTS_H
#define LIVE_PARTS_H

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "live/klock.h"
#include "live/live.h"

#define MS 1000000ull
#define OBJECT_NONE UINT32_MAX

/* ---- futexes: words in the region are seen by all processes, so never PRIVATE ---- */

/* Sleeps while *word is v, at most wait_ns. Returns 0 or a negative errno. */
static inline int futex_wait(_Atomic uint32_t *word, uint32_t v, uint64_t wait_ns)
{
    struct timespec t = {(time_t)(wait_ns / 1000000000), (long)(wait_ns % 1000000000)};
    return syscall(SYS_futex, word, FUTEX_WAIT, v, &t, NULL, 0) < 0 ? -errno : 0;
}

static inline void futex_wake(_Atomic uint32_t *word, int n)
{
    syscall(SYS_futex, word, FUTEX_WAKE, n, NULL, NULL, 0);
}

/* ---- slots ---- */

static inline enum slot_state slot_state(const struct task_slot *s)
{
    return atomic_load(&s->state) & 0xff;
}

static inline bool state_alive(enum slot_state s)
{
    return s >= SLOT_NEW && s <= SLOT_GATE;
}

static inline bool life_gone(const struct task_slot *s)
{
    return atomic_load(&s->life) & FUTEX_OWNER_DIED;
}

/* A signal was sent that the task may not have heard yet: what it waits for is not for ever. */
#define SIGNAL_TAKES_NS (1000 * MS)
static inline bool slot_signalled(const struct task_slot *s)
{
    uint64_t at = atomic_load(&s->signalled_ns);
    return at && clock_now_ns() - at < SIGNAL_TAKES_NS;
}

/* The slot if t still has it and is alive, else NULL. Any process; takes no lock. */
static inline struct task_slot *slot_of(const struct run_region *r, task_ref t)
{
    if (t == NOBODY || ref_slot(t) >= r->slot_max)
        return NULL;
    struct task_slot *s = &r->slots[ref_slot(t)];
    return atomic_load(&s->ref) == t && state_alive(slot_state(s)) ? s : NULL;
}

static inline uint32_t slot_index(const struct run_region *r, const struct task_slot *s)
{
    return (uint32_t)(s - r->slots);
}

/* How many slots have ever been used, bounded for readers of a damaged region. */
static inline uint32_t slots_used(const struct run_region *r)
{
    return MIN(r->head->slots_used, r->slot_max);
}

/* How many times longer a sleeper sleeps before it looks around by itself: what all do together stays bounded. */
#define CROWD 256
static inline uint64_t crowds(const struct run_region *r)
{
    return 1 + slots_used(r) / CROWD;
}

/* ---- wait.c ---- */

#define KEY_JOIN (1ull << 63)   // | task_ref
#define KEY_REGION (1ull << 62) // | index into syncs
static inline uint64_t key_private(task_ref process, uint32_t index)
{
    return (uint64_t)process << 31 | index;
}

/* All with klock held. */

/* Puts the slot's task among the waiters of slot->wait.key (record filled by the caller, but for
 * ticket 0: draws one) and commits it as waiting. */
void wait_enter(struct run_region *r, struct task_slot *s);
/* Takes it out again; it runs, told `woken`. The commit store is the state's. */
void wait_leave(struct run_region *r, struct task_slot *s, enum sync_woken woken);
/* Wakes waiters of the key and class with tickets up to upto, at most n; returns how many. */
uint32_t wait_wake(struct run_region *r, uint64_t key, enum sync_class class, int32_t n,
                   uint64_t upto, enum sync_woken woken);
/* The first n NAMED waiters of a private key become TAKE waiters of another one (with a new ticket),
 * as if they had been woken and had tried; returns how many. */
uint32_t wait_move(struct run_region *r, uint64_t from, int32_t n, uint64_t to, uint32_t object);
/* The ticket of the nth waiter (or the last one if there are fewer); 0 if there is none. */
uint64_t wait_ticket(const struct run_region *r, uint64_t key, enum sync_class class, int32_t n);
/* How many waiters of the key and class there are, at most max. */
uint32_t wait_count(const struct run_region *r, uint64_t key, enum sync_class class, uint32_t max);
/* Whether anybody waits for the key in whatever class. */
bool wait_any(const struct run_region *r, uint64_t key);
/* Lists of waiters, made anew from the slots. */
void wait_rebuild(struct run_region *r);
/* Wakes those whom nobody else will: joiners of tasks that are gone, the first waiter of each
 * shared object that could have what it waits for. */
void wait_settle(struct run_region *r);
/* Looks whether all that is left waits for ever, and if so says so in head->verdict. */
void wait_detect(struct run_region *r);

/* Klock held: whether the process of an ended task has left. It closes its pipes a little after it has told its end, or was
 * killed; that is a move, so that those who wait at one look once more. */
bool slot_has_left(struct run_region *r, struct task_slot *s);

/* Wakes a sleeping task without ending its wait, so that it looks around. Also without klock. */
void slot_poke(struct task_slot *s);

/* In a written schedule: ends its wait or sleep as by a time-out (FORCE_TIMEOUT), or its wait at a condition as if it had
 * been notified (FORCE_WAKE). The shell's; nothing happens to who does not wait any more. */
void wait_force(struct task_slot *s, uint32_t how);

/* The clock of the process's program: the machine's, and what a written schedule has not let it wait for. While there is one, it
 * stands still but for that: two sleeps of a second that begin one after the other end together, as in the model. Deadlines of the
 * program's waits are told in it. */
uint64_t wait_clock_ns(void);

/* Whether a wait with that deadline (0: none) ends now: its time is over, or a written schedule says so. */
bool wait_times_out(struct task_slot *s, uint64_t deadline_ns);

/* Whether the deadline of a wait has passed; never while a written schedule decides that. */
bool wait_is_over(uint64_t deadline_ns);

/* Without klock: sleeps until the wait that was entered has ended, or is left. */
enum live_end wait_sleep(struct task_slot *s, uint64_t deadline_ns, enum sync_woken *ret_woken);

/* ---- slot.c ---- */

/* A new process's pid, told by its parent; it writes it itself, too, unless it dies before. It may also have ended by now
 * and another process have its slot: with a wrong pid that one would be taken for dead, and its slot be given away while
 * it writes its log. No lock, nowhere to be killed in between. */
void slot_note_pid(struct run_region *r, task_ref t, int32_t pid);

/* This thread becomes the task of a reserved slot: life word, ids, log. */
void task_begin(struct run_region *r, task_ref t);
/* Tells the log who has the slot now. */
void log_introduce(void);
/* Sets live_me.pen to the slot's ring. */
void log_open_pen(struct run_region *r, struct task_slot *s);
/* Klock held: the task's counts are made anew. */
void slot_recount(struct run_region *r);
/* Klock held: marks one task as dead or free, keeps the counts. */
void slot_end(struct run_region *r, struct task_slot *s, enum slot_state end);
int task_reserve(struct run_region *r, const struct task_opts *opts, task_ref creator,
                 task_ref process, task_ref *ret);

/* ---- reaper.c ---- */

/* Klock held: marks everybody as dead whose life word says so, then settles. Returns how many. */
uint32_t deaths_mark(struct run_region *r);
/* Whether there may be something for deaths_mark: takes no lock. */
bool deaths_any(const struct run_region *r);
/* Whether the kernel knows of a process only that it has ended, or nothing any more. Reads /proc. */
bool process_gone(pid_t pid);

/* ---- object.c, quick.c, item.c, journal.c: see object.h ---- */

/* In the child of a fork, before it touches any object: guards are free, nobody waits, and what the forker
 * holds is the child's. */
void objects_after_fork(task_ref old_self, task_ref new_self);
/* The locks of this process that another task has, one after the other: *at is 0 first; NULL ends. */
const struct sync_object *objects_next_held(uint32_t *at, task_ref self);

/* How many region objects there have ever been, bounded for readers of a damaged region. Takes no lock. */
static inline uint32_t syncs_used(const struct run_region *r)
{
    return MIN(atomic_load(&r->head->syncs_used), r->sync_max);
}

/* A region object, or NULL: there is none. Takes no lock. */
static inline struct sync_object *region_sync(const struct run_region *r, uint32_t index)
{
    if (index == 0 || index >= syncs_used(r))
        return NULL;
    return r->syncs[index].kind < SYNC_KINDS ? &r->syncs[index] : NULL;
}

/* A copy of a region object as sync/ knows it: without the mark of the slow way, and closed if its owner is gone. */
struct sync_object sync_image(const struct run_region *r, const struct sync_object *o);
/* Klock held: a lock that nobody has any more; its waiters are the caller's to wake. */
void sync_disown(struct sync_object *o);
/* Klock held: the task has ended, and with it the queues that it owned are closed. */
void owned_queues_close(struct run_region *r, task_ref t);
/* Klock held: finishes the operation that a killed task had committed. */
void journal_redo(struct run_region *r);

/* ---- thread.c ---- */

/* A thread of this process, to sleep until it has left; NULL: it is not ours, or somebody else
 * does that. thread_exit_wait: false after wait_ns. Then it must be unclaimed. */
struct stack *thread_claim(task_ref t);
bool thread_exit_wait(struct stack *s, uint64_t wait_ns);
void thread_unclaim(struct stack *s, bool joined);

/* Whether this process has no other thread than its first, for certain: nobody else can be anywhere, or have left a guard
 * taken. threads_collect: looks whether all others that it has had have left it. */
bool threads_none(void);
void threads_collect(void);
/* Before a fork, with the world stopped: waits until no thread is about to begin or to leave. Nothing without a sanitizer. */
void threads_settle(void);
/* In the child: the stacks of threads that stayed behind are given back. */
void threads_after_fork(void);

/* Rings the shell's bell if it sleeps. */
void bell_ring(struct run_region *r);

#endif
