/* reader.c: the logs of all tasks, read, merged by their tickets, and appended to a trace; see reader.h. */
#include "live/reading.h"

#include <stdlib.h>

#include "base/text.h"

#define PUMP_RECORDS 100000
#define PART_MAX (64u << 20) // of one text in parts

static inline bool says_ended(const struct held *h) { return h->kind == EV_JOINED || h->kind == EV_REAPED; }

/* ---- opening ---- */

void reader_close(struct log_reader *rd)
{
    if (!rd)
        return;
    for (uint32_t i = 0; i < rd->rings_used; i++)
        buf_finish(&rd->rings[i].part);
    free(rd->rings);
    free(rd->look);
    free(rd->held);
    roster_finish(rd);
    buf_finish(&rd->texts);
    free(rd);
}

struct log_reader *reader_open(struct run_region *r, struct trace *t)
{
    struct log_reader *rd = calloc(1, sizeof *rd);
    if (!rd)
        return NULL;
    rd->region = r;
    rd->trace = t;
    rd->look_words = (r->slot_max + 63) / 64;
    rd->rings = calloc(r->slot_max, sizeof *rd->rings);
    rd->look = calloc(rd->look_words, sizeof *rd->look);
    if (!rd->rings || !rd->look || !roster_init(rd)) {
        reader_close(rd);
        return NULL;
    }
    return rd;
}

void reader_look_back(struct log_reader *rd)
{
    const struct run_region *r = rd->region;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        const struct task_slot *s = &r->slots[i];
        struct ring *g = &rd->rings[i];
        uint64_t head = atomic_load(&s->log_head), tail = atomic_load(&s->log_tail);
        if (head > r->log_records && tail <= head) {
            g->tail = tail;
            g->who = atomic_load(&s->ref);
            g->task = g->lane_task = roster_task(rd, g->who);
        }
        g->looking = true;
        rd->look[i / 64] |= 1ull << i % 64;
        rd->rings_used = i + 1;
    }
}

/* ---- one record ---- */

static struct held *hold(struct log_reader *rd)
{
    if (rd->held_n == rd->held_cap) {
        size_t cap = rd->held_cap ? rd->held_cap * 2 : 1024;
        struct held *p = reallocarray(rd->held, cap, sizeof *p);
        if (!p)
            return NULL;
        rd->held = p;
        rd->held_cap = cap;
    }
    return &rd->held[rd->held_n++];
}

static void hold_text(struct log_reader *rd, struct held *h, const char *s, size_t n)
{
    h->text = (uint32_t)rd->texts.n;
    h->text_n = (uint32_t)n;
    buf_add(&rd->texts, s, n);
}

/* A plain copy of a record: what is decided, is decided on this. */
struct copy {
    uint64_t ticket, time;
    int64_t value;
    uint32_t object;
    uint16_t line;
    uint8_t kind, state;
};

static const struct log_record *ring_at(const struct log_reader *rd, uint32_t slot, uint64_t i)
{
    const struct run_region *r = rd->region;
    return (const struct log_record *)r->logs + (size_t)slot * r->log_records + (i & (r->log_records - 1));
}

static void copy_record(const struct log_record *rec, struct copy *ret)
{
    ret->state = atomic_load_explicit(&rec->state, memory_order_acquire);
    ret->ticket = atomic_load_explicit(&rec->ticket, memory_order_acquire);
    ret->time = rec->time;
    ret->value = rec->value;
    ret->object = rec->object;
    ret->line = rec->line;
    ret->kind = rec->kind;
}

/* The text after record i into out; how many records it takes, 0 if it cannot be. */
static uint64_t copy_text(const struct log_reader *rd, uint32_t slot, uint64_t i, uint64_t left,
                          struct buf *out)
{
    const size_t size = sizeof(struct log_record);
    uint32_t n;
    buf_clear(out);
    if (left == 0)
        return 0;
    memcpy(&n, (const void *)ring_at(rd, slot, i + 1), sizeof n);
    uint64_t count = ((uint64_t)n + sizeof n + size - 1) / size;
    if (count > left)
        return 0;
    char *to = buf_room(out, count * size);
    for (uint64_t k = 0; k < count; k++)
        memcpy(to + k * size, (const void *)ring_at(rd, slot, i + 1 + k), size);
    memmove(to, to + sizeof n, n);
    to[n] = 0;
    out->n = n;
    return count;
}

