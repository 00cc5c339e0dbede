/* why.c: reasons, read back from a trace by what comes before what in it (order.h).
 *
 *     lost update     B reads x · A writes x · B writes x, made from what it had read; nothing orders A's write and B's two steps
 *     check, then act F looks at x · another changes x · F goes on as if x were as before
 *     too early       F reads x · another writes x only then, and nothing orders the two
 *     lost wake-up    N notifies c · W begins to wait for c, and nobody notifies any more
 *     deadlock        who holds what, from taking and giving back; who wants what, from where it stands */
#include "view/why.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "view/cell.h"
#include "view/order.h"

static bool is_write(const struct event *ev) { return ev->kind == EV_WRITE; }
static bool is_change(const struct event *ev) { return ev->kind == EV_WRITE || ev->kind == EV_CALL; }
static bool is_access(const struct event *ev) { return ev->kind == EV_READ || is_change(ev); }

/* A case with the order of its events. */
struct reasons {
    const struct why_case *c;
    const struct trace *t;
    struct order order;
    bool ordered; // the order is known
};

/* Whether nothing orders two events. */
static bool is_free(const struct reasons *r, size_t a, size_t b) { return !r->ordered || order_free(&r->order, a, b); }

/* Names for one sentence; freed by names_finish. */
struct names {
    struct buf text[16];
    unsigned n;
};

static const char *name_task(struct names *n, const struct trace *t, task_id id)
{
    struct buf *b = &n->text[n->n++ % ARRAY_LEN(n->text)];
    buf_clear(b);
    task_name(b, t, id);
    return buf_str(b);
}

static const char *name_object(struct names *n, const struct trace *t, uint32_t object)
{
    struct buf *b = &n->text[n->n++ % ARRAY_LEN(n->text)];
    buf_clear(b);
    trace_object_name(b, t, object);
    return buf_str(b);
}

static const char *name_value(struct names *n, const struct event *ev)
{
    struct buf *b = &n->text[n->n++ % ARRAY_LEN(n->text)];
    buf_clear(b);
    if (ev->text)
        cell_text(b, ev->text, ev->n);
    return b->n ? b->text : "?";
}

static const char *name_wanted(struct names *n, const struct why_stand *s)
{
    struct buf *b = &n->text[n->n++ % ARRAY_LEN(n->text)];
    buf_clear(b);
    cell_text(b, s->object, strlen(s->object));
    return buf_str(b);
}

static void names_finish(struct names *n)
{
    for (unsigned i = 0; i < ARRAY_LEN(n->text); i++)
        buf_finish(&n->text[i]);
}


/* ---- who has what ---- */

struct holding { uint32_t object, line; size_t at; };

/* What a task has taken and not given back before an event, in the order of taking. */
static unsigned holdings_before(const struct trace *t, task_id who, size_t before, struct holding *ret, unsigned max)
{
    unsigned n = 0;
    for (size_t i = 0; i < before; i++) {
        const struct event *e = &t->events[i];
        if (e->task != who)
            continue;
        if (e->kind == EV_LOCKED && n < max) {
            ret[n++] = (struct holding){ e->object, e->line, i };
        } else if ((e->kind == EV_UNLOCKED || e->kind == EV_CONDWAIT) && n) {
            for (unsigned k = n; k-- > 0;)
                if (e->kind == EV_CONDWAIT || ret[k].object == e->object) {
                    memmove(&ret[k], &ret[k + 1], (n - k - 1) * sizeof *ret);
                    n--;
                    break;
                }
        }
    }
    return n;
}

static unsigned holdings(const struct trace *t, task_id who, struct holding *ret, unsigned max)
{
    return holdings_before(t, who, t->count, ret, max);
}

static bool is_named(const struct trace *t, uint32_t object, const char *name)
{
    return *name && object < t->object_count && strncmp(t->objects[object].name, name, sizeof t->objects[object].name - 1) == 0;
}

/* Who has the lock of that name, and since when; TASK_NONE. */
static task_id holder_of(const struct trace *t, const char *name, struct holding *ret)
{
    struct holding h[16];
    for (task_id k = 0; k < t->task_count; k++) {
        unsigned n = holdings(t, k, h, ARRAY_LEN(h));
        for (unsigned i = 0; i < n; i++)
            if (is_named(t, h[i].object, name)) {
                *ret = h[i];
                return k;
            }
    }
    return TASK_NONE;
}

