/* replay.c: schedules, as lines and as traces.
 *
 * A replay takes the same steps as the search, by the same code, only never from memory: so that what
 * happens in them can be told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/forget.h"
#include "model/pipe.h"
#include "model/search.h"
#include "model/sync.h"
#include "model/variable.h"
#include "vm/container.h"

enum { KEYS_FROM = 2048, PLACES_FROM = 4096 }; // where their numbers begin in a recorder's objects

struct recorder {
    struct trace *trace;
    uint32_t objects[8192];   // of slots, keys, places: index into the trace's objects + 1
    uint16_t file;
    bool explains;            // see model_explain()
    size_t open;              // what is being read: an object of the trace + 1
    int64_t alias;            // … and what its task calls it
};

/* ---- events ---- */

static task_id task_of(struct recorder *rec, unsigned thread)
{
    struct model *m = the_model;
    while (rec->trace->task_count <= thread) {
        struct trace_task like = { .state = TASK_NEW, .parent = TASK_NONE, .waits_for = UINT32_MAX };
        unsigned i = rec->trace->task_count;
        like.process = like.carrier = i;
        like.is_main = i == 0;
        for (unsigned k = i; k-- > 0;) // the first of its process is the process
            if (m->thread_process[k] == m->thread_process[i])
                like.process = k;
        like.kind = like.process == i ? TASK_PROCESS : TASK_THREAD;
        snprintf(like.name, sizeof like.name, "%s", i ? m->thread_name[i] : "MainProcess");
        trace_task_new(rec->trace, &like);
    }
    return thread;
}

static uint32_t object_of(struct recorder *rec, uint32_t number, const char *name, const char *type)
{
    if (number >= ARRAY_LEN(rec->objects))
        return UINT32_MAX;
    if (!rec->objects[number]) {
        struct trace_object o = { .process = TASK_NONE };
        snprintf(o.name, sizeof o.name, "%s", name);
        snprintf(o.type, sizeof o.type, "%s", type);
        rec->objects[number] = 1 + trace_object_new(rec->trace, &o);
    }
    return rec->objects[number] - 1;
}

static struct event event_at(struct run *r, struct task *t, enum event_kind kind)
{
    const struct source *src;
    struct event ev = { .kind = (uint8_t)kind, .task = task_of(r->recorder, r->head.thread), .object = UINT32_MAX };
    ev.line = task_line(t, &src);
    ev.file = src ? trace_file(r->recorder->trace, src->file) : r->recorder->file;
    ev.time_ns = r->recorder->trace->count * 1000;
    return ev;
}

static size_t show(struct task *t, value v, struct buf *out)
{
    value kept = t->exc;
    t->exc = V_UNBOUND;
    if (v == V_UNBOUND)
        buf_adds(out, "");
    else if (value_repr(t, v, out) != VM_OK)
        buf_addf(out, "<%s>", type_name(t, v));
    t->exc = kept;
    return out->n = MIN(out->n, (size_t)120);
}

static uint32_t key_object(struct run *r, uint32_t key)
{
    return object_of(r->recorder, KEYS_FROM + key, key_name(the_model, key), the_model->keys[key].sym ? "attribute" : "variable");
}

/* An item of a container as a variable of its own. */
static void record_item(struct run *r, struct task *t, const struct access *a)
{
    struct buf name = { 0 }, text = { 0 };
    bool write = r->was.access == INTENT_WRITE_ITEM;
    struct event ev = event_at(r, t, write ? EV_WRITE : EV_READ);
    place_name(the_model, r->was.place, &name);
    ev.object = object_of(r->recorder, PLACES_FROM + r->was.place, buf_str(&name), "item");
    if (write)
        show(t, a->item, &text);
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    if (write)
        trace_append(r->recorder->trace, &ev);
    r->recorder->open = write ? 0 : ev.object + 1;
    r->recorder->alias = ev.number;
    buf_finish(&name);
    buf_finish(&text);
}

