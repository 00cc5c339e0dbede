/* pty.h: a program on a pseudo-terminal, typed at and looked at.
 *
 * In:      keys.
 * Out:     what stands on its screen.
 * Owner:   pty_start/pty_finish; texts are borrowed until the next call.
 * Threads: one.
 *
 * The screen is libvterm's. Each wait is for an event; the limit is a last resort and fails the test. */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <stdbool.h>
#include <sys/types.h>

enum { PTY_LIMIT_MS = 60000 };

struct pty;

struct pty_opts {
    unsigned rows, columns;   // 0: 24 by 80
    const char *const *env;   // "NAME=value" … NULL, beside TERM=xterm-256color, LC_ALL=C.UTF-8
    const char *dir;          // where it starts; NULL: here
};

/* Starts argv[0] as the leader of a session on the new terminal. Ends the test if it cannot. */
struct pty *pty_start(const char *const argv[], const struct pty_opts *opts);

/* Kills what is left and frees. */
void pty_finish(struct pty *p);

/* Sends keys as they are: "\r" is Enter, "\003" Ctrl-C, "\004" Ctrl-D, "\032" Ctrl-Z. */
void pty_type(struct pty *p, const char *keys);

/* Sends text as a terminal pastes it. */
void pty_paste(struct pty *p, const char *text);

/* Waits until the screen (and what has scrolled off it) holds the text. False at the limit. */
bool pty_wait(struct pty *p, const char *text);

/* Waits until the line with the cursor is exactly this, blanks at its end aside. */
bool pty_wait_line(struct pty *p, const char *line);
bool pty_wait_prompt(struct pty *p); // whatever stands before it

/* Waits until the text stands so many times on the screen and above it. */
bool pty_wait_count(struct pty *p, const char *text, unsigned times);

/* Waits until so many lines begin with one of the texts (which stand one a line). */
bool pty_wait_any(struct pty *p, const char *starts, unsigned times);

/* The screen now: rows joined by newlines, blanks at their ends cut; above it what scrolled off. */
const char *pty_screen(struct pty *p);

/* The line that the cursor is in. */
const char *pty_line(struct pty *p);
void pty_cursor(struct pty *p, int *ret_row, int *ret_column);

/* Everything that was written, byte by byte. */
const char *pty_output(struct pty *p);

void pty_resize(struct pty *p, unsigned rows, unsigned columns);

/* Waits for the program's end: its exit code, 128 + signal, or -1 at the limit. */
int pty_end(struct pty *p);
pid_t pty_pid(const struct pty *p);

/* Whether the terminal echoes and edits lines itself, as a shell wants to find it. */
bool pty_is_sane(struct pty *p);

#endif