static const struct why_stand *stand_of(const struct why_case *c, task_id task)
{
    for (unsigned i = 0; i < c->stands_n; i++)
        if (c->stands[i].task == task)
            return &c->stands[i];
    return NULL;
}

/* What keeps nobody out, or what is missing, between two tasks at these events. */
static void tell_locks(struct buf *out, const struct reasons *r, task_id a, size_t at_a, task_id b, size_t at_b)
{
    struct holding x[16], y[16];
    struct names n = { 0 };
    unsigned nx = holdings_before(r->t, a, at_a, x, ARRAY_LEN(x)), ny = holdings_before(r->t, b, at_b, y, ARRAY_LEN(y));
    const char *me = name_task(&n, r->t, a), *other = name_task(&n, r->t, b);
    bool common = false;
    for (unsigned i = 0; i < nx; i++)
        for (unsigned k = 0; k < ny; k++)
            common |= x[i].object == y[k].object;
    if (common)
        ;
    else if (nx && ny)
        buf_addf(out, _(" %s holds %s and %s holds %s: two different locks keep nobody out."), me, name_object(&n, r->t, x[nx - 1].object), other,
                 name_object(&n, r->t, y[ny - 1].object));
    else if (nx || ny)
        buf_addf(out, _(" %s holds %s, but %s does not take it: a lock that only one takes keeps nobody out."), nx ? me : other,
                 name_object(&n, r->t, nx ? x[nx - 1].object : y[ny - 1].object), nx ? other : me);
    else
        buf_addf(out, _(" Neither %s nor %s holds a lock there."), me, other);
    names_finish(&n);
}

/* ---- lost update ---- */

struct triple { size_t first, other, last; };

/* The first write back of what another has overwritten meanwhile. */
static bool find_lost_update(const struct trace *t, struct triple *ret, unsigned *ret_n)
{
    *ret_n = 0;
    for (size_t last = 0; last < t->count; last++) {
        const struct event *w = &t->events[last];
        if (!is_write(w))
            continue;
        size_t read = last, other = last;
        for (size_t i = last; i-- > 0 && read == last;) {
            const struct event *e = &t->events[i];
            if (e->object != w->object || !is_access(e))
                continue;
            if (e->task != w->task && is_write(e))
                other = i;
            else if (e->task == w->task && e->kind == EV_READ)
                read = i;
            else if (e->task == w->task)
                break; // wrote it without reading: nothing that it had seen
        }
        if (read == last || other == last)
            continue;
        if (!(*ret_n)++)
            *ret = (struct triple){ read, other, last };
    }
    return *ret_n != 0;
}

/* The lock that a task had while it read and gave back before it wrote; UINT32_MAX: none. */
static uint32_t let_go_between(const struct reasons *r, const struct triple *x, uint32_t *ret_line)
{
    for (size_t i = x->first; i < x->last; i++) {
        const struct event *e = &r->t->events[i];
        if (e->task == r->t->events[x->first].task && e->kind == EV_UNLOCKED) {
            *ret_line = e->line;
            return e->object;
        }
    }
    return UINT32_MAX;
}

static bool tell_lost_update(struct buf *out, const struct reasons *why)
{
    struct triple x;
    struct names n = { 0 };
    unsigned count;
    uint32_t line = 0;
    if (!find_lost_update(why->t, &x, &count))
        return false;
    const struct trace *t = why->t;
    const struct event *r = &t->events[x.first], *o = &t->events[x.other], *w = &t->events[x.last];
    const char *me = name_task(&n, t, r->task), *other = name_task(&n, t, o->task), *name = name_object(&n, t, r->object);
    buf_addf(out, _("%s reads %s and sees %s (line %u). Before it writes back, %s writes %s = %s (line %u). Then %s writes "
                    "%s = %s (line %u), made from the old value that it had read: what %s wrote is lost."),
             me, name, name_value(&n, r), r->line, other, name, name_value(&n, o), o->line, me, name, name_value(&n, w), w->line, other);
    if (count > 1)
        buf_addf(out, ngettext_(" The same happens %u more time in this run.", " The same happens %u more times in this run.", count - 1), count - 1);
    uint32_t lock = let_go_between(why, &x, &line);
    if (lock != UINT32_MAX)
        buf_addf(out, _(" %s gives %s back (line %u) between its two steps, and so lets the others in."), me, name_object(&n, t, lock), line);
    else if (is_free(why, x.other, x.first) && is_free(why, x.other, x.last))
        tell_locks(out, why, r->task, x.last, o->task, x.other);
    buf_addf(out, _(" Reading and writing %s are two steps, and nothing keeps the others out between them. It would have been right if "
                    "%s had written before %s wrote, or had read only after it: one lock around both steps does that."), name, me, other);
    names_finish(&n);
    return true;
}

