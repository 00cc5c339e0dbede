/* Readers without a lock, while another thread changes a shared dict or list under its lock: they
 * see what was there at some moment, never a value of another key, never beyond an array. */
#include "world.h"

#include <pthread.h>

#include "base/hash.h"

enum { ROUNDS = 400000, KEYS = 64 };

struct race {
    struct task *t;
    value shared;
    _Atomic bool over;
    _Atomic unsigned wrong, seen;
};

static void *read_dict(void *arg)
{
    struct race *race = arg;
    uint64_t seed = 1;
    while (!race->over) {
        int64_t k = (int64_t)(rng_next(&seed) % KEYS);
        value v;
        if (dict_get(race->t, REF(race->shared), V_INT(k), &v) != VM_OK
            || (v != V_UNBOUND && int_of(v) % KEYS != k))
            race->wrong++;
        race->seen += v != V_UNBOUND;
        uint32_t at = 0;
        for (value key; dict_next(REF(race->shared), &at, &key, &v);)
            if (!is_int(key) || !is_int(v) || int_of(v) % KEYS != int_of(key))
                race->wrong++;
    }
    return NULL;
}

static void *read_list(void *arg)
{
    struct race *race = arg;
    uint64_t seed = 1;
    value v;
    while (!race->over) {
        uint64_t i = rng_next(&seed) % 200;
        if (!list_get_unlocked(REF(race->shared), i, &v))
            continue;
        race->seen++;
        if (!is_int(v) || int_of(v) < 0 || int_of(v) >= ROUNDS)
            race->wrong++;
    }
    return NULL;
}

static void change_dict(struct race *race)
{
    uint64_t seed = 9;
    value old;
    for (int64_t i = 0; i < ROUNDS; i++) {
        int64_t k = (int64_t)(rng_next(&seed) % KEYS);
        if (rng_next(&seed) % 3)
            dict_set(race->t, REF(race->shared), V_INT(k), V_INT(i * KEYS + k));
        else
            dict_del(race->t, REF(race->shared), V_INT(k), &old);
        if (i % 50000 == 0)
            dict_clear(REF(race->shared));
    }
}

static void change_list(struct race *race)
{
    uint64_t seed = 9;
    struct list_obj *l = REF(race->shared);
    value v;
    for (int64_t i = 0; i < ROUNDS; i++) {
        value at = V_INT((int64_t)(rng_next(&seed) % 200)), self = race->shared;
        switch (rng_next(&seed) % 8) {
        case 0: case 1: case 2:
            list_append(race->t, l, V_INT(i));
            break;
        case 3:
            list_m_insert(race->t, (value[]){ self, at, V_INT(i) }, &v);
            break;
        case 4:
            item_del(race->t, self, at);
            break;
        case 5: case 6:
            list_m_pop(race->t, (value[]){ self, V_UNBOUND }, &v);
            break;
        default:
            if (i % 1000 == 0)
                list_m_clear(race->t, &self, &v);
            else
                list_m_reverse(race->t, &self, &v);
        }
    }
}

static void run_race(value shared, void *(*reader)(void *), void (*writer)(struct race *), struct task *t)
{
    struct race race = { .t = t, .shared = shared };
    pthread_t thread;
    obj_of(shared)->flags |= F_SHARED;
    t->multi = true;
    CHECK(pthread_create(&thread, NULL, reader, &race) == 0);
    do
        writer(&race);
    while (race.seen == 0); // until the two have met
    race.over = true;
    pthread_join(thread, NULL);
    CHECK_INT(race.wrong, 0);
}

TEST(a_dict_is_read_while_it_changes)
{
    struct task *t = world_start();
    run_race(dict_new(t), read_dict, change_dict, t);
}

TEST(a_list_is_read_while_it_changes)
{
    struct task *t = world_start();
    run_race(list_new(t, NULL, 0), read_list, change_list, t);
}

int main(void)
{
    RUN(a_dict_is_read_while_it_changes);
    RUN(a_list_is_read_while_it_changes);
    return tap_done();
}
