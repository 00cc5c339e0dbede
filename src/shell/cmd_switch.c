#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "shell/shell.h"

/* A switch as the command that flips it; also the text of the trace's event. */
void switch_spell(struct buf *out, const struct run_switch *s)
{
    static const char *const word[] = { "lock", "join", "daemon", "kind", "gil", "speed", "switch-interval", "cores" };
    buf_adds(out, word[s->kind]);
    if (s->name[0])
        buf_addf(out, " %s", s->name);
    else if (s->kind == SWITCH_LOCK || s->kind == SWITCH_DAEMON)
        buf_adds(out, " all");
    if (s->kind == SWITCH_SPEED)
        buf_addf(out, " %g", s->speed);
    else if (s->kind == SWITCH_INTERVAL)
        buf_addf(out, " %g", s->seconds);
    else if (s->kind == SWITCH_CORES && s->cores)
        buf_addf(out, " %u", s->cores);
    else if (s->kind == SWITCH_CORES)
        buf_adds(out, " all");
    else if (s->kind == SWITCH_KIND)
        buf_adds(out, s->to_process ? " process" : " thread");
    else
        buf_adds(out, s->on ? " on" : " off");
}

/* What was said of one lock or task before something is said of all. */
static void drop_named(struct shell *sh, enum switch_kind kind)
{
    unsigned n = 0;
    for (unsigned i = 0; i < sh->switch_n; i++)
        if (sh->switches[i].kind != kind || !sh->switches[i].name[0])
            sh->switches[n++] = sh->switches[i];
    sh->switch_n = n;
}

/* A later flip of the same switch takes the place of the earlier one. */
static void keep_switch(struct shell *sh, const struct run_switch *s)
{
    if (!s->name[0])
        drop_named(sh, s->kind);
    for (unsigned i = 0; i < sh->switch_n; i++)
        if (sh->switches[i].kind == s->kind && strcmp(sh->switches[i].name, s->name) == 0) {
            sh->switches[i] = *s;
            return;
        }
    sh->switches = mem_resize(sh->switches, sh->switch_n + 1, sizeof *sh->switches);
    sh->switches[sh->switch_n++] = *s;
}

enum command_result shell_switch(struct shell *sh, const struct run_switch *s)
{
    const char *why = NULL;
    struct run *r = shell_run(sh);
    if (r && run_state(r) != RUN_ENDED && run_set_switch(r, s, &why) < 0) {
        shell_error(sh, "%s", why ? why : _("that cannot be switched"));
        return COMMAND_FAILED;
    }
    keep_switch(sh, s);
    bool seen = r && run_state(r) != RUN_ENDED && output_in_lanes(sh); // as an event
    if (shell_interactive(sh) && !seen) {
        struct buf text = { 0 };
        switch_spell(&text, s);
        shell_note(sh, _("switch: %s"), text.text);
        buf_finish(&text);
    }
    return COMMAND_OK;
}

enum command_result shell_switch_line(struct shell *sh, const char *line)
{
    struct args args;
    char *name;
    args_split(&args, line, &name);
    const struct command *c = name ? command_find(name, strlen(name)) : NULL;
    args.command = c;
    enum command_result result = c && c->group == GROUP_SWITCH && args.n ? c->run(sh, &args) : COMMAND_FAILED;
    args_finish(&args);
    free(name);
    return result;
}

void switches_apply(struct shell *sh)
{
    const char *why;
    for (unsigned i = 0; i < sh->switch_n; i++)
        run_set_switch(sh->run, &sh->switches[i], &why);
}

void switches_reset(struct shell *sh)
{
    sh->switch_n = 0;
    sh->opts.gil = false;
}

static void set_name(struct run_switch *s, const char *name)
{
    snprintf(s->name, sizeof s->name, "%s", strcmp(name, "all") == 0 ? "" : name);
}

static bool has_switch(const struct trace_object *o)
{
    static const char *const types[] = { "Lock", "RLock", "Semaphore", "Event", "Barrier" };
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strncmp(o->type, types[i], sizeof o->type) == 0)
            return true;
    return false;
}

