/* explored.h: what an exploration has found, and how it is told.
 *
 * In:      a verdict with its frame, outcomes, findings, all as plain data.
 * Out:     words, tables, one JSON object.
 * Owner:   texts live in the arena of struct explored.
 * Threads: the shell's one thread.
 *
 * The wording never says more than was seen: "holds" stands only where every interleaving was, with the
 * conditions under which it does; a limit is neither a success nor a failure. */
#ifndef VIEW_EXPLORED_H
#define VIEW_EXPLORED_H

#include "base/arena.h"
#include "base/buf.h"
#include "view/term.h"

enum explored_verdict { EXPLORED_HOLDS, EXPLORED_FAILS, EXPLORED_UNKNOWN };

struct explored_finding {
    char name[16];         // "bug1"
    const char *kind;      // as in model/finding.def: "deadlock", "race" …
    bool fails;            // makes the verdict "fails"; the others are advice
    bool minimal;          // no run with fewer switches shows it, and none with as many is shorter
    bool early;            // needs a time-out before its time
    const char *message;
    uint32_t line, switches, steps;
    const char **tasks;    // names of those that take part
    const char **stacks;   // of a race: where each of them is, "add (line 4), called by work (line 9)"; else ""
    uint32_t tasks_n;
    const char *schedule;  // of the simplest run, as one line
};

struct explored_outcome {
    char name[24];         // "outcome1"
    const char *output;
    const char *end;       // "ok", "deadlock", "exception" …
    const char *count;     // interleavings in digits, NULL: not counted
    const char *schedule;  // a run that ends so
};

struct explored {
    struct arena arena;
    const char *file;          // as shown
    enum explored_verdict verdict;
    bool complete;             // every interleaving was seen
    bool single;               // there never was a second task
    bool overlap;              // tasks can be in the middle of their work at the same time (if that was asked for)
    uint64_t states, steps;
    const char *interleavings; // in digits, NULL: not counted
    uint32_t depth, tasks;
    double seconds;
    const char *limit;         // why it is not complete; ""
    const char *frame;         // under which conditions it holds; ""
    uint64_t sampled;          // runs by chance besides
    uint32_t sampled_depth, sampled_steps; // of how many steps the order counts; in the longest of them
    double sampled_chance;     // that they would have met such a failure, at least; 0: it cannot be told
    const char *error;         // the program could not be compiled: its message, as python3 would tell it; NULL
    struct explored_finding *findings; uint32_t findings_n; // failures first
    struct explored_outcome *outcomes; uint32_t outcomes_n; // the most frequent first
    bool strict;               // advice counts as failure too
    bool outputs;              // outcomes hold all that was printed, not only what main printed at the end
};

void explored_init(struct explored *e);
void explored_finish(struct explored *e);

/* Names the findings and outcomes and puts them in order; once, when all are in. */
void explored_settle(struct explored *e);

/* What the process ends with: 0 holds, 1 fails, 124 unknown, 3 it could not be compiled. */
int explored_exit_code(const struct explored *e);

/* "deadlock" -> what it is called for people. */
const char *explored_title(const char *kind);

/* By name, "bug1" or "outcome2"; NULL. */
const struct explored_finding *explored_finding(const struct explored *e, const char *name);
const struct explored_outcome *explored_outcome(const struct explored *e, const char *name);

/* The verdict, the table of outcomes, the findings, and what to type next. */
struct explored_telling {
    bool races;   // races one by one, else only how many
    bool prompt;  // at the prompt: with what can be typed next
};
void explored_tell(struct buf *out, const struct explored *e, const struct explored_telling *how, const struct term *term);

/* After an edit: what is better or worse than before. */
struct explored_before { enum explored_verdict verdict; bool overlap; };
const char *explored_overlap_lost(void); // what to say of tasks that no longer work at the same time
void explored_tell_change(struct buf *out, const struct explored *e, struct explored_before before, const struct term *term);

/* Parts of it: the commands `outcomes`, `bugs`, `races`. */
void explored_tell_verdict(struct buf *out, const struct explored *e, const struct term *term);
void explored_tell_outcomes(struct buf *out, const struct explored *e, bool all, const struct term *term); // all: not only the first
enum explored_which { EXPLORED_ALL, EXPLORED_BUGS, EXPLORED_ADVICE, EXPLORED_RACES };
/* Returns how many there are. */
uint32_t explored_tell_findings(struct buf *out, const struct explored *e, enum explored_which which, const struct term *term);

/* One object on one line (design.md 5). */
void explored_json(struct buf *out, const struct explored *e);

/* While it goes on: "exploring: 120,000 states, 400,000 a second", one line without a newline. */
struct explored_progress { uint64_t states, steps, most_states; double seconds, most_seconds; };
void explored_tell_progress(struct buf *out, const struct explored_progress *p);

/* 1234567 as "1,234,567"; digits may be longer than any integer. */
void digits_tell(struct buf *out, const char *digits);

#endif
