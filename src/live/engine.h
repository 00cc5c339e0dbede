/* engine.h: how the VM's requests become real: the binding of vm/ to live/.
 *
 * Files: engine.c (requests: time, and who does the others), attend.c (what a task looks up for, at a step, in a wait,
 * around a fork), console.c (output, input), tasks.c (threads and processes), objects.c (locks and other
 * synchronisation objects), cells.c (Value and Array), access.c (shared variables, names), program.c (a main process
 * from its first to its last instruction), children.c, signal.c, oscall.c with os_*.c (the system's calls:
 * oscall.h), fd.c and files.c (descriptors, buffered files). Private to live/. */
#ifndef LIVE_ENGINE_H
#define LIVE_ENGINE_H

#include "live/box.h"
#include "live/live.h"
#include "vm/inside.h"

extern const struct engine live_engine;
extern const struct live_hooks live_vm_hooks;

/* The task that runs on this thread. */
extern __thread struct task *engine_task;

/* Before an event is told: line and file of the instruction. */
void engine_mark(struct task *t);

uint64_t deadline_of(struct task *t, value seconds, bool *ret_bad); // 0: none

/* ---- attend.c ---- */
void engine_take_turns(struct task *t);      // as `gil` and `switch-interval` say now
/* At a safe point, with the attention word: what is to be done there is done. May wait (pause, gate). */
enum engine_ret engine_attend(struct task *t, uint32_t attention);
enum engine_ret engine_left(struct task *t);  // a wait was left: stop, KeyboardInterrupt, or a handler is due
/* The same for a wait with a deadline: after the handler it goes on until then. */
enum engine_ret engine_left_until(struct task *t, uint64_t deadline_ns);
enum engine_ret engine_broken(struct task *t); // after LIVE_BROKEN: raises DeadlockError
/* In a child that has just begun: an interrupt that its parent has not met yet, or that came when the child was not
 * there yet to be told, is the child's too. The kernel sees to that by not forking while a signal is pending. */
void inherit_interrupt(void);

/* ---- console.c ---- */
void engine_flush(struct task *t);            // what print has buffered goes out
void engine_write(struct task *t, bool err, const char *s, size_t n);
void engine_tell(struct task *t, bool err, const char *s, size_t n); // past the buffer
enum engine_ret write_request(struct task *t, value *ret);
enum engine_ret input_request(struct task *t, value *ret);
void console_take(void);                      // around a fork: before it, after it in the parent, in the child
void console_give(void);
void console_renew(void);

/* ---- tasks.c ---- */
enum vm_status engine_run(struct task *t);    // vm_run, with turns given to others where they are asked for
bool engine_find_switch(enum switch_kind kind, const char *name, struct switch_entry *ret);
enum engine_ret start_request(struct task *t, bool process, value *ret);
enum engine_ret fork_request(struct task *t, value *ret);
enum engine_ret join_request(struct task *t, value *ret);
enum engine_ret process_end_request(struct task *t); // does not return
enum engine_ret switch_request(struct task *t);
void rename_request(struct task *t);

/* ---- signal.c ---- */
void signals_init(void);                      // Ctrl-C and SIGINT are KeyboardInterrupt
void signals_forget(void);                    // in the child of a fork: those that came were for the parent
void signals_open(void);                      // … and if another thread than main forked, which takes none: all are let in
bool signals_interrupt(struct task *t);       // main was interrupted: whether that is KeyboardInterrupt
void signals_again(struct task *t);           // a handler is due, but not just now
int64_t signals_take(void);                   // those that have come, as a mask: bit 0 is signal 1
enum engine_ret signal_request(struct task *t, value *ret);
enum engine_ret alarm_request(struct task *t, value *ret);

/* ---- http.c ---- */
void http_prepare(void);                      // before the sandbox is shut, if the network may be used
/* os_call("http", url, (method, headers, body, seconds)): (status, url, head, body). 0 or -ERESTART. */
int http_call(struct task *t, value *ret, enum engine_ret *left);

