/* A main process, from its first to its last instruction. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "live/engine.h"
#include "live/parts.h"

/* ---- the end ---- */

static struct run_boxes *boxes(void)
{
    return boxes_of(&live.region);
}

/* Runs what the prelude has registered for the end of the program: joining threads and
 * processes, atexit functions. */
static void run_to_end(struct task *t)
{
    if (engine_run(t) == VM_DIED) {
        struct buf b = { 0 };
        exception_render(t, t->exc, V_NONE, &b);
        engine_write(t, true, buf_str(&b), b.n);
        buf_finish(&b);
    }
}

static void run_shutdown(struct task *t)
{
    value hook = t->vm->hooks[HOOK_SHUTDOWN];
    if (hook != V_NONE) {
        task_enter(t, hook);
        run_to_end(t);
    }
    if (ending_at_exit(t))
        run_to_end(t);
}

static NORETURN void leave(struct task *t, int code)
{
    engine_flush(t);
    files_end(t, true);
    gate_end();
    if (live_me.slot->is_main) {
        atomic_store(&boxes()->exit_code, code);
        atomic_store(&boxes()->exited, 1);
    }
    live_process_end(code);
}

/* str(exc) where that takes Python code: a function of the prelude gives it. */
static value own_message(struct task *t)
{
    struct vm *vm = t->vm;
    value mod, exc = t->exc;
    const struct code *body;
    if (!exception_has_own_str(t, exc))
        return V_NONE;
    vm->hooks[HOOK_PENDING] = exc;
    if (vm->hooks[HOOK_MESSAGE] == V_NONE &&
        import_module(t, symbol(vm, "_end", 4), 0, V_UNBOUND, &mod, &body) == VM_CALL)
        task_enter_body(t, mod, body), engine_run(t);
    value text = V_NONE;
    if (vm->hooks[HOOK_MESSAGE] != V_NONE) {
        task_enter(t, vm->hooks[HOOK_MESSAGE]);
        if (engine_run(t) == VM_DONE)
            text = t->result;
    }
    t->exc = vm->hooks[HOOK_PENDING];
    vm->hooks[HOOK_PENDING] = V_NONE;
    return text;
}

/* Tells an uncaught exception; returns the exit code. */
static int died(struct task *t)
{
    struct buf b = { 0 };
    int code = 1;
    value message = own_message(t);
    if (exception_is(t->exc, EXC_SystemExit, t->vm)) {
        code = exception_exit_code(t, t->exc, &b);
    } else {
        exception_render(t, t->exc, message, &b);
        if (exception_is(t->exc, EXC_KeyboardInterrupt, t->vm))
            code = 130;
        log_text(EV_ERROR, UINT32_MAX, 0, "", 0);
    }
    if (b.n)
        engine_write(t, true, b.text, b.n);
    buf_finish(&b);
    return code;
}

static int finish(struct task *t, enum vm_status s)
{
    if (s == VM_DIED) {
        value exc = t->exc;
        (void)exc;
        return died(t);
    }
    return 0;
}

/* ---- what the shell asks (run_query) ---- */

static void names_tell(struct task *t, struct buf *out)
{
    const struct module *m = module_at(t->vm, 0);
    for (uint32_t i = 0; i < m->ready; i++)
        if (m->slots[i] != m->fallback[i] && m->slots[i] != V_UNBOUND && m->names.at[i].name.s[0] != '_')
            buf_addf(out, "%.*s ", (int)m->names.at[i].name.n, m->names.at[i].name.s);
}

