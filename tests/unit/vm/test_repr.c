/* repr() and str(): cycles, depth, and what stands for objects. */
#include "world.h"

#include "vm/inside.h"

#include "vm/inside.h"

static const char *shown(struct task *t, value v)
{
    static struct buf b;
    buf_clear(&b);
    CHECK_INT(value_str(t, v, &b), VM_OK);
    return buf_str(&b);
}

TEST(cycles_are_shown_as_python_shows_them)
{
    struct task *t = world_start();
    value list = world_value(t, "[1]"), d = world_value(t, "{}"), ring = world_value(t, "deque([])");
    list_append(t, REF(list), list);
    CHECK_SHOW(t, list, "[1, [...]]");
    dict_set(t, REF(d), V_INT(1), d);
    CHECK_SHOW(t, d, "{1: {...}}");
    deque_push(t, REF(ring), ring);
    CHECK_SHOW(t, ring, "deque([[...]])");
    value twice = list_new(t, (value[]){ list, list }, 2);
    CHECK_SHOW(t, twice, "[[1, [...]], [1, [...]]]");
    value inner = world_value(t, "[]"), pair = tuple_new(t, (value[]){ inner }, 1);
    list_append(t, REF(inner), pair);
    CHECK_SHOW(t, pair, "([(...)],)");
}

TEST(too_deep_is_a_recursion_error)
{
    struct task *t = world_start();
    value v = list_new(t, NULL, 0), w = list_new(t, NULL, 0);
    for (int i = 0; i < 100000; i++) {
        v = list_new(t, &v, 1);
        w = list_new(t, &w, 1);
    }
    struct buf b = { 0 };
    buf_adds(&b, "before");
    CHECK_INT(value_repr(t, v, &b), VM_RAISE);
    CHECK_STR(buf_str(&b), "before");
    CHECK(strncmp(world_error(t), "RecursionError: maximum recursion depth exceeded", 48) == 0);
    bool same;
    CHECK_INT(value_equal(t, v, w, &same), VM_RAISE);
    CHECK_STR(world_error(t), "RecursionError: maximum recursion depth exceeded in comparison");
    buf_finish(&b);
}

TEST(exceptions)
{
    struct task *t = world_start();
    CHECK_SHOW(t, world_value(t, "error('ValueError')"), "ValueError()");
    CHECK_SHOW(t, world_value(t, "error('ValueError', 'x')"), "ValueError('x')");
    CHECK_SHOW(t, world_value(t, "error('ValueError', 'x', 1)"), "ValueError('x', 1)");
    CHECK_STR(shown(t, world_value(t, "error('ValueError')")), "");
    CHECK_STR(shown(t, world_value(t, "error('ValueError', 'x')")), "x");
    CHECK_STR(shown(t, world_value(t, "error('ValueError', 'x', 1)")), "('x', 1)");
    CHECK_STR(shown(t, world_value(t, "error('KeyError', 'x')")), "'x'");
    CHECK_STR(shown(t, world_value(t, "error('OSError', 2, 'No such file')")), "[Errno 2] No such file");
    CHECK_STR(shown(t, world_value(t, "error('OSError', 2, 'No such file', 'f')")), "[Errno 2] No such file: 'f'");
}

TEST(objects_have_stable_addresses)
{
    struct task *t = world_start();
    value a = world_value(t, "plain()"), b = world_value(t, "plain()");
    CHECK_SHOW(t, a, "<__main__.Plain object at 0x7f0000000010>");
    CHECK_SHOW(t, b, "<__main__.Plain object at 0x7f0000000020>");
    CHECK_SHOW(t, a, "<__main__.Plain object at 0x7f0000000010>");
    CHECK(object_id(t, a) == 16 && object_id(t, b) == 32);
    CHECK_SHOW(t, world_value(t, "iter([])"), "<list_iterator object at 0x7f0000000030>");
    CHECK_SHOW(t, world_value(t, "picky()"), "<fallback>");
    CHECK_SHOW(t, world_value(t, "[1, picky()]"), "<fallback>");
}

TEST(functions_classes_and_methods)
{
    struct task *t = world_start();
    struct func *f = heap_new(t, T_FUNC, sizeof *f, 0);
    f->qualname = str_lit(t, "C.f");
    CHECK_SHOW(t, value_of(f), "<function C.f at 0x7f0000000010>");
    struct method *m = heap_new(t, T_METHOD, sizeof *m, 0);
    m->func = value_of(f);
    m->self = world_value(t, "plain()");
    CHECK_SHOW(t, value_of(m), "<bound method C.f of <__main__.Plain object at 0x7f0000000020>>");
    CHECK_SHOW(t, ((struct instance *)REF(m->self))->cls, "<class '__main__.Plain'>");
    m->func = V_BUILTIN(BI_LIST_append);
    m->self = world_value(t, "[]");
    CHECK_SHOW(t, value_of(m), "<built-in method append of list object at 0x7f0000000030>");
    CHECK_SHOW(t, V_BUILTIN(BI_len), "<built-in function len>");
    CHECK_SHOW(t, V_BUILTIN(BI_LIST_append), "<method 'append' of 'list' objects>");
    CHECK_SHOW(t, V_TYPE(T_INT), "<class 'int'>");
    CHECK_SHOW(t, V_TYPE(T_DEQUE), "<class 'collections.deque'>");
    CHECK_SHOW(t, world_value(t, "[None, True, Ellipsis, NotImplemented]"), "[None, True, Ellipsis, NotImplemented]");
}

TEST(generators_and_coroutines)
{
    static const struct code code = { .flags = CODE_COROUTINE, .qualname = { "main", 4 } };
    struct task *t = world_start();
    struct gen *g = heap_new(t, T_GEN, sizeof *g, 0);
    g->code = &code;
    g->func = V_NONE;
    CHECK_SHOW(t, value_of(g), "<coroutine object main at 0x7f0000000010>");
}

TEST(subclasses_show_their_name_where_python_does)
{
    struct task *t = world_start();
    CHECK_SHOW(t, world_value(t, "sub({1})"), "Sub({1})");
    CHECK_SHOW(t, world_value(t, "sub([1])"), "[1]");
    CHECK_SHOW(t, world_value(t, "sub('a')"), "'a'");
    CHECK_STR(shown(t, world_value(t, "sub('a')")), "a");
    CHECK_SHOW(t, world_value(t, "sub(deque([1], 3))"), "Sub([1], maxlen=3)");
}

int main(void)
{
    RUN(cycles_are_shown_as_python_shows_them);
    RUN(too_deep_is_a_recursion_error);
    RUN(exceptions);
    RUN(objects_have_stable_addresses);
    RUN(functions_classes_and_methods);
    RUN(generators_and_coroutines);
    RUN(subclasses_show_their_name_where_python_does);
    return tap_done();
}
