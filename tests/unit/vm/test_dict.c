/* Dicts: against a naive model, and what their order, growth and removal must keep. */
#include "world.h"

#include "base/hash.h"

enum { KEYS = 300 };

struct model { value key[KEYS], val[KEYS]; unsigned n; };

static int model_find(const struct model *m, value key)
{
    for (unsigned i = 0; i < m->n; i++)
        if (m->key[i] == key)
            return (int)i;
    return -1;
}

static void model_set(struct model *m, value key, value v)
{
    int at = model_find(m, key);
    if (at < 0)
        m->key[at = (int)m->n++] = key;
    m->val[at] = v;
}

static void model_del(struct model *m, int at)
{
    for (unsigned i = (unsigned)at; i + 1 < m->n; i++) {
        m->key[i] = m->key[i + 1];
        m->val[i] = m->val[i + 1];
    }
    m->n--;
}

static void check_same(struct task *t, struct dict *d, const struct model *m)
{
    uint32_t at = 0;
    value key, v;
    CHECK_INT(d->count, m->n);
    for (unsigned i = 0; i < m->n; i++) {
        CHECK(dict_next(d, &at, &key, &v));
        CHECK(key == m->key[i] && v == m->val[i]);
        CHECK(dict_get(t, d, key, &v) == VM_OK && v == m->val[i]);
    }
    CHECK(!dict_next(d, &at, &key, &v));
}

/* Keys: small ints, and strings of which no two have the same text. */
static void random_against_model(bool contended)
{
    struct task *t = world_start();
    struct model m = { 0 };
    uint64_t seed = 7;
    value pool[KEYS], old;
    for (int i = 0; i < KEYS; i++) {
        char text[16];
        snprintf(text, sizeof text, "k%d", i);
        pool[i] = i % 2 ? V_INT(i % 4 == 1 ? i : (int64_t)i << 40) : str_lit(t, text);
    }
    struct dict *d = REF(dict_new(t));
    for (int round = 0; round < 60000; round++) {
        unsigned range = round / 5000 % 2 ? 12 : KEYS;
        value key = pool[rng_next(&seed) % range], v = V_INT(round);
        t->multi = contended && round / 3000 % 2;
        d->o.flags = contended ? F_SHARED : 0;
        int at = model_find(&m, key);
        switch (rng_next(&seed) % 8) {
        case 0: case 1: case 2:
            CHECK(dict_set(t, d, key, v) == VM_OK);
            model_set(&m, key, v);
            break;
        case 3: case 4: case 5:
            CHECK(dict_del(t, d, key, &old) == VM_OK);
            CHECK(old == (at < 0 ? V_UNBOUND : m.val[at]));
            if (at >= 0)
                model_del(&m, at);
            break;
        case 6:
            if (m.n == 0)
                break;
            CHECK(dict_m_popitem(t, (value[]){ value_of(d) }, &old) == VM_OK);
            CHECK(tuple_of(old)->item[0] == m.key[m.n - 1] && tuple_of(old)->item[1] == m.val[m.n - 1]);
            m.n--;
            break;
        default:
            CHECK(dict_get(t, d, key, &old) == VM_OK);
            CHECK(old == (at < 0 ? V_UNBOUND : m.val[at]));
        }
        if (round % 50 == 0)
            check_same(t, d, &m);
        if (rng_next(&seed) % 5000 == 0) {
            dict_clear(d);
            m.n = 0;
        }
    }
    check_same(t, d, &m);
}

TEST(many_operations_agree_with_a_model) { random_against_model(false); }
TEST(many_operations_on_a_shared_dict_agree_with_a_model) { random_against_model(true); }

TEST(equal_numbers_are_one_key)
{
    struct task *t = world_start();
    CHECK_SHOW(t, world_value(t, "{1: 'a', 1.0: 'b', True: 'c', 0: 'x', -0.0: 'y', False: 'z', 2.5: 1}"),
               "{1: 'c', 0: 'z', 2.5: 1}");
    value nan = world_value(t, "nan"), v;
    struct dict *d = REF(dict_new(t));
    dict_set(t, d, nan, V_INT(1));
    dict_set(t, d, world_value(t, "nan"), V_INT(2));
    CHECK_INT(d->count, 2);
    CHECK(dict_get(t, d, nan, &v) == VM_OK && v == V_INT(1));
}

TEST(a_million_keys_are_found_again)
{
    struct task *t = world_start();
    struct dict *d = REF(dict_new(t));
    value v;
    for (int64_t i = 0; i < 1000000; i++)
        CHECK(dict_set(t, d, V_INT(i * 1000003), V_INT(i)) == VM_OK);
    for (int64_t i = 0; i < 1000000; i += 7)
        CHECK(dict_get(t, d, V_INT(i * 1000003), &v) == VM_OK && v == V_INT(i));
    CHECK(dict_get(t, d, V_INT(1), &v) == VM_OK && v == V_UNBOUND);
}