static bool is_lock_there(const struct trace *t, const char *name)
{
    for (uint32_t i = 0; t && i < t->object_count; i++)
        if (has_switch(&t->objects[i]) && strcmp(t->objects[i].name, name) == 0)
            return true;
    return false;
}

/* The name may be one that comes later, as in lessons, or a slip. */
static enum command_result flip_lock(struct shell *sh, const struct run_switch *s)
{
    enum command_result result = shell_switch(sh, s);
    if (result == COMMAND_OK && shell_interactive(sh) && !learn_is_open() && s->name[0] && !is_lock_there(shell_trace(sh), s->name))
        shell_note(sh, _("no lock has this name yet"));
    return result;
}

/* NAME on|off */
static enum command_result flip_named(struct shell *sh, const struct args *args,
                                      enum switch_kind kind)
{
    struct run_switch s = { .kind = kind };
    if (args->n != 2 || !parse_on_off(args->word[1], &s.on))
        return COMMAND_USAGE;
    set_name(&s, args->word[0]);
    return kind == SWITCH_LOCK ? flip_lock(sh, &s) : shell_switch(sh, &s);
}

static enum command_result do_lock(struct shell *sh, const struct args *args)
{
    return flip_named(sh, args, SWITCH_LOCK);
}

static enum command_result do_daemon(struct shell *sh, const struct args *args)
{
    return flip_named(sh, args, SWITCH_DAEMON);
}

/* join [TASK] on|off */
static enum command_result do_join(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_JOIN };
    if (args->n == 2)
        return flip_named(sh, args, SWITCH_JOIN);
    if (args->n != 1 || !parse_on_off(args->word[0], &s.on))
        return COMMAND_USAGE;
    return shell_switch(sh, &s);
}

static enum command_result do_kind(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_KIND };
    if (args->n != 2)
        return COMMAND_USAGE;
    s.to_process = strcmp(args->word[1], "process") == 0;
    if (!s.to_process && strcmp(args->word[1], "thread") != 0)
        return COMMAND_USAGE;
    set_name(&s, args->word[0]);
    return shell_switch(sh, &s);
}

static enum command_result do_gil(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_GIL };
    if (args->n != 1 || !parse_on_off(args->word[0], &s.on))
        return COMMAND_USAGE;
    sh->opts.gil = s.on;
    return shell_switch(sh, &s);
}

static enum command_result do_speed(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_SPEED };
    char *end;
    if (args->n != 1)
        return COMMAND_USAGE;
    s.speed = strtod(args->word[0], &end);
    if (end == args->word[0] || *end || !(s.speed > 0))
        return COMMAND_USAGE;
    if (s.speed > 1)
        s.speed = 1;
    sh->opts.speed = s.speed;
    return shell_switch(sh, &s);
}

static enum command_result do_interval(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_INTERVAL };
    char *end;
    if (args->n != 1)
        return COMMAND_USAGE;
    s.seconds = strtod(args->word[0], &end);
    if (end == args->word[0] || *end || !(s.seconds > 0 && s.seconds < 3600))
        return COMMAND_USAGE;
    return shell_switch(sh, &s);
}

static enum command_result do_cores(struct shell *sh, const struct args *args)
{
    struct run_switch s = { .kind = SWITCH_CORES };
    char *end = NULL;
    if (args->n != 1)
        return COMMAND_USAGE;
    if (strcmp(args->word[0], "all") != 0) {
        long n = strtol(args->word[0], &end, 10);
        if (*end || n < 1 || n > CPU_SETSIZE)
            return COMMAND_USAGE;
        s.cores = (uint32_t)n;
    }
    return shell_switch(sh, &s);
}

static void complete_seed(struct shell *sh, struct completion *c)
{
    (void)sh;
    if (c->index == 0)
        completion_add(c, "off", _("runs are free again"));
}