/* "append(3)", or "[2]" for an element, as the live log has it. */
static void describe_call(struct task *t, const struct access *a, struct buf *out)
{
    const char *name = builtin_table[payload_of(a->key)].name;
    bool element = strcmp(name, "_getitem") == 0 || strcmp(name, "_setitem") == 0 || strcmp(name, "_delitem") == 0;
    struct buf arg = { 0 };
    show(t, a->val, &arg);
    buf_addf(out, element ? "[%s]" : "%s(", element ? buf_str(&arg) : name);
    if (!element)
        buf_addf(out, "%s)", buf_str(&arg));
    buf_finish(&arg);
}

void record_access(struct run *r, struct task *t, const struct access *a, uint32_t key)
{
    if (!r->recorder)
        return;
    if (r->recorder->explains && !r->alone && (r->was.access == INTENT_READ_ITEM || r->was.access == INTENT_WRITE_ITEM)) {
        record_item(r, t, a);
        return;
    }
    struct buf text = { 0 };
    struct event ev = event_at(r, t, a->kind == ACCESS_READ ? EV_READ : a->kind == ACCESS_WRITE ? EV_WRITE : EV_CALL);
    struct buf name = { 0 };
    access_name(t, a, &name);
    ev.number = name_alias(buf_str(&name), name.n);
    buf_finish(&name);
    ev.object = key_object(r, key);
    if (a->kind == ACCESS_WRITE)
        show(t, a->val, &text);
    else if (a->kind == ACCESS_CALL && is_sort(a->key, SORT_BUILTIN))
        describe_call(t, a, &text);
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    if (a->kind != ACCESS_READ)
        trace_append(r->recorder->trace, &ev);
    r->recorder->open = a->kind == ACCESS_READ ? key_object(r, key) + 1 : 0;
    r->recorder->alias = ev.number;
    buf_finish(&text);
}

/* What the last one does is no step, but may be what explains the others'. */
void record_alone(struct run *r, struct task *t, const struct access *a, uint32_t key)
{
    if (r->recorder->explains && the_model->keys[key].name && a->kind != ACCESS_CALL)
        record_access(r, t, a, key);
}

void record_seen(struct run *r, struct task *t, const struct access *a, value seen)
{
    if (!r || !r->recorder || !r->recorder->open || a->kind == ACCESS_WRITE)
        return;
    struct buf text = { 0 };
    struct event ev = event_at(r, t, EV_READ);
    ev.object = (uint32_t)r->recorder->open - 1;
    ev.number = r->recorder->alias;
    r->recorder->open = 0;
    show(t, seen, &text);
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    trace_append(r->recorder->trace, &ev);
    buf_finish(&text);
}

void record_cell(struct run *r, struct task *t, uint32_t key, bool write, value v)
{
    if (!r->recorder)
        return;
    struct buf text = { 0 };
    struct event ev = event_at(r, t, write ? EV_WRITE : EV_READ);
    ev.object = key_object(r, key);
    show(t, v, &text);
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    trace_append(r->recorder->trace, &ev);
    buf_finish(&text);
}

void record_message(struct run *r, struct task *t, uint32_t slot, bool got, value v)
{
    if (!r->recorder)
        return;
    struct buf text = { 0 };
    struct event ev = event_at(r, t, got ? EV_GET : EV_PUT);
    ev.object = object_of(r->recorder, slot, "pipe", "pipe");
    show(t, v, &text);
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    trace_append(r->recorder->trace, &ev);
    buf_finish(&text);
}

/* How many tasks wait to be named by an object. */
static unsigned waiting_at(struct model *m, const comp_id *ids, uint32_t n, uint32_t slot)
{
    unsigned count = 0;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        uint32_t column = m->thread_column[i];
        const struct local *l = column < n && ids[column] ? local_of(m, ids[column]) : NULL;
        count += l && l->head.next == NEXT_WAIT && l->head.object == slot;
    }
    return count;
}

