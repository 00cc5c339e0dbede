#include "model/symmetry.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { PAIRS = 28, MEMBERS = 8 }; // of one class at most: a larger one is exchanged in part

/* Main at its joins: where it stood before the first, and which it has behind it. */
struct chain {
    comp_id head;
    uint64_t joined;
    bool left;     // it has been ridden to its end, and joins all that are alike
    struct { uint32_t column; comp_id id; } before[16]; unsigned before_n; // what else its rides change
};

/* A step that is to be taken with tasks exchanged, too. */
struct again { comp_id *ids; uint32_t n; uint8_t thread; struct how how; effect_id effect; };

struct symmetry {
    struct { uint8_t member[MEMBERS], n; } class[MEMBERS]; unsigned classes;
    uint64_t alike;                      // tasks of any class
    struct { uint8_t a, b; } pair[PAIRS]; unsigned pairs;
    uint8_t pair_of[64][64];             // + 1
    // for each content and each pair: what it is with the two exchanged; 0: not known
    comp_id *kin; uint32_t kin_n;        // rows of `pairs`
    uint32_t *rank, ranks;               // of tasks' contents: equal for those that are images of each other
    uint16_t swapped[PAIRS][WIDEST];     // column that a column becomes
    struct again *queue; uint32_t queue_n, queue_cap;
    bool working;
    struct chain chains[16]; unsigned chains_n;
    comp_id joining[64]; unsigned joining_n; // contents of tasks that wait for the end of a like one
    uint8_t *chain_of;                   // + 1, by content of a task; as long as rank
};

/* They are not alike: never mind. */
static void differ(struct model *m)
{
    m->asymmetric = m->restart = true;
}

static bool is_alike(const struct symmetry *sy, unsigned thread)
{
    return thread < 64 && sy->alike >> thread & 1;
}

/* ---- contents and their images ---- */

static void make_room(struct symmetry *sy, comp_id id)
{
    if (id < sy->kin_n)
        return;
    uint32_t old = sy->kin_n;
    sy->kin_n = MAX(id + 1, MAX(1024u, old * 2));
    sy->kin = mem_resize(sy->kin, (size_t)sy->kin_n * sy->pairs, sizeof *sy->kin);
    sy->rank = mem_resize(sy->rank, sy->kin_n, sizeof *sy->rank);
    sy->chain_of = mem_resize(sy->chain_of, sy->kin_n, 1);
    memset(sy->kin + (size_t)old * sy->pairs, 0, (size_t)(sy->kin_n - old) * sy->pairs * sizeof *sy->kin);
    memset(sy->rank + old, 0, (sy->kin_n - old) * sizeof *sy->rank);
    memset(sy->chain_of + old, 0, sy->kin_n - old);
}

static comp_id image(const struct symmetry *sy, unsigned pair, comp_id id)
{
    return id < sy->kin_n ? sy->kin[(size_t)id * sy->pairs + pair] : 0;
}

/* a becomes b, and b a. False: they have other images. */
static bool learn(struct symmetry *sy, unsigned pair, comp_id a, comp_id b)
{
    if (!a || !b)
        return a == b;
    make_room(sy, MAX(a, b));
    comp_id *of_a = &sy->kin[(size_t)a * sy->pairs + pair], *of_b = &sy->kin[(size_t)b * sy->pairs + pair];
    if (!*of_a && !*of_b) {
        *of_a = b;
        *of_b = a;
    }
    return *of_a == b && *of_b == a;
}

static bool learn_rank(struct symmetry *sy, comp_id a, comp_id b)
{
    make_room(sy, MAX(a, b));
    if (!sy->rank[a])
        sy->rank[a] = sy->rank[b] ? sy->rank[b] : ++sy->ranks;
    if (!sy->rank[b])
        sy->rank[b] = sy->rank[a];
    return sy->rank[a] == sy->rank[b];
}

