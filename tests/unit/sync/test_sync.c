/* Each primitive's rules, one task's step at a time, without threads. */
#include "sync/sync.h"

#include "tap.h"

enum { A = 1, B = 2, C = 3 };

static struct sync_effect eff;

static enum sync_answer ask_for(struct sync_object *o, enum sync_op op, task_ref who, int32_t arg)
{
    struct sync_call c = {.op = op, .task = who, .arg = arg, .blocking = true};
    return sync_try(o, &c, &eff);
}

static enum sync_answer ask_now(struct sync_object *o, enum sync_op op, task_ref who)
{
    struct sync_call c = {.op = op, .task = who};
    return sync_try(o, &c, &eff);
}

static struct sync_object make(enum sync_kind kind, int32_t value, int32_t bound)
{
    struct sync_object o;
    sync_init(&o, kind, value, bound);
    return o;
}

TEST(a_taken_lock_lets_nobody_else_in)
{
    struct sync_object l = make(SYNC_LOCK, 0, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(eff.event, EV_LOCKED);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, B, 0), SYNC_WAIT);
    CHECK_INT(eff.event, EV_LOCKWAIT);
    CHECK_INT(eff.number, A);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, A, 0), SYNC_WAIT); // not even its owner
    CHECK_INT(ask_now(&l, SYNC_OP_ACQUIRE, B), SYNC_REFUSED);
    CHECK_INT(eff.event, EV_LOCKFAIL);
    CHECK_INT(l.owner, A);
}

TEST(a_release_frees_and_does_not_hand_over)
{
    struct sync_object l = make(SYNC_LOCK, 0, 0);
    ask_for(&l, SYNC_OP_ACQUIRE, A, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_DONE);
    CHECK_INT(l.owner, NOBODY);
    CHECK_INT(eff.wake_class, WAIT_TAKE);
    CHECK_INT(eff.wake, 1);
    CHECK_INT(eff.woken, WOKEN_RETRY);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, C, 0), SYNC_DONE); // whoever comes first
}

TEST(a_plain_lock_may_be_released_by_anybody_but_only_when_taken)
{
    struct sync_object l = make(SYNC_LOCK, 0, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].message, "release unlocked lock");
    ask_for(&l, SYNC_OP_ACQUIRE, A, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, B, 0), SYNC_DONE);
    CHECK_INT(l.owner, NOBODY);
}

TEST(a_reentrant_lock_counts_and_knows_its_owner)
{
    struct sync_object l = make(SYNC_RLOCK, 0, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(eff.number, 2);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, B, 0), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].message, "cannot release un-acquired lock");
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_DONE);
    CHECK_INT(eff.wake, 0);
    CHECK_INT(l.owner, A);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_DONE);
    CHECK_INT(eff.wake, 1);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_FAILED);
}

TEST(a_lock_that_is_off_neither_holds_nor_complains)
{
    struct sync_object l = make(SYNC_LOCK, 0, 0);
    ask_for(&l, SYNC_OP_ACQUIRE, A, 0);
    l.off = 1;
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, B, 0), SYNC_DONE);
    CHECK_INT(eff.event, EV_LOCKSKIP);
    CHECK_INT(l.owner, A);
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, B, 0), SYNC_DONE);
    CHECK_INT(l.owner, A); // what one does not own is not given back
    l.off = 0;
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, B, 0), SYNC_WAIT);
    l.off = 1;
    CHECK_INT(ask_for(&l, SYNC_OP_RELEASE, A, 0), SYNC_DONE);
    CHECK_INT(l.owner, NOBODY);
}

TEST(nobody_waits_at_what_is_switched_off)
{
    struct sync_effect told;
    struct sync_object s = make(SYNC_SEMAPHORE, 1, 0), b = make(SYNC_BARRIER, 0, 2), v = make(SYNC_EVENT, 0, 0);
    sync_switch(&s, true, &told);
    CHECK_INT(told.wake, SYNC_ALL);
    CHECK_INT(told.wake_class, WAIT_TAKE);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, B, 0), SYNC_DONE);
    CHECK_INT(eff.event, EV_LOCKSKIP);
    sync_switch(&s, false, &told);
    CHECK_INT(told.wake, 0);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_RELEASE, A, 1), SYNC_DONE);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_RELEASE, B, 1), SYNC_DONE);
    CHECK_INT(s.value, 1); // they had taken none
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, C, 0), SYNC_DONE);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, A, 0), SYNC_WAIT);

    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, A, 0), SYNC_WAIT);
    sync_switch(&b, true, &told);
    CHECK_INT(told.wake_class, WAIT_NAMED);
    CHECK_INT(told.woken, WOKEN_NAMED);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 0), SYNC_DONE);
    sync_switch(&b, false, &told);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, A, 0), SYNC_WAIT);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 0), SYNC_DONE);

    CHECK_INT(ask_for(&v, SYNC_OP_EVENT_WAIT, A, 0), SYNC_WAIT);
    sync_switch(&v, true, &told);
    CHECK_INT(ask_for(&v, SYNC_OP_EVENT_WAIT, B, 0), SYNC_DONE);
}

