/* diag.h: what is wrong with a text, and how it is told.
 *
 * In:      a span of the source and a message.
 * Out:     file:line:col, the line, a caret under the right cells, and a sentence
 *          on what to do.
 * Owner:   a diag borrows its texts; they live in the arena of the parse. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"

/* A piece of source. Lines count from 1; columns are byte offsets from 0. */
struct span {
    uint32_t line, col;
    uint32_t end_line, end_col;
};

struct diag {
    const char *kind;    // "SyntaxError", "IndentationError", "TabError" …: Python's exception name
    const char *message; // what happened, worded like CPython's where it has one
    const char *advice;  // what to try, one sentence; may be NULL
    struct span at;
};

/* Renders the diagnosis as CPython does, with the caret placed by display width:
 *     File "race.py", line 3
 *       if x = 3:
 *          ^^^^^
 *     try: == compares, = assigns
 *   SyntaxError: invalid syntax
 * The last line is always 'Kind: message'. source may be NULL (no line shown). */
void diag_render(struct buf *out, const struct diag *d, const char *file,
                 const char *source, size_t n);

/* Adds the text of one source line, without its line end, and under it a caret line
 * for the cells of [col, end_col); tabs become 4 blanks; both lines start with indent blanks.
 * A line longer than the terminal is cut around the caret. Nothing if the line does not exist. */
void diag_quote(struct buf *out, const char *source, size_t n, const struct span *at,
                unsigned indent);

/* The 1-based line of a source of n bytes; *ret_n is its length without the line end.
 * NULL if there is no such line. */
const char *diag_line(const char *source, size_t n, uint32_t line, size_t *ret_n);

#endif
