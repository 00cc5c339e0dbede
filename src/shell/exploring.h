/* exploring.h: explorations of the session: at the prompt, in a script, and `conch explore`.
 *
 * In:      a program (a file, the lesson's, the one that ran last), options, the switches in force.
 * Out:     the verdict told; the explorer stays for `replay`, `why`, `step` and `outcomes`.
 * Owner:   one exploration a session; sh->exploring.
 * Threads: the shell's one thread; nothing waits. */
#ifndef SHELL_EXPLORING_H
#define SHELL_EXPLORING_H

#include "shell/explorer.h"
#include "shell/shell.h"

/* A program as the explorer gets it. Owned. */
struct explored_program {
    char *file;        // as shown
    char *source; size_t source_n;
    char **argv; int argc;
};

struct exploring {
    struct explore_options options;
    struct explored_program program;
    struct run_switch *switches; unsigned switches_n; // with which it was opened
    struct explorer *explorer; // NULL: none yet
    bool busy, json, shown;    // shown: the line of progress is on the terminal
    bool named;                // its file was named, so other programs do not take its place
    bool checks;               // against what was known before the edit
    struct explored_before before;
    bool tool;                 // `conch explore`: the session ends with it
    struct buf moves;          // moves.c: a move a word, so far
    uint32_t moves_n;
    struct buf switched;       // '1' for each move away from a task that could go on
    bool picking;              // in `pick`, where what it takes to break it is told
    uint64_t chance;           // of `step any`
    struct run *held;          // `go hold`: the run whose tasks stand where the moves lead; NULL: none follows
    char *held_moves;          // … its moves
};

/* One option of an exploration; false: it is none, or its value is no good. *ret_took_value. */
bool explore_option(struct explore_options *o, const char *name, const char *value, bool *ret_took_value);

/* Starts to explore. What there was before is forgotten. 0, or a negative errno (told). The program is taken over. */
int exploring_start(struct shell *sh, struct explored_program *program, const struct explore_options *options);

/* Only opens the explorer: nothing is explored or told. */
int exploring_open(struct shell *sh, struct explored_program *program, const struct explore_options *options);

/* Reads a file; 0, or a negative errno (told). */
int explored_program_read(struct shell *sh, const char *path, struct explored_program *ret);
void explored_program_copy(struct explored_program *to, const char *file, const char *source, size_t n, int argc, char **argv);
void explored_program_finish(struct explored_program *p);

/* The program that commands without a file mean: the lesson's, or the one that ran last. False: told why. */
bool exploring_program(struct shell *sh, const char *words, struct explored_program *ret);

/* Whether what commands without a file mean is another program by now: it was edited, or another one was opened. */
bool exploring_is_stale(struct shell *sh);

/* Whether tasks would do something else by now, as other locks, joins … are switched off. */
bool exploring_is_switched(const struct shell *sh);

/* For the loop. */
bool exploring_busy(const struct shell *sh);
int exploring_fd(const struct shell *sh); // -1: nothing is awaited
void exploring_pump(struct shell *sh);
void exploring_interrupt(struct shell *sh);
void exploring_finish(struct shell *sh);

/* `check` outside of a lesson: the explored file as it is now, against what it was. */
enum command_result exploring_check(struct shell *sh);

/* Tells that the explorer does not answer; r: its negative errno. */
void exploring_silent(struct shell *sh, int r);

/* The explorer and its result, or NULL and a message that says what to type first. */
struct explorer *exploring_explorer(struct shell *sh);
const struct explored *exploring_result(struct shell *sh);

/* ---- schedule.c ---- */

/* The turns of a schedule for a live run; explorer_script_finish(). -EINVAL: no schedule, -ESTALE: not of this program. */
int schedule_script(struct explorer *x, const char *schedule, struct run_script *ret);

/* A move as it is chosen. sign: what befalls the task ('!' '?' 'k' 's' as in a schedule); 0: its own step. */
struct choice {
    uint8_t thread;
    char sign;
    unsigned way;              // of the ways that the step may go
};

/* A schedule's moves; the caller frees *ret. -EINVAL: no schedule. */
int schedule_choices(const char *schedule, struct choice **ret, uint32_t *ret_n);

/* The schedule of "bug1" or "outcome2", or NULL. */
const char *schedule_named(struct shell *sh, const char *name);

/* What a word means as a schedule: "bug1", "outcome2", a line of moves, a saved one; *ret is NULL if it is none of these.
 * False: it is one, but of another program (told). Borrowed from the exploration or the word. */
bool schedule_of_word(struct shell *sh, const char *word, const char **ret);

/* A schedule as one line that knows its program: its hash (comments and blank lines aside) and the moves. */
void schedule_save(struct buf *out, const struct explored_program *p, const char *schedule);

/* The moves of such a line, or of a bare one; NULL: it is of another program (told). Borrowed. */
const char *schedule_read(struct shell *sh, const struct explored_program *p, const char *line);

/* Starts the explored program on real tasks with that schedule. 0, or a negative errno (told). */
int schedule_replay(struct shell *sh, const char *schedule);

/* Brings real tasks to where the student's moves lead, and holds them there: those that are held go on if their moves are
 * the first of these, else they begin anew. 0, or a negative errno (told). */
int schedule_hold(struct shell *sh, const char *moves);

/* Whether the present run is held by schedule_hold(). */
bool schedule_holds(const struct shell *sh);

/* Those that are held run on freely. */
void schedule_let_go(struct shell *sh);

/* The worst schedule that is known of the explored program: bug1, if it fails, else told. */
int schedule_worst(struct shell *sh);

/* ---- stepping.c: the commands step, back, go, save, pick; explain.c: why ---- */
command_fn stepping_step, stepping_back, stepping_go, stepping_save, stepping_pick, stepping_why;
/* What is missing between the two of each race. */
enum command_result stepping_why_races(struct shell *sh);

/* conch explore [OPTIONS] FILE.py [ARGS]: exit code. */
int explore_tool(struct shell *sh, int argc, char **argv);

#endif
