#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/cell.h"
#include "view/columns.h"

/* A row:  |  seq  |lane 0      |lane 1      |lane 2 … to the edge
 *          gutter  width        width
 * Every cell of a lane starts with one mark and one free cell, so a terminal that
 * draws the mark two cells wide still shows all of the text. */
enum {
    GUTTER = 6,
    WRAP_ROWS = 4,      // what is printed may take so many rows of its lane
};

void lanes_init(struct lanes *l, const struct term *term)
{
    *l = (struct lanes){ .term = *term, .gutter = GUTTER, .header_due = true };
}

void lanes_finish(struct lanes *l)
{
    free(l->tasks);
    free(l->column);
    *l = (struct lanes){ 0 };
}

/* ---- drawing a row */

struct row {
    struct buf *out;
    const struct lanes *l;
    unsigned filled;
};

static unsigned column_x(const struct lanes *l, unsigned column)
{
    return l->gutter + column * l->width;
}

/* Cells that a lane has for its text, behind the mark and the free cell. */
static unsigned room_to(const struct lanes *l, unsigned column, unsigned end)
{
    unsigned x = column_x(l, column) + 2;
    return end > x ? end - x : 1;
}

static unsigned text_room(const struct lanes *l, unsigned column)
{
    return room_to(l, column, column + 1 < l->columns ? column_x(l, column + 1) - 1 : l->term.columns - 1);
}

static void row_begin(struct row *r, uint64_t seq)
{
    struct buf number = { 0 };
    buf_addf(&number, "%*llu", (int)r->l->gutter - 1, (unsigned long long)seq);
    if (seq) {
        term_styled(r->out, &r->l->term, STYLE_DIM, number.text);
        r->filled = (unsigned)number.n;
    }
    buf_finish(&number);
}

static void row_end(struct row *r)
{
    buf_addc(r->out, '\n');
}

static void row_move(struct row *r, unsigned x)
{
    term_column(r->out, &r->l->term, x, r->filled);
    r->filled = MAX(r->filled, x);
}

static void row_mark(struct row *r, enum symbol mark)
{
    const char *s = term_symbol(&r->l->term, mark);
    buf_adds(r->out, s);
    r->filled += (unsigned)text_width(s, strlen(s));
}

/* What an idle lane shows of its task: nothing, if it has not begun or has ended. */
static bool lane_symbol(const struct lanes *l, unsigned column, enum symbol *ret)
{
    task_id id = l->column[column];
    enum lane_state state = id == TASK_NONE ? LANE_RUNS : l->tasks[id].state;
    *ret = state == LANE_RUNS ? SYM_BAR : state == LANE_SLEEPS ? SYM_DOT : SYM_DOTTED;
    return state != LANE_ENDED;
}

static void row_idle(struct row *r, unsigned column)
{
    enum symbol mark;
    if (!lane_symbol(r->l, column, &mark))
        return;
    row_move(r, column_x(r->l, column));
    term_lane_style(r->out, &r->l->term, column);
    row_mark(r, mark);
    term_reset(r->out, &r->l->term);
}

static void row_idle_all(struct row *r, unsigned from, unsigned to)
{
    for (unsigned c = from; c < to; c++)
        row_idle(r, c);
}

static void style_begin(struct buf *out, const struct lanes *l, const struct event *ev,
                        unsigned column)
{
    enum lane_state after = cell_after(ev);
    if (cell_table[ev->kind].mark == SYM_CROSS)
        term_style(out, &l->term, STYLE_BAD);
    else if (cell_table[ev->kind].mark == SYM_PRINTED)
        term_style(out, &l->term, STYLE_BOLD);
    else if (after == LANE_WAITS)
        term_style(out, &l->term, STYLE_WAIT);
    else
        term_lane_style(out, &l->term, column);
}

/* A text row in a lane: mark, free cell, text of at most so many cells. */
static void row_text(struct row *r, unsigned column, const struct event *ev, enum symbol mark,
                     const char *s, size_t n, unsigned room)
{
    row_move(r, column_x(r->l, column));
    style_begin(r->out, r->l, ev, column);
    row_mark(r, mark);
    unsigned x = column_x(r->l, column) + 2;
    if (n)
        row_move(r, MAX(x, r->filled));
    r->filled += cell_fit(r->out, s, n, room, &r->l->term);
    term_reset(r->out, &r->l->term);
}