/* ---- check, then act ---- */

/* The last time that a task comes back to something that another has changed since it looked. */
static bool find_stale(const struct trace *t, task_id who, struct triple *ret)
{
    for (size_t last = t->count; last-- > 0;) {
        const struct event *w = &t->events[last];
        if (!is_access(w) || (who != TASK_NONE && w->task != who))
            continue;
        size_t other = last;
        for (size_t i = last; i-- > 0;) {
            const struct event *e = &t->events[i];
            if (e->object != w->object || !is_access(e))
                continue;
            if (e->task != w->task && is_change(e)) {
                other = other == last ? i : other; // the one right before it
            } else if (e->task == w->task) {
                if (other != last) {
                    *ret = (struct triple){ i, other, last };
                    return true;
                }
                break;
            }
        }
    }
    return false;
}

/* Who failed: the task that told an error last, or the last that moved. */
static task_id who_failed(const struct trace *t)
{
    for (size_t i = t->count; i-- > 0;)
        if (t->events[i].kind == EV_ERRPRINT || t->events[i].kind == EV_ERROR)
            return t->events[i].task;
    return TASK_NONE;
}

static const char *deed(const struct event *ev)
{
    return ev->kind == EV_READ ? _("reads") : ev->kind == EV_WRITE ? _("writes") : _("uses");
}

/* With the value, where there is one: "reads x and sees 3", "writes x = 3". */
static void tell_deed(struct buf *out, struct names *n, const struct trace *t, const struct event *e)
{
    const char *me = name_task(n, t, e->task), *name = name_object(n, t, e->object);
    if (e->kind == EV_READ && !e->n)
        buf_addf(out, _("%s looks for %s and finds nothing (line %u)"), me, name, e->line);
    else if (e->kind == EV_READ)
        buf_addf(out, _("%s reads %s and sees %s (line %u)"), me, name, name_value(n, e), e->line);
    else if (e->kind == EV_WRITE)
        buf_addf(out, _("%s writes %s = %s (line %u)"), me, name, name_value(n, e), e->line);
    else
        buf_addf(out, _("%s %s %s (line %u)"), me, deed(e), name, e->line);
}

/* Where a task has waited for a condition between its two steps. */
static const struct event *wait_between(const struct trace *t, const struct triple *x)
{
    for (size_t i = x->first; i < x->last; i++)
        if (t->events[i].kind == EV_CONDWAIT && t->events[i].task == t->events[x->first].task)
            return &t->events[i];
    return NULL;
}

static bool tell_stale(struct buf *out, const struct reasons *r)
{
    const struct trace *t = r->t;
    struct triple x;
    struct names n = { 0 };
    task_id failed = who_failed(t);
    if (!find_stale(t, failed, &x) && !find_stale(t, TASK_NONE, &x))
        return false;
    const struct event *a = &t->events[x.first], *o = &t->events[x.other], *b = &t->events[x.last];
    const char *me = name_task(&n, t, a->task), *other = name_task(&n, t, o->task), *name = name_object(&n, t, a->object);
    tell_deed(out, &n, t, a);
    buf_adds(out, _(". Then "));
    tell_deed(out, &n, t, o);
    buf_addf(out, _(". Then %s comes back to %s (line %u) as if it were still as it had seen it."), me, name, b->line);
    const struct event *wait = wait_between(t, &x);
    if (wait) {
        buf_addf(out, _(" In between it has waited (line %u), which gives the lock back, and it has not looked again when it was woken: `while "
                        "not …: wait()` does, and would have been right."), wait->line);
        names_finish(&n);
        return true;
    }
    if (is_free(r, x.other, x.first) && is_free(r, x.other, x.last))
        tell_locks(out, r, a->task, x.last, o->task, x.other);
    buf_addf(out, _(" What is looked at and what is done about it belong together. It would have been right if %s had come before "
                    "both steps of %s or after them: so both must stand under one lock, and %s under the same."), other, me, other);
    names_finish(&n);
    return true;
}

