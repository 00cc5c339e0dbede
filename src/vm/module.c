/* Modules: compiling text, turning literals into values, importing. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "vm/inside.h"

/* ---- modules and their slots ---- */

struct module *module_at(struct vm *vm, uint32_t index)
{
    return vm->modules[index];
}

/* From the end, which is next to the heap: so they are in the same pages of the kernel's tables. */
static value *slots_at(const struct vm *vm, uint32_t i)
{
    return (value *)(vm->module_tables + (2 * MODULES_MAX - 1 - i) * (size_t)MODULE_BYTES);
}

struct module *module_find_or_new(struct vm *vm, value name, uint32_t *ret_index)
{
    pthread_mutex_lock(&vm->names_guard);
    uint32_t n = atomic_load(&vm->module_count);
    for (uint32_t i = 0; i < n; i++) {
        if (vm->modules[i]->name == name) {
            *ret_index = i;
            pthread_mutex_unlock(&vm->names_guard);
            return vm->modules[i];
        }
    }
    struct module *m = NULL;
    if (n < MODULES_MAX) {
        m = mem_zalloc(1, sizeof *m);
        m->name = name;
        m->file = V_NONE;
        m->slots = slots_at(vm, 2 * n);
        m->fallback = slots_at(vm, 2 * n + 1);
        module_names_init(&m->names);
        vm->modules[n] = m;
        *ret_index = n;
        atomic_store(&vm->module_count, n + 1);
        module_set(vm, m, S(vm, name), name);
    }
    pthread_mutex_unlock(&vm->names_guard);
    return m;
}

void module_ready(struct vm *vm, struct module *m)
{
    for (; m->ready < m->names.count; m->ready++) {
        const struct global_name *g = &m->names.at[m->ready];
        value sym = symbol(vm, g->name.s, g->name.n);
        value v = sym == S(vm, builtins) ? V_UNBOUND : builtin_by_name(vm, sym);
        m->fallback[m->ready] = v;
        m->slots[m->ready] = v;
    }
}

value module_get(struct vm *vm, struct module *m, value sym)
{
    pthread_mutex_lock(&vm->names_guard);
    uint32_t slot = module_find(&m->names, sym_text(sym), sym_len(sym));
    value v = V_UNBOUND;
    if (slot < m->ready) {
        v = slot_get(&m->slots[slot]);
        if (v == m->fallback[slot] && !(m->loaded && m->names.at[slot].bindings))
            v = V_UNBOUND; // but `TimeoutError = TimeoutError` makes it the module's own
    }
    pthread_mutex_unlock(&vm->names_guard);
    return v;
}

void module_set(struct vm *vm, struct module *m, value sym, value v)
{
    pthread_mutex_lock(&vm->names_guard);
    uint32_t slot = module_slot(&m->names, sym_text(sym), sym_len(sym));
    if (slot < MODULE_SLOTS) {
        m->names.at[slot].in_loop = true; // set from outside: no static binding
        module_ready(vm, m);
        slot_set(&m->slots[slot], v);
    }
    pthread_mutex_unlock(&vm->names_guard);
}

/* ---- literals ---- */

static value perm_str(struct vm *vm, const char *s, size_t n)
{
    if (n <= 40)
        return symbol(vm, s, n);
    struct str *o = heap_new_perm(vm, T_STR, offsetof(struct str, bytes) + n + 1, (uint32_t)n);
    memcpy(o->bytes, s, n);
    size_t chars = utf8_count(s, n);
    o->chars = (uint32_t)chars;
    o->o.aux = chars == n ? STR_ASCII : 0;
    return value_of(o);
}

static value perm_copy(struct vm *vm, value v)
{
    if (!is_ref(v))
        return v;
    const struct bigint *b = REF(v); // literals beyond 63 bits are always these
    struct bigint *o = heap_new_perm(vm, T_BIGINT, sizeof *o + 4 * (size_t)b->o.n, b->o.n);
    o->o.aux = b->o.aux;
    memcpy(o->limb, b->limb, 4 * (size_t)b->o.n);
    return value_of(o);
}

