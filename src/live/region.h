/* region.h: the memory that all processes of a run share.
 *
 * Mapped by the shell before main is forked, of a fixed size, never grown, never
 * named in the file system: nothing is left behind. Pages come when touched, so a
 * table of 32,768 tasks costs nothing until there are tasks.
 *
 *   head    control words, the kill-safe lock, the ticket counter     read below who guards what
 *   tasks   one slot a process or thread (coroutines have none)
 *   objects names and holders of what events speak of, by object id
 *   syncs   the synchronisation objects of multiprocessing
 *   buckets heads of the lists of waiters (derived: can be made anew from the slots)
 *   bytes   what Value and Array and the like live in
 *   logs    one ring of records a slot
 *
 * Indices only, no pointers: the shell treats every byte of it as a stranger's. The
 * pointers into it are in struct run_region, which is private to each process (a fork
 * copies it), so that a scribbled table cannot move them. */
#ifndef LIVE_REGION_H
#define LIVE_REGION_H

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "base/base.h"
#include "sync/sync.h"

/* A task_ref of a live run: generation << 15 | slot. A slot's generation grows with each
 * new task in it, so an old reference is seen to be old. 16 bits of generation. */
#define SLOT_BITS 15
#define SLOT_MAX (1u << SLOT_BITS)
#define SLOT_NONE UINT32_MAX
static inline uint32_t ref_slot(task_ref t)
{
    return t & (SLOT_MAX - 1);
}

enum slot_state {
    SLOT_FREE,
    SLOT_NEW,     // reserved by its creator, has not begun
    SLOT_RUNS,
    SLOT_WAITS,   // in a wait that somebody must end
    SLOT_SLEEPS,  // in time.sleep, or for the outside world: ends by itself
    SLOT_ASKS,    // waits for the person at the keyboard
    SLOT_PAUSED,  // by the learner
    SLOT_GATE,    // waits for its turn in a controlled run
    SLOT_ENDED,   // over; its exit code may still be read; may be reused
    SLOT_DEAD,    // killed, and taken note of
};

/* Reasons to look up from what one does, in a task's `attention` word. The low half is
 * live's, the high half is the binding's (collection, fork, signals). */
enum attend {
    ATTEND_STOP = 1,       // the run ends: leave
    ATTEND_PAUSE = 2,      // wait in live_pause()
    ATTEND_INTERRUPT = 4,  // Ctrl-C: KeyboardInterrupt
    ATTEND_SWITCHES = 8,   // the table of switches has changed
    ATTEND_QUERY = 16,     // the shell asks something
    ATTEND_BREAK = 32,     // `break LOCK`: the wait ends with DeadlockError
    ATTEND_ROUNDS = 64,    // a seeded run, to its end: who computes without a visible step goes to the gate too
    ATTEND_SIGNAL = 128,   // a signal for which the program has a handler
    ATTEND_FORGET = 256,   // it seems that nobody can go on: what nobody holds any more is to be closed
    ATTEND_FIRST_OWN = 1 << 16,
};

/* A short text that others may read while it is written: whole words, so that no read is torn within one.
 * Who reads in the middle of a change may see the beginning of one text and the end of another. */
#define NAME_BYTES 48
struct region_text {
    _Atomic uint64_t word[NAME_BYTES / 8];
};

/* Keeps at most 47 bytes of s; NULL: the empty text. */
void region_text_set(struct region_text *t, const char *s);
void region_text_get(const struct region_text *t, char to[NAME_BYTES]);

/* What a task waits for; written under klock. */
struct wait_record {
    uint8_t op;           // enum sync_op
    uint8_t class;        // enum sync_class
    uint8_t timed;        // ends by itself
    uint8_t pipe;         // on a descriptor: see live_wait_fd
    uint32_t object;      // object id, or the task_ref waited for (op JOIN)
    uint64_t key;         // what the list of waiters goes by
    uint64_t ticket;      // order of waiting
    uint64_t deadline_ns; // 0: none
    uint64_t checked;     // pipe: value of head->moves when the descriptor was last found not ready
    int32_t arg;
    uint32_t next, prev;  // neighbours in the bucket (derived), slot indices
};

