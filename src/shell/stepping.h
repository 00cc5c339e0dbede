/* stepping.h: the student is the scheduler: one move after the other, forward and back, over the model's state.
 *
 * In:      the commands step, back, go, save, pick, why; the session's explorer.
 * Out:     what each move did and where everybody stands; the real tasks get the schedule when it is sent to
 *          them (`go`).
 * Owner:   the moves are the session's (sh->exploring); a stand is the caller's.
 * Threads: the shell's one thread. What asks the explorer waits for its answer.
 *
 *   moves.c      what can be done next, what has been done
 *   stand.c      where everybody stands: the source, the tasks, the values, what can still come
 *   stepping.c   the commands that move, and `pick`
 *   explain.c    the command `why` */
#ifndef SHELL_STEPPING_H
#define SHELL_STEPPING_H

#include "shell/exploring.h"

enum { TASKS_MAX = 64 };

/* Where everybody stands after some moves. */
struct stand {
    struct explorer_next task[TASKS_MAX];
    unsigned n;
};

/* ---- moves.c ---- */

/* What can be made of a task, legal but nasty, besides its own step, has a sign: '!' '?' 'k' 's', as in a schedule. */
enum { SIGNS_BYTES = 8 };
bool is_befall(char sign);
/* Those that are possible now, and a 0; how many. */
size_t befall_signs(const struct explorer_next *k, char to[SIGNS_BYTES]);
/* What is said where it is not possible, with %s for the task's name; NULL: the sign is none. */
const char *befall_cannot(char sign);

/* Asks the explorer where the moves so far lead. False: it does not answer, or nobody is there. */
bool stand_look(struct shell *sh, struct stand *ret);

/* Who goes on if nobody interferes; that stores reach memory is a way on, too. */
bool goes_on(const struct explorer_next *k);
unsigned stand_enabled(const struct stand *st); // how many go on
bool stand_all_done(const struct stand *st);

/* One task of these, or NULL. */
const struct explorer_next *stand_thread(const struct stand *st, unsigned thread);
/* "t1", or "t1!" for a task whose time is to be over; *ret is the move that is meant. */
const struct explorer_next *stand_named(const struct stand *st, const char *word, struct choice *ret);
/* Who moves if nobody is named: who moved last, if it can; else the first that can. */
const struct explorer_next *stand_next(const struct exploring *x, const struct stand *st);

/* The move that a task makes if nothing else is said: when nobody else can go on, time passes; who has nothing to do
 * but wait for its stores lets one go. */
struct choice usual_move(const struct explorer_next *k);
bool may_move(const struct explorer_next *k, struct choice c);

/* The moves so far get one more, of a task of this stand; one less; none. */
void moves_make(struct exploring *x, const struct stand *st, const struct explorer_next *k, struct choice c);
void moves_drop(struct exploring *x);
void moves_clear(struct exploring *x);

/* How many of them were switches, which is what a level's par counts. */
unsigned moves_switches(const struct exploring *x);

/* ---- stand.c ---- */

/* What happened since a move, and where everybody stands now; with --json only what happened. Real tasks
 * that are held come along. */
void stand_show(struct shell *sh, uint32_t from_move);
/* How far the next failure is, and how it can still end. */
void stand_hint(struct shell *sh);

#endif