void record_sync(struct run *r, struct task *t, uint32_t slot, enum sync_op op, enum sync_answer a, value item)
{
    static const char *const types[] = { "Lock", "RLock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "Task" };
    if (!r->recorder)
        return;
    const struct sync_op_info *info = &sync_op_table[op];
    struct event ev = event_at(r, t, (enum event_kind)(a == SYNC_DONE ? info->done_event : info->refused_event));
    if (op == SYNC_OP_RESTORE || ev.kind == EV_NOTE)
        ev.kind = op == SYNC_OP_RESTORE ? EV_LOCKED : ev.kind;
    if (ev.kind == EV_NOTE)
        return;
    struct buf name = { 0 }, text = { 0 };
    const struct sync_object *o = run_sync(r, slot);
    sync_name_of(the_model, slot, &name);
    ev.object = object_of(r->recorder, slot, buf_str(&name), types[o->kind < SYNC_KINDS ? o->kind : 0]);
    ev.number = o->kind == SYNC_LOCK || o->kind == SYNC_RLOCK ? (int64_t)o->depth : o->value;
    if (op == SYNC_OP_BARRIER_WAIT)
        ev.number = o->bound - 1; // the last one's index
    if (op == SYNC_OP_COND_NOTIFY)
        ev.number = MIN((int64_t)waiting_at(the_model, r->ids, r->ids_n, slot), (int64_t)r->effect.wake);
    if (item != V_UNBOUND) {
        value put = t->req.arg[5] != V_UNBOUND ? t->req.arg[5] : t->req.arg[2]; // what the bytes stand for
        show(t, op == SYNC_OP_PUT ? put : item, &text);
        ev.text = buf_str(&text);
        ev.n = (uint32_t)text.n;
    }
    trace_append(r->recorder->trace, &ev);
    buf_finish(&name);
    buf_finish(&text);
}

/* It waits by name now: a condition, an event, a barrier. */
static void record_wait(struct model *m, struct recorder *rec, const struct head *h)
{
    struct buf name = { 0 };
    struct event ev = { .kind = sync_op_table[h->op].wait_event, .task = task_of(rec, h->thread), .line = h->line, .file = rec->file };
    sync_name_of(m, h->object, &name);
    ev.object = object_of(rec, h->object, buf_str(&name), h->op == SYNC_OP_COND_WAIT ? "Condition" : h->op == SYNC_OP_EVENT_WAIT ? "Event" : "Barrier");
    ev.time_ns = rec->trace->count * 1000;
    trace_append(rec->trace, &ev);
    buf_finish(&name);
}

void record_print(struct run *r, struct task *t, bool err, const char *s, size_t n)
{
    if (!r->recorder)
        return;
    struct event ev = event_at(r, t, err ? EV_ERRPRINT : EV_PRINT);
    ev.text = s;
    ev.n = (uint32_t)n;
    trace_append(r->recorder->trace, &ev);
}

void record_start(struct run *r, struct task *t, unsigned thread)
{
    if (!r->recorder)
        return;
    struct event ev = event_at(r, t, EV_SPAWN);
    ev.number = task_of(r->recorder, thread);
    r->recorder->trace->tasks[thread].parent = r->head.thread;
    trace_append(r->recorder->trace, &ev);
}

void record_joined(struct run *r, struct task *t, unsigned thread)
{
    if (!r->recorder || !r->recorder->explains)
        return;
    struct event ev = event_at(r, t, EV_JOINED);
    ev.number = task_of(r->recorder, thread);
    trace_append(r->recorder->trace, &ev);
}

static void record_end(struct model *m, struct recorder *rec, const struct head *h)
{
    (void)m;
    struct event ev = { .kind = EV_END, .task = task_of(rec, h->thread), .object = UINT32_MAX, .number = h->exit_code, .file = rec->file };
    ev.time_ns = rec->trace->count * 1000;
    trace_append(rec->trace, &ev);
}

/* ---- going along a schedule ---- */

static void note_ends(struct model *m, struct recorder *rec, const struct state *before, const struct state *after)
{
    for (unsigned i = 0; rec && i < m->threads_seen; i++) {
        const struct local *a = thread_local(m, after, i);
        struct head now = a ? a->head : (struct head){ 0 };
        const struct local *b = thread_local(m, before, i);
        bool was_done = b && b->head.next == NEXT_DONE;
        if (a && now.next == NEXT_DONE && !was_done)
            record_end(m, rec, &now);
    }
}

static void what_tell(struct model *m, const struct head *h, char *to, size_t size)
{
    struct buf b = { 0 }, name = { 0 };
    static const char *const intents[] = { N_("read"), N_("write"), N_("change"), N_("look at"), N_("read"), N_("write") };
    switch ((enum next_kind)h->next) {
    case NEXT_ACCESS: case NEXT_CELL:
        place_name(m, h->place, &name);
        buf_addf(&b, "%s %s", _(intents[h->access % ARRAY_LEN(intents)]), buf_str(&name));
        break;
    case NEXT_SYNC: case NEXT_WAIT:
        sync_name_of(m, h->object, &name);
        buf_addf(&b, "%s%s: %s", h->next == NEXT_WAIT ? _("wait, ") : "", buf_str(&name), _(sync_op_table[h->op].help));
        break;
    case NEXT_GET:
        sync_name_of(m, h->object, &name);
        buf_addf(&b, _("look at %s"), buf_str(&name));
        break;
    case NEXT_PIPE: buf_adds(&b, pipe_step_text(h->op)); break;
    case NEXT_PRINT: buf_adds(&b, _("print")); break;
    case NEXT_JOIN: buf_addf(&b, _("join %s"), m->thread_name[h->object]); break;
    case NEXT_LOOK:
        if (h->object == NO_THREAD)
            buf_adds(&b, _("has it been started?"));
        else
            buf_addf(&b, _("is %s alive?"), m->thread_name[h->object]);
        break;
    case NEXT_TABLE: buf_adds(&b, h->arg ? _("be no active thread any more") : _("which threads are active?")); break;
    case NEXT_WAITPID: buf_adds(&b, _("wait for a child")); break;
    case NEXT_KILL: buf_adds(&b, _("kill")); break;
    case NEXT_CHOICE: buf_adds(&b, _("chance")); break;
    case NEXT_START: buf_adds(&b, _("start a task")); break;
    case NEXT_EXIT: buf_adds(&b, h->flags & L_FIRST && m->threaded[h->process] ? _("leave, which ends the daemon threads") : _("end")); break;
    case NEXT_DONE: buf_adds(&b, _("has ended")); break;
    case NEXT_RIDE: buf_adds(&b, _("go on")); break;
    }
    snprintf(to, size, "%s", buf_str(&b));
    buf_finish(&b);
    buf_finish(&name);
}

/* Steps that leave no event of their own. */
static bool is_silent(const struct head *h)
{
    return h->next == NEXT_GET || h->next == NEXT_LOOK || h->next == NEXT_TABLE || h->next == NEXT_KILL || h->next == NEXT_WAITPID || h->next == NEXT_CHOICE ||
           h->next == NEXT_PIPE;
}

/* They are told too, so that each move has an event. */
static void record_silent(struct model *m, struct recorder *rec, const struct head *h, size_t from)
{
    for (size_t i = from; i < rec->trace->count; i++)
        if (rec->trace->events[i].task == h->thread)
            return;
    char what[96];
    struct event ev = { .kind = EV_NOTE, .task = task_of(rec, h->thread), .object = UINT32_MAX, .line = h->line, .file = rec->file,
                        .time_ns = rec->trace->count * 1000 };
    if (h->next == NEXT_ACCESS && rec->open) { // a read that raised
        ev.kind = EV_READ;
        ev.object = object_of(rec, 2048 + h->object, key_name(m, h->object), m->keys[h->object].sym ? "attribute" : "variable");
        rec->open = 0;
    } else {
        what_tell(m, h, what, sizeof what);
        ev.text = what;
        ev.n = (uint32_t)strlen(what);
    }
    trace_append(rec->trace, &ev);
}

/* Who has been named by this step goes on. */
static void record_woken(struct model *m, struct recorder *rec, const struct state *before, const struct state *after)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, before, i);
        struct head was = l ? l->head : (struct head){ 0 };
        const struct local *now = thread_local(m, after, i);
        if (!l || !now || was.next != NEXT_WAIT || now->head.next == NEXT_WAIT || now->head.next == NEXT_DONE)
            continue;
        struct buf name = { 0 };
        struct event ev = { .kind = sync_op_table[was.op].done_event, .task = task_of(rec, i), .line = was.line, .file = rec->file,
                            .number = was.op == SYNC_OP_BARRIER_WAIT ? was.depth : 0, .time_ns = rec->trace->count * 1000 };
        sync_name_of(m, was.object, &name);
        ev.object = object_of(rec, was.object, buf_str(&name), "");
        trace_append(rec->trace, &ev);
        buf_finish(&name);
    }
}

