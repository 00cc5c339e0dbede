#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void buf_finish(struct buf *b)
{
    free(b->text);
    *b = (struct buf){ 0 };
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    if (b->text)
        b->text[0] = 0;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->cap - b->n < n + 1) {
        size_t cap = MAX(b->cap * 2, (size_t)64);
        while (cap - b->n < n + 1)
            cap *= 2;
        b->text = mem_resize(b->text, cap, 1);
        b->cap = cap;
    }
    return b->text + b->n;
}

void buf_add(struct buf *b, const char *s, size_t n)
{
    char *to = buf_room(b, n);
    if (n)
        memcpy(to, s, n);
    b->n += n;
    b->text[b->n] = 0;
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    char *to = buf_room(b, 1);
    to[0] = c;
    to[1] = 0;
    b->n++;
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    char *to = buf_room(b, 64);
    int n = vsnprintf(to, 65, fmt, ap);
    if (n > 64) {
        to = buf_room(b, (size_t)n);
        vsnprintf(to, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    if (n > 0)
        b->n += (size_t)n;
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(b, fmt, ap);
    va_end(ap);
}