static void row_source_line(struct row *r, unsigned column, uint32_t line)
{
    struct buf b = { 0 };
    buf_addf(&b, " :%u", line);
    unsigned end = column_x(r->l, column) + 2 + text_room(r->l, column);
    if (line && r->filled + b.n <= end) {
        term_styled(r->out, &r->l->term, STYLE_DIM, b.text);
        r->filled += (unsigned)b.n;
    }
    buf_finish(&b);
}

/* The longest text that fits: with the task's name in a shared column, long words, short words. */
static void cell_words(struct buf *out, const struct lanes *l, const struct trace *t,
                       const struct event *ev, unsigned column)
{
    struct buf name = { 0 };
    if (l->column[column] != ev->task) {
        task_name(&name, t, ev->task);
        buf_adds(&name, ": ");
    }
    buf_add(out, buf_str(&name), name.n);
    event_cell(out, t, ev, false);
    if (text_width(buf_str(out), out->n) > text_room(l, column)) {
        buf_clear(out);
        buf_add(out, buf_str(&name), name.n);
        event_cell(out, t, ev, true);
    }
    buf_finish(&name);
}

/* ---- the header */

/* What there is to say of a task beside its name; at most four short texts. */
static unsigned task_facts(struct buf facts[4], const struct trace *t, task_id id)
{
    static const char *const kind[] = { N_("process"), N_("thread"), N_("coroutine") };
    const struct trace_task *task = &t->tasks[id];
    unsigned n = 0;
    buf_adds(&facts[n++], _(kind[MIN(task->kind, 2)]));
    if (task->kind == TASK_PROCESS && task->pid)
        buf_addf(&facts[n++], "pid %d", task->pid);
    if (task->kind == TASK_PROCESS && task->ppid)
        buf_addf(&facts[n++], "ppid %d", task->ppid);
    if (task->kind == TASK_THREAD && task->tid)
        buf_addf(&facts[n++], "tid %d", task->tid);
    if (task->daemon)
        buf_adds(&facts[n++], _("daemon"));
    return n;
}

/* Row number `row` of the facts when they are packed into so many cells; false: there are fewer rows. */
static bool facts_row(struct buf *out, const struct trace *t, task_id id, unsigned row,
                      unsigned cells)
{
    struct buf facts[4] = { 0 };
    unsigned n = task_facts(facts, t, id), at = 0, used = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned w = (unsigned)text_width(facts[i].text, facts[i].n);
        if (used && used + 1 + w > cells) {
            at++;
            used = 0;
        }
        if (at == row)
            buf_addf(out, "%s%s", used ? " " : "", facts[i].text);
        used += w + (used > 0);
    }
    for (unsigned i = 0; i < n; i++)
        buf_finish(&facts[i]);
    return at >= row;
}

static void header_cell(struct row *r, const struct trace *t, unsigned column, unsigned row)
{
    struct buf text = { 0 };
    task_id id = r->l->column[column];
    unsigned cells = text_room(r->l, column) + 2;
    if (id == TASK_NONE)
        buf_adds(&text, row == 0 ? _("others") : "");
    else if (row == 0)
        task_name(&text, t, id);
    else
        facts_row(&text, t, id, row - 1, cells);
    if (text.n) {
        row_move(r, column_x(r->l, column));
        term_lane_style(r->out, &r->l->term, column);
        if (row == 0)
            term_style(r->out, &r->l->term, STYLE_BOLD);
        r->filled += cell_fit(r->out, text.text, text.n, cells, &r->l->term);
        term_reset(r->out, &r->l->term);
    }
    buf_finish(&text);
}

static bool header_has_row(const struct lanes *l, const struct trace *t, unsigned row)
{
    struct buf nothing = { 0 };
    bool has = row == 0;
    for (unsigned c = 0; c < l->columns && !has; c++)
        if (l->column[c] != TASK_NONE)
            has = facts_row(&nothing, t, l->column[c], row - 1, text_room(l, c) + 2);
    buf_finish(&nothing);
    return has;
}

static void header_rule(struct lanes *l, struct buf *out)
{
    unsigned end = MIN(column_x(l, l->columns), l->term.columns - 1);
    term_column(out, &l->term, l->gutter, 0);
    term_style(out, &l->term, STYLE_DIM);
    for (unsigned x = l->gutter; x < end; x++)
        buf_adds(out, term_symbol(&l->term, SYM_DASH));
    term_reset(out, &l->term);
    buf_addc(out, '\n');
}

static void header_switches(struct lanes *l, const struct trace *t, struct buf *out)
{
    struct buf text = { 0 };
    switches_tell(&text, t, l->next, &l->term);
    if (text.n) {
        term_column(out, &l->term, l->gutter, 0);
        term_style(out, &l->term, STYLE_WAIT);
        buf_addf(out, _("switches: %s"), text.text);
        term_reset(out, &l->term);
        buf_addc(out, '\n');
    }
    buf_finish(&text);
}