/* The oldest store of a task reaches memory. */
static void record_drain(struct model *m, const struct state *s, struct recorder *rec, unsigned thread)
{
    uint32_t n;
    const uint64_t *stores = buffer_of(m, s->ids, s->n, thread, &n);
    const struct local *l = thread_local(m, s, thread);
    struct event ev = { .kind = EV_NOTE, .task = task_of(rec, thread), .object = UINT32_MAX, .line = l ? l->head.line : 0,
                        .file = rec->file, .time_ns = rec->trace->count * 1000 };
    struct buf text = { 0 };
    for (uint32_t k = 0; n && k < m->keys_n; k++)
        if (m->keys[k].slot == stores[0] >> 32 && !m->keys[k].sym) {
            buf_addf(&text, _("its store to %s reaches memory"), key_name(m, k));
            break;
        }
    ev.text = buf_str(&text);
    ev.n = (uint32_t)text.n;
    if (n)
        trace_append(rec->trace, &ev);
    buf_finish(&text);
}

/* What happens to a task without a step of its own; false if it cannot. */
static bool befall(struct model *m, struct state *s, const struct move *mv, struct recorder *rec)
{
    static struct state before;
    const struct local *l = mv->thread < m->threads_seen ? thread_local(m, s, mv->thread) : NULL;
    if (mv->choice == MOVE_DRAINS) {
        if (rec)
            record_drain(m, s, rec, mv->thread);
        return buffer_drain(m, s, mv->thread); // as the search does: who waits for it rides at the next move
    }
    if (!l || !(mv->choice == MOVE_WAKES ? can_wake(l) : can_be_killed(l)))
        return false;
    before = *s;
    if (mv->choice == MOVE_WAKES)
        wake_unasked(m, s, mv->thread);
    else
        kill_process(m, s, mv->thread);
    if (rec && mv->choice == MOVE_WAKES)
        record_woken(m, rec, &before, s);
    if (!settle(m, s, NULL, rec))
        return false;
    note_ends(m, rec, &before, s);
    return true;
}