/* A text that was kept as a number. */
static void spell_number(struct copy *c, struct buf *out)
{
    buf_clear(out);
    text_int(out, c->value);
    c->value = 0;
}

static bool makes_sense(const struct copy *c)
{
    return c->ticket && (c->kind < EVENT_COUNT || c->kind == LOG_TASK) &&
           (c->state & 7) <= LOG_COMMIT;
}

/* The text of an event that came in parts, when its last part is there. */
static void join_parts(struct ring *g, struct buf *text, bool more)
{
    if (!more && !g->part.n)
        return;
    if (g->part.n + text->n <= PART_MAX)
        buf_add(&g->part, buf_str(text), text->n);
    if (more)
        return;
    buf_clear(text);
    buf_add(text, buf_str(&g->part), g->part.n);
    buf_finish(&g->part);
}

static void hold_event(struct log_reader *rd, struct ring *g, const struct copy *c, const struct buf *text,
                       uint8_t flags)
{
    struct held *h = hold(rd);
    if (!h) {
        rd->rejected++;
        return;
    }
    *h = (struct held){.ticket = c->ticket, .time = c->time, .value = c->value, .object = c->object,
                       .task = g->lane_task, .text_n = UINT32_MAX, .line = c->line,
                       .file = g->file, .kind = c->kind, .flags = flags};
    if (text)
        hold_text(rd, h, buf_str(text), text->n);
}

/* Takes one record in the order of its ring. */
static void take_record(struct log_reader *rd, uint32_t slot, struct ring *g, const struct copy *c,
                        struct buf *text, uint8_t flags)
{
    if (c->kind == LOG_TASK) {
        struct log_note note;
        if (!text || text->n != sizeof note) {
            rd->rejected++;
            return;
        }
        memcpy(&note, text->text, sizeof note);
        roster_introduce(rd, g, &note, slot);
        return;
    }
    if (g->who == NOBODY) { // nobody has said that this ring is its
        rd->rejected++;
        return;
    }
    if (text)
        join_parts(g, text, c->state & LOG_MORE);
    if (c->state & LOG_MORE)
        return;
    if (c->kind == EV_FILE) {
        g->file = text ? trace_file(rd->trace, buf_str(text)) : 0;
        return;
    }
    if (c->kind == EV_SWITCH) {
        struct copy s = *c;
        g->lane = (uint32_t)c->value;
        task_id to = roster_lane(rd, g, g->lane, text ? buf_str(text) : NULL);
        g->lane_task = g->task;
        s.value = to;
        hold_event(rd, g, &s, NULL, flags);
        g->lane_task = to;
        return;
    }
    hold_event(rd, g, c, text, flags);
}

/* ---- one ring ---- */

static void look_at(struct log_reader *rd, uint32_t slot)
{
    struct ring *g = &rd->rings[slot];
    if (g->looking)
        return;
    g->looking = true;
    rd->rings_used = MAX(rd->rings_used, slot + 1);
    rd->look[slot / 64] |= 1ull << slot % 64;
    g->clear_at = MAX(g->clear_at, rd->last_t0); // its bit was clear until now
}

static void look_away(struct log_reader *rd, uint32_t slot, uint64_t t0)
{
    struct ring *g = &rd->rings[slot];
    g->looking = false;
    g->clear_at = t0;
    rd->look[slot / 64] &= ~(1ull << slot % 64);
}

static uint64_t now_of(const struct log_reader *rd) { return rd->region->head->by_ticks ? clock_ticks() : clock_now_ns(); }

/* Reads what has been published. False if the budget ended first. */
static bool drain(struct log_reader *rd, uint32_t slot, struct ring *g)
{
    const struct run_region *r = rd->region;
    static struct buf text; // of one record at a time; the shell has one thread
    uint64_t head = atomic_load_explicit(&r->slots[slot].log_head, memory_order_acquire);
    if (head - g->tail > r->log_records) { // cannot be: somebody scribbles
        rd->rejected++;
        g->tail = head;
    }
    while (g->tail != head) {
        struct copy c;
        if (rd->budget == 0)
            return false;
        rd->budget--;
        copy_record(ring_at(rd, slot, g->tail), &c);
        uint64_t extra = 0;
        bool has_text = c.state & LOG_TEXT, has_number = c.state & LOG_NUMBER;
        if (has_text)
            extra = copy_text(rd, slot, g->tail, head - g->tail - 1, &text);
        else if (has_number)
            spell_number(&c, &text);
        if (makes_sense(&c) && (c.state & 7) == LOG_COMMIT && (!has_text || extra)) {
            take_record(rd, slot, g, &c, has_text || has_number ? &text : NULL, 0);
            g->last_ticket = c.ticket;
            g->clear_at = MAX(g->clear_at, c.ticket);
        } else {
            rd->rejected++;
        }
        g->tail += 1 + extra;
    }
    return true;
}