static void members_tell(struct task *t, const char *name, struct buf *out)
{
    struct vm *vm = t->vm;
    value v = module_get(vm, module_at(vm, 0), symbol(vm, name, strlen(name)));
    if (v == V_UNBOUND)
        return;
    value cls = is_class(v) ? v : type_value(t, v);
    if (is_sort(v, SORT_MODULE)) {
        const struct module *m = module_at(vm, (uint32_t)payload_of(v));
        for (uint32_t i = 0; i < m->ready; i++)
            if (m->slots[i] != m->fallback[i] && m->names.at[i].name.s[0] != '_')
                buf_addf(out, "%.*s ", (int)m->names.at[i].name.n, m->names.at[i].name.s);
        return;
    }
    if (is_type(v, T_INSTANCE)) {
        value d = instance_dict(t, REF(v)), key, val;
        uint32_t at = 0;
        while (dict_next(REF(d), &at, &key, &val))
            if (is_str(key) && str_data(REF(key))[0] != '_')
                buf_addf(out, "%s ", str_data(REF(key)));
    }
    for (const struct tuple *m = is_type(cls, T_CLASS) ? REF(((struct class *)REF(cls))->mro) : NULL; m; m = NULL) {
        for (uint32_t i = 0; i < m->o.n; i++) {
            uint32_t at = 0;
            value key, val;
            while (is_type(m->item[i], T_CLASS) && dict_next(REF(((struct class *)REF(m->item[i]))->dict), &at, &key, &val))
                if (is_str(key) && str_data(REF(key))[0] != '_')
                    buf_addf(out, "%s ", str_data(REF(key)));
        }
    }
    if (is_sort(cls, SORT_TYPE))
        for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
            if (builtin_table[id].type == type_of_methods((enum type_id)payload_of(cls)) && builtin_table[id].name[0] != '_')
                buf_addf(out, "%s ", builtin_table[id].name);
}

/* What a dotted name stands for in main, V_UNBOUND if nothing; a method is its function. */
static value value_named(struct task *t, const char *name)
{
    struct vm *vm = t->vm;
    value v = V_UNBOUND;
    for (const char *part = name; *part;) {
        size_t n = strcspn(part, ".");
        value sym = symbol(vm, part, n);
        if (part == name)
            v = module_get(vm, module_at(vm, 0), sym);
        else if (v != V_UNBOUND && attr_get(t, v, sym, &v) != VM_OK)
            v = V_UNBOUND;
        t->exc = V_UNBOUND;
        part += n + (part[n] == '.');
    }
    return is_type(v, T_METHOD) ? ((struct method *)REF(v))->func : v;
}

static void lines_of(const struct code *c, uint32_t *first, uint32_t *last)
{
    *first = MIN(*first, c->first_line);
    for (uint32_t i = 0; i < c->count; i++)
        *last = MAX(*last, c->places[i].line);
}

/* Calls do() for each function that a class defines, in the class's order. */
static void each_method(value cls, void (*visit)(const struct code *c, void *arg), void *arg)
{
    uint32_t at = 0;
    value key, val;
    while (dict_next(REF(((struct class *)REF(cls))->dict), &at, &key, &val))
        if (is_type(val, T_FUNC))
            visit(((struct func *)REF(val))->code, arg);
}

struct stretch { const struct source *src; uint32_t first, last; }; // of lines

static void widen(const struct code *c, void *arg)
{
    struct stretch *s = arg;
    s->src = c->source;
    lines_of(c, &s->first, &s->last);
}

static size_t indent_of(const struct source *src, uint32_t line)
{
    size_t n, blanks = 0;
    const char *s = diag_line(src->text, src->n, line, &n);
    while (s && blanks < n && (s[blanks] == ' ' || s[blanks] == '\t'))
        blanks++;
    return s && blanks < n ? blanks : SIZE_MAX; // an empty line belongs to what is around it
}

/* The line that the class of a method begins with: the nearest one above that stands further left. */
static uint32_t class_line(const struct source *src, uint32_t method)
{
    size_t indent = indent_of(src, method);
    for (uint32_t line = method; line > 1; line--)
        if (indent_of(src, line - 1) < indent)
            return line - 1;
    return method;
}