TEST(a_queue_made_of_a_dict_stays_small)
{
    struct task *t = world_start();
    struct dict *d = REF(dict_new(t));
    value key, v, old;
    for (int64_t i = 0; i < 200000; i++) {
        dict_set(t, d, V_INT(i), V_NONE);
        if (i < 100)
            continue;
        uint32_t at = 0;
        CHECK(dict_next(d, &at, &key, &v) && key == V_INT(i - 100));
        CHECK(dict_del(t, d, key, &old) == VM_OK);
    }
    CHECK_INT(d->count, 100);
    CHECK(((struct table *)REF(d->table))->o.n < 2000);
}

TEST(keys_that_only_python_can_compare_are_left_to_it)
{
    struct task *t = world_start();
    value d = world_value(t, "{1: 2}"), picky = world_value(t, "picky()"), plain = world_value(t, "plain()"), v;
    CHECK_INT(dict_get(t, REF(d), picky, &v), VM_FALLBACK);
    CHECK_INT(dict_set(t, REF(d), plain, V_INT(5)), VM_OK);
    CHECK(dict_get(t, REF(d), plain, &v) == VM_OK && v == V_INT(5));
    CHECK_INT(dict_get(t, REF(d), world_value(t, "[]"), &v), VM_RAISE);
    CHECK_STR(world_error(t), "TypeError: unhashable type: 'list'");
}

/* What slow.py does with a key whose __hash__ said 1: it must not be taken for the int 1. */
TEST(tables_serve_the_prelude)
{
    struct task *t = world_start();
    value d = world_value(t, "{1: 'one', 2: 'two'}"), picky = world_value(t, "picky()"), r, key;
    CHECK_INT(table_h_candidate(t, (value[]){ d, V_INT(1), V_INT(0) }, &r), VM_OK);
    CHECK_SHOW(t, r, "(0, 1)");
    CHECK_INT(table_h_candidate(t, (value[]){ d, V_INT(1), V_INT(1) }, &r), VM_OK);
    CHECK(r == V_NONE);
    CHECK_INT(table_h_add(t, (value[]){ d, V_INT(1), picky, V_INT(3) }, &r), VM_OK);
    CHECK_INT(table_h_candidate(t, (value[]){ d, V_INT(1), V_INT(1) }, &r), VM_OK);
    CHECK(tuple_of(r)->item[0] == V_INT(2) && tuple_of(r)->item[1] == picky);
    CHECK_INT(table_h_store(t, (value[]){ d, V_INT(2), V_INT(4) }, &r), VM_OK);
    CHECK_INT(table_h_value(t, (value[]){ d, V_INT(2) }, &r), VM_OK);
    CHECK(r == V_INT(4));
    CHECK_INT(table_h_entry(t, (value[]){ d, V_INT(2) }, &r), VM_OK);
    CHECK(tuple_of(r)->item[0] == V_INT(3) && tuple_of(r)->item[3] == V_INT(1));
    CHECK_INT(table_h_remove(t, (value[]){ d, V_INT(2) }, &r), VM_OK);
    CHECK_SHOW(t, d, "{1: 'one', 2: 'two'}");
    CHECK(dict_get(t, REF(d), V_INT(1), &key) == VM_OK);
    CHECK_SHOW(t, key, "'one'");
}

TEST(names_find_equal_texts_that_are_no_symbols)
{
    struct task *t = world_start();
    struct dict *d = REF(dict_new(t));
    value plain = str_lit(t, "width"), sym = str_lit(t, "width"), v;
    obj_of(sym)->aux |= STR_SYMBOL;
    dict_set(t, d, plain, V_INT(1));
    CHECK(dict_get_sym(d, sym) == V_INT(1));
    dict_set_sym(t, d, sym, V_INT(2));
    CHECK(dict_get(t, d, plain, &v) == VM_OK && v == V_INT(2));
    CHECK_INT(d->count, 1);
    dict_set_sym(t, d, str_lit(t, "height"), V_INT(3));
    CHECK_SHOW(t, value_of(d), "{'width': 2, 'height': 3}");
}

TEST(a_change_of_size_ends_an_iteration)
{
    struct task *t = world_start();
    value d = world_value(t, "{1: 1, 2: 2}"), it, v;
    CHECK_INT(iter_new(t, d, &it), VM_OK);
    CHECK(iter_next(t, it, &v) == VM_OK && v == V_INT(1));
    dict_set(t, REF(d), V_INT(3), V_INT(3));
    CHECK_INT(iter_next(t, it, &v), VM_RAISE);
    CHECK_STR(world_error(t), "RuntimeError: dictionary changed size during iteration");
    CHECK_INT(iter_next(t, it, &v), VM_RAISE);
}

int main(void)
{
    RUN(many_operations_agree_with_a_model);
    RUN(many_operations_on_a_shared_dict_agree_with_a_model);
    RUN(equal_numbers_are_one_key);
    RUN(a_million_keys_are_found_again);
    RUN(a_queue_made_of_a_dict_stays_small);
    RUN(keys_that_only_python_can_compare_are_left_to_it);
    RUN(tables_serve_the_prelude);
    RUN(names_find_equal_texts_that_are_no_symbols);
    RUN(a_change_of_size_ends_an_iteration);
    return tap_done();
}