TEST(a_semaphore_gives_as_many_permits_as_it_has)
{
    struct sync_object s = make(SYNC_SEMAPHORE, 2, 0);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, A, 0), SYNC_DONE);
    CHECK_INT(eff.number, 0);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_ACQUIRE, B, 0), SYNC_WAIT);
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_RELEASE, C, 3), SYNC_DONE);
    CHECK_INT(eff.wake, 3);
    CHECK_INT(s.value, 3);
}

TEST(a_bounded_semaphore_refuses_more_than_its_bound)
{
    struct sync_object s = make(SYNC_SEMAPHORE, 1, 1);
    s.bounded = 1;
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_RELEASE, A, 1), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].exception, "ValueError");
    CHECK_INT(s.value, 1);
    s.bounded = 0;
    s.value = INT32_MAX;
    CHECK_INT(ask_for(&s, SYNC_OP_SEM_RELEASE, A, 1), SYNC_FAILED); // and nobody overflows
}

TEST(an_event_stays_set_until_it_is_cleared)
{
    struct sync_object e = make(SYNC_EVENT, 0, 0);
    CHECK_INT(ask_for(&e, SYNC_OP_EVENT_WAIT, A, 0), SYNC_WAIT);
    CHECK_INT(ask_for(&e, SYNC_OP_EVENT_SET, B, 0), SYNC_DONE);
    CHECK_INT(eff.wake, SYNC_ALL);
    CHECK_INT(eff.woken, WOKEN_NAMED); // they go on even if it is cleared again at once
    CHECK_INT(ask_for(&e, SYNC_OP_EVENT_WAIT, C, 0), SYNC_DONE);
    ask_for(&e, SYNC_OP_EVENT_CLEAR, B, 0);
    CHECK_INT(ask_now(&e, SYNC_OP_EVENT_WAIT, C), SYNC_REFUSED);
}

static enum sync_answer cond(struct sync_object *c, struct sync_object *l, enum sync_op op, task_ref who)
{
    struct sync_call call = {.op = op, .task = who, .arg = 1, .blocking = true, .lock = l};
    return sync_try(c, &call, &eff);
}

TEST(a_condition_needs_its_lock_and_gives_it_back_whole)
{
    struct sync_object c = make(SYNC_CONDITION, 0, 0), l = make(SYNC_RLOCK, 0, 0);
    CHECK_INT(cond(&c, &l, SYNC_OP_COND_WAIT, A), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].message, "cannot wait on un-acquired lock");
    CHECK_INT(cond(&c, &l, SYNC_OP_COND_NOTIFY, A), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].message, "cannot notify on un-acquired lock");
    ask_for(&l, SYNC_OP_ACQUIRE, A, 0);
    ask_for(&l, SYNC_OP_ACQUIRE, A, 0);
    CHECK_INT(cond(&c, &l, SYNC_OP_COND_WAIT, A), SYNC_WAIT);
    CHECK_INT(l.owner, NOBODY);
    CHECK_INT(eff.wake_lock, 1);
    CHECK_INT(eff.depth, 2);
    CHECK_INT(ask_for(&l, SYNC_OP_ACQUIRE, B, 0), SYNC_DONE);
    CHECK_INT(cond(&c, &l, SYNC_OP_COND_NOTIFY, B), SYNC_DONE);
    CHECK_INT(eff.woken, WOKEN_NAMED);
    CHECK_INT(ask_for(&l, SYNC_OP_RESTORE, A, 2), SYNC_WAIT);
    ask_for(&l, SYNC_OP_RELEASE, B, 0);
    CHECK_INT(ask_for(&l, SYNC_OP_RESTORE, A, 2), SYNC_DONE);
    CHECK_INT(l.depth, 2);
}

TEST(a_barrier_opens_for_the_last_and_is_ready_again)
{
    struct sync_object b = make(SYNC_BARRIER, 0, 3);
    for (int round = 0; round < 2; round++) {
        CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, A, 0), SYNC_WAIT);
        CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 0), SYNC_WAIT);
        CHECK_INT(eff.number, 2);
        CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, C, 0), SYNC_DONE);
        CHECK_INT(eff.number, 2);
        CHECK_INT(eff.wake, 2);
        CHECK_INT(b.value, 0);
    }
}

TEST(a_barrier_with_an_action_opens_after_it)
{
    struct sync_object b = make(SYNC_BARRIER, 0, 2);
    ask_for(&b, SYNC_OP_BARRIER_WAIT, A, 1);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 1), SYNC_DONE);
    CHECK_INT(eff.wake, 0);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_OPEN, B, 0), SYNC_DONE);
    CHECK_INT(eff.wake, 1);
    CHECK_INT(b.value, 0);
}