static void complete_cores(struct shell *sh, struct completion *c)
{
    (void)sh;
    if (c->index == 0) {
        completion_add(c, "1", _("nothing runs at the same time"));
        completion_add(c, "all", NULL);
    }
}

/* ---- seed: no switch of a run that goes on, but of those that follow */

bool seed_set(struct shell *sh, const char *word)
{
    char *end;
    bool off = strcmp(word, "off") == 0;
    uint64_t seed = strtoull(word, &end, 10);
    if (!off && (*word < '0' || *word > '9' || *end))
        return false;
    sh->opts.has_seed = !off;
    sh->opts.seed = off ? 0 : seed;
    return true;
}

void seed_tell(struct buf *out, const struct shell *sh)
{
    if (sh->opts.has_seed)
        buf_addf(out, "%llu", (unsigned long long)sh->opts.seed);
    else
        buf_adds(out, "off");
}

static enum command_result do_seed(struct shell *sh, const struct args *args)
{
    struct buf text = { 0 };
    if (args->n != 1 || !seed_set(sh, args->word[0]))
        return COMMAND_USAGE;
    buf_adds(&text, "seed ");
    seed_tell(&text, sh);
    if (shell_interactive(sh))
        shell_note(sh, _("switch: %s"), buf_str(&text));
    buf_finish(&text);
    return COMMAND_OK;
}

/* ---- toggle */

/* What the switch is at now: the last flip, or its default. */
static struct run_switch present(const struct shell *sh, enum switch_kind kind, const char *name)
{
    struct run_switch s = { .kind = kind, .on = kind == SWITCH_LOCK || kind == SWITCH_JOIN,
                            .speed = 1, .seconds = 0.005 };
    snprintf(s.name, sizeof s.name, "%s", name);
    bool exact = false;
    for (unsigned i = 0; i < sh->switch_n; i++) {
        const struct run_switch *kept = &sh->switches[i];
        bool same = strcmp(kept->name, name) == 0;
        if (kept->kind != kind || (!same && (kept->name[0] || exact)))
            continue;
        s.on = kept->on;
        s.to_process = kept->to_process;
        s.speed = kept->speed;
        s.seconds = kept->seconds;
        s.cores = kept->cores;
        exact = same;
    }
    if (kind == SWITCH_GIL)
        s.on = sh->opts.gil;
    if (kind == SWITCH_SPEED && sh->opts.speed > 0) // --speed, or a lesson's
        s.speed = MIN(sh->opts.speed, 1);
    return s;
}

static void list_row(struct shell *sh, const struct buf *text, const char *what)
{
    enum { CELLS = 24 };
    size_t width = text_width(text->text, text->n);
    buf_addf(shell_out(sh), "  %s%*s  ", text->text, (int)(width < CELLS ? CELLS - width : 0), "");
    term_styled(shell_out(sh), shell_term(sh), STYLE_DIM, what);
    buf_addc(shell_out(sh), '\n');
}

static void list_switch(struct shell *sh, enum switch_kind kind, const char *name, const char *what)
{
    struct run_switch s = present(sh, kind, name);
    struct buf text = { 0 };
    switch_spell(&text, &s);
    list_row(sh, &text, what);
    buf_finish(&text);
}

static void list_seed(struct shell *sh)
{
    struct buf text = { 0 };
    buf_adds(&text, "seed ");
    seed_tell(&text, sh);
    list_row(sh, &text, _("a number: later runs take the same turns every time"));
    buf_finish(&text);
}

