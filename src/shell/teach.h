/* teach.h: for who stands in front of a class: a lesson that plays by itself, or is presented.
 *
 *   presenter's terminal   conch play LESSON, conch present LESSON
 *   second terminal        conch notes: follows the file that the first one writes
 *
 * Threads: the shell's one thread. */
#ifndef SHELL_TEACH_H
#define SHELL_TEACH_H

#include "lesson/lesson.h"
#include "shell/shell.h"

/* The lessons' session; made at the first call. */
struct lesson_session *learn_session(struct shell *sh);

/* Who judges a repaired program on all interleavings; NULL: this conch has no explorer. */
const struct level_judge *shell_judge(struct shell *sh);

/* ---- judge.c: claims and levels before the explorer ---- */

/* The program of an ask, with a line behind it for each of its expressions that prints what it is; and
 * the answers taken out of what was printed (lines is changed). */
void ask_questions(struct buf *source, const struct lesson_run_ask *ask);
void ask_answers(struct lesson_run_result *ret, struct printed_line *lines, size_t n, unsigned expr_n, struct arena *a);

/* For lesson_runner: prove and fewest; ctx of the judge is the shell. */
int judge_prove(struct shell *sh, const struct lesson_run_ask *ask, const struct claim *claim,
                enum verdict *ret_verdict, struct buf *why);
int judge_fewest(struct shell *sh, const struct lesson_run_ask *ask, unsigned *ret_switches);
void judge_finish(void); // what it has kept

/* One run after another on real tasks, without the session's loop; sh is borrowed. */
struct asker {
    struct shell *sh;
    struct run *run; // kept until the next one: the result borrows its trace; run_close() at the end
};
int asker_run(struct asker *asker, const struct lesson_run_ask *ask, struct arena *a, struct lesson_run_result *ret);

/* What a run that ends like this outcome of the ask's program (with its questions) says about the claim. */
struct explored_outcome;
enum voice outcome_voice(const struct explored_outcome *o, const struct lesson_run_ask *ask, const struct claim *claim);

/* ---- removed.c: the lesson's synchronisation has been switched off ---- */

/* A run of the lesson's program without seed and slowness, while one of its locks or joins is switched off, and the
 * lesson claims what can then be seen: gives the run the turns of an order in which it is, and says so. Else nothing
 * is changed. It explores, for some seconds at most; the turns are kept until the next call. */
void removed_show(struct shell *sh, struct run_opts *o);
void removed_finish(void);

/* What `conch notes` shows from now on. For lesson_host. */
void presenter_write(void *ctx, const char *text, size_t n);

bool demo_resume(struct shell *sh); // `resume` was typed: a playback that waits goes on
void demo_finish(void);

#endif