TEST(a_broken_barrier_fails_until_it_is_reset)
{
    struct sync_object b = make(SYNC_BARRIER, 0, 2);
    ask_for(&b, SYNC_OP_BARRIER_WAIT, A, 0);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_ABORT, B, 0), SYNC_DONE);
    CHECK_INT(eff.woken, WOKEN_BROKEN);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 0), SYNC_FAILED);
    CHECK_INT(eff.error, SYNC_ERROR_BROKEN);
    ask_for(&b, SYNC_OP_BARRIER_RESET, B, 0);
    CHECK_INT(ask_for(&b, SYNC_OP_BARRIER_WAIT, B, 0), SYNC_WAIT);
    ask_for(&b, SYNC_OP_BARRIER_LEAVE, B, 0);
    CHECK_INT(b.value, 0);
}

TEST(a_queue_wakes_getters_putters_and_joiners_apart)
{
    struct sync_object q = make(SYNC_QUEUE, 0, 1);
    CHECK_INT(ask_now(&q, SYNC_OP_GET, A), SYNC_REFUSED);
    CHECK_INT(ask_for(&q, SYNC_OP_PUT, A, 0), SYNC_DONE);
    CHECK_INT(eff.wake_class, WAIT_GET);
    CHECK_INT(ask_for(&q, SYNC_OP_PUT, A, 0), SYNC_WAIT);
    CHECK_INT(ask_for(&q, SYNC_OP_QUEUE_JOIN, A, 0), SYNC_WAIT);
    CHECK_INT(ask_for(&q, SYNC_OP_GET, B, 0), SYNC_DONE);
    CHECK_INT(eff.wake_class, WAIT_PUT);
    CHECK_INT(ask_for(&q, SYNC_OP_TASK_DONE, B, 0), SYNC_DONE);
    CHECK_INT(eff.wake_class, WAIT_FINISH);
    CHECK_INT(eff.wake, SYNC_ALL);
    CHECK_INT(ask_for(&q, SYNC_OP_QUEUE_JOIN, A, 0), SYNC_DONE);
    CHECK_INT(ask_for(&q, SYNC_OP_TASK_DONE, B, 0), SYNC_FAILED);
    CHECK_STR(sync_error_table[eff.error].message, "task_done() called too many times");
}

TEST(a_join_waits_for_the_end)
{
    struct sync_object t = make(SYNC_TASK, 0, 0);
    CHECK_INT(ask_for(&t, SYNC_OP_JOIN, A, 7), SYNC_WAIT);
    CHECK_INT(eff.number, 7);
    ask_for(&t, SYNC_OP_FINISH, B, 0);
    CHECK_INT(eff.wake, SYNC_ALL);
    CHECK_INT(ask_for(&t, SYNC_OP_JOIN, A, 7), SYNC_DONE);
}

TEST(asking_whether_it_would_go_changes_nothing)
{
    struct sync_object s = make(SYNC_SEMAPHORE, 1, 0), before = s;
    struct sync_call c = {.op = SYNC_OP_SEM_ACQUIRE, .task = A};
    CHECK(sync_would(&s, &c));
    CHECK(memcmp(&s, &before, sizeof s) == 0);
    s.value = 0;
    CHECK(!sync_would(&s, &c));
}

/* Two of every order: a refused or failed call leaves the object as it was. */
TEST(what_is_refused_or_fails_changes_nothing)
{
    for (int op = 0; op < SYNC_OP_COUNT; op++) {
        for (int v = 0; v < 16; v++) {
            enum sync_kind kind = sync_op_table[op].kind;
            struct sync_object o = make(kind, v & 1, 1), lock = make(SYNC_LOCK, 0, 0), before;
            o.owner = v & 2 ? A : NOBODY;
            o.depth = o.owner != NOBODY;
            o.broken = kind == SYNC_BARRIER && (v & 4);
            o.bounded = (v & 8) != 0;
            before = o;
            struct sync_call c = {.op = (enum sync_op)op, .task = B, .arg = 1, .lock = &lock};
            enum sync_answer a = sync_try(&o, &c, &eff);
            if (a == SYNC_REFUSED || a == SYNC_FAILED)
                CHECK(memcmp(&o, &before, sizeof o) == 0);
        }
    }
}

int main(void)
{
    RUN(a_taken_lock_lets_nobody_else_in);
    RUN(a_release_frees_and_does_not_hand_over);
    RUN(a_plain_lock_may_be_released_by_anybody_but_only_when_taken);
    RUN(a_reentrant_lock_counts_and_knows_its_owner);
    RUN(a_lock_that_is_off_neither_holds_nor_complains);
    RUN(nobody_waits_at_what_is_switched_off);
    RUN(a_semaphore_gives_as_many_permits_as_it_has);
    RUN(a_bounded_semaphore_refuses_more_than_its_bound);
    RUN(an_event_stays_set_until_it_is_cleared);
    RUN(a_condition_needs_its_lock_and_gives_it_back_whole);
    RUN(a_barrier_opens_for_the_last_and_is_ready_again);
    RUN(a_barrier_with_an_action_opens_after_it);
    RUN(a_broken_barrier_fails_until_it_is_reset);
    RUN(a_queue_wakes_getters_putters_and_joiners_apart);
    RUN(a_join_waits_for_the_end);
    RUN(asking_whether_it_would_go_changes_nothing);
    RUN(what_is_refused_or_fails_changes_nothing);
    return tap_done();
}