static bool nobody_can_move(struct model *m, const struct state *s)
{
    for (unsigned i = 0; i < m->threads_seen; i++)
        if (can_move(m, s, i))
            return false;
    return true;
}

/* One move; false if it cannot be made. */
bool state_move(struct model *m, struct state *s, const struct move *mv, struct recorder *rec)
{
    if (mv->choice >= MOVE_WAKES)
        return befall(m, s, mv, rec);
    static struct state closed;
    struct local *l = mv->thread < m->threads_seen ? thread_local(m, s, mv->thread) : NULL;
    if (!l || l->head.next == NEXT_DONE)
        return false;
    struct head h = l->head;
    bool alone = unfinished(m, s, true, NULL) == 1;
    if (h.next == NEXT_WAIT && !mv->timed_out)
        return false;
    unsigned ways = mv->timed_out ? 1 : ways_of(m, s, mv->thread, l);
    struct how how = { .timed_out = mv->timed_out, .alone = alone };
    how.choice = ways > 1 ? mv->choice : 0;
    how.seen = h.next == NEXT_WAITPID ? waited_for(m, s, &h, how.choice, &how.choice) : observe(m, s, &h);
    if (!ways && !alone)
        return false;
    m->forgot = h.next == NEXT_PIPE && !how.timed_out && !alone && m->ends_owned && nobody_can_move(m, s) && ends_forgotten(m, s, &closed);
    if (m->forgot)
        *s = closed;
    size_t from = rec ? rec->trace->count : 0;
    if (rec && !alone && is_silent(&h)) // before what comes after it
        record_silent(m, rec, &h, from);
    effect_id id = world_run(m, s->ids, s->n, mv->thread, how, NULL, rec);
    struct effect e = m->effects[id];
    static struct state before;
    before = *s;
    if (e.flags & (E_BLOCKED | E_STUCK | E_LIMIT) || !effect_apply(m, s, mv->thread, &e, ways > 1 ? 0 : mv->choice))
        return false;
    l = thread_local(m, s, mv->thread);
    if (rec && l && l->head.next == NEXT_WAIT)
        record_wait(m, rec, &l->head);
    if (rec && !alone && h.next != NEXT_EXIT) // that has its end
        record_silent(m, rec, &h, from);
    if (rec && e.flags & E_WAKES && e.woken != WOKEN_BROKEN)
        record_woken(m, rec, &before, s);
    if (!settle(m, s, NULL, rec))
        return false;
    note_ends(m, rec, &before, s);
    return true;
}

