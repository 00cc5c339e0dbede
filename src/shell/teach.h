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

/* What `conch notes` shows from now on. For lesson_host. */
void presenter_write(void *ctx, const char *text, size_t n);

bool demo_resume(struct shell *sh); // `resume` was typed: a playback that waits goes on
void demo_finish(void);

#endif