/* The state with a pair exchanged. False: one of its contents has no image yet. */
static bool exchange(const struct symmetry *sy, unsigned pair, const comp_id *ids, uint32_t n, struct state *ret)
{
    ret->n = the_model->columns_n;
    memset(ret->ids, 0, (ret->n + 8) * sizeof *ret->ids);
    for (uint32_t c = 0; c < n; c++) {
        comp_id now = ids[c] ? image(sy, pair, ids[c]) : 0;
        if (ids[c] && !now)
            return false;
        ret->ids[sy->swapped[pair][c]] = now;
    }
    return true;
}

/* ---- who is alike ---- */

/* Two tasks that may be alike, in the first state. */
struct two { struct model *m; const struct state *s; unsigned a, b; };

/* The words of an object's content. */
static void write_object(const struct two *t, uint64_t oid, struct words *out)
{
    struct model *m = t->m;
    uint32_t column = m->slots[slot_find(SLOT_OBJECT, 0, oid)].column;
    comp_id id = column < t->s->n ? t->s->ids[column] : 0;
    for (uint32_t i = 0; id && i < m->comps.at[id].n; i++)
        put(out, comp_words(&m->comps, id)[i]);
    if (id || oid & NAMED)
        return;
    struct writer w = { .out = out, .heap = heap_base };
    write_content(&w, REF(oid));
    free(w.seen);
    free(w.private);
}

static bool words_alike(const struct two *t, const uint64_t *x, uint32_t nx, const uint64_t *y, uint32_t ny, unsigned depth);

/* Two objects with the same in them, as each task has an empty dict of its own. */
static bool objects_alike(const struct two *t, uint64_t x, uint64_t y, unsigned depth)
{
    struct words a = { 0 }, b = { 0 };
    if (depth == 0)
        return false;
    write_object(t, x, &a);
    write_object(t, y, &b);
    bool alike = words_alike(t, a.w, a.n, b.w, b.n, depth - 1);
    free(a.w);
    free(b.w);
    return alike;
}

static bool words_alike(const struct two *t, const uint64_t *x, uint32_t nx, const uint64_t *y, uint32_t ny, unsigned depth)
{
    if (nx != ny)
        return false;
    for (uint32_t w = 0; w < nx; w++) {
        uint64_t a = word_object(x[w]), b = word_object(y[w]);
        if (x[w] == y[w])
            continue;
        if (!a || !b || !((a == t->m->thread_object[t->a] && b == t->m->thread_object[t->b]) || objects_alike(t, a, b, depth)))
            return false;
    }
    return true;
}

/* Only a guess, which the steps confirm or not. */
static bool are_alike(const struct two *t)
{
    struct model *m = t->m;
    const struct local *a = thread_local(m, t->s, t->a), *b = thread_local(m, t->s, t->b);
    struct head x = a->head, y = b->head;
    x.thread = y.thread = 0;
    return memcmp(&x, &y, sizeof x) == 0 &&
           words_alike(t, comp_words(&m->comps, a->comp) + HEAD_WORDS, m->comps.at[a->comp].n - HEAD_WORDS,
                       comp_words(&m->comps, b->comp) + HEAD_WORDS, m->comps.at[b->comp].n - HEAD_WORDS, 3);
}

