/* What CPython answers, case by case: the files *.vec were written by make_vectors.py.
 * A line is: function TAB arguments as a tuple TAB repr of the result, or !Exception: text.
 * "mut:" before the function: the receiver is shown instead of the result. */
#include "fake_vm.h"

static const struct {
    const char *name;
    builtin_fn *fn;
} functions[] = {
#define BUILTIN(name, signature, fn, flags, fallback) { #name, fn },
#define METHOD(type, name, signature, fn, flags, fallback) { #type "." #name, fn },
#include "vm/number.def"
#include "vm/string.def"
#undef BUILTIN
#undef METHOD
};

static const struct {
    const char *name;
    unsigned op;
} operators[] = {
    { "+", OPR_ADD },     { "-", OPR_SUB },    { "*", OPR_MUL },    { "/", OPR_DIV },
    { "//", OPR_FLOORDIV }, { "%", OPR_MOD },  { "**", OPR_POW },   { "<<", OPR_LSHIFT },
    { ">>", OPR_RSHIFT }, { "&", OPR_AND },    { "|", OPR_OR },     { "^", OPR_XOR },
};

static const struct {
    const char *name;
    unsigned op;
} unaries[] = { { "neg", OPR_NEG }, { "pos", OPR_POS }, { "inv", OPR_INVERT } };

static enum vm_ret do_compare(struct task *t, value *args, value *ret)
{
    bool unordered;
    (void)t;
    int order = is_str(args[0]) ? str_order(args[0], args[1]) : number_compare(args[0], args[1], &unordered);
    *ret = V_INT(order < 0 ? -1 : order > 0);
    return VM_OK;
}

static enum vm_ret do_hash(struct task *t, value *args, value *ret)
{
    *ret = int_value(t, (int64_t)number_hash(args[0]));
    return VM_OK;
}

static enum vm_ret do_item(struct task *t, value *args, value *ret)
{
    return is_str(args[0]) ? str_item(t, args[0], args[1], ret) : bytes_item(t, args[0], args[1], ret);
}

static enum vm_ret do_set(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return args[2] == V_UNBOUND ? bytearray_del(t, args[0], args[1]) : bytearray_set(t, args[0], args[1], args[2]);
}

static enum vm_ret do_concat(struct task *t, value *args, value *ret)
{
    if (!is_str(args[0]))
        return bytes_concat(t, args[0], args[1], ret);
    return str_return(str_concat(t, args[0], args[1]), ret);
}

static enum vm_ret do_repeat(struct task *t, value *args, value *ret)
{
    return is_str(args[0]) ? str_repeat(t, args[0], args[1], ret) : bytes_repeat(t, args[0], args[1], ret);
}

static enum vm_ret do_contains(struct task *t, value *args, value *ret)
{
    bool yes;
    if (is_str(args[0])) {
        *ret = V_BOOL(str_contains(args[0], args[1]));
        return VM_OK;
    }
    enum vm_ret got = bytes_contains(t, args[0], args[1], &yes);
    *ret = V_BOOL(got == VM_OK && yes);
    return got;
}

static enum vm_ret do_percent(struct task *t, value *args, value *ret)
{
    return format_percent(t, args[0], args[1], ret);
}

static enum vm_ret do_repr(struct task *t, value *args, value *ret)
{
    struct buf out = { 0 };
    enum vm_ret got = value_repr(t, args[0], &out);
    if (got == VM_OK)
        return str_return(str_from_buf(t, &out), ret);
    buf_finish(&out);
    return got;
}

static enum vm_ret do_order(struct task *t, value *args, value *ret)
{
    struct byte_span a, b;
    (void)t;
    bytes_get(args[0], &a);
    bytes_get(args[1], &b);
    int order = bytes_order(&a, &b);
    *ret = V_INT(order < 0 ? -1 : order > 0);
    return VM_OK;
}

static const struct {
    const char *name;
    builtin_fn *fn;
} extras[] = {
    { "cmp", do_compare }, { "hash", do_hash },         { "item", do_item },
    { "set", do_set },     { "concat", do_concat },     { "repeat", do_repeat },
    { "in", do_contains }, { "percent", do_percent },   { "repr", do_repr },
    { "order", do_order },
};

static enum vm_ret call(struct task *t, const char *name, value *args, value *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(operators); i++)
        if (!strcmp(name, operators[i].name))
            return number_binary(t, operators[i].op, args[0], args[1], ret);
    for (size_t i = 0; i < ARRAY_LEN(unaries); i++)
        if (!strcmp(name, unaries[i].name))
            return number_unary(t, unaries[i].op, args[0], ret);
    for (size_t i = 0; i < ARRAY_LEN(extras); i++)
        if (!strcmp(name, extras[i].name))
            return extras[i].fn(t, args, ret);
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (!strcmp(name, functions[i].name))
            return functions[i].fn(t, args, ret);
    printf("# no function %s\n", name);
    abort();
}

/* "STR.format": the rest of the arguments are given as a tuple, a dict of keywords last if any. */
static void pack(struct task *t, value *args, size_t n)
{
    size_t last = n > 1 && is_type(args[n - 1], T_DICT) ? n - 1 : n;
    value keywords = last < n ? args[last] : V_UNBOUND;
    args[1] = tuple_new(t, args + 1, last - 1);
    args[2] = keywords;
}

static void answer(struct task *t, char *name, const char *text, struct buf *out)
{
    value args[12], ret = V_NONE;
    const value *items;
    size_t n;
    bool mutates = !strncmp(name, "mut:", 4);
    items_view(t, fake_literal(t, &text), &items, &n);
    for (size_t i = 0; i < ARRAY_LEN(args); i++)
        args[i] = i < n ? items[i] : V_UNBOUND;
    if (!strcmp(name, "STR.format"))
        pack(t, args, n);
    switch (call(t, mutates ? name + 4 : name, args, &ret)) {
    case VM_OK:
        fake_repr(out, mutates ? args[0] : ret);
        break;
    case VM_RAISE:
        buf_addf(out, "!%s", fake_exc);
        break;
    default:
        buf_adds(out, "?fallback");
    }
}

static const char *vector_file;

static void check_file(void)
{
    struct task t;
    char *line = NULL;
    size_t room = 0;
    unsigned wrong = 0, all = 0;
    ssize_t n;
    FILE *f = fopen(vector_file, "r");
    CHECK(f);
    fake_start(&t);
    while ((n = getline(&line, &room, f)) > 0) {
        struct buf out = { 0 };
        line[n - 1] = 0;
        char *args = strchr(line, '\t');
        *args++ = 0;
        char *want = strchr(args, '\t');
        *want++ = 0;
        answer(&t, line, args, &out);
        all++;
        if (strcmp(buf_str(&out), want) != 0 && ++wrong <= 40)
            printf("# %s%.300s\n#   is   %.300s\n#   want %.300s\n", line, args, buf_str(&out), want);
        buf_finish(&out);
        fake_forget();
    }
    printf("# %u of %u lines are wrong\n", wrong, all);
    free(line);
    fclose(f);
    CHECK_INT(wrong, 0);
    CHECK(all > 100);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        vector_file = argv[i];
        const char *name = strrchr(argv[i], '/');
        tap_run(name ? name + 1 : argv[i], check_file);
    }
    return tap_done();
}
