/* edit.h: the one door to changing a file at the prompt.
 *
 * In:      a path.
 * Out:     the file, as the person wants it.
 * Threads: the shell's one thread. An editor has the terminal to itself meanwhile; runs go on, and
 *          what they print is shown when it has ended. */
#ifndef SHELL_EDIT_H
#define SHELL_EDIT_H

#include "shell/shell.h"

/* Opens $VISUAL or $EDITOR on the file and waits for its end; without one (or in a script) typed
 * lines change it until `done` or `cancel`. Calls done(arg) then. 0 or a negative errno (told). */
int edit_file(struct shell *sh, const char *path, void (*done)(void *arg), void *arg);

#endif
