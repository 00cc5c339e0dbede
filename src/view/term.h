/* term.h: what the terminal can do, and the only place that knows how it is told.
 *
 * In:      a descriptor, the environment, the options.
 * Out:     struct term, which every view draws by; escape sequences in buffers.
 * Owner:   plain data, copied freely.
 * Threads: no state but the environment's.
 *
 * A view never asks whether it is on a terminal: it draws by struct term, and
 * the functions here add nothing where a thing is not wanted, so one code
 * serves the terminal, the pipe and the golden file. */
#ifndef VIEW_TERM_H
#define VIEW_TERM_H

#include "base/buf.h"

enum colour_mode { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct term {
    bool tty;         // somebody looks at it
    bool escapes;     // the cursor may be moved (else: spaces)
    bool colour;
    bool ascii;       // only ASCII symbols of our own; a program's texts stay as they are
    unsigned columns; // cells in a line; at least 1
    unsigned rows;
};

enum style {
    STYLE_DIM, STYLE_BOLD, STYLE_GOOD, STYLE_BAD, STYLE_WAIT, STYLE_PROMPT, STYLE_COUNT
};

enum symbol {
#define SYMBOL(id, utf8, ascii) SYM_##id,
#include "view/symbol.def"
#undef SYMBOL
    SYMBOL_COUNT
};

/* Looks at fd and at TERM, NO_COLOR, CLICOLOR_FORCE, COLUMNS, LC_ALL. Colour by the first that
 * decides: mode, NO_COLOR (not empty), CLICOLOR_FORCE (not empty, not 0), not a terminal, TERM=dumb.
 * plain wishes for no escapes at all and ASCII only. */
void term_detect(struct term *t, int fd, enum colour_mode mode, bool plain);

/* Asks for the size again, after SIGWINCH; keeps the old one if fd is no terminal. */
void term_measure(struct term *t, int fd);

/* Picture without a terminal: for pipes, files and tests. */
void term_plain(struct term *t, unsigned columns, bool ascii);

/* Begins a style; every begun style is closed by term_reset. Nothing without colour. */
void term_style(struct buf *out, const struct term *t, enum style style);

/* Begins the n-th of the colours that tell lanes apart; never red or grey. */
void term_lane_style(struct buf *out, const struct term *t, unsigned lane);
void term_reset(struct buf *out, const struct term *t);

/* s in the style, closed again. s must be safe (text_safe). */
void term_styled(struct buf *out, const struct term *t, enum style style, const char *s);

/* Moves to a column of the current line, counted from 0; filled is how many cells the line
 * has so far, for when spaces must do it. */
void term_column(struct buf *out, const struct term *t, unsigned column, unsigned filled);

/* Erases the rest of the line / the whole screen and homes the cursor. Nothing without escapes. */
void term_clear_right(struct buf *out, const struct term *t);
void term_clear_screen(struct buf *out, const struct term *t);

/* Adds s behind the cursor, dim, and puts the cursor back: a hint. Nothing without escapes. */
void term_ghost(struct buf *out, const struct term *t, const char *s);

/* Adds s as it would stand on paper: escapes are left out, columns reached by blanks. out's last line, if
 * it has no newline yet, is the one that s goes on with. */
void term_strip(struct buf *out, const char *s, size_t n);

/* Our own symbol, or its twin. */
const char *term_symbol(const struct term *t, enum symbol id);

/* The prompt with its colour in the marks that a line editor needs around invisible bytes. */
void term_prompt(struct buf *out, const struct term *t, const char *text);

#endif