/* ---- too early ---- */

/* What a task that failed, or anybody, has read last before another wrote it: that may have been after the run's end. */
static bool find_early(const struct reasons *r, task_id who, size_t *ret_read, size_t *ret_write)
{
    const struct trace *t = r->c->later;
    struct order order;
    bool ordered = order_init(&order, t), found = false;
    for (size_t i = MIN(r->t->count, t->count); i-- > 0 && !found;) {
        const struct event *e = &t->events[i];
        for (size_t k = i + 1; e->kind == EV_READ && (who == TASK_NONE || e->task == who) && k < t->count && !found; k++) {
            const struct event *w = &t->events[k];
            found = is_change(w) && w->object == e->object && w->task != e->task && (!ordered || order_free(&order, i, k));
            *ret_read = i;
            *ret_write = k;
        }
    }
    if (ordered)
        order_finish(&order);
    return found;
}

static bool tell_early(struct buf *out, const struct reasons *r)
{
    const struct trace *t = r->c->later;
    struct names n = { 0 };
    size_t read, write;
    bool outcome = !*r->c->kind; // then what main has seen counts
    task_id failed = outcome ? 0 : who_failed(r->t);
    if (!find_early(r, failed, &read, &write) && (outcome || !find_early(r, TASK_NONE, &read, &write)))
        return false;
    const struct event *e = &t->events[read], *w = &t->events[write];
    const char *me = name_task(&n, t, e->task), *name = name_object(&n, t, e->object), *other = name_task(&n, t, w->task);
    tell_deed(out, &n, t, e);
    buf_adds(out, _(". Only then "));
    tell_deed(out, &n, t, w);
    buf_addf(out, _(". Nothing orders the two: no join, no lock, no event or queue by which the one comes before the other in every run. "
                    "It would have been right if %s had done it before %s comes to %s (line %u): let %s wait for that."), other, me, name, e->line, me);
    names_finish(&n);
    return true;
}

/* ---- waiting for ever ---- */

/* A notification that came when nobody waited. */
static bool tell_lost_wakeup(struct buf *out, const struct reasons *r, const struct why_stand *s)
{
    const struct trace *t = r->t;
    size_t wait = t->count, notify = t->count;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->task == s->task && is_access(e))
            notify = t->count; // it has looked since, and could have seen what it missed
        if (!is_named(t, e->object, s->object))
            continue;
        if (e->task == s->task && (e->kind == EV_CONDWAIT || e->kind == EV_EVTWAIT))
            wait = i;
        else if ((e->kind == EV_NOTIFY || e->kind == EV_EVTCLEAR) && wait == t->count)
            notify = i;
    }
    if (wait == t->count || notify == t->count)
        return false;
    struct names n = { 0 };
    const struct event *e = &t->events[notify];
    const char *other = name_task(&n, t, e->task), *me = name_task(&n, t, s->task), *name = name_wanted(&n, s);
    if (e->kind == EV_EVTCLEAR)
        buf_addf(out, _(" %s clears %s (line %u) before %s begins to wait (line %u), and nobody will set it again."), other, name, e->line, me,
                 t->events[wait].line);
    else
        buf_addf(out, _(" %s notifies %s (line %u) when nobody waits, so nobody hears it. Only then %s begins to wait (line %u), and "
                        "nobody will notify again. A condition remembers nothing: look first whether there is anything to wait "
                        "for, `while not …: wait()`, under the same lock."), other, name, e->line, me, t->events[wait].line);
    if (is_free(r, notify, wait) || e->kind != EV_EVTCLEAR)
        buf_addf(out, _(" It would have been right if %s had begun to wait (line %u) before line %u of %s."), me, t->events[wait].line, e->line, other);
    names_finish(&n);
    return true;
}