static void classify(struct model *m, struct symmetry *sy, const struct state *s)
{
    for (unsigned i = 1; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        unsigned c = 0;
        if (!l || l->head.next == NEXT_DONE || !m->thread_object[i])
            continue;
        while (c < sy->classes && !are_alike(&(struct two){ m, s, sy->class[c].member[0], i }))
            c++;
        if (c == MEMBERS || (c < sy->classes && sy->class[c].n == MEMBERS))
            continue;
        sy->classes += c == sy->classes;
        sy->class[c].member[sy->class[c].n++] = (uint8_t)i;
    }
    for (unsigned c = 0; c < sy->classes; c++) {
        unsigned n = sy->class[c].n;
        if (n < 2 || sy->pairs + n * (n - 1) / 2 > PAIRS) {
            sy->class[c].n = 0;
            continue;
        }
        for (unsigned i = 0; i < n; i++) {
            sy->alike |= 1ull << sy->class[c].member[i];
            for (unsigned k = i + 1; k < n; k++) {
                uint8_t a = sy->class[c].member[i], b = sy->class[c].member[k];
                sy->pair[sy->pairs++] = (typeof(*sy->pair)){ a, b };
                sy->pair_of[a][b] = sy->pair_of[b][a] = (uint8_t)sy->pairs;
            }
        }
    }
}

static uint32_t object_column(const struct model *m, unsigned thread)
{
    return m->slots[slot_find(SLOT_OBJECT, 0, m->thread_object[thread])].column;
}

/* Columns and contents of the first state. */
static bool begin_pairs(struct model *m, struct symmetry *sy, const struct state *s)
{
    bool ok = true;
    for (unsigned p = 0; p < sy->pairs; p++) {
        unsigned a = sy->pair[p].a, b = sy->pair[p].b;
        uint32_t from[2] = { m->thread_column[a], object_column(m, a) }, to[2] = { m->thread_column[b], object_column(m, b) };
        for (uint32_t c = 0; c < WIDEST; c++)
            sy->swapped[p][c] = (uint16_t)c;
        for (unsigned i = 0; i < 2; i++) {
            if (from[i] == NO_COLUMN && to[i] == NO_COLUMN)
                continue;
            if (from[i] >= s->n || to[i] >= s->n)
                return false;
            sy->swapped[p][from[i]] = (uint16_t)to[i];
            sy->swapped[p][to[i]] = (uint16_t)from[i];
        }
        for (uint32_t c = 0; c < s->n; c++)
            ok &= !s->ids[c] || learn(sy, p, s->ids[c], s->ids[sy->swapped[p][c]]);
        ok &= learn_rank(sy, s->ids[from[0]], s->ids[to[0]]);
    }
    return ok;
}

/* The ride past a join, or past the look that follows it: see symmetry_ride(). */
static bool is_join_ride(const struct symmetry *sy, const struct head *h)
{
    return (h->next == NEXT_JOIN || h->next == NEXT_LOOK) && is_alike(sy, h->object);
}

/* A task may stand at the join of a like one. False: it is a like one itself. */
static bool note_joining(struct symmetry *sy, const struct local *l)
{
    if (!is_join_ride(sy, &l->head))
        return true;
    if (is_alike(sy, l->head.thread) || sy->joining_n == ARRAY_LEN(sy->joining))
        return false;
    for (unsigned i = 0; i < sy->joining_n; i++)
        if (sy->joining[i] == l->comp)
            return true;
    sy->joining[sy->joining_n++] = l->comp;
    return true;
}

void symmetry_open(struct model *m, const struct state *first)
{
    struct symmetry *sy = mem_zalloc(1, sizeof *sy);
    m->symmetry = NULL;
    bool apt = m->threads_seen <= 64 && !m->timed_waits && !m->copied;
    for (unsigned i = 0; i < m->threads_seen && apt; i++) {
        const struct local *l = thread_local(m, first, i);
        apt = m->thread_process[i] == 0 && l && !(l->head.flags & L_DAEMON) && !m->looked[i];
    }
    if (apt)
        classify(m, sy, first);
    m->symmetry = sy;
    bool ok = sy->pairs && !m->limit[0] && begin_pairs(m, sy, first);
    for (unsigned i = 0; i < m->threads_seen && ok; i++)
        ok = note_joining(sy, thread_local(m, first, i));
    if (!ok)
        symmetry_close(m);
    m->limit[0] = 0; // what was compared need not be a part of any state
}

