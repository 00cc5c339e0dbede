/* Markdown becomes terminal lines. Block structure comes from md4c; sentences are collected as
 * glyphs with styles and wrapped here by display width. Chinese breaks between any two characters, but
 * never before a closing mark or behind an opening one, and a line end of the source between two
 * wide characters is no blank. */
#include "lesson/markdown.h"
#include "lesson/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* ---- sentences ------------------------------------------------------------------------------- */

enum look { LOOK_PLAIN, LOOK_STRONG = 1, LOOK_CODE = 2, LOOK_DIM = 4 };

struct glyph {
    uint32_t cp; // '\n': a hard line break
    uint8_t look;
};

struct glyphs {
    struct glyph *list;
    size_t n, cap;
};

static void glyph_add(struct glyphs *g, uint32_t cp, uint8_t look)
{
    MEM_GROW(g->list, g->n, g->cap, 128);
    g->list[g->n++] = (struct glyph){cp, look};
}

static void glyphs_add(struct glyphs *g, const char *s, size_t n, uint8_t look)
{
    while (n) {
        uint32_t cp;
        unsigned used = utf8_get(s, n, &cp);
        glyph_add(g, cp == UINT32_MAX ? 0xfffd : cp, look);
        s += used, n -= used;
    }
}

static unsigned glyph_width(const struct glyph *g)
{
    return g->cp == '\t' ? 4 : cp_width(g->cp);
}

static bool is_wide(uint32_t cp)
{
    return cp_width(cp) == 2;
}

/* Whether a line may end between two glyphs. */
static bool may_break(const struct glyph *left, const struct glyph *right)
{
    bool held = left->cp == ' ' && (left->look & LOOK_CODE);
    return !held && text_breaks(left->cp, right->cp);
}

/* ---- lines -------------------------------------------------------------------------------------- */

struct render {
    struct buf *out;
    const struct term *term;
    unsigned columns;
    struct glyphs text;       // of the block at hand
    uint8_t look;             // of the text that comes
    // what stands before the next lines: quotation marks, list indentation
    struct buf prefix;
    struct buf marker;        // of an item whose first line has not come yet
    unsigned numbers[16];     // next number of each open list, 0: bullets
    unsigned list_depth;
    size_t prefix_cut[32];    // lengths of the prefix before each open container
    unsigned container_n;
    bool tight_item;          // no blank line between items
    bool blank_due;           // a blank line comes before the next block
    bool in_code, in_table;
    struct buf code;
    // table cells, row by row
    struct glyphs *cells;
    unsigned cell_n, cell_cap, column_n;
    unsigned heading;
};

static void put_look(struct render *r, uint8_t from, uint8_t to)
{
    if (from == to)
        return;
    if (from)
        term_reset(r->out, r->term);
    if (to & LOOK_CODE)
        term_style(r->out, r->term, STYLE_PROMPT);
    if (to & LOOK_STRONG)
        term_style(r->out, r->term, STYLE_BOLD);
    if (to & LOOK_DIM)
        term_style(r->out, r->term, STYLE_DIM);
}

static void put_glyphs(struct render *r, const struct glyph *g, size_t n)
{
    uint8_t look = 0;
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        put_look(r, look, g[i].look);
        look = g[i].look;
        if (g[i].cp == '\t')
            buf_adds(r->out, "    ");
        else
            buf_add(r->out, bytes, utf8_put(bytes, g[i].cp));
    }
    put_look(r, look, 0);
}

static size_t glyphs_width(const struct glyph *g, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        width += glyph_width(&g[i]);
    return width;
}

/* How many glyphs of a text go on a line of that many cells; *ret_skip: blanks after them. */
static size_t line_length(const struct glyph *g, size_t n, size_t cells, size_t *ret_skip)
{
    size_t width = 0, last = 0, i = 0;
    *ret_skip = 0;
    for (; i < n; i++) {
        if (g[i].cp == '\n') {
            *ret_skip = 1;
            return i;
        }
        if (i && may_break(&g[i - 1], &g[i]))
            last = i;
        unsigned w = glyph_width(&g[i]);
        if (width + w > cells && g[i].cp != ' ')
            break;
        width += w;
    }
    if (i == n)
        return n;
    size_t take = last ? last : MAX(i, (size_t)1); // a word longer than the line is cut
    while (take + *ret_skip < n && g[take + *ret_skip].cp == ' ')
        ++*ret_skip;
    return take;
}

