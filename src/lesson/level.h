/* level.h: levels: break a program by choosing who moves, or repair it for every order.
 *
 *     <!-- level id=tickets goal=fix par=2 -->
 *     ```python id=two-sellers        the broken program; a line that ends in `# keep` must stay
 *     ```conch check=tickets          what the repaired one must keep, in every interleaving
 *     <details><summary>Solution</summary>
 *     ```python id=mended solves=tickets
 *
 *     <!-- level id=unlucky goal=break par=2 -->
 *     ```python id=race               ends badly (assert, exception, deadlock) in some order
 *
 * In:      a level, and what the student did: a text, or a run whose turns were chosen.
 * Out:     a verdict and its reasons in words.
 * Owner:   texts of a verdict live in the arena that the caller gives.
 *
 * Who judges sits above this room (the explorer): it comes as a struct level_judge. What can be told
 * without running anything is told here, by level_look(). */
#ifndef LESSON_LEVEL_H
#define LESSON_LEVEL_H

#include "lesson/lesson.h"

enum level_goal { GOAL_BREAK, GOAL_FIX };

enum level_result {
    LEVEL_PASSED,   // every claim holds in every interleaving, and none failed
    LEVEL_SLOW,     // as above, but what could go on side by side no longer does
    LEVEL_FAILED,   // some interleaving fails, or the text is not an answer at all
    LEVEL_UNKNOWN,  // a limit came before the end, or nobody here can judge
    LEVEL_RESULT_COUNT,
};
extern const char *const level_result_word[LEVEL_RESULT_COUNT]; // for files: "passed", "slow", …

/* What is to be judged. Everything is borrowed. */
struct level_ask {
    const char *name;             // for messages: "ann.py", "lessons/en/140-lock.md: two-sellers"
    const struct lesson *lesson;
    const struct step *level;
    struct slice source;          // the student's text
    struct slice original;        // the level's program
    const struct claims *claims;  // must hold; may be empty: then no deadlock, no uncaught exception
};

struct level_verdict {
    enum level_result result;
    const char *const *reasons;   // sentences in the person's language, the weightiest first
    unsigned reason_n;
    const char *schedule;         // the simplest failing run as a line for `replay`, or NULL
    uint64_t states;              // seen by the explorer; 0: none was needed
};

/* Judges repaired programs on all interleavings. The verdict depends on the ask alone: no clock, no
 * chance. It may take long; it returns 0 or a negative errno (the world failed, not the student). */
struct level_judge {
    void *ctx;
    int (*judge)(void *ctx, const struct level_ask *ask, struct arena *a,
                 struct level_verdict *ret_verdict);
};

/* How a run ended whose turns somebody chose. */
struct level_run {
    bool failed;                  // deadlock, uncaught exception, failed assertion
    bool by_hand;                 // the student chose each turn
    unsigned switches;            // how often another task moved although the last one could go on
    unsigned picks;               // turns chosen
};

enum level_goal level_goal_of(const struct step *level);
const struct step *lesson_level(const struct lesson *lesson, const char *id); // or NULL
const struct step *level_program(const struct lesson *lesson, const struct step *level);
const struct step *level_solution(const struct lesson *lesson, const struct step *level); // or NULL

/* What can be told by looking: it cannot be parsed, nothing has been changed, an assertion or a line
 * marked `# keep` is gone. True if that settles it, with *ret_verdict filled in. */
bool level_look(const struct level_ask *ask, struct arena *a, struct level_verdict *ret_verdict);

/* level_look(), then the judge. judge may be NULL: what needs it is LEVEL_UNKNOWN, and says so. */
int level_judge(const struct level_judge *judge, const struct level_ask *ask, struct arena *a,
                struct level_verdict *ret_verdict);

/* How many lines of the original are changed or added, comments and blank lines aside: the measure of
 * a repair's par. */
unsigned level_changes(struct slice original, struct slice source);

#endif
