/* model.c: the door. */
#include "model/model.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/engine.h"
#include "model/image.h"
#include "model/liveness.h"
#include "model/search.h"

struct model *the_model;

/* A run that goes on and on without a step is noticed by a timer: two of its ticks in one run. It counts the time that
 * the explorer has computed: on a busy machine it may stand still for seconds in the middle of a step. */
static volatile sig_atomic_t ticks;
static volatile uint64_t runs_at_tick;

static void on_tick(int sig)
{
    struct model *m = the_model;
    (void)sig;
    if (!m || !m->task)
        return;
    ticks = ticks + 1;
    if (m->run && runs_at_tick == m->steps_run && ticks > 1)
        atomic_store(m->task->attention, TICKED);
    if (runs_at_tick != m->steps_run)
        ticks = 0;
    runs_at_tick = m->steps_run;
}

static void watch(bool on)
{
    struct sigaction sa = { .sa_handler = on_tick, .sa_flags = SA_RESTART };
    sigaction(SIGVTALRM, &sa, NULL);
    struct itimerval tick = { { 0, 500000 }, { 0, 500000 } };
    if (!on)
        memset(&tick, 0, sizeof tick);
    setitimer(ITIMER_VIRTUAL, &tick, NULL);
}

uint64_t model_clock_ns(const struct model *m)
{
    enum { EXPANDING = 800, RUNNING = 10000, A_WORD = 8 }; // ns, read off programs of several sizes
    if (!m->opts->by_work)
        return clock_now_ns();
    return m->expanded * EXPANDING + m->steps_run * RUNNING + m->comps.words_in * A_WORD;
}

uint64_t model_bytes(const struct model *m)
{
    return m->comps.room * 8 + m->writes_cap * 8 + m->effects_cap * sizeof(struct effect);
}

static void load(struct model *m, struct task *t, const char *name)
{
    value mod;
    const struct code *body;
    for (unsigned parts = 0; parts < 4; parts++) { // a package first, then what is in it
        if (import_module(t, symbol(m->vm, name, strlen(name)), 0, V_UNBOUND, &mod, &body) != VM_CALL)
            break;
        task_enter_body(t, mod, body);
        bool ok = vm_run(t) == VM_DONE;
        module_done(m->vm, module_at(m->vm, (uint32_t)payload_of(mod)), ok);
    }
    t->exc = V_UNBOUND;
}

void limit_reached(const char *fmt, ...)
{
    va_list ap;
    if (the_model->limit[0])
        return;
    va_start(ap, fmt);
    vsnprintf(the_model->limit, sizeof the_model->limit, fmt, ap);
    va_end(ap);
}

/* A module that is loaded is no part of a state, so none may be loaded in the middle of a step: the interpreter's own
 * are loaded before the program begins, and those of the prelude that turned out to be wanted while tasks run. */
