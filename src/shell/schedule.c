/* schedule.c: the explorer's schedules on real processes and threads.
 *
 * A schedule says which task moves. Where everybody stands before and after each move, the model tells by making it:
 * those are the gates at which live tasks are let through one by one (live/script.h). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "model/model.h"
#include "shell/exploring.h"

int schedule_script(struct explorer *x, const char *schedule, struct run_script *ret)
{
    struct move *moves;
    uint32_t n;
    *ret = (struct run_script){ 0 };
    if (moves_parse(schedule, &moves, &n) < 0)
        return -EINVAL;
    free(moves);
    int r = explorer_script(x, schedule, ret);
    if (r == 0 && ret->moves_n < n) { // of another program
        explorer_script_finish(ret);
        r = -ESTALE;
    }
    return r;
}

int schedule_choices(const char *schedule, struct choice **ret, uint32_t *ret_n)
{
    struct move *moves;
    if (moves_parse(schedule, &moves, ret_n) < 0)
        return -EINVAL;
    *ret = mem_zalloc(*ret_n + 1, sizeof **ret);
    for (uint32_t i = 0; i < *ret_n; i++) {
        char sign = move_sign(&moves[i]);
        (*ret)[i] = (struct choice){ moves[i].thread, sign, sign ? 0 : moves[i].choice };
    }
    free(moves);
    return 0;
}

/* ---- names of schedules ---- */

const char *schedule_named(struct shell *sh, const char *name)
{
    const struct explored *e = exploring_explorer(sh) ? explorer_result(exploring_explorer(sh)) : NULL;
    const struct explored_finding *f = e ? explored_finding(e, name) : NULL;
    const struct explored_outcome *o = e ? explored_outcome(e, name) : NULL;
    return f ? f->schedule : o ? o->schedule : NULL;
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

bool schedule_of_word(struct shell *sh, const char *word, const char **ret)
{
    bool line = (*word >= '0' && *word <= '9') || strchr(word, ':');
    *ret = schedule_named(sh, word);
    if (!*ret && line)
        *ret = schedule_read(sh, &sh->exploring->program, word);
    return *ret || !line;
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

/* Whether real tasks cannot follow what was explored, since they would do something else: told. */
static bool is_switched(struct shell *sh)
{
    bool switched = exploring_is_switched(sh);
    if (switched)
        shell_error(sh, _("when it was explored the switches were others: `explore` again, or switch back"));
    return switched;
}

/* The script of a schedule for the explored program; false: told why not. */
static int read_script(struct shell *sh, const char *schedule, struct run_script *ret)
{
    struct exploring *x = sh->exploring;
    if (is_switched(sh))
        return -ESTALE;
    if (x->options.tso) {
        shell_error(sh, _("--tso delays stores only in the model: real tasks cannot be driven so; `explore` without it"));
        return -ENOTSUP;
    }
    int r = schedule_script(x->explorer, schedule, ret);
    if (r == -EINVAL || r == -ESTALE)
        shell_error(sh, r == -EINVAL ? _("`%s` is no schedule") : _("the schedule `%s` is not one of this program"), schedule);
    else if (r < 0)
        exploring_silent(sh, r);
    return r;
}

static int start_script(struct shell *sh, const struct run_script *script)
{
    const struct exploring *x = sh->exploring;
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
    return shell_start(sh, &o);
}

int schedule_replay(struct shell *sh, const char *schedule)
{
    struct run_script script;
    int r = read_script(sh, schedule, &script);
    if (r < 0)
        return r;
    r = start_script(sh, &script);
    if (r == 0)
        shell_when_done(sh, tell_replayed, (void *)(uintptr_t)script.moves_n);
    explorer_script_finish(&script);
    return r;
}

/* ---- held ---- */

bool schedule_holds(const struct shell *sh)
{
    return sh->exploring && sh->run && sh->run == sh->exploring->held;
}

static void tell_held(struct shell *sh, void *arg)
{
    bool lost = false;
    uint32_t n = (uint32_t)(uintptr_t)arg, made = sh->run ? run_scripted(sh->run, &lost) : 0;
    if (lost)
        shell_error(sh, _("the real tasks left the schedule after %u of %u turns"), made, n);
    else
        shell_note(sh, ngettext_("the real tasks stand there, after %u turn", "the real tasks stand there, after %u turns", made), made);
}

/* Whether the moves begin with those of the held run. */
static bool goes_on_from_held(const struct exploring *x, const char *moves)
{
    size_t n = strlen(x->held_moves);
    return strncmp(x->held_moves, moves, n) == 0 && (!n || !moves[n] || moves[n] == ' ');
}

int schedule_hold(struct shell *sh, const char *moves)
{
    struct exploring *x = sh->exploring;
    struct run_script script;
    bool held = schedule_holds(sh), on = held && run_held(sh->run) && goes_on_from_held(x, moves);
    int r = read_script(sh, moves, &script);
    if (r < 0)
        return r;
    script.hold = true;
    if (on) {
        run_script_extend(sh->run, &script);
        sh->sent = true; // it is busy until it is held again
    } else {
        if (held)
            shell_note(sh, _("the real tasks begin anew, with other pids"));
        r = start_script(sh, &script);
    }
    x->held = r == 0 ? sh->run : NULL;
    free(x->held_moves);
    x->held_moves = mem_text(moves, strlen(moves));
    if (r == 0)
        shell_when_done(sh, tell_held, (void *)(uintptr_t)script.moves_n);
    explorer_script_finish(&script);
    return r;
}

void schedule_let_go(struct shell *sh)
{
    bool lost;
    sh->exploring->held = NULL;
    run_let_go(sh->run);
    sh->sent = true;
    shell_when_done(sh, tell_replayed, (void *)(uintptr_t)run_scripted(sh->run, &lost));
}

int schedule_worst(struct shell *sh)
{
    const struct explored *e = exploring_result(sh);
    if (!e || is_switched(sh))
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
