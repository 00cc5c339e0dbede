/* record.h: what happens in a session, kept in a file. Its suffix says how:
 *
 *   .json   the events, one JSON object a line
 *   .cast   all that goes to the terminal, with its times: asciicast 2, for players
 *   .txt    what was typed and what was shown, without escapes
 *   .md     the same between fences, the steps of a lesson as headings: for notes
 *
 * Owner:   one recording a shell, closed by record_close().
 * Source of the asciicast format: docs.asciinema.org/manual/asciicast/v2. */
#ifndef SHELL_RECORD_H
#define SHELL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct event;
struct term;
struct trace;

enum record_kind { RECORD_NOTHING, RECORD_JSON, RECORD_CAST, RECORD_TEXT, RECORD_MARKDOWN };

struct recording {
    enum record_kind kind;
    int fd;
    uint64_t began_ns;
    struct buf held; // CAST: the beginning of a character; TEXT, MARKDOWN: the line that is not whole yet;
                     // JSON: lines that have not been written yet
    bool fenced;     // MARKDOWN: inside a fence
};

/* What a name's suffix asks for; RECORD_NOTHING: none of them. */
enum record_kind record_kind_of(const char *path);

/* Begins it. flags are open()'s beside O_WRONLY: O_TRUNC or O_EXCL. -EINVAL: the suffix says nothing. */
int record_open(struct recording *r, const char *path, int flags, const struct term *term);
void record_close(struct recording *r);

/* What there is to keep; each is for the kinds that want it. Events are gathered: record_flush() after the last one. */
void record_event(struct recording *r, const struct trace *t, const struct event *ev);
void record_flush(struct recording *r);
void record_screen(struct recording *r, const char *s, size_t n); // bytes on their way to the terminal
void record_shown(struct recording *r, const char *s, size_t n);  // texts that the shell shows
void record_typed(struct recording *r, const char *prompt, const char *line);
void record_mark(struct recording *r, const char *label);         // a place to jump to
void record_resize(struct recording *r, unsigned columns, unsigned rows);

#endif
