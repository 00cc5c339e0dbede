#include "shell/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "view/view.h"

static const struct { const char *suffix; enum record_kind kind; } kinds[] = {
    { ".json", RECORD_JSON }, { ".jsonl", RECORD_JSON }, { ".ndjson", RECORD_JSON }, { ".cast", RECORD_CAST },
    { ".txt", RECORD_TEXT },  { ".md", RECORD_MARKDOWN },
};

enum record_kind record_kind_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < ARRAY_LEN(kinds); i++)
        if (strcasecmp(dot, kinds[i].suffix) == 0)
            return kinds[i].kind;
    return RECORD_NOTHING;
}

enum { GATHERED = 65536 }; // bytes of events: a write for each takes longer than all else

/* A disk that is full ends the recording, not the lesson. */
static void put(struct recording *r, const char *s, size_t n)
{
    while (n && r->fd >= 0) {
        ssize_t done = write(r->fd, s, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            close(r->fd);
            r->fd = -1;
            r->kind = RECORD_NOTHING;
            return;
        }
        s += done;
        n -= (size_t)done;
    }
}

static void put_buf(struct recording *r, struct buf *b)
{
    put(r, buf_str(b), b->n);
    buf_finish(b);
}

/* ---- asciicast */

static void cast_header(struct recording *r, const struct term *term)
{
    struct buf b = { 0 };
    const char *type = getenv("TERM"), *shell = getenv("SHELL");
    buf_addf(&b, "{\"version\":2,\"width\":%u,\"height\":%u,\"timestamp\":%llu,\"idle_time_limit\":2,\"title\":\"conch\",\"env\":{\"TERM\":",
             term->columns, term->rows, (unsigned long long)(clock_wall_ns() / 1000000000));
    json_string(&b, type ? type : "xterm", type ? strlen(type) : 5);
    buf_adds(&b, ",\"SHELL\":");
    json_string(&b, shell ? shell : "", shell ? strlen(shell) : 0);
    buf_adds(&b, "}}\n");
    put_buf(r, &b);
}

static void cast_event(struct recording *r, char code, const char *s, size_t n)
{
    struct buf b = { 0 };
    buf_addf(&b, "[%.6f,\"%c\",", (double)(clock_now_ns() - r->began_ns) / 1e9, code);
    json_string(&b, s, n);
    buf_adds(&b, "]\n");
    put_buf(r, &b);
}

/* How many bytes at the end are the beginning of a character. */
static size_t unfinished(const char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = (unsigned char)s[n - back];
        if (c >= 0xc0)
            return back < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? back : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* The terminal's driver puts a carriage return before each newline; so does a recording. */
static void cast_output(struct recording *r, const char *s, size_t n)
{
    char last = 0;
    struct buf b = r->held;
    r->held = (struct buf){ 0 };
    for (size_t i = 0; i < n; last = s[i++]) {
        if (s[i] == '\n' && last != '\r')
            buf_addc(&b, '\r');
        buf_addc(&b, s[i]);
    }
    size_t rest = unfinished(buf_str(&b), b.n);
    buf_add(&r->held, buf_str(&b) + b.n - rest, rest);
    if (b.n > rest)
        cast_event(r, 'o', b.text, b.n - rest);
    buf_finish(&b);
}

/* ---- text */

static const char fence[] = "````";

static void fence_begin(struct recording *r)
{
    struct buf b = { 0 };
    if (r->kind != RECORD_MARKDOWN || r->fenced)
        return;
    buf_addf(&b, "%stext\n", fence);
    put_buf(r, &b);
    r->fenced = true;
}

/* Whole lines go out; what is behind the last one waits for its end. */
static void text_lines(struct recording *r)
{
    const char *last = r->held.n ? memrchr(r->held.text, '\n', r->held.n) : NULL;
    if (!last)
        return;
    size_t n = (size_t)(last - r->held.text) + 1;
    fence_begin(r);
    put(r, r->held.text, n);
    memmove(r->held.text, r->held.text + n, r->held.n - n);
    r->held.n -= n;
}

static void text_end(struct recording *r)
{
    if (r->held.n)
        buf_addc(&r->held, '\n');
    text_lines(r);
    if (r->fenced) {
        put(r, fence, sizeof fence - 1);
        put(r, "\n", 1);
    }
    r->fenced = false;
}

static bool is_text(const struct recording *r)
{
    return r->kind == RECORD_TEXT || r->kind == RECORD_MARKDOWN;
}

/* ---- the door */

int record_open(struct recording *r, const char *path, int flags, const struct term *term)
{
    enum record_kind kind = record_kind_of(path);
    if (kind == RECORD_NOTHING)
        return -EINVAL;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (fd < 0)
        return -errno;
    *r = (struct recording){ .kind = kind, .fd = fd, .began_ns = clock_now_ns() };
    if (kind == RECORD_CAST)
        cast_header(r, term);
    if (kind == RECORD_MARKDOWN)
        put(r, "# conch\n\n", 9);
    return 0;
}

void record_flush(struct recording *r)
{
    if (r->kind != RECORD_JSON)
        return;
    put(r, buf_str(&r->held), r->held.n);
    buf_clear(&r->held);
}

void record_close(struct recording *r)
{
    if (r->kind == RECORD_NOTHING)
        return;
    record_flush(r);
    if (is_text(r))
        text_end(r);
    if (r->fd >= 0)
        close(r->fd);
    buf_finish(&r->held);
    *r = (struct recording){ .fd = -1 };
}

void record_event(struct recording *r, const struct trace *t, const struct event *ev)
{
    if (r->kind != RECORD_JSON)
        return;
    json_event(&r->held, t, ev);
    if (r->held.n > GATHERED)
        record_flush(r);
}

void record_screen(struct recording *r, const char *s, size_t n)
{
    if (r->kind == RECORD_CAST)
        cast_output(r, s, n);
}

void record_shown(struct recording *r, const char *s, size_t n)
{
    if (!is_text(r))
        return;
    term_strip(&r->held, s, n);
    text_lines(r);
}

void record_typed(struct recording *r, const char *prompt, const char *line)
{
    if (!is_text(r))
        return;
    record_shown(r, prompt, strlen(prompt));
    record_shown(r, line, strlen(line));
    record_shown(r, "\n", 1);
}

void record_mark(struct recording *r, const char *label)
{
    struct buf b = { 0 };
    if (r->kind == RECORD_CAST)
        cast_event(r, 'm', label, strlen(label));
    if (r->kind != RECORD_MARKDOWN)
        return;
    text_end(r);
    buf_addf(&b, "\n## %s\n\n", label);
    put_buf(r, &b);
}

void record_resize(struct recording *r, unsigned columns, unsigned rows)
{
    struct buf b = { 0 };
    if (r->kind != RECORD_CAST)
        return;
    buf_addf(&b, "%ux%u", columns, rows);
    cast_event(r, 'r', b.text, b.n);
    buf_finish(&b);
}
