/* run.h: the shell's handle on one live run (the main process and all it started).
 *
 * In:      what to run, switches, the learner's answers.
 * Out:     a trace that grows, the state of the run, results of what was typed.
 * Owner:   run_open/run_close; the run owns its region, its descriptors and its processes.
 * Threads: all of it belongs to the shell's one thread; nothing here blocks for longer
 *          than the timed lock (30 ms), except run_close (bounded, 1 s).
 *
 * The shell never runs a learner's code: it forks main (live/process.c), which owns a VM
 * and takes its orders from a socket. What tasks do comes back through their logs in the
 * shared region; run_pump() merges them into a trace. */
#ifndef LIVE_RUN_H
#define LIVE_RUN_H

#include "base/buf.h"
#include "trace/trace.h"

enum record_level { RECORD_OFF, RECORD_SYNC, RECORD_ALL };

struct run_limits {
    uint32_t processes, threads; // live at once (R6)
    uint64_t heap_bytes;         // of all processes together
    uint64_t output_bytes;
    uint64_t wall_ns;            // 0: none
    bool none;                   // --no-limits: the system's only, and no fork pause
};

/* One turn of a written schedule. Tasks go by number, in the order of their starts; main is 0. */
struct script_move {
    uint32_t task;
    enum { SCRIPT_STEPS, SCRIPT_TIMES_OUT, SCRIPT_WAKES /* at its condition, unasked */, SCRIPT_KILLED } how;
    uint32_t choice[8], choices_n; // whom a notify names, or whose end a wait takes
    bool number;           // choice[0] is no task, but what chance gives
    bool forgets;          // nobody can go on: before it, every process closes what none of its tasks holds
};

/* Where a task stands once so many moves have been made and all have ridden on, until the next stand of its. */
struct script_stand {
    uint32_t after, task;
    enum { STAND_GATE, STAND_WAITS, STAND_ENDED, STAND_ANYWHERE /* it is the only one */ } where;
    uint32_t kind;         // GATE: enum event_kind, as the gate has it
    uint32_t line;         // … 0: any
    char name[48];         // … of the object; "": any
    bool variable;         // … it is a global variable, and not what that holds
};

struct run_script {
    struct script_move *moves; uint32_t moves_n;
    struct script_stand *stands; uint32_t stands_n; // in order of `after`
    bool hold;             // at the end nobody goes on: run_script_extend(), run_let_go()
};

struct run_opts {
    const char *file;      // the program's path, or NULL: wait for run_exec (the prompt)
    const char *source;    // the program's text if it does not come from the file (-c, a lesson block)
    size_t source_n;
    int argc;              // sys.argv of the program; argv[0] is the file's name or "-c"
    char **argv;
    enum record_level record;
    bool controlled;       // every visible step asks the gate
    bool chaos;            // … and pauses there by chance, without control; goes before controlled
    bool has_seed;
    uint64_t seed;         // controlled: the gate picks by it; chaos: pauses follow it; random.seed() default
    const struct run_script *script; // takes the turns as written, then runs freely; NULL: none
    bool gil;
    double speed;          // 1: as fast as it goes; 0.5 … 0.01: pauses at visible steps
    bool trusted_file;     // the user named it: its directory may be read and written (R10)
    bool own_dir;          // a lesson's: it starts in a directory of its own, gone with the run, and may use no other
    bool allow_exec, allow_net;
    const char *work_dir;  // more that may be used, or NULL
    struct guard_note *guard; // keeps what the run did if the shell crashes; NULL: nobody does
    struct run_limits limits;
};

enum run_state {
    RUN_STARTING,  // main is not ready yet
    RUN_PROMPT,    // main waits for the next entry
    RUN_BUSY,      // main runs an entry or the file
    RUN_DEADLOCK,  // all unfinished tasks wait for ever: see run_deadlock()
    RUN_ENDING,    // main has finished; others are being waited for
    RUN_ENDED,     // every process is gone and every event is in the trace
};

struct run;

/* Starts main, which begins with its first line at the first run_pump (run_timeout_ms is 0 until then):
 * switches that are set in between hold from the beginning. On failure returns a negative errno and
 * leaves nothing behind. */
int run_open(const struct run_opts *opts, struct run **ret_run);

/* Ends all processes of the run (if any are left) and frees it. Takes NULL. */
void run_close(struct run *r);

/* What a run did whose shell crashed, from the file that the guard wrote. 0 or a negative errno. */
int run_look_back(const char *path, struct trace *t);