static void begin_line(struct render *r)
{
    if (r->marker.n) {
        buf_add(r->out, r->marker.text, r->marker.n);
        buf_clear(&r->marker);
    } else {
        buf_add(r->out, buf_str(&r->prefix), r->prefix.n);
    }
}

static void end_line(struct render *r)
{
    while (r->out->n && r->out->text[r->out->n - 1] == ' ')
        r->out->n--;
    buf_addc(r->out, '\n');
}

static void blank_line(struct render *r)
{
    if (r->blank_due && !r->marker.n) {
        buf_add(r->out, buf_str(&r->prefix), r->prefix.n);
        end_line(r);
    }
    r->blank_due = false;
}

static size_t room_for_text(const struct render *r)
{
    size_t used = text_width(buf_str(&r->prefix), r->prefix.n);
    return r->columns > used + 10 ? r->columns - used : 10;
}

static void put_wrapped(struct render *r, const struct glyph *g, size_t n)
{
    while (n) {
        size_t skip, take = line_length(g, n, room_for_text(r), &skip), shown = take;
        while (shown && g[shown - 1].cp == ' ')
            shown--;
        begin_line(r);
        put_glyphs(r, g, shown);
        end_line(r);
        g += take + skip;
        n -= take + skip;
    }
}

static void put_paragraph(struct render *r)
{
    if (r->text.n == 0)
        return;
    blank_line(r);
    put_wrapped(r, r->text.list, r->text.n);
    r->text.n = 0;
    r->blank_due = !r->tight_item;
}

static void put_heading(struct render *r)
{
    size_t width = MIN(glyphs_width(r->text.list, r->text.n), room_for_text(r));
    blank_line(r);
    for (size_t i = 0; i < r->text.n; i++)
        r->text.list[i].look |= LOOK_STRONG;
    put_wrapped(r, r->text.list, r->text.n);
    if (r->heading <= 2 && r->text.n) {
        begin_line(r);
        for (size_t i = 0; i < width; i++)
            buf_addc(r->out, r->heading == 1 ? '=' : '-');
        end_line(r);
    }
    r->text.n = 0;
    r->blank_due = true;
}

static void put_code(struct render *r)
{
    struct slice rest = {buf_str(&r->code), r->code.n}, line;
    blank_line(r);
    while (slice_line(&rest, &line)) {
        begin_line(r);
        buf_adds(r->out, "    ");
        buf_add(r->out, line.s, line.n);
        end_line(r);
    }
    buf_clear(&r->code);
    r->blank_due = true;
}

/* ---- tables --------------------------------------------------------------------------------------- */

enum { COLUMNS_MAX = 16 };

static struct glyphs *new_cell(struct render *r)
{
    MEM_GROW(r->cells, r->cell_n, r->cell_cap, 32);
    r->cells[r->cell_n] = (struct glyphs){0};
    return &r->cells[r->cell_n++];
}

/* The widest column gives a cell away until all fit. */
static void fit_columns(size_t *width, unsigned n, size_t room)
{
    for (;;) {
        size_t sum = (size_t)(n - 1) * 2;
        unsigned widest = 0;
        for (unsigned i = 0; i < n; i++) {
            sum += width[i];
            if (width[i] > width[widest])
                widest = i;
        }
        if (sum <= room || width[widest] <= 4)
            return;
        width[widest]--;
    }
}

static void put_row(struct render *r, const struct glyphs *cells, unsigned n, const size_t *width)
{
    size_t done[COLUMNS_MAX] = {0};
    for (bool more = true; more;) {
        size_t column = 0, filled = 0;
        more = false;
        begin_line(r);
        for (unsigned i = 0; i < n; i++) {
            const struct glyphs *cell = &cells[i];
            size_t skip, take = line_length(cell->list + done[i], cell->n - done[i], width[i], &skip);
            for (; filled < column; filled++)
                buf_addc(r->out, ' ');
            put_glyphs(r, cell->list + done[i], take);
            filled += glyphs_width(cell->list + done[i], take);
            done[i] += take + skip;
            more |= done[i] < cell->n;
            column += width[i] + 2;
        }
        end_line(r);
    }
}