static value perm_float(struct vm *vm, double d)
{
    value v = flonum_from(d);
    if (v != V_UNBOUND)
        return v;
    struct float_obj *o = heap_new_perm(vm, T_FLOAT, sizeof *o, 0);
    o->d = d;
    return value_of(o);
}

static value constant_value(struct task *t, const struct constant *k)
{
    static const value special[] = { [CONST_NONE] = V_NONE, [CONST_TRUE] = V_TRUE,
                                     [CONST_FALSE] = V_FALSE, [CONST_ELLIPSIS] = V_ELLIPSIS };
    struct vm *vm = t->vm;
    value v = V_NONE;
    switch (k->kind) {
    case CONSTANT_INT: return perm_copy(vm, int_value(t, k->integer));
    case CONSTANT_BIGINT:
        if (int_parse(t, k->text.s, k->text.n, 10, &v) != VM_OK)
            t->exc = V_UNBOUND;
        return perm_copy(vm, v);
    case CONSTANT_FLOAT: return perm_float(vm, k->real);
    case CONSTANT_STR: return perm_str(vm, k->text.s, k->text.n);
    case CONSTANT_BYTES: {
        struct bytes *b = heap_new_perm(vm, T_BYTES, sizeof *b + k->text.n, k->text.n);
        memcpy(b->data, k->text.s, k->text.n);
        return value_of(b);
    }
    case CONSTANT_TUPLE: {
        struct tuple *p = heap_new_perm(vm, T_TUPLE, sizeof *p + 8 * (size_t)k->tuple.n, k->tuple.n);
        for (uint32_t i = 0; i < k->tuple.n; i++)
            p->item[i] = constant_value(t, &k->tuple.items[i]);
        return value_of(p);
    }
    default: return special[k->integer];
    }
}

static void load_code(struct task *t, struct code *code, uint32_t module)
{
    struct vm *vm = t->vm;
    code->module = module;
    code->globals = vm->modules[module]->slots;
    code->values = ARENA_ARRAY(&vm->codes, value, code->nconstants + 1);
    for (uint32_t i = 0; i < code->nconstants; i++)
        code->values[i] = constant_value(t, &code->constants[i]);
    code->symbols = ARENA_ARRAY(&vm->codes, value, code->nnames + 1);
    for (uint32_t i = 0; i < code->nnames; i++)
        code->symbols[i] = symbol(vm, code->names[i].s, code->names[i].n);
    code->name_value = symbol(vm, code->name.s, code->name.n);
    code->qualname_value = symbol(vm, code->qualname.s, code->qualname.n);
    code->doc_value = code->doc >= 0 ? code->values[code->doc] : V_NONE;
    for (uint32_t i = 0; i < code->ninner; i++)
        load_code(t, code->inner[i], module);
}

struct source *source_new(struct vm *vm, const char *file, const char *text, size_t n, bool prelude)
{
    struct source *s = ARENA_NEW(&vm->codes, struct source);
    s->file = arena_text(&vm->codes, file, strlen(file));
    s->text = prelude ? text : arena_text(&vm->codes, text, n);
    s->n = n;
    s->prelude = prelude;
    s->number = ++vm->source_count;
    s->next = vm->sources;
    vm->sources = s;
    return s;
}

static const char *keep_words(struct arena *a, const char *words)
{
    return words ? arena_text(a, words, strlen(words)) : NULL;
}

/* Its texts may be in the tree's arena. */
static void keep_diag(struct arena *a, struct diag *diag)
{
    diag->kind = keep_words(a, diag->kind);
    diag->message = keep_words(a, diag->message);
    diag->advice = keep_words(a, diag->advice);
}

enum { UNTIDY_BYTES = 4096 }; // of text; the tree takes some fifteen times as much

/* A page that is mapped costs a fork 0.1 us, and half of the pages that the C library holds are what the trees of
 * modules were in. To give them to the system takes 20 us, once. */
