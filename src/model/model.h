/* model.h: a program in all its interleavings.
 *
 * In:      a program's text, switches, limits.
 * Out:     a verdict with its frame, the outcomes, the findings, each with a schedule; traces of schedules.
 * Owner:   model_open/model_close; results belong to the model.
 * Threads: one. A model lives in a process of its own, which runs nothing else (the shell's worker).
 *
 * The same bytecode and the same state machines of sync/ as in a live run, on simulated tasks. Every state is
 * seen once (explore.md 8 to 12). */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/buf.h"
#include "trace/trace.h"

struct model_switch { // as struct run_switch of live/
    char kind;        // 'l' lock, 'j' join, 'd' daemon, 'k' kind
    char name[48];    // "" or "all": every one
    bool on;          // k: process instead of thread
};

/* How the states are gone through. */
enum search_way {
    SEARCH_BEST,      // as it takes to know: what follows, one after the other
    SEARCH_PLAIN,     // every state, each for itself
    SEARCH_SYMMETRIC, // of states that differ only in which of like tasks is which, one
    SEARCH_REDUCED,   // of orders that come to the same, one where that is seen
    SEARCH_SAMPLED,   // runs by chance: proves nothing
};

struct model_opts {
    const char *file;          // as shown
    const char *source; size_t source_n;
    const char *search_dir;
    int argc; char **argv;
    uint64_t seed;
    const struct model_switch *switches; unsigned switches_n;
    uint64_t max_states;       // 0: 5,000,000
    uint64_t max_ns;           // 0: 10 s
    bool by_work;              // max_ns by work done and not by the clock: the same answer on every machine
    uint64_t max_bytes;        // 0: 1 GiB
    bool outputs;              // tell whole transcripts apart
    bool early_timeouts;       // a wait with a time-out may end at any moment (R14)
    bool tso;                  // plain variables are written through store buffers
    bool overlap;              // find out whether tasks are ever in the middle of their work at the same time
    enum search_way way;
    bool keep_going;           // do not stop at the first failure: all outcomes
    void (*progress)(void *ctx, uint64_t states, uint64_t steps, double seconds);
    void *ctx;
    volatile bool *stop;       // Ctrl-C: end with what is known
};

enum finding_kind {
    FIND_NONE,
#define FINDING(id, word, fails, help) FIND_##id,
#include "model/finding.def"
#undef FINDING
    FINDING_COUNT
};
struct finding_info { const char *word; bool fails; const char *help; };
extern const struct finding_info finding_table[FINDING_COUNT];

/* One move: which task, and which of several ways it went (whom a notify named, a value of chance, a time-out).
 * From MOVE_WAKES on, choice says what happens to the task instead of a step of its own. */
struct move { uint8_t thread; uint8_t choice; uint8_t timed_out; };
enum {
    MOVE_WAKES = 252,  // its wait at a condition ends though nobody notified it
    MOVE_KILLED = 253, // its process is killed; the task is the process's first thread
    MOVE_DRAINS = 254, // the oldest store in its buffer reaches memory (tso)
};

struct finding {
    enum finding_kind kind;
    char message[256];
    uint32_t line;
    uint8_t threads[8], threads_n;
    struct move *moves; uint32_t moves_n; // the simplest run that shows it
    uint32_t switches;         // preemptions of that run
    bool minimal;              // no run with fewer switches shows it, and none with as many is shorter
    bool early;                // needs a time-out before its time
};

struct outcome {
    const char *output;        // what was printed once only main was left; with `outputs`: all
    enum finding_kind end;     // FIND_NONE: well
    bool counted;
    unsigned __int128 interleavings;
    struct move *moves; uint32_t moves_n; // one run that ends so
};

enum verdict { VERDICT_HOLDS, VERDICT_FAILS, VERDICT_UNKNOWN };
struct model_result {
    enum verdict verdict;
    bool complete;             // all interleavings were seen
    uint64_t states, steps;
    bool counted;
    unsigned __int128 interleavings;
    struct finding *findings; uint32_t findings_n;
    struct outcome *outcomes; uint32_t outcomes_n;
    char limit[200];           // why it is not complete; "" otherwise
    char frame[200];           // under which conditions it holds; "" for none
    double seconds;
    uint64_t steps_run;        // really interpreted
    uint32_t depth;
    uint64_t sampled;          // runs by chance besides: see sample.c
    uint32_t sampled_steps;    // the longest of them
    double sampled_chance;     // that they would have met a failure of depth SAMPLE_DEPTH, at least; 0: it cannot be told
    uint32_t tasks;            // most that were seen
    bool single;               // the program never had more than one task
    bool overlap;              // two tasks besides main can both have begun their work and not ended it (if asked for)
};