static unsigned count_events(const struct trace *t, const char *name, enum event_kind kind)
{
    unsigned n = 0;
    for (size_t i = 0; i < t->count; i++)
        n += t->events[i].kind == kind && is_named(t, t->events[i].object, name);
    return n;
}

/* How often it has been fed, and how often that was taken. */
static void tell_balance(struct buf *out, const struct reasons *r, const struct why_stand *s)
{
    const struct trace *t = r->t;
    struct names n = { 0 };
    unsigned put = count_events(t, s->object, EV_PUT), got = count_events(t, s->object, EV_GET);
    unsigned gave = count_events(t, s->object, EV_SEMGAVE), took = count_events(t, s->object, EV_SEMTOOK);
    unsigned at_barrier = count_events(t, s->object, EV_BARWAIT), set = count_events(t, s->object, EV_EVTSET);
    const char *name = name_wanted(&n, s);
    if (s->deed == WHY_GET)
        buf_addf(out, _(" In this run %u were put into it and %u got out of it, and nobody who is left puts another."), put, got);
    else if (s->deed == WHY_PUT)
        buf_addf(out, _(" In this run %u were put into it and %u got out of it, and nobody who is left takes one out."), put, got);
    else if (s->deed == WHY_FINISH)
        buf_addf(out, _(" In this run %u were put into it, and task_done() was called %u times: it is to be called once for each."), put,
                 count_events(t, s->object, EV_TASKDONE));
    else if (gave || took)
        buf_addf(out, _(" In this run %s was taken %u times and given back %u times."), name, took, gave);
    else if (at_barrier)
        buf_addf(out, ngettext_(" %u task has come to %s, and no other will.", " %u tasks have come to %s, and no other will.", at_barrier), at_barrier, name);
    else if (!set)
        buf_addf(out, _(" Nobody who is left will do anything about %s."), name);
    names_finish(&n);
}

/* What it waits for. */
static void tell_waited_for(struct buf *out, const struct reasons *r, const struct why_stand *s)
{
    struct names n = { 0 };
    const char *me = name_task(&n, r->t, s->task), *name = name_wanted(&n, s);
    if (!*s->object)
        buf_addf(out, _(" %s waits at line %u: %s."), me, s->line, s->what);
    else if (s->deed == WHY_GET)
        buf_addf(out, _(" %s waits for an item of %s (line %u)."), me, name, s->line);
    else if (s->deed == WHY_PUT)
        buf_addf(out, _(" %s waits for room in %s (line %u)."), me, name, s->line);
    else if (s->deed == WHY_FINISH)
        buf_addf(out, _(" %s waits until every item of %s is finished (line %u)."), me, name, s->line);
    else
        buf_addf(out, _(" %s waits for %s (line %u)."), me, name, s->line);
    names_finish(&n);
}

static void tell_join(struct buf *out, const struct reasons *r, const struct why_stand *s)
{
    struct names n = { 0 };
    const struct why_stand *other = stand_of(r->c, s->target);
    buf_addf(out, s->line ? _(" %s waits for the end of %s (line %u)") : _(" %s waits for the end of %s"), name_task(&n, r->t, s->task),
             name_task(&n, r->t, s->target), s->line);
    if (other && !other->done && !other->waits)
        buf_addf(out, _(", which can still go on (line %u)"), other->line);
    buf_adds(out, _("."));
    struct holding theirs;
    if (other && other->deed == WHY_LOCK && other->waits && holder_of(r->t, other->object, &theirs) == s->task)
        buf_addf(out, _(" It would have been right if %s had given %s back, which it took at line %u, before it waits for %s."),
                 name_task(&n, r->t, s->task), name_wanted(&n, other), theirs.line, name_task(&n, r->t, s->target));
    names_finish(&n);
}

