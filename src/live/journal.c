/* journal.c: shared objects change all at once, or not at all.
 *
 * In:      words of the region, images of objects and wake-ups, in the one journal of the region.
 * Out:     all of these as the journal says.
 * Locks:   klock is held for everything here.
 *
 *   written  words, images, tickets up to which waiters are woken: nobody looks yet
 *   valid=1  the commit store. A task that is killed after it has done its deed: whoever takes
 *            klock next calls journal_redo()
 *   applied  each part may be done twice
 *   valid=0 */
#include "live/deed.h"

static void apply_image(struct run_region *r, uint32_t index, const struct sync_object *image)
{
    struct sync_object *o = region_sync(r, index);
    if (!o)
        return;
    struct sync_object to = *image;
    to.waiters |= o->waiters;
    sync_slow_down(&to);
    crash_point(r);
    *o = to;
    crash_point(r);
}

static void apply_words(struct run_region *r, const struct journal *j)
{
    for (uint32_t i = 0; i < MIN(j->words, (uint32_t)JOURNAL_WORDS); i++) {
        uint64_t at = j->word[i].at;
        if (at % 4 == 0 && at + 4 <= r->mapped)
            __atomic_store_n((uint32_t *)((char *)r->head + at), j->word[i].value, __ATOMIC_RELAXED);
        crash_point(r);
    }
}

static void journal_apply(struct run_region *r)
{
    struct journal *j = &r->head->journal;
    apply_words(r, j);
    apply_image(r, j->object, &j->image);
    apply_image(r, j->lock, &j->lock_image);
    if (j->wake_upto)
        wait_wake(r, j->wake_key, j->wake_class, INT32_MAX, j->wake_upto, j->woken);
    if (j->lock_upto)
        wait_wake(r, j->lock_key, WAIT_TAKE, INT32_MAX, j->lock_upto, WOKEN_RETRY);
    crash_point(r);
    atomic_store(&j->valid, 0);
}

void journal_go(struct run_region *r, struct journal *j)
{
    crash_point(r);
    atomic_store(&j->valid, 1); // commit
    crash_point(r);
    journal_apply(r);
}

void journal_run(struct run_region *r, struct journal *j)
{
    j->object = j->lock = UINT32_MAX;
    j->wake_upto = j->lock_upto = 0;
    journal_go(r, j);
}

void journal_redo(struct run_region *r)
{
    if (atomic_load(&r->head->journal.valid))
        journal_apply(r);
}