enum { GATE_CHOICES = 8 };

/* A wait or sleep that a written schedule ends. */
enum { FORCE_NONE, FORCE_TIMEOUT, FORCE_WAKE };

struct task_slot {
    // the kernel writes these when the task dies; armed by the task itself
    struct robust_list node;
    _Atomic uint32_t life;  // 0 or tid, FUTEX_OWNER_DIED, FUTEX_WAITERS

    _Atomic uint32_t state; // enum slot_state | enum sync_woken << 8: one store commits a wake-up
    _Atomic uint32_t ref;   // task_ref of whoever has the slot now, or had it last
    _Atomic uint32_t wake;  // the futex it sleeps on; grows at each wake-up
    _Atomic uint32_t attention;
    _Atomic uint32_t grant; // gate: turns granted
    uint32_t gate_turns;    // gate: turns taken
    _Atomic uint32_t forced; // FORCE_…, set by the shell while it waits or sleeps

    // set at reservation, before the task runs; a late joiner may look at another task's by then
    _Atomic uint8_t kind;   // enum task_kind
    uint8_t daemon, is_main;
    uint8_t left;           // exitcode is known; it may have pipes open still: see exit_seen
    uint8_t exit_seen;      // klock: after its end, its process was found to have closed what it had
    _Atomic uint64_t signalled_ns; // when it was last sent a signal, which may be on its way yet
    _Atomic uint8_t alarm;  // a timer of its process will ring: it does not wait for ever
    task_ref creator, parent, process;
    _Atomic int32_t pid, tid, ppid;
    int32_t exitcode;
    uint32_t line;          // where it is; plain store of its own
    uint32_t file;
    struct region_text name;

    struct wait_record wait; // klock
    _Atomic uint32_t held;   // klock: the block that only this task knows; see store.h
    struct {                 // gate: what it would do next; valid in SLOT_GATE
        uint32_t kind, object;
        int64_t number;
        uint32_t blocked;    // it would have to wait
        uint32_t choice[GATE_CHOICES], choices_n; // set by the shell with the grant: see gate_grant()
    } next;

    _Alignas(64) _Atomic uint64_t log_head; // written by the task
    _Alignas(64) _Atomic uint64_t log_tail; // written by the shell
    _Atomic uint32_t log_room;              // futex: odd while the task waits for the shell to drain
};

/* Sizes of blocks (store.h): 32 and 48 bytes, then four steps for each doubling. */
enum { BLOCK_CLASSES = 104 };

/* What an object id means. */
struct object_info {
    _Atomic uint32_t used;
    task_ref process;        // whose memory it is in; NOBODY: shared
    _Atomic task_ref owner;  // lock: who has it now
    _Atomic uint32_t off;    // switched off
    _Atomic uint32_t recover; // private lock: its process should free it, its owner is gone
    uint32_t kind;           // enum sync_kind, or SYNC_KINDS: not a synchronisation object
    struct region_text name, type;
};

/* What has been found out about waiting for ever. */
enum verdict { VERDICT_NONE, VERDICT_TOTAL };

/* A word of the region that gets a value. */
struct journal_word {
    uint64_t at; // in bytes from the region's beginning
    uint32_t value;
};
enum { JOURNAL_WORDS = 8 };

/* One operation on shared objects, written before it is done: if its task is killed in
 * the middle, whoever takes klock next does it again (reliability: one commit store). */
struct journal {
    _Atomic uint32_t valid;  // the commit store: 1 = the rest holds
    uint32_t words;
    struct journal_word word[JOURNAL_WORDS];
    uint32_t object, lock;   // indices into syncs; UINT32_MAX: none
    struct sync_object image, lock_image;
    uint64_t wake_upto;      // waiters with tickets up to this are woken
    uint64_t wake_key, lock_key, lock_upto;
    uint8_t wake_class, woken;
};