void vm_tidy(struct vm *vm)
{
    if (!atomic_load(&vm->untidy))
        return;
    atomic_store(&vm->untidy, false);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

static struct code *compile_source(struct task *t, uint32_t module, struct source *src, bool interactive,
                                   struct diag *diag)
{
    struct vm *vm = t->vm;
    struct module *m = vm->modules[module];
    struct parse_opts po = { .file = src->file }; // whoever sends an entry has seen that it is whole
    struct compile_opts co = { .names = &m->names, .source = src, .interactive = interactive,
                               .prelude = src->prelude };
    struct arena tree;
    struct node *root;
    struct code *code = NULL;
    pthread_mutex_lock(&vm->names_guard);
    arena_init(&tree);
    enum parse_result r = lang_parse(&tree, src->text, src->n, &po, &root, diag);
    if (r == PARSE_MORE)
        *diag = (struct diag){ "SyntaxError", "unexpected EOF while parsing", "finish the statement", { 1, 0, 1, 0 } };
    else if (r == PARSE_OK)
        code = code_compile(&vm->codes, &tree, root, &co, diag);
    module_ready(vm, m);
    if (code)
        load_code(t, code, module);
    else
        keep_diag(&vm->codes, diag);
    arena_finish(&tree);
    if (src->n >= UNTIDY_BYTES)
        atomic_store(&vm->untidy, true);
    pthread_mutex_unlock(&vm->names_guard);
    return code;
}

/* ---- the program ---- */

bool task_load(struct task *t, const char *text, size_t n, const char *file, bool interactive,
               struct buf *err)
{
    struct vm *vm = t->vm;
    struct diag diag = { 0 };
    uint32_t index;
    struct source *src = source_new(vm, file, text, n, false);
    struct module *m = module_find_or_new(vm, S(vm, main), &index);
    if (!m->source)
        m->source = src;
    const char *what = NULL;
    struct text clean = lang_unmark(&vm->codes, src->text, src->n, &what);
    src->text = clean.s;
    src->n = clean.n;
    struct code *code = compile_source(t, index, src, interactive, &diag);
    if (!code) {
        diag_render(err, &diag, src->file, src->text, src->n);
        return false;
    }
    if (!interactive)
        module_set(vm, m, S(vm, file), symbol(vm, file, strlen(file)));
    m->loaded = true;
    if (what)
        buf_addf(err, "conch: taken off this text before it runs: %s\n", what);
    struct func *f = heap_new(t, T_FUNC, sizeof *f, 0);
    f->code = code;
    f->defaults = f->kwdefaults = f->closure = f->attrs = f->doc = V_NONE;
    f->name = f->qualname = code->name_value;
    task_enter(t, value_of(f));
    return true;
}

/* ---- importing ---- */

static bool read_file(const char *path, char **ret_text, size_t *ret_n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > 4 << 20) {
        close(fd);
        return false;
    }
    char *text = mem_alloc((size_t)st.st_size + 1);
    size_t n = 0;
    for (ssize_t got; n < (size_t)st.st_size && (got = read(fd, text + n, (size_t)st.st_size - n)) != 0;) {
        if (got < 0) {
            if (errno == EINTR)
                continue;
            break;
        }
        n += (size_t)got;
    }
    close(fd);
    text[n] = 0;
    *ret_text = text;
    *ret_n = n;
    return true;
}

/* Finds `a.b` as a.b.py's path under the program's directory: a/b.py or a/b/__init__.py. */
static bool find_file(struct vm *vm, const char *name, size_t n, struct buf *path, bool *ret_package)
{
    struct stat st;
    buf_clear(path);
    buf_addf(path, "%s/", vm->search_dir && *vm->search_dir ? vm->search_dir : ".");
    for (size_t i = 0; i < n; i++)
        buf_addc(path, name[i] == '.' ? '/' : name[i]);
    size_t stem = path->n;
    buf_adds(path, ".py");
    *ret_package = false;
    if (stat(buf_str(path), &st) == 0 && S_ISREG(st.st_mode))
        return true;
    path->n = stem;
    path->text[stem] = 0;
    buf_adds(path, "/__init__.py");
    *ret_package = true;
    return stat(buf_str(path), &st) == 0 && S_ISREG(st.st_mode);
}

/* Modules of the prelude that have parts in CPython. */
static bool is_package_of_python(const char *name)
{
    static const char *const packages[] = { "multiprocessing", "asyncio", "concurrent", "concurrent.futures", "collections",
                                            "importlib", "json", "logging", "re", "urllib", "gevent", "greenlet" };
    for (size_t i = 0; i < ARRAY_LEN(packages); i++)
        if (strcmp(name, packages[i]) == 0)
            return true;
    return false;
}

