#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "view/view.h"

/* "lock a off" is the switch "lock a" at "off"; "kind t1 process" is "kind t1" at "process". */
static size_t key_length(const char *s, size_t n)
{
    while (n && s[n - 1] != ' ')
        n--;
    return n ? n - 1 : 0;
}

/* What a switch is at if nobody touched it. */
static bool is_default(const char *s, size_t n)
{
    static const struct { const char *first, *value; } defaults[] = {
        { "lock ", "on" }, { "join", "on" }, { "daemon", "off" }, { "gil", "off" },
        { "speed", "1" }, { "kind ", "thread" },
    };
    size_t key = key_length(s, n);
    const char *value = s + (key ? key + 1 : 0);
    size_t value_n = n - (size_t)(value - s);
    for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
        if (strncmp(s, defaults[i].first, strlen(defaults[i].first)) == 0)
            return value_n == strlen(defaults[i].value) &&
                   memcmp(value, defaults[i].value, value_n) == 0;
    return false;
}

static bool same_key(const struct event *a, const struct event *b)
{
    size_t n = key_length(a->text, a->n);
    return n == key_length(b->text, b->n) && memcmp(a->text, b->text, n) == 0;
}

static bool is_overruled(const struct trace *t, size_t i, size_t upto)
{
    for (size_t later = i + 1; later < upto; later++)
        if (t->events[later].kind == EV_TOGGLE && t->events[later].text &&
            same_key(&t->events[i], &t->events[later]))
            return true;
    return false;
}

void switches_tell(struct buf *out, const struct trace *t, size_t upto, const struct term *term)
{
    size_t start = out->n;
    upto = MIN(upto, t->count);
    for (size_t i = 0; i < upto; i++) {
        const struct event *ev = &t->events[i];
        if (ev->kind != EV_TOGGLE || !ev->text || is_default(ev->text, ev->n) ||
            is_overruled(t, i, upto))
            continue;
        if (out->n > start)
            buf_addf(out, " %s ", term_symbol(term, SYM_DOT));
        cell_text(out, ev->text, ev->n);
    }
}