/* The header has the numbers that are known; the other tasks tell theirs when they begin. */
static void note_told(struct lanes *l, const struct trace *t)
{
    for (unsigned c = 0; c < l->columns; c++)
        if (l->column[c] != TASK_NONE)
            l->tasks[l->column[c]].told = t->tasks[l->column[c]].tid != 0;
}

static void draw_header(struct lanes *l, const struct trace *t, struct buf *out)
{
    header_switches(l, t, out);
    for (unsigned row = 0; header_has_row(l, t, row); row++) {
        struct row r = { out, l, 0 };
        for (unsigned c = 0; c < l->columns; c++)
            header_cell(&r, t, c, row);
        row_end(&r);
    }
    header_rule(l, out);
    note_told(l, t);
    l->header_due = false;
    l->rows_since_header = 0;
}

/* A new column beside others that stay where they are: only its own words. Its name comes when it
 * is started, its numbers when it begins, because only then the kernel has given them. */
static void draw_newcomer(struct lanes *l, const struct trace *t, struct buf *out,
                          unsigned column, bool name, bool facts)
{
    struct buf ignored = { 0 };
    unsigned cells = text_room(l, column) + 2;
    for (unsigned row = !name;
         row == 0 || (facts && facts_row(&ignored, t, l->column[column], row - 1, cells)); row++) {
        struct row r = { out, l, 0 };
        row_idle_all(&r, 0, column);
        header_cell(&r, t, column, row);
        row_idle_all(&r, column + 1, l->columns);
        row_end(&r);
        l->rows_since_header++;
    }
    buf_finish(&ignored);
}

/* ---- events */

static void remember(struct lanes *l, const struct event *ev)
{
    if (ev->task >= l->task_count)
        return;
    struct lane_task *task = &l->tasks[ev->task];
    task->activity++;
    if (cell_shown(ev) && task->state != LANE_ENDED)
        task->state = (uint8_t)cell_after(ev);
}

static void arrow_to(struct row *r, const struct trace *t, const struct event *ev)
{
    task_id child = (task_id)ev->number;
    unsigned to = lanes_column(r->l, t, child), x = column_x(r->l, to);
    if (x > r->filled) {
        unsigned from = r->filled + 1;
        row_move(r, from);
        term_style(r->out, &r->l->term, STYLE_DIM);
        for (; r->filled < x; r->filled++)
            buf_adds(r->out, term_symbol(&r->l->term, SYM_DASH));
        term_reset(r->out, &r->l->term);
    }
    struct buf name = { 0 };
    task_name(&name, t, child);
    row_move(r, x);
    term_lane_style(r->out, &r->l->term, to);
    row_mark(r, SYM_ARROW);
    buf_addc(r->out, ' ');
    r->filled += 1 + cell_fit(r->out, name.text, name.n, text_room(r->l, to), &r->l->term);
    term_reset(r->out, &r->l->term);
    buf_finish(&name);
}

static bool draws_arrow(const struct lanes *l, const struct trace *t, const struct event *ev)
{
    if (ev->kind != EV_SPAWN || ev->number < 0 || ev->number >= l->task_count)
        return false;
    unsigned from = lanes_column(l, t, ev->task), to = lanes_column(l, t, (task_id)ev->number);
    return to > from;
}

/* One row: the lanes left of the actor, the actor's words, the lanes that are right of them. */
static void draw_row(struct lanes *l, const struct trace *t, const struct event *ev,
                     const char *s, size_t n, unsigned room, bool first, struct buf *out)
{
    unsigned column = lanes_column(l, t, ev->task);
    bool arrow = first && draws_arrow(l, t, ev);
    struct row r = { out, l, 0 };
    row_begin(&r, first ? ev->seq : 0);
    row_idle_all(&r, 0, column);
    row_text(&r, column, ev, first ? cell_table[ev->kind].mark : SYM_BAR, s, n, room);
    if (first && !arrow)
        row_source_line(&r, column, ev->line);
    if (arrow)
        arrow_to(&r, t, ev);
    unsigned right = arrow ? lanes_column(l, t, (task_id)ev->number) + 1 : column + 1;
    while (right < l->columns && column_x(l, right) < r.filled)
        right++; // the words cover it
    row_idle_all(&r, right, l->columns);
    row_end(&r);
    l->rows_since_header++;
}

