#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "view/cell.h"

/* /proc/PID/stat: "PID (name) S PPID …"; the name may hold anything, so the last ')' counts. */
bool proc_read(void *arg, int32_t pid, int32_t tid, struct proc_fact *ret)
{
    (void)arg;
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/task/%d/stat", pid, tid ? tid : pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    if (n <= 0)
        return false;
    line[n] = 0;
    const char *end = strrchr(line, ')');
    return end && sscanf(end + 1, " %c %d", &ret->state, &ret->ppid) == 2;
}

static bool kernel_fact(const struct facts *facts, const struct trace_task *task,
                        struct proc_fact *ret)
{
    if (!facts || !facts->proc || !task->pid || task->kind == TASK_COROUTINE)
        return false;
    return facts->proc(facts->arg, task->pid, task->tid, ret);
}

static void tell_wait(struct buf *out, const struct trace *t, task_id id,
                      const struct facts *facts)
{
    const struct trace_task *task = &t->tasks[id];
    struct buf why = { 0 };
    if (facts && facts->why)
        facts->why(facts->arg, id, &why);
    if (why.n) {
        buf_adds(out, _("waits for "));
        cell_text(out, why.text, why.n);
    } else if (task->waits_for < t->object_count) {
        const struct trace_object *o = &t->objects[task->waits_for];
        buf_adds(out, _("waits for "));
        cell_text(out, o->type, strnlen(o->type, sizeof o->type));
        buf_addc(out, ' ');
        trace_object_name(out, t, task->waits_for);
    } else {
        buf_adds(out, _("waits"));
    }
    buf_finish(&why);
}

static void tell_end(struct buf *out, const struct trace_task *task)
{
    if (task->state == TASK_DEAD && !task->exitcode)
        buf_adds(out, _("gone, nobody knows how"));
    else if (task->state == TASK_DEAD)
        buf_addf(out, _("killed by signal %d"), task->exitcode < 0 ? -task->exitcode : task->exitcode);
    else if (task->kind == TASK_PROCESS)
        buf_addf(out, _("ended, exit code %d"), task->exitcode);
    else
        buf_adds(out, _("ended"));
}

void task_tell_state(struct buf *out, const struct trace *t, task_id id,
                     const struct facts *facts)
{
    const struct trace_task *task = &t->tasks[id];
    struct proc_fact fact;
    bool known = kernel_fact(facts, task, &fact);
    switch (task->state) {
    case TASK_NEW: buf_adds(out, _("not begun")); break;
    case TASK_RUNS: buf_adds(out, _("runs")); break;
    case TASK_WAITS: tell_wait(out, t, id, facts); break;
    case TASK_SLEEPS: buf_adds(out, _("sleeps")); break;
    default: tell_end(out, task); break;
    }
    if (known && fact.state == 'Z')
        buf_adds(out, _(", zombie: its parent has not taken note"));
    else if (known && (fact.state == 'T' || fact.state == 't'))
        buf_adds(out, _(", stopped"));
}

/* ---- the tree */

struct tree {
    struct buf *out;
    const struct trace *t;
    const struct facts *facts;
    const struct term *term;
    struct buf indent;
};

static bool is_under(const struct trace *t, task_id child, task_id parent)
{
    const struct trace_task *task = &t->tasks[child];
    if (child == parent)
        return false;
    if (task->kind == TASK_PROCESS)
        return task->parent != TASK_NONE && task->parent < t->task_count &&
               (task->parent == parent);
    task_id owner = task->kind == TASK_COROUTINE ? task->carrier : task->process;
    return owner == parent;
}

static task_id next_child(const struct trace *t, task_id parent, task_id after)
{
    for (task_id id = after; id < t->task_count; id++)
        if (is_under(t, id, parent))
            return id;
    return TASK_NONE;
}

static void tell_ids(struct tree *tree, const struct trace_task *task)
{
    static const char *const kind[] = { N_("process"), N_("thread"), N_("coroutine") };
    struct proc_fact fact;
    buf_addf(tree->out, "  %s", _(kind[MIN(task->kind, 2)]));
    if (task->daemon)
        buf_addf(tree->out, " %s", _("daemon"));
    if (task->kind == TASK_THREAD && task->tid)
        buf_addf(tree->out, " tid %d", task->tid);
    if (task->kind != TASK_PROCESS || !task->pid)
        return;
    buf_addf(tree->out, " pid %d", task->pid);
    if (kernel_fact(tree->facts, task, &fact) && fact.ppid != task->ppid)
        buf_addf(tree->out, _(" ppid %d (was %d: its parent is gone)"), fact.ppid, task->ppid);
    else if (task->ppid)
        buf_addf(tree->out, " ppid %d", task->ppid);
}

static void draw_task_line(struct tree *tree, task_id id)
{
    const struct trace_task *task = &tree->t->tasks[id];
    term_style(tree->out, tree->term, STYLE_BOLD);
    task_name(tree->out, tree->t, id);
    term_reset(tree->out, tree->term);
    tell_ids(tree, task);
    if (task->line && task->state != TASK_ENDED && task->state != TASK_DEAD)
        buf_addf(tree->out, _("  line %u"), task->line);
    buf_adds(tree->out, "  ");
    task_tell_state(tree->out, tree->t, id, tree->facts);
    buf_addc(tree->out, '\n');
}

/* Recursion is as deep as processes start processes; a hostile trace cannot make it deeper,
 * because a parent is older than its child. */
static void draw_under(struct tree *tree, task_id parent)
{
    size_t indent = tree->indent.n;
    task_id id = next_child(tree->t, parent, parent + 1);
    while (id != TASK_NONE) {
        task_id next = next_child(tree->t, parent, id + 1);
        bool last = next == TASK_NONE;
        const char *dash = term_symbol(tree->term, SYM_DASH);
        buf_addf(tree->out, "%s%s%s ", buf_str(&tree->indent),
                 term_symbol(tree->term, last ? SYM_CORNER : SYM_TEE), dash);
        draw_task_line(tree, id);
        buf_addf(&tree->indent, "%s  ", last ? " " : term_symbol(tree->term, SYM_BAR));
        draw_under(tree, id);
        tree->indent.n = indent;
        tree->indent.text[indent] = 0;
        id = next;
    }
}

static bool has_owner(const struct trace *t, task_id id)
{
    for (task_id parent = 0; parent < id; parent++)
        if (is_under(t, id, parent))
            return true;
    return false;
}

void tree_draw(struct buf *out, const struct trace *t, const struct facts *facts,
               const struct term *term)
{
    struct tree tree = { out, t, facts, term, { 0 } };
    bool under_shell = facts && facts->shell_pid;
    if (under_shell) {
        buf_addf(out, _("conch  the shell pid %d\n"), facts->shell_pid);
        buf_adds(&tree.indent, "");
    }
    for (task_id id = 0; id < t->task_count; id++) {
        if (has_owner(t, id))
            continue;
        size_t indent = tree.indent.n;
        if (under_shell) {
            buf_addf(out, "%s%s ", term_symbol(term, SYM_CORNER), term_symbol(term, SYM_DASH));
            buf_adds(&tree.indent, "   ");
        }
        draw_task_line(&tree, id);
        draw_under(&tree, id);
        tree.indent.n = indent;
        if (tree.indent.text)
            tree.indent.text[indent] = 0;
    }
    buf_finish(&tree.indent);
}
