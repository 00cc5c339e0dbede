/* Iterators: their ends, what changes under them, and going back for the prelude. */
#include "world.h"

static value next(struct task *t, value it)
{
    value v;
    CHECK_INT(iter_next(t, it, &v), VM_OK);
    return v;
}

TEST(an_exhausted_iterator_stays_exhausted)
{
    struct task *t = world_start();
    value list = world_value(t, "[1]"), it;
    CHECK_INT(iter_new(t, list, &it), VM_OK);
    CHECK(next(t, it) == V_INT(1) && next(t, it) == V_UNBOUND);
    list_append(t, REF(list), V_INT(2));
    CHECK(next(t, it) == V_UNBOUND);
}

TEST(a_list_may_grow_and_shrink_under_its_iterator)
{
    struct task *t = world_start();
    value list = world_value(t, "[1, 2, 3]"), it;
    CHECK_INT(iter_new(t, list, &it), VM_OK);
    CHECK(next(t, it) == V_INT(1));
    list_append(t, REF(list), V_INT(4));
    list_remove_range(REF(list), 0, 1);
    CHECK(next(t, it) == V_INT(3) && next(t, it) == V_INT(4) && next(t, it) == V_UNBOUND);
}

TEST(changes_that_cpython_reports_are_reported)
{
    struct task *t = world_start();
    value set = world_value(t, "{1, 2}"), ring = world_value(t, "deque([1, 2])"), it, v;
    CHECK_INT(iter_new(t, set, &it), VM_OK);
    set_add(t, REF(set), V_INT(9), NULL);
    CHECK_INT(iter_next(t, it, &v), VM_RAISE);
    CHECK_STR(world_error(t), "RuntimeError: Set changed size during iteration");
    CHECK_INT(iter_new(t, ring, &it), VM_OK);
    deque_push(t, REF(ring), V_INT(3));
    CHECK_INT(iter_next(t, it, &v), VM_RAISE);
    CHECK_STR(world_error(t), "RuntimeError: deque mutated during iteration");
}

TEST(values_may_change_during_an_iteration)
{
    struct task *t = world_start();
    value d = world_value(t, "{1: 1, 2: 2}"), view, it;
    CHECK_INT(dict_m_items(t, &d, &view), VM_OK);
    CHECK_INT(iter_new(t, view, &it), VM_OK);
    next(t, it);
    dict_set(t, REF(d), V_INT(2), V_INT(7));
    CHECK_SHOW(t, next(t, it), "(2, 7)");
    CHECK(next(t, it) == V_UNBOUND);
}

TEST(ranges_at_the_edge_of_ints_end)
{
    struct task *t = world_start();
    value r = range_new(t, INT_MAX63 - 1, INT_MAX63, INT_MAX63), it;
    CHECK_INT(iter_new(t, r, &it), VM_OK);
    CHECK(next(t, it) == V_INT(INT_MAX63 - 1) && next(t, it) == V_UNBOUND);
    r = range_new(t, INT_MIN63 + 1, INT_MIN63, -INT_MAX63);
    CHECK_INT(iter_new(t, r, &it), VM_OK);
    CHECK(next(t, it) == V_INT(INT_MIN63 + 1) && next(t, it) == V_UNBOUND);
    CHECK_INT(range_len(REF(range_new(t, INT_MIN63, INT_MAX63, 1))), INT64_MAX);
    CHECK_INT(builtin_reversed(t, &r, &it), VM_OK);
    CHECK(next(t, it) == V_INT(INT_MIN63 + 1) && next(t, it) == V_UNBOUND);
}

TEST(what_needs_python_code_is_left_to_it_untouched)
{
    struct task *t = world_start();
    value list = world_value(t, "[1, picky(), 2]"), inner, it, ret, plain = world_value(t, "plain()");
    CHECK_INT(iter_new(t, list, &inner), VM_OK);
    CHECK_INT(builtin_enumerate(t, (value[]){ inner, V_UNBOUND }, &it), VM_OK);
    CHECK_INT(builtin_sum(t, (value[]){ inner, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(builtin_max(t, (value[]){ tuple_new(t, &inner, 1), V_UNBOUND, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(builtin_any(t, &inner, &ret), VM_OK); // the 1 decides, and is taken
    CHECK(ret == V_TRUE);
    CHECK_SHOW(t, tuple_of(next(t, it))->item[0], "0");
    CHECK(next(t, inner) == V_INT(2));
    CHECK_INT(builtin_iter(t, (value[]){ V_BUILTIN(1), V_NONE }, &ret), VM_FALLBACK);
    CHECK(!iter_is_native(plain));
    CHECK_INT(builtin_zip(t, (value[]){ tuple_new(t, (value[]){ list, plain }, 2), V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(builtin_next(t, (value[]){ plain, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(list_make(t, &plain, &ret), VM_FALLBACK);
}

TEST(next_takes_a_default)
{
    struct task *t = world_start();
    value it = world_value(t, "iter([])"), ret;
    CHECK_INT(builtin_next(t, (value[]){ it, V_NONE }, &ret), VM_OK);
    CHECK(ret == V_NONE);
    CHECK_INT(builtin_next(t, (value[]){ it, V_UNBOUND }, &ret), VM_RAISE);
    CHECK_STR(world_error(t), "StopIteration: ");
    CHECK_INT(builtin_next(t, (value[]){ world_value(t, "[1]"), V_NONE }, &ret), VM_RAISE);
    CHECK_STR(world_error(t), "TypeError: 'list' object is not an iterator");
}

TEST(one_iterator_may_feed_a_zip_twice)
{
    struct task *t = world_start();
    value it = world_value(t, "iter([1, 2, 3])"), zip, ret;
    CHECK_INT(builtin_zip(t, (value[]){ tuple_new(t, (value[]){ it, it }, 2), V_UNBOUND }, &zip), VM_OK);
    CHECK_INT(list_make(t, &zip, &ret), VM_OK);
    CHECK_SHOW(t, ret, "[(1, 2)]");
}

int main(void)
{
    RUN(an_exhausted_iterator_stays_exhausted);
    RUN(a_list_may_grow_and_shrink_under_its_iterator);
    RUN(changes_that_cpython_reports_are_reported);
    RUN(values_may_change_during_an_iteration);
    RUN(ranges_at_the_edge_of_ints_end);
    RUN(what_needs_python_code_is_left_to_it_untouched);
    RUN(next_takes_a_default);
    RUN(one_iterator_may_feed_a_zip_twice);
    return tap_done();
}
