/* memo.c: steps of states, remembered.
 *
 * A step's effect is determined by the task's local state and the contents of what the step looks at. It
 * is run once for each combination; afterwards it is a look-up. What it looks at is learned
 * from running it: the VM tells (R13 code included). */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/output.h"
#include "model/pipe.h"
#include "model/reduction.h"
#include "model/search.h"
#include "model/symmetry.h"
#include "model/sync.h"

struct local *thread_local(struct model *m, const struct state *s, unsigned thread)
{
    uint32_t column = m->thread_column[thread];
    comp_id id = column < s->n ? s->ids[column] : 0;
    return id ? local_of(m, id) : NULL;
}

struct sync_object state_sync(const struct model *m, const struct state *s, uint32_t slot)
{
    struct sync_object o = { .kind = SYNC_KINDS };
    const struct slot *at = &m->slots[slot];
    comp_id id = content_at(m, s->ids, s->n, slot);
    if (id)
        memcpy(&o, comp_words(&m->comps, id), sizeof o);
    else if (at->oid < m->sync_base_n)
        o = m->sync_base[at->oid];
    return o;
}

/* --tso: something that it stored is not in memory yet, also if it has ended meanwhile. */
static bool has_stores(struct model *m, const struct state *s, unsigned thread)
{
    uint32_t n = 0;
    if (UNLIKELY(m->opts->tso))
        buffer_of(m, s->ids, s->n, thread, &n);
    return n != 0;
}

unsigned unfinished(struct model *m, const struct state *s, bool count_daemons, unsigned *ret_last)
{
    unsigned n = 0;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        bool done = !l || l->head.next == NEXT_DONE;
        if ((done && !has_stores(m, s, i)) || (!count_daemons && l->head.flags & L_DAEMON))
            continue;
        n++;
        if (ret_last && !done)
            *ret_last = i;
    }
    return n;
}

static bool has_ended(struct model *m, const struct state *s, unsigned thread)
{
    if (thread == NO_THREAD)
        return false;
    const struct local *l = thread_local(m, s, thread);
    return !l || (l->head.next == NEXT_DONE && !has_stores(m, s, thread));
}

/* The n-th child of the task's process that has ended and was not waited for: its thread + 1, or 0. */
static unsigned ended_child(struct model *m, const struct state *s, const struct head *h, unsigned n, bool *ret_any)
{
    *ret_any = false;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || !(l->head.flags & L_FIRST) || l->head.more & L_REAPED || i == h->thread)
            continue;
        if (m->thread_process[l->head.parent] != h->process)
            continue;
        if (h->object && pid_of(l->head.process) != (int32_t)h->object)
            continue;
        *ret_any = true;
        if (l->head.next == NEXT_DONE && n-- == 0)
            return i + 1;
    }
    return 0;
}

uint8_t observe(struct model *m, const struct state *s, const struct head *h)
{
    switch ((enum next_kind)h->next) {
    case NEXT_JOIN: return has_ended(m, s, h->object);
    case NEXT_LOOK: {
        if (!has_ended(m, s, h->object))
            return 0;
        const struct local *l = thread_local(m, s, h->object);
        int code = l ? l->head.exit_code : 0;
        return h->arg ? (uint8_t)(code + 100 > 0 && code < 150 ? code + 100 : 100) : 1;
    }
    case NEXT_KILL: {
        uint8_t seen = 1;
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, s, i);
            if (!l || l->head.process != h->object || !(l->head.flags & L_FIRST))
                continue;
            seen = l->head.next != NEXT_DONE ? 0 : l->head.more & L_REAPED ? 2 : 1;
        }
        return seen;
    }
    default: return 0;
    }
}

/* Whether a process has other threads than this one: a copy of it depends on what they have done. */
static bool has_other_threads(struct model *m, const struct state *s, const struct head *h)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (l && i != h->thread && l->head.process == h->process && l->head.next != NEXT_DONE)
            return true;
    }
    return false;
}

bool is_ride(struct model *m, const struct state *s, const struct head *h)
{
    switch ((enum next_kind)h->next) {
    case NEXT_RIDE: return true;
    case NEXT_START: return !m->starts_matter && (!h->arg || !has_other_threads(m, s, h));
    case NEXT_JOIN: case NEXT_LOOK: return has_ended(m, s, h->object);
    case NEXT_EXIT:
        if (m->looked[h->thread] || (h->flags & L_FIRST && !(h->more & L_NOFLUSH) && half_line_in(m, s, h->process)))
            return false;
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, s, i);
            if (l && i != h->thread && l->head.process == h->process && l->head.next != NEXT_DONE)
                return false; // somebody is cut off: that it is now is a step
        }
        return true;
    default: return false;
    }
}

