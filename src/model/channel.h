/* channel.h: descriptors, and the pipes behind them, as contents of a state; private to model/.
 *
 *   descriptors of a process (SLOT_FILES)          a pipe (SLOT_STORE)
 *   3 ──► reads pipe 1                             open to read · open to write · bytes
 *   4 ──► writes pipe 1
 *
 * A fork copies the row of descriptors, so each pipe in it is open once more; the end of a process closes
 * them. A pipe that nobody has open to write any more is at its end when it is empty; one that nobody has
 * open to read breaks. Of a pair of sockets each end reads one pipe and writes the other. The end of a child
 * may be waited for like a pipe, too: it is one that nobody writes to. */
#ifndef MODEL_CHANNEL_H
#define MODEL_CHANNEL_H

#include "model/run.h"

enum { FIRST_FREE = 3, MOST_FDS = 256 };
enum { WHOLE_WRITES = 4096, SOCKET_HOLDS = 212992 }; // PIPE_BUF; Linux, net.core.wmem_default
#define CHANNEL (1ull << 41)      // in the names of stores: apart from queues and cells
#define CHILD_END (1u << 29)      // a pipe's number: the end of the process with the other bits

/* A descriptor is a word: the pipe that is read, the pipe that is written, whether it waits, whether it is closed
 * with a file that has it. 0: closed. */
#define NOWAIT (1ull << 60)
#define OWNED (1ull << 61)
static inline uint64_t fd_word(uint32_t reads, uint32_t writes) { return (uint64_t)writes << 30 | reads; }
static inline uint32_t fd_reads(uint64_t w) { return (uint32_t)w & ((1u << 30) - 1); }
static inline uint32_t fd_writes(uint64_t w) { return (uint32_t)(w >> 30) & ((1u << 30) - 1); }

/* ---- as a run sees them ---- */

struct channel {
    uint32_t readers, writers;
    bool socket;
    struct buf bytes;
};

/* The slot that has the pipe's content. */
uint32_t channel_slot(uint32_t number);
/* A pipe as it is now: finish its bytes, or save it. */
void channel_load(struct run *r, uint32_t number, struct channel *c);
/* It becomes this, and its bytes are finished. */
void channel_save(struct run *r, uint32_t number, struct channel *c);
/* How many bytes it takes. */
size_t channel_room(const struct channel *c);
/* A new one, open once to read and once to write: its number. */
uint32_t channel_new(struct run *r, bool socket);

/* A descriptor of the run's process; 0: it is closed. */
uint64_t fd_word_at(struct run *r, int64_t fd);
void fd_become(struct run *r, int64_t fd, uint64_t word);
/* The lowest free one, as the system gives it, is for this; negative: there are too many. */
int fd_new(struct run *r, uint64_t word);
/* What a descriptor stands for is open once more, or once less. */
void count_open(struct run *r, uint64_t word, int by);

/* ---- in a state, where no task runs ---- */

/* The process is copied, so that its pipes are open once more; it has ended. */
void pipes_forked(struct model *m, struct state *s, unsigned from);
void pipes_ended(struct model *m, struct state *s, unsigned process);

/* Those that a file without a buffer has: it is closed when nobody holds it (forget.h). False: there are none. */
bool pipes_owned(struct model *m, const struct state *s, unsigned process, bool ret_fds[MOST_FDS]);
void pipes_close(struct model *m, struct state *s, unsigned process, const bool fds[MOST_FDS]);

#endif