#define REGION_MAGIC (0x68636e6f6331ull << 16 | sizeof(struct task_slot)) // "1conch"
struct region_head {
    // set before the first task starts, read-only after
    uint64_t magic;           // REGION_MAGIC: of this layout
    uint64_t byte_max;
    uint32_t slot_max, object_max, sync_max, bucket_max, log_records; // for who finds a copy
    uint64_t began_ns, began_ticks;
    uint32_t by_ticks;        // records are stamped with clock_ticks(), else clock_now_ns()
    uint32_t process_limit, thread_limit;
    uint32_t no_limits;
    uint64_t chaos_seed;      // of the pauses at the gate, see GATE_CHAOS

    // written by the shell
    _Alignas(64) _Atomic uint32_t record;     // enum record_level: events up to this level are logged
    _Atomic uint32_t controlled;              // the gate is shut, see gate.h
    _Atomic uint32_t speed_permille;          // 1000: as fast as it goes
    _Atomic uint32_t joins_off, gil;
    _Atomic uint64_t switch_ns;               // how long one thread may keep the others waiting, with gil
    _Atomic uint32_t switch_generation;
    _Atomic uint32_t paused;                  // futex
    _Atomic uint32_t shell_sleeps;            // ring its bell when something should be seen at once

    // the kill-safe lock, and what it guards
    _Alignas(64) _Atomic uint32_t klock;
    _Atomic uint32_t slots_used; // slots from here on have never been used; atomic: also read without klock
    uint32_t slots_free_hint; // no free slot below
    uint32_t processes, threads; // not ended (derived)
    uint32_t live_hint;       // a slot that was live when last looked at
    uint64_t wait_tickets;    // next wait_record.ticket
    _Atomic uint64_t moves;   // grows whenever a task begins to wait
    _Atomic uint32_t verdict; // enum verdict
    uint32_t forks;           // in this run
    _Atomic uint32_t programs; // others that were started and have not been waited for: what they do is not known
    _Atomic uint32_t objects_used, syncs_used; // atomic: also without klock
    _Atomic uint64_t bytes_used;
    uint32_t owned_queues;    // some queue has an owner
    uint32_t blocks_free[BLOCK_CLASSES]; // first block of each size that nobody has; 0: none
    _Atomic uint32_t recoveries;
    struct journal journal;

    // drawn by every event
    _Alignas(64) _Atomic uint64_t ticket;
    _Alignas(64) _Atomic uint64_t dirty[SLOT_MAX / 64]; // logs that may hold something new

    // crash points of the test build
    _Atomic uint32_t crash_at, crash_count, crash_hit;
};

struct run_region {
    struct region_head *head;
    struct task_slot *slots;
    struct object_info *objects;
    struct sync_object *syncs;
    uint32_t *buckets;
    unsigned char *bytes;
    unsigned char *logs;
    uint32_t slot_max, object_max, sync_max, bucket_max;
    uint64_t byte_max;
    uint32_t log_records;  // of one ring, a power of two
    int bell_fd;           // eventfd: wakes the shell
    size_t mapped;
    int file_fd;           // what it is mapped from; -1: nothing with a descriptor
};

struct region_opts {
    uint32_t slots;     // 0: 512
    uint32_t objects;   // 0: 65,536
    uint32_t syncs;     // 0: 65,536
    uint32_t log_bytes; // of one ring; 0: 128 KiB: with 64 a task that logs all the time sleeps for the shell twice as often
    uint64_t bytes;     // 0: 1 GiB of address space; pages come when touched
    bool in_file;       // in a nameless file, if there can be one: the guard may keep it (process.h)
};

/* Maps a zeroed region. -ENOMEM or another negative errno with nothing left behind. */
int region_open(const struct region_opts *opts, struct run_region *ret);
void region_close(struct run_region *r);

/* Maps a copy of a region's file, as the guard keeps it, for looking at. -EINVAL: it is none. */
int region_open_copy(const char *path, struct run_region *ret);

/* n zeroed bytes of the region, aligned to 16, never given back; the offset, or -ENOMEM.
 * Any process of the run. */
int64_t region_alloc(struct run_region *r, size_t n);

#endif
