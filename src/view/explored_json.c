/* explored_json.c: the result of an exploration as one JSON object (design.md 5). */
#include <string.h>

#include "view/explored.h"
#include "view/view.h"

static void add_text(struct buf *out, const char *key, const char *s)
{
    buf_addf(out, "\"%s\":", key);
    json_string(out, s, strlen(s));
}

static void add_digits(struct buf *out, const char *key, const char *digits)
{
    if (digits)
        add_text(out, key, digits);
    else
        buf_addf(out, "\"%s\":null", key);
}

static const char *truth(bool b)
{
    return b ? "true" : "false";
}

static void add_finding(struct buf *out, const struct explored_finding *f)
{
    buf_addc(out, '{');
    add_text(out, "name", f->name);
    buf_addc(out, ',');
    add_text(out, "kind", f->kind);
    buf_addc(out, ',');
    add_text(out, "message", f->message);
    buf_addf(out, ",\"line\":%u,\"tasks\":[", f->line);
    for (uint32_t i = 0; i < f->tasks_n; i++) {
        buf_adds(out, i ? "," : "");
        json_string(out, f->tasks[i], strlen(f->tasks[i]));
    }
    if (f->tasks_n && *f->stacks[0]) {
        buf_adds(out, "],\"stacks\":[");
        for (uint32_t i = 0; i < f->tasks_n; i++) {
            buf_adds(out, i ? "," : "");
            json_string(out, f->stacks[i], strlen(f->stacks[i]));
        }
    }
    buf_addf(out, "],\"steps\":%u,\"switches\":%u,\"minimal\":%s,\"early\":%s,", f->steps, f->switches, truth(f->minimal), truth(f->early));
    add_text(out, "schedule", f->schedule ? f->schedule : "");
    buf_addc(out, '}');
}

/* The lines of an output, the last newline aside. */
static void add_lines(struct buf *out, const char *s)
{
    size_t n = strlen(s);
    buf_addc(out, '[');
    for (size_t from = 0; from < n;) {
        const char *end = memchr(s + from, '\n', n - from);
        size_t length = end ? (size_t)(end - s) - from : n - from;
        buf_adds(out, from ? "," : "");
        json_string(out, s + from, length);
        from += length + 1;
    }
    buf_addc(out, ']');
}

static void add_outcome(struct buf *out, const struct explored_outcome *o)
{
    buf_adds(out, "{\"output\":");
    add_lines(out, o->output);
    buf_addc(out, ',');
    add_text(out, "end", o->end);
    buf_addc(out, ',');
    add_digits(out, "interleavings", o->count);
    buf_addc(out, ',');
    add_text(out, "schedule", o->schedule ? o->schedule : "");
    buf_addc(out, '}');
}

void explored_json(struct buf *out, const struct explored *e)
{
    static const char *const words[] = {
        [EXPLORED_HOLDS] = "holds", [EXPLORED_FAILS] = "fails", [EXPLORED_UNKNOWN] = "unknown",
    };
    buf_addf(out, "{\"v\":1,\"verdict\":\"%s\",\"complete\":%s,\"states\":%llu,\"steps\":%llu,", words[e->verdict],
             truth(e->complete), (unsigned long long)e->states, (unsigned long long)e->steps);
    add_digits(out, "interleavings", e->interleavings);
    buf_adds(out, ",\"findings\":[");
    for (uint32_t i = 0; i < e->findings_n; i++) {
        buf_adds(out, i ? "," : "");
        add_finding(out, &e->findings[i]);
    }
    buf_adds(out, "],\"outcomes\":[");
    for (uint32_t i = 0; i < e->outcomes_n; i++) {
        buf_adds(out, i ? "," : "");
        add_outcome(out, &e->outcomes[i]);
    }
    buf_addf(out, "],\"seconds\":%.6f,\"limit\":", e->seconds);
    if (*e->limit)
        json_string(out, e->limit, strlen(e->limit));
    else
        buf_adds(out, "null");
    buf_addf(out, ",\"sampled\":{\"runs\":%llu,\"depth\":%u,\"steps\":%u,\"chance\":%.6f}", (unsigned long long)e->sampled,
             e->sampled_depth, e->sampled_steps, e->sampled_chance);
    buf_adds(out, ",\"frame\":");
    if (*e->frame)
        json_string(out, e->frame, strlen(e->frame));
    else
        buf_adds(out, "null");
    buf_adds(out, "}\n");
}
