/* why.c: reasons, read back from a trace.
 *
 * Every reason is a pattern in the order of the events:
 *     lost update     B reads x · A writes x · B writes x, made from what it had read
 *     check, then act F looks at x · another changes x · F goes on as if x were as before
 *     lost wake-up    N notifies c · W begins to wait for c, and nobody notifies any more
 *     deadlock        who holds what, from taking and giving back; who wants what, from where it stands */
#include "view/why.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "view/cell.h"

static bool is_write(const struct event *ev) { return ev->kind == EV_WRITE; }
static bool is_change(const struct event *ev) { return ev->kind == EV_WRITE || ev->kind == EV_CALL; }
static bool is_access(const struct event *ev) { return ev->kind == EV_READ || is_change(ev); }

/* Names for one sentence; freed by names_finish. */
struct names {
    struct buf text[8];
    unsigned n;
};

static const char *name_task(struct names *n, const struct trace *t, task_id id)
{
    struct buf *b = &n->text[n->n++ % 8];
    buf_clear(b);
    task_name(b, t, id);
    return buf_str(b);
}

static const char *name_object(struct names *n, const struct trace *t, uint32_t object)
{
    struct buf *b = &n->text[n->n++ % 8];
    buf_clear(b);
    trace_object_name(b, t, object);
    return buf_str(b);
}

static const char *name_value(struct names *n, const struct event *ev)
{
    struct buf *b = &n->text[n->n++ % 8];
    buf_clear(b);
    if (ev->text)
        cell_text(b, ev->text, ev->n);
    return b->n ? b->text : "?";
}

