#include "lesson/markdown.h"
#include "lesson/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

uint32_t place_line(const struct place *at, size_t offset)
{
    uint32_t low = 0, high = at->line_n; // lines[low] <= offset < lines[high]
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (at->lines[mid] <= offset)
            low = mid;
        else
            high = mid;
    }
    return low + 1;
}

size_t place_line_start(const struct place *at, uint32_t line)
{
    return line <= at->line_n ? at->lines[line - 1] : at->n;
}

size_t place_line_end(const struct place *at, uint32_t line)
{
    if (line >= at->line_n)
        return at->n;
    return at->lines[line] - 1;
}

void place_note(const struct place *at, enum note_level level, size_t offset, const char *fmt,
                ...)
{
    struct buf text = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&text, _(fmt), ap);
    va_end(ap);
    uint32_t line = place_line(at, offset);
    size_t start = place_line_start(at, line);
    uint32_t col = (uint32_t)utf8_count(at->text + start, offset - start) + 1;
    notes_add(at->notes, level, at->path, line, col, "%s", buf_str(&text));
    buf_finish(&text);
}

struct scan {
    const struct place *at;
    struct raw_blocks *out;
    unsigned depth;          // 1: a block of the top level
    size_t calls, calls_max; // md4c expands a table's missing cells; the bound keeps that small
    bool in_item;            // an item of a top-level list is open
    bool block_empty, item_empty;
    bool nested_html;
    int type;                // innermost block
    bool failed;
};

/* Counts a call of md4c; false ends the parse. */
static bool scan_goes_on(struct scan *s)
{
    if (s->failed)
        return false;
    if (++s->calls <= s->calls_max)
        return true;
    struct raw_blocks *b = s->out;
    place_note(s->at, NOTE_ERROR, b->count ? b->list[b->count - 1].from : 0,
               "this block has too many parts; make the table or list smaller");
    return !(s->failed = true);
}

/* The offset of a text that md4c gave us, or -1 for its own constants. */
static ptrdiff_t scan_offset(const struct scan *s, const char *p)
{
    uintptr_t base = (uintptr_t)s->at->text, q = (uintptr_t)p;
    return q >= base && q < base + s->at->n ? (ptrdiff_t)(q - base) : -1;
}

static enum raw_kind raw_kind_of(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_P: return RAW_PARAGRAPH;
    case MD_BLOCK_H: return RAW_HEADING;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: return RAW_LIST;
    case MD_BLOCK_HTML: return RAW_HTML;
    default: return RAW_OTHER;
    }
}

static struct raw_block *scan_new_block(struct scan *s)
{
    struct raw_blocks *b = s->out;
    MEM_GROW(b->list, b->count, b->cap, 64);
    b->list[b->count] = (struct raw_block){.kind = RAW_OTHER};
    s->block_empty = true;
    s->in_item = false;
    return &b->list[b->count++];
}

static void scan_new_item(struct scan *s, const MD_BLOCK_LI_DETAIL *detail)
{
    struct raw_blocks *b = s->out;
    struct raw_block *list = &b->list[b->count - 1];
    MEM_GROW(b->items, b->item_count, b->item_cap, 64);
    if (list->item_n++ == 0)
        list->item_first = b->item_count;
    b->items[b->item_count++] = (struct raw_item){.task = detail->is_task};
    s->in_item = s->item_empty = true;
}

/* Fences that mean something must stand at the left margin, not in a list or quotation. */
static void scan_nested_fence(struct scan *s, const MD_BLOCK_CODE_DETAIL *code)
{
    ptrdiff_t from = scan_offset(s, code->info.text);
    if (code->info.size > code->lang.size && from >= 0)
        place_note(s->at, NOTE_ERROR, (size_t)from,
                   "a fence with attributes must not stand in a list or quotation");
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct scan *s = ctx;
    if (!scan_goes_on(s))
        return -1;
    s->type = (int)type;
    if (type == MD_BLOCK_DOC)
        return 0;
    s->depth++;
    if (s->depth == 2 && type == MD_BLOCK_LI)
        scan_new_item(s, detail);
    if (s->depth > 1) {
        if (type == MD_BLOCK_CODE)
            scan_nested_fence(s, detail);
        return 0;
    }
    struct raw_block *b = scan_new_block(s);
    b->kind = raw_kind_of(type);
    if (type == MD_BLOCK_H)
        b->level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
    if (type == MD_BLOCK_CODE) {
        const MD_BLOCK_CODE_DETAIL *code = detail;
        ptrdiff_t info = code->info.size ? scan_offset(s, code->info.text) : -1;
        if (info >= 0) {
            b->kind = RAW_FENCE;
            b->from = b->to = (size_t)info;
            s->block_empty = false;
        }
    }
    return 0;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct scan *s = ctx;
    (void)detail;
    if (type != MD_BLOCK_DOC)
        s->depth--;
    return scan_goes_on(s) ? 0 : -1;
}

static int on_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    (void)type, (void)detail;
    return scan_goes_on(ctx) ? 0 : -1;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *ctx)
{
    struct scan *s = ctx;
    if (!scan_goes_on(s))
        return -1;
    ptrdiff_t offset = scan_offset(s, text);
    if (offset < 0 || s->out->count == 0)
        return 0;
    size_t from = (size_t)offset, to = from + n;
    if (type == MD_TEXT_HTML && (s->type != MD_BLOCK_HTML || s->depth > 1))
        place_note(s->at, NOTE_ERROR, from,
                   s->type == MD_BLOCK_HTML
                       ? "a directive or HTML block must stand at the left margin"
                       : "HTML in a sentence is not shown; put it in backticks");
    struct raw_block *b = &s->out->list[s->out->count - 1];
    if (s->block_empty)
        b->from = from;
    s->block_empty = false;
    b->to = MAX(b->to, to);
    if (s->in_item && s->out->item_count) {
        struct raw_item *item = &s->out->items[s->out->item_count - 1];
        if (s->item_empty)
            item->from = from;
        s->item_empty = false;
        item->to = MAX(item->to, to);
    }
    return 0;
}

int scan_blocks(const struct place *at, struct raw_blocks *ret_blocks)
{
    struct scan s = {
        .at = at,
        .out = ret_blocks,
        .calls_max = 20000 + 16 * at->n,
    };
    MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH,
        .enter_block = on_enter_block,
        .leave_block = on_leave_block,
        .enter_span = on_span,
        .leave_span = on_span,
        .text = on_text,
    };
    size_t errors = at->notes->errors;
    int r = markdown_parse((struct slice){at->text, at->n}, &parser, &s);
    if (r == MARKDOWN_MISSING)
        place_note(at, NOTE_ERROR, 0, "md4c (libmd4c.so.0) is not installed: lessons cannot be read");
    else if (r != 0 && !s.failed)
        place_note(at, NOTE_ERROR, 0, "the Markdown parser has no memory");
    return at->notes->errors > errors ? -EINVAL : 0;
}
