/* permission.h: what a program wants beyond its own directory, found before it starts.
 *
 * Main gives its rights away for good when it begins, so the question comes first: other
 * programs and the network need a yes (--allow-exec, --trust, or at a terminal the answer to a
 * question); without one they end in PermissionError where they are used. */
#ifndef SHELL_PERMISSION_H
#define SHELL_PERMISSION_H

#include "base/buf.h"
#include "live/run.h"

struct wants {
    uint32_t exec_line, net_line;  // first line that asks for it; 0: nowhere
    char exec_name[32], net_name[32];
};

/* Looks for imports (and os.system and its kin) line by line. A mention in a string counts too:
 * the price is a question too many. */
void permission_scan(struct wants *w, const char *source, size_t n);

/* The question for what opts does not allow yet; false: there is nothing to ask. */
bool permission_question(struct buf *out, const struct wants *w, const struct run_opts *opts,
                         const char *name);

/* Whether an answer means yes (y, yes, 是). */
bool permission_yes(const char *answer);

/* Gives opts what was asked for. */
void permission_grant(struct run_opts *opts, const struct wants *w);

#endif
