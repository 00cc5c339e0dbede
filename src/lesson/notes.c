#include "lesson/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

const char *const step_word[STEP_COUNT] = {
#define STEP(id, word, help) [STEP_##id] = word,
#include "lesson/step.def"
#undef STEP
};

enum { NOTES_KEPT = 200 };

void notes_init(struct lesson_notes *notes)
{
    memset(notes, 0, sizeof *notes);
    arena_init(&notes->arena);
}

void notes_finish(struct lesson_notes *notes)
{
    arena_finish(&notes->arena);
    free(notes->list);
    memset(notes, 0, sizeof *notes);
}

void notes_add(struct lesson_notes *notes, enum note_level level, const char *file,
               uint32_t line, uint32_t col, const char *fmt, ...)
{
    notes->errors += level == NOTE_ERROR;
    if (notes->count == NOTES_KEPT)
        return;
    MEM_GROW(notes->list, notes->count, notes->cap, 16);
    struct buf text = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&text, _(fmt), ap);
    va_end(ap);
    notes->list[notes->count++] = (struct lesson_note){
        .level = level,
        .file = arena_text(&notes->arena, file, strlen(file)),
        .line = line,
        .col = col,
        .text = arena_text(&notes->arena, buf_str(&text), text.n),
    };
    buf_finish(&text);
}

void notes_render(struct buf *out, const struct lesson_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        const struct lesson_note *note = &notes->list[i];
        buf_addf(out, "%s:%u:%u: %s: %s\n", note->file, note->line, note->col,
                 note->level == NOTE_ERROR ? "error" : "warning", note->text);
    }
    if (notes->count == NOTES_KEPT)
        buf_adds(out, _("more messages are left out\n"));
}

struct slice slice_trim(struct slice s)
{
    while (s.n && (is_blank(*s.s) || *s.s == '\n'))
        s.s++, s.n--;
    while (s.n && (is_blank(s.s[s.n - 1]) || s.s[s.n - 1] == '\n'))
        s.n--;
    return s;
}

bool slice_is(struct slice s, const char *word)
{
    return s.n == strlen(word) && memcmp(s.s, word, s.n) == 0;
}

bool slice_line(struct slice *rest, struct slice *ret_line)
{
    if (rest->n == 0)
        return false;
    const char *end = memchr(rest->s, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->s) : rest->n;
    *ret_line = (struct slice){rest->s, n};
    size_t used = n + (end != NULL);
    rest->s += used;
    rest->n -= used;
    return true;
}

bool line_is_comment(struct slice line)
{
    line = slice_trim(line);
    return line.n == 0 || line.s[0] == '#' || (line.n > 1 && memcmp(line.s, "//", 2) == 0);
}

/* Where a comment begins in a line of code, or its length. Quotes are respected within
 * the line; that is enough for lessons' programs. */
static size_t comment_start(struct slice line)
{
    char quote = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.s[i];
        if (quote) {
            if (c == '\\')
                i++;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '/' && i + 1 < line.n && line.s[i + 1] == '*') {
            // only a C comment that ends the line; one in the middle is left as it is
            const char *end = memmem(line.s + i, line.n - i, "*/", 2);
            if (end && slice_trim((struct slice){end + 2, line.n - (size_t)(end + 2 - line.s)}).n == 0)
                return i;
        } else if (c == '#' || (c == '/' && i + 1 < line.n && line.s[i + 1] == '/' &&
                                i > 0 && is_blank(line.s[i - 1]))) {
            // `#include` is no comment; neither is a // b, which has no blank on one side in C
            if (c == '#' && i + 1 < line.n && line.s[i + 1] != ' ')
                continue;
            return i;
        }
    }
    return line.n;
}

void code_without_comments(struct buf *out, struct slice code)
{
    struct slice line;
    while (slice_line(&code, &line)) {
        size_t n = comment_start(line);
        while (n && is_blank(line.s[n - 1]))
            n--;
        if (n == 0)
            continue; // comment lines may be more or fewer in a translation
        buf_add(out, line.s, n);
        buf_addc(out, '\n');
    }
}

bool id_is_proper(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '-'))
            return false;
    return n > 0 && n < 64;
}