/* ---- children.c ---- */
struct rusage;
void child_add(pid_t pid, task_ref ref);      // a child to be waited for; ref NOBODY: no task of the run
void child_leave(task_ref ref, bool taken);   // its task has ended: the zombie goes at once; taken: os.wait will not tell of it
bool child_usage(pid_t pid, struct rusage *ret); // what an ended child has used; false: not known
void children_take(void);                     // around a fork: before it, after it in the parent, in the child
void children_give(void);
void children_renew(void);
void children_forget(void);                   // in the child, which has no children yet
task_ref ref_arg(value v);                    // a task's reference as the prelude has it; NOBODY: none
enum engine_ret alive_request(struct task *t, value *ret);
enum engine_ret exit_code_request(struct task *t, value *ret);
enum engine_ret ids_request(struct task *t, bool tid, value *ret);
enum engine_ret waitpid_request(struct task *t, value *ret);
enum engine_ret kill_request(struct task *t, value *ret);

/* ---- spawn.c ---- */
/* os_call("spawn", argv, (dir, environment, in, out, err, whether it dies with this process)): the other
 * program's pid, a negative errno, or -ERESTART with the exception set. */
int engine_spawn(struct task *t);
void engine_drain(struct task *t);            // waits until the shell has told what other programs said

/* ---- objects.c ---- */
enum engine_ret sync_new_request(struct task *t, value *ret);
enum engine_ret sync_op_request(struct task *t, value *ret);
bool sync_lock_quickly(struct task *t, const struct sync_handle *lock, unsigned op);
enum engine_ret sync_get_request(struct task *t, value *ret);
enum engine_ret sync_number_request(struct task *t, value *ret);
enum engine_ret sync_at_request(struct task *t, value *ret);
enum engine_ret sync_free_request(struct task *t);
void sync_finalize(struct vm *vm, value object);
void sync_apply_switches(struct task *t);
void sync_name_all(struct task *t);           // so that the prompt can speak of them

/* ---- cells.c ---- */
enum engine_ret cells_new_request(struct task *t, value *ret);
enum engine_ret cells_get_request(struct task *t, value *ret);
enum engine_ret cells_set_request(struct task *t, value *ret);
void cells_finalize(value handle);

/* ---- access.c ---- */
enum engine_ret access_prepare(struct task *t, const struct access *a);
void access_begin(struct task *t, const struct access *a);
void access_end(struct task *t, const struct access *a, value seen);
bool access_quickly(struct task *t, const struct access *a, struct obj *guard, value *slot, value *seen);
void access_forget(void); // in the child of a fork: its parent's variables
enum { SHOWN = 120 };
/* A value as events show it, at most SHOWN bytes to `to`; returns how many. Takes no lock. */
size_t access_show(struct task *t, value v, char *to);
void slow_motion(void); // `speed`: a pause at a visible step

/* ---- oscall.c, files.c ---- */
enum engine_ret os_request(struct task *t, value *ret);
/* Raises OSError(error, text[, filename]) as the class that stands for the number. */
enum engine_ret os_error(struct task *t, int error, value filename);
bool fd_is_console(int fd);                   // false: 1 or 2 was given another file
void fd_write_plain(struct task *t, int fd, const char *s, size_t n); // what print says then
void file_finalize(value handle);
/* Collects forgotten files if something was written to one that has not been looked at yet. */
extern _Atomic uint32_t files_unsettled;
void files_settle(struct task *t);
/* The process ends. all: what is still held is written too. */
void files_end(struct task *t, bool all);

/* ---- program.c ---- */
struct program {
    const char *file;     // NULL: the prompt
    const char *source;
    size_t source_n;
    int argc;
    char **argv;
    const char *search_dir;
    uint64_t heap_bytes, seed;
};
/* Runs main to its end; called in the new main process after live_main(). */
NORETURN void program_run(const struct program *p);
void program_answer_query(struct task *t); // with the heap at hand

#endif