/* One that wants a lock. Returns who has it. */
static task_id tell_wanted(struct buf *out, const struct reasons *r, const struct why_stand *s)
{
    struct holding mine[16], theirs = { 0 };
    struct names n = { 0 };
    unsigned has = holdings(r->t, s->task, mine, ARRAY_LEN(mine));
    task_id holder = holder_of(r->t, s->object, &theirs);
    const char *me = name_task(&n, r->t, s->task), *name = name_wanted(&n, s), *other = holder != TASK_NONE ? name_task(&n, r->t, holder) : "";
    const struct why_stand *o = stand_of(r->c, holder);
    if (holder == TASK_NONE)
        buf_addf(out, _(" %s waits at line %u: %s."), me, s->line, s->what);
    else if (holder == s->task)
        buf_addf(out, _(" %s wants %s (line %u), which it has taken itself (line %u): a Lock does not know its owner, an RLock does."), me, name,
                 s->line, theirs.line);
    else if (o && o->done)
        buf_addf(out, _(" %s wants %s (line %u), which %s has taken (line %u) and not given back before it ended: with `with %s:` it would "
                        "have been given back on every way out."), me, name, s->line, other, theirs.line, name);
    else if (has)
        buf_addf(out, _(" %s has taken %s (line %u) and wants %s (line %u), which %s has."), me, name_object(&n, r->t, mine[0].object),
                 mine[0].line, name, s->line, other);
    else
        buf_addf(out, _(" %s wants %s (line %u), which %s has."), me, name, s->line, other);
    names_finish(&n);
    return holder != TASK_NONE && holder != s->task && has && !(o && o->done) ? holder : TASK_NONE;
}

/* One that cannot go on. Returns whom it waits for with a lock in its own hands. */
static task_id tell_blocked(struct buf *out, const struct reasons *r, const struct why_stand *s, bool *woken)
{
    if (s->deed == WHY_JOIN) {
        tell_join(out, r, s);
        return TASK_NONE;
    }
    if (s->deed == WHY_LOCK)
        return tell_wanted(out, r, s);
    tell_waited_for(out, r, s);
    if (!*s->object)
        return TASK_NONE;
    if (!tell_lost_wakeup(out, r, s))
        tell_balance(out, r, s);
    else
        *woken = true;
    return TASK_NONE;
}

/* What would have let the first of a ring through: that it takes both before the other takes its own. */
static void tell_other_order(struct buf *out, const struct reasons *r, const struct why_stand *s, task_id holder)
{
    struct holding theirs;
    struct names n = { 0 };
    if (holder_of(r->t, s->object, &theirs) != holder)
        return;
    const char *me = name_task(&n, r->t, s->task), *name = name_wanted(&n, s), *other = name_task(&n, r->t, holder);
    buf_addf(out, _(" It would have been right if %s had got %s (line %u) before %s took it (line %u)."), me, name, s->line, other, theirs.line);
    buf_adds(out, _(" Each has what another wants and gives nothing back before it has got it. If all took these locks in the "
                    "same order, one of them would get all it needs, and the others would wait for it."));
    names_finish(&n);
}

static bool tell_waits(struct buf *out, const struct reasons *r)
{
    const struct why_stand *ring = NULL;
    task_id holder = TASK_NONE;
    unsigned on_locks = 0, moving = 0;
    bool woken = false;
    for (unsigned i = 0; i < r->c->stands_n; i++)
        moving += !r->c->stands[i].done && !r->c->stands[i].waits;
    buf_adds(out, moving ? _("Some of the tasks can never go on.") : _("Nobody can go on."));
    for (unsigned i = 0; i < r->c->stands_n; i++) {
        const struct why_stand *s = &r->c->stands[i];
        if (s->done || !s->waits || (moving && !s->part))
            continue;
        task_id by = tell_blocked(out, r, s, &woken);
        if (by == TASK_NONE)
            continue;
        on_locks++;
        if (!ring) {
            ring = s;
            holder = by;
        }
    }
    if (on_locks > 1)
        tell_other_order(out, r, ring, holder);
    return true;
}

/* ---- going on for ever ---- */

static const struct event *last_write(const struct trace *t, uint32_t object)
{
    for (size_t i = t->count; i-- > 0;)
        if (is_change(&t->events[i]) && t->events[i].object == object)
            return &t->events[i];
    return NULL;
}

enum { ROUNDS = 20 };

/* What a task does again and again when the run goes on: its last access. NULL: it comes to an end, or to a wait. */
static const struct event *round_of(const struct reasons *r, task_id task)
{
    const struct trace *t = r->c->later;
    const struct event *last = NULL;
    unsigned n = 0;
    for (size_t i = r->t->count; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->task != task)
            continue;
        n++;
        if (e->kind == EV_END)
            return NULL;
        last = is_access(e) ? e : last;
    }
    return n >= ROUNDS ? last : NULL;
}