/* The source of the program, or of the function, class or module that is named (also the prelude's). */
static void list_tell(struct task *t, const char *name, struct buf *out)
{
    struct vm *vm = t->vm;
    struct stretch s = { module_at(vm, 0)->source, 1, UINT32_MAX };
    if (*name) {
        value v = value_named(t, name);
        s = (struct stretch){ NULL, UINT32_MAX, 0 };
        if (is_type(v, T_FUNC)) {
            widen(((struct func *)REF(v))->code, &s);
        } else if (is_type(v, T_CLASS)) {
            each_method(v, widen, &s);
            s.first = s.src ? class_line(s.src, s.first) : s.first;
        } else if (is_sort(v, SORT_MODULE)) {
            s = (struct stretch){ module_at(vm, (uint32_t)payload_of(v))->source, 1, UINT32_MAX };
        }
    }
    for (uint32_t line = s.first; s.src && line <= s.last; line++) {
        size_t n;
        const char *text = diag_line(s.src->text, s.src->n, line, &n);
        if (!text)
            break;
        buf_addf(out, "%4u  %.*s\n", line, (int)n, text);
    }
}

struct dumping { struct vm *vm; struct buf *out; };

static void dump(const struct code *c, void *arg)
{
    const struct dumping *d = arg;
    code_dump(d->out, c, &module_at(d->vm, c->module)->names);
}

/* The instructions of the function that is named, or of a class's methods. */
static void dis_tell(struct task *t, const char *name, struct buf *out)
{
    struct dumping d = { t->vm, out };
    value v = value_named(t, name);
    if (is_type(v, T_FUNC))
        dump(((struct func *)REF(v))->code, &d);
    else if (is_type(v, T_CLASS))
        each_method(v, dump, &d);
}

static void query_tell(struct task *t, const char *what, struct buf *out)
{
    sync_name_all(t);
    if (strcmp(what, "vars") == 0)
        vars_tell(t, out);
    else if (strncmp(what, "vars ", 5) == 0)
        locals_tell(t, strtol(what + 5, NULL, 10), out);
    else if (strcmp(what, "names") == 0)
        names_tell(t, out);
    else if (strcmp(what, "builtins") == 0)
        builtin_names(out);
    else if (strncmp(what, "members ", 8) == 0)
        members_tell(t, what + 8, out);
    else if (strcmp(what, "list") == 0)
        list_tell(t, "", out);
    else if (strncmp(what, "list ", 5) == 0)
        list_tell(t, what + 5, out);
    else if (strncmp(what, "dis ", 4) == 0)
        dis_tell(t, what + 4, out);
    else if (strncmp(what, "lang ", 5) == 0)
        i18n_choose(what + 5); // of the advice that is given with an exception
}

void program_answer_query(struct task *t)
{
    struct query_box *q = &boxes()->query;
    uint32_t asked = atomic_load(&q->asked), taken = atomic_load(&q->taken);
    if (asked == taken || !atomic_compare_exchange_strong(&q->taken, &taken, asked))
        return;
    char what[sizeof q->what];
    memcpy(what, q->what, sizeof what);
    what[sizeof what - 1] = 0;
    struct buf out = { 0 };
    value kept = t->exc;
    t->exc = V_UNBOUND;
    query_tell(t, what, &out);
    t->exc = kept;
    q->n = (uint32_t)MIN(out.n, (size_t)QUERY_BYTES);
    if (q->n)
        memcpy(q->text, out.text, q->n);
    buf_finish(&out);
    atomic_store(&q->told, asked);
    uint64_t one = 1;
    (void)!write(live.region.bell_fd, &one, sizeof one);
}

/* ---- a file ---- */

static bool read_source(const char *file, char **ret, size_t *ret_n)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        close(fd);
        return false;
    }
    struct buf b = { 0 };
    for (ssize_t n; (n = read(fd, buf_room(&b, 65536), 65536)) != 0;) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || b.n > 16u << 20)
            break;
        b.n += (size_t)n;
    }
    close(fd);
    buf_addc(&b, 0);
    *ret = b.text;
    *ret_n = b.n - 1;
    return true;
}