static bool begin_replay(struct model *m, struct state *s, struct recorder *rec)
{
    if (!m->begun && !(m->begun = true, world_begin(m, m->task, &m->prefix_output, &m->prefix_end)))
        return false;
    if (!m->frozen)
        return false;
    if (!rec)
        return initial_state(m, s);
    unsigned last;
    memset(s, 0, sizeof *s);
    s->n = m->columns_n;
    s->ids[m->thread_column[0]] = m->first_local;
    while (unfinished(m, s, true, &last) == 1 && thread_local(m, s, last)->head.next == NEXT_START) {
        effect_id id = world_run(m, s->ids, s->n, last, (struct how){ .alone = true }, NULL, rec);
        struct effect e = m->effects[id];
        if (e.flags & E_LIMIT || !effect_apply(m, s, last, &e, 0) || !settle(m, s, NULL, rec))
            return false;
    }
    static const struct state nobody;
    note_ends(m, rec, &nobody, s);
    return true;
}

enum { GOES_ON_MOST = 400 };

/* Each task that can, as far as it can. */
static void go_on(struct model *m, struct state *s, struct recorder *rec)
{
    unsigned done = 0;
    for (bool any = true; any && done < GOES_ON_MOST;) {
        any = false;
        for (unsigned i = 0; i < m->threads_seen; i++)
            while (done < GOES_ON_MOST && can_move(m, s, i) && state_move(m, s, &(struct move){ (uint8_t)i, 0, 0 }, rec)) {
                done++;
                any = true;
            }
    }
}

enum telling { TELL_EVENTS, TELL_ALL, TELL_ALL_AND_GO_ON };

static uint32_t replay(struct model *m, const struct move *moves, uint32_t n, struct trace *trace, size_t *ret_marks, enum telling telling)
{
    static struct recorder rec;
    static struct state s;
    uint32_t done = 0;
    rec = (struct recorder){ .trace = trace, .explains = telling != TELL_EVENTS };
    rec.file = trace_file(trace, m->opts->file ? m->opts->file : "<string>");
    task_of(&rec, 0);
    if (!begin_replay(m, &s, &rec))
        return 0;
    if (ret_marks)
        ret_marks[0] = trace->count;
    while (done < n && state_move(m, &s, &moves[done], &rec)) {
        done++;
        if (ret_marks)
            ret_marks[done] = trace->count;
    }
    unsigned last;
    if (done == n && unfinished(m, &s, true, &last) == 1) { // the rest is nobody's choice
        struct move rest = { (uint8_t)last, 0, 0 };
        state_move(m, &s, &rest, &rec);
    }
    if (telling == TELL_ALL_AND_GO_ON)
        go_on(m, &s, &rec);
    return done;
}

uint32_t model_replay(struct model *m, const struct move *moves, uint32_t n, struct trace *trace)
{
    return model_replay_marked(m, moves, n, trace, NULL);
}

