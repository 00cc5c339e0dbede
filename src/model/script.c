/* script.c: a schedule as real tasks need it: where everybody stands before and after each move. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/search.h"
#include "model/variable.h"

/* The gate of live/ at which a task stands that would do this next. */
static enum event_kind gate_of(const struct head *h)
{
    switch ((enum next_kind)h->next) {
    case NEXT_ACCESS: return h->access == INTENT_READ ? EV_READ : h->access == INTENT_WRITE ? EV_WRITE : EV_CALL;
    case NEXT_CELL: return h->arg ? EV_WRITE : EV_READ;
    case NEXT_SYNC: return (enum event_kind)sync_op_table[h->op].done_event;
    case NEXT_PRINT: return h->arg ? EV_ERRPRINT : EV_PRINT;
    case NEXT_JOIN: return EV_JOINED;
    case NEXT_START: return EV_SPAWN;
    case NEXT_EXIT: return EV_END;
    default: return EV_NOTE; // it looks at something, waits for a child, throws dice
    }
}

/* Who is the only one left rides on without telling where; only where chance or a child's end is to be chosen, it counts. */
static bool is_anywhere(const struct head *h, bool alone)
{
    return alone && h->next != NEXT_CHOICE && h->next != NEXT_WAITPID;
}

static struct stand stand_of(struct model *m, const struct local *l, bool alone)
{
    struct head h = l->head;
    struct stand s = { .thread = h.thread };
    if (h.next == NEXT_DONE) {
        s.where = MODEL_ENDED;
    } else if (is_anywhere(&h, alone)) {
        s.where = MODEL_ANYWHERE;
    } else if (h.next == NEXT_WAIT) {
        s.where = MODEL_WAITS;
    } else {
        s.where = MODEL_GATE;
        s.kind = gate_of(&h);
        s.line = h.line;
        if (h.next == NEXT_ACCESS || h.next == NEXT_CELL)
            snprintf(s.name, sizeof s.name, "%s", key_name(m, h.object));
        s.variable = h.next == NEXT_ACCESS && m->slots[m->keys[h.object].slot].kind == SLOT_GLOBAL;
    }
    return s;
}

static bool same_stand(const struct stand *a, const struct stand *b)
{
    return a->where == b->where && a->kind == b->kind && a->line == b->line && a->variable == b->variable && strcmp(a->name, b->name) == 0;
}

/* The stands that have changed since `last`, which has one for each task; `known` of them are there. */
static void add_stands(struct model *m, const struct state *s, uint32_t after, struct stand *last, bool *known, struct script *to)
{
    bool alone = unfinished(m, s, true, NULL) == 1;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l)
            continue;
        struct stand now = stand_of(m, l, alone);
        now.after = after;
        if (known[i] && same_stand(&now, &last[i]))
            continue;
        known[i] = true;
        last[i] = now;
        MEM_GROW(to->stands, to->stands_n, to->stands_cap, 64);
        to->stands[to->stands_n++] = now;
    }
}

/* Whom the move has named: waiters that wait no more, and live on. */
static void add_woken(struct model *m, const struct state *before, const struct state *after, struct turn *t)
{
    for (unsigned i = 0; i < m->threads_seen && t->choices_n < ARRAY_LEN(t->choice); i++) {
        const struct local *was = thread_local(m, before, i), *is = thread_local(m, after, i);
        if (i != t->thread && was && is && was->head.next == NEXT_WAIT && is->head.next != NEXT_WAIT && is->head.next != NEXT_DONE)
            t->choice[t->choices_n++] = i;
    }
}

static struct turn turn_of(struct model *m, const struct state *s, const struct move *mv)
{
    struct turn t = { .thread = mv->thread, .sign = move_sign(mv) };
    const struct local *l = mv->thread < m->threads_seen ? thread_local(m, s, mv->thread) : NULL;
    if (!l || t.sign)
        return t;
    struct head h = l->head;
    uint8_t way = mv->choice;
    unsigned who = h.next == NEXT_WAITPID ? waited_for(m, s, &h, way, &way) : 0;
    t.chance = h.next == NEXT_CHOICE;
    if (t.chance || who)
        t.choice[t.choices_n++] = who ? who - 1 : mv->choice;
    return t;
}

uint32_t model_script(struct model *m, const struct move *moves, uint32_t n, struct script *ret)
{
    static struct state s, before;
    struct stand *last = mem_zalloc(MODEL_THREADS, sizeof *last);
    bool *known = mem_zalloc(MODEL_THREADS, sizeof *known);
    uint32_t made = 0;
    *ret = (struct script){ .turns = mem_zalloc((size_t)n + 1, sizeof *ret->turns) };
    bool begins = state_after(m, NULL, 0, &s);
    if (begins)
        add_stands(m, &s, 0, last, known, ret);
    while (begins && made < n) {
        before = s;
        ret->turns[made] = turn_of(m, &s, &moves[made]);
        if (!state_move(m, &s, &moves[made], NULL))
            break;
        ret->turns[made].forgets = m->forgot;
        add_woken(m, &before, &s, &ret->turns[made]);
        add_stands(m, &s, ++made, last, known, ret);
    }
    free(last);
    free(known);
    return made;
}

void script_free(struct script *s)
{
    free(s->turns);
    free(s->stands);
}