static bool may_wrap(const struct event *ev)
{
    return ev->kind == EV_PRINT || ev->kind == EV_ERRPRINT || ev->kind == EV_ERROR;
}

/* Whether rows of so many cells are too few for the text. */
static bool is_torn(const char *s, size_t n, unsigned room)
{
    for (int row = 0; n && row < WRAP_ROWS; row++) {
        size_t piece = text_fit(s, n, room);
        s += piece;
        n -= piece ? piece : n;
    }
    return n > 0;
}

/* Printed text in pieces of one row each. A text that its lane is too narrow for goes over the lanes on its
 * right, as far as it needs; what does not fit into the last row then is cut. */
static void draw_wrapped(struct lanes *l, const struct trace *t, const struct event *ev,
                         const char *s, size_t n, struct buf *out)
{
    unsigned column = lanes_column(l, t, ev->task), room = text_room(l, column);
    if (is_torn(s, n, room))
        room = MAX(room, room_to(l, column, l->term.columns - 1));
    bool first = true;
    for (unsigned row = 1; n || first; row++, first = false) {
        size_t piece = row < WRAP_ROWS ? text_fit(s, n, room) : n;
        if (piece == 0)
            piece = n;
        draw_row(l, t, ev, s, piece, room, first, out);
        s += piece;
        n -= piece;
    }
}

/* A row over all the lanes, in the colour of its task's. */
static void row_across(struct lanes *l, const struct trace *t, const struct event *ev, const char *s,
                       size_t n, bool first, struct buf *out)
{
    struct row r = { out, l, 0 };
    row_begin(&r, first ? ev->seq : 0);
    row_move(&r, l->gutter);
    term_lane_style(out, &l->term, lanes_column(l, t, ev->task));
    row_mark(&r, first ? cell_table[ev->kind].mark : SYM_BAR);
    row_move(&r, l->gutter + 2);
    buf_add(out, s, n);
    term_reset(out, &l->term);
    row_end(&r);
    l->rows_since_header++;
}

/* A traceback is read line by line, and is torn apart by a narrow lane: it goes over all of them. */
static void draw_across(struct lanes *l, const struct trace *t, const struct event *ev, struct buf *out)
{
    unsigned room = l->term.columns - l->gutter - 3;
    const char *s = ev->text, *end = s + ev->n;
    bool first = true;
    while (end > s && end[-1] == '\n')
        end--;
    while (s < end) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        struct buf line = { 0 };
        stop = stop ? stop : end;
        cell_text(&line, s, (size_t)(stop - s));
        const char *rest = buf_str(&line);
        size_t left = line.n;
        do {
            size_t piece = text_fit(rest, left, room);
            row_across(l, t, ev, rest, piece, first, out);
            first = false;
            rest += piece;
            left = piece ? left - piece : 0;
        } while (left);
        buf_finish(&line);
        s = MIN(stop + 1, end);
    }
}

static bool goes_across(const struct event *ev)
{
    return ev->kind == EV_ERRPRINT && ev->text && ev->n && memchr(ev->text, '\n', ev->n - 1);
}

static void draw_printed(struct lanes *l, const struct trace *t, const struct event *ev,
                         struct buf *out)
{
    struct event part = *ev;
    if (goes_across(ev)) {
        draw_across(l, t, ev, out);
        return;
    }
    while (ev->text && part.n && part.text[part.n - 1] == '\n')
        part.n--;
    for (bool more = true; more; part.seq = 0) {
        const char *line_end = part.n ? memchr(part.text, '\n', part.n) : NULL;
        struct event line = part;
        line.n = line_end ? (uint32_t)(line_end - part.text) : part.n;
        struct buf words = { 0 };
        cell_words(&words, l, t, &line, lanes_column(l, t, ev->task));
        draw_wrapped(l, t, &line, buf_str(&words), words.n, out);
        buf_finish(&words);
        more = line_end != NULL;
        if (more) {
            part.n -= line.n + 1;
            part.text = line_end + 1;
        }
    }
}

static void draw_cell(struct lanes *l, const struct trace *t, const struct event *ev,
                      struct buf *out)
{
    if (may_wrap(ev)) {
        draw_printed(l, t, ev, out);
        return;
    }
    struct buf words = { 0 };
    cell_words(&words, l, t, ev, lanes_column(l, t, ev->task));
    draw_row(l, t, ev, buf_str(&words), words.n, text_room(l, lanes_column(l, t, ev->task)), true, out);
    buf_finish(&words);
}