static void list_switches(struct shell *sh)
{
    const struct trace *t = shell_trace(sh);
    for (uint32_t i = 0; t && i < t->object_count; i++)
        if (has_switch(&t->objects[i]))
            list_switch(sh, SWITCH_LOCK, t->objects[i].name, t->objects[i].type);
    list_switch(sh, SWITCH_JOIN, "", _("off: joins return at once"));
    list_switch(sh, SWITCH_DAEMON, "", _("on: the tasks started next are ended when main ends"));
    list_switch(sh, SWITCH_GIL, "", _("on: threads of a process take turns"));
    list_switch(sh, SWITCH_INTERVAL, "", _("with the gil: a turn's length in seconds"));
    list_switch(sh, SWITCH_CORES, "", _("processors that the run may use"));
    list_switch(sh, SWITCH_SPEED, "", _("below 1: pauses at visible steps"));
    list_seed(sh);
    for (unsigned i = 0; i < sh->switch_n; i++) {
        const struct run_switch *s = &sh->switches[i];
        if (s->kind == SWITCH_LOCK && s->name[0] && !is_lock_there(t, s->name))
            list_switch(sh, s->kind, s->name, _("no lock has this name yet"));
        else if (s->kind == SWITCH_LOCK && !s->name[0])
            list_switch(sh, s->kind, s->name, _("of every lock, if nothing else is said of it"));
        else if (s->kind != SWITCH_LOCK && s->name[0])
            list_switch(sh, s->kind, s->name, "");
    }
}

static void add_state(struct buf *out, const struct shell *sh, const char *text, size_t n)
{
    if (switch_is_default(text, n))
        return;
    if (out->n)
        buf_addf(out, " %s ", term_symbol(&sh->out, SYM_DOT));
    cell_text(out, text, n);
}

void switches_state(struct buf *out, const struct shell *sh)
{
    static const enum switch_kind general[] = { SWITCH_LOCK, SWITCH_JOIN, SWITCH_DAEMON, SWITCH_GIL, SWITCH_INTERVAL,
                                                SWITCH_CORES, SWITCH_SPEED };
    struct buf text = { 0 };
    buf_clear(out);
    for (unsigned i = 0; i < ARRAY_LEN(general) + sh->switch_n; i++) {
        bool named = i >= ARRAY_LEN(general);
        struct run_switch s = named ? sh->switches[i - ARRAY_LEN(general)] : present(sh, general[i], "");
        if (named && !s.name[0])
            continue;
        buf_clear(&text);
        switch_spell(&text, &s);
        add_state(out, sh, text.text, text.n);
    }
    if (sh->opts.has_seed) {
        buf_clear(&text);
        buf_adds(&text, "seed ");
        seed_tell(&text, sh);
        add_state(out, sh, text.text, text.n);
    }
    buf_finish(&text);
}

static enum switch_kind kind_of(const char *name)
{
    return strcmp(name, "join") == 0     ? SWITCH_JOIN
           : strcmp(name, "daemon") == 0 ? SWITCH_DAEMON
           : strcmp(name, "gil") == 0    ? SWITCH_GIL
                                         : SWITCH_LOCK;
}

static enum command_result do_toggle(struct shell *sh, const struct args *args)
{
    if (args->n == 0) {
        list_switches(sh);
        return COMMAND_OK;
    }
    if (args->n > 2)
        return COMMAND_USAGE;
    enum switch_kind kind = kind_of(args->word[0]);
    const struct command *c = command_find(args->word[0], strlen(args->word[0]));
    if (kind == SWITCH_LOCK && c && c->group == GROUP_SWITCH && !is_lock_there(shell_trace(sh), c->name)) { // "toggle speed"
        shell_error(sh, _("usage: %s   (`help %s` tells more)"), c->usage, c->name);
        return COMMAND_FAILED;
    }
    struct run_switch s = present(sh, kind, kind == SWITCH_LOCK ? args->word[0] : "");
    s.on = !s.on;
    if (args->n == 2 && !parse_on_off(args->word[1], &s.on))
        return COMMAND_USAGE;
    if (kind == SWITCH_GIL)
        sh->opts.gil = s.on;
    return kind == SWITCH_LOCK ? flip_lock(sh, &s) : shell_switch(sh, &s);
}

/* ---- completion */

void complete_locks(struct shell *sh, struct completion *c)
{
    const struct trace *t = shell_trace(sh);
    for (uint32_t i = 0; t && i < t->object_count; i++)
        if (has_switch(&t->objects[i]))
            completion_add(c, t->objects[i].name, t->objects[i].type);
}