static void names_finish(struct names *n)
{
    for (unsigned i = 0; i < 8; i++)
        buf_finish(&n->text[i]);
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

static bool tell_lost_update(struct buf *out, const struct why_case *c)
{
    struct triple x;
    struct names n = { 0 };
    unsigned count;
    if (!find_lost_update(c->trace, &x, &count))
        return false;
    const struct trace *t = c->trace;
    const struct event *r = &t->events[x.first], *o = &t->events[x.other], *w = &t->events[x.last];
    const char *me = name_task(&n, t, r->task), *other = name_task(&n, t, o->task), *name = name_object(&n, t, r->object);
    buf_addf(out, _("%s reads %s and sees %s (line %u). Before it writes back, %s writes %s = %s (line %u). Then %s writes "
                    "%s = %s (line %u), made from the old value that it had read: what %s wrote is lost."),
             me, name, name_value(&n, r), r->line, other, name, name_value(&n, o), o->line, me, name, name_value(&n, w), w->line, other);
    if (count > 1)
        buf_addf(out, ngettext_(" The same happens %u more time in this run.", " The same happens %u more times in this run.", count - 1), count - 1);
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
                other = i;
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

static bool tell_stale(struct buf *out, const struct why_case *c)
{
    const struct trace *t = c->trace;
    struct triple x;
    struct names n = { 0 };
    task_id failed = who_failed(t);
    if (!find_stale(t, failed, &x) && !find_stale(t, TASK_NONE, &x))
        return false;
    const struct event *a = &t->events[x.first], *o = &t->events[x.other], *b = &t->events[x.last];
    const char *me = name_task(&n, t, a->task), *other = name_task(&n, t, o->task), *name = name_object(&n, t, a->object);
    buf_addf(out, _("%s %s %s (line %u). Then %s %s it (line %u). Then %s comes back to it (line %u) as if it were still as it had "
                    "seen it. What is looked at and what is done about it belong together: no other task may get in between, "
                    "so both must stand under one lock."),
             me, deed(a), name, a->line, other, deed(o), o->line, me, b->line);
    names_finish(&n);
    return true;
}

/* ---- waiting for ever ---- */

/* The object in "b: take a lock"; empty if it is none. */
static void wanted(const struct why_stand *s, char *to, size_t size)
{
    const char *waits = _("wait, ");
    const char *from = strncmp(s->what, waits, strlen(waits)) == 0 ? s->what + strlen(waits) : s->what, *colon = strstr(from, ": ");
    size_t n = colon ? MIN((size_t)(colon - from), size - 1) : 0;
    memcpy(to, from, n);
    to[n] = 0;
}

struct holding { uint32_t object, line; };

/* What a task has taken and not given back, in the order of taking. */
static unsigned holdings(const struct trace *t, task_id who, struct holding *ret, unsigned max)
{
    unsigned n = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->task != who)
            continue;
        if (e->kind == EV_LOCKED && n < max) {
            ret[n++] = (struct holding){ e->object, e->line };
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

static bool is_named(const struct trace *t, uint32_t object, const char *name)
{
    return object < t->object_count && strncmp(t->objects[object].name, name, sizeof t->objects[object].name) == 0;
}

static task_id holder_of(const struct why_case *c, const char *name)
{
    struct holding h[16];
    for (unsigned i = 0; i < c->stands_n; i++) {
        unsigned n = holdings(c->trace, c->stands[i].task, h, ARRAY_LEN(h));
        for (unsigned k = 0; k < n; k++)
            if (is_named(c->trace, h[k].object, name))
                return c->stands[i].task;
    }
    return TASK_NONE;
}

/* A notification that came when nobody waited. */
static bool tell_lost_wakeup(struct buf *out, const struct why_case *c, const struct why_stand *s, const char *name)
{
    const struct trace *t = c->trace;
    size_t wait = t->count, notify = t->count;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->object >= t->object_count || !is_named(t, e->object, name))
            continue;
        if (e->task == s->task && e->kind == EV_CONDWAIT)
            wait = i;
        else if (e->kind == EV_NOTIFY && wait == t->count)
            notify = i;
    }
    if (wait == t->count || notify == t->count)
        return false;
    struct names n = { 0 };
    buf_addf(out, _(" %s notifies %s (line %u) when nobody waits, so nobody hears it. Only then %s begins to wait (line %u), and "
                    "nobody will notify again. A condition remembers nothing: look first whether there is anything to wait "
                    "for, `while not …: wait()`, under the same lock."),
             name_task(&n, t, t->events[notify].task), name, t->events[notify].line, name_task(&n, t, s->task), t->events[wait].line);
    names_finish(&n);
    return true;
}

static bool tell_waits(struct buf *out, const struct why_case *c)
{
    const struct trace *t = c->trace;
    struct names n = { 0 };
    unsigned on_locks = 0;
    bool woken = false;
    buf_adds(out, _("Nobody can go on."));
    for (unsigned i = 0; i < c->stands_n; i++) {
        const struct why_stand *s = &c->stands[i];
        struct holding h[16];
        char name[64];
        if (s->done)
            continue;
        unsigned has = holdings(t, s->task, h, ARRAY_LEN(h));
        wanted(s, name, sizeof name);
        task_id holder = *name ? holder_of(c, name) : TASK_NONE;
        const char *me = name_task(&n, t, s->task);
        if (holder != TASK_NONE && has) {
            buf_addf(out, _(" %s has taken %s (line %u) and wants %s (line %u), which %s has."), me, name_object(&n, t, h[0].object),
                     h[0].line, name, s->line, name_task(&n, t, holder));
            on_locks++;
        } else if (holder != TASK_NONE) {
            buf_addf(out, _(" %s wants %s (line %u), which %s has."), me, name, s->line, name_task(&n, t, holder));
        } else {
            buf_addf(out, _(" %s waits at line %u: %s."), me, s->line, s->what);
            woken = woken || (*name && tell_lost_wakeup(out, c, s, name));
        }
    }
    if (on_locks > 1)
        buf_adds(out, _(" Each has what another wants and gives nothing back before it has got it. If all took these locks in the "
                        "same order, one of them would get all it needs, and the others would wait for it."));
    names_finish(&n);
    return true;
}

/* ---- races ---- */

/* Two stand before the same thing, one to write: which locks each has tells why nothing orders them. */
static bool tell_race(struct buf *out, const struct why_case *c)
{
    struct names n = { 0 };
    buf_addf(out, "%s.", c->message);
    for (unsigned i = 0; i < c->stands_n; i++) {
        const struct why_stand *s = &c->stands[i];
        struct holding h[16];
        if (s->done || s->waits)
            continue;
        unsigned has = holdings(c->trace, s->task, h, ARRAY_LEN(h));
        const char *me = name_task(&n, c->trace, s->task);
        if (has)
            buf_addf(out, _(" %s (line %u) holds %s."), me, s->line, name_object(&n, c->trace, h[has - 1].object));
        else
            buf_addf(out, _(" %s (line %u) holds no lock."), me, s->line);
    }
    buf_adds(out, _(" What is missing is an edge between the two: a lock that both hold, a join, a queue or an event by which one "
                    "comes before the other in every run."));
    names_finish(&n);
    return true;
}

/* ---- which ---- */

bool why_tell(struct buf *out, const struct why_case *c)
{
    static const struct { const char *kind; bool (*tell)(struct buf *out, const struct why_case *c); } ways[] = {
        { "deadlock", tell_waits }, { "lost-update", tell_lost_update }, { "race", tell_race },
        { "assertion", tell_lost_update }, { "assertion", tell_stale }, { "exception", tell_stale },
        { "exception", tell_lost_update }, { "", tell_lost_update }, { "", tell_stale },
    };
    for (size_t i = 0; i < ARRAY_LEN(ways); i++)
        if (strcmp(ways[i].kind, c->kind) == 0 && ways[i].tell(out, c))
            return true;
    return false;
}