static void put_table(struct render *r)
{
    unsigned n = MIN(r->column_n, (unsigned)COLUMNS_MAX), stride = MAX(r->column_n, 1u);
    size_t width[COLUMNS_MAX] = {0};
    for (unsigned i = 0; i < r->cell_n; i++)
        if (i % stride < n)
            width[i % stride] = MAX(width[i % stride], glyphs_width(r->cells[i].list, r->cells[i].n));
    blank_line(r);
    if (n)
        fit_columns(width, n, room_for_text(r));
    for (unsigned row = 0; n && row + stride <= r->cell_n; row += stride) {
        put_row(r, r->cells + row, n, width);
        if (row)
            continue;
        begin_line(r);
        for (unsigned i = 0; i < n; i++) {
            for (size_t k = 0; k < width[i]; k++)
                buf_addc(r->out, '-');
            buf_adds(r->out, "  ");
        }
        end_line(r);
    }
    for (unsigned i = 0; i < r->cell_n; i++)
        free(r->cells[i].list);
    r->cell_n = 0;
    r->blank_due = true;
}

/* ---- md4c's calls --------------------------------------------------------------------------------- */

static void open_container(struct render *r, const char *prefix)
{
    if (r->container_n < ARRAY_LEN(r->prefix_cut))
        r->prefix_cut[r->container_n] = r->prefix.n;
    r->container_n++;
    buf_adds(&r->prefix, prefix);
}

static void close_container(struct render *r)
{
    if (r->container_n-- <= ARRAY_LEN(r->prefix_cut)) {
        r->prefix.n = r->prefix_cut[r->container_n];
        if (r->prefix.text)
            r->prefix.text[r->prefix.n] = 0;
    }
}

static void open_item(struct render *r, const MD_BLOCK_LI_DETAIL *detail)
{
    char mark[24];
    unsigned *number = &r->numbers[(r->list_depth - 1) % ARRAY_LEN(r->numbers)];
    put_paragraph(r); // text of the item around it
    if (*number)
        snprintf(mark, sizeof mark, "%u. ", (*number)++);
    else
        snprintf(mark, sizeof mark, "- %s", !detail->is_task ? "" : detail->task_mark == ' ' ? "[ ] " : "[x] ");
    blank_line(r);
    if (r->marker.n) // an empty item before it
        begin_line(r), end_line(r);
    buf_add(&r->marker, buf_str(&r->prefix), r->prefix.n);
    buf_adds(&r->marker, mark);
    char blanks[sizeof mark];
    memset(blanks, ' ', sizeof blanks);
    blanks[strlen(mark)] = 0;
    open_container(r, blanks);
}

static void open_list(struct render *r, unsigned first, bool tight)
{
    put_paragraph(r);
    r->numbers[r->list_depth++ % ARRAY_LEN(r->numbers)] = first;
    if (r->list_depth > 1)
        r->blank_due = false;
    r->tight_item = tight;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct render *r = ctx;
    switch (type) {
    case MD_BLOCK_UL: open_list(r, 0, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight); break;
    case MD_BLOCK_OL: {
        const MD_BLOCK_OL_DETAIL *ol = detail;
        open_list(r, ol->start ? ol->start : 1, ol->is_tight);
        break;
    }
    case MD_BLOCK_LI: open_item(r, detail); break;
    case MD_BLOCK_QUOTE:
        blank_line(r);
        open_container(r, "| ");
        break;
    case MD_BLOCK_CODE: r->in_code = true; break;
    case MD_BLOCK_H: r->heading = ((MD_BLOCK_H_DETAIL *)detail)->level; break;
    case MD_BLOCK_TABLE: r->in_table = true; r->column_n = 0; break;
    case MD_BLOCK_TH: r->column_n++; break;
    default: break;
    }
    return 0;
}

static void leave_list(struct render *r)
{
    r->list_depth--;
    if (r->marker.n)
        begin_line(r), end_line(r);
    if (r->list_depth == 0) {
        r->tight_item = false;
        r->blank_due = true;
    }
}