/* Told by conch itself, across all lanes; also every event when there is no room for lanes. */
static void draw_line(struct lanes *l, const struct trace *t, const struct event *ev,
                      bool with_task, struct buf *out)
{
    struct buf words = { 0 }, name = { 0 };
    struct row r = { out, l, 0 };
    row_begin(&r, ev->seq);
    row_move(&r, l->gutter);
    if (with_task && ev->task < t->task_count) {
        task_name(&name, t, ev->task);
        term_lane_style(out, &l->term, ev->task);
        r.filled += cell_fit(out, name.text, name.n, 9, &l->term);
        term_reset(out, &l->term);
        row_move(&r, l->gutter + 10);
    }
    style_begin(out, l, ev, ev->task);
    row_mark(&r, cell_table[ev->kind].mark);
    row_move(&r, r.filled + 1);
    event_cell(&words, t, ev, false);
    unsigned room = l->term.columns > r.filled + 1 ? l->term.columns - r.filled - 1 : 1;
    cell_fit(out, buf_str(&words), words.n, with_task ? room : 4096, &l->term);
    term_reset(out, &l->term);
    buf_addc(out, '\n');
    l->rows_since_header++;
    buf_finish(&words);
    buf_finish(&name);
}

static bool is_across(const struct lanes *l, const struct event *ev)
{
    return ev->task >= l->task_count || ev->kind == EV_TOGGLE || ev->kind == EV_DEADLOCK ||
           ev->kind == EV_NOTE;
}

static bool header_scrolled_away(const struct lanes *l)
{
    return l->term.tty && l->term.rows > 12 && l->rows_since_header + 8 > l->term.rows;
}

static task_id child_of(const struct lanes *l, const struct event *ev)
{
    bool spawns = ev->kind == EV_SPAWN && ev->number >= 0 && ev->number < l->task_count;
    return spawns ? (task_id)ev->number : TASK_NONE;
}

static void draw_in_lane(struct lanes *l, const struct trace *t, const struct event *ev,
                         struct buf *out)
{
    task_id child = child_of(l, ev);
    bool new_actor = lanes_place(l, t, ev->task);
    bool new_child = child != TASK_NONE && lanes_place(l, t, child);
    if (l->header_due || header_scrolled_away(l)) {
        draw_header(l, t, out);
        l->tasks[ev->task].told = true;
        new_actor = new_child = false;
    }
    bool begins = ev->kind == EV_BEGIN && l->column[lanes_column(l, t, ev->task)] == ev->task;
    bool told = l->tasks[ev->task].told;
    if (new_actor)
        draw_newcomer(l, t, out, lanes_column(l, t, ev->task), true, !begins);
    draw_cell(l, t, ev, out);
    if (new_child && !draws_arrow(l, t, ev))
        draw_newcomer(l, t, out, lanes_column(l, t, child), true, false);
    if (begins && !told)
        draw_newcomer(l, t, out, lanes_column(l, t, ev->task), false, true);
    l->tasks[ev->task].told |= begins;
}

/* The hundred thousandth event needs one more digit than there is room for. */
static void fit_gutter(struct lanes *l, uint64_t seq)
{
    unsigned digits = 1;
    for (; seq >= 10; seq /= 10)
        digits++;
    if (digits + 1 <= l->gutter)
        return;
    l->gutter = digits + 1;
    l->rested = true;
}

static void draw_event(struct lanes *l, const struct trace *t, const struct event *ev,
                       struct buf *out)
{
    fit_gutter(l, ev->seq);
    if (l->rested)
        lanes_resize(l, &l->term);
    lanes_ungroup_if_few(l);
    if (lanes_are_lines(l))
        draw_line(l, t, ev, !is_across(l, ev), out);
    else if (is_across(l, ev))
        draw_line(l, t, ev, false, out);
    else
        draw_in_lane(l, t, ev, out);
}

void lanes_draw(struct lanes *l, const struct trace *t, size_t upto, struct buf *out)
{
    lanes_know_tasks(l, t);
    for (; l->next < upto && l->next < t->count; l->next++) {
        const struct event *ev = &t->events[l->next];
        if (cell_shown(ev))
            draw_event(l, t, ev, out);
        remember(l, ev);
    }
}

void lanes_skip(struct lanes *l, const struct trace *t, size_t upto)
{
    l->rested |= l->next < upto;
    lanes_leave_out(l, t, upto);
}

void lanes_rest(struct lanes *l)
{
    l->rested = true;
}

void lanes_leave_out(struct lanes *l, const struct trace *t, size_t upto)
{
    lanes_know_tasks(l, t);
    for (; l->next < upto && l->next < t->count; l->next++)
        remember(l, &t->events[l->next]);
}
