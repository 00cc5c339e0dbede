/* buf.h: a text that grows.
 *
 * In:      bytes and printf formats.
 * Out:     b->text, always NUL-terminated once something was added; b->n bytes.
 * Owner:   buf_finish() frees; a zeroed struct is an empty buffer.
 * Threads: one at a time. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/base.h"

struct buf {
    char *text; // NULL until something was added
    size_t n;
    size_t cap;
};

void buf_finish(struct buf *b);

/* Forgets the content, keeps the memory. */
void buf_clear(struct buf *b);

/* Room for n more bytes and a NUL; returns where they go (b->n is unchanged). */
char *buf_room(struct buf *b, size_t n);

void buf_add(struct buf *b, const char *s, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

/* The text as a string: "" if nothing was added. Borrowed until the next change. */
static inline const char *buf_str(const struct buf *b)
{
    return b->text ? b->text : "";
}

#endif