static void tell_round(struct buf *out, const struct reasons *r, const struct why_stand *s, const struct event *e)
{
    const struct trace *t = r->c->later;
    struct names n = { 0 };
    const char *me = name_task(&n, t, s->task), *name = name_object(&n, t, e->object);
    const struct event *w = last_write(t, e->object);
    buf_addf(out, _(" %s goes round and round and comes to %s (line %u) again and again."), me, name, e->line);
    if (!w)
        buf_addf(out, _(" Nobody has written %s in this run."), name);
    else if (w->task != s->task && is_write(w))
        buf_addf(out, _(" The last who has written %s is %s (= %s, line %u)."), name, name_task(&n, t, w->task), name_value(&n, w), w->line);
    names_finish(&n);
}

static bool tell_stuck(struct buf *out, const struct reasons *r)
{
    bool woken = false;
    buf_adds(out, _("From here the end cannot be reached any more, whoever moves."));
    for (unsigned i = 0; i < r->c->stands_n; i++) {
        const struct why_stand *s = &r->c->stands[i];
        const struct event *e = s->done ? NULL : round_of(r, s->task);
        if (e)
            tell_round(out, r, s, e);
        else if (!s->done && s->waits)
            tell_blocked(out, r, s, &woken);
    }
    buf_adds(out, _(" What a loop waits for must be done by somebody who can still come to it: wait for an event, a condition or a "
                    "queue instead of looking again and again, and see that every way on leads there."));
    return true;
}

/* ---- races ---- */

/* The last event that is before what both will do next: what orders them so far. */
static const struct event *last_common(const struct reasons *r, task_id a, task_id b)
{
    const struct trace *t = r->t;
    size_t x = t->count, y = t->count;
    for (size_t i = 0; i < t->count; i++) {
        x = t->events[i].task == a ? i : x;
        y = t->events[i].task == b ? i : y;
    }
    for (size_t i = t->count; r->ordered && i-- > 0;) {
        bool of_a = t->events[i].task == a || (x < t->count && order_before(&r->order, i, x));
        bool of_b = t->events[i].task == b || (y < t->count && order_before(&r->order, i, y));
        bool starts = t->events[i].kind == EV_SPAWN && (t->events[i].number == a || t->events[i].number == b);
        of_a |= starts && t->events[i].number == a;
        of_b |= starts && t->events[i].number == b;
        if (of_a && of_b && !is_access(&t->events[i]))
            return &t->events[i];
    }
    return NULL;
}

static bool is_parent(const struct trace *t, task_id parent, task_id child)
{
    return child < t->task_count && t->tasks[child].parent == parent;
}

static bool tell_race(struct buf *out, const struct reasons *r)
{
    const struct why_stand *a = NULL, *b = NULL;
    struct names n = { 0 };
    for (unsigned i = 0; i < r->c->stands_n; i++)
        if (r->c->stands[i].part && !r->c->stands[i].done) {
            b = a ? b ? b : &r->c->stands[i] : NULL;
            a = a ? a : &r->c->stands[i];
        }
    buf_adds(out, r->c->message);
    buf_adds(out, _("."));
    if (!a || !b)
        return true;
    const char *me = name_task(&n, r->t, a->task), *other = name_task(&n, r->t, b->task);
    buf_addf(out, _(" %s is in %s. %s is in %s."), me, *a->stack ? a->stack : "?", other, *b->stack ? b->stack : "?");
    const struct event *common = last_common(r, a->task, b->task);
    if (common && common->kind == EV_SPAWN)
        buf_addf(out, _(" The last thing that orders the two is that %s starts %s (line %u)."), name_task(&n, r->t, common->task),
                 name_task(&n, r->t, (task_id)common->number), common->line);
    tell_locks(out, r, a->task, r->t->count, b->task, r->t->count);
    if (is_parent(r->t, a->task, b->task) || is_parent(r->t, b->task, a->task)) {
        bool first = is_parent(r->t, a->task, b->task);
        buf_addf(out, _(" What is missing is an edge between the two: %s would have to join %s before line %u, or do this before it starts it, or "
                        "both would have to hold the same lock."), first ? me : other, first ? other : me, first ? a->line : b->line);
    } else {
        buf_addf(out, _(" What is missing is an edge between line %u of %s and line %u of %s: a lock that both hold, a join, a queue or an "
                        "event by which one comes before the other in every run."), a->line, me, b->line, other);
    }
    names_finish(&n);
    return true;
}

