#include <string.h>

#include "base/text.h"
#include "view/view.h"

/* Every event of a recording comes through here: no printf, which was two thirds of the time. */

/* C1, line separators and bidi controls could still upset a terminal that shows the JSON. */
static bool wants_escape(uint32_t cp)
{
    return cp < 0x20 || cp == '"' || cp == '\\' || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c ||
           (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

static void add_escape(struct buf *out, uint32_t cp)
{
    static const char from[] = "\"\\\n\t\r", to[] = "\"\\ntr";
    const char *at = cp < 0x80 && cp ? strchr(from, (int)cp) : NULL;
    if (at)
        buf_addf(out, "\\%c", to[at - from]);
    else
        buf_addf(out, "\\u%04x", cp);
}

/* How many bytes stand for themselves: of ASCII only. */
static size_t plain(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] >= ' ' && s[i] < 0x7f && s[i] != '"' && s[i] != '\\')
        i++;
    return i;
}

void json_string(struct buf *out, const char *s, size_t n)
{
    buf_addc(out, '"');
    for (size_t i = 0, same; i < n;) {
        if ((same = plain(s + i, n - i))) {
            buf_add(out, s + i, same);
            i += same;
            continue;
        }
        uint32_t cp;
        unsigned length = utf8_get(s + i, n - i, &cp);
        if (cp == UINT32_MAX)
            buf_adds(out, "\\ufffd");
        else if (wants_escape(cp))
            add_escape(out, cp);
        else
            buf_add(out, s + i, length);
        i += length;
    }
    buf_addc(out, '"');
}

static void add_key(struct buf *out, const char *key)
{
    buf_adds(out, ",\"");
    buf_adds(out, key);
    buf_adds(out, "\":");
}

static void add_text(struct buf *out, const char *key, const char *s, size_t n)
{
    add_key(out, key);
    json_string(out, s, n);
}

static void add_int(struct buf *out, const char *key, int64_t i)
{
    add_key(out, key);
    text_int(out, i);
}

static void add_name(struct buf *out, const char *key, const struct trace *t, task_id id)
{
    if (id < t->task_count)
        add_text(out, key, t->tasks[id].name, strnlen(t->tasks[id].name, sizeof t->tasks[id].name));
}

static void add_task(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->task >= t->task_count)
        return;
    add_name(out, "task", t, ev->task);
    const struct trace_task *task = &t->tasks[ev->task];
    add_int(out, "id", ev->task);
    if (task->pid) {
        add_int(out, "pid", task->pid);
        add_int(out, "tid", task->tid);
    }
}

static void add_object(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->object >= t->object_count)
        return;
    const struct trace_object *o = &t->objects[ev->object];
    add_text(out, "object", o->name, strnlen(o->name, sizeof o->name));
    add_text(out, "type", o->type, strnlen(o->type, sizeof o->type));
}

static void add_value(struct buf *out, const struct trace *t, const struct event *ev)
{
    switch (event_table[ev->kind].shows) {
    case SHOWS_VALUE:
        if (ev->text)
            add_text(out, "value", ev->text, ev->n);
        break;
    case SHOWS_TASK: add_name(out, "other", t, (task_id)ev->number); break;
    case SHOWS_NUMBER:
    case SHOWS_NS: add_int(out, "number", ev->number); break;
    case SHOWS_NONE: break;
    }
}

void json_event(struct buf *out, const struct trace *t, const struct event *ev)
{
    const char *word = event_table[ev->kind].word;
    buf_adds(out, "{\"v\":1");
    add_int(out, "seq", (int64_t)ev->seq);
    add_int(out, "ns", (int64_t)ev->time_ns);
    add_text(out, "event", word, strlen(word));
    add_task(out, t, ev);
    add_object(out, t, ev);
    add_value(out, t, ev);
    if (ev->line)
        add_int(out, "line", ev->line);
    if (ev->file < t->file_count)
        add_text(out, "file", t->files[ev->file], strlen(t->files[ev->file]));
    if (ev->flags & EVENT_UNFINISHED)
        buf_adds(out, ",\"unfinished\":true");
    buf_adds(out, "}\n");
}
