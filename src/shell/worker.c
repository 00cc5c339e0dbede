/* worker.c: the explorer's own process: a model, and answers to questions about it.
 *
 * Nothing here can reach the terminal: what is found goes to the shell as lines (explorer.h). */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "live/run.h"
#include "model/model.h"
#include "shell/explorer.h"
#include "view/why.h"

_Static_assert((int)DEED_OTHER == (int)WHY_OTHER && (int)DEED_FINISH == (int)WHY_FINISH, "the model's deeds go to the views as numbers");

static volatile bool stopped;

static void on_interrupt(int sig)
{
    (void)sig;
    stopped = true;
}

/* ---- writing ---- */

struct teller {
    int fd;
    struct buf out;
};

/* Who reads is gone: so is the reason to be here. */
static void flush(struct teller *t)
{
    for (size_t at = 0; at < t->out.n;) {
        ssize_t n = write(t->fd, t->out.text + at, t->out.n - at);
        if (n < 0 && errno != EINTR)
            _exit(1);
        at += n > 0 ? (size_t)n : 0;
    }
    buf_clear(&t->out);
}

static void end_line(struct teller *t)
{
    buf_addc(&t->out, '\n');
    if (t->out.n > 32768)
        flush(t);
}

/* A field of free text, with a tab before it. */
static void add_text(struct teller *t, const char *s, size_t n)
{
    buf_addc(&t->out, '\t');
    for (size_t i = 0; i < n; i++) {
        switch (s[i]) {
        case '\t': buf_adds(&t->out, "\\t"); break;
        case '\n': buf_adds(&t->out, "\\n"); break;
        case '\\': buf_adds(&t->out, "\\\\"); break;
        case 0: break; // no text of ours has one
        default: buf_addc(&t->out, s[i]);
        }
    }
}

static void add_string(struct teller *t, const char *s)
{
    add_text(t, s, strlen(s));
}

static void add_number(struct teller *t, int64_t n)
{
    buf_addf(&t->out, "\t%lld", (long long)n);
}

/* In digits; "-": not counted. */
static void add_count(struct teller *t, bool counted, unsigned __int128 n)
{
    char digits[48], *at = digits + sizeof digits;
    *--at = 0;
    do
        *--at = (char)('0' + (int)(n % 10));
    while (n /= 10);
    buf_addf(&t->out, "\t%s", counted ? at : "-");
}

static void add_moves(struct teller *t, const struct move *moves, uint32_t n)
{
    buf_addc(&t->out, '\t');
    moves_tell(&t->out, moves, n);
}

/* ---- explore ---- */

static void on_progress(void *ctx, uint64_t states, uint64_t steps, double seconds)
{
    struct teller *t = ctx;
    buf_addf(&t->out, "progress\t%llu\t%llu\t%.6f", (unsigned long long)states, (unsigned long long)steps, seconds);
    end_line(t);
    flush(t);
}

enum { TASKS_NAMED = 250 };

/* Names of the tasks that take part, as they are called where it happens. */
static void add_names(struct teller *t, struct model *m, const struct finding *f)
{
    static struct next_move next[TASKS_NAMED];
    unsigned n = f->moves_n ? model_next(m, f->moves, f->moves_n, next, ARRAY_LEN(next)) : 0;
    add_number(t, f->threads_n);
    for (unsigned i = 0; i < f->threads_n; i++) {
        char number[16];
        const char *name = f->threads[i] == 0 ? "MainProcess" : NULL;
        for (unsigned k = 0; k < n; k++)
            if (next[k].thread == f->threads[i])
                name = next[k].name;
        snprintf(number, sizeof number, "task %u", f->threads[i]);
        add_string(t, name ? name : number);
    }
    for (unsigned i = 0; i < f->threads_n; i++) {
        const char *stack = "";
        for (unsigned k = 0; k < n && f->kind == FIND_RACE; k++)
            if (next[k].thread == f->threads[i])
                stack = next[k].stack;
        add_string(t, stack);
    }
}

static void tell_finding(struct teller *t, struct model *m, const struct finding *f)
{
    const struct finding_info *info = &finding_table[f->kind];
    buf_addf(&t->out, "finding\t%s\t%d\t%u\t%u\t%u\t%d\t%d", info->word, info->fails, f->line, f->switches, f->moves_n,
             f->minimal, f->early);
    add_string(t, f->message);
    add_moves(t, f->moves, f->moves_n);
    add_names(t, m, f);
    end_line(t);
}

static void tell_outcome(struct teller *t, const struct outcome *o)
{
    buf_addf(&t->out, "outcome\t%s", o->end == FIND_NONE ? "ok" : finding_table[o->end].word);
    add_count(t, o->counted, o->interleavings);
    add_string(t, o->output ? o->output : "");
    add_moves(t, o->moves, o->moves_n);
    end_line(t);
}

