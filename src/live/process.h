/* process.h: how processes of conch begin, and how none is left over.
 *
 *   guard   what the user started. Forks the shell, waits, restores the terminal,
 *           ends leftovers. Allocates nothing, parses nothing.
 *   shell   guard_start() returns in it.
 *   main    live_main() is called in it, after process_fork_main().
 *
 * Three things end a run when its shell is killed: the guard kills its group and everybody
 * it inherits; the kernel kills the group when the shell's end of the dead-man's pipe
 * closes; and every fork looks at that pipe first. */
#ifndef LIVE_PROCESS_H
#define LIVE_PROCESS_H

#include "live/live.h"

/* ---- guard.c: for main.c ---- */

struct guard_note; // one shared page between guard and shell

/* Forks; returns in the child (the shell) with *ret_note for guard_run_group(). In the parent
 * it never returns: it exits as the shell did. If the fork fails it returns a negative errno and there
 * is no guard. Descriptor 0's terminal, if it is one, is restored when the shell was killed. */
int guard_start(struct guard_note **ret_note);

/* Tells the guard which process group to kill if the shell dies; 0: none. NULL is no guard. */
void guard_run_group(struct guard_note *note, pid_t pgid);

/* The guard keeps a hold of a run's memory (region.file_fd; -1: of none any more), and if the shell crashes it
 * writes what is in it to a file that only its user can read, and says where. NULL is no guard. */
void guard_keep(struct guard_note *note, int fd);

/* ---- process.c: for run.c, in the shell ---- */

/* The dead-man's pipe; [1] stays with the shell, closing it kills the run's group. */
int deadman_open(int ret_fds[2]);

/* Forks main: in the parent the pid (> 0), in the child 0, and the child has to call live_main()
 * at once. The shell becomes a subreaper: orphans of the run are handed to it. */
pid_t process_fork_main(void);

/* Kills the run's group and waits until nobody is left of it, at most limit_ms. Returns 0 or
 * -ETIMEDOUT. */
int process_end_all(pid_t group, unsigned limit_ms);

/* Runs a program of the user's own (an editor) on the terminal and waits for its end; a stop of it
 * (Ctrl-Z) stops the caller too, until both go on. The caller has given the terminal back. Returns its exit
 * code, 128 + the signal that killed it, or a negative errno. */
int process_run_tool(const char *const argv[]);

/* A worker: a process of conch's own that computes for the shell, as the explorer does. It has its own
 * session, the sandbox of a lesson, no descriptors but one end of a socket, and dies with the shell. */
struct worker {
    pid_t pid;   // 0: none
    int fd;      // the shell's end of the socket; -1: none
    int deadman; // closing it ends the worker
};
struct worker_opts {
    const char *dirs[4]; // that it may use; NULL ends
    bool sandbox;
};

/* Forks it: there body(ctx, fd) is called, and the process ends when it returns. 0 or a negative errno. */
int process_worker(struct worker *ret, const struct worker_opts *opts, void (*body)(void *ctx, int fd), void *ctx);

/* Ends it (SIGKILL) and waits for that. A zeroed struct is none. */
void process_worker_end(struct worker *w);

/* ---- reaper.c: in the shell, and in a lesson by who joins ---- */

struct log_reader;
struct reaper {
    struct run_region *region;
    struct log_reader *reader; // may be NULL
    pid_t main_pid;
    bool main_gone;
    int main_status;           // as waitpid gave it
};

/* Takes note of all deaths: children of the shell by waitpid, everybody by their life words.
 * Marks all of them dead, then settles (waiters that can go on are woken), then tells the
 * trace. Returns how many died, or -ETIMEDOUT if klock could not be had within wait_ms. */
int reaper_pass(struct reaper *rp, unsigned wait_ms);

/* Whether any task of the run has not ended or died. Takes no lock. */
bool reaper_anybody(const struct run_region *r);

#endif
