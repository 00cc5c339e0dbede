/* Lists: growth, parts that overlap, what other threads may see. */
#include "world.h"

TEST(a_list_that_grows_keeps_its_items_and_leaves_the_rest_unused)
{
    struct task *t = world_start();
    struct list_obj *l = REF(list_new(t, NULL, 0));
    value v;
    for (int64_t i = 0; i < 200000; i++)
        CHECK(list_append(t, l, V_INT(i)));
    for (uint64_t i = 0; i < 200000; i++)
        CHECK(list_get_unlocked(l, i, &v) && v == V_INT((int64_t)i));
    struct array *a = REF(l->items);
    for (uint64_t i = l->len; i < a->o.n; i++)
        CHECK(!slot_used(a->item[i]));
    CHECK(!list_get_unlocked(l, l->len, &v) && !list_get_unlocked(l, a->o.n, &v));
}

/* A reader that took the array before a change may still look into it. */
TEST(shrinking_clears_what_is_no_longer_there)
{
    struct task *t = world_start();
    value list = world_value(t, "[0, 1, 2, 3, 4, 5, 6, 7]"), v;
    struct list_obj *l = REF(list);
    for (int shared = 0; shared < 2; shared++) {
        l->o.flags = shared ? F_SHARED : 0;
        uint64_t before = l->len;
        list_remove_range(l, 1, 3);
        struct array *a = REF(l->items);
        CHECK_INT(l->len, before - 2);
        for (uint64_t i = l->len; i < a->o.n; i++)
            CHECK(!slot_used(a->item[i]));
    }
    CHECK_SHOW(t, list, "[0, 5, 6, 7]");
    CHECK(!list_get_unlocked(l, 4, &v));
}

TEST(a_list_may_be_put_into_itself)
{
    struct task *t = world_start();
    value list = world_value(t, "[1, 2, 3]"), slice = world_value(t, "slice(1, 2, None)");
    CHECK_INT(item_set(t, list, slice, list), VM_OK);
    CHECK_SHOW(t, list, "[1, 1, 2, 3, 3]");
    CHECK_INT(list_extend(t, REF(list), list), VM_OK);
    CHECK_SHOW(t, list, "[1, 1, 2, 3, 3, 1, 1, 2, 3, 3]");
    CHECK_INT(item_set(t, list, world_value(t, "slice(None, None, -1)"), list), VM_OK);
    CHECK_SHOW(t, list, "[3, 3, 2, 1, 1, 3, 3, 2, 1, 1]");
}

TEST(what_does_not_fit_is_a_memory_error)
{
    struct task *t = world_start();
    value ret, one = world_value(t, "[0]"), pair = world_value(t, "(1, 2)");
    CHECK_INT(object_binary(t, OPR_MUL, false, one, V_INT(10000000000), &ret), VM_RAISE);
    CHECK(strncmp(world_error(t), "MemoryError", 11) == 0);
    CHECK_INT(object_binary(t, OPR_MUL, false, V_INT(INT_MAX63), pair, &ret), VM_RAISE);
    CHECK(strncmp(world_error(t), "MemoryError", 11) == 0);
    CHECK_INT(object_binary(t, OPR_MUL, true, one, V_INT(1000000000), &ret), VM_RAISE);
    CHECK_SHOW(t, one, "[0]");
    value huge = world_value(t, "range(4000000000000000000)");
    CHECK_INT(list_make(t, &huge, &ret), VM_RAISE);
}

TEST(python_code_is_asked_to_compare)
{
    struct task *t = world_start();
    value list = world_value(t, "[1, picky(), 2]"), ret;
    CHECK_INT(list_m_index(t, (value[]){ list, V_INT(1), V_UNBOUND, V_UNBOUND }, &ret), VM_OK);
    CHECK_INT(list_m_index(t, (value[]){ list, V_INT(2), V_UNBOUND, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(list_m_remove(t, (value[]){ list, V_INT(2) }, &ret), VM_FALLBACK);
    CHECK_INT(list_of(list)->len, 3);
}

TEST(a_view_of_a_contended_list_is_a_copy)
{
    struct task *t = world_start();
    value list = world_value(t, "[1, 2, 3]");
    const value *items;
    size_t n;
    CHECK(items_view(t, list, &items, &n) && items == ((struct array *)REF(list_of(list)->items))->item);
    obj_of(list)->flags |= F_SHARED;
    t->multi = true;
    CHECK(items_view(t, list, &items, &n) && n == 3 && items[2] == V_INT(3));
    CHECK(items != ((struct array *)REF(list_of(list)->items))->item);
}

TEST(subclasses_are_lists)
{
    struct task *t = world_start();
    value sub = world_value(t, "sub([1, 2])"), ret;
    CHECK_INT(list_m_append(t, (value[]){ sub, V_INT(3) }, &ret), VM_OK);
    CHECK_SHOW(t, sub, "[1, 2, 3]");
    CHECK_INT(builtin_len(t, &sub, &ret), VM_OK);
    CHECK(ret == V_INT(3));
    bool same;
    CHECK(value_equal(t, sub, world_value(t, "[1, 2, 3]"), &same) == VM_OK && same);
}

int main(void)
{
    RUN(a_list_that_grows_keeps_its_items_and_leaves_the_rest_unused);
    RUN(shrinking_clears_what_is_no_longer_there);
    RUN(a_list_may_be_put_into_itself);
    RUN(what_does_not_fit_is_a_memory_error);
    RUN(python_code_is_asked_to_compare);
    RUN(a_view_of_a_contended_list_is_a_copy);
    RUN(subclasses_are_lists);
    return tap_done();
}
