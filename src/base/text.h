/* text.h: UTF-8, display width, and text that is safe to show.
 *
 * Independent of the locale, so that pictures are the same on every machine.
 * All of it may be called after fork. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"

/* Decodes one character at s (n > 0 bytes are left). Returns its length and stores
 * the code point; an invalid byte gives 1 and UINT32_MAX. Rejects overlong forms,
 * surrogates and anything above U+10FFFF. Source: RFC 3629. */
unsigned utf8_get(const char *s, size_t n, uint32_t *ret_cp);

/* Encodes a code point; returns 1 to 4 (surrogates are encoded as three bytes). */
unsigned utf8_put(char to[4], uint32_t cp);

/* Number of characters; each invalid byte counts as one. */
size_t utf8_count(const char *s, size_t n);

/* True if all n bytes are valid UTF-8. */
bool utf8_valid(const char *s, size_t n);

/* Terminal cells of a code point: 0 (combining, format), 1, or 2 (East Asian wide, emoji). */
unsigned cp_width(uint32_t cp);

/* Terminal cells of a text that has passed text_safe(). */
size_t text_width(const char *s, size_t n);

/* The longest prefix that is at most cells wide, in bytes; never cuts a character. */
size_t text_fit(const char *s, size_t n, size_t cells);

/* Whether a code point may start / continue a Python identifier (Unicode XID,
 * approximated by generated tables; ASCII exact). */
bool cp_starts_name(uint32_t cp);
bool cp_continues_name(uint32_t cp);

/* Whether Python's repr() shows the character as it is (str.isprintable). */
bool cp_printable(uint32_t cp);

/* The double that n characters of a decimal literal spell: digits with at most one
 * point, and an exponent; no sign, no underscores, nothing else. Too large gives
 * infinity. Nearest, and independent of the locale. */
double text_real(const char *s, size_t n);

/* The number in decimal; returns its length. No NUL. */
unsigned int64_text(char to[24], int64_t i);

/* Adds the number in decimal: a tenth of the price of buf_addf. */
void text_int(struct buf *out, int64_t i);

/* Adds a copy of untrusted text that cannot reach the terminal's control functions:
 * C0 and DEL become ^X, C1, bidi and format controls <U+XXXX>, invalid UTF-8 \xNN;
 * newline and tab pass. With sgr, ESC [ digits ; m of at most 20 bytes passes too. */
void text_safe(struct buf *out, const char *s, size_t n, bool sgr);

/* Adds a copy of Python source in which full-width forms typed by mistake (U+FF01-FF5E,
 * U+3000, U+00A0, curly quotes, 、。【】《》) outside strings and comments are ASCII. A string that
 * a curly quote opens ends at its curly partner, and its content stays as it is.
 * True if anything changed. */
bool text_fold_fullwidth(struct buf *out, const char *s, size_t n);

/* Whether a line may end between two characters: behind a blank, and beside a wide character, but never
 * so that closing punctuation begins a line or opening punctuation ends one. */
bool text_breaks(uint32_t left, uint32_t right);

/* How many bytes of s make a line of at most so many cells: up to a blank or another place where a line may
 * end, all that fits if there is none. Newlines count as blanks, styles (ESC [ … m) take no cells. At least 1
 * of a text that is not empty. */
size_t text_line(const char *s, size_t n, size_t cells);

/* Adds lines of which none is wider than so many cells: a longer one goes on below its beginning, as far in as
 * that is. A line that moves the cursor stays as it is. */
void text_wrap(struct buf *out, const char *s, size_t n, size_t cells);

/* Damerau-Levenshtein distance (optimal string alignment) of two texts, at most limit + 1. */
unsigned text_distance(const char *a, size_t an, const char *b, size_t bn, unsigned limit);

#endif