/* Tells the writer how far we are; wakes it if it waits for that. */
static void give_room(struct log_reader *rd, uint32_t slot, const struct ring *g)
{
    struct task_slot *s = &rd->region->slots[slot];
    atomic_store(&s->log_tail, g->tail);
    if (atomic_load(&s->log_room) & 1) {
        atomic_fetch_add(&s->log_room, 1);
        futex_wake(&s->log_room, 1);
    }
}

/* The first event held here that says that this task has ended. */
static const struct held *joined(const struct log_reader *rd, task_ref who)
{
    const struct held *found = NULL;
    for (size_t i = 0; i < rd->held_n; i++)
        if (says_ended(&rd->held[i]) && (task_ref)rd->held[i].value == who && (!found || rd->held[i].ticket < found->ticket))
            found = &rd->held[i];
    return found;
}

/* Its end, which it could not tell itself: after all tickets up to t0, of which its own are some, and before somebody says
 * that it has ended. */
static void tell_death(struct log_reader *rd, const struct ring *g, uint64_t t0)
{
    const struct held *by = joined(rd, g->dying);
    uint64_t ticket = by ? by->ticket : t0, time = by ? by->time : now_of(rd);
    struct held *e = hold(rd);
    if (e)
        *e = (struct held){ .ticket = ticket, .time = time, .value = g->end_number, .object = UINT32_MAX, .text_n = UINT32_MAX,
                            .task = reader_task(rd, g->dying), .kind = g->end_kind };
}

/* The dead task's last record, if it had begun one, and then its end. */
static void bury_ring(struct log_reader *rd, uint32_t slot, struct ring *g, uint64_t t0)
{
    struct copy c;
    copy_record(ring_at(rd, slot, g->tail), &c);
    // a task that died before it opened its log leaves the record of an earlier one there
    bool new = g->who == g->dying && c.ticket > g->last_ticket;
    if ((c.state & 7) != LOG_EMPTY && makes_sense(&c) && c.kind < EVENT_COUNT && new)
        take_record(rd, slot, g, &c, NULL, (c.state & 7) == LOG_COMMIT ? 0 : EVENT_UNFINISHED);
    g->last_ticket = MAX(g->last_ticket, c.ticket);
    if (roster_task(rd, g->dying) != TASK_NONE)
        tell_death(rd, g, t0);
    g->buried = g->dying;
    g->dying = NOBODY;
}

/* Looks at the record at the head. Returns the watermark that it allows, at most t0. */
static uint64_t look_at_head(struct log_reader *rd, uint32_t slot, struct ring *g, uint64_t t0)
{
    struct copy c;
    const struct log_record *rec = ring_at(rd, slot, g->tail);
    copy_record(rec, &c);
    bool left_over = g->buried != NOBODY && g->buried == atomic_load(&rd->region->slots[slot].ref);
    if ((c.state & 7) == LOG_EMPTY || left_over) {
        look_away(rd, slot, t0);
        return t0;
    }
    for (int i = 0; i < 100 && !c.ticket; i++) // between two instructions of the writer
        copy_record(rec, &c);
    if (!c.ticket)
        return MIN(t0, g->clear_at);
    return c.ticket <= t0 ? c.ticket - 1 : t0;
}

static uint64_t read_ring(struct log_reader *rd, uint32_t slot, uint64_t t0, bool last)
{
    struct ring *g = &rd->rings[slot];
    struct task_slot *s = &rd->region->slots[slot];
    uint64_t mark = t0;
    bool all;
    do {
        all = drain(rd, slot, g);
        mark = all ? look_at_head(rd, slot, g, t0) : MIN(t0, g->clear_at);
        // what was in the making may have been published meanwhile
    } while (all && mark < t0 && atomic_load(&s->log_head) != g->tail);
    if (all && g->dying != NOBODY) {
        bury_ring(rd, slot, g, t0);
        look_away(rd, slot, t0);
        mark = t0;
    }
    give_room(rd, slot, g);
    return last && all ? t0 : mark;
}

