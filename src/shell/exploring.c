#include "shell/exploring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/model.h"
#include "shell/lineedit.h"

/* ---- options ---- */

/* "5000000", "5M", "2.5k", "1G". */
static bool read_amount(const char *s, size_t n, double *ret)
{
    static const struct { char letter; double times; } units[] = { { 'k', 1e3 }, { 'K', 1e3 }, { 'M', 1e6 }, { 'G', 1e9 } };
    char text[32], *end;
    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, s, n);
    text[n] = 0;
    *ret = strtod(text, &end);
    for (size_t i = 0; *end && i < ARRAY_LEN(units); i++)
        if (*end == units[i].letter) {
            *ret *= units[i].times;
            end++;
            break;
        }
    return end != text && !*end && *ret > 0 && *ret <= 1e15;
}

/* states=N, seconds=N, memory=N; several with commas. */
static bool read_limits(struct explore_options *o, const char *s)
{
    while (*s) {
        size_t word = strcspn(s, "="), n = strcspn(s, ",");
        double amount;
        if (word >= n || !read_amount(s + word + 1, n - word - 1, &amount))
            return false;
        if (word == 6 && strncmp(s, "states", 6) == 0)
            o->max_states = (uint64_t)amount;
        else if (word == 7 && strncmp(s, "seconds", 7) == 0)
            o->max_ns = (uint64_t)(amount * 1e9);
        else if (word == 6 && strncmp(s, "memory", 6) == 0)
            o->max_bytes = (uint64_t)(amount < 1e6 ? amount * 1048576 : amount); // a small number means MiB
        else
            return false;
        s += n + (s[n] == ',');
    }
    return true;
}

static bool read_way(const char *s, uint8_t *ret)
{
    static const char *const ways[] = {
        [SEARCH_BEST] = "best", [SEARCH_PLAIN] = "plain", [SEARCH_SYMMETRIC] = "symmetric", [SEARCH_REDUCED] = "reduced",
        [SEARCH_SAMPLED] = "sampled",
    };
    for (size_t i = 0; s && i < ARRAY_LEN(ways); i++)
        if (strcmp(s, ways[i]) == 0) {
            *ret = (uint8_t)i;
            return true;
        }
    return false;
}

bool explore_option(struct explore_options *o, const char *name, const char *value, bool *ret_took_value)
{
    const struct { const char *name; bool *flag; } flags[] = {
        { "outputs", &o->outputs }, { "races", &o->races }, { "strict", &o->strict }, { "tso", &o->tso },
        { "json", &o->json },
    };
    *ret_took_value = false;
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (strcmp(name, flags[i].name) == 0) {
            *flags[i].flag = true;
            return true;
        }
    *ret_took_value = true;
    if (strcmp(name, "limit") == 0)
        return value && read_limits(o, value);
    if (strcmp(name, "search") == 0)
        return read_way(value, &o->way);
    if (strcmp(name, "seed") == 0) {
        char *end;
        o->seed = value ? strtoull(value, &end, 10) : 0;
        return value && *value >= '0' && *value <= '9' && !*end;
    }
    return false;
}

/* ---- programs ---- */

void explored_program_finish(struct explored_program *p)
{
    for (int i = 0; i < p->argc; i++)
        free(p->argv[i]);
    free(p->argv);
    free(p->file);
    free(p->source);
    *p = (struct explored_program){ 0 };
}

void explored_program_copy(struct explored_program *to, const char *file, const char *source, size_t n, int argc, char **argv)
{
    *to = (struct explored_program){ .file = mem_text(file, strlen(file)), .source = mem_text(source, n), .source_n = n, .argc = argc };
    to->argv = mem_zalloc((size_t)argc + 1, sizeof *to->argv);
    for (int i = 0; i < argc; i++)
        to->argv[i] = mem_text(argv[i], strlen(argv[i]));
}

int explored_program_read(struct shell *sh, const char *path, struct explored_program *ret)
{
    struct buf text = { 0 };
    char piece[4096], *argv[] = { (char *)path };
    FILE *f = fopen(path, "re");
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&text, piece, n);
    int e = !f || ferror(f) ? errno : 0; // a directory can be opened, but not read
    if (f)
        fclose(f);
    if (e)
        shell_error(sh, "%s: %s", path, i18n_errno(e));
    else
        explored_program_copy(ret, path, buf_str(&text), text.n, 1, argv);
    buf_finish(&text);
    return -e;
}

bool exploring_program(struct shell *sh, const char *words, struct explored_program *ret)
{
    struct run_opts lesson = shell_run_opts(sh);
    if (learn_run_opts(sh, words, &lesson)) {
        explored_program_copy(ret, lesson.file, lesson.source, lesson.source_n, lesson.argc, lesson.argv);
        return true;
    }
    if (sh->program.n && sh->program_name) {
        explored_program_copy(ret, sh->program_name, sh->program.text, sh->program.n, 1, &sh->program_name);
        return true;
    }
    shell_error(sh, _("which program? `%s FILE`, or `run FILE` or open a lesson first"), "explore");
    return false;
}

