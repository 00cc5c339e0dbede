/* history.h: what was typed, kept from day to day.
 *
 * One file, $CONCH_HISTFILE or $XDG_STATE_HOME/conch/history (else ~/.local/state), mode 0600 in
 * a folder 0700, appended line by line so that a crash loses nothing. An entry with several
 * lines is one line there, with a literal "\n". A folder that belongs to somebody else or a
 * link in its place is refused, and nothing is kept. */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

#include "base/buf.h"

struct history {
    char **lines;
    size_t n, cap;
    int fd; // -1: nothing is kept
};

/* Reads the file's last thousand lines. Never fails: without a file it is empty. */
void history_open(struct history *h);
void history_close(struct history *h);

/* Keeps a line, unless it is empty, begins with a blank, or repeats the last one. True if kept. */
bool history_add(struct history *h, const char *line);

#endif
