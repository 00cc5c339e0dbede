#include <string.h>

#include "view/cell.h"

/* "lock a off" is the switch "lock a" at "off"; "kind t1 process" is "kind t1" at "process". */
static size_t key_length(const char *s, size_t n)
{
    while (n && s[n - 1] != ' ')
        n--;
    return n ? n - 1 : 0;
}

/* `break a` was done once; it is not at anything. */
static bool is_deed(const char *s)
{
    return strncmp(s, "break ", 6) == 0 || strncmp(s, "recover ", 8) == 0;
}

bool switch_is_default(const char *s, size_t n)
{
    static const struct { const char *first, *value; } defaults[] = {
        { "lock ", "on" }, { "join", "on" }, { "daemon", "off" }, { "gil", "off" },
        { "speed", "1" }, { "switch-interval", "0.005" }, { "cores", "all" }, { "kind ", "thread" },
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

/* The event's own words, or what it says of its object. */
static void spell(struct buf *out, const struct trace *t, const struct event *ev)
{
    buf_clear(out);
    if (ev->text && ev->n) {
        buf_add(out, ev->text, ev->n);
    } else if (ev->object < t->object_count) {
        buf_adds(out, "lock ");
        trace_object_name(out, t, ev->object);
        buf_adds(out, ev->number ? " on" : " off");
    }
}

static bool same_key(const struct buf *a, const struct buf *b)
{
    size_t n = key_length(buf_str(a), a->n);
    return n == key_length(buf_str(b), b->n) && strncmp(buf_str(a), buf_str(b), n) == 0;
}

static bool is_overruled(const struct trace *t, const struct buf *text, size_t i, size_t upto)
{
    struct buf other = { 0 };
    bool found = false;
    while (++i < upto && !found) {
        if (t->events[i].kind != EV_TOGGLE)
            continue;
        spell(&other, t, &t->events[i]);
        found = same_key(text, &other);
    }
    buf_finish(&other);
    return found;
}

void switches_tell(struct buf *out, const struct trace *t, size_t upto, const struct term *term)
{
    size_t start = out->n;
    struct buf text = { 0 };
    upto = MIN(upto, t->count);
    for (size_t i = 0; i < upto; i++) {
        if (t->events[i].kind != EV_TOGGLE)
            continue;
        spell(&text, t, &t->events[i]);
        if (!text.n || is_deed(text.text) || switch_is_default(text.text, text.n) || is_overruled(t, &text, i, upto))
            continue;
        if (out->n > start)
            buf_addf(out, " %s ", term_symbol(term, SYM_DOT));
        cell_text(out, text.text, text.n);
    }
    buf_finish(&text);
}