static void complete_lock(struct shell *sh, struct completion *c)
{
    if (c->index == 0)
        complete_locks(sh, c);
    if (c->index == 1)
        complete_on_off(sh, c);
}

static void complete_join(struct shell *sh, struct completion *c)
{
    if (c->index == 0)
        complete_tasks(sh, c);
    complete_on_off(sh, c);
}

static void complete_daemon(struct shell *sh, struct completion *c)
{
    if (c->index == 0) {
        completion_add(c, "all", _("every task started from now on"));
        complete_tasks(sh, c);
    } else {
        complete_on_off(sh, c);
    }
}

static void complete_kind(struct shell *sh, struct completion *c)
{
    if (c->index == 0)
        complete_tasks(sh, c);
    if (c->index != 1)
        return;
    completion_add(c, "process", NULL);
    completion_add(c, "thread", NULL);
}

static void complete_toggle(struct shell *sh, struct completion *c)
{
    if (c->index == 1)
        complete_on_off(sh, c);
    if (c->index != 0)
        return;
    complete_locks(sh, c);
    completion_add(c, "join", NULL);
    completion_add(c, "daemon", NULL);
    completion_add(c, "gil", NULL);
}

const struct command cmd_switch[] = {
    { "toggle", GROUP_SWITCH, "toggle [NAME [on|off]]", N_("list the switches, or flip one"),
      N_("NAME is a lock's name, join, daemon or gil. What is flipped holds for later runs too."),
      "toggle lock", complete_toggle, do_toggle },
    { "lock", GROUP_SWITCH, "lock NAME on|off", N_("switch a lock off, or on again"),
      N_("Off: acquire returns at once without owning it, who waits goes on. On: it binds from the\n"
         "next acquire. Works while the program runs; `lock all off` means every lock. Semaphores,\n"
         "events and barriers are switched in the same way: off, nobody waits at them."),
      "lock mutex off", complete_lock, do_lock },
    { "join", GROUP_SWITCH, "join [TASK] on|off", N_("switch waiting for a task's end off"),
      N_("Off: t.join() returns at once, as if it were not there."), "join t1 off", complete_join,
      do_join },
    { "daemon", GROUP_SWITCH, "daemon TASK|all on|off", N_("make tasks daemons from their next start"),
      N_("A daemon is ended when main ends, finished or not."), "daemon all on", complete_daemon,
      do_daemon },
    { "kind", GROUP_SWITCH, "kind TASK process|thread", N_("let another kind of task carry it"),
      N_("From its next start. A process has memory of its own: watch what happens to globals."),
      "kind t1 process", complete_kind, do_kind },
    { "gil", GROUP_SWITCH, "gil on|off", N_("let the threads of a process take turns"),
      N_("On: as CPython does, one at a time. It does not make x += 1 one step."), "gil on",
      complete_on_off, do_gil },
    { "switch-interval", GROUP_SWITCH, "switch-interval SECONDS",
      N_("how long one thread may keep the others waiting"),
      N_("With the GIL on: who waits for it asks the thread that has it to let go after so long.\n"
         "CPython's is 0.005; the program may choose another with sys.setswitchinterval()."),
      "switch-interval 0.0001", NULL, do_interval },
    { "cores", GROUP_SWITCH, "cores N|all", N_("run on so many processors only"),
      N_("With one, tasks still take turns but nothing runs at the same time: computing in two\n"
         "processes takes as long as one after the other."),
      "cores 1", complete_cores, do_cores },
    { "speed", GROUP_SWITCH, "speed X", N_("slow everything down"),
      N_("1 is as fast as it goes; 0.1 pauses at every visible step so that you can follow."),
      "speed 0.1", NULL, do_speed },
    { "seed", GROUP_SWITCH, "seed N|off", N_("let later runs take the same turns every time"),
      N_("The runs that follow are controlled: who moves next, and random numbers, are chosen by the number.\n"
         "off: they run freely again. What runs now is not touched; `run --seed N` is for one run."),
      "seed 7", complete_seed, do_seed },
    { 0 },
};