uint32_t model_replay_marked(struct model *m, const struct move *moves, uint32_t n, struct trace *trace, size_t *ret_marks)
{
    return replay(m, moves, n, trace, ret_marks, TELL_EVENTS);
}

uint32_t model_explain(struct model *m, const struct move *moves, uint32_t n, bool goes_on, struct trace *trace)
{
    return replay(m, moves, n, trace, NULL, goes_on ? TELL_ALL_AND_GO_ON : TELL_ALL);
}

bool state_after(struct model *m, const struct move *moves, uint32_t n, struct state *ret)
{
    if (!begin_replay(m, ret, NULL))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!state_move(m, ret, &moves[i], NULL))
            return false;
    return true;
}

/* ---- what could come next ---- */

struct marks { uint64_t enabled, timed, drains; uint8_t choices[64]; };
static void mark_edge(void *ctx, const struct edge *e)
{
    struct marks *k = ctx;
    *(e->drains ? &k->drains : e->move.timed_out ? &k->timed : &k->enabled) |= 1ull << (e->move.thread & 63);
    k->choices[e->move.thread & 63] += !e->drains;
}

/* What a task needs that cannot go on. */
static void blocker_tell(struct model *m, const struct state *s, const struct head *h, struct next_move *nm)
{
    struct buf b = { 0 };
    uint32_t stores;
    buffer_of(m, s->ids, s->n, h->thread, &stores);
    if (stores && h->next != NEXT_WAIT)
        buf_adds(&b, _("its own stores to reach memory"));
    else if (h->next == NEXT_SYNC || h->next == NEXT_WAIT || h->next == NEXT_JOIN || h->next == NEXT_WAITPID)
        wanted_tell(m, s, h, &b);
    snprintf(nm->blocker, sizeof nm->blocker, "%s", buf_str(&b));
    buf_finish(&b);
}

static enum next_deed sync_deed(enum sync_op op)
{
    switch (op) {
    case SYNC_OP_ACQUIRE: case SYNC_OP_RESTORE: return DEED_LOCK;
    case SYNC_OP_PUT: return DEED_PUT;
    case SYNC_OP_GET: return DEED_GET;
    case SYNC_OP_QUEUE_JOIN: return DEED_FINISH;
    default: return DEED_WAIT;
    }
}

static void deed_tell(struct model *m, const struct state *s, const struct head *h, struct next_move *to)
{
    static const uint8_t intents[] = { DEED_READ, DEED_WRITE, DEED_CHANGE, DEED_LOOK, DEED_READ, DEED_WRITE };
    struct buf object = { 0 }, stack = { 0 };
    switch ((enum next_kind)h->next) {
    case NEXT_ACCESS: case NEXT_CELL:
        to->deed = (enum next_deed)intents[h->access % ARRAY_LEN(intents)];
        place_name(m, h->place, &object);
        break;
    case NEXT_SYNC: case NEXT_WAIT:
        to->deed = sync_deed((enum sync_op)h->op);
        sync_name_of(m, h->object, &object);
        break;
    case NEXT_JOIN:
        to->deed = DEED_JOIN;
        to->target = (uint8_t)h->object;
        break;
    default: break;
    }
    world_stack(m, s->ids, s->n, h->thread, &stack);
    snprintf(to->object, sizeof to->object, "%s", buf_str(&object));
    snprintf(to->stack, sizeof to->stack, "%s", buf_str(&stack));
    buf_finish(&object);
    buf_finish(&stack);
}

