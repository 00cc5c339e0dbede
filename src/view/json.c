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

/* The key's length is known to the compiler. */
#define ADD_KEY(out, key) buf_add((out), ",\"" key "\":", sizeof(",\"" key "\":") - 1)

static void add_name(struct buf *out, const struct trace *t, task_id id)
{
    json_string(out, t->tasks[id].name, strnlen(t->tasks[id].name, sizeof t->tasks[id].name));
}

static void add_task(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->task >= t->task_count)
        return;
    ADD_KEY(out, "task");
    add_name(out, t, ev->task);
    const struct trace_task *task = &t->tasks[ev->task];
    ADD_KEY(out, "id");
    text_int(out, ev->task);
    if (!task->pid)
        return;
    ADD_KEY(out, "pid");
    text_int(out, task->pid);
    ADD_KEY(out, "tid");
    text_int(out, task->tid);
}

static void add_object(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->object >= t->object_count)
        return;
    const struct trace_object *o = &t->objects[ev->object];
    ADD_KEY(out, "object");
    json_string(out, o->name, strnlen(o->name, sizeof o->name));
    ADD_KEY(out, "type");
    json_string(out, o->type, strnlen(o->type, sizeof o->type));
}

static void add_value(struct buf *out, const struct trace *t, const struct event *ev)
{
    switch (event_table[ev->kind].shows) {
    case SHOWS_VALUE:
        if (!ev->text)
            break;
        ADD_KEY(out, "value");
        json_string(out, ev->text, ev->n);
        break;
    case SHOWS_TASK:
        if ((task_id)ev->number >= t->task_count)
            break;
        ADD_KEY(out, "other");
        add_name(out, t, (task_id)ev->number);
        break;
    case SHOWS_NUMBER: case SHOWS_NS:
        ADD_KEY(out, "number");
        text_int(out, ev->number);
        break;
    case SHOWS_NONE: break;
    }
}

void json_event(struct buf *out, const struct trace *t, const struct event *ev)
{
    const char *word = event_table[ev->kind].word;
    buf_adds(out, "{\"v\":1");
    ADD_KEY(out, "seq");
    text_int(out, (int64_t)ev->seq);
    ADD_KEY(out, "ns");
    text_int(out, (int64_t)ev->time_ns);
    ADD_KEY(out, "event");
    json_string(out, word, strlen(word));
    add_task(out, t, ev);
    add_object(out, t, ev);
    add_value(out, t, ev);
    if (ev->line) {
        ADD_KEY(out, "line");
        text_int(out, ev->line);
    }
    if (ev->file < t->file_count) {
        ADD_KEY(out, "file");
        json_string(out, t->files[ev->file], strlen(t->files[ev->file]));
    }
    if (ev->flags & EVENT_UNFINISHED)
        buf_adds(out, ",\"unfinished\":true");
    buf_adds(out, "}\n");
}
