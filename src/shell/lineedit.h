/* lineedit.h: one line of typing, with output going on above it.
 *
 * In:      keys on descriptor 0, texts to show.
 * Out:     whole lines to hooks.line; a pasted block is one line with newlines in it.
 * Owner:   one editor a process; it owns the terminal's modes between open and close.
 * Threads: the shell's one thread. Nothing here waits for keys: the shell's poll loop
 *          says when there are some.
 *
 * All of readline is behind this file. It is loaded with dlopen at the first prompt, so that
 * a program that never prompts does not pay for it; without it, lines are read plainly. */
#ifndef SHELL_LINEEDIT_H
#define SHELL_LINEEDIT_H

#include "base/buf.h"

struct completion;

struct lineedit_hooks {
    void (*line)(void *arg, const char *line); // NULL: end of file
    /* Fills in candidates for the word that ends at line[n]; *ret_start is where it begins. */
    void (*complete)(void *arg, const char *line, size_t n, struct completion *c,
                     size_t *ret_start);
    /* Formats one candidate for the list: at most so many cells. */
    void (*list)(void *arg, const char *text, const char *note, unsigned cells);
    /* What could follow the line, as it is drawn behind the cursor (show), and what Right inserts
     * of it (take); leaves them empty if nothing. May be NULL. */
    void (*hint)(void *arg, const char *line, struct buf *show, struct buf *take);
    /* The line that Right or Left enters while nothing is typed; NULL: the key moves the cursor, as ever. */
    const char *(*arrow)(void *arg, bool right);
    const char *erase; // clears from the cursor to the end of its row
    void (*write)(void *arg, const char *s, size_t n); // what is drawn; whole, or the process ends
    void *arg;
};

/* Takes over the terminal on descriptors 0 and 1. hooks is borrowed until close. Returns whether the
 * real editor was found. */
bool lineedit_open(const struct lineedit_hooks *hooks);
void lineedit_close(void);

/* Shows the prompt (invisible bytes between \001 and \002) and what is typed already. */
void lineedit_show(const char *prompt);

/* No prompt: something runs and will soon be done. Keys stay unread, unechoed. */
void lineedit_hide(void);

/* Around output of whole lines: takes the prompt away, brings it back. */
void lineedit_above_begin(void);
void lineedit_above_end(void);

/* Descriptor 0 is readable. May call hooks.line. */
void lineedit_read(void);

/* Ctrl-C: what is typed is dropped, ^C is shown. */
void lineedit_interrupt(void);

/* Before the process stops itself and after it goes on. */
void lineedit_suspend(void);
void lineedit_resume(void);

/* The terminal has another size. */
void lineedit_resize(void);

/* For Up, Down and Ctrl-R. */
void lineedit_remember(const char *line);

/* Whether there is a prompt on the screen. */
bool lineedit_shown(void);

#endif