static NORETURN void run_file(struct task *t, const struct program *p)
{
    char *text = (char *)(uintptr_t)p->source;
    size_t n = p->source_n;
    struct buf err = { 0 };
    if (!p->source && !read_source(p->file, &text, &n)) {
        int e = errno;
        buf_adds(&err, "conch: can't open file '");
        text_safe(&err, p->file, strlen(p->file), false);
        buf_addf(&err, "': [Errno %d] %s\n", e, strerror(e));
        engine_write(t, true, buf_str(&err), err.n);
        leave(t, 2);
    }
    if (!task_load(t, text, n, p->file ? p->file : "<string>", false, &err)) {
        engine_write(t, true, buf_str(&err), err.n);
        leave(t, 1);
    }
    if (!p->source)
        free(text);
    if (err.n)
        engine_write(t, true, err.text, err.n);
    int code = finish(t, engine_run(t));
    run_shutdown(t);
    leave(t, code);
}

/* ---- the prompt ---- */

static NORETURN void run_prompt(struct task *t)
{
    struct entry_box *box = &boxes()->entry;
    uint32_t done = 0;
    for (;;) {
        atomic_store(&box->done, done);
        bell_ring(&live.region);
        while (!atomic_load(&box->pending)) {
            if (live_ask(&box->pending) == LIVE_INTERRUPTED && engine_left(t) == ENGINE_STOP)
                leave(t, 0);
            t->exc = V_UNBOUND; // an interrupt at the prompt interrupts nothing
        }
        atomic_store(&box->pending, 0);
        done++;
        size_t n = MIN(box->n, (uint32_t)ENTRY_BYTES);
        char label[sizeof box->label];
        memcpy(label, box->label, sizeof label);
        label[sizeof label - 1] = 0;
        char *text = mem_text(box->text, n);
        struct buf err = { 0 };
        bool ok = true;
        bool typed = label[0] == '<'; // else the text of a file, whose expressions show nothing
        if (task_load(t, text, n, label, typed, &err)) {
            if (err.n)
                engine_write(t, true, err.text, err.n);
            enum vm_status s = engine_run(t);
            ok = s == VM_DONE;
            if (s == VM_STOPPED && atomic_load(t->attention) & ATTEND_STOP)
                leave(t, 0);
            if (s == VM_DIED) {
                bool exits = exception_is(t->exc, EXC_SystemExit, t->vm);
                int code = died(t);
                if (exits) {
                    run_shutdown(t);
                    leave(t, code);
                }
            }
        } else {
            engine_write(t, true, buf_str(&err), err.n);
            ok = false;
        }
        task_enter(t, V_NONE); // forgets what it ran
        engine_flush(t);
        sync_name_all(t);
        buf_finish(&err);
        free(text);
        atomic_store(&box->ok, ok);
    }
}

NORETURN void program_run(const struct program *p)
{
    struct vm_opts o = {
        .engine = &live_engine, .heap_limit = p->heap_bytes, .search_dir = p->search_dir, .argc = p->argc,
        .argv = p->argv, .interactive = !p->file && !p->source, .seed = p->seed,
    };
    struct vm *vm = vm_new(&o);
    if (!vm) {
        static const char text[] = "conch: no address space for the program's objects (see ulimit -v)\n";
        log_text(EV_ERRPRINT, UINT32_MAX, 0, text, sizeof text - 1);
        live_process_end(1);
    }
    struct task *t = vm_first_task(vm);
    engine_task = t;
    t->attention = live_me.attention;
    engine_take_turns(t);
    signals_init();
    world_after_block(t);
    world_task_count(vm, +1);
    while (!atomic_load(&boxes()->go) && !(atomic_load(t->attention) & ATTEND_STOP))
        futex_wait(&boxes()->go, 0, 100 * MS);
    atomic_store(&boxes()->ready, 1);
    if (o.interactive)
        run_prompt(t);
    run_file(t, p);
}