/* ---- the memo of one local state ---- */

static bool deps_refresh(struct model *m, struct local *l)
{
    uint32_t n = 0;
    uint32_t *columns = mem_alloc((l->ndeps + 1) * sizeof *columns);
    for (uint32_t i = 0; i < l->ndeps; i++)
        if (m->slots[l->deps[i]].column != NO_COLUMN)
            columns[n++] = m->slots[l->deps[i]].column;
    bool same = n == l->ncolumns && l->columns && memcmp(columns, l->columns, n * sizeof *columns) == 0;
    l->epoch = m->epoch;
    if (same) {
        free(columns);
        return false;
    }
    free(l->columns);
    l->columns = columns;
    l->ncolumns = n;
    for (unsigned i = 0; i < ARRAY_LEN(l->quick_columns); i++)
        l->quick_columns[i] = i < n ? columns[i] : NO_COLUMN;
    free(l->memo);
    free(l->quick);
    l->memo = NULL;
    l->quick = NULL;
    l->memo_n = l->memo_size = 0;
    return true;
}

/* A row of the memo: how, the ids, the effect + 1. */
static uint32_t row_words(const struct local *l) { return l->ncolumns + 2; }

static inline uint64_t memo_hash(uint64_t h, comp_id id)
{
    h = (h ^ id) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

/* Where it is, or would be; there is room. */
static uint32_t *memo_find(const struct local *l, const struct state *s, uint32_t how)
{
    uint32_t words = row_words(l), n = l->ncolumns;
    uint64_t h = how;
    for (uint32_t i = 0; i < n; i++)
        h = memo_hash(h, id_in(s, l->columns[i]));
    for (uint32_t i = (uint32_t)h & (l->memo_size - 1);; i = (i + 1) & (l->memo_size - 1)) {
        uint32_t *at = l->memo + (size_t)i * words, k = 0;
        if (!at[0])
            return at;
        while (k < n && at[k + 1] == id_in(s, l->columns[k]))
            k++;
        if (LIKELY(k == n && at[0] == how))
            return at;
    }
}

static void memo_grow(struct local *l)
{
    uint32_t words = row_words(l), old_size = l->memo_size, *old = l->memo;
    l->memo_size = old_size ? old_size * 2 : 8;
    l->memo = mem_zalloc((size_t)l->memo_size * words, sizeof *l->memo);
    for (uint32_t i = 0; i < old_size; i++) {
        const uint32_t *row = old + (size_t)i * words;
        if (!row[0])
            continue;
        uint64_t h = row[0];
        for (uint32_t k = 0; k < l->ncolumns; k++)
            h = memo_hash(h, row[k + 1]);
        uint32_t at = (uint32_t)h & (l->memo_size - 1);
        while (l->memo[(size_t)at * words])
            at = (at + 1) & (l->memo_size - 1);
        memcpy(l->memo + (size_t)at * words, row, words * sizeof *row);
    }
    free(old);
}

static void memo_store(struct local *l, const struct state *s, uint32_t how, effect_id e)
{
    if ((l->memo_n + 1) * 4 > l->memo_size * 3)
        memo_grow(l);
    uint32_t *row = memo_find(l, s, how);
    if (!row[0]) {
        row[0] = how;
        for (uint32_t i = 0; i < l->ncolumns; i++)
            row[i + 1] = id_in(s, l->columns[i]);
        l->memo_n++;
    }
    row[l->ncolumns + 1] = e + 1;
}

/* The common case: a few columns. */
static bool is_quick(const struct local *l) { return l->ncolumns <= ARRAY_LEN(l->quick_columns); }

static void quick_store(struct local *l, const struct state *s, uint32_t how, effect_id e)
{
    if ((l->memo_n + 1) * 2 > l->memo_size) {
        struct memo_row *old = l->quick;
        uint32_t size = l->memo_size;
        l->memo_size = size ? size * 2 : 4;
        l->quick = mem_zalloc(l->memo_size, sizeof *l->quick);
        for (uint32_t i = 0; i < size; i++)
            if (old[i].effect)
                *quick_find(l, old[i].ids[0], old[i].ids[1], old[i].how) = old[i];
        free(old);
    }
    const uint32_t *c = l->quick_columns;
    struct memo_row *row = quick_row(l, s, how);
    l->memo_n += row->effect == 0;
    row->how = how;
    row->effect = e + 1;
    for (unsigned i = 0; i < ARRAY_LEN(row->ids); i++)
        row->ids[i] = id_in(s, c[2 * i]) | (uint64_t)id_in(s, c[2 * i + 1]) << 32;
}

uint32_t memo_effect(const struct local *l, const struct state *s, uint32_t how)
{
    const uint32_t *row = memo_find(l, s, how);
    return row[0] ? row[l->ncolumns + 1] : 0;
}

effect_id step_effect(struct model *m, const struct state *s, unsigned thread, struct how how)
{
    comp_id id = s->ids[m->thread_column[thread]];
    struct local *l = local_of(m, id);
    if (UNLIKELY(how.alone))
        l = local_alone(m, l);
    uint32_t word = how_word(how);
    if (UNLIKELY(l->epoch != m->epoch))
        deps_refresh(m, l);
    uint32_t known = known_effect(m, l, s, word);
    if (LIKELY(known))
        return known - 1;
    effect_id e = world_run(m, s->ids, s->n, thread, how, NULL, NULL);
    if (m->effects[e].flags & E_LIMIT)
        return e;
    deps_refresh(m, l);
    if (is_quick(l))
        quick_store(l, s, word, e);
    else
        memo_store(l, s, word, e);
    if (m->reduction)
        reduction_step(m, s, thread, how, e);
    if (m->symmetry)
        symmetry_step(m, s, thread, how, e);
    return e;
}

/* ---- time ---- */

/* A task's comp with other first words. */
static comp_id with_head(struct model *m, comp_id id, const struct head *h)
{
    const struct comp *c = &m->comps.at[id];
    uint32_t n = c->n;
    uint64_t *w = mem_alloc((size_t)n * 8);
    memcpy(w, comp_words(&m->comps, id), (size_t)n * 8);
    memcpy(w, h, sizeof *h);
    comp_id now = comp_intern(&m->comps, w, n);
    free(w);
    return now;
}

bool can_time_out(const struct head *h)
{
    return h->flags & L_TIMED && (h->next == NEXT_SYNC || h->next == NEXT_WAIT || h->next == NEXT_JOIN || h->next == NEXT_PIPE);
}

void times_are_due(struct model *m, struct state *s, unsigned thread, float limit_s)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        struct local *l = thread_local(m, s, i);
        if (!l || i == thread || !can_time_out(&l->head) || l->head.limit_s > limit_s || !waits_with_limit(m, s, i, l))
            continue;
        struct head h = l->head;
        h.more |= L_DUE;
        s->ids[m->thread_column[i]] = with_head(m, l->comp, &h);
    }
}

