/* files.h: descriptors and buffered files of a running program.
 *
 * In:      os_call requests (oscall.c), ends of processes, what the collector found dead.
 * Out:     data in files and pipes, errors as OSError.
 * Owner:   a handle (T_NATIVE) owns its descriptor and its buffer; when nobody holds it any
 *          more, the buffer is written and the descriptor closed, as CPython does at once.
 * Threads: any task's thread. A file's guard is held while a regular file is written, never while
 *          its holder waits for other tasks, so it is free whenever the world stands still (fork, collection).
 *
 * CPython counts references and so closes a forgotten file at once; conch collects. What can tell the two
 * apart is another look at the file. So before a task opens or stats a file that has unwritten
 * data, and before it does anything that others see after writing without closing, dead handles are collected.
 * And who reads from a pipe waits for the end of it as long as somebody has it open: so before a deadlock is told,
 * they are collected in every process (run.c, judge). */
#ifndef LIVE_FILES_H
#define LIVE_FILES_H

#include "live/engine.h"

/* ---- descriptors: fd.c ---- */

enum fd_flag {
    FD_OWN = 1,       // the program opened it; others are conch's and do not exist for it
    FD_PIPE = 2,      // non-blocking inside; waiting is done by live_wait_fd
    FD_INSIDE = 4,    // a pipe of the run: whoever waits for it may be part of a deadlock
    FD_NOWAIT = 8,    // the program asked for os.set_blocking(fd, False)
    FD_KEYBOARD = 16, FD_SCREEN = 32, FD_ERRORS = 64, // the person at the terminal, through the shell
};
enum { FD_MAX = 4096 };
unsigned fd_flags(int fd);                 // 0: not the program's
uint32_t fd_object(int fd);                // how events call a pipe
int fd_own(int fd, unsigned flags);        // the fd, or -EMFILE and it is closed
int fd_close(int fd);
void fd_set_waiting(int fd, bool waits);   // os.set_blocking
void fd_lend(int fd);                      // another program gets it too: it blocks inside
int fd_copy(int from, int fd);             // fd has become a duplicate of from

/* Read and write memory of the C heap or of the stack; they wait as the descriptor demands. Return bytes or a
 * negative errno; -ERESTART: the task must leave, *left says how. */
ssize_t fd_read(struct task *t, int fd, void *to, size_t n, enum engine_ret *left);
/* Waits until one of them is ready (poll's revents are set) or until the time comes. A wait for pipes
 * and children of the run alone may be part of a deadlock. */
int fd_wait_any(struct task *t, struct pollfd *list, unsigned n, uint64_t until_ns, enum engine_ret *left);
ssize_t fd_write(struct task *t, int fd, const void *from, size_t n, enum engine_ret *left);

/* ---- handles with buffers: files.c ---- */

value file_new(struct task *t, int fd, size_t buffer_bytes); // 0 with exc set
int file_fd(value handle);                                   // -1: closed
/* 0, a negative errno, or -ERESTART as above. */
int file_write(struct task *t, value handle, const void *from, size_t n, enum engine_ret *left);
int file_flush(struct task *t, value handle, enum engine_ret *left);
int file_close(struct task *t, value handle, enum engine_ret *left);
void file_detach(value handle);
/* Whether close ('c'), flush ('f') or write ('w', of v) of a pipe's file is one that others see; many: there are other threads. */
bool file_is_step(value handle, char what, value v, bool many);
/* It seems that nobody can go on: closes what no task of the process holds. head->moves grows if there was something. */
void files_close_forgotten(struct task *t);
/* Before somebody looks at the file of this path. */
void files_settle_path(struct task *t, const char *path);
/* What any file of the process still has to write into the file at path is written, whether or not it is in use. */
void files_write_out(struct task *t, const char *path);

#endif
