#include "lesson/loading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* ---- the text ---------------------------------------------------------------------------- */

static void find_lines(struct place *at)
{
    uint32_t n = 1;
    for (size_t i = 0; i < at->n; i++)
        n += at->text[i] == '\n';
    at->lines = mem_zalloc(n, sizeof *at->lines);
    at->line_n = 1;
    for (size_t i = 0; i < at->n; i++)
        if (at->text[i] == '\n')
            at->lines[at->line_n++] = i + 1;
}

/* Line ends become \n and a byte-order mark goes. */
static struct slice copy_text(struct arena *a, const char *text, size_t n)
{
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3, n -= 3;
    char *copy = arena_alloc(a, n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (!(text[i] == '\r' && i + 1 < n && text[i + 1] == '\n'))
            copy[used++] = text[i];
    return (struct slice){copy, used};
}

/* ---- blocks become steps ------------------------------------------------------------------ */

struct step *load_step(struct load *l, enum step_kind kind, uint32_t line)
{
    struct lesson *lesson = l->lesson;
    MEM_GROW(lesson->steps, lesson->step_n, l->step_cap, 32);
    struct step *step = &lesson->steps[lesson->step_n++];
    *step = (struct step){
        .kind = kind, .line = line, .body_line = line, .about = NO_STEP, .folded = l->folded};
    return step;
}

static uint32_t last_step_of(const struct lesson *lesson, enum step_kind kind)
{
    for (uint32_t i = lesson->step_n; i-- > 0;)
        if (lesson->steps[i].kind == kind)
            return i;
    return NO_STEP;
}

static struct slice slice_of(const struct load *l, size_t from, size_t to)
{
    return (struct slice){l->at.text + from, to > from ? to - from : 0};
}

/* Prose from the cursor up to here becomes a step: prose, or a hint when folded. */
static void flush_prose(struct load *l, size_t to)
{
    struct slice body = slice_of(l, l->cursor, to);
    // line marks of the first line stay: only whole blank lines go from the front
    while (body.n) {
        struct slice rest = body, line;
        slice_line(&rest, &line);
        if (slice_trim(line).n)
            break;
        body = rest;
    }
    while (body.n && (body.s[body.n - 1] == '\n' || is_blank(body.s[body.n - 1])))
        body.n--;
    if (body.n && !(l->folded && l->hint == HINT_CHECK)) {
        uint32_t line = place_line(&l->at, (size_t)(body.s - l->at.text));
        struct step *step = load_step(l, l->folded ? STEP_HINT : STEP_PROSE, line);
        step->body = body;
        if (l->folded) {
            step->hint = l->hint;
            step->key = l->key;
            step->about = last_step_of(l->lesson, STEP_PREDICT);
        } else {
            step->heading = l->heading;
        }
    }
    l->heading = 0;
    l->cursor = MAX(l->cursor, to);
}

void load_skip_line(struct load *l, size_t offset)
{
    l->cursor = place_line_start(&l->at, place_line(&l->at, offset) + 1);
}

const struct raw_block *load_next(struct load *l)
{
    return l->next < l->blocks.count ? &l->blocks.list[l->next] : NULL;
}

struct slice load_text(const struct load *l, size_t from, size_t to)
{
    size_t last = to > from ? to - 1 : from;
    return slice_trim(slice_of(l, from, place_line_end(&l->at, place_line(&l->at, last))));
}

/* ---- folded parts -------------------------------------------------------------------------- */

static const struct summary {
    const char *word;
    enum hint_kind kind;
    bool keyed; // may be followed by the wrong answer it is for
} summaries[] = {
    {"Hint", HINT_HINT, true},     {"提示", HINT_HINT, true},
    {"Answer", HINT_ANSWER, false}, {"答案", HINT_ANSWER, false},
    {"Solution", HINT_HINT, false}, {"参考解答", HINT_HINT, false},
    {"Check", HINT_CHECK, false},   {"检查", HINT_CHECK, false},
};

static bool is_solution(struct slice summary)
{
    return slice_is(summary, "Solution") || slice_is(summary, "参考解答");
}

static void open_summary(struct load *l, struct slice text, size_t at)
{
    if (l->has_summary)
        place_note(&l->at, NOTE_ERROR, at, "a second <summary>");
    l->has_summary = true;
    l->key = NULL;
    for (size_t i = 0; i < ARRAY_LEN(summaries); i++) {
        size_t n = strlen(summaries[i].word);
        if (text.n < n || memcmp(text.s, summaries[i].word, n) != 0)
            continue;
        struct slice rest = slice_trim((struct slice){text.s + n, text.n - n});
        if (rest.n && !summaries[i].keyed)
            continue;
        l->hint = summaries[i].kind;
        if (rest.n)
            l->key = arena_text(&l->lesson->arena, rest.s, rest.n);
        if (l->hint != HINT_CHECK && !is_solution(text) &&
            last_step_of(l->lesson, STEP_PREDICT) == NO_STEP)
            place_note(&l->at, NOTE_ERROR, at, "a hint or answer comes after its `predict`");
        return;
    }
    place_note(&l->at, NOTE_ERROR, at,
               "a folded part is a Hint, Hint with a wrong answer, Answer, Solution or Check");
}

static void close_details(struct load *l, size_t line_from)
{
    if (!l->folded) {
        place_note(&l->at, NOTE_ERROR, line_from, "</details> without <details>");
        return;
    }
    if (!l->has_summary)
        place_note(&l->at, NOTE_ERROR, l->folded_at, "<details> needs a <summary>");
    flush_prose(l, line_from);
    if (l->hint != HINT_CHECK && l->lesson->step_n == l->folded_steps)
        place_note(&l->at, NOTE_ERROR, l->folded_at, "this folded part is empty");
    l->folded = false;
}

/* Takes a tag off the front of the line. */
static bool eat(struct slice *line, const char *tag)
{
    size_t n = strlen(tag);
    if (line->n < n || memcmp(line->s, tag, n) != 0)
        return false;
    *line = slice_trim((struct slice){line->s + n, line->n - n});
    return true;
}

static void read_details_line(struct load *l, struct slice line, size_t line_from)
{
    if (eat(&line, "<details>")) {
        if (l->folded)
            place_note(&l->at, NOTE_ERROR, line_from, "<details> inside <details>");
        flush_prose(l, line_from);
        l->folded = true;
        l->has_summary = false;
        l->folded_at = line_from;
        l->folded_steps = l->lesson->step_n;
        l->hint = HINT_HINT;
        l->key = NULL;
    }
    if (l->folded && eat(&line, "<summary>")) {
        const char *end = memmem(line.s, line.n, "</summary>", 10);
        if (!end) {
            place_note(&l->at, NOTE_ERROR, line_from, "<summary> and </summary> on one line");
            return;
        }
        struct slice text = slice_trim((struct slice){line.s, (size_t)(end - line.s)});
        open_summary(l, text, line_from);
        line = slice_trim((struct slice){end + 10, line.n - (size_t)(end - line.s) - 10});
    }
    if (eat(&line, "</details>"))
        close_details(l, line_from);
    if (line.n)
        place_note(&l->at, NOTE_ERROR, line_from,
                   "only directives and <details> may be HTML; leave a blank line after them");
}

static void read_html_line(struct load *l, uint32_t line)
{
    size_t from = place_line_start(&l->at, line), to = place_line_end(&l->at, line);
    struct slice text = slice_trim(slice_of(l, from, to));
    if (text.n == 0)
        return;
    if (text.n >= 4 && memcmp(text.s, "<!--", 4) == 0) {
        size_t inner = (size_t)(text.s - l->at.text) + 4;
        flush_prose(l, from);
        l->cursor = place_line_start(&l->at, line + 1);
        if (text.n < 7 || memcmp(text.s + text.n - 3, "-->", 3) != 0)
            place_note(&l->at, NOTE_ERROR, from, "a directive is one line and ends with -->");
        else
            load_directive(l, from, inner, inner + text.n - 7);
        return;
    }
    size_t after = place_line_start(&l->at, line + 1);
    read_details_line(l, text, from);
    l->cursor = MAX(l->cursor, after);
}

/* An HTML block may hold several directives, one a line. */
static void read_html(struct load *l, const struct raw_block *b)
{
    uint32_t line = place_line(&l->at, b->from);
    uint32_t last = place_line(&l->at, b->to > b->from ? b->to - 1 : b->from);
    l->next++;
    for (; line <= last; line++)
        read_html_line(l, line);
}

/* ---- fences -------------------------------------------------------------------------------- */

/* How a fence opens: its character, how many, and its indentation. */
struct fence {
    char mark;
    size_t count, indent;
};

static bool fence_at(const char *s, size_t n, struct fence *ret_fence)
{
    size_t i = 0;
    while (i < n && s[i] == ' ')
        i++;
    struct fence f = {.indent = i};
    if (i == n || i > 3 || (s[i] != '`' && s[i] != '~'))
        return false;
    f.mark = s[i];
    while (i < n && s[i] == f.mark)
        i++, f.count++;
    *ret_fence = f;
    return f.count >= 3;
}

/* The line that closes the fence opened at `line`, or 0. */
static uint32_t fence_end(const struct load *l, uint32_t line)
{
    struct fence open = {0}, end;
    size_t from = place_line_start(&l->at, line);
    if (!fence_at(l->at.text + from, place_line_end(&l->at, line) - from, &open))
        return 0;
    for (uint32_t i = line + 1; i <= l->at.line_n; i++) {
        from = place_line_start(&l->at, i);
        struct slice text = slice_of(l, from, place_line_end(&l->at, i));
        if (!fence_at(text.s, text.n, &end) || end.mark != open.mark || end.count < open.count)
            continue;
        size_t used = end.indent + end.count;
        if (slice_trim((struct slice){text.s + used, text.n - used}).n == 0)
            return i;
    }
    return 0;
}

struct fence_kind {
    const char *lang, *by; // the key that tells this kind; "" any
    const char *needs, *may;
    enum step_kind kind;
};
static const struct fence_kind fence_kinds[] = {
    {"python", "id", "id", "continue seed sleeps solves", STEP_PROGRAM},
    {"conch", "for", "for", "", STEP_COMMANDS},
    {"conch", "check", "check", "", STEP_CHECK},
    {"text", "expect", "expect", "order", STEP_EXPECT},
};

static const struct fence_kind *fence_kind_of(const char *lang, const struct attr *attrs,
                                              unsigned n)
{
    for (size_t i = 0; i < ARRAY_LEN(fence_kinds); i++)
        if (strcmp(fence_kinds[i].lang, lang) == 0 && attr_value(attrs, n, fence_kinds[i].by))
            return &fence_kinds[i];
    return NULL;
}

/* What is wrong with a fence that has marks but is of no kind. */
static void note_stray_fence(const struct load *l, size_t at, const char *lang, unsigned attr_n)
{
    if (strcmp(lang, "conch") == 0)
        place_note(&l->at, NOTE_ERROR, at, "a conch fence needs for= or check=");
    else if (attr_n)
        place_note(&l->at, NOTE_ERROR, at, "`%.40s` fences with these attributes mean nothing",
                   lang);
}

static void finish_fence(struct load *l, struct step *step, const struct fence_kind *kind,
                         size_t at)
{
    attrs_check(&l->at, at, kind->lang, kind->needs, kind->may, step->attrs, step->attr_n);
    if (kind->kind == STEP_PROGRAM) {
        step->id = step_attr(step, "id");
        step->run = step_attr(step, "continue");
        load_check_id(l, at, step->id);
    } else {
        step->run = step_attr(step, kind->by);
    }
    enum expect_order order;
    if (kind->kind == STEP_EXPECT && expect_order_named(step_attr(step, "order"), &order) < 0)
        place_note(&l->at, NOTE_ERROR, at, "order= is strict, lane or any");
    if (step->body.n == 0)
        place_note(&l->at, NOTE_ERROR, at, "this fence is empty");
}

static void read_fence(struct load *l, const struct raw_block *b)
{
    uint32_t line = place_line(&l->at, b->from), last = fence_end(l, line);
    size_t start = place_line_start(&l->at, line), info = b->from;
    size_t to = place_line_end(&l->at, line), word = info;
    l->next++;
    if (last == 0) {
        place_note(&l->at, NOTE_ERROR, start, "this fence is never closed");
        last = l->at.line_n + 1;
    }
    while (word < to && !is_blank(l->at.text[word]))
        word++;
    const char *lang = arena_text(&l->lesson->arena, l->at.text + info, word - info);
    struct step parts = {0};
    if (!attrs_parse(&l->lesson->arena, &l->at, word, to, &parts.attrs, &parts.attr_n))
        return;
    const struct fence_kind *kind = fence_kind_of(lang, parts.attrs, parts.attr_n);
    if (!kind) {
        note_stray_fence(l, info, lang, parts.attr_n);
        if (l->folded)
            return; // stays in the hint's Markdown
    }
    flush_prose(l, start);
    bool solution = kind && kind->kind == STEP_PROGRAM && attr_value(parts.attrs, parts.attr_n, "solves");
    if (kind && l->folded && kind->kind != STEP_CHECK && !solution)
        place_note(&l->at, NOTE_ERROR, info, "only check= and solves= fences may be folded");
    if (solution && !l->folded)
        place_note(&l->at, NOTE_ERROR, info, "a program with solves= stands in a folded Solution");
    struct step *step = load_step(l, kind ? kind->kind : STEP_SHOW, line);
    size_t body = place_line_start(&l->at, line + 1), end = place_line_start(&l->at, last);
    step->lang = lang;
    step->attrs = parts.attrs;
    step->attr_n = parts.attr_n;
    step->body_line = line + 1;
    step->body = slice_of(l, MIN(body, end), end);
    l->cursor = place_line_start(&l->at, last + 1);
    if (kind)
        finish_fence(l, step, kind, info);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void read_heading(struct load *l, const struct raw_block *b)
{
    l->next++;
    if (l->folded || b->to <= b->from)
        return;
    size_t start = place_line_start(&l->at, place_line(&l->at, b->from));
    flush_prose(l, start);
    l->heading = (uint8_t)b->level;
    if (b->level != 1)
        return;
    if (l->title_n++)
        place_note(&l->at, NOTE_ERROR, start, "a lesson has one title; use ## here");
    struct slice title = load_text(l, start, b->to);
    while (title.n && *title.s == '#')
        title.s++, title.n--;
    title = slice_trim(title);
    if (!l->lesson->title)
        l->lesson->title = arena_text(&l->lesson->arena, title.s, title.n);
}

static void read_blocks(struct load *l)
{
    while (l->next < l->blocks.count) {
        const struct raw_block *b = &l->blocks.list[l->next];
        switch (b->kind) {
        case RAW_HTML: read_html(l, b); break;
        case RAW_FENCE: read_fence(l, b); break;
        case RAW_HEADING: read_heading(l, b); break;
        default: l->next++; break;
        }
    }
    if (l->folded)
        place_note(&l->at, NOTE_ERROR, l->folded_at, "<details> is never closed");
    flush_prose(l, l->at.n);
}

static int number_of_path(const char *path)
{
    const char *name = strrchr(path, '/');
    return atoi(name ? name + 1 : path);
}

static void load_all(struct load *l)
{
    if (!text_is_harmless(&l->at))
        return;
    if (scan_blocks(&l->at, &l->blocks) < 0)
        return;
    read_blocks(l);
    if (!l->head_seen)
        notes_add(l->at.notes, NOTE_ERROR, l->at.path, 1, 1,
                  "the first line must be <!-- conch-lesson v=1 id=… level=… minutes=… -->");
    if (l->title_n == 0)
        notes_add(l->at.notes, NOTE_ERROR, l->at.path, 1, 1, "the lesson has no title (# …)");
    if (l->at.notes->errors == 0)
        lesson_links_check(l->lesson, &l->at);
}

int lesson_load(const char *path, const char *text, size_t n, struct lesson_notes *notes,
                struct lesson **ret_lesson)
{
    size_t errors = notes->errors;
    if (n > LESSON_MAX_BYTES) {
        notes_add(notes, NOTE_ERROR, path, 1, 1, "the file is larger than %d KiB",
                  LESSON_MAX_BYTES / 1024);
        return -EINVAL;
    }
    struct lesson_notes own;
    notes_init(&own);
    struct lesson *lesson = mem_zalloc(1, sizeof *lesson);
    arena_init(&lesson->arena);
    lesson->path = arena_text(&lesson->arena, path, strlen(path));
    lesson->number = number_of_path(path);
    lesson->source = copy_text(&lesson->arena, text, n);
    struct load l = {
        .lesson = lesson,
        .at = {.path = path, .text = lesson->source.s, .n = lesson->source.n, .notes = &own},
    };
    find_lines(&l.at);
    load_all(&l);
    free(l.at.lines);
    free(l.blocks.list);
    free(l.blocks.items);
    for (size_t i = 0; i < own.count; i++)
        notes_add(notes, own.list[i].level, path, own.list[i].line, own.list[i].col, "%s",
                  own.list[i].text);
    bool failed = own.errors > 0;
    notes_finish(&own);
    assert(failed == (notes->errors > errors));
    if (failed) {
        lesson_free(lesson);
        return -EINVAL;
    }
    *ret_lesson = lesson;
    return 0;
}

static int read_whole(int fd, struct buf *out)
{
    for (;;) {
        char *room = buf_room(out, 64 * 1024);
        ssize_t got = read(fd, room, 64 * 1024);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        out->n += (size_t)got;
        if (got == 0 || out->n > LESSON_MAX_BYTES)
            return 0;
    }
}

int lesson_load_file(const char *path, struct lesson_notes *notes, struct lesson **ret_lesson)
{
    // O_NONBLOCK: a FIFO with that name must not hang us
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    struct buf text = {0};
    int r = read_whole(fd, &text);
    close(fd);
    if (r == 0)
        r = lesson_load(path, buf_str(&text), text.n, notes, ret_lesson);
    buf_finish(&text);
    return r;
}

void lesson_free(struct lesson *lesson)
{
    if (!lesson)
        return;
    free(lesson->steps);
    arena_finish(&lesson->arena);
    free(lesson);
}

const struct step *lesson_program(const struct lesson *lesson, const char *id)
{
    for (uint32_t i = 0; id && i < lesson->step_n; i++)
        if (lesson->steps[i].kind == STEP_PROGRAM && strcmp(lesson->steps[i].id, id) == 0)
            return &lesson->steps[i];
    return NULL;
}

void lesson_program_text(const struct lesson *lesson, const struct step *program,
                         struct buf *out)
{
    // continue= names an earlier block (checked at load), so this ends
    if (program->run)
        lesson_program_text(lesson, lesson_program(lesson, program->run), out);
    buf_add(out, program->body.s, program->body.n);
}