static void put_rule(struct render *r)
{
    blank_line(r);
    begin_line(r);
    for (size_t i = 0, n = MIN(room_for_text(r), (size_t)40); i < n; i++)
        buf_addc(r->out, '-');
    end_line(r);
    r->blank_due = true;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct render *r = ctx;
    (void)detail;
    switch (type) {
    case MD_BLOCK_P: put_paragraph(r); break;
    case MD_BLOCK_H: put_heading(r); break;
    case MD_BLOCK_HR: put_rule(r); break;
    case MD_BLOCK_CODE:
        r->in_code = false;
        put_code(r);
        break;
    case MD_BLOCK_LI:
        put_paragraph(r);
        close_container(r);
        break;
    case MD_BLOCK_QUOTE:
        close_container(r);
        r->blank_due = true;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: leave_list(r); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        *new_cell(r) = r->text;
        r->text = (struct glyphs){0};
        break;
    case MD_BLOCK_TABLE:
        r->in_table = false;
        put_table(r);
        break;
    default: break;
    }
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct render *r = ctx;
    (void)detail;
    if (type == MD_SPAN_STRONG || type == MD_SPAN_EM)
        r->look |= LOOK_STRONG;
    if (type == MD_SPAN_CODE) {
        r->look |= LOOK_CODE;
        if (!r->term->colour)
            glyph_add(&r->text, '`', r->look);
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct render *r = ctx;
    if (type == MD_SPAN_STRONG || type == MD_SPAN_EM)
        r->look &= (uint8_t)~LOOK_STRONG;
    if (type == MD_SPAN_CODE) {
        if (!r->term->colour)
            glyph_add(&r->text, '`', r->look);
        r->look &= (uint8_t)~LOOK_CODE;
    }
    if (type == MD_SPAN_A) {
        const MD_SPAN_A_DETAIL *a = detail;
        glyphs_add(&r->text, " (", 2, LOOK_DIM);
        glyphs_add(&r->text, a->href.text, a->href.size, LOOK_DIM);
        glyph_add(&r->text, ')', LOOK_DIM);
    }
    return 0;
}

static const struct {
    const char *name, *text;
} entities[] = {
    {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&nbsp;", " "},
};

static void add_entity(struct render *r, const char *s, size_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(entities); i++)
        if (strlen(entities[i].name) == n && memcmp(entities[i].name, s, n) == 0) {
            glyphs_add(&r->text, entities[i].text, strlen(entities[i].text), r->look);
            return;
        }
    glyphs_add(&r->text, s, n, r->look);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *ctx)
{
    struct render *r = ctx;
    if (r->in_code) {
        buf_add(&r->code, s, n);
        return 0;
    }
    switch (type) {
    case MD_TEXT_BR: glyph_add(&r->text, '\n', r->look); break;
    case MD_TEXT_SOFTBR: glyph_add(&r->text, 0, r->look); break; // see join_lines
    case MD_TEXT_ENTITY: add_entity(r, s, n); break;
    case MD_TEXT_HTML: break;
    default:
        if (r->text.n && r->text.list[r->text.n - 1].cp == 0) { // a line end of the source
            uint32_t next;
            struct glyph *end = &r->text.list[r->text.n - 1];
            utf8_get(s, n, &next);
            if (r->text.n > 1 && is_wide(end[-1].cp) && is_wide(next))
                r->text.n--;
            else
                end->cp = ' ';
        }
        glyphs_add(&r->text, s, n, r->look);
    }
    return 0;
}

/* Line ends that no text followed, as before a code span, become blanks. */
static int on_text_joined(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *ctx)
{
    struct render *r = ctx;
    size_t before = r->text.n > 2 ? r->text.n - 2 : 0;
    int result = n || type == MD_TEXT_BR || type == MD_TEXT_SOFTBR ? on_text(type, s, n, ctx) : 0;
    for (size_t i = before; i + 1 < r->text.n; i++)
        if (r->text.list[i].cp == 0)
            r->text.list[i].cp = ' ';
    return result;
}

enum { TEXT_COLUMNS_MAX = 92 };

void render_markdown(struct buf *out, struct slice markdown, const struct term *t)
{
    struct render r = {
        .out = out, .term = t, .columns = MAX(MIN(t->columns, (unsigned)TEXT_COLUMNS_MAX), 20u)};
    MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text_joined,
    };
    markdown_parse(markdown, &parser, &r); // a lesson has been read, so md4c is there
    free(r.text.list);
    free(r.cells);
    buf_finish(&r.prefix);
    buf_finish(&r.marker);
    buf_finish(&r.code);
}

void render_code(struct buf *out, struct slice code, uint32_t first, const struct term *t)
{
    struct slice line;
    while (slice_line(&code, &line)) {
        char number[16];
        snprintf(number, sizeof number, "%4u  ", first++);
        term_styled(out, t, STYLE_DIM, number);
        buf_add(out, line.s, line.n);
        buf_addc(out, '\n');
    }
}

void render_fence(struct buf *out, const struct step *fence, const struct term *t)
{
    struct slice rest = fence->body, line;
    if (fence->kind == STEP_PROGRAM)
        render_code(out, fence->body, 1, t);
    else
        while (slice_line(&rest, &line))
            buf_addf(out, "%s%.*s\n", line.n ? "    " : "", (int)line.n, line.s);
}