/* ---- what it means for the state ---- */

static unsigned waiters(struct model *m, const struct state *s, uint32_t slot, uint8_t *ret)
{
    unsigned n = 0;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (l && l->head.next == NEXT_WAIT && l->head.object == slot)
            ret[n++] = (uint8_t)i;
    }
    return n;
}

static unsigned choose(unsigned n, unsigned k)
{
    unsigned long long c = 1;
    for (unsigned i = 0; i < k; i++)
        c = c * (n - i) / (i + 1);
    return (unsigned)MIN(c, 250ull);
}

unsigned wake_choices(struct model *m, const struct state *s, const struct effect *e)
{
    uint8_t who[MODEL_THREADS];
    if (!(e->flags & E_WAKES))
        return 1;
    unsigned n = waiters(m, s, e->wake_slot, who);
    return e->wake >= (int32_t)n ? 1 : choose(n, (unsigned)e->wake);
}

comp_id woken_local(struct model *m, struct local *l, enum sync_woken how)
{
    unsigned k = how == WOKEN_BROKEN;
    if (l->woken[k])
        return l->woken[k];
    comp_id id = l->comp;
    struct head h = l->head;
    head_woken(&h, how, false);
    comp_id now = with_head(m, id, &h);
    local_of(m, id)->woken[k] = now;
    if (m->reduction)
        reduction_woken(m, id, now);
    if (m->symmetry)
        symmetry_woken(m, id, now, how);
    return now;
}