/* Descriptors for the shell's poll(): fills up to max, returns how many. */
struct pollfd;
int run_poll_fds(const struct run *r, struct pollfd *fds, int max);

/* Milliseconds after which run_pump should be called even if no descriptor is ready; -1: never. */
int run_timeout_ms(const struct run *r);

/* Takes in what has happened: drains the logs into the trace in their true order, reaps,
 * notices deaths, reads main's answers. Returns how many events were appended. */
size_t run_pump(struct run *r);

struct trace *run_trace(struct run *r);

/* Nobody looks back on what has been told so far: see reader_forget(). False: not now, events stay where they are. */
bool run_forget(struct run *r);

enum run_state run_state(const struct run *r);

/* After RUN_ENDED: what `conch FILE.py` exits with (R12). */
int run_exit_code(const struct run *r);

/* Text of a found deadlock: who waits for what, the cycle, in plain words; "" if none. */
const char *run_deadlock(const struct run *r);

/* At RUN_PROMPT: runs one entry (a complete parse was checked before). label is shown as the
 * file name in tracebacks, "<input 3>". -EBUSY if main is not at the prompt. */
int run_exec(struct run *r, const char *source, size_t n, const char *label);

/* Whether the last entry ended without an uncaught exception. */
bool run_last_ok(const struct run *r);

/* A task asked (EV_ASK): gives the answer line (n bytes, without newline), or end of file. */
int run_answer(struct run *r, task_id who, const char *line, size_t n, bool eof);

/* The task that waits for an answer now, or TASK_NONE; its prompt text. */
task_id run_asking(const struct run *r, const char **ret_prompt);

/* Ctrl-C: KeyboardInterrupt in main. A second call within 2 s ends the run. */
void run_interrupt(struct run *r);

/* Pauses all tasks at their next safe point / lets them go on. */
void run_pause(struct run *r, bool on);
bool run_paused(const struct run *r);

/* A run with a script: how many of its moves have been made; *ret_lost: the run has left it. */
uint32_t run_scripted(const struct run *r, bool *ret_lost);

/* … that is to hold its tasks: all moves are made, and everybody stands still. */
bool run_held(const struct run *r);

/* More moves for it; those that were made are to be the first of them. */
void run_script_extend(struct run *r, const struct run_script *script);

/* From here on they run freely. */
void run_let_go(struct run *r);

/* Sends a signal to a task's process (kill TASK); -ESRCH if it has ended. */
int run_kill(struct run *r, task_id t, int sig);

/* Questions that main answers by text: "vars", "vars TID", "list", "list NAME", "dis NAME", "names",
 * "builtins", "members NAME"; "lang zh" is no question, but tells it the language. Returns 0
 * and the text, -ETIMEDOUT if main did not answer within 200 ms (stopped or gone). */
int run_query(struct run *r, const char *what, struct buf *out);

/* Switches (R15). A name that is not known yet is kept and applied when an object or task
 * gets it. Each change is an event. Returns 0, or -EINVAL with a sentence in *ret_why. */
enum switch_kind { SWITCH_LOCK, SWITCH_JOIN, SWITCH_DAEMON, SWITCH_KIND, SWITCH_GIL, SWITCH_SPEED,
                   SWITCH_INTERVAL, SWITCH_CORES };
struct run_switch {
    enum switch_kind kind;
    char name[48];  // object or task; "" or "all": every one
    bool on;        // LOCK JOIN DAEMON GIL
    bool to_process;// KIND: process instead of thread
    double speed;   // SPEED
    double seconds; // INTERVAL: the switch interval of the gil
    uint32_t cores; // CORES: processors that the run may use; 0: all
};
int run_set_switch(struct run *r, const struct run_switch *s, const char **ret_why);

/* `break NAME`: the wait of that task, or of whoever has waited longest for that object, ends with a
 * DeadlockError there; *ret_who is the task. -ENOENT: nobody waits so. */
int run_break(struct run *r, const char *name, task_id *ret_who);

/* `recover NAME`: the lock is freed if its owner has ended or was killed. -EBUSY: *ret_owner has it, and
 * lives; -ENOENT: nobody has a lock of that name. */
int run_recover(struct run *r, const char *name, task_id *ret_owner);

/* Why a task waits, from the table of tasks: "lock `a`, held by t2 (line 12)"; "" if it does not. */
void run_why_waits(struct run *r, task_id t, struct buf *out);

#endif