static void explore(struct teller *t, struct model *m)
{
    static const struct model_result *r; // a model explores once; asked again, it is told again
    static const char *const verdicts[] = {
        [VERDICT_HOLDS] = "holds", [VERDICT_FAILS] = "fails", [VERDICT_UNKNOWN] = "unknown",
    };
    if (!r)
        r = model_explore(m);
    buf_addf(&t->out, "result\t%s\t%d\t%d\t%llu\t%llu\t%u\t%u\t%.6f", verdicts[r->verdict], r->complete, r->single,
             (unsigned long long)r->states, (unsigned long long)r->steps, r->depth, r->tasks, r->seconds);
    add_count(t, r->counted, r->interleavings);
    add_string(t, r->limit);
    add_string(t, r->frame);
    buf_addf(&t->out, "\t%llu\t%d\t%u\t%.6f", (unsigned long long)r->sampled, SAMPLE_DEPTH, r->sampled_steps, r->sampled_chance);
    add_number(t, r->overlap);
    end_line(t);
    for (uint32_t i = 0; i < r->outcomes_n; i++)
        tell_outcome(t, &r->outcomes[i]);
    for (uint32_t i = 0; i < r->findings_n; i++)
        tell_finding(t, m, &r->findings[i]);
}

/* ---- replay ---- */

static void tell_trace(struct teller *t, const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->file_count; i++) {
        buf_adds(&t->out, "file");
        add_string(t, trace->files[i]);
        end_line(t);
    }
    for (uint32_t i = 0; i < trace->task_count; i++) {
        const struct trace_task *k = &trace->tasks[i];
        buf_addf(&t->out, "task\t%u\t%d\t%d\t%lld\t%lld", k->kind, k->daemon, k->is_main, (long long)k->process,
                 k->parent == TASK_NONE ? -1ll : (long long)k->parent);
        add_string(t, k->name);
        end_line(t);
    }
    for (uint32_t i = 0; i < trace->object_count; i++) {
        buf_adds(&t->out, "object");
        add_string(t, trace->objects[i].name);
        add_string(t, trace->objects[i].type);
        end_line(t);
    }
    for (size_t i = 0; i < trace->count; i++) {
        const struct event *e = &trace->events[i];
        buf_addf(&t->out, "event\t%u\t%u\t%u\t%u\t%lld\t%lld", e->kind, e->task, e->file, e->line,
                 e->object == UINT32_MAX ? -1ll : (long long)e->object, (long long)e->number);
        if (e->text)
            add_text(t, e->text, e->n);
        end_line(t);
    }
}

static void explain(struct teller *t, struct model *m, const struct move *moves, uint32_t n, bool goes_on)
{
    struct trace trace;
    trace_init(&trace);
    model_explain(m, moves, n, goes_on, &trace);
    tell_trace(t, &trace);
    trace_finish(&trace);
}

static void replay(struct teller *t, struct model *m, const struct move *moves, uint32_t n)
{
    struct trace trace;
    size_t *marks = mem_zalloc((size_t)n + 1, sizeof *marks);
    trace_init(&trace);
    uint32_t made = model_replay_marked(m, moves, n, &trace, marks);
    tell_trace(t, &trace);
    buf_addf(&t->out, "made\t%u", made);
    end_line(t);
    for (uint32_t i = 0; i <= made; i++) {
        buf_addf(&t->out, "mark\t%zu", marks[i]);
        end_line(t);
    }
    free(marks);
    trace_finish(&trace);
}

/* ---- next ---- */

static void tell_next(struct teller *t, struct model *m, const struct move *moves, uint32_t n)
{
    static struct next_move next[TASKS_NAMED];
    unsigned count = model_next(m, moves, n, next, ARRAY_LEN(next));
    for (unsigned i = 0; i < count; i++) {
        const struct next_move *k = &next[i];
        buf_addf(&t->out, "next\t%u\t%u\t%d\t%d\t%d\t%d\t%u\t%u\t%d\t%d\t%d\t%d\t%d\t%u", k->thread, k->process, k->enabled, k->done,
                 k->waits, k->preempts, k->line, k->choices, k->timed, k->wakes, k->killable, k->drains, k->deed, k->target);
        add_string(t, k->name);
        add_string(t, k->what);
        add_string(t, k->blocker);
        add_string(t, k->object);
        add_string(t, k->stack);
        end_line(t);
    }
}

/* ---- script ---- */

static void tell_script(struct teller *t, struct model *m, const struct move *moves, uint32_t n)
{
    struct script s;
    uint32_t made = model_script(m, moves, n, &s);
    for (uint32_t i = 0; i < made; i++) {
        const struct turn *u = &s.turns[i];
        buf_addf(&t->out, "turn\t%u\t%c\t%d\t%d", u->thread, u->sign ? u->sign : '-', u->chance, u->forgets);
        for (unsigned k = 0; k < u->choices_n; k++)
            add_number(t, u->choice[k]);
        end_line(t);
    }
    for (uint32_t i = 0; i < s.stands_n; i++) {
        static const uint8_t where[] = { [MODEL_GATE] = STAND_GATE, [MODEL_WAITS] = STAND_WAITS, [MODEL_ENDED] = STAND_ENDED,
                                         [MODEL_ANYWHERE] = STAND_ANYWHERE };
        const struct stand *st = &s.stands[i];
        buf_addf(&t->out, "stand\t%u\t%u\t%u\t%u\t%u\t%d", st->after, st->thread, where[st->where], st->kind, st->line, st->variable);
        add_string(t, st->name);
        end_line(t);
    }
    script_free(&s);
}