void symmetry_close(struct model *m)
{
    struct symmetry *sy = m->symmetry;
    if (!sy)
        return;
    for (uint32_t i = 0; i < sy->queue_n; i++)
        free(sy->queue[i].ids);
    free(sy->queue);
    free(sy->kin);
    free(sy->rank);
    free(sy->chain_of);
    free(sy);
    m->symmetry = NULL;
}

/* ---- every step, with tasks exchanged ---- */

static bool same_finding(const struct model *m, const struct effect *a, const struct effect *b)
{
    if (!(a->flags & E_FINDING))
        return true;
    const struct finding_text *x = &m->found[a->finding], *y = &m->found[b->finding];
    return x->kind == y->kind && x->line == y->line && x->text == y->text;
}

/* Both leave the same behind, but for the exchange. */
static bool learn_effects(struct model *m, struct symmetry *sy, unsigned pair, const struct effect *a, const struct effect *b)
{
    if (a->flags != b->flags || a->n != b->n || a->text != b->text || !same_finding(m, a, b))
        return false;
    if (a->flags & E_WAKES && (a->wake_slot != b->wake_slot || a->wake != b->wake || a->woken != b->woken))
        return false;
    if (a->flags & E_KILLS && (a->process != b->process || a->exit_code != b->exit_code))
        return false;
    if (a->flags & (E_BLOCKED | E_STUCK))
        return true;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct write *w = &m->writes[a->first + i];
        uint32_t k = 0;
        while (k < b->n && m->writes[b->first + k].column != sy->swapped[pair][w->column])
            k++;
        if (k == b->n || !learn(sy, pair, w->id, m->writes[b->first + k].id))
            return false;
    }
    return learn(sy, pair, a->local, b->local);
}

/* Whether the exchange changes anything of what the step looks at. */
static bool concerns(struct model *m, const struct symmetry *sy, unsigned pair, const struct again *q)
{
    struct local *l = local_of(m, q->ids[m->thread_column[q->thread]]);
    if (q->how.alone)
        l = local_alone(m, l);
    if (sy->swapped[pair][m->thread_column[q->thread]] != m->thread_column[q->thread])
        return true;
    for (uint32_t i = 0; i < l->ndeps; i++) {
        uint32_t c = m->slots[l->deps[i]].column;
        if (c < q->n && (sy->swapped[pair][c] != c || (q->ids[c] && image(sy, pair, q->ids[c]) != q->ids[c])))
            return true;
    }
    return false;
}

static bool step_exchanged(struct model *m, struct symmetry *sy, unsigned pair, const struct again *q, bool rides)
{
    static struct state other;
    struct effect e = m->effects[q->effect];
    unsigned thread = q->thread == sy->pair[pair].a ? sy->pair[pair].b : q->thread == sy->pair[pair].b ? sy->pair[pair].a : q->thread;
    if (rides || !concerns(m, sy, pair, q))
        return learn_effects(m, sy, pair, &e, &e);
    if (!exchange(sy, pair, q->ids, q->n, &other))
        return false;
    struct effect its = step_of_state(m, &other, thread, q->how);
    e = m->effects[q->effect];
    if (!m->restart && !learn_effects(m, sy, pair, &e, &its))
        return false;
    return e.flags & (E_BLOCKED | E_STUCK) || !is_alike(sy, q->thread) || learn_rank(sy, e.local, its.local);
}

