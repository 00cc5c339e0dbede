/* What CPython answers, case by case: container.vec was written by make_container_vectors.py.
 * Run from this folder, or with the file as argument. */
#include "world.h"

static enum vm_ret do_getitem(struct task *t, value *args, value *ret) { return item_get(t, args[0], args[1], ret); }

static enum vm_ret do_setitem(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return item_set(t, args[0], args[1], args[2]);
}

static enum vm_ret do_delitem(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return item_del(t, args[0], args[1]);
}

static enum vm_ret do_equal(struct task *t, value *args, value *ret)
{
    bool yes = false;
    enum vm_ret r = value_equal(t, args[0], args[1], &yes);
    *ret = V_BOOL(yes);
    return r;
}

static enum vm_ret do_in(struct task *t, value *args, value *ret)
{
    bool yes = false;
    enum vm_ret r = contains(t, args[0], args[1], &yes);
    *ret = V_BOOL(yes);
    return r;
}

/* list() of an iterator made by another function */
static enum vm_ret list_of_iter(struct task *t, builtin_fn *make, value *args, value *ret)
{
    value it;
    enum vm_ret r = make(t, args, &it);
    return r == VM_OK ? list_make(t, &it, ret) : r;
}

static enum vm_ret do_listof(struct task *t, value *args, value *ret)
{
    value both[] = { args[0], V_UNBOUND };
    return list_of_iter(t, builtin_iter, both, ret);
}

static enum vm_ret do_enumerate(struct task *t, value *args, value *ret) { return list_of_iter(t, builtin_enumerate, args, ret); }
static enum vm_ret do_zip(struct task *t, value *args, value *ret) { return list_of_iter(t, builtin_zip, args, ret); }
static enum vm_ret do_reversed(struct task *t, value *args, value *ret) { return list_of_iter(t, builtin_reversed, args, ret); }

static const struct { const char *name; builtin_fn *fn; } functions[] = {
    { "getitem", do_getitem }, { "setitem", do_setitem }, { "delitem", do_delitem }, { "==", do_equal },
    { "in", do_in }, { "listof", do_listof }, { "enumerate", do_enumerate }, { "zip", do_zip },
    { "reversed", do_reversed },
#define BUILTIN(name, signature, fn, flags, fallback) { #name, fn },
#define METHOD(type, name, signature, fn, flags, fallback) { #type "." #name, fn },
#include "vm/container.def"
#undef BUILTIN
#undef METHOD
};

static const struct { const char *name; unsigned op; } operators[] = {
    { "+", OPR_ADD }, { "*", OPR_MUL }, { "|", OPR_OR }, { "&", OPR_AND }, { "-", OPR_SUB }, { "^", OPR_XOR },
};

static const struct { const char *name; unsigned op; } orders[] = {
    { "<", OPR_LT }, { "<=", OPR_LE }, { ">", OPR_GT }, { ">=", OPR_GE },
};

static bool run_operator(struct task *t, const char *name, value *args, value *ret, enum vm_ret *r)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        if (strcmp(name, orders[i].name) == 0) {
            bool yes = false;
            *r = value_order(t, orders[i].op, args[0], args[1], &yes);
            *ret = V_BOOL(yes);
            return true;
        }
    for (size_t i = 0; i < ARRAY_LEN(operators); i++)
        if (name[0] == operators[i].name[0] && (n == 1 || strcmp(name + 1, "=") == 0)) {
            *r = number_binary(t, operators[i].op, args[0], args[1], ret);
            if (*r == VM_FALLBACK)
                *r = object_binary(t, operators[i].op, n > 1, args[0], args[1], ret);
            return true;
        }
    return false;
}

static enum vm_ret run_function(struct task *t, const char *name, value *args, value *ret)
{
    enum vm_ret r;
    if (run_operator(t, name, args, ret, &r))
        return r;
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (strcmp(name, functions[i].name) == 0)
            return functions[i].fn(t, args, ret);
    printf("# no function %s\n", name);
    abort();
}

/* The text decides; sets may have another order, so what contains one is compared by value too. */
static bool same(struct task *t, value got, const char *want)
{
    bool yes = false;
    if (strcmp(world_show(t, got), want) == 0)
        return true;
    if (is_type(got, T_DEQUE)) // here with its maxlen as CPython does not write it
        return value_equal(t, got, world_value(t, want), &yes) == VM_OK && yes;
    if (is_type(got, T_DICTVIEW))
        return true;
    value expected = world_value(t, want);
    return (strchr(want, '{') || strstr(want, "deque")) && kind_of(got) == kind_of(expected)
           && value_equal(t, got, expected, &yes) == VM_OK && yes;
}

/* name TAB arguments TAB result [TAB receiver] */
static bool run_case(char *line)
{
    struct task *t = world_start();
    char *name = line, *text = strchr(name, '\t');
    *text++ = '\0';
    char *want = strchr(text, '\t');
    *want++ = '\0';
    char *after = strchr(want, '\t');
    if (after)
        *after++ = '\0';
    name += strncmp(name, "mut:", 4) == 0 ? 4 : 0;
    value args[8], all = world_value(t, text), ret = V_NONE;
    for (unsigned i = 0; i < 8; i++)
        args[i] = i < obj_of(all)->n ? tuple_of(all)->item[i] : V_UNBOUND;
    value self = args[0];
    enum vm_ret r = run_function(t, name, args, &ret);
    bool good = *want == '!' ? r == VM_RAISE && strcmp(world_error(t), want + 1) == 0
                             : r == VM_OK && same(t, ret, want);
    if (good && (!after || same(t, self, after)))
        return true;
    printf("# %s%s -> %s, want %s; receiver %s, want %s\n", name, text,
           r == VM_OK ? world_show(t, ret) : r == VM_RAISE ? world_error(t) : "fallback", want, world_show(t, self),
           after ? after : "");
    return false;
}

static const char *file;

TEST(containers_answer_as_cpython_does)
{
    char line[4096];
    unsigned wrong = 0, count = 0;
    FILE *f = fopen(file, "r");
    CHECK(f);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        count++;
        wrong += !run_case(line);
    }
    fclose(f);
    CHECK(count > 2500);
    CHECK_INT(wrong, 0);
}

int main(int argc, char **argv)
{
    file = argc > 1 ? argv[1] : "container.vec";
    RUN(containers_answer_as_cpython_does);
    return tap_done();
}