bool exploring_is_stale(struct shell *sh)
{
    const struct exploring *x = sh->exploring;
    struct run_opts lesson = shell_run_opts(sh);
    if (!x || x->named)
        return false;
    bool of_lesson = learn_run_opts(sh, "", &lesson);
    const char *now = of_lesson ? lesson.source : sh->program.text;
    size_t n = of_lesson ? lesson.source_n : sh->program.n;
    return n && (n != x->program.source_n || memcmp(now, x->program.source, n) != 0);
}

/* What the last switch says that is for this name; as the program has it if none is. */
static int state_of(const struct run_switch *list, unsigned n, enum switch_kind kind, const char *name)
{
    int state = kind == SWITCH_LOCK || kind == SWITCH_JOIN ? 1 : -1;
    for (unsigned i = 0; i < n; i++) {
        const struct run_switch *s = &list[i];
        if (s->kind == kind && (!*s->name || strcmp(s->name, "all") == 0 || strcmp(s->name, name) == 0))
            state = kind == SWITCH_KIND ? s->to_process : s->on;
    }
    return state;
}

/* Whether b says the same of all that a switches. */
static bool says_the_same(const struct run_switch *a, unsigned a_n, const struct run_switch *b, unsigned b_n)
{
    for (unsigned i = 0; i < a_n; i++)
        if (a[i].kind <= SWITCH_KIND && state_of(a, a_n, a[i].kind, a[i].name) != state_of(b, b_n, a[i].kind, a[i].name))
            return false; // the kinds behind it decide nothing that is explored
    return true;
}

bool exploring_is_switched(const struct shell *sh)
{
    const struct exploring *x = sh->exploring;
    return x && !(says_the_same(sh->switches, sh->switch_n, x->switches, x->switches_n) &&
                  says_the_same(x->switches, x->switches_n, sh->switches, sh->switch_n));
}

/* ---- the exploration of the session ---- */

static void keep_switches(struct exploring *x, const struct shell *sh)
{
    x->switches = mem_resize(x->switches, sh->switch_n + 1, sizeof *x->switches);
    x->switches_n = sh->switch_n;
    if (sh->switch_n)
        memcpy(x->switches, sh->switches, sh->switch_n * sizeof *x->switches);
}

int exploring_open(struct shell *sh, struct explored_program *program, const struct explore_options *options)
{
    struct exploring *x = sh->exploring ? sh->exploring : (sh->exploring = mem_zalloc(1, sizeof *x));
    explorer_close(x->explorer);
    x->explorer = NULL;
    explored_program_finish(&x->program);
    x->program = *program;
    *program = (struct explored_program){ 0 };
    x->options = *options;
    keep_switches(x, sh);
    x->named = x->checks = false;
    struct explorer_opts o = {
        .file = x->program.file, .source = x->program.source, .source_n = x->program.source_n,
        .argc = x->program.argc, .argv = x->program.argv, .seed = options->seed,
        .switches = sh->switches, .switches_n = sh->switch_n,
        .max_states = options->max_states, .max_ns = options->max_ns, .max_bytes = options->max_bytes,
        .outputs = options->outputs, .early_timeouts = options->strict, .tso = options->tso, .strict = options->strict, .way = options->way,
        .overlap = options->overlap,
    };
    buf_clear(&x->moves);
    x->moves_n = 0;
    x->chance = options->seed;
    int r = explorer_open(&o, &x->explorer);
    if (r < 0)
        shell_error(sh, _("the explorer could not be started: %s"), i18n_errno(-r));
    return r;
}

int exploring_start(struct shell *sh, struct explored_program *program, const struct explore_options *options)
{
    int r = exploring_open(sh, program, options);
    if (r < 0)
        return r;
    explorer_explore(sh->exploring->explorer);
    sh->exploring->busy = true;
    return 0;
}

bool exploring_busy(const struct shell *sh)
{
    return sh->exploring && sh->exploring->busy;
}

int exploring_fd(const struct shell *sh)
{
    return exploring_busy(sh) ? explorer_fd(sh->exploring->explorer) : -1;
}

void exploring_interrupt(struct shell *sh)
{
    explorer_stop(sh->exploring->explorer);
}

void exploring_finish(struct shell *sh)
{
    struct exploring *x = sh->exploring;
    if (!x)
        return;
    explorer_close(x->explorer);
    explored_program_finish(&x->program);
    buf_finish(&x->moves);
    buf_finish(&x->switched);
    free(x->held_moves);
    free(x->switches);
    free(x);
    sh->exploring = NULL;
}