/* Wakes k of n waiters: the choice-th combination, in the order of the alphabet. */
static void wake(struct model *m, struct state *s, const struct effect *e, unsigned choice)
{
    uint8_t who[MODEL_THREADS];
    unsigned n = waiters(m, s, e->wake_slot, who), left = e->wake >= (int32_t)n ? n : (unsigned)e->wake;
    for (unsigned i = 0; i < n && left; i++) {
        unsigned with = choose(n - i - 1, left - 1);
        if (choice >= with) {
            choice -= with;
            continue;
        }
        left--;
        s->ids[m->thread_column[who[i]]] = woken_local(m, thread_local(m, s, who[i]), (enum sync_woken)e->woken);
    }
}

static void end_process(struct model *m, struct state *s, unsigned process, int exit_code, unsigned except)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || i == except || l->head.process != process || l->head.next == NEXT_DONE)
            continue;
        struct head h = { .next = NEXT_DONE, .flags = l->head.flags & (L_DAEMON | L_FIRST | L_MAIN), .thread = l->head.thread,
                          .process = l->head.process, .more = L_CUT, .exit_code = exit_code, .parent = l->head.parent };
        s->ids[m->thread_column[i]] = comp_intern(&m->comps, (const uint64_t *)&h, HEAD_WORDS);
    }
}

bool can_wake(const struct local *l)
{
    return l->head.next == NEXT_WAIT && l->head.op == SYNC_OP_COND_WAIT;
}

void wake_unasked(struct model *m, struct state *s, unsigned thread)
{
    s->ids[m->thread_column[thread]] = woken_local(m, thread_local(m, s, thread), WOKEN_NAMED);
}

bool can_be_killed(const struct local *l)
{
    return l->head.next != NEXT_DONE && l->head.flags & L_FIRST && l->head.process != 0;
}

void kill_process(struct model *m, struct state *s, unsigned thread)
{
    end_process(m, s, thread_local(m, s, thread)->head.process, -SIGKILL, MODEL_THREADS);
}

static void widen(struct model *m, struct state *s)
{
    if (m->columns_n > WIDEST) {
        limit_reached(_("more than %d things that change"), WIDEST);
        return;
    }
    while (s->n < m->columns_n)
        s->ids[s->n++] = 0;
}

static void fork_columns(struct model *m, struct state *s, unsigned from, unsigned to)
{
    uint32_t n = s->n;
    for (uint32_t c = 0; c < n; c++) {
        const struct slot *slot = &m->slots[m->columns[c]];
        if (slot->process != from || !s->ids[c])
            continue;
        comp_id pristine = slot->pristine;
        uint32_t child = slot_find(slot->kind, (uint8_t)to, slot->oid);
        m->slots[child].pristine = pristine;
        uint32_t column = column_of(child);
        widen(m, s);
        if (column < s->n)
            s->ids[column] = s->ids[c];
    }
}

void state_set(struct model *m, struct state *s, uint32_t slot, comp_id id)
{
    uint32_t column = column_of(slot);
    widen(m, s);
    if (column < s->n)
        s->ids[column] = id;
}

/* ---- what was printed ---- */

uint32_t output_of(struct model *m, const struct state *s)
{
    comp_id id = content_at(m, s->ids, s->n, output_slot());
    return id ? (uint32_t)*comp_words(&m->comps, id) : 0;
}

uint32_t output_joined(struct model *m, uint32_t a, uint32_t b)
{
    if (!a || !b)
        return a ? a : b;
    struct buf t = { 0 };
    buf_adds(&t, text_at(m, a - 1));
    buf_adds(&t, text_at(m, b - 1));
    uint32_t id = text_intern(m, buf_str(&t), t.n) + 1;
    buf_finish(&t);
    return id;
}

void output_set(struct model *m, struct state *s, uint32_t text)
{
    uint32_t slot = output_slot();
    uint64_t word = text;
    if (text || m->slots[slot].column != NO_COLUMN)
        state_set(m, s, slot, text ? comp_intern(&m->comps, &word, 1) : 0);
}