unsigned model_next(struct model *m, const struct move *moves, uint32_t n, struct next_move *ret, unsigned max)
{
    static struct state s;
    struct marks marks = { 0 };
    struct expansion x;
    unsigned count = 0;
    if (!state_after(m, moves, n, &s))
        return 0;
    unsigned left = unfinished(m, &s, true, NULL);
    expand(m, &s, &x, mark_edge, NULL, &marks);
    if (!marks.enabled) // time passes only when nobody moves
        marks.enabled = marks.timed;
    for (unsigned i = 0; i < m->threads_seen && count < max; i++) {
        const struct local *l = thread_local(m, &s, i);
        if (!l)
            continue;
        struct next_move *nm = &ret[count++];
        *nm = (struct next_move){ .thread = (uint8_t)i, .process = l->head.process, .name = i ? m->thread_name[i] : "MainProcess",
                                  .line = l->head.line, .done = l->head.next == NEXT_DONE };
        nm->enabled = marks.enabled >> (i & 63) & 1 || (left == 1 && !nm->done && x.end != STATE_DEADLOCK);
        nm->choices = marks.choices[i & 63];
        nm->waits = !nm->done && !nm->enabled;
        nm->timed = !nm->done && waits_with_limit(m, &s, i, l);
        nm->wakes = can_wake(l);
        nm->killable = can_be_killed(l);
        nm->drains = marks.drains >> (i & 63) & 1;
        struct head h = l->head;
        what_tell(m, &h, nm->what, sizeof nm->what);
        deed_tell(m, &s, &h, nm);
        if (nm->waits)
            blocker_tell(m, &s, &h, nm);
    }
    return count;
}

/* ---- schedules as lines ----
 *
 * Runs of one task are folded: "1x3 2 1.1 2!" is three steps of task 1, one of 2, one of 1 in its way
 * number 1, and one of 2 whose time is over. 2? wakes it unasked, 2k kills it, 2s lets a store of it drain. */

static const struct { char sign; uint8_t choice; } befalls[] = { { '?', MOVE_WAKES }, { 'k', MOVE_KILLED }, { 's', MOVE_DRAINS } };

char move_sign(const struct move *mv)
{
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (befalls[i].choice == mv->choice)
            return befalls[i].sign;
    return mv->timed_out ? '!' : 0;
}

/* Takes such a sign; 0: there is none. */
static uint8_t take_sign(const char **at)
{
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (befalls[i].sign == **at) {
            ++*at;
            return befalls[i].choice;
        }
    return 0;
}

void moves_tell(struct buf *out, const struct move *moves, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        uint32_t k = i + 1;
        while (k < n && memcmp(&moves[k], &moves[i], sizeof *moves) == 0)
            k++;
        buf_addf(out, "%s%u", i ? " " : "", moves[i].thread);
        char sign = move_sign(&moves[i]);
        if (moves[i].choice && moves[i].choice < MOVE_WAKES)
            buf_addf(out, ".%u", moves[i].choice);
        if (sign)
            buf_addc(out, sign);
        if (k - i > 1)
            buf_addf(out, "x%u", k - i);
        i = k;
    }
}

static bool number(const char **at, unsigned most, unsigned *ret)
{
    char *end;
    if (**at < '0' || **at > '9')
        return false;
    unsigned long v = strtoul(*at, &end, 10);
    *at = end;
    *ret = (unsigned)v;
    return v <= most;
}

int moves_parse(const char *text, struct move **ret, uint32_t *ret_n)
{
    struct move *moves = NULL;
    uint32_t n = 0, cap = 0;
    for (const char *at = text; *at;) {
        unsigned thread, choice = 0, times = 1;
        if (*at == ' ') {
            at++;
            continue;
        }
        if (!number(&at, MODEL_THREADS - 1, &thread))
            goto bad;
        if (*at == '.' && (at++, !number(&at, MOVE_WAKES - 1, &choice)))
            goto bad;
        bool timed = *at == '!';
        at += timed;
        choice = choice || timed ? choice : take_sign(&at);
        if (*at == 'x' && (at++, !number(&at, 1000000, &times)))
            goto bad;
        if (*at && *at != ' ')
            goto bad;
        if (n + times > cap) {
            cap = MAX(cap * 2, n + times + 16);
            moves = mem_resize(moves, cap, sizeof *moves);
        }
        while (times--)
            moves[n++] = (struct move){ (uint8_t)thread, (uint8_t)choice, timed };
    }
    *ret = moves;
    *ret_n = n;
    return 0;
bad:
    free(moves);
    return -1;
}
