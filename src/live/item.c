/* item.c: the items of shared queues.
 *
 * In:      PUT and GET that have been done to a queue's image; the caller's bytes.
 * Out:     blocks (store.h) that go from the task into the queue and back, by words of the journal.
 * Owner:   a block is in one place: free, in a queue, or held by a task (slot->held).
 * Locks:   klock, but for item_prepare(). */
#include "live/deed.h"

/* The text by which events show an item stands behind it. */
static void block_fill(struct block *b, const struct live_call *c)
{
    b->n = c->item_n;
    b->text_n = MIN(c->text_n, (uint32_t)ITEM_TEXT);
    if (c->item_n)
        memcpy(b->data, c->item, c->item_n);
    if (b->text_n)
        memcpy(b->data + b->n, c->text, b->text_n);
}

bool item_prepare(struct live_call *c)
{
    if (!c->item || c->item_n <= ITEM_SMALL || !(c->handle & HANDLE_REGION) ||
        atomic_load(&live_me.slot->held))
        return true;
    uint32_t index = store_take(c->item_n + ITEM_TEXT);
    if (!index)
        return false;
    block_fill(block_at(&live.region, index), c);
    return true;
}

/* PUT has been done to the image: its item comes behind the last one. False: there is no room. */
static bool item_put(struct deed *d, struct sync_object *image, struct journal *j)
{
    struct run_region *r = &live.region;
    uint32_t index = atomic_load(&live_me.slot->held);
    if (index)
        journal_add(r, j, &live_me.slot->held, 0);
    else if ((index = block_find(r, j, d->c->item_n + MIN(d->c->text_n, (uint32_t)ITEM_TEXT))))
        block_fill(block_at(r, index), d->c);
    else
        return false;
    journal_add(r, j, &block_at(r, index)->next, 0);
    struct block *last = block_at(r, image->last);
    if (last)
        journal_add(r, j, &last->next, index);
    else
        image->first = index;
    image->last = index;
    return true;
}

/* GET has been done to the image: a small item is copied and its block is free, a large one's is held. */
static bool item_get(struct deed *d, struct sync_object *image, struct journal *j)
{
    struct run_region *r = &live.region;
    struct live_call *c = d->c;
    uint32_t index = image->first;
    const struct block *b = block_at(r, index);
    if (!b)
        return false;
    image->first = b->next;
    if (!image->first)
        image->last = 0;
    uint32_t text_n = MIN(b->text_n, (uint32_t)ITEM_TEXT);
    c->got_n = b->n;
    c->got_block = 0;
    c->text = (char *)c->room + MIN(b->n, (uint32_t)ITEM_SMALL);
    c->text_n = text_n;
    memcpy(c->room, b->data, MIN(b->n, (uint32_t)ITEM_SMALL));
    memcpy(c->room + MIN(b->n, (uint32_t)ITEM_SMALL), b->data + b->n, text_n);
    if (b->n <= ITEM_SMALL) {
        block_give(r, j, index);
    } else {
        c->got_block = index;
        journal_add(r, j, &live_me.slot->held, index);
    }
    return true;
}

void item_move(struct deed *d, struct sync_object *image)
{
    struct journal *j = &live.region.head->journal;
    bool moved = true;
    if (d->c->op == SYNC_OP_PUT && d->c->item)
        moved = item_put(d, image, j);
    else if (d->c->op == SYNC_OP_GET && d->c->room)
        moved = item_get(d, image, j);
    if (!moved) {
        d->answer = SYNC_FAILED;
        d->eff.error = SYNC_ERROR_NO_ROOM;
        d->eff.event = EV_NOTE;
    }
}

void items_drop(struct run_region *r, struct sync_object *o)
{
    while (o->kind == SYNC_QUEUE && block_at(r, o->first)) {
        struct journal *j = &r->head->journal;
        uint32_t item = o->first;
        j->words = 0;
        journal_add(r, j, &o->first, block_at(r, item)->next);
        block_give(r, j, item);
        journal_run(r, j);
    }
}

void owned_queues_close(struct run_region *r, task_ref t)
{
    if (!r->head->owned_queues)
        return;
    for (uint32_t i = 1; i < syncs_used(r); i++)
        if (r->syncs[i].kind == SYNC_QUEUE && r->syncs[i].owner == t)
            wait_wake(r, KEY_REGION | i, WAIT_GET, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
}