bool effect_apply(struct model *m, struct state *s, unsigned thread, const struct effect *e, unsigned wake_choice)
{
    struct effect now = *e; // the table may move
    widen(m, s);
    if (s->n < m->columns_n)
        return false;
    if (now.flags & E_FORKS) {
        fork_columns(m, s, now.process, now.to_process);
        pipes_forked(m, s, now.process);
    }
    for (uint32_t i = 0; i < now.n; i++) {
        const struct write *w = &m->writes[now.first + i];
        s->ids[w->column] = w->id;
    }
    s->ids[m->thread_column[thread]] = now.local;
    if (m->opts->outputs && now.text)
        output_set(m, s, output_joined(m, output_of(m, s), now.text));
    if (now.flags & E_WAKES)
        wake(m, s, &now, wake_choice);
    if (now.flags & E_KILLS) {
        end_process(m, s, now.process, now.exit_code, thread);
        pipes_ended(m, s, now.process);
        half_line_lost(m, s, now.process);
    }
    return true;
}

/* ---- riding ---- */

/* Whether more than one task is left. */
static bool has_company(struct model *m, const struct state *s)
{
    unsigned left = 0;
    for (unsigned i = 0; i < m->threads_seen && left < 2; i++) {
        const struct local *l = thread_local(m, s, i);
        left += (l && l->head.next != NEXT_DONE) || has_stores(m, s, i);
    }
    return left > 1;
}

/* The first task that can ride, while it is not the only one that is left; NO_THREAD: none. */
static unsigned next_rider(struct model *m, const struct state *s)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || !(l->traits & MAY_BECOME_RIDE) || !is_ride(m, s, &l->head))
            continue;
        if (l->head.next == NEXT_START && has_stores(m, s, i))
            continue; // to start a task is a fence
        return has_company(m, s) ? i : NO_THREAD;
    }
    return NO_THREAD;
}

bool settle(struct model *m, struct state *s, uint32_t *ret_finding, struct recorder *recorder)
{
    for (unsigned i; (i = next_rider(m, s)) != NO_THREAD;) {
        const struct local *l = thread_local(m, s, i);
        struct how how = { .seen = observe(m, s, &l->head) };
        effect_id id = recorder ? world_run(m, s->ids, s->n, i, how, NULL, recorder) : step_effect(m, s, i, how);
        struct effect e = m->effects[id];
        if (e.flags & E_LIMIT || m->restart)
            return false;
        if (m->comps.at[l->comp].newborn)
            m->comps.at[e.local].fresh = true;
        if (e.flags & E_FINDING && ret_finding && !*ret_finding)
            *ret_finding = e.finding + 1;
        if (m->symmetry && !recorder)
            symmetry_ride(m, s, l, &e);
        if (!effect_apply(m, s, i, &e, 0))
            return false;
    }
    return true;
}

/* ---- what can move ---- */

unsigned ways_of(struct model *m, const struct state *s, unsigned thread, const struct local *l)
{
    bool any;
    (void)thread;
    switch ((enum next_kind)l->head.next) {
    case NEXT_DONE: case NEXT_WAIT: return 0;
    case NEXT_JOIN: return has_ended(m, s, l->head.object);
    case NEXT_CHOICE: return (unsigned)l->head.arg;
    case NEXT_WAITPID: {
        unsigned n = 0;
        while (ended_child(m, s, &l->head, n, &any))
            n++;
        return n ? n : !any || l->head.arg;
    }
    default: return 1;
    }
}

/* For WAITPID: whom the choice-th way takes. */
uint8_t waited_for(struct model *m, const struct state *s, const struct head *h, unsigned choice, uint8_t *ret_choice)
{
    bool any;
    unsigned who = ended_child(m, s, h, choice, &any);
    *ret_choice = (uint8_t)(who ? 0 : any); // 0: no child; 1: none has ended
    return (uint8_t)who;
}

bool can_move(struct model *m, const struct state *s, unsigned thread)
{
    const struct local *l = thread_local(m, s, thread);
    if (!l || l->head.next == NEXT_DONE || !ways_of(m, s, thread, l))
        return false;
    struct how how = { .seen = observe(m, s, &l->head) };
    struct head h = l->head;
    if (h.next == NEXT_WAITPID || h.next == NEXT_JOIN || h.next == NEXT_LOOK || h.next == NEXT_TABLE)
        return true; // and may be alone then, where what comes behind it is no step
    return !(step_of_state(m, s, thread, how).flags & (E_BLOCKED | E_STUCK));
}