/* ---- advice ---- */

static bool tell_leak(struct buf *out, const struct reasons *r)
{
    buf_addf(out, _("%s. Whoever wants it after that waits for ever. It would have been right if it had been given back on every way out of the "
                    "function, also by an exception: `with` does that."), r->c->message);
    return true;
}

static bool tell_lock_order(struct buf *out, const struct reasons *r)
{
    buf_addf(out, _("%s. If each came to have its first one, neither would get its second: a deadlock. Here that cannot happen in any interleaving, but "
                    "the next change of the program may let it. If both took them in the same order, it could not happen at all."), r->c->message);
    return true;
}

static bool tell_cut(struct buf *out, const struct reasons *r)
{
    buf_addf(out, _("%s. Nobody asks a daemon or a killed task where it is: what it has begun stays half done. It would have been right if it had "
                    "been told to stop (an event, a last item in a queue) and been joined before the end."), r->c->message);
    return true;
}

static bool tell_single_wait(struct buf *out, const struct reasons *r)
{
    buf_addf(out, _("%s. Between the notification and its going on another may have been faster, and a notification may be meant for another. "
                    "It is right to look again after each wake-up: `while not …: wait()`, or wait_for(), and not `if`."), r->c->message);
    return true;
}

static bool tell_wakeup(struct buf *out, const struct reasons *r)
{
    for (unsigned i = 0; i < r->c->stands_n; i++) {
        const struct why_stand *s = &r->c->stands[i];
        struct buf text = { 0 };
        bool told = s->part && s->waits && tell_lost_wakeup(&text, r, s);
        if (told)
            buf_adds(out, buf_str(&text) + (buf_str(&text)[0] == ' '));
        buf_finish(&text);
        if (told)
            return true;
    }
    return tell_waits(out, r);
}

/* ---- which ---- */

static void reasons_open(struct reasons *r, const struct why_case *c)
{
    *r = (struct reasons){ .c = c, .t = c->trace };
    r->ordered = order_init(&r->order, c->trace);
}

static void reasons_close(struct reasons *r)
{
    if (r->ordered)
        order_finish(&r->order);
}

bool why_tell(struct buf *out, const struct why_case *c)
{
    static const struct { const char *kind; bool (*tell)(struct buf *out, const struct reasons *r); } ways[] = {
        { "deadlock", tell_waits }, { "stuck", tell_stuck }, { "lost-update", tell_lost_update }, { "race", tell_race },
        { "assertion", tell_lost_update }, { "assertion", tell_stale }, { "assertion", tell_early }, { "exception", tell_stale },
        { "exception", tell_lost_update }, { "exception", tell_early }, { "", tell_lost_update }, { "", tell_stale }, { "", tell_early },
        { "leaked-lock", tell_leak }, { "lost-wakeup", tell_wakeup }, { "lock-order", tell_lock_order }, { "cut", tell_cut },
        { "wait-without-loop", tell_single_wait },
    };
    struct reasons r;
    bool told = false;
    reasons_open(&r, c);
    for (size_t i = 0; i < ARRAY_LEN(ways) && !told; i++)
        told = strcmp(ways[i].kind, c->kind) == 0 && ways[i].tell(out, &r);
    reasons_close(&r);
    return told;
}

void why_tell_task(struct buf *out, const struct why_case *c, task_id task)
{
    const struct why_stand *s = stand_of(c, task);
    struct buf text = { 0 };
    struct names n = { 0 };
    struct reasons r;
    bool woken = false;
    reasons_open(&r, c);
    if (!s || s->done)
        buf_addf(&text, _("%s has ended"), name_task(&n, c->trace, task));
    else if (!s->waits)
        buf_addf(&text, _("%s can go on: %s (line %u)"), name_task(&n, c->trace, task), s->what, s->line);
    else
        tell_blocked(&text, &r, s, &woken);
    buf_adds(out, buf_str(&text) + (buf_str(&text)[0] == ' '));
    reasons_close(&r);
    names_finish(&n);
    buf_finish(&text);
}
