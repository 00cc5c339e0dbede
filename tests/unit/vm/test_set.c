/* Sets: order of insertion, sets inside sets, what must not be done twice. */
#include "world.h"

static value one(struct task *t, value v) { return tuple_new(t, &v, 1); }

TEST(order_is_that_of_insertion)
{
    struct task *t = world_start();
    value s = world_value(t, "{3, 1, 2, 1}"), ret;
    CHECK_SHOW(t, s, "{3, 1, 2}");
    CHECK_INT(set_m_pop(t, &s, &ret), VM_OK);
    CHECK(ret == V_INT(3));
    CHECK_INT(set_m_remove(t, (value[]){ s, V_INT(1) }, &ret), VM_OK);
    CHECK_INT(set_m_add(t, (value[]){ s, V_INT(3) }, &ret), VM_OK);
    CHECK_SHOW(t, s, "{2, 3}");
}

TEST(emptying_a_large_set_is_linear)
{
    struct task *t = world_start();
    struct dict *s = REF(set_new(t, T_SET));
    value self = value_of(s), ret;
    for (int64_t i = 0; i < 300000; i++)
        set_add(t, s, V_INT(i), NULL);
    for (int64_t i = 0; i < 300000; i++)
        CHECK(set_m_pop(t, &self, &ret) == VM_OK && ret == V_INT(i));
    CHECK_INT(set_m_pop(t, &self, &ret), VM_RAISE);
    CHECK_STR(world_error(t), "KeyError: 'pop from an empty set'");
}

TEST(a_set_is_found_as_its_frozen_twin)
{
    struct task *t = world_start();
    value s = world_value(t, "{frozenset({1, 2}), 5}"), twin = world_value(t, "{2, 1}"), ret;
    bool yes;
    CHECK(contains(t, s, twin, &yes) == VM_OK && yes);
    CHECK_INT(set_m_discard(t, (value[]){ s, twin }, &ret), VM_OK);
    CHECK_SHOW(t, s, "{5}");
    CHECK_INT(set_m_add(t, (value[]){ s, twin }, &ret), VM_RAISE);
    CHECK_STR(world_error(t), "TypeError: unhashable type: 'set'");
}

/* ^= done half and then again by the prelude would undo itself. */
TEST(a_fallback_leaves_the_set_as_it_was)
{
    struct task *t = world_start();
    value s = world_value(t, "{1, 2}"), others = world_value(t, "[2, 3, picky()]"), ret;
    CHECK_INT(set_m_symmetric_difference_update(t, (value[]){ s, others }, &ret), VM_FALLBACK);
    CHECK_SHOW(t, s, "{1, 2}");
    value it = world_value(t, "iter([2, picky()])");
    CHECK_INT(set_m_intersection_update(t, (value[]){ s, one(t, it) }, &ret), VM_FALLBACK);
    CHECK_SHOW(t, s, "{1, 2}");
    CHECK(iter_next(t, it, &ret) == VM_OK && ret == V_INT(2));
}

TEST(a_set_may_be_its_own_argument)
{
    struct task *t = world_start();
    value s = world_value(t, "{1, 2}"), ret;
    CHECK_INT(object_binary(t, OPR_OR, true, s, s, &ret), VM_OK);
    CHECK_SHOW(t, s, "{1, 2}");
    CHECK_INT(object_binary(t, OPR_XOR, true, s, s, &ret), VM_OK);
    CHECK_SHOW(t, s, "set()");
    s = world_value(t, "{1, 2}");
    CHECK_INT(object_binary(t, OPR_SUB, true, s, s, &ret), VM_OK);
    CHECK(ret == s);
    CHECK_SHOW(t, s, "set()");
}

TEST(equal_sets_have_equal_hashes_in_any_order)
{
    struct task *t = world_start();
    uint64_t a, b;
    CHECK_INT(value_hash(t, world_value(t, "frozenset([1, 2, 3, 'x'])"), &a), VM_OK);
    CHECK_INT(value_hash(t, world_value(t, "frozenset(['x', 3, 1.0, True, 2])"), &b), VM_OK);
    CHECK(a == b);
}

int main(void)
{
    RUN(order_is_that_of_insertion);
    RUN(emptying_a_large_set_is_linear);
    RUN(a_set_is_found_as_its_frozen_twin);
    RUN(a_fallback_leaves_the_set_as_it_was);
    RUN(a_set_may_be_its_own_argument);
    RUN(equal_sets_have_equal_hashes_in_any_order);
    return tap_done();
}
