#include "live/parts.h"

#include <sys/eventfd.h>
#include <sys/mman.h>

void region_text_set(struct region_text *t, const char *s)
{
    uint64_t words[NAME_BYTES / 8] = { 0 };
    if (s)
        memcpy(words, s, strnlen(s, NAME_BYTES - 1));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        atomic_store_explicit(&t->word[i], words[i], memory_order_relaxed);
}

void region_text_get(const struct region_text *t, char to[NAME_BYTES])
{
    for (size_t i = 0; i < NAME_BYTES / 8; i++) {
        uint64_t word = atomic_load_explicit(&t->word[i], memory_order_relaxed);
        memcpy(to + i * 8, &word, 8);
    }
    to[NAME_BYTES - 1] = 0;
}

static size_t pages(size_t n)
{
    return ALIGN_UP(n, 4096);
}

/* Where the parts lie, after one another, each on pages of its own. */
struct layout {
    size_t slots, objects, syncs, buckets, bytes, logs, end;
};

static struct layout lay_out(const struct run_region *r)
{
    struct layout l;
    l.slots = pages(sizeof(struct region_head));
    l.objects = l.slots + pages(sizeof(struct task_slot) * r->slot_max);
    l.syncs = l.objects + pages(sizeof(struct object_info) * r->object_max);
    l.buckets = l.syncs + pages(sizeof(struct sync_object) * r->sync_max);
    l.bytes = l.buckets + pages(sizeof(uint32_t) * r->bucket_max);
    l.logs = l.bytes + pages(r->byte_max);
    l.end = l.logs + (size_t)r->slot_max * r->log_records * sizeof(struct log_record);
    return l;
}

static uint32_t power_of_two(uint32_t n)
{
    uint32_t p = 64;
    while (p < n)
        p *= 2;
    return p;
}

static void set_sizes(struct run_region *r, const struct region_opts *o)
{
    r->slot_max = MIN(o->slots ? o->slots : 512, SLOT_MAX);
    r->object_max = o->objects ? o->objects : 65536;
    r->sync_max = o->syncs ? o->syncs : 65536;
    r->bucket_max = power_of_two(r->slot_max / 4);
    r->byte_max = o->bytes ? o->bytes : 1u << 30;
    r->log_records = power_of_two((o->log_bytes ? o->log_bytes : 65536) / sizeof(struct log_record));
}

static void set_pointers(struct run_region *r, unsigned char *base, const struct layout *l)
{
    r->head = (struct region_head *)base;
    r->slots = (struct task_slot *)(base + l->slots);
    r->objects = (struct object_info *)(base + l->objects);
    r->syncs = (struct sync_object *)(base + l->syncs);
    r->buckets = (uint32_t *)(base + l->buckets);
    r->bytes = base + l->bytes;
    r->logs = base + l->logs;
    r->mapped = l->end;
}

static void start_head(struct run_region *r)
{
    struct region_head *h = r->head;
    h->by_ticks = clock_has_ticks();
    h->began_ns = clock_now_ns();
    h->began_ticks = h->by_ticks ? clock_ticks() : h->began_ns;
    h->process_limit = h->thread_limit = r->slot_max;
    h->speed_permille = 1000;
    h->wait_tickets = 1;
    h->objects_used = 1; // 0 is no object
    h->syncs_used = 1;
    for (uint32_t i = 0; i < r->bucket_max; i++)
        r->buckets[i] = SLOT_NONE;
}

int region_open(const struct region_opts *opts, struct run_region *ret)
{
    struct run_region r = {0};
    set_sizes(&r, opts);
    struct layout l = lay_out(&r);
    void *base = mmap(NULL, l.end, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return -errno;
    r.bell_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (r.bell_fd < 0) {
        int e = -errno;
        munmap(base, l.end);
        return e;
    }
    set_pointers(&r, base, &l);
    start_head(&r);
    *ret = r;
    return 0;
}

void region_close(struct run_region *r)
{
    if (!r->head)
        return;
    munmap(r->head, r->mapped);
    close(r->bell_fd);
    *r = (struct run_region){0};
}

int64_t region_alloc(struct run_region *r, size_t n)
{
    uint64_t want = ALIGN_UP(n ? n : 1, 16);
    uint64_t at = atomic_load(&r->head->bytes_used);
    do {
        if (want > r->byte_max || at > r->byte_max - want)
            return -ENOMEM;
    } while (!atomic_compare_exchange_weak(&r->head->bytes_used, &at, at + want));
    return (int64_t)at;
}

void bell_ring(struct run_region *r)
{
    if (atomic_load(&r->head->shell_sleeps) && atomic_exchange(&r->head->shell_sleeps, 0))
        (void)!write(r->bell_fd, &(uint64_t){1}, 8);
}
