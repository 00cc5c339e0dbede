/* schedule.c: the explorer's schedules on real processes and threads.
 *
 * A schedule says which task moves. What each move is, the model tells by running it: the first event of the
 * task. That is the gate at which live tasks are let through one by one (live/script.h). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "model/model.h"
#include "shell/exploring.h"

/* Live tasks stand at one gate for an operation, however it comes out. */
static uint32_t gate_of(const struct trace *t, const struct event *ev)
{
    bool permit = ev->object < t->object_count && strcmp(t->objects[ev->object].type, "Semaphore") == 0;
    if (ev->kind == EV_LOCKFAIL && permit)
        return EV_SEMTOOK;
    static const struct { uint8_t told, gate; } pairs[] = {
        { EV_LOCKWAIT, EV_LOCKED }, { EV_LOCKFAIL, EV_LOCKED }, { EV_LOCKSKIP, EV_LOCKED }, { EV_SEMWAIT, EV_SEMTOOK },
        { EV_EVTWAIT, EV_EVTSEEN }, { EV_CONDWAIT, EV_CONDWOKE }, { EV_BARWAIT, EV_BARPASS }, { EV_PUTWAIT, EV_PUT },
        { EV_GETWAIT, EV_GET }, { EV_JOINWAIT, EV_JOINED }, { EV_JOINSKIP, EV_JOINED }, { EV_KILL, EV_NOTE },
        { EV_REAPED, EV_NOTE },
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (pairs[i].told == ev->kind)
            return pairs[i].gate;
    return ev->kind;
}

static bool is_ride(const struct event *ev)
{
    return ev->kind == EV_BEGIN || ev->kind == EV_JOINED ||
           ev->kind == EV_JOINWAIT || ev->kind == EV_SLEEP || ev->kind == EV_WAKE || ev->kind == EV_ERROR;
}

/* The gate of one move, whose events are [from, to). False: nothing is decided in it. */
static bool move_gate(const struct trace *t, const struct move *mv, size_t from, size_t to, struct script_move *ret)
{
    *ret = (struct script_move){ .task = mv->thread, .timed_out = mv->timed_out, .choice = UINT32_MAX };
    size_t i = from;
    while (i < to && t->events[i].task != mv->thread)
        i++;
    if (i == to)
        return mv->timed_out;
    const struct event *ev = &t->events[i];
    if (is_ride(ev) && !mv->timed_out)
        return false;
    ret->kind = gate_of(t, ev);
    ret->choice = ev->kind == EV_SPAWN ? (uint32_t)ev->number : UINT32_MAX;
    ret->line = ev->line;
    ret->alias = ev->kind == EV_READ || ev->kind == EV_WRITE || ev->kind == EV_CALL ? ev->number : 0;
    if (ev->object < t->object_count)
        snprintf(ret->name, sizeof ret->name, "%s", t->objects[ev->object].name);
    for (i++; ev->kind == EV_NOTIFY && i < to; i++)
        if (t->events[i].kind == EV_CONDWOKE && t->events[i].task != mv->thread) {
            ret->choice = t->events[i].task;
            break;
        }
    return true;
}

int schedule_script(struct explorer *x, const char *schedule, struct script_move **ret, uint32_t *ret_n)
{
    struct trace trace;
    struct move *moves;
    uint32_t n, made = 0, *marks = NULL, marks_n = 0, k = 0;
    if (moves_parse(schedule, &moves, &n) < 0)
        return -EINVAL;
    trace_init(&trace);
    int r = explorer_replay(x, schedule, &trace, &made, &marks, &marks_n);
    struct script_move *script = mem_zalloc((size_t)n + 1, sizeof *script);
    for (uint32_t i = 0; r == 0 && i < made && i + 1 < marks_n; i++)
        k += move_gate(&trace, &moves[i], marks[i], marks[i + 1], &script[k]);
    if (r == 0 && made < n)
        r = -ESTALE; // of another program
    trace_finish(&trace);
    free(marks);
    free(moves);
    if (r < 0)
        free(script);
    *ret = script;
    *ret_n = k;
    return r;
}

/* ---- names of schedules ---- */

const char *schedule_named(struct shell *sh, const char *name)
{
    const struct explored *e = exploring_explorer(sh) ? explorer_result(exploring_explorer(sh)) : NULL;
    const struct explored_finding *f = e ? explored_finding(e, name) : NULL;
    const struct explored_outcome *o = e ? explored_outcome(e, name) : NULL;
    return f ? f->schedule : o ? o->schedule : NULL;
}

bool schedule_begins(const char *schedule, const char *moves, uint32_t *ret_left)
{
    struct move *a, *b;
    uint32_t n, k;
    if (moves_parse(schedule, &a, &n) < 0)
        return false;
    if (moves_parse(moves, &b, &k) < 0) {
        free(a);
        return false;
    }
    bool begins = k <= n && (k == 0 || memcmp(a, b, k * sizeof *a) == 0);
    *ret_left = n - MIN(k, n);
    free(a);
    free(b);
    return begins;
}

/* ---- lines to paste ---- */

/* The program without what changes nothing: comments on lines of their own, blank lines, blanks at ends. */
static void plain_program(struct buf *out, const struct explored_program *p)
{
    for (size_t from = 0; from < p->source_n;) {
        const char *s = p->source + from, *end = memchr(s, '\n', p->source_n - from);
        size_t whole = end ? (size_t)(end - s) : p->source_n - from, n = whole, lead = 0;
        const char *hash = memchr(s, '#', n);
        bool quoted = hash && (memchr(s, '"', (size_t)(hash - s)) || memchr(s, '\'', (size_t)(hash - s)));
        if (hash && !quoted)
            n = (size_t)(hash - s);
        while (n && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\r'))
            n--;
        while (lead < n && (s[lead] == ' ' || s[lead] == '\t'))
            lead++;
        if (lead < n) {
            buf_add(out, s, n);
            buf_addc(out, '\n');
        }
        from += whole + 1;
    }
}

static void program_hash(const struct explored_program *p, char to[9])
{
    struct buf plain = { 0 };
    char hex[SHA256_HEX];
    plain_program(&plain, p);
    sha256_hex(buf_str(&plain), plain.n, hex);
    snprintf(to, 9, "%.8s", hex);
    buf_finish(&plain);
}

void schedule_save(struct buf *out, const struct explored_program *p, const char *schedule)
{
    struct move *moves;
    uint32_t n;
    char hash[9];
    program_hash(p, hash);
    buf_addf(out, "%s: ", hash);
    if (moves_parse(schedule, &moves, &n) < 0)
        return;
    moves_tell(out, moves, n);
    free(moves);
}

const char *schedule_read(struct shell *sh, const struct explored_program *p, const char *line)
{
    char hash[9];
    const char *colon = strchr(line, ':');
    if (!colon)
        return line;
    program_hash(p, hash);
    if (colon - line != 8 || strncmp(line, hash, 8) != 0) {
        shell_error(sh, _("that schedule is of another program, or this one has been changed since (comments do not count)"));
        return NULL;
    }
    return colon + 1 + strspn(colon + 1, " ");
}

/* ---- the live run ---- */

static void tell_replayed(struct shell *sh, void *arg)
{
    bool lost = false;
    uint32_t n = (uint32_t)(uintptr_t)arg, made = sh->run ? run_scripted(sh->run, &lost) : 0;
    if (lost)
        shell_error(sh, _("the real tasks left the schedule after %u of %u turns"), made, n);
    else
        shell_note(sh, ngettext_("replayed on real tasks: %u turn by the schedule", "replayed on real tasks: %u turns by the schedule", made), made);
}

int schedule_replay(struct shell *sh, const char *schedule)
{
    struct exploring *x = sh->exploring;
    struct script_move *script;
    uint32_t n;
    int r = schedule_script(x->explorer, schedule, &script, &n);
    if (r == -EINVAL || r == -ESTALE)
        shell_error(sh, r == -EINVAL ? _("`%s` is no schedule") : _("the schedule `%s` is not one of this program"), schedule);
    else if (r < 0)
        shell_error(sh, _("the explorer does not answer: %s"), i18n_errno(-r));
    if (r < 0)
        return r;
    struct run_opts o = shell_run_opts(sh);
    o.file = x->program.file;
    o.source = x->program.source;
    o.source_n = x->program.source_n;
    o.argc = x->program.argc;
    o.argv = x->program.argv;
    o.trusted_file = true;
    o.record = RECORD_ALL;
    o.controlled = true;
    o.script = script;
    o.script_n = n;
    r = shell_start(sh, &o);
    free(script);
    if (r == 0)
        shell_when_done(sh, tell_replayed, (void *)(uintptr_t)n);
    return r;
}

int schedule_worst(struct shell *sh)
{
    const struct explored *e = exploring_result(sh);
    if (!e)
        return -ENOENT;
    const char *schedule = e->findings_n ? e->findings[0].schedule : NULL;
    if (!schedule || !*schedule) {
        shell_error(sh, _("nothing went wrong that could be replayed; `outcomes` lists the ways it can end"));
        return -ENOENT;
    }
    char *kept = mem_text(schedule, strlen(schedule));
    int r = schedule_replay(sh, kept);
    free(kept);
    return r;
}