/* One line that is written over itself, without a newline, so nothing scrolls or flickers. */
static void show_progress(struct shell *sh, bool on)
{
    struct exploring *x = sh->exploring;
    struct buf line = { 0 }, text = { 0 };
    if (!sh->err.tty || !sh->err.escapes || (!on && !x->shown))
        return;
    buf_addc(&line, '\r');
    if (on) {
        explored_tell_progress(&text, explorer_progress(x->explorer));
        cell_fit(&line, buf_str(&text), text.n, MAX(sh->err.columns, 2u) - 1, &sh->err);
    }
    term_clear_right(&line, &sh->err);
    lineedit_hide();
    output_bytes(sh, line.text, line.n);
    x->shown = on;
    buf_finish(&text);
    buf_finish(&line);
}

static void tell_result(struct shell *sh)
{
    struct exploring *x = sh->exploring;
    const struct explored *e = explorer_result(x->explorer);
    const struct explored_telling how = { .races = x->options.races, .prompt = sh->mode == SHELL_PROMPT };
    if (e->error)
        shell_error(sh, "%s", e->error);
    else if (x->options.json)
        explored_json(shell_out(sh), e);
    else
        explored_tell(shell_out(sh), e, &how, &sh->out);
    if (x->checks && !e->error)
        explored_tell_change(shell_out(sh), e, x->before, &sh->out);
    shell_flush(sh);
    if (e->error || (x->checks && e->verdict != EXPLORED_HOLDS))
        shell_fail(sh, explored_exit_code(e));
    if (x->tool)
        sh->status = explored_exit_code(e);
}

void exploring_pump(struct shell *sh)
{
    struct exploring *x = sh->exploring;
    if (!exploring_busy(sh))
        return;
    uint64_t states = explorer_progress(x->explorer)->states;
    enum explorer_state state = explorer_pump(x->explorer);
    if (state == EXPLORER_BUSY && explorer_progress(x->explorer)->states != states)
        show_progress(sh, true);
    if (state == EXPLORER_BUSY)
        return;
    x->busy = false;
    show_progress(sh, false);
    if (state == EXPLORER_DONE) {
        tell_result(sh);
    } else {
        shell_error(sh, _("the explorer ended before it was done; nothing is known of the program"));
        shell_fail(sh, 1);
        sh->status = x->tool ? 124 : sh->status;
    }
    if (x->tool)
        sh->quit = true;
    learn_explored(sh);
}

enum command_result exploring_check(struct shell *sh)
{
    struct exploring *x = sh->exploring;
    const struct explored *e = exploring_result(sh);
    struct explored_program now;
    if (!e || explored_program_read(sh, x->program.file, &now) < 0)
        return COMMAND_FAILED;
    struct explored_before before = { e->verdict, e->overlap };
    if (now.source_n == x->program.source_n && memcmp(now.source, x->program.source, now.source_n) == 0) {
        shell_error(sh, _("%s is as it was when it was explored: edit it, then `check` it"), x->program.file);
        explored_program_finish(&now);
        return COMMAND_FAILED;
    }
    struct explore_options options = x->options;
    bool named = x->named;
    int r = exploring_start(sh, &now, &options);
    explored_program_finish(&now);
    x->named = named;
    x->checks = r == 0;
    x->before = before;
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

void exploring_silent(struct shell *sh, int r)
{
    struct buf why = { 0 };
    explorer_silent(r, &why);
    shell_error(sh, "%s", buf_str(&why));
    buf_finish(&why);
}

struct explorer *exploring_explorer(struct shell *sh)
{
    return sh->exploring ? sh->exploring->explorer : NULL;
}

const struct explored *exploring_result(struct shell *sh)
{
    const struct explored *e = exploring_explorer(sh) ? explorer_result(exploring_explorer(sh)) : NULL;
    if (!e || e->error) {
        shell_error(sh, _("nothing has been explored yet: `explore` does it"));
        return NULL;
    }
    return e;
}

/* ---- conch explore ---- */

int explore_tool(struct shell *sh, int argc, char **argv)
{
    struct explored_program program;
    struct explore_options o = sh->opts.explore;
    if (argc < 1) {
        shell_error(sh, _("usage: conch explore FILE.py [--outputs] [--races] [--strict] [--tso] [--limit states=N|seconds=N|memory=N] [--search WAY] "
                          "[--switch 'lock NAME off'] [--json]"));
        return 2;
    }
    o.json = sh->opts.json;
    o.seed = sh->opts.seed;
    if (sh->opts.time_limit > 0)
        o.max_ns = (uint64_t)(sh->opts.time_limit * 1e9);
    if (explored_program_read(sh, argv[0], &program) < 0)
        return 3;
    for (int i = 0; i < o.switches_n; i++) {
        if (shell_switch_line(sh, o.switches[i]) == COMMAND_OK)
            continue;
        shell_error(sh, _("--switch takes a command of the group `switch`, as 'lock NAME off', and not `%s`"), o.switches[i]);
        explored_program_finish(&program);
        return 2;
    }
    int r = exploring_start(sh, &program, &o);
    explored_program_finish(&program);
    if (r < 0)
        return 1;
    sh->exploring->tool = true;
    return shell_loop(sh);
}