/* Whether Python has it, or may have it as a part of a module that conch has too. */
static bool python_has(const char *name)
{
    static const char *const library[] = {
#define LIBRARY(name) #name,
#include "vm/library.def"
#undef LIBRARY
    };
    size_t n = strcspn(name, "."), len;
    if (name[n] == '.' && prelude_source(name, n, &len))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(library); i++)
        if (strlen(library[i]) == n && memcmp(library[i], name, n) == 0)
            return true;
    return false;
}

static enum vm_ret no_module(struct task *t, value name)
{
    const char *text = sym_text(name);
    bool known = python_has(text);
    throw(t, EXC_ModuleNotFoundError, known ? "No module named '%s': it is not part of conch's Python" : "No module named '%s'", text);
    if (known)
        instance_set(t, REF(t->exc), S(t->vm, advice), str_lit(t, N_("do without it: conch has the modules that courses on multitasking use")));
    instance_set(t, REF(t->exc), S(t->vm, name_attr), name);
    return VM_RAISE;
}

/* The native functions of a module of the prelude are among its names from the start. */
static void add_natives(struct vm *vm, struct module *m)
{
    static const struct { const char *name; enum type_id type; } modules[] = { { "math", T_MATH } };
    for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
        if (strcmp(sym_text(m->name), modules[i].name) != 0)
            continue;
        for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
            if (builtin_table[id].type == modules[i].type)
                module_set(vm, m, symbol(vm, builtin_table[id].name, strlen(builtin_table[id].name)), V_BUILTIN(id));
    }
}

static enum vm_ret load_module(struct task *t, value name, uint32_t *ret_index, const struct code **ret_body)
{
    struct vm *vm = t->vm;
    size_t n;
    const char *text = prelude_source(sym_text(name), sym_len(name), &n);
    struct source *src;
    struct buf path = { 0 };
    bool package = false;
    if (text) {
        buf_addf(&path, "<conch %s>", sym_text(name));
        src = source_new(vm, buf_str(&path), text, n, true);
    } else {
        char *read;
        bool found = find_file(vm, sym_text(name), sym_len(name), &path, &package);
        if (found && t->engine && t->engine->reads_file)
            t->engine->reads_file(t, buf_str(&path));
        if (!found || !read_file(buf_str(&path), &read, &n)) {
            buf_finish(&path);
            return no_module(t, name);
        }
        const char *shown = buf_str(&path);
        src = source_new(vm, shown[0] == '.' && shown[1] == '/' ? shown + 2 : shown, read, n, false);
        free(read);
    }
    struct module *m = module_find_or_new(vm, name, ret_index);
    if (!m) {
        buf_finish(&path);
        return throw(t, EXC_ImportError, "too many modules");
    }
    m->source = src;
    m->prelude = src->prelude;
    m->package = package;
    m->loading = true;
    m->loader = t;
    if (!src->prelude) { // prelude modules have no file: they are inside conch
        char whole[PATH_MAX];
        const char *full = realpath(src->file, whole) ? whole : src->file;
        module_set(vm, m, S(vm, file), symbol(vm, full, strlen(full)));
    }
    buf_finish(&path);
    if (src->prelude)
        add_natives(vm, m);
    struct diag diag = { 0 };
    *ret_body = compile_source(t, *ret_index, src, false, &diag);
    if (!*ret_body) {
        m->loading = false;
        return throw(t, EXC_SyntaxError, "%s (%s, line %u)", diag.message, src->file, diag.at.line);
    }
    return VM_CALL;
}