/* ---- the merge ---- */

/* Tickets are drawn once; only a death shares one: see tell_death(). */
static int rank(const struct held *h) { return says_ended(h) ? 2 : h->kind == EV_DIED || h->kind == EV_END; }

static int by_ticket(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    return x->ticket != y->ticket ? (x->ticket < y->ticket ? -1 : 1) : rank(x) - rank(y);
}

static void calibrate(struct log_reader *rd)
{
    const struct region_head *h = rd->region->head;
    uint64_t now = clock_now_ns(), ticks = h->by_ticks ? clock_ticks() : now;
    if (rd->rate_ns > 500 * MS) // good to a few parts in a million by now
        return;
    rd->rate_ns = now - h->began_ns;
    rd->rate_ticks = ticks - h->began_ticks;
}

static uint64_t time_of(const struct log_reader *rd, uint64_t ticks)
{
    uint64_t since = ticks - rd->region->head->began_ticks;
    if ((int64_t)since < 0 || rd->rate_ticks == 0)
        return 0;
    return (uint64_t)((double)since * ((double)rd->rate_ns / (double)rd->rate_ticks));
}

/* False if there is no room for it. Along the order no time goes back: clocks are read a little before tickets are
 * drawn, on several processors. */
static bool append(struct log_reader *rd, const struct held *h)
{
    rd->last_ns = MAX(rd->last_ns, time_of(rd, h->time));
    struct event ev = {.time_ns = rd->last_ns, .task = h->task, .kind = h->kind,
                       .flags = h->flags, .file = h->file, .line = h->line,
                       .object = reader_object(rd, h->object), .number = h->value};
    bool names_task = h->kind == EV_NAMED && ev.object == UINT32_MAX;
    if (h->kind == EV_SPAWN)
        ev.number = roster_task(rd, (task_ref)h->value);
    else if (event_table[h->kind].shows == SHOWS_TASK || names_task)
        ev.number = reader_task(rd, (task_ref)h->value);
    if (h->text_n != UINT32_MAX) {
        ev.text = rd->texts.text + h->text;
        ev.n = h->text_n;
    }
    return trace_append(rd->trace, &ev) == 0;
}

/* Texts of the events that stay are moved to the front. */
static void keep_rest(struct log_reader *rd, size_t from)
{
    struct buf texts = {0};
    rd->held_n -= from;
    memmove(rd->held, rd->held + from, rd->held_n * sizeof *rd->held);
    for (size_t i = 0; i < rd->held_n; i++) {
        struct held *h = &rd->held[i];
        if (h->text_n == UINT32_MAX)
            continue;
        uint32_t at = (uint32_t)texts.n;
        buf_add(&texts, rd->texts.text + h->text, h->text_n);
        h->text = at;
    }
    buf_finish(&rd->texts);
    rd->texts = texts;
}

/* What one task has told comes in order. */
static bool is_sorted(const struct log_reader *rd)
{
    for (size_t i = 1; i < rd->held_n; i++)
        if (by_ticket(&rd->held[i - 1], &rd->held[i]) > 0)
            return false;
    return true;
}

/* Whether it says that a task has ended whose death is still to be told (reaper.c will find it): that comes first. */
static bool waits_for_burial(const struct log_reader *rd, const struct held *h)
{
    const struct run_region *r = rd->region;
    uint32_t slot = ref_slot((task_ref)h->value);
    return says_ended(h) && slot < r->slot_max &&
           atomic_load(&r->slots[slot].ref) == (task_ref)h->value && slot_state(&r->slots[slot]) == SLOT_DEAD &&
           !reader_buried(rd, slot);
}

static size_t merge(struct log_reader *rd, uint64_t mark, bool last)
{
    size_t n = 0;
    if (!is_sorted(rd))
        qsort(rd->held, rd->held_n, sizeof *rd->held, by_ticket);
    rd->full = false;
    while (n < rd->held_n && rd->held[n].ticket <= mark && !rd->full && (last || !waits_for_burial(rd, &rd->held[n]))) {
        rd->full = !append(rd, &rd->held[n]);
        n += !rd->full;
    }
    if (n)
        keep_rest(rd, n);
    return n;
}

/* ---- the pump ---- */

