/* Sorting: against an insertion sort that cannot be wrong, for each way of comparing. */
#include "world.h"

#include "base/hash.h"

static uint64_t seed = 5;

static value random_value(struct task *t, int kind, unsigned range)
{
    char text[24];
    uint64_t r = rng_next(&seed) % range;
    switch (kind) {
    case 0:  return V_INT((int64_t)r - range / 2);
    case 1:  return V_INT((int64_t)(rng_next(&seed) >> 2) - INT_MAX63 / 2);
    case 2:  return float_value(t, (double)r / 7 - 3);
    case 3:  return float_value(t, r % 9 == 0 ? -0.0 : r % 9 == 1 ? 0.0 : (double)r - 10);
    case 4:
        snprintf(text, sizeof text, "prefix%llu", (unsigned long long)r);
        return str_lit(t, text + r % 8);
    case 5:  return r % 2 ? V_INT((int64_t)r) : float_value(t, (double)r);
    default: return tuple_new(t, (value[]){ V_INT((int64_t)(r % 5)), random_value(t, 4, range) }, 2);
    }
}

static bool less(struct task *t, value a, value b)
{
    bool yes = false;
    CHECK(value_order(t, OPR_LT, a, b, &yes) == VM_OK);
    return yes;
}

/* Stable, and slow. With reverse the larger comes first and equal ones stay in order. */
static void naive_sort(struct task *t, value *keys, value *v, size_t n, bool reverse)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0; j--) {
            bool swap = reverse ? less(t, keys[j - 1], keys[j]) : less(t, keys[j], keys[j - 1]);
            if (!swap)
                break;
            value k = keys[j], w = v[j];
            keys[j] = keys[j - 1];
            v[j] = v[j - 1];
            keys[j - 1] = k;
            v[j - 1] = w;
        }
}

/* Keys sorted by themselves, and the numbers 0, 1, 2 … by them: the second shows the order of equal ones. */
static void check_sort(int kind, size_t n, unsigned range, int runs)
{
    struct task *t = world_start();
    value keys[700], numbers[700], k;
    for (size_t i = 0; i < n; i++) {
        keys[i] = runs && i % 50 ? keys[i - 1] : random_value(t, kind, range);
        numbers[i] = V_INT((int64_t)i);
    }
    for (int reverse = 0; reverse < 2; reverse++) {
        value list = list_new(t, keys, n), by = list_new(t, keys, n), order = list_new(t, numbers, n), ret;
        value want_keys[700], want[700];
        memcpy(want_keys, keys, sizeof keys);
        memcpy(want, numbers, sizeof numbers);
        naive_sort(t, want_keys, want, n, reverse);
        CHECK_INT(list_m_sort(t, (value[]){ list, V_NONE, V_BOOL(reverse) }, &ret), VM_OK);
        CHECK_INT(builtin_sort_keyed(t, (value[]){ order, by, V_BOOL(reverse) }, &ret), VM_OK);
        CHECK(ret == V_TRUE);
        for (size_t i = 0; i < n; i++) {
            CHECK(list_get_unlocked(REF(list), i, &k) && k == want_keys[i]);
            CHECK(list_get_unlocked(REF(order), i, &k) && k == want[i]);
        }
    }
}

TEST(every_kind_of_key_is_sorted_stably)
{
    static const size_t sizes[] = { 0, 1, 2, 3, 17, 47, 48, 49, 63, 64, 65, 130, 500, 700 };
    for (int kind = 0; kind < 7; kind++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
            for (int runs = 0; runs < 2; runs++) {
                check_sort(kind, sizes[i], 10, runs);
                check_sort(kind, sizes[i], 100000, runs);
            }
}

TEST(long_runs_are_merged)
{
    struct task *t = world_start();
    value list = list_new(t, NULL, 0), ret, a, b;
    char text[32];
    for (int i = 0; i < 30000; i++) {
        int x = i % 3000 < 1500 ? i % 1000 : 3000 - i % 1700;
        snprintf(text, sizeof text, "%08d", x * 7919 % 100003);
        list_append(t, REF(list), i % 5000 < 2500 ? str_lit(t, text) : str_lit(t, text + 3));
    }
    CHECK_INT(list_m_sort(t, (value[]){ list, V_UNBOUND, V_UNBOUND }, &ret), VM_OK);
    for (uint64_t i = 0; i + 1 < list_of(list)->len; i++)
        CHECK(list_get_unlocked(REF(list), i, &a) && list_get_unlocked(REF(list), i + 1, &b) && str_order(a, b) <= 0);
}

TEST(what_cannot_be_compared_is_named_and_the_list_is_kept)
{
    struct task *t = world_start();
    value list = world_value(t, "[3, 'a', 1]"), ret;
    CHECK_INT(list_m_sort(t, (value[]){ list, V_UNBOUND, V_UNBOUND }, &ret), VM_RAISE);
    CHECK_STR(world_error(t), "TypeError: '<' not supported between instances of 'str' and 'int'");
    CHECK_SHOW(t, list, "[3, 'a', 1]");
    value more = world_value(t, "[2, picky(), 1]");
    CHECK_INT(list_m_sort(t, (value[]){ more, V_UNBOUND, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(list_m_sort(t, (value[]){ list, V_BUILTIN(1), V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK_INT(builtin_sort_keyed(t, (value[]){ world_value(t, "[1, 2, 3]"), more, V_FALSE }, &ret), VM_OK);
    CHECK(ret == V_FALSE);
}

TEST(an_iterator_is_put_back_when_python_must_sort)
{
    struct task *t = world_start();
    value it = world_value(t, "iter([2, picky(), 1])"), ret;
    CHECK_INT(builtin_sorted(t, (value[]){ it, V_UNBOUND, V_UNBOUND }, &ret), VM_FALLBACK);
    CHECK(iter_next(t, it, &ret) == VM_OK && ret == V_INT(2));
}

int main(void)
{
    RUN(every_kind_of_key_is_sorted_stably);
    RUN(long_runs_are_merged);
    RUN(what_cannot_be_compared_is_named_and_the_list_is_kept);
    RUN(an_iterator_is_put_back_when_python_must_sort);
    return tap_done();
}