static bool is_loaded(struct vm *vm, value name, uint32_t *ret_index)
{
    uint32_t n = atomic_load(&vm->module_count);
    for (uint32_t i = 0; i < n; i++) {
        struct module *m = vm->modules[i];
        if (m->name == name && (m->loaded || m->loading)) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

/* Whether another thread runs the module's body: then this one waits, unless the two wait for
 * each other. */
static bool loads_elsewhere(struct task *t, struct module *m)
{
    if (!m->loading || m->loader == t) {
        t->import_waits = NULL;
        return false;
    }
    for (struct module *k = m; k && k->loading; k = k->loader->import_waits)
        if (k->loader == t)
            return false; // it gets the module as it is now
    t->import_waits = m;
    return true;
}

/* from . import x, from .m import x: the name made absolute. */
static value absolute_name(struct task *t, value name, uint32_t level, value from)
{
    if (!level)
        return name;
    struct buf b = { 0 };
    size_t n = from == V_UNBOUND ? 0 : sym_len(from);
    for (uint32_t i = 0; i < level && n; i++)
        while (n && sym_text(from)[--n] != '.')
            ;
    if (n)
        buf_add(&b, sym_text(from), n);
    if (n && sym_len(name))
        buf_addc(&b, '.');
    buf_add(&b, sym_text(name), sym_len(name));
    value v = symbol(t->vm, buf_str(&b), b.n);
    buf_finish(&b);
    return v;
}

static bool prelude_has_part(const char *name, size_t n)
{
    size_t len;
    return prelude_source(name, n, &len) != NULL;
}

static enum vm_ret not_a_package(struct task *t, value name, value parent)
{
    throw(t, EXC_ModuleNotFoundError, "No module named '%s'; '%s' is not a package", sym_text(name), sym_text(parent));
    instance_set(t, REF(t->exc), S(t->vm, name_attr), name);
    return VM_RAISE;
}

static enum vm_ret import_parts(struct task *t, value name, uint32_t level, value from, value *ret,
                                const struct code **ret_body)
{
    struct vm *vm = t->vm;
    uint32_t index = 0;
    name = absolute_name(t, name, level, from);
    // a.b.c: every part is loaded, from the left; the caller asks again after each body
    const char *s = sym_text(name);
    size_t n = sym_len(name);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && s[i] != '.')
            continue;
        value part = symbol(vm, s, i);
        if (is_loaded(vm, part, &index)) {
            if (!t->multi || !loads_elsewhere(t, vm->modules[index]))
                continue;
            *ret_body = &import_wait_code;
            *ret = V_MODULE(index);
            return VM_CALL;
        }
        if (part == S(vm, conch) || part == S(vm, builtins)) {
            struct module *m = module_find_or_new(vm, part, &index);
            m->loaded = m->prelude = true;
            continue;
        }
        bool inside = memchr(s, '.', i) != NULL; // index is its parent's
        const struct module *parent = vm->modules[index];
        if (inside && parent->loaded && !parent->package && !prelude_has_part(s, i))
            return parent->prelude && is_package_of_python(sym_text(parent->name)) ? no_module(t, part) : not_a_package(t, part, parent->name);
        enum vm_ret r = load_module(t, part, &index, ret_body);
        if (r != VM_CALL)
            return r;
        *ret = V_MODULE(index);
        return VM_CALL;
    }
    *ret = V_MODULE(index);
    // submodules are attributes of their parents
    for (size_t i = n; i-- > 1;) {
        uint32_t parent, child;
        if (s[i] != '.' || !is_loaded(vm, symbol(vm, s, i), &parent))
            continue;
        size_t end = i + 1;
        while (end < n && s[end] != '.')
            end++;
        if (is_loaded(vm, symbol(vm, s, end), &child)) {
            value attr = symbol(vm, s + i + 1, end - i - 1);
            if (module_get(vm, vm->modules[parent], attr) == V_UNBOUND)
                module_set(vm, vm->modules[parent], attr, V_MODULE(child));
        }
    }
    return VM_OK;
}

enum vm_ret import_module(struct task *t, value name, uint32_t level, value from, value *ret,
                          const struct code **ret_body)
{
    pthread_mutex_lock(&t->vm->names_guard);
    enum vm_ret r = import_parts(t, name, level, from, ret, ret_body);
    pthread_mutex_unlock(&t->vm->names_guard);
    return r;
}

void module_done(struct vm *vm, struct module *m, bool loaded)
{
    pthread_mutex_lock(&vm->names_guard);
    m->loaded = loaded;
    m->loading = false;
    pthread_mutex_unlock(&vm->names_guard);
}