static bool work_off(struct model *m, struct symmetry *sy, const struct again *q)
{
    const struct effect *e = &m->effects[q->effect];
    const struct local *l = local_of(m, q->ids[m->thread_column[q->thread]]);
    bool rides = is_join_ride(sy, &l->head);
    uint8_t next = l->head.next;
    if (e->flags & (E_STARTS | E_FORKS) || next == NEXT_KILL || next == NEXT_WAITPID || next == NEXT_PIPE || m->timed_waits)
        return false;
    if (rides && (is_alike(sy, q->thread) || q->how.timed_out || (next == NEXT_LOOK && !q->how.seen)))
        return false;
    bool moves = !(e->flags & (E_BLOCKED | E_STUCK));
    if (moves && (!note_joining(sy, local_of(m, e->local)) || (is_alike(sy, q->thread) && !learn_rank(sy, e->local, e->local))))
        return false;
    for (unsigned changes = 2; changes-- > 0;) // those that are concerned first: what they leave is new to both
        for (unsigned p = 0; p < sy->pairs && !m->restart; p++)
            if ((!rides && concerns(m, sy, p, q)) == changes && !step_exchanged(m, sy, p, q, rides))
                return false;
    return true;
}

void symmetry_step(struct model *m, const struct state *s, unsigned thread, struct how how, effect_id e)
{
    struct symmetry *sy = m->symmetry;
    MEM_GROW(sy->queue, sy->queue_n, sy->queue_cap, 64);
    struct again q = { mem_alloc((s->n + 1) * sizeof *q.ids), s->n, (uint8_t)thread, how, e };
    memcpy(q.ids, s->ids, s->n * sizeof *q.ids);
    sy->queue[sy->queue_n++] = q;
    if (sy->working)
        return; // the one above goes on with it
    sy->working = true;
    bool limited = m->limit[0];
    while (sy->queue_n && !m->restart) {
        q = sy->queue[--sy->queue_n];
        if (!work_off(m, sy, &q))
            differ(m);
        free(q.ids);
    }
    sy->working = false;
    if (m->limit[0] && !limited) { // of a state that may never be
        m->limit[0] = 0;
        differ(m);
    }
}

void symmetry_woken(struct model *m, comp_id was, comp_id now, enum sync_woken how)
{
    struct symmetry *sy = m->symmetry;
    bool alike = is_alike(sy, local_of(m, was)->head.thread), ok = !alike || learn_rank(sy, now, now);
    for (unsigned p = 0; p < sy->pairs && ok; p++) {
        comp_id other = image(sy, p, was);
        if (!other)
            continue; // then nobody can be exchanged who stands so
        comp_id its = other == was ? now : woken_local(m, local_of(m, other), how);
        ok = learn(sy, p, now, its) && (!alike || learn_rank(sy, now, its));
    }
    if (!ok)
        differ(m);
}

/* ---- joins ---- */

static const struct chain *chain_at(const struct symmetry *sy, comp_id id)
{
    return id < sy->kin_n && sy->chain_of[id] ? &sy->chains[sy->chain_of[id] - 1] : NULL;
}

static bool chain_covers(const struct symmetry *sy, const struct chain *c)
{
    for (unsigned i = 0; i < sy->classes; i++) {
        unsigned n = 0;
        for (unsigned k = 0; k < sy->class[i].n; k++)
            n += c->joined >> sy->class[i].member[k] & 1;
        if (n != 0 && n != sy->class[i].n)
            return false; // it goes on when only some of them have ended
    }
    return true;
}

static bool note_before(struct chain *c, const struct state *s, uint32_t column, bool at_head)
{
    comp_id id = column < s->n ? s->ids[column] : 0;
    for (unsigned i = 0; i < c->before_n; i++)
        if (c->before[i].column == column)
            return !at_head || c->before[i].id == id;
    if (c->before_n == ARRAY_LEN(c->before))
        return false;
    c->before[c->before_n++] = (typeof(*c->before)){ column, id };
    return true;
}