static void preload(struct model *m, struct task *t)
{
    static const char *const names[] = { "_slow_items", "_slow", "_slow_classes", "_slow_containers", "_slow_text" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        load(m, t, names[i]);
    for (unsigned i = 0; i < m->wanted_n; i++)
        load(m, t, m->wanted[i]);
}

static bool open_vm(struct model *m, struct buf *err)
{
    const struct model_opts *opts = m->opts;
    struct vm_opts o = { .engine = &model_engine, .heap_limit = opts->max_bytes ? opts->max_bytes : 1ull << 30,
                         .search_dir = opts->search_dir, .argc = opts->argc, .argv = opts->argv, .seed = opts->seed };
    comps_init(&m->comps);
    the_model = m;
    m->vm = vm_new(&o);
    if (!m->vm) {
        buf_adds(err, "conch: no address space for the program's objects (see ulimit -v)\n");
        return false;
    }
    m->task = vm_first_task(m->vm);
    world_after_block(m->task);
    world_task_count(m->vm, +1);
    struct run quiet = { .prefix = true };
    m->run = &quiet;
    preload(m, m->task);
    m->run = NULL;
    return task_load(m->task, opts->source, opts->source_n, opts->file ? opts->file : "<string>", false, err);
}

const struct model_switch *switch_find(const struct model *m, char kind, const char *name)
{
    const struct model_switch *found = NULL;
    for (unsigned i = 0; i < m->opts->switches_n; i++) {
        const struct model_switch *s = &m->opts->switches[i];
        if (s->kind == kind && (!s->name[0] || strcmp(s->name, "all") == 0 || strcmp(s->name, name) == 0))
            found = s;
    }
    return found;
}

struct model *model_open(const struct model_opts *opts, struct buf *err)
{
    struct model *m = mem_zalloc(1, sizeof *m);
    m->opts = opts;
    m->only = UINT64_MAX;
    m->began_ns = clock_now_ns();
    if (open_vm(m, err))
        return m;
    model_close(m);
    return NULL;
}

void model_forget(struct model *m)
{
    locals_forget(m);
    m->effects_n = 0;
    m->writes_n = 0;
    m->found_n = 0;
}

static void result_free(struct model_result *r)
{
    for (uint32_t i = 0; i < r->findings_n; i++)
        free(r->findings[i].moves);
    for (uint32_t i = 0; i < r->outcomes_n; i++)
        free(r->outcomes[i].moves);
    free(r->findings);
    free(r->outcomes);
}

/* All that was learned of the program, and the program itself. */
static void close_vm(struct model *m)
{
    model_forget(m);
    free(m->locals);
    for (uint32_t i = 0; i < m->keys_n; i++)
        free(m->keys[i].name);
    free(m->keys);
    free(m->places);
    free(m->orders);
    free(m->single_waits);
    free(m->slots);
    free(m->slot_index);
    free(m->columns);
    free(m->effects);
    free(m->writes);
    free(m->found);
    free(m->files);
    free(m->text_at);
    free(m->text_index);
    free(m->sync_names);
    free(m->sync_base);
    buf_finish(&m->texts);
    buf_finish(&m->prefix_output);
    comps_finish(&m->comps);
    result_free(&m->result);
    if (m->vm && !m->image) // nothing was frozen: they are still the program's
        greenlets_free(m->vm->finals, m->vm->finals_count);
    image_thaw(m);
    free(m->greenlets);
    if (m->vm)
        vm_free(m->vm);
    liveness_finish();
}

void model_close(struct model *m)
{
    if (!m)
        return;
    close_vm(m);
    the_model = NULL;
    free(m);
}

/* Begins anew, with what is wanted loaded before. */
static bool reopen(struct model *m)
{
    struct model fresh = { .opts = m->opts, .began_ns = m->began_ns, .wanted_n = m->wanted_n, .only = UINT64_MAX };
    struct buf err = { 0 };
    memcpy(fresh.wanted, m->wanted, sizeof fresh.wanted);
    close_vm(m);
    *m = fresh;
    bool ok = open_vm(m, &err);
    buf_finish(&err);
    return ok;
}

/* Runs main to its first start of another task, once. */
static bool prepare(struct model *m)
{
    if (m->begun)
        return m->frozen;
    m->begun = true;
    return world_begin(m, m->task, &m->prefix_output, &m->prefix_end);
}

/* There never was a second task: one interleaving. */
static void single(struct model *m)
{
    struct model_result *r = &m->result;
    r->single = true;
    r->complete = !m->limit[0];
    r->states = r->tasks = 1;
    r->counted = r->complete;
    r->interleavings = 1;
    r->outcomes = mem_zalloc(1, sizeof *r->outcomes);
    r->outcomes_n = r->complete;
    r->outcomes[0] = (struct outcome){ .output = buf_str(&m->prefix_output), .end = m->prefix_end, .counted = true, .interleavings = 1 };
    if (m->prefix_end != FIND_NONE) {
        r->findings = mem_zalloc(1, sizeof *r->findings);
        r->findings_n = 1;
        r->findings[0].kind = m->prefix_end;
        r->findings[0].minimal = true;
        if (m->found_n) {
            r->findings[0].line = m->found[0].line;
            snprintf(r->findings[0].message, sizeof r->findings[0].message, "%s", text_at(m, m->found[0].text));
        } else {
            snprintf(r->findings[0].message, sizeof r->findings[0].message, "%s", _("main waits for what nobody will do"));
        }
    }
    bool fails = m->prefix_end != FIND_NONE && finding_table[m->prefix_end].fails;
    r->verdict = fails ? VERDICT_FAILS : r->complete && !m->uses_clock ? VERDICT_HOLDS : VERDICT_UNKNOWN;
    snprintf(r->limit, sizeof r->limit, "%s", m->limit);
}

const struct model_result *model_explore(struct model *m)
{
    watch(true);
    do {
        m->wants_more = false;
        if (prepare(m))
            search_run(m, &m->result);
        else
            single(m);
    } while (m->wants_more && reopen(m));
    watch(false);
    return &m->result;
}
