/* What was checked, in the forms that other programs read: TAP 13, JUnit's XML, JSON. These texts are not
 * translated, except for the reasons. */
#include "lesson/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "view/view.h"

static const char *const verdict_word[] = {
    [VERDICT_PROVED] = "proved", [VERDICT_SEEN] = "seen", [VERDICT_FAILS] = "fails", [VERDICT_OPEN] = "open",
};

void check_report_init(struct check_report *r)
{
    *r = (struct check_report){0};
    arena_init(&r->arena);
}

void check_report_finish(struct check_report *r)
{
    arena_finish(&r->arena);
    free(r->list);
    *r = (struct check_report){0};
}

void check_report_add(void *report, const struct check_line *line)
{
    struct check_report *r = report;
    MEM_GROW(r->list, r->count, r->cap, 64);
    r->list[r->count++] = (struct check_line){
        arena_text(&r->arena, line->path, strlen(line->path)), line->line, line->verdict,
        arena_text(&r->arena, line->what, strlen(line->what)), arena_text(&r->arena, line->why, strlen(line->why)),
    };
}

/* One line, with nothing in it that could end it. */
static void add_flat(struct buf *out, const char *s)
{
    struct buf safe = {0};
    text_safe(&safe, s, strlen(s), false);
    for (size_t i = 0; i < safe.n; i++)
        buf_addc(out, safe.text[i] == '\n' ? ' ' : safe.text[i] == '#' ? '.' : safe.text[i]); // # begins a directive
    buf_finish(&safe);
}

static void render_tap(struct buf *out, const struct check_report *r)
{
    buf_addf(out, "TAP version 13\n1..%zu\n", r->count);
    for (size_t i = 0; i < r->count; i++) {
        const struct check_line *l = &r->list[i];
        buf_addf(out, "%s %zu - %s:%u: ", l->verdict == VERDICT_FAILS ? "not ok" : "ok", i + 1, l->path, l->line);
        add_flat(out, l->what);
        buf_adds(out, l->verdict == VERDICT_OPEN ? " # SKIP " : *l->why ? ": " : "");
        add_flat(out, l->why);
        buf_addc(out, '\n');
    }
}

static void add_xml(struct buf *out, const char *s)
{
    static const struct { char c; const char *name; } names[] = {
        {'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\n', " "},
    };
    struct buf safe = {0};
    text_safe(&safe, s, strlen(s), false);
    for (size_t i = 0; i < safe.n; i++) {
        const char *name = NULL;
        for (size_t k = 0; k < ARRAY_LEN(names); k++)
            if (names[k].c == safe.text[i])
                name = names[k].name;
        if (name)
            buf_adds(out, name);
        else
            buf_addc(out, safe.text[i]);
    }
    buf_finish(&safe);
}

static void add_case(struct buf *out, const struct check_line *l)
{
    buf_adds(out, "    <testcase classname=\"");
    add_xml(out, l->path);
    buf_addf(out, "\" name=\"%u: ", l->line);
    add_xml(out, l->what);
    if (l->verdict != VERDICT_FAILS && l->verdict != VERDICT_OPEN) {
        buf_adds(out, "\"/>\n");
        return;
    }
    buf_addf(out, "\"><%s message=\"", l->verdict == VERDICT_FAILS ? "failure" : "skipped");
    add_xml(out, l->why);
    buf_adds(out, "\"/></testcase>\n");
}

static void render_junit(struct buf *out, const struct check_report *r)
{
    size_t failed = 0, open = 0;
    for (size_t i = 0; i < r->count; i++) {
        failed += r->list[i].verdict == VERDICT_FAILS;
        open += r->list[i].verdict == VERDICT_OPEN;
    }
    buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    buf_addf(out, "  <testsuite name=\"conch check\" tests=\"%zu\" failures=\"%zu\" skipped=\"%zu\">\n", r->count,
             failed, open);
    for (size_t i = 0; i < r->count; i++)
        add_case(out, &r->list[i]);
    buf_adds(out, "  </testsuite>\n</testsuites>\n");
}

static void add_field(struct buf *out, const char *key, const char *s)
{
    buf_addf(out, ",\"%s\":", key);
    json_string(out, s, strlen(s));
}

static void render_json(struct buf *out, const struct check_report *r)
{
    buf_adds(out, "{\"v\":1,\"claims\":[");
    for (size_t i = 0; i < r->count; i++) {
        const struct check_line *l = &r->list[i];
        buf_addf(out, "%s\n{\"line\":%u,\"verdict\":\"%s\"", i ? "," : "", l->line, verdict_word[l->verdict]);
        add_field(out, "file", l->path);
        add_field(out, "claim", l->what);
        add_field(out, "why", l->why);
        buf_addc(out, '}');
    }
    buf_adds(out, "]}\n");
}

bool check_report_render(struct buf *out, const struct check_report *r, const char *format)
{
    static const struct { const char *name; void (*render)(struct buf *, const struct check_report *); } formats[] = {
        {"tap", render_tap}, {"junit", render_junit}, {"json", render_json},
    };
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (strcmp(formats[i].name, format) == 0) {
            formats[i].render(out, r);
            return true;
        }
    return false;
}