void symmetry_ride(struct model *m, const struct state *s, const struct local *l, const struct effect *e)
{
    struct symmetry *sy = m->symmetry;
    if (!is_join_ride(sy, &l->head))
        return;
    make_room(sy, MAX(l->comp, e->local));
    struct chain *c = sy->chain_of[l->comp] ? &sy->chains[sy->chain_of[l->comp] - 1] : NULL;
    if (!c) {
        if (sy->chains_n == ARRAY_LEN(sy->chains) || l->head.next != NEXT_JOIN) {
            differ(m);
            return;
        }
        c = &sy->chains[sy->chains_n++];
        *c = (struct chain){ .head = l->comp };
        sy->chain_of[l->comp] = (uint8_t)sy->chains_n;
    }
    bool ok = true, at_head = c->head == l->comp;
    for (unsigned i = 0; at_head && i < c->before_n; i++)
        ok &= c->before[i].id == (c->before[i].column < s->n ? s->ids[c->before[i].column] : 0);
    c->joined |= 1ull << l->head.object;
    for (uint32_t i = 0; i < e->n; i++)
        ok &= note_before(c, s, m->writes[e->first + i].column, at_head);
    const struct local *next = local_of(m, e->local);
    uint8_t number = (uint8_t)(c - sy->chains + 1);
    if (!is_join_ride(sy, &next->head)) {
        c->left = chain_covers(sy, c);
        ok &= c->left;
    } else {
        ok &= !sy->chain_of[e->local] || sy->chain_of[e->local] == number;
        sy->chain_of[e->local] = number;
    }
    if (!ok)
        differ(m);
}

void symmetry_ride_out(struct model *m, const struct state *s)
{
    static struct state on;
    struct symmetry *sy = m->symmetry;
    const struct local *l = thread_local(m, s, 0);
    const struct chain *c = chain_at(sy, l->comp);
    if (!is_join_ride(sy, &l->head) || (c && c->left) || unfinished(m, s, true, NULL) != 1)
        return;
    for (state_copy(&on, s->ids, s->n); is_join_ride(sy, &l->head) && !m->restart; l = thread_local(m, &on, 0)) {
        bool timed = m->timed_waits;
        m->looks_ahead = true; // it does not really go there, not with others about
        struct effect e = m->effects[world_run(m, on.ids, on.n, 0, (struct how){ .seen = observe(m, &on, &l->head) }, NULL, NULL)];
        m->looks_ahead = false;
        m->timed_waits = timed;
        if (e.flags & E_LIMIT)
            return;
        symmetry_ride(m, &on, l, &e);
        if (!effect_apply(m, &on, 0, &e, 0))
            return;
    }
}

bool symmetry_holds(struct model *m)
{
    const struct symmetry *sy = m->symmetry;
    for (unsigned i = 0; i < sy->joining_n; i++) {
        const struct chain *c = chain_at(sy, sy->joining[i]);
        if (!c || !c->left)
            return false;
    }
    return true;
}

/* Puts those that join like tasks back to where they began with it. Whether any of them does. */
static bool rewind_joins(struct model *m, struct symmetry *sy, struct state *s)
{
    bool any = false;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || !is_join_ride(sy, &l->head))
            continue;
        any = true;
        const struct chain *c = chain_at(sy, l->comp);
        if (!c)
            continue; // at the first
        s->ids[m->thread_column[i]] = c->head;
        for (unsigned k = 0; k < c->before_n; k++)
            s->ids[c->before[k].column] = c->before[k].id;
    }
    return any;
}

/* ---- the one that stands for all ---- */

static uint32_t rank_in(const struct model *m, const struct symmetry *sy, const comp_id *row, uint32_t n, unsigned thread)
{
    uint32_t c = m->thread_column[thread];
    return c < n && row[c] < sy->kin_n ? sy->rank[row[c]] : 0;
}

/* Two that stand at the same: whether their exchange would make a smaller row of what else there is. */
static bool exchange_lessens(const struct symmetry *sy, unsigned pair, const comp_id *row, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++) {
        if (!row[c] || sy->swapped[pair][c] != c)
            continue;
        comp_id now = image(sy, pair, row[c]);
        if (now != row[c])
            return now && now < row[c];
    }
    return false;
}