/* ---- hint ---- */

static void tell_hint(struct teller *t, struct model *m, const struct move *moves, uint32_t n)
{
    struct hint h;
    if (!model_hint(m, moves, n, &h))
        return;
    buf_adds(&t->out, "hint");
    add_string(t, h.kind == FIND_NONE ? "" : finding_table[h.kind].word);
    buf_addf(&t->out, "\t%u\t%d\t%u", h.moves_n, h.complete, h.states);
    end_line(t);
    for (unsigned i = 0; i < h.ends_n; i++) {
        const struct hint_end *e = i < ARRAY_LEN(h.end) ? &h.end[i] : NULL;
        buf_addf(&t->out, "way\t%s", e && e->kind != FIND_NONE ? finding_table[e->kind].word : "ok");
        add_string(t, e ? e->output : "");
        end_line(t);
    }
}

/* ---- the loop ---- */

static void answer(struct teller *t, struct model *m, char *line)
{
    struct move *moves = NULL;
    uint32_t n = 0;
    char *rest = strchr(line, ' ');
    if (rest)
        *rest++ = 0;
    if (rest && moves_parse(rest, &moves, &n) < 0) {
        buf_adds(&t->out, "wrong\tthis is no schedule");
        end_line(t);
    } else if (strcmp(line, "explore") == 0) {
        explore(t, m);
    } else if (strcmp(line, "replay") == 0) {
        replay(t, m, moves, n);
    } else if (strcmp(line, "explain") == 0 || strcmp(line, "foretell") == 0) {
        explain(t, m, moves, n, *line == 'f');
    } else if (strcmp(line, "next") == 0) {
        tell_next(t, m, moves, n);
    } else if (strcmp(line, "script") == 0) {
        tell_script(t, m, moves, n);
    } else if (strcmp(line, "hint") == 0) {
        tell_hint(t, m, moves, n);
    }
    free(moves);
    buf_adds(&t->out, "end");
    end_line(t);
    flush(t);
}

/* The next line that the shell sends, without its newline; NULL: it has closed the socket. */
static char *read_request(int fd, struct buf *text)
{
    buf_clear(text);
    for (char c;;) {
        ssize_t n = read(fd, &c, 1); // requests are few and short
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return NULL;
        if (c == '\n')
            break;
        buf_addc(text, c);
    }
    buf_addc(text, 0);
    return text->text;
}

/* What the model knows of the shell's switches. */
static struct model_switch *model_switches(const struct explorer_opts *o, unsigned *ret_n)
{
    static const char kinds[] = { [SWITCH_LOCK] = 'l', [SWITCH_JOIN] = 'j', [SWITCH_DAEMON] = 'd', [SWITCH_KIND] = 'k' };
    struct model_switch *list = mem_zalloc(o->switches_n + 1, sizeof *list);
    unsigned n = 0;
    for (unsigned i = 0; i < o->switches_n; i++) {
        const struct run_switch *s = &o->switches[i];
        if ((size_t)s->kind >= sizeof kinds)
            continue; // speed, cores and the GIL change no interleaving
        list[n].kind = kinds[s->kind];
        snprintf(list[n].name, sizeof list[n].name, "%s", s->name);
        list[n++].on = s->kind == SWITCH_KIND ? s->to_process : s->on;
    }
    *ret_n = n;
    return list;
}

void worker_body(void *ctx, int fd)
{
    const struct explorer_opts *o = ctx;
    struct teller t = { .fd = fd };
    struct buf err = { 0 }, request = { 0 };
    struct sigaction interrupt = { .sa_handler = on_interrupt };
    sigaction(SIGINT, &interrupt, NULL);
    struct model_opts opts = {
        .file = o->file, .source = o->source, .source_n = o->source_n, .search_dir = o->search_dir,
        .argc = o->argc, .argv = o->argv, .seed = o->seed, .max_states = o->max_states, .max_ns = o->max_ns, .by_work = o->repeatable,
        .max_bytes = o->max_bytes, .outputs = o->outputs, .early_timeouts = o->early_timeouts, .tso = o->tso, .overlap = o->overlap,
        .way = o->repeatable ? SEARCH_SYMMETRIC : (enum search_way)o->way, .keep_going = true, .progress = on_progress, .ctx = &t, .stop = &stopped,
    };
    opts.switches = model_switches(o, &opts.switches_n);
    struct model *m = model_open(&opts, &err);
    buf_adds(&t.out, m ? "ready" : "error");
    if (!m)
        add_text(&t, buf_str(&err), err.n);
    end_line(&t);
    flush(&t);
    for (char *line; m && (line = read_request(fd, &request));)
        answer(&t, m, line);
}