static uint32_t words_used(const struct log_reader *rd)
{
    return (slots_used(rd->region) + 63) / 64;
}

/* Why this misses nothing. A writer looks at its dirty bit (and sets it if it is clear) before
 * it draws a ticket, and again after its head has moved. We clear all bits (1), read the
 * counter (2), look at the bits once more (3), then read the rings (4).
 *   - A ticket up to T0 was drawn before (2). If its writer saw the bit set, that was before (1),
 *     and the ring is in our set; if it set the bit, that was before (2) and we see it at (3). At (4)
 *     we see its INTENT, which it stored before it drew the ticket.
 *   - If we read the ring at (4) before a record was there, its writer's second look comes after
 *     (1) and sets the bit again.
 * A ring with a record in the making stays in our set until it is made. */
size_t reader_pump(struct log_reader *rd, bool last)
{
    struct region_head *h = rd->region->head;
    rd->budget = rd->full ? 0 : last ? UINT64_MAX : PUMP_RECORDS; // full: tasks wait for room
    uint64_t bits[SLOT_MAX / 64];
    uint32_t cleared = words_used(rd);
    for (uint32_t w = 0; w < cleared; w++)
        bits[w] = atomic_load_explicit(&h->dirty[w], memory_order_relaxed) ? atomic_exchange(&h->dirty[w], 0) : 0;
    uint64_t t0 = atomic_load(&h->ticket), mark = t0;
    calibrate(rd);
    uint32_t words = words_used(rd); // who drew a ticket up to T0 has had a slot by now
    for (uint32_t w = 0; w < words; w++) {
        bits[w] = (w < cleared ? bits[w] : 0) | atomic_load(&h->dirty[w]);
        for (uint64_t b = bits[w]; b; b &= b - 1) {
            uint32_t slot = w * 64 + (uint32_t)__builtin_ctzll(b);
            if (slot < rd->region->slot_max)
                look_at(rd, slot);
        }
    }
    uint32_t first = rd->next_word; // where the budget ended last time, so that none is left out
    for (uint32_t i = 0; i < words; i++) {
        uint32_t w = (first + i) % words;
        for (uint64_t b = rd->look[w]; b; b &= b - 1) {
            uint64_t m = read_ring(rd, w * 64 + (uint32_t)__builtin_ctzll(b), t0, last);
            mark = MIN(mark, m);
        }
        if (rd->budget)
            rd->next_word = (w + 1) % words;
    }
    rd->last_t0 = t0;
    return merge(rd, mark, last);
}

/* ---- told by conch ---- */

void reader_dead(struct log_reader *rd, uint32_t slot, enum event_kind kind, int64_t number)
{
    struct ring *g = &rd->rings[slot];
    task_ref who = atomic_load(&rd->region->slots[slot].ref);
    if (g->dying == who || g->buried == who)
        return;
    g->dying = who;
    g->end_kind = (uint8_t)kind;
    g->end_number = number;
    look_at(rd, slot);
}

bool reader_buried(const struct log_reader *rd, uint32_t slot)
{
    return rd->rings[slot].buried == atomic_load(&rd->region->slots[slot].ref);
}

void reader_tell(struct log_reader *rd, task_ref who, enum event_kind kind, uint32_t object,
                 int64_t number, const char *text, size_t n)
{
    struct region_head *h = rd->region->head;
    struct held *e = hold(rd);
    if (!e)
        return;
    task_id t = reader_task(rd, who);
    *e = (struct held){.ticket = atomic_fetch_add(&h->ticket, 1) + 1,
                       .time = now_of(rd),
                       .value = number, .object = object, .text_n = UINT32_MAX,
                       .task = t == TASK_NONE && rd->trace->task_count ? 0 : t, .kind = (uint8_t)kind};
    if (text)
        hold_text(rd, e, text, n);
}

/* ---- sleeping ---- */

void reader_sleeps(struct log_reader *rd)
{
    atomic_store(&rd->region->head->shell_sleeps, 1);
}

void reader_awake(struct log_reader *rd)
{
    uint64_t n;
    atomic_store(&rd->region->head->shell_sleeps, 0);
    (void)!read(rd->region->bell_fd, &n, sizeof n);
}

bool reader_full(const struct log_reader *rd)
{
    return rd->full;
}

uint64_t reader_rejected(const struct log_reader *rd)
{
    return rd->rejected;
}