/* When all have ended, main has no more to wait for, wherever it stands: it is put at its first join. */
static bool is_rewound(struct model *m, const struct symmetry *sy, const comp_id *row, uint32_t n)
{
    comp_id main_at = row[m->thread_column[0]];
    const struct chain *c = chain_at(sy, main_at);
    if (!c || c->head == main_at)
        return true;
    for (unsigned i = 1; i < m->threads_seen; i++) {
        comp_id id = m->thread_column[i] < n ? row[m->thread_column[i]] : 0;
        if (!id || local_of(m, id)->head.next != NEXT_DONE)
            return true;
    }
    return false;
}

bool symmetry_sorted(struct model *m, const uint32_t *row, uint32_t n)
{
    const struct symmetry *sy = m->symmetry;
    if (!is_rewound(m, sy, row, n))
        return false;
    for (unsigned c = 0; c < sy->classes; c++) {
        for (unsigned i = 1; i < sy->class[c].n; i++) {
            unsigned a = sy->class[c].member[i - 1], b = sy->class[c].member[i];
            uint32_t x = rank_in(m, sy, row, n, a), y = rank_in(m, sy, row, n, b);
            if (x > y || (x == y && exchange_lessens(sy, sy->pair_of[a][b] - 1u, row, n)))
                return false;
        }
    }
    return true;
}

static bool sort_class(struct model *m, struct symmetry *sy, unsigned class, struct state *s, uint8_t *place)
{
    static struct state other;
    for (unsigned rounds = sy->class[class].n; rounds-- > 0;) {
        for (unsigned i = 1; i < sy->class[class].n; i++) {
            unsigned a = sy->class[class].member[i - 1], b = sy->class[class].member[i], pair = sy->pair_of[a][b] - 1u;
            uint32_t x = rank_in(m, sy, s->ids, s->n, a), y = rank_in(m, sy, s->ids, s->n, b);
            if (!x || !y)
                return false;
            if (x < y || (x == y && !exchange_lessens(sy, pair, s->ids, s->n)))
                continue;
            if (!exchange(sy, pair, s->ids, s->n, &other))
                return false;
            state_copy(s, other.ids, other.n);
            for (unsigned k = 0; k < m->threads_seen; k++)
                place[k] = place[k] == a ? (uint8_t)b : place[k] == b ? (uint8_t)a : place[k];
        }
    }
    return true;
}

static bool ride_on(struct model *m, struct state *s)
{
    uint32_t finding = 0;
    return settle(m, s, &finding, NULL) && !finding && !m->restart;
}

bool symmetry_sort(struct model *m, struct state *s, uint8_t *place)
{
    static struct state work, back;
    struct symmetry *sy = m->symmetry;
    if (s->n != m->columns_n || symmetry_sorted(m, s->ids, s->n))
        return false;
    state_copy(&work, s->ids, s->n);
    bool joins = rewind_joins(m, sy, &work);
    if (joins && unfinished(m, s, true, NULL) > 1) { // where it stands now is told by who has ended
        state_copy(&back, work.ids, work.n);
        if (!ride_on(m, &back) || back.n != s->n || memcmp(back.ids, s->ids, s->n * sizeof *s->ids) != 0) {
            differ(m);
            return false;
        }
    }
    for (unsigned i = 0; i < m->threads_seen; i++)
        place[i] = (uint8_t)i;
    for (unsigned c = 0; c < sy->classes; c++)
        if (!sort_class(m, sy, c, &work, place))
            return false;
    if (joins && !ride_on(m, &work))
        return false;
    state_copy(s, work.ids, work.n);
    return true;
}

bool symmetry_moves(struct model *m, const struct state *s)
{
    static struct state sorted;
    uint8_t place[MODEL_THREADS];
    state_copy(&sorted, s->ids, s->n);
    bool moves = false;
    if (symmetry_sort(m, &sorted, place))
        for (unsigned i = 0; i < m->threads_seen; i++)
            moves |= place[i] != i;
    return moves;
}