enum { SAMPLE_DEPTH = 3 }; // of how many steps the order has to be met by chance

struct model;

/* Reads and compiles the program. NULL: *err says why (a syntax error …), as `conch FILE.py` would. */
struct model *model_open(const struct model_opts *opts, struct buf *err);
void model_close(struct model *m);

/* Explores. The result is the model's. */
const struct model_result *model_explore(struct model *m);

/* Runs a schedule from the beginning and appends what happens to a trace. Returns how many of the
 * moves could be made; at the end, tasks that can still ride have done so. */
uint32_t model_replay(struct model *m, const struct move *moves, uint32_t n, struct trace *trace);

/* The same; ret_marks[i] is the number of events after i moves (room for n + 1). */
uint32_t model_replay_marked(struct model *m, const struct move *moves, uint32_t n, struct trace *trace, size_t *ret_marks);

/* The same with all that explains it: items of containers as variables of their own with their values, and joins.
 * goes_on: then each task in turn goes on as far as it can (for some hundred steps at most). */
uint32_t model_explain(struct model *m, const struct move *moves, uint32_t n, bool goes_on, struct trace *trace);

/* What each task would do next after those moves. */
enum next_deed { DEED_OTHER, DEED_READ, DEED_WRITE, DEED_CHANGE, DEED_LOOK, DEED_LOCK, DEED_WAIT, DEED_JOIN, DEED_PUT, DEED_GET, DEED_FINISH };
struct next_move {
    uint8_t thread, process;
    const char *name;
    bool enabled, done, waits, preempts;
    bool timed;                // it waits with a time-out: its only move is that the time is over, now or later
    bool wakes, killable, drains; // the moves MOVE_WAKES, MOVE_KILLED and MOVE_DRAINS can be made of it
    char what[96];             // "write count", "take lock"
    char blocker[96];          // waits: what it needs, "lock a, held by t2"; else ""
    enum next_deed deed;
    char object[48];           // what it is done with, as an event of the trace calls it; "" none
    uint8_t target;            // JOIN: of which task
    char stack[160];           // where it is: "add (line 4), called by work (line 9)"
    uint32_t line;
    unsigned choices;
};
unsigned model_next(struct model *m, const struct move *moves, uint32_t n, struct next_move *ret, unsigned max);

/* A schedule as real tasks need it. */
struct turn {
    uint8_t thread;
    char sign;                 // move_sign()
    bool chance;               // choice[0] is what chance gives
    bool forgets;              // nobody can move before what nobody holds is closed
    unsigned choice[8], choices_n; // whom it names, or whose end it takes
};
struct stand { // where a task stands after so many moves, until the next one of the same task
    uint32_t after;
    uint8_t thread;
    enum { MODEL_GATE, MODEL_WAITS, MODEL_ENDED, MODEL_ANYWHERE /* nobody else is left */ } where;
    enum event_kind kind;      // GATE: of the step that it would take
    uint32_t line;
    char name[48];             // … what it would touch; ""
    bool variable;             // … that is a global variable, and not what it holds
};
struct script {
    struct turn *turns;        // as many as moves
    struct stand *stands; uint32_t stands_n, stands_cap;
};
/* How many of the moves can be made; script_free(ret). */
uint32_t model_script(struct model *m, const struct move *moves, uint32_t n, struct script *ret);
void script_free(struct script *s);

/* What can still come after those moves, looked at breadth first. */
struct hint {
    enum finding_kind kind;    // of the failure that takes the fewest moves; FIND_NONE: none was seen
    uint32_t moves_n;          // as many
    bool complete;             // all that can come was looked at
    bool ends;                 // an end can be reached
    uint32_t states;
    struct hint_end { enum finding_kind kind; const char *output; } end[8]; // the ways it can end that were seen
    unsigned ends_n;           // … more, if it is greater than there is room for
};
/* False: the moves cannot be made, or it has no second task. It takes at most about a second. */
bool model_hint(struct model *m, const struct move *moves, uint32_t n, struct hint *ret);

/* How a schedule writes what befalls a task: '!' its time is over, '?' 'k' 's' for MOVE_WAKES, MOVE_KILLED, MOVE_DRAINS; 0. */
char move_sign(const struct move *mv);

/* A schedule as one pasteable line, and back; -1: not such a line. */
void moves_tell(struct buf *out, const struct move *moves, uint32_t n);
int moves_parse(const char *text, struct move **ret, uint32_t *ret_n);

#endif
